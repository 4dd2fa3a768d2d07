// Live queries: how long behind its commit a change is with those whom it concerns, among many whom it does not; how
// many changes a second one subscriber gets; what a subscription takes of memory; and what idle ones cost others. The
// trial template with its spec, so that rules, roles and assignments are asked for each event.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { LiveClient } from '../lib/live.mjs';
import { client, date, pointer, query } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';
import { cpuSeconds, load, medians, memory, requestBytes, settle } from './load.mjs';
import { printTable, verdict } from './print.mjs';
import { buildMerged } from './rules.mjs';
import { emptyFolder, subjects, withServer } from './server.mjs';

const USERS = 100;
const CONNECTIONS = 1000;
const MATCHING = 10;
const CLASS = 'MedicationDistribution';
const WRITES = 200;
const BURST = 2000;
const TARGETS = { milliseconds: 5, bytes: 4096, share: 0.95 };

const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

async function seed(api) {
  const patients = [];
  for (let i = 0; i < USERS; i++) {
    const user = await api.signUp();
    const id = await api.create('PatientProfile', { user: user.pointer, medicalRecordNumber: `MRN${i}`, displayName: `Patient ${i}`, isActive: true }, { master: true });
    patients.push({ ...user, patient: pointer('PatientProfile', id) });
  }
  return patients;
}

const row = ({ patient }) => ({ patient, medicationName: 'Orvantine', dose: '20 mg', distributionDate: date(1.7e12), status: 'distributed', publicationStatus: 'published' });

/** Clients of all patients in turn; the first MATCHING are the first patient's. */
async function connectAll(server, patients, count) {
  const clients = [];
  const patientOf = (i) => patients[i < MATCHING ? 0 : 1 + (i % (patients.length - 1))];
  while (clients.length < count) {
    clients.push(...await Promise.all(Array.from({ length: Math.min(50, count - clients.length) }, async (_, i) => {
      const of = patientOf(clients.length + i);
      return Object.assign(await LiveClient.connect(server, { token: of.session }), { of });
    })));
  }
  return clients;
}

/** Each client subscribes so often; one that matches once only, or it would be told of a row many times. */
async function subscribeAll(clients, times, where) {
  for (const [i, one] of clients.entries()) {
    const asks = i < MATCHING ? 1 : times;
    await Promise.all(Array.from({ length: asks }, (_, n) => one.subscribe(CLASS, where(one.of, n))));
  }
}

/** Writes one by one; resolves to milliseconds from an answer to each of its events, and from request to answer. */
async function latencies(api, clients, writer, writes) {
  const behind = [];
  const answered = [];
  const told = clients.slice(0, MATCHING);
  for (let i = 0; i < writes; i++) {
    const arrivals = told.map(async (one) => { await one.event(); return performance.now(); });
    const began = performance.now();
    await api.create(CLASS, row(writer), { master: true });
    const answer = performance.now();
    answered.push(answer - began);
    for (const at of await Promise.all(arrivals)) behind.push(Math.max(0, at - answer));
  }
  return { behind, answered };
}

async function burst(api, [one], writer) {
  const began = performance.now();
  const requests = Array.from({ length: 50 }, () => ({ method: 'POST', path: `/parse/classes/${CLASS}`, body: row(writer) }));
  for (let i = 0; i < BURST / 50; i++) await api.call('POST', '/batch', { master: true, body: { requests } });
  await one.until(() => one.messages.filter(({ op }) => op === 'create').length >= BURST);
  one.messages.length = 0;
  return BURST / ((performance.now() - began) / 1000);
}

export async function benchLive(context) {
  const program = await buildMerged(context);
  const cases = [];
  const results = { cases };
  const shapes = [
    { name: '1,000 subscriptions, by patient', times: 1, where: ({ patient }) => ({ patient }) },
    { name: '10,000 subscriptions, by patient', times: 10, where: ({ patient }, n) => ({ patient, dose: { $ne: String(n) } }) },
    { name: '10,000 subscriptions, of all that one may see', times: 10, where: (_of, n) => ({ dose: { $ne: String(n) } }) },
  ];
  console.log('\nLive queries: trial template with its spec, 1,000 connections of patients, each row for 10 of them\n');
  for (const { name, times, where } of shapes) {
    const server = await launch(program, { dataFolder: emptyFolder(join(context.work, 'data_live')), arguments: ['--lockout-threshold', '0'] });
    try {
      const api = client(server);
      const patients = await seed(api);
      const find = () => load({ ...subjects(context.work, 'live', withServer(server, {
        find: patients.map(({ patient, session }) => requestBytes(server.base, {
          path: `/classes/${CLASS}${query({ where: { patient }, limit: 20 })}`, headers: { 'X-Parse-Application-Id': server.appId, 'X-Parse-Session-Token': session },
        })),
      })).find, connections: 16, seconds: context.seconds });
      for (let i = 0; i < 20; i++) await api.create(CLASS, row(patients[i % 3]), { master: true });
      await find(); // warm
      const alone = [];
      for (let i = 0; i < context.repeats; i++) alone.push(await find());
      await settle(server.pid);
      const before = memory(server.pid).anonymous;
      const clients = await connectAll(server, patients, CONNECTIONS);
      const connected = memory(server.pid).anonymous;
      await subscribeAll(clients, times, where);
      const subscriptions = MATCHING + (CONNECTIONS - MATCHING) * times;
      const subscribed = memory(server.pid).anonymous;
      const beside = [];
      for (let i = 0; i < context.repeats; i++) beside.push(await find());
      await latencies(api, clients, patients[0], 20); // warm
      const cpu = cpuSeconds(server.pid);
      const { behind, answered } = await latencies(api, clients, patients[0], WRITES);
      const spent = (cpuSeconds(server.pid) - cpu) / WRITES;
      for (const one of clients) assert.equal(one.messages.length, 0, 'each is told of what concerns him');
      const perSecond = await burst(api, clients, patients[0]);
      cases.push({
        name, subscriptions, p50: percentile(behind, 0.5), p99: percentile(behind, 0.99), answer: percentile(answered, 0.5), cpu: spent * 1000, perSecond,
        connection: ((connected - before) * 1048576) / CONNECTIONS, bytes: ((subscribed - before) * 1048576) / subscriptions,
        share: medians(beside).perCoreSecond / medians(alone).perCoreSecond,
      });
      clients.forEach((one) => one.close());
    } finally {
      await server.stop();
    }
  }
  printTable(
    ['', 'answer to event p50 ms', 'p99 ms', 'write p50 ms', 'CPU ms a write', 'events/s to one', 'bytes a connection', 'bytes a subscription', 'find, share of alone'],
    cases.map((one) => [one.name, one.p50, one.p99, one.answer, one.cpu, one.perSecond, one.connection, one.bytes, one.share]),
  );
  const many = cases[1];
  verdict(`an event is with its subscribers ${TARGETS.milliseconds} ms behind the answer, 10 of 10,000, p99`, many.p99 <= TARGETS.milliseconds, `${many.p99.toFixed(1)} ms`);
  verdict(`a subscription takes ${TARGETS.bytes} bytes, its share of a connection included`, many.bytes <= TARGETS.bytes, `${Math.round(many.bytes)} bytes`);
  verdict(`finds beside 10,000 idle subscriptions reach ${TARGETS.share} of those alone, a core-second`, many.share >= TARGETS.share, many.share.toFixed(2));
  return results;
}
