// A field that has data is encrypted: values are sealed on the way and read as before, what is left of them in plain is
// where the documents say, and nowhere else.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { generator, makeServer } from '../lib/builds.mjs';
import { assertError, assertStatus, client, date, pointer } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'caregen-encrypt-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const program = join(folder, 'out/clinic-server');
const dataFolder = join(folder, 'data');
const makeArguments = (process.env.CAREGEN_TEST_MAKE ?? '').split(/\s+/).filter(Boolean);

const spec = (more) => `Schema:
1. Patient: user (Pointer to User, required), name (String, required), diary (String), contact (Object), codes (Array),
   born (Date), weight (Number), key (Bytes), remark (String).
2. Visit: patient (Pointer to Patient, required), finding (String), reason (String).

Rules:
- Patients are users with a Patient.
- Doctors are users in the role doctor.
- Visit keeps versions.
- Creating Visit needs an electronic signature.

Security:
- Patients can read, create and update their own Patient.
- Doctors can read, create and update all Visit.
- Audit every update of Patient and Visit.
${more}`;
const encrypted = '- diary, contact, codes, born, weight and key of Patient are encrypted.\n- finding of Visit is encrypted.\n';

async function build(text, ...migrate) {
  writeFileSync(join(folder, 'app.json'), '{"name": "clinic", "title": "Clinic", "spec": "spec.md"}');
  writeFileSync(join(folder, 'spec.md'), text);
  const environment = { ...process.env, PATH: `${dirname(generator)}:${process.env.PATH}` };
  const run = promisify(execFile);
  await run(generator, ['migrate', './app.json', ...migrate], { cwd: folder, env: environment });
  await run(generator, ['generate', './app.json', '--out', 'out'], { cwd: folder, env: environment });
  assert.equal(await makeServer(join(folder, 'out'), makeArguments), undefined);
}

const values = {
  diary: 'Plaintext diary of a quiet day', contact: { street: 'Plaintext lane 1', city: { zip: 'Plaintext 12345' } },
  codes: ['Plaintext code', { deep: 'Plaintext deep' }], born: date('1970-05-04T03:02:01.234Z'), weight: 71.5,
  key: { __type: 'Bytes', base64: Buffer.from('Plaintext key').toString('base64') },
};
const password = 'a clinic in the hills';
const start = () => launch(program, { dataFolder, masterKey: 'the master key of the clinic' });
const sql = (text) => execFileSync('sqlite3', [join(dataFolder, 'clinic.db'), text], { encoding: 'utf8' }).trim();
/** Which files of the data folder have a text in them. */
const filesWith = (text) => readdirSync(dataFolder, { withFileTypes: true }).filter((entry) => entry.isFile() && readFileSync(join(dataFolder, entry.name)).includes(text)).map(({ name }) => name).sort();

test('a field that has data is encrypted', async () => {
  mkdirSync(dataFolder);
  await build(spec(''));
  let server = await start();
  let api = client(server);
  const user = await api.signUp('ann');
  const doctor = await api.signUp('doctor', { password });
  await api.createRole('doctor', [doctor]);
  const as = { session: user.session };
  const patient = await api.create('Patient', { user: user.pointer, name: 'Ann', remark: 'Plaintext remark', ...values }, as);
  const bare = await api.create('Patient', { user: doctor.pointer, name: 'Bob' }, { master: true });
  const many = Array.from({ length: 500 }, (_, i) => ({ method: 'POST', path: '/parse/classes/Patient', body: { user: doctor.pointer, name: `p${i}`, ...values, diary: `Plaintext diary ${i}` } }));
  assertStatus(await api.call('POST', '/batch', { body: { requests: many }, master: true }), 200);
  const signIn = async () => (await api.call('POST', '/login', { body: { username: 'doctor', password } })).json.sessionToken;
  const signed = await api.call('POST', '/functions/sign', { session: await signIn(), password, body: { className: 'Visit', changes: { patient: pointer('Patient', patient), finding: 'Plainfinding one', reason: 'a cough' }, password, meaning: 'I saw it' } });
  assertStatus(signed, 200);
  const visit = signed.json.result.object.objectId;
  assertStatus(await api.call('PUT', `/classes/Visit/${visit}`, { body: { finding: 'Plainfinding two' }, session: await signIn() }), 200);
  const before = await api.fetch('Patient', patient, as);
  await server.stop();
  assert.ok(filesWith('Plaintext diary').includes('clinic.db'));

  await build(spec(encrypted), '-m', 'encrypt');
  server = await start();
  assert.match(server.output(), /clinic\.db\.before-2, with what is encrypted from now on in plain/);
  api = client(server);
  // Read as before, by get, find and the owner, and by nobody else; written as before.
  assert.deepEqual(await api.fetch('Patient', patient, as), before);
  const [found] = await api.find('Patient', { where: { objectId: patient } }, as);
  for (const name of Object.keys(values)) assert.deepEqual(found[name], values[name], name);
  assert.equal((await api.fetch('Patient', bare, { master: true })).diary, undefined);
  const all = await api.find('Patient', { where: { name: { $regex: '^p' } }, limit: 1000 }, { master: true });
  assert.deepEqual(all.map(({ diary }) => diary).sort(), many.map(({ body }) => body.diary).sort());
  assertError(await api.call('GET', `/classes/Patient?where=${encodeURIComponent('{"diary":"x"}')}`, as), 400, 102);
  assertStatus(await api.call('PUT', `/classes/Patient/${patient}`, { body: { diary: 'Plaintext new', codes: { __op: 'Add', objects: ['more'] } }, ...as }), 200);
  assert.deepEqual((await api.fetch('Patient', patient, as)).codes, [...values.codes, 'more']);

  // The current finding is sealed; what was written then is still a version, and its signature still holds.
  const session = await signIn();
  assert.equal((await api.fetch('Visit', visit, { session })).finding, 'Plainfinding two');
  const versions = (await api.call('GET', `/classes/Visit/${visit}/versions`, { session })).json.results;
  assert.deepEqual(versions.map(({ _means: means, finding, reason }) => [means, finding, reason]), [['signature', 'Plainfinding one', 'a cough'], ['session', 'Plainfinding two', 'a cough'], ['migration', 'Plainfinding two', 'a cough']]);
  const [signature] = (await api.call('GET', `/classes/Visit/${visit}/signatures`, { session })).json.results;
  assert.deepEqual([signature.valid, signature.version], [true, 1]);
  assertStatus(await api.call('PUT', `/classes/Visit/${visit}`, { body: { finding: 'Plainfinding three' }, session }), 200);
  await server.stop();

  // In plain there is nothing of the class without versions, not in free pages either; but in the copy that the
  // migration has made, and of the class with versions in the versions of then.
  assert.deepEqual(filesWith('Plaintext remark'), ['clinic.db', 'clinic.db.before-2']);
  for (const text of ['Plaintext diary', 'Plaintext lane', 'Plaintext code', 'Plaintext deep', 'Plaintext key', 'Plaintext new']) {
    assert.deepEqual(filesWith(text), text === 'Plaintext new' ? [] : ['clinic.db.before-2'], text);
  }
  assert.equal(sql('SELECT count(*) FROM "Patient" WHERE typeof("diary") = \'text\' OR typeof("contact") = \'text\' OR typeof("born") = \'integer\' OR typeof("weight") = \'real\''), '0');
  assert.equal(sql('SELECT count(*) FROM "Visit" WHERE typeof("finding") <> \'blob\''), '0');
  assert.deepEqual(filesWith('Plainfinding'), ['clinic.db', 'clinic.db.before-2']);
  assert.deepEqual(filesWith('Plainfinding three'), []);
});
