// The private default (--access owner): signed-in users only, each object its creator's.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { access, assertError, assertStatus, pointer, query } from '../lib/rest.mjs';

describeServer('a private app', 'kitchen_owner', (context) => {
  let owner;
  let other;
  const call = (...args) => context.api.call(...args);

  before(async () => {
    owner = await context.api.signUp();
    other = await context.api.signUp();
  });

  test('answers nothing to who is not signed in', async () => {
    const id = await context.api.create('Item', { name: 'x' }, { session: owner.session });
    const open = await context.api.create('Item', { name: 'open', ACL: access('*') }, { session: owner.session });
    for (const answer of [
      await call('GET', '/classes/Item'),
      await call('GET', `/classes/Item${query({ count: 1, limit: 0 })}`),
      await call('GET', `/classes/Item/${id}`),
      await call('GET', `/classes/Item/${open}`),
      await call('POST', '/classes/Item', { body: { name: 'x' } }),
      await call('PUT', `/classes/Item/${open}`, { body: { text: 'x' } }),
      await call('DELETE', `/classes/Item/${open}`),
    ]) {
      assert.ok([400, 404].includes(answer.status), answer.text);
      assert.ok([101, 119].includes(answer.json.code), answer.text);
    }
    assert.ok(!('text' in (await context.api.fetch('Item', open, { master: true }))));
  });

  test('an object made without an ACL is its creator\'s alone', async () => {
    const id = await context.api.create('Item', { name: 'mine' }, { session: owner.session });
    const object = await context.api.fetch('Item', id, { session: owner.session });
    assert.deepEqual(object.ACL, access(owner.id));
    assertStatus(await call('PUT', `/classes/Item/${id}`, { session: owner.session, body: { text: 'x' } }), 200);
    assertError(await call('GET', `/classes/Item/${id}`, { session: other.session }), 404, 101);
    assertError(await call('PUT', `/classes/Item/${id}`, { session: other.session, body: { text: 'y' } }), 404, 101);
    assertError(await call('DELETE', `/classes/Item/${id}`, { session: other.session }), 404, 101);
    assert.deepEqual(await context.api.find('Item', { where: { objectId: id } }, { session: other.session }), []);
    assert.equal((await context.api.find('Item', { where: { objectId: id } }, { session: owner.session })).length, 1);
  });

  test('an object that the master key made without an ACL is the master key\'s alone', async () => {
    const id = await context.api.create('Item', { name: 'x' }, { master: true });
    for (const user of [owner, other]) {
      assertError(await call('GET', `/classes/Item/${id}`, { session: user.session }), 404, 101);
      assertError(await call('PUT', `/classes/Item/${id}`, { session: user.session, body: { text: 'y' } }), 404, 101);
    }
    await context.api.fetch('Item', id, { master: true });
  });

  test('its creator may share an object', async () => {
    const ACL = { ...access(owner.id), [other.id]: { read: true } };
    const id = await context.api.create('Item', { name: 'shared', ACL }, { session: owner.session });
    assert.equal((await context.api.fetch('Item', id, { session: other.session })).name, 'shared');
    assertError(await call('PUT', `/classes/Item/${id}`, { session: other.session, body: { text: 'y' } }), 404, 101);
  });

  test('removing the ACL opens nothing', async () => {
    for (const ACL of [null, { __op: 'Delete' }]) {
      const id = await context.api.create('Item', { name: 'x' }, { session: owner.session });
      await call('PUT', `/classes/Item/${id}`, { session: owner.session, body: { ACL } });
      assertError(await call('GET', `/classes/Item/${id}`, { session: other.session }), 404, 101);
    }
  });

  test('an included object stays its owner\'s', async () => {
    const order = await context.api.create('Order', { from: 'secret' }, { session: owner.session });
    const item = { name: 'x', order: pointer('Order', order), ACL: access(owner.id, other.id) };
    const id = await context.api.create('Item', item, { session: owner.session });
    const path = `/classes/Item/${id}${query({ include: 'order' })}`;
    assert.match((await call('GET', path, { session: owner.session })).text, /secret/);
    const seen = await call('GET', path, { session: other.session });
    assertStatus(seen, 200);
    assert.doesNotMatch(seen.text, /secret/);
  });

  test('a class\'s own permissions count instead where it has them', async () => {
    assertStatus(await call('GET', '/classes/ReadOnly'), 200);
    assertError(await call('POST', '/classes/ReadOnly', { body: { name: 'x' } }), 400, 119);
  });

  test('sign-up, log-in and health are open to all', async () => {
    const user = await context.api.signUp();
    const { username, password } = user;
    assertStatus(await call('POST', '/login', { body: { username, password } }), 200);
    assertStatus(await call('GET', '/health'), 200);
  });

  test('a user sees itself alone', async () => {
    const seen = await context.api.find('_User', {}, { session: owner.session });
    assert.deepEqual(seen.map((user) => user.objectId), [owner.id]);
  });

  test('nobody makes itself a member of a role', async () => {
    const id = await context.api.createRole('private-staff');
    const users = { __op: 'AddRelation', objects: [owner.pointer] };
    const join = await call('PUT', `/roles/${id}`, { session: owner.session, body: { users } });
    assert.ok([400, 404].includes(join.status), join.text);
    const secret = await context.api.create('Item', { name: 'x', ACL: access('role:private-staff') }, { master: true });
    assertError(await call('GET', `/classes/Item/${secret}`, { session: owner.session }), 404, 101);
  });
}, differs('the private default is ours'));
