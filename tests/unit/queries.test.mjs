// The operators of the query language that rows.test.mjs leaves out: arrays, regular expressions, full text,
// places and subqueries, each compared with JavaScript; what they may not reach; that they end.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { database, equals, master, matches, missing, operators, point, pointer, same } from '../lib/query_layer.mjs';
import { randomFrom } from '../lib/random.mjs';

const R = 180 / Math.PI;
const angle = (a, b) => {
  const [dy, dx] = [(b.latitude - a.latitude) / R, (b.longitude - a.longitude) / R];
  const s = Math.sin(dy / 2) ** 2 + Math.cos(a.latitude / R) * Math.cos(b.latitude / R) * Math.sin(dx / 2) ** 2;
  return 2 * Math.asin(Math.sqrt(Math.min(1, s)));
};
/** How often the corners go round the point: an other way than the server's to say what is inside. */
const winding = (corners, { latitude, longitude }) => {
  const turns = corners.map((from, i) => {
    const to = corners[(i + 1) % corners.length];
    const [ax, ay, bx, by] = [from.longitude - longitude, from.latitude - latitude, to.longitude - longitude, to.latitude - latitude];
    return Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  });
  return Math.abs(turns.reduce((sum, turn) => sum + turn, 0)) > 1;
};
const between = (a, b, value) => Math.min(a, b) <= value && value <= Math.max(a, b);
const anyText = (value, test_) => (Array.isArray(value) ? value : [value]).some((element) => typeof element === 'string' && test_(element));
const regex = (pattern, options) => new RegExp(pattern, [...(options ?? '')].filter((letter) => 'ims'.includes(letter)).join('') + 'u');

Object.assign(operators, {
  $all: (value, list) => list.length > 0 && list.every((wanted) => (wanted?.$regex ? operators.$regex(value, wanted.$regex) : Array.isArray(value) ? value.some((element) => same(element, wanted)) : equals(value, wanted))),
  $containedBy: (value, list) => Array.isArray(value) && value.every((element) => list.some((other) => same(element, other))),
  $regex: (value, pattern, { $options } = {}) => anyText(value, (text) => regex(pattern, $options).test(text)),
  $options: () => true,
  $nearSphere: (value, center, constraint) => !missing(value) && angle(value, center) <= (constraint.$maxDistance ?? 9),
  $maxDistance: () => true,
  $within: (value, { $box: [a, b] }) => !missing(value) && between(a.latitude, b.latitude, value.latitude) && between(a.longitude, b.longitude, value.longitude),
  $geoWithin: (value, { $polygon, $centerSphere }) => !missing(value) && ($polygon ? winding($polygon, value) : angle(value, $centerSphere[0]) <= $centerSphere[1]),
  $geoIntersects: (value, { $point }) => !missing(value) && winding(value.coordinates.map(([latitude, longitude]) => ({ latitude, longitude })), $point),
});

/** Sixty Items, and what a where finds of them here and there. */
function items(db, values, seed) {
  const all = { rows: [] };
  before(async () => {
    const random = randomFrom(seed);
    for (let i = 0; i < 60; i += 1) {
      const body = { name: `n${String(i).padStart(2, '0')}` };
      for (const [field, list] of Object.entries(values)) if (random.below(5)) body[field] = typeof list === 'function' ? list(random) : random.pick(list);
      await db.create('Item', body);
    }
    all.rows = await db.find('Item', { order: 'name', limit: 1000 });
  });
  const names = async (where) => (await db.find('Item', { where, order: 'name', limit: 1000, keys: 'name' })).map((row) => row.name);
  all.compare = async (where) => {
    const expected = all.rows.filter((row) => matches(row, where)).map((row) => row.name);
    assert.deepEqual(await names(where), expected, JSON.stringify(where));
    return expected.length;
  };
  /** Each where finds what it finds in JavaScript; some find something, some leave something out. */
  all.compareAll = async (wheres) => {
    let [found, left] = [0, 0];
    for (const where of wheres) {
      const count = await all.compare(where);
      found += count;
      left += all.rows.length - count;
    }
    assert.ok(found > 0 && left > 0);
  };
  all.names = names;
  return all;
}

