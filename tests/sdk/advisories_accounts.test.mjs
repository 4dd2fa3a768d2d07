// parse-server's published security advisories about accounts, keys and names, each as a case.
import http from 'node:http';
import {
  Parse, access, api, as, assert, assertError, assertStatus, date, either, faulty, make, master, passwordOf, pointer,
  server, signUp, suite, test, totp, totpSecret, unique,
} from './lib/sdk.mjs';

const post = (path, body, options) => api.call('POST', path, { body, ...options });
const put = (path, body, options) => api.call('PUT', path, { body, ...options });
const of = (user) => ({ session: user.getSessionToken() });

suite('advisories: sessions', () => {
  for (const path of ['/sessions', '/classes/_Session']) {
    test(`GHSA-5v7g-9h8f-8pgg: POST ${path} sets no field of the server's`, async () => {
      const [user, victim] = [await signUp(), await signUp()];
      const chosen = { sessionToken: 'r:0123456789abcdef0123456789abcdef', expiresAt: date('2099-01-01'), createdWith: { action: 'login' }, user: pointer('_User', victim.id) };
      const answer = await post(path, chosen, of(user));
      assertStatus(answer, 201);
      assert.notEqual(answer.json.sessionToken, chosen.sessionToken);
      assert.equal(answer.json.user.objectId, user.id);
      assert.deepEqual(answer.json.createdWith, { action: 'create' });
      assertError(await api.call('GET', '/users/me', { session: chosen.sessionToken }), 400, 209);
    });
  }
  test('CVE-2026-33527: a session of one\'s own is not made longer', async () => {
    const user = await signUp();
    const before = (await api.call('GET', '/sessions/me', of(user))).json;
    for (const body of [{ expiresAt: date('2099-01-01') }, { expiresAt: { __op: 'Delete' } }, { expiresAt: null }, { createdWith: {} }, { sessionToken: 'r:x' }]) {
      await put(`/sessions/${before.objectId}`, body, of(user));
      await put(`/classes/_Session/${before.objectId}`, body, of(user));
    }
    const after = (await api.call('GET', '/sessions/me', of(user))).json;
    assert.deepEqual([after.expiresAt, after.createdWith], [before.expiresAt, before.createdWith]);
  });
  test('GHSA-6w4q-23cf-j9jp: another\'s session is not written', async () => {
    const [user, victim] = [await signUp(), await signUp()];
    const session = (await api.call('GET', '/sessions/me', of(victim))).json;
    for (const body of [{ user: pointer('_User', user.id) }, { installationId: 'x' }]) {
      const answer = await put(`/sessions/${session.objectId}`, body, of(user));
      assert.ok([101, 105].includes(answer.json.code), answer.text);
    }
    assert.equal((await api.call('GET', '/sessions/me', of(victim))).json.user.objectId, victim.id);
  });
  test('GHSA-g4v2-qx3q-4p64: /sessions/me shows no more than /sessions', async () => {
    const user = await signUp();
    const me = (await api.call('GET', '/sessions/me', of(user))).json;
    const [listed] = (await api.call('GET', '/sessions', of(user))).json.results;
    for (const key of Object.keys(me)) assert.ok(key in listed || key === 'sessionToken', key);
  });
  test('sessions of a deleted user are gone', async () => {
    const user = await signUp();
    await api.call('DELETE', `/users/${user.id}`, { master: true });
    assertError(await api.call('GET', '/users/me', of(user)), 400, 209);
  });
});

