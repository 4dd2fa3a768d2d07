// Words that are easily passed over: what a word narrows, or leaves out, is narrowed, or its words are shown and nothing
// is opened by them. Each sentence opens what stands behind it, and no more.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generated } from './matrix.mjs';

const english = `Create a clinic backend.

Schema:
1. Patient: user (Pointer to User, required), fullName (String, required), phone (String), address (String), email (String), insuranceNumber (String), allergies (String).
2. Clinic: name (String, required), city (String).
3. Visit: patient (Pointer to Patient, required), doctor (Pointer to User, required), kind (String: online, onsite), priority (String: standard, urgent), status (String: draft, signed, cancelled), notes (String).
4. LabResult: patient (Pointer to Patient, required), orderedBy (Pointer to User), value (String), status (String: pending, final, released).
5. Prescription: patient (Pointer to Patient, required), prescriber (Pointer to User, required), drug (String), status (String: current, expired).

Security:
`;
const chinese = `建立診所後端。

架構:
1. 病人資料: 用戶 (指向用戶,必填),全名 (字串,必填),電話 (字串),地址 (字串),過敏史 (字串)。
2. 診所: 名稱 (字串,必填),城市 (字串)。
3. 就診紀錄: 病人 (指向病人資料,必填),醫師 (指向用戶,必填),方式 (字串: 線上, 現場),狀態 (字串: 草稿, 已簽署, 已取消),備註 (字串)。
4. 檢驗報告: 病人 (指向病人資料,必填),數值 (字串),狀態 (字串: 待審, 已審核, 已發布)。
5. 處方: 病人 (指向病人資料,必填),藥品 (字串),狀態 (字串: 目前, 過期)。

Names:
病人資料 = PatientProfile
診所 = Clinic
就診紀錄 = Visit
檢驗報告 = LabResult
處方 = Prescription
用戶 = user
全名 = fullName
名稱 = name
城市 = city
電話 = phone
地址 = address
過敏史 = allergies
病人 = patient
醫師 = doctor
方式 = mode
狀態 = status
備註 = notes
數值 = value
藥品 = drug
草稿 = draft
已簽署 = signed
已取消 = cancelled
待審 = pending
已審核 = reviewed
已發布 = published
線上 = online
現場 = onsite
目前 = current
過期 = expired

安全性:
`;

/** What the sentences open, as "Nurses read all Visit", and whether something is said of them. */
async function opened(...sentences) {
  const schema = /[\u4e00-\u9fff]/.test(sentences[0]) ? chinese : english;
  const { matrix, said } = await generated(`${schema}${sentences.map((one) => `- ${one}\n`).join('')}`);
  const cells = (matrix?.cells ?? []).filter(({ className, operation }) => className !== 'CareAssignment' && !['find', 'count'].includes(operation));
  const found = cells.map(({ who, operation, rows, className, field, conditions }) =>
    [who, operation.replace('get', 'read'), ...(field ? [field.trim(), 'of'] : []), rows.replace(/ over .*/, ''), className, ...conditions].join(' '));
  return { cells: [...new Set(found)].sort(), closes: matrix?.closes ?? [], isShown: said.length > 0 };
}

/** Each case: a sentence, or several, and what they open. */
function open(what, cases, isShown = false) {
  describe(what, () => {
    for (const [sentences, ...wanted] of cases)
      test([sentences].flat().join(' '), async () => {
        const found = await opened(...[sentences].flat());
        assert.deepEqual(found.cells, wanted.sort());
        if (isShown)
          assert.ok(found.isShown, 'nothing is shown');
      });
  });
}

open('a field that people log in with, too, is a field', [
  ['Patients can view and edit their profile, but not the email.'],
  ['Patients can view and update their profile, but only the phone number.'],
  ['Nurses can view all patients, but only the email.'],
  ['Patients can edit their profile without the email.'],
  ['Patients can edit their profile, but not the password.'],
  ['病人可以修改自己的病人資料,但不能改手機號。'],
  ['護理師可以查看所有病人資料,但不含信箱。'],
], true);
describe('such a field is hidden', () => {
  for (const text of ['Nurses can view all patients, but not the phone number.', 'Nurses can view all patients, but not the email.', '護理師可以查看所有病人資料,但不能看電話。'])
    test(text, async () => assert.match((await opened(text)).closes.join(), /^field readers: .* of (?:phone|email)$/));
});

