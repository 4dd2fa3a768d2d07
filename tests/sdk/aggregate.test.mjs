// /aggregate with the master key: pipelines and distinct, as the SDK sends them.
// parse-server's PostgreSQL adapter knows less of this than MongoDB does; what it fails is marked.
import {
  Parse, Thing, api, assert, assertError, assertStatus, cases, faulty, makeThings, master, query, rejects, suite, test,
} from './lib/sdk.mjs';

let prepared;
const fixture = () => (prepared ??= makeThings([
  { name: 'a', number: 1, text: 'x', flag: true, object: { colour: 'red' } },
  { name: 'b', number: 2, text: 'x', flag: false, object: { colour: 'red' } },
  { name: 'c', number: 3, text: 'y', flag: true, object: { colour: 'blue' } },
]));
/** The results of a pipeline over the fixture. */
async function aggregate(stages, match = {}) {
  const { group } = await fixture();
  const pipeline = [{ $match: { group, ...match } }, ...stages];
  const answer = await api.call('GET', `/aggregate/Thing${query({ pipeline })}`, { master: true });
  assertStatus(answer, 200);
  return answer.json.results;
}
const refused = async (pipeline) => api.call('GET', `/aggregate/Thing${query({ pipeline })}`, { master: true });

suite('aggregate: pipelines', () => {
  test('asks for the master key', async () => {
    const answer = await api.call('GET', `/aggregate/Thing${query({ pipeline: [{ $match: {} }] })}`);
    assertStatus(answer, 403);
    assert.deepEqual(answer.json, { error: 'Permission denied' });
  });
  test('$match', async () => {
    assert.deepEqual((await aggregate([], { number: { $gt: 1 } })).map(({ name }) => name).sort(), ['b', 'c']);
  });
  test('a second $match narrows the first', faulty('only one $match counts'), async () => {
    const results = await aggregate([{ $match: { number: { $gt: 1 } } }]);
    assert.deepEqual(results.map(({ name }) => name).sort(), ['b', 'c']);
  });
  test('$sort', async () => {
    assert.deepEqual((await aggregate([{ $sort: { number: -1 } }])).map(({ name }) => name), ['c', 'b', 'a']);
  });
  test('$limit', async () => {
    assert.deepEqual((await aggregate([{ $sort: { number: 1 } }, { $limit: 2 }])).map(({ name }) => name), ['a', 'b']);
  });
  test('$skip', faulty('$skip after $sort is a syntax error'), async () => {
    assert.deepEqual((await aggregate([{ $sort: { number: 1 } }, { $skip: 1 }, { $limit: 1 }])).map(({ name }) => name), ['b']);
  });
  test('$project', async () => {
    const [first] = await aggregate([{ $project: { name: 1 } }]);
    assert.ok(first.name);
    assert.equal('number' in first, false);
  });
  const sums = [
    ['$sum of a field', { value: { $sum: '$number' } }, { x: 3, y: 3 }],
    ['$sum of 1 counts', { value: { $sum: 1 } }, { x: 2, y: 1 }],
    ['$avg', { value: { $avg: '$number' } }, { x: 1.5, y: 3 }],
    ['$min', { value: { $min: '$number' } }, { x: 1, y: 3 }],
    ['$max', { value: { $max: '$number' } }, { x: 2, y: 3 }],
  ];
  cases(sums, async (accumulator, expected) => {
    const results = await aggregate([{ $group: { _id: '$text', ...accumulator } }]);
    assert.deepEqual(Object.fromEntries(results.map(({ objectId, value }) => [objectId, value])), expected);
  });
  test('$group by an object of fields', async () => {
    const results = await aggregate([{ $group: { _id: { text: '$text' }, total: { $sum: '$number' } } }]);
    assert.deepEqual(results.map(({ objectId }) => objectId.text).sort(), ['x', 'y']);
  });
  test('$group of everything', faulty('it needs a field to group by'), async () => {
    const results = await aggregate([{ $group: { _id: null, total: { $sum: '$number' } } }]);
    assert.deepEqual(results.map(({ objectId, total }) => [objectId, total]), [[null, 6]]);
  });
  test('by the SDK', async () => {
    const { group } = await fixture();
    const results = await new Parse.Query(Thing).aggregate([
      { $match: { group } }, { $group: { _id: '$text', total: { $sum: '$number' } } },
    ]);
    assert.deepEqual(results.map(({ objectId, total }) => [objectId, total]).sort(), [['x', 3], ['y', 3]]);
  });
  test('by the SDK, as an object', async () => {
    const { query: all } = await fixture();
    const results = await all().aggregate({ $sort: { number: 1 } });
    assert.ok(results.length >= 3);
  });
  const wrong = [
    ['$group by objectId', [{ $group: { objectId: '$text' } }], "Cannot use 'objectId' in aggregation stage $group."],
    ['$group without _id', [{ $group: { total: { $sum: 1 } } }], 'Invalid parameter for query: group. Missing key _id'],
    ['a stage without $', [{ match: {} }], "Invalid aggregate stage 'match'."],
    ['a stage of two keys', [{ $match: {}, $sort: {} }], 'Pipeline stages should only have one key but found $match, $sort.'],
  ];
  cases(wrong, async (pipeline, message) => assertError(await refused(pipeline), 400, 102, message));
  test('stages that write are refused', faulty('unknown stages are passed over'), async () => {
    for (const stage of [{ $out: 'Other' }, { $merge: { into: 'Other' } }]) assertError(await refused([stage]), 400, 102);
  });
  test('an unknown stage is refused', faulty('unknown stages are passed over'), async () => {
    assertError(await refused([{ $frobnicate: {} }]), 400, 102);
  });
  test('a field name with SQL in it is refused', async () => {
    assertError(await refused([{ $group: { _id: '$text"; DROP TABLE x; --' } }]), 400, [102, 105]);
  });
});

