// Where a request may carry its credentials, its method and its parameters, which of them counts when
// there are several, and what leaves the body before a class sees it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, raw, send, unique } from '../lib/rest.mjs';

const keys = { restKey: 'rest', javascriptKey: 'js' };
const ours = differs('keys and policies are those of our test server');
const unauthorized = (answer) => {
  assertStatus(answer, 403);
  assert.deepEqual(answer.json, { error: 'unauthorized' });
};

describeServer('transport', 'kitchen', (context) => {
  const app = () => ({ 'X-Parse-Application-Id': context.server.appId });
  const rest = () => ({ ...app(), 'X-Parse-REST-API-Key': 'rest' });
  const inBody = () => ({ _ApplicationId: context.server.appId, _JavaScriptKey: 'js' });
  const basic = (user, password) => ({ Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });
  /** Exactly these headers; an object is sent as JSON, without saying so. */
  const request = (method, path, headers, body) =>
    send(context.server.base + path, { method, headers, body: typeof body === 'object' ? JSON.stringify(body) : body });
  const post = (path, body, headers = { 'Content-Type': 'text/plain' }) => request('POST', path, headers, body);

  test('credentials in the body count only when the headers name no app', async () => {
    const asMaster = { _MasterKey: context.server.masterKey };
    // With an app in the headers these are ordinary members, and no field may be called so.
    assertError(await post('/classes/Item', { ...inBody(), ...asMaster, name: 'x' }, rest()), 400, 105);
    assertError(await post('/classes/ReadOnly', { ...asMaster, name: 'x' }, rest()), 400, [105, 119]);
    assertError(await post('/classes/Item', { _method: 'GET', _SessionToken: 'r:x' }, rest()), 400, 102, 'Invalid parameter for query: _SessionToken');
    unauthorized(await post('/classes/Item', { ...inBody(), name: 'x' }, app()));
    // An app that is not ours is no app.
    assertStatus(await post('/classes/Item', { ...inBody(), name: 'x' }, { 'X-Parse-Application-Id': 'other' }), 201);
    unauthorized(await post('/classes/Item', { ...inBody(), _ApplicationId: 5, name: 'x' }));
    unauthorized(await post('/classes/Item', { ...inBody(), _JavaScriptKey: { $ne: '' }, name: 'x' }));
  });

  test('a wrong master key in the headers is not made good by a body', async () => {
    unauthorized(await post('/classes/Item', { ...inBody(), name: 'x' }, { 'X-Parse-Master-Key': 'wrong' }));
    const right = { 'X-Parse-Master-Key': context.server.masterKey };
    assertStatus(await post('/classes/ReadOnly', { ...inBody(), name: 'x' }, right), 201);
  });

  test('the master key counts from this machine only, wherever it stands', async () => {
    const { masterKey } = context.server;
    for (const proxy of ['X-Forwarded-For', 'X-Forwarded-Proto', 'Forwarded', 'Via', 'X-Real-IP']) {
      const passed = { [proxy]: '203.0.113.7' };
      unauthorized(await request('GET', '/classes/Item', { ...app(), ...passed, 'X-Parse-Master-Key': masterKey }));
      unauthorized(await post('/classes/Item', { ...inBody(), _method: 'GET', _MasterKey: masterKey }, passed));
      unauthorized(await request('GET', '/classes/Item', { ...basic('app', masterKey), ...passed }));
      assertStatus(await request('GET', '/classes/Item', { ...rest(), ...passed }), 200);
    }
    assertStatus(await post('/classes/ReadOnly', { _ApplicationId: 'app', _MasterKey: masterKey, name: 'x' }), 201);
    assertStatus(await request('POST', '/classes/ReadOnly', basic('app', masterKey), '{"name":"x"}'), 201);
  });

  test('Basic authentication of another app, or none, is none', async () => {
    unauthorized(await request('GET', '/classes/Item', basic('other', 'javascript-key=js')));
    unauthorized(await request('GET', '/classes/Item', basic('app', '')));
    unauthorized(await request('GET', '/classes/Item', { Authorization: 'Bearer abc' }));
    unauthorized(await request('GET', '/classes/Item', { Authorization: 'Basic ' }));
    assertStatus(await request('GET', '/classes/Item', { ...basic('app', 'javascript-key=js'), ...rest() }), 200);
    assertStatus(await request('GET', '/classes/Item', { Authorization: basic('app', 'javascript-key=js').Authorization.replace('Basic', 'bAsIc') }), 200);
  });

  test('nothing of the transport is stored, and its falsy values say nothing', async () => {
    const transport = { _ClientVersion: 'js8', _InstallationId: '', _SessionToken: null, _MasterKey: false, _context: 0, _RevocableSession: '1', _noBody: 1, _ContentType: 'a/b', _method: 'POST' };
    const created = await post('/classes/Item', { ...inBody(), ...transport, name: 'x' });
    assertStatus(created, 201);
    const object = await context.api.fetch('Item', created.json.objectId);
    assert.deepEqual(Object.keys(object).filter((key) => key.startsWith('_')), []);
  });

  test('a session token in the body is one, and an unknown one is refused', async () => {
    const user = await context.api.signUp();
    const me = (token, more) => post('/users/me', { ...inBody(), ...more, _method: 'GET', _SessionToken: token });
    assert.equal((await me(user.session)).json.objectId, user.id);
    assertError(await me('r:unknown'), 400, 209);
    for (const token of [5, {}, [user.session], true]) unauthorized(await me(token));
    const login = { ...inBody(), _method: 'GET', _SessionToken: 'r:unknown', username: user.username, password: user.password };
    assertStatus(await post('/login', login), 200);
    assertStatus(await post('/login/', login), 200);
  });

  test('_method stands for the method, in any case; a request that is no POST keeps its own', async () => {
    const id = await context.api.create('Item', { name: 'x', text: 'before' });
    const path = `/classes/Item/${id}`;
    assertStatus(await post(path, { _method: 'put', text: 'after' }, rest()), 200);
    assert.equal((await post(path, { _method: 'Get' }, rest())).json.text, 'after');
    assertStatus(await request('PUT', path, rest(), { _method: 'DELETE' }), 400);
    for (const method of ['PATCH', 'HEAD', 'OPTIONS', 'GETT', 'x'.repeat(5000)]) {
      const answer = await post('/classes/Item', { _method: method, name: 'x' }, rest());
      assert.equal(answer.status, 404, `${method.slice(0, 9)}: ${answer.text}`);
    }
    assertStatus(await post('/classes/Item', { _method: 7, name: 'x' }, rest()), 201);
    assertStatus(await post(path, { _method: 'DELETE' }, rest()), 200);
    assertError(await request('GET', path, rest()), 404, 101);
  });

  test('a GET has its parameters in the URL, in its own body, or in that of the POST it came as', async () => {
    const label = unique('get');
    for (const name of ['a', 'b']) await context.api.create('Item', { name, label });
    const where = { label, name: 'b' };
    const names = (answer) => answer.json.results?.map((item) => item.name) ?? answer.text;
    assert.deepEqual(names(await request('GET', `/classes/Item?where=${encodeURIComponent(JSON.stringify(where))}`, rest())), ['b']);
    assert.deepEqual(names(await request('GET', '/classes/Item', { ...rest(), 'Content-Length': JSON.stringify({ where }).length }, { where })), ['b']);
    assert.deepEqual(names(await request('GET', '/classes/Item', { 'Transfer-Encoding': 'chunked' }, { ...inBody(), where })), ['b']);
    assert.deepEqual(names(await post('/classes/Item', { _method: 'GET', where: { label }, order: '-name', limit: '1' }, rest())), ['b']);
    assert.deepEqual(names(await post('/classes/Item', { _method: 'GET', where: JSON.stringify({ label }), order: 'name', skip: 1 }, rest())), ['b']);
    const counted = await post('/classes/Item', { _method: 'GET', where: { label }, limit: 0, count: 1 }, rest());
    assert.deepEqual(counted.json, { results: [], count: 2 });
    assertError(await post('/classes/Item', { _method: 'GET', nothing: 1 }, rest()), 400, 102, 'Invalid parameter for query: nothing');
  });

  test('a form is a body too, of texts', async () => {
    const form = { ...rest(), 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const name = `${unique('form')} & 100% = é`;
    const created = await request('POST', '/classes/Item', form, new URLSearchParams({ name, text: 'a+b' }).toString());
    assertStatus(created, 201);
    assert.equal((await context.api.fetch('Item', created.json.objectId)).text, 'a+b');
    const query = { ...inBody(), _method: 'GET', where: JSON.stringify({ name }) };
    const found = await request('POST', '/classes/Item', { 'Content-Type': form['Content-Type'] }, new URLSearchParams(query).toString());
    assert.equal(found.json.results[0].objectId, created.json.objectId, found.text);
    // What curl calls a form unless told otherwise, and is none.
    assertStatus(await request('POST', '/classes/Item', form, ' {"name":"json"}'), 201);
    assertStatus(await request('POST', '/classes/Item', form, `${'&'.repeat(100000)}name=x`), 201);
    const many = Array.from({ length: 100000 }, (_, i) => `n${i}=${i}`).join('&');
    assertError(await request('POST', '/classes/Item', form, many), 400, 119);
  });

  test('one slash too many at the start, or at the end, does no harm', async () => {
    const [id, mount] = [await context.api.create('Item', { name: 'x' }), new URL(context.server.base).pathname];
    for (const path of [`//classes/Item/${id}`, `/classes/Item/${id}/`, `//classes/Item/${id}/`]) assertStatus(await request('GET', path, rest()), 200);
    assert.equal((await request('GET', `///classes/Item/${id}`, rest())).status, 404);
    const requests = [`//classes/Item/${id}`, `/classes/Item/${id}/`].map((path) => ({ method: 'GET', path: mount + path }));
    const answer = await context.api.call('POST', '/batch', { body: { requests } });
    for (const part of answer.json) assert.equal(part.success.objectId, id);
  });

  test('Location is where the client finds the object', async () => {
    const { host, pathname } = new URL(context.server.base);
    const location = async (headers) => {
      const answer = await post('/classes/Item', { name: 'x' }, { ...rest(), ...headers });
      assertStatus(answer, 201);
      assert.ok(answer.headers.location.endsWith(`${pathname}/classes/Item/${answer.json.objectId}`), answer.headers.location);
      return answer.headers.location.slice(0, -`${pathname}/classes/Item/${answer.json.objectId}`.length);
    };
    assert.equal(await location({}), `http://${host}`);
    assert.equal(await location({ Host: 'api.example.com:8080' }), 'http://api.example.com:8080');
    assert.equal(await location({ 'X-Forwarded-Proto': 'https' }), `https://${host}`);
    assert.equal(await location({ 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'health.example' }), 'https://health.example');
    assert.equal(await location({ 'X-Forwarded-Proto': 'javascript' }), `http://${host}`);
    assert.equal(await location({ Host: 'a"b<c>' }), 'http://localhost');
  });

  test('a cloud context is an object, wherever it stands', async () => {
    for (const text of ['{"a":1}', '{}']) assertStatus(await post('/classes/Item', { name: 'x' }, { ...rest(), 'X-Parse-Cloud-Context': text }), 201);
    for (const text of ['[1]', '5', '{', '']) {
      assertError(await post('/classes/Item', { name: 'x' }, { ...rest(), 'X-Parse-Cloud-Context': text }), 400, 107, 'Invalid object for context.');
    }
    for (const value of ['[1]', [1], 5, true]) {
      assertError(await post('/classes/Item', { ...inBody(), _context: value, name: 'x' }), 400, 107, 'Invalid object for context.');
    }
  });

  test('uploads are refused in words, whatever they hold', async () => {
    assertError(await post('/files', {}, rest()), 400, 122, 'Filename not provided.');
    const upload = await request('POST', '/files/scan.png', { ...rest(), 'Content-Type': 'image/png' }, Buffer.from([0x89, 0x50, 0, 0xff]).toString('latin1'));
    assertError(upload, 400, 130);
    assertError(await post('/files/a.txt', { ...inBody(), base64: 'YQ==', fileData: {} }), 400, 130);
    assertStatus(await request('GET', '/files/app/scan.png', {}), 404);
    assertStatus(await request('DELETE', '/files/scan.png', rest()), 403);
    unauthorized(await request('POST', '/files/scan.png', {}, 'abc'));
  });

  test('more values than a tree may have are refused', async () => {
    const answer = await post('/classes/Item', `{"name":"x","list":[${'0,'.repeat(1100000)}0]}`, rest());
    assertError(answer, 400, 107);
    assertStatus(await request('GET', '/health', {}), 200);
  });

  test('a HEAD is a GET without its body', async () => {
    const head = await raw(context.server, `HEAD ${new URL(context.server.base).pathname}/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    assert.match(head, /^HTTP\/1\.1 200 [\s\S]*\r\n\r\n$/);
  });
}, { ...keys, ...ours });

describeServer('the read-only master key', 'kitchen', (context) => {
  const reader = { 'X-Parse-Master-Key': 'reader' };
  const call = (method, path, body) => context.api.call(method, path, { headers: reader, body });

  test('reads everything', async () => {
    const hidden = await context.api.create('Item', { name: 'hidden', ACL: {} });
    assertStatus(await call('GET', `/classes/Item/${hidden}`), 200);
    assertStatus(await call('GET', '/sessions'), 200);
  });

  test('writes nothing, not in a batch either', async () => {
    const id = await context.api.create('Item', { name: 'x' });
    const user = await context.api.signUp();
    const refused = (answer) => assertError(answer, 400, 119, 'Permission denied');
    refused(await call('POST', '/classes/Item', { name: 'x' }));
    refused(await call('PUT', `/classes/Item/${id}`, { name: 'y' }));
    refused(await call('DELETE', `/classes/Item/${id}`));
    refused(await call('POST', '/users', { username: unique('u'), password: 'secret' }));
    refused(await call('GET', `/login?username=${user.username}&password=x`));
    const mount = new URL(context.server.base).pathname;
    const parts = [['GET', `/classes/Item/${id}`], ['PUT', `/classes/Item/${id}`, { name: 'y' }], ['DELETE', `/classes/Item/${id}`]];
    const { json } = await call('POST', '/batch', { requests: parts.map(([method, path, body]) => ({ method, path: mount + path, body })) });
    assert.equal(json[0].success.name, 'x');
    for (const part of json.slice(1)) assert.deepEqual(part, { error: { code: 119, error: 'Permission denied' } });
    assert.equal((await context.api.fetch('Item', id)).name, 'x');
  });

  test('counts from this machine only', async () => {
    unauthorized(await context.api.call('GET', '/classes/Item', { headers: { ...reader, 'X-Forwarded-For': '203.0.113.7' } }));
  });
}, { environment: { CAREGEN_READ_ONLY_MASTER_KEY: 'reader' }, ...ours });

describeServer('a server that is told its public URL', 'kitchen', (context) => {
  test('says it in Location', async () => {
    const answer = await context.api.call('POST', '/classes/Item', { body: { name: 'x' }, headers: { 'X-Forwarded-Host': 'other.example' } });
    assertStatus(answer, 201);
    assert.equal(answer.headers.location, `https://clinic.example/api/classes/Item/${answer.json.objectId}`);
  });
}, { arguments: ['--public-url', 'https://clinic.example/api/'], ...ours });
