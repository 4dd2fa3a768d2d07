// The expected readings are the language's: each is accepted by the generator for its prompt's schema, speaks of the
// prompt's own sentences in their order, and opens nothing that it says is closed.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';
import { factsOfAll, opened, readExpected } from './facts.mjs';
import { placeOf, promptNames } from './judge.mjs';

const folder = join(root, 'tests/reading');
const temporary = mkdtempSync(join(tmpdir(), 'caregen-test-'));
after(() => rmSync(temporary, { recursive: true, force: true }));

const SCHEMA = /【?(?:Schema|Data model|DATA STRUCTURE|Collections|架構|结构|架构|結構|資料模型|数据模型|資料表)(?:\**|】)\s*(?:[:：]|\n)/;
const OTHER = /(?:[一二三]、|【)?(?:Security|ACCESS CONTROL|Permissions|Auth|Authentication|Behaviou?r|Deliver|Who (?:may|can) see what|安全性|安全|权限|權限|權限與私隱|認證|认证|身份驗證|身份验证|行為|行为|交付)(?:\**|】)\s*(?:[:：]|\n)/;
// What stands in the schema once the reading has said so; no form of the language adds a pointer.
const ADDED_POINTER = /^(\S+) also has (\S+), a (Pointer to \S+)\.$/;

/** The prompt's schema without its prose, with the reading in its place. */
function specOf(prompt, names, blocks) {
  const start = prompt.search(SCHEMA);
  const rest = prompt.slice(start).replace(/^([^\s:：*]+)\**[ \t]*\n/, '$1:\n'); // a heading may have no colon
  const end = rest.slice(10).search(OTHER);
  let schema = (end < 0 ? rest : rest.slice(0, end + 10)).replace(/[#*]+\s*$/, '');
  for (const { sentence } of blocks) schema = schema.replace(sentence, '');
  const sentences = [...new Set(blocks.flatMap(({ reading }) => reading))];
  for (const [, className, field, type] of sentences.map((one) => ADDED_POINTER.exec(one)).filter(Boolean)) {
    schema = schema.replace(new RegExp(`(\\d\\. ${className}:)`), `$1 ${field} (${type}),`);
  }
  const rules = sentences.filter((one) => !ADDED_POINTER.test(one)).map((one) => `- ${one}\n`).join('');
  return `Create a backend.\n\n${schema.replaceAll(/^-\s*$/gm, '')}\n\n${names}\n\nRules:\n${rules}`;
}

test('there are enough prompts, with enough sentences that say a rule', () => {
  const blocks = promptNames.flatMap((name) => readExpected(readFileSync(join(folder, name, 'expected.txt'), 'utf8')));
  const rules = blocks.filter(({ noRule }) => !noRule);
  assert.ok(promptNames.length >= 70, `${promptNames.length} prompts`);
  assert.ok(rules.length >= 600, `${rules.length} sentences`);
});

for (const name of promptNames) {
  test(name, async () => {
    const prompt = readFileSync(join(folder, name, 'prompt.md'), 'utf8');
    const blocks = readExpected(readFileSync(join(folder, name, 'expected.txt'), 'utf8'));
    const namesFile = join(folder, name, 'names.txt');
    const names = existsSync(namesFile) ? `Names:\n${readFileSync(namesFile, 'utf8')}` : '';

    let at = 0;
    for (const { sentence } of blocks) {
      const place = placeOf(prompt, sentence, at);
      assert.ok(place, `the prompt has, in this order: ${sentence}`);
      [, at] = place;
    }
    for (const block of blocks) {
      const says = block.reading.length + block.closed.length + block.left.length + block.diagnostics.length;
      assert.ok(block.noRule ? !says : says, `something is said of: ${block.sentence}`);
    }
    const spec = join(temporary, `${name}.md`);
    writeFileSync(spec, specOf(prompt, names, blocks));
    const { code, stdout, stderr } = await run(generator, ['check', '--spec', spec, '--strict', '--format=text'], { cwd: root });
    assert.equal(code, 0, stdout + stderr);
    assert.doesNotMatch(stdout + stderr, /warning\[W0(51|71)\]/); // not understood, or about what there is not
    const facts = factsOfAll(blocks.flatMap(({ reading }) => reading));
    for (const closed of blocks.flatMap((block) => block.closed)) {
      if (!closed.includes(' whose ')) assert.deepEqual(opened(facts, closed), [], `closed: ${closed}`);
    }
  });
}
