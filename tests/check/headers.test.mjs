// A header declares what its own .c defines, or a part of it: store.h what store_sqlite.c does. Whoever looks
// for a function finds it by the name of the header that it was included with.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';

/** Headers of more than one .c, and why. */
const gathered = {
  'read/object_writer': 'what the emitted writers of a class call, in the one header that they include',
  'read/where_operator': 'the parts of where.c, which call each other',
  'store/store_step': 'what only the store may call (layers.sh)',
};

const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*#.*(\\\n.*)*/gm, '');
const notFunctions = '(?!static\\b|typedef\\b|struct \\w+ \\{|enum \\w* ?\\{|return\\b|else\\b|extern\\b)';
const prototype = new RegExp(`^${notFunctions}[A-Za-z_][\\w *]*?[\\s*](\\w+)\\([^;{}]*\\)(\\s*__attribute__\\(\\(.*\\)\\))?;`, 'gm');
const definition = new RegExp(`^${notFunctions}[A-Za-z_][\\w *]*?[\\s*](\\w+)\\([^;{}]*\\)\\s*\\n\\{`, 'gm');
const namesIn = (text, pattern) => [...withoutComments(text).matchAll(pattern)].map((match) => match[1]);

/** The functions that a header declares and another file defines, as "header: name() is in file". */
function misplaced(files) {
  const definedIn = {};
  for (const [path, text] of Object.entries(files)) {
    if (path.endsWith('.c')) for (const name of namesIn(text, definition)) definedIn[name] = path.slice(0, -2);
  }
  return Object.entries(files).filter(([path]) => path.endsWith('.h')).flatMap(([path, text]) => {
    const own = path.slice(0, -2);
    return gathered[own] ? [] : namesIn(text, prototype)
      .filter((name) => definedIn[name] && definedIn[name] !== own && !definedIn[name].startsWith(`${own}_`))
      .map((name) => `${path}: ${name}() is in ${definedIn[name]}.c`);
  });
}

const filesBelow = (tree) => Object.fromEntries(
  readdirSync(join(root, tree), { recursive: true }).filter((path) => /\.[ch]$/.test(path))
    .map((path) => [path, readFileSync(join(root, tree, path), 'utf8')]),
);

for (const tree of ['templates/runtime', 'generator']) {
  test(`headers of ${tree} declare what their own files define`, () => {
    const files = filesBelow(tree);
    const declared = Object.entries(files).filter(([path]) => path.endsWith('.h')).flatMap(([, text]) => namesIn(text, prototype));
    assert.ok(declared.length > 300, `${declared.length} are seen`);
    assert.deepEqual(misplaced(files), []);
  });
}

test('a function of another file would be seen', () => {
  const files = {
    'a/one.h': '/* x */\nbool here(void);\nbool part(int a,\n          int b);\nbool elsewhere(void);\n',
    'a/one.c': 'bool here(void)\n{\n}\n', 'a/one_more.c': 'bool part(int a, int b)\n{\n}\n', 'a/two.c': 'bool elsewhere(void)\n{\n}\n',
  };
  assert.deepEqual(misplaced(files), ['a/one.h: elsewhere() is in a/two.c']);
});
