// Aggregation over a real SQLite file, compared with JavaScript.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { database, date, master, pointer } from '../lib/query_layer.mjs';
import { randomFrom } from '../lib/random.mjs';

describe('aggregate', () => {
  const db = database();
  let rows;
  before(async () => {
    const random = randomFrom(70);
    for (let i = 0; i < 50; i += 1) {
      const body = { name: `n${String(i).padStart(2, '0')}`, text: random.pick(['a', 'b', 'c']) };
      if (random.below(4)) body.number = random.below(20) / 2;
      if (random.below(3)) body.date = date(random.pick(['2020-02-29T23:59:59.999Z', '2021-01-01T00:00:00.000Z', '1969-12-28T12:30:15.000Z']));
      if (random.below(2)) body.array = Array.from({ length: random.below(4) }, () => random.pick([1, 2, 'x']));
      if (random.below(2)) body.object = { colour: random.pick(['red', 'blue']), deep: { n: random.below(3) } };
      if (random.below(2)) body.parent = pointer('Item', random.pick(['p1', 'p2']));
      body.flag = random.below(2) === 1;
      await db.create('Item', body);
    }
    await db.create('Item', { name: 'hidden', text: 'a', ACL: {} }, master);
    rows = await db.find('Item', { order: 'name', limit: 1000 }, master);
    assert.equal(rows.length, 51);
  });
  const ask = (parameters) => db.ask('AGGREGATE', 'Item', { parameters, ...master });
  const run = async (...pipeline) => {
    const answer = await ask({ pipeline });
    assert.ok(!answer.code, JSON.stringify([pipeline, answer]));
    return answer.body.results;
  };
  const refuse = async (code, pipeline, message) => {
    const answer = await ask({ pipeline });
    assert.deepEqual([answer.status, answer.code], [400, code], JSON.stringify([pipeline, answer]));
    if (message) assert.equal(answer.error, message);
  };
  const names = (results) => results.map((row) => row.name);
  const grouped = (key) => Map.groupBy ? Map.groupBy(rows, key) : rows.reduce((map, row) => map.set(key(row), [...(map.get(key(row)) ?? []), row]), new Map());
  const numbers = (list) => list.map((row) => row.number).filter((number) => number !== undefined);
  const by = (results) => new Map(results.map((row) => [row.objectId, row]));

  test('an empty pipeline is every row, as a find shows it', async () => {
    assert.deepEqual((await run({ $sort: { name: 1 } })), rows);
    assert.equal((await run()).length, rows.length);
  });

  test('$group: each accumulator', async () => {
    const stage = { _id: '$text', sum: { $sum: '$number' }, count: { $sum: 1 }, counted: { $count: {} }, average: { $avg: '$number' }, least: { $min: '$number' }, most: { $max: '$number' }, first: { $first: '$name' }, last: { $last: '$name' }, latest: { $max: '$date' }, names: { $push: '$name' }, colours: { $addToSet: '$object.colour' } };
    const results = by(await run({ $sort: { name: 1 } }, { $group: stage }));
    const groups = grouped((row) => row.text);
    assert.deepEqual([...results.keys()].sort(), [...groups.keys()].sort());
    for (const [text, list] of groups) {
      const values = numbers(list);
      const sum = values.reduce((a, b) => a + b, 0);
      const dates = list.map((row) => row.date?.iso).filter(Boolean).sort();
      assert.deepEqual({ ...results.get(text), colours: results.get(text).colours.sort() }, {
        objectId: text, sum, count: list.length, counted: list.length, average: sum / values.length, least: Math.min(...values), most: Math.max(...values), first: list[0].name, last: list.at(-1).name,
        latest: date(dates.at(-1)), names: names(list), colours: [...new Set(list.map((row) => row.object?.colour).filter(Boolean))].sort(),
      });
    }
  });

  test('$group by nothing, by a pointer, by an object, by a date\'s parts', async () => {
    const total = numbers(rows).reduce((a, b) => a + b, 0);
    assert.deepEqual(await run({ $group: { _id: null, total: { $sum: '$number' } } }), [{ objectId: null, total }]);
    const parents = by(await run({ $group: { _id: '$parent', count: { $sum: 1 } } }));
    for (const [id, list] of grouped((row) => row.parent?.objectId ?? null)) assert.equal(parents.get(id).count, list.length);
    const pairs = await run({ $group: { _id: { text: '$text', flag: '$flag' }, count: { $sum: 1 } } });
    for (const { objectId, count } of pairs) assert.equal(count, rows.filter((row) => row.text === objectId.text && row.flag === objectId.flag).length);
    const parts = await run({ $match: { date: { $exists: true } } }, { $group: { _id: { year: { $year: '$date' }, month: { $month: '$date' }, day: { $dayOfMonth: '$date' }, hour: { $hour: '$date' }, minute: { $minute: '$date' }, second: { $second: '$date' }, weekday: { $dayOfWeek: '$date' } }, iso: { $first: '$date' } } });
    for (const { objectId, iso } of parts) {
      const at = new Date(iso.iso);
      assert.deepEqual(objectId, { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds(), weekday: at.getUTCDay() + 1 });
    }
    assert.equal(parts.length, 3);
  });

  test('stages in any order mean what they say', async () => {
    const matching = rows.filter((row) => row.number > 3);
    assert.deepEqual(names(await run({ $match: { number: { $gt: 3 } } }, { $sort: { number: -1, name: 1 } }, { $skip: 2 }, { $limit: 5 })), names([...matching].sort((a, b) => b.number - a.number || (a.name < b.name ? -1 : 1)).slice(2, 7)));
    assert.deepEqual(names(await run({ $sort: { name: 1 } }, { $limit: 10 }, { $skip: 4 })), names(rows.slice(4, 10)));
    assert.deepEqual(names(await run({ $sort: { name: 1 } }, { $limit: 10 }, { $match: { flag: true } })), names(rows.slice(0, 10).filter((row) => row.flag)));
    assert.deepEqual(names(await run({ $sort: { name: 1 } }, { $skip: 40 }, { $skip: 5 }, { $sort: { name: -1 } })), names(rows.slice(45).reverse()));
    assert.deepEqual(names(await run({ $sort: { 'object.deep.n': 1, name: 1 } }, { $match: { 'object.deep.n': { $gte: 1 } } })), names(rows.filter((row) => row.object?.deep.n >= 1).sort((a, b) => a.object.deep.n - b.object.deep.n || (a.name < b.name ? -1 : 1))));
    assert.deepEqual(await run({ $match: { text: 'a' } }, { $match: { flag: true } }, { $count: 'many' }), [{ many: rows.filter((row) => row.text === 'a' && row.flag).length }]);
    assert.deepEqual(await run({ $limit: 0 }), []);
    assert.deepEqual(await run({ $match: { text: 'nothing' } }, { $group: { _id: null, n: { $sum: 1 } } }), []);
  });

  test('$match after the first stages: each operator', async () => {
    const conditions = [
      [{ number: 3 }, (row) => row.number === 3], [{ number: { $ne: 3 } }, (row) => row.number !== 3], [{ number: { $lt: 3 } }, (row) => row.number < 3], [{ number: { $lte: 3, $gt: 1 } }, (row) => row.number <= 3 && row.number > 1], [{ text: { $gte: 'b' } }, (row) => row.text >= 'b'],
      [{ text: { $in: ['a', 'c'] } }, (row) => row.text !== 'b'], [{ text: { $nin: ['a'] } }, (row) => row.text !== 'a'], [{ number: { $exists: false } }, (row) => row.number === undefined], [{ array: 1 }, (row) => row.array?.includes(1)],
      [{ $or: [{ number: 3 }, { text: 'b' }] }, (row) => row.number === 3 || row.text === 'b'], [{ $nor: [{ text: 'a' }], flag: true }, (row) => row.text !== 'a' && row.flag], [{ date: { $gt: date('2020-06-01T00:00:00.000Z') } }, (row) => row.date?.iso > '2020-06'],
    ];
    for (const [match, test_] of conditions) assert.deepEqual(names(await run({ $sort: { name: 1 } }, { $skip: 0 }, { $addFields: { x: 1 } }, { $match: match })), names(rows.filter(test_)), JSON.stringify(match));
    for (const [match, test_] of conditions) assert.deepEqual(names(await run({ $match: match }, { $sort: { name: 1 } })), names(rows.filter(test_)), JSON.stringify(match));
    assert.deepEqual((await run({ $group: { _id: '$text', n: { $sum: 1 } } }, { $match: { _id: { $ne: 'a' } } }, { $sort: { _id: -1 } })).map((row) => row.objectId), ['c', 'b']);
  });

  test('$project, $addFields, $unwind', async () => {
    assert.deepEqual(await run({ $match: { name: 'n00' } }, { $project: { name: 1 } }), [{ objectId: rows.find((row) => row.name === 'n00').objectId, name: 'n00' }]);
    assert.deepEqual(await run({ $match: { name: 'n00' } }, { $project: { _id: 0, title: '$name', twice: { $multiply: [2, 21] }, none: '$nothing' } }), [{ title: 'n00', twice: 42 }]);
    const [without] = await run({ $match: { name: 'n00' } }, { $project: { name: 0, _created_at: 0 } });
    assert.ok(!('name' in without) && !('createdAt' in without) && 'text' in without);
    const nested = await run({ $sort: { name: 1 } }, { $project: { _id: 0, 'object.colour': 1 } });
    assert.deepEqual(nested, rows.map((row) => (row.object ? { object: { colour: row.object.colour } } : {})));
    const sums = await run({ $sort: { name: 1 } }, { $addFields: { more: { $add: ['$number', 1] } } });
    assert.deepEqual(sums.map((row) => row.more), rows.map((row) => (row.number === undefined ? undefined : row.number + 1)));
    const unwound = await run({ $sort: { name: 1 } }, { $unwind: '$array' }, { $project: { _id: 0, name: 1, array: 1 } });
    assert.deepEqual(unwound, rows.flatMap((row) => (row.array ?? []).map((array) => ({ name: row.name, array }))));
  });

  test('distinct: values, elements of arrays, paths, pointers, a where', async () => {
    const distinct = async (field, where) => (await ask({ distinct: field, ...(where ? { where } : {}) })).body.results;
    assert.deepEqual((await distinct('text')).sort(), ['a', 'b', 'c']);
    assert.deepEqual((await distinct('array')).map(String).sort(), ['1', '2', 'x']);
    assert.deepEqual((await distinct('object.colour')).sort(), ['blue', 'red']);
    assert.deepEqual((await distinct('parent')).map((value) => value.objectId).sort(), ['p1', 'p2']);
    assert.deepEqual(new Set(await distinct('number', { number: { $lt: 2 } })), new Set(numbers(rows).filter((number) => number < 2)));
    assert.deepEqual(await distinct('nothing'), []);
    for (const field of ['a"b', '_acl', '$text', 'a..b', 'a b']) assert.equal((await ask({ distinct: field })).code, 105, field);
  });

  test('other forms: an object of stages, loose stages, a plan', async () => {
    assert.equal((await ask({ pipeline: { $match: { text: 'a' }, $count: 'n' } })).body.results[0].n, rows.filter((row) => row.text === 'a').length);
    assert.deepEqual(names((await ask({ $match: { name: 'n01' } })).body.results), ['n01']);
    assert.deepEqual(names((await db.ask('AGGREGATE', 'Item', { body: { $match: { name: 'n01' }, hint: 'x', _method: 'GET' }, ...master })).body.results), ['n01']);
    assert.match(JSON.stringify((await ask({ pipeline: [{ $match: { parent: 'p1' } }], explain: 'true' })).body.results), /SEARCH.*Item_parent_date/);
  });

  test('what is wrong is refused', async () => {
    await refuse(102, [{ $out: 'Other' }], "Invalid aggregate stage '$out'.");
    await refuse(102, [{ match: {} }], "Invalid aggregate stage 'match'.");
    await refuse(102, [{ $match: {}, $sort: {} }], 'Pipeline stages should only have one key but found $match, $sort.');
    await refuse(102, [{ $group: { objectId: '$x' } }], "Cannot use 'objectId' in aggregation stage $group.");
    await refuse(102, [{ $group: { x: { $sum: 1 } } }], 'Invalid parameter for query: group. Missing key _id');
    for (const stage of [{ $merge: {} }, { $lookup: { from: '_User' } }, { $match: 5 }, { $sort: { name: 2 } }, { $sort: 5 }, { $limit: -1 }, { $limit: 'x' }, { $skip: 1.5 }, { $count: '' }, { $count: 5 }, { $unwind: 'x' }, { $unwind: 5 }, { $project: {} }, { $project: 5 }, { $group: 5 },
      { $group: { _id: null, x: 5 } }, { $group: { _id: null, x: { $nope: 1 } } }, { $group: { _id: { $nope: 1 } } }, { $project: { x: { $function: 'evil' } } }, { $addFields: { x: { $add: 5 } } }, { $match: { $expr: 1 } }, { $match: { $where: 'x' } }, 5])
      for (const before_ of [[], [{ $limit: 5 }, { $skip: 0 }]]) {
        const answer = await ask({ pipeline: [...before_, stage] });
        assert.ok([102, 105, 107].includes(answer.code), JSON.stringify([stage, answer]));
      }
    await refuse(105, [{ $group: { _id: '$text"; DROP TABLE x' } }]);
    await refuse(102, Array(40).fill({ $addFields: { x: 1 } }));
    assert.equal((await ask({ pipeline: '5' })).code, 102);
  });

  test('memory is bounded, whatever is kept', async () => {
    const big = { $addFields: { x: { $literal: Array(30000).fill(1) } } };
    await refuse(102, [big, { $sort: { x: 1 } }], '$sort has too much to keep; use $match or $limit before it');
    await refuse(102, [big, { $group: { _id: null, all: { $push: '$x' } } }]);
    assert.equal((await run({ $sort: { name: 1 } }, { $group: { _id: null, last: { $last: '$name' }, most: { $max: '$name' } } }))[0].last, 'n49');
  });

  test('whatever is asked, the engine never fails', async () => {
    const random = randomFrom(71);
    const leaves = [1, -1, 0, 'x', '$text', '$number', '$date', '$array', '$object.deep.n', '$_id', '$', '$$', '$a..b', true, null, [], {}, ['$number', 2], { $year: '$date' }, { $add: ['$number', 1] }, { $sum: 1 }, { $push: '$array' }, { $addToSet: '$object' }, { $gt: 1 }, { text: 'a' }];
    const keys = ['_id', 'objectId', 'text', 'number', 'array', 'object', 'object.deep', 'x', 'path', '$and', '$or', '$gt', '$in', '$sum', '$avg', '$first', '$add', '$literal', ''];
    const stages = ['$match', '$group', '$sort', '$limit', '$skip', '$project', '$addFields', '$unwind', '$count', '$set'];
    const value = (depth) => {
      if (!depth || random.below(2) === 0) return random.pick(leaves);
      if (random.below(5) === 0) return Array.from({ length: random.below(3) }, () => value(depth - 1));
      return Object.fromEntries(Array.from({ length: 1 + random.below(3) }, () => [random.pick(keys), value(depth - 1)]));
    };
    const likely = { $group: () => ({ _id: random.pick(leaves), x: { [random.pick(['$sum', '$max', '$last', '$addToSet', '$push'])]: random.pick(leaves) } }), $sort: () => ({ [random.pick(keys)]: 1 }), $limit: () => 3, $skip: () => 1, $unwind: () => '$array', $count: () => 'n', $project: () => ({ [random.pick(keys)]: random.pick([1, 0, '$text']) }) };
    const codes = new Map();
    for (let i = 0; i < 3000; i += 1) {
      const pipeline = Array.from({ length: 1 + random.below(4) }, () => {
        const stage = random.pick(stages);
        return { [stage]: likely[stage] && random.below(3) ? likely[stage]() : value(3) };
      });
      const answer = await ask({ pipeline });
      assert.notEqual(answer.code, 1, JSON.stringify([pipeline, answer]));
      codes.set(answer.code ?? 200, (codes.get(answer.code ?? 200) ?? 0) + 1);
    }
    for (const code of [200, 102, 105]) assert.ok(codes.get(code) > 50, JSON.stringify([...codes]));
  });
});
