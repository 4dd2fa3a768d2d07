// GET /audit/verification: the chain is walked by a request, part by part; who may not see every entry learns nothing from
// it, not even how many there are.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { describeServer, differs, withFolder } from '../lib/fixture.mjs';
import { assertError, client, pointer } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const master = { master: true };
const ours = differs('the audit trail is ours');

describeServer('verifying the audit trail', 'audit', (context) => {
  const who = {};
  const verify = (options, query = '') => context.api.call('GET', `/audit/verification${query}`, options);
  before(async () => {
    for (const name of ['ann', 'doctor', 'auditor']) who[name] = await context.api.signUp();
    await context.api.createRole('auditor', [who.auditor]);
    await context.api.createRole('doctor', [who.doctor]);
    const session = { session: who.ann.session };
    const patient = await context.api.create('Patient', { user: who.ann.pointer, name: 'Ann' }, session);
    for (let i = 0; i < 6; i += 1) await context.api.create('Result', { patient: pointer('Patient', patient), test: 'iron' }, session);
  });

  test('finds no fault in what the server entered, for who reads the trail and the master key', async () => {
    for (const options of [{ session: who.auditor.session }, master]) {
      const { status, json } = await verify(options);
      assert.equal(status, 200);
      const [last] = await context.api.find('AuditLog', { order: '-objectId', limit: 1 }, master);
      assert.deepEqual([json.faults, json.isDone, json.end], [[], true, json.last.number]);
      assert.equal(json.entries, json.last.number);
      assert.equal(json.last.number, Number(last.objectId.slice(1)));
      assert.match(json.last.hash, /^[0-9a-f]{64}$/);
      assert.equal(json.last.at.iso, last.createdAt);
    }
  });

  test('goes on from an entry, to the same end', async () => {
    const whole = (await verify(master)).json;
    let [after, entries] = [0, 0];
    for (let part = {}; !part.isDone; after = part.last.number) {
      part = (await verify(master, `?after=${after}&limit=5`)).json;
      assert.ok(part.entries <= 5 && part.faults.length === 0);
      entries += part.entries;
      if (part.isDone) assert.deepEqual([entries, part.last], [whole.entries, whole.last]);
    }
  });

  test('is refused to everybody else, without a number', async () => {
    for (const name of ['ann', 'doctor']) {
      assertError(await verify({ session: who[name].session }), 400, 119, 'Permission denied for action find on class AuditLog.');
    }
    assertError(await verify({}), 404, 101);
  });

  test('refuses what is no number', async () => {
    for (const query of ['?after=x', '?after=-1', '?limit=x', '?other=1']) assert.equal((await verify(master, query)).status, 400, query);
  });
}, ours);

describe('an app without a trail', ours, () => {
  test('says so, to those who are signed in', async () => {
    const server = await startServer('kitchen');
    try {
      const api = client(server);
      assertError(await api.call('GET', '/audit/verification', master), 400, 108);
      assertError(await api.call('GET', '/audit/verification'), 404, 101);
    } finally {
      await server.stop();
    }
  });
});

describe('a trail that somebody tampers with', ours, () => {
  const cases = [
    ['a changed entry', 'UPDATE "_AuditEntry" SET "action" = \'x\' WHERE "number" = 3', [{ from: 3, to: 3, fault: 'changed' }]],
    ['a hash that is none', 'UPDATE "_AuditEntry" SET "hash" = x\'00\' WHERE "number" = 3', [{ from: 3, to: 3, fault: 'changed' }]],
    ['removed entries', 'DELETE FROM "_AuditEntry" WHERE "number" IN (2, 3)', [{ from: 2, to: 3, fault: 'missing' }]],
    ['an end that is cut off', 'DELETE FROM "_AuditEntry" WHERE "number" > 4', [{ fault: 'cut-off' }]],
  ];
  for (const [what, statement, faults] of cases) {
    test(`${what} is found, in one walk as in many`, () => withFolder(async (dataFolder) => {
      const server = await startServer('audit', { dataFolder });
      try {
        const api = client(server);
        for (let i = 0; i < 4; i += 1) await api.signUp();
        const sql = (text) => execFileSync('sqlite3', ['-cmd', '.timeout 60000', join(dataFolder, 'audit.db'), text], { encoding: 'utf8' });
        const triggers = sql("SELECT 'DROP TRIGGER \"' || name || '\";' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '_AuditEntry'");
        sql(`${triggers}${statement}`);
        const found = [];
        for (let [after, part] = [0, {}]; !part.isDone; after = part.last.number) {
          part = (await api.call('GET', `/audit/verification?after=${after}&limit=1`, master)).json;
          found.push(...part.faults);
        }
        const { json } = await api.call('GET', '/audit/verification', master);
        for (const list of [json.faults, found]) {
          assert.equal(list.length, faults.length, JSON.stringify(list));
          faults.forEach((fault, i) => assert.deepEqual({ ...list[i], ...fault }, list[i]));
        }
      } finally {
        await server.stop();
      }
    }));
  }
});
