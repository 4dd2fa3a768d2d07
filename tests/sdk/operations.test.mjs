// Operations inside a write: what the SDKs send as {"__op": ...}, and dotted keys into objects.
// parse-server on PostgreSQL keeps no order in arrays that were added to, so those are compared sorted.
import {
  Parse, Thing, api, assert, assertError, assertStatus, cases, either, make, pointer, rejects, suite, test,
} from './lib/sdk.mjs';

/** Updates an object with operations; returns { answer, object } as the server then has it. */
async function update(id, body) {
  const answer = await api.call('PUT', `/classes/Thing/${id}`, { body });
  assertStatus(answer, 200);
  return { answer: answer.json, object: await api.fetch('Thing', id) };
}
const sorted = (array) => [...array].map((value) => JSON.stringify(value)).sort();

suite('operations: Increment', () => {
  test('adds, and answers the new number', async () => {
    const id = await api.create('Thing', { number: 1 });
    const { answer, object } = await update(id, { number: { __op: 'Increment', amount: 2 } });
    assert.equal(answer.number, 3);
    assert.equal(object.number, 3);
  });
  test('subtracts and takes fractions', async () => {
    const id = await api.create('Thing', { number: 1 });
    assert.equal((await update(id, { number: { __op: 'Increment', amount: -0.5 } })).object.number, 0.5);
  });
  test('starts from 0 where there was none', async () => {
    const id = await api.create('Thing', {});
    assert.equal((await update(id, { number: { __op: 'Increment', amount: 4 } })).object.number, 4);
  });
  test('on create is the amount', async () => {
    const answer = await api.call('POST', '/classes/Thing', { body: { number: { __op: 'Increment', amount: 4 } } });
    assertStatus(answer, 201);
    assert.equal(answer.json.number, 4);
  });
  test('of a String is error 111', async () => {
    const id = await api.create('Thing', { name: 'a' });
    const body = { name: { __op: 'Increment', amount: 1 } };
    assertError(await api.call('PUT', `/classes/Thing/${id}`, { body }), 400, 111,
      'schema mismatch for Thing.name; expected String but got Number');
  });
  test('loses none of twenty increments at once', async () => {
    const thing = await make('Thing', { number: 0 });
    const path = `/classes/Thing/${thing.id}`;
    const body = { number: { __op: 'Increment', amount: 1 } };
    await Promise.all(Array.from({ length: 20 }, () => api.call('PUT', path, { body })));
    assert.equal((await thing.fetch()).get('number'), 20);
  });
  test('by the SDK: increment and decrement', async () => {
    const thing = await make('Thing', { number: 5 });
    await thing.increment('number', 3).save();
    assert.equal(thing.get('number'), 8);
    await thing.decrement('number').save();
    assert.equal((await thing.fetch()).get('number'), 7);
  });
});

suite('operations: arrays', () => {
  const rows = [
    ['Add puts at the end', [1, 2], { __op: 'Add', objects: [3] }, [1, 2, 3]],
    ['Add takes several', [1], { __op: 'Add', objects: [2, 3] }, [1, 2, 3]],
    ['Add of an object', [], { __op: 'Add', objects: [{ a: 1 }] }, [{ a: 1 }]],
    ['AddUnique leaves out what is there', [1, 2], { __op: 'AddUnique', objects: [2, 3] }, [1, 2, 3]],
    ['AddUnique compares objects by value', [{ a: 1 }], { __op: 'AddUnique', objects: [{ a: 1 }, { a: 2 }] }, [{ a: 1 }, { a: 2 }]],
    ['Remove takes out every one', [1, 2, 1, 3], { __op: 'Remove', objects: [1, 3] }, [2]],
    ['Remove of what is not there changes nothing', [1], { __op: 'Remove', objects: [9] }, [1]],
    ['Remove compares objects by value', [{ a: 1 }, { a: 2 }], { __op: 'Remove', objects: [{ a: 1 }] }, [{ a: 2 }]],
    ['Remove keeps 1 and "1" apart', [1, '1'], { __op: 'Remove', objects: ['1'] }, [1]],
  ];
  cases(rows, async (before, operation, after) => {
    const id = await api.create('Thing', { array: before });
    const { answer, object } = await update(id, { array: operation });
    assert.deepEqual(sorted(object.array), sorted(after));
    assert.deepEqual(sorted(answer.array), sorted(after), 'the answer tells the new array');
  });
  const onCreate = [
    ['Add on create keeps doubles', { __op: 'Add', objects: [1, 1] }, [1, 1]],
    ['Remove on create is an empty array', { __op: 'Remove', objects: [1] }, []],
    ['Add where there was none', { __op: 'Add', objects: ['x'] }, ['x']],
  ];
  cases(onCreate, async (operation, after) => {
    const id = await api.create('Thing', { array: operation });
    assert.deepEqual((await api.fetch('Thing', id)).array, after);
  });
  test('Add to a field that has no value yet', async () => {
    const id = await api.create('Thing', {});
    assert.deepEqual((await update(id, { array: { __op: 'Add', objects: ['x'] } })).object.array, ['x']);
  });
  test('Add to a String is error 111', async () => {
    const id = await api.create('Thing', { name: 'a' });
    const body = { name: { __op: 'Add', objects: [1] } };
    assertError(await api.call('PUT', `/classes/Thing/${id}`, { body }), 400, 111,
      'schema mismatch for Thing.name; expected String but got Array');
  });
  test('Add without an array of objects is refused', async () => {
    const id = await api.create('Thing', { array: [1] });
    const answer = await api.call('PUT', `/classes/Thing/${id}`, { body: { array: { __op: 'Add', objects: 4 } } });
    assert.equal(answer.status, either({ parseServer: 500, ours: 400 }));
    assert.deepEqual((await api.fetch('Thing', id)).array, [1]);
  });
  test('by the SDK: add, addUnique, remove, and their plurals', async () => {
    const thing = await make('Thing', { array: ['a'] });
    await thing.add('array', 'b').save();
    await thing.addUnique('array', 'b').save();
    await thing.addAll('array', ['c', 'd']).save();
    await thing.addAllUnique('array', ['d', 'e']).save();
    await thing.remove('array', 'a').save();
    await thing.removeAll('array', ['c', 'd']).save();
    await thing.fetch();
    assert.deepEqual(thing.get('array').sort(), ['b', 'e']);
  });
  test('pointers are added and removed by what they point at', async () => {
    const [first, second] = [await make('Note'), await make('Note')];
    const thing = await make('Thing', { array: [first.toPointer()] });
    await thing.addUnique('array', first).save();
    await thing.add('array', second).save();
    await thing.remove('array', first).save();
    assert.deepEqual((await api.fetch('Thing', thing.id)).array, [pointer('Note', second.id)]);
  });
});

