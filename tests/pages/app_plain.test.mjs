// The plain part, which any app has: lists and forms from its model, for apps with rules and without; and that an app
// goes without its page where a team takes it out.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { noBrowser } from '../lib/browser.mjs';
import { buildServer } from '../lib/builds.mjs';
import { unique } from '../lib/rest.mjs';
import { appWorld, PHONE, within } from './app_world.mjs';

/** Signs a new user up in the page; returns the username. */
async function signUp(page) {
  const username = unique('reader');
  await page.getByRole('button', { name: 'No account yet? Create one' }).click();
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill('twelve quiet herons');
  await page.getByLabel('Password again').fill('twelve quiet herons');
  await page.getByRole('button', { name: 'Create an account', exact: true }).click();
  await page.getByRole('button', { name: 'Account', exact: true }).waitFor();
  return username;
}

describe('an app without rules', { skip: noBrowser }, () => {
  const world = appWorld('library', { demo: false });

  test('lists what there is, and makes, changes and deletes it', async () => {
    const { folder } = await buildServer('library');
    const model = JSON.parse(readFileSync(join(folder, 'api/model.json'), 'utf8'));
    const page = await world.open();
    const at = within(page);
    const username = await signUp(page);
    await page.getByRole('heading', { name: `Hello, ${username}` }).waitFor();
    assert.equal(await page.locator('main .tile').count(), model.classes.length);
    const open = async (name) => {
      await page.goto(`${world.origin}/app#class/${name}`);
      await page.getByRole('heading', { level: 2 }).waitFor();
    };
    const [first] = model.classes.filter(({ fields }) => fields.some(({ type, oneOf }) => type === 'String' && !oneOf) && !fields.some(({ type, required }) => type === 'Pointer' && required));
    const field = first.fields.find(({ type, oneOf }) => type === 'String' && !oneOf);
    await open(first.name);
    await page.getByRole('button', { name: /^Add: / }).click();
    for (const { type, required } of first.fields) assert.ok(!(required && ['GeoPoint', 'Polygon', 'Bytes'].includes(type)));
    const fill = async (text) => {
      for (const input of await at.dialog.locator('input[required], textarea[required]').all()) {
        const type = await input.getAttribute('type');
        await input.fill(type === 'number' ? '3' : type === 'date' ? '2026-05-01' : type === 'datetime-local' ? '2026-05-01T10:00' : text);
      }
      for (const select of await at.dialog.locator('select[required]').all()) await select.selectOption({ index: 1 });
    };
    await fill('A first one');
    const optional = at.dialog.locator('input[type="text"], input:not([type]), textarea').first();
    await optional.fill('A first one');
    await at.save();
    const card = page.getByRole('article').filter({ hasText: 'A first one' }).first();
    await card.getByRole('button', { name: 'Edit' }).click();
    await at.dialog.locator('input[type="text"], input:not([type]), textarea').first().fill('A better one');
    await at.save();
    await page.getByText('A better one').first().waitFor();
    const rows = await world.api.find(first.name, {}, { master: true });
    assert.equal(rows.length, 1);
    assert.ok(JSON.stringify(rows[0]).includes('A better one'), field.name);
    // Somebody else has nothing of it.
    const other = await world.open('/app', PHONE);
    await signUp(other);
    await other.goto(`${world.origin}/app#class/${first.name}`);
    await other.getByText('Nothing here.').waitFor();
    assert.deepEqual(await world.browser.judge(page), []);
    await page.getByRole('button', { name: 'Delete' }).first().click();
    await at.dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nothing here.').waitFor();
    assert.deepEqual(await world.api.find(first.name, {}, { master: true }), []);
  });
});

describe('an app of any rules', { skip: noBrowser }, () => {
  const world = appWorld('accounts', { demo: false });

  test('offers what somebody may do, and nothing that nobody lets them', async () => {
    const page = await world.open();
    await signUp(page);
    const { folder } = await buildServer('accounts');
    const model = JSON.parse(readFileSync(join(folder, 'api/model.json'), 'utf8'));
    const offered = await page.locator('main .tile').evaluateAll((all) => all.map((one) => one.getAttribute('href').split('/').pop()));
    // Whoever has just come is in no role and has no profile: rules for all users are left.
    const isOpen = ({ ruled, rules = [] }) => !ruled || rules.some(({ may, role }) => may.includes('find') && (role === undefined || ['users', 'everyone'].includes(model.roles[role].members)));
    assert.deepEqual(offered, model.classes.filter((one) => one.name !== 'Notification' && isOpen(one)).map(({ name }) => name));
    assert.ok(offered.length > 0 && offered.length < model.classes.length);
    for (const name of offered) {
      await page.goto(`${world.origin}/app#class/${name}`);
      await page.getByText('Nothing here.').or(page.getByRole('article').first()).first().waitFor();
      assert.equal(await page.getByRole('alert').count(), 0, name);
    }
  });
});
