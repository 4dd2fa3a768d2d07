// Parse's public dashboard, as npm has it, browses and edits what a server holds: objects, users, roles,
// sessions, config. Everything is done by mouse and keyboard in a real browser; what came of it is then
// asked of the server. Run by `make dashboard-test`, not by `make test`: it installs about 300 MB.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { assertError, assertStatus, client, pointer, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { startDashboard } from './browser.mjs';

describe('the dashboard', () => {
  const master = { master: true };
  let server;
  let api;
  let dashboard;
  let page;

  before(async () => {
    server = await startServer('dashboard', { masterKey: 'the master key of the dashboard test' });
    api = client(server);
    dashboard = await startDashboard(server);
    page = dashboard.page;
  });
  after(async () => {
    await dashboard?.stop();
    await server?.stop();
  });
  afterEach(async (context) => {
    // CAREGEN_SCREENSHOTS: a folder for a picture of each test's end.
    const folder = process.env.CAREGEN_SCREENSHOTS;
    if (folder) await page.screenshot({ path: join(folder, `${context.name.replaceAll(/\W+/g, '-')}.png`) });
    assert.deepEqual(dashboard.takeFaults(), []);
  });

  const cell = (text) => page.getByText(text, { exact: true }).first();
  /** The page of a class's objects that have a value. */
  const where = (className, field, compareTo) =>
    `browser/${className}?filters=${encodeURIComponent(JSON.stringify([{ field, constraint: 'eq', compareTo }]))}`;
  /** Chooses the first row, and an entry of the menu "Edit". */
  async function editFirst(entry) {
    await page.locator('input[type=checkbox]').nth(1).check();
    await page.getByText('Edit', { exact: true }).click();
    await page.getByText(entry, { exact: true }).click();
  }
  const press = (label) => page.getByText(label, { exact: true }).last().click();
  /** Waits until the server's answer passes the check; the browser saves in its own time. */
  async function eventually(ask, check) {
    const deadline = Date.now() + 10000;
    for (;;) {
      const answer = await ask();
      if (check(answer)) return;
      assert.ok(Date.now() < deadline, JSON.stringify(answer));
      await page.waitForTimeout(50); // there is no event for "the server has it"
    }
  }

  test('lists every class with its count', async () => {
    await api.create('Note', { title: unique('note') }, master);
    await dashboard.open('browser/Note');
    for (const name of ['_User', '_Role', '_Session', '_Installation', 'Thing', 'Locked']) await cell(name).waitFor();
    await page.getByText('1 object', { exact: false }).first().waitFor();
  });

  test('shows the values of every type', async () => {
    const note = await api.create('Note', { title: 'x' }, master);
    await api.create('Thing', {
      name: 'of every type', number: 42.5, flag: true, date: { __type: 'Date', iso: '2020-02-29T12:00:00.000Z' },
      object: { a: 1 }, array: [1, 'two'], place: { __type: 'GeoPoint', latitude: 10, longitude: 20 }, note: pointer('Note', note),
    }, master);
    await dashboard.open('browser/Thing');
    for (const text of ['of every type', '42.5', 'True', '29 Feb 2020, 12:00:00 UTC', '{"a":1}', '[1,"two"]', '(10, 20)', note]) await cell(text).waitFor();
  });

  test('edits a value in place', async () => {
    const title = unique('title');
    const id = await api.create('Note', { title }, master);
    await dashboard.open('browser/Note');
    await cell(title).dblclick();
    const editor = page.locator('textarea');
    await editor.fill('edited');
    await editor.press('Enter');
    await eventually(() => api.fetch('Note', id, master), (note) => note.title === 'edited');
  });

  test('filters', async () => {
    const [wanted, other] = [unique('wanted'), unique('other')];
    await api.create('Note', { title: wanted, score: 7 }, master);
    await api.create('Note', { title: other, score: 8 }, master);
    const filters = [{ field: 'score', constraint: 'eq', compareTo: 7 }, { field: 'title', constraint: 'starts', compareTo: 'wanted' }];
    await dashboard.open(`browser/Note?filters=${encodeURIComponent(JSON.stringify(filters))}`);
    await cell(wanted).waitFor();
    assert.equal(await cell(other).count(), 0);
  });

  test('adds a row', async () => {
    const answer = () => api.find('Note', { where: { title: { $exists: false } }, count: 1 }, master);
    const before_ = (await answer()).length;
    await dashboard.open('browser/Note');
    await press('Add Row');
    await press('Add');
    await eventually(answer, (rows) => rows.length === before_ + 1);
  });

  test('deletes a row', async () => {
    const title = unique('doomed');
    const id = await api.create('Note', { title }, master);
    await dashboard.open(where('Note', 'title', title));
    await cell(title).waitFor();
    await editFirst('Delete this row');
    await press('Delete');
    await eventually(() => api.call('GET', `/classes/Note/${id}`, master), ({ status }) => status === 404);
  });

  test('changes a user\'s password', async () => {
    const user = await api.signUp();
    await dashboard.open(where('_User', 'username', user.username));
    await cell(user.username).waitFor();
    await cell('(hidden)').dblclick();
    const editor = page.locator('textarea');
    await editor.fill('set by the dashboard');
    await editor.press('Enter');
    const logIn = () => api.call('POST', '/login', { body: { username: user.username, password: 'set by the dashboard' } });
    await eventually(logIn, ({ status }) => status === 200);
    assertError(await api.call('POST', '/login', { body: { username: user.username, password: user.password } }), 404, 101);
    assertError(await api.call('GET', '/users/me', { session: user.session }), 400, 209);
  });

  test('ends a session', async () => {
    const user = await api.signUp();
    const [session] = await api.find('_Session', { where: { user: user.pointer } }, master);
    await dashboard.open('browser/_Session');
    await cell(session.objectId).waitFor();
    await editFirst('Delete this row'); // the newest stands first
    await press('Delete');
    await eventually(() => api.call('GET', '/users/me', { session: user.session }), ({ json }) => json.code === 209);
  });

  test('shows the users of a role', async () => {
    const user = await api.signUp();
    const name = unique('role');
    const id = await api.createRole(name, [user]);
    await dashboard.open('browser/_Role');
    await cell(name).waitFor();
    await dashboard.open(`browser/_Role/${id}/users`);
    await cell(user.username).waitFor();
  });

  test('adds a config parameter', async () => {
    const name = unique('k');
    await dashboard.open('config');
    await page.getByText('Create a parameter', { exact: true }).first().click();
    await page.locator('input[type=text]').first().fill(name);
    await page.locator('textarea').first().fill('from the dashboard');
    await press('Create');
    await eventually(() => api.call('GET', '/config'), ({ json }) => json.params[name] === 'from the dashboard');
  });

  test('shows the security report', async () => {
    await dashboard.open('settings/security');
    for (const text of ['Secure master key', 'Private by default']) await page.getByText(text).first().waitFor();
  });

  test('tells where the schema is changed when a column is to be added', async () => {
    await dashboard.open('browser/Note');
    await press('Add a new column');
    await page.getByPlaceholder('Give it a good name...').fill('extra');
    await press('Add');
    await page.getByText(/Edit the schema file/).first().waitFor();
    assert.match(dashboard.takeFaults().join(), /"code":119/);
    assertStatus(await api.call('GET', '/schemas/Note', master), 200);
  });

  test('empties a class', async () => {
    await api.create('WriteOnly', { name: 'x' }, master);
    await dashboard.open('browser/WriteOnly');
    await cell('x').waitFor();
    await page.getByText('Edit', { exact: true }).click();
    await press('Delete all rows');
    await page.getByPlaceholder('delete all').or(page.locator('input[type=text]')).last().fill('delete all');
    await press('Delete');
    await eventually(() => api.find('WriteOnly', {}, master), (rows) => rows.length === 0);
  });
});
