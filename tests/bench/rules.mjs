// What rules cost: a find of somebody's rows among a million, beside the same find with the master key, for which
// no rule counts. The trial template with its spec: 100,000 patients, each with ten distributions, a provider and
// rows that only the rules keep from the others.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from '../lib/builds.mjs';
import { client, pointer, query } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';
import { load, medians, requestBytes, settle, writeRequests } from './load.mjs';
import { printTable, verdict } from './print.mjs';

const PATIENTS = 100000;
const ROWS = 10; // of each
const USERS = 100; // patients, and providers, who ask
const ASSIGNED = 20; // patients of each provider who asks
const LIMIT = 1.5;
const CONNECTIONS = 16;
export const CLASS = 'MedicationDistribution';

export const id = (letter, number) => letter + String(number).padStart(9, '0');
const patientOf = (number) => pointer('PatientProfile', id('P', number));

/** The trial template with its spec; returns the server's program. */
export async function buildMerged({ generator, work }) {
  const folder = join(work, 'trial_rules');
  const generate = [generator, 'generate', '--schema', 'schemas/trial/schema.json', '--spec', 'schemas/trial/agent.md', '--name', 'trial', '--access', 'owner', '--out', folder];
  for (const command of [generate, ['make', '-s', '-C', folder]]) {
    const { code, stdout, stderr } = await run(command[0], command.slice(1), { cwd: root });
    if (code !== 0) throw new Error(`${command.join(' ')}: exit ${code}\n${stdout}${stderr}`);
  }
  return join(folder, 'trial-server');
}

/** Users sign up, as they do; the master key says who is a provider. */
async function enter(api) {
  const users = [];
  for (let at = 0; at < 2 * USERS; at += 10) users.push(...(await Promise.all(Array.from({ length: 10 }, () => api.signUp()))));
  const people = { patients: users.slice(0, USERS), providers: users.slice(USERS) };
  await api.createRole('provider', people.providers);
  return people;
}

/**
 * Puts the rows into the database itself, since a million requests would take longer than the measurement. Patient N is
 * that of user N where there is one; providers who ask have patients all over the table, all others one each.
 */
function fill(database, { patients, providers }) {
  const count = (to) => `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${to})`;
  const values = (list) => list.map((row) => `(${row.map((value) => (typeof value === 'string' ? `'${value}'` : value)).join()})`).join();
  const stride = PATIENTS / (USERS * ASSIGNED);
  const assigned = providers.flatMap((provider, i) => Array.from({ length: ASSIGNED }, (_, k) => [provider.id, id('P', (k * USERS + i) * stride)]));
  const insert = (name, columns, select) => `INSERT INTO "${name}" ("objectId", "createdAt", "updatedAt", ${columns}) ${select};`;
  const statements = [
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN;',
    `CREATE TEMP TABLE asking (number INTEGER PRIMARY KEY, user TEXT); INSERT INTO asking VALUES ${values(patients.map((user, i) => [i, user.id]))};`,
    `CREATE TEMP TABLE assigned (provider TEXT, patient TEXT); INSERT INTO assigned VALUES ${values(assigned)};`,
    `${count(PATIENTS)} ${insert('PatientProfile', '"user", "medicalRecordNumber", "displayName", "isActive"', `
      SELECT printf('P%09d', i), 0, 0, coalesce((SELECT user FROM asking WHERE number = i), printf('U%09d', i)), 'MRN' || i, 'Patient ' || i, 1 FROM n`)}`,
    `${count(PATIENTS * ROWS)} ${insert(CLASS, '"patient", "medicationName", "dose", "distributionDate", "status", "publicationStatus", "publishedAt"', `
      SELECT printf('M%09d', i), i, i, printf('P%09d', i % ${PATIENTS}), 'Orvantine', '20 mg', 1700000000000 + i * 1000, 'dispensed', 'published', i FROM n`)}`,
    `${count(PATIENTS)} ${insert('CareAssignment', '"patient", "provider"', `SELECT printf('A%09d', i), 0, 0, printf('P%09d', i), printf('D%09d', i / 50) FROM n`)}`,
    insert('CareAssignment', '"patient", "provider", "startsAt"', `SELECT printf('B%09d', rowid), 0, 0, patient, provider, 1 FROM assigned`),
    'COMMIT;',
  ];
  execFileSync('sqlite3', ['-bail', database], { input: statements.join('\n') });
  return assigned;
}

