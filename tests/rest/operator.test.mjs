// `user`, `role` and `session`: what an operator does to accounts, while a server runs and while none does.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildServer, root, run } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { LiveClient } from '../lib/live.mjs';
import { assertError, assertStatus, client, pointer, query, send, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { totp } from '../lib/totp.mjs';

const folder = mkdtempSync(join(tmpdir(), 'caregen-operator-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('operators\' commands', differs('our server\'s own commands'), () => {
  let data;
  let program;
  let server;
  let api;

  const command = (...given) => run(program, [...given, '--data', data]);
  const done = async (...given) => {
    const { code, stdout, stderr } = await command(...given);
    assert.equal(code, 0, `${given.join(' ')}: ${stdout}${stderr}`);
    assert.equal(stderr, '');
    return stdout;
  };
  const refused = async (said, ...given) => {
    const { code, stderr } = await command(...given);
    assert.equal(code, 1, given.join(' '));
    assert.match(stderr, said);
  };
  const logIn = (username, password) => api.call('POST', '/login', { body: { username, password } });
  const start = async () => {
    server = await startServer('audit', { dataFolder: data });
    api = client(server);
  };

  before(async () => {
    ({ program } = await buildServer('audit'));
    data = join(folder, 'data');
    mkdirSync(data, { mode: 0o700 });
    await start();
  });
  after(() => server?.kill());

  for (const running of [true, false]) {
    /** With a server that runs over the folder, or without; afterwards one runs in any case. */
    const when = async (...given) => {
      if (running) return done(...given);
      await server.stop();
      const said = await done(...given);
      assert.ok(!existsSync(join(data, 'control')), 'the server that was started for it has gone');
      await start();
      return said;
    };
    const name = running ? 'while a server runs' : 'while none runs';

    test(`the first administrator comes from the command line ${name}`, async () => {
      const username = unique('chief');
      const said = await when('user', 'create', username, '--email', `${username}@example.org`, '--role', 'auditor');
      const [, password] = /^password: (\w{20})$/m.exec(said);
      assert.match(said, new RegExp(`^${username} is user \\w{10}\n[^]*${username} is in the role auditor\n$`));
      assert.equal(await done('session', 'list', username), '', 'nobody has signed in yet');
      const { sessionToken: session } = (await logIn(username, password)).json;
      assertStatus(await api.call('GET', `/classes/AuditLog${query({ limit: 1 })}`, { session }), 200);
      assert.equal((await api.find('AuditLog', { limit: 1 }, { session })).length, 1);
      const { results: [user] } = (await api.call('GET', `/users${query({ where: { username } })}`, { master: true })).json;
      assert.equal(user.email, `${username}@example.org`);
    });

    test(`a password comes from a file or standard input ${name}`, async () => {
      const username = unique('kim');
      const file = join(folder, 'password');
      writeFileSync(file, 'a password out of a file\n');
      assert.doesNotMatch(await when('user', 'create', username, '--password-file', file), /password/);
      const first = await logIn(username, 'a password out of a file');
      assertStatus(first, 200);
      const { status, stdout, stderr } = spawnSync(program, ['user', 'set-password', username, '--password-file', '-', '--data', data], { input: 'another one\n', encoding: 'utf8' });
      assert.deepEqual([status, stderr, stdout], [0, '', `${username} has another password, and no session\n`]);
      assertError(await api.call('GET', '/users/me', { session: first.json.sessionToken }), 400, 209);
      assertError(await logIn(username, 'a password out of a file'), 404, 101);
      assertStatus(await logIn(username, 'another one'), 200);
      await refused(/has no password/, 'user', 'set-password', username, '--password-file', join(folder, 'none'));
    });

    test(`who is locked has no session and gets none ${name}`, async () => {
      const user = await api.signUp();
      const { session } = user;
      assertStatus(await api.call('GET', '/users/me', { session }), 200);
      assert.equal(await when('user', 'lock', user.username), `${user.username} is locked, and has no session\n`);
      assertError(await api.call('GET', '/users/me', { session }), 400, 209);
      assertError(await logIn(user.username, user.password), 404, 101, 'Your account is locked.');
      assertError(await logIn(user.username, 'a wrong one'), 404, 101, 'Invalid username/password.');
      assertError(await api.call('GET', `/verifyPassword${query({ username: user.username, password: user.password })}`), 404, 101);
      assertError(await api.call('POST', `/loginAs${query({ userId: user.id })}`, { master: true }), 404, 101);
      assertStatus(await api.call('PUT', `/users/${user.id}`, { master: true, body: { password: 'quite another' } }), 200);
      assertError(await logIn(user.username, 'quite another'), 404, 101, 'Your account is locked.');
      assert.match(await done('user', 'list'), new RegExp(`^${user.id} +${user.username} .* locked$`, 'm'));
      const listed = JSON.parse(await done('user', 'list', '--format', 'json'));
      assert.deepEqual(listed.filter(({ locked }) => locked).map(({ objectId }) => objectId), [user.id]);
      assert.equal(await when('user', 'unlock', user.username), `${user.username} may sign in\n`);
      assertStatus(await logIn(user.username, 'quite another'), 200);
    });

    test(`a second factor is taken away ${name}`, async () => {
      const user = await api.signUp();
      const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
      assertStatus(await api.call('PUT', `/users/${user.id}`, { session: user.session, body: { authData: { mfa: { secret, token: totp(secret) } } } }), 200);
      assert.ok((await logIn(user.username, user.password)).status >= 400);
      await when('user', 'reset-second-factor', user.username);
      assertStatus(await logIn(user.username, user.password), 200);
    });

    test(`a user is deleted ${name}`, async () => {
      const user = await api.signUp();
      await done('user', 'lock', user.username);
      await when('user', 'delete', user.username);
      await refused(new RegExp(`there is no user ${user.username}`), 'user', 'delete', user.username);
      assert.equal((await run('sqlite3', ['-readonly', join(data, 'audit.db'), 'SELECT count(*) FROM _AccountLock'])).stdout, '0\n');
    });
  }

  test('a server that runs knows at once', async () => {
    const user = await api.signUp();
    const { session } = user;
    const seen = async () => (await api.call('GET', `/classes/AuditLog${query({ limit: 1 })}`, { session })).json.results?.length ?? 0;
    assert.equal(await seen(), 0);
    for (let i = 0; i < 3; i += 1) {
      assert.equal(await done('role', 'add', user.username, 'auditor'), `${user.username} is in the role auditor\n`);
      assert.equal(await seen(), 1, 'without signing in anew');
      assert.match(await done('role', 'list'), new RegExp(`^auditor:.* ${user.username}\\b`, 'm'));
      assert.equal(await done('role', 'remove', user.username, 'auditor'), `${user.username} is no longer in the role auditor\n`);
      assert.equal(await seen(), 0);
    }
    const live = await LiveClient.connect(server, { token: session });
    await live.subscribe('Diary', {});
    await done('user', 'lock', user.username);
    await live.next(({ op, code }) => op === 'error' && code === 209);
    live.close();
  });

  test('sessions are listed without their tokens, and end', async () => {
    const user = await api.signUp();
    const { sessionToken: second } = (await logIn(user.username, user.password)).json;
    const text = await done('session', 'list', user.username);
    const sessions = JSON.parse(await done('session', 'list', user.username, '--format', 'json'));
    assert.deepEqual(sessions.map(({ action }) => action), ['signup', 'login']);
    for (const token of [second, user.session]) assert.ok(!text.includes(token) && !JSON.stringify(sessions).includes(token));
    assert.equal(text.split('\n').length, 3);
    const other = await api.signUp();
    await refused(/has no session/, 'session', 'end', other.username, sessions[0].objectId);
    assert.equal(await done('session', 'end', user.username, sessions[0].objectId), `the session ${sessions[0].objectId} has ended\n`);
    assertError(await api.call('GET', '/users/me', { session: user.session }), 400, 209);
    assertStatus(await api.call('GET', '/users/me', { session: second }), 200);
    await done('session', 'end', user.username);
    assertError(await api.call('GET', '/users/me', { session: second }), 400, 209);
    assertStatus(await api.call('GET', '/users/me', { session: other.session }), 200);
  });

  test('are audited', async () => {
    const user = await api.signUp();
    const words = [['user', 'lock'], ['user', 'unlock'], ['role', 'add', 'auditor'], ['role', 'remove', 'auditor'], ['session', 'end'], ['user', 'set-password']];
    for (const [what, action, role] of words) await done(what, action, user.username, ...(role ? [role] : []));
    const { stdout } = await run(program, ['audit', 'export', '--data', data]);
    const entries = stdout.trimEnd().split('\n').map((line) => JSON.parse(line)).filter(({ entityId, action }) => entityId === user.id && !['create', 'update', 'sign-in'].includes(action));
    assert.deepEqual(entries.map(({ action }) => action), ['lock', 'unlock', 'add-role', 'remove-role', 'end-sessions', 'password-change']);
    for (const { payload } of entries) assert.equal(payload.by, 'masterKey');
  });

  test('their routes are for the master key', async () => {
    const user = await api.signUp();
    const other = await api.signUp();
    for (const [method, path] of [['POST', 'lock'], ['POST', 'unlock'], ['DELETE', 'sessions'], ['PUT', 'roles/auditor'], ['DELETE', 'roles/auditor']]) {
      for (const as of [{}, { session: user.session }, { session: other.session }]) assertStatus(await api.call(method, `/users/${user.id}/${path}`, as), 403);
    }
    assertStatus(await api.call('GET', '/lockedUsers', { session: user.session }), 403);
    assertStatus(await api.call('GET', '/users/me', { session: user.session }), 200);
    for (const path of ['lock', 'unlock']) assertError(await api.call('POST', `/users/aaaaaaaaaa/${path}`, { master: true, body: {} }), 404, 101);
    assertError(await api.call('PUT', `/users/aaaaaaaaaa/roles/auditor`, { master: true, body: {} }), 404, 101);
  });

  test('the socket is for the folder\'s owner alone', async () => {
    const socket = join(data, 'control');
    assert.equal(statSync(socket).mode & 0o777, 0o600);
    const ask = (prefix = []) => run(prefix[0] ?? 'curl', [...prefix.slice(1), ...(prefix.length ? ['curl'] : []), '-s', '--unix-socket', socket, 'http://x/users']);
    assert.match((await ask()).stdout, /"results"/);
    // Should somebody loosen the rights, the system still says who is at the other end.
    chmodSync(folder, 0o755);
    chmodSync(data, 0o755);
    chmodSync(socket, 0o666);
    try {
      const { code, stdout } = await ask(['setpriv', '--reuid=65534', '--clear-groups']).catch((error) => ({ code: error.code, stdout: '' }));
      assert.ok(code !== 0, stdout);
      assert.equal(stdout, '');
    } finally {
      chmodSync(socket, 0o600);
      chmodSync(data, 0o700);
    }
    // What is said over the network is not taken for it.
    assertStatus(await send(`${server.base}/users`, { headers: { Host: 'control' } }), 403);
  });

  test('go as docs/operating.md says, command by command, and so does doctor', async () => {
    const page = readFileSync(join(root, 'docs/operating.md'), 'utf8');
    const section = page.slice(page.indexOf('## Accounts'), page.indexOf('\n## Who may, and why not'));
    const commands = [...section.matchAll(/^ {4}NAME-server (.*)$/gm)].map(([, line]) => line);
    assert.equal(commands.length, 18);
    const patient = await api.create('Patient', { name: 'x', user: (await api.signUp()).pointer }, { master: true });
    const place = { USERNAME: unique('user'), ROLE: 'auditor', DATA: data, 'CLASS/ID': `Patient/${patient}` };
    for (const line of commands) {
      const words = line.replace(/CLASS\/ID|\b(USERNAME|ROLE|DATA)\b/g, (word) => place[word]).split(' ');
      const { code, stderr } = await run(program, words);
      assert.equal(code, 0, `${line}: ${stderr}`);
    }
    const [, doctor] = /^ {4}NAME-server (doctor .*)$/m.exec(page);
    const backups = join(folder, 'backups');
    assert.equal((await run(program, ['backup', backups, '--data', data])).code, 0);
    const looked = await run(program, doctor.replace('DATA', data).replace('DIR', backups).split(' '));
    assert.equal(looked.code, 0, looked.stdout);
  });

  test('what cannot be done is said', async () => {
    for (const given of [['user'], ['user', 'lock'], ['user', 'promote', 'x'], ['role', 'add', 'x'], ['session', 'list'], ['user', 'list', '--format', 'xml'], ['user', 'lock', 'x', 'y'], ['user', 'list', '--nothing']]) {
      assert.equal((await command(...given)).code, 2, given.join(' '));
    }
    await refused(/there is no user nobody/, 'user', 'lock', 'nobody');
    const user = await api.signUp();
    await refused(/already exists|already taken/, 'user', 'create', user.username);
    assert.match((await command('role', 'add', user.username, 'auditer')).stderr, /there is no role auditer; there is/);
    const empty = mkdtempSync(join(folder, 'empty-'));
    const { code, stderr } = await run(program, ['user', 'list', '--data', empty]);
    assert.equal(code, 1);
    assert.match(stderr, /audit\.db is not there/);
    assert.deepEqual(readdirSync(empty), []);
  });

  test('a server that is not there any more is not in the way, nor are migrations taken', async () => {
    await server.kill(); // its socket stays behind
    assert.ok(existsSync(join(data, 'control')));
    assert.match(await done('user', 'list'), /kim/);
    assert.equal((await run('sqlite3', [join(data, 'audit.db'), 'DELETE FROM _Migration WHERE history = \'app\' AND version = 1'])).code, 0);
    const { code } = await command('user', 'list');
    assert.equal(code, 1);
  });
});
