// What parse-server takes as a schema, and public schemas have: each of these, reduced, is read here, too.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caregen, codesOf, fieldsOf, modelOf } from './lib.mjs';

const one = (more) => ({ classes: [{ className: 'Game', fields: { name: { type: 'String' }, meta: { type: 'Object' } }, ...more }] });
const codes = async (schema) => {
  const run = await caregen('check', { schema }, '--format=json');
  return [run.code, ...codesOf(run)];
};

test('indexes over columns of parse-server\'s own, and over parts of an Object', async () => {
  for (const key of ['_email_verify_token', '_perishable_token', '_rperm', 'meta.level']) {
    assert.deepEqual(await codes(one({ indexes: { odd: { [key]: 1 }, byName: { name: 1 } } })), [0, 'W065'], key);
  }
  assert.deepEqual(await codes(one({ indexes: { odd: { nmae: 1 } } })), [1, 'E064'], 'a misspelling stays a fault');
});

test('a password among _User\'s protected fields, which nobody is shown', async () => {
  const schema = { classes: [{ className: '_User', fields: { phone: { type: 'String' } }, classLevelPermissions: { protectedFields: { '*': ['password', 'phone'] } } }] };
  assert.deepEqual(await codes(schema), [0]);
  assert.ok((await modelOf({ schema }))._User.includes('protected *: phone'));
});

test('a schema of _User alone', async () => {
  const schema = { classes: [{ className: '_User', fields: { phone: { type: 'String' } } }] };
  assert.deepEqual(await codes(schema), [0]);
  assert.deepEqual(await codes({ classes: [] }), [1, 'E007']);
});

test('pointers to classes that are not there', async () => {
  for (const targetClass of ['Supplier', '_Product']) {
    const schema = one({ fields: { by: { type: 'Pointer', targetClass } } });
    assert.deepEqual(await codes(schema), [0, 'W023'], targetClass);
    const model = await modelOf({ schema });
    assert.equal(fieldsOf(model.Game)[0], `by: Pointer<${targetClass}> indexed`);
    assert.deepEqual(model[targetClass], []);
  }
  assert.deepEqual(await codes(one({ fields: { by: { type: 'Pointer', targetClass: 'Gmae' } } })), [1, 'E013'], 'a misspelling stays a fault');
});

test('rows of a _SCHEMA dump: internal columns, permissions that are null', async () => {
  const row = { className: 'Game', isParseClass: true, schema: { fields: { name: { type: 'String' }, _rperm: { type: 'Array' }, _wperm: { type: 'Array' } }, className: 'Game', classLevelPermissions: null } };
  assert.deepEqual((await codes([row]))[0], 0);
  assert.deepEqual(fieldsOf((await modelOf({ schema: [row] })).Game), ['name: String']);
  const user = { className: '_User', fields: { _hashed_password: { type: 'String' }, _auth_data_facebook: { type: 'Object' }, phone: { type: 'String' } }, classLevelPermissions: null, indexes: null };
  assert.deepEqual(await codes({ results: [user] }), [0, 'W008', 'W008']);
});

test('fields and classes whose names differ only in case', async () => {
  const schema = { classes: [{ className: 'Game', fields: { a: { type: 'String' }, A: { type: 'Number' } } }, { className: 'GAME', fields: {} }] };
  assert.deepEqual(await codes(schema), [0]);
  const model = await modelOf({ schema });
  assert.deepEqual(model.Game.map((line) => line.replace('schema; ', '')), ['a: String (a, "a")', 'A: Number (a_2, "A_")']);
  assert.deepEqual(model.GAME, []);
});

test('other shapes are told the right one', async () => {
  for (const [schema, hint] of [
    [{ definitions: [{ className: 'Game', fields: {} }] }, /the list of classes is called "classes", not "definitions"/],
    [{ collections: [{ className: 'Game', fields: {} }] }, /not "collections"/],
    [{ className: 'Game', fields: { name: { type: 'String' } } }, /a single class stands in a list/],
  ]) {
    const { code, stderr } = await caregen('check', { schema });
    assert.equal(code, 1);
    assert.match(stderr, hint);
  }
});
