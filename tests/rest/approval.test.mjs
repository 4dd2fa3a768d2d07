// Who signs up, and how somebody comes to a role: by asking for it, and by the word of those whom the app's
// sentences name. Everybody can sign up, yet nobody can make himself a provider.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { buildServer, run } from '../lib/builds.mjs';
import { describeServer } from '../lib/fixture.mjs';
import { runsAgainstReference } from '../lib/reference.mjs';
import { access, assertError, assertStatus, client, date, pointer, query, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const master = { master: true };
const skip = runsAgainstReference() && 'roles that wait for approval are ours';
const addUser = (user) => ({ __op: 'AddRelation', objects: [user.pointer] });

describeServer('a role that waits for approval', 'accounts', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const call = (...args) => context.api.call(...args);
  const ask = (name, role = 'provider', more = {}) => call('POST', '/classes/RoleRequest', { ...as(name), body: { user: who[name].pointer, role, ...more } });
  const request = async (name, role) => {
    const answer = await ask(name, role);
    assertStatus(answer, 201);
    return answer.json.objectId;
  };
  const decide = (name, id, status) => call('PUT', `/classes/RoleRequest/${id}`, { ...as(name), body: { status } });
  const visits = async (name) => (await context.api.find('Visit', {}, as(name))).length;
  const isIn = async (name, role = 'provider') => {
    const roles = await context.api.find('_Role', { where: { name: role, users: who[name].pointer } }, master);
    return roles.length === 1;
  };
  const user = async (name) => (who[name] = await context.api.signUp(unique(name)));

  before(async () => {
    for (const name of ['ann', 'admin', 'other']) await user(name);
    await context.api.createRole('admin', [who.admin]);
    const patient = await context.api.create('Patient', { user: who.ann.pointer, name: 'Ann' }, as('ann'));
    context.assign = (name) => context.api.create('CareAssignment', { patient: pointer('Patient', patient), provider: who[name].pointer }, as('admin'));
    await context.api.create('Visit', { patient: pointer('Patient', patient), reason: 'cough' }, master);
  });

  test('comes with approval at once, in every session, and goes with revocation at once', async () => {
    await user('doctor');
    await context.assign('doctor');
    const second = (await call('POST', '/login', { body: { username: who.doctor.username, password: who.doctor.password } })).json.sessionToken;
    const id = await request('doctor');
    assert.equal(await visits('doctor'), 0, 'asking is not being');
    assertStatus(await decide('admin', id, 'approved'), 200);
    assert.equal(await visits('doctor'), 1);
    assert.equal((await context.api.find('Visit', {}, { session: second })).length, 1);
    const row = await context.api.fetch('RoleRequest', id, as('doctor'));
    assert.equal(row.status, 'approved');
    assert.deepEqual(row.decidedBy, who.admin.pointer);
    assert.ok(Math.abs(Date.parse(row.decidedAt.iso) - Date.now()) < 60000);
    assertStatus(await decide('admin', id, 'revoked'), 200);
    assert.equal(await visits('doctor'), 0);
    assert.equal((await context.api.find('Visit', {}, { session: second })).length, 0);
    assertError(await decide('admin', id, 'approved'), 400, 142);
    const again = await request('doctor');
    assertStatus(await decide('admin', again, 'approved'), 200);
    assert.equal(await visits('doctor'), 1, 'who was revoked may ask again');
  });

  test('is no matter of a restricted session, which writes no roles: it neither asks nor decides', async () => {
    await user('doctor');
    const restrict = async (name) => (await call('POST', '/sessions', { ...as(name), body: { restricted: true, installationId: unique('device') } })).json.sessionToken;
    const body = { user: who.doctor.pointer, role: 'provider' };
    assertError(await call('POST', '/classes/RoleRequest', { session: await restrict('doctor'), body }), 400, 119);
    const id = await request('doctor');
    assertError(await call('PUT', `/classes/RoleRequest/${id}`, { session: await restrict('admin'), body: { status: 'approved' } }), 400, 119);
    assert.equal(await isIn('doctor'), false);
    assertStatus(await decide('admin', id, 'approved'), 200);
    assert.equal(await isIn('doctor'), true);
  });

  test('does not come with rejection', async () => {
    await user('doctor');
    const id = await request('doctor');
    assertStatus(await decide('admin', id, 'rejected'), 200);
    assert.equal(await isIn('doctor'), false);
    assertError(await decide('admin', id, 'approved'), 400, 142);
    assert.equal(await isIn('doctor'), false);
  });

  test('is asked for by oneself, once, and while nobody has decided, withdrawn', async () => {
    await user('doctor');
    assertError(await call('POST', '/classes/RoleRequest', { ...as('other'), body: { user: who.doctor.pointer, role: 'provider' } }), 400, 119);
    assertError(await call('POST', '/classes/RoleRequest', { body: { user: who.doctor.pointer, role: 'provider' } }), 400, 119);
    const id = await request('doctor');
    assertError(await ask('doctor'), 400, 137, 'There is a request for this role already.');
    const refusals = [];
    for (const name of ['doctor', 'ann', 'admin']) refusals.push((await call('POST', '/classes/RoleRequest', { ...as('other'), body: { user: who[name].pointer, role: 'provider' } })).json);
    assert.deepEqual(refusals, Array(3).fill({ code: 119, error: 'Permission denied for action create on class RoleRequest.' }), 'nobody else hears who has asked');
    await request('doctor', 'nurse');
    assert.deepEqual((await context.api.find('RoleRequest', { where: { role: 'provider' } }, as('doctor'))).map((row) => row.objectId), [id]);
    assert.deepEqual(await context.api.find('RoleRequest', {}, as('other')), [], 'others see nothing of it');
    assertError(await call('GET', `/classes/RoleRequest/${id}`, as('other')), 404, 101);
    assertError(await call('DELETE', `/classes/RoleRequest/${id}`, as('other')), 404, 101);
    assertError(await call('DELETE', `/classes/RoleRequest/${id}`, as('admin')), 404, 101);
    assertStatus(await call('DELETE', `/classes/RoleRequest/${id}`, as('doctor')), 200);
    const next = await request('doctor');
    assertStatus(await decide('admin', next, 'approved'), 200);
    assertError(await call('DELETE', `/classes/RoleRequest/${next}`, as('doctor')), 404, 101);
    assertError(await ask('doctor'), 400, 137);
  });

  test('is of those that a sentence names', async () => {
    await user('doctor');
    for (const role of ['admin', 'other', '', 'Provider']) assertError(await ask('doctor', role), 400, [119, 142]);
    assertError(await call('POST', '/classes/RoleRequest', { ...as('doctor'), body: { user: who.doctor.pointer } }), 400, 142);
  });

  test('is given by those whom its sentence names, and by nobody else', async () => {
    for (const name of ['doctor', 'nurse']) await user(name);
    const doctor = await request('doctor');
    const nurse = await request('nurse', 'nurse');
    for (const name of ['doctor', 'nurse', 'other']) {
      assertError(await decide(name, doctor, 'approved'), 404, 101);
    }
    assertError(await decide('nurse', nurse, 'approved'), 404, 101);
    assertError(await call('PUT', `/classes/RoleRequest/${doctor}`, { body: { status: 'approved' } }), 404, 101);
    assertError(await decide('admin', nurse, 'approved'), 404, 101);
    assertError(await decide('doctor', nurse, 'approved'), 404, 101);
    assertStatus(await decide('admin', doctor, 'approved'), 200);
    assertStatus(await decide('doctor', nurse, 'approved'), 200);
    assert.deepEqual([await isIn('doctor'), await isIn('doctor', 'nurse'), await isIn('nurse', 'nurse'), await isIn('nurse')], [true, false, true, false]);
    assert.deepEqual(await context.api.find('RoleRequest', { where: { role: 'provider', status: 'pending', user: who.doctor.pointer } }, as('doctor')), []);
    assertError(await decide('doctor', doctor, 'revoked'), 404, 101);
  });

  test('is not given by anybody to himself', async () => {
    await user('both');
    await context.api.call('PUT', `/roles/${(await context.api.find('_Role', { where: { name: 'admin' } }, master))[0].objectId}`, { ...master, body: { users: addUser(who.both) } });
    const id = await request('both');
    assertError(await decide('both', id, 'approved'), 400, 119, 'Nobody decides on their own request.');
    assertError(await decide('both', id, 'rejected'), 400, 119);
    assert.equal(await isIn('both'), false);
    assertStatus(await decide('admin', id, 'approved'), 200);
    assert.equal(await isIn('both'), true);
  });

  test('a request is born pending, undecided, and stays what it is', async () => {
    await user('doctor');
    const id = await request('doctor');
    for (const more of [{ status: 'approved' }, { decidedBy: who.other.pointer }, { decidedAt: date('2020-01-01') }]) {
      assertError(await ask('doctor', 'nurse', more), 400, [119, 142]);
    }
    for (const body of [{ status: 'approved', role: 'nurse' }, { user: who.other.pointer }, { decidedBy: who.other.pointer }, { role: 'nurse' }, { ACL: {} }]) {
      assertError(await call('PUT', `/classes/RoleRequest/${id}`, { ...as('admin'), body }), 400, [119, 142]);
    }
    assertError(await call('PUT', `/classes/RoleRequest/${id}`, { ...master, body: { role: 'nurse' } }), 400, 142, 'role of a RoleRequest does not change');
    assertError(await call('PUT', `/classes/RoleRequest/${id}`, { ...master, body: { user: who.other.pointer } }), 400, 142);
    const row = await context.api.fetch('RoleRequest', id, master);
    assert.deepEqual([row.status, row.decidedBy, row.decidedAt, row.role], ['pending', undefined, undefined, 'provider']);
    assert.equal(await isIn('doctor'), false);
  });

  test('the master key decides, too, and may bring what was decided elsewhere', async () => {
    await user('doctor');
    const id = await request('doctor');
    assertStatus(await call('PUT', `/classes/RoleRequest/${id}`, { ...master, body: { status: 'approved' } }), 200);
    assert.equal(await isIn('doctor'), true);
    assert.equal((await context.api.fetch('RoleRequest', id, master)).decidedBy, undefined);
    await user('moved');
    await context.api.create('RoleRequest', { user: who.moved.pointer, role: 'provider', status: 'approved' }, master);
    assert.equal(await isIn('moved'), true);
  });

  test('what a refused decision began is undone with it', async () => {
    await user('doctor');
    const id = await request('doctor');
    const part = (status) => ({ method: 'PUT', path: `/parse/classes/RoleRequest/${id}`, body: { status } });
    const answer = await call('POST', '/batch', { ...as('admin'), body: { transaction: true, requests: [part('approved'), part('pending')] } });
    assertError(answer, 400, 142);
    assert.equal(await isIn('doctor'), false);
    assert.equal((await context.api.fetch('RoleRequest', id, master)).status, 'pending');
  });

  test('no client gets into such a role', async () => {
    for (const name of ['eve', 'doctor']) await user(name);
    const id = await request('doctor');
    assertStatus(await decide('admin', id, 'approved'), 200); // the role is there now, made by the server
    const [role] = await context.api.find('_Role', { where: { name: 'provider' } }, master);
    const own = (await call('POST', '/roles', { ...master, body: { name: unique('club'), ACL: access(who.eve.id), users: addUser(who.eve) } })).json.objectId;
    const bodies = [
      { users: addUser(who.eve) }, { roles: { __op: 'AddRelation', objects: [pointer('_Role', own)] } }, { ACL: access(who.eve.id) },
      { users: { __op: 'Batch', ops: [addUser(who.eve)] } }, { name: 'x' },
    ];
    for (const session of ['eve', 'doctor', 'admin']) {
      for (const body of bodies) {
        assert.notEqual((await call('PUT', `/roles/${role.objectId}`, { ...as(session), body })).status, 200);
        const [part] = (await call('POST', '/batch', { ...as(session), body: { requests: [{ method: 'PUT', path: `/parse/roles/${role.objectId}`, body }] } })).json;
        assert.ok(part.error, JSON.stringify(part));
      }
      assert.notEqual((await call('DELETE', `/roles/${role.objectId}`, as(session))).status, 200);
      assert.deepEqual(await context.api.find('_Role', { where: { name: 'provider' } }, as(session)), [], 'who is in it is nobody\'s to see');
    }
    // The other way round: a role of one's own that has the real one in it makes its members nothing.
    await call('PUT', `/roles/${own}`, { ...as('eve'), body: { roles: { __op: 'AddRelation', objects: [pointer('_Role', role.objectId)] } } });
    await context.assign('eve');
    assert.equal(await visits('eve'), 0);
    assert.equal(await isIn('eve'), false);
    // Nor does anything that a sign-up or the user's own row says.
    for (const extra of [{ roles: ['provider'] }, { role: 'provider' }, { ACL: access('role:provider') }]) {
      await call('PUT', `/users/${who.eve.id}`, { ...as('eve'), body: extra });
    }
    assert.equal(await visits('eve'), 0);
  });

  test('a count tells others nothing', async () => {
    await user('doctor');
    await request('doctor');
    assert.equal((await call('GET', `/classes/RoleRequest${query({ count: 1, limit: 0, where: { user: who.doctor.pointer } })}`, as('other'))).json.count, 0);
    assert.equal((await call('GET', `/classes/RoleRequest${query({ count: 1, limit: 0, where: { user: who.doctor.pointer } })}`, as('admin'))).json.count, 1);
  });
}, { skip });

