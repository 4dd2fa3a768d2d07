// Files: uploads, URLs that are signed, downloads that ask the guard again, and what is on disk.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { assertError, assertStatus, client, date, pointer, raw, send, unique } from '../lib/rest.mjs';

const context = {};
const who = {};
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const as = (name) => ({ session: who[name].session });
const type = (contentType) => ({ headers: { 'Content-Type': contentType } });
const fileOf = (name, url) => ({ __type: 'File', name, ...(url ? { url } : {}) });
const isForbidden = (answer) => {
  assert.equal(answer.status, 403, answer.text);
  assert.deepEqual(answer.json, { error: 'Permission denied' });
};

async function upload(name, bytes, options = {}) {
  const answer = await context.api.call('POST', `/files/${name}`, { body: bytes, ...options, headers: { 'Content-Type': 'application/pdf', ...options.headers } });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}
const uploadAs = (user, name = 'scan.pdf', bytes = Buffer.from(unique('content'))) => upload(name, bytes, as(user));

async function document(user, fields) {
  return context.api.create('Document', { patient: pointer('Patient', who[user].patient), ...fields }, as(user));
}
const get = (className, id, user) => context.api.fetch(className, id, user === 'master' ? { master: true } : as(user));

before(async () => {
  context.server = await startServer('files');
  context.api = client(context.server);
  for (const name of ['ann', 'bob', 'doctor', 'stranger']) who[name] = await context.api.signUp(unique(name));
  for (const name of ['ann', 'bob']) {
    who[name].patient = await context.api.create('Patient', { user: who[name].pointer, name }, as(name));
  }
  who.role = await context.api.createRole('doctor', [who.doctor]);
  who.assignment = await context.api.create('CareAssignment', { patient: pointer('Patient', who.ann.patient), provider: who.doctor.pointer }, { master: true });
});
after(() => context.server.stop());

test('nobody assigns anybody to himself: without a sentence about assignments they are the master key\'s', async () => {
  for (const user of ['doctor', 'stranger', 'bob']) {
    const answer = await context.api.call('POST', '/classes/CareAssignment', { ...as(user), body: { patient: pointer('Patient', who.bob.patient), provider: who[user].pointer } });
    assertError(answer, 400, 119);
  }
  assert.deepEqual(await context.api.find('CareAssignment', {}, as('doctor')), []);
});

