// Random chains of schema edits with data between them: whatever should survive does, a database that was
// brought along equals one that is made anew, and a crash in the middle of a migration leaves the old state.
//
//   CAREGEN_EVOLVE_CHAINS=1000 CAREGEN_EVOLVE_SEED=7 node tests/run.mjs tests/evolve/evolve.test.mjs
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { randomFrom } from '../lib/random.mjs';
import { caregen, startDriver, writeInputs } from './driver.mjs';
import { edits, randomValue } from './edits.mjs';
import { columnsOf, inputsOf, literal, name, selected } from './world.mjs';

const CHAINS = Number(process.env.CAREGEN_EVOLVE_CHAINS ?? 50);
const EDITS = 10;
const firstSeed = Number(process.env.CAREGEN_EVOLVE_SEED ?? 1);
// In memory where there is such a folder: thousands of databases are made and flushed.
const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'caregen-evolve-'));
after(() => rmSync(root, { recursive: true, force: true }));

function randomOf(seed) {
  const random = randomFrom(seed);
  return { ...random, chance: (odds) => random.below(1000) < odds * 1000 };
}

const firstWorld = () => ({
  tables: [{
    name: 'Base', record: 'Base', rows: new Map(), versions: false, versionsOf: new Map(), retired: [],
    fields: [
      { name: 'alpha', record: 'alpha', key: 'alpha', type: 'String', required: false }, { name: 'beta', record: 'beta', key: 'beta', type: 'Number', required: false },
      { name: 'gamma', record: 'gamma', key: 'gamma', type: 'Boolean', required: false }, { name: 'delta', record: 'delta', key: 'delta', type: 'Date', required: false },
    ],
  }],
});

/** Inserts a few rows, and changes some, as a server would: a version with each. */
async function write(driver, database, world, random) {
  const statements = [];
  for (const table of world.tables) {
    for (let i = random.below(4); i > 0; i--) {
      const isNew = table.rows.size === 0 || random.chance(0.7);
      const id = isNew ? `${table.record}${String(table.rows.size).padStart(6, '0')}` : random.pick([...table.rows.keys()]);
      const row = Object.fromEntries(table.fields.map((field) => [field.key, randomValue(random, field, ['user000001', 'user000002'])]));
      const columns = table.fields.flatMap((field) => columnsOf(field).map(name));
      const list = table.fields.flatMap((field) => row[field.key].map((value) => literal(value, field, table, id)));
      statements.push(`DELETE FROM ${name(table.name)} WHERE "objectId" = '${id}'`);
      statements.push(`INSERT INTO ${name(table.name)} ("objectId", "createdAt", "updatedAt"${columns.map((column) => `, ${column}`).join('')}) VALUES ('${id}', 1, 2${list.map((value) => `, ${value}`).join('')})`);
      table.rows.set(id, row);
      if (!table.versions) continue;
      const versions = table.versionsOf.get(id) ?? [];
      const shared = ['"objectId"', '"createdAt"', '"updatedAt"', ...columns].join(', ');
      statements.push(`INSERT INTO ${name(`_Version:${table.name}`)} (${shared}, "_version", "_at", "_means") SELECT ${shared}, ${versions.length + 1}, 3, 'session' FROM ${name(table.name)} WHERE "objectId" = '${id}'`);
      table.versionsOf.set(id, [...versions, structuredClone(row)]);
    }
  }
  if (statements.length) await driver.sql(database, `BEGIN;${statements.join(';')};COMMIT`);
}

/** The columns of a field in the versions: its own, or those under which it is retired. */
const versionColumns = (field) => columnsOf(field).map((column) => (field.number ? `_Retired:${field.number}:${column}` : column));

