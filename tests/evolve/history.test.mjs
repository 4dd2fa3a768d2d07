// The history of an app as a team keeps it: what needs a migration and what does not, what is refused and how
// it is said, two branches that meet, and what opens.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generator, root as repository, run, templates } from '../lib/builds.mjs';

const root = mkdtempSync(join(tmpdir(), 'caregen-history-'));
after(() => rmSync(root, { recursive: true, force: true }));
let count = 0;

const fields = 'patient (Pointer to User, required), notes (String), state (String: open, closed)';
const spec = (visit = fields, rules = ['Users can read their own Visit.'], more = '') => `Schema:
1. Visit: ${visit}.
2. Room: name (String, unique).
${more}
Rules:
- Doctors are users in the role doctor.
${rules.map((rule) => `- ${rule}`).join('\n')}
`;

/** A folder with a spec, or a schema; run() is caregen in it. */
function app(text = spec(), input = 'spec') {
  const folder = join(root, `app${count += 1}`);
  cpSync(mkdtempSync(join(root, 'empty')), folder, { recursive: true });
  const write = (next) => writeFileSync(join(folder, `${input}.txt`), next);
  write(text);
  const run = (command, ...flags) => new Promise((resolve) => {
    execFile(generator, [command, `--${input}`, `${input}.txt`, '--history', '.', '--name', 'app', ...flags], { cwd: folder },
      (error, stdout, stderr) => resolve({ code: error ? error.code : 0, text: stdout + stderr, stdout }));
  });
  const file = (number) => readdirSync(join(folder, 'migrations')).find((one) => one.startsWith(number));
  return { folder, write, run, file, sql: (number) => readFileSync(join(folder, 'migrations', file(number)), 'utf8') };
}

/** One that has its first migration. */
async function started(text, input) {
  const made = app(text, input);
  assert.equal((await made.run('migrate')).code, 0);
  return made;
}

async function expectRun(made, code, pattern, command, ...flags) {
  const result = await made.run(command, ...flags);
  assert.equal(result.code, code, result.text);
  assert.match(result.text, pattern);
  return result;
}

test('the first migration makes the tables, and generate goes on from there', async () => {
  const made = await started();
  assert.equal(made.file('0001'), '0001_initial.sql');
  await expectRun(made, 0, /^Nothing has changed since migration 1 \(initial\)\./, 'diff');
  await expectRun(made, 0, /Nothing has changed/, 'migrate', '-m', 'again');
  await expectRun(made, 0, /^/, 'generate', '--out', 'out');
  assert.equal(readFileSync(join(made.folder, 'out/migrations/0001_initial.sql'), 'utf8'), made.sql('0001'));
});

test('what changes no table needs no migration: a rule, one more value, a default, an optional field', async () => {
  const made = await started();
  made.write(spec(fields.replace('closed', 'closed, late; default open').replace('Pointer to User, required', 'Pointer to User'), ['Users can read their own Visit.', 'Doctors can read all Visit.']));
  await expectRun(made, 0, /No table changes: no migration is needed/, 'diff');
  await expectRun(made, 0, /^/, 'generate', '--out', 'out');
  await expectRun(made, 0, /No table changes, so no migration is needed/, 'migrate');
  await expectRun(made, 0, /Nothing has changed/, 'diff');
  assert.equal(readdirSync(join(made.folder, 'migrations')).length, 1);
});

test('generate and check stop where the database has to follow, and say what changed', async () => {
  const made = await started();
  made.write(spec(`${fields}, seen (Boolean)`));
  for (const command of ['generate', 'check']) await expectRun(made, 1, /error\[E092\].*since migration 1 \(initial\)[^]*Visit\.seen is new, a Boolean \(safe\)[^]*caregen migrate APP -m NAME/, command);
  await expectRun(made, 2, /give it a name with -m NAME/, 'migrate');
  await expectRun(made, 2, /letters, digits and '_', not 'a b'/, 'migrate', '-m', 'a b');
  await expectRun(made, 0, /wrote \.\/migrations\/0002_seen\.sql/, 'migrate', '-m', 'seen');
  await expectRun(made, 0, /^/, 'generate', '--out', 'out');
  assert.match(made.sql('0002'), /^-- 0002_seen\n-- after [0-9a-f]{64}\n\n-- Visit\.seen is new, a Boolean\nALTER TABLE "Visit" ADD COLUMN "seen" INTEGER/);
});

