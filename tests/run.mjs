#!/usr/bin/env node
// The test runner: builds the servers that the tests need, runs the test files side by side, says each
// test's result as it comes, all failures in full at the end, and one closing line: "N passed, N failed".
//
//   node tests/run.mjs                    everything
//   node tests/run.mjs tests/rest         what is below a folder
//   node tests/run.mjs tests/rest/acl.test.mjs
//
// CAREGEN_TEST_JOBS sets how many files run at once (4), CAREGEN_TEST_TIMES=FILE notes what each takes of the processor.
// Exit code 1 when a test failed or none ran.
import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { buildServersFor, root } from './lib/builds.mjs';
import { runsAgainstReference } from './lib/reference.mjs';

function testFiles(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const below = join(path, entry.name);
      if (entry.isDirectory()) return testFiles(below);
      return entry.name.endsWith('.test.mjs') ? [below] : [];
    });
}

// These take longest: they begin first, so that no single one is left for the end. CAREGEN_TEST_TIMES tells (end_of_file.mjs).
const LONG = [
  'templates/matrix', 'pages/app', 'pages/console', 'reading/changes', 'reading/servers/seeds', 'pages/browser', 'pages/app_page', 'spec/hostile', 'rest/follow', 'evolve/evolve',
  'emit/own_tests', 'templates/access', 'bucket/bucket', 'emit/reproducible', 'spec/rules', 'templates/rules', 'clients/typescript', 'emit/commit', 'emit/emitted', 'rest/orphans',
  'check/layers', 'reading/paraphrases', 'rest/matrix', 'pages/pages', 'clients/quick_start', 'fuzz/generator', 'fuzz/http', 'rest/backup', 'rest/tls', 'bucket/files',
].map((name) => join(root, 'tests', `${name}.test.mjs`));
const place = (file) => (LONG.includes(file) ? LONG.indexOf(file) : LONG.length);

const files = (process.argv.length > 2 ? process.argv.slice(2) : [join(root, 'tests')])
  .flatMap((path) => testFiles(resolve(path))).sort((a, b) => place(a) - place(b));
const passed = [];
const skipped = [];
const failed = [];
const enclosing = []; // the names of the suites and tests that are open, by nesting

/** Node hands on one file's events after another's, whatever order the files really ran in. */
function onStart(event) {
  enclosing.length = event.nesting;
  enclosing[event.nesting] = event.name;
}

/** The file that an event comes from, as a path from the root; Node 18 gives a URL. */
function fileOf({ file }) {
  if (!file) return '';
  return relative(root, file.startsWith('file:') ? fileURLToPath(file) : file);
}

/** Node reports each suite, and each file, as a test of its own; only what they hold is counted. */
const isContainer = (event) =>
  event.details?.type === 'suite' || (event.nesting === 0 && files.includes(resolve(event.name)));

function record(event, list, mark) {
  const name = `${fileOf(event)}: ${[...enclosing.slice(0, event.nesting), event.name].join(' > ')}`;
  const milliseconds = event.details?.duration_ms;
  const time = milliseconds > 1000 ? ` (${(milliseconds / 1000).toFixed(1)} s)` : '';
  const reason = typeof event.skip === 'string' ? `: ${event.skip}` : '';
  console.log(`${mark} ${name}${time}${reason}`);
  list.push({ name, error: event.details?.error });
}

function onPass(event) {
  if (event.skip !== undefined || event.todo !== undefined) record(event, skipped, '-');
  else if (!isContainer(event)) record(event, passed, '✔');
}

function onFail(event) {
  // A suite or a file fails with its tests; it is news only when it failed by itself.
  const code = event.details?.error?.failureType;
  if (isContainer(event) && code === 'subtestsFailed') return;
  record(event, failed, '✖');
}

function printFailures() {
  for (const { name, error } of failed) {
    const cause = error?.cause ?? error;
    console.log(`\n✖ ${name}\n${cause instanceof Error ? cause.stack : inspect(cause)}`);
  }
}

if (!runsAgainstReference()) {
  try {
    const count = await buildServersFor(files.map((file) => relative(root, file)), (number, of, name, milliseconds) =>
      console.log(`server ${number} of ${of}: ${name} (${(milliseconds / 1000).toFixed(0)} s)`));
    console.log(`${count} servers are built; ${files.length} test files`);
  } catch (error) {
    console.log(`✖ building the servers\n${error.message}\n\n0 passed, 1 failed`);
    process.exit(1);
  }
  process.env.CAREGEN_TEST_PREBUILT = '1';
}

process.env.NODE_OPTIONS = `--import ${pathToFileURL(join(root, 'tests/lib/end_of_file.mjs'))}`;
const concurrency = Number(process.env.CAREGEN_TEST_JOBS ?? 4);
const FILE_DEADLINE = 60 * 60 * 1000; // ms; a file that hangs fails instead of holding everything up
const stream = run({ files, concurrency, timeout: FILE_DEADLINE });
stream.on('test:start', onStart);
stream.on('test:pass', onPass);
stream.on('test:fail', onFail);
stream.on('test:stderr', (event) => process.stderr.write(event.message));
stream.on('end', () => {
  printFailures();
  const skips = skipped.length ? `, ${skipped.length} skipped` : '';
  console.log(`\n${passed.length} passed, ${failed.length} failed${skips}`);
  process.exitCode = failed.length === 0 && passed.length > 0 ? 0 : 1;
});
stream.resume();
