// docs/trace.md of an emitted tree: its rules, and whether what it names is there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../emit/tools.mjs';

/** The rules of docs/trace.md that a server acts on: [sentence, rule, what shows it, what carries it out]. */
export function traced(folder) {
  const lines = readFileSync(join(folder, 'docs/trace.md'), 'utf8').split('\n').filter((line) => /^\| S\d/.test(line));
  return lines.flatMap((line) => {
    const [, sentence, , , rules, by, shown] = line.replace(/ \|$/, '').split(/(?:^| )\|(?: |$)/);
    const names = rules.split('<br>').filter((rule) => !rule.startsWith('**passed over**'));
    if (/^(no rule|names of the schema|\*\*no effect\*\*|\*\*not understood\*\*)$/.test(rules)) return [];
    return names.map((rule, i) => [sentence, rule, shown?.split('<br>')[i], by.split('<br>')[i]]);
  });
}

let runtimeFunctions;

/** The functions that headers of the runtime declare, which all trees have alike; what a comment names is none. */
const functionsOf = (runtime) => (runtimeFunctions ??= new Set(filesBelow(runtime).filter((path) => path.endsWith('.h'))
  .flatMap((path) => [...readFileSync(join(runtime, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/\b(\w+)\(/g)].map(([, name]) => name))));

/** How many functions and files a text of the trace names; fails where one is not there, or a member is not in the file
 * named before it. */
export function followReferences(folder, text, where) {
  const read = (path) => readFileSync(join(folder, path), 'utf8');
  let file;
  let count = 0;
  // What stands in backquotes or, as members do, plain; a predicate of SQL is quoted, too, and begins otherwise.
  for (const [, quoted, plain] of text.split(/: (?:`["(E]|all rows)/)[0].matchAll(/`([^`]+)`|\b([a-z]+(?:_[a-z]+)*)\b/g)) {
    if (quoted?.endsWith('()')) {
      const name = quoted.slice(0, -2);
      const isOwn = file && new RegExp(`^(static )?(bool|void|enum step) ${name}\\(`, 'm').test(read(file));
      assert.ok(isOwn || functionsOf(join(folder, 'runtime')).has(name), `${where}: ${quoted}`);
      count++;
    } else if (quoted) {
      assert.ok(existsSync(join(folder, quoted)), `${where}: ${quoted}`);
      file = quoted;
      count++;
    } else if (file && !['for', 'every', 'file'].includes(plain)) {
      assert.match(read(file), new RegExp(`\\b${plain}\\b`), `${where}: ${plain} in ${file}`);
    }
  }
  return count;
}
