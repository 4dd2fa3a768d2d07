// Sentences as people write them about fields kept from somebody, rows that stay as they are, and appointments: what
// each becomes besides who there is, all of its words being used.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { read } from './judge.mjs';
import { WHO as who, sentencesBehind } from './sentences.mjs';

const schema = `Create a clinic.

Schema:
1. Patient: user (Pointer to User, required), name (String), phone (String), emergencyContact (String).
2. Visit: patient (Pointer to Patient, required), doctor (Pointer to User), notes (String), internalNotes (String).
3. Prescription: patient (Pointer to Patient, required), doctor (Pointer to User), drug (String), status (String: draft, signed, dispensed).
4. Assessment: patient (Pointer to Patient, required), score (Number), status (String: open, completed).
5. Appointment: patient (Pointer to Patient, required), doctor (Pointer to User), startAt (Date), endAt (Date), place (String).
6. Message: sender (Pointer to User), recipient (Pointer to User), body (String), readAt (Date).
7. AuditLog: actor (Pointer to User), action (String).
`;
const { become } = sentencesBehind(schema);

const opens = ['Patients can read their own Patient and Visit.', 'Doctors can read and update all Patient and Visit.'];
const kept = (...lines) => [...opens, ...lines];

describe('a field kept from somebody is read by whoever else reads the rows in a role, and contradicts nothing', () => {
  for (const [sentences, ...lines] of [
    ...['Patients must not see the internal notes.', 'Internal notes are never shown to patients.', 'The internal notes are hidden from patients.',
      'Internal notes are kept from patients.', 'Patients mustn’t look at the internal notes of visits.', 'Patients have no access to the internal notes.',
      '患者不能查看內部備註。', '內部備註對患者隱藏。', '患者不得查看内部备注。',
    ].map((one) => [[...opens, one], ...kept('Only doctors can read internalNotes of Visit.')]),
    ...['Doctors must not see the phone numbers of patients.', 'The phone numbers of patients are kept from doctors.', '醫生看不到患者的電話。', '医生看不到患者的电话。']
      .map((one) => [[...opens, 'Receptionists can read all Patient.', one], ...kept('Receptionists can read all Patient.', 'Only receptionists can read phone of Patient.')]),
    ...['Phone numbers are only for reception staff.', 'Phone numbers are visible to receptionists only.', 'Only receptionists may see phone numbers.']
      .map((one) => [[...opens, one], ...kept('Only receptionists can read phone of Patient.')]),
    [[...opens, 'Nurses can read all Visit.', 'Doctors must not see the internal notes.', 'Patients must not see the internal notes.'],
      ...kept('Nurses can read all Visit.', 'Only nurses can read internalNotes of Visit.')],
    [['Users can read all Visit.', 'Nurses can read all Patient.', 'Patients must not see the internal notes.'],
      'Users can read all Visit.', 'Nurses can read all Patient.', 'Only nurses and admins can read internalNotes of Visit.'],
    [[...opens, 'Only doctors can read internalNotes of Visit.', 'Patients must not see the internal notes.'], ...kept('Only doctors can read internalNotes of Visit.')],
    [[...opens, 'Nobody may see the internal notes.'], ...kept('Only admins can read internalNotes of Visit.')],
    [['Nurses can create all Visit.', 'Nurses must not see the internal notes.'], 'Nurses can create all Visit.'],
    [['Doctors can read all Visit.', 'Nurses can read all visits but not the internal notes.'],
      'Doctors can read all Visit.', 'Only doctors can read internalNotes of Visit.', 'Nurses can read all Visit.'],
    [['Doctors can read all Visit.', 'Nurses can read all visits without the internal notes.'],
      'Doctors can read all Visit.', 'Only doctors can read internalNotes of Visit.', 'Nurses can read all Visit.'],
  ])
    test(sentences.at(-1), async () => {
      const { lines: found, shown } = await become(...sentences);
      assert.deepEqual(shown, []);
      assert.deepEqual(found.sort(), [...lines].sort());
    });

  test('who reads a field by one sentence and must not by another does not', async () => {
    const { lines, shown } = await become(...opens, 'Only doctors can read internalNotes of Visit.', 'Doctors must not see the internal notes.');
    assert.ok(shown.some((one) => /contradict/.test(one)));
    assert.ok(!lines.some((one) => /^Doctors can read.*Visit/.test(one)), lines.join(' '));
  });
});

