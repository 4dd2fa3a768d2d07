// The query and object layer of the runtime; tests/lib/query_layer.mjs says how they are reached.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { bytes, comparable, database, date, master, matches, missing, point, pointer } from '../lib/query_layer.mjs';
import { randomFrom } from '../lib/random.mjs';

describe('where', () => {
  const db = database();
  const values = {
    text: ['', 'a', 'b', 'B', 'ab', "o'b", '5', 'é', '🙂', 'z%'],
    number: [-2.5, 0, 1, 2, 5, 1e21, 0.1],
    flag: [true, false],
    date: ['1999-12-31T23:59:59.999Z', '2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00.001Z'].map(date),
    parent: ['p1', 'p2', 'p3'].map((id) => pointer('Item', id)),
    place: [point(1, 2), point(2, 1), point(-10.5, 100)],
    data: [bytes(''), bytes('x'), bytes('\u0000\u0001')],
    object: [{}, { x: 1 }, { x: 'a', y: { z: [1, 'a'] } }, { x: null }, { y: { z: true } }],
    array: [[], [1], ['a'], [1, 'a'], ['1'], [true], [{ x: 1 }], [pointer('Item', 'p1'), 5], [[1]]],
    value: ['v', 'w'], // a column of json_each(), too
  };
  const within = { 'object.x': [1, 'a', 'q'], 'object.y.z': [true, 1, 'a'] };
  const elements = [1, 'a', '1', true, false, { x: 1 }, pointer('Item', 'p1'), 5];
  const orderable = ['text', 'number', 'date', 'parent', 'value'];
  let rows;

  before(async () => {
    const random = randomFrom(10);
    for (let i = 0; i < 60; i += 1) {
      const body = { name: `n${String(i).padStart(2, '0')}` };
      for (const [field, list] of Object.entries(values)) if (random.below(4)) body[field] = random.pick(list);
      await db.create('Item', body);
    }
    rows = await db.find('Item', { order: 'name', limit: 1000 });
    assert.equal(rows.length, 60);
  });

  const names = async (where) => (await db.find('Item', { where, order: 'name', limit: 1000, keys: 'name' })).map((row) => row.name);
  const expected = (where) => rows.filter((row) => matches(row, where)).map((row) => row.name);

  for (const field of [...Object.keys(values), ...Object.keys(within)]) {
    test(`${field}: each operator with each value`, async () => {
      const operands = field === 'array' ? elements : within[field] ?? values[field];
      let found = 0;
      for (const operand of [...operands, null]) {
        const wheres = [{ [field]: operand }, { [field]: { $eq: operand } }, { [field]: { $ne: operand } }];
        wheres.push({ [field]: { $in: [operand, operands[0]] } }, { [field]: { $nin: [operand] } }, { $nor: [{ [field]: operand }] });
        if (orderable.includes(field)) for (const name of ['$lt', '$lte', '$gt', '$gte']) wheres.push({ [field]: { [name]: operand } });
        for (const where of wheres) {
          const answer = await names(where);
          assert.deepEqual(answer, expected(where), JSON.stringify(where));
          found += answer.length;
        }
      }
      for (const where of [{ [field]: { $exists: true } }, { [field]: { $exists: false } }, { [field]: { $in: [] } }, { [field]: { $nin: [] } }])
        if (!(field in within)) assert.deepEqual(await names(where), expected(where), JSON.stringify(where));
      assert.ok(found > 0);
    });
  }

  test('random combinations find what they find in JavaScript', async () => {
    const random = randomFrom(11);
    const fields = Object.keys(values).filter((field) => field !== 'array');
    const constraint = () => {
      const field = random.pick(fields);
      const operand = random.pick(values[field]);
      const names = orderable.includes(field) ? ['$eq', '$ne', '$lt', '$lte', '$gt', '$gte', '$in', '$nin', '$exists'] : ['$eq', '$ne', '$in', '$nin', '$exists'];
      const name = random.pick(names);
      const given = name === '$exists' ? random.below(2) === 1 : ['$in', '$nin'].includes(name) ? [operand, random.pick(values[field])] : operand;
      return { [field]: { [name]: given } };
    };
    const combine = (depth) => {
      if (!depth || random.below(3) === 0) return constraint();
      const parts = Array.from({ length: 1 + random.below(3) }, () => combine(depth - 1));
      return { ...constraint(), [random.pick(['$or', '$and', '$nor'])]: parts };
    };
    for (let i = 0; i < 400; i += 1) {
      const where = combine(3);
      assert.deepEqual(await names(where), expected(where), JSON.stringify(where));
    }
  });

  test('order and pages are those of JavaScript', async () => {
    for (const field of ['text', 'number', 'date', 'parent', 'flag']) {
      for (const sign of ['', '-']) {
        const found = (await db.find('Item', { order: `${sign}${field},name`, limit: 1000 })).map((row) => row.name);
        const key = (row) => (missing(row[field]) ? null : comparable(row[field]));
        const bytewise = (a, b) => (typeof a === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a - b);
        const compare = (a, b) => (a === null || b === null ? (a !== null) - (b !== null) : bytewise(a, b));
        const sorted = [...rows].sort((a, b) => (sign ? -1 : 1) * compare(key(a), key(b)) || (a.name < b.name ? -1 : 1)).map((row) => row.name);
        assert.deepEqual(found, sorted, sign + field);
      }
    }
    const page = await db.succeed('GET', 'Item', { parameters: { order: 'name', skip: 10, limit: 3, count: 1 } });
    assert.deepEqual([page.results.map((row) => row.name), page.count], [['n10', 'n11', 'n12'], 60]);
  });

  test('rows that are equal by their keys come as they were made, and backwards', async () => {
    const order = async (keys) => (await db.find('Item', { order: keys, limit: 1000 })).map((row) => row.name);
    const made = rows.map((row) => row.name);
    assert.deepEqual(await order('state'), made);
    assert.deepEqual(await order('-state'), [...made].reverse());
  });

  test('what is wrong is named and refused', async () => {
    const refusals = [
      [{ number: { $nope: 1 } }, 107, 'bad constraint: $nope'], [{ number: { $in: 5 } }, 107, 'bad $in value'], [{ $or: {} }, 102], [{ $or: [] }, 102], [{ $or: [5] }, 102],
      [{ $nope: 1 }, 105, 'Invalid key name: $nope'], [{ _acl: 'x' }, 105], [{ 'a"b': 1 }, 105], [{ unknown: 1 }, 105], [{ 'object.': 1 }, 105], [{ 'object."': 1 }, 105],
      [{ 'text.x': 1 }, 105], [{ 'array.x': 1 }, 105], [{ ACL: {} }, 102, 'Cannot query on ACL.'], [{ number: 'x' }, 102], [{ text: 5 }, 102], [{ flag: 1 }, 102], [{ date: 'x' }, 102],
      [{ createdAt: 5 }, 102], [{ objectId: 5 }, 102], [{ parent: pointer('Hidden', 'x') }, 102], [{ number: { $lt: {} } }, 102], [{ flag: { $gt: true } }, 102], [{ number: { $in: ['x'] } }, 102],
      [{ place: 5 }, 102], [{ friends: 5 }, 102], [{ friends: { $gt: 5 } }, 102], [{ number: { $exists: 'x' } }, 102], [[], 102], [{ $relatedTo: {} }, 102],
      [{ $relatedTo: { object: pointer('Item', 'x'), key: 'text' } }, 102], [{ number: { $gt: 0, foo: 1 } }, 107],
    ];
    for (const [where, code, message] of refusals) {
      const error = await db.refuse([400, code], 'GET', 'Item', { parameters: { where } });
      if (message) assert.equal(error, message);
    }
  });

  test('size is bounded, and a long list is one parameter', async () => {
    const many = (count) => Array.from({ length: count }, (_, i) => ({ number: i }));
    assert.deepEqual(await names({ $or: many(200) }), expected({ $or: many(200) }));
    await db.refuse([400, 102], 'GET', 'Item', { parameters: { where: { $or: many(300) } } });
    let deep = { number: 1 };
    for (let i = 0; i < 20; i += 1) deep = { $or: [deep] };
    await db.refuse([400, 102], 'GET', 'Item', { parameters: { where: deep } });
    const list = Array.from({ length: 20000 }, (_, i) => i);
    assert.deepEqual(await names({ number: { $in: list } }), expected({ number: { $in: list } }));
  });

  test('short forms: a pointer\'s id, a date\'s text', async () => {
    assert.deepEqual(await names({ parent: 'p1' }), expected({ parent: pointer('Item', 'p1') }));
    assert.deepEqual(await names({ date: { $gt: '2020-01-01T00:00:00.000Z' } }), expected({ date: { $gt: date('2020-01-01T00:00:00.000Z') } }));
    assert.equal((await names({ createdAt: { $gte: '2020-01-01T00:00:00.000Z' } })).length, 60);
  });

  test('parameters that are no numbers or names are refused', async () => {
    for (const parameters of [{ limit: '-1' }, { limit: 'x' }, { skip: '1.5' }, { limit: '99999999999999999999' }, { nothing: '1' }, { keys: '[1]' }, { explain: 'true' }])
      await db.refuse([400, 102], 'GET', 'Item', { parameters });
    for (const order of ['-', 'nothing', 'name,,text', 'name DESC', '_acl', 'friends', 'text.x', 'object.', 'array.x']) await db.refuse([400, 105], 'GET', 'Item', { parameters: { order } });
    await db.refuse([400, 102], 'GET', `Item/${rows[0].objectId}`, { parameters: { where: {} } });
  });

  test('whatever is asked, the engine never fails', async () => {
    const random = randomFrom(12);
    const keys = ['name', 'text', 'number', 'flag', 'date', 'object', 'object.x', 'array', 'array.0', 'parent', 'friends', 'place', 'area', 'data', 'file', '$or', '$and', '$relatedTo'];
    const parts = ['$eq', '$ne', '$in', '$nin', '$lt', '$gte', '$exists', '__type', 'className', 'objectId', 'x', 'key', 'object'];
    const values2 = [1, 'x', true, null, [], {}, 'Pointer', 'Item', pointer('Item', 'x'), date('2020-01-01T00:00:00.000Z'), [1, null, 'x'], [[]], bytes('x'), point(1, 2)];
    const value = (depth) => {
      if (!depth || random.below(3) === 0) return random.pick(values2);
      if (random.below(3) === 0) return Array.from({ length: random.below(3) }, () => value(depth - 1));
      return Object.fromEntries(Array.from({ length: 1 + random.below(2) }, () => [random.pick([...parts, ...keys]), value(depth - 1)]));
    };
    const codes = new Set();
    for (let i = 0; i < 3000; i += 1) {
      const where = { [random.pick(keys)]: value(3) };
      const answer = await db.ask('GET', 'Item', { parameters: { where, limit: '1' } });
      assert.notEqual(answer.code, 1, JSON.stringify(where));
      codes.add(answer.code ?? 'found');
    }
    for (const code of ['found', 102, 105, 107]) assert.ok(codes.has(code), String(code));
  });
});

