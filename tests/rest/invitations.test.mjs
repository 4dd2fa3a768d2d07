// Accounts that a clinic makes for its patients: who may invite, what a token is good for, and how often.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { buildServer, run } from '../lib/builds.mjs';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, pointer, query, send, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { startSmtp } from '../lib/smtp.mjs';

const ours = differs('our server\'s own');
const smtp = ours.skip ? undefined : await startSmtp();
after(() => smtp?.close());
const publicUrl = 'https://clinic.example/parse';

describeServer('invitations', 'invitations', (context) => {
  const invite = (body, as = {}) => context.api.call('POST', '/invitations', { ...as, body });
  const accept = (invitationToken, extra = {}) =>
    context.api.call('POST', '/users', { body: { username: unique('ann'), password: 'a password of ann', invitationToken, ...extra } });
  const count = async (className) => (await context.api.find(className, { limit: 1000 }, { master: true })).length;

  /** Somebody in a role, made by the master key, for sign-ups are closed. */
  async function staff(role) {
    const username = unique(role);
    const password = `password of ${username}`;
    const { objectId: id } = (await context.api.call('POST', '/users', { master: true, body: { username, password } })).json;
    assertStatus(await context.api.call('PUT', `/users/${id}/roles/${role}`, { master: true, body: {} }), 200);
    const { sessionToken: session } = (await context.api.call('POST', '/login', { body: { username, password } })).json;
    return { id, username, session, pointer: pointer('_User', id) };
  }

  test('staff make an account and its row at once, and somebody takes it', async () => {
    const clerk = await staff('clerk');
    const nobody = await context.api.call('POST', '/users', { body: { username: unique('ann'), password: 'a long password' } });
    assertError(nobody, 400, 119);
    const made = await invite({ className: 'Patient', object: { name: 'Ann' } }, clerk);
    assertStatus(made, 201);
    const { userId, invitationToken, expiresAt, object } = made.json;
    assert.match(invitationToken, /^[0-9a-f]{40}$/);
    assert.ok(Math.abs(new Date(expiresAt) - Date.now() - 604800000) < 600000);
    const row = await context.api.fetch('Patient', object.objectId, clerk);
    assert.deepEqual(row.user, pointer('_User', userId));
    const username = unique('ann');
    const taken = await accept(invitationToken, { username, email: `${username}@example.org` });
    assertStatus(taken, 201);
    assert.equal(taken.json.objectId, userId);
    const session = taken.json.sessionToken;
    assert.deepEqual((await context.api.find('Patient', {}, { session })).map(({ name }) => name), ['Ann']);
    const me = (await context.api.call('GET', '/users/me', { session })).json;
    assert.deepEqual([me.username, me.email], [username, `${username}@example.org`]);
    assertStatus(await context.api.call('POST', '/login', { body: { username, password: 'a password of ann' } }), 200);

    assertError(await accept(invitationToken), 404, 101, /used already/);
    const { stdout } = await run((await buildServer('invitations')).program, ['audit', 'export', '--data', context.server.dataFolder]);
    const entries = stdout.trimEnd().split('\n').map((line) => JSON.parse(line)).filter(({ entityId }) => entityId === userId);
    assert.deepEqual(entries.map(({ action, actor }) => [action, actor]), [
      ['create', clerk.id], ['invite', clerk.id], ['update', userId], ['password-change', userId], ['sign-in', userId], ['accept-invitation', userId], ['sign-in', userId],
    ]);
    assert.deepEqual(entries[1].payload, { for: 'Patient' });
    assert.ok(!stdout.includes(invitationToken));
  });

  test('or for a row that is there', async () => {
    const clerk = await staff('clerk');
    const chart = await context.api.create('Chart', { title: 'of Ann' }, clerk);
    const body = { className: 'Chart', objectId: chart, field: 'user' };
    assertError(await invite({ ...body, field: undefined }, clerk), 400, 107);
    const { userId, invitationToken } = (await invite(body, clerk)).json;
    assert.deepEqual((await context.api.fetch('Chart', chart, clerk)).user, pointer('_User', userId));
    assertStatus(await accept(invitationToken), 201);
  });

  test('who may not set the pointer invites nobody, and nothing is left of it', async () => {
    const [clerk, nurse] = [await staff('clerk'), await staff('nurse')];
    const chart = await context.api.create('Chart', { title: 'x' }, clerk);
    const patient = (await invite({ className: 'Patient', object: { name: 'Bob' } }, clerk)).json.object.objectId;
    const before = [await count('_User'), await count('Patient'), await count('Chart')];
    const toChart = { className: 'Chart', objectId: chart, field: 'user' };
    const toPatient = { className: 'Patient', object: { name: 'Eve' } };
    for (const [body, as, status, code] of [
      [toChart, nurse, 404, 101], [toPatient, nurse, 400, 119], [toChart, {}, 400, 209], [toPatient, {}, 400, 209],
      [{ className: 'Patient', objectId: patient }, clerk, 404, 101], // clerks create patients, and change none
      [{ ...toChart, objectId: 'aaaaaaaaaa' }, clerk, 404, 101], [{ className: 'AuditLog', objectId: 'x' }, clerk, 400, 119],
      [{ className: '_User', objectId: clerk.id }, clerk, 400, 107], [{ className: 'Nothing', object: {} }, clerk, 400, 107],
      [{ ...toChart, field: 'title' }, clerk, 400, 107], [{ className: 'Patient', object: {} }, clerk, 400, [142, 137]],
      [{ ...toPatient, objectId: patient }, clerk, 400, 107], [{}, clerk, 400, 119], [{ ...toPatient, user: { emailVerified: true } }, clerk, 400, 119],
      [{ ...toPatient, email: 'ann@example.org' }, clerk, 500, 1],
    ]) {
      const answer = await invite(body, as);
      assert.equal(answer.json.code, code.length ? answer.json.code : code, `${JSON.stringify(body)}: ${answer.text}`);
      assertError(answer, status, code);
    }
    assert.deepEqual([await count('_User'), await count('Patient'), await count('Chart')], before);
  });

  test('where sign-ups are closed, who is in no role makes no accounts for friends', async () => {
    const { userId, invitationToken } = (await invite({}, { master: true })).json;
    const { sessionToken: session } = (await accept(invitationToken)).json;
    const diary = { className: 'Diary', object: { owner: pointer('_User', userId) }, field: 'friend' };
    await context.api.create('Diary', { owner: pointer('_User', userId), friend: pointer('_User', userId) }, { session });
    const before = await count('_User');
    assertError(await invite(diary, { session }), 400, 119);
    assert.equal(await count('_User'), before);
    const nurse = await staff('nurse');
    assertStatus(await invite({ ...diary, object: { owner: nurse.pointer } }, nurse), 201);
  });

  test('what is said of the account is judged as what whoever invites says, not the server', async () => {
    const [clerk, nurse] = [await staff('clerk'), await staff('nurse')];
    const upload = await context.api.call('POST', '/files/scan.txt', { session: nurse.session, body: 'a scan', headers: { 'Content-Type': 'text/plain' } });
    assertStatus(upload, 201);
    const photo = { __type: 'File', name: upload.json.name };
    const before = await count('_User');
    const invitation = (user) => ({ className: 'Patient', object: { name: 'Ann' }, user });
    assertError(await invite(invitation({ stage: 'known' }), clerk), 400, 142, /stage starts as unknown/);
    assertError(await invite(invitation({ knownAt: { __type: 'Date', iso: '2020-01-01T00:00:00.000Z' } }), clerk), 400, 119);
    assertError(await invite(invitation({ photo }), clerk), 400, 119, /no file/);
    assertError(await invite(invitation({ emailVerified: true }), clerk), 400, 119);
    assert.equal(await count('_User'), before);
    const { userId } = (await invite({ ...invitation({ photo }), className: 'Diary', object: { owner: nurse.pointer }, field: 'friend' }, nurse)).json;
    assert.equal((await context.api.fetch('_User', userId, { master: true })).photo.name, photo.name, 'whose file it is may give it');
  });

  test('a restricted session invites nobody, as it makes no users', async () => {
    const clerk = await staff('clerk');
    const { sessionToken: session } = (await context.api.call('POST', '/sessions', { session: clerk.session, body: { restricted: true, installationId: unique('device') } })).json;
    assertError(await invite({ className: 'Patient', object: { name: 'Ann' } }, { session }), 400, 119);
    assertStatus(await invite({ className: 'Patient', object: { name: 'Ann' } }, clerk), 201);
  });

  test('nobody enters before', async () => {
    const { userId } = (await invite({}, { master: true })).json;
    const { username } = await context.api.fetch('_User', userId, { master: true });
    for (const password of ['', 'null', username]) assert.ok((await context.api.call('POST', '/login', { body: { username, password } })).status >= 400);
    assertError(await context.api.call('GET', `/users/${userId}`), 404, 101);
    for (const token of ['', 'x', 'a'.repeat(40), null, 5, {}, ['x']]) assertError(await accept(token), 404, 101);
  });

  test('a token is good once, however many come at a time, and only with a name and a fit password', async () => {
    const { invitationToken: token, userId } = (await invite({}, { master: true })).json;
    assertError(await accept(token, { password: undefined }), 400, 201);
    assertError(await accept(token, { username: undefined }), 400, 200);
    assertError(await accept(token, { password: 'short' }), 400, 142);
    const other = await staff('clerk');
    assertError(await accept(token, { username: other.username }), 400, 202);
    const answers = await Promise.all(Array.from({ length: 8 }, () => accept(token)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(7).fill(404)]);
    const sessions = await context.api.find('_Session', { where: { user: pointer('_User', userId) } }, { master: true });
    assert.equal(sessions.length, 1);
  });

  test('one whose account has gone, is locked or has a password otherwise lets nobody in', async () => {
    for (const [end, status] of [
      [(id) => context.api.call('DELETE', `/users/${id}`, { master: true }), 404], [(id) => context.api.call('POST', `/users/${id}/lock`, { master: true, body: {} }), 404],
      [(id) => context.api.call('PUT', `/users/${id}`, { master: true, body: { password: 'another password' } }), 404],
    ]) {
      const { invitationToken, userId } = (await invite({}, { master: true })).json;
      assertStatus(await end(userId), 200);
      assertError(await accept(invitationToken), status, 101);
    }
  });

  test('the operator invites, too', async () => {
    const { program } = await buildServer('invitations');
    const clerk = await staff('clerk');
    const chart = await context.api.create('Chart', { title: 'y' }, clerk);
    const answer = await run(program, ['user', 'invite', '--for', `Chart/${chart}`, '--field', 'user', '--role', 'nurse', '--data', context.server.dataFolder]);
    assert.equal(answer.code, 0, answer.stderr);
    const [, userId, token] = /^user (\w{10}) may take the account until 20\S+Z\ninvitationToken: (\w{40})\n$/.exec(answer.stdout);
    const { sessionToken: session } = (await accept(token)).json;
    assert.equal((await context.api.find('Chart', { where: { user: pointer('_User', userId) } }, { session })).length, 1);
    assert.equal((await run(program, ['user', 'invite', '--for', 'Chart', '--data', context.server.dataFolder])).code, 1);
  });
}, ours);

