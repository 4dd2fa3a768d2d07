// Several requests in one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { access, assertError, assertStatus, unique } from '../lib/rest.mjs';

describeServer('batch', 'kitchen', (context) => {
  const batch = (requests, options) => context.api.call('POST', '/batch', { body: { requests }, ...options });
  const path = (rest) => new URL(context.server.base).pathname + rest;

  test('answers each part in order, successes and errors alike', async () => {
    // Parts may run side by side, so each has an object of its own.
    const [read, change, remove] = await Promise.all(['a', 'b', 'c'].map((name) => context.api.create('Item', { name })));
    const label = unique('batch');
    const answer = await batch([
      { method: 'POST', path: path('/classes/Item'), body: { name: 'new', label } },
      { method: 'POST', path: path('/classes/Item'), body: { label } },
      { method: 'GET', path: path(`/classes/Item/${read}`) },
      { method: 'PUT', path: path(`/classes/Item/${change}`), body: { text: 't' } },
      { method: 'PUT', path: path('/classes/Item/nothing'), body: { text: 't' } },
      { method: 'DELETE', path: path(`/classes/Item/${remove}`) },
      { method: 'GET', path: path('/classes/Item/nothing') },
    ]);
    assertStatus(answer, 200);
    const [created, invalid, got, changed, missing, deleted, notFound] = answer.json;
    assert.ok(created.success.objectId && created.success.createdAt);
    assert.deepEqual(invalid, { error: { code: 142, error: 'name is required' } });
    assert.equal(got.success.objectId, read);
    assert.ok(changed.success.updatedAt);
    assert.deepEqual(missing, { error: { code: 101, error: 'Object not found.' } });
    assert.deepEqual(deleted, { success: {} });
    assertError(await context.api.call('GET', `/classes/Item/${remove}`), 404, 101);
    assert.deepEqual(notFound, { error: { code: 101, error: 'Object not found.' } });
    const found = await context.api.find('Item', { where: { label } });
    assert.deepEqual(found.map((item) => item.objectId), [created.success.objectId]);
  });

  test('of nothing answers nothing', async () => {
    const answer = await batch([]);
    assertStatus(answer, 200);
    assert.deepEqual(answer.json, []);
  });

  test('takes fifty parts', async () => {
    const label = unique('fifty');
    const requests = Array.from({ length: 50 }, (_, i) => ({ method: 'POST', path: path('/classes/Item'), body: { name: `n${i}`, label } }));
    const answer = await batch(requests);
    assertStatus(answer, 200);
    assert.equal(answer.json.length, 50);
    assert.equal((await context.api.find('Item', { where: { label } })).length, 50);
    assert.equal(new Set(answer.json.map((part) => part.success.objectId)).size, 50);
  });

  test('finds with a body for the query', async () => {
    const label = unique('find');
    await context.api.create('Item', { name: 'x', label });
    const answer = await batch([{ method: 'GET', path: path('/classes/Item'), body: { where: { label } } }]);
    assertStatus(answer, 200);
    assert.equal(answer.json[0].success.results.length, 1);
  });

  test('runs each part as the caller', async () => {
    const user = await context.api.signUp();
    const other = await context.api.signUp();
    const mine = await context.api.create('Item', { name: 'mine', ACL: access(user.id) });
    const requests = [
      { method: 'GET', path: path(`/classes/Item/${mine}`) },
      { method: 'PUT', path: path(`/classes/Item/${mine}`), body: { text: 'x' } },
    ];
    for (const part of (await batch(requests, { session: user.session })).json) assert.ok(part.success);
    for (const part of (await batch(requests, { session: other.session })).json) assert.equal(part.error.code, 101);
    for (const part of (await batch(requests)).json) assert.equal(part.error.code, 101);
    for (const part of (await batch(requests, { master: true })).json) assert.ok(part.success);
    const me = await batch([{ method: 'GET', path: path('/users/me') }], { session: user.session });
    assert.equal(me.json[0].success.objectId, user.id);
  });

  test('signs up and logs in', async () => {
    const body = { username: unique('user'), password: 'secret' };
    const up = await batch([{ method: 'POST', path: path('/users'), body }]);
    assertStatus(up, 200);
    assert.match(up.json[0].success.sessionToken, /^r:/);
    const [login, wrong] = (await batch([
      { method: 'POST', path: path('/login'), body },
      { method: 'POST', path: path('/login'), body: { ...body, password: 'wrong' } },
    ])).json;
    assert.match(login.success.sessionToken, /^r:/);
    assert.equal(wrong.error.code, 101);
  });

  for (const [title, requests] of [
    ['requests that are no array', 'x'],
    ['requests that are missing', undefined],
    ['a part that is no object', [5]],
    ['a part that is null', [null]],
    ['a part without a path', [{ method: 'GET' }]],
    ['a path that is no string', [{ method: 'GET', path: 5 }]],
    ['a path outside the mount', [{ method: 'GET', path: '/classes/Item' }]],
    ['an unknown method', () => [{ method: 'NOPE', path: path('/classes/Item') }]],
    ['a batch within a batch', () => [{ method: 'POST', path: path('/batch'), body: { requests: [] } }]],
  ]) {
    test(`${title}: the whole is refused`, async () => {
      const answer = await batch(typeof requests === 'function' ? requests() : requests);
      if (title === 'a part that is null') assert.equal(answer.status >= 400, true);
      else assertError(answer, 400, 107);
    });
  }

  test('a part that leads nowhere fails, and nothing else happens because of it', async () => {
    const answer = await batch([{ method: 'GET', path: path('/nothing') }]);
    // parse-server refuses the whole batch; an error for the part says as much.
    if (answer.status === 200) assert.ok(answer.json[0].error);
    else assertError(answer, 400, 107);
  });

  const differsInTransaction = differs('parse-server answers a failed transaction with 500, whatever failed');
  const transaction = (requests, options) => context.api.call('POST', '/batch', { body: { requests, transaction: true }, ...options });

  test('a transaction that fails is answered with its first error, and undoes every part', differsInTransaction, async () => {
    const label = unique('transaction');
    const item = await context.api.create('Item', { name: 'before', number: 1 });
    const body = { username: unique('user'), password: 'secret' };
    const answer = await transaction([
      { method: 'POST', path: path('/classes/Item'), body: { name: 'x', label } },
      { method: 'PUT', path: path(`/classes/Item/${item}`), body: { number: { __op: 'Increment', amount: 1 } } },
      { method: 'POST', path: path('/users'), body },
      { method: 'DELETE', path: path('/classes/Item/nothing') },
      { method: 'POST', path: path('/classes/Item'), body: { label } },
    ]);
    assertError(answer, 404, 101, 'Object not found.');
    assert.deepEqual(await context.api.find('Item', { where: { label } }), []);
    assert.equal((await context.api.fetch('Item', item)).number, 1);
    assertError(await context.api.call('POST', '/login', { body }), 404, 101);
    assertStatus(await context.api.call('POST', '/users', { body }), 201);
    const invalid = await transaction([
      { method: 'POST', path: path('/classes/Item'), body: { name: 'x', label } },
      { method: 'POST', path: path('/classes/Item'), body: { label } },
    ]);
    assertError(invalid, 400, 142, 'name is required');
    assert.deepEqual(await context.api.find('Item', { where: { label } }), []);
  });

  test('more than memory keeps of a transaction is undone all the same', differsInTransaction, async () => {
    const label = unique('transaction');
    const kept = await Promise.all(Array.from({ length: 20 }, () => context.api.create('Item', { name: 'x'.repeat(20000), number: 1 })));
    const parts = kept.flatMap((item) => [
      { method: 'PUT', path: path(`/classes/Item/${item}`), body: { name: 'y'.repeat(20000), number: 2 } },
      { method: 'POST', path: path('/classes/Item'), body: { name: 'x'.repeat(20000), label } },
    ]);
    const [answer, beside] = await Promise.all([
      transaction([...parts, { method: 'DELETE', path: path('/classes/Item/nothing') }]),
      context.api.create('Item', { name: 'beside' }),
    ]);
    assertError(answer, 404, 101, 'Object not found.');
    assert.deepEqual(await context.api.find('Item', { where: { label } }), []);
    for (const item of kept) {
      const { name, number } = await context.api.fetch('Item', item);
      assert.deepEqual([name === 'x'.repeat(20000), number], [true, 1]);
    }
    assert.equal((await context.api.fetch('Item', beside)).name, 'beside');
  });

  test('within a transaction a part sees what those before it did', differsInTransaction, async () => {
    const label = unique('transaction');
    const answer = await transaction([
      { method: 'POST', path: path('/classes/Item'), body: { name: 'x', label } },
      { method: 'GET', path: path('/classes/Item'), body: { where: { label } } },
      { method: 'GET', path: `${path('/classes/Item')}?where=${encodeURIComponent(JSON.stringify({ label }))}&limit=1` },
    ]);
    assertStatus(answer, 200);
    for (const part of answer.json.slice(1)) assert.deepEqual(part.success.results.map((found) => found.objectId), [answer.json[0].success.objectId]);
  });

  test('a part\'s body is not the transport\'s: no method, no keys are taken from it', async () => {
    const body = { _method: 'GET', _MasterKey: context.server.masterKey, name: 'x' };
    const answer = await batch([{ method: 'POST', path: path('/classes/Item'), body }]);
    assertStatus(answer, 200);
    assert.equal(answer.json[0].error.code, 105);
  });

  test('methods are spelt as routes spell them', async () => {
    for (const method of ['get', 'HEAD', undefined, 5, 'OPTIONS']) {
      const answer = await batch([{ method, path: path('/classes/Item') }]);
      // parse-server fails on a method that is a number.
      if (method === 5) assert.ok(answer.status >= 400);
      else assertError(answer, 400, 107, `cannot route ${method} /classes/Item`);
    }
  });

  test('thousands of parts are answered or refused, not failed', async () => {
    const requests = Array.from({ length: 3000 }, (_, i) => ({ method: 'GET', path: path(`/classes/Item/x${i}`) }));
    const answer = await batch(requests);
    assert.ok(answer.status === 200 || (answer.status >= 400 && answer.status < 500), String(answer.status));
    if (answer.status === 200) assert.equal(answer.json.length, 3000);
  });

  test('a part before which many roles are read anew is answered all the same', differs('a thread with little time hands it on'), async () => {
    const user = await context.api.signUp();
    const roles = [];
    for (let i = 0; i < 500; i++) roles.push(await context.api.createRole(unique('role'), i ? [] : [user], roles));
    const item = await context.api.create('Item', { name: 'x' });
    for (let i = 0; i < 3; i++) {
      const signIn = await context.api.call('POST', '/login', { body: { username: user.username, password: user.password } });
      const { session } = await context.api.call('GET', '/sessions/me', { session: signIn.json.sessionToken }).then(({ json }) => ({ session: json.objectId }));
      const answer = await batch([
        { method: 'DELETE', path: path(`/sessions/${session}`) },
        { method: 'GET', path: path(`/classes/Item/${item}`) },
      ], { session: user.session });
      assert.deepEqual(answer.json.map((part) => part.error), [undefined, undefined]);
      assert.equal(answer.json[1].success.objectId, item);
    }
  });
});