describe('objects', () => {
  const db = database();
  const item = (body) => db.create('Item', { name: 'x', ...body });

  test('a create answers what the server made of it', async () => {
    const answer = await db.ask('POST', 'Item', { body: { name: 'x', number: { __op: 'Increment', amount: 2 }, text: { __op: 'Delete' } } });
    assert.deepEqual(Object.keys(answer.body).sort(), ['createdAt', 'number', 'objectId', 'state']);
    assert.deepEqual([answer.status, answer.body.number, answer.body.state], [201, 2, 'new']);
    assert.equal(answer.location, `/classes/Item/${answer.body.objectId}`);
  });

  test('an update answers the results of operations only', async () => {
    const id = await item({ number: 1, array: [1], text: 'kept' });
    const answer = (await db.update(`Item/${id}`, { number: { __op: 'Increment', amount: 0.5 }, value: 'v', array: { __op: 'AddUnique', objects: [1, 2, 2] } })).body;
    assert.deepEqual(Object.keys(answer).sort(), ['array', 'number', 'updatedAt']);
    const read = await db.get(`Item/${id}`);
    assert.deepEqual([read.number, read.array, read.value, read.text, read.updatedAt], [1.5, [1, 2], 'v', 'kept', answer.updatedAt]);
    assert.ok(read.updatedAt > read.createdAt);
  });

  test('array operations are those of JavaScript', async () => {
    const random = randomFrom(20);
    const element = () => random.pick([1, 2, '1', 'two', null, true, { a: 1 }, { a: { b: [] } }, [1], pointer('Item', 'x')]);
    const id = await item({});
    let model = [];
    for (let i = 0; i < 200; i += 1) {
      const op = random.pick(['Add', 'AddUnique', 'Remove']);
      const objects = Array.from({ length: random.below(4) }, element);
      const has = (list, one) => list.some((other) => JSON.stringify(other) === JSON.stringify(one));
      if (op === 'Add') model = [...model, ...objects];
      if (op === 'AddUnique') for (const one of objects) if (!has(model, one)) model = [...model, one];
      if (op === 'Remove') model = model.filter((one) => !has(objects, one));
      const answer = (await db.update(`Item/${id}`, { array: { __op: op, objects } })).body;
      assert.deepEqual(answer.array, model, JSON.stringify([op, objects]));
    }
  });

  test('keys with dots change what is within an Object', async () => {
    const id = await item({ object: { a: 1, b: { c: 2, d: 'x' }, e: 'kept' } });
    const change = async (body) => {
      const answer = await db.update(`Item/${id}`, body);
      assert.ok(!answer.code, JSON.stringify(answer));
      return (await db.get(`Item/${id}`)).object;
    };
    assert.deepEqual(await change({ 'object.b.c': 5, 'object.new.deep': [1] }), { a: 1, b: { c: 5, d: 'x' }, e: 'kept', new: { deep: [1] } });
    assert.deepEqual(await change({ 'object.b.c': { __op: 'Increment', amount: 2 }, 'object.a': { __op: 'Delete' } }), { b: { c: 7, d: 'x' }, e: 'kept', new: { deep: [1] } });
    assert.deepEqual(await change({ 'object.new.deep': { __op: 'Add', objects: [2] }, 'object.e.nothing': { __op: 'Delete' } }), { b: { c: 7, d: 'x' }, e: 'kept', new: { deep: [1, 2] } });
    assert.deepEqual(await change({ object: { __op: 'Delete' } }), undefined);
    assert.deepEqual(await change({ 'object.b': { __op: 'Delete' } }), undefined);
    assert.deepEqual(await change({ 'object.b': null }), { b: null });
    await db.refuse([400, 111], 'PUT', `Item/${id}`, { body: { 'text.x': 1 } });
    await db.refuse([400, 121], 'PUT', `Item/${id}`, { body: { 'object.$x': 1 } });
    await db.refuse([400, 105], 'PUT', `Item/${id}`, { body: { 'object..x': 1 } });
    await db.refuse([400, 105], 'PUT', `Item/${id}`, { body: { [`object${'.x'.repeat(1000)}`]: 1 } });
    let nested = 1;
    for (let i = 0; i < 58; i += 1) nested = [nested];
    await db.refuse([400, 121], 'PUT', `Item/${id}`, { body: { 'object.a.b.c.d.e.f.g.h': nested } });
  });

  test('what a body may not say', async () => {
    const id = await item({ code: 'taken' });
    const refusals = [
      [{ unknown: 1 }, 119], [{ _acl: 1 }, 105], [{ id: 1 }, 105], [{ className: 'x' }, 105], [{ '': 1 }, 105], [{ 'a b': 1 }, 105], [{ sealed: 'x' }, 119], [{ text: 5 }, 111],
      [{ state: 'lost' }, 142], [{ name: '' }, 142], [{ name: null }, 142], [{ name: { __op: 'Delete' } }, 142], [{ name: 'a', nickname: 'b' }, 142], [{ ACL: 5 }, 123],
      [{ createdAt: 5 }, 111], [{ text: { __op: 'Increment', amount: 1 } }, 111], [{ number: { __op: 'Increment' } }, 107], [{ array: { __op: 'Add', objects: 5 } }, 107],
      [{ array: { __op: 'Nope' } }, 108], [{ friends: { __op: 'AddRelation', objects: [pointer('Hidden', 'x')] } }, 111], [{ friends: { __op: 'AddRelation', objects: [5] } }, 111],
      [{ friends: { __op: 'Batch', ops: [{ __op: 'Batch', ops: [] }] } }, 107], [{ friends: 5 }, 111], [{ object: { $x: 1 } }, 121], [{ number: 1, 'number.x': 1 }, 111],
      [{ nickname: { __op: 'Delete' }, name: 'x' }, 142],
    ];
    const before = await db.get(`Item/${id}`);
    for (const [body, code] of refusals) {
      await db.refuse([400, code], 'PUT', `Item/${id}`, { body });
      if (!('name' in body)) await db.refuse([400, code], 'POST', 'Item', { body: { name: 'x', ...body } });
    }
    assert.deepEqual(await db.get(`Item/${id}`), before);
    await db.refuse([400, 105], 'POST', 'Item', { body: { name: 'x', objectId: 'mine' } });
    await db.refuse([400, 105], 'PUT', `Item/${id}`, { body: { objectId: 'other' } });
    await db.refuse([400, 142], 'POST', 'Item', {});
    await db.refuse([400, 137], 'POST', 'Item', { body: { name: 'x', code: 'taken' } });
    await db.succeed('PUT', `Item/${id}`, { body: { objectId: id, createdAt: date('2000-01-01T00:00:00.000Z'), unknown: { __op: 'Delete' }, friends: { __type: 'Relation', className: 'Item' } } });
    assert.equal((await db.get(`Item/${id}`)).createdAt, before.createdAt);
    await db.succeed('PUT', `Item/${id}`, { body: { sealed: 'x' }, ...master });
  });

  test('a clash of users is named as Parse names it', async () => {
    await db.create('_User', { username: 'ada', email: 'ada@example.com' });
    await db.refuse([400, 202], 'POST', '_User', { body: { username: 'ada' } });
    await db.refuse([400, 203], 'POST', '_User', { body: { username: 'eve', email: 'ada@example.com' } });
  });

  test('relations hold what they were given, and forget what is deleted', async () => {
    const [owner, one, two] = [await item({ value: 'owner' }), await item({ value: '1' }), await item({ value: '2' })];
    const change = (op, ...ids) => ({ __op: op, objects: ids.map((id) => pointer('Item', id)) });
    const friends = async () => (await db.find('Item', { where: { $relatedTo: { object: pointer('Item', owner), key: 'friends' } }, order: 'value' })).map((row) => row.value).join('');
    await db.succeed('PUT', `Item/${owner}`, { body: { friends: change('AddRelation', one, two, one) } });
    assert.equal(await friends(), '12');
    const owners = async (where) => (await db.find('Item', { where: { friends: where, objectId: { $in: [owner, one, two] } } })).map((row) => row.value).sort().join();
    assert.equal(await owners(pointer('Item', one)), 'owner');
    assert.equal(await owners({ $in: [pointer('Item', one), pointer('Item', 'x')] }), 'owner');
    assert.equal(await owners({ $ne: pointer('Item', one) }), '1,2');
    assert.equal(await owners({ $nin: [pointer('Item', 'x')] }), '1,2,owner');
    await db.succeed('PUT', `Item/${owner}`, { body: { friends: { __op: 'Batch', ops: [change('RemoveRelation', one), change('AddRelation', owner)] } } });
    assert.equal(await friends(), '2owner');
    await db.succeed('DELETE', `Item/${two}`);
    assert.equal(await owners(pointer('Item', two)), '');
    await db.succeed('DELETE', `Item/${owner}`);
    assert.equal(await friends(), '');
    const born = await item({ value: 'born', friends: change('AddRelation', one) });
    assert.equal(await owners(pointer('Item', one)), '');
    assert.equal((await db.find('Item', { where: { friends: pointer('Item', one) } }))[0].objectId, born);
  });

  test('roles have names that ACLs can hold, and their changes are told', async () => {
    const ACL = {};
    await db.refuse([400, 139], 'POST', '_Role', { body: { name: 'a\nb*', ACL } });
    await db.refuse([400, 111], 'POST', '_Role', { body: { ACL } });
    await db.refuse([400, 111], 'POST', '_Role', { body: { name: 'staff' } });
    const made = await db.ask('POST', '_Role', { body: { name: 'Care team-1_x', ACL } });
    assert.equal(made.sessionChanges, true);
    const path = `_Role/${made.body.objectId}`;
    const joined = await db.ask('PUT', path, { body: { users: { __op: 'AddRelation', objects: [pointer('_User', 'u')] } }, ...master });
    assert.equal(joined.sessionChanges, true);
    await db.refuse([404, 101], 'PUT', path, { body: {}, user: 'u' });
    await db.refuse([400, 137], 'POST', '_Role', { body: { name: 'Care team-1_x', ACL } });
    assert.equal((await db.ask('DELETE', path, master)).sessionChanges, true);
  });

  test('whatever a body says, the engine never fails', async () => {
    const random = randomFrom(21);
    const names = ['name', 'text', 'number', 'flag', 'date', 'object', 'array', 'parent', 'friends', 'place', 'area', 'data', 'file', 'object.x', 'ACL', 'objectId', 'updatedAt'];
    const parts = ['__op', '__type', 'amount', 'objects', 'ops', 'className', 'objectId', 'iso', 'x', 'read', '*'];
    const leaves = [1, 'x', true, null, [], {}, 'Increment', 'Add', 'Remove', 'Delete', 'AddRelation', 'Batch', 'Pointer', 'Item', 'Date', pointer('Item', 'x'), 1e308];
    const value = (depth) => {
      if (!depth || random.below(3) === 0) return random.pick(leaves);
      if (random.below(4) === 0) return Array.from({ length: random.below(3) }, () => value(depth - 1));
      return Object.fromEntries(Array.from({ length: 1 + random.below(3) }, () => [random.pick(parts), value(depth - 1)]));
    };
    const id = await item({ object: { x: 1 }, array: [1], number: 1 });
    const codes = new Set();
    for (let i = 0; i < 3000; i += 1) {
      const body = { [random.pick(names)]: value(3), [random.pick(names)]: value(2) };
      const answer = random.below(2) ? await db.ask('PUT', `Item/${id}`, { body, ...master }) : await db.ask('POST', 'Item', { body: { name: 'x', ...body } });
      assert.notEqual(answer.code, 1, JSON.stringify([body, answer]));
      codes.add(answer.code ?? 'done');
    }
    for (const code of ['done', 105, 107, 111, 123]) assert.ok(codes.has(code), String(code));
  });
});

