// `backup --follow` of a server whose files are in a bucket: the log has the database alone, and every moment that is
// restored from it finds its files where they are.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { backupsIn, filesIn, folders as makeFolders, idOf, keys, moment, newest, patientOf, program, readAll, start as startServer, until } from '../lib/backups.mjs';
import { buildServer, root, run } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { assertStatus } from '../lib/rest.mjs';
import { keyId, secret, startStore } from './store.mjs';

const { newFolder, notThere, clear } = makeFolders('bucket-follow');
after(clear);

const credentials = { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret };
const environment = { ...process.env, ...credentials };
const iso = (milliseconds) => new Date(milliseconds).toISOString();

describe('files in a bucket, followed', differs('these are our server\'s own ways'), () => {
  let store;
  let objects;
  const running = new Set();
  const filesAt = (prefix) => ['--files-bucket', `s3://backups/${prefix}`, '--files-endpoint', store.url];
  const backupsAt = (prefix) => ['--bucket', `s3://backups/${prefix}`, '--endpoint', store.url];
  const start = (dataFolder, words) => startServer(dataFolder, { arguments: words, environment: credentials });
  const contentsIn = (prefix) => {
    const folder = join(objects, 'backups', prefix, 'contents');
    return existsSync(folder) ? [...new Set(readdirSync(folder).map(idOf))].sort() : [];
  };

  async function follow(folder, data, ...words) {
    const child = spawn(program(), ['backup', '--follow', folder, '--data', data, ...words], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    const follower = { said: '', ended: once(child, 'close').then(() => running.delete(follower)), end: (signal) => (child.kill(signal), follower.ended) };
    running.add(follower);
    child.stderr.on('data', (chunk) => (follower.said += chunk));
    await until('it follows', () => follower.said.includes('is followed into'));
    return follower;
  }

  /** What a folder that is restored shows by a server of that bucket, at a time if one is named. */
  async function restored(from, data, prefix, ...words) {
    const into = notThere();
    const { code, stderr } = await run(program(), ['restore', from, '--data', into, ...words], { env: environment });
    assert.equal(code, 0, stderr);
    for (const key of keys) {
      copyFileSync(join(data, key), join(into, key));
      chmodSync(join(into, key), 0o600);
    }
    const server = await start(into, filesAt(prefix));
    try {
      return await readAll(server);
    } finally {
      await server.stop();
    }
  }

  before(async () => {
    await buildServer('files');
    objects = newFolder();
    store = await startStore(objects);
  });
  after(async () => {
    for (const follower of running) await follower.end('SIGKILL');
    await store?.close();
  });

  test('are had by every moment, from the folder and from a bucket of another prefix', { timeout: 600000 }, async () => {
    const data = newFolder();
    const folder = notThere();
    const server = await start(data, filesAt('live'));
    const times = [];
    let follower;
    try {
      const { save, remove } = await patientOf(server);
      const saved = [await save()];
      follower = await follow(folder, data, ...backupsAt('moments'));
      for (let i = 0; i < 2; i++) {
        saved.push(await save());
        times.push([iso(await moment(folder)), new Set(saved.map(({ title }) => title))]);
      }
      const gone = saved.shift();
      assertStatus(await remove(gone), 200);
      times.push([iso(await moment(folder)), new Set(saved.map(({ title }) => title))]);
      assert.deepEqual(filesIn(folder), [], 'no contents are in the folder of backups');
      assert.equal(contentsIn('live').length, 3, 'what was removed is there for the moments before');
      const log = join(newest(folder), 'log');
      const last = () => readdirSync(log).filter((name) => /^\d+$/.test(name)).sort().at(-1);
      await until('the log goes on in a file that has nothing yet', () => statSync(join(log, last())).size === 64);
      await follower.end('SIGTERM');
    } finally {
      await server.kill();
      await follower?.end('SIGKILL');
    }
    const { code, stderr } = await run(program(), ['backup', '--verify', folder, '--all'], { env: environment });
    assert.equal(code, 0, stderr);
    for (const [at, titles] of times) assert.deepEqual(await restored(folder, data, 'live', '--at', at), titles, at);
    rmSync(folder, { recursive: true });
    for (const [at, titles] of times) assert.deepEqual(await restored(notThere(), data, 'live', ...backupsAt('moments'), '--at', at), titles, at);
    assert.equal(contentsIn('live').length, 3);
  });

  test('that come to be there while it is followed begin a new backup', { timeout: 600000 }, async () => {
    const data = newFolder();
    const folder = notThere();
    let server = await start(data, []);
    const follower = await follow(folder, data);
    try {
      const first = (await (await patientOf(server)).save()).title;
      const before = iso(await moment(folder));
      await server.stop();
      server = await start(data, filesAt('moved'));
      await until('the files are moved', () => contentsIn('moved').length === 1);
      await until('a backup knows of the bucket', () => existsSync(join(newest(folder), 'files-bucket')));
      assert.equal(backupsIn(folder).length, 2);
      const { save } = await patientOf(server);
      const second = (await save()).title;
      const after_ = iso(await moment(folder));
      // What stands for every byte of a backup that another one follows is the same from then on.
      const [, line] = /^ {4}(sha256sum .*)$/m.exec(readFileSync(join(root, 'docs/operating.md'), 'utf8').split('\n## Following')[1]);
      const sums = async () => {
        const { code, stdout, stderr } = await run('sh', ['-c', line.replaceAll('DIR', folder)]);
        assert.equal(code, 0, stderr);
        return stdout.split('\n').filter((sum) => sum.includes(backupsIn(folder)[0]));
      };
      const known = await sums();
      assert.equal(known.length, 2);
      assert.deepEqual(await restored(folder, data, 'moved', '--at', before), new Set([first]));
      assert.deepEqual(await restored(folder, data, 'moved', '--at', after_), new Set([first, second]));
      await save();
      await moment(folder);
      assert.deepEqual(await sums(), known);
      assert.equal(readFileSync(join(newest(folder), 'files-bucket'), 'utf8'), readFileSync(join(data, 'files-bucket'), 'utf8'));
    } finally {
      await server.kill();
      await follower.end('SIGTERM');
    }
    assert.equal(backupsIn(folder).length, 2, follower.said);
  });
});
