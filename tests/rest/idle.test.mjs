// Sessions that nobody uses: when they end, for every worker and after every end of the server, and what becomes
// of their rows. Time is short here by an option, or passes behind the server's back.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { compile, runProgram } from '../lib/c_program.mjs';
import { runsAgainstReference } from '../lib/reference.mjs';
import { assertError, assertStatus, client, date, query } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const MINUTE = 60000;
const ours = { skip: runsAgainstReference() && 'sentences about sessions are ours' };

/** Waits until nobody can have used anything for the time. */
async function leaveIdle(milliseconds) {
  const deadline = Date.now() + milliseconds;
  while (Date.now() <= deadline) await pause(deadline - Date.now() + 1);
}

/** Asks who the session belongs to, on a connection of its own, so that any worker may get it. */
function ask(server, session) {
  return new Promise((resolve, reject) => {
    const headers = { 'X-Parse-Application-Id': server.appId, 'X-Parse-Session-Token': session };
    http.get(`${server.base}/users/me`, { headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve(JSON.parse(text).code ?? 'ok'));
    }).on('error', reject);
  });
}
const askAll = async (server, session) => [...new Set(await Promise.all(Array.from({ length: 40 }, () => ask(server, session))))];

describe('an idle session', ours, () => {
  const optionsOf = (limit) => ({ arguments: ['--session-idle-seconds', String(limit / 1000), '--workers', '4'] });
  // What is used has a limit of time: where the machine took longer, nothing was shown, and it has more.
  const LIMITS = [2000, 4000, 8000, 16000];

  test('ends for every worker, and one that is used by any of them does not', async () => {
    let isShown = false;
    for (const limit of LIMITS) {
      const server = await startServer('accounts', optionsOf(limit));
      const api = client(server);
      const { session } = await api.signUp();
      let last = Date.now();
      let longest = 0; // between a use and the end of the next
      const use = async (ask_) => {
        const began = Date.now();
        const answer = await ask_();
        longest = Math.max(longest, Date.now() - last);
        last = began;
        return answer;
      };
      const answers = [await use(() => askAll(server, session))]; // all workers remember it
      const end = Date.now() + 1.2 * limit;
      while (Date.now() < end && longest < limit) {
        // One connection that is kept, and so one worker: the others see nothing of it.
        answers.push([(await use(() => api.call('GET', '/users/me', { session }))).json.code ?? 'ok']);
        await pause(limit / 20);
      }
      answers.push(await use(() => askAll(server, session)));
      isShown = longest < limit;
      if (isShown) assert.deepEqual([...new Set(answers.flat())], ['ok']);
      await leaveIdle(limit);
      assertError(await api.call('GET', '/users/me', { session }), 400, 209, 'Session token is expired.');
      assert.deepEqual(await askAll(server, session), [209], 'and a refusal is no use');
      const body = { requests: [{ method: 'GET', path: '/parse/users/me' }] };
      assertError(await api.call('POST', '/batch', { session, body }), 400, 209);
      await server.stop();
      if (isShown) break;
    }
    assert.ok(isShown, 'the machine is too slow');
  });

  test('is not revived when the server is killed', async () => {
    let isShown = false;
    for (const limit of LIMITS) {
      if (isShown) break;
      const options = optionsOf(limit);
      const dataFolder = mkdtempSync(join(tmpdir(), 'caregen-idle-'));
      try {
        const first = await startServer('accounts', { ...options, dataFolder });
        const { session: used } = await client(first).signUp();
        const { session: idle } = await client(first).signUp();
        const signedUp = Date.now();
        // Its use is kept before the second half of the limit has passed: only then is it worth something.
        await leaveIdle(limit / 2);
        const usedAfter = Date.now();
        const answer = await ask(first, used);
        await client(first).signUp(); // what is written after it is on disk, and so is the use
        await first.kill();
        const second = await startServer('accounts', { ...options, dataFolder });
        await leaveIdle(Math.max(0, signedUp + limit - Date.now()));
        const answers = [await ask(second, used), await ask(second, idle)];
        isShown = usedAfter < signedUp + 0.75 * limit && Date.now() < usedAfter + limit;
        if (isShown) assert.deepEqual([answer, ...answers], ['ok', 'ok', 209]);
        assert.deepEqual(await askAll(second, idle), [209]);
        await second.stop();
      } finally {
        rmSync(dataFolder, { recursive: true, force: true });
      }
    }
    assert.ok(isShown, 'the machine is too slow');
  });
});

