// Files that nothing names any more: which go, which stay, and what happens to one that a row takes at the last moment.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { findBuild } from '../lib/builds.mjs';
import { differs, withFolder } from '../lib/fixture.mjs';
import { assertStatus, client, pointer, send, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const pdf = { 'Content-Type': 'application/pdf' };
const fileOf = (name) => ({ __type: 'File', name });
const id = (name) => name.slice(0, 32);
const onDisk = (server, name) => existsSync(join(server.dataFolder, 'files', id(name)));
const sql = (server, text) => execFileSync('sqlite3', ['-cmd', '.timeout 60000', join(server.dataFolder, 'files.db'), text], { encoding: 'utf8' }).trim();
const soon = ['--sweep-seconds', '1', '--orphan-seconds', '2'];

async function until(what, holds, seconds = 120) {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${what}: not within ${seconds} s`);
}

/** A server with a patient: { server, api, upload(), document(), ... }. */
async function world(options) {
  const server = await startServer('files', options);
  const api = client(server);
  const user = await api.signUp(unique('ann'));
  const as = { session: user.session };
  const patient = await api.create('Patient', { user: user.pointer, name: 'ann' }, as);
  const upload = async (options_ = as) => {
    const answer = await api.call('POST', '/files/a.pdf', { body: unique('content'), ...options_, headers: pdf });
    assertStatus(answer, 201);
    return answer.json.name;
  };
  return {
    server, api, user, as, patient, upload,
    document: (fields) => api.create('Document', { patient: pointer('Patient', patient), ...fields }, as),
    gone: (names) => until('files are gone', () => names.every((name) => !onDisk(server, name))),
  };
}

/** What the command lists: names. */
async function listed(server, ...more) {
  const { stdout } = await promisify(execFile)(findBuild('files').program, ['files', 'orphans', '--format=json', '--data', server.dataFolder, ...more]);
  return stdout.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

describe('orphaned files', differs('the files of a server are its own'), () => {
  let here;
  // An upload has to be named before it goes: this process may stand still in between.
  before(async () => { here = await world({ arguments: ['--sweep-seconds', '1', '--orphan-seconds', '6'] }); });
  after(() => here?.server.stop());

  test('go, while all stay that something holds', async () => {
    const { api, as, patient, user, upload, document, server } = here;
    const held = {};
    const keep = async (how) => (held[how] = await upload());
    const update = async (className, objectId, body) => assertStatus(await api.call('PUT', `/classes/${className}/${objectId}`, { body, ...as }), 200);
    // The first of each is what a file is uploaded for in an app.
    await document({ file: fileOf(await keep('an encrypted File')), pages: [fileOf(await keep('an encrypted Array'))], scan: fileOf(await keep('a File that only doctors see')) });
    await document({ file: fileOf(held['an encrypted File']), more: { deep: [{ er: fileOf(await keep('an Object')) }] } });
    await document({ file: fileOf(held['an encrypted File']), title: `see ${server.base}/files/app/${await keep('a text')}`, note: `or https://x.example/${await keep('an encrypted text')}?a=b` });
    await update('Patient', patient, { photo: fileOf(await keep('a plain File')), contact: { card: fileOf(await keep('an encrypted Object')) }, codes: [1, fileOf(await keep('an encrypted Array of anything'))] });
    await api.create('Letter', { sender: user.pointer, recipient: user.pointer, attachments: [fileOf(await keep('an Array'))] }, as);
    const changed = await document({ file: fileOf(await keep('a version')), pages: [fileOf(await keep('another field of a version'))] });
    await update('Document', changed, { file: fileOf(held['an encrypted File']), pages: [] });
    const removed = await document({ file: fileOf(await keep('a version of a row that is gone')) });
    assertStatus(await api.call('DELETE', `/classes/Document/${removed}`, as), 200);
    assertStatus(await api.call('PUT', '/config', { body: { params: { logo: fileOf(await keep('a setting')) } }, master: true }), 200);
    const retired = await keep('a retired column');
    sql(server, `ALTER TABLE "Patient" ADD COLUMN "_Retired:9:old" TEXT; UPDATE "Patient" SET "_Retired:9:old" = '${retired}';
      CREATE TABLE "SqliteScan" ("objectId" TEXT PRIMARY KEY, "file" TEXT) STRICT; INSERT INTO "SqliteScan" VALUES ('x', '${await keep('a class whose name begins as those of the engine\'s tables do')}');
      CREATE TABLE "_Retired:9:Gone" ("objectId" TEXT PRIMARY KEY, "it's ""quoted""" TEXT) STRICT; INSERT INTO "_Retired:9:Gone" VALUES ('x', '[{"__type":"File","name":"${await keep('a retired table')}"}]')`);

    const lost = [await upload(), await upload({ master: true })];
    const letter = await upload();
    const letterId = await api.create('Letter', { sender: user.pointer, recipient: user.pointer, attachments: [fileOf(letter)] }, as);
    assertStatus(await api.call('DELETE', `/classes/Letter/${letterId}`, { master: true }), 200);
    lost.push(letter);
    const replaced = await upload();
    const setting = await upload();
    await update('Patient', patient, { photo: fileOf(replaced) });
    await update('Patient', patient, { photo: fileOf(held['a plain File']) });
    for (const value of [fileOf(setting), 1]) assertStatus(await api.call('PUT', '/config', { body: { params: { banner: value } }, master: true }), 200);
    lost.push(replaced, setting);

    await here.gone(lost);
    for (const name of lost) assert.equal(sql(server, `SELECT count(*) FROM "_File" WHERE "name" = '${name}'`), '0');
    const later = await upload();
    await here.gone([later]); // so more passes have been since
    for (const [how, name] of Object.entries(held)) assert.ok(onDisk(server, name), `what is held by ${how} is gone`);
    assert.equal(sql(server, 'SELECT count(*) FROM "_File" WHERE "orphanSince" IS NOT NULL'), '0');
    const entries = (await api.call('GET', `/classes/AuditLog?where=${encodeURIComponent('{"action":"delete","entityType":"_File"}')}&limit=1000`, { master: true })).json.results;
    const entry = entries.find(({ entityId }) => entityId === id(letter));
    assert.deepEqual({ ...entry.payload }, { file: id(letter), reason: 'orphaned', by: entry.payload.by });
  });

  test('are listed by a command that changes nothing', async () => {
    const quiet = await world({});
    try {
      const [orphan, held] = [await quiet.upload(), await quiet.upload()];
      await quiet.document({ file: fileOf(held) });
      const [line, ...others] = await listed(quiet.server);
      assert.deepEqual(others, []);
      assert.equal(line.name, orphan);
      assert.equal(line.owner, quiet.user.id);
      assert.equal(line.orphanSince, null);
      sql(quiet.server, `UPDATE "_File" SET "orphanSince" = 1700000000000 WHERE "name" = '${orphan}'`);
      const [noted] = await listed(quiet.server, '--orphan-seconds', '60');
      assert.deepEqual([noted.orphanSince, noted.goesAt], ['2023-11-14T22:13:20.000Z', '2023-11-14T22:14:20.000Z']);
      assert.equal((await listed(quiet.server))[0].goesAt, '2023-12-14T22:13:20.000Z', 'thirty days');
      assert.equal((await listed(quiet.server, '--orphan-seconds', '0'))[0].goesAt, null);
      assert.ok(onDisk(quiet.server, orphan));
    } finally {
      await quiet.server.stop();
    }
  });

  test('are held by a row that takes one at the last moment, or are refused to it', async () => {
    const { upload, api, as, patient } = here;
    const taken = [];
    let refused = 0;
    const take = async (delay) => {
      const name = await upload();
      await new Promise((resolve) => setTimeout(resolve, delay));
      const answer = await api.call('POST', '/classes/Document', { body: { patient: pointer('Patient', patient), file: fileOf(name) }, ...as });
      if (answer.status === 201) taken.push({ name, objectId: answer.json.objectId });
      else {
        assert.equal(answer.json.code, 119, answer.text);
        refused += 1;
      }
    };
    // On a busy machine all may be too late, or in time, at once.
    for (let round = 0; round < 4 && !(taken.length > 20 && refused > 20); round++) await Promise.all(Array.from({ length: 200 }, (_, i) => take(i * 45)));
    assert.ok(taken.length > 20 && refused > 20, `${taken.length} were taken, ${refused} were too late`);
    await here.gone([await upload()]);
    for (const { name, objectId } of taken) {
      assert.ok(onDisk(here.server, name));
      assertStatus(await send((await api.fetch('Document', objectId, as)).file.url), 200);
    }
  });

  test('whose name a value that can\'t be opened may hold stay, and the log says which it is', async () => {
    const damaged = await world({ arguments: soon });
    try {
      const documentId = await damaged.document({ file: fileOf(await damaged.upload()) });
      sql(damaged.server, `UPDATE "Document" SET "note" = x'0102' WHERE "objectId" = '${documentId}'`);
      const orphan = await damaged.upload();
      await damaged.server.logged('no file is given up');
      await damaged.server.logged(documentId);
      await new Promise((resolve) => setTimeout(resolve, 4000)); // as long as an orphan would have stayed
      assert.ok(onDisk(damaged.server, orphan));
      sql(damaged.server, `UPDATE "Document" SET "note" = NULL WHERE "objectId" = '${documentId}'`);
      await damaged.gone([orphan]);
    } finally {
      await damaged.server.stop();
    }
  });

  test('that a retired column may hold sealed stay, and later ones go', async () => {
    const old = await world({ arguments: soon });
    try {
      const before_ = await old.upload();
      sql(old.server, `ALTER TABLE "Patient" ADD COLUMN "_Retired:7:secret" BLOB; UPDATE "Patient" SET "_Retired:7:secret" = x'0102';
        INSERT INTO "_Migration" SELECT "history", 7, 'x', 'x', (SELECT max("createdAt") FROM "_File") FROM "_Migration" WHERE "history" = 'app' LIMIT 1`);
      const behind = await old.upload();
      await old.gone([behind]);
      assert.ok(onDisk(old.server, before_));
    } finally {
      await old.server.stop('SIGKILL').catch(() => {});
    }
  });

  test('leave nothing behind where the server is killed at it', async () => {
    await withFolder(async (dataFolder) => {
      let now = await world({ arguments: soon, dataFolder });
      const held = [];
      const lost = [];
      for (let round = 0; round < 6; round++) {
        for (let i = 0; i < 30; i++) lost.push(await now.upload());
        held.push(await now.upload());
        await now.document({ file: fileOf(held.at(-1)) });
        await new Promise((resolve) => setTimeout(resolve, 500 + 500 * round)); // some before a pass, some within one
        await now.server.kill();
        now = await world({ arguments: soon, dataFolder });
      }
      const cut = join(dataFolder, 'files', 'ab'.repeat(16));
      writeFileSync(cut, 'contents of an upload that was cut off');
      await now.gone(lost);
      await until('contents without a row are gone', () => !existsSync(cut));
      const rows = sql(now.server, 'SELECT substr("name", 1, 32) FROM "_File" ORDER BY 1').split('\n');
      assert.deepEqual(readdirSync(join(dataFolder, 'files')).filter((name) => !['new', 'unnamed'].includes(name)).sort(), rows);
      assert.deepEqual(readdirSync(join(dataFolder, 'files/unnamed')), []);
      for (const name of held) assert.ok(rows.includes(id(name)));
      await now.server.stop();
    });
  });

  test('whose rows an older database lacks wait as long for it as others do, however old they are', async () => {
    await withFolder(async (dataFolder) => {
      const patience = 6;
      const words = { arguments: ['--sweep-seconds', '1', '--orphan-seconds', String(patience)], dataFolder };
      let now = await world(words);
      const old = await now.upload();
      await now.document({ file: fileOf(old) });
      const contents = join(dataFolder, 'files', id(old));
      const noted = join(dataFolder, 'files/unnamed', id(old));
      const row = sql(now.server, `SELECT quote("name"), quote("ownerId"), quote("contentType"), "size", "createdAt" FROM "_File" WHERE "name" = '${old}'`).replaceAll('|', ',');
      const lack = () => sql(now.server, `DELETE FROM "_File" WHERE "name" = '${old}'`);
      await now.server.stop();
      utimesSync(contents, 1, 1);
      lack();
      now = await world(words);
      await until('it is noted', () => existsSync(noted));
      assert.ok(existsSync(contents), 'they are many years old, and without a row since a moment ago');
      // The right database.
      sql(now.server, `INSERT INTO "_File" ("name", "ownerId", "contentType", "size", "createdAt") VALUES (${row})`);
      await until('it is noted no more', () => !existsSync(noted));
      assert.ok(existsSync(contents));
      lack();
      await until('it is noted again', () => existsSync(noted));
      const since = Date.now();
      await until('it goes', () => !existsSync(contents));
      assert.ok(Date.now() - since > (patience - 2) * 1000, `after ${Date.now() - since} ms`);
      await until('its note goes, too', () => !existsSync(noted));
      await now.server.stop();
    });
  });

  test('contents that no row was written for go where URLs of files are open to everybody, too', async () => {
    const open = await startServer('kitchen', { arguments: ['--sweep-seconds', '1'] });
    try {
      const { json } = await client(open).call('POST', '/files/a.pdf', { body: 'x', master: true, headers: pdf });
      const cutOff = join(open.dataFolder, 'files', 'a'.repeat(32));
      const noted = join(open.dataFolder, 'files/unnamed', 'a'.repeat(32));
      writeFileSync(cutOff, 'whatever');
      await until('it is noted', () => existsSync(noted));
      assert.ok(existsSync(cutOff));
      const DAYS = 31 * 86400;
      utimesSync(noted, Date.now() / 1000 - DAYS, Date.now() / 1000 - DAYS);
      await until('it goes', () => !existsSync(cutOff));
      assert.ok(onDisk(open, json.name), 'what has a row stays');
    } finally {
      await open.stop();
    }
  });

  test('are for ever where URLs of files are open to everybody, unless it is said', async () => {
    const open = await startServer('kitchen');
    try {
      const api = client(open);
      const { json } = await api.call('POST', '/files/a.pdf', { body: 'x', master: true, headers: pdf });
      const run = async (...more) => JSON.parse((await promisify(execFile)(findBuild('kitchen').program, ['files', 'orphans', '--format=json', '--data', open.dataFolder, ...more])).stdout);
      execFileSync('sqlite3', [join(open.dataFolder, 'kitchen.db'), 'UPDATE "_File" SET "orphanSince" = 1700000000000']);
      assert.deepEqual([(await run()).name, (await run()).goesAt], [json.name, null]);
      assert.equal((await run('--orphan-seconds', '60')).goesAt, '2023-11-14T22:14:20.000Z');
    } finally {
      await open.stop();
    }
  });
});
