// What the tests of the clients share: the emitted trees, and the packages that compile and parse what is in them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBuild, generator, root, run } from '../lib/builds.mjs';
import { installPackages } from '../lib/packages.mjs';
import { startServer } from '../lib/server.mjs';

export const here = dirname(fileURLToPath(import.meta.url));

/** The folder of the packages that the tests use. */
export const packages = () => installPackages(here, 'clients-test');

/** The trees that every client is tried with: the templates, and one of names that mean something elsewhere. */
export const trees = ['trial', 'portal', 'phr', 'behavioral', 'kitchen', 'twins', 'hooks', 'names'];

const names = { name: 'names', schema: 'tests/schemas/names.schema.json', spec: 'tests/schemas/names.agent.md', access: 'public' };

/** Emits a tree into a folder below that of the packages, which the test removes. */
export async function treeOf(name, test) {
  const folder = mkdtempSync(join(await packages(), 'tree-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  const build = name === 'names' ? names : findBuild(name);
  const inputs = ['schema', 'spec', 'sample', 'hooks'].flatMap((input) => (build[input] ? [`--${input}`, build[input]] : []));
  execFileSync(generator, ['generate', ...inputs, '--name', name, '--access', build.access, '--out', folder], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  return folder;
}

/** Compiles the TypeScript client of a tree, with further files of ours beside it; what it says goes to check(). */
export async function compileTypescript(tree, files = []) {
  const folder = join(tree, 'clients/typescript');
  files.forEach((file) => cpSync(join(here, file), join(folder, file)));
  if (files.length) writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: './tsconfig.emitted.json', files }));
  return run(process.execPath, [join(await packages(), 'node_modules/typescript/bin/tsc'), '--project', folder], { cwd: folder });
}

export function assertQuiet({ code, stdout, stderr }) {
  assert.equal(stdout + stderr, '');
  assert.equal(code, 0);
}

/** A server with sample data, and its accounts: { server, patient, provider }, each with username and password. */
export async function demoServer(name, test) {
  const server = await startServer(name, { demo: true });
  test.after(() => server.stop());
  const [patient, provider] = [...server.output().matchAll(/^demo account: (?<username>\S+), password (?<password>\S+)$/gm)].map(({ groups }) => groups);
  return { server, patient, provider };
}

/** The code blocks of a document in a language, as its examples say them but for where the server is and what it is called. */
export function blocksOf(text, language, { name, server }) {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, block]) => {
    const origin = new URL(server?.base ?? 'http://127.0.0.1:1337').origin;
    return block.replaceAll('http://127.0.0.1:1337', origin).replaceAll(new RegExp(`(Application-Id: |applicationId: '|initialize\\('|Application-Id': ')${name}\\b`, 'g'), `$1${server?.appId ?? name}`);
  });
}
