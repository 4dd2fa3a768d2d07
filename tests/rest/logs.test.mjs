// What the server tells its operator: the log, the access log, statements that are slow, and the audit trail
// by syslog. None of it has a value of a row, nor what opens an account.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { buildServer, run } from '../lib/builds.mjs';
import { differs, withFolder } from '../lib/fixture.mjs';
import { assertStatus, client, pointer, query, send, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { ownAddress } from '../lib/wire.mjs';

const DEADLINE = 60000; // ms; sanitizers are slow

/** Waits until holds() gives something. */
async function until(holds) {
  const deadline = Date.now() + DEADLINE;
  for (let value = holds(); ; value = holds()) {
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`it did not come: ${holds}`);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

const linesOf = (text) => text.split('\n').filter(Boolean);
const readLines = (file) => (existsSync(file) ? linesOf(readFileSync(file, 'utf8')).map((line) => JSON.parse(line)) : []);

/**
 * Asks in every way, well and badly, for rows whose every value has a mark. Resolves to all that must
 * not be told: the mark, tokens and passwords.
 */
async function useEverything(server, api) {
  const mark = unique('canary');
  const secret = `secret-${mark}`;
  const user = await api.signUp(`name-${mark}`, { email: `${mark}@example.org` });
  const { session } = user;
  const id = await api.create('Patient', { user: user.pointer, name: mark, dob: { __type: 'Date', iso: '1931-07-16T00:00:00.000Z' } }, { session });
  const result = await api.create('Result', { patient: pointer('Patient', id), test: mark, value: 271828182 }, { session });
  const wheres = [
    { test: mark }, { test: { $regex: mark } }, { test: { $in: [mark] } }, { [mark]: 1 }, { test: { $regex: `(${mark}` } }, { value: 271828182 },
    { test: { $nothing: mark } }, { patient: { $inQuery: { className: 'Patient', where: { name: mark } } } }, { $or: [{ test: mark }] },
    { test: { $text: { $search: { $term: mark } } } }, { createdAt: mark },
  ];
  for (const as of [{ session }, {}, { master: true }]) {
    for (const where of wheres) {
      await api.call('GET', `/classes/Result${query({ where })}`, as);
      await api.call('GET', `/classes/Result${query({ where, order: `-${mark}`, keys: mark, include: mark, limit: 1 })}`, as);
      await api.call('POST', '/classes/Result', { ...as, body: { _method: 'GET', where } });
    }
    for (const [method, path, body] of [
      ['GET', `/classes/Result/${result}`], ['GET', `/classes/Result/${mark}`], ['GET', `/classes/${mark}`], ['GET', `/${mark}`],
      ['PUT', `/classes/Result/${result}`, { test: `${mark} anew` }], ['PUT', `/classes/Result/${result}`, { test: 12, [mark]: mark }],
      ['PUT', `/classes/Result/${result}`, { value: mark }], ['POST', '/classes/Result', { test: mark }], ['POST', '/classes/Patient', { name: mark }],
      ['POST', '/classes/Result', `{"test": "${mark}"`], ['POST', `/functions/${mark}`, { value: mark }], ['DELETE', `/classes/Result/${mark}`],
      ['POST', '/login', { username: mark, password: secret }], ['POST', '/login', { username: user.username, password: secret }],
      ['GET', `/login${query({ username: user.username, password: user.password })}`], ['POST', '/users', { username: user.username, password: secret }],
      ['POST', '/users', { username: mark, email: user.email, password: secret, authData: { [mark]: { id: mark } } }],
      ['GET', `/apps/app/verify_email${query({ token: secret, username: mark })}`], ['GET', `/files/app/${mark}.pdf`],
      ['POST', `/files/${mark}.pdf`, Buffer.from(mark)], ['POST', '/requestPasswordReset', { email: `${mark}@example.org` }],
      ['POST', '/batch', { requests: [{ method: 'POST', path: '/parse/classes/Result', body: { test: mark } }, { method: 'GET', path: `/parse/classes/${mark}` }] }],
    ]) await api.call(method, path, { ...as, body });
  }
  await api.call('GET', '/users/me', { session: secret });
  await send(`${server.base}/classes/Result`, { headers: { 'X-Parse-Application-Id': mark, 'X-Parse-Master-Key': secret, Authorization: `Bearer ${secret}` } });
  return { user, id, result, hidden: [mark, secret, session, user.password, '271828182', '1931-07-16', server.masterKey] };
}

describe('logs', differs('what our server tells its operator'), () => {
  test('have no values, whatever was asked for and refused', () => withFolder(async (folder) => {
    const access = join(folder, 'access');
    const server = await startServer('audit', { arguments: ['--access-log', access, '--slow-ms', '1'], environment: { CAREGEN_TEST: '1' } });
    const { id, result, user, hidden } = await useEverything(server, client(server));
    const lines = readLines(access);
    await server.stop();
    const log = server.output();
    const told = log + readFileSync(access, 'utf8');
    for (const value of hidden) assert.ok(!told.includes(value), linesOf(told).find((line) => line.includes(value)));

    assert.equal(statSync(access).mode & 0o777, 0o600);
    assert.ok(lines.length > 150);
    const keys = ['time', 'request', 'address', 'user', 'method', 'path', 'status', 'code', 'bytes', 'microseconds'];
    const seen = lines.find(({ path, method, user: by }) => path === `/classes/Result/${result}` && method === 'GET' && by === user.id);
    assert.deepEqual(Object.keys(seen), keys);
    assert.deepEqual([seen.address, seen.status, seen.code], ['127.0.0.1', 200, 0]);
    assert.ok(seen.bytes > 100 && seen.microseconds > 0 && Math.abs(new Date(seen.time) - Date.now()) < 600000);
    assert.ok(lines.some(({ path, user: by }) => path === `/classes/Result/${result}` && by === 'master key'));
    assert.ok(lines.some(({ path, status, code }) => path === '/classes/Result/:id' && status === 404 && code === 101), 'what is no id is not told');
    assert.ok(lines.some(({ path, status }) => path === '' && status === 404), 'nor what no route takes');
    assert.ok(lines.some(({ path, status }) => path === '/login' && status === 200));
    assert.ok(lines.some(({ path, method }) => path === '/files/:name' && method === 'POST'));
    assert.ok(id);
    // The log's lines about a request have its number.
    const refused = linesOf(log).filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)).filter(({ message }) => /refused/.test(message));
    assert.ok(refused.length > 5);
    for (const line of refused) {
      assert.ok(lines.some(({ request }) => request === line.request), JSON.stringify(line));
      if (line.message.startsWith('request ')) assert.ok(line.message.includes(line.request));
    }
  }));

  test('slow statements are told with their plan', async () => {
    const server = await startServer('kitchen', { arguments: ['--slow-ms', '1'] });
    const api = client(server);
    for (let i = 0; i < 30; i += 1) {
      const requests = Array.from({ length: 50 }, (_, j) => ({ method: 'POST', path: '/parse/classes/Item', body: { name: `n${i}-${j}`, text: 'x'.repeat(2000) } }));
      assertStatus(await api.call('POST', '/batch', { body: { requests } }), 200);
    }
    const slow = () => linesOf(server.output()).filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)).find(({ message, statement }) => message === 'slow statement' && /FROM "Item"/.test(statement));
    await api.find('Item', { where: { text: { $regex: 'x*x*y$' } }, order: 'text' });
    const { statement, plan, milliseconds, request } = await until(slow);
    assert.match(statement, /^SELECT .*\?1/);
    assert.match(plan, /SCAN Item|SEARCH Item/);
    assert.ok(milliseconds >= 1);
    assert.match(request, /^[0-9a-f]{16}$/);
    await server.stop();
    const quick = await startServer('kitchen', { arguments: ['--slow-ms', '60000'] });
    await client(quick).find('Item');
    await quick.stop();
    assert.ok(!quick.output().includes('slow statement'));
  });

  test('--log text is for people', async () => {
    const server = await startServer('audit', { arguments: ['--log', 'text'] });
    const api = client(server);
    const { session } = await api.signUp();
    await api.call('POST', '/classes/AuditLog', { session, body: {} });
    await server.stop();
    const lines = linesOf(server.output()).filter((line) => /^\d{4}-/.test(line));
    assert.ok(lines.some((line) => /^\S+Z info \[[0-9a-f]{16}\] request [0-9a-f]{16}: .*119/.test(line)), lines.join('\n'));
    assert.ok(!server.output().includes('{"time"'));
  });

  test('the access log goes on in a new file after SIGHUP, and to standard output', () => withFolder(async (folder) => {
    const access = join(folder, 'access');
    const server = await startServer('kitchen', { arguments: ['--access-log', access] });
    const api = client(server);
    await api.find('Item');
    renameSync(access, `${access}.1`);
    await api.find('Item');
    process.kill(server.pid, 'SIGHUP');
    await server.logged('the access log was opened anew');
    await api.find('Item');
    assert.deepEqual([readLines(`${access}.1`).length, readLines(access).length], [2, 1]);
    await server.stop();
    const shown = await startServer('kitchen', { arguments: ['--access-log', '-'] });
    await client(shown).find('Item');
    await shown.logged('"path":"/classes/Item"');
    await shown.stop();
    assert.ok(!existsSync('-'));
  }));

  test('what can be told nowhere starts no server', async () => {
    const { program } = await buildServer('kitchen');
    for (const [flags, code, said] of [
      [['--access-log', '/nowhere/x'], 1, /cannot be opened/], [['--log', 'xml'], 2, /json or text/], [['--audit-syslog', 'tcp:127.0.0.1:9'], 1, /no audit trail/],
      [['--audit-syslog', 'tls:127.0.0.1:9'], 2, /tcp:HOST:PORT/], [['--audit-syslog', 'udp:127.0.0.1:0'], 2, /tcp:HOST:PORT/],
    ]) {
      await withFolder(async (folder) => {
        const answer = await run(program, ['serve', '--listen', '127.0.0.1:0', '--data', join(folder, 'data'), ...flags]);
        assert.equal(answer.code, code, answer.stderr);
        assert.match(answer.stderr, said);
      });
    }
  });
});

