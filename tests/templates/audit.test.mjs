// What each template's spec says of auditing, on its server with the sample data: every write is in the trail,
// reads of the classes that the sentences name, and nothing of it is anybody's to read but an administrator's.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { findBuild, root, templates } from '../lib/builds.mjs';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError } from '../lib/rest.mjs';

const master = { master: true };
const ours = differs('the audit trail is ours');
const verify = (build, data) => spawnSync(findBuild(build).program, ['audit', 'verify', '--data', data], { encoding: 'utf8' });

/** The classes that a sentence "Audit every read, ... of A, B and C." names. */
function auditedClasses(template) {
  const spec = readFileSync(join(root, `schemas/${template}/agent.md`), 'utf8');
  return [...spec.matchAll(/^- Audit every read[^.]* of ([^.]+)\.$/gm)].flatMap(([, list]) => list.split(/, | and /));
}

for (const template of templates) {
  for (const build of [template, `${template}_spec`]) {
    describeServer(`the audit trail of ${build}`, build, (context) => {
      const users = {};
      before(async () => {
        for (const name of ['admin', 'other']) users[name] = await context.api.signUp();
        const admins = await context.api.find('_Role', { where: { name: 'admin' } }, master);
        const members = { __op: 'AddRelation', objects: [users.admin.pointer] };
        if (admins.length) await context.api.call('PUT', `/roles/${admins[0].objectId}`, { ...master, body: { users: members } });
        else await context.api.createRole('admin', [users.admin]);
      });

      test('has the sample data as entries of the server, and none of the sample\'s own', async () => {
        const sample = build === template ? JSON.parse(readFileSync(join(root, `templates/apps/${template}/sample.json`), 'utf8')) : { objects: [] };
        const where = { 'payload.by': 'server', action: { $in: ['create', 'share'] } };
        const made = (await context.api.find('AuditLog', { where, limit: 10000 }, master)).map((row) => row.entityType);
        for (const { class: name } of sample.objects) {
          if (name === 'AuditLog') continue;
          const at = made.indexOf(name);
          assert.ok(at >= 0, name);
          made.splice(at, 1);
        }
        const own = { entityId: { $in: sample.objects.map(({ object }) => object.entityId).filter(Boolean) } };
        assert.deepEqual(await context.api.find('AuditLog', { where: own }, master), []);
      });

      test('has a read of each class that a sentence names, under both names of its payload', async () => {
        const classes = auditedClasses(template);
        assert.ok(classes.length > 1);
        const schema = await context.api.call('GET', '/schemas', master);
        const there = new Set(schema.json.results.map((one) => one.className));
        for (const name of classes.filter((one) => there.has(one))) {
          await context.api.find(name, { limit: 3 }, { session: users.other.session });
          const [entry] = await context.api.find('AuditLog', { where: { action: 'read', entityType: name }, order: '-createdAt', limit: 1 }, master);
          assert.equal(entry?.actor.objectId, users.other.id, name);
          assert.equal(entry.payload.path, 'find');
          if (build === template) {
            assert.deepEqual(entry.metadata, entry.payload);
            assert.equal(entry.summary, `read ${name}`);
          }
        }
      });

      test('is read by administrators and written by nobody', async () => {
        const session = (name) => ({ session: users[name].session });
        const [entry] = await context.api.find('AuditLog', { order: '-createdAt', limit: 1 }, session('admin'));
        assert.match(entry.objectId, /^a\d{9}$/);
        assert.deepEqual(await context.api.find('AuditLog', {}, session('other')), []);
        assertError(await context.api.call('GET', `/classes/AuditLog/${entry.objectId}`, session('other')), 404, 101);
        for (const options of [master, session('admin'), session('other')]) {
          const body = { action: 'a', entityType: 't', entityId: 'i', summary: 's', actor: users.other.pointer };
          assertError(await context.api.call('POST', '/classes/AuditLog', { ...options, body }), 400, 119);
          assertError(await context.api.call('PUT', `/classes/AuditLog/${entry.objectId}`, { ...options, body: { action: 'b' } }), 400, 119);
          assertError(await context.api.call('DELETE', `/classes/AuditLog/${entry.objectId}`, options), 400, 119);
        }
      });

      test('verifies, while the server runs', () => {
        const { status, stdout } = verify(build, context.server.dataFolder);
        assert.equal(status, 0, stdout);
      });
    }, { ...ours, demo: true });
  }
}

describe('a schema without a spec', ours, () => {
  test('has no trail to verify', () => {
    const { status, stderr } = verify('portal_schema', '/nowhere');
    assert.equal(status, 2);
    assert.match(stderr, /no audit trail/);
  });
});
