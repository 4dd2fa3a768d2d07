// Users: sign-up, log-in, the current user, what each may see and change, passwords, lockout.
import {
  Parse, access, api, as, assert, assertError, assertStatus, cases, master, passwordOf, pointer, query, rejects,
  server, signUp, suite, test, unique,
} from './lib/sdk.mjs';

const post = (body, path = '/users') => api.call('POST', path, { body });
const password = 'a long password';
/** A user by plain REST: { id, username, password, session, email }. */
async function newUser(extra = {}) {
  const username = unique('u');
  const answer = await post({ username, password, ...extra });
  assertStatus(answer, 201);
  return { username, password, id: answer.json.objectId, session: answer.json.sessionToken, ...extra };
}

suite('users: sign-up', () => {
  test('answers 201, a Location and a revocable session', async () => {
    const answer = await post({ username: unique('u'), password });
    assertStatus(answer, 201);
    assert.deepEqual(Object.keys(answer.json).sort(), ['createdAt', 'objectId', 'sessionToken']);
    assert.match(answer.json.sessionToken, /^r:[0-9a-f]{32}$/);
    assert.equal(answer.headers.location, `${server.base}/users/${answer.json.objectId}`);
  });
  test('by the SDK', async () => {
    const user = await signUp({ nickname: 'Nick' });
    assert.ok(user.id);
    assert.ok(user.getSessionToken());
    assert.equal(user.get('nickname'), 'Nick');
  });
  test('a new user is private to itself', async () => {
    const user = await newUser();
    const answer = await api.call('GET', '/users/me', { session: user.session });
    assert.deepEqual(answer.json.ACL, access(user.id));
  });
  test('an ACL that is given keeps the user itself in', async () => {
    const user = await newUser({ ACL: { '*': { read: true } } });
    const answer = await api.call('GET', '/users/me', { session: user.session });
    assert.deepEqual(answer.json.ACL, { '*': { read: true }, ...access(user.id) });
  });
  const refused = [
    ['no username', () => ({ password }), 200, 'bad or missing username'],
    ['an empty username', () => ({ username: '', password }), 200, 'bad or missing username'],
    ['a number as username', () => ({ username: 5, password }), 200, 'bad or missing username'],
    ['no password', () => ({ username: unique('u') }), 201, 'password is required'],
    ['an empty password', () => ({ username: unique('u'), password: '' }), 201, 'password is required'],
    ['a number as password', () => ({ username: unique('u'), password: 12345678 }), 201, 'password is required'],
    ['a password against the policy', () => ({ username: unique('u'), password: 'short' }), 142, 'A password has at least 8 characters.'],
    ['an e-mail address that is none', () => ({ username: unique('u'), password, email: 'nomail' }), 125, 'Email address format is invalid.'],
    ['an unknown field', () => ({ username: unique('u'), password, nosuchfield: 1 }), 119],
    ['an objectId', () => ({ username: unique('u'), password, objectId: 'mychoice00' }), 105],
  ];
  cases(refused, async (body, code, message) => assertError(await post(body()), 400, code, message));
  test('a password that holds the username', async () => {
    const username = unique('u');
    assertError(await post({ username, password: `xx${username}yy` }), 400, 142, 'Password cannot contain your username.');
  });
  test('a username that is taken is error 202', async () => {
    const { username } = await newUser();
    assertError(await post({ username, password }), 400, 202, 'Account already exists for this username.');
  });
  test('in other letters it is taken too', async () => {
    const { username } = await newUser();
    assertError(await post({ username: username.toUpperCase(), password }), 400, 202);
  });
  test('an e-mail address that is taken is error 203', async () => {
    const email = `${unique('e')}@example.com`;
    await newUser({ email });
    const message = 'Account already exists for this email address.';
    assertError(await post({ username: unique('u'), password, email }), 400, 203, message);
    assertError(await post({ username: unique('u'), password, email: email.toUpperCase() }), 400, 203, message);
  });
  test('of two sign-ups of one name at the same time one wins', async () => {
    const username = unique('u');
    const answers = await Promise.all([1, 2, 3].map(() => post({ username, password })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 400, 400]);
  });
});

