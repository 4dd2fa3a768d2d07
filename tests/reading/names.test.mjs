// `caregen read --names` proposes names for what a Schema section calls otherwise than in ASCII. Each proposal is marked;
// what is unknown or would clash is told and has none; and nothing is taken for granted: without names, or with some that
// nobody has confirmed, every other command says so.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';

const temporary = mkdtempSync(join(tmpdir(), 'caregen-test-'));
after(() => rmSync(temporary, { recursive: true, force: true }));
const file = join(temporary, 'prompt.md');
const text = (path) => readFileSync(path, 'utf8');

async function names(prompt, ...words) {
  writeFileSync(file, prompt);
  const { code, stdout, stderr } = await run(generator, ['read', file, '--names', ...words]);
  const pairs = [...stdout.matchAll(/^(.+?) = (\w+) <!-- proposed(?:; or (.*?))? -->$/gm)];
  return { code, stdout, stderr, pairs: Object.fromEntries(pairs.map(([, from, to]) => [from, to])), others: Object.fromEntries(pairs.map(([, from, , others]) => [from, others])) };
}
const portal = text(join(root, 'tests/reading/seed-portal/prompt.md'));

test('the patient portal gets the names that were written by hand', async () => {
  const byHand = text(join(root, 'tests/reading/seed-portal/names.txt')).trim().split('\n').map((line) => line.split(' = '));
  const { code, pairs, stdout } = await names(portal);
  assert.equal(code, 0);
  assert.deepEqual(pairs, Object.fromEntries(byHand));
  assert.equal(stdout.trim().split('\n').length, byHand.length, 'every line is marked');
});

test('Simplified characters and other fields of health care are as good', async () => {
  const { code, stderr, pairs } = await names('架构:\n1. 护理师: 用户 (指向用户, 必填), 执照号码 (字符串)。\n2. 血糖读数: 患者 (指向患者档案, 必填), 数值 (数字), 测量时间 (日期), 备注 (字符串), 是否异常 (布尔)。\n'
    + '3. 患者档案: 用户 (指向用户), 姓名 (字符串), 出生日期 (日期), 紧急联络人 (字符串)。\n4. 疫苗接种: 患者 (指向患者档案), 疫苗名称 (字符串), 批号 (字符串), 接种日期 (日期), 制造商 (字符串)。\n');
  assert.equal(code, 0, stderr);
  assert.deepEqual(pairs, {
    护理师: 'Nurse', 血糖读数: 'GlucoseReading', 患者档案: 'PatientProfile', 疫苗接种: 'Vaccination', 用户: 'user', 执照号码: 'licenseNumber', 患者: 'patient', 数值: 'value',
    测量时间: 'measurementTime', 备注: 'notes', 是否异常: 'isAbnormal', 姓名: 'name', 出生日期: 'dob', 紧急联络人: 'emergencyContact', 疫苗名称: 'vaccineName', 批号: 'lotNumber',
    接种日期: 'administeredAt', 制造商: 'manufacturer',
  });
});

