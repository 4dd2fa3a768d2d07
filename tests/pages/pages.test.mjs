// The pages that a server shows to people, as HTTP: what strangers get, what browsers may keep, what they are
// allowed, and what switches them off. What the pages do is tried in browser.test.mjs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { buildServer, run } from '../lib/builds.mjs';
import { client, raw, send } from '../lib/rest.mjs';
import { launch, startServer } from '../lib/server.mjs';
import { openedCookie, printedAddress } from './printed.mjs';

const origin = (server) => new URL(server.base).origin;
const get = (server, path, options) => send(origin(server) + path, options);

/** A pack as the build writes it: [path, type, coding, bytes] for each body. */
function pack(bodies) {
  let at = 0;
  const lines = bodies.map(([path, type, coding, bytes]) => {
    const line = `${path} ${type} ${coding} ${at} ${bytes.length}\n`;
    at += bytes.length;
    return line;
  });
  return `caregen pages 1\n${lines.join('')}\n${bodies.map(([, , , bytes]) => bytes).join('')}`;
}

function assertGuarded({ headers }) {
  assert.match(headers['content-security-policy'], /^default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.doesNotMatch(headers['content-security-policy'], /unsafe|\*|https?:/);
  assert.match(headers['content-security-policy'], /frame-ancestors 'none'/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
  assert.equal(headers['access-control-allow-origin'], undefined);
}

describe('the first page', () => {
  let server;
  before(async () => { server = await startServer('trial', { restKey: 'rest-key-of-the-test' }); });
  after(() => server?.stop());

  test('says the name, where the API is and how to ask for its health, and nothing else', async () => {
    const page = await get(server, '/');
    assert.equal(page.status, 200);
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    assertGuarded(page);
    assert.match(page.text, /<h1>trial<\/h1>/);
    assert.deepEqual([...page.text.matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, link]) => link),
      ['pages/icon.svg', 'pages/first.css', 'pages/first.js', 'parse/health/ready', 'app', 'console']);
    // The application id of the tests is called as a page is.
    const text = page.text.replaceAll(/(?:href|id)="app"/g, '');
    for (const secret of [server.appId, server.restKey, server.masterKey]) assert.doesNotMatch(text, new RegExp(`\\b${secret}\\b`));
    assert.doesNotMatch(page.text, /<style|style=|<script>|\son\w+=|Message|maya|\d\.\d/);
  });

  test('leads to what is there', async () => {
    for (const path of ['/pages/first.css', '/pages/first.js', '/pages/icon.svg', '/pages/state.json', '/parse/health/ready']) {
      const answer = await get(server, path);
      assert.equal(answer.status, 200, path);
      if (path.startsWith('/pages')) assertGuarded(answer);
    }
    assert.deepEqual((await get(server, '/pages/state.json')).json, { app: 'absent', console: 'absent', detail: 'this server was built without its pages' });
  });

  test('is sent once: a browser that has it is told so', async () => {
    const first = await get(server, '/pages/first.css');
    assert.equal(first.headers['cache-control'], 'no-cache');
    const { etag } = first.headers;
    assert.match(etag, /^"[0-9a-f]{32}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(server, '/pages/first.css', { headers: { 'If-None-Match': known } });
      assert.deepEqual([again.status, again.text, again.headers.etag], [304, '', etag], known);
      assertGuarded(again);
    }
    for (const other of ['"other"', etag.slice(1, -1), 'W/', '']) {
      assert.equal((await get(server, '/pages/first.css', { headers: { 'If-None-Match': other } })).status, 200, other);
    }
  });

  test('answers HEAD with the same headers and no body', async () => {
    const [whole, head] = [await get(server, '/'), await get(server, '/', { method: 'HEAD' })];
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
    for (const name of ['etag', 'content-length', 'content-type', 'content-security-policy']) assert.equal(head.headers[name], whole.headers[name], name);
  });

  test('is only read: nothing else is there, and nothing is below', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) assert.equal((await get(server, '/', { method })).status, 404, method);
    for (const path of ['/pages', '/pages/', '/pages/first.css/', '/pages/%2e%2e/first.css', '/pagesx', '/web/first.css', '/index.html']) {
      assert.equal((await get(server, path)).status, 404, path);
    }
  });

  test('no playground is there without sample data', async () => {
    for (const path of ['/playground', '/playground/settings.json', '/playground/openapi.json', '/playground/documents/access.md']) {
      assert.equal((await get(server, path)).status, 404, path);
    }
  });
});

