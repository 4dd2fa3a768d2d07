// Accounts: names, the password policy, lockout, second factors, and what sessions are tied to.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { compile, runProgram } from '../lib/c_program.mjs';
import { runsWithFaults } from '../lib/faults.mjs';
import { describeServer, differs } from '../lib/fixture.mjs';
import { runsAgainstReference } from '../lib/reference.mjs';
import { assertError, assertStatus, client, pointer, query, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { totp, totpSecret } from '../lib/totp.mjs';

const configured = runsAgainstReference() && 'the reference runs with other options';
const wrongCode = (secret) => ['000000', '000001', '000002', '000003'].find((code) => ![-1, 0, 1].some((step) => totp(secret, step) === code));

describeServer('names', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);
  const signUp = (username, extra) => call('POST', '/users', { body: { username, password: 'x', ...extra } });

  for (const [what, first, second] of [
    ['accents', 'ÄÖÜ', 'äöü'], ['Greek, whose sigma has three forms', 'ΟΔΥΣΣΕΎΣ', 'οδυσσεύς'], ['Cyrillic', 'ИВАН', 'иван'],
    ['the sharp s', 'STRASSE', 'straße'], ['ligatures', 'ﬁnn', 'finn'], ['full width', 'Ｋｉｍ', 'kim'],
    ['a composed and a decomposed letter', 'é', 'e\u0301'],
  ]) {
    test(`alike but for ${what} are one name`, differs('parse-server folds less'), async () => {
      const suffix = unique('');
      assertStatus(await signUp(first + suffix), 201);
      assertError(await signUp(second + suffix), 400, 202, 'Account already exists for this username.');
      assertStatus(await signUp(unique('u'), { email: `${first}${suffix}@example.com` }), 201);
      assertError(await signUp(unique('u'), { email: `${second}${suffix}@example.com` }), 400, 203);
    });
  }

  test('a name with an accent is another than one without', async () => {
    const suffix = unique('');
    assertStatus(await signUp(`rene${suffix}`), 201);
    assertStatus(await signUp(`rené${suffix}`), 201);
  });

  test('log-in wants the name as it was written', async () => {
    const username = unique('Name');
    await signUp(username);
    assertStatus(await call('POST', '/login', { body: { username, password: 'x' } }), 200);
    assertError(await call('POST', '/login', { body: { username: username.toLowerCase(), password: 'x' } }), 404, 101);
  });

  test('a user may change the case of its own name', async () => {
    const user = await context.api.signUp();
    const username = user.username.toUpperCase();
    assertStatus(await call('PUT', `/users/${user.id}`, { session: user.session, body: { username } }), 200);
    assertError(await signUp(user.username), 400, 202);
  });

  test('a name that was changed or deleted is free again', async () => {
    const user = await context.api.signUp();
    assertStatus(await call('PUT', `/users/${user.id}`, { session: user.session, body: { username: unique('new'), email: `${user.username}@example.com` } }), 200);
    assertStatus(await signUp(user.username.toUpperCase()), 201);
    assertStatus(await call('PUT', `/users/${user.id}`, { session: user.session, body: { email: { __op: 'Delete' } } }), 200);
    assertStatus(await signUp(unique('u'), { email: `${user.username}@example.com` }), 201);
    const other = await context.api.signUp();
    assertStatus(await call('DELETE', `/users/${other.id}`, { session: other.session }), 200);
    assertStatus(await signUp(other.username), 201);
  });

  test('a refused sign-up takes no name', async () => {
    const [username, email] = [unique('u'), `${unique('e')}@example.com`];
    await signUp(unique('u'), { email });
    assertError(await signUp(username, { email }), 400, 203);
    assertStatus(await signUp(username), 201);
  });

  test('a batch takes a name once', async () => {
    const username = unique('u');
    const body = { username, password: 'x' };
    const part = (name) => ({ method: 'POST', path: '/parse/users', body: { ...body, username: name } });
    const { json } = await call('POST', '/batch', { body: { requests: [part(username), part(username.toUpperCase())] } });
    assert.ok(json[0].success);
    assert.equal(json[1].error.code, 202);
  });

  test('a name that is too long is refused', differs('parse-server takes any'), async () => {
    assertError(await signUp('x'.repeat(1001)), 400, 142);
    assertStatus(await signUp('x'.repeat(900) + unique('')), 201);
  });
});