/** The finds: { name, asks: [[session, parameters]], masters: parameters with which the master key finds the same }. */
function cases({ patients, providers }, assigned) {
  const newest = { order: '-distributionDate', limit: 20 };
  const of = (provider) => assigned.filter(([user]) => user === provider.id).map(([, patient]) => pointer('PatientProfile', patient));
  const ofPatient = (patient) => ({ where: { patient }, ...newest });
  const ofPatients = (all) => ({ where: { patient: { $in: all } }, ...newest });
  return [
    { name: 'patient, where patient is he', finds: patients.map((user, i) => [user, ofPatient(patientOf(i)), ofPatient(patientOf(i))]) },
    { name: 'patient, whatever is his', finds: patients.map((user, i) => [user, newest, ofPatient(patientOf(i))]) },
    { name: 'provider, of one patient', finds: providers.map((user) => [user, ofPatient(of(user)[7]), ofPatient(of(user)[7])]) },
    { name: `provider, of ${ASSIGNED} patients by name`, finds: providers.map((user) => [user, ofPatients(of(user)), ofPatients(of(user))]) },
    { name: 'provider, of all who are assigned', finds: providers.map((user) => [user, newest, ofPatients(of(user))]) },
  ];
}

const path = (parameters) => `/classes/${CLASS}${query(parameters)}`;

/** Both find the same rows, and they are not none. */
async function check(api, { finds }) {
  for (const [user, theirs, masters] of finds.slice(0, 20)) {
    const found = await api.call('GET', path(theirs), { session: user.session });
    const same = await api.call('GET', path(masters), { master: true });
    assert.equal(found.status, 200, found.text);
    assert.ok(found.json.results.length >= ROWS, found.text);
    assert.deepEqual(found.json, same.json);
  }
}

/** Runs body({ server, people, assigned }) with the server over all these rows; `more` may add others to the database. */
export async function withRows(context, body, more = () => {}) {
  const program = await buildMerged(context);
  const dataFolder = join(context.work, 'data_rules');
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dataFolder, { recursive: true });
  let server = await launch(program, { dataFolder });
  try {
    const people = await enter(client(server));
    await server.stop();
    const database = join(dataFolder, 'trial.db');
    const assigned = fill(database, people);
    more(database, people);
    server = await launch(program, { dataFolder });
    return await body({ server, people, assigned });
  } finally {
    await server.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

export async function benchRules(context) {
  const rows = [];
  await withRows(context, async ({ server, people, assigned }) => {
    const api = client(server);
    console.log(`\nRules: ${PATIENTS.toLocaleString('en-US')} patients, ${(PATIENTS * ROWS).toLocaleString('en-US')} rows, a find as a user and with the master key\n`);
    for (const one of cases(people, assigned)) {
      await check(api, one);
      const headers = { 'X-Parse-Application-Id': server.appId };
      const subjects = {
        user: one.finds.map(([user, theirs]) => requestBytes(server.base, { path: path(theirs), headers: { ...headers, 'X-Parse-Session-Token': user.session } })),
        master: one.finds.map(([, , masters]) => requestBytes(server.base, { path: path(masters), headers: { ...headers, 'X-Parse-Master-Key': server.masterKey } })),
      };
      const results = { user: [], master: [] };
      for (let i = 0; i <= context.repeats; i++) { // the first one warms up
        for (const who of ['master', 'user']) {
          const requests = join(context.work, `rules-${who}.requests`);
          writeRequests(requests, subjects[who]);
          const result = await load({ base: server.base, pid: server.pid, requests, connections: CONNECTIONS, seconds: context.seconds });
          if (i > 0) results[who].push(result);
          await settle(server.pid);
        }
      }
      const [user, master] = [medians(results.user), medians(results.master)];
      rows.push({ name: one.name, user, master, times: user.cpuPerThousand / master.cpuPerThousand });
    }
  });
  printTable(
    ['find', 'user /s', 'master key /s', 'user CPU-s/1000', 'master key CPU-s/1000', 'CPU time, times'],
    rows.map(({ name, user, master, times }) => [name, user.perSecond, master.perSecond, user.cpuPerThousand, master.cpuPerThousand, times]),
  );
  console.log();
  for (const { name, times } of rows) verdict(`${name}: within ${LIMIT} times the master key's`, times <= LIMIT, `${times.toFixed(2)} times`);
  return { rows };
}
