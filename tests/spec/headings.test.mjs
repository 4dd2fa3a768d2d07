// The headings of a spec as people set them, what stands before the first one, and titles within a section.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { generator, run } from '../lib/builds.mjs';
import { caregen, codesOf, fieldsOf, modelOf } from './lib.mjs';

const classes = '- Patient: user (Pointer to User), name (String)\n- Note: patient (Pointer to Patient), body (String)\n';
const sectionsOf = async (spec) => (await modelOf({ spec })).sentences ?? [];

/** What `caregen read` says of a spec, as JSON; and the spec that it writes. */
async function read(spec) {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-headings-'));
  const [prompt, out] = [join(folder, 'prompt.md'), join(folder, 'out.md')];
  writeFileSync(prompt, spec);
  const { code, stdout, stderr } = await run(generator, ['read', '--format', 'json', '--write', out, prompt]);
  assert.equal(code, 0, stderr);
  return { sentences: JSON.parse(stdout), written: readFileSync(out, 'utf8') };
}

describe('a section begins', () => {
  for (const heading of [
    'Schema:', '## Schema', '# Schema:', 'Schema', 'SCHEMA', '**Schema**', '**Schema:**', '1. Schema', '1) Schema:', '(2) Schema', 'II. Schema',
    'A. Data model', 'Part 1: Schema', 'Section 2 - Schema', '=== Schema ===', '--- Schema ---', '[Schema]', 'Schema (Parse classes):', 'Schema & classes',
    'Database schema', '__Schema__', '【資料結構】', '二、資料模型', '（一）架構', '第一部分：架構', '数据库与架构', '- Schema:',
  ]) {
    test(`with ${heading}`, async () => {
      const model = await modelOf({ spec: `Create a backend.\n\n${heading}\n${classes}\nSecurity:\n- Users can read all Note.\n` });
      assert.deepEqual(fieldsOf(model.Patient), ['user: Pointer<_User> indexed', 'name: String']);
      assert.deepEqual(model.sentences, ['Security: Users can read all Note.']);
    });
  }

  for (const [heading, section] of Object.entries({
    'Access control': 'Security', 'Roles & permissions:': 'Auth', '## 3. Permissions': 'Security', 'Privacy and compliance': 'Security', '權限控制：': 'Security',
    'Sign-up and log-in': 'Auth', '二、註冊與登入': 'Auth', '### Business rules': 'Behavior', 'Workflow:': 'Behavior', 'Notifications': 'Behavior', '業務邏輯': 'Behavior',
  })) {
    test(`with ${heading}`, async () => {
      assert.deepEqual(await sectionsOf(`Schema:\n${classes}\nRules:\n- Users can read all Patient.\n\n${heading}\n- Users can read all Note.\n`),
        ['Rules: Users can read all Patient.', `${section}: Users can read all Note.`]);
    });
  }

  test('not with a class that is called so, nor with the end of a line of prose', async () => {
    const model = await modelOf({ spec: 'Schema:\n\nNotifications\n- body: String\n\nTables\n- seats: Number\n\n4. Roles: title (String)\n\nSecurity:\n- Users can read all Tables and all\nnotifications\n' });
    assert.deepEqual([model.Notifications, model.Tables, model.Roles].map((fields) => fieldsOf(fields)[0]), ['body: String', 'seats: Number', 'title: String']);
    assert.equal(model.sentences.length, 1);
  });

  test('within a schema of Markdown, with as few marks as the schema has', async () => {
    const { Notification, sentences } = await modelOf({ spec: '## Schema\n### Notification\n- body: String\n\n## Notifications\n- Users can read all Notification.\n' });
    assert.deepEqual(fieldsOf(Notification), ['body: String']);
    assert.deepEqual(sentences, ['Behavior: Users can read all Notification.']);
  });
});

describe('before the first heading', () => {
  const rules = `Schema:\n${classes}\nSecurity:\n- Patients can read their own Patient.\n`;
  const introduced = async (text) => (await read(`${text}\n\n${rules}`)).sentences.filter(({ section }) => section === 'Introduction');

  test('a rule is a rule', async () => {
    const [first, second] = await introduced('# Clinic\n\nBuild a backend for a small clinic. Patients can read their own notes. Nurses must never read notes.');
    assert.equal(first.sentence, 'Patients can read their own notes.');
    assert.equal(second.sentence, 'Nurses must never read notes.');
    const { rules: found } = await modelOf({ spec: `Patients can read their own notes.\n\n${rules}` });
    assert.ok(found.some((rule) => /own Note/.test(rule)), found.join('\n'));
  });

  test('what allows or forbids and is not understood is shown', async () => {
    const [sentence] = await introduced('Nurses must never frobnicate notes.');
    assert.ok(sentence.left.length > 0);
    assert.ok(codesOf(await caregen('check', { spec: `Nurses must never frobnicate notes.\n\n${rules}` }, '--format=json')).includes('W051'));
  });

  test('what the backend is for is no rule', async () => {
    for (const text of ['Create a dental clinic backend on Back4app with this exact schema and behavior.', '# Clinic\nA place for patients and their notes.', 'We are a small team. Please keep it simple.', '在 Back4app 上建立一個診所後端，使用這個確切的架構和行為。', '## Background\nPatients of our clinic write many notes.'])
      assert.deepEqual(await introduced(text), [], text);
  });
});

describe('within a section', () => {
  const spec = `## Schema\n${classes}\n## Security\n### Notes\nPatients can read their own notes.\n\n**Who writes them**\n- Patients can add notes.\n\nWishes for later\n\n- Patients can delete their own notes.\n#### Nurses must not read notes\n`;

  test('titles carry no rule, unless they say one', async () => {
    const { sentences, written } = await read(spec);
    assert.deepEqual(sentences.map(({ sentence }) => sentence), ['Patients can read their own notes.', 'Patients can add notes.', 'Patients can delete their own notes.', 'Nurses must not read notes']);
    for (const title of ['### Notes', 'Who writes them', 'Wishes for later']) assert.ok(written.split('\n').includes(title), written);
  });

  test('what stands in parentheses behind a heading is a sentence, where it says something', async () => {
    for (const heading of ['## Security (nurses must not read notes)', '**Security (nurses must not read notes):**', 'Security (nurses must not read notes)']) {
      const { sentences } = await read(`Schema:\n${classes}\n${heading}\n- Patients can read their own notes.\n`);
      assert.match(sentences[0].sentence, /nurses must not read notes/, heading);
    }
    for (const heading of ['## Security (rules)', '## Security (what each role may do)', '**Security (rules by role and class):**'])
      assert.deepEqual((await read(`Schema:\n${classes}\n${heading}\n- Patients can read their own notes.\n`)).sentences.map(({ sentence }) => sentence), ['Patients can read their own notes.'], heading);
  });

  test('and stay in what is written, which is read the same again', async () => {
    const { written } = await read(`# Clinic\nA backend for **our clinic**.\n\n${spec}`);
    assert.match(written, /^# Clinic\n+A backend for \*\*our clinic\*\*/);
    assert.equal((await read(written)).written, written);
  });
});
