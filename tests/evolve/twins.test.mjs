// Names that differ only in case, through edits: what a database has keeps its column and its table, wherever
// its twin stands in the schema and whatever becomes of it, and rows keep their values.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { caregen, startDriver, writeInputs } from './driver.mjs';

const folder = mkdtempSync(join(tmpdir(), 'caregen-twins-'));
const database = join(folder, 'data.db');
const text = { type: 'String' };
let driver;
let number = 0;
before(() => { driver = startDriver(folder); });
after(() => {
  driver.end();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a migration to these classes, { Name: { fields, renamedFrom } }, and applies it; returns its SQL. */
async function edit(classes, ...flags) {
  const schema = { classes: Object.entries(classes).map(([className, more]) => ({ className, ...more })) };
  writeInputs(folder, { schema, spec: 'Schema:\n1. Ward: name (String).\n\nRules:\n- Base keeps versions.\n'.replace('Base', Object.keys(classes)[0]) });
  number += 1;
  const { code, stdout, stderr } = await caregen(folder, 'migrate', ...(number > 1 ? ['-m', `edit${number}`] : []), ...flags);
  assert.equal(code, 0, stdout + stderr);
  assert.ok(await driver.migrate(database, folder), driver.log());
  assert.equal((await caregen(folder, 'diff')).stdout.split(' ').slice(0, 3).join(' '), 'Nothing has changed');
  const file = `migrations/${String(number).padStart(4, '0')}_${number > 1 ? `edit${number}` : 'initial'}.sql`;
  return readFileSync(join(folder, file), 'utf8').split('\n').filter((line) => /^(ALTER|CREATE|DROP|UPDATE)/.test(line));
}
const rows = (sql) => driver.sql(database, sql);
const columnsOf = (name) => {
  const { classes } = JSON.parse(readFileSync(join(folder, 'schema.lock.json'), 'utf8'));
  const { table = name, fields } = classes.find((one) => one.name === name);
  return { table, ...Object.fromEntries(fields.map((field) => [field.name, field.column ?? field.name])) };
};

test('a twin comes, stays alone, gets another name; and so for classes', async () => {
  await edit({ Base: { fields: { title: text } } });
  await rows(`INSERT INTO "Base" ("objectId", "createdAt", "updatedAt", "title") VALUES ('one', 1, 1, 'first')`);

  // Before the other in the schema: what is there keeps its column all the same.
  assert.deepEqual(await edit({ Base: { fields: { Title: text, title: text } } }), ['ALTER TABLE "Base" ADD COLUMN "Title_" TEXT;', 'ALTER TABLE "_Version:Base" ADD COLUMN "Title_" TEXT;']);
  assert.deepEqual(columnsOf('Base'), { table: 'Base', Title: 'Title_', title: 'title' });
  await rows(`UPDATE "Base" SET "Title_" = 'second'`);

  // Alone it keeps the column that it has.
  await edit({ Base: { fields: { Title: text } } }, '--allow-data-loss');
  assert.deepEqual(columnsOf('Base'), { table: 'Base', Title: 'Title_' });
  assert.deepEqual(await rows('SELECT "Title_" FROM "Base"'), [['second']]);

  // A new name is a new column; one that differs only in case is the same.
  await edit({ Base: { fields: { heading: { ...text, renamedFrom: 'Title' } } } });
  assert.deepEqual(columnsOf('Base'), { table: 'Base', heading: 'heading' });
  assert.deepEqual(await edit({ Base: { fields: { Heading: { ...text, renamedFrom: 'heading' } } } }), []);
  assert.deepEqual(columnsOf('Base'), { table: 'Base', Heading: 'heading' });
  assert.deepEqual(await rows('SELECT "heading" FROM "Base"'), [['second']]);

  // A class of the other case gets a table of its own, and the first one stays where it is under any case.
  const fields = { Heading: text };
  await edit({ Base: { fields }, BASE: { fields: { heading: text } } });
  assert.deepEqual([columnsOf('Base').table, columnsOf('BASE').table, columnsOf('BASE').heading], ['Base', 'BASE_', 'heading']);
  await rows(`INSERT INTO "BASE_" ("objectId", "createdAt", "updatedAt", "heading") VALUES ('two', 1, 1, 'other')`);
  const friends = { type: 'Relation', targetClass: '_User' };
  await edit({ bASE: { renamedFrom: 'Base', fields: { ...fields, friends } }, BASE: { fields: { heading: text } } });
  assert.deepEqual([columnsOf('bASE').table, columnsOf('BASE').table], ['Base', 'BASE_']);
  await edit({ BAse: { renamedFrom: 'bASE', fields: { ...fields, friends } }, BASE: { fields: { heading: text } } });
  await edit({ BAse: { fields: { ...fields, friends } } }, '--allow-data-loss');
  assert.deepEqual(columnsOf('BAse').table, 'Base');
  assert.deepEqual(await rows('SELECT "heading" FROM "Base"'), [['second']]);
});
