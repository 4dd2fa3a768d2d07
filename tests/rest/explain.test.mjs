// `explain`: what it says is what the server then answers, over users, classes, rows and operations of a template at
// random; and the reasons it gives are sentences of the spec, fields that are hidden, permissions and ACLs.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { findBuild, root } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { access, classPath, client, query, unique } from '../lib/rest.mjs';
import { randomFrom } from '../lib/random.mjs';
import { startServer } from '../lib/server.mjs';

const run = promisify(execFile);

/** What the command says of a server's database, as JSON. */
async function explain(build, server, options) {
  const words = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]));
  const { stdout } = await run(findBuild(build).program, ['explain', ...words, '--format=json', '--data', server.dataFolder]);
  return JSON.parse(stdout);
}

describe('explain', differs('it is a server\'s own command'), () => {
  let server;
  let api;
  const sessions = { nobody: {} };
  const rows = []; // { className, object }
  before(async () => {
    server = await startServer('portal', { demo: true });
    api = client(server);
    const master = { master: true };
    for (const user of await api.find('_User', { limit: 100 }, master)) {
      if (!user.username) continue;
      await api.call('PUT', `/users/${user.objectId}`, { body: { password: 'a password for all' }, master: true });
      sessions[user.username] = { session: (await api.call('POST', '/login', { body: { username: user.username, password: 'a password for all' } })).json.sessionToken };
    }
    const stranger = await api.signUp(unique('stranger'));
    sessions[stranger.username] = { session: stranger.session };
    const admin = await api.signUp(unique('admin'));
    sessions[admin.username] = { session: admin.session };
    const [role] = await api.find('_Role', { where: { name: 'admin' } }, master);
    const users = { __op: 'AddRelation', objects: [admin.pointer] };
    if (role) await api.call('PUT', `/roles/${role.objectId}`, { body: { users }, master: true });
    else await api.createRole('admin', [admin]);
    for (const { className } of (await api.call('GET', '/schemas', master)).json.results) {
      if (className.startsWith('_') || className === 'AuditLog') continue;
      for (const object of await api.find(className, { limit: 20 }, master)) rows.push({ className, object });
    }
    for (const className of ['_User', '_Role', '_Session']) {
      for (const object of await api.find(className, { limit: 20 }, master)) rows.push({ className, object });
    }
    assert.ok(rows.length > 10 && Object.keys(sessions).length > 5);
  });
  after(() => server?.stop());

  /** Sends a write whose outcome is undone whatever it is: [status, code] of its own refusal, or null when it went well. */
  async function attempt(method, className, objectId, body, as) {
    const requests = [{ method, path: `/parse${classPath(className)}/${objectId}`, body }, { method: 'POST', path: '/parse/classes/Nowhere', body: {} }];
    const { json } = await api.call('POST', '/batch', { body: { requests, transaction: true }, ...as });
    return /non-existent class/.test(json.error) ? null : json;
  }

  /** What the server answers: null when the operation goes well, else its error. */
  async function ask({ className, objectId, operation, version, change }, as) {
    const where = { where: { objectId } };
    const path = `${classPath(className)}/${objectId}`;
    if (operation === 'update') return attempt('PUT', className, objectId, change ?? {}, as);
    if (operation === 'delete') return attempt('DELETE', className, objectId, undefined, as);
    if (operation === 'get') {
      const { status, json } = await api.call('GET', version ? `${path}/versions/${version}` : path, as);
      return status === 200 ? null : json;
    }
    const { status, json } = await api.call('GET', classPath(className) + query(operation === 'count' ? { ...where, count: 1, limit: 0 } : where), as);
    if (status !== 200) return json;
    const any = operation === 'count' ? json.count : json.results.length;
    return any ? null : { code: 101 };
  }

  test('agrees with what the server answers', async () => {
    const random = randomFrom(20261128);
    const { pick } = random;
    const outcomes = {};
    for (let i = 0; i < 400; i++) {
      const user = pick(Object.keys(sessions));
      const { className, object } = pick(rows);
      const operation = pick(['get', 'get', 'find', 'count', 'update', 'update', 'delete']);
      const question = { className, objectId: random.below(20) ? object.objectId : 'AAAAAAAAAA', operation };
      if (operation === 'update' && !className.startsWith('_') && random.below(3)) {
        const other = pick(rows.filter((row) => row.className === className)).object;
        const field = pick(Object.keys(other).filter((name) => !['objectId', 'createdAt', 'updatedAt', 'ACL'].includes(name)));
        question.change = { [field]: other[field] };
      }
      if (operation === 'get' && !random.below(5)) question.version = 1;
      const said = await explain('portal', server, { user, class: className, id: question.objectId, operation, version: question.version, change: question.change && JSON.stringify(question.change) });
      const refused = await ask(question, sessions[user]);
      const what = `${JSON.stringify(question)} by ${user}: the server says ${JSON.stringify(refused)}, explain ${JSON.stringify(said)}`;
      // What the row becomes is judged once it is written: 'the row would be none that the rules open', two owners, overlaps.
      const afterwards = said.allowed && question.change && refused && (refused.code === 119 || refused.code === 142 || refused.code === 137);
      if (!afterwards) {
        assert.equal(said.allowed, refused === null, what);
        // Users, roles and sessions have routes of their own, with codes of their own.
        if (!className.startsWith('_')) assert.equal(said.answer?.code, refused?.code, what);
      }
      if (!said.allowed && said.exists) assert.ok(said.findings.some(({ verdict }) => verdict === 'refuses'), what);
      if (said.allowed) assert.ok(said.findings.some(({ verdict }) => verdict === 'admits'), what);
      const kind = `${operation} ${afterwards ? 'afterwards' : said.allowed ? 'allowed' : said.answer.code}`;
      outcomes[kind] = (outcomes[kind] ?? 0) + 1;
    }
    for (const operation of ['get', 'find', 'count', 'update']) {
      for (const outcome of ['allowed', 101]) assert.ok(outcomes[`${operation} ${outcome}`] > 2, `${operation} ${outcome}: ${JSON.stringify(outcomes)}`);
    }
    assert.ok(outcomes['update 119'] > 2, JSON.stringify(outcomes));
    assert.ok(!(outcomes['update afterwards'] > 20), JSON.stringify(outcomes));
  });

  test('of a create, a find of the class and a new field it says whether any could be', async () => {
    for (const user of Object.keys(sessions)) {
      for (const className of new Set(rows.map((row) => row.className))) {
        if (className.startsWith('_')) continue;
        const create = await explain('portal', server, { user, class: className, operation: 'create' });
        const made = await api.call('POST', `/classes/${className}`, { body: {}, ...sessions[user] });
        const atAll = /^Permission denied for action create on class \w+\.$/.test(made.json.error);
        if (!create.allowed) assert.equal(made.json.code, create.answer.code, `${className} by ${user}: ${made.text}`);
        else assert.ok(!atAll || made.json.code === 119, made.text); // the new row may still be none that a rule opens
        const find = await explain('portal', server, { user, class: className, operation: 'find' });
        const found = await api.call('GET', `/classes/${className}`, sessions[user]);
        assert.equal(find.allowed, found.status === 200, `${className} by ${user}: ${found.text}`);
        assert.equal((await explain('portal', server, { user, class: className, operation: 'addField' })).allowed, false);
      }
    }
  });

  test('names sentences where they stand', async () => {
    const sentences = new Map();
    for (const { className } of rows) {
      for (const operation of ['get', 'update', 'delete']) {
        const { findings } = await explain('portal', server, { user: 'nobody', class: className, operation });
        for (const { source, sentence } of findings) if (source) sentences.set(sentence, source);
      }
    }
    assert.ok(sentences.size >= 10, `${sentences.size} sentences`);
    const lines = readFileSync(join(root, 'schemas/portal/agent.md'), 'utf8').split('\n');
    const plain = (text) => text.replaceAll(/[*`]/g, '').replaceAll(/\s+/g, ' ').trim();
    for (const [sentence, source] of sentences) {
      const [, line] = /^agent\.md:(\d+)$/.exec(source);
      const said = plain(lines.slice(Number(line) - 1, Number(line) + 2).join(' '));
      assert.ok(said.includes(plain(sentence).split(' (that is: ')[0].slice(0, 40).replace(/\.$/, '')), `${source}: '${sentence}' is not in '${said}'`);
    }
  });

  test('lists who may', async () => {
    const appointment = rows.find(({ className }) => className === 'Appointment');
    const { stdout } = await run(findBuild('portal').program, ['explain', '--who', '--class', 'Appointment', '--id', appointment.object.objectId, '--format=json', '--data', server.dataFolder]);
    const may = stdout.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line).user.username).sort();
    const answered = [];
    for (const [user, as] of Object.entries(sessions)) {
      if ((await api.call('GET', `/classes/Appointment/${appointment.object.objectId}`, as)).status === 200) answered.push(user);
    }
    assert.ok(answered.length > 0);
    assert.deepEqual(may.filter((user) => user), answered.sort());
  });

  test('is what the log says of a refusal, under the number that the answer has', async () => {
    const [stranger] = Object.keys(sessions).filter((user) => user.startsWith('stranger'));
    const as = sessions[stranger];
    const { className, object: { objectId } } = rows.find((row) => row.className === 'LabResult');
    const path = `/classes/${className}/${objectId}`;
    const line = async (number) => {
      await server.logged(`request ${number}:`);
      return server.output().split('\n').find((one) => one.includes(`request ${number}:`));
    };
    const { user: { objectId: userId }, findings } = await explain('portal', server, { user: stranger, class: className, id: objectId });
    for (const [method, word, body] of [['GET', 'get'], ['PUT', 'update', { testName: 'not for the log' }], ['DELETE', 'delete']]) {
      const answer = await api.call(method, path, { body, ...as });
      assert.deepEqual([answer.status, answer.json], [404, { code: 101, error: 'Object not found.' }]);
      const said = await line(answer.headers['x-request-id']);
      assert.ok(said.includes(`user ${userId} may not ${word} ${className}/${objectId} (`), said);
      assert.ok(said.includes('rules: no rule opens this row to this user'), said);
      if (method === 'GET') for (const { source, sentence } of findings) if (source) assert.ok(said.includes(`${source}: ${sentence}`), `${sentence}: ${said}`);
    }
    // An object that is not there is answered alike, and the log tells nothing of it.
    const missing = await api.call('GET', `/classes/${className}/AAAAAAAAAA`, as);
    const hidden = await api.call('GET', path, as);
    assert.deepEqual([missing.status, missing.json], [hidden.status, hidden.json]);
    assert.deepEqual(Object.keys(missing.headers).sort(), Object.keys(hidden.headers).sort());
    await line(hidden.headers['x-request-id']);
    assert.ok(!server.output().includes(missing.headers['x-request-id']));
    // Nor do numbers tell how many requests there were between them: they are no steps of equal size.
    const again = await api.call('GET', path, as);
    const [first, second, third] = [missing, hidden, again].map(({ headers }) => BigInt(`0x${headers['x-request-id']}`));
    assert.notEqual(BigInt.asUintN(64, second - first), BigInt.asUintN(64, third - second));
    // Parts of a batch have the batch's number.
    const batch = await api.call('POST', '/batch', { body: { requests: [{ method: 'GET', path: `/parse${path}` }] }, ...as });
    assert.deepEqual(batch.json, [{ error: { code: 101, error: 'Object not found.' } }]);
    assert.ok((await line(batch.headers['x-request-id'])).includes(`may not get ${className}/${objectId}`));
    // What is forbidden says so at once, with its reason; nobody is nobody, and no value is told.
    const forbidden = await api.call('POST', `/classes/${className}`, { body: { testName: 'not for the log' }, ...as });
    assert.equal(forbidden.json.code, 119, forbidden.text);
    assert.match(await line(forbidden.headers['x-request-id']), new RegExp(`user ${userId} refused: Permission denied for action create on class ${className}\\. \\(no rule opens it to this user's roles\\)`));
    const nobody = await api.call('GET', path);
    assert.ok((await line(nobody.headers['x-request-id'])).includes(`user nobody may not get ${className}/${objectId}`));
    assert.ok(!server.output().includes('not for the log'));
  });

  test('is for people, too, and says what it does not understand', async () => {
    const program = findBuild('portal').program;
    const { className, object } = rows.find((row) => row.className === 'LabResult');
    const { stdout } = await run(program, ['explain', '--user=nobody', '--class', className, '--id', object.objectId, '--data', server.dataFolder]);
    assert.match(stdout, new RegExp(`^nobody may not get LabResult/${object.objectId}: the server answers 404, code 101, `));
    assert.match(stdout, /^ {8}agent\.md:\d+: /m);
    for (const [words, message] of [
      [['--user', 'nobody'], /usage/], [['--class', 'LabResult'], /usage/], [['--who', '--user', 'x', '--class', 'LabResult'], /usage/],
      [['--user', 'nobody', '--class', 'Labb'], /no class Labb/], [['--user', 'nobody', '--class', 'LabResult', '--operation', 'look'], /no operation look/],
      [['--user', 'nobody', '--class', 'LabResult', '--change', '{}'], /--change/], [['--user', 'nobody', '--class', 'LabResult', '--id', 'x', '--version', 'one'], /--version/],
      [['--user', 'nobody', '--class', 'LabResult', '--format', 'xml'], /--format/], [['--user', 'nobody', '--class'], /takes a value/],
    ]) {
      await assert.rejects(run(program, ['explain', '--data', server.dataFolder, ...words]), (error) => error.code === 2 && message.test(error.stderr), words.join(' '));
    }
    await assert.rejects(run(program, ['explain', '--user', 'who.is.this', '--class', 'LabResult', '--data', server.dataFolder]), /no user who\.is\.this/);
  });

  test('tells of permissions, ACLs and hidden fields of an app without rules', async () => {
    const open = await startServer('kitchen_owner');
    try {
      const kitchen = client(open);
      const [ann, bob] = [await kitchen.signUp(unique('ann')), await kitchen.signUp(unique('bob'))];
      const schema = (await kitchen.call('GET', '/schemas', { master: true })).json.results;
      const { className } = schema.find((one) => !one.className.startsWith('_') && !Object.values(one.fields).some(({ required }) => required));
      const id = await kitchen.create(className, { ACL: access(ann.id) }, { session: ann.session });
      const refused = await explain('kitchen_owner', open, { user: bob.username, class: className, id });
      assert.equal(refused.allowed, false);
      assert.ok(refused.findings.some(({ what, verdict }) => what === 'acl' && verdict === 'refuses'), JSON.stringify(refused));
      assert.equal((await explain('kitchen_owner', open, { user: ann.id, class: className, id, operation: 'read' })).allowed, true);
      let refusing = 0;
      for (const { className: name } of schema) {
        if (name.startsWith('_')) continue;
        const said = await explain('kitchen_owner', open, { user: 'nobody', class: name, operation: 'find' });
        const { status, json } = await kitchen.call('GET', `/classes/${name}`);
        assert.deepEqual([said.allowed, said.answer?.code], [status === 200, json.code], name);
        refusing += said.findings.some(({ what, verdict }) => what === 'permission' && verdict === 'refuses');
      }
      assert.ok(refusing > 0);
    } finally {
      await open.stop();
    }
  });

  test('names the fields that are hidden, with the sentence that hides them', async () => {
    const hiding = await startServer('files');
    try {
      const files = client(hiding);
      const ann = await files.signUp(unique('ann'));
      const as = { session: ann.session };
      const patient = await files.create('Patient', { user: ann.pointer, name: 'x' }, as);
      const { name } = (await files.call('POST', '/files/a.pdf', { body: 'x', ...as, headers: { 'Content-Type': 'application/pdf' } })).json;
      const file = { __type: 'File', name };
      const id = await files.create('Document', { patient: { __type: 'Pointer', className: 'Patient', objectId: patient }, file, scan: file }, as);
      const { allowed, findings } = await explain('files', hiding, { user: ann.username, class: 'Document', id });
      assert.equal(allowed, true);
      const field = findings.find(({ what }) => what === 'field');
      assert.deepEqual([field.verdict, field.detail, field.sentence], ['refuses', 'scan is hidden from this user', 'Only doctors can read scan of Document.']);
      assert.match(field.source, /^files\.agent\.md:\d+$/);
      assert.equal((await files.fetch('Document', id, as)).scan, undefined);
    } finally {
      await hiding.stop();
    }
  });

  test('leaves the database as it is', async () => {
    const closed = await startServer('files');
    const files = client(closed);
    const ann = await files.signUp(unique('ann'));
    const patient = await files.create('Patient', { user: ann.pointer, name: 'x', diary: 'sealed' }, { session: ann.session });
    const digest = () => createHash('sha256').update(readFileSync(join(closed.dataFolder, 'files.db'))).digest('hex');
    process.kill(closed.pid, 'SIGSTOP');
    try {
      const before_ = digest();
      const said = await explain('files', closed, { user: ann.username, class: 'Patient', id: patient, operation: 'update', change: '{"diary":"other"}' });
      assert.equal(said.allowed, true, JSON.stringify(said));
      assert.equal(digest(), before_);
    } finally {
      process.kill(closed.pid, 'SIGCONT');
    }
    assert.equal((await files.fetch('Patient', patient, { session: ann.session })).diary, 'sealed');
    await closed.stop();
  });
});
