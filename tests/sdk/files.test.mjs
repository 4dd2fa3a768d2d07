// Parse.File: saved from bytes and from base64, in objects and arrays, read back, removed; in an open app, and in one
// whose URLs are signed.
import { after, before, describe } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Parse, againstParseServer, api, assert, assertError, faulty, server, suite, test, unique } from './lib/sdk.mjs';

Parse.User.enableUnsafeCurrentUser(); // one user at a time, as in a browser
const content = Buffer.from('not text: \u0000\u00ff ÿ 日記', 'utf8');
const base64 = content.toString('base64');

async function signedUp() {
  return Parse.User.signUp(unique('user'), 'password of nobody');
}
const bytesOf = async (url) => Buffer.from(await (await fetch(url)).arrayBuffer());

suite('files: open app', () => {
  before(signedUp);
  after(() => Parse.User.logOut());
  test('saved from bytes', async () => {
    const file = await new Parse.File('bytes.txt', [...content], 'text/plain').save();
    assert.match(file.name(), /_bytes\.txt$/);
    assert.deepEqual(await bytesOf(file.url()), content);
  });
  test('saved from base64', async () => {
    const file = await new Parse.File('base64.txt', { base64 }, 'text/plain').save();
    assert.deepEqual(await bytesOf(file.url()), content);
    assert.equal(await new Parse.File('x', { base64 }).getData(), base64);
  });
  test('saved from a Buffer, as a raw body', async () => {
    const file = await new Parse.File('buffer.bin', content, 'application/octet-stream').save();
    assert.deepEqual(await bytesOf(file.url()), content);
  });
  test('data is fetched by the URL', async () => {
    const saved = await new Parse.File('data.txt', { base64 }, 'text/plain').save();
    const again = Parse.File.fromJSON({ __type: 'File', name: saved.name(), url: saved.url() });
    assert.equal(await again.getData(), base64);
  });
  test('in an object and in an array', faulty('no equality with a file'), async () => {
    const [one, two] = await Promise.all(['one.txt', 'two.txt'].map((name) => new Parse.File(name, { base64 }, 'text/plain').save()));
    const thing = await new Parse.Object('Thing').save({ file: one, array: [one, two], object: { deep: two } });
    const fetched = await new Parse.Query('Thing').get(thing.id);
    assert.equal(fetched.get('file').name(), one.name());
    assert.equal(fetched.get('file').url(), one.url());
    assert.deepEqual(fetched.get('array').map((file) => file.name()), [one.name(), two.name()]);
    assert.deepEqual(await bytesOf(fetched.get('array')[1].url()), content);
    const found = await new Parse.Query('Thing').equalTo('file', one).find();
    assert.deepEqual(found.map(({ id }) => id), [thing.id]);
  });
  test('an object saves its unsaved file first', async () => {
    const thing = await new Parse.Object('Thing').save({ file: new Parse.File('later.txt', { base64 }, 'text/plain') });
    assert.match(thing.get('file').name(), /_later\.txt$/);
    assert.deepEqual(await bytesOf(thing.get('file').url()), content);
  });
  test('removed with the master key only', async () => {
    const file = await new Parse.File('gone.txt', { base64 }, 'text/plain').save();
    await assert.rejects(file.destroy({ useMasterKey: false }));
    await file.destroy({ useMasterKey: true });
    assert.equal((await fetch(file.url())).status, 404);
  });
  test('names and types that parse-server refuses', async () => {
    await assert.rejects(new Parse.File('a.html', { base64 }, 'text/html').save(), { code: 130 });
    await assert.rejects(new Parse.File('page', { base64 }, 'image/svg+xml').save(), { code: 130 });
    await assert.rejects(new Parse.File('-bad', { base64 }, 'text/plain').save(), { code: 122, message: 'Filename contains invalid characters.' });
    await assert.rejects(new Parse.File('a'.repeat(129), { base64 }, 'text/plain').save(), { code: 122, message: 'Filename too long.' });
  });
  test('upload without a session', async () => {
    const answer = await api.call('POST', '/files/a.txt', { body: 'x', headers: { 'Content-Type': 'text/plain' } });
    assertError(answer, 400, 130, 'File upload by public is disabled.');
  });
});

describe('files: app with signed URLs', { skip: againstParseServer && 'parse-server signs no URLs' }, () => {
  let signing;
  before(async () => {
    signing = await startServer('files');
    Parse.initialize(signing.appId, undefined, signing.masterKey);
    Parse.serverURL = signing.base;
    await signedUp();
  });
  after(async () => {
    await Parse.User.logOut();
    await signing.stop();
    Parse.initialize(server.appId, server.javascriptKey, server.masterKey);
    Parse.serverURL = server.base;
  });
  test('save, fetch, change, data', async () => {
    const user = Parse.User.current();
    const patient = await new Parse.Object('Patient').save({ user, name: 'Ann' });
    const file = new Parse.File('scan.pdf', { base64 }, 'application/pdf');
    const document = await new Parse.Object('Document').save({ patient, file, pages: [file] });
    const fetched = await new Parse.Query('Document').get(document.id);
    assert.match(fetched.get('file').url(), /signature=/);
    assert.equal(await fetched.get('file').getData(), base64);
    assert.equal(await fetched.get('pages')[0].getData(), base64);
    fetched.set('title', 'new');
    fetched.add('pages', fetched.get('file'));
    await fetched.save();
    fetched.set('file', fetched.get('pages')[0]);
    await fetched.save();
    assert.equal((await new Parse.Query('Document').equalTo('file', file).find()).length, 1);
    assert.equal((await new Parse.Query('Document').get(document.id)).get('pages').length, 2);
  });
  test('somebody else gets neither the file nor a row around it', async () => {
    const user = Parse.User.current();
    const patient = await new Parse.Object('Patient').save({ user, name: 'Ann' });
    const file = await new Parse.File('scan.pdf', { base64 }, 'application/pdf').save();
    await new Parse.Object('Document').save({ patient, file });
    const plainUrl = file.url().split('?')[0];
    await Parse.User.logOut();
    const thief = await signedUp();
    assert.equal((await fetch(plainUrl)).status, 403);
    assert.equal((await fetch(plainUrl, { headers: { 'X-Parse-Application-Id': signing.appId, 'X-Parse-Session-Token': thief.getSessionToken() } })).status, 403);
    const own = await new Parse.Object('Patient').save({ user: thief, name: 'Bob' });
    const stolen = Parse.File.fromJSON({ __type: 'File', name: file.name(), url: file.url() });
    await assert.rejects(new Parse.Object('Document').save({ patient: own, file: stolen }), { code: 119 });
  });
});
