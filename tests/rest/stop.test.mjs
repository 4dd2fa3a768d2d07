// What becomes of requests when the server is told to stop: what is under way is answered, nobody new
// is let in, and what was answered is there at the next start. `make asan` and `make tsan` run this
// file with servers that see a thread use what another one has released.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from '../lib/builds.mjs';
import { differs, withFolder } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, pointer, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { startSmtp } from '../lib/smtp.mjs';
import { webhookReceiver } from '../lib/webhook_receiver.mjs';
import { ownAddress } from '../lib/wire.mjs';

const master = { master: true };
const masterKey = 'the same at each start';

/** What webhooks are answered. */
let answer = () => ({ success: {} });
const webhook = (await webhookReceiver()).url((call) => answer(call));

/** Waits until nobody is let in any more. */
async function closedDoor(server) {
  const { hostname: host, port } = new URL(server.base);
  for (;;) {
    const socket = net.connect({ host, port });
    const refused = await new Promise((resolve) => {
      socket.on('connect', () => resolve(false));
      socket.on('error', () => resolve(true));
    });
    socket.destroy();
    if (refused) return;
    await pause(5);
  }
}

/** Starts a call of a function whose webhook has it by the time this returns; `reply` answers it. */
async function callUnderWay(api) {
  const functionName = unique('held');
  assertStatus(await api.call('POST', '/hooks/functions', { ...master, body: { functionName, url: webhook } }), 200);
  let reply;
  const called = new Promise((arrived) => {
    answer = () => new Promise((resolve) => {
      reply = resolve;
      arrived();
    });
  });
  const answered = api.call('POST', `/functions/${functionName}`, { body: {} });
  await called;
  answer = () => ({ success: {} });
  return { answered, reply: (value) => reply(value) };
}

