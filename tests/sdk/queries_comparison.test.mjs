// Queries: equality and order of every type, logic, existence, and what is refused.
import {
  Parse, Thing, api, assert, assertError, assertStatus, cases, date, either, make, makeThings, pointer, query,
  sortedNames, suite, test, unique, whereNames, names,
} from './lib/sdk.mjs';

let group;
const ready = makeOnce(async () => {
  ({ group } = await makeThings([
    { name: 'a', number: 1, text: 'apple', flag: true, date: new Date('2020-01-01'), object: { size: 1, box: { colour: 'red' } } },
    { name: 'b', number: 2, text: 'Banana', flag: false, date: new Date('2021-01-01'), object: { size: 2, box: { colour: 'blue' } } },
    { name: 'c', number: 3, text: 'cherry', flag: true, date: new Date('2022-01-01'), object: { size: 3 } },
    { name: 'd', number: -4.5, text: '' },
    { name: 'e' },
  ]));
});
function makeOnce(make_) {
  let promise;
  return () => (promise ??= make_());
}
// Where a fourth column is given, parse-server on PostgreSQL answers that (ERROR: an error), which is a
// fault of its PostgreSQL adapter; the third column is the protocol's answer, as on MongoDB.
const ERROR = 'an error';
const find = async (where, expected, onPostgres = expected) => {
  await ready();
  const wanted = either({ parseServer: onPostgres, ours: expected });
  const found = whereNames(group, where);
  if (wanted === ERROR) await assert.rejects(found);
  else assert.deepEqual(await found, wanted);
};

suite('queries: one field', () => {
  cases([
    ['equality of a string', { text: 'apple' }, ['a']],
    ['equality of a string minds case', { text: 'banana' }, []],
    ['equality of the empty string', { text: '' }, ['d']],
    ['equality of a number', { number: 2 }, ['b']],
    ['equality of a negative fraction', { number: -4.5 }, ['d']],
    ['equality of true', { flag: true }, ['a', 'c']],
    ['equality of false', { flag: false }, ['b']],
    ['equality of a date', { date: date('2021-01-01') }, ['b']],
    ['$eq', { number: { $eq: 2 } }, ['b']],
    ['$eq beside another operator', { number: { $eq: 2, $gt: 1 } }, ['b']],
    ['$lt', { number: { $lt: 2 } }, ['a', 'd']],
    ['$lte', { number: { $lte: 2 } }, ['a', 'b', 'd']],
    ['$gt', { number: { $gt: 2 } }, ['c']],
    ['$gte', { number: { $gte: 2 } }, ['b', 'c']],
    ['a range', { number: { $gt: 1, $lt: 3 } }, ['b']],
    ['$gt of strings', { text: { $gt: 'b' } }, ['c']],
    ['$lt of dates', { date: { $lt: date('2021-01-01') } }, ['a']],
    ['$gte of dates', { date: { $gte: date('2021-01-01') } }, ['b', 'c']],
    ['$ne also finds objects without the field', { number: { $ne: 1 } }, ['b', 'c', 'd', 'e']],
    ['$ne of a boolean', { flag: { $ne: true } }, ['b', 'd', 'e']],
    ['$ne null is "has a value"', { text: { $ne: null } }, ['a', 'b', 'c', 'd']],
    ['equality with null is "has none"', { text: null }, ['e']],
    ['$in', { number: { $in: [1, 3, 99] } }, ['a', 'c']],
    ['$in with nothing finds nothing', { number: { $in: [] } }, [], ['e']],
    ['$in of strings', { text: { $in: ['apple', ''] } }, ['a', 'd']],
    ['$nin also finds objects without the field', { number: { $nin: [1, 3] } }, ['b', 'd', 'e'], ['b', 'd']],
    ['$nin with nothing finds all', { number: { $nin: [] } }, ['a', 'b', 'c', 'd', 'e']],
    ['$exists true', { number: { $exists: true } }, ['a', 'b', 'c', 'd']],
    ['$exists false', { number: { $exists: false } }, ['e']],
    ['two fields are both meant', { flag: true, number: { $gt: 1 } }, ['c']],
  ], find);
});

