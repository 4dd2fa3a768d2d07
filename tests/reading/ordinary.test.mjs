// Sentences as people write them who have never seen the reader: what each becomes besides who there is. Where a sentence
// is said to be shown, some of its words are left over, and nothing is opened by it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { read } from './judge.mjs';

const schema = `Create a clinic.

Schema:
1. Patient: user (Pointer to User, required), name (String), phone (String), allergies (String).
2. Visit: patient (Pointer to Patient, required), doctor (Pointer to User), room (String), notes (String), startAt (Date), endAt (Date), status (String: draft, signed, cancelled).
3. Complaint: patient (Pointer to Patient, required), text (String), answer (String), status (String: open, answered, closed).
4. Recording: patient (Pointer to Patient, required), title (String), audio (File), released (Boolean, default false).
5. AuditLog: actor (Pointer to User), action (String).
`;
const who = / are users (?:in|with) | wait for approval |^Admins can .*CareAssignment/;

/** What sentences become, and what of their words is left over or contradicted; a text of several lines stands as it is. */
async function become(...sentences) {
  const text = sentences.map((one) => (one.includes('\n') ? `\n${one}\n` : `- ${one}\n`)).join('');
  const blocks = await read(`${schema}\nSecurity:\n${text}`);
  return {
    lines: [...new Set(blocks.flatMap(({ reading }) => reading))].filter((line) => !who.test(line)),
    shown: blocks.flatMap(({ left, diagnostics }) => [...left, ...diagnostics]),
  };
}

const reads = (sentences, ...lines) => test([sentences].flat().join(' '), async () => {
  const { lines: found, shown } = await become(...[sentences].flat());
  assert.deepEqual(shown, []);
  assert.deepEqual(found.sort(), lines.sort());
});

/** What is not understood is shown, and of what it says nothing is opened: the lines are those of the sentences before it. */
const shows = (sentences, ...lines) => test(`${[sentences].flat().join(' ')} is shown`, async () => {
  const { lines: found, shown } = await become(...[sentences].flat());
  assert.notDeepEqual(shown, []);
  assert.deepEqual(found.filter((line) => / can /.test(line)).sort(), lines.sort());
});

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
