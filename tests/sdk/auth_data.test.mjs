// authData: anonymous users, linking and unlinking, and a second factor by TOTP (RFC 6238).
import {
  Parse, api, assert, assertError, assertStatus, cases, differs, passwordOf, rejects, signUp, suite, test, totp, totpSecret,
  unique,
} from './lib/sdk.mjs';

const post = (body, path = '/users') => api.call('POST', path, { body });
const anonymous = (id = unique('anonymous')) => ({ authData: { anonymous: { id } } });

suite('authData: anonymous users', () => {
  test('the first time makes a user, the second finds it', async () => {
    const body = anonymous();
    const first = await post(body);
    assertStatus(first, 201);
    assert.ok(first.json.username.length >= 10, 'a random username');
    assert.match(first.json.sessionToken, /^r:/);
    const second = await post(body);
    assertStatus(second, 200);
    assert.equal(second.json.objectId, first.json.objectId);
    assert.notEqual(second.json.sessionToken, first.json.sessionToken);
  });
  test('by the SDK: AnonymousUtils.logIn', async () => {
    const user = await Parse.AnonymousUtils.logIn();
    assert.ok(user.id);
    assert.equal(Parse.AnonymousUtils.isLinked(user), true);
  });
  test('becomes a named user and keeps its id', async () => {
    const answer = await post(anonymous());
    const username = unique('named');
    const body = { username, password: 'a long password', authData: { anonymous: null } };
    const update = await api.call('PUT', `/users/${answer.json.objectId}`, { body, session: answer.json.sessionToken });
    assertStatus(update, 200);
    const logIn = await post({ username, password: 'a long password' }, '/login');
    assert.equal(logIn.json.objectId, answer.json.objectId);
    assert.equal('authData' in logIn.json, false);
  });
  test('its session says how it came about', async () => {
    const { json } = await post(anonymous());
    const session = await api.call('GET', '/sessions/me', { session: json.sessionToken });
    assert.deepEqual(session.json.createdWith, { action: 'login', authProvider: 'anonymous' });
  });
  const refused = [
    ['an unknown provider', { frobnicate: { id: '1' } }, 400, 252, 'This authentication method is unsupported.'],
    ['no provider at all', {}, 400, 200, 'bad or missing username'],
    ['a provider without an id', { anonymous: {} }, 400, 200, 'bad or missing username'],
    ['null', null, 400, 200, 'bad or missing username'],
  ];
  cases(refused, async (authData, status, code, message) => assertError(await post({ authData }), status, code, message));
});

suite('authData: linking', () => {
  test('a user links anonymous data, and is found by it', async () => {
    const user = await signUp();
    const body = anonymous();
    assertStatus(await api.call('PUT', `/users/${user.id}`, { body, session: user.getSessionToken() }), 200);
    const found = await post(body);
    assertStatus(found, 200);
    assert.equal(found.json.objectId, user.id);
  });
  test('data that another user has is error 208', async () => {
    const body = anonymous();
    await post(body);
    const user = await signUp();
    const answer = await api.call('PUT', `/users/${user.id}`, { body, session: user.getSessionToken() });
    assertError(answer, 400, 208, 'this auth is already used');
  });
  test('unlinking', async () => {
    const user = await signUp();
    const options = { session: user.getSessionToken() };
    const body = anonymous();
    await api.call('PUT', `/users/${user.id}`, { body, ...options });
    assertStatus(await api.call('PUT', `/users/${user.id}`, { body: { authData: { anonymous: null } }, ...options }), 200);
    const me = await api.call('GET', '/users/me', options);
    assert.equal(me.json.authData?.anonymous ?? null, null);
    const again = await post(body);
    assertStatus(again, 201);
    assert.notEqual(again.json.objectId, user.id);
  });
  test('another user\'s authData is not shown', async () => {
    const body = { ...anonymous(), ACL: { '*': { read: true } } };
    const { json } = await post(body);
    const seen = await api.fetch('_User', json.objectId);
    assert.equal(seen.authData?.anonymous?.id, undefined);
  });
});

/** A user with a second factor: { user, username, password, secret, recovery }. */
async function withTotp() {
  const user = await signUp();
  const secret = totpSecret();
  const body = { authData: { mfa: { secret, token: totp(secret, -1) } } }; // the code of now is for signing in
  const answer = await api.call('PUT', `/users/${user.id}`, { body, session: user.getSessionToken() });
  assertStatus(answer, 200);
  const recovery = answer.json.authDataResponse.mfa.recovery.split(', ');
  const username = user.get('username');
  return { user, username, password: passwordOf(username), secret, recovery };
}
const logIn = ({ username, password }, mfa) => post({ username, password, ...(mfa && { authData: { mfa } }) }, '/login');

