// Object ACLs: who reads, writes, finds and counts an object; ACLs on the wire.
import {
  Parse, Thing, access, api, as, assert, assertError, assertStatus, cases, make, master, query, rejects, signUp, suite,
  test, unique,
} from './lib/sdk.mjs';

const PUBLIC_READ = { '*': { read: true } };
const PUBLIC_WRITE = { '*': { write: true } };
const PUBLIC = { '*': { read: true, write: true } };

suite('ACL: on the wire', () => {
  test('an object without one answers none', async () => {
    const id = await api.create('Thing', { name: 'open' });
    assert.equal('ACL' in (await api.fetch('Thing', id)), false);
  });
  const kept = [
    ['public read and write', PUBLIC, PUBLIC],
    ['public read', PUBLIC_READ, PUBLIC_READ],
    ['a user', access('someuserid'), access('someuserid')],
    ['a role', { 'role:sdk_somebody': { read: true } }, { 'role:sdk_somebody': { read: true } }],
    ['false is left out', { '*': { read: true, write: false } }, PUBLIC_READ],
    ['nobody', {}, {}],
  ];
  cases(kept, async (ACL, expected) => {
    const id = await api.create('Thing', { ACL });
    assert.deepEqual((await api.fetch('Thing', id, { master: true })).ACL, expected);
  });
  test('by the SDK', async () => {
    const user = await signUp();
    const acl = new Parse.ACL(user);
    acl.setPublicReadAccess(true);
    acl.setRoleWriteAccess('sdk_somebody', true);
    const thing = await make('Thing', { ACL: acl });
    const copy = await new Parse.Query(Thing).get(thing.id);
    assert.ok(copy.getACL().equals(acl));
    assert.deepEqual([copy.getACL().getPublicReadAccess(), copy.getACL().getWriteAccess(user)], [true, true]);
  });
});

suite('ACL: what it lets through', () => {
  const status = async (method, id, user, body) =>
    (await api.call(method, `/classes/Thing/${id}`, { body, session: user?.getSessionToken() })).status;
  const rows = [
    // title, ACL of (owner), [anonymous, other, owner] can read, and can write
    ['public', () => PUBLIC, [200, 200, 200], [200, 200, 200]],
    ['public read only', () => PUBLIC_READ, [200, 200, 200], [404, 404, 404]],
    ['public write only', () => PUBLIC_WRITE, [404, 404, 404], [200, 200, 200]],
    ['owner only', (owner) => access(owner.id), [404, 404, 200], [404, 404, 200]],
    ['owner writes, all read', (owner) => ({ ...PUBLIC_READ, ...access(owner.id) }), [200, 200, 200], [404, 404, 200]],
    ['owner reads only', (owner) => ({ [owner.id]: { read: true } }), [404, 404, 200], [404, 404, 404]],
    ['nobody', () => ({}), [404, 404, 404], [404, 404, 404]],
  ];
  cases(rows, async (aclOf, reads, writes) => {
    const [owner, other] = [await signUp(), await signUp()];
    const id = await api.create('Thing', { name: 'x', ACL: aclOf(owner) });
    const callers = [undefined, other, owner];
    for (const [index, caller] of callers.entries()) {
      assert.equal(await status('GET', id, caller), reads[index], `read ${index}`);
      assert.equal(await status('PUT', id, caller, { text: 'changed' }), writes[index], `write ${index}`);
    }
    for (const [index, caller] of callers.entries()) {
      if (writes[index] === 404) assert.equal(await status('DELETE', id, caller), 404, `delete ${index}`);
    }
    assert.equal((await api.call('GET', `/classes/Thing/${id}`, { master: true })).status, 200);
  });
  test('find, first and count see only what one may read', async () => {
    const [owner, other] = [await signUp(), await signUp()];
    const group = unique('group');
    await make('Thing', { group, name: 'own', ACL: new Parse.ACL(owner) }, master);
    await make('Thing', { group, name: 'all', ACL: new Parse.ACL(PUBLIC_READ) }, master);
    await make('Thing', { group, name: 'none', ACL: new Parse.ACL() }, master);
    const all = () => new Parse.Query(Thing).equalTo('group', group);
    assert.equal(await all().count(as(owner)), 2);
    assert.equal(await all().count(as(other)), 1);
    assert.equal(await all().count(), 1);
    assert.equal(await all().count(master), 3);
    assert.deepEqual((await all().ascending('name').find(as(owner))).map((thing) => thing.get('name')), ['all', 'own']);
  });
  test('count by REST with limit 0 counts the same', async () => {
    const group = unique('group');
    await make('Thing', { group, ACL: new Parse.ACL() }, master);
    const answer = await api.call('GET', `/classes/Thing${query({ where: { group }, count: 1, limit: 0 })}`);
    assert.deepEqual(answer.json, { results: [], count: 0 });
  });
  test('giving an object away', async () => {
    const [owner, other] = [await signUp(), await signUp()];
    const thing = await make('Thing', { ACL: new Parse.ACL(owner) }, as(owner));
    await thing.save({ ACL: new Parse.ACL(other) }, as(owner));
    await rejects(Thing.createWithoutData(thing.id).fetch(as(owner)), 101);
    assert.equal((await Thing.createWithoutData(thing.id).fetch(as(other))).id, thing.id);
  });
  test('only who writes changes the ACL', async () => {
    const [owner, other] = [await signUp(), await signUp()];
    const id = await api.create('Thing', { ACL: { ...PUBLIC_READ, ...access(owner.id) } });
    const answer = await api.call('PUT', `/classes/Thing/${id}`, { body: { ACL: PUBLIC }, session: other.getSessionToken() });
    assertError(answer, 404, 101, 'Object not found.');
  });
  test('an ACL that is taken away by Delete leaves nobody in', async () => {
    const owner = await signUp();
    const id = await api.create('Thing', { ACL: access(owner.id) });
    const body = { ACL: { __op: 'Delete' } };
    assertStatus(await api.call('PUT', `/classes/Thing/${id}`, { body, session: owner.getSessionToken() }), 200);
    assert.deepEqual((await api.fetch('Thing', id, { master: true })).ACL, {});
    assertError(await api.call('GET', `/classes/Thing/${id}`, { session: owner.getSessionToken() }), 404, 101);
  });
  test('an ACL is no field to query by', async () => {
    const answer = await api.call('GET', `/classes/Thing${query({ where: { ACL: PUBLIC } })}`);
    assert.equal(answer.status, 400, answer.text);
  });
});
