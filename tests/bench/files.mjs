// Files: how fast they go in and out beside what any server on these libraries has to do (sendfile; a plain write and
// fsync) and beside secretstream alone, and what a thousand uploads at a time take of memory.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { buildServer } from '../lib/builds.mjs';
import { client } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';
import { startFileFloor } from './floors.mjs';
import { cpuSeconds, median, memory, settle } from './load.mjs';
import { printTable, verdict } from './print.mjs';
import { emptyFolder } from './server.mjs';

const MEGABYTE = 1 << 20;
const SIZE = 32 * MEGABYTE;
const CONNECTIONS = 4;
const UPLOADS = 1000;
const UPLOAD_BYTES = 400000;
const MEMORY_LIMIT = 128; // KB of an upload
const DOWNLOAD_SHARE = 0.5; // of what both floors together allow
const UPLOAD_SHARE = 0.5;

const bytes = randomBytes(SIZE);

/** Sends a request and reads its answer, of which the head alone is kept. */
function exchange(base, head, body) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const socket = connect(Number(port), hostname);
    let read = 0;
    let first = '';
    socket.on('data', (piece) => {
      if (first.length < 4096) first += piece.subarray(0, 4096).toString('latin1');
      read += piece.length;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve({ read, head: first }));
    socket.write(head.join('\r\n'));
    if (body) socket.write(body);
  });
}

const headOf = (method, path, headers) => [`${method} ${path} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers, '', ''];

/** Bytes a second, and a second of the server's processor, of several connections at a time. */
async function measure({ pid, base }, head, body, expected) {
  await settle(pid);
  const before = cpuSeconds(pid);
  const began = performance.now();
  const answers = await Promise.all(Array.from({ length: CONNECTIONS }, () => exchange(base, head, body)));
  const seconds = (performance.now() - began) / 1000;
  for (const answer of answers) {
    if (!expected(answer)) throw new Error(`a wrong answer: ${answer.head.slice(0, 300)}`);
  }
  return { perSecond: (CONNECTIONS * SIZE) / seconds, perCoreSecond: (CONNECTIONS * SIZE) / (cpuSeconds(pid) - before) };
}

async function repeat(times, run) {
  const runs = [];
  for (let i = 0; i <= times; i++) runs.push(await run());
  runs.shift(); // the first warms caches
  return { perSecond: median(runs.map((one) => one.perSecond)), perCoreSecond: median(runs.map((one) => one.perCoreSecond)) };
}

/** What the server holds at its height while so many uploads are in the middle, in KB for each. */
async function memoryOfUploads(server, headers) {
  const before = memory(server.pid).peak;
  const body = bytes.subarray(0, UPLOAD_BYTES);
  const { pathname } = new URL(server.base);
  const answers = await Promise.all(Array.from({ length: UPLOADS }, () => exchange(server.base, headOf('POST', `${pathname}/files/a.bin`, [...headers, `Content-Length: ${UPLOAD_BYTES}`]), body)));
  if (!answers.every(({ head }) => head.startsWith('HTTP/1.1 201'))) throw new Error('not all uploads were taken');
  return (memory(server.pid).peak - before) * 1024 / UPLOADS;
}

export async function benchFiles({ programs, work, repeats }) {
  const { program } = await buildServer('files');
  const folder = emptyFolder(join(work, 'files'));
  const floorFolder = join(folder, 'floor');
  mkdirSync(floorFolder);
  writeFileSync(join(floorFolder, 'file'), bytes);
  const floor = await startFileFloor({ programs, data: floorFolder });
  const server = await launch(program, { dataFolder: emptyFolder(join(folder, 'data')), arguments: ['--file-limit', String(SIZE)] });
  const headers = ['X-Parse-Application-Id: app', `X-Parse-Master-Key: ${server.masterKey}`];
  const { pathname } = new URL(server.base);
  const results = {};
  try {
    const taken = ({ head }) => head.startsWith('HTTP/1.1 201');
    const given = ({ read }) => read > SIZE;
    const { json } = await client(server).call('POST', '/files/a.bin', { body: bytes, master: true });
    // Before anything else, so that the height is that of the uploads.
    results.uploadKilobytes = await memoryOfUploads(server, headers);
    const upload = [...headers, `Content-Length: ${SIZE}`];
    results.up = await repeat(repeats, () => measure(server, headOf('POST', `${pathname}/files/a.bin`, upload), bytes, taken));
    results.upFloor = await repeat(repeats, () => measure(floor, headOf('POST', '/', [`Content-Length: ${SIZE}`]), bytes, taken));
    results.down = await repeat(repeats, () => measure(server, headOf('GET', `${pathname}/files/app/${json.name}`, headers), null, given));
    results.downFloor = await repeat(repeats, () => measure(floor, headOf('GET', '/', []), null, given));
    const [sealed, opened] = execFileSync(join(programs, 'floor_file'), ['seal'], { encoding: 'utf8' }).split(' ').map(Number);
    Object.assign(results, { sealed, opened });
  } finally {
    await floor.stop();
    await server.stop();
  }
  // A server that did nothing but move and seal each byte would take the time of both.
  const both = (one, other) => 1 / (1 / one + 1 / other);
  results.upShare = results.up.perCoreSecond / both(results.upFloor.perCoreSecond, results.sealed);
  results.downShare = results.down.perCoreSecond / both(results.downFloor.perCoreSecond, results.opened);
  const row = (name, { perSecond, perCoreSecond }) => [name, perSecond / MEGABYTE, perCoreSecond / MEGABYTE];
  console.log(`\nFiles of ${SIZE / MEGABYTE} MB, ${CONNECTIONS} connections`);
  printTable(['', 'MB/s', 'MB a core-second'], [
    row('upload', results.up), row('upload, written plainly', results.upFloor), ['secretstream alone, sealing', '', results.sealed / MEGABYTE],
    row('download', results.down), row('download, by sendfile', results.downFloor), ['secretstream alone, opening', '', results.opened / MEGABYTE],
  ]);
  verdict(`an upload is ${UPLOAD_SHARE} of writing and sealing, a core-second`, results.upShare >= UPLOAD_SHARE, results.upShare.toFixed(2));
  verdict(`a download is ${DOWNLOAD_SHARE} of sendfile and opening, a core-second`, results.downShare >= DOWNLOAD_SHARE, results.downShare.toFixed(2));
  verdict(`${UPLOADS} uploads at a time take less than ${MEMORY_LIMIT} KB each`, results.uploadKilobytes < MEMORY_LIMIT, `${results.uploadKilobytes.toFixed(0)} KB`);
  return results;
}