describe('rows that are fixed stay as they are, but for a step that another sentence takes', () => {
  const doctors = 'Doctors can read and update all Prescription and Assessment.';
  for (const [sentence, ...values] of [
    ['Once a prescription has been signed, nobody may change its values any more.', 'signed or dispensed'],
    ['Once a prescription has been signed, it can’t be changed by anyone.', 'signed or dispensed'],
    ['Prescriptions are locked after signing.', 'signed or dispensed'], ['Prescriptions become immutable once signed.', 'signed or dispensed'],
    ['Signed prescriptions are immutable.', 'signed'], ['处方签署后锁定。', 'signed or dispensed'], ['已簽署的處方不可變更。', 'signed'],
  ])
    test(sentence, async () => {
      const { lines, shown } = await become(doctors, 'Pharmacists mark signed prescriptions as dispensed.', sentence);
      assert.deepEqual(shown, []);
      assert.ok(lines.includes(`Doctors can update all Prescription whose status is not ${values[0]}.`), lines.join(' '));
      assert.ok(lines.includes('Pharmacists can update only status of all Prescription whose status is signed.'), lines.join(' '));
      assert.ok(!lines.some((one) => /^Doctors can .*update Prescription/.test(one)), lines.join(' '));
    });
  for (const sentence of ['After completion an assessment can no longer be edited.', '评估完成后不能再修改。', 'A completed assessment can’t be modified.'])
    test(sentence, async () => {
      const { lines, shown } = await become(doctors, sentence);
      assert.deepEqual(shown, []);
      assert.ok(lines.includes('Doctors can update all Assessment whose status is not completed.'), lines.join(' '));
    });
  test('a step to a value that another one ends with leads on from neither', async () => {
    const text = `Create a shop.\n\nSchema:\n1. Bill: title (String), status (String: unpaid, paid, closed).\n\nRules:
- Clerks move bills from unpaid to paid.\n- Once a bill is paid, nobody may change it.\n- Managers can close bills.\n`;
    const lines = (await read(text)).flatMap(({ reading }) => reading);
    assert.ok(lines.includes('Clerks can update only status of all Bill whose status is not paid or closed.'), lines.join(' '));
    assert.ok(lines.includes('Managers can update only status of all Bill.'), lines.join(' '));
  });
});