const policy = {
  skip: configured,
  arguments: ['--password-min-length', '8', '--password-classes', 'lower,upper,digit,symbol', '--password-not-username', '--password-history', '3'],
};

describeServer('the password policy', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);
  const message = 'Password does not meet the Password Policy requirements.';
  const signUp = (password, username = unique('u')) => call('POST', '/users', { body: { username, password } });

  for (const password of ['Aa1!aaa', 'AA1!AAAA', 'aa1!aaaa', 'Aaa!aaaa', 'Aa1aaaaa', 'Aä1aaaaä']) {
    test(`${password} is refused`, async () => assertError(await signUp(password), 400, 142, message));
  }
  for (const password of ['Aa1!aaaa', 'Aa1! ÄÖ', 'Aa1!🙂🙂🙂🙂', `Aa1!${'x'.repeat(4000)}`]) {
    test(`${password.slice(0, 20)} is taken`, async () => {
      const username = unique('u');
      if ([...password].length < 8) return assertError(await signUp(password, username), 400, 142, message);
      assertStatus(await signUp(password, username), 201);
      return assertStatus(await call('POST', '/login', { body: { username, password } }), 200);
    });
  }
  test('4,097 bytes are refused, and no log-in hashes them', async () => {
    const password = `Aa1!${'x'.repeat(4093)}`;
    assertError(await signUp(password), 400, 142);
    const username = unique('u');
    await signUp(password.slice(0, 4096), username);
    assertError(await call('POST', '/login', { body: { username, password } }), 404, 101, 'Invalid username/password.');
  });
  test('a password may not hold the username, not even the one to come', async () => {
    const username = unique('u');
    const refusal = 'Password cannot contain your username.';
    assertError(await signUp(`Aa1!${username}`, username), 400, 142, refusal);
    const { json } = await signUp('Aa1!aaaa', username);
    const put = (body) => call('PUT', `/users/${json.objectId}`, { body, session: json.sessionToken });
    assertError(await put({ password: `Bb2?${username}` }), 400, 142, refusal);
    assertError(await put({ username: 'Someone', password: 'Bb2?Someone' }), 400, 142, refusal);
    assertStatus(await put({ username: unique('other'), password: `Bb2?${username}` }), 200);
  });
  test('of three passwords none comes back, the fourth may', async () => {
    const username = unique('u');
    const [first, second, third, fourth] = ['First1!!', 'Second2!', 'Third3!!', 'Fourth4!'];
    let { json: { objectId, sessionToken } } = await signUp(first, username);
    const put = async (password) => {
      const answer = await call('PUT', `/users/${objectId}`, { body: { password }, session: sessionToken });
      sessionToken = answer.json.sessionToken ?? sessionToken;
      return answer;
    };
    const refusal = 'New password should not be the same as last 3 passwords.';
    assertError(await put(first), 400, 142, refusal);
    assertStatus(await put(second), 200);
    assertStatus(await put(third), 200);
    assertError(await put(first), 400, 142, refusal);
    assertError(await call('PUT', `/users/${objectId}`, { body: { password: second }, master: true }), 400, 142, refusal);
    assertStatus(await put(fourth), 200);
    assertStatus(await put(first), 200);
  });
  test('others cannot ask which passwords one has had', async () => {
    const { json } = await signUp('Aa1!aaaa');
    const other = (await signUp('Aa1!aaaa')).json;
    for (const password of ['Aa1!aaaa', 'Bb2?bbbb', 'short']) {
      const answer = await call('PUT', `/users/${json.objectId}`, { body: { password }, session: other.sessionToken });
      assertError(answer, 400, 206, 'Permission denied');
    }
  });
}, policy);