test('the same inputs give the same bytes', async () => {
  const texts = [];
  for (let i = 0; i < 2; i++) {
    const made = await started();
    made.write(spec(`${fields}, seen (Boolean), weight (Number)`));
    await made.run('migrate', '-m', 'more');
    texts.push([made.sql('0001'), made.sql('0002'), readFileSync(join(made.folder, 'schema.lock.json'), 'utf8')]);
  }
  assert.deepEqual(texts[0], texts[1]);
});

test('a rename is said, never guessed', async () => {
  const made = await started();
  made.write(spec(fields.replace('notes', 'remarks')));
  const { text } = await expectRun(made, 1, /Visit\.notes is gone: what rows hold goes out of reach/, 'migrate', '-m', 'x');
  assert.match(text, /if remarks is its new name, say so: `remarks \(\.\.\., was notes\)`/);
  made.write(spec(fields.replace('notes (String)', 'remarks (String, was notes)')));
  await expectRun(made, 0, /Visit\.remarks was called notes; clients of the older server may break/, 'diff');
  await expectRun(made, 0, /wrote/, 'migrate', '-m', 'remarks');
  assert.match(made.sql('0002'), /ALTER TABLE "Visit" RENAME COLUMN "notes" TO "remarks";/);
  // It may stay in the text: the field has its name by now.
  await expectRun(made, 0, /Nothing has changed/, 'diff');
  made.write(spec(fields.replace('notes (String)', 'remarks (String, was notes)')).replace('2. Room:', '2. Place (was Room):'));
  await expectRun(made, 0, /Place was called Room/, 'diff');
  await expectRun(made, 0, /wrote/, 'migrate', '-m', 'place');
  assert.match(made.sql('0003'), /ALTER TABLE "Room" RENAME TO "Place";/);
});

test('two fields are never signed or sealed under one name', async () => {
  const made = await started();
  const edit = async (visit, name, ...flags) => {
    made.write(spec(visit));
    await expectRun(made, 0, /wrote/, 'migrate', '-m', name, ...flags);
    const { classes } = JSON.parse(readFileSync(join(made.folder, 'schema.lock.json'), 'utf8'));
    return Object.fromEntries(classes.find((one) => one.name === 'Visit').fields.map((field) => [field.name, field.record]));
  };
  const renamed = fields.replace('notes (String)', 'remarks (String, was notes)');
  assert.equal((await edit(renamed, 'remarks')).remarks, 'notes');
  const both = await edit(`notes (String), ${renamed}`, 'notes');
  assert.deepEqual([both.remarks, both.notes], ['notes', 'notes:3']);
  const later = await edit(`${renamed}, seen (Boolean), notes (String)`, 'seen');
  assert.deepEqual([later.remarks, later.notes, later.seen], ['notes', 'notes:3', undefined]);
});

test('what rows may lack or lose is refused until it is said', async () => {
  const made = await started();
  made.write(spec(fields.replace('notes (String)', 'notes (String, required), site (String, required)')));
  const { text } = await expectRun(made, 1, /Visit\.notes is required: rows may lack it/, 'migrate', '-m', 'x');
  assert.match(text, /Visit\.site is new, a String, required: rows that are there lack it/);
  await expectRun(made, 0, /wrote/, 'migrate', '-m', 'sites', '--fill', "Visit.site='main; it''s new';Visit.notes");
  assert.match(made.sql('0002'), /UPDATE "Visit" SET "site" = 'main; it''s new' WHERE "site" IS NULL;/);
  assert.match(made.sql('0002'), /-- must be empty: Visit\.notes is required, and these objects lack it\nSELECT "objectId" FROM "Visit" WHERE "notes" IS NULL;/);
  made.write(spec(fields.replace('notes (String)', 'notes (Number, required), site (String, required)')));
  await expectRun(made, 1, /no conversion keeps every value: say how with --using/, 'migrate', '-m', 'x');
  await expectRun(made, 0, /wrote/, 'migrate', '-m', 'numbers', '--using', 'Visit.notes=CAST(notes AS REAL)');
  // What no expression can say is not written: a GeoPoint is two columns.
  made.write(spec(fields.replace('notes (String)', 'notes (GeoPoint, required), site (String, required)')));
  await expectRun(made, 1, /no conversion keeps every value/, 'migrate', '-m', 'x', '--using', 'Visit.notes=notes');
});

