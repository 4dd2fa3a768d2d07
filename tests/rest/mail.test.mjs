// E-mail verification and password reset, over a real SMTP server on this machine: what is mailed, what
// the links do, and that nobody learns from it who has an account.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { runsAgainstReference } from '../lib/reference.mjs';
import { assertError, assertStatus, client, send, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { startSmtp } from '../lib/smtp.mjs';

const skip = runsAgainstReference() && 'needs a server with mail of its own';
const smtp = skip ? undefined : await startSmtp();
after(() => smtp?.close());
const publicUrl = 'https://clinic.example/parse';
const mailArguments = (server = smtp) =>
  ['--smtp-url', `smtp://127.0.0.1:${server?.port}`, '--mail-from', 'no-reply@clinic.example', '--public-url', publicUrl];

/** The one link of a mail, as a path below the mount path. */
function linkOf(mail) {
  const links = mail.text.match(/https?:\S+/g) ?? [];
  assert.equal(links.length, 1, mail.text);
  assert.ok(links[0].startsWith(`${publicUrl}/apps/app/`), links[0]);
  return links[0].slice(publicUrl.length);
}

/** Signs somebody up and returns { objectId, sessionToken, username, email, password }. */
async function signUp(api, values = {}) {
  const username = unique('user');
  const user = { username, password: 'first password', email: `${username}@mail.example`, ...values };
  const answer = await api.call('POST', '/users', { body: user });
  assertStatus(answer, 201);
  return { ...user, ...answer.json };
}
const logIn = (api, { username, password }) => api.call('POST', '/login', { body: { username, password } });
const page = (server, path) => send(server.base + path);
const form = (server, path, fields) => send(server.base + path, {
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});
const resetPath = '/apps/app/request_password_reset';

/** Asks for a reset, and returns the token that is mailed. */
async function requestReset(api, user) {
  const answer = await api.call('POST', '/requestPasswordReset', { body: { email: user.email } });
  assertStatus(answer, 200);
  assert.deepEqual(answer.json, {});
  const mail = await smtp.next();
  assert.deepEqual(mail.to, [user.email]);
  return new URL(linkOf(mail), 'http://x').searchParams.get('token');
}

describeServer('password reset', 'kitchen', (context) => {
  test('mails a link to a page that takes a new password and ends all sessions', async () => {
    const { api, server } = context;
    const user = await signUp(api);
    await api.call('POST', '/requestPasswordReset', { body: { email: user.email } });
    const mail = await smtp.next();
    assert.deepEqual([mail.from, mail.to], ['no-reply@clinic.example', [user.email]]);
    assert.equal(mail.subject, 'Password reset for kitchen');
    assert.equal(mail.headers.to, `<${user.email}>`);
    assert.ok(Math.abs(Date.parse(mail.headers.date) - Date.now()) < 60000, mail.headers.date);
    assert.ok(mail.text.includes(user.username));

    const link = linkOf(mail);
    const shown = await page(server, link);
    assertStatus(shown, 200);
    assert.equal(shown.headers['content-type'], 'text/html; charset=utf-8');
    assert.match(shown.headers['content-security-policy'], /default-src 'none'/);
    assert.match(shown.headers['content-security-policy'], /frame-ancestors 'none'/);
    assert.equal(shown.headers['referrer-policy'], 'no-referrer');
    assert.equal(shown.headers['cache-control'], 'no-store');
    const token = /name="token" value="([^"]+)"/.exec(shown.text)[1];
    assert.ok(link.endsWith(token));

    const done = await form(server, resetPath, { token, new_password: 'second password', confirm_new_password: 'second password' });
    assertStatus(done, 200);
    assert.match(done.text, /Password changed/);
    assertError(await logIn(api, user), 404, 101);
    assertStatus(await logIn(api, { ...user, password: 'second password' }), 200);
    assertError(await api.call('GET', '/users/me', { session: user.sessionToken }), 400, 209);
  });

  test('a link is good for one use', async () => {
    const { api, server } = context;
    const token = await requestReset(api, await signUp(api));
    const change = () => form(server, resetPath, { token, new_password: 'x', confirm_new_password: 'x' });
    assertStatus(await change(), 200);
    assertStatus(await change(), 404);
    assertStatus(await page(server, `${resetPath}?token=${token}`), 404);
  });

  test('two uses at once: one wins', async () => {
    const { api, server } = context;
    const token = await requestReset(api, await signUp(api));
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((password) =>
      form(server, resetPath, { token, new_password: password, confirm_new_password: password })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 404, 404, 404]);
  });

  test('passwords that differ, and none, show the form again and change nothing', async () => {
    const { api, server } = context;
    const user = await signUp(api);
    const token = await requestReset(api, user);
    for (const fields of [{ new_password: 'a', confirm_new_password: 'b' }, { new_password: '', confirm_new_password: '' }, {}]) {
      const answer = await form(server, resetPath, { token, ...fields });
      assertStatus(answer, 400);
      assert.match(answer.text, /role="alert"/);
      assert.ok(answer.text.includes(`value="${token}"`));
    }
    assertStatus(await logIn(api, user), 200);
  });

  test('what a link carries is not markup', async () => {
    const { server } = context;
    const attack = '"><script>alert(1)</script>';
    for (const answer of [
      await page(server, `${resetPath}?token=${encodeURIComponent(attack)}`),
      await form(server, resetPath, { token: attack, new_password: attack }),
      await page(server, `/apps/app/verify_email?token=${encodeURIComponent(attack)}&username=${encodeURIComponent(attack)}`),
    ]) {
      assertStatus(answer, 404);
      assert.equal(answer.text.includes('<script'), false);
    }
  });

  test('a link that never was, of another app or without a token leads nowhere', async () => {
    const { server } = context;
    assertStatus(await page(server, `${resetPath}?token=${'0'.repeat(40)}`), 404);
    assertStatus(await page(server, resetPath), 404);
    assertStatus(await page(server, `/apps/other/request_password_reset?token=${'0'.repeat(40)}`), 403);
    assertStatus(await page(server, '/apps/app/nothing'), 404);
  });

  test('an unknown address is answered as a known one, and mails nothing', async () => {
    const { api } = context;
    const known = await signUp(api);
    const strange = await api.call('POST', '/requestPasswordReset', { body: { email: 'nobody@mail.example' } });
    assert.deepEqual([strange.status, strange.json], [200, {}]);
    await requestReset(api, known); // and the mail that comes first is this one
  });

  test('a user without an address may have one for a name', async () => {
    const { api } = context;
    const address = `${unique('name')}@mail.example`;
    await signUp(api, { username: address, email: undefined });
    assert.ok(await requestReset(api, { email: address }));
  });

  test('a link that was sent to an address is useless once the address is another', async () => {
    const { api, server } = context;
    const changes = [{ email: `${unique('new')}@mail.example` }, { email: { __op: 'Delete' } }, { email: null }];
    for (const change of changes) {
      const user = await signUp(api);
      const token = await requestReset(api, user);
      assertStatus(await api.call('PUT', `/users/${user.objectId}`, { body: change, session: user.sessionToken }), 200);
      assertStatus(await page(server, `${resetPath}?token=${token}`), 404);
      const fields = { token, new_password: 'stolen password', confirm_new_password: 'stolen password' };
      assertStatus(await form(server, resetPath, fields), 404);
      assertStatus(await logIn(api, user), 200);
    }
    const named = await signUp(api, { username: `${unique('name')}@mail.example`, email: undefined });
    const token = await requestReset(api, { email: named.username });
    assertStatus(await api.call('PUT', `/users/${named.objectId}`, { body: { username: unique('renamed') }, session: named.sessionToken }), 200);
    assertStatus(await page(server, `${resetPath}?token=${token}`), 404);
  });

  test('nobody stops another\'s mail by taking the name for an address', async () => {
    const { api, server } = context;
    const address = `${unique('name')}@mail.example`;
    const victim = await signUp(api, { username: address, email: undefined });
    const other = await signUp(api, { email: address });
    await api.call('POST', '/requestPasswordReset', { body: { email: address } });
    const mails = [await smtp.next(), await smtp.next()];
    assert.deepEqual(mails.map(({ to }) => to), [[address], [address]]);
    const mine = mails.find(({ text }) => text.includes(`'${victim.username}'`));
    const token = new URL(linkOf(mine), 'http://x').searchParams.get('token');
    assertStatus(await form(server, resetPath, { token, new_password: 'second password', confirm_new_password: 'second password' }), 200);
    assertStatus(await logIn(api, { ...victim, password: 'second password' }), 200);
    assertStatus(await logIn(api, other), 200);
  });

  test('a name writes no lines into a mail', async () => {
    const { api } = context;
    const username = `${unique('x')}\r\n\r\nhttps://evil.example/\u0007`;
    const user = await signUp(api, { username, email: `${unique('e')}@mail.example` });
    await api.call('POST', '/requestPasswordReset', { body: { email: user.email } });
    const { text } = await smtp.next();
    const line = text.split('\r\n').find((one) => one.includes('your username is'));
    assert.ok(line.includes(username.replaceAll(/[\r\n\u0007]/g, '?')), line);
  });

  test('a mailbox is not filled: within a minute one mail is enough', async () => {
    const { api } = context;
    const user = await signUp(api);
    await requestReset(api, user);
    for (let i = 0; i < 3; i++) {
      assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email: user.email } }), 200);
    }
    await requestReset(api, await signUp(api)); // the mail that comes next is somebody else's
  });

  test('a new password makes an older link useless', async () => {
    const { api, server } = context;
    const user = await signUp(api);
    const token = await requestReset(api, user);
    assertStatus(await api.call('PUT', `/users/${user.objectId}`, { session: user.sessionToken, body: { password: 'own' } }), 200);
    assertStatus(await page(server, `${resetPath}?token=${token}`), 404);
  });

  for (const [title, body, code] of [
    ['no address', {}, 204],
    ['an empty address', { email: '' }, 204],
    ['an address that is a number', { email: 5 }, 125],
    ['an address that is a query', { email: { $regex: '.*' } }, 125],
  ]) {
    test(`${title} is refused with ${code}`, async () => {
      for (const path of ['/requestPasswordReset', '/verificationEmailRequest']) {
        assertError(await context.api.call('POST', path, { body }), 400, code);
      }
    });
  }

  test('an address that would add to the mail is sent nothing', async () => {
    const { api } = context;
    for (const email of ['a@b.example\r\nBcc: c@d.example', 'a@b.example>,<c@d.example', 'a b@c.example']) {
      const username = unique('odd');
      await api.call('POST', '/users', { body: { username, password: 'p', email } });
      assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email } }), 200);
    }
    await requestReset(api, await signUp(api));
  });

  test('the token is nowhere in what clients can read', async () => {
    const { api } = context;
    const user = await signUp(api);
    const token = await requestReset(api, user);
    const { text } = await api.call('GET', `/users/${user.objectId}`, { master: true });
    assert.equal(text.includes(token), false);
    for (const name of ['_EmailToken', '_Hook']) {
      assert.deepEqual((await api.call('GET', `/classes/${name}`, { master: true })).json, { results: [] });
    }
  });
}, { skip, arguments: mailArguments() });

