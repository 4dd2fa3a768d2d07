// What a sentence forbids is closed, or its words are shown as not understood; nothing of it opens anything.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { read } from './judge.mjs';
import { schema } from './schema.mjs';

const rules = async (...sentences) => read(`${schema}\nRules:\n${sentences.map((one) => `- ${one}\n`).join('')}`);
// "Only doctors can read notes of Visit." hides a field, and opens nothing.
const OPENS = /^(?!Only ).* can |^Consent .*lets |\backnowledge\b|^When |\bgoes\b|\bkept\b|keeps versions/;
const ofAdmins = /^Admins can read, create, update and delete all CareAssignment\.$/;
const opened = (sentences) => sentences.flatMap(({ reading }) => reading).filter((line) => OPENS.test(line) && !ofAdmins.test(line));

describe('a sentence that forbids opens nothing, and is shown', () => {
  for (const text of [
    'Patients cannot export their records.',
    'Patients cannot see drafts or export their records.',
    'Admins must not grant emergency access for 4 hours.',
    'Nurses must not mark visits as signed.',
    'Patients must not be notified of new Visits.',
    'Patients never receive notifications.',
    'Visits must not be kept for 10 years.',
    'Visits do not keep versions.',
    'Patients cannot acknowledge visits.',
    'Consented providers cannot read visits.',
    'Providers must not delete records shared with them.',
    'Providers cannot read records within the scope of the consent.',
  ]) {
    test(text, async () => {
      const found = await rules(text);
      assert.deepEqual(opened(found), []);
      assert.ok(found[0].left.length > 0, 'nothing is left over');
    });
  }

  test('records that must not be shared are not: what lets others read is not made', async () => {
    const found = await rules('Patients cannot read visits or share their records with providers.', 'Patients can create and delete their own Consent.');
    assert.deepEqual(opened(found), ['Patients can delete their own Consent.']);
    assert.ok(found.some(({ diagnostics }) => diagnostics.length > 0), 'nothing says that they contradict');
  });

  test('what must not be done without consent is done with it', async () => {
    for (const text of ['Providers must not read records without consent.', 'Providers must not read records after the consent expires.'])
      assert.deepEqual(opened(await rules(text)), ['Consent whose status is active lets its grantee read records of its patient until expiresAt.']);
  });
});

describe('a ban holds for whoever else some of those are', () => {
  const reads = / can (?:\S+ )*read\b/;
  for (const [opens, forbids, ...left] of [
    ['Clinicians can read visits.', 'Clinicians cannot read visits.'],
    ['Clinicians can read visits.', 'Clinicians cannot read draft visits.', 'Clinicians can read Visit in which they are the clinician whose status is not draft.'],
    ['The clinician of a Visit can read it.', 'Clinicians cannot read Visits.'],
    ['Everyone can read all visits.', 'Patients cannot read visits.'],
    ['Everyone can read all visits.', 'Patients cannot read draft visits.', 'Users can read all Visit whose status is not draft.'],
    ['Patients can read all visits.', 'Users cannot read visits.'],
    ['Users can send messages.', 'Patients must not read messages.'],
    ['Nurses can read all visits.', 'Patients cannot read visits.', 'Nurses can read all visits.'],
    ['Clinicians can read visits.', 'Patients cannot read visits.', 'Clinicians can read Visit in which they are the clinician.'],
  ]) {
    test(`${opens} ${forbids}`, async () => {
      const found = await rules(opens, forbids);
      assert.deepEqual(found.flatMap(({ reading }) => reading).filter((line) => reads.test(line) && !ofAdmins.test(line)), left);
      assert.ok(left.length || found.some(({ diagnostics }) => diagnostics.length), 'nothing says that they contradict');
    });
  }
});

describe('what says that some are meant, and not which, opens nothing', () => {
  for (const text of [
    'Nurses can read all visits from clinicians.', 'Nurses can read all visits for doctors.', 'Nurses can delete visits of doctors.',
    'Nurses can read visits by doctors.', 'Visits can be read by nurses for doctors.', 'Doctors can read the visits that nurses created.',
    'Visits are read by nurses who may update them.', 'Doctors can read old visits.', 'Doctors can read recent visits.', 'Doctors can read new visits.',
    'Doctors can read selected visits.', 'Doctors can read visits with attachments.', 'Doctors can read personal visits.', 'Doctors can read important visits.',
    'Doctors can read visits on weekdays.', 'Doctors can read visits in their department.', 'Nurses can read all visits except their own.',
    'Nurses can read and update all visits, never notes.', 'Nurses can read all visits but not documents.', 'Patients can read their visits: notes.',
    'Visits can be read by nurses and notes by doctors.', 'Visits can be read by nurses, reports by doctors.',
    'Doctors can read visits if the patient agrees.', 'Doctors and not nurses can read all visits.', 'Trainees by approval of an admin and a nurse can read visits.',
    '醫生可以讀取護士的 Visit。', '醫生可以讀取部分 Visit。', '醫生可以讀取重要的 Visit。', '醫生可以讀取選定的 Visit。',
    '醫生發 Visit。',
  ]) {
    test(text, async () => {
      const found = await rules(text);
      assert.deepEqual(opened(found), []);
      assert.ok(found[0].left.length > 0, 'nothing is left over');
    });
  }
});