describe('invitations', ours, () => {
  test('end', async () => {
    const server = await startServer('invitations', { arguments: ['--invitation-seconds', '0'] });
    const api = client(server);
    const { invitationToken } = (await api.call('POST', '/invitations', { master: true, body: {} })).json;
    assertError(await api.call('POST', '/users', { body: { username: 'ann', password: 'a password of ann', invitationToken } }), 404, 101);
    await server.stop();
  });

  test('go by mail, and their link leads to a page', async () => {
    const server = await startServer('invitations', { arguments: ['--smtp-url', `smtp://127.0.0.1:${smtp.port}`, '--mail-from', 'no-reply@clinic.example', '--public-url', publicUrl] });
    const api = client(server);
    const email = `${unique('ann')}@mail.example`;
    assertError(await api.call('POST', '/invitations', { master: true, body: { email: 'a b@c' } }), 400, 125);
    const made = await api.call('POST', '/invitations', { master: true, body: { email } });
    assertStatus(made, 201);
    assert.deepEqual(Object.keys(made.json), ['userId', 'expiresAt'], 'whoever invites is not told the token');
    const mail = await smtp.next();
    assert.deepEqual(mail.to, [email]);
    const [link] = mail.text.match(/https?:\S+/g);
    assert.ok(link.startsWith(`${publicUrl}/apps/app/accept_invitation?token=`), link);
    const path = link.slice(publicUrl.length);
    const token = new URL(link).searchParams.get('token');
    const form = (fields) => send(`${server.base}/apps/app/accept_invitation`, {
      method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ token, ...fields }).toString(),
    });
    const shown = await send(server.base + path);
    assertStatus(shown, 200);
    assert.match(shown.headers['content-type'], /html/);
    assert.ok(shown.text.includes(token) && shown.text.includes('accept_invitation'));
    const username = unique('ann');
    const fields = { username, new_password: 'a password of ann', confirm_new_password: 'a password of ann' };
    await api.call('POST', '/users', { master: true, body: { username: 'taken', password: 'a long password' } });
    for (const [wrong, said] of [
      [{ confirm_new_password: 'another' }, /two passwords differ/], [{ username: '' }, /enter a username/], [{ username: 'taken' }, /already exists/],
      [{ new_password: 'short', confirm_new_password: 'short' }, /role="alert"/],
    ]) {
      const answer = await form({ ...fields, ...wrong });
      assertStatus(answer, 400);
      assert.match(answer.text, said);
    }
    assertStatus(await send(`${server.base}/apps/another/accept_invitation?token=${token}`), 403);
    const taken = await form(fields);
    assertStatus(taken, 200);
    assert.match(taken.text, /The account is yours/);
    assert.ok(!/r:[0-9a-f]{32}/.test(taken.text) && !taken.headers.location);
    assertStatus(await form(fields), 404);
    assertStatus(await send(server.base + path), 404);
    const { results } = (await api.call('GET', `/sessions${query({ where: { user: pointer('_User', made.json.userId) } })}`, { master: true })).json;
    assert.deepEqual(results, []);
    assertStatus(await api.call('POST', '/login', { body: { username, password: 'a password of ann' } }), 200);
    // Whoever has been told a token has it no more when the account gets its password by another mail.
    const address = `${unique('bea')}@mail.example`;
    const { invitationToken } = (await api.call('POST', '/invitations', { master: true, body: { user: { email: address } } })).json;
    assertStatus(await api.call('POST', '/requestPasswordReset', { body: { email: address } }), 200);
    const reset = new URL((await smtp.next()).text.match(/https?:\S+/g)[0]);
    const chosen = { token: reset.searchParams.get('token'), new_password: 'a password of bea', confirm_new_password: 'a password of bea' };
    assertStatus(await send(server.base + reset.pathname.replace('/parse', ''), {
      method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(chosen).toString(),
    }), 200);
    assertError(await api.call('POST', '/users', { body: { username: unique('bea'), password: 'another password', invitationToken } }), 404, 101);
    assertStatus(await api.call('POST', '/login', { body: { username: address, password: 'a password of bea' } }), 200);
    await server.stop();
  });
});
