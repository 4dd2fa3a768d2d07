// Large bodies: the head is judged before they are kept, and those of whom nobody knows who they are
// share what memory there is for them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, send } from '../lib/rest.mjs';
import { connectTo } from '../lib/wire.mjs';

const SHARED = 4000000;
const MB = 1000000;

describeServer('large bodies', 'kitchen', (context) => {
  const app = 'X-Parse-Application-Id: app';
  /** A request whose head is sent, and so much of its body; `finish` sends the rest and returns the status line. */
  async function under(headers, length, sent) {
    const socket = connectTo(context.server.base);
    await once(socket, socket.encrypted ? 'secureConnect' : 'connect');
    let answer = '';
    socket.on('data', (chunk) => { answer += chunk; });
    socket.on('error', () => {});
    const closed = once(socket, 'close');
    const body = Buffer.alloc(length, ' ');
    body.write(headers.includes(app) ? '{"name":"x"' : '{"name":"x","_ApplicationId":"app"');
    body.write('}', length - 1);
    socket.write(['POST /parse/classes/Item HTTP/1.1', 'Host: x', `Content-Length: ${length}`, 'Content-Type: text/plain', 'Connection: close', ...headers, '', ''].join('\r\n'));
    socket.write(body.subarray(0, sent));
    return {
      async finish() {
        socket.write(body.subarray(sent));
        await closed;
        return answer.split('\r\n')[0];
      },
      close: () => socket.destroy(),
    };
  }
  const whole = async (headers, length) => (await under(headers, length, 0)).finish();
  const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${context.server.pid}/status`, 'utf8'))[1]) * 1024;

  test('of strangers share what there is, and it comes back', async () => {
    const { session } = await context.api.signUp();
    const first = await under([], 3 * MB, 2 * MB);
    const second = await under([app], 0.9 * MB, 0.5 * MB);
    await pause(50); // both heads have been read before the next
    assert.match(await whole([], 2 * MB), /^HTTP\/1\.1 503 /);
    assert.match(await whole([app], 2 * MB), /^HTTP\/1\.1 503 /);
    assert.match(await whole([], 60000), /^HTTP\/1\.1 201 /, 'a small one is nobody\'s worry');
    assert.match(await whole([app, `X-Parse-Session-Token: ${session}`], 5 * MB), /^HTTP\/1\.1 201 /);
    assert.match(await whole([app, `X-Parse-Master-Key: ${context.server.masterKey}`], 5 * MB), /^HTTP\/1\.1 201 /);
    assert.match(await first.finish(), /^HTTP\/1\.1 201 /);
    second.close();
    let status;
    for (let i = 0; i < 50 && !/ 201 /.test(status); i += 1) status = await whole([], 3.9 * MB);
    assert.match(status, /^HTTP\/1\.1 201 /);
  });

  test('of a head that is refused are not kept', async () => {
    assert.match(await whole([app, 'X-Parse-Master-Key: wrong'], MB), /^HTTP\/1\.1 201 /, 'it is a stranger');
    assert.match(await whole([app, 'X-Parse-Session-Token: r:none'], MB), /^HTTP\/1\.1 400 /);
    const answer = await context.api.call('POST', '/classes/Item', { session: 'r:none', body: { name: 'x', text: 'x'.repeat(100000) } });
    assertError(answer, 400, 209);
  });

  test('in chunks are no way round', async () => {
    const held = await under([], 3.5 * MB, 3 * MB);
    await pause(50);
    const headers = { 'X-Parse-Application-Id': 'app', 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' };
    const chunked = await send(`${context.server.base}/classes/Item`, { method: 'POST', headers, body: JSON.stringify({ name: 'x', text: 'x'.repeat(MB) }) });
    assertStatus(chunked, 503);
    assert.ok(chunked.headers['retry-after'] > 0);
    held.close();
  });

  test('thirty strangers cost little', async () => {
    const before = memory();
    const strangers = await Promise.all(Array.from({ length: 30 }, () => under([app], 16 * MB, 12 * MB)));
    await pause(300);
    assert.ok(memory() - before < 60 * MB, `${memory() - before} bytes`);
    assertStatus(await client(context.server).call('GET', '/classes/Item?limit=1'), 200);
    strangers.forEach((stranger) => stranger.close());
  });
}, { arguments: ['--unknown-body-bytes', String(SHARED)], skip: differs('how much a server keeps').skip });
