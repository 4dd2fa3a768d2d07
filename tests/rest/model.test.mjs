// GET /model: what forms may offer whom. It tells nobody of a class or a field that the API keeps from him, and what it
// offers is what the API takes.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, client, pointer } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const master = { master: true };
const ours = differs('GET /model is ours');

describeServer('the model of an app with rules', 'records', (context) => {
  const who = {};
  const modelOf = async (options) => (await context.api.call('GET', '/model', options)).json;
  const classesOf = async (options) => Object.fromEntries((await modelOf(options)).classes.map((one) => [one.className, one]));

  before(async () => {
    for (const name of ['patient', 'doctor']) who[name] = await context.api.signUp();
    await context.api.createRole('doctor', [who.doctor]);
  });
  const as = (name) => ({ session: who[name].session });

  test('is for nobody who is not signed in', async () => {
    assertError(await context.api.call('GET', '/model'), 404, 101);
    const answer = await context.api.call('GET', '/model', { session: 'r:00000000000000000000000000000000' });
    assertError(answer, 400, 209);
    assert.doesNotMatch(answer.text, /Result|classes/);
  });

  test('has each class that something of is open, and of these what may be done', async () => {
    const classes = await classesOf(as('patient'));
    assert.deepEqual(classes.Result.operations, ['get', 'find', 'count', 'update']);
    assert.deepEqual(classes.Hidden.operations, ['create']);
    assert.equal(classes.Plan.operations.includes('create'), false);
    assert.equal((await classesOf(as('doctor'))).Plan.operations.includes('create'), true);
  });

  test('has no field that is hidden from who asks', async () => {
    assert.equal('secret' in (await classesOf(as('patient'))).Result.fields, false);
    assert.equal('secret' in (await classesOf(as('doctor'))).Result.fields, true);
    assert.equal('secret' in (await classesOf(master)).Result.fields, true);
  });

  test('says which fields a create and an update may set, by the rules', async () => {
    const writes = async (options) => Object.fromEntries(Object.entries((await classesOf(options)).Result.fields).map(([name, field]) => [name, field.writes]));
    const patient = await writes(as('patient'));
    assert.deepEqual(patient.list, ['update']);
    assert.deepEqual(Object.keys(patient).filter((name) => patient[name].length), ['list']);
    assert.deepEqual((await writes(as('doctor'))).text, ['create', 'update']);
  });

  test('says what a field may hold', async () => {
    const { fields } = (await classesOf(as('doctor'))).Result;
    assert.deepEqual(fields.state.words, ['draft', 'final']);
    assert.deepEqual([fields.patient.type, fields.patient.targetClass, fields.patient.required], ['Pointer', 'Patient', true]);
    assert.equal(fields.version.defaultValue, 1);
    const { Paper, Share } = await classesOf(master);
    assert.equal(Paper.fields.more.elementType, 'File');
    assert.deepEqual(Share.fields.topics.words, ['results', 'papers']);
  });

  test('says what the server does with a class', async () => {
    const { Result, Reading, Share, Letter } = await classesOf(master);
    assert.deepEqual([Result.keepsVersions, Letter.keepsVersions], [true, undefined]);
    assert.deepEqual([Reading.needsSignature, Result.needsSignature], [true, undefined]);
    assert.equal(Share.purpose, 'grant');
  });

  test('offers no field that the API refuses: what it lists is taken, what it does not is not', async () => {
    const own = await context.api.create('Patient', { user: who.patient.pointer, name: 'Ann' }, as('patient'));
    const result = await context.api.create('Result', { patient: pointer('Patient', own), state: 'draft', text: 'before' }, master);
    await context.api.call('PUT', `/classes/Result/${result}`, { ...master, body: { state: 'final' } });
    const put = (body) => context.api.call('PUT', `/classes/Result/${result}`, { ...as('patient'), body });
    assert.equal((await put({ list: [1] })).status, 200);
    assertError(await put({ text: 'after' }), 400, 119);
    assertError(await put({ secret: 'after' }), 400, 119);
  });
}, ours);

describe('the model of an open app', ours, () => {
  test('is for nobody who is not signed in, either', async () => {
    const server = await startServer('kitchen');
    try {
      const api = client(server);
      assertError(await api.call('GET', '/model'), 404, 101);
      const user = await api.signUp();
      const { json } = await api.call('GET', '/model', { session: user.session });
      const item = json.classes.find(({ className }) => className === 'Item');
      assert.deepEqual(item.operations, ['get', 'find', 'count', 'create', 'update', 'delete']);
      assert.equal(item.fields.text.type, 'String');
      assert.equal(json.idleSeconds, 0);
    } finally {
      await server.stop();
    }
  });
});

describeServer('the model of an app with a trail', 'audit', (context) => {
  test('has the trail for those who read it, whom nothing lets write', async () => {
    const auditor = await context.api.signUp();
    await context.api.createRole('auditor', [auditor]);
    const find = async (options) => (await context.api.call('GET', '/model', options)).json.classes.find(({ className }) => className === 'AuditLog');
    assert.deepEqual((await find({ session: auditor.session })).operations, ['get', 'find', 'count']);
    assert.equal((await find({ session: auditor.session })).purpose, 'auditTrail');
    assert.deepEqual((await find(master)).operations, ['get', 'find', 'count']);
    const other = await context.api.signUp();
    assert.equal(await find({ session: other.session }), undefined);
  });
}, ours);

describeServer('the model of an app with encrypted fields', 'guard', (context) => {
  test('says which they are, since no query can look into them', async () => {
    const { json } = await context.api.call('GET', '/model', master);
    const { fields } = json.classes.find(({ className }) => className === 'Note');
    assert.deepEqual(Object.keys(fields).filter((name) => fields[name].isSealed), ['vault']);
  });
}, ours);
