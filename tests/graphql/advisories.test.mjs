// parse-server's published advisories about GraphQL, each as a case; the advisory's id is in the title.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { graphql, onlyError } from '../lib/graphql.mjs';
import { GraphqlLiveClient, graphqlSocket } from '../lib/graphql_live.mjs';
import { LiveClient } from '../lib/live.mjs';
import { pointer } from '../lib/rest.mjs';

describeServer('advisories: what an app with rules tells of its schema to anybody', 'guard', (context) => {
  let ask;
  before(() => ({ ask } = graphql(context.api)));
  /** Words of the schema that the document does not have. */
  const tellsNothing = async (query, variables, words) => {
    const { text, json } = await ask(query, variables);
    assert.ok(json.errors?.length && !json.data, text);
    for (const word of words) assert.ok(!new RegExp(word).test(text), `${word} in ${text}`);
  };

  test('GHSA-48q3-prgv-gm4w: introspection is not for everybody', async () => {
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Note") { name fields { name } } }', 'query { alias: __schema { queryType { name } } }']) await tellsNothing(query, {}, ['"Note"', 'Patient', 'score']);
  });

  test('GHSA-q5q9-2rhp-33qw: nor by a fragment', async () => {
    for (const query of ['{ ... on Query { __type(name: "Note") { fields { name } } } }', '{ ... { __schema { types { name } } } }', 'fragment F on Query { __type(name: "Note") { kind fields { name } } } { ...F }', '{ ... @include(if: true) { ... on Query { __schema { directives { name } } } } }']) {
      await tellsNothing(query, {}, ['SCALAR', 'OBJECT', 'score', 'deprecated']);
    }
  });

  test('GHSA-8cph-rgr4-g5vj: no message of validation guesses what was meant', async () => {
    await tellsNothing('{ note(id: "x") { scor } }', {}, ['score', 'Did you mean']);
    await tellsNothing('{ notess { count } }', {}, ['"notes"', 'Did you mean']);
    await tellsNothing('{ notes(wher: {}) { count } }', {}, ['"where"', 'Did you mean']);
    await tellsNothing('{ notes(order: [scor_ASC]) { count } }', {}, ['score_ASC', 'Did you mean']);
    await tellsNothing('{ node(id: "x") { ... on Not { id } } }', {}, ['"Note"', 'Did you mean']);
    await tellsNothing('query($v: NoteWhereInpu) { notes(where: $v) { count } }', {}, ['"NoteWhereInput"', 'Did you mean']);
  });

  test('GHSA-9g8f-h8f3-hjcm: nor does one about a variable', async () => {
    await tellsNothing('query($w: NoteWhereInput) { notes(where: $w) { count } }', { w: { scor: { equalTo: 1 } } }, ['score', 'Did you mean']);
    await tellsNothing('query($o: [NoteOrder!]) { notes(order: $o) { count } }', { o: ['scor_ASC'] }, ['score_ASC', 'Did you mean']);
    await tellsNothing('mutation($f: CreateNoteFieldsInput) { createNote(input: { fields: $f }) { clientMutationId } }', { f: {} }, ['"patient"']);
    await tellsNothing('mutation($i: CreateNoteInput!) { createNote(input: $i) { clientMutationId } }', { i: { fields: { text: 'x' } } }, ['"patient"']);
  });

  test('GHSA-r2g6-4f6j-f6rf: nor to which class a pointer leads', async () => {
    await tellsNothing('{ note(id: "x") { doctor } }', {}, ['"User"']);
    await tellsNothing('{ note(id: "x") { doctor { nothing } } }', {}, ['"User"']);
    await tellsNothing('{ note(id: "x") { doctor { ... on Box { id } } } }', {}, ['"User"']);
    await tellsNothing('query($w: NoteWhereInput) { notes(where: $w) { count } }', { w: { doctor: 5 } }, ['UserRelationWhereInput']);
    await tellsNothing('query($w: NoteWhereInput) { notes(where: $w) { count } }', { w: { doctor: { nothing: 1 } } }, ['UserRelationWhereInput']);
    await tellsNothing('{ notes(where: { doctor: { have: { nothing: 1 } } }) { count } }', {}, ['UserWhereInput']);
    await tellsNothing('query($i: Int) { notes(where: { doctor: { have: $i } }) { count } }', {}, ['UserWhereInput']);
  });
});

