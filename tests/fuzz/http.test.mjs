// Fuzzes a running server, built with the address and undefined-behaviour sanitizers, through its socket:
// noise, damaged requests, and well-formed ones whose members are hostile. Whatever comes, it answers in
// JSON and never with 500, shows nobody what is not theirs, and at the end stops without a complaint.
//
// The same requests come in every run. CAREGEN_FUZZ_REQUESTS (2000) says how many, and
// CAREGEN_FUZZ_SEED (1) which.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { randomFrom } from '../lib/random.mjs';
import { assertStatus, client, raw, send, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const requests = Number(process.env.CAREGEN_FUZZ_REQUESTS ?? 2000);
const seed = Number(process.env.CAREGEN_FUZZ_SEED ?? 1);
const secret = 'the-secret-of-a-patient';

describe('fuzz: HTTP', () => {
  let server;
  let api;
  let witness;
  let user; // whom the requests may log out, change and delete
  let hidden;
  let open;

  before(async () => {
    server = await startServer('kitchen_sanitized', { javascriptKey: 'js', restKey: 'rest', arguments: ['--idempotency-seconds', '60', '--body-limit', '300000'] });
    api = client(server);
    witness = await api.signUp();
    user = await api.signUp();
    hidden = await api.create('Item', { name: secret, text: secret, ACL: {} });
    open = await api.create('Item', { name: 'open', number: 1, label: unique('open') });
  });
  after(async () => {
    if (!server) return;
    await server.stop(); // fails unless the exit code is 0, which sanitizers change when they saw something
    assert.doesNotMatch(server.output(), /Sanitizer|runtime error|internal error/);
  });

  async function isWell() {
    assertStatus(await send(`${server.base}/health`), 200);
    assert.equal((await api.fetch('Item', hidden, { master: true })).text, secret);
    assert.equal((await api.call('GET', '/users/me', { session: witness.session })).json.objectId, witness.id);
  }

  function check(answer, said) {
    const what = () => `${said()}\nanswered ${answer.status} ${answer.text.slice(0, 500)}`;
    assert.ok(answer.status >= 200 && answer.status < 500, what());
    // A file that is not there is told in plain text, as parse-server tells it.
    const isMissingFile = answer.status === 404 && answer.text === 'File not found.';
    if (answer.text || answer.status !== 200) assert.ok(answer.json !== undefined || answer.text === 'OK' || isMissingFile, what());
    if (answer.status >= 400 && !isMissingFile) assert.equal(typeof answer.json.error, 'string', what());
    assert.ok(!answer.text.includes(secret), what());
  }

  /** Makes hostile requests from a seed. */
  function hostile(random) {
    const { below, pick, string, json } = random;
    const chance = (oneIn) => below(oneIn) === 0;
    const ids = () => pick([open, hidden, user.id, witness.id, 'nothing', '', '.', '..', '%00', '$ne', 'x'.repeat(below(400))]);
    const token = () => (chance(4) ? pick(['r:unknown', '', 'r:', 'r:'.repeat(5000)]) : user.session);
    const scalar = () => pick([null, true, false, 0, -1, 1e300, -0.5, '', 'x', 'GET', 'put', 'DELETE', '__proto__', '0'.repeat(below(3000)), string()]);
    const typed = () => ({
      __type: pick(['Date', 'Pointer', 'File', 'GeoPoint', 'Polygon', 'Bytes', 'Relation', 'Object', 'constructor', 5]),
      iso: pick(['2020-01-01T00:00:00.000Z', scalar()]), className: pick(['Item', '_User', scalar()]), objectId: pick([ids(), scalar()]),
      name: scalar(), latitude: scalar(), longitude: scalar(), coordinates: json(3), base64: scalar(),
    });
    const operation = () => ({
      __op: pick(['Increment', 'Add', 'AddUnique', 'Remove', 'Delete', 'AddRelation', 'RemoveRelation', 'Batch', 'SetOnInsert', scalar()]),
      amount: pick([1, value(1)]), objects: pick([[value(1)], [typed()], value(1)]), ops: pick([[typed()], [{ __op: 'AddRelation', objects: [typed()] }], scalar()]),
    });
    const constraint = () => ({ [pick(['$ne', '$in', '$nin', '$gt', '$exists', '$regex', '$options', '$all', '$inQuery', '$select', '$or', '$nearSphere', '$within', '$text', '$x', ''])]: value(2) });
    function value(depth) {
      return pick([scalar, scalar, () => json(depth), typed, operation, constraint, () => [value(depth > 0 ? depth - 1 : 0)]].slice(0, depth > 0 ? 7 : 2))();
    }
    const good = () => ({
      name: 'n', text: 't', number: below(9), flag: true, date: { __type: 'Date', iso: '2020-01-01T00:00:00.000Z' }, object: { a: { b: 1 } }, array: [1, 'x'], label: 'l',
      'object.a.b': 2, place: { __type: 'GeoPoint', latitude: 1, longitude: 2 }, data: { __type: 'Bytes', base64: 'AA==' }, file: { __type: 'File', name: 'f' },
      user: { __type: 'Pointer', className: '_User', objectId: user.id }, parent: { __type: 'Pointer', className: 'Item', objectId: open },
      friends: { __op: pick(['AddRelation', 'RemoveRelation']), objects: [{ __type: 'Pointer', className: 'Item', objectId: pick([open, hidden]) }] },
      area: { __type: 'Polygon', coordinates: [[0, 0], [0, 1], [1, 1]] }, ACL: { '*': { read: true } },
    });
    const field = () => pick(chance(3) ? ['objectId', 'createdAt', 'username', 'password', 'email', 'authData', 'text.x', 'data.a.b', 'object.$x', '', '__proto__', '_id', '_acl', string()] : Object.keys(good()));
    const member = () => {
      const name = field();
      return [name, chance(3) ? value(2) : good()[name] ?? value(1)];
    };
    const members = (count) => Object.fromEntries([['name', 'n'], ...Array.from({ length: count }, member)]);
    const path = () => (chance(2) ? pick(['/classes/Item', `/classes/Item/${open}`, '/batch']) : anyPath());
    const anyPath = () => pick([
      () => '/classes/Item', () => `/classes/Item/${ids()}`, () => '/classes/Item', () => '/users', () => '/users/me', () => `/users/${ids()}`, () => '/login', () => '/logout',
      () => '/sessions', () => '/sessions/me', () => '/roles', () => `/roles/${ids()}`, () => '/files', () => `/files/${encodeURIComponent(string())}`, () => '/health', () => '/functions/x',
      () => '/schemas', () => '/aggregate/Item', () => `/files/${ids()}`, () => `/files/app/${ids()}`, () => '/batch', () => '/classes/_User', () => '/classes/_Session', () => '/classes/_Credential', () => `//classes//${ids()}/`, () => `/${encodeURIComponent(string())}`,
    ])();
    const method = () => pick(['GET', 'POST', 'POST', 'POST', 'PUT', 'DELETE']);
    const query = () => ({ where: pick([value(3), { [field()]: value(3) }, { $or: [value(2), value(2)] }, JSON.stringify(value(2)), '{']), order: pick(['name', '-name,number', value(1)]), limit: pick([5, value(0)]), skip: pick([0, value(0)]), keys: pick(['name', value(1)]), include: pick(['parent', '*', value(1)]), count: value(0), explain: chance(5) });
    const part = (mount) => pick([
      () => ({ method: method(), path: mount + path(), body: body(mount, 0) }), () => ({ method: scalar(), path: value(0), body: value(1) }), () => value(1),
      () => ({ method: 'GET', path: `${mount}${path()}?where=${encodeURIComponent(JSON.stringify(value(2)))}&%=&=${'&'.repeat(below(50))}`, body: query() }),
    ])();
    const override = () => pick(['GET', 'PUT', 'DELETE', 'get', scalar()]);
    const transport = () => {
      const all = { _ApplicationId: 'app', _JavaScriptKey: 'js' };
      for (const key of ['_method', '_SessionToken', '_MasterKey', '_InstallationId', '_context', '_noBody', '_ContentType', '_RevocableSession', '_ClientVersion', '_ApplicationId', '_JavaScriptKey']) {
        if (chance(25)) all[key] = pick([scalar, () => value(2)])();
      }
      if (chance(2)) all._method = override();
      if (chance(4)) all._SessionToken = token();
      return all;
    };
    function body(mount, depth = 1) {
      return pick([() => members(below(4)), query, () => ({ ...query(), where: { name: 'n' }, [field()]: value(1) }), () => ({ ...members(2), username: user.username, password: scalar() }), ...(depth ? [() => ({ requests: Array.from({ length: below(5) }, () => part(mount)), transaction: pick([true, value(0)]) })] : [])])();
    }
    const headers = (body) => {
      const all = body && chance(3) ? {} : { 'X-Parse-Application-Id': chance(12) ? 'other' : 'app', 'X-Parse-REST-API-Key': chance(12) ? 'wrong' : 'rest' };
      if (chance(4)) all['X-Parse-Session-Token'] = token();
      if (chance(5)) all['X-Parse-Master-Key'] = pick(['', 'wrong']);
      if (chance(5)) all['X-Parse-Request-Id'] = pick(['1', '2', '', 'x'.repeat(2000)]);
      if (chance(30)) all['X-Parse-Cloud-Context'] = pick(['{}', '{}', '{', '[1]', '']);
      if (chance(6)) all.Authorization = `Basic ${Buffer.from(pick(['app:javascript-key=js', 'app:', ':', '', string()])).toString('base64')}`;
      if (chance(4)) all['Content-Type'] = pick(['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']);
      if (chance(8)) all['X-Forwarded-Proto'] = pick(['https', '', 'x']);
      if (chance(8)) all.Origin = 'https://app.example';
      return all;
    };
    /** A body; for a request whose headers name no app it says who sends it. */
    const text = (mount, given) => {
      const named = Object.keys(given).some((name) => /^(x-parse-application-id|authorization)$/i.test(name));
      const whole = JSON.stringify({ ...(named && !chance(10) ? (chance(4) ? { _method: override() } : {}) : transport()), ...body(mount) });
      if (chance(8)) return random.damaged(whole);
      if (chance(12)) return new URLSearchParams({ ...Object.fromEntries(Object.entries(transport()).map(([key, member]) => [key, String(member)])), where: '{}' }).toString();
      return chance(20) ? `{"name":"x","name":"y",${whole.slice(1)}`.replace(',}', '}') : whole;
    };
    return { method, path, headers, text, query, chance };
  }

  test('well-formed requests with hostile members', { timeout: 600000 }, async () => {
    const random = randomFrom(seed);
    const make = hostile(random);
    const mount = new URL(server.base).pathname;
    for (let i = 0; i < requests; i += 1) {
      const method = make.method();
      let path = make.path();
      if (make.chance(4)) path += `?${new URLSearchParams(Object.entries(make.query()).map(([key, member]) => [key, JSON.stringify(member) ?? '']))}`;
      const sends = method === 'POST' || method === 'PUT' || make.chance(6);
      const headers = make.headers(sends);
      const body = sends ? Buffer.from(make.text(mount, headers)) : undefined;
      if (body) headers['Content-Length'] = body.length;
      const answer = await send(server.base + path, { method, headers, body });
      check(answer, () => `request ${i} of seed ${seed}: ${method} ${path} ${JSON.stringify(headers)}\n${body?.toString().slice(0, 3000)}`);
      if (i % 50 === 49) user = await api.signUp();
      if (i % 250 === 249) await isWell();
    }
    await isWell();
  });

  /** Reads what comes back as HTTP; every complete answer in it is checked as far as it can be. */
  async function stream(bytes, said) {
    const answer = await raw(server, bytes, { halfClose: true, deadline: 60000 });
    assert.ok(!answer.includes(secret), said());
    for (const [, status] of answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)) assert.ok(Number(status) < 500 || status === '501' || status === '505', `${said()}\n${answer.slice(0, 500)}`);
  }

  /** Sends many streams, some at a time: the server waits a while for the rest of an unfinished one. */
  async function streams(count, bytesOf) {
    for (let first = 0; first < count; first += 300) {
      const some = Array.from({ length: Math.min(300, count - first) }, (_, i) => [bytesOf(), `stream ${first + i} of seed ${seed}`]);
      await Promise.all(some.map(([bytes, name]) => stream(bytes, () => `${name}: ${JSON.stringify(bytes.toString('latin1').slice(0, 4000))}`)));
      await isWell();
    }
  }

  test('noise', { timeout: 600000 }, async () => {
    const random = randomFrom(seed + 1);
    await streams(requests / 20, () => {
      const bytes = Buffer.from(Array.from({ length: random.below(3000) }, () => random.below(256)));
      if (random.below(3) === 0) bytes.write(random.pick(['POST /parse/classes/Item HTTP/1.1\r\n', 'GET /parse/health HTTP/1.1\r\nHost: x\r\n\r\n', 'PUT ']));
      return bytes;
    });
  });

  test('damaged requests, several on one connection', { timeout: 600000 }, async () => {
    const random = randomFrom(seed + 2);
    const make = hostile(random);
    const mount = new URL(server.base).pathname;
    await streams(requests / 20, () => {
      let bytes = '';
      for (let j = random.below(3); j >= 0; j -= 1) {
        const headers = make.headers(true);
        const body = Buffer.from(make.text(mount, headers)).toString('latin1');
        const lines = Object.entries(headers).map(([name, member]) => `${name}: ${member}`);
        const length = random.pick([`Content-Length: ${body.length}`, `Content-Length: ${body.length}`, `Content-Length: ${random.below(5000) - 10}`, 'Transfer-Encoding: chunked', 'Expect: 100-continue', 'Content-Length: 99999999999999999999']);
        const chunked = length.startsWith('T') ? `${random.pick([body.length, random.below(70000)]).toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
        bytes += `${make.method()} ${mount}${make.path().replaceAll(/\s/g, '')} HTTP/1.${random.pick([1, 1, 0])}\r\nHost: x\r\n${lines.join('\r\n')}\r\n${length}\r\n\r\n${chunked}`;
      }
      if (random.below(2) === 0) bytes = random.damaged(bytes);
      return Buffer.from(bytes, 'latin1');
    });
  });
});
