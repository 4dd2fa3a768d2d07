// The audit trail: what is entered for what, by whom it can be read, and that nobody can write it
// (tests/schemas/audit.agent.md has the sentences). That it cannot be changed unseen shows
// audit_tamper.test.mjs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, date, pointer, send, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { startSmtp } from '../lib/smtp.mjs';

const master = { master: true };
const ours = differs('the audit trail is ours');

describeServer('audit trail', 'audit', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const call = (method, path, options) => context.api.call(method, path, options);
  const create = (className, body, options) => context.api.create(className, body, options);
  const put = (className, id, body, options) => call('PUT', `/classes/${className}/${id}`, { ...options, body });
  let profile;

  /** The entries made while `act` runs, each as [action, entityType, entityId, actor, payload]. */
  const entered = async (act) => {
    const [last] = await context.api.find('AuditLog', { order: '-objectId', limit: 1 }, master);
    await act();
    const rows = await context.api.find('AuditLog', { where: { objectId: { $gt: last?.objectId ?? '' } }, order: 'objectId', limit: 1000 }, master);
    return rows.map((row) => [row.action, row.entityType, row.entityId, row.actor?.objectId, row.payload]);
  };
  const id = (name) => who[name].id;

  before(async () => {
    for (const name of ['ann', 'bob', 'doctor', 'auditor']) who[name] = await context.api.signUp();
    await context.api.createRole('doctor', [who.doctor]);
    await context.api.createRole('auditor', [who.auditor]);
    profile = await create('Patient', { user: who.ann.pointer, name: 'Ann' }, as('ann'));
    await create('CareAssignment', { patient: pointer('Patient', profile), provider: who.doctor.pointer }, as('doctor'));
  });
  const result = (more = {}) => ({ patient: pointer('Patient', profile), test: 'iron', ...more });

  test('creates, updates and deletes are entered, with the names of what changed and no values', async () => {
    let diary;
    assert.deepEqual(await entered(async () => {
      diary = await create('Diary', { owner: who.ann.pointer, text: 'a secret' }, as('ann'));
    }), [['create', 'Diary', diary, id('ann'), undefined]]);
    assert.deepEqual(await entered(() => put('Diary', diary, { text: 'another' }, as('ann'))), [
      ['update', 'Diary', diary, id('ann'), { fields: ['text'] }]]);
    assert.deepEqual(await entered(() => put('Patient', profile, { dob: date('1980-01-01'), name: 'Ann' }, as('ann'))), [
      ['update', 'Patient', profile, id('ann'), { fields: ['name', 'dob'] }]]);
    assert.deepEqual(await entered(() => put('Diary', diary, { ACL: { [id('ann')]: { read: true, write: true } } }, as('ann'))), [
      ['update', 'Diary', diary, id('ann'), { fields: ['ACL'] }]]);
    assert.deepEqual(await entered(() => call('DELETE', `/classes/Diary/${diary}`, as('ann'))), [
      ['delete', 'Diary', diary, id('ann'), undefined]]);
  });

  test('operations on fields and relations name their fields', async () => {
    const row = await create('Result', result({ value: 1 }), as('ann'));
    const viewers = { __op: 'AddRelation', objects: [who.bob.pointer] };
    assert.deepEqual(await entered(() => put('Result', row, { value: { __op: 'Increment', amount: 1 }, viewers }, as('ann'))), [
      ['update', 'Result', row, id('ann'), { fields: ['value', 'viewers'] }]]);
    assert.deepEqual(await entered(() => put('Result', row, { value: { __op: 'Delete' } }, as('ann'))), [
      ['update', 'Result', row, id('ann'), { fields: ['value'] }]]);
  });

  test('what the master key does is entered as such', async () => {
    let diary;
    assert.deepEqual(await entered(async () => {
      diary = await create('Diary', { owner: who.ann.pointer }, master);
      await put('Diary', diary, { text: 'x' }, master);
      await call('DELETE', `/classes/Diary/${diary}`, master);
    }), [
      ['create', 'Diary', diary, undefined, { by: 'masterKey' }],
      ['update', 'Diary', diary, undefined, { by: 'masterKey', fields: ['text'] }],
      ['delete', 'Diary', diary, undefined, { by: 'masterKey' }],
    ]);
    await create('Diary', { owner: who.bob.pointer }, master);
    await create('Diary', { owner: who.bob.pointer }, master);
    const [purge] = await entered(() => call('DELETE', '/purge/Diary', master));
    assert.deepEqual(purge.slice(0, 3), ['delete', 'Diary', '']);
    assert.equal(purge[4].by, 'masterKey');
    assert.equal(purge[4].all, true);
    assert.ok(purge[4].count >= 2);
  });

  test('what is refused or undone leaves no entry', async () => {
    const diary = await create('Diary', { owner: who.ann.pointer, text: 'x' }, as('ann'));
    assert.deepEqual(await entered(async () => {
      assert.equal((await put('Diary', diary, { text: 'y' }, as('bob'))).status, 404);
      assert.equal((await call('POST', '/classes/Diary', { ...as('bob'), body: { owner: who.ann.pointer } })).status, 400);
      assert.equal((await call('DELETE', `/classes/Diary/${diary}`, as('bob'))).status, 404);
      const requests = [
        { method: 'PUT', path: `/parse/classes/Diary/${diary}`, body: { text: 'z' } },
        { method: 'PUT', path: '/parse/classes/Diary/nothingIsA', body: { text: 'z' } },
      ];
      assert.notEqual((await call('POST', '/batch', { ...as('ann'), body: { requests, transaction: true } })).status, 200);
    }), []);
    const parts = [
      { method: 'PUT', path: `/parse/classes/Diary/${diary}`, body: { text: 'z' } },
      { method: 'PUT', path: '/parse/classes/Diary/nothingIsA', body: { text: 'z' } },
      { method: 'DELETE', path: `/parse/classes/Diary/${diary}` },
    ];
    assert.deepEqual(await entered(() => call('POST', '/batch', { ...as('ann'), body: { requests: parts } })), [
      ['update', 'Diary', diary, id('ann'), { fields: ['text'] }],
      ['delete', 'Diary', diary, id('ann'), undefined],
    ]);
  });

  test('users and roles are entered as other classes are, and who comes into a role by name', async () => {
    const actions = await entered(async () => {
      who.eve = await context.api.signUp();
    });
    assert.deepEqual(actions.map((entry) => entry.slice(0, 4)), [
      ['create', '_User', id('eve'), undefined],
      ['sign-in', '_User', id('eve'), id('eve')],
    ]);
    assert.equal(actions[1][4].action, 'signup');
    let role;
    const made = await entered(async () => {
      role = await context.api.createRole(unique('role'), [who.eve]);
    });
    assert.deepEqual(made, [
      ['create', '_Role', role, undefined, { by: 'masterKey' }],
      ['role-grant', '_Role', role, undefined, { by: 'masterKey', field: 'users', objectId: id('eve') }],
    ]);
    const remove = { users: { __op: 'RemoveRelation', objects: [who.eve.pointer] } };
    assert.deepEqual(await entered(() => call('PUT', `/roles/${role}`, { ...master, body: remove })), [
      ['update', '_Role', role, undefined, { by: 'masterKey', fields: ['users'] }],
      ['role-revoke', '_Role', role, undefined, { by: 'masterKey', field: 'users', objectId: id('eve') }],
    ]);
    assert.deepEqual((await entered(() => call('DELETE', `/users/${id('eve')}`, as('eve')))).map((entry) => entry.slice(0, 4)), [
      ['delete', '_User', id('eve'), id('eve')]]);
  });

  test('signing in, failing to, signing out, and a new password', async () => {
    const user = await context.api.signUp();
    const logIn = (body) => call('POST', '/login', { body });
    const answers = [];
    const signedIn = await entered(async () => answers.push(await logIn({ username: user.username, password: user.password })));
    assert.deepEqual(signedIn, [['sign-in', '_User', user.id, user.id, { action: 'login', authProvider: 'password' }]]);
    assert.deepEqual(await entered(() => logIn({ username: user.username, password: 'wrong' })), [
      ['sign-in-failed', '_User', user.id, undefined, undefined]]);
    const typed = unique('a password typed as a name');
    assert.deepEqual(await entered(() => logIn({ username: typed, password: 'x' })), [
      ['sign-in-failed', '_User', '', undefined, undefined]], 'the name that was typed is not kept');
    const { sessionToken } = answers[0].json;
    assert.deepEqual(await entered(() => call('POST', '/logout', { session: sessionToken })), [
      ['sign-out', '_User', user.id, user.id, undefined]]);
    const changed = await entered(() => call('PUT', `/users/${user.id}`, { session: user.session, body: { password: 'a new one' } }));
    assert.deepEqual(changed.map((entry) => entry.slice(0, 4)), [
      ['update', '_User', user.id, user.id],
      ['password-change', '_User', user.id, user.id],
      ['sign-in', '_User', user.id, user.id],
    ]);
    const requests = [{ method: 'POST', path: '/parse/login', body: { username: user.username, password: 'wrong' } }];
    for (const transaction of [false, true]) {
      assert.deepEqual((await entered(() => call('POST', '/batch', { body: { requests, transaction } }))).map((entry) => entry[0]), ['sign-in-failed']);
    }
  });

  test('who gives and takes access shares and revokes', async () => {
    let share;
    let assignment;
    assert.deepEqual(await entered(async () => {
      share = await create('Share', { patient: pointer('Patient', profile), reader: who.bob.pointer }, as('ann'));
      assignment = await create('CareAssignment', { patient: pointer('Patient', profile), provider: who.bob.pointer }, as('doctor'));
      await put('Share', share, { ends: date('2999-01-01') }, as('ann'));
      await call('DELETE', `/classes/Share/${share}`, as('ann'));
      await call('DELETE', `/classes/CareAssignment/${assignment}`, as('doctor'));
    }), [
      ['share', 'Share', share, id('ann'), undefined],
      ['share', 'CareAssignment', assignment, id('doctor'), undefined],
      ['update', 'Share', share, id('ann'), { fields: ['ends'] }],
      ['revoke', 'Share', share, id('ann'), undefined],
      ['revoke', 'CareAssignment', assignment, id('doctor'), undefined],
    ]);
  });

  test('reads are entered where a rule says so: once for a request, with the ids of what was shown', async () => {
    const rows = [];
    for (let i = 0; i < 3; i += 1) rows.push(await create('Result', result({ value: i, test: 'reads' }), as('ann')));
    const other = await create('Result', result({ earlier: pointer('Result', rows[0]), test: 'last' }), as('ann'));
    const read = (entityId, payload, name = 'ann') => ['read', 'Result', entityId, name && id(name), payload];
    const find = (parameters, options = as('ann')) => () => context.api.find('Result', parameters, options);
    const where = { test: 'reads' };

    assert.deepEqual(await entered(() => call('GET', `/classes/Result/${rows[0]}`, as('doctor'))), [
      read(rows[0], { objectIds: [rows[0]], path: 'get' }, 'doctor')]);
    assert.deepEqual(await entered(find({ where, order: 'value' })), [read('', { objectIds: rows, path: 'find' })]);
    assert.deepEqual(await entered(find({ where, order: 'value', skip: 1, limit: 1 })), [read(rows[1], { objectIds: [rows[1]], path: 'find' })]);
    assert.deepEqual(await entered(find({ where: { objectId: rows[1] } })), [read(rows[1], { objectIds: [rows[1]], path: 'get' })]);
    assert.deepEqual(await entered(find({ where: { test: 'none' } })), [read('', { objectIds: [], path: 'find' })], 'that there is none is an answer, too');
    assert.deepEqual(await entered(() => call('GET', `/classes/Result/${other}?include=earlier`, as('ann'))), [
      read(rows[0], { objectIds: [rows[0]], path: 'include' }), read(other, { objectIds: [other], path: 'get' })]);
    assert.deepEqual((await entered(find({ where, count: 1, limit: 1 }))).map((entry) => entry[4].path).sort(), ['count', 'find']);
    assert.deepEqual((await entered(find({ where, count: 1, limit: 0 }))).map((entry) => entry[4].path), ['count']);
    assert.deepEqual(await entered(() => call('GET', '/aggregate/Result?distinct=test', master)), [
      read('', { by: 'masterKey', path: 'aggregate' }, null)].map((entry) => [...entry.slice(0, 3), undefined, entry[4]]));

    const diary = await create('Diary', { owner: who.ann.pointer, text: 'x', result: pointer('Result', rows[2]) }, as('ann'));
    assert.deepEqual(await entered(() => call('GET', `/classes/Diary/${diary}`, as('ann'))), [], 'no rule says so of Diary');
    assert.deepEqual(await entered(() => call('GET', `/classes/Diary/${diary}?include=result`, as('ann'))), [
      read(rows[2], { objectIds: [rows[2]], path: 'include' })]);
    const inQuery = { result: { $inQuery: { className: 'Result', where: { value: 2 } } } };
    assert.deepEqual(await entered(() => context.api.find('Diary', { where: inQuery }, as('ann'))), [read('', { path: 'subquery' })]);
    assert.deepEqual(await entered(find({ where }, as('bob'))), [read('', { objectIds: [], path: 'find' }, 'bob')], 'what he may not see he did not read');
    assert.deepEqual(await entered(() => call('GET', '/classes/Result/nothingIsA', as('ann'))), []);
  });

  test('what an app\'s own code does is entered as such, and what it keeps back was not read', async () => {
    const [jotted] = await entered(() => call('POST', '/functions/jot', { ...as('ann'), body: { owner: id('bob') } }));
    assert.deepEqual([jotted[0], jotted[1], ...jotted.slice(3)], ['create', 'Diary', id('ann'), { by: 'hook' }]);
    const shown = await create('Result', result({ test: 'let out', value: 77 }), as('ann'));
    const kept = await create('Result', result({ test: 'kept back', value: 77 }), as('ann'));
    assert.deepEqual(await entered(() => context.api.find('Result', { where: { value: 77 } }, as('ann'))), [
      ['read', 'Result', shown, id('ann'), { objectIds: [shown], path: 'find' }]]);
    assert.deepEqual(await entered(() => call('GET', `/classes/Result/${kept}`, as('ann'))), []);
  });

  test('a read that a sentence names alone is the only one entered', async () => {
    const plan = await create('Plan', { patient: pointer('Patient', profile), aim: 'x' }, as('ann'));
    assert.deepEqual(await entered(() => context.api.find('Plan', {}, as('ann'))), []);
    assert.deepEqual((await entered(() => call('GET', `/classes/Plan/${plan}`, as('ann')))).map((entry) => entry[4].path), ['get']);
  });

  test('reads in a batch are entered part by part, in one that writes and in one that does not', async () => {
    const row = await create('Result', result(), as('ann'));
    const get = { method: 'GET', path: `/parse/classes/Result/${row}` };
    const missing = { method: 'GET', path: '/parse/classes/Result/nothingIsA' };
    const write = { method: 'PUT', path: `/parse/classes/Result/${row}`, body: { value: 5 } };
    const batch = (...requests) => () => call('POST', '/batch', { ...as('ann'), body: { requests } });
    assert.deepEqual((await entered(batch(get, missing, get))).map((entry) => entry[0]), ['read', 'read']);
    assert.deepEqual((await entered(batch(get, write, missing))).map((entry) => entry[0]).sort(), ['read', 'update']);
  });

  test('many audited reads at once are all entered', async () => {
    const row = await create('Result', result(), as('ann'));
    const count = 300;
    const entries = await entered(() => Promise.all(Array.from({ length: count }, async () => {
      assertStatus(await call('GET', `/classes/Result/${row}`, as('ann')), 200);
    })));
    assert.equal(entries.length, count);
    assert.ok(entries.every((entry) => entry[0] === 'read' && entry[2] === row));
  });

  test('nobody writes, changes or deletes an entry, the master key included', async () => {
    const [entry] = await context.api.find('AuditLog', { limit: 1, order: '-objectId' }, master);
    const body = { action: 'create', entityType: 'Result', entityId: 'x' };
    const path = `/classes/AuditLog/${entry.objectId}`;
    for (const options of [master, as('auditor'), as('ann')]) {
      assertError(await call('POST', '/classes/AuditLog', { ...options, body }), 400, 119);
      assertError(await call('PUT', path, { ...options, body: { action: 'x' } }), 400, 119);
      assertError(await call('PUT', path, { ...options, body: { ACL: {} } }), 400, 119);
      assertError(await call('DELETE', path, options), 400, 119);
      for (const transaction of [false, true]) {
        const requests = [
          { method: 'POST', path: '/parse/classes/AuditLog', body },
          { method: 'DELETE', path: `/parse${path}` },
        ];
        const answer = await call('POST', '/batch', { ...options, body: { requests, transaction } });
        const codes = transaction ? [answer.json.code] : answer.json.map((part) => part.error.code);
        assert.ok(codes.every((code) => code === 119), answer.text);
      }
    }
    assertError(await call('DELETE', '/purge/AuditLog', master), 400, 119);
    assert.notEqual((await call('DELETE', '/schemas/AuditLog', master)).status, 200);
    assert.deepEqual(await context.api.fetch('AuditLog', entry.objectId, master), entry);
  });

  test('the trail is read as a class, by those whom a rule names', async () => {
    const diary = await create('Diary', { owner: who.ann.pointer, text: 'x' }, as('ann'));
    await put('Diary', diary, { text: 'y' }, as('ann'));
    const where = { entityType: 'Diary', entityId: diary };
    const seen = await context.api.find('AuditLog', { where, order: 'createdAt' }, as('auditor'));
    assert.deepEqual(seen.map((row) => row.action), ['create', 'update']);
    assert.match(seen[0].objectId, /^a\d{9}$/);
    assert.equal(seen[0].createdAt, seen[0].updatedAt);
    assert.equal(seen[0].actor.objectId, id('ann'));
    const changed = async (field) => (await context.api.find('AuditLog', { where: { ...where, 'payload.fields': field } }, master)).length;
    assert.deepEqual([await changed('text'), await changed('owner')], [1, 0]);
    assert.equal((await context.api.find('AuditLog', { where: { 'payload.by': 'masterKey' }, limit: 1 }, as('auditor'))).length, 1);
    const counted = await call('GET', `/classes/AuditLog?count=1&limit=0&where=${encodeURIComponent(JSON.stringify(where))}`, as('auditor'));
    assert.equal(counted.json.count, 2);
    assert.deepEqual(await context.api.fetch('AuditLog', seen[1].objectId, as('auditor')), await context.api.fetch('AuditLog', seen[1].objectId, master));
    for (const options of [as('ann'), as('doctor'), {}]) {
      assert.equal((await call('GET', `/classes/AuditLog/${seen[0].objectId}`, options)).status === 200, false);
      const answer = await call('GET', '/classes/AuditLog', options);
      assert.ok(answer.status !== 200 || answer.json.results.length === 0, answer.text);
    }
  });

  test('an entry is found by its id, its entity and its actor without a look at all others', async () => {
    const [last] = await context.api.find('AuditLog', { order: '-objectId', limit: 1 }, master);
    const plan = async (where) => (await context.api.find('AuditLog', { where, explain: 1 }, master)).map((row) => row.plan).join('\n');
    assert.match(await plan({ objectId: last.objectId }), /SEARCH _AuditEntry USING INTEGER PRIMARY KEY/);
    assert.match(await plan({ entityType: 'Diary', entityId: 'x' }), /SEARCH _AuditEntry USING INDEX _AuditEntry:entity/);
    assert.match(await plan({ actor: who.ann.pointer }), /SEARCH _AuditEntry USING INDEX _AuditEntry:actor/);
  });

  test('a read or write whose entry cannot be written fails', async () => {
    const row = await create('Result', result({ value: 1 }), as('ann'));
    const database = join(context.server.dataFolder, 'audit.db');
    const sql = (text) => execFileSync('sqlite3', ['-cmd', '.timeout 60000', database, text], { encoding: 'utf8' });
    sql('CREATE TRIGGER "full" BEFORE INSERT ON "_AuditEntry" BEGIN SELECT RAISE(ABORT, \'full\'); END');
    try {
      assertError(await call('GET', `/classes/Result/${row}`, as('ann')), 500, 1);
      assertError(await call('GET', '/classes/Result', as('ann')), 500, 1);
      assertError(await put('Result', row, { value: 2 }, as('ann')), 500, 1);
      assertStatus(await call('GET', '/classes/Diary', as('ann')), 200);
    } finally {
      sql('DROP TRIGGER "full"');
    }
    assert.equal((await context.api.fetch('Result', row, as('ann'))).value, 1, 'the change was undone');
  });
}, ours);

