// Parameters as parse-server takes them: lists as JSON arrays, texts as JSON texts, stages of an aggregation as
// parameters, and the session of who asks for oneself.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertError, assertStatus, pointer, query, unique } from '../lib/rest.mjs';

describeServer('parameters', 'library', (context) => {
  const master = { master: true };
  let author;
  before(async () => {
    author = await context.api.create('Author', { name: 'Ann' }, master);
    for (const title of ['a', 'b']) await context.api.create('Book', { title, isbn: title, author: pointer('Author', author), pages: 7 }, master);
  });
  const results = async (parameters, path = '/classes/Book') => {
    const answer = await context.api.call('GET', `${path}${query(parameters)}`, master);
    assertStatus(answer, 200);
    return answer.json.results;
  };

  test('keys, excludeKeys, include and order as JSON arrays, or one JSON text', async () => {
    const shown = (rows) => rows.map(({ title, pages, author: by }) => [title, pages, by?.name]);
    assert.deepEqual(shown(await results({ keys: '["title","author"]', include: '["author"]', order: '["title"]' })), [['a', undefined, 'Ann'], ['b', undefined, 'Ann']]);
    assert.deepEqual(shown(await results({ excludeKeys: '["pages"]', order: '"-title"' })).map(([title, pages]) => [title, pages]), [['b', undefined], ['a', undefined]]);
    assert.deepEqual(shown(await results({ keys: '"title"', order: 'title' })), [['a', undefined, undefined], ['b', undefined, undefined]]);
    assertError(await context.api.call('GET', `/classes/Book${query({ keys: '[1]' })}`, master), 400, 102);
  });

  test('numbers, flags and where as JSON texts', async () => {
    const titles = (rows) => rows.map(({ title }) => title);
    assert.deepEqual(titles(await results({ limit: '"1"', skip: '"1"', order: 'title' })), ['b']);
    const answer = await context.api.call('GET', `/classes/Book${query({ count: '"1"', limit: '"0"', where: JSON.stringify(JSON.stringify({ title: 'a' })) })}`, master);
    assert.deepEqual(answer.json, { results: [], count: 1 });
    assert.equal((await results({ includeAll: '"true"', limit: 1 }))[0].author.name, 'Ann');
    assert.deepEqual(await results({ distinct: 'title', explain: '"false"' }, '/aggregate/Book').then((values) => values.sort()), ['a', 'b']);
    assert.deepEqual(await results({ distinct: 'title', where: JSON.stringify(JSON.stringify({ title: 'a' })) }, '/aggregate/Book'), ['a']);
    for (const where of ['"{"', '"1"', '1']) assertError(await context.api.call('GET', `/classes/Book${query({ where })}`, master), 400, [102, 107]);
    assertError(await context.api.call('GET', `/classes/Book${query({ limit: '"x"' })}`, master), 400, 102);
  });

  test('distinct as a JSON text', async () => {
    assert.deepEqual((await results({ distinct: '"title"' }, '/aggregate/Book')).sort(), ['a', 'b']);
  });

  test('a stage of an aggregation without its $ is refused, and does not show everything', async () => {
    for (const stage of ['match', 'group', 'project']) {
      assertError(await context.api.call('GET', `/aggregate/Book?${stage}={"title":"a"}`, master), 400, 102, /Invalid aggregate stage/);
    }
    assert.equal((await results({ $match: '{"title":"a"}' }, '/aggregate/Book')).length, 1);
  });

  test('oneself has the session token of the request, others have none', async () => {
    const { session, id } = await context.api.signUp(unique('user'));
    const self = await context.api.call('GET', `/users/${id}`, { session });
    assert.equal(self.json.sessionToken, session);
    const other = await context.api.call('GET', `/users/${id}`, master);
    assert.equal(other.json.sessionToken, undefined);
  });
});
