// /installations: a device registers itself, and only the master key lists them.
import { Parse, api, assert, assertError, assertStatus, cases, make, master, query, suite, test, unique } from './lib/sdk.mjs';

const create = (body) => api.call('POST', '/installations', { body });
async function device(extra = {}) {
  const installationId = unique('device').toLowerCase();
  const answer = await create({ deviceType: 'android', installationId, ...extra });
  assertStatus(answer, 201);
  return { id: answer.json.objectId, installationId };
}
const update = (id, body) => api.call('PUT', `/installations/${id}`, { body });

suite('installations', () => {
  test('a device registers and reads itself', async () => {
    const token = unique('token');
    const { id, installationId } = await device({ deviceToken: token, channels: ['news'], timeZone: 'Asia/Taipei', localeIdentifier: 'zh-TW', appName: 'App', appVersion: '1.0', appIdentifier: 'app.example', parseVersion: '1.0', badge: 0 });
    const answer = await api.call('GET', `/installations/${id}`);
    assertStatus(answer, 200);
    assert.equal(answer.json.installationId, installationId);
    assert.equal(answer.json.deviceToken, token);
    assert.deepEqual(answer.json.channels, ['news']);
    assert.equal(answer.json.timeZone, 'Asia/Taipei');
  });
  test('the installation id is kept in lower case', async () => {
    const installationId = unique('DEVICE');
    const answer = await create({ deviceType: 'ios', installationId });
    const kept = await api.call('GET', `/installations/${answer.json.objectId}`, { master: true });
    assert.equal(kept.json.installationId, installationId.toLowerCase());
  });
  test('registering again updates', async () => {
    const { id, installationId } = await device({ deviceToken: unique('token') });
    const token = unique('token');
    const again = await create({ deviceType: 'android', installationId, deviceToken: token });
    assertStatus(again, 200);
    assert.deepEqual(Object.keys(again.json), ['updatedAt']);
    assert.equal((await api.call('GET', `/installations/${id}`)).json.deviceToken, token);
  });
  test('channels are changed by operations', async () => {
    const { id } = await device({ channels: ['a'] });
    assertStatus(await update(id, { channels: { __op: 'AddUnique', objects: ['b'] } }), 200);
    assert.deepEqual((await api.call('GET', `/installations/${id}`)).json.channels.sort(), ['a', 'b']);
  });
  const refused = [
    ['no id at all', {}, 135, 'at least one ID field (deviceToken, installationId) must be specified in this operation'],
    ['no device type', { installationId: 'x1' }, 135, 'deviceType must be specified in this operation'],
  ];
  cases(refused, async (body, code, message) => assertError(await create(body), 400, code, message));
  test('the installation id does not change', async () => {
    const { id } = await device();
    assertError(await update(id, { installationId: 'another' }), 400, 136, 'installationId may not be changed in this operation');
  });
  test('the device type does not change', async () => {
    const { id } = await device();
    assertError(await update(id, { deviceType: 'ios' }), 400, 136, 'deviceType may not be changed in this operation');
  });
  test('others cannot list or delete', async () => {
    const { id } = await device();
    assertError(await api.call('GET', '/installations'), 400, 119);
    assertError(await api.call('DELETE', `/installations/${id}`), 400, 119);
  });
  test('the master key lists and deletes', async () => {
    const { id, installationId } = await device();
    const found = await new Parse.Query(Parse.Installation).equalTo('installationId', installationId).find(master);
    assert.deepEqual(found.map((installation) => installation.id), [id]);
    assertStatus(await api.call('DELETE', `/installations/${id}`, { master: true }), 200);
    assertError(await api.call('GET', `/installations/${id}`), 404, 101);
  });
  test('a token that moves to another device leaves the old one', async () => {
    const deviceToken = unique('token');
    const first = await device({ deviceToken });
    const second = await device({ deviceToken });
    assertError(await api.call('GET', `/installations/${first.id}`), 404, 101);
    assert.equal((await api.call('GET', `/installations/${second.id}`)).json.deviceToken, deviceToken);
  });
  test('by the SDK', async () => {
    const installationId = unique('device').toLowerCase();
    const installation = await make('_Installation', { deviceType: 'web', installationId });
    assert.ok(installation.id);
  });
});