describe('a condition that other objects must fulfil opens nothing, and is shown', () => {
  for (const text of [
    'Providers can read visits once the consent is revoked.',
    'Once an appointment is cancelled, patients can read their visits.',
    'Patients can read their visits unless an appointment is cancelled.',
    'Providers sign visits once an appointment is confirmed.',
    'Providers can cancel visits while an appointment is requested.',
    'Visits can be read by patients until an appointment is confirmed.',
    'Providers publish visits once an appointment is confirmed.',
    'Providers can update visits and appointments until an appointment is confirmed.',
  ])
    test(text, async () => {
      const found = await rules(text);
      assert.deepEqual(opened(found), []);
      assert.notDeepEqual(found.flatMap(({ left }) => left), []);
    });
});

describe('a grant lets others read all objects of some of the patient\'s classes, or of all, and nothing else', () => {
  for (const sentence of [
    'Consented providers can update records.', 'Providers can delete records shared with them.', 'Providers can update records within the scope of the consent.',
    'Providers can update visits until the consent expires.', 'Consented providers can read signed visits.', 'Consented providers can read selected visits.',
    'Consented providers can read their own visits.', 'Consented providers can read visits of other patients.', 'Consented providers can read notes of visits.',
    'Consented providers can read visits and messages.', 'Consented providers can read all visits but not notes.', 'A Consent lets its grantee update visits.',
    'Providers can read visits without consent.', 'Providers without consent can read visits.', 'Providers can read visits if there is no consent.',
    'Providers can read visits after the consent expires.', 'Providers can read visits once the consent is revoked.', 'Providers can read visits with consent and not.', '護士在同意到期後可以查看患者的紀錄。',
  ])
    test(sentence, async () => {
      const [{ reading, left }] = await rules(sentence);
      assert.deepEqual(reading.filter((line) => / lets its /.test(line)), []);
      assert.notDeepEqual(left, []);
    });
  for (const [sentence, records] of [
    ['Consented providers can read visits.', 'Visit'],
    ['Only consented providers can read visits.', 'Visit'],
    ['Providers can read visits shared with them.', 'Visit'],
    ['Providers can read visits within the scope of the consent and until it expires.', 'Visit'],
    ['Providers can read visits while the consent has not expired.', 'Visit'],
    ['Consented providers can see patient profiles and visits.', 'PatientProfile and Visit'],
    ['獲同意的醫生可以讀取就診。', 'Visit'],
    ['Consented providers can read records.', 'records'],
    ['Consented providers can read records and visits.', 'records'],
  ])
    test(sentence, async () => {
      const [{ reading, left }] = await rules(sentence);
      assert.deepEqual(reading.filter((line) => / lets its /.test(line)), [`Consent whose status is active lets its grantee read ${records} of its patient until expiresAt.`]);
      assert.deepEqual(left, []);
    });
});

describe('what a sentence narrows is narrow', () => {
  for (const [sentences, ...wanted] of [
    [['Nurses can read visits and medication orders.', 'They may update them while they are draft.'],
      'Nurses can read all Visit and MedicationOrder.', 'Nurses can update all Visit and MedicationOrder whose status is draft.'],
    [['Nurses can read medication orders and visits that are cancelled.'], 'Nurses can read all MedicationOrder and Visit whose status is cancelled.'],
    [['Patients can read profiles, visits and medication orders, except drafts.'],
      'Patients can read their own PatientProfile.', 'Patients can read their own Visit and MedicationOrder whose status is not draft.'],
    [['Patients can read visits and draft medication orders.'],
      'Patients can read their own Visit.', 'Patients can read their own MedicationOrder whose status is draft.'],
    [['Nurses can update visits of their patients.'], 'Nurses can update Visit of their assigned patients.'],
    [['Nurses can update the patient of visits.'], 'Nurses can update only patient of all Visit.'],
    [['Nurses assigned to the patient can read all visits.'], 'Nurses can read Visit of their assigned patients.'],
    [['Nurses assigned to doctors can read all visits.']],
    [['Assigned nurses can read all messages.']],
    [['Optometrists who made them can read all visits.']],
    [['Nurses can update the status of visits.', 'Nobody can update signed visits.'], 'Nurses can update only status of all Visit whose status is not signed.'],
    [['Doctors move visits from signed to cancelled.', 'Nobody can update signed visits.'], 'Doctors can update only status of all Visit whose status is not signed.'],
    [['Doctors sign visits.', 'Nobody can update signed visits.'], 'Doctors can update only status of all Visit.'],
    [['Nurses can update visits.', 'Only doctors can update the status of visits.'], 'Doctors can update only status of all Visit.'],
    [['Nurses can update visits.', 'Only doctors can sign visits.'], 'Nurses can update all Visit.', 'Doctors can update only status of all Visit.'],
  ]) {
    test(sentences.join(' '), async () => {
      const found = await rules(...sentences);
      assert.deepEqual(found.flatMap(({ reading }) => reading).filter((line) => / can /.test(line) && !ofAdmins.test(line)), wanted);
    });
  }
});

test('feedback of those who write what it is about is a field of that, and said once', async () => {
  const found = await rules('Patients can update visits.', 'Patients publish feedback.');
  assert.deepEqual(found[1].reading.filter((line) => line.includes('feedback')), ['Visit also has feedback, a String.', 'Patients can update only feedback of their own Visit.']);
});
