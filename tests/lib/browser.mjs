// A real browser for tests, Debian's chromium, and the packages from npm that drive it.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root, run } from './builds.mjs';

export const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why no browser test can run here; false where they can. */
export const noBrowser = !existsSync(chromium) && `there is no ${chromium}: apt-get install chromium`;

/** Installs the packages of a lock file into build/NAME when it has changed; returns that folder. */
export async function installPackages(lockFolder, name) {
  const folder = join(root, 'build', name);
  const installed = join(folder, 'installed-lock.json');
  const wanted = readFileSync(join(lockFolder, 'package-lock.json'), 'utf8');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return folder;
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(lockFolder, file), join(folder, file));
  // The scripts would only download a browser.
  const { code, stdout, stderr } = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  if (code !== 0) throw new Error(`npm ci: exit ${code}\n${stdout}${stderr}`);
  cpSync(join(folder, 'package-lock.json'), installed);
  return folder;
}

/** Starts the browser with the playwright-core that is installed in the folder. */
export function launchBrowser(folder) {
  const playwright = createRequire(join(folder, 'package.json'))('playwright-core');
  return playwright.chromium.launch({ executablePath: chromium, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
}
