// docs/graphql.md says what is true: its operations run, and its limits are those of the server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { describeServer } from '../lib/fixture.mjs';
import { graphql } from '../lib/graphql.mjs';
import { initOf } from '../lib/graphql_live.mjs';
import { pointer } from '../lib/rest.mjs';
import { WebSocket, graphqlWs } from './peers.mjs';

const text = readFileSync(join(root, 'docs/graphql.md'), 'utf8');
const operations = [...text.matchAll(/```graphql\n(.*?)```/gs)].map(([, operation]) => operation);

describeServer('docs/graphql.md', 'portal', (context) => {
  test('its operations run', async () => {
    const user = await context.api.signUp();
    const id = await context.api.create('PatientProfile', { user: pointer('_User', user.id), medicalRecordNumber: '1', displayName: 'Kim', fullName: 'Kim', isActive: true }, { master: true });
    const { data } = graphql(context.api);
    assert.equal(operations.length, 4);
    const socket = graphqlWs.createClient({ url: `${context.server.base.replace(/^http/, 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: initOf(context.server, { master: true }) });
    const first = socket.iterate({ query: operations[3], variables: { patient: id } }).next();
    await socket.iterate({ query: '{ health }' }).next(); // behind what was asked before
    const [, wrote, signed] = [await data(operations[0], { id }, { master: true }), await data(operations[1], { patient: id }, { master: true }), await data(operations[2])];
    const { event, node, original } = (await first).value.data.labResults;
    assert.deepEqual([event, node, original], ['create', { testName: 'Glucose', status: 'pending', patient: { displayName: 'Kim' } }, null]);
    await socket.dispose();
    assert.equal(wrote.createLabResult.labResult.patient.displayName, 'Kim');
    assert.match(signed.signUp.viewer.sessionToken, /^r:/);
    const { labResults } = await data(operations[0], { id }, { master: true });
    assert.deepEqual([labResults.count, labResults.edges.map(({ node }) => node.testName)], [1, ['Glucose']]);
  });

  test('its limits are those of the server', () => {
    const options = readFileSync(join(root, 'templates/runtime/request/options.c'), 'utf8');
    for (const [, number, flag] of text.matchAll(/^\| ([\d,]+) [^|]*\| `(--graphql-\w+)`/gm)) {
      assert.match(options, new RegExp(`"${flag}", "N",[^}]*\\(${number.replace(',', '')};`), flag);
    }
    const defaults = readFileSync(join(root, 'templates/runtime/graphql/validate.c'), 'utf8');
    for (const [name, value] of [['fields', 1000], ['root_fields', 50], ['directives', 100], ['page', 100]]) assert.match(defaults, new RegExp(`\\.${name} = ${value},`), name);
  });
});
