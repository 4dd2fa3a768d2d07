// What the reader writes it reads again without a change, and a word that is changed, doubled or left out never opens
// anything that the prompt doesn't, without being shown.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';
import { factsOfAll } from './facts.mjs';
import { promptNames, promptText, read } from './judge.mjs';

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

const OPENS = /^\S+ (?:read|create|update|delete|export) /;
const WIDTH = ['own', 'assigned', 'all'];

/** Whether a fact opens no more than one of the facts does: the same right, at most as wide, on the same condition. */
function isWithin(fact, facts) {
  const words = fact.split(' ');
  const at = words.findIndex((word) => WIDTH.includes(word));
  const wider = at < 0 ? [fact] : WIDTH.slice(WIDTH.indexOf(words[at])).map((width) => words.with(at, width).join(' '));
  const whole = wider.flatMap((one) => [one, one.replace(/ update only \S+ /, ' update ')]);
  const always = at < 0 ? [] : whole.map((one) => one.split(' ').slice(0, one.split(' ').findIndex((word) => WIDTH.includes(word)) + 1).join(' '));
  return [...whole, ...always].some((one) => facts.has(one));
}

// Left out, these leave another sentence, that says more and is read rightly: "Patients can not read notes." What a list
// consists of is such a word too, and a verb, without which its object is the verb's before it.
const SAYS_LESS = /^(?:no|not|never|none|nobody|only|cannot|can't|without|except|unless|own|their|its|his|her|assigned|whose|which|that|who|of|by|for|with|if|when|while|until|once|after|before|and|or|but|to|as|from|in|on|is|are|be|has|have|draft|drafts|status|record|upload|read|create|update|edit|see|finali[sz]ed|signed|published|released|approved|consented|shared|involved|other|another)$/i;

// A role that is of no other sentence is nobody's: an admin gives it.

/** A sequence of numbers that is the same each time: a linear congruential generator, of Knuth's MMIX. */
function numbers(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(below));
  };
}

const changes = {
  changed: () => 'blorp',
  doubled: (word) => `${word} ${word}`,
  'left out': (word) => (SAYS_LESS.test(word.replace(/\W/g, '')) ? word : ''),
};

for (const name of ['seed-trial', 'dental', 'passive', 'negations', 'semicolons', 'infection-control', 'organ-donation', 'tenancy']) {
  for (const [what, change] of Object.entries(changes)) {
    test(`${name}: a word ${what} opens nothing in silence`, async () => {
      const prompt = promptText(name);
      const before = await read(prompt);
      const facts = factsOfAll(before.flatMap(({ reading }) => reading));
      const roles = new Set([...facts].map((fact) => fact.split(' ')[0]));
      const pick = numbers(name.length * 31 + what.length);
      const rules = before.filter(({ sentence }) => /^[\x20-\x7e]+$/.test(sentence) && prompt.split(sentence).length === 2);
      for (let round = 0; round < 40; round += 1) {
        const { sentence } = rules[pick(rules.length)];
        const words = sentence.split(' ');
        const at = pick(words.length);
        const end = /[.,;:]*$/.exec(words[at])[0];
        const word = words[at].slice(0, words[at].length - end.length);
        const other = words.with(at, change(word) + end).join(' ').replaceAll('  ', ' ');
        const after = await read(prompt.replace(sentence, () => other));
        const found = [...factsOfAll(after.flatMap(({ reading }) => reading))];
        const open = found.filter((fact) => OPENS.test(fact) && roles.has(fact.split(' ')[0]) && !isWithin(fact, facts));
        const shown = after.some((one) => one.sentence === other.trim() && one.left.length + one.diagnostics.length > 0);
        assert.ok(open.length === 0 || shown, `${sentence}\n-> ${other}\nopens ${open.join(' | ')}`);
      }
    });
  }
}
