// How people write names and values: in quotes of every kind, set apart by commas, bars or slashes, and in Markdown.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caregen, fieldsOf, modelOf } from './lib.mjs';

const values = async (list) => {
  const [field] = fieldsOf((await modelOf({ spec: `Schema:\n1. Note: state (String: ${list}).\n` })).Note);
  return field.replace('state: String', '').trim();
};

test('values in quotes, with their default', async () => {
  const is = 'default "open" of "open", "on hold"';
  for (const list of [
    "'open', 'on hold'; default 'open'", '“open”, “on hold”; default “open”', '‘open’, ‘on hold’, default ‘open’', '"open", "on hold", default "open"',
    '「open」、「on hold」；預設「open」', '«open», «on hold», default open', '`open`, `on hold`, default `open`', "['open', 'on hold'], default 'open'",
  ]) assert.equal(await values(list), is, list);
  assert.equal(await values("'it's', patient's, ’s"), 'of "it\'s", "patient\'s", "’s"', 'an apostrophe quotes nothing');
  assert.equal(await values('"a \\"b\\"", \'c "d"\''), 'of "a \\"b\\"", "c \\"d\\""');
});

test('values between bars and slashes', async () => {
  for (const list of ['open | closed', 'open|closed', 'open/closed', 'open / closed', "'open' | 'closed'", "'open'/'closed'", '[open | closed]', '[open/closed]']) {
    assert.equal(await values(list), 'of "open", "closed"', list);
  }
  assert.equal(await values('open/closed, default open'), 'default "open" of "open", "closed"');
  assert.equal(await values('mg/dL, mmol/L'), 'of "mg/dL", "mmol/L"', 'a slash within one of several');
  assert.equal(await values("'n/a' | known"), 'of "n/a", "known"');
});

test('values in rules', async () => {
  const spec = (sentence) => `Schema:\n1. Note: state (String), patient (Pointer to User, required).\n\nRules:\n- ${sentence}\n`;
  for (const list of ['open and closed', "'open' or 'closed'", '“open” and “closed”', 'open | closed', 'open/closed']) {
    assert.deepEqual(fieldsOf((await modelOf({ spec: spec(`Note.state is one of ${list}.`) }, '--strict')).Note)[0], 'state: String of "open", "closed"', list);
  }
  const { rules } = await modelOf({ spec: spec("Users can read their own Note whose state is 'on hold'.") }, '--strict');
  assert.deepEqual(rules, ['rule S1 access: own Note user get find count over patient where state is on hold']);
});

test('Markdown is no part of a name', async () => {
  const plain = 'Schema:\n1. Note: patient (Pointer to User, required), state (String: open, closed).\n2. Plan: note (Pointer to Note).\n\nRules:\n- Doctors are users in the role doctor.\n- Doctors can read all Note whose state is open.\n- Note.state goes open -> closed, by doctors.\n';
  const marked = `# A backend

**Schema:**

1. **Note**: \`patient\` (*Pointer to User*, **required**), __state__ (String: open, closed).
2. **\`Plan\`:** \`note\` (\`Pointer to Note\`).

\`\`\`text
## **Rules**:
\`\`\`

* **Doctors** are users in the role \`doctor\`.
* *Doctors* can read all **\`Note\`** whose \`state\` is \`open\`.
- \`Note.state\` goes **open** -> **closed**, by doctors.
`.replace('__state__', '**state**');
  const of = async (spec) => {
    const { sentences, ...model } = await modelOf({ spec }, '--strict');
    return model;
  };
  assert.deepEqual(await of(marked), await of(plain));
});

test('faults in Markdown are shown where they stand in the file', async () => {
  const spec = '**Schema:**\n1. `Note`: **text** (String).\n\n**Rules:**\n- **Everyone** can read all **Notte**.\n';
  const { stdout, stderr } = await caregen('check', { spec }, '--format=json');
  const [fault] = JSON.parse(stdout);
  assert.deepEqual([fault.line, fault.column, fault.endColumn], [5, 31, 36], stderr);
  const text = await caregen('check', { spec });
  assert.match(text.stderr, /- \*\*Everyone\*\* can read all \*\*Notte\*\*\.\n +\^~{4}\n/);
  const [line, caret] = text.stderr.split('\n').slice(1, 3);
  assert.equal(caret.indexOf('^'), line.indexOf('Notte'));
});

test('unknown types are told what was meant', async () => {
  const schema = (type) => ({ classes: [{ className: 'Note', fields: { f: { type } } }] });
  for (const [type, meant] of [['Strng', 'String'], ['JSON', 'Object'], ['Float', 'Number'], ['Timestamp', 'Date'], ['Enum', 'String'], ['int', 'Number'], ['string', 'String'], ['Array of Strings', 'Array']]) {
    const { code, stdout } = await caregen('check', { schema: schema(type) }, '--format=json');
    assert.equal(code, 1);
    assert.deepEqual(JSON.parse(stdout).map(({ notes }) => notes.map(({ message }) => message)), [[`did you mean '${meant}'?`]], type);
  }
  const { stderr } = await caregen('check', { spec: 'Schema:\n1. Note: patient (Physician).\n2. Patient: name (String).\n' });
  assert.match(stderr, /unknown type 'Physician'[^]*a class is written 'Pointer to Physician'/);
  const near = await caregen('check', { spec: 'Schema:\n1. Note: patient (Patiant).\n2. Patient: name (String).\n' });
  assert.match(near.stderr, /unknown type 'Patiant'[^]*did you mean 'Patient'/);
});
