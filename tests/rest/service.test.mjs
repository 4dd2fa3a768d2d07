// The server as a service of systemd's: a socket that outlives it, notifications, the watchdog. What plays systemd is
// tests/lib/service_manager.c.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newCertificate } from '../lib/certificates.mjs';
import { differs } from '../lib/fixture.mjs';
import { send } from '../lib/rest.mjs';
import { serviceManager } from '../lib/service_manager.mjs';
import { trusted } from '../lib/wire.mjs';

const ours = differs('parse-server is no service of its own');

/** Notes when this process stood still: { since(time) } tells the longest since then, in ms. */
function stillness() {
  const EVERY = 20; // ms
  const found = [];
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    found.push({ end: now, length: now - last });
    last = now;
  };
  setInterval(look, EVERY).unref();
  return { since: (time) => (look(), Math.max(...found.filter(({ end }) => end >= time).map(({ length }) => length))) };
}

async function withManager(options, body) {
  const manager = await serviceManager('kitchen', options);
  try {
    await body(manager);
  } finally {
    await manager.stop();
  }
}

describe('a service', ours, () => {
  test('is ready when it says so, says that it stops, and ends well', () => withManager({}, async (manager) => {
    await manager.start();
    await manager.next(/^said READY=1$/);
    const base = `http://127.0.0.1:${manager.ports[0]}/parse`;
    assert.equal((await send(`${base}/health/ready`)).status, 200);
    assert.match(manager.log(), new RegExp(`^listening on ${base}$`, 'm'));
    assert.equal(await manager.end(), 0);
    assert.deepEqual(manager.told(), ['READY=1', 'STOPPING=1']);
  }));

  test('is told where to talk to without a path, too', () => withManager({ notify: `@caregen-${process.pid}` }, async (manager) => {
    await manager.start();
    await manager.next(/^said READY=1$/);
  }));

  test('is told what it is not to listen on', async () => {
    for (const [sockets, count] of [['tt', 2], ['u', 1], ['c', 1]]) {
      await withManager({ sockets }, async (manager) => {
        await manager.start();
        assert.equal((await manager.next(/^ended (\d+)$/))[1], '1');
        assert.match(manager.log(), new RegExp(`gave ${count} sockets: the server takes one of TCP`));
        assert.deepEqual(manager.told(), []);
      });
    }
  });

  test('listens by itself where nothing is given, or is for another process', async () => {
    await withManager({ sockets: '', watchdog: 200000 }, async (manager) => {
      await manager.start();
      await manager.next(/^said READY=1$/);
      assert.equal((await send(`${(await manager.logged(/^listening on (\S+)/))[1]}/health`)).status, 200);
    });
    await withManager({ watchdog: 200000 }, async (manager) => {
      await manager.start({ other: true });
      await manager.next(/^said READY=1$/);
      const base = (await manager.logged(/^listening on (\S+)/))[1];
      assert.notEqual(Number(new URL(base).port), manager.ports[0]);
      assert.equal((await send(`${base}/health`)).status, 200);
      await new Promise((resolve) => setTimeout(resolve, 600)); // three signs' time
      assert.deepEqual(manager.told(), ['READY=1']);
    });
  });

  test('listens over IPv6', () => withManager({ sockets: '6' }, async (manager) => {
    await manager.start();
    await manager.next(/^said READY=1$/);
    const base = `http://[::1]:${manager.ports[0]}/parse`;
    await manager.logged(new RegExp(`^listening on ${base.replaceAll(/[[\]]/g, '\\$&')}$`));
    assert.equal((await send(`${base}/health`)).status, 200);
  }));

  test('gives signs of life as long as no thread hangs', () => withManager({ watchdog: 1000000 }, async (manager) => {
    await manager.start();
    await manager.next(/^said READY=1$/);
    for (let i = 0; i < 3; i++) await manager.next(/^said WATCHDOG=1$/);
    // Who holds the database's lock keeps the writer from its work.
    const holder = spawn('sqlite3', [join(manager.dataFolder, 'data/kitchen.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
    holder.stdin.write('BEGIN IMMEDIATE;\nSELECT \'has it\';\n');
    await once(holder.stdout, 'data');
    const body = JSON.stringify({ name: 'late' });
    const headers = { 'X-Parse-Application-Id': 'app', 'Content-Type': 'application/json', 'Content-Length': body.length };
    const write = send(`http://127.0.0.1:${manager.ports[0]}/parse/classes/Item`, { method: 'POST', headers, body });
    await manager.logged(/a thread has been at one thing for \d+ s: the service manager gets no sign of life/);
    // The last sign may be under way still. None comes for three signs' time; were they given, one would come in each.
    let count;
    for (let i = 0; i < 20 && count !== manager.told().length; i++) {
      count = manager.told().length;
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    assert.equal(manager.told().length, count);
    holder.stdin.end('ROLLBACK;\n');
    assert.equal((await write).status, 201);
    await manager.next(/^said WATCHDOG=1$/);
  }));

  const certificate = newCertificate();
  for (const [how, scheme, more] of [['', 'http', []], [' over TLS', 'https', certificate.arguments]]) {
    test(`a restart refuses nobody${how}: whoever comes meanwhile is answered, and nothing is lost`, { timeout: 600000 }, () => withManager({ arguments: more }, async (manager) => {
      const base = `${scheme}://127.0.0.1:${manager.ports[0]}/parse`;
      let done = false;
      const created = [];
      const unknown = new Set(); // whether they were written: who connects and says nothing for seconds is not waited for
      const { since } = stillness();
      /** A write over a connection of its own; rejects when that is refused or broken. */
      const write = (name) => new Promise((resolve, reject) => {
        const body = JSON.stringify({ name });
        const headers = { 'X-Parse-Application-Id': 'app', 'Content-Type': 'application/json', 'Content-Length': body.length, Connection: 'close' };
        const request = { http, https }[scheme].request(`${base}/classes/Item`, { method: 'POST', headers, agent: false, ca: trusted() }, (response) => {
          response.resume();
          response.on('error', reject);
          response.on('end', () => resolve(response.statusCode));
        });
        request.on('error', reject);
        request.end(body);
      });
      await manager.start();
      await manager.next(/^said READY=1$/);
      const clients = Array.from({ length: 12 }, async (_, i) => {
        for (let n = 0; !done; n++) {
          const began = performance.now();
          const name = `client ${i} write ${n}`;
          const status = await write(name).catch((error) => {
            if (since(began) < 2000) throw error;
            unknown.add(name);
          });
          if (unknown.has(name)) continue;
          assert.equal(status, 201);
          created.push(name);
        }
      });
      const ended = Promise.all(clients);
      const restarts = (async () => {
        for (let i = 0; i < 5; i++) {
          const so = created.length;
          while (created.length < so + 100) await new Promise((resolve) => setTimeout(resolve, 10));
          assert.equal(await manager.end(), 0);
          await manager.start();
          await manager.next(/^said READY=1$/);
        }
      })();
      await Promise.race([ended, restarts]); // a client that fails ends it
      done = true;
      await Promise.all([ended, restarts]);
      const answer = await send(`${base}/classes/Item?limit=100000&keys=name`, { headers: { 'X-Parse-Application-Id': 'app' } });
      assert.deepEqual(answer.json.results.map(({ name }) => name).filter((name) => !unknown.has(name)).sort(), created.sort());
      assert.ok(created.length >= 500);
    }));
  }
});
