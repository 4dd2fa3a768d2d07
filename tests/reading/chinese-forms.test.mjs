// Further forms of Chinese prose, each as several authors write it, in both scripts: what they become, and what must not come of them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sentencesBehind } from './sentences.mjs';

const schema = `Create a clinic.

Schema:
1. Patient: user (Pointer to User, required), name (String), phone (String).
2. Doctor: user (Pointer to User, required), name (String).
3. Visit: patient (Pointer to Patient, required), doctor (Pointer to Doctor), notes (String), photo (File), signedAt (Date), urgent (Boolean), status (String: draft, signed, archived).
4. LabResult: patient (Pointer to Patient, required), value (Number), source (String: self, hospital), remark (String).
5. Appointment: patient (Pointer to Patient, required), doctor (Pointer to Doctor), startAt (Date), endAt (Date), reason (String), status (String: requested, confirmed, declined, cancelled).
6. ShareGrant: patient (Pointer to Patient, required), viewer (Pointer to User, required), expiresAt (Date, required).
7. AuditLog: actor (Pointer to User), action (String).
`;
const apart = / are users (?:in|with) | wait for approval |^Admins can .*CareAssignment| is closed\.$/;
const { become, becomes } = sentencesBehind(schema, { apart });

/** What the sentences become where some of their words are shown: restrictions of theirs are applied, too. */
const leaves = (of, cases) => describe(of, () => cases.forEach(([sentences, ...lines]) => test([sentences].flat().join(' '), async () => {
  const { lines: found, shown } = await become(...[sentences].flat());
  assert.notDeepEqual(shown, []);
  assert.deepEqual(found, lines.sort());
})));

leaves("what is done in a colleague's name is of some rows, and nobody knows which", [
  ...['護士可以代醫師修改 Visit。', '护士可以代医生修改 Visit。', '護士可替醫師更新 Visit。', '护士可以代替医生删除 Visit。', '護士可以幫醫師建立 Visit。', '護士可代表醫師查看 Visit。',
    '护士可以以医生名义修改 Visit。', 'Nurses can update Visits on behalf of doctors.', 'Nurses can create Visits in the name of a doctor.', '護士僅可代醫師修改 Visit。'].map((one) => [one]),
  [['護士可以查看和修改所有 Visit。', '護士僅可代醫師修改 Visit。'], 'Nurses can read all Visit.'],
]);

becomes('what is made for whom it is about is not', [
  ['護士可以代病人預約 Appointment。', 'Nurses can create all Appointment.'],
  ['醫生可以為病人建立 Visit。', 'Doctors can create Visit in which they are the doctor.'],
]);

const all = '護士可以查看和修改所有 Visit。';
leaves("what is reserved for some is nobody else's, whatever other sentences say", [
  ...['Visit 專屬於醫師。', 'Visit 专属于医生。', '僅醫師可以使用 Visit。', '只有医生可以使用 Visit。', 'Visit 為醫師專用。', 'Visit 仅供医生专用。', 'Visit 專供醫師使用。', 'Visit 由醫師專用。', 'Visit 保留給醫師。', 'Visit 限醫師使用。', 'Visit 仅限医生使用。', 'Visit 专供医生查看。']
    .map((one) => [[all, one], 'Doctors can read Visit in which they are the doctor.']),
  ...['Visit 限醫師查看。', 'Visit 限医生查看。'].map((one) => [[all, one], 'Nurses can update all Visit.', 'Doctors can read Visit in which they are the doctor.']),
  [['護士不得代醫師修改 Visit。', all], 'Nurses can read all Visit.'],
  [[all, 'Visit 不專屬於醫師。'], 'Nurses can read all Visit.', 'Nurses can update all Visit.'],
]);
becomes('fields that are reserved for some', [
  ...['Visit 的 notes 專屬於醫師。', 'Visit 的 notes 为医生专用。', 'Visit 的 notes 專供醫師查看。', 'Visit 的 notes 僅限醫師使用。'].map((one) => [['護士可以查看所有 Visit。', one], 'Nurses can read all Visit.', 'Only doctors can read notes of Visit.']),
]);