suite('queries: logic', () => {
  cases([
    ['$or', { $or: [{ number: 1 }, { text: 'cherry' }] }, ['a', 'c']],
    ['$or beside a field', { $or: [{ number: 1 }, { number: 2 }], flag: true }, ['a']],
    ['$and', { $and: [{ flag: true }, { number: { $gt: 1 } }] }, ['c']],
    ['$nor', { $nor: [{ number: 1 }, { number: 2 }] }, ['c', 'd', 'e'], ['c', 'd']],
    ['$or inside $and', { $and: [{ $or: [{ number: 1 }, { number: 2 }] }, { flag: false }] }, ['b']],
    ['$and inside $or', { $or: [{ $and: [{ flag: true }, { number: 3 }] }, { number: 2 }] }, ['b', 'c']],
    ['$or of one', { $or: [{ number: 3 }] }, ['c']],
  ], find);
  test('Parse.Query.or, and, nor', async () => {
    await ready();
    const of = (key, value) => new Parse.Query(Thing).equalTo('group', group).equalTo(key, value);
    assert.deepEqual(await sortedNames(Parse.Query.or(of('number', 1), of('number', 2))), ['a', 'b']);
    assert.deepEqual(await sortedNames(Parse.Query.and(of('flag', true), of('number', 1))), ['a']);
    const nor = Parse.Query.nor(of('number', 1), of('number', 2)).equalTo('group', group).exists('number');
    assert.deepEqual(await sortedNames(nor), ['c', 'd']);
  });
  for (const operator of ['$or', '$and', '$nor']) {
    test(`${operator} must be an array`, async () => {
      const where = { [operator]: { number: 1 } };
      assertError(await api.call('GET', `/classes/Thing${query({ where })}`), 400, 102);
    });
  }
  test('$or of nothing', async () => {
    const answer = await api.call('GET', `/classes/Thing${query({ where: { group: unique('no'), $or: [] } })}`);
    assert.equal(answer.status, either({ parseServer: 500, ours: 400 }));
  });
});

suite('queries: into objects', () => {
  cases([
    ['a dotted key', { 'object.size': 2 }, ['b']],
    ['a dotted key two deep', { 'object.box.colour': 'red' }, ['a']],
    ['$gt under a dotted key', { 'object.size': { $gt: 1 } }, ['b', 'c']],
    ['$in under a dotted key', { 'object.size': { $in: [1, 3] } }, ['a', 'c'], []],
    ['$exists under a dotted key', { 'object.box': { $exists: true } }, ['a', 'b'], []],
    ['$regex under a dotted key', { 'object.box.colour': { $regex: '^b' } }, ['b']],
    ['equality with a whole object', { object: { size: 3 } }, ['c'], ERROR],
  ], find);
  test('order by a dotted key', async () => {
    await ready();
    const sortedQuery = new Parse.Query(Thing).equalTo('group', group).exists('object').descending('object.size');
    assert.deepEqual(await names(sortedQuery), ['c', 'b', 'a']);
  });
});

suite('queries: built-in fields', () => {
  test('by objectId, $in and $ne', async () => {
    const { group: own, things: [a, b] } = await makeThings([{ name: 'a' }, { name: 'b' }]);
    assert.deepEqual(await whereNames(own, { objectId: a.id }), ['a']);
    assert.deepEqual(await whereNames(own, { objectId: { $in: [a.id, b.id] } }), ['a', 'b']);
    assert.deepEqual(await whereNames(own, { objectId: { $ne: a.id } }), ['b']);
  });
  test('by createdAt and updatedAt', async () => {
    const { group: own } = await makeThings([{ name: 'a' }]);
    assert.deepEqual(await whereNames(own, { createdAt: { $gt: date('2020-01-01') } }), ['a']);
    assert.deepEqual(await whereNames(own, { updatedAt: { $lt: date('2020-01-01') } }), []);
  });
  test('by a pointer', async () => {
    const note = await make('Note');
    const { group: own } = await makeThings([{ name: 'a', note }, { name: 'b' }]);
    assert.deepEqual(await whereNames(own, { note: pointer('Note', note.id) }), ['a']);
    assert.deepEqual(await whereNames(own, { note: { $ne: pointer('Note', note.id) } }), ['b']);
    assert.deepEqual(await whereNames(own, { note: { $in: [pointer('Note', note.id)] } }), ['a']);
    assert.deepEqual(await whereNames(own, { note: { $exists: false } }), ['b']);
  });
});

