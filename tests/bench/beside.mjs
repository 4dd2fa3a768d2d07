// What slow work costs those who ask for little: how late gets are beside a log-in storm, and beside finds that
// read a million rows without an index. Gets are asked at a steady pace, however late the answers before them.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { client, query } from '../lib/rest.mjs';
import { requestBytes, script, settle, writeRequests } from './load.mjs';
import { printTable, verdict } from './print.mjs';
import { CLASS, id, withRows } from './rules.mjs';

const PACE = 5; // ms from one get to the next
const CONNECTIONS = 8;
const PASSWORD = 'a-pass-phrase-9';
const SLOW = 100; // ms that a find takes at least, to be one that others could wait for
const LIMITS = { 'a log-in storm': 5, 'slow finds of two users': 10 }; // ms

/** Milliseconds until the answer; throws on a refusal. */
function timedGet(agent, server, path, session) {
  const start = performance.now();
  const headers = { 'X-Parse-Application-Id': server.appId, 'X-Parse-Session-Token': session };
  return new Promise((resolve, reject) => {
    httpRequest(server.base + path, { agent, headers }, (response) => {
      response.resume().on('end', () => (response.statusCode === 200 ? resolve(performance.now() - start) : reject(new Error(`get: ${response.statusCode}`))));
    }).on('error', reject).end();
  });
}

/** p50 and p99 of gets that are asked one every PACE ms. */
async function pacedGets(server, people, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const total = Math.round((seconds * 1000) / PACE);
  const start = performance.now();
  const asked = [];
  for (let i = 0; i < total; i++) {
    const wait = start + i * PACE - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const patient = i % people.patients.length;
    asked.push(timedGet(agent, server, `/classes/${CLASS}/${id('M', patient + (i % 10) * 100000)}`, people.patients[patient].session));
  }
  const times = (await Promise.all(asked)).sort((a, b) => a - b);
  agent.destroy();
  return { p50: times[Math.floor(total * 0.5)], p99: times[Math.floor(total * 0.99)] };
}

/** Sends requests of a file over and over, whatever becomes of them, until it is ended. */
function storm(server, file, connections) {
  const child = spawn('wrk', ['-t1', `-c${connections}`, '-d600s', '--timeout', '60s', '-s', script, server.base], { env: { ...process.env, BENCH_REQUESTS: file }, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  return async () => {
    child.kill('SIGKILL');
    await ended;
  };
}

/** Two of the providers are assigned to all patients, so that their finds have all rows to look through. */
function assignAll(database, { providers }) {
  const insert = providers.slice(0, 2).map((user, i) => `INSERT INTO "CareAssignment" ("objectId", "createdAt", "updatedAt", "patient", "provider", "startsAt")
    SELECT printf('${'CD'[i]}%09d', rowid), 0, 0, "objectId", '${user.id}', 1 FROM "PatientProfile";`);
  execFileSync('sqlite3', ['-bail', database], { input: `BEGIN; ${insert.join('\n')} COMMIT;` });
}

/** { name: { requests, connections } } of what goes on beside the gets; it is what it says. */
async function besides(server, api, { providers }) {
  const named = { username: 'storm', password: PASSWORD };
  for (const path of ['/users', '/login']) {
    const { status, text } = await api.call('POST', path, { body: named });
    assert.ok(status < 300, text);
  }
  const headers = { 'X-Parse-Application-Id': server.appId };
  const slow = query({ where: { medicationName: { $regex: 'q$' } }, limit: 20 });
  for (const who of [{ session: providers[0].session }, { session: providers[1].session }, { master: true }]) {
    const start = performance.now();
    const found = await api.call('GET', `/classes/${CLASS}${slow}`, who);
    assert.equal(found.status, 200, found.text);
    assert.ok(performance.now() - start > SLOW, `a find of ${performance.now() - start} ms is not slow`);
  }
  return {
    'a log-in storm': { connections: 64, requests: [requestBytes(server.base, { method: 'POST', path: '/login', headers, body: named })] },
    'slow finds of two users': {
      connections: 4,
      requests: providers.slice(0, 2).map((user) => requestBytes(server.base, { path: `/classes/${CLASS}${slow}`, headers: { ...headers, 'X-Parse-Session-Token': user.session } })),
    },
    'slow finds with the master key': {
      connections: 2,
      requests: [requestBytes(server.base, { path: `/classes/${CLASS}${slow}`, headers: { ...headers, 'X-Parse-Master-Key': server.masterKey } })],
    },
  };
}

export async function benchBeside(context) {
  const rows = [];
  await withRows(context, async ({ server, people }) => {
    const cases = { nothing: null, ...(await besides(server, client(server), people)) };
    console.log(`\nBeside: gets, one each ${PACE} ms, while something else goes on\n`);
    await pacedGets(server, people, context.seconds); // warms up
    for (const [name, beside] of Object.entries(cases)) {
      const results = [];
      for (let i = 0; i < context.repeats; i++) {
        const file = join(context.work, 'beside.requests');
        if (beside) writeRequests(file, beside.requests);
        const end = beside ? storm(server, file, beside.connections) : async () => {};
        results.push(await pacedGets(server, people, context.seconds));
        await end();
        await settle(server.pid);
      }
      results.sort((a, b) => a.p99 - b.p99);
      rows.push({ name, ...results[Math.floor((results.length - 1) / 2)] });
    }
  }, assignAll);
  printTable(['gets beside', 'p50 ms', 'p99 ms'], rows.map(({ name, p50, p99 }) => [name, p50, p99]));
  console.log();
  for (const { name, p99 } of rows) if (LIMITS[name]) verdict(`beside ${name}: p99 of gets under ${LIMITS[name]} ms`, p99 < LIMITS[name], `${p99.toFixed(2)} ms`);
  return { rows };
}