suite('users: log-in', () => {
  test('by GET and by POST', async () => {
    const user = await newUser();
    for (const answer of [
      await api.call('GET', `/login${query({ username: user.username, password })}`),
      await post({ username: user.username, password }, '/login'),
    ]) {
      assertStatus(answer, 200);
      assert.equal(answer.json.objectId, user.id);
      assert.equal(answer.json.username, user.username);
      assert.match(answer.json.sessionToken, /^r:/);
      assert.notEqual(answer.json.sessionToken, user.session);
      for (const key of ['password', '_hashed_password', '_rperm', '_wperm', 'authData']) assert.equal(key in answer.json, false, key);
    }
  });
  test('by e-mail address, named as one or as the username', async () => {
    const email = `${unique('e')}@example.com`;
    const user = await newUser({ email });
    for (const body of [{ email, password }, { username: email, password }, { username: user.username, email, password }]) {
      const answer = await post(body, '/login');
      assertStatus(answer, 200);
      assert.equal(answer.json.objectId, user.id);
    }
  });
  test('the username of another with this e-mail address is refused', async () => {
    const email = `${unique('e')}@example.com`;
    await newUser({ email });
    const other = await newUser();
    assertError(await post({ username: other.username, email, password }, '/login'), 404, 101);
  });
  const refused = [
    ['a wrong password', (name) => ({ username: name, password: 'wrong password' }), 404, 101, 'Invalid username/password.'],
    ['an unknown user', () => ({ username: unique('nobody'), password }), 404, 101, 'Invalid username/password.'],
    ['the username in other letters', (name) => ({ username: name.toUpperCase(), password }), 404, 101, 'Invalid username/password.'],
    ['no username', () => ({ password }), 400, 200, 'username/email is required.'],
    ['no password', (name) => ({ username: name }), 400, 201, 'password is required.'],
    ['a query as username', () => ({ username: { $regex: '.' }, password }), 404, 101, 'Invalid username/password.'],
    ['a query as password', (name) => ({ username: name, password: { $ne: '' } }), 404, 101, 'Invalid username/password.'],
  ];
  cases(refused, async (body, status, code, message) => {
    const { username } = await newUser();
    assertError(await post(body(username), '/login'), status, code, message);
  });
  test('by the SDK: logIn and logInWithEmail', async () => {
    const email = `${unique('e')}@example.com`;
    const user = await newUser({ email });
    assert.equal((await Parse.User.logIn(user.username, password)).id, user.id);
    assert.equal((await Parse.User.logIn(email, password)).id, user.id);
    await rejects(Parse.User.logIn(user.username, 'wrong password'), 101, 'Invalid username/password.');
  });
  test('a bad session token does not stand in the way of log-in', async () => {
    const user = await newUser();
    const answer = await api.call('POST', '/login', { body: { username: user.username, password }, session: 'r:nonsense' });
    assertStatus(answer, 200);
  });
  test('verifyPassword tells the user and makes no session', async () => {
    const user = await newUser();
    const answer = await api.call('GET', `/verifyPassword${query({ username: user.username, password })}`);
    assertStatus(answer, 200);
    assert.equal(answer.json.objectId, user.id);
    assert.equal('sessionToken' in answer.json, false);
    const wrong = await api.call('GET', `/verifyPassword${query({ username: user.username, password: 'wrong password' })}`);
    assertError(wrong, 404, 101, 'Invalid username/password.');
  });
  test('by the SDK: verifyPassword', async () => {
    const user = await newUser();
    assert.equal((await Parse.User.verifyPassword(user.username, password)).objectId, user.id);
    await rejects(Parse.User.verifyPassword(user.username, 'wrong password'), 101);
  });
  test('three wrong passwords lock the account', async () => {
    const { username } = await newUser();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      assertError(await post({ username, password: 'wrong password' }, '/login'), 404, 101, 'Invalid username/password.');
    }
    assertError(await post({ username, password }, '/login'), 404, 101,
      'Your account is locked due to multiple failed login attempts. Please try again after 5 minute(s)');
  });
  test('a right password starts the count anew', async () => {
    const { username } = await newUser();
    for (let round = 0; round < 2; round += 1) {
      for (let attempt = 0; attempt < 2; attempt += 1) await post({ username, password: 'wrong password' }, '/login');
      assertStatus(await post({ username, password }, '/login'), 200);
    }
  });
});

