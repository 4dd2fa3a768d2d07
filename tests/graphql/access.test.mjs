// GraphQL is one more path to rows: hidden fields, hooks of finding, audited reads and disclosures are what they are
// for REST.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertRefused, globalId, graphql, onlyError } from '../lib/graphql.mjs';
import { date, pointer, unique } from '../lib/rest.mjs';

const master = { master: true };

describeServer('hidden fields over GraphQL', 'guard', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const hidden = ['score', 'tags { __typename }', 'meta', 'vault', 'stage', 'closedAt', 'cause', 'startAt', 'doctor { objectId }'];
  let ask;
  let data;
  let patient;
  let id;

  before(async () => {
    ({ ask, data } = graphql(context.api));
    for (const name of ['ann', 'doctor', 'other']) who[name] = await context.api.signUp();
    await context.api.createRole('doctor', [who.doctor]);
    patient = pointer('Patient', await context.api.create('Patient', { user: who.ann.pointer, name: 'Ann' }, as('ann')));
    id = await context.api.create('Note', { patient, doctor: who.doctor.pointer, score: 77, tags: ['a'], meta: { k: 1 }, vault: { k: 2 }, stage: 'open', startAt: date('2020-01-01'), text: 't' }, master);
  });

  test('are null to whom they are hidden from, by every way to the row', async () => {
    const fields = hidden.join(' ');
    const ways = [
      ['query($id: ID!) { note(id: $id) { text FIELDS } }', ({ note }) => note],
      ['query($id: ID!) { notes(where: { objectId: { equalTo: $id } }) { edges { node { text FIELDS } } } }', ({ notes }) => notes.edges[0].node],
      ['query($id: ID!) { notes(where: { id: { in: [$id] }, text: { exists: true } }) { edges { node { text FIELDS } } } }', ({ notes }) => notes.edges[0].node],
      ['mutation($id: ID!) { updateNote(input: { id: $id, fields: { text: "t" } }) { note { text FIELDS } } }', ({ updateNote }) => updateNote.note],
    ];
    for (const [query, row] of ways) {
      const mine = row(await data(query.replace('FIELDS', fields), { id }, as('ann')));
      assert.deepEqual(mine, { text: 't', ...Object.fromEntries(hidden.map((field) => [field.split(' ')[0], null])) }, query);
      const theirs = row(await data(query.replace('FIELDS', fields), { id }, as('doctor')));
      assert.deepEqual([theirs.score, theirs.meta, theirs.vault, theirs.doctor, theirs.stage], [77, { k: 1 }, { k: 2 }, { objectId: who.doctor.id }, 'open'], query);
    }
    const made = await data(`mutation($p: ID!) { createNote(input: { fields: { patient: { link: $p }, text: "new" } }) { note { text ${fields} } } }`, { p: patient.objectId }, as('ann'));
    assert.deepEqual([made.createNote.note.text, made.createNote.note.score], ['new', null]);
    const global = await data(`query($id: ID!) { node(id: $id) { ... on Note { text ${fields} } } }`, { id: globalId('Note', id) }, as('ann'));
    assert.deepEqual([global.node.text, global.node.score], ['t', null]);
  });

  test('are nothing to ask for, to sort by or to find others by', async () => {
    for (const where of [{ score: { equalTo: 77 } }, { meta: { equalTo: { key: 'k', value: 1 } } }, { doctor: { have: { objectId: { exists: true } } } }, { doctor: { exists: true } }, { OR: [{ score: { exists: true } }] }, { NOR: [{ stage: { equalTo: 'open' } }] },
      { text: { inQueryKey: { query: { className: 'Note', where: { score: 77 } }, key: 'text' } } }, { text: { inQueryKey: { query: { className: 'Note', where: {} }, key: 'score' } } }]) {
      assertRefused(await ask('query($w: NoteWhereInput) { notes(where: $w) { count edges { node { objectId } } } }', { w: where }, as('ann')), 119, 'notes');
      await ask('query($w: NoteWhereInput) { notes(where: $w) { count } }', { w: where }, as('doctor'));
    }
    for (const order of ['score_ASC', 'stage_DESC', 'startAt_ASC']) {
      assertRefused(await ask('query($o: [NoteOrder!]) { notes(order: $o) { edges { node { objectId } } } }', { o: [order] }, as('ann')), 119, 'notes');
      await data('query($o: [NoteOrder!]) { notes(order: $o) { edges { node { objectId } } } }', { o: [order] }, as('doctor'));
    }
  });

  test('what a hook changes of what is found, it changes here', async () => {
    await context.api.create('Note', { patient, score: 1, text: 'masked' }, master);
    const rest = await context.api.find('Note', { where: { text: 'masked' } }, as('doctor'));
    const { notes } = await data('{ notes(where: { text: { equalTo: "masked" } }) { edges { node { objectId score } } } }', {}, as('doctor'));
    assert.deepEqual(notes.edges.map(({ node }) => node.score), rest.map(({ score }) => score ?? null));
  });

  test('rows of others are not there, nor counted, nor led to', async () => {
    const query = 'query($id: ID!) { note(id: $id) { text } notes { count edges { node { text } } } node(id: "x") { id } }';
    const answer = await ask(query, { id }, as('other'));
    assert.deepEqual(answer.json.data, { note: null, notes: { count: 0, edges: [] }, node: null });
    assert.deepEqual(answer.json.errors.map(({ extensions }) => extensions.code), [101, 101]);
    const box = await context.api.create('Box', { owner: who.ann.pointer, text: 'b' }, as('ann'));
    // Who made it may not read it.
    const made = await ask('mutation($id: ID!) { updateBox(input: { id: $id, fields: { text: "c" } }) { box { text } } }', { id: box }, as('ann'));
    assert.equal(made.json.data.updateBox.box, null);
    assert.deepEqual(onlyError(made).path, ['updateBox', 'box']);
    assert.equal((await context.api.fetch('Box', box, as('doctor'))).text, 'c');
  });
});

