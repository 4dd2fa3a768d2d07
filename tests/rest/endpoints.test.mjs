// The app as a whole: what Parse's SDK suite does not ask of schemas, purging, installations and options,
// because it is about private apps or about this server's own options.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertError, assertStatus, unique } from '../lib/rest.mjs';

const device = (extra = {}) => ({ deviceType: 'ios', installationId: unique('device').toLowerCase(), ...extra });
const named = (installationId) => ({ headers: { 'X-Parse-Installation-Id': installationId } });

describeServer('installations of a private app', 'kitchen_owner', (context) => {
  const call = (...args) => context.api.call(...args);

  test('a device registers without a session, and gets and updates itself by its id', async () => {
    const body = device();
    const created = await call('POST', '/installations', { body });
    assertStatus(created, 201);
    const path = `/installations/${created.json.objectId}`;
    const own = named(body.installationId.toUpperCase());
    assert.equal((await call('GET', path, own)).json.installationId, body.installationId);
    assertStatus(await call('PUT', path, { body: { channels: ['news'] }, ...own }), 200);
    assertStatus(await call('POST', '/installations', { body: { ...body, badge: 3 } }), 200);
    const kept = await call('GET', path, { master: true });
    assert.deepEqual([kept.json.channels, kept.json.badge, kept.json.ACL], [['news'], 3, undefined]);
  });
  test('nobody else reaches it, signed in or not', async () => {
    const { json } = await call('POST', '/installations', { body: device() });
    const path = `/installations/${json.objectId}`;
    const { session } = await context.api.signUp();
    for (const options of [{}, { session }, named('another')]) {
      assertError(await call('GET', path, options), 404, 101);
      assertError(await call('PUT', path, { body: { badge: 1 }, ...options }), 404, 101);
      assertError(await call('GET', '/installations', options), 400, 119);
      assertError(await call('GET', `/classes/_Installation?where=${encodeURIComponent(JSON.stringify({ objectId: json.objectId }))}`, options), 400, 119);
      assertError(await call('DELETE', path, options), 400, 119);
    }
    assertStatus(await call('GET', path, { master: true }), 200);
  });
  test('an ACL narrows it further', async () => {
    const user = await context.api.signUp();
    const body = device({ ACL: { [user.id]: { read: true, write: true } } });
    const { json } = await call('POST', '/installations', { body });
    const path = `/installations/${json.objectId}`;
    assertError(await call('GET', path, named(body.installationId)), 404, 101);
    assertStatus(await call('GET', path, { ...named(body.installationId), session: user.session }), 200);
  });
  test('a device that first had no id registers again by its token, and gets one; then the token alone opens nothing', async () => {
    const deviceToken = unique('token');
    const installationId = unique('device').toLowerCase();
    const body = { deviceType: 'ios', deviceToken };
    const first = await call('POST', '/installations', { body });
    assertStatus(first, 201);
    const path = `/installations/${first.json.objectId}`;
    assertStatus(await call('POST', '/installations', { body: { ...body, badge: 1 } }), 200);
    assertStatus(await call('PUT', path, { body: { deviceToken, badge: 2 } }), 200);
    assertError(await call('PUT', path, { body: { badge: 9 } }), 404, 101);
    assertError(await call('PUT', path, { body: { deviceToken: unique('token'), badge: 9 } }), 400, 136);
    assertError(await call('GET', path), 404, 101);
    const ofId = await call('POST', '/installations', { body: { deviceType: 'ios', installationId } });
    assertStatus(ofId, 201);
    assertStatus(await call('POST', '/installations', { body: { ...body, installationId } }), 200);
    assertError(await call('GET', `/installations/${ofId.json.objectId}`, named(installationId)), 404, 101);
    const merged = await call('GET', path, named(installationId));
    assert.deepEqual([merged.json.deviceToken, merged.json.installationId, merged.json.badge], [deviceToken, installationId, 2]);
    for (const stranger of [{ body: { ...body, badge: 7 } }, { body: { ...body, badge: 7 }, ...named('another') }]) {
      assert.notEqual((await call('PUT', path, stranger)).status, 200);
    }
    assertError(await call('POST', '/installations', { body: { ...body, badge: 7 } }), 404, 101);
    assert.equal((await call('GET', path, named(installationId))).json.badge, 2);
  });
  test('a token that was there before the id becomes the same installation', async () => {
    const deviceToken = unique('token');
    const first = await call('POST', '/installations', { body: { deviceType: 'ios', deviceToken }, master: true });
    const again = await call('POST', '/installations', { body: device({ deviceToken }), master: true });
    assertStatus(again, 200);
    const found = await context.api.find('_Installation', { where: { deviceToken } }, { master: true });
    assert.deepEqual(found.map(({ objectId }) => objectId), [first.json.objectId]);
  });
  test('a token that several have, without an id, is error 132', async () => {
    const deviceToken = unique('token');
    for (let i = 0; i < 2; i++) {
      const { json } = await call('POST', '/installations', { body: device(), master: true });
      await call('PUT', `/installations/${json.objectId}`, { body: { deviceToken }, master: true });
    }
    const answer = await call('POST', '/installations', { body: { deviceType: 'ios', deviceToken }, master: true });
    assertError(answer, 400, 132, 'Must specify installationId when deviceToken matches multiple Installation objects');
  });
  test('values of wrong types are refused', async () => {
    for (const body of [device({ channels: 'news' }), device({ badge: 'x' }), { deviceType: 'ios', installationId: 7, deviceToken: 'x' }]) {
      assertError(await call('POST', '/installations', { body }), 400, 111);
    }
  });
});

