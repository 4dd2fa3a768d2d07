// "Correcting Reading needs an electronic signature.": such a change is made by signing, and by nothing
// else; a signature is bound to what was signed, to the signer and to its time and meaning.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { compile, runProgram } from '../lib/c_program.mjs';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, pointer } from '../lib/rest.mjs';

const master = { master: true };

describeServer('signatures', 'records', (context) => {
  const who = {};
  const as = (name) => ({ session: who[name].session });
  const patientOf = {};
  const call = (method, path, options) => context.api.call(method, path, options);
  const sign = (name, body, options = as(name)) =>
    call('POST', '/functions/sign', { ...options, body: { password: who[name].password, meaning: 'I am the author', ...body } });
  const signatures = async (className, id, options) => {
    const answer = await call('GET', `/classes/${className}/${id}/signatures`, options);
    assertStatus(answer, 200);
    return answer.json.results;
  };
  const reading = (more = {}) => context.api.create('Reading', { patient: patientOf.ann, value: 1, ...more }, as('ann'));
  /** Another process's change shows once the reader's view ends, after 100 ms at the latest. */
  const becomes = async (read, expected, why) => {
    const deadline = Date.now() + 60000;
    let value = await read();
    while (JSON.stringify(value) !== JSON.stringify(expected) && Date.now() < deadline) value = await read();
    assert.deepEqual(value, expected, why);
  };
  const valueOf = async (id) => (await context.api.fetch('Reading', id, master)).value;
  const sql = (program, statement) => runProgram(program, [join(context.server.dataFolder, 'records.db'), statement]);

  before(async () => {
    const { api } = context;
    for (const name of ['ann', 'bob', 'doctor']) who[name] = await api.signUp();
    await api.createRole('doctor', [who.doctor]);
    await api.create('Doctor', { user: who.doctor.pointer, fullName: 'Dr. Dora Day' }, as('doctor'));
    for (const name of ['ann', 'bob']) {
      patientOf[name] = pointer('Patient', await api.create('Patient', { user: who[name].pointer, name: `${name} of the test` }, as(name)));
    }
    await api.create('CareAssignment', { patient: patientOf.ann, provider: who.doctor.pointer }, master);
  });

  test('no other way makes a change that has to be signed', async () => {
    const id = await reading();
    const path = `/classes/Reading/${id}`;
    const refused = (answer) => assertError(answer, 400, 119, 'Correcting Reading needs an electronic signature, by the function sign');
    for (const options of [as('ann'), master]) {
      for (const body of [{ value: 2 }, { value: { __op: 'Increment', amount: 1 } }, { ACL: {} }, {}]) refused(await call('PUT', path, { ...options, body }));
    }
    for (const transaction of [true, false]) {
      const answer = await call('POST', '/batch', { ...as('ann'), body: { transaction, requests: [{ method: 'PUT', path: `/parse${path}`, body: { value: 2 } }] } });
      assert.equal(transaction ? answer.json.code : answer.json[0].error.code, 119);
    }
    assertError(await call('POST', '/functions/correct', { ...as('ann'), body: { id } }), 400, 119, /signature/);
    assertError(await call('PUT', `/classes/Card/${await context.api.create('Card', { owner: who.ann.pointer }, as('ann'))}`, { ...as('ann'), body: { text: 'x' } }), 400, 119, /^Updating Card/);
    for (const options of [as('ann'), master]) {
      assertError(await call('POST', '/classes/Oath', { ...options, body: { owner: who.ann.pointer, text: 'x' } }), 400, 119, /^Creating Oath/);
    }
    assert.equal(await valueOf(id), 1);
    assert.equal((await call('GET', `${path}/versions`, as('ann'))).json.results.length, 1);
  });

  test('who may not make a change is told that, and not to sign', async () => {
    const id = await reading();
    assertError(await call('PUT', `/classes/Reading/${id}`, { ...as('bob'), body: { value: 2 } }), 404, 101);
    for (const name of ['bob', 'doctor']) assertError(await sign(name, { className: 'Reading', objectId: id, changes: { value: 2 } }), 404, 101, 'Object not found.');
    assertError(await sign('bob', { className: 'Reading', objectId: id }), 404, 101, 'Object not found.');
    assertError(await sign('bob', { className: 'Reading', objectId: id, version: 7 }), 404, 101);
    assertError(await sign('bob', { className: 'Reading', objectId: id, version: 7, changes: { value: 2 } }), 404, 101);
    assertError(await sign('bob', { className: 'Reading', changes: { patient: patientOf.ann, value: 2 } }), 400, 119, 'Permission denied for action create on class Reading.');
    assert.equal(await valueOf(id), 1);
  });

  test('signing makes the change, and tells who, when and in what sense', async () => {
    const id = await reading();
    const answer = await sign('ann', { className: 'Reading', objectId: id, changes: { value: 2 }, meaning: 'I misread it' });
    assertStatus(answer, 200);
    const { object, signature } = answer.json.result;
    assert.equal(typeof object.updatedAt, 'string');
    assert.deepEqual(
      [signature.className, signature.objectId, signature.version, signature.signer, signature.meaning, signature.valid],
      ['Reading', id, 2, who.ann.pointer, 'I misread it', true],
    );
    assert.equal(signature.signerName, `ann of the test (${who.ann.username})`);
    assert.deepEqual([signature.at.__type, signature.at.iso], ['Date', object.updatedAt]);
    assert.equal(await valueOf(id), 2);
    const version = (await call('GET', `/classes/Reading/${id}/versions/2`, as('ann'))).json;
    assert.deepEqual([version.value, version._means, version._by], [2, 'signature', who.ann.pointer]);
    assert.deepEqual(await signatures('Reading', id, as('ann')), [signature]);
    assert.deepEqual(await signatures('Reading', id, as('doctor')), [signature]);
  });

  test('the hash is what the manual says', async () => {
    const id = await reading({ note: 'ü' });
    const { signature } = (await sign('ann', { className: 'Reading', objectId: id, changes: { value: 0.5 } })).json.result;
    const version = (await call('GET', `/classes/Reading/${id}/versions/2`, as('ann'))).json;
    const int64 = (number) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64BE(BigInt(number));
      return bytes;
    };
    const double = (number) => {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleBE(number);
      return bytes;
    };
    const time = (iso) => int64(Date.parse(iso));
    const hash = createHash('sha256');
    const add = (...parts) => parts.forEach((part) => hash.update(int64(Buffer.byteLength(part))).update(part));
    add('version 2', 'Reading', 'objectId', id, 'createdAt', time(version.createdAt), 'updatedAt', time(version.updatedAt));
    add('note', 'ü', 'patient', patientOf.ann.objectId, 'value', double(0.5)); // by name
    add('_version', int64(2), '_by', who.ann.id, '_at', time(version._at.iso), '_means', 'signature');
    assert.equal(signature.contentHash, hash.digest('hex'));
    const record = createHash('sha256');
    const put = (...parts) => parts.forEach((part) => record.update(int64(Buffer.byteLength(part))).update(part));
    put('signature 1', 'id', signature.id, 'className', 'Reading', 'objectId', id, 'version', '2', 'signerId', who.ann.id, 'signerName', signature.signerName);
    put('at', String(Date.parse(signature.at.iso)), 'meaning', signature.meaning, 'contentHash', Buffer.from(signature.contentHash, 'hex'));
    assert.equal(signature.recordHash, record.digest('hex'));
  });

  test('a create is signed', async () => {
    const answer = await sign('ann', { className: 'Oath', changes: { owner: who.ann.pointer, text: 'truth' } });
    assertStatus(answer, 200);
    const { object, signature } = answer.json.result;
    assert.deepEqual([signature.objectId, signature.version], [object.objectId, 1]);
    assert.equal((await context.api.fetch('Oath', object.objectId, as('ann'))).text, 'truth');
    assertStatus(await call('PUT', `/classes/Oath/${object.objectId}`, { ...as('ann'), body: { text: 'plain' } }), 200);
    assert.deepEqual((await signatures('Oath', object.objectId, as('ann'))).map(({ version, valid }) => [version, valid]), [[1, true]]);
    assertError(await sign('ann', { className: 'Oath', changes: { owner: who.bob.pointer } }), 400, 119);
    assertError(await sign('ann', { className: 'Oath', changes: {} }), 400, 142, 'owner is required');
  });

  test('publishing is signed, and other changes are not', async () => {
    const { api } = context;
    const plan = (more, options = as('doctor')) => call('POST', '/classes/Plan', { ...options, body: { patient: patientOf.ann, text: 'a', ...more } });
    const refused = (answer) => assertError(answer, 400, 119, 'Publishing Plan needs an electronic signature, by the function sign');
    assertStatus(await plan({ status: 'active' }, master), 201); // an import; a client's starts as a draft
    assertError(await plan({ status: 'active' }), 400, 142);
    for (const status of ['active', 'done']) {
      const id = (await plan()).json.objectId;
      const put = (body, options = as('doctor')) => call('PUT', `/classes/Plan/${id}`, { ...options, body });
      for (const options of [as('doctor'), master]) refused(await put({ status }, options));
      assertStatus(await put({ text: 'b' }), 200);
      assertStatus(await put({ status: 'draft' }), 200);
      assertError(await sign('ann', { className: 'Plan', objectId: id, changes: { status } }), 404, 101);
      const answer = await sign('doctor', { className: 'Plan', objectId: id, changes: { status }, meaning: 'approval' });
      assertStatus(answer, 200);
      const shown = await api.fetch('Plan', id, as('ann'));
      assert.deepEqual([shown.status, shown.publishedAt.iso], [status, answer.json.result.signature.at.iso]);
      assertStatus(await put({ text: 'c' }), 200);
      if (status === 'active') assertStatus(await put({ status: 'done' }), 200);
      assertStatus(await put({ text: 'd' }, master), 200);
      assert.deepEqual((await signatures('Plan', id, as('ann'))).map(({ meaning, valid }) => [meaning, valid]), [['approval', true]]);
    }
  });

  test('an acknowledgement is no correction', async () => {
    const id = await context.api.create('Sheet', { patient: patientOf.ann, text: 'a' }, as('doctor'));
    const put = (body, options) => call('PUT', `/classes/Sheet/${id}`, { ...options, body });
    for (const body of [{ text: 'b' }, { text: 'b', isAcknowledged: true }, { isAcknowledged: true, ACL: {} }, {}]) {
      assertError(await put(body, master), 400, 119, /^Correcting Sheet/);
    }
    assertError(await put({ text: 'b' }, as('doctor')), 400, 119, /^Correcting Sheet/);
    assertStatus(await put({ isAcknowledged: true }, as('ann')), 200);
    assert.equal((await context.api.fetch('Sheet', id, as('ann'))).isAcknowledged, true);
    assertStatus(await sign('doctor', { className: 'Sheet', objectId: id, changes: { text: 'b' } }), 200);
    assert.equal((await context.api.fetch('Sheet', id, as('ann'))).isAcknowledged, false, 'what has changed is to be acknowledged anew');
  });

  test('the audit trail has who signed and who tried to', async () => {
    const id = (await call('POST', '/classes/Plan', { ...as('doctor'), body: { patient: patientOf.ann } })).json.objectId;
    await sign('doctor', { className: 'Plan', objectId: id, changes: { status: 'active' }, password: 'wrong' });
    const { signature } = (await sign('doctor', { className: 'Plan', objectId: id, changes: { status: 'active' }, meaning: 'approval' })).json.result;
    await call('GET', `/classes/Plan/${id}/versions`, as('ann'));
    const entries = await context.api.find('AuditLog', { where: { entityId: id }, limit: 1000 }, master);
    const actions = entries.map(({ action, actor, payload }) => [action, actor?.objectId, payload?.path ?? payload?.contentHash]);
    for (const entry of [['sign-failed', who.doctor.id, undefined], ['sign', who.doctor.id, signature.contentHash], ['read', who.ann.id, 'versions']]) {
      assert.ok(actions.some((one) => JSON.stringify(one) === JSON.stringify(entry)), `${entry} is not in ${JSON.stringify(actions)}`);
    }
  });

  test('what is there is signed without a change, by who may write it', async () => {
    const id = await reading();
    const answer = await sign('ann', { className: 'Reading', objectId: id, meaning: 'reviewed', version: 1 });
    assertStatus(answer, 200);
    assert.deepEqual(answer.json.result.object, {});
    await sign('ann', { className: 'Reading', objectId: id, changes: { value: 3 } });
    assert.deepEqual((await signatures('Reading', id, as('doctor'))).map(({ version, meaning, valid }) => [version, meaning, valid]), [[1, 'reviewed', true], [2, 'I am the author', true]]);
    assertError(await sign('ann', { className: 'Reading', objectId: id, meaning: 'reviewed', version: 1 }), 400, 119, /has been changed since/);
    const sheet = await context.api.create('Sheet', { patient: patientOf.ann, text: 't' }, as('doctor'));
    const { signature } = (await sign('doctor', { className: 'Sheet', objectId: sheet, meaning: 'reviewed' })).json.result;
    assert.equal(signature.signerName, `Dr. Dora Day (${who.doctor.username})`);
    assertError(await sign('ann', { className: 'Reading', objectId: id, changes: { value: 4 }, version: 1 }), 400, 119, /has been changed since/);
    assert.equal(await valueOf(id), 3);
    assertStatus(await sign('ann', { className: 'Reading', objectId: id, changes: { value: 4 }, version: 2 }), 200);
  });

  test('nobody makes a row stay by signing it who could not write it', async () => {
    const reader = { patient: patientOf.ann, reader: who.bob.pointer, topics: ['papers'] };
    const paper = await context.api.create('Paper', { patient: patientOf.ann, title: 't' }, as('ann'));
    await context.api.create('Share', reader, as('ann'));
    assertStatus(await call('GET', `/classes/Paper/${paper}`, as('bob')), 200);
    assertError(await sign('bob', { className: 'Paper', objectId: paper, meaning: 'seen' }), 404, 101);
    const read = await reading();
    assertStatus(await call('GET', `/classes/Reading/${read}`, as('doctor')), 200);
    assertError(await sign('doctor', { className: 'Reading', objectId: read, meaning: 'seen' }), 404, 101);
    for (const [className, one] of [['Paper', paper], ['Reading', read]]) assert.deepEqual(await signatures(className, one, as('ann')), []);
    assertStatus(await call('DELETE', `/classes/Paper/${paper}`, master), 200);
  });

  test('a signature is its signer\'s own: a session and the password of that user', async () => {
    const id = await reading();
    const body = { className: 'Reading', objectId: id, changes: { value: 2 } };
    assertError(await sign('ann', { ...body, password: 'wrong' }), 404, 101, 'Invalid username/password.');
    assertError(await sign('ann', { ...body, password: who.bob.password }), 404, 101);
    assertError(await sign('ann', { ...body, password: undefined }), 400, 201);
    assertError(await sign('ann', body, {}), 400, 209);
    assertError(await sign('ann', body, master), 400, 119);
    assertError(await sign('ann', body, { ...as('ann'), ...master }), 400, 119);
    assert.equal(await valueOf(id), 1);
    assert.deepEqual(await signatures('Reading', id, as('ann')), []);
  });

  test('what a request may not say', async () => {
    const id = await reading();
    const body = { className: 'Reading', objectId: id, changes: { value: 2 } };
    for (const [more, code] of [
      [{ meaning: undefined }, 142], [{ meaning: '' }, 142], [{ meaning: 'x'.repeat(1001) }, 142], [{ meaning: 5 }, 111],
      [{ className: 'Letter' }, 103], [{ className: '_User' }, 103], [{ className: undefined }, 103], [{ className: 'Nope' }, 103], [{ className: { a: 1 } }, 111],
      [{ changes: [1] }, 111], [{ changes: 'x' }, 111], [{ changes: { nope: 1 } }, 119], [{ changes: { value: 'x' } }, 111], [{ changes: { value: null } }, 142],
      [{ version: 'x' }, 111], [{ version: -1 }, 111], [{ version: 1.5 }, 111], [{ version: 1e300 }, 111], [{ objectId: 7 }, 111], [{ objectId: 'nothere000' }, 101], [{ password: 5 }, 111],
      [{ changes: { objectId: 'other00000' } }, 105],
    ]) {
      assert.equal((await sign('ann', { ...body, ...more })).json.code, code, JSON.stringify(more));
    }
    assertError(await call('POST', '/functions/sign', as('ann')), 400, 103);
    assert.equal(await valueOf(id), 1);
  });

  test('a hook cannot write behind what is signed', async () => {
    const id = await reading();
    assertStatus(await sign('ann', { className: 'Reading', objectId: id, changes: { note: 'again' } }), 200);
    assert.equal(await valueOf(id), 1);
    assert.equal((await call('GET', `/classes/Reading/${id}/versions`, as('ann'))).json.results.length, 2);
    assert.deepEqual((await signatures('Reading', id, as('ann'))).map(({ version, valid }) => [version, valid]), [[2, true]]);
  });

  test('in a batch, a signature covers its own part', async () => {
    const [id, other] = [await reading(), await reading()];
    const part = { method: 'POST', path: '/parse/functions/sign', body: { className: 'Reading', objectId: id, changes: { value: 2 }, meaning: 'm', password: who.ann.password } };
    const put = { method: 'PUT', path: `/parse/classes/Reading/${other}`, body: { value: 2 } };
    const same = { method: 'PUT', path: `/parse/classes/Reading/${id}`, body: { value: 3 } };
    const answer = await call('POST', '/batch', { ...as('ann'), body: { requests: [part, put, same] } });
    assert.deepEqual(answer.json.map(({ error }) => error?.code), [undefined, 119, 119]);
    assert.deepEqual([await valueOf(id), await valueOf(other)], [2, 1]);
    assert.equal((await call('POST', '/batch', { ...as('ann'), body: { transaction: true, requests: [part, put] } })).json.code, 119);
    assert.equal((await signatures('Reading', id, as('ann'))).length, 1, 'undone with the rest');
  });

  test('signatures are shown to whom their versions are', async () => {
    const id = await context.api.create('Result', { patient: patientOf.ann, state: 'draft' }, as('doctor'));
    assertStatus(await sign('doctor', { className: 'Result', objectId: id, meaning: 'draft seen' }), 200);
    assertError(await call('GET', `/classes/Result/${id}/signatures`, as('ann')), 404, 101);
    assertStatus(await sign('doctor', { className: 'Result', objectId: id, meaning: 'release', changes: { state: 'final' } }), 200);
    assert.deepEqual((await signatures('Result', id, as('ann'))).map(({ meaning }) => meaning), ['release']);
    assert.deepEqual((await signatures('Result', id, as('doctor'))).map(({ meaning }) => meaning), ['draft seen', 'release']);
    assertError(await call('GET', `/classes/Result/${id}/signatures`, as('bob')), 404, 101);
    const none = await call('GET', `/classes/Result/${id}/signatures`);
    assert.notEqual(none.status, 200);
    assertError(await call('GET', `/classes/Letter/${id}/signatures`, as('ann')), 400, 103);
    assertError(await call('GET', `/classes/Result/${id}/signatures?limit=1`, as('ann')), 400, 102);
  });

  test('a hash over what is hidden is not shown: it would tell it to whoever tries values', async () => {
    const hashes = (list) => list.map((signature) => ['contentHash', 'recordHash'].filter((name) => name in signature).length);
    const signed = async (fields) => {
      const id = await context.api.create('Result', { patient: patientOf.ann, state: 'final', ...fields }, master);
      assertStatus(await sign('doctor', { className: 'Result', objectId: id, meaning: 'seen' }), 200);
      return id;
    };
    const secret = await signed({ secret: 'yes' });
    assert.deepEqual(hashes(await signatures('Result', secret, as('ann'))), [0]);
    for (const options of [as('doctor'), master]) assert.deepEqual(hashes(await signatures('Result', secret, options)), [2]);
    const { json } = await call('GET', '/export', as('ann'));
    assert.deepEqual(hashes(json.classes.Result.find(({ objectId }) => objectId === secret).signatures), [0]);
    assert.deepEqual(hashes(await signatures('Result', await signed({ text: 'masked' }), as('ann'))), [0], 'a hook changes it');
    assert.deepEqual(hashes(await signatures('Result', await signed({ text: 'plain' }), as('ann'))), [2]);
    const own = await sign('ann', { className: 'Result', objectId: secret, changes: { list: [1] }, meaning: 'mine' });
    assertStatus(own, 200);
    assert.deepEqual(hashes([own.json.result.signature]), [0]);
  });

  test('a signature of a version that a hook keeps back is not shown', async () => {
    for (const text of ['narrowed', 'unshown']) {
      const id = await context.api.create('Result', { patient: patientOf.ann, state: 'final' }, master);
      assertStatus(await sign('doctor', { className: 'Result', objectId: id, meaning: 'before' }), 200);
      assertStatus(await call('PUT', `/classes/Result/${id}`, { ...master, body: { text } }), 200);
      assertStatus(await sign('doctor', { className: 'Result', objectId: id, meaning: 'after' }), 200);
      assert.deepEqual((await signatures('Result', id, master)).map(({ meaning }) => meaning), ['before', 'after']);
      const answer = await call('GET', `/classes/Result/${id}/signatures`, as('ann'));
      assert.equal(answer.text.includes('after'), false, answer.text);
    }
  });

  test('what is signed is not deleted', async () => {
    const oath = (await sign('ann', { className: 'Oath', changes: { owner: who.ann.pointer } })).json.result.object.objectId;
    const result = await context.api.create('Result', { patient: patientOf.ann }, as('doctor'));
    const unsigned = await context.api.create('Result', { patient: patientOf.ann }, as('doctor'));
    await sign('doctor', { className: 'Result', objectId: result });
    for (const [className, id, name] of [['Oath', oath, 'ann'], ['Result', result, 'doctor'], ['Reading', await reading(), 'ann']]) {
      for (const options of [as(name), master]) assertError(await call('DELETE', `/classes/${className}/${id}`, options), 400, 119, /signed/);
      assertError(await call('DELETE', `/purge/${className}`, master), 400, 119, /signed/);
    }
    assertStatus(await call('DELETE', `/classes/Result/${unsigned}`, as('doctor')), 200);
  });

  test('nothing reaches them', async () => {
    const id = await reading();
    const { signature } = (await sign('ann', { className: 'Reading', objectId: id, changes: { value: 2 } })).json.result;
    for (const method of ['PUT', 'POST', 'DELETE']) {
      for (const path of [`/classes/Reading/${id}/signatures`, `/classes/Reading/${id}/signatures/${signature.id}`]) {
        assert.equal((await call(method, path, { ...master, body: { meaning: 'x' } })).status, 404);
      }
      const answer = await call(method, `/classes/_Signature${method === 'POST' ? '' : `/${signature.id}`}`, { ...master, body: { meaning: 'x' } });
      assert.ok(answer.status >= 400, answer.text);
    }
    assert.notEqual((await call('DELETE', '/purge/_Signature', master)).json?.results, 1);
    assert.deepEqual(await signatures('Reading', id, as('ann')), [signature]);
  });

  test('a signature tells when what it is of has been tampered with', differs('the tables are ours'), async () => {
    const program = compile(['tests/lib/run_sql.c'], { libraries: ['sqlite3'] });
    assert.throws(() => sql(program, 'DELETE FROM "_Signature"'), /stays/);
    assert.throws(() => sql(program, 'UPDATE "_Signature" SET "meaning" = \'x\''), /stays/);
    const validity = async (id) => (await signatures('Reading', id, as('ann'))).map(({ valid }) => valid);
    const signed = async () => {
      const id = await reading({ note: 'n' });
      await sign('ann', { className: 'Reading', objectId: id, changes: { value: 2 } });
      return id;
    };
    const ids = [];
    for (let i = 0; i < 12; i += 1) ids.push(await signed());
    for (const table of ['_Version:Reading', '_Signature']) {
      for (const operation of ['UPDATE', 'DELETE']) sql(program, `DROP TRIGGER "_Keep:${operation}:${table}"`);
    }
    const tampered = [
      (id) => `UPDATE "_Version:Reading" SET "value" = 3 WHERE "objectId" = '${id}' AND "_version" = 2`,
      (id) => `UPDATE "_Version:Reading" SET "note" = NULL WHERE "objectId" = '${id}' AND "_version" = 2`,
      (id) => `UPDATE "_Version:Reading" SET "_by" = '${who.bob.id}' WHERE "objectId" = '${id}' AND "_version" = 2`,
      (id) => `UPDATE "_Version:Reading" SET "_at" = "_at" + 1 WHERE "objectId" = '${id}' AND "_version" = 2`,
      (id) => `DELETE FROM "_Version:Reading" WHERE "objectId" = '${id}' AND "_version" = 2`,
      (id) => `UPDATE "_Signature" SET "meaning" = 'approved' WHERE "objectId" = '${id}'`,
      (id) => `UPDATE "_Signature" SET "signerId" = '${who.bob.id}' WHERE "objectId" = '${id}'`,
      (id) => `UPDATE "_Signature" SET "at" = "at" - 1 WHERE "objectId" = '${id}'`,
      (id) => `UPDATE "_Signature" SET "version" = 1 WHERE "objectId" = '${id}'`,
      (id) => `UPDATE "_Signature" SET "contentHash" = zeroblob(32) WHERE "objectId" = '${id}'`,
    ];
    for (const [i, statement] of tampered.entries()) {
      assert.deepEqual(await validity(ids[i]), [true]);
      assert.equal(Number(sql(program, statement(ids[i]))), 1);
      await becomes(() => validity(ids[i]), [false], statement(ids[i]));
    }
    const card = await context.api.create('Card', { owner: who.ann.pointer, text: 'a' }, as('ann'));
    await sign('ann', { className: 'Card', objectId: card, changes: { text: 'b' } });
    const ofCard = async () => (await signatures('Card', card, as('ann'))).map(({ valid }) => valid);
    assert.equal((await call('GET', `/classes/Card/${card}/versions/2`, as('ann'))).json.text, 'b');
    assert.deepEqual(await ofCard(), [true]);
    for (const operation of ['UPDATE', 'DELETE']) sql(program, `DROP TRIGGER "_Keep:${operation}:_Version:Card"`);
    sql(program, `UPDATE "_Version:Card" SET "text" = (SELECT "text" FROM "_Version:Card" AS other WHERE other."_version" = 1 AND other."objectId" = '${card}') WHERE "_version" = 2`);
    await becomes(ofCard, [false], 'an encrypted field is bound, too');
    // Cut off one record and pasted to another (21 CFR 11.70), with the values of that one.
    const [from, to] = ids.slice(10);
    sql(program, `DELETE FROM "_Signature" WHERE "objectId" = '${to}'`);
    sql(program, `UPDATE "_Signature" SET "objectId" = '${to}' WHERE "objectId" = '${from}'`);
    await becomes(() => validity(to), [false]);
    await becomes(() => validity(from), []);
  });
});

describeServer('signatures and lockout', 'records', (context) => {
  test('wrong passwords lock the account', async () => {
    const { api } = context;
    const user = await api.signUp();
    const body = { className: 'Oath', changes: { owner: user.pointer }, meaning: 'm' };
    const attempt = (password) => api.call('POST', '/functions/sign', { session: user.session, body: { ...body, password } });
    assertError(await attempt('a'), 404, 101, 'Invalid username/password.');
    assertStatus(await attempt(user.password), 200);
    for (const guess of ['a', 'b', 'c']) assertError(await attempt(guess), 404, 101, 'Invalid username/password.');
    assertError(await attempt(user.password), 404, 101, /locked/);
    assertError(await api.call('POST', '/login', { body: { username: user.username, password: user.password } }), 404, 101, /locked/);
  });
}, { arguments: ['--lockout-threshold', '3'] });
