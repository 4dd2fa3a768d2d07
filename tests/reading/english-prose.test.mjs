// English as people write it in prompts who have never seen the reader: what sentences become besides who there is, all
// of their words being used. Where a sentence is said to be shown, words are left over, and nothing is opened by it.
import { sentencesBehind } from './sentences.mjs';

const schema = `Create a clinic.

Schema:
1. Patient: user (Pointer to User, required), name (String), phone (String).
2. Visit: patient (Pointer to Patient, required), doctor (Pointer to User), room (String), notes (String), internalNotes (String), startAt (Date), endAt (Date), cancelReason (String), signedAt (Date), signedBy (Pointer to User), status (String: draft, signed, cancelled).
3. Prescription: patient (Pointer to Patient, required), doctor (Pointer to User), drug (String), status (String: draft, signed, dispensed).
4. LabResult: patient (Pointer to Patient, required), value (Number), file (File), status (String: open, released).
5. Request: patient (Pointer to Patient, required), text (String), status (String: requested, confirmed, declined, completed).
6. Message: sender (Pointer to User), recipient (Pointer to User), body (String), readAt (Date).
7. Consent: patient (Pointer to Patient, required), viewer (Pointer to User, required), expiresAt (Date).
8. AuditLog: actor (Pointer to User), action (String).
`;
// Whoever waits for somebody else's approval than the admins' is what some of these are about.
const apartFrom = / are users (?:in|with) |^(?:Nurses|Doctors) wait for approval by admins|^Admins can .*CareAssignment| is closed\.$/;
const { becomes, areShown } = sentencesBehind(schema, { apart: apartFrom });

const audited = 'Audit every read of Visit.';
becomes('what is entered may be said of several things at once, and of whoever does it', [
  ...['Every access to a visit and every change of a request must be recorded in the audit log.', 'Every read of a visit and every update of a request is logged.',
    'Reading visits and changing requests is logged.'].map((one) => [one, audited, 'Audit every update of Request.']),
  ['Reads of visits, changes of lab results and deletes of requests are logged.', audited, 'Audit every update of LabResult.', 'Audit every delete of Request.'],
  ['Every update of a visit and every access thereto shall be recorded in the audit log, which shall be append-only.', 'Audit every update of Visit.',
    'Audit every read, create, update and delete of Visit.', 'AuditLog is append-only.'],
  ...['Whoever reads a visit leaves a trace in the audit log.', 'Anyone who views a visit is recorded in the audit log.', 'Every time somebody reads a visit it goes into the audit trail.',
    'We need a log of who has read which visit.', 'Log all logins, reads of visits and changes to the AuditLog.'].map((one) => [one, audited]),
]);
areShown('what is done without anybody who does it lets nobody do it', [
  ['Reading visits and changing lab results are forbidden.'], ['Viewing their visits.'],
]);

const apart = (of) => `Visit of the same ${of} do not overlap from startAt to endAt.`;
becomes('one at a time is what must not overlap', [
  ...['One visit per room at a time.', 'There may be only one visit per room at a time.', 'Only one visit per room at the same time.', 'A room can have only one visit at a time.',
    'It is not possible to book one room two times for same time.'].map((one) => [one, apart('room')]),
  ["A doctor can't be at two visits at once.", apart('doctor')],
  ['There is only one visit per room at a time, unless it is cancelled.', 'Visit of the same room whose status is not cancelled do not overlap from startAt to endAt.'],
]);
areShown('more than one at a time', [['There can be several visits per room at a time.'], ['There may not be one visit per room at a time.']]);

becomes('sessions of those who are spoken to', [
  ...["You're logged out after an hour without doing anything.", 'You are logged out after an hour of inactivity.', "They're logged out after one hour of inactivity.",
    'Auto logout after 1 h idle.'].map((one) => [['Patients can read their own Visit.', one], 'Patients can read their own Visit.', 'Sessions end after 1 hour without use.']),
]);

becomes('who can do nothing until somebody approves him', [
  ...["Pharmacists can't do anything until a manager has approved them.", 'Pharmacists may not see anything until a manager approves them.', 'Pharmacists can do nothing until a manager has approved them.',
    "Pharmacists can't do anything unless they have been approved by a manager.", "Until a manager has approved them, pharmacists can't do anything."]
    .map((one) => [one, 'Pharmacists wait for approval by managers.', 'Managers wait for approval by admins.']),
]);
areShown('what else they cannot', [["Pharmacists can't do anything."], ["Pharmacists can't see visits until a manager has approved them."]]);

