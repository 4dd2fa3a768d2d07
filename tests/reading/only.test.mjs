// "Only", "just", "not those that ...": what a sentence leaves of what it or another opens wider, in whichever order they stand.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { read } from './judge.mjs';
import { generated } from './matrix.mjs';

const english = `Create a clinic backend.

Schema:
1. Patient: user (Pointer to User, required), fullName (String, required), phone (String), address (String).
2. Visit: patient (Pointer to Patient, required), doctor (Pointer to User, required), status (String: draft, signed, cancelled), notes (String).
3. Prescription: patient (Pointer to Patient, required), prescriber (Pointer to User, required), status (String: draft, signed, dispensed).
4. Referral: patient (Pointer to Patient, required), status (String: open, closed).
5. Invoice: patient (Pointer to Patient, required), amount (Number), paid (Boolean).

Security:
`;
const chinese = `建立診所後端。

架構:
1. 病人資料: 用戶 (指向用戶,必填),全名 (字串,必填),電話 (字串),地址 (字串)。
2. 就診紀錄: 病人 (指向病人資料,必填),醫師 (指向用戶,必填),狀態 (字串: 草稿, 已簽署, 已取消),備註 (字串)。
3. 處方: 病人 (指向病人資料,必填),狀態 (字串: 草稿, 已簽署)。

Names:
病人資料 = Patient
就診紀錄 = Visit
處方 = Prescription
用戶 = user
全名 = fullName
電話 = phone
地址 = address
病人 = patient
醫師 = doctor
狀態 = status
備註 = notes
草稿 = draft
已簽署 = signed
已取消 = cancelled

安全性:
`;
const promptOf = (text) => `${/[\u4e00-\u9fff]/.test(text) ? chinese : english}${text.split(' | ').map((one) => `- ${one}\n`).join('')}`;

/** What sentences open, as "Nurses read all Visit": reading is to find and to count, too. */
async function opened(text) {
  const { matrix } = await generated(promptOf(text));
  const cells = matrix.cells.filter(({ className, operation }) => className !== 'CareAssignment' && !['find', 'count'].includes(operation));
  return [...new Set(cells.map(({ who, operation, rows, className, conditions, field }) =>
    [who, operation.replace('get', 'read'), field ? `only ${field.trim()}` : '', rows.replace(/ over .*/, ''), className, ...conditions].filter(Boolean).join(' ')))].sort();
}

/** Words of the sentences that are shown as not understood. */
const shown = async (text) => (await read(promptOf(text))).flatMap(({ left }) => left);

const opens = (name, cases) => describe(name, () => {
  for (const [text, ...wanted] of cases)
    test(text, async () => assert.deepEqual(await opened(text), wanted.sort()));
});

const all = 'Doctors and nurses can view and edit all visits.';
const doctors = ['Doctors read all Visit', 'Doctors update all Visit'];

opens('"only" narrows what another sentence opens to the same people', [
  ...['Doctors can view and edit all visits. | Doctors can only edit their own visits.', 'Doctors can only edit their own visits. | Doctors can view and edit all visits.',
    'Doctors can view and edit all visits, but only edit their own.', 'Doctors can view and edit all visits. | They may only edit the ones they are the doctor of.',
    '醫師可以查看和修改所有就診紀錄。 | 醫師只能修改自己的就診紀錄。', '醫師只能修改自己的就診紀錄。 | 醫師可以查看和修改所有就診紀錄。',
  ].map((text) => [text, 'Doctors read all Visit', 'Doctors update own Visit']),
  ['Doctors can delete all visits. | Doctors may only delete visits of their assigned patients.', 'Doctors delete assigned Visit'],
  ['Doctors can view all visits. | Doctors may only view visits of their assigned patients.', 'Doctors read assigned Visit'],
  ['醫師可以查看所有就診紀錄。 | 醫師只能查看被指派病人的就診紀錄。', 'Doctors read assigned Visit'],
  ['Doctors can read all Visit. | They may only view signed ones.', 'Doctors read all Visit status is signed'],
  ['Nurses can view and update all visits. | Nurses update only cancelled visits.', 'Nurses read all Visit', 'Nurses update all Visit status is cancelled'],
  ['Users can view all visits. | Patients may only view their own visits.', 'Patients read own Visit'],
  // what is not seen is not changed either
  ['Nurses can view and edit all visits. | Nurses may only view visits of their assigned patients.', 'Nurses read assigned Visit', 'Nurses update assigned Visit'],
  // both hold
  ['Nurses can view all signed visits. | Nurses can only view visits of their assigned patients.', 'Nurses read assigned Visit status is signed'],
  // narrower already
  ['Patients can view their signed visits. | Patients can only view their own visits.', 'Patients read own Visit', 'Patients read own Visit status is signed'],
]);