describe('small words, and lists of verbs', () => {
  const trail = ['Audit every read of Visit.', 'AuditLog is append-only.'];
  const messages = ['The sender of a Message can read and create it.', 'The recipient of a Message can read it.', 'The recipient of a Message can update only readAt.'];
  const signUp = ['Patients sign up themselves.', 'Patients can read and create their own Patient.'];
  const closed = 'Visit is closed.';
  const booked = ['Receptionists can create all Appointment.', 'Receptionists can update only startAt and endAt of all Appointment.', 'Receptionists can delete all Appointment.'];
  for (const [sentence, ...lines] of [
    ["Every access to visits has to be logged, and the log can't be altered by anyone.", ...trail],
    ['Every access to visits has to be logged, and the log can’t be altered by anyone.', ...trail],
    ['Audit entries can neither be changed nor deleted.', 'AuditLog is append-only.'],
    ["Visits won't be deleted.", closed], ['Doctors won’t be able to delete visits.', closed], ["Doctors mustn't delete visits.", closed],
    ["Visits can't be deleted.", closed], ['Visits cannot be deleted by anyone.', closed], ['Doctors can neither change nor delete visits.', closed],
    ['Patients sign up by themselves with email and password.', ...signUp], ['患者使用電子郵件和密碼註冊。', ...signUp], ['患者使用手机号注册。', ...signUp],
    ["Doctors need an admin's approval before they get in."], ["Doctors need an admin's approval before they can use the app."],
    ["Patients may only see their own visits, and nobody else's.", 'Patients can read their own Visit.'],
    ['患者只能查看自己的 Visit,不能查看他人的。', 'Patients can read their own Visit.'],
    ['Patients and doctors can write each other messages, with read receipts.', ...messages],
    ['患者和医生可以互发消息,并有已读回执。', ...messages],
    ['When a doctor signs a prescription, the patient is notified.', 'Prescription.status goes draft -> signed, by doctors.', 'When Prescription.status becomes signed, notify the patient.'],
    ['醫生簽署處方時,通知患者。', 'Prescription.status goes draft -> signed, by doctors.', 'When Prescription.status becomes signed, notify the patient.'],
    ['Receptionists book, move and cancel appointments.', ...booked], ['Reception staff book, move and cancel appointments.', ...booked],
    ['Two appointments of one doctor must not overlap.', 'Appointment of the same doctor do not overlap from startAt to endAt.'],
    ['同一醫生的兩個預約不得重疊。', 'Appointment of the same doctor do not overlap from startAt to endAt.'],
  ])
    test(sentence, async () => {
      const { lines: found, shown } = await become(sentence);
      assert.deepEqual(shown, []);
      assert.deepEqual(found.sort(), lines.sort());
    });
  for (const sentence of ["Doctors can read all visits, and nobody else's.", 'Patients see nobody else\'s visits.', 'Nurses move patients.', 'The log can\'t be altered by anyone.',
    "Patients can update their visits and nobody else's appointments."])
    test(`${sentence} is not understood, and opens nothing`, async () => {
      const { lines, shown } = await become(sentence);
      assert.notDeepEqual(shown, []);
      assert.deepEqual(lines.filter((one) => / can /.test(one)), []);
    });
});

