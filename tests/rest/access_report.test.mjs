// POST /functions/accessReport: who has had to do with one's own record, when and why. It is held against the trail
// itself, and against what must not be told: of others, of rows that are kept from their owner, of how much else there is.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { buildServer, run } from '../lib/builds.mjs';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, pointer } from '../lib/rest.mjs';

const master = { master: true };
const HOUR = 3600000;
const ours = differs('the report is ours');

/** report(options, body): the result; all(options, body): every entry, page by page. */
function reports(context) {
  const ask = (options, body = {}) => context.api.call('POST', '/functions/accessReport', { ...options, body });
  const report = async (options, body) => {
    const answer = await ask(options, body);
    assertStatus(answer, 200);
    return answer.json.result;
  };
  const all = async (options, body = {}, limit = 100) => {
    const entries = [];
    for (let after; ; ) {
      const part = await report(options, { ...body, limit, ...(after ? { after } : {}) });
      assert.ok(part.results.length <= limit);
      entries.push(...part.results);
      after = part.next;
      if (!after) return entries;
    }
  };
  return { ask, report, all };
}

describeServer('the report of accesses', 'audit', (context) => {
  const { ask, report, all } = reports(context);
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const patients = {};
  const results = {};
  before(async () => {
    const { api } = context;
    for (const name of ['ann', 'bob', 'doctor', 'auditor', 'reader', 'nobody']) who[name] = await api.signUp();
    await api.createRole('auditor', [who.auditor]);
    await api.createRole('doctor', [who.doctor]);
    for (const name of ['ann', 'bob']) {
      patients[name] = pointer('Patient', await api.create('Patient', { user: who[name].pointer, name }, as(name)));
      await api.create('CareAssignment', { patient: patients[name], provider: who.doctor.pointer }, master);
      results[name] = [];
      for (let i = 0; i < 4; i += 1) results[name].push(await api.create('Result', { patient: patients[name], test: `t${i}` }, as(i % 2 ? 'doctor' : name)));
    }
  });

  test('has what the trail has of the rows that are the user\'s, and that others did', async () => {
    const { api } = context;
    await api.find('Result', {}, as('doctor'));
    await api.find('Result', { where: { patient: patients.ann } }, as('doctor'));
    await api.find('Result', { where: { test: 'nothing' } }, as('doctor'));
    await api.find('Result', {}, as('ann'));
    await api.find('Result', {}, master);
    await api.fetch('Result', results.bob[0], as('doctor'));
    assertStatus(await api.call('PUT', `/classes/Result/${results.ann[0]}`, { ...as('doctor'), body: { value: 3 } }), 200);
    await api.call('POST', '/batch', { ...as('doctor'), body: { requests: [{ method: 'GET', path: `/parse/classes/Result/${results.ann[1]}` }, { method: 'GET', path: `/parse/classes/Result/${results.bob[1]}` }] } });
    assertStatus(await api.call('DELETE', `/classes/Result/${results.ann[3]}`, master), 200);
    const trail = await api.find('AuditLog', { order: '-objectId', limit: 1000 }, master);
    for (const name of ['ann', 'bob']) {
      const own = new Set([who[name].id, patients[name].objectId, ...results[name]]);
      const rows = { Result: results[name], Patient: [patients[name].objectId], _User: [who[name].id] };
      const assigned = await api.find('CareAssignment', { where: { patient: patients[name] } }, master);
      assigned.forEach(({ objectId }) => own.add(objectId));
      const expected = trail
        .filter(({ actor }) => actor?.objectId !== who[name].id)
        .map(({ createdAt, action, entityType, entityId, payload, actor }) => ({ at: createdAt, action, className: entityType, objectIds: (entityId ? [entityId] : (payload?.objectIds ?? [])).filter((id) => rows[entityType]?.includes(id)).sort(), userId: actor?.objectId }))
        .filter(({ objectIds }) => objectIds.length > 0);
      const told = (await all(as(name), {}, 3)).map(({ at, action, className, objectIds, who: actor }) => ({ at: at.iso, action, className, objectIds: objectIds.sort(), userId: actor?.userId }));
      assert.ok(expected.length >= (name === 'ann' ? 9 : 6), `${name}: ${expected.length}`);
      assert.deepEqual(told, expected, name);
    }
  });

  test('says why: the assignment, the grant, the master key; and by what role', async () => {
    const { api } = context;
    const share = await api.create('Share', { patient: patients.bob, reader: who.reader.pointer, ends: date(Date.now() + HOUR) }, as('bob'));
    await api.fetch('Result', results.bob[2], as('reader'));
    await api.fetch('Result', results.bob[2], master);
    await api.fetch('Result', results.bob[2], as('doctor'));
    assertStatus(await api.call('DELETE', `/classes/Share/${share}`, as('bob')), 200);
    const [byDoctor, byMaster, byReader] = (await report(as('bob'), { limit: 3 })).results;
    assert.deepEqual([byDoctor.grounds, byDoctor.who, byDoctor.path, byDoctor.by], [['assignment'], { userId: who.doctor.id, roles: ['doctor'] }, 'get', undefined]);
    assert.deepEqual([byMaster.grounds, byMaster.who, byMaster.by], [undefined, null, 'masterKey']);
    assert.deepEqual([byReader.grounds, byReader.who], [['grant'], { userId: who.reader.id, roles: [] }], 'as it was then, though the grant is gone');
  });

  test('a row that is gone is told of only where its owner could have read it by whichever way it was his', async () => {
    const { api } = context;
    const told = async (name) => (await all(as(name))).filter(({ className }) => className === 'Memo');
    const memo = await api.create('Memo', { writer: who.doctor.pointer, subject: who.ann.pointer, text: 'unsent' }, as('doctor'));
    assertError(await api.call('GET', `/classes/Memo/${memo}`, as('ann')), 404, 101);
    assert.deepEqual(await told('ann'), []);
    assertStatus(await api.call('DELETE', `/classes/Memo/${memo}`, as('doctor')), 200);
    assert.deepEqual(await told('ann'), []);
  });

  test('is about a time, and goes on from a cursor', async () => {
    const entries = await all(as('ann'));
    const times = entries.map(({ at }) => at.iso);
    assert.deepEqual(times, [...times].sort().reverse());
    const [from, to] = [times[times.length - 2], times[1]];
    const expected = entries.filter(({ at }) => at.iso >= from && at.iso < to);
    assert.deepEqual(await all(as('ann'), { from: { __type: 'Date', iso: from }, to }, 2), expected);
    assert.deepEqual((await report(as('ann'), { to: '1999-01-01' })).results, []);
    assert.deepEqual((await report(as('ann'), { from: '2999-01-01' })).results, []);
    for (const body of [{ from: 'x' }, { to: 3 }, { after: '1' }, { after: 'x.1' }, { after: '1.x' }, { after: '1.' }, { after: `${'9'.repeat(40)}.1` }, { limit: -1 }, { where: {} }]) {
      assert.equal((await ask(as('ann'), body)).status, 400, JSON.stringify(body));
    }
  });

  test('tells nobody of anybody else, nor how many entries there are', async () => {
    for (const name of ['doctor', 'nobody', 'reader']) assertError(await ask(as(name)), 400, 119, 'Permission denied');
    assertError(await ask({}), 400, 209);
    assertError(await ask(as('ann'), { user: who.bob.id }), 400, 119);
    assertError(await ask(as('doctor'), { user: who.bob.id }), 400, 119);
    assertError(await ask({}, { user: who.bob.id }), 400, 209);
    assertError(await ask(master), 400, 102);
    const text = JSON.stringify(await all(as('ann')));
    for (const id of [who.bob.id, patients.bob.objectId, ...results.bob]) assert.equal(text.includes(id), false);
    for (const name of Object.keys(who)) assert.equal(text.includes(who[name].username), false, 'names of accounts are nobody\'s affair');
    const [, next] = [0, (await report(as('ann'), { limit: 1 })).next];
    assert.match(next, /^\d+\.1$/);
    assert.ok(Math.abs(Number(next.split('.')[0]) - Date.now()) < HOUR, 'a time, and no number of an entry');
  });

  test('who may find every entry, and the master key, have the same report', async () => {
    const records = async (options, body) => (await all(options, body)).filter(({ action }) => action !== 'access-report');
    const own = await records(as('ann'));
    for (const options of [as('auditor'), master]) {
      assert.deepEqual(await records(options, { user: who.ann.id }), own);
      assertError(await ask(options, { user: 'nothere000' }), 404, 101);
    }
  });

  test('asking is entered', async () => {
    await report(as('ann'), { limit: 2 });
    await report(as('auditor'), { user: who.ann.id, limit: 2 });
    const [byAuditor, byAnn] = await context.api.find('AuditLog', { where: { action: 'access-report' }, order: '-objectId', limit: 2 }, master);
    assert.deepEqual([byAnn.actor.objectId, byAnn.entityId, byAnn.payload], [who.ann.id, who.ann.id, { entries: 2 }]);
    assert.deepEqual([byAuditor.actor.objectId, byAuditor.entityId], [who.auditor.id, who.ann.id]);
    assert.equal((await report(as('ann'), { limit: 1 })).results[0].action, 'access-report', 'and told to her of whom it was');
  });

  test('GraphQL calls it as it calls functions', async () => {
    const text = 'mutation ($p: Object) { callCloudCode(input: {functionName: accessReport, params: $p}) { result } }';
    const answer = await context.api.call('POST', '/graphql', { ...as('ann'), body: { query: text, variables: { p: { limit: 1 } } } });
    assert.equal(answer.json.errors, undefined, answer.text);
    assert.deepEqual(answer.json.data.callCloudCode.result.results, (await report(as('ann'), { limit: 1 })).results);
  });
}, ours);

