// What a query asks the database: a statement for each place of the document, however many objects are there, with the
// columns that somebody asked for.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root, run } from '../lib/builds.mjs';
import { sanitized } from '../lib/fixture.mjs';
import { graphql } from '../lib/graphql.mjs';
import { client, pointer } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

describe('the statements of a query', { skip: sanitized && 'a sanitizer must be loaded first' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-statements-'));
  const notes = join(folder, 'statements');
  let server;
  let api;
  let data;
  before(async () => {
    const library = join(folder, 'noted_statements.so');
    assert.equal((await run('cc', ['-shared', '-fPIC', '-O1', '-o', library, join(root, 'tests/lib/noted_statements.c'), '-ldl'])).code, 0);
    writeFileSync(notes, '');
    server = await startServer('kitchen', { environment: { LD_PRELOAD: library, NOTED_STATEMENTS: notes } });
    api = client(server);
    ({ data } = graphql(api));
    for (let i = 0; i < 20; i++) {
      const group = await api.create('Group', { select: `g${i}` });
      const order = await api.create('Order', { from: `o${i}`, group: pointer('Group', group) });
      const friends = { __op: 'AddRelation', objects: [pointer('Order', order), pointer('Order', await api.create('Order', { from: `f${i}`, group: pointer('Group', group) }))] };
      await api.create('Item', { name: `i${i}`, label: 'counted', text: 'x', order: pointer('Order', order), array: [pointer('Group', group)], friends });
    }
  });
  after(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The statements over classes that an operation is answered with: by class. */
  async function asked(operation) {
    writeFileSync(notes, '');
    await operation();
    const lines = readFileSync(notes, 'utf8').split('\n').filter((line) => /^SELECT/.test(line));
    return Object.fromEntries(['Item', 'Order', 'Group'].map((name) => [name, lines.filter((line) => line.includes(` FROM "${name}"`))]));
  }
  const counts = (statements) => Object.values(statements).map((list) => list.length);
  const find = (selection, page = '') => data(`{ items(where: { label: { equalTo: "counted" } }${page}) { edges { node { ${selection} } } } }`);

  test('twenty rows with pointers in pointers are three statements', async () => {
    const statements = await asked(async () => {
      const { items } = await find('name order { from group { select } }');
      assert.deepEqual([items.edges.length, items.edges[7].node.order.group.select], [20, items.edges[7].node.name.replace('i', 'g')]);
    });
    assert.deepEqual(counts(statements), [1, 1, 1]);
    assert.deepEqual(counts(await asked(() => find('name order { from group { select } }', ', first: 3'))), [1, 1, 1]);
  });

  test('REST includes by a statement for each target, so the test can tell', async () => {
    assert.deepEqual(counts(await asked(() => api.find('Item', { where: { label: 'counted' }, include: 'order.group' }))), [1, 20, 20]);
  });

  test('a relation is one statement, and one for the number of its rows, whatever number of objects have it', async () => {
    const ofFriends = (selection, page = '') => `friends${page} { ${selection} }`;
    for (const [selection, first, expected] of [
      // The statement over relations names the class of the owners, too: who may get them has something in them.
      [ofFriends('edges { node { from } }'), '', [2, 1, 0]], [ofFriends('edges { node { from group { select } } }'), '', [2, 1, 1]],
      [ofFriends('count edges { node { from } }', '(first: 1)'), '', [3, 2, 0]], [ofFriends('count'), '', [2, 1, 0]], [ofFriends('edges { node { from } }', '(last: 1)'), '', [3, 2, 0]],
      [ofFriends('edges { node { from group { select } } }'), ', first: 2', [2, 1, 1]],
    ]) {
      const statements = await asked(async () => {
        const { items: { edges } } = await find(selection, first);
        assert.equal(edges.length, first ? 2 : 20);
      });
      assert.deepEqual(counts(statements), expected, selection);
    }
  });

  test('elements of arrays are a statement for each class', async () => {
    assert.deepEqual(counts(await asked(() => find('array { ... on Group { select } }'))), [1, 0, 1]);
  });

  test('what nobody asks for is not read', async () => {
    const { Item: [statement] } = await asked(() => find('name'));
    const columns = statement.slice(0, statement.indexOf(' FROM '));
    assert.ok(columns.includes('"name"') && columns.includes('"objectId"'), columns);
    for (const column of ['"text"', '"number"', '"array"', '"place_latitude"', '"label"']) assert.ok(!columns.includes(column), `${column} in ${columns}`);
    assert.deepEqual(counts(await asked(() => find('__typename'))), [1, 0, 0]);
    assert.deepEqual(counts(await asked(() => data('{ health __typename }'))), [0, 0, 0]);
  });

  test('a pointer that is asked for twice is read twice, its targets once each', async () => {
    assert.deepEqual(counts(await asked(() => find('a: order { from } b: order { objectId }'))), [1, 2, 0]);
  });

  test('a number of rows is one statement, and a page with one is two', async () => {
    assert.deepEqual(counts(await asked(() => data('{ items(where: { label: { equalTo: "counted" } }) { count } }'))), [1, 0, 0]);
    assert.deepEqual(counts(await asked(() => data('{ items(where: { label: { equalTo: "counted" } }) { count edges { node { name } } } }'))), [2, 0, 0]);
  });
});
