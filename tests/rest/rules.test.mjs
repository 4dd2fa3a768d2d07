// What a spec's rules do: a form at a time, over plain HTTP (tests/schemas/rules.agent.md has the sentences).
// That all of them together let nobody see or change too much, tests/templates/access.test.mjs shows.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { runsWithFaults } from '../lib/faults.mjs';
import { assertError, assertStatus, date, pointer, query } from '../lib/rest.mjs';

const master = { master: true };
const ours = differs('rules are ours');

describeServer('rules', 'rules', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const put = (className, id, body, options) => context.api.call('PUT', `/classes/${className}/${id}`, { ...options, body });
  const post = (className, body, options) => context.api.call('POST', `/classes/${className}`, { ...options, body });
  const found = async (className, options, where = {}) => (await context.api.find(className, { where }, options)).map((row) => row.objectId);
  let profile;
  let other;

  before(async () => {
    const { api } = context;
    for (const name of ['ann', 'bob', 'doctor', 'clerk', 'stranger']) who[name] = await api.signUp();
    await api.createRole('doctor', [who.doctor]);
    await api.createRole('clerk', [who.clerk]);
    profile = await api.create('Patient', { user: who.ann.pointer, name: 'Ann' }, as('ann'));
    other = await api.create('Patient', { user: who.bob.pointer, name: 'Bob' }, as('bob'));
    await api.create('CareAssignment', { patient: pointer('Patient', profile), provider: who.doctor.pointer }, as('clerk'));
  });
  const note = (more = {}) => ({ patient: pointer('Patient', profile), author: who.doctor.pointer, text: 'text', ...more });

  test('an object without an ACL in a class with rules has none', async () => {
    const answer = await post('Entry', { owner: who.ann.pointer, what: 'x' }, as('ann'));
    assert.equal(answer.json.ACL, undefined);
    assert.equal((await context.api.fetch('Entry', answer.json.objectId, master)).ACL, undefined);
    const diary = await post('Diary', { owner: who.ann.pointer, text: 'x' }, as('ann'));
    assert.deepEqual(diary.json.ACL, { [who.ann.id]: { read: true, write: true } }, 'without rules it is the creator\'s');
  });

  test('who is not signed in reaches what is everyone\'s, and nothing else', async () => {
    const shown = await context.api.create('News', { title: 'a', shown: true, rank: 1 }, as('clerk'));
    const hidden = await context.api.create('News', { title: 'b', shown: false, rank: 1 }, as('clerk'));
    const last = await context.api.create('News', { title: 'c', shown: true, rank: 3 }, as('clerk'));
    for (const [options, ids] of [[{}, [shown]], [as('stranger'), [shown]], [as('clerk'), [shown, hidden, last]]]) {
      assert.deepEqual((await found('News', options)).sort(), ids.sort());
    }
    assertError(await context.api.call('GET', `/classes/News/${hidden}`), 404, 101);
    assert.equal((await post('News', { title: 'd', shown: true, rank: 1 })).status, 400);
    assertError(await context.api.call('DELETE', `/classes/News/${shown}`, as('clerk')), 404, 101); // read, create and update only
    for (const className of ['Patient', 'Note', 'Letter', 'Share']) {
      const answer = await context.api.call('GET', `/classes/${className}`);
      assert.ok(answer.status !== 200 || answer.json.results.length === 0, `${className}: ${answer.text}`);
    }
  });

  test('a create must be one that a rule opens: for oneself, for an assigned patient', async () => {
    for (const [className, body, name] of [
      ['Patient', { user: who.bob.pointer, name: 'x' }, 'ann'],
      ['Letter', { sender: who.bob.pointer, recipient: who.ann.pointer }, 'ann'],
      ['Note', note({ patient: pointer('Patient', other) }), 'doctor'],
      ['Note', note(), 'clerk'],
      ['Note', note(), 'ann'],
      ['CareAssignment', { patient: pointer('Patient', other), provider: who.doctor.pointer }, 'doctor'],
    ]) {
      const before_ = await context.api.call('GET', `/classes/${className}${query({ count: 1, limit: 0 })}`, master);
      assertError(await post(className, body, as(name)), 400, 119, `Permission denied for action create on class ${className}.`);
      const after = await context.api.call('GET', `/classes/${className}${query({ count: 1, limit: 0 })}`, master);
      assert.equal(after.json.count, before_.json.count, 'nothing is left of it');
    }
    assertStatus(await post('Note', note(), as('doctor')), 201);
  });

  test('what refused is told to the log, without a value, and never to the client', { skip: runsWithFaults() && 'refusals are not noted there' }, async () => {
    const id = await context.api.create('Note', note({ text: 'not for the log' }), as('doctor'));
    const cases = [
      [await post('News', { title: 'not for the log', shown: true, rank: 1 }), 'create on class News.', "no rule opens it to this user's roles"],
      [await post('Note', note({ text: 'not for the log' }), as('ann')), 'create on class Note.', 'the row would be none that the rules open'],
      [await put('Note', id, { patient: pointer('Patient', other), text: 'not for the log' }, as('doctor')), 'update on class Note: field patient.', 'no rule lets this user change it'],
    ];
    for (const [answer, what, why] of cases) {
      assertError(answer, 400, 119, `Permission denied for action ${what}`);
      assert.ok(!answer.text.includes(why), answer.text);
      await context.server.logged(`refused: Permission denied for action ${what} (${why})`);
    }
    assert.ok(!context.server.output().includes('not for the log'), 'a value is in the log');
  });

  test('in a batch each part is judged by itself', async () => {
    const path = '/parse/classes/Letter';
    const letter = (sender) => ({ method: 'POST', path, body: { sender: who[sender].pointer, recipient: who.clerk.pointer } });
    const answer = await context.api.call('POST', '/batch', { ...as('ann'), body: { requests: [letter('ann'), letter('bob'), letter('ann')] } });
    assert.deepEqual(answer.json.map((part) => part.error?.code ?? 'created'), ['created', 119, 'created']);
    assert.equal((await found('Letter', master, { recipient: who.clerk.pointer })).length, 2);
  });

  test('what says whose a row is does not change with it', async () => {
    const own = await context.api.create('Note', note(), as('doctor'));
    await context.api.create('CareAssignment', { patient: pointer('Patient', other), provider: who.doctor.pointer }, master);
    assertError(await put('Note', own, { patient: pointer('Patient', other) }, as('doctor')), 400, 119, 'Permission denied for action update on class Note: field patient.');
    assertStatus(await put('Note', own, { patient: pointer('Patient', profile), text: 'same patient' }, as('doctor')), 200);
    assertError(await put('Patient', profile, { user: who.bob.pointer }, as('ann')), 400, 119, /user/);
    assertStatus(await put('Note', own, { patient: pointer('Patient', other) }, master), 200);
  });

  test('a limit on fields names the field that is not among them', async () => {
    const id = await context.api.create('Letter', { sender: who.ann.pointer, recipient: who.bob.pointer, body: 'x' }, as('ann'));
    assertError(await put('Letter', id, { body: 'y' }, as('bob')), 400, 119, 'Permission denied for action update on class Letter: field body.');
    assertError(await put('Letter', id, { isRead: true, body: 'y' }, as('bob')), 400, 119, /body/);
    assertError(await put('Letter', id, { isRead: true, ACL: {} }, as('bob')), 400, 119, /ACL/);
    assertError(await put('Letter', id, { body: { __op: 'Delete' } }, as('bob')), 400, 119, /body/);
    assertStatus(await put('Letter', id, { isRead: true }, as('bob')), 200);
    assertError(await put('Patient', profile, { sex: 'other' }, as('clerk')), 400, 119, /sex/);
    assertStatus(await put('Patient', profile, { name: 'Anna' }, as('clerk')), 200);
    assertError(await put('Letter', id, { isRead: true }, as('stranger')), 404, 101);
  });

  test('a limit on fields holds for relations, and for several rules together', async () => {
    const id = await context.api.create('Note', note(), master);
    await put('Note', id, { state: 'final', signedBy: 'd', private: 'no' }, master);
    const add = { __op: 'AddRelation', objects: [pointer('Patient', other)] };
    assertStatus(await put('Note', id, { others: add, mood: 'good' }, as('ann')), 200);
    assertError(await put('Patient', profile, { friends: add }, as('clerk')), 400, 119, /friends/);
    assertStatus(await put('Patient', profile, { friends: add }, as('ann')), 200);
  });

  test('one-of values', async () => {
    assertError(await put('Patient', profile, { sex: 'x' }, as('ann')), 400, 142, /sex/);
    assertStatus(await put('Patient', profile, { sex: 'female' }, as('ann')), 200);
  });

  test('a lifecycle starts in its first state and goes step by step, by whom it says', async () => {
    const body = { sender: who.ann.pointer, recipient: who.bob.pointer };
    assertError(await post('Letter', { ...body, state: 'seen' }, as('ann')), 400, 142, 'state starts as sent');
    assertError(await post('Letter', { ...body, state: null }, as('ann')), 400, 142);
    const letter = async () => (await post('Letter', body, as('ann'))).json;
    const { objectId: id, state } = await letter();
    assert.equal(state, 'sent', 'the answer tells it');
    assertError(await put('Letter', id, { state: 'seen' }, as('ann')), 400, 119, /state/);
    assertError(await put('Letter', id, { state: 'answered' }, as('bob')), 400, 142, 'state cannot go from sent to answered');
    assertError(await put('Letter', id, { state: 'unheard' }, as('bob')), 400, 142);
    assertError(await put('Letter', id, { state: { __op: 'Delete' } }, as('bob')), 400, 142);
    assertStatus(await put('Letter', id, { state: 'sent' }, as('ann')), 200); // says nothing new
    assertStatus(await put('Letter', id, { state: 'seen' }, as('bob')), 200);
    assertError(await put('Letter', id, { state: 'sent' }, as('bob')), 400, 142);
    assertError(await put('Letter', id, { state: 'dropped' }, as('ann')), 400, 119);
    assertStatus(await put('Letter', id, { state: 'dropped' }, as('bob')), 200);
    const { objectId: second } = await letter();
    assertStatus(await put('Letter', second, { state: 'dropped' }, as('ann')), 200);
    const { objectId: third } = await letter();
    assertError(await put('Letter', third, { state: 'answered' }, master), 400, 142); // for the master key, too
    assertStatus(await put('Letter', third, { state: 'seen' }, master), 200);
    assertStatus(await post('Letter', { ...body, state: 'answered' }, master), 201); // from elsewhere
  });

  test('a value that requires other fields', async () => {
    const id = await context.api.create('Note', note(), as('doctor'));
    assertError(await put('Note', id, { state: 'final' }, as('doctor')), 400, 142, 'signedBy is required where state is final');
    assert.equal((await context.api.fetch('Note', id, as('doctor'))).state, 'draft');
    assertStatus(await put('Note', id, { state: 'final', signedBy: 'Dr. D' }, as('doctor')), 200);
    assertError(await put('Note', id, { signedBy: { __op: 'Delete' } }, as('doctor')), 400, 142);
    assertError(await put('Note', id, { text: { __op: 'Delete' } }, master), 400, 142);
  });

  test('an append-only class', async () => {
    const id = await context.api.create('Entry', { owner: who.ann.pointer, what: 'x' }, as('ann'));
    for (const options of [as('ann'), as('clerk'), master]) {
      assertError(await put('Entry', id, { what: 'y' }, options), 400, 119, /do not change/);
      assertError(await context.api.call('DELETE', `/classes/Entry/${id}`, options), 400, 119, /do not change/);
    }
    assertError(await context.api.call('DELETE', '/purge/Entry', master), 400, 119, /do not change/);
    assert.equal((await context.api.fetch('Entry', id, as('clerk'))).what, 'x');
    assertError(await context.api.call('GET', `/classes/Entry/${id}`, as('ann')), 404, 101); // nobody said that they read it
  });

  test('conditions are of the row before a change, and hold where a field is not set', async () => {
    const draft = await context.api.create('Note', note(), as('doctor'));
    const plain = await context.api.create('Note', note(), as('doctor'));
    const maybe = await context.api.create('Note', note({ private: 'maybe' }), as('doctor'));
    for (const id of [plain, maybe]) assertStatus(await put('Note', id, { state: 'final', signedBy: 'd' }, as('doctor')), 200);
    const seen = await found('Note', as('ann'), { objectId: { $in: [draft, plain, maybe] } });
    assert.deepEqual(seen, [plain]);
  });

  test('fields with readers of their own', async () => {
    const id = await context.api.create('Note', note({ private: 'no' }), as('doctor'));
    assertStatus(await put('Note', id, { state: 'final', signedBy: 'd' }, as('doctor')), 200);
    assert.equal((await context.api.fetch('Note', id, as('doctor'))).private, 'no');
    assert.equal((await context.api.fetch('Note', id, as('ann'))).private, undefined);
    const asked = await context.api.call('GET', `/classes/Note${query({ where: { private: 'no' } })}`, as('ann'));
    assertError(asked, 400, 119);
  });

  test('two ways to an owner lead to one', async () => {
    const both = (user, patient) => ({ owner: who[user].pointer, patient: pointer('Patient', patient), title: 't' });
    assertError(await post('Paper', both('ann', other), as('ann')), 400, 142);
    assertError(await post('Paper', both('bob', profile), as('ann')), 400, 142);
    const ids = [];
    for (const body of [both('ann', profile), { owner: who.ann.pointer }, { patient: pointer('Patient', profile) }]) ids.push(await context.api.create('Paper', body, as('ann')));
    assert.deepEqual((await found('Paper', as('ann'))).sort(), ids.sort());
    assert.deepEqual(await found('Paper', as('bob')), []);
    assertError(await post('Paper', { title: 'nobody\'s' }, as('ann')), 400, 119);
    assertError(await put('Paper', ids[0], { owner: who.bob.pointer }, as('ann')), 400, 119, /owner/);
    const guesses = await Promise.all([both('ann', profile), both('doctor', profile)].map((body) => post('Paper', body, as('bob'))));
    for (const guess of guesses) assertError(guess, 400, 119);
    assert.equal(guesses[0].text, guesses[1].text, 'whose profile it is cannot be guessed');
  });

  test('a grant opens what its scope covers, until it ends or is taken back', async () => {
    const { api } = context;
    const paper = await api.create('Paper', { patient: pointer('Patient', profile) }, as('ann'));
    const share = (more) => ({ patient: pointer('Patient', profile), reader: who.stranger.pointer, topics: ['papers'], level: 'read', ...more });
    const reads = async () => (await api.call('GET', `/classes/Paper/${paper}`, as('stranger'))).status === 200;
    assertError(await post('Share', share(), as('stranger')), 400, 119); // not one's own to give
    for (const [more, expected] of [
      [{}, true], [{ topics: ['notes'] }, false], [{ topics: [] }, false], [{ ends: date('2020-01-01') }, false], [{ ends: date('2090-01-01') }, true],
      [{ reader: who.bob.pointer }, false],
    ]) {
      const id = await api.create('Share', share(more), as('ann'));
      assert.equal(await reads(), expected, JSON.stringify(more));
      assertError(await put('Paper', paper, { title: 'x' }, as('stranger')), 404, 101); // to read
      assertStatus(await api.call('DELETE', `/classes/Share/${id}`, as('ann')), 200);
      assert.equal(await reads(), false);
    }
  });

  test('an assignment opens a patient from its start to its end', async () => {
    const { api } = context;
    const patient = await api.create('Patient', { user: who.stranger.pointer, name: 'S' }, as('stranger'));
    const sees = async () => (await api.call('GET', `/classes/Patient/${patient}`, as('doctor'))).status === 200;
    for (const [dates, expected] of [
      [{}, true], [{ startsAt: date('2090-01-01') }, false], [{ endsAt: date('2020-01-01') }, false], [{ startsAt: date('2020-01-01'), endsAt: date('2090-01-01') }, true],
    ]) {
      const id = await api.create('CareAssignment', { patient: pointer('Patient', patient), provider: who.doctor.pointer, ...dates }, as('clerk'));
      assert.equal(await sees(), expected, JSON.stringify(dates));
      assertStatus(await api.call('DELETE', `/classes/CareAssignment/${id}`, as('clerk')), 200);
      assert.equal(await sees(), false);
    }
    const bob = await api.create('CareAssignment', { patient: pointer('Patient', patient), provider: who.bob.pointer }, as('clerk'));
    assertError(await api.call('GET', `/classes/Patient/${patient}`, as('bob')), 404, 101); // assigned, but no doctor
    assertStatus(await api.call('DELETE', `/classes/CareAssignment/${bob}`, as('clerk')), 200);
  });

  test('a session lasts no longer than the rules allow', async () => {
    const answer = await context.api.call('GET', '/sessions/me', as('ann'));
    assertStatus(answer, 200);
    assert.equal(Date.parse(answer.json.expiresAt.iso) - Date.parse(answer.json.createdAt), 2 * 3600 * 1000);
  });

  test('an ACL opens nothing, and keeps a row from nobody whose it is (acl_in_rules.test.mjs)', async () => {
    const narrow = await context.api.create('Note', note({ ACL: { [who.doctor.id]: { read: true, write: true } } }), as('doctor'));
    assertStatus(await put('Note', narrow, { state: 'final', signedBy: 'd' }, as('doctor')), 200);
    assertStatus(await context.api.call('GET', `/classes/Note/${narrow}`, as('ann')), 200);
    const open = await context.api.create('Note', note({ ACL: { '*': { read: true, write: true } } }), as('doctor'));
    assertError(await context.api.call('GET', `/classes/Note/${open}`, as('stranger')), 404, 101);
    assertError(await put('Note', open, { text: 'x' }, as('clerk')), 404, 101);
    // Who may change a row may not so keep it from the one whose it is.
    const ACL = { [who.doctor.id]: { read: true, write: true } };
    assertError(await put('Note', open, { ACL }, as('doctor')), 400, 119, 'Permission denied for action update on class Note: field ACL.');
    const paper = await context.api.create('Paper', { owner: who.ann.pointer }, as('ann'));
    assertStatus(await put('Paper', paper, { ACL: { [who.ann.id]: { read: true } } }, as('ann')), 200);
  });
}, ours);
