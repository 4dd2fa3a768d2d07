// What the browser tests share: the built pages, a server with sample data, and a browser that tells what went wrong in
// it. Screenshots of each test's end are kept in build/pages-test/screenshots.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../lib/browser.mjs';
import { root, run } from '../lib/builds.mjs';
import { installPackages, requireFrom } from '../lib/packages.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const ACTION_DEADLINE = 60000; // ms; only what never comes meets it

export const pack = join(root, 'build/web/pages.pack');
export const web = join(root, 'templates/web');

/** Builds the pages where their sources changed. */
export async function buildPages() {
  const { code, stdout, stderr } = await run('flock', [join(root, 'build/pages.lock'), 'make', '-s', 'pages'], { cwd: root });
  assert.equal(code, 0, stdout + stderr);
}

/** A module of the pages that is in TypeScript, and imports nothing before it is called. */
export async function importTypescript(path) {
  const { code: status, stdout, stderr } = await run('templates/web/libraries.sh', [], { cwd: root });
  assert.equal(status, 0, stdout + stderr);
  const { code } = await requireFrom(join(root, 'build/web'))('esbuild').transform(readFileSync(path, 'utf8'), { loader: 'ts', format: 'esm' });
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}

/** The folder of the packages that the tests use. */
export const packages = () => installPackages(here, 'pages-test');

/** A browser: { open(url, options), shoot(name), stop() }. Pages tell of faults by takeFaults(). */
export async function startBrowser() {
  const folder = await packages();
  const screenshots = join(folder, 'screenshots');
  mkdirSync(screenshots, { recursive: true });
  const browser = await launchBrowser(folder);
  return {
    /** A page in a context of its own, at a URL. */
    async open(url, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(ACTION_DEADLINE);
      const faults = [];
      page.on('pageerror', (error) => faults.push(`error: ${error}`));
      page.on('console', (message) => {
        // A refused request is an answer like another one, and Chromium's own note of it no fault.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(`console: ${message.text()}`);
      });
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== new URL(url).origin) faults.push(`asked elsewhere: ${request.url()}`);
      });
      await page.exposeFunction('reportViolation', (text) => faults.push(`violation: ${text}`));
      await page.addInitScript(() => addEventListener('securitypolicyviolation', (event) => window.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)));
      await page.goto(url);
      return Object.assign(page, { takeFaults: () => faults.splice(0) });
    },
    shoot: (page, name) => page.screenshot({ path: join(screenshots, `${name.replaceAll(/\W+/g, '-')}.png`), fullPage: true }),
    /** What axe finds that is serious: [rule, element]. */
    async judge(page) {
      await page.evaluate(readFileSync(createRequire(join(folder, 'package.json')).resolve('axe-core/axe.min.js'), 'utf8'));
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html.slice(0, 200)]));
    },
    stop: () => browser.close(),
  };
}
