// "contact of Patient is encrypted.": clients see no difference, the disk sees nothing, SQL cannot look into it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { compile } from '../lib/c_program.mjs';
import { launch, startServer } from '../lib/server.mjs';
import { findBuild } from '../lib/builds.mjs';
import { assertError, assertStatus, client, date, pointer, query, unique } from '../lib/rest.mjs';

const context = {};
const secret = unique('hidden');
const values = {
  contact: { phone: `${secret} phone`, deep: [{ x: `${secret} deep` }], file: undefined },
  diary: `${secret} diary 日記 🙂`,
  codes: [`${secret} code`, 5, null, { a: true }],
  born: date('1950-02-03T04:05:06.789Z'),
  weight: 71.25,
  key: { __type: 'Bytes', base64: Buffer.from(`${secret} key`).toString('base64') },
};
const fields = Object.keys(values);
const plain = JSON.parse(JSON.stringify(values));
const as = () => ({ session: context.user.session });
const of = (object) => Object.fromEntries(fields.map((field) => [field, object[field]]));

before(async () => {
  context.server = await startServer('files');
  context.api = client(context.server);
  context.user = await context.api.signUp();
  context.id = await context.api.create('Patient', { user: context.user.pointer, name: 'Ann', plain: 'in the clear', ...plain }, as());
});
after(() => context.server.stop());

describe('clients', () => {
  test('read what they wrote, by get, find, keys and include', async () => {
    const { api, id } = context;
    assert.deepEqual(of(await api.fetch('Patient', id, as())), plain);
    assert.deepEqual(of((await api.find('Patient', {}, as()))[0]), plain);
    const [some] = await api.find('Patient', { keys: 'diary,born' }, as());
    assert.deepEqual([some.diary, some.born, some.contact], [plain.diary, plain.born, undefined]);
    const file = (await api.call('POST', '/files/a.txt', { body: 'x', ...as() })).json;
    const document = await api.create('Document', { patient: pointer('Patient', id), file: { __type: 'File', name: file.name }, note: secret }, as());
    const included = (await api.call('GET', `/classes/Document/${document}?include=patient`, as())).json;
    assert.deepEqual(of(included.patient), plain);
    assert.equal(included.note, secret);
  });
  test('change them, with operations and paths, too', async () => {
    const { api } = context;
    const id = await api.create('Patient', { user: context.user.pointer, name: 'B', ...plain }, as());
    const put = async (body) => assertStatus(await api.call('PUT', `/classes/Patient/${id}`, { body, ...as() }), 200);
    await put({ 'contact.phone': '5', weight: { __op: 'Increment', amount: 1.5 }, codes: { __op: 'Add', objects: ['new'] }, diary: { __op: 'Delete' } });
    const object = await api.fetch('Patient', id, as());
    assert.deepEqual(object.contact, { ...plain.contact, phone: '5' });
    assert.equal(object.weight, plain.weight + 1.5);
    assert.deepEqual(object.codes, [...plain.codes, 'new']);
    assert.equal('diary' in object, false);
    await put({ diary: '', name: 'C' });
    assert.equal((await api.fetch('Patient', id, as())).diary, '');
    assertError(await api.call('PUT', `/classes/Patient/${id}`, { body: { diary: 5 }, ...as() }), 400, 111);
  });
});

