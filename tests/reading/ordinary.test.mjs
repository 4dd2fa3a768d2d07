// Sentences as people write them who have never seen the reader: what each becomes besides who there is. Where a sentence
// is said to be shown, some of its words are left over, and nothing is opened by it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sentencesBehind } from './sentences.mjs';

const schema = `Create a clinic.

Schema:
1. Patient: user (Pointer to User, required), name (String), phone (String), allergies (String).
2. Visit: patient (Pointer to Patient, required), doctor (Pointer to User), room (String), notes (String), startAt (Date), endAt (Date), status (String: draft, signed, cancelled).
3. Complaint: patient (Pointer to Patient, required), text (String), answer (String), status (String: open, answered, closed).
4. Recording: patient (Pointer to Patient, required), title (String), audio (File), released (Boolean, default false).
5. AuditLog: actor (Pointer to User), action (String).
`;
const { become, reads, shows } = sentencesBehind(schema, { section: 'Security' });

describe('"they" and "me" among others are those whom the sentence before spoke of', () => {
  reads('As a patient I can file a complaint. Nobody but me and the nurses gets to read it.', 'Patients can create their own Complaint.', 'Patients can read their own Complaint.', 'Nurses can read all Complaint.');
  reads(['As a patient I can file a complaint.', 'Only nurses and I can read complaints.'], 'Patients can create their own Complaint.', 'Patients can read their own Complaint.', 'Nurses can read all Complaint.');
  reads(['Doctors can create recordings.', 'Nobody except them and the nurses can read recordings.'], 'Doctors can create all Recording.', 'Doctors can read all Recording.', 'Nurses can read all Recording.');
  reads(['Doctors can create recordings.', 'Nurses and they can read recordings.'], 'Doctors can create all Recording.', 'Doctors can read all Recording.', 'Nurses can read all Recording.');
  shows('Nobody but me and the nurses can read complaints.');
  shows(['As an xyz I can file a complaint.', 'Nobody but me and the nurses can read it.']);
  shows('Nurses and they can read complaints.');
});

describe('who answers writes the answer, and takes the step that is called so', () => {
  const answer = ['Nurses can update only answer of all Complaint.', 'Nurses can update only status of all Complaint.', 'Complaint.status goes open -> answered, by nurses.'];
  for (const sentence of ['Nurses answer complaints.', 'As a nurse I answer complaints.', 'Complaints are answered by nurses.']) reads(sentence, ...answer);
  reads('Nurses must not answer complaints.', 'Complaint is closed.');
});

describe('a title that names people says who does what its items say', () => {
  const patients = ['Patients can read their own Complaint.', 'Patients can update their own Complaint.'];
  for (const title of ['### Patients\n', '**Patients**\n', 'Patients\n\n', 'Patients:\n', 'Patients can:\n', 'Patients may\n\n', '- Patients:\n  ', 'The patient:\n'])
    reads(`${title}- read own complaints\n${title.startsWith('-') ? '  ' : ''}- edit them`, ...patients);
  reads('患者:\n- 查看自己的 Complaint\n- 更新自己的 Complaint', ...patients);
  reads('### Patients and nurses\n\n* see all recordings', 'Patients can read all Recording.', 'Nurses can read all Recording.');
  reads('### Patients\n\n- see their complaints\n\n### Doctors\n\n- see all complaints', 'Patients can read their own Complaint.', 'Doctors can read all Complaint.');
  reads('### Doctors\n- see and edit all complaints\n- Nurses can read complaints', 'Doctors can read all Complaint.', 'Doctors can update all Complaint.', 'Nurses can read all Complaint.');
  reads('Doctors:\n- see all complaints\n- never delete complaints\n\nNurses must not:\n- change complaints', 'Doctors can read all Complaint.');
  reads('Doctors can only:\n- read complaints', 'Doctors can read all Complaint.');
  reads('### Admins\n- every read of a visit is logged', 'Audit every read of Visit.');
  // whose list it is must be certain
  shows('### Doctors\n\n- see all complaints\n\n### The xyz people\n\n- see all recordings', 'Doctors can read all Complaint.');
  shows('### Doctors\n\n- see all complaints\n\n###\n\n- see all recordings', 'Doctors can read all Complaint.');
  shows('### Doctors\n\n- see all complaints\n\n- see all recordings', 'Doctors can read all Complaint.');
  shows('Doctors:\n- see all complaints\n\nSome more text.\n- see all recordings', 'Doctors can read all Complaint.');
  shows('### Doctors in training\n- see all complaints');
  shows('### Everyone else\n- see all complaints');
  shows('### Complaints\n- see all recordings');
  shows('- Doctors:\n  - see all complaints\n- see all recordings', 'Doctors can read all Complaint.');
  test('a ban under such a title holds against what another sentence opens', async () => {
    const { lines, shown } = await become('Users can read all Recording.', '### Nurses\n- never see recordings');
    assert.ok(!lines.includes('Users can read all Recording.') || shown.some((one) => /contradict/.test(one)), lines.join(' '));
  });
  test('words that are left over are those of the item alone', async () => {
    const { shown } = await become('### Patients\n- read own complaints frobnicatedly');
    assert.ok(shown.includes('frobnicatedly') && !shown.some((one) => /Patients/.test(one)), shown.join(' '));
  });
});

