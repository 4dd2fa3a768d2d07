// /installations: a device registers itself, and only the master key lists them.
import { Parse, api, assert, assertError, assertStatus, cases, make, master, suite, test, unique } from './lib/sdk.mjs';

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
