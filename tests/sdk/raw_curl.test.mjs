// The same few flows by curl: what a shell script, or a manual, would send.
import { spawn } from 'node:child_process';
import { assert, makeThings, server, suite, test, unique } from './lib/sdk.mjs';

/** Runs curl with these arguments against a path; returns { status, headers, json }. */
function curl(path, ...curlArguments) {
  return new Promise((resolve, reject) => {
    const child = spawn('curl', ['-sS', '-i', '--max-time', '20', ...curlArguments, server.base + path]);
    let text = '';
    let complaint = '';
    child.stdout.on('data', (chunk) => { text += chunk; });
    child.stderr.on('data', (chunk) => { complaint += chunk; });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`curl: exit ${code} ${complaint}`));
      const [head, ...rest] = text.split('\r\n\r\n').filter((part) => !part.startsWith('HTTP/1.1 100'));
      const headers = Object.fromEntries(head.split('\r\n').slice(1).map((line) => [line.split(': ')[0].toLowerCase(), line.slice(line.indexOf(': ') + 2)]));
      return resolve({ status: Number(head.split(' ')[1]), headers, json: JSON.parse(rest.join('\r\n\r\n')) });
    });
  });
}
const keys = ['-H', `X-Parse-Application-Id: ${server.appId}`, '-H', `X-Parse-REST-API-Key: ${server.restKey}`];
const json = (body) => ['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)];
const session = (token) => ['-H', `X-Parse-Session-Token: ${token}`];

suite('curl', () => {
  test('create, read, update, delete', async () => {
    const created = await curl('/classes/Thing', '-X', 'POST', ...keys, ...json({ name: 'by curl', number: 1 }));
    assert.equal(created.status, 201);
    assert.equal(created.headers.location, `${server.base}/classes/Thing/${created.json.objectId}`);
    const path = `/classes/Thing/${created.json.objectId}`;
    assert.equal((await curl(path, ...keys)).json.name, 'by curl');
    const updated = await curl(path, '-X', 'PUT', ...keys, ...json({ number: { __op: 'Increment', amount: 1 } }));
    assert.deepEqual([updated.status, updated.json.number], [200, 2]);
    assert.deepEqual((await curl(path, '-X', 'DELETE', ...keys)).json, {});
    assert.deepEqual((await curl(path, ...keys)).json, { code: 101, error: 'Object not found.' });
  });
  test('a query, with -G and --data-urlencode', async () => {
    const { group } = await makeThings([{ name: 'a', number: 1 }, { name: 'b', number: 2 }, { name: 'c', number: 3 }]);
    const answer = await curl('/classes/Thing', '-G', ...keys, '--data-urlencode', `where={"group":"${group}","number":{"$gte":2}}`,
      '--data-urlencode', 'order=-number', '--data-urlencode', 'limit=10', '--data-urlencode', 'count=1');
    assert.deepEqual(answer.json.results.map(({ name }) => name), ['c', 'b']);
    assert.equal(answer.json.count, 2);
  });
  test('sign up, log in, who am I, log out', async () => {
    const [username, password] = [unique('u'), 'a long password'];
    const signedUp = await curl('/users', '-X', 'POST', ...keys, '-H', 'X-Parse-Revocable-Session: 1', ...json({ username, password }));
    assert.equal(signedUp.status, 201);
    const loggedIn = await curl('/login', '-G', ...keys, '--data-urlencode', `username=${username}`, '--data-urlencode', `password=${password}`);
    assert.equal(loggedIn.json.objectId, signedUp.json.objectId);
    const token = loggedIn.json.sessionToken;
    assert.equal((await curl('/users/me', ...keys, ...session(token))).json.username, username);
    assert.deepEqual((await curl('/logout', '-X', 'POST', ...keys, ...session(token))).json, {});
    assert.equal((await curl('/users/me', ...keys, ...session(token))).json.code, 209);
  });
  test('Basic auth with -u', async () => {
    assert.equal((await curl('/classes/Thing?limit=0', '-u', `${server.appId}:javascript-key=${server.javascriptKey}`)).status, 200);
    assert.equal((await curl('/schemas/Thing', '-u', `${server.appId}:${server.masterKey}`)).status, 200);
    assert.equal((await curl('/classes/Thing?limit=0', '-u', `${server.appId}:wrong`)).status, 403);
  });
  test('a batch', async () => {
    const mount = new URL(server.base).pathname;
    const requests = [1, 2].map((number) => ({ method: 'POST', path: `${mount}/classes/Thing`, body: { number } }));
    const answer = await curl('/batch', '-X', 'POST', ...keys, ...json({ requests }));
    assert.equal(answer.json.filter(({ success }) => success.objectId).length, 2);
  });
  test('without keys', async () => {
    const answer = await curl('/classes/Thing');
    assert.deepEqual([answer.status, answer.json], [403, { error: 'unauthorized' }]);
  });
});
