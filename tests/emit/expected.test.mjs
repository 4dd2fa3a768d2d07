// What is emitted for two small schemas is what is committed below tests/emit/expected: `make expected` renews it, and
// the diff is for the review. What is emitted for people to read is laid out as people do.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { emit, expected, isCompared, names } from './expected.mjs';
import { filesBelow, temporaryFolder } from './tools.mjs';

const read = (folder, path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : '');

for (const name of names) {
  test(`the tree of ${name} is the one that is committed`, (t) => {
    const folder = temporaryFolder(t);
    emit(name, folder);
    const emitted = filesBelow(folder).filter(isCompared);
    assert.ok(emitted.length > 20);
    assert.deepEqual(filesBelow(join(expected, name)), emitted, 'renew with: make expected');
    for (const path of emitted) assert.equal(read(folder, path), read(join(expected, name), path), `${path}: renew with: make expected`);
  });
}

describe('emitted C', () => {
  let sources;
  before(() => {
    sources = names.flatMap((name) => filesBelow(join(expected, name)).filter((path) => /\.[ch]$/.test(path)).map((path) => [`${name}/${path}`, read(join(expected, name), path)]));
    assert.ok(sources.length > 40);
  });

  test('has no line over 100 columns, no tab, no blank at the end of a line', () => {
    for (const [path, text] of sources) {
      text.split('\n').forEach((line, i) => assert.ok(line.length <= 100 && !/\t| $/.test(line), `${path}:${i + 1}: ${line}`));
    }
  });

  test('counts no length by hand', () => {
    for (const [path, text] of sources) assert.doesNotMatch(text, /"[,)] *\d+ *[,})]/, path);
  });

  test('includes its own header first, then the others by name', () => {
    let own = 0;
    for (const [path, text] of sources) {
      const header = path.replace(/c$/, 'h');
      if (path.endsWith('.c') && sources.some(([other]) => other === header)) {
        assert.equal(text.match(/^#include .*/m)?.[0], `#include "${header.slice(header.indexOf('/') + 1)}"`, path);
        own += 1;
      }
      const groups = text.split('\n\n').map((part) => part.match(/^#include .*/gm) ?? []).filter((group) => group.length > 0);
      for (const group of groups) assert.deepEqual(group, [...group].sort(), path);
    }
    assert.ok(own > 20, `${own} files with a header of their own`);
  });
});
