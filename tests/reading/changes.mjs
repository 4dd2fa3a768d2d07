// How a sentence of a prompt is changed, a word at a time, and whether what that opens is shown.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generator, root, run } from '../lib/builds.mjs';
import { read, saidOf } from './judge.mjs';
import { generated, widened } from './matrix.mjs';

const LETTERS = /[A-Za-z\u4e00-\u9fff]/;
const LATIN = /[a-z]/i;

/** The words, Chinese characters and what is between them. */
export const tokens = (text) => text.match(/[A-Za-z][A-Za-z'’-]*|[\u4e00-\u9fff]|\s+|[^A-Za-z\u4e00-\u9fff\s]+/gu) ?? [];

/** The places of the words among the tokens. */
export const wordPlaces = (parts) => [...parts.keys()].filter((at) => LETTERS.test(parts[at]));

/** Two letters inside a word in each other's place: "vistis". */
function misspelt(word, random) {
  if (!LATIN.test(word) || word.length < 4) return word;
  const at = 1 + random.below(word.length - 2);
  return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
}

// Put in, these narrow what a sentence opens; in one that forbids they may do the contrary, and rightly so.
const NARROWS = ['not', 'never', 'only', 'unless', 'except', 'no', 'without'];
const NARROWS_IN_CHINESE = ['不', '未', '僅', '除'];
const FORBIDS = /\b(?:no|not|never|nobody|none|nothing|cannot|\w+n't|except|unless|without|only|neither|nor|but|prevent|hidden|until|before|other)\b|[不未無无沒没非禁除僅仅只唯他前]/i;

/** The word with another before it that narrows; as it is where the sentence forbids. */
function narrowed(word, random, { sentence }) {
  if (FORBIDS.test(sentence)) return word;
  return LATIN.test(word) ? `${random.pick(NARROWS)} ${word}` : random.pick(NARROWS_IN_CHINESE) + word;
}

/** Another word of the prompt. */
function replaced(word, random, { words }) {
  const others = words.filter((one) => LATIN.test(one) === LATIN.test(word));
  return others.length ? random.pick(others) : word;
}

// What stands instead of a word, or undefined: of the word behind it. After some changes the sentence is no less a sentence,
// one that may say more in so many words.
export const changes = {
  unknown: { of: (word) => (LATIN.test(word) ? 'blorp' : '囧') },
  doubled: { of: (word) => (LATIN.test(word) ? `${word} ${word}` : word + word) },
  misspelt: { of: misspelt, isAnother: true }, // "form" for "from"
  narrowed: { of: narrowed, isAnother: true }, // "when not final"
  'left out': { of: () => '', isAnother: true },
  replaced: { of: replaced, isAnother: true },
  exchanged: { isAnother: true },
};

/** The sentence with the word at a place changed, or undefined where it stays as it is. */
export function changed(sentence, at, kind, random, words) {
  const parts = tokens(sentence);
  const next = wordPlaces(parts).find((place) => place > at);
  const other = changes[kind].of
    ? parts.with(at, changes[kind].of(parts[at], random, { sentence, words }))
    : next && parts.with(at, parts[next]).with(next, parts[at]);
  const text = other?.join('').replaceAll(/ {2,}/g, ' ').trim();
  return text === sentence ? undefined : text;
}

/** Whether a sentence has a word of a class's name, as far as it is English. */
function isSpelled(className, sentence) {
  const words = className.split(/(?=[A-Z])/).map((word) => word.toLowerCase().slice(0, 4));
  return !LATIN.test(sentence) || !className || /[\u4e00-\u9fff]/.test(sentence) || words.some((word) => sentence.toLowerCase().includes(word));
}

/**
 * What a changed sentence opens in silence, in words. Shown is what has a diagnostic at the sentence, or about its class; what
 * has an assumption at the sentence that opens it, which names a word and the class; and, where the change gives another sentence,
 * what that one says itself, of a class that it names.
 */
export async function silentlyOpened({ prompt, matrix, sentence, other, kind }) {
  const start = prompt.indexOf(sentence);
  const text = prompt.replace(sentence, () => other);
  const after = await generated(text);
  const isSaid = after.said.some(({ at }) => at >= start && at < start + other.length);
  // W083 is of classes that some rule closes but for what sentences open.
  const isNamed = ({ what, className }) => after.said.some(({ text: one }) => one === `W085: no sentence says who may reach '${className}'`
    || (what.endsWith(' has no rule') && one === `W083: nobody may create '${className}' but the master key`));
  const open = isSaid ? [] : widened(matrix, after.matrix).filter((one) => !isNamed(one));
  if (!open.length) return [];
  const reading = await read(text);
  const isOfChanged = (one) => other.includes(one.sentence) || one.sentence.includes(other);
  return open.filter(({ className = '', sentence: number, isLess }) => {
    const by = number ? reading[number - 1] : isLess ? reading.find((one) => isOfChanged(one) && (one.reading.length > 0 || one.left.length === 0)) : undefined;
    const isAssumed = by?.assumed.some((one) => /^'.+'|^nobody is named/.test(one) && (one.includes(className) || / means | is named/.test(one)));
    const isOwn = changes[kind].isAnother && (by ? isOfChanged(by) : false) && isSpelled(className, other);
    return !isAssumed && !isOwn;
  }).map(({ what }) => what);
}

/** A folder with the first migration of a prompt: the history beside which an edit of it is seen. */
export async function migrated(prompt) {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-test-'));
  const file = join(folder, 'prompt.md');
  writeFileSync(file, prompt);
  const { code, stderr } = await run(generator, ['migrate', '--spec', file, '--history', folder], { cwd: root });
  if (code !== 0) throw new Error(`no migration: ${stderr}`);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The words in which a sentence and another one differ: what stands between their common beginning and end. */
function differing(sentence, other) {
  const [one, two] = [sentence, other].map((text) => tokens(text));
  const start = one.findIndex((part, at) => part !== two[at]);
  let end = 0;
  while (end < Math.min(one.length, two.length) - start && one.at(-1 - end) === two.at(-1 - end)) end += 1;
  return [one, two].map((parts) => parts.slice(start < 0 ? parts.length : start, parts.length - end).join('').trim());
}

/**
 * What a prompt with a changed sentence opens beside the last migration without a warning that names the words that changed, or
 * says at the sentence that it is not read; no leniency is needed, since what held before is known. Nothing where the check
 * ends with an error.
 */
export async function unannounced({ prompt, matrix, history, sentence, other }) {
  history.edits = (history.edits ?? 0) + 1;
  const file = join(history.folder, `edited-${history.edits}.md`);
  const text = prompt.replace(sentence, () => other);
  writeFileSync(file, text);
  const inputs = ['--spec', file, '--history', history.folder];
  const [after, check, diff] = await Promise.all([
    generated(text), run(generator, ['check', ...inputs], { cwd: root }), run(generator, ['diff', ...inputs, '--format', 'json'], { cwd: root })]);
  if (!after.matrix || check.code !== 0) return [];
  const start = text.indexOf(other);
  const isUnread = saidOf(text, check.stderr).some((one) => /^W05/.test(one.text) && one.at >= start && one.at < start + other.length);
  const warnings = check.stderr.split(/^(?=\S*:? ?warning\[)/m).filter((one) => one.includes('warning[W093]'));
  const words = differing(sentence, other);
  const isNamed = isUnread || warnings.some((one) => words.every((word) => one.includes(word)));
  const { opens } = JSON.parse(diff.stdout);
  const isTold = ({ className }) => isUnread || opens.some((one) => !className || one.class === null || one.class === className);
  return widened(matrix, after.matrix).filter((one) => !isNamed || !isTold(one)).map(({ what }) => (isNamed ? what : `${what} (not named)`));
}

/** The sentences of a prompt that can be changed, and the words of these. */
export async function changeable(prompt) {
  const sentences = (await read(prompt)).filter(({ sentence, reading, left }) => prompt.split(sentence).length === 2 && LETTERS.test(sentence) && reading.length + left.length > 0).map((one) => one.sentence);
  const words = [...new Set(sentences.flatMap((sentence) => tokens(sentence).filter((one) => LETTERS.test(one))))];
  return { sentences, words };
}