describe('arrays', () => {
  const db = database();
  const elements = [1, 2, 'a', 'ab', '1', true, false, { x: 1 }, pointer('Item', 'p1'), pointer('Item', 'p2'), [1]];
  const array = (random) => Array.from({ length: random.below(4) }, () => random.pick(elements));
  const all = items(db, { array, text: ['a', 'b'], number: [1, 2], object: (random) => ({ list: array(random), map: { 0: random.pick(['zero', 'a']) } }) }, 20);
  const lists = (random, count) => Array.from({ length: count }, () => Array.from({ length: random.below(4) }, () => random.pick(elements)));

  test('$all', () => all.compareAll(lists(randomFrom(21), 60).map((list) => ({ array: { $all: list } }))));
  test('$containedBy', () => all.compareAll(lists(randomFrom(22), 60).map((list) => ({ array: { $containedBy: [...list, 1, 'a'] } }))));
  test('within an Object', () => all.compareAll(lists(randomFrom(23), 30).flatMap((list) => [{ 'object.list': { $all: list } }, { 'object.list': { $containedBy: [...list, 'a', 1] } }])));
  test('of fields that are no arrays', () => all.compareAll([{ text: { $all: ['a'] } }, { text: { $all: ['a', 'b'] } }, { number: { $all: [1] } }]));
  test('regular expressions among elements', () => all.compareAll([{ array: { $all: [{ $regex: '^a' }] } }, { array: { $all: [{ $regex: 'a' }, { $regex: 'b$' }] } }, { array: { $regex: 'B', $options: 'i' } }]));
  test('a number in a path is an index of an array, a name in an object', () =>
    all.compareAll([{ 'array.0': 1 }, { 'array.1': 'a' }, { 'array.0.x': 1 }, { 'object.list.0': 1 }, { 'object.list.1': { $in: ['a', 1] } }, { 'object.map.0': 'zero' }, { 'object.list.0.x': 1 }, { 'object.list.0': { $ne: 1 } }]));
  test('order by a value within an Object', async () => {
    const found = await db.find('Item', { where: { 'object.map.0': { $exists: true } }, order: '-object.map.0,name', limit: 1000 });
    const sorted = [...found].sort((a, b) => (a.object.map[0] === b.object.map[0] ? (a.name < b.name ? -1 : 1) : a.object.map[0] < b.object.map[0] ? 1 : -1));
    assert.deepEqual(found.map((row) => row.name), sorted.map((row) => row.name));
  });
  test('what is wrong is refused', async () => {
    const refusals = [
      [{ array: { $all: 1 } }, 107], [{ array: { $all: [1, { $regex: 'a' }] } }, 107], [{ array: { $containedBy: 1 } }, 107, 'bad $containedBy: should be an array'], [{ text: { $containedBy: [] } }, 102],
      [{ array: { $all: Array(1001).fill(1) } }, 102], [{ array: { $all: Array(9).fill({ $regex: 'a' }) } }, 102],
    ];
    for (const [where, code, message] of refusals) {
      const error = await db.refuse([400, code], 'GET', 'Item', { parameters: { where } });
      if (message) assert.equal(error, message);
    }
  });
});

