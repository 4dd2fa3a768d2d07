// `key rotate`: another key is written under from then on, what is there goes on being read and is sealed anew, and an
// old key goes when nothing needs it any more.
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { command, done, folders, refused } from '../lib/backups.mjs';
import { buildServer, root, run } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, send, unique } from '../lib/rest.mjs';
import { addDiaries, clear, countUnder, diariesOf, fill, listKeys, purposes, ringFile, rowsOf, settled, start } from './keys.mjs';

const places = folders('keys');
after(clear);
after(places.clear);
before(() => buildServer('files'));

const rotate = (data, purpose, ...words) => done('key', 'rotate', purpose, '--data', data, ...words);
const olderOf = async (data, purpose) => (await listKeys(data))[purpose].filter(({ state }) => state === 'older');

describe('keys', differs('our server\'s own commands'), () => {
  test('a new folder has a key of each purpose, and says when it was made', async () => {
    const data = places.newFolder();
    const server = await start(data);
    const listed = await listKeys(data);
    assert.deepEqual(Object.keys(listed).slice(0, 4), purposes);
    for (const purpose of purposes) {
      assert.match(ringFile(data, purpose), /^[0-9a-f]{64} \d{4}-\d\d-\d\dT[\d:.]+Z\n$/);
      assert.equal(statSync(join(data, `${purpose}-key`)).mode & 0o777, 0o600);
      assert.equal(listed[purpose].length, 1);
      assert.equal(listed[purpose][0].state, 'newest');
      assert.ok(Math.abs(Date.parse(listed[purpose][0].madeAt) - Date.now()) < 60000);
    }
    const shown = await done('key', 'list', '--data', data);
    for (const purpose of purposes) assert.ok(!shown.includes(ringFile(data, purpose).slice(0, 64)), 'a key is never shown');
    await server.stop();
  });

  for (const running of [true, false])
    test(`all four are rotated ${running ? 'while a server runs' : 'while none runs'}, and nothing is lost`, async () => {
      const data = places.newFolder();
      let server = await start(data);
      const world = await fill(server);
      const [document] = await world.api.find('Document', { limit: 1 }, world.as);
      const ids = await addDiaries(world.api, world.user.pointer, [...Array(260)].map(() => unique('diary')));
      const before_ = Object.fromEntries(purposes.map((purpose) => [purpose, ringFile(data, purpose)]));
      if (!running) await server.stop();
      for (const purpose of purposes) {
        const said = await rotate(data, purpose, ...(running ? ['--wait'] : []));
        assert.match(said, new RegExp(`the ${purpose}-key [0-9a-f]{16} is the newest from now on`));
        const lines = ringFile(data, purpose).split('\n');
        assert.equal(lines.length, 3, 'the new key, and the one before it');
        assert.equal(`${lines[1]}\n`, before_[purpose]);
        assert.ok(!existsSync(join(data, `${purpose}-key.new`)));
      }
      if (!running) server = await start(data);
      await settled(data);
      await world.check(server, { code: 0 });
      assert.deepEqual(await diariesOf(client(server)), [...ids.keys()].sort());
      if (running) assert.equal((await send(document.file.url, { headers: {} })).status, 200, 'a URL from before is good as long as it says');

      const [seal] = await olderOf(data, 'seal');
      assert.ok(seal.fixed > 0, 'versions keep what they have');
      assert.equal(seal.needed, seal.fixed, 'and nothing else is under the old key');
      for (const purpose of purposes)
        for (const key of (await listKeys(data))[purpose])
          if (purpose !== 'audit') assert.equal(key.needed, await countUnder(data, key.id), `${purpose} ${key.state}: all places are known`);
      await refused(/\d+ values need this key: 0 are sealed anew, \d+ stay as they are \(versions\)/, 'key', 'drop', 'seal', seal.id, '--data', data);
      for (const purpose of ['file', 'audit']) {
        const [key] = await olderOf(data, purpose);
        assert.equal(key.needed, 0, purpose);
        assert.match(await done('key', 'drop', purpose, key.id, '--data', data), /backups made before need it/);
        assert.equal(ringFile(data, purpose).split('\n').length, 2);
      }
      await world.check(server, { code: 1 });
      await server.stop();
      server = await start(data);
      await world.check(server);
      assert.deepEqual(await diariesOf(client(server)), [...ids.keys()].sort());
      const doctor = JSON.parse((await command('doctor', '--data', data, '--format', 'json')).stdout);
      assert.deepEqual(doctor.checks.filter(({ check, status }) => check === 'keys' && status !== 'well'), []);
      assert.match(doctor.checks.find(({ detail }) => detail.startsWith('seal-key')).detail, /0 days old; 1 before it\)/);
      assert.match(await done('audit', 'verify', '--data', data), /no fault/);
      await server.stop();
    });

  test('requests go on while keys rotate, and each is answered as ever', async () => {
    const data = places.newFolder();
    const server = await start(data);
    const api = client(server);
    const user = await api.signUp();
    const wanted = [...(await addDiaries(api, user.pointer, [...Array(500)].map(() => unique('diary')))).keys()];
    let rotating = true;
    let reads = 0;
    const write = async () => {
      for (; rotating;) {
        const diary = unique('diary');
        const id = await api.create('Patient', { user: user.pointer, name: 'n', diary, weight: diary.length, key: { __type: 'Bytes', base64: Buffer.from(diary).toString('base64') } }, { session: user.session });
        wanted.push(diary);
        assert.equal((await api.fetch('Patient', id, { session: user.session })).diary, diary);
        const file = await api.call('POST', '/files/x.txt', { session: user.session, body: diary, headers: { 'Content-Type': 'text/plain' } });
        assert.equal((await send(file.json.url, { headers: { 'X-Parse-Application-Id': 'app', 'X-Parse-Session-Token': user.session } })).text, diary);
      }
    };
    const read = async () => {
      for (; rotating; reads++) assert.ok((await diariesOf(api)).length >= 500);
    };
    const busy = Promise.all([write(), write(), read()]);
    for (let i = 0; i < 3; i++) for (const purpose of purposes) await rotate(data, purpose);
    await settled(data);
    rotating = false;
    await busy;
    assert.ok(reads > 0);
    assert.deepEqual(await diariesOf(api), wanted.sort());
    const older = await olderOf(data, 'seal');
    assert.equal(older.length, 3);
    for (const { id, needed, unneededSince } of older) {
      assert.equal(needed, 0);
      assert.ok(unneededSince);
      await done('key', 'drop', 'seal', id, '--data', data);
    }
    assert.deepEqual(await diariesOf(api), wanted);
    assert.ok(!server.output().includes('"level":"error"'), server.output());
    await server.stop();
  });

  test('orders that come at the same moment do not undo each other', async () => {
    const data = places.newFolder();
    let server = await start(data);
    const { api, user, check } = await fill(server, 1);
    const order = (method, path) => new Promise((resolve, reject) => {
      const asked = request({ socketPath: join(data, 'control'), method, path, headers: { 'Content-Type': 'application/json' } }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode));
      });
      asked.on('error', reject);
      asked.end(method === 'POST' ? '{}' : undefined);
    });
    await rotate(data, 'file', '--wait');
    const [older] = await olderOf(data, 'file');
    const statuses = await Promise.all([
      ...Array(6).fill(['POST', '/keys/seal/rotate']), ['DELETE', `/keys/file/${older.id}`], ...Array(3).fill(['POST', '/keys/file/rotate']),
    ].map((words) => order(...words)));
    assert.deepEqual(statuses, Array(10).fill(200));
    const diaries = [...(await addDiaries(api, user.pointer, [unique('diary'), unique('diary')])).keys()].sort();
    const listed = await listKeys(data);
    assert.equal(new Set(listed.seal.map(({ id }) => id)).size, 7, 'each rotation has made a key');
    assert.equal(listed.file.length, 4, 'and the dropped one is gone');
    for (const purpose of ['seal', 'file'])
      assert.equal(ringFile(data, purpose).trim().split('\n').length, listed[purpose].length, `${purpose}: all of them are on disk`);
    await server.stop();
    server = await start(data);
    assert.deepEqual(await diariesOf(client(server)), diaries);
    await check(server, { code: 0 });
    await server.stop();
  });

  test('whoever is signed in stays so, until --end-sessions', async () => {
    const data = places.newFolder();
    let server = await start(data);
    const sessions = [];
    for (let i = 0; i < 3; i++) sessions.push((await client(server).signUp()).session);
    const me = async (session) => (await client(server).call('GET', '/users/me', { session })).status;
    await rotate(data, 'session');
    assert.equal((await olderOf(data, 'session'))[0].needed, 3, 'what is kept of a token is under the key of its log-in');
    await server.stop();
    server = await start(data);
    assert.equal(await me(sessions[0]), 200);
    await client(server).signUp(); // behind the note of that use
    assert.equal((await olderOf(data, 'session'))[0].needed, 2, 'and from its next use on under the newest');
    assert.equal(await me(sessions[0]), 200);
    await refused(/2 values need this key/, 'key', 'drop', 'session', (await olderOf(data, 'session'))[0].id, '--data', data);
    assert.match(await rotate(data, 'session', '--end-sessions'), /all sessions have ended/);
    for (const session of sessions) assert.equal(await me(session), 400);
    assert.deepEqual(await olderOf(data, 'session'), [], 'with the keys that they were under');
    assert.equal(await me((await client(server).signUp()).session), 200);
    assert.equal((await rowsOf(data, 'SELECT count(*) AS count FROM _Session'))[0].count, 1);
    assert.equal((await command('key', 'rotate', 'seal', '--end-sessions', '--data', data)).code, 1);
    await server.stop();
  });

  test('without its key a token that somebody writes to the database is none', async () => {
    const data = places.newFolder();
    const server = await start(data);
    const { session } = await client(server).signUp();
    const { stdout } = await run('b2sum', ['--length', '256', '--tag', '/dev/null']);
    assert.match(stdout, /BLAKE2b-256/);
    const [{ kept }] = await rowsOf(data, 'SELECT hex(tokenHash) AS kept FROM _SessionToken');
    writeFileSync(join(data, 'token'), session);
    const plain = (await run('b2sum', ['--length', '256', join(data, 'token')])).stdout.slice(0, 64);
    assert.equal(kept.length, 80);
    assert.ok(!kept.toLowerCase().includes(plain), 'its hash alone is not what is kept');
    await server.stop();
    await run('sqlite3', [join(data, 'files.db'), `UPDATE _SessionToken SET tokenHash = x'${plain}'`]);
    const again = await start(data);
    assertError(await client(again).call('GET', '/users/me', { session }), 400, 209, 'Invalid session token');
    await again.stop();
  });

  test('without the session-key all sign in again, and the server says so', async () => {
    const data = places.newFolder();
    let server = await start(data);
    const user = await client(server).signUp();
    await server.stop();
    writeFileSync(join(data, 'session-key'), `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    server = await start(data);
    assert.match(server.output(), /session-key lacks a key: whoever was signed in under it signs in again/);
    assert.equal((await client(server).call('GET', '/users/me', { session: user.session })).status, 400);
    const { username, password } = user;
    assertStatus(await client(server).call('POST', '/login', { body: { username, password } }), 200);
    await server.stop();
  });

  test('a key that the data need may not be missing from the file; one that they do not may', async () => {
    const data = places.newFolder();
    let server = await start(data);
    const world = await fill(server);
    await rotate(data, 'seal', '--wait');
    await rotate(data, 'file', '--wait');
    await server.stop();
    const seal = ringFile(data, 'seal');
    const [newest, older] = seal.trim().split('\n');
    const refusedWith = async (text, said) => {
      writeFileSync(join(data, 'seal-key'), text);
      await assert.rejects(start(data), (error) => said.test(error.message));
    };
    await refusedWith(`${newest}\n`, /seal-key is not the key that these data were made with/);
    await refusedWith(`${newest}\n${'ab'.repeat(32)}\n`, /seal-key lacks a key that these data were made with: put the file back/);
    await refusedWith(`${older}\n`, /seal-key is not the key/);
    await refusedWith(`${newest}\n${older}\n${newest}\n`, /seal-key holds the same key twice: put the right one back/);
    await refusedWith(Array.from({ length: 65 }, () => `${randomBytes(32).toString('hex')}\n`).join(''), /seal-key holds more than 64 keys/);
    for (const broken of [`${seal}x\n`, `${newest} \u0000\n${older}\n`, `${seal}${'ab'.repeat(32)} yesterday\n`])
      await refusedWith(broken, /seal-key holds no key of 64 hex digits/);
    rmSync(join(data, 'seal-key'));
    symlinkSync('seal-key', join(data, 'seal-key'));
    await assert.rejects(start(data), /seal-key cannot be read: Too many levels of symbolic links/);
    rmSync(join(data, 'seal-key'));
    writeFileSync(join(data, 'seal-key'), seal, { mode: 0o600 });
    writeFileSync(join(data, 'file-key'), `${ringFile(data, 'file').split('\n')[0]}\n`);
    server = await start(data);
    await world.check(server, { code: 0 });
    await server.stop();
  });

  test('it is for operators alone, and for keys that there are', async () => {
    const data = places.newFolder();
    const server = await start(data);
    const api = client(server);
    const { session } = await api.signUp();
    for (const options of [{ master: true }, { session }, {}])
      for (const [method, path] of [['GET', '/keys'], ['POST', '/keys/seal/rotate'], ['POST', '/keys/rewrap'], ['DELETE', '/keys/seal/0123456789abcdef']])
        assert.equal((await api.call(method, path, { ...options, body: method === 'GET' ? undefined : {} })).status, 403, path);
    const parts = await api.call('POST', '/batch', { master: true, body: { requests: [{ method: 'POST', path: '/parse/keys/seal/rotate', body: {} }] } });
    assert.ok(!parts.text.includes('success'), parts.text);
    assert.equal((await listKeys(data)).seal.length, 1);
    await refused(/There is no such key: there are seal, file, session and audit/, 'key', 'rotate', 'outer', '--data', data);
    await refused(/There is no such key/, 'key', 'drop', 'seal', '0123456789abcdef', '--data', data);
    const [{ id }] = (await listKeys(data)).seal;
    await refused(/This is the newest key: rotate it first/, 'key', 'drop', 'seal', id, '--data', data);
    assert.equal((await command('key', 'rotate', '--data', data)).code, 2);
    await server.stop();
  });

  test('the trail tells of it; anchors of before and after verify, and the keys vouch for each other', async () => {
    const data = places.newFolder();
    const server = await start(data);
    const anchors = join(places.path, 'anchors');
    let lines = await done('audit', 'anchor', '--data', data);
    for (let i = 0; i < 2; i++) {
      await rotate(data, 'audit');
      lines += await done('audit', 'anchor', '--data', data);
    }
    writeFileSync(anchors, lines);
    assert.match(await done('audit', 'verify', '--anchor', anchors, '--data', data), /no fault/);
    for (const { id } of await olderOf(data, 'audit')) await done('key', 'drop', 'audit', id, '--data', data);
    assert.equal(ringFile(data, 'audit').trim().split('\n').length, 1);
    assert.match(await done('audit', 'verify', '--anchor', anchors, '--data', data), /no fault/, 'the trail knows the keys that are gone');

    const entries = (await done('audit', 'export', '--data', data)).trim().split('\n').map((line) => JSON.parse(line));
    const handovers = entries.filter(({ action }) => action === 'rotate-key').map(({ payload }) => (typeof payload === 'string' ? JSON.parse(payload) : payload));
    assert.equal(handovers.length, 2);
    assert.equal(entries.filter(({ action }) => action === 'drop-key').length, 2);
    const keyOf = (hex) => createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(hex, 'hex')]), format: 'der', type: 'spki' });
    for (const { fromPublicKey, publicKey, at, fromSignature, signature } of handovers) {
      const said = Buffer.from(`caregen audit key 1\nfiles\n${fromPublicKey}\n${publicKey}\n${at}\n`);
      assert.ok(verify(null, said, keyOf(fromPublicKey), Buffer.from(fromSignature, 'hex')));
      assert.ok(verify(null, said, keyOf(publicKey), Buffer.from(signature, 'hex')));
    }
    assert.deepEqual(lines.trim().split('\n').map((line) => JSON.parse(line).publicKey), [handovers[0].fromPublicKey, handovers[0].publicKey, handovers[1].publicKey]);

    const other = places.newFolder();
    const stranger = await start(other);
    await stranger.stop();
    copyFileSync(join(other, 'audit-key'), join(places.path, 'strangers-key'));
    const copy = places.newFolder();
    for (const name of ['files.db', 'files.db-wal', 'audit-head']) if (existsSync(join(data, name))) copyFileSync(join(data, name), join(copy, name));
    copyFileSync(join(places.path, 'strangers-key'), join(copy, 'audit-key'));
    const { code, stdout } = await command('audit', 'verify', '--anchor', anchors, '--data', copy);
    assert.equal(code, 1);
    assert.equal(stdout.match(/is signed with another key than/g).length, 3);
    await server.stop();
  });

  test('who can write the database, and has no audit-key, names no predecessor of it', async () => {
    const data = places.newFolder();
    const server = await start(data);
    const own = JSON.parse(await done('audit', 'anchor', '--data', data)).publicKey;
    await server.stop();
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const evil = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
    const signed = (...lines) => sign(null, Buffer.from(lines.map((line) => `${line}\n`).join('')), privateKey).toString('hex');
    const at = '2026-01-01T00:00:00.000Z';
    const handover = signed('caregen audit key 1', 'files', evil, own, at);
    const payload = JSON.stringify({ purpose: 'audit', fromPublicKey: evil, publicKey: own, at, fromSignature: handover, signature: handover });
    await run('sqlite3', [join(data, 'files.db'), `INSERT INTO _AuditEntry ("at", action, entityType, entityId, payload, hash) VALUES (0, 'rotate-key', '_DataKey', '', '${payload}', zeroblob(32))`]);
    const zeros = '0'.repeat(64);
    const forged = join(places.path, 'forged');
    writeFileSync(forged, `${JSON.stringify({ app: 'files', number: 0, hash: zeros, at, publicKey: evil, signature: signed('caregen audit anchor 1', 'files', 0, zeros, at) })}\n`);
    const { stdout } = await command('audit', 'verify', '--anchor', forged, '--data', data);
    assert.match(stdout, /anchor 1: is signed with another key/);
  });

  test('go as docs/operating.md says, command by command', async () => {
    const data = places.newFolder();
    const outer = join(places.path, 'outer');
    writeFileSync(outer, `${'c3'.repeat(32)}\n`, { mode: 0o600 });
    const server = await start(data, { arguments: ['--key-file', outer] });
    const page = readFileSync(join(root, 'docs/operating.md'), 'utf8');
    const section = page.slice(page.indexOf('\n## Keys\n'), page.indexOf('\n## Accounts'));
    const lines = [...section.matchAll(/^ {4}NAME-server (.*)$/gm)].map(([, line]) => line);
    assert.equal(lines.length, 8);
    for (const line of lines) await done(...line.replace('DATA', data).replace(/\bID\b/, (await olderOf(data, 'seal'))[0]?.id).split(' '));
    await server.stop();
  });

  test('a restore says which keys it needs, and an old backup opens with what was kept of them', async () => {
    const data = places.newFolder();
    const backups = places.notThere();
    const server = await start(data);
    const world = await fill(server);
    await done('backup', backups, '--data', data);
    const keysOfThen = Object.fromEntries(purposes.map((purpose) => [purpose, ringFile(data, purpose)]));
    await rotate(data, 'file', '--wait');
    await done('key', 'drop', 'file', (await olderOf(data, 'file'))[0].id, '--data', data);
    await rotate(data, 'seal', '--wait');
    await done('backup', backups, '--data', data);
    await server.stop();

    const now = places.notThere();
    const said = await done('restore', backups, '--data', now);
    assert.equal(said.match(/missing: \S+seal-key \(fingerprint [0-9a-f]{32}\)/g).length, 2, 'versions need the old one, too');
    assert.equal(said.match(/missing: \S+file-key/g).length, 1);
    for (const purpose of purposes) copyFileSync(join(data, `${purpose}-key`), join(now, `${purpose}-key`));
    let restored = await start(now);
    await world.check(restored);
    await restored.stop();

    const then = places.notThere();
    const at = JSON.parse((await done('backup', '--list', backups, '--format', 'json')).split('\n')[0]);
    await done('restore', backups, '--data', then, '--at', (Array.isArray(at) ? at[0] : at).at);
    for (const purpose of purposes) copyFileSync(join(data, `${purpose}-key`), join(then, `${purpose}-key`));
    await assert.rejects(start(then), /file-key is not the key that these data were made with/);
    for (const purpose of purposes) writeFileSync(join(then, `${purpose}-key`), keysOfThen[purpose], { mode: 0o600 });
    restored = await start(then);
    await world.check(restored);
    await restored.stop();
  });
});
