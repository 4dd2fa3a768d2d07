#!/usr/bin/env node
// How the reader reads the prompts, against what was expected: for each prompt how many of its sentences are read as
// expected, are shown as partly read, or are read wrongly; with names of prompts, also what differs.
//
//   node tests/reading/judge.mjs             all prompts, one line each
//   node tests/reading/judge.mjs dental      this prompt's sentences that are not read as expected
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generator, root, run } from '../lib/builds.mjs';
import { judge, readExpected } from './facts.mjs';

const folder = join(root, 'tests/reading');
export const promptNames = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'prompt.md'))).sort();
const text = (name, file) => readFileSync(join(folder, name, file), 'utf8');

/** The prompt as it is read: with its names, where there are some. */
export function promptText(name) {
  const names = existsSync(join(folder, name, 'names.txt')) ? `\n\nNames:\n${text(name, 'names.txt')}` : '';
  return text(name, 'prompt.md') + names;
}

/** The warnings and errors about a part of a text, in the form "CODE: what is said"; columns count characters. */
export function saidOf(prompt, stderr) {
  const lines = prompt.split('\n');
  const starts = lines.reduce((all, line) => [...all, all.at(-1) + line.length + 1], [0]);
  return [...stderr.matchAll(/^[^\n]*?:(\d+):(\d+): (?:warning|error)\[([EW]\d+)\]: (.*)$/gm)]
    .map(([, line, column, code, text]) => ({ at: starts[line - 1] + [...lines[line - 1]].slice(0, column - 1).join('').length, text: `${code}: ${text}` }));
}

/** Where a sentence begins and ends in a prompt, where marks may stand within it that print it bold or as code; undefined: nowhere. */
export function placeOf(prompt, sentence, from = 0) {
  const plain = prompt.indexOf(sentence, from);
  if (plain >= 0) return [plain, plain + sentence.length];
  const marked = new RegExp([...sentence].map((one) => one.replace(/[.*+?^${}()|[\]\\/]/, '\\$&')).join('[*`]*'), 'u').exec(prompt.slice(from));
  return marked ? [from + marked.index, from + marked.index + marked[0].length] : undefined;
}

/** What the reader makes of a text: its sentences as { sentence, reading, assumed, left, diagnostics }. */
export async function read(prompt) {
  const temporary = mkdtempSync(join(tmpdir(), 'caregen-test-'));
  try {
    const file = join(temporary, 'prompt.md');
    writeFileSync(file, prompt);
    const { code, stdout, stderr } = await run(generator, ['read', '--format=json', file], { cwd: root });
    if (!stdout.endsWith(']\n')) throw new Error(`the reader ended with ${code}: ${stderr}`);
    const said = saidOf(prompt, stderr);
    let from = 0;
    return JSON.parse(stdout).map(({ sentence, hasForm, becomes, assumed, left, faults }) => {
      const [at, end] = placeOf(prompt, sentence, from) ?? [0, sentence.length];
      from = end;
      const diagnostics = [...faults, ...said.filter((one) => one.at >= at && one.at < from).map(({ text: what }) => what)];
      return { sentence, reading: hasForm && !becomes.length && !left.length ? [sentence] : becomes, assumed, left, diagnostics };
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Each sentence of a prompt with its verdict (facts.mjs), what was expected of it and what was read. */
export async function verdicts(name) {
  const expected = readExpected(text(name, 'expected.txt'));
  const sentences = await read(promptText(name));
  return judge(expected, sentences).map((verdict, at) => ({
    ...verdict, expected: expected[at], found: sentences.find(({ sentence }) => sentence === verdict.sentence.replaceAll(/\*\*|`/g, '')),
  }));
}

const count = (list) => {
  const of = (verdict) => list.filter((one) => one.verdict === verdict).length;
  return `${of('as expected')} as expected, ${of('shown')} shown, ${of('wrong')} wrong`;
};

async function main(names) {
  const all = [];
  for (const name of names.length ? names : promptNames) {
    const list = await verdicts(name).catch((error) => console.log(`${name}: ${error.message}`)) ?? [];
    all.push(...list.filter(({ expected }) => !expected.noRule));
    if (list.length) console.log(`${name}: ${count(list)}`);
    for (const { sentence, verdict, missing, extra, expected, found } of names.length ? list : []) {
      if (verdict === 'as expected') continue;
      console.log(`\n${verdict}: ${sentence}\n  missing: ${missing.join(' | ')}\n  extra: ${extra.join(' | ')}`);
      console.log(`  left: ${found?.left.join(' | ')}; expected: ${expected.left.join(' | ')} ${expected.diagnostics.map((one) => `! ${one}`)}\n  said: ${found?.diagnostics.join(' | ')}`);
    }
  }
  console.log(`\nall: ${count(all)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