suite('aggregate: distinct', () => {
  const distinct = async (key) => {
    const { group } = await fixture();
    const answer = await api.call('GET', `/aggregate/Thing${query({ distinct: key, where: { group } })}`, { master: true });
    assertStatus(answer, 200);
    return answer.json.results;
  };
  // In a class that has a relation, parse-server on PostgreSQL answers an error, or nothing at all.
  const inRelationClass = faulty('distinct in a class with relations');
  test('of strings', inRelationClass, async () => assert.deepEqual((await distinct('text')).sort(), ['x', 'y']));
  test('of numbers', inRelationClass, async () => assert.deepEqual((await distinct('number')).sort(), [1, 2, 3]));
  test('under a dotted key', inRelationClass, async () => assert.deepEqual((await distinct('object.colour')).sort(), ['blue', 'red']));
  test('of an unknown field is empty', async () => assert.deepEqual(await distinct('nosuchfield'), []));
  test('in a class without relations', async () => {
    const { group } = await makeThings([{ title: 'x' }, { title: 'x' }, { title: 'y' }], 'Note');
    const found = await new Parse.Query('Note').equalTo('group', group).distinct('title');
    assert.deepEqual(found.sort(), ['x', 'y']);
  });
  test('of pointers brings objects\' pointers', inRelationClass, async () => {
    assert.deepEqual(await distinct('note'), []);
  });
  test('asks for the master key', async () => {
    assertStatus(await api.call('GET', `/aggregate/Thing${query({ distinct: 'text' })}`), 403);
  });
  test('/classes takes no distinct', async () => {
    assertError(await api.call('GET', `/classes/Thing${query({ distinct: 'text' })}`), 400, 102, 'Invalid parameter for query: distinct');
  });
  test('a query that the SDK sends without a key is refused', async () => {
    await rejects(new Parse.Query('NoSuchClass').find({ ...master, useMasterKey: false }), 119);
  });
});
