// Every diagnostic: a folder CODE holds a schema.json, a spec.md or both, perhaps flags, and in expected.txt
// what caregen says about them, whole. Each code of diagnostics.def needs its folder; those with other names
// show something else, such as how lines are cut. UPDATE_EXPECTED=1 writes expected.txt anew: read it then.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';

const folder = join(root, 'tests/diagnostics');
const cases = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
const table = readFileSync(join(root, 'generator/base/diagnostics.def'), 'utf8');
const codes = [...table.matchAll(/^DIAGNOSTIC\(\w+, "([EW]\d{3})", (ERROR|WARNING),/gm)].map(([, code, severity]) => ({ code, severity }));

function check(name, ...more) {
  const at = join(folder, name);
  const inputs = [['--schema', 'schema.json'], ['--spec', 'spec.md']].filter(([, file]) => existsSync(join(at, file)));
  const flags = existsSync(join(at, 'flags')) ? readFileSync(join(at, 'flags'), 'utf8').split(/\s+/).filter(Boolean) : [];
  return run(generator, ['check', ...inputs.flat(), ...flags, ...more], { cwd: at });
}

test('every code has a case, is used once, and its letter is its severity', () => {
  assert.ok(codes.length > 30);
  assert.equal(new Set(codes.map(({ code }) => code)).size, codes.length);
  for (const { code, severity } of codes) {
    assert.ok(cases.includes(code), `there is no tests/diagnostics/${code}`);
    assert.equal(code[0], severity[0]);
  }
});

test('diagnostics', { concurrency: 4 }, async (t) => {
  await Promise.all(cases.map((name) => t.test(name, async () => {
    const { code, stdout, stderr } = await check(name);
    assert.equal(stdout, '');
    const expected = join(folder, name, 'expected.txt');
    if (process.env.UPDATE_EXPECTED) writeFileSync(expected, stderr);
    assert.equal(stderr, readFileSync(expected, 'utf8'));
    assert.equal(code, /(^|: )error(\[|\x1b)/m.test(stderr) ? 1 : 0);
    if (/^[EW]\d/.test(name)) assert.match(stderr, new RegExp(`(error|warning)\\[${name}\\]`));
  })));
});

test('--format=json says the same, with places, on standard output', async () => {
  const { code, stdout, stderr } = await check('E040', '--format', 'json');
  assert.equal(code, 1);
  assert.equal(stderr, '');
  const [pages] = JSON.parse(stdout);
  assert.deepEqual(pages, {
    file: 'spec.md', line: 2, column: 17, endColumn: 23, severity: 'error', code: 'E040',
    message: "'Book.pages' is String here and Number in the other input",
    notes: [{ file: 'schema.json', line: 4, column: 25, endColumn: 33, message: 'pages is Number here' }],
  });
});

test('json and text agree in every case', { concurrency: 4 }, async (t) => {
  await Promise.all(cases.map((name) => t.test(name, async () => {
    const { stdout } = await check(name, '--format=json');
    const fromJson = JSON.parse(stdout).map(({ file, line, column, severity, code }) => `${file ? `${file}:${line}:${column}: ` : ''}${severity}[${code}]`);
    const text = readFileSync(join(folder, name, 'expected.txt'), 'utf8');
    assert.deepEqual(fromJson, text.match(/^(?:\S+:\d+:\d+: )?(?:error|warning)\[\w+\]/gm) ?? []);
  })));
});

test('nothing is said twice of one place, for however many rules a sentence becomes', async () => {
  for (const name of cases) {
    const list = JSON.parse((await check(name, '--format=json')).stdout).map(({ file, line, column, endColumn, code, message }) => JSON.stringify([file, line, column, endColumn, code, message]));
    assert.equal(new Set(list).size, list.length, `${name}: ${list.filter((one, i) => list.indexOf(one) < i)}`);
  }
});

test('docs/diagnostics.md is what caregen says of its codes', async () => {
  const { code, stdout } = await run(generator, ['diagnostics', '--markdown']);
  assert.equal(code, 0);
  assert.equal(stdout, readFileSync(join(root, 'docs/diagnostics.md'), 'utf8'), 'run `make docs`');
});
