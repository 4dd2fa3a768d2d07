// A person is erased: what is the person's goes, to the last byte in the data folder; what others have, and what has to
// be kept, stays; the audit trail holds. Whoever comes back with the same address is somebody else.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildServer, run } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, date, pointer, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { totp, totpSecret } from '../lib/totp.mjs';

const master = { master: true };
const HOUR = 3600000;
const ours = differs('erasure is ours');
const folder = mkdtempSync(join(tmpdir(), 'caregen-erasure-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The files below a folder that have one of the texts, in any of the ways in which bytes of it may stand there. */
function filesWith(place, texts) {
  const found = [];
  const look = (path) => {
    if (statSync(path).isDirectory()) return readdirSync(path).forEach((name) => look(join(path, name)));
    if (statSync(path).isSocket()) return undefined;
    const bytes = readFileSync(path);
    for (const text of texts) {
      for (const form of [text, text.toLowerCase(), Buffer.from(text).toString('base64').replace(/=*$/, '').slice(0, -2)]) if (bytes.includes(form)) found.push(`${path}: ${text}`);
    }
    return undefined;
  };
  look(place);
  return found;
}

/** Everything that the master key sees, but for the audit trail and sessions: { "Class/id": object }. */
async function everything(api) {
  const all = {};
  const { results } = (await api.call('GET', '/schemas', master)).json;
  for (const { className } of results) {
    if (['AuditLog', '_Session', '_Installation'].includes(className)) continue;
    for (const row of await api.find(className, { limit: 1000 }, master)) all[`${className}/${row.objectId}`] = JSON.stringify(row, (key, value) => (key === 'url' ? undefined : value));
  }
  return all;
}

for (const [build, title] of [['records', 'erasing a person of a clinic\'s records']]) {
  describe(title, ours, () => {
    const data = join(folder, build);
    const secret = unique('Xanthippe');
    const planted = ['name', 'result', 'draft', 'note', 'gone', 'once', 'paper', 'file', 'address'].map((what) => `${secret}-${what}`);
    const [NAME, RESULT, DRAFT, NOTE, GONE, ONCE, PAPER, FILE, ADDRESS] = planted;
    let server;
    let api;
    let program;
    const who = {};
    const ids = {};
    const as = (name) => ({ session: who[name].session });
    const command = (...given) => run(program, [...given, '--data', data]);
    const start = async () => {
      server = await startServer(build, { dataFolder: data });
      api = client(server);
    };
    const patient = async (name, called) => pointer('Patient', await api.create('Patient', { user: who[name].pointer, name: called }, as(name)));

    before(async () => {
      ({ program } = await buildServer(build));
      mkdirSync(data, { mode: 0o700 });
      await start();
      who.ann = await api.signUp(`${secret}-account`, { email: `${ADDRESS}@example.org` });
      for (const name of ['bob', 'doctor']) who[name] = await api.signUp();
      await api.createRole('doctor', [who.doctor]);
      for (const [name, called] of [['ann', NAME], ['bob', 'Bob']]) {
        ids[name] = await patient(name, called);
        await api.create('CareAssignment', { patient: ids[name], provider: who.doctor.pointer }, master);
        const mine = name === 'ann';
        const result = await api.create('Result', { patient: ids[name], state: 'draft', text: mine ? DRAFT : 'b' }, as('doctor'));
        assertStatus(await api.call('PUT', `/classes/Result/${result}`, { ...as('doctor'), body: { text: mine ? RESULT : 'c', state: 'final' } }), 200);
        await api.create('Sheet', { patient: ids[name], text: 'a sheet' }, as('doctor'));
        const note = await api.create('Note', { owner: who[name].pointer, text: mine ? ONCE : 'e' }, as(name));
        assertStatus(await api.call('PUT', `/classes/Note/${note}`, { ...as(name), body: { text: mine ? NOTE : 'f' } }), 200);
        const gone = await api.create('Note', { owner: who[name].pointer, text: mine ? GONE : 'g' }, as(name));
        assertStatus(await api.call('DELETE', `/classes/Note/${gone}`, as(name)), 200);
        ids[`${name}Gone`] = gone;
        const upload = await api.call('POST', `/files/${mine ? FILE : 'bob'}.txt`, { ...as(name), body: `contents of ${name}`, headers: { 'Content-Type': 'text/plain' } });
        assertStatus(upload, 201);
        await api.create('Paper', { patient: ids[name], title: mine ? PAPER : 'h', scan: { __type: 'File', name: upload.json.name, url: upload.json.url } }, as(name));
        ids[`${name}File`] = upload.json.name.slice(0, 32);
        await api.create('Letter', { sender: who[name].pointer, recipient: who.doctor.pointer, body: 'a letter' }, as(name));
        await api.create('Reading', { patient: ids[name], value: 1 }, as(name));
      }
      // Entered for the wrong patient, put right, and deleted later.
      for (const [first, last] of [['ann', 'bob'], ['bob', 'ann']]) {
        ids[`${last}Moved`] = await api.create('Result', { patient: ids[first], text: 'moved' }, as('doctor'));
        assertStatus(await api.call('PUT', `/classes/Result/${ids[`${last}Moved`]}`, { ...master, body: { patient: ids[last] } }), 200);
        assertStatus(await api.call('DELETE', `/classes/Result/${ids[`${last}Moved`]}`, as('doctor')), 200);
      }
      for (const recipient of ['ann', 'bob']) {
        ids[`memoTo_${recipient}`] = await api.create('Memo', { sender: who.ann.pointer, recipient: who[recipient].pointer, text: 'a memo' }, as('ann'));
        assertStatus(await api.call('DELETE', `/classes/Memo/${ids[`memoTo_${recipient}`]}`, as('ann')), 200);
      }
      writeFileSync(join(data, `${build}.db.before-7`), 'a copy');
    });
    after(() => server?.kill());

    test('says beforehand what goes and what stays and why, and does nothing', async () => {
      const all = await everything(api);
      const { code, stdout, stderr } = await command('user', 'erase', who.ann.username);
      assert.equal(code, 1);
      assert.match(stderr, /nothing has been done: say --yes/);
      assert.match(stdout, /^Result +1 {2}to be erased$/m);
      assert.match(stdout, /^Note +1 {2}to be erased$/m);
      assert.match(stdout, /^Letter +1 {2}stay: Letter has to be kept until \d{4}-/m);
      assert.match(stdout, /^Sheet +1 {2}stay: Sheet is not deleted: its changes are signed/m);
      assert.deepEqual(await everything(api), all);
    });

    test('is refused to everybody but the operator, and of nobody', async () => {
      for (const options of [as('ann'), as('doctor'), {}]) assert.equal((await api.call('POST', `/users/${who.ann.id}/erasure`, { ...options, body: {} })).status, 403);
      assertError(await api.call('POST', '/users/nobodyhere/erasure', { ...master, body: {} }), 404, 101);
      assert.equal((await api.call('POST', `/users/${who.ann.id}/erasure`, { ...master, body: { all: true } })).status, 400);
      assert.equal((await command('user', 'erase', 'nobody', '--yes')).code, 1);
    });

    test('takes away what is the person\'s and nothing else', async () => {
      const all = await everything(api);
      const sqlite = async (statement) => (await run('sqlite3', ['-cmd', '.timeout 60000', join(data, `${build}.db`), statement])).stdout.trim();
      for (const name of ['ann', 'bob']) await sqlite(`INSERT INTO "_PersonKey" ("person", "wrapped") VALUES ('Note/${ids[`${name}Gone`]}', x'00')`);
      const { code, stdout, stderr } = await command('user', 'erase', who.ann.username, '--yes');
      assert.equal(code, 0, stderr);
      assert.match(stdout, /is erased$/m);
      assert.match(stderr, new RegExp(`^${build}\\.db\\.before-7, .* has still what was erased`, 'm'), 'what the erasure cannot reach is told of');
      assert.match(server.output(), new RegExp(`have still what was erased, until they are removed: \\[.*before-7`));
      const versions = (className, id) => sqlite(`SELECT count(*) FROM "_Version:${className}" WHERE "objectId" = '${id}'`);
      assert.deepEqual([await versions('Result', ids.bobMoved), await versions('Result', ids.annMoved)], ['2', '0'], 'versions are whose the object was last');
      assert.deepEqual([await versions('Memo', ids.memoTo_bob), await versions('Memo', ids.memoTo_ann)], ['1', '0'], 'and stay for somebody else');
      assert.equal(await sqlite('SELECT "person" FROM "_PersonKey" WHERE "person" LIKE \'Note/%\''), `Note/${ids.bobGone}`, 'the key of what had gone before goes, too');
      const left = await everything(api);
      const gone = Object.keys(all).filter((row) => !left[row]).map((row) => row.split('/')[0]).sort();
      assert.deepEqual(gone, ['Note', 'Paper', 'Patient', 'Result', '_User']);
      for (const [row, object] of Object.entries(left)) if (!row.startsWith('Notification')) assert.equal(object, all[row], row);
      for (const row of Object.keys(all)) if (gone.includes(row.split('/')[0]) && !left[row]) assert.ok(all[row].includes(secret) || all[row].includes(who.ann.id) || all[row].includes(ids.ann.objectId), row);
      assertError(await api.call('GET', '/users/me', as('ann')), 400, 209);
      assertError(await api.call('POST', '/login', { body: { username: who.ann.username, password: who.ann.password } }), 404, 101);
    });

    test('leaves no byte of it in the data folder, though the server goes on', async () => {
      assert.deepEqual(filesWith(data, planted), []);
      assert.equal(existsSync(join(data, 'files', ids.annFile)), false);
      assert.equal(existsSync(join(data, 'files', ids.bobFile)), true);
      const list = readFileSync(join(data, 'erased'), 'utf8');
      assert.match(list, new RegExp(`^${who.ann.id} \\d{4}-\\S+Z\\n$`));
      assert.deepEqual(filesWith(data, ['Bob']).length > 0, true, 'what is looked for would be found');
    });

    test('leaves the audit trail whole, with the erasure in it', async () => {
      const verified = await command('audit', 'verify');
      assert.equal(verified.code, 0, verified.stdout);
      const [entry] = await api.find('AuditLog', { where: { action: 'erase' } }, master);
      assert.equal(entry.entityId, who.ann.id);
      const versions = (await api.call('GET', `/classes/Result/${(await api.find('Result', {}, master))[0].objectId}/versions`, master)).json.results;
      assert.deepEqual(versions.map(({ text }) => text), ['b', 'c'], 'others\' versions are there');
    });

    test('whoever comes with the same name and address is somebody else, and sees nothing', async () => {
      const again = await api.signUp(who.ann.username, { email: `${ADDRESS}@example.org` });
      assert.notEqual(again.id, who.ann.id);
      for (const className of ['Patient', 'Result', 'Note', 'Paper', 'Sheet', 'Letter', 'Oath', 'Reading']) {
        assert.deepEqual(await api.find(className, {}, { session: again.session }), [], className);
      }
      assert.equal((await command('user', 'erase', again.username, '--yes')).code, 0);
      assert.deepEqual(filesWith(data, planted), []);
    });

    test('whoever erases himself is told of no row that he may not read', async () => {
      const cara = await api.signUp();
      const session = { session: cara.session };
      const her = pointer('Patient', await api.create('Patient', { user: cara.pointer, name: 'Cara' }, session));
      await api.create('CareAssignment', { patient: her, provider: who.doctor.pointer }, master);
      const [draft] = [await api.create('Result', { patient: her, state: 'draft' }, as('doctor')), await api.create('Result', { patient: her, state: 'final' }, master)];
      const hidden = await api.create('Hidden', { owner: cara.pointer, text: 'unseen' }, session);
      const answer = await api.call('POST', '/functions/erase', { ...session, body: { password: cara.password } });
      assertStatus(answer, 200);
      assert.deepEqual(answer.json.result, { userId: cara.id, erased: { Patient: 1, Result: 1 }, shared: {}, kept: [] });
      for (const row of [`Result/${draft}`, `Hidden/${hidden}`]) assertError(await api.call('GET', `/classes/${row}`, master), 404, 101);
    });

    test('what keeps versions is kept from being deleted as before', async () => {
      await server.stop();
      const { code, stdout } = await run('sqlite3', [join(data, `${build}.db`), 'DELETE FROM "_Version:Result"']);
      assert.ok(code !== 0, stdout);
      await start();
    });
  });
}

describe('erasing people of a clinic with emergencies and consents', ours, () => {
  const data = join(folder, 'accounts');
  const secret = unique('Philippa');
  const [REASON, PURPOSE, TEXT] = ['reason', 'purpose', 'text'].map((what) => `${secret}-${what}`);
  const who = {};
  let server;
  let api;
  let program;
  const as = (name) => ({ session: who[name].session });
  const command = (...given) => run(program, [...given, '--data', data]);
  const start = async (options) => {
    server = await startServer('accounts', { dataFolder: data, arguments: ['--sweep-seconds', '1'], ...options });
    api = client(server);
  };
  const trail = (action) => api.find('AuditLog', { where: { action }, order: 'objectId', limit: 1000 }, master);

  before(async () => {
    ({ program } = await buildServer('accounts'));
    mkdirSync(data, { mode: 0o700 });
    await start();
    for (const name of ['ann', 'bob', 'doctor', 'admin', 'friend']) who[name] = await api.signUp();
    for (const [role, name] of [['admin', 'admin'], ['provider', 'doctor']]) assert.equal((await command('user', 'add-role', who[name].username, role)).code, 0);
    for (const name of ['ann', 'bob']) {
      const mine = name === 'ann';
      const patient = pointer('Patient', await api.create('Patient', { user: who[name].pointer, name }, as(name)));
      const assessment = await api.create('Assessment', { patient, text: mine ? TEXT : 'x' }, master);
      await api.create('CareAssignment', { patient, provider: who.doctor.pointer }, as('admin'));
      await api.create('EmergencyAccess', { provider: who.doctor.pointer, patient, reason: mine ? REASON : 'bob sleeps' }, as('admin'));
      await api.create('DisclosureConsent', { patient, recipient: who.friend.pointer, purpose: mine ? PURPOSE : 'bob asks', scope: ['assessments'], expiresAt: date(Date.now() + HOUR) }, as(name));
      await api.fetch('Assessment', assessment, as('friend'));
      await api.find('Assessment', {}, as('doctor'));
    }
  });
  after(() => server?.kill());

  test('what the trail says of people is sealed in the files, and shown to who reads it', async () => {
    const exported = (await command('audit', 'export')).stdout;
    for (const text of [REASON, PURPOSE]) assert.equal(exported.includes(text), false);
    assert.deepEqual((await trail('emergency-access')).map(({ payload }) => payload.reason), [REASON, 'bob sleeps']);
    assert.deepEqual([...new Set((await trail('disclose')).map(({ payload }) => payload.purpose))], [PURPOSE, 'bob asks']);
    const graphql = await api.call('POST', '/graphql', { ...master, body: { query: '{ auditLogs(where: {action: {equalTo: "emergency-access"}}) { edges { node { payload } } } }' } });
    assert.equal(graphql.json.data.auditLogs.edges[0].node.payload.reason, REASON, graphql.text);
  });

  test('it is taken along when the seal-key is rotated', async () => {
    const rotated = await command('key', 'rotate', 'seal', '--wait');
    assert.equal(rotated.code, 0, rotated.stderr);
    assert.deepEqual((await trail('emergency-access')).map(({ payload }) => payload.reason), [REASON, 'bob sleeps']);
  });

  test('of a patient: what others were given of the record goes, and the reasons in the trail with it', async () => {
    const before = await everything(api);
    const { code, stderr } = await command('user', 'erase', who.ann.username, '--yes');
    assert.equal(code, 0, stderr);
    const left = await everything(api);
    const gone = Object.keys(before).filter((row) => !left[row]).map((row) => row.split('/')[0]);
    assert.deepEqual(gone.sort(), ['Assessment', 'DisclosureConsent', 'EmergencyAccess', 'Notification', 'Patient', '_User']);
    assert.deepEqual(Object.fromEntries(Object.entries(before).filter(([row]) => left[row])), left);
    assert.deepEqual(filesWith(data, [REASON, PURPOSE, TEXT]), []);
    assert.deepEqual((await trail('emergency-access')).map(({ payload }) => payload.reason), [{ erased: true }, 'bob sleeps']);
    assert.deepEqual((await trail('disclose')).map(({ payload }) => payload.purpose).filter((text) => typeof text !== 'string'), [{ erased: true }]);
    assert.equal((await command('audit', 'verify')).code, 0);
    assertError(await api.call('POST', '/functions/accessReport', { ...master, body: { user: who.ann.id } }), 404, 101);
  });

  test('a patient erases himself, with the password, and nobody else does', async () => {
    const [cara, secretOfCara] = [await api.signUp(unique('cara')), unique('Cassandra')];
    await api.create('Patient', { user: cara.pointer, name: secretOfCara }, { session: cara.session });
    const erase = (options, body) => api.call('POST', '/functions/erase', { ...options, body });
    for (const name of ['doctor', 'friend']) assertError(await erase(as(name), { password: who[name].password }), 400, 119, 'Permission denied');
    for (const options of [{}, master]) assertError(await erase(options, { password: cara.password }), 400, 209);
    assertError(await erase({ session: cara.session }, { password: 'another one' }), 404, 101);
    assertError(await erase({ session: cara.session }, {}), 400, 201);
    assertError(await erase({ session: cara.session }, { password: cara.password, user: who.bob.id }), 400, 102);
    const { sessionToken } = (await api.call('POST', '/sessions', { session: cara.session, body: { restricted: true, installationId: unique('device') } })).json;
    assertError(await erase({ session: sessionToken }, { password: cara.password }), 400, 119);
    assert.equal((await api.find('Patient', { where: { name: secretOfCara } }, master)).length, 1);
    const answer = await erase({ session: cara.session }, { password: cara.password });
    assertStatus(answer, 200);
    assert.deepEqual([answer.json.result.erased, answer.json.result.kept], [{ Patient: 1 }, []]);
    assertError(await api.call('GET', '/users/me', { session: cara.session }), 400, 209);
    const since = Date.now();
    while (filesWith(data, [secretOfCara, cara.username]).length > 0) {
      assert.ok(Date.now() - since < 120000, 'a pass of the server takes the traces away');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual((await trail('erase')).at(-1).actor, cara.pointer);
    assert.deepEqual((await trail('erase-failed')).map(({ entityId }) => entityId), [cara.id]);
  });

  test('who has set up a second factor shows it, too', async () => {
    const dora = await api.signUp(unique('dora'));
    const secret = totpSecret();
    const session = { session: dora.session };
    await api.create('Patient', { user: dora.pointer, name: unique('Dora') }, session);
    const enrolled = await api.call('PUT', `/users/${dora.id}`, { ...session, body: { authData: { mfa: { secret, token: totp(secret, -1) } } } });
    assertStatus(enrolled, 200);
    const erase = (authData, password = dora.password) => api.call('POST', '/functions/erase', { ...session, body: { password, ...(authData ? { authData } : {}) } });
    const missing = 'Missing additional authData mfa';
    for (const none of [undefined, {}, { mfa: null }]) assertError(await erase(none), 400, -1, missing);
    for (const wrong of [{ mfa: {} }, { mfa: { token: '' } }, { mfa: { token: totp(secret, -1) } }, { mfa: { token: 7 } }, { mfa: { remove: true } }, { mfa: { secret: totpSecret() } }])
      assertError(await erase(wrong), 400, 141, 'Invalid MFA token');
    assertError(await erase({ mfa: { token: totp(secret) } }, 'another one'), 404, 101, 'Invalid username/password.');
    const { stdout } = await command('audit', 'export');
    assert.ok(stdout.split('\n').some((line) => line.includes('sign-in-failed') && line.includes(dora.id)));
    assertStatus(await api.call('GET', '/users/me', session), 200);
    assertStatus(await erase({ mfa: { token: totp(secret) } }), 200);
    assertError(await api.call('GET', '/users/me', session), 400, 209);
  });

  test('of a provider: patients keep what is about them', async () => {
    const before = await everything(api);
    const planned = await command('user', 'erase', who.doctor.username);
    assert.match(planned.stdout, /^EmergencyAccess +1 {2}stay: they are another user's, too/m);
    assert.equal((await command('user', 'erase', who.doctor.username, '--yes')).code, 0);
    const left = await everything(api);
    assert.deepEqual(Object.keys(before).filter((row) => !left[row]).map((row) => row.split('/')[0]), ['CareAssignment', 'CareAssignment', '_User']);
    assert.deepEqual((await trail('emergency-access'))[1].payload.reason, 'bob sleeps');
  });

  test('an erasure that was cut off is finished at the next start', async () => {
    const [cut, secretOfCut] = [await api.signUp(unique('cut')), unique('Calliope')];
    await api.create('Patient', { user: cut.pointer, name: secretOfCut }, { session: cut.session });
    // A reader holds an older state, so that the log cannot be cut off: the erasure is committed, and waits.
    const holder = spawn('sqlite3', [join(data, 'accounts.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
    holder.stdin.write('BEGIN; SELECT count(*) FROM "_User";\n');
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    const erasing = api.call('POST', `/users/${cut.id}/erasure`, { ...master, body: {} }).catch(() => undefined);
    const waiting = Date.now();
    const isErased = async () => (await run('sqlite3', ['-readonly', join(data, 'accounts.db'), `SELECT count(*) FROM "_Erased" WHERE "userId" = '${cut.id}'`])).stdout.trim() === '1';
    while (!(await isErased())) assert.ok(Date.now() - waiting < 120000);
    await server.kill();
    await erasing;
    holder.kill();
    await start();
    assert.deepEqual(filesWith(data, [secretOfCut, cut.username]), []);
    assert.ok(readFileSync(join(data, 'erased'), 'utf8').includes(`${cut.id} `));
    assert.equal((await command('audit', 'verify')).code, 0);
  });

  test('a restored backup of before erases again, before anybody is answered', async () => {
    const [late, secretOfLate] = [await api.signUp(unique('late')), unique('Leontine')];
    const lateId = await api.create('Patient', { user: late.pointer, name: secretOfLate }, { session: late.session });
    const backups = join(folder, 'backups');
    assert.equal((await command('backup', backups)).code, 0);
    assert.equal((await command('user', 'erase', late.username, '--yes')).code, 0);
    await api.signUp();
    assert.equal((await command('backup', backups)).code, 0);
    const [first] = readdirSync(backups).filter((name) => /^\d/.test(name)).sort();
    const restored = join(folder, 'restored');
    const { code, stderr } = await run(program, ['restore', backups, '--data', restored, '--at', first.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\.(\d{3})Z$/, '$1-$2-$3T$4:$5:$6.$7Z')]);
    assert.equal(code, 0, stderr);
    assert.ok(filesWith(restored, [secretOfLate]).length > 0, 'the backup is of before');
    for (const key of ['seal-key', 'file-key', 'audit-key']) copyFileSync(join(data, key), join(restored, key));
    const other = await startServer('accounts', { dataFolder: restored });
    try {
      const there = client(other);
      assert.equal((await there.call('GET', `/classes/Patient/${lateId}`, master)).status, 404);
      assertError(await there.call('POST', '/login', { body: { username: late.username, password: late.password } }), 404, 101);
      assert.deepEqual(filesWith(restored, [secretOfLate, late.username]), []);
      assert.equal((await run(program, ['audit', 'verify', '--data', restored])).code, 0);
      assert.match(other.output(), /was erased after this backup was made/);
    } finally {
      await other.stop();
    }
  });

  test('so does what a follower has kept, at whatever time', async () => {
    const [early, secretOfEarly] = [await api.signUp(unique('early')), unique('Eurydice')];
    await api.create('Patient', { user: early.pointer, name: secretOfEarly }, { session: early.session });
    const backups = join(folder, 'followed');
    mkdirSync(backups, { mode: 0o700 });
    const follower = spawn(program, ['backup', '--follow', backups, '--data', data], { stdio: 'ignore' });
    const ended = new Promise((resolve) => follower.once('close', resolve));
    const through = async () => Date.parse(JSON.parse((await run(program, ['backup', '--list', backups, '--format', 'json'])).stdout.trim().split('\n').at(-1) || '{}').through ?? 0);
    const caughtUp = async () => {
      const now = Date.now();
      while (!((await through()) >= now)) assert.ok(Date.now() - now < 120000, 'the follower catches up');
      return now;
    };
    await caughtUp(); // the backup is there
    const then = await caughtUp();
    assert.equal((await command('user', 'erase', early.username, '--yes')).code, 0);
    await api.signUp();
    await caughtUp();
    follower.kill('SIGTERM');
    assert.equal(await ended, 0);
    const restored = join(folder, 'restored-followed');
    const { code, stderr } = await run(program, ['restore', backups, '--data', restored, '--at', new Date(then).toISOString()]);
    assert.equal(code, 0, stderr);
    assert.ok(filesWith(restored, [secretOfEarly]).length > 0, 'it is of before');
    for (const key of ['seal-key', 'file-key', 'audit-key']) copyFileSync(join(data, key), join(restored, key));
    const other = await startServer('accounts', { dataFolder: restored });
    await other.stop();
    assert.deepEqual(filesWith(restored, [secretOfEarly, early.username]), []);
  });
});
