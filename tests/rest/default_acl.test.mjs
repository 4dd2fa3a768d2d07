// The ACL that a class-level permission gives new objects (parse-server from 8.1 on): "currentUser" is whoever creates one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { access, assertError, assertStatus } from '../lib/rest.mjs';

for (const build of ['kitchen', 'kitchen_owner']) {
  describeServer(`the default ACL of a class, ${build}`, build, (context) => {
    const call = (method, path, options) => context.api.call(method, path, options);
    const create = async (className, options, more = {}) => {
      const answer = await call('POST', `/classes/${className}`, { ...options, body: { text: 't', ...more } });
      assertStatus(answer, 201);
      return answer.json;
    };

    test('what is private by the schema is its creator\'s alone', async () => {
      const [ann, bob] = [await context.api.signUp(), await context.api.signUp()];
      const { objectId, ACL } = await create('Diary', { session: ann.session });
      assert.deepEqual(ACL, access(ann.id), 'and the answer says so');
      assertStatus(await call('GET', `/classes/Diary/${objectId}`, { session: ann.session }), 200);
      for (const options of [{ session: bob.session }, {}]) {
        const seen = await call('GET', `/classes/Diary/${objectId}`, options);
        assert.notEqual(seen.status, 200);
        const change = await call('PUT', `/classes/Diary/${objectId}`, { ...options, body: { text: 'u' } });
        assert.notEqual(change.status, 200);
      }
      const found = await context.api.find('Diary', {}, { session: bob.session });
      assert.deepEqual(found, []);
    });

    test('an ACL of one\'s own counts instead', async () => {
      const [ann, bob] = [await context.api.signUp(), await context.api.signUp()];
      const { objectId } = await create('Diary', { session: ann.session }, { ACL: access(ann.id, bob.id) });
      assertStatus(await call('GET', `/classes/Diary/${objectId}`, { session: bob.session }), 200);
    });

    test('where nobody is signed in, there is no current user', async () => {
      const { objectId, ACL } = await create('Diary', { master: true });
      assert.deepEqual(ACL, {});
      assertError(await call('GET', `/classes/Diary/${objectId}`, { session: (await context.api.signUp()).session }), 404, 101);
    });

    test('everyone, roles and the creator have what it says', async () => {
      const [ann, bob, clerk] = [await context.api.signUp(), await context.api.signUp(), await context.api.signUp()];
      await context.api.createRole('staff', [clerk]);
      const { objectId, ACL } = await create('Board', { session: ann.session });
      assert.deepEqual(ACL, { '*': { read: true }, [ann.id]: { write: true }, 'role:staff': { read: true, write: true } });
      const change = (user) => call('PUT', `/classes/Board/${objectId}`, { session: user.session, body: { text: 'u' } });
      assertStatus(await call('GET', `/classes/Board/${objectId}`, { session: bob.session }), 200);
      assertError(await change(bob), 404, 101);
      for (const user of [ann, clerk]) assertStatus(await change(user), 200);
    });
  }, differs('the reference has other classes'));
}