suite('advisories: a second factor', () => {
  /** A user with TOTP on: { user, username, password, secret, recovery }. */
  async function secured() {
    const user = await signUp();
    const secret = totpSecret();
    const answer = await put(`/users/${user.id}`, { authData: { mfa: { secret, token: totp(secret, -1) } } }, of(user));
    const username = user.get('username');
    return { user, username, password: passwordOf(username), secret, recovery: answer.json.authDataResponse.mfa.recovery.split(', ') };
  }
  const logIn = ({ username, password }, token) => post('/login', { username, password, authData: { mfa: { token } } });
  test('GHSA-4hf6-3x24-c9m8: a recovery code is used up', async () => {
    const account = await secured();
    assertStatus(await logIn(account, account.recovery[0]), 200);
    assert.notEqual((await logIn(account, account.recovery[0])).status, 200);
  });
  test('GHSA-2299-ghjr-6vjp: also by requests at the same time', async () => {
    const account = await secured();
    const answers = await Promise.all(Array.from({ length: 6 }, () => logIn(account, account.recovery[0])));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  });
  test('GHSA-75v4-m273-5j49, GHSA-wp76-gg32-8258: neither /login nor /verifyPassword shows its secrets', async () => {
    const account = await secured();
    const { username, password } = account;
    for (const answer of [
      await post('/verifyPassword', { username, password }),
      await logIn(account, totp(account.secret)),
      await post('/login', { username, password }),
    ]) {
      for (const hidden of [account.secret, ...account.recovery]) assert.equal(answer.text.includes(hidden), false);
    }
  });
  test('GHSA-37mj-c2wf-cx96: /users/me shows no secrets', async () => {
    const account = await secured();
    const answer = await api.call('GET', '/users/me', of(account.user));
    for (const hidden of [account.secret, ...account.recovery]) assert.equal(answer.text.includes(hidden), false);
  });
  test('GHSA-w73w-g5xw-rwhf: a token that is no text opens nothing', async () => {
    const account = await secured();
    for (const token of [null, true, 0, {}, [], { $exists: true }, '']) {
      assert.notEqual((await logIn(account, token)).status, 200, JSON.stringify(token));
    }
  });
  test('the second factor is not passed by another provider', async () => {
    const account = await secured();
    const { username, password } = account;
    const answer = await post('/login', { username, password, authData: { anonymous: { id: 'x' } } });
    assert.notEqual(answer.status, 200);
  });
});

suite('advisories: users', () => {
  test('CVE-2026-112768: who may not update a user learns nothing of him', faulty('checks before it authorises'), async () => {
    const [user, taken] = [await signUp(), await signUp({ email: `${unique('e')}@example.com` })];
    const guesses = [
      { username: taken.get('username') }, { email: taken.get('email') }, { password: passwordOf(user.get('username')) },
      { password: user.get('username') }, { password: 'short' }, { nickname: 'x' },
    ];
    for (const options of [{}, of(taken)]) {
      const answers = await Promise.all(guesses.map((body) => put(`/users/${user.id}`, body, options)));
      assert.deepEqual([...new Set(answers.map(({ json }) => json.code))].length, 1, answers.map(({ text }) => text).join('\n'));
    }
  });
  test('CVE-2026-120310: an update tells nothing that one may not read', faulty('answers what is stored'), async () => {
    const id = await api.create('Thing', { number: 40, array: ['secret'], ACL: { '*': { write: true } } });
    const answer = await put(`/classes/Thing/${id}`, { number: { __op: 'Increment', amount: 2 }, array: { __op: 'Add', objects: ['x'] } });
    assertStatus(answer, 200);
    assert.equal('number' in answer.json, false, answer.text);
    assert.equal(answer.text.includes('secret'), false, answer.text);
  });
  test('GHSA-8xq9-g7ch-35hg: no user takes an id that reads like a role', async () => {
    for (const objectId of ['role:admin', '*', 'mychoice00']) {
      assertError(await post('/users', { username: unique('u'), password: 'a long password', objectId }), 400, [105, 119]);
    }
  });
  test('GHSA-wjqw-r9x4-j59v: an empty authData signs nobody up', async () => {
    assertError(await post('/users', { authData: {} }), 400, 200);
    assertError(await post('/users', { authData: { anonymous: null } }), 400, 200);
  });
  test('GHSA-g55g-hrp7-h6vq: authData is not written by a dotted key', async () => {
    const user = await signUp();
    for (const key of ['authData.anonymous.id', 'authData.mfa.secret', 'authData.anonymous".id']) {
      assert.equal((await put(`/users/${user.id}`, { [key]: 'injected' }, of(user))).status, 400, key);
    }
    assert.equal('authData' in (await api.fetch('_User', user.id, { master: true })), false);
  });
  test('GHSA-23r4-5mxp-c7g5: the session of an anonymous user says so', async () => {
    const { sessionToken } = (await post('/users', { authData: { anonymous: { id: unique('anonymous') } } })).json;
    const session = (await api.call('GET', '/sessions/me', { session: sessionToken })).json;
    assert.equal(session.createdWith.authProvider, 'anonymous');
  });
  test('GHSA-pfj7-wv7c-22pr: a provider that is named without its data opens nobody\'s account', async () => {
    const id = unique('anonymous');
    await post('/users', { authData: { anonymous: { id } } });
    for (const anonymous of [{}, { id: '' }, { id: null }, { id: { $regex: '.' } }, { access_token: 'x' }]) {
      const answer = await post('/users', { authData: { anonymous } });
      assert.notEqual(answer.status, 200, answer.text); // 200 would be somebody's log-in
    }
  });
  test('a log-in by operators instead of text finds nobody', async () => {
    await signUp();
    for (const body of [{ username: { $ne: 'x' }, password: 'a long password' }, { email: { $regex: '.' }, password: 'a long password' }, { username: ['a'], password: 'a long password' }]) {
      const answer = await post('/login', body);
      assert.ok([400, 404].includes(answer.status), answer.text);
    }
  });
  test('GHSA-vgjh-hmwf-c588: tokens of mail links that are no text open nothing', async () => {
    for (const token of [{ $ne: '' }, { $regex: '.' }, ['a']]) {
      const answer = await post('/requestPasswordReset', { token });
      assert.notEqual(answer.status, 200, answer.text);
      assert.equal(/_perishable_token|_email_verify_token/.test(answer.text), false);
    }
  });
  test('account lockout counts requests at the same time', async () => {
    const user = await signUp();
    const username = user.get('username');
    await Promise.all(Array.from({ length: 8 }, () => post('/login', { username, password: 'wrong password' })));
    assertError(await post('/login', { username, password: passwordOf(username) }), 404, 101, /locked/);
  });
  test('GHSA-775h-3xrc-c228: and those inside a batch', async () => {
    const user = await signUp();
    const username = user.get('username');
    const path = `${new URL(server.base).pathname}/login`;
    const requests = Array.from({ length: 8 }, () => ({ method: 'POST', path, body: { username, password: 'wrong password' } }));
    await post('/batch', { requests });
    assertError(await post('/login', { username, password: passwordOf(username) }), 404, 101, /locked/);
  });
  test('locked out by /verifyPassword too', async () => {
    const user = await signUp();
    const username = user.get('username');
    for (let attempt = 0; attempt < 3; attempt += 1) await post('/verifyPassword', { username, password: 'wrong password' });
    assertError(await post('/login', { username, password: passwordOf(username) }), 404, 101, /locked/);
  });
});