const assigned = 'Admins can read, create, update and delete all CareAssignment.';
becomes('what a condition names is what "it" means, and nothing that another sentence spoke of', [
  ['While a visit is a draft, nurses can change it.', 'Nurses can update all Visit whose status is draft.'],
  [['Nurses can read all visits and prescriptions.', 'While a visit is a draft, nurses can change it.'], 'Nurses can read all visits and prescriptions.', 'Nurses can update all Visit whose status is draft.'],
  [['Nurses can read all lab results and visits.', 'Once a visit is signed, nurses can change it.'], 'Nurses can read all LabResult and Visit.', 'Nurses can update all Visit whose status is signed.'],
  ['Unless a visit is a draft, its patient can see it.', 'Patients can read their own Visit whose status is not draft.'],
]);
areShown('a condition on something else than what is done', [[['Nurses can read all lab results.', "Once a visit is signed, nurses can't see lab results."]]]);

becomes('who is in whose care may be a condition', [
  ...["If a patient is assigned to a nurse, the nurse can read that patient's visits.", 'If a patient is assigned to a nurse, the nurse can read the visits of that patient.', "When a patient is assigned to a nurse, she can read the patient's visits.",
    "If a patient is assigned to a nurse, the nurse can read that patient's visits; if not, nothing."].map((one) => [one, 'Nurses can read Visit of their assigned patients.']),
  ["Nurses only have access to the patients who are assigned to them; they can edit those patients' visits.",
    'Nurses can read Patient, Visit, Prescription, LabResult and Request of their assigned patients.', 'Nurses can update Visit of their assigned patients.'],
]);
areShown('those who were spoken of nowhere are not all of them', [
  ["Nurses can read those patients' visits."], ["Nurses can read that patient's visits."], ["If a patient is assigned to a nurse, a pharmacist can read that patient's visits."],
  ["If a patient is not assigned to a nurse, the nurse can read that patient's visits."], ['If a patient is assigned to a nurse, the nurse can read the visits of other patients.'],
]);

becomes('when a draft is ready somebody takes a step', [
  [['Nurses create all requests.', 'Before treatment, nurses create visits; after it, they mark a draft visit as signed.'], 'Nurses can create all Request.', 'Nurses can create all Visit.',
    'Visit.status goes draft -> signed, by nurses.', 'Nurses can update only status of all Visit whose status is draft.'],
  [['Nurses create visits.', 'When the draft is ready, a pharmacist signs it.'], 'Nurses can create all Visit.', 'Visit.status goes draft -> signed, by pharmacists.', 'Pharmacists can update only status of all Visit.',
    'Pharmacists wait for approval by admins.'],
]);
areShown('when a draft is ready nobody sees it by that', [
  [['Nurses create visits.', 'When the draft is ready, patients can see it.'], 'Nurses can create all Visit.'],
  [['Nurses create visits.', 'Before treatment, nurses create requests; after it, patients can read them.'], 'Nurses can create all Visit.'],
]);

const withReason = 'Visit.status becomes cancelled only with cancelReason.';
becomes('what must be filled in with a step', [
  ...['The cancel reason must be given when a visit is cancelled.', 'A cancel reason is required when a visit is cancelled.', 'When a visit is cancelled, the cancel reason must be filled in.',
    'Cancelling a visit requires a cancel reason.', 'A visit can only be cancelled with a cancel reason.', 'A visit must not be cancelled without a cancel reason.',
    'No visit may be cancelled without a cancel reason.'].map((one) => [one, withReason]),
  ...['Nurses must give the cancel reason when they cancel a visit.', 'If nurses cancel a visit, they have to fill in the cancel reason.']
    .map((one) => [one, withReason, 'Nurses can update only cancelReason of all Visit.']),
  [['As a nurse I can sign or cancel visits.', 'If I cancel one I have to fill in the cancel reason.'], 'Visit.status goes draft -> signed, by nurses.', 'Visit.status goes draft -> cancelled, by nurses.',
    'Nurses can update only status of all Visit.', withReason, 'Nurses can update only cancelReason of all Visit.'],
]);
areShown('what may be filled in, or is not with a step', [
  ['A visit can be cancelled with a cancel reason.'], ['A visit may be cancelled without a cancel reason.'], ['The cancel reason may be given when a visit is cancelled.'],
  ['The cancel reason must not be given when a visit is cancelled.'], ['Creating a visit requires a cancel reason.'],
]);

becomes('who does something, and when, is set with it', [
  ...['When a visit is signed or cancelled, signedBy is set to the current user and signedAt to the current time.',
    'When a visit is signed or cancelled, set signedBy to the current user and signedAt to the current time.'].map((one) => [one,
    'Visit.signedBy becomes the user when status becomes signed or cancelled.', 'Visit.signedAt becomes now when status becomes signed or cancelled.']),
]);
areShown('what cannot be set so', [['When a visit is signed, signedAt is set to the current user.'], ['When a visit is signed, notes is set to the current user.']]);

becomes('whoever speaks in a sentence speaks in the next one', [
  [['As a nurse I can see all visits, and doctors can see all prescriptions.', 'I can delete lab results.'], 'Nurses can read all Visit.', 'Doctors can read all Prescription.', 'Nurses can delete all LabResult.'],
]);
areShown('whoever speaks is not known', [[['Nurses can see visits.', 'I can delete lab results.'], 'Nurses can read all Visit.']]);

