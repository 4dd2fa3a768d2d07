// Chinese as people write it in prompts: what sentences become besides who there is, all of their words being used.
import { sentencesBehind } from './sentences.mjs';

const schema = `Create a clinic.

Schema:
1. Patient: user (Pointer to User, required), name (String), phone (String).
2. Doctor: user (Pointer to User, required), name (String).
3. Visit: patient (Pointer to Patient, required), doctor (Pointer to Doctor), notes (String), photo (File), status (String: draft, signed, archived).
4. LabResult: patient (Pointer to Patient, required), value (Number), source (String: self, hospital).
5. Appointment: patient (Pointer to Patient, required), doctor (Pointer to Doctor), startAt (Date), endAt (Date), reason (String), status (String: requested, confirmed, cancelled).
6. ShareGrant: patient (Pointer to Patient, required), viewer (Pointer to User, required), expiresAt (Date, required).
7. AuditLog: actor (Pointer to User), action (String).
`;
const { becomes } = sentencesBehind(schema, { apart: / are users (?:in|with) | wait for approval |^Admins can .*CareAssignment| is closed\.$/ });

const audited = 'Audit every read of Visit.';
const kept = 'AuditLog is append-only.';

becomes('who reads the audit log is said of it, not of what is entered there', [
  ...['查看 Visit 都要寫入 AuditLog;AuditLog 不可修改、不可刪除,僅管理員可查看。', '查看 Visit 都要写入 AuditLog；AuditLog 不可修改、不可删除，只有管理员可以查看。',
    '查看 Visit 都要寫入 AuditLog;AuditLog 只能新增,僅管理員可查看。'].map((one) => [one, audited, kept, 'Admins can read all AuditLog.']),
]);

const opens = '患者可以查看自己的 Visit 和 LabResult。';
const own = (...lines) => ['Patients can read their own LabResult.', ...lines];
becomes('what a field is, before the class or behind it, says which', [
  ...['護士可以查看 status 為 signed 的 Visit。', '护士可以查看状态为 signed 的 Visit。'].map((one) => [one, 'Nurses can read all Visit whose status is signed.']),
  ...['護士可以修改狀態不為 signed 的 Visit。', '护士可以修改 status 不是 signed 的 Visit。'].map((one) => [one, 'Nurses can update all Visit whose status is not signed.']),
  ...['status 為 draft 的 Visit,患者不得查看。', '状态为 draft 的 Visit，患者看不到。', '患者不得查看 status 為 draft 的 Visit。', 'Visit 的 status 為 draft 時,患者不得查看。',
    'Visit 状态为 draft 时，患者看不到。'].map((one) => [[opens, one], ...own('Patients can read their own Visit whose status is not draft.')]),
  ['Visit 的狀態為 draft 時,護士可以刪除。', 'Nurses can delete all Visit whose status is draft.'],
  ['患者可以修改自己的 LabResult。', 'Patients can update their own LabResult.'],
  [['患者可以修改自己的 LabResult。', '患者不得修改 source 為 hospital 的 LabResult。'], 'Patients can update their own LabResult whose source is not hospital.'],
]);

becomes('what may be done only then may not be done before, whatever another sentence says', [
  ...['Visit 的 status 改為 signed 後,患者才能查看。', '状态改为 signed 后，患者方可查看 Visit。', 'Visit 簽署之後患者才能查看。', 'Visit 的 status 變為 signed 之後,患者始得查看。']
    .map((one) => [[opens, one], ...own('Patients can read their own Visit whose status is signed or archived.', 'Patients can read their own Visit whose status is signed.')]),
  ...['status 為 signed 的 Visit,患者才能查看。'].map((one) => [[opens, one], ...own('Patients can read their own Visit whose status is signed.')]),
  ...['Visit 由醫生從 draft 改為 signed 後患者才能查看。', 'Visit 由医生从 draft 改为 signed 后，患者才能查看。']
    .map((one) => [[opens, one], ...own('Patients can read their own Visit whose status is signed or archived.', 'Patients can read their own Visit whose status is signed.',
      'Visit.status goes draft -> signed, by doctors.', 'Doctors can update only status of Visit in which they are the doctor.')]),
  ['Visit 由醫生從 draft 改為 signed 後患者可以查看。', 'Patients can read their own Visit whose status is signed.', 'Visit.status goes draft -> signed, by doctors.',
    'Doctors can update only status of Visit in which they are the doctor.'],
]);