describe('regular expressions', () => {
  const db = database();
  const texts = ['', 'apple', 'Apple pie', 'an\nApple', 'ab12', 'a.b', '50% off', 'é', 'É', '🙂 x', "it's", 'a\\Eb', 'a"b'];
  const all = items(db, { text: texts, array: (random) => [random.pick(texts), 1] }, 30);

  const patterns = ['apple', '^a', 'e$', '^Apple', 'a.b', 'a\\.b', '[0-9]+', '^$', 'b|%', '(a)(b)?', '🙂', '^.$', "'", '"', '^an.A', '\\d{2}', 'p{2}', '(?=a)a', '(a|b)*2'];
  test('find what they find in JavaScript', () =>
    all.compareAll(patterns.flatMap(($regex) => ['', 'i', 'm', 's', 'ims'].map(($options) => ({ text: $options ? { $regex, $options } : { $regex } })))));
  test('among elements, and negated', () => all.compareAll(patterns.flatMap(($regex) => [{ array: { $regex } }, { $nor: [{ text: { $regex } }] }])));
  test('option x, quoted text, inline options', async () => {
    const count = async (constraint) => (await all.names({ text: constraint })).length;
    assert.equal(await count({ $regex: 'ap ple', $options: 'x' }), await count({ $regex: 'apple' }));
    assert.ok(await count({ $regex: '(?i)APPLE' }) > 0);
    assert.equal(await count({ $regex: '^\\Q50% \\E' }), await count('50% off'));
    assert.equal(await count({ $regex: '^\\Qa\\E\\\\E\\Qb\\E' }), await count('a\\Eb'));
  });
  test('a quoted prefix is a range of an index', async () => {
    const plan = async (where) => (await db.find('Item', { where, explain: 'true' }, master)).map((step) => step.plan).join();
    assert.match(await plan({ text: { $regex: '^\\Qap\\E' } }), /SEARCH .*Item_text/);
    assert.match(await plan({ text: { $regex: 'ap' } }), /SCAN/);
    for (const prefix of ['a', 'Apple', '🙂', 'é', '%'])
      assert.deepEqual(await all.names({ text: { $regex: `^\\Q${prefix}\\E` } }), all.rows.filter((row) => row.text?.startsWith(prefix)).map((row) => row.name));
  });
  test('what is wrong is refused and named', async () => {
    const refusals = [
      [{ $regex: 5 }, '$regex value must be a string'], [{ $regex: 'a', $options: 5 }, '$options value must be a string'], [{ $regex: 'a', $options: 'g' }, 'Bad $options value for query: g'], [{ $regex: '(' }],
      [{ $regex: 'a', $options: '' }], [{ $options: 'i' }, '$options needs $regex'], [{ $regex: 'a'.repeat(10001) }], [{ $regex: '('.repeat(60) + ')'.repeat(60) }], [{ $regex: '((ab){1000}){100}' }], [{ $regex: '\\C' }],
    ];
    for (const [constraint, message] of refusals) {
      const error = await db.refuse([400, 102], 'GET', 'Item', { parameters: { where: { text: constraint } } });
      if (message) assert.equal(error, message);
    }
    await db.refuse([400, 102], 'GET', 'Item', { parameters: { where: { number: { $regex: 'a' } } } });
    await db.refuse([400, 102], 'GET', 'Item', { parameters: { where: { $or: Array(9).fill({ text: { $regex: 'a' } }) } } });
  });
  test('patterns that would run for ever end with an error', { timeout: 600000 }, async () => {
    const letters = 'a'.repeat(60000);
    const id = await db.create('Item', { name: 'long', text: letters, code: `${'a'.repeat(30)}!` });
    const patterns2 = ['(a+)+$x', '(a|a)*b', '(a|aa)+$b', '(.*)*b', '(.*a){20}b', '^(([a-z])+.)+[A-Z]([a-z])+$', '(x+x+)+y|(a*)*b', 'a*a*a*a*a*a*a*b', '\\w*+!', 'a{30000}b', '(?:a?){50}a{50}b', '(a*)\\1\\1b', '(?R)?a*b', '(?=(a+))a*b\\1'];
    for (const $regex of patterns2) {
      const started = Date.now();
      const answer = await db.ask('GET', 'Item', { parameters: { where: { objectId: { $in: [id] }, text: { $regex } }, limit: '1' } });
      assert.ok(answer.status === 200 || answer.code === 102, JSON.stringify([$regex, answer]));
      assert.ok(Date.now() - started < 30000, `${$regex} took ${Date.now() - started} ms`); // without a bound it would be years
    }
    const error = await db.refuse([400, 102], 'GET', 'Item', { parameters: { where: { code: { $regex: '^(a+)+$' } } } });
    assert.equal(error, 'The query takes too long.');
    assert.equal((await all.names({ text: { $regex: 'apple' } })).length > 0, true, 'the connection is as good as before');
  });
});

