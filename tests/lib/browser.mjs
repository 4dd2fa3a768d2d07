// A real browser for tests, Debian's chromium, and the packages from npm that drive it.
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root, run } from './builds.mjs';

export const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why no browser test can run here; false where they can. */
export const noBrowser = !existsSync(chromium) && `there is no ${chromium}: apt-get install chromium`;

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

/** Starts the browser with the playwright-core that is installed in the folder. */
export function launchBrowser(folder) {
  const playwright = createRequire(join(folder, 'package.json'))('playwright-core');
  return playwright.chromium.launch({ executablePath: chromium, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
}
