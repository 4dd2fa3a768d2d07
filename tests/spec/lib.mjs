// Writes inputs to a folder that goes at the end, and runs caregen on them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generator, run } from '../lib/builds.mjs';

const folder = mkdtempSync(join(tmpdir(), 'caregen-spec-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** Runs caregen COMMAND on a schema (text, bytes or a value for JSON) and a spec, of which one may be missing. */
export const caregen = (command, inputs, ...more) => runOn(inputs, (files) => run(generator, [command, ...files, ...more]));

/** The same, ended by a signal when it takes more seconds of the processor: other work beside it costs nothing. */
export const caregenWithin = (seconds, command, inputs, ...more) =>
  runOn(inputs, (files) => run('sh', ['-c', `ulimit -t ${seconds} && exec "$@"`, 'sh', generator, command, ...files, ...more]));

function runOn({ schema, spec }, start) {
  const inputs = [];
  const write = (flag, suffix, content) => {
    const path = join(folder, `${++count}${suffix}`);
    writeFileSync(path, content);
    inputs.push(flag, path);
  };
  if (schema !== undefined) write('--schema', '.json', typeof schema === 'string' || Buffer.isBuffer(schema) ? schema : JSON.stringify(schema));
  if (spec !== undefined) write('--spec', '.md', spec);
  return start(inputs);
}

/** The model of the inputs as --dump=model prints it, by class: { Book: ['title: String required', …] }. */
export async function modelOf(inputs, ...more) {
  const { code, stdout, stderr } = await caregen('check', inputs, '--dump=model', ...more);
  if (code !== 0) throw new Error(`exit ${code}\n${stderr}`);
  const classes = {};
  let lines = [];
  for (const line of stdout.split('\n')) {
    const start = line.match(/^class (\S+)/);
    if (start) lines = classes[start[1]] = [];
    else if (line.startsWith('  ')) lines.push(line.trim());
    else if (line.startsWith('rule ')) (classes.rules ??= []).push(line);
    else if (line.startsWith('sentence ')) (classes.sentences ??= []).push(line.slice('sentence '.length));
  }
  return classes;
}

/** The fields of a class without where they come from: ['title: String required', …]. */
export const fieldsOf = (lines) => lines.filter((line) => /^\w+: /.test(line)).map((line) => line.replace(/ \([^)]*\)$/, ''));

/** The codes of the diagnostics of a run with --format=json. */
export const codesOf = ({ stdout }) => JSON.parse(stdout).map(({ code }) => code);

/** A schema with one class. */
export const oneClass = (fields, more = {}) => ({ classes: [{ className: 'Book', fields, ...more }] });
