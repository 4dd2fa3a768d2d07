// What is handed out to start a prompt from is read whole: the starter, the instructions' sentences and the page's example.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';
import { read } from './judge.mjs';
import { schema } from './schema.mjs';

const temporary = mkdtempSync(join(tmpdir(), 'caregen-test-'));
after(() => rmSync(temporary, { recursive: true, force: true }));

const caregen = (...words) => run(generator, words, { cwd: temporary });
const starter = async () => (await caregen('init')).stdout;

/** Every sentence is enforced, and no word of one is left over. */
async function isReadWhole(prompt) {
  const file = join(temporary, 'prompt.md');
  writeFileSync(file, prompt);
  const { code, stderr } = await caregen('read', '--strict', file);
  assert.equal(code, 0, stderr);
  const [, enforced, all] = /^(\d+) of (\d+) sentences enforced/m.exec(stderr);
  assert.equal(enforced, all, stderr);
  assert.doesNotMatch(stderr, /warning|not understood/);
  const checked = await caregen('check', '--strict', '--spec', file);
  assert.equal(checked.code, 0, checked.stderr);
}

test('the prompt to start from is read whole', async () => isReadWhole(await starter()));

test('init writes it, and never over another file', async () => {
  const file = join(temporary, 'clinic.md');
  assert.equal((await caregen('init', file)).code, 0);
  assert.equal(readFileSync(file, 'utf8'), await starter());
  writeFileSync(file, 'mine');
  const { code, stderr } = await caregen('init', file);
  assert.equal(code, 3);
  assert.match(stderr, /clinic\.md.*exists/);
  assert.equal(readFileSync(file, 'utf8'), 'mine');
});

test('the sentences of the instructions are read whole', async () => {
  const { stdout } = await caregen('prompt');
  const sentences = /^Security:\n.*?(?=^Then run)/ms.exec(stdout)[0];
  const schema = /^Schema:\n.*?(?=^Security:)/ms.exec(await starter())[0];
  const result = '5. LabResult: patient (Pointer to PatientProfile), clinician (Pointer to User), value (String), status (String: draft, published).';
  await isReadWhole(`Create a backend.\n\n${schema.trim()}\n${result}\n\n${sentences}`);
});

test('the example of docs/writing-a-prompt.md becomes what the page says', async () => {
  const page = readFileSync(join(root, 'docs/writing-a-prompt.md'), 'utf8');
  const [prompt, reading] = ['prompt', 'reading'].map((kind) => new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\``, 'ms').exec(page)[1]);
  await isReadWhole(prompt);
  const becomes = new Set((await read(prompt)).flatMap((one) => one.reading));
  assert.deepEqual([...becomes].sort(), reading.trim().split('\n').sort());
});

test('what docs/writing-a-prompt.md says beyond its prompt narrows what the prompt says', async () => {
  const page = readFileSync(join(root, 'docs/writing-a-prompt.md'), 'utf8');
  const [prompt, reading] = ['beyond-prompt', 'beyond-reading'].map((kind) => new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\``, 'ms').exec(page)[1]);
  await isReadWhole(prompt);
  assert.deepEqual((await read(prompt)).flatMap((one) => one.reading).sort(), reading.trim().split('\n').sort());
});

test('a schema that is laid out in another way, and has a field without a type, is read as docs/writing-a-prompt.md says', async () => {
  const page = readFileSync(join(root, 'docs/writing-a-prompt.md'), 'utf8');
  const [prompt, reading] = ['layout-prompt', 'layout-reading'].map((kind) => new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\``, 'ms').exec(page)[1]);
  const list = await read(prompt);
  assert.deepEqual(list.flatMap(({ left }) => left), []);
  assert.deepEqual(list.flatMap((one) => one.reading).sort(), reading.trim().split('\n').sort());
  const file = join(temporary, 'layout.md');
  writeFileSync(file, prompt);
  assert.match((await caregen('read', file)).stderr, /W087.*notes \(String\)/);
});

test('a restriction that is not read is shown as docs/writing-a-prompt.md says', async () => {
  const page = readFileSync(join(root, 'docs/writing-a-prompt.md'), 'utf8');
  const [prompt, shown] = ['unenforced-prompt', 'unenforced'].map((kind) => new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\``, 'ms').exec(page)[1]);
  const file = join(temporary, 'unenforced.md');
  writeFileSync(file, prompt);
  const { stdout } = await caregen('read', '--format=json', file);
  assert.deepEqual(JSON.parse(stdout).flatMap(({ unenforced }) => unenforced), [shown.trim()]);
});

test('the names of docs/writing-a-prompt.md are those that are proposed for its prompt', async () => {
  const page = readFileSync(join(root, 'docs/writing-a-prompt.md'), 'utf8');
  const [prompt, names] = ['names-prompt', 'names'].map((kind) => new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\``, 'ms').exec(page)[1]);
  const file = join(temporary, 'names.md');
  writeFileSync(file, prompt);
  assert.deepEqual(await caregen('read', '--names', file), { code: 0, stdout: names, stderr: '' });
  await isReadWhole(`${prompt}\nNames:\n${names.replaceAll(/ <!--.*?-->/g, '')}`);
});

test('what docs/writing-a-prompt.md says to be delivered is what the reader says', async () => {
  const page = readFileSync(join(root, 'docs/writing-a-prompt.md'), 'utf8');
  const [prompt, reading] = ['deliver-prompt', 'deliver-reading'].map((kind) => new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\``, 'ms').exec(page)[1]);
  const file = join(temporary, 'deliver.md');
  writeFileSync(file, prompt);
  const { stdout } = await caregen('read', file);
  assert.equal(stdout.match(/^ {4}> .*\n/gm).join(''), reading);
});

test('each row of the table of assumptions is what the reader makes of its sentences', async () => {
  const page = readFileSync(join(root, 'docs/writing-a-prompt.md'), 'utf8');
  const rows = [...page.matchAll(/^\| "(.*?)" \| .* \| `(.*?)` \|$/gm)];
  assert.ok(rows.length >= 14, `${rows.length} rows`);
  for (const [, sentences, becomes] of rows) {
    const list = await read(`${schema}\nRules:\n- ${sentences}\n`);
    assert.deepEqual(list.flatMap(({ left }) => left), [], sentences);
    assert.ok(list.some(({ reading }) => reading.includes(becomes)), `${sentences}: ${JSON.stringify(list.map(({ reading }) => reading))}`);
  }
});

test('each row of the table of what is left open is told by the reader', async () => {
  const page = readFileSync(join(root, 'docs/writing-a-prompt.md'), 'utf8');
  const rows = [...page.matchAll(/^\| "(.*?)" \| ('.*) \|$/gm)];
  assert.ok(rows.length >= 4, `${rows.length} rows`);
  for (const [, sentences, told] of rows) {
    const list = await read(`${schema}\nRules:\n- ${sentences}\n`);
    assert.ok(list.some(({ assumed }) => assumed.includes(told)), `${sentences}: ${JSON.stringify(list.map(({ assumed }) => assumed))}`);
  }
});