describeServer('schemas, purging, the security report', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);
  const master = { master: true };

  test('every class is told with its indexes', async () => {
    const { results } = (await call('GET', '/schemas', master)).json;
    for (const { className, fields, indexes } of results) {
      assert.deepEqual(fields.objectId, { type: 'String' }, className);
      for (const [name, keys] of Object.entries(indexes ?? {})) {
        for (const [key, direction] of Object.entries(keys)) {
          assert.ok(key === '_id' || key in fields, `${className}.${name}: ${key}`);
          assert.ok([1, -1].includes(direction));
        }
      }
    }
  });
  test('no way of changing a schema is open', async () => {
    for (const [method, path] of [['POST', '/schemas'], ['POST', '/schemas/Item'], ['PUT', '/schemas/Item'], ['DELETE', '/schemas/Item']]) {
      assertError(await call(method, path, { body: {}, ...master }), 400, 119, /schema file/);
    }
  });
  test('purging users takes their credentials and sessions along', async () => {
    const user = await context.api.signUp();
    assertStatus(await call('DELETE', '/purge/_User', master), 200);
    assertError(await call('GET', '/users/me', { session: user.session }), 400, 209);
    assertError(await call('POST', '/login', { body: { username: user.username, password: user.password } }), 404, 101);
    assert.deepEqual(await context.api.find('_Session', {}, master), []);
    await context.api.signUp(user.username);
  });
  test('purging sessions signs everybody out', async () => {
    const user = await context.api.signUp();
    assertStatus(await call('DELETE', '/purge/_Session', master), 200);
    assertError(await call('GET', '/users/me', { session: user.session }), 400, 209);
  });
  test('purging roles takes their memberships along', async () => {
    const user = await context.api.signUp();
    await context.api.createRole('staff', [user]);
    const id = await context.api.create('Staff', { name: 'x' }, master);
    assertStatus(await call('GET', `/classes/Staff/${id}`, { session: user.session }), 200);
    assertStatus(await call('DELETE', '/purge/_Role', master), 200);
    assertError(await call('GET', `/classes/Staff/${id}`, { session: user.session }), 400, 119);
    assertStatus(await call('DELETE', '/purge/NoSuchClass', master), 200);
  });
  test('a class that is not there is empty to the master key, and closed to others', async () => {
    assert.deepEqual((await call('GET', '/classes/NoSuchClass?count=1', master)).json, { results: [], count: 0 });
    assertError(await call('GET', '/classes/NoSuchClass'), 400, 119);
    assertError(await call('POST', '/classes/NoSuchClass', { body: {}, ...master }), 400, 119);
  });
  test('config: what is no parameter is refused', async () => {
    for (const params of [{ 'a.b': 1 }, { '': 1 }]) assertError(await call('PUT', '/config', { body: { params }, ...master }), 400, 105);
    assertError(await call('PUT', '/config', { body: { params: [1] }, ...master }), 400, 107);
    assertError(await call('PUT', '/config', { body: { params: { n: { __op: 'Increment', amount: 1 } } }, ...master }), 400, 108);
    assert.deepEqual((await call('GET', '/config')).json, { params: {} });
  });
  test('the security report says what is weak, with a way out', async () => {
    const { report } = (await call('GET', '/security', master)).json;
    const checks = Object.fromEntries(report.groups.flatMap((group) => group.checks).map((check) => [check.title, check]));
    assert.equal(checks['Secure master key'].state, 'success');
    assert.equal(checks['Database file private'].state, 'success');
    assert.equal(checks['Private by default'].state, 'fail');
    assert.match(checks['Private by default'].solution, /--access owner/);
    assert.equal(report.state, 'fail');
  });
});

describeServer('--protect-from-owner', 'kitchen', (context) => {
  test('hides the protected fields of users from the users themselves', async () => {
    const user = await context.api.signUp(undefined, { email: `${unique('e')}@example.com` });
    const own = await context.api.fetch('_User', user.id, { session: user.session });
    assert.equal(own.username, user.username);
    assert.ok(!('email' in own));
    assert.ok('email' in (await context.api.fetch('_User', user.id, { master: true })));
  });
}, { arguments: ['--protect-from-owner'] });
