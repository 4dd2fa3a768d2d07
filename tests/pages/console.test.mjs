// The admin console in a real browser: what an administrator does with it, what others are shown, and that nothing is lost
// when a session ends. What it shows is held against what the API answers the same person.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { noBrowser } from '../lib/browser.mjs';
import { client, pointer, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { totp, totpSecret } from '../lib/totp.mjs';
import { openedCookie, printedAddress } from './printed.mjs';
import { buildPages, pack, startBrowser } from './world.mjs';

const master = { master: true };
let browser;
let page;
before(async () => {
  if (noBrowser) return;
  await buildPages();
  browser = await startBrowser();
});
after(() => browser?.stop());

/** Whether nothing of the page is to be seen behind a dialog. */
const isCovering = (dialog) => dialog.evaluate((element) => /^rgb\(/.test(getComputedStyle(element, '::backdrop').backgroundColor));

/** A console over a server of a build, and what one does in it. */
function describeConsole(title, buildName, define, options = {}) {
  describe(title, { skip: noBrowser }, () => {
    const context = {};
    before(async () => {
      context.server = await startServer(buildName, { ...options, arguments: ['--web-pages', pack, ...(options.arguments ?? [])] });
      context.api = client(context.server);
      context.origin = new URL(context.server.base).origin;
      // As the server prints it: with the token by which it tells the application id.
      context.address = (place) => `${context.origin}/console${new URL(printedAddress(context.server)).search}${place && `#/${place}`}`;
    });
    after(() => context.server?.stop());
    afterEach(async ({ name }) => {
      const faults = page.takeFaults();
      await browser.shoot(page, `console ${name}`);
      await page.context().close();
      assert.deepEqual(faults, []);
    });
    define(context, {
      open: async (place = '', more) => (page = await browser.open(context.address(place), more)),
      /** Opens a place signed in as a user of signUp(). */
      async openAs(user, place = '', more) {
        page = await browser.open(context.address(place), more);
        await signIn(user);
      },
      async openAsMaster(place = '', more) {
        page = await browser.open(context.address(place), more);
        await page.getByRole('tab', { name: 'Master key' }).click();
        await page.getByRole('textbox', { name: 'Master key' }).fill(context.server.masterKey);
        await button('Sign in').click();
        await button('Sign out').waitFor();
      },
      go: (place) => page.goto(`${context.origin}/console#/${place}`),
    });
  });
}

const button = (name) => page.getByRole('button', { name, exact: true });
const heading = (name) => page.getByRole('heading', { name, exact: true });
const field = (name) => page.locator(`[id="field-${name}"]`);
const said = (text) => page.getByRole('status').getByText(text);
const rows = () => page.locator('main tbody tr');
async function signIn({ username, password }) {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await button('Sign in').click();
  await button('Sign out').waitFor();
}

describeConsole('the console of a trial', 'trial', (context, { open, openAs, openAsMaster, go }) => {
  let admin;
  let demo;
  before(async () => {
    admin = await context.api.signUp(unique('admin'));
    await context.api.createRole('admin', [admin]);
    const settings = await (await fetch(`${context.origin}/playground/settings.json`, { headers: { Cookie: await openedCookie(context.server) } })).json();
    demo = Object.fromEntries(settings.accounts.map(({ role, ...account }) => [role.toLowerCase(), account]));
  });
  const asAdmin = () => ({ session: admin.session });

  test('strangers see a form to sign in, and nothing else', async () => {
    const asked = [];
    await open();
    page.on('request', (request) => asked.push(request.url()));
    await page.reload();
    await page.getByLabel('Username').waitFor();
    const paths = new Set(asked.map((url) => new URL(url).pathname).filter((path) => path !== '/pages/icon.svg'));
    assert.deepEqual([...paths].sort(), ['/console', '/console/app.css', '/console/app.js', '/console/settings.json']);
    const text = await page.locator('body').textContent();
    for (const secret of ['MedicationOrder', 'AuditLog', 'maya', 'admin', context.server.masterKey]) assert.ok(!text.includes(secret), secret);
    await page.getByLabel('Username').fill(admin.username);
    await page.getByLabel('Password').fill('wrong');
    await button('Sign in').click();
    await page.getByRole('alert').getByText('Invalid username/password.').waitFor();
    assert.equal(await button('Sign out').count(), 0);
  });

  test('an administrator approves a role request', async () => {
    const newcomer = await context.api.signUp(unique('newcomer'));
    const request = await context.api.create('RoleRequest', { user: newcomer.pointer, role: 'provider' }, { session: newcomer.session });
    await openAs(admin);
    await page.getByRole('link', { name: /1 role request waits/ }).click();
    await rows().filter({ hasText: newcomer.id }).getByRole('button', { name: 'Approve' }).click();
    await said('Approved: the user is in the role provider now.').waitFor();
    await page.getByText('Nothing here.').waitFor();
    const decided = await context.api.fetch('RoleRequest', request, master);
    assert.deepEqual([decided.status, decided.decidedBy.objectId], ['approved', admin.id]);
    const roles = await context.api.find('_Role', { where: { users: newcomer.pointer } }, master);
    assert.deepEqual(roles.map(({ name }) => name), ['provider']);
    // And takes it back.
    await page.getByLabel('Status').selectOption('approved');
    await rows().filter({ hasText: newcomer.id }).getByRole('button', { name: 'Revoke' }).click();
    await said('Revoked').waitFor();
    assert.deepEqual(await context.api.find('_Role', { where: { users: newcomer.pointer } }, master), []);
    const entries = await context.api.find('AuditLog', { where: { entityId: request }, order: 'createdAt' }, master);
    assert.deepEqual(entries.map(({ action, actor }) => [action, actor?.objectId]).filter(([action]) => ['approve', 'revoke'].includes(action)), [['approve', admin.id], ['revoke', admin.id]]);
  });

  test('the audit trail is searched, and verified to its end', async () => {
    await openAs(admin, 'audit');
    await page.getByLabel('What', { exact: true }).fill('role-grant');
    const wanted = await context.api.find('AuditLog', { where: { action: 'role-grant' }, limit: 1000 }, asAdmin());
    assert.ok(wanted.length > 0);
    await page.getByText(`1–${wanted.length} of ${wanted.length}`).waitFor();
    assert.deepEqual(new Set(await rows().locator('td:nth-child(3)').allTextContents()), new Set(['role-grant']));
    await page.getByLabel('What', { exact: true }).fill('');
    await page.getByLabel('Object id').fill(admin.id);
    await page.getByLabel('Class', { exact: true }).fill('_User');
    const own = await context.api.find('AuditLog', { where: { entityType: '_User', entityId: admin.id }, limit: 1000 }, asAdmin());
    await page.getByText(`1–${own.length} of ${own.length}`).waitFor();
    await button('Verify').click();
    const { json } = await context.api.call('GET', '/audit/verification', asAdmin());
    await page.getByText(/The chain holds: \d+ entries, no fault\./).waitFor();
    assert.ok(Number(/holds: (\d+)/.exec(await page.getByText(/The chain holds/).textContent())[1]) >= own.length);
    assert.equal((await page.locator('.hash').textContent()).length, json.last.hash.length);
  });

  test('an administrator grants emergency access, and ends it', async () => {
    const [patient] = await context.api.find('PatientProfile', {}, master);
    const [provider] = await context.api.find('_User', { where: { username: 'dr.hale' } }, master);
    await openAs(admin, 'emergency');
    await page.getByRole('link', { name: 'Grant' }).click();
    // The administrator is shown neither of the two, and knows their ids.
    for (const [name, id] of [['provider', provider.objectId], ['patient', patient.objectId]]) {
      await field(name).fill(id);
      await page.getByRole('option', { name: `Use the id ${id}` }).click();
    }
    await field('reason').fill('found unconscious');
    await button('Create').click();
    await said('created').waitFor();
    const [access] = await context.api.find('EmergencyAccess', {}, master);
    assert.deepEqual([access.provider.objectId, access.patient.objectId, access.reason], [provider.objectId, patient.objectId, 'found unconscious']);
    await go('emergency');
    await rows().filter({ hasText: 'found unconscious' }).getByRole('button', { name: 'End' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click();
    await said('Ended').waitFor();
    assert.ok((await context.api.fetch('EmergencyAccess', access.objectId, master)).endedAt);
    await rows().filter({ hasText: 'over' }).waitFor();
  });

  test('care is assigned, and the assignment deleted', async () => {
    const [patient] = await context.api.find('PatientProfile', {}, master);
    await openAs(admin, 'class/CareAssignment/new');
    for (const [name, id] of [['patient', patient.objectId], ['provider', admin.id]]) {
      await field(name).fill(id);
      await page.getByRole('option').filter({ hasText: id }).first().click();
    }
    await button('Create').click();
    await button('Delete').click();
    const [made] = await context.api.find('CareAssignment', { where: { provider: admin.pointer } }, master);
    assert.equal(made.patient.objectId, patient.objectId);
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await said('Deleted.').waitFor();
    assert.deepEqual(await context.api.find('CareAssignment', { where: { provider: admin.pointer } }, master), []);
  });

  test('somebody who is no administrator sees what the guard gives, and no more', async () => {
    const user = await context.api.call('POST', '/login', { body: demo.patient });
    const session = { session: user.json.sessionToken };
    await openAs(demo.patient);
    const menu = page.getByRole('navigation', { name: 'Console' });
    for (const name of ['Audit trail', 'AuditLog']) assert.equal(await menu.getByRole('link', { name }).count(), 0, name);
    await go('audit');
    await page.getByRole('alert').getByText('There is no such place').waitFor();
    await go('class/MedicationOrder');
    const orders = await context.api.find('MedicationOrder', { order: '-updatedAt' }, session);
    const all = await context.api.find('MedicationOrder', {}, master);
    assert.ok(orders.length > 0 && orders.length < all.length);
    await page.getByText(`1–${orders.length} of ${orders.length}`).waitFor();
    assert.equal(await rows().count(), orders.length);
    assert.equal(await page.getByRole('link', { name: 'New' }).count(), 0);
    const other = all.find(({ objectId }) => !orders.some((one) => one.objectId === objectId));
    await go(`class/MedicationOrder/${other.objectId}`);
    await page.getByRole('alert').getByText('Object not found.').waitFor();
    assert.ok(!(await page.locator('body').textContent()).includes(other.drug));
    await go('sessions');
    await page.getByText('this one').waitFor();
    const own = await context.api.find('_Session', {}, session);
    assert.equal(await rows().count(), own.length);
  });

  test('the master key shows everything, and is kept nowhere', async () => {
    await openAsMaster('class/PatientProfile');
    await page.getByRole('link', { name: 'Maya Lindqvist' }).waitFor();
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, document.body.innerHTML]));
    assert.ok(!kept.includes(context.server.masterKey));
    await page.reload();
    await page.getByLabel('Username').waitFor();
    assert.equal(await button('Sign out').count(), 0);
  });

  test('a page that the browser kept when it was left knows the master key no more', async () => {
    await openAsMaster();
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await page.getByLabel('Username').waitFor();
    assert.equal(await button('Sign out').count(), 0);
  });

  test('the master key is asked for with the application id where that is not known', async () => {
    page = await browser.open(`${context.origin}/console`);
    await page.getByRole('tab', { name: 'Master key' }).click();
    await page.getByLabel('Application id').fill(context.server.appId);
    await page.getByRole('textbox', { name: 'Master key' }).fill(context.server.masterKey);
    await button('Sign in').click();
    await button('Sign out').waitFor();
  });

  test('a wrong master key opens nothing', async () => {
    await open();
    await page.getByRole('tab', { name: 'Master key' }).click();
    await page.getByRole('textbox', { name: 'Master key' }).fill('wrong');
    await button('Sign in').click();
    await page.getByRole('alert').waitFor();
    assert.equal(await button('Sign out').count(), 0);
  });

  test('who is elsewhere types the application id, once, and is offered no master key', async () => {
    // Chromium takes any name below localhost for this machine; to the page it is another one.
    page = await browser.open(`${context.origin.replace('127.0.0.1', 'clinic.localhost')}/console`);
    const id = page.getByLabel('Application id');
    await id.fill('wrong');
    assert.equal(await page.getByRole('tab').count(), 0);
    await page.getByLabel('Username').fill(admin.username);
    await page.getByLabel('Password').fill(admin.password);
    await button('Sign in').click();
    await page.getByRole('alert').getByText('unauthorized').waitFor();
    await id.fill(context.server.appId);
    await button('Sign in').click();
    await button('Sign out').click();
    await id.waitFor();
    await page.reload();
    assert.equal(await id.inputValue(), context.server.appId);
  });

  test('versions stand side by side, and what differs is marked', async () => {
    const [order] = await context.api.find('MedicationOrder', { where: { dosage: '20 mg' } }, master);
    await context.api.call('PUT', `/classes/MedicationOrder/${order.objectId}`, { ...master, body: { dosage: '25 mg', instructions: { __op: 'Delete' } } });
    await openAsMaster(`class/MedicationOrder/${order.objectId}`);
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByRole('region', { name: 'Two versions, side by side' }).waitFor();
    const compared = await rows().evaluateAll((all) => all.map((row) => [row.querySelector('th').textContent.replace(/\s+/g, ' ').trim(), ...[...row.querySelectorAll('td')].map((cell) => cell.textContent)]));
    assert.deepEqual(compared.filter(([name]) => !/acknowledged|ACL/i.test(name)), [['≠ dosage changed', '20 mg', '25 mg'], ['− instructions removed', order.instructions, '–']]);
    assert.equal(await page.locator('ins').textContent(), '5');
    await page.getByLabel('only what changed').uncheck();
    assert.ok((await rows().count()) > compared.length);
    await page.getByLabel('with', { exact: true }).selectOption('1');
    await page.getByLabel('Compare', { exact: true }).selectOption('2');
    await page.locator('ins').getByText('0').waitFor();
  });

  test('a provider signs what is published; who signed what is shown, and that it holds', async () => {
    const { json: user } = await context.api.call('POST', '/login', { body: demo.provider });
    const [patient] = await context.api.find('PatientProfile', {}, { session: user.sessionToken });
    const order = await context.api.create('MedicationOrder', { patient: pointer('PatientProfile', patient.objectId), drug: 'Velorane', dosage: '5 mg', frequency: 'twice daily' }, { session: user.sessionToken });
    await openAs(demo.provider, `class/MedicationOrder/${order}`);
    await field('publicationStatus').selectOption('published');
    await button('Save').click();
    await page.getByRole('alert').getByText('needs an electronic signature').waitFor();
    await button('Sign and save …').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Meaning').fill('approval');
    await dialog.getByLabel('Password').fill('wrong');
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
    await dialog.getByRole('alert').getByText('Invalid username/password.').waitFor();
    await dialog.getByLabel('Password').fill(demo.provider.password);
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
    await said('Signed.').waitFor();
    assert.equal((await context.api.fetch('MedicationOrder', order, master)).publicationStatus, 'published');
    await page.getByRole('tab', { name: 'Signatures' }).click();
    const row = rows().filter({ hasText: 'approval' });
    await row.getByText('valid').waitFor();
    assert.match(await row.textContent(), /dr\.hale/);
    await button('Verify again').click();
    await said('recomputed').waitFor();
  });

  test('a session that ends while the page is open leads to signing in, and nothing that was typed is lost', async () => {
    const [order] = await context.api.find('CareAssignment', {}, master);
    await openAs(admin, `class/CareAssignment/${order.objectId}`);
    await field('endsAt').fill('2031-05-06T07:08');
    for (const { objectId } of await context.api.find('_Session', { where: { user: admin.pointer }, limit: 1000 }, master)) await context.api.call('DELETE', `/sessions/${objectId}`, master);
    await button('Save').click();
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await dialog.isVisible(), true);
    assert.ok(await isCovering(dialog));
    assert.equal(await dialog.getByLabel('Username').inputValue(), admin.username);
    await dialog.getByLabel('Password').fill(admin.password);
    await browser.shoot(page, 'console session has ended');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await said('Saved.').waitFor();
    assert.match((await context.api.fetch('CareAssignment', order.objectId, master)).endsAt.iso, /^2031-05-0[567]T/);
    admin.session = JSON.parse(await page.evaluate(() => sessionStorage.getItem('caregen.session'))).token;
  });

  test('whoever does not sign in again leaves, and nothing of the session is kept', async () => {
    const other = await context.api.signUp(unique('other'));
    await openAs(other, 'sessions');
    for (const { objectId } of await context.api.find('_Session', { where: { user: other.pointer } }, master)) await context.api.call('DELETE', `/sessions/${objectId}`, master);
    await go('');
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await page.getByLabel('Username').waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  });

  test('a reload keeps who is signed in, and signing out ends the session at the server', async () => {
    const user = await context.api.signUp(unique('stays'));
    await openAs(user);
    await page.reload();
    await button('Sign out').waitFor();
    const before_ = await context.api.find('_Session', { where: { user: user.pointer } }, master);
    await button('Sign out').click();
    await page.getByLabel('Username').waitFor();
    assert.equal((await context.api.find('_Session', { where: { user: user.pointer } }, master)).length, before_.length - 1);
  });

  test('a second factor is asked for where the account has one', async () => {
    const user = await context.api.signUp(unique('careful'));
    const secret = totpSecret();
    const set = await context.api.call('PUT', `/users/${user.id}`, { session: user.session, body: { authData: { mfa: { secret, token: totp(secret) } } } });
    assert.equal(set.status, 200, set.text);
    await open();
    await page.getByLabel('Username').fill(user.username);
    await page.getByLabel('Password').fill(user.password);
    await button('Sign in').click();
    const code = page.getByLabel('Code of the second factor');
    await code.waitFor();
    await code.fill('000000');
    await button('Sign in').click();
    await page.getByRole('alert').getByText('This code is not valid.').waitFor();
    await code.fill(totp(secret, 1));
    await button('Sign in').click();
    await button('Sign out').waitFor();
  });

  test('a user’s page has the roles, and a role’s page its users', async () => {
    await openAsMaster(`class/_User/${admin.id}`);
    await page.getByText('Roles: ').getByRole('link', { name: 'admin' }).click();
    await heading('admin').waitFor();
    await page.getByRole('tab', { name: 'Relations' }).click();
    await page.getByRole('region', { name: 'users' }).getByRole('link', { name: admin.username }).waitFor();
  });

  test('sessions are ended: one of one’s own, and with the master key all of a user’s', async () => {
    const user = await context.api.signUp(unique('many'));
    await context.api.call('POST', '/login', { body: { username: user.username, password: user.password } });
    await openAsMaster(`class/_User/${user.id}`);
    await button('End all sessions').click();
    await page.getByRole('dialog').getByRole('button', { name: 'End all sessions' }).click();
    await said('2 sessions ended.').waitFor();
    assert.deepEqual(await context.api.find('_Session', { where: { user: user.pointer } }, master), []);
  });

  test('a trail that was tampered with is told so', async () => {
    const server = await startServer('trial', { arguments: ['--web-pages', pack] });
    try {
      const api = client(server);
      const auditor = await api.signUp(unique('auditor'));
      await api.createRole('admin', [auditor]);
      const file = join(server.dataFolder, 'trial.db');
      const sql = (text) => execFileSync('sqlite3', ['-cmd', '.timeout 60000', file, text], { encoding: 'utf8' });
      sql(`${sql("SELECT 'DROP TRIGGER \"' || name || '\";' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '_AuditEntry'")}UPDATE "_AuditEntry" SET "action" = 'nothing' WHERE "number" = 2`);
      page = await browser.open(`${new URL(server.base).origin}/console${new URL(printedAddress(server)).search}#/audit`);
      await signIn(auditor);
      await button('Verify').click();
      await page.getByRole('alert').getByText('The chain does not hold: 1 fault.').waitFor();
      await page.getByText('Entry 2: changed or moved').waitFor();
    } finally {
      await server.stop();
    }
  });

  test('all of it is there in Traditional Chinese, and stays so', async () => {
    await openAs(admin);
    await page.getByLabel('Language').selectOption('zh-Hant');
    await heading('總覽').waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hant');
    await page.getByRole('link', { name: '稽核紀錄' }).click();
    await button('驗證').waitFor();
    await page.reload();
    await button('登出').waitFor();
    // What is left in English are names of the app and of the protocol.
    await go('requests');
    await heading('角色申請').waitFor();
    const words = (await page.locator('main').textContent()).match(/[A-Za-z]{4,}/g) ?? [];
    assert.deepEqual(words, []);
  });

  test('everything is done by keyboard', async () => {
    await open();
    const focused = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.id || document.activeElement.name);
    const tabTo = async (wanted) => {
      for (let i = 0; i < 80; i += 1) {
        await page.keyboard.press('Tab');
        if (wanted.test(await focused())) return;
      }
      assert.fail(`no way to ${wanted}; the focus is on ${await focused()}`);
    };
    await tabTo(/username/);
    await page.keyboard.type(admin.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(admin.password);
    await page.keyboard.press('Enter');
    await heading('Overview').waitFor();
    await tabTo(/^CareAssignment$/);
    await page.keyboard.press('Enter');
    await heading('CareAssignment').waitFor();
    await tabTo(/^New$/);
    await page.keyboard.press('Enter');
    await heading('New CareAssignment').waitFor();
    await tabTo(/^field-patient$/);
    await page.keyboard.type(admin.id);
    await page.getByRole('option', { name: `Use the id ${admin.id}` }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText(admin.id).first().waitFor();
    const outline = await page.evaluate(() => getComputedStyle(document.querySelector('main a')).outlineStyle);
    assert.ok(['none', 'auto', 'solid'].includes(outline));
  });

  const PLACES = ['', 'requests', 'class/MedicationOrder', 'class/MedicationOrder/new', 'audit', 'emergency', 'sessions', 'files', 'health', 'class/_Role'];
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing serious, in ${colorScheme} colours`, async () => {
      await open('', { colorScheme });
      await page.getByLabel('Username').waitFor();
      assert.deepEqual(await browser.judge(page), [], 'sign-in');
      await page.context().close();
      const [order] = await context.api.find('MedicationOrder', {}, master);
      await openAsMaster('', { colorScheme });
      for (const place of [...PLACES, `class/MedicationOrder/${order.objectId}`]) {
        await go(place);
        await page.locator('main h1').waitFor();
        await page.waitForLoadState('networkidle');
        assert.deepEqual(await browser.judge(page), [], place);
      }
      await page.getByRole('tab', { name: 'Versions' }).click();
      await page.locator('.comparison').waitFor();
      assert.deepEqual(await browser.judge(page), [], 'versions');
    });
  }

  test("fits a phone's width", async () => {
    const [order] = await context.api.find('MedicationOrder', {}, master);
    await openAsMaster('', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    for (const place of [...PLACES, `class/MedicationOrder/${order.objectId}`]) {
      await go(place);
      await page.locator('main h1').waitFor();
      await page.waitForLoadState('networkidle');
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, place);
    }
    await browser.shoot(page, 'console phone object');
    await button('Menu').tap();
    await page.getByRole('link', { name: 'Audit trail' }).tap();
    await heading('Audit trail').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Audit trail' }).isVisible(), false);
  });

  test('the first load is small', async () => {
    const bodies = [];
    page = await browser.open(`${context.origin}/`);
    page.on('response', (response) => bodies.push(response.allHeaders().then((headers) => Number(headers['content-length'] ?? 0))));
    await page.goto(context.address(''));
    await page.getByLabel('Username').waitFor();
    const sum = (await Promise.all(bodies)).reduce((total, length) => total + length, 0);
    assert.ok(sum > 10000 && sum < 300 * 1024, String(sum));
  });
}, { demo: true });

describeConsole('the console of a server that asks for a client key', 'trial', (context) => {
  test('is signed in to with it, and after a reload without', async () => {
    const user = await context.api.signUp(unique('keyed'));
    page = await browser.open(`${context.origin}/console`);
    await page.getByLabel('Application id').fill(context.server.appId);
    await page.getByLabel('Username').fill(user.username);
    await page.getByLabel('Password').fill(user.password);
    await button('Sign in').click();
    await page.getByRole('alert').getByText('unauthorized').waitFor();
    await page.getByText('The server asks for a client key').click();
    await page.getByLabel('Client key', { exact: true }).fill(context.server.restKey);
    await button('Sign in').click();
    await button('Sign out').waitFor();
    await page.reload();
    await button('Sign out').waitFor();
  });

  test('knows the key for whom opened the printed address', async () => {
    const user = await context.api.signUp(unique('near'));
    page = await browser.open(context.address(''));
    await signIn(user);
  });
}, { restKey: 'rest-key-of-the-test' });

describeConsole('a session that lies idle', 'trial', (context, { openAs }) => {
  test('is told of beforehand, and kept on demand', async () => {
    const user = await context.api.signUp(unique('idle'));
    await openAs(user);
    const notice = page.getByText(/You will be signed out in \d+ seconds/);
    await notice.waitFor();
    await browser.shoot(page, 'console idle notice');
    await button('Stay signed in').click();
    await notice.waitFor({ state: 'detached' });
    await context.api.call('DELETE', `/sessions/${(await context.api.find('_Session', { where: { user: user.pointer }, order: '-createdAt' }, master))[0].objectId}`, master);
  });

  test('ends in front of whoever comes by next, and goes on for whose it was', async () => {
    const user = await context.api.signUp(unique('idle'));
    await openAs(user);
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    assert.ok(await isCovering(dialog));
    await dialog.getByLabel('Password').fill(user.password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });
}, { arguments: ['--session-idle-seconds', '20'] });

for (const [template, className, grant] of [['portal', 'LabResult'], ['phr', 'LabResult', 'SharedAccess'], ['behavioral', 'Assessment', 'DisclosureConsent']]) {
  describeConsole(`the console of the template ${template}`, template, (context, { openAsMaster, go }) => {
    test(`has its records, grants and trail: ${template}`, async () => {
      await openAsMaster(`class/${className}`);
      const objects = await context.api.find(className, {}, master);
      await page.getByText(`1–${Math.min(25, objects.length)} of ${objects.length}`).waitFor();
      const menu = page.getByRole('navigation', { name: 'Console' });
      const groupOf = (name) => menu.getByRole('link', { name, exact: true }).locator('xpath=ancestor::div[1]/h2').textContent();
      assert.equal(await groupOf(className), 'Records');
      if (grant) assert.equal(await groupOf(grant), 'Access');
      if (grant) {
        await go(`class/${grant}`);
        await heading(grant).waitFor();
        const grants = await context.api.find(grant, {}, master);
        await page.getByText(`of ${grants.length}`).waitFor();
      }
      await go('audit');
      await button('Verify').click();
      await page.getByText(/The chain holds/).waitFor();
    });
  }, { demo: true });
}

describeConsole('the console of every type', 'kitchen', (context, { openAsMaster, go }) => {
  let folder;
  let item;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-console-'));
    writeFileSync(join(folder, 'scan.txt'), 'a scanned page');
    item = await context.api.create('Item', { name: 'first', number: 1 }, master);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const edit = async (name, change) => {
    await openAsMaster(`class/Item/${item}`);
    await field('name').waitFor();
    await change();
    await button('Save').click();
    await said('Saved.').waitFor();
    return (await context.api.fetch('Item', item, master))[name];
  };

  const typed = {
    name: ['second', 'second'],
    text: ['several\nlines', 'several\nlines'],
    number: ['-1.5e3', -1500],
    object: ['{"a": [1, {"b": null}]}', { a: [1, { b: null }] }],
    array: ['[1, "two", {"three": 3}]', [1, 'two', { three: 3 }]],
    area: ['[[0, 0], [0, 1.5], [1, 1]]', undefined],
    data: ['AAEC', { __type: 'Bytes', base64: 'AAEC' }],
  };
  for (const [name, [text, expected]] of Object.entries(typed)) {
    test(`a field is edited: ${name}`, async () => {
      const value = await edit(name, () => field(name).fill(text));
      if (name === 'area') assert.deepEqual(value.coordinates.slice(0, 3), [[0, 0], [0, 1.5], [1, 1]]);
      else assert.deepEqual(value, expected);
    });
  }

  test('a field is edited: flag', async () => {
    assert.equal(await edit('flag', () => field('flag').selectOption('true')), true);
    await page.context().close();
    assert.equal(await edit('flag', () => field('flag').selectOption('')), undefined);
  });

  test('a field is edited: date, in the reader’s time zone', async () => {
    page = undefined;
    await openAsMaster(`class/Item/${item}`, { timezoneId: 'Asia/Taipei' });
    await field('date').fill('2031-05-06T07:08');
    await page.getByText('In UTC: 2031-05-05T23:08:00.000Z').waitFor();
    await button('Save').click();
    await said('Saved.').waitFor();
    assert.equal((await context.api.fetch('Item', item, master)).date.iso, '2031-05-05T23:08:00.000Z');
  });

  test('a field is edited: place', async () => {
    assert.deepEqual(await edit('place', async () => {
      await field('place').fill('95');
      await page.getByLabel('place: Longitude').fill('121.5');
      await page.getByRole('alert').getByText('Latitude from -90 to 90').waitFor();
      assert.equal(await button('Save').isDisabled(), true);
      await field('place').fill('25.04');
    }), { __type: 'GeoPoint', latitude: 25.04, longitude: 121.5 });
  });

  test('a field is edited: a pointer, found by name', async () => {
    const parent = await context.api.create('Item', { name: 'a parent\\E.*' }, master);
    await context.api.create('Item', { name: 'another' }, master);
    const value = await edit('parent', async () => {
      await field('parent').fill('parent\\E');
      await page.locator('.found').getByRole('option').filter({ hasText: parent }).waitFor();
      assert.equal(await page.locator('.found').getByRole('option').count(), 1);
      await page.keyboard.press('Enter');
      await page.getByText(parent).first().waitFor();
    });
    assert.deepEqual(value, pointer('Item', parent));
    await page.context().close();
    assert.equal(await edit('parent', () => button('Clear: parent').click()), undefined);
  });

  test('a field is edited: a file is uploaded, and downloaded again', async () => {
    const value = await edit('file', async () => {
      await field('file').setInputFiles(join(folder, 'scan.txt'));
      await page.getByRole('link', { name: 'Download scan.txt' }).waitFor();
    });
    assert.match(value.name, /_scan\.txt$/);
    assert.equal(await (await fetch(value.url)).text(), 'a scanned page');
    await go('files');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download scan.txt' }).click()]);
    assert.equal(download.suggestedFilename(), 'scan.txt');
  });

  test('a relation is added to, and taken from', async () => {
    const order = await context.api.create('Order', {}, master);
    await openAsMaster(`class/Item/${item}`);
    await page.getByRole('tab', { name: 'Relations' }).click();
    await page.getByLabel('Add to it').fill(order);
    await page.getByRole('option').filter({ hasText: order }).first().click();
    await page.getByRole('listitem').filter({ hasText: order }).waitFor();
    const related = () => context.api.find('Order', { where: { $relatedTo: { object: pointer('Item', item), key: 'friends' } } }, master);
    assert.deepEqual((await related()).map(({ objectId }) => objectId), [order]);
    await page.getByRole('listitem').filter({ hasText: order }).getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('listitem').filter({ hasText: order }).waitFor({ state: 'detached' });
    assert.deepEqual(await related(), []);
  });

  test('the ACL is edited', async () => {
    const user = await context.api.signUp();
    const acl = await edit('ACL', async () => {
      await button('Give it an ACL').click();
      await page.getByLabel('User id', { exact: true }).fill(user.id);
      await button('Add').click();
      await page.getByLabel(`user ${user.id}: write`).check();
      await page.getByLabel('Who', { exact: true }).selectOption('role');
      await page.getByLabel('Role name', { exact: true }).fill('nurse');
      await button('Add').click();
    });
    assert.deepEqual(acl, { [user.id]: { read: true, write: true }, 'role:nurse': { read: true } });
    await page.context().close();
    // The object keeps an ACL once it has one: an empty one shuts everybody out but the master key.
    assert.deepEqual(await edit('ACL', async () => {
      assert.equal(await button('No ACL').count(), 0);
      for (const who of [`user ${user.id}`, 'role nurse']) await button(`Remove: ${who}`).click();
      await page.getByText('Nobody but the master key').waitFor();
    }), {});
  });

  test('what is no value yet is said, and not sent', async () => {
    await openAsMaster(`class/Item/${item}`);
    for (const [name, text, fault] of [['number', 'many', 'Not a number.'], ['object', '[]', 'Not a JSON object.'], ['array', '{"a":', 'Not JSON'], ['data', '???', 'Not base 64.']]) {
      const before_ = await field(name).inputValue();
      await field(name).fill(text);
      await page.getByRole('alert').getByText(fault).waitFor();
      assert.equal(await button('Save').isDisabled(), true, name);
      await field(name).fill(before_);
      await page.getByRole('alert').getByText(fault).waitFor({ state: 'detached' });
    }
  });

  test('an object is created with what the class requires, and deleted', async () => {
    await openAsMaster('class/Item/new');
    await field('text').fill('without a name');
    await button('Create').click();
    await page.getByRole('alert').getByText('name is required').waitFor();
    await field('name').fill('made here');
    await button('Create').click();
    await heading('made here').waitFor();
    const [made] = await context.api.find('Item', { where: { name: 'made here' } }, master);
    assert.deepEqual([made.text, made.quantity], ['without a name', 1]);
    await button('Delete').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await heading('Item').waitFor();
    assert.deepEqual(await context.api.find('Item', { where: { name: 'made here' } }, master), []);
  });

  test('who saves second is told, and keeps what was typed', async () => {
    await openAsMaster(`class/Item/${item}`);
    await field('text').fill('mine');
    await context.api.call('PUT', `/classes/Item/${item}`, { ...master, body: { number: 77 } });
    await button('Save').click();
    await page.getByRole('alert').getByText('Somebody changed this object meanwhile').waitFor();
    await page.getByRole('alert').getByRole('button', { name: 'Reload' }).click();
    await page.waitForFunction(() => document.getElementById('field-number').value === '77');
    assert.equal(await field('text').inputValue(), 'mine');
    await button('Save').click();
    await said('Saved.').waitFor();
    const { text, number } = await context.api.fetch('Item', item, master);
    assert.deepEqual([text, number], ['mine', 77]);
  });

  test('what was typed is still there when one comes back', async () => {
    await openAsMaster(`class/Item/${item}`);
    await field('label').fill('a draft');
    await page.getByRole('link', { name: 'Overview' }).click();
    await heading('Overview').waitFor();
    await page.goBack();
    await page.getByText('1 change is not saved').waitFor();
    assert.equal(await field('label').inputValue(), 'a draft');
    await button('Discard').click();
    assert.notEqual(await field('label').inputValue(), 'a draft');
  });

  test('objects are filtered by typed filters, sorted, and turned page by page', async () => {
    const name = unique('many');
    for (let i = 1; i <= 30; i += 1) await context.api.create('Item', { name: `${name} ${i}`, number: i, flag: i % 2 === 0 }, master);
    await openAsMaster('class/Item');
    await button('Add a filter').click();
    const filter = (i) => page.getByRole('group', { name: 'Filter' }).nth(i);
    await filter(0).getByLabel('Field').selectOption('name');
    await filter(0).getByLabel('Value').fill(name.toUpperCase());
    await page.getByText('1–25 of 30').waitFor();
    await button('Next').click();
    await page.getByText('26–30 of 30').waitFor();
    await button('Add a filter').click();
    await filter(1).getByLabel('Field').selectOption('number');
    await filter(1).getByLabel('Comparison').selectOption('more');
    await filter(1).getByLabel('Value').fill('20');
    await button('Add a filter').click();
    await filter(2).getByLabel('Field').selectOption('flag');
    await filter(2).getByLabel('Value').selectOption('true');
    await page.getByText('1–5 of 5').waitFor();
    await button('number').click();
    await page.getByRole('columnheader', { name: /number/ }).and(page.locator('[aria-sort="ascending"]')).waitFor();
    const numbers = () => page.locator('main tbody td.number:nth-child(3)').allTextContents();
    await page.waitForFunction(() => document.querySelector('main tbody td.number').textContent === '22');
    await button('number').click();
    await page.waitForFunction(() => document.querySelector('main tbody td.number').textContent === '30');
    assert.deepEqual((await numbers()).map(Number), [30, 28, 26, 24, 22]);
    // What is looked for is in no address: proxies and histories keep those.
    assert.ok(!page.url().includes(name));
  });
});
