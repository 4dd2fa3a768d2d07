// If-Match: a change is made only if the object is still the one that was read, else 412. The tag is the object's
// updatedAt in quotes, which each update makes another one.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { access, assertError, assertStatus, query, unique } from '../lib/rest.mjs';

const stale = (answer) => assertError(answer, 412, 119, 'The object is not the one that If-Match names.');
const elsewhere = (answer) => assertError(answer, 412, 119, 'If-Match is for changes of one object.');

describeServer('If-Match', 'sdk', (context) => {
  const call = (...args) => context.api.call(...args);
  const master = { master: true };
  const given = async (values = {}, className = 'Thing') => `/classes/${className}/${await context.api.create(className, values, master)}`;
  const tagOf = async (path, options) => {
    const answer = await call('GET', path, options);
    assertStatus(answer, 200);
    return answer.headers.etag;
  };
  const put = (path, tag, body, options) => call('PUT', path, { body, ...options, headers: { ...options?.headers, 'If-Match': tag } });

  test('a get carries the tag, which is updatedAt in quotes, whatever of the object is asked for', async () => {
    const path = await given({ name: 'a' });
    for (const parameters of [{}, { keys: 'name' }, { excludeKeys: 'name' }, { include: 'parent' }]) {
      const { headers, json } = await call('GET', path + query(parameters));
      assert.equal(headers.etag, `"${json.updatedAt}"`);
    }
    assert.equal((await call('GET', `/classes/Thing${query({ limit: 1 })}`)).headers.etag, undefined);
  });

  test('of two who have read the same object the second to write is refused, and nothing changes', async () => {
    const path = await given({ name: 'a', number: 1 });
    const tag = await tagOf(path);
    const first = await put(path, tag, { name: 'b' });
    assertStatus(first, 200);
    stale(await put(path, tag, { number: { __op: 'Increment', amount: 1 } }));
    stale(await call('DELETE', path, { headers: { 'If-Match': tag } }));
    const { json } = await call('GET', path);
    assert.deepEqual([json.name, json.number, json.updatedAt], ['b', 1, first.json.updatedAt]);
    assertStatus(await put(path, `"${first.json.updatedAt}"`, { number: 2 }), 200);
    assertStatus(await call('DELETE', path, { headers: { 'If-Match': await tagOf(path) } }), 200);
  });

  test('each update has a time of its own, however fast they come', async () => {
    const path = await given({ number: 0 });
    const requests = Array.from({ length: 50 }, () => ({ method: 'PUT', path: `/parse${path}`, body: { number: { __op: 'Increment', amount: 1 } } }));
    const { json } = await call('POST', '/batch', { body: { requests } });
    const times = json.map(({ success }) => success.updatedAt);
    assert.equal(new Set(times).size, requests.length);
    assert.deepEqual([...times].sort(), times);
    const now = (await call('GET', path)).json;
    assert.deepEqual([now.number, now.updatedAt], [50, times.at(-1)]);
    assert.ok(now.createdAt < times[0]);
  });

  test('of many who write at once with one tag, one does', async () => {
    const path = await given({ number: 0 });
    const tag = await tagOf(path);
    const answers = await Promise.all(Array.from({ length: 20 }, () => put(path, tag, { number: { __op: 'Increment', amount: 1 } })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(19).fill(412)]);
    assert.equal((await call('GET', path)).json.number, 1);
  });

  test('a list, and *', async () => {
    const path = await given();
    const good = async () => tagOf(path);
    for (const list of [async () => '*', async () => `"x", ${await good()}`, async () => ` ${await good()} ,"y,z"`, async () => `W/"x",${await good()}`]) {
      assertStatus(await put(path, await list(), { name: unique('n') }), 200);
    }
    stale(await put(path, `W/${await good()}`, { name: 'x' }));
    stale(await put(path, '"x", "y"', { name: 'x' }));
    stale(await put(path, (await good()).toUpperCase().replace('Z', 'z'), { name: 'x' }));
    for (const bad of [(await good()).slice(1), (await good()).slice(0, -1), (await good()).slice(1, -1), '', ',', `${await good()},`, `${await good()}"x"`, '"', 'W/', '*,*']) {
      assertError(await put(path, bad, { name: 'x' }), 400, 102, 'If-Match must be * or a list of entity tags in quotes');
    }
    assert.equal((await call('GET', path)).json.name === 'x', false);
  });

  test('an object that is not there, or not one\'s own, is not found', async () => {
    const [user, path] = [await context.api.signUp(), await given({ ACL: {} })];
    for (const [where, tag] of [['/classes/Thing/nosuchid', '*'], [path, '*'], [path, await tagOf(path, master)]]) {
      assertError(await put(where, tag, { name: 'x' }, { session: user.session }), 404, 101);
      assertError(await call('DELETE', where, { session: user.session, headers: { 'If-Match': tag } }), 404, 101);
    }
  });

  test('whoever may write and not read learns nothing from a tag', async () => {
    const user = await context.api.signUp();
    const path = await given({ ACL: { [user.id]: { write: true } } });
    for (const tag of [await tagOf(path, master), '"2020-01-01T00:00:00.000Z"']) stale(await put(path, tag, { name: 'x' }, { session: user.session }));
    assertStatus(await put(path, '*', { name: 'x' }, { session: user.session }), 200);
  });

  test('users, roles and installations', async () => {
    const user = await context.api.signUp(unique('user'));
    const own = { session: user.session };
    const role = await context.api.createRole(unique('role'));
    const device = await call('POST', '/installations', { body: { deviceType: 'ios', installationId: unique('device') } });
    for (const [path, body, options] of [
      [`/users/${user.id}`, { nickname: 'n' }, own], [`/classes/_User/${user.id}`, { password: 'another password' }, own], [`/roles/${role}`, { users: { __op: 'AddRelation', objects: [] } }, master],
      [`/installations/${device.json.objectId}`, { badge: 1 }, {}], [`/installations/${device.json.objectId}`, { deviceToken: unique('token') }, {}],
    ]) {
      const tag = await tagOf(path, options);
      stale(await put(path, '"2020-01-01T00:00:00.000Z"', body, options));
      assert.equal(await tagOf(path, options), tag);
      const changed = await put(path, tag, body, options);
      assertStatus(changed, 200);
      if (changed.json.sessionToken) own.session = changed.json.sessionToken;
      stale(await put(path, tag, body, options));
    }
    for (const [path, options] of [[`/roles/${role}`, master], [`/installations/${device.json.objectId}`, master], [`/users/${user.id}`, own]]) {
      stale(await call('DELETE', path, { ...options, headers: { 'If-Match': '"x"' } }));
      assertStatus(await call('DELETE', path, { ...options, headers: { 'If-Match': await tagOf(path, options) } }), 200);
    }
  });

  test('a condition is not about rows that go along', async () => {
    const deviceToken = unique('token');
    const register = async (body) => `/installations/${(await call('POST', '/installations', { body: { deviceType: 'ios', installationId: unique('device'), ...body } })).json.objectId}`;
    const [old, path] = [await register({ deviceToken }), await register({})];
    const body = { objectId: path.split('/').pop(), deviceToken };
    stale(await put(path, '"x"', body));
    assertStatus(await call('GET', old), 200);
    assertStatus(await put(path, await tagOf(path), body), 200);
    assertError(await call('GET', old), 404, 101);
  });

  test('where it would not be looked at it is refused', async () => {
    const path = await given();
    const headers = { 'If-Match': '*' };
    for (const [method, where, body] of [
      ['POST', '/classes/Thing', {}], ['POST', '/users', { username: unique('user'), password: 'p' }], ['POST', '/functions/nosuch', {}],
      ['POST', '/batch', { requests: [{ method: 'PUT', path: `/parse${path}`, body: { name: 'x' } }] }], ['PUT', '/config', { params: {} }], ['POST', '/logout', {}],
    ]) elsewhere(await call(method, where, { body, headers, ...master }));
    assertStatus(await call('GET', path, { headers: { 'If-Match': '"x"' } }), 200); // a read changes nothing
    assert.equal((await call('GET', path)).json.name, undefined);
    // The JavaScript SDK's way to say PUT.
    stale(await call('POST', path, { body: { _method: 'PUT', name: 'x' }, headers: { 'If-Match': '"x"' } }));
  });

  test('a write that was refused may be sent again under its request id', async () => {
    const path = await given();
    const headers = { 'X-Parse-Request-Id': unique('request') };
    stale(await put(path, '"x"', { name: 'x' }, { headers }));
    assertStatus(await put(path, await tagOf(path), { name: 'x' }, { headers }), 200);
  });
});