suite('advisories: the master key', () => {
  /** GET /schemas with the master key from that address of this machine. */
  const from = (localAddress, headers = {}) => new Promise((resolve, reject) => {
    const all = { 'X-Parse-Application-Id': server.appId, 'X-Parse-Master-Key': server.masterKey, ...headers };
    const request = http.request(`${server.base}/schemas/Thing`, { localAddress, headers: all, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => { text += chunk; });
      response.on('end', () => resolve({ status: response.statusCode, text, json: JSON.parse(text) }));
    });
    request.on('error', reject);
    request.end();
  });
  test('from 127.0.0.1 it is taken', async () => assertStatus(await from('127.0.0.1'), 200));
  test('from an address that is not named it is refused', async () => {
    const answer = await from('127.0.0.2');
    assertStatus(answer, 403);
    assert.deepEqual(answer.json, { error: 'unauthorized' });
  });
  test('GHSA-vm5r-c87r-pf6x: headers do not make an address another', async () => {
    for (const name of ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'X-Client-IP', 'True-Client-IP', 'CF-Connecting-IP']) {
      const value = name === 'Forwarded' ? 'for=127.0.0.1' : '127.0.0.1';
      assertStatus(await from('127.0.0.2', { [name]: value }), 403);
    }
  });
  test('a proxy on this machine speaks for others', faulty('it looks at the address alone'), async () => {
    assertStatus(await from('127.0.0.1', { 'X-Forwarded-For': '203.0.113.7' }), 403);
  });
  for (const [title, method, path, body] of [
    ['GHSA-79wj-8rqv-jvp5: loginAs', 'POST', '/loginAs', { userId: 'abcdefghij' }],
    ['GHSA-vc89-5g3r-cmhh: hooks', 'POST', '/hooks/functions', { functionName: 'x', url: 'http://127.0.0.1:9/' }],
    ['GHSA-vc89-5g3r-cmhh: jobs', 'POST', '/jobs/nosuch', {}],
    ['an update in disguise', 'POST', '/classes/Thing', { _method: 'POST', name: 'x' }],
  ]) {
    test(`the read-only master key: ${title} is refused`, async () => {
      const headers = { 'X-Parse-Master-Key': server.readOnlyMasterKey, 'X-Parse-REST-API-Key': undefined };
      const answer = await api.call(method, path, { body, headers });
      assert.ok([400, 403].includes(answer.status), answer.text);
    });
  }
});

