// What a row holds that is not shown tells nobody anything: not by an error, not by the time or the steps that a
// condition takes on it. Each query here is slow, and so refused, if a guess about a hidden row is right or wrong;
// it must be answered alike for both.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertStatus, query, unique } from '../lib/rest.mjs';

const LONG = `${'a'.repeat(50)}!`;
const SLOW = '^(a+)+$';
const GUESSES = ['sent', 'seen']; // the first one is right

/** Queries about one hidden row by a guess: patterns that are refused when they are tried on it, */
const patterns = ({ id, text }) => ({
  'a pattern that is slow behind the guess': (guess) => ({ [text]: { $regex: `^${guess}.*?(a+)+$` } }),
  'the same in $and': (guess) => ({ $and: [{ objectId: id }, { $and: [{ [text]: { $regex: `^${guess}.*?(a+)+$` } }] }] }),
  'the same in $or': (guess) => ({ $or: [{ objectId: 'none' }, { [text]: { $regex: `^${guess}.*?(a+)+$` } }] }),
  'the same in $nor': (guess) => ({ objectId: id, $nor: [{ [text]: { $regex: `^${guess}.*?(a+)+$` } }] }),
});

/** and comparisons beside a subquery that is refused when it is run. */
const subqueries = ({ id, slow, result, user, owners }) => ({
  'a slow subquery beside the guess': (guess) => ({ objectId: id, [result]: guess, ...slow }),
  'a slow subquery before the guess': (guess) => ({ ...slow, objectId: id, [result]: guess }),
  'a slow subquery beside another': (guess) => ({ objectId: id, [result]: guess, [user]: { $select: { query: { className: '_User', where: {} }, key: 'objectId' }, ...slow[user] } }),
  'a slow subquery beside a guess under its own key': (guess) => ({ [user]: { $in: [owners[guess]], ...slow[user] } }),
  'a slow subquery beside a value under its own key': (guess) => ({ objectId: id, [user]: { ...owners[guess], ...slow[user] } }),
  'a slow subquery beside another of the guess under its own key': (guess) => ({ [user]: { $select: { query: { className: '_User', where: { objectId: owners[guess].objectId } }, key: 'objectId' }, ...slow[user] } }),
  'a slow subquery where the guess is wrong': (guess) => ({ objectId: id, $or: [{ [result]: { $ne: guess } }, slow] }),
  'a slow subquery that is denied': (guess) => ({ objectId: id, [result]: guess, [user]: { $notInQuery: slow[user].$inQuery } }),
  'a slow subquery beside a list': (guess) => ({ objectId: id, [result]: { $in: [guess, ...Array.from({ length: 100 }, (_, i) => `${i}`)] }, ...slow }),
  'a slow subquery beside a guess of ids': (guess) => ({ objectId: { $gte: `${id}${guess === GUESSES[0] ? '' : '0'}`, $lt: `${id}${guess === GUESSES[0] ? '0' : '1'}` }, [result]: { $select: { query: slow[user].$inQuery, key: 'username' } } }),
  'a guess by order': (guess) => ({ objectId: id, [result]: { $gte: guess, $lte: `${guess}~` }, ...slow }),
  'a guess of what begins': (guess) => ({ objectId: id, text: { $regex: `^\\Q${guess}\\E` }, ...slow }),
});

async function assertAlike(ask, oracle, name) {
  const answers = [];
  for (const guess of GUESSES) {
    const answer = await ask(oracle(guess));
    answers.push([answer.status, answer.text]);
  }
  assert.deepEqual(answers[0], answers[1], name);
}

/** Ways to ask with a where. */
const ways = (api, className, session) => ({
  find: (where) => api.call('GET', `/classes/${className}${query({ where })}`, { session }),
  count: (where) => api.call('GET', `/classes/${className}${query({ where, count: 1, limit: 0 })}`, { session }),
  'a subquery': (where) => api.call('GET', `/classes/${className}${query({ where: { objectId: { $select: { query: { className, where }, key: 'objectId' } } } })}`, { session }),
});