describe('what only time changes', ours, () => {
  let folder;
  let program;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-idle-'));
    program = compile(['tests/lib/run_sql.c'], { libraries: ['sqlite3'] });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a server with what `use` does, and then SQL on its database. */
  async function run(build, serverArguments, use, sql) {
    const dataFolder = join(folder, build);
    mkdirSync(dataFolder, { recursive: true });
    const server = await startServer(build, { dataFolder, arguments: serverArguments });
    await use(client(server));
    await server.stop();
    if (sql) assert.ok(Number(runProgram(program, [join(folder, build, `${build}.db`), sql]).toString()) > 0, 'the SQL changed something');
  }
  const passes = (milliseconds) => `UPDATE "_SessionToken" SET "usedAt" = "usedAt" - ${milliseconds}`;

  test('the shortest of the app\'s sentences counts, and the option can only shorten it', async () => {
    let session;
    const me = (api) => api.call('GET', '/users/me', { session });
    await run('accounts', [], async (api) => ({ session } = await api.signUp()), passes(29 * MINUTE));
    // This use is kept, so that another 29 minutes are no more than that.
    await run('accounts', ['--session-idle-seconds', '7200'], async (api) => assertStatus(await me(api), 200), passes(29 * MINUTE));
    await run('accounts', [], async (api) => assertStatus(await me(api), 200), passes(30 * MINUTE));
    await run('accounts', ['--session-idle-seconds', '7200'], async (api) => assertError(await me(api), 400, 209, 'Session token is expired.'));
    await run('accounts', [], async (api) => assertError(await me(api), 400, 209));
  });

  test('the option shortens it', async () => {
    let session;
    await run('accounts', [], async (api) => ({ session } = await api.signUp()), passes(11 * MINUTE));
    await run('accounts', ['--session-idle-seconds', '600'], async (api) => assertError(await api.call('GET', '/users/me', { session }), 400, 209));
  });

  test('without a sentence sessions may lie idle', async () => {
    let session;
    await run('kitchen', [], async (api) => ({ session } = await api.signUp()), passes(300 * 24 * 60 * MINUTE));
    await run('kitchen', [], async (api) => assertStatus(await api.call('GET', '/users/me', { session }), 200));
  });

  const countSessions = async (api) => (await api.call('GET', `/sessions${query({ count: 1, limit: 0 })}`, { master: true })).json.count;
  const logIn = async (api, user) => {
    const body = { username: user.username, password: user.password };
    const answer = await api.call('POST', '/login', { body });
    assertStatus(answer, 200);
    return answer.json.sessionToken;
  };

  for (const [what, build, sql] of [
    ['lie idle', 'accounts', passes(31 * MINUTE)],
    ['have expired', 'kitchen', `UPDATE "_Session" SET "expiresAt" = ${Date.parse('2020-01-01')}`],
  ]) {
    test(`each sign-in clears some sessions away that ${what}, and no other`, async () => {
      let user;
      await run(build, [], async (api) => {
        user = await api.signUp();
        for (let i = 0; i < 20; i += 1) assertStatus(await api.call('POST', '/loginAs', { master: true, body: { userId: user.id } }), 200);
      }, sql);
      await run(build, [], async (api) => {
        let count = await countSessions(api);
        assert.ok(count >= 21, `${count} sessions`);
        const living = [];
        for (let i = 0; count > living.length && i < 10; i += 1) {
          living.push(await logIn(api, user));
          const left = await countSessions(api);
          assert.equal(left, Math.max(living.length, count + 1 - 16), 'sixteen at once, as long as there are some');
          count = left;
        }
        for (const session of living) assertStatus(await api.call('GET', '/users/me', { session }), 200);
      });
    });
  }

  test('a session that has been given a longer life is not cleared away', async () => {
    let user;
    let kept;
    await run('kitchen', [], async (api) => {
      user = await api.signUp();
      kept = await logIn(api, user);
      const { objectId } = (await api.call('GET', '/sessions/me', { session: kept })).json;
      assertStatus(await api.call('PUT', `/sessions/${objectId}`, { master: true, body: { expiresAt: date('2090-01-01') } }), 200);
      await logIn(api, user);
      assertStatus(await api.call('GET', '/sessions/me', { session: kept }), 200);
    });
  });
});
