#!/usr/bin/env node
// Makes the data folder of a released version, which upgrade.test.mjs puts under every later one:
//
//   node tests/upgrade/make.mjs PROGRAM VERSION
//
// PROGRAM is the server that this version's caregen made of app.agent.md (--name upgrade --access owner). It leaves
// VERSION.tar.gz, the folder with its keys, which keep nothing but what is made up here, and VERSION.json, what the
// server answered: { users, asks: [{ as, path, json }], file }. Both are committed with the release.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { client, pointer } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [program, version] = process.argv.slice(2);
const PASSWORD = 'a pass phrase of the past';
const work = mkdtempSync(join(tmpdir(), 'caregen-upgrade-'));
const dataFolder = join(work, 'data');
mkdirSync(dataFolder, { mode: 0o700 });
const server = await launch(program, { dataFolder });
const api = client(server);
const master = { master: true };
const people = {};

const made = async (path, body, who) => {
  const { status, json, text } = await api.call('POST', path, { body, ...who });
  assert.ok(status < 300, text);
  return json;
};
for (const name of ['ann', 'doctor']) {
  const { objectId, sessionToken } = await made('/users', { username: name, password: PASSWORD, email: `${name}@example.org` });
  people[name] = { objectId, as: { session: sessionToken } };
}
const user = (name) => pointer('_User', people[name].objectId);
await made('/roles', { name: 'doctor', ACL: {}, users: { __op: 'AddRelation', objects: [user('doctor')] } }, master);
const patient = pointer('Patient', (await made('/classes/Patient', { user: user('ann'), name: 'Ann', contact: '+44 20 7946 0000' }, people.ann.as)).objectId);
await made('/classes/CareAssignment', { patient, provider: user('doctor') }, master);
const file = await fetch(`${server.base}/files/scan.txt`, { method: 'POST', body: 'what was scanned', headers: { 'X-Parse-Application-Id': server.appId, 'X-Parse-Session-Token': people.doctor.as.session, 'Content-Type': 'text/plain' } }).then((answer) => answer.json());
const result = await made('/classes/Result', {
  patient, value: 5.5, text: 'fasting', state: 'draft', isUrgent: true, scan: { __type: 'File', name: file.name },
  place: { __type: 'GeoPoint', latitude: 51.5, longitude: -0.1 }, area: { __type: 'Polygon', coordinates: [[0, 0], [0, 1], [1, 1]] },
  data: { __type: 'Bytes', base64: 'AAEC' }, list: [1, 'two', { three: 3 }], more: { a: { b: null } },
  takenAt: { __type: 'Date', iso: '2026-11-28T08:00:00.000Z' },
}, people.doctor.as);
await made('/functions/sign', { className: 'Result', objectId: result.objectId, changes: { state: 'final' }, meaning: 'review', password: PASSWORD }, people.doctor.as);
await made('/classes/Letter', { sender: user('ann'), recipient: user('doctor'), body: 'thank you' }, people.ann.as);

const paths = ['/classes/Patient', '/classes/Result', `/classes/Result/${result.objectId}/versions`, `/classes/Result/${result.objectId}/signatures`, '/classes/Letter', '/users/me'];
const asks = [];
for (const as of ['ann', 'doctor'])
  for (const path of paths) {
    const { status, json } = await api.call('GET', path, people[as].as);
    asks.push({ as, path, status, json });
  }
await server.stop();
execFileSync('tar', ['--sort=name', '--owner=0', '--group=0', '-czf', join(here, `${version}.tar.gz`), '-C', work, 'data']);
writeFileSync(join(here, `${version}.json`), `${JSON.stringify({ password: PASSWORD, asks, file: { url: new URL(file.url).pathname, text: 'what was scanned' } }, null, 1)}\n`);
rmSync(work, { recursive: true });