suite('operations: Delete and SetOnInsert', () => {
  test('Delete takes the value away', async () => {
    const id = await api.create('Thing', { name: 'a', number: 1 });
    const { answer, object } = await update(id, { name: { __op: 'Delete' } });
    assert.equal('name' in object, false);
    assert.deepEqual(Object.keys(answer), ['updatedAt']);
  });
  const every = { text: 'x', number: 1, flag: true, date: { __type: 'Date', iso: '2020-01-01T00:00:00.000Z' }, object: { a: 1 }, array: [1], bytes: { __type: 'Bytes', base64: 'AA==' }, place: { __type: 'GeoPoint', latitude: 1, longitude: 2 }, note: pointer('Note', 'abcdefghij') };
  for (const [field, value] of Object.entries(every)) {
    test(`Delete of the field ${field}`, async () => {
      const id = await api.create('Thing', { [field]: value });
      assert.equal(field in (await update(id, { [field]: { __op: 'Delete' } })).object, false);
    });
  }
  test('null in an update takes the value away', async () => {
    const id = await api.create('Thing', { name: 'a' });
    const { object } = await update(id, { name: null });
    assert.equal(object.name ?? null, null);
  });
  test('Delete on create is no value', async () => {
    const id = await api.create('Thing', { name: { __op: 'Delete' } });
    assert.equal('name' in (await api.fetch('Thing', id)), false);
  });
  test('unset by the SDK', async () => {
    const thing = await make('Thing', { name: 'a', number: 2 });
    thing.unset('name');
    await thing.save();
    const copy = await new Parse.Query(Thing).get(thing.id);
    assert.equal(copy.has('name'), false);
    assert.equal(copy.get('number'), 2);
  });
  test('SetOnInsert of a client changes nothing on update', async () => {
    const id = await api.create('Thing', { name: 'a' });
    const body = { name: { __op: 'SetOnInsert', amount: 'b' } };
    const answer = await api.call('PUT', `/classes/Thing/${id}`, { body });
    // parse-server on PostgreSQL does not know it and answers 500; on MongoDB an update leaves the value.
    assert.equal(answer.status, either({ parseServer: 500, ours: 200 }));
    assert.equal((await api.fetch('Thing', id)).name, 'a');
  });
  test('an unknown operation is refused and changes nothing', async () => {
    const id = await api.create('Thing', { name: 'a' });
    const answer = await api.call('PUT', `/classes/Thing/${id}`, { body: { name: { __op: 'Frobnicate' } } });
    assert.equal(answer.status, either({ parseServer: 500, ours: 400 }));
    assert.equal((await api.fetch('Thing', id)).name, 'a');
  });
});

