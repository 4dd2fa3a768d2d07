// The integration flow of each template, as its sequence diagram tells it, over plain HTTP: what an app
// of a patient and an app of a clinician do, and what another patient sees of it (nothing). Each runs on
// the merged build, which is the template's default and has the rules of its spec, and on the one made from
// the JSON schema alone, where ACLs decide.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { templates } from '../lib/builds.mjs';
import { describeServer } from '../lib/fixture.mjs';
import { LiveClient } from '../lib/live.mjs';
import { assertError, assertStatus, date, pointer, query, unique } from '../lib/rest.mjs';

const read = { read: true };
const write = { read: true, write: true };

/** The people of a flow and what they do all the time. */
class Cast {
  constructor(api, ruled) {
    this.api = api;
    this.ruled = ruled; // the spec's rules hold
  }

  async enter() {
    const { api } = this;
    this.patient = await api.signUp(unique('patient'));
    this.clinician = await api.signUp(unique('clinician'));
    this.stranger = await api.signUp(unique('stranger'));
    this.team = this.ruled ? 'provider' : unique('team');
    await api.createRole(this.team, [this.clinician]);
  }

  /** For the patient, and for the clinicians to change. */
  shared = () => ({ [this.patient.id]: write, [`role:${this.team}`]: write });

  /** For the patient to read, and for the clinicians to change. */
  published = () => ({ [this.patient.id]: read, [`role:${this.team}`]: write });

  /** With rules, a clinician sees whom the clinic has assigned, and no others. */
  async assign(profileId) {
    if (!this.ruled) return;
    const assignment = { patient: pointer('PatientProfile', profileId), provider: this.clinician.pointer };
    await this.api.create('CareAssignment', assignment, { master: true });
  }

  async logIn(user) {
    const { username, password } = user;
    const answer = await this.api.call('POST', '/login', { body: { username, password } });
    assertStatus(answer, 200);
    assert.equal(answer.json.objectId, user.id);
    return { session: answer.json.sessionToken };
  }

  /** The one object of a class that belongs to the signed-in user, by its user pointer. */
  async findOwn(className, user, session) {
    const found = await this.api.find(className, { where: { user: user.pointer } }, session);
    assert.equal(found.length, 1);
    return found[0];
  }

  /** Another patient finds nothing of a class, gets none of these objects, and changes none. */
  async hiddenFromStranger(className, ids, where = {}) {
    const session = { session: this.stranger.session };
    assert.deepEqual(await this.api.find(className, { where }, session), []);
    const counted = await this.api.call('GET', `/classes/${className}${query({ where, count: 1, limit: 0 })}`, session);
    assert.equal(counted.json.count, 0);
    for (const id of ids) {
      const path = `/classes/${className}/${id}`;
      assertError(await this.api.call('GET', path, session), 404, 101);
      const isAppendOnly = this.ruled && className === 'AuditLog';
      const refusal = isAppendOnly ? [400, 119] : [404, 101];
      assertError(await this.api.call('PUT', path, { ...session, body: {} }), ...refusal);
      assertError(await this.api.call('DELETE', path, session), ...refusal);
    }
    if (this.api.server.reference) return; // parse-server answers an empty list, we answer signed-in users only
    const nobody = await this.api.call('GET', `/classes/${className}`);
    assert.notEqual(nobody.status, 200, 'who is not signed in is not answered');
  }

  /** What somebody's app is told while `act` runs: "ENTER LabResult", in order; a class that there is not is left out. */
  async told(user, classNames, act) {
    const client = await LiveClient.connect(this.api.server, { token: user.session });
    try {
      for (const className of classNames) await client.ask(className);
      await act();
      return (await client.settled()).map(({ op, object }) => `${op} ${object.className}`);
    } finally {
      client.close();
    }
  }

  async patientProfile() {
    const session = { session: this.patient.session };
    return this.api.create('PatientProfile', {
      user: this.patient.pointer, medicalRecordNumber: unique('MRN'), displayName: 'Pat Example', dateOfBirth: date('1980-05-05'), isActive: true,
      ACL: this.shared(),
    }, session);
  }