describe('what only time changes', { skip: configured }, () => {
  const DAY = 86400000;
  let folder;
  let program;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-accounts-'));
    program = compile(['tests/lib/run_sql.c'], { libraries: ['sqlite3'] });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a server on one database after another has left it, and SQL in between. */
  async function later(serverArguments, first, sql, second) {
    const run = async (use) => {
      const server = await startServer('kitchen', { dataFolder: folder, arguments: serverArguments });
      await use(client(server));
      await server.stop();
    };
    await run(first);
    assert.ok(Number(runProgram(program, [join(folder, 'kitchen.db'), sql]).toString()) > 0, 'the SQL changed something');
    await run(second);
  }

  test('a password lets nobody in that was chosen too long ago', async () => {
    let user;
    let old;
    await later(['--password-max-age', '30'], async (api) => {
      [user, old] = [await api.signUp(), await api.signUp()];
    }, `UPDATE "_Credential" SET "changedAt" = "changedAt" - ${29 * DAY}`, async (api) => {
      const { username, password } = user;
      assertStatus(await api.call('POST', '/login', { body: { username, password } }), 200);
      assertStatus(await api.call('PUT', `/users/${user.id}`, { body: { password: 'new' }, master: true }), 200);
    });
    await later(['--password-max-age', '30'], async () => {}, `UPDATE "_Credential" SET "changedAt" = "changedAt" - ${2 * DAY}`, async (api) => {
      assertStatus(await api.call('POST', '/login', { body: { username: user.username, password: 'new' } }), 200);
      const { username, password } = old;
      assertError(await api.call('POST', '/login', { body: { username, password } }), 404, 101,
        'Your password has expired. Please reset your password.');
      assertError(await api.call('POST', '/login', { body: { username, password: 'wrong' } }), 404, 101, 'Invalid username/password.');
    });
  });

  test('a lock opens when its time has passed, and shuts at the next failure', async () => {
    let user;
    const logIn = (api, password) => api.call('POST', '/login', { body: { username: user.username, password } });
    await later(['--lockout-threshold', '2'], async (api) => {
      user = await api.signUp();
      for (let i = 0; i < 2; i += 1) await logIn(api, 'wrong');
      assertError(await logIn(api, user.password), 404, 101, /^Your account is locked/);
    }, 'UPDATE "_LoginFailure" SET "lockedUntil" = "lockedUntil" - 301000', async (api) => {
      assertError(await logIn(api, 'wrong'), 404, 101, /^Your account is locked/);
      assertError(await logIn(api, user.password), 404, 101, /^Your account is locked/);
    });
    await later(['--lockout-threshold', '2'], async () => {}, 'UPDATE "_LoginFailure" SET "lockedUntil" = "lockedUntil" - 301000', async (api) => {
      assertStatus(await logIn(api, user.password), 200);
      assertError(await logIn(api, 'wrong'), 404, 101, 'Invalid username/password.');
    });
  });

  test('a sealed secret opens for its owner alone', async () => {
    const secret = totpSecret();
    const users = [];
    const logIn = (api, { username, password }) =>
      api.call('POST', '/login', { body: { username, password, authData: { mfa: { token: totp(secret) } } } });
    await later([], async (api) => {
      for (let i = 0; i < 2; i += 1) users.push(await api.signUp());
      const body = { authData: { mfa: { secret, token: totp(secret, -1) } } };
      assertStatus(await api.call('PUT', `/users/${users[0].id}`, { body, session: users[0].session }), 200);
    }, 'UPDATE "_AuthData" SET "secret" = "secret"', async (api) => {
      assertStatus(await logIn(api, users[0]), 200);
    });
    await later([], async () => {}, `UPDATE "_AuthData" SET "userId" = '${users[1].id}' WHERE "userId" = '${users[0].id}'`, async (api) => {
      assert.equal((await logIn(api, users[1])).status, 500);
    });
  });
});