describe('full text', () => {
  const db = database();
  const texts = {
    a: 'The patient reports a mild headache', b: 'Headaches, severe headaches, and nausea', c: 'No headache today', d: 'Crème brûlée', e: 'creme caramel', f: 'Blood pressure is high', g: 'High blood sugar', h: '日本語 テキスト', i: 'e-mail "quoted"',
  };
  const search = (term, options = {}) => ({ text: { $text: { $search: { $term: term, ...options } } } });
  const names = async (where, parameters = {}) => (await db.find('Item', { where, order: 'name', ...parameters })).map((row) => row.name).join('');
  before(async () => {
    for (const [name, text] of Object.entries(texts)) await db.create('Item', { name, text });
    await db.create('Item', { name: 'z' });
  });

  const cases = [
    ['headache', 'abc'], ['HEADACHE', 'abc'], ['nausea', 'b'], ['mild severe', 'ab'], ['headache -severe', 'ac'], ['headache -"no headache"', 'ab'], ['"blood pressure"', 'f'], ['"pressure blood"', ''], ['blood', 'fg'],
    ['"blood sugar" pressure', 'g'], ['creme', 'de'], ['CRÈME', 'de'], ['日本語', 'h'], ['mail', 'i'], ['zebra', ''], ['-headache', ''], ['   ', ''], ['"', ''], ['"headache', 'abc'], ['reporting', 'a'], ["it's; DROP TABLE", ''], ['head*', ''],
  ];
  for (const [term, expected] of cases) test(`${term} finds ${expected || 'nothing'}`, async () => assert.equal(await names(search(term)), expected));
  test('cases, diacritics and languages', async () => {
    assert.equal(await names(search('Headaches', { $caseSensitive: true })), 'b');
    assert.equal(await names(search('headache', { $caseSensitive: true })), 'abc');
    assert.equal(await names(search('creme', { $diacriticSensitive: true })), 'e');
    assert.equal(await names(search('crème', { $diacriticSensitive: true })), 'd');
    assert.equal(await names(search('headaches', { $language: 'none' })), 'b');
    assert.equal(await names(search('headaches', { $language: 'english', $caseSensitive: false })), 'abc');
  });
  test('the best come first, and say how good they are', async () => {
    const found = await db.find('Item', { where: search('headache nausea'), order: '$score', keys: 'name,$score' });
    assert.equal(found[0].name, 'b');
    const scores = found.map((row) => row.score);
    assert.deepEqual(scores, [...scores].sort((a, b) => b - a));
    assert.ok(scores.every((score) => score > 0));
    assert.equal('score' in (await db.find('Item', { where: { name: 'a' }, keys: 'name,$score', order: '$score' }))[0], false);
    assert.equal(await names({ $or: [search('nausea'), search('sugar')], name: { $ne: 'b' } }), 'g');
  });
  test('what is wrong is refused', async () => {
    for (const $text of [5, {}, { $search: 'x' }, { $search: null }, { $search: {} }, { $search: { $term: '' } }, { $search: { $term: 'x', $language: 1 } }])
      await db.refuse([400, 107], 'GET', 'Item', { parameters: { where: { text: { $text } } } });
    await db.refuse([400, 102], 'GET', 'Item', { parameters: { where: search('x'.repeat(1001)) } });
    await db.refuse([400, 102], 'GET', 'Item', { parameters: { where: { number: search('x').text } } });
  });
});

