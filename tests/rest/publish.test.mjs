// Publishing: a step out of draft, by those whom a sentence names, and only what is published is the patient's to read.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, pointer } from '../lib/rest.mjs';

const master = { master: true };

describeServer('publishing', 'behaviour', (context) => {
  const who = {};
  let patient;
  const as = (name) => ({ session: who[name].session });
  const put = (className, id, body, options) => context.api.call('PUT', `/classes/${className}/${id}`, { ...options, body });
  const post = (className, body, options) => context.api.call('POST', `/classes/${className}`, { ...options, body });
  const create = (className, body, name) => context.api.create(className, { patient: pointer('Patient', patient), ...body }, name ? as(name) : master);
  const sees = async (className, id, name) => {
    const got = await context.api.call('GET', `/classes/${className}/${id}`, as(name));
    const found = await context.api.find(className, { where: { objectId: id } }, as(name));
    assert.equal(found.length === 1, got.status === 200, 'get and find agree');
    return got.status === 200;
  };

  before(async () => {
    for (const name of ['ann', 'doctor', 'clerk', 'stranger']) who[name] = await context.api.signUp();
    await context.api.createRole('doctor', [who.doctor]);
    await context.api.createRole('clerk', [who.clerk]);
    patient = await context.api.create('Patient', { user: who.ann.pointer }, as('ann'));
  });

  test('a new object is a draft, which the patient does not see', async () => {
    const answer = await post('Order', { patient: pointer('Patient', patient), drug: 'd' }, as('doctor'));
    assert.equal(answer.json.publicationStatus, 'draft');
    const id = answer.json.objectId;
    assert.equal(await sees('Order', id, 'ann'), false);
    assert.equal(await sees('Order', id, 'doctor'), true);
    assertError(await post('Order', { patient: pointer('Patient', patient), drug: 'd', publicationStatus: 'published' }, as('doctor')), 400, 142);
  });

  test('publishing says when and by whom, and shows it', async () => {
    const id = await create('Order', { drug: 'd' }, 'doctor');
    const since = Date.now();
    const answer = await put('Order', id, { publicationStatus: 'published' }, as('doctor'));
    assertStatus(answer, 200);
    assert.deepEqual(answer.json.publishedBy, who.doctor.pointer);
    assert.ok(Date.parse(answer.json.publishedAt.iso) >= since);
    assert.equal(await sees('Order', id, 'ann'), true);
    assert.equal(await sees('Order', id, 'stranger'), false);
    const row = await context.api.fetch('Order', id, as('ann'));
    assert.deepEqual([row.publishedAt, row.publishedBy], [answer.json.publishedAt, answer.json.publishedBy]);
  });

  test('what is published does not become a draft again, nor is it published twice', async () => {
    const id = await create('Order', { drug: 'd' }, 'doctor');
    const { publishedAt } = (await put('Order', id, { publicationStatus: 'published' }, as('doctor'))).json;
    for (const options of [as('doctor'), master]) assertError(await put('Order', id, { publicationStatus: 'draft' }, options), 400, 142);
    assertError(await put('Order', id, { publicationStatus: { __op: 'Delete' } }, as('doctor')), 400, 142);
    assertStatus(await put('Order', id, { publicationStatus: 'published', drug: 'e' }, as('doctor')), 200);
    assert.deepEqual((await context.api.fetch('Order', id, master)).publishedAt, publishedAt);
    for (const body of [{ publishedAt: date('2001-01-01') }, { publishedBy: who.ann.pointer }]) assertError(await put('Order', id, body, as('doctor')), 400, 119);
  });

  test('a class with drafts of its own is published by leaving them, by whom the sentence names', async () => {
    const id = await create('Plan', { summary: 's' }, 'clerk');
    assert.equal(await sees('Plan', id, 'ann'), false);
    assertError(await put('Plan', id, { status: 'active' }, as('clerk')), 400, 119, 'Permission denied for action update on class Plan: field status.');
    assertStatus(await put('Plan', id, { summary: 't' }, as('clerk')), 200);
    const answer = await put('Plan', id, { status: 'active' }, as('doctor'));
    assert.deepEqual([answer.json.publishedBy, answer.json.approvedBy], [who.doctor.pointer, who.doctor.pointer]);
    assert.equal(await sees('Plan', id, 'ann'), true);
    const row = await context.api.fetch('Plan', id, as('ann'));
    assert.equal(row.publicationStatus, undefined, 'it has no second field for it');
    const done = await put('Plan', id, { status: 'completed' }, as('doctor'));
    assert.equal(done.json.publishedAt, undefined, 'completing is not publishing');
  });

  test('what comes from elsewhere may be published already', async () => {
    const id = await create('Order', { drug: 'd', publicationStatus: 'published', publishedAt: date('2001-01-01') });
    assert.deepEqual((await context.api.fetch('Order', id, as('ann'))).publishedAt, date('2001-01-01'));
  });
}, differs('rules are ours'));