describeServer('lockout', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);
  const logIn = (username, password) => call('POST', '/login', { body: { username, password } });
  const locked = 'Your account is locked due to multiple failed login attempts. Please try again after 7 minute(s)';
  const wrong = 'Invalid username/password.';
  const fail = async (times, attempt) => {
    for (let i = 0; i < times; i += 1) assertError(await attempt(), 404, 101, wrong);
  };

  test('three failures lock, also for the right password', async () => {
    const { username, password } = await context.api.signUp();
    await fail(3, () => logIn(username, 'wrong'));
    assertError(await logIn(username, password), 404, 101, locked);
    assertError(await logIn(username, 'wrong'), 404, 101, locked);
  });
  test('a name without an account looks the same', async () => {
    const username = unique('nobody');
    await fail(3, () => logIn(username, 'wrong'));
    assertError(await logIn(username, 'wrong'), 404, 101, locked);
    assertError(await logIn(unique('nobody'), 'wrong'), 404, 101, wrong);
  });
  test('failures by name, by e-mail address and by /verifyPassword count together', async () => {
    const username = unique('u');
    const email = `${username}@example.com`;
    const { password } = await context.api.signUp(username, { email });
    await fail(1, () => logIn(username, 'wrong'));
    await fail(1, () => call('POST', '/login', { body: { email, password: 'wrong' } }));
    await fail(1, () => call('GET', `/verifyPassword${query({ username, password: 'wrong' })}`));
    assertError(await logIn(username, password), 404, 101, locked);
    assertError(await call('POST', '/verifyPassword', { body: { username, password } }), 404, 101, locked);
  });
  test('attempts made at the same time all count', async () => {
    const { username, password } = await context.api.signUp();
    await Promise.all(Array.from({ length: 6 }, () => logIn(username, 'wrong')));
    assertError(await logIn(username, password), 404, 101, locked);
  });
  test('attempts in a batch count, undone or not', async () => {
    for (const transaction of [false, true]) {
      const { username, password } = await context.api.signUp();
      const part = { method: 'POST', path: '/parse/login', body: { username, password: 'wrong' } };
      for (let i = 0; i < 3; i += 1) await call('POST', '/batch', { body: { transaction, requests: [part] } });
      assertError(await logIn(username, password), 404, 101, locked);
    }
  });
  test('a lock stays locked to its user alone', async () => {
    const { username } = await context.api.signUp();
    const other = await context.api.signUp();
    await fail(3, () => logIn(username, 'wrong'));
    assertStatus(await logIn(other.username, other.password), 200);
  });
  test('sessions that are there go on', async () => {
    const { username, session } = await context.api.signUp();
    await fail(3, () => logIn(username, 'wrong'));
    assertStatus(await call('GET', '/users/me', { session }), 200);
  });
  test('a new password opens the account', async () => {
    const user = await context.api.signUp();
    await fail(3, () => logIn(user.username, 'wrong'));
    assertStatus(await call('PUT', `/users/${user.id}`, { body: { password: 'new' }, master: true }), 200);
    assertStatus(await logIn(user.username, 'new'), 200);
  });
  test('codes of a second factor count, and the lock hides whether one is right', async () => {
    const user = await context.api.signUp();
    const secret = totpSecret();
    const mfa = { secret, token: totp(secret, -1) };
    assertStatus(await call('PUT', `/users/${user.id}`, { body: { authData: { mfa } }, session: user.session }), 200);
    const body = (token) => ({ username: user.username, password: user.password, authData: { mfa: { token } } });
    for (let i = 0; i < 3; i += 1) assertError(await call('POST', '/login', { body: body(wrongCode(secret)) }), 400, 141, 'Invalid MFA token');
    assertError(await call('POST', '/login', { body: body(totp(secret)) }), 404, 101, locked);
  });
  test('a right password alone does not start the count of codes anew', async () => {
    const user = await context.api.signUp();
    const secret = totpSecret();
    const mfa = { secret, token: totp(secret, -1) };
    await call('PUT', `/users/${user.id}`, { body: { authData: { mfa } }, session: user.session });
    const body = { username: user.username, password: user.password };
    const logInWith = (token) => call('POST', '/login', { body: { ...body, authData: { mfa: { token } } } });
    for (let i = 0; i < 3; i += 1) {
      assertError(await logInWith(wrongCode(secret)), 400, 141);
      assertError(await call('POST', '/login', { body }), 400, -1, 'Missing additional authData mfa');
      assertStatus(await call('POST', '/verifyPassword', { body }), 200);
      assertStatus(await call('POST', '/challenge', { body: { ...body, challengeData: { mfa: {} } } }), 200);
    }
    assertError(await logInWith(totp(secret)), 404, 101, locked);
  });
  test('nor does a session try codes without end: to replace the secret, or to take it away', async () => {
    for (const more of [{ remove: true }, { secret: totpSecret() }]) {
      const user = await context.api.signUp();
      const secret = totpSecret();
      const put = (mfa) => call('PUT', `/users/${user.id}`, { body: { authData: { mfa } }, session: user.session });
      assertStatus(await put({ secret, token: totp(secret, -1) }), 200);
      const change = (old) => put({ ...more, ...(more.secret ? { token: totp(more.secret) } : {}), old });
      for (let i = 0; i < 3; i += 1) assertError(await change(wrongCode(secret)), 400, 141, 'Invalid MFA token');
      assertError(await change(totp(secret)), 404, 101, locked);
      const logIn_ = await call('POST', '/login', { body: { username: user.username, password: user.password, authData: { mfa: { token: totp(secret) } } } });
      assertError(logIn_, 404, 101, locked);
    }
  });
}, { skip: configured, arguments: ['--lockout-threshold', '3', '--lockout-minutes', '7'] });