suite('authData: a second factor by TOTP', () => {
  test('setting it up answers two recovery codes, once', async () => {
    const { user, recovery } = await withTotp();
    assert.equal(recovery.length, 2);
    const me = await api.call('GET', '/users/me', { session: user.getSessionToken() });
    assert.deepEqual(me.json.authData, { mfa: { status: 'enabled' } });
  });
  test('a wrong code does not set it up', async () => {
    const user = await signUp();
    const secret = totpSecret();
    const wrong = totp(secret) === '000000' ? '000001' : '000000';
    const put = (mfa) => api.call('PUT', `/users/${user.id}`, { body: { authData: { mfa } }, session: user.getSessionToken() });
    assertError(await put({ secret, token: wrong }), 400, 141, 'Invalid MFA token');
    assertError(await put({ secret: 'AAAA', token: wrong }), 400, 141, 'Invalid MFA data');
    assertError(await put({ token: wrong }), 400, 141, 'Invalid MFA data');
    assertStatus(await logIn({ username: user.get('username'), password: passwordOf(user.get('username')) }), 200);
  });
  test('log-in without a code is refused', async () => {
    assertError(await logIn(await withTotp()), 400, -1, 'Missing additional authData mfa');
  });
  test('log-in with a wrong code, or what is no code, is refused', async () => {
    const account = await withTotp();
    for (const token of [totp(account.secret) === '000000' ? '000001' : '000000', { $ne: '' }, 5, null]) {
      assertError(await logIn(account, { token }), 400, 141, 'Invalid MFA token');
    }
  });
  test('log-in with the code', async () => {
    const account = await withTotp();
    const answer = await logIn(account, { token: totp(account.secret) });
    assertStatus(answer, 200);
    assert.equal(answer.json.objectId, account.user.id);
    assert.deepEqual(answer.json.authData, { mfa: { status: 'enabled' } });
  });
  test('the code does not help with a wrong password', async () => {
    const account = await withTotp();
    const answer = await logIn({ ...account, password: 'wrong password' }, { token: totp(account.secret) });
    assertError(answer, 404, 101, 'Invalid username/password.');
  });
  test('a recovery code works once', async () => {
    const account = await withTotp();
    assertStatus(await logIn(account, { token: account.recovery[0] }), 200);
    assertError(await logIn(account, { token: account.recovery[0] }), 400, 141, 'Invalid MFA token');
    assertStatus(await logIn(account, { token: account.recovery[1] }), 200);
  });
  test('of two uses of one recovery code at the same time one wins', async () => {
    const account = await withTotp();
    const answers = await Promise.all([1, 2, 3].map(() => logIn(account, { token: account.recovery[0] })));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  });
  test('no answer shows the secret or the recovery codes', async () => {
    const { user, username, password, secret, recovery } = await withTotp();
    const options = { session: user.getSessionToken() };
    const answers = [
      await api.call('GET', '/users/me', options),
      await api.call('GET', `/users/${user.id}`, options),
      await api.call('GET', '/users', options),
      await api.call('GET', '/sessions/me?include=user', options),
      await api.call('GET', '/sessions?include=user', options),
      await post({ username, password }, '/verifyPassword'),
      await logIn({ username, password }, { token: totp(secret) }),
      await post({ username, password, challengeData: { mfa: {} } }, '/challenge'),
    ];
    for (const { text } of answers) {
      for (const hidden of [secret, ...recovery]) assert.equal(text.includes(hidden), false, text);
    }
  });
  test('a challenge asks for data', async () => {
    assertError(await post({}, '/challenge'), 400, -1, 'Nothing to challenge.');
  });
  test('a session takes it away', differs('one of its codes does: tests/rest/accounts.test.mjs'), async () => {
    const account = await withTotp();
    const body = { authData: { mfa: null } };
    assertStatus(await api.call('PUT', `/users/${account.user.id}`, { body, session: account.user.getSessionToken() }), 200);
    assertStatus(await logIn(account), 200);
  });
  test('the master key takes it away', async () => {
    const account = await withTotp();
    assertStatus(await api.call('PUT', `/users/${account.user.id}`, { body: { authData: { mfa: null } }, master: true }), 200);
    assertStatus(await logIn(account), 200);
  });
  test('replacing it asks for the old code', async () => {
    const { user, secret } = await withTotp();
    const fresh = totpSecret();
    const put = (mfa) => api.call('PUT', `/users/${user.id}`, { body: { authData: { mfa } }, session: user.getSessionToken() });
    assertError(await put({ secret: fresh, token: totp(fresh) }), 400, 141, 'Invalid MFA token');
    assertStatus(await put({ secret: fresh, token: totp(fresh), old: totp(secret) }), 200);
  });
  test('by the SDK: logInWithAdditionalAuth', async () => {
    const { user, username, password, secret } = await withTotp();
    const again = await Parse.User.logInWithAdditionalAuth(username, password, { mfa: { token: totp(secret) } });
    assert.equal(again.id, user.id);
    await rejects(Parse.User.logIn(username, password), -1);
    assert.equal((await Parse.User.me(again.getSessionToken())).id, user.id);
  });
});