const reason = ['Patients can read their own Appointment.', 'Patients can update only reason of their own Appointment.'];
becomes('about what a clause is may stand before what is done with it', [
  ...['患者可以查看自己的 Appointment。', '患者可以查看和修改自己的 Appointment。'].flatMap((first) =>
    ['患者就本人之 Appointment,僅得更新 reason。', '患者对自己的 Appointment 只能修改 reason。', '对于自己的 Appointment，患者只能修改 reason。', '針對自己的 Appointment,患者僅可修改 reason。',
      '患者就自己的 Appointment,僅得更新 reason,其餘欄位不得變更。', '患者只能修改自己的 Appointment 的 reason，其他字段一律不得变更。', '患者可修改自己 Appointment 的 reason,其他欄位不能改。',
      '患者可以修改自己的 Appointment 的 reason，其余内容不可修改。', 'Patients can update the reason of their own Appointment, all other fields must not be changed.',
      'Patients can update the reason of their own Appointment, and the rest must never be changed.'].map((one) => [[first, one], ...reason])),
  ...['護士對 Visit 只能查看。', '护士对于 Visit，仅可查看。'].map((one) => [['護士可以修改所有 Visit。', one], 'Nurses can read all Visit.']),
  ...['患者對 Visit 不得查看。', '患者对于 Visit，一律不得查看。'].map((one) => [[one]]),
]);
becomes('once it was made only some of it is changed', [
  ...['護士可以上傳和查看 LabResult,上傳後僅可修改 remark。', '护士可以上传和查看 LabResult，上传后只能修改 remark，其他字段一律不得变更。', '護士可以新增和查看 LabResult,提交後僅得更正 remark,其餘欄位不得更動。']
    .map((one) => [one, 'Nurses can read all LabResult.', 'Nurses can create all LabResult.', 'Nurses can update only remark of all LabResult.']),
]);
leaves('other fields than none, and other rows', [
  ['護士可以查看 LabResult,其他欄位不得變更。'],
  [['護士可以查看 LabResult。', '其他欄位不得變更。'], 'Nurses can read all LabResult.'],
  ['護士可以修改 LabResult,其他欄位不得變更。'],
]);

const entered = ['Audit every read of Visit.', 'Audit every update of LabResult.'];
becomes('what is entered in the trail when it is done lets nobody do it', [
  ...['查看 Visit 和修改 LabResult 都要記入審計日誌。', '查看 Visit、修改 LabResult 须记入审计日志。', '護士查看 Visit 和修改 LabResult 都要記入審計日誌。', '任何人查看 Visit 或修改 LabResult 都要記入 AuditLog。',
    '查看 Visit 以及修改 LabResult 一律留痕。', '查看 Visit,修改 LabResult 都要記入審計日誌。', '對 Visit 的查看和對 LabResult 的修改都要記入審計日誌。', '对 Visit 的查看以及对 LabResult 的修改均须留痕。',
    '所有查看 Visit 和修改 LabResult 的操作都要記入審計日誌。'].map((one) => [one, ...entered]),
  ...['護士查看 Visit 都要記入審計日誌。', '任何人查看 Visit 均須寫入 AuditLog。', '医生查看 Visit 须记入审计日志。', '每次護士查看 Visit 都要留痕。'].map((one) => [one, 'Audit every read of Visit.']),
  ['护士修改 Visit 须记入审计日志。', 'Audit every update of Visit.'],
  ['護士查看所有 Visit,修改 LabResult 都要記入審計日誌。', 'Nurses can read all Visit.', 'Audit every update of LabResult.'],
  ['查看 Visit 和修改 LabResult 都要记入审计日志，审计日志只增不改；LabResult 保留 5 年。', ...entered, 'AuditLog is append-only.', 'LabResult is kept for 5 years.'],
]);

const sealed = ['notes of Visit is encrypted.', 'phone of Patient is encrypted.'];
becomes('fields of one class and of another', [
  ...['Visit 的 notes 及 Patient 的 phone 應加密。', 'Visit 的 notes、患者的电话一律加密。', 'Visit 的 notes 與病人的電話應加密。', 'Patient 之 phone 及 Visit 之 notes 應加密。'].map((one) => [one, ...sealed]),
  ['LabResult 的 source、病人的電話及 photo 一律加密。', 'source of LabResult is encrypted.', 'phone of Patient is encrypted.', 'photo of Visit is encrypted.'],
  ['敏感資料須加密。', 'notes and photo of Visit is encrypted.', 'phone of Patient is encrypted.'],
  ...['敏感欄位 phone、notes 須加密。', '身分資料 phone 與 notes 須加密儲存。', '个人信息：phone、notes 必须加密。', '隐私字段 phone 和 notes 须加密存储。'].map((one) => [one, ...sealed]),
]);

