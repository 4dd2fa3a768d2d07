// Queries: objects by their ids, connections with their pages, conditions and orders, values of every type, what
// pointers, arrays and relations lead to.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertRefused, globalId, graphql, onlyError } from '../lib/graphql.mjs';
import { pointer, unique } from '../lib/rest.mjs';

describeServer('GraphQL queries', 'kitchen', (context) => {
  let ask;
  let data;
  before(() => ({ ask, data } = graphql(context.api)));

  test('an object is got by its id, global or not', async () => {
    const id = await context.api.create('Item', { name: 'one', number: 2.5, flag: true });
    const query = 'query($id: ID!) { item(id: $id) { __typename id objectId name number flag text createdAt updatedAt } }';
    const rest = await context.api.fetch('Item', id);
    const expected = { __typename: 'Item', id: globalId('Item', id), objectId: id, name: 'one', number: 2.5, flag: true, text: null, createdAt: rest.createdAt, updatedAt: rest.updatedAt };
    assert.deepEqual(await data(query, { id }), { item: expected });
    assert.deepEqual(await data(query, { id: globalId('Item', id) }), { item: expected });
    assertRefused(await ask(query, { id: globalId('Order', id) }), 101, 'item');
    assertRefused(await ask(query, { id: 'nothing' }), 101, 'item');
    for (const bad of ['', `${id}/versions`, '..', '../../users/me', 'a b']) assertRefused(await ask(query, { id: bad }), 101, 'item');
  });

  test('node takes the global id of any class, and no other', async () => {
    const id = await context.api.create('Group', { select: 'x' });
    const query = 'query($id: ID!) { node(id: $id) { __typename id ... on Group { select } ... on Item { name } } }';
    assert.deepEqual(await data(query, { id: globalId('Group', id) }), { node: { __typename: 'Group', id: globalId('Group', id), select: 'x' } });
    for (const bad of [id, globalId('Nothing', id), globalId('Group', 'x'), globalId('Group', ''), globalId('Group', `../Item/${id}`)]) assertRefused(await ask(query, { id: bad }), 101, 'node');
  });

  test('one field that fails leaves the others as they are', async () => {
    const id = await context.api.create('Item', { name: 'stays' });
    const answer = await ask('query($id: ID!) { a: item(id: "nothing") { name } b: item(id: $id) { name } c: items(first: -1) { count } }', { id });
    assert.deepEqual(answer.json.data, { a: null, b: { name: 'stays' }, c: null });
    assert.deepEqual(answer.json.errors.map(({ path, extensions }) => [path, extensions.code]), [[['a'], 101], [['c'], 102]]);
    assert.deepEqual(answer.json.errors.map(({ locations }) => locations.length), [1, 1]);
  });

  test('values of every type', async () => {
    const values = {
      name: 'all', text: '"quoted" \u2028 ß', number: -0.5, flag: false, date: { __type: 'Date', iso: '2026-01-02T03:04:05.678Z' },
      object: { a: [1, { b: null }], 'c d': 'é' }, array: [1, 'two', { three: 3 }, null], place: { __type: 'GeoPoint', latitude: 48.2, longitude: 16.4 },
      area: { __type: 'Polygon', coordinates: [[0, 0], [0, 1], [1, 1]] }, data: { __type: 'Bytes', base64: 'aGVsbG8=' },
    };
    const id = await context.api.create('Item', values);
    const { item } = await data(`query($id: ID!) { item(id: $id) { name text number flag date object
      array { __typename ... on Element { value } } place { __typename lat: latitude longitude } area { latitude longitude } data } }`, { id });
    assert.deepEqual(item, {
      name: 'all', text: values.text, number: -0.5, flag: false, date: '2026-01-02T03:04:05.678Z', object: values.object,
      array: [1, 'two', { three: 3 }, null].map((value) => ({ __typename: 'Element', value })), place: { __typename: 'GeoPoint', lat: 48.2, longitude: 16.4 },
      area: [[0, 0], [0, 1], [1, 1], [0, 0]].map(([latitude, longitude]) => ({ latitude, longitude })).slice(0, item.area.length), data: 'aGVsbG8=',
    });
    const empty = await context.api.create('Item', { name: 'none' });
    assert.deepEqual(await data('query($id: ID!) { item(id: $id) { date object array { __typename } place { latitude } area { latitude } data file { url } parent { name } } }', { id: empty }),
      { item: { date: null, object: null, array: null, place: null, area: null, data: null, file: null, parent: null } });
  });

  test('an ACL is told as users, roles and the public', async () => {
    const user = await context.api.signUp();
    const id = await context.api.create('Item', { name: 'acl', ACL: { [user.id]: { read: true, write: true }, 'role:staff': { read: true }, '*': { read: true } } });
    const query = 'query($id: ID!) { item(id: $id) { ACL { users { userId read write } roles { roleName read write } public { read write } } } }';
    assert.deepEqual((await data(query, { id })).item.ACL, {
      users: [{ userId: globalId('_User', user.id), read: true, write: true }], roles: [{ roleName: 'staff', read: true, write: false }], public: { read: true, write: false },
    });
    const open = await context.api.create('Item', { name: 'open' });
    assert.deepEqual((await data(query, { id: open })).item.ACL, { users: null, roles: null, public: { read: true, write: true } });
  });

  test('pages go forwards and backwards, and fit together', async () => {
    const label = unique('page');
    for (let i = 0; i < 7; i++) await context.api.create('Item', { name: `n${i}`, label });
    const query = `query($label: String!, $first: Int, $after: String, $last: Int, $before: String, $skip: Int) {
      items(where: { label: { equalTo: $label } }, order: [name_ASC], first: $first, after: $after, last: $last, before: $before, skip: $skip) {
        count pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { name } } } }`;
    const page = async (variables) => {
      const { items } = await data(query, { label, ...variables });
      assert.equal(items.count, 7);
      assert.equal(items.pageInfo.startCursor, items.edges[0]?.cursor ?? null);
      assert.equal(items.pageInfo.endCursor, items.edges.at(-1)?.cursor ?? null);
      return { names: items.edges.map(({ node }) => node.name).join(' '), next: items.pageInfo.hasNextPage, previous: items.pageInfo.hasPreviousPage, end: items.pageInfo.endCursor, start: items.pageInfo.startCursor };
    };
    const first = await page({ first: 3 });
    assert.deepEqual([first.names, first.next, first.previous], ['n0 n1 n2', true, false]);
    const second = await page({ first: 3, after: first.end });
    assert.deepEqual([second.names, second.next, second.previous], ['n3 n4 n5', true, true]);
    const third = await page({ first: 3, after: second.end });
    assert.deepEqual([third.names, third.next, third.previous], ['n6', false, true]);
    assert.equal((await page({ last: 2 })).names, 'n5 n6');
    assert.equal((await page({ last: 2, before: second.start })).names, 'n1 n2');
    assert.equal((await page({ first: 4, last: 2 })).names, 'n2 n3');
    assert.equal((await page({ skip: 5 })).names, 'n5 n6');
    assert.equal((await page({ first: 0 })).names, '');
    for (const bad of [{ first: -1 }, { last: -1 }, { skip: -1 }, { after: 'x' }, { before: globalId('arrayconnection', '-1') }]) {
      assertRefused(await ask(query, { label, ...bad }), 102, 'items');
    }
  });

  test('what is before a cursor is a page, and no more, where nobody says how many', async () => {
    const label = unique('before');
    const mount = new URL(context.server.base).pathname;
    const requests = Array.from({ length: 103 }, () => ({ method: 'POST', path: `${mount}/classes/Item`, body: { name: 'x', label } }));
    assert.equal((await context.api.call('POST', '/batch', { body: { requests } })).status, 200);
    const query = 'query($label: String!, $first: Int, $last: Int, $before: String) { items(where: { label: { equalTo: $label } }, first: $first, last: $last, before: $before) { pageInfo { hasNextPage } edges { node { objectId } } } }';
    const found = async (variables) => {
      const { items } = await data(query, { label, before: Buffer.from('arrayconnection:102').toString('base64'), ...variables });
      return [items.edges.length, items.pageInfo.hasNextPage];
    };
    assert.deepEqual(await found({}), [100, true]);
    assert.deepEqual(await found({ first: 101 }), [101, true]);
    assert.deepEqual(await found({ last: 101 }), [101, true]);
  });

  test('counts alone read no rows, and edges alone count nothing', async () => {
    const label = unique('count');
    await context.api.create('Item', { name: 'x', label });
    assert.deepEqual(await data('query($l: String) { items(where: { label: { equalTo: $l } }) { count } }', { l: label }), { items: { count: 1 } });
    assert.deepEqual(await data('query($l: String) { items(where: { label: { equalTo: $l } }) { edges { node { name } } } }', { l: label }), { items: { edges: [{ node: { name: 'x' } }] } });
  });

  test('conditions of every kind find what REST finds', async () => {
    const label = unique('where');
    const user = await context.api.signUp();
    const group = await context.api.create('Group', { select: label, order: 1 });
    const order = await context.api.create('Order', { from: label, group: pointer('Group', group) });
    const a = await context.api.create('Item', {
      name: 'a', label, number: 1, flag: true, text: 'A quick brown fox', date: { __type: 'Date', iso: '2026-01-01T00:00:00.000Z' }, array: [1, 2, 3], object: { city: 'Graz', zip: { code: 8010 } },
      order: pointer('Order', order), user: user.pointer, place: { __type: 'GeoPoint', latitude: 10, longitude: 10 }, data: { __type: 'Bytes', base64: 'AAEC' },
      area: { __type: 'Polygon', coordinates: [[0, 0], [0, 2], [2, 2], [2, 0]] },
    });
    const b = await context.api.create('Item', { name: 'b', label, number: 2, date: { __type: 'Date', iso: '2026-02-01T00:00:00.000Z' }, array: [3, 4], object: { city: 'Linz', zip: { code: 4020 } }, friends: { __op: 'AddRelation', objects: [pointer('Order', order)] } });
    const find = async (where) => {
      const { items } = await data('query($where: ItemWhereInput) { items(where: $where, order: [name_ASC]) { edges { node { name } } } }', { where: { label: { equalTo: label }, ...where } }, { session: user.session });
      return items.edges.map(({ node }) => node.name).join('');
    };
    const cases = [
      [{ number: { lessThan: 2 } }, 'a'], [{ number: { greaterThanOrEqualTo: 1, notEqualTo: 2 } }, 'a'], [{ number: { in: [2, 3] } }, 'b'], [{ number: { notIn: [2] } }, 'a'],
      [{ flag: { exists: false } }, 'b'], [{ flag: { equalTo: true } }, 'a'], [{ name: { matchesRegex: '^A', options: 'i' } }, 'a'], [{ text: { text: { search: { term: 'fox' } } } }, 'a'],
      [{ date: { greaterThan: '2026-01-15T00:00:00.000Z' } }, 'b'], [{ date: { equalTo: { __type: 'Date', iso: '2026-01-01T00:00:00.000Z' } } }, 'a'], [{ createdAt: { exists: true } }, 'ab'],
      [{ array: { contains: [3, 4] } }, 'b'], [{ array: { containedBy: [1, 2, 3] } }, 'a'], [{ array: { equalTo: 3 } }, 'ab'],
      [{ object: { equalTo: { key: 'city', value: 'Graz' } } }, 'a'], [{ object: { lessThan: { key: 'zip.code', value: 5000 }, greaterThan: { key: 'zip.code', value: 4000 } } }, 'b'],
      [{ object: { in: [{ key: 'city', value: 'Linz' }, { key: 'city', value: 'Wien' }] } }, 'b'],
      [{ object: { exists: true, equalTo: { key: 'city', value: 'Graz' } } }, 'a'], [{ object: { equalTo: { key: 'city', value: 'Graz' }, exists: true } }, 'a'], [{ object: { equalTo: { key: 'city', value: 'Graz' }, exists: false } }, ''],
      [{ order: { have: { from: { equalTo: label } } } }, 'a'], [{ order: { haveNot: { from: { equalTo: label } } } }, 'b'], [{ order: { exists: false } }, 'b'],
      [{ order: { have: { group: { have: { order: { equalTo: 1 } } } } } }, 'a'], [{ order: { have: { objectId: { equalTo: order } } } }, 'a'], [{ order: { have: { id: { equalTo: globalId('Order', order) } } } }, 'a'],
      [{ user: { have: { username: { equalTo: user.username } } } }, 'a'], [{ friends: { have: { from: { equalTo: label } } } }, 'b'], [{ friends: { exists: true } }, 'b'], [{ friends: { exists: false } }, 'a'],
      [{ id: { equalTo: globalId('Item', a) } }, 'a'], [{ objectId: { in: [a, globalId('Item', b)] } }, 'ab'], [{ objectId: { notEqualTo: a } }, 'b'],
      [{ place: { nearSphere: { latitude: 10, longitude: 11 }, maxDistanceInKilometers: 200 } }, 'a'], [{ place: { within: { box: { bottomLeft: { latitude: 9, longitude: 9 }, upperRight: { latitude: 11, longitude: 11 } } } } }, 'a'],
      [{ place: { geoWithin: { polygon: [{ latitude: 9, longitude: 9 }, { latitude: 9, longitude: 11 }, { latitude: 11, longitude: 11 }] } } }, 'a'],
      [{ place: { geoWithin: { centerSphere: { center: { latitude: 10, longitude: 10 }, distance: 0.1 } } } }, 'a'], [{ area: { geoIntersects: { point: { latitude: 1, longitude: 1 } } } }, 'a'],
      [{ data: { exists: true } }, 'a'], [{ name: { inQueryKey: { query: { className: 'Item', where: { label, number: 1 } }, key: 'name' } } }, 'a'], [{ name: { notInQueryKey: { query: { className: 'Item', where: { label, number: 1 } }, key: 'name' } } }, 'b'],
      [{ OR: [{ number: { equalTo: 1 } }, { number: { equalTo: 2 } }] }, 'ab'], [{ AND: [{ number: { equalTo: 1 } }, { number: { equalTo: 2 } }] }, ''], [{ NOR: [{ number: { equalTo: 1 } }] }, 'b'],
    ];
    for (const [where, expected] of cases) assert.equal(await find(where), expected, JSON.stringify(where));
    assertRefused(await ask('query($where: ItemWhereInput) { items(where: $where) { count } }', { where: { name: { matchesRegex: '(' } } }), 102, 'items');
  });

  test('pointers are compared by id, whoever may see what they lead to', async () => {
    const [other, label] = [await context.api.signUp(), unique('compared')];
    await context.api.create('Item', { name: 'theirs', label, user: other.pointer });
    const find = async (where) => (await data('query($w: ItemWhereInput) { items(where: $w) { count } }', { w: { label: { equalTo: label }, ...where } })).items.count;
    for (const id of [other.id, globalId('_User', other.id)]) {
      assert.equal(await find({ user: { have: { objectId: { equalTo: id } } } }), 1);
      assert.equal(await find({ user: { have: { id: { in: ['nobody', id] } } } }), 1);
    }
    assert.equal(await find({ user: { have: { id: { equalTo: 'nobody' } } } }), 0);
    assert.equal(await find({ user: { have: { objectId: { equalTo: other.id }, username: { exists: true } } } }), 0, 'whose user nobody may find');
  });

  test('orders by several fields, ids and dates included', async () => {
    const label = unique('order');
    for (const [name, number] of [['a', 1], ['b', 2], ['c', 1]]) await context.api.create('Item', { name, number, label });
    const names = async (order) => (await data('query($l: String, $o: [ItemOrder!]) { items(where: { label: { equalTo: $l } }, order: $o) { edges { node { name } } } }', { l: label, o: order })).items.edges.map(({ node }) => node.name).join('');
    assert.equal(await names(['number_ASC', 'name_DESC']), 'cab');
    assert.equal(await names(['createdAt_DESC']), 'cba');
    assert.deepEqual([...await names(['id_ASC'])].sort(), ['a', 'b', 'c']);
  });

  test('pointers lead on, wherever the same object is met', async () => {
    const label = unique('pointer');
    const root = await context.api.create('Item', { name: 'root' });
    const group = await context.api.create('Group', { select: 'g' });
    const order = await context.api.create('Order', { from: 'o', group: pointer('Group', group) });
    for (const name of ['a', 'b']) await context.api.create('Item', { name, label, parent: pointer('Item', root), order: pointer('Order', order) });
    await context.api.create('Item', { name: 'c', label, parent: pointer('Item', 'gone000000') });
    const { items } = await data(`query($l: String) { items(where: { label: { equalTo: $l } }, order: [name_ASC]) { edges { node {
      name parent { name parent { name } } order { from more: group { select } group { objectId } } } } } }`, { l: label });
    const rest = { parent: { name: 'root', parent: null }, order: { from: 'o', more: { select: 'g' }, group: { objectId: group } } };
    assert.deepEqual(items.edges.map(({ node }) => node), [{ name: 'a', ...rest }, { name: 'b', ...rest }, { name: 'c', parent: null, order: null }]);
  });

  test('fields that fragments ask for twice are merged', async () => {
    const group = await context.api.create('Group', { select: 'g', order: 5 });
    const order = await context.api.create('Order', { from: 'o', group: pointer('Group', group) });
    const answer = await data(`query($id: ID!) { order(id: $id) { group { select } ...more ... on ParseObject { objectId } ... on Node { id } } }
      fragment more on Order { group { order } }`, { id: order });
    assert.deepEqual(answer, { order: { group: { select: 'g', order: 5 }, objectId: order, id: globalId('Order', order) } });
  });

  test('elements of arrays that point somewhere become what they point at', async () => {
    const [one, two] = [await context.api.create('Order', { from: '1' }), await context.api.create('Group', { select: '2' })];
    const id = await context.api.create('Item', { name: 'list', array: [pointer('Order', one), 7, pointer('Group', two), pointer('Order', 'gone000000')] });
    const { item } = await data('query($id: ID!) { item(id: $id) { array { __typename ... on Order { from } ... on Group { select } ... on Element { value } } } }', { id });
    assert.deepEqual(item.array, [{ __typename: 'Order', from: '1' }, { __typename: 'Element', value: 7 }, { __typename: 'Group', select: '2' }]);
  });

  test('relations are connections of their own', async () => {
    const orders = [];
    for (const int of [1, 2, 3]) orders.push(await context.api.create('Order', { int, from: `f${int}` }));
    const id = await context.api.create('Item', { name: 'rel', friends: { __op: 'AddRelation', objects: orders.map((order) => pointer('Order', order)) } });
    const none = await context.api.create('Item', { name: 'alone' });
    const query = `query($id: ID!) { item(id: $id) { friends(order: [int_DESC], first: 2) { count pageInfo { hasNextPage } edges { cursor node { int } } }
      odd: friends(where: { int: { in: [1, 3] } }) { count } } }`;
    const { item } = await data(query, { id });
    assert.deepEqual([item.friends.count, item.friends.pageInfo.hasNextPage, item.friends.edges.map(({ node }) => node.int), item.odd.count], [3, true, [3, 2], 2]);
    assert.deepEqual((await data(query, { id: none })).item.friends.edges, []);
  });

  test('@skip and @include, variables and their defaults', async () => {
    const id = await context.api.create('Item', { name: 'dir', number: 1 });
    const query = 'query Q($id: ID!, $yes: Boolean = true) { item(id: $id) { name @skip(if: $yes) number @include(if: $yes) } }';
    assert.deepEqual(await data(query, { id }), { item: { number: 1 } });
    assert.deepEqual(await data(query, { id, yes: false }), { item: { name: 'dir' } });
  });

  test('of several operations the one that is named is executed', async () => {
    const body = { query: 'query A { health } query B { __typename }', operationName: 'B' };
    assert.deepEqual((await context.api.call('POST', '/graphql', { body })).json, { data: { __typename: 'Query' } });
    assert.match(onlyError(await context.api.call('POST', '/graphql', { body: { ...body, operationName: 'C' } })).message, /Unknown operation named "C"/);
    assert.match(onlyError(await ask(body.query)).message, /Must provide operation name/);
  });

  test('viewer is whoever is signed in', async () => {
    const user = await context.api.signUp();
    const query = '{ viewer { sessionToken user { username objectId } } }';
    assert.deepEqual(await data(query, {}, { session: user.session }), { viewer: { sessionToken: user.session, user: { username: user.username, objectId: user.id } } });
    assertRefused(await ask(query), 209, 'viewer');
    assert.equal((await ask(query, {}, { session: 'r:nothing' })).json.code, 209);
  });

  test('GET asks, and changes nothing', async () => {
    const id = await context.api.create('Item', { name: 'got' });
    const get = (parameters) => context.api.call('GET', `/graphql?${new URLSearchParams(parameters)}`);
    assert.deepEqual((await get({ query: 'query($id: ID!) { item(id: $id) { name } }', variables: JSON.stringify({ id }) })).json, { data: { item: { name: 'got' } } });
    const change = await get({ query: `mutation { deleteItem(input: { id: "${id}" }) { clientMutationId } }` });
    assert.equal(change.status, 405);
    assert.equal((await context.api.fetch('Item', id)).name, 'got');
  });
});
