// What gives access, nobody gives himself: a class whose objects do is closed where nothing says who makes them, whatever the default is.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { caregen } from './lib.mjs';

const SCHEMA = `Schema:
1. Patient: user (Pointer to User, required), name (String).
2. Doctor: user (Pointer to User, required).
3. Nurse: user (Pointer to User, required).
4. Result: patient (Pointer to Patient, required), text (String).
5. Share: patient (Pointer to Patient, required), reader (Pointer to User, required).
6. Memo: text (String).

Rules:
- Patients are users with a Patient.
- Doctors are users with a Doctor.
- Nurses are users with a Nurse.
- Patients can read their own Result.
- Doctors can read all Result.
- Nurses can read Result of their assigned patients.
- Share belongs to patient.
- Share lets its reader read records of its patient.
`;

/** What docs/access.md says of a class. */
async function saysOf(name, { access, spec = SCHEMA, more = '' }) {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-giving-'));
  const { code, stderr } = await caregen('generate', { spec: spec + more }, '--name', 'giving', '--access', access, '--out', folder);
  assert.equal(code, 0, stderr);
  const page = readFileSync(join(folder, 'docs/access.md'), 'utf8');
  rmSync(folder, { recursive: true });
  return page.split(/^## /m).find((part) => part.startsWith(`${name}\n`));
}

for (const access of ['owner', 'public'])
  test(`with --access ${access}`, async () => {
    for (const name of ['CareAssignment', 'Share', 'Doctor']) assert.match(await saysOf(name, { access }), /Nobody else, but the master key/, name);
    for (const name of ['Nurse', 'Memo']) assert.match(await saysOf(name, { access }), /No rule/, `${name} gives nothing by itself`);
  });

test('a sentence says who makes them', async () => {
  const more = '- Patients can read, create and delete their own Share.\n- Doctors can create all CareAssignment.\n';
  assert.match(await saysOf('Share', { access: 'owner', more }), /\| Patients \| where patient.user is the user .*where patient.user is the user/);
  assert.match(await saysOf('CareAssignment', { access: 'owner', more }), /\| Doctors \|/);
});

// Else whoever may update a note would become a doctor, and sign it himself.
test('a profile by which one takes a step that is kept from others', async () => {
  const spec = `Schema:
1. Patient: user (Pointer to User, required).
2. Doctor: user (Pointer to User, required).
3. Note: patient (Pointer to Patient, required), state (String: draft, final).
4. Order: patient (Pointer to Patient, required), state (String: open, sent).
5. Memo: text (String), state (String: open, done).

Rules:
- Patients are users with a Patient.
- Doctors are users with a Doctor.
- Order.state goes open -> sent, by patients.
- Patients can read, create and update their own Order.
`;
  const steps = {
    'where others update it': '- Note.state goes draft -> final, by doctors.\n- Patients can read, create and update their own Note.\n',
    'where no rule says who does': '- Memo.state goes open -> done, by doctors.\n',
  };
  assert.match(await saysOf('Doctor', { access: 'owner', spec }), /No rule/);
  for (const [what, more] of Object.entries(steps)) {
    assert.match(await saysOf('Doctor', { access: 'owner', spec, more }), /Nobody else, but the master key/, what);
    assert.match(await saysOf('Patient', { access: 'owner', spec, more }), /No rule/, 'own rows, and nobody else updates them');
  }
  const said = `${Object.values(steps).join('')}- Patients can create all Doctor.\n`;
  assert.match(await saysOf('Doctor', { access: 'owner', spec, more: said }), /\| Patients \|/);
});