describeServer('hooks of finding over GraphQL', 'hooks', (context) => {
  test('narrow, mask and keep back as they do over REST', async () => {
    const { data } = graphql(context.api);
    const label = unique('hook');
    const parent = await context.api.create('Task', { title: `parent ${label}` }, master);
    for (const title of ['plain', 'unshown', 'bare']) await context.api.create('Task', { title: `${title} ${label}`, secret: 's', parent: pointer('Task', parent) }, master);
    await context.api.create('Task', { title: `off ${label}`, status: 'hidden' }, master);
    const query = `{ tasks(where: { title: { matchesRegex: "${label}" } }, order: [title_ASC]) { edges { node { title secret status parent { title secret } } } } }`;
    const rest = await context.api.find('Task', { where: { title: { $regex: label } }, order: 'title', include: 'parent' });
    const { tasks } = await data(query);
    assert.deepEqual(tasks.edges.map(({ node }) => [node.title, node.secret, node.status, node.parent?.title ?? null]),
      rest.map(({ title, secret = null, status = null, parent: led }) => [title, secret, status, led?.title ?? null]));
    assert.ok(tasks.edges.some(({ node }) => node.secret === '***') && !tasks.edges.some(({ node }) => /unshown|off/.test(node.title)));
  });

  test('functions run as whoever calls them', async () => {
    const { ask, data } = graphql(context.api);
    const user = await context.api.signUp();
    const call = 'mutation($p: Object) { callCloudCode(input: { functionName: echo, params: $p, clientMutationId: "x" }) { result clientMutationId } }';
    assert.deepEqual((await data(call, { p: { text: 'hi' } }, { session: user.session })).callCloudCode, { result: { said: 'hi', user: true, master: false, staff: false }, clientMutationId: 'x' });
    assertRefused(await ask(call, { p: {} }), 141, 'callCloudCode');
    assert.deepEqual(await data('mutation { callCloudCode(input: { functionName: "nothing" }) { result } }'), { callCloudCode: { result: null } });
    const id = await context.api.create('Task', { title: 'kept' }, master);
    const failed = await ask('mutation($id: String) { callCloudCode(input: { functionName: replace, params: { id: $id, fail: true } }) { result } }', { id });
    assertRefused(failed, 141, 'callCloudCode');
    assert.deepEqual(await context.api.find('Task', { where: { title: 'replacement' } }, master), []);
  });

  test('hooks of saves have their word', async () => {
    const { ask, data } = graphql(context.api);
    assertRefused(await ask('mutation { createTask(input: { fields: { title: "refuse" } }) { task { id } } }'), 141, 'createTask');
    assert.equal((await data('mutation { createTask(input: { fields: { title: "a" } }) { task { slug } } }')).createTask.task.slug, 'a/new');
  });
});

