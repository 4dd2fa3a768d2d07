// An assignment and a consent say themselves whether they count: by dates, by a Boolean, by a status. What has ended, has
// not begun, was taken back or waits for an answer opens nothing.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertStatus, date, pointer } from '../lib/rest.mjs';

const master = { master: true };
const HOUR = 3600000;
const past = date(new Date(Date.now() - HOUR).toISOString());
const future = date(new Date(Date.now() + HOUR).toISOString());

/** For each class: who is named, what has to hold so that an object of it counts, and what is wrong with others. */
const kinds = {
  CareAssignment: {
    named: 'provider', who: 'nurse', counts: { status: 'active' },
    also: [{ startDate: past, dischargedAt: future }, { active: true }],
    not: [{ status: 'ended' }, { status: undefined }, { active: false }, { startDate: future }, { dischargedAt: past }],
  },
  Consent: {
    named: 'grantee', who: 'doctor', counts: { status: 'given' },
    also: [{ validFrom: past, accessValidTo: future }, { isRevoked: false }],
    not: [{ status: 'requested' }, { status: 'withdrawn' }, { status: undefined }, { isRevoked: true }, { validFrom: future }, { accessValidTo: past }],
  },
};

describeServer('what gives access counts', 'in_force', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  let patient;
  let visit;

  const sees = async (name) => (await context.api.call('GET', `/classes/Visit/${visit}`, as(name))).status === 200;

  before(async () => {
    for (const name of ['ann', 'nurse', 'doctor']) who[name] = await context.api.signUp();
    for (const name of ['nurse', 'doctor']) await context.api.createRole(name, [who[name]]);
    patient = pointer('Patient', await context.api.create('Patient', { user: who.ann.pointer }, as('ann')));
    visit = await context.api.create('Visit', { patient }, master);
  });

  for (const [className, { named, who: name, counts, also, not }] of Object.entries(kinds)) {
    const make = (fields) => context.api.create(className, { patient, [named]: who[name].pointer, ...counts, ...fields }, master);
    const remove = (id) => context.api.call('DELETE', `/classes/${className}/${id}`, master);
    for (const [fields, isSeen] of [[{}, true], ...also.map((one) => [one, true]), ...not.map((one) => [one, false])])
      test(`${className} with ${JSON.stringify(fields)}: ${isSeen}`, async () => {
        const id = await make(fields);
        assert.equal(await sees(name), isSeen);
        await remove(id);
        assert.equal(await sees(name), false);
      });

    test(`${className} ends when it is changed so, and only then`, async () => {
      const id = await make({});
      for (const [[key, value]] of not.map(Object.entries)) {
        if (className === 'Consent' && key === 'status') continue; // its steps do not lead back
        const fields = { [key]: value ?? { __op: 'Delete' } };
        assert.equal(await sees(name), true, JSON.stringify(fields));
        assertStatus(await context.api.call('PUT', `/classes/${className}/${id}`, { ...master, body: fields }), 200);
        assert.equal(await sees(name), false, JSON.stringify(fields));
        const before = { active: true, ...counts }[key] ?? { __op: 'Delete' };
        assertStatus(await context.api.call('PUT', `/classes/${className}/${id}`, { ...master, body: { [key]: before } }), 200);
      }
      await remove(id);
    });
  }

  test('who asks for a consent does not give it himself', async () => {
    const given = await context.api.call('POST', '/classes/Consent', { ...as('doctor'), body: { patient, grantee: who.doctor.pointer, status: 'given' } });
    assert.ok(given.status >= 400, given.text);
    const asked = await context.api.call('POST', '/classes/Consent', { ...as('doctor'), body: { patient, grantee: who.doctor.pointer, status: 'requested' } });
    assertStatus(asked, 201);
    assert.equal(await sees('doctor'), false);
    const step = (name) => context.api.call('PUT', `/classes/Consent/${asked.json.objectId}`, { ...as(name), body: { status: 'given' } });
    assert.ok((await step('doctor')).status >= 400);
    assert.equal(await sees('doctor'), false);
    assertStatus(await step('ann'), 200);
    assert.equal(await sees('doctor'), true);
  });
}, differs('rules are ours'));