  /** The clinician publishes a row, and the patient is told, where a sentence says so. */
  async publish(className, id, session) {
    const clinician = { session: this.clinician.session };
    const changes = { publicationStatus: 'published' };
    const put = () => this.api.call('PUT', `/classes/${className}/${id}`, { ...clinician, body: changes });
    if (className === 'MedicationOrder') { // with a signature
      assertError(await put(), 400, 119, /needs an electronic signature/);
      const body = { className, objectId: id, changes, meaning: 'approved', password: this.clinician.password };
      assertStatus(await this.api.call('POST', '/functions/sign', { ...clinician, body }), 200);
    } else if (this.api.server.reference) {
      assertStatus(await put(), 200);
    } else { // the patient's app is told at once: of the result, and that there is news
      let strangers;
      const events = await this.told(this.patient, [className, 'Notification'], async () => {
        strangers = await this.told(this.stranger, [className, 'Notification'], async () => assertStatus(await put(), 200));
      });
      assert.deepEqual(events.sort(), className === 'MedicationDistribution' ? [`enter ${className}`] : ['create Notification', `enter ${className}`]);
      assert.deepEqual(strangers, []);
    }
    const row = await this.api.fetch(className, id, clinician);
    assert.deepEqual(row.publishedBy, this.clinician.pointer);
    assert.ok(row.publishedAt.iso);
    const told = await this.api.find('Notification', { where: { entityId: id } }, session);
    assert.deepEqual(told.map(({ kind, entityType }) => `${entityType} ${kind}`), className === 'MedicationDistribution' ? [] : [`${className} published`]);
  }

  /** The patient writes to the clinician, who reads it and marks it as read. */
  async exchangeMessage(profileId, session) {
    const message = {
      conversationId: 'conversation-1', from: this.patient.pointer, to: this.clinician.pointer, patient: pointer('PatientProfile', profileId),
      body: 'May I ask something?', isRead: false, sentAt: date('2026-03-01T10:00:00Z'),
      ACL: { [this.patient.id]: write, [this.clinician.id]: write },
    };
    let id;
    const send = async () => { id = await this.api.create('Message', message, session); };
    if (this.api.server.reference) await send();
    else assert.deepEqual(await this.told(this.clinician, ['Message'], send), ['create Message']);
    const clinician = await this.logIn(this.clinician);
    const [received] = await this.api.find('Message', { where: { to: this.clinician.pointer, isRead: false } }, clinician);
    assert.equal(received.objectId, id);
    assert.equal(received.body, 'May I ask something?');
    const markAsRead = async () => assertStatus(await this.api.call('PUT', `/classes/Message/${id}`, { ...clinician, body: { isRead: true } }), 200);
    if (this.api.server.reference) await markAsRead();
    else assert.deepEqual(await this.told(this.patient, ['Message'], markAsRead), ['update Message']);
    const read = await this.api.fetch('Message', id, session);
    assert.equal(read.isRead, true);
    if (this.ruled) { // the sender has a receipt
      assert.equal(read.status, 'read');
      assert.ok(read.sentAt.iso <= read.deliveredAt.iso && read.deliveredAt.iso <= read.readAt.iso);
    }
    const names = this.ruled ? ['conversationId', 'threadId'].filter((name) => name in read) : ['conversationId'];
    for (const name of names) assert.deepEqual((await this.api.find('Message', { where: { [name]: 'conversation-1' } }, session)).map((row) => row.objectId), [id]);
    await this.hiddenFromStranger('Message', [id]);
  }
}

/** The classes of these flows whose rows the patient sees once they are published. */
const publishes = ['MedicationOrder', 'MedicationDistribution', 'LabResult'];

/** Rows made by the clinician for a patient, and the patient's list of them, latest first. */
async function publishAndList(cast, className, dateField, profileId, rows, session) {
  const clinician = { session: cast.clinician.session };
  const patient = pointer('PatientProfile', profileId);
  const ids = [];
  for (const row of rows) ids.push(await cast.api.create(className, { patient, ACL: cast.published(), ...row }, clinician));
  if (cast.ruled && publishes.includes(className)) { // what is new is a draft, which the clinician sees
    assert.deepEqual(await cast.api.find(className, { where: { patient } }, session), []);
    assert.equal((await cast.api.find(className, { where: { patient } }, clinician)).length, rows.length);
    for (const id of ids) await cast.publish(className, id, session);
  }
  const list = await cast.api.find(className, { where: { patient }, order: `-${dateField}` }, session);
  const dates = list.map((row) => row[dateField].iso);
  assert.equal(list.length, rows.length);
  assert.deepEqual(dates, [...dates].sort().reverse(), 'latest first');
  const body = Object.fromEntries(Object.entries(rows[0]).slice(0, 1));
  const refusal = className === 'MedicationOrder' ? [400, 119] : [404, 101]; // to read only, or to acknowledge
  assertError(await cast.api.call('PUT', `/classes/${className}/${ids[0]}`, { ...session, body }), ...refusal);
  return ids;
}