describeServer('the report of a record with drafts', 'records', (context) => {
  const { all, ask } = reports(context);
  const who = {};
  const as = (name) => ({ session: who[name].session });

  test('a draft is told of once its owner may see it, and never where it is gone', async () => {
    const { api } = context;
    for (const name of ['ann', 'doctor']) who[name] = await api.signUp();
    await api.createRole('doctor', [who.doctor]);
    await api.create('Doctor', { user: who.doctor.pointer, fullName: 'Dr. Fennimore' }, as('doctor'));
    const patient = pointer('Patient', await api.create('Patient', { user: who.ann.pointer, name: 'Ann' }, as('ann')));
    await api.create('CareAssignment', { patient, provider: who.doctor.pointer }, master);
    const [kept, gone] = [await api.create('Plan', { patient, text: 'a' }, as('doctor')), await api.create('Plan', { patient, text: 'b' }, as('doctor'))];
    await api.find('Plan', {}, as('doctor'));
    const ofPlans = async () => (await all(as('ann'))).filter(({ className }) => className === 'Plan');
    assert.deepEqual(await ofPlans(), []);
    assertStatus(await api.call('DELETE', `/classes/Plan/${gone}`, as('doctor')), 200);
    assert.deepEqual(await ofPlans(), []);
    assertStatus(await api.call('POST', '/functions/sign', { ...as('doctor'), body: { className: 'Plan', objectId: kept, changes: { status: 'active' }, meaning: 'm', password: who.doctor.password } }), 200);
    const told = await ofPlans();
    assert.deepEqual([...new Set(told.map(({ action }) => action))].sort(), ['create', 'publish', 'read', 'sign', 'update']);
    assert.ok(told.every(({ objectIds }) => objectIds.length === 1 && objectIds[0] === kept));
    assert.ok(told.every(({ who: actor }) => actor.name === 'Dr. Fennimore'));
    assert.equal((await ask(as('doctor'))).status, 400);
  });
}, ours);