suite('users: the current user', () => {
  test('/users/me', async () => {
    const user = await newUser();
    const answer = await api.call('GET', '/users/me', { session: user.session });
    assertStatus(answer, 200);
    assert.equal(answer.json.objectId, user.id);
    assert.equal(answer.json.sessionToken, user.session);
  });
  test('without a session is error 209', async () => assertError(await api.call('GET', '/users/me'), 400, 209));
  test('with a wrong one too', async () => {
    assertError(await api.call('GET', '/users/me', { session: 'r:0123456789abcdef0123456789abcdef' }), 400, 209, 'Invalid session token');
  });
  test('by the SDK: me', async () => {
    const user = await signUp();
    assert.equal((await Parse.User.me(user.getSessionToken())).id, user.id);
    await rejects(Parse.User.me('r:nonsense'), 209, 'Invalid session token');
  });
  test('by the SDK, as an app on a device does: become, current, logOut', async () => {
    const user = await signUp();
    Parse.User.enableUnsafeCurrentUser();
    try {
      assert.equal((await Parse.User.become(user.getSessionToken())).id, user.id);
      assert.equal(Parse.User.current().id, user.id);
      assert.equal((await Parse.Session.current()).get('user').id, user.id);
      await Parse.User.logOut();
      assert.equal(Parse.User.current(), null);
    } finally {
      Parse.User.disableUnsafeCurrentUser();
    }
    await rejects(Parse.User.me(user.getSessionToken()), 209, 'Invalid session token');
  });
  test('by the SDK: save with one\'s session', async () => {
    const user = await signUp();
    await user.save({ nickname: 'changed' }, as(user));
    assert.equal((await Parse.User.me(user.getSessionToken())).get('nickname'), 'changed');
  });
  test('loginAs needs the master key', async () => {
    const user = await newUser();
    const answer = await api.call('POST', '/loginAs', { body: { userId: user.id }, master: true });
    assertStatus(answer, 200);
    assert.equal(answer.json.objectId, user.id);
    assertStatus(await api.call('GET', '/users/me', { session: answer.json.sessionToken }), 200);
    assertError(await post({ userId: user.id }, '/loginAs'), 400, 119);
    assertError(await api.call('POST', '/loginAs', { body: { userId: 'nosuchuser' }, master: true }), 404, 101, 'user not found');
  });
  test('by the SDK: loginAs', async () => {
    const user = await signUp();
    assert.equal((await Parse.User.loginAs(user.id)).id, user.id);
  });
});

