// --trust-proxy: whose word counts on where a request comes from, and how its client reached the server. Who a
// request is counted as is seen by a limit of its own: one sign-up an hour.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import http from 'node:http';
import { describe, test } from 'node:test';
import { buildServer } from '../lib/builds.mjs';
import { describeServer, differs } from '../lib/fixture.mjs';
import { unique } from '../lib/rest.mjs';

const ours = differs('which proxies are trusted is an option of our server');
const limits = ['--listen', '0.0.0.0:0', '--sign-ups-per-address', '1'];
let last = 0;
const newAddress = () => `203.0.113.${++last}`;

/** Signs somebody up from an address of this machine: { status, headers }. */
function signUp(server, from, headers = {}) {
  const { port } = new URL(server.base);
  const body = JSON.stringify({ username: unique('proxied'), password: 'a long enough password' });
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: '127.0.0.1', port, localAddress: from, path: '/parse/users', method: 'POST', agent: false,
      headers: { 'X-Parse-Application-Id': 'app', 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers },
    }, (response) => {
      response.resume();
      response.on('end', () => resolve(response));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const statusOf = async (...how) => (await signUp(...how)).statusCode;
/** Whether two requests count as one client's: the second one is refused. */
async function areOne(server, first, second) {
  assert.equal(await statusOf(server, ...first), 201, JSON.stringify(first));
  return { 201: false, 429: true }[await statusOf(server, ...second)];
}
const by = (list) => ({ 'X-Forwarded-For': list });

describeServer('a server behind proxies that are named', 'kitchen', (context) => {
  const proxy = '127.0.0.9';

  test('takes their word on where a client is, in either way', async () => {
    const address = newAddress();
    assert.equal(await areOne(context.server, [proxy, by(address)], ['127.1.2.3', { Forwarded: `proto=https;For="${address}:4711"` }]), true);
    assert.equal(await statusOf(context.server, proxy, by(newAddress())), 201);
  });

  test('takes nobody else\'s', async () => {
    const address = newAddress();
    assert.equal(await statusOf(context.server, proxy, by(address)), 201);
    for (const [stranger, headers] of [['127.0.0.8', by(address)], ['127.0.0.7', { Forwarded: `for=${address}` }], ['127.2.0.1', by(address)]]) {
      assert.equal(await areOne(context.server, [stranger, headers], [stranger, by(newAddress())]), true, stranger);
    }
  });

  test('believes a list from its end, past the proxies that are trusted', async () => {
    const address = newAddress();
    assert.equal(await areOne(context.server, [proxy, by(address)], [proxy, by(`${newAddress()}, ${address}, 127.1.0.1,127.0.0.9`)]), true);
    const other = newAddress();
    assert.equal(await areOne(context.server, [proxy, by(other)], [proxy, by(['192.0.2.77', `192.0.2.78, ${other}`])]), true);
    const third = newAddress();
    const chain = `for=192.0.2.79, for="${third}";host=a.example, for=127.1.0.1`;
    assert.equal(await areOne(context.server, [proxy, by(third)], [proxy, { Forwarded: chain }]), true);
  });

  test('a proxy that writes one header passes the other on as its client wrote it', async () => {
    const address = newAddress();
    const forged = { ...by(address), Forwarded: `for=${newAddress()};proto=https;host=evil.example` };
    assert.equal(await areOne(context.server, [proxy, by(address)], [proxy, forged]), true);
    const { headers } = await signUp(context.server, proxy, { ...by(newAddress()), Forwarded: 'for=192.0.2.1;proto=https;host=evil.example' });
    assert.match(headers.location, /^http:\/\/127\.0\.0\.1:/);
  });

  test('addresses are the same however they are written, and one of IPv6 is its network', async () => {
    for (const [one, other] of [['192.0.2.10', '[::ffff:192.0.2.10]:80'], ['192.0.2.11:1234', '192.0.2.11'], ['2001:db8:1::1', '"[2001:db8:1::2]:443"'.slice(1, -1)], ['2001:DB8:2::1', '2001:db8:2:0::ffff']]) {
      assert.equal(await areOne(context.server, [proxy, by(one)], [proxy, by(` ${other}\t`)]), true, other);
    }
    assert.equal(await areOne(context.server, [proxy, by('2001:db8:3::1')], [proxy, by('2001:db8:4::1')]), false);
  });

  test('what is no address counts by its letters', async () => {
    assert.equal(await areOne(context.server, [proxy, { Forwarded: 'for=_hidden1' }], [proxy, { Forwarded: 'for="_hidden1"' }]), true);
    assert.equal(await areOne(context.server, [proxy, by('x'.repeat(300))], [proxy, by('y'.repeat(300))]), false);
    for (const odd of [',', ' , ', '[', '[::1', '"', ':', '127.0.0.9', '127.0.0.9, 127.1.0.1', '1.2.3', '1.2.3.4.5']) {
      assert.ok([201, 429].includes(await statusOf(context.server, proxy, by(odd))), odd);
    }
    for (const odd of ['for', 'for=', 'for="', 'for="\\"', 'for="a\\', '=', ';', ',', ';;,,', 'for=a;for=b,', `${'for=127.1.0.1, '.repeat(200)}for=127.1.0.1`]) {
      assert.ok([201, 429].includes(await statusOf(context.server, proxy, { Forwarded: odd })), odd);
    }
  });

  test('a proxy that names nobody counts as itself', async () => {
    assert.equal(await areOne(context.server, ['127.1.0.77', {}], ['127.1.0.77', {}]), true);
  });

  test('only they say how the client reached the server', async () => {
    const location = async (from, headers) => new URL((await signUp(context.server, from, { ...by(newAddress()), ...headers })).headers.location).origin;
    const { port } = new URL(context.server.base);
    assert.equal(await location(proxy, { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'app.example' }), 'https://app.example');
    assert.equal(await location(proxy, { 'X-Forwarded-Proto': 'http, https', 'X-Forwarded-Host': 'evil.example, app.example' }), 'https://app.example');
    assert.equal(await location('127.0.0.31', { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'evil.example' }), `http://127.0.0.1:${port}`);
    const standard = { 'X-Forwarded-For': undefined, Forwarded: `for=${newAddress()}; proto=https; host="app.example:8443"` };
    for (const name of Object.keys(standard)) if (!standard[name]) delete standard[name];
    const answer = await signUp(context.server, proxy, standard);
    assert.equal(new URL(answer.headers.location).origin, 'https://app.example:8443');
  });

  test('this machine is none of them here', async () => {
    const address = newAddress();
    assert.equal(await statusOf(context.server, proxy, by(address)), 201);
    assert.equal(await statusOf(context.server, '127.0.0.1', by(address)), 201);
    assert.equal(await statusOf(context.server, '127.0.0.1', by(address)), 201);
  });
}, { arguments: [...limits, '--trust-proxy', '127.0.0.9, 127.1.0.0/16,fd00::/8'], ...ours });

describeServer('a server that trusts no proxy', 'kitchen', (context) => {
  test('takes nobody\'s word', async () => {
    const { statusCode, headers } = await signUp(context.server, '127.0.0.1', { ...by('192.0.2.1'), 'X-Forwarded-Proto': 'https' });
    assert.deepEqual([statusCode, new URL(headers.location).protocol], [201, 'http:']);
    assert.equal(await statusOf(context.server, '127.0.0.1', by('192.0.2.1')), 201);
  });
}, { arguments: [...limits, '--trust-proxy', 'none'], ...ours });

describeServer('a server that is told nothing', 'kitchen', (context) => {
  test('trusts a proxy on this machine alone', async () => {
    assert.equal(await areOne(context.server, ['127.0.0.1', by('192.0.2.1')], ['127.0.0.1', { Forwarded: 'for=192.0.2.1' }]), true);
    assert.equal(await areOne(context.server, ['127.0.0.2', by('192.0.2.2')], ['127.0.0.2', by('192.0.2.3')]), true);
  });
}, { arguments: limits, ...ours });

describe('--trust-proxy', ours, () => {
  test('takes addresses and networks, and nothing else', async () => {
    const { program } = await buildServer('kitchen');
    for (const list of ['proxy.example', '10.0.0.0/33', '::1/129', '10.0.0.0/', '10.0.0.0/8x', '10.0.0/8', '', ',', '10.0.0.1,,', 'loopback,none', '10.0.0.0/-1', '300.0.0.1'].filter(Boolean)) {
      const { status, stderr } = spawnSync(program, ['serve', '--trust-proxy', list, '--data', '/dev/null/none'], { encoding: 'utf8', timeout: 60000 });
      assert.equal(status, 1, list);
      assert.match(stderr, /--trust-proxy takes up to 64 addresses and networks/, list);
    }
  });
});
