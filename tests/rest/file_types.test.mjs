// "portrait of Patient is a png or jpeg file.": which files fields take, and that contents are what they are called.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertError, assertStatus, pointer, unique } from '../lib/rest.mjs';

const latin = (text) => Buffer.from(text, 'latin1');
const begins = {
  pdf: latin('%PDF-1.7\n'), png: latin('\x89PNG\r\n\x1a\n'), jpg: latin('\xff\xd8\xff\xe0'), jpeg: latin('\xff\xd8\xff\xe1'), gif: latin('GIF89a'), webp: latin('RIFF\x01\x00\x00\x00WEBPVP8 '),
  tiff: latin('II*\x00'), zip: latin('PK\x03\x04'), docx: latin('PK\x03\x04'), dcm: Buffer.concat([Buffer.alloc(128), latin('DICM')]), mp4: latin('\x00\x00\x00\x18ftypmp42'), wav: latin('RIFF\x01\x00\x00\x00WAVEfmt '),
};

describeServer('types of files', 'file_types', (context) => {
  let ann;
  let patient;
  const as = () => ({ session: ann.session });
  const upload = (name, body, options = as()) => context.api.call('POST', `/files/${name}`, { body, ...options, headers: { 'Content-Type': 'application/octet-stream', ...options.headers } });
  const stored = async (name, body) => {
    const answer = await upload(name, body);
    assertStatus(answer, 201);
    return { __type: 'File', name: answer.json.name };
  };
  const create = (fields, options = as()) => context.api.call('POST', '/classes/Document', { body: { patient: pointer('Patient', patient), ...fields }, ...options });
  const mismatch = /The contents of the file are not .*, as its name or its Content-Type says/;

  before(async () => {
    ann = await context.api.signUp(unique('ann'));
    patient = await context.api.create('Patient', { user: ann.pointer }, as());
  });

  describe('contents', () => {
    test('are taken as what they are called', async () => {
      for (const [extension, begin] of Object.entries(begins)) {
        assertStatus(await upload(`a.${extension}`, Buffer.concat([begin, Buffer.alloc(100)])), 201);
        assertStatus(await upload(`a.${extension}`, Buffer.concat([begin, Buffer.alloc(200000)])), 201);
      }
      assertStatus(await upload('a.txt', 'plain text\twith a tab\n'), 201);
      assertStatus(await upload('a.csv', 'a;b\r\n1;2\r\n'), 201);
      assertStatus(await upload('a.json', '{}'), 201);
      assertStatus(await upload('a.unknown', Buffer.alloc(10)), 201);
    });
    test('of another type are refused, and none of them is kept', async () => {
      for (const [extension, begin] of Object.entries(begins)) {
        for (const body of ['<html><script>alert(1)</script>', Buffer.concat([Buffer.from('<svg '), begin.subarray(0, 3)]), Buffer.alloc(300000), Buffer.from('x')]) {
          assertError(await upload(`a.${extension}`, body), 400, 130, mismatch);
        }
        const other = extension === 'png' ? 'pdf' : 'png';
        assertError(await upload(`a.${extension}`, begins[other]), 400, 130, mismatch);
      }
      assertError(await upload('a.txt', begins.png), 400, 130, mismatch);
      assertError(await upload('a.png', 'text', { master: true }), 400, 130, mismatch);
      // Without an extension it is the Content-Type that says it; as JSON it comes to the same.
      assertError(await upload('a', 'text', { ...as(), headers: { 'Content-Type': 'image/png' } }), 400, 130, mismatch);
      const json = { base64: Buffer.from('text').toString('base64'), _ContentType: 'image/png', _ApplicationId: 'app', _SessionToken: ann.session };
      const answer = await fetch(`${context.server.base}/files/a.png`, { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: JSON.stringify(json) });
      assert.equal(answer.status, 400);
      assert.match((await answer.json()).error, mismatch);
    });
  });

  describe('a field', () => {
    test('takes files of its types, and no others', async () => {
      const [pdf, png, csv, txt] = [await stored('a.pdf', begins.pdf), await stored('a.png', begins.png), await stored('a.csv', 'a;b'), await stored('a.txt', 'a')];
      const wrong = (field, types) => new RegExp(`Document\\.${field} takes files of these types: ${types}\\.`);
      const made = await create({ file: pdf, sheets: [pdf, csv, txt], other: png });
      assertStatus(made, 201);
      assertError(await create({ file: png }), 400, 142, wrong('file', 'pdf'));
      assertError(await create({ file: pdf, sheets: [csv, png] }), 400, 142, wrong('sheets', 'pdf, csv, txt'));
      assertError(await create({ file: png }, { master: true }), 400, 142, wrong('file', 'pdf'));
      const put = (body, options = as()) => context.api.call('PUT', `/classes/Document/${made.json.objectId}`, { body, ...options });
      assertError(await put({ file: txt }), 400, 142, wrong('file', 'pdf'));
      assertError(await put({ sheets: { __op: 'Add', objects: [png] } }), 400, 142, wrong('sheets', 'pdf, csv, txt'));
      assertStatus(await put({ other: txt }), 200);
      const { sheets, file } = await context.api.fetch('Document', made.json.objectId, as());
      assert.deepEqual([file.name, sheets.map(({ name }) => name)], [pdf.name, [pdf.name, csv.name, txt.name]]);
      assertStatus(await context.api.call('PUT', `/classes/Patient/${patient}`, { body: { portrait: png }, ...as() }), 200);
      assertError(await context.api.call('PUT', `/classes/Patient/${patient}`, { body: { portrait: pdf }, ...as() }), 400, 142, /Patient\.portrait takes files of these types: png, jpeg\./);
    });
    test('tells nothing of a file that is somebody else\'s', async () => {
      const png = await stored('a.png', begins.png);
      const bob = await context.api.signUp(unique('bob'));
      const theirs = await context.api.create('Patient', { user: bob.pointer }, { session: bob.session });
      const answer = await context.api.call('POST', '/classes/Document', { body: { patient: pointer('Patient', theirs), file: png }, session: bob.session });
      assertError(answer, 400, 119, /there is no file/);
    });
  });
});
