// Class-level permissions: which operations a class allows, and to whom.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertError, assertStatus, pointer, query, unique } from '../lib/rest.mjs';

describeServer('class-level permissions', 'kitchen', (context) => {
  let staff;
  let user;
  const callers = {};
  const call = (...args) => context.api.call(...args);

  before(async () => {
    const { api } = context;
    staff = await api.signUp();
    user = await api.signUp();
    const members = { __op: 'AddRelation', objects: [staff.pointer] };
    const [role] = await api.find('_Role', { where: { name: 'staff' } }, { master: true });
    if (role) await call('PUT', `/roles/${role.objectId}`, { master: true, body: { users: members } });
    else await api.createRole('staff', [staff]);
    Object.assign(callers, { nobody: {}, user: { session: user.session }, staff: { session: staff.session }, master: { master: true } });
  });

  const operations = {
    get: (name, id, options) => call('GET', `/classes/${name}/${id}`, options),
    find: (name, id, options) => call('GET', `/classes/${name}${query({ where: { objectId: id } })}`, options),
    count: (name, id, options) => call('GET', `/classes/${name}${query({ where: { objectId: id }, count: 1, limit: 0 })}`, options),
    create: (name, id, options) => call('POST', `/classes/${name}`, { ...options, body: { name: 'made' } }),
    update: (name, id, options) => call('PUT', `/classes/${name}/${id}`, { ...options, body: { name: 'changed' } }),
    delete: (name, id, options) => call('DELETE', `/classes/${name}/${id}`, options),
  };
  const all = Object.keys(operations);

  /** Who may do what; what is not listed is refused. The master key may do everything. */
  const matrix = {
    SignedIn: { nobody: [], user: all, staff: all, refusal: [404, 101] },
    Staff: { nobody: [], user: [], staff: all, refusal: [400, 119] },
    ReadOnly: { nobody: ['get', 'find'], user: ['get', 'find'], staff: ['get', 'find'], refusal: [400, 119] },
    WriteOnly: { nobody: ['create', 'update', 'delete'], user: ['create', 'update', 'delete'], staff: ['create', 'update', 'delete'], refusal: [400, 119] },
  };
  for (const [className, { refusal, ...allowed }] of Object.entries(matrix)) {
    for (const [caller, list] of Object.entries({ ...allowed, master: all })) {
      for (const operation of all) {
        const may = list.includes(operation);
        test(`${className}: ${caller} ${may ? 'may' : 'may not'} ${operation}`, async () => {
          const id = await context.api.create(className, { name: 'x' }, { master: true });
          const answer = await operations[operation](className, id, callers[caller]);
          if (may) {
            assertStatus(answer, operation === 'create' ? 201 : 200);
            if (operation === 'find') assert.equal(answer.json.results.length, 1);
            if (operation === 'count') assert.equal(answer.json.count, 1);
          } else {
            assertError(answer, ...refusal);
            const kept = await context.api.fetch(className, id, { master: true });
            assert.equal(kept.name, 'x');
          }
        });
      }
    }
  }

  test('permissions open no ACL', async () => {
    const id = await context.api.create('SignedIn', { name: 'x', ACL: {} }, { master: true });
    assertError(await call('GET', `/classes/SignedIn/${id}`, callers.user), 404, 101);
    assertError(await call('PUT', `/classes/SignedIn/${id}`, { ...callers.user, body: { name: 'y' } }), 404, 101);
  });

  test('an ACL opens no permission', async () => {
    const ACL = { '*': { read: true, write: true }, [user.id]: { read: true, write: true } };
    const id = await context.api.create('Staff', { name: 'x', ACL }, { master: true });
    assertError(await call('GET', `/classes/Staff/${id}`, callers.user), 400, 119);
    assertError(await call('DELETE', `/classes/Staff/${id}`, callers.user), 400, 119);
  });

  test('permissions hold within a batch', async () => {
    const base = new URL(context.server.base).pathname;
    const requests = [
      { method: 'POST', path: `${base}/classes/ReadOnly`, body: { name: 'x' } },
      { method: 'GET', path: `${base}/classes/WriteOnly`, body: {} },
    ];
    const answer = await call('POST', '/batch', { body: { requests } });
    assertStatus(answer, 200);
    for (const part of answer.json) assert.equal(part.error.code, 119);
  });

  test('fields that are protected are hidden, and cannot be asked for', async () => {
    const secret = unique('secret');
    const id = await context.api.create('Hidden', { name: 'x', secret, owner: user.pointer }, { master: true });
    for (const caller of ['nobody', 'user']) {
      const object = await context.api.fetch('Hidden', id, callers[caller]);
      assert.equal(object.name, 'x');
      assert.ok(!('secret' in object), caller);
      for (const parameters of [{}, { keys: 'secret' }, { include: 'owner' }]) {
        const answer = await call('GET', `/classes/Hidden${query({ where: { objectId: id }, ...parameters })}`, callers[caller]);
        assert.doesNotMatch(answer.text, new RegExp(secret));
      }
      for (const parameters of [{ where: { secret } }, { where: { secret: { $gt: 'a' } } }, { where: { $or: [{ secret }] } }, { order: 'secret' }]) {
        const answer = await call('GET', `/classes/Hidden${query(parameters)}`, callers[caller]);
        assertError(answer, 400, 119);
      }
    }
    for (const caller of ['staff', 'master']) {
      assert.equal((await context.api.fetch('Hidden', id, callers[caller])).secret, secret, caller);
      const found = await context.api.find('Hidden', { where: { secret } }, callers[caller]);
      assert.equal(found.length, 1);
    }
  });

  test('pointer permissions are for the user that the row points at', async () => {
    const mine = await context.api.create('Mine', { name: 'mine', owner: user.pointer }, callers.user);
    const theirs = await context.api.create('Mine', { name: 'theirs', owner: staff.pointer }, callers.staff);
    assert.equal((await context.api.fetch('Mine', mine, callers.user)).name, 'mine');
    assertError(await call('GET', `/classes/Mine/${theirs}`, callers.user), 404, 101);
    const names = async (options) => (await context.api.find('Mine', { where: { objectId: { $in: [mine, theirs] } } }, options)).map((row) => row.name);
    assert.deepEqual(await names(callers.user), ['mine']);
    assert.deepEqual(await names(callers.staff), ['theirs']);
    const count = await call('GET', `/classes/Mine${query({ where: { objectId: theirs }, count: 1, limit: 0 })}`, callers.user);
    assert.equal(count.json.count, 0);
    for (const method of ['PUT', 'DELETE']) {
      const body = method === 'PUT' ? { name: 'stolen' } : undefined;
      assertError(await call(method, `/classes/Mine/${theirs}`, { ...callers.user, body }), 404, 101);
    }
    assertStatus(await call('PUT', `/classes/Mine/${mine}`, { ...callers.user, body: { name: 'still mine' } }), 200);
    assertStatus(await call('DELETE', `/classes/Mine/${mine}`, callers.user), 200);
    const none = await call('GET', `/classes/Mine/${theirs}`);
    assert.notEqual(none.status, 200);
  });

  test('including a class needs its permission to get', async () => {
    const id = await context.api.create('Mine', { name: 'secret', owner: user.pointer }, callers.user);
    const item = await context.api.create('Item', { name: 'x', array: [pointer('Mine', id)] });
    const answer = await call('GET', `/classes/Item/${item}${query({ include: 'array' })}`, callers.staff);
    assert.doesNotMatch(answer.text, /secret/);
  });
});