test('what was kept under a retired name is purged by a migration of its own', async () => {
  const made = await started();
  made.write(spec('patient (Pointer to User, required), state (String: open, closed)').replace('2. Room: name (String, unique).\n', ''));
  await expectRun(made, 1, /--allow-data-loss/, 'migrate', '-m', 'x');
  await expectRun(made, 1, /the schema has changed, too/, 'migrate', '--purge');
  await expectRun(made, 0, /wrote/, 'migrate', '-m', 'less', '--allow-data-loss');
  assert.match(made.sql('0002'), /ALTER TABLE "Room" RENAME TO "_Retired:2:Room";/);
  await expectRun(made, 0, /wrote .*0003_purge/, 'migrate', '--purge');
  assert.deepEqual(made.sql('0003').split('\n').filter((line) => line && !line.startsWith('--')), [
    'ALTER TABLE "Visit" DROP COLUMN "_Retired:2:notes";', 'DROP TABLE "_Retired:2:Room";',
  ]);
  await expectRun(made, 1, /nothing is kept/, 'migrate', '--purge');
});

test('an edited, missing, foreign or lost file of the history is found', async () => {
  const made = await started();
  made.write(spec(`${fields}, seen (Boolean)`));
  await made.run('migrate', '-m', 'seen');
  const folder = join(made.folder, 'migrations');
  const breach = async (pattern, break_) => {
    cpSync(made.folder, join(root, 'kept'), { recursive: true });
    break_();
    await expectRun(made, 1, pattern, 'generate', '--out', 'out');
    rmSync(made.folder, { recursive: true });
    renameSync(join(root, 'kept'), made.folder);
  };
  await breach(/0002_seen\.sql: it was made after another .*0001_initial\.sql: that one was edited/, () => appendFileSync(join(folder, '0001_initial.sql'), '\n-- more\n'));
  await breach(/schema\.lock\.json: it belongs to migration 2, and the last one is .*0002_seen\.sql/, () => appendFileSync(join(folder, '0002_seen.sql'), '\n-- more\n'));
  await breach(/migration 1 is missing/, () => rmSync(join(folder, '0001_initial.sql')));
  await breach(/it belongs to migration 2/, () => rmSync(join(folder, '0002_seen.sql')));
  await breach(/a migration is called NNNN_name\.sql/, () => writeFileSync(join(folder, 'notes.txt'), ''));
  await breach(/a statement ends with ';'/, () => writeFileSync(join(folder, '0003_x.sql'), 'SELECT 1'));
  await breach(/there are migrations and no schema\.lock\.json/, () => rmSync(join(made.folder, 'schema.lock.json')));
  await breach(/E090.*there is no class 'Nothing'/, () => writeFileSync(join(made.folder, 'schema.lock.json'), readFileSync(join(made.folder, 'schema.lock.json'), 'utf8').replace('"target": "_User"', '"target": "Nothing"')));
  const edit = (from, to) => () => {
    const lock = readFileSync(join(made.folder, 'schema.lock.json'), 'utf8');
    assert.ok(lock.includes(from));
    writeFileSync(join(made.folder, 'schema.lock.json'), lock.replace(from, to));
  };
  // What a purge would drop, and what would be read where there is nothing.
  await breach(/E090.*'Room' is no name under which something is kept/, edit('"roles": [', '"keptTables": ["Room"],\n  "roles": ['));
  await breach(/E090.*'name' is no name under which something is kept/, edit('{"name": "Room",', '{"name": "Room", "kept": ["name"],'));
  await breach(/E090.*a list of fields has something else in it/, edit('"scope": "own"', '"scope": "own", "fields": [null]'));
  await breach(/E090.*a rule grants nothing/, edit('"scope": "own"', '"scope": "granted"'));
  await breach(/E090.*'role' is missing/, edit('"members": "role", "role": "doctor"', '"members": "role"'));
  await breach(/E003|E090/, () => writeFileSync(join(made.folder, 'schema.lock.json'), '<<<<<<< HEAD\n'));
});