test('what is compressed for the pages is what the program embeds', async () => {
  const { folder } = await buildServer('trial');
  const { stdout } = await run('make', ['-C', folder, '-pn']);
  const compressed = /^SHOWN := (.*)$/m.exec(stdout)[1].trim().split(/\s+/);
  const embedded = [...readFileSync(join(folder, 'runtime/web/embedded.c'), 'utf8').matchAll(/^EMBED_BOTH\(\w+, "([^"]+)"\)$/gm)].map(([, path]) => path);
  assert.ok(embedded.length >= 8);
  assert.deepEqual(compressed.sort(), embedded.sort());
});

test('a program that is built with the pages carries them', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'caregen-carried-'));
  try {
    const build = await buildServer('trial');
    cpSync(build.folder, copy, { recursive: true, preserveTimestamps: true });
    const file = join(copy, 'web/pages.pack');
    writeFileSync(file, pack([['/playground', 'text/html;charset=utf-8', '-', '<p>carried</p>'], ['/console', 'text/html;charset=utf-8', '-', '<p>console</p>'], ['/app', 'text/html;charset=utf-8', '-', '<p>app</p>']]));
    const make = (...more) => run('make', ['-s', '-C', copy, ...(process.env.CAREGEN_TEST_MAKE ?? '').split(/\s+/).filter(Boolean), ...more]);
    const first = await make();
    assert.equal(first.code, 0, first.stderr);
    const carrying = await launch(join(copy, 'trial-server'), { demo: true });
    try {
      rmSync(file);
      assert.deepEqual((await get(carrying, '/pages/state.json')).json, { app: 'ready', console: 'ready', playground: 'ready' });
      assert.equal((await get(carrying, '/app')).text, '<p>app</p>');
      assert.equal((await get(carrying, '/console')).text, '<p>console</p>');
      assert.equal((await get(carrying, '/playground')).text, '<p>carried</p>');
    } finally {
      await carrying.stop();
    }
    await make(); // the pack is gone: so it is from the program
    const without = await launch(join(copy, 'trial-server'), { demo: true });
    try {
      assert.equal((await get(without, '/pages/state.json')).json.playground, 'absent');
    } finally {
      await without.stop();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

describe('--web', () => {
  const withServer = async (arguments_, use, options = {}) => {
    const server = await startServer('trial', { arguments: arguments_, ...options });
    try {
      await use(server);
    } finally {
      await server.stop();
    }
  };
  const statuses = (server, ...paths) => Promise.all(paths.map(async (path) => (await get(server, path)).status));

  test('none leaves the API alone', () => withServer(['--web', 'none'], async (server) => {
    assert.deepEqual(await statuses(server, '/', '/pages/first.css', '/pages/state.json', '/playground', '/playground/settings.json', '/console', '/console/settings.json', '/app', '/app/settings.json', '/app/model.json', '/parse/health'),
      [404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 200]);
    assert.doesNotMatch(server.output(), /open in a browser/);
  }, { demo: true }));

  test('console leaves the playground out', () => withServer(['--web', 'console'], async (server) => {
    assert.deepEqual(await statuses(server, '/', '/console/settings.json', '/playground/settings.json', '/console/openapi.json', '/app/settings.json', '/app/model.json'), [200, 200, 404, 404, 404, 404]);
  }, { demo: true }));

  test('first leaves all others out', () => withServer(['--web=first'], async (server) => {
    assert.deepEqual(await statuses(server, '/', '/playground', '/playground/settings.json', '/playground/openapi.json', '/console', '/console/settings.json', '/app', '/app/settings.json', '/app/model.json'), [200, 404, 404, 404, 404, 404, 404, 404, 404]);
    assert.doesNotMatch((await get(server, '/')).text, /playground|console|"app"/i);
  }, { demo: true }));

  test('playground brings the first page along', () => withServer(['--web', 'playground'], async (server) => {
    assert.deepEqual(await statuses(server, '/', '/playground/settings.json', '/console/settings.json'), [200, 200, 404]);
    assert.match(server.output(), new RegExp(`^open in a browser: ${origin(server)}/\\?token=[0-9a-f]{32}$`, 'm'));
  }, { demo: true }));

  test('anything else is refused', async () => {
    const { program } = await buildServer('trial');
    for (const list of ['all', 'none,first', 'First', 'first, playground', 'consoles', 'app,none']) {
      const { status, stderr } = spawnSync(program, ['serve', '--web', list, '--data', '/dev/null/none'], { encoding: 'utf8', timeout: 60000 });
      assert.equal(status, 2, list);
      assert.match(stderr, /--web takes none, or some of first,app,console,playground\n/);
    }
  });

  test('an API that is mounted where pages are keeps its paths', () => withServer(['--mount', '/pages'], async (server) => {
    assert.equal((await get(server, '/pages/health')).json.status, 'ok');
    assert.deepEqual(await statuses(server, '/', '/pages/first.css', '/pages/state.json'), [200, 403, 403]);
  }));

  test('pages stand beside an API that is at the root', () => withServer(['--mount', '/'], async (server) => {
    const page = await get(server, '/');
    assert.match(page.text, /href="health\/ready"/);
    assert.equal((await get(server, '/health')).json.status, 'ok');
    assert.equal((await get(server, '/classes/Message')).status, 403);
  }));
});

describe('the settings of the playground', () => {
  let server;
  let api;
  let cookie;
  before(async () => {
    server = await startServer('trial', { demo: true, restKey: 'rest-key-of-the-test', arguments: ['--listen', '0.0.0.0:0'] });
    server.base = server.base.replace('0.0.0.0', '127.0.0.1');
    api = client(server);
    cookie = await openedCookie(server);
  });
  after(() => server?.stop());
  const settings = (options) => get(server, '/playground/settings.json', options);
  const stranger = { title: 'trial', apiPath: '/parse' };

  test('sign whoever opened the printed address in as the demo accounts', async () => {
    const { json, headers } = await settings({ headers: { Cookie: cookie } });
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers.etag, undefined);
    assert.deepEqual(json.clientKey, { header: 'X-Parse-REST-API-Key', value: server.restKey });
    assert.deepEqual(json.accounts.map(({ role }) => role), ['Patient', 'Provider']);
    for (const { username, password } of json.accounts) {
      const answer = await api.call('POST', '/login', { body: { username, password } });
      assert.equal(answer.json.username, username);
    }
  });

  test('tell a stranger nothing that he could ask the API with', async () => {
    const [, token] = cookie.split('=');
    const strangers = [
      ['somebody on this machine', {}],
      ['a proxy that names nobody and asks for this machine', { Host: 'localhost' }],
      ['a proxy', { 'X-Forwarded-For': '192.0.2.1' }],
      ['a name that somebody made lead here', { Host: 'rebound.example' }],
      ['another token', { Cookie: cookie.replace(token, token.replaceAll(/./g, '0')) }],
      ['a part of the token', { Cookie: cookie.slice(0, -1) }],
      ['more than the token', { Cookie: `${cookie}0` }],
      ['no token', { Cookie: cookie.replace(token, '') }],
      ['the cookie of a server on another port', { Cookie: cookie.replace(/\d+=/, '1=') }],
    ];
    for (const [who, headers] of strangers) assert.deepEqual((await settings({ headers })).json, stranger, who);
    const answer = await raw(server, 'GET /playground/settings.json HTTP/1.0\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
    assert.deepEqual(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))), stranger, 'nginx as it comes');
  });

  test('are told by the token, whoever brings it', async () => {
    const proxied = { Cookie: cookie, 'X-Forwarded-For': '192.0.2.1' };
    assert.equal((await settings({ headers: proxied })).json.accounts.length, 2);
    const elsewhere = cookie.replace(/-\d+=/, '-='); // the port that the browser asked is the proxy's
    assert.equal((await settings({ headers: { Cookie: elsewhere, Host: 'demo.example' } })).json.accounts.length, 2);
    assert.equal((await settings({ headers: { Cookie: `other=1; ${cookie}; last=2` } })).json.accounts.length, 2);
  });

  test('the printed address gives the token to the browser, and takes it out of the address', async () => {
    const { pathname, search } = new URL(printedAddress(server));
    for (const [path, place] of [[pathname, './'], ['/playground', 'playground']]) {
      const answer = await get(server, path + search);
      assert.deepEqual([answer.status, answer.headers.location, answer.text], [303, place, '']);
      assert.deepEqual(answer.headers['set-cookie'], [`${cookie}; HttpOnly; SameSite=Strict`]);
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.equal(answer.headers['referrer-policy'], 'no-referrer');
    }
    const behind = await get(server, pathname + search, { headers: { 'X-Forwarded-Proto': 'https', Host: 'demo.example' } });
    assert.match(behind.headers['set-cookie'][0], /^page-token-=[0-9a-f]{32}; HttpOnly; SameSite=Strict; Secure$/);
    for (const [path, status] of [['/?token=', 200], ['/?token', 200], [`/${search.slice(0, -1)}`, 200], [`/pages/first.css${search}`, 200], [`/playground/settings.json${search}`, 200], [`/nothing${search}`, 404]]) {
      const answer = await get(server, path);
      assert.deepEqual([answer.status, answer.headers['set-cookie']], [status, undefined], path);
    }
    assert.deepEqual((await settings({ headers: {} })).json, stranger);
  });

  test('the token is another one at each start', async () => {
    const again = await startServer('trial', { demo: true });
    try {
      assert.notEqual(printedAddress(again).split('=')[1], printedAddress(server).split('=')[1]);
    } finally {
      await again.stop();
    }
  });

  test('are for no other site', async () => {
    const { headers } = await settings({ headers: { Origin: 'https://elsewhere.example' } });
    assert.equal(headers['access-control-allow-origin'], undefined);
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
  });

  test('are for everybody with --demo-anywhere', async () => {
    const open = await startServer('trial', { demo: true, arguments: ['--demo-anywhere'] });
    try {
      const { json } = await get(open, '/playground/settings.json', { headers: { Host: 'demo.example' } });
      assert.equal(json.accounts.length, 2);
    } finally {
      await open.stop();
    }
  });

  test('the documents come along, compressed for whom it helps', async () => {
    const { folder } = await buildServer('trial');
    const documents = { 'openapi.json': 'api', 'documents/dictionary.md': 'docs/..', 'documents/access.md': 'docs/..', 'documents/trace.md': 'docs/..', 'documents/er.md': 'docs/..' };
    for (const name of Object.keys(documents)) {
      const file = readFileSync(join(folder, name.replace('documents', 'docs').replace('openapi', 'api/openapi')));
      const plain = await get(server, `/playground/${name}`);
      assert.ok(plain.bytes.equals(file), name);
      assert.equal(plain.headers['content-encoding'], undefined);
      const zipped = await get(server, `/playground/${name}`, { headers: { 'Accept-Encoding': 'br;q=0.5, GZIP' } });
      assert.equal(zipped.headers['content-encoding'], 'gzip');
      assert.ok(gunzipSync(zipped.bytes).equals(file), name);
      assert.notEqual(zipped.headers.etag, plain.headers.etag);
      assert.equal(zipped.headers.vary, 'Accept-Encoding');
    }
    for (const refused of ['gzip;q=0', 'gzip; q=0.000', 'identity', 'gzipped', '']) {
      const answer = await get(server, '/playground/openapi.json', { headers: { 'Accept-Encoding': refused } });
      assert.equal(answer.headers['content-encoding'], undefined, refused);
    }
    assert.equal((await get(server, '/playground/openapi.json', { headers: { 'Accept-Encoding': 'gzip;q=0.01' } })).headers['content-encoding'], 'gzip');
  });
});