/** A syslog server by TCP: messages of RFC 5424, framed by their length. */
class Syslog {
  static async start(port = 0) {
    const syslog = new Syslog();
    syslog.messages = [];
    syslog.sockets = new Set();
    syslog.server = createServer((socket) => {
      syslog.sockets.add(socket);
      let bytes = Buffer.alloc(0);
      socket.on('error', () => {});
      socket.on('close', () => syslog.sockets.delete(socket));
      socket.on('data', (chunk) => {
        bytes = Buffer.concat([bytes, chunk]);
        for (;;) {
          const space = bytes.indexOf(' ');
          const length = Number(bytes.subarray(0, space));
          if (space < 0 || bytes.length < space + 1 + length) break;
          assert.match(bytes.subarray(0, space).toString(), /^[1-9]\d*$/);
          syslog.messages.push(bytes.subarray(space + 1, space + 1 + length).toString());
          bytes = bytes.subarray(space + 1 + length);
        }
      });
    }).listen(port, ownAddress);
    await once(syslog.server, 'listening');
    syslog.port = syslog.server.address().port;
    return syslog;
  }

  numbers() { return this.messages.map((message) => readMessage(message).number); }

  async stop() {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }
}

/** The entry in a message, whose head is checked. */
function readMessage(message) {
  const [, time, app, json] = /^<110>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) [!-~]{1,255} ([!-~]{1,48}) \d+ audit - (\{.*\})$/.exec(message) ?? assert.fail(message);
  const entry = JSON.parse(json);
  assert.equal(app, 'audit-server');
  assert.equal(entry.at, time);
  return entry;
}

