// The nginx configuration of docs/behind-a-proxy.md, cut out of it and run as it stands but for places: addresses, ports
// and the certificate. What clients get through it, and what they cannot make the server believe.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { newCertificate } from '../lib/certificates.mjs';
import { differs } from '../lib/fixture.mjs';
import { LiveClient } from '../lib/live.mjs';
import { assertError, assertStatus, client, pointer, send, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { ownAddress, trusted } from '../lib/wire.mjs';
import { openedCookie } from '../pages/printed.mjs';

const nginx = '/usr/sbin/nginx';
const skip = differs('the page is about our servers').skip || (!existsSync(nginx) && `there is no ${nginx}: apt-get install nginx`);
const page = readFileSync(join(root, 'docs/behind-a-proxy.md'), 'utf8');
const MB = 1000000;

async function freePort() {
  const server = net.createServer().listen(0, ownAddress);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs the page's configuration before a server: { base, plain, stop() }. */
async function startNginx(server, certificate) {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-nginx-'));
  const [port, plainPort] = [await freePort(), await freePort()];
  const place = (text, from, to) => {
    assert.ok(text.includes(from), from);
    return text.replace(from, to);
  };
  let site = /^```nginx\n(.*?)^```$/ms.exec(page)[1];
  for (const [from, to] of [
    ['listen 443 ssl;', `listen ${ownAddress}:${port} ssl;`], ['    listen [::]:443 ssl;\n', ''], ['listen 80;', `listen ${ownAddress}:${plainPort};`], ['    listen [::]:80;\n', ''],
    ['127.0.0.1:1337', new URL(server.base).host],
    ['/etc/letsencrypt/live/clinic.example.org/fullchain.pem', certificate.cert], ['/etc/letsencrypt/live/clinic.example.org/privkey.pem', certificate.key],
  ]) {
    site = place(site, from, to);
  }
  writeFileSync(join(folder, 'site.conf'), site);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, 'temporary')}/${name};`).join('\n');
  mkdirSync(join(folder, 'temporary'));
  writeFileSync(join(folder, 'nginx.conf'), `daemon off;\nworker_processes 1;\npid ${folder}/pid;\n${process.getuid() === 0 ? 'user root;\n' : ''}error_log stderr warn;\n`
    + `events { worker_connections 512; }\nhttp {\naccess_log off;\n${temporary}\ninclude ${folder}/site.conf;\n}\n`);
  const child = spawn(nginx, ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'inherit', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => { said += chunk; });
  const closed = once(child, 'close');
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  for (;;) {
    const socket = net.connect(port, ownAddress);
    const up = await Promise.race([once(socket, 'connect').then(() => true, () => false), closed.then(() => assert.fail(said))]);
    socket.destroy();
    if (up) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    base: `https://${ownAddress}:${port}/parse`,
    plain: `http://${ownAddress}:${plainPort}`,
    said: () => said,
    temporaryFiles: () => readdirSync(join(folder, 'temporary'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()),
    async stop() {
      child.kill('SIGTERM');
      await closed;
      process.off('exit', kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describe('behind nginx as docs/behind-a-proxy.md has it', { skip }, () => {
  const host = 'clinic.example.org';
  let server;
  let proxy;
  let api;
  before(async () => {
    server = await startServer('trial', { demo: true, arguments: ['--sign-ups-per-address', '1', '--file-limit', '30000000'] });
    proxy = await startNginx(server, newCertificate({ name: host }));
    api = client({ ...server, base: proxy.base });
  });
  after(async () => {
    await proxy?.stop();
    await server?.stop();
  });

  /** A request from an address of this machine: { status, headers, json }. */
  const from = (localAddress, method, path, { headers = {}, body } = {}) => new Promise((resolve, reject) => {
    const bytes = body === undefined ? undefined : JSON.stringify(body);
    const all = { 'X-Parse-Application-Id': 'app', 'Content-Type': 'application/json', Host: host, ...(bytes ? { 'Content-Length': Buffer.byteLength(bytes) } : {}), ...headers };
    const request = https.request(`${proxy.base}${path}`, { method, localAddress, headers: all, ca: trusted(), agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => { text += chunk; });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text, json: response.headers['content-type']?.startsWith('application/json') ? JSON.parse(text) : null }));
    });
    request.on('error', reject);
    request.end(bytes);
  });
  const newUser = () => ({ username: unique('proxied'), password: 'a long enough password' });
  let last = 20;
  /** Signs somebody up from an address that nobody had before. */
  async function signUp() {
    const answer = await from(`127.0.0.${last++}`, 'POST', '/users', { body: newUser() });
    assertStatus(answer, 201);
    return answer;
  }

  test('requests are answered, and URLs are those of the site', async () => {
    const { headers, json } = await signUp();
    assert.equal(headers.location, `https://${host}/parse/users/${json.objectId}`);
    assert.equal(headers['strict-transport-security'], 'max-age=31536000');
    assertStatus(await from('127.0.0.1', 'GET', '/users/me', { headers: { 'X-Parse-Session-Token': json.sessionToken } }), 200);
    const moved = await send(`${proxy.plain}/parse/health?x=1`, { headers: { Host: host } });
    assert.deepEqual([moved.status, moved.headers.location], [301, `https://${host}/parse/health?x=1`]);
  });

  test('files go through whole, and none of them over the proxy\'s disk', async () => {
    const { json: { sessionToken: session } } = await signUp();
    const bytes = Buffer.alloc(15 * MB, 'a picture, ');
    const upload = await api.call('POST', '/files/large.txt', { session, body: bytes, headers: { Host: host, 'Content-Type': 'text/plain' } });
    assertStatus(upload, 201);
    const url = new URL(upload.json.url);
    assert.equal(url.origin, `https://${host}`);
    const { origin } = new URL(proxy.base);
    const downloads = Promise.all(Array.from({ length: 4 }, () => send(origin + url.pathname + url.search, { headers: { Host: host } })));
    assert.deepEqual(proxy.temporaryFiles(), []);
    for (const download of await downloads) assert.ok(download.bytes.equals(bytes));
    const part = await send(origin + url.pathname + url.search, { headers: { Host: host, Range: 'bytes=5-14' } });
    assert.deepEqual([part.status, part.text], [206, bytes.subarray(5, 15).toString()]);
    assert.doesNotMatch(proxy.said(), /buffered to a temporary file/);
  });

  test('what is too large is refused by the server, as Parse does, up to what the proxy lets through', async () => {
    const { json: { sessionToken: session } } = await signUp();
    const large = await api.call('POST', '/classes/Message', { session, body: JSON.stringify({ body: 'x'.repeat(21000000) }) });
    assert.equal(large.status, 413);
    assert.ok(large.json.error, large.text);
    const larger = await api.call('POST', '/classes/Message', { session, body: Buffer.alloc(25 * MB) }).catch(({ code }) => ({ status: code }));
    assert.ok([413, 'EPIPE', 'ECONNRESET'].includes(larger.status), larger.status);
  });

  test('live queries go over wss', async () => {
    const { json: settings } = await send(`${new URL(server.base).origin}/playground/settings.json`, { headers: { Cookie: await openedCookie(server) } });
    const { username, password } = settings.accounts[0];
    const { json: patient } = await from('127.0.0.1', 'POST', '/login', { body: { username, password } });
    const live = await LiveClient.connect({ ...server, base: proxy.base }, { token: patient.sessionToken });
    await live.subscribe('Message', {});
    const self = pointer('_User', patient.objectId);
    assertStatus(await from('127.0.0.1', 'POST', '/classes/Message', { headers: { 'X-Parse-Session-Token': patient.sessionToken }, body: { body: 'by wss', from: self, to: self } }), 201);
    assert.equal((await live.event()).object.body, 'by wss');
    live.close();
  });

  test('each client counts for itself', async () => {
    assertStatus(await from('127.0.0.2', 'POST', '/users', { body: newUser() }), 201);
    assertError(await from('127.0.0.2', 'POST', '/users', { body: newUser() }), 429, 155);
    assertStatus(await from('127.0.0.3', 'POST', '/users', { body: newUser() }), 201);
  });

  test('a stranger cannot be somebody else', async () => {
    assertStatus(await from('127.0.0.4', 'POST', '/users', { body: newUser() }), 201);
    for (const headers of [
      { 'X-Forwarded-For': '192.0.2.1' }, { 'X-Forwarded-For': ['192.0.2.2', '192.0.2.3'] }, { 'x-forwarded-for': '' }, { Forwarded: 'for=192.0.2.4' }, { 'X-Real-IP': '192.0.2.5' },
      { 'X-Forwarded-For': '127.0.0.1', Forwarded: 'for=127.0.0.1' }, { X_Forwarded_For: '192.0.2.6' }, { Connection: 'close, X-Forwarded-For' },
    ]) {
      assertError(await from('127.0.0.4', 'POST', '/users', { body: newUser(), headers }), 429, 155);
    }
    const { headers } = await from('127.0.0.5', 'POST', '/users', { body: newUser(), headers: { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http', Forwarded: 'host=evil.example;proto=http' } });
    assert.ok(headers.location.startsWith(`https://${host}/`), headers.location);
  });

  test('nobody is on the server\'s machine', async () => {
    const master = { 'X-Parse-Master-Key': server.masterKey };
    for (const headers of [master, { ...master, 'X-Forwarded-For': '127.0.0.1' }]) {
      assert.equal((await from('127.0.0.1', 'GET', '/classes/Message', { headers })).status, 403);
    }
    const settings = await send(`${new URL(proxy.base).origin}/playground/settings.json`, { headers: { Host: host } });
    assert.deepEqual(settings.json, { title: 'trial', apiPath: '/parse' });
  });

  test('requests that could be read in two ways do not come through as two', async () => {
    const answer = await from('127.0.0.1', 'POST', '/classes/Message', { headers: { 'Content-Length': '5', 'Transfer-Encoding': 'chunked' } }).catch(({ code }) => ({ status: code }));
    assert.ok([400, 'ECONNRESET', 'EPIPE', 'HPE_INVALID_CONSTANT'].includes(answer.status), String(answer.status));
  });

  test('connections to the server are kept for less than the server keeps them', async () => {
    const seconds = (name) => Number(new RegExp(`${name} (\\d+)s;`).exec(page)[1]);
    assert.ok(seconds('keepalive_timeout') < 20 && seconds('proxy_read_timeout') > 90);
    const answers = await Promise.all(Array.from({ length: 200 }, () => from('127.0.0.1', 'GET', '/health')));
    assert.ok(answers.every(({ status }) => status === 200));
  });
});