describe('the settings of the console', () => {
  let server;
  before(async () => { server = await startServer('trial', { demo: true, javascriptKey: 'js-key-of-the-test', arguments: ['--demo-anywhere'] }); });
  after(() => server?.stop());
  const settings = (headers) => get(server, '/console/settings.json', { headers });

  test('tell who opened the printed address what to ask with; nobody the master key', async () => {
    const answer = await settings({ Cookie: await openedCookie(server) });
    assert.deepEqual(answer.json, { title: 'trial', apiPath: '/parse', applicationId: server.appId, clientKey: { header: 'X-Parse-Javascript-Key', value: server.javascriptKey } });
    assert.ok(!answer.text.includes(server.masterKey));
    assert.equal(answer.headers['cache-control'], 'no-store');
    assertGuarded(answer);
  });

  test('tell strangers the name and where the API is, whatever the playground tells them', async () => {
    for (const headers of [{}, { Host: 'rebound.example' }, { 'X-Forwarded-For': '192.0.2.1' }, { Cookie: 'x=y' }]) {
      assert.deepEqual((await settings(headers)).json, { title: 'trial', apiPath: '/parse' });
      assert.equal((await get(server, '/playground/settings.json', { headers })).json.applicationId, server.appId);
    }
  });

  test('are all that is below it without its bundle: nothing of the app’s documents', async () => {
    for (const path of ['/console/openapi.json', '/console/documents/access.md', '/console/app.js', '/console/', '/console/settings.json/']) assert.equal((await get(server, path)).status, 404, path);
  });
});

