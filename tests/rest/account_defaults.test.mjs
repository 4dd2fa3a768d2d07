// What a guarded app asks of accounts without any option: passwords of eight characters that are not the first ones
// guessed, and names. An open app without rules takes what parse-server takes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, unique } from '../lib/rest.mjs';

const ours = differs('parse-server asks nothing by default');
const weak = ['x', 'seven77', '12345678', '01234567', 'abcdefgh', 'aaaaaaaa', 'password', 'Password1!', 'QWERTYUIOP', 'iloveyou22', 'Passw0rd', 'hospital2026'];
const fine = ['correct horse', 'Aufzug im Keller', 'tr0ub4dor&3x', '診察室の青い椅子です'];

for (const [build, guarded, anonymous] of [['rules', true, false], ['kitchen_owner', true, true], ['accounts_public', true, false], ['files', true, true], ['kitchen', false, true]]) {
  describeServer(`accounts by default, ${build}`, build, (context) => {
    const call = (method, path, options) => context.api.call(method, path, options);
    const signUp = (password, username = unique('u')) => call('POST', '/users', { body: { username, password } });

    test('what is guessed first is no password', async () => {
      const name = unique('a long name');
      for (const [password, username] of [...weak.map((one) => [one]), [name, name]]) {
        const answer = await signUp(password, username);
        if (guarded) assertError(answer, 400, 142);
        else assertStatus(answer, 201);
      }
      for (const password of fine) assertStatus(await signUp(password), 201);
    });

    test('nor when it is changed', async () => {
      const user = await context.api.signUp();
      const answer = await call('PUT', `/users/${user.id}`, { session: user.session, body: { password: '12345678' } });
      if (guarded) assertError(answer, 400, 142, 'This password is among the first that are guessed.');
      else assertStatus(answer, 200);
    });

    test(anonymous ? 'who has no name may be a user' : 'who has no name is no user', async () => {
      const answer = await call('POST', '/users', { body: { authData: { anonymous: { id: unique('device') } } } });
      if (anonymous) assertStatus(answer, 201);
      else assertError(answer, 400, 252, 'This authentication method is unsupported.');
    });
  }, ours);
}

describeServer('an option for less', 'rules', (context) => {
  test('is taken at its word', async () => {
    const answer = await context.api.call('POST', '/users', { body: { username: unique('u'), password: 'four' } });
    assertStatus(answer, 201);
    assert.ok(answer.json.sessionToken);
  });
}, { ...ours, arguments: ['--password-min-length', '4'] });
