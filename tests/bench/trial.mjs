// The data of the server benchmark, the requests that are timed, and the checks that come before: on the
// trial template's JSON schema, 100 patients, each with 20 distributions and 20 messages of its own, and
// 5 newer distributions of each patient that only the role "provider" may read. A server that ignored
// ACLs would be fast, and wrong: the hidden rows would come first.
import assert from 'node:assert/strict';
import { assertError, date, pointer, query } from '../lib/rest.mjs';
import { requestBytes } from './load.mjs';

const PATIENTS = 100;
const ROWS = 20;
const HIDDEN = 5;
const DAY = 86400e3;
const FIRST_DAY = Date.UTC(2025, 0, 1);

const read = { read: true };
const readAndWrite = { read: true, write: true };

/** Applies an asynchronous function to all items, a few at a time. */
async function eachOf(items, define) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await define(items[at]);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return results;
}

/** Creates objects of a class by POST /batch; returns their ids. */
async function createAll(api, session, className, objects) {
  const path = `${new URL(api.server.base).pathname}/classes/${className}`;
  const requests = objects.map((body) => ({ method: 'POST', path, body }));
  const answer = await api.call('POST', '/batch', { body: { requests }, session });
  assert.equal(answer.status, 200, answer.text);
  return answer.json.map((part) => {
    assert.ok(part.success, `${className}: ${JSON.stringify(part)}`);
    return part.success.objectId;
  });
}

const range = (count) => Array.from({ length: count }, (_, i) => i);

async function seedPatient(api, provider, number) {
  const tag = String(number + 1).padStart(3, '0');
  const user = await api.signUp(`bench_patient_${tag}`);
  const shared = { [user.id]: read, 'role:provider': readAndWrite };
  const [profile] = await createAll(api, user.session, 'PatientProfile', [{
    user: user.pointer, medicalRecordNumber: `MRN-${tag}`, displayName: `Bench Patient ${tag}`,
    dateOfBirth: date(Date.UTC(1950 + (number % 50), number % 12, 1)), primaryClinic: 'Site 07', isActive: true,
    ACL: { [user.id]: readAndWrite, 'role:provider': read },
  }]);
  const patient = pointer('PatientProfile', profile);
  const distributions = await createAll(api, user.session, 'MedicationDistribution', range(ROWS).map((i) => ({
    patient, medicationName: `Investigational product ${i % 4}`, dose: `${10 + i} mg`,
    distributionDate: date(FIRST_DAY + i * DAY), status: 'distributed', ACL: shared,
  })));
  await createAll(api, provider.session, 'MedicationDistribution', range(HIDDEN).map((i) => ({
    patient, medicationName: 'Draft order', dose: '1 mg', distributionDate: date(FIRST_DAY + (100 + i) * DAY),
    status: 'draft', ACL: { 'role:provider': readAndWrite },
  })));
  const messages = await createAll(api, user.session, 'Message', range(ROWS).map((i) => ({
    conversationId: `conversation-${tag}`, from: provider.pointer, to: user.pointer, patient, attachments: [],
    body: `Message ${i}: please take the dose with water and log it in the app.`, isRead: false,
    sentAt: date(FIRST_DAY + i * 3600e3), ACL: { [user.id]: readAndWrite, 'role:provider': readAndWrite },
  })));
  return { ...user, patient, distributions, messages };
}

/** Fills an empty server; returns the patients. */
export async function seed(api) {
  const provider = await api.signUp('bench_provider');
  await api.createRole('provider', [provider]);
  return eachOf(range(PATIENTS), (number) => seedPatient(api, provider, number));
}

const getRequest = (id) => ({ path: `/classes/MedicationDistribution/${id}` });

const findRequest = ({ patient }) => ({
  path: `/classes/MedicationDistribution${query({ where: { patient }, order: '-distributionDate', limit: ROWS })}`,
});

const createRequest = ({ id, patient }, distribution) => ({
  method: 'POST',
  path: '/classes/AdherenceLog',
  body: {
    patient, medication: pointer('MedicationDistribution', distribution), adherenceStatus: 'taken',
    timestamp: date('2025-06-01T08:00:00.000Z'), ACL: { [id]: readAndWrite, 'role:provider': read },
  },
});

