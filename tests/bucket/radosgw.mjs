// Backups in a bucket, one that is followed, and files in a bucket, against Ceph's object gateway. Run by
// `make radosgw-test`, which installs it; skipped where there is none.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { backupsIn, folders as makeFolders, keys, patientOf, program, readAll, start as startServer, until } from '../lib/backups.mjs';
import { buildServer, run } from '../lib/builds.mjs';
import { assertStatus, client } from '../lib/rest.mjs';
import { ask, startGateway } from './ceph.mjs';
import { keyId, secret } from './store.mjs';

const isThere = () => ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph'].every((name) => {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`]).length > 0;
  } catch {
    return false;
  }
});
const credentials = { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret };
const environment = { ...process.env, ...credentials };

describe('against radosgw', { skip: !isThere() && 'there is no radosgw' }, () => {
  const { newFolder, notThere, clear } = makeFolders('radosgw');
  let gateway;
  const where = (prefix) => ['--bucket', `s3://backups/${prefix}`, '--endpoint', gateway.url];
  const filesAt = (prefix) => ['--files-bucket', `s3://backups/${prefix}`, '--files-endpoint', gateway.url, '--file-limit', '100000000', '--upload-bytes-per-user', '0'];
  const start = (data, words) => startServer(data, { arguments: words, environment: credentials });
  const done = async (...words) => {
    const { code, stdout, stderr } = await run(program(), words, { env: environment });
    assert.equal(code, 0, `${words.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  /** What a folder shows that is restored from the bucket into a new one. */
  async function restored(data, prefix, serverWords, ...words) {
    const into = notThere();
    await done('restore', notThere(), '--data', into, ...where(prefix), ...words);
    for (const key of keys) {
      copyFileSync(join(data, key), join(into, key));
      chmodSync(join(into, key), 0o600);
    }
    const server = await start(into, serverWords);
    try {
      return await readAll(server);
    } finally {
      await server.stop();
    }
  }
  const objects = async (prefix) => {
    const { text } = await ask(gateway.url, 'GET', '/backups');
    return [...text.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) => key).filter((key) => key.startsWith(`${prefix}/`));
  };

  before(async () => {
    await buildServer('files');
    gateway = await startGateway(newFolder());
  });
  after(async () => {
    await gateway?.close();
    clear();
  });

  test('backups are put there, taken away there, and restored', { timeout: 240000 }, async () => {
    const data = newFolder();
    const folder = notThere();
    let server = await start(data, []);
    const titles = new Set();
    for (let i = 0; i < 3; i++) titles.add((await (await patientOf(server)).save()).title);
    await server.stop();
    await done('backup', folder, '--data', data, ...where('backups'));
    assert.deepEqual(await restored(data, 'backups', []), titles);
    server = await start(data, []);
    titles.add((await (await patientOf(server)).save()).title);
    await server.stop();
    const [first] = backupsIn(folder);
    await done('backup', folder, '--data', data, '--keep', '1', ...where('backups'));
    assert.deepEqual((await objects('backups')).filter((key) => key.includes(first)), []);
    assert.deepEqual(await restored(data, 'backups', []), titles);
    const { code, stderr } = await run(program(), ['restore', notThere(), '--data', notThere(), ...where('backups')], { env: { ...environment, AWS_SECRET_ACCESS_KEY: 'another' } });
    assert.equal(code, 1);
    assert.match(stderr, /was answered with 403/);
  });

  test('files are kept there, also large ones, and had whole and in parts', { timeout: 240000 }, async () => {
    const data = newFolder();
    const server = await start(data, filesAt('files'));
    try {
      const api = client(server);
      for (const size of [1, 65537, 40 << 20]) {
        const bytes = Buffer.alloc(size, `${size} `);
        const answer = await api.call('POST', '/files/a.bin', { body: bytes, master: true });
        assertStatus(answer, 201);
        const { name } = answer.json;
        assert.ok((await api.call('GET', `/files/app/${name}`, { master: true })).bytes.equals(bytes), `${size} bytes`);
        const part = await api.call('GET', `/files/app/${name}`, { master: true, headers: { Range: `bytes=${size - 1}-${size - 1}` } });
        assertStatus(part, 206);
        assert.ok(part.bytes.equals(bytes.subarray(size - 1)));
      }
      assert.equal((await objects('files')).length, 3);
      const { name } = (await api.call('POST', '/files/a.bin', { body: 'goes', master: true })).json;
      assertStatus(await api.call('DELETE', `/files/${name}`, { master: true }), 200);
      assert.deepEqual(readdirSync(join(data, 'files')).filter((entry) => /^[0-9a-f]{32}$/.test(entry)), []);
    } finally {
      await server.stop();
    }
    assert.match((await run(program(), ['doctor', '--data', data, '--app-id', 'app'], { env: environment })).stdout, /files +3, none without contents/);
  });

  test('a server whose files are there is followed to there, and every moment has its files', { timeout: 240000 }, async () => {
    const data = newFolder();
    const folder = notThere();
    const server = await start(data, filesAt('live'));
    const child = spawn(program(), ['backup', '--follow', folder, '--data', data, ...where('followed')], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = once(child, 'close');
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    const times = [];
    const followedUpTo = (at) => until('it is followed up to then', async () => Date.parse(JSON.parse((await done('backup', '--list', folder, '--format', 'json')).trim().split('\n').at(-1)).through ?? 0) >= at);
    try {
      await until('it follows', () => said.includes('is followed into'));
      const { save, remove } = await patientOf(server);
      const saved = [await save()];
      for (let i = 0; i < 3; i++) {
        if (i < 2) saved.push(await save());
        else assertStatus(await remove(saved.shift()), 200);
        // By then it is seen, and nothing of what comes.
        await followedUpTo(Date.now());
        const at = Date.now();
        await followedUpTo(at);
        times.push([new Date(at).toISOString(), new Set(saved.map(({ title }) => title))]);
      }
      child.kill('SIGTERM');
      assert.deepEqual(await ended, [0, null], said);
    } finally {
      child.kill('SIGKILL');
      await server.kill();
    }
    rmSync(folder, { recursive: true });
    for (const [at, titles] of times) assert.deepEqual(await restored(data, 'followed', filesAt('live'), '--at', at), titles, at);
  });
});
