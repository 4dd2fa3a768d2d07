// Chinese as people write it in prompts: what sentences become besides who there is, all of their words being used.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { read } from './judge.mjs';

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
const who = / are users (?:in|with) | wait for approval |^Admins can .*CareAssignment/;

/** What the sentences become, and what of their words is left over or contradicted. */
async function become(...sentences) {
  const found = await read(`${schema}\nRules:\n${sentences.map((one) => `- ${one}\n`).join('')}`);
  const blocks = found.slice(-sentences.length);
  return {
    lines: [...new Set(blocks.flatMap(({ reading }) => reading))].filter((line) => !who.test(line)),
    shown: blocks.flatMap(({ left, diagnostics }) => [...left, ...diagnostics]),
  };
}

/** Holds the sentences, each a line or several, to what they become. */
function becomes(of, cases) {
  describe(of, () => {
    for (const [sentences, ...lines] of cases) {
      const all = [sentences].flat();
      test(all.join(' '), async () => {
        const { lines: found, shown } = await become(...all);
        assert.deepEqual(shown, []);
        assert.deepEqual(found.sort(), [...lines].sort());
      });
    }
  });
}

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
  ...['LabResult 只能新增,不得修改。', 'LabResult is append-only and must not be deleted.'].map((one) => [one, 'LabResult is append-only.']),
]);
