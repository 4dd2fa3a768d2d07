// Roles: making them, who is in them, inheritance, and what access they give.
import {
  Parse, Thing, api, as, assert, assertError, assertStatus, either, make, makeRole, master, pointer, rejects, signUp,
  suite, test, unique, query,
} from './lib/sdk.mjs';

const readable = () => new Parse.ACL({ '*': { read: true } });

/** A Thing that only the role may read (and write). */
const forRole = (role) => make('Thing', { name: 'for the role', ACL: new Parse.ACL({ [`role:${role.getName()}`]: { read: true, write: true } }) }, master);
const canRead = async (thing, user) =>
  (await api.call('GET', `/classes/Thing/${thing.id}`, { session: user?.getSessionToken() })).status === 200;

suite('roles: making them', () => {
  test('by the SDK', async () => {
    const role = new Parse.Role(unique('role'), readable());
    await role.save();
    assert.ok(role.id);
    const found = await new Parse.Query(Parse.Role).equalTo('name', role.getName()).first();
    assert.equal(found.id, role.id);
  });
  test('/roles and /classes/_Role are one', async () => {
    const role = await makeRole();
    for (const path of ['/roles', '/classes/_Role']) {
      const answer = await api.call('GET', `${path}/${role.id}`, { master: true });
      assert.equal(answer.json.name, role.getName());
      assert.deepEqual(answer.json.users, { __type: 'Relation', className: '_User' });
      assert.deepEqual(answer.json.roles, { __type: 'Relation', className: '_Role' });
    }
  });
  test('an ACL is required', async () => {
    assertError(await api.call('POST', '/roles', { body: { name: unique('role') } }), 400, 111, 'ACL is required.');
  });
  test('a name is required', async () => {
    assertError(await api.call('POST', '/roles', { body: { ACL: {} } }), 400, 111, 'name is required.');
  });
  test('a name is taken once', async () => {
    const role = await makeRole();
    assertError(await api.call('POST', '/roles', { body: { name: role.getName(), ACL: {} } }), 400, 137,
      'A duplicate value for a field with unique values was provided');
  });
  test('whom the ACL does not let write cannot put himself in', async () => {
    const role = new Parse.Role(unique('role'), readable());
    await role.save(null, master);
    const user = await signUp();
    const body = { users: { __op: 'AddRelation', objects: [pointer('_User', user.id)] } };
    assertError(await api.call('PUT', `/roles/${role.id}`, { body, session: user.getSessionToken() }), 404, 101);
    assertError(await api.call('PUT', `/roles/${role.id}`, { body }), 404, 101);
    assert.equal(await canRead(await forRole(role), user), false);
  });
  test('a role that one cannot read is not there', async () => {
    const role = await makeRole();
    assertError(await api.call('GET', `/roles/${role.id}`), 404, 101);
    assert.deepEqual(await api.find('_Role', { where: { name: role.getName() } }), []);
  });
});

suite('roles: access', () => {
  test('a user in the role reads, others do not', async () => {
    const [member, stranger] = [await signUp(), await signUp()];
    const thing = await forRole(await makeRole(undefined, [member]));
    assert.equal(await canRead(thing, member), true);
    assert.equal(await canRead(thing, stranger), false);
    assert.equal(await canRead(thing), false);
  });
  test('and writes and deletes', async () => {
    const member = await signUp();
    const thing = await forRole(await makeRole(undefined, [member]));
    await thing.save({ name: 'changed' }, as(member));
    await thing.destroy(as(member));
    await rejects(Thing.createWithoutData(thing.id).fetch(master), 101);
  });
  test('finds only what the role may read', async () => {
    const member = await signUp();
    const role = await makeRole(undefined, [member]);
    const group = unique('group');
    await make('Thing', { group, name: 'role', ACL: new Parse.ACL({ [`role:${role.getName()}`]: { read: true } }) }, master);
    await make('Thing', { group, name: 'nobody', ACL: new Parse.ACL() }, master);
    const names = (options) => api.find('Thing', { where: { group } }, options).then((found) => found.map(({ name }) => name));
    assert.deepEqual(await names({ session: member.getSessionToken() }), ['role']);
    assert.deepEqual(await names(), []);
  });
  test('of a role within the role', async () => {
    const user = await signUp();
    const inner = await makeRole(undefined, [user]);
    const outer = await makeRole(undefined, [], [inner]);
    assert.equal(await canRead(await forRole(outer), user), true);
  });
  test('not the other way round', async () => {
    const user = await signUp();
    const inner = await makeRole();
    await makeRole(undefined, [user], [inner]);
    assert.equal(await canRead(await forRole(inner), user), false);
  });
  test('three roles deep', async () => {
    const user = await signUp();
    const first = await makeRole(undefined, [user]);
    const second = await makeRole(undefined, [], [first]);
    const third = await makeRole(undefined, [], [second]);
    assert.equal(await canRead(await forRole(third), user), true);
  });
  test('roles that hold each other do no harm', async () => {
    const user = await signUp();
    const first = await makeRole(undefined, [user]);
    const second = await makeRole(undefined, [], [first]);
    first.getRoles().add(second);
    await first.save(null, master);
    assert.equal(await canRead(await forRole(second), user), true);
    assert.equal(await canRead(await forRole(second)), false);
  });
  test('ends when the user is taken out', async () => {
    const user = await signUp();
    const role = await makeRole(undefined, [user]);
    const thing = await forRole(role);
    assert.equal(await canRead(thing, user), true);
    role.getUsers().remove(user);
    await role.save(null, master);
    assert.equal(await canRead(thing, user), false);
  });
  test('ends when the role is deleted', async () => {
    const user = await signUp();
    const role = await makeRole(undefined, [user]);
    const thing = await forRole(role);
    assert.equal(await canRead(thing, user), true);
    await role.destroy(master);
    // parse-server goes on for up to five seconds, as long as its cache of a user's roles lives.
    assert.equal(await canRead(thing, user), either({ parseServer: true, ours: false }));
  });
  test('an ACL that names a role of no such name gives nothing', async () => {
    const user = await signUp();
    const acl = { [`role:${unique('nosuch')}`]: { read: true } };
    const id = await api.create('Thing', { ACL: acl });
    assert.equal((await api.call('GET', `/classes/Thing/${id}`, { session: user.getSessionToken() })).status, 404);
  });
  test('a user whose id is written like a role is no role', async () => {
    const answer = await api.call('GET', `/classes/Thing${query({ limit: 1 })}`, { session: 'role:admin' });
    assertError(answer, 400, 209);
  });
  test('the members are queried through the relation', async () => {
    const users = [await signUp(), await signUp()];
    const role = await makeRole(undefined, users);
    const found = await role.getUsers().query().find(master);
    assert.deepEqual(found.map(({ id }) => id).sort(), users.map(({ id }) => id).sort());
    assertStatus(await api.call('GET', `/roles/${role.id}`, { master: true }), 200);
  });
});