suite('advisories: names', () => {
  const prototypes = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
  for (const name of prototypes) {
    test(`GHSA-5j86-7r7m-p8h6, GHSA-6hh7-46r2-vf29: a function called ${name} is unknown`, async () => {
      assertError(await post(`/functions/${name}`, {}), 400, 141, `Invalid function: "${name}"`);
    });
    test(`GHSA-p6h4-93qp-jhcm: a field called ${name} is refused`, async () => {
      assertError(await api.call('POST', '/classes/Thing', { body: `{"${name}": "x"}` }), 400, [105, 111, 119]);
    });
    test(`a class called ${name} is refused or empty`, async () => {
      const answer = await api.call('GET', `/classes/${name}`);
      if (answer.status === 200) assert.deepEqual(answer.json.results, []);
      else assert.ok([400, 404].includes(answer.status), answer.text);
    });
    test(`where, order and keys by ${name} find nothing more`, async () => {
      const answer = await api.call('GET', `/classes/Thing?limit=1&where=${encodeURIComponent(`{"${name}":"x"}`)}`);
      if (answer.status === 200) assert.deepEqual(answer.json.results, []);
      else assertStatus(answer, 400);
    });
  }
  for (const [id, json] of [
    ['GHSA-462x-c3jw-7vr6', '{"object": {"__proto__": {"polluted": true}}}'],
    ['GHSA-462x-c3jw-7vr6', '{"object": {"constructor": {"prototype": {"polluted": true}}}}'],
    ['GHSA-q342-9w2p-57fp', '{"object": {"a": [{"b": {"__proto__": {"polluted": true}}}]}}'],
    ['GHSA-462x-c3jw-7vr6', '{"object": {"_bsontype": "Code", "code": "delete Object.prototype.x"}}'],
  ]) {
    test(`${id}: ${json} changes nothing elsewhere`, async () => {
      const answer = await api.call('POST', '/classes/Thing', { body: json });
      assert.ok([201, 400].includes(answer.status), answer.text);
      assert.equal(answer.status, either({ parseServer: 400, ours: answer.status }));
      const other = await make('Thing', { name: 'other', object: {} });
      assert.deepEqual((await api.fetch('Thing', other.id)).object, {});
      assert.equal((await api.call('GET', '/health')).json.polluted, undefined);
    });
  }
  test('an ACL with names of prototypes gives no access', async () => {
    const user = await signUp();
    const id = (await api.call('POST', '/classes/Thing', { body: '{"ACL": {"__proto__": {"read": true}, "toString": {"read": true}}}' })).json.objectId;
    if (id) assertError(await api.call('GET', `/classes/Thing/${id}`, of(user)), 404, 101);
  });
  test('a write of one object touches no other', async () => {
    const [mine, other] = [await signUp(), await signUp()];
    const id = await api.create('Thing', { name: 'kept', ACL: access(other.id) });
    for (const body of [{ objectId: id, name: 'x' }, { name: 'x', objectId: { $ne: 'x' } }]) {
      await put(`/classes/Thing/${id}`, body, of(mine));
      await put('/classes/Thing/*', body, of(mine));
      await put(`/classes/Thing/${encodeURIComponent('{"$ne":"x"}')}`, body, of(mine));
    }
    assert.equal((await api.fetch('Thing', id, { master: true })).name, 'kept');
  });
  test('a class of another\'s name in the body does not change the class', async () => {
    const user = await signUp();
    const thing = await make('Thing', { name: 'a' }, as(user));
    const answer = await put(`/classes/Thing/${thing.id}`, { className: 'Locked', __type: 'Object', name: 'b' });
    assert.ok([200, 400].includes(answer.status), answer.text);
    assert.equal(await new Parse.Query('Locked').equalTo('objectId', thing.id).count(master), 0);
  });
});