suite('installations: a device token that several have', () => {
  const ids = async (deviceToken) => {
    const answer = await api.call('GET', `/installations${query({ where: { deviceToken }, order: 'createdAt' })}`, { master: true });
    assertStatus(answer, 200);
    return answer.json.results.map(({ objectId }) => objectId);
  };
  const register = async (body, status = 201) => {
    const answer = await create({ deviceType: 'android', ...body });
    assertStatus(answer, status);
    return answer.json.objectId;
  };
  const name = () => unique('device').toLowerCase();

  test('an update that names its objectId takes the token over', async () => {
    const deviceToken = unique('token');
    const [old, other] = [await device({ deviceToken }), await device()];
    assertStatus(await update(other.id, { objectId: other.id, deviceToken }), 200);
    assert.deepEqual(await ids(deviceToken), [other.id]);
    assertError(await api.call('GET', `/installations/${old.id}`, { master: true }), 404, 101);
  });
  test('an update that names its installationId takes the token over', async () => {
    const deviceToken = unique('token');
    const [, other] = [await device({ deviceToken }), await device()];
    assertStatus(await update(other.id, { installationId: other.installationId, deviceToken }), 200);
    assert.deepEqual(await ids(deviceToken), [other.id]);
  });
  test('an update that names neither leaves the others, and a third registration of the token says its id', async () => {
    const deviceToken = unique('token');
    const [old, other] = [await device({ deviceToken }), await device()];
    assertStatus(await update(other.id, { deviceToken }), 200);
    assert.deepEqual(await ids(deviceToken), [old.id, other.id]);
    assertError(await create({ deviceType: 'android', deviceToken }), 400, 132, 'Must specify installationId when deviceToken matches multiple Installation objects');
    const third = await register({ installationId: name(), deviceToken });
    assert.deepEqual(await ids(deviceToken), [third]);
  });
  test('what another app has by the same token stays', async () => {
    const deviceToken = unique('token');
    const first = await register({ installationId: name(), deviceToken, appIdentifier: 'app.one' });
    const second = await register({ installationId: name(), deviceToken, appIdentifier: 'app.two' });
    assert.deepEqual(await ids(deviceToken), [first, second]);
  });
  test('the row of the token and the row of the id become one, the token\'s, whichever is updated', async () => {
    for (const which of ['token', 'id', 'post']) {
      const [deviceToken, installationId] = [unique('token'), name()];
      const ofId = await register({ installationId });
      const ofToken = await register({ deviceToken });
      const body = { deviceType: 'android', deviceToken, installationId };
      const target = { token: ofToken, id: ofId }[which];
      assertStatus(target ? await update(target, { ...body, objectId: target }) : await create(body), 200);
      assert.deepEqual(await ids(deviceToken), [ofToken], which);
      assertError(await api.call('GET', `/installations/${ofId}`, { master: true }), 404, 101);
      assert.equal((await api.call('GET', `/installations/${ofToken}`, { master: true })).json.installationId, installationId);
    }
  });
  test('a token without an id is registered once', async () => {
    const deviceToken = unique('token');
    const first = await register({ deviceToken });
    await register({ deviceToken, channels: ['a'] }, 200);
    await register({ deviceToken, installationId: name() }, 200);
    await register({ deviceToken, channels: ['b'] }, 200);
    assert.deepEqual(await ids(deviceToken), [first]);
  });
  test('a token that has no id does not change', async () => {
    const id = await register({ deviceToken: unique('token') });
    assertError(await update(id, { deviceToken: unique('token') }), 400, 136, 'deviceToken may not be changed in this operation');
  });
  test('the id in the header will do, also by /classes', async () => {
    const { id, installationId } = await device();
    const headers = { 'X-Parse-Installation-Id': installationId };
    const answer = await api.call('POST', '/classes/_Installation', { body: { badge: 3 }, headers });
    assertStatus(answer, 200);
    assert.ok(answer.json.updatedAt);
    assert.equal((await api.call('GET', `/installations/${id}`, { master: true })).json.badge, 3);
  });
  test('a token of 64 characters is kept in lower case, as one', async () => {
    const deviceToken = `${unique('').replaceAll(/\W|_/g, '')}${'AB'.repeat(32)}`.slice(0, 64);
    const id = await register({ deviceToken });
    await register({ deviceToken: deviceToken.toLowerCase() }, 200);
    assert.deepEqual(await ids(deviceToken.toLowerCase()), [id]);
  });
});
