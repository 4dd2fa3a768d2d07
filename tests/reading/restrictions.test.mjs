// A sentence that restricts and is not understood is told of in a way of its own (W096): what it was to close stays
// open by other sentences. Not so where what it restricts is applied, where nobody may do it anyway, and where it is
// about looks or manners.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { generator, root, run, templates } from '../lib/builds.mjs';
import { promptText, read } from './judge.mjs';

const schema = `Create a clinic backend.

Schema:
1. Patient: user (Pointer to User, required), fullName (String, required), phone (String).
2. Result: patient (Pointer to Patient, required), doctor (Pointer to User, required), status (String: draft, final), value (String), urgent (Boolean), comment (String).
3. DiaryEntry: patient (Pointer to Patient, required), text (String).
4. Share: patient (Pointer to Patient, required), grantee (Pointer to User, required), expiresAt (Date).

Security:
- Doctors can read and update all results.
- Nurses can read and delete all results.
- Patients can read their own results and diary entries.
`;
const promptOf = (text) => `${schema}${text.split(' | ').map((one) => `- ${one}\n`).join('')}`;

/** How the last sentence of a text is told of: { code, what }, the class or field that it seems to restrict. */
async function told(text) {
  const { diagnostics } = (await read(promptOf(text))).at(-1);
  const [first, ...others] = diagnostics.filter((one) => /^W(051|053|096)/.test(one));
  assert.deepEqual(others, [], 'told of twice');
  return { code: first?.slice(0, 4), what: /this seems to restrict (.*?), and these words/.exec(first)?.[1] };
}
const restricted = async (text) => (await told(text)).what;

const says = (name, cases) => describe(name, () => {
  for (const [text, wanted] of cases) test(text, async () => assert.equal(await restricted(text), wanted));
});

says('what restricts a class, a field or access', [
  ['Urgent results are only for whoever zorbs.', 'Result'],
  ['Results are restricted to the zorbing team.', 'Result'],
  ['Results of zorbs must not go to the zorbing staff.', 'Result'],
  ['No one but the zorb on duty sees results of celebrities.', 'Result'],
  ['Results are exclusively a matter of the zorbing team.', 'Result'],
  ['The comment is confidential until the zorb has been told.', 'comment of Result'],
  ['Comments of results stay between the zorbs and their head.', 'comment of Result'],
  ['Access from outside the zorb is blocked.', 'access'],
  ['Visitors of the zorb never get to see anything.', 'access'],
  ['Only doctors on duty may zorb.', 'access'],
  ['緊急的 Result 只限魑魅看。', 'Result'],
  ['魑魅的 Result 一律不得外流。', 'Result'],
  ['紧急的 Result 仅限魑魅看。', 'Result'],
  ['Result 為魑魅專屬。', 'Result'],
  ['患者不得在魑魅查看 Result。', 'Result'],
]);

says('of what it is: the words that stand with those that restrict', [
  ['Doctors look at diary entries in the morning, but results of celebrities are only for the zorbs.', 'Result'],
  ['Diary entries are for the family, and nobody outside of it zorbs them.', 'DiaryEntry'],
]);

says('a list that goes on behind what is read of it', [
  ['Doctors only see results of their assigned patients, and what zorbs in diary entries.', 'DiaryEntry'],
  ['Doctors must not read results, and what zorbs in diary entries.', 'DiaryEntry'],
  ['Doctors must not read results, and what zorbs.', undefined],
  ['Doctors must not read results, and nurses may zorb diary entries.', undefined],
]);

test('a clause that restricts in vain is among the words that are not enforced', async () => {
  const { diagnostics } = (await read(promptOf('The comment is confidential until the zorb has been told.'))).at(-1);
  assert.match(diagnostics.at(-1), /not enforced: 'comment is confidential until', 'zorb has been told'/);
});

says('what is restricted is applied, and more than was meant is closed', [
  ['Patients must not read results on Sundays.', undefined],
  ['Only doctors can read results on Sundays.', undefined],
  ['Nurses can only read results of patients with a red flag.', undefined],
  ['Nobody else sees diary entries unless the family agrees.', undefined],
  ['Comments of results are hidden from patients under 12.', undefined],
  ['Visitors never see results on the screens of the ward.', undefined],
]);

