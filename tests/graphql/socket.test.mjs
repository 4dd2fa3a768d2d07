// graphql-transport-ws by clients that break it, flood it, do not read, or go away: each is closed with the protocol's
// code, and nobody else notices. What a published advisory is about is said in the test's name.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { describeServer, sanitized, withFolder } from '../lib/fixture.mjs';
import { GraphqlLiveClient, graphqlSocket, initOf } from '../lib/graphql_live.mjs';
import { LiveClient, frame, handshake } from '../lib/live.mjs';
import { bytesOfEach, memoryOf } from '../lib/memory.mjs';
import { assertStatus, client as restClient, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const master = { master: true };
const subscribe = (id, query, variables) => ({ type: 'subscribe', id, payload: { query, ...(variables ? { variables } : {}) } });

describeServer('graphql-transport-ws by hostile clients', 'kitchen', (context) => {
  const open = [];
  const keep = (client) => { open.push(client); return client; };
  /** A socket on which nothing is said yet. */
  const raw = async (options) => keep(await LiveClient.open(context.server, { ...graphqlSocket, ...options }));
  const connect = async (options) => {
    const client = await raw(options);
    client.send({ type: 'connection_init', payload: initOf(context.server, options) });
    assert.deepEqual(await client.next(), { type: 'connection_ack' });
    return client;
  };
  const item = (values) => context.api.create('Item', { name: 'x', ...values }, master);
  after(() => open.forEach((client) => client.close()));

  test('4406: another protocol, or none, is spoken with nobody', async () => {
    for (const protocol of [null, 'graphql-ws', 'GRAPHQL-TRANSPORT-WS', 'graphql-transport-ws-2']) {
      const client = await raw({ headers: { 'Sec-WebSocket-Protocol': protocol } });
      assert.deepEqual(await client.isClosed(), { code: 4406, reason: 'Subprotocol not acceptable' }, protocol);
    }
    const { head, socket } = await handshake(context.server.base, { path: '/parse/graphql', headers: { 'Sec-WebSocket-Protocol': 'graphql-ws, graphql-transport-ws' } });
    assert.match(head, /^sec-websocket-protocol: graphql-transport-ws$/im);
    socket.destroy();
    const parse = await handshake(context.server.base, { headers: { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' } });
    assert.doesNotMatch(parse.head, /sec-websocket-protocol/i);
    parse.socket.destroy();
  });

  test('4400: what is no message of the protocol closes, before connecting and after', async () => {
    const messages = [
      'x', '', '[]', '1', 'null', '"ping"', '{}', '{"type":1}', '{"type":"start"}', '{"type":"connection_ack"}', '{"type":"next","id":"1","payload":{}}', '{"type":"ping","payload":1}',
      '{"type":"subscribe"}', '{"type":"subscribe","id":"1"}', '{"type":"subscribe","payload":{"query":"{ health }"}}', '{"type":"subscribe","id":1,"payload":{"query":"{ health }"}}',
      '{"type":"subscribe","id":"","payload":{"query":"{ health }"}}', '{"type":"complete"}', '{"type":"complete","id":""}', '{"type":"ping","type":"\\u0000"}', `{"type":"ping","payload":${'{"a":'.repeat(100)}1${'}'.repeat(100)}}`,
    ];
    const afterwards = ['{"type":"subscribe","id":"1","payload":{}}', '{"type":"subscribe","id":"1","payload":{"query":1}}', '{"type":"subscribe","id":"1","payload":{"query":"{ health }","variables":[]}}',
      '{"type":"subscribe","id":"1","payload":{"query":"{ health }","operationName":1}}', '{"type":"subscribe","id":"1","payload":{"query":"{ health }","extensions":"x"}}'];
    for (const message of messages) {
      for (const client of [await raw(), await connect()]) {
        client.raw(frame('text', message));
        assert.equal((await client.isClosed()).code, 4400, message);
      }
    }
    for (const message of afterwards) {
      const client = await connect();
      client.raw(frame('text', message));
      assert.equal((await client.isClosed()).code, 4400, message);
    }
    for (const name of ['X-Parse-Application-Id', 'x-parse-session-token', 'X-PARSE-MASTER-KEY']) {
      const client = await raw();
      client.send({ type: 'connection_init', payload: { [name]: { $ne: null } } });
      assert.equal((await client.isClosed()).code, 4400, name);
    }
  });

  test('4401: nothing is executed before the connection is acknowledged (GHSA-p2x3-8689-cwpg)', async () => {
    const name = unique('early');
    const client = await raw();
    client.send(subscribe('1', `mutation { createItem(input: { fields: { name: "${name}" } }) { item { objectId } } }`));
    assert.deepEqual(await client.isClosed(), { code: 4401, reason: 'Unauthorized' });
    assert.deepEqual(await context.api.find('Item', { where: { name } }, master), []);
    const both = await raw(); // an init that is refused, and what comes in the same bytes
    both.raw(Buffer.concat([{ type: 'connection_init', payload: {} }, subscribe('1', `mutation { createItem(input: { fields: { name: "${name}" } }) { item { objectId } } }`)].map((one) => frame('text', JSON.stringify(one)))));
    assert.equal((await both.isClosed()).code, 4403);
    assert.deepEqual(await context.api.find('Item', { where: { name } }, master), []);
  });

  test('4403: another app, a session that is none, a master key from where its header would not be taken', async () => {
    const proxied = { headers: { ...graphqlSocket.headers, 'X-Forwarded-For': '192.0.2.7' } };
    for (const [payload, options] of [
      [{}], [{ 'X-Parse-Application-Id': 'other' }], [{ ...initOf(context.server), 'X-Parse-Session-Token': 'r:nobody' }],
      [initOf(context.server, master), proxied], [{ 'X-Parse-Master-Key': context.server.masterKey }],
    ]) {
      const client = await raw(options);
      client.send({ type: 'connection_init', payload });
      assert.deepEqual(await client.isClosed(), { code: 4403, reason: 'Forbidden' }, JSON.stringify(payload));
    }
    const wrong = await raw();
    wrong.send({ type: 'connection_init', payload: { ...initOf(context.server), 'X-Parse-Master-Key': 'guessed' } });
    await wrong.next(({ type }) => type === 'connection_ack'); // as by REST: it is nobody's key, and counts for nothing
    wrong.send(subscribe('1', 'query($id: ID!) { item(id: $id) { objectId } }', { id: await item({ ACL: {} }) }));
    assert.equal((await wrong.next(({ type }) => type === 'next')).payload.data.item, null);
  });

  test('4409: an id that is taken; one that is done is free', async () => {
    const client = await connect();
    client.send(subscribe('a', 'subscription { items { event } }'));
    client.send({ type: 'complete', id: 'a' });
    client.send(subscribe('a', 'subscription { items { event } }'));
    client.send(subscribe('b', '{ health }'));
    assert.deepEqual(await client.next(({ id }) => id === 'b'), { id: 'b', type: 'next', payload: { data: { health: true } } });
    assert.deepEqual(await client.next(({ id }) => id === 'b'), { id: 'b', type: 'complete' });
    client.send(subscribe('b', '{ health }'));
    await client.next(({ id, type }) => id === 'b' && type === 'complete');
    client.send(subscribe('a', '{ health }'));
    assert.deepEqual(await client.isClosed(), { code: 4409, reason: 'Subscriber for a already exists' });
    const long = await connect();
    for (let i = 0; i < 2; i += 1) long.send(subscribe('é'.repeat(300), 'subscription { items { event } }'));
    assert.deepEqual(await long.isClosed(), { code: 4409, reason: 'Subscriber already exists' });
  });

  test('4429: a second init closes, however fast they come', async () => {
    const client = await connect();
    client.send({ type: 'connection_init', payload: initOf(context.server) });
    assert.deepEqual(await client.isClosed(), { code: 4429, reason: 'Too many initialisation requests' });
    const flood = await raw();
    flood.raw(Buffer.concat(Array.from({ length: 1000 }, () => frame('text', JSON.stringify({ type: 'connection_init', payload: initOf(context.server) })))));
    assert.equal((await flood.isClosed()).code, 4429);
    assert.equal(flood.messages.filter(({ type }) => type === 'connection_ack').length, 1);
  });

  test('what is completed is told of no more, and completing what is not there does nothing', async () => {
    const client = await connect();
    const text = unique('completed');
    client.send({ type: 'complete', id: 'never was' });
    client.send(subscribe('1', 'subscription($t: String) { items(where: { text: { equalTo: $t } }) { event } }', { t: text }));
    client.send({ type: 'ping' });
    await client.next(({ type }) => type === 'pong');
    await item({ text });
    assert.equal((await client.next(({ id }) => id === '1')).payload.data.items.event, 'create');
    client.send({ type: 'complete', id: '1' });
    client.send({ type: 'ping', payload: { last: 1 } });
    await client.next(({ type }) => type === 'pong');
    await item({ text });
    client.send({ type: 'ping', payload: { last: 2 } });
    assert.deepEqual(await client.next(), { type: 'pong', payload: { last: 2 } });
  });

  test('there is an end to subscriptions, and to operations that are under way', async () => {
    const client = await connect();
    for (let i = 0; i < 220; i += 1) client.send(subscribe(`s${i}`, `subscription { items(where: { number: { equalTo: ${i} } }) { event } }`));
    client.send({ type: 'ping' });
    await client.next(({ type }) => type === 'pong');
    const refused = client.messages.splice(0).filter(({ type }) => type === 'error');
    assert.deepEqual([refused.length, new Set(refused.map(({ payload }) => payload[0].extensions.code))], [20, new Set([155])]);
    const many = await connect();
    many.raw(Buffer.concat(Array.from({ length: 100 }, (_, i) => frame('text', JSON.stringify(subscribe(`${i}`, '{ items(first: 1000) { count } }'))))));
    const ends = await Promise.all(Array.from({ length: 100 }, (_, i) => many.next(({ id, type }) => id === `${i}` && type !== 'next')));
    const done = ends.filter(({ type }) => type === 'complete').length;
    assert.ok(done >= 16, `${done}`);
    assert.deepEqual([...new Set(ends.filter(({ type }) => type === 'error').map(({ payload }) => payload[0].extensions.code))].filter((code) => code !== 155), []);
    // What is completed at once is under way all the same: no more than 16 are begun before the first is done.
    const hasty = await connect();
    const name = unique('hasty');
    const write = (i) => [subscribe(`${i}`, `mutation { createItem(input: { fields: { name: "${name}" } }) { item { objectId } } }`), { type: 'complete', id: `${i}` }];
    hasty.raw(Buffer.concat(Array.from({ length: 200 }, (_, i) => write(i)).flat().map((one) => frame('text', JSON.stringify(one)))));
    hasty.send({ type: 'ping' });
    await hasty.next(({ type }) => type === 'pong');
    const tooMany = hasty.messages.splice(0);
    assert.ok(tooMany.length > 0 && tooMany.every(({ type, payload }) => type === 'error' && payload[0].extensions.code === 155), JSON.stringify(tooMany.slice(0, 3)));
  });

  test('who asks and does not read is closed; memory is given back, and others are not kept waiting', async () => {
    const text = unique('slow');
    const long = 'x'.repeat(100000);
    const slow = await connect();
    const quick = await connect();
    for (const client of [slow, quick]) client.send(subscribe('1', 'subscription($t: String) { items(where: { label: { equalTo: $t } }) { node { text number } } }', { t: text }));
    quick.send({ type: 'ping' });
    slow.send({ type: 'ping' });
    await Promise.all([quick, slow].map((client) => client.next(({ type }) => type === 'pong')));
    slow.socket.pause();
    for (let i = 0; i < 100; i += 1) {
      await item({ label: text, text: long, number: i });
      assert.equal((await quick.next(({ type }) => type === 'next')).payload.data.items.node.number, i);
    }
    slow.socket.resume();
    assert.equal((await slow.isClosed()).code, 1013);
    const flood = await connect();
    flood.socket.pause();
    const before = memoryOf(context.server.pid);
    const pings = Buffer.concat(Array.from({ length: 2000 }, () => frame('text', JSON.stringify({ type: 'ping', payload: { long: 'x'.repeat(5000) } }))));
    flood.raw(pings);
    await item({ label: text, text: 'behind', number: 100 });
    assert.equal((await quick.next(({ type }) => type === 'next')).payload.data.items.node.number, 100);
    if (!sanitized) assert.ok(memoryOf(context.server.pid) - before < 8192);
    flood.close();
  });

  test('who goes away while operations are under way leaves nothing, and they are done', async () => {
    const name = unique('gone');
    const clients = await Promise.all(Array.from({ length: 20 }, () => connect()));
    clients.forEach((client, i) => client.send(subscribe('1', `mutation { createItem(input: { fields: { name: "${name}", number: ${i} } }) { item { objectId } } }`)));
    await Promise.all(clients.map(async (client, i) => { if (i % 2) await client.next(({ type }) => type === 'complete'); client.close(); }));
    const good = await connect();
    good.send(subscribe('1', '{ health }'));
    await good.next(({ type }) => type === 'complete');
    const { length } = await context.api.find('Item', { where: { name }, limit: 100 }, master);
    assert.ok(length >= 10 && length <= 20, `${length}`);
  });

});

describeServer('memory of graphql-transport-ws', 'kitchen', (context) => {
  test('a subscription takes less than 4 KB, its document included', { skip: sanitized && 'it takes more under a sanitizer' }, async () => {
    const each = await bytesOfEach(context.server.pid, async (number) => {
      const client = await LiveClient.open(context.server, graphqlSocket);
      client.send({ type: 'connection_init', payload: initOf(context.server) });
      client.send(subscribe('1', 'subscription($n: Float) { items(where: { number: { equalTo: $n } }) { event node { objectId text order { from } } } }', { n: number }));
      client.send({ type: 'ping' });
      await client.next(({ type }) => type === 'pong');
      return client;
    });
    assert.ok(each < 4096, `${Math.round(each)} bytes`);
  });
});

describeServer('graphql-transport-ws in time', 'kitchen', (context) => {
  test('4408: who does not connect in time, or little by little, is closed', async () => {
    const silent = await LiveClient.open(context.server, graphqlSocket);
    const pinging = await LiveClient.open(context.server, graphqlSocket);
    const timer = setInterval(() => pinging.send({ type: 'ping' }), 100);
    for (const client of [silent, pinging]) assert.deepEqual(await client.isClosed(), { code: 4408, reason: 'Connection initialisation timeout' });
    clearInterval(timer);
    const good = await GraphqlLiveClient.connect(context.server);
    await good.subscribe('Item');
    for (const client of [silent, pinging, good]) client.close();
  });
}, { arguments: ['--head-seconds', '4'] }); // this process may stand still between upgrade and greeting

describeServer('a server without GraphQL', 'kitchen', (context) => {
  test('has no WebSocket at /graphql, and has its live queries', async () => {
    const { head, socket } = await handshake(context.server.base, graphqlSocket);
    assert.match(head, /^HTTP\/1\.1 40[34] /);
    socket.destroy();
    const client = await LiveClient.connect(context.server);
    await client.subscribe('Item');
    client.close();
  });
}, { arguments: ['--no-graphql'] });

describe('a server with subscriptions ends', () => {
  test('its clients are told that it goes, and operations that are under way are done', () => withFolder(async (dataFolder) => {
    const first = await startServer('kitchen', { dataFolder, masterKey: 'k' });
    const client = await LiveClient.open(first, graphqlSocket);
    client.send({ type: 'connection_init', payload: initOf(first) });
    client.send(subscribe('s', 'subscription { items { event } }'));
    const name = unique('last');
    client.send(subscribe('m', `mutation { createItem(input: { fields: { name: "${name}" } }) { item { objectId } } }`));
    await client.next(({ type }) => type === 'connection_ack');
    await first.stop();
    assert.equal((await client.isClosed()).code, 1001);
    const second = await startServer('kitchen', { dataFolder, masterKey: 'k' });
    assert.equal((await restClient(second).find('Item', { where: { name } }, master)).length, 1);
    assertStatus(await restClient(second).call('GET', '/health'), 200);
    await second.stop();
  }));
});
