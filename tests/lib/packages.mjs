// npm's packages for tests: each folder of tests that needs some has a package.json and a lock file, and they are
// installed below build/ by whoever asks first.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run } from './builds.mjs';

/** Installs the packages of a lock file into build/NAME when it has changed, once for all who ask; returns that folder. */
export async function installPackages(lockFolder, name) {
  const folder = join(root, 'build', name);
  mkdirSync(folder, { recursive: true });
  // The packages' scripts would only download a browser.
  const install = 'cmp -s "$1/package-lock.json" installed-lock.json || { cp "$1/package.json" "$1/package-lock.json" . '
    + '&& npm ci --ignore-scripts --no-audit --no-fund && cp "$1/package-lock.json" installed-lock.json; }';
  const { code, stdout, stderr } = await run('flock', [`${folder}.lock`, 'sh', '-c', install, 'sh', lockFolder], { cwd: folder });
  if (code !== 0) throw new Error(`npm ci: exit ${code}\n${stdout}${stderr}`);
  return folder;
}

/** What takes one of the packages that are installed in a folder, by its name. */
export const requireFrom = (folder) => createRequire(join(folder, 'package.json'));

/** The same for a package that is a module: imports are resolved from where the file is that has them. */
export async function importFrom(folder, name) {
  const file = join(folder, 'import.mjs');
  writeFileSync(file, 'export default (name) => import(name);\n');
  return (await import(pathToFileURL(file).href)).default(name);
}
