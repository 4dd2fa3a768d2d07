// Time never runs backwards within a database, whatever the machine's clock says; and what began at a
// time that was wrong ends when it should.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { findBuild, root } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, pointer } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { totp } from '../lib/totp.mjs';

const DAY = 86400;
const skip = differs('clocks are our server\'s own').skip
  || (process.env.CAREGEN_TEST_MAKE?.includes('SANITIZE') && 'a sanitizer must be loaded first');

describe('a clock that is set', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-clock-'));
  const clock = join(folder, 'clock');
  const library = join(folder, 'moved_clock.so');
  after(() => rmSync(folder, { recursive: true, force: true }));
  const setClock = (seconds) => writeFileSync(clock, String(seconds));
  const environment = { LD_PRELOAD: library, MOVED_CLOCK: clock };
  const masterKey = 'the same at each start';
  const start = (dataFolder, more = []) => startServer('audit', { dataFolder, masterKey, environment, arguments: more });
  const newFolder = () => mkdtempSync(join(folder, 'data-'));
  const verify = (data) => spawnSync(findBuild('audit').program, ['audit', 'verify', '--data', data], { encoding: 'utf8' });

  before(() => {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, resolve(root, 'tests/lib/moved_clock.c'), '-ldl']);
  });

  /** Makes and changes objects, and notes each time that is kept, in order. */
  async function work(api, times) {
    const { session, pointer: user } = await api.signUp();
    const created = await api.call('POST', '/classes/Diary', { session, body: { owner: user, text: 'x' } });
    assertStatus(created, 201);
    const updated = await api.call('PUT', `/classes/Diary/${created.json.objectId}`, { session, body: { text: 'y' } });
    assertStatus(updated, 200);
    times.push(Date.parse(created.json.createdAt), Date.parse(updated.json.updatedAt));
    return created.json.objectId;
  }
  const ascends = (times) => times.forEach((time, i) => assert.ok(i === 0 || time >= times[i - 1], times.join(' ')));

  test('times of a database never go back, while the server runs or when it starts anew', async () => {
    const dataFolder = newFolder();
    const times = [];
    setClock(0);
    let server = await start(dataFolder);
    let api = client(server);
    const old = await work(api, times);
    for (const offset of [DAY, -DAY, 0, 3600, 3595, -3600]) {
      setClock(offset);
      await work(api, times);
      if (offset === DAY) assert.ok(times.at(-1) > Date.now() + (DAY - 60) * 1000, 'it goes forward with the clock');
    }
    await server.stop();
    setClock(-2 * DAY);
    server = await start(dataFolder);
    api = client(server);
    assert.match(server.output(), /this machine's clock is \d+ s behind the times in the database/);
    await work(api, times);
    ascends(times);
    const rewritten = await api.call('PUT', `/classes/Diary/${old}`, { master: true, body: { text: 'z' } });
    // An update in the millisecond of its row's creation is told one later: no two states of a row have one time.
    assert.ok(Date.parse(rewritten.json.updatedAt) >= times.at(-1) - 1);
    await server.stop();
    const { status, stdout } = verify(dataFolder);
    assert.equal(status, 0, stdout);
  });

  test('what began at a wrong time ends after its time', async () => {
    const dataFolder = newFolder();
    setClock(400 * DAY);
    const SECONDS = 2;
    let server = await start(dataFolder, ['--session-seconds', String(SECONDS)]);
    let api = client(server);
    /** Signs somebody up who is let in as long as the session lasts; on a machine that took longer, somebody else. */
    const signUp = async () => {
      for (;;) {
        const began = Date.now();
        const user = await api.signUp();
        const answer = await api.call('GET', '/users/me', { session: user.session });
        if (Date.now() - began >= SECONDS * 1000) continue;
        assertStatus(answer, 200);
        return user;
      }
    };
    const first = await signUp();
    setClock(0); // the clock is put right
    const second = await signUp();
    await pause(SECONDS * 1000 + 500);
    for (const { session } of [first, second]) assertError(await api.call('GET', '/users/me', { session }), 400, 209);
    await server.stop();
    server = await start(dataFolder, ['--session-seconds', String(SECONDS)]);
    api = client(server);
    const third = await signUp();
    await pause(SECONDS * 1000 + 500);
    assertError(await api.call('GET', '/users/me', { session: third.session }), 400, 209);
    await server.stop();
  });

  test('a database that is a little ahead catches up with the clock', async () => {
    const dataFolder = newFolder();
    setClock(30);
    const server = await start(dataFolder);
    const times = [];
    await work(client(server), times);
    setClock(0);
    await work(client(server), times);
    const least = times.at(-1) - Date.now(); // it was ahead by so much, or more: the answer was under way
    let most;
    for (let i = 0; i < 60 && !(most < least - 50); i += 1) {
      await pause(700);
      const began = Date.now();
      await work(client(server), times);
      most = times.at(-1) - began; // or less
    }
    ascends(times);
    assert.ok(most < least - 50, `ahead by ${least} ms, and then by ${most}`);
    await server.stop();
  });

  test('codes of other machines are held against the machine\'s clock', async () => {
    const dataFolder = newFolder();
    setClock(10 * DAY);
    const server = await start(dataFolder);
    const api = client(server);
    const { session, id, username, password } = await api.signUp();
    setClock(0); // the database goes on from ten days later
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    const enrolled = await api.call('PUT', `/users/${id}`, { session, body: { authData: { mfa: { secret, token: totp(secret, -1) } } } });
    assertStatus(enrolled, 200);
    assertStatus(await api.call('POST', '/login', { body: { username, password, authData: { mfa: { token: totp(secret) } } } }), 200);
    await server.stop();
  });

  test('verify says where time went back', async () => {
    const dataFolder = newFolder();
    setClock(0);
    const server = await start(dataFolder);
    const api = client(server);
    const { pointer: user } = await api.signUp();
    const patient = pointer('Patient', await api.create('Patient', { user, name: 'p' }, { master: true }));
    for (let i = 0; i < 5; i += 1) await api.create('Result', { patient, test: 'iron' }, { master: true });
    await server.stop();
    assert.equal(verify(dataFolder).status, 0);
    // A trail as an earlier server may have left it: every hash is right, and the clock was set back.
    const { entryHash } = await import('../lib/audit_chain.mjs');
    const database = join(dataFolder, 'audit.db');
    const sql = (text) => execFileSync('sqlite3', [database, text], { encoding: 'utf8' });
    const lines = execFileSync(findBuild('audit').program, ['audit', 'export', '--data', dataFolder], { encoding: 'utf8' }).split('\n').filter(Boolean).map((line) => JSON.parse(line));
    const triggers = sql('SELECT sql || \';\' FROM sqlite_schema WHERE type = \'trigger\' AND tbl_name = \'_AuditEntry\'');
    sql(sql('SELECT \'DROP TRIGGER "\' || name || \'";\' FROM sqlite_schema WHERE type = \'trigger\' AND tbl_name = \'_AuditEntry\''));
    let previous = Buffer.alloc(32);
    const last = lines.length;
    for (const line of lines) {
      const at = Date.parse(line.at) - (line.number === last ? 5000 : 0);
      const entry = { ...line, at, payload: line.payload && JSON.stringify(line.payload) };
      previous = entryHash(previous, entry);
      sql(`UPDATE "_AuditEntry" SET "at" = ${at}, "hash" = x'${previous.toString('hex')}' WHERE "number" = ${line.number}`);
    }
    sql(triggers);
    const { status, stdout } = verify(dataFolder);
    assert.equal(status, 1, stdout);
    assert.match(stdout, new RegExp(`^entry ${last}: its time is \\d+ ms before that of an earlier entry$`, 'm'));
  });
});