describe('a verb that a Boolean is called by sets it, also where it could be to publish', () => {
  const released = 'Doctors can update only released of all Recording.';
  reads('Doctors release recordings.', released);
  reads('Doctors create recordings and release them.', 'Doctors can create all Recording.', released);
  reads('Recordings are released by doctors.', released);
  reads(['Doctors release recordings.', 'Patients can listen to their own recordings once they have been released.'], released, 'Patients can read their own Recording whose released is true.');
  reads(['Doctors release recordings.', 'When a recording is released, the patient gets a notification.'], released, 'When Recording.released becomes true, notify the patient.');
  reads(['Doctors release recordings.', 'The patient is notified when a recording is released.'], released, 'When Recording.released becomes true, notify the patient.');
  shows('Doctors must not release recordings.');
});

describe('"including" names some of what was said', () => {
  for (const sentence of ['Visits must not be deleted by anyone, including admins.', 'Nobody may delete visits, including admins.']) reads(sentence, 'Visit is closed.');
  reads('Doctors can read all visits, including the recordings.', 'Doctors can read all Visit and Recording.');
  reads('醫生可以查看所有 Visit,包括 Recording。', 'Doctors can read all Visit and Recording.');
  reads('Nurses can read signed visits of their assigned patients, including the complaints.', 'Nurses can read Visit of their assigned patients whose status is signed.', 'Nurses can read Complaint of their assigned patients.');
  for (const sentence of ['Nurses can read visits, including admins.', 'Nurses must not delete visits, including doctors.', 'Nurses must not delete visits, not even doctors.']) shows(sentence);
});

describe('of everybody', () => {
  const all = ['Nurses can read all Visit.', 'Nurses can create all Visit.', 'Nurses can update all Visit.'];
  reads('Nurses can see, plan and change everybody\'s visits.', ...all);
  reads('Nurses can see, plan and change the visits of the whole clinic.', ...all);
  shows('Nurses can see the visits of the whole world.');
  shows('Nurses can see the visits of the clinic.');
});

describe('a Boolean is a condition, by its name and by the verb that sets it', () => {
  const released = 'Patients can read their own Recording whose released is true.';
  for (const sentence of ['Patients can read their own recordings once they have been released.', 'Patients can listen to their own recordings, but only once they have been released.', 'Patients can see their own released recordings.',
    'Patients can read their own recordings, but only after the release.']) reads(sentence, released);
  reads(['Patients can read their own recordings.', 'Patients must not see recordings that are not released.'], released);
  reads('Doctors can edit recordings as long as they have not been released.', 'Doctors can update all Recording whose released is not true.');
  reads(['Doctors can edit recordings.', 'Released recordings must not be changed.'], 'Doctors can update all Recording whose released is not true.');
});

