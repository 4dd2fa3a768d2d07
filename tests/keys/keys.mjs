// What the tests of keys share: a server with values of every kind that is kept under a key, and what is read from it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { done, patientOf, readAll, start as startOne, until } from '../lib/backups.mjs';
import { run } from '../lib/builds.mjs';
import { assertStatus, client } from '../lib/rest.mjs';
import { totp, totpSecret } from '../lib/totp.mjs';

export const purposes = ['seal', 'file', 'audit', 'session'];

const started = [];

/** A server over the folder, which ends with the test file at the latest. */
export async function start(...given) {
  const server = await startOne(...given);
  started.push(server);
  return server;
}
export const clear = () => Promise.all(started.map((server) => server.kill()));

/** What `key list` says: { seal: [{ id, state, needed, ... }, ...], ..., rewrapping, wrapped }. */
export async function listKeys(data, ...words) {
  const { rings, ...more } = JSON.parse(await done('key', 'list', '--format', 'json', '--data', data, ...words));
  return { ...Object.fromEntries(rings.map(({ purpose, keys }) => [purpose, keys])), ...more };
}

/** Until the server has sealed anew what it can. */
export const settled = (data) => until('sealed anew', async () => !(await listKeys(data)).rewrapping);

/** Adds patients with diaries, fifty at a time: their objectIds, by diary. */
export async function addDiaries(api, user, diaries) {
  const ids = new Map();
  for (let i = 0; i < diaries.length; i += 50) {
    const requests = diaries.slice(i, i + 50).map((diary) => ({ method: 'POST', path: '/parse/classes/Patient', body: { user, name: 'n', diary, weight: diary.length, key: { __type: 'Bytes', base64: Buffer.from(diary).toString('base64') } } }));
    const answer = await api.call('POST', '/batch', { master: true, body: { requests } });
    assertStatus(answer, 200);
    answer.json.forEach(({ success }, at) => ids.set(diaries[i + at], success.objectId));
  }
  return ids;
}

/** Each diary stands in one patient, with the values beside it. */
export async function diariesOf(api) {
  const patients = await api.find('Patient', { limit: 10000 }, { master: true });
  return patients.filter(({ name }) => name === 'n').map(({ diary, weight, key }) => {
    assert.equal(weight, diary.length);
    assert.equal(Buffer.from(key.base64, 'base64').toString(), diary);
    return diary;
  }).sort();
}

/** Documents with files and versions, a second factor, a session: and a check that all of it is what it was. */
export async function fill(server, documents = 3) {
  const patient = await patientOf(server);
  const { api, as, user } = patient;
  const titles = new Set();
  const versions = new Map();
  for (let i = 0; i < documents; i++) {
    const { id, title, file } = await patient.save();
    titles.add(title);
    versions.set(id, title);
    const changed = await api.call('PUT', `/classes/Document/${id}`, { ...as, body: { pages: [{ __type: 'File', name: file }] } });
    assertStatus(changed, 200);
  }
  const careful = await api.signUp();
  const secret = totpSecret();
  // Again, when the half minute that a code is made for has just ended.
  await until('a second factor', async () => (await api.call('PUT', `/users/${careful.id}`, { session: careful.session, body: { authData: { mfa: { secret, token: totp(secret, -1) } } } })).status === 200);
  /**
   * `now` is the server as it runs by then; the session's token goes on unless it has ended. Which code of the second
   * factor is tried (0, then 1: each is good once), or none.
   */
  const check = async (now, { sessionGoesOn = true, code } = {}) => {
    const current = client(now);
    const found = await readAll(now);
    for (const title of titles) assert.ok(found.has(title), title);
    for (const [id, title] of versions) {
      const [first] = (await current.call('GET', `/classes/Document/${id}/versions`, { master: true })).json.results;
      assert.equal(first.note, title, 'what a version keeps sealed');
    }
    assert.equal((await current.call('GET', '/users/me', as)).status, sessionGoesOn ? 200 : 400);
    if (code === undefined) return;
    const { username, password } = careful;
    const logIn = (token) => current.call('POST', '/login', { body: { username, password, authData: token && { mfa: { token } } } });
    assertStatus(await logIn(), 400);
    assertStatus(await logIn(totp(secret, code)), 200);
  };
  return { ...patient, api, as, user, titles, check };
}

/** The rows of a statement over a folder's database. */
export async function rowsOf(data, sql) {
  const { code, stdout, stderr } = await run('sqlite3', ['-readonly', '-json', join(data, 'files.db'), sql]);
  assert.equal(code, 0, stderr);
  return stdout.trim() ? JSON.parse(stdout) : [];
}

/** How many values of all tables begin with the key's id. */
export async function countUnder(data, id) {
  const columns = await rowsOf(data, "SELECT t.name AS tableName, c.name AS columnName FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.schema = 'main' AND t.type = 'table' AND c.type = 'BLOB'");
  let all = 0;
  for (const { tableName, columnName } of columns) {
    const [{ count }] = await rowsOf(data, `SELECT count(*) AS count FROM "${tableName}" WHERE length("${columnName}") > 32 AND hex(substr("${columnName}", 1, 8)) = '${id.toUpperCase()}'`);
    all += count;
  }
  return all;
}

export const ringFile = (data, purpose) => readFileSync(join(data, `${purpose}-key`), 'utf8');
