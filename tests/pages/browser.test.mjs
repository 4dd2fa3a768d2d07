// The pages in a real browser: the first page, the playground and the schema, by mouse, by keyboard and on a phone.
// Skipped, and says so, where there is no chromium; `make pages-test` installs it.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { noBrowser } from '../lib/browser.mjs';
import { run } from '../lib/builds.mjs';
import { client, send } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';
import { introspection } from './graphql_schema.mjs';
import { openedCookie, printedAddress } from './printed.mjs';
import { buildPages, pack, startBrowser } from './world.mjs';

const LARGEST_LOAD = 300 * 1024; // bytes, compressed

describe('pages in a browser', { skip: noBrowser }, () => {
  let server;
  let origin;
  let api;
  let browser;
  let page;
  let folder;

  before(async () => {
    await buildPages();
    folder = mkdtempSync(join(tmpdir(), 'caregen-browser-'));
    server = await startServer('trial', { demo: true, arguments: ['--web-pages', pack] });
    origin = new URL(server.base).origin;
    api = client(server);
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.stop();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async (context) => {
    const faults = page.takeFaults();
    await browser.shoot(page, context.name);
    await page.context().close();
    assert.deepEqual(faults, []);
  });

  const open = async (path, options) => (page = await browser.open(origin + path, options));
  /** Opens a page as the printed address does: with the token for the demo accounts. */
  const openPrinted = (path, options) => open(path + new URL(printedAddress(server)).search, options);
  const button = (name) => page.getByRole('button', { name, exact: true });
  const answerTo = (who) => page.getByRole('article', { name: `Answer to ${who}` });
  const code = () => page.getByRole('region', { name: 'Code', exact: true }).textContent();
  async function openSignedIn(options) {
    await openPrinted('/playground', options);
    await button('Sign in as patient and provider').click();
    await button('Ask as patient and provider').waitFor();
  }
  async function ask(className, operation) {
    await page.getByLabel('Class', { exact: true }).selectOption(className);
    if (operation) await page.getByLabel('Operation').selectOption(operation);
  }
  /** Waits for the answer to somebody, and returns its summary. */
  async function summaryOf(who) {
    const summary = answerTo(who).locator('p').first();
    await summary.waitFor();
    return summary.textContent();
  }
  const idsOf = (who) => answerTo(who).locator('tbody th').evaluateAll((cells) => cells.map((cell) => cell.firstChild.textContent));

  /** What the API itself answers a demo account: { patient, provider }. */
  async function expected(path) {
    const { json } = await send(`${origin}/playground/settings.json`, { headers: { Cookie: await openedCookie(server) } });
    const answers = await Promise.all(json.accounts.map(async ({ role, username, password }) => {
      const { json: user } = await api.call('POST', '/login', { body: { username, password } });
      return [role.toLowerCase(), (await api.call('GET', path, { session: user.sessionToken })).json];
    }));
    return Object.fromEntries(answers);
  }

  test('the first page says that the server is well, and leads to the playground', async () => {
    await open('/');
    await page.getByRole('heading', { name: 'trial' }).waitFor();
    await page.getByText('The server is well.').waitFor();
    await page.getByRole('link', { name: 'try the API with sample data' }).click();
    await page.getByRole('heading', { name: 'Who asks' }).waitFor();
    assert.equal(page.url(), `${origin}/playground`);
  });

  test('the printed address is for the whole browser session, and a browser without it signs in by name', async () => {
    await openPrinted('/');
    await page.getByRole('link', { name: 'try the API with sample data' }).click();
    await button('Sign in as patient').waitFor();
    assert.equal(page.url(), `${origin}/playground`);
    await page.goto(`${origin}/playground${new URL(printedAddress(server)).search}`);
    await button('Sign in as patient').waitFor();
    await page.context().close();
    await open('/playground');
    await page.getByText('open the address that the server printed').waitFor();
    assert.equal(await button('Sign in as patient').count(), 0);
    await page.getByLabel('Application id').waitFor();
  });

  test('one click signs the patient in, another one the provider, a third one out', async () => {
    await openPrinted('/playground');
    await page.getByRole('heading', { name: 'Who asks' }).waitFor();
    assert.equal(await page.getByRole('button', { name: /^Ask as nobody/ }).isDisabled(), true);
    await button('Sign in as patient').click();
    await button('Ask as patient').waitFor();
    await button('Sign in as provider').click();
    await button('Ask as patient and provider').waitFor();
    await button('Sign out').first().click();
    await button('Ask as provider').waitFor();
  });

  test('the same query is answered for both, side by side', async () => {
    await openSignedIn();
    await ask('MedicationOrder');
    await button('Ask as patient and provider').click();
    const wanted = await expected('/classes/MedicationOrder');
    const [patient, provider] = ['patient', 'provider'].map((who) => wanted[who].results.map(({ objectId }) => objectId));
    assert.ok(patient.length > 0 && provider.length > patient.length);
    assert.match(await summaryOf('patient'), new RegExp(`^200, ${patient.length} object`));
    assert.deepEqual(await idsOf('patient'), patient);
    assert.deepEqual(await idsOf('provider'), provider);
    assert.equal(await answerTo('provider').getByText('not shown to patient').count(), provider.filter((id) => !patient.includes(id)).length);
    const [left, right] = [await answerTo('patient').boundingBox(), await answerTo('provider').boundingBox()];
    assert.ok(left.x + left.width <= right.x && left.y === right.y);
    await page.getByLabel('As', { exact: true }).selectOption('json');
    assert.deepEqual(JSON.parse(await answerTo('provider').locator('pre').textContent()), wanted.provider);
  });

  test('nobody is refused, and somebody with an account of his own asks as himself', async () => {
    const user = await api.signUp();
    await openPrinted('/playground');
    await page.getByText('Sign in as somebody else').click();
    await page.getByLabel('Username').fill(user.username);
    await page.getByLabel('Password').fill('wrong');
    await button('Sign in').click();
    await page.getByRole('alert').getByText('Invalid username/password.').waitFor();
    await page.getByLabel('Password').fill(user.password);
    await button('Sign in').click();
    await page.getByRole('listitem').filter({ hasText: 'Nobody' }).getByLabel('asks').check();
    await ask('MedicationOrder');
    await button('Ask as other and nobody').click();
    assert.match(await summaryOf('other'), /^200, 0 objects/);
    assert.match(await summaryOf('nobody'), /^4\d\d, error \d+: /);
  });

  test('the curl line, pasted into a shell, gives the same answer', async () => {
    await openSignedIn();
    await ask('MedicationOrder');
    await page.getByLabel('where').fill('{"dosage": {"$in": ["20 mg", "it\'s $HOME `x`"]}}');
    await page.getByLabel('order').fill('-drug,objectId');
    await page.getByLabel('include').fill('patient');
    await page.getByLabel('As', { exact: true }).selectOption('json');
    await button('Ask as patient and provider').click();
    for (const who of ['patient', 'provider']) {
      const person = await page.getByLabel('Sent by').locator('option').filter({ hasText: new RegExp(`^${who}`, 'i') }).getAttribute('value');
      await page.getByLabel('Sent by').selectOption(person);
      const { code: status, stdout, stderr } = await run('sh', ['-c', await code()]);
      assert.equal(status, 0, stderr);
      const shown = JSON.parse(await answerTo(who).locator('pre').textContent());
      assert.ok(shown.results.length > 0);
      assert.deepEqual(JSON.parse(stdout), shown, who);
    }
  });

  test('what was sent before is shown as code, too: how one signs in, without a password that somebody typed', async () => {
    const user = await api.signUp();
    await openSignedIn();
    await page.getByText('Sign in as somebody else').click();
    await page.getByLabel('Username').fill(user.username);
    await page.getByLabel('Password').fill(user.password);
    await button('Sign in').click();
    await button('Ask as patient and provider and other').waitFor();
    const options = page.getByLabel('Request').locator('option');
    assert.deepEqual((await options.allTextContents()).sort(), ['sent: POST /login, other', 'sent: POST /login, patient', 'sent: POST /login, provider', 'the one above']);
    await page.getByLabel('Request').selectOption({ label: 'sent: POST /login, other' });
    assert.match(await code(), /"password":"YOUR PASSWORD"/);
    await page.getByLabel('Request').selectOption({ label: 'sent: POST /login, patient' });
    const { stdout } = await run('sh', ['-c', await code()]);
    assert.match(JSON.parse(stdout).sessionToken, /^r:[0-9a-f]{32}$/);
    await page.getByLabel('Form').selectOption('sdk');
    assert.match(await code(), /^const user = await Parse\.User\.logIn\("maya\.lindqvist", "/m);
  });

  test('the line is copied with one click', async () => {
    await openSignedIn({ permissions: ['clipboard-read', 'clipboard-write'] });
    await button('Copy').click();
    await page.getByText('Copied.').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await code());
  });

  test('writes, beginning with what the class requires, and tells what is no JSON', async () => {
    await openSignedIn();
    await ask('Message', 'classes.Message.create');
    const body = page.getByLabel('Body (JSON)');
    await body.waitFor();
    await page.waitForFunction((element) => element.value !== '', await body.elementHandle());
    assert.deepEqual(Object.keys(JSON.parse(await body.inputValue())).sort(), ['from', 'to']);
    await body.fill('{"body": ');
    await page.getByRole('alert').getByText('body is not JSON').waitFor();
    assert.equal(await button('Ask as patient and provider').isDisabled(), true);
    const { patient } = await expected('/users/me');
    const pointer = { __type: 'Pointer', className: '_User', objectId: patient.objectId };
    await body.fill(JSON.stringify({ body: 'from the playground', from: pointer, to: pointer }));
    await button('Ask as patient and provider').click();
    assert.match(await summaryOf('patient'), /^201, answered/);
    assert.match(await summaryOf('provider'), /^4\d\d, error/);
    assert.equal((await expected('/classes/Message')).patient.results.filter((one) => one.body === 'from the playground').length, 1);
  });

  test('a session that ends while the page is open is told as the server tells it', async () => {
    await openSignedIn();
    const sessions = await api.find('_Session', { limit: 1000 }, { master: true });
    for (const { objectId } of sessions) await api.call('DELETE', `/sessions/${objectId}`, { master: true });
    await button('Ask as patient and provider').click();
    assert.match(await summaryOf('patient'), /error 209: Invalid session token/);
  });

  test('the schema page draws the diagram, and has the dictionary, the access matrix and the trace', async () => {
    await open('/playground#schema');
    await page.getByRole('img', { name: /^Entity-relationship diagram of/ }).waitFor();
    const boxes = await page.locator('svg .entity rect').evaluateAll((all) => all.map((one) => one.getBBox()).map(({ x, y, width, height }) => ({ x, y, width, height })));
    const names = await page.locator('svg .entity .name').allTextContents();
    for (const name of ['MedicationOrder', 'PatientProfile', 'AuditLog', '_User']) assert.ok(names.includes(name), name);
    assert.ok(!names.includes('_Session'));
    const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
    boxes.forEach((box, i) => boxes.slice(i + 1).forEach((other, j) => assert.ok(apart(box, other), `${names[i]} lies on ${names[i + 1 + j]}`)));
    const texts = await page.locator('svg .entity').evaluateAll((all) => all.map((group) => [...group.querySelectorAll('text')].every((text) => text.getBBox().width + 12 <= group.querySelector('rect').getBBox().width)));
    assert.ok(texts.every(Boolean), 'a text is wider than its box');
    assert.ok(await page.locator('svg .link path').count() >= 20);
    await page.getByLabel("Parse's own classes, too").check();
    await page.locator('svg .name').getByText('_Session').waitFor();
    for (const title of ['Diagram', 'Data dictionary', 'Access matrix', 'Trace']) await page.getByRole('heading', { name: title, exact: true }).waitFor();
    // Each class of the matrix says how many answers the server is tried for, as the document has it.
    const { text: matrix } = await send(`${origin}/playground/documents/access.md`);
    const written = [...matrix.matchAll(/Tried: \[(\d+) answers\]/g)].map(([, number]) => number);
    const shown = await page.locator('p').filter({ hasText: /Tried: \d+ answers/ }).allTextContents();
    assert.ok(written.length >= 8, matrix.slice(0, 200));
    assert.deepEqual(shown.map((line) => /Tried: (\d+) answers/.exec(line)[1]), written);
  });

  test('one search narrows all of it', async () => {
    await open('/playground#schema');
    const search = page.getByLabel('Search the schema');
    await search.fill('Providers publish');
    const trace = page.getByRole('region', { name: /^Trace.*table/ });
    await trace.waitFor();
    const rows = await trace.locator('tbody tr').allTextContents();
    assert.ok(rows.length > 0 && rows.length < 20, String(rows.length));
    for (const row of rows) assert.match(row, /providers[^]*publish|publish[^]*providers/i);
    await search.fill('ProtocolAdherence');
    await page.locator('#dictionary ~ section h3').getByText('ProtocolAdherence').waitFor();
    assert.deepEqual(await page.locator('#dictionary ~ section h3').allTextContents(), ['ProtocolAdherence']);
    assert.equal(await page.locator('svg .entity:not(.faint)').count(), 1);
    await search.fill('<img src=x onerror=alert(1)>');
    assert.equal(await page.getByText('Nothing here has these words.').count(), 3);
  });

  const answersGraphql = async () => {
    const { json } = await api.call('POST', '/graphql', { body: { query: '{ __typename }' } });
    return Boolean(json?.data ?? json?.errors);
  };

  test('GraphQL is a view where the server answers it, and nowhere else', async () => {
    const asked = [];
    await openPrinted('/');
    page.on('response', (response) => response.url().endsWith('/graphql') && asked.push(response.status()));
    await page.goto(`${origin}/playground${new URL(printedAddress(server)).search}`);
    await button('Sign in as patient').waitFor();
    await page.waitForLoadState('networkidle');
    assert.equal(asked.length, 1);
    assert.equal(await page.getByRole('link', { name: 'GraphQL' }).count(), (await answersGraphql()) ? 1 : 0);
  });

  test('a GraphQL document is completed from the schema, and answered for both', async () => {
    const sent = [];
    await openPrinted('/');
    await page.route('**/graphql', (route) => {
      const { query } = route.request().postDataJSON();
      const token = route.request().headers()['x-parse-session-token'];
      sent.push([query, token]);
      if (query.includes('__schema')) return route.fulfill({ json: token ? { data: introspection } : { errors: [{ message: 'sign in' }] } });
      return route.fulfill({ json: token ? { data: { orders: { edges: [{ node: { drug: token } }] } } } : { errors: [{ message: 'not for nobody' }] } });
    });
    await page.goto(`${origin}/playground${new URL(printedAddress(server)).search}#graphql`);
    await button('Sign in as patient and provider').click();
    const text = page.getByLabel('Document');
    await page.getByRole('region', { name: 'Type Query' }).getByText('What was ordered.').waitFor();
    assert.match(await text.inputValue(), /^{\n {2}orders\(first: 5\)/);
    await text.fill('');
    await text.pressSequentially('{ ord');
    await page.getByRole('listbox', { name: 'What may stand here' }).getByText('orders').waitFor();
    await page.keyboard.press('Enter');
    assert.equal(await text.inputValue(), '{ orders');
    await text.pressSequentially(' { edges { node { d');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: /dosage/, selected: true }).waitFor();
    await page.keyboard.press('Escape');
    await text.fill('{ orders { edges { node { drug } } } }');
    await page.keyboard.press('Control+Enter');
    assert.match(await summaryOf('patient'), /^200, answered/);
    const shown = await Promise.all(['patient', 'provider'].map(async (who) => JSON.parse(await answerTo(who).locator('pre').textContent()).data.orders.edges[0].node.drug));
    assert.deepEqual(shown, sent.slice(-2).map(([, token]) => token));
    assert.equal(new Set(shown).size, 2);
    await page.getByLabel('Search the types').fill('displayname');
    await button('Patient').click();
    await page.getByRole('region', { name: 'Type Patient' }).getByText('displayName').waitFor();
    assert.match(await code(), /graphql'[^]*"query":"\{ orders/);
    assert.deepEqual(await browser.judge(page), []);
    await page.setViewportSize({ width: 360, height: 740 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  });

  test('a GraphQL document is answered by the server as it answers anybody', async (context) => {
    if (!await answersGraphql()) return context.skip('this server answers no GraphQL');
    await openSignedIn();
    await page.getByRole('link', { name: 'GraphQL' }).click();
    await page.getByLabel('Document').fill('{ medicationOrders { edges { node { objectId } } } }');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Enter');
    await summaryOf('provider');
    const wanted = await expected('/classes/MedicationOrder');
    for (const who of ['patient', 'provider']) {
      const ids = JSON.parse(await answerTo(who).locator('pre').textContent()).data.medicationOrders.edges.map(({ node }) => node.objectId);
      assert.deepEqual(ids.sort(), wanted[who].results.map(({ objectId }) => objectId).sort());
    }
  });

  test('everything is done by keyboard', async () => {
    await openPrinted('/playground');
    await button('Sign in as patient and provider').waitFor();
    const focused = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.id);
    const tabTo = async (wanted) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if (wanted.test(await focused())) return;
      }
      assert.fail(`no way to ${wanted}; the focus is on ${await focused()}`);
    };
    await tabTo(/^Sign in as patient and provider$/);
    await page.keyboard.press('Enter');
    await button('Ask as patient and provider').waitFor();
    await tabTo(/^PatientProfile/);
    await page.keyboard.type('MedicationOrder');
    await tabTo(/^field-limit$/);
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    assert.match(await summaryOf('provider'), /^200, 1 object,/);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(outline, 'solid');
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing serious, in ${colorScheme} colours`, async () => {
      await open('/', { colorScheme });
      await page.getByText('The server is well.').waitFor();
      assert.deepEqual(await browser.judge(page), [], 'first page');
      await page.context().close();
      await openSignedIn({ colorScheme });
      await ask('MedicationOrder');
      await button('Ask as patient and provider').click();
      await summaryOf('provider');
      assert.deepEqual(await browser.judge(page), [], 'requests');
      await page.getByRole('link', { name: 'Schema' }).click();
      await page.getByRole('img').waitFor();
      assert.deepEqual(await browser.judge(page), [], 'schema');
    });
  }

  test("fits a phone's width", async () => {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    const assertFits = async (what) => assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, what);
    await open('/', phone);
    await page.getByText('The server is well.').waitFor();
    await assertFits('first page');
    await page.context().close();
    await openSignedIn(phone);
    await ask('MedicationOrder');
    await button('Ask as patient and provider').tap();
    await summaryOf('provider');
    await assertFits('requests');
    await browser.shoot(page, 'phone requests');
    await page.getByRole('link', { name: 'Schema' }).tap();
    await page.getByRole('img').waitFor();
    await assertFits('schema');
  });

  test('the first load is small', async () => {
    const bodies = [];
    page = await browser.open(`${origin}/`);
    page.on('response', (response) => bodies.push(response.allHeaders().then((headers) => [response.url(), Number(headers['content-length']), headers['content-encoding']])));
    await page.goto(`${origin}/playground#schema`);
    await page.getByRole('img').waitFor();
    const loaded = await Promise.all(bodies);
    assert.ok(loaded.length >= 9, String(loaded.length));
    const sum = loaded.reduce((total, [, length]) => total + length, 0);
    assert.ok(sum > 20000 && sum < LARGEST_LOAD, `${sum} bytes: ${loaded.join('\n')}`);
    assert.equal(loaded.find(([url]) => url.endsWith('/app.js'))[2], 'br');
  });

  for (const [template, className] of [['portal', 'LabResult'], ['phr', 'LabResult'], ['behavioral', 'Assessment']]) {
    test(`is there in the template ${template}`, async () => {
      const other = await startServer(template, { demo: true, arguments: ['--web-pages', pack] });
      try {
        page = await browser.open(printedAddress(other).replace('/?', '/playground?'));
        await button('Sign in as patient and provider').click();
        await button('Ask as patient and provider').waitFor();
        await ask(className);
        await button('Ask as patient and provider').click();
        assert.match(await summaryOf('patient'), /^200, [1-9]\d* objects?,/);
        assert.match(await summaryOf('provider'), /^200, \d+ objects?,/); // a consent may have run out
        await page.getByRole('link', { name: 'Schema' }).click();
        await page.getByRole('img').waitFor();
        assert.ok((await page.locator('svg .name').allTextContents()).includes(className));
      } finally {
        await other.stop();
      }
    });
  }

  test('the first page tells how far the pages are, and goes to them when they are there', async () => {
    const file = join(folder, 'pages.pack');
    const place = (path, put) => {
      put(`${path}.new`);
      renameSync(`${path}.new`, path);
    };
    const say = (text) => place(`${file}.progress`, (path) => writeFileSync(path, `${text}\n`));
    say('building 2 of 3: libraries from npm');
    const early = await startServer('trial', { demo: true, arguments: ['--web-pages', file] });
    try {
      const start = new URL(early.base).origin;
      const first = await browser.open(`${start}/`);
      for (const name of ['#console', '#playground']) await first.locator(name).getByText('is being built: 2 of 3: libraries from npm').waitFor();
      page = await browser.open(`${start}/playground`);
      say('failed Node is not here');
      await page.locator('#playground').getByText('is not there: Node is not here').waitFor();
      place(file, (path) => copyFileSync(pack, path));
      await page.getByRole('heading', { name: 'Who asks' }).waitFor();
      await first.locator('#playground').getByText('is not there').waitFor({ state: 'detached' });
      await first.context().close();
    } finally {
      await early.stop();
    }
  });
});