describe('the settings of the app', () => {
  const withServer = async (options, use) => {
    const server = await startServer('trial', options);
    try {
      await use(server, async (headers) => get(server, '/app/settings.json', { headers }));
    } finally {
      await server.stop();
    }
  };

  test('tell anybody what a client needs, and nobody any more', () => withServer({}, async (server, settings) => {
    for (const headers of [{}, { Host: 'clinic.example' }, { 'X-Forwarded-For': '192.0.2.1' }]) {
      const answer = await settings(headers);
      const { accounts, ...others } = answer.json;
      assert.deepEqual(others, { title: 'trial', apiPath: '/parse', applicationId: server.appId });
      assert.deepEqual(accounts ?? [], []);
      assert.equal(answer.headers['cache-control'], 'no-store');
      assertGuarded(answer);
    }
  }));

  test('hold the JavaScript key, which is for clients, and none of the others', () => withServer({ javascriptKey: 'js-key-of-the-test', restKey: 'rest-key-of-the-test' }, async (server, settings) => {
    const answer = await settings({ Host: 'clinic.example' });
    assert.equal(answer.json.javascriptKey, server.javascriptKey);
    assert.equal(answer.json.lacksKey, undefined);
    for (const secret of [server.restKey, server.masterKey]) assert.ok(!answer.text.includes(secret));
  }));

  test('say where the app lacks a key', () => withServer({ restKey: 'rest-key-of-the-test' }, async (server, settings) => {
    assert.equal((await settings()).json.lacksKey, true);
    assert.ok(!(await settings()).text.includes(server.restKey));
  }));

  test('sign whoever opened the printed address in as a demo account, and with --demo-anywhere anybody', async () => {
    await withServer({ demo: true }, async (server, settings) => {
      const { json } = await settings({ Cookie: await openedCookie(server) });
      assert.deepEqual(json.accounts.map(({ role }) => role), ['Patient', 'Provider']);
      for (const headers of [{}, { Host: 'clinic.example' }, { 'X-Forwarded-For': '192.0.2.1' }]) assert.equal((await settings(headers)).json.accounts, undefined);
    });
    await withServer({ demo: true, arguments: ['--demo-anywhere'] }, async (server, settings) => assert.equal((await settings({ Host: 'clinic.example' })).json.accounts.length, 2));
  });

  test('come with the model that was emitted', () => withServer({}, async (server) => {
    const answer = await get(server, '/app/model.json');
    const { folder } = await buildServer('trial');
    assert.ok(answer.bytes.equals(readFileSync(join(folder, 'api/model.json'))));
    assertGuarded(answer);
    for (const path of ['/app/openapi.json', '/app/documents/access.md', '/app/', '/app/settings.json/']) assert.equal((await get(server, path)).status, 404, path);
  }));
});

