// Object ACLs: who reads and writes one object, whatever way they come.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { access, assertError, assertStatus, query, unique } from '../lib/rest.mjs';

describeServer('object ACLs', 'kitchen', (context) => {
  let owner;
  let other;
  const label = unique('acl');

  before(async () => {
    owner = await context.api.signUp();
    other = await context.api.signUp();
  });

  const call = (...args) => context.api.call(...args);
  const make = (ACL, name = 'x') => context.api.create('Item', { name, label, ACL });
  const hidden = [404, 101, 'Object not found.'];

  /** What each caller may do with an object: "r", "w" (change and delete), "rw" or "". */
  async function rights(id, options) {
    const read = (await call('GET', `/classes/Item/${id}`, options)).status === 200;
    const write = (await call('PUT', `/classes/Item/${id}`, { ...options, body: { text: 'written' } })).status === 200;
    const found = (await call('GET', `/classes/Item${query({ where: { objectId: id } })}`, options)).json.results.length === 1;
    const counted = (await call('GET', `/classes/Item${query({ where: { objectId: id }, count: 1, limit: 0 })}`, options)).json.count === 1;
    assert.equal(found, read, 'find agrees with get');
    assert.equal(counted, read, 'count agrees with get');
    return `${read ? 'r' : ''}${write ? 'w' : ''}`;
  }

  for (const [title, acl, byOwner, byOther, byNobody] of [
    ['no ACL: everyone', () => undefined, 'rw', 'rw', 'rw'],
    ['only its owner', () => access(owner.id), 'rw', '', ''],
    ['public', () => access('*'), 'rw', 'rw', 'rw'],
    ['public to read, its owner to write', () => ({ '*': { read: true }, [owner.id]: { read: true, write: true } }), 'rw', 'r', 'r'],
    ['its owner to write, and nobody to read', () => ({ [owner.id]: { write: true } }), 'w', '', ''],
    ['two users, one to read only', () => ({ [owner.id]: { read: true, write: true }, [other.id]: { read: true } }), 'rw', 'r', ''],
    ['nobody', () => ({}), '', '', ''],
    ['a false grants nothing', () => ({ '*': { read: false, write: false }, [owner.id]: { read: true, write: false } }), 'r', '', ''],
    ['an unknown user', () => access('nobodyatall'), '', '', ''],
    ['an unknown role', () => access('role:nosuchrole'), '', '', ''],
  ]) {
    test(title, async () => {
      const id = await make(acl());
      assert.equal(await rights(id, { session: owner.session }), byOwner, 'the owner');
      assert.equal(await rights(id, { session: other.session }), byOther, 'another user');
      assert.equal(await rights(id, {}), byNobody, 'nobody');
      assert.equal(await rights(id, { master: true }), 'rw', 'the master key');
    });
  }

  test('what one may not read looks like what is not there', async () => {
    const id = await make(access(owner.id));
    for (const options of [{}, { session: other.session }]) {
      assertError(await call('GET', `/classes/Item/${id}`, options), ...hidden);
      assertError(await call('PUT', `/classes/Item/${id}`, { ...options, body: { text: 'x' } }), ...hidden);
      assertError(await call('DELETE', `/classes/Item/${id}`, options), ...hidden);
    }
    assert.ok(!('text' in (await context.api.fetch('Item', id, { master: true }))));
  });

  test('what one may read but not write is not there to write', async () => {
    const id = await make({ '*': { read: true } });
    assertError(await call('PUT', `/classes/Item/${id}`, { body: { text: 'x' } }), ...hidden);
    assertError(await call('DELETE', `/classes/Item/${id}`), ...hidden);
    await context.api.fetch('Item', id);
  });

  test('an ACL reads back as it was written', async () => {
    const acl = { '*': { read: true }, [owner.id]: { read: true, write: true } };
    const id = await make(acl);
    assert.deepEqual((await context.api.fetch('Item', id)).ACL, acl);
    const [found] = await context.api.find('Item', { where: { objectId: id } });
    assert.deepEqual(found.ACL, acl);
  });

  test('an ACL can be changed by who may write, and counts at once', async () => {
    const id = await make(access(owner.id));
    const change = (options, ACL) => call('PUT', `/classes/Item/${id}`, { ...options, body: { ACL } });
    assertError(await change({ session: other.session }, access(other.id)), ...hidden);
    assertStatus(await change({ session: owner.session }, access(other.id)), 200);
    assert.equal(await rights(id, { session: owner.session }), '');
    assert.equal(await rights(id, { session: other.session }), 'rw');
  });

  test('a change of something else keeps the ACL', async () => {
    const id = await make(access(owner.id));
    assertStatus(await call('PUT', `/classes/Item/${id}`, { session: owner.session, body: { text: 'x' } }), 200);
    assert.deepEqual((await context.api.fetch('Item', id, { session: owner.session })).ACL, access(owner.id));
  });

  test('a list holds what the caller may read, and pages and counts by that', async () => {
    const mark = unique('list');
    for (let i = 0; i < 6; i += 1) {
      await context.api.create('Item', { name: `n${i}`, text: mark, ACL: i % 2 ? access(owner.id) : access(other.id) });
    }
    const list = async (options, parameters) =>
      (await call('GET', `/classes/Item${query({ where: { text: mark }, order: 'name', count: 1, ...parameters })}`, options)).json;
    const own = await list({ session: owner.session }, { limit: 2 });
    assert.deepEqual(own.results.map((item) => item.name), ['n1', 'n3']);
    assert.equal(own.count, 3);
    const page = await list({ session: other.session }, { limit: 2, skip: 2 });
    assert.deepEqual(page.results.map((item) => item.name), ['n4']);
    assert.deepEqual(await list({}), { results: [], count: 0 });
    assert.equal((await list({ master: true })).count, 6);
  });

  test('no where clause gets around it', async () => {
    const mark = unique('around');
    await context.api.create('Item', { name: 'secret', text: mark, ACL: access(owner.id) });
    for (const where of [
      { text: mark }, { $or: [{ text: mark }, { name: 'secret' }] }, { $or: [{ text: mark }, { objectId: { $exists: true } }] },
      { text: { $in: [mark] } }, { text: { $gte: mark, $lte: mark } }, { $and: [{ text: mark }] },
    ]) {
      const found = await context.api.find('Item', { where, order: '-createdAt', limit: 1000 }, { session: other.session });
      assert.ok(!found.some((item) => item.text === mark), JSON.stringify(where));
    }
  });

  test('what is no ACL is refused', differs('parse-server takes nearly anything'), async () => {
    for (const ACL of [5, 'x', [], true, { '*': 5 }, { '*': { read: 'yes' } }, { '*': { read: 1 } }, { '*': { admin: true } }]) {
      const answer = await call('POST', '/classes/Item', { body: { name: 'x', label, ACL } });
      assertError(answer, 400, [105, 107, 111, 123]);
    }
  });

  test('a signed-in user\'s object is as open as its ACL says, not more private', async () => {
    const id = await context.api.create('Item', { name: 'x' }, { session: owner.session });
    assert.ok(!('ACL' in (await context.api.fetch('Item', id))), '--access public is Parse\'s open default');
    assert.equal(await rights(id, {}), 'rw');
  });
});
