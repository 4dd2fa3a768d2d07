// What the tests of the starter apps share: a server with a template's sample data, and windows in which somebody of
// them is signed in. Each window is a browser context of its own, as another device would be.
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { client, send } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { openedCookie, printedAddress } from './printed.mjs';
import { buildPages, pack, startBrowser } from './world.mjs';

export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
export const pointer = (className, objectId) => ({ __type: 'Pointer', className, objectId });
export const date = (ms) => ({ __type: 'Date', iso: new Date(ms).toISOString() });

/** To be called in a describe(): a world whose members are there once its tests run. */
export function appWorld(build, options = {}) {
  const world = { windows: [] };
  before(async () => {
    await buildPages();
    world.server = await startServer(build, { demo: true, ...options, arguments: ['--web-pages', pack, ...(options.arguments ?? [])] });
    world.origin = new URL(world.server.base).origin;
    world.api = client(world.server);
    world.token = options.demo === false ? '' : new URL(printedAddress(world.server)).search;
    world.settings = (await send(`${world.origin}/app/settings.json`, { headers: options.demo === false ? {} : { Cookie: await openedCookie(world.server) } })).json;
    world.browser = await startBrowser();
  });
  after(async () => {
    await world.browser?.stop();
    await world.server?.stop();
  });
  afterEach(async (context) => {
    const faults = [];
    for (const [i, page] of world.windows.splice(0).entries()) {
      faults.push(...page.takeFaults());
      await world.browser.shoot(page, `app ${build} ${context.name} ${i}`);
      await page.context().close();
    }
    assert.deepEqual(faults, []);
  });

  /** A window at the app, opened as the printed address is, for the demo accounts. */
  world.open = async (path = '/app', pageOptions = {}) => {
    const page = await world.browser.open(world.origin + path + world.token, pageOptions);
    world.windows.push(page);
    return page;
  };
  /** A window in which a demo account has come in by one click: 'Patient' or 'Provider'. */
  world.enter = async (role, pageOptions) => {
    const page = await world.open('/app', pageOptions);
    await page.getByRole('button', { name: `Enter as ${role}` }).click();
    await page.getByRole('button', { name: 'Account', exact: true }).waitFor();
    return page;
  };
  world.account = (role) => world.settings.accounts.find((one) => one.role === role);
  /** A session of a demo account beside the pages: { sessionToken, objectId, call(method, path, body) }. */
  world.session = async (role) => {
    const { username, password } = world.account(role);
    const { json } = await world.api.call('POST', '/login', { body: { username, password } });
    return { ...json, call: (method, path, body) => world.api.call(method, path, { session: json.sessionToken, body }) };
  };
  return world;
}

/** Looks at every view of a demo account, wide and on a phone: axe finds nothing serious, nothing hangs over, no fault is shown. */
export async function assertViews(world, role) {
  for (const options of [{}, PHONE]) {
    const page = await world.enter(role, options);
    const views = page.getByRole('navigation', { name: 'Views' }).getByRole('link');
    const count = await views.count();
    assert.ok(count >= 3, `${role} has ${count} views`);
    for (let i = 0; i < count; i++) {
      const name = await views.nth(i).textContent();
      await views.nth(i).click();
      await page.waitForLoadState('networkidle');
      assert.deepEqual(await page.getByRole('alert').allTextContents(), [], `${role}: ${name}`);
      assert.deepEqual(await world.browser.judge(page), [], `${role}: ${name}`);
      if (options === PHONE) assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.viewport.width, `${role}: ${name}`);
    }
  }
}

/** What of a window a test does again and again. */
export const within = (page) => ({
  goTo: (name) => page.getByRole('banner').getByRole('link', { name: new RegExp(`^${name} ?\\d*$`) }).click(),
  section: (name) => page.getByRole('navigation', { name: /^Record of/ }).getByRole('link', { name }).click(),
  press: (name) => page.getByRole('button', { name, exact: true }).click(),
  card: (name) => page.getByRole('article', { name, exact: true }),
  dialog: page.getByRole('dialog'),
  /** Saves the form of the dialog that is open, and waits until it has gone. */
  async save(action = 'Save') {
    await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  },
  async sign(password) {
    await page.getByLabel('Your password').fill(password);
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
  },
});
