// Sign-up, log-in, the user's own object.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { access, assertError, assertStatus, query, unique } from '../lib/rest.mjs';

describeServer('users', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);
  const signUp = (body, options) => call('POST', '/users', { body, ...options });

  test('sign-up answers with the id, the time, the session and the place', async () => {
    const username = unique('user');
    const answer = await signUp({ username, password: 'secret', email: `${username}@example.com` });
    assertStatus(answer, 201);
    assert.deepEqual(Object.keys(answer.json).sort(), ['createdAt', 'objectId', 'sessionToken']);
    assert.match(answer.json.objectId, /^[A-Za-z0-9]{10,}$/);
    assert.match(answer.json.sessionToken, /^r:[0-9a-f]{32}/);
    assert.match(answer.json.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.match(answer.headers.location, new RegExp(`/users/${answer.json.objectId}$`));
  });

  test('a password is never answered', async () => {
    const user = await context.api.signUp();
    for (const answer of [
      await call('GET', '/users/me', { session: user.session }),
      await call('GET', `/users/${user.id}`, { master: true }),
      await call('GET', `/users${query({ where: { objectId: user.id } })}`, { master: true }),
    ]) {
      assertStatus(answer, 200);
      assert.doesNotMatch(answer.text, /password["_]|argon|\$2/i);
    }
    for (const keys of ['password', '_hashed_password', 'username,password']) {
      const answer = await call('GET', `/users/${user.id}${query({ keys })}`, { master: true });
      assert.ok(answer.status < 500, answer.text);
      assert.doesNotMatch(answer.text, /password["_]|argon|\$2/i);
    }
  });

  test('a new user is visible to itself alone', async () => {
    const user = await context.api.signUp();
    const other = await context.api.signUp();
    const own = await context.api.fetch('_User', user.id, { session: user.session });
    assert.deepEqual(own.ACL, access(user.id));
    assertError(await call('GET', `/users/${user.id}`, { session: other.session }), 404, 101, 'Object not found.');
    assertError(await call('GET', `/users/${user.id}`), 404, 101);
    const seen = await context.api.find('_User', { where: { objectId: user.id } }, { session: other.session });
    assert.deepEqual(seen, []);
  });

  test('names are taken once, whatever their case', async () => {
    const username = unique('user');
    await context.api.signUp(username, { email: `${username}@example.com` });
    assertError(await signUp({ username, password: 'x' }), 400, 202, 'Account already exists for this username.');
    assertError(await signUp({ username: username.toUpperCase(), password: 'x' }), 400, 202);
  });

  test('e-mail addresses are taken once, whatever their case', async () => {
    const username = unique('user');
    const email = `${username}@example.com`;
    await context.api.signUp(username, { email });
    const again = { username: unique('user'), password: 'x', email };
    assertError(await signUp(again), 400, 203, 'Account already exists for this email address.');
    assertError(await signUp({ ...again, email: email.toUpperCase() }), 400, 203);
  });

  for (const [what, body, code] of [
    ['no username', { password: 'x' }, 200],
    ['an empty username', { username: '', password: 'x' }, 200],
    ['a number for a username', { username: 5, password: 'x' }, 200],
    ['no password', { username: 'nopassword' }, 201],
    ['an empty password', { username: 'nopassword', password: '' }, 201],
    ['a number for a password', { username: 'nopassword', password: 5 }, 201],
    ['nothing', {}, 200],
    ['a bad e-mail address', { username: 'bademail', password: 'x', email: 'nobody' }, 125],
    ['a number for an e-mail address', { username: 'bademail', password: 'x', email: 5 }, 111],
    ['an objectId', { username: 'ownid', password: 'x', objectId: 'mine' }, 105],
  ]) {
    test(`sign-up with ${what} is refused with ${code}`, async () => {
      assertError(await signUp(body), 400, code);
      const where = { username: String(body.username ?? '') };
      assert.deepEqual(await context.api.find('_User', { where }, { master: true }), []);
    });
  }

  test('sign-up takes no session token of the caller\'s choice', async () => {
    const answer = await signUp({ username: unique('user'), password: 'x', sessionToken: 'r:chosen' });
    if (answer.status === 201) assert.notEqual(answer.json.sessionToken, 'r:chosen');
    assertError(await call('GET', '/users/me', { session: 'r:chosen' }), 400, 209);
  });

  test('log-in by GET, by POST and by e-mail address', async () => {
    const username = unique('user');
    const email = `${username}@example.com`;
    const user = await context.api.signUp(username, { email });
    const { password } = user;
    const answers = [
      await call('GET', `/login${query({ username, password })}`),
      await call('POST', '/login', { body: { username, password } }),
      await call('POST', '/login', { body: { email, password } }),
      await call('POST', '/login', { body: { username: email, password } }),
    ];
    for (const answer of answers) {
      assertStatus(answer, 200);
      assert.equal(answer.json.objectId, user.id);
      assert.equal(answer.json.username, username);
      assert.equal(answer.json.email, email);
      assert.deepEqual(answer.json.ACL, access(user.id));
      assert.match(answer.json.sessionToken, /^r:/);
      assert.ok(answer.json.createdAt && answer.json.updatedAt);
    }
    assert.equal(new Set(answers.map((answer) => answer.json.sessionToken)).size, answers.length);
    const me = await call('GET', '/users/me', { session: answers[0].json.sessionToken });
    assertStatus(me, 200);
  });

  test('a wrong password and an unknown user answer alike', async () => {
    const { username } = await context.api.signUp();
    const wrong = await call('POST', '/login', { body: { username, password: 'wrong' } });
    const unknown = await call('POST', '/login', { body: { username: unique('nobody'), password: 'wrong' } });
    assertError(wrong, 404, 101, 'Invalid username/password.');
    assertError(unknown, 404, 101, 'Invalid username/password.');
    assertError(await call('GET', `/login${query({ username, password: 'wrong' })}`), 404, 101);
  });

  test('log-in needs a name and a password', async () => {
    assertError(await call('POST', '/login', { body: { username: 'x' } }), 400, 201);
    assertError(await call('POST', '/login', { body: { password: 'x' } }), 400, 200);
    assertError(await call('POST', '/login', { body: {} }), 400, 200);
  });

  test('log-in with anything but strings is refused', async () => {
    const { username, password } = await context.api.signUp();
    for (const body of [
      { username, password: 5 },
      { username, password: { $ne: '' } },
      { username: { $ne: 'x' }, password },
      { username: [username], password },
      { username: { $regex: '.*' }, password },
    ]) {
      const answer = await call('POST', '/login', { body });
      assert.ok([400, 404].includes(answer.status), `${JSON.stringify(body)}: ${answer.status} ${answer.text}`);
    }
  });

  test('a NUL in a name or a password is refused, never cut off', differs('parse-server fails with 500'), async () => {
    const username = unique('user');
    assertStatus(await signUp({ username, password: 'abc' }), 201);
    for (const password of ['abc\u0000', 'abc\u0000def', '\u0000abc']) {
      assertError(await call('POST', '/login', { body: { username, password } }), 400, 107);
    }
    assertError(await call('POST', '/login', { body: { username: `${username}\u0000`, password: 'abc' } }), 400, 107);
  });

  test('passwords may be long and in any script', async () => {
    for (const password of ['密碼和表情🙂', 'x'.repeat(60), '   ', "'; DROP TABLE _User; --"]) {
      const username = unique('user');
      assertStatus(await signUp({ username, password }), 201);
      assertStatus(await call('POST', '/login', { body: { username, password } }), 200);
      assertError(await call('POST', '/login', { body: { username, password: `${[...password].slice(0, -1).join('')}~` } }), 404, 101);
    }
  });

  test('every character of a long password counts', differs('bcrypt stops after 72 bytes'), async () => {
    const username = unique('user');
    const password = 'x'.repeat(1000);
    assertStatus(await signUp({ username, password }), 201);
    assertStatus(await call('POST', '/login', { body: { username, password } }), 200);
    assertError(await call('POST', '/login', { body: { username, password: `${password.slice(1)}y` } }), 404, 101);
  });

  test('/users/me is the user of the session', async () => {
    const user = await context.api.signUp();
    const me = await call('GET', '/users/me', { session: user.session });
    assertStatus(me, 200);
    assert.equal(me.json.objectId, user.id);
    assert.equal(me.json.sessionToken, user.session);
    assertError(await call('GET', '/users/me'), 400, 209);
  });

  test('a user changes its own object, and nobody else\'s', async () => {
    const user = await context.api.signUp();
    const other = await context.api.signUp();
    const email = `${user.username}@example.com`;
    const changed = await call('PUT', `/users/${user.id}`, { session: user.session, body: { email } });
    assertStatus(changed, 200);
    assert.ok(changed.json.updatedAt);
    assert.equal((await context.api.fetch('_User', user.id, { session: user.session })).email, email);
    const body = { email: 'stolen@example.com' };
    for (const options of [{}, { session: other.session }]) {
      const refused = await call('PUT', `/users/${user.id}`, { body, ...options });
      assert.ok([400, 404].includes(refused.status), refused.text);
      assert.ok([101, 206].includes(refused.json.code), refused.text);
    }
    assertError(await call('PUT', `/users/${user.id}`, { body }), 400, 206);
    assert.equal((await context.api.fetch('_User', user.id, { master: true })).email, email);
  });

  test('a changed name must be free', async () => {
    const one = await context.api.signUp();
    const two = await context.api.signUp();
    const answer = await call('PUT', `/users/${two.id}`, { session: two.session, body: { username: one.username } });
    assertError(answer, 400, 202);
    assert.equal((await context.api.fetch('_User', two.id, { master: true })).username, two.username);
  });

  test('a changed password ends the other sessions', async () => {
    const user = await context.api.signUp();
    const answer = await call('PUT', `/users/${user.id}`, { session: user.session, body: { password: 'new one' } });
    assertStatus(answer, 200);
    assertError(await call('GET', '/users/me', { session: user.session }), 400, 209);
    const { username } = user;
    assertError(await call('POST', '/login', { body: { username, password: user.password } }), 404, 101);
    assertStatus(await call('POST', '/login', { body: { username, password: 'new one' } }), 200);
    if (answer.json.sessionToken) {
      assertStatus(await call('GET', '/users/me', { session: answer.json.sessionToken }), 200);
    }
  });

  test('a user deletes itself, and nobody else', async () => {
    const user = await context.api.signUp();
    const other = await context.api.signUp();
    assertError(await call('DELETE', `/users/${user.id}`), 400, 206);
    assert.ok([400, 404].includes((await call('DELETE', `/users/${user.id}`, { session: other.session })).status));
    const gone = await call('DELETE', `/users/${user.id}`, { session: user.session });
    assertStatus(gone, 200);
    assert.deepEqual(gone.json, {});
    assertError(await call('GET', `/users/${user.id}`, { master: true }), 404, 101);
    assertError(await call('GET', '/users/me', { session: user.session }), 400, 209);
    const { username, password } = user;
    assertError(await call('POST', '/login', { body: { username, password } }), 404, 101);
  });

  test('the master key reads, changes and deletes any user', async () => {
    const user = await context.api.signUp();
    const master = true;
    assertStatus(await call('PUT', `/users/${user.id}`, { master, body: { email: `${user.username}@example.com` } }), 200);
    assertStatus(await call('DELETE', `/users/${user.id}`, { master }), 200);
  });

  test('/classes/_User is the same thing', async () => {
    const username = unique('user');
    const answer = await call('POST', '/classes/_User', { body: { username, password: 'secret' } });
    assertStatus(answer, 201);
    assert.match(answer.json.sessionToken, /^r:/);
    assertStatus(await call('POST', '/login', { body: { username, password: 'secret' } }), 200);
    assertError(await call('POST', '/classes/_User', { body: { username, password: 'x' } }), 400, 202);
    assertError(await call('GET', `/classes/_User/${answer.json.objectId}`), 404, 101);
  });

  test('a field that the schema lacks is refused', differs('the schema is static'), async () => {
    const username = unique('user');
    assertError(await signUp({ username, password: 'x', shoeSize: 43 }), 400, 119, /shoeSize/);
    assertError(await call('POST', '/login', { body: { username, password: 'x' } }), 404, 101);
  });
});