describe('places', () => {
  const db = database();
  const place = (random) => point(random.below(1800) / 10 - 90, random.below(3600) / 10 - 180);
  const square = (random) => {
    const [south, west, size] = [random.below(100) - 70, random.below(200) - 120, 5 + random.below(60)];
    return { __type: 'Polygon', coordinates: [[south, west], [south, west + size], [south + size / 2, west + size / 3], [south + size, west]] };
  };
  const all = items(db, { place, area: square }, 40);

  test('near, in circles, boxes and polygons', () => {
    const random = randomFrom(41);
    const wheres = Array.from({ length: 30 }, () => {
      const corners = Array.from({ length: 3 + random.below(4) }, () => place(random));
      return [
        { place: { $nearSphere: place(random), $maxDistance: random.below(30) / 10 } }, { place: { $geoWithin: { $centerSphere: [place(random), random.below(30) / 10] } } },
        { place: { $within: { $box: [place(random), place(random)] } } }, { area: { $geoIntersects: { $point: place(random) } } },
        ...(winding(corners, corners[0]) === undefined ? [] : [{ place: { $geoWithin: { $polygon: corners.slice(0, 3) } } }]),
      ];
    });
    return all.compareAll(wheres.flat());
  });
  test('the nearest come first, unless another order is asked for', async () => {
    const center = point(10, 20);
    const found = await db.find('Item', { where: { place: { $nearSphere: center } }, limit: 1000 });
    const distances = found.map((row) => angle(row.place, center));
    assert.deepEqual(distances, [...distances].sort((a, b) => a - b));
    assert.equal(found.length, all.rows.filter((row) => row.place).length);
    const nearest = await db.find('Item', { where: { place: { $nearSphere: center } }, limit: 3, skip: 1 });
    assert.deepEqual(nearest.map((row) => row.name), found.slice(1, 4).map((row) => row.name));
    const named = await db.find('Item', { where: { place: { $nearSphere: center } }, order: '-name', limit: 2 });
    assert.ok(named[0].name > named[1].name);
  });
  test('units of distance', async () => {
    const near = async (limits) => (await all.names({ place: { $nearSphere: point(0, 0), ...limits } })).join();
    assert.equal(await near({ $maxDistanceInKilometers: 6371 }), await near({ $maxDistance: 1 }));
    assert.equal(await near({ $maxDistanceInMiles: 3959 }), await near({ $maxDistanceInRadians: 1 }));
    assert.notEqual(await near({ $maxDistance: 1 }), '');
  });
  test('a boundary belongs to its polygon; a circle reaches over the pole and the date line', async () => {
    const [pole, line] = [await db.create('Item', { name: 'pole', place: point(89, 10) }), await db.create('Item', { name: 'line', place: point(0, -179.5) })];
    const finds = async (id, constraint) => (await db.find('Item', { where: { place: constraint, objectId: { $in: [id] } } })).length === 1;
    assert.equal(await finds(pole, { $nearSphere: point(89, -170), $maxDistanceInKilometers: 250 }), true);
    assert.equal(await finds(line, { $nearSphere: point(0, 179.5), $maxDistanceInKilometers: 120 }), true);
    assert.equal(await finds(line, { $nearSphere: point(0, 179.5), $maxDistanceInKilometers: 100 }), false);
    const edge = [point(0, -180), point(0, -170), point(10, -175)];
    assert.equal(await finds(line, { $geoWithin: { $polygon: edge } }), true);
    for (const id of [pole, line]) await db.succeed('DELETE', `Item/${id}`);
  });
  test('plans use the index of a place', async () => {
    const plan = async (constraint) => (await db.find('Item', { where: { place: constraint }, explain: 'true' }, master)).map((step) => step.plan).join();
    const constraints = [{ $nearSphere: point(0, 0), $maxDistance: 0.1 }, { $within: { $box: [point(0, 0), point(1, 1)] } }, { $geoWithin: { $centerSphere: [point(0, 0), 0.1] } }, { $geoWithin: { $polygon: [point(0, 0), point(1, 0), point(0, 1)] } }];
    for (const constraint of constraints) assert.match(await plan(constraint), /SEARCH .*Item_place/, JSON.stringify(constraint));
  });
  test('what is wrong is refused', async () => {
    const refusals = [
      { $nearSphere: 5 }, { $nearSphere: point(91, 0) }, { $within: {} }, { $within: { $box: [point(0, 0)] } }, { $within: { $box: [point(0, 0), point(0, 181)] } }, { $geoWithin: {} }, { $geoWithin: { $polygon: [point(0, 0), point(1, 1)] } },
      { $geoWithin: { $polygon: 'x' } }, { $geoWithin: { $polygon: [1, 2, 3] } }, { $geoWithin: { $polygon: Array(1001).fill(point(0, 0)) } }, { $geoWithin: { $centerSphere: [point(0, 0)] } }, { $geoWithin: { $centerSphere: [5, 1] } }, { $geoWithin: { $centerSphere: [point(0, 0), -1] } },
    ];
    for (const constraint of refusals) await db.refuse([400, 107], 'GET', 'Item', { parameters: { where: { place: constraint } } });
    await db.refuse([400, 107], 'GET', 'Item', { parameters: { where: { area: { $geoIntersects: { $point: 5 } } } } });
    for (const constraint of [{ $maxDistance: 1 }, { $nearSphere: point(0, 0), $maxDistance: -1 }, { $nearSphere: point(0, 0), $maxDistance: 'x' }, { $geoIntersects: { $point: point(0, 0) } }])
      await db.refuse([400, 102], 'GET', 'Item', { parameters: { where: { place: constraint } } });
  });
});