test('a migration is written only as it will be read', async () => {
  const made = await started();
  const lock = readFileSync(join(made.folder, 'schema.lock.json'), 'utf8');
  // A lock that was made to: its name ends the statement that it stands in.
  writeFileSync(join(made.folder, 'schema.lock.json'), lock.replaceAll('"Room"', '"Room;\\n\\nDROP TABLE \\"Visit\\";\\n\\n--"'));
  await expectRun(made, 1, /a name or a value in it ends a statement/, 'migrate', '-m', 'x', '--allow-data-loss');
  assert.deepEqual(readdirSync(join(made.folder, 'migrations')), ['0001_initial.sql']);
});

test('two branches that went on from one migration are brought together', async () => {
  const one = await started();
  const other = app();
  rmSync(other.folder, { recursive: true });
  cpSync(one.folder, other.folder, { recursive: true });
  one.write(spec(`${fields}, seen (Boolean)`));
  await one.run('migrate', '-m', 'seen');
  other.write(spec(`${fields}, weight (Number)`));
  await other.run('migrate', '-m', 'weight');
  // The merge: both files, one side's lock, the union of the inputs.
  cpSync(join(other.folder, 'migrations', '0002_weight.sql'), join(one.folder, 'migrations', '0002_weight.sql'));
  one.write(spec(`${fields}, seen (Boolean), weight (Number)`));
  await expectRun(one, 1, /0002_weight\.sql: .*0002_seen\.sql has the same number: two branches went on from one migration\. Take one side's lock and run `caregen migrate --rebase`/, 'generate', '--out', 'out');
  await expectRun(one, 0, /wrote .*0003_weight\.sql/, 'migrate', '--rebase');
  assert.deepEqual(readdirSync(join(one.folder, 'migrations')).sort(), ['0001_initial.sql', '0002_seen.sql', '0003_weight.sql']);
  assert.ok(!existsSync(join(one.folder, 'migrations', '0002_weight.sql')));
  await expectRun(one, 0, /^/, 'generate', '--out', 'out');
  await expectRun(one, 1, /the migrations follow from each other/, 'migrate', '--rebase');
});

test('a rebase onto a name that the other side has keeps what it has written', async () => {
  const made = await started();
  const lock = readFileSync(join(made.folder, 'schema.lock.json'));
  made.write(spec(`${fields}, seen (Boolean)`));
  await made.run('migrate', '-m', 'seen');
  const written = made.sql('0002');
  // As when the run ended before it had written the lock.
  writeFileSync(join(made.folder, 'schema.lock.json'), lock);
  await expectRun(made, 1, /it belongs to migration 1, and the last one is .*0002_seen\.sql/, 'generate', '--out', 'out');
  await expectRun(made, 0, /wrote .*0002_seen\.sql/, 'migrate', '--rebase');
  assert.equal(made.sql('0002'), written);
  await expectRun(made, 0, /^/, 'generate', '--out', 'out');
});

test('a rebase without a lock overwrites nothing', async () => {
  const made = await started();
  const first = made.sql('0001');
  rmSync(join(made.folder, 'schema.lock.json'));
  made.write(spec(`${fields}, seen (Boolean)`));
  await expectRun(made, 1, /there is no lock that belongs to one of the migrations/, 'migrate', '--rebase');
  assert.equal(made.sql('0001'), first);
});

test('what opens and what closes is told by class, who, operation and rows, and CI can refuse it', async () => {
  const made = await started(spec(fields, ['Users can read their own Visit.', 'Doctors can read all Visit whose state is open.']));
  made.write(spec(fields, ['Users can read their own Visit whose state is closed.', 'Doctors can read and update all Visit.']));
  const { stdout } = await made.run('diff', '--format', 'json');
  const { opens, closes, differences } = JSON.parse(stdout);
  assert.deepEqual([...new Set(opens.map(({ class: name, who, operation }) => `${who} ${operation} ${name}`))].sort(), ['Doctors count Visit', 'Doctors read Visit', 'Doctors update Visit']);
  assert.ok(opens.some(({ text }) => text === 'Doctors may now read Visit: all'), JSON.stringify(opens));
  assert.ok(closes.every(({ operation }) => ['read', 'count'].includes(operation)) && closes.length > 0, JSON.stringify(closes));
  assert.ok(differences.every(({ migration }) => !migration));
  await expectRun(made, 1, /What opens:/, 'diff', '--fail-on', 'opens');
  await expectRun(made, 1, /What closes:/, 'diff', '--fail-on=closes');
  await expectRun(made, 0, /What opens:/, 'diff', '--fail-on', 'loses,breaks');
  await expectRun(made, 2, /a list of opens, closes, breaks and loses, not 'all'/, 'diff', '--fail-on', 'all');
  // Another wording that opens nothing is no difference of access.
  await made.run('migrate');
  made.write(spec(fields, ['Users can see their own Visit whose state is closed.', 'Doctors can update and read every Visit.']));
  await expectRun(made, 0, /^(?![^]*What opens)/, 'diff', '--fail-on', 'opens,closes');
});

test('another meaning of a role opens and closes, although every other sentence stays', async () => {
  const rules = ['Doctors can read all Visit.'];
  const made = await started(spec(fields, rules));
  made.write(spec(fields, rules).replace('in the role doctor', 'in the role janitor'));
  const { text } = await expectRun(made, 1, /'Doctors are users in the role janitor\.' is new/, 'diff', '--fail-on', 'opens');
  assert.match(text, /What opens:\n {2}Doctors, as they are now, may now read Visit: all\n[^]*What closes:\n {2}Doctors may no longer read Visit: all\n/);
  made.write(spec(fields, rules).replace('users in the role doctor', 'all users'));
  await expectRun(made, 1, /a stranger may now read Visit: all/, 'diff', '--fail-on', 'opens');
});

test('what is shared by rows opens what leads to the one who shares', async () => {
  const shared = (rules) => `Schema:
1. Profile: user (Pointer to User, required).
2. Lab: profile (Pointer to Profile, required), value (String).
3. Share: profile (Pointer to Profile, required), grantee (Pointer to User, required).

Rules:
- Patients are users with a Profile.
- Patients can read their own Lab.
- Patients can create their own Share.
${rules}`;
  const made = await started(shared(''));
  made.write(shared('- Share lets its grantee read records of its profile.\n'));
  await expectRun(made, 1, /What opens:\n {2}Patients may now read Lab: granted by Share\n/, 'diff', '--fail-on', 'opens');
});

test('the lock of an app with every form of sharing, and of each template, is read again', async () => {
  const made = await started(`Schema:
1. Profile: user (Pointer to User, required).
2. Lab: profile (Pointer to Profile, required), value (String).
3. Share: profile (Pointer to Profile, required), grantee (Pointer to User, required), scope (Array of String).

Rules:
- Patients are users with a Profile.
- Patients can read their own Lab.
- Patients can create their own Share.
- Share lets its grantee read records of its profile within its scope.
- The scope results of Share covers Lab.
`);
  await expectRun(made, 0, /^Nothing has changed/, 'diff');
  for (const name of templates) {
    const { code, stdout, stderr } = await run(generator, ['diff', name], { cwd: repository });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Nothing has changed/, name);
  }
});

