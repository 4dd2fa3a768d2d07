// Transport: keys and where they are sent, the JavaScript SDK's text/plain bodies, Basic auth, CORS,
// request ids, and what is refused before any class is touched.
import {
  Parse, Thing, api, assert, assertError, assertStatus, cases, makeThings, query, send, server, signUp, suite,
  test, unique,
} from './lib/sdk.mjs';

/** A request with exactly these headers; an object as body is sent as JSON. */
function request(method, path, headers = {}, body = undefined) {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return send(server.base + path, { method, headers: { ...type, ...headers }, body: text });
}
const app = { 'X-Parse-Application-Id': server.appId };
const rest = { ...app, 'X-Parse-REST-API-Key': server.restKey };
const nothing = '/classes/Thing?limit=0';
const unauthorized = (answer) => {
  assertStatus(answer, 403);
  assert.deepEqual(answer.json, { error: 'unauthorized' });
};

suite('transport: keys', () => {
  const keyHeaders = [
    ['X-Parse-REST-API-Key', server.restKey],
    ['X-Parse-Javascript-Key', server.javascriptKey],
    ['X-Parse-Client-Key', server.clientKey],
    ['X-Parse-Windows-Key', server.dotNetKey],
  ];
  for (const [header, key] of keyHeaders) {
    test(`${header} opens, a wrong one does not`, async () => {
      assertStatus(await request('GET', nothing, { ...app, [header]: key }), 200);
      unauthorized(await request('GET', nothing, { ...app, [header]: 'wrong' }));
    });
    test(`the key of ${header} does not serve under another name`, async () => {
      const other = header === 'X-Parse-Client-Key' ? 'X-Parse-REST-API-Key' : 'X-Parse-Client-Key';
      unauthorized(await request('GET', nothing, { ...app, [other]: key }));
    });
  }
  test('no header at all is 403', async () => unauthorized(await request('GET', nothing)));
  test('the application id alone is 403', async () => unauthorized(await request('GET', nothing, app)));
  test('another application id is 403', async () => {
    unauthorized(await request('GET', nothing, { ...rest, 'X-Parse-Application-Id': 'another' }));
  });
  test('the names of headers may be written in any case', async () => {
    const headers = { 'x-parse-application-id': server.appId, 'X-PARSE-REST-API-KEY': server.restKey };
    assertStatus(await request('GET', nothing, headers), 200);
  });
  test('the master key needs no other', async () => {
    assertStatus(await request('GET', '/schemas/Thing', { ...app, 'X-Parse-Master-Key': server.masterKey }), 200);
  });
  test('a wrong master key alone is 403', async () => {
    unauthorized(await request('GET', nothing, { ...app, 'X-Parse-Master-Key': 'wrong' }));
  });
  test('a wrong master key beside a right client key is an ordinary client', async () => {
    const headers = { ...rest, 'X-Parse-Master-Key': 'wrong' };
    assertStatus(await request('GET', nothing, headers), 200);
    const answer = await request('GET', '/schemas/Thing', headers);
    assertStatus(answer, 403);
    assert.deepEqual(answer.json, { error: 'Permission denied' });
  });
  test('/health needs no key', async () => {
    const answer = await request('GET', '/health');
    assertStatus(answer, 200);
    assert.equal(answer.json.status, 'ok');
  });
});

suite('transport: the read-only master key', () => {
  const headers = { ...app, 'X-Parse-Master-Key': server.readOnlyMasterKey };
  test('reads what is closed', async () => assertStatus(await request('GET', '/classes/Locked?limit=0', headers), 200));
  cases([
    ['creates nothing', 'POST', '/classes/Thing', { name: 'a' }],
    ['logs in as nobody', 'POST', '/loginAs', { userId: 'abcdefghij' }],
    ['changes no config', 'PUT', '/config', { params: { a: 1 } }],
    ['makes no hooks', 'POST', '/hooks/functions', { functionName: 'x', url: 'http://127.0.0.1:9/' }],
    ['makes no class', 'POST', '/schemas/ByReadOnly', { className: 'ByReadOnly' }],
    ['purges nothing', 'DELETE', '/purge/NoSuchClass', undefined],
  ], async (method, path, body) => assertError(await request(method, path, headers, body), 400, 119));
});

suite('transport: Basic auth', () => {
  const basic = (user, password) => ({ Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });
  test('application id and javascript-key=…', async () => {
    assertStatus(await request('GET', nothing, basic(server.appId, `javascript-key=${server.javascriptKey}`)), 200);
  });
  test('application id and master key', async () => {
    assertStatus(await request('GET', '/schemas/Thing', basic(server.appId, server.masterKey)), 200);
  });
  test('a wrong key is 403', async () => unauthorized(await request('GET', nothing, basic(server.appId, 'javascript-key=no'))));
  test('what is no base64 is 403', async () => unauthorized(await request('GET', nothing, { Authorization: 'Basic *****' })));
});

