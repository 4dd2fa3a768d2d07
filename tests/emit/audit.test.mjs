// AuditLog as inputs have it: whatever its fields are called, it becomes a view of the trail, and is closed
// but for the spec's rules. And no trail is there where no sentence asks for one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generator } from '../lib/builds.mjs';

const folder = mkdtempSync(join(tmpdir(), 'caregen-audit-emit-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** Generates a server from a spec; returns what its files say. */
function generate(spec, ...more) {
  const out = join(folder, String(count += 1));
  const file = `${out}.md`;
  writeFileSync(file, spec);
  execFileSync(generator, ['generate', '--spec', file, '--name', 'app', '--access', 'owner', '--out', out, ...more], { stdio: 'pipe' });
  const read = (path) => readFileSync(join(out, path), 'utf8');
  return { read, app: read('app.c'), migration: read('migrations/0001_initial.sql') };
}

// The server's own table, as templates/runtime/program/system_tables.c makes it.
const entries = `CREATE TABLE "_AuditEntry" ("number" INTEGER PRIMARY KEY AUTOINCREMENT, "at" INTEGER NOT NULL, "actor" TEXT, "action" TEXT NOT NULL,
  "entityType" TEXT NOT NULL, "entityId" TEXT NOT NULL, "payload" TEXT, "hash" BLOB NOT NULL) STRICT;\n`;

/** The rows of the class AuditLog in a database of that migration with one entry. */
function shown(migration) {
  const database = join(folder, `${count += 1}.db`);
  const entry = `INSERT INTO "_AuditEntry" VALUES (12, 1000, 'u', 'update', 'Note', 'n', '{"fields":["a"]}', x'00')`;
  const select = '.mode json\nSELECT *, rowid FROM "AuditLog";';
  return JSON.parse(execFileSync('sqlite3', [database], { input: `${entries}${migration}\n${entry};\n${select}`, encoding: 'utf8' }));
}

const note = '1. Note: owner (Pointer to User, required), text (String).\n';
const rules = '\nRules:\n- Doctors are users in the role doctor.\n\nSecurity:\n- Users can read their own Note.\n\nBehavior:\n';

test('it is added where no input has it, closed but for rules, and append-only', () => {
  for (const access of ['owner', 'public']) {
    const { app, migration, read } = generate(`Schema:\n${note}${rules}- Audit every read of Note.\n`, '--access', access);
    assert.match(app, /\.is_audited = true,\n {4}\.audit_log = &audit_log_model/);
    assert.match(read('classes/audit_log/validate.c'), /\.append_only = true/);
    assert.match(read('classes/note/access.c'), /\.audits = 1U << OPERATION_GET \| 1U << OPERATION_FIND \| 1U << OPERATION_COUNT/);
    assert.deepEqual(shown(migration), [{
      objectId: 'a000000012', createdAt: 1000, updatedAt: 1000, _acl: null, actor: 'u', action: 'update', entityType: 'Note', entityId: 'n', payload: '{"fields":["a"]}', rowid: 12,
    }]);
    const paths = JSON.parse(read('api/openapi.json')).paths;
    assert.deepEqual(Object.keys(paths['/classes/AuditLog']), ['get']);
    assert.deepEqual(Object.keys(paths['/classes/AuditLog/{objectId}']).filter((key) => key !== 'parameters'), ['get']);
  }
});

test('what an input calls its columns is its own affair', () => {
  const fields = 'timestamp (Date), metadata (String), summary (String), actor (String, indexed), entityId (Number), place (GeoPoint), readers (Relation to User), severity (Number, required)';
  const { migration } = generate(`Schema:\n${note}2. AuditLog: ${fields}.\n${rules}- Audit every create of Note.\n`);
  assert.deepEqual(shown(migration), [{
    objectId: 'a000000012', createdAt: 1000, updatedAt: 1000, _acl: null, timestamp: 1000, metadata: '{"fields":["a"]}', summary: 'update Note', actor: 'u',
    entityId: null, place_latitude: null, place_longitude: null, severity: null, rowid: 12,
  }]);
});

test('a sentence that need not say "audit" brings it as well, and others do not', () => {
  const sentences = {
    'Doctors publish Note.': false,
    'When a doctor publishes a Note, audit it.': true,
    'Note is append-only.': false,
    'Creating Note needs an electronic signature.': true,
    'Doctors can grant emergency reads for 4 hours.': true,
  };
  for (const [sentence, expected] of Object.entries(sentences)) {
    const { app, migration } = generate(`Schema:\n${note}${rules}- ${sentence}\n`);
    assert.equal(app.includes('is_audited'), expected, sentence);
    assert.equal(migration.includes('VIEW "AuditLog"'), expected, sentence);
  }
  const { app, migration } = generate(`Schema:\n${note}2. AuditLog: action (String).\n${rules}- AuditLog is append-only.\n`);
  assert.ok(!app.includes('is_audited'));
  assert.match(migration, /CREATE TABLE "AuditLog"/);
});
