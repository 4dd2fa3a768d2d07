// The starter apps in a real browser: what a patient and a provider do in each template, in two windows at once, so that
// what one does arrives in front of the other.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { noBrowser } from '../lib/browser.mjs';
import { appWorld, assertViews, date, pointer, within } from './app_world.mjs';

const pdf = (name, text = 'one') => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4 ${text}`) });

describe('the trial', { skip: noBrowser }, () => {
  const world = appWorld('trial');

  test('an order is signed, arrives with the patient at once, and is confirmed', async () => {
    const [patient, provider] = [await world.enter('Patient'), await world.enter('Provider')];
    const [at, of] = [within(patient), within(provider)];
    await at.goTo('Medication');
    await patient.getByRole('heading', { name: 'Orders' }).waitFor();
    await provider.getByRole('link', { name: /Maya Lindqvist/ }).click();
    await of.press('New order');
    await of.dialog.getByLabel('Drug').fill('Paracetamol');
    await of.dialog.getByLabel('Dosage').fill('500 mg');
    await of.dialog.getByLabel('How often').fill('twice a day');
    await of.save();
    await of.card('Paracetamol').getByText('Draft').waitFor();
    assert.equal(await at.card('Paracetamol').count(), 0);
    await of.card('Paracetamol').getByRole('button', { name: 'Publish' }).click();
    await provider.getByText('You sign what version 1 says').waitFor();
    await of.sign('not the password');
    await provider.getByText('The username or the password is wrong.').waitFor();
    assert.equal(await at.card('Paracetamol').count(), 0);
    await of.sign(world.account('Provider').password);
    await at.card('Paracetamol').getByText('500 mg').waitFor();
    await at.card('Paracetamol').getByRole('button', { name: 'I have read this' }).click();
    await of.card('Paracetamol').getByText(/✓ confirmed/).waitFor();
    await of.card('Paracetamol').getByRole('button', { name: 'History' }).click();
    await of.dialog.getByText(/signed by .*: I approve this/).waitFor();
  });

  test('a dose is recorded, corrected with a signature, and answered', async () => {
    const [patient, provider] = [await world.enter('Patient'), await world.enter('Provider')];
    const [at, of] = [within(patient), within(provider)];
    await at.press('Record a dose');
    await at.dialog.getByLabel('How it went').selectOption('missed');
    assert.equal(await at.dialog.getByLabel('Feedback').count(), 0);
    await at.save();
    await at.goTo('Doses');
    const dose = patient.getByRole('article').filter({ hasText: 'Missed' });
    await dose.getByRole('button', { name: 'Edit' }).click();
    await at.dialog.getByLabel('How it went').selectOption('late');
    await at.press('Save');
    await patient.getByText('This needs your electronic signature.').waitFor();
    await at.sign(world.account('Patient').password);
    const corrected = patient.getByRole('article').filter({ hasText: 'Taken late' });
    await corrected.getByRole('button', { name: 'History' }).click();
    await at.dialog.getByText('Missed').first().waitFor();
    await at.dialog.getByText(/I correct this/).waitFor();
    await at.dialog.getByRole('button', { name: 'Close' }).click();
    await provider.getByRole('link', { name: /Maya Lindqvist/ }).click();
    await of.section('Doses');
    const seen = provider.getByRole('article').filter({ hasText: 'Taken late' });
    assert.equal(await seen.getByRole('button', { name: 'Edit' }).count(), 0);
    await seen.getByRole('button', { name: 'Give feedback' }).click();
    await of.dialog.getByLabel('Feedback').fill('Please call us.');
    await of.save();
    await corrected.getByText('Please call us.').waitFor();
  });

  test('of two who correct the same at once, the second is told', async () => {
    const windows = [await world.enter('Patient'), await world.enter('Patient')];
    for (const page of windows) {
      await within(page).goTo('Doses');
      await page.getByRole('article', { name: 'Jan 13, 2026, 7:30 AM' }).getByRole('button', { name: 'Edit' }).click();
      await within(page).dialog.getByLabel('How it went').selectOption('late');
      await within(page).press('Save');
      await page.getByText('You sign what version 1 says').waitFor();
    }
    const [first, second] = windows.map(within);
    await first.sign(world.account('Patient').password);
    await first.dialog.first().waitFor({ state: 'detached' });
    await second.sign(world.account('Patient').password);
    await windows[1].getByText('Somebody has changed this meanwhile.').waitFor();
  });

  test('a message arrives in a second window, and its sender sees that it was read', async () => {
    const [patient, provider] = [await world.enter('Patient'), await world.enter('Provider')];
    const [at, of] = [within(patient), within(provider)];
    await at.goTo('Messages');
    const text = 'May I drive after the dose?';
    await patient.getByLabel(/^Write to/).fill(text);
    await patient.getByLabel('Attach files').setInputFiles(pdf('label.pdf'));
    await at.press('Send');
    await patient.getByText(text).first().waitFor();
    await provider.getByRole('link', { name: /^Messages ?1/ }).waitFor();
    await of.goTo('Messages');
    await provider.getByRole('link', { name: /Maya Lindqvist/ }).click();
    const bubble = provider.getByRole('listitem').filter({ hasText: text });
    await bubble.getByRole('link', { name: 'label.pdf' }).waitFor();
    assert.equal((await fetch(await bubble.getByRole('link', { name: 'label.pdf' }).getAttribute('href'))).status, 200);
    await patient.getByRole('listitem').filter({ hasText: text }).getByText('· read').waitFor();
    await provider.getByLabel(/^Write to/).fill('Not for two hours.');
    await of.press('Send');
    await patient.getByText('Not for two hours.').first().waitFor();
  });

  test('what is new is told until somebody has looked at it', async () => {
    const session = await world.session('Patient');
    const news = () => session.call('GET', `/classes/Notification?where=${encodeURIComponent('{"isRead":false}')}`);
    const before = (await news()).json.results.length;
    assert.ok(before > 0);
    const patient = await world.enter('Patient');
    await patient.getByRole('link', { name: new RegExp(`^Notifications ?${before} new$`) }).click();
    await within(patient).press('All done');
    await patient.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
    assert.equal((await news()).json.results.length, 0);
  });
});

describe('the portal', { skip: noBrowser }, () => {
  const world = appWorld('portal');
  for (const role of ['Patient', 'Provider']) test(`every view of a ${role.toLowerCase()} can be read by everybody`, () => assertViews(world, role));

  test('a result is published with its file, and the patient sees how it went over time', async () => {
    const [patient, provider] = [await world.enter('Patient'), await world.enter('Provider')];
    const [at, of] = [within(patient), within(provider)];
    await at.goTo('Results');
    await at.card('Fasting glucose').waitFor();
    await provider.getByRole('link', { name: /Maya Lindqvist/ }).click();
    await of.press('New result');
    for (const [label, value] of [['Test', 'Fasting glucose'], ['Value', '6.1'], ['Unit', 'mmol/L'], ['Usual range', '3.9-5.6']]) await of.dialog.getByLabel(label).fill(value);
    await of.dialog.getByLabel('Files').setInputFiles(pdf('report.pdf'));
    await of.dialog.getByText('report.pdf').waitFor();
    await of.save();
    await of.card('Fasting glucose').filter({ hasText: 'Draft' }).getByRole('button', { name: 'Publish' }).click();
    const result = at.card('Fasting glucose').filter({ hasText: '6.1' });
    await result.getByText('High').waitFor();
    await result.getByRole('link', { name: 'report.pdf' }).waitFor();
    const plot = result.getByRole('img', { name: /Fasting glucose over time/ });
    assert.equal(await plot.locator('circle').count(), 2);
    assert.equal(await plot.locator('circle.high').count(), 1);
    await result.getByText('1 earlier result').waitFor();
    // What only providers see is not there for the patient.
    await of.press('New result');
    await of.dialog.getByLabel('Test').fill('Draft marker');
    await of.dialog.getByLabel('Who sees it').selectOption('provider-only');
    await of.save();
    await of.card('Draft marker').getByRole('button', { name: 'Publish' }).click();
    await of.card('Draft marker').getByText('Draft', { exact: true }).waitFor({ state: 'detached' });
    assert.equal(await at.card('Draft marker').count(), 0);
  });

  test('a plan becomes active only when it is whole, and is confirmed', async () => {
    const [patient, provider] = [await world.enter('Patient'), await world.enter('Provider')];
    const [at, of] = [within(patient), within(provider)];
    await provider.getByRole('link', { name: /Maya Lindqvist/ }).click();
    await of.section('Treatment plans');
    await of.press('New plan');
    await of.dialog.getByLabel('In short').fill('Walk more');
    await of.save();
    const plan = of.card('Walk more');
    await plan.getByRole('button', { name: 'Make it active' }).click();
    await plan.getByRole('alert').getByText('Please fill in first: From.').waitFor();
    await plan.getByRole('button', { name: 'Edit' }).click();
    await of.dialog.getByLabel('From').fill('2027-01-04');
    await of.save();
    await plan.getByText('Jan 4, 2027').waitFor();
    assert.equal(await at.card('Walk more').count(), 0);
    await plan.getByRole('button', { name: 'Make it active' }).click();
    await at.card('Walk more').getByRole('button', { name: 'I have read this' }).click();
    await plan.getByText(/✓ confirmed/).waitFor();
  });

  test('a time is booked once, however many want it', async () => {
    const [patient, provider] = [await world.enter('Patient'), await world.enter('Provider')];
    const [at, of] = [within(patient), within(provider)];
    await at.goTo('Appointments');
    const book = async (time) => {
      await at.press('New appointment');
      await at.dialog.getByLabel('Begins').fill(time);
      await at.dialog.getByRole('button', { name: 'Book' }).click();
    };
    await book('2027-03-01T10:00');
    await patient.getByText('Your appointment is booked.').waitFor();
    await book('2027-03-01T10:15');
    await patient.getByText('That time is already taken. Please choose another one.').waitFor();
    await at.dialog.getByLabel('Begins').fill('2027-03-01T10:30');
    await at.dialog.getByRole('button', { name: 'Book' }).click();
    await at.dialog.waitFor({ state: 'detached' });
    await of.goTo('Appointments');
    const first = provider.getByRole('article', { name: /March 1, 2027, 10:00/ });
    await first.getByText('Maya Lindqvist').waitFor();
    await patient.getByRole('article', { name: /10:00/ }).getByRole('button', { name: 'Cancel it' }).click();
    await first.waitFor({ state: 'detached' });
    // A time that was given back is free again.
    await book('2027-03-01T10:00');
    await first.waitFor();
  });
});

describe('the personal health record', { skip: noBrowser }, () => {
  const world = appWorld('phr');
  for (const role of ['Patient', 'Provider']) test(`every view of a ${role.toLowerCase()} can be read by everybody`, () => assertViews(world, role));
  const own = async () => {
    const session = await world.session('Patient');
    return { ...session, owner: pointer('_User', session.objectId) };
  };

  test('a document is stored, and a new version of it', async () => {
    const owner = await world.enter('Patient');
    const at = within(owner);
    await at.goTo('Documents');
    await owner.getByRole('button', { name: 'Upload a document' }).first().click();
    await at.dialog.getByLabel('Title').fill('X-ray');
    await at.dialog.getByLabel('File').setInputFiles(pdf('first.pdf'));
    await at.dialog.getByText('first.pdf').waitFor();
    await at.save();
    await owner.getByLabel('Upload a new version: X-ray').setInputFiles(pdf('second.pdf', 'two'));
    const link = at.card('X-ray').getByRole('link', { name: 'second.pdf' });
    assert.match(await (await fetch(await link.getAttribute('href'))).text(), /two/);
    await at.card('X-ray').getByRole('button', { name: 'History' }).click();
    await at.dialog.getByRole('link', { name: 'first.pdf' }).last().waitFor();
    assert.match(await (await fetch(await at.dialog.getByRole('link', { name: 'first.pdf' }).last().getAttribute('href'))).text(), /one/);
  });

  test('allergies and immunizations stand in time, medication is taken or not, results have a plot', async () => {
    const owner = await world.enter('Patient');
    const at = within(owner);
    await at.goTo('Allergies');
    await at.press('Add an allergy');
    await at.dialog.getByLabel('Allergic to').fill('Latex');
    await at.dialog.getByLabel('How severe').selectOption('severe');
    await at.dialog.getByLabel('Since').fill('2010-06-01');
    await at.save();
    await owner.locator('.timeline .month').nth(1).waitFor();
    assert.deepEqual(await owner.locator('.timeline .month').allTextContents(), ['June 2010', 'May 1999']);
    await at.goTo('Immunizations');
    await at.press('Add an immunization');
    await at.dialog.getByLabel('Vaccine').fill('Tetanus');
    await at.dialog.getByLabel('Provider').selectOption({ label: 'Fairhaven Clinic' });
    await at.save();
    await at.card('Tetanus').getByText('Fairhaven Clinic').waitFor();
    await at.goTo('Medication');
    await at.card('Cetirizine').getByText('Stopped').waitFor();
    await at.card('Cetirizine').getByRole('button', { name: 'I take it again' }).click();
    await at.card('Cetirizine').getByText('Active').waitFor();
    await at.goTo('Lab results');
    await at.press('Add a result');
    for (const [label, value] of [['Test', 'Ferritin'], ['Value', '12'], ['Unit', 'ug/L'], ['Usual range', '15-150']]) await at.dialog.getByLabel(label).fill(value);
    await at.save();
    await at.card('Ferritin').getByText('Low').first().waitFor();
    assert.equal(await owner.getByRole('img', { name: /Ferritin over time/ }).locator('circle').count(), 2);
    await owner.getByLabel('Each result by itself').check();
    assert.equal(await at.card('Ferritin').count(), 2);
    await at.goTo('Overview');
    await owner.getByText('Severe allergies:').waitFor();
    await owner.getByText('Cetirizine').waitFor();
  });

  test('a consent opens what it names, and stops at once', async () => {
    const [owner, provider] = [await world.enter('Patient'), await world.enter('Provider')];
    const [at, of] = [within(owner), within(provider)];
    await at.goTo('Sharing');
    await at.press('Share with a provider');
    await at.dialog.getByLabel('With whom').selectOption({ label: 'Fairhaven Clinic' });
    await at.dialog.getByLabel('Allergies').check();
    await at.dialog.getByRole('button', { name: 'Share', exact: true }).click();
    await of.goTo('Shared with me');
    const card = provider.getByRole('article').filter({ hasText: /Allergies/ }).filter({ hasNotText: /Documents/ }).filter({ hasText: 'Active' });
    await card.getByRole('link', { name: 'Open' }).click();
    await of.card('penicillin').waitFor();
    assert.equal(await provider.getByRole('heading', { name: 'Lab results' }).count(), 0);
    await owner.getByRole('article').filter({ hasText: /Allergies/ }).filter({ hasNotText: /Documents/ }).getByRole('button', { name: 'Stop sharing' }).click();
    await at.dialog.getByRole('button', { name: 'Stop sharing' }).click();
    await provider.getByText('This is not shared with you any more.').waitFor();
    assert.equal(await of.card('penicillin').count(), 0);
  });

  test('a consent that expires goes from in front of the provider', async () => {
    const { owner, call } = await own();
    const clinic = (await call('GET', `/classes/Provider?where=${encodeURIComponent('{"name":"Fairhaven Clinic"}')}`)).json.results[0];
    const [provider] = [await world.enter('Provider')];
    await within(provider).goTo('Shared with me');
    const made = await call('POST', '/classes/Consent', { owner, provider: pointer('Provider', clinic.objectId), scope: ['medications'], expiresAt: date(Date.now() + 20000), grantedBy: owner });
    assert.equal(made.status, 201, made.text);
    const card = provider.getByRole('article').filter({ hasText: 'Medication' });
    await card.getByRole('link', { name: 'Open' }).click();
    await within(provider).card('Cetirizine').waitFor();
    await provider.getByText(/^This ends in/).waitFor();
    await provider.getByText('This is not shared with you any more.').waitFor();
    assert.equal(await provider.getByText('Cetirizine').count(), 0);
    // Whoever was on the way to it finds it closed.
    await provider.reload();
    await provider.getByText('This is not shared with you any more.').waitFor();
    assert.equal(await provider.getByText('Cetirizine').count(), 0);
  });

  test('the record is taken along, and what happened to it is told', async () => {
    const owner = await world.enter('Patient');
    await within(owner).goTo('History');
    await owner.getByText(/^Shared with Fairhaven Clinic/).first().waitFor();
    await within(owner).press('Account');
    const [download] = await Promise.all([owner.waitForEvent('download'), within(owner).press('Take my record along')]);
    const record = JSON.parse(readFileSync(await download.path(), 'utf8'));
    assert.equal(record.format, 'caregen-record');
    assert.ok(record.classes.Allergy.some(({ substance }) => substance === 'penicillin'));
  });
});

describe('behavioral health', { skip: noBrowser }, () => {
  const world = appWorld('behavioral');
  for (const role of ['Patient', 'Provider']) test(`every view of a ${role.toLowerCase()} can be read by everybody`, () => assertViews(world, role));

  test('an assessment is completed and published, a crisis is recorded', async () => {
    const [patient, provider] = [await world.enter('Patient'), await world.enter('Provider')];
    const [at, of] = [within(patient), within(provider)];
    await provider.getByRole('link', { name: /Maya Lindqvist/ }).click();
    await of.press('New assessment');
    await of.dialog.getByRole('textbox', { name: 'Instrument' }).fill('PHQ-9');
    await of.dialog.getByRole('textbox', { name: 'Score' }).fill('7');
    await of.dialog.getByLabel('Recommendations').fill('Keep walking.');
    await of.save();
    const card = of.card('PHQ-9: score 7');
    await card.getByRole('button', { name: 'Mark as completed' }).click();
    await card.getByText('Completed', { exact: true }).waitFor();
    assert.equal(await patient.getByText('Keep walking.').count(), 0);
    await card.getByRole('button', { name: 'Publish' }).click();
    await at.card('PHQ-9: score 7').getByText('Keep walking.').waitFor();
    await of.section('Crises');
    await of.press('Record a crisis');
    await of.dialog.getByLabel('What happened').fill('A difficult night');
    await of.dialog.getByLabel('What was done').fill('Talked on the phone');
    await of.save();
    await at.goTo('Crises');
    await at.card('Panic attack at work').waitFor();
    assert.equal(await at.card('A difficult night').count(), 0);
    await of.card('A difficult night').getByRole('button', { name: 'Publish' }).click();
    await at.card('A difficult night').getByText('Talked on the phone').waitFor();
  });

  test('what is disclosed comes with its notice, and ends when it is taken back', async () => {
    const [patient, provider] = [await world.enter('Patient'), await world.enter('Provider')];
    const [at, of] = [within(patient), within(provider)];
    await at.goTo('Disclosures');
    assert.equal(await patient.getByText('42 CFR part 2').count(), 0);
    await at.press('Let somebody see my records');
    await at.dialog.getByLabel('What for').fill('Second opinion');
    await at.dialog.getByLabel('Crises').uncheck();
    await at.press('I agree');
    await of.goTo('Disclosed to me');
    const consent = provider.getByRole('article').filter({ hasText: 'Second opinion' });
    await consent.getByRole('link', { name: 'Look' }).click();
    await provider.getByRole('complementary', { name: 'Notice about this information' }).getByText('42 CFR part 2').waitFor();
    await of.card('GAD-7: score 9').waitFor();
    assert.equal(await provider.getByRole('heading', { name: 'Crises' }).count(), 0);
    await at.press('Take it back');
    await provider.getByText('The consent has ended.').waitFor();
    assert.equal(await of.card('GAD-7: score 9').count(), 0);
    await patient.getByRole('article').filter({ hasText: 'Second opinion' }).getByText('Revoked').waitFor();
  });
});
