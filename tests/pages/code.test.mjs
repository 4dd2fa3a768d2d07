// The code that the playground shows for a request does what the request does: the curl line is run by a shell, the
// program for Parse's JavaScript SDK by Node with the SDK as npm has it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { buildServer, run } from '../lib/builds.mjs';
import { client, query, send } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { openedCookie } from './printed.mjs';
import { packages, web } from './world.mjs';

describe('the code of a request', () => {
  let server;
  let api;
  let folder;
  let parts;
  let openapi;
  const people = {};

  before(async () => {
    folder = mkdtempSync(join(await packages(), 'run-'));
    const build = await buildServer('trial');
    openapi = JSON.parse(readFileSync(join(build.folder, 'api/openapi.json'), 'utf8'));
    parts = Object.assign({}, ...await Promise.all(['code.js', 'operations.js'].map((name) => import(pathToFileURL(join(web, 'playground', name)).href))));
    server = await startServer('trial', { demo: true, javascriptKey: "the test's key" });
    api = client(server);
    const { json: settings } = await send(`${new URL(server.base).origin}/playground/settings.json`, { headers: { Cookie: await openedCookie(server) } });
    const key = { [settings.clientKey.header]: settings.clientKey.value };
    for (const { role, username, password } of settings.accounts) {
      const { json } = await api.call('POST', '/login', { body: { username, password }, headers: key });
      people[role.toLowerCase()] = { applicationId: settings.applicationId, clientKey: settings.clientKey, token: json.sessionToken, id: json.objectId, username, password };
    }
    people.nobody = { applicationId: settings.applicationId, clientKey: settings.clientKey };
  });
  after(async () => {
    await server?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const request = (id, values = {}, body = '') => parts.requestOf(parts.groupsOf(openapi).flatMap(({ operations }) => operations).find((one) => one.id === id), values, body);
  /** What the API itself answers. */
  const ask = async ({ method, path, query: parameters, body }, who) => {
    const headers = { [who.clientKey.header]: who.clientKey.value };
    return (await api.call(method, path + query(parameters), { body, session: who.token, headers })).json;
  };
  async function curl(what, who) {
    const { code, stdout, stderr } = await run('sh', ['-c', parts.curlOf(server.base, what, who)]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  }
  let programs = 0;
  async function sdk(what, who) {
    const file = join(folder, `${programs += 1}.mjs`);
    writeFileSync(file, parts.sdkOf(server.base, what, who));
    const { code, stdout, stderr } = await run(process.execPath, [file]);
    return { code, stderr, json: stdout ? JSON.parse(stdout) : undefined, text: readFileSync(file, 'utf8') };
  }
  const ids = (objects) => objects.map(({ objectId }) => objectId);

  const finds = {
    everything: {},
    'equal and in': { where: '{"dosage": {"$in": ["20 mg", "40 mg"]}, "frequency": "once daily"}' },
    'what quotes could break': { where: '{"drug": {"$ne": "it\'s \\"quoted\\" $HOME `x` \\\\ \\u2028"}}' },
    'a date and what exists': { where: '{"createdAt": {"$gt": {"__type": "Date", "iso": "2020-01-01T00:00:00.000Z"}}, "drug": {"$exists": true}}' },
    'what the SDK has no one method for': { where: '{"$or": [{"dosage": "20 mg"}, {"dosage": "none"}]}' },
    'sorted, from the second one': { order: '-dosage,objectId', skip: '1', limit: '1' },
    'some fields': { keys: 'drug,dosage', order: 'objectId' },
    'not some fields': { excludeKeys: 'drug', order: 'objectId' },
    'what is pointed at': { include: 'patient', order: 'objectId' },
  };
  for (const [what, values] of Object.entries(finds)) {
    test(`finds: ${what}`, async () => {
      const wanted = request('classes.MedicationOrder.find', values);
      const answer = await ask(wanted, people.provider);
      assert.ok(answer.results.length > 0, JSON.stringify(answer));
      assert.deepEqual(await curl(wanted, people.provider), answer);
      const { json, stderr, text } = await sdk(wanted, people.provider);
      assert.deepEqual(ids(json ?? []), ids(answer.results), stderr + text);
      assert.deepEqual(json.map(({ drug, patient }) => [drug, patient?.displayName]), answer.results.map(({ drug, patient }) => [drug, patient?.displayName]));
    });
  }

  test('counts', async () => {
    const wanted = request('classes.MedicationOrder.find', { count: '1', limit: '1' });
    const answer = await ask(wanted, people.provider);
    assert.ok(answer.count > 1);
    const { json } = await sdk(wanted, people.provider);
    assert.deepEqual([json.count, ids(json.results)], [answer.count, ids(answer.results)]);
  });

  test('finds by a pointer', async () => {
    const [order] = (await ask(request('classes.MedicationOrder.find'), people.patient)).results;
    const wanted = request('classes.MedicationOrder.find', { where: JSON.stringify({ patient: order.patient }) });
    const { json, text } = await sdk(wanted, people.provider);
    assert.deepEqual(ids(json), [order.objectId]);
    assert.match(text, /createWithoutData/);
  });

  test('gets one, and what is beside an object', async () => {
    const [{ objectId }] = (await ask(request('classes.MedicationOrder.find'), people.patient)).results;
    const one = request('classes.MedicationOrder.get', { objectId });
    assert.deepEqual(await curl(one, people.patient), await ask(one, people.patient));
    assert.equal((await sdk(one, people.patient)).json.objectId, objectId);
    const versions = request('classes.MedicationOrder.versions', { objectId });
    assert.deepEqual((await sdk(versions, people.patient)).json, await ask(versions, people.patient));
  });

  test('signs in, and asks who one is', async () => {
    const { username, password, id } = people.patient;
    const logIn = request('users.logIn', {}, JSON.stringify({ username, password }));
    assert.equal((await curl(logIn, people.nobody)).objectId, id);
    assert.equal((await sdk(logIn, people.nobody)).json.objectId, id);
    assert.equal((await sdk(request('users.me'), people.patient)).json.objectId, id);
    assert.deepEqual((await sdk(request('server.health'), people.nobody)).json, { status: 'ok' });
  });

  test('creates and changes', async () => {
    const pointer = (person) => ({ __type: 'Pointer', className: '_User', objectId: person.id });
    const create = request('classes.Message.create', {}, JSON.stringify({ from: pointer(people.patient), to: pointer(people.provider), body: "it's \"new\"", sentAt: { __type: 'Date', iso: '2026-01-02T03:04:05.006Z' } }));
    const made = [(await curl(create, people.patient)).objectId, (await sdk(create, people.patient)).json.objectId];
    const messages = (await ask(request('classes.Message.find', { where: JSON.stringify({ objectId: { $in: made } }) }), people.patient)).results;
    assert.deepEqual(messages.map(({ body }) => body), ["it's \"new\"", "it's \"new\""]);
    for (const [i, objectId] of made.entries()) {
      const update = request('classes.Message.update', { objectId }, '{"isRead": true}');
      const { code, stderr } = i ? await sdk(update, people.provider) : { code: (await curl(update, people.provider)).code ?? 0 };
      assert.equal(code, 0, stderr);
      assert.equal((await ask(request('classes.Message.get', { objectId }), people.provider)).isRead, true);
    }
  });

  test('is refused alike', async () => {
    const [{ objectId }] = (await ask(request('classes.MedicationOrder.find'), people.patient)).results;
    for (const wanted of [request('classes.MedicationOrder.delete', { objectId }), request('classes.MedicationOrder.update', { objectId }, '{"drug": "another"}')]) {
      const { error } = await curl(wanted, people.patient);
      const { code, stderr } = await sdk(wanted, people.patient);
      assert.notEqual(code, 0);
      assert.ok(error && stderr.includes(error), `${error}\n${stderr}`);
    }
  });

  test('every operation of the document has both forms', () => {
    for (const { operations } of parts.groupsOf(openapi)) {
      for (const { id, parameters, bodySchema } of operations) {
        const values = Object.fromEntries(parameters.filter((one) => one.in === 'path').map(({ name }) => [name, "a/b'c"]));
        const made = request(id, values, parts.exampleBody(openapi, bodySchema));
        assert.doesNotMatch(made.path, /[{}]|a\/b/, id);
        assert.match(parts.curlOf(server.base, made, people.patient), /^curl -s /, id);
        assert.match(parts.sdkOf(server.base, made, people.patient), /^const \w+ = |^await /m, id);
      }
    }
  });
});