opens('"only" of fields leaves the others as they are', [
  ...['Patients can edit their profile, but may only change the phone number.', 'Patients can edit their profile. | They may only change the phone number.',
    'Patients may change nothing but the phone number. | Patients can edit their profile.'].map((text) => [text, 'Patients update only phone own Patient']),
  ['病人可以修改自己的病人資料,但只能改電話。', 'Patients update only phone own Patient'],
  ['病人可以修改自己的病人資料。 | 病人只能修改電話。', 'Patients update only phone own Patient'],
  ['Nurses can view and update all visits, but change nothing but the notes.', 'Nurses read all Visit', 'Nurses update only notes all Visit'],
  ['Nurses can view and update all visits. | Nurses can update only the notes of visits.', 'Nurses read all Visit', 'Nurses update only notes all Visit'],
  ['Nurses can edit patients, the address only.', 'Nurses update only address assigned Patient'],
]);

opens('"only" of what is done takes the other deeds away', [
  ...['Nurses may only view them.', 'Nurses only read visits.', 'Nurses have read-only access to visits.', 'Nurses may only view visits.'].map((text) => [`${all} | ${text}`, ...doctors, 'Nurses read all Visit']),
  ['Doctors and nurses can view and edit all visits, but nurses may only view them.', ...doctors, 'Nurses read all Visit'],
  ['Doctors and nurses can view and edit all visits, nurses only view.', ...doctors, 'Nurses read all Visit'],
  ['醫師和護理師可以查看和修改所有就診紀錄,但護理師只能查看。', ...doctors, 'Nurses read all Visit'],
  ['醫師和護理師可以查看和修改所有就診紀錄。 | 護理師只能查看就診紀錄。', ...doctors, 'Nurses read all Visit'],
  // of what they see, and not of what they do with it
  ['Clerks can only see invoices. | Clerks create invoices and mark them as paid.', 'Clerks create all Invoice', 'Clerks read all Invoice', 'Clerks update only paid all Invoice'],
]);

opens('people are restricted to some rows', [
  ['Doctors and nurses can view all visits. | Restrict nurses to their assigned patients.', 'Doctors read all Visit', 'Nurses read assigned Visit'],
  ['Doctors and nurses can view all visits. | Nurses can only view visits of their assigned patients.', 'Doctors read all Visit', 'Nurses read assigned Visit'],
  ['Doctors and nurses can view all visits. | Nurses see only their assigned patients.', 'Doctors read all Visit',
    ...['Invoice', 'Patient', 'Prescription', 'Referral', 'Visit'].map((name) => `Nurses read assigned ${name}`)],
]);

describe('where words of such a sentence are left over nothing is opened', () => {
  for (const [text, ...wanted] of [
    ['Doctors can view all visits. | Doctors can only view visits on weekdays.'],
    ['Doctors can view all visits. | Doctors can only view recent visits.'],
    ['Doctors can view and edit all visits. | Doctors can only view them on weekdays.'],
    ['Doctors can view and edit all visits. | Doctors can only edit some visits.', 'Doctors read all Visit'],
    ['Doctors can view and edit all visits. | Doctors can only edit visits of other doctors.', 'Doctors read all Visit'],
  ])
    test(text, async () => {
      assert.deepEqual(await opened(text), wanted);
      assert.notDeepEqual(await shown(text), []);
    });
});

const signed = ['Doctors read all Visit', 'Nurses read all Visit status is signed'];

