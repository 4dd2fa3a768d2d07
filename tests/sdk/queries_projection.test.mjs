// What a query brings back and in which order: order, limit, skip, count, keys, excludeKeys, first, each,
// hint and explain.
import {
  Parse, Thing, api, assert, assertError, assertStatus, cases, either, make, makeThings, names, query, rejects, suite,
  test, unique,
} from './lib/sdk.mjs';

let prepared;
const fixture = () => (prepared ??= makeThings([
  { name: 'a', number: 2, text: 'x' },
  { name: 'b', number: 1, text: 'x' },
  { name: 'c', number: 3, text: 'y' },
  { name: 'd', number: 1, text: 'y' },
]));

suite('queries: order', () => {
  cases([
    ['ascending', 'name', ['a', 'b', 'c', 'd']],
    ['descending', '-name', ['d', 'c', 'b', 'a']],
    ['by two keys', 'number,name', ['b', 'd', 'a', 'c']],
    ['by two keys, one descending', 'number,-name', ['d', 'b', 'a', 'c']],
    ['by two keys, both descending', '-text,-number', ['c', 'd', 'a', 'b']],
    ['spaces between keys do not matter', 'number, name', ['b', 'd', 'a', 'c']],
  ], async (order, expected) => {
    const { group } = await fixture();
    assert.deepEqual((await api.find('Thing', { where: { group }, order })).map(({ name }) => name), expected);
  });
  test('by createdAt', async () => {
    const group = unique('group');
    for (const name of ['first', 'second']) {
      await make('Thing', { name, group });
      await new Promise((resolve) => { setTimeout(resolve, 5); }); // the clock's unit is a millisecond
    }
    assert.deepEqual(await names(new Parse.Query(Thing).equalTo('group', group).descending('createdAt')), ['second', 'first']);
  });
  test('by the SDK: ascending, addDescending', async () => {
    const { query: all } = await fixture();
    assert.deepEqual(await names(all().ascending('text').addDescending('number')), ['a', 'b', 'c', 'd']);
  });
  test('objects without the field come first when ascending', async () => {
    const { query: all } = await makeThings([{ name: 'a', number: 1 }, { name: 'b' }]);
    assert.deepEqual(await names(all().ascending('number')), either({ parseServer: ['a', 'b'], ours: ['b', 'a'] }));
  });
  test('strings are ordered by their code points', async () => {
    const { query: all } = await makeThings([{ name: 'b' }, { name: 'A' }, { name: 'a' }, { name: 'Z' }]);
    assert.deepEqual(await names(all().ascending('name')), ['A', 'Z', 'a', 'b']);
  });
});

suite('queries: limit, skip, count', () => {
  const find = async (parameters) => {
    const { group } = await fixture();
    const answer = await api.call('GET', `/classes/Thing${query({ where: { group }, order: 'name', ...parameters })}`);
    assertStatus(answer, 200);
    return answer.json;
  };
  cases([
    ['limit', { limit: 2 }, ['a', 'b']],
    ['skip', { skip: 3 }, ['d']],
    ['limit and skip', { limit: 1, skip: 1 }, ['b']],
    ['skip beyond the end', { skip: 99 }, []],
    ['limit 0 brings nothing', { limit: 0 }, []],
  ], async (parameters, expected) => assert.deepEqual((await find(parameters)).results.map(({ name }) => name), expected));
  test('count counts all, whatever the limit', async () => {
    const answer = await find({ count: 1, limit: 1 });
    assert.equal(answer.count, 4);
    assert.equal(answer.results.length, 1);
  });
  test('count with limit 0', async () => {
    assert.deepEqual(await find({ count: 1, limit: 0 }), { results: [], count: 4 });
  });
  test('without count there is none', async () => assert.equal('count' in (await find({})), false));
  test('by the SDK: count, first, get, withCount', async () => {
    const { query: all, things } = await fixture();
    assert.equal(await all().greaterThan('number', 1).count(), 2);
    assert.equal((await all().ascending('name').first()).get('name'), 'a');
    assert.equal((await all().get(things[2].id)).get('name'), 'c');
    const { results, count } = await all().withCount().limit(2).find();
    assert.deepEqual([results.length, count], [2, 4]);
  });
  test('first of nothing is undefined', async () => {
    assert.equal(await new Parse.Query(Thing).equalTo('group', unique('none')).first(), undefined);
  });
  test('get of what the query does not match is error 101', async () => {
    await rejects(new Parse.Query(Thing).get('nosuchobj0'), 101, 'Object not found.');
  });
  test('the limit is 100 unless said otherwise', async () => {
    const { group } = await makeThings(Array.from({ length: 103 }, (_, number) => ({ number })));
    assert.equal((await api.find('Thing', { where: { group } })).length, 100);
    assert.equal((await api.find('Thing', { where: { group }, limit: 1000 })).length, 103);
  });
  test('a negative limit is refused', async () => {
    const answer = await api.call('GET', `/classes/Thing${query({ limit: -1 })}`);
    assert.equal(answer.status, either({ parseServer: 500, ours: 400 }));
  });
  test('a limit that is no number is refused', async () => {
    const answer = await api.call('GET', `/classes/Thing${query({ limit: 'many' })}`);
    assert.equal(answer.status, either({ parseServer: 500, ours: 400 }));
  });
  test('by the SDK: each, map, reduce, filter, findAll', async () => {
    const { query: all } = await fixture();
    const seen = [];
    await all().each((thing) => { seen.push(thing.get('name')); }, { batchSize: 2 });
    assert.deepEqual(seen.sort(), ['a', 'b', 'c', 'd']);
    assert.deepEqual((await all().map((thing) => thing.get('number'))).sort(), [1, 1, 2, 3]);
    assert.equal(await all().reduce((sum, thing) => sum + thing.get('number'), 0), 7);
    assert.equal((await all().filter((thing) => thing.get('number') === 1)).length, 2);
    assert.equal((await all().findAll({ batchSize: 3 })).length, 4);
  });
});

