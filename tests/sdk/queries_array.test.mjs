// Queries over arrays: equality with an element, $all, $in, $containedBy, and pointers inside arrays.
import {
  Parse, Thing, api, assert, assertError, cases, either, faulty, make, makeThings, pointer, query, sortedNames, suite, test,
  whereNames,
} from './lib/sdk.mjs';

let prepared;
const fixture = () => (prepared ??= makeThings([
  { name: 'a', array: [1, 2, 3] },
  { name: 'b', array: [2, 3] },
  { name: 'c', array: ['red', 'green'] },
  { name: 'd', array: [] },
  { name: 'e' },
  { name: 'f', array: [{ k: 1 }, { k: 2 }] },
  { name: 'g', array: ['redwood', 'reddish'] },
]));

// A fourth column is what parse-server answers on PostgreSQL (ERROR: an error), by a fault of that adapter.
const ERROR = 'an error';
const find = async (where, expected, onPostgres = expected) => {
  const { group } = await fixture();
  const wanted = either({ parseServer: onPostgres, ours: expected });
  const found = whereNames(group, where);
  if (wanted === ERROR) await assert.rejects(found);
  else assert.deepEqual(await found, wanted);
};

suite('queries: arrays', () => {
  cases([
    ['equality with an element: a number', { array: 2 }, ['a', 'b'], ERROR],
    ['equality with an element: a string', { array: 'red' }, ['c'], ERROR],
    ['equality with what no array holds', { array: 99 }, [], ERROR],
    ['$ne means "does not hold"', { array: { $ne: 2 } }, ['c', 'd', 'e', 'f', 'g'], ['c', 'd', 'f', 'g']],
    ['$in means "holds any of"', { array: { $in: [1, 'green'] } }, ['a', 'c']],
    ['$nin means "holds none of"', { array: { $nin: [2, 'red'] } }, ['d', 'e', 'f', 'g'], ['d', 'f', 'g']],
    ['$all means "holds all of"', { array: { $all: [2, 3] } }, ['a', 'b']],
    ['$all of one', { array: { $all: [1] } }, ['a']],
    ['$all does not mind the order', { array: { $all: [3, 2] } }, ['a', 'b']],
    ['$all that none holds', { array: { $all: [1, 'red'] } }, []],
    ['$containedBy', { array: { $containedBy: [1, 2, 3, 4] } }, ['a', 'b', 'd']],
    ['$containedBy of nothing finds the empty ones', { array: { $containedBy: [] } }, ['d']],
    ['$all of regular expressions', { array: { $all: [{ $regex: '^\\Qred\\E' }] } }, ['c', 'g'], ['c']],
    ['$all of several regular expressions', { array: { $all: [{ $regex: '^\\Qred\\E' }, { $regex: '^\\Qgre\\E' }] } }, ['c'], ['c', 'g']],
    ['$exists of an empty array', { array: { $exists: true } }, ['a', 'b', 'c', 'd', 'f', 'g']],
    ['an element at an index', { 'array.0': 2 }, ['b']],
    ['a key of an element at an index', { 'array.0.k': 1 }, ['f']],
  ], find);
  test('by the SDK: notEqualTo, containsAll, containedIn, notContainedIn, containedBy', async () => {
    const { query: all } = await fixture();
    assert.deepEqual(await sortedNames(all().notEqualTo('array', 1).exists('array')), ['b', 'c', 'd', 'f', 'g']);
    assert.deepEqual(await sortedNames(all().containsAll('array', [2, 3])), ['a', 'b']);
    assert.deepEqual(await sortedNames(all().containedIn('array', [1, 'red'])), ['a', 'c']);
    assert.deepEqual(await sortedNames(all().containedBy('array', [2, 3])), ['b', 'd']);
  });
  test('by the SDK: equalTo with an element, containsAllStartingWith', faulty('no equality with an element'), async () => {
    const { query: all } = await fixture();
    assert.deepEqual(await sortedNames(all().equalTo('array', 1)), ['a']);
    assert.deepEqual(await sortedNames(all().containsAllStartingWith('array', ['red'])), ['c', 'g']);
  });
  test('$all that is no array', async () => {
    const answer = await api.call('GET', `/classes/Thing${query({ where: { array: { $all: 1 } } })}`);
    assertError(answer, 400, either({ parseServer: 119, ours: 107 }));
  });
  test('$containedBy that is no array is error 107', async () => {
    const answer = await api.call('GET', `/classes/Thing${query({ where: { array: { $containedBy: 1 } } })}`);
    assertError(answer, 400, 107, 'bad $containedBy: should be an array');
  });
});

suite('queries: pointers inside arrays', () => {
  test('equality with a pointer finds the arrays that hold it', async () => {
    const [one, two] = [await make('Note'), await make('Note')];
    const { group, query: all } = await makeThings([
      { name: 'a', array: [one.toPointer()] },
      { name: 'b', array: [two.toPointer(), one.toPointer()] },
      { name: 'c', array: [two.toPointer()] },
    ]);
    assert.deepEqual(await whereNames(group, { array: pointer('Note', one.id) }), ['a', 'b']);
    assert.deepEqual(await sortedNames(all().equalTo('array', two)), ['b', 'c']);
    assert.deepEqual(await sortedNames(all().containsAll('array', [one, two])), ['b']);
  });
  test('include follows the pointers of an array', async () => {
    const notes = [await make('Note', { title: 'one' }), await make('Note', { title: 'two' })];
    const thing = await make('Thing', { array: notes });
    const copy = await new Parse.Query(Thing).include('array').get(thing.id);
    assert.deepEqual(copy.get('array').map((note) => note.get('title')), ['one', 'two']);
  });
  test('include leaves out of an array what is gone', async () => {
    const notes = [await make('Note', { title: 'one' }), await make('Note', { title: 'two' })];
    const thing = await make('Thing', { array: notes });
    await notes[0].destroy();
    const copy = await new Parse.Query(Thing).include('array').get(thing.id);
    assert.deepEqual(copy.get('array').map((note) => note.get('title')), ['two']);
  });
});