says('nobody may do it, whatever was to be closed', [
  ['Diary entries written in anger may not be deleted.', undefined],
  ['Results written in zorb may not be deleted.', 'Result'],
  ['生氣時寫的 DiaryEntry 一概不准塗改刪除。', undefined],
]);

says('looks and manners', [
  ['Only the last three entries are shown on the dashboard.', undefined],
  ['Never use jargon.', undefined],
  ['Reminders are never sent at night.', undefined],
  ['The start screen shows results only in short.', undefined],
  ['Results of celebrities on the dashboard are a matter of whoever zorbs alone.', 'Result'],
  ['首頁只顯示最近三筆 Result。', undefined],
  ['Comments written in haste must never turn up on the landing page.', 'comment of Result'],
  ['不要用術語。', undefined],
]);

says('what opens, and is left over, restricts nothing', [
  ['The lead doctor sees purple results.', undefined],
  ['Whoever is not signed in gets a purple page.', undefined],
  ['尚未交付前護理師可以登載紫色的 Result。', undefined],
]);

// An example may come to be read: then what it restricts is applied, and it is not told of as one that is not understood.
test('each row of restricting.def has an example that it tells of', async () => {
  const table = readFileSync(join(root, 'generator/prose/restricting.def'), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
  const rows = [...table.matchAll(/^(RESTRICTING|KEEPING|EXCEPTING|PLACE|LOOK)\("[^"]*", "([^"]*)"\)$/gm)];
  assert.ok(rows.length > 25);
  const wrong = [];
  for (const [, kind, example] of rows) {
    const { code, what } = await told(example);
    const isTold = what?.includes('Result') || code !== 'W051';
    if (['PLACE', 'LOOK'].includes(kind) ? what : !isTold) wrong.push(`${kind}: ${example} (${what})`);
  }
  assert.deepEqual(wrong, []);
});

test('who may do it all the same is told at the sentence that opens the most, with what to write instead', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-test-'));
  try {
    const file = join(folder, 'prompt.md');
    writeFileSync(file, promptOf('Urgent results are only for whoever zorbs. | The comment is confidential until the zorb has been told.'));
    const { code, stdout, stderr } = await run(generator, ['read', file]);
    assert.equal(code, 0);
    assert.match(stderr, /:10:3: note: Result is read by doctors, all; by nurses, all; and by patients, their own\n {2}- Doctors can read/);
    assert.match(stderr, /note: 'whose urgent is true', or 'is not true', narrows the sentence that opens it/);
    assert.match(stderr, /note: 'Only doctors can read comment of Result.' keeps a field to roles/);
    assert.match(stderr, /; 2 restrictions are not enforced; not understood: /);
    assert.match(stdout, / {4}! not enforced: a restriction of Result, which is read by doctors, all; by nurses, all; and by patients, their own\n/);
    const json = JSON.parse((await run(generator, ['read', '--format=json', file])).stdout);
    assert.deepEqual(json.map(({ unenforced }) => unenforced.length), [0, 0, 0, 1, 1]);
    assert.equal((await run(generator, ['read', '--strict', file])).code, 1);
    const out = join(folder, 'out');
    assert.equal((await run(generator, ['generate', '--spec', file, '--name', 'clinic', '--access', 'owner', '--out', out])).code, 0);
    const page = readFileSync(join(out, 'docs/reading.md'), 'utf8');
    assert.match(page, /\n\*\*2 restrictions are not enforced\.\*\*\n/);
    assert.match(page, /\n- \*\*not enforced:\*\* a restriction of Result, which is read by doctors, all; /);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the templates and the prompts that they come from have none', async () => {
  const prompts = ['seed-behavioral', 'seed-phr', 'seed-portal', 'seed-trial', 'seed-trial-zh'].map(promptText);
  const specs = templates.map((name) => readFileSync(join(root, 'schemas', name, 'agent.md'), 'utf8'));
  for (const text of [...prompts, ...specs])
    for (const { sentence, diagnostics } of await read(text)) assert.ok(!diagnostics.some((one) => one.startsWith('W096')), sentence);
});