becomes('steps of which only some take any', [
  ...['Visit 的 status 由 draft 到 signed 再到 archived,只有醫生可以變更。', 'Visit 的狀態依序為 draft、signed、archived,僅限醫生更新。', 'Visit 的状态依次为 draft、signed、archived，只能由医生更改。',
    'The status of a Visit goes from draft to signed to archived, and only doctors can change it.']
    .map((one) => [one, 'Visit.status goes draft -> signed -> archived, by doctors.', 'Doctors can update only status of Visit in which they are the doctor.']),
]);

becomes('what is append-only may be said to stay as it is, too', [
  ...['AuditLog 只能新增、不得修改,且僅管理員可查看。', 'AuditLog 只能新增,不得刪除,僅供管理員查閱。'].map((one) => [one, kept, 'Admins can read all AuditLog.']),
  ...['LabResult 只能新增,不得修改。', 'LabResult is append-only and must not be deleted.']
    .map((one) => [['醫生可以查看所有 LabResult。', one], 'Doctors can read all LabResult.', 'LabResult is append-only.']),
]);

becomes('limits of a session', [
  ...['登入後如閒置 15 分鐘,工作階段即告失效。', '登录后如闲置 15 分钟，会话即告失效。', '如閒置超過 15 分鐘,工作階段自動終止。'].map((one) => [one, 'Sessions end after 15 minutes without use.']),
  ...['閒置 30 分鐘即登出,單次登入最長 8 小時。', '闲置 30 分钟即退出，单次登录最长 8 小时。'].map((one) => [one, 'Sessions end after 30 minutes without use.', 'Sessions end after 8 hours.']),
]);

becomes('who signs up and waits for approval', [
  ...['醫生登記後,須經管理員批核方可使用系統。', '医生提交注册申请，经管理员审核通过后方可获得相应角色。', '醫生須提交註冊申請,經管理員批核後方可使用。']
    .map((one) => [one, 'Doctors sign up themselves.', 'Doctors can read and create their own Doctor.']),
  ['病人可自行登記帳戶。', 'Patients sign up themselves.', 'Patients can read and create their own Patient.'],
]);

becomes('who is told, and when', [
  ...['Visit 獲簽署時,系統須通知病人。', 'Visit 被签署时通知患者。', 'Visit 變為 signed 時通知病人。', 'Visit 簽署後,系統應通知病人。', 'Visit 改為 signed 後,系統通知病人。']
    .map((one) => [one, 'When Visit.status becomes signed, notify the patient.']),
  ...['Appointment 獲確認或被取消時,系統須通知病人。', 'Appointment 经确认或取消后，系统应通知患者。'].map((one) => [one, 'When Appointment.status becomes confirmed or cancelled, notify the patient.']),
]);

becomes('before and after a step', [
  ['Appointment 由護士確認;確認前病人可自行取消,確認後則只有護士可以取消。', 'Appointment.status goes requested -> confirmed, by nurses.', 'Nurses can update only status of all Appointment.',
    'Appointment.status goes requested -> cancelled, by patients.', 'Patients can update only status of their own Appointment whose status is not confirmed or cancelled.', 'Appointment.status goes confirmed -> cancelled, by nurses.'],
  [['病人可查閱自己的 Visit。', 'Visit 須待 status 為 signed,病人方可查閱。'], 'Patients can read their own Visit whose status is signed.'],
  ['病人可查閱自己的 Visit,Visit 須待狀態為 signed,病人方可查閱。', 'Patients can read their own Visit whose status is signed.'],
  ...['Visit 一經 archived,任何人不得再作修改或刪除。', 'Visit 一经 archived，任何人不得修改或删除。'].map((one) => [['護士可以修改所有 Visit。', one], 'Nurses can update all Visit whose status is not archived.']),
]);

