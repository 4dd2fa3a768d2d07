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

const appParts = ['behavioral', 'phr', 'plain', 'portal', 'trial'];

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
    const split = (path) => /^\/app\/\w+-[0-9A-Z]{8}\.js$/.test(path);
    assert.deepEqual(Object.keys(files).filter((path) => !split(path)).sort(), ['/app', '/console', '/playground'].flatMap((path) => [path, `${path}/app.css`, `${path}/app.js`, `${path}/licences.txt`]));
    // The starter app has a part for each template, and one for all others.
    assert.deepEqual(Object.keys(files).filter(split).map((path) => /^\/app\/(\w+)-/.exec(path)[1]).filter((name) => name !== 'chunk').sort(), ['behavioral', 'phr', 'plain', 'portal', 'trial']);
    for (const [path, { br, gzip, '-': plain }] of Object.entries(files)) {
      assert.ok(plain.length > 100, path);
      assert.ok(brotliDecompressSync(br).equals(plain) && gunzipSync(gzip).equals(plain), path);
    }
  });

  for (const name of ['/app', '/console', '/playground']) {
    test(`load nothing from elsewhere, and need nothing that the policy forbids: ${name}`, () => {
      assert.doesNotMatch(files[name]['-'].toString(), /https?:|<style|style=|<script>|\son\w+=/);
      assert.doesNotMatch(files[`${name}/app.css`]['-'].toString(), /https?:|url\(|@import/);
      const scripts = Object.keys(files).filter((path) => path.startsWith(`${name}/`) && path.endsWith('.js')).map((path) => files[path]['-'].toString());
      const script = scripts.join('\n');
      // What is loaded later is a file of its own beside it.
      for (const [, path] of script.matchAll(/\bimport\("([^"]*)"\)/g)) assert.ok(files[`${name}/${path.replace('./', '')}`], path);
      for (const forbidden of [/\bimport\((?!")/, /\beval\(/, /new Function\(/, /sourceMappingURL/]) assert.ok(!forbidden.test(script), String(forbidden));
      // The name of a format, what marked says when it fails, and where Parse's SDK would ask until it is told a server,
      // which is the first thing that it is told: nobody asks anything of them.
      const addresses = new Set([...script.matchAll(/https?:\/\/[\w.-]+/g)].map(([address]) => address));
      assert.deepEqual([...addresses].filter((address) => !['http://www.w3.org', 'https://github.com', 'https://api.parse.com'].includes(address)), []);
    });
  }

  test('bring the licences of their libraries along', () => {
    const { parse, events, ...dependencies } = JSON.parse(readFileSync(join(web, 'package.json'), 'utf8')).dependencies;
    const libraries = { '/app': ['preact', 'events'], '/console': ['preact'], '/playground': Object.keys(dependencies) };
    for (const [page, names] of Object.entries(libraries)) {
      const text = files[`${page}/licences.txt`]['-'].toString();
      for (const name of names) assert.match(text, new RegExp(`^${name} [\\d.]+: MIT\n\n[^]*Permission is hereby granted`, 'm'), name);
    }
    assert.match(files['/app/licences.txt']['-'].toString(), /^parse [\d.]+: Apache-2\.0\n\n[^]*Apache License/m);
  });

  test('have each text in each language, with the same places for values', async () => {
    for (const path of ['kit/kit_texts.js', 'console/texts.js', 'app/app_texts.js', ...appParts.map((name) => `app/parts/${name}_texts.js`)]) {
      const { default: { en, ...others } } = await import(join(web, path));
      const placesOf = (text) => [...new Set([text].flat().join(' ').match(/\{\w+\}/g) ?? [])].sort();
      for (const [language, table] of Object.entries(others)) {
        assert.deepEqual(Object.keys(table).sort(), Object.keys(en).sort(), `${path}: ${language}`);
        for (const [key, text] of Object.entries(table)) assert.deepEqual(placesOf(text), placesOf(en[key]), `${path}: ${language} ${key}`);
      }
    }
  });

  test('have what the server says of its own set-up in each language', async () => {
    const { default: words } = await import(join(web, 'console/security_words.js'));
    const [, table] = /struct check checks\[\] = \{\n([^]*?)\n\};/.exec(readFileSync(join(root, 'templates/runtime/routes/security_report.c'), 'utf8'));
    const said = [...new Set([...table.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text.replaceAll('\\"', '"')))];
    assert.ok(said.length > 20);
    for (const [language, texts] of Object.entries(words)) assert.deepEqual(Object.keys(texts).sort(), said.toSorted(), language);
  });

  test('ask for no text that is not in a table that they have', async () => {
    const textsOf = async (path) => Object.keys((await import(join(web, path))).default.en);
    const sourcesIn = (folder) => readdirSync(join(web, folder)).filter((name) => /\.[jt]sx?$/.test(name) && !name.endsWith('texts.js')).map((name) => join(folder, name));
    const kit = await textsOf('kit/kit_texts.js');
    const app = [...kit, ...await textsOf('app/app_texts.js')];
    const pages = [
      [[...kit, ...await textsOf('console/texts.js')], [...sourcesIn('kit'), ...sourcesIn('console')], 100],
      [app, [...sourcesIn('kit'), ...sourcesIn('app'), ...sourcesIn('app/pieces')], 100],
      ...await Promise.all(appParts.map(async (name) => [[...app, ...await textsOf(`app/parts/${name}_texts.js`)], sourcesIn('app/parts').filter((path) => path.startsWith(`app/parts/${name}`)), 3])),
    ];
    for (const [known, sources, least] of pages) {
      const asked = new Set(sources.flatMap((path) => [...readFileSync(join(web, path), 'utf8').matchAll(/\bt\('([^']+)'/g)].map(([, key]) => key)));
      assert.ok(asked.size >= least, `${sources[0]}: ${asked.size}`);
      assert.deepEqual([...asked].filter((key) => !known.includes(key)), [], sources.join(' '));
    }
  });

  test('are built without the starter app where a team has deleted it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'caregen-appless-'));
    try {
      cpSync(web, join(folder, 'web'), { recursive: true });
      rmSync(join(folder, 'web/app'), { recursive: true });
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'web/build.mjs'), join(root, 'build/web/node_modules'), join(folder, 'pages.pack')], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^\/console\/app\.js: /m);
      assert.doesNotMatch(stdout, /^\/app/m);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('take a part of one’s own as the page about starter apps says', () => {
    const folder = mkdtempSync(join(tmpdir(), 'caregen-part-'));
    try {
      const page = readFileSync(join(root, 'docs/starter-apps.md'), 'utf8');
      const example = (kind) => new RegExp('```' + kind + '\\n([^]*?)```').exec(page)[1];
      cpSync(web, join(folder, 'web'), { recursive: true });
      cpSync(join(root, 'tests/emit/expected/ward/clients/typescript/classes.ts'), join(folder, 'web/app/client/ward.ts'));
      writeFileSync(join(folder, 'web/app/parts/ward.tsx'), example('tsx'));
      const parts = join(folder, 'web/app/parts.ts');
      const before = readFileSync(parts, 'utf8');
      assert.ok(before.includes("  { name: 'plain'"));
      writeFileSync(parts, before.replace("  { name: 'plain'", `${example('ts')}  { name: 'plain'`));
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'web/build.mjs'), join(root, 'build/web/node_modules'), join(folder, 'pages.pack')], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^\/app\/ward-\w+\.js: /m);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
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
