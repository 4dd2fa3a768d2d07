// The server of this folder on a port of its own, with a temporary data folder and keys of its own, for tests.
// Plain Node 18 or later, no packages. Generated.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { graphqlClient, liveClient } from './live.mjs';

const MOUNT = '/parse';
const AT_ONCE = 16;
const START_DEADLINE = 30000; // ms; sanitizers are slow
const BUSY_ATTEMPTS = 60; // a second apart, as Retry-After says
export const program = join(dirname(fileURLToPath(import.meta.url)), '../@NAME@-server');
const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** Sends a request; resolves to { status, json }. Nothing is thrown for an answer that is an error. */
function send(url, method, headers, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        let json;
        try {
          json = JSON.parse(text);
        } catch {
          json = { error: text };
        }
        resolve({ status: response.statusCode, json });
      });
    });
    request.on('error', (error) => {
      // A kept connection may be closed for idleness at the moment it is used again: nothing was read of the request.
      if (request.reusedSocket && error.code === 'ECONNRESET') resolve(send(url, method, headers, body));
      else reject(error);
    });
    request.end(body);
  });
}

/** The same, again while the server is busy, as one with few cores is when many passwords are checked. */
async function sendWhenBusy(...request) {
  for (let attempt = 1; ; attempt++) {
    const answer = await send(...request);
    if (answer.status !== 503 || attempt === BUSY_ATTEMPTS) return answer;
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
}

/** Does a thing for each item, some at a time; resolves to what it gave, in order. */
export async function eachOf(items, does) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await does(items[at], at);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

export const query = (parameters) => `?${new URLSearchParams(
  Object.entries(parameters).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
)}`;

/**
 * Starts it. `call(who, method, path, body)` is a request of somebody: { session }, { master: true } or nobody, {}.
 * `batch(who, parts)` is one of many parts, [method, path, body], with an answer as of call() for each. `fetch(url)`
 * follows a URL that an answer has, `live(who)` is somebody's client of live queries, `subscriptions(who, documentOf)` one by GraphQL (live.mjs). `data` is its data folder, which is there until stop(); halt() only ends the program.
 */
export async function startServer(options = []) {
  const folder = mkdtempSync(join(tmpdir(), '@NAME@-test-'));
  const masterKey = randomBytes(16).toString('hex');
  writeFileSync(join(folder, 'key'), `${masterKey}\n`, { mode: 0o600 });
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CAREGEN_')));
  const child = spawn(program, [
    'serve', '--listen', '127.0.0.1:0', '--data', join(folder, 'data'), '--mount', MOUNT, '--app-id', 'test', '--master-key-file', join(folder, 'key'), ...options,
  ], { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  const stopped = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  const base = await new Promise((resolve, reject) => {
    const said = [];
    const fail = (why) => reject(new Error(`${why}\n${said.join('\n')}`));
    const timer = setTimeout(() => fail('the server does not start'), START_DEADLINE);
    const read = (line) => {
      said.push(line);
      const match = /listening on (http:\/\/\S+)/.exec(line);
      if (match) resolve(match[1].replace(/\/$/, ''));
      if (match) clearTimeout(timer);
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    child.on('error', (error) => fail(error.message));
    stopped.then((how) => fail(`the server ended with ${how}`));
  });

  const call = (who, method, path, body) => {
    const headers = { 'X-Parse-Application-Id': 'test' };
    if (who.session) headers['X-Parse-Session-Token'] = who.session;
    if (who.master) headers['X-Parse-Master-Key'] = masterKey;
    const isFile = Buffer.isBuffer(body);
    const text = isFile || body === undefined ? body : JSON.stringify(body);
    if (text !== undefined) headers['Content-Type'] = isFile ? 'application/octet-stream' : 'application/json';
    return sendWhenBusy(base + path, method, headers, text);
  };
  const batch = async (who, parts) => {
    const answers = [];
    for (let at = 0; at < parts.length; at += 100) {
      const requests = parts.slice(at, at + 100).map(([method, path, body]) => ({ method, path: MOUNT + path, body }));
      const { status, json } = await call(who, 'POST', '/batch', { requests });
      if (!Array.isArray(json)) throw new Error(`a batch was answered ${status} ${JSON.stringify(json)}`);
      for (const part of json) answers.push(part.error ? { status: 400, json: part.error } : { status: 200, json: part.success });
    }
    return answers;
  };
  const halt = async () => {
    child.kill('SIGTERM');
    const how = await stopped;
    process.off('exit', kill);
    if (how !== 0) throw new Error(`the server ended with ${how}`);
  };
  const stop = async () => {
    try {
      await halt();
    } finally {
      agent.destroy();
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const live = (who) => liveClient(base, { ...(who.session ? { sessionToken: who.session } : {}), ...(who.master ? { masterKey } : {}) });
  const subscriptions = (who, documentOf) => graphqlClient(base, { ...(who.session ? { 'X-Parse-Session-Token': who.session } : {}), ...(who.master ? { 'X-Parse-Master-Key': masterKey } : {}) }, documentOf);
  return { call, batch, halt, stop, live, subscriptions, data: join(folder, 'data'), fetch: (url) => send(url, 'GET', {}) };
}