for (const build of ['accounts', 'accounts_public']) {
  describeServer(`a role that rules speak of, in ${build}`, build, (context) => {
    test('is made by no client, and no role is given its name', async () => {
      const { call, signUp, find } = context.api;
      const eve = await signUp(unique('eve'));
      const session = { session: eve.session };
      const mine = (name) => ({ name, ACL: access(eve.id), users: addUser(eve) });
      const options = build === 'accounts' ? master : session; // there clients make no roles at all
      const own = await call('POST', '/roles', { ...options, body: mine(unique('club')) });
      assertStatus(own, 201);
      const rename = (name) => call('PUT', `/roles/${own.json.objectId}`, { ...session, body: { name } });
      if (build === 'accounts_public') assertStatus(await rename(unique('club')), 200);
      for (const name of ['provider', 'nurse', 'admin']) {
        for (const path of ['/roles', '/classes/_Role']) assertError(await call('POST', path, { ...session, body: mine(name) }), 400, 119);
        assertError(await rename(name), 400, 119);
        const requests = [{ method: 'POST', path: '/parse/roles', body: mine(name) }, { method: 'PUT', path: `/parse/roles/${own.json.objectId}`, body: { name } }];
        const parts = (await call('POST', '/batch', { ...session, body: { requests } })).json;
        assert.deepEqual(parts.map((part) => part.error?.code), [119, 119]);
        assert.deepEqual(await find('_Role', { where: { name } }, master), []);
      }
    });
  }, { skip });
}

