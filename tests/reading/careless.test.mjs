// Sentences as a careless author writes them, or one who means harm: what a careful reader would call closed is closed, however far
// the negation is from its verb, and whatever is misspelt, in parentheses, struck out or said in other words.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generated } from './matrix.mjs';

const english = `Create a clinic backend.

Schema:
1. PatientProfile: user (Pointer to User, required), fullName (String, required), phone (String).
2. CareAssignment: patient (Pointer to PatientProfile, required), provider (Pointer to User, required), active (Boolean, default true).
3. Visit: patient (Pointer to PatientProfile, required), doctor (Pointer to User, required), status (String: draft, signed, cancelled), notes (String).
4. LabResult: patient (Pointer to PatientProfile, required), value (String), visibility (String: shared, provider-only).
5. Invoice: patient (Pointer to PatientProfile, required), amount (Number).

Security:
`;
const chinese = `建立診所後端。

架構:
1. 病人資料: 用戶 (指向用戶,必填),全名 (字串,必填)。
2. 就診紀錄: 病人 (指向病人資料,必填),醫師 (指向用戶,必填),狀態 (字串: draft, signed, cancelled),備註 (字串)。
3. 檢驗報告: 病人 (指向病人資料,必填),數值 (字串)。
4. 帳單: 病人 (指向病人資料,必填),金額 (數字)。

Names:
病人資料 = PatientProfile
就診紀錄 = Visit
檢驗報告 = LabResult
帳單 = Invoice
用戶 = user
全名 = fullName
病人 = patient
醫師 = doctor
狀態 = status
備註 = notes
數值 = value
金額 = amount

安全性:
`;

/** What sentences open, as "Nurses read all Visit": reading is to find and to count, too. */
async function opened(text) {
  const schema = /[\u4e00-\u9fff]/.test(text) ? chinese : english;
  const { matrix } = await generated(`${schema}- ${text}\n`);
  const cells = matrix.cells.filter(({ className, operation }) => className !== 'CareAssignment' && !['find', 'count'].includes(operation));
  return [...new Set(cells.map(({ who, operation, rows, className, conditions }) => [who, operation.replace('get', 'read'), rows.replace(/ over .*/, ''), className, ...conditions].join(' ')))];
}

