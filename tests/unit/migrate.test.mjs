// A database and a server that do not belong together never meet.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { compile, runProgram, storeLayer } from '../lib/c_program.mjs';

describe('migrations', () => {
  const program = compile(
    ['tests/unit/migrate.c', 'templates/runtime/program/migrate.c', 'templates/runtime/program/system_tables.c', ...storeLayer],
    { libraries: ['cjson', 'sodium', 'sqlite3', 'pcre2-8', 'unistring', 'm'] },
  );
  const folder = mkdtempSync(join(tmpdir(), 'caregen-migrate-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let databases = 0;
  const newDatabase = () => join(folder, `${databases++}.db`);
  const migrate = (database, history) => runProgram(program, [database, history]).toString().trim();

  test('are applied once, in order', () => {
    const database = newDatabase();
    assert.equal(migrate(database, 'one'), 'migrated A B');
    assert.equal(migrate(database, 'one'), 'migrated A B');
    assert.equal(migrate(database, 'two'), 'migrated A B D');
  });

  test('are later than all that the database has, whatever the clock says', () => {
    const database = newDatabase();
    const ask = (sql) => execFileSync('sqlite3', [database, sql], { encoding: 'utf8' }).trim();
    const latest = Date.UTC(2100, 0, 1);
    migrate(database, 'one');
    ask(`UPDATE "_Clock" SET "latest" = ${latest}`);
    assert.equal(migrate(database, 'two'), 'migrated A B D');
    assert.ok(Number(ask('SELECT "appliedAt" FROM "_Migration" WHERE "history" = \'app\' AND "version" = 2')) > latest);
  });

  test('an empty database gets all of them', () => {
    assert.equal(migrate(newDatabase(), 'two'), 'migrated A B D');
  });

  test('a database that is newer than the server is refused, and left as it is', () => {
    const database = newDatabase();
    migrate(database, 'two');
    assert.equal(migrate(database, 'one'), 'refused A B D');
    assert.equal(migrate(database, 'two'), 'migrated A B D');
  });

  test('a database of another migration with the same number is refused', () => {
    const database = newDatabase();
    migrate(database, 'one');
    assert.equal(migrate(database, 'changed'), 'refused A B');
  });

  test('one that fails halfway leaves nothing behind', () => {
    const database = newDatabase();
    assert.equal(migrate(database, 'broken'), 'refused A B');
    assert.equal(migrate(database, 'two'), 'migrated A B D');
  });
});
