// Two inputs become one model, and names are decided.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { caregen, codesOf, fieldsOf, modelOf, oneClass } from './lib.mjs';

const string = (more = {}) => ({ type: 'String', ...more });
const bookOf = async (inputs) => fieldsOf((await modelOf(inputs)).Book);

test('a class in both inputs is the union of its fields: required where both require, or as the one that has it says', async () => {
  const schema = oneClass({ title: string({ required: true }), isbn: string({ required: true }), pages: { type: 'Number', required: true } });
  const spec = 'Schema:\n1. Book: title (String, required), pages (Number), shelf (String, required).\n2. Shelf: room (String, required).\n';
  const model = await modelOf({ schema, spec });
  assert.deepEqual(fieldsOf(model.Book), ['title: String required', 'isbn: String required', 'pages: Number', 'shelf: String required']);
  assert.deepEqual(fieldsOf(model.Shelf), ['room: String required']);
});

test('a sentence says whether a field is required, and the dictionary who asked', async () => {
  const schema = oneClass({ displayName: string({ required: true }), isbn: string({ required: true }), pages: { type: 'Number', required: true }, year: { type: 'Number' } });
  const spec = `Schema:
1. Book: fullName (String, required), pages (Number), shelf (String, required), note (String).

Rules:
- Book.fullName is displayName.
- Books.ISBN is optional.
- Book.fullName is optional.
- Book.note is required.
- Book.pages is required.
- Book.shelf 是必填。
`;
  assert.deepEqual(await bookOf({ schema, spec }), ['displayName: String alias fullName', 'isbn: String', 'pages: Number required', 'year: Number', 'shelf: String required', 'note: String required']);
  const folder = mkdtempSync(join(tmpdir(), 'caregen-needs-'));
  assert.equal((await caregen('generate', { schema, spec }, '--name', 'needs', '--out', folder)).code, 0);
  const dictionary = readFileSync(join(folder, 'docs/dictionary.md'), 'utf8');
  const trace = readFileSync(join(folder, 'docs/trace.md'), 'utf8');
  rmSync(folder, { recursive: true });
  const rows = dictionary.slice(dictionary.indexOf('## Book')).split('\n').filter((line) => /^\| \w/.test(line)).map((line) => line.split(' | '));
  const asked = Object.fromEntries(rows.map(([name, , required]) => [name.slice(2), required.replaceAll(/\b\d+\.(json|md)\b/g, '$1')]));
  assert.deepEqual(asked, {
    Field: 'Required', displayName: 'no: md:7, against json and md', isbn: 'no: md:6, against json', pages: 'yes: md:9', year: '', shelf: 'yes: md', note: 'yes: md:8',
  });
  assert.equal(trace.split('\n').filter((line) => line.includes('names of the schema')).length, 5);
  assert.match(trace, /Book\.shelf .* \*\*no effect\*\*/);
  // Alone, a spec is what it says, and what a sentence asks for beside it.
  assert.deepEqual(await bookOf({ spec: spec.replace('- Books.ISBN is optional.\n', '') }), ['fullName: String required', 'pages: Number required', 'shelf: String required', 'note: String required']);
  assert.deepEqual(codesOf(await caregen('check', { schema, spec: `${spec}- Book.isbn is required.\n` }, '--format=json')), ['E077']);
});

test('an alias joins a field of each input, in either direction', async () => {
  const schema = oneClass({ displayName: string({ required: true }) });
  const spec = (sentence) => `Schema:\n1. Book: fullName (String, required, unique).\n\nRules:\n- ${sentence}\n`;
  assert.deepEqual(await bookOf({ schema, spec: spec('Book.fullName is displayName.') }), ['displayName: String required unique alias fullName']);
  assert.deepEqual(await bookOf({ schema, spec: spec('Book.displayName is fullName.') }), ['fullName: String required unique alias displayName']);
  assert.deepEqual(await bookOf({ schema, spec: spec('Book.fullName 是 displayName。') }), ['displayName: String required unique alias fullName']);
});

test('one input alone is exactly that input, whatever the sentences say about the other', async () => {
  const spec = 'Schema:\n1. Book: fullName (String, required), pages (Number).\n\nRules:\n- Book.fullName is displayName. Book.pages is String.\n';
  assert.deepEqual(await bookOf({ spec }), ['fullName: String required', 'pages: Number']);
});

