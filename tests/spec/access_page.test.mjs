// docs/access.md says of each class not only who reaches its rows, but what is hidden, kept, signed and sealed.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { caregen } from './lib.mjs';

const spec = `Schema:
1. Patient: user (Pointer to User, required).
2. Note: patient (Pointer to Patient, required), text (String), secret (String), contact (Object), state (String: draft, final), scan (File), at (Date).
3. Plain: patient (Pointer to Patient, required).

Rules:
- Patients are users with a Patient.
- Doctors are users in the role doctor.
- Patients can read their own Note and Plain.
- Doctors can read, create and update all Note.
- Only doctors can read secret of Note.
- contact of Note is encrypted.
- scan of Note is served by signed URLs.
- Note keeps versions.
- Note is kept for 10 years.
- Plain is kept for 90 minutes.
- Correcting Note needs an electronic signature.
- Note.state becomes final only with text.
- Note of the same patient do not overlap from at.
- Audit every read of Note.
`;

test('the page of access has all that restricts a class', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-access-'));
  const { code, stderr } = await caregen('generate', { spec }, '--name', 'page', '--out', folder);
  assert.equal(code, 0, stderr);
  const page = readFileSync(join(folder, 'docs/access.md'), 'utf8');
  rmSync(folder, { recursive: true });
  const section = (name) => page.slice(page.indexOf(`## ${name}\n`)).split('\n## ')[0];
  assert.deepEqual(section('Note').split('\n').filter((line) => line.startsWith('- ')), [
    '- Hidden from all but Doctors and those whom another line names for it: secret.',
    '- Encrypted where it is kept: contact.',
    '- Handed out by signed URLs: scan.',
    '- Kept for 3650 days before anybody may delete an object.',
    '- Correcting it needs an electronic signature.',
    '- state becomes final only with text.',
    '- No two of the same patient at one time.',
    '- Every version of an object is kept.',
    '- Reads of it are entered in the audit trail.',
  ]);
  assert.deepEqual(section('Plain').split('\n').filter((line) => line.startsWith('- ')), ['- Kept for 90 minutes before anybody may delete an object.']);
});
