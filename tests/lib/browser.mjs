// A real browser for tests: Debian's chromium.
import { existsSync } from 'node:fs';
import { requireFrom } from './packages.mjs';

export const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

const START_DEADLINE = 180000; // ms

/** Why no browser test can run here; false where they can. */
export const noBrowser = !existsSync(chromium) && `there is no ${chromium}: apt-get install chromium`;

/** Starts the browser with the playwright-core that is installed in the folder. */
export function launchBrowser(folder) {
  const playwright = requireFrom(folder)('playwright-core');
  return playwright.chromium.launch({ executablePath: chromium, timeout: START_DEADLINE, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
}
