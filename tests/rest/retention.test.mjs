// "Letter is kept for 10 years.": nobody deletes one before, anybody whom the rules let afterwards.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { compile, runProgram } from '../lib/c_program.mjs';
import { differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, date } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const master = { master: true };
const TEN_YEARS = 3650 * 86400000;

describe('retention', differs('rules are ours'), () => {
  let folder;
  let program;
  let server;
  let api;
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const letter = (more = {}) => api.create('Letter', { sender: who.ann.pointer, recipient: who.bob.pointer, body: 'x', ...more }, as('ann'));
  const remove = (id, options) => api.call('DELETE', `/classes/Letter/${id}`, options);
  const start = async () => {
    server = await startServer('records', { dataFolder: folder });
    api = client(server);
  };
  /** Makes letters older, while no server runs. */
  const age = async (milliseconds, ids) => {
    await server.stop();
    const list = ids.map((id) => `'${id}'`).join(', ');
    const changed = runProgram(program, [join(folder, 'records.db'), `UPDATE "Letter" SET "createdAt" = "createdAt" - ${milliseconds} WHERE "objectId" IN (${list})`]);
    assert.equal(Number(changed), ids.length);
    await start();
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-retention-'));
    program = compile(['tests/lib/run_sql.c'], { libraries: ['sqlite3'] });
    await start();
    for (const name of ['ann', 'bob', 'leaving']) who[name] = await api.signUp();
  });
  after(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('nobody deletes an object before its time, and the date is told', async () => {
    const id = await letter();
    const until = new Date(Date.parse((await api.fetch('Letter', id, as('ann'))).createdAt) + TEN_YEARS).toISOString();
    for (const options of [as('ann'), master]) assertError(await remove(id, options), 400, 119, `Letter has to be kept until ${until}`);
    assertError(await remove(id, as('bob')), 404, 101); // who may not delete it anyway is told nothing
    assertError(await api.call('DELETE', '/purge/Letter', master), 400, 119, /has to be kept until/);
    const requests = [{ method: 'DELETE', path: `/parse/classes/Letter/${id}` }];
    assert.equal((await api.call('POST', '/batch', { ...as('ann'), body: { requests } })).json[0].error.code, 119);
    assertStatus(await api.call('GET', `/classes/Letter/${id}`, as('bob')), 200);
  });

  test('no request makes an object older', async () => {
    const id = await letter({ createdAt: '2001-01-01T00:00:00.000Z' }).catch(() => letter({ createdAt: date('2001-01-01') }));
    for (const options of [as('ann'), master]) await api.call('PUT', `/classes/Letter/${id}`, { ...options, body: { createdAt: date('2001-01-01') } });
    for (const options of [as('ann'), master]) assertError(await remove(id, options), 400, 119);
  });

  test('whose account goes leaves what has to be kept', async () => {
    const id = await letter({ sender: who.ann.pointer, recipient: who.leaving.pointer });
    assertStatus(await api.call('DELETE', `/users/${who.leaving.id}`, as('leaving')), 200);
    assertStatus(await api.call('GET', `/classes/Letter/${id}`, as('ann')), 200);
  });

  test('a moment before it has to stay, and afterwards it goes as rules say', async () => {
    const [young, old, other] = [await letter(), await letter(), await letter()];
    await age(TEN_YEARS - 60000, [young]);
    await age(TEN_YEARS, [old, other]);
    assertError(await remove(young, as('ann')), 400, 119);
    assertError(await remove(old, as('bob')), 404, 101);
    assertStatus(await remove(old, as('ann')), 200);
    assertStatus(await remove(other, master), 200);
  });

  test('a purge takes all or nothing', async () => {
    assertError(await api.call('DELETE', '/purge/Letter', master), 400, 119);
    const ids = (await api.find('Letter', { limit: 1000 }, master)).map((row) => row.objectId);
    assert.ok(ids.length > 1, 'nothing went by itself, nor by the purge');
    await age(TEN_YEARS, ids.slice(1));
    assertError(await api.call('DELETE', '/purge/Letter', master), 400, 119);
    assert.equal((await api.find('Letter', { limit: 1000 }, master)).length, ids.length);
    await age(TEN_YEARS, ids.slice(0, 1));
    assertStatus(await api.call('DELETE', '/purge/Letter', master), 200);
    assert.deepEqual(await api.find('Letter', {}, master), []);
  });
});
