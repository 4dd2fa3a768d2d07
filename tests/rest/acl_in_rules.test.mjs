// What an ACL may take from what rules open: from what is everybody's, and from what somebody shares. Never from
// those whom a rule names by a role or by an assignment, nor from those whose row it is, and never in the classes by
// which the server itself gives access or tells people something.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { access, assertError, assertStatus, date, pointer } from '../lib/rest.mjs';

const master = { master: true };
const ours = differs('rules are ours');

describeServer('an ACL where the app has rules', 'rules', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const call = (method, path, options) => context.api.call(method, path, options);
  const sees = async (className, id, name) => (await call('GET', `/classes/${className}/${id}`, as(name))).status === 200;
  const writes = async (className, id, name, body) => (await call('PUT', `/classes/${className}/${id}`, { ...as(name), body })).status === 200;
  let patient;

  before(async () => {
    for (const name of ['ann', 'bob', 'doctor', 'clerk', 'stranger']) who[name] = await context.api.signUp();
    for (const role of ['doctor', 'clerk']) await context.api.createRole(role, [who[role]]);
    patient = pointer('Patient', await context.api.create('Patient', { user: who.ann.pointer, name: 'Ann' }, as('ann')));
    await context.api.create('CareAssignment', { patient, provider: who.doctor.pointer }, as('clerk'));
  });

  const acls = [['that is empty', () => ({})], ['that names somebody else', () => access(who.stranger.id)]];
  for (const [kind, acl] of acls) {
    test(`one ${kind} keeps a row neither from its own people nor from those in a role`, async () => {
      const letter = await context.api.create('Letter', { sender: who.ann.pointer, recipient: who.bob.pointer, ACL: acl() }, as('ann'));
      assert.ok(await sees('Letter', letter, 'ann') && await sees('Letter', letter, 'bob'));
      assert.ok(await writes('Letter', letter, 'bob', { isRead: true }));
      assertStatus(await call('DELETE', `/classes/Letter/${letter}`, as('ann')), 200);
      const note = await context.api.create('Note', { patient, author: who.doctor.pointer, text: 't', ACL: acl() }, as('doctor'));
      assertStatus(await call('PUT', `/classes/Note/${note}`, { ...as('doctor'), body: { state: 'final', signedBy: 'd' } }), 200);
      assert.ok(await sees('Note', note, 'ann'), 'its patient sees what has been published');
      assert.ok(await writes('Note', note, 'ann', { mood: 'good' }));
      assert.ok(await sees('Note', note, 'doctor'), 'whoever is assigned does');
      assert.equal(await sees('Note', note, 'stranger'), false, 'and it opens nothing');
    });

    test(`one ${kind} ends no assignment, and hides none`, async () => {
      const other = pointer('Patient', await context.api.create('Patient', { user: who.bob.pointer, name: 'Bob' }, master));
      const id = await context.api.create('CareAssignment', { patient: other, provider: who.doctor.pointer, ACL: acl() }, as('clerk'));
      assert.ok(await sees('CareAssignment', id, 'clerk'));
      assert.ok(await sees('Patient', other.objectId, 'doctor'));
      assertStatus(await call('DELETE', `/classes/CareAssignment/${id}`, as('clerk')), 200);
      assert.equal(await sees('Patient', other.objectId, 'doctor'), false);
    });

    test(`one ${kind} takes a row from a grant, and from nobody else`, async () => {
      const share = await context.api.create('Share', { patient, reader: who.bob.pointer, topics: ['papers'], ends: date('2090-01-01'), ACL: acl() }, as('ann'));
      const [open, closed] = [
        await context.api.create('Paper', { patient, title: 'open' }, as('ann')),
        await context.api.create('Paper', { patient, title: 'closed', ACL: acl() }, as('ann')),
      ];
      assert.ok(await sees('Share', share, 'ann'), 'whoever shares can always take it back');
      assert.ok(await sees('Paper', open, 'bob'), 'the grant itself holds');
      assert.equal(await sees('Paper', closed, 'bob'), false);
      assert.ok(await sees('Paper', closed, 'ann'));
      assertStatus(await call('DELETE', `/classes/Share/${share}`, as('ann')), 200);
      assert.equal(await sees('Paper', open, 'bob'), false);
    });

    test(`one ${kind} takes a row from everybody, but not from a role`, async () => {
      const news = { title: 'x', shown: true, rank: 1 };
      const [open, closed] = [await context.api.create('News', news, as('clerk')), await context.api.create('News', { ...news, ACL: acl() }, as('clerk'))];
      assert.ok(await sees('News', open, 'ann'));
      assert.equal(await sees('News', closed, 'ann'), false);
      assertError(await call('GET', `/classes/News/${closed}`), 404, 101);
      const finds = (name) => context.api.find('News', { where: { objectId: { $in: [open, closed] } } }, name ? as(name) : {});
      assert.deepEqual((await finds()).map(({ objectId }) => objectId), [open]);
      assert.equal((await finds('clerk')).length, 2);
    });
  }
}, ours);

