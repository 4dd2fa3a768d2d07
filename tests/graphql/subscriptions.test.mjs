// Subscriptions by the package graphql-ws, unmodified: what is selected is what is told, queries and mutations go over
// the same socket, and what is refused is told as the protocol has it. Who may be told of what is tried beside Parse's
// protocol, in tests/live.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { globalId } from '../lib/graphql.mjs';
import { initOf } from '../lib/graphql_live.mjs';
import { assertStatus, pointer, unique } from '../lib/rest.mjs';
import { WebSocket, graphqlWs } from './peers.mjs';

const master = { master: true };

/** A client of the package; `options` are those of initOf(). */
function connect(server, options, own = {}) {
  return graphqlWs.createClient({
    url: `${server.base.replace(/^http/, 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: initOf(server, options), retryAttempts: 0, lazy: false, onNonLazyError() {}, ...own,
  });
}

/** A subscription that has begun: { next() } resolves to the next result; what ends it is its `end`. */
async function follow(client, query, variables) {
  const results = [];
  const waiting = [];
  let tellEnd;
  const end = new Promise((resolve) => { tellEnd = resolve; });
  const dispose = client.subscribe({ query, variables }, {
    next: (result) => (waiting.shift() ?? results.push.bind(results))(result), error: tellEnd, complete: () => tellEnd(null),
  });
  await run(client, '{ health }'); // it is answered behind what was asked before
  const next = () => (results.length ? Promise.resolve(results.shift()) : new Promise((resolve) => waiting.push(resolve)));
  return { next, end, dispose, results };
}

/** The result of a query or mutation; rejects with what the protocol's error has. */
const run = (client, query, variables) => new Promise((resolve, reject) => {
  let result;
  client.subscribe({ query, variables }, { next: (one) => { result = one; }, error: reject, complete: () => resolve(result) });
});

describeServer('subscriptions', 'kitchen', (context) => {
  const open = [];
  const client = (options, own) => {
    const one = connect(context.server, options, own);
    open.push(one);
    return one;
  };
  const put = async (path, body) => assertStatus(await context.api.call('PUT', path, { ...master, body }), 200);
  after(() => open.forEach((one) => one.dispose()));

  test('what is selected is told: aliases, fragments, conditions, arguments by variables', async () => {
    const text = unique('told');
    const told = await follow(client(), `subscription Items($where: ItemWhereInput, $yes: Boolean!, $no: Boolean!) {
      changes: items(where: $where) { __typename kind: event global: id objectId ...Of node { again: number } }
    } fragment Of on ItemSubscriptionPayload { node { __typename id text @include(if: $yes) label @skip(if: $yes) name @include(if: $no) ... on Item { number } } original { number } }`,
    { where: { text: { equalTo: text } }, yes: true, no: false });
    const id = await context.api.create('Item', { name: 'n', text, number: 1, label: 'l' }, master);
    await context.api.create('Item', { name: 'n', text: 'another' }, master);
    await put(`/classes/Item/${id}`, { number: 2 });
    await put(`/classes/Item/${id}`, { text: 'not asked for' });
    await put(`/classes/Item/${id}`, { text });
    assertStatus(await context.api.call('DELETE', `/classes/Item/${id}`, master), 200);
    const global = globalId('Item', id);
    const node = (number, of = text) => ({ __typename: 'Item', id: global, text: of, number, again: number });
    const of = (kind, one, original) => ({ data: { changes: { __typename: 'ItemSubscriptionPayload', kind, global, objectId: id, node: one, original } } });
    assert.deepEqual(await told.next(), of('create', node(1), null));
    assert.deepEqual(await told.next(), of('update', node(2), { number: 1 }));
    assert.deepEqual(await told.next(), of('leave', node(2, 'not asked for'), { number: 2 }));
    assert.deepEqual(await told.next(), of('enter', node(2), { number: 2 }));
    assert.deepEqual(await told.next(), of('delete', node(2), null));
    told.dispose();
  });

  test('pointers, arrays and relations are what they lead to, as a query would read them', async () => {
    const group = await context.api.create('Group', { select: 'inner' }, master);
    const order = await context.api.create('Order', { from: 'here', group: pointer('Group', group) }, master);
    const told = await follow(client(), `subscription { items(where: { order: { have: { objectId: { equalTo: "${order}" } } } }) {
      node { order { from group { objectId select } } array { ... on Group { select } ... on Element { value } } } original { order { from } } } }`);
    const id = await context.api.create('Item', { name: 'n', order: pointer('Order', order), array: [pointer('Group', group), 7] }, master);
    const full = { order: { from: 'here', group: { objectId: group, select: 'inner' } }, array: [{ select: 'inner' }, { value: 7 }] };
    assert.deepEqual(await told.next(), { data: { items: { node: full, original: null } } });
    await put(`/classes/Order/${order}`, { from: 'there' });
    await put(`/classes/Item/${id}`, { number: 1 });
    assert.deepEqual(await told.next(), { data: { items: { node: { ...full, order: { ...full.order, from: 'there' } }, original: { order: { from: 'there' } } } } });
  });

  test('events are those that are asked for, and watched fields those that must change', async () => {
    const text = unique('events');
    const one = client();
    const updates = await follow(one, 'subscription($t: String) { items(where: { text: { equalTo: $t } }, events: [update, delete], watch: ["number"]) { event } }', { t: text });
    const all = await follow(one, 'subscription($t: String) { items(where: { text: { equalTo: $t } }, events: []) { event } }', { t: text });
    const id = await context.api.create('Item', { name: 'n', text }, master);
    await put(`/classes/Item/${id}`, { label: 'not watched' });
    await put(`/classes/Item/${id}`, { number: 1 });
    assertStatus(await context.api.call('DELETE', `/classes/Item/${id}`, master), 200);
    for (const event of ['update', 'delete']) assert.deepEqual((await updates.next()).data.items, { event });
    for (const event of ['create', 'update', 'update', 'delete']) assert.deepEqual((await all.next()).data.items, { event });
    assert.deepEqual([updates.results, all.results], [[], []]);
  });

  test('a subscription goes on where another was; where that is not known any more it is refused', async () => {
    const text = unique('since');
    const query = 'subscription($t: String, $since: String) { items(where: { text: { equalTo: $t } }, since: $since) { since node { number } } }';
    const first = await follow(client(), query, { t: text });
    await context.api.create('Item', { name: 'n', text, number: 1 }, master);
    const { since } = (await first.next()).data.items;
    first.dispose();
    await context.api.create('Item', { name: 'n', text, number: 2 }, master);
    const second = await follow(client(), query, { t: text, since });
    assert.deepEqual((await second.next()).data.items.node, { number: 2 });
    const [error] = await (await follow(client(), query, { t: text, since: 'nowhere' })).end;
    assert.deepEqual([error.extensions.code, error.message], [102, 'What has happened since is not known any more.']);
  });

  test('queries and mutations go over the same socket, as over HTTP', async () => {
    const user = await context.api.signUp();
    const one = client({ token: user.session });
    assert.deepEqual(await run(one, '{ viewer { user { objectId } } }'), { data: { viewer: { user: { objectId: user.id } } } });
    const made = await run(one, 'mutation($n: String!) { createItem(input: { clientMutationId: "7", fields: { name: $n } }) { clientMutationId item { objectId name } } }', { n: 'by socket' });
    assert.deepEqual([made.data.createItem.clientMutationId, made.data.createItem.item.name], ['7', 'by socket']);
    assert.equal((await context.api.call('GET', `/classes/Item/${made.data.createItem.item.objectId}`)).json.name, 'by socket');
    const half = await run(one, '{ a: item(id: "nosuchrow1") { name } health }');
    assert.deepEqual([half.data, half.errors[0].extensions.code, half.errors[0].path], [{ a: null, health: true }, 101, ['a']]);
    const many = await Promise.all(Array.from({ length: 10 }, () => run(one, '{ items(first: 3) { edges { node { objectId } } } }')));
    assert.ok(many.every(({ data }) => data.items.edges.length === 3));
  });

  test('what is not valid, and what may not be asked for, is an error of its operation alone', async () => {
    const one = client();
    const codeOf = async (query, variables) => (await run(one, query, variables).then(() => [{}], (errors) => errors))[0].extensions?.code;
    for (const [query, code, variables] of [
      ['subscription { items { nothing } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { items { event } orders { event } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { __typename }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { items @skip(if: true) { event } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { items { event }', 'GRAPHQL_PARSE_FAILED'],
      ['query A { health } query B { health }', 'OPERATION_RESOLUTION_FAILURE'],
      ['subscription($e: [SubscriptionEvent!]) { items(events: $e) { event } }', 'BAD_USER_INPUT', { e: ['create', 'no such'] }],
      [`subscription { items { node { order ${'{ group { order '.repeat(9)} { from } ${'} }'.repeat(9)} } } }`, 'QUERY_TOO_DEEP'],
      [`subscription { items { ${Array.from({ length: 31 }, (_, i) => `a${i}: event`).join(' ')} } }`, 'QUERY_TOO_MANY_ALIASES'],
      ['subscription { items(watch: ["no such field"]) { event } }', 105],
      ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ['{ health', 'GRAPHQL_PARSE_FAILED'],
    ]) assert.equal(await codeOf(query, variables), code, query);
    assert.deepEqual(await run(one, '{ health }'), { data: { health: true } }); // the socket is there
  });
});

describeServer('what subscriptions show', 'rules', (context) => {
  const who = {};
  const records = {};
  const open = [];
  const client = (name) => {
    const one = connect(context.server, name === 'master' ? master : { token: who[name].session });
    open.push(one);
    return one;
  };
  const note = async (values) => {
    const id = await context.api.create('Note', { patient: records.ann, author: who.doctor.pointer, text: 'x', signedBy: 'd', state: 'draft', ...values }, master);
    assertStatus(await context.api.call('PUT', `/classes/Note/${id}`, { ...master, body: { state: 'final' } }), 200);
    return id;
  };
  before(async () => {
    for (const name of ['ann', 'bob', 'doctor']) who[name] = await context.api.signUp(unique(name));
    for (const name of ['ann', 'bob']) records[name] = pointer('Patient', await context.api.create('Patient', { user: who[name].pointer, name }, master));
  });
  after(() => open.forEach((one) => one.dispose()));

  test('what a pointer leads to is looked at as whoever is told, at that moment', async () => {
    const query = 'subscription { notes(events: [enter, update]) { node { author { username } patient { name } } } }';
    const [ann, all] = [await follow(client('ann'), query), await follow(client('master'), query)];
    await note();
    const shown = (await ann.next()).data.notes.node;
    assert.deepEqual(shown.patient, { name: 'ann' });
    assert.equal(shown.author, null); // users are not hers to see
    const { node } = (await all.next()).data.notes;
    assert.deepEqual(node.author, { username: who.doctor.username });
  });

  test('a session that ends is an error that ends its subscriptions, and its queries', async () => {
    const { json } = await context.api.call('GET', `/login?username=${who.ann.username}&password=${encodeURIComponent(who.ann.password)}`);
    const one = connect(context.server, { token: json.sessionToken });
    open.push(one);
    const told = await follow(one, 'subscription { notes { event } }');
    assertStatus(await context.api.call('POST', '/logout', { session: json.sessionToken }), 200);
    const [error] = await told.end;
    assert.equal(error.extensions.code, 209);
    const [refused] = await run(one, '{ viewer { user { objectId } } }').then(() => [{}], (errors) => errors);
    assert.equal(refused.extensions.code, 209);
    assert.deepEqual(told.results, []);
  });

  test('who may not look at the schema is told nothing of it', async () => {
    const nobody = connect(context.server, {});
    open.push(nobody);
    const [error] = await run(nobody, 'subscription { notess { event } }').then(() => [{}], (errors) => errors);
    assert.doesNotMatch(error.message, /Did you mean|notes"/);
    const [looked] = await run(nobody, '{ __schema { subscriptionType { name } } }').then(() => [{}], (errors) => errors);
    assert.equal(looked.extensions.code, 'GRAPHQL_VALIDATION_FAILED');
    const { data } = await run(client('ann'), '{ __schema { subscriptionType { name } } }');
    assert.deepEqual(data.__schema.subscriptionType, { name: 'Subscription' });
  });

  test('a mutation over the socket is told to who follows, and a right that ends in between counts', async () => {
    const told = await follow(client('ann'), 'subscription { patients(events: [update]) { node { sex } } }');
    const mine = client('ann');
    const result = await run(mine, 'mutation($id: ID!) { updatePatient(input: { id: $id, fields: { sex: "female" } }) { patient { sex } } }', { id: records.ann.objectId });
    assert.deepEqual(result, { data: { updatePatient: { patient: { sex: 'female' } } } });
    assert.deepEqual((await told.next()).data.patients.node, { sex: 'female' });
    const other = await run(client('bob'), 'mutation($id: ID!) { updatePatient(input: { id: $id, fields: { sex: "male" } }) { patient { sex } } }', { id: records.ann.objectId });
    assert.deepEqual([other.data.updatePatient, other.errors[0].extensions.code], [null, 101]);
    assert.deepEqual(told.results, []);
  });

  test('a row that goes out of sight leaves with its id and nothing else', async () => {
    const id = await note();
    const told = await follow(client('ann'), `subscription { notes(where: { objectId: { equalTo: "${id}" } }) { event objectId node { text } original { text } } }`);
    assertStatus(await context.api.call('PUT', `/classes/Note/${id}`, { ...master, body: { private: 'yes', text: 'not for ann' } }), 200);
    assert.deepEqual(await told.next(), { data: { notes: { event: 'leave', objectId: id, node: null, original: null } } });
  });
});
