// Sessions: what is in one, who sees it, what may be written, and how it ends.
import {
  Parse, api, as, assert, assertError, assertStatus, cases, date, differs, passwordOf, pointer, query, rejects, signUp, suite, test,
  unique,
} from './lib/sdk.mjs';

const sessionOf = async (user) => (await api.call('GET', '/sessions/me', { session: user.getSessionToken() })).json;
const STORED_HASHED = 'session tokens are kept hashed, so they are told once, when they are made';

suite('sessions: reading', () => {
  test('/sessions/me tells user, expiry, installation and how it came about', async () => {
    const user = await signUp();
    const session = await sessionOf(user);
    assert.deepEqual(session.user, pointer('_User', user.id));
    assert.deepEqual(session.createdWith, { action: 'signup', authProvider: 'password' });
    assert.equal(session.expiresAt.__type, 'Date');
    assert.ok(Date.parse(session.expiresAt.iso) > Date.now() + 300 * 86400 * 1000, 'a year, less what is left of it');
    assert.equal(typeof session.installationId, 'string');
  });
  test('/sessions/me without a session is error 209', async () => {
    assertError(await api.call('GET', '/sessions/me'), 400, 209, 'Session token required.');
    assertError(await api.call('GET', '/sessions/me', { session: 'r:nonsense' }), 400, 209);
  });
  test('by the SDK: Parse.Session.current by its user', async () => {
    const user = await signUp();
    const found = await new Parse.Query(Parse.Session).find(as(user));
    assert.deepEqual(found.map((session) => session.get('user').id), [user.id]);
  });
  test('a listing shows only one\'s own', async () => {
    const [user] = [await signUp(), await signUp()];
    const { results } = (await api.call('GET', '/sessions', { session: user.getSessionToken() })).json;
    assert.equal(results.length, 1);
    assert.equal(results[0].user.objectId, user.id);
  });
  test('a listing tells the tokens', differs(STORED_HASHED), async () => {
    const user = await signUp();
    const { results } = (await api.call('GET', '/sessions', { session: user.getSessionToken() })).json;
    assert.equal(results[0].sessionToken, user.getSessionToken());
  });
  test('a listing without a session is error 209', async () => {
    assertError(await api.call('GET', '/sessions'), 400, 209);
  });
  test('another\'s session is not there', async () => {
    const [user, other] = [await signUp(), await signUp()];
    const { objectId } = await sessionOf(user);
    const options = { session: other.getSessionToken() };
    assertError(await api.call('GET', `/sessions/${objectId}`, options), 404, 101);
    assertError(await api.call('DELETE', `/sessions/${objectId}`, options), 404, 101, 'Object not found for delete.');
    const where = { sessionToken: user.getSessionToken() };
    const answer = await api.call('GET', `/sessions${query({ where })}`, options);
    assert.deepEqual(answer.json.results ?? [], []);
  });
  test('the master key finds by user', async () => {
    const user = await signUp();
    const found = await api.find('_Session', { where: { user: pointer('_User', user.id) } }, { master: true });
    assert.equal(found.length, 1);
  });
  test('the installation of the header is kept', async () => {
    const user = await signUp();
    const installation = unique('device');
    const headers = { 'X-Parse-Installation-Id': installation };
    const username = user.get('username');
    const answer = await api.call('POST', '/login', { body: { username, password: passwordOf(username) }, headers });
    assertStatus(answer, 200);
    const session = await api.call('GET', '/sessions/me', { session: answer.json.sessionToken });
    assert.equal(session.json.installationId, installation);
    assert.deepEqual(session.json.createdWith, { action: 'login', authProvider: 'password' });
  });
  test('a second log-in of the same installation ends the first', async () => {
    const user = await signUp();
    const username = user.get('username');
    const password = passwordOf(username);
    const headers = { 'X-Parse-Installation-Id': unique('device') };
    const logIn = async () => (await api.call('POST', '/login', { body: { username, password }, headers })).json.sessionToken;
    const first = await logIn();
    const second = await logIn();
    assertStatus(await api.call('GET', '/users/me', { session: second }), 200);
    assertError(await api.call('GET', '/users/me', { session: first }), 400, 209);
  });
});

