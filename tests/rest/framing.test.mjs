// Where a request ends: heads that a proxy could read otherwise than the server are refused (RFC 9112),
// and nothing that follows them on the connection is taken for a request.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { raw, send, unique } from '../lib/rest.mjs';
import { connectTo } from '../lib/wire.mjs';

const ours = differs('Node judges parse-server\'s heads');

describeServer('the end of a request', 'kitchen', (context) => {
  const app = () => `X-Parse-Application-Id: ${context.server.appId}`;
  const statuses = (answer) => [...answer.matchAll(/HTTP\/1\.1 (\d\d\d) /g)].map((match) => Number(match[1]));
  const created = (label) => context.api.find('Item', { where: { label } }, { master: true });
  const createOf = (label) => {
    const body = JSON.stringify({ name: 'x', label });
    return `POST /parse/classes/Item HTTP/1.1\r\nHost: x\r\n${app()}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  };

  /** The head, one line an element, is refused once, and what follows on the connection is not read. */
  async function refused(lines, body = '', first = 'POST /parse/classes/Item HTTP/1.1\r\n') {
    const label = unique('smuggled');
    const bytes = `${first}${lines.join('')}\r\n${body}${createOf(label)}`;
    const answer = await raw(context.server, Buffer.from(bytes, 'latin1'), { halfClose: true });
    // libmicrohttpd's own answer to a length that is no number comes with its head twice.
    assert.deepEqual([...new Set(statuses(answer))], [400], answer.slice(0, 300));
    assert.match(answer, /\r\nConnection: close\r\n/i);
    assert.deepEqual(await created(label), []);
  }

  test('what follows a head that is taken is read', async () => {
    const label = unique('followed');
    const answer = await raw(context.server, `GET /parse/health HTTP/1.1\r\nHost: x\r\n\r\n${createOf(label)}`, { halfClose: true });
    assert.deepEqual(statuses(answer), [200, 201], answer.slice(0, 300));
    assert.equal((await created(label)).length, 1);
  });

  const host = 'Host: x\r\n';
  const bad = {
    'two lengths that differ': [[host, 'Content-Length: 2\r\n', 'Content-Length: 20\r\n'], '{}'],
    'two lengths that agree': [[host, 'Content-Length: 2\r\n', 'Content-Length: 2\r\n'], '{}'],
    'two lengths in one line': [[host, 'Content-Length: 2, 2\r\n'], '{}'],
    'a length with a sign': [[host, 'Content-Length: +2\r\n'], '{}'],
    'a length in hexadecimal': [[host, 'Content-Length: 0x2\r\n'], '{}'],
    'a length with a space before its colon': [[host, 'Content-Length : 2\r\n'], '{}'],
    'a length and chunks': [[host, 'Content-Length: 5\r\n', 'Transfer-Encoding: chunked\r\n'], '0\r\n\r\n'],
    'chunks and a length': [[host, 'Transfer-Encoding: chunked\r\n', 'Content-Length: 5\r\n'], '0\r\n\r\n'],
    'an encoding that is none': [[host, 'Transfer-Encoding: xchunked\r\n'], '0\r\n\r\n'],
    'an encoding within another': [[host, 'Transfer-Encoding: gzip, chunked\r\n'], '0\r\n\r\n'],
    'two encodings': [[host, 'Transfer-Encoding: identity\r\n', 'Transfer-Encoding: chunked\r\n'], '0\r\n\r\n'],
    'an encoding with a space before its colon': [[host, 'Transfer-Encoding : chunked\r\n'], '0\r\n\r\n'],
    'chunks in HTTP/1.0': [[host, 'Transfer-Encoding: chunked\r\n'], '0\r\n\r\n', 'POST /parse/classes/Item HTTP/1.0\r\n'],
    'a bare LF between headers': [['Host: x\n', 'X-A: b\r\n']],
    'a bare LF behind the request line': [[host], '', 'GET /parse/health HTTP/1.1\n'],
    'a bare LF behind the last header': [[host, 'X-A: b\n']],
    'a bare LF for the empty line': [[host, 'X-A: b\r\n\n', 'X: y\r\n']],
    'nothing but bare LFs': [['Host: x\n', 'X-A: b\n\n']],
    'a bare CR in a header': [[host, 'X-A: b\rContent-Length: 5\r\n']],
    'a bare CR between headers': [[host, 'X-A: b\r', 'X-B: c\r\n']],
    'a NUL in a value': [[host, 'X-A: b\0c\r\n', 'X-B: d\r\n']],
    'a NUL in the last value': [[host, 'X-A: b\0c\r\n']],
    'a NUL at the end of a value': [[host, 'X-A: b\0\r\n']],
    'a NUL in a name': [[host, 'X\0A: b\r\n']],
    'a control character in a value': [[host, 'X-A: b\x01c\r\n']],
    'a space in a name': [[host, 'X A: b\r\n']],
    'a name of nothing': [[host, ': b\r\n']],
    'a line that goes on in the next': [[host, 'X-A: b\r\n', ' Content-Length: 5\r\n']],
    'no host': [['X-A: b\r\n']],
    'two hosts': [[host, 'Host: y\r\n']],
  };
  for (const [title, [lines, body, first]] of Object.entries(bad)) {
    test(`refused: ${title}`, ours, () => refused(lines, body, first));
  }

  const good = {
    'no space behind the colon': [host, 'X-A:b\r\n'],
    'spaces and tabs around a value': [host, 'X-A: \t b \t \r\n'],
    'a value of nothing': [host, 'X-A:\r\n', 'X-B: \r\n'],
    'the same header twice': [host, 'X-A: b\r\n', 'X-A: c\r\n', 'Cookie: a=b; c=d\r\n', 'Cookie: e\r\n'],
    'letters of any byte in a value': [host, 'X-A: \xe4\xff"(),\r\n'],
    'many long headers': [host, ...Array.from({ length: 40 }, (_, i) => `X-${i}: ${'v'.repeat(10 * i)}\r\n`)],
  };
  for (const [title, lines] of Object.entries(good)) {
    test(`taken: ${title}`, async () => {
      const head = Buffer.from(`GET /parse/health HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
      const last = Buffer.from(`GET /parse/health HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
      const answer = await raw(context.server, Buffer.concat([head, head, last]));
      assert.deepEqual(statuses(answer), [200, 200, 200], answer.slice(0, 300));
    });
  }

  test('taken: a head that comes byte by byte', async () => {
    const socket = connectTo(context.server.base).setNoDelay();
    await once(socket, socket.encrypted ? 'secureConnect' : 'connect');
    const head = `\r\nGET /parse/health?a=b&c HTTP/1.1\r\n${host}X-A: ${'b'.repeat(100)}\r\nX-B: c\r\n\r\n`;
    for (const byte of head) {
      socket.write(byte);
      await new Promise(setImmediate);
    }
    const [answer] = await once(socket, 'data');
    socket.destroy();
    assert.match(String(answer), /^HTTP\/1\.1 200 /);
  });

  test('taken: HTTP/1.0 without a host', async () => {
    assert.deepEqual(statuses(await raw(context.server, 'GET /parse/health HTTP/1.0\r\n\r\n')), [200]);
  });

  test('a body in chunks is its connection\'s last', ours, async () => {
    const inner = unique('chunked');
    const outer = unique('behind');
    const body = JSON.stringify({ name: 'x', label: inner });
    for (const end of ['\r\n', '\n']) {
      const chunks = `${body.length.toString(16)}${end}${body}${end}0${end}${end}`;
      const head = `POST /parse/classes/Item HTTP/1.1\r\n${host}${app()}\r\nContent-Type: application/json\r\nTransfer-Encoding: Chunked\r\n\r\n`;
      const answer = await raw(context.server, head + chunks + createOf(outer));
      assert.deepEqual(statuses(answer), [201], answer.slice(0, 300));
      assert.match(answer, /\r\nConnection: close\r\n/i);
    }
    assert.equal((await created(inner)).length, 2);
    assert.deepEqual(await created(outer), []);
  });

  test('answers are kept by no cache and guessed at by no browser', ours, async () => {
    const headers = { 'X-Parse-Application-Id': context.server.appId };
    for (const path of ['/classes/Item', '/classes/Item/none', '/nowhere', '/health']) {
      const answer = await send(context.server.base + path, { headers });
      assert.equal(answer.headers['cache-control'], 'no-store', path);
      assert.equal(answer.headers['x-content-type-options'], 'nosniff', path);
    }
  });
});