const updates = (...fields) => fields.map((field) => `Patients update ${field} of own Patient`);
const changes = (who, rows, ...fields) => fields.map((field) => `${who} update ${field} of ${rows} PatientProfile`);
open('details of people are the fields that say so, and not their whole profile', [
  ['Patients can edit their contact details.', ...updates('phone', 'address', 'email')],
  ['Patients can update their contact information.', ...updates('phone', 'address', 'email')],
  ['Patients can edit their profile, but only their contact details.', ...updates('phone', 'address', 'email')],
  ['Patients keep their contact details up to date.', ...updates('phone', 'address', 'email')],
  ['Their contact details can be edited by patients.', ...updates('phone', 'address', 'email')],
  ['Patients can edit their personal details.', ...updates('fullName', 'phone', 'address', 'email')],
  ['Patients can edit their personal data.', ...updates('fullName', 'phone', 'address', 'email')],
  ['Patients can manage their personal details.', 'Patients create own Patient', 'Patients read own Patient', ...updates('fullName', 'phone', 'address', 'email')],
  ['Nurses can edit the contact details of all patients.', ...['phone', 'address', 'email'].map((one) => `Nurses update ${one} of all Patient`)],
  ['Patients can edit their profile.', 'Patients update own Patient'],
  ['病人可以修改自己的基本資料。', ...changes('Patients', 'own', 'fullName', 'phone', 'address')],
  ['病人可以更新個人資料。', ...changes('Patients', 'own', 'fullName', 'phone', 'address')],
  ['病人可以修改自己的聯絡方式。', ...changes('Patients', 'own', 'phone', 'address')],
  ['护理师可以修改所有病人的联系方式。', ...changes('Nurses', 'all', 'phone', 'address')],
  ['病人可以管理自己的個人資料。', 'Patients create own PatientProfile', 'Patients read own PatientProfile', ...changes('Patients', 'own', 'fullName', 'phone', 'address')],
]);
open('some fields cannot be read alone', [
  ['Patients can view and edit their contact details.'],
  ['Nurses can view patients\' contact details.'],
  ['Patients can manage their contact details.'],
], true);

describe('a field kept from admins is not theirs alone', () => {
  for (const [...sentences] of [
    ['Admins can view all visits.', 'Admins must not see the notes.'], ['Admins can view all visits except the notes.'],
    ['Admins can view all visits.', 'Patients can view their visits.', 'Admins must not see the notes.'], ['Admins can view all visits.', 'Notes are hidden from admins.'],
    ['Admins can view all data except the notes.'], ['Users can view all visits.', 'Admins must not see the notes.'],
    ['管理員可以查看所有就診紀錄,但不能看備註。'], ['管理員可以查看所有就診紀錄。', '備註對管理員隱藏。'],
  ])
    test(sentences.join(' '), async () => {
      const { cells, closes, isShown } = await opened(...sentences);
      assert.ok(isShown, 'nothing is shown');
      assert.ok(!closes.some((one) => /^field readers: .*Admins/.test(one)), closes.join());
      assert.ok(!cells.some((one) => /^(?:Admins|user) read all Visit/.test(one)), cells.join());
    });
  for (const [...sentences] of [
    ['Admins can view all visits.', 'Nurses can view all visits.', 'Admins must not see the notes.'],
    ['Admins can view all visits.', 'Nurses can view all lab results.', 'Notes are hidden from admins.'],
    ['管理員可以查看所有就診紀錄。', '護理師可以查看所有處方。', '管理員不得查看備註。'],
  ])
    test(sentences.join(' '), async () => {
      const { closes } = await opened(...sentences);
      assert.deepEqual(closes, ['field readers: all Visit Nurses of notes']);
    });
});