const readLog = 'Admins can read all AuditLog.';
becomes('who reads the log that was spoken of', [
  ...['Audit every read of a visit, log readable by admins only.', 'Every read of a visit is logged, and admins can look at that log.', 'Every read of a visit is written to the audit log, and only admins get to look at that.',
    'Every read of a visit is logged, and only admins may look at this log.'].map((one) => [one, audited, readLog]),
]);
areShown('no log was spoken of', [
  [['Nurses can read visits.', 'Nurses can edit visits, log readable by nurses.'], 'Nurses can read all Visit.'],
  [['Nurses can read visits.', 'Nurses can edit visits, and doctors can look at that log.'], 'Nurses can read all Visit.'],
]);

const nurses = ['Nurses can read all visits.', 'Patients can read their own visits.'];
const asNurses = ['Nurses can read all visits.', 'Patients can read their own visits.'];
becomes('what is nobody\'s business', [
  ...["The internal notes are nobody's business except the nurses'.", "The internal notes of a visit are no one's business but the nurses'.", 'The internal notes are nobody’s concern except the nurses’.']
    .map((one) => [[...nurses, one], ...asNurses, 'Only nurses can read internalNotes of Visit.']),
]);
becomes('no more edits, no editing', [
  [['Nurses can edit visits.', 'Signed visits: no more edits by anyone.'], 'Nurses can update all Visit whose status is not signed.'],
  [['Nurses can edit visits.', 'Signed visits: no further changes.'], 'Nurses can update all Visit whose status is not signed.'],
  ['Nurses create visits, no editing afterwards.', 'Nurses can create all Visit.'],
]);
becomes('before that they cannot', [
  ...["Once a visit is signed, its patient can see it; before that, the patient can't.", 'Once a visit is signed, patients can see it; until then, they cannot.']
    .map((one) => [one, 'Patients can read their own Visit whose status is signed.']),
  [['Patients can read their own visits.', "Once a visit is signed, nurses can see it; before that, patients can't."], 'Patients can read their own Visit whose status is signed.', 'Nurses can read all Visit whose status is signed.'],
]);
becomes('of whom, and what else of them', [
  ['Visits may only be created by nurses, and only for patients who are assigned to them.', 'Nurses can create Visit of their assigned patients.'],
  ['Nurses: full access to visits of their assigned patients, read-only on lab results of those patients.', 'Nurses can read, create, update and delete Visit of their assigned patients.',
    'Nurses can read LabResult of their assigned patients.'],
]);
becomes('which way it went', [
  ['Visits are signed or cancelled by nurses, and the doctor is notified of the decision.', 'Visit.status goes draft -> signed, by nurses.', 'Visit.status goes draft -> cancelled, by nurses.',
    'Nurses can update only status of all Visit.', 'When Visit.status becomes signed or cancelled, notify the doctor.'],
]);

becomes('what stands last before a comma may be what the next clause is about', [
  ...['Although nurses see visits, the internal notes are visible to doctors only.', 'Nurses can see visits, the internal notes are visible to doctors only.']
    .map((one) => [one, 'Nurses can read all Visit.', 'Only doctors can read internalNotes of Visit.']),
  [['Doctors can read all visits.', 'Nurses can see visits, internal notes must not be shown to nurses.'], 'Doctors can read all visits.', 'Nurses can read all Visit.', 'Only doctors can read internalNotes of Visit.'],
]);
becomes('but others only once they are so', [
  ...['Patients can see their visits, but their lab results only after they have been released.', 'As a patient I can see my visits, but my lab results only once they are released.',
    'Patients can see their visits, but lab results only after release.'].map((one) => [one, 'Patients can read their own Visit.', 'Patients can read their own LabResult whose status is released.']),
]);
becomes('of theirs, and what they are down for', [
  ...['Patients can read a visit of theirs.', 'As a patient I can read a visit of mine.'].map((one) => [one, 'Patients can read their own Visit.']),
  ["As a doctor I can see the visits I'm down for and set them to signed or cancelled.", 'Doctors can read Visit in which they are the doctor.', 'Visit.status goes draft -> signed, by doctors.',
    'Visit.status goes draft -> cancelled, by doctors.', 'Doctors can update only status of Visit in which they are the doctor.'],
]);
becomes('files of some types only, and how they are kept', [
  ['Files: JPEG or PNG only, encrypted, signed URLs.', 'file of LabResult are jpeg and png files.', 'file of LabResult is encrypted.', 'file of LabResult is served by signed URLs.'],
]);

becomes('what is written after a visit, and to whom', [
  ['Nurses jot down requests after a visit.', 'Nurses can create all Request.'],
  ['Use ACLs so that each patient can only access their own data.', 'Patients can read their own Visit, Prescription, LabResult and Request.'],
]);
areShown('what is seen after a visit', [['Nurses can read requests after a visit.'], ['After a visit, patients can read requests.'], ['Nurses can change requests after a visit.']]);
