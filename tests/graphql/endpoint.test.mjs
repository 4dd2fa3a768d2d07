// GraphQL over HTTP: media types and statuses, by the audit suite of graphql-http and by what it leaves out; what
// is no GraphQL request; keys; limits; the schema, and who may look at it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { findBuild } from '../lib/builds.mjs';
import { describeServer } from '../lib/fixture.mjs';
import { assertRefused, graphql, onlyError } from '../lib/graphql.mjs';
import { assertError } from '../lib/rest.mjs';
import { auditServer, graphqlJs } from './peers.mjs';

const { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema, validateSchema } = graphqlJs;
const emitted = (build) => readFileSync(join(findBuild(build).folder, 'api/schema.graphql'), 'utf8');
const sorted = (schema) => printSchema(lexicographicSortSchema(schema));
const introspection = getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true });
const readOnlyKey = 'a key that reads';

describeServer('GraphQL over HTTP', 'kitchen', (context) => {
  let ask;
  let data;
  before(() => ({ ask, data } = graphql(context.api)));
  const post = (body, headers) => context.api.call('POST', '/graphql', { body, headers });

  test('passes the audits of graphql-http', async () => {
    const fetchFn = (url, options = {}) => fetch(url, { ...options, headers: { 'X-Parse-Application-Id': context.server.appId, ...options.headers } });
    const results = await auditServer({ url: `${context.server.base}/graphql`, fetchFn });
    assert.ok(results.length > 60, `${results.length} audits`);
    assert.deepEqual(results.filter(({ status }) => status !== 'ok').map(({ id, name, reason }) => `${id} ${name}: ${reason}`), []);
  });

  test('the media type is the first of the two that the client names', async () => {
    const type = async (accept) => (await post({ query: '{ health }' }, { Accept: accept })).headers['content-type'];
    const [json, graphqlType] = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8'];
    assert.equal(await type('application/graphql-response+json, application/json;q=0.9'), graphqlType);
    assert.equal(await type('application/json, application/graphql-response+json'), json);
    assert.equal(await type('application/graphql-response+json;q=0, application/json'), json);
    assert.equal(await type('text/html'), json);
    assert.equal(await type('APPLICATION/GraphQL-Response+JSON; charset=utf-8'), graphqlType);
  });

  test('what is no GraphQL request is refused before anything of it is executed', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      assert.equal((await post('{"query":"{ health }"}', { 'Content-Type': type })).status, 415, String(type));
    }
    assert.equal((await post('[{"query":"{ health }"},{"query":"{ health }"}]')).status, 400); // a batch
    assert.equal((await post({ query: '{ health }', variables: [] })).status, 400);
    assert.equal((await post({})).status, 400);
    assert.equal((await context.api.call('GET', '/graphql')).status, 400);
    assert.equal((await context.api.call('GET', '/graphql?query=%7Bhealth%7D&variables=nothing')).status, 400);
    assert.equal((await context.api.call('PUT', '/graphql', { body: { query: '{ health }' } })).status, 404);
    assert.equal((await context.api.call('POST', '/graphql/more', { body: { query: '{ health }' } })).status, 404);
  });

  test('is no part of a batch: its own parts would be half done', async () => {
    const mount = new URL(context.server.base).pathname;
    const query = 'mutation { a: createItem(input: { fields: { name: "a", label: "in a batch" } }) { item { name } } b: createItem(input: { fields: { name: "b" } }) { item { name } } }';
    for (const [method, path] of [['POST', '/graphql'], ['POST', '/graphql/'], ['POST', '//graphql'], ['GET', `/graphql?query=${encodeURIComponent('{ health }')}`]]) {
      const beside = { method: 'POST', path: `${mount}/classes/Item`, body: { name: 'beside', label: 'in a batch' } };
      const answer = await context.api.call('POST', '/batch', { body: { requests: [beside, { method, path: mount + path, body: { query } }] } });
      assertError(answer, 400, 107, /^cannot route/);
    }
    assert.deepEqual(await context.api.find('Item', { where: { label: 'in a batch' } }), []);
  });

  test('asks for the same keys as REST', async () => {
    const answer = await post({ query: '{ health }' }, { 'X-Parse-Application-Id': 'another' });
    assert.equal(answer.status, 403);
    assert.deepEqual(answer.json, { error: 'unauthorized' });
    assert.equal((await context.api.call('GET', '/graphql?query=%7Bhealth%7D', { headers: { 'X-Parse-Application-Id': undefined } })).status, 403);
  });

  test('a read-only key reads, and changes nothing', async () => {
    const headers = { 'X-Parse-Master-Key': readOnlyKey };
    assert.ok((await data('{ hiddens { count } }', {}, { headers })).hiddens);
    assertRefused(await ask('mutation { createItem(input: { fields: { name: "ro" } }) { item { id } } }', {}, { headers }), 119, 'createItem');
  });

  test('errors have places, paths and Parse\'s codes', async () => {
    const error = onlyError(await ask('{\n  mine: item(id: "none") { name }\n}'));
    assert.deepEqual(error, { message: 'Object not found.', locations: [{ line: 2, column: 3 }], path: ['mine'], extensions: { code: 101 } });
    assert.equal(onlyError(await ask('{ item(id: 1.5) { name } }')).extensions.code, 'GRAPHQL_VALIDATION_FAILED');
    assert.match(onlyError(await ask('query($n: Int!) { items(first: $n) { count } }', { n: 'x' })).message, /Variable "\$n"/);
  });

  test('limits on depth, aliases, root fields, tokens and cost', async () => {
    const code = async (query) => (await ask(query)).json.errors?.[0].extensions.code;
    const deep = (n) => `{ items { edges { node { ${'parent { '.repeat(n)} name ${'} '.repeat(n)} } } } }`;
    assert.equal(await code(deep(10)), undefined);
    assert.equal(await code(deep(12)), 'QUERY_TOO_DEEP');
    const aliases = (n) => `{ ${Array.from({ length: n }, (_, i) => `a${i}: health`).join(' ')} }`;
    assert.equal(await code(aliases(30)), undefined);
    assert.equal(await code(aliases(31)), 'QUERY_TOO_MANY_ALIASES');
    assert.equal(await code('{ items(first: 10000) { edges { node { friends(first: 10000) { edges { node { int } } } } } } }'), 'QUERY_TOO_EXPENSIVE');
    assert.equal(await code(`{ ${'health '.repeat(20000)} }`), 'GRAPHQL_PARSE_FAILED');
    // A fragment that is spread often is as large as what it stands for.
    const fragments = Array.from({ length: 20 }, (_, i) => `fragment f${i} on Item { ${'parent { ...f'.concat(i + 1, ' } ').repeat(2).replace('parent', 'p: parent')} }`).join('\n');
    assert.ok(await code(`{ items { edges { node { ...f0 } } } }\n${fragments}\nfragment f20 on Item { name }`));
  });

  test('its schema is the one that was emitted, and loads in graphql', async () => {
    const sdl = buildSchema(emitted('kitchen'));
    assert.deepEqual(validateSchema(sdl), []);
    const answer = await data(introspection);
    assert.equal(sorted(buildClientSchema(answer)), sorted(sdl));
  });
}, { arguments: ['--read-only-master-key', readOnlyKey] });

