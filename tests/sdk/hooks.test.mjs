// /functions and /hooks: webhooks to an outside process, here an HTTP server of this test.
import http from 'node:http';
import {
  Parse, after, againstParseServer, api, assert, assertError, assertStatus, cases, make, rejects, server, signUp, suite, test, unique,
} from './lib/sdk.mjs';

/** An HTTP server whose answer to each path is a function of what it was sent; counts no one else's calls. */
const answers = new Map();
const receiver = http.createServer({ keepAliveTimeout: 0 }, (request, response) => { // this process may stand still
  let text = '';
  request.on('data', (chunk) => { text += chunk; });
  request.on('end', () => {
    const answer = answers.get(request.url);
    const body = answer ? answer(JSON.parse(text), request) : { error: { code: 1, message: 'no such hook' } };
    response.setHeader('Content-Type', 'application/json');
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
});
const listening = new Promise((resolve) => { receiver.listen(0, '127.0.0.1', resolve); });
receiver.unref();
after(() => { receiver.close(); receiver.closeAllConnections(); });

const hooks = (method, path, body) => api.call(method, `/hooks/${path}`, { body, master: true });
/** The URL of a new hook that answers so. */
async function url(answer) {
  await listening;
  const path = `/${unique('hook')}`;
  answers.set(path, answer);
  return `http://127.0.0.1:${receiver.address().port}${path}`;
}
/** Registers a function; returns its name. */
async function defineFunction(answer) {
  const functionName = unique('fn');
  const body = { functionName, url: await url(answer) };
  const registered = await hooks('POST', 'functions', body);
  assertStatus(registered, 200);
  assert.deepEqual(registered.json, body);
  return functionName;
}
/** Registers a trigger on the class Hooked, runs the work and takes it away again. */
async function withTrigger(triggerName, answer, work) {
  const body = { className: 'Hooked', triggerName, url: await url(answer) };
  assertStatus(await hooks('POST', 'triggers', body), 200);
  try {
    return await work();
  } finally {
    assertStatus(await hooks('PUT', `triggers/Hooked/${triggerName}`, { __op: 'Delete' }), 200);
  }
}

suite('functions', () => {
  test('an unknown one is error 141 that names it', async () => {
    assertError(await api.call('POST', '/functions/nosuch', { body: {} }), 400, 141, 'Invalid function: "nosuch"');
    await rejects(Parse.Cloud.run('nosuch'), 141, 'Invalid function: "nosuch"');
  });
  test('the answer of a webhook is the result', async () => {
    const name = await defineFunction(({ params }) => ({ success: { doubled: params.number * 2 } }));
    const answer = await api.call('POST', `/functions/${name}`, { body: { number: 21 } });
    assertStatus(answer, 200);
    assert.deepEqual(answer.json, { result: { doubled: 42 } });
    assert.deepEqual(await Parse.Cloud.run(name, { number: 4 }), { doubled: 8 });
  });
  test('the webhook is told function, parameters, user and master, with the webhook key', async () => {
    let seen;
    const name = await defineFunction((body, { headers }) => { seen = { body, headers }; return { success: 1 }; });
    const user = await signUp();
    await Parse.Cloud.run(name, { a: [1, { b: 2 }] }, { sessionToken: user.getSessionToken() });
    assert.deepEqual(seen.body.params, { a: [1, { b: 2 }] });
    assert.equal(seen.body.functionName, name);
    assert.equal(seen.body.master, false);
    assert.equal(seen.body.user.objectId, user.id);
    assert.equal(seen.headers['x-parse-webhook-key'], server.webhookKey);
    await Parse.Cloud.run(name, {}, { useMasterKey: true });
    assert.equal(seen.body.master, true);
  });
  test('an error of the webhook is error 141 with its message', async () => {
    const name = await defineFunction(() => ({ error: 'not today' }));
    await rejects(Parse.Cloud.run(name), 141, 'not today');
  });
  test('an error with a code keeps it', async () => {
    const name = await defineFunction(() => ({ error: { code: 1234, error: 'own code' } }));
    await rejects(Parse.Cloud.run(name), 141, { code: 1234, error: 'own code' });
  });
  test('a webhook that answers no JSON is an error', async () => {
    const name = await defineFunction(() => 'this is no JSON');
    // parse-server takes it for an answer without a result when it says that it is JSON.
    if (againstParseServer) assert.equal(await Parse.Cloud.run(name), undefined);
    else await rejects(Parse.Cloud.run(name), 141);
  });
  test('a webhook that cannot be reached is error 141', async () => {
    const functionName = unique('fn');
    await hooks('POST', 'functions', { functionName, url: 'http://127.0.0.1:9/' });
    await rejects(Parse.Cloud.run(functionName), 141);
  });
  test('a date among the parameters comes through', async () => {
    const name = await defineFunction(({ params }) => ({ success: params }));
    const when = new Date('2020-01-02T03:04:05.006Z');
    const result = await Parse.Cloud.run(name, { when });
    assert.equal(new Date(result.when.iso ?? result.when).getTime(), when.getTime());
  });
});

suite('hooks: keeping them', () => {
  test('asks for the master key', async () => {
    for (const path of ['functions', 'triggers']) {
      const answer = await api.call('GET', `/hooks/${path}`);
      assertStatus(answer, 403);
      assert.deepEqual(answer.json, { error: 'Permission denied' });
    }
    assertStatus(await api.call('POST', '/hooks/functions', { body: { functionName: 'x', url: 'http://127.0.0.1:9/' } }), 403);
  });
  test('one is read, changed and deleted', async () => {
    const name = await defineFunction(() => ({ success: 1 }));
    const read = await hooks('GET', `functions/${name}`);
    assert.equal(read.json.functionName, name);
    const changed = { functionName: name, url: await url(() => ({ success: 2 })) };
    assert.deepEqual((await hooks('PUT', `functions/${name}`, { url: changed.url })).json, changed);
    assert.equal(await Parse.Cloud.run(name), 2);
    assert.deepEqual((await hooks('PUT', `functions/${name}`, { __op: 'Delete' })).json, {});
    await rejects(Parse.Cloud.run(name), 141, `Invalid function: "${name}"`);
    assertError(await hooks('GET', `functions/${name}`), 400, 143, `no function named: ${name} is defined`);
  });
  test('all are listed as an array', async () => {
    const name = await defineFunction(() => ({ success: 1 }));
    const { json } = await hooks('GET', 'functions');
    assert.ok(json.some(({ functionName }) => functionName === name));
  });
  test('a name is taken once', async () => {
    const functionName = await defineFunction(() => ({ success: 1 }));
    assertError(await hooks('POST', 'functions', { functionName, url: 'http://127.0.0.1:9/' }), 400, 143, `function name: ${functionName} already exists`);
  });
  cases([
    ['a function without a url', 'functions', { functionName: 'nourl' }],
    ['a trigger without a url', 'triggers', { className: 'Hooked', triggerName: 'afterDelete' }],
    ['a trigger of an unknown name', 'triggers', { className: 'Hooked', triggerName: 'frobnicate', url: 'http://127.0.0.1:9/' }],
    ['nothing', 'functions', {}],
  ], async (path, body) => assertError(await hooks('POST', path, body), 400, 143, 'invalid hook declaration'));
  test('by the SDK: Parse.Hooks', async () => {
    const name = unique('fn');
    await Parse.Hooks.createFunction(name, await url(() => ({ success: 'by the SDK' })));
    assert.equal(await Parse.Cloud.run(name), 'by the SDK');
    assert.ok((await Parse.Hooks.getFunctions()).some(({ functionName }) => functionName === name));
    await Parse.Hooks.removeFunction(name);
    await rejects(Parse.Cloud.run(name), 141);
  });
});

suite('hooks: triggers', () => {
  const hooked = (extra = {}) => make('Hooked', { name: unique('name'), ...extra });
  test('beforeSave changes what is saved', async () => {
    await withTrigger('beforeSave', ({ object }) => ({ success: { ...object, status: 'by the hook' } }), async () => {
      const saved = await hooked();
      assert.equal((await api.fetch('Hooked', saved.id)).status, 'by the hook');
    });
  });
  test('beforeSave refuses', async () => {
    const name = unique('name');
    await withTrigger('beforeSave', () => ({ error: 'no' }), async () => {
      await rejects(make('Hooked', { name }), 141, 'no');
    });
    assert.deepEqual(await api.find('Hooked', { where: { name } }), []);
  });
  test('beforeSave is told the object, the original and the user', async () => {
    const object = await hooked({ count: 1 });
    const user = await signUp();
    let seen;
    await withTrigger('beforeSave', (body) => { seen = body; return { success: {} }; }, async () => {
      await object.save({ count: 2 }, { sessionToken: user.getSessionToken() });
    });
    assert.equal(seen.triggerName, 'beforeSave');
    assert.equal(seen.object.className, 'Hooked');
    assert.equal(seen.object.count, 2);
    assert.equal(seen.original.count, 1);
    assert.equal(seen.user.objectId, user.id);
  });
  test('afterSave is told what was saved', async () => {
    let tell;
    const told = new Promise((resolve) => { tell = resolve; });
    const name = unique('name');
    await withTrigger('afterSave', (body) => { tell(body); return { success: null }; }, async () => {
      await api.create('Hooked', { name });
      const { object, triggerName } = await told;
      assert.deepEqual([triggerName, object.name, object.className], ['afterSave', name, 'Hooked']);
      assert.equal((await api.fetch('Hooked', object.objectId)).name, name);
    });
  });
  test('beforeDelete refuses', async () => {
    const saved = await hooked();
    await withTrigger('beforeDelete', () => ({ error: 'kept' }), async () => {
      await rejects(saved.destroy(), 141, 'kept');
    });
    assert.equal((await api.fetch('Hooked', saved.id)).objectId, saved.id);
  });
  test('a trigger is read by class and name', async () => {
    await withTrigger('afterDelete', () => ({ success: {} }), async () => {
      const { json } = await hooks('GET', 'triggers/Hooked/afterDelete');
      assert.equal(json.triggerName, 'afterDelete');
      assertError(await hooks('POST', 'triggers', { className: 'Hooked', triggerName: 'afterDelete', url: 'http://127.0.0.1:9/' }), 400, 143,
        'class Hooked already has trigger afterDelete');
    });
  });
});
