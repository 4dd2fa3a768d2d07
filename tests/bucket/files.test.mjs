// Files in a bucket: kept there sealed, had from there in parts, and what happens when the bucket does not answer.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildServer, run } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, pointer, send, unique } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';
import { keyId, secret, startStore } from './store.mjs';

const environment = { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret };
const MEGABYTE = 1 << 20;
const made = (size) => {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 65536) createHash('sha512').update(String(at)).digest().copy(bytes, at);
  return bytes;
};
const until = async (holds, what, seconds = 120) => {
  const deadline = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > deadline) assert.fail(`${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const idOf = (name) => name.slice(0, 32);
const unavailable = (answer) => assertError(answer, 503, 1, 'The store of files does not answer.');

describe('files in a bucket', differs('where files are is the server\'s own affair'), () => {
  let store;
  let objects;
  let program;
  const folders = [];
  const newFolder = () => folders[folders.push(mkdtempSync(join(tmpdir(), 'caregen-files-'))) - 1];
  const words = (prefix, more = []) => ['--files-bucket', `s3://backups/${prefix}`, '--files-endpoint', store.url, '--file-limit', '200000000', '--upload-bytes-per-user', '0', ...more];
  const start = (prefix, { dataFolder, masterKey, more } = {}) =>
    launch(program, { dataFolder: dataFolder ?? newFolder(), masterKey, arguments: words(prefix, more), environment });
  const inBucket = (prefix) => {
    const folder = join(objects, 'backups', prefix, 'contents');
    return existsSync(folder) ? [...new Set(readdirSync(folder).map((name) => name.slice(0, 32)))].sort() : [];
  };
  const here = (server) => readdirSync(join(server.dataFolder, 'files')).filter((name) => /^[0-9a-f]{32}$/.test(name));
  const arriving = (server) => readdirSync(join(server.dataFolder, 'files/new'));
  const upload = (server, bytes, headers = {}) => client(server).call('POST', '/files/a.bin', { body: bytes, master: true, headers });
  const download = (server, name, headers = {}) => client(server).call('GET', `/files/app/${name}`, { master: true, headers });

  before(async () => {
    ({ program } = await buildServer('files'));
    objects = newFolder();
    store = await startStore(objects);
  });
  after(async () => {
    await store?.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  test('are there, sealed, and nothing of them is here', async () => {
    const server = await start('plain');
    try {
      const text = unique('what somebody wrote');
      const { json } = await upload(server, text);
      assert.deepEqual(inBucket('plain'), [idOf(json.name)]);
      assert.deepEqual([here(server), arriving(server)], [[], []]);
      const [object] = readdirSync(join(objects, 'backups/plain/contents')).filter((name) => name.includes('object'));
      const sealed = readFileSync(join(objects, 'backups/plain/contents', object));
      assert.equal(sealed.length, 24 + 17 + text.length);
      assert.ok(!sealed.includes(text));
      assert.equal((await download(server, json.name)).text, text);
      assert.deepEqual(arriving(server), []);
    } finally {
      await server.stop();
    }
  });

  test('of many sizes come back whole, and in parts', async () => {
    const server = await start('sizes');
    try {
      for (const size of [1, 65536, 65537, 8 * MEGABYTE + 1, 20 * MEGABYTE + 5]) {
        const bytes = made(size);
        const { json } = await upload(server, bytes);
        assert.ok((await download(server, json.name)).bytes.equals(bytes), `${size} bytes`);
        for (const [first, last] of [[0, 0], [size - 1, size - 1], [Math.floor(size / 2), size - 1], [65530, 65540]]) {
          if (last >= size) continue;
          const answer = await download(server, json.name, { Range: `bytes=${first}-${last}` });
          assertStatus(answer, 206);
          assert.ok(answer.bytes.equals(bytes.subarray(first, last + 1)), `${first}-${last} of ${size}`);
        }
        const head = await send(`${server.base}/files/app/${json.name}`, { method: 'HEAD', headers: { 'X-Parse-Application-Id': 'app', 'X-Parse-Master-Key': server.masterKey } });
        assert.equal(head.headers['content-length'], String(size));
      }
      assert.deepEqual(arriving(server), []);
      assert.equal(store.uploads.size, 0);
    } finally {
      await server.stop();
    }
  });

  test('that are large go there in parts, of which nothing stays when it fails', async () => {
    const server = await start('parts');
    try {
      store.requests.length = 0;
      assertStatus(await upload(server, made(40 * MEGABYTE)), 201);
      const parts = store.requests.filter((request) => /partNumber=/.test(request));
      assert.equal(parts.length, 3);
      let begun = 0;
      store.failing = ({ url }) => {
        if (/partNumber=2/.test(url)) begun = store.uploads.size;
        return /partNumber=2/.test(url) && 500;
      };
      unavailable(await upload(server, made(40 * MEGABYTE)));
      assert.equal(begun, 1);
      assert.equal(store.uploads.size, 0, 'it was taken back');
      assert.equal(inBucket('parts').length, 1);
      store.failing = ({ method, url }) => method === 'POST' && /uploadId=/.test(url) && 500;
      unavailable(await upload(server, made(40 * MEGABYTE)));
      assert.equal(inBucket('parts').length, 1);
      assert.deepEqual([here(server), arriving(server)], [[], []]);
    } finally {
      store.failing = () => null;
      await server.stop();
    }
  });

  test('of uploads whose client goes away are never begun there', async () => {
    const server = await start('away');
    try {
      store.requests.length = 0;
      const controller = new AbortController();
      const body = new ReadableStream({
        start(stream) {
          stream.enqueue(made(MEGABYTE));
        },
      });
      const sent = fetch(`${server.base}/files/a.bin`, { method: 'POST', duplex: 'half', signal: controller.signal, body, headers: { 'X-Parse-Application-Id': 'app', 'X-Parse-Master-Key': server.masterKey } }).catch(() => null);
      await until(() => arriving(server).length === 1, 'it is under way');
      controller.abort();
      await sent;
      await until(() => arriving(server).length === 0, 'it is gone');
      assert.deepEqual(store.requests.filter((request) => /^(PUT|POST)/.test(request)), []);
    } finally {
      await server.stop();
    }
  });

  test('while the bucket does not answer are refused, never empty, and named by no row', async () => {
    const server = await start('down');
    const api = client(server);
    try {
      const bytes = made(300000);
      const { json } = await upload(server, bytes);
      for (const failure of [500, 403, 'cut']) {
        store.failing = () => failure;
        const refused = await upload(server, bytes);
        unavailable(refused);
        assert.equal(refused.headers['retry-after'], '1');
        const answer = await download(server, json.name);
        unavailable(answer);
        assert.deepEqual(arriving(server), []);
      }
      store.failing = ({ method }) => method === 'GET' && 'half';
      unavailable(await download(server, json.name));
      store.failing = () => 500;
      // Whatever else the server does goes on meanwhile.
      const waiting = download(server, json.name);
      const user = await api.signUp(unique('meanwhile'));
      await api.create('Patient', { user: user.pointer, name: 'm' }, { session: user.session });
      unavailable(await waiting);
      store.failing = () => null;
      assert.ok((await download(server, json.name)).bytes.equals(bytes));
      assert.deepEqual(inBucket('down'), [idOf(json.name)]);
    } finally {
      store.failing = () => null;
      await server.stop();
    }
  });

  test('whose bucket fails in the middle of an answer end it there', async () => {
    const server = await start('middle');
    try {
      const bytes = made(20 * MEGABYTE);
      const { json } = await upload(server, bytes);
      let gets = 0;
      store.failing = ({ method }) => method === 'GET' && ++gets > 1 && 500;
      await assert.rejects(download(server, json.name));
      assert.ok(gets > 1);
    } finally {
      store.failing = () => null;
      await server.stop();
    }
  });

  test('a bucket that hangs holds nobody else up', { timeout: 600000 }, async () => {
    const server = await start('hangs');
    const api = client(server);
    try {
      const { json } = await upload(server, made(100000));
      store.failing = ({ method }) => method === 'GET' && 'stall';
      let answered = 0;
      const waiting = Array.from({ length: 12 }, () => download(server, json.name).finally(() => (answered += 1)));
      let beside = 0; // what others were answered while all of these waited, half a minute long
      for (let i = 0; i < 30; i++) {
        assertStatus(await api.call('GET', '/health'), 200);
        await api.create('Patient', { user: (await api.signUp(unique('h'))).pointer, name: 'h' }, { master: true });
        if (answered === 0) beside += 1;
      }
      assert.ok(beside >= 3, `${beside} of 30`);
      store.failing = () => null;
      for (const answer of await Promise.all(waiting)) assert.ok([200, 503].includes(answer.status), `${answer.status}`);
    } finally {
      store.failing = () => null;
      await server.stop();
    }
  });

  test('are had by the URLs of rows that name them', async () => {
    const server = await start('urls');
    try {
      const { json } = await upload(server, 'a letter');
      const api = client(server);
      const user = await api.signUp(unique('reader'));
      await api.create('Letter', { sender: user.pointer, recipient: user.pointer, body: 'b', attachments: [{ __type: 'File', name: json.name }] }, { master: true });
      const [letter] = await api.find('Letter', {}, { session: user.session });
      assert.equal((await send(letter.attachments[0].url)).text, 'a letter');
    } finally {
      await server.stop();
    }
  });

  test('are in the export of a record', async () => {
    const { program: records } = await buildServer('records');
    const server = await launch(records, { dataFolder: newFolder(), arguments: words('export'), environment });
    const api = client(server);
    try {
      const user = await api.signUp(unique('ann'));
      const as = { session: user.session };
      const patient = pointer('Patient', await api.create('Patient', { user: user.pointer, name: 'ann' }, as));
      const { json } = await api.call('POST', '/files/a.txt', { body: 'a scan', ...as, headers: { 'Content-Type': 'text/plain' } });
      await api.create('Paper', { patient, title: 'p', scan: { __type: 'File', name: json.name } }, as);
      const answer = await api.call('GET', '/export', as);
      assertStatus(answer, 200);
      assert.deepEqual(answer.json.files.map(({ name, base64 }) => [name, Buffer.from(base64, 'base64').toString()]), [[json.name, 'a scan']]);
      store.failing = () => 500;
      assertStatus(await api.call('GET', '/export', as), 500);
    } finally {
      store.failing = () => null;
      await server.stop();
    }
  });

  test('that are removed stay there as long as it is said, though the server ends', async () => {
    const dataFolder = newFolder();
    let server = await start('removed', { dataFolder });
    const { masterKey } = server;
    const { json } = await upload(server, 'gone soon');
    const noted = join(dataFolder, 'files/removing', idOf(json.name));
    assertStatus(await client(server).call('DELETE', `/files/${json.name}`, { master: true }), 200);
    assert.ok(existsSync(noted));
    assertStatus(await download(server, json.name), 403);
    assert.deepEqual(inBucket('removed'), [idOf(json.name)]);
    await server.stop();
    server = await start('removed', { dataFolder, masterKey });
    assert.deepEqual(inBucket('removed'), [idOf(json.name)]);
    await server.stop();
    utimesSync(noted, Date.now() / 1000 - 31 * 86400, Date.now() / 1000 - 31 * 86400);
    server = await start('removed', { dataFolder, masterKey });
    await until(() => !existsSync(noted), 'it goes');
    assert.deepEqual(inBucket('removed'), []);
    await server.stop();
    server = await start('removed', { dataFolder, masterKey, more: ['--files-keep-seconds', '0'] });
    const { json: second } = await upload(server, 'gone at once');
    assertStatus(await client(server).call('DELETE', `/files/${second.name}`, { master: true }), 200);
    await until(() => inBucket('removed').length === 0, 'it goes at once');
    await server.stop();
  });

  test('that are removed stay when the database that is put back names them', async () => {
    const dataFolder = newFolder();
    const more = ['--sweep-seconds', '1'];
    let server = await start('back', { dataFolder, more });
    const { masterKey } = server;
    const { json } = await upload(server, 'named again');
    const noted = join(dataFolder, 'files/removing', idOf(json.name));
    await server.stop();
    const copy = newFolder();
    const database = readdirSync(dataFolder).filter((name) => /\.db(-wal)?$/.test(name));
    for (const name of database) cpSync(join(dataFolder, name), join(copy, name));
    server = await start('back', { dataFolder, masterKey });
    assertStatus(await client(server).call('DELETE', `/files/${json.name}`, { master: true }), 200);
    await server.stop();
    assert.ok(existsSync(noted));
    for (const name of readdirSync(dataFolder)) if (/\.db(-wal|-shm)?$/.test(name)) rmSync(join(dataFolder, name));
    for (const name of database) cpSync(join(copy, name), join(dataFolder, name));
    server = await start('back', { dataFolder, masterKey, more });
    try {
      await until(() => !existsSync(noted), 'it stays');
      assert.deepEqual(inBucket('back'), [idOf(json.name)]);
      assert.equal((await download(server, json.name)).text, 'named again');
    } finally {
      await server.stop();
    }
  });

  test('come from the folder, where there were some before', async () => {
    const dataFolder = newFolder();
    let server = await launch(program, { dataFolder });
    const { masterKey } = server;
    const names = [];
    for (let i = 0; i < 5; i++) names.push((await upload(server, `number ${i}`)).json.name);
    await server.stop();
    store.failing = ({ method }) => method === 'PUT' && 500;
    server = await start('moved', { dataFolder, masterKey });
    for (const [i, name] of names.entries()) assert.equal((await download(server, name)).text, `number ${i}`);
    assert.equal(here(server).length, 5);
    await server.stop();
    store.failing = () => null;
    server = await start('moved', { dataFolder, masterKey });
    await until(() => here(server).length === 0, 'they have been moved');
    assert.deepEqual(inBucket('moved'), names.map(idOf).sort());
    for (const [i, name] of names.entries()) assert.equal((await download(server, name)).text, `number ${i}`);
    await server.stop();
  });

  test('are looked for nowhere else', async () => {
    const dataFolder = newFolder();
    const server = await start('one', { dataFolder });
    await server.stop();
    const refused = async (more, message) => {
      const { code, stderr } = await run(program, ['serve', '--listen', '127.0.0.1:0', '--data', dataFolder, '--app-id', 'app', '--master-key-file', join(dataFolder, 'test-master-key'), ...more], { env: { ...process.env, ...environment } });
      assert.equal(code, 1);
      assert.match(stderr, message);
    };
    await refused([], /are in the bucket s3:\/\/backups\/one\/: start with --files-bucket/);
    await refused(words('two'), /are in another bucket/);
    await refused(['--files-bucket', 'nothing'], /is no bucket/);
    const { code, stderr } = await run(program, ['serve', '--listen', '127.0.0.1:0', '--data', dataFolder, '--app-id', 'app', '--master-key-file', join(dataFolder, 'test-master-key'), ...words('one')], { env: { ...process.env, AWS_ACCESS_KEY_ID: '' } });
    assert.equal(code, 1);
    assert.match(stderr, /there are no credentials/);
  });

  test('are looked at by the doctor, and named by backups, which the bucket restores', { timeout: 600000 }, async () => {
    const dataFolder = newFolder();
    const backups = join(newFolder(), 'backups');
    let server = await launch(program, { dataFolder });
    const { masterKey } = server;
    const old = (await upload(server, 'from before')).json.name;
    await server.stop();
    store.failing = ({ method }) => method === 'PUT' && 500;
    server = await start('backed', { dataFolder, masterKey });
    await server.stop();
    const command = async (words_, expected, env = { ...process.env, ...environment }) => {
      const { code, stdout, stderr } = await run(program, words_, { env });
      assert.equal(code, expected, `${words_.join(' ')}: ${stdout}${stderr}`);
      return stdout + stderr;
    };
    // Not all is there yet: what is here is in the backup as ever.
    assert.doesNotMatch(await command(['backup', backups, '--data', dataFolder], 0), /are in the bucket/);
    assert.deepEqual(readdirSync(join(backups, 'files')), [idOf(old)]);
    store.failing = () => null;
    server = await start('backed', { dataFolder, masterKey });
    await until(() => here(server).length === 0, 'it has been moved');
    const name = (await upload(server, 'of the bucket')).json.name;
    assert.match(await command(['backup', backups, '--data', dataFolder], 0), /the contents of 1 files are in the bucket/);
    await command(['backup', backups, '--verify'], 0);
    const gone = (await upload(server, 'goes')).json.name;
    await command(['backup', backups, '--data', dataFolder], 0);
    assertStatus(await client(server).call('DELETE', `/files/${gone}`, { master: true }), 200);
    await server.stop();
    // A restored database finds what it names, what was removed meanwhile too.
    const restored = join(newFolder(), 'restored');
    await command(['restore', backups, '--data', restored], 0);
    for (const key of ['seal-key', 'file-key', 'audit-key']) await run('cp', ['-p', join(dataFolder, key), restored]);
    const report = async (folder, expected, env) => command(['doctor', '--data', folder, '--app-id', 'app'], expected, env);
    assert.match(await report(restored, 1), /bucket +s3:\/\/backups\/backed\/ has 3 contents[^]*files +3, none without contents/);
    assert.match(await report(restored, 2, { ...process.env, AWS_ACCESS_KEY_ID: '' }), /the bucket of the files cannot be looked at: there are no credentials/);
    const again = await start('backed', { dataFolder: restored, masterKey });
    assert.equal((await download(again, old)).text, 'from before');
    assert.equal((await download(again, name)).text, 'of the bucket');
    assert.equal((await download(again, gone)).text, 'goes');
    await again.stop();
    for (const file of readdirSync(join(objects, 'backups/backed/contents')).filter((entry) => entry.startsWith(idOf(name)))) rmSync(join(objects, 'backups/backed/contents', file));
    assert.match(await report(restored, 2), /1 of 3 files have no contents/);
    store.failing = () => 403;
    assert.match(await report(restored, 2), /the bucket of the files cannot be looked at/);
    store.failing = () => null;
  });

  test('parts that a killed server left there go', async () => {
    store.uploads.set('left', { key: 'left/contents/x', begun: new Date(Date.now() - 2 * 86400000).toISOString() });
    store.uploads.set('other', { key: 'elsewhere/contents/x', begun: new Date(Date.now() - 2 * 86400000).toISOString() });
    store.uploads.set('young', { key: 'left/contents/y', begun: new Date().toISOString() });
    const server = await start('left');
    await until(() => !store.uploads.has('left'), 'it goes');
    assert.deepEqual([...store.uploads.keys()].sort(), ['other', 'young']);
    store.uploads.clear();
    await server.stop();
  });

  test('whose upload was killed before its row was written go with what nothing names', async () => {
    const server = await start('orphan', { more: ['--sweep-seconds', '1', '--orphan-seconds', '1', '--files-keep-seconds', '0'] });
    try {
      const { json } = await upload(server, 'kept');
      const api = client(server);
      const user = await api.signUp(unique('ann'));
      const patient = await api.create('Patient', { user: user.pointer, name: 'ann', photo: { __type: 'File', name: json.name } }, { master: true });
      assert.ok(patient);
      const stray = 'a'.repeat(32);
      const { code } = await run('cp', ['-r', ...readdirSync(join(objects, 'backups/orphan/contents')).filter((name) => name.startsWith(idOf(json.name))).slice(0, 1).map((name) => join(objects, 'backups/orphan/contents', name)), join(objects, 'backups/orphan/contents', `${stray}._S3rver_object`)]);
      assert.equal(code, 0);
      writeFileSync(join(objects, 'backups/orphan/contents', `${stray}._S3rver_metadata.json`), readFileSync(join(objects, 'backups/orphan/contents', `${idOf(json.name)}._S3rver_metadata.json`)));
      writeFileSync(join(objects, 'backups/orphan/contents', `${stray}._S3rver_object.md5`), readFileSync(join(objects, 'backups/orphan/contents', `${idOf(json.name)}._S3rver_object.md5`)));
      await until(() => !inBucket('orphan').includes(stray), 'it goes');
      assert.deepEqual(inBucket('orphan'), [idOf(json.name)]);
    } finally {
      await server.stop();
    }
  });
});
