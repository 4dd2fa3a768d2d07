// Class-level permissions: closed operations, requiresAuthentication, roles, pointerFields, readUserFields and
// writeUserFields. The classes are those of tests/schemas/sdk.schema.json.
import {
  Parse, access, api, as, assert, assertError, assertStatus, cases, either, joinRole, make, makeThings, master, pointer, query,
  signUp, suite, test, unique,
} from './lib/sdk.mjs';

const sessionOf = (user) => (user ? { session: user.getSessionToken() } : {});
const denied = (answer, status = 400) => assertError(answer, status, status === 404 ? 101 : 119);

/** An object of the class, made with the master key. */
const given = async (className, values = {}) => (await make(className, values, master)).id;

suite('CLP: closed operations', () => {
  const rows = [
    // class, operation, is it open?
    ['ReadOnly', 'get', true], ['ReadOnly', 'find', true], ['ReadOnly', 'count', true],
    ['ReadOnly', 'create', false], ['ReadOnly', 'update', false], ['ReadOnly', 'delete', false],
    ['GetOnly', 'get', true], ['GetOnly', 'find', false], ['GetOnly', 'count', false], ['GetOnly', 'update', true],
    ['FindOnly', 'find', true], ['FindOnly', 'get', false],
    ['WriteOnly', 'create', true], ['WriteOnly', 'get', false], ['WriteOnly', 'find', false],
    ['WriteOnly', 'update', true], ['WriteOnly', 'delete', true],
    ['NoCount', 'find', true], ['NoCount', 'count', false],
    ['CountOnly', 'find', false], ['CountOnly', 'get', false], ['CountOnly', 'count', true],
  ];
  const operations = {
    get: (path, id) => api.call('GET', `${path}/${id}`),
    find: (path) => api.call('GET', `${path}${query({ limit: 1 })}`),
    count: (path) => api.call('GET', `${path}${query({ count: 1, limit: 0 })}`),
    create: (path) => api.call('POST', path, { body: { name: 'x' } }),
    update: (path, id) => api.call('PUT', `${path}/${id}`, { body: { name: 'y' } }),
    delete: (path, id) => api.call('DELETE', `${path}/${id}`),
  };
  for (const [className, operation, open] of rows) {
    test(`${className}: ${operation} is ${open ? 'open' : 'closed'}`, async () => {
      const answer = await operations[operation](`/classes/${className}`, await given(className, { name: 'x' }));
      if (open) assert.ok([200, 201].includes(answer.status), answer.text);
      else denied(answer);
    });
  }
  const counted = async (className, parameters, user) => {
    const answer = await api.call('GET', `/classes/${className}${query({ limit: 0, count: 1, ...parameters })}`, sessionOf(user));
    assertStatus(answer, 200);
    assert.deepEqual(answer.json.results, []);
    return answer.json.count;
  };
  test('who may count and not find is told the number, of objects that their ACL opens, and nothing else', async () => {
    const [owner, group] = [await signUp(), unique('group')];
    await given('CountOnly', { group });
    await given('CountOnly', { group, ACL: new Parse.ACL(owner) });
    assert.deepEqual([await counted('CountOnly', { where: { group } }), await counted('CountOnly', { where: { group } }, owner)], [1, 2]);
    denied(await api.call('GET', `/classes/CountOnly${query({ limit: 1, count: 1, where: { group } })}`));
    denied(await api.call('GET', `/classes/CountOnly${query({ limit: 0, count: 1, where: { group, name: 'x' } })}`));
  });
  test('a count is of what could be found, where finding is for those whom a row names', async () => {
    const [owner, other, group] = [await signUp(), await signUp(), unique('group')];
    await given('FoundByOwner', { group, owner: owner.toPointer() });
    const all = either({ parseServer: 1, ours: 0 });
    for (const [user, number] of [[owner, 1], [other, all], [undefined, all]]) assert.equal(await counted('FoundByOwner', { where: { group } }, user), number);
  });
  test('a refusal names the operation and the class', async () => {
    assertError(await api.call('POST', '/classes/ReadOnly', { body: { name: 'x' } }), 400, 119, either({ parseServer: 'Permission denied', ours: 'Permission denied for action create on class ReadOnly.' }));
  });
  test('the master key passes', async () => {
    const id = await given('Locked', { name: 'x' });
    assertStatus(await api.call('GET', `/classes/Locked/${id}`, { master: true }), 200);
  });
  test('a user of a session does not', async () => {
    const user = await signUp();
    denied(await api.call('GET', '/classes/Locked', sessionOf(user)));
  });
  test('include of a class that one may not get is refused or left out', async () => {
    const id = await given('Holder', { locked: pointer('Locked', await given('Locked', { secret: 'x' })) });
    const answer = await api.call('GET', `/classes/Holder/${id}${query({ include: 'locked' })}`);
    denied(answer);
  });
});

