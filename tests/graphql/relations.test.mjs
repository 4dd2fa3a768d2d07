// Relations of many objects, read together, are what REST finds in each by itself: the same rows in the same order, the
// same numbers and pages, whoever asks and whatever is asked for.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { graphql } from '../lib/graphql.mjs';
import { randomFrom } from '../lib/random.mjs';
import { assertStatus, pointer, unique } from '../lib/rest.mjs';

const master = { master: true };
const random = randomFrom(7);

describeServer('relations of many objects', 'kitchen', (context) => {
  const label = unique('related');
  const items = [];
  const who = {};
  let ask;
  before(async () => {
    const { api } = context;
    ({ ask } = graphql(api));
    for (const name of ['ann', 'bob']) who[name] = await api.signUp();
    const orders = [];
    for (let i = 0; i < 30; i += 1) {
      const ACL = i % 5 === 0 ? { [who.ann.id]: { read: true } } : undefined;
      orders.push(await api.create('Order', { from: `f${i % 4}`, ...(ACL ? { ACL } : {}) }, master));
    }
    for (let i = 0; i < 12; i += 1) {
      const objects = orders.filter((_, at) => (at * 7 + i * 3) % (i + 2) === 0).map((id) => pointer('Order', id));
      const ACL = i === 3 ? { [who.bob.id]: { read: true } } : undefined;
      items.push(await api.create('Item', { name: `n${i}`, label, ...(i === 5 ? {} : { friends: { __op: 'AddRelation', objects } }), ...(ACL ? { ACL } : {}) }, master));
    }
  });

  /** What REST finds in the relation of one object: { ids, count }, or the code of its refusal. */
  async function byRest(id, { where = {}, order, limit = 100, skip = 0 }, options) {
    const all = { ...where, $relatedTo: { object: pointer('Item', id), key: 'friends' } };
    const search = new URLSearchParams({ where: JSON.stringify(all), limit, skip, count: 1, ...(order ? { order } : {}) });
    const { json } = await context.api.call('GET', `/classes/Order?${search}`, options);
    return json.results ? { ids: json.results.map(({ objectId }) => objectId), count: json.count } : json.code;
  }

  test('are what REST finds in each, by every order and page, for everybody', async () => {
    const asked = [
      {}, { order: '-from' }, { order: 'from,-createdAt' }, { order: '-createdAt', limit: 2 }, { limit: 3, skip: 2 }, { where: { from: 'f1' } }, { where: { from: 'f1' }, order: 'from', limit: 1, skip: 1 }, { limit: 0 }, { skip: 1000 },
      ...Array.from({ length: 10 }, () => ({ limit: random.below(5), skip: random.below(4), order: random.pick(['from', '-from', 'objectId', '-updatedAt']) })),
    ];
    for (const options of [{}, { session: who.ann.session }, { session: who.bob.session }, master]) {
      for (const one of asked) {
        const { where, order, limit, skip } = one;
        const keys = order?.split(',').map((key) => (key.startsWith('-') ? `${key.slice(1)}_DESC` : `${key}_ASC`));
        const answer = await ask(`query($where: OrderWhereInput, $order: [OrderOrder!], $first: Int, $skip: Int) {
          items(where: { label: { equalTo: "${label}" } }, order: [createdAt_ASC]) { edges { node { objectId friends(where: $where, order: $order, first: $first, skip: $skip) { count edges { node { objectId } } pageInfo { hasNextPage hasPreviousPage startCursor } } } } } }`,
        { where: where && { from: { equalTo: where.from } }, order: keys, first: limit, skip }, options);
        assert.equal(answer.json.errors, undefined, answer.text);
        const found = answer.json.data.items.edges.map(({ node }) => node);
        assert.ok(found.length >= 11);
        for (const { objectId, friends } of found) {
          const rest = await byRest(objectId, one, options);
          const what = `${objectId} ${JSON.stringify([one, options])}`;
          assert.deepEqual({ ids: friends.edges.map(({ node }) => node.objectId), count: friends.count }, rest, what);
          const end = (skip ?? 0) + rest.ids.length;
          assert.deepEqual([friends.pageInfo.hasNextPage, friends.pageInfo.hasPreviousPage], [rest.count > end, (skip ?? 0) > 0 && rest.count > 0], what);
        }
      }
    }
  });

  test('end where each one ends, by `last`', async () => {
    const { json } = await ask(`{ items(where: { label: { equalTo: "${label}" } }) { edges { node { objectId friends(last: 2, order: [createdAt_ASC]) { edges { cursor node { objectId } } } } } } }`, {}, master);
    for (const { node: { objectId, friends } } of json.data.items.edges) {
      const { ids } = await byRest(objectId, { order: 'createdAt' }, master);
      assert.deepEqual(friends.edges.map(({ node }) => node.objectId), ids.slice(-2));
      assert.deepEqual(friends.edges.map(({ cursor }) => Buffer.from(cursor, 'base64').toString()), ids.map((_, at) => `arrayconnection:${at}`).slice(-2));
    }
  });

  test('what is refused of all of them is null in each, with an error for each', async () => {
    const { json } = await ask(`{ items(where: { label: { equalTo: "${label}" } }) { edges { node { objectId friends(first: -1) { count } } } } }`, {}, master);
    assert.deepEqual([json.errors.length, new Set(json.errors.map(({ extensions }) => extensions.code))], [items.length, new Set([102])]);
    assert.ok(json.data.items.edges.every(({ node }) => node.friends === null));
  });

  test('relations in relations are read together as well', async () => {
    const group = await context.api.create('Group', { select: label }, master);
    for (const id of items.slice(0, 3)) assertStatus(await context.api.call('PUT', `/classes/Item/${id}`, { ...master, body: { array: [pointer('Group', group), pointer('Item', items[0])] } }), 200);
    const { json } = await ask(`{ items(where: { label: { equalTo: "${label}" } }) { edges { node { objectId array { ... on Item { friends(order: [createdAt_ASC]) { count edges { node { objectId } } } } } } } } }`, {}, master);
    const rest = await byRest(items[0], { order: 'createdAt' }, master);
    const nested = json.data.items.edges.flatMap(({ node }) => node.array ?? []).filter(({ friends }) => friends);
    assert.equal(nested.length, 3);
    for (const { friends } of nested) assert.deepEqual({ ids: friends.edges.map(({ node }) => node.objectId), count: friends.count }, rest);
  });
});
