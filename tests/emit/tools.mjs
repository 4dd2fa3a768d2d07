// What the tests of emitters share: the fixture program, which emits a tree from a model made by hand.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiler, objectsOf } from '../lib/c_program.mjs';

export const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, '../..');
export const warnings = ['-std=c17', '-Wall', '-Wextra', '-Wpedantic', '-Wshadow', '-Wstrict-prototypes',
  '-Wmissing-prototypes', '-Wconversion', '-Werror', '-D_GNU_SOURCE'];

/** All files below a folder, sorted, as paths relative to it. */
export function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** A temporary folder that the test ends with. */
export function temporaryFolder(test) {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-emit-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Builds the fixture in the folder; returns its path. */
function buildFixture(folder, sanitizers) {
  const embedded = 'build/embedded_files.c';
  const program = join(folder, 'fixture');
  mkdirSync(join(root, 'build'), { recursive: true });
  execFileSync('flock', ['build/embedded.lock', 'make', '--silent', embedded], { cwd: root });
  const sources = ['model/model', 'model/in_force', 'base/names', 'base/source', 'base/utf8', 'base/arena', 'base/buffer', 'base/format', 'base/file', 'base/map', 'base/vector']
    .map((name) => `generator/${name}.c`);
  const emitters = filesBelow(join(root, 'generator/emit')).filter((name) => name.endsWith('.c'))
    .map((name) => `generator/emit/${name}`);
  const flags = [...warnings, '-O1', '-g', `-fsanitize=${sanitizers}`, '-fno-sanitize-recover=all', '-Igenerator'];
  const objects = objectsOf(['tests/emit/fixture.c', ...sources, ...emitters, embedded], flags);
  execFileSync(compiler, [...flags, '-o', program, ...objects, '-lsodium', '-pthread'], { cwd: root });
  return program;
}

/** Runs the fixture, built in the folder on first use: emit('commit', tree, '--without-extra'). */
export function fixtureIn(folder, sanitizers = 'address,undefined') {
  mkdirSync(folder, { recursive: true });
  const program = buildFixture(folder, sanitizers);
  return (command, tree, options = [], spawnOptions = {}) => {
    const { status, stdout, stderr } = spawnSync(program, [command, tree, ...options],
      { encoding: 'utf8', ...spawnOptions });
    return { status, stdout, stderr };
  };
}

/** Path → [bytes, modification time] of every file of a tree. */
export function snapshot(tree) {
  return Object.fromEntries(filesBelow(tree).map((path) => {
    const full = join(tree, path);
    return [path, { text: readFileSync(full, 'utf8'), changed: statSync(full).mtimeNs ?? statSync(full).mtimeMs }];
  }));
}