describe('a password that is reset by mail', ours, () => {
  test('is entered as that, once the link is used', async () => {
    const smtp = await startSmtp();
    const publicUrl = 'https://clinic.example/parse';
    const server = await startServer('audit', {
      arguments: ['--smtp-url', `smtp://127.0.0.1:${smtp.port}`, '--mail-from', 'no-reply@clinic.example', '--public-url', publicUrl],
    });
    const api = client(server);
    const user = await api.signUp(undefined, { email: `${unique('user')}@mail.example` });
    const { email } = await api.fetch('_User', user.id, master);
    await api.call('POST', '/requestPasswordReset', { body: { email } });
    const link = /https?:\S+/.exec((await smtp.next()).text)[0];
    const token = new URL(link).searchParams.get('token');
    const post = (newPassword) => send(`${server.base}/apps/app/request_password_reset`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token, new_password: newPassword, confirm_new_password: newPassword }).toString(),
    });
    await post('');
    assertStatus(await post('a second password'), 200);
    const rows = await api.find('AuditLog', { where: { action: 'password-reset' } }, master);
    assert.deepEqual(rows.map((row) => [row.entityType, row.entityId, row.actor, row.payload]), [['_User', user.id, undefined, { by: 'emailLink' }]]);
    await server.stop();
    await smtp.close();
  });
});