describe('subqueries', () => {
  const db = database();
  let rows;
  let byId;
  before(async () => {
    const random = randomFrom(50);
    const ids = [];
    for (let i = 0; i < 40; i += 1) {
      const body = { name: `n${String(i).padStart(2, '0')}`, number: random.below(5), text: random.pick(['a', 'b', 'c']), flag: random.below(2) === 1 };
      if (ids.length && random.below(3)) body.parent = pointer('Item', random.pick(ids));
      if (ids.length) body.array = Array.from({ length: random.below(3) }, () => random.pick([pointer('Item', random.pick(ids)), 'a', 1, true]));
      if (random.below(2)) body.value = random.pick(['a', 'b', 'zz']);
      body.object = { x: random.pick(['a', 'c', 1]) };
      ids.push(await db.create('Item', body));
      if (ids.length > 1) await db.update(`Item/${ids[i]}`, { friends: { __op: 'AddRelation', objects: [pointer('Item', ids[random.below(ids.length - 1)])] } });
    }
    rows = await db.find('Item', { order: 'name', limit: 1000 });
    byId = new Map(rows.map((row) => [row.objectId, row]));
    operators.$inQuery = (value, { where }) => (Array.isArray(value) ? value : [value]).some((one) => one?.__type === 'Pointer' && matches(byId.get(one.objectId), where));
    operators.$notInQuery = (value, query) => !operators.$inQuery(value, query);
    const selected = ({ query: { where }, key }) => rows.filter((row) => matches(row, where ?? {})).flatMap((row) => key.split('.').reduce((inner, name) => inner?.[name], row) ?? []);
    operators.$select = (value, query) => selected(query).some((one) => (Array.isArray(value) ? value : [value]).some((other) => !missing(other) && same(one, other)));
    operators.$dontSelect = (value, query) => !operators.$select(value, query);
  });
  const compare = async (where) => {
    const found = (await db.find('Item', { where, order: 'name', limit: 1000 })).map((row) => row.name);
    assert.deepEqual(found, rows.filter((row) => matches(row, where)).map((row) => row.name), JSON.stringify(where));
    return found.length;
  };
  const of = (where) => ({ className: 'Item', where });

  test('$inQuery and $notInQuery, of a pointer and of an array', async () => {
    let found = 0;
    for (const where of [{}, { number: 3 }, { text: 'a', number: { $lt: 3 } }, { number: 99 }, { parent: { $inQuery: of({ text: 'b' }) } }])
      for (const field of ['parent', 'array'])
        for (const operator of ['$inQuery', '$notInQuery']) found += await compare({ [field]: { [operator]: of(where) } });
    assert.ok(found > 0);
  });
  test('$select and $dontSelect, of every two kinds of keys', async () => {
    let found = 0;
    const pairs = [['text', 'value'], ['value', 'text'], ['number', 'number'], ['flag', 'flag'], ['parent', 'parent'], ['text', 'array'], ['array', 'text'], ['array', 'array'], ['number', 'array'], ['object.x', 'text'], ['text', 'object.x'], ['array', 'parent'], ['parent', 'array'], ['flag', 'array']];
    for (const [field, key] of pairs)
      for (const where of [{ number: { $gt: 2 } }, { text: 'nothing' }])
        for (const operator of ['$select', '$dontSelect']) found += await compare({ [field]: { [operator]: { query: of(where), key } } });
    assert.ok(found > 0);
  });
  test('built-in keys', async () => {
    const ids = await db.find('Item', { where: { objectId: { $select: { query: of({ number: 2 }), key: 'objectId' } } }, limit: 1000 });
    assert.equal(ids.length, rows.filter((row) => row.number === 2).length);
    assert.equal((await db.find('Item', { where: { createdAt: { $select: { query: of({ name: 'n03' }), key: 'createdAt' } } } }))[0].name, 'n03');
  });
  test('a relation', async () => {
    const inner = { number: { $lt: 3 } };
    const inRelation = new Set((await db.find('Item', { where: { friends: { $inQuery: of(inner) } }, limit: 1000 })).map((row) => row.name));
    const outside = (await db.find('Item', { where: { friends: { $notInQuery: of(inner) } }, limit: 1000 })).map((row) => row.name);
    assert.equal(inRelation.size + outside.length, rows.length);
    assert.ok(inRelation.size && outside.every((name) => !inRelation.has(name)));
  });
  test('limit, skip and order of an inner query mean nothing, as in parse-server', async () => {
    const where = { parent: { $inQuery: { ...of({}), limit: 1, skip: 5, order: 'nothing' } } };
    assert.equal((await db.find('Item', { where, limit: 1000 })).length, rows.filter((row) => row.parent).length);
  });
  test('what is wrong is refused', async () => {
    const refusals = [
      [{ parent: { $inQuery: {} } }, 102], [{ parent: { $inQuery: 5 } }, 102], [{ parent: { $inQuery: of(5) } }, 102], [{ parent: { $inQuery: of({ nothing: 1 }) } }, 105], [{ parent: { $inQuery: { className: 'Nope', where: {} } } }, 119],
      [{ parent: { $inQuery: { className: 'Mine', where: {} } } }, 102], [{ text: { $inQuery: of({}) } }, 102], [{ text: { $select: { query: of({}) } } }, 102], [{ text: { $select: { query: of({}), key: 'text', limit: 1 } } }, 102],
      [{ text: { $select: { query: of({}), key: 'nothing' } } }, 105], [{ text: { $select: { query: of({}), key: '_acl' } } }, 105], [{ date: { $select: { query: of({}), key: 'text' } } }, 102], [{ text: { $select: { query: of({}), key: 'place' } } }, 102],
    ];
    for (const [where, code] of refusals) await db.refuse([400, code], 'GET', 'Item', { parameters: { where } });
  });
  test('depth is bounded, and what is within bounds is understood by the engine', async () => {
    const levels = (count, wrap, innermost) => Array.from({ length: count }).reduce((inner) => wrap(inner), innermost);
    const wraps = [
      (inner) => ({ parent: { $inQuery: of(inner) } }), (inner) => ({ parent: { $notInQuery: of(inner) } }), (inner) => ({ array: { $inQuery: of(inner) } }), (inner) => ({ array: { $notInQuery: of(inner) } }), (inner) => ({ text: { $select: { query: of(inner), key: 'array' } } }),
      (inner) => ({ friends: { $inQuery: of(inner) } }), (inner) => ({ $or: [{ number: 2 }, { $and: [inner, { number: { $gt: 0 } }] }] }), (inner) => ({ $nor: [inner] }),
      (inner) => ({ number: { $gt: 1 }, text: 'a', $nor: [{ number: 1, text: 'b' }, { number: 2, flag: true, ...inner }] }),
      (inner) => ({ array: { $all: ['a'] }, $or: [{ number: 1 }, { array: { $in: ['a'] }, ...inner }] }),
    ];
    const random = randomFrom(51);
    const codes = new Set();
    for (let i = 0; i < 400; i += 1) {
      const wrap = i < wraps.length * 14 ? wraps[i % wraps.length] : null;
      const innermost = random.pick([{ number: 1 }, { array: { $select: { query: of({ array: { $all: [{ $regex: 'a' }] } }), key: 'array' } } }, { 'object.list.0': { $ne: 1 } }, { array: { $containedBy: [1] } }, { 'object.list.0.x': { $nin: [1, null] } }, { 'object.list.0.x': { $notInQuery: of({}) } }, { 'object.list.0.x': { $dontSelect: { query: of({}), key: 'object.list.0.x' } } }, { 'object.list.0': { $containedBy: [1] } }]);
      const where = levels(1 + (wrap ? Math.floor(i / wraps.length) : random.below(14)), wrap ?? ((inner) => random.pick(wraps)(inner)), innermost);
      const answer = await db.ask('GET', 'Item', { parameters: { where, limit: '1' } });
      assert.ok(answer.status === 200 || answer.code === 102, JSON.stringify([where, answer]));
      codes.add(answer.code ?? 200);
    }
    assert.deepEqual([...codes].sort(), [102, 200]);
  });
});

