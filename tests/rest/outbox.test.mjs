// Mails and webhooks that belong to a write are committed with it, and arrive whatever happens: a receiver that is
// away, slow or refuses, a server that is killed. What never arrives is given up, and operators see to it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { buildServer, run } from '../lib/builds.mjs';
import { compile, runProgram } from '../lib/c_program.mjs';
import { differs, withFolder } from '../lib/fixture.mjs';
import { assertStatus, client, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { parseMail, startSmtp } from '../lib/smtp.mjs';
import { ownAddress } from '../lib/wire.mjs';

const master = { master: true };
const masterKey = 'the same at each start';

async function until(what, holds, seconds = 120) {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline;) {
    if (await holds()) return;
    await pause(10);
  }
  assert.fail(`${what}: not within ${seconds} s`);
}

/** A receiver on a port of its own: { url, told, port, answer, close() }; `answer` is a status, or a promise of one. */
async function receiver(port = 0) {
  const told = [];
  const self = { told, answer: () => 200 };
  const server = http.createServer({ keepAliveTimeout: 0 }, (request, response) => { // this process may stand still
    let text = '';
    request.on('data', (chunk) => { text += chunk; });
    request.on('end', async () => {
      const call = { body: JSON.parse(text), key: request.headers['idempotency-key'], at: Date.now() };
      told.push(call);
      response.statusCode = await self.answer(call);
      response.end('{}');
    });
  });
  server.listen(port, ownAddress);
  await once(server, 'listening');
  self.port = server.address().port;
  self.url = `http://${ownAddress}:${self.port}/hook`;
  self.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => { server.close(resolve); });
  };
  return self;
}