describeServer('the trial', 'trial', (context) => {
  test('a provider who is not approved yet has no provider\'s rights', async () => {
    const { api } = context;
    const [ann, doctor, admin] = [await api.signUp(), await api.signUp(), await api.signUp()];
    await api.createRole('admin', [admin]);
    const session = (user) => ({ session: user.session });
    const patient = pointer('PatientProfile', await api.create('PatientProfile', { user: ann.pointer, fullName: 'Ann', medicalRecordNumber: '1' }, session(ann)));
    await api.create('CareAssignment', { patient, provider: doctor.pointer }, session(admin));
    const order = { patient, drug: 'a', dosage: '1 mg', frequency: 'daily' };
    const id = await api.create('RoleRequest', { user: doctor.pointer, role: 'provider' }, session(doctor));
    const rights = async () => [
      (await api.call('GET', '/classes/PatientProfile', session(doctor))).json.results.length,
      (await api.call('POST', '/classes/MedicationOrder', { ...session(doctor), body: order })).status,
    ];
    assert.deepEqual(await rights(), [0, 400]);
    assertStatus(await api.call('PUT', `/classes/RoleRequest/${id}`, { ...session(admin), body: { status: 'approved' } }), 200);
    assert.deepEqual(await rights(), [1, 201]);
  });
}, { skip });

