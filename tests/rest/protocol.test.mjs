// Corners of the protocol that clients lean on: what a query may say besides the usual, and what is answered to
// requests that are odd without being wrong.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertError, assertStatus, pointer, query, unique } from '../lib/rest.mjs';

describeServer('protocol', 'library', (context) => {
  const master = { master: true };
  const ids = {};
  before(async () => {
    const { api } = context;
    for (const name of ['Ann', 'Bob', 'Cy']) ids[name] = await api.create('Author', { name }, master);
    ids.shelf = await api.create('Shelf', { label: 'one' }, master);
    const shelves = { __op: 'AddRelation', objects: [pointer('Shelf', ids.shelf)] };
    ids.a = await api.create('Book', { title: 'a', isbn: 'a', author: pointer('Author', ids.Ann), pages: 1, shelves }, master);
    ids.b = await api.create('Book', { title: 'b', isbn: 'b', author: pointer('Author', ids.Bob), pages: 2 }, master);
  });
  const said = (iso) => ({ __type: 'Date', iso });
  const get = (parameters, path = '/classes/Book') => context.api.call('GET', `${path}${query(parameters)}`, master);
  const results = async (parameters, path) => {
    const answer = await get(parameters, path);
    assertStatus(answer, 200);
    return answer.json.results;
  };
  const found = async (where, path) => (await results({ where: JSON.stringify(where) }, path)).map((row) => row.title ?? row.name ?? row.label).sort();

  test('$relatedTo of an object that was never saved finds nothing', async () => {
    const related = (object) => ({ $relatedTo: { object, key: 'shelves' } });
    assert.deepEqual(await found(related(pointer('Book', ids.a)), '/classes/Shelf'), ['one']);
    for (const object of [{ __type: 'Pointer', className: 'Book' }, { __type: 'Pointer', className: 'Book', objectId: null }]) {
      assert.deepEqual(await found(related(object), '/classes/Shelf'), []);
      assert.deepEqual(await found({ $or: [related(object), { label: 'one' }] }, '/classes/Shelf'), ['one']);
    }
    assertError(await get({ where: JSON.stringify(related({ __type: 'Pointer', className: 'Book', objectId: 1 })) }, '/classes/Shelf'), 400, 102);
  });

  test("the id that a pointer holds is a key of $select", async () => {
    const books = (where) => ({ query: { className: 'Book', where }, key: 'author.objectId' });
    assert.deepEqual(await found({ objectId: { $select: books({ title: 'a' }) } }, '/classes/Author'), ['Ann']);
    assert.deepEqual(await found({ objectId: { $dontSelect: books({ title: 'a' }) } }, '/classes/Author'), ['Bob', 'Cy']);
    assertError(await get({ where: JSON.stringify({ objectId: { $select: { query: { className: 'Book' }, key: 'author.name' } } }) }, '/classes/Author'), 400, 105);
  });

  test('a pointer and operators under one key must both hold', async () => {
    const ann = pointer('Author', ids.Ann);
    const named = (name) => ({ $inQuery: { className: 'Author', where: { name } } });
    assert.deepEqual(await found({ author: { ...ann, ...named('Ann') } }), ['a']);
    assert.deepEqual(await found({ author: { ...named('Ann'), ...ann } }), ['a']);
    assert.deepEqual(await found({ author: { ...ann, ...named('Bob') } }), []);
    assert.deepEqual(await found({ author: { ...ann, $exists: false } }), []);
    assertError(await get({ where: JSON.stringify({ pages: { a: 1, $gt: 0 } }) }), 400, 107);
  });

  test('$group by {}, [] or "" is one group of all', async () => {
    for (const _id of [null, {}, [], '']) {
      assert.deepEqual(await results({ $group: JSON.stringify({ _id, total: { $sum: '$pages' } }) }, '/aggregate/Book'), [{ objectId: null, total: 3 }]);
    }
    assert.equal((await results({ $group: JSON.stringify({ _id: '$title' }) }, '/aggregate/Book')).length, 2);
  });

  test('a time without Z is UTC', async () => {
    for (const [iso, kept] of [['2020-02-03T04:05:06.789', '2020-02-03T04:05:06.789Z'], ['2020-02-03T04:05', '2020-02-03T04:05:00.000Z']]) {
      const id = await context.api.create('Author', { name: 'Dee', born: said(iso) }, master);
      assert.deepEqual((await context.api.fetch('Author', id, master)).born, said(kept));
      assertStatus(await context.api.call('DELETE', `/classes/Author/${id}`, master), 200);
    }
    for (const iso of ['2020-02-03T', '2020-02-03T04', '2020-02-03T04:05:06x']) {
      assert.notEqual((await context.api.call('POST', '/classes/Author', { ...master, body: { name: 'Dee', born: said(iso) } })).status, 201, iso);
    }
  });

  test('of a name and an address that are both taken the name is told', async () => {
    const body = { username: unique('user'), password: 'correct horse', email: `${unique('user')}@example.com` };
    const signUp = (more) => context.api.call('POST', '/users', { body: { ...body, ...more } });
    assertStatus(await signUp(), 201);
    assertError(await signUp(), 400, 202);
    assertError(await signUp({ username: unique('user') }), 400, 203);
    const other = await context.api.signUp(unique('user'));
    const { username, email } = body;
    for (const change of [{ username, email }, { email, username }]) {
      assertError(await context.api.call('PUT', `/users/${other.id}`, { session: other.session, body: change }), 400, 202);
    }
  });
});
