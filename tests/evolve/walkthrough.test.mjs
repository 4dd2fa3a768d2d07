// docs/evolving-a-schema.md, command by command, with a server that has data before the edit and after it.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { generator, root } from '../lib/builds.mjs';
import { client } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'caregen-walk-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const page = readFileSync(join(root, 'docs/evolving-a-schema.md'), 'utf8');
const blocks = [...page.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map(([, kind, argument, text]) => ({ kind, argument, text }));
const makeArguments = process.env.CAREGEN_TEST_MAKE ? ` ${process.env.CAREGEN_TEST_MAKE}` : '';

function shell(text, fails) {
  const environment = { ...process.env, PATH: `${dirname(generator)}:${process.env.PATH}` };
  return new Promise((resolve, reject) => {
    execFile('sh', ['-ec', text.replaceAll('make -s', `make -s -j2${makeArguments}`)], { cwd: folder, env: environment, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (!error === !fails) resolve(stdout + stderr);
      else reject(new Error(`${text}\n${stdout}${stderr}`));
    });
  });
}

const includesLines = (said, expected) => {
  for (const line of expected.trim().split('\n')) assert.ok(said.includes(line), `'${line}' is not in:\n${said}`);
};

const program = join(folder, 'out/ward-server');
const dataFolder = join(folder, 'data');
const started = [];
after(() => started.forEach((server) => server.kill()));
const start = async (more = {}) => {
  started.push(await launch(program, { dataFolder, masterKey: 'the master key of the walk', ...more }));
  return started.at(-1);
};

const logIn = async (api, username) => (await api.call('POST', '/login', { body: { username, password: 'a walk in the ward' } })).json.sessionToken;

/** A doctor, a patient, and a visit of each state that a client of the first server makes. */
async function fill(server) {
  const api = client(server);
  const user = async (username) => (await api.call('POST', '/users', { master: true, body: { username, password: 'a walk in the ward' } })).json.objectId;
  const ids = { doctor: await user('doctor'), patient: await user('patient') };
  const role = await api.call('POST', '/roles', { master: true, body: { name: 'doctor', ACL: {}, users: { __op: 'AddRelation', objects: [{ __type: 'Pointer', className: '_User', objectId: ids.doctor }] } } });
  assert.equal(role.status, 201, role.text);
  const pointer = (className, objectId) => ({ __type: 'Pointer', className, objectId });
  ids.profile = (await api.call('POST', '/classes/Patient', { master: true, body: { user: pointer('_User', ids.patient), name: 'Ann' } })).json.objectId;
  const visit = await api.call('POST', '/classes/Visit', { master: true, body: { patient: pointer('Patient', ids.profile), reason: 'a cough', notes: 'none' } });
  assert.equal(visit.status, 201, visit.text);
  assert.equal((await api.call('PUT', `/classes/Visit/${visit.json.objectId}`, { master: true, body: { notes: 'better' } })).status, 200);
  const session = (await api.call('POST', '/login', { body: { username: 'doctor', password: 'a walk in the ward' } })).json.sessionToken;
  const signed = await api.call('POST', '/functions/sign', { session, body: { className: 'Letter', changes: { patient: pointer('Patient', ids.profile), text: 'rest' }, password: 'a walk in the ward', meaning: 'I wrote it' } });
  assert.equal(signed.status, 200, signed.text);
  return { ...ids, visit: visit.json.objectId, letter: signed.json.result.object.objectId };
}

/** Requests of a client of the first server that keep to what has not changed; each is answered as it was then. */
const olderClient = async (api, ids, session) => [
  await api.call('GET', `/classes/Patient/${ids.profile}`, { session }),
  await api.call('GET', '/classes/Patient?where=%7B%22name%22%3A%22Ann%22%7D&keys=name', { session }),
  await api.call('GET', `/classes/Visit/${ids.visit}?keys=reason,patient&include=patient`, { session }),
  await api.call('GET', `/classes/Letter/${ids.letter}?keys=patient`, { session }),
].map(({ status, json }) => ({ status, json }));

test('the walk-through does what it says, and the data go along', async () => {
  mkdirSync(dataFolder);
  let said = '';
  let ids;
  let step = 0;
  let firstProgram;
  let then;
  for (const { kind, argument, text } of blocks) {
    if (kind === 'json' || kind === 'spec') writeFileSync(join(folder, argument), text);
    else if (kind === 'text') includesLines(said, text);
    else {
      if (text.includes('make') && step++ === 1) {
        // Between the two builds: the first server has data, and its program stays for later.
        const server = await start();
        ids = await fill(server);
        then = await olderClient(client(server), ids, await logIn(client(server), 'doctor'));
        await server.stop();
        firstProgram = join(folder, 'first-server');
        execFileSync('cp', [program, firstProgram]);
      }
      said = await shell(text, argument === 'fails');
    }
  }
  assert.ok(existsSync(join(dataFolder, 'ward.db.before-2')));

  const server = await start();
  const api = client(server);
  const session = await logIn(api, 'doctor');
  const visit = (await api.call('GET', `/classes/Visit/${ids.visit}`, { session })).json;
  assert.deepEqual([visit.reason, visit.remarks, visit.ward, visit.notes], ['a cough', 'better', 'A1', undefined]);
  // Every state is still there, under the name that the field has now, and the migration is one of them.
  const versions = (await api.call('GET', `/classes/Visit/${ids.visit}/versions`, { session })).json.results;
  assert.deepEqual(versions.map(({ remarks, ward, _means: means }) => [remarks, ward, means]), [['none', undefined, 'masterKey'], ['better', undefined, 'masterKey'], ['better', 'A1', 'migration']]);
  // The new rule: the patient does not read a visit that has not been seen.
  const own = await logIn(api, 'patient');
  assert.equal((await api.call('GET', `/classes/Visit/${ids.visit}`, { session: own })).status, 404);
  // A client of the first server goes on as before; a migration changes no row's updatedAt.
  assert.deepEqual(await olderClient(api, ids, session), then);
  // A signature holds although the field that it is over has another name.
  const [signature] = (await api.call('GET', `/classes/Letter/${ids.letter}/signatures`, { session })).json.results;
  assert.deepEqual([signature.valid, signature.version, signature.meaning], [true, 1, 'I wrote it']);
  assert.equal((await api.call('PUT', `/classes/Visit/${ids.visit}`, { session, body: { reason: 'a cold', state: 'seen' } })).status, 200);
  await server.stop();
  includesLines(execFileSync(program, ['audit', 'verify', '--data', dataFolder], { encoding: 'utf8' }), 'no fault');

  // The first server does not touch a database that has gone on.
  // Nor does a start where --no-migrate forbids it, and `migrate --to` goes as far as it is told.
  const older = join(folder, 'older');
  execFileSync('cp', ['-r', dataFolder, older]);
  execFileSync('cp', [join(dataFolder, 'ward.db.before-2'), join(older, 'ward.db')]);
  for (const end of ['-wal', '-shm']) rmSync(join(older, `ward.db${end}`), { force: true });
  await assert.rejects(launch(program, { dataFolder: older, masterKey: 'the master key of the walk', arguments: ['--no-migrate'] }), /1 migrations are pending/);
  includesLines(execFileSync(program, ['migrate', '--to', '1', '--data', older], { encoding: 'utf8' }), '1 of 2 migrations are applied');
  // What the rows have become since the last try is in the copy that is made before this one.
  const sqlite = (file, sql) => execFileSync('sqlite3', [join(older, file), sql], { encoding: 'utf8' }).trim();
  sqlite('ward.db', `UPDATE "Visit" SET "reason" = 'since mended'`);
  includesLines(execFileSync(program, ['migrate', '--to', '2', '--data', older], { encoding: 'utf8' }), '2 of 2 migrations are applied');
  assert.deepEqual(['ward.db.before-2', 'ward.db.before-2.first'].map((file) => sqlite(file, 'SELECT "reason" FROM "Visit"')), ['since mended', 'a cough']);
  await assert.rejects(launch(firstProgram, { dataFolder, masterKey: 'the master key of the walk' }), /newer than this server/);
});