const updateRequest = (message) => ({ method: 'PUT', path: `/classes/Message/${message}`, body: { isRead: true } });

const logInRequest = ({ username, password }) => ({ method: 'POST', path: '/login', body: { username, password } });

/** Of 20 requests of the mixed workload 9 get, 9 find, 1 creates and 1 updates. */
export const MIXED_SHARES = { get: 0.45, find: 0.45, create: 0.05, update: 0.05 };

/** The mixed workload: one list of each part's requests, each part as often as its share says. */
export function mix(parts) {
  const turns = Object.entries(MIXED_SHARES).flatMap(([name, share]) => range(Math.round(20 * share)).map(() => name));
  const next = Object.fromEntries(Object.keys(MIXED_SHARES).map((name) => [name, 0]));
  return range(100).flatMap(() => turns.map((name) => parts[name][next[name]++ % parts[name].length]));
}

/** The requests of each workload as bytes, by name. */
export function workloads(server, patients) {
  const appId = { 'X-Parse-Application-Id': server.appId };
  const bytes = (request, patient) => requestBytes(server.base, {
    ...request, headers: patient ? { ...appId, 'X-Parse-Session-Token': patient.session } : appId,
  });
  const all = {
    health: [bytes({ path: '/health' })],
    get: patients.flatMap((patient) => patient.distributions.map((id) => bytes(getRequest(id), patient))),
    find: patients.map((patient) => bytes(findRequest(patient), patient)),
    create: patients.flatMap((patient) => patient.distributions.map((id) => bytes(createRequest(patient, id), patient))),
    update: patients.flatMap((patient) => patient.messages.map((id) => bytes(updateRequest(id), patient))),
    login: patients.map((patient) => bytes(logInRequest(patient))),
  };
  return { ...all, create_indexed: all.create, mixed: mix(all) }; // the same creates, beside another floor
}

/** The answers are right, before anything is timed. */
export async function check(api, [one, other], { isPublic }) {
  const call = ({ method = 'GET', path, body }, session) => api.call(method, path, { body, session });

  const got = await call(getRequest(one.distributions[3]), one.session);
  assert.equal(got.status, 200, got.text);
  assert.equal(got.json.objectId, one.distributions[3]);
  assert.deepEqual(got.json.patient, one.patient);
  assert.deepEqual(got.json.distributionDate, date(FIRST_DAY + 3 * DAY));
  assert.deepEqual(got.json.ACL[one.id], read);
  assertError(await call(getRequest(other.distributions[3]), one.session), 404, 101);
  const anonymous = await call(getRequest(one.distributions[3]));
  assert.ok(anonymous.status >= 400, `without a session: ${anonymous.text}`);

  const found = await call(findRequest(one), one.session);
  assert.equal(found.status, 200, found.text);
  assert.deepEqual(found.json.results.map((object) => object.objectId), [...one.distributions].reverse());
  const hidden = await call(findRequest(other), one.session);
  assert.deepEqual(hidden.json, { results: [] }, 'the rows of another patient');
  const anonymously = await call(findRequest(one));
  if (isPublic) assert.deepEqual(anonymously.json, { results: [] }, 'without a session');
  else assert.ok(anonymously.status >= 400, `class-level permissions without a session: ${anonymously.text}`);

  const created = await call(createRequest(one, one.distributions[0]), one.session);
  assert.equal(created.status, 201, created.text);
  const log = await api.fetch('AdherenceLog', created.json.objectId, { session: one.session });
  assert.equal(log.adherenceStatus, 'taken');
  assert.deepEqual(log.patient, one.patient);

  const updated = await call(updateRequest(one.messages[0]), one.session);
  assert.equal(updated.status, 200, updated.text);
  const message = await api.fetch('Message', one.messages[0], { session: one.session });
  assert.equal(message.isRead, true);
  assert.equal(message.updatedAt, updated.json.updatedAt);
  assertError(await call(updateRequest(other.messages[0]), one.session), 404, 101);

  const loggedIn = await call(logInRequest(one));
  assert.equal(loggedIn.status, 200, loggedIn.text);
  assert.equal(loggedIn.json.objectId, one.id);
  assertError(await call(logInRequest({ ...one, password: 'wrong' })), 404, 101);
}
