// Webhooks: an HTTP server of this test keeps functions and triggers.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { runsAgainstReference } from '../lib/reference.mjs';
import { assertError, assertStatus, client, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { webhookReceiver } from '../lib/webhook_receiver.mjs';

const skip = runsAgainstReference() && 'tests/sdk asks parse-server about webhooks';
const master = { master: true };
const SECONDS = 1; // what a request may spend on webhooks that do not answer

const { url } = await webhookReceiver();
const hold = () => {}; // never answers

const keyFile = join(tmpdir(), `${unique('webhook')}.key`);
writeFileSync(keyFile, 'the webhook key\n', { mode: 0o600 });
// Whoever waits for one that does not answer waits for longer than a test does.
const serverArguments = ['--idempotency-seconds', '60', '--webhook-seconds', '600', '--webhook-key-file', keyFile];

describeServer('webhooks', 'hooks', (context) => {
  const hooks = (method, path, body) => context.api.call(method, `/hooks/${path}`, { body, ...master });
  const run = (name, body = {}, options = {}) => context.api.call('POST', `/functions/${name}`, { body, ...options });
  /** Registers a function that answers so; returns its name. */
  async function define(answer) {
    const functionName = unique('fn');
    assertStatus(await hooks('POST', 'functions', { functionName, url: url(answer) }), 200);
    return functionName;
  }
  /** Registers a trigger for the time of some work. */
  async function withTrigger(triggerName, answer, work, className = 'Journal') {
    assertStatus(await hooks('POST', 'triggers', { className, triggerName, url: url(answer) }), 200);
    try {
      return await work();
    } finally {
      assertStatus(await hooks('PUT', `triggers/${className}/${triggerName}`, { __op: 'Delete' }), 200);
    }
  }
  const create = (values, options) => context.api.call('POST', '/classes/Journal', { body: { event: 'e', ...values }, ...options });
  const update = (id, body, options) => context.api.call('PUT', `/classes/Journal/${id}`, { body, ...options });
  const stored = (id) => context.api.fetch('Journal', id, master);
  const signUp = async () => (await context.api.call('POST', '/users', { body: { username: unique('u'), password: 'p', email: `${unique('u')}@mail.example` } })).json;

  describe('functions', () => {
    test('are posted parameters and caller, with the key and without secrets', async () => {
      let seen;
      const name = await define((call) => { seen = call; return { success: [1, { a: null }] }; });
      const user = await signUp();
      const answer = await run(name, { n: 1 }, { session: user.sessionToken, headers: { 'X-Parse-Installation-Id': 'device' } });
      assert.deepEqual(answer.json, { result: [1, { a: null }] });
      const { objectId } = seen.body.user;
      assert.deepEqual({ ...seen.body, user: undefined }, { functionName: name, params: { n: 1 }, master: false, user: undefined, installationId: 'device' });
      assert.equal(objectId, user.objectId);
      assert.equal(seen.method, 'POST');
      assert.equal(seen.headers['x-parse-webhook-key'], 'the webhook key');
      assert.match(seen.headers['content-type'], /^application\/json/);
      assert.equal(JSON.stringify(seen.body).includes(user.sessionToken), false);
      assert.equal(JSON.stringify(seen.headers).includes(user.sessionToken), false);
    });
    for (const [title, said, code, message] of [
      ['a text', { error: 'no' }, 141, 'no'],
      ['an object with a message', { error: { code: 5, message: 'no' } }, 141, 'no'],
      ['an object with an empty message', { error: { message: '', why: 'no' } }, 141, { message: '', why: 'no' }],
      ['an object without a message', { error: { code: 1337, error: 'no "way"' } }, 141, { code: 1337, error: 'no "way"' }],
      ['an object with an object for its message', { error: { message: { code: 5 } } }, 141, { code: 5 }],
      ['a number', { error: 5 }, 141, 5],
      ['no JSON', 'gibberish', 141, 'Malformed response'],
      ['JSON that is cut off', '{"success":', 141, 'Malformed response'],
    ]) {
      test(`an error that is ${title}`, async () => {
        const { status, json } = await run(await define(() => said));
        assert.deepEqual([status, json], [400, { code, error: message }]);
      });
    }
    test('an error that is false is none', async () => assert.deepEqual((await run(await define(() => ({ success: 1, error: null })))).json, { result: 1 }));
    test('neither success nor error is no result', async () => assert.deepEqual((await run(await define(() => ({})))).json, {}));
    test('a status that is no success, a redirect, a connection that breaks: 141', async () => {
      const goal = url({ success: 'followed' });
      for (const answer of [
        ({ response }) => { response.statusCode = 500; return { success: 1 }; },
        ({ response }) => { response.writeHead(302, { Location: goal }); response.end(); },
        ({ response }) => { response.destroy(); },
      ]) assertError(await run(await define(answer)), 400, 141, 'The webhook gave no answer.');
    });
    test('an answer that is too large is 141', async () => {
      const name = await define(({ response }) => {
        const piece = Buffer.alloc(1 << 20, 0x20);
        response.on('error', () => {});
        for (let i = 0; i < 24; i++) response.write(piece);
        response.end();
      });
      assertError(await run(name), 400, 141);
    });
    test('a request that is repeated is not asked again', async () => {
      let asked = 0;
      const name = await define(() => { asked += 1; return { success: asked }; });
      const headers = { 'X-Parse-Request-Id': unique('request') };
      assert.deepEqual((await run(name, {}, { headers })).json, { result: 1 });
      assertError(await run(name, {}, { headers }), 400, 159);
      assert.equal(asked, 1);
    });
    test('in a batch', async () => {
      const name = await define(({ body }) => (body.params.n > 1 ? { error: 'too much' } : { success: body.params.n }));
      const requests = [1, 2].map((n) => ({ method: 'POST', path: `/parse/functions/${name}`, body: { n } }));
      const { json } = await context.api.call('POST', '/batch', { body: { requests } });
      assert.deepEqual(json, [{ success: { result: 1 } }, { error: { code: 141, error: 'too much' } }]);
    });
    test('the app\'s own functions come first', async () => {
      await hooks('POST', 'functions', { functionName: 'nothing', url: url({ success: 'outside' }) });
      assert.deepEqual((await run('nothing')).json, {});
    });
  });

  test('they keep nobody else waiting, and those that are told afterwards no answer', async () => {
    let release;
    const held = new Promise((resolve) => { release = resolve; });
    const late = async () => { await held; return { success: 'late' }; };
    const name = await define(late);
    await withTrigger('afterSave', late, async () => {
      const calls = Array.from({ length: 6 }, () => run(name));
      for (let i = 0; i < 10; i++) {
        assertStatus(await create(), 201);
        assertStatus(await context.api.call('GET', '/classes/Journal?limit=1'), 200);
      }
      release();
      for (const answer of await Promise.all(calls)) assert.deepEqual(answer.json, { result: 'late' });
    });
  });

  describe('beforeSave', () => {
    test('what it answers is stored, as what the server computed', async () => {
      await withTrigger('beforeSave', ({ body }) => ({ success: { ...body.object, title: 'by the hook', count: 3 } }), async () => {
        const { status, json } = await create({ about: 'a' });
        assert.deepEqual([status, json.title, json.count], [201, 'by the hook', 3]);
        const { title, about, count } = await stored(json.objectId);
        assert.deepEqual([title, about, count], ['by the hook', 'a', 3]);
      });
    });
    test('what it leaves out is not written, {} and true leave all as it is', async () => {
      await withTrigger('beforeSave', ({ body }) => ({ success: { ...body.object, about: undefined } }), async () => {
        assert.equal('about' in await stored((await create({ about: 'a' })).json.objectId), false);
      });
      for (const success of [{}, true, null]) {
        await withTrigger('beforeSave', { success }, async () => {
          assert.equal((await stored((await create({ about: 'a' })).json.objectId)).about, 'a');
        });
      }
    });
    test('an update is told as it will be, and stays an update', async () => {
      const id = (await create({ about: 'a', count: 1 })).json.objectId;
      let seen;
      await withTrigger('beforeSave', ({ body }) => { seen = body; return { success: { ...body.object, title: 't' } }; }, async () => {
        const answer = await update(id, { count: { __op: 'Increment', amount: 4 } });
        assert.deepEqual([answer.status, answer.json.count, answer.json.title], [200, 5, 't']);
      });
      assert.equal(seen.triggerName, 'beforeSave');
      const { className, objectId, about, count } = seen.object;
      assert.deepEqual([className, objectId, about, count, seen.original.count], ['Journal', id, 'a', 5, 1]);
      assert.deepEqual([(await stored(id)).count, (await stored(id)).title], [5, 't']);
    });
    test('increments made meanwhile are not lost', async () => {
      const id = (await create({ count: 0 })).json.objectId;
      await withTrigger('beforeSave', ({ body }) => ({ success: body.object }), async () => {
        await Promise.all(Array.from({ length: 10 }, () => update(id, { count: { __op: 'Increment', amount: 1 } })));
      });
      assert.equal((await stored(id)).count, 10);
    });
    test('a list that a create begins with has its elements once', async () => {
      await withTrigger('beforeSave', ({ body }) => ({ success: { ...body.object, status: 'x' } }), async () => {
        const { json } = await context.api.call('POST', '/classes/Task', { body: { title: 'op', count: { __op: 'Increment', amount: 2 } } });
        assert.equal((await context.api.fetch('Task', json.objectId, master)).count, 2);
      }, 'Task');
    });
    test('what it answers is checked like what clients send', async () => {
      await withTrigger('beforeSave', ({ body }) => ({ success: { ...body.object, count: 'three' } }), async () => {
        assertError(await create(), 400, 111);
      });
      await withTrigger('beforeSave', ({ body }) => ({ success: { ...body.object, nosuch: 1 } }), async () => {
        assertError(await create(), 400, 119, /nosuch/);
      });
      await withTrigger('beforeSave', ({ body }) => ({ success: { ...body.object, event: undefined } }), async () => {
        assertError(await create(), 400, 142, /event/);
      });
    });
    test('refuses', async () => {
      const about = unique('refused');
      await withTrigger('beforeSave', { error: 'no' }, async () => assertError(await create({ about }), 400, 141, 'no'));
      assert.deepEqual(await context.api.find('Journal', { where: { about } }, master), []);
    });
    test('is not asked for those who may not write', async () => {
      const id = (await create({ ACL: { '*': { read: true } } })).json.objectId;
      let asked = 0;
      await withTrigger('beforeSave', () => { asked += 1; return { success: {} }; }, async () => {
        assertError(await update(id, { about: 'x' }), 404, 101);
        assertError(await create({ nosuch: 1 }), 400, 119);
      });
      assert.equal(asked, 0);
    });
    test('of a user is told no password, and sees sign-up and update', async () => {
      const seen = [];
      await withTrigger('beforeSave', ({ body }) => { seen.push(body); return { success: {} }; }, async () => {
        const user = await signUp();
        await context.api.call('PUT', `/users/${user.objectId}`, { session: user.sessionToken, body: { password: 'another one' } });
        assertStatus(await context.api.call('POST', '/login', { body: { username: seen[0].object.username, password: 'another one' } }), 200);
      }, '_User');
      assert.equal(seen.length, 2);
      assert.equal(/another one|password|\$argon/.test(JSON.stringify(seen)), false);
      assert.equal(seen[1].user.objectId, seen[1].object.objectId);
    });
  });

  describe('the other triggers', () => {
    test('afterSave is told what is stored, once it is', async () => {
      const told = [];
      let done;
      const both = new Promise((resolve) => { done = resolve; });
      await withTrigger('afterSave', ({ body }) => { told.push(body); if (told.length === 2) done(); return { success: null }; }, async () => {
        const id = (await create({ about: 'a', count: 1 })).json.objectId;
        await update(id, { count: 2 });
        await both;
        told.sort((a, b) => a.object.count - b.object.count);
        assert.deepEqual(told.map(({ triggerName, object, original }) => [triggerName, object.objectId, object.about, object.count, original?.count]),
          [['afterSave', id, 'a', 1, undefined], ['afterSave', id, 'a', 2, 1]]);
      });
    });
    test('afterSave is not told of what was undone', async () => {
      const about = unique('undone');
      const told = [];
      let tell;
      const last = new Promise((resolve) => { tell = resolve; });
      await withTrigger('afterSave', ({ body }) => { told.push(body.object.about); if (body.object.about !== about) tell(); return {}; }, async () => {
        const requests = [{ event: 'e', about }, {}].map((body) => ({ method: 'POST', path: '/parse/classes/Journal', body }));
        assertStatus(await context.api.call('POST', '/batch', { body: { requests, transaction: true } }), 400);
        await create({ about: 'later' });
        await last;
      });
      assert.deepEqual(told, ['later']);
    });
    test('beforeDelete refuses, afterDelete is told', async () => {
      const id = (await create({ about: 'gone' })).json.objectId;
      await withTrigger('beforeDelete', { error: 'kept' }, async () => {
        assertError(await context.api.call('DELETE', `/classes/Journal/${id}`), 400, 141, 'kept');
      });
      assert.equal((await stored(id)).about, 'gone');
      let tell;
      const told = new Promise((resolve) => { tell = resolve; });
      await withTrigger('afterDelete', ({ body }) => { tell(body); return {}; }, async () => {
        assertStatus(await context.api.call('DELETE', `/classes/Journal/${id}`), 200);
        assert.equal((await told).object.about, 'gone');
      });
    });
    test('beforeLogin refuses, but is not asked about a wrong password', async () => {
      const username = unique('login');
      await context.api.call('POST', '/users', { body: { username, password: 'p' } });
      const logIn = (password) => context.api.call('POST', '/login', { body: { username, password } });
      let asked = 0;
      await withTrigger('beforeLogin', ({ body }) => { asked += 1; return { error: `not ${body.object.username}` }; }, async () => {
        assertError(await logIn('wrong'), 404, 101);
        assert.equal(asked, 0);
        assertError(await logIn('p'), 400, 141, `not ${username}`);
      }, '_User');
      assertStatus(await logIn('p'), 200);
    });
    test('what hooks in C save is told', async () => {
      let tell;
      const told = new Promise((resolve) => { tell = resolve; });
      await withTrigger('afterSave', ({ body }) => { tell(body); return {}; }, async () => {
        const id = await context.api.create('Task', { title: 'by hook' });
        const { object } = await told;
        assert.deepEqual([object.event, object.about], ['created', id]);
      });
    });
  });

  describe('keeping them', () => {
    test('is for the master key', async () => {
      for (const [method, path] of [['GET', 'functions'], ['POST', 'functions'], ['GET', 'triggers'], ['PUT', 'functions/x'], ['GET', 'triggers/Task/beforeSave']]) {
        assertStatus(await context.api.call(method, `/hooks/${path}`, method === 'GET' ? {} : { body: {} }), 403);
      }
    });
    for (const bad of ['ftp://127.0.0.1/', 'file:///etc/passwd', 'http://', 'http:///x', '127.0.0.1', 'http://user:secret@127.0.0.1/', 'http://127.0.0.1/a b',
      'http://127.0.0.1/\r\nX: y', 'gopher://127.0.0.1:25/', 'http://a\\@b/', 5, null]) {
      test(`the URL ${JSON.stringify(bad)} is refused`, async () => assertError(await hooks('POST', 'functions', { functionName: unique('fn'), url: bad }), 400, 143));
    }
    for (const [className, triggerName] of [['Nosuch', 'beforeSave'], ['_Session', 'beforeSave'], ['Task', 'beforeLogin'], ['Task', 'beforeFind'], ['Task', 'frobnicate'], ['_Hook', 'beforeSave']]) {
      test(`${triggerName} of ${className} is refused, not kept and never called`, async () => {
        assertError(await hooks('POST', 'triggers', { className, triggerName, url: url({}) }), 400, 143, 'invalid hook declaration');
      });
    }
    test('names and URLs are texts like any other', async () => {
      const functionName = '"; DROP TABLE "_Hook"; --';
      const declared = { functionName, url: `${url({ success: 1 })}?q='%22` };
      assert.deepEqual((await hooks('POST', 'functions', declared)).json, declared);
      assert.ok((await hooks('GET', 'functions')).json.some((one) => one.functionName === functionName));
    });
  });

  test('those of an earlier run are called after a restart', async () => {
    const first = await startServer('hooks', { arguments: serverArguments });
    const functionName = unique('fn');
    assertStatus(await client(first).call('POST', '/hooks/functions', { body: { functionName, url: url({ success: 'still' }) }, ...master }), 200);
    await first.kill();
    const second = await startServer('hooks', { arguments: serverArguments, dataFolder: first.dataFolder });
    try {
      assert.equal((await client(second).call('POST', `/functions/${functionName}`, { body: {} })).json.result, 'still');
    } finally {
      await second.stop();
    }
  });
}, { skip, arguments: serverArguments });

describeServer('webhooks that do not answer', 'hooks', (context) => {
  const run = (path, body) => context.api.call('POST', path, { body });
  const name = unique('fn');
  before(async () => assertStatus(await context.api.call('POST', '/hooks/functions', { body: { functionName: name, url: url(hold) }, ...master }), 200));

  test('are given up', async () => {
    const started = Date.now();
    const calls = Array.from({ length: 6 }, () => run(`/functions/${name}`, {}));
    for (const answer of await Promise.all(calls)) assertError(answer, 400, 141, 'The webhook gave no answer.');
    const took = Date.now() - started;
    assert.ok(took >= SECONDS * 1000 && took < 30 * SECONDS * 1000, `${took} ms`);
  });
  test('a batch has as much time as a single request', async () => {
    const requests = Array.from({ length: 40 }, () => ({ method: 'POST', path: `/parse/functions/${name}`, body: {} }));
    const started = Date.now();
    const { json } = await run('/batch', { requests });
    assert.deepEqual(json.map(({ error }) => error.code), requests.map(() => 141));
    assert.ok(Date.now() - started < (requests.length / 2) * SECONDS * 1000);
  });
}, { skip, arguments: ['--webhook-seconds', String(SECONDS)] });
