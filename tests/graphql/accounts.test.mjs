// Accounts over GraphQL: sign-up, log-in, log-out, mails; each is what REST does, hashed and counted as there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertRefused, globalId, graphql, onlyError } from '../lib/graphql.mjs';
import { assertError, unique } from '../lib/rest.mjs';
import { startSmtp } from '../lib/smtp.mjs';

const SIGN_UP = 'mutation($f: CreateUserFieldsInput) { signUp(input: { fields: $f, clientMutationId: "s" }) { clientMutationId viewer { sessionToken user { objectId username } } } }';
const LOG_IN = 'mutation($u: String!, $p: String!) { logIn(input: { username: $u, password: $p }) { viewer { sessionToken user { id username } } } }';

describeServer('accounts over GraphQL', 'kitchen', (context) => {
  let ask;
  let data;
  before(() => ({ ask, data } = graphql(context.api)));
  const me = (session) => context.api.call('GET', '/users/me', { session });

  test('signing up makes a user and a session', async () => {
    const username = unique('gql');
    const { signUp } = await data(SIGN_UP, { f: { username, password: 'secret pass', email: `${username}@mail.example` } });
    assert.equal(signUp.clientMutationId, 's');
    assert.equal(signUp.viewer.user.username, username);
    const { json } = await me(signUp.viewer.sessionToken);
    assert.deepEqual([json.username, json.objectId], [username, signUp.viewer.user.objectId]);
    assertRefused(await ask(SIGN_UP, { f: { username, password: 'other pass' } }), 202, 'signUp');
    assertRefused(await ask(SIGN_UP, { f: { username: '', password: 'x' } }), 200, 'signUp');
    assertRefused(await ask(SIGN_UP, { f: { username: 'x' } }), 201, 'signUp');
  });

  test('logging in and out', async () => {
    const user = await context.api.signUp();
    const { logIn } = await data(LOG_IN, { u: user.username, p: user.password });
    assert.deepEqual(logIn.viewer.user, { id: globalId('_User', user.id), username: user.username });
    const session = logIn.viewer.sessionToken;
    assert.equal((await me(session)).status, 200);
    assert.deepEqual(await data('mutation { logOut(input: { clientMutationId: "o" }) { ok clientMutationId } }', {}, { session }), { logOut: { ok: true, clientMutationId: 'o' } });
    assertError(await me(session), 400, 209);
    assert.equal((await me(user.session)).status, 200, 'the other session goes on');
    assertRefused(await ask(LOG_IN, { u: user.username, p: 'wrong' }), 101, 'logIn');
    const [wrong, nobody] = [await ask(LOG_IN, { u: user.username, p: 'wrong' }), await ask(LOG_IN, { u: unique('nobody'), p: 'wrong' })];
    assert.equal(onlyError(wrong).message, onlyError(nobody).message);
  });

  test('what follows a log-out is nobody\'s any more', async () => {
    const user = await context.api.signUp();
    const answer = await ask('mutation { logOut(input: {}) { ok } createItem(input: { fields: { name: "late" } }) { item { id } } }', {}, { session: user.session });
    assert.deepEqual([answer.json.data.logOut, answer.json.data.createItem], [{ ok: true }, null]);
    assert.equal(onlyError(answer).extensions.code, 209);
  });

  test('what follows a log-in is done as whoever asked', async () => {
    const [one, other] = [await context.api.signUp(), await context.api.signUp()];
    const answer = await data(`mutation($u: String!, $p: String!) { logIn(input: { username: $u, password: $p }) { viewer { user { username } } }
      createSignedIn(input: { fields: { name: "whose", ACL: {} } }) { signedIn { objectId } } }`, { u: other.username, p: other.password }, { session: one.session });
    assert.equal(answer.logIn.viewer.user.username, other.username);
    assert.ok(answer.createSignedIn.signedIn.objectId);
    assertRefused(await ask('mutation { createSignedIn(input: { fields: { name: "x" } }) { signedIn { objectId } } }'), 101, 'createSignedIn');
  });

  test('guessing many passwords in one operation locks the account', async () => {
    const user = await context.api.signUp();
    const guesses = (n) => `mutation($u: String!) { ${Array.from({ length: n }, (_, i) => `g${i}: logIn(input: { username: $u, password: "guess ${i}" }) { viewer { sessionToken } }`).join('\n')} }`;
    const answer = await ask(guesses(25), { u: user.username });
    assert.equal(answer.json.errors.length, 25);
    assert.ok(answer.json.errors.every(({ extensions }) => [101, 155].includes(extensions.code)), answer.text);
    assertRefused(await ask(LOG_IN, { u: user.username, p: user.password }), 101, 'logIn');
  });

  test('logInWith makes a user of what another system says', async () => {
    const id = '12345678-1234-4234-8234-123456789abc';
    const query = 'mutation($a: Object!, $f: UserLoginWithInput) { logInWith(input: { authData: $a, fields: $f }) { viewer { sessionToken user { objectId } } } }';
    const first = (await data(query, { a: { anonymous: { id } } })).logInWith.viewer;
    const again = (await data(query, { a: { anonymous: { id } } })).logInWith.viewer;
    assert.equal(first.user.objectId, again.user.objectId);
    assert.equal((await me(again.sessionToken)).status, 200);
    assertRefused(await ask(query, { a: { nothing: { id: 'x' } } }), 252, 'logInWith');
  });

  test('users are changed, and go, as over REST', async () => {
    const user = await context.api.signUp();
    const options = { session: user.session };
    const name = unique('renamed');
    const { updateUser } = await data('mutation($id: ID!, $n: String) { updateUser(input: { id: $id, fields: { username: $n } }) { user { username } } }', { id: globalId('_User', user.id), n: name }, options);
    assert.equal(updateUser.user.username, name);
    const other = await context.api.signUp();
    assertRefused(await ask('mutation($id: ID!) { updateUser(input: { id: $id, fields: { username: "mine" } }) { user { id } } }', { id: other.id }, options), (await context.api.call('PUT', `/users/${other.id}`, { ...options, body: { username: 'mine' } })).json.code, 'updateUser');
    await data('mutation($id: ID!, $p: String) { updateUser(input: { id: $id, fields: { password: $p } }) { clientMutationId } }', { id: user.id, p: 'a new password' }, options);
    assert.ok((await data(LOG_IN, { u: name, p: 'a new password' })).logIn.viewer.sessionToken);
    const session = (await data(LOG_IN, { u: name, p: 'a new password' })).logIn.viewer.sessionToken;
    assert.deepEqual(await data('mutation($id: ID!) { deleteUser(input: { id: $id }) { user { username } } }', { id: user.id }, { session }), { deleteUser: { user: { username: name } } });
    assertRefused(await ask(LOG_IN, { u: name, p: 'a new password' }), 101, 'logIn');
  });

  test('passwords, hashes and others\' sessions are in no schema and no answer', async () => {
    const user = await context.api.signUp();
    for (const query of ['{ users { edges { node { password } } } }', '{ users(where: { password: { exists: true } }) { count } }', '{ sessions { edges { node { sessionToken } } } }', '{ users(where: { _hashed_password: { exists: true } }) { count } }']) {
      assert.equal((await ask(query, {}, { session: user.session })).json.errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED', query);
    }
    const { sessions } = await data('{ sessions { count edges { node { user { objectId } } } } }', {}, { session: user.session });
    assert.deepEqual(sessions, { count: 1, edges: [{ node: { user: { objectId: user.id } } }] });
    assertRefused(await ask('{ sessions { count } }'), 209, 'sessions');
    assertRefused(await ask('{ installations { count } }', {}, { session: user.session }), 119, 'installations');
    assert.equal((await data('query($id: ID!) { user(id: $id) { authData email } }', { id: user.id }, { session: user.session })).user.authData, null);
  });
});

const smtp = await startSmtp();
after(() => smtp.close());
const mail = ['--smtp-url', `smtp://127.0.0.1:${smtp.port}`, '--mail-from', 'no-reply@clinic.example', '--public-url', 'https://clinic.example/parse', '--verify-emails'];

describeServer('mails that GraphQL asks for', 'kitchen', (context) => {
  test('go to the address, and tell nobody whether there is one', async () => {
    const { data } = graphql(context.api);
    const username = unique('mail');
    const email = `${username}@mail.example`;
    await data(SIGN_UP, { f: { username, password: 'secret pass', email } });
    const verify = await smtp.next();
    assert.match(verify.text, /verify_email/);
    const ask = (name, address) => data(`mutation($e: String!) { ${name}(input: { email: $e, clientMutationId: "m" }) { ok clientMutationId } }`, { e: address });
    assert.deepEqual(await ask('resetPassword', email), { resetPassword: { ok: true, clientMutationId: 'm' } });
    assert.match((await smtp.next()).text, /request_password_reset/);
    assert.deepEqual(await ask('sendVerificationEmail', email), { sendVerificationEmail: { ok: true, clientMutationId: 'm' } });
    assert.deepEqual(await ask('resetPassword', 'nobody@mail.example'), { resetPassword: { ok: true, clientMutationId: 'm' } });
  });
}, { arguments: mail });

describeServer('a sign-up whose address is to be confirmed first', 'kitchen', (context) => {
  test('has no viewer yet', async () => {
    const { data } = graphql(context.api);
    const username = unique('unverified');
    assert.deepEqual(await data(SIGN_UP, { f: { username, password: 'secret pass', email: `${username}@mail.example` } }), { signUp: { clientMutationId: 's', viewer: null } });
  });
}, { arguments: [...mail, '--prevent-unverified-login'] });