becomes('nobody else, and what is left out', [
  ...['患者可以修改自己的 LabResult,除患者和護士外,任何人均不得查閱。', '患者可以修改自己的 LabResult，除患者本人和护士外，任何人不得查看。']
    .map((one) => [one, 'Patients can update their own LabResult.', 'Patients can read their own LabResult.', 'Nurses can read all LabResult.']),
  ['病人可預約,同一 doctor 的 Appointment 不得重疊,已取消的預約不計算在內。', 'Patients can create their own Appointment.', 'Appointment of the same doctor whose status is not cancelled do not overlap from startAt to endAt.'],
  ...['醫生可查閱及修改由其本人負責的 Visit,除此之外不得查閱其他醫生的紀錄。', '医生可以查看和修改自己负责的 Visit，不能查看其他医生的 Visit。'].map((one) => [one, 'Doctors can read Visit in which they are the doctor.', 'Doctors can update Visit in which they are the doctor.']),
]);

becomes('how long rows are kept', [
  ...['Visit 至少保存 7 年,期滿前任何人不得刪除。', 'Visit 須自建立日起保存七年。', 'Visit 自创建之日起保存 7 年。'].map((one) => [one, 'Visit is kept for 7 years.']),
]);

becomes("a patient's data are all that is his", [
  ...['查看患者數據都要寫入 AuditLog。', '查看患者数据都要写入 AuditLog。'].map((one) => [one, 'Audit every read of Patient, Visit, LabResult and Appointment.']),
]);

becomes('who alone reads a field is said of all, and of them even of what is their own', [
  ['Visit 的 notes 僅醫生可見,患者即使是本人的 Visit 也不得查看。', 'Only doctors can read notes of Visit.'],
  ['Visit 的 notes 只有医生可以查看，患者即使是自己的 Visit 也不能看。', 'Only doctors can read notes of Visit.'],
]);

becomes('what lets somebody else read', [
  ...['病人可透過 ShareGrant 授權 viewer 查閱其 Visit 及 LabResult,授權於 expiresAt 屆滿時失效;病人可隨時撤銷授權。', '患者可通过 ShareGrant 授权 viewer 查看其 Visit 和 LabResult，到 expiresAt 自动失效；患者可随时撤销授权。']
    .map((one) => [one, 'ShareGrant lets its viewer read Visit and LabResult of its patient until expiresAt.', 'Patients can create their own ShareGrant.', 'Patients can delete their own ShareGrant.']),
]);

becomes('which of them do not overlap is not which are spoken of next', [
  ...['病人可預約,同一 doctor 未取消的 Appointment 不得衝突;狀態為 requested 時病人可取消。', '患者可以预约，同一 doctor 未取消的 Appointment 不得冲突；状态为 requested 时患者可以取消。']
    .map((one) => [one, 'Patients can create their own Appointment.', 'Appointment of the same doctor whose status is not cancelled do not overlap from startAt to endAt.',
      'Appointment.status goes requested -> cancelled, by patients.', 'Patients can update only status of their own Appointment.']),
]);

becomes('steps in their order', [
  ...['Visit 按 draft、signed、archived 的順序流轉,由醫生操作。', 'Visit 的 status 依次为 draft、signed、archived，只能由医生按顺序推进，不得回退。']
    .map((one) => [one, 'Visit.status goes draft -> signed -> archived, by doctors.', 'Doctors can update only status of Visit in which they are the doctor.']),
]);

becomes('by nobody at all', [
  ...['LabResult 提交後不得刪除,任何人都不行。', 'LabResult 提交后不得删除，任何角色都不行。'].map((one) => [['醫生可以查看所有 LabResult。', one], 'Doctors can read all LabResult.']),
  ['醫生可修改自己負責的 Visit,但不得修改其他醫生所寫的 Visit。', 'Doctors can update Visit in which they are the doctor.'],
]);