describeServer('e-mail verification', 'kitchen', (context) => {
  const verified = async (user) => (await context.api.fetch('_User', user.objectId, { master: true })).emailVerified;

  test('a new user is mailed a link that confirms the address', async () => {
    const { api, server } = context;
    const user = await signUp(api);
    const mail = await smtp.next();
    assert.deepEqual(mail.to, [user.email]);
    assert.equal(mail.subject, 'Please verify your e-mail for kitchen');
    assert.equal(await verified(user), false);
    const answer = await page(server, `${linkOf(mail)}&username=${user.username}`);
    assertStatus(answer, 200);
    assert.match(answer.text, /confirmed/);
    assert.equal(await verified(user), true);
    assertStatus(await page(server, linkOf(mail)), 404);
  });

  test('clients cannot say that an address is confirmed', async () => {
    const { api } = context;
    const username = unique('liar');
    const body = { username, password: 'p', email: `${username}@mail.example`, emailVerified: true };
    assertError(await api.call('POST', '/users', { body }), 400, 119);
    const user = await signUp(api);
    await smtp.next();
    assertError(await api.call('PUT', `/users/${user.objectId}`, { session: user.sessionToken, body: { emailVerified: true } }), 400, 119);
    assert.equal(await verified(user), false);
  });

  test('another address has to be confirmed again, and the old link is useless', async () => {
    const { api, server } = context;
    const user = await signUp(api);
    const first = await smtp.next();
    assertStatus(await page(server, linkOf(first)), 200);
    const email = `other.${user.email}`;
    assertStatus(await api.call('PUT', `/users/${user.objectId}`, { session: user.sessionToken, body: { email } }), 200);
    const second = await smtp.next();
    assert.deepEqual(second.to, [email]);
    assert.equal(await verified(user), false);
    const third = `third.${user.email}`;
    assertStatus(await api.call('PUT', `/users/${user.objectId}`, { session: user.sessionToken, body: { email: third } }), 200);
    const last = await smtp.next();
    assertStatus(await page(server, linkOf(second)), 404);
    assert.equal(await verified(user), false);
    assertStatus(await page(server, linkOf(last)), 200);
    assert.equal(await verified(user), true);
  });

  test('the same address again mails nothing and stays confirmed', async () => {
    const { api, server } = context;
    const user = await signUp(api);
    assertStatus(await page(server, linkOf(await smtp.next())), 200);
    const body = { email: user.email };
    assertStatus(await api.call('PUT', `/users/${user.objectId}`, { session: user.sessionToken, body }), 200);
    assert.equal(await verified(user), true);
    assert.equal(smtp.mails.length, 0);
  });

  test('an address that is taken away takes its confirmation with it', async () => {
    const { api, server } = context;
    const user = await signUp(api);
    assertStatus(await page(server, linkOf(await smtp.next())), 200);
    const body = { email: { __op: 'Delete' } };
    assertStatus(await api.call('PUT', `/users/${user.objectId}`, { session: user.sessionToken, body }), 200);
    assert.notEqual(await verified(user), true);
  });

  test('a sign-up that is refused mails nothing', async () => {
    const { api } = context;
    const user = await signUp(api);
    await smtp.next();
    const answer = await api.call('POST', '/users', { body: { username: user.username, password: 'p', email: 'x@mail.example' } });
    assertError(answer, 400, 202);
    await signUp(api);
    assert.notDeepEqual((await smtp.next()).to, ['x@mail.example']);
  });

  test('unknown and confirmed addresses are answered alike', async () => {
    const { api, server } = context;
    const user = await signUp(api);
    assertStatus(await page(server, linkOf(await smtp.next())), 200);
    for (const email of [user.email, 'nobody@mail.example']) {
      const answer = await api.call('POST', '/verificationEmailRequest', { body: { email } });
      assert.deepEqual([answer.status, answer.json], [200, {}]);
    }
    assert.equal(smtp.mails.length, 0);
  });
}, { skip, arguments: [...mailArguments(), '--verify-emails'] });