describe('uploads', () => {
  test('are answered with a name, a URL and where they are', async () => {
    const answer = await context.api.call('POST', '/files/scan.png', { body: png, ...as('ann'), headers: { 'Content-Type': 'image/png' } });
    assertStatus(answer, 201);
    assert.match(answer.json.name, /^[0-9a-f]{32}_scan\.png$/);
    assert.equal(answer.headers.location, answer.json.url);
    assert.ok(answer.json.url.startsWith(`${context.server.base}/files/app/${answer.json.name}?`));
    const back = await send(answer.json.url);
    assertStatus(back, 200);
    assert.deepEqual(back.bytes, png);
    assert.equal(back.headers['content-type'], 'image/png');
    assert.equal(back.headers['x-content-type-options'], 'nosniff');
    assert.equal(back.headers['cache-control'], 'private, no-store');
  });
  test('come as JSON, too, as the JavaScript SDK sends them', async () => {
    const body = JSON.stringify({
      base64: png.toString('base64'), _ContentType: 'image/png', _ApplicationId: 'app', _SessionToken: who.ann.session, fileData: { metadata: {}, tags: {} },
    });
    const answer = await send(`${context.server.base}/files/photo`, { method: 'POST', headers: { 'Content-Type': 'text/plain', 'Content-Length': body.length }, body });
    assertStatus(answer, 201);
    assert.match(answer.json.name, /^[0-9a-f]{32}_photo\.png$/);
    assert.deepEqual((await send(answer.json.url)).bytes, png);
  });
  test('of any bytes come back as they were, chunks and their edges included', async () => {
    for (const size of [1, 65535, 65536, 65537, 200000]) {
      const bytes = Buffer.alloc(size);
      for (let i = 0; i < size; i++) bytes[i] = (i * 7919) >> 3;
      const { url } = await upload('a.bin', bytes, as('ann'));
      assert.ok((await send(url)).bytes.equals(bytes), `${size} bytes`);
    }
  });
  test('are for users who are signed in, and the master key', async () => {
    const { api } = context;
    assertError(await api.call('POST', '/files/a.txt', { body: 'x', ...type('text/plain') }), 400, 130, 'File upload by public is disabled.');
    const anonymous = await api.call('POST', '/users', { body: { authData: { anonymous: { id: unique('device') } } } });
    assertError(await api.call('POST', '/files/a.txt', { body: 'x', session: anonymous.json.sessionToken }), 400, 130, 'File upload by anonymous user is disabled.');
    assertStatus(await api.call('POST', '/files/a.txt', { body: 'x', master: true }), 201);
    assertError(await api.call('POST', '/files/a.txt', { body: 'x', session: 'r:none' }), 400, 209);
  });
  test('have a name that is safe everywhere', async () => {
    const { api } = context;
    for (const name of ['.hidden', '-a', 'a%00b', 'a%0d%0ab', '%22a', 'a%3Cb', 'f%C3%A9', '%F0%9F%98%80', 'a*b', 'a%5Cb', 'a;b', "a'b"]) {
      assertError(await api.call('POST', `/files/${name}`, { body: 'x', ...as('ann') }), 400, 122, 'Filename contains invalid characters.');
    }
    assertError(await api.call('POST', `/files/${'a'.repeat(129)}`, { body: 'x', ...as('ann') }), 400, 122, 'Filename too long.');
    for (const path of ['/files/..', '/files/%2e%2e', '/files/..%2f..%2fetc%2fpasswd', '/files/a/b', '/files/../a', '/files//etc/passwd']) {
      const lines = [`POST /parse${path} HTTP/1.1`, 'Host: x', 'X-Parse-Application-Id: app', `X-Parse-Session-Token: ${who.ann.session}`];
      const answer = await raw(context.server, [...lines, 'Content-Length: 1', 'Connection: close', '', 'x'].join('\r\n'));
      assert.match(answer, /^HTTP\/1\.1 40[04] /, path);
    }
    assertError(await api.call('POST', '/files', { body: 'x', ...as('ann') }), 400, 122, 'Filename not provided.');
    const long = await upload('a'.repeat(128), Buffer.from('x'), as('ann'));
    assertStatus(await send(long.url), 200);
    const spaced = await upload('Letter%20of%20May%20@home~1.pdf', Buffer.from('x'), as('ann'));
    assert.equal(spaced.name.slice(32), '_Letter of May @home~1.pdf');
    assertStatus(await send(spaced.url), 200);
  });
  test('of pages and scripts are refused, but for the master key', async () => {
    const { api } = context;
    for (const extension of ['html', 'HTM', 'svg', 'xml', 'xhtml', 'xslt', 'svgz']) {
      assertError(await api.call('POST', `/files/a.${extension}`, { body: 'x', ...as('ann') }), 400, 130, `File upload of extension ${extension.toLowerCase()} is disabled.`);
    }
    for (const [contentType, message] of [['text/html', /html is disabled/], ['image/svg+xml;charset=utf-8', /svg\+xml is disabled/], ['text', 'Invalid Content-Type.'], ['a/b/c', 'Invalid Content-Type.'], ['text/plain,text/html', 'Invalid Content-Type.'], ['a b/c', 'Invalid Content-Type.']]) {
      assertError(await api.call('POST', '/files/page', { body: 'x', ...as('ann'), ...type(contentType) }), 400, 130, message);
    }
    const page = await upload('a.html', '<script>alert(1)</script>', { master: true });
    const answer = await send(page.url);
    assertStatus(answer, 200);
    assert.match(answer.headers['content-disposition'], /^attachment; filename="a\.html"$/);
    assert.match(answer.headers['content-security-policy'], /sandbox/);
  });
  test('are never a script, a worker, a style sheet or a page of where they come from, whatever their type says', async () => {
    const { api } = context;
    const runs = [
      'text/javascript', 'application/javascript', 'application/x-javascript', 'application/ecmascript', 'text/ecmascript', 'text/jscript', 'text/livescript',
      'text/javascript1.5', 'text/x-javascript', 'TEXT/JavaScript; charset=utf-8', 'text/css', 'text/html', 'application/xhtml+xml', 'image/svg+xml', 'text/xml', 'application/xml',
      'application/rss+xml', 'text/xsl', 'text/cache-manifest', 'multipart/x-mixed-replace', 'message/rfc822',
    ];
    for (const contentType of runs) {
      const { url } = await upload('thing', 'postMessage(1)', { master: true, ...type(contentType) });
      for (const answer of [await send(url), await send(url, { method: 'HEAD' }), await send(url, { headers: { Range: 'bytes=0-3' } })]) {
        assert.ok([200, 206].includes(answer.status), contentType);
        assert.equal(answer.headers['content-type'], 'application/octet-stream', contentType);
        assert.equal(answer.headers['x-content-type-options'], 'nosniff');
        assert.match(answer.headers['content-disposition'], /^attachment;/);
        assert.match(answer.headers['content-security-policy'], /sandbox/);
      }
    }
    for (const name of ['a.js', 'a.mjs', 'a.css', 'a.html.', 'a.svg ', 'a.pdf']) {
      const { url } = await upload(encodeURIComponent(name), 'postMessage(1)', { ...as('ann'), ...type('text/javascript') });
      assert.equal((await send(url)).headers['content-type'], name === 'a.pdf' ? 'application/pdf' : 'application/octet-stream', name);
    }
  });
  test('are not answered to a browser that wants to run them, or one that wants them for what nobody knows', async () => {
    const shown = await upload('a.pdf', '%PDF-', as('ann'));
    const saved = await upload('a.bin', 'x', { ...as('ann'), ...type('application/octet-stream') });
    const wanted = (file, destination) => send(file.url, { headers: { 'Sec-Fetch-Dest': destination } });
    for (const destination of ['script', 'worker', 'sharedworker', 'serviceworker', 'audioworklet', 'paintworklet', 'style', 'xslt', 'manifest', 'json', 'report', 'fencedframe', 'Script', 'x'])
      for (const file of [shown, saved]) isForbidden(await wanted(file, destination));
    for (const destination of ['empty', 'document', 'iframe', 'image', 'audio', 'video', 'font', ''])
      for (const file of [shown, saved]) assertStatus(await wanted(file, destination), 200);
    for (const destination of ['embed', 'object']) {
      assertStatus(await wanted(shown, destination), 200);
      isForbidden(await wanted(saved, destination));
    }
  });
  test('are neither empty nor too large', async () => {
    const { api } = context;
    assertError(await api.call('POST', '/files/a.txt', { body: '', ...as('ann') }), 400, 130, 'Invalid file upload.');
    const server = await startServer('files', { arguments: ['--file-limit', '1000', '--body-limit', '100000'] });
    try {
      const small = client(server);
      const { session } = await small.signUp();
      assertStatus(await small.call('POST', '/files/a.txt', { body: 'x'.repeat(1000), session }), 201);
      assertError(await small.call('POST', '/files/a.txt', { body: 'x'.repeat(1001), session }), 400, 130, 'File size exceeds maximum allowed: 1000 bytes.');
      assertStatus(await small.call('POST', '/files/a.txt', { body: 'x'.repeat(90000), session }), 413);
      assertStatus(await small.call('POST', '/users', { body: { username: unique('u'), password: 'p', email: `${'x'.repeat(90000)}` } }), 400);
    } finally {
      await server.stop();
    }
  });
  test('have no place in a batch', async () => {
    const { name } = await uploadAs('ann');
    for (const part of [{ method: 'POST', path: '/parse/files/a.txt', body: { base64: 'eA==' } }, { method: 'GET', path: `/parse/files/app/${name}` }]) {
      assertError(await context.api.call('POST', '/batch', { body: { requests: [part] }, ...as('ann') }), 400, 107, /cannot route/);
    }
  });
  test('put nothing into headers that does not belong there', async () => {
    const { api } = context;
    const answer = await raw(context.server, [
      'POST /parse/files/x HTTP/1.1', 'Host: evil.example"\r\nX: y', 'X-Parse-Application-Id: app', `X-Parse-Session-Token: ${who.ann.session}`,
      'Content-Type: text/plain', 'Content-Length: 1', 'Connection: close', '', 'x'].join('\r\n'));
    assert.doesNotMatch(answer, /evil\.example"/);
    const { url } = (await api.call('POST', '/files/x', { body: 'x', ...as('ann'), headers: { 'Content-Type': 'application/x-thing; a="b\tc"' } })).json;
    assert.equal((await send(url)).headers['content-type'], 'application/x-thing');
  });
});

describe('a File in a row', () => {
  test('has a URL for whoever asks, in a File, an Array, an Object and a row that is included', async () => {
    const [one, two, three] = [await uploadAs('ann'), await uploadAs('ann'), await uploadAs('ann')];
    const id = await document('ann', { file: fileOf(one.name, 'https://elsewhere.example/x'), pages: [fileOf(two.name)], more: { deep: [{ scan: fileOf(three.name, 'https://elsewhere.example/y') }] } });
    const object = await get('Document', id, 'ann');
    const files = [object.file, object.pages[0], object.more.deep[0].scan];
    for (const [index, { name }] of [one, two, three].entries()) {
      assert.equal(files[index].name, name);
      const url = new URL(files[index].url);
      assert.equal(url.searchParams.get('as'), who.ann.id);
      assert.equal(url.searchParams.get('of'), `Document/${id}`);
      const minutes = (Number(url.searchParams.get('expires')) * 1000 - Date.now()) / 60000;
      assert.ok(minutes > 14 && minutes <= 15, `${minutes} minutes`);
      assertStatus(await send(url.href), 200);
    }
    const [found] = await context.api.find('Document', { where: { objectId: id } }, as('doctor'));
    assert.equal(new URL(found.file.url).searchParams.get('as'), who.doctor.id);
    assertStatus(await send(found.file.url), 200);
  });
  test('is compared and removed by its name', async () => {
    const [one, two] = [await uploadAs('ann'), await uploadAs('ann')];
    const id = await document('ann', { file: fileOf(one.name), pages: [fileOf(one.name), fileOf(two.name)] });
    const { pages } = await get('Document', id, 'ann');
    const put = (body) => context.api.call('PUT', `/classes/Document/${id}`, { body, ...as('ann') });
    const find = (where) => context.api.find('Document', { where: { objectId: { $in: [id] }, ...where } }, as('ann'));
    assert.equal((await find({ file: pages[0] })).length, 1);
    assert.equal((await find({ pages: pages[1] })).length, 1);
    assertStatus(await put({ pages: { __op: 'AddUnique', objects: [pages[1]] } }), 200);
    assert.equal((await get('Document', id, 'ann')).pages.length, 2);
    assertStatus(await put({ pages: { __op: 'Remove', objects: [pages[0]] } }), 200);
    assert.deepEqual((await get('Document', id, 'ann')).pages.map(({ name }) => name), [two.name]);
  });
  test('is the answer of an update only with a URL for who made it', async () => {
    const [one, two] = [await uploadAs('ann'), await uploadAs('ann')];
    const id = await document('ann', { file: fileOf(one.name), pages: [] });
    const answer = await context.api.call('PUT', `/classes/Document/${id}`, { body: { pages: { __op: 'Add', objects: [fileOf(two.name)] } }, ...as('ann') });
    assertStatus(answer, 200);
    assert.equal(new URL(answer.json.pages[0].url).searchParams.get('of'), `Document/${id}`);
    assertStatus(await send(answer.json.pages[0].url), 200);
  });
});

describe('naming a file', () => {
  const create = (user, fields) => context.api.call('POST', '/classes/Document', { body: { patient: pointer('Patient', who[user].patient), ...fields }, ...as(user) });
  const notYours = /there is no file .* that is yours to give/;
  test('of somebody else gives no access to it', async () => {
    const { name, url } = await uploadAs('ann');
    await document('ann', { file: fileOf(name) });
    const mine = await uploadAs('bob');
    for (const file of [fileOf(name), fileOf(name, url), fileOf(name, url.replace(who.ann.id, who.bob.id))]) {
      assertError(await create('bob', { file }), 400, 119, notYours);
      assertError(await create('bob', { file: fileOf(mine.name), pages: [file] }), 400, 119, notYours);
      assertError(await create('bob', { file: fileOf(mine.name), more: { a: [{ b: file }] } }), 400, 119, notYours);
    }
    const id = await document('bob', { file: fileOf(mine.name) });
    const put = (body) => context.api.call('PUT', `/classes/Document/${id}`, { body, ...as('bob') });
    for (const body of [{ file: fileOf(name) }, { pages: { __op: 'Add', objects: [fileOf(name)] } }, { 'more.x': fileOf(name) }, { more: { __op: 'SetOnInsert', amount: { x: fileOf(name) } }, file: fileOf(name) }]) {
      assertError(await put(body), 400, 119, notYours);
    }
    const batch = await context.api.call('POST', '/batch', { body: { requests: [{ method: 'PUT', path: `/parse/classes/Document/${id}`, body: { file: fileOf(name) } }] }, ...as('bob') });
    assert.equal(batch.json[0].error.code, 119);
  });
  test('that is not there says the same', async () => {
    const theirs = (await uploadAs('ann')).name;
    const none = `${'0'.repeat(32)}_scan.pdf`;
    const messages = [];
    for (const name of [theirs, none, 'scan.pdf', '../file-key', '']) {
      const answer = await create('bob', { file: fileOf(name) });
      assert.equal(answer.status, 400, name);
      messages.push(answer.json.error.replace(name, 'NAME'));
    }
    assert.equal(messages[0], messages[1]);
    assert.equal(messages[0], messages[2]);
  });
  test('does not tell whoever may write a field, and not see it, which file it names', async () => {
    const { api } = context;
    const [named, other] = [await uploadAs('doctor'), await uploadAs('doctor')];
    const id = await document('ann', { file: fileOf((await uploadAs('ann')).name) });
    const put = (user, scan) => api.call('PUT', `/classes/Document/${id}`, { ...as(user), body: { scan } });
    assertStatus(await put('doctor', fileOf(named.name)), 200);
    for (const url of [undefined, (await get('Document', id, 'doctor')).scan.url]) {
      const answers = [];
      for (const { name } of [named, other]) answers.push((await put('ann', fileOf(name, url))).text.replace(name, 'NAME'));
      assert.equal(answers[0], answers[1]);
      assert.match(answers[0], /"code":119/);
    }
    assertStatus(await put('doctor', fileOf(named.name)), 200);
    assertStatus(await api.call('PUT', `/classes/Document/${id}`, { ...as('ann'), body: { title: 'x' } }), 200);
    assertStatus(await put('ann', fileOf((await uploadAs('ann')).name)), 200);
  });
  test('that the row names already, or that a readable row shows, is fine', async () => {
    const { name } = await uploadAs('ann');
    const id = await document('ann', { file: fileOf(name), title: 'old' });
    const seen = await get('Document', id, 'doctor');
    const put = (body, user) => context.api.call('PUT', `/classes/Document/${id}`, { body, ...as(user) });
    assertStatus(await put({ file: fileOf(name), title: 'new' }, 'doctor'), 200);
    assertError(await put({ scan: fileOf(name) }, 'doctor'), 400, 119, notYours);
    const letter = (file) => context.api.call('POST', '/classes/Letter', { body: { sender: who.doctor.pointer, recipient: who.stranger.pointer, attachments: [file] }, ...as('doctor') });
    assertError(await letter(fileOf(name)), 400, 119, notYours);
    const forwarded = await letter(seen.file);
    assertStatus(forwarded, 201);
    const { attachments } = await get('Letter', forwarded.json.objectId, 'stranger');
    assertStatus(await send(attachments[0].url), 200);
    const stolen = seen.file.url.replace(who.doctor.id, who.bob.id);
    assertError(await create('bob', { file: fileOf(name, stolen) }), 400, 119, notYours);
  });
  test('is open to the master key, for files that there are', async () => {
    const { name } = await uploadAs('ann');
    const body = { patient: pointer('Patient', who.bob.patient), file: fileOf(name) };
    assertStatus(await context.api.call('POST', '/classes/Document', { body, master: true }), 201);
    assertError(await context.api.call('POST', '/classes/Document', { body: { ...body, file: fileOf('nothing.pdf') }, master: true }), 400, 119, notYours);
  });
});

describe('a URL ends with the session that it was given to', () => {
  /** A patient of its own, signed in twice, with a document: what ends one session leaves the other. */
  async function patientWithDocument() {
    const { api } = context;
    const user = await api.signUp(unique('patient'));
    const patient = await api.create('Patient', { user: user.pointer, name: 'p' }, { session: user.session });
    const { name } = await upload('scan.pdf', 'content', { session: user.session });
    const id = await api.create('Document', { patient: pointer('Patient', patient), file: fileOf(name) }, { session: user.session });
    const second = (await api.call('POST', '/login', { body: { username: user.username, password: user.password } })).json.sessionToken;
    const urlOf = async (session) => (await api.fetch('Document', id, { session })).file.url;
    return { ...user, second, patient, name, urlOf };
  }
  const ends = {
    'by a log-out': ({ second }) => context.api.call('POST', '/logout', { session: second }),
    'when the user deletes it': async ({ second, session }) => {
      const { objectId } = (await context.api.call('GET', '/sessions/me', { session: second })).json;
      return context.api.call('DELETE', `/sessions/${objectId}`, { session });
    },
    'when the master key deletes it': async ({ second }) => {
      const { objectId } = (await context.api.call('GET', '/sessions/me', { session: second })).json;
      return context.api.call('DELETE', `/sessions/${objectId}`, { master: true });
    },
    'when it expires': async ({ second }) => {
      const { objectId } = (await context.api.call('GET', '/sessions/me', { session: second })).json;
      return context.api.call('PUT', `/sessions/${objectId}`, { body: { expiresAt: date('2020-01-01T00:00:00Z') }, master: true });
    },
  };
  for (const [how, end] of Object.entries(ends)) {
    test(how, async () => {
      const who_ = await patientWithDocument();
      const [one, two] = [await who_.urlOf(who_.session), await who_.urlOf(who_.second)];
      const uploaded = (await upload('b.pdf', 'x', { session: who_.second })).url;
      for (const url of [one, two, uploaded]) assertStatus(await send(url), 200);
      assertStatus(await end(who_), 200);
      isForbidden(await send(two));
      isForbidden(await send(uploaded));
      assertStatus(await send(one), 200);
    });
  }
  test('by a new password, all of them', async () => {
    const who_ = await patientWithDocument();
    const urls = [await who_.urlOf(who_.session), await who_.urlOf(who_.second)];
    const answer = await context.api.call('PUT', `/users/${who_.id}`, { body: { password: 'another password' }, session: who_.session });
    assertStatus(answer, 200);
    for (const url of urls) isForbidden(await send(url));
    assertStatus(await send(await who_.urlOf(answer.json.sessionToken)), 200);
  });
  test('and is of no other session, though of the same user', async () => {
    const who_ = await patientWithDocument();
    const url = new URL(await who_.urlOf(who_.session));
    const other = new URL(await who_.urlOf(who_.second));
    url.searchParams.set('session', other.searchParams.get('session'));
    isForbidden(await send(url.href));
    url.searchParams.set('session', '');
    isForbidden(await send(url.href));
  });
  test('after idling', async () => {
    const server = await startServer('files', { arguments: ['--session-idle-seconds', '5'] });
    try {
      const api = client(server);
      const { session } = await api.signUp(unique('idle'));
      const { json } = await api.call('POST', '/files/a.pdf', { body: 'x', session, headers: { 'Content-Type': 'application/pdf' } });
      assertStatus(await send(json.url), 200);
      const deadline = Date.now() + 60000;
      let status = 200;
      while (status === 200 && Date.now() < deadline) ({ status } = await send(json.url)); // no use of the session
      assert.equal(status, 403);
    } finally {
      await server.stop();
    }
  });
});

describe('downloads', () => {
  test('need a signature that is whole', async () => {
    const { name, url } = await uploadAs('ann');
    const id = await document('ann', { file: fileOf(name) });
    const good = (await get('Document', id, 'ann')).file.url;
    const other = await uploadAs('ann');
    isForbidden(await send(url.split('?')[0]));
    for (const [from, to] of [[who.ann.id, who.bob.id], [who.ann.id, '*'], [who.ann.id, ''], ['of=', 'of=x'], [id, 'AAAAAAAAAA'], [name, other.name], ['signature=', 'signature=A'],
      [/expires=\d+/, 'expires=9999999999'], [/signature=.*/, ''], [/signature=.*/, 'signature='], ['/files/app/', '/files/other/'], [name, `${'0'.repeat(32)}_a.pdf`], [/of=[^&]*/, 'of='], ['Document', 'Patient']]) {
      assert.notEqual(good.replace(from, to), good);
      isForbidden(await send(good.replace(from, to)));
    }
    assertStatus(await send(good), 200);
    const changed = good.at(-10) === 'A' ? 'B' : 'A';
    isForbidden(await send(good.slice(0, -10) + changed + good.slice(-9)));
  });
  test('say nothing about what is there', async () => {
    const { name } = await uploadAs('ann');
    const there = await context.api.call('GET', `/files/app/${name}`, as('bob'));
    const missing = await context.api.call('GET', `/files/app/${'0'.repeat(32)}_scan.pdf`, as('bob'));
    isForbidden(there);
    assert.equal(missing.text, there.text);
    assert.equal(missing.status, there.status);
    for (const path of ['/files/app/..%2f..%2ffile-key', '/files/app/file-key', '/files/app/new', `/files/app/${'a'.repeat(5000)}`, '/files/app/%00', '/files/app/%F0%9F%98%80', `/files/app/${'0'.repeat(32)}_..%2f..%2fmaster-key`]) {
      const answer = await context.api.call('GET', path, { master: true });
      assert.ok([403, 404].includes(answer.status), `${path}: ${answer.status}`);
    }
  });
  test('are for the uploader and the master key by their credentials, too', async () => {
    const { name } = await uploadAs('ann');
    assertStatus(await context.api.call('GET', `/files/app/${name}`, as('ann')), 200);
    assertStatus(await context.api.call('GET', `/files/app/${name}`, { master: true }), 200);
    isForbidden(await context.api.call('GET', `/files/app/${name}`, as('doctor')));
    assertError(await context.api.call('GET', `/files/app/${name}`, { session: 'r:none' }), 400, 209);
    isForbidden(await context.api.call('GET', `/files/app/${name}`, { headers: { 'X-Parse-Master-Key': 'wrong' } }));
  });
  test('of parts answer the bytes that are asked for', async () => {
    const bytes = Buffer.from(Array.from({ length: 150000 }, (_, index) => index % 251));
    const { url } = await upload('a.pdf', bytes, as('ann'));
    const range = (value) => send(url, { headers: { Range: value } });
    for (const [value, first, last] of [['bytes=0-0', 0, 0], ['bytes=5-9', 5, 9], ['bytes=65530-65550', 65530, 65550], ['bytes=149999-', 149999, 149999], ['bytes=-10', 149990, 149999], ['bytes=140000-999999', 140000, 149999], ['bytes=-999999', 0, 149999]]) {
      const answer = await range(value);
      assert.equal(answer.status, 206, value);
      assert.equal(answer.headers['content-range'], `bytes ${first}-${last}/150000`);
      assert.ok(answer.bytes.equals(bytes.subarray(first, last + 1)), value);
    }
    for (const value of ['bytes=150000-', 'bytes=-0', 'bytes=999999999999-']) {
      const answer = await range(value);
      assert.equal(answer.status, 416, value);
      assert.equal(answer.headers['content-range'], 'bytes */150000');
    }
    for (const value of ['bytes=', 'bytes=a-b', 'bytes=9-5', 'lines=1-2', 'bytes=0-1,5-6', 'bytes=--1', 'bytes=99999999999999999999-', '']) {
      const answer = await range(value);
      assert.equal(answer.status, 200, value);
      assert.equal(answer.bytes.length, 150000);
    }
    const head = await send(url, { method: 'HEAD' });
    assertStatus(head, 200);
    assert.equal(head.headers['content-length'], '150000');
  });
});

describe('a URL that was given out', () => {
  const given = async (user = 'doctor') => {
    const { name } = await uploadAs('ann');
    const id = await document('ann', { file: fileOf(name), pages: [fileOf(name)] });
    const { url } = (await get('Document', id, user)).file;
    assertStatus(await send(url), 200);
    return { id, name, url };
  };
  test('ends with the row, and with the file leaving it', async () => {
    const gone = await given();
    assertStatus(await context.api.call('DELETE', `/classes/Document/${gone.id}`, as('ann')), 200);
    isForbidden(await send(gone.url));
    const left = await given();
    const other = await uploadAs('ann');
    const put = (body) => context.api.call('PUT', `/classes/Document/${left.id}`, { body, ...as('ann') });
    assertStatus(await put({ file: fileOf(other.name) }), 200);
    assertStatus(await send(left.url), 200);
    assertStatus(await put({ pages: [] }), 200);
    isForbidden(await send(left.url));
  });
  test('ends with the role', async () => {
    const { url } = await given();
    const role = (op) => context.api.call('PUT', `/roles/${who.role}`, { body: { users: { __op: op, objects: [who.doctor.pointer] } }, master: true });
    assertStatus(await role('RemoveRelation'), 200);
    isForbidden(await send(url));
    assertStatus(await role('AddRelation'), 200);
    assertStatus(await send(url), 200);
  });
  test('ends with the assignment and with the grant', async () => {
    const { url, id } = await given();
    const assignment = (body) => context.api.call('PUT', `/classes/CareAssignment/${who.assignment}`, { body, master: true });
    assertStatus(await assignment({ endsAt: date(Date.now() - 1000) }), 200);
    isForbidden(await send(url));
    assertStatus(await assignment({ endsAt: { __op: 'Delete' } }), 200);
    const share = await context.api.create('Share', { patient: pointer('Patient', who.ann.patient), reader: who.stranger.pointer }, as('ann'));
    const shared = (await get('Document', id, 'stranger')).file.url;
    assertStatus(await send(shared), 200);
    assertStatus(await context.api.call('DELETE', `/classes/Share/${share}`, as('ann')), 200);
    isForbidden(await send(shared));
  });
  test('ends with its user', async () => {
    const leaving = await context.api.signUp(unique('leaving'));
    await context.api.create('Share', { patient: pointer('Patient', who.ann.patient), reader: leaving.pointer }, as('ann'));
    const { id } = await given('ann');
    const { url } = (await context.api.fetch('Document', id, { session: leaving.session })).file;
    assertStatus(await send(url), 200);
    assertStatus(await context.api.call('DELETE', `/users/${leaving.id}`, { session: leaving.session }), 200);
    isForbidden(await send(url));
  });
  test('ends where the field is hidden', async () => {
    const file = await uploadAs('ann');
    const scan = await upload('scan.pdf', 'scan', { master: true });
    const id = await document('ann', { file: fileOf(file.name) });
    assertStatus(await context.api.call('PUT', `/classes/Document/${id}`, { body: { scan: fileOf(scan.name) }, master: true }), 200);
    assert.equal((await get('Document', id, 'ann')).scan, undefined);
    const { url } = (await get('Document', id, 'doctor')).scan;
    assertStatus(await send(url), 200);
    const role = (op) => context.api.call('PUT', `/roles/${who.role}`, { body: { users: { __op: op, objects: [who.doctor.pointer] } }, master: true });
    await context.api.create('Share', { patient: pointer('Patient', who.ann.patient), reader: who.doctor.pointer }, as('ann'));
    assertStatus(await role('RemoveRelation'), 200);
    assert.ok((await get('Document', id, 'doctor')).file, 'the row is still readable');
    isForbidden(await send(url));
    assertStatus(await role('AddRelation'), 200);
  });
});

describe('versions', () => {
  const versions = async (id, user) => (await context.api.call('GET', `/classes/Document/${id}/versions`, as(user))).json.results;
  test('have the file that the row had then, for who may read them', async () => {
    const [first, second] = [await uploadAs('ann', 'a.pdf', 'first'), await uploadAs('ann', 'a.pdf', 'second')];
    const id = await document('ann', { file: fileOf(first.name), pages: [fileOf(first.name)], note: 'sealed once' });
    const put = (body) => context.api.call('PUT', `/classes/Document/${id}`, { body, ...as('ann') });
    const old = (await get('Document', id, 'ann')).file.url;
    assertStatus(await put({ file: fileOf(second.name), pages: [], note: 'sealed twice' }), 200);
    isForbidden(await send(old));
    const all = await versions(id, 'ann');
    assert.deepEqual(all.map(({ note }) => note), ['sealed once', 'sealed twice']);
    assert.equal(new URL(all[0].file.url).searchParams.get('of'), `Document/${id}@1`);
    assert.equal((await send(all[0].file.url)).text, 'first');
    assert.equal((await send(all[0].pages[0].url)).text, 'first');
    assert.equal((await send(all[1].file.url)).text, 'second');
    isForbidden(await send(all[0].file.url.replace(/%401|@1/, '')));
    isForbidden(await send(all[0].file.url.replace(/%401|@1/, '%402')));
    // An older file comes back as the version had it, though somebody else uploaded it.
    const doctors = await versions(id, 'doctor');
    const back = (file) => context.api.call('PUT', `/classes/Document/${id}`, { body: { file }, ...as('doctor') });
    assertError(await back(fileOf(first.name)), 400, 119, /there is no file/);
    assertStatus(await back(doctors[0].file), 200);
    assert.equal((await send((await get('Document', id, 'ann')).file.url)).text, 'first');
    // Revocation is about versions, too.
    const share = await context.api.create('Share', { patient: pointer('Patient', who.ann.patient), reader: who.stranger.pointer }, as('ann'));
    const [shared] = await versions(id, 'stranger');
    assertStatus(await send(shared.file.url), 200);
    assertStatus(await context.api.call('DELETE', `/classes/Share/${share}`, as('ann')), 200);
    isForbidden(await send(shared.file.url));
  });
  test('give their files to who may see the object as it is now and might have as it was then', async () => {
    const [anns, bobs] = [await uploadAs('ann', 'a.pdf', 'as it was when it was of ann'), await uploadAs('bob', 'b.pdf', 'as it was when it was of bob')];
    const id = await document('ann', { file: fileOf(anns.name) });
    const move = async (user, file) => {
      const body = { patient: pointer('Patient', who[user].patient), file: fileOf(file) };
      assertStatus(await context.api.call('PUT', `/classes/Document/${id}`, { body, master: true }), 200);
    };
    const [{ file: { url: annsFirst } }] = await versions(id, 'ann');
    assert.equal((await send(annsFirst)).text, 'as it was when it was of ann');
    await move('bob', bobs.name);
    isForbidden(await send(annsFirst)); // she might have then, and may not now
    const ofBob = await versions(id, 'bob');
    assert.deepEqual(ofBob.map(({ _version }) => _version), [2]); // he may now, and might not have then
    assert.equal((await send(ofBob[0].file.url)).text, 'as it was when it was of bob');
    await move('ann', anns.name);
    isForbidden(await send(ofBob[0].file.url));
    const ofAnn = await versions(id, 'ann');
    assert.deepEqual(ofAnn.map(({ _version }) => _version), [1, 3]);
    for (const { file } of ofAnn) assert.equal((await send(file.url)).text, 'as it was when it was of ann');
    assert.equal((await send(annsFirst)).text, 'as it was when it was of ann');
    // A field that is hidden from somebody is so in versions.
    const scan = await upload('scan.pdf', 'scan', { master: true });
    assertStatus(await context.api.call('PUT', `/classes/Document/${id}`, { body: { scan: fileOf(scan.name) }, master: true }), 200);
    assert.deepEqual((await versions(id, 'ann')).map((version) => version.scan), [undefined, undefined, undefined]);
    const last = (await versions(id, 'doctor')).at(-1);
    assert.equal((await send(last.scan.url)).text, 'scan');
  });
  test('keep their files', async () => {
    const [first, second, third] = [await uploadAs('ann'), await uploadAs('ann'), await uploadAs('ann')];
    const id = await document('ann', { file: fileOf(first.name), more: { deep: [fileOf(second.name)] } });
    assertStatus(await context.api.call('PUT', `/classes/Document/${id}`, { body: { file: fileOf(third.name), more: {} }, ...as('ann') }), 200);
    for (const { name } of [first, second, third]) {
      assertError(await context.api.call('DELETE', `/files/${name}`, { master: true }), 400, 153, /a version of an object names it/);
      assertStatus(await context.api.call('GET', `/files/app/${name}`, { master: true }), 200);
    }
  });
});

describe('the audit trail', () => {
  test('has each download and upload, and none that was refused', async () => {
    const { name } = await uploadAs('ann');
    const id = await document('ann', { file: fileOf(name) });
    const { url } = (await get('Document', id, 'doctor')).file;
    const entries = async (action) => (await context.api.find('AuditLog', { where: { action }, limit: 1000 }, { master: true })).filter(({ payload }) => payload?.file === name.slice(0, 32));
    assert.equal((await entries('upload')).length, 1);
    assert.equal((await entries('download')).length, 0);
    assertStatus(await send(url), 200);
    const [entry] = await entries('download');
    assert.deepEqual([entry.actor.objectId, entry.entityType, entry.entityId], [who.doctor.id, 'Document', id]);
    isForbidden(await send(url.replace(who.doctor.id, who.bob.id)));
    isForbidden(await send(url.split('?')[0]));
    assert.equal((await entries('download')).length, 1);
    assertStatus(await context.api.call('GET', `/files/app/${name}`, { master: true, headers: { Range: 'bytes=0-1' } }), 206);
    assert.equal((await entries('download')).length, 2);
  });
});

describe('removal', () => {
  test('is for the master key, and takes the file away', async () => {
    const { name, url } = await uploadAs('ann');
    const onDisk = join(context.server.dataFolder, 'files', name.slice(0, 32));
    assert.ok(existsSync(onDisk));
    assertStatus(await context.api.call('DELETE', `/files/${name}`, as('ann')), 403);
    assertStatus(await context.api.call('DELETE', `/files/${name}`, { master: true }), 200);
    assert.equal(existsSync(onDisk), false);
    isForbidden(await send(url));
    assertError(await context.api.call('DELETE', `/files/${name}`, { master: true }), 400, 153);
  });
});

describe('on disk', () => {
  const everyFile = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? everyFile(path) : entry.isFile() ? [path] : [];
  });
  test('nothing of a file is in the clear, and its name says nothing', async () => {
    const secret = `the diagnosis is ${unique('secret')}`;
    const { name } = await uploadAs('ann', 'diagnosis.pdf', Buffer.from(secret.repeat(3000)));
    const id = await document('ann', { file: fileOf(name) });
    assertStatus(await send((await get('Document', id, 'ann')).file.url), 200);
    for (const path of everyFile(context.server.dataFolder)) {
      assert.equal(readFileSync(path).includes(secret), false, path);
      assert.doesNotMatch(path.slice(context.server.dataFolder.length), /diagnosis/);
    }
    assert.equal(statSync(join(context.server.dataFolder, 'files', name.slice(0, 32))).mode & 0o777, 0o600);
    assert.equal(statSync(join(context.server.dataFolder, 'file-key')).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(join(context.server.dataFolder, 'files/new')), []);
  });
  test('what was changed, cut short, or put in another place does not open', async () => {
    const place = (name) => join(context.server.dataFolder, 'files', name.slice(0, 32));
    const bytes = Buffer.alloc(200000, 'a');
    const broken = async (change) => {
      const { name, url } = await upload('a.pdf', bytes, as('ann'));
      change(place(name));
      await assert.rejects(async () => {
        const answer = await send(url);
        assert.equal(answer.status, 200);
        assert.equal(answer.bytes.length, bytes.length, 'the answer is cut short');
      });
    };
    await broken((path) => {
      const content = readFileSync(path);
      content[100000] ^= 1;
      writeFileSync(path, content);
    });
    await broken((path) => writeFileSync(path, readFileSync(path).subarray(0, 24 + 65536 + 17)));
    const other = await upload('b.pdf', bytes, as('ann'));
    await broken((path) => writeFileSync(path, readFileSync(place(other.name))));
    const linked = await upload('a.pdf', bytes, as('ann'));
    renameSync(place(linked.name), `${place(linked.name)}x`);
    symlinkSync(`${place(linked.name)}x`, place(linked.name));
    assertStatus(await send(linked.url), 500);
  });
  test('a crash leaves no row without its file, and what was answered is there', async () => {
    const server = await startServer('files');
    const api = client(server);
    const { session } = await api.signUp();
    const names = [];
    let stop = false;
    const loops = [1, 2, 3].map(async () => {
      while (!stop) {
        const answer = await api.call('POST', '/files/a.txt', { body: unique('text'), session }).catch(() => null);
        if (answer?.status === 201) names.push(answer.json.name);
        if (names.length > 40) stop = true;
      }
    });
    while (names.length < 20) await new Promise((resolve) => setImmediate(resolve));
    await server.kill();
    stop = true;
    await Promise.all(loops);
    const again = await startServer('files', { dataFolder: server.dataFolder, masterKey: server.masterKey });
    try {
      for (const name of names) {
        assert.ok(existsSync(join(server.dataFolder, 'files', name.slice(0, 32))));
        assertStatus(await client(again).call('GET', `/files/app/${name}`, { master: true }), 200);
      }
      assert.deepEqual(readdirSync(join(server.dataFolder, 'files/new')), []);
    } finally {
      await again.stop();
    }
  });
});

describe('an open app', () => {
  let server;
  let api;
  before(async () => {
    server = await startServer('kitchen');
    api = client(server);
  });
  after(() => server.stop());
  test('has plain URLs, as in parse-server', async () => {
    const { session } = await api.signUp();
    assertError(await api.call('POST', '/files/a.txt', { body: 'x' }), 400, 130);
    const answer = await api.call('POST', '/files/a.txt', { body: 'text', session });
    assertStatus(answer, 201);
    assert.equal(answer.json.url, `${server.base}/files/app/${answer.json.name}`);
    assert.equal((await send(answer.json.url)).text, 'text');
    assertStatus(await send(`${server.base}/files/app/none.txt`), 404);
    const id = await api.create('Item', { name: 'x', file: fileOf(answer.json.name) });
    assert.equal((await api.fetch('Item', id)).file.url, answer.json.url);
  });
});
