// Many connections, many of one address, and those that take their time.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { differs, sanitized } from '../lib/fixture.mjs';
import { memoryOf } from '../lib/memory.mjs';
import { assertStatus, client } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const MANY = 2500; // more than select() can tell apart
const PATIENCE = 2; // seconds
const HEALTH = 'GET /parse/health HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** A connection from an address of this machine: { socket, closed, text() }. */
function connect(server, from = '127.0.0.1') {
  const { hostname, port } = new URL(server.base);
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port: Number(port), localAddress: from });
    let text = '';
    const connection = { socket, open: true, text: () => text };
    connection.closed = new Promise((ended) => socket.on('close', () => {
      connection.open = false;
      ended(performance.now());
    }));
    socket.on('data', (data) => (text += data));
    socket.on('error', () => {}); // a server may reset what it closes
    socket.on('connect', () => resolve(connection));
    socket.on('close', () => reject(new Error('not connected')));
  });
}

const answered = (connection) => new Promise((resolve) => {
  connection.socket.once('data', () => resolve(connection.text().startsWith('HTTP/1.1 200')));
  connection.closed.then(() => resolve(false));
});

async function ask(connection) {
  const answer = answered(connection);
  connection.socket.write(HEALTH);
  return answer;
}

describe('connections', differs('how many there may be is a server\'s own'), () => {
  let server;
  before(async () => {
    server = await startServer('kitchen', { arguments: ['--connections-per-address', '20', '--head-seconds', String(PATIENCE)] });
  });
  after(() => server?.stop());

  test('there may be thousands at a time', async () => {
    const patient = await startServer('kitchen');
    const start = memoryOf(patient.pid);
    const all = [];
    while (all.length < MANY) all.push(...await Promise.all(Array.from({ length: 100 }, () => connect(patient))));
    for (let i = 0; i < MANY; i += 100) assert.ok((await Promise.all(all.slice(i, i + 100).map(ask))).every(Boolean));
    const each = ((memoryOf(patient.pid) - start) * 1024) / MANY;
    assert.ok(sanitized || each < 64 * 1024, `${each} bytes a connection`);
    assert.ok(all.every(({ open }) => open), 'none was closed');
    all.forEach(({ socket }) => socket.destroy());
    await patient.stop();
  });

  test('one address may have so many, this machine any number', async () => {
    const first = await Promise.all(Array.from({ length: 20 }, () => connect(server, '127.0.0.2')));
    assert.ok((await Promise.all(first.map(ask))).every(Boolean));
    const late = await connect(server, '127.0.0.2').catch(() => null); // the kernel accepts, the server closes
    if (late) assert.equal(await ask(late), false);
    assert.equal(await ask(await connect(server, '127.0.0.3')), true);
    const own = await Promise.all(Array.from({ length: 40 }, () => connect(server)));
    assert.ok((await Promise.all(own.map(ask))).every(Boolean));
    first[0].socket.destroy();
    await first[0].closed;
    let again = false;
    for (let i = 0; i < 50 && !again; i++) again = await connect(server, '127.0.0.2').then(ask, () => false);
    assert.ok(again, 'a place that is free again is given away');
    [...first, ...own].forEach(({ socket }) => socket.destroy());
  });

  /** Writes a byte now and then, as long as the connection is open; resolves to how long that was since it was made. */
  async function drip(connection, byte, milliseconds, started) {
    const timer = setInterval(() => connection.socket.write(byte), milliseconds);
    const closed = await connection.closed;
    clearInterval(timer);
    return (closed - started) / 1000;
  }

  test('a head or a body that does not come to its end is not waited for', { timeout: 600000 }, async () => {
    const started = performance.now();
    const head = await connect(server);
    head.socket.write('GET /parse/health HTTP/1.1\r\nX-Slow: ');
    const body = await connect(server);
    body.socket.write('POST /parse/classes/Item HTTP/1.1\r\nHost: x\r\nX-Parse-Application-Id: app\r\nContent-Length: 100000\r\n\r\n{');
    let later;
    let asked = false;
    for (let i = 0; i < 10 && !asked; i++) { // this process may stand still for as long as the server waits
      later = await connect(server);
      asked = await ask(later);
    }
    assert.equal(asked, true);
    for (const seconds of await Promise.all([drip(head, 'x', 300, started), drip(body, ' ', 300, started), drip(later, 'G', 300, started)])) {
      assert.ok(seconds > PATIENCE / 2 && seconds < 30 * PATIENCE, `closed after ${seconds} s`); // one that had to begin anew with each byte would never end
    }
  });

  test('a body that comes slowly and steadily is taken', { timeout: 600000 }, async () => {
    const text = 'x'.repeat(4000);
    const body = JSON.stringify({ name: 'slow', array: Array.from({ length: 40 }, () => text) });
    let said = '';
    for (let i = 0; i < 5 && !said; i++) { // this process may stand still for as long as the server waits
      const connection = await connect(server);
      const done = answered(connection);
      connection.socket.write(`POST /parse/classes/Item HTTP/1.1\r\nHost: x\r\nX-Parse-Application-Id: app\r\nContent-Length: ${body.length}\r\n\r\n`);
      for (let at = 0; at < body.length; at += 4000) {
        connection.socket.write(body.slice(at, at + 4000));
        await new Promise((resolve) => setTimeout(resolve, 1.5 * PATIENCE * 25)); // 1.5 times as long as a head may take
      }
      await done;
      said = connection.text();
      connection.socket.destroy();
    }
    assert.match(said, /^HTTP\/1.1 201/);
    assertStatus(await client(server).call('GET', '/health'), 200);
  });
});