test('what class-level permissions open is told of those whom they name', async () => {
  const permissions = { find: { 'role:staff': true }, get: {}, create: {}, update: {}, delete: {}, count: {}, protectedFields: { '*': ['secret'] }, ACL: { currentUser: { read: true, write: true } } };
  const schema = (more) => JSON.stringify({
    classes: [{
      className: 'Note', classLevelPermissions: { ...permissions, ...more },
      fields: { secret: { type: 'String' }, by: { type: 'Pointer', targetClass: '_User' }, to: { type: 'Pointer', targetClass: '_User' } },
    }],
  });
  const made = await started(schema(), 'schema');
  await expectRun(made, 0, /^Nothing has changed/, 'diff');
  for (const [more, opens, closes] of [
    [{ find: { 'role:staff': true, 'role:other': true } }, ['role:other may now find Note: by class-level permissions'], []],
    [{ find: { abcdefghij: true } }, ['abcdefghij may now find Note: by class-level permissions'], ['role:staff may no longer find Note: by class-level permissions']],
    [{ update: { pointerFields: ['by'] } }, ['the user in by may now update Note: by class-level permissions'], []],
    [{ delete: { requiresAuthentication: true } }, ['everyone who is signed in may now delete Note: by class-level permissions'], []],
    [{ protectedFields: {} }, ['everyone may now see Note.secret: by protectedFields'], []],
    [{ protectedFields: { '*': ['secret'], 'role:staff': ['by'] } }, ['role:staff may now see Note.secret: by protectedFields'], []],
    [{ protectedFields: { '*': ['secret', 'by'] } }, [], ['everyone may no longer see Note.by: by protectedFields']],
    [{ ACL: { '*': { read: true }, currentUser: { write: true } } }, ['everyone may now read Note: a new object without an ACL'], []],
    [{ ACL: { currentUser: { read: true } } }, [], ['whoever creates it may no longer write Note: a new object without an ACL']],
  ]) {
    made.write(schema(more));
    const { stdout } = await made.run('diff', '--format', 'json');
    // Besides what the world of made-up rows has seen.
    const texts = (list) => list.map(({ text }) => text).filter((text) => !text.endsWith('ACLs or the like'));
    const said = JSON.parse(stdout);
    assert.deepEqual([texts(said.opens), texts(said.closes)], [opens, closes], JSON.stringify(more));
    await expectRun(made, opens.length ? 1 : 0, /other class-level permissions/, 'diff', '--fail-on', 'opens');
  }
});

