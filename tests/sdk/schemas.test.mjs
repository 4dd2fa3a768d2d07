// /schemas: reading what there is, by the master key; and changing, which ours refuses.
import {
  Parse, api, assert, assertError, assertStatus, differs, either, make, suite, test,
} from './lib/sdk.mjs';

const BUILT_IN = { objectId: { type: 'String' }, createdAt: { type: 'Date' }, updatedAt: { type: 'Date' }, ACL: { type: 'ACL' } };

suite('schemas: reading', () => {
  test('asks for the master key', async () => {
    for (const path of ['/schemas', '/schemas/Note']) {
      const answer = await api.call('GET', path);
      assertStatus(answer, 403);
      assert.deepEqual(answer.json, { error: 'Permission denied' });
    }
  });
  test('one class: its fields with the built-in ones', async () => {
    const answer = await api.call('GET', '/schemas/WriteOnly', { master: true });
    assertStatus(answer, 200);
    assert.equal(answer.json.className, 'WriteOnly');
    assert.deepEqual(answer.json.fields, { ...BUILT_IN, name: { type: 'String' } });
  });
  test('every type by its name', async () => {
    const { fields } = (await api.call('GET', '/schemas/Thing', { master: true })).json;
    const types = Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, type]));
    const expected = {
      text: 'String', number: 'Number', flag: 'Boolean', date: 'Date', object: 'Object', array: 'Array', bytes: 'Bytes',
      file: 'File', place: 'GeoPoint', area: 'Polygon', note: 'Pointer', friends: 'Relation', ACL: 'ACL',
    };
    for (const [name, type] of Object.entries(expected)) assert.equal(types[name], type, name);
    assert.deepEqual([fields.note.targetClass, fields.friends.targetClass], ['Note', 'Thing']);
  });
  test('required fields and defaults', async () => {
    const { fields } = (await api.call('GET', '/schemas/Strict', { master: true })).json;
    assert.deepEqual(fields.name, { type: 'String', required: true });
    assert.deepEqual([fields.status.defaultValue, fields.count.defaultValue, fields.active.defaultValue], ['new', 3, true]);
  });
  test('class-level permissions', async () => {
    const { classLevelPermissions } = (await api.call('GET', '/schemas/PerOperation', { master: true })).json;
    assert.deepEqual(classLevelPermissions.get, { pointerFields: ['owner', 'editors'] });
    assert.deepEqual(classLevelPermissions.create, { requiresAuthentication: true });
    assert.deepEqual(classLevelPermissions.addField, {});
  });
  test('protected fields', async () => {
    const { classLevelPermissions } = (await api.call('GET', '/schemas/Hidden', { master: true })).json;
    assert.deepEqual(classLevelPermissions.protectedFields['*'].sort(), ['circle', 'details', 'score', 'secret']);
    assert.deepEqual(classLevelPermissions.protectedFields['userField:owner'], []);
  });
  test('readUserFields and writeUserFields', async () => {
    const { classLevelPermissions } = (await api.call('GET', '/schemas/Owned', { master: true })).json;
    assert.deepEqual(classLevelPermissions.readUserFields, ['owner', 'readers']);
    assert.deepEqual(classLevelPermissions.writeUserFields, ['owner', 'writers']);
  });
  test('all classes, Parse\'s own among them', async () => {
    const { results } = (await api.call('GET', '/schemas', { master: true })).json;
    const found = results.map(({ className }) => className);
    for (const name of ['_User', '_Role', 'Thing', 'Note', 'Hidden']) assert.ok(found.includes(name), name);
  });
  test('_User has its own fields, and no password hash', async () => {
    const { fields } = (await api.call('GET', '/schemas/_User', { master: true })).json;
    for (const name of ['username', 'email', 'emailVerified', 'authData', 'nickname', 'phone']) assert.ok(fields[name], name);
    for (const name of Object.keys(fields)) assert.equal(name.startsWith('_'), false, name);
  });
  test('an unknown class is error 103', async () => {
    assertError(await api.call('GET', '/schemas/NoSuchClass', { master: true }), 400, 103, 'Class NoSuchClass does not exist.');
  });
  test('by the SDK: Parse.Schema', async () => {
    const schema = await new Parse.Schema('Note').get();
    assert.equal(schema.fields.title.type, 'String');
    assert.ok((await Parse.Schema.all()).length > 10);
  });
});

suite('schemas: changing', () => {
  test('asks for the master key', async () => {
    assertStatus(await api.call('PUT', '/schemas/Note', { body: { fields: {} } }), 403);
    assertStatus(await api.call('POST', '/schemas/Other', { body: { className: 'Other' } }), 403);
    assertStatus(await api.call('DELETE', '/schemas/Note'), 403);
  });
  test('a class that is there already is error 103', async () => {
    const answer = await api.call('POST', '/schemas/Note', { body: { className: 'Note' }, master: true });
    assertError(answer, 400, either({ parseServer: 103, ours: answer.json?.code }));
  });
  test('a class that holds objects is not dropped', async () => {
    await make('Note', { title: 'here' });
    const answer = await api.call('DELETE', '/schemas/Note', { master: true });
    assertError(answer, 400, either({ parseServer: 255, ours: answer.json?.code }));
    assertStatus(await api.call('GET', '/schemas/Note', { master: true }), 200);
  });
  const STATIC = 'the schema is compiled in: classes and fields are changed in the schema file';
  test('a class is made and dropped', differs(STATIC), async () => {
    const className = `Made${Date.now()}`;
    assertStatus(await api.call('POST', `/schemas/${className}`, { body: { className }, master: true }), 200);
    assertStatus(await api.call('DELETE', `/schemas/${className}`, { master: true }), 200);
  });
  test('of ours, a change is refused with a message that says where to make it', async () => {
    const body = { fields: { another: { type: 'String' } } };
    const answer = await api.call('PUT', '/schemas/Disposable', { body, master: true });
    assert.equal(answer.status, either({ parseServer: 200, ours: 400 }));
    if (answer.status === 400) assert.match(answer.json.error, /schema/i);
  });
});

suite('schemas: purge', () => {
  test('asks for the master key', async () => assertStatus(await api.call('DELETE', '/purge/Thing'), 403));
  test('empties a class', async () => {
    await make('Disposable', { name: 'x' }); // no other file uses this class
    const answer = await api.call('DELETE', '/purge/Disposable', { master: true });
    assertStatus(answer, 200);
    assert.deepEqual(answer.json, {});
    assert.deepEqual(await api.find('Disposable'), []);
  });
});