describeServer('time tells nothing', 'kitchen', (context) => {
  test('an unknown name takes as long as a known one', differs('it is not parse-server\'s times that count'), async () => {
    const { username } = await context.api.signUp();
    // The time that the server computes, since the machine may have other things to do (proc(5): utime, stime).
    const computed = () => {
      const stat = readFileSync(`/proc/${context.server.pid}/stat`, 'utf8');
      const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14);
      return Number(user) + Number(system);
    };
    const times = { [username]: 0, [unique('nobody')]: 0 };
    for (let i = 0; i < 8; i += 1) { // by turns, each often enough for ticks of 10 ms
      for (const name of Object.keys(times)) {
        const start = computed();
        for (let j = 0; j < 10; j += 1) await context.api.call('POST', '/login', { body: { username: name, password: 'wrong' } });
        times[name] += computed() - start;
      }
    }
    const [known, unknown] = Object.values(times);
    assert.ok(known > 0 && Math.abs(known - unknown) < 0.2 * Math.max(known, unknown), `${known} and ${unknown} ticks`);
  });
}, { arguments: ['--lockout-threshold', '1000000'], skip: runsWithFaults() && 'passwords are hashed at the least cost there' });

describeServer('second factors', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);
  const own = differs('stricter than parse-server');

  async function withCodes() {
    const user = await context.api.signUp();
    const secret = totpSecret();
    const put = (authData, options = { session: user.session }) => call('PUT', `/users/${user.id}`, { body: { authData }, ...options });
    const answer = await put({ mfa: { secret, token: totp(secret, -1) } });
    assertStatus(answer, 200);
    const recovery = answer.json.authDataResponse.mfa.recovery.split(', ');
    const { username, password } = user;
    const logIn = (token, extra) => call('POST', '/login', { body: { username, password, authData: { mfa: { token } }, ...extra } });
    return { ...user, secret, put, recovery, logIn };
  }

  test('the code that set it up lets nobody in', own, async () => {
    const user = await context.api.signUp();
    const secret = totpSecret();
    const code = totp(secret);
    const body = { authData: { mfa: { secret, token: code } } };
    assertStatus(await call('PUT', `/users/${user.id}`, { body, session: user.session }), 200);
    const answer = await call('POST', '/login', { body: { username: user.username, password: user.password, authData: { mfa: { token: code } } } });
    assertError(answer, 400, 141, 'Invalid MFA token');
  });
  test('a password alone shows nothing of the account', own, async () => {
    const { id, username, password, session } = await withCodes();
    const ways = (options) => [call('POST', '/verifyPassword', { body: { username, password }, ...options }), call('GET', `/verifyPassword${query({ username, password })}`, options)];
    for (const answer of await Promise.all([...ways({}), ...ways({ session: (await context.api.signUp()).session })])) {
      assertStatus(answer, 200);
      assert.deepEqual(answer.json, { objectId: id });
    }
    for (const answer of await Promise.all([...ways({ session }), ...ways({ master: true })])) assert.equal(answer.json.username, username);
    const other = await context.api.signUp();
    assert.equal((await call('POST', '/verifyPassword', { body: { username: other.username, password: other.password } })).json.username, other.username);
  });
  test('a session alone does not end the account', own, async () => {
    const { id, secret, session } = await withCodes();
    const remove = (authData) => call('DELETE', `/users/${id}`, { session, ...(authData ? { body: { authData } } : {}) });
    for (const none of [undefined, {}, { mfa: null }]) assertError(await remove(none), 400, -1, 'Missing additional authData mfa');
    for (const wrong of [{ mfa: {} }, { mfa: { token: totp(secret, -1) } }, { mfa: { old: totp(secret), remove: true } }]) assertError(await remove(wrong), 400, 141, 'Invalid MFA token');
    const batch = await call('POST', '/batch', { session, body: { requests: [{ method: 'DELETE', path: `${new URL(context.server.base).pathname}/users/${id}` }] } });
    assert.equal(batch.json[0].error.code, -1, batch.text);
    const graphql = await call('POST', '/graphql', { session, body: { query: `mutation { deleteUser(input: {id: "${id}"}) { clientMutationId } }` } });
    assert.equal(graphql.json.errors[0].extensions.code, -1, graphql.text);
    assertStatus(await call('GET', '/users/me', { session }), 200);
    assertStatus(await remove({ mfa: { token: totp(secret) } }), 200);
    const other = await withCodes();
    assertStatus(await call('DELETE', `/users/${other.id}`, { master: true }), 200);
  });
  test('a code lets in once', own, async () => {
    const { secret, logIn } = await withCodes();
    const code = totp(secret);
    assertStatus(await logIn(code), 200);
    assertError(await logIn(code), 400, 141, 'Invalid MFA token');
  });
  test('of two uses of a code at the same time one wins', own, async () => {
    const { secret, logIn } = await withCodes();
    const code = totp(secret);
    const answers = await Promise.all([1, 2, 3].map(() => logIn(code)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  });
  test('a code of the step before does not let in after one of this step', own, async () => {
    const { secret, logIn } = await withCodes();
    assertStatus(await logIn(totp(secret, 1)), 200);
    assertError(await logIn(totp(secret, 0)), 400, 141);
  });
  test('a code is asked for by whatever way one comes', async () => {
    const { id, session, secret, put } = await withCodes();
    const anonymous = { id: unique('anonymous') };
    assertStatus(await put({ anonymous }), 200);
    const post = (authData) => call('POST', '/users', { body: { authData } });
    assertError(await post({ anonymous }), 400, -1, 'Missing additional authData mfa');
    assertError(await post({ anonymous, mfa: { token: wrongCode(secret) } }), 400, 141);
    assertError(await post({ anonymous, mfa: null }), 400, -1);
    const answer = await post({ anonymous, mfa: { token: totp(secret) } });
    assertStatus(answer, 200);
    assert.equal(answer.json.objectId, id);
    assertStatus(await call('GET', '/users/me', { session }), 200);
  });
  test('log-in does not take it away', async () => {
    const { username, password, logIn } = await withCodes();
    for (const authData of [{ mfa: null }, null, {}, { mfa: {} }]) {
      const answer = await call('POST', '/login', { body: { username, password, authData } });
      assert.notEqual(answer.status, 200, JSON.stringify(authData));
    }
    assertError(await logIn('123'), 400, 141);
  });
  test('nobody but its user and the master key sets it up or takes it away', async () => {
    const victim = await withCodes();
    const attacker = await context.api.signUp();
    const secret = totpSecret();
    for (const options of [{}, { session: attacker.session }]) {
      assertError(await victim.put({ mfa: null }, options), 400, 206);
      assertError(await victim.put({ mfa: { secret, token: totp(secret) } }, options), 400, 206);
    }
    assertStatus(await victim.logIn(totp(victim.secret)), 200);
    assertStatus(await victim.put({ mfa: { secret, token: totp(secret, -1) } }, { master: true }), 200);
    assertStatus(await victim.logIn(totp(secret)), 200);
    assertError(await victim.put({ mfa: null }), 400, 141);
    assertError(await victim.put({ anonymous: { id: unique('anonymous') }, mfa: null }), 400, 141);
    assertStatus(await victim.put({ mfa: { remove: true, old: totp(secret, 1) } }), 200);
    assertStatus(await call('POST', '/login', { body: { username: victim.username, password: victim.password } }), 200);
  });
  test('the field cannot be written past the adapters', async () => {
    const user = await context.api.signUp();
    const victim = await context.api.signUp();
    const id = unique('anonymous');
    await call('PUT', `/users/${victim.id}`, { body: { authData: { anonymous: { id } } }, session: victim.session });
    for (const options of [{ session: user.session }, { master: true }]) {
      for (const body of [{ 'authData.anonymous.id': id }, { 'authData.mfa': { __op: 'Delete' } }, { 'authData.anonymous': { id } }]) {
        assertError(await call('PUT', `/users/${user.id}`, { body, ...options }), 400, 105);
      }
      for (const authData of [{ __op: 'Delete' }, 'x', [], null, { anonymous: 'x' }, { anonymous: [] }]) {
        assertError(await call('PUT', `/users/${user.id}`, { body: { authData }, ...options }), 400, 252);
      }
      assertError(await call('PUT', `/users/${user.id}`, { body: { authData: { anonymous: { id: { $ne: 1 } } } }, ...options }), 400, 162);
      assertError(await call('PUT', `/users/${user.id}`, { body: { authData: { anonymous: { id } } }, ...options }), 400, 208);
    }
    const found = await call('POST', '/users', { body: { authData: { anonymous: { id } } } });
    assert.equal(found.json.objectId, victim.id);
  });
  test('no file on disk holds a secret or a recovery code', { skip: configured }, async () => {
    const { secret, recovery } = await withCodes();
    for (const file of readdirSync(context.server.dataFolder, { recursive: true })) {
      if (statSync(join(context.server.dataFolder, file)).isFile() === false) continue;
      const content = readFileSync(join(context.server.dataFolder, file), 'latin1');
      for (const hidden of [secret, ...recovery]) assert.equal(content.includes(hidden), false, file);
    }
  });
  test('the master key does not see the secret either', own, async () => {
    const { id, secret, recovery } = await withCodes();
    const { text, json } = await call('GET', `/users/${id}`, { master: true });
    for (const hidden of [secret, ...recovery]) assert.equal(text.includes(hidden), false);
    assert.deepEqual(json.authData, { mfa: { status: 'enabled' } });
  });
});