describe('what is named is meant, and no more', () => {
  const only = async (sentences, ...expected) => {
    const { lines, shown } = await become(...sentences);
    assert.deepEqual(shown, []);
    assert.deepEqual(lines.sort(), expected.sort());
  };
  const opened = (lines) => lines.filter((line) => / can /.test(line));

  test('patients and some of what is theirs', () => only(['Doctors can read their assigned patients, plus their visits and appointments.'],
    'Doctors can read Patient, Visit and Appointment of their assigned patients.'));

  test('"its" status is that of what was spoken of', async () => {
    const { lines } = await become('A prescription goes from draft to signed and then to dispensed, and only doctors can change its status.');
    assert.deepEqual(opened(lines), ['Doctors can update only status of Prescription in which they are the doctor.']);
  });

  test('an audit entry is written by nobody but the server', async () => {
    const { lines, shown } = await become('Notify the patient when a visit is created, and write an audit entry for it.');
    assert.deepEqual(opened(lines), []);
    assert.ok(shown.length > 0 || lines.some((line) => /^Audit /.test(line)));
  });

  test('users that admins manage are nobody’s records', async () => {
    for (const sentence of ['Admins manage users and roles.', 'Admins can view users.', 'Admins can see everybody.']) {
      const { lines, shown } = await become(sentence);
      assert.deepEqual(opened(lines), [], sentence);
      assert.ok(shown.length > 0, sentence);
    }
  });

  test('who is not signed in is barred from what everybody may, and nobody else is', async () => {
    for (const sentence of ['Unauthenticated users cannot see anything.', 'Users who are not signed in cannot see anything.', '未登入者不得查看任何資料。']) {
      const { lines, shown } = await become(...opens, sentence);
      assert.deepEqual(shown, [], sentence);
      assert.deepEqual(opened(lines).sort(), [...opens].sort(), sentence);
    }
    const { lines } = await become('Anonymous visitors can read visits.', 'Unauthenticated users cannot read visits.');
    assert.deepEqual(opened(lines), []);
  });

  test('a field that is called so, and not one of another class that may be called so, too', async () => {
    const prompt = 'Create a clinic.\n\nSchema:\n1. Patient: user (Pointer to User), name (String).\n2. Message: sender (Pointer to User), recipient (Pointer to User), body (String).\n3. Report: patient (Pointer to Patient), text (String).\n\nSecurity:\n';
    for (const sentence of ['Nurses can see reports except for their text.', 'Nurses can see reports without the text.']) {
      const [{ reading, left }] = await read(`${prompt}- ${sentence}\n`);
      assert.deepEqual(left, []);
      assert.deepEqual(reading.filter((line) => / can /.test(line)).sort(), ['Nurses can read all Report.', 'Only admins can read text of Report.']);
    }
    const [{ reading }] = await read(`${prompt.replace(', text (String)', '')}- Message texts are encrypted.\n`);
    assert.deepEqual(reading, ['body of Message is encrypted.']);
  });

  test('a grant is given by the name of its class and until its date', async () => {
    const prompt = 'Create a clinic.\n\nSchema:\n1. Patient: user (Pointer to User), name (String).\n2. Report: patient (Pointer to Patient), text (String).\n3. ShareConsent: patient (Pointer to Patient), grantee (Pointer to User), expiresAt (Date).\n\nSecurity:\n';
    for (const sentence of ['Patients can share their records with another person through a share consent and revoke it whenever they want.', 'Patients can grant another user read access to their records until expiresAt and revoke this access at any time.']) {
      const [{ reading, left }] = await read(`${prompt}- ${sentence}\n`);
      assert.deepEqual(left, []);
      assert.deepEqual(reading.filter((line) => /ShareConsent/.test(line)), ['ShareConsent lets its grantee read records of its patient until expiresAt.', 'Patients can create their own ShareConsent.', 'Patients can delete their own ShareConsent.']);
    }
  });
});

// "Doctors can read Visit of their assigned patients." has a form of the language as it stands; prose beside it is understood by it.
describe('whose rows they are is known from a sentence that has a form, too', () => {
  const assigned = 'Doctors can read Visit of their assigned patients.';
  for (const [sentence, ...lines] of [
    ['Doctors can record visits.', 'Doctors can create Visit of their assigned patients.'],
    ['Only doctors can edit visits.', 'Doctors can update Visit of their assigned patients.'],
    ['Doctors may delete visits.', 'Doctors can delete Visit of their assigned patients.'],
  ])
    test(sentence, async () => {
      const { lines: found } = await become(assigned, sentence);
      assert.deepEqual(found.sort(), [assigned, ...lines].sort());
    });
});

