// /metrics: who may read it, that Prometheus can, that it counts what happens, and that it names nobody.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { buildServer, run } from '../lib/builds.mjs';
import { differs, withFolder } from '../lib/fixture.mjs';
import { LiveClient } from '../lib/live.mjs';
import { promtoolSays, readMetrics, sumOf } from '../lib/prometheus.mjs';
import { assertError, assertStatus, client, pointer, query, send, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const token = 'a token of metrics, for tests alone';
const bearer = (secret) => ({ Authorization: `Bearer ${secret}` });

/** Calls body({ server, api, read }) with a server that has the token; read() is what /metrics says now. */
async function withToken(build, body, options = {}) {
  await withFolder(async (folder) => {
    const file = join(folder, 'token');
    writeFileSync(file, `${token}\n`, { mode: 0o600 });
    const server = await startServer(build, { ...options, arguments: ['--metrics-token-file', file, ...(options.arguments ?? [])] });
    const read = async () => {
      const answer = await send(`${server.base}/metrics`, { headers: bearer(token) });
      assertStatus(answer, 200);
      assert.equal(answer.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
      assert.equal(promtoolSays(answer.text) ?? '', '');
      return Object.assign(readMetrics(answer.text), { text: answer.text });
    };
    try {
      await body({ server, api: client(server), read, folder });
    } finally {
      await server.stop();
    }
  });
}

describe('metrics', differs('this path is our server\'s own'), () => {
  test('are for the master key and the token, and for nobody else on this machine', async () => {
    await withToken('kitchen', async ({ server, api }) => {
      const { session } = await api.signUp();
      const ask = (headers, path = '/metrics') => send(`${server.base}${path}`, { headers });
      const app = { 'X-Parse-Application-Id': server.appId };
      const master = { ...app, 'X-Parse-Master-Key': server.masterKey };
      for (const headers of [
        {}, app, { ...app, 'X-Parse-Session-Token': session }, bearer('another'), bearer(''), bearer(`${token}x`), bearer(token.slice(1)),
        { Authorization: token }, { ...app, ...bearer(server.masterKey) }, { ...app, 'X-Parse-Master-Key': token },
        { ...master, 'X-Forwarded-For': '203.0.113.7' },
      ]) {
        const answer = await ask(headers);
        assertStatus(answer, 403);
        assert.deepEqual(answer.json, { error: 'unauthorized' }, JSON.stringify(headers));
      }
      for (const headers of [bearer(token), { authorization: `bearer ${token}` }, master, { ...bearer(token), 'X-Forwarded-For': '203.0.113.7' }]) {
        assertStatus(await ask(headers), 200);
      }
      for (const path of ['/classes/Item', '/users', '/schemas', '/config', '/metrics/x']) assertStatus(await ask(bearer(token), path), 403);
      for (const path of ['/metrics', '/apps/app/request_password_reset?token=x&username=y']) {
        const batch = { requests: [{ method: 'GET', path: `/parse${path}` }] };
        assertError(await api.call('POST', '/batch', { body: batch, master: true }), 400, 107, /^cannot route/);
      }
      const post = await send(`${server.base}/metrics`, { method: 'POST', headers: bearer(token) });
      assertStatus(post, 403);
    });
  });

  test('without a token only the master key reads them', async () => {
    const server = await startServer('kitchen');
    assertStatus(await send(`${server.base}/metrics`, { headers: bearer('') }), 403);
    assertStatus(await client(server).call('GET', '/metrics', { master: true }), 200);
    await server.stop();
  });

  test('a token that is short, or that others can read, starts no server', async () => {
    const { program } = await buildServer('kitchen');
    for (const [secret, mode, said] of [['short', 0o600, /at least 24 characters/], [token, 0o604, /can be read by others/]]) {
      await withFolder(async (folder) => {
        const file = join(folder, 'token');
        writeFileSync(file, secret, { mode });
        const { code, stderr } = await run(program, ['serve', '--listen', '127.0.0.1:0', '--data', join(folder, 'data'), '--metrics-token-file', file]);
        assert.equal(code, 1);
        assert.match(stderr, said);
      });
    }
  });

  test('count each request once, by class, operation and outcome', async () => {
    await withToken('kitchen', async ({ api, read }) => {
      const id = await api.create('Item', { name: 'x' });
      await api.create('Item', { name: 'y' });
      await api.fetch('Item', id);
      await api.find('Item');
      await api.find('Item', { where: { name: 'x' } });
      assertError(await api.call('GET', '/classes/Item/aaaaaaaaaa'), 404, 101);
      assertStatus(await api.call('PUT', `/classes/Item/${id}`, { body: { quantity: 2 } }), 200);
      assertStatus(await api.call('DELETE', `/classes/Item/${id}`), 200);
      await api.signUp();
      assertStatus(await api.call('GET', '/nowhere'), 404);
      const part = (method, path, body) => ({ method, path: `/parse${path}`, body });
      const parts = [part('POST', '/classes/Item', { name: 'z' }), part('GET', '/classes/Item/aaaaaaaaaa')];
      assertStatus(await api.call('POST', '/batch', { body: { requests: parts } }), 200);
      const seen = await read();
      const count = (labels, name = 'caregen_requests_total') => sumOf(seen, name, labels);
      assert.equal(count({ class: 'Item', operation: 'create', outcome: 'done' }), 2);
      assert.equal(count({ class: 'Item', operation: 'get', outcome: 'done' }), 1);
      assert.equal(count({ class: 'Item', operation: 'get', outcome: 'refused' }), 1);
      assert.equal(count({ class: 'Item', operation: 'find' }), 2);
      assert.equal(count({ class: 'Item', operation: 'update' }), 1);
      assert.equal(count({ class: 'Item', operation: 'delete' }), 1);
      assert.equal(count({ class: '_User', operation: 'create' }), 1);
      assert.equal(count({ operation: 'none', outcome: 'refused' }), 1);
      assert.equal(count({ operation: 'batch' }), 1);
      assert.equal(count({}), 11);
      assert.equal(count({ class: 'Item', operation: 'create', outcome: 'done' }, 'caregen_batch_parts_total'), 1);
      assert.equal(count({ class: 'Item', operation: 'get', outcome: 'refused' }, 'caregen_batch_parts_total'), 1);
      assert.equal(count({ code: '101' }, 'caregen_errors_total'), 2);
      for (const labels of [{}, { class: 'Item', operation: 'find' }]) {
        assert.equal(count(labels, 'caregen_request_duration_seconds_count'), count(labels));
      }
      const time = count({}, 'caregen_request_duration_seconds_sum');
      assert.ok(time > 0 && time < 60, `${time} s`);
      // Six groups at most, as many writes as there were: no two of them were under way at a time.
      assert.equal(count({}, 'caregen_write_group_size_sum'), 6);
      assert.equal(count({}, 'caregen_commit_duration_seconds_count'), count({}, 'caregen_write_group_size_count'));
      assert.ok(count({}, 'caregen_answer_bytes_total') > 500);
    });
  });

  test('show what there is, and what waits', async () => {
    await withToken('audit', async ({ server, api, read }) => {
      const user = await api.signUp();
      await api.signUp();
      const bytes = Buffer.alloc(12345);
      assertStatus(await api.call('POST', '/files/scan.bin', { session: user.session, body: bytes }), 201);
      const live = await LiveClient.connect(server, { token: user.session });
      const patient = await api.create('Patient', { user: user.pointer, name: 'Ann' }, { session: user.session });
      await live.subscribe('Result');
      await api.create('Result', { patient: pointer('Patient', patient), test: 'one' }, { session: user.session });
      await live.event();
      const seen = await read();
      const value = (name, labels) => sumOf(seen, name, labels);
      assert.equal(value('caregen_sessions'), 2);
      assert.equal(value('caregen_files'), 1);
      assert.equal(value('caregen_file_bytes'), 12345);
      assert.equal(value('caregen_live_connections'), 1);
      assert.equal(value('caregen_live_subscriptions'), 1);
      assert.equal(value('caregen_live_events_total'), 1);
      assert.equal(value('caregen_pool_jobs_total', { pool: 'hash' }), 2);
      assert.equal(value('caregen_pool_waiting'), 0);
      const trail = await run((await buildServer('audit')).program, ['audit', 'export', '--data', server.dataFolder]);
      assert.equal(value('caregen_audit_entries_total'), trail.stdout.trimEnd().split('\n').length);
      assert.ok(value('caregen_database_bytes') + value('caregen_database_log_bytes') > 50000);
      assert.ok(value('process_open_fds') > 10 && value('process_open_fds') < 200);
      assert.ok(value('process_resident_memory_bytes') > 1e6);
      assert.ok(Math.abs(value('process_start_time_seconds') - Date.now() / 1000) < 60);
      live.close();
    });
  });

  test('name nobody', async () => {
    await withToken('kitchen', async ({ api, read }) => {
      const secret = unique('canary');
      const { session, id } = await api.signUp(secret, { email: `${secret}@example.org` });
      const item = await api.create('Item', { name: secret }, { session });
      await api.find('Item', { where: { name: secret } }, { session });
      for (const path of [`/classes/${secret}`, `/classes/Item/${secret}`, `/functions/${secret}`, `/files/app/${secret}`, `/${secret}`, `/classes/Item${query({ where: `{"${secret}":1}` })}`]) {
        await api.call('GET', path, { session });
        await api.call('POST', path, { session, body: {} });
      }
      const { text } = await read();
      for (const told of [secret, session, id, item]) assert.ok(!text.includes(told), told);
    });
  });

  test('the dashboard asks for nothing that they do not have', async () => {
    await withToken('audit', async ({ api, read }) => {
      const user = await api.signUp();
      await api.call('POST', '/batch', { session: user.session, body: { requests: [{ method: 'GET', path: '/parse/classes/Plan' }] } });
      assertStatus(await api.call('GET', '/nowhere'), 404);
      const seen = await read();
      const { folder } = await buildServer('audit');
      const { panels } = JSON.parse(readFileSync(join(folder, 'operate/grafana.json'), 'utf8'));
      const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
      assert.ok(expressions.length > 40);
      const used = new Set();
      for (const expression of expressions) {
        const names = expression.match(/\b(?:caregen|process)_\w+/g);
        assert.ok(names?.length, expression);
        for (const name of names) {
          const family = seen.get(name) ?? seen.get(name.replace(/_(bucket|sum|count)$/, ''));
          assert.ok(family, `${name} of ${expression}`);
          used.add(family.name);
          for (const [, labels] of expression.matchAll(/by \(([^)]*)\)/g)) {
            for (const label of labels.split(', ')) assert.ok(family.samples[0]?.labels[label] !== undefined, `${label} of ${expression}`);
          }
        }
      }
      assert.deepEqual([...seen.keys()].filter((name) => !used.has(name)), ['process_virtual_memory_bytes']);
    }, { arguments: ['--audit-syslog', 'tcp:127.0.0.1:9'] });
  });
});
