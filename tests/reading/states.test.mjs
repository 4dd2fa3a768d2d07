// Which rows are meant where a state stands once in a sentence: before a list, behind one of its things, or as the end of
// a time. What it leaves open is opened to nobody.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { read } from './judge.mjs';

const schema = `Create a clinic.

Schema:
1. Patient: user (Pointer to User, required), fullName (String), status (String: admitted, discharged).
2. Visit: patient (Pointer to Patient, required), doctor (Pointer to User, required), status (String: draft, signed, cancelled), diagnosis (String), notes (String).
3. LabResult: patient (Pointer to Patient, required), value (String), status (String: pending, final, released).
4. Prescription: patient (Pointer to Patient, required), prescriber (Pointer to User, required), drug (String), status (String: draft, signed, dispensed).
5. Referral: patient (Pointer to Patient, required), fromDoctor (Pointer to User, required), toDoctor (Pointer to User), status (String: open, accepted, closed).
6. Invoice: patient (Pointer to Patient, required), amount (Number), status (String: open, paid).
7. Request: patient (Pointer to Patient, required), requester (Pointer to User, required), topic (String), status (String: open, approved, rejected).
8. Shift: patient (Pointer to Patient, required), carer (Pointer to User, required), status (String: planned, started, done, missed).
`;
const who = / are users (?:in|with) | wait for approval |^Admins can .*CareAssignment/;

/** What the sentences become, and what of their words is shown. */
async function become(...sentences) {
  const found = (await read(`${schema}\nRules:\n${sentences.map((one) => `- ${one}\n`).join('')}`)).slice(-sentences.length);
  return {
    lines: [...new Set(found.flatMap(({ reading }) => reading))].filter((line) => !who.test(line)),
    left: found.flatMap(({ left }) => left),
  };
}

/** Sentences, each with what it becomes besides who there is. */
function reads(cases) {
  for (const [sentences, ...lines] of cases)
    test([sentences].flat().join(' '), async () => {
      const found = await become(...[sentences].flat());
      assert.deepEqual(found.left, []);
      assert.deepEqual(found.lines.sort(), [...lines].sort());
    });
}

/** Sentences of which nothing opens what the pattern says, and words are shown. */
function shown(pattern, cases) {
  for (const sentences of cases)
    test([sentences].flat().join(' '), async () => {
      const { lines, left } = await become(...[sentences].flat());
      assert.ok(left.length > 0, lines.join(' '));
      assert.ok(!lines.some((line) => pattern.test(line)), lines.join(' '));
    });
}

describe('a value before a list is said of all its things that can have it', () => {
  reads([
    ['Nurses can view all signed visits and prescriptions.', 'Nurses can read all Visit and Prescription whose status is signed.'],
    ['All signed visits and prescriptions can be viewed by nurses.', 'Nurses can read all Visit and Prescription whose status is signed.'],
    ['Doctors can delete all draft visits and prescriptions.', 'Doctors can delete all Visit and Prescription whose status is draft.'],
    ['Nurses can view all open referrals and invoices.', 'Nurses can read all Referral and Invoice whose status is open.'],
    ['護士可以查看所有已簽署的 Visit 和 Prescription。', 'Nurses can read all Visit and Prescription whose status is signed.'],
    ['护士可以查看所有已签署的 Visit 和 Prescription。', 'Nurses can read all Visit and Prescription whose status is signed.'],
    ['Nurses can view all signed visits and all prescriptions.', 'Nurses can read all Visit whose status is signed.', 'Nurses can read all Prescription.'],
    ['Nurses can view all final lab results and invoices.', 'Nurses can read all LabResult whose status is final.', 'Nurses can read all Invoice.'],
    ['Nurses can view all signed visits and open invoices.', 'Nurses can read all Visit whose status is signed.', 'Nurses can read all Invoice whose status is open.'],
  ]);
});

describe('what is theirs, of people in some state, is not opened for all', () => {
  shown(/ can .*\b(?:Visit|Prescription)\b/, [
    'Nurses can view all admitted patients and their visits.', 'Nurses can view all admitted patients and visits.',
    'Nurses can view all patients who are admitted and their visits.', 'Nurses can view all admitted patients and edit their visits.',
    'Nurses can view all admitted patients, their visits and their prescriptions.',
    '護士可以查看所有 admitted 的患者及其 Visit。', '护士可以查看所有 admitted 的患者和他们的 Visit。',
  ]);
  reads([['Nurses can view all patients and their visits.', 'Nurses can read all Patient and Visit.']]);
});

