// Data folders of released versions under the server of today: it takes them as they are, answers what was answered
// then, and its own commands find nothing wrong. make.mjs made them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findBuild, run } from '../lib/builds.mjs';
import { client } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const versions = readdirSync(here).filter((name) => name.endsWith('.tar.gz')).map((name) => name.slice(0, -'.tar.gz'.length));

test('there are folders', () => assert.ok(versions.length >= 2));

for (const version of versions) {
  describe(`data of ${version}`, () => {
    const then = JSON.parse(readFileSync(join(here, `${version}.json`), 'utf8'));
    const sessions = {};
    let work;
    let server;
    let api;

    /** Sessions are new, and the port is another. */
    const plain = (json) => JSON.parse(JSON.stringify(json, (key, value) => (key === 'sessionToken' ? undefined : key === 'url' ? new URL(value).pathname : value)));

    async function start() {
      server = await startServer('upgrade', { dataFolder: join(work, 'data') });
      api = client(server);
    }

    before(async () => {
      work = mkdtempSync(join(tmpdir(), 'caregen-upgrade-'));
      execFileSync('tar', ['-xzf', join(here, `${version}.tar.gz`), '-C', work]);
      await start();
      for (const name of ['ann', 'doctor']) {
        const { status, json, text } = await api.call('POST', '/login', { body: { username: name, password: then.password } });
        assert.equal(status, 200, text);
        sessions[name] = json.sessionToken;
      }
    });
    after(async () => {
      await server.stop();
      rmSync(work, { recursive: true, force: true });
    });

    for (const { as, path, status, json } of then.asks)
      test(`${as} asks for ${path} and is answered as then`, async () => {
        const now = await api.call('GET', path, { session: sessions[as] });
        assert.equal(now.status, status, now.text);
        assert.deepEqual(plain(now.json), plain(json));
      });

    test('a file is what it was', async () => {
      const answer = await fetch(new URL(then.file.url, server.base), { headers: { 'X-Parse-Application-Id': server.appId, 'X-Parse-Session-Token': sessions.doctor } });
      assert.equal(await answer.text(), then.file.text);
    });

    test('its keys are taken over as they are, rotate, and the old file-key may go', async () => {
      const { program } = findBuild('upgrade');
      const key = (...words) => run(program, ['key', ...words, '--data', server.dataFolder]);
      const ring = (purpose) => readFileSync(join(server.dataFolder, `${purpose}-key`), 'utf8');
      for (const purpose of ['seal', 'file', 'audit']) assert.match(ring(purpose), /^[0-9a-f]{64}\n$/, purpose);
      for (const purpose of ['seal', 'file', 'audit', 'session']) assert.equal((await key('rotate', purpose, '--wait')).code, 0, purpose);
      for (const name of Object.keys(sessions)) await me(name);
      const { rings } = JSON.parse((await key('list', '--format', 'json')).stdout);
      const { id, needed } = rings.find(({ purpose }) => purpose === 'file').keys[1];
      assert.equal(needed, 0, 'each file has a key of its own now');
      assert.equal((await key('drop', 'file', id)).code, 0);
      await server.stop();
      await start();
      for (const { as, path, json } of then.asks) assert.deepEqual(plain((await api.call('GET', path, { session: sessions[as] })).json), plain(json), path);
      const answer = await fetch(new URL(then.file.url, server.base), { headers: { 'X-Parse-Application-Id': server.appId, 'X-Parse-Session-Token': sessions.doctor } });
      assert.equal(await answer.text(), then.file.text);
    });

    test('it is written to, and read after another start', async () => {
      const { status, json, text } = await api.call('POST', '/classes/Letter', { session: sessions.ann, body: { sender: (await me('ann')), recipient: (await me('doctor')), body: 'later' } });
      assert.equal(status, 201, text);
      await server.stop();
      await start();
      assert.equal((await api.call('GET', `/classes/Letter/${json.objectId}`, { session: sessions.doctor })).json.body, 'later');
    });

    test('audit verify and doctor find nothing wrong', async () => {
      const { program } = findBuild('upgrade');
      const verified = await run(program, ['audit', 'verify', '--data', server.dataFolder]);
      assert.equal(verified.code, 0, verified.stdout + verified.stderr);
      assert.match(verified.stdout, /no fault/);
      const doctor = JSON.parse((await run(program, ['doctor', '--data', server.dataFolder, '--format', 'json'])).stdout);
      assert.deepEqual((doctor.findings ?? doctor.checks).filter(({ level }) => level === 'broken'), []);
    });

    const me = async (name) => ({ __type: 'Pointer', className: '_User', objectId: (await api.call('GET', '/users/me', { session: sessions[name] })).json.objectId });
  });
}