// Where Clinic has a name, the one of patients is called fullName all the same.
open('a field by the last word of its name is that of what is spoken of', [
  ['Patients can edit their profile, but must not change their name.'],
  [['Patients can edit their profile.', 'The name can\'t be changed.']],
  [['Nurses can edit all patients.', 'Nurses must not change the name.']],
  ['Nurses can edit all patients, except the name.'],
  ['病人可以修改自己的病人資料,但不能改名稱。'],
  [['護理師可以修改所有病人資料。', '護理師不得修改名稱。']],
], true);
describe('and is hidden as such', () => {
  for (const text of ['Nurses can view all patients, but not the name.', 'Nurses can view all patients. The name is hidden from nurses.', '護理師可以查看所有病人資料,但不能看名稱。'])
    test(text, async () => assert.match((await opened(text)).closes.join(), /^field readers: .* of fullName/));
});

const rights = (who, what, ...operations) => operations.map((one) => `${who} ${one} all ${what}`);
open('who reads and writes does not delete', [
  ['Nurses can read and write all visits.', ...rights('Nurses', 'Visit', 'read', 'create', 'update')],
  ['Doctors have read and write access to all visits.', ...rights('Doctors', 'Visit', 'read', 'create', 'update')],
  ['Doctors have read-write access to all visits.', ...rights('Doctors', 'Visit', 'read', 'create', 'update')],
  ['Doctors have full access to all visits.', ...rights('Doctors', 'Visit', 'read', 'create', 'update', 'delete')],
  [['Doctors have full access to all visits.', 'Doctors must not read and write visits.']],
  ['護理師可以讀寫所有就診紀錄。', ...rights('Nurses', 'Visit', 'read', 'create', 'update')],
  ['護理師擁有所有處方的讀寫權限。', ...rights('Nurses', 'Prescription', 'read', 'create', 'update')],
]);

open('which of the people it is, is not passed over', [
  ['The respective doctor can edit all lab results of a patient.'], ['The respective doctors can edit all visits.'], ['The doctor concerned can view all lab results.'],
  ['The doctor in question may edit all lab results.'], ['All lab results can be edited by the doctor concerned.'],
  ['相關醫師可以查看所有檢驗報告。'], ['該醫師可以查看所有檢驗報告。'], ['相关医师可以查看所有检验报告。'],
  ['護理師可以查看所有相關的就診紀錄。'], ['醫師可以查看相關病人的檢驗報告。'], ['醫師可以查看對應病人的檢驗報告。'],
], true);
open('on which occasion, is not passed over', [
  ['Patients can see their lab results once ready.'], ['Patients can see their lab results when ready.'], ['Doctors can view all visits when they are ready.'],
  ['Nurses can access all visits strictly as needed.'], ['As needed, nurses can edit all visits.'],
  ['護理師必要時可以查看所有就診紀錄。'], ['如有需要,護理師可以查看所有檢驗報告。'], ['護理師可以查看所有就診紀錄,必要時並可修改。'],
], true);
open('what kind of access it is, is nothing that is done', [['Nurses have controlled access to all visits.']], true);
open('the latest of all are not all', [['Nurses can view the latest lab results of all patients.'], ['Nurses can view all latest lab results.']], true);
open('a word that is a value narrows, also where it carries nothing otherwise', [
  ['Nurses can view all online visits.', 'Nurses read all Visit kind is online'],
  ['Nurses can view all standard visits.', 'Nurses read all Visit priority is standard'],
  ['Nurses can view all current prescriptions.', 'Nurses read all Prescription status is current'],
  ['All current prescriptions can be viewed by nurses.', 'Nurses read all Prescription status is current'],
  ['Nurses can view all online lab results.'],
  ['Nurses can view all standard prescriptions.'],
  ['護理師可以查看所有線上就診紀錄。', 'Nurses read all Visit mode is online'],
  ['護理師可以查看所有線上檢驗報告。'],
  ['護理師可以查看所有目前的處方。', 'Nurses read all Prescription status is current'],
]);
open('and carries nothing where it is none', [
  ['Patients can view their lab results online.', 'Patients read own LabResult'],
  ['Visits can be edited by the respective doctor.', 'Doctors update own Visit'],
]);