test('a type sentence settles a conflict', async () => {
  const schema = oneClass({ year: { type: 'Number' }, owner: { type: 'Pointer', targetClass: '_User' } });
  const spec = 'Schema:\n1. Book: year (String), owner (Pointer to Owner).\n2. Owner: name (String).\n\nRules:\n- Book.year is String.\n- Book.owner is Pointer to User.\n';
  assert.deepEqual(await bookOf({ schema, spec }), ['year: String', 'owner: Pointer<_User> indexed']);
});

test('the element type, default and values may come from either input', async () => {
  const schema = oneClass({ tags: { type: 'Array' }, state: string({ defaultValue: 'new' }), pages: { type: 'Number' } });
  const spec = 'Schema:\n1. Book: tags (Array of String), state (String: new, old), pages (Number, default 1.50).\n';
  assert.deepEqual(await bookOf({ schema, spec }), ['tags: Array<String>', 'state: String default "new" of "new", "old"', 'pages: Number default 1.5']);
});

test('defaults are written in the canonical form of their type', async () => {
  const spec = 'Schema:\n1. Book: a (String, default 1), b (String, default "x, y"), c (Boolean, 預設為假), d (Object, default {"k": [1, 2]}), e (Number, default -2e3), f (Date, default 2024-01-31T08:00:00.000Z), g (String, default none yet).\n';
  assert.deepEqual(await bookOf({ spec }), [
    'a: String default "1"', 'b: String default "x, y"', 'c: Boolean default false', 'd: Object default {"k":[1,2]}', 'e: Number default -2000',
    'f: Date default {"__type":"Date","iso":"2024-01-31T08:00:00.000Z"}', 'g: String default "none yet"',
  ]);
});

test('the answer of GET /schemas and a bare array are schemas, too', async () => {
  const common = { objectId: string(), createdAt: { type: 'Date' }, updatedAt: { type: 'Date' }, ACL: { type: 'ACL' } };
  const results = [
    { className: '_User', fields: { ...common, username: string(), password: string(), email: string(), emailVerified: { type: 'Boolean' }, authData: { type: 'Object' }, phone: string() }, classLevelPermissions: { find: { '*': true }, protectedFields: { '*': [] } }, indexes: { _id_: { _id: 1 }, username_1: { username: 1 } } },
    { className: '_Role', fields: { ...common, name: string(), users: { type: 'Relation', targetClass: '_User' }, roles: { type: 'Relation', targetClass: '_Role' } } },
    { className: '_Session', fields: { ...common, user: { type: 'Pointer', targetClass: '_User' }, sessionToken: string(), installationId: string(), expiresAt: { type: 'Date' }, createdWith: { type: 'Object' } } },
    { className: 'Book', fields: { ...common, title: string() } },
  ];
  for (const schema of [{ results }, results]) {
    const model = await modelOf({ schema });
    assert.deepEqual(fieldsOf(model._User), ['username: String required unique', 'email: String unique', 'emailVerified: Boolean system', 'authData: Object', 'phone: String']);
    assert.deepEqual(fieldsOf(model.Book), ['title: String']);
    assert.deepEqual(fieldsOf(model._Session).map((field) => field.split(':')[0]), ['user', 'createdWith', 'restricted', 'expiresAt', 'installationId']);
  }
});

test('User in a spec adds fields to _User', async () => {
  const model = await modelOf({ spec: 'Schema:\n1. User: phone (String).\n2. Book: reader (Pointer to 用戶).\n' });
  assert.deepEqual(fieldsOf(model._User).at(-1), 'phone: String');
  assert.deepEqual(fieldsOf(model.Book), ['reader: Pointer<_User> indexed']);
});

test('ownership is the shortest chain of required pointers, the first declared of equals', async () => {
  const spec = 'Schema:\n1. A: b (Pointer to B, required), c (Pointer to C, required), user (Pointer to User).\n2. B: user (Pointer to User, required).\n3. C: user (Pointer to User, required).\n4. D: d (Pointer to D, required).\n5. E: a (Pointer to A, required).\n';
  const model = await modelOf({ spec });
  const owner = (name) => model[name].find((line) => line.startsWith('owned by '));
  assert.equal(owner('A'), 'owned by b.user');
  assert.equal(owner('B'), 'owned by user');
  assert.equal(owner('D'), undefined);
  assert.equal(owner('E'), 'owned by a.b.user');
});

