// Live queries with the SDK's own client, unmodified.
import { EventEmitter, once } from 'node:events';
import { withFolder } from '../lib/fixture.mjs';
import { ownAddress } from '../lib/wire.mjs';
import { launchOurs } from './lib/ours.mjs';
import { Parse, Thing, after, againstParseServer, assert, client as restClient, make, master, server, signUp, suite, test, unique } from './lib/sdk.mjs';

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
    while (!events.length) await once(news, 'event', { signal: AbortSignal.timeout(60000) });
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

  test('keys, watch, unsubscribe, and a query of pointers', async () => {
    const group = unique('group');
    const client = liveClient();
    const parent = await make('Thing', { group: unique('parent') });
    const query = () => new Parse.Query(Thing).equalTo('group', group).equalTo('parent', parent);
    const few = await follow(client, query().select('name'));
    const watching = await follow(client, query().watch('number'));
    const thing = await make('Thing', { group, parent, name: 'n', text: 't' });
    const created = await few.next();
    assert.deepEqual([created.object.get('name'), created.object.get('text')], ['n', undefined]);
    await thing.save({ name: 'm' });
    await thing.save({ number: 5 });
    const updated = await watching.next();
    assert.deepEqual([updated.op, updated.object.get('number'), updated.object.get('name')], ['update', 5, 'm']);
    await client.unsubscribe(few);
    await client.unsubscribe(watching);
    assert.deepEqual([few.subscribed, watching.subscribed], [false, false]);
  });

  test('a private object is told to whom its ACL names, by the session of client or subscription', async () => {
    const [ann, bob] = [await signUp(), await signUp()];
    const group = unique('group');
    const byClient = await follow(liveClient({ sessionToken: ann.getSessionToken() }), new Parse.Query(Thing).equalTo('group', group));
    const bySubscription = await follow(liveClient(), new Parse.Query(Thing).equalTo('group', group), bob.getSessionToken());
    const nobody = await follow(liveClient(), new Parse.Query(Thing).equalTo('group', group));
    const acl = new Parse.ACL(ann);
    const thing = await make('Thing', { group, name: 'private', ACL: acl }, master);
    assert.equal((await byClient.next()).object.id, thing.id);
    acl.setReadAccess(bob, true);
    await thing.save({ ACL: acl }, master);
    assert.equal((await bySubscription.next()).op, 'enter');
    acl.setPublicReadAccess(true);
    await thing.save({ ACL: acl, name: 'public' }, master);
    const first = await nobody.next();
    assert.deepEqual([first.op, first.object.get('name')], ['enter', 'public']);
  });

  test('a refusal rejects the subscription', async () => {
    const client = liveClient();
    await assert.rejects(client.subscribe(new Parse.Query('Hidden').equalTo('secret', 'x')).subscribePromise, { code: 119 });
    await assert.rejects(client.subscribe(new Parse.Query(Parse.User)).subscribePromise, { code: 119 });
    await assert.rejects(client.subscribe(new Parse.Query(Thing), 'r:0123456789abcdef0123456789abcdef').subscribePromise, { code: 209 });
  });

  test('Parse.Query.subscribe() of a signed-in user finds its way by itself', async () => {
    const user = await signUp();
    const group = unique('group');
    const subscription = await new Parse.Query(Thing).equalTo('group', group).subscribe(user.getSessionToken());
    await subscription.subscribePromise;
    const told = new Promise((resolve) => { subscription.on('create', resolve); });
    const thing = await make('Thing', { group, ACL: new Parse.ACL(user) }, master);
    assert.equal((await told).id, thing.id);
    await Parse.LiveQuery.close();
  });
});

suite('live queries by the SDK, over an end of the server', () => {
  test('the client connects and subscribes anew by itself', { skip: againstParseServer && 'it is not started here' }, () => withFolder(async (dataFolder) => {
    const first = await launchOurs({ dataFolder, arguments: ['--listen', `${ownAddress}:0`] });
    const port = new URL(first.base).port;
    const client = liveClient({ serverURL: first.base.replace(/^http/, 'ws') });
    const group = unique('group');
    const things = await follow(client, new Parse.Query(Thing).equalTo('group', group));
    const create = (name) => restClient(second ?? first).create('Thing', { group, name }, { master: true });
    let second;
    await create('before');
    assert.equal((await things.next()).object.get('name'), 'before');
    const opened = new Promise((resolve) => { client.on('open', resolve); });
    await first.stop();
    second = await launchOurs({ dataFolder, arguments: ['--listen', `${ownAddress}:${port}`] });
    await opened;
    // The SDK does not say when it has subscribed anew: what is written until then is to be found.
    const told = things.next();
    const timer = setInterval(() => create('after').catch(() => {}), 200);
    assert.equal((await told).object.get('name'), 'after');
    clearInterval(timer);
    await client.close();
    await second.stop();
  }));
});