describe('the outbox', differs('it is our server\'s own'), () => {
  let program;
  const closing = [];
  before(async () => {
    program = (await buildServer('audit')).program;
  });
  after(async () => {
    for (const server of running) await server.kill(); // of a test that has failed
    for (const close of closing) await close();
  });
  const listen = async (port) => {
    const one = await receiver(port);
    closing.push(one.close);
    return one;
  };
  const running = new Set();
  const start = async (dataFolder, more = []) => {
    // A receiver that takes longer is told twice: this process, in which they are, may stand still for seconds.
    const server = await startServer('audit', { dataFolder, masterKey, arguments: ['--webhook-seconds', '30', ...more] });
    running.add(server);
    return server;
  };
  const mailServer = async (options) => {
    const one = await startSmtp({ host: ownAddress, ...options });
    closing.push(one.close);
    return one;
  };
  const mailing = (port) => ['--smtp-url', `smtp://${ownAddress}:${port}`, '--mail-from', 'clinic@mail.example', '--public-url', 'http://clinic.example/parse'];
  const hook = async (api, url, triggerName = 'afterSave', className = 'Diary') => assertStatus(await api.call('POST', '/hooks/triggers', { ...master, body: { className, triggerName, url } }), 200);
  const queue = (data, ...words) => run(program, ['queue', ...words, '--data', data]);
  const listed = async (data) => {
    const { code, stdout, stderr } = await queue(data, 'list', '--format', 'json');
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  };
  const rows = async (data) => (await run('sqlite3', [join(data, 'audit.db'), 'SELECT count(*) FROM "_Outbox"'])).stdout.trim();
  const metric = async (api, name, kind) => {
    const { text } = await api.call('GET', '/metrics', master);
    return Number(new RegExp(`^${name}\\{kind="${kind}"\\} (\\d+)$`, 'm').exec(text)[1]);
  };
  async function owner(api) {
    const { pointer } = await api.signUp();
    let count = 0;
    return { pointer, write: async (text = `secret ${count++}`) => (await api.create('Diary', { owner: pointer, text }, master)) };
  }

  test('what a receiver that is away is owed comes when it is back, over a kill in between', () => withFolder(async (data) => {
    const away = await listen();
    await away.close();
    let server = await start(data);
    let api = client(server);
    const { write } = await owner(api);
    await hook(api, away.url);
    const ids = [];
    for (let i = 0; i < 10; i++) ids.push(await write());
    await server.kill();
    assert.equal(await rows(data), '10');
    server = await start(data);
    api = client(server);
    const back = await listen(away.port);
    await until('all are told', () => back.told.length >= 10);
    await until('none waits', async () => await rows(data) === '0');
    assert.deepEqual(back.told.map(({ body }) => body.object.objectId).sort(), [...ids].sort());
    assert.equal(new Set(back.told.map(({ key }) => key)).size, 10);
    assert.ok(back.told.every(({ key }) => /^[0-9a-f]{32}$/.test(key)));
    await until('it is counted', async () => await metric(api, 'caregen_outbox_sent_total', 'webhook') === 10);
    await server.stop();
  }));

  test('kills at any time lose nothing, and what comes twice has the same key', () => withFolder(async (data) => {
    const other = await listen();
    other.answer = async () => { await pause(5); return 200; };
    const saved = new Set();
    let first = true;
    let ownerPointer;
    for (let round = 0; round < 6; round++) {
      const server = await start(data);
      const api = client(server);
      if (first) {
        ownerPointer = (await owner(api)).pointer;
        await hook(api, other.url);
        first = false;
      }
      const load = [1, 2, 3].map(async () => {
        for (;;) {
          try {
            saved.add(await api.create('Diary', { owner: ownerPointer, text: 'x' }, master));
          } catch (error) {
            if (/ECONN|EPIPE|socket|fetch failed|other side closed/.test(`${error.code} ${error.message} ${error.cause?.code} ${error.cause?.message}`)) return;
            throw error;
          }
        }
      });
      const least = saved.size + 20 + 7 * round;
      await until('writes', () => saved.size > least);
      await server.kill();
      await Promise.all(load);
    }
    const server = await start(data);
    await until('none waits', async () => await rows(data) === '0');
    const told = new Map();
    for (const { body, key } of other.told) {
      const id = body.object.objectId;
      assert.equal(told.get(id) ?? key, key, 'a repetition has the key of the first');
      told.set(id, key);
    }
    for (const id of saved) assert.ok(told.has(id), `${id} was answered, and never told`);
    const kept = new Set((await client(server).find('Diary', { limit: 10000, keys: 'objectId' }, master)).map(({ objectId }) => objectId));
    for (const id of told.keys()) assert.ok(kept.has(id), `${id} was told, and is not there`);
    await server.stop();
  }));

  test('a receiver that answers 500, or not at all, is asked again later each time, and holds up nobody else', () => withFolder(async (data) => {
    const bad = await listen();
    const good = await listen();
    let fails = true;
    // One of them hangs.
    bad.answer = () => (fails && bad.told.length === 2 ? new Promise(() => {}) : fails || bad.told.length < 4 ? 500 : 200);
    const server = await start(data, ['--webhook-seconds', '2']);
    const api = client(server);
    const { write } = await owner(api);
    await hook(api, bad.url);
    await hook(api, good.url, 'afterDelete');
    const id = await write();
    await until('the first fails', () => bad.told.length === 1);
    const gone = await write();
    assertStatus(await api.call('DELETE', `/classes/Diary/${gone}`, master), 200);
    await until('the other one is told', () => good.told.length > 0);
    fails = false;
    await until('it arrives', async () => await rows(data) === '0');
    const calls = bad.told.filter(({ body }) => body.object.objectId === id);
    assert.ok(calls.length > 1);
    assert.equal(new Set(calls.map(({ key }) => key)).size, 1);
    assert.ok(await metric(api, 'caregen_outbox_failures_total', 'webhook') >= 3);
    await server.stop();
  }));

  test('what is told of one object comes in the order of its writes', () => withFolder(async (data) => {
    const one = await listen();
    let failed = 0;
    one.answer = () => (failed++ % 3 === 0 ? 503 : 200);
    const server = await start(data);
    const api = client(server);
    const { write } = await owner(api);
    await hook(api, one.url);
    const id = await write('0');
    for (let i = 1; i < 6; i++) assertStatus(await api.call('PUT', `/classes/Diary/${id}`, { ...master, body: { text: String(i) } }), 200);
    await until('all arrive', async () => await rows(data) === '0');
    const order = one.told.map(({ body }) => Number(body.object.text));
    assert.deepEqual([...new Set(order)], [0, 1, 2, 3, 4, 5], order.join(' '));
    assert.deepEqual(order, [...order].sort((a, b) => a - b), order.join(' '));
    await server.stop();
  }));

  test('one that never arrives is given up, listed without what it says, sent again or dropped on request, and the doctor tells', () => withFolder(async (data) => {
    const bad = await listen();
    bad.answer = () => 500;
    const server = await start(data, ['--outbox-limit', '2']);
    const api = client(server);
    const { write } = await owner(api);
    await hook(api, bad.url);
    for (let i = 0; i < 5; i++) await write();
    await until('the oldest are given up', async () => (await listed(data)).filter(({ givenUpAt }) => givenUpAt).length === 2 && (await listed(data)).length <= 4);
    const all = await listed(data);
    assert.ok(all.every(({ kind, about }) => kind === 'webhook' && about === 'afterSave of Diary'), JSON.stringify(all));
    const dead = all.filter(({ givenUpAt }) => givenUpAt);
    assert.ok(dead.every(({ reason }) => reason === 'too many wait'));
    const text = (await queue(data, 'list')).stdout;
    assert.match(text, /given up/);
    assert.ok(!/secret|127\.\d/.test(JSON.stringify(all) + text));
    assert.match((await run(program, ['doctor', '--data', data])).stdout, /warning\s+queue\s+.*2 were given up/);
    await until('it is counted', async () => await metric(api, 'caregen_outbox_given_up', 'webhook') === 2);

    assert.equal((await queue(data, 'drop', dead[0].id)).stdout, '1 will not be sent\n');
    assert.equal((await queue(data, 'drop', 'nothing')).code, 1);
    bad.answer = () => 200;
    await until('what waits arrives', async () => await rows(data) === '1');
    const before = bad.told.length;
    assert.equal((await queue(data, 'retry', 'all')).stdout, '1 will be sent again\n');
    await until('all arrive', async () => await rows(data) === '0');
    assert.ok(bad.told.slice(before).some(({ key }) => key === dead[1].id));
    assert.ok(!bad.told.slice(before).some(({ key }) => key === dead[0].id));
    const entries = await api.find('AuditLog', { where: { entityType: '_Outbox' } }, master);
    assert.deepEqual(entries.map(({ action }) => action).sort(), ['drop', 'retry']);
    for (const [method, path] of [['GET', '/outbox'], ['POST', '/outbox/all/drop'], ['POST', '/outbox/all/retry']]) {
      assertStatus(await api.call(method, path, method === 'GET' ? {} : { body: {} }), 403);
    }
    await server.stop();
  }));

  test('what is worth sending no more is given up', () => withFolder(async (data) => {
    const deaf = await mailServer({ answer: (command) => (command === 'MAIL' ? '450 later' : undefined) });
    const server = await start(data, [...mailing(deaf.port), '--reset-seconds', '1']);
    const api = client(server);
    await api.signUp(unique('u'), { email: 'ann@mail.example' });
    assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email: 'ann@mail.example' } }), 200);
    await until('it was tried', () => deaf.sessions() > 0);
    await server.kill();
    await pause(1000); // the link's life
    const next = await start(data, mailing(deaf.port));
    await until('it is given up', async () => (await listed(data)).some(({ givenUpAt }) => givenUpAt));
    const [letter] = await listed(data);
    assert.equal(letter.kind, 'mail');
    assert.equal(letter.about, 'choose a new password');
    assert.match(letter.reason, /too late/);
    assert.ok(!JSON.stringify(letter).includes('@'));
    await next.stop();
    await deaf.close();
  }));

  test('a mail is sent once, and after a kill between commit and sending with the same Message-ID', () => withFolder(async (data) => {
    const ids = [];
    const note = (mail) => ids.push(parseMail(mail.raw).headers['message-id']);
    const busy = await mailServer({ answer: (command) => (command === 'END' ? '451 later' : undefined) });
    let server = await start(data, mailing(busy.port));
    let api = client(server);
    await api.signUp(unique('u'), { email: 'ann@mail.example' });
    assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email: 'ann@mail.example' } }), 200);
    await until('it was tried', () => busy.sessions() > 0);
    await server.kill();
    await busy.close();
    const smtp = await mailServer();
    server = await start(data, mailing(smtp.port));
    note(await smtp.next());
    await until('it is gone', async () => await rows(data) === '0');
    api = client(server);
    await api.signUp(unique('u'), { email: 'bob@mail.example' });
    assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email: 'bob@mail.example' } }), 200);
    note(await smtp.next());
    await until('it is gone', async () => await rows(data) === '0');
    assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email: 'nobody@mail.example' } }), 200);
    await server.stop();
    assert.equal(new Set(ids).size, 2);
    assert.equal(smtp.sessions(), 2, 'each was sent once, and nobody\'s never');
    await smtp.close();
  }));

  test('a mailbox that takes none holds up no other', () => withFolder(async (data) => {
    let refused = 0;
    const smtp = await mailServer({ answer: (command, rest) => (command === 'RCPT' && /full@/.test(rest) && ++refused ? '450 full' : undefined) });
    const server = await start(data, mailing(smtp.port));
    const api = client(server);
    const reset = async (email) => {
      await api.signUp(unique('u'), { email });
      assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email } }), 200);
    };
    await reset('full@mail.example');
    await until('it was tried often', () => refused >= 3);
    // The first of these that comes soon has been held up by nobody; on a busy machine it may be a later one.
    let took = Infinity;
    for (let i = 0; i < 8 && took > 1500; i++) {
      const began = Date.now();
      await reset(`ann${i}@mail.example`);
      assert.deepEqual((await smtp.next()).to, [`ann${i}@mail.example`]);
      took = Date.now() - began;
    }
    assert.ok(took <= 1500, `${took} ms`);
    await server.stop();
    await smtp.close();
  }));

  test('neither the database nor its log has what is sent, or to whom', () => withFolder(async (data) => {
    const away = await listen();
    await away.close();
    const gone = await mailServer();
    await gone.close();
    const server = await start(data, mailing(gone.port));
    const api = client(server);
    const email = `${unique('marker')}@mail.example`;
    const { pointer } = await api.signUp(unique('u'), { email });
    await hook(api, `${away.url}/`);
    await api.create('Diary', { owner: pointer, text: 'the health of a person' }, master);
    assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email } }), 200);
    await until('both wait', async () => await rows(data) === '2');
    const { stdout } = await run('sqlite3', [join(data, 'audit.db'), 'SELECT quote("letter"), * FROM "_Outbox"']);
    const bytes = Buffer.from([...stdout.matchAll(/X'([0-9A-F]+)'/g)].map(([, hex]) => hex).join(''), 'hex').toString('latin1');
    for (const secret of [email, 'the health', 'request_password_reset', 'token=', ownAddress]) {
      assert.ok(!bytes.includes(secret) && !stdout.includes(secret), `${secret} can be read`);
    }
    assert.ok(!server.output().includes(email) && !server.output().includes('the health'));
    await server.kill();
  }));

  test('without an SMTP server that answers a stop is soon done, and mails wait', () => withFolder(async (data) => {
    const gone = await mailServer();
    await gone.close();
    const server = await start(data, [...mailing(gone.port), '--stop-seconds', '600']);
    const api = client(server);
    await api.signUp(unique('u'), { email: 'ann@mail.example' });
    assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email: 'ann@mail.example' } }), 200);
    await server.stop(); // within a minute
    assert.equal(await rows(data), '1');
    assert.equal((await listed(data))[0].givenUpAt, null, 'a command finds it, too, while no server runs');
    // Somebody may want to look at a restored folder before anybody is told anything.
    assert.equal((await queue(data, 'drop', 'waiting')).stdout, '1 will not be sent\n');
    assert.equal(await rows(data), '0');
  }));

  test('what waited in a backup is held when it is restored, until an operator says what becomes of it', () => withFolder(async (data) => withFolder(async (other) => {
    const away = await listen();
    await away.close();
    const quiet = await mailServer();
    await quiet.close();
    let server = await start(data, mailing(quiet.port));
    const { write } = await owner(client(server));
    const api = client(server);
    await hook(api, away.url);
    const ids = [await write('first'), await write('second'), await write('third')];
    await api.signUp(unique('u'), { email: 'ann@mail.example' });
    assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email: 'ann@mail.example' } }), 200);
    await until('all wait', async () => await rows(data) === '4');
    const backups = join(other, 'backups');
    const done = async (...words) => {
      const { code, stdout, stderr } = await run(program, words);
      assert.equal(code, 0, `${words.join(' ')}: ${stdout}${stderr}`);
      return stdout;
    };
    await done('backup', backups, '--with-keys', '--data', data);
    // What the first server sent since is not to be sent again by the second one.
    const told = await listen(away.port);
    const mails = await mailServer({ port: quiet.port });
    await until('all are sent', async () => await rows(data) === '0');
    await server.stop();
    assert.deepEqual([told.told.length, mails.mails.length], [3, 1]);

    const restored = join(other, 'restored');
    assert.match(await done('restore', backups, '--data', restored), /^4 mails and webhooks waited then, and may have been sent since: they are held/m);
    const doctor = async () => (await run(program, ['doctor', '--data', restored, '--app-id', 'app'])).stdout;
    assert.match(await doctor(), /4 of them are held since a restore[^]*queue release/);
    // A mail of a kind is written to somebody once a minute: that is over.
    await run('sqlite3', [join(restored, 'audit.db'), 'UPDATE "_EmailToken" SET "issuedAt" = "issuedAt" - 61000']);
    server = await start(restored, mailing(quiet.port));
    await server.logged('4 mails and webhooks that waited are held since a restore');
    const again = client(server);
    // What is new goes, but for what is told of an object of which something is held: that keeps its order.
    const fresh = await again.create('Diary', { owner: (await again.signUp()).pointer, text: 'new' }, master);
    assertStatus(await again.call('PUT', `/classes/Diary/${ids[0]}`, { ...master, body: { text: 'changed' } }), 200);
    assertStatus(await again.call('POST', '/requestPasswordReset', { body: { email: 'ann@mail.example' } }), 200);
    await until('the new ones are sent', () => told.told.length === 4 && mails.mails.length === 2);
    assert.equal(told.told[3].body.object.objectId, fresh);
    await server.stop();
    server = await start(restored, mailing(quiet.port));
    const waiting = await listed(restored);
    assert.deepEqual(waiting.map(({ held }) => held), [true, true, true, true, false], 'they are held over a start, too');
    assert.match((await queue(restored, 'list')).stdout, /\d attempts, held since a restore\n/);
    assert.deepEqual([told.told.length, mails.mails.length], [4, 2]);

    const webhooks = waiting.filter(({ kind, held }) => kind === 'webhook' && held);
    assert.equal((await queue(restored, 'release', webhooks[0].id)).stdout, '1 are sent\n');
    await until('it comes, and what was told of it since', () => told.told.length === 6);
    assert.deepEqual(told.told.slice(4).map(({ body }) => [body.object.objectId, body.object.text]), [[ids[0], 'first'], [ids[0], 'changed']]);
    assert.equal(told.told[4].key, told.told.slice(0, 3).find(({ body }) => body.object.objectId === ids[0]).key, 'by its key the other side knows it again');
    assert.equal((await queue(restored, 'release', webhooks[0].id)).code, 1, 'one that is not held is none');
    assert.equal((await queue(restored, 'drop', webhooks[1].id)).stdout, '1 will not be sent\n');
    assert.equal((await queue(restored, 'release', 'all')).stdout, '2 are sent\n');
    await until('the rest comes', () => told.told.length === 7 && mails.mails.length === 3);
    assert.equal(told.told[6].body.object.objectId, ids[2]);
    await until('none waits', async () => await rows(restored) === '0');
    assert.doesNotMatch(await doctor(), /held/);
    const entries = await client(server).find('AuditLog', { where: { entityType: '_Outbox' } }, master);
    assert.deepEqual(entries.map(({ action }) => action).sort(), ['drop', 'release', 'release']);
    await server.stop();

    const second = join(other, 'second');
    await done('restore', backups, '--data', second);
    assert.equal((await queue(second, 'drop', 'held')).stdout, '4 will not be sent\n');
    assert.equal(await rows(second), '0');
  })));

  test('a command without a server looks at what waits, and sends none of it', () => withFolder(async (data) => {
    const away = await listen();
    await away.close();
    const server = await start(data);
    const api = client(server);
    const { write } = await owner(api);
    await hook(api, away.url);
    await write();
    await server.kill();
    const back = await listen(away.port);
    assert.equal((await listed(data)).length, 1);
    assert.equal((await run(program, ['user', 'create', 'bob', '--data', data])).code, 0);
    assert.equal(back.told.length, 0);
    assert.equal(await rows(data), '1');
  }));

  test('what waits is taken along when the seal-key is rotated, and the old key may go', () => withFolder(async (data) => {
    const away = await listen();
    await away.close();
    const server = await start(data);
    const api = client(server);
    const { write } = await owner(api);
    await hook(api, away.url);
    const id = await write();
    const sealedWith = async () => (await run('sqlite3', [join(data, 'audit.db'), 'SELECT lower(hex(substr("letter", 1, 8))) FROM "_Outbox"'])).stdout.trim();
    const key = async (...words) => {
      const { code, stdout, stderr } = await run(program, ['key', ...words, '--data', data]);
      assert.equal(code, 0, stderr);
      return stdout;
    };
    const old = await sealedWith();
    assert.match(old, /^[0-9a-f]{16}$/);
    await key('rotate', 'seal');
    await until('it is sealed anew', async () => (await sealedWith()) !== old);
    await until('nothing needs the old key', async () => (await run(program, ['key', 'drop', 'seal', old, '--data', data])).code === 0);
    const back = await listen(away.port);
    await until('it is told', () => back.told.length === 1);
    assert.equal(back.told[0].body.object.objectId, id);
    await server.stop();
  }));

  test('what is about somebody who is erased goes, and the receiver is told of the erasure alone', () => withFolder(async (data) => {
    const away = await listen();
    await away.close();
    const server = await start(data);
    const api = client(server);
    const { pointer, username, session } = await api.signUp();
    const { pointer: other, write } = await owner(api);
    await hook(api, away.url);
    await hook(api, away.url, 'afterDelete');
    const gone = await api.create('Diary', { owner: pointer, text: 'secret of one who goes' }, master);
    assertStatus(await api.call('PUT', `/classes/Diary/${gone}`, { ...master, body: { text: 'another one' } }), 200);
    const kept = await write();
    // The one who goes is a doctor, too, and writes what stays.
    await api.createRole('doctor', [{ id: pointer.objectId }]);
    await hook(api, away.url, 'afterSave', 'CareAssignment');
    const patient = { __type: 'Pointer', className: 'Patient', objectId: await api.create('Patient', { user: other, name: 'x' }, master) };
    const written = await api.create('CareAssignment', { patient, provider: other }, { session });
    assert.equal(await rows(data), '4');
    const { code, stdout, stderr } = await run(program, ['user', 'erase', username, '--yes', '--data', data]);
    assert.equal(code, 0, stdout + stderr);
    const back = await listen(away.port);
    await until('none waits', async () => await rows(data) === '0');
    assert.deepEqual(back.told.map(({ body }) => [body.triggerName, body.object.objectId]).sort(), [['afterDelete', gone], ['afterSave', kept], ['afterSave', written]].sort());
    const { body } = back.told.find((one) => one.body.object.objectId === written);
    assert.equal(body.object.patient.objectId, patient.objectId);
    assert.deepEqual([body.user, body.master], [undefined, false]);
    await server.stop();
  }));

  test('a mail that waits for a user who is deleted is not sent; webhooks that tell of the user are', () => withFolder(async (data) => {
    const away = await listen();
    await away.close();
    const gone = await mailServer();
    await gone.close();
    const server = await start(data, mailing(gone.port));
    const api = client(server);
    for (const triggerName of ['afterSave', 'afterDelete']) await hook(api, away.url, triggerName, '_User');
    const { pointer } = await api.signUp(unique('u'), { email: 'ann@mail.example' });
    await api.signUp(unique('u'), { email: 'bob@mail.example' });
    for (const email of ['ann@mail.example', 'bob@mail.example']) assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email } }), 200);
    const waiting = async () => (await listed(data)).map(({ about }) => about).sort();
    assert.deepEqual(await waiting(), ['afterSave of _User', 'afterSave of _User', 'choose a new password', 'choose a new password']);
    assertStatus(await api.call('DELETE', `/users/${pointer.objectId}`, master), 200);
    assert.deepEqual(await waiting(), ['afterDelete of _User', 'afterSave of _User', 'afterSave of _User', 'choose a new password']);
    await server.kill();
  }));

  test('what an earlier version kept in a file is sent, too', () => withFolder(async (data) => {
    const one = await listen();
    const first = await start(data);
    await first.stop();
    const seal = compile(['tests/rest/outbox_seal.c', ...['base/arena', 'base/buffer', 'base/context', 'base/log', 'base/utf8', 'base/wait', 'formats/date', 'formats/encoding', 'crypto/key_ring', 'crypto/seal'].map((name) => `templates/runtime/${name}.c`)], { libraries: ['sodium'] });
    const lines = [1, 2, 3].map((i) => runProgram(seal, [readFileSync(join(data, 'seal-key'), 'utf8').trim(), `w ${one.url.length} ${one.url}{"number":${i}}`]).toString());
    writeFileSync(join(data, 'outbox'), `${lines.join('')}bm90aGluZw==\n`, { mode: 0o600 });
    const server = await start(data);
    await until('they are told', () => one.told.length === 3);
    await until('none waits', async () => await rows(data) === '0');
    assert.deepEqual(one.told.map(({ body }) => body.number).sort(), [1, 2, 3]);
    assert.ok(!existsSync(join(data, 'outbox')));
    assert.match(server.output(), /a line of the file outbox cannot be opened/);
    await server.stop();
  }));
});