describe('queries', () => {
  const find = (parameters, options = as()) => context.api.call('GET', `/classes/Patient${query(parameters)}`, options);
  test('cannot look into them, not even with the master key', async () => {
    const operands = { contact: plain.contact, diary: plain.diary, codes: 5, born: plain.born, weight: plain.weight, key: plain.key };
    const wheres = fields.flatMap((field) => [
      { [field]: operands[field] }, { [field]: null }, { [field]: { $ne: operands[field] } }, { [field]: { $in: [operands[field]] } }, { $or: [{ [field]: operands[field] }] },
      { [field]: { $exists: true, $ne: operands[field] } },
    ]);
    wheres.push({ diary: { $regex: '^h' } }, { 'contact.phone': 'x' }, { 'contact.phone': { $exists: true } }, { 'codes.0': 5 }, { weight: { $gt: 1 } }, { codes: { $all: [5] } });
    wheres.push({ plain: { $select: { query: { className: 'Patient', where: {} }, key: 'diary' } } }, { diary: { $select: { query: { className: 'Patient', where: {} }, key: 'plain' } } });
    for (const where of wheres) {
      for (const options of [as(), { master: true }]) assertError(await find({ where }, options), 400, 102, /is encrypted and can't be searched/);
    }
    for (const order of [...fields, ...fields.map((field) => `-${field}`), 'contact.phone', 'name,diary']) {
      assertError(await find({ order }), 400, 102, /is encrypted and can't be searched/);
    }
  });
  test('may ask whether they are there', async () => {
    const ids = async (where) => (await find({ where, keys: 'name' })).json.results.map(({ objectId }) => objectId);
    const without = await context.api.create('Patient', { user: context.user.pointer, name: 'none' }, as());
    for (const field of fields) {
      assert.ok((await ids({ [field]: { $exists: true } })).includes(context.id), field);
      assert.ok(!(await ids({ [field]: { $exists: true } })).includes(without), field);
      assert.ok((await ids({ [field]: { $exists: false } })).includes(without), field);
    }
  });
  test('of aggregation match by the same rules, and group in the server', async () => {
    const aggregate = (pipeline) => context.api.call('GET', `/aggregate/Patient${query({ pipeline })}`, { master: true });
    assertError(await aggregate([{ $match: { diary: plain.diary } }]), 400, 102, /is encrypted/);
    const grouped = await aggregate([{ $match: { objectId: context.id } }, { $group: { _id: '$diary' } }]);
    assertStatus(grouped, 200);
    assert.equal(grouped.json.results[0].objectId, plain.diary);
    assertStatus(await aggregate([{ $sort: { weight: 1 } }]), 200);
  });
});

describe('on disk', () => {
  const everyFile = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? everyFile(path) : entry.isFile() ? [path] : [];
  });
  const bytesOf = (folder) => Buffer.concat(everyFile(folder).map((path) => readFileSync(path)));

  test('nothing of them is in the clear', () => {
    const bytes = bytesOf(context.server.dataFolder);
    assert.ok(bytes.includes('in the clear'), 'what is not encrypted is found');
    assert.equal(bytes.includes(secret), false);
    const born = Buffer.alloc(8);
    born.writeBigInt64BE(BigInt(Date.parse(plain.born.iso)));
    assert.equal(bytes.includes(born.subarray(2)), false, 'as SQLite keeps a whole number');
    const weight = Buffer.alloc(8);
    weight.writeDoubleBE(plain.weight);
    assert.equal(bytes.includes(weight), false, 'as SQLite keeps a number');
  });

  test('a value that is moved to another row or field, or changed, does not open', async () => {
    const server = await startServer('files');
    const runSql = compile(['tests/lib/run_sql.c'], { libraries: ['sqlite3'] });
    const api = client(server);
    const user = await api.signUp();
    const session = { session: user.session };
    const [one, two] = [await api.create('Patient', { user: user.pointer, name: '1', ...plain }, session), await api.create('Patient', { user: user.pointer, name: '2', ...plain, diary: 'mine' }, session)];
    await server.kill();
    const changes = [
      `UPDATE "Patient" SET "diary" = (SELECT "diary" FROM "Patient" WHERE "objectId" = '${two}') WHERE "objectId" = '${one}'`,
      `UPDATE "Patient" SET "diary" = "contact" WHERE "objectId" = '${one}'`,
      `UPDATE "Patient" SET "diary" = zeroblob(60) WHERE "objectId" = '${one}'`,
      `UPDATE "Patient" SET "diary" = x'00' WHERE "objectId" = '${one}'`,
    ];
    const { program } = findBuild('files');
    for (const sql of changes) {
      execFileSync(runSql, [join(server.dataFolder, 'files.db'), sql]);
      const again = await launch(program, { dataFolder: server.dataFolder, masterKey: server.masterKey });
      try {
        const broken = client(again);
        assertError(await broken.call('GET', `/classes/Patient/${one}`, session), 500, 1);
        assertStatus(await broken.call('GET', `/classes/Patient/${two}`, session), 200);
      } finally {
        await again.stop();
      }
    }
    rmSync(server.dataFolder, { recursive: true });
  });
});