suite('transport: as the JavaScript SDK sends it', () => {
  const fields = { _ApplicationId: server.appId, _JavaScriptKey: server.javascriptKey, _ClientVersion: 'js8.6.0', _InstallationId: unique('device') };
  const post = (path, body) => request('POST', path, { 'Content-Type': 'text/plain' }, body);
  test('create', async () => assertStatus(await post('/classes/Thing', { ...fields, name: 'a' }), 201));
  test('find: _method GET with where as an object', async () => {
    const { group } = await makeThings([{ name: 'a' }, { name: 'b' }]);
    const answer = await post('/classes/Thing', { ...fields, _method: 'GET', where: { group, name: 'b' } });
    assertStatus(answer, 200);
    assert.deepEqual(answer.json.results.map(({ name }) => name), ['b']);
  });
  test('find: where as a string', async () => {
    const { group } = await makeThings([{ name: 'a' }]);
    const answer = await post('/classes/Thing', { ...fields, _method: 'GET', where: JSON.stringify({ group }), limit: 10, count: 1 });
    assert.equal(answer.json.count, 1);
  });
  test('update and delete', async () => {
    const { objectId } = (await post('/classes/Thing', { ...fields, name: 'a' })).json;
    assertStatus(await post(`/classes/Thing/${objectId}`, { ...fields, _method: 'PUT', name: 'b' }), 200);
    assert.equal((await post(`/classes/Thing/${objectId}`, { ...fields, _method: 'GET' })).json.name, 'b');
    assertStatus(await post(`/classes/Thing/${objectId}`, { ...fields, _method: 'DELETE' }), 200);
    assertError(await post(`/classes/Thing/${objectId}`, { ...fields, _method: 'GET' }), 404, 101);
  });
  test('the fields of transport are not stored', async () => {
    const { objectId } = (await post('/classes/Thing', { ...fields, name: 'a', _RevocableSession: '1', _noBody: true })).json;
    const object = await api.fetch('Thing', objectId);
    assert.deepEqual(Object.keys(object).filter((key) => key.startsWith('_')), []);
  });
  test('_SessionToken and _MasterKey', async () => {
    const user = await signUp();
    const me = await post('/users/me', { ...fields, _method: 'GET', _SessionToken: user.getSessionToken() });
    assert.equal(me.json.objectId, user.id);
    assertStatus(await post('/schemas/Thing', { ...fields, _method: 'GET', _MasterKey: server.masterKey }), 200);
  });
  test('_InstallationId goes into the session', async () => {
    const installation = unique('device');
    const body = { ...fields, _InstallationId: installation, username: unique('u'), password: 'a long password' };
    const { sessionToken } = (await post('/users', body)).json;
    const session = await api.call('GET', '/sessions/me', { session: sessionToken });
    assert.equal(session.json.installationId, installation);
  });
  test('_context is accepted as an object or a string of one', async () => {
    assertStatus(await post('/classes/Thing', { ...fields, _context: { a: 1 }, name: 'a' }), 201);
    assertStatus(await post('/classes/Thing', { ...fields, _context: '{"a":1}', name: 'a' }), 201);
  });
  for (const context of ['{bad', '[1]', '"text"']) {
    test(`_context ${context} is error 107`, async () => {
      assertError(await post('/classes/Thing', { ...fields, _context: context, name: 'a' }), 400, 107, 'Invalid object for context.');
    });
  }
  test('X-Parse-Cloud-Context that is no object is error 107', async () => {
    const headers = { ...rest, 'X-Parse-Cloud-Context': '{bad' };
    assertError(await request('POST', '/classes/Thing', headers, { name: 'a' }), 400, 107, 'Invalid object for context.');
  });
  test('a wrong _JavaScriptKey or _ApplicationId is 403', async () => {
    unauthorized(await post('/classes/Thing', { ...fields, _JavaScriptKey: 'wrong', name: 'a' }));
    unauthorized(await post('/classes/Thing', { ...fields, _ApplicationId: 'wrong', name: 'a' }));
    unauthorized(await post('/classes/Thing', { name: 'a' }));
  });
  for (const [key, value] of [['_SessionToken', 5], ['_MasterKey', {}], ['_InstallationId', []]]) {
    test(`${key} that is no string is 403`, async () => {
      unauthorized(await post('/classes/Thing', { ...fields, [key]: value || 1, name: 'a' }));
    });
  }
  test('an unknown _method finds no route', async () => {
    assert.equal((await post('/classes/Thing', { ...fields, _method: 'FROBNICATE' })).status, 404);
  });
  test('the SDK itself', async () => {
    const thing = await new Thing({ name: 'by the SDK' }).save();
    assert.equal((await new Parse.Query(Thing).get(thing.id)).get('name'), 'by the SDK');
  });
});

