// What parse-server's advisories about LiveQuery are about, each tried on ours: each case is named after one. They are
// of 2021 to 2026; parse-server itself is not asked, for its LiveQuery server is not started here.
import { LiveClient } from '../lib/live.mjs';
import {
  access, after, againstParseServer, api, assert, assertStatus, joinRole, make, master, pointer, server, signUp, suite, test, unique,
} from './lib/sdk.mjs';

const open = [];
const ours = { skip: againstParseServer && 'LiveQuery is not started there' };
const tokenOf = (user) => user?.getSessionToken();
async function live(user, options = {}) {
  const client = await LiveClient.connect(server, { token: tokenOf(user), ...options });
  open.push(client);
  return client;
}
const put = async (className, id, body) => assertStatus(await api.call('PUT', `/classes/${className}/${id}`, { master: true, body }), 200);
const PROTECTED = ['secret', 'score', 'details'];
const shown = (object) => PROTECTED.filter((field) => field in object);

suite('advisories about live queries', () => {
  after(() => open.forEach((client) => client.close()));

  test('GHSA-crrq-vr9j-fxxh, GHSA-m983-v2ff-wq65: of many who are told of one row each sees the fields that he gets, and no other', ours, async () => {
    const callers = { anonymous: undefined, owner: await signUp(), partner: await signUp(), auditor: await signUp(), stranger: await signUp() };
    await joinRole('sdk_auditor', callers.auditor);
    const group = unique('group');
    const clients = {};
    for (const round of [1, 2, 3]) {
      for (const [name, user] of Object.entries(callers)) {
        clients[`${name} ${round}`] = await live(user);
        await clients[`${name} ${round}`].subscribe('Hidden', { group });
      }
    }
    clients.master = await live(undefined, { master: true });
    await clients.master.subscribe('Hidden', { group });
    const object = await make('Hidden', {
      group, name: 'shown', secret: 's3cret', score: 5, details: { colour: 'red' }, owner: callers.owner.toPointer(), partners: [callers.partner.toPointer()],
    }, master);
    await put('Hidden', object.id, { name: 'again', secret: 'other', score: 6 });
    for (const [name, client] of Object.entries(clients)) {
      const user = callers[name.split(' ')[0]];
      const expected = shown(await api.fetch('Hidden', object.id, name === 'master' ? { master: true } : user ? { session: tokenOf(user) } : {}));
      const [created, updated] = await client.settled();
      assert.deepEqual([shown(created.object), shown(updated.object), shown(updated.original)], [expected, expected, expected], name);
      assert.equal(updated.object.name, 'again');
    }
    assert.deepEqual(shown((await api.find('Hidden', { where: { group } }))[0]), []); // so that the above says something
  });

  test('GHSA-9jpp-xhh6-75mf: who somebody is counts the same, whichever message has the token', ours, async () => {
    const [auditor, stranger] = [await signUp(), await signUp()];
    await joinRole('sdk_auditor', auditor);
    const group = unique('group');
    const byConnection = await live(auditor);
    const bySubscription = await live(undefined);
    const both = await live(auditor);
    await byConnection.subscribe('Hidden', { group });
    await bySubscription.subscribe('Hidden', { group }, { token: tokenOf(auditor) });
    await both.subscribe('Hidden', { group }, { token: tokenOf(stranger) });
    await make('Hidden', { group, secret: 's', score: 1, details: { a: 1 } }, master);
    for (const [client, fields] of [[byConnection, ['secret', 'score']], [bySubscription, ['secret', 'score']], [both, ['score']]]) {
      assert.deepEqual(shown((await client.event()).object), fields);
    }
  });

  for (const [what, where] of [
    ['GHSA-j7mm-f4rv-6q6q: a protected field', { secret: 's3cret' }],
    ['GHSA-j7mm-f4rv-6q6q: by a pattern', { secret: { $regex: '^s' } }],
    ['GHSA-j7mm-f4rv-6q6q: under a dotted key', { 'details.colour': 'red' }],
    ['GHSA-j7mm-f4rv-6q6q: inside $or', { $or: [{ name: 'x' }, { secret: 's' }] }],
    ['GHSA-j7mm-f4rv-6q6q: inside $and inside $nor', { $nor: [{ $and: [{ secret: { $exists: true } }] }] }],
    ['GHSA-mmg8-87c5-jrc2: inside an $or that looks like an array', { $or: { 0: { secret: 's' }, length: 1 } }],
  ]) {
    test(`${what}, in a where`, ours, async () => {
      const client = await live(await signUp());
      const answer = await client.ask('Hidden', where);
      assert.equal(answer.op, 'error');
      assert.ok([102, 119].includes(answer.code), JSON.stringify(answer));
      const update = await client.subscribe('Hidden', { name: 'x' });
      assert.equal((await client.ask('Hidden', where, { op: 'update', requestId: update })).op, 'error');
    });
  }

  test('GHSA-qpc3-fg4j-8hgm: watch does not tell that a protected field has changed', ours, async () => {
    const client = await live(await signUp());
    for (const name of ['secret', 'details', 'details.colour']) assert.equal((await client.ask('Hidden', {}, { watch: [name] })).code, 119);
    assert.equal((await client.ask('Hidden', {}, { watch: ['name', 'secret'] })).code, 119);
  });

  test('CVE-2026-30947: class-level permissions hold for a subscription and each event', ours, async () => {
    const [member, stranger] = [await signUp(), await signUp()];
    await joinRole('sdk_staff', member);
    const cases = [
      ['Locked', undefined, false], ['WriteOnly', undefined, false], ['GetOnly', undefined, false], ['FindOnly', undefined, true],
      ['SignedIn', undefined, false], ['SignedIn', stranger, true], ['Staff', stranger, false], ['Staff', member, true], ['Staff', undefined, false],
    ];
    for (const [className, user, may] of cases) {
      const client = await live(user);
      assert.equal((await client.ask(className)).op, may ? 'subscribed' : 'error', className);
      const object = await make(className, { name: 'x' }, master);
      const events = await client.settled();
      assert.equal(events.length, may ? 1 : 0, className);
      const one = await live(user);
      const asksOne = await one.ask(className, { objectId: object.id }); // needs get, not find
      assert.equal(asksOne.op, className === 'GetOnly' || (may && className !== 'FindOnly') ? 'subscribed' : 'error', className);
    }
  });

  test('CVE-2026-33421 (GHSA-fph2-r4qg-9576): pointer permissions hold, row by row', ours, async () => {
    const [owner, reader, stranger] = [await signUp(), await signUp(), await signUp()];
    const clients = await Promise.all([owner, reader, stranger].map((user) => live(user)));
    const nobody = await live(undefined);
    for (const client of clients) for (const className of ['Owned', 'PerOperation']) await client.subscribe(className);
    for (const className of ['Owned', 'PerOperation']) await nobody.ask(className);
    const owned = await make('Owned', { name: 'x', owner: owner.toPointer(), readers: [reader.toPointer()] }, master);
    const other = await make('PerOperation', { name: 'x', owner: owner.toPointer(), editors: [] }, master);
    const told = async (client) => (await client.settled()).map(({ op, object }) => [op, object.objectId]);
    assert.deepEqual(await told(clients[0]), [['create', owned.id], ['create', other.id]]);
    assert.deepEqual(await told(clients[1]), [['create', owned.id]]);
    assert.deepEqual(await told(clients[2]), []);
    assert.deepEqual(await told(nobody), []);
    await put('Owned', owned.id, { readers: [], name: 'not for the reader' });
    assert.deepEqual((await clients[1].event()).object, { className: 'Owned', objectId: owned.id });
    await put('Owned', owned.id, { owner: stranger.toPointer() });
    assert.equal((await clients[2].event()).op, 'enter');
    assert.equal((await clients[0].settled()).at(-1).op, 'leave');
  });

  test('GHSA-97pr-9hgg-3p8r: a change of the ACL shows nobody what he may not see, neither of before nor of after', ours, async () => {
    const [ann, bob] = [await signUp(), await signUp()];
    const [annsEye, bobsEye] = [await live(ann), await live(bob)];
    const group = unique('group');
    await annsEye.subscribe('Thing', { group });
    await bobsEye.subscribe('Thing', { group });
    const thing = await api.create('Thing', { group, text: 'for ann', ACL: access(ann.id) }, { master: true });
    await put('Thing', thing, { ACL: access(bob.id), text: 'for bob' });
    const [created, left] = await annsEye.settled();
    assert.deepEqual([created.op, left.op, left.object, left.original], ['create', 'leave', { className: 'Thing', objectId: thing }, undefined]);
    const [entered] = await bobsEye.settled();
    assert.deepEqual([entered.op, entered.object.text, entered.original], ['enter', 'for bob', undefined]);
  });

  test('GHSA-827p-g5x5-h86c: a broken pattern is an error, and the server goes on', ours, async () => {
    const client = await live();
    for (const $regex of ['(', '[a', '*', '(?<', '\\', 1, {}, ['a']]) {
      const answer = await client.ask('Thing', { text: { $regex } });
      assert.equal(answer.op, 'error', JSON.stringify($regex));
    }
    assert.equal((await client.ask('Thing', { text: { $regex: 'a', $options: 'q' } })).op, 'error');
    await client.subscribe('Thing', { text: { $regex: 'a' } });
  });

  for (const $regex of ['^(a+)+$', '(a|aa)+$', '(.*a){20}$', '([a-zA-Z]+)*$']) {
    test(`GHSA-mf3j-86qx-cq5j: $regex ${$regex} keeps nobody waiting`, ours, async () => {
      const group = unique('group');
      const [evil, good] = [await live(), await live()];
      await evil.ask('Thing', { group, text: { $regex } });
      await good.subscribe('Thing', { group });
      for (let i = 0; i < 5; i += 1) await api.create('Thing', { group, text: `${'a'.repeat(3000)}!` }, { master: true });
      const began = Date.now();
      assert.equal((await good.settled()).length, 5);
      assert.ok(Date.now() - began < 60000); // without a bound it would be years
    });
  }

  test('GHSA-6qh5-m6g3-xhq6: a deep nest of conditions is bounded', ours, async () => {
    const client = await live();
    let where = { text: 'x' };
    for (let i = 0; i < 15; i += 1) where = { [['$or', '$and', '$nor'][i % 3]]: [where] };
    assert.equal((await client.ask('Thing', where)).code, 102);
    assert.equal((await client.ask('Thing', { $or: Array.from({ length: 300 }, (_, number) => ({ number })) })).code, 102);
  });

  test('a subscription that reuses a number is one, and nothing of the first is left (pull request 10499)', ours, async () => {
    const group = unique('group');
    const client = await live();
    for (let i = 0; i < 500; i += 1) await client.subscribe('Thing', { group, number: { $ne: i } }, { requestId: 1 });
    await api.create('Thing', { group, number: 1000 }, { master: true });
    assert.equal((await client.settled()).length, 1);
    client.send({ op: 'unsubscribe', requestId: 1 });
    await api.create('Thing', { group, number: 1000 }, { master: true });
    assert.deepEqual(await client.settled(), []);
  });

  test('CVE-2021-41109, GHSA-7pr3-p5fm-8r9x: users and sessions are told to nobody', ours, async () => {
    const user = await signUp();
    const clients = [await live(), await live(user), await live(undefined, { master: true })];
    for (const client of clients) {
      for (const className of ['_User', '_Session', '_Role', '_Installation', '_Join:users:_Role']) assert.equal((await client.ask(className)).op, 'error', className);
    }
    await user.save({ nickname: 'x' }, { sessionToken: tokenOf(user) });
    for (const client of clients) assert.deepEqual(await client.settled(), []);
  });

  test('a deleted session is told of nothing any more (issue 6943)', ours, async () => {
    const user = await signUp();
    const client = await live(user);
    const group = unique('group');
    await client.subscribe('Thing', { group });
    await api.create('Thing', { group, ACL: access(user.id) }, { master: true });
    await client.event();
    assertStatus(await api.call('POST', '/logout', { session: tokenOf(user) }), 200);
    await api.create('Thing', { group, ACL: access(user.id) }, { master: true });
    await api.create('Thing', { group }, { master: true });
    assert.deepEqual(await client.settled(), []);
    assert.equal((await client.ask('Thing')).code, 209);
  });

  test('a pointer in an event is a pointer, whatever it leads to', ours, async () => {
    const client = await live();
    const group = unique('group');
    await client.subscribe('Holder', { group });
    const locked = await make('Locked', { name: 'x', secret: 's' }, master);
    await api.create('Holder', { group, locked: pointer('Locked', locked.id) }, { master: true });
    assert.deepEqual((await client.event()).object.locked, pointer('Locked', locked.id));
  });
});