describeServer('the report of an emergency and of a consent', 'accounts', (context) => {
  const { report } = reports(context);
  const who = {};
  const as = (name) => ({ session: who[name].session });

  test('has the reason, the purpose and the notice', async () => {
    const { api } = context;
    for (const name of ['ann', 'bob', 'doctor', 'admin', 'friend']) who[name] = await api.signUp();
    for (const [role, name] of [['admin', 'admin'], ['provider', 'doctor']]) {
      const [there] = (await api.find('_Role', {}, master)).filter((row) => row.name === role);
      if (there) assertStatus(await api.call('PUT', `/roles/${there.objectId}`, { ...master, body: { users: { __op: 'AddRelation', objects: [who[name].pointer] } } }), 200);
      else await api.createRole(role, [who[name]]);
    }
    const assessments = {};
    for (const name of ['ann', 'bob']) {
      const patient = pointer('Patient', await api.create('Patient', { user: who[name].pointer, name }, as(name)));
      assessments[name] = await api.create('Assessment', { patient, text: 'x' }, master);
      await api.create('EmergencyAccess', { provider: who.doctor.pointer, patient, reason: `${name} is unconscious` }, as('admin'));
      if (name === 'ann') await api.create('DisclosureConsent', { patient, recipient: who.friend.pointer, purpose: 'to help', scope: ['assessments'], expiresAt: date(Date.now() + HOUR) }, as('ann'));
    }
    await api.find('Assessment', {}, as('doctor'));
    await api.fetch('Assessment', assessments.ann, as('friend'));
    const { results } = await report(as('ann'));
    const read = results.find(({ action, className }) => action === 'read' && className === 'Assessment');
    assert.deepEqual([read.grounds, read.emergencies.map(({ reason }) => reason), read.who.roles], [['emergency'], ['ann is unconscious'], ['provider']]);
    assert.deepEqual(read.objectIds, [assessments.ann]);
    assert.match(read.notice, /42 CFR part 2/);
    const disclosed = results.find(({ action }) => action === 'disclose');
    assert.deepEqual([disclosed.grounds, disclosed.consents.map(({ purpose }) => purpose), disclosed.who], [['consent'], ['to help'], { userId: who.friend.id, roles: [] }]);
    assert.equal(JSON.stringify(results).includes('bob'), false);
    const granted = results.find(({ action }) => action === 'emergency-access');
    assert.equal(granted.who.userId, who.admin.id);
  });
}, ours);

