// A server under load, beside the floors: the trial template's JSON schema with object ACLs and
// class-level permissions in force, every request that of a signed-in patient.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run, root } from '../lib/builds.mjs';
import { client, date, pointer, send } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';
import { startFloors } from './floors.mjs';
import { load, median, medians, memory, settle, writeRequests } from './load.mjs';
import { number, printTable, verdict } from './print.mjs';
import { check, MIXED_SHARES, seed, workloads } from './trial.mjs';

const STARTS = 5;
const WARM_UP_SECONDS = 1;

/** What the server is to reach of the floor. */
const FLOOR_TARGETS = [
  { workload: 'get', connections: 16, measure: 'perCoreSecond', share: 0.7 },
  { workload: 'find', connections: 16, measure: 'perCoreSecond', share: 0.5 },
  { workload: 'create', connections: 16, measure: 'perCoreSecond', share: 0.7 },
  { workload: 'create', connections: 64, measure: 'perCoreSecond', share: 0.7 },
  { workload: 'create_indexed', connections: 16, measure: 'perCoreSecond', share: 0.9 },
  { workload: 'create_indexed', connections: 64, measure: 'perCoreSecond', share: 0.9 },
];
const MEASURE_NAMES = { perCoreSecond: 'requests a core-second', perSecond: 'requests/s' };

/**
 * parse-server 9.10.0 on Node 20.20 with PostgreSQL 15.18, at 16 connections on a virtual machine of two
 * cores, the same data and requests (docs/benchmarks.md); and what is to be reached beside it.
 */
const PEER = {
  get: { perSecond: 1490, times: 45 },
  find: { perSecond: 1048, times: 20 },
  create: { perSecond: 1153, times: 15 },
  megabytes: 270,
  share: 0.1,
};
const PEER_CONNECTIONS = 16;
const START_LIMIT = 50; // ms

async function build({ generator, work }, access) {
  const folder = join(work, `trial_${access}`);
  const inputs = ['--schema', 'schemas/trial/schema.json', '--name', 'trial', '--access', access];
  for (const command of [[generator, 'generate', ...inputs, '--out', folder], ['make', '-s', '-C', folder]]) {
    const { code, stdout, stderr } = await run(command[0], command.slice(1), { cwd: root });
    if (code !== 0) throw new Error(`${command.join(' ')}: exit ${code}\n${stdout}${stderr}`);
  }
  return join(folder, 'trial-server');
}

export function emptyFolder(path) {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}

/** What runs now, to be stopped also when something fails on the way. */
const running = new Set();

function remember(program) {
  running.add(program);
  return program;
}

async function stop(program) {
  running.delete(program);
  await program.stop();
}

export const stopAll = () => Promise.allSettled([...running].map(stop));

/** Starts the program and waits for its first answer; the server, with startMilliseconds. */
async function startTimed(program, dataFolder) {
  const started = performance.now();
  const server = remember(await launch(program, { dataFolder }));
  const answer = await send(`${server.base}/health`);
  if (answer.status !== 200) throw new Error(`/health: ${answer.status} ${answer.text}`);
  server.startMilliseconds = performance.now() - started;
  return server;
}

/** A seeded and checked server, with its workloads, start times and memory before the load. */
async function startSeeded(context, access) {
  const program = await build(context, access);
  const dataFolder = emptyFolder(join(context.work, `data_${access}`));
  let server = await startTimed(program, dataFolder);
  const firstStart = server.startMilliseconds;
  const patients = await seed(client(server));
  const starts = [];
  for (let i = 0; i < STARTS; i++) {
    await stop(server);
    server = await startTimed(program, dataFolder);
    starts.push(server.startMilliseconds);
  }
  const atStart = memory(server.pid);
  await check(client(server), patients, { isPublic: access === 'public' });
  return { server, patients, firstStart, start: median(starts), atStart };
}

/** Writes each workload's requests to its file; returns { name: { base, pid, requests: file } }. */
export function subjects(work, label, all) {
  return Object.fromEntries(Object.entries(all).map(([name, { base, pid, requests }]) => {
    const file = join(work, `${label}-${name}.requests`);
    writeRequests(file, requests);
    return [name, { base, pid, requests: file }];
  }));
}

export const withServer = (server, all) => Object.fromEntries(
  Object.entries(all).map(([name, requests]) => [name, { base: server.base, pid: server.pid, requests }]),
);

/** Runs one workload on the server and, turn by turn, on its floor; the medians of each. */
export async function compare({ seconds, repeats }, subject, floor, connections) {
  const results = { server: [], floor: [] };
  for (let i = 0; i < repeats; i++) {
    if (floor) results.floor.push(await load({ ...floor, connections, seconds }));
    results.server.push(await load({ ...subject, connections, seconds }));
    await settle(subject.pid);
  }
  return { server: medians(results.server), floor: floor && medians(results.floor) };
}

export function printComparison(rows) {
  printTable(
    ['workload', 'conn.', 'requests/s', 'p50 ms', 'p99 ms', 'CPU-s/1000', 'req/core-s', 'other cores',
      'floor req/s', 'floor req/core-s', 'of floor /s', 'of floor /core-s'],
    rows.map(({ workload, connections, server, floor }) => [
      workload, connections, server.perSecond, server.p50, server.p99, server.cpuPerThousand, server.perCoreSecond,
      server.otherCores.toFixed(2), floor?.perSecond, floor?.perCoreSecond, floor && server.perSecond / floor.perSecond,
      floor && server.perCoreSecond / floor.perCoreSecond,
    ]),
  );
}

