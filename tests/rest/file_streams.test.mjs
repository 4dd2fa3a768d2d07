// Files as they come and go: memory, what is left of an upload that is cut off, a disk that is full, parts of large files.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildServer } from '../lib/builds.mjs';
import { launch, startServer } from '../lib/server.mjs';
import { sanitized } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, send, unique } from '../lib/rest.mjs';

const CHUNK = 65536;
const SEALED = CHUNK + 17;
const context = {};
const until = async (holds, what, seconds = 120) => {
  const deadline = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > deadline) assert.fail(`${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const known = new Map();
const made = (size) => {
  if (known.has(size)) return known.get(size);
  const bytes = Buffer.alloc(size);
  known.set(size, bytes);
  for (let at = 0; at < size; at += 32) createHash('sha256').update(String(at)).digest().copy(bytes, at);
  return bytes;
};
const arriving = (server) => readdirSync(join(server.dataFolder, 'files/new'));
const kept = (server) => readdirSync(join(server.dataFolder, 'files')).filter((name) => /^[0-9a-f]{32}$/.test(name));
const memory = (server, name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) * 1024;

/** An upload that is sent bit by bit: { send(bytes), end() → its answer's text, destroy() }. */
function begin(server, length, { name = 'a.bin', session, headers = [] } = {}) {
  const { hostname, port, pathname } = new URL(server.base);
  const socket = connect(Number(port), hostname);
  const pieces = [];
  const closed = new Promise((resolve) => {
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
  });
  const who = session ? `X-Parse-Session-Token: ${session}` : `X-Parse-Master-Key: ${server.masterKey}`;
  const size = length === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
  socket.write([`POST ${pathname}/files/${name} HTTP/1.1`, 'Host: x', 'X-Parse-Application-Id: app', who, size, 'Connection: close', ...headers, '', ''].join('\r\n'));
  return {
    send: (bytes) => new Promise((resolve) => socket.write(bytes, resolve)),
    end: async () => {
      await closed;
      return Buffer.concat(pieces).toString();
    },
    soFar: () => Buffer.concat(pieces).toString(),
    destroy: () => socket.destroy(),
  };
}
const nameIn = (answer) => /"name":"([^"]+)"/.exec(answer)?.[1];
const download = (server, name, headers = {}) => client(server).call('GET', `/files/app/${name}`, { master: true, headers });

before(async () => {
  context.server = await startServer('files');
  context.api = client(context.server);
});
after(() => context.server.stop());

describe('an upload', () => {
  test('takes a chunk of memory, however many come at a time', { timeout: 600000, skip: sanitized && 'sanitizers take memory, too' }, async () => {
    const UPLOADS = 1000;
    const SIZE = 6 * CHUNK + 1;
    const server = await startServer('files', { arguments: ['--uploads-per-user', '0'] });
    try {
      const bytes = made(SIZE);
      const idle = memory(server, 'VmHWM');
      const uploads = Array.from({ length: UPLOADS }, () => begin(server, SIZE));
      await Promise.all(uploads.map((upload) => upload.send(bytes.subarray(0, 5 * CHUNK + 1000))));
      // All of them are in the middle: five chunks of each are written, and the sixth has begun to come.
      const written = () => {
        const names = arriving(server);
        return names.length === UPLOADS && names.every((name) => statSync(join(server.dataFolder, 'files/new', name)).size >= 5 * SEALED);
      };
      await until(written, 'the chunks are written', 200);
      await Promise.all(uploads.map((upload) => upload.send(bytes.subarray(5 * CHUNK + 1000))));
      const answers = await Promise.all(uploads.map((upload) => upload.end()));
      const peak = memory(server, 'VmHWM') - idle;
      for (const answer of answers) assert.match(answer, /^HTTP\/1\.1 201 /);
      // 64 KB of the file, 24 of the connection, 16 of the request and some; the files are six times that.
      assert.ok(peak < UPLOADS * 128 * 1024, `${(peak / UPLOADS / 1024).toFixed(0)} KB for each of ${UPLOADS} uploads of ${SIZE / 1024} KB`);
      for (const at of [0, 499, 999]) assert.ok((await download(server, nameIn(answers[at]))).bytes.equals(bytes));
    } finally {
      await server.stop();
    }
  });
  test('of unknown length is a file as any other, and refused when it is too large', async () => {
    const server = await startServer('files', { arguments: ['--file-limit', '300000'] });
    try {
      const chunked = (bytes) => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')]);
      for (const size of [1, CHUNK, CHUNK + 1, 4 * CHUNK, 300000]) {
        const upload = begin(server, undefined);
        await upload.send(chunked(made(size)));
        const answer = await upload.end();
        assert.match(answer, /^HTTP\/1\.1 201 /, `${size} bytes`);
        assert.ok((await download(server, nameIn(answer))).bytes.equals(made(size)));
      }
      const upload = begin(server, undefined);
      await upload.send(chunked(made(300001)));
      assert.match(await upload.end(), /^HTTP\/1\.1 400 [^]*"code":130,"error":"File size exceeds maximum allowed: 300000 bytes\."/);
      const empty = begin(server, undefined);
      await empty.send('0\r\n\r\n');
      assert.match(await empty.end(), /^HTTP\/1\.1 400 [^]*"error":"Invalid file upload\."/);
      assert.deepEqual(arriving(server), []);
      assert.equal(kept(server).length, 5);
    } finally {
      await server.stop();
    }
  });
  test('that is refused is on no disk, whatever comes of it', async () => {
    const { server } = context;
    const before = kept(server).length;
    const upload = begin(server, 10 * CHUNK, { session: 'r:none' });
    await upload.send(made(9 * CHUNK));
    assert.deepEqual(arriving(server), []);
    await upload.send(made(CHUNK));
    assert.match(await upload.end(), /^HTTP\/1\.1 400 [^]*"code":209/);
    assert.equal(kept(server).length, before);
  });
  test('whose client goes away leaves nothing', async () => {
    const { server } = context;
    const before = kept(server).length;
    const upload = begin(server, 10 * CHUNK);
    await upload.send(made(5 * CHUNK));
    await until(() => arriving(server).length === 1, 'it is under way');
    upload.destroy();
    await until(() => arriving(server).length === 0, 'it is gone');
    assert.equal(kept(server).length, before);
  });
  test('whose session ends while it comes is no file', async () => {
    const { server, api } = context;
    const { session } = await api.signUp(unique('leaving'));
    const upload = begin(server, 3 * CHUNK, { session });
    await upload.send(made(2 * CHUNK));
    assertStatus(await api.call('POST', '/logout', { session }), 200);
    await upload.send(made(CHUNK));
    const answer = await upload.end();
    assert.match(answer, /^HTTP\/1\.1 4\d\d /);
    assert.equal(nameIn(answer), undefined);
  });
  test('waits for the server to say that it may come', async () => {
    const upload = begin(context.server, 5, { headers: ['Expect: 100-continue'] });
    await until(() => upload.soFar().startsWith('HTTP/1.1 100 Continue'), 'the server says so');
    await upload.send('hello');
    assert.match(await upload.end(), /HTTP\/1\.1 201 /);
  });
});

test('a kill in the middle leaves nothing that can be had, and nothing for ever', async () => {
  const server = await startServer('files');
  const uploads = Array.from({ length: 8 }, () => begin(server, 10 * CHUNK));
  await Promise.all(uploads.map((upload) => upload.send(made(7 * CHUNK))));
  await until(() => arriving(server).length === 8, 'they are under way');
  const names = arriving(server);
  await server.kill();
  await Promise.all(uploads.map((upload) => upload.end()));
  const again = await startServer('files', { dataFolder: server.dataFolder, masterKey: server.masterKey });
  try {
    assert.deepEqual(arriving(again), []);
    assert.deepEqual(kept(again), []);
    for (const name of names) assertStatus(await download(again, `${name}_a.bin`), 403);
  } finally {
    await again.stop();
    rmSync(server.dataFolder, { recursive: true, force: true });
  }
});

describe('a disk that is full', () => {
  const isThere = spawnSync('unshare', ['-rm', 'true']).status === 0;
  test('refuses the file and loses none that was there', { skip: !isThere && 'no mount namespaces' }, async () => {
    const { program } = await buildServer('files');
    const folder = mkdtempSync(join(tmpdir(), 'caregen-full-'));
    const script = join(folder, 'run');
    // The server's data folder is a file system of 24 MB that it alone sees.
    writeFileSync(script, `#!/bin/sh\nexec unshare -rm sh -c 'key=$(cat "$0/test-master-key"); mount -t tmpfs -o size=24m,mode=700 tmpfs "$0" && umask 077 && echo "$key" > "$0/test-master-key" && exec "$@"' "${folder}/data" "${program}" "$@"\n`, { mode: 0o755 });
    execFileSync('mkdir', ['-m', '700', join(folder, 'data')]);
    const server = await launch(script, { dataFolder: join(folder, 'data') });
    const api = client(server);
    const upload = (size) => api.call('POST', '/files/a.bin', { body: made(size), master: true });
    const present = async () => {
      const found = spawnSync('nsenter', ['-U', '-m', '--preserve-credentials', '-t', String(server.pid), 'ls', join(folder, 'data/files'), join(folder, 'data/files/new')], { encoding: 'utf8' });
      assert.equal(found.status, 0, found.stderr);
      return found.stdout.match(/^[0-9a-f]{32}$/gm).sort();
    };
    try {
      const names = [];
      let answer = await upload(3000000);
      for (; answer.status === 201; answer = await upload(3000000)) names.push(answer.json.name);
      assertError(answer, 400, 130, 'Could not store file.');
      assert.ok(names.length >= 3, `${names.length} files`);
      // What did not fit is gone. A download is entered in the audit trail, for which there has to be room, too.
      assert.deepEqual(await present(), names.map((name) => name.slice(0, 32)).sort());
      assertStatus(await api.call('DELETE', `/files/${names[0]}`, { master: true }), 200);
      for (const name of names.slice(1)) assert.ok((await download(server, name)).bytes.equals(made(3000000)));
      assertStatus(await upload(1000000), 201);
      for (const name of names.slice(1)) assert.ok((await download(server, name)).bytes.equals(made(3000000)));
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
  test('is the same where a file may not grow', { skip: spawnSync('prlimit', ['--version']).status !== 0 && 'no prlimit' }, async () => {
    const server = await startServer('files');
    const limit = (bytes) => execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:`]);
    try {
      const api = client(server);
      const first = await api.call('POST', '/files/a.bin', { body: made(9000000), master: true });
      assertStatus(first, 201);
      limit(8000000);
      assertError(await api.call('POST', '/files/a.bin', { body: made(9000000), master: true }), 400, 130, 'Could not store file.');
      assert.deepEqual(arriving(server), []);
      assertStatus(await api.call('POST', '/files/a.bin', { body: made(70000), master: true }), 201);
      assert.ok((await download(server, first.json.name)).bytes.equals(made(9000000)));
    } finally {
      await server.stop();
    }
  });
});

describe('a download', () => {
  // A connection that was kept may have been closed for idleness meanwhile; a GET is asked anew.
  before(() => context.api.call('GET', '/health'));
  test('of parts of a large file answers their bytes', async () => {
    const { server, api } = context;
    const SIZE = 40 * CHUNK + 17;
    const bytes = made(SIZE);
    const { json } = await api.call('POST', '/files/a.bin', { body: bytes, master: true });
    const edges = [[0, 0], [CHUNK - 1, CHUNK], [CHUNK, CHUNK], [20 * CHUNK - 5, 22 * CHUNK + 5], [40 * CHUNK, SIZE - 1], [SIZE - 1, SIZE - 1], [39 * CHUNK + 9, SIZE - 1]];
    for (const [first, last] of edges) {
      const answer = await download(server, json.name, { Range: `bytes=${first}-${last}` });
      assertStatus(answer, 206);
      assert.ok(answer.bytes.equals(bytes.subarray(first, last + 1)), `${first}-${last}`);
    }
    const head = await send(`${server.base}/files/app/${json.name}`, { method: 'HEAD', headers: { 'X-Parse-Application-Id': 'app', 'X-Parse-Master-Key': server.masterKey, Range: 'bytes=100-199' } });
    assertStatus(head, 206);
    assert.equal(head.headers['content-length'], '100');
    assert.equal(head.bytes.length, 0);
  });
  test('of a part does not open where something before it was changed', async () => {
    const { server, api } = context;
    const { json } = await api.call('POST', '/files/a.bin', { body: made(5 * CHUNK), master: true });
    const path = join(server.dataFolder, 'files', json.name.slice(0, 32));
    const sealed = readFileSync(path);
    // The end of the second chunk, which the third depends on.
    sealed[24 + 2 * SEALED - 12] ^= 1;
    writeFileSync(path, sealed);
    await assert.rejects(download(server, json.name, { Range: `bytes=${2 * CHUNK}-${2 * CHUNK + 9}` }));
    assertStatus(await download(server, json.name, { Range: 'bytes=0-9' }), 206);
  });
});