suite('queries: keys and excludeKeys', () => {
  const firstKeys = async (parameters) => {
    const { group } = await fixture();
    const [first] = await api.find('Thing', { where: { group }, order: 'name', ...parameters });
    return Object.keys(first).sort();
  };
  // Relations are described whatever the keys are.
  const always = ['createdAt', 'friends', 'members', 'objectId', 'updatedAt'];
  cases([
    ['keys brings these and the built-in fields', { keys: 'name,number' }, [...always, 'name', 'number'].sort()],
    ['keys of an unknown field', { keys: 'name,nosuchfield' }, [...always, 'name'].sort()],
    ['excludeKeys leaves these out', { excludeKeys: 'name,friends,members' }, [...always, 'group', 'number', 'text'].sort()],
    ['excludeKeys cannot leave out the built-in fields', { excludeKeys: 'objectId,createdAt,updatedAt,friends,members,group' }, [...always, 'name', 'number', 'text'].sort()],
    ['keys with excludeKeys', { keys: 'name,number', excludeKeys: 'number' }, [...always, 'name'].sort()],
  ], async (parameters, expected) => assert.deepEqual(await firstKeys(parameters), expected));
  test('by the SDK: select and exclude', async () => {
    const { query: all } = await fixture();
    const selected = await all().select('name').first();
    assert.deepEqual([selected.has('name'), selected.has('number')], [true, false]);
    const excluded = await all().exclude('name').first();
    assert.deepEqual([excluded.has('name'), excluded.has('number')], [false, true]);
  });
  test('dotted keys select inside an included pointer', async () => {
    const note = await make('Note', { title: 't', body: 'b' });
    const thing = await make('Thing', { name: 'a', note });
    const [found] = await api.find('Thing', { where: { objectId: thing.id }, keys: 'name,note.title', include: 'note' });
    assert.equal(found.note.title, 't');
    assert.equal('body' in found.note, false);
  });
  test('dotted excludeKeys leave out inside an included pointer', async () => {
    const note = await make('Note', { title: 't', body: 'b' });
    const thing = await make('Thing', { name: 'a', note });
    const [found] = await api.find('Thing', { where: { objectId: thing.id }, excludeKeys: 'note.body', include: 'note' });
    assert.equal(found.note.title, 't');
    assert.equal('body' in found.note, false);
  });
  test('keys with get by id', async () => {
    const thing = await make('Thing', { name: 'a', number: 1 });
    const answer = await api.call('GET', `/classes/Thing/${thing.id}${query({ keys: 'name' })}`);
    assert.deepEqual(Object.keys(answer.json).sort(), [...always, 'name'].sort());
  });
  test('get by id refuses what it does not know', async () => {
    const thing = await make('Thing');
    assertError(await api.call('GET', `/classes/Thing/${thing.id}${query({ where: {} })}`), 400, 102, 'Improper encode of parameter');
  });
});

suite('queries: options that only advise', () => {
  test('comment is accepted', async () => {
    const { query: all } = await fixture();
    assert.equal((await all().comment('from the clinic screen').find()).length, 4);
  });
  test('readPreference is accepted', async () => {
    const { group } = await fixture();
    const found = await api.find('Thing', { where: { group }, readPreference: 'SECONDARY', includeReadPreference: 'SECONDARY', subqueryReadPreference: 'SECONDARY' });
    assert.equal(found.length, 4);
  });
  test('hint is accepted from the master key', async () => {
    const { group } = await fixture();
    assert.equal((await api.find('Thing', { where: { group }, hint: '_id_' }, { master: true })).length, 4);
  });
  test('explain asks for the master key', async () => {
    const { group } = await fixture();
    assertError(await api.call('GET', `/classes/Thing${query({ where: { group }, explain: true })}`), 400, 102);
  });
});
