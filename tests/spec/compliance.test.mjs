// docs/compliance.md of a server says what is there of what laws ask for, and what would bring the rest: the
// sentences that it names are ones that caregen reads, and bring it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { caregen } from './lib.mjs';

const PEOPLE = `Schema:
1. Patient: user (Pointer to User, required), contact (String).
2. Visit: patient (Pointer to Patient, required), text (String), status (String: draft, final).

Rules:
- Patients are users with a Patient.
- Doctors are users in the role doctor.
- Admins are users in the role admin.
- Patients can read, create and update their own Patient and Visit.
`;
const table = readFileSync(join(root, 'generator/emit/docs/compliance.def'), 'utf8');
/** { kind: the sentence that brings it } */
const brought = new Map(table.split(/^(?=MET|LAW|OPERATOR)/m).filter((row) => row.startsWith('MET_BY('))
  .map((row) => [/^MET_BY\((\w+)/.exec(row)[1], /"([^"]*)"\)\s*$/.exec(row)[1]]));

/** The rows of the page: { 'paragraph asks': [does, shown] }. */
async function pageOf(spec) {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-compliance-'));
  const { code, stderr } = await caregen('generate', { spec }, '--name', 'clinic', '--access', 'owner', '--out', folder);
  assert.equal(code, 0, stderr);
  const page = readFileSync(join(folder, 'docs/compliance.md'), 'utf8');
  rmSync(folder, { recursive: true });
  const lines = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| Paragraph'));
  const rows = lines.map((line) => line.slice(2, -2).split(' | '));
  assert.ok(rows.length >= 35);
  return new Map(rows.map(([paragraph, asks, does, shown]) => [`${paragraph} ${asks}`, { does, shown }]));
}

test('each row is one, says what shows it, and no hole is left in it', async () => {
  const rows = await pageOf(PEOPLE);
  for (const [name, { does, shown }] of rows) {
    assert.ok(/^\*\*(the operator's|not in this app)\*\*/.test(does) || shown.trim(), name);
    assert.doesNotMatch(does + shown, /NAME/, name);
  }
});

test('without a sentence it is not there; with the one that is named, it is, and the page says because of which', async () => {
  assert.ok(brought.size >= 9, [...brought.keys()].join());
  const without = await pageOf(PEOPLE);
  const missing = (rows) => [...rows].filter(([, { does }]) => does.startsWith('**not in this app**')).map(([name]) => name);
  const all = missing(without);
  for (const [kind, sentence] of brought) {
    const rows = await pageOf(`${PEOPLE}- ${sentence}\n`);
    const gone = all.filter((name) => !missing(rows).includes(name));
    assert.ok(gone.length > 0, `${kind}: '${sentence}' brings nothing`);
    for (const name of gone) assert.match(rows.get(name).does, /; because of S\d+ \([\w.-]+:\d+\)/, name);
  }
});
