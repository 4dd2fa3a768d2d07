// Compiles C programs for unit tests and fuzzing: with every warning the project knows, with the address
// and undefined-behaviour sanitizers, into a folder that goes when the process ends. Their objects stay, in build/tests.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './builds.mjs';

export const compiler = process.env.CC ?? 'cc';
const flags = [
  '-std=c17', '-D_GNU_SOURCE', '-O1', '-g', '-Wall', '-Wextra', '-Wpedantic', '-Wshadow', '-Wstrict-prototypes', '-Wmissing-prototypes',
  '-Wconversion', '-Werror', '-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fno-omit-frame-pointer',
];

let folder;

function outputFolder() {
  if (!folder) {
    folder = mkdtempSync(join(tmpdir(), 'caregen-unit-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
  return folder;
}

/** What the value layer of the runtime consists of, to be linked into its tests. */
export const valueLayer = [
  'formats/acl', 'base/arena', 'base/budget', 'base/buffer', 'model/class', 'base/context', 'formats/date', 'formats/digits', 'formats/encoding', 'files/file_url', 'model/file_value', 'read/file_writer', 'formats/json', 'formats/json_check', 'formats/json_number', 'formats/json_tree', 'base/log',
  'read/object_writer', 'formats/query_string', 'crypto/key_ring', 'crypto/seal', 'model/sealed_value', 'store/sql', 'base/utf8', 'base/wait', 'model/value', 'model/value_forms', 'model/value_reader',
].map((name) => `templates/runtime/${name}.c`);

const room = (name) => readdirSync(join(root, 'templates/runtime', name)).filter((file) => file.endsWith('.c')).map((file) => `templates/runtime/${name}/${file}`);

/** The store and what its functions need. It needs pcre2-8 and unistring. */
export const storeLayer = [...room('base'), ...room('formats'), ...room('store'), 'templates/runtime/crypto/key_ring.c', 'templates/runtime/crypto/seal.c'];

/** The language GraphQL. It needs cjson and sodium. */
export const graphqlLayer = [...room('graphql'), ...['base/arena', 'base/budget', 'base/buffer', 'base/context', 'base/log', 'base/utf8', 'formats/json', 'formats/json_check', 'formats/json_number', 'formats/json_tree'].map((name) => `templates/runtime/${name}.c`)];

/** The query and object layer above it, with the real store; it needs libcurl and gnutls besides. */
export const queryLayer = [...['base', 'formats', 'crypto', 'store', 'model', 'request', 'outside', 'files', 'guard', 'read', 'write', 'objects',
  'hooks', 'accounts', 'aggregate'].flatMap(room), 'templates/runtime/program/object_steps.c'];

/**
 * The objects of sources (paths from the project's root), compiled with these flags unless they are there: all programs
 * that have a source in common have its object in common, in this run and in later ones. Returns their paths.
 */
export function objectsOf(sources, withFlags) {
  const place = join('build/tests/objects', createHash('sha256').update([compiler, ...withFlags].join('\n')).digest('hex').slice(0, 32));
  mkdirSync(join(root, place), { recursive: true });
  const words = ['-s', '-j2', '-f', 'tests/lib/objects.mk', `PLACE=${place}`, `CC=${compiler}`, `FLAGS=${withFlags.join(' ')}`, `SOURCES=${sources.join(' ')}`];
  run('flock', [`${place}.lock`, 'make', ...words], sources[0]);
  return sources.map((source) => join(root, place, source.replace(/c$/, 'o')));
}

function run(command, words, what) {
  const result = spawnSync(command, words, { cwd: root, encoding: 'utf8' });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`${what} does not compile:\n${result.stderr}`);
}

/** Compiles sources (paths from the project's root) and returns the program's path. */
export function compile(files, { includes = ['templates/runtime'], libraries = [], extra = [] } = {}) {
  const sources = [...new Set(files)];
  const program = join(outputFolder(), basename(sources[0], '.c'));
  const objects = objectsOf(sources, [...flags, ...extra.filter((flag) => !flag.startsWith('-Wl,')), ...includes.map((path) => `-I${path}`)]);
  run(compiler, [...flags, ...extra, ...objects, '-o', program, ...libraries.map((library) => `-l${library}`)], sources[0]);
  return program;
}

/** Runs a program on the given input; throws with what it said when it fails or a sanitizer speaks. */
export function runProgram(program, programArguments = [], input = '', { seconds = 120 } = {}) {
  const result = spawnSync(program, programArguments, { input, maxBuffer: 1 << 30, timeout: 1000 * seconds, killSignal: 'SIGKILL' });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    throw new Error(`${basename(program)} ${programArguments.join(' ')} ended with ${result.status ?? result.signal}:\n${result.stderr}`);
  }
  return result.stdout;
}
