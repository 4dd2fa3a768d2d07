// Creating, reading, changing and deleting one object.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, pointer, query, unique } from '../lib/rest.mjs';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describeServer('objects', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);
  const create = (body) => call('POST', '/classes/Item', { body });
  const update = (id, body) => call('PUT', `/classes/Item/${id}`, { body });
  const fetch = (id) => context.api.fetch('Item', id);

  test('creating answers 201 with the id, the time and the place', async () => {
    const answer = await create({ name: 'x', quantity: 2, label: 'y', active: false });
    assertStatus(answer, 201);
    assert.match(answer.json.objectId, /^[A-Za-z0-9]{10,}$/);
    assert.match(answer.json.createdAt, ISO);
    assert.match(answer.headers.location, new RegExp(`/classes/Item/${answer.json.objectId}$`));
  });

  test('ids are all different', async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, () => context.api.create('Item', { name: 'x' })));
    assert.equal(new Set(ids).size, 50);
  });

  test('an object reads back as it was written, with its times', async () => {
    const before = Date.now();
    const answer = await create({ name: 'x', number: 1.5 });
    const object = await fetch(answer.json.objectId);
    assert.equal(object.name, 'x');
    assert.equal(object.number, 1.5);
    assert.equal(object.createdAt, answer.json.createdAt);
    assert.equal(object.updatedAt, object.createdAt);
    assert.ok(Math.abs(Date.parse(object.createdAt) - before) < 60000);
    assert.ok(!('text' in object), 'a field without a value is left out');
    assert.ok(!('ACL' in object), 'an object made without an ACL has none');
  });

  test('a change answers its time, keeps the rest and the creation time', async () => {
    const id = await context.api.create('Item', { name: 'x', text: 'kept', number: 1 });
    const before = await fetch(id);
    const answer = await update(id, { number: 2 });
    assertStatus(answer, 200);
    assert.deepEqual(Object.keys(answer.json), ['updatedAt']);
    assert.match(answer.json.updatedAt, ISO);
    const after = await fetch(id);
    assert.deepEqual(after, { ...before, number: 2, updatedAt: answer.json.updatedAt });
    assert.ok(after.updatedAt >= before.updatedAt);
  });

  test('an empty change is a change', async () => {
    const id = await context.api.create('Item', { name: 'x' });
    assertStatus(await update(id, {}), 200);
  });

  test('null and the Delete operation remove a value', async () => {
    const id = await context.api.create('Item', { name: 'x', text: 't', number: 1, date: date('2020-01-01'), array: [1] });
    assertStatus(await update(id, { text: null, number: { __op: 'Delete' }, date: null, array: { __op: 'Delete' } }), 200);
    const object = await fetch(id);
    for (const name of ['text', 'number', 'date', 'array']) assert.ok(!(name in object), name);
    assertStatus(await update(id, { text: 'again' }), 200);
    assert.equal((await fetch(id)).text, 'again');
  });

  test('Increment adds, from nothing too, and answers the sum', async () => {
    const id = await context.api.create('Item', { name: 'x', quantity: 5 });
    const sum = await update(id, { quantity: { __op: 'Increment', amount: 2 } });
    assertStatus(sum, 200);
    assert.equal(sum.json.quantity, 7);
    assertStatus(await update(id, { number: { __op: 'Increment', amount: -2.5 } }), 200);
    const object = await fetch(id);
    assert.equal(object.quantity, 7);
    assert.equal(object.number, -2.5);
  });

  test('increments at the same time all count', async () => {
    const id = await context.api.create('Item', { name: 'x', quantity: 0 });
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => update(id, { quantity: { __op: 'Increment', amount: 1 } })),
    );
    for (const answer of answers) assertStatus(answer, 200);
    assert.equal((await fetch(id)).quantity, 40);
  });

  test('Add, AddUnique and Remove change an array', differs('on PostgreSQL parse-server shuffles it'), async () => {
    const id = await context.api.create('Item', { name: 'x', array: [1, 2] });
    assertStatus(await update(id, { array: { __op: 'Add', objects: [2, 'three'] } }), 200);
    assert.deepEqual((await fetch(id)).array, [1, 2, 2, 'three']);
    assertStatus(await update(id, { array: { __op: 'Remove', objects: [2] } }), 200);
    assert.deepEqual((await fetch(id)).array, [1, 'three']);
    assertStatus(await update(id, { array: { __op: 'AddUnique', objects: ['three', 4] } }), 200);
    assert.deepEqual((await fetch(id)).array, [1, 'three', 4]);
    const fresh = await context.api.create('Item', { name: 'y' });
    assertStatus(await update(fresh, { array: { __op: 'Add', objects: ['first'] } }), 200);
    assert.deepEqual((await fetch(fresh)).array, ['first']);
  });

  test('operations may stand in a new object', async () => {
    const answer = await create({ name: 'x', number: { __op: 'Increment', amount: 4 }, array: { __op: 'Add', objects: [1] } });
    assertStatus(answer, 201);
    const object = await fetch(answer.json.objectId);
    assert.equal(object.number, 4);
    assert.deepEqual(object.array, [1]);
  });

  test('an operation that does not fit the field is refused', async () => {
    const id = await context.api.create('Item', { name: 'x', text: 't' });
    const before = await fetch(id);
    assertError(await update(id, { text: { __op: 'Increment', amount: 1 } }), 400, 111);
    assert.deepEqual(await fetch(id), before);
  });

  test('an operation that does not exist is refused', differs('parse-server fails with 500'), async () => {
    const id = await context.api.create('Item', { name: 'x', array: [1] });
    const before = await fetch(id);
    for (const op of ['Nope', '', 5, null, 'constructor']) {
      assertError(await update(id, { array: { __op: op, objects: [1] } }), 400, [107, 108, 111]);
    }
    for (const number of [{ __op: 'Increment' }, { __op: 'Increment', amount: 'x' }, { __op: 'Increment', amount: null }]) {
      assertError(await update(id, { number }), 400, [107, 111]);
    }
    assert.deepEqual(await fetch(id), before);
  });

  test('a deleted object is gone', async () => {
    const id = await context.api.create('Item', { name: 'x' });
    const answer = await call('DELETE', `/classes/Item/${id}`);
    assertStatus(answer, 200);
    assert.deepEqual(answer.json, {});
    const gone = [404, 101, 'Object not found.'];
    assertError(await call('GET', `/classes/Item/${id}`), ...gone);
    assertError(await update(id, { text: 'x' }), ...gone);
    assertError(await call('DELETE', `/classes/Item/${id}`), ...gone);
    assert.deepEqual(await context.api.find('Item', { where: { objectId: id } }), []);
  });

  test('an object of another class is not found', async () => {
    const id = await context.api.create('Order', { from: 'x' });
    assertError(await call('GET', `/classes/Item/${id}`), 404, 101);
    assertError(await call('DELETE', `/classes/Item/${id}`), 404, 101);
    await context.api.fetch('Order', id);
  });

  test('a class that the schema lacks is refused', async () => {
    for (const [method, path, body] of [
      ['GET', '/classes/Nope'], ['GET', '/classes/Nope/x'], ['POST', '/classes/Nope', { a: 1 }], ['PUT', '/classes/Nope/x', { a: 1 }],
    ]) {
      assertError(await call(method, path, { body }), 400, [103, 119]);
    }
  });

  test('deleting in a class that the schema lacks is refused too', differs('parse-server says it did'), async () => {
    assertError(await call('DELETE', '/classes/Nope/x'), 400, [103, 119]);
  });

  test('the inner tables are no classes', async () => {
    for (const name of ['_Join:users:_Role', '_Join:friends:Item', '_SCHEMA', '_Credential', 'sqlite_master', 'sqlite_schema']) {
      const answer = await call('GET', `/classes/${encodeURIComponent(name)}`);
      assertError(answer, 400, [103, 119]);
    }
  });

  test('a field that the schema lacks is refused and named', differs('the schema is static'), async () => {
    const name = unique('unknown');
    assertError(await create({ name, shoeSize: 43 }), 400, 119, /shoeSize/);
    assert.deepEqual(await context.api.find('Item', { where: { name } }), []);
    const id = await context.api.create('Item', { name });
    const before = await fetch(id);
    assertError(await update(id, { text: 'x', shoeSize: 43 }), 400, 119, /shoeSize/);
    assertError(await call('POST', '/classes/Item', { master: true, body: { name, shoeSize: 43 } }), 400, 119, /shoeSize/);
    assert.deepEqual(await fetch(id), before);
  });

  test('names differ by case', differs('the schema is static'), async () => {
    assertError(await create({ name: 'x', Text: 'y' }), 400, 119, /Text/);
    assertError(await call('GET', '/classes/item'), 400, [103, 119]);
  });

  test('an objectId of the caller\'s choice is refused', async () => {
    assertError(await create({ name: 'x', objectId: 'mine' }), 400, 105);
    assertError(await call('POST', '/classes/Item', { master: true, body: { name: 'x', objectId: 'mine' } }), 400, 105);
    assertError(await call('GET', '/classes/Item/mine'), 404, 101);
  });

  test('an object keeps its id', differs('parse-server changes it'), async () => {
    const id = await context.api.create('Item', { name: 'x' });
    await update(id, { objectId: 'other' });
    assert.equal((await fetch(id)).objectId, id);
    assertError(await call('GET', '/classes/Item/other'), 404, 101);
  });

  test('the SDKs send an object\'s own id along', async () => {
    const id = await context.api.create('Item', { name: 'x' });
    assertStatus(await update(id, { objectId: id, text: 'y' }), 200);
    assert.equal((await fetch(id)).text, 'y');
  });

  test('a client does not set the times', async () => {
    const id = await context.api.create('Item', { name: 'x' });
    const { createdAt } = await fetch(id);
    for (const name of ['createdAt', 'updatedAt']) {
      await update(id, { [name]: '2001-01-01T00:00:00.000Z' });
      await update(id, { [name]: date('2001-01-01') });
    }
    const object = await fetch(id);
    assert.equal(object.createdAt, createdAt);
    assert.ok(object.updatedAt >= createdAt);
  });

  test('names that Parse reserves are refused', async () => {
    for (const name of ['_id', '_rperm', '_wperm', '_acl', '__type', 'className', '_hashed_password', '9x', 'a b', '$x', '']) {
      const answer = await create({ name: 'x', [name]: 'y' });
      assertError(answer, 400, [105, 119]);
    }
  });

  test('names of SQL and C are names', async () => {
    const order = { from: 'here', where: "it's", int: 3, default: true, table: { select: 1 } };
    const id = await context.api.create('Order', order);
    const read = await context.api.fetch('Order', id);
    for (const [name, value] of Object.entries(order)) assert.deepEqual(read[name], value, name);
    for (const [name, value] of Object.entries(order)) {
      if (name === 'table') continue;
      const found = await context.api.find('Order', { where: { [name]: value, objectId: id }, order: `-${name}`, keys: name });
      assert.equal(found.length, 1, name);
      assert.deepEqual(found[0][name], value);
    }
    assertStatus(await call('PUT', `/classes/Order/${id}`, { body: { where: 'there', default: null } }), 200);

    const switchId = await context.api.create('switch', { case: 'a', struct: { while: 1 }, return: date('2020-01-01') });
    await context.api.create('switch', { case: 'b', while: pointer('switch', switchId) });
    const [inner] = await context.api.find('switch', { where: { while: pointer('switch', switchId) }, include: 'while' });
    assert.equal(inner.while.case, 'a');
    assert.deepEqual(inner.while.struct, { while: 1 });

    const selectId = await context.api.create('Select', { values: [1], distinct: true, limit: 5, count: 6 });
    const [select] = await context.api.find('Select', { where: { objectId: selectId, limit: 5, distinct: true }, order: 'limit,-count' });
    assert.deepEqual([select.values, select.limit, select.count], [[1], 5, 6]);
    const groupId = await context.api.create('Group', { select: 's', order: 1 });
    assert.equal((await context.api.fetch('Group', groupId)).order, 1);
    assertStatus(await call('DELETE', `/classes/switch/${switchId}`), 200);
  });

  test('defaults fill what was left out, and only that', async () => {
    const answer = await create({ name: 'x' });
    assert.equal(answer.json.quantity, 1, 'the answer says what the server filled in');
    assert.equal(answer.json.label, 'plain');
    assert.equal(answer.json.active, true);
    const filled = await fetch(answer.json.objectId);
    assert.deepEqual([filled.quantity, filled.label, filled.active], [1, 'plain', true]);
    const given = await fetch(await context.api.create('Item', { name: 'x', quantity: 0, label: '', active: false }));
    assert.deepEqual([given.quantity, given.label, given.active], [0, '', false]);
    const id = answer.json.objectId;
    assertStatus(await update(id, { quantity: null, text: 'x' }), 200);
    assert.ok(!('quantity' in (await fetch(id))), 'a change fills nothing in');
  });

  test('a required field is required', async () => {
    const label = unique('required');
    for (const body of [{ label }, { label, name: null }, { label, name: '' }, { label, name: { __op: 'Delete' } }]) {
      assertError(await create(body), 400, 142, 'name is required');
    }
    assert.deepEqual(await context.api.find('Item', { where: { label } }), []);
    const id = await context.api.create('Item', { name: 'x' });
    assertError(await update(id, { name: null }), 400, 142, 'name is required');
    assertError(await update(id, { name: { __op: 'Delete' } }), 400, 142);
    assert.equal((await fetch(id)).name, 'x');
  });

  test('a body may be absent', async () => {
    for (const body of [undefined, '']) {
      assertError(await call('POST', '/classes/Item', { body }), 400, 142);
      assertStatus(await call('POST', '/classes/Order', { body }), 201);
    }
  });

  test('one object may be asked for with keys and include only', async () => {
    const id = await context.api.create('Item', { name: 'x', text: 't', number: 1 });
    const some = await call('GET', `/classes/Item/${id}${query({ keys: 'text' })}`);
    assertStatus(some, 200);
    assert.equal(some.json.text, 't');
    assert.equal(some.json.objectId, id);
    assert.ok(!('name' in some.json) && !('number' in some.json));
    assertError(await call('GET', `/classes/Item/${id}${query({ where: { name: 'x' } })}`), 400, 102);
  });

  test('relations gain and lose objects', async () => {
    const id = await context.api.create('Item', { name: 'x' });
    const [one, two] = [await context.api.create('Order', { from: 'a' }), await context.api.create('Order', { from: 'b' })];
    const change = (op, ...ids) => update(id, { friends: { __op: op, objects: ids.map((o) => pointer('Order', o)) } });
    assertStatus(await change('AddRelation', one, two), 200);
    assertStatus(await change('AddRelation', one), 200);
    const friends = async () => {
      const where = { $relatedTo: { object: pointer('Item', id), key: 'friends' } };
      return (await context.api.find('Order', { where, order: 'from' })).map((order) => order.from);
    };
    assert.deepEqual(await friends(), ['a', 'b']);
    assertStatus(await change('RemoveRelation', one), 200);
    assert.deepEqual(await friends(), ['b']);
    assert.deepEqual((await fetch(id)).friends, { __type: 'Relation', className: 'Order' });
    const wrong = { friends: { __op: 'AddRelation', objects: [pointer('Group', 'x')] } };
    assertError(await update(id, wrong), 400, 111);
    assert.deepEqual(await friends(), ['b']);
  });
});