const trail = async (dataFolder) => linesOf((await run((await buildServer('audit')).program, ['audit', 'export', '--data', dataFolder])).stdout);

describe('the audit trail by syslog', differs('what our server tells its operator'), () => {
  const count = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const masterKey = 'the same at each start';

  test('each entry is sent, across ends of either side', () => withFolder(async (dataFolder) => {
    let syslog = await Syslog.start();
    const { port } = syslog;
    const options = { dataFolder, masterKey, arguments: ['--audit-syslog', `tcp:${ownAddress}:${port}`] };
    let server = await startServer('audit', options);
    let api = client(server);
    const { session } = await api.signUp();
    await until(() => syslog.messages.length >= 2);
    assert.deepEqual(syslog.messages.map((message) => JSON.stringify(readMessage(message))), (await trail(dataFolder)));
    const first = syslog.numbers().at(-1);
    await until(() => Number(readFileSync(join(dataFolder, 'audit-sent'), 'utf8').split(' ')[0]) === first);

    await syslog.stop(); // the other side is away, and comes back
    for (let i = 0; i < 5; i += 1) await api.create('Diary', { owner: pointer('_User', (await api.call('GET', '/users/me', { session })).json.objectId) }, { session });
    await server.logged('the audit trail waits');
    syslog = await Syslog.start(port);
    await until(() => syslog.numbers().includes(first + 5));
    assert.deepEqual([...new Set(syslog.numbers())], count(first + 1, first + 5));

    await server.kill(); // so does the server, without warning, and with entries that nobody was sent
    await syslog.stop();
    server = await startServer('audit', options);
    api = client(server);
    for (let i = 0; i < 3; i += 1) await api.signUp();
    await server.kill();
    syslog = await Syslog.start(port);
    server = await startServer('audit', options);
    const all = (await trail(dataFolder)).length;
    await until(() => syslog.numbers().includes(all));
    const got = [...new Set(syslog.numbers())];
    assert.ok(got[0] <= first + 6, `${got[0]} is the first of what is left`);
    assert.deepEqual(got, count(got[0], all), 'without a gap');
    await server.stop();
    const before = syslog.messages.length;
    server = await startServer('audit', options);
    await client(server).signUp();
    await until(() => syslog.numbers().includes(all + 1));
    assert.ok(syslog.messages.length <= before + 3, 'what is known to have come is not sent again');
    await server.stop();
    await syslog.stop();
  }));

  test('what was entered last is sent before the server has stopped', () => withFolder(async (dataFolder) => {
    const syslog = await Syslog.start();
    const server = await startServer('audit', { dataFolder, masterKey, arguments: ['--audit-syslog', `tcp:${ownAddress}:${syslog.port}`] });
    const api = client(server);
    const { session, pointer: owner } = await api.signUp();
    await until(() => syslog.messages.length >= 2);
    await Promise.all(Array.from({ length: 20 }, () => api.create('Diary', { owner }, { session })));
    await server.stop();
    await until(() => syslog.sockets.size === 0);
    assert.deepEqual(syslog.numbers(), count(1, (await trail(dataFolder)).length));
    await syslog.stop();
  }));

  test('another trail than the one that was sent is sent from its start', () => withFolder(async (dataFolder) => {
    const syslog = await Syslog.start();
    writeFileSync(join(dataFolder, 'audit-sent'), `${'7'.padStart(19, '0')} ${'a'.repeat(64)}\n`, { mode: 0o600 });
    const server = await startServer('audit', { dataFolder, masterKey, arguments: ['--audit-syslog', `tcp:${ownAddress}:${syslog.port}`] });
    await client(server).signUp();
    await until(() => syslog.numbers()[0] === 1);
    await server.stop();
    assert.match(server.output(), /all of it is sent anew/);
    await syslog.stop();
  }));

  test('by UDP each is a datagram', async () => {
    const socket = createSocket('udp4');
    const messages = [];
    socket.on('message', (message) => messages.push(readMessage(message.toString()).number));
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const server = await startServer('audit', { arguments: ['--audit-syslog', `udp:127.0.0.1:${socket.address().port}`] });
    await client(server).signUp();
    await until(() => messages.length >= 2);
    assert.deepEqual(messages.slice(0, 2), [1, 2]);
    await server.stop();
    socket.close();
  });
});
