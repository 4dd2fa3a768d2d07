// What stands in Traditional Chinese, too, says the same: the same headings, commands, links and rows in the same order.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';

const translated = ['', 'docs'].flatMap((folder) => readdirSync(join(root, folder)).filter((file) => file.endsWith('.zh-TW.md')).map((file) => join(folder, file)));
const hasChinese = (text) => /\p{Script=Han}/u.test(text);

/** Code, with comments taken off: they are translated. */
function commandsOf(text) {
  const fenced = [...text.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].flatMap(([, block]) => block.split('\n'));
  const indented = text.replaceAll(/^```\w*\n[\s\S]*?^```$/gm, '').split('\n').filter((line) => line.startsWith('    '));
  return [...fenced, ...indented].map((line) => line.replace(/ +# .*$/, '').trimEnd()).filter(Boolean);
}

const headingsOf = (text) => [...text.matchAll(/^(#+) /gm)].map(([, marks]) => marks.length);
const linksOf = (text) => [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, href]) => href.replace('.zh-TW.md', '.md')).filter((href) => href !== 'README.md');
const cellsOf = (text) => text.split('\n').filter((line) => line.startsWith('|')).map((line) => line.split('|').length);
/** Names in code, which are not translated; of an enumeration the order stays. */
const namesOf = (text) => [...text.replaceAll(/^```\w*\n[\s\S]*?^```$/gm, '').matchAll(/`([^`]+)`/g)].map(([, name]) => name.replaceAll(/\s+/g, ' ')).sort();

test('first page and quick start are there', () => {
  assert.deepEqual(translated.sort(), ['README.zh-TW.md', 'docs/quick-start.zh-TW.md']);
});

for (const path of translated) {
  test(`${path} is in step`, () => {
    const ours = readFileSync(join(root, path), 'utf8');
    const theirs = readFileSync(join(root, path.replace('.zh-TW.md', '.md')), 'utf8');
    for (const part of [headingsOf, commandsOf, linksOf, cellsOf, namesOf]) assert.deepEqual(part(ours), part(theirs), part.name);
    assert.ok(commandsOf(ours).length > 5);
    assert.ok(theirs.includes(path.split('/').pop()) || path.startsWith('docs/'), 'the English page leads to it');
    for (const href of linksOf(ours)) assert.ok(existsSync(join(root, path, '..', href)), href);
    // Every paragraph is translated.
    for (const paragraph of ours.replaceAll(/^```\w*\n[\s\S]*?^```$/gm, '').split('\n\n').filter((one) => /[a-z]{3}/.test(one) && !one.startsWith('    ') && !one.startsWith('# '))) {
      assert.ok(hasChinese(paragraph), paragraph);
    }
  });
}