suite('transport: other SDKs', () => {
  test('GET with the where in the body, as POST with _method=GET and headers', async () => {
    const { group } = await makeThings([{ name: 'a' }]);
    const answer = await request('POST', '/classes/Thing', rest, { _method: 'GET', where: { group } });
    assertStatus(answer, 200);
    assert.equal(answer.json.results.length, 1);
  });
  test('GET with the where in the query string', async () => {
    const { group } = await makeThings([{ name: 'a' }]);
    const answer = await request('GET', `/classes/Thing${query({ where: { group } })}`, rest);
    assert.equal(answer.json.results.length, 1);
  });
  test('parameters that are repeated or empty do no harm', async () => {
    const answer = await request('GET', '/classes/Thing?limit=0&limit=0&where=', rest);
    assert.ok(answer.status < 600, answer.text);
    assertStatus(await request('GET', nothing, rest), 200);
  });
  test('X-Parse-Revocable-Session gives a revocable session', async () => {
    const body = { username: unique('u'), password: 'a long password' };
    const answer = await request('POST', '/users', { ...rest, 'X-Parse-Revocable-Session': '1' }, body);
    assert.match(answer.json.sessionToken, /^r:/);
  });
});

suite('transport: request ids', () => {
  const create = (id) => request('POST', '/classes/Thing', { ...rest, 'X-Parse-Request-Id': id }, { name: id });
  test('a request that is repeated is error 159 and changes nothing', async () => {
    const id = unique('request');
    assertStatus(await create(id), 201);
    assertError(await create(id), 400, 159, 'Duplicate request');
    assert.equal((await api.find('Thing', { where: { name: id } })).length, 1);
  });
  test('of the same request five times at once one is done', async () => {
    const id = unique('request');
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => create(id)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.equal((await api.find('Thing', { where: { name: id } })).length, 1);
  });
  test('the id of a write does not block a read', async () => {
    const id = unique('request');
    await create(id);
    assertStatus(await request('GET', nothing, { ...rest, 'X-Parse-Request-Id': id }), 200);
  });
  test('the same id on another path is a repetition too', async () => {
    const id = unique('request');
    await create(id);
    assertError(await request('POST', '/classes/Note', { ...rest, 'X-Parse-Request-Id': id }, { title: 'x' }), 400, 159);
  });
  test('by the SDK', async () => {
    Parse.CoreManager.set('IDEMPOTENCY', true);
    try {
      assert.ok((await new Thing({ name: 'once' }).save()).id);
    } finally {
      Parse.CoreManager.set('IDEMPOTENCY', false);
    }
  });
});

suite('transport: CORS', () => {
  const SDK_HEADERS = ['X-Parse-Master-Key', 'X-Parse-REST-API-Key', 'X-Parse-Javascript-Key', 'X-Parse-Application-Id', 'X-Parse-Client-Version', 'X-Parse-Session-Token', 'X-Requested-With', 'X-Parse-Revocable-Session', 'X-Parse-Request-Id', 'Content-Type', 'Pragma', 'Cache-Control'];
  test('a preflight is answered without keys', async () => {
    const answer = await request('OPTIONS', '/classes/Thing', { Origin: 'http://app.example', 'Access-Control-Request-Method': 'PUT' });
    assert.ok([200, 204].includes(answer.status));
    assert.equal(answer.headers['access-control-allow-origin'], '*');
    const methods = answer.headers['access-control-allow-methods'].split(',').map((method) => method.trim());
    for (const method of ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS']) assert.ok(methods.includes(method), method);
    const allowed = answer.headers['access-control-allow-headers'].toLowerCase();
    for (const header of SDK_HEADERS) assert.ok(allowed.includes(header.toLowerCase()), header);
  });
  test('answers may be read from any page, errors too', async () => {
    for (const headers of [rest, {}]) {
      const answer = await request('GET', nothing, { ...headers, Origin: 'http://app.example' });
      assert.equal(answer.headers['access-control-allow-origin'], '*');
      assert.match(answer.headers['access-control-expose-headers'], /X-Parse-Job-Status-Id/i);
    }
  });
});

suite('transport: bodies and paths', () => {
  test('answers are JSON in UTF-8', async () => {
    const answer = await request('GET', nothing, rest);
    assert.match(answer.headers['content-type'], /^application\/json; *charset=utf-8$/i);
  });
  test('an unknown path is 404', async () => assert.equal((await request('GET', '/nosuchpath', rest)).status, 404));
  test('a body that is no JSON is 400', async () => {
    const answer = await request('POST', '/classes/Thing', rest, '{"name":');
    assertStatus(answer, 400);
    assert.equal(typeof answer.json.error, 'string');
  });
  test('a percent sign in a value', async () => {
    const { group } = await makeThings([{ name: '100%' }]);
    assert.equal((await api.find('Thing', { where: { group, name: '100%' } })).length, 1);
  });
});
