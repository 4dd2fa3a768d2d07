// Reads that are entered in the audit trail before they are answered: the trial template with its spec, whose
// adherence logs are audited, beside a floor that enters who read what and no more.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { client, date, pointer, query } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';
import { startAuditedFloor } from './floors.mjs';
import { load, requestBytes, settle } from './load.mjs';
import { buildMerged } from './rules.mjs';
import { compare, emptyFolder, printComparison, subjects, withServer } from './server.mjs';

const PATIENTS = 100;
const ROWS = 20;
const CONNECTIONS = [16, 64];
const CLASS = 'AdherenceLog';

async function createAll(api, className, objects) {
  const requests = objects.map((body) => ({ method: 'POST', path: `${new URL(api.server.base).pathname}/classes/${className}`, body }));
  const answer = await api.call('POST', '/batch', { body: { requests }, master: true });
  return answer.json.map((part) => part.success?.objectId ?? assert.fail(JSON.stringify(part)));
}

/** A patient with logs of its own. */
async function seedPatient(api, number) {
  const user = await api.signUp();
  const [profile] = await createAll(api, 'PatientProfile', [{ user: user.pointer, medicalRecordNumber: `MRN${number}`, displayName: `Patient ${number}`, isActive: true }]);
  const patient = pointer('PatientProfile', profile);
  const [medication] = await createAll(api, 'MedicationDistribution', [{ patient, medicationName: 'Orvantine', dose: '20 mg', distributionDate: date(1.7e12), status: 'distributed' }]);
  const logs = await createAll(api, CLASS, Array.from({ length: ROWS }, (_, i) => ({
    patient, medication: pointer('MedicationDistribution', medication), adherenceStatus: 'taken', timestamp: date(1.7e12 + i * 3600e3),
  })));
  return { ...user, patient, logs };
}

const findPath = ({ patient }) => `/classes/${CLASS}${query({ where: { patient }, order: '-timestamp', limit: ROWS })}`;

async function check(api, [one, other]) {
  const entries = async () => (await api.call('GET', `/classes/AuditLog${query({ count: 1, limit: 0 })}`, { master: true })).json.count;
  const before = await entries();
  const found = await api.call('GET', findPath(one), { session: one.session });
  assert.deepEqual(found.json?.results?.map((object) => object.objectId), [...one.logs].reverse(), found.text);
  assert.equal((await api.call('GET', `/classes/${CLASS}/${one.logs[0]}`, { session: one.session })).status, 200);
  assert.equal((await api.call('GET', `/classes/${CLASS}/${other.logs[0]}`, { session: one.session })).status, 404);
  assert.ok(await entries() >= before + 2, 'the reads are entered');
}

export async function benchAudited(context) {
  const program = await buildMerged(context);
  const server = await launch(program, { dataFolder: emptyFolder(join(context.work, 'data_audited')) });
  const floor = await startAuditedFloor({ programs: context.programs, data: emptyFolder(join(context.work, 'data_audited_floor')) });
  const rows = [];
  try {
    const api = client(server);
    const patients = [];
    while (patients.length < PATIENTS) patients.push(...await Promise.all(Array.from({ length: 10 }, (_, i) => seedPatient(api, patients.length + i))));
    await check(api, patients);
    const bytes = (patient, path) => requestBytes(server.base, { path, headers: { 'X-Parse-Application-Id': server.appId, 'X-Parse-Session-Token': patient.session } });
    const ours = subjects(context.work, 'audited', withServer(server, {
      get: patients.flatMap((patient) => patient.logs.map((id) => bytes(patient, `/classes/${CLASS}/${id}`))),
      find: patients.map((patient) => bytes(patient, findPath(patient))),
    }));
    const theirs = subjects(context.work, 'audited-floor', floor.workloads);
    console.log('\nAudited reads beside a floor that enters them: trial template with its spec, signed-in patients\n');
    for (const workload of ['get', 'find']) {
      await load({ ...ours[workload], connections: 16, seconds: 1 });
      for (const connections of CONNECTIONS) {
        await settle(server.pid);
        rows.push({ workload: `audited ${workload}`, connections, ...(await compare(context, ours[workload], theirs[workload], connections)) });
      }
    }
  } finally {
    await floor.stop();
    await server.stop();
  }
  printComparison(rows);
  return { rows };
}