describeServer('sessions of devices', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);

  test('one device, one session: signing up counts too, other users and devices do not', async () => {
    const device = unique('device');
    const headers = { 'X-Parse-Installation-Id': device };
    const username = unique('u');
    const signUp = await call('POST', '/users', { body: { username, password: 'x' }, headers });
    const other = await call('POST', '/users', { body: { username: unique('u'), password: 'x' }, headers });
    const elsewhere = await call('POST', '/login', { body: { username, password: 'x' }, headers: { 'X-Parse-Installation-Id': unique('device') } });
    const without = await call('POST', '/login', { body: { username, password: 'x' } });
    const again = await call('POST', '/login', { body: { username, password: 'x' }, headers });
    assertError(await call('GET', '/users/me', { session: signUp.json.sessionToken }), 400, 209);
    for (const { json } of [other, elsewhere, without, again]) {
      assertStatus(await call('GET', '/users/me', { session: json.sessionToken }), 200);
    }
  });

  test('a restricted session reads, and writes no users, sessions or roles', differs('parse-server keeps the word and does nothing'), async () => {
    const user = await context.api.signUp();
    const answer = await call('POST', '/sessions', { body: { restricted: true, installationId: unique('device') }, session: user.session });
    assertStatus(answer, 201);
    assert.equal(answer.json.restricted, true);
    const session = answer.json.sessionToken;
    assertStatus(await call('GET', '/users/me', { session }), 200);
    assertStatus(await call('POST', '/classes/Item', { body: { name: 'x' }, session }), 201);
    for (const [method, path, body] of [
      ['PUT', `/users/${user.id}`, { email: 'x@example.com' }], ['PUT', `/users/${user.id}`, { password: 'stolen' }],
      ['DELETE', `/users/${user.id}`], ['POST', '/sessions', {}], ['DELETE', `/sessions/${answer.json.objectId}`],
      ['POST', '/roles', { name: 'r', ACL: {} }],
    ]) assertError(await call(method, path, { body, session }), 400, 119, /^Permission denied for action (create|update|delete) on class _(User|Session|Role)\.$/);
    const upgraded = await call('POST', '/upgradeToRevocableSession', { session });
    assertStatus(upgraded, 200);
    assertError(await call('PUT', `/users/${user.id}`, { body: { password: 'stolen' }, session: upgraded.json.sessionToken }), 400, 119);
    assertStatus(await call('POST', '/logout', { session }), 200);
    assertError(await call('GET', '/users/me', { session }), 400, 209);
  });

  test('a session cannot be made another\'s when it is made', async () => {
    const [user, victim] = [await context.api.signUp(), await context.api.signUp()];
    const body = { user: pointer('_User', victim.id), expiresAt: { __type: 'Date', iso: '2099-01-01T00:00:00.000Z' } };
    const { json } = await call('POST', '/sessions', { body, session: user.session });
    assert.equal((await call('GET', '/users/me', { session: json.sessionToken })).json.objectId, user.id);
  });

  test('/upgradeToRevocableSession answers another session', async () => {
    const user = await context.api.signUp();
    const answer = await call('POST', '/upgradeToRevocableSession', { session: user.session });
    assertStatus(answer, 200);
    assert.deepEqual(answer.json.createdWith, { action: 'upgrade' });
    assert.equal((await call('GET', '/users/me', { session: answer.json.sessionToken })).json.objectId, user.id);
    assertError(await call('POST', '/upgradeToRevocableSession'), 404, 101, 'invalid session');
  });

  test('a deleted user leaves nothing to sign in with', async () => {
    const user = await context.api.signUp();
    const authData = { anonymous: { id: unique('anonymous') } };
    await call('PUT', `/users/${user.id}`, { body: { authData }, session: user.session });
    assertStatus(await call('DELETE', `/users/${user.id}`, { session: user.session }), 200);
    const again = await call('POST', '/users', { body: { authData } });
    assertStatus(again, 201);
    assert.notEqual(again.json.objectId, user.id);
  });

  test('a user whose ACL names nobody cannot sign in, by whatever way', async () => {
    const user = await context.api.signUp();
    const authData = { anonymous: { id: unique('anonymous') } };
    await call('PUT', `/users/${user.id}`, { body: { authData }, session: user.session });
    await call('PUT', `/users/${user.id}`, { body: { ACL: {} }, master: true });
    const { username, password } = user;
    assertError(await call('POST', '/login', { body: { username, password } }), 404, 101, 'Invalid username/password.');
    assertError(await call('POST', '/users', { body: { authData } }), 400, 208);
    assertStatus(await call('POST', '/login', { body: { username, password }, master: true }), 200);
  });
});

describeServer('without anonymous users', 'kitchen', (context) => {
  test('they are refused', async () => {
    const body = { authData: { anonymous: { id: unique('anonymous') } } };
    assertError(await context.api.call('POST', '/users', { body }), 400, 252, 'This authentication method is unsupported.');
  });
}, { skip: configured, arguments: ['--no-anonymous-users'] });
