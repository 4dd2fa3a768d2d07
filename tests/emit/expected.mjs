#!/usr/bin/env node
// The emitted trees of two small schemas, committed so that a review shows what a change does to what is
// emitted: tests/emit/expected/NAME is what tests/emit/inputs/NAME becomes, but for what is copied as it
// stands (runtime/, web/), for tests/, which are run, and for GENERATED, which has the hashes of all of it.
//
//   node tests/emit/expected.mjs      renews them (`make expected` builds the generator first)
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generator } from '../lib/builds.mjs';
import { here } from './tools.mjs';

export const expected = join(here, 'expected');
export const names = readdirSync(join(here, 'inputs')).sort();

/** Whether a file of a tree is compared. */
export const isCompared = (path) => !/^(runtime\/|web\/|tests\/|GENERATED$)/.test(path);

/** Emits the tree of one of the inputs into a folder. */
export function emit(name, folder) {
  const input = (file) => join('tests/emit/inputs', name, file);
  const has = (file) => existsSync(join(here, 'inputs', name, file));
  const given = [['--schema', 'schema.json'], ['--spec', 'agent.md'], ['--hooks', 'hooks.c']]
    .filter(([, file]) => has(file)).flatMap(([option, file]) => [option, input(file)]);
  execFileSync(generator, ['generate', ...given, '--name', name, '--out', folder], { cwd: resolve(here, '../..'), stdio: ['ignore', 'ignore', 'inherit'] });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const name of names) {
    const folder = mkdtempSync(join(tmpdir(), 'caregen-expected-'));
    emit(name, folder);
    rmSync(join(expected, name), { recursive: true, force: true });
    cpSync(folder, join(expected, name), { recursive: true, filter: (path) => path === folder || isCompared(path.slice(folder.length + 1)) });
    rmSync(folder, { recursive: true });
  }
}
