// The forms of rules: each example of rule_forms.def is read as its form, what is not a form is said to be near
// some, and what nothing enforces is never taken for enforced.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { caregen, codesOf } from './lib.mjs';

const table = (file) => readFileSync(join(root, 'generator', file), 'utf8');
const forms = [...table('read/rule_forms.def').matchAll(/^FORM\((\w+), \w+, "([^"]+)",\s+"([^"]+)"\)/gm)].map(([, kind, pattern, example]) => ({ kind, pattern, example }));
const kinds = new Map([...table('model/rule_kinds.def').matchAll(/^RULE_KIND\((\w+), "([^"]+)", (true|false)\)/gm)].map(([, kind, name, enforced]) => [kind, { name, enforced: enforced === 'true' }]));

const schema = `Schema:
1. PatientProfile: user (Pointer to User, required), contact (Object), notes (String), sex (String).
2. MedicationOrder: patient (Pointer to PatientProfile, required), drug (String), dosage (String), instructions (String), status (String).
3. Message: sender (Pointer to User, required), recipient (Pointer to User, required), status (String), isRead (Boolean), attachments (Array of File).
4. SharedAccess: profile (Pointer to PatientProfile, required), grantee (Pointer to User, required), scope (Array of String), expiresAt (Date).
5. LabResult: patient (Pointer to PatientProfile, required).
6. Appointment: patient (Pointer to PatientProfile, required), provider (Pointer to User, required), startAt (Date), endAt (Date).
7. AuditLog: what (String).

Rules:
`;
const roles = { Patients: 'Patients are users with a PatientProfile.', Providers: 'Providers are users in the role provider.', Admins: 'Admins are users in the role admin.' };

/** The schema with sentences, and the roles that they do not introduce themselves. */
const specOf = (...sentences) => {
  const introduced = Object.entries(roles).filter(([name]) => !sentences.some((sentence) => new RegExp(`^${name} are users`, 'i').test(sentence)));
  return `${schema}${[...introduced.map(([, sentence]) => sentence), ...sentences].map((sentence) => `- ${sentence}`).join('\n')}\n`;
};

test('there are forms, each with a kind', () => {
  assert.ok(forms.length > 30);
  for (const { kind } of forms) assert.ok(kinds.has(kind), kind);
  for (const [kind] of kinds) assert.ok(forms.some((form) => form.kind === kind), `no form makes a rule of kind ${kind}`);
});

test('the example of each form is read as its kind, and as enforced only if it is', { concurrency: 4 }, async (t) => {
  await Promise.all(forms.map(({ kind, pattern, example }) => t.test(pattern, async () => {
    const spec = specOf(example);
    const { code, stderr } = await caregen('check', { spec }, '--strict');
    assert.equal(code, 0, stderr);
    const { name, enforced } = kinds.get(kind);
    if (enforced) assert.equal(stderr, '');
    else assert.match(stderr, new RegExp(`warning\\[W074\\]: this rule \\(${name}\\) is understood, but the servers do not enforce it yet`));
    const lower = example[0].toLowerCase() + example.slice(1);
    assert.equal((await caregen('check', { spec: specOf(lower) }, '--strict')).code, 0, 'case makes no difference');
  })));
});

/** What a sentence of the form looks like: its words, and anything in its slots. */
const sentenceOf = (pattern) => new RegExp(pattern
  .replaceAll(/\b[A-Z]+\b/g, '.+').replaceAll(/\[ ?/g, '(').replaceAll(' ]', ']').replaceAll(']', ')?')
  .replaceAll(/[\w-]+(\|[\w-]+)+/g, '($&)').replaceAll(/\ba /g, '((a|an|the|each|every) )?').replaceAll(/ ?(\([^()]*\)\?)/g, ' ?$1'), 'i');

test('the manual has each form, enforced or not', () => {
  const manual = readFileSync(join(root, 'docs/spec-language.md'), 'utf8');
  const [enforcedPart, otherPart = ''] = manual.slice(manual.indexOf('## Rules')).split('### Understood, but not enforced yet');
  for (const [kind, { enforced }] of kinds) {
    const patterns = forms.filter((form) => form.kind === kind).map((form) => sentenceOf(form.pattern));
    const lines = (enforced ? enforcedPart : otherPart).split('\n');
    assert.ok(patterns.some((pattern) => lines.some((line) => pattern.test(line))), `${kind}: ${patterns}`);
  }
});

test('what is nearly a form is told which', async () => {
  for (const [sentence, near] of [
    ['SharedAccess lets the grantee see everything of its profile.', /a near form is 'CLASSES \[CONDITIONS\] lets its ACTORS/],
    ['Message.status moves sent -> read.', /not understood/],
    ['Sessions end soon.', /a near form is 'sessions end after DURATION'/],
  ]) {
    const { code, stderr } = await caregen('check', { spec: specOf(sentence) }, '--strict');
    assert.equal(code, 1, sentence);
    assert.match(stderr, /error\[W051\]/);
    assert.match(stderr, near, sentence);
  }
});

test('plurals, aliases, arrows, lists, articles and names in another script', async () => {
  for (const sentence of [
    'Patients can view their own MedicationOrders, LabResults and PatientProfile.',
    'Providers can see and update MedicationOrders of their assigned patients.',
    'Message.status goes sent → delivered → read or dropped, by the sender, the recipient and admins.',
    'The recipient, and the sender of every Message can read it whose isRead is true and whose status is not "a b" or c.',
    'Everyone can read all AuditLog.',
    'Signed-in users can create all AuditLog.',
  ]) {
    const run = await caregen('check', { spec: specOf(sentence) }, '--strict');
    assert.equal(run.code, 0, `${sentence}\n${run.stderr}`);
  }
  const spec = '架構:\n1. 病歷: 病人 (指向用戶的指標,必填),內容 (字串)。\n\nNames:\n病歷 = Record\n病人 = patient\n內容 = text\n\nRules:\n- Users can read their own 病歷 whose 內容 is 公開.\n- Record.text goes 草稿 -> 公開.\n';
  const run = await caregen('check', { spec }, '--strict');
  assert.equal(run.code, 0, run.stderr);
});

test('with both inputs a name that neither has is an error, with one it is a warning', async () => {
  const spec = specOf('Users can read all Mesage.');
  assert.deepEqual(codesOf(await caregen('check', { spec }, '--format=json')), ['W071']);
  assert.deepEqual(codesOf(await caregen('check', { spec, schema: { classes: [{ className: 'Extra', fields: {} }] } }, '--format=json')), ['E044']);
});

test('a rule whose fields are all missing opens nothing', async () => {
  const { stdout } = await caregen('check', { spec: specOf('Users can update only contatc of all PatientProfile.') }, '--format=json');
  assert.deepEqual(JSON.parse(stdout).map(({ code }) => code), ['W071']);
});