describeServer('an app that says who is approved, and not who signs up', 'accounts_closed', (context) => {
  const signUp = (options) => context.api.call('POST', '/users', { body: { username: unique('u'), password: 'long enough' }, ...options });

  test('makes accounts with the master key only', async () => {
    assertError(await signUp(), 400, 119, 'Permission denied for action create on class _User.');
    assertError(await context.api.call('POST', '/classes/_User', { body: { username: unique('u'), password: 'long enough' } }), 400, 119);
    assertError(await signUp({ body: { authData: { anonymous: { id: unique('device') } } } }), 400, 252);
    const [part] = (await context.api.call('POST', '/batch', { body: { requests: [{ method: 'POST', path: '/parse/users', body: { username: unique('u'), password: 'long enough' } }] } })).json;
    assert.equal(part.error.code, 119);
    assert.equal((await context.api.call('GET', `/users${query({ count: 1, limit: 0 })}`, master)).json.count, 0);
    const username = unique('u');
    assertStatus(await context.api.call('POST', '/users', { ...master, body: { username, password: 'long enough' } }), 201);
    assertStatus(await context.api.call('POST', '/login', { body: { username, password: 'long enough' } }), 200);
  });
}, { skip });

describe('the first administrator', { skip }, () => {
  test('comes from the command line of the machine', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'caregen-user-'));
    try {
      const { program } = await buildServer('accounts');
      const command = (...words) => run(program, ['user', ...words, '--data', dataFolder]);
      const server = await startServer('accounts', { dataFolder });
      const api = client(server);
      const [kim, sam] = [await api.signUp(unique('kim')), await api.signUp(unique('sam'))];
      const id = await api.create('RoleRequest', { user: sam.pointer, role: 'provider' }, { session: sam.session });
      const approve = (session) => api.call('PUT', `/classes/RoleRequest/${id}`, { session, body: { status: 'approved' } });
      const logIn = async () => (await api.call('POST', '/login', { body: { username: kim.username, password: kim.password } })).json.sessionToken;
      assertError(await approve(kim.session), 404, 101);
      for (const [words, code, message] of [
        [['add-role', kim.username, 'amdin'], 2, /there is no role amdin; there is provider, nurse, admin/],
        [['add-role', 'nobody', 'admin'], 1, /there is no user nobody/],
        [['add-role', kim.username], 2, /usage/], [['promote', kim.username, 'admin'], 2, /usage/],
      ]) {
        const answer = await command(...words);
        assert.equal(answer.code, code, answer.stderr);
        assert.match(answer.stderr, message);
      }
      assertError(await approve(await logIn()), 404, 101);
      const added = await command('add-role', kim.username, 'admin');
      assert.equal(added.code, 0, added.stderr);
      assert.equal(added.stdout, `${kim.username} is in the role admin\n`);
      assert.equal((await command('add-role', kim.username, 'admin')).code, 0, 'and stays there');
      assertStatus(await approve(await logIn()), 200);
      assert.equal((await command('remove-role', kim.username, 'admin')).code, 0);
      assertError(await api.call('PUT', `/classes/RoleRequest/${id}`, { session: await logIn(), body: { status: 'revoked' } }), 404, 101);
      await server.stop();
    } finally {
      rmSync(dataFolder, { recursive: true, force: true });
    }
  });
});