suite('queries: what is refused or finds nothing', () => {
  const get = (where) => api.call('GET', `/classes/Thing${query({ where })}`);
  test('an unknown field finds nothing', async () => {
    const answer = await get({ nosuchfield: 1 });
    if (either({ parseServer: true, ours: answer.status === 200 })) {
      assertStatus(answer, 200);
      assert.deepEqual(answer.json.results, []);
    } else assertError(answer, 400, [102, 105]);
  });
  test('an unknown operator is refused', async () => {
    const answer = await get({ name: { $frobnicate: 1 } });
    assertError(answer, 400, either({ parseServer: 119, ours: 107 }));
  });
  test('a where that is no JSON is error 107', async () => {
    assertError(await api.call('GET', '/classes/Thing?where=%7Bname'), 400, 107, 'where parameter is not valid JSON');
  });
  test('an unknown parameter is error 102 that names it', async () => {
    assertError(await api.call('GET', '/classes/Thing?frobnicate=1'), 400, 102, 'Invalid parameter for query: frobnicate');
  });
  test('$in that is no array is refused', async () => {
    assertError(await get({ number: { $in: 1 } }), 400, 107, 'bad $in value');
  });
  test('$nin that is no array is refused', async () => {
    assertError(await get({ number: { $nin: 1 } }), 400, 107, 'bad $nin value');
  });
  test('a key with a quote in it is error 105', async () => {
    assertError(await get({ 'na"me': 1 }), 400, 105);
  });
  test('an order by a key with SQL in it is error 105', async () => {
    assertError(await api.call('GET', `/classes/Thing${query({ order: 'name;drop' })}`), 400, 105);
  });
});

suite('queries: $relativeTime', () => {
  const relative = ($relativeTime) => ({ $relativeTime });
  cases([
    ['the past', { date: { $lt: relative('1 day ago') } }, ['a', 'b', 'c']],
    ['between', { date: { $gt: relative('100 years ago'), $lte: relative('now') } }, ['a', 'b', 'c']],
    ['the future', { date: { $gte: relative('in 1 wk 2 hrs') } }, []],
    ['createdAt', { createdAt: { $gt: relative('in -1 day'), $lt: relative('in 1 Day 1 min') } }, ['a', 'b', 'c', 'd', 'e']],
  ], find);
  cases([
    ['neither in nor ago', { date: { $lt: relative('12 days') } }, /^bad \$relativeTime \(.*\) value\. Time should either start with 'in' or end with 'ago'$/],
    ['both in and ago', { date: { $lt: relative('in 12 days ago') } }, /Time cannot have both 'in' and 'ago'$/],
    ['a number without a unit', { date: { $lt: relative('1 day 12 ago') } }, /Invalid time string\. Dangling unit or number\.$/],
    ['no number', { date: { $lt: relative('some days ago') } }, /'some' is not an integer\.$/],
    ['an unknown unit', { date: { $lt: relative('3 months ago') } }, /Invalid interval: 'months'$/],
    ['another type of field', { text: { $lt: relative('now') } }, '$relativeTime can only be used with Date field'],
    ['$ne', { date: { $ne: relative('now') } }, /^\$relativeTime can only be used with the \$lt, \$lte, \$gt, and \$gte? operators$/],
    ['$eq', { date: { $eq: relative('now') } }, /^\$relativeTime can only be used with the \$lt, \$lte, \$gt, and \$gte? operators$/],
    ['$exists', { date: { $exists: relative('now') } }, /^\$relativeTime can only be used with the \$lt, \$lte, \$gt, and \$gte? operators$/],
  ], async (where, message) => assertError(await api.call('GET', `/classes/Thing${query({ where })}`), 400, 107, message));
});