describeServer('the audit trail of GraphQL', 'audit', (context) => {
  test('has the entries that REST would have made', async () => {
    const { ask, data } = graphql(context.api);
    const user = await context.api.signUp();
    const as = { session: user.session };
    const patient = pointer('Patient', await context.api.create('Patient', { user: user.pointer, name: 'A' }, as));
    const earlier = await context.api.create('Result', { patient, test: 'first' }, as);
    const id = await context.api.create('Result', { patient, test: 'second', earlier: pointer('Result', earlier) }, as);
    const diary = await context.api.create('Diary', { owner: user.pointer, text: 'd', result: pointer('Result', id) }, as);
    const entries = async (since) => (await context.api.find('AuditLog', { where: { createdAt: { $gt: since } }, order: 'createdAt', limit: 1000 }, master))
      .map(({ action, entityType, entityId, payload }) => [action, entityType, entityId, payload?.way ?? payload?.by ?? null].join(' ')).sort();
    const compare = async (rest, run) => {
      const start = await context.api.create('Diary', { owner: user.pointer, text: 'mark' }, as);
      const mark = (await context.api.fetch('Diary', start, as)).createdAt;
      await rest();
      const middle = (await context.api.fetch('Diary', await context.api.create('Diary', { owner: user.pointer, text: 'mark' }, as), as)).createdAt;
      await run();
      const all = await entries({ __type: 'Date', iso: mark });
      const after = await entries({ __type: 'Date', iso: middle });
      const first = [...all];
      for (const entry of after) first.splice(first.indexOf(entry), 1);
      return [first.filter((entry) => !/ Diary /.test(entry)), after.filter((entry) => !/ Diary /.test(entry))];
    };
    let [rest, graph] = await compare(() => context.api.fetch('Result', id, as), () => data('query($id: ID!) { result(id: $id) { test } }', { id }, as));
    assert.deepEqual(graph, rest);
    assert.ok(graph.length, 'a get is entered');
    [rest, graph] = await compare(() => context.api.find('Result', { where: { test: 'second' } }, as), () => data('{ results(where: { test: { equalTo: "second" } }) { edges { node { test } } } }', {}, as));
    assert.deepEqual(graph, rest);
    [rest, graph] = await compare(() => context.api.call('GET', `/classes/Diary/${diary}?include=result`, as), () => data('query($id: ID!) { diary(id: $id) { result { test } } }', { id: diary }, as));
    assert.deepEqual(graph, rest);
    assert.ok(graph.length, 'what is led to is entered');
    [rest, graph] = await compare(() => context.api.call('GET', '/classes/Result?count=1&limit=0', as), () => data('{ results { count } }', {}, as));
    assert.deepEqual(graph, rest);
    [rest, graph] = await compare(() => context.api.call('PUT', `/classes/Result/${id}`, { ...as, body: { value: 1 } }), () => data('mutation($id: ID!) { updateResult(input: { id: $id, fields: { value: 2 } }) { clientMutationId } }', { id }, as));
    assert.deepEqual(graph, rest);
    await ask('mutation { logIn(input: { username: "nobody", password: "wrong" }) { viewer { sessionToken } } }');
    assert.ok((await context.api.find('AuditLog', { order: '-createdAt', limit: 3 }, master)).some(({ action }) => /fail/i.test(action)), 'a log-in that fails is entered');
    // Reads of a query that another field of it fails beside are entered all the same.
    [rest, graph] = await compare(() => context.api.fetch('Result', id, as), () => ask('query($id: ID!) { a: result(id: "none") { test } b: result(id: $id) { test } }', { id }, as));
    assert.ok(graph.some((entry) => rest.includes(entry)), `${graph} has no ${rest}`);
  });
});

describeServer('disclosures over GraphQL', 'accounts', (context) => {
  const NOTICE = '42 CFR part 2 prohibits unauthorized use or disclosure of these records.';
  test('carry the notice and the consent', async () => {
    const { ask, data } = graphql(context.api);
    const [ann, lawyer, doctor] = [await context.api.signUp(), await context.api.signUp(), await context.api.signUp()];
    const patient = pointer('Patient', await context.api.create('Patient', { user: ann.pointer, name: 'ann' }, { session: ann.session }));
    const assessment = await context.api.create('Assessment', { patient, text: 'secret' }, master);
    const consent = await data(`mutation($p: ID!, $r: ID!, $d: Date!) { createDisclosureConsent(input: { fields: { patient: { link: $p }, recipient: { link: $r }, purpose: "a claim", scope: ["assessments"], expiresAt: $d } }) { disclosureConsent { objectId } } }`,
      { p: patient.objectId, r: lawyer.id, d: new Date(Date.now() + 3600000).toISOString() }, { session: ann.session });
    const id = consent.createDisclosureConsent.disclosureConsent.objectId;
    for (const [query, variables] of [['query($id: ID!) { assessment(id: $id) { text } }', { id: assessment }], ['{ assessments { edges { node { text } } } }', {}], ['{ assessments { count } }', {}]]) {
      const answer = await ask(query, variables, { session: lawyer.session });
      assert.equal(answer.headers['x-disclosure-notice'], NOTICE, `${query}: ${answer.text}`);
      assert.equal(answer.headers['x-disclosure-consent'], id, query);
      const own = await ask(query, variables, { session: ann.session });
      assert.equal(own.headers['x-disclosure-notice'], undefined, query);
    }
    assertRefused(await ask('query($id: ID!) { assessment(id: $id) { text } }', { id: assessment }, { session: doctor.session }), 101, 'assessment');
  });
});