function judgeFloors(rows) {
  console.log();
  for (const { workload, connections, measure, share } of FLOOR_TARGETS) {
    const row = rows.find((one) => one.workload === workload && one.connections === connections);
    if (!row) continue;
    const reached = row.server[measure] / row.floor[measure];
    verdict(`${workload} at ${connections} connections, ${share} of the floor's ${MEASURE_NAMES[measure]}`,
      reached >= share, reached.toFixed(2));
  }
}

/** What a mixed load costs beside its parts, as they were measured at the same number of connections. */
const MIXED_LIMIT = 1.25;

function judgeMixed(rows) {
  for (const mixed of rows.filter(({ workload }) => workload === 'mixed')) {
    const parts = Object.entries(MIXED_SHARES).map(([name, share]) => {
      const part = rows.find(({ workload, connections }) => workload === name && connections === mixed.connections);
      return part ? share * part.server.cpuPerThousand : NaN;
    });
    const sum = parts.reduce((total, part) => total + part, 0);
    if (Number.isNaN(sum)) continue;
    const times = mixed.server.cpuPerThousand / sum;
    verdict(`mixed at ${mixed.connections} connections, ${MIXED_LIMIT} times the CPU time of its parts`, times <= MIXED_LIMIT, times.toFixed(2));
  }
}

const describeMemory = ({ resident, anonymous }) => `${resident.toFixed(1)} MB (${anonymous.toFixed(1)} MB of it anonymous)`;

/** The server with everything in force, beside the floors. */
export async function benchServer(context) {
  const { server, patients, firstStart, start, atStart } = await startSeeded(context, 'owner');
  const createBody = {
    patient: pointer('PatientProfile', 'P000000001'), medication: pointer('MedicationDistribution', 'M000100001'),
    adherenceStatus: 'taken', timestamp: date('2025-06-01T08:00:00.000Z'),
    ACL: { U000000001: { read: true, write: true }, 'role:provider': { read: true } },
  };
  const data = emptyFolder(join(context.work, 'data_floors'));
  const floors = remember(await startFloors({ programs: context.programs, data, createBody }));
  const ours = subjects(context.work, 'server', withServer(server, workloads(server, patients)));
  const theirs = subjects(context.work, 'floor', floors.workloads);
  console.log('\nServer beside the floors: trial JSON schema, --access owner, signed-in patients\n');
  const rows = [];
  for (const [workload, subject] of Object.entries(ours)) {
    if (!context.workloads.includes(workload)) continue;
    for (const one of [subject, theirs[workload]]) {
      if (one) await load({ ...one, connections: 16, seconds: WARM_UP_SECONDS });
    }
    for (const connections of context.connections) {
      await settle(server.pid);
      process.stderr.write(`${workload} at ${connections} connections\n`);
      rows.push({ workload, connections, ...(await compare(context, subject, theirs[workload], connections)) });
    }
  }
  printComparison(rows);
  const afterwards = memory(server.pid);
  await stop(floors);
  await stop(server);
  judgeFloors(rows);
  judgeMixed(rows);
  console.log(`\nstart to first answer: ${start.toFixed(1)} ms, ${firstStart.toFixed(1)} ms with a new database`);
  console.log(`memory: ${describeMemory(atStart)} after the start, ${describeMemory(afterwards)} after the load, peak ${afterwards.peak.toFixed(1)} MB`);
  return { rows, start, firstStart, atStart, afterwards };
}

/** The server as parse-server is by default, at the connections that it was measured at. */
export async function benchPeer(context) {
  const { server, patients, firstStart, start } = await startSeeded(context, 'public');
  const ours = subjects(context.work, 'public', withServer(server, workloads(server, patients)));
  console.log('\nBeside parse-server 9.10.0: trial JSON schema, --access public, signed-in patients\n');
  const rows = [];
  for (const workload of ['get', 'find', 'create']) {
    await load({ ...ours[workload], connections: PEER_CONNECTIONS, seconds: WARM_UP_SECONDS });
    rows.push({ workload, connections: PEER_CONNECTIONS, ...(await compare(context, ours[workload], null, PEER_CONNECTIONS)) });
  }
  const afterwards = memory(server.pid);
  await stop(server);
  printTable(
    ['workload', 'conn.', 'requests/s', 'p50 ms', 'p99 ms', 'CPU-s/1000', 'other cores', 'parse-server', 'times'],
    rows.map(({ workload, connections, server: result }) => [
      workload, connections, result.perSecond, result.p50, result.p99, result.cpuPerThousand, result.otherCores.toFixed(2),
      PEER[workload].perSecond, result.perSecond / PEER[workload].perSecond,
    ]),
  );
  console.log();
  for (const { workload, server: result } of rows) {
    const { perSecond, times } = PEER[workload];
    verdict(`${workload}: ${times} times parse-server's ${number(perSecond)}/s`, result.perSecond >= times * perSecond,
      `${(result.perSecond / perSecond).toFixed(1)} times`);
  }
  verdict(`memory after the load: a tenth of parse-server's ${PEER.megabytes} MB`, afterwards.resident <= PEER.share * PEER.megabytes,
    describeMemory(afterwards));
  verdict(`start to first answer in under ${START_LIMIT} ms`, Math.max(start, firstStart) < START_LIMIT,
    `${start.toFixed(1)} ms, ${firstStart.toFixed(1)} ms with a new database`);
  return { rows, start, firstStart, afterwards };
}
