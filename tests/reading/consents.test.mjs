// What is read because somebody has consented or shared it: of whom, and no more than the sentence names. Where a sentence is said to
// be shown, some of its words are left over, and nothing is opened by it.
import { describe } from 'node:test';
import { sentencesBehind } from './sentences.mjs';

const schema = `Create a clinic.

Schema:
1. Patient: user (Pointer to User, required), name (String).
2. Doctor: user (Pointer to User, required), name (String).
3. Visit: patient (Pointer to Patient, required), notes (String), status (String: draft, final).
4. Letter: patient (Pointer to Patient, required), text (String).
5. Consent: patient (Pointer to Patient, required), doctor (Pointer to Doctor, required), validUntil (Date).
`;
const lets = (what) => `Consent lets its doctor read ${what} of its patient until validUntil.`;
const make = 'Patients can create their own Consent.';
const assigned = 'Doctors can read Visit of their assigned patients.';
const apart = /^(?!.*(?: can | lets ))|^Admins can .*CareAssignment/;
const { reads, shows } = sentencesBehind(schema, { section: 'Security', apart });

describe('of patients who have consented', () => {
  for (const sentence of ['Doctors can read Visits of patients who have consented.', 'Doctors can read Visits of consented patients.', 'Doctors can read visits of their consented patients.',
    'Doctors can only read Visits of patients that consented.', 'Doctors can read Visits of patients who have consented to them.', 'Doctors can read Visits of patients with a valid consent.',
    'Visits of consented patients can be read by doctors.', "Doctors see only consented patients' Visits.", '醫生可以查看已同意病人的 Visit。', '醫生可以查看已授權患者的 Visit。', '医生只能查看授权给自己的患者的 Visit。',
    '醫生只能查看已同意的病人的 Visit。', 'Doctors cannot read Visits of patients who have not consented.']) reads(sentence, lets('Visit'));
  for (const sentence of ['Doctors can read records of patients who have consented.', "Doctors can access consented patients' records.", 'Doctors can view consented patients.', '醫生可以查看已同意病人的紀錄。']) reads(sentence, lets('records'));
  for (const sentence of ['Doctors can read Visits of assigned or consented patients.', 'Doctors can read Visits of consented or assigned patients.', '醫生可以查看所負責或已授權患者的 Visit。']) reads(sentence, lets('Visit'), assigned);
  // Both at once is what no sentence of the language says.
  for (const sentence of ['Doctors can read Visits of assigned and consented patients.', 'Doctors can read Visits of their assigned patients who have consented.', 'Doctors can read Visits of assigned patients with consent.',
    'Doctors can read Visits of their consented and assigned patients.', '醫生可以查看自己負責的已同意病人的 Visit。', '醫生可以查看所負責且已授權患者的 Visit。',
    'Doctors can read Visits of patients who have not consented.', 'Doctors cannot read Visits of patients who have consented.', 'Doctors can read Visits of patients who consented to the study.', '醫生可以查看未授權患者的 Visit。',
    'Doctors can read and update Visits of consented patients.', 'Doctors can create Visits for consented patients.', 'Doctors can read Visits of approved patients.', 'Doctors can read authorized Visits.',
    'Doctors can read Visits of consented patients in which they are the doctor.']) shows(sentence);
});

describe('a consent gives to whom it points at', () => {
  for (const sentence of ['Admins can read Visits of consented patients.', 'Nurses can read Visits of consented patients.', 'Patients can read Visits of consented patients.', "Nurses can read Visits with the patient's consent.",
    'Patients can share their Visits with nurses.']) shows(sentence);
});

describe('what is shared is what the sentence names', () => {
  for (const sentence of ['Patients can share their Visits with doctors.', 'Patients can share Visits with doctors.', 'Patients can give a doctor access to their Visits until it expires.', 'Patients can grant doctors access to their Visits.',
    'Patients can create a consent to share their Visits with a doctor.', 'Patients can authorize doctors to view their Visits.', 'Patients can allow a doctor to read their Visits.', 'Patients can permit a doctor to see their Visits.',
    '患者可以與醫生分享其 Visit。', '患者可以授權醫生查看其 Visit。', '患者可以授權醫生讀取自己的 Visit。', '病人可以授權給醫生查看自己的 Visit。', '患者可授權其醫生查看 Visit。']) reads(sentence, lets('Visit'), make);
  reads('Patients can share their Visits and Letters with doctors.', lets('Visit and Letter'), make);
  reads('Patients can see their Visits and share them with doctors.', 'Patients can read their own Visit.', lets('Visit'), make);
  for (const sentence of ['Patients can share their records with doctors.', 'Patients can share selected records with doctors.', 'Patients can grant access to doctors.']) reads(sentence, lets('records'), make);
  for (const sentence of ['Patients can share selected Visits with doctors.', 'Patients can share their final Visits with doctors.', 'Patients can share their Visit notes with doctors.', 'Patients can share one of their Visits with doctors.',
    'Patients can share a Visit with a doctor.', 'Patients can share individual Visits with doctors.', 'Patients can share some of their Visits with doctors.', 'Patients can share the latest Visit with doctors.',
    'Patients can share their Visits but not their Letters with nurses.', 'Admins can share Visits with doctors.', 'Doctors can allow patients to read their Visits.']) shows(sentence);
  // A consent that points at one Visit is of that one.
  const ofOne = schema.replace('doctor (Pointer to Doctor, required), validUntil', 'doctor (Pointer to Doctor, required), visit (Pointer to Visit), validUntil');
  const behindOne = sentencesBehind(ofOne, { section: 'Security', apart });
  for (const sentence of ['Patients can share their Visits with doctors.', 'Doctors can read Visits of consented patients.', "Doctors can read Visits with the patient's consent."]) behindOne.shows(sentence);
});
