// Sessions: how they begin, what they show, how they end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertError, assertStatus, date } from '../lib/rest.mjs';

describeServer('sessions', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);

  test('each log-in is a session of its own', async () => {
    const user = await context.api.signUp();
    const { username, password } = user;
    const second = (await call('POST', '/login', { body: { username, password } })).json.sessionToken;
    assertStatus(await call('POST', '/logout', { session: user.session }), 200);
    assertError(await call('GET', '/users/me', { session: user.session }), 400, 209, 'Invalid session token');
    assertStatus(await call('GET', '/users/me', { session: second }), 200);
  });

  test('after logging out the token opens nothing', async () => {
    const { session } = await context.api.signUp();
    const answer = await call('POST', '/logout', { session });
    assertStatus(answer, 200);
    assert.deepEqual(answer.json, {});
    for (const [method, path, body] of [
      ['GET', '/users/me'], ['GET', '/classes/Item'], ['POST', '/classes/Item', { name: 'x' }],
      ['POST', '/logout'], ['GET', '/sessions/me'], ['POST', '/batch', { requests: [] }],
    ]) {
      assertError(await call(method, path, { session, body }), 400, 209);
    }
  });

  test('logging out without a session does nothing', async () => {
    const answer = await call('POST', '/logout');
    assertStatus(answer, 200);
    assert.deepEqual(answer.json, {});
  });

  test('/sessions/me describes the session', async () => {
    const user = await context.api.signUp();
    const answer = await call('GET', '/sessions/me', { session: user.session });
    assertStatus(answer, 200);
    assert.deepEqual(answer.json.user, user.pointer);
    assert.deepEqual(answer.json.createdWith, { action: 'signup', authProvider: 'password' });
    assert.equal(answer.json.expiresAt.__type, 'Date');
    assert.ok(Date.parse(answer.json.expiresAt.iso) > Date.now());
    const { username, password } = user;
    const { sessionToken } = (await call('POST', '/login', { body: { username, password } })).json;
    const second = await call('GET', '/sessions/me', { session: sessionToken });
    assert.equal(second.json.createdWith.action, 'login');
    assert.notEqual(second.json.objectId, answer.json.objectId);
  });

  test('an expired session is refused', async () => {
    const { session } = await context.api.signUp();
    const { objectId } = (await call('GET', '/sessions/me', { session })).json;
    const body = { expiresAt: date('2020-01-01') };
    assertStatus(await call('PUT', `/sessions/${objectId}`, { master: true, body }), 200);
    assertError(await call('GET', '/users/me', { session }), 400, 209, 'Session token is expired.');
    assertError(await call('GET', '/classes/Item', { session }), 400, 209);
  });

  test('a user lists its own sessions only', async () => {
    const user = await context.api.signUp();
    await context.api.signUp();
    const answer = await call('GET', '/sessions', { session: user.session });
    assertStatus(answer, 200);
    assert.equal(answer.json.results.length, 1);
    assert.deepEqual(answer.json.results[0].user, user.pointer);
    assertError(await call('GET', '/sessions'), 400, 209);
  });

  test('deleting a session ends it', async () => {
    const { session } = await context.api.signUp();
    const { objectId } = (await call('GET', '/sessions/me', { session })).json;
    assertStatus(await call('DELETE', `/sessions/${objectId}`, { master: true }), 200);
    assertError(await call('GET', '/users/me', { session }), 400, 209);
  });

  test('another user\'s session cannot be ended', async () => {
    const user = await context.api.signUp();
    const other = await context.api.signUp();
    const { objectId } = (await call('GET', '/sessions/me', { session: user.session })).json;
    const answer = await call('DELETE', `/sessions/${objectId}`, { session: other.session });
    assert.notEqual(answer.status, 200);
    assertStatus(await call('GET', '/users/me', { session: user.session }), 200);
  });

  test('a user cannot make its session another user\'s', async () => {
    const user = await context.api.signUp();
    const victim = await context.api.signUp();
    const { objectId } = (await call('GET', '/sessions/me', { session: user.session })).json;
    await call('PUT', `/sessions/${objectId}`, { session: user.session, body: { user: victim.pointer } });
    const me = await call('GET', '/users/me', { session: user.session });
    assert.notEqual(me.json.objectId, victim.id);
  });

  test('hostile tokens are just unknown', async () => {
    for (const session of ['r:', 'r:' + 'f'.repeat(32), "' OR '1'='1", 'x'.repeat(4000), '%00', '*']) {
      assertError(await call('GET', '/users/me', { session }), 400, 209);
    }
  });
});
