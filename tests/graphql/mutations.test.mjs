// Mutations: what they write is what REST would have written, each for itself, one after another.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertRefused, globalId, graphql, onlyError } from '../lib/graphql.mjs';
import { pointer, unique } from '../lib/rest.mjs';

describeServer('GraphQL mutations', 'kitchen', (context) => {
  let ask;
  let data;
  before(() => ({ ask, data } = graphql(context.api)));
  const create = (fields, selection = 'item { objectId }', options) => data(`mutation($fields: CreateItemFieldsInput!) { createItem(input: { fields: $fields, clientMutationId: "c1" }) { clientMutationId ${selection} } }`, { fields }, options);

  test('create, update and delete, with what they show', async () => {
    const { createItem } = await create({ name: 'made', number: 1 }, 'item { __typename id objectId createdAt updatedAt name number text }');
    const { item } = createItem;
    assert.deepEqual([createItem.clientMutationId, item.__typename, item.id, item.name, item.number, item.text], ['c1', 'Item', globalId('Item', item.objectId), 'made', 1, null]);
    const rest = await context.api.fetch('Item', item.objectId);
    assert.deepEqual([item.createdAt, item.updatedAt], [rest.createdAt, rest.updatedAt]);
    const { updateItem } = await data('mutation($id: ID!) { updateItem(input: { id: $id, fields: { text: "t", number: null } }) { clientMutationId item { objectId updatedAt text number name } } }', { id: item.id });
    assert.deepEqual([updateItem.clientMutationId, updateItem.item.text, updateItem.item.number, updateItem.item.name], [null, 't', null, 'made']);
    assert.equal(updateItem.item.updatedAt, (await context.api.fetch('Item', item.objectId)).updatedAt);
    const { deleteItem } = await data('mutation($id: ID!) { deleteItem(input: { id: $id }) { item { objectId name text } } }', { id: item.objectId });
    assert.deepEqual(deleteItem.item, { objectId: item.objectId, name: 'made', text: 't' });
    assertRefused(await ask('mutation($id: ID!) { deleteItem(input: { id: $id }) { item { objectId } } }', { id: item.objectId }), 101, 'deleteItem');
    assertRefused(await ask('mutation($id: ID!) { deleteItem(input: { id: $id }) { item { name } } }', { id: item.objectId }), 101, 'deleteItem'); // one error, though nothing was read either
  });

  test('the answer of a write is enough for ids and times', async () => {
    const { createItem: { item } } = await create({ name: 'told' }, 'item { id objectId createdAt updatedAt }');
    assert.deepEqual([item.createdAt, item.updatedAt], [(await context.api.fetch('Item', item.objectId)).createdAt, item.createdAt]);
    const { updateItem } = await data('mutation($id: ID!) { updateItem(input: { id: $id, fields: { text: "x" } }) { item { objectId updatedAt } } }', { id: item.id });
    assert.equal(updateItem.item.updatedAt, (await context.api.fetch('Item', item.objectId)).updatedAt);
    assert.deepEqual(await data('mutation($id: ID!) { deleteItem(input: { id: $id }) { item { __typename id } } }', { id: item.id }), { deleteItem: { item: { __typename: 'Item', id: item.id } } });
  });

  test('values of every type', async () => {
    const { createItem: { item } } = await create({
      name: 'all', flag: true, date: '2026-03-04T05:06:07.890Z', object: { a: { b: [1] } }, array: [1, { two: 2 }], place: { latitude: 1.5, longitude: 2.5 },
      area: [{ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 1 }, { latitude: 1, longitude: 1 }], data: 'AAEC',
    });
    const rest = await context.api.fetch('Item', item.objectId);
    assert.deepEqual(rest.date, { __type: 'Date', iso: '2026-03-04T05:06:07.890Z' });
    assert.deepEqual(rest.object, { a: { b: [1] } });
    assert.deepEqual(rest.array, [1, { two: 2 }]);
    assert.deepEqual(rest.place, { __type: 'GeoPoint', latitude: 1.5, longitude: 2.5 });
    assert.deepEqual(rest.area.coordinates.slice(0, 3), [[0, 0], [0, 1], [1, 1]]);
    assert.deepEqual(rest.data, { __type: 'Bytes', base64: 'AAEC' });
    assertRefused(await ask('mutation { createItem(input: { fields: { name: "x", date: "never" } }) { item { id } } }'), 111, 'createItem');
    assertRefused(await ask('mutation { createItem(input: { fields: { name: "x", date: 5 } }) { item { id } } }'), 111, 'createItem');
  });

  test('ACLs', async () => {
    const user = await context.api.signUp();
    const fields = { name: 'acl', ACL: { users: [{ userId: globalId('_User', user.id), read: true, write: true }], roles: [{ roleName: 'staff', read: true, write: false }], public: { read: true, write: false } } };
    const { createItem: { item } } = await create(fields);
    assert.deepEqual((await context.api.fetch('Item', item.objectId)).ACL, { '*': { read: true }, [user.id]: { read: true, write: true }, 'role:staff': { read: true } });
    assertRefused(await ask('mutation($id: ID!) { updateItem(input: { id: $id, fields: { text: "no" } }) { item { id } } }', { id: item.objectId }), 101, 'updateItem');
    await data('mutation($id: ID!) { updateItem(input: { id: $id, fields: { ACL: { users: [] } } }) { item { id } } }', { id: item.objectId }, { session: user.session });
    assert.deepEqual((await context.api.fetch('Item', item.objectId, { master: true })).ACL, {});
  });

  test('pointers are linked, or created along', async () => {
    const order = await context.api.create('Order', { from: 'there' });
    const { createItem: { item } } = await create({ name: 'p', order: { link: globalId('Order', order) }, parent: { createAndLink: { name: 'parent', order: { createAndLink: { from: 'deep', group: { createAndLink: { select: 'deepest' } } } } } } },
      'item { objectId order { from } parent { name order { from group { select } } } }');
    assert.deepEqual([item.order, item.parent], [{ from: 'there' }, { name: 'parent', order: { from: 'deep', group: { select: 'deepest' } } }]);
    assert.equal((await context.api.fetch('Item', item.objectId)).order.objectId, order);
    for (const parent of [{}, { link: 'x', createAndLink: { name: 'both' } }]) {
      assertRefused(await ask('mutation($parent: ItemPointerInput) { createItem(input: { fields: { name: "x", parent: $parent } }) { item { id } } }', { parent }), 106, 'createItem');
    }
  });

  test('what is created along is undone with what it is for', async () => {
    const label = unique('undone');
    const answer = await ask('mutation($l: String) { createItem(input: { fields: { name: "", label: $l, parent: { createAndLink: { name: "along", label: $l } } } }) { item { id } } }', { l: label });
    assertRefused(answer, 142, 'createItem');
    assert.deepEqual(await context.api.find('Item', { where: { label } }), []);
    const code = unique('code');
    await context.api.create('Coded', { code });
    const twice = await ask(`mutation($l: String, $c: String!) { createItem(input: { fields: { name: "ok", label: $l, friends: { createAndAdd: [{ from: $l }, { from: $l }] } } }) { item { id } }
      createCoded(input: { fields: { code: $c } }) { coded { id } } }`, { l: label, c: code });
    assertRefused(twice, 137, 'createCoded');
    assert.ok(twice.json.data.createItem.item.id);
    assert.equal((await context.api.find('Order', { where: { from: label } })).length, 2);
  });

  test('an operation writes so many objects, along the way or not, and no more', async () => {
    const query = 'mutation($l: [CreateOrderFieldsInput!]) { a: createItem(input: { fields: { name: "a", friends: { createAndAdd: $l } } }) { item { id } } b: createGroup(input: { fields: { select: "b" } }) { group { id } } }';
    const from = unique('many');
    const orders = (count) => Array.from({ length: count }, () => ({ from }));
    assert.ok(Object.values(await data(query, { l: orders(998) })).every((made) => made.item?.id ?? made.group.id));
    const later = await ask(query, { l: orders(999) });
    assertRefused(later, 155, 'b');
    assert.ok(later.json.data.a.item.id);
    const { a, b } = (await ask(query, { l: orders(1000) })).json.data;
    assert.deepEqual([a, b], [null, null]);
    assert.equal((await data('query($f: String) { orders(where: { from: { equalTo: $f } }) { count } }', { f: from })).orders.count, 998 + 999);
  });

  test('relations get objects, lose them, and get new ones', async () => {
    const [a, b] = [await context.api.create('Order', { from: 'a' }), await context.api.create('Order', { from: 'b' })];
    const { createItem: { item } } = await create({ name: 'r', friends: { add: [a, globalId('Order', b)], createAndAdd: [{ from: 'c' }] } }, 'item { objectId friends(order: [from_ASC]) { edges { node { from } } } }');
    assert.deepEqual(item.friends.edges.map(({ node }) => node.from), ['a', 'b', 'c']);
    const { updateItem } = await data('mutation($id: ID!, $a: ID!) { updateItem(input: { id: $id, fields: { friends: { remove: [$a] } } }) { item { friends { count } } } }', { id: item.objectId, a });
    assert.equal(updateItem.item.friends.count, 2);
    assertRefused(await ask('mutation($id: ID!) { updateItem(input: { id: $id, fields: { friends: {} } }) { item { id } } }', { id: item.objectId }), 106, 'updateItem');
  });

  test('each is for itself, in the order of the document', async () => {
    const label = unique('serial');
    const answer = await ask(`mutation($l: String) {
      a: createItem(input: { fields: { name: "1", label: $l } }) { item { objectId } }
      b: createItem(input: { fields: { name: "", label: $l } }) { item { objectId } }
      c: createItem(input: { fields: { name: "3", label: $l } }) { item { name } }
      d: deleteItem(input: { id: "nothing" }) { item { id } } }`, { l: label });
    assert.deepEqual(answer.json.errors.map(({ path, extensions }) => [path[0], extensions.code]), [['b', 142], ['d', 101]]);
    assert.deepEqual([answer.json.data.b, answer.json.data.c.item.name, answer.json.data.d], [null, '3', null]);
    assert.deepEqual((await context.api.find('Item', { where: { label }, order: 'createdAt' })).map(({ name }) => name), ['1', '3']);
  });

  test('a later one finds what an earlier one left', async () => {
    const id = await context.api.create('Item', { name: 'chain', number: 0 });
    const steps = [1, 2, 3, 4].map((n) => `s${n}: updateItem(input: { id: $id, fields: { number: ${n} } }) { item { number } }`).join('\n');
    const answer = await data(`mutation($id: ID!) { ${steps} end: deleteItem(input: { id: $id }) { item { number } } }`, { id });
    assert.deepEqual(Object.values(answer).map(({ item }) => item.number), [1, 2, 3, 4, 4]);
  });

  test('what its author may not see is written, and not shown', async () => {
    const user = await context.api.signUp();
    const answer = await ask('mutation { createWriteOnly(input: { fields: { name: "dark" } }) { writeOnly { objectId name } } }', {}, { session: user.session });
    assert.equal(answer.json.data.createWriteOnly.writeOnly, null, answer.text);
    assert.deepEqual(onlyError(answer).path, ['createWriteOnly', 'writeOnly']);
    const told = await data('mutation { createWriteOnly(input: { fields: { name: "dark" } }) { writeOnly { objectId } } }', {}, { session: user.session });
    assert.equal((await context.api.fetch('WriteOnly', told.createWriteOnly.writeOnly.objectId, { master: true })).name, 'dark');
  });

  test('If-Match is for changes of one object, and refused here', async () => {
    assert.equal((await ask('{ health }', {}, { headers: { 'If-Match': '"2026-01-01T00:00:00.000Z"' } })).status, 412);
  });

  test('functions of the app are called by name', async () => {
    assertRefused(await ask('mutation { callCloudCode(input: { functionName: nothing, params: { a: 1 } }) { result } }'), 141, 'callCloudCode');
    assertRefused(await ask('mutation { callCloudCode(input: { functionName: "../classes/Item" }) { result } }'), 141, 'callCloudCode');
  });

  test('a pointer may be a global id of its class alone', async () => {
    const group = await context.api.create('Group', { select: 'g' });
    const { createItem: { item } } = await create({ name: 'wrong', order: { link: globalId('Group', group) } });
    assert.deepEqual((await context.api.fetch('Item', item.objectId)).order, pointer('Order', globalId('Group', group)));
  });
});

describeServer('GraphQL mutations where requests are counted', 'kitchen', (context) => {
  test('each object that is created along the way is one', async () => {
    const user = await context.api.signUp();
    const { ask, data } = graphql(context.api);
    const along = (count) => [`mutation($l: [CreateOrderFieldsInput!]) { createItem(input: { fields: { name: "a", friends: { createAndAdd: $l } } }) { item { id } } }`, { l: Array.from({ length: count }, () => ({ int: 1 })) }, { session: user.session }];
    assert.ok((await data(...along(5))).createItem.item.id);
    assertRefused(await ask(...along(40)), 155, 'createItem');
    assert.equal((await data('{ orders { count } }')).orders.count, 5);
  });
}, { arguments: ['--requests-per-user', '3'] });