suite('CLP: requiresAuthentication', () => {
  test('anonymous callers are refused with 101', async () => {
    const id = await given('SignedIn', { name: 'x' });
    const message = 'Permission denied';
    for (const [method, path, body] of [
      ['GET', `/classes/SignedIn/${id}`], ['GET', '/classes/SignedIn'], ['POST', '/classes/SignedIn', { name: 'y' }],
      ['PUT', `/classes/SignedIn/${id}`, { name: 'y' }], ['DELETE', `/classes/SignedIn/${id}`],
    ]) assertError(await api.call(method, path, { body }), 404, 101, message);
  });
  test('signed-in callers pass', async () => {
    const user = await signUp();
    const created = await make('SignedIn', { name: 'mine' }, as(user));
    await created.save({ name: 'changed' }, as(user));
    assert.equal((await new Parse.Query('SignedIn').get(created.id, as(user))).get('name'), 'changed');
    await created.destroy(as(user));
  });
  test('the ACL still narrows', async () => {
    const [owner, other] = [await signUp(), await signUp()];
    const object = await make('SignedIn', { ACL: new Parse.ACL(owner) }, as(owner));
    assertError(await api.call('GET', `/classes/SignedIn/${object.id}`, sessionOf(other)), 404, 101, 'Object not found.');
  });
});

suite('CLP: roles', () => {
  test('a member passes, others do not', async () => {
    const [member, stranger] = [await signUp(), await signUp()];
    await joinRole('sdk_staff', member);
    const object = await make('Staff', { name: 'x' }, as(member));
    assertStatus(await api.call('GET', `/classes/Staff/${object.id}`, sessionOf(member)), 200);
    denied(await api.call('GET', `/classes/Staff/${object.id}`, sessionOf(stranger)));
    denied(await api.call('GET', '/classes/Staff', sessionOf(stranger)));
    denied(await api.call('POST', '/classes/Staff', { body: { name: 'y' } }));
    denied(await api.call('PUT', `/classes/Staff/${object.id}`, { body: { name: 'y' }, ...sessionOf(stranger) }));
    denied(await api.call('DELETE', `/classes/Staff/${object.id}`, sessionOf(stranger)));
  });
});