describe('what is hidden stays hidden', () => {
  const db = database();
  const ann = { user: 'ann' };
  let hidden;
  before(async () => {
    hidden = await db.create('Hidden', { name: 'h', secret: 'hush', owner: pointer('_User', 'ann') });
    await db.create('Closed', { name: 'hush' }, master);
    await db.create('SignedIn', { name: 'hush' }, ann);
    await db.create('Ruled', { name: 'bob' }, { user: 'bob' });
    await db.create('Item', { name: 'private', text: 'hush', ACL: { ann: { read: true } } }, ann);
    await db.create('Item', { name: 'hush', text: 'hush', value: hidden });
  });

  test('from every operator, path, subquery and order', async () => {
    const query = (where, className = 'Hidden') => ({ className, where });
    const wheres = [
      ['Hidden', { secret: { $regex: '^h' } }], ['Hidden', { secret: { $regex: '^\\Qh\\E' } }], ['Hidden', { secret: { $text: { $search: { $term: 'hush' } } } }], ['Hidden', { secret: { $exists: true } }], ['Hidden', { secret: { $all: ['hush'] } }],
      ['Hidden', { secret: { $in: ['hush'] } }], ['Hidden', { $nor: [{ secret: 'hush' }] }], ['Hidden', { secret: { $select: { query: query({}, 'Item'), key: 'name' } } }], ['Hidden', { 'secret.x': 1 }],
      ['Item', { name: { $select: { query: query({}), key: 'secret' } } }], ['Item', { name: { $dontSelect: { query: query({}), key: 'secret' } } }], ['Item', { value: { $select: { query: query({ secret: 'hush' }), key: 'objectId' } } }],
      ['Item', { $or: [{ array: { $inQuery: query({ $or: [{ secret: { $gt: 'a' } }] }) } }] }], ['Item', { value: { $dontSelect: { query: query({ secret: 'hush' }), key: 'objectId' } } }],
    ];
    for (const [className, where] of wheres)
      for (const who of [{}, ann])
        for (const extra of [{}, { count: '1', limit: '0' }]) await db.refuse([400, 119], 'GET', className, { parameters: { where, ...extra }, ...who });
    for (const order of ['secret', '-secret', 'secret.x', 'name,secret']) await db.refuse([400, 119], 'GET', 'Hidden', { parameters: { order }, ...ann });
    assert.equal((await db.find('Item', { where: { name: { $select: { query: query({}), key: 'secret' } } } }, master)).length, 1);
  });
  test('classes and rows that one may not find', async () => {
    const select = (className, key = 'name', where = {}) => ({ name: { $select: { query: { className, where }, key } } });
    await db.refuse([400, 119], 'GET', 'Item', { parameters: { where: select('Closed') }, ...ann });
    await db.refuse([400, 119], 'GET', 'Item', { parameters: { where: select('GetOnly') }, ...ann });
    await db.refuse([404, 101], 'GET', 'Item', { parameters: { where: select('SignedIn') } });
    await db.refuse([400, 209], 'GET', 'Item', { parameters: { where: select('_Session', 'objectId') } });
    assert.equal((await db.find('Item', { where: select('SignedIn') }, ann)).length, 1);
    assert.equal((await db.find('Item', { where: select('Closed') }, master)).length, 1);
    // Rows: Item "private" is ann's alone, Ruled's rows are their users'.
    await db.create('Item', { name: 'bob' });
    const finds = async (where, who) => (await db.find('Item', { where }, who)).length;
    const privateName = select('Item', 'text', { name: 'private' });
    assert.deepEqual([await finds(privateName, {}), await finds(privateName, { user: 'bob' }), await finds(privateName, ann)], [0, 0, 1]);
    assert.deepEqual([await finds(select('Ruled'), ann), await finds(select('Ruled'), { user: 'bob' })], [0, 1]);
  });
  test('plans are the master key\'s', async () => {
    assert.equal(await db.refuse([400, 102], 'GET', 'Item', { parameters: { explain: 'true' }, ...ann }), 'Using the explain query parameter requires the master key');
  });
});