describeServer('report access', 'accounts', (context) => {
  const { all } = reports(context);
  const command = async (...given) => run((await buildServer('accounts')).program, [...given, '--data', context.server.dataFolder]);

  test('writes the report as CSV, while the server runs', async () => {
    const { api } = context;
    const [ann, doctor, admin] = [await api.signUp('ann'), await api.signUp(), await api.signUp()];
    for (const [role, user] of [['admin', admin], ['provider', doctor]]) assert.equal((await command('user', 'add-role', user.username, role)).code, 0);
    const patient = pointer('Patient', await api.create('Patient', { user: ann.pointer, name: 'Ann' }, { session: ann.session }));
    const visit = await api.create('Visit', { patient, reason: 'x' }, master);
    await api.create('EmergencyAccess', { provider: doctor.pointer, patient, reason: '=1+1, "they say"' }, { session: admin.session });
    const before = new Date(Date.now() - HOUR).toISOString();
    await api.fetch('Visit', visit, { session: doctor.session });
    const { code, stdout } = await command('report', 'access', 'ann', '--from', before, '--to', '2999-01-01');
    assert.equal(code, 0);
    const [head, ...lines] = stdout.split('\r\n').filter(Boolean);
    const cells = (line) => [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell]) => cell.replaceAll('""', '"'));
    const rows = lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [head.split(',')[i], cell])));
    const told = (await all({ session: ann.session })).filter(({ action }) => action !== 'access-report');
    assert.deepEqual(rows.map(({ at, action, className, objectIds, userId }) => [at, action, className, objectIds, userId]), told.map(({ at, action, className, objectIds, who }) => [at.iso, action, className, objectIds.join(' '), who?.userId ?? '']));
    const read = rows.find(({ className, action }) => className === 'Visit' && action === 'read');
    assert.deepEqual([read.roles, read.grounds, read.reasons], ['provider', 'emergency', `'=1+1, "they say"`]);
    const json = JSON.parse((await command('report', 'access', 'ann', '--format', 'json')).stdout);
    assert.ok(json.length > rows.length, 'the command was entered, too');
    assert.equal((await command('report', 'access', 'nobody')).code, 1);
    assert.equal((await command('report', 'access', 'ann', '--from', 'x')).code, 1);
    assert.equal((await command('report')).code, 2);
  });
}, ours);
