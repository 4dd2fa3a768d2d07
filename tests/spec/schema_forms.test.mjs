// The Schema section as people lay it out: each file of schema_forms/ writes the same two classes. And what a field is
// where no type is said.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { caregen, caregenWithin, codesOf, fieldsOf, modelOf } from './lib.mjs';

const fields = async (spec, ...more) => {
  const model = await modelOf({ spec }, ...more);
  return Object.fromEntries(['Patient', 'Visit'].map((name) => [name, fieldsOf(model[name] ?? [])]));
};

const expected = {
  Patient: ['user: Pointer<_User> required indexed', 'name: String', 'birthDate: Date'],
  Visit: ['patient: Pointer<Patient> indexed', 'state: String default "open" of "open", "closed"', 'urgent: Boolean'],
};

const folder = join(root, 'tests/spec/schema_forms');
const FORMS = Object.fromEntries(readdirSync(folder).map((name) => [name.replace('.md', '').replaceAll('_', ' '), readFileSync(join(folder, name), 'utf8')]));
assert.ok(Object.keys(FORMS).length >= 16);

describe('a schema', () => {
  for (const [form, spec] of Object.entries(FORMS)) {
    test(form, async () => {
      assert.deepEqual(await fields(spec), expected);
      assert.deepEqual(codesOf(await caregen('check', { spec }, '--format=json')), [], 'nothing was assumed');
      const crlf = spec.replaceAll('\n', '\r\n');
      assert.deepEqual(await fields(crlf), expected, 'with the line ends of Windows');
    });
  }

  test('in Chinese', async () => {
    const names = '\nNames:\n病人 = Patient\n就診 = Visit\n帳號 = user\n姓名 = name\n生日 = birthDate\n狀態 = state\n急診 = urgent\nVisit.病人 = patient\n';
    for (const spec of [
      '資料模型：\n- 病人\n  - 帳號：指向用戶的指標，必填\n  - 姓名：字串\n  - 生日：日期\n- 就診\n  - 病人：指向病人的指標\n  - 狀態：open、closed；預設 open\n  - 急診：布林',
      '架構：\n### 病人\n- 帳號（指向用戶，必填）\n- 姓名（字串）\n- 生日（日期）\n### 就診\n- 病人 → 病人\n- 狀態（open、closed，預設 open）\n- 急診（布林）',
    ]) assert.deepEqual(await fields(spec + names), expected, spec);
  });

  test('in two scripts, so that nothing else has to say the names', async () => {
    const spec = '資料表\n1. 病人（Patient）：帳號 user（User 指標，必填）、姓名 name（字串）、生日 birthDate（日期）\n2. Visit（就診）：病人 patient（Patient 指標）、狀態 state（open、closed，預設 open）、急診 urgent（是否）\n\n權限\n- 病人可以查看自己的就診。\n';
    assert.deepEqual(await fields(spec), expected);
    const { rules } = await modelOf({ spec });
    assert.ok(rules.some((rule) => /own Visit Patients get find/.test(rule)), rules.join('\n'));
    const { Note } = await modelOf({ spec: 'Schema:\n1. Note: 線程 ID (String), Provider 檔案 (String).\n\nNames:\n線程 ID = threadId\nProvider 檔案 = providerFile\n' });
    assert.deepEqual(fieldsOf(Note), ['threadId: String', 'providerFile: String'], 'a word of the other script within a name');
  });

  test('a class without fields, and one with fields in its line and below', async () => {
    const model = await modelOf({ spec: 'Schema:\n1. Patient: name (String)\n   - birthDate: Date\n   - phone (String)\n2. Visit: note (String).\n' });
    assert.deepEqual(fieldsOf(model.Patient), ['name: String', 'birthDate: Date', 'phone: String']);
    assert.deepEqual(fieldsOf(model.Visit), ['note: String']);
  });

  test('a sentence among the fields is a rule', async () => {
    const { rules, Patient } = await modelOf({ spec: 'Schema:\n- Patient\n  - user: Pointer to User\n  - name: String\n  - Users can read their own Patient.\n' });
    assert.deepEqual(fieldsOf(Patient), ['user: Pointer<_User> indexed', 'name: String']);
    assert.match(rules[0], /access: own Patient user get find count/);
  });
});

