// The twelve builds: each template from its JSON schema alone, from its prompt alone, and from both. Each is
// compiled with warnings as errors (a build that says anything fails), starts, and is exactly its inputs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root, templates } from '../lib/builds.mjs';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, query, send, unique } from '../lib/rest.mjs';

/** The classes that only one input of a template has, and those that both have. */
const classes = {
  trial: {
    schema: ['MedicationDistribution', 'AdherenceLog', 'Appointment'], spec: ['MedicationOrder', 'ProtocolAdherence'],
    both: ['PatientProfile', 'Message', 'AuditLog'],
  },
  portal: { schema: [], spec: ['ProviderProfile'], both: ['PatientProfile', 'LabResult', 'TreatmentPlan', 'Message', 'Appointment', 'AuditLog'] },
  phr: {
    schema: ['Profile', 'MedicalDocument', 'Vaccination', 'SharedAccess', 'EmergencyContact'],
    spec: ['HealthDocument', 'Immunization', 'Medication', 'LabResult', 'Provider', 'Consent'], both: ['Allergy', 'AuditLog'],
  },
  behavioral: {
    schema: ['IntakeAssessment', 'CrisisInterventionLog', 'Appointment'], spec: ['Assessment', 'CrisisLog', 'ProviderProfile'],
    both: ['PatientProfile', 'Message', 'AuditLog'],
  },
};

describe('the twelve builds', differs('they are ours'), () => {
  for (const template of templates) {
    const { schema, spec, both } = classes[template];
    for (const [build, has, lacks] of [
      [template, [...schema, ...spec, ...both], []],
      [`${template}_schema`, [...schema, ...both], spec],
      [`${template}_spec`, [...spec, ...both], schema],
    ]) {
      describeServer(build, build, (context) => {
        test('is well, and answers who is signed in', async () => {
          assertStatus(await send(`${context.server.base}/health`), 200);
          const { session, id } = await context.api.signUp();
          assert.equal((await context.api.call('GET', '/users/me', { session })).json.objectId, id);
        });

        test('has the classes of its inputs, and no others', async () => {
          const { session } = await context.api.signUp();
          for (const name of has) assert.deepEqual(await context.api.find(name, {}, { session }), [], name);
          for (const name of lacks) assertError(await context.api.call('GET', `/classes/${name}`, { session }), 400, [103, 119]);
        });

        test('is private', async () => {
          for (const name of has) {
            const answer = await context.api.call('GET', `/classes/${name}`);
            assert.ok([101, 119].includes(answer.json?.code), `${name}: ${answer.text}`);
          }
        });
      });
    }
  }
});

describeServer('the clinical trial, merged', 'trial', (context) => {
  const profile = (user, more) => ({ user: user.pointer, medicalRecordNumber: unique('MRN'), ...more });

  test('takes a patient\'s name under either name', async () => {
    const { api } = context;
    const user = await api.signUp();
    const session = { session: user.session };
    for (const names of [{ fullName: 'Pat', dob: date('1980-01-01') }, { displayName: 'Pat', dateOfBirth: date('1980-01-01') }]) {
      const id = await api.create('PatientProfile', profile(user, names), session);
      const object = await api.fetch('PatientProfile', id, session);
      for (const name of ['fullName', 'displayName']) assert.equal(object[name], 'Pat');
      for (const name of ['dob', 'dateOfBirth']) assert.deepEqual(object[name], date('1980-01-01'));
    }
    assertError(await api.call('POST', '/classes/PatientProfile', { ...session, body: profile(user) }), 400, 142);
    const both = profile(user, { fullName: 'Pat', displayName: 'Tap' });
    assert.equal((await api.call('POST', '/classes/PatientProfile', { ...session, body: both })).status, 400);
  });

  test('keeps medical record numbers unique', async () => {
    const { api } = context;
    const user = await api.signUp();
    const session = { session: user.session };
    const medicalRecordNumber = unique('MRN');
    const body = { user: user.pointer, fullName: 'Pat', medicalRecordNumber };
    await api.create('PatientProfile', body, session);
    assertError(await api.call('POST', '/classes/PatientProfile', { ...session, body }), 400, 137);
    const other = await api.signUp();
    const again = { ...body, user: other.pointer };
    assertError(await api.call('POST', '/classes/PatientProfile', { session: other.session, body: again }), 400, 137);
  });

  test('knows a message by either pair of names, and its three states', async () => {
    const { api } = context;
    const [from, to] = [await api.signUp(), await api.signUp()];
    const session = { session: from.session };
    const id = await api.create('Message', { sender: from.pointer, recipient: to.pointer, body: 'Hello', status: 'sent' }, session);
    const message = await api.fetch('Message', id, session);
    assert.deepEqual([message.from, message.sender, message.to, message.recipient], [from.pointer, from.pointer, to.pointer, to.pointer]);
    for (const where of [{ from: from.pointer }, { sender: from.pointer }, { recipient: to.pointer, from: from.pointer }]) {
      assert.equal((await api.find('Message', { where }, session)).length, 1);
    }
    const body = { sender: from.pointer, recipient: to.pointer, status: 'lost' };
    assertError(await api.call('POST', '/classes/Message', { ...session, body }), 400, [111, 142], /status/);
    assertError(await api.call('POST', '/classes/Message', { ...session, body: { sender: from.pointer } }), 400, 142);
  });
}, differs('the merged schema is ours'));

