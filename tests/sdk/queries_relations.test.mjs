// Queries across classes: relations, $inQuery, $notInQuery, $select, $dontSelect, and includes.
import {
  Note, Parse, Thing, againstParseServer, api, assert, assertError, assertStatus, cases, either, make, makeThings, master, pointer, query, signUp,
  sortedNames, suite, test, unique, whereNames,
} from './lib/sdk.mjs';

/** Two notes, and Things that point at them: a → good, b → bad, c → none. */
let prepared;
const fixture = () => (prepared ??= (async () => {
  const mark = unique('mark');
  const good = await make('Note', { title: 'good', body: mark, score: 9 });
  const bad = await make('Note', { title: 'bad', body: mark, score: 1 });
  const made = await makeThings([{ name: 'a', text: 'good', note: good }, { name: 'b', text: 'bad', note: bad }, { name: 'c', text: 'ugly' }]);
  return { ...made, mark, good, bad };
})());
const subquery = (where, className = 'Note') => ({ where, className });

suite('queries: relations', () => {
  test('$relatedTo finds what an object relates to', async () => {
    const [a, b] = [await make('Thing', { name: 'a' }), await make('Thing', { name: 'b' })];
    const owner = await make('Thing');
    owner.relation('friends').add([a, b]);
    await owner.save();
    const where = { $relatedTo: { object: owner.toPointer(), key: 'friends' } };
    assert.deepEqual((await api.find('Thing', { where })).map(({ name }) => name).sort(), ['a', 'b']);
    assert.deepEqual((await api.find('Thing', { where: { ...where, name: 'b' } })).map(({ name }) => name), ['b']);
  });
  test('a relation is queried like a class: order, limit, count', async () => {
    const things = [await make('Thing', { name: 'a' }), await make('Thing', { name: 'b' })];
    const owner = await make('Thing');
    const relation = owner.relation('friends');
    relation.add(things);
    await owner.save();
    assert.equal(await relation.query().count(), 2);
    assert.deepEqual((await relation.query().descending('name').limit(1).find()).map((thing) => thing.get('name')), ['b']);
  });
  test('equality with a pointer finds who relates to it', async () => {
    const friend = await make('Thing');
    const { things, query: all, group } = await makeThings([{ name: 'a' }, { name: 'b' }]);
    things[0].relation('friends').add(friend);
    await things[0].save();
    assert.deepEqual(await sortedNames(all().equalTo('friends', friend)), ['a']);
    assert.deepEqual(await whereNames(group, { friends: { $in: [friend.toPointer()] } }), ['a']);
    assert.deepEqual(await whereNames(group, { friends: { $ne: friend.toPointer() } }), ['b']);
  });
  test('the relation of an object that was not fetched is queried by redirectClassNameForKey', async () => {
    const friends = [await make('Note', { title: 'a' }), await make('Thing', { name: 'b' })];
    const member = await signUp();
    const owner = await make('Thing');
    owner.relation('friends').add(friends[1]);
    owner.relation('members').add(member);
    await owner.save();
    const relation = (key) => Thing.createWithoutData(owner.id).relation(key);
    const found = await relation('members').query().find(master);
    assert.deepEqual(found.map(({ className, id }) => [className, id]), [['_User', member.id]]);
    assert.equal(await relation('members').query().count(master), 1);
    assert.deepEqual((await relation('friends').query().equalTo('name', 'b').find()).map(({ id }) => id), [friends[1].id]);
  });
  test('redirectClassNameForKey of what is no relation changes nothing, and the class is told', async () => {
    const { group } = await makeThings([{ name: 'a' }]);
    for (const redirectClassNameForKey of ['name', 'parent', 'nosuch']) {
      const found = await api.find('Thing', { where: { group }, redirectClassNameForKey });
      assert.deepEqual(found.map(({ name, className }) => [name, className]), [['a', 'Thing']]);
    }
  });
  test('a subquery is redirected as well', async () => {
    const [member, other] = [await signUp({ nickname: unique('nick') }), await signUp()];
    const { group } = await makeThings([{ name: 'a', owner: member, text: member.get('nickname') }, { name: 'b', owner: other, text: 'x' }]);
    const members = { className: 'Thing', redirectClassNameForKey: 'members', where: { objectId: member.id } };
    const options = { master: true };
    assert.deepEqual(await whereNames(group, { owner: { $inQuery: members } }, options), ['a']);
    assert.deepEqual(await whereNames(group, { owner: { $notInQuery: members } }, options), ['b']);
    assert.deepEqual(await whereNames(group, { text: { $select: { query: members, key: 'nickname' } } }, options), ['a']);
    assert.deepEqual(await whereNames(group, { text: { $dontSelect: { query: members, key: 'nickname' } } }, options), ['b']);
  });
  test('whoever may not query the class that it leads to is refused', async () => {
    // A relation that is hidden, and a class that one may neither get nor find, do not tell what they lead to.
    for (const [className, key] of [['Hidden', 'circle'], ['Locked', 'things']]) {
      const answer = await api.call('GET', `/classes/${className}${query({ redirectClassNameForKey: key, limit: 1 })}`);
      if (againstParseServer) assertStatus(answer, 200);
      else assertError(answer, 400, 119, `Permission denied for action find on class ${className}.`);
    }
    // Nor is anything found of a class that one may not find, whichever class leads there.
    const closed = await api.call('GET', `/classes/Holder${query({ redirectClassNameForKey: 'lockedOnes', limit: 1 })}`);
    assertError(closed, 400, 119);
  });
  test('an empty relation finds nothing', async () => {
    const owner = await make('Thing');
    assert.equal(await owner.relation('friends').query().count(), 0);
  });
  test('$relatedTo an object that one cannot read finds nothing', async () => {
    const [owner, friend] = [await make('Thing', { ACL: new Parse.ACL() }, master), await make('Thing')];
    owner.relation('friends').add(friend);
    await owner.save(null, master);
    const where = { $relatedTo: { object: owner.toPointer(), key: 'friends' } };
    assert.deepEqual(await api.find('Thing', { where }), []);
  });
});