opens('"but only signed ones": a value, and no verb', [
  ...['Doctors and nurses can view all visits, but nurses only signed ones.', 'Doctors and nurses can view all visits, nurses only signed ones.'].map((text) => [text, ...signed]),
  ['Doctors and nurses can view all visits, nurses only those of their assigned patients.', 'Doctors read all Visit', 'Nurses read assigned Visit'],
  ['Nurses can view all visits, but only those of their assigned patients.', 'Nurses read assigned Visit'],
  ...['Nurses can view all visits, but only signed ones.', 'Nurses can view all visits (only signed ones).', 'Nurses can view all visits. | Only signed ones.'].map((text) => [text, 'Nurses read all Visit status is signed']),
  ['Nurses can view and edit all visits, but only draft ones.', 'Nurses read all Visit status is draft', 'Nurses update all Visit status is draft'],
  ['Nurses can view all referrals, but only open referrals.', 'Nurses read all Referral status is open'],
  ...['Nurses can view all visits and prescriptions (only signed ones).', 'Nurses can view all visits and prescriptions, but only signed ones.']
    .map((text) => [text, 'Nurses read all Prescription status is signed', 'Nurses read all Visit status is signed']),
  ...['Nurses can view all visits, but not draft visits.', 'Nurses can view all visits, but never draft visits.', 'Nurses can view all visits. | Not draft visits.']
    .map((text) => [text, 'Nurses read all Visit status is not draft']),
  ['Patients can view their visits and invoices, but not cancelled visits.', 'Patients read own Invoice', 'Patients read own Visit status is not cancelled'],
]);

opens('an exception holds for all that it can be of', [
  ...['Nurses can view all visits and prescriptions, but not signed ones.', 'Nurses can view all visits and prescriptions except signed ones.', '護理師可以查看所有就診紀錄和處方,已簽署的除外。',
  ].map((text) => [text, 'Nurses read all Prescription status is not signed', 'Nurses read all Visit status is not signed']),
]);

const notCancelled = ['Doctors read own Visit status is cancelled', 'Nurses read all Visit status is not cancelled', 'Nurses update all Visit status is not cancelled'];

opens('what is kept for some is nobody else\'s', [
  ...['Access to cancelled visits is restricted to doctors.', 'Access to cancelled visits is limited to doctors.', 'Cancelled visits are reserved for doctors.',
    'Cancelled visits are exclusive to doctors.', 'Cancelled visits are private to doctors.'].map((text) => [`Nurses can view and edit all visits. | ${text}`, ...notCancelled]),
  ['Nurses can view all visits. | Cancelled visits stay between doctors and patients.', 'Doctors read own Visit status is cancelled', 'Nurses read all Visit status is not cancelled',
    'Patients read own Visit status is cancelled'],
  ['Nurses can view all visits. | Visits are private to doctors.', 'Doctors read own Visit'],
  ['護理師可以查看所有就診紀錄。 | 已取消的就診紀錄僅限醫師查看。', 'Doctors read own Visit status is cancelled', 'Nurses read all Visit status is not cancelled'],
]);

opens('a ban binds those who are meant by another word', [
  ...['Doctors can edit all visits. | Users must not edit signed visits.', 'Doctors can edit all visits. | People must not edit signed visits.',
    'Doctors can edit all visits. | Providers must not edit signed visits.', '醫師可以修改所有就診紀錄。 | 用戶不得修改已簽署的就診紀錄。',
  ].map((text) => [text, 'Doctors update all Visit status is not signed']),
  ...['Nurses can view all invoices. | Users must not see invoices.', 'Doctors can view all invoices. | Physicians must not see invoices.',
    'Doctors and nurses can view all invoices. | Clinicians must not see invoices.', 'Nurses can view all invoices. | Employees must not see invoices.',
    'Nurses can view all invoices. | Clinical staff must not see invoices.', 'Nurses can view all invoices. | Health professionals must not see invoices.',
    '護理師可以查看所有處方。 | 臨床人員不得查看處方。',
  ].map((text) => [text]),
  ['Nurses can view all invoices. | Receptionists must not see invoices.', 'Nurses read all Invoice'],
  ['Admins can delete all visits. | Users must not delete visits.', 'Admins delete all Visit'],
]);

opens('a label says which, and is no order', [
  ...['Cancelled visits: nurses can read.', 'Cancelled visits: nurses can read them.', '已取消的就診紀錄:護理師可以查看。'].map((text) => [text, 'Nurses read all Visit status is cancelled']),
  ['Nurses can edit all visits. | Draft visits: only doctors can edit.', 'Doctors update own Visit status is draft', 'Nurses update all Visit status is not draft'],
  ['Nurses can edit all visits. | Signed visits: nurses cannot edit.', 'Nurses update all Visit status is not signed'],
  ['Signed visits - nurses can view them.'],
]);