describe('projections', () => {
  const db = database();
  let grandparent;
  let child;

  before(async () => {
    grandparent = await db.create('Item', { name: 'grandparent', text: 'g' });
    const parent = await db.create('Item', { name: 'parent', text: 'p', number: 1, parent: pointer('Item', grandparent) });
    child = await db.create('Item', { name: 'child', text: 'c', parent: pointer('Item', parent), array: [pointer('Item', grandparent), 5, pointer('Item', 'gone'), pointer('Nope', 'x')] });
  });
  const shown = (object) => Object.keys(object).filter((key) => !['objectId', 'createdAt', 'updatedAt', '__type', 'className', 'friends'].includes(key)).sort().join();
  const get = (parameters) => db.get(`Item/${child}`, parameters);

  test('keys and excludeKeys choose, at each level', async () => {
    assert.equal(shown(await get({ keys: 'text,nothing' })), 'text');
    assert.equal(shown(await get({ keys: '' })), '');
    assert.equal(shown(await get({ keys: 'text,name', excludeKeys: 'name,objectId' })), 'text');
    assert.equal(shown(await get({ excludeKeys: 'text,array,parent,friends' })), 'name,state');
    const some = await get({ keys: 'parent.text,parent.parent.name' });
    assert.equal(shown(some), 'parent');
    assert.equal(shown(some.parent), 'parent,text');
    assert.equal(shown(some.parent.parent), 'name');
    const without = await get({ excludeKeys: 'parent.text,parent.parent' });
    assert.equal(shown(without.parent), 'name,number,state');
    assert.equal(shown(await get({ keys: 'nickname' })), 'name');
  });

  test('include follows pointers, in arrays too', async () => {
    assert.equal((await get({})).parent.__type, 'Pointer');
    const all = await get({ include: '*' });
    assert.deepEqual([all.parent.name, all.parent.parent.__type, all.array[0].name, all.array[1]], ['parent', 'Pointer', 'grandparent', 5]);
    assert.deepEqual(all.array.slice(2), [pointer('Nope', 'x')]); // what is gone is left out
    const deep = await get({ include: 'parent.parent.parent' });
    assert.equal(deep.parent.parent.name, 'grandparent');
    assert.deepEqual([deep.parent.className, deep.parent.__type], ['Item', 'Object']);
    assert.equal(shown(await get({ include: 'parent', keys: 'name' })), 'name');
  });

  test('a target is written once for each projection, and the same each time', async () => {
    for (let i = 0; i < 150; i += 1) await db.create('Item', { name: 'many', number: i, parent: pointer('Item', i % 2 ? child : grandparent) });
    const found = await db.find('Item', { where: { name: 'many' }, include: 'parent.parent', order: 'number', limit: 1000 });
    found.forEach((row, i) => assert.deepEqual([row.parent.name, row.parent.parent?.name], i % 2 ? ['child', 'parent'] : ['grandparent', undefined]));
  });

  test('lists are bounded', async () => {
    await db.refuse([400, 102], 'GET', `Item/${child}`, { parameters: { include: Array(11).fill('parent').join('.') } });
    await db.refuse([400, 102], 'GET', `Item/${child}`, { parameters: { include: Array(101).fill('parent').join(',') } });
    await db.refuse([400, 102], 'GET', `Item/${child}`, { parameters: { keys: 'a,'.repeat(1000) } });
  });
});

