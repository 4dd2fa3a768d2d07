#!/usr/bin/env node
// How long it takes from a fresh clone until a signed-in demo patient's first query has answered, and of what that is
// made. Everything is compiled as on a machine that never did it (no ccache); Debian packages that are missing are
// installed by `make serve` itself, and count.
//
//   node tests/bench/first_query.mjs [--template trial] [--limit SECONDS] [--pages]
//
// --limit: exit 1 when it took longer. --pages: goes on until the bundled pages are shown, too.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const { values: options } = parseArgs({ options: { template: { type: 'string', default: 'trial' }, limit: { type: 'string' }, pages: { type: 'boolean', default: false } } });
const DEADLINE = 600000; // ms
const classes = { trial: 'MedicationOrder', portal: 'LabResult', phr: 'MedicalDocument', behavioral: 'Assessment' };

/** A port that was free a moment ago. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function ask(appId, url, { headers = {}, ...init } = {}) {
  const response = await fetch(url, { ...init, headers: { 'X-Parse-Application-Id': appId, 'Content-Type': 'application/json', ...headers } });
  const json = await response.json();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${JSON.stringify(json)}`);
  return json;
}

/** The lines of `make serve` at which a part of it ends, and what the part was. */
const marks = [
  [/^2 of 4/, 'packages'],
  [/^3 of 4/, 'compiling the generator'],
  [/^4 of 4/, 'generating'],
  [/^to read on/, 'compiling the server'],
  [/^listening on/, 'starting, sample data'],
];

/** Serves in the clone; resolves to the application id and the patient's account when it listens, with mark(name) called at each part's end. */
function serve(folder, port, environment, mark) {
  const child = spawn('make', ['serve', `TEMPLATE=${options.template}`, `PORT=${port}`], { cwd: folder, detached: true, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  let account;
  let appId;
  const ready = new Promise((resolve_, reject) => {
    const read = (line) => {
      lines.push(line);
      marks.filter(([pattern]) => pattern.test(line)).forEach(([, name]) => mark(name));
      account ??= /^demo account: (?<username>\S+), password (?<password>\S+)/.exec(line)?.groups;
      appId ??= /^application id: (\S+)/.exec(line)?.[1];
      if (/^listening on/.test(line)) resolve_({ appId, account });
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    child.on('exit', (code) => reject(new Error(`make serve ended with ${code}:\n${lines.join('\n')}`)));
    setTimeout(() => reject(new Error(`it took more than ${DEADLINE / 1000} s`)), DEADLINE).unref();
  });
  return { child, ready };
}

/** Waits until the server shows the bundled pages. */
async function pagesShown(origin) {
  for (const end = Date.now() + DEADLINE; Date.now() < end;) {
    const response = await fetch(`${origin}/playground`);
    await response.arrayBuffer();
    if (response.ok) return;
    await new Promise((resolve_) => setTimeout(resolve_, 250)); // nothing tells of it
  }
  throw new Error('the pages did not come');
}

const folder = mkdtempSync(join(tmpdir(), 'caregen-first-query-'));
const began = performance.now();
let last = began;
const split = [];
const mark = (name) => {
  const now = performance.now();
  split.push([name, (now - last) / 1000]);
  last = now;
};
let served;
try {
  const clone = spawn('git', ['clone', '--quiet', '--no-hardlinks', root, join(folder, 'clone')], { stdio: 'inherit' });
  const [code] = await once(clone, 'exit');
  if (code !== 0) throw new Error(`git clone: exit ${code}`);
  mark('clone');
  const port = await freePort();
  const environment = { ...process.env, CCACHE_DISABLE: '1' };
  delete environment.MAKEFLAGS;
  delete environment.MAKELEVEL;
  served = serve(join(folder, 'clone'), port, environment, mark);
  const { appId, account } = await served.ready;
  const origin = `http://127.0.0.1:${port}`;
  const user = await ask(appId, `${origin}/parse/login`, { method: 'POST', body: JSON.stringify(account) });
  const { results } = await ask(appId, `${origin}/parse/classes/${classes[options.template] ?? '_User'}?limit=1`, { headers: { 'X-Parse-Session-Token': user.sessionToken } });
  if (results.length !== 1) throw new Error('the first query found nothing');
  mark('sign-in and query');
  const total = (last - began) / 1000;
  for (const [name, seconds] of split) console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`);
  console.log(`${total.toFixed(1).padStart(7)} s  until the first query has answered (${options.template})`);
  if (options.pages) {
    await pagesShown(origin);
    console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  until the pages are shown`);
  }
  if (options.limit && total > Number(options.limit)) {
    console.log(`that is more than ${options.limit} s`);
    process.exitCode = 1;
  }
} finally {
  // The group that was started, with the pages that are being built beside the server.
  if (served) {
    served.ready.catch(() => {});
    try {
      process.kill(-served.child.pid, 'SIGTERM');
      if (served.child.exitCode === null && served.child.signalCode === null) await once(served.child, 'exit');
    } catch { /* it has ended by itself */ }
  }
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