describe('pages that are built beside the server', () => {
  let server;
  let folder;
  let file;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-pages-'));
    file = join(folder, 'pages.pack');
    server = await startServer('trial', { demo: true, arguments: ['--web-pages', file] });
  });
  after(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const state = async () => (await get(server, '/pages/state.json')).json;
  const place = (path, content) => {
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  };

  test('are waited for: the first page stands in for them and tells how far they are', async () => {
    assert.equal((await state()).playground, 'absent');
    place(`${file}.progress`, 'building 1 of 3: "libraries" from npm\nmore\n');
    assert.deepEqual(await state(), { app: 'building', console: 'building', playground: 'building', detail: 'building 1 of 3: "libraries" from npm' });
    for (const path of ['/playground', '/console', '/app']) {
      const page = await get(server, path);
      assert.deepEqual([page.status, page.headers['cache-control'], page.headers['retry-after']], [503, 'no-store', '1'], path);
      assert.equal(page.text, (await get(server, '/')).text);
    }
    assert.equal((await get(server, '/playground/app.js')).status, 404);
    place(`${file}.progress`, 'failed Node is missing\n');
    assert.equal((await state()).playground, 'absent');
  });

  test('are refused when they are not whole, and tried again when they come anew', async () => {
    const broken = [
      '', 'caregen pages 2\n\n', 'caregen pages 1\n', 'caregen pages 1\n\n',
      'caregen pages 1\n/playground text/html - 0 5\n\nfour',
      'caregen pages 1\n/playground text/html - 5 1\n\nfour',
      'caregen pages 1\n/playground text/html - 999999999999999999999 1\n\nfour',
      'caregen pages 1\n/playground text/html - -1 1\n\nfour',
      'caregen pages 1\n/playground text/html zip 0 4\n\nfour',
      'caregen pages 1\nplayground text/html - 0 4\n\nfour',
      'caregen pages 1\n/playground text/html - 0\n\nfour',
      `caregen pages 1\n${Array.from({ length: 65 }, (_, i) => `/playground/${i} text/html - 0 1\n`).join('')}\nfour`,
    ];
    for (const content of broken) {
      place(file, content);
      assert.equal((await state()).playground, 'absent', JSON.stringify(content.slice(0, 80)));
    }
    await server.logged('holds no pages, or not all of them');
  });

  test('are shown as soon as they are there', async () => {
    place(file, pack([
      ['/playground', 'text/html;charset=utf-8', '-', '<p>plain</p>'],
      ['/playground/app.js', 'text/javascript', 'br', 'as brotli'],
      ['/playground/app.js', 'text/javascript', 'gzip', 'as gzip'],
      ['/playground/app.js', 'text/javascript', '-', 'as it is'],
    ]));
    // A pack of before the console: the page that is not in it is not there.
    const pages = await state();
    assert.deepEqual([pages.console, pages.playground], ['absent', 'ready']);
    assert.equal((await get(server, '/console')).status, 503);
    const page = await get(server, '/playground');
    assert.deepEqual([page.status, page.text, page.headers['content-type']], [200, '<p>plain</p>', 'text/html;charset=utf-8']);
    assertGuarded(page);
    const script = (accepted) => get(server, '/playground/app.js', { headers: { 'Accept-Encoding': accepted } });
    const answers = [await script('gzip, deflate, br'), await script('gzip'), await script('identity')];
    assert.deepEqual(answers.map(({ text }) => text), ['as brotli', 'as gzip', 'as it is']);
    assert.equal(new Set(answers.map(({ headers }) => headers.etag)).size, 3);
    const again = await get(server, '/playground/app.js', { headers: { 'Accept-Encoding': 'br', 'If-None-Match': answers[0].headers.etag } });
    assert.equal(again.status, 304);
    const other = await get(server, '/playground/app.js', { headers: { 'Accept-Encoding': 'gzip', 'If-None-Match': answers[0].headers.etag } });
    assert.equal(other.status, 200);
    place(file, 'gone');
    assert.equal((await get(server, '/playground')).status, 200);
  });

  test('two people who come at once both see them', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(server, '/playground')));
    assert.deepEqual(new Set(answers.map(({ text }) => text)), new Set(['<p>plain</p>']));
  });
});
