// Who makes something, and whose it is then: of two people whom a row points at, of those it is for, and of those who
// name themselves in it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { read } from './judge.mjs';

const schema = `Create a clinic.

Schema:
1. Patient: user (Pointer to User, required), fullName (String, required).
2. Visit: patient (Pointer to Patient, required), doctor (Pointer to User, required), date (Date), status (String: draft, signed, cancelled), diagnosis (String), notes (String).
3. Handover: ward (String), fromNurse (Pointer to User, required), toNurse (Pointer to User, required), notes (String).
4. Referral: patient (Pointer to Patient, required), fromDoctor (Pointer to User, required), toDoctor (Pointer to User), reason (String).
5. Prescription: patient (Pointer to Patient, required), prescriber (Pointer to User, required), drug (String), status (String: draft, signed, dispensed).
6. Shift: patient (Pointer to Patient, required), carer (Pointer to User, required), status (String: planned, started, done).
`;
const who = / are users (?:in|with) | wait for approval |^Admins can .*CareAssignment/;

async function become(...sentences) {
  const found = (await read(`${schema}\nRules:\n${sentences.map((one) => `- ${one}\n`).join('')}`)).slice(-sentences.length);
  return {
    lines: [...new Set(found.flatMap(({ reading }) => reading))].filter((line) => !who.test(line)),
    left: found.flatMap(({ left }) => left),
  };
}

function reads(cases) {
  for (const [sentences, ...lines] of cases)
    test([sentences].flat().join(' '), async () => {
      const found = await become(...[sentences].flat());
      assert.deepEqual(found.left, []);
      assert.deepEqual(found.lines.sort(), [...lines].sort());
    });
}

function shown(pattern, cases) {
  for (const sentences of cases)
    test([sentences].flat().join(' '), async () => {
      const { lines, left } = await become(...[sentences].flat());
      assert.ok(left.length > 0, lines.join(' '));
      assert.ok(!lines.some((line) => pattern.test(line)), lines.join(' '));
    });
}

describe('what one wrote is what one gave, not what one got', () => {
  reads([
    ['Nurses can view handovers they wrote.', 'Nurses can read Handover in which they are the fromNurse.'],
    ['Nurses can edit the handovers that they created.', 'Nurses can update Handover in which they are the fromNurse.'],
    ['Nurses create handovers.', 'Nurses can create Handover in which they are the fromNurse.'],
    ['Doctors can edit referrals they sent.', 'Doctors can update Referral in which they are the fromDoctor.'],
    ['Doctors can edit referrals they wrote.', 'Doctors can update Referral in which they are the fromDoctor.'],
    ['Referrals can be edited by the doctor who wrote them.', 'Doctors can update Referral in which they are the fromDoctor.'],
    ['護士可以查看自己寫的 Handover。', 'Nurses can read Handover in which they are the fromNurse.'],
    ['医生可以修改自己创建的 Referral。', 'Doctors can update Referral in which they are the fromDoctor.'],
    ['Doctors can edit visits they created.', 'Doctors can update Visit in which they are the doctor.'],
  ]);
  shown(/^Nurses can |^Doctors can /, ['Nurses can edit their handovers.', 'Doctors can edit their referrals.', '護士可以修改自己的 Handover。']);
});

describe('in their own name they make what is theirs, and for others as well nothing that can be said', () => {
  reads([
    ['Nurses can create all prescriptions in their own name.', 'Nurses can create Prescription in which they are the prescriber.'],
    ['Doctors can edit all prescriptions in their own name.', 'Doctors can update Prescription in which they are the prescriber.'],
  ]);
  shown(/ can create .*Prescription/, ['Doctors can create prescriptions in their own name for their assigned patients.']);

  test('who is named in what they make for others is told not to be limited', async () => {
    const found = await read(`${schema}\nRules:\n- Doctors can write prescriptions for their assigned patients.\n`);
    assert.ok(found.at(-1).assumed.includes('who is the prescriber of a Prescription that doctors create is not limited'));
  });
});

describe('with whom something is booked can\'t be limited, and is not passed over', () => {
  shown(/ can create .*Visit/, [
    'Patients can book visits with their own doctor.', 'Patients can book visits with their doctor.', 'Patients can book visits with their assigned doctor.',
    '患者可以向自己的醫生預約 Visit。', '患者可以向其医生预约 Visit。',
  ]);
  reads([['Patients can book visits with doctors.', 'Patients can create their own Visit.']]);
});

describe('people are not made by writing to them, reporting them or handing them over', () => {
  shown(/ can .*create/, [
    'Doctors can write to patients.', 'Doctors can message patients.', 'Doctors can report patients.', 'Doctors can hand over their patients.',
    'Doctors can send patients.', '醫生可以通報患者。', '医生可以联络患者。',
  ]);
  reads([
    ['Doctors can register patients.', 'Doctors can create all Patient.'], ['Doctors can add patients.', 'Doctors can create all Patient.'],
    ['醫生可以登記患者。', 'Doctors can create all Patient.'],
  ]);
});

describe('what is started is there already', () => {
  const lines = ['Carers can update only status of Shift in which they are the carer.', 'Shift.status goes planned -> started, by carers.'];
  reads([
    ['Carers can start their own shifts.', ...lines], ['Shifts are started by the carer.', ...lines],
    ['Carers can start and finish their own shifts.', ...lines, 'Shift.status goes started -> done, by carers.'],
    ['Carers create and start their own shifts.', ...lines, 'Carers can create Shift in which they are the carer.'],
  ]);
});

describe('who has no access to a field neither reads nor changes it', () => {
  const both = 'Nurses and doctors can view and edit all visits.';
  const lines = ['Nurses can read all Visit.', 'Doctors can read all Visit.', 'Doctors can update all Visit.', 'Only doctors can read diagnosis of Visit.'];
  const others = 'Nurses can update only patient, doctor, date, status and notes of all Visit.';
  reads([
    ...['Nurses have no access to the diagnosis.', 'Nurses must not access the diagnosis.', 'The diagnosis is off limits for nurses.', '護士不能存取診斷。', '护士不能访问诊断。']
      .map((one) => [[both, one], ...lines, others]),
    [[both, 'Nurses must not see the diagnosis.'], ...lines, 'Nurses can update all Visit.'],
    [['Nurses can edit the notes and the diagnosis of all visits.', 'Nurses have no access to the diagnosis.'], 'Nurses can update only notes of all Visit.'],
  ]);
});
