// An app that has nothing to do with health: nothing in the generator or the runtime knows the templates.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { access, assertError, assertStatus, date, geoPoint, pointer } from '../lib/rest.mjs';

describeServer('a lending library', 'library', (context) => {
  let librarian;
  let reader;
  let stranger;
  let author;
  let book;
  const readableBy = (...readers) =>
    ({ ...access('role:librarian'), ...Object.fromEntries(readers.map((id) => [id, { read: true }])) });

  before(async () => {
    const { api } = context;
    [librarian, reader, stranger] = [await api.signUp(), await api.signUp(), await api.signUp()];
    await api.createRole('librarian', [librarian]);
    const session = { session: librarian.session };
    author = await api.create('Author', { name: 'Ursula Example', born: date('1929-10-21'), nationality: 'US', ACL: readableBy('*') }, session);
    book = await api.create('Book', {
      title: 'The Dispossessed Example', isbn: '978-0-00-000000-1', author: pointer('Author', author), pages: 341, genre: 'novel', ACL: readableBy('*'),
    }, session);
  });

  test('a reader finds books with their authors', async () => {
    const where = { author: pointer('Author', author) };
    const [found] = await context.api.find('Book', { where, include: 'author', order: '-title' }, { session: reader.session });
    assert.equal(found.author.name, 'Ursula Example');
    assert.equal(found.pages, 341);
    assert.equal(found.pageCount, 341, 'the second name of pages');
    assert.equal(found.lent, false, 'the default of the JSON schema');
  });

  test('a session that a client makes names no file of somebody else, though the server makes sessions', async () => {
    const { api } = context;
    const upload = await api.call('POST', '/files/badge.txt', { session: librarian.session, body: 'a badge', headers: { 'Content-Type': 'text/plain' } });
    assertStatus(upload, 201);
    const make = (user) => api.call('POST', '/sessions', { session: user.session, body: { badge: { __type: 'File', name: upload.json.name } } });
    assertError(await make(stranger), 400, 119, /no file .* that is yours to give/);
    assertStatus(await make(librarian), 201);
  });

  test('the ISBN is unique and the genre one of three', async () => {
    const options = { session: librarian.session };
    const other = { title: 'Other', author: pointer('Author', author) };
    const make = (body) => context.api.call('POST', '/classes/Book', { ...options, body: { ...other, ...body } });
    assertError(await make({ isbn: '978-0-00-000000-1' }), 400, 137);
    assertError(await make({ isbn: '2', genre: 'crime' }), 400, [111, 142], /genre/);
    assertError(await make({}), 400, 142, 'isbn is required');
    assertStatus(await make({ isbn: '3' }), 201);
  });

  test('a loan is seen by its reader and the librarian', async () => {
    const { api } = context;
    const loan = { book: pointer('Book', book), reader: reader.pointer, due: date('2030-01-01'), ACL: readableBy(reader.id) };
    const id = await api.create('Loan', loan, { session: librarian.session });
    const seen = await api.fetch('Loan', id, { session: reader.session });
    assert.equal(seen.state, 'out');
    assert.deepEqual(seen.dueDate, seen.due);
    assertError(await api.call('GET', `/classes/Loan/${id}`, { session: stranger.session }), 404, 101);
    assertError(await api.call('PUT', `/classes/Loan/${id}`, { session: reader.session, body: { state: 'back' } }), 404, 101);
    assertStatus(await api.call('PUT', `/classes/Loan/${id}`, { session: librarian.session, body: { state: 'back', returned: date('2029-12-24') } }), 200);
  });

  test('a merged field is required only where both inputs say so', async () => {
    // Loan.due is required under either of its names; Book.pages in neither.
    const body = { book: pointer('Book', book), reader: reader.pointer };
    assertError(await context.api.call('POST', '/classes/Loan', { session: reader.session, body }), 400, 142);
    const due = { ...body, dueDate: date('2030-01-01') };
    assertStatus(await context.api.call('POST', '/classes/Loan', { session: reader.session, body: due }), 201);
  });

  test('a book stands on shelves', async () => {
    const { api } = context;
    const session = { session: librarian.session };
    const shelf = await api.create('Shelf', { label: 'SF', place: geoPoint(59.33, 18.07) }, session);
    const shelves = { __op: 'AddRelation', objects: [pointer('Shelf', shelf)] };
    assertStatus(await api.call('PUT', `/classes/Book/${book}`, { ...session, body: { shelves } }), 200);
    const where = { $relatedTo: { object: pointer('Book', book), key: 'shelves' } };
    assert.deepEqual((await api.find('Shelf', { where }, session)).map((row) => row.label), ['SF']);
  });
}, differs('its spec has constraints that Parse lacks'));
