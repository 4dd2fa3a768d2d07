// By which of its fields a CareAssignment counts is in no sentence, so that an edit of the schema alone can give patients' data to
// whom it was taken from: such an edit is told of as any other that opens something.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { generator } from '../lib/builds.mjs';

const folder = mkdtempSync(join(tmpdir(), 'caregen-assignments-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const STATUS = 'status (String: proposed, active, ended)';
const FIELDS = ['active (Boolean)', 'revoked (Boolean)', 'validFrom (Date)', 'endDate (Date)', STATUS];
const prompt = (fields, assigned = 'their assigned patients') => `Schema:
1. Patient: user (Pointer to User, required), name (String, required).
2. Visit: patient (Pointer to Patient, required), notes (String).
3. CareAssignment: patient (Pointer to Patient, required), provider (Pointer to User, required)${fields.map((field) => `, ${field}`).join('')}.

Security:
- Patients can read their own Patient.
- Doctors can read Visits of ${assigned}.
- Admins can read, create and update all CareAssignments.
`;

let count = 0;
/** What is told of the edit from one prompt to the other: { opens, closes } by `diff`, and what the warnings of `check` say. */
function edited(before, after) {
  const path = join(folder, String((count += 1)));
  mkdirSync(path);
  const run = (text, ...words) => {
    writeFileSync(join(path, 'prompt.md'), text);
    const { status, stdout, stderr } = spawnSync(generator, [...words, '--spec', 'prompt.md'], { cwd: path, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  const { status, stderr } = run(before, 'migrate', '--history', 'history', '-m', 'initial');
  assert.equal(status, 0, stderr);
  const { stdout } = run(after, 'diff', '--history', 'history');
  const part = (title) => (new RegExp(`^What ${title}:\\n((?:.*CareAssignment.* counts .*\\n?)*)`, 'm').exec(stdout)?.[1] ?? '').trim().split('\n').filter(Boolean);
  const told = run(after, 'check', '--history', 'history').stderr;
  return { opens: part('opens'), closes: part('closes'), warning: told.includes('warning[W093]') && told.slice(told.indexOf('warning[W093]')) };
}
const without = (...fields) => FIELDS.filter((field) => !fields.some((one) => field.startsWith(one)));
const instead = (from, to) => FIELDS.map((field) => (field === from ? to : field));

// The fields of now; what opens; what closes.
const EDITS = {
  'a flag that has to be true is gone': [without('active'), ['a CareAssignment whose active is not true counts now, too'], []],
  'a flag that has to be false is gone': [without('revoked'), ['a CareAssignment whose revoked is true counts now, too'], []],
  'a beginning is gone': [without('validFrom'), ['a CareAssignment before its validFrom counts now, too'], []],
  'an end is gone': [without('endDate'), ['a CareAssignment after its endDate counts now, too'], []],
  'a status is gone': [without('status'), ["a CareAssignment whose status is 'proposed' or 'ended' or not set counts now, too"], []],
  'its values say nothing any more': [instead(STATUS, 'status (String: blue, red)'), ["a CareAssignment whose status is 'proposed' or 'ended' or 'blue' or 'red' or not set counts now, too"], []],
  'a value counts besides': [instead(STATUS, 'status (String: proposed, active, ended, ongoing)'), ["a CareAssignment whose status is 'ongoing' counts now, too"], []],
  'the value that counted is another': [instead(STATUS, 'status (String: proposed, running, ended)'), ["a CareAssignment whose status is 'running' counts now, too"], ["a CareAssignment whose status is 'active' counts no longer"]],
  'an end is no date any more': [instead('endDate (Date)', 'endDate (String)'), ['a CareAssignment after its endDate counts now, too'], []],
  'another name says nothing': [instead('active (Boolean)', 'blue (Boolean, was active)'), ['a CareAssignment whose active is not true counts now, too'], []],
  'another name says the opposite': [instead('active (Boolean)', 'inactive (Boolean, was active)'), ['a CareAssignment whose active is not true counts now, too'], ['a CareAssignment whose inactive is true counts no longer']],
  'another name says the same': [instead('active (Boolean)', 'isActive (Boolean, was active)'), [], []],
  'another value that does not count': [instead(STATUS, 'status (String: proposed, active, ended, paused)'), [], []],
  'one more end': [[...FIELDS, 'withdrawnAt (Date)'], [], ['a CareAssignment after its withdrawnAt counts no longer']],
  'a field that says nothing of it': [[...FIELDS, 'remark (String)'], [], []],
};

describe('by what an assignment counts', () => {
  for (const [name, [fields, opens, closes]] of Object.entries(EDITS)) {
    test(name, () => {
      const told = edited(prompt(FIELDS), prompt(fields));
      assert.deepEqual([told.opens, told.closes], [opens, closes]);
      assert.equal(Boolean(told.warning), opens.length > 0, told.warning);
      for (const text of opens) assert.ok(told.warning.includes(text), told.warning);
    });
  }
  test('matters to none where no sentence gives anything to who is assigned', () => {
    const told = edited(prompt(FIELDS, 'all patients'), prompt([], 'all patients'));
    assert.deepEqual(told, { opens: [], closes: [], warning: false });
  });
  test('is told at the class', () => {
    const { warning } = edited(prompt(FIELDS), prompt(without('active')));
    assert.match(warning, /^warning\[W093\]: an edit since migration 1 \(initial\) opens: a CareAssignment whose active is not true counts now, too\n {2}3\. CareAssignment/);
  });
});
