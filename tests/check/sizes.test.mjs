// Functions stay under about 80 lines and files under about 500 (CONTRIBUTING.md).
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';

const LONGEST_FUNCTION = 80;
const LONGEST_FILE = 500;
const LONGEST_TESTS = 800;

const files = ['generator', 'templates/runtime'].flatMap((tree) => readdirSync(join(root, tree), { recursive: true })
  .filter((path) => /\.[ch]$/.test(path)).map((path) => `${tree}/${path}`));
const read = (file) => readFileSync(join(root, file), 'utf8');

/** The bodies of a file's functions that are longer than a function may be: "name: lines". */
function longFunctions(text) {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    if (line !== '{') return [];
    const length = lines.indexOf('}', start) - start - 1;
    const head = lines.slice(0, start).findLast((one) => /^\w.*\(/.test(one));
    return head && length > LONGEST_FUNCTION ? [`${head.match(/(\w+)\(/)[1]}: ${length}`] : [];
  });
}

test('functions are short', () => {
  const long = files.flatMap((file) => longFunctions(read(file)).map((one) => `${file}: ${one}`));
  assert.deepEqual(long, []);
});

test('files are short', () => {
  const long = files.map((file) => [file, read(file).split('\n').length - 1]).filter(([file, length]) => length > LONGEST_FILE);
  assert.deepEqual(long, []);
});

// A file of tests is a list that nobody reads at once; console.test.mjs is the longest.
test('files of tests are no longer than the longest', () => {
  const below = (folder) => readdirSync(join(root, folder), { withFileTypes: true }).filter(({ name }) => name !== 'node_modules')
    .flatMap((entry) => (entry.isDirectory() ? below(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
  const long = below('tests').filter((file) => file.endsWith('.mjs')).map((file) => [file, read(file).split('\n').length - 1]).filter(([, length]) => length > LONGEST_TESTS);
  assert.deepEqual(long, []);
});

test('a long one would be seen', () => {
  const body = (length) => `static int f(int a,\n             int b)\n{\n${'    a++;\n'.repeat(length)}}\n`;
  assert.deepEqual(longFunctions(body(80)), []);
  assert.deepEqual(longFunctions(body(1) + body(81)), ['f: 81']);
});