test('indexes: pointer and date, those of the schema, none twice', async () => {
  const schema = oneClass(
    { owner: { type: 'Pointer', targetClass: '_User' }, due: { type: 'Date' }, title: string(), isbn: string({ unique: true }) },
    { indexes: { _id_: { _id: 1 }, byTitle: { title: 1, _created_at: -1 }, again: { title: 1, createdAt: -1 }, byOwner: { _p_owner: 1 }, ownerDue: { owner: 1, due: 1 }, isbn_1: { isbn: 1 } } },
  );
  const { Book } = await modelOf({ schema });
  assert.deepEqual(Book.filter((line) => line.startsWith('index ')), ['index byTitle: "title" "createdAt" DESC', 'index ownerDue: "owner" "due"']);
});

test('class-level permissions', async () => {
  const schema = oneClass(
    { owner: { type: 'Pointer', targetClass: '_User' }, readers: { type: 'Array' }, title: string() },
    { classLevelPermissions: { find: { '*': true }, get: { requiresAuthentication: true, 'role:nurse': true }, update: { pointerFields: ['owner'], abc123: true }, readUserFields: ['readers'], writeUserFields: ['owner'], protectedFields: { '*': ['title'], 'userField:owner': [] } } },
  );
  const { Book } = await modelOf({ schema });
  assert.deepEqual(Book.filter((line) => /^(permission|protected) /.test(line)), [
    'permission get: requiresAuthentication role:nurse field:readers', 'permission find: * field:readers', 'permission count: field:readers', 'permission create:',
    'permission update: abc123 field:owner', 'permission delete: field:owner', 'permission addField: field:owner',
    'protected *: title', 'protected userField:owner:',
  ]);
});

test('names that mean something in C or SQL, or that C would see twice, work', async () => {
  const fields = Object.fromEntries(['int', 'select', 'order', 'NULL', 'errno', 'fooBar', 'foo_bar', 'HTTPServer', 'object_id', 'group'].map((name) => [name, string()]));
  fields.place = { type: 'GeoPoint' };
  fields.place_latitude = { type: 'Number' };
  const schema = { classes: [...['Select', 'Int', 'User', 'Stat', 'FooBar', 'Foo_Bar', 'sqlite_thing'].map((className) => ({ className, fields: { a: string() } })), { className: 'Book', fields }] };
  const { stdout, code } = await caregen('check', { schema }, '--dump=model');
  assert.equal(code, 0);
  const nameOf = (pattern) => stdout.match(pattern)?.[1];
  const c = (field) => nameOf(new RegExp(`^  ${field}: .*; (\\w+), "`, 'm'));
  assert.deepEqual(['int', 'select', 'NULL', 'errno', 'fooBar', 'foo_bar', 'HTTPServer', 'object_id'].map(c), ['int_', 'select', 'null', 'errno_', 'foo_bar', 'foo_bar_2', 'http_server', 'object_id_2']);
  assert.match(stdout, /^ {2}place: GeoPoint .*"place_"\)$/m);
  assert.deepEqual(['Select', 'Int', '_User', 'User', 'Stat', 'FooBar', 'Foo_Bar'].map((name) => nameOf(new RegExp(`^class ${name} \\([^;]*; (\\w+),`, 'm'))), ['select', 'int_', 'user', 'user_2', 'stat_', 'foo_bar', 'foo_bar_2']);
  assert.match(stdout, /^class sqlite_thing .*"_class_sqlite_thing"\)$/m);
});

test('a class that only the other case of a name tells apart is a second one, and told of across inputs', async () => {
  assert.deepEqual(codesOf(await caregen('check', { schema: oneClass({ a: string() }), spec: 'Schema:\n1. BOOK: a (String).\n' }, '--format=json')), ['W018']);
});

test('of two fields that differ only in case a sentence means the one that it writes', async () => {
  const book = '1. Book: title (String), Title (String), TITLE_ (String).\n';
  const spec = (name) => `Schema:\n${book}\nRules:\n- Doctors are users in the role doctor.\n- Only doctors can read ${name} of Book.\n`;
  for (const name of ['title', 'Title']) assert.ok((await modelOf({ spec: spec(name) })).Book.includes(`protected *: ${name}`));
  assert.deepEqual(codesOf(await caregen('check', { spec: spec('TITLE') }, '--format=json')), ['E044']);
  const alias = { schema: oneClass({ title: string(), Title: string() }), spec: 'Schema:\n1. Book: name (String).\n\nRules:\n- Book.name is TITLE.\n' };
  assert.deepEqual(codesOf(await caregen('check', alias, '--format=json')), ['E044']);
});