suite('users: who sees and changes them', () => {
  test('oneself: all but the password', async () => {
    const user = await newUser({ email: `${unique('e')}@example.com`, phone: '5550' });
    const seen = await api.fetch('_User', user.id, { session: user.session });
    assert.equal(seen.email, user.email);
    assert.equal(seen.phone, '5550');
    assert.equal('password' in seen, false);
  });
  test('others see nothing of a private user', async () => {
    const [user, other] = [await newUser(), await newUser()];
    assertError(await api.call('GET', `/users/${user.id}`, { session: other.session }), 404, 101, 'Object not found.');
    assert.deepEqual(await api.find('_User', { where: { username: user.username } }), []);
  });
  test('of a public user others see neither e-mail address nor protected fields', async () => {
    const user = await newUser({ email: `${unique('e')}@example.com`, phone: '5550', ACL: { '*': { read: true } } });
    const seen = await api.fetch('_User', user.id);
    assert.equal(seen.username, user.username);
    assert.deepEqual(['email' in seen, 'phone' in seen], [false, false]);
  });
  test('the master key sees both', async () => {
    const user = await newUser({ email: `${unique('e')}@example.com`, phone: '5550' });
    const seen = await api.fetch('_User', user.id, { master: true });
    assert.deepEqual([seen.email, seen.phone], [user.email, '5550']);
  });
  test('an update by oneself', async () => {
    const user = await newUser();
    const answer = await api.call('PUT', `/users/${user.id}`, { body: { nickname: 'n', age: 5 }, session: user.session });
    assertStatus(answer, 200);
    assert.deepEqual(Object.keys(answer.json), ['updatedAt']);
  });
  test('an update by nobody, or by another, is error 206', async () => {
    const [user, other] = [await newUser(), await newUser()];
    assertError(await api.call('PUT', `/users/${user.id}`, { body: { nickname: 'x' } }), 400, 206);
    const byOther = await api.call('PUT', `/users/${user.id}`, { body: { nickname: 'x' }, session: other.session });
    assertError(byOther, 400, 206);
  });
  test('a delete by nobody is error 206, by oneself takes the sessions along', async () => {
    const user = await newUser();
    assertError(await api.call('DELETE', `/users/${user.id}`), 400, 206, 'Insufficient auth to delete user');
    assertStatus(await api.call('DELETE', `/users/${user.id}`, { session: user.session }), 200);
    assertError(await api.call('GET', '/users/me', { session: user.session }), 400, 209);
    assertError(await post({ username: user.username, password }, '/login'), 404, 101);
  });
  test('relations and pointers between users', async () => {
    const [user, friend] = [await signUp(), await signUp({ ACL: new Parse.ACL({ '*': { read: true } }) })];
    user.relation('friends').add(friend);
    await user.save({ buddy: friend }, as(user));
    const found = await user.relation('friends').query().find(as(user));
    assert.deepEqual(found.map(({ id }) => id), [friend.id]);
    const seen = await api.fetch('_User', user.id, { session: user.getSessionToken() });
    assert.deepEqual(seen.buddy, pointer('_User', friend.id));
  });
});

suite('users: changing name, e-mail address and password', () => {
  const update = (user, body) => api.call('PUT', `/users/${user.id}`, { body, session: user.session });
  test('a new username logs in, the old does not', async () => {
    const user = await newUser();
    const username = unique('new');
    assertStatus(await update(user, { username }), 200);
    assertStatus(await post({ username, password }, '/login'), 200);
    assertError(await post({ username: user.username, password }, '/login'), 404, 101);
  });
  test('a username or e-mail address that is taken', async () => {
    const [user, other] = [await newUser(), await newUser({ email: `${unique('e')}@example.com` })];
    assertError(await update(user, { username: other.username }), 400, 202);
    assertError(await update(user, { email: other.email }), 400, 203);
    assertError(await update(user, { email: 'nomail' }), 400, 125);
  });
  test('a new password ends every session and answers a new one', async () => {
    const user = await newUser();
    const answer = await update(user, { password: 'another long password' });
    assertStatus(answer, 200);
    assert.match(answer.json.sessionToken, /^r:/);
    assertError(await api.call('GET', '/users/me', { session: user.session }), 400, 209);
    assertStatus(await api.call('GET', '/users/me', { session: answer.json.sessionToken }), 200);
    assertError(await post({ username: user.username, password }, '/login'), 404, 101);
    assertStatus(await post({ username: user.username, password: 'another long password' }, '/login'), 200);
  });
  test('the last three passwords are not taken again', async () => {
    const user = await newUser();
    const message = 'New password should not be the same as last 3 passwords.';
    assertError(await update(user, { password }), 400, 142, message);
    const answer = await update(user, { password: 'another long password' });
    const session = answer.json.sessionToken;
    assertError(await update({ ...user, session }, { password }), 400, 142, message);
  });
  test('a new password obeys the policy', async () => {
    const user = await newUser();
    assertError(await update(user, { password: 'short' }), 400, 142, 'A password has at least 8 characters.');
    assertStatus(await api.call('GET', '/users/me', { session: user.session }), 200);
  });
  test('by the SDK, with the master key', async () => {
    const user = await signUp();
    const copy = await new Parse.Query(Parse.User).get(user.id, master);
    copy.setPassword('set by the master');
    await copy.save(null, master);
    assert.equal((await Parse.User.logIn(user.get('username'), 'set by the master')).id, user.id);
    await rejects(Parse.User.logIn(user.get('username'), passwordOf(user.get('username'))), 101);
  });
});
