// `make docs` renders every document: what a link leads to is there, and no markup of a document is taken as it stands.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { after, before, test } from 'node:test';
import { root, run } from '../lib/builds.mjs';

let target;
let pages;
before(async () => {
  const libraries = await run('templates/web/libraries.sh', [], { cwd: root });
  assert.equal(libraries.code, 0, libraries.stderr);
  target = mkdtempSync(join(root, 'build/documents-'));
  const { code, stderr } = await run(process.execPath, ['docs/html.mjs', 'build/web/node_modules', target], { cwd: root });
  assert.equal(code, 0, stderr);
  pages = readdirSync(target, { recursive: true }).map(String).filter((file) => file.endsWith('.html') && !file.startsWith('out/') && file !== 'index.html');
});
after(() => target && rmSync(target, { recursive: true, force: true }));
const text = (page) => readFileSync(join(target, page), 'utf8');

test('every document has a page', () => {
  const sources = ['README.md', 'README.zh-TW.md', 'CONTRIBUTING.md', 'schemas/README.md', ...readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`)];
  assert.deepEqual(pages.sort(), sources.map((file) => file.replace('.md', '.html')).sort());
});

test('links lead somewhere, to a heading where they say so', () => {
  let count = 0;
  for (const page of pages) {
    for (const [, href] of text(page).matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (/^(https?|mailto):/.test(href)) continue;
      const [file, anchor] = href.split('#');
      const path = file ? posix.join(posix.dirname(page), file) : page;
      assert.ok(existsSync(join(target, path)) || existsSync(join(root, path)), `${page}: ${href}`);
      if (anchor && path.endsWith('.html')) assert.ok(text(path).includes(`id="${decodeURIComponent(anchor)}"`), `${page}: ${href}`);
      count += 1;
    }
  }
  assert.ok(count > 400);
});

test('markup in a document is text', () => {
  for (const page of pages) assert.doesNotMatch(text(page), /<script|<b>|<iframe| on\w+=|style="/, page);
  assert.match(text('README.html'), /<main>[\s\S]*<h1 id="caregen">/);
  assert.match(text('README.zh-TW.html'), /<html lang="zh-Hant-TW">/);
  assert.ok(existsSync(join(target, 'docs.css')));
  assert.ok(dirname(target).endsWith('build'));
});
