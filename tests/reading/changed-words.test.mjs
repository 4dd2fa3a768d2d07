// Changes of a word that once opened something in silence, each of a kind of its own: the sentence that comes of it is shown, or
// opens no more than the prompt's own did. changes.test.mjs finds further ones.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { silentlyOpened } from './changes.mjs';
import { promptText, read } from './judge.mjs';
import { generated } from './matrix.mjs';

// The prompt, how the sentence goes on there and before it, and what is said instead.
const cases = {
  'what is taken back is what was shared, and all of the words behind the verb': [
    ['street-medicine', 'correct the ones they recorded, with all earlier', 'correct the ones they recorded, withdraw all earlier'],
    ['street-medicine', 'the ones they recorded, with all earlier versions preserved.', 'the ones they recorded, withdraw.'],
  ],
  '"without" is no "not" of what is so': [
    ['residents-logbook', 'once they have been released', 'once they without have been released'],
    ['residents-logbook', 'once they have been released', 'once they have without been released'],
  ],
};

for (const [what, list] of Object.entries(cases))
  describe(what, () => {
    for (const [name, part, other] of list)
      test(`${name}: ${other}`, async () => {
        const prompt = promptText(name).replaceAll('**', '');
        const found = (await read(prompt)).map(({ sentence }) => sentence).filter((one) => one.split(part).length === 2);
        assert.equal(found.length, 1, `one sentence says: ${part}`);
        const change = { sentence: found[0], other: found[0].replace(part, () => other) };
        const { matrix } = await generated(prompt);
        // What the sentence says by itself is no excuse here, unlike there.
        assert.deepEqual(await silentlyOpened({ prompt, matrix, kind: 'unknown', ...change }), []);
      });
  });
