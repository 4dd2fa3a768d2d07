// Whatever ACL a user's object is given, by the user or by somebody who was let write it, the user can go on signing
// in, seeing and changing the account. Only the master key closes one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { access, assertError, assertStatus, unique } from '../lib/rest.mjs';

const ours = differs('parse-server lets users lock themselves out');

for (const build of ['kitchen', 'kitchen_owner', 'rules']) {
  describeServer(`one's own account, ${build}`, build, (context) => {
    const call = (method, path, options) => context.api.call(method, path, options);
    const acls = [
      ['empty', () => ({})],
      ['of another alone', (user, other) => access(other.id)],
      ['that takes writing away', (user) => ({ [user.id]: { read: true } })],
      ['that takes reading away', (user) => ({ [user.id]: { write: true } })],
      ['deleted', () => ({ __op: 'Delete' })],
    ];
    for (const [what, acl] of acls) {
      test(`an ACL ${what} keeps nobody from the own account`, async () => {
        const [user, other] = [await context.api.signUp(), await context.api.signUp()];
        const change = (ACL, as) => call('PUT', `/users/${user.id}`, { session: as.session, body: { ACL } });
        assertStatus(await change(acl(user, other), user), 200);
        const entered = await call('POST', '/login', { body: { username: user.username, password: user.password } });
        assertStatus(entered, 200);
        assert.deepEqual(entered.json.ACL[user.id], { read: true, write: true });
        assert.equal(Object.keys(entered.json.ACL).length, entered.text.match(/"read":true/g).length, 'each is named once');
        assertStatus(await call('PUT', `/users/${user.id}`, { session: entered.json.sessionToken, body: { username: unique('renamed') } }), 200);
      });
    }

    test('nor one that somebody else sets who was let write it', async () => {
      const [user, other] = [await context.api.signUp(), await context.api.signUp()];
      assertStatus(await call('PUT', `/users/${user.id}`, { session: user.session, body: { ACL: access(user.id, other.id) } }), 200);
      assertStatus(await call('PUT', `/users/${user.id}`, { session: other.session, body: { ACL: access(other.id) } }), 200);
      const { ACL } = (await call('GET', '/users/me', { session: user.session })).json;
      assert.deepEqual(ACL, access(user.id, other.id), 'and what it gives others stays given');
    });

    test('whoever was let write it does not get the account: neither its password, nor its names, nor what it signs in by', async () => {
      const [user, other] = [await context.api.signUp(), await context.api.signUp()];
      assertStatus(await call('PUT', `/users/${user.id}`, { session: user.session, body: { ACL: access(user.id, other.id) } }), 200);
      const credentials = { password: 'a password of another', username: unique('other'), email: `${unique('other')}@example.org`, authData: { anonymous: { id: unique('anonymous') } } };
      for (const [name, value] of Object.entries(credentials)) {
        const answer = await call('PUT', `/users/${user.id}`, { session: other.session, body: { [name]: value, ACL: access(user.id, other.id) } });
        assertError(answer, 400, 206);
        assert.doesNotMatch(answer.text, /r:[0-9a-f]{32}/);
      }
      assertStatus(await call('POST', '/login', { body: { username: user.username, password: user.password } }), 200);
      assertStatus(await call('GET', '/users/me', { session: user.session }), 200);
    });

    test('the master key closes an account', async () => {
      const user = await context.api.signUp();
      assertStatus(await call('PUT', `/users/${user.id}`, { master: true, body: { ACL: {} } }), 200);
      assertError(await call('POST', '/login', { body: { username: user.username, password: user.password } }), 404, 101);
    });
  }, ours);
}