suite('operations: dotted keys into an object', () => {
  const rows = [
    ['sets one key and leaves the others', { a: 1, b: 2 }, { 'object.a': 9 }, { a: 9, b: 2 }],
    ['sets deep down', { a: { b: { c: 1, d: 2 } } }, { 'object.a.b.c': 9 }, { a: { b: { c: 9, d: 2 } } }, { a: { b: { c: 9 } } }],
    ['makes the way where there is none', {}, { 'object.a.b': 1 }, { a: { b: 1 } }],
    ['increments', { a: 1 }, { 'object.a': { __op: 'Increment', amount: 2 } }, { a: 3 }],
    ['deletes', { a: 1, b: 2 }, { 'object.a': { __op: 'Delete' } }, { b: 2 }],
    ['deletes deep down', { a: { b: 1, c: 2 } }, { 'object.a.b': { __op: 'Delete' } }, { a: { c: 2 } }, { a: {} }],
    ['two keys at once', { a: 1 }, { 'object.a': 2, 'object.b': 3 }, { a: 2, b: 3 }],
  ];
  // A fourth column: parse-server on PostgreSQL forgets the neighbours of a key that is deep down.
  cases(rows, async (before, changes, after, onPostgres = after) => {
    const id = await api.create('Thing', { object: before });
    const wanted = either({ parseServer: onPostgres, ours: after });
    assert.deepEqual((await update(id, changes)).object.object, wanted);
  });
  test('an increment inside an object is answered under the object', async () => {
    const id = await api.create('Thing', { object: { a: 1 } });
    assert.deepEqual((await update(id, { 'object.a': { __op: 'Increment', amount: 2 } })).answer.object, { a: 3 });
  });
  test('into a String is error 111', async () => {
    const id = await api.create('Thing', { name: 'a' });
    assertError(await api.call('PUT', `/classes/Thing/${id}`, { body: { 'name.b': 1 } }), 400, 111,
      'schema mismatch for Thing.name; expected String but got Object');
  });
  test('by the SDK: set and increment', async () => {
    const thing = await make('Thing', { object: { phone: 'old', visits: 1 } });
    thing.set('object.phone', 'new');
    thing.increment('object.visits');
    await thing.save();
    const copy = await new Parse.Query(Thing).get(thing.id);
    assert.deepEqual(copy.get('object'), { phone: 'new', visits: 2 });
  });
  for (const key of ['$a', 'a.b']) {
    test(`a nested key ${key} is error 121`, async () => {
      assertError(await api.call('POST', '/classes/Thing', { body: { object: { [key]: 1 } } }), 400, 121,
        "Nested keys should not contain the '$' or '.' characters");
    });
  }
});

suite('operations: relations', () => {
  test('AddRelation and RemoveRelation', async () => {
    const [a, b] = [await make('Thing', { name: 'a' }), await make('Thing', { name: 'b' })];
    const thing = await make('Thing');
    const friends = thing.relation('friends');
    friends.add([a, b]);
    await thing.save();
    assert.deepEqual((await friends.query().find()).map((found) => found.get('name')).sort(), ['a', 'b']);
    friends.remove(a);
    await thing.save();
    assert.deepEqual((await friends.query().find()).map((found) => found.id), [b.id]);
  });
  test('AddRelation on create', async () => {
    const friend = await make('Thing', { name: 'friend' });
    const friends = { __op: 'AddRelation', objects: [friend.toPointer()] };
    const id = await api.create('Thing', { friends });
    const found = await Thing.createWithoutData(id).relation('friends').query().find();
    assert.deepEqual(found.map((thing) => thing.id), [friend.id]);
  });
  test('adding twice makes one link', async () => {
    const friend = await make('Thing');
    const thing = await make('Thing');
    for (let round = 0; round < 2; round += 1) {
      thing.relation('friends').add(friend);
      await thing.save();
    }
    assert.equal(await thing.relation('friends').query().count(), 1);
  });
  test('adding and removing in one save (a Batch of operations)', async () => {
    const [a, b] = [await make('Thing'), await make('Thing')];
    const thing = await make('Thing');
    thing.relation('friends').add(a);
    await thing.save();
    thing.relation('friends').add(b);
    thing.relation('friends').remove(a);
    await thing.save();
    assert.deepEqual((await thing.relation('friends').query().find()).map((found) => found.id), [b.id]);
  });
  test('removing what was never added changes nothing', async () => {
    const [a, b] = [await make('Thing'), await make('Thing')];
    const thing = await make('Thing');
    thing.relation('friends').add(a);
    await thing.save();
    thing.relation('friends').remove(b);
    await thing.save();
    assert.equal(await thing.relation('friends').query().count(), 1);
  });
  test('a pointer to another class is error 111', async () => {
    const friends = { __op: 'AddRelation', objects: [pointer('Note', 'abcdefghij')] };
    assertError(await api.call('POST', '/classes/Thing', { body: { friends } }), 400, 111,
      'schema mismatch for Thing.friends; expected Relation<Thing> but got Relation<Note>');
  });
  test('a relation field takes no plain value', async () => {
    assertError(await api.call('POST', '/classes/Thing', { body: { friends: [1] } }), 400, 111);
  });
  test('a deleted object leaves the relation', async () => {
    const [a, b] = [await make('Thing'), await make('Thing')];
    const thing = await make('Thing');
    thing.relation('friends').add([a, b]);
    await thing.save();
    await a.destroy();
    assert.deepEqual((await thing.relation('friends').query().find()).map((found) => found.id), [b.id]);
  });
  test('an SDK relation of an unsaved object is refused by the SDK', async () => {
    const thing = await make('Thing');
    assert.throws(() => thing.relation('friends').add(new Thing()), /unsaved Parse Object/);
    await rejects(Thing.createWithoutData('nosuchobj0').fetch(), 101);
  });
});