function testOracles(context, className, names, prepare) {
  let mallory;
  let asked;
  before(async () => {
    mallory = await context.api.signUp(`${unique('m')}${LONG}`);
    const slow = { [names.user]: { $inQuery: { className: '_User', where: { username: { $regex: '^m.*?(a+)+$' } } } } };
    const owner = await context.api.signUp();
    const owners = { [GUESSES[0]]: owner.pointer, [GUESSES[1]]: (await context.api.signUp()).pointer };
    asked = { ...names, slow, owners, id: await prepare(owner) };
  });
  test('a slow subquery is refused where it is run', async () => {
    const answer = await context.api.call('GET', `/users${query({ where: asked.slow[names.user].$inQuery.where })}`, { session: mallory.session });
    assertStatus(answer, 400);
    assert.equal(answer.json.code, 102);
  });
  test('a hidden row answers no guess', async () => {
    const asks = ways(context.api, className, mallory.session);
    for (const [name, oracle] of Object.entries(patterns(asked)))
      for (const [way, ask] of Object.entries(asks)) await assertAlike(ask, oracle, `${way}: ${name}`);
    for (const [name, oracle] of Object.entries(subqueries(asked))) await assertAlike(asks.find, oracle, name);
  });
  test('a hidden row is not held against elements, of which the first that fits would tell', async () => {
    const where = { objectId: asked.id, [names.text]: { $select: { query: { className: '_User', where: asked.slow[names.user].$inQuery.where }, key: 'username' } } };
    const answer = await ways(context.api, className, mallory.session).find(where);
    assert.deepEqual([answer.status, answer.json], [200, { results: [] }]);
  });
  test('who is shown the row is answered', async () => {
    for (const guess of GUESSES) {
      const { json } = await context.api.call('GET', `/classes/${className}${query({ where: { objectId: asked.id, $or: [{ [names.text]: { $regex: `^${guess} a` } }] } })}`, { master: true });
      assert.equal(json.results.length, guess === GUESSES[0] ? 1 : 0);
    }
  });
}

describeServer('rows hidden by their ACL', 'kitchen', (context) => {
  testOracles(context, 'Item', { text: 'text', result: 'label', user: 'user' }, async (owner) => {
    const body = { name: 'x', text: `sent ${LONG}`, label: 'sent', user: owner.pointer, ACL: { [owner.id]: { read: true, write: true } } };
    return context.api.create('Item', body, { session: owner.session });
  });
});

describeServer('rows hidden by rules', 'rules', (context) => {
  testOracles(context, 'Letter', { text: 'body', result: 'state', user: 'sender' }, async (owner) => {
    const body = { sender: owner.pointer, recipient: owner.pointer, body: `sent ${LONG}`, state: 'sent' };
    return context.api.create('Letter', body, { session: owner.session });
  });
});

describeServer('a value that a row must have alone', 'trial', (context) => {
  test('tells of another\'s row only to who may make such a row', async () => {
    const { api } = context;
    const [ann, bob, mallory] = [await api.signUp(), await api.signUp(), await api.signUp()];
    const [taken, free] = [unique('number'), unique('number')];
    const profile = (user, medicalRecordNumber) => ({ user: user.pointer, fullName: 'x', contact: { phone: '1' }, medicalRecordNumber });
    const post = async (body, options) => (await api.call('POST', '/classes/PatientProfile', { body, ...options })).json;
    await api.create('PatientProfile', profile(ann, taken), { session: ann.session });
    const denied = { code: 119, error: 'Permission denied for action create on class PatientProfile.' };
    const duplicate = { code: 137, error: 'A duplicate value for a field with unique values was provided' };
    for (const number of [taken, free]) {
      for (const options of [{ session: mallory.session }, {}]) {
        assert.deepEqual(await post(profile(bob, number), options), denied);
        assert.deepEqual(await post(profile(ann, number), options), denied);
        const batch = await api.call('POST', '/batch', { ...options, body: { requests: [{ method: 'POST', path: '/parse/classes/PatientProfile', body: profile(bob, number) }] } });
        assert.deepEqual(batch.json, [{ error: denied }]);
      }
    }
    assert.deepEqual(await post(profile(mallory, taken), { session: mallory.session }), duplicate);
    assert.deepEqual(await post(profile(bob, taken), { master: true }), duplicate);
    assert.equal((await api.find('PatientProfile', {}, { master: true })).length, 1);
    await api.create('PatientProfile', profile(mallory, free), { session: mallory.session });
  });
});
