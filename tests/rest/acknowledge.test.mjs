// Acknowledging: the patient says once that an order has been seen, and a later change of it takes that back.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, pointer } from '../lib/rest.mjs';

const master = { master: true };

describeServer('acknowledging', 'behaviour', (context) => {
  const who = {};
  let patient;
  const as = (name) => ({ session: who[name].session });
  const put = (id, body, options) => context.api.call('PUT', `/classes/Order/${id}`, { ...options, body });
  const order = (name = 'doctor') => context.api.create('Order', { patient: pointer('Patient', patient), drug: 'd' }, as(name));
  const fetch = (id) => context.api.fetch('Order', id, master);
  const published = async () => {
    const id = await order();
    assertStatus(await put(id, { publicationStatus: 'published' }, as('doctor')), 200);
    return id;
  };

  before(async () => {
    for (const name of ['ann', 'bob', 'doctor']) who[name] = await context.api.signUp();
    await context.api.createRole('doctor', [who.doctor]);
    patient = await context.api.create('Patient', { user: who.ann.pointer }, as('ann'));
    await context.api.create('Patient', { user: who.bob.pointer }, as('bob'));
  });

  test('says when and who', async () => {
    const id = await published();
    assert.equal((await fetch(id)).isAcknowledged, false);
    const since = Date.now();
    const answer = await put(id, { isAcknowledged: true }, as('ann'));
    assertStatus(answer, 200);
    assert.deepEqual(answer.json.acknowledgedBy, who.ann.pointer);
    assert.ok(Date.parse(answer.json.acknowledgedAt.iso) >= since);
    const row = await fetch(id);
    assert.deepEqual([row.isAcknowledged, row.acknowledgedAt], [true, answer.json.acknowledgedAt]);
    assert.deepEqual(Object.keys((await put(id, { isAcknowledged: true }, as('ann'))).json), ['updatedAt'], 'once is enough');
  });

  test('is the patient\'s alone, for what the patient can read', async () => {
    const draft = await order();
    assertError(await put(draft, { isAcknowledged: true }, as('ann')), 404, 101);
    const id = await published();
    assertError(await put(id, { isAcknowledged: true }, as('bob')), 404, 101);
    assertError(await put(id, { isAcknowledged: true }, as('doctor')), 400, 119, /^Permission denied for action update on class \w+: field isAcknowledged\.$/);
    for (const more of [{ isAcknowledged: true }, { acknowledgedAt: date('2001-01-01') }, { acknowledgedBy: who.ann.pointer }]) {
      const body = { patient: pointer('Patient', patient), drug: 'd', ...more };
      assertError(await context.api.call('POST', '/classes/Order', { ...as('doctor'), body }), 400, 119);
    }
    assertStatus(await context.api.call('POST', '/classes/Order', { ...as('doctor'), body: { patient: pointer('Patient', patient), drug: 'd', isAcknowledged: false } }), 201);
  });

  test('opens nothing else to the patient', async () => {
    const id = await published();
    for (const body of [{ drug: 'x' }, { isAcknowledged: true, drug: 'x' }, { isAcknowledged: true, ACL: {} }, { acknowledgedAt: date('2001-01-01') }, { acknowledgedBy: who.bob.pointer }]) {
      assertError(await put(id, body, as('ann')), 400, 119);
    }
    assertError(await context.api.call('DELETE', `/classes/Order/${id}`, as('ann')), 404, 101);
    assert.equal((await fetch(id)).isAcknowledged, false);
  });

  test('is not taken back by the patient', async () => {
    const id = await published();
    assertStatus(await put(id, { isAcknowledged: false }, as('ann')), 200); // it is not, and stays so
    assertStatus(await put(id, { isAcknowledged: true }, as('ann')), 200);
    for (const body of [{ isAcknowledged: false }, { isAcknowledged: { __op: 'Delete' } }]) assertError(await put(id, body, as('ann')), 400, 142);
    assert.equal((await fetch(id)).isAcknowledged, true);
  });

  test('is taken back by any later change, of a relation, too', async () => {
    const id = await published();
    const add = { __op: 'AddRelation', objects: [pointer('Patient', patient)] };
    for (const [body, options] of [[{ drug: 'e' }, as('doctor')], [{ others: add }, as('doctor')], [{ drug: 'f' }, master]]) {
      assertStatus(await put(id, { isAcknowledged: true }, as('ann')), 200);
      const answer = await put(id, body, options);
      assert.deepEqual([answer.json.isAcknowledged, answer.json.acknowledgedAt, answer.json.acknowledgedBy], [false, null, null]);
      const row = await fetch(id);
      assert.deepEqual([row.isAcknowledged, row.acknowledgedAt, row.acknowledgedBy], [false, undefined, undefined]);
    }
    assertStatus(await put(id, { isAcknowledged: true }, as('ann')), 200); // and may be given again
    assertStatus(await put(id, {}, as('doctor')), 200); // changes nothing
    assert.equal((await fetch(id)).isAcknowledged, true);
  });
}, differs('rules are ours'));
