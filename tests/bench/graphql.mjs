// What GraphQL costs: a find of 20 rows with what their pointers lead to, beside the same find over REST with `include`.
// The trial template with its spec: a provider asks for rows of 20 patients, under the rules, and the master key the same.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { client, pointer, query } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';
import { load, medians, requestBytes, settle, writeRequests } from './load.mjs';
import { printTable, verdict } from './print.mjs';
import { buildMerged } from './rules.mjs';

const PATIENTS = 20;
const LEAST = 0.7; // of REST's requests in the same CPU time
const CONNECTIONS = 16;
export const CLASS = 'MedicationDistribution';
const FIELDS = ['medicationName', 'dose', 'distributionDate', 'status', 'publicationStatus'];
const TARGET = ['displayName', 'medicalRecordNumber', 'isActive'];
const parameters = { order: '-createdAt', limit: 20, include: 'patient', keys: [...FIELDS, ...TARGET.map((field) => `patient.${field}`)].join() };
export const operationOf = (fields) => `{ medicationDistributions(order: [createdAt_DESC], first: 20) { edges { node { objectId createdAt updatedAt ${fields.join(' ')}
  patient { objectId createdAt updatedAt ${TARGET.join(' ')} } } } } }`;
const operation = operationOf(FIELDS);

/** A provider, patients who are assigned to it, and a row of each. */
async function fill(api) {
  const provider = await api.signUp();
  await api.createRole('provider', [provider]);
  for (let i = 0; i < PATIENTS; i++) {
    const user = await api.signUp();
    const patient = pointer('PatientProfile', await api.create('PatientProfile', { user: user.pointer, medicalRecordNumber: `MRN${i}`, displayName: `Patient ${i}`, isActive: true }, { master: true }));
    await api.create('CareAssignment', { patient, provider: provider.pointer }, { master: true });
    await api.create(CLASS, { patient, medicationName: 'Orvantine', dose: '20 mg', distributionDate: { __type: 'Date', iso: '2026-01-01T00:00:00.000Z' }, status: 'dispensed' }, { master: true });
  }
  return provider;
}

/** Both answer the same rows, and there are 20 of them. */
async function check(api, who) {
  const rest = (await api.call('GET', `/classes/${CLASS}${query(parameters)}`, who)).json.results;
  const { data } = (await api.call('POST', '/graphql', { ...who, body: { query: operation } })).json;
  const rows = data.medicationDistributions.edges.map(({ node }) => node);
  const shown = (row) => [row.objectId, row.medicationName, row.status, row.patient.objectId, row.patient.displayName];
  assert.equal(rows.length, 20);
  assert.deepEqual(rows.map(shown), rest.map(shown));
}

export async function benchGraphql(context) {
  const program = await buildMerged(context);
  const dataFolder = join(context.work, 'data_graphql');
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dataFolder, { recursive: true });
  const server = await launch(program, { dataFolder });
  const rows = [];
  try {
    const api = client(server);
    const provider = await fill(api);
    console.log('\nGraphQL: a find of 20 rows with what their pointers lead to, beside REST\n');
    for (const [name, who, header] of [['provider', { session: provider.session }, { 'X-Parse-Session-Token': provider.session }], ['master key', { master: true }, { 'X-Parse-Master-Key': server.masterKey }]]) {
      await check(api, who);
      const headers = { 'X-Parse-Application-Id': server.appId, ...header };
      const subjects = {
        rest: requestBytes(server.base, { path: `/classes/${CLASS}${query(parameters)}`, headers }),
        graphql: requestBytes(server.base, { method: 'POST', path: '/graphql', headers, body: { query: operation } }),
      };
      const results = { rest: [], graphql: [] };
      for (let i = 0; i <= context.repeats; i++) { // the first one warms up
        for (const way of ['rest', 'graphql']) {
          const requests = join(context.work, `graphql-${way}.requests`);
          writeRequests(requests, [subjects[way]]);
          const result = await load({ base: server.base, pid: server.pid, requests, connections: CONNECTIONS, seconds: context.seconds });
          if (i > 0) results[way].push(result);
          await settle(server.pid);
        }
      }
      const [rest, graphql] = [medians(results.rest), medians(results.graphql)];
      rows.push({ name, rest, graphql, ratio: rest.cpuPerThousand / graphql.cpuPerThousand });
    }
  } finally {
    await server.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
  printTable(
    ['find', 'GraphQL /s', 'REST /s', 'GraphQL CPU-s/1000', 'REST CPU-s/1000', 'of REST, in the same CPU time'],
    rows.map(({ name, rest, graphql, ratio }) => [name, graphql.perSecond, rest.perSecond, graphql.cpuPerThousand, rest.cpuPerThousand, ratio]),
  );
  console.log();
  for (const { name, ratio } of rows) verdict(`${name}: at least ${LEAST} of REST`, ratio >= LEAST, ratio.toFixed(2));
  return { rows };
}