describeServer('an ACL where the server gives access', 'accounts', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const call = (method, path, options) => context.api.call(method, path, options);
  const get = (className, id, name) => call('GET', `/classes/${className}/${id}`, as(name));
  let patient;

  before(async () => {
    for (const name of ['ann', 'provider', 'admin', 'other']) who[name] = await context.api.signUp();
    await context.api.createRole('provider', [who.provider]);
    await context.api.createRole('admin', [who.admin, who.other]);
    patient = pointer('Patient', await context.api.create('Patient', { user: who.ann.pointer, name: 'Ann' }, as('ann')));
  });

  for (const [kind, acl] of [['an empty one', () => ({})], ['one for a single admin', () => access(who.admin.id)]]) {
    test(`${kind}: emergency access is seen by its patient, and ended by any admin`, async () => {
      const body = { provider: who.provider.pointer, patient, reason: 'r', ACL: acl() };
      const id = await context.api.create('EmergencyAccess', body, as('admin'));
      assertStatus(await get('Patient', patient.objectId, 'provider'), 200);
      for (const name of ['ann', 'provider', 'admin', 'other']) assertStatus(await get('EmergencyAccess', id, name), 200);
      const ended = await call('PUT', `/classes/EmergencyAccess/${id}`, { ...as('other'), body: { endedAt: date(Date.now()) } });
      assertStatus(ended, 200);
      assertError(await get('Patient', patient.objectId, 'provider'), 404, 101);
    });

    test(`${kind}: nor does it keep anything from emergency access`, async () => {
      const note = await context.api.create('Visit', { patient, reason: 'x', ACL: acl() }, master);
      assertError(await get('Visit', note, 'provider'), 404, 101);
      const id = await context.api.create('EmergencyAccess', { provider: who.provider.pointer, patient, reason: 'r' }, as('admin'));
      assertStatus(await get('Visit', note, 'provider'), 200);
      await call('PUT', `/classes/EmergencyAccess/${id}`, { ...as('admin'), body: { endedAt: date(Date.now()) } });
    });

    test(`${kind}: a request for a role is seen and decided by every admin`, async () => {
      const user = await context.api.signUp();
      const id = await context.api.create('RoleRequest', { user: user.pointer, role: 'provider', ACL: acl() }, { session: user.session });
      assertStatus(await get('RoleRequest', id, 'other'), 200);
      assertStatus(await call('PUT', `/classes/RoleRequest/${id}`, { ...as('other'), body: { status: 'approved' } }), 200);
    });

    test(`${kind}: an assignment is ended by every admin, a consent by its patient`, async () => {
      const assignment = await context.api.create('CareAssignment', { patient, provider: who.provider.pointer, ACL: acl() }, as('admin'));
      assertStatus(await call('DELETE', `/classes/CareAssignment/${assignment}`, as('other')), 200);
      const consent = { patient, recipient: who.other.pointer, purpose: 'p', scope: ['assessments'], expiresAt: date('2090-01-01'), ACL: acl() };
      const id = await context.api.create('DisclosureConsent', consent, as('ann'));
      assertStatus(await get('DisclosureConsent', id, 'other'), 200);
      assertStatus(await call('PUT', `/classes/DisclosureConsent/${id}`, { ...as('ann'), body: { revokedAt: date(Date.now()) } }), 200);
    });
  }
}, ours);
