// What is hidden from somebody in a row no answer tells: not that of a create, an update, a part of a batch, a
// signing or a function, and not by what comes of a change whose outcome depends on the value that is there.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, pointer } from '../lib/rest.mjs';

const master = { master: true };
const hidden = ['doctor', 'score', 'tags', 'meta', 'vault', 'stage', 'closedAt', 'cause', 'startAt'];

describeServer('hidden fields', 'guard', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const call = (method, path, options) => context.api.call(method, path, options);
  const put = (id, body, options) => call('PUT', `/classes/Note/${id}`, { ...options, body });
  const stored = (id) => context.api.fetch('Note', id, master);
  const object = { k: 77, list: [1], word: 'x', inner: { deep: 1 } };
  let patient;
  const make = (more = {}) =>
    context.api.create('Note', { patient, doctor: who.doctor.pointer, score: 77, tags: ['a', 'b'], meta: object, vault: object, text: 't', ...more }, master);
  const keys = (answer) => Object.keys(answer).sort();

  before(async () => {
    for (const name of ['ann', 'doctor']) who[name] = await context.api.signUp();
    await context.api.createRole('doctor', [who.doctor]);
    patient = pointer('Patient', await context.api.create('Patient', { user: who.ann.pointer, name: 'Ann' }, as('ann')));
  });

  const operations = [
    ['Increment', { score: { __op: 'Increment', amount: 0 } }],
    ['Add', { tags: { __op: 'Add', objects: [] } }],
    ['AddUnique', { tags: { __op: 'AddUnique', objects: [] } }],
    ['Remove', { tags: { __op: 'Remove', objects: [] } }],
    ['a key with a dot', { 'meta.new': 1 }],
    ['a key with a dot of an encrypted field', { 'vault.new': 1 }],
    ['a hook that sets one', { text: 'judged' }],
  ];

  for (const [what, body] of operations) {
    test(`${what}: the answer to an update does not tell, the answer to a doctor does`, async () => {
      const id = await make();
      const answer = await put(id, body, as('ann'));
      assertStatus(answer, 200);
      assert.deepEqual(keys(answer.json), ['updatedAt', 'version'].filter((key) => key in answer.json));
      const part = await call('POST', '/batch', { ...as('ann'), body: { requests: [{ method: 'PUT', path: `/parse/classes/Note/${id}`, body }] } });
      assert.deepEqual(keys(part.json[0].success), keys(answer.json));
      const signed = await call('POST', '/functions/sign', { ...as('ann'), body: { className: 'Note', objectId: id, changes: body, meaning: 'm', password: who.ann.password } });
      assertStatus(signed, 200);
      assert.deepEqual(keys(signed.json.result.object), keys(answer.json));
    });
  }

  test('a doctor is told what operations make of them', async () => {
    const id = await make();
    const { json } = await put(id, { score: { __op: 'Increment', amount: 1 }, tags: { __op: 'Remove', objects: ['a'] } }, as('doctor'));
    assert.deepEqual([json.score, json.tags], [78, ['b']]);
    assert.equal((await put(id, { 'meta.k': { __op: 'Increment', amount: 1 } }, as('doctor'))).json.meta.k, 78);
  });

  test('operations of whoever may not see do what they say all the same', async () => {
    const id = await make();
    assertStatus(await put(id, { score: { __op: 'Increment', amount: 2 }, tags: { __op: 'Add', objects: ['c'] }, 'meta.new': 3 }, as('ann')), 200);
    const row = await stored(id);
    assert.deepEqual([row.score, row.tags, row.meta], [79, ['a', 'b', 'c'], { ...object, new: 3 }]);
  });

  test('the answer to a create has no hidden default, nor what a hook set', async () => {
    for (const text of ['t', 'judged']) {
      const answer = await call('POST', '/classes/Note', { ...as('ann'), body: { patient, text } });
      assertStatus(answer, 201);
      for (const field of hidden) assert.equal(answer.json[field], undefined, field);
      const doctors = await call('POST', '/classes/Note', { ...as('doctor'), body: { patient, text } });
      assert.equal(doctors.json.score, text === 'judged' ? 99 : 5);
    }
  });

  test('what somebody may write and not read is not told at all', async () => {
    const answer = await call('POST', '/classes/Box', { ...as('ann'), body: { owner: who.ann.pointer } });
    assert.deepEqual(keys(answer.json), ['createdAt', 'objectId']);
    const id = answer.json.objectId;
    const change = await call('PUT', `/classes/Box/${id}`, { ...as('ann'), body: { count: { __op: 'Increment', amount: 1 } } });
    assert.deepEqual(keys(change.json), ['updatedAt']);
    assert.equal((await context.api.fetch('Box', id, as('doctor'))).count, 2);
  });

  test('what a hook changes of what is found, it changes of what is answered', async () => {
    const id = await make({ text: 'masked' });
    const { json } = await put(id, { score: { __op: 'Increment', amount: 1 } }, as('ann'));
    assert.deepEqual(keys(json), ['updatedAt', 'version'].filter((key) => key in json));
  });

  const depending = [
    ['an increment of what may be no number', { 'meta.k': { __op: 'Increment', amount: 0 } }, { 'meta.word': { __op: 'Increment', amount: 0 } }],
    ['the same, encrypted', { 'vault.k': { __op: 'Increment', amount: 0 } }, { 'vault.word': { __op: 'Increment', amount: 0 } }],
    ['an element more of what may be no array', { 'meta.list': { __op: 'AddUnique', objects: [1] } }, { 'meta.word': { __op: 'Add', objects: [1] } }],
    ['a step of a lifecycle', { stage: 'closed', cause: 'c' }, { stage: 'open' }],
    ['a value that requires another', { cause: { __op: 'Delete' } }, { cause: null }],
    ['an end that has to come after its beginning', { endAt: date('2001-01-01') }, { endAt: date('2031-01-01') }],
  ];
  for (const [what, one, other] of depending) {
    test(`${what} is refused alike, whatever is there`, async () => {
      const answers = [];
      for (const more of [{}, { stage: 'closed', cause: 'c', closedAt: date('2020-01-01') }, { startAt: date('2020-01-01') }, { startAt: date('2030-01-01') }]) {
        const id = await make(more);
        for (const body of [one, other]) answers.push(await put(id, body, as('ann')));
        await call('DELETE', `/classes/Note/${id}`, master);
      }
      for (const answer of answers) assertError(answer, 400, 119, answers[0].json.error);
    });
  }

  test('a function answers what its caller may see of what it finds as the caller', async () => {
    await make();
    const result = async (name) => (await call('POST', '/functions/scores', { ...as(name), body: {} })).json.result;
    assert.ok((await result('ann')).length > 0);
    assert.ok((await result('ann')).every((score) => score === -1));
    assert.ok((await result('doctor')).includes(77));
  });

  test('queries, orders and aggregations ask for nothing that is hidden', async () => {
    await make();
    const finds = [
      { where: { score: 77 } }, { where: { score: { $exists: true } } }, { where: { 'meta.k': 77 } }, { order: 'score' }, { order: '-meta.k' },
      { where: { doctor: { $inQuery: { className: '_User', where: {} } } } },
      { where: { text: { $select: { query: { className: 'Note', where: {} }, key: 'cause' } } } },
      { where: { patient: { $inQuery: { className: 'Patient', where: { objectId: { $select: { query: { className: 'Note', where: { score: 77 } }, key: 'text' } } } } } } },
      { where: { $or: [{ score: 77 }, { text: 't' }] } },
      { count: 1, limit: 0, where: { stage: 'open' } },
    ];
    for (const parameters of finds) {
      const search = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]));
      const answer = await call('GET', `/classes/Note?${search}`, as('ann'));
      assert.equal(answer.json.code, 119, `${search} ${answer.text}`);
    }
    assert.equal((await call('GET', '/aggregate/Note?distinct=score', as('ann'))).status, 403);
    for (const extra of ['keys=score,text', 'include=doctor', 'includeAll=true', 'excludeKeys=text']) {
      const { results } = (await call('GET', `/classes/Note?${extra}`, as('ann'))).json;
      assert.ok(results.length > 0, extra);
      for (const row of results) for (const field of hidden) assert.equal(row[field], undefined, `${extra} ${field}`);
    }
  });

  test('nor versions, nor one of them', async () => {
    const id = await make();
    await put(id, { text: 'u' }, as('ann'));
    const { results } = (await call('GET', `/classes/Note/${id}/versions`, as('ann'))).json;
    assert.equal(results.length, 2);
    for (const row of results) for (const field of hidden) assert.equal(row[field], undefined, field);
  });
}, differs('rules are ours'));