test('each term of the dictionary has the same name in either script', async () => {
  const strings = (name) => [...text(join(root, `generator/prose/${name}.def`)).replaceAll(/\/\*.*?\*\//gs, '').matchAll(/"((?:[^"])*)"/g)].map(([, one]) => one);
  const simplified = {};
  const han = strings('han');
  for (let i = 0; i < han.length; i += 2) [...han[i + 1]].forEach((character, at) => (simplified[character] ??= [...han[i]][at]));
  const terms = strings('terms').filter((_, i) => i % 2 === 1).flatMap((words) => words.split('|'));
  const prompt = (change) => `Schema:\n${terms.map((term, i) => `${i + 1}. A${i}: ${[...term].map(change).join('')} (Date).`).join('\n')}\n`;
  const proposals = async (change) => JSON.parse((await names(prompt(change), '--format=json')).stdout).map(({ name, proposed }) => [name.replace(/^.*\./, ''), proposed]);
  const [one, other] = [await proposals((c) => c), await proposals((c) => simplified[c] ?? c)];
  const made = Object.fromEntries(other);
  assert.ok(one.length > 300, `${one.length} terms`);
  assert.ok(one.filter(([name]) => [...name].some((c) => simplified[c])).length > 150, 'many of them are written otherwise');
  for (const [name, proposed] of one) {
    assert.ok(proposed, name);
    assert.equal(made[[...name].map((c) => simplified[c] ?? c).join('')], proposed, name);
  }
});

test('a word with several terms says which others there are; a schema beside the prompt decides', async () => {
  const prompt = '架構:\n1. 病人檔案: 出生日期 (日期)。\n';
  const alone = await names(prompt);
  assert.deepEqual([alone.pairs, alone.others.出生日期, alone.others.病人檔案], [{ 病人檔案: 'PatientProfile', 出生日期: 'dob' }, 'dateOfBirth, birthDate', 'PatientDocument, PatientFile']);
  const schema = join(temporary, 'schema.json');
  writeFileSync(schema, JSON.stringify({ classes: [{ className: 'PatientFile', fields: { birthDate: { type: 'Date' } } }] }));
  assert.deepEqual((await names(prompt, '--schema', schema)).pairs, { 病人檔案: 'PatientFile', 出生日期: 'birthDate' });
});

test('names that would clash take another term, or are told', async () => {
  const { code, pairs } = await names('架構:\n1. 藥品: 名稱 (字串)。\n2. Medication: 姓名 (字串), name (字串)。\n3. 消息: 消息 (字串)。\n4. 訊息: 內容 (字串)。\n');
  assert.equal(code, 1);
  assert.deepEqual(pairs, { 藥品: 'Drug', 消息: 'Message', 名稱: 'name', '消息.消息': 'message', 內容: 'body' });
  const { stderr } = await names('架構:\n1. 消息: 標題 (字串)。\n2. 訊息: 內容 (字串)。\n3. Medication: 姓名 (字串), name (字串)。\n');
  assert.match(stderr, /:3:\d+: error\[E025\]: '訊息' needs a name in ASCII: add '訊息 = \.\.\.'.*?note: 'Message' is the name of 消息/s);
  assert.match(stderr, /:4:\d+: error\[E025\]: '姓名' needs a name.*?note: 'name' is the name of name/s);
  const own = await names('架構:\n1. 角色: 創建時間 (字串)。\n');
  assert.deepEqual([own.code, own.pairs], [1, {}]);
  assert.match(own.stderr, /'Role' is the name of Parse's own.*'createdAt' is the name of Parse's own/s);
});

test('what the dictionary does not have is told, and the others have their names', async () => {
  const { code, pairs, stderr } = await names('架構:\n1. 病人龘靐: 標題 (字串)。\n');
  assert.deepEqual([code, pairs], [1, { 標題: 'title' }]);
  assert.match(stderr, /error\[E025\]: '病人龘靐' needs a name.*note: no term is known for '龘靐'/s);
});

test('a field of a prompt that starts with a capital is proposed as fields are written, where it stands', async () => {
  const { code, pairs } = await names('Schema:\n1. Provider: name (String).\n2. Consent: Provider (Pointer to Provider), Reaction (String).\n');
  assert.deepEqual([code, pairs], [0, { 'Consent.Provider': 'provider', Reaction: 'reaction' }]);
});

test('written into the prompt they are what it says, once, and reading them again changes nothing', async () => {
  for (const [prompt, schema] of [[portal, '結構'], ['Schema:\n1. 書: 標題 (字串), 作者 (字串)。\n\nNames:\n書 = Book\n\nSecurity:\n- Users can read all Book.\n', 'Names']]) {
    writeFileSync(file, prompt);
    const read = (...words) => run(generator, ['read', file, '--names', ...words]);
    assert.equal((await read('--write', file)).code, 0);
    const once = text(file);
    assert.ok(once.includes(schema));
    assert.equal(once.match(/^Names:$/gm).length, 1);
    assert.deepEqual(await read(), { code: 0, stdout: '', stderr: '' });
    await read('--write', file);
    assert.equal(text(file), once);
    const checked = await run(generator, ['check', '--spec', file]);
    assert.equal(checked.code, 0, checked.stderr);
    assert.match(checked.stderr, /warning\[W027\]: \d+ names are proposals/);
    writeFileSync(file, once.replaceAll(/ <!-- proposed.*?-->/g, ''));
    assert.doesNotMatch((await run(generator, ['check', '--spec', file])).stderr, /W027/);
  }
});

test('without names a prompt is told, once, what to do, and says nothing about its sentences', async () => {
  writeFileSync(file, portal);
  for (const words of [['check', '--spec', file], ['generate', '--name', 'portal', '--spec', file, '--out', join(temporary, 'out')], ['read', file]]) {
    const { code, stderr } = await run(generator, words);
    assert.equal(code, 1);
    assert.equal(stderr.match(/`caregen read PROMPT --names` proposes names/g).length, 1);
    assert.doesNotMatch(stderr, /W051|W053/);
  }
});

test('a name that is mapped is a name in sentences, whatever the dictionary says', async () => {
  writeFileSync(file, '架構:\n1. 病人檔案: 用戶 (指向用戶)。\n2. 靐: 病人 (指向病人檔案), 龘 (字串)。\n\nNames:\n病人檔案 = PatientProfile\n靐 = Storm\n病人 = patient\n用戶 = user\n龘 = dragons\n\n安全性:\n- 病人可以查看他們的靐。\n- 龘需要加密。\n');
  const { stdout } = await run(generator, ['read', file]);
  assert.match(stdout, /= Patients can read their own Storm\./);
  assert.match(stdout, /= dragons of Storm (?:is|are) encrypted\./);
});

test('values are named as classes and fields are, and stay as they are where no line names them', async () => {
  const prompt = (names) => `架構:\n1. PatientProfile: user (指向用戶), 草稿 (字串).\n2. Plan: patient (指向 PatientProfile), 狀態 (字串: 草稿, 啟用, 停; default 啟用), level (字串: 啟用, 高).\n\n${names}\n`
    + '規則:\n- Patients are users with a PatientProfile.\n- Patients can read their own Plan whose 狀態 is not 停.\n';
  const dump = async (names) => {
    writeFileSync(file, prompt(names));
    return run(generator, ['check', '--spec', file, '--dump', 'model']);
  };
  const mapped = await dump('Names:\n狀態 = status\nPatientProfile.草稿 = draftText\n草稿 = draft\n停 = on-hold\nstatus.啟用 = in-use\n');
  assert.equal(mapped.code, 0, mapped.stderr);
  assert.match(mapped.stdout, /status: String default "in-use" of "draft", "in-use", "on-hold"/);
  assert.match(mapped.stdout, /level: String of "啟用", "高"/);
  assert.match(mapped.stdout, /access: own Plan Patients get find count over patient.user where status is not on-hold/);
  writeFileSync(file, '架構:\n1. PatientProfile: user (指向用戶).\n2. Plan: patient (指向 PatientProfile), 狀態 (字串: 草稿, 擱置).\n\nNames:\n狀態 = status\n草稿 = draft\n擱置 = on-hold\n\n安全性:\n- 病人可以查看自己的 Plan，但不能查看草稿。\n');
  assert.match((await run(generator, ['read', file])).stdout, /Patients can read their own Plan whose status is not draft\./);
  const plain = await dump('Names:\n狀態 = status\nPatientProfile.草稿 = draftText\n');
  assert.match(plain.stdout, /status: String default "啟用" of "草稿", "啟用", "停"/);
  // A field is called so: the line names the field, and no value.
  const field = await dump('Names:\n狀態 = status\n草稿 = draft\n');
  assert.match(field.stdout, /status: String default "啟用" of "草稿", "啟用", "停"/);
  // What a class or field is called is ASCII letters, digits and '_'.
  const faulty = await dump('Names:\n狀態 = in-use\nPatientProfile.草稿 = draftText\n');
  assert.equal(faulty.code, 1);
  assert.match(faulty.stderr, /error\[E050\]: expected a name of ASCII letters, digits and '_' after '=', found 'in-use'/);
});

test('the dictionary of the server says what the prompt calls each', async () => {
  writeFileSync(file, '架構:\n1. 書: 標題 (字串), year (數字)。\n\nNames:\n書 = Book\n標題 = title\n');
  const out = join(temporary, 'books');
  assert.equal((await run(generator, ['generate', '--name', 'books', '--spec', file, '--out', out])).code, 0);
  const page = text(join(out, 'docs/dictionary.md'));
  assert.match(page, /^## Book\n\nFrom: prompt\.md:2 \(書\)\./m);
  assert.match(page, /^\| title \|.*\| prompt\.md:2 \(標題\) \|$/m);
  assert.match(page, /^\| year \|.*\| prompt\.md:2 \|$/m);
});