describe('opens nothing', () => {
  for (const text of [
    // far from the verb, or in another place
    'Nurses can never, not even in emergencies, view visits.', 'Under no circumstances can nurses edit visits.', 'Nurses can under no circumstances edit visits.',
    'In no case can nurses view visits.', 'By no means can nurses view visits.', 'At no time can nurses view visits.', 'On no account may nurses edit visits.',
    'Never may patients view visits.', 'Nurses can in no way edit visits.', 'Nurses can view visits: never.', 'Doctors can delete visits never', 'Doctors can delete visits, no.',
    // double, split and shared
    'Neither nurses nor doctors can delete visits.', 'Nurses can neither view nor edit visits.', 'No doctors, nurses or patients can delete visits.',
    'Nurses can\'t not view visits.', 'Nurses are not allowed to not view visits.', 'It is not the case that nurses can view visits.', 'I doubt that nurses can view visits.',
    'Patients cannot view only their own visits.', 'Patients can view not only their own visits.', 'Nurses can view none of the visits.', 'Doctors can edit only no signed visits.',
    // other words for it
    'Nurses are prevented from viewing visits.', 'Nurses are barred from viewing visits.', 'Nurses refrain from viewing visits.', 'Nurses lack access to visits.',
    'Viewing visits is off limits for nurses.', 'Visits are not for nurses to read.', 'Visits are visible to none.', 'Nurses no longer view visits.', 'Nurses used to view visits.',
    'Avoid deleting visits, doctors.', 'Doctors should avoid deleting visits.', 'Doctors fail to delete visits.', 'Deny nurses access to visits.', 'Stop nurses from viewing visits.',
    'Don\'t let nurses view visits.', 'Allow no nurse to view visits.', 'Ensure that no nurse can view visits.', 'Doctors must ensure that nurses cannot view visits.',
    // misspelt
    'Nurses cannnot view visits.', 'Nurses can nto view visits.', 'Nurses cant view visits.', 'Nurses do nt view visits.', 'Nurses mustnt view visits.',
    'Nurses may nevr view visits.', 'Doctors can n\'t delete visits.', 'DOCTORS CAN NEVER DELETE VISITS.',
    // marks
    'Nurses can view visits (not really).', 'Nurses can (not) view visits.', '"Nurses can view visits" is false.', 'Doctors can **not** delete visits.', '~~Doctors can delete visits.~~',
    'Doctors ~~can~~ delete visits.', 'Nurses can view visits - not!', 'Nurses view visits = false', 'Not: Doctors can delete visits.', 'Doctors can delete visits (TBD).',
    // who, and which, is not said
    'Not all nurses can view visits.', 'All but nurses can view visits.', 'Everyone except nurses can view visits.', 'Anyone other than a nurse can view visits.', 'Non-nurses can view visits.',
    'Doctors, but not all, can delete visits.', 'Doctors rather than nurses can edit visits.', 'Patients can view other patients\' visits never.', 'Nurses can view some visits.',
    'Doctors and nurses can view visits and invoices, respectively.', 'Visits may be read by doctors before being signed by nurses.', 'Visits may be read by anyone but nurses.',
    // on a condition that nothing enforces, once, or perhaps
    'Nurses can view visits only if the patient agrees.', 'Nurses can view visits in an emergency.', 'Doctors can delete visits only after approval.', 'Doctors can delete visits upon request.',
    'Nurses might view visits in the future.', 'Nurses could view visits before, which was a mistake.', 'Nurses can rarely view visits.', 'Nurses may not, unless they are doctors, edit visits.',
    // other rows than one's own, and a word of which nothing is made
    'Doctors can view visits of other doctors.', 'Patients can view other patients\' visits.', 'Doctors can view visits assigned to nurses.', 'Doctors can view visits of patients assigned to nurses.',
    'Patients can view visits which they did not create.', 'Doctors can view visits of patients who are not signed in.', 'Patients can view their visits as drafts.', 'Nurses can view visits without patients.',
    'Nobody but not doctors can view visits.', 'Nurses can view nothing but not visits.',
    // no statement
    'Can nurses view visits?', 'Nurses can view visits?', 'Doctors can delete visits?!', 'Doctors decide whether nurses can view visits.', 'Nurses ask to view visits.', 'TODO: Doctors can delete visits.',
    // Chinese
    '護理師非經核准不得查看就診紀錄。', '護理師未經授權查看就診紀錄。', '護理師切勿查看就診紀錄。', '護理師莫查看就診紀錄。', '護理師無權查看就診紀錄。', '護理師無須查看就診紀錄。', '護理師別查看就診紀錄。',
    '護理師不得不查看就診紀錄。', '護理師不能不查看就診紀錄。', '護理師毋得查看就診紀錄。', '護理師甭查看就診紀錄。', '護理師嚴禁查看就診紀錄。', '護理師未必能查看就診紀錄。', '護理師不一定可以查看就診紀錄。',
    '並非所有護理師可以查看就診紀錄。', '非護理師可以查看就診紀錄。', '護理師以外的人可以查看就診紀錄。', '除護理師外,所有人可以查看就診紀錄。', '除了護理師以外,任何人都可以查看就診紀錄。', '除非緊急,護理師可以查看就診紀錄。',
    '病人只能查看非自己的就診紀錄。', '病人可以查看本人以外的就診紀錄。', '病人不可以只查看自己的就診紀錄。', '護理師可以查看部分就診紀錄。', '護理師可以查看最近的就診紀錄。', '護理師在病人同意下可以查看就診紀錄。',
    '護理師可以查看就診紀錄嗎?', '護理師可以查看就診紀錄？', '護理師能否查看就診紀錄?', '護理師可不可以查看就診紀錄。', '護理師尚未可以查看就診紀錄。', '護理師不再可以查看就診紀錄。', '護理師可以查看就診紀錄的說法是錯的。',
    '就診紀錄不對護理師開放。', '就診紀錄別讓護理師看。', '確保護理師無從查看就診紀錄。', '沒有護理師可以查看就診紀錄。', '護理師既不能查看也不能修改就診紀錄。', '護理師什麼都不能查看。', '護理師未獲准查看就診紀錄。',
    '護理師(不)可以查看就診紀錄。', '~~護理師可以查看就診紀錄。~~', '護理師擁有與醫師相同的權限。',
  ])
    test(text, async () => assert.deepEqual(await opened(text), []));
});

describe('opens what it says, and no more', () => {
  for (const [text, ...wanted] of [
    ['Doctors can view all visits, but under no circumstances may nurses view them.', 'Doctors read all Visit'],
    ['Nurses can view visits unless they are signed.', 'Nurses read all Visit status is not signed'],
    ['Until signed, nurses can view visits.', 'Nurses read all Visit status is not signed cancelled'],
    ['Doctors can edit visits unless they are not signed.', 'Doctors update own Visit status is signed'],
    ['Doctors can edit visits, but signed ones may not be edited.', 'Doctors update own Visit status is not signed'],
    ['Nurses can view visits that are not draft or cancelled.', 'Nurses read all Visit status is not draft cancelled'],
    ['No one but doctors can view visits.', 'Doctors read own Visit'],
    ['Nurses can view nothing but invoices.', 'Nurses read all Invoice'],
    ['Nurses may view visits, not edit them.', 'Nurses read all Visit'],
    ['Doctors can edit visits; nurses cannot.', 'Doctors update own Visit'],
    ['Doctors always delete visits, nurses never.', 'Doctors delete own Visit'],
    ['Patients can view all invoices and their own visits.', 'Patients read all Invoice', 'Patients read own Visit'],
    ['Nurses cannot view visits. They can view invoices.', 'Nurses read all Invoice'],
    ['除護理師外,任何人不得查看就診紀錄。', 'Nurses read all Visit'],
    ['護理師可以查看所有紀錄,帳單除外。', 'Nurses read all Visit', 'Nurses read all LabResult'],
    ['護理師可以查看就診紀錄,不可修改。', 'Nurses read all Visit'],
    ['就診紀錄在簽署前由護理師查看。', 'Nurses read all Visit status is not signed cancelled'],
    ['護理師可以查看未取消的就診紀錄。', 'Nurses read all Visit status is not cancelled'],
  ])
    test(text, async () => assert.deepEqual((await opened(text)).sort(), wanted.sort()));
});
