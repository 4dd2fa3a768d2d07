// Keys, CORS, paths: what is decided before a request reaches a class.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, send, unique } from '../lib/rest.mjs';

describeServer('a server without client keys', 'kitchen', (context) => {
  const refused = (answer) => {
    assertStatus(answer, 403);
    assert.deepEqual(answer.json, { error: 'unauthorized' });
  };

  test('answers nobody without an application id', async () => {
    refused(await context.api.call('GET', '/classes/Item', { headers: { 'X-Parse-Application-Id': undefined } }));
  });

  test('answers nobody with a wrong application id, not even with the master key', async () => {
    const headers = { 'X-Parse-Application-Id': 'other' };
    refused(await context.api.call('GET', '/classes/Item', { headers }));
    refused(await context.api.call('GET', '/classes/Item', { headers, master: true }));
    refused(await context.api.call('POST', '/classes/Item', { headers, body: { name: 'x' } }));
  });

  test('asks for no client key', async () => {
    assertStatus(await context.api.call('GET', '/classes/Item'), 200);
  });

  test('takes an application id that is case-sensitive', async () => {
    refused(await context.api.call('GET', '/classes/Item', { headers: { 'X-Parse-Application-Id': 'APP' } }));
  });

  test('treats a wrong master key as none', async () => {
    const headers = { 'X-Parse-Master-Key': 'wrong' };
    assertError(await context.api.call('POST', '/classes/ReadOnly', { headers, body: { name: 'x' } }), 400, 119);
  });

  test('refuses an unknown session token', async () => {
    const answer = await context.api.call('GET', '/classes/Item', { session: 'r:unknown' });
    assertError(answer, 400, 209, 'Invalid session token');
  });

  test('says that it is well, to anyone', async () => {
    const answer = await send(`${context.server.base}/health`);
    assertStatus(answer, 200);
    assert.deepEqual(answer.json, { status: 'ok' });
  });

  test('answers JSON in UTF-8', async () => {
    const answer = await context.api.call('GET', '/classes/Item');
    assert.match(answer.headers['content-type'], /^application\/json; ?charset=utf-8$/i);
  });

  test('lets pages of any origin call it', async () => {
    const headers = { Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'POST' };
    const preflight = await send(`${context.server.base}/classes/Item`, { method: 'OPTIONS', headers });
    assertStatus(preflight, 200);
    for (const answer of [preflight, await context.api.call('GET', '/classes/Item', { headers })]) {
      assert.equal(answer.headers['access-control-allow-origin'], '*');
    }
    const methods = preflight.headers['access-control-allow-methods'].split(/, */);
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) assert.ok(methods.includes(method), method);
    const allowed = preflight.headers['access-control-allow-headers'].toLowerCase().split(/, */);
    for (const name of [
      'x-parse-application-id', 'x-parse-rest-api-key', 'x-parse-javascript-key', 'x-parse-session-token',
      'x-parse-master-key', 'x-requested-with', 'content-type',
    ]) {
      assert.ok(allowed.includes(name), name);
    }
  });

  test('also lets a page read a refusal', async () => {
    const answer = await send(`${context.server.base}/classes/Item`, { headers: { Origin: 'https://a.example' } });
    assertStatus(answer, 403);
    assert.equal(answer.headers['access-control-allow-origin'], '*');
  });

  test('knows no other paths and methods', async () => {
    for (const [method, path] of [
      ['GET', '/nothing'], ['GET', '/'], ['POST', '/classes'], ['PATCH', '/classes/Item/x'],
      ['POST', '/classes/Item/x'], ['PUT', '/classes/Item'], ['DELETE', '/classes/Item'], ['GET', '/batch'],
    ]) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      const answer = await context.api.call(method, path, { body });
      // parse-server says 404; 405 is as right when the path exists.
      assert.ok([404, 405].includes(answer.status), `${method} ${path}: ${answer.status} ${answer.text}`);
    }
  });

  test('takes keys in the body, as the JavaScript SDK sends them', async () => {
    const { api, server } = context;
    const user = await api.signUp();
    const bare = { 'X-Parse-Application-Id': undefined, 'X-Parse-REST-API-Key': undefined, 'Content-Type': 'text/plain' };
    const sdk = { _ApplicationId: server.appId, _ClientVersion: 'js5.0.0', _InstallationId: 'installation' };
    const own = await api.call('POST', '/users/me', { headers: bare, body: { ...sdk, _method: 'GET', _SessionToken: user.session } });
    assertStatus(own, 200);
    assert.equal(own.json.objectId, user.id);
    const name = unique('sdk');
    const created = await api.call('POST', '/classes/Item', { headers: bare, body: { ...sdk, name } });
    assertStatus(created, 201);
    const found = await api.call('POST', '/classes/Item', { headers: bare, body: { ...sdk, _method: 'GET', where: { name }, limit: 5 } });
    assertStatus(found, 200);
    assert.deepEqual(found.json.results.map((item) => item.objectId), [created.json.objectId]);
    const asMaster = { ...sdk, _MasterKey: server.masterKey, name: 'by master' };
    assertStatus(await api.call('POST', '/classes/ReadOnly', { headers: bare, body: asMaster }), 201);
  });
});

const keyed = { restKey: 'rest', javascriptKey: 'js' };
const noKeyedReference = process.env.CAREGEN_TEST_BASE && !process.env.CAREGEN_TEST_KEYED_BASE && 'no keyed server is given';

describeServer('a server with client keys', 'kitchen', (context) => {
  const get = (headers, options) =>
    context.api.call('GET', '/classes/Item', { headers: { 'X-Parse-REST-API-Key': undefined, ...headers }, ...options });

  test('refuses a request without one', async () => {
    const answer = await get({});
    assertStatus(answer, 403);
    assert.deepEqual(answer.json, { error: 'unauthorized' });
  });

  test('refuses a wrong one', async () => {
    assertStatus(await get({ 'X-Parse-REST-API-Key': 'wrong' }), 403);
    assertStatus(await get({ 'X-Parse-JavaScript-Key': 'wrong' }), 403);
    assertStatus(await get({ 'X-Parse-REST-API-Key': '' }), 403);
    assertStatus(await get({ 'X-Parse-JavaScript-Key': 'rest' }), 403);
  });

  test('takes any of those that were configured', async () => {
    assertStatus(await get({ 'X-Parse-REST-API-Key': 'rest' }), 200);
    assertStatus(await get({ 'X-Parse-JavaScript-Key': 'js' }), 200);
  });

  test('takes the master key in their place', async () => {
    assertStatus(await get({}, { master: true }), 200);
  });
}, { ...keyed, skip: noKeyedReference });

describeServer('a server mounted elsewhere', 'kitchen', (context) => {
  test('answers below its mount path, and only there', async () => {
    assert.match(context.server.base, /\/api\/v1$/);
    assertStatus(await context.api.call('GET', '/classes/Item'), 200);
    assertStatus(await context.api.call('GET', '/health'), 200);
    const { origin } = new URL(context.server.base);
    const answer = await send(`${origin}/parse/classes/Item`, { headers: { 'X-Parse-Application-Id': 'app' } });
    assertStatus(answer, 404);
  });

  test('expects its mount path in a batch', async () => {
    const requests = [{ method: 'POST', path: '/api/v1/classes/Item', body: { name: 'x' } }];
    const answer = await context.api.call('POST', '/batch', { body: { requests } });
    assertStatus(answer, 200);
    assert.ok(answer.json[0].success.objectId);
  });
}, { mount: '/api/v1', ...differs('the mount path is an option of our server') });