describe('clauses as they come', () => {
  reads('Whenever somebody views a visit this is written to the audit log, which only admins can read and which nobody can change or delete.', 'Audit every read of Visit.', 'AuditLog is append-only.', 'Admins can read all AuditLog.');
  for (const sentence of ['Every doctor account has to be approved by an admin before it can be used.', 'Doctors have to wait until an admin has approved them.']) reads(sentence);
  reads('After logging in, patients can correct their own profile.', 'Patients can update their own Patient.');
  reads('Although patients see their visits, doctors can read all visits.', 'Patients can read their own Visit.', 'Doctors can read all Visit.');
  reads('雖然患者可以讀取自己的 Visit,醫生可以讀取所有 Visit。', 'Patients can read their own Visit.', 'Doctors can read all Visit.');
  reads('Patients submit complaints; a complaint cannot be changed after it was submitted.', 'Patients can create their own Complaint.');
  for (const sentence of ['Allergies: hidden from everybody except nurses and doctors.', 'Allergies are hidden from everybody except nurses and doctors.']) reads(sentence, 'Only nurses and doctors can read allergies of Patient.');
  reads('There can\'t be two visits in the same room at the same time, unless one of them was cancelled.', 'Visit of the same room whose status is not cancelled do not overlap from startAt to endAt.');
  reads('Visit status: draft -> signed -> cancelled, doctors only.', 'Visit.status goes draft -> signed -> cancelled, by doctors.', 'Doctors can update only status of Visit in which they are the doctor.');
  reads('New visit: notify the patient.', 'When a Visit is created, notify the patient.');
  test('a ban behind a title of what it is about holds', async () => {
    const { shown } = await become('Complaints: not visible to patients.', 'Patients can read their own Complaint.');
    assert.ok(shown.some((one) => /contradict/.test(one)), shown.join(' '));
  });
  for (const sentence of ['Although xyz, doctors can read all visits.', 'Allergies: hidden from nurses except doctors on weekdays.', 'After logging in twice, doctors can read all visits.']) shows(sentence);
});

describe('what may be done and what must not, with what stands behind both', () => {
  reads('Nurses can read and edit but not delete all complaints.', 'Nurses can read all Complaint.', 'Nurses can update all Complaint.');
  reads('Doctors can view but never edit signed visits of all patients.', 'Doctors can read all Visit whose status is signed.');
  reads('Patients can read but cannot change or delete their own visits.', 'Patients can read their own Visit.');
  reads('患者可以查看但不能修改自己的 Visit。', 'Patients can read their own Visit.');
  reads('護士可以查看、修改但不可刪除所有 Complaint。', 'Nurses can read all Complaint.', 'Nurses can update all Complaint.');
  for (const sentence of ['Doctors can edit but nurses cannot delete visits.', 'Doctors can edit but not delete them.', '醫生可以查看但護士不能修改 Visit。']) shows(sentence);
});

describe('"but" before a state leaves out what is in it, and lets nobody bring it there', () => {
  reads('Nurses can see all visits but not cancelled ones.', 'Nurses can read all Visit whose status is not cancelled.');
  for (const sentence of ['Nurses can see everything but cancelled visits.', 'Nurses can see complaints but cancelled visits.', 'Nurses can see all visits but cancelled ones.']) shows(sentence);
});

describe('whose own, and of whom', () => {
  for (const sentence of ['Doctors can read their own visits of assigned patients.', 'Doctors can update their own visits of their assigned patients.']) shows(sentence);
});

describe('who does it together does not do it alone', () => {
  for (const sentence of ['Both a nurse and a doctor must sign visits.', 'Both nurses and doctors have to sign visits.']) shows(sentence);
  reads('Both nurses and doctors can read all visits.', 'Nurses can read all Visit.', 'Doctors can read all Visit.');
});
