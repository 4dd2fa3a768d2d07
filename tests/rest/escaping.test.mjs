// What clients name and send goes into JSON, headers, the log and the audit trail as what it is, and adds nothing to them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, unique } from '../lib/rest.mjs';

const master = { master: true };
const hostile = ['"', '\\', '","by":"masterKey","x":"', '"}', '\n', '\r\nSet-Cookie: a=b', '\u0007', '%s%n%.*s', "'; DROP TABLE _User; --", '<script>', '\u2028'];

describeServer('what clients write', 'audit', (context) => {
  const call = (method, path, options) => context.api.call(method, path, options);
  const everything = async () => {
    for (const path of ['/classes/AuditLog?limit=1000&order=-createdAt', '/sessions?limit=1000', '/users?limit=1000']) {
      const answer = await call('GET', path, master);
      assertStatus(answer, 200);
      assert.ok(answer.json, `${path} is no JSON: ${answer.text.slice(0, 300)}`);
    }
  };

  for (const name of hostile) {
    test(`a provider called ${JSON.stringify(name)} forges nothing`, async () => {
      const authData = { anonymous: { id: unique('a') }, [name]: null };
      const answer = await call('POST', '/users', { body: { authData } });
      assertStatus(answer, 201);
      const { createdWith } = (await call('GET', '/sessions/me', { session: answer.json.sessionToken })).json;
      assert.deepEqual(createdWith, { action: 'login', authProvider: 'anonymous' });
      const again = await call('POST', '/users', { body: { authData } });
      assertStatus(again, 200);
      const entries = await context.api.find('AuditLog', { where: { action: 'sign-in', entityId: answer.json.objectId } }, master);
      assert.deepEqual(entries.map(({ payload }) => payload), [createdWith, createdWith]);
      await everything();
    });

    test(`names, devices and functions called ${JSON.stringify(name)} stay texts`, async () => {
      const username = `${unique('u')}${name}`;
      const signedUp = await call('POST', '/users', { body: { username, password: 'a long enough password' } });
      assertStatus(signedUp, 201);
      const me = await call('GET', '/users/me', { session: signedUp.json.sessionToken });
      assert.equal(me.json.username, username);
      for (const [method, path, body] of [
        ['POST', `/functions/${encodeURIComponent(name)}`, {}], ['GET', `/classes/${encodeURIComponent(name)}`], ['GET', `/users/${encodeURIComponent(name)}`],
        ['POST', '/classes/Diary', { [name]: 1 }], ['GET', `/classes/Diary?order=${encodeURIComponent(name)}`], ['GET', `/classes/Diary?where=${encodeURIComponent(JSON.stringify({ [name]: 1 }))}`],
        ['POST', '/files/a.txt', { base64: 'AA==', _ContentType: name }], ['POST', '/login', { username, password: name || 'x' }], ['POST', '/classes/Diary', { text: { __op: name } }],
      ]) {
        const answer = await call(method, path, { session: signedUp.json.sessionToken, body });
        assert.ok(answer.json, `${method} ${path}: ${answer.text}`);
        assert.equal(answer.headers['set-cookie'], undefined);
      }
      await everything();
    });
  }

  test('every line of the log is JSON', async () => {
    const [{ session }, { pointer: owner }] = [await context.api.signUp(), await context.api.signUp()];
    for (const text of hostile) assertError(await call('POST', '/classes/Diary', { session, body: { owner, text } }), 400, 119);
    await context.server.logged('refused: ');
    const lines = context.server.output().split('\n').filter((one) => one.startsWith('{'));
    assert.ok(lines.length > 0);
    for (const line of lines) assert.ok(JSON.parse(line), line);
  });
}, differs('parse-server has advisories of its own'));
