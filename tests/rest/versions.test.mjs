// "Result keeps versions.": every state of an object stays, with who brought it there, and is shown to
// whom the rules open both that state and the object as it is now.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, runProgram } from '../lib/c_program.mjs';
import { launch } from '../lib/server.mjs';
import { describeServer, differs } from '../lib/fixture.mjs';
import { findBuild } from '../lib/builds.mjs';
import { assertError, assertStatus, client, geoPoint, pointer, query } from '../lib/rest.mjs';

const master = { master: true };

describeServer('versions', 'records', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const patientOf = {};
  const call = (method, path, options) => context.api.call(method, `/classes/${path}`, options);
  const put = (id, body, options) => call('PUT', `Result/${id}`, { ...options, body });
  const versions = async (id, options = {}, parameters = {}) => {
    const answer = await call('GET', `Result/${id}/versions${query(parameters)}`, options);
    assertStatus(answer, 200);
    return answer.json.results;
  };
  const result = (more = {}) => ({ patient: patientOf.ann, value: 1, ...more });
  const create = (more, options = as('doctor')) => context.api.create('Result', result(more), options);

  before(async () => {
    const { api } = context;
    for (const name of ['ann', 'bob', 'doctor', 'stranger']) who[name] = await api.signUp();
    await api.createRole('doctor', [who.doctor]);
    for (const name of ['ann', 'bob']) {
      patientOf[name] = pointer('Patient', await api.create('Patient', { user: who[name].pointer, name }, as(name)));
      await api.create('CareAssignment', { patient: patientOf[name], provider: who.doctor.pointer }, master);
    }
  });

  test('every state of an object is there, in order, with who brought it there and how', async () => {
    const place = geoPoint(1.5, -2);
    const id = await create({ place, data: { __type: 'Bytes', base64: 'AAE=' }, list: [1, { a: null }] });
    assertStatus(await put(id, { value: 2 }, as('doctor')), 200);
    assertStatus(await put(id, { value: { __op: 'Delete' }, list: { __op: 'Add', objects: [2] } }, master), 200);
    assertStatus(await context.api.call('POST', '/functions/amend', { ...as('ann'), body: { id } }), 200);
    const all = await versions(id, as('doctor'));
    assert.deepEqual(all.map(({ _version }) => _version), [1, 2, 3, 4]);
    assert.deepEqual(all.map(({ value }) => value), [1, 2, undefined, undefined]);
    assert.deepEqual(all.map(({ list }) => list.length), [2, 2, 3, 3]);
    assert.deepEqual(all.map(({ _means }) => _means), ['session', 'session', 'masterKey', 'hook']);
    assert.deepEqual(all.map(({ _by }) => _by), [who.doctor.pointer, who.doctor.pointer, null, who.ann.pointer]);
    for (const version of all) {
      assert.deepEqual([version.objectId, version.place, version.data.base64], [id, place, 'AAE=']);
      assert.equal(version._at.__type, 'Date');
      assert.equal(version._at.iso, version.updatedAt);
      assert.equal(version.createdAt, all[0].createdAt);
    }
    const { _version, _by, _at, _means, ...last } = all[3];
    assert.deepEqual(last, await context.api.fetch('Result', id, as('doctor')), 'the newest one is the object');
    assert.deepEqual([_version, _means], [4, 'hook']);
  });

  test('one version by its number', async () => {
    const id = await create();
    await put(id, { value: 2 }, as('doctor'));
    const answer = await call('GET', `Result/${id}/versions/1`, as('doctor'));
    assertStatus(answer, 200);
    assert.deepEqual([answer.json.value, answer.json._version], [1, 1]);
    assert.equal((await call('GET', `Result/${id}/versions/2?keys=value`, as('doctor'))).json.patient, undefined);
    const included = (await call('GET', `Result/${id}/versions/2?include=patient`, as('doctor'))).json;
    assert.equal(included.patient.name, 'ann');
    for (const number of ['3', '0', '-1', 'x', '1.0', '99999999999999999999', '%31%00']) {
      assertError(await call('GET', `Result/${id}/versions/${number}`, as('doctor')), 404, 101);
    }
    assertError(await call('GET', 'Result/nothere000/versions', as('doctor')), 404, 101);
  });

  test('limit, skip, count and order', async () => {
    const id = await create();
    for (const value of [2, 3, 4, 5]) await put(id, { value }, as('doctor'));
    const numbers = async (parameters) => (await versions(id, as('doctor'), parameters)).map(({ _version }) => _version);
    assert.deepEqual(await numbers({ limit: 2, skip: 1 }), [2, 3]);
    assert.deepEqual(await numbers({ order: '-_version', limit: 2 }), [5, 4]);
    assert.deepEqual(await numbers({ order: '["-_version"]', limit: '"2"' }), [5, 4]);
    assert.deepEqual(await numbers({ skip: 9 }), []);
    const counted = await call('GET', `Result/${id}/versions?count=1&limit=0`, as('doctor'));
    assert.deepEqual([counted.json.results, counted.json.count], [[], 5]);
    for (const parameters of [{ order: 'value' }, { where: { value: 1 } }, { limit: 'x' }]) {
      assertError(await call('GET', `Result/${id}/versions${query(parameters)}`, as('doctor')), 400, 102);
    }
  });

  test('the field that counts them is the server\'s', async () => {
    const answer = await call('POST', 'Result', { ...as('doctor'), body: result() });
    const id = answer.json.objectId;
    assert.equal(answer.json.version, 1);
    assertStatus(await call('POST', 'Result', { ...as('doctor'), body: result({ version: 1 }) }), 201);
    for (const version of [0, 2, null]) {
      for (const options of [as('doctor'), master]) {
        const refused = await call('POST', 'Result', { ...options, body: result({ version }) });
        if (version !== null) assertError(refused, 400, 119, /version/);
      }
    }
    assert.equal((await put(id, { value: 2 }, as('doctor'))).json.version, 2);
    assert.equal((await context.api.fetch('Result', id, as('doctor'))).version, 2);
    for (const options of [as('doctor'), master]) {
      for (const version of [1, 3, { __op: 'Increment', amount: 1 }, { __op: 'Delete' }]) {
        assertError(await put(id, { value: 9, version }, options), 400, 119, /version/);
      }
    }
    assert.equal((await context.api.fetch('Result', id, master)).value, 2);
    assert.equal((await put(id, { value: 3, version: 2 }, as('doctor'))).json.version, 3, 'what was read may be sent back');
    assert.deepEqual((await versions(id, master)).map(({ version }) => version), [1, 2, 3]);
  });

  test('it goes up in changes by somebody who may change other fields only', async () => {
    const id = await create({ state: 'draft' });
    await put(id, { state: 'final' }, as('doctor'));
    assertStatus(await put(id, { list: [1] }, as('ann')), 200);
    assertError(await put(id, { version: 9 }, as('ann')), 400, 119);
    assert.equal((await context.api.fetch('Result', id, as('ann'))).version, 3);
    const note = await context.api.create('Note', { owner: who.ann.pointer, version: 'mine' }, as('ann'));
    assertStatus(await call('PUT', `Note/${note}`, { ...as('ann'), body: { version: 'yours' } }), 200);
    const notes = (await call('GET', `Note/${note}/versions`, as('ann'))).json.results;
    assert.deepEqual(notes.map(({ version, _version }) => [version, _version]), [['mine', 1], ['yours', 2]], 'a String is the app\'s');
  });

  test('what is refused leaves no version', async () => {
    const id = await create({ state: 'draft' });
    assertError(await put(id, { state: 'nowhere' }, as('doctor')), 400, 142);
    const parts = [{ method: 'PUT', path: `/parse/classes/Result/${id}`, body: { value: 5 } }, { method: 'PUT', path: `/parse/classes/Result/${id}`, body: { value: 'x' } }];
    await context.api.call('POST', '/batch', { ...as('doctor'), body: { requests: parts, transaction: true } });
    assert.equal((await versions(id, master)).length, 1);
    await context.api.call('POST', '/batch', { ...as('doctor'), body: { requests: parts } });
    assert.deepEqual((await versions(id, master)).map(({ value }) => value), [1, 5]);
    const related = { seen: { __op: 'AddRelation', objects: [who.ann.pointer] } };
    assertStatus(await put(id, related, as('doctor')), 200);
    assert.equal((await versions(id, master)).length, 3);
  });

  test('neither who may not see the object nor who might not see it then sees a version', async () => {
    const id = await create({ state: 'draft', secret: 's' });
    for (const options of [as('ann'), as('bob'), as('stranger'), {}]) {
      for (const path of ['versions', 'versions/1']) {
        const answer = await call('GET', `Result/${id}/${path}`, options);
        assert.equal(answer.status === 404 || answer.json.code === 119, true, answer.text);
      }
    }
    await put(id, { state: 'final' }, as('doctor'));
    const seen = await versions(id, as('ann'), { count: 1 });
    assert.deepEqual(seen.map(({ _version, secret }) => [_version, secret]), [[2, undefined]], 'not the draft');
    assert.equal((await call('GET', `Result/${id}/versions?count=1`, as('ann'))).json.count, 1);
    assertError(await call('GET', `Result/${id}/versions/1`, as('ann')), 404, 101);
    assert.deepEqual((await versions(id, as('doctor'))).map(({ secret }) => secret), ['s', 's']);
    // It becomes Bob's: then it is neither Ann's any more, nor is what it was with her Bob's.
    await put(id, { patient: patientOf.bob }, master);
    assertError(await call('GET', `Result/${id}/versions`, as('ann')), 404, 101);
    assertError(await call('GET', `Result/${id}/versions/2`, as('ann')), 404, 101);
    assert.deepEqual((await versions(id, as('bob'))).map(({ _version }) => _version), [3]);
    assert.equal((await versions(id, as('doctor'))).length, 3);
  });

  test('an ACL closes versions as it closes objects: to whom they are shared, not to whose they are', async () => {
    const id = await context.api.create('Paper', { patient: patientOf.ann, title: 'a' }, as('ann'));
    const change = (body) => context.api.call('PUT', `/classes/Paper/${id}`, { ...as('ann'), body });
    const seen = async (name) => (await context.api.call('GET', `/classes/Paper/${id}/versions`, as(name))).json.results?.map(({ _version }) => _version);
    await context.api.create('Share', { patient: patientOf.ann, reader: who.bob.pointer, topics: ['papers'] }, as('ann'));
    assert.deepEqual(await seen('bob'), [1]);
    assertStatus(await change({ ACL: {} }), 200);
    assert.equal(await seen('bob'), undefined);
    assertStatus(await change({ ACL: { [who.bob.id]: { read: true } } }), 200);
    assert.deepEqual(await seen('bob'), [1, 3]);
    assert.deepEqual(await seen('ann'), [1, 2, 3]);
  });

  test('hooks of finding hold', async () => {
    const id = await create({ text: 'masked' });
    for (const text of ['unshown', 'narrowed', 'open']) await put(id, { text }, as('doctor'));
    assert.deepEqual((await versions(id, as('doctor'))).map(({ text }) => text), ['***', 'open']);
    assertError(await call('GET', `Result/${id}/versions/2`, as('doctor')), 404, 101);
    assertError(await call('GET', `Result/${id}/versions/3`, as('doctor')), 404, 101);
    assert.equal((await versions(id, master)).length, 4);
    await put(id, { text: 'narrowed' }, as('doctor'));
    assertError(await call('GET', `Result/${id}/versions`, as('doctor')), 404, 101);
  });

  test('a deleted object leaves its versions, for the master key', async () => {
    const id = await create({ value: 7 });
    assertStatus(await call('DELETE', `Result/${id}`, as('doctor')), 200);
    assertError(await call('GET', `Result/${id}/versions`, as('doctor')), 404, 101);
    assert.deepEqual((await versions(id, master)).map(({ value }) => value), [7]);
    const note = await context.api.create('Note', { owner: who.ann.pointer, text: 'kept' }, as('ann'));
    assertStatus(await context.api.call('DELETE', '/purge/Note', master), 200);
    assert.equal((await call('GET', `Note/${note}/versions/1`, master)).json.text, 'kept');
  });

  test('there is no other way to them', async () => {
    const id = await create();
    for (const method of ['PUT', 'POST', 'DELETE']) {
      for (const path of [`Result/${id}/versions`, `Result/${id}/versions/1`]) {
        assert.equal((await call(method, path, { ...master, body: { value: 8 } })).status, 404);
      }
    }
    for (const name of ['_Version:Result', '_Version%3AResult', '_Version']) {
      const found = await call('GET', name, as('doctor'));
      assert.notEqual(found.status, 200);
      assert.notEqual((await call('POST', name, { ...master, body: { value: 8 } })).status, 201);
      assert.deepEqual((await call('GET', name, master)).json.results, []);
    }
    assert.equal((await versions(id, master))[0].value, 1);
    for (const className of ['Letter', 'Patient', '_User', 'Nope']) {
      const answer = await call('GET', `${className}/${id}/versions`, master);
      assert.notEqual(answer.status, 200, answer.text);
    }
    assertError(await call('GET', `Letter/${id}/versions`, as('ann')), 400, 103);
  });

  test('not even a program on the database changes or deletes one', differs('the table is ours'), async () => {
    const program = compile(['tests/lib/run_sql.c'], { libraries: ['sqlite3'] });
    const id = await create();
    for (const sql of [`DELETE FROM "_Version:Result" WHERE "objectId" = '${id}'`, 'UPDATE "_Version:Result" SET "value" = 9']) {
      assert.throws(() => runProgram(program, [join(context.server.dataFolder, 'records.db'), sql]), /what was written here stays/);
    }
    assert.equal((await versions(id, master))[0].value, 1);
  });

  test('after a kill there are both, object and version', async (t) => {
    const { program } = findBuild('records');
    const dataFolder = mkdtempSync(join(tmpdir(), 'caregen-versions-'));
    let server = await launch(program, { dataFolder });
    t.after(async () => {
      await server.stop();
      rmSync(dataFolder, { recursive: true });
    });
    let api = client(server);
    const ids = await Promise.all(Array.from({ length: 20 }, () => api.create('Note', { text: 'a' }, master)));
    const writes = Promise.allSettled(ids.map((id) => api.call('PUT', `/classes/Note/${id}`, { ...master, body: { text: 'b' } })));
    await server.kill();
    await writes;
    server = await launch(program, { dataFolder });
    api = client(server);
    for (const id of ids) {
      const now = await api.fetch('Note', id, master);
      const { json } = await api.call('GET', `/classes/Note/${id}/versions?order=-_version`, master);
      assert.equal(json.results[0].text, now.text);
      assert.equal(json.results.length, now.text === 'b' ? 2 : 1);
    }
  });
});
