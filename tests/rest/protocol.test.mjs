// Corners of the protocol that clients lean on: what a query may say besides the usual, and what is answered to
// requests that are odd without being wrong.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { startServer } from '../lib/server.mjs';
import { assertError, assertStatus, client, pointer, query, send, unique } from '../lib/rest.mjs';

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

  test("GET /schemas tells the indexes that the schema lists, also those that a pointer's own index serves", async () => {
    const { indexes } = (await context.api.call('GET', '/schemas/Book', master)).json;
    assert.deepEqual(indexes, {
      _id_: { _id: 1 }, by_author: { author: 1, title: 1 }, again: { author: 1, title: 1 }, of_author: { author: 1 }, of_author_too: { author: -1 },
      isbn_1: { isbn: 1 }, words: { title: 'text' }, latest: { createdAt: -1, pages: 1 },
    });
  });

  test('$relativeTime counts from now', async () => {
    const day = 24 * 60 * 60 * 1000;
    const ids_ = [];
    for (const [name, days] of [['past', -10], ['recent', -1], ['soon', 2], ['far', 400]]) {
      ids_.push(await context.api.create('Author', { name, born: said(new Date(Date.now() + days * day).toISOString()) }, master));
    }
    const born = (operators) => found({ born: Object.fromEntries(Object.entries(operators).map(([operator, $relativeTime]) => [operator, { $relativeTime }])) }, '/classes/Author');
    assert.deepEqual(await born({ $gt: '2 days ago', $lt: 'now' }), ['recent']);
    assert.deepEqual(await born({ $gte: '1 wk 4 DAYS ago', $lte: '1 hr 5 mins 3 secs ago' }), ['past', 'recent']);
    assert.deepEqual(await born({ $gt: 'now', $lt: 'in  1 yr' }), ['soon']);
    assert.deepEqual(await born({ $gt: 'in 1 year 30.0 d' }), ['far']);
    assert.deepEqual(await born({ $gt: 'in -2 weeks', $lt: 'in -1e0 week' }), ['past']);
    for (const id of ids_) assertStatus(await context.api.call('DELETE', `/classes/Author/${id}`, master), 200);
  });

  test('$relativeTime is refused where it means nothing', async () => {
    const refused = async (where, message) => assertError(await get({ where: JSON.stringify(where) }, '/classes/Author'), 400, 107, message);
    const later = (text) => ({ born: { $gt: { $relativeTime: text } } });
    const bad = (why) => `bad $relativeTime ($gt) value. ${why}`;
    for (const [text, why] of [
      ['12 days', "Time should either start with 'in' or end with 'ago'"],
      ['', "Time should either start with 'in' or end with 'ago'"],
      ['in 12 days ago', "Time cannot have both 'in' and 'ago'"],
      ['12 3 4 ago', 'Invalid time string. Dangling unit or number.'],
      ['x days ago', "'x' is not an integer."],
      ['1.5 days ago', "'1.5' is not an integer."],
      ['in nan days', "'nan' is not an integer."],
      ['2 months ago', "Invalid interval: 'months'"],
      ['in 999999999999 years', 'There is no such date.'],
      [`in ${'1 d '.repeat(100)}`, 'It has too many words.'],
      [7, 'It is not a text.'],
    ]) await refused(later(text), bad(why));
    for (const operator of ['$eq', '$ne', '$exists']) {
      await refused({ born: { [operator]: { $relativeTime: 'now' } } }, '$relativeTime can only be used with the $lt, $lte, $gt, and $gte operators');
    }
    await refused({ name: { $lt: { $relativeTime: 'now' } } }, '$relativeTime can only be used with Date field');
    await refused({ born: { $relativeTime: 'now' } }, 'bad constraint: $relativeTime');
    assertError(await get({ where: JSON.stringify({ 'tags.0': { $lt: { $relativeTime: 'now' } } }) }), 400, 107, '$relativeTime can only be used with Date field');
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

  test('a file that is not there is told in plain text where URLs are not signed, and forbidden where they are', async () => {
    const name = '0123456789abcdef0123456789abcdef_a.txt';
    assert.equal((await send(`${context.server.base}/files/${context.server.appId}/${name}`)).status, 403);
    const server = await startServer('sdk');
    try {
      const answer = await send(`${server.base}/files/${server.appId}/${name}`);
      assert.equal(answer.status, 404);
      assert.match(answer.headers['content-type'], /^text\/plain/);
      assert.equal(answer.text, 'File not found.');
    } finally {
      await server.stop();
    }
  });

  test('--file-upload says who may upload', async () => {
    for (const [who, anybody, user] of [['public', 201, 201], ['users', 400, 201], ['none', 400, 400]]) {
      const server = await startServer('library', { arguments: ['--file-upload', who] });
      try {
        const api = client(server);
        const { session } = await api.signUp(unique('user'));
        const upload = (options) => api.call('POST', '/files/a.txt', { body: 'x', ...options });
        assertStatus(await upload({}), anybody);
        assertStatus(await upload({ session }), user);
        assertStatus(await upload(master), 201);
      } finally {
        await server.stop();
      }
    }
    await assert.rejects(startServer('library', { arguments: ['--file-upload', 'everyone'] }));
  });
});
