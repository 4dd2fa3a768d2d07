// What documents and comments name is there: files, and functions. A name that has gone sends whoever reads on to
// nothing, and nobody notices by building.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
  .filter((file) => existsSync(join(root, file)));
const read = (file) => readFileSync(join(root, file), 'utf8');
const COMMENT = /\/\*[\s\S]*?\*\//g;
const FILE = /(?<![\w.*/])[\w/-]+\.(?:c|h|def|mjs|jsx|md|txt|sh|mk)\b(?![\w.])/g;

/** What stands for other names (NAME.c, templates/text/quick_start_PAGE.md), and examples. */
const isPlaceholder = (name) => /(?<![A-Za-z])(NAME|PAGE|DATA)|_PAGE/.test(name);
const examples = {
  'README.md': ['schemas/clinic/agent.md'],
  'README.zh-TW.md': ['schemas/clinic/agent.md'],
  'docs/adding-an-emitter.md': ['docs/classes.txt'],
  'docs/quick-start.md': ['clinic.md'],
  'docs/quick-start.zh-TW.md': ['clinic.md'],
  'docs/starter-apps.md': ['parts/ward.jsx'],
  'generator/base/names.h': ['timer_create()'], // of the C library
  'generator/emit/clients/language.h': ['getX()', 'setX()'],
  'generator/emit/manifest.h': ['a/b.c'],
  'generator/emit/output.h': ['s.c'],
  'templates/runtime/live/graphql_message.h': ['PROTOCOL.md'], // of the package that describes the protocol
  'templates/runtime/read/projection.c': ['b.c'], // a path of fields
};

const sources = files.filter((file) => /^(generator|templates\/runtime)\/.*\.(c|h|def)$/.test(file));
const documents = files.filter((file) => /^(README|CONTRIBUTING)[\w.-]*\.md$|^docs\/.*\.md$|^templates\/(runtime|web)\/.*\.md$|^schemas\/README\.md$/.test(file));

/** What is there: what is committed, what is emitted, and what the build makes. */
const there = new Set(['build/embedded_files.c', 'embedded_files.c']);
const add = (path) => path.split('/').forEach((_, i, parts) => there.add(parts.slice(i).join('/')));
for (const file of files) add(file.replace(/^tests\/emit\/expected\/\w+\//, ''));
for (const file of sources.filter((name) => name.startsWith('generator/emit/'))) {
  for (const [, path] of read(file).matchAll(/output_file\(output, "([^"]+)"/g)) add(path);
}
const words = new Set(files.filter((file) => /\.(c|h|def|mjs|jsx?|tsx?)$/.test(file) && !file.startsWith('tests/check/'))
  .flatMap((file) => read(file).replace(COMMENT, '').match(/\b[A-Za-z_]\w+\b/g) ?? []));

/** The names in a text that lead nowhere. */
function missing(file, text) {
  const functions = [...text.matchAll(/\b([A-Za-z_]\w+)\(\)/g)].filter(([, name]) => !words.has(name)).map(([name]) => name);
  const paths = [...text.matchAll(FILE)].map(([name]) => name).filter((name) => !there.has(name) && !isPlaceholder(name));
  return [...functions, ...paths].filter((name) => !examples[file]?.includes(name));
}

/** What a document has between backquotes, but for its blocks of code. */
const quoted = (text) => [...text.replace(/^( *)```[\s\S]*?^\1```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, name]) => name).filter((name) => !name.includes(' ')).join('\n');

test('documents name files and functions that are there', () => {
  assert.ok(documents.length > 30, `${documents.length} are read`);
  for (const file of documents) assert.deepEqual(missing(file, quoted(read(file))), [], file);
});

test('comments name files and functions that are there', () => {
  assert.ok(sources.length > 800, `${sources.length} are read`);
  for (const file of sources) assert.deepEqual(missing(file, (read(file).match(COMMENT) ?? []).join('\n')), [], file);
});

test('the rooms of ARCHITECTURE.md are those of rooms.txt, in their order', () => {
  const rooms = [];
  for (const line of read('tests/check/rooms.txt').split('\n')) {
    const [name, ...what] = line.split(/\s+/);
    if (/^#|^$/.test(line)) continue;
    if (what.length) rooms.at(-1).push(name);
    else rooms.push([]);
  }
  assert.equal(rooms.length, 2);
  for (const tree of rooms) assert.ok(read('docs/ARCHITECTURE.md').includes(`\n    ${tree.join(' ')}\n`), tree.join(' '));
});

test('a name that has gone would be seen', () => {
  assert.deepEqual(missing('docs/ARCHITECTURE.md', quoted('`store/store.h` `store/store_gone.h` and `store_prepare()`, `store_gone()`.')), ['store_gone()', 'store/store_gone.h']);
});

test('each example is still one', () => {
  for (const [file, names] of Object.entries(examples)) for (const name of names) assert.ok(read(file).includes(name), `${file}: ${name}`);
});
