// The app's own C code: what each kind of hook may do, what it may not, and functions. The hooks are those
// of tests/schemas/hooks.c, which looks at a task's title to know what to do.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { runsAgainstReference } from '../lib/reference.mjs';
import { assertError, assertStatus, classPath, pointer, unique } from '../lib/rest.mjs';

const skip = runsAgainstReference() && 'hooks in C are ours';
const master = { master: true };

describeServer('hooks', 'hooks', (context) => {
  const create = (values, options) => context.api.call('POST', '/classes/Task', { body: values, ...options });
  const make = (values) => context.api.create('Task', values, master);
  const stored = (id) => context.api.fetch('Task', id, master);
  const journal = (about) => context.api.find('Journal', { where: { about } }, master);
  const run = (name, body = {}, options = {}) => context.api.call('POST', `/functions/${name}`, { body, ...options });

  describe('before a save', () => {
    test('what the hook sets is stored, and part of the answer', async () => {
      const answer = await create({ title: 'a' });
      assertStatus(answer, 201);
      assert.equal(answer.json.slug, 'a/new');
      assert.equal((await stored(answer.json.objectId)).slug, 'a/new');
      const update = await context.api.call('PUT', `/classes/Task/${answer.json.objectId}`, { body: { status: 's' } });
      assert.deepEqual([update.status, update.json.slug, 'status' in update.json], [200, 'a/again', false]);
      const after = await stored(answer.json.objectId);
      assert.deepEqual([after.title, after.slug, after.status], ['a', 'a/again', 's']);
    });
    test('a refusal is 141 with its message; nothing is stored', async () => {
      const title = unique('refuse');
      assertError(await create({ title }), 400, 141, 'not today');
      assert.deepEqual(await context.api.find('Task', { where: { title } }, master), []);
    });
    test('a refusal may have a code of its own', async () => assertError(await create({ title: 'code' }), 400, 142, 'own code'));
    test('a refusal without a reason is 141', async () => assertError(await create({ title: 'silent' }), 400, 141, /Script failed/));
    test('an update is seen together with what is stored', async () => {
      const id = await make({ title: 'b', count: 5 });
      const put = (body) => context.api.call('PUT', `/classes/Task/${id}`, { body });
      assertError(await put({ count: 3 }), 400, 141, 'counts only grow');
      assertError(await put({ count: { __op: 'Increment', amount: -1 } }), 400, 141, 'counts only grow');
      assertStatus(await put({ count: { __op: 'Increment', amount: 2 } }), 200);
      assert.equal((await stored(id)).count, 7);
    });
    test('what a hook removes is checked like what a client removes', async () => {
      assertError(await create({ title: 'nameless' }), 400, 142, /title/);
    });
    test('malformed JSON of a hook is 500, and the server goes on', async () => {
      assertStatus(await create({ title: 'malformed' }), 500);
      assertStatus(await create({ title: 'fine' }), 201);
    });
    test('a zero is set by its state, a point by its value', async () => {
      assert.equal((await stored(await make({ title: 'zero' }))).count, 0);
      assert.deepEqual((await stored(await make({ title: 'place' }))).place, { __type: 'GeoPoint', latitude: 1.5, longitude: -2.5 });
      assert.equal('place' in (await stored(await make({ title: 'c' }))), false);
    });
    test('whoever may not create does not reach the hook', async () => {
      const { json: user } = await context.api.call('POST', '/users', { body: { username: unique('u'), password: 'p' } });
      const id = await context.api.create('Task', { title: 'mine', ACL: { [user.objectId]: { read: true, write: true } } });
      assertError(await context.api.call('PUT', `/classes/Task/${id}`, { body: { title: 'refuse' } }), 404, 101);
    });
  });

  describe('after a save', () => {
    test('the hook has seen it, and written', async () => {
      const id = await make({ title: 'd' });
      await context.api.call('PUT', `/classes/Task/${id}`, { body: { title: 'e' } });
      const entries = await journal(id);
      assert.deepEqual(entries.map(({ event, title, count }) => [event, title, count]), [['created', 'd', 7], ['updated', 'e', 7]]);
    });
    test('a failure comes too late: the object is there, what the hook wrote is not', async () => {
      const id = await make({ title: 'too late' });
      assert.equal((await stored(id)).title, 'too late');
      assert.deepEqual(await journal(id), []);
    });
    test('in a transaction that fails, what hooks wrote goes too', async () => {
      const title = unique('undone');
      const requests = ['x', 'refuse'].map((start) => ({ method: 'POST', path: '/parse/classes/Task', body: { title: start === 'x' ? title : start } }));
      assertError(await context.api.call('POST', '/batch', { body: { requests, transaction: true } }), 400, 141);
      assert.deepEqual(await context.api.find('Journal', { where: { title } }, master), []);
    });
  });

  describe('deletion', () => {
    test('is refused, or seen', async () => {
      const kept = await make({ title: 'keep' });
      assertError(await context.api.call('DELETE', `/classes/Task/${kept}`), 400, 141, 'kept');
      assert.equal((await stored(kept)).title, 'keep');
      const gone = await make({ title: 'f' });
      assertStatus(await context.api.call('DELETE', `/classes/Task/${gone}`), 200);
      assert.deepEqual((await journal(gone)).map(({ event }) => event), ['created', 'deleted']);
    });
  });

  describe('finding', () => {
    test('a find, a count and a get are narrowed', async () => {
      const title = unique('narrow');
      const hidden = await make({ title, status: 'hidden' });
      const open = await make({ title, status: 'open' });
      const { json } = await context.api.call('GET', `/classes/Task?where=${encodeURIComponent(JSON.stringify({ title }))}&count=1`);
      assert.deepEqual([json.results.map(({ objectId }) => objectId), json.count], [[open], 1]);
      assertError(await context.api.call('GET', `/classes/Task/${hidden}`), 404, 101);
      assert.equal((await context.api.find('Task', { where: { title } }, master)).length, 2);
    });
    test('a value is changed, or left out, and not asked for it stays out', async () => {
      const id = await make({ title: 'g', secret: 'plain' });
      assert.equal((await context.api.fetch('Task', id)).secret, '***');
      assert.equal((await stored(id)).secret, 'plain');
      const { json } = await context.api.call('GET', `/classes/Task/${id}?keys=title`);
      assert.equal('secret' in json, false);
      assert.equal('secret' in (await context.api.fetch('Task', await make({ title: 'bare', secret: 'x' }))), false);
    });
    test('an object is kept back', async () => {
      const title = unique('unshown');
      const id = await make({ title });
      await make({ title: `${title} shown` });
      assert.deepEqual(await context.api.find('Task', { where: { title } }), []);
      assertError(await context.api.call('GET', `/classes/Task/${id}`), 404, 101);
    });
    test('an included object passes the hooks as well', async () => {
      const parent = await make({ title: 'parent', secret: 'plain' });
      const hidden = await make({ title: 'h', status: 'hidden' });
      const child = await make({ title: 'child', parent: pointer('Task', parent) });
      const orphan = await make({ title: 'orphan', parent: pointer('Task', hidden) });
      const get = async (id) => (await context.api.call('GET', `/classes/Task/${id}?include=parent`)).json;
      assert.equal((await get(child)).parent.secret, '***');
      assert.equal((await get(child)).status, 'child of parent');
      assert.equal('parent' in (await get(orphan)), false); // as one that the ACL hides
    });
    test('a subquery is narrowed as a find is', async () => {
      const hidden = await make({ title: unique('inner'), status: 'hidden' });
      const title = unique('outer');
      const child = await make({ title, parent: pointer('Task', hidden) });
      const found = (where, options) => context.api.find('Task', { where: { title, ...where } }, options);
      const inner = { className: 'Task', where: { status: 'hidden' } };
      const where = { parent: { $inQuery: inner } };
      assert.deepEqual(await found(where), []);
      assert.deepEqual((await found(where, master)).map(({ objectId }) => objectId), [child]);
      assert.equal((await found({ parent: { $notInQuery: inner } })).length, 1);
    });
    test('a refusal fails the find', async () => {
      const title = unique('unreadable');
      await make({ title });
      assertError(await context.api.call('GET', `/classes/Task?where=${encodeURIComponent(JSON.stringify({ title }))}`), 400, 141, 'unreadable');
    });
    test('a find hook cannot write', async () => {
      const title = unique('writing');
      const id = await make({ title });
      assertStatus(await context.api.call('GET', `/classes/Task/${id}`), 500);
      assert.deepEqual((await journal(id)).map(({ event }) => event), ['created']);
    });
  });

  test('hooks that call each other without end are stopped, and leave nothing', async () => {
    assertError(await context.api.call('POST', '/classes/Loop', { body: {} }), 400, 141, /too deeply/);
    assert.deepEqual(await context.api.find('Loop', {}, master), []);
  });

  test('logging in is refused, or seen', async () => {
    const signUp = async (username) => (await context.api.call('POST', '/users', { body: { username, password: 'p' } })).json.objectId;
    const logIn = (username, password = 'p') => context.api.call('POST', '/login', { body: { username, password } });
    const barred = unique('barred');
    await signUp(barred);
    assertError(await logIn(barred), 400, 141, 'You are barred.');
    assertError(await logIn(barred, 'wrong'), 404, 101);
    const welcome = unique('welcome');
    const id = await signUp(welcome);
    assertStatus(await logIn(welcome), 200);
    assert.deepEqual((await journal(id)).map(({ event, title }) => [event, title]), [['signed in', welcome]]);
  });

  describe('functions', () => {
    test('are given their parameters and the caller', async () => {
      const { json: user } = await context.api.call('POST', '/users', { body: { username: unique('u'), password: 'p' } });
      assert.deepEqual((await run('echo', { text: 'hi' })).json, { result: { said: 'hi', user: false, master: false, staff: false } });
      assert.deepEqual((await run('echo', { text: 'hi' }, master)).json.result.master, true);
      assert.deepEqual((await run('echo', { text: 'hi' }, { session: user.sessionToken })).json.result.user, true);
      assert.deepEqual((await context.api.call('POST', '/functions/echo?text=url', { body: {} })).json.result.said, 'url');
    });
    test('an unknown one is 141', async () => assertError(await run('nosuch'), 400, 141, 'Invalid function: "nosuch"'));
    test('a refusal is 141 with its message', async () => assertError(await run('echo', {}), 400, 141, 'text is missing'));
    test('without a result the answer is empty', async () => assert.deepEqual((await run('nothing')).json, {}));
    test('malformed JSON of a function is 500', async () => assertStatus(await run('echo', { text: '"' }), 500));
    test('reads and writes with the caller\'s rights, or all', async () => {
      const id = await context.api.create('Task', { title: 'i', count: 1, ACL: {} }, master);
      assertError(await run('increment', { id }), 400, 141, 'no such task');
      assert.equal((await run('increment', { id, asMaster: true })).json.result.count, 2);
      assert.equal((await stored(id)).title, 'i');
    });
    test('is one transaction', async () => {
      const id = await make({ title: 'old' });
      assertError(await run('replace', { id, fail: true }), 400, 141, 'failed at the end');
      assert.equal((await stored(id)).title, 'old');
      assertError(await run('replace', { id: 'nosuch' }), 404, 101);
      const { json } = await run('replace', { id });
      assertError(await context.api.call('GET', `/classes/Task/${id}`, master), 404, 101);
      assert.equal((await stored(json.result)).title, 'replacement');
      assert.deepEqual((await context.api.find('Task', { where: { title: 'replacement' } }, master)).length, 1);
    });
    test('finds', async () => {
      const title = unique('many');
      for (let i = 0; i < 20; i++) await make({ title });
      assert.equal((await run('countTitles', { title })).json.result, 20);
      assert.equal((await run('countTitles', { title: `no ${title}` })).json.result, 0);
    });
    test('does not make users', async () => assertStatus(await run('makeUser'), 500));
    test('in a batch', async () => {
      const requests = ['hi', 1].map((text) => ({ method: 'POST', path: '/parse/functions/echo', body: { text } }));
      const { json } = await context.api.call('POST', '/batch', { body: { requests } });
      assert.equal(json[0].success.result.said, 'hi');
      assert.equal(json[1].error.code, 141);
    });
  });

  test('classes without hooks are as ever', async () => {
    const id = await context.api.create('case', { int: 3, state: 's' });
    const { int, state } = await context.api.fetch('case', id);
    assert.deepEqual([int, state], [3, 's']);
    assert.ok(classPath('case'));
  });
}, { skip });
