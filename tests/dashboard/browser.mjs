// What the dashboard's test needs: the dashboard from npm, on a free loopback port, and a browser.
//
// Both are installed into build/dashboard from the lock file beside this file, or are taken from the
// folder that CAREGEN_DASHBOARD names (the one that holds node_modules). The browser is Debian's chromium.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../conformance/peer.mjs';
import { launchBrowser } from '../lib/browser.mjs';
import { installPackages } from '../lib/packages.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const START_DEADLINE = 120000; // ms
const ACTION_DEADLINE = 60000;

/** Resolves once the child says that the dashboard is available. */
function available(child) {
  return new Promise((resolve, reject) => {
    const lines = [];
    const fail = (reason) => reject(new Error(`${reason}:\n${lines.join('\n')}`));
    const timer = setTimeout(() => fail(`the dashboard did not start within ${START_DEADLINE} ms`), START_DEADLINE);
    const read = (line) => {
      lines.push(line);
      if (/available at/.test(line)) resolve(clearTimeout(timer));
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    child.on('exit', (code) => fail(`the dashboard ended with ${code}`));
  });
}

/**
 * Starts the dashboard over a server, and a browser: { page, open(path), stop() }. open() goes to a path
 * of the app ("browser/_User"). `answers` collects each of the server's answers that is an error.
 */
export async function startDashboard(server) {
  const folder = process.env.CAREGEN_DASHBOARD ?? await installPackages(here, 'dashboard');
  const port = await freePort();
  const settings = join(server.dataFolder, 'dashboard.json');
  const app = { serverURL: server.base, appId: server.appId, masterKey: server.masterKey, appName: 'app', enableSecurityChecks: true };
  writeFileSync(settings, JSON.stringify({ apps: [app] }), { mode: 0o600 });
  const program = join(folder, 'node_modules/parse-dashboard/bin/parse-dashboard');
  const child = spawn(process.execPath, [program, '--dev', '--host', '127.0.0.1', '--port', String(port), '--config', settings],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  process.once('exit', () => child.kill('SIGKILL'));
  await available(child);

  const browser = await launchBrowser(folder);
  // The grid draws only what is in view: wide enough for every column.
  const page = await browser.newPage({ viewport: { width: 3400, height: 1000 } });
  page.setDefaultTimeout(ACTION_DEADLINE);
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('response', async (response) => {
    if (response.status() < 400 || !response.url().startsWith(server.base)) return;
    faults.push(`${response.status()} ${response.url()} ${await response.text().catch(() => '')}`);
  });
  // The dashboard is to work without the rest of the world.
  await page.route((url) => url.hostname !== '127.0.0.1', (route) => route.abort());
  return {
    page,
    /** Errors of the page's scripts, and the server's answers that are errors, since the last call. */
    takeFaults: () => faults.splice(0),
    open: (path) => page.goto(`http://127.0.0.1:${port}/apps/app/${path}`),
    async stop() {
      await browser.close();
      child.kill('SIGTERM');
      await exited;
    },
  };
}
