// The reader against what was expected of it by hand. What is aimed at is that 95 of 100 sentences are read as expected,
// that the others are shown, and that none is read wrongly; the numbers below are where it stands, and only get better.
// `node tests/reading/judge.mjs NAME` says what differs.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { randomFrom } from '../lib/random.mjs';
import { promptNames, promptText, read, verdicts } from './judge.mjs';

const AS_EXPECTED_AT_LEAST = 2694;
const WRONG_AT_MOST = 0;
const seed = Number(process.env.CAREGEN_TEST_SEED ?? Date.now() % 1e9);

for (const name of promptNames.filter((one) => one.startsWith('seed-'))) {
  test(`every sentence of ${name} is read as expected`, async () => {
    const list = await verdicts(name);
    assert.deepEqual(list.filter(({ verdict }) => verdict !== 'as expected').map(({ sentence, missing, extra }) => ({ sentence, missing, extra })), []);
  });
}

test('the sentences of the corpus are read no worse than before', async () => {
  const all = [];
  for (const name of promptNames) all.push(...(await verdicts(name)).filter(({ expected }) => !expected.noRule));
  const count = (verdict) => all.filter((one) => one.verdict === verdict).length;
  console.log(`${all.length} sentences: ${count('as expected')} as expected, ${count('shown')} shown, ${count('wrong')} wrong`);
  assert.ok(count('as expected') >= AS_EXPECTED_AT_LEAST, `${count('as expected')} as expected`);
  assert.ok(count('wrong') <= WRONG_AT_MOST, `${count('wrong')} wrong`);
});

describe('whatever a prompt says', () => {
  const tokens = (text) => text.match(/[A-Za-z'’-]+|[\u4e00-\u9fff]|\s+|./gsu);
  const sections = /(?:Security|安全性?)\s*[:：]/;

  /** The prompt with some of its words gone, changed for others of the corpus, or in each other's place. */
  function shuffled(random, text, words) {
    const start = Math.max(0, text.search(sections));
    const parts = tokens(text.slice(start));
    for (let changes = 3 + random.below(25); changes > 0; changes--) {
      const [at, other] = [random.below(parts.length), random.below(parts.length)];
      const change = random.below(3);
      if (change === 0) parts.splice(at, 1);
      else if (change === 1) parts[at] = random.pick(words);
      else [parts[at], parts[other]] = [parts[other], parts[at]];
    }
    return text.slice(0, start) + parts.join('');
  }

  test(`the reader ends by itself, with an answer: 100 shuffled prompts, seed ${seed}`, async () => {
    const random = randomFrom(seed);
    const texts = promptNames.map(promptText).filter((text) => text.search(/1\. /) < text.search(sections)); // a schema with faults has no reading
    const words = texts.flatMap((text) => tokens(text.slice(Math.max(0, text.search(sections))))).filter((word) => word.trim());
    for (let i = 0; i < 100; i++) await read(shuffled(random, random.pick(texts), words));
  });
});