describe('what bounds a right is not lost in a word, a clause or a sentence behind it', () => {
  const portal = `Create a portal.

Schema:
1. Patient: user (Pointer to User, required), name (String).
2. Relative: patient (Pointer to Patient, required), user (Pointer to User, required).
3. Result: patient (Pointer to Patient, required), value (String), status (String: draft, released, amended).
4. Visit: patient (Pointer to Patient, required), nurse (Pointer to User), notes (String), status (String: planned, done).
5. Event: patient (Pointer to Patient, required), reporter (Pointer to User), text (String).
6. Clinic: name (String), city (String).
7. Check: patient (Pointer to Patient, required), status (String: open, submitted, scored).

Security:
`;
  const opened = async (...sentences) => {
    const found = await read(portal + sentences.map((one) => `- ${one}\n`).join(''));
    return { lines: [...new Set(found.flatMap(({ reading }) => reading))].filter((line) => / can /.test(line) && !who.test(line)).sort(), found };
  };

  for (const sentence of ['Relatives can see everything the patient can see.', 'Nurses can see everything the patients may see.'])
    test(`${sentence} lets no patient see it`, async () => {
      const { lines, found } = await opened(sentence);
      assert.deepEqual(lines, []);
      assert.ok(found[0].left.length > 0);
    });

  for (const [sentence, ...lines] of [
    ['Done visits are read-only for planners.', 'Planners can read all Visit whose status is done.', 'Planners can update all Visit whose status is not done.'],
    ['Visits are read-only for planners.', 'Planners can read all Visit.'],
    ['Done visits are immutable for planners.', 'Planners can update all Visit whose status is not done.'],
  ])
    test(`Planners can change all visits. ${sentence}`, async () => assert.deepEqual((await opened('Planners can change all visits.', sentence)).lines, lines));

  for (const sentences of [
    ['Doctors release results.', 'Patients can read them afterwards.'], ['Doctors release results.', 'Thereafter, patients can read them.'],
    ['Doctors release results, after which patients can read them.'], ['Doctors mark results as released; from then on patients can read them.'],
    ['Doctors release results, and then patients can read them.'], ['醫生發布 Result,隨後患者可以查看 Result。'],
  ])
    test(sentences.join(' '), async () => {
      const { lines } = await opened(...sentences);
      assert.ok(lines.some((line) => /^Patients can read their own Result whose status is (released|not draft)\.$/.test(line)), lines.join(' '));
      assert.ok(!lines.includes('Patients can read their own Result.'));
    });

  for (const [sentence, ...lines] of [
    ['Nurses can read the results of their patients and add visits for them.', 'Nurses can create Visit of their assigned patients.', 'Nurses can read Result of their assigned patients.'],
    ['Patients can report events, but only see the ones they reported.', 'Patients can create their own Event.', 'The reporter of an Event can read it.'],
    ['患者可以查看自己回報的 Event。', 'The reporter of an Event can read it.'],
    ['Doctors can score submitted checks.', 'Doctors can update only status of all Check.'],
  ])
    test(sentence, async () => assert.deepEqual((await opened(sentence)).lines, lines));

  for (const sentence of [
    'Nurses can add visits for patients of their clinic.', 'Nurses can see their visits and the results in them.', 'Nurses can see their visits and the results of the patients in them.',
  ])
    test(`${sentence} is not understood, and opens nothing`, async () => {
      const { lines, found } = await opened(sentence);
      assert.deepEqual(lines, []);
      assert.ok(found[0].left.length > 0);
    });

  test('that something is confidential closes it, and of a field is shown, where nothing says who reads it', async () => {
    const { found: [closed], lines: none } = await opened('Visits are confidential.');
    assert.deepEqual([closed.reading, closed.left, none], [['Visit is closed.'], [], []]);
    for (const sentence of ['Notes are internal.', 'Done visits are confidential.']) assert.ok((await opened(sentence)).found[0].left.length > 0, sentence);
    const { lines, found } = await opened('Visits are confidential: only nurses may read them.');
    assert.deepEqual(found[0].left, []);
    assert.deepEqual(lines, ['Nurses can read Visit in which they are the nurse.']);
  });

  test('who are clients by their name only are told to be whoever has signed in', async () => {
    const { found } = await opened('Sponsors can view patients.');
    assert.ok(found[0].assumed.includes("'Sponsors' means whoever has signed in"), found[0].assumed.join(' '));
  });

  test('that only some of a role read a field is shown, since roles tell no more', async () => {
    for (const sentence of ['The notes can be read only by the nurse who wrote them.', 'Only assigned nurses can read notes.']) {
      const { found } = await opened('Doctors can read all visits.', sentence);
      assert.ok(found.at(-1).left.length > 0, sentence);
    }
  });
});

