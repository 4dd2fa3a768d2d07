// That the audit trail cannot be changed unseen: the database file is changed behind the server's back, row by
// row and byte by byte, and `audit verify` is to say which entry is concerned. And that a change and its entry
// are on disk both or neither, however the server ends.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { entryHash } from '../lib/audit_chain.mjs';
import { findBuild } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { randomFrom } from '../lib/random.mjs';
import { client, pointer } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const { program } = findBuild('audit');
const master = { master: true };
const ZEROS = Buffer.alloc(32);

/** Runs `audit ...` and returns { code, lines, errors }. */
function audit(...commandArguments) {
  const { status, stdout, stderr } = spawnSync(program, ['audit', ...commandArguments], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  return { code: status, lines: stdout.split('\n').filter(Boolean), errors: stderr };
}
const verify = (data, ...more) => audit('verify', '--data', data, ...more);
const exported = (data, ...more) => audit('export', '--data', data, ...more).lines.map((line) => JSON.parse(line));
const sql = (data, text) => execFileSync('sqlite3', ['-cmd', '.timeout 60000', join(data, 'audit.db'), text], { encoding: 'utf8' });

/** An exported line as the entry that was hashed. */
const entryOf = (line) => ({ ...line, at: Date.parse(line.at), payload: line.payload && JSON.stringify(line.payload) });

/** The numbers of the entries that the faults name. */
const named = (lines) => lines.flatMap((line) => {
  const match = /^entr(?:y|ies) (\d+)(?: to (\d+))?: (?!cannot be checked)/.exec(line);
  if (!match) return [];
  const last = Number(match[2] ?? match[1]);
  return Array.from({ length: last - match[1] + 1 }, (_, i) => Number(match[1]) + i);
});

describe('an audit trail that somebody tampers with', differs('the audit trail is ours'), () => {
  let original; // the data folder of a server that has ended
  let anchors;
  let count;
  const folders = [];
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'caregen-audit-'));
    folders.push(made);
    return made;
  };
  after(() => folders.forEach((made) => rmSync(made, { recursive: true, force: true })));

  before(async () => {
    original = folder();
    anchors = join(folder(), 'anchors');
    const server = await startServer('audit', { dataFolder: original });
    const api = client(server);
    const ann = await api.signUp();
    const session = { session: ann.session };
    const patient = await api.create('Patient', { user: ann.pointer, name: 'Ann' }, session);
    const row = await api.create('Result', { patient: pointer('Patient', patient), test: 'iron' }, session);
    const halfway = audit('anchor', '--data', original).lines; // while the server runs
    for (let i = 0; i < 5; i += 1) {
      await api.call('PUT', `/classes/Result/${row}`, { ...session, body: { value: i } });
      await api.fetch('Result', row, session);
    }
    await api.call('PUT', `/classes/Patient/${patient}`, { ...session, body: { name: 'Änne' } });
    assert.equal(verify(original).code, 0, 'while the server runs');
    await server.stop();
    writeFileSync(anchors, [...halfway, ...audit('anchor', '--data', original).lines].join('\n'));
    count = exported(original).length;
    assert.ok(count > 12);
  });

  /** A copy whose database is changed: the triggers that keep the entries are put back afterwards. */
  function tampered(statements) {
    const data = folder();
    for (const name of ['audit.db', 'audit-key', 'seal-key', 'file-key']) copyFileSync(join(original, name), join(data, name));
    if (statements) {
      const triggers = sql(data, `SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '_AuditEntry'`);
      const names = sql(data, `SELECT 'DROP TRIGGER "' || name || '";' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '_AuditEntry'`);
      sql(data, `${names}${statements};${triggers}`);
    }
    return data;
  }

  test('as it is it has no fault, and each hash is what the format says', () => {
    const data = tampered();
    const { code, lines } = verify(data, '--anchor', anchors);
    assert.equal(code, 0, lines.join('\n'));
    const entries = exported(data);
    let previous = ZEROS;
    entries.forEach((entry, i) => {
      assert.equal(entry.number, i + 1);
      const hash = entryHash(previous, entryOf(entry));
      assert.equal(entry.hash, hash.toString('hex'), `entry ${entry.number}`);
      previous = hash;
    });
    assert.deepEqual(exported(data, '--since', '10'), entries.slice(10));
    assert.match(lines.at(-1), new RegExp(`^${count} entries, no fault; the last is ${count} of .*, ${previous.toString('hex')}$`));
    assert.equal(statSync(join(original, 'audit-key')).mode & 0o777, 0o600);
  });

  for (const [column, value] of [['actor', "'somebody'"], ['actor', 'NULL'], ['action', "'update2'"], ['entityType', "'Plan'"],
    ['entityId', "'other'"], ['payload', "'{}'"], ['payload', 'NULL'], ['"at"', '"at" + 1'], ['hash', 'zeroblob(32)'], ['hash', "x'00'"]]) {
    test(`a changed ${column} is found: ${value}`, () => {
      const data = tampered(`UPDATE "_AuditEntry" SET ${column} = ${value} WHERE "number" = 8`);
      const { code, lines } = verify(data);
      assert.equal(code, 1);
      const expected = column === 'hash' && value !== "x'00'" ? [8, 9] : [8];
      assert.deepEqual(named(lines), expected, lines.join('\n'));
      assert.match(lines.at(-1), new RegExp(`^${count} entries, ${expected.length} faults?$`));
    });
  }

  test('every changed entry is named, not the first alone', () => {
    const data = tampered('UPDATE "_AuditEntry" SET "action" = \'x\' WHERE "number" IN (3, 5, 11)');
    assert.deepEqual(named(verify(data).lines), [3, 5, 11]);
  });

  test('a changed entry with a new hash gives itself away in the next one', () => {
    const entries = exported(original);
    const forged = { ...entryOf(entries[7]), action: 'x' };
    const hash = entryHash(Buffer.from(entries[6].hash, 'hex'), forged).toString('hex');
    const data = tampered(`UPDATE "_AuditEntry" SET "action" = 'x', "hash" = x'${hash}' WHERE "number" = 8`);
    const { code, lines } = verify(data);
    assert.equal(code, 1);
    assert.deepEqual(named(lines), [9]);
    assert.match(lines[0], /the hash of entry 8/);
  });

  test('removed entries are named: one, several, the first, the last', () => {
    for (const [where, missing] of [['= 6', [6]], ['IN (4, 5, 9)', [4, 5, 9]], ['= 1', [1]], [`= ${count}`, [count]], [`> ${count - 3}`, [count - 2, count - 1, count]]]) {
      const { code, lines } = verify(tampered(`DELETE FROM "_AuditEntry" WHERE "number" ${where}`));
      assert.equal(code, 1, where);
      assert.deepEqual(named(lines), missing, lines.join('\n'));
    }
    assert.deepEqual(named(verify(tampered('DELETE FROM "_AuditEntry"')).lines), Array.from({ length: count }, (_, i) => i + 1));
  });

  test('an end that is cut off without a trace in the file is known to the anchor', () => {
    const statements = `DELETE FROM "_AuditEntry" WHERE "number" > 9; UPDATE "sqlite_sequence" SET "seq" = 9 WHERE "name" = '_AuditEntry'`;
    const data = tampered(statements);
    assert.equal(verify(data).code, 0, 'by itself it is a good chain');
    const { code, lines } = verify(data, '--anchor', anchors);
    assert.equal(code, 1);
    assert.deepEqual(named(lines), Array.from({ length: count - 9 }, (_, i) => 10 + i));
  });

  test('entries that change places are named', () => {
    const swap = 'CREATE TEMP TABLE "both" AS SELECT * FROM "_AuditEntry" WHERE "number" IN (7, 8); DELETE FROM "_AuditEntry" WHERE "number" IN (7, 8);'
      + ' UPDATE temp."both" SET "number" = 15 - "number"; INSERT INTO "_AuditEntry" SELECT * FROM temp."both"';
    const moved = verify(tampered(swap));
    assert.equal(moved.code, 1);
    assert.deepEqual(named(moved.lines), [7, 8, 9]);
    const renumbered = verify(tampered('DELETE FROM "_AuditEntry" WHERE "number" = 5; UPDATE "_AuditEntry" SET "number" = "number" - 1 WHERE "number" > 5'));
    assert.equal(renumbered.code, 1);
    assert.deepEqual(named(renumbered.lines), Array.from({ length: count - 4 }, (_, i) => 5 + i));
  });

  test('an entry that is put in is named, before the first one as well', () => {
    const row = (number) => `INSERT INTO "_AuditEntry" SELECT ${number}, "at", "actor", "action", "entityType", "entityId", "payload", "hash" FROM "_AuditEntry" WHERE "number" = 4`;
    assert.deepEqual(named(verify(tampered(row(count + 1))).lines), [count + 1]);
    for (const number of [0, -7]) assert.equal(verify(tampered(row(number))).code, 1);
  });

  test('a chain that was made anew is known to the anchor', () => {
    const entries = exported(original);
    const forge = (number) => {
      let previous = ZEROS;
      return entries.map((entry) => {
        const forged = { ...entryOf(entry), ...(entry.number === number ? { actor: 'somebody' } : {}) };
        previous = entryHash(previous, forged);
        const actor = forged.actor === null ? 'NULL' : `'${forged.actor}'`;
        return `UPDATE "_AuditEntry" SET "actor" = ${actor}, "hash" = x'${previous.toString('hex')}' WHERE "number" = ${entry.number}`;
      }).join(';');
    };
    const [early] = readFileSync(anchors, 'utf8').split('\n').map((line) => JSON.parse(line).number);
    for (const [number, faults] of [[2, [early, count]], [early + 2, [count]]]) {
      const data = tampered(forge(number));
      assert.equal(verify(data).code, 0, 'by itself it is a good chain');
      const { code, lines } = verify(data, '--anchor', anchors);
      assert.equal(code, 1);
      assert.deepEqual(named(lines), faults, lines.join('\n'));
      assert.match(lines[0], /the chain made anew/);
    }
  });

  test('an anchor that was changed, or signed by somebody else, is no anchor', () => {
    const [line] = readFileSync(anchors, 'utf8').split('\n');
    const file = join(folder(), 'anchor');
    const check = (text, data = original) => {
      writeFileSync(file, text);
      return verify(data, '--anchor', file);
    };
    assert.equal(check(line).code, 0);
    const anchor = JSON.parse(line);
    for (const change of [{ number: anchor.number - 1 }, { hash: '00'.repeat(32) }, { app: 'other' }, { at: '2020-01-01T00:00:00.000Z' }, { signature: '00'.repeat(64) }]) {
      const { code, lines } = check(JSON.stringify({ ...anchor, ...change }));
      assert.equal(code, 1);
      assert.match(lines[0], /anchor 1: .*(signature|no anchor)/, JSON.stringify(change));
    }
    for (const text of ['', '{}', 'nonsense', '[1]', '{"number":1e400}']) assert.equal(check(text).code, 1, text);
    const other = tampered('DELETE FROM "_DataKey" WHERE "name" = \'audit-key\'');
    writeFileSync(join(other, 'audit-key'), 'ab'.repeat(32), { mode: 0o600 });
    const theirs = audit('anchor', '--data', other).lines[0]; // a key of its own
    const { code, lines } = check(theirs);
    assert.equal(code, 1);
    assert.match(lines[0], /another key/);
    assert.equal(verify(original, '--anchor', '/nowhere/at/all').code, 2);
  });

  test('entries that are hidden from queries are found: by the view, a trigger, or an index', () => {
    const schema = (statements) => `PRAGMA writable_schema = ON; ${statements}; PRAGMA writable_schema = OFF`;
    for (const statements of [
      'DROP VIEW "AuditLog"; CREATE VIEW "AuditLog" AS SELECT * FROM "_AuditEntry" WHERE "number" > 5',
      'CREATE TRIGGER "forget" AFTER INSERT ON "_AuditEntry" BEGIN SELECT 1; END',
      'DROP INDEX "_AuditEntry:entity"',
      schema(`UPDATE sqlite_schema SET sql = replace(sql, '"entityId")', '"entityId") WHERE "number" > 5') WHERE name = '_AuditEntry:entity'`),
    ]) {
      const { code, lines } = verify(tampered(statements));
      assert.equal(code, 1, statements);
      assert.match(lines.join('\n'), /schema: /);
    }
    const data = tampered();
    sql(data, 'DROP TRIGGER "_Keep:DELETE:_AuditEntry"');
    assert.match(verify(data).lines.join('\n'), /schema: not as the server made it: CREATE TRIGGER/);
  });

  test('bytes of the file that are changed are found, whichever they are', () => {
    const bytes = readFileSync(join(original, 'audit.db'));
    const entries = exported(original);
    const write = (changed) => {
      const data = folder();
      copyFileSync(join(original, 'audit-key'), join(data, 'audit-key'));
      writeFileSync(join(data, 'audit.db'), changed);
      return data;
    };
    // The payload of an update stands in the table alone: one letter of it.
    const place = bytes.indexOf('{"fields":["name"]}');
    assert.ok(place > 0);
    const changed = Buffer.from(bytes);
    changed[place + 12] ^= 1;
    const number = entries.find((entry) => entry.payload?.fields?.[0] === 'name').number;
    assert.deepEqual(named(verify(write(changed)).lines), [number]);

    const random = randomFrom(1);
    const pages = new Set(sql(original, `SELECT pageno FROM dbstat WHERE name LIKE '_AuditEntry%' AND pagetype = 'leaf'`).split('\n').filter(Boolean).map(Number));
    const size = Number(sql(original, 'PRAGMA page_size'));
    let found = 0;
    let harmless = 0;
    for (let i = 0; i < 150; i += 1) {
      const copy = Buffer.from(bytes);
      const page = random.pick([...pages]);
      const at = (page - 1) * size + random.below(size);
      copy[at] ^= 1 << random.below(8);
      const data = write(copy);
      const { code } = verify(data);
      assert.ok(code === 0 || code === 1 || code === 2, `byte ${at}: ${code}`);
      if (code) found += 1;
      else {
        harmless += 1; // free space within a page: what is told is as before
        assert.deepEqual(exported(data), entries, `byte ${at} changes an entry unseen`);
      }
      rmSync(data, { recursive: true, force: true });
    }
    assert.ok(found > 20, `${found} of ${found + harmless}`);
  });

  test('a file that is cut, emptied or none at all does not pass', () => {
    for (const part of [0, 100, 4096, 0.5, 0.9]) {
      const data = tampered();
      const file = join(data, 'audit.db');
      truncateSync(file, part < 1 ? Math.floor(statSync(file).size * part) : part);
      assert.notEqual(verify(data).code, 0, String(part));
    }
    assert.equal(verify('/nowhere/at/all').code, 2);
    for (const wrong of [[], ['nonsense'], ['verify', '--since', '1'], ['export', '--since', '-1'], ['export', '--since', 'x'], ['verify', '--data']]) {
      assert.equal(audit(...wrong).code, 2, wrong.join(' '));
    }
    assert.equal(audit('--help').code, 0);
  });

  test('a copy without the log is found out by the file beside it', async () => {
    const data = folder();
    const server = await startServer('audit', { dataFolder: data });
    const { pointer: owner } = await client(server).signUp();
    for (let i = 0; i < 5; i += 1) await client(server).create('Diary', { owner, text: 'x' }, master);
    assert.equal(verify(data).code, 0, 'while the server runs');
    await server.kill();
    const copyOf = (...names) => {
      const copy = folder();
      for (const name of names) copyFileSync(join(data, name), join(copy, name));
      return copy;
    };
    const whole = verify(copyOf('audit.db', 'audit.db-wal', 'audit-head'));
    assert.equal(whole.code, 0, whole.lines.join('\n'));
    const halfway = copyOf('audit.db', 'audit.db-wal', 'audit-head', 'audit-key', 'seal-key', 'file-key');
    sql(halfway, 'PRAGMA wal_checkpoint(TRUNCATE)');
    assert.equal(verify(halfway).code, 0);
    const second = await startServer('audit', { dataFolder: halfway });
    for (let i = 0; i < 3; i += 1) await client(second).create('Diary', { owner, text: 'y' }, master);
    await second.kill();
    const lacking = folder();
    for (const name of ['audit.db', 'audit-head', 'audit-key']) copyFileSync(join(halfway, name), join(lacking, name));
    const { code, lines } = verify(lacking);
    assert.equal(code, 1, lines.join('\n'));
    assert.match(lines.join('\n'), /^entries \d+ to \d+: missing at the end: this is not all of the database/m);
  });

  test('checking changes nothing, and works on a copy that may not be written', () => {
    const data = tampered();
    const before_ = readFileSync(join(data, 'audit.db'));
    assert.equal(verify(data, '--anchor', anchors).code, 0);
    exported(data);
    assert.ok(readFileSync(join(data, 'audit.db')).equals(before_));
    execFileSync('chmod', ['400', join(data, 'audit.db')]);
    assert.equal(verify(data).code, 0);
  });

  test('what is entered after a cut does not cover it', async () => {
    const data = tampered(`DELETE FROM "_AuditEntry" WHERE "number" > ${count - 2}`);
    const server = await startServer('audit', { dataFolder: data });
    await client(server).create('Diary', { owner: (await client(server).signUp()).pointer }, master);
    await server.stop();
    const { code, lines } = verify(data);
    assert.equal(code, 1);
    assert.deepEqual(named(lines), [count - 1, count], lines.join('\n'));
  });
});

