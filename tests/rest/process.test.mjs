// The server as a process: what survives its end, how it is told what to do, how it stops.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { buildServer, run } from '../lib/builds.mjs';
import { differs, withFolder } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, date, pointer, send } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const masterKey = 'the same at each start';

describe('the process', differs('these are our server\'s own options'), () => {
  test('what was answered before a crash is there after it', () => withFolder(async (dataFolder) => {
    const first = await startServer('kitchen', { dataFolder, masterKey });
    const api = client(first);
    const user = await api.signUp();
    const deleted = await api.create('Item', { name: 'deleted' });
    const updated = await api.create('Item', { name: 'updated', number: 1 });
    assertStatus(await api.call('DELETE', `/classes/Item/${deleted}`), 200);
    assertStatus(await api.call('PUT', `/classes/Item/${updated}`, { body: { number: 2 } }), 200);
    const answered = [];
    const writes = Array.from({ length: 300 }, async (_, i) => {
      // Those still under way when the server ends are not answered, and may be there or not.
      const answer = await api.call('POST', '/classes/Item', { body: { name: `n${i}`, date: date('2020-01-01') } }).catch(() => null);
      if (answer?.status === 201) answered.push(answer.json.objectId);
      if (i === 150) await first.kill();
    });
    await Promise.all(writes);
    assert.ok(answered.length > 0);

    const second = await startServer('kitchen', { dataFolder, masterKey });
    try {
      const after = client(second);
      for (const id of answered) await after.fetch('Item', id);
      assert.equal((await after.fetch('Item', updated)).number, 2);
      assertError(await after.call('GET', `/classes/Item/${deleted}`), 404, 101);
      assertStatus(await after.call('GET', '/users/me', { session: user.session }), 200);
      const { username, password } = user;
      assertStatus(await after.call('POST', '/login', { body: { username, password } }), 200);
    } finally {
      await second.stop();
    }
  }));

  test('a clean stop and a new start change nothing', () => withFolder(async (dataFolder) => {
    const first = await startServer('kitchen', { dataFolder, masterKey });
    const api = client(first);
    const parent = await api.create('Item', { name: 'parent' });
    const id = await api.create('Item', { name: 'x', parent: pointer('Item', parent), array: [1, { a: null }], data: { __type: 'Bytes', base64: 'AAH/' } });
    const before = await api.fetch('Item', id);
    await first.stop('SIGINT');
    const second = await startServer('kitchen', { dataFolder, masterKey });
    assert.deepEqual(await client(second).fetch('Item', id), before);
    await second.stop();
  }));

  test('a session lasts as long as it is told to', async () => {
    const server = await startServer('kitchen', { arguments: ['--session-seconds', '0'] });
    try {
      const { session } = await client(server).signUp();
      assertError(await client(server).call('GET', '/users/me', { session }), 400, 209);
    } finally {
      await server.stop();
    }
  });

  test('each flag is also a variable of the environment', async () => {
    const server = await startServer('kitchen', { environment: { CAREGEN_REST_KEY: 'from the environment', CAREGEN_BODY_LIMIT: '1000' } });
    try {
      const api = client(server);
      assertStatus(await api.call('GET', '/classes/Item'), 403);
      const headers = { 'X-Parse-REST-API-Key': 'from the environment' };
      assertStatus(await api.call('GET', '/classes/Item', { headers }), 200);
      assertStatus(await api.call('POST', '/classes/Item', { headers, body: { name: 'x'.repeat(500) } }), 201);
      assertStatus(await api.call('POST', '/classes/Item', { headers, body: { name: 'x'.repeat(2000) } }), 413);
    } finally {
      await server.stop();
    }
  });

  test('what it does not understand ends it with 2, a taken port with 1', async () => {
    const { program } = await buildServer('kitchen');
    await withFolder(async (dataFolder) => {
      for (const port of ['99999', '65536', '-1', '', '80x', '0x50', '1 2']) {
        const { code, stderr } = await run(program, ['serve', '--data', dataFolder, '--listen', `127.0.0.1:${port}`]);
        assert.equal(code, 2, port);
        assert.match(stderr, /--listen takes HOST:PORT, with a port from 0 to 65535/);
      }
      for (const wrong of [['--nothing'], ['--listen'], ['--body-limit', 'many'], ['--mount', 'x y', '--nothing']]) {
        const { code, stderr } = await run(program, ['serve', '--data', dataFolder, ...wrong]);
        assert.equal(code, 2, `${wrong}: ${stderr}`);
        assert.notEqual(stderr, '');
      }
      const server = await startServer('kitchen');
      try {
        const { host } = new URL(server.base);
        const { code, stderr } = await run(program, ['serve', '--data', dataFolder, '--listen', host]);
        assert.equal(code, 1, stderr);
        assertStatus(await send(`${server.base}/health`), 200);
      } finally {
        await server.stop();
      }
    });
  });

  test('--help says every option', async () => {
    const { program } = await buildServer('kitchen');
    const { code, stdout } = await run(program, ['serve', '--help']);
    assert.equal(code, 0);
    for (const flag of ['--listen', '--data', '--mount', '--app-id', '--rest-key', '--js-key', '--master-key-file', '--demo']) {
      assert.ok(stdout.includes(flag), flag);
    }
  });

  test('--version says what it is', async () => {
    const { program } = await buildServer('kitchen');
    const { code, stdout } = await run(program, ['--version']);
    assert.equal(code, 0);
    assert.match(stdout, /^kitchen-server: caregen \d+\.\d+\.\d+, migration 1 of the app, \d+ of the server\n$/);
  });

  test('SIGHUP does not end a service', async () => {
    const server = await startServer('kitchen');
    process.kill(server.pid, 'SIGHUP');
    await server.logged('SIGHUP');
    assertStatus(await send(`${server.base}/health`), 200);
    await server.stop();
  });

  /** Starts a server without a master key, with a terminal or without one; returns what it prints. */
  async function printed(inTerminal) {
    const { program } = await buildServer('kitchen');
    let output = '';
    let key;
    await withFolder(async (dataFolder) => {
      const serve = `'${program}' serve --listen 127.0.0.1:0 --data '${dataFolder}'`;
      const child = inTerminal
        ? spawn('script', ['-qec', serve, '/dev/null'], { stdio: ['pipe', 'pipe', 'pipe'] })
        : spawn('sh', ['-c', `exec ${serve}`], { stdio: ['ignore', 'pipe', 'pipe'] });
      await new Promise((resolve, reject) => {
        for (const stream of [child.stdout, child.stderr]) {
          stream.on('data', (chunk) => {
            output += chunk;
            if (output.includes('listening on')) resolve();
          });
        }
        child.on('close', () => reject(new Error(output)));
      });
      key = readFileSync(join(dataFolder, 'master-key'), 'utf8').trim();
      const ended = new Promise((resolve) => { child.on('close', resolve); });
      process.kill(Number(readFileSync(join(dataFolder, 'lock'), 'utf8')), 'SIGHUP');
      if (!inTerminal) child.kill('SIGTERM');
      await ended;
    });
    return { output, key };
  }

  test('a master key that is made is not told to a journal', async () => {
    const { output, key } = await printed(false);
    assert.match(key, /^[0-9a-f]{64}$/);
    assert.ok(!output.includes(key), output);
    assert.match(output, /master key \(made now, and kept in .*\/master-key\)/);
  });

  test('a terminal is told it, and takes the server with it', { skip: spawnSync('script', ['--version']).status !== 0 && 'no script' }, async () => {
    const { output, key } = await printed(true);
    assert.ok(output.includes(key), output);
  });

  test('a master key that was given is not printed', async () => {
    const server = await startServer('kitchen');
    try {
      assertStatus(await client(server).call('GET', '/classes/ReadOnly?count=1&limit=0', { master: true }), 200);
      assert.doesNotMatch(server.output(), new RegExp(server.masterKey));
    } finally {
      await server.stop();
    }
  });
});