const calm = 'Nurses can read all Visit whose urgent is not true.';
becomes('what is so, or is not so', [
  ...['護士可以查看 Visit,惟 urgent 為真者除外。', '护士可以查看 Visit，urgent 为真的除外。', '護士可以查看所有 Visit,但 urgent 為 true 的除外。', '護士可查看 Visit,但 urgent 為真者不在此限。',
    '護士可以查看 urgent 不為真的 Visit。', '护士可以查看 Visit，但 urgent 为真的 Visit 除外。'].map((one) => [one, calm]),
  ...['urgent 為 true 的 Visit,護士不得查看。', '护士不得查看 urgent 为真的 Visit。', 'Visit 的 urgent 為真時,護士不得查看。'].map((one) => [['護士可以查看所有 Visit。', one], calm]),
  ['護士可以查看 urgent 為真的 Visit。', 'Nurses can read all Visit whose urgent is true.'],
  ['Nurses can read Visits whose urgent is true.', 'Nurses can read all Visit whose urgent is true.'],
  ...['護士可以查看 Visit,status 為 draft 者除外。', '护士可以查看 Visit，状态为 draft 的除外。', '護士可以查看 Visit,惟草稿者除外。', '護士可以查看除草稿以外的所有 Visit。', '护士可以查看除草稿外的 Visit。', '護士可以查看除 status 為 draft 以外的 Visit。']
    .map((one) => [one, 'Nurses can read all Visit whose status is not draft.']),
  ['護士可以查看所有 Visit,惟已簽署者除外。', 'Nurses can read all Visit whose status is not signed.'],
]);
becomes('what is left out may be said behind, as a sentence of its own', [
  ...['草稿除外。', 'Visit 的草稿除外。', 'status 為 draft 者除外。', '但草稿不在此限。', '状态为 draft 的除外。'].map((one) => [['護士可以查看所有 Visit。', one], 'Nurses can read all Visit whose status is not draft.']),
  ...['已簽署的除外。', '已签署者除外。'].map((one) => [['護士可以查看所有 Visit。', one], 'Nurses can read all Visit whose status is not signed.']),
  [['護士可以查看所有 Visit。', '未簽署的除外。'], 'Nurses can read all Visit whose status is signed.'],
  ['患者可以查看自己的 Visit,未簽署者除外。', 'Patients can read their own Visit whose status is signed.'],
  ...['urgent 為真者除外。', '但 urgent 为真的除外。'].map((one) => [['護士可以查看所有 Visit。', one], calm]),
  ['護士只能查看 urgent 為假的 Visit。', 'Nurses can read all Visit whose urgent is false.'],
]);
leaves('of whom no more is said than that they are left out', [
  [['護士可以查看所有 Visit。', '醫生除外。'], 'Nurses can read all Visit.'],
]);

const mine = 'Doctors can read Visit in which they are the doctor.';
becomes("and nobody else's", [
  ...['醫生只要看得到自己的 Visit 就好,別人的不要給他看。', '医生只能查看自己的 Visit，别人的不能看。', '醫生僅可查看自己的 Visit,其他人的一律不得查看。'].map((one) => [['醫生可以查看所有 Visit。', one], mine]),
  ...['患者可以查看自己的 Appointment,別人的不能看。', '患者只能看自己的 Appointment，他人的不得查看。'].map((one) => [one, 'Patients can read their own Appointment.']),
]);

leaves("and nobody else's, which contradicts another sentence", [
  [['醫生可以查看所有 Visit。', '醫生可以查看自己寫的 Visit,他人的不得查看。'], mine],
]);

becomes('whose it is alone', [
  ...['Appointment 只有本人可以修改。', 'Appointment 仅本人可以修改。'].map((one) => [['護士可以查看所有 Appointment。', '患者可以查看自己的 Appointment。', one],
    'Nurses can read all Appointment.', 'Patients can read their own Appointment.', 'Patients can update their own Appointment.']),
]);

becomes('once it was entered', [
  ...['醫生建立 Visit,登錄後不可再修改。', '医生创建 Visit，提交后不得修改。'].map((one) => [one, 'Doctors can create Visit in which they are the doctor.']),
  ...['患者可以建立 LabResult,但不能修改或刪除已送出的 LabResult。', '患者可以创建 LabResult，但不得修改或删除已提交的 LabResult。', '患者可以建立 LabResult,但患者不能修改或刪除已送出的 LabResult。'].map((one) => [one, 'Patients can create their own LabResult.']),
]);
leaves('what was submitted may be some only, where there is a status', [
  ['護士可以查看已送出的 Visit。'],
]);

const stamp = 'Visit.signedAt becomes now when status becomes signed.';
becomes('a date that the server sets', [
  ...['signedAt 由系統自動填入,誰都不能手動改。', '签署时系统自动记录 signedAt。', 'signedAt 由系统自动记录，任何人不得修改。', 'Visit 簽署時,系統自動填入 signedAt。', '簽署時間由系統自動產生。'].map((one) => [one, stamp]),
]);
leaves('a date that no value says when to set', [['startAt 由系統自動填入,誰都不能手動改。'], ['簽署時護士記錄 signedAt。']]);

const steps = ['Visit.status goes draft -> signed, by doctors.', 'Doctors can update only status of Visit in which they are the doctor.'];
becomes('what a value is reached with', [
  ...['Visit 的 status 由醫生從 draft 改為 signed,改為 signed 時必須填寫 notes。', 'Visit 的 status 由医生从 draft 改为 signed，签署时须填写 notes。', 'Visit 由醫生從 draft 改為 signed,簽署時應填寫備註。']
    .map((one) => [['醫生可以修改自己的 Visit。', one], ...steps, 'Doctors can update Visit in which they are the doctor.', 'Doctors can update only notes of Visit in which they are the doctor.', 'Visit.status becomes signed only with notes.']),
]);

becomes('who may do it stands before what it is done with', [
  ...['患者 Appointment 仍為 requested 時可以取消。', '患者在 Appointment 仍为 requested 时可取消。'].map((one) => [one, 'Appointment.status goes requested -> cancelled, by patients.', 'Patients can update only status of their own Appointment.']),
  ['醫生 Visit 仍為草稿時可刪除。', 'Doctors can delete Visit in which they are the doctor whose status is draft.'],
]);
