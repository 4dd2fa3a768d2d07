// Whether the server is well: that it answers, and that it can do its work, are two questions, and
// anyone may ask them by any method.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertStatus, client, query, raw, send } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const ours = differs('these paths are our server\'s own');
const folder = mkdtempSync(join(tmpdir(), 'caregen-health-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describeServer('health', 'kitchen', (context) => {
  const ask = (path, options) => send(`${context.server.base}${path}`, options);
  const ready = { status: 'ready' };

  for (const path of ['/health', '/health/live', '/health/ready']) {
    test(`${path} is told to anyone, by any method, whatever is sent along`, path === '/health' ? {} : ours, async () => {
      const expected = path.endsWith('ready') ? ready : { status: 'ok' };
      const json = { 'Content-Type': 'text/plain' };
      for (const options of [
        {}, { method: 'POST' }, { method: 'PUT', body: '{}' }, { method: 'DELETE' }, { method: 'PATCH', body: 'x' },
        { method: 'POST', headers: json, body: JSON.stringify({ _method: 'GET', _ApplicationId: 'another', _ClientVersion: 'js8.6.2' }) },
        { method: 'POST', headers: json, body: 'no JSON at all {' },
      ]) {
        const answer = await ask(path, options);
        assertStatus(answer, 200);
        assert.deepEqual(answer.json, expected, JSON.stringify(options));
      }
      assert.equal((await ask(path, { method: 'HEAD' })).status, 200);
      const huge = await raw(context.server, `POST /parse${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n`, { halfClose: true });
      assert.ok(huge === '' || /^HTTP\/1\.1 (4\d\d|200) /.test(huge), huge);
    });
  }

  /** The server is alive and not ready, for such a reason alone. */
  async function unready(reason) {
    const answer = await ask('/health/ready');
    assertStatus(answer, 503);
    assert.equal(answer.json.status, 'unready', answer.text);
    assert.match(answer.json.reasons.join(), reason);
    assert.equal(answer.json.reasons.length, 1, answer.text);
    assertStatus(await ask('/health/live'), 200);
    assertStatus(await ask('/health'), 200);
  }

  test('it is not ready while a key is missing', ours, async () => {
    const { dataFolder } = context.server;
    for (const key of ['seal-key', 'file-key']) {
      renameSync(join(dataFolder, key), join(folder, key));
      await unready(/a key is missing/);
      renameSync(join(folder, key), join(dataFolder, key));
      assert.deepEqual((await ask('/health/ready')).json, ready);
    }
  });

  const limits = spawnSync('prlimit', ['--version']).status === 0;
  test('it is not ready while it cannot write, and is again when it can', { skip: ours.skip || (!limits && 'no prlimit') }, async () => {
    const limit = (bytes) => execFileSync('prlimit', ['--pid', String(context.server.pid), `--fsize=${bytes}`]);
    const create = () => context.api.call('POST', '/classes/Item', { body: { name: 'x', text: 'x'.repeat(50000) } });
    assertStatus(await create(), 201);
    limit('1000:unlimited');
    assertStatus(await create(), 500);
    const answer = await ask('/health/ready');
    assert.ok(answer.status >= 500, answer.text);
    assertStatus(await ask('/health/live'), 200);
    assertStatus(await context.api.call('GET', `/classes/Item${query({ limit: 1 })}`), 200);
    limit('unlimited:unlimited');
    assert.deepEqual((await ask('/health/ready')).json, ready, 'without another write in between');
    assertStatus(await create(), 201);
  });
});

describe('health', ours, () => {
  test('it is not ready once some of the database cannot be read', async () => {
    const dataFolder = mkdtempSync(join(folder, 'damaged-'));
    const first = await startServer('kitchen', { dataFolder });
    const api = client(first);
    for (let i = 0; i < 40; i += 1) await api.create('Item', { name: 'x', label: 'many', text: 'x'.repeat(20000) });
    await first.stop();
    const database = join(dataFolder, 'kitchen.db');
    const pages = Math.floor(statSync(database).size / 4096);
    const file = openSync(database, 'r+');
    for (let page = pages - 150; page < pages; page += 1) writeSync(file, Buffer.alloc(4096, 0xff), 0, 4096, page * 4096);
    closeSync(file);
    const second = await startServer('kitchen', { dataFolder });
    const ask = (path) => send(`${second.base}${path}`);
    const found = await client(second).call('GET', `/classes/Item${query({ where: { text: 'none' }, limit: 1000 })}`, { master: true });
    assertStatus(found, 500);
    const answer = await ask('/health/ready');
    assertStatus(answer, 503);
    assert.match(answer.json.reasons.join(), /cannot be read/);
    assertStatus(await ask('/health/live'), 200);
    await second.stop();
  });

  const namespaces = spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'none', folder]).status === 0;
  test('it is not ready on a disk that is nearly full, and nothing is lost there', { skip: !namespaces && 'no namespaces for a small disk' }, async () => {
    const dataFolder = mkdtempSync(join(folder, 'small-'));
    const program = join(folder, 'on-a-small-disk');
    const { findBuild, buildServer } = await import('../lib/builds.mjs');
    await buildServer('kitchen');
    writeFileSync(program, `#!/bin/sh
mount -t tmpfs -o size=32m none "${dataFolder}" && (umask 077; echo "$KEY" >"${dataFolder}/test-master-key") && exec "${findBuild('kitchen').program}" "$@"
`, { mode: 0o700 });
    const outer = join(folder, 'namespace');
    writeFileSync(outer, `#!/bin/sh\nexec unshare --user --map-root-user --mount "${program}" "$@"\n`, { mode: 0o700 });
    const { launch } = await import('../lib/server.mjs');
    const masterKey = 'the key';
    const server = await launch(outer, { dataFolder, masterKey, environment: { KEY: masterKey } });
    const api = client(server);
    const { session } = await api.signUp();
    assert.deepEqual((await send(`${server.base}/health/ready`)).json, { status: 'ready' });
    const kept = [];
    let answer;
    for (let i = 0; i < 40; i += 1) {
      answer = await api.call('POST', '/files/x.bin', { session, body: Buffer.alloc(1 << 20, i) });
      if (answer.status !== 201) break;
      kept.push(answer.json.name);
    }
    assert.ok(answer.status >= 400, 'the disk is full at last');
    const full = await send(`${server.base}/health/ready`);
    assertStatus(full, 503);
    assert.match(full.json.reasons.join(), /less than 16 MB are free/);
    for (const name of kept) {
      const file = await api.call('GET', `/files/app/${name}`, { session });
      assert.equal(file.bytes.length, 1 << 20);
    }
    for (const name of kept.slice(0, 20)) assertStatus(await api.call('DELETE', `/files/${name}`, { master: true }), 200);
    assert.deepEqual((await send(`${server.base}/health/ready`)).json, { status: 'ready' });
    await server.stop();
  });
});
