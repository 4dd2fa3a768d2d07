// Finding objects: where, order, limit, skip, count, keys.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, geoPoint, pointer, query, unique } from '../lib/rest.mjs';

describeServer('queries', 'kitchen', (context) => {
  const label = unique('query'); // marks this file's objects
  let ids; // name → objectId
  let orderId;
  let user;

  before(async () => {
    const { api } = context;
    user = await api.signUp();
    orderId = await api.create('Order', { from: 'one' });
    const bytes = { __type: 'Bytes', base64: 'aGVsbG8=' };
    const a = await api.create('Item', {
      label, name: 'a', number: 1, flag: true, date: date('2020-01-01'), text: 'alpha', object: { x: 1, y: { z: 'deep' } },
      array: [1, 'two', pointer('Order', orderId)], order: pointer('Order', orderId), user: user.pointer,
      place: geoPoint(10, 20), data: bytes, file: { __type: 'File', name: 'a.txt', url: 'https://files.example.com/a.txt' },
    });
    const b = await api.create('Item', {
      label, name: 'b', number: 2, flag: false, date: date('2021-06-15'), text: 'beta', parent: pointer('Item', a), array: ['two'],
    });
    const c = await api.create('Item', { label, name: 'c', number: 3.5, date: date('1999-12-31'), text: 'Gamma', parent: pointer('Item', a) });
    const d = await api.create('Item', { label, name: 'd' });
    ids = { a, b, c, d };
  });

  const ask = (where, parameters = {}) =>
    context.api.call('GET', `/classes/Item${query({ where: { label, ...where }, order: 'name', ...parameters })}`);

  /** The names that a where finds, in order: "ab". */
  async function names(where, parameters) {
    const answer = await ask(where, parameters);
    assertStatus(answer, 200);
    return answer.json.results.map((item) => item.name).join('');
  }

  /** A table of tests: [title, where (a function when it needs ids), names found]. */
  function finds(rows, options = {}) {
    for (const [title, where, expected] of rows) {
      test(title, options, async () => {
        assert.equal(await names(typeof where === 'function' ? where() : where), expected);
      });
    }
  }

  finds([
    ['no constraint finds all', {}, 'abcd'],
    ['String equality', { text: 'alpha' }, 'a'],
    ['String equality knows case', { text: 'Alpha' }, ''],
    ['Number equality', { number: 2 }, 'b'],
    ['Number equality with a fraction', { number: 3.5 }, 'c'],
    ['Boolean equality', { flag: false }, 'b'],
    ['Date equality', { date: date('2020-01-01') }, 'a'],
    ['Pointer equality', () => ({ parent: pointer('Item', ids.a) }), 'bc'],
    ['Pointer equality to a user', () => ({ user: user.pointer }), 'a'],
    ['Pointer equality to nothing there', { parent: pointer('Item', 'nothing') }, ''],
    ['GeoPoint equality', { place: geoPoint(10, 20) }, 'a'],
    ['a key within an Object', { 'object.x': 1 }, 'a'],
    ['a key deep within an Object', { 'object.y.z': 'deep' }, 'a'],
    ['null is no value', { number: null }, 'd'],
    ['null pointer', { parent: null }, 'ad'],
    ['objectId equality', () => ({ objectId: ids.c }), 'c'],
    ['several constraints all hold', { number: 1, text: 'alpha', flag: true }, 'a'],
    ['several constraints, one fails', { number: 1, text: 'beta' }, ''],
    ['$eq', { number: { $eq: 1 } }, 'a'],
    ['$lt', { number: { $lt: 2 } }, 'a'],
    ['$lte', { number: { $lte: 2 } }, 'ab'],
    ['$gt', { number: { $gt: 2 } }, 'c'],
    ['$gte', { number: { $gte: 2 } }, 'bc'],
    ['a range', { number: { $gt: 1, $lt: 3 } }, 'b'],
    ['$gt on dates', { date: { $gt: date('2020-01-01') } }, 'b'],
    ['$lte on dates', { date: { $lte: date('2020-01-01') } }, 'ac'],
    ['$lt on strings', { text: { $lt: 'b' } }, 'ac'],
    ['$gte on strings', { text: { $gte: 'b' } }, 'b'],
    ['createdAt can be compared', { createdAt: { $gt: date('2020-01-01') } }, 'abcd'],
    ['updatedAt can be compared', { updatedAt: { $lt: date('2020-01-01') } }, ''],
    ['$ne also finds what has no value', { number: { $ne: 1 } }, 'bcd'],
    ['$ne null', { number: { $ne: null } }, 'abc'],
    ['$ne on a pointer', () => ({ parent: { $ne: pointer('Item', ids.a) } }), 'ad'],
    ['$ne on objectId', () => ({ objectId: { $ne: ids.a } }), 'bcd'],
    ['$in', { number: { $in: [1, 3.5, 99] } }, 'ac'],
    ['$in on strings', { text: { $in: ['beta', 'delta'] } }, 'b'],
    ['$in on pointers', () => ({ parent: { $in: [pointer('Item', ids.a), pointer('Item', ids.b)] } }), 'bc'],
    ['$in on objectId', () => ({ objectId: { $in: [ids.a, ids.d] } }), 'ad'],
    ['$in of a thousand', { number: { $in: Array.from({ length: 1000 }, (_, i) => i) } }, 'ab'],
    ['$nin', { number: { $nin: [1], $exists: true } }, 'bc'],
    ['$nin of nothing', { number: { $nin: [] } }, 'abcd'],
    ['$nin on objectId', () => ({ objectId: { $nin: [ids.a, ids.b] } }), 'cd'],
    ['$exists true', { number: { $exists: true } }, 'abc'],
    ['$exists false', { number: { $exists: false } }, 'd'],
    ['$exists on a pointer', { order: { $exists: true } }, 'a'],
    ['$or', { $or: [{ number: 1 }, { text: 'beta' }] }, 'ab'],
    ['$or with other constraints', { flag: true, $or: [{ number: 1 }, { number: 2 }] }, 'a'],
    ['$and', { $and: [{ number: { $gte: 1 } }, { number: { $lte: 2 } }] }, 'ab'],
    ['$or within $and within $or', { $or: [{ $and: [{ $or: [{ number: 1 }, { number: 2 }] }, { flag: true }] }, { name: 'd' }] }, 'ad'],
    ['an array that holds a pointer', () => ({ array: pointer('Order', orderId) }), 'a'],
    ['SQL in a value is a value', { text: "' OR '1'='1" }, ''],
  ]);

  finds([
    ['an array that holds a string', { array: 'two' }, 'ab'],
    ['an array that holds a number', { array: 1 }, 'a'],
    ['an array that does not hold it', { array: 'three' }, ''],
    ['Object equality', { object: { x: 1, y: { z: 'deep' } } }, 'a'],
    ['Bytes equality', { data: { __type: 'Bytes', base64: 'aGVsbG8=' } }, 'a'],
    ['$in of nothing', { number: { $in: [] } }, ''],
  ], differs('on PostgreSQL parse-server fails at these'));

  finds([
    ['a File by its name', { file: 'a.txt' }, 'a'],
  ]);

  for (const [title, parameters, expected] of [
    ['ascending', { order: 'number' }, 'abc'],
    ['descending', { order: '-number' }, 'cba'],
    ['by date', { order: 'date' }, 'cab'],
    ['by two keys', { order: 'parent,-name', where: { parent: { $exists: true } } }, 'cb'],
    ['by creation', { order: 'createdAt' }, 'abc'],
    ['by creation, newest first', { order: '-createdAt' }, 'cba'],
    ['capitals before small letters', { order: 'text' }, 'cab'],
    ['with spaces between keys', { order: 'parent, -name', where: { parent: { $exists: true } } }, 'cb'],
  ]) {
    test(`order ${title}`, async () => {
      const { where, ...rest } = parameters;
      assert.equal(await names({ number: { $exists: true }, ...where }, rest), expected);
    });
  }

  test('order by a boolean, then another key', async () => {
    assert.equal(await names({ flag: { $exists: true } }, { order: 'flag,-name' }), 'ba');
    assert.equal(await names({ flag: { $exists: true } }, { order: '-flag,-name' }), 'ab');
  });

  test('limit and skip cut a page out', async () => {
    assert.equal(await names({}, { limit: 2 }), 'ab');
    assert.equal(await names({}, { limit: 2, skip: 2 }), 'cd');
    assert.equal(await names({}, { skip: 3 }), 'd');
    assert.equal(await names({}, { skip: 100 }), '');
    assert.equal(await names({}, { limit: 1000000 }), 'abcd');
  });

  test('limit 0 finds nothing, and still counts', async () => {
    const none = await ask({}, { limit: 0 });
    assertStatus(none, 200);
    assert.deepEqual(none.json, { results: [] });
    const counted = await ask({}, { limit: 0, count: 1 });
    assert.deepEqual(counted.json, { results: [], count: 4 });
  });

  test('count is of all that match, not of the page', async () => {
    const answer = await ask({ number: { $exists: true } }, { count: 1, limit: 1, skip: 1 });
    assertStatus(answer, 200);
    assert.equal(answer.json.count, 3);
    assert.deepEqual(answer.json.results.map((item) => item.name), ['b']);
    assert.ok(!('count' in (await ask({}, { count: 0 })).json));
  });

  test('without a limit there are at most a hundred', async () => {
    const many = unique('many');
    const requests = Array.from({ length: 50 }, (_, i) => ({
      method: 'POST', path: `${new URL(context.server.base).pathname}/classes/Item`, body: { name: `n${i}`, label: many },
    }));
    for (let i = 0; i < 3; i += 1) assertStatus(await context.api.call('POST', '/batch', { body: { requests } }), 200);
    const found = async (parameters) => (await context.api.find('Item', { where: { label: many }, ...parameters })).length;
    assert.equal(await found({}), 100);
    assert.equal(await found({ limit: 150 }), 150);
    assert.equal(await found({ skip: 100 }), 50);
  });

  test('keys choose fields; the id and the times are always there', async () => {
    const some = (await ask({}, { keys: 'text,number', limit: 1 })).json.results[0];
    assert.deepEqual([some.text, some.number], ['alpha', 1]);
    for (const name of ['objectId', 'createdAt', 'updatedAt']) assert.ok(some[name], name);
    for (const name of ['name', 'flag', 'object', 'order', 'label']) assert.ok(!(name in some), name);
    const spaced = (await ask({}, { keys: 'text, number', limit: 1 })).json.results[0];
    assert.equal(spaced.text, 'alpha');
  });

  test('unknown keys choose nothing', async () => {
    const answer = await ask({}, { keys: "nothing,text'; DROP TABLE Item", limit: 1 });
    assert.ok([200, 400].includes(answer.status), answer.text);
    if (answer.status === 200) assert.ok(!('name' in answer.json.results[0]));
  });

  test('excludeKeys leaves fields out', async () => {
    const some = (await ask({}, { excludeKeys: 'text,number', limit: 1 })).json.results[0];
    assert.ok(!('text' in some) && !('number' in some));
    assert.equal(some.name, 'a');
  });

  test('a query may come in a body with _method', async () => {
    const body = { _method: 'GET', where: { label, number: { $gte: 2 } }, order: '-name', limit: 5, keys: 'name' };
    const answer = await context.api.call('POST', '/classes/Item', { body });
    assertStatus(answer, 200);
    assert.deepEqual(answer.json.results.map((item) => item.name), ['c', 'b']);
  });

  for (const where of ['{', '{"a":', '{"number":{"$gt":1}', 'undefined', '\u0000', '{"number":1}}', "{'number':1}"]) {
    test(`where=${JSON.stringify(where)} is refused`, async () => {
      const answer = await context.api.call('GET', `/classes/Item?where=${encodeURIComponent(where)}`);
      assertError(answer, 400, 107);
    });
  }

  for (const where of ['[]', 'null', '5', '"x"', 'true']) {
    test(`where=${where} is refused`, differs('parse-server takes some of these for no constraint'), async () => {
      const answer = await context.api.call('GET', `/classes/Item?where=${encodeURIComponent(where)}`);
      assertError(answer, 400, [102, 107]);
    });
  }

  for (const [title, where] of [
    ['$in without an array', { number: { $in: 5 } }],
    ['$nin without an array', { number: { $nin: 'x' } }],
    ['$or with an object', { $or: {} }],
    ['$or with strings', { $or: ['x'] }],
    ['an unknown operator', { number: { $nope: 1 } }],
    ['an unknown operator on top', { $nope: 1 }],
    ['ACL', { ACL: {} }],
    ['the password hash', { _hashed_password: 'x' }],
    ['a quote in a name', { "a'b": 1 }],
    ['a double quote in a name', { 'a"b': 1 }],
    ['a NUL in a name', { 'a\u0000': 1 }],
    ['SQL for a name', { '1=1 OR number': 1 }],
  ]) {
    test(`${title} is refused`, async () => {
      assertError(await ask(where), 400, [102, 105, 107, 119]);
    });
  }

  for (const [title, where] of [
    ['a String for a Number', { number: 'x' }],
    ['a Number for a String', { text: 5 }],
    ['a String for a Boolean', { flag: 'x' }],
    ['a Number for a Date', { date: 5 }],
    ['a word for a Date', { date: 'x' }],
    ['an object to compare with', { number: { $lt: {} } }],
    ['an array to compare with', { number: { $gt: [1] } }],
    ['operators mixed with values', { number: { $gt: 0, foo: 1 } }],
    ['$or of nothing', { $or: [] }],
    ['$and of nothing', { $and: [] }],
    ['null among $in', { number: { $in: [null, 1] } }],
    ['a NUL in a value', { text: 'a\u0000b' }],
    ['a pointer to another class', { parent: pointer('Order', 'x') }],
    ['a field that the schema lacks', { nothing: 1 }],
  ]) {
    // Nothing can match these; whether that is said with an error or with no results is the server's choice.
    test(`${title} finds nothing`, differs('parse-server fails with 500 at most of these'), async () => {
      const answer = await ask(where);
      if (answer.status !== 200) assertError(answer, 400, [102, 105, 107, 111, 119]);
      else if (title !== 'null among $in' && title !== '$and of nothing') assert.deepEqual(answer.json.results, []);
    });
  }

  for (const order of ['name; DROP TABLE Item', "name'", '-', 'name,,text', '_hashed_password', '+name', 'name DESC', '1']) {
    test(`order=${order} is refused`, async () => {
      assertError(await ask({}, { order }), 400, [102, 105]);
    });
  }

  for (const limit of ['-1', 'x', '-99999999999999999999', '1;', "1'"]) {
    test(`limit=${limit} is refused`, differs('parse-server fails with 500'), async () => {
      assertError(await ask({}, { limit }), 400, [102, 107]);
      assertError(await ask({}, { skip: limit }), 400, [102, 107]);
    });
  }

  test('an unknown parameter is refused', async () => {
    assertError(await ask({}, { nothing: 1 }), 400, 102, 'Invalid parameter for query: nothing');
  });
});
