// Byte for byte what the SDKs that cannot run here put on the wire: PHP, Swift, Android, Flutter, .NET. Each
// replay is written to a socket as it stands, with only host, keys and ids filled in, and the answer is read
// as the SDK would read it.
import { assert, makeThings, raw, server, signUp, suite, test, unique } from './lib/sdk.mjs';

const { host, pathname: mount } = new URL(server.base);

/** Writes a request and returns { status, json }. The connection is closed after the answer. */
async function replay(method, path, headers, body) {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const lines = [`${method} ${mount}${path} HTTP/1.1`, `Host: ${host}`, ...headers, 'Connection: close'];
  if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(text)}`);
  const answer = await raw(server, `${lines.join('\r\n')}\r\n\r\n${text}`);
  const [head, ...rest] = answer.split('\r\n\r\n');
  let content = rest.join('\r\n\r\n');
  if (/transfer-encoding: chunked/i.test(head)) content = content.replaceAll(/(^|\r\n)[0-9a-f]+\r\n/gi, '');
  return { status: Number(head.split(' ')[1]), head, json: JSON.parse(Buffer.from(content, 'latin1').toString('utf8')) };
}

const SDKS = {
  // parse-php-sdk: ParseClient::_request, by curl
  PHP: (token) => [
    'Accept: */*', `X-Parse-Application-Id: ${server.appId}`, 'X-Parse-Client-Version: php2.4.0',
    ...(token ? [`X-Parse-Session-Token: ${token}`] : []), `X-Parse-REST-API-Key: ${server.restKey}`,
    'X-Parse-Revocable-Session: 1', 'Content-Type: application/json',
  ],
  // Parse-Swift: API.getHeaders
  Swift: (token) => [
    `X-Parse-Application-Id: ${server.appId}`, `X-Parse-Client-Key: ${server.clientKey}`,
    ...(token ? [`X-Parse-Session-Token: ${token}`] : []), 'X-Parse-Client-Version: swift5.8.0',
    `X-Parse-Installation-Id: ${unique('device').toLowerCase()}`, `X-Parse-Request-Id: ${unique('request')}`,
    'Content-Type: application/json', 'Accept: */*', 'Accept-Language: en;q=1.0', 'Accept-Encoding: identity',
    'User-Agent: App/1.0 (app.example; build:1; iOS 17.0.0)',
  ],
  // Parse-SDK-Android: ParseRESTCommand.addDefaultHeaders
  Android: (token) => [
    `X-Parse-Application-Id: ${server.appId}`, `X-Parse-Client-Key: ${server.clientKey}`, 'X-Parse-Client-Version: a4.3.0',
    'X-Parse-App-Build-Version: 1', 'X-Parse-App-Display-Version: 1.0', 'X-Parse-OS-Version: 14',
    `X-Parse-Installation-Id: ${unique('device').toLowerCase()}`, ...(token ? [`X-Parse-Session-Token: ${token}`] : []),
    'User-Agent: Parse Android SDK API Level 34', 'Content-Type: application/json', 'Accept-Encoding: identity',
  ],
  // Parse-SDK-Flutter: ParseHTTPClient
  Flutter: (token) => [
    'user-agent: Dart/3.3 (dart:io)', 'content-type: application/json', 'accept-encoding: identity',
    `x-parse-client-key: ${server.clientKey}`, `x-parse-application-id: ${server.appId}`, 'X-Parse-Revocable-Session: 1',
    ...(token ? [`x-parse-session-token: ${token}`] : []), `x-parse-installation-id: ${unique('device').toLowerCase()}`,
  ],
  // Parse-SDK-dotNET: ParseCommandRunner.PrepareCommand
  '.NET': (token) => [
    `X-Parse-Application-ID: ${server.appId}`, 'X-Parse-Client-Version: net-2.0.0', `X-Parse-Windows-Key: ${server.dotNetKey}`,
    'X-Parse-App-Build-Version: 1.0', 'X-Parse-App-Display-Version: 1.0', 'X-Parse-OS-Version: 10',
    `X-Parse-Installation-Id: ${unique('device').toLowerCase()}`, 'X-Parse-Revocable-Session: 1',
    ...(token ? [`X-Parse-Session-Token: ${token}`] : []), 'Content-Type: application/json; charset=utf-8',
  ],
};
const encode = (object) => encodeURIComponent(JSON.stringify(object));

for (const [name, headers] of Object.entries(SDKS)) {
  suite(`replay: ${name}`, () => {
    test('saves an object', async () => {
      const { status, head, json } = await replay('POST', '/classes/Thing', headers(), { name: `from ${name} 病歷`, number: 1 });
      assert.equal(status, 201, head);
      const read = await replay('GET', `/classes/Thing/${json.objectId}`, headers());
      assert.equal(read.json.name, `from ${name} 病歷`);
    });
    test('updates and deletes it', async () => {
      const { json } = await replay('POST', '/classes/Thing', headers(), { number: 1 });
      const path = `/classes/Thing/${json.objectId}`;
      assert.equal((await replay('PUT', path, headers(), { number: { __op: 'Increment', amount: 2 } })).json.number, 3);
      assert.deepEqual((await replay('DELETE', path, headers())).json, {});
      assert.equal((await replay('GET', path, headers())).json.code, 101);
    });
    test('finds by where in the query string', async () => {
      const { group } = await makeThings([{ name: 'a' }, { name: 'b' }]);
      const { json } = await replay('GET', `/classes/Thing?where=${encode({ group, name: { $in: ['a'] } })}&limit=10&order=-createdAt`, headers());
      assert.deepEqual(json.results.map((object) => object.name), ['a']);
    });
    test('finds by where in a body, as POST with _method=GET', async () => {
      const { group } = await makeThings([{ name: 'a' }, { name: 'b' }]);
      const { json } = await replay('POST', '/classes/Thing', headers(), { _method: 'GET', where: { group }, limit: '10', count: 1 });
      assert.deepEqual([json.results.length, json.count], [2, 2]);
    });
    test('signs up, logs in and reads the current user', async () => {
      const [username, password] = [unique('u'), 'a long password'];
      const signedUp = await replay('POST', '/users', headers(), { username, password });
      assert.equal(signedUp.status, 201, signedUp.head);
      const loggedIn = await replay('GET', `/login?username=${username}&password=${encodeURIComponent(password)}`, headers());
      assert.equal(loggedIn.json.objectId, signedUp.json.objectId);
      const me = await replay('GET', '/users/me', headers(loggedIn.json.sessionToken));
      assert.equal(me.json.username, username);
      assert.deepEqual((await replay('POST', '/logout', headers(loggedIn.json.sessionToken), {})).json, {});
      assert.equal((await replay('GET', '/users/me', headers(loggedIn.json.sessionToken))).json.code, 209);
    });
    test('reads an error as code and message', async () => {
      const { status, json } = await replay('GET', `/login?username=${unique('nobody')}&password=wrongpassword`, headers());
      assert.deepEqual([status, json], [404, { code: 101, error: 'Invalid username/password.' }]);
    });
    test('sends a batch', async () => {
      const requests = [{ method: 'POST', path: `${mount}/classes/Thing`, body: { name: 'x' } }];
      const { json } = await replay('POST', '/batch', headers(), { requests });
      assert.ok(json[0].success.objectId);
    });
    test('calls a function that is not there', async () => {
      const { status, json } = await replay('POST', '/functions/nosuch', headers((await signUp()).getSessionToken()), {});
      assert.deepEqual([status, json.code], [400, 141]);
    });
  });
}

suite('replay: details of the wire', () => {
  test('a body in chunks', async () => {
    const body = JSON.stringify({ name: 'in chunks' });
    const chunks = [body.slice(0, 5), body.slice(5)].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('');
    const head = [`POST ${mount}/classes/Thing HTTP/1.1`, `Host: ${host}`, ...SDKS.Flutter(), 'Transfer-Encoding: chunked', 'Connection: close'];
    const answer = await raw(server, `${head.join('\r\n')}\r\n\r\n${chunks}0\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 201 /);
  });
  test('a DELETE with an empty body and Content-Length 0', async () => {
    const { json } = await replay('POST', '/classes/Thing', SDKS.PHP(), { name: 'x' });
    assert.equal((await replay('DELETE', `/classes/Thing/${json.objectId}`, SDKS.PHP(), '')).status, 200);
  });
  test('a GET with a JSON body keeps to its query string', async () => {
    const { group } = await makeThings([{ name: 'a' }]);
    const { status, json } = await replay('GET', `/classes/Thing?where=${encode({ group })}`, SDKS.Android(), {});
    assert.deepEqual([status, json.results.length], [200, 1]);
  });
});
