// Parse tells upper case from lower in the names of classes and fields; SQL does not. Fields and classes that
// differ only in case are two on every way: values, queries, sorting, updates, dotted paths, pointers,
// relations, unique values, hidden and encrypted fields, versions, the audit trail, aggregates and rules.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertError, assertStatus, geoPoint, pointer, query } from '../lib/rest.mjs';

const ids = (results) => results.map(({ objectId }) => objectId).sort();

describeServer('names that differ only in case', 'twins', (context) => {
  const call = (method, path, options) => context.api.call(method, path, options);
  const put = async (id, body) => assertStatus(await call('PUT', `/classes/Note/${id}`, { body }), 200);
  const fetch = (id, parameters = {}) => call('GET', `/classes/Note/${id}${query(parameters)}`).then(({ json }) => json);

  const values = {
    a: 'small', A: 'capital', Code: 1, CODE: 2, meta: { k: 1 }, Meta: { k: 2, K: 3 }, place: geoPoint(1, 2), Place: geoPoint(3, 4),
    place_Latitude: 5, text: 'river', Text: 'mountain', ObjectID: 'no id', updatedat: 7,
  };

  test('each value comes back under its own name', async () => {
    const id = await context.api.create('Note', values);
    const { objectId, createdAt, updatedAt, ...rest } = await fetch(id);
    assert.equal(objectId, id);
    assert.match(updatedAt, /^\d{4}-.*Z$/);
    assert.ok(createdAt);
    assert.deepEqual(rest, { ...values, friends: { __type: 'Relation', className: '_User' }, Friends: { __type: 'Relation', className: 'NOTE' } });
    const capitals = await fetch(id, { keys: 'A,Meta' });
    assert.deepEqual([capitals.A, capitals.Meta, capitals.a, capitals.meta], ['capital', values.Meta, undefined, undefined]);
    assert.deepEqual(Object.keys(await fetch(id, { excludeKeys: 'A,Meta' })).filter((key) => /^(a|meta)$/i.test(key)).sort(), ['a', 'meta']);
  });

  test('a change of the one leaves the other, dotted paths and operations too', async () => {
    const id = await context.api.create('Note', values);
    await put(id, { A: 'changed', 'Meta.k': 9, CODE: { __op: 'Increment', amount: 5 }, Text: { __op: 'Delete' } });
    const { a, A, meta, Meta, Code, CODE, text, Text } = await fetch(id);
    assert.deepEqual([a, A, meta, Meta, Code, CODE, text, Text], ['small', 'changed', { k: 1 }, { k: 9, K: 3 }, 1, 7, 'river', undefined]);
    assertError(await call('PUT', `/classes/Note/${id}`, { body: { CoDe: 1 } }), 400, 119, /no field CoDe/);
  });

  test('conditions, sorting, counts, words and distances ask the one that they name', async () => {
    const one = await context.api.create('Note', { a: 'x1', A: 'x2', place: geoPoint(10, 10), Place: geoPoint(50, 50), text: 'glacier', Text: 'desert' });
    const two = await context.api.create('Note', { a: 'x2', A: 'x1', place: geoPoint(50, 50), Place: geoPoint(10, 10), text: 'desert', Text: 'glacier' });
    const mine = { objectId: { $in: [one, two] } };
    const find = (where, more = {}) => context.api.find('Note', { where: { ...mine, ...where }, ...more });
    assert.deepEqual(ids(await find({ a: 'x1' })), [one]);
    assert.deepEqual(ids(await find({ A: 'x1' })), [two]);
    assert.deepEqual(ids(await find({ a: 'x1', A: 'x2' })), [one]);
    assert.deepEqual(ids(await find({ $or: [{ a: 'x2', A: 'x2' }, { A: { $regex: '^x1' } }] })), [two]);
    assert.deepEqual((await find({}, { order: '-a' })).map(({ objectId }) => objectId), [two, one]);
    assert.deepEqual((await find({}, { order: '-A' })).map(({ objectId }) => objectId), [one, two]);
    const near = { $nearSphere: geoPoint(10, 10), $maxDistanceInKilometers: 1 };
    assert.deepEqual([ids(await find({ place: near })), ids(await find({ Place: near }))], [[one], [two]]);
    assert.deepEqual(ids(await find({ Text: { $text: { $search: { $term: 'glacier' } } } })), [two]);
    const { json } = await call('GET', `/classes/Note${query({ where: { ...mine, A: 'x1' }, count: 1, limit: 0 })}`);
    assert.equal(json.count, 1);
    assertError(await call('GET', `/classes/Note${query({ where: { TEXT: 'x' } })}`), 400, 105, /TEXT/);
  });

  test('a unique field is, and its twin is not', async () => {
    await context.api.create('Note', { code: 'once', Code: 1, CODE: 1 });
    await context.api.create('Note', { code: 'twice', Code: 1, CODE: 1 });
    assertError(await call('POST', '/classes/Note', { body: { code: 'once' } }), 400, 137);
  });

  test('pointers and relations lead each to its class', async () => {
    const capital = await context.api.create('NOTE', { a: 1, A: 2 });
    const users = [await context.api.signUp(), await context.api.signUp()];
    const id = await context.api.create('Note', {
      owner: users[0].pointer, Owner: users[1].pointer, other: pointer('NOTE', capital),
      friends: { __op: 'AddRelation', objects: [users[0].pointer] }, Friends: { __op: 'AddRelation', objects: [pointer('NOTE', capital)] },
    });
    const seen = await fetch(id, { include: 'other' });
    assert.deepEqual([seen.owner.objectId, seen.Owner.objectId], [users[0].id, users[1].id]);
    assert.deepEqual([seen.other.className, seen.other.a, seen.other.A], ['NOTE', 1, 2]);
    assert.deepEqual([seen.friends.className, seen.Friends.className], ['_User', 'NOTE']);
    const related = (key, className) => context.api.find(className, { where: { $relatedTo: { object: pointer('Note', id), key } } }, { master: true });
    assert.deepEqual(ids(await related('Friends', 'NOTE')), [capital]);
    assert.deepEqual(ids(await related('friends', '_User')), [users[0].id]);
    assertError(await call('PUT', `/classes/Note/${id}`, { body: { other: pointer('Note', id) } }), 400, 111);
    assertError(await call('POST', '/classes/NOTE', { body: { a: 1 } }), 400, 142, /A/);
    assertError(await call('GET', `/classes/NOTE/${id}`), 404, 101);
    assertError(await call('GET', '/classes/NoTe'), 400, 119);
  });

  test('aggregates tell them apart', async () => {
    const mark = `m${Date.now()}`;
    for (const [Code, CODE] of [[1, 10], [2, 20]]) await context.api.create('Note', { ObjectID: mark, Code, CODE });
    const pipeline = [{ $match: { ObjectID: mark } }, { $group: { _id: null, sum: { $sum: '$Code' }, Sum: { $sum: '$CODE' } } }];
    const { json } = await call('GET', `/aggregate/Note${query({ pipeline })}`, { master: true });
    assert.deepEqual([json.results[0].sum, json.results[0].Sum], [3, 30]);
    const distinct = await call('GET', `/aggregate/Note${query({ distinct: 'CODE', where: { ObjectID: mark } })}`, { master: true });
    assert.deepEqual(distinct.json.results.sort(), [10, 20]);
  });

  test('the schema that is shown has both', async () => {
    const { json } = await call('GET', '/schemas/Note', { master: true });
    assert.deepEqual([json.fields.a.type, json.fields.A.type, json.fields.code.type, json.fields.Code.type], ['String', 'String', 'String', 'Number']);
  });
});

