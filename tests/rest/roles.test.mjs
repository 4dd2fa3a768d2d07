// Roles: named groups of users, and of roles.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { access, assertError, assertStatus, pointer, query, unique } from '../lib/rest.mjs';

describeServer('roles', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);
  const master = true;
  const relation = (op, ...objects) => ({ __op: `${op}Relation`, objects });
  const change = (id, body, options = { master }) => call('PUT', `/roles/${id}`, { ...options, body });

  /** Whether the user reads an object that only the role may read. */
  async function isMember(user, roleName) {
    const id = await context.api.create('Item', { name: 'x', ACL: access(`role:${roleName}`) });
    const read = (await call('GET', `/classes/Item/${id}`, { session: user.session })).status === 200;
    const write = (await call('PUT', `/classes/Item/${id}`, { session: user.session, body: { text: 'x' } })).status === 200;
    assert.equal(write, read);
    return read;
  }

  test('a member has what the role has, others have not', async () => {
    const [member, other] = [await context.api.signUp(), await context.api.signUp()];
    const name = unique('role');
    await context.api.createRole(name, [member]);
    assert.equal(await isMember(member, name), true);
    assert.equal(await isMember(other, name), false);
    const id = await context.api.create('Item', { name: 'x', ACL: access(`role:${name}`) });
    assertError(await call('GET', `/classes/Item/${id}`), 404, 101);
  });

  test('joining and leaving count at once', async () => {
    const user = await context.api.signUp();
    const name = unique('role');
    const role = await context.api.createRole(name);
    assert.equal(await isMember(user, name), false);
    assertStatus(await change(role, { users: relation('Add', user.pointer) }), 200);
    assert.equal(await isMember(user, name), true);
    assertStatus(await change(role, { users: relation('Remove', user.pointer) }), 200);
    assert.equal(await isMember(user, name), false);
  });

  test('members of a role within a role are members, not the other way round', async () => {
    const [boss, worker] = [await context.api.signUp(), await context.api.signUp()];
    const [bosses, workers] = [unique('bosses'), unique('workers')];
    const bossesId = await context.api.createRole(bosses, [boss]);
    await context.api.createRole(workers, [worker], [bossesId]);
    assert.equal(await isMember(boss, workers), true);
    assert.equal(await isMember(worker, bosses), false);
    assert.equal(await isMember(boss, bosses), true);
  });

  test('roles nest deeply, and in circles', async () => {
    const user = await context.api.signUp();
    const names = Array.from({ length: 6 }, (_, i) => unique(`level${i}`));
    const ids = [await context.api.createRole(names[0], [user])];
    for (const name of names.slice(1)) ids.push(await context.api.createRole(name, [], [ids.at(-1)]));
    assert.equal(await isMember(user, names.at(-1)), true);
    assertStatus(await change(ids[0], { roles: relation('Add', pointer('_Role', ids.at(-1))) }), 200);
    for (const name of [names[0], names[3], names[5]]) assert.equal(await isMember(user, name), true);
  });

  test('a deleted role opens nothing any more', differs('parse-server goes by its cache for a while'), async () => {
    const user = await context.api.signUp();
    const name = unique('role');
    const id = await context.api.createRole(name, [user]);
    assert.equal(await isMember(user, name), true);
    assertStatus(await call('DELETE', `/roles/${id}`, { master }), 200);
    assert.equal(await isMember(user, name), false);
    await context.api.createRole(name);
    assert.equal(await isMember(user, name), false, 'a new role of the same name starts empty');
  });

  test('a role reads back with its relations', async () => {
    const user = await context.api.signUp();
    const name = unique('role');
    const id = await context.api.createRole(name, [user]);
    const role = await context.api.fetch('_Role', id, { master });
    assert.equal(role.name, name);
    assert.deepEqual(role.users, { __type: 'Relation', className: '_User' });
    assert.deepEqual(role.roles, { __type: 'Relation', className: '_Role' });
    const where = { $relatedTo: { object: pointer('_Role', id), key: 'users' } };
    const members = await context.api.find('_User', { where }, { master });
    assert.deepEqual(members.map((member) => member.objectId), [user.id]);
  });

  test('a role\'s ACL says who may change it', async () => {
    const [admin, intruder] = [await context.api.signUp(), await context.api.signUp()];
    const name = unique('role');
    const body = { name, ACL: { [admin.id]: { read: true, write: true } } };
    const { objectId } = (await call('POST', '/roles', { body, master })).json;
    const join = (user) => change(objectId, { users: relation('Add', user.pointer) }, { session: user.session });
    assertError(await join(intruder), 404, 101);
    assert.equal(await isMember(intruder, name), false);
    assertStatus(await join(admin), 200);
    assert.equal(await isMember(admin, name), true);
    assertError(await call('DELETE', `/roles/${objectId}`, { session: intruder.session }), 404, 101);
  });

  test('a role needs a name of its own and an ACL', async () => {
    const name = unique('role');
    await context.api.createRole(name);
    assertError(await call('POST', '/roles', { body: { name, ACL: {} }, master }), 400, 137);
    assertError(await call('POST', '/roles', { body: { ACL: {} }, master }), 400, [111, 139, 142]);
    assertError(await call('POST', '/roles', { body: { name: unique('role') }, master }), 400, [111, 142]);
  });

  test('only users are users, and only roles are roles', async () => {
    const id = await context.api.createRole(unique('role'));
    const item = await context.api.create('Item', { name: 'x' });
    assertError(await change(id, { users: relation('Add', pointer('Item', item)) }), 400, 111);
    assertError(await change(id, { roles: relation('Add', pointer('_User', 'x')) }), 400, 111);
  });

  test('a user whose id or name looks like a role is no member', async () => {
    const name = unique('role');
    await context.api.createRole(name);
    const user = await context.api.signUp(`role:${name}`);
    assert.equal(await isMember(user, name), false);
  });

  test('roles are listed to those who may read them', async () => {
    const name = unique('role');
    const body = { name, ACL: { '*': { read: true } } };
    assertStatus(await call('POST', '/roles', { body, master }), 201);
    const hidden = unique('role');
    await context.api.createRole(hidden);
    const seen = async (wanted, options) => (await call('GET', `/roles${query({ where: { name: wanted } })}`, options)).json.results.length;
    const user = await context.api.signUp();
    assert.equal(await seen(name, { session: user.session }), 1);
    assert.equal(await seen(hidden, { session: user.session }), 0);
    assert.equal(await seen(hidden, { master }), 1);
  });
});
