// /config, /serverInfo, /security and the other small endpoints of an app as a whole.
import { Parse, api, assert, assertError, assertStatus, suite, test, unique } from './lib/sdk.mjs';

const put = (params, masterKeyOnly) => api.call('PUT', '/config', { body: { params, masterKeyOnly }, master: true });

suite('config', () => {
  test('is read by all, written by the master key', async () => {
    const key = unique('k');
    assert.deepEqual((await put({ [key]: 42 })).json, { result: true });
    assert.equal((await api.call('GET', '/config')).json.params[key], 42);
    const answer = await api.call('PUT', '/config', { body: { params: { [key]: 43 } } });
    assertStatus(answer, 403);
    assert.deepEqual(answer.json, { error: 'Permission denied' });
  });
  test('what is for the master key only is not shown to others', async () => {
    const key = unique('k');
    await put({ [key]: 'secret' }, { [key]: true });
    const open = await api.call('GET', '/config');
    assert.equal(key in open.json.params, false);
    const closed = await api.call('GET', '/config', { master: true });
    assert.equal(closed.json.params[key], 'secret');
    assert.equal(closed.json.masterKeyOnly[key], true);
  });
  test('one write leaves the other keys', async () => {
    const [a, b] = [unique('k'), unique('k')];
    await put({ [a]: 1 });
    await put({ [b]: 2 });
    const { params } = (await api.call('GET', '/config')).json;
    assert.deepEqual([params[a], params[b]], [1, 2]);
  });
  test('Delete takes a key away', async () => {
    const key = unique('k');
    await put({ [key]: 1 });
    await put({ [key]: { __op: 'Delete' } });
    assert.equal(key in (await api.call('GET', '/config')).json.params, false);
  });
  test('values of every kind', async () => {
    const key = unique('k');
    const value = { text: 'x', list: [1, 2], nested: { yes: true }, when: { __type: 'Date', iso: '2020-01-01T00:00:00.000Z' } };
    await put({ [key]: value });
    assert.deepEqual((await api.call('GET', '/config')).json.params[key], value);
  });
  test('by the SDK', async () => {
    const key = unique('k');
    await Parse.Config.save({ [key]: 'saved' }, {});
    assert.equal((await Parse.Config.get()).get(key), 'saved');
  });
});

suite('the server about itself', () => {
  test('/serverInfo asks for the master key', async () => assertStatus(await api.call('GET', '/serverInfo'), 403));
  test('/serverInfo tells features and a version of parse-server', async () => {
    const answer = await api.call('GET', '/serverInfo', { master: true });
    assertStatus(answer, 200);
    assert.match(answer.json.parseServerVersion, /^\d+\.\d+\.\d+/);
    for (const feature of ['globalConfig', 'hooks', 'cloudCode', 'logs', 'push', 'schemas']) assert.ok(answer.json.features[feature], feature);
  });
  test('by the SDK: server info', async () => {
    const { features } = await Parse.CoreManager.getRESTController().request('GET', 'serverInfo', {}, { useMasterKey: true });
    assert.ok(features.globalConfig.read);
  });
  test('/security asks for the master key', async () => assertStatus(await api.call('GET', '/security'), 403));
  test('/security answers a report, or that it is not on', async () => {
    const answer = await api.call('GET', '/security', { master: true });
    assert.ok([200, 409].includes(answer.status), answer.text);
  });
  test('/health', async () => {
    const answer = await api.call('GET', '/health');
    assertStatus(answer, 200);
    assert.deepEqual(answer.json.status, 'ok');
  });
  test('/events is accepted', async () => {
    assertStatus(await api.call('POST', '/events/AppOpened', { body: {} }), 200);
    await Parse.Analytics.track('opened', { screen: 'home' });
  });
  test('/push asks for the master key', async () => assertStatus(await api.call('POST', '/push', { body: {} }), 403));
  test('/jobs asks for the master key', async () => assertStatus(await api.call('POST', '/jobs/nosuch', { body: {} }), 403));
  test('an unknown job is error 141', async () => {
    assertError(await api.call('POST', '/jobs/nosuch', { body: {}, master: true }), 400, 141, 'Invalid job.');
  });
});
