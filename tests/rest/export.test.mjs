// "Patients can export their own record.": one JSON text of all that leads to a user, for that user, and
// for others what the guard leaves them of it.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, pointer } from '../lib/rest.mjs';

const master = { master: true };
const HOUR = 3600000;

describeServer('export', 'records', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const patientOf = {};
  const ids = {};
  const call = (method, path, options) => context.api.call(method, path, options);
  const ask = (options, user) => call('GET', `/export${user ? `?user=${who[user].id}` : ''}`, options);
  const exported = async (options, user) => {
    const answer = await ask(options, user);
    assertStatus(answer, 200);
    return answer.json;
  };
  const upload = async (name, text, options) => {
    const answer = await call('POST', `/files/${name}`, { ...options, body: text, headers: { 'Content-Type': 'text/plain' } });
    assertStatus(answer, 201);
    return { __type: 'File', name: answer.json.name, url: answer.json.url };
  };
  const shown = (record) => Object.fromEntries(Object.entries(record.classes).map(([name, rows]) => [name, rows.map(({ objectId }) => objectId)]));

  before(async () => {
    const { api } = context;
    for (const name of ['ann', 'bob', 'doctor', 'nurse', 'reader', 'stranger']) who[name] = await api.signUp();
    await api.createRole('doctor', [who.doctor]);
    for (const name of ['ann', 'bob']) {
      patientOf[name] = pointer('Patient', await api.create('Patient', { user: who[name].pointer, name }, as(name)));
      await api.create('CareAssignment', { patient: patientOf[name], provider: who.doctor.pointer }, master);
    }
    ids.draft = await api.create('Result', { patient: patientOf.ann, state: 'draft', text: 'draft', secret: 's' }, as('doctor'));
    ids.result = await api.create('Result', { patient: patientOf.ann, state: 'draft', text: 'first', secret: 's' }, as('doctor'));
    await call('PUT', `/classes/Result/${ids.result}`, { ...as('doctor'), body: { state: 'final', text: 'second' } });
    await api.create('Result', { patient: patientOf.bob }, as('doctor'));
    ids.reading = await api.create('Reading', { patient: patientOf.ann, value: 1 }, as('ann'));
    await call('POST', '/functions/sign', { ...as('ann'), body: { className: 'Reading', objectId: ids.reading, changes: { value: 2 }, meaning: 'm', password: who.ann.password } });
    ids.sent = await api.create('Letter', { sender: who.ann.pointer, recipient: who.doctor.pointer, body: 'to' }, as('ann'));
    ids.received = await api.create('Letter', { sender: who.doctor.pointer, recipient: who.ann.pointer, body: 'fro' }, as('doctor'));
    await api.create('Letter', { sender: who.bob.pointer, recipient: who.doctor.pointer, body: 'x' }, as('bob'));
    await api.create('Hidden', { owner: who.ann.pointer, text: 'not readable' }, as('ann'));
    const [scan, again, more, inside] = [await upload('scan.txt', 'first scan', as('ann')), await upload('again.txt', 'second scan', as('ann')), await upload('more.txt', 'more', as('ann')), await upload('inside.txt', 'inside', as('doctor'))];
    ids.files = [scan, again, more].map(({ name }) => name);
    ids.inside = inside.name;
    ids.paper = await api.create('Paper', { patient: patientOf.ann, title: 'p', scan, more: [more] }, as('ann'));
    await call('PUT', `/classes/Paper/${ids.paper}`, { ...as('ann'), body: { scan: again } });
    await call('PUT', `/classes/Paper/${ids.paper}`, { ...master, body: { inner: 'for doctors', inside } });
    await api.create('Paper', { patient: patientOf.bob, title: 'q', scan: await upload('bob.txt', 'of bob', as('bob')) }, as('bob'));
  });

  test('all that leads to the user and that it may read, and nothing else', async () => {
    const record = await exported(as('ann'));
    assert.deepEqual(
      [record.format, record.version, record.app, record.exportedAt.__type, record.owner],
      ['caregen-record', 1, 'records', 'Date', who.ann.pointer],
    );
    const classes = shown(record);
    assert.deepEqual(Object.keys(classes), Object.keys(classes).sort());
    delete classes.CareAssignment;
    assert.deepEqual(classes, {
      Letter: [ids.sent, ids.received], Paper: [ids.paper], Patient: [patientOf.ann.objectId], Reading: [ids.reading], Result: [ids.result], _User: [who.ann.id],
    });
    for (const [className, rows] of Object.entries(record.classes)) {
      for (const { versions, signatures, ...row } of rows) {
        const got = await call('GET', `/classes/${className}/${row.objectId}`, as('ann'));
        const { sessionToken, ...plain } = got.json;
        const withoutUrls = (object) => JSON.parse(JSON.stringify(object, (key, value) => (key === 'url' ? undefined : value)));
        assert.deepEqual(withoutUrls(row), withoutUrls(plain), `${className} as it is read otherwise`);
        assert.equal(versions !== undefined, ['Result', 'Reading', 'Paper'].includes(className));
        assert.equal(signatures !== undefined, versions !== undefined);
      }
    }
  });

  test('versions and signatures come along, as far as they may be seen', async () => {
    const record = await exported(as('ann'));
    const [result] = record.classes.Result;
    assert.deepEqual(result.versions.map(({ _version, text, secret }) => [_version, text, secret]), [[2, 'second', undefined]], 'not the draft');
    const [reading] = record.classes.Reading;
    assert.deepEqual(reading.versions.map(({ value, _means }) => [value, _means]), [[1, 'session'], [2, 'signature']]);
    assert.deepEqual(reading.signatures.map(({ version, meaning, valid }) => [version, meaning, valid]), [[2, 'm', true]]);
    assert.deepEqual(reading.signatures, (await call('GET', `/classes/Reading/${ids.reading}/signatures`, as('ann'))).json.results);
  });

  test('files come along, those of versions too, but not of fields that are hidden', async () => {
    const record = await exported(as('ann'));
    const files = Object.fromEntries(record.files.map(({ name, base64 }) => [name, Buffer.from(base64, 'base64').toString()]));
    assert.deepEqual(files, { [ids.files[0]]: 'first scan', [ids.files[1]]: 'second scan', [ids.files[2]]: 'more' });
    assert.ok(record.files.every(({ contentType }) => contentType.startsWith('text/plain')));
    assert.equal(JSON.stringify(record).includes(ids.inside), false);
    const all = await exported(master, 'ann');
    const hidden = all.files.find(({ name }) => name === ids.inside);
    assert.equal(Buffer.from(hidden.base64, 'base64').toString(), 'inside');
    assert.equal(all.classes.Paper[0].inner, 'for doctors');
  });

  test('only those whom a rule names take their own record along', async () => {
    for (const name of ['stranger', 'doctor', 'reader']) assertError(await ask(as(name)), 400, 119, 'Permission denied');
    assertError(await ask({}), 400, 209);
    assertError(await ask({}, 'ann'), 400, 209);
    assertError(await ask(master), 400, 102);
    for (const parameters of ['?where={}', '?user=x&limit=1', '?class=Patient']) assertError(await call('GET', `/export${parameters}`, as('ann')), 400, 102);
    for (const method of ['POST', 'PUT', 'DELETE']) assert.equal((await call(method, '/export', { ...master, body: {} })).status, 404);
  });

  test('of somebody else\'s record there is what is shared', async () => {
    assertError(await ask(as('stranger'), 'ann'), 404, 101);
    assertError(await call('GET', '/export?user=nothere000', as('stranger')), 404, 101);
    assertError(await ask(as('reader'), 'ann'), 404, 101);
    // An assigned doctor sees drafts and what is for doctors, and letters to and from himself.
    const byDoctor = await exported(as('doctor'), 'ann');
    assert.deepEqual(shown(byDoctor).Result, [ids.draft, ids.result]);
    assert.deepEqual(byDoctor.classes.Result[1].versions.map(({ secret }) => secret), ['s', 's']);
    assert.deepEqual(shown(byDoctor).Letter, [ids.sent, ids.received]);
    assert.equal(shown(byDoctor).Paper, undefined);
    assert.deepEqual(byDoctor.files, []);
    assert.equal(shown(byDoctor)._User, undefined);
    assert.equal(JSON.stringify(byDoctor).includes(patientOf.bob.objectId), false);
    // A grant opens its topics until it ends.
    const share = await context.api.create('Share', { patient: patientOf.ann, reader: who.reader.pointer, topics: ['papers'], ends: date(Date.now() + HOUR) }, as('ann'));
    const granted = await exported(as('reader'), 'ann');
    assert.deepEqual(Object.keys(shown(granted)), ['Paper']);
    assert.deepEqual(granted.files.map(({ name }) => name).sort(), ids.files.toSorted?.() ?? [...ids.files].sort());
    assertError(await ask(as('reader'), 'bob'), 404, 101);
    await call('PUT', `/classes/Share/${share}`, { ...as('ann'), body: { ends: date(Date.now() - HOUR) } });
    assertError(await ask(as('reader'), 'ann'), 404, 101);
    await call('PUT', `/classes/Share/${share}`, { ...as('ann'), body: { ends: null } });
    assertStatus(await ask(as('reader'), 'ann'), 200);
    assertStatus(await call('DELETE', `/classes/Share/${share}`, as('ann')), 200);
    assertError(await ask(as('reader'), 'ann'), 404, 101);
  });

  test('hooks of finding hold', async () => {
    const [masked, unshown] = [await context.api.create('Result', { patient: patientOf.bob, state: 'draft', text: 'masked' }, as('doctor')), await context.api.create('Result', { patient: patientOf.bob, state: 'draft', text: 'unshown' }, as('doctor'))];
    for (const id of [masked, unshown]) await call('PUT', `/classes/Result/${id}`, { ...as('doctor'), body: { state: 'final' } });
    const record = await exported(as('bob'));
    assert.equal(record.classes.Result.find(({ objectId }) => objectId === masked).text, '***');
    assert.equal(JSON.stringify(record).includes(unshown), false);
  });

  test('it is entered in the audit trail, as a reading of what it shows, too', async () => {
    await exported(as('ann'));
    const plan = await context.api.create('Plan', { patient: patientOf.ann, status: 'active' }, master);
    const record = await exported(as('doctor'), 'ann');
    assert.deepEqual(shown(record).Plan, [plan]);
    const entries = await context.api.find('AuditLog', { where: { action: 'export', entityId: who.ann.id }, order: '-createdAt', limit: 1 }, master);
    assert.deepEqual([entries[0].actor.objectId, entries[0].entityType], [who.doctor.id, '_User']);
    assert.equal(entries[0].payload.objects, Object.values(record.classes).flat().length);
    const reads = await context.api.find('AuditLog', { where: { action: 'read', entityId: plan }, limit: 100 }, master);
    assert.ok(reads.some(({ actor, payload }) => actor.objectId === who.doctor.id && payload.path === 'export'), JSON.stringify(reads));
  });

  test('in a batch, too', async () => {
    const requests = [{ method: 'GET', path: '/parse/export' }, { method: 'POST', path: '/parse/classes/Letter', body: { sender: who.bob.pointer, recipient: who.ann.pointer } }];
    const answer = await call('POST', '/batch', { ...as('bob'), body: { requests } });
    assert.equal(answer.json[0].success.format, 'caregen-record');
    assert.ok(answer.json[1].success.objectId);
  });
});

describeServer('an export that is too large', 'records', (context) => {
  test('is refused, and says which option that is', async () => {
    const { api } = context;
    const ann = await api.signUp();
    const session = { session: ann.session };
    const patient = pointer('Patient', await api.create('Patient', { user: ann.pointer, name: 'a' }, session));
    assertStatus(await api.call('GET', '/export', session), 200);
    for (let i = 0; i < 10; i += 1) await api.create('Reading', { patient, value: i, note: 'x'.repeat(1000) }, session);
    assertError(await api.call('GET', '/export', session), 400, 102, /larger than 10000 bytes, the server's --export-limit/);
  });
  test('so is one whose files are', async () => {
    const { api } = context;
    const bob = await api.signUp();
    const session = { session: bob.session };
    const patient = pointer('Patient', await api.create('Patient', { user: bob.pointer, name: 'b' }, session));
    const { name } = (await api.call('POST', '/files/a.txt', { ...session, body: 'x'.repeat(9000), headers: { 'Content-Type': 'text/plain' } })).json;
    await api.create('Paper', { patient, title: 't', scan: { __type: 'File', name } }, session);
    assertError(await api.call('GET', '/export', session), 400, 102, /--export-limit/);
  });
}, { arguments: ['--export-limit', '10000'] });
