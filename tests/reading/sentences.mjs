// What sentences become behind a schema, for tests that go through many of them: a line of the language each, and what is shown
// of their words.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { read } from './judge.mjs';

/** Lines that say who there is. */
export const WHO = / are users (?:in|with) | wait for approval |^Admins can .*CareAssignment/;
const OPENS = / can | goes | lets /;

/**
 * Tests of sentences that stand behind the schema in the section. Lines that `apart` matches are no matter: who there is.
 * In each, a text of one sentence or several; one of several lines stands as it is.
 */
export function sentencesBehind(schema, { section = 'Rules', apart = WHO } = {}) {
  /** The lines, each once and in order; the words that are left over; and these with what else is told. */
  async function become(...sentences) {
    const text = sentences.map((one) => (one.includes('\n') ? `\n${one}\n` : `- ${one}\n`)).join('');
    const blocks = await read(`${schema}\n${section}:\n${text}`);
    return {
      lines: [...new Set(blocks.flatMap(({ reading }) => reading))].filter((line) => !apart.test(line)).sort(),
      left: blocks.flatMap(({ left }) => left),
      shown: blocks.flatMap(({ left, diagnostics }) => [...left, ...diagnostics]),
    };
  }

  /** All of their words are used, and they become the lines. */
  const reads = (sentences, ...lines) => test([sentences].flat().join(' '), async () => {
    const { lines: found, shown } = await become(...[sentences].flat());
    assert.deepEqual(shown, []);
    assert.deepEqual(found, lines.sort());
  });

  /** Words are shown, and nothing is opened by what they stand in: the lines that open are those of the other sentences. */
  const shows = (sentences, ...lines) => test(`${[sentences].flat().join(' ')} is shown`, async () => {
    const { lines: found, shown } = await become(...[sentences].flat());
    assert.notDeepEqual(shown, []);
    assert.deepEqual(found.filter((line) => OPENS.test(line)), lines.sort());
  });

  const becomes = (of, cases) => describe(of, () => cases.forEach((one) => reads(...one)));
  const areShown = (of, cases) => describe(of, () => cases.forEach((one) => shows(...one)));
  return { become, reads, shows, becomes, areShown };
}