describe('an audit trail and a server that is killed', differs('the audit trail is ours'), () => {
  const ROUNDS = Number(process.env.CAREGEN_TEST_KILLS ?? 25);
  const seed = Number(process.env.CAREGEN_TEST_SEED ?? Date.now() % 1e9);

  test(`change and entry are there both or neither, ${ROUNDS} times, seed ${seed}`, async () => {
    const random = randomFrom(seed);
    const dataFolder = mkdtempSync(join(tmpdir(), 'caregen-kill-'));
    const answered = { created: new Set(), increments: 0, reads: 0 };
    let ids;
    for (let round = 0; round < ROUNDS; round += 1) {
      const server = await startServer('audit', { dataFolder });
      const api = client(server);
      if (!ids) {
        const user = await api.signUp();
        const patient = await api.create('Patient', { user: user.pointer, name: 'Ann' }, master);
        ids = { user, result: await api.create('Result', { patient: pointer('Patient', patient), test: 'iron', value: 0 }, master) };
      }
      let ended = false;
      const act = async () => {
        while (!ended) {
          const what = random.below(3);
          try {
            if (what === 0) {
              const answer = await api.call('POST', '/classes/Diary', { ...master, body: { owner: ids.user.pointer, text: 'x' } });
              if (answer.status === 201) answered.created.add(answer.json.objectId);
            } else if (what === 1) {
              const body = { value: { __op: 'Increment', amount: 1 } };
              if ((await api.call('PUT', `/classes/Result/${ids.result}`, { ...master, body })).status === 200) answered.increments += 1;
            } else if ((await api.call('GET', `/classes/Result/${ids.result}`, master)).status === 200) {
              answered.reads += 1;
            }
          } catch {
            return; // the server is gone
          }
        }
      };
      const [reads, increments] = [answered.reads, answered.increments];
      const actors = Array.from({ length: 6 }, act);
      // The moment of the kill is what is random here, from within a burst of writes: of some, on a slow machine, too.
      do await new Promise((resolve) => { setTimeout(resolve, 20 + random.below(120)); });
      while (answered.reads < reads + 2 || answered.increments < increments + 2);
      await server.kill();
      ended = true;
      await Promise.all(actors);
    }
    const server = await startServer('audit', { dataFolder });
    const api = client(server);
    const diaries = new Set((await api.find('Diary', { limit: 1000000, keys: 'objectId' }, master)).map((row) => row.objectId));
    const { value } = await api.fetch('Result', ids.result, master);
    await server.stop();
    const entries = exported(dataFolder);
    const created = entries.filter((entry) => entry.action === 'create' && entry.entityType === 'Diary').map((entry) => entry.entityId);
    assert.equal(new Set(created).size, created.length);
    assert.deepEqual(new Set(created), diaries, 'a row for each entry, an entry for each row');
    for (const id of answered.created) assert.ok(diaries.has(id), 'what was answered is there');
    const of = (action) => entries.filter((entry) => entry.action === action && entry.entityId === ids.result).length;
    assert.equal(of('update'), value);
    assert.ok(value >= answered.increments);
    assert.ok(of('read') >= answered.reads, 'what was shown is entered');
    assert.ok(answered.reads > ROUNDS && answered.increments > ROUNDS, JSON.stringify({ ...answered, created: answered.created.size }));
    const { code, lines } = verify(dataFolder);
    assert.equal(code, 0, lines.join('\n'));
    assert.ok(existsSync(join(dataFolder, 'audit.db')));
    rmSync(dataFolder, { recursive: true, force: true });
  });
});
