// What the reader writes it reads again without a change. And a word of a prompt, in English or Chinese, that is changed,
// misspelt, doubled, left out or put in to narrow it never gives a server whose access matrix has a cell more, without being shown.
// Beside the last migration, where it is known what held before, whatever such a change opens is told with the words that changed.
// CAREGEN_TEST_SEED and CAREGEN_TEST_ROUNDS try others, and more.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';
import { randomFrom } from '../lib/random.mjs';
import { changeable, changed, changes, migrated, silentlyOpened, tokens, unannounced, wordPlaces } from './changes.mjs';
import { promptNames, promptText } from './judge.mjs';
import { generated } from './matrix.mjs';

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

const seed = Number(process.env.CAREGEN_TEST_SEED ?? 7);
const rounds = Number(process.env.CAREGEN_TEST_ROUNDS ?? 1);

describe(`a word that is changed opens nothing in silence, seed ${seed}`, { concurrency: 2 }, () => {
  promptNames.forEach((name, number) => {
    test(name, async (context) => {
      const random = randomFrom(seed * 1000 + number);
      const prompt = promptText(name).replaceAll('**', ''); // in what is read there are no such marks
      const { matrix } = await generated(prompt);
      if (!matrix) {
        context.skip('no server comes of it');
        return;
      }
      const { sentences, words } = await changeable(prompt);
      if (!sentences.length) return; // each has marks within it that are not read
      for (const kind of Object.keys(changes)) {
        for (let round = 0; round < rounds; round += 1) {
          const sentence = random.pick(sentences);
          const other = changed(sentence, random.pick(wordPlaces(tokens(sentence))), kind, random, words);
          if (!other || (kind === 'misspelt' && name === 'typing-errors')) continue; // which may put it right
          const open = await silentlyOpened({ prompt, matrix, sentence, other, kind });
          assert.deepEqual(open, [], `a word ${kind}: ${sentence}\n-> ${other}`);
        }
      }
    });
  });
});

describe(`what a changed word opens is told beside the last migration, seed ${seed}`, { concurrency: 2 }, () => {
  promptNames.forEach((name, number) => {
    test(name, async (context) => {
      const random = randomFrom(seed * 1000 + number);
      const prompt = promptText(name).replaceAll('**', '');
      const { matrix } = await generated(prompt);
      const { sentences, words } = await changeable(prompt);
      if (!matrix || !sentences.length) {
        context.skip('no server comes of it, or no sentence can be changed');
        return;
      }
      const history = await migrated(prompt);
      try {
        for (let round = 0; round < rounds; round += 1) {
          const kind = random.pick(Object.keys(changes));
          const sentence = random.pick(sentences);
          const other = changed(sentence, random.pick(wordPlaces(tokens(sentence))), kind, random, words);
          const open = other ? await unannounced({ prompt, matrix, history, sentence, other }) : [];
          assert.deepEqual(open, [], `a word ${kind}: ${sentence}\n-> ${other}`);
        }
      } finally {
        history.remove();
      }
    });
  });
});
