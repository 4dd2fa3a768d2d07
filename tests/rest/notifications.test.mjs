// Notices: those whom a rule names are told that something has happened, in the transaction of the change.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, pointer } from '../lib/rest.mjs';
import { webhookReceiver } from '../lib/webhook_receiver.mjs';

const master = { master: true };
const receiver = await webhookReceiver();

describeServer('notifications', 'behaviour', (context) => {
  const who = {};
  let patient;
  const as = (name) => ({ session: who[name].session });
  const put = (className, id, body, options) => context.api.call('PUT', `/classes/${className}/${id}`, { ...options, body });
  const send = async (more) => context.api.create('Letter', { sender: who.ann.pointer, recipient: who.bob.pointer, body: 'secret', ...more }, as('ann'));
  /** What somebody has been told of an object, in order. */
  const told = async (name, entityId) => (await context.api.find('Notification', { where: { entityId }, order: 'createdAt' }, as(name))).map(({ kind }) => kind);

  before(async () => {
    for (const name of ['ann', 'bob', 'doctor', 'other', 'clerk', 'head']) who[name] = await context.api.signUp();
    await context.api.createRole('doctor', [who.doctor, who.other]);
    const heads = await context.api.createRole('head', [who.head]);
    await context.api.createRole('clerk', [who.clerk], [heads]);
    patient = await context.api.create('Patient', { user: who.ann.pointer }, as('ann'));
  });

  test('a creation tells the recipient, and says nothing of what is in it', async () => {
    const id = await send();
    const [notice, ...more] = await context.api.find('Notification', { where: { entityId: id } }, as('bob'));
    assert.deepEqual(more, []);
    const { kind, entityType, entityId, isRead, recipient } = notice;
    assert.deepEqual({ kind, entityType, entityId, isRead, recipient }, { kind: 'created', entityType: 'Letter', entityId: id, isRead: false, recipient: who.bob.pointer });
    assert.doesNotMatch(JSON.stringify(notice), /secret/);
    for (const name of ['ann', 'doctor']) assert.deepEqual(await told(name, id), []);
  });

  test('an update tells whom its rule names', async () => {
    const id = await send();
    assertStatus(await put('Letter', id, { isRead: true }, as('bob')), 200);
    assert.deepEqual(await told('ann', id), ['updated']);
    assert.deepEqual(await told('bob', id), ['created']);
  });

  test('publishing tells the patient, through the patient\'s profile, and a deletion a whole role besides', async () => {
    const id = await context.api.create('Order', { patient: pointer('Patient', patient), drug: 'd' }, as('doctor'));
    assert.deepEqual(await told('ann', id), []);
    assertStatus(await put('Order', id, { drug: 'e' }, as('doctor')), 200);
    assert.deepEqual(await told('ann', id), []);
    assertStatus(await put('Order', id, { publicationStatus: 'published' }, as('doctor')), 200);
    assert.deepEqual(await told('ann', id), ['published']);
    assertStatus(await put('Order', id, { publicationStatus: 'published' }, as('doctor')), 200);
    assertStatus(await context.api.call('DELETE', `/classes/Order/${id}`, as('doctor')), 200);
    assert.deepEqual(await told('ann', id), ['published', 'deleted']);
    assert.deepEqual(await told('clerk', id), ['deleted']);
    assert.deepEqual(await told('head', id), ['deleted'], 'who is in a role of the role');
    assert.deepEqual(await told('doctor', id), []);
  });

  test('a role is told, each of its users once', async () => {
    const id = await context.api.create('Report', { patient: pointer('Patient', patient), text: 't' }, as('ann'));
    assertStatus(await put('Report', id, { text: 'u' }, as('ann')), 200);
    for (const name of ['doctor', 'other']) assert.deepEqual(await told(name, id), ['created', 'updated']);
  });

  test('who is told for two reasons is told once', async () => {
    const visit = (doctor, day) => context.api.create('Visit', { patient: pointer('Patient', patient), doctor: who[doctor].pointer, startAt: date(`2031-01-0${day}`) }, as('ann'));
    const alone = await visit('ann', 1);
    assert.deepEqual(await told('ann', alone), ['created']);
    const both = await visit('doctor', 2);
    for (const name of ['ann', 'doctor']) assert.deepEqual(await told(name, both), ['created']);
  });

  test('a plan of its own lifecycle is published by leaving draft', async () => {
    const id = await context.api.create('Plan', { patient: pointer('Patient', patient), summary: 's' }, as('doctor'));
    assertStatus(await put('Plan', id, { status: 'active' }, as('doctor')), 200);
    assertStatus(await put('Plan', id, { status: 'completed' }, as('doctor')), 200);
    assert.deepEqual(await told('ann', id), ['published']);
  });

  test('a value that a field comes to tells, by whomever it is set, and no other change', async () => {
    const task = () => context.api.create('Task', { owner: who.ann.pointer }, as('ann'));
    const lost = await task();
    assertStatus(await put('Task', lost, { owner: who.ann.pointer }, as('ann')), 200);
    assert.deepEqual(await told('clerk', lost), []);
    assertStatus(await put('Task', lost, { state: 'lost' }, as('ann')), 200);
    assert.deepEqual(await told('clerk', lost), ['updated']);
    assertStatus(await put('Task', lost, { state: 'lost' }, as('ann')), 200);
    assertStatus(await put('Task', lost, { owner: who.ann.pointer }, as('ann')), 200);
    assert.deepEqual(await told('clerk', lost), ['updated'], 'it was so before');
    const done = await task();
    assertStatus(await put('Task', done, { done: true }, as('ann')), 200);
    assert.deepEqual(await told('clerk', done), ['updated'], 'what the server sets by itself counts');
    assert.deepEqual(await told('ann', done), []);
  });

  test('what is refused tells nobody', async () => {
    const count = async () => (await context.api.call('GET', '/classes/Notification?count=1&limit=0', master)).json.count;
    const before_ = await count();
    const id = await send();
    assertError(await put('Letter', id, { body: 'y', sentAt: date('2001-01-01') }, as('bob')), 400, 119);
    assertError(await context.api.call('POST', '/classes/Letter', { ...as('ann'), body: { sender: who.ann.pointer, recipient: who.bob.pointer, isRead: true } }), 400, 119);
    assert.equal(await count(), before_ + 1);
  });

  test('its recipient reads it and marks it, and nobody makes, changes or deletes one', async () => {
    const id = await send();
    const [notice] = await context.api.find('Notification', { where: { entityId: id } }, as('bob'));
    const path = `/classes/Notification/${notice.objectId}`;
    assertError(await context.api.call('GET', path, as('ann')), 404, 101);
    assertError(await put('Notification', notice.objectId, { isRead: true }, as('ann')), 404, 101);
    for (const body of [{ kind: 'x' }, { recipient: who.ann.pointer }, { readAt: date('2001-01-01') }, { ACL: {} }]) assertError(await put('Notification', notice.objectId, body, as('bob')), 400, 119);
    const marked = await put('Notification', notice.objectId, { isRead: true }, as('bob'));
    assert.ok(marked.json.readAt.iso);
    assertError(await context.api.call('DELETE', path, as('bob')), 404, 101);
    const made = { recipient: who.ann.pointer, kind: 'created', entityType: 'Letter', entityId: id };
    assertError(await context.api.call('POST', '/classes/Notification', { ...as('bob'), body: made }), 400, 119);
  });

  test('a webhook hears of each, so that another process can pass it on', async () => {
    const heard = [];
    let settle;
    const first = new Promise((resolve) => (settle = resolve));
    const url = receiver.url(({ body }) => {
      heard.push(body);
      settle();
      return { success: {} };
    });
    const hook = { className: 'Notification', triggerName: 'afterSave', url };
    assertStatus(await context.api.call('POST', '/hooks/triggers', { ...master, body: hook }), 200);
    const id = await send();
    await first;
    assert.deepEqual([heard[0].object.entityId, heard[0].object.kind, heard[0].object.recipient.objectId], [id, 'created', who.bob.id]);
    assertStatus(await context.api.call('PUT', '/hooks/triggers/Notification/afterSave', { ...master, body: { __op: 'Delete' } }), 200);
  });
}, differs('rules are ours'));
