// Sentences that have a form and prose stand side by side in a prompt that was completed by hand, and hold for each other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read } from './judge.mjs';
import { schema } from './schema.mjs';

/** The readings of some sentences, by the sentence; what stands as it is reads as itself. */
async function readings(sentences, classes = schema) {
  const list = await read(`${classes}\nRules:\n${sentences.map((one) => `- ${one}\n`).join('')}`);
  assert.deepEqual(list.flatMap(({ left, diagnostics }) => [...left, ...diagnostics]), []);
  return Object.fromEntries(list.map(({ sentence, reading }) => [sentence, reading]));
}

test('what a sentence with a form publishes is not shown before by prose', async () => {
  const found = await readings(['Clinicians publish Visit.', 'Patients may look at their visits.']);
  assert.deepEqual(found['Patients may look at their visits.'].filter((one) => / read /.test(one)), ['Patients can read their own Visit whose status is not draft.']);
});

test('classes that sentences bring along are known beside prose', async () => {
  const forms = ['Patients can read their own CareAssignment.', 'The provider of a CareAssignment can read it.', 'Admins can read all RoleRequest.', 'Admins can read all AuditLog.'];
  const found = await readings(['Clinicians may look at their assigned patients.', 'Changes are logged in the audit log.', ...forms]);
  for (const one of forms) assert.ok(found[one].includes(one) || found[one].length === 0, `${one}: ${found[one]}`);
});

test('a class that is said to be of the schema is passed over without it, beside prose, too', async () => {
  const text = `${schema}\nRules:\n- Letter comes from the schema.\n- Patients may look at their visits.\n- Patients can read their own Letter.\n- Patients can read their own Visit and Letter.\n`;
  const list = await read(text);
  for (const { sentence, left, diagnostics } of list) assert.deepEqual([left, diagnostics.filter((one) => !one.startsWith('W071'))], [[], []], sentence);
  assert.deepEqual(list.at(-1).reading, ['Patients can read their own Visit and Letter.']);
});

test('fields that are called as words that join others are none of them', async () => {
  const classes = schema.replace('sender (Pointer to User, required), recipient (Pointer to User, required)', 'from (Pointer to User, required), to (Pointer to User, required)');
  const found = await readings(['Patients can send messages to their clinicians.', 'Clinicians can read the visits of their assigned patients.'], classes);
  assert.deepEqual(found['Patients can send messages to their clinicians.'].filter((one) => /Message/.test(one)), ['The from of a Message can read and create it.', 'The to of a Message can read it.']);
});