suite('sessions: writing', () => {
  const protectedKeys = [
    ['sessionToken', { sessionToken: 'r:mine' }],
    ['user', { user: pointer('_User', 'abcdefghij') }],
    ['expiresAt', { expiresAt: date('2099-01-01') }],
    ['installationId', { installationId: 'mine' }],
    ['createdWith', { createdWith: { action: 'magic' } }],
  ];
  for (const [key, body] of protectedKeys) {
    test(`${key} cannot be changed`, async () => {
      const user = await signUp();
      const before = await sessionOf(user);
      const answer = await api.call('PUT', `/sessions/${before.objectId}`, { body, session: user.getSessionToken() });
      assertError(answer, 400, 105, `Invalid key name: ${key}`);
      assert.deepEqual(await sessionOf(user), before);
    });
  }
  test('an ACL cannot be set', async () => {
    const user = await signUp();
    const { objectId } = await sessionOf(user);
    const body = { ACL: { '*': { read: true } } };
    assertError(await api.call('PUT', `/sessions/${objectId}`, { body, session: user.getSessionToken() }), 400, 105, 'Cannot set ACL on a Session.');
  });
  test('a new session is one\'s own whatever the body says', async () => {
    const [user, victim] = [await signUp(), await signUp()];
    const body = { user: pointer('_User', victim.id), sessionToken: 'r:mine', expiresAt: date('2099-01-01'), createdWith: { action: 'magic' } };
    const answer = await api.call('POST', '/sessions', { body, session: user.getSessionToken() });
    assertStatus(answer, 201);
    assert.equal(answer.json.user.objectId, user.id);
    assert.notEqual(answer.json.sessionToken, 'r:mine');
    assert.deepEqual(answer.json.createdWith, { action: 'create' });
    assert.ok(Date.parse(answer.json.expiresAt.iso) < Date.parse('2098-01-01'));
    const me = await api.call('GET', '/users/me', { session: answer.json.sessionToken });
    assert.equal(me.json.objectId, user.id);
  });
  test('a new session without one is error 209', async () => {
    assertError(await api.call('POST', '/sessions', { body: {} }), 400, 209, 'Session token required.');
  });
});

suite('sessions: ending', () => {
  test('log-out ends this one and no other', async () => {
    const user = await signUp();
    const username = user.get('username');
    const password = passwordOf(username);
    const second = (await api.call('POST', '/login', { body: { username, password } })).json.sessionToken;
    const answer = await api.call('POST', '/logout', { session: second });
    assertStatus(answer, 200);
    assert.deepEqual(answer.json, {});
    assertError(await api.call('GET', '/users/me', { session: second }), 400, 209, 'Invalid session token');
    assertStatus(await api.call('GET', '/users/me', { session: user.getSessionToken() }), 200);
  });
  test('log-out without a session is no error', async () => {
    assertStatus(await api.call('POST', '/logout'), 200);
  });
  test('delete of a session ends it', async () => {
    const user = await signUp();
    const { objectId } = await sessionOf(user);
    assertStatus(await api.call('DELETE', `/sessions/${objectId}`, { session: user.getSessionToken() }), 200);
    await rejects(Parse.User.me(user.getSessionToken()), 209, 'Invalid session token');
  });
  test('an ended session cannot write', async () => {
    const user = await signUp();
    await api.call('POST', '/logout', { session: user.getSessionToken() });
    const answer = await api.call('POST', '/classes/Thing', { body: { name: 'a' }, session: user.getSessionToken() });
    assertError(answer, 400, 209, 'Invalid session token');
  });
  const wrong = [['a word', 'nonsense'], ['another form', 'r:zzz'], ['SQL', `r:' OR '1'='1`]];
  cases(wrong, async (session) => {
    assertError(await api.call('GET', '/classes/Thing?limit=1', { session }), 400, 209, 'Invalid session token');
  });
});
