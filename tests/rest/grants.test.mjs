// A grant opens no more than its grantor may reach: no draft that is kept from the patient, no field or class that the
// patient cannot see or change. So do consents to disclose; emergency access opens all that leads to a patient but drafts.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, pointer } from '../lib/rest.mjs';

const master = { master: true };
const ours = differs('rules are ours');
const HOUR = 3600000;

describeServer('a grant', 'records', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const call = (method, path, options) => context.api.call(method, path, options);
  let patient;

  before(async () => {
    for (const name of ['ann', 'reader', 'doctor']) who[name] = await context.api.signUp();
    await context.api.createRole('doctor', [who.doctor]);
    patient = pointer('Patient', await context.api.create('Patient', { user: who.ann.pointer, name: 'Ann' }, as('ann')));
    await context.api.create('CareAssignment', { patient, provider: who.doctor.pointer }, master);
    await context.api.create('Share', { patient, reader: who.reader.pointer, topics: ['results', 'papers'] }, as('ann'));
  });

  test('opens what the patient sees, once the patient sees it', async () => {
    const id = (await call('POST', '/classes/Result', { ...as('doctor'), body: { patient, value: 1, text: 'draft' } })).json.objectId;
    const ways = async (name) => {
      const paths = [`/classes/Result/${id}`, `/classes/Result/${id}/versions`];
      const answers = [];
      for (const path of paths) answers.push((await call('GET', path, as(name))).status);
      const where = encodeURIComponent(JSON.stringify({ objectId: { $in: [id] } }));
      const { results, count } = (await call('GET', `/classes/Result?count=1&where=${where}`, as(name))).json;
      return [...answers, results.length, count];
    };
    for (const name of ['ann', 'reader']) assert.deepEqual(await ways(name), [404, 404, 0, 0], name);
    assert.deepEqual(await ways('doctor'), [200, 200, 1, 1]);
    assertStatus(await call('PUT', `/classes/Result/${id}`, { ...as('doctor'), body: { state: 'final' } }), 200);
    for (const name of ['ann', 'reader']) assert.deepEqual(await ways(name), [200, 200, 1, 1], name);
    const versions = (await call('GET', `/classes/Result/${id}/versions`, as('reader'))).json.results;
    assert.deepEqual(versions.map(({ _version }) => _version), [2], 'and what it was as a draft not');
  });

  test('of some classes opens these alone', async () => {
    const lent = await context.api.signUp();
    await context.api.create('Loan', { patient, reader: lent.pointer }, as('ann'));
    const rows = {};
    for (const [name, fields] of [['Reading', { value: 1 }], ['Paper', { title: 'one' }]]) rows[name] = await context.api.create(name, { patient, ...fields }, as('ann'));
    rows.Result = await context.api.create('Result', { patient, value: 2 }, as('doctor'));
    assertStatus(await call('PUT', `/classes/Result/${rows.Result}`, { ...as('doctor'), body: { state: 'final' } }), 200);
    const statuses = {};
    for (const [name, id] of [...Object.entries(rows), ['Patient', patient.objectId]])
      statuses[name] = (await call('GET', `/classes/${name}/${id}`, { session: lent.session })).status;
    assert.deepEqual(statuses, { Reading: 200, Paper: 200, Result: 404, Patient: 404 });
  });

  test('is not taken: where no sentence says who assigns patients, nobody assigns himself one', async () => {
    const { pointer: user } = await context.api.signUp();
    const other = pointer('Patient', await context.api.create('Patient', { user, name: 'Bob' }, master));
    const assignment = await call('POST', '/classes/CareAssignment', { ...as('doctor'), body: { patient: other, provider: who.doctor.pointer } });
    assert.ok(assignment.status >= 400, assignment.text);
    assertError(await call('GET', `/classes/Patient/${other.objectId}`, as('doctor')), 404, 101);
  });
}, ours);

describeServer('a grant to write', 'guard', (context) => {
  const call = (method, path, options) => context.api.call(method, path, options);

  test('lets nobody change what its grantor may not', async () => {
    const [ann, friend] = [await context.api.signUp(), await context.api.signUp()];
    const as = (user) => ({ session: user.session });
    const patient = pointer('Patient', await context.api.create('Patient', { user: ann.pointer }, as(ann)));
    await context.api.create('Share', { patient, reader: friend.pointer }, as(ann));
    const fixed = await context.api.create('Diet', { patient, plan: 'p', mood: 'm', state: 'fixed' }, master);
    const open = await context.api.create('Diet', { patient, plan: 'p', mood: 'm', state: 'open' }, master);
    const change = async (user, id, body) => (await call('PUT', `/classes/Diet/${id}`, { ...as(user), body })).json.code ?? 'done';
    for (const user of [ann, friend]) {
      assert.equal(await change(user, open, { mood: 'n' }), 'done');
      assert.equal(await change(user, open, { plan: 'q' }), 119);
      assert.equal(await change(user, fixed, { mood: 'n' }), 101);
    }
    const unseen = await context.api.create('Chart', { patient, text: 't' }, master);
    for (const user of [ann, friend]) assertError(await call('GET', `/classes/Chart/${unseen}`, as(user)), 404, 101);
  });
}, ours);

describeServer('a consent', 'behavioral', (context) => {
  test('discloses no draft, and each disclosure once', async () => {
    const { api } = context;
    const [ann, lawyer] = [await api.signUp(), await api.signUp()];
    const as = (user) => ({ session: user.session });
    const patient = pointer('PatientProfile', await api.create('PatientProfile', { user: ann.pointer, fullName: 'Ann' }, as(ann)));
    const consent = { patient, recipient: lawyer.pointer, purpose: 'p', scope: ['crisisLogs'], expiresAt: date(Date.now() + HOUR) };
    assertStatus(await api.call('POST', '/classes/DisclosureConsent', { ...as(ann), body: consent }), 201);
    const draft = await api.create('CrisisLog', { patient, incident: 'x', publicationStatus: 'draft' }, master);
    const published = await api.create('CrisisLog', { patient, incident: 'y', publicationStatus: 'published' }, master);
    assert.deepEqual((await api.find('CrisisLog', {}, as(lawyer))).map(({ objectId }) => objectId), [published]);
    assertError(await api.call('GET', `/classes/CrisisLog/${draft}`, as(lawyer)), 404, 101);
    const entries = await api.find('AuditLog', { where: { action: 'disclose', entityType: 'CrisisLog' } }, master);
    assert.deepEqual(entries.map(({ entityId }) => entityId), [published]);
  });
}, ours);