describe('whatever is asked', () => {
  const db = database();
  before(async () => {
    for (let i = 0; i < 5; i += 1)
      await db.create('Item', { name: `n${i}`, text: `text ${i}`, number: i, array: [i, 'a', pointer('Item', 'x')], object: { x: { y: [i] } }, place: point(i, i), area: { __type: 'Polygon', coordinates: [[0, 0], [0, i + 1], [i + 1, 0]] } });
  });
  test('the engine never fails', async () => {
    const random = randomFrom(60);
    const keys = ['name', 'text', 'number', 'flag', 'date', 'object', 'object.x', 'object.x.y.0', 'array', 'array.0', 'array.2.objectId', 'parent', 'friends', 'place', 'area', 'data', 'file', 'objectId', 'createdAt', '$or', '$nor'];
    const names = ['$all', '$containedBy', '$regex', '$options', '$text', '$search', '$term', '$nearSphere', '$maxDistance', '$within', '$box', '$geoWithin', '$polygon', '$centerSphere', '$geoIntersects', '$point', '$inQuery', '$notInQuery', '$select', '$dontSelect', 'where', 'className', 'query', 'key', '$in', '$eq', '$exists'];
    const leaves = [1, -1, 'x', 'Item', 'text', 'array', '^t', 'i', true, null, [], {}, point(1, 2), pointer('Item', 'x'), [point(0, 0), 1], [point(0, 0), point(1, 1), point(0, 1)], { className: 'Item', where: {} }, { query: { className: 'Item', where: {} }, key: 'array' }, { $search: { $term: 'text' } }, { $box: [point(0, 0), point(3, 3)] }, [{ $regex: 'a' }], { $point: point(0.1, 0.1) }];
    const value = (depth) => {
      if (!depth || random.below(2) === 0) return random.pick(leaves);
      if (random.below(4) === 0) return Array.from({ length: random.below(4) }, () => value(depth - 1));
      return Object.fromEntries(Array.from({ length: 1 + random.below(2) }, () => [random.pick([...names, ...keys]), value(depth - 1)]));
    };
    const codes = new Map();
    for (let i = 0; i < 6000; i += 1) {
      const where = { [random.pick(keys)]: random.below(4) ? { [random.pick(names)]: value(2) } : value(3) };
      const parameters = { where, limit: '2', order: random.pick(['', '$score', 'object.x', 'name', '-array.0']), keys: random.pick(['', '$score']) };
      const answer = await db.ask('GET', 'Item', { parameters });
      assert.notEqual(answer.code, 1, JSON.stringify([where, answer]));
      codes.set(answer.code ?? 200, (codes.get(answer.code ?? 200) ?? 0) + 1);
    }
    for (const code of [200, 102, 105, 107]) assert.ok(codes.get(code) > 10, JSON.stringify([...codes]));
  });
});
