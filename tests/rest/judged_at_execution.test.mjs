// A request may wait long between being prepared and being executed: for hashing, for a webhook, for the parts of
// a batch before it. What counts is the session, the roles, the grants and the password of when it is executed.
// Here requests wait for a webhook, which takes the right away before it answers.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, pointer, unique } from '../lib/rest.mjs';
import { webhookReceiver } from '../lib/webhook_receiver.mjs';

const master = { master: true };
const receiver = await webhookReceiver();

describeServer('judged at execution', 'guard', (context) => {
  const call = (method, path, options) => context.api.call(method, path, options);
  const signUp = () => context.api.signUp();
  const as = (user) => ({ session: user.session });
  let role;
  let note;
  let patient;

  /** The name of a function that does this before it answers. */
  async function waiting(meanwhile) {
    const functionName = unique('fn');
    const url = receiver.url(async () => { await meanwhile(); return { success: true }; });
    assertStatus(await call('POST', '/hooks/functions', { ...master, body: { functionName, url } }), 200);
    return functionName;
  }
  const roleUsers = (operation, user) => call('PUT', `/roles/${role}`, { ...master, body: { users: { __op: operation, objects: [user.pointer] } } });
  async function doctor() {
    const user = await signUp();
    assertStatus(await roleUsers('AddRelation', user), 200);
    return user;
  }
  /** A batch whose first part waits, then the others; their answers. */
  async function batch(user, meanwhile, requests, transaction = false) {
    const first = { method: 'POST', path: `/parse/functions/${await waiting(meanwhile)}`, body: {} };
    const answer = await call('POST', '/batch', { ...as(user), body: { transaction, requests: [first, ...requests] } });
    return transaction ? answer : answer.json.slice(1);
  }
  const get = (id) => ({ method: 'GET', path: `/parse/classes/Note/${id}`, body: {} });
  const put = (id, text) => ({ method: 'PUT', path: `/parse/classes/Note/${id}`, body: { text } });
  const textOf = async (id) => (await context.api.fetch('Note', id, master)).text;

  before(async () => {
    const ann = await signUp();
    role = await context.api.createRole('doctor', []);
    patient = pointer('Patient', await context.api.create('Patient', { user: ann.pointer }, as(ann)));
    note = await context.api.create('Note', { patient, text: 'before' }, as(ann));
  });

  test('what waits goes on where nothing has changed', async () => {
    const answers = await batch(await doctor(), () => {}, [get(note), put(note, 'before')]);
    assert.equal(answers[0].success.text, 'before');
    assert.ok(answers[1].success.updatedAt);
  });

  const changes = [
    ['the role is taken away', (user) => roleUsers('RemoveRelation', user), 101],
    ['the user signs out', (user) => call('POST', '/logout', { ...as(user), body: {} }), 209],
    ['the password is changed', (user) => call('PUT', `/users/${user.id}`, { ...master, body: { password: 'another password' } }), 209],
    ['the user is deleted', (user) => call('DELETE', `/users/${user.id}`, master), 209],
    ['the master key deletes the session', async (user) => call('DELETE', `/sessions/${(await call('GET', '/sessions/me', as(user))).json.objectId}`, master), 209],
  ];
  for (const [what, change, code] of changes) {
    test(`${what}: no part of a batch that waits reads or writes`, async () => {
      for (const transaction of [false, true]) {
        const user = await doctor();
        const meanwhile = async () => assertStatus(await change(user), 200);
        const answers = await batch(user, meanwhile, [get(note), put(note, 'after')], transaction);
        if (transaction) assert.equal(answers.json.code, code, answers.text);
        else assert.deepEqual(answers.map((answer) => answer.error?.code), [code, code]);
        assert.equal(await textOf(note), 'before');
      }
    });
    test(`${what}: nor a single request that waits for a webhook`, async () => {
      const user = await doctor();
      const url = receiver.url(async () => { await change(user); return { success: {} }; });
      assertStatus(await call('POST', '/hooks/triggers', { ...master, body: { className: 'Note', triggerName: 'beforeSave', url } }), 200);
      const answer = await call('PUT', `/classes/Note/${note}`, { ...as(user), body: { text: 'after' } });
      await call('PUT', '/hooks/triggers/Note/beforeSave', { ...master, body: { __op: 'Delete' } });
      assert.equal(answer.json.code, code, answer.text);
      assert.equal(await textOf(note), 'before');
    });
  }

  test('a part that signs out is the last one that the session does', async () => {
    const user = await doctor();
    const requests = [put(note, 'before'), { method: 'POST', path: '/parse/logout', body: {} }, get(note), put(note, 'after')];
    const answer = await call('POST', '/batch', { ...as(user), body: { requests } });
    assert.ok(Array.isArray(answer.json), answer.text);
    assert.deepEqual(answer.json.map((part) => part.error?.code ?? 'done'), ['done', 'done', 209, 209]);
  });

  test('a grant that ends meanwhile opens nothing more', async () => {
    const reader = await signUp();
    let ends;
    for (let lasts = 400, seen; !seen; lasts *= 2) { // until it has been looked at in its time: a machine may be slow
      ends = Date.now() + lasts;
      await context.api.create('Share', { patient, reader: reader.pointer, ends: date(ends) }, master);
      const answer = await call('GET', `/classes/Note/${note}`, as(reader));
      if (Date.now() >= ends) continue;
      assertStatus(answer, 200);
      seen = true;
    }
    const over = () => new Promise((resolve) => { setTimeout(resolve, ends - Date.now() + 1); });
    assert.equal((await batch(reader, over, [get(note)]))[0].error.code, 101);
  });

  const logIn = (user) => call('POST', '/login', { body: { username: user.username, password: user.password } });
  const ways = [
    ['a log-in', logIn],
    ['one in a batch', async (user) => {
      const requests = [{ method: 'POST', path: '/parse/login', body: { username: user.username, password: user.password } }];
      const { json } = await call('POST', '/batch', { body: { requests } });
      return { status: 404, json: json[0].error ?? json[0].success, text: JSON.stringify(json) };
    }],
  ];
  const accounts = [
    ['the password is changed', (user) => ({ password: 'another password' })],
    ['the name is changed', () => ({ username: unique('renamed') })],
    ['the account is closed', () => ({ ACL: {} })],
  ];
  for (const [way, tryIt] of ways) {
    for (const [what, change] of accounts) {
      test(`${way} whose password has been judged already is refused when ${what} meanwhile`, async () => {
        const user = await signUp();
        const url = receiver.url(async () => {
          assertStatus(await call('PUT', `/users/${user.id}`, { ...master, body: change(user) }), 200);
          return { success: {} };
        });
        assertStatus(await call('POST', '/hooks/triggers', { ...master, body: { className: '_User', triggerName: 'beforeLogin', url } }), 200);
        const answer = await tryIt(user);
        await call('PUT', '/hooks/triggers/_User/beforeLogin', { ...master, body: { __op: 'Delete' } });
        assertError(answer, 404, 101, 'Invalid username/password.');
        assert.equal(answer.json.sessionToken, undefined);
      });
    }
  }

  test('nor does a password that has been changed meanwhile sign', async () => {
    const user = await doctor();
    const url = receiver.url(async () => {
      await call('PUT', `/users/${user.id}`, { ...as(user), body: { password: 'another password' } });
      return { success: {} };
    });
    assertStatus(await call('POST', '/hooks/triggers', { ...master, body: { className: 'Note', triggerName: 'beforeSave', url } }), 200);
    const body = { className: 'Note', objectId: note, changes: { text: 'after' }, meaning: 'm', password: user.password };
    const answer = await call('POST', '/functions/sign', { ...as(user), body });
    await call('PUT', '/hooks/triggers/Note/beforeSave', { ...master, body: { __op: 'Delete' } });
    assert.ok([101, 209].includes(answer.json.code), answer.text);
    assert.equal(await textOf(note), 'before');
  });
}, { ...differs('it is told through webhooks that are held back'), arguments: ['--webhook-seconds', '20'] });