suite('queries: $inQuery and $notInQuery', () => {
  cases([
    ['$inQuery', (mark) => ({ note: { $inQuery: subquery({ body: mark, score: { $gt: 5 } }) } }), ['a']],
    ['$inQuery of all', (mark) => ({ note: { $inQuery: subquery({ body: mark }) } }), ['a', 'b']],
    ['$inQuery of none', () => ({ note: { $inQuery: subquery({ body: 'nothing like it' }) } }), [], ['c']],
    ['$notInQuery', (mark) => ({ note: { $notInQuery: subquery({ body: mark, score: { $gt: 5 } }) } }), ['b', 'c'], ['b']],
    ['inside $or', (mark) => ({ $or: [{ note: { $inQuery: subquery({ body: mark, title: 'bad' }) } }, { name: 'c' }] }), ['b', 'c']],
    ['two deep', (mark) => ({ note: { $inQuery: subquery({ body: mark, title: { $select: { query: subquery({ text: 'good' }, 'Thing'), key: 'text' } } }) } }), ['a']],
  ], async (where, expected, onPostgres = expected) => {
    const { group, mark } = await fixture();
    assert.deepEqual(await whereNames(group, where(mark)), either({ parseServer: onPostgres, ours: expected }));
  });
  test('by the SDK: matchesQuery and doesNotMatchQuery', async () => {
    const { query: all, mark } = await fixture();
    const inner = new Parse.Query(Note).equalTo('body', mark).equalTo('title', 'good');
    assert.deepEqual(await sortedNames(all().matchesQuery('note', inner)), ['a']);
    assert.deepEqual(await sortedNames(all().doesNotMatchQuery('note', inner).exists('note')), ['b']);
  });
  const wrong = [['without a where', { className: 'Note' }], ['without a class', { where: {} }]];
  cases(wrong, async ($inQuery) => {
    const answer = await api.call('GET', `/classes/Thing${query({ where: { note: { $inQuery } } })}`);
    assertError(answer, 400, 102, 'improper usage of $inQuery');
  });
  test('$notInQuery without a class is error 102', async () => {
    const answer = await api.call('GET', `/classes/Thing${query({ where: { note: { $notInQuery: { where: {} } } } })}`);
    assertError(answer, 400, 102, 'improper usage of $notInQuery');
  });
});

suite('queries: $select and $dontSelect', () => {
  cases([
    ['$select', (mark) => ({ text: { $select: { query: subquery({ body: mark, score: 9 }), key: 'title' } } }), ['a']],
    ['$dontSelect', (mark) => ({ text: { $dontSelect: { query: subquery({ body: mark, score: 9 }), key: 'title' } } }), ['b', 'c']],
    ['$dontSelect of all', (mark) => ({ text: { $dontSelect: { query: subquery({ body: mark }), key: 'title' } } }), ['c']],
  ], async (where, expected) => {
    const { group, mark } = await fixture();
    assert.deepEqual(await whereNames(group, where(mark)), expected);
  });
  test('by the SDK: matchesKeyInQuery and doesNotMatchKeyInQuery', async () => {
    const { query: all, mark } = await fixture();
    const inner = new Parse.Query(Note).equalTo('body', mark);
    assert.deepEqual(await sortedNames(all().matchesKeyInQuery('text', 'title', inner)), ['a', 'b']);
    assert.deepEqual(await sortedNames(all().doesNotMatchKeyInQuery('text', 'title', inner)), ['c']);
  });
  const wrong = [
    ['$select without a key', '$select', { query: subquery({}) }],
    ['$select without a query', '$select', { key: 'title' }],
    ['$select with something else', '$select', { query: subquery({}), key: 'title', limit: 1 }],
    ['$dontSelect without a key', '$dontSelect', { query: subquery({}) }],
  ];
  cases(wrong, async (operator, value) => {
    const answer = await api.call('GET', `/classes/Thing${query({ where: { text: { [operator]: value } } })}`);
    assertError(answer, 400, 102, `improper usage of ${operator}`);
  });
});

