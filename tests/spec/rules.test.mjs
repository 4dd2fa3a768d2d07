// The forms of rules: each example of rule_forms.def is read as its form, what is not a form is said to be near
// some.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { followReferences, traced } from '../lib/trace.mjs';
import { caregen, codesOf, modelOf } from './lib.mjs';

const table = (file) => readFileSync(join(root, 'generator', file), 'utf8');
const forms = [...table('read/rule_forms.def').matchAll(/^FORM\((\w+), \w+, "([^"]+)",\s+"([^"]+)"\)/gm)].map(([, kind, pattern, example]) => ({ kind, pattern, example }));
const kinds = new Map([...table('model/rule_kinds.def').matchAll(/^RULE_KIND\((\w+), "([^"]+)"/gm)].map(([, kind, name]) => [kind, name]));

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

// Only what people reach themselves can be granted, and disclosed with their consent.
const owners = 'Patients can read their own PatientProfile and LabResult.';

// What a scope's word is of.
const shares = 'SharedAccess lets its grantee read records of its profile within its scope until expiresAt.';

/** The schema with sentences, and the roles that they do not introduce themselves. */
const specOf = (...said) => {
  const words = said.some((sentence) => /^the scope/i.test(sentence)) ? [shares] : [];
  const sentences = [...said, ...words].some((sentence) => /\blets its\b|^a disclosure/i.test(sentence)) ? [owners, ...words, ...said] : said;
  const introduced = Object.entries(roles).filter(([name]) => !sentences.some((sentence) => new RegExp(`^${name} are users`, 'i').test(sentence)));
  return `${schema}${[...introduced.map(([, sentence]) => sentence), ...sentences].map((sentence) => `- ${sentence}`).join('\n')}\n`;
};

test('there are forms, each with a kind', () => {
  assert.ok(forms.length > 30);
  for (const { kind } of forms) assert.ok(kinds.has(kind), kind);
  for (const [kind] of kinds) assert.ok(forms.some((form) => form.kind === kind), `no form makes a rule of kind ${kind}`);
});

test('the example of each form is read', { concurrency: 4 }, async (t) => {
  await Promise.all(forms.map(({ pattern, example }) => t.test(pattern, async () => {
    const spec = specOf(example);
    const { code, stderr } = await caregen('check', { spec }, '--strict');
    assert.equal(code, 0, stderr);
    // One sentence says little of the other classes; of itself there is nothing to say.
    assert.deepEqual([...stderr.matchAll(/\[([EW]\d+)\]/g)].map(([, one]) => one).filter((one) => !['W083', 'W084', 'W085'].includes(one)), [], stderr);
    const lower = example[0].toLowerCase() + example.slice(1);
    assert.equal((await caregen('check', { spec: specOf(lower) }, '--strict')).code, 0, 'case makes no difference');
  })));
});

/** Generates an app into a folder that goes at the end of `look`. */
async function generated(spec, look) {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-kind-'));
  try {
    const { code, stderr } = await caregen('generate', { spec }, '--name', 'kind', '--out', folder);
    assert.equal(code, 0, stderr);
    return await look(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the row of a kind says of a server: what carries it out, and what it is to who asks why. */
const rowsOf = new Map([...table('model/rule_kinds.def').matchAll(/^RULE_KIND\((\w+), "[^"]*", \w+, \w+,\s+"([^"]*)",\s+"[^"]*",\s+"([^"]*)",\s+"([^"]*)"/gm)]
  .map(([, kind, carried, asked, told]) => [kind, { carried, asked, told }]));

test('what the row of each kind names is there in a server of its example', { concurrency: 2 }, async (t) => {
  const asked = readFileSync(join(root, 'templates/runtime/model/class_access.h'), 'utf8').match(/\bSENTENCE_\w+/g);
  assert.equal(rowsOf.size, kinds.size, 'each row is seen');
  await Promise.all([...kinds].map(([kind, name]) => t.test(name, async () => {
    const row = rowsOf.get(kind);
    assert.ok(row.asked === '' || asked.includes(row.asked), row.asked);
    assert.match(row.told, /^((create|update|delete): [^;:]+(; |$))*$/);
    assert.ok(row.asked !== '' || row.told === '', 'what is told is told where the sentence is named');
    if (row.carried === 'a part of other rules') return;
    // What 'nobody' may leaves nothing in a server to be named.
    const { example } = forms.find((form) => form.kind === kind && !form.example.startsWith('Nobody'));
    await generated(specOf(example), (folder) => {
      const rules = traced(folder).filter(([, , , by]) => by !== 'a part of other rules' && by !== '');
      const own = rules.filter(([, rule]) => rule === name || rule.startsWith(`${name}:`));
      assert.ok(own.length > 0, `${example}: ${rules.map(([sentence, rule]) => `${sentence} ${rule}`).join('\n')}`);
      for (const [, rule, , by] of own) assert.ok(followReferences(folder, by, `${example}, ${rule}`) > 0, by);
      // Where the server carries some of the kind out otherwise (trace.c), the row itself is followed all the same.
      if (!row.carried.includes('@')) assert.ok(followReferences(folder, row.carried, `the row of ${kind}`) > 0, row.carried);
    });
  })));
});

test('a row that names what no server has would be seen', async () => {
  await generated(specOf('Message is append-only.'), (folder) => {
    for (const [by, says] of [
      ['`classes/message/validate.c` `check_nothing()`', /check_nothing/],
      ['`classes/message/validated.c`', /validated\.c/],
      ['`classes/message/validate.c` no_member', /no_member in/],
      ['`guard_permits_all()`', /guard_permits_all/],
    ]) assert.throws(() => followReferences(folder, by, 'a row'), says, by);
  });
});

/** What a sentence of the form looks like: its words, and anything in its slots. */
const sentenceOf = (pattern) => new RegExp(pattern
  .replaceAll(/\b[A-Z]+\b/g, '.+').replaceAll(/\[ ?/g, '(').replaceAll(' ]', ']').replaceAll(']', ')?')
  .replaceAll(/[\w-]+(\|[\w-]+)+/g, '($&)').replaceAll(/\ba /g, '((a|an|the|each|every) )?').replaceAll(/ ?(\([^()]*\)\?)/g, ' ?$1'), 'i');

test('the manual has each kind', () => {
  const manual = readFileSync(join(root, 'docs/spec-language.md'), 'utf8');
  const lines = manual.slice(manual.indexOf('## Rules')).split('\n');
  for (const kind of kinds.keys()) {
    const patterns = forms.filter((form) => form.kind === kind).map((form) => sentenceOf(form.pattern));
    assert.ok(patterns.some((pattern) => lines.some((line) => pattern.test(line))), `${kind}: ${patterns}`);
  }
});

test('what is nearly a form is told which', async () => {
  for (const [sentence, near] of [
    ['SharedAccess lets the grantee eat everything of its profile.', /this does not fit; a near form is 'SharedAccess lets its grantee read records of its profile\.'\n.*\n +\^~~\n/],
    ['Message.status moves sent -> read.', /not understood/],
    ['Sessions end soon.', /a near form is 'Sessions end after 12 hours\.'\n.*\n +\^~~~\n/],
    ['Message is listet by sender.', /did you mean 'Message is listed by sender\.'\?\n.*\n +\^~~~~~\n/],
    ['Lab numbers are unique.', /'unique' stands with a field in the Schema section/],
  ]) {
    const { code, stderr } = await caregen('check', { spec: specOf(sentence) }, '--strict');
    assert.equal(code, 1, sentence);
    assert.match(stderr, /error\[W05[13]\]/);
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

/** Sentences that restrict what would be open without them, about a class Note with a field secret, or an XRay. */
const restricting = (note, secret, ray) => [
  `Only providers can read ${secret} of ${note}.`, `${note} is append-only.`, `${note} is not live.`, `${secret} of ${note} is encrypted.`,
  `Audit every read of ${ray}.`, `${note} keeps versions.`, `${note} is kept for 10 years.`, `Creating ${note} needs an electronic signature.`,
  `${note}.${secret} is one of red and blue.`, `${note}.${secret} goes red -> blue.`, `${note}.${secret} becomes red only with text.`,
  `${note} of the same patient do not overlap from at.`, `Patients can see their own ${note}.`, `Providers can read all ${ray} whose finding is red.`,
  `The patient of a ${note} can read it.`, `Providers can update only ${secret} of all ${note}.`, `A disclosure of ${note} needs consent and carries a notice.`,
  `When a ${note} is created, notify the patient.`, `Providers publish ${note}.`, `Patients acknowledge each ${note}.`,
];
const notes = (sentence) => `Schema:
1. PatientProfile: user (Pointer to User, required).
2. Note: patient (Pointer to PatientProfile, required), secret (String), text (String), at (Date).
3. XRay: patient (Pointer to PatientProfile, required), finding (String).

Rules:
- Patients are users with a PatientProfile.
- Providers are users in the role provider.
- ${sentence}
`;

test('names are found in any case, number and hyphenation', { concurrency: 4 }, async (t) => {
  for (const [note, secret, ray] of [['notes', 'Secret', 'x-rays'], ['NOTE', 'secrets', 'Xray'], ['No-tes', 'SECRET', 'X-RAYS']]) {
    const exact = restricting('Note', 'secret', 'XRay');
    await Promise.all(restricting(note, secret, ray).map((sentence, i) => t.test(sentence, async () => {
      const model = async (spec) => modelOf({ spec }, '--strict');
      const expected = await model(notes(exact[i]));
      const got = await model(notes(sentence));
      delete expected.sentences;
      delete got.sentences;
      assert.deepEqual(got, expected);
    })));
  }
});

test('a sentence that restricts and cannot be carried out is an error, with one input and with both', { concurrency: 4 }, async (t) => {
  const schema = { classes: [{ className: 'Extra', fields: {} }] };
  await Promise.all(restricting('Notte', 'secret', 'YRay').concat(restricting('Note', 'secrett', 'XRays').filter((sentence) => sentence.includes('secrett'))).map((sentence) => t.test(sentence, async () => {
    for (const inputs of [{ spec: notes(sentence) }, { spec: notes(sentence), schema }]) {
      const { code, stdout } = await caregen('check', inputs, '--format=json');
      assert.ok(JSON.parse(stdout).some((fault) => fault.code === 'E044'), stdout);
      assert.equal(code, 1);
    }
  })));
});

test('what a spec says to be of the schema is passed over without it, and must be there with it', async () => {
  const spec = notes('Notte and Note.hidden come from the schema.\n- Notte is append-only.\n- hidden of Note is encrypted.');
  assert.deepEqual(codesOf(await caregen('check', { spec }, '--format=json', '--strict')), ['W071', 'W071']);
  const schema = { classes: [{ className: 'Extra', fields: {} }] };
  assert.ok(codesOf(await caregen('check', { spec, schema }, '--format=json')).every((code) => code === 'E044'));
  const there = { classes: [{ className: 'Notte', fields: {} }, { className: 'Note', fields: { hidden: { type: 'String' } } }] };
  assert.deepEqual(codesOf(await caregen('check', { spec, schema: there }, '--format=json', '--strict')), []);
});

test('an exact name goes before one that is like it, and the number tells two apart', async () => {
  const spec = (name) => `Schema:\n1. Note: a (String).\n2. Notes: a (String).\n\nRules:\n- ${name} is append-only.\n`;
  for (const name of ['Note', 'Notes', 'NOTE', 'notes']) assert.deepEqual(codesOf(await caregen('check', { spec: spec(name) }, '--format=json', '--strict')), []);
  const fields = 'Schema:\n1. Note: reading (Number), readings (Number).\n\nRules:\n- Readings of Note is encrypted.\n';
  const { rules } = await modelOf({ spec: fields });
  assert.deepEqual(rules, ['rule S1 encryption: all Note - of readings']);
});

test('of two sentences of one kind, what either brings along is there', async () => {
  const spec = (...sentences) => `Schema:\n1. Note: patient (Pointer to User, required), text (String).\n2. Share: patient (Pointer to User, required), reader (Pointer to User), helper (Pointer to User), topics (Array of String).\n\nRules:\n- Doctors are users in the role doctor.\n- Nurses are users in the role nurse.\n${sentences.map((sentence) => `- ${sentence}\n`).join('')}`;
  const rulesOf = async (...sentences) => (await modelOf({ spec: spec(...sentences) }, '--strict')).rules.map((rule) => rule.replace(/^rule S\d+ /, ''));
  const published = ['Doctors publish Note.', 'When a doctor publishes a Note, audit it and notify the patient.'];
  for (const sentences of [published, [...published].reverse()]) {
    const model = await modelOf({ spec: spec(...sentences) }, '--strict');
    assert.ok(model.Notification, sentences[0]);
  }
  const both = await rulesOf('Doctors publish Note.', 'Nurses publish Note.');
  assert.ok(both.includes('lifecycle: all Note - of publicationStatus draft->published by Doctors by Nurses = draft'), both.join('\n'));
  const shared = await rulesOf('Share belongs to patient.', 'Note belongs to patient.', 'Users can read their own Note.', 'Share lets its reader and helper read records of its patient within its topics.', 'The scope one and two of Share covers Note.', 'The scope three of Share covers Note.');
  assert.deepEqual(shared.filter((rule) => rule.startsWith('grant: ')).map((rule) => rule.match(/grant Share (\w+) over (\w+)/).slice(1).join(' ')).sort(),
    ['one helper', 'one reader', 'three helper', 'three reader', 'two helper', 'two reader']);
  for (const [faulty, code] of [
    [['Share lets its reader read records of its patient within its topics and text.'], 'E076'],
    [['Note.text is String.', 'Note.text is Number.'], 'E077'],
    [['Note.text is optional.', 'Note.text is required.'], 'E077'],
    [['Note also has state, a String.', 'Note.state goes draft -> final, by doctors.', 'Nurses and doctors publish Note.'], 'E077'],
  ]) assert.ok(codesOf(await caregen('check', { spec: spec(...faulty) }, '--format=json')).includes(code), faulty.join(' '));
});

test('a word that says how a field is, is not its other name', async () => {
  const { rules } = await modelOf({ spec: notes('Note.secret is encrypted.') });
  assert.ok(rules.some((rule) => /^rule S\d encryption: all Note - of secret$/.test(rule)), rules.join('\n'));
  for (const word of ['unique', 'hidden']) {
    const { stdout } = await caregen('check', { spec: notes(`Note.secret is ${word}.`) }, '--format=json', '--strict');
    assert.deepEqual(JSON.parse(stdout).map(({ code, severity }) => [code, severity]), [['W051', 'error']], word);
  }
});

test('a notification of a publication that no sentence publishes is emitted, and the trace says that nothing shows it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-trace-'));
  const spec = 'Schema:\n1. Scan: patient (Pointer to User), state (String: draft, done).\n\nRules:\n- Patients are all users.\n- Patients can read, create and update their own Scan.\n- Scan.state goes draft -> done.\n- When a Scan is published, notify the patient.\n';
  const { code, stderr } = await caregen('generate', { spec }, '--name', 'trace', '--out', folder);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /warning\[W086\]: nothing comes of this: no sentence says who publishes 'Scan'\n/);
  assert.match(readFileSync(join(folder, 'docs/trace.md'), 'utf8'), /When a Scan is published, notify the patient\..*nothing: no request of the tests leads there/);
  rmSync(folder, { recursive: true, force: true });
});

test('the trace takes nothing for carried out that has no effect', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-trace-'));
  const spec = notes('Notte and Note.hidden come from the schema.\n- Notte is append-only.\n- Notte and Note keep versions.\n- Note.text is body.\n- Note.text is String.');
  const { code, stderr } = await caregen('generate', { spec }, '--name', 'trace', '--out', folder);
  assert.equal(code, 0, stderr);
  const lines = readFileSync(join(folder, 'docs/trace.md'), 'utf8').split('\n').filter((line) => line.startsWith('| S'));
  rmSync(folder, { recursive: true });
  const rows = lines.map((line) => line.split(' | ').slice(2, 5));
  assert.deepEqual(rows.slice(2), [
    ['Notte and Note.hidden come from the schema.', 'names of the schema', 'the dictionary'],
    ['Notte is append-only.', '**passed over**, since it is not in this input: Notte', 'nothing'],
    ['Notte and Note keep versions.', 'versions: Note<br>**passed over**, since it is not in this input: Notte', '`classes/note/model.c` version_table, `version_append()`'],
    ['Note.text is body.', '**passed over**, since it is not in this input: Note.body', 'nothing'],
    ['Note.text is String.', '**no effect**', 'nothing'],
  ]);
});
