// What an edit opens since the last migration is a warning at the sentence that changed, with the words that did: of a check, of
// generate and of migrate, until migrate has taken it over. What only narrows, or only says the same in other words, is none.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { generator } from '../lib/builds.mjs';

const folder = mkdtempSync(join(tmpdir(), 'caregen-openings-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const PROMPT = `Schema:
1. Patient: user (Pointer to User, required), name (String, required).
2. Visit: patient (Pointer to Patient, required), notes (String), status (String: draft, published).
3. AuditLog: actor (Pointer to User), action (String).

Security:
- Patients can read their own Patient.
- Patients can read their own Visits, and must not see drafts.
- Doctors can read and record Visits of their assigned patients.
- Doctors can publish Visits of their assigned patients.
- Every read of Visits is logged in the AuditLog.
- Sessions expire after 15 minutes of inactivity.
- Nobody may change entries of the audit log.
`;

function run(prompt, command, ...more) {
  writeFileSync(join(folder, 'prompt.md'), prompt);
  const { status, stdout, stderr } = spawnSync(generator, [command, '--spec', 'prompt.md', ...more], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** The warnings of what opens, each with its line, and the notes below it. */
function warnings(stderr) {
  const all = stderr.split(/^(?=\S+: (?:warning|error)\[)|^(?=\S+:\d+:\d+: (?:warning|error)\[)|^(?=\d+ errors?, )/m);
  return all.filter((one) => one.includes('warning[W093]'));
}

const edit = (from, to) => {
  assert.equal(PROMPT.split(from).length, 2, from);
  return PROMPT.replace(from, () => to);
};

before(() => {
  const { status, stderr } = run(PROMPT, 'migrate', '--history', 'history', '-m', 'initial');
  assert.equal(status, 0, stderr);
});

// What is edited; what the first warning says; the words that it underlines, where there are some; a note.
const OPENS = {
  'another word opens all rows': ['record Visits of their assigned patients', 'record all Visits', /Doctors may now read Visit: all/, 'all Visits',
    /'all Visits' stands where 'Visits of their assigned patients' stood; it was 'Doctors can read and record Visits of their assigned patients\.'/],
  'a word that is left out': ['must not see drafts', 'must see drafts', /Patients may now (?:read|count) Visit/, undefined, /'not' is gone from it; it was 'Patients can read/],
  'a sentence that is new': ['- Sessions expire', '- Doctors can read all Patients.\n- Sessions expire', /Doctors may now read Patient: all/, 'Doctors can read all Patients.', /^$/],
  'a sentence that restricts is gone': ['- Nobody may change entries of the audit log.\n', '', /no more append-only by 'Nobody may change entries of the audit log\.'/, undefined, /^warning/],
  'reads that are audited no more': ['- Every read of Visits is logged in the AuditLog.', '- Every read of Patients is logged in the AuditLog.', /audit/, undefined, /'Patients' stands where 'Visits' stood/],
  'a longer time-out': ['15 minutes', '45 minutes', /another idle time-out than by 'Sessions expire after 15 minutes of inactivity\.'/, '45', /'45' stands where '15' stood/],
};

describe('what opens is told at the sentence that changed', () => {
  for (const [name, [from, to, what, underlined, note]] of Object.entries(OPENS)) {
    test(name, () => {
      const edited = edit(from, to);
      const { status, stderr } = run(edited, 'check', '--history', 'history');
      assert.equal(status, 0, stderr);
      const told = warnings(stderr);
      assert.ok(told.length > 0, stderr);
      const one = told.find((text) => what.test(text));
      assert.ok(one, stderr);
      assert.match(one, /an edit since migration 1 \(initial\) opens: /);
      if (note.source !== '^$') assert.match(one, note);
      if (!underlined) return;
      const [, line, column] = /prompt\.md:(\d+):(\d+): /.exec(one);
      assert.ok(edited.split('\n')[line - 1].slice(column - 1).startsWith(underlined), one);
      const carets = /^ *(\^~*)$/m.exec(one)[1];
      assert.equal(carets.length, underlined.length, one);
    });
  }
});

const KEEPS = {
  'nothing that changed': [/$^/, ''],
  'a shorter time-out': ['15 minutes', '5 minutes'],
  'fewer rows': ['their own Visits, and must not see drafts', 'their own published Visits'],
  'the same in other words': ['Patients can read their own Visits, and must not see drafts.', 'Patients may view their own Visits, and must not see drafts.'],
  'the order of the sentences': ['- Doctors can publish Visits of their assigned patients.\n- Every read of Visits is logged in the AuditLog.', '- Every read of Visits is logged in the AuditLog.\n- Doctors can publish Visits of their assigned patients.'],
};

describe('what opens nothing is not told', () => {
  for (const [name, [from, to]] of Object.entries(KEEPS)) {
    test(name, () => {
      const { status, stderr } = run(typeof from === 'string' ? edit(from, to) : PROMPT, 'check', '--history', 'history');
      assert.equal(status, 0, stderr);
      assert.deepEqual(warnings(stderr), []);
    });
  }
});

test('in Chinese the characters that changed are told', () => {
  const chinese = `Schema:
1. Patient: user (Pointer to User, required), name (String, required).
2. Visit: patient (Pointer to Patient, required), notes (String).

安全：
- 病人只能查看自己的 Visit。
- 醫生可以查看自己負責的病人的 Visit。
`;
  assert.equal(run(chinese, 'migrate', '--history', 'chinese', '-m', 'initial').status, 0);
  const { stderr } = run(chinese.replace('自己負責的病人的', '所有'), 'check', '--history', 'chinese');
  const [one] = warnings(stderr);
  assert.match(one ?? stderr, /may now read Visit: all/);
  assert.match(one, /'所有' stands where '自己負責的病人的' stood/);
});

test('migrate tells it, and takes it over', () => {
  const wider = edit('record Visits of their assigned patients', 'record all Visits');
  assert.equal(run(PROMPT, 'migrate', '--history', 'taken', '-m', 'initial').status, 0);
  const migrated = run(wider, 'migrate', '--history', 'taken');
  assert.equal(migrated.status, 0);
  assert.equal(warnings(migrated.stderr).length, 1, migrated.stderr);
  assert.deepEqual(warnings(run(wider, 'check', '--history', 'taken').stderr), []);
});

test('without a history, generate compares with what it emitted last', () => {
  const into = ['--name', 'clinic'];
  const wider = edit('record Visits of their assigned patients', 'record all Visits');
  assert.deepEqual(warnings(run(PROMPT, 'generate', ...into).stderr), []);
  const [checked] = warnings(run(wider, 'check', ...into).stderr);
  const [generated] = warnings(run(wider, 'generate', ...into).stderr);
  assert.match(generated, /an edit since the last run opens: Doctors may now read Visit: all/);
  assert.equal(checked, generated);
  assert.deepEqual(warnings(run(wider, 'generate', ...into).stderr), []);
});