suite('queries: include', () => {
  test('one pointer', async () => {
    const { query: all } = await fixture();
    const found = await all().include('note').ascending('name').find();
    assert.deepEqual(found.map((thing) => thing.get('note')?.get('title')), ['good', 'bad', undefined]);
  });
  test('on the wire an included object says __type Object and its class', async () => {
    const { group, good } = await fixture();
    const [thing] = await api.find('Thing', { where: { group, name: 'a' }, include: 'note' });
    assert.equal(thing.note.__type, 'Object');
    assert.equal(thing.note.className, 'Note');
    assert.equal(thing.note.objectId, good.id);
    assert.equal(thing.note.title, 'good');
    assert.ok(thing.note.createdAt);
  });
  test('a pointer of a pointer brings what is between too', async () => {
    const inner = await make('Note', { title: 'inner' });
    const middle = await make('Thing', { name: 'middle', note: inner });
    const outer = await make('Thing', { name: 'outer', parent: middle });
    const found = await new Parse.Query(Thing).include('parent.note').get(outer.id);
    assert.equal(found.get('parent').get('name'), 'middle');
    assert.equal(found.get('parent').get('note').get('title'), 'inner');
  });
  test('* and includeAll bring every pointer of the class', async () => {
    const parent = await make('Thing', { name: 'parent' });
    const thing = await make('Thing', { parent, note: await make('Note', { title: 'n' }) });
    const [starred] = await api.find('Thing', { where: { objectId: thing.id }, include: '*' });
    assert.deepEqual([starred.parent.name, starred.note.title], ['parent', 'n']);
    const found = await new Parse.Query(Thing).includeAll().get(thing.id);
    assert.equal(found.get('note').get('title'), 'n');
  });
  test('a pointer to what is gone is left out', async () => {
    const note = await make('Note');
    const thing = await make('Thing', { note });
    await note.destroy();
    const [found] = await api.find('Thing', { where: { objectId: thing.id }, include: 'note' });
    assert.equal('note' in found, false);
  });
  test('a pointer to what one cannot read is left out', async () => {
    const note = await make('Note', { ACL: new Parse.ACL() }, master);
    const thing = await make('Thing', { note });
    const [found] = await api.find('Thing', { where: { objectId: thing.id }, include: 'note' });
    assert.equal('note' in found, false);
  });
  test('an unknown key in include changes nothing', async () => {
    const { group } = await fixture();
    assert.equal((await api.find('Thing', { where: { group }, include: 'nosuchfield' })).length, 3);
  });
  test('include of a plain field changes nothing', async () => {
    const { group } = await fixture();
    assert.equal((await api.find('Thing', { where: { group }, include: 'name' })).length, 3);
  });
  test('include with get by id', async () => {
    const { things } = await fixture();
    const answer = await api.call('GET', `/classes/Thing/${things[0].id}${query({ include: 'note' })}`);
    assert.equal(answer.json.note.title, 'good');
  });
  test('an included user shows neither session token nor authData nor protected fields', async () => {
    const user = await signUp({ email: `${unique('mail')}@example.com`, phone: '123', ACL: new Parse.ACL({ '*': { read: true } }) });
    const thing = await make('Thing', { owner: pointer('_User', user.id) });
    const [found] = await api.find('Thing', { where: { objectId: thing.id }, include: 'owner' });
    assert.equal(found.owner.username, user.get('username'));
    for (const key of ['sessionToken', 'authData', 'password', 'email', 'phone', '_hashed_password']) {
      assert.equal(key in found.owner, false, key);
    }
  });
  test('a dotted where into a pointer\'s class is refused or finds nothing', async () => {
    const { group } = await fixture();
    const answer = await api.call('GET', `/classes/Thing${query({ where: { group, 'note.title': 'good' } })}`);
    if (answer.status === 200) assert.deepEqual(answer.json.results, []);
    else assert.ok([400, 500].includes(answer.status), answer.text);
  });
});
