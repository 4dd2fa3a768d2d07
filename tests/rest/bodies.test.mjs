// Large bodies: the head is judged before they are kept, and those of whom nobody knows who they are
// share what memory there is for them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, send } from '../lib/rest.mjs';
import { connectTo } from '../lib/wire.mjs';

const SHARED = 4000000;
const MB = 1000000;

describeServer('large bodies', 'kitchen', (context) => {
  const app = 'X-Parse-Application-Id: app';
  /** A request whose head has been read, and so much of its body is sent, or that has been answered; `finish` sends the rest
   * and returns the status line. */
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
    socket.write(['POST /parse/classes/Item HTTP/1.1', 'Host: x', `Content-Length: ${length}`, 'Content-Type: text/plain', 'Connection: close', 'Expect: 100-continue', ...headers, '', ''].join('\r\n'));
    await Promise.race([once(socket, 'data'), closed]);
    answer = answer.replace('HTTP/1.1 100 Continue\r\n\r\n', '');
    if (answer) return { async finish() { await closed; return answer.split('\r\n')[0]; }, close: () => socket.destroy() };
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
  const memory = (what) => Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${context.server.pid}/status`, 'utf8'))[1]) * 1024;

  test('of strangers share what there is, and it comes back', async () => {
    const { session } = await context.api.signUp();
    const first = await under([], 3 * MB, 2 * MB);
    const second = await under([app], 0.9 * MB, 0.5 * MB);
    assert.match(await whole([], 2 * MB), /^HTTP\/1\.1 503 /);
    assert.match(await whole([app], 2 * MB), /^HTTP\/1\.1 503 /);
    assert.match(await whole([], 60000), /^HTTP\/1\.1 201 /, 'a small one is nobody\'s worry');
    assert.match(await whole([app, `X-Parse-Session-Token: ${session}`], 5 * MB), /^HTTP\/1\.1 201 /);
    assert.match(await whole([app, `X-Parse-Master-Key: ${context.server.masterKey}`], 5 * MB), /^HTTP\/1\.1 201 /);
    assert.match(await first.finish(), /^HTTP\/1\.1 201 /);
    second.close();
    let status;
    for (const deadline = Date.now() + 60000; Date.now() < deadline && !/ 201 /.test(status);) status = await whole([], 3.9 * MB);
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
    const headers = { 'X-Parse-Application-Id': 'app', 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' };
    const chunked = await send(`${context.server.base}/classes/Item`, { method: 'POST', headers, body: JSON.stringify({ name: 'x', text: 'x'.repeat(MB) }) });
    assertStatus(chunked, 503);
    assert.ok(chunked.headers['retry-after'] > 0);
    held.close();
  });

  test('thirty strangers cost little', async () => {
    writeFileSync(`/proc/${context.server.pid}/clear_refs`, '5'); // the peak is counted anew: proc(5)
    const before = memory('VmRSS');
    const bytes = Buffer.alloc(12 * MB, ' ');
    const strangers = Array.from({ length: 30 }, () => connectTo(context.server.base).on('error', () => {}));
    await Promise.all(strangers.map(async (socket) => {
      const over = Promise.race([once(socket, 'data'), once(socket, 'close')]);
      socket.write(`POST /parse/classes/Item HTTP/1.1\r\nHost: x\r\nContent-Length: ${16 * MB}\r\nContent-Type: text/plain\r\n${app}\r\n\r\n`);
      // Whatever is answered to the head; what is taken off the line is kept, or is not.
      await Promise.race([over, new Promise((resolve) => { socket.write(bytes, resolve); })]);
    }));
    assertStatus(await client(context.server).call('GET', '/classes/Item?limit=1'), 200);
    const most = memory('VmHWM') - before;
    assert.ok(most < 60 * MB, `${most} bytes`);
    strangers.forEach((socket) => socket.destroy());
  });
}, { arguments: ['--unknown-body-bytes', String(SHARED)], skip: differs('how much a server keeps').skip });