suite('CLP: readUserFields and writeUserFields', () => {
  /** An Owned object and three users: its owner, a reader and a writer. */
  async function owned() {
    const [owner, reader, writer, stranger] = [await signUp(), await signUp(), await signUp(), await signUp()];
    const group = unique('group');
    const id = await given('Owned', {
      group, name: 'x', owner: owner.toPointer(), readers: [reader.toPointer()], writers: [writer.toPointer()],
    });
    return { id, group, owner, reader, writer, stranger };
  }
  const get = (id, user) => api.call('GET', `/classes/Owned/${id}`, sessionOf(user));
  test('who is pointed at reads', async () => {
    const { id, owner, reader } = await owned();
    assertStatus(await get(id, owner), 200);
    assertStatus(await get(id, reader), 200);
  });
  test('others do not find it', async () => {
    const { id, stranger, writer } = await owned();
    assertError(await get(id, stranger), 404, 101, 'Object not found.');
    assertError(await get(id, writer), 404, 101, 'Object not found.');
  });
  test('without a session the class is closed', async () => {
    const { id } = await owned();
    const answer = await get(id);
    assert.ok([101, 119].includes(answer.json.code), answer.text);
  });
  test('find and count see only one\'s own', async () => {
    const { group, owner, stranger } = await owned();
    await given('Owned', { group, name: 'of another', owner: stranger.toPointer() });
    const own = await api.find('Owned', { where: { group } }, sessionOf(owner));
    assert.deepEqual(own.map(({ name }) => name), ['x']);
    const answer = await api.call('GET', `/classes/Owned${query({ where: { group }, count: 1, limit: 0 })}`, sessionOf(owner));
    assert.equal(answer.json.count, 1);
  });
  test('$or cannot reach further', async () => {
    const { group, stranger } = await owned();
    const where = { $or: [{ group }, { name: 'x' }] };
    assert.deepEqual(await api.find('Owned', { where }, sessionOf(stranger)), []);
  });
  test('who is pointed at for writing writes', async () => {
    const { id, owner, writer, reader } = await owned();
    const put = (user) => api.call('PUT', `/classes/Owned/${id}`, { body: { name: 'y' }, ...sessionOf(user) });
    assertStatus(await put(owner), 200);
    assertStatus(await put(writer), 200);
    assertError(await put(reader), 404, 101, 'Object not found.');
  });
  test('delete counts as writing', async () => {
    const { id, writer, stranger } = await owned();
    assertError(await api.call('DELETE', `/classes/Owned/${id}`, sessionOf(stranger)), 404, 101);
    assertStatus(await api.call('DELETE', `/classes/Owned/${id}`, sessionOf(writer)), 200);
  });
  test('the ACL still narrows', async () => {
    const owner = await signUp();
    const id = await given('Owned', { owner: owner.toPointer(), ACL: new Parse.ACL() });
    assertError(await get(id, owner), 404, 101, 'Object not found.');
  });
});

suite('CLP: pointerFields for each operation', () => {
  async function perOperation() {
    const [owner, editor, stranger] = [await signUp(), await signUp(), await signUp()];
    const group = unique('group');
    const id = await given('PerOperation', { group, name: 'x', owner: owner.toPointer(), editors: [editor.toPointer()] });
    return { id, group, owner, editor, stranger };
  }
  const path = (id) => `/classes/PerOperation/${id}`;
  test('get: owner and editors', async () => {
    const { id, owner, editor, stranger } = await perOperation();
    assertStatus(await api.call('GET', path(id), sessionOf(owner)), 200);
    assertStatus(await api.call('GET', path(id), sessionOf(editor)), 200);
    assertError(await api.call('GET', path(id), sessionOf(stranger)), 404, 101);
  });
  test('find: owner and editors', async () => {
    const { group, owner, editor, stranger } = await perOperation();
    const count = async (user) => (await api.find('PerOperation', { where: { group } }, sessionOf(user))).length;
    assert.deepEqual([await count(owner), await count(editor), await count(stranger)], [1, 1, 0]);
  });
  test('count: owner', async () => {
    const { group, owner, editor } = await perOperation();
    const count = async (user) => (await api.call('GET', `/classes/PerOperation${query({ where: { group }, count: 1, limit: 0 })}`, sessionOf(user))).json.count;
    assert.deepEqual([await count(owner), await count(editor)], [1, 0]);
  });
  test('update: editors', async () => {
    const { id, owner, editor } = await perOperation();
    const put = (user) => api.call('PUT', path(id), { body: { name: 'y' }, ...sessionOf(user) });
    assertStatus(await put(editor), 200);
    assertError(await put(owner), 404, 101);
  });
  test('delete: owner', async () => {
    const { id, owner, editor } = await perOperation();
    assertError(await api.call('DELETE', path(id), sessionOf(editor)), 404, 101);
    assertStatus(await api.call('DELETE', path(id), sessionOf(owner)), 200);
  });
  test('create: whoever is signed in', async () => {
    const user = await signUp();
    await make('PerOperation', { name: 'x', owner: user }, as(user));
    assertError(await api.call('POST', '/classes/PerOperation', { body: { name: 'x' } }), 404, 101);
  });
});

suite('CLP: the class default holds for what is not said', () => {
  cases([['addField is refused', { nosuchfield: 1 }]], async (body) => denied(await api.call('POST', '/classes/Thing', { body })));
  test('a public class is open to all', async () => {
    const { group } = await makeThings([{ name: 'a', ACL: access('*') }]);
    assert.equal((await api.find('Thing', { where: { group } })).length, 1);
  });
});