test('a pointer to another class, a lifecycle and the audit trail come to rows that are there', async () => {
  const log = '3. AuditLog: action (String).\n';
  const made = await started(spec(fields, undefined, log));
  made.write(spec(fields.replace('Pointer to User', 'Pointer to Room'), ['Visit.state goes open -> closed.'], log));
  await expectRun(made, 0, /needs data +Visit\.patient is a Pointer to Room and was a Pointer to _User/, 'diff');
  await expectRun(made, 0, /wrote/, 'migrate', '-m', 'more');
  assert.match(made.sql('0002'), /-- must be empty: Visit\.patient points at what is not in its new class\nSELECT "objectId" FROM "Visit" WHERE "patient" IS NOT NULL AND "patient" NOT IN \(SELECT "objectId" FROM "Room"\);/);
  assert.match(made.sql('0002'), /-- where its lifecycle begins\nUPDATE "Visit" SET "state" = 'open' WHERE "state" IS NULL;/);
  made.write(spec(fields.replace('Pointer to User', 'Pointer to Room'), ['Visit.state goes open -> closed.', 'Audit every read of Visit.'], log));
  await expectRun(made, 1, /AuditLog shows the audit trail, and no longer what it held/, 'migrate', '-m', 'trail');
  await expectRun(made, 0, /wrote/, 'migrate', '-m', 'trail', '--allow-data-loss');
  assert.match(made.sql('0003'), /ALTER TABLE "AuditLog" RENAME TO "_Retired:3:AuditLog";[^]*CREATE VIEW "AuditLog" AS SELECT/);
  await expectRun(made, 0, /Nothing has changed/, 'diff');
});