async function compareRows(driver, database, world, where) {
  for (const table of world.tables) {
    const columns = table.fields.flatMap((field) => columnsOf(field).map((column) => selected(field, column, table)));
    const rows = await driver.sql(database, `SELECT "objectId"${columns.map((column) => `, ${column}`).join('')} FROM ${name(table.name)} ORDER BY "objectId"`);
    const expected = [...table.rows].map(([id, row]) => [id, ...table.fields.flatMap((field) => row[field.key])]).sort(([a], [b]) => (a < b ? -1 : 1));
    assert.deepEqual(rows, expected, `${where}: the rows of ${table.name}`);
    if (!table.versions) continue;
    const fields = [...table.fields, ...table.retired];
    const all = fields.flatMap((field) => versionColumns(field).map((column) => selected(field, column, table)));
    const versions = await driver.sql(database, `SELECT "objectId", "_version"${all.map((column) => `, ${column}`).join('')} FROM ${name(`_Version:${table.name}`)} ORDER BY "objectId", "_version"`);
    const written = [...table.versionsOf].flatMap(([id, list]) => list.map((row, i) => [id, i + 1, ...fields.flatMap((field) => row[field.key] ?? columnsOf(field).map(() => null))]))
      .sort(([a, i], [b, j]) => (a === b ? i - j : a < b ? -1 : 1));
    assert.deepEqual(versions, written, `${where}: the versions of ${table.name}`);
  }
}

