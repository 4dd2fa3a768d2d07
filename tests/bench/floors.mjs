// The floor programs (floor/): what they are sent, and that they answer it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { send } from '../lib/rest.mjs';
import { requestBytes } from './load.mjs';
import { mix } from './trial.mjs';

const PATIENTS = 100;
const ROWS = 20;

/** Starts a floor program; resolves to { base, pid, stop() } once it listens. */
function startFloor(program, floorArguments) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, floorArguments, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = new Promise((ended) => child.on('exit', (code, signal) => ended(signal ?? code)));
    const stop = async () => {
      child.kill('SIGTERM');
      assert.equal(await exited, 0, `${program} ended`);
    };
    exited.then((how) => reject(new Error(`${program} ended with ${how}`)));
    child.on('error', reject);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const match = /^listening on (.*)$/.exec(line);
      if (match) resolve({ base: match[1], pid: child.pid, stop });
    });
  });
}

// What floor/read.c puts in its database.
const padded = (number, width) => String(number).padStart(width, '0');
const patients = Array.from({ length: PATIENTS }, (_, i) => ({
  session: `r:${padded(i + 1, 32)}`,
  rows: Array.from({ length: ROWS }, (_row, k) => `M${padded(i + 1, 4)}${padded(k + 1, 5)}`),
}));

const headersOf = (patient) => ({ 'X-Parse-Application-Id': 'app', 'X-Parse-Session-Token': patient.session });

async function checkRead(base) {
  const [one, other] = patients;
  const get = (path, patient) => send(base + path, { headers: headersOf(patient) });
  const row = await get(`/${one.rows[3]}`, one);
  assert.equal(row.json?.objectId, one.rows[3], row.text);
  const found = await get('/', one);
  assert.deepEqual(found.json?.results.map((object) => object.objectId), [...one.rows].reverse());
  assert.equal((await get(`/${other.rows[3]}`, one)).status, 404);
  assert.equal((await get('/', { session: 'r:unknown' })).status, 403);
}

async function checkWrite(base, body) {
  const count = async () => (await send(`${base}/`)).json.count;
  const before = await count();
  const created = await send(`${base}/`, { method: 'POST', headers: headersOf(patients[0]), body });
  assert.equal(created.status, 201, created.text);
  assert.equal(await count(), before + 1);
}

/** The requests of each kind, as bytes, of a program that keeps the rows of floor/rows.c. */
function readRequests(floor) {
  const bytes = (path, patient, rest) => requestBytes(floor.base, { path, headers: headersOf(patient), ...rest });
  return {
    get: patients.flatMap((one) => one.rows.map((id) => bytes(`/${id}`, one))),
    find: patients.map((one) => bytes('/', one)),
    update: patients.flatMap((one) => one.rows.map((id) => bytes(`/${id}`, one, { method: 'PUT', body: { isRead: true } }))),
    create: (body) => patients.map((one) => bytes('/', one, { method: 'POST', body })),
  };
}

/** The floor of files, which has one, `data`/file. */
export const startFileFloor = ({ programs, data }) => startFloor(join(programs, 'floor_file'), [data]);

/** The floor of reads each of which is entered before it is answered. */
export async function startAuditedFloor({ programs, data }) {
  const floor = await startFloor(join(programs, 'floor_mixed'), [join(data, 'floor-audited.db'), 'audited']);
  await checkRead(floor.base);
  const { get, find } = readRequests(floor);
  return { workloads: { get: { ...floor, requests: get }, find: { ...floor, requests: find } }, stop: floor.stop };
}

/** Starts all of them; each workload that has a floor is { base, pid, requests }. */
export async function startFloors({ programs, data, createBody }) {
  const fixed = await startFloor(join(programs, 'floor_fixed'), []);
  const read = await startFloor(join(programs, 'floor_read'), [join(data, 'floor-read.db')]);
  const write = await startFloor(join(programs, 'floor_write'), [join(data, 'floor-write.db')]);
  const indexed = await startFloor(join(programs, 'floor_write'), [join(data, 'floor-indexed.db'), 'indexed']);
  const mixed = await startFloor(join(programs, 'floor_mixed'), [join(data, 'floor-mixed.db')]);
  await checkRead(mixed.base);
  await checkRead(read.base);
  for (const { base } of [write, indexed]) await checkWrite(base, JSON.stringify(createBody));

  const bytes = (floor, path, patient, rest) =>
    requestBytes(floor.base, { path, headers: headersOf(patient), ...rest });
  const post = { method: 'POST', body: createBody };
  return {
    workloads: {
      health: { ...fixed, requests: [bytes(fixed, '/', patients[0])] },
      get: { ...read, requests: readRequests(read).get },
      find: { ...read, requests: readRequests(read).find },
      create: { ...write, requests: patients.map((one) => bytes(write, '/', one, post)) },
      create_indexed: { ...indexed, requests: patients.map((one) => bytes(indexed, '/', one, post)) },
      mixed: { ...mixed, requests: mix({ ...readRequests(mixed), create: readRequests(mixed).create(createBody) }) },
    },
    stop: () => Promise.all([fixed, read, write, indexed, mixed].map((floor) => floor.stop())),
  };
}