describe('a stop', differs('these are our server\'s own ways'), () => {
  test('answers what is under way, ends its connection and lets nobody in', async () => {
    const server = await startServer('audit');
    const call = await callUnderWay(client(server));
    const stopped = server.stop();
    await closedDoor(server);
    call.reply({ success: 'in time' });
    const answered = await call.answered;
    assert.deepEqual(answered.json, { result: 'in time' });
    assert.equal(answered.headers.connection, 'close');
    await stopped;
  });

  test('refuses in the end what does not come to an end', async () => {
    const server = await startServer('audit', { arguments: ['--stop-seconds', '1', '--webhook-seconds', '600'] });
    const call = await callUnderWay(client(server));
    const stopped = server.stop(); // within a minute: it does not wait for the webhook
    const answered = await call.answered;
    assert.ok([400, 503].includes(answered.status), answered.text);
    await stopped;
    call.reply({});
  });

  test('is not held up by connections that say nothing, and the port is free at once', async () => {
    const server = await startServer('audit', { arguments: ['--listen', `${ownAddress}:0`] });
    const { hostname: host, port } = new URL(server.base);
    const silent = net.connect({ host, port });
    const kept = net.connect({ host, port });
    const closed = Promise.all([once(silent, 'close'), once(kept, 'close')]);
    kept.write(`GET /parse/health HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    await once(kept, 'data');
    silent.resume();
    kept.resume();
    await server.stop();
    await closed;
    const next = await startServer('audit', { arguments: ['--listen', `${host}:${port}`] });
    assert.equal(new URL(next.base).port, port);
    await next.stop();
  });

  /** What the clients of the load do, each a request of another kind; some note what must be kept. */
  const kinds = {
    'a write': ({ call, patient, session, keep }) => keep(call('POST', '/classes/Result', { session, body: { patient, test: 'iron' } })),
    'a write that a webhook judges': ({ call, user, session, keep }) => keep(call('POST', '/classes/Diary', { session, body: { owner: user, text: 'x' } })),
    'a batch': ({ call, patient, session, keep }) => keep(call('POST', '/batch', {
      session,
      body: { requests: [1, 2, 3].map(() => ({ method: 'POST', path: '/parse/classes/Result', body: { patient, test: 'batch' } })) },
    })),
    'a log-in': ({ call, username, password }) => call('POST', '/login', { body: { username, password } }),
    'a log-in that fails': ({ call, username }) => call('POST', '/login', { body: { username, password: 'another' } }),
    'a function': ({ call }) => call('POST', '/functions/work', { body: {} }),
    'an audited find': ({ call, session }) => call('GET', '/classes/Result?limit=20', { session }),
    'an audited get': ({ call, session, plan }) => call('GET', `/classes/Plan/${plan}`, { session }),
    'a find': ({ call, session }) => call('GET', '/classes/Diary?limit=20', { session }),
    'an upload': ({ call, session }) => call('POST', '/files/x.txt', { session, body: Buffer.alloc(100000, 'x'), headers: { 'Content-Type': 'text/plain' } }),
    'a download': ({ call, file, session }) => call('GET', file, { session }),
  };
  const expected = new Set([200, 201, 400, 404]); // a wrong password and a locked account are answered so

  async function prepare(server, api) {
    const { username, password, session, pointer: user } = await api.signUp();
    const patient = pointer('Patient', await api.create('Patient', { user, name: 'p' }, { session }));
    const plan = await api.create('Plan', { patient, aim: 'a' }, { session });
    const upload = await api.call('POST', '/files/y.bin', { session, body: Buffer.alloc(300000, 'y') });
    const file = new URL(upload.json.url).pathname.replace(/^\/parse/, '');
    assertStatus(await api.call('POST', '/hooks/functions', { ...master, body: { functionName: 'work', url: webhook } }), 200);
    for (const triggerName of ['beforeSave', 'afterSave']) {
      assertStatus(await api.call('POST', '/hooks/triggers', { ...master, body: { className: 'Diary', triggerName, url: webhook } }), 200);
    }
    return { username, password, session, user, patient, plan, file };
  }

  /** Calls like client() does, over connections of its own; `state.calls` has those without an answer. */
  function caller(server, state) {
    const agent = new http.Agent({ keepAlive: true });
    return (method, path, { session, body, headers } = {}) => new Promise((resolve, reject) => {
      const bytes = body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      const all = { 'X-Parse-Application-Id': 'app', 'Content-Type': 'application/json', ...headers };
      if (session) all['X-Parse-Session-Token'] = session;
      const request = http.request(server.base + path, { method, agent, headers: all }, (response) => {
        let text = '';
        response.on('data', (chunk) => { text += chunk.length < 10000 ? chunk : ''; });
        response.on('error', reject);
        response.on('end', () => {
          state.calls.delete(request);
          state.answered += 1;
          resolve({ status: response.statusCode, text });
        });
      });
      request.on('error', reject);
      state.calls.add(request);
      request.end(bytes);
    });
  }

  /** One client that asks until it is let in no more. */
  async function ask(kind, state, world) {
    for (;;) {
      try {
        const { status, text } = await kind(world);
        assert.ok(expected.has(status) || (status === 503 && state.told), `${status} ${text}`);
      } catch (error) {
        if (!error.code) throw error;
        state.broken.push(error);
        return;
      }
    }
  }

  for (let round = 1; round <= 3; round += 1) {
    test(`under load answers every request that has begun: ${round}`, () => withFolder(async (dataFolder) => {
      const server = await startServer('audit', { dataFolder, masterKey, arguments: ['--lockout-threshold', '0'] });
      const world = await prepare(server, client(server));
      const state = { calls: new Set(), answered: 0, broken: [], told: false };
      const kept = new Map();
      world.keep = async (promise) => {
        const { status, text } = await promise;
        if (status < 300) for (const made of [JSON.parse(text)].flat()) kept.set(made.objectId ?? made.success.objectId, text);
        return { status, text };
      };
      const clients = Object.values(kinds).flatMap((kind) => [1, 2].map(() => ask(kind, state, { ...world, call: caller(server, state) })));
      while (state.answered < 200 * round) await Promise.race([pause(5), ...clients]);

      // What an open connection has sent by now must be answered, whatever its client does later.
      const underWay = [...state.calls].filter((request) => request.reusedSocket);
      assert.ok(underWay.length > 0);
      state.told = true;
      await server.stop();
      await Promise.all(clients);
      const lost = underWay.filter((request) => state.calls.has(request));
      assert.deepEqual(lost.map(({ method, path }) => `${method} ${path}`), [], 'requests without an answer');

      const second = await startServer('audit', { dataFolder, masterKey });
      const found = new Set();
      for (const className of ['Result', 'Diary']) {
        const rows = await client(second).find(className, { limit: 10000, keys: 'objectId' }, master);
        rows.forEach(({ objectId }) => found.add(objectId));
      }
      for (const [id, text] of kept) assert.ok(found.has(id), `${text} was answered and is gone`);
      await second.stop();
    }));
  }

  test('keeps what is still to be told for the next start', () => withFolder(async (dataFolder) => {
    const server = await startServer('audit', { dataFolder, masterKey, arguments: ['--stop-seconds', '1', '--webhook-seconds', '60'] });
    const api = client(server);
    const { pointer: owner } = await api.signUp();
    assertStatus(await api.call('POST', '/hooks/triggers', { ...master, body: { className: 'Diary', triggerName: 'afterSave', url: webhook } }), 200);
    let arrived = 0;
    answer = () => new Promise(() => { arrived += 1; }); // the other side hangs
    const texts = Array.from({ length: 12 }, (_, i) => `secret ${i}`);
    for (const text of texts) assertStatus(await api.call('POST', '/classes/Diary', { ...master, body: { owner, text } }), 201);
    while (!arrived) await pause(5);
    await server.stop();
    const kept = await run('sqlite3', [join(dataFolder, 'audit.db'), 'SELECT count(*), sum("attempts") FROM "_Outbox"']);
    assert.equal(kept.stdout.trim(), `${texts.length}|0`, 'what the stop has cut off was no attempt');
    const told = [];
    answer = ({ body }) => { told.push(body.object.text); return { success: {} }; };
    const second = await startServer('audit', { dataFolder, masterKey });
    while (told.length < texts.length) await pause(5);
    assert.deepEqual(told.sort(), [...texts].sort());
    await second.stop();
    answer = () => ({ success: {} });
  }));

  test('keeps mails that wait for the next start', () => withFolder(async (dataFolder) => {
    const deaf = net.createServer(); // a mail server that takes connections and says nothing
    deaf.listen(0, '127.0.0.1');
    await once(deaf, 'listening');
    const mailing = (port) => ['--smtp-url', `smtp://127.0.0.1:${port}`, '--mail-from', 'clinic@mail.example', '--public-url', 'http://clinic.example/parse', '--stop-seconds', '1'];
    const server = await startServer('audit', { dataFolder, masterKey, arguments: mailing(deaf.address().port) });
    const api = client(server);
    await api.signUp(unique('u'), { email: 'ann@mail.example' });
    const connected = once(deaf, 'connection');
    assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email: 'ann@mail.example' } }), 200);
    await connected;
    await server.stop();
    deaf.close();
    const smtp = await startSmtp();
    const second = await startServer('audit', { dataFolder, masterKey, arguments: mailing(smtp.port) });
    const mail = await smtp.next();
    assert.deepEqual(mail.to, ['ann@mail.example']);
    assert.match(mail.text, /http:\/\/clinic\.example\/parse\//);
    await second.stop();
    await smtp.close();
  }));

  test('the port must be one', async () => {
    const started = startServer('audit', { arguments: ['--listen', '127.0.0.1:99999'] });
    await assert.rejects(started, /ended with 2[^]*--listen takes HOST:PORT/);
  });
});
