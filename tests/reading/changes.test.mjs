// What the reader writes it reads again without a change. And a word of a prompt, in English or Chinese, that is changed,
// misspelt, doubled, left out or put in to narrow it never gives a server whose access matrix has a cell more, without being shown.
// CAREGEN_TEST_SEED and CAREGEN_TEST_ROUNDS try others, and more.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';
import { randomFrom } from '../lib/random.mjs';
import { promptNames, promptText, read } from './judge.mjs';
import { generated, widened } from './matrix.mjs';

const temporary = mkdtempSync(join(tmpdir(), 'caregen-test-'));
after(() => rmSync(temporary, { recursive: true, force: true }));

for (const name of promptNames) {
  test(`${name}: the reading, written as a spec, reads the same`, async () => {
    const [first, second, third] = [1, 2, 3].map((at) => join(temporary, `${name}-${at}.md`));
    writeFileSync(first, promptText(name));
    for (const [from, to] of [[first, second], [second, third]]) {
      const { code, stderr } = await run(generator, ['read', from, '--write', to], { cwd: root });
      assert.ok(code === 0 || / error\[/.test(stderr), stderr);
    }
    assert.equal(readFileSync(third, 'utf8'), readFileSync(second, 'utf8'));
  });
}

// Left out, these leave another sentence, that says more and is read rightly: "Patients can not read notes." So do a
// word of a list, of a name that is a name without it, and the noun that a pronoun stands for.
const SAYS_LESS = /^(?:no|not|never|none|nobody|only|cannot|can't|without|except|unless|own|their|its|his|her|assigned|whose|which|that|who|of|by|for|with|if|when|while|until|once|after|before|and|or|but|to|as|from|in|on|is|are|be|has|have|draft|drafts|status|record|upload|read|create|update|edit|see|final|finali[sz]ed|signed|published|released|approved|consented|shared|involved|other|another|all|any)$/i;
const SAYS_LESS_IN_CHINESE = /[不未無没沒非勿禁僅仅只唯限除自己其他他她的和與与及或並并在前後后已時时指派分配發发布同意核准審审]/;
const PRONOUN = /\b(?:them|it|they|this|these|those)\b/i;
const LETTERS = /[A-Za-z\u4e00-\u9fff]/;
const LATIN = /[a-z]/i;

/** Two letters inside a word in each other's place: "vistis". */
function misspelt(word, random) {
  if (!LATIN.test(word) || word.length < 4) return word;
  const at = 1 + random.below(word.length - 2);
  return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
}

function leftOut(word, sentence, next) {
  const isLess = LATIN.test(word) ? SAYS_LESS.test(word) || PRONOUN.test(sentence) : SAYS_LESS_IN_CHINESE.test(word);
  const isOfList = /^\s*(?:,|and\b|or\b|records?\b|data\b|entr(?:y|ies)\b|[、和與与及])/.test(next);
  return isLess || isOfList ? word : '';
}

// Put in, these narrow what a sentence opens; in one that forbids they may do the contrary, and rightly so.
const NARROWS = ['not', 'never', 'only', 'unless', 'except', 'no', 'without'];
const NARROWS_IN_CHINESE = ['不', '未', '僅', '除'];
const FORBIDS = /\b(?:no|not|never|nobody|none|nothing|cannot|\w+n't|except|unless|without|only|neither|nor|but|prevent|hidden|until|before|other)\b|[不未無无沒没非禁除僅仅只唯他前]/i;

/** The word with another before it that narrows; as it is where the sentence forbids. */
function narrowed(word, random, sentence) {
  if (FORBIDS.test(sentence)) return word;
  return LATIN.test(word) ? `${random.pick(NARROWS)} ${word}` : random.pick(NARROWS_IN_CHINESE) + word;
}

const changes = {
  changed: (word) => (LATIN.test(word) ? 'blorp' : '囧'),
  doubled: (word) => (LATIN.test(word) ? `${word} ${word}` : word + word),
  misspelt,
  narrowed,
  'left out': (word, random, sentence, next) => leftOut(word, sentence, next),
};

const seed = Number(process.env.CAREGEN_TEST_SEED ?? 7);
const rounds = Number(process.env.CAREGEN_TEST_ROUNDS ?? 2);
const tokens = (text) => text.match(/[A-Za-z][A-Za-z'’-]*|[\u4e00-\u9fff]|\s+|[^A-Za-z\u4e00-\u9fff\s]+/gu) ?? [];

/** The sentence with one of its words changed so, or undefined when the word says as much so. */
function changed(random, sentence, change) {
  const parts = tokens(sentence);
  const words = [...parts.keys()].filter((at) => LETTERS.test(parts[at]));
  if (!words.length) return undefined;
  const at = random.pick(words);
  const other = parts.with(at, change(parts[at], random, sentence, parts.slice(at + 1).join(''))).join('').replaceAll('  ', ' ');
  return other === sentence ? undefined : other;
}

describe(`a word that is changed opens nothing in silence, seed ${seed}`, () => {
  promptNames.forEach((name, number) => {
    test(name, async (context) => {
      const random = randomFrom(seed * 1000 + number);
      const prompt = promptText(name).replaceAll('**', ''); // in what is read there are no such marks
      const { matrix } = await generated(prompt);
      if (!matrix) {
        context.skip('no server comes of it');
        return;
      }
      const rules = (await read(prompt)).filter(({ sentence }) => prompt.split(sentence).length === 2);
      for (const [what, change] of Object.entries(changes)) {
        for (let round = 0; round < rounds; round += 1) {
          const { sentence } = random.pick(rules);
          const other = changed(random, sentence, change);
          if (!other || (what === 'misspelt' && name === 'typing-errors')) continue; // which may put it right
          const start = prompt.indexOf(sentence);
          const after = await generated(prompt.replace(sentence, () => other));
          // A class that no sentence is about any more is said to be so by its name.
          const isNamed = (one) => after.said.some(({ text }) => text === `W085: no sentence says who may reach '${/^(\S+) has no rule$/.exec(one)?.[1]}'`);
          const open = widened(matrix, after.matrix).filter((one) => !isNamed(one));
          const isShown = after.said.some(({ at }) => at >= start && at < start + other.length);
          assert.ok(open.length === 0 || isShown, `a word ${what}: ${sentence}\n-> ${other}\nopens ${open.join(' | ')}`);
        }
      }
    });
  });
});
