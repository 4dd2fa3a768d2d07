// POST /batch: several requests in one, each with its own answer, and transactions.
import {
  Parse, Thing, api, as, assert, assertError, assertStatus, either, faulty, make, makeThings, master, server, signUp,
  suite, test, unique,
} from './lib/sdk.mjs';

const mount = new URL(server.base).pathname;
const part = (method, path, body) => ({ method, path: mount + path, body });
const batch = (requests, { transaction, ...options } = {}) =>
  api.call('POST', '/batch', { body: { requests, transaction }, ...options });

suite('batch', () => {
  test('answers in the order of the requests, success or error', async () => {
    const { json, status } = await batch([
      part('POST', '/classes/Thing', { name: 'first' }),
      part('POST', '/classes/Thing', { number: 'no number' }),
      part('POST', '/classes/Note', { title: 'third' }),
    ]);
    assert.equal(status, 200);
    assert.match(json[0].success.objectId, /^\w{10}$/);
    assert.ok(json[0].success.createdAt);
    assert.deepEqual(json[1], { error: { code: 111, error: 'schema mismatch for Thing.number; expected Number but got String' } });
    assert.ok(json[2].success.objectId);
  });
  test('updates and deletes', async () => {
    const [a, b] = [await make('Thing', { number: 1 }), await make('Thing')];
    const { json } = await batch([
      part('PUT', `/classes/Thing/${a.id}`, { number: { __op: 'Increment', amount: 4 } }),
      part('DELETE', `/classes/Thing/${b.id}`),
    ]);
    assert.equal(json[0].success.number, 5);
    assert.ok(json[0].success.updatedAt);
    assert.deepEqual(json[1].success, {});
  });
  test('a query', async () => {
    const { group } = await makeThings([{ name: 'a' }]);
    const { json } = await batch([part('GET', '/classes/Thing', { where: { group } })]);
    assert.equal(json[0].success.results.length, 1);
  });
  test('log-in and sign-up', async () => {
    const username = unique('u');
    const { json } = await batch([part('POST', '/users', { username, password: 'a long password' })]);
    assert.match(json[0].success.sessionToken, /^r:/);
    const wrong = await batch([part('POST', '/login', { username, password: 'wrong password' })]);
    assert.deepEqual(wrong.json[0], { error: { code: 101, error: 'Invalid username/password.' } });
  });
  test('the session of the whole holds for each part', async () => {
    const user = await signUp();
    const { json } = await batch([part('POST', '/classes/SignedIn', { name: 'x' })], { session: user.getSessionToken() });
    assert.ok(json[0].success);
    assert.equal((await batch([part('POST', '/classes/SignedIn', { name: 'x' })])).json[0].error.code, 101);
  });
  test('a part that fails undoes only itself', async () => {
    const name = unique('name');
    await batch([part('POST', '/classes/Thing', { name }), part('POST', '/classes/Thing', { name, number: 'x' })]);
    assert.equal((await api.find('Thing', { where: { name } })).length, 1);
  });
  test('no requests', async () => assert.deepEqual((await batch([])).json, []));
  test('requests that are no array is error 107', async () => {
    assertError(await api.call('POST', '/batch', { body: { requests: 5 } }), 400, 107, 'requests must be an array');
    assertError(await api.call('POST', '/batch', { body: {} }), 400, 107, 'requests must be an array');
  });
  test('a batch in a batch is error 107', async () => {
    assertError(await batch([part('POST', '/batch', { requests: [] })]), 400, 107, 'nested batch requests are not allowed');
  });
  test('a path outside the mount is error 107', async () => {
    assertError(await batch([{ method: 'POST', path: '/elsewhere/Thing', body: {} }]), 400, 107, 'cannot route batch path /elsewhere/Thing');
  });
  test('a path without a route is error 107', async () => {
    assertError(await batch([part('POST', '/nosuchpath', {})]), 400, 107, 'cannot route POST /nosuchpath');
  });
  test('a part without a method is error 107', async () => {
    assertError(await batch([{ path: `${mount}/classes/Thing`, body: {} }]), 400, 107, 'cannot route undefined /classes/Thing');
  });
  test('parts run one after the other', faulty('parts run side by side'), async () => {
    const thing = await make('Thing', { number: 1 });
    const path = `/classes/Thing/${thing.id}`;
    const { json } = await batch([
      part('PUT', path, { number: 2 }), part('DELETE', path), part('DELETE', path),
    ]);
    assert.ok(json[0].success && json[1].success);
    assert.equal(json[2].error.code, 101);
  });
  test('by the SDK: saveAll of 50 objects', async () => {
    const things = Array.from({ length: 50 }, (_, number) => new Thing({ number }));
    await Parse.Object.saveAll(things);
    assert.equal(new Set(things.map(({ id }) => id)).size, 50);
  });
  test('by the SDK: saveAll tells which failed', async () => {
    const [owner, other] = [await signUp(), await signUp()];
    const mine = await make('Thing', { ACL: new Parse.ACL(owner) }, as(owner));
    const open = await make('Thing');
    mine.set('name', 'x');
    open.set('name', 'x');
    const error = await Parse.Object.saveAll([mine, open], as(other)).catch((reason) => reason);
    assert.equal(error.code, 101);
    assert.equal((await open.fetch()).get('name'), 'x');
  });
});

suite('batch: transactions', () => {
  test('all or nothing: all', async () => {
    const group = unique('group');
    const answer = await batch([1, 2].map((number) => part('POST', '/classes/Thing', { group, number })), { transaction: true });
    assertStatus(answer, 200);
    assert.equal((await api.find('Thing', { where: { group } })).length, 2);
  });
  test('all or nothing: nothing', async () => {
    const group = unique('group');
    const requests = [part('POST', '/classes/Thing', { group }), part('POST', '/classes/Thing', { group, number: 'x' })];
    const answer = await batch(requests, { transaction: true });
    assert.equal(answer.status, either({ parseServer: 500, ours: 400 }), answer.text);
    assert.deepEqual(await api.find('Thing', { where: { group } }), []);
  });
  test('an update is undone too', async () => {
    const thing = await make('Thing', { number: 1 });
    const requests = [part('PUT', `/classes/Thing/${thing.id}`, { number: 2 }), part('PUT', '/classes/Thing/nosuchobj0', { number: 2 })];
    await batch(requests, { transaction: true });
    assert.equal((await thing.fetch()).get('number'), 1);
  });
  test('by the SDK', async () => {
    const group = unique('group');
    await Parse.Object.saveAll([new Thing({ group }), new Thing({ group })], { transaction: true });
    assert.equal((await api.find('Thing', { where: { group } })).length, 2);
    const [good, bad] = [new Thing({ group }), new Thing({ group })];
    bad.set('nosuchfield', 1);
    await assert.rejects(Parse.Object.saveAll([good, bad], { transaction: true, ...master, ...as(await signUp()), useMasterKey: false }));
    assert.equal((await api.find('Thing', { where: { group } })).length, 2);
  });
});
