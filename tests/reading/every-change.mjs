#!/usr/bin/env node
// Every word of every sentence of the prompts changed, rather than some picked at random: what opens something in silence.
//
//   node tests/reading/every-change.mjs                            all kinds of changes, all prompts: hours
//   node tests/reading/every-change.mjs --kind='left out' dental   one kind, one prompt
//   node tests/reading/every-change.mjs --part=3/20                every twentieth change, from the third
import { parseArgs } from 'node:util';
import { randomFrom } from '../lib/random.mjs';
import { changeable, changed, changes, silentlyOpened, tokens, wordPlaces } from './changes.mjs';
import { promptNames, promptText } from './judge.mjs';
import { generated } from './matrix.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { kind: { type: 'string', multiple: true }, part: { type: 'string', default: '1/1' } } });
const kinds = values.kind ?? Object.keys(changes);
const [part, parts] = values.part.split('/').map(Number);
let count = 0;
let silent = 0;

/** All changes of a prompt's words, as { sentence, other, kind }. */
function everyChange({ sentences, words }, random) {
  return sentences.flatMap((sentence) => wordPlaces(tokens(sentence)).flatMap((at) => kinds.map((kind) => ({ sentence, kind, other: changed(sentence, at, kind, random, words) })))).filter(({ other }) => other);
}

for (const name of positionals.length ? positionals : promptNames) {
  const prompt = promptText(name);
  const { matrix } = await generated(prompt);
  const list = matrix ? everyChange(await changeable(prompt), randomFrom(part)).filter((_, at) => at % parts === part - 1) : [];
  const work = async () => {
    for (let one = list.pop(); one; one = list.pop()) {
      count += 1;
      const open = await silentlyOpened({ prompt, matrix, ...one });
      if (!open.length) continue;
      silent += 1;
      console.log(`${name}, a word ${one.kind}: ${one.sentence}\n-> ${one.other}\nopens ${open.join(' | ')}\n`);
    }
  };
  await Promise.all([work(), work()]);
}
console.log(`${count} changes, ${silent} of them open something in silence`);
process.exitCode = silent > 0 ? 1 : 0;