describe('until something is so, and no longer once it is: the values behind it are over, too', () => {
  const all = 'Doctors can edit all prescriptions.';
  for (const sentences of [
    ['Doctors can edit all prescriptions until signed.'], ['Doctors can edit all prescriptions until they have been signed.'],
    ['Doctors can edit all prescriptions before they are signed.'], ['Doctors can edit all prescriptions prior to signing.'],
    ['Before signing, doctors can edit all prescriptions.'], ['Doctors can edit all prescriptions which are not yet signed.'],
    ['Doctors can edit all prescriptions as long as they are not signed.'], ['Doctors can edit all prescriptions that have not been signed.'],
    ['Doctors can edit all prescriptions, but not after signing.'], ['Doctors can edit all prescriptions, but no longer once they are signed.'],
    [all, 'Once signed, a prescription can no longer be edited.'], [all, 'After signing, doctors must not edit prescriptions.'],
    [all, 'No prescription may be edited after signing.'], [all, 'Doctors must not edit prescriptions that have been signed.'],
    [all, 'Prescriptions must not be edited by doctors once they are signed.'],
    ['醫生可以在簽署前修改所有 Prescription。'], ['醫生可以修改所有尚未簽署的 Prescription。'], ['醫生可以修改所有還沒簽署的 Prescription。'],
    ['醫生可以修改所有 Prescription,簽署後不能修改。'], ['医生可以修改所有 Prescription,但签署后不可修改。'],
    ['醫生可以修改所有 Prescription。', 'Prescription 一經簽署,醫生不得再修改。'], ['在簽署之前,醫生可以修改所有 Prescription。'],
  ])
    test(sentences.at(-1), async () => {
      const { lines, left } = await become(...sentences);
      assert.deepEqual(left, []);
      assert.deepEqual(lines, ['Doctors can update all Prescription whose status is not signed or dispensed.']);
    });

  reads([
    ['Nurses can delete all lab results before they are final.', 'Nurses can delete all LabResult whose status is not final or released.'],
    // What is so once is not said to be over.
    ['Nurses can view all lab results once they are final.', 'Nurses can read all LabResult whose status is final.'],
    ['Nurses can view all lab results unless they are final.', 'Nurses can read all LabResult whose status is not final.'],
    // The order that a sentence says goes before that of the schema.
    [['Shift.status goes missed -> planned -> started -> done.', 'Carers can update all shifts until started.'],
      'Shift.status goes missed -> planned -> started -> done.', 'Carers can update all Shift whose status is not started or done.'],
  ]);
});

describe('what must not become so by a step is not made so', () => {
  reads([
    ['Nurses can create all prescriptions as drafts.', 'Nurses can create all Prescription whose status is draft.'],
    ['Nurses can record all prescriptions as a draft.', 'Nurses can create all Prescription whose status is draft.'],
    ['Nurses can create all prescriptions, but cannot sign them.', 'Nurses can create all Prescription whose status is not signed or dispensed.'],
    [['Nurses can create all prescriptions.', 'Nurses must not sign prescriptions.'], 'Nurses can create all Prescription whose status is not signed or dispensed.'],
    [['Nurses can create all prescriptions.', 'Prescriptions must not be signed by nurses.'], 'Nurses can create all Prescription whose status is not signed or dispensed.'],
    ['護士可以建立所有 Prescription,但不能簽署。', 'Nurses can create all Prescription whose status is not signed or dispensed.'],
    ['护士可以建立所有 Prescription,但不得签署。', 'Nurses can create all Prescription whose status is not signed or dispensed.'],
    // Where there are steps, all begins with the first value.
    ...['Nurses can create all prescriptions as drafts.', 'Nurses can create all prescriptions, but must not sign them.']
      .map((one) => [[one, 'Doctors sign all prescriptions.'], 'Nurses can create all Prescription.', 'Doctors can update only status of all Prescription.',
        'Prescription.status goes draft -> signed, by doctors.']),
  ]);
});

describe('whoever a row is about does not decide on it', () => {
  const creates = 'Users can create their own Request whose status is not approved or rejected.';
  const updates = 'Users can update only patient, requester and topic of their own Request.';
  const sets = 'Admins can update only status of all Request.';
  const own = 'Users can create and edit their own requests.';
  reads([
    [[own, 'The status is set by admins.'], creates, updates, sets],
    [[own, 'Admins change the status.'], creates, updates, sets],
    [[own, 'The status of requests is set by admins.'], creates, updates, sets],
    [[own, 'The status can only be changed by admins.'], creates, updates, sets],
    [['The status of requests is set by admins.', own], creates, updates, sets],
    [['用戶可以建立和修改自己的 Request。', '狀態由管理員設定。'], creates, updates, sets],
    [['用户可以创建和修改自己的 Request。', '管理员修改状态。'], creates, updates, sets],
    ['Users can create and edit their requests until they are approved.', creates, updates.replace('.', ' whose status is not approved or rejected.')],
    ['Users can create open requests and edit them.', 'Users can create their own Request whose status is open.', updates.replace('.', ' whose status is open.')],
    // Where there are steps, nobody takes another.
    [[own, 'Admins approve or reject requests.'], 'Users can create their own Request.', 'Users can update their own Request.', sets,
      'Request.status goes open -> approved, by admins.', 'Request.status goes open -> rejected, by admins.'],
  ]);
});

describe('a field that is named alone is one of what was spoken of', () => {
  reads([
    [['Users can view their own requests.', 'Admins change the status.'], 'Users can view their own requests.', 'Admins can update only status of all Request.'],
    ['Users can view their own requests, and admins change the status.', 'Users can read their own Request.', 'Admins can update only status of all Request.'],
    [['用戶可以查看自己的 Request。', '管理員修改狀態。'], 'Users can read their own Request.', 'Admins can update only status of all Request.'],
  ]);

  test('or it is told of which classes it is', async () => {
    const found = await read(`${schema}\nRules:\n- Admins change the status.\n`);
    assert.ok(found.at(-1).assumed.some((one) => /^'(?:the )?status' names no class: Patient, Visit, /.test(one)), found.at(-1).assumed.join(' '));
  });

  test('what cannot be so is told where a list says it of all', async () => {
    for (const sentence of ['Nurses can view all dispensed prescriptions and visits.', 'Nurses can view all visits and prescriptions that are dispensed.']) {
      const last = (await read(`${schema}\nRules:\n- ${sentence}\n`)).at(-1);
      assert.deepEqual(last.assumed.filter((one) => / is not said of /.test(one)).map((one) => one.replace(/^'.*?'/, '')), [' is not said of Visit, which has no such value'], last.assumed.join(' '));
    }
  });
});
