// Changes of a word that once opened something in silence, each of a kind of its own: the sentence that comes of it is shown, or
// opens no more than the prompt's own did. changes.test.mjs finds further ones.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { silentlyOpened } from './changes.mjs';
import { promptText, read } from './judge.mjs';
import { generated } from './matrix.mjs';

// The prompt, how the sentence goes on there and before it, and what is said instead.
const cases = {
  'what is taken back is what was shared, and all of the words behind the verb': [
    ['street-medicine', 'correct the ones they recorded, with all earlier', 'correct the ones they recorded, withdraw all earlier'],
    ['street-medicine', 'the ones they recorded, with all earlier versions preserved.', 'the ones they recorded, withdraw.'],
  ],
  '"without" is no "not" of what is so': [
    ['residents-logbook', 'once they have been released', 'once they without have been released'],
    ['residents-logbook', 'once they have been released', 'once they have without been released'],
  ],
  'whose rows are meant is told at each right': [['cleft-team', 'can read all children, surgery plans', 'can read children, surgery plans']],
  'what is not so before, and will never be, is no state': [['poison-control', 'after it has been issued', 'after it has never been issued']],
  '"no" and "without" before a condition are no "not"': [
    ['ambulance-handover', 'their handovers as long as they are drafts', 'their handovers no as long as they are drafts'],
    ['ambulance-handover', 'their handovers as long as they are drafts', 'their handovers without as long as they are drafts'],
  ],
  'a field stands right behind its class': [['telehealth', 'issue prescriptions to their patients', 'issue prescriptions the their patients']],
  'who is told makes nothing': [['claims-table', 'The policyholder is notified of each payout', 'The policyholder notified of each payout']],
  'what is acknowledged can be read': [['residents-logbook', 'I can see my evaluations once', 'I can see any evaluations once', 'replaced']],
  'for whom something is made is no word too many': [['hospital-kitchen', 'diet orders for their assigned patients', 'diet orders for their assigned managers']],
  'what is entered in the trail stands by itself': [['hiv-clinic', 'Counselors record test results and release them', 'Counselors record test results write release them']],
  'a verb has the form that its place asks for': [
    ['library', 'reviews are visible to all signed-in users', 'reviews are publish to all signed-in users'],
    ['lactation', 'drafts are only visible to their author', 'drafts are only delete to their author'],
    ['chemist-rounds', 'Pharmacists dispense authorised prescriptions', 'Pharmacists may authorised prescriptions'],
    ['fertility', 'Doctors can access only the patients', 'Doctors can running only the patients'],
  ],
  'an article without a noun shows that people are missing': [['chaplaincy', 'Nobody but the patient may withdraw', 'Nobody but the may withdraw']],
  'a verb is missing before "them"': [['physiotherapy', 'exercise plans for assigned patients and publish them', 'exercise plans for assigned patients and them']],
  '"it" is nobody': [['imaging', 'Patients share their studies', 'it share their studies']],
  'a modal is missing before "be"': [['insurance-claims', "a claim can't be changed by the member", 'a claim be changed by the member']],
};

for (const [what, list] of Object.entries(cases))
  describe(what, () => {
    for (const [name, part, other, kind = 'unknown'] of list)
      test(`${name}: ${other}`, async () => {
        const prompt = promptText(name).replaceAll('**', '');
        const found = (await read(prompt)).map(({ sentence }) => sentence).filter((one) => one.split(part).length === 2);
        assert.equal(found.length, 1, `one sentence says: ${part}`);
        const change = { sentence: found[0], other: found[0].replace(part, () => other) };
        const { matrix } = await generated(prompt);
        // What the sentence says by itself is no excuse here, unlike there, but where a kind of change is named.
        assert.deepEqual(await silentlyOpened({ prompt, matrix, kind, ...change }), []);
      });
  });