for (const [flag, may] of [[[], ['user', 'master']], [['--graphql-introspection', 'everyone'], ['nobody', 'user', 'master']], [['--graphql-introspection', 'master'], ['master']]]) {
  describeServer(`the schema of an app with rules ${flag.join(' ')}`, 'rules', (context) => {
    test(`is shown to ${may.join(', ')}`, async () => {
      const user = await context.api.signUp();
      const { ask } = graphql(context.api);
      for (const [who, options] of Object.entries({ nobody: {}, user: { session: user.session }, master: { master: true } })) {
        const answer = await ask('{ __schema { types { name } } __type(name: "User") { name } }', {}, options);
        assert.equal(Boolean(answer.json.data), may.includes(who), `${who}: ${answer.text}`);
        const wrong = await ask('{ user { usernam } rol }', {}, options);
        assert.equal(/Did you mean/.test(wrong.text), may.includes(who), `${who}: ${wrong.text}`);
      }
    });
  }, { arguments: flag });
}

describe('the option --graphql-introspection', () => {
  test('takes three words', async () => {
    const { launch } = await import('../lib/server.mjs');
    const { buildServer } = await import('../lib/builds.mjs');
    await assert.rejects(launch((await buildServer('kitchen')).program, { arguments: ['--graphql-introspection', 'some'] }), /everyone, users or master/);
  });
});

describeServer('a server without GraphQL', 'kitchen', (context) => {
  test('answers 404', async () => {
    assert.equal((await context.api.call('POST', '/graphql', { body: { query: '{ health }' } })).status, 404);
    assert.equal((await context.api.call('GET', '/graphql?query=%7Bhealth%7D')).status, 404);
  });
}, { arguments: ['--no-graphql'] });
