// Files over GraphQL, by the multipart request specification: stored as an upload is, named by the object that they
// come with, and nothing else.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertRefused, graphql, onlyError } from '../lib/graphql.mjs';
import { assertStatus, pointer, send, unique } from '../lib/rest.mjs';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describeServer('uploads over GraphQL', 'files', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  let data;
  let ask;

  /** Sends a form: operations, map, and files { field: [name, type, bytes] }. */
  const form = (operations, map, files, options = {}) => {
    const boundary = 'a-boundary';
    const parts = [];
    const part = (head, bytes) => parts.push(Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), Buffer.from(bytes), Buffer.from('\r\n'));
    part('Content-Disposition: form-data; name="operations"', typeof operations === 'string' ? operations : JSON.stringify(operations));
    if (map) part('Content-Disposition: form-data; name="map"', JSON.stringify(map));
    for (const [field, [name, type, bytes]] of Object.entries(files)) part(`Content-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}`, bytes);
    const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
    return context.api.call('POST', '/graphql', { body: options.cut ? body.subarray(0, body.length - options.cut) : body, ...options, headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}`, ...options.headers } });
  };
  const CREATE = 'mutation($upload: Upload!) { createFile(input: { upload: $upload, clientMutationId: "f" }) { clientMutationId fileInfo { __typename name url } } }';
  const upload = (files, options) => form({ query: CREATE, variables: { upload: null } }, { 0: ['variables.upload'] }, files, options);

  before(async () => {
    ({ ask, data } = graphql(context.api));
    for (const name of ['ann', 'bob']) {
      who[name] = await context.api.signUp(unique(name));
      who[name].patient = await context.api.create('Patient', { user: who[name].pointer, name }, as(name));
    }
  });

  test('createFile stores a file, which its URL then gives', async () => {
    const answer = await upload({ 0: ['scan.png', 'image/png', png] }, as('ann'));
    assertStatus(answer, 200);
    const { createFile } = answer.json.data;
    assert.deepEqual([createFile.clientMutationId, createFile.fileInfo.__typename], ['f', 'FileInfo']);
    assert.match(createFile.fileInfo.name, /^[0-9a-f]{32}_scan\.png$/);
    assert.deepEqual((await send(createFile.fileInfo.url)).bytes, png);
  });

  test('a file comes with the object that names it, and goes with its rights', async () => {
    const query = `mutation($f: CreateDocumentFieldsInput) { createDocument(input: { fields: $f }) { document { objectId title file { name url } scan { name } } } }`;
    const bytes = Buffer.from(unique('bytes'));
    const answer = await form({ query, variables: { f: { patient: { link: who.ann.patient }, title: 't', file: { upload: null } } } }, { a: ['variables.f.file.upload'] }, { a: ['report.pdf', 'application/pdf', bytes] }, as('ann'));
    const { document } = answer.json.data.createDocument;
    assert.match(document.file.name, /_report\.pdf$/);
    assert.equal(document.scan, null);
    assert.deepEqual((await send(document.file.url)).bytes, bytes);
    const read = 'query($id: ID!) { document(id: $id) { file { url } } }';
    assert.ok((await data(read, { id: document.objectId }, as('ann'))).document.file.url.includes('signature='));
    assertRefused(await ask(read, { id: document.objectId }, as('bob')), 101, 'document');
    // A file that somebody else's row names is not to be had by naming it.
    const stolen = await ask(query.replace(' scan { name }', ''), { f: { patient: { link: who.bob.patient }, title: 'mine', file: { file: document.file.name } } }, as('bob'));
    assert.equal(stolen.json.data.createDocument, null, stolen.text);
    const named = await upload({ 0: ['own.pdf', 'application/pdf', bytes] }, as('bob'));
    const own = await ask(query, { f: { patient: { link: who.bob.patient }, title: 'mine', file: { file: named.json.data.createFile.fileInfo.name } } }, as('bob'));
    assert.match(own.json.data.createDocument.document.file.name, /_own\.pdf$/, own.text);
  });

  test('a file is taken out of its field', async () => {
    const { json } = await upload({ 0: ['photo.png', 'image/png', png] }, as('ann'));
    const { name } = json.data.createFile.fileInfo;
    const set = (file) => data('mutation($id: ID!, $f: FileInput) { updatePatient(input: { id: $id, fields: { photo: $f } }) { patient { photo { name } } } }', { id: who.ann.patient, f: file }, as('ann'));
    assert.deepEqual((await set({ file: name })).updatePatient.patient.photo, { name });
    assert.equal((await set({ unlink: true })).updatePatient.patient.photo, null);
    assert.deepEqual((await set({ file: { __type: 'File', name } })).updatePatient.patient.photo, { name });
    assert.equal((await set({ file: null })).updatePatient.patient.photo, null);
  });

  test('several files, each in its place', async () => {
    const query = `mutation($a: Upload!, $b: [Upload!]!) { a: createFile(input: { upload: $a }) { fileInfo { name } } }`;
    const answer = await form({ query: query.replace(', $b: [Upload!]!', ''), variables: { a: null } }, { 0: ['variables.a'], 1: ['variables.a'] }, { 0: ['one.png', 'image/png', png], 1: ['two.png', 'image/png', png] }, as('ann'));
    assertStatus(answer, 400); // the place is taken
    const two = await form({ query: 'mutation($a: Upload!, $b: Upload!) { a: createFile(input: { upload: $a }) { fileInfo { name } } b: createFile(input: { upload: $b }) { fileInfo { name } } }', variables: { a: null, b: null } },
      { 0: ['variables.a'], 1: ['variables.b'] }, { 0: ['one.png', 'image/png', png], 1: ['two.png', 'image/png', png] }, as('ann'));
    assert.match(two.json.data.a.fileInfo.name, /_one\.png$/);
    assert.match(two.json.data.b.fileInfo.name, /_two\.png$/);
  });

  test('who may not upload, and what may not be uploaded, is refused as over REST', async () => {
    assert.deepEqual([onlyError(await upload({ 0: ['a.png', 'image/png', png] })).extensions.code], [130]);
    for (const [name, code] of [['page.html', 130], ['a/b.png', 130], ['..', 122], ['ü.png', 122], [`${'x'.repeat(200)}.png`, 122]]) {
      const answer = await upload({ 0: [name, 'image/png', png] }, as('ann'));
      assert.equal(onlyError(answer).extensions.code, code, `${name}: ${answer.text}`);
    }
    assert.equal(onlyError(await upload({ 0: ['empty.png', 'image/png', ''] }, as('ann'))).extensions.code, 130);
    for (const value of ['text', 5, {}, { upload: 0 }, { upload: 7 }, { upload: -1 }, []]) assertRefused(await ask(CREATE, { upload: value }, as('ann')), 130, 'createFile');
  });

  test('forms that are none are refused', async () => {
    const good = { query: CREATE, variables: { upload: null } };
    const file = { 0: ['a.png', 'image/png', png] };
    for (const [operations, map, files, options] of [
      ['{', { 0: ['variables.upload'] }, file], ['[]', { 0: ['variables.upload'] }, file], [good, undefined, file], [good, {}, file], [good, { 0: ['variables.nothing'] }, file],
      [good, { 0: ['query'] }, file], [good, { 0: [''] }, file], [good, { 0: ['variables.upload.deeper.still'] }, file], [good, { 0: [5] }, file], [good, { 0: ['variables.upload'] }, file, { cut: 20 }],
      [good, { 0: ['variables.upload'] }, file, { headers: { 'Content-Type': 'multipart/form-data' } }], [good, { 0: ['variables.upload'] }, file, { headers: { 'Content-Type': 'multipart/form-data; boundary=other' } }],
      [good, { 0: ['variables.upload'] }, Object.fromEntries(Array.from({ length: 30 }, (_, i) => [i, file[0]]))],
    ]) {
      const answer = await form(operations, map, files, { ...as('ann'), ...options });
      assert.equal(answer.status, 400, `${JSON.stringify(operations)} ${JSON.stringify(map)}: ${answer.text}`);
      assert.equal(answer.json.errors.length, 1);
    }
    assert.equal((await form(good, { 0: ['variables.upload'] }, file, { headers: { 'X-Parse-Application-Id': 'none' } })).status, 403);
  });

  test('a document links what another mutation of it has stored no earlier than that', async () => {
    const patient = pointer('Patient', who.ann.patient);
    const rest = await context.api.call('POST', '/classes/Document', { ...as('ann'), body: { patient, file: { __type: 'File', name: 'nothing' } } });
    const same = await ask('mutation($f: CreateDocumentFieldsInput) { createDocument(input: { fields: $f }) { document { objectId } } }', { f: { patient: { link: who.ann.patient }, file: { file: 'nothing' } } }, as('ann'));
    assert.equal(onlyError(same).extensions.code, rest.json.code);
  });
});