describeServer('advisories: what one document may cost', 'kitchen', (context) => {
  let ask;
  before(() => ({ ask } = graphql(context.api)));
  const timed = async (query) => {
    const start = performance.now();
    const answer = await ask(query);
    return { answer, took: performance.now() - start };
  };

  test('GHSA-cmj3-wx7h-ffvg: depth, fields and rows have limits', async () => {
    const parents = (n) => 'parent { '.repeat(n) + 'name' + ' }'.repeat(n);
    assert.equal(onlyError(await ask(`{ items { edges { node { ${parents(50)} } } } }`)).extensions.code, 'QUERY_TOO_DEEP');
    const many = Array.from({ length: 2000 }, (_, i) => `a${i}: name`).join(' ');
    assert.ok((await ask(`{ items { edges { node { ${many} } } } }`)).json.errors);
    assert.equal(onlyError(await ask('{ items(first: 10000) { edges { node { friends(first: 10000) { edges { node { from } } } } } } }')).extensions.code, 'QUERY_TOO_EXPENSIVE');
    // What a list in a variable asks for is counted as what stands in the document.
    const answer = await ask('query($n: Int) { items(first: $n) { edges { node { friends(first: $n) { edges { node { from } } } } } } }', { n: 10000 });
    assert.equal(onlyError(answer).extensions.code, 'QUERY_TOO_EXPENSIVE');
  });

  test('GHSA-mfj6-6p54-m98c: fragments that spread each other twice are refused at once', async () => {
    const fragments = (n) => Array.from({ length: n }, (_, i) => `fragment f${i} on Item { a: parent { ...f${i + 1} } b: parent { ...f${i + 1} } }`).join('\n') + `\nfragment f${n} on Item { name }`;
    const plain = (n) => Array.from({ length: n }, (_, i) => `fragment f${i} on Item { ...f${i + 1} ...f${i + 1} }`).join('\n') + `\nfragment f${n} on Item { name }`;
    for (const text of [fragments(40), plain(60), plain(1000)]) {
      const { answer, took } = await timed(`{ items { edges { node { ...f0 } } } }\n${text}`);
      assert.ok(answer.json.errors || answer.json.data, answer.text);
      assert.ok(took < 30000, `${took} ms`); // 2 to the power of 40 fields would take years
    }
    assert.ok((await ask('{ items { edges { node { ...a } } } } fragment a on Item { ...b } fragment b on Item { ...a }')).json.errors);
  });

  test('no batch of documents, and no mutation by GET', async () => {
    assert.equal((await context.api.call('POST', '/graphql', { body: [{ query: '{ health }' }] })).status, 400);
    assert.equal((await context.api.call('GET', `/graphql?${new URLSearchParams({ query: 'mutation { logOut(input: {}) { ok } }' })}`)).status, 405);
  });

  test('GHSA-p2x3-8689-cwpg: a WebSocket does not lead past the limits, the keys or the schema\'s concealment', async () => {
    const stranger = await LiveClient.open(context.server, graphqlSocket);
    stranger.send({ type: 'connection_init', payload: { 'X-Parse-Application-Id': 'another' } });
    assert.equal((await stranger.isClosed()).code, 4403);
    const client = await GraphqlLiveClient.connect(context.server);
    const codeOf = async (id, query) => {
      client.send({ type: 'subscribe', id, payload: { query } });
      return (await client.next(({ requestId }) => requestId === Number(id))).code;
    };
    const deep = 'order { group { '.repeat(10) + 'select' + ' } }'.repeat(10);
    const wide = Array.from({ length: 31 }, (_, i) => `a${i}: name`).join(' ');
    for (const [i, query] of [`{ items { edges { node { ${deep} } } } }`, `subscription { items { node { ${deep} } } }`].entries()) assert.equal(await codeOf(`1${i}`, query), 'QUERY_TOO_DEEP');
    for (const [i, query] of [`{ items { edges { node { ${wide} } } } }`, `subscription { items { node { ${wide} } } }`].entries()) assert.equal(await codeOf(`2${i}`, query), 'QUERY_TOO_MANY_ALIASES');
    for (const [i, query] of ['{ items(first: 90000) { edges { node { name text } } } }', 'subscription { items { node { friends(first: 90000) { edges { node { objectId from } } } } } }'].entries()) assert.equal(await codeOf(`3${i}`, query), 'QUERY_TOO_EXPENSIVE');
    client.close();
  });

  test('GHSA-q3p6-g7c4-829c: origins are told what REST tells them', async () => {
    const headers = { Origin: 'https://elsewhere.example' };
    const [rest, mine] = [await context.api.call('GET', '/classes/Item?limit=1', { headers }), await context.api.call('POST', '/graphql', { headers, body: { query: '{ health }' } })];
    const cors = (answer) => Object.fromEntries(Object.entries(answer.headers).filter(([name]) => name.startsWith('access-control-')));
    assert.deepEqual(cors(mine), cors(rest));
  });

  test('GHSA-7xg7-rqf6-pw6c: no class of the server\'s own is to be had', async () => {
    for (const name of ['_GraphQLConfig', '_Audience', '_Hooks', '_GlobalConfig', '_Credential', '_SessionToken']) {
      const id = Buffer.from(`${name}:x`).toString('base64');
      assert.equal(onlyError(await ask('query($id: ID!) { node(id: $id) { id } }', { id })).extensions.code, 101);
      assert.equal(onlyError(await ask('query($w: ItemWhereInput) { items(where: $w) { count } }', { w: { name: { inQueryKey: { query: { className: name, where: {} }, key: 'x' } } } })).extensions.code, 119);
    }
  });
});

describeServer('advisories: the viewer', 'kitchen', (context) => {
  test('issue 6802: whoever asks for himself is shown what he would find', async () => {
    const { data } = graphql(context.api);
    const [one, other] = [await context.api.signUp(), await context.api.signUp()];
    const hidden = await context.api.create('Item', { name: 'private', ACL: { [other.id]: { read: true, write: true } } }, { session: other.session });
    const item = await context.api.create('Item', { name: 'mine', user: one.pointer, parent: pointer('Item', hidden) }, { session: one.session });
    const answer = await data('query($id: ID!) { viewer { user { username email authData } } item(id: $id) { user { username } parent { name } } }', { id: item }, { session: one.session });
    const rest = (await context.api.call('GET', '/users/me', { session: one.session })).json;
    assert.deepEqual(answer.viewer.user, { username: one.username, email: rest.email ?? null, authData: null });
    assert.equal(answer.item.parent, null);
  });
});