describe('what is said of all records in general yields to what is said of one class', () => {
  const own = ['Patients are users with a Patient.', 'Patients can read their own records.'];
  const rest = 'Patients can read their own Visit, Prescription and Appointment.';
  for (const [sentence, general, ...lines] of [
    ['Patients see assessments once they are completed.', rest, 'Patients can read their own Assessment whose status is completed.'],
    ['Patients can view completed assessments.', rest, 'Patients can read their own Assessment whose status is completed.'],
    ['患者可以查看已完成的 Assessment。', rest, 'Patients can read their own Assessment whose status is completed.'],
    ['Patients can also see completed assessments.', 'Patients can read their own Visit, Prescription, Assessment and Appointment.', 'Patients can read their own Assessment whose status is completed.'],
    ['患者仍可查看已完成的 Assessment。', 'Patients can read their own Visit, Prescription, Assessment and Appointment.', 'Patients can read their own Assessment whose status is completed.'],
  ])
    test(sentence, async () => {
      const { lines: found, shown } = await become(...own, sentence);
      assert.deepEqual(shown, []);
      assert.deepEqual(found.filter((one) => one !== own[0]).sort(), [general, ...lines].sort());
    });

  test('also where the words that may say when are not understood', async () => {
    const { lines, shown } = await become(...own, 'Patients see assessments when the moon is blue.');
    assert.ok(shown.length > 0);
    assert.deepEqual(lines.filter((one) => / can /.test(one)), [rest]);
  });
});

describe('a consent counts while its own fields say so', () => {
  const prompt = (fields, sentence) => `Create a clinic.

Schema:
1. Patient: user (Pointer to User, required).
2. Visit: patient (Pointer to Patient, required), notes (String).
3. Consent: patient (Pointer to Patient, required), grantee (Pointer to User, required)${fields}.

Rules:
- Patients can read their own Visit.
- ${sentence}
`;
  for (const [fields, whose, when] of [
    [', status (String: given, withdrawn)', ' whose status is given', ''],
    [', status (String: requested, refused), note (String)', ' whose status is not requested or refused', ''],
    [', status (String: pending, granted, revoked), expiresAt (Date)', ' whose status is granted', ' until expiresAt'],
    [', active (Boolean)', ' whose active is true', ''],
    [', isRevoked (Boolean)', ' whose isRevoked is not true', ''],
    [', neverRevoked (Boolean)', ' whose neverRevoked is true', ''],
    [', accessLevel (String: none, read)', ' whose accessLevel is not none', ''],
    [', startDate (Date), endDate (Date)', '', ' from startDate until endDate'],
    [', consent_valid_from (Date), accessValidTo (Date), withdrawnAt (Date)', '', ' from consent_valid_from until accessValidTo or withdrawnAt'],
    [', notedOn (Date), isUrgent (Boolean), kind (String: written, spoken)', '', ''],
  ])
    for (const sentence of ['Doctors with consent can view visits.', 'Doctors can read visits with the consent of the patient.', '患者授權後,醫生可以查看 Visit。'])
      test(`${sentence}${fields}`, async () => {
        const last = (await read(prompt(fields, sentence))).at(-1);
        assert.deepEqual([...last.left, ...last.diagnostics], []);
        assert.ok(last.reading.includes(`Consent${whose} lets its grantee read Visit of its patient${when}.`), last.reading.join('\n'));
      });

  for (const fields of [
    ', expiresAt (Date), endsAt (Date), revokedAt (Date)', ', startsAt (Date), validFrom (Date)',
    ', status (String: requested, pending, proposed, draft, refused, rejected, revoked, expired, closed, open)',
  ])
    test(`what its fields say and no sentence can, opens nothing${fields}`, async () => {
      const last = (await read(prompt(fields, 'Doctors with consent can view visits.'))).at(-1);
      assert.ok(last.left.length > 0);
      assert.ok(!last.reading.some((line) => / lets /.test(line)));
    });
});