describe('a field without a type', () => {
  const typeOf = async (name, more = '') => {
    const { code, stdout, stderr } = await caregen('check', { spec: `Schema:\n1. Patient: note (String).\n2. DoctorProfile: note (String).\n3. Visit: ${name}.\n${more}` }, '--dump=model');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /W087/);
    return stdout.split(/^class /m).find((part) => part.startsWith('Visit ') || part.startsWith('Visit\n')).match(/^ {2}\w+: (\S+(?: of \w+)?)/m)[1];
  };

  test('is told from its name', async () => {
    for (const [name, type] of Object.entries({
      patient: 'Pointer<Patient>', patientId: 'Pointer<Patient>', referringDoctor: 'String', doctor: 'Pointer<DoctorProfile>', otherPatient: 'Pointer<Patient>',
      user: 'Pointer<_User>', reviewedBy: 'Pointer<_User>', startsAt: 'Date', dueDate: 'Date', dateOfBirth: 'Date', 'valid until': 'Date', isUrgent: 'Boolean',
      pain_score: 'Number', attachments: 'Array<File>', photo: 'File', notes: 'String', island: 'String', format: 'String', baby: 'String',
    })) assert.equal(await typeOf(name), type, name);
  });

  test('has the one that a JSON schema says, and nothing is assumed then', async () => {
    const schema = { classes: [{ className: 'Visit', fields: { startsAt: { type: 'String' }, notes: { type: 'Object' } } }] };
    const inputs = { schema, spec: 'Schema:\n1. Visit: startsAt, notes.\n' };
    assert.deepEqual(fieldsOf((await modelOf(inputs)).Visit), ['startsAt: String', 'notes: Object']);
    assert.deepEqual(codesOf(await caregen('check', inputs, '--format=json')), []);
  });

  test('and of several words is one name, which sentences may call as it is written', async () => {
    const { Patient, rules } = await modelOf({ spec: 'Schema:\n1. Patient: user (Pointer to User), medical record number (String), emergency-contact.\n\nSecurity:\n- Patients can read their own Patient.\n- Doctors can read all Patient.\n- Only doctors can read the medical record numbers of patients.\n' });
    assert.deepEqual(fieldsOf(Patient), ['user: Pointer<_User> indexed', 'medicalRecordNumber: String', 'emergencyContact: String']);
    assert.ok(rules.some((rule) => /medicalRecordNumber/.test(rule)), rules.join('\n'));
  });
});

test('the forms of the page are the same', async () => {
  const page = readFileSync(join(root, 'docs/spec-language.md'), 'utf8');
  const forms = page.match(/^```schema-forms\n([^]*?)^```/m)[1].split(/\n\n/);
  assert.ok(forms.length > 4);
  for (const form of forms) {
    const { Patient } = await modelOf({ spec: `Schema:\n${form}\n` });
    assert.deepEqual(fieldsOf(Patient), ['user: Pointer<_User> required indexed', 'name: String', 'state: String of "open", "closed"'], form);
  }
});

test('slips stay faults', async () => {
  const codes = async (line) => codesOf(await caregen('check', { spec: `Schema:\n${line}\n` }, '--format=json'));
  for (const line of ['1. Note: text (Strng).', '1. Note: text (Strng, requird).', '1. Note: text (String, requird).', '1. Note: text (Physician).', '- Note\n  - text: Strng', '1. Note: text (String, mandatory, optional).']) {
    const found = await codes(line);
    assert.ok(found.length > 0 && found.every((code) => code.startsWith('E')), `${line}: ${found}`);
  }
  for (const line of ['Note', '- Note', '### Note', '### Note\n### Other', '| Note |', '| Class | Field |\n|---|---|\n| | text |', '1. (a, b)', '1. : a']) {
    assert.notDeepEqual(await codes(line), [], line);
  }
});

describe('a long schema is read in time that grows with its length', () => {
  const many = (line, between = '\n', length = 20000) => Array.from({ length }, (_, i) => line(i)).join(between);
  for (const [name, spec] of Object.entries({
    'of one line': many((i) => `${i + 1}. C${i}: a, b (open, closed).`, ' '),
    'of a table with a row for each class': `| Class | Field | Type |\n|---|---|---|\n${many((i) => `| C${i} | a | String |`)}`,
    'of a class with a line for each field': `### Big\n${many((i) => `- f${i}: String`, '\n', 80000)}`,
    'of parentheses that nothing closes': many((i) => `### C${i}\n- a (String)\n- b: String (open`),
  })) test(name, async () => {
    const { code, stderr } = await caregenWithin(8, 'check', { spec: `Schema:\n${spec}\n` });
    assert.equal(code, name.includes('parentheses') ? 1 : 0, stderr.slice(0, 1000));
  });
});
