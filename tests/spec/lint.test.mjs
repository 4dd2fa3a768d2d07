// What a server does as it is told, and its writer hardly meant (tests/diagnostics has a case of each kind):
// no alarm where there is nothing wrong, and none that a doubt would raise.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { generator, root, run, templates } from '../lib/builds.mjs';
import { caregen, codesOf } from './lib.mjs';

const lints = ['W054', 'W082', 'W083', 'W084', 'W085', 'W086'];
const schema = `Schema:
1. Patient: user (Pointer to User, required).
2. Note: patient (Pointer to Patient, required), doctor (Pointer to User), text (String), state (String: draft, open, final).

Rules:
- Patients are users with a Patient.
- Doctors are users in the role doctor.
- Nurses are users in the role nurse.
- Patients can read and create their own Patient.
- Doctors can create all Note.
`;
const lint = async (...said) => {
  const sentences = said.some((one) => one.includes('assigned')) ? [...said, 'Nurses can create all CareAssignment.'] : said;
  const result = await caregen('check', { spec: `${schema}${sentences.map((one) => `- ${one}\n`).join('')}` }, '--format=json');
  assert.equal(result.code, 0, result.stdout);
  return codesOf(result).filter((code) => lints.includes(code));
};

test('the templates have nothing of the kind', async () => {
  for (const name of templates) {
    const { stdout } = await run(generator, ['check', name, '--format=json'], { cwd: root });
    assert.deepEqual(JSON.parse(stdout).filter(({ code }) => lints.includes(code)), [], name);
  }
});

test('a schema without rules has none to lint', async () => {
  assert.deepEqual(codesOf(await caregen('check', { schema: { classes: [{ className: 'Book', fields: {} }] } }, '--format=json')), []);
});

test('a sentence that another one covers', async () => {
  for (const [wide, narrow] of [
    ['Doctors can read all Note.', 'Doctors can read all Note whose state is final.'],
    ['Doctors can read all Note.', 'Doctors can read Note of their assigned patients.'],
    ['Patients can read their own Note.', 'Patients can read their own Note whose state is not draft.'],
    ['Patients can read their own Note whose state is not draft.', 'Patients can read their own Note whose state is final.'],
    ['Patients can read their own Note whose state is open or final.', 'Patients can read their own Note whose state is final and whose text is x.'],
    ['Patients can read their own Note whose state is not draft.', 'Patients can read their own Note whose state is not draft or open.'],
    ['Doctors can update only text and state of all Note.', 'Doctors can update only text of all Note.'],
    ['Doctors can update all Note.', 'Doctors can update only text of all Note.'],
    ['Users can read all Note.', 'Users can get all Note.'],
    ['The doctor of a Note can read it.', 'The doctor of a Note can read it whose state is open.'],
    ['The patient of a Note can update it.', 'Patients can update only text of their own Note.'],
  ]) {
    assert.deepEqual(await lint(wide, narrow), ['W082'], `${wide} ${narrow}`);
    assert.deepEqual(await lint(narrow, wide), ['W082'], `${narrow} ${wide}`);
  }
  assert.deepEqual(await lint('Doctors can read all Note.', 'Doctors can see all Note.'), ['W082'], 'of two that say the same, one');
});

test('none that opens more, or to somebody else, or of whom an ACL takes nothing', async () => {
  for (const pair of [
    ['Doctors can read all Note.', 'Nurses can read all Note.'],
    ['Doctors can read all Note whose state is open.', 'Doctors can read all Note whose state is final.'],
    ['Doctors can read all Note whose state is not draft.', 'Doctors can read all Note whose text is x.'],
    ['Doctors can read all Note.', 'Doctors can update all Note.'],
    ['Users can read all Note.', 'Doctors can read all Note.'],
    ['Users can read all Note.', 'Patients can read their own Note.'],
    ['Patients can read their own Note.', 'The doctor of a Note can read it.'],
    ['Doctors can update only text of all Note.', 'Doctors can update only state of all Note.'],
    ['The doctor of a Note can update it.', 'The doctor of a Note can update only patient.'],
    ['The patient of a Note can update it.', 'Patients can update their own Note.'], // and its ACL
  ]) assert.deepEqual(await lint(...pair), [], pair.join(' '));
});

test('what gives access is closed but for its rules, and somebody must be able to give it', async () => {
  const share = '3. Share: patient (Pointer to Patient, required), reader (Pointer to User, required).\n';
  const folder = mkdtempSync(join(tmpdir(), 'caregen-lint-'));
  const spec = schema.replace('\nRules', `${share}\nRules`)
    + '- Patients can read their own Note.\n- Doctors can read Note of their assigned patients.\n- Share lets its reader read records of its patient.\n';
  const { code, stdout } = await caregen('generate', { spec }, '--name', 'giving', '--out', folder, '--format=json');
  assert.equal(code, 0, stdout);
  assert.deepEqual(JSON.parse(stdout).map((one) => `${one.code} ${one.line}`), ['W083 4', 'W084 13']);
  const page = readFileSync(join(folder, 'docs/access.md'), 'utf8');
  rmSync(folder, { recursive: true });
  for (const name of ['Share', 'CareAssignment']) assert.match(page.split(`## ${name}\n`)[1].split('\n## ')[0], /Nobody else, but the master key/, name);
});