describe('the guard', () => {
  const db = database();
  const [ann, bob] = [{ user: 'ann' }, { user: 'bob' }];
  const staff = { user: 'sam', roles: ['staff'] };
  const nobody = {};

  /** Who gets through the class for each operation, as the codes of their answers (0: done). */
  const codes = async (className, who) => {
    const id = await db.create(className, { name: 'x' }, master);
    const answers = [
      await db.ask('GET', `${className}/${id}`, who), await db.ask('GET', className, who), await db.ask('GET', className, { parameters: { limit: '0', count: '1' }, ...who }),
      await db.ask('POST', className, { body: { name: 'y' }, ...who }), await db.ask('PUT', `${className}/${id}`, { body: { name: 'z' }, ...who }), await db.ask('DELETE', `${className}/${id}`, who),
    ];
    return answers.map((answer) => answer.code ?? 0).join();
  };

  test('class-level permissions', async () => {
    const all = (code) => Array(6).fill(code).join();
    for (const who of [nobody, ann, staff]) assert.equal(await codes('Closed', who), all(119));
    assert.equal(await codes('Closed', master), all(0));
    assert.equal(await codes('SignedIn', nobody), all(101));
    for (const who of [ann, staff, master]) assert.equal(await codes('SignedIn', who), all(0));
    for (const who of [nobody, ann, { user: 'staff' }, { user: 'role:staff' }]) assert.equal(await codes('Staff', who), all(119));
    assert.equal(await codes('Staff', staff), all(0));
    assert.equal(await db.refuse([400, 119], 'GET', 'Closed'), 'Permission denied for action find on class Closed.');
  });

  test('finding one object by its id needs the get permission', async () => {
    const id = await db.create('GetOnly', { name: 'x' });
    assert.equal((await db.find('GetOnly', { where: { objectId: id } })).length, 1);
    await db.refuse([400, 119], 'GET', 'GetOnly', { parameters: { where: { objectId: { $eq: id } } } });
    await db.refuse([400, 119], 'GET', 'GetOnly', { parameters: { where: { objectId: id, name: 'x' } } });
  });

  test('pointer permissions: a pointer, an array of them', async () => {
    for (const body of [{ owner: pointer('_User', 'ann') }, { owners: [5, 'ann', pointer('_User', 'ann')] }]) {
      const path = `Mine/${await db.create('Mine', { name: 'x', ...body }, ann)}`;
      for (const who of [ann, master]) await db.get(path, {}, who);
      for (const who of [bob, nobody, staff]) await db.refuse([404, 101], 'GET', path, who);
      for (const who of [bob, nobody]) {
        assert.deepEqual(await db.find('Mine', {}, who), []);
        await db.refuse([404, 101], 'PUT', path, { body: { name: 'y' }, ...who });
        await db.refuse([404, 101], 'DELETE', path, who);
      }
      await db.succeed('PUT', path, { body: { name: 'y' }, ...ann });
    }
    await db.create('Mine', { name: 'x', owners: [pointer('Item', 'ann'), { objectId: 'ann' }], holder: { objectId: 'ann' } }, ann);
    assert.equal((await db.find('Mine', {}, ann)).length, 2);
  });

  test('the class\'s own rule holds in every path', async () => {
    const own = await db.create('Ruled', { name: 'ann' }, ann);
    await db.create('Ruled', { name: 'all' }, ann);
    const seen = async (who) => (await db.find('Ruled', { order: 'name' }, who)).map((row) => row.name).join();
    assert.deepEqual([await seen(ann), await seen(bob), await seen(nobody), await seen(master)], ['all,ann', 'all', 'all', 'all,ann']);
    const counted = await db.succeed('GET', 'Ruled', { parameters: { count: '1', limit: '0' }, ...bob });
    assert.equal(counted.count, 1);
    for (const method of ['GET', 'PUT', 'DELETE']) await db.refuse([404, 101], method, `Ruled/${own}`, { ...(method === 'PUT' ? { body: {} } : {}), ...bob });
    const evil = { user: "x' OR '1'='1" };
    assert.equal(await seen(evil), 'all');
  });

  test('ACLs narrow: reading and writing are apart', async () => {
    const readable = await db.create('Item', { name: 'r', ACL: { '*': { read: true }, ann: { write: true } } });
    const writable = await db.create('Item', { name: 'w', ACL: { ann: { write: true }, 'role:staff': { read: true } } });
    await db.get(`Item/${readable}`);
    await db.refuse([404, 101], 'PUT', `Item/${readable}`, { body: { text: 'x' }, ...bob });
    await db.refuse([404, 101], 'DELETE', `Item/${readable}`, bob);
    await db.succeed('PUT', `Item/${readable}`, { body: { text: 'x' }, ...ann });
    await db.refuse([404, 101], 'GET', `Item/${writable}`, ann);
    await db.get(`Item/${writable}`, {}, staff);
    await db.succeed('PUT', `Item/${writable}`, { body: { text: 'x' }, ...ann });
    await db.succeed('DELETE', `Item/${writable}`, ann);
    const locked = await db.create('Item', { name: 'l', ACL: {} });
    await db.refuse([404, 101], 'GET', `Item/${locked}`, ann);
    await db.get(`Item/${locked}`, {}, master);
  });

  test('what is included, related or in an array passes the guard, too', async () => {
    const secret = await db.create('Item', { name: 'secret', text: 'hush', ACL: { ann: { read: true } } }, master);
    const friends = { __op: 'AddRelation', objects: [pointer('Item', secret)] };
    const open = await db.create('Item', { name: 'open', parent: pointer('Item', secret), array: [pointer('Item', secret)], friends }, master);
    const text = async (who) => JSON.stringify(await db.get(`Item/${open}`, { include: '*' }, who));
    assert.match(await text(ann), /hush.*hush/);
    assert.doesNotMatch(await text(bob), /hush/);
    const related = (id) => ({ where: { $relatedTo: { object: pointer('Item', id), key: 'friends' } } });
    assert.equal((await db.find('Item', related(open), ann)).length, 1);
    assert.equal((await db.find('Item', related(open), bob)).length, 0);
    const hidden = await db.create('Item', { name: 'hidden', friends: { __op: 'AddRelation', objects: [pointer('Item', open)] }, ACL: { ann: { read: true } } }, master);
    assert.equal((await db.find('Item', related(hidden), ann)).length, 1);
    assert.equal((await db.find('Item', related(hidden), bob)).length, 0);
  });

  test('including needs the permission to get, and no other', async () => {
    const holder = async (name) => db.create('Item', { name: 'x', array: [pointer(name, await db.create(name, { name: 'seen' }, master))] });
    const parameters = { include: 'array' };
    const seen = async (id, who) => (await db.get(`Item/${id}`, parameters, who)).array[0].name;
    const [getOnly, closed, signedIn] = [await holder('GetOnly'), await holder('Closed'), await holder('SignedIn')];
    assert.deepEqual([await seen(getOnly, nobody), await seen(signedIn, ann), await seen(closed, master)], ['seen', 'seen', 'seen']);
    await db.refuse([400, 119], 'GET', `Item/${closed}`, { parameters, ...ann });
    await db.refuse([404, 101], 'GET', `Item/${signedIn}`, { parameters });
    assert.equal((await db.get(`Item/${closed}`, {}, ann)).array[0].__type, 'Pointer');
  });

  test('protected fields are hidden from everybody but who is exempt', async () => {
    const body = { name: 'x', secret: 'hush', owner: pointer('_User', 'ann') };
    const id = await db.create('Hidden', body, master);
    await db.create('Hidden', { ...body, owner: pointer('_User', 'bob') }, master);
    const secrets = async (who, parameters = {}) => (await db.find('Hidden', { order: 'createdAt', ...parameters }, who)).map((row) => row.secret);
    assert.deepEqual(await secrets(nobody), [undefined, undefined]);
    assert.deepEqual(await secrets(staff), ['hush', 'hush']);
    assert.deepEqual(await secrets(ann), ['hush', undefined], 'owners see their own rows');
    assert.deepEqual(await secrets(bob, { keys: 'secret' }), [undefined, 'hush']);
    assert.deepEqual(await secrets({ user: 'eve' }, { keys: 'secret' }), [undefined, undefined]);
    for (const parameters of [{ where: { secret: 'hush' } }, { where: { $or: [{ $and: [{ secret: { $gt: '' } }] }] } }, { order: '-secret' }])
      await db.refuse([400, 119], 'GET', 'Hidden', { parameters, ...ann });
    assert.equal((await db.find('Hidden', { where: { secret: 'hush' } }, staff)).length, 2);
    assert.equal((await db.get(`Hidden/${id}`, {}, bob)).secret, undefined);
  });

  test('users see all of themselves, sessions are their users\' own', async () => {
    const id = await db.create('_User', { username: 'u', email: 'u@example.com' });
    const emails = async (who) => (await db.find('_User', {}, who)).map((row) => row.email);
    assert.deepEqual([await emails(nobody), await emails({ user: id })], [[undefined], ['u@example.com']]);
    await db.create('_Session', { user: pointer('_User', id) }, master);
    await db.refuse([400, 209], 'GET', '_Session');
    assert.equal((await db.find('_Session', {}, { user: id })).length, 1);
    assert.deepEqual(await db.find('_Session', {}, ann), []);
  });
});

describe('a private app', () => {
  const db = database('--private');

  test('an object without an ACL becomes its creator\'s', async () => {
    const answer = (await db.ask('POST', 'Item', { body: { name: 'x' }, user: 'ann' })).body;
    assert.deepEqual(answer.ACL, { ann: { read: true, write: true } });
    await db.get(`Item/${answer.objectId}`, {}, { user: 'ann' });
    await db.refuse([404, 101], 'GET', `Item/${answer.objectId}`, { user: 'bob' });
    const own = await db.create('Item', { name: 'x' }, master);
    assert.deepEqual((await db.get(`Item/${own}`, {}, master)).ACL, {});
    await db.refuse([404, 101], 'GET', `Item/${own}`, { user: 'ann' });
    const open = await db.create('Item', { name: 'x', ACL: { '*': { read: true } } }, { user: 'ann' });
    await db.get(`Item/${open}`, {}, { user: 'bob' });
    for (const ACL of [null, { __op: 'Delete' }]) await db.update(`Item/${answer.objectId}`, { ACL }, { user: 'ann' });
    await db.refuse([404, 101], 'GET', `Item/${answer.objectId}`, { user: 'bob' });
  });
});
