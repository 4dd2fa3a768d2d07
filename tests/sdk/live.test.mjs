// Live queries with the SDK's own client, unmodified.
import { EventEmitter, once } from 'node:events';
import { Parse, Thing, after, assert, make, server, suite, test, unique } from './lib/sdk.mjs';

const clients = [];

function liveClient(options = {}) {
  const client = new Parse.LiveQueryClient({
    applicationId: server.appId, serverURL: server.base.replace(/^http/, 'ws'), javascriptKey: server.javascriptKey, ...options,
  });
  clients.push(client);
  client.open();
  return client;
}

/** Subscribes, and gathers what comes: `next()` waits for an event and resolves to { op, object, original }. */
async function follow(client, query, token) {
  const subscription = client.subscribe(query, token);
  await subscription.subscribePromise;
  const events = [];
  const news = new EventEmitter();
  for (const op of ['create', 'enter', 'update', 'leave', 'delete']) {
    subscription.on(op, (object, original) => {
      events.push({ op, object, original: original instanceof Parse.Object ? original : undefined });
      news.emit('event');
    });
  }
  subscription.next = async () => {
    while (!events.length) await once(news, 'event', { signal: AbortSignal.timeout(15000) });
    return events.shift();
  };
  return subscription;
}

suite('live queries by the SDK', () => {
  after(() => Promise.all(clients.map((client) => client.close()))); // before the server ends: they would connect anew

  test('create, update, leave, enter and delete of one object', async () => {
    const group = unique('group');
    const client = liveClient();
    const things = await follow(client, new Parse.Query(Thing).equalTo('group', group).greaterThan('number', 0));
    const thing = await make('Thing', { group, number: 1, name: 'first' });
    const created = await things.next();
    assert.equal(created.op, 'create');
    assert.equal(created.object.id, thing.id);
    assert.equal(created.object.get('name'), 'first');
    await thing.save({ name: 'second' });
    const updated = await things.next();
    assert.equal(updated.op, 'update');
    assert.equal(updated.object.get('name'), 'second');
    assert.equal(updated.original.get('name'), 'first');
    await thing.save({ number: 0 });
    const left = await things.next();
    assert.equal(left.op, 'leave');
    assert.equal(left.object.get('number'), 0);
    await thing.save({ number: 2 });
    assert.equal((await things.next()).op, 'enter');
    await thing.destroy();
    const deleted = await things.next();
    assert.equal(deleted.op, 'delete');
    assert.equal(deleted.object.id, thing.id);
  });
});
