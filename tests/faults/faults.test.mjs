// No error of the store is ever taken for an answer. The tests of the REST protocol run over servers each of
// whose statements fails in turn, wherever a request comes to it: at being prepared, at each step, with and
// without the engine undoing the writer's transaction by itself (../lib/faults.mjs says how). Under a fault
// every answer is 500 and nothing is committed: no state changes, no session is given, no failed log-in is
// counted. And once the fault is over, all is as these tests expect it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root, run } from '../lib/builds.mjs';
import { prepareFaults } from '../lib/faults.mjs';

// Left out are those about HTTP itself, time, several requests at once, and the database's file, which a proxy
// that repeats requests would disturb.
const suites = [
  'accounts', 'acl', 'approval', 'audit', 'constraints', 'disclosure', 'emergency', 'encryption', 'export', 'files', 'hidden_fields', 'hooks', 'include',
  'mail', 'objects', 'oidc', 'overlap', 'permissions', 'private', 'publish', 'retention', 'roles', 'rules', 'sessions', 'signatures',
  'stamps', 'users', 'versions',
].map((name) => `tests/rest/${name}.test.mjs`);

// A worker that cannot open its connection closes the client's, or says that the server is busy: that is no answer.
const UNANSWERED = /^(xr PRAGMA |sr SELECT fts5)/;

// What a request's true answer does not depend on. That a session was used is kept for all requests together,
// behind their answers: what is lost makes it end earlier. Which entry is the audit trail's last is noted in a file
// once it is on disk: what cannot be noted is noted after the next one.
const UNHARMED = /^(.w UPDATE "_SessionToken" SET "usedAt"|.. SELECT "number", "hash" FROM "_AuditEntry" ORDER BY)/;
// The transaction of that use, which is not the one of a write: that has come to its own commit.
const BEHIND = /^[ps]w (BEGIN IMMEDIATE|COMMIT)$/;
const isHarmless = ({ statement, label, committed }) => UNHARMED.test(statement) || (BEHIND.test(statement) && (committed || / (GET|HEAD) /.test(label)));

describe('a store that fails', () => {
  let folder;
  let result;
  let findings;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-faults-'));
    prepareFaults(folder);
    const environment = { ...process.env, CAREGEN_TEST_FAULTS: folder, CAREGEN_TEST_JOBS: '2' };
    // Neither a part of this run of tests, nor sure that the servers are built.
    for (const name of ['NODE_TEST_CONTEXT', 'CAREGEN_TEST_PREBUILT']) delete environment[name];
    result = await run('node', ['tests/run.mjs', ...suites], { cwd: root, env: environment });
    findings = readFileSync(join(folder, 'findings'), 'utf8').trim().split('\n').map(JSON.parse);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const found = (...kinds) => findings.filter(({ finding }) => kinds.includes(finding));
  const said = ({ finding, fault, label, statement, answer }) => `${finding} (${fault}): ${label}: ${statement}: ${answer}`;

  test('fails in thousands of places, of every way to ask', () => {
    assert.ok(found('refused').length > 8000, `only ${found('refused').length}`);
    for (const kind of ['error', 'loss']) assert.ok(found('refused').some(({ fault }) => fault === kind), kind);
    for (const way of ['pr', 'pw', 'sr', 'sw']) assert.ok(found('refused').some(({ statement }) => statement.startsWith(way)), way);
  });
  test('is answered with 500', () => {
    assert.deepEqual(found('unharmed').filter((one) => !isHarmless(one)).map(said), []);
    assert.deepEqual(found('unanswered').filter(({ statement }) => !UNANSWERED.test(statement)).map(said), []);
  });
  test('changes nothing', () => {
    assert.deepEqual(found('CHANGED').map(said), []);
  });
  test('leaves a server that does all that is expected of it', () => {
    assert.equal(result.code, 0, `${result.stdout.slice(-5000)}${result.stderr.slice(-2000)}`);
  });
});
