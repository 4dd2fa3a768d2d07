// The protocol of live queries: what is asked of messages and keys, what is answered, and WebSockets themselves.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { describeServer } from '../lib/fixture.mjs';
import { LiveClient, frame, handshake } from '../lib/live.mjs';
import { assertStatus, pointer, unique } from '../lib/rest.mjs';

const master = { master: true };
const keyed = { javascriptKey: 'js-key', restKey: 'rest-key' };

describeServer('the live query protocol', 'kitchen', (context) => {
  const open = [];
  const keep = (client) => { open.push(client); return client; };
  const connect = async (options) => keep(await LiveClient.connect(context.server, options));
  const raw = async (options) => keep(await LiveClient.open(context.server, options));
  const item = (values) => context.api.create('Item', { name: 'x', ...values }, master);
  after(() => open.forEach((client) => client.close()));

  test('at the mount path and at /, and nowhere else', async () => {
    for (const path of ['/parse', '/parse/', '/']) keep(await LiveClient.open(context.server, { path }));
    for (const path of ['/parse/classes/Item', '/parse/health', '/other']) {
      const { head, socket } = await handshake(context.server.base, { path });
      socket.destroy();
      assert.doesNotMatch(head, /^HTTP\/1\.1 101/, path);
    }
  });

  test('a handshake that is none is refused', async () => {
    for (const [headers, status] of [
      [{ 'Sec-WebSocket-Key': null }, 400], [{ 'Sec-WebSocket-Key': 'c2hvcnQ=' }, 400], [{ 'Sec-WebSocket-Key': '!'.repeat(24) }, 400],
      [{ Connection: 'keep-alive' }, 400], [{ 'Sec-WebSocket-Version': '8' }, 426], [{ 'Sec-WebSocket-Version': null }, 426],
    ]) {
      const { head, socket } = await handshake(context.server.base, { headers });
      socket.destroy();
      assert.match(head, new RegExp(`^HTTP/1.1 ${status} `), JSON.stringify(headers));
    }
  });

  test('answers have the client\'s id, its installation and the numbers that it gave', async () => {
    const client = await connect({ message: { installationId: 'device' } });
    assert.match(client.connected.clientId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(client.connected.installationId, 'device');
    const answer = await client.ask('Item', { text: 'nowhere' }, { requestId: 7.5 });
    assert.deepEqual([answer.op, answer.requestId, answer.clientId], ['subscribed', 7.5, client.connected.clientId]);
    client.send({ op: 'unsubscribe', requestId: 7.5 });
    assert.equal((await client.next(({ op }) => op === 'unsubscribed')).requestId, 7.5);
    client.send({ op: 'unsubscribe', requestId: 7.5 });
    const error = await client.next(({ op }) => op === 'error');
    assert.equal(error.code, 2);
    assert.match(error.error, /^Cannot find subscription with clientId .* subscriptionId 7.5\. Make sure you subscribe to live query server before unsubscribing\.$/);
  });

  test('what is no message is said to be none, in parse-server\'s words', async () => {
    const client = await connect();
    for (const [message, error] of [
      [{}, 'Missing required property: op'],
      [{ op: 1 }, 'Invalid type: number (expected string)'],
      [{ op: 'delete' }, 'No enum match for: delete'],
      [[], 'Invalid type: array (expected object)'],
      [{ op: 'subscribe', requestId: 1 }, 'Missing required property: query'],
      [{ op: 'subscribe', requestId: '1', query: { className: 'Item', where: {} } }, 'Invalid type: string (expected number)'],
      [{ op: 'subscribe', requestId: 1, query: { className: 'Item' } }, 'Missing required property: where'],
      [{ op: 'subscribe', requestId: 1, query: { className: 'Item', where: [] } }, 'Invalid type: array (expected object)'],
      [{ op: 'subscribe', requestId: 1, query: { className: 'Item', where: {}, limit: 1 } }, 'Additional properties not allowed'],
      [{ op: 'subscribe', requestId: 1, query: { className: 'Item', where: {}, keys: [] } }, 'Array is too short (0), minimum 1'],
      [{ op: 'subscribe', requestId: 1, query: { className: 'Item', where: {}, keys: ['a', 'a'] } }, 'Array items are not unique'],
      [{ op: 'subscribe', requestId: 1, query: { className: 'Item', where: {}, watch: 'a' } }, 'Invalid type: string (expected array)'],
      [{ op: 'subscribe', requestId: 1, query: null }, 'Invalid type: null (expected object)'],
      [{ op: 'unsubscribe' }, 'Missing required property: requestId'],
    ]) {
      client.send(message);
      const answer = await client.next(({ op }) => op === 'error');
      assert.deepEqual(answer, { op: 'error', error, code: 1, reconnect: true, requestId: null });
    }
    for (const text of ['', '{', '{"op":"connect"}x', '\u0000', '{"op":"connect",}', '[[[[[', 'null', '{"op":"\ud800"}'.slice(0, 8)]) {
      client.raw(frame('text', text));
      assert.equal((await client.next(({ op }) => op === 'error')).code, 1, text);
    }
  });

  test('the message that docs/live-queries.md shows is one', async () => {
    const page = readFileSync(join(root, 'docs/live-queries.md'), 'utf8');
    const [, example] = /^```json\n(.*?)^```$/ms.exec(page);
    const client = await connect();
    const { since } = await client.ask('Item', {});
    const message = JSON.parse(example);
    client.send({ ...message, since, query: { ...message.query, className: 'Item' } });
    assert.equal((await client.next()).resumed, true);
  });

  test('who has not connected may do nothing', async () => {
    const client = await raw();
    for (const message of [{ op: 'subscribe', requestId: 1, query: { className: 'Item', where: {} } }, { op: 'unsubscribe', requestId: 1 }, { op: 'update', requestId: 1, query: { className: 'Item', where: {} } }]) {
      client.send(message);
      const answer = await client.next();
      assert.deepEqual([answer.op, answer.code], ['error', 2]);
      assert.match(answer.error, /^Can not find this client, make sure you connect to server before /);
    }
  });

  test('another app\'s id is refused, and the connection ends', async () => {
    const client = await raw();
    client.send({ op: 'connect', applicationId: 'another' });
    const answer = await client.next();
    assert.deepEqual([answer.code, answer.error, answer.reconnect], [4, 'Key in request is not valid', true]);
    assert.equal((await client.isClosed()).code, 1008);
  });

  test('an update takes the place of a subscription; so does a second one of its number', async () => {
    const client = await connect();
    const requestId = await client.subscribe('Item', { text: 'one' });
    for (const [op, text] of [['update', 'two'], ['subscribe', 'three']]) {
      await client.subscribe('Item', { text }, { op, requestId });
      for (const value of ['one', 'two', 'three']) await item({ text: value });
      assert.deepEqual((await client.settled()).map(({ object }) => object.text), [text]);
    }
  });

  test('a bad where is refused as find refuses it', async () => {
    const client = await connect();
    for (const where of [{ number: { $regex: 'x' } }, { text: { $regex: '(' } }, { text: { $nothing: 1 } }, { $or: [] }, { $or: {} }, { 'no such field': 1 }, { number: 'x' }, { text: { $options: 'i' } }]) {
      const found = await context.api.call('GET', `/classes/Item?where=${encodeURIComponent(JSON.stringify(where))}`);
      const answer = await client.ask('Item', where);
      assert.deepEqual([answer.op, answer.code, answer.error], found.status === 200 ? ['subscribed', undefined, undefined] : ['error', found.json.code, found.json.error], JSON.stringify(where));
    }
  });

  test('every kind of value is told as get shows it, and every operator decides as find does', async () => {
    const user = await context.api.signUp();
    const group = unique('group');
    const parent = await item({});
    const values = {
      text: group, number: 2.5, flag: true, date: { __type: 'Date', iso: '2026-01-02T03:04:05.678Z' }, object: { a: { b: 1 } }, array: [1, 'two', null],
      user: user.pointer, parent: pointer('Item', parent), place: { __type: 'GeoPoint', latitude: 1, longitude: 2 }, data: { __type: 'Bytes', base64: 'AAEC' },
      area: { __type: 'Polygon', coordinates: [[0, 0], [0, 10], [10, 10], [0, 0]] },
    };
    const wheres = [
      { text: group }, { text: { $ne: group } }, { text: { $regex: `^${group}$` } }, { number: { $gt: 2 } }, { number: { $lt: 2 } }, { number: { $in: [2.5] } },
      { number: { $nin: [2.5] } }, { flag: true }, { flag: { $exists: false } }, { date: { $lte: values.date } }, { 'object.a.b': 1 }, { 'object.a.b': 2 },
      { array: 'two' }, { array: { $all: [1, 'two'] } }, { array: { $all: [3] } }, { user: user.pointer }, { parent: pointer('Item', 'nosuchitem') }, { parent: pointer('Item', parent) },
      { place: { $nearSphere: values.place, $maxDistanceInKilometers: 1 } }, { area: { $geoIntersects: { $point: { __type: 'GeoPoint', latitude: 1, longitude: 0.5 } } } },
      { $or: [{ number: 1 }, { text: group }] }, { $and: [{ number: 1 }, { text: group }] }, { $nor: [{ number: 1 }] },
      { parent: { $inQuery: { className: 'Item', where: { objectId: parent } } } }, { parent: { $notInQuery: { className: 'Item', where: {} } } },
      { text: { $text: { $search: { $term: group } } } }, { objectId: 'nosuchitem' },
    ];
    const client = await connect();
    const numbers = [];
    for (const where of wheres) numbers.push(await client.subscribe('Item', where));
    const id = await item(values);
    const told = new Map((await client.settled()).map((event) => [event.requestId, event]));
    const shown = await context.api.fetch('Item', id);
    for (const [i, where] of wheres.entries()) {
      const found = await context.api.find('Item', { where: { $and: [where, { objectId: id }] } });
      assert.equal(told.has(numbers[i]), found.length === 1, JSON.stringify(where));
    }
    assert.deepEqual(told.get(numbers[0]).object, { className: 'Item', ...shown });
  });

  test('watch tells updates of those fields only, and all else as ever', async () => {
    const client = await connect();
    const requestId = await client.subscribe('Item', { flag: true }, { watch: ['number', 'object.a'] });
    const id = await item({ flag: true, text: 'a' }); // none of them has a value
    const put = (body) => context.api.call('PUT', `/classes/Item/${id}`, { body });
    for (const body of [{ text: 'b' }, { number: 1 }, { number: 1 }, { object: { a: 1 } }, { flag: false }, { flag: true }]) assertStatus(await put(body), 200);
    assert.deepEqual((await client.settled()).map(({ op, requestId: of }) => [op, of]), [['update', requestId], ['update', requestId], ['leave', requestId], ['enter', requestId]]);
  });

  test('pings are answered, and a closing frame ends the connection with its code', async () => {
    const client = await connect();
    client.raw(frame('ping', 'are you there'));
    await client.until(() => client.pongs.length);
    assert.deepEqual(client.pongs, ['are you there']);
    client.raw(frame('close', Buffer.from([0x0f, 0xa0]))); // 4000
    assert.equal((await client.isClosed()).code, 4000);
  });

  test('fragments are put together, with pings in between', async () => {
    const client = await raw();
    const text = JSON.stringify({ op: 'connect', applicationId: 'app' });
    client.raw(frame('text', text.slice(0, 5), { fin: false }));
    client.raw(frame('continuation', '', { fin: false }));
    client.raw(frame('ping', 'x'));
    for (const letter of text.slice(5)) client.raw(frame('continuation', letter, { fin: false }));
    client.raw(frame('continuation', ''));
    assert.equal((await client.next()).op, 'connected');
    assert.deepEqual(client.pongs, ['x']);
  });

  test('bytes one at a time are frames, too', async () => {
    const client = await raw();
    client.socket.setNoDelay(true);
    for (const byte of frame('text', JSON.stringify({ op: 'connect', applicationId: 'app' }))) {
      client.raw(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    assert.equal((await client.next()).op, 'connected');
  });

  test('many messages in one piece are all answered, in order', async () => {
    const client = await connect();
    const subscribe = (requestId) => frame('text', JSON.stringify({ op: 'subscribe', requestId, query: { className: 'Item', where: { text: 'none' } } }));
    client.raw(Buffer.concat(Array.from({ length: 50 }, (_, i) => subscribe(i + 1))));
    for (let i = 1; i <= 50; i += 1) assert.equal((await client.next()).requestId, i);
  });
});

describeServer('keys of live queries', 'kitchen', (context) => {
  const attempt = async (message) => {
    const client = await LiveClient.open(context.server);
    client.send({ op: 'connect', applicationId: 'app', ...message });
    const answer = await client.next();
    client.close();
    return answer.op;
  };

  test('any client key that is configured will do, and the master key; the app\'s id is asked for always', async () => {
    assert.equal(await attempt({}), 'error');
    assert.equal(await attempt({ javascriptKey: 'wrong' }), 'error');
    assert.equal(await attempt({ masterKey: 'wrong' }), 'error');
    assert.equal(await attempt({ restAPIKey: 'js-key' }), 'error');
    assert.equal(await attempt({ javascriptKey: 'js-key' }), 'connected');
    assert.equal(await attempt({ restAPIKey: 'rest-key' }), 'connected');
    assert.equal(await attempt({ masterKey: context.server.masterKey }), 'connected');
    assert.equal(await attempt({ applicationId: 'other', javascriptKey: 'js-key' }), 'error');
  });

  test('behind a proxy the master key counts no more', async () => {
    const client = await LiveClient.open(context.server, { headers: { 'X-Forwarded-For': '192.0.2.1' } });
    client.send({ op: 'connect', applicationId: 'app', masterKey: context.server.masterKey });
    assert.equal((await client.next()).code, 4);
    client.close();
  });
}, keyed);

describeServer('a server without live queries', 'kitchen', (context) => {
  test('answers an upgrade as any other request', async () => {
    const { head, socket } = await handshake(context.server.base, {});
    socket.destroy();
    assert.doesNotMatch(head, /^HTTP\/1\.1 101/);
  });
}, { arguments: ['--live-connections', '0'] });
