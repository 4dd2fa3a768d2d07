// GraphQL beside parse-server's: the find of graphql.mjs, 20 rows with what their pointers lead to, asked of both by the
// master key, turn by turn, with the same rows. parse-server runs as the tests of conformance run it.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startPeer } from '../conformance/peer.mjs';
import { client, pointer } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';
import { CLASS, operationOf } from './graphql.mjs';
import { load, medians, requestBytes, settle, writeRequests } from './load.mjs';
import { printTable, verdict } from './print.mjs';
import { buildMerged } from './rules.mjs';

const ROWS = 20;
const TIMES = 30; // as many requests in the same CPU time, PostgreSQL's not counted
const CONNECTIONS = 16;
const operation = operationOf(['medicationName', 'dose', 'distributionDate', 'status']); // of the JSON schema, which both have

async function fill(api) {
  for (let i = 0; i < ROWS; i++) {
    const user = pointer('_User', await api.create('_User', { username: `patient${i}`, password: 'A-pass-phrase-97' }, { master: true }));
    const patient = pointer('PatientProfile', await api.create('PatientProfile', { user, medicalRecordNumber: `MRN${i}`, displayName: `Patient ${i}`, isActive: true }, { master: true }));
    await api.create(CLASS, { patient, medicationName: 'Orvantine', dose: '20 mg', distributionDate: { __type: 'Date', iso: '2026-01-01T00:00:00.000Z' }, status: 'dispensed' }, { master: true });
  }
}

/** Asks once, and fails unless all rows come with their patients. */
async function check({ graphqlBase, headers }) {
  const answer = await fetch(`${graphqlBase}/graphql`, { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify({ query: operation }) });
  const { data, errors } = await answer.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  const rows = data.medicationDistributions.edges.map(({ node }) => node);
  assert.equal(rows.length, ROWS);
  assert.deepEqual(rows.map(({ patient }) => patient.displayName), Array.from({ length: ROWS }, (_, i) => `Patient ${ROWS - 1 - i}`));
}

export async function benchGraphqlPeer(context) {
  const dataFolder = join(context.work, 'data_graphql_peer');
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dataFolder, { recursive: true });
  const server = await launch(await buildMerged(context), { dataFolder });
  let peer;
  const results = { ours: [], peers: [] };
  try {
    peer = await startPeer({ schema: 'schemas/trial/schema.json', graphql: true });
    const headersOf = ({ appId, masterKey }) => ({ 'X-Parse-Application-Id': appId, 'X-Parse-Master-Key': masterKey });
    const subjects = {
      ours: { api: client(server), pid: server.pid, graphqlBase: server.base, headers: headersOf(server) },
      peers: { api: client({ base: peer.base, ...peer.keys }), pid: peer.pid, graphqlBase: new URL('/', peer.base).href.slice(0, -1), headers: headersOf(peer.keys) },
    };
    console.log('\nGraphQL beside parse-server 9.10.0: a find of 20 rows with what their pointers lead to, by the master key\n');
    for (const [name, subject] of Object.entries(subjects)) {
      await fill(subject.api);
      await check(subject);
      subject.requests = join(context.work, `graphql-${name}.requests`);
      writeRequests(subject.requests, [requestBytes(subject.graphqlBase, { method: 'POST', path: '/graphql', headers: subject.headers, body: { query: operation } })]);
    }
    for (let i = 0; i <= context.repeats; i++) { // the first one warms up
      for (const [name, { pid, requests, graphqlBase }] of Object.entries(subjects)) {
        const result = await load({ base: graphqlBase, pid, requests, connections: CONNECTIONS, seconds: context.seconds });
        if (i > 0) results[name].push(result);
        await settle(pid);
      }
    }
  } finally {
    await server.stop();
    await peer?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
  const [ours, peers] = [medians(results.ours), medians(results.peers)];
  const times = peers.cpuPerThousand / ours.cpuPerThousand;
  printTable(['', 'requests/s', 'CPU-s/1000'], [['here', ours.perSecond, ours.cpuPerThousand], ['parse-server', peers.perSecond, peers.cpuPerThousand]]);
  console.log();
  verdict(`${TIMES} times parse-server's, in the same CPU time`, times >= TIMES, `${times.toFixed(1)} times; requests a second ${(ours.perSecond / peers.perSecond).toFixed(1)} times`);
  return { ours, peers, times };
}
