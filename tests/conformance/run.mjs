#!/usr/bin/env node
// Runs every case of tests/sdk against the real parse-server and against ours, and prints a table of where
// the two differ.
//
//   node tests/conformance/run.mjs                    both
//   node tests/conformance/run.mjs --only=peer        parse-server alone: are the cases true?
//   node tests/conformance/run.mjs --only=ours
//   node tests/conformance/run.mjs tests/sdk/acl.test.mjs …
//
// A case may also be told to expect different answers of the two (`differs`, `faulty`, `either` in
// tests/sdk/lib/sdk.mjs); those are in docs/parse-compatibility.md. Exit code 1 when parse-server itself
// does not answer as a case expects, or when ours fails one.
import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { spawn } from 'node:child_process';
import { root, run } from '../lib/builds.mjs';
import { startPeer } from './peer.mjs';

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const only = flags.find((flag) => flag.startsWith('--only='))?.slice('--only='.length);
const sdk = join(root, 'tests/sdk');
const files = named.length ? named.map((file) => resolve(file))
  : readdirSync(sdk).filter((name) => name.endsWith('.test.mjs')).sort().map((name) => join(sdk, name));

/** Runs one test file in a process of its own; returns its cases: name → { result, why }. */
async function runFile(file, environment) {
  const reporter = join(root, 'tests/conformance/reporter.mjs');
  const child = spawn(process.execPath, ['--test', `--test-reporter=${reporter}`, file], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => { text += chunk; });
  await new Promise((resolve_) => { child.on('close', resolve_); });
  const cases = new Map();
  for (const line of text.split('\n').filter(Boolean)) {
    const { name, result, why } = JSON.parse(line);
    cases.set(`${relative(sdk, file)}: ${name}`, { result, why });
  }
  return cases;
}

/** Runs all files, two at a time; returns all cases in their order. */
async function runAll(title, environment) {
  const results = new Array(files.length);
  let next = 0;
  const worker = async () => {
    while (next < files.length) {
      const index = next;
      next += 1;
      results[index] = await runFile(files[index], environment);
    }
  };
  await Promise.all([worker(), worker()]);
  const cases = new Map(results.flatMap((map) => [...map]));
  const count = (result) => [...cases.values()].filter((found) => found.result === result).length;
  console.log(`${title}: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} not asked`);
  return cases;
}

/** Generates and compiles the server of tests/schemas/sdk.schema.json; returns its program. */
async function buildOurs() {
  const folder = join(root, 'build/conformance/sdk');
  const generate = [process.env.CAREGEN ?? join(root, 'build/caregen'), 'generate', '--schema', 'tests/schemas/sdk.schema.json'];
  generate.push('--name', 'sdk', '--access', 'public', '--out', relative(root, folder));
  for (const [command, ...commandArguments] of [generate, ['make', '-s', '-C', folder]]) {
    const { code, stdout, stderr } = await run(command, commandArguments, { cwd: root });
    if (code !== 0) throw new Error(`${command} ${commandArguments.join(' ')}: exit ${code}\n${stdout}${stderr}`);
  }
  return join(folder, 'sdk-server');
}

async function runPeer() {
  const peer = await startPeer();
  try {
    return await runAll('parse-server', { ...peer.environment, CAREGEN_TEST_TARGET: 'parse-server' });
  } finally {
    await peer.stop();
  }
}

const runOurs = async () =>
  runAll('ours', { CAREGEN_TEST_SDK_SERVER: await buildOurs(), CAREGEN_TEST_BASE: '', CAREGEN_TEST_TARGET: 'caregen' });

/** One row for each case on which the two do not agree. */
function printDifferences(peer, ours) {
  const rows = [];
  for (const name of new Set([...peer.keys(), ...ours.keys()])) {
    const [theirs, own] = [peer.get(name), ours.get(name)];
    if (theirs?.result === 'passed' && own?.result === 'passed') continue;
    const why = [theirs, own].find((found) => found?.result === 'failed')?.why ?? theirs?.why ?? own?.why ?? '';
    rows.push([name, theirs?.result ?? 'none', own?.result ?? 'none', why.split('\n')[0].slice(0, 160)]);
  }
  if (rows.length === 0) return console.log('no differences');
  console.log('\n| case | parse-server | ours | why |\n| --- | --- | --- | --- |');
  for (const row of rows) console.log(`| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  return undefined;
}

const peer = only === 'ours' ? new Map() : await runPeer();
const ours = only === 'peer' ? new Map() : await runOurs();
if (only) {
  for (const [name, { result, why }] of [...peer, ...ours]) if (result === 'failed') console.log(`✖ ${name}\n    ${why}`);
} else printDifferences(peer, ours);
process.exitCode = [...peer.values(), ...ours.values()].some(({ result }) => result === 'failed') ? 1 : 0;