/** What a database is made of, but for the order of columns and what is retired. */
async function shape(driver, database) {
  const objects = await driver.sql(database, 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name');
  const result = {};
  for (const [type, title, table, sql] of objects) {
    if (title.startsWith('_Retired:') || table.startsWith('_Retired:') || title.startsWith('sqlite_')) continue;
    if (type !== 'table') {
      result[title] = `${type} on ${table} ${(sql ?? '').replaceAll(/\s+/g, ' ')}`;
      continue;
    }
    const columns = await driver.sql(database, `SELECT name, type, "notnull", pk FROM pragma_table_xinfo('${title}')`);
    result[title] = columns.filter(([column]) => !column.startsWith('_Retired:')).map((column) => column.join(' ')).sort();
  }
  return result;
}

async function chain(driver, seed) {
  const random = randomOf(seed);
  const folder = join(root, `chain${seed}`);
  const database = join(root, `chain${seed}.db`);
  mkdirSync(folder, { recursive: true });
  let world = firstWorld();
  let number = 1;
  writeInputs(folder, inputsOf(world));
  const first = await caregen(folder, 'migrate');
  assert.equal(first.code, 0, first.stderr);
  assert.ok(await driver.migrate(database, folder), driver.log());

  for (let i = 0; i < EDITS; i++) {
    await write(driver, database, world, random);
    const kind = random.pick(Object.keys(edits));
    const next = structuredClone(world);
    for (const table of next.tables) for (const one of [table, ...table.fields]) delete one.was;
    const edit = edits[kind](next, random);
    if (!edit) continue;
    const where = `seed ${seed}, edit ${i + 1}: ${kind}`;
    const kept = join(root, `kept${seed}`);
    cpSync(folder, kept, { recursive: true });
    writeInputs(folder, inputsOf(next));
    const { code, stdout, stderr } = await caregen(folder, 'migrate', '-m', kind, ...edit.flags);
    assert.equal(code, 0, `${where}: ${stdout}${stderr}`);
    if (['removeField', 'removeClass', 'changeType', 'changeTypeUsing', 'open', 'forgetVersions'].includes(kind)) next.isKept = true;
    if (kind === 'purge') next.isKept = false;
    const files = readdirSync(join(folder, 'migrations')).length;
    const isMigration = files > number;
    for (const table of next.tables) for (const field of table.retired) field.number ??= number + 1;

    if (edit.refused) {
      const before_ = await shape(driver, database);
      assert.equal(await driver.migrate(database, folder), false, where);
      assert.match(driver.log(), edit.refused, where);
      assert.deepEqual(await shape(driver, database), before_, where);
      await compareRows(driver, database, world, where);
      rmSync(folder, { recursive: true });
      cpSync(kept, folder, { recursive: true });
      rmSync(kept, { recursive: true });
      continue;
    }
    rmSync(kept, { recursive: true });
    if (isMigration && random.chance(0.5)) {
      const copy = join(root, `crash${seed}.db`);
      await driver.sql(database, `VACUUM INTO '${copy}'`);
      const old = await shape(driver, copy);
      const status = await driver.crash(random.below(6), copy, folder);
      assert.ok([0, 99].includes(status), `${where}: ${status} ${driver.log()}`);
      if (status === 99) {
        assert.deepEqual(await shape(driver, copy), old, `${where}, after a crash`);
        await compareRows(driver, copy, world, `${where}, after a crash`);
      }
      assert.ok(await driver.migrate(copy, folder), `${where}, after a crash: ${driver.log()}`);
      await compareRows(driver, copy, next, `${where}, after a crash and a start`);
      for (const end of ['', '-wal', '-shm']) rmSync(`${copy}${end}`, { force: true });
    }
    assert.ok(await driver.migrate(database, folder), `${where}: ${driver.log()}`);
    world = next;
    number = files;
    await compareRows(driver, database, world, where);

    // A comparison with a new database, now and then and at the end.
    if (i + 1 < EDITS && random.chance(0.7)) continue;
    const fresh = join(root, `fresh${seed}`);
    mkdirSync(fresh);
    writeInputs(fresh, inputsOf(world));
    assert.equal((await caregen(fresh, 'migrate')).code, 0, where);
    assert.ok(await driver.migrate(`${fresh}.db`, fresh), driver.log());
    assert.deepEqual(await shape(driver, database), await shape(driver, `${fresh}.db`), `${where}: as if made anew`);
    rmSync(fresh, { recursive: true });
    for (const end of ['', '-wal', '-shm']) rmSync(`${fresh}.db${end}`, { force: true });
  }

  // The whole history, from an empty database.
  const again = join(root, `again${seed}.db`);
  assert.ok(await driver.migrate(again, folder), driver.log());
  assert.deepEqual(await shape(driver, again), await shape(driver, database), `seed ${seed}: from the beginning`);
  // The same inputs give the same bytes.
  const texts = readdirSync(join(folder, 'migrations')).map((file) => readFileSync(join(folder, 'migrations', file), 'utf8'));
  assert.ok(texts.every((text) => text.startsWith('-- 0')));
  rmSync(folder, { recursive: true });
  for (const file of [database, again]) for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
}

/** A chain of edits that are given, over the rows that are there; `edit` changes the world of firstWorld(). */
async function edited(driver, name_, list) {
  const folder = join(root, name_);
  const database = join(root, `${name_}.db`);
  const world = firstWorld();
  const step = async (...flags) => {
    writeInputs(folder, inputsOf(world));
    const { code, stdout, stderr } = await caregen(folder, 'migrate', '-m', 'next', ...flags);
    assert.equal(code, 0, stdout + stderr);
    assert.ok(await driver.migrate(database, folder), driver.log());
  };
  mkdirSync(folder);
  await step();
  for (const { edit, flags = [] } of list) {
    if (typeof edit === 'string') await driver.sql(database, edit);
    else {
      edit(world.tables[0]);
      await step(...flags);
      for (const field of world.tables[0].fields) delete field.was;
    }
  }
  return (sql) => driver.sql(database, sql);
}

describe('schemas that go on', () => {
  const drivers = [];
  before(() => drivers.push(startDriver(root), startDriver(root)));
  after(async () => {
    for (const driver of drivers) assert.equal(await driver.end(), 0, driver.log());
  });

  test(`${CHAINS} chains of ${EDITS} edits, from seed ${firstSeed}`, async () => {
    let seed = firstSeed;
    const worker = async (driver) => {
      while (seed < firstSeed + CHAINS) await chain(driver, seed++);
    };
    await Promise.all(drivers.map(worker));
  });

  test('a field that is encrypted and gets other names can be opened: values are sealed under its first name', async () => {
    const sql = await edited(drivers[0], 'opened', [
      { edit: `INSERT INTO "Base" ("objectId", "createdAt", "updatedAt", "alpha") VALUES ('a', 1, 2, 'secret')` },
      { edit: ({ fields: [alpha] }) => { alpha.sealed = true; } },
      { edit: ({ fields: [alpha] }) => { Object.assign(alpha, { name: 'omega', was: 'alpha' }); } },
      { edit: ({ fields: [alpha] }) => { Object.assign(alpha, { name: 'psi', was: 'omega', sealed: false }); } },
    ]);
    assert.deepEqual(await sql('SELECT "psi" FROM "Base"'), [['secret']]);
  });

  test("an expression of the user's own may have a %s in it", async () => {
    const sql = await edited(drivers[0], 'using', [
      { edit: `INSERT INTO "Base" ("objectId", "createdAt", "updatedAt", "alpha") VALUES ('a', 1, 2, '1970-01-02')` },
      { edit: ({ fields: [alpha] }) => { alpha.type = 'Date'; }, flags: ['--using', "Base.alpha=1000 * CAST(strftime('%s', alpha) AS INTEGER)"] },
    ]);
    assert.deepEqual(await sql('SELECT "alpha" FROM "Base"'), [[86400000]]);
  });
});