describeServer('log-in only with a confirmed address', 'kitchen', (context) => {
  test('signing up makes no session, logging in is refused with 205 until the link was followed', async () => {
    const { api, server } = context;
    const user = await signUp(api);
    assert.equal('sessionToken' in user, false);
    assertError(await logIn(api, user), 400, 205, 'User email is not verified.');
    assertError(await logIn(api, { ...user, password: 'wrong' }), 404, 101);
    assertStatus(await page(server, linkOf(await smtp.next())), 200);
    assertStatus(await logIn(api, user), 200);
  });
}, { skip, arguments: [...mailArguments(), '--verify-emails', '--prevent-unverified-login'] });

describe('mail', { skip }, () => {
  test('links expire', async () => {
    const server = await startServer('kitchen', { arguments: [...mailArguments(), '--verify-emails', '--verify-seconds', '0', '--reset-seconds', '0'] });
    try {
      const api = client(server);
      const user = await signUp(api);
      assertStatus(await page(server, linkOf(await smtp.next())), 404);
      const token = await requestReset(api, user);
      assertStatus(await page(server, `${resetPath}?token=${token}`), 404);
      assertStatus(await form(server, resetPath, { token, new_password: 'x' }), 404);
    } finally {
      await server.stop();
    }
  });

  test('a server that says "later" is asked again; no request waits for it', async () => {
    let refusals = 1;
    let greet;
    const greets = new Promise((resolve) => { greet = resolve; });
    const slow = await startSmtp({ greets, answer: (command) => (command === 'MAIL' && refusals-- > 0 ? '450 busy' : undefined) });
    const server = await startServer('kitchen', { arguments: mailArguments(slow) });
    try {
      const api = client(server);
      const user = await signUp(api);
      assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email: user.email } }), 200);
      greet();
      assert.deepEqual((await slow.next()).to, [user.email]);
      assert.equal(slow.sessions(), 2);
    } finally {
      await server.stop();
      await slow.close();
    }
  });

  test('a server that is not there fails no request, and the program still ends', async () => {
    const gone = await startSmtp();
    await gone.close();
    const server = await startServer('kitchen', { arguments: mailArguments(gone) });
    const api = client(server);
    for (let i = 0; i < 3; i++) {
      const user = await signUp(api);
      assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email: user.email } }), 200);
    }
    await server.stop();
    assert.equal(/@mail\.example/.test(server.output()), false, 'no address is logged');
  });

  test('signs in with the name and the password of the file', async () => {
    const guarded = await startSmtp({ auth: true });
    const file = join(tmpdir(), `${unique('smtp')}.password`);
    writeFileSync(file, 'mail secret\n', { mode: 0o600 });
    const server = await startServer('kitchen', { arguments: [...mailArguments(guarded), '--smtp-user', 'postman', '--smtp-password-file', file] });
    try {
      const api = client(server);
      const user = await signUp(api);
      await api.call('POST', '/requestPasswordReset', { body: { email: user.email } });
      const mail = await guarded.next();
      assert.deepEqual([mail.user, mail.password], ['postman', 'mail secret']);
    } finally {
      await server.stop();
      await guarded.close();
    }
  });

  test('without mail both requests are error 1', async () => {
    const server = await startServer('kitchen');
    try {
      for (const path of ['/requestPasswordReset', '/verificationEmailRequest']) {
        assertError(await client(server).call('POST', path, { body: { email: 'a@b.example' } }), 500, 1, /publicServerURL/);
      }
    } finally {
      await server.stop();
    }
  });

  for (const [title, args] of [
    ['--smtp-url without --public-url', ['--smtp-url', 'smtp://127.0.0.1:25', '--mail-from', 'a@b.example']],
    ['--verify-emails without --smtp-url', ['--verify-emails']],
    ['--prevent-unverified-login without --verify-emails', ['--prevent-unverified-login']],
  ]) {
    test(`${title} does not start`, async () => {
      await assert.rejects(startServer('kitchen', { arguments: args }), /needs/);
    });
  }
});
