// What the server sets by itself when a field becomes a certain value: read receipts, who approved, when it was done.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, pointer } from '../lib/rest.mjs';

const master = { master: true };

describeServer('stamps', 'behaviour', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const put = (className, id, body, options) => context.api.call('PUT', `/classes/${className}/${id}`, { ...options, body });
  const post = (className, body, options) => context.api.call('POST', `/classes/${className}`, { ...options, body });
  const letter = (more) => ({ sender: who.ann.pointer, recipient: who.bob.pointer, body: 'x', ...more });
  const send = async (more) => (await post('Letter', letter(more), as('ann'))).json.objectId;
  const fetch = (className, id) => context.api.fetch(className, id, master);
  const justNow = (field, since) => {
    const time = Date.parse(field.iso);
    assert.ok(time >= since && time <= Date.now(), `${field.iso} is not now`);
  };

  before(async () => {
    for (const name of ['ann', 'bob', 'doctor']) who[name] = await context.api.signUp();
    await context.api.createRole('doctor', [who.doctor]);
  });

  test('a create has them from the start, and its answer tells them', async () => {
    const since = Date.now();
    const { json } = await post('Letter', letter({ sentAt: date('2001-01-01') }), as('ann'));
    justNow(json.sentAt, since);
    assert.equal(json.status, 'sent');
    assert.equal(json.isRead, false, 'what a stamp makes true is false before');
    const row = await fetch('Letter', json.objectId);
    assert.deepEqual([row.sentAt, row.deliveredAt, row.readAt, row.isRead], [json.sentAt, undefined, undefined, false]);
  });

  test('one follows from the other, in the same update, and the answer tells all', async () => {
    const id = await send();
    const since = Date.now();
    const read = await put('Letter', id, { isRead: true }, as('bob'));
    assertStatus(read, 200);
    assert.equal(read.json.status, 'read');
    justNow(read.json.readAt, since);
    justNow(read.json.deliveredAt, since);
    const { status, isRead, readAt, deliveredAt } = await fetch('Letter', id);
    assert.deepEqual({ status, isRead, readAt, deliveredAt }, { status: 'read', isRead: true, readAt: read.json.readAt, deliveredAt: read.json.deliveredAt });
  });

  test('the way round: a status that becomes read makes it read', async () => {
    const id = await send();
    const delivered = await put('Letter', id, { status: 'delivered' }, as('bob'));
    assert.deepEqual(Object.keys(delivered.json).sort(), ['deliveredAt', 'updatedAt']);
    const read = await put('Letter', id, { status: 'read' }, as('bob'));
    assert.equal(read.json.isRead, true);
    const row = await fetch('Letter', id);
    assert.equal(row.isRead, true);
    assert.deepEqual(row.deliveredAt, delivered.json.deliveredAt, 'it was delivered before, and that stays');
  });

  test('a value that was there before becomes nothing', async () => {
    const id = await send();
    const { json } = await put('Letter', id, { isRead: true }, as('bob'));
    const again = await put('Letter', id, { isRead: true, status: 'read' }, as('bob'));
    assert.deepEqual(Object.keys(again.json), ['updatedAt']);
    assert.deepEqual((await fetch('Letter', id)).readAt, json.readAt);
  });

  test('the server\'s word is over the client\'s', async () => {
    const id = await send();
    const answer = await put('Letter', id, { isRead: true, status: 'delivered' }, as('bob'));
    assert.equal(answer.json.status, 'read');
    assert.equal((await fetch('Letter', id)).status, 'read');
  });

  test('what was set stays as long as its cause is there', async () => {
    const id = await send();
    assertStatus(await put('Letter', id, { isRead: false }, as('bob')), 200);
    assertStatus(await put('Letter', id, { isRead: true }, as('bob')), 200);
    assertError(await put('Letter', id, { isRead: false }, as('bob')), 400, 142, 'isRead stays true where status is read');
    assertError(await put('Letter', id, { isRead: { __op: 'Delete' } }, as('bob')), 400, 142);
    assert.equal((await fetch('Letter', id)).isRead, true);
  });

  test('a field that is the server\'s is nobody\'s to write', async () => {
    const id = await send();
    for (const body of [{ readAt: date('2001-01-01') }, { deliveredAt: null }, { sentAt: date('2001-01-01') }, { body: 'y', readAt: date('2001-01-01') }]) {
      assertError(await put('Letter', id, body, as('bob')), 400, 119, /^Permission denied/);
    }
    for (const more of [{ isRead: true }, { readAt: date('2001-01-01') }, { deliveredAt: date('2001-01-01') }]) {
      assertError(await post('Letter', letter(more), as('ann')), 400, 119, /^Permission denied/);
    }
    assertStatus(await post('Letter', letter({ isRead: false }), as('ann')), 201);
    const task = { owner: who.ann.pointer };
    assertError(await post('Task', { ...task, doneAt: date('2001-01-01') }, as('ann')), 400, 119, /doneAt/);
    assertError(await put('Task', (await post('Task', task, as('ann'))).json.objectId, { doneAt: date('2001-01-01') }, as('ann')), 400, 119, /doneAt/);
  });

  test('a field that is required of a class and set by a stamp comes with time', async () => {
    const { objectId } = (await post('Task', { owner: who.ann.pointer }, as('ann'))).json;
    const done = await put('Task', objectId, { done: true }, as('ann'));
    assert.deepEqual(done.json.doneBy, who.ann.pointer);
    assert.equal((await fetch('Task', objectId)).state, 'closed');
    const undone = await put('Task', objectId, { done: false }, as('ann'));
    assertStatus(undone, 200); // nothing else says that it is done
    const again = await put('Task', objectId, { done: true }, as('ann'));
    assert.ok(again.json.doneAt, 'it becomes true once more');
  });

  test('stamps that wait for each other come to an end', async () => {
    const { json } = await post('Task', { owner: who.ann.pointer }, as('ann'));
    assert.deepEqual([json.ping, json.pong], [true, false], 'pong is true before, so ping becomes true, so pong becomes false');
    assertError(await put('Task', json.objectId, { pong: true }, as('ann')), 400, 119, /pong/);
    const again = await put('Task', json.objectId, { ping: false, pong: true }, master);
    assert.deepEqual([again.json.ping, again.json.pong], [true, undefined], 'ping was true before, so it becomes nothing, and pong stays as it was sent');
  });

  test('a lifecycle moves only where its steps lead', async () => {
    const { objectId } = (await post('Task', { owner: who.ann.pointer }, as('ann'))).json;
    assertStatus(await put('Task', objectId, { state: 'lost' }, as('ann')), 200);
    const done = await put('Task', objectId, { done: true }, as('ann'));
    assert.equal(done.json.state, undefined);
    assert.equal((await fetch('Task', objectId)).state, 'lost');
  });

  test('in a batch, and with the master key, which has no user', async () => {
    const ids = [await send(), await send()];
    const requests = ids.map((id) => ({ method: 'PUT', path: `/parse/classes/Letter/${id}`, body: { isRead: true } }));
    const batch = await context.api.call('POST', '/batch', { ...as('bob'), body: { requests } });
    for (const part of batch.json) assert.equal(part.success.status, 'read');
    const third = await send();
    assert.equal((await put('Letter', third, { isRead: true }, master)).json.status, 'read');
    const patient = await context.api.create('Patient', { user: who.ann.pointer }, master);
    const plan = await context.api.create('Plan', { patient: pointer('Patient', patient), summary: 's' }, master);
    const approved = await put('Plan', plan, { status: 'active' }, master);
    assert.equal(approved.json.approvedBy ?? null, null);
    const second = await context.api.create('Plan', { patient: pointer('Patient', patient), summary: 's' }, master);
    assert.deepEqual((await put('Plan', second, { status: 'active' }, as('doctor'))).json.approvedBy, who.doctor.pointer);
  });

  test('what comes from elsewhere keeps its times, and is made consistent', async () => {
    const sentAt = date('2001-01-01');
    const id = await context.api.create('Letter', letter({ sentAt, status: 'read', readAt: date('2001-01-02') }), master);
    const row = await fetch('Letter', id);
    assert.deepEqual([row.readAt, row.isRead, row.status], [date('2001-01-02'), true, 'read']);
    assert.equal(row.sentAt.iso, sentAt.iso);
    assert.ok(row.deliveredAt);
  });

  test('a field that a sentence adds is written by those whom a rule lists', async () => {
    const patient = await context.api.create('Patient', { user: who.bob.pointer }, as('bob'));
    const report = { patient: pointer('Patient', patient), text: 'I feel well.' };
    assertError(await post('Report', { ...report, remark: 'Great!' }, as('bob')), 400, 119, /remark/);
    const id = await context.api.create('Report', report, as('bob'));
    assertError(await put('Report', id, { remark: 'Great!' }, as('bob')), 400, 119, /remark/);
    assertError(await put('Report', id, { text: 'I feel bad.' }, as('doctor')), 400, 119, /text/);
    assertStatus(await put('Report', id, { remark: 'Good.' }, as('doctor')), 200);
    assert.equal((await context.api.fetch('Report', id, as('bob'))).remark, 'Good.');
  });
}, differs('rules are ours'));
