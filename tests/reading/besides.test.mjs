// A word besides the plain form narrows what a sentence opens, or is shown and opens nothing: one of several, the latest, together with
// somebody, for somebody, with somebody's permission; and what is sent, moved, cancelled or left out is what the sentence names.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sentencesBehind } from './sentences.mjs';

const schema = `Create a clinic.

Schema:
1. Patient: user (Pointer to User, required), fullName (String), phone (String), address (String).
2. Doctor: user (Pointer to User, required), name (String).
3. Visit: patient (Pointer to Patient, required), doctor (Pointer to Doctor, required), notes (String), status (String: draft, signed).
4. Prescription: patient (Pointer to Patient, required), prescriber (Pointer to Doctor, required), dose (String).
5. Document: patient (Pointer to Patient, required), title (String), file (File), published (Boolean).
6. Message: sender (Pointer to User, required), recipient (Pointer to User, required), body (String).
7. Appointment: patient (Pointer to Patient, required), doctor (Pointer to Doctor, required), startAt (Date), endAt (Date), status (String: requested, confirmed, cancelled).
`;
const { become, reads, shows: isShown } = sentencesBehind(schema, { section: 'Security' });
const shows = (...sentences) => sentences.forEach((sentence) => isShown(sentence));

describe('one of several is not all of them', () => {
  shows('Patients can read one of their Visits.', 'Patients can delete one of their Documents.', 'Doctors can update one of his or her Visits.', 'Nurses can read Visits of one of their patients.',
    'Doctors can read one of our Documents.', 'One of their Documents can be read by patients.');
  for (const one of ['any of their', 'each of their', 'all of their', 'any one of their']) reads(`Patients can read ${one} Visits.`, 'Patients can read their own Visit.');
  reads('One of our nurses can read all Visits.', 'Nurses can read all Visit.');
});

describe('the latest, the current or this one is not all of them', () => {
  shows('Nurses can see the latest Visits.', 'Nurses can see current Prescriptions.', 'Nurses can see the latest Visit of their assigned patients.', 'Doctors can see their current Prescriptions.',
    'Doctors can update the current Prescription of their patients.', 'Patients can delete their latest Document.', '醫生可以查看目前的 Prescription。', '護士可以查看本次 Visit。', '護士可以查看該次 Visit。');
  // Of one's own it is what is there.
  reads('Patients can see their latest Visit.', 'Patients can read their own Visit.');
});

describe('what takes two, nobody does alone', () => {
  shows('Nurses can delete Visits together with a doctor.', 'Nurses can read Visits along with the doctor.', 'Doctors can sign Visits together with a second doctor.', 'Visits can be deleted by an admin together with a doctor.',
    'Doctors together with nurses can delete Visits.', '護士可以和醫生一起刪除 Visit。');
  reads('Nurses can read Visits together with Documents.', 'Nurses can read all Visit and Document.');
});

describe('what is done for staff is not done in one\'s own right', () => {
  shows('Nurses can sign Visits for doctors.', 'Nurses can read all Visits for the doctor.', 'Patients can read Visits for doctors.', 'Nurses can delete Visits for the doctor.');
  reads('Nurses can read Visits for their patients.', 'Nurses can read Visit of their assigned patients.');
});

describe('what somebody permits is not open before', () => {
  shows('Nurses can read Visits with the permission of the doctor.', 'Nurses can delete Visits with the authorization of an admin.', '護士經醫生批准後可以修改 Prescription。', '護士須經醫生核准才能刪除 Visit。', '护士经医生批准后可以修改 Prescription。');
  // Accounts are approved by admins.
  reads('護士經管理員批准後可以查看 Visit。', 'Nurses can read all Visit.');
});

describe('what only some may send, others do not', () => {
  const send = (who) => [`${who} can create Message in which they are the sender.`, `${who} can read Message in which they are the sender.`];
  const receive = 'The recipient of a Message can read it.';
  for (const sentence of ['Only doctors can send Messages.', 'Messages can only be sent by doctors.', 'Messages can be sent by doctors only.', '只有醫生可以發送 Message。']) reads(sentence, ...send('Doctors'), receive);
  reads('Only doctors and nurses may send Messages.', ...send('Doctors'), ...send('Nurses'), receive);
  // A sender is whoever sends, where the sentence does not say that others must not.
  reads('Doctors can send Messages.', 'The sender of a Message can read and create it.', receive);
});

describe('moving and cancelling is of what is named, and moving is of times', () => {
  shows('Nurses can postpone Visits.', 'Nurses can reschedule Prescriptions.', 'Nurses can move Visits.', 'Nurses can cancel Visits.', 'Nurses can cancel Prescriptions.', 'Patients can cancel Documents.', '護士可以取消 Prescription。');
  for (const verb of ['reschedule', 'postpone', 'move']) reads(`Patients can ${verb} their Appointments.`, 'Patients can update only startAt and endAt of their own Appointment.');
  reads('患者可以將自己的 Appointment 改期。', 'Patients can update only startAt and endAt of their own Appointment.');
});

describe('what is called so by its last word is meant by it, whatever class it is of', () => {
  const kept = ['Only admins can read fullName of Patient.', 'Only admins can read name of Doctor.'];
  const has = (...sentences) => test(sentences.join(' '), async () => {
    const { lines } = await become(...sentences);
    for (const line of kept) assert.ok(lines.includes(line), `${line} of ${lines.join(' ')}`);
  });
  has('Researchers can read all records except the names.');
  has('Researchers can read all records without names.');
  has('Researchers can read all records, but not names.');
  has('Researchers can read all records.', 'Names are hidden from researchers.');
  has('Researchers cannot see names.', 'Researchers can read all records.');
});

describe('one\'s own stays one\'s own, whatever it is said to be of', () => {
  const own = 'Doctors can read Visit in which they are the doctor';
  reads('Doctors can see their own drafts and signed Visits of all patients.', `${own} whose status is draft or signed.`);
  reads('Doctors can read their own Visits of all patients.', `${own}.`);
  reads('Doctors can read their own Visits and Prescriptions of all patients.', `${own}.`, 'Doctors can read all Prescription.');
  reads('Doctors can read Visits of all patients.', 'Doctors can read all Visit.');
  shows('Nurses can see their draft and signed Visits of all patients.');
});

describe('a verb that changes one part, and does not say which, changes none', () => {
  shows('Nurses can annotate Visits.', 'Patients can rename their Documents.', 'Patients can choose an Appointment.', 'Nurses can renew Prescriptions.', 'Patients can extend their Prescriptions.', 'Patients can pick a Document.');
  reads('Patients can rename the title of their Documents.', 'Patients can update only title of their own Document.');
  reads('Patients can choose the doctor of their Appointments.', 'Patients can update only doctor of their own Appointment.');
});

describe('whose patients they are is no class that is read or deleted', () => {
  shows('Nurses can read the doctor\'s patients.', 'Nurses can delete the doctor\'s patients.', '護士可以查看醫生的病人。', '護士可以刪除醫生的病人。', '护士可以管理医生的病人。');
  reads('Nurses can read Visits of their patients.', 'Nurses can read Visit of their assigned patients.');
});
