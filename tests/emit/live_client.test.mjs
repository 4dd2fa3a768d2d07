// The clients of live queries that a server's own tests bring along tell a subscription that the server has ended, since it took too
// long or was not read, from one in which nothing happened: what was not told by it was not refused.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Closed, graphqlClient, liveClient } from '../../templates/text/live.mjs';
import { frame } from '../lib/live.mjs';

/** A server that answers messages, JSON in frames below 126 bytes or with a length of 2; resolves to { url, stop }. */
async function serverThat(answers) {
  const server = createServer();
  const sockets = new Set();
  server.on('upgrade', (request, socket) => {
    sockets.add(socket);
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    let bytes = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (;;) {
        const at = (bytes[1] & 127) === 126 ? 4 : 2;
        const length = at === 4 ? (bytes[2] << 8) | bytes[3] : bytes[1] & 127;
        if (bytes.length < 2 || bytes.length < at + 4 + length) return;
        const message = JSON.parse(bytes.subarray(at + 4, at + 4 + length).map((byte, i) => byte ^ bytes[at + (i % 4)]).toString());
        bytes = bytes.subarray(at + 4 + length);
        for (const answer of answers(message)) socket.write(frame('text', JSON.stringify(answer), { mask: false }));
      }
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const stop = () => { sockets.forEach((socket) => socket.destroy()); server.close(); };
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}

const told = { op: 'create', requestId: 1, object: { objectId: 'a' } };
const parse = (before) => ({ op, requestId }) => {
  if (op === 'connect') return [{ op: 'connected' }];
  if (op === 'subscribe') return [{ op: 'subscribed', requestId }];
  return [...before, { op: 'error', requestId, code: 101, error: 'there is none' }];
};
const graphql = (before) => {
  let pings = 0; // the first is of the subscription
  return ({ type }) => {
    if (type === 'connection_init') return [{ type: 'connection_ack' }];
    if (type === 'ping') return [...((pings += 1) > 1 ? before : []), { type: 'pong' }];
    return [];
  };
};
const next = { type: 'next', id: '1', payload: { data: { told: { event: 'create', objectId: 'a', node: null } } } };

const CLIENTS = [
  ['Parse', parse, [told], (url) => liveClient(url, {}), { 'an error': [{ op: 'error', requestId: 1, code: 155, error: 'it takes too long' }] }],
  ['GraphQL', graphql, [next], (url) => graphqlClient(url, {}, () => 'subscription'), {
    'an error': [{ type: 'error', id: '1', payload: [{ message: 'it takes too long', extensions: { code: 155 } }] }],
    'its completion': [{ type: 'complete', id: '1' }],
  }],
];

for (const [name, protocol, events, connect, ends] of CLIENTS) {
  const subscribed = async (before, then) => {
    const server = await serverThat(protocol(before));
    try {
      const client = await connect(server.url);
      assert.equal(await client.subscribe('Visit'), true);
      await then(client);
      client.close();
    } finally {
      server.stop();
    }
  };
  test(`${name}: what was told`, () => subscribed(events, async (client) => assert.deepEqual((await client.events()).map(({ object }) => object.objectId), ['a'])));
  test(`${name}: nothing`, () => subscribed([], async (client) => assert.deepEqual(await client.events(), [])));
  for (const [end, messages] of Object.entries(ends)) {
    test(`${name}: the subscription is ended by ${end}`, () => subscribed(messages, (client) => assert.rejects(client.events(), Closed)));
  }
}