describeServer('the clinical trial, from its JSON schema', 'trial_schema', (context) => {
  test('requires what the schema requires, and knows no other name', async () => {
    const { api } = context;
    const user = await api.signUp();
    const session = { session: user.session };
    const whole = { user: user.pointer, medicalRecordNumber: 'M', displayName: 'Pat', isActive: true };
    await api.create('PatientProfile', whole, session);
    for (const name of Object.keys(whole)) {
      const { [name]: left, ...rest } = whole;
      const answer = await api.call('POST', '/classes/PatientProfile', { ...session, body: rest });
      assertError(answer, 400, 142, `${name} is required`);
    }
    const named = await api.call('POST', '/classes/PatientProfile', { ...session, body: { ...whole, fullName: 'Pat' } });
    assertError(named, 400, 119, /fullName/);
  });
}, differs('the private default and the static schema are ours'));

for (const template of templates) {
  describeServer(`the sample data of ${template}`, template, (context) => {
    const sample = JSON.parse(readFileSync(join(root, `templates/apps/${template}/sample.json`), 'utf8'));
    const idOf = async (user) => {
      const [found] = await context.api.find('_User', { where: { username: user.username } }, { master: true });
      assert.ok(found, user.username);
      return found.objectId;
    };

    test('is there, every row of it', async () => {
      for (const user of sample.users) await idOf(user);
      const expected = {};
      for (const object of sample.objects) expected[object.class] = (expected[object.class] ?? 0) + 1;
      for (const [name, count] of Object.entries(expected)) {
        const answer = await context.api.call('GET', `/classes/${name}${query({ count: 1, limit: 0 })}`, { master: true });
        assert.equal(answer.json.count, count, name);
      }
    });

    test('shows its patients their own rows, and the provider those of all', async () => {
      const readers = async (user) => {
        const id = await idOf(user);
        const password = unique('password');
        assertStatus(await context.api.call('PUT', `/users/${id}`, { master: true, body: { password } }), 200);
        const answer = await context.api.call('POST', '/login', { body: { username: user.username, password } });
        assertStatus(answer, 200);
        const session = { session: answer.json.sessionToken };
        const className = template === 'phr' ? 'Profile' : 'PatientProfile';
        return (await context.api.find(className, { order: 'user' }, session)).map((row) => row.user.objectId);
      };
      const [patient, provider, ...others] = sample.users;
      for (const user of [patient, ...others]) assert.deepEqual(await readers(user), [await idOf(user)]);
      const seen = await readers(provider);
      assert.equal(seen.length, template === 'phr' ? 0 : 1 + others.length);
    });

    test('has no password in its file', () => {
      assert.doesNotMatch(JSON.stringify(sample), /password/i);
    });

    test('points at objects that are there', async () => {
      const pointers = (value) => {
        if (value === null || typeof value !== 'object') return [];
        if (value.__type === 'Pointer') return [value];
        return Object.values(value).flatMap(pointers);
      };
      for (const name of new Set(sample.objects.map((object) => object.class))) {
        for (const row of await context.api.find(name, { limit: 1000 }, { master: true })) {
          for (const { className, objectId } of pointers(row)) await context.api.fetch(className, objectId, { master: true });
        }
      }
    });
  }, { demo: true, ...differs('sample data is an option of our server') });
}
