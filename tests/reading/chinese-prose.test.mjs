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
