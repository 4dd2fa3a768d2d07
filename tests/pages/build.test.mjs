// How the bundled pages come about: from a lock file without addresses, into a pack whose codings say the same; and what
// is said where there is no Node.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { root } from '../lib/builds.mjs';
import { buildPages, pack, web } from './world.mjs';

describe('the bundled pages', () => {
  const files = {};
  before(async () => {
    await buildPages();
    const bytes = readFileSync(pack);
    const end = bytes.indexOf('\n\n');
    for (const line of bytes.toString('latin1', 0, end).split('\n').slice(1)) {
      const [path, , coding, start, length] = line.split(' ');
      (files[path] ??= {})[coding] = bytes.subarray(end + 2 + Number(start), end + 2 + Number(start) + Number(length));
    }
  });

  test('are each a page, its script and its style, in three codings that say the same', () => {
    assert.deepEqual(Object.keys(files).sort(), ['/console', '/playground'].flatMap((path) => [path, `${path}/app.css`, `${path}/app.js`, `${path}/licences.txt`]));
    for (const [path, { br, gzip, '-': plain }] of Object.entries(files)) {
      assert.ok(plain.length > 100, path);
      assert.ok(brotliDecompressSync(br).equals(plain) && gunzipSync(gzip).equals(plain), path);
    }
  });

  for (const name of ['/console', '/playground']) {
    test(`load nothing from elsewhere, and need nothing that the policy forbids: ${name}`, () => {
      assert.doesNotMatch(files[name]['-'].toString(), /https?:|<style|style=|<script>|\son\w+=/);
      assert.doesNotMatch(files[`${name}/app.css`]['-'].toString(), /https?:|url\(|@import/);
      const script = files[`${name}/app.js`]['-'].toString();
      for (const forbidden of [/\bimport\(/, /\beval\(/, /new Function\(/, /sourceMappingURL/]) assert.ok(!forbidden.test(script), String(forbidden));
      // The name of a format, and what marked says when it fails: nobody asks anything of them.
      const addresses = new Set([...script.matchAll(/https?:\/\/[\w.-]+/g)].map(([address]) => address));
      assert.deepEqual([...addresses].filter((address) => !['http://www.w3.org', 'https://github.com'].includes(address)), []);
    });
  }

  test('bring the licences of their libraries along', () => {
    const libraries = { '/console': ['preact'], '/playground': Object.keys(JSON.parse(readFileSync(join(web, 'package.json'), 'utf8')).dependencies) };
    for (const [page, names] of Object.entries(libraries)) {
      const text = files[`${page}/licences.txt`]['-'].toString();
      for (const name of names) assert.match(text, new RegExp(`^${name} [\\d.]+: MIT\n\n[^]*Permission is hereby granted`, 'm'), name);
    }
  });

  test('have each text in each language, with the same places for values', async () => {
    for (const path of ['kit/kit_texts.js', 'console/texts.js']) {
      const { default: { en, ...others } } = await import(join(web, path));
      const placesOf = (text) => [...new Set([text].flat().join(' ').match(/\{\w+\}/g) ?? [])].sort();
      for (const [language, table] of Object.entries(others)) {
        assert.deepEqual(Object.keys(table).sort(), Object.keys(en).sort(), `${path}: ${language}`);
        for (const [key, text] of Object.entries(table)) assert.deepEqual(placesOf(text), placesOf(en[key]), `${path}: ${language} ${key}`);
      }
    }
  });

  test('ask for no text that is not in the table', async () => {
    const known = new Set(Object.keys({ ...(await import(join(web, 'kit/kit_texts.js'))).default.en, ...(await import(join(web, 'console/texts.js'))).default.en }));
    const sources = ['kit', 'console'].flatMap((folder) => readdirSync(join(web, folder)).filter((name) => /\.jsx?$/.test(name)).map((name) => readFileSync(join(web, folder, name), 'utf8')));
    const asked = new Set(sources.flatMap((source) => [...source.matchAll(/\bt\('([^']+)'/g)].map(([, key]) => key)));
    assert.ok(asked.size > 100);
    assert.deepEqual([...asked].filter((key) => !known.has(key)), []);
  });

  test('come from a lock file that names no machine', () => {
    for (const file of [join(web, 'package-lock.json'), join(root, 'tests/pages/package-lock.json')]) {
      const { packages } = JSON.parse(readFileSync(file, 'utf8'));
      for (const [name, { resolved, integrity }] of Object.entries(packages)) assert.ok(!name || (!resolved && integrity), `${file}: ${name}`);
    }
  });
});

test('without Node nothing is built, and the first page is told why', () => {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-nodeless-'));
  try {
    const [clone, bin] = [join(folder, 'clone'), join(folder, 'bin')];
    for (const path of ['packages.txt', 'tests/install-packages.sh', 'templates/web']) cpSync(join(root, path), join(clone, path), { recursive: true });
    mkdirSync(bin);
    // Everything that this machine has but Node; and an apt-get that finds nothing.
    for (const name of readdirSync('/usr/bin')) if (!/^(node|nodejs|npm|npx|apt-get|sudo)$/.test(name)) symlinkSync(join('/usr/bin', name), join(bin, name));
    writeFileSync(join(bin, 'apt-get'), '#!/bin/sh\nexit 100\n', { mode: 0o755 });
    const { status, stdout } = spawnSync('/bin/sh', [join(clone, 'templates/web/build.sh')], { env: { PATH: bin }, encoding: 'utf8' });
    assert.equal(status, 1, stdout);
    assert.match(readFileSync(join(clone, 'build/web/pages.pack.progress'), 'utf8'), /^failed Node is not here and could not be installed \(apt-get install nodejs npm\)\n$/);
    assert.ok(!existsSync(join(clone, 'build/web/pages.pack')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
