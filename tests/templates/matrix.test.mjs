// The access matrix that each server brings along (tests/access.json, told from the model) holds on that server:
// for the four templates from both inputs, from the prompt alone and from the JSON alone. And it notices: on
// servers whose guards are broken by hand it fails, and says where.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { buildServer, makeServer, run, templates } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { assertMatrixIsComplete, runMatrix } from '../lib/matrix.mjs';

/** Ways that lead to rows: in each of them something is allowed, and something refused. */
const WAYS = ['get', 'get in a batch', 'find', 'find in order, up to a limit', 'find in a batch', 'a live query', 'a subscription by GraphQL', 'count', 'aggregate', 'distinct', '$select',
  'create', 'create in a batch', 'delete', 'delete in a batch', 'update ACL', 'update ACL in a batch',
  'get by GraphQL', 'find by GraphQL', 'count by GraphQL', 'create by GraphQL', 'delete by GraphQL', 'update ACL by GraphQL'];
const POINTER_WAYS = ['include by', '$inQuery by', 'GraphQL by'];

/** What is broken in an emitted file, and a line of what the tests then say. */
const BREAKS = [
  { what: 'a condition', file: 'classes/lab_result/access.c', from: /\('provider-only'\)/, to: "('none')", says: /LabResult as Patients, own by patient\.user; .*provider-only.*: find is allowed; the rules say refused/ },
  { what: 'the end of assignments', file: 'classes/treatment_plan/access.c', from: /\\"endsAt\\" > :now/g, to: '\\"endsAt\\" > 0', says: /TreatmentPlan as Providers, assigned patient, ended; .*: get is allowed; the rules say refused/ },
  { what: 'a way to own rows', file: 'classes/message/access.c', from: /\\"Message\\"\.\\"to\\" = :user/, to: 'FALSE', says: /Message as Patients, own by to; .*: count is refused; the rules say allowed/ },
  { what: 'who may take a step', file: 'classes/appointment/validate.c', from: /return change_is_by_/g, to: 'return true || change_is_by_', says: /Appointment as Patients, own by patient\.user; status is scheduled: update status to completed is allowed; the rules say refused/ },
  { what: 'what pointers of many rows lead to', file: 'runtime/read/targets.c', from: /if \(!projection_all\(/, to: 'request->principal.master = true;\n    if (!projection_all(', says: /GraphQL by \w+\.\w+ is allowed; the rules say refused/ },
];

const builds = templates.flatMap((name) => [name, `${name}_spec`, `${name}_schema`]);

describe('the access matrix', differs('the rules are ours'), () => {
  for (const name of builds) {
    test(`holds on ${name}`, async () => {
      const ways = await runMatrix(name);
      for (const way of WAYS) {
        const [allowed, refused] = ways.get(way) ?? [0, 0];
        assert.ok(allowed > 0 && refused > 0, `${way}: ${allowed} allowed, ${refused} refused`);
      }
      for (const way of templates.includes(name) ? POINTER_WAYS : []) {
        const all = [...ways].filter(([one]) => one.startsWith(way)).map(([, counts]) => counts);
        assert.ok([0, 1].every((i) => all.some((counts) => counts[i] > 0)), `${way}: ${JSON.stringify(all)}`);
      }
    });
  }

  for (const name of builds.filter((one) => !one.endsWith('_schema'))) {
    test(`has a row for each rule of ${name}`, () => assertMatrixIsComplete(name));
  }

  test('fails where a guard is broken', async () => {
    const { folder } = await buildServer('portal');
    const copy = mkdtempSync(join(tmpdir(), 'caregen-test-'));
    try {
      cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
      // Each is in a class of its own, or a way of its own, so that none hides another.
      for (const { what, file, from, to } of BREAKS) {
        const whole = readFileSync(join(copy, file), 'utf8');
        const broken = whole.replace(from, to);
        assert.notEqual(broken, whole, `${what} is in ${file}`);
        writeFileSync(join(copy, file), broken);
      }
      assert.equal(await makeServer(copy), undefined);
      const { code, stdout } = await run('node', [join(copy, 'tests/access.mjs'), '--all']);
      assert.equal(code, 1, stdout);
      for (const { what, says } of BREAKS) assert.match(stdout, says, what);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
