// The seeds' prompts as they stand, without a schema beside them, make servers that keep what the prompts promise: random
// operations are judged by a model that was written by hand from each prompt (reference/), and what no model says is
// tried besides: that the audit log is the server's own, and that nobody becomes a provider by himself. The tests that
// each server brings along pass, too.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { buildServer, run } from '../../lib/builds.mjs';
import { describeServer, differs } from '../../lib/fixture.mjs';
import { assertMatrixIsComplete, runMatrix } from '../../lib/matrix.mjs';
import { classPath, pointer } from '../../lib/rest.mjs';
import { operationCount, seed, settle, tryOperations } from '../../templates/reference/operations.mjs';
import { behavioral } from '../reference/behavioral.mjs';
import { phr } from '../reference/phr.mjs';
import { portal } from '../reference/portal.mjs';
import { trial } from '../reference/trial.mjs';

const OPERATIONS = operationCount(1000);
const models = { prompt_trial: trial, prompt_trial_zh: trial, prompt_portal: portal, prompt_phr: phr, prompt_behavioral: behavioral };

for (const [name, makeModel] of Object.entries(models)) {
  describeServer(`the server of ${name}`, name, (context) => {
    let world;
    before(async () => {
      world = await settle(context.api, makeModel);
    });

    test(`keeps what is promised in ${OPERATIONS} random operations, seed ${seed}`, () => tryOperations(context.api, world, OPERATIONS));

    test('enters changes in the audit log, which is nobody else’s to write, change or, unless it is said, read', async () => {
      const { api } = context;
      const who = await api.signUp();
      const entry = { actor: pointer('_User', who.id), action: 'x', entityType: 'x', entityId: 'x' };
      const made = await api.call('POST', classPath('AuditLog'), { session: who.session, body: entry });
      assert.equal(made.json?.code, 119, made.text);
      const seen = await api.call('GET', classPath('AuditLog'), { session: who.session });
      assert.deepEqual(seen.json?.results ?? [], [], seen.text);
      const entries = await api.find('AuditLog', { where: { action: 'create' }, limit: 1 }, { master: true });
      assert.ok(entries.length > 0, 'what the random operations created is there');
      const changed = await api.call('PUT', `${classPath('AuditLog')}/${entries[0].objectId}`, { master: true, body: { action: 'none' } });
      assert.equal(changed.json?.code, 119, changed.text);
    });

    test('passes the tests that it brings along', async () => {
      await runMatrix(name);
      await assertMatrixIsComplete(name);
      const { folder } = await buildServer(name);
      const { code, stdout, stderr } = await run('node', [join(folder, 'tests/rules.mjs'), '--rules']);
      assert.equal(code, 0, stdout + stderr);
    });

    test('lets nobody take the role of a provider without an admin', async () => {
      const { api } = context;
      const who = await api.signUp();
      const asked = await api.call('POST', classPath('RoleRequest'), { session: who.session, body: { user: pointer('_User', who.id), role: 'provider' } });
      assert.equal(asked.status, 201, asked.text);
      const path = `${classPath('RoleRequest')}/${asked.json.objectId}`;
      const decided = await api.call('PUT', path, { session: who.session, body: { status: 'approved' } });
      assert.ok([101, 119].includes(decided.json?.code), decided.text);
    });
  }, differs('the rules are ours'));
}