describeServer('rules about names that differ only in case', 'twins', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const call = (method, path, options) => context.api.call(method, path, options);
  let id;

  before(async () => {
    for (const name of ['ann', 'bob', 'doctor']) who[name] = await context.api.signUp();
    await context.api.createRole('doctor', [who.doctor]);
    id = await context.api.create('Diary', { owner: who.ann.pointer, Owner: who.bob.pointer, text: 'open text', TEXT: 'hidden', Text: 'sealed', State: 'any', score: 1, Score: 2 }, as('ann'));
  });

  test('a hidden field hides its value and not its twins', async () => {
    const seen = await context.api.fetch('Diary', id, as('ann'));
    assert.deepEqual([seen.text, seen.TEXT, seen.Text], ['open text', undefined, 'sealed']);
    assert.equal((await context.api.fetch('Diary', id, as('doctor'))).TEXT, 'hidden');
    assertError(await call('GET', `/classes/Diary${query({ where: { TEXT: 'hidden' } })}`, as('ann')), 400, [102, 119]);
    assert.equal((await context.api.find('Diary', { where: { text: 'open text' } }, as('ann'))).length, 1);
    assert.deepEqual(await context.api.find('Diary', { order: 'text', keys: 'TEXT' }, as('ann')).then(([row]) => row.TEXT), undefined);
  });

  test('an encrypted field is asked for by nobody, its twin is', async () => {
    assertError(await call('GET', `/classes/Diary${query({ where: { Text: 'sealed' } })}`, as('doctor')), 400, 102);
    assert.equal((await context.api.find('Diary', { where: { TEXT: 'hidden' } }, as('doctor'))).length, 1);
  });

  test('a row belongs to whom the named pointer says', async () => {
    assertError(await call('GET', `/classes/Diary/${id}`, as('bob')), 404, 101);
    assertError(await call('PUT', `/classes/Diary/${id}`, { ...as('bob'), body: { text: 'x' } }), 404, 101);
  });

  test('a lifecycle is its own field\'s', async () => {
    assertStatus(await call('PUT', `/classes/Diary/${id}`, { ...as('ann'), body: { State: 'whatever', state: 'closed' } }), 200);
    assertError(await call('PUT', `/classes/Diary/${id}`, { ...as('ann'), body: { state: 'open' } }), 400, 142);
    assertStatus(await call('PUT', `/classes/Diary/${id}`, { ...as('ann'), body: { State: 'again' } }), 200);
  });

  test('versions keep both', async () => {
    assertStatus(await call('PUT', `/classes/Diary/${id}`, { ...as('ann'), body: { Score: 5 } }), 200);
    const { json } = await call('GET', `/classes/Diary/${id}/versions/1`, as('doctor'));
    assert.deepEqual([json.score, json.Score, json.text, json.TEXT, json.Text], [1, 2, 'open text', 'hidden', 'sealed']);
  });

  test('a class\'s rules are its own: append-only, audited reads', async () => {
    const capital = await context.api.create('DIARY', { owner: who.ann.pointer, text: 'kept' }, as('ann'));
    assertError(await call('PUT', `/classes/DIARY/${capital}`, { ...as('ann'), body: { text: 'x' } }), 400, 119, /do not change/);
    assertError(await call('PUT', `/classes/DIARY/${capital}`, { master: true, body: { text: 'x' } }), 400, 119, /do not change/);
    await context.api.fetch('DIARY', capital, as('doctor'));
    await context.api.fetch('Diary', id, as('doctor'));
    const reads = await context.api.find('AuditLog', { where: { action: 'read', actor: who.doctor.pointer } }, { master: true });
    assert.deepEqual([...new Set(reads.map(({ entityType }) => entityType))], ['DIARY']);
  });
});