const flows = {
  async trial(cast, session, profileId) {
    const { api } = cast;
    const patient = pointer('PatientProfile', profileId);
    const ids = await publishAndList(cast, 'MedicationDistribution', 'distributionDate', profileId, [
      { medicationName: 'Orvantine', dose: '20 mg', distributionDate: date('2026-01-05'), status: 'dispensed' },
      { medicationName: 'Orvantine', dose: '20 mg', distributionDate: date('2026-03-05'), status: 'planned' },
      { medicationName: 'Orvantine', dose: '20 mg', distributionDate: date('2026-02-05'), status: 'dispensed' },
    ], session);
    const log = await api.create('AdherenceLog', {
      patient, medication: pointer('MedicationDistribution', ids[0]), adherenceStatus: 'taken', timestamp: date('2026-01-06T07:00:00Z'), ACL: cast.shared(),
    }, session);
    const [logged] = await api.find('AdherenceLog', { where: { patient }, include: 'medication' }, session);
    assert.equal(logged.medication.medicationName, 'Orvantine');
    await cast.exchangeMessage(profileId, session);

    const clinician = await cast.logIn(cast.clinician);
    assertStatus(await api.call('PUT', `/classes/MedicationDistribution/${ids[1]}`, { ...clinician, body: { status: 'final' } }), 200);
    assert.equal((await api.fetch('MedicationDistribution', ids[1], session)).status, 'final');
    if (cast.ruled) {
      const [order] = await publishAndList(cast, 'MedicationOrder', 'publishedAt', profileId, [{ drug: 'Orvantine', dosage: '20 mg', frequency: 'daily', ACL: undefined }], session);
      const seen = await api.call('PUT', `/classes/MedicationOrder/${order}`, { ...session, body: { isAcknowledged: true } });
      assert.deepEqual(seen.json.acknowledgedBy, cast.patient.pointer);
      const trail = await api.find('AuditLog', { where: { entityId: order, action: { $in: ['publish', 'acknowledge'] } }, order: 'createdAt' }, { master: true });
      assert.deepEqual(trail.map(({ action, actor }) => [action, actor.objectId]), [['publish', cast.clinician.id], ['acknowledge', cast.patient.id]]);
      assert.equal((await api.fetch('MedicationOrder', order, clinician)).isAcknowledged, true);
      assertStatus(await api.call('PUT', `/classes/AdherenceLog/${log}`, { ...clinician, body: { feedback: 'Well done.' } }), 200);
      assertError(await api.call('PUT', `/classes/AdherenceLog/${log}`, { ...clinician, body: { adherenceStatus: 'missed' } }), 400, 119);
      assert.equal((await api.fetch('AdherenceLog', log, session)).feedback, 'Well done.');
    }
    await cast.hiddenFromStranger('MedicationDistribution', ids, { patient });
    await cast.hiddenFromStranger('AdherenceLog', [log]);
  },

  async portal(cast, session, profileId) {
    const { api } = cast;
    const patient = pointer('PatientProfile', profileId);
    const when = cast.ruled ? 'reportedAt' : 'publishedAt'; // with rules the latter is the server's
    const labs = await publishAndList(cast, 'LabResult', when, profileId, [
      { testName: 'Glucose', resultValue: '5.4', units: 'mmol/L', status: 'final', [when]: date('2026-01-05') },
      { testName: 'Glucose', status: 'preliminary', [when]: date('2026-02-05') },
    ], session);
    const clinician = await cast.logIn(cast.clinician);
    const plan = { patient, createdBy: cast.clinician.pointer, details: 'Walk.', startDate: date('2026-01-06'), ACL: cast.ruled ? undefined : cast.published() };
    const active = await api.create('TreatmentPlan', { ...plan, summary: 'Walking', status: cast.ruled ? 'draft' : 'active' }, clinician);
    if (cast.ruled) { // a plan starts as a draft, which the patient does not see
      assert.deepEqual(await api.find('TreatmentPlan', {}, session), []);
      assertError(await api.call('POST', '/classes/TreatmentPlan', { ...clinician, body: { ...plan, status: 'active' } }), 400, 142);
      assertStatus(await api.call('PUT', `/classes/TreatmentPlan/${active}`, { ...clinician, body: { status: 'active' } }), 200);
    }
    if (cast.ruled) {
      const { approvedBy, publishedBy } = await api.fetch('TreatmentPlan', active, session);
      assert.deepEqual([approvedBy, publishedBy], [cast.clinician.pointer, cast.clinician.pointer]);
      assertStatus(await api.call('PUT', `/classes/TreatmentPlan/${active}`, { ...session, body: { isAcknowledged: true } }), 200);
      const visit = { patient, provider: cast.clinician.pointer, startAt: date('2026-05-05T10:00:00Z'), endAt: date('2026-05-05T10:30:00Z') };
      const booked = await api.create('Appointment', visit, session);
      assertError(await api.call('POST', '/classes/Appointment', { ...session, body: visit }), 400, 137);
      assertStatus(await api.call('PUT', `/classes/Appointment/${booked}`, { ...session, body: { status: 'cancelled' } }), 200);
      await api.create('Appointment', visit, session);
    }
    const draft = await api.create('TreatmentPlan', { ...plan, summary: 'Running', status: 'draft' }, clinician);
    const plans = await api.find('TreatmentPlan', { where: { patient, status: 'active' } }, session);
    assert.deepEqual(plans.map((row) => row.summary), ['Walking']);
    await cast.exchangeMessage(profileId, session);

    const result = { status: 'final', resultValue: '5.5' };
    assertStatus(await api.call('PUT', `/classes/LabResult/${labs[1]}`, { ...clinician, body: result }), 200);
    const finished = await api.fetch('LabResult', labs[1], session);
    assert.deepEqual([finished.status, finished.resultValue], ['final', '5.5']);
    if (cast.ruled) { // the server writes the trail, and nobody else
      const entries = await api.find('AuditLog', { where: { entityType: 'LabResult', entityId: labs[1] }, order: 'createdAt' }, { master: true });
      assert.equal(entries.filter(({ action }) => action === 'publish').length, 1);
      const entry = entries.filter(({ action }) => action === 'update').at(-1);
      assert.equal(entry.actor.objectId, cast.clinician.id);
      assert.deepEqual(entry.metadata.fields.sort(), ['resultValue', 'status']);
    }
    const entry = { actor: cast.clinician.pointer, entityType: 'LabResult', entityId: labs[1], action: 'publish', summary: 'Finalized', metadata: { version: 2 } };
    const body = { ...entry, ACL: { [`role:${cast.team}`]: read } };
    if (cast.ruled) assertError(await api.call('POST', '/classes/AuditLog', { master: true, body }), 400, 119);
    const made = async () => (await api.find('AuditLog', { where: { entityId: labs[1] }, limit: 1 }, { master: true }))[0].objectId;
    const audit = cast.ruled ? await made() : await api.create('AuditLog', body, clinician);
    assertError(await api.call('GET', `/classes/AuditLog/${audit}`, session), 404, 101);
    await cast.hiddenFromStranger('LabResult', labs, { patient });
    await cast.hiddenFromStranger('TreatmentPlan', [active, draft], { patient });
    await cast.hiddenFromStranger('AuditLog', [audit]);
  },

  async behavioral(cast, session, profileId) {
    const { api } = cast;
    const patient = pointer('PatientProfile', profileId);
    const assessor = cast.clinician.pointer;
    const assessments = await publishAndList(cast, 'IntakeAssessment', 'assessmentDate', profileId, [
      { details: 'First', assessor, assessmentDate: date('2026-01-05') },
      { details: 'Second', assessor, assessmentDate: date('2026-02-05') },
    ], session);
    await cast.exchangeMessage(profileId, session);

    const clinician = await cast.logIn(cast.clinician);
    const row = { patient, interventionDate: date('2026-02-10T20:00:00Z'), details: 'Panic attack.', ACL: cast.published() };
    const crisis = await api.create('CrisisInterventionLog', row, clinician);
    const reviewed = await api.find('CrisisInterventionLog', { where: { patient } }, clinician);
    assert.deepEqual(reviewed.map((log) => log.objectId), [crisis]);
    assertStatus(await api.call('PUT', `/classes/CrisisInterventionLog/${crisis}`, { ...clinician, body: { outcome: 'calm' } }), 200);
    const [note] = await api.find('CrisisInterventionLog', { where: { patient } }, session);
    assert.equal(note.outcome, 'calm', 'the patient is shown the clinician\'s note');
    await cast.hiddenFromStranger('IntakeAssessment', assessments, { patient });
    await cast.hiddenFromStranger('CrisisInterventionLog', [crisis], { patient });
  },

  async phr(cast, session) {
    const { api } = cast;
    const own = { [cast.patient.id]: write };
    const profileId = await api.create('Profile', { user: cast.patient.pointer, fullName: 'Pat Example', bloodType: 'A+', ACL: own }, session);
    const profile = pointer('Profile', profileId);
    assert.equal((await cast.findOwn('Profile', cast.patient, session)).objectId, profileId);
    const shot = { profile, vaccineName: 'Influenza', ACL: own };
    await api.create('Vaccination', { ...shot, dateAdministered: date('2024-10-01') }, session);
    await api.create('Vaccination', { ...shot, dateAdministered: date('2025-10-01') }, session);
    await api.create('Allergy', {
      profile, substance: 'Peanuts', severity: 'severe', reaction: 'Swelling', recordedAt: date('2026-01-01'), isActive: true, ACL: own,
    }, session);
    const shots = await api.find('Vaccination', { where: { profile }, order: '-dateAdministered' }, session);
    assert.deepEqual(shots.map((row) => row.dateAdministered.iso.slice(0, 4)), ['2025', '2024']);
    assert.equal((await api.find('Allergy', { where: { profile } }, session)).length, 1);

    const upload = await api.call('POST', '/files/lab.pdf', { ...session, body: '%PDF', headers: { 'Content-Type': 'application/pdf' } });
    assertStatus(upload, 201);
    const document = await api.create('MedicalDocument', {
      profile, file: { __type: 'File', ...upload.json }, documentType: 'lab report', title: 'Blood panel',
      uploadedAt: date('2026-02-01'), isShared: false, ACL: own,
    }, session);
    const clinician = await cast.logIn(cast.clinician);
    assertError(await api.call('GET', `/classes/MedicalDocument/${document}`, clinician), 404, 101);
    const grant = { profile, grantee: cast.clinician.pointer, accessLevel: 'write', scope: ['documents'], expiresAt: date('2030-01-01'), createdBy: cast.patient.pointer };
    const sharedId = await api.create('SharedAccess', { ...grant, ACL: { ...own, [cast.clinician.id]: read } }, session);
    const share = { isShared: true, ACL: { ...own, [cast.clinician.id]: write } };
    assertStatus(await api.call('PUT', `/classes/MedicalDocument/${document}`, { ...session, body: share }), 200);
    const grants = await api.find('SharedAccess', { where: { grantee: cast.clinician.pointer } }, clinician);
    assert.deepEqual(grants.map((row) => row.objectId), [sharedId]);
    assertStatus(await api.call('PUT', `/classes/MedicalDocument/${document}`, { ...clinician, body: { description: 'Seen.' } }), 200);
    const [refreshed] = await api.find('MedicalDocument', { where: { profile } }, session);
    assert.equal(refreshed.description, 'Seen.');
    await cast.hiddenFromStranger('MedicalDocument', [document], { profile });
    await cast.hiddenFromStranger('SharedAccess', [sharedId]);
    await cast.hiddenFromStranger('Allergy', [], { profile });
  },
};

for (const name of templates) {
  for (const build of [name, `${name}_schema`]) {
    describeServer(`the flow of ${build}`, build, (context) => {
      let cast;
      before(async () => {
        cast = new Cast(context.api, build === name);
        await cast.enter();
      });

      test('runs from log-in to the clinician\'s update', async () => {
        const session = await cast.logIn(cast.patient);
        let profileId;
        if (name !== 'phr') {
          profileId = await cast.patientProfile();
          const profile = await cast.findOwn('PatientProfile', cast.patient, session);
          assert.equal(profile.objectId, profileId);
          await cast.hiddenFromStranger('PatientProfile', [profileId]);
          await cast.assign(profileId);
        }
        await flows[name](cast, session, profileId);
        assertStatus(await context.api.call('POST', '/logout', session), 200);
        const className = name === 'phr' ? 'Profile' : 'PatientProfile';
        assertError(await context.api.call('GET', `/classes/${className}`, session), 400, 209);
      });
    });
  }
}
