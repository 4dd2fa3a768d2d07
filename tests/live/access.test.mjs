// Live queries show a row to whom the guard shows it at that moment: by rules, grants, assignments, roles and
// ACLs; and stop at once when that ends. Every case first shows that the row is told of while it may be seen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { describeLive } from '../lib/graphql_live.mjs';
import { assertStatus, date, pointer, unique } from '../lib/rest.mjs';

const master = { master: true };

describeLive('live queries and rules', 'rules', (context, Client) => {
  const who = {};
  const records = {};
  const open = [];
  const live = async (name, options = {}) => {
    const client = await Client.connect(context.server, name ? { token: who[name].session, ...options } : options);
    open.push(client);
    return client;
  };
  const put = async (path, body, options = master) => assertStatus(await context.api.call('PUT', path, { ...options, body }), 200);
  const remove = async (path, options = master) => assertStatus(await context.api.call('DELETE', path, options), 200);
  const note = (of, values = {}) => context.api.create('Note', {
    patient: records[of], author: who.doctor.pointer, text: 'x', signedBy: 'd', state: 'draft', ...values,
  }, master);
  /** Brings a note from its draft to where its patient sees it. */
  const publish = async (id) => put(`/classes/Note/${id}`, { state: 'final' });
  const setRole = (name, op, user) => put(`/roles/${records[name]}`, { users: { __op: op, objects: [user.pointer] } });

  before(async () => {
    const { api } = context;
    for (const name of ['ann', 'bob', 'doctor', 'clerk', 'reader']) who[name] = await api.signUp(unique(name));
    records.doctors = await api.createRole('doctor', [who.doctor]);
    records.clerks = await api.createRole('clerk', [who.clerk]);
    for (const name of ['ann', 'bob']) records[name] = pointer('Patient', await api.create('Patient', { user: who[name].pointer, name }, master));
  });
  after(() => open.forEach((client) => client.close()));

  test('each is told of the rows that a rule opens, and of no other', async () => {
    const ann = await live('ann');
    const bob = await live('bob');
    const nobody = await live();
    await ann.subscribe('Note');
    await bob.subscribe('Note');
    assert.equal((await nobody.ask('Note')).code, 101); // as find says
    await nobody.subscribe('News');
    const id = await note('ann');
    await publish(id);
    const event = await ann.event();
    assert.equal(event.op, 'enter'); // as a draft it was not the patient's to see
    assert.equal(event.object.objectId, id);
    assert.equal(event.original, undefined);
    assert.deepEqual(await bob.settled(), []);
    assert.deepEqual(await nobody.settled(), []);
    assert.deepEqual(await ann.settled(), []);
  });

  test('a field that rules hide is in neither object nor original, and is told to whom it is shown', async () => {
    await put(`/roles/${records.doctors}`, { users: { __op: 'AddRelation', objects: [who.doctor.pointer] } });
    const assignment = await context.api.create('CareAssignment', { patient: records.ann, provider: who.doctor.pointer }, master);
    const ann = await live('ann');
    const doctor = await live('doctor');
    const id = await note('ann', { private: 'no', text: 'before' });
    await publish(id);
    await ann.subscribe('Note', { objectId: id });
    await doctor.subscribe('Note', { objectId: id });
    await put(`/classes/Note/${id}`, { text: 'after', private: 'never' });
    const shown = await ann.event();
    assert.equal(shown.op, 'update');
    assert.deepEqual([shown.object.text, shown.original.text], ['after', 'before']);
    assert.deepEqual(['private' in shown.object, 'private' in shown.original], [false, false]);
    const full = await doctor.event();
    assert.deepEqual([full.object.private, full.original.private], ['never', 'no']);
    await remove(`/classes/CareAssignment/${assignment}`);
  });

  test('where, watch on a hidden field are refused as find refuses them; keys leave it out', async () => {
    const ann = await live('ann');
    const refused = await context.api.call('GET', `/classes/Note?where=${encodeURIComponent('{"private":"x"}')}`, { session: who.ann.session });
    for (const answer of [
      await ann.ask('Note', { private: 'x' }), await ann.ask('Note', { $or: [{ private: { $exists: true } }] }),
      await ann.ask('Note', {}, { watch: ['private'] }), await ann.ask('Note', {}, { watch: ['private.a'] }),
    ]) {
      assert.deepEqual([answer.op, answer.code, answer.error, answer.reconnect], ['error', refused.json.code, refused.json.error, false]);
    }
    const id = await note('ann', { text: 'before' });
    await publish(id);
    await ann.subscribe('Note', { objectId: id }, { keys: ['private', 'text'] });
    await put(`/classes/Note/${id}`, { text: 'after', private: 'new' });
    const { object } = await ann.event();
    const [found] = await context.api.find('Note', { where: { objectId: id }, keys: 'private,text' }, { session: who.ann.session });
    assert.equal(found.text, 'after');
    if (Client.isGraphql) delete found.others; // a relation, which GraphQL does not show as such
    assert.deepEqual(object, { className: 'Note', ...found });
  });

  test('a watched field that is hidden from now on tells nothing any more', async () => {
    await setRole('doctors', 'AddRelation', who.ann);
    const ann = await live('ann');
    const id = await note('ann');
    await publish(id);
    await ann.subscribe('Note', { objectId: id }, { watch: ['private', 'mood'] });
    await put(`/classes/Note/${id}`, { private: 'no' });
    assert.equal((await ann.event()).object.private, 'no');
    await setRole('doctors', 'RemoveRelation', who.ann);
    await put(`/classes/Note/${id}`, { private: 'never' });
    await put(`/classes/Note/${id}`, { mood: 'good' });
    const events = await ann.settled();
    assert.deepEqual(events.map(({ op, object }) => [op, object.mood, object.private]), [['update', 'good', undefined]]);
  });

  test('a row that goes out of sight by a change leaves, and shows nothing more', async () => {
    const ann = await live('ann');
    const id = await note('ann', { text: 'ann knows this' });
    await publish(id);
    await ann.subscribe('Note', { objectId: id });
    await put(`/classes/Note/${id}`, { private: 'yes', text: 'ann may not know this' });
    const left = await ann.event();
    assert.equal(left.op, 'leave');
    assert.deepEqual(left.object, { className: 'Note', objectId: id });
    assert.equal(left.original, undefined);
    await put(`/classes/Note/${id}`, { text: 'nor this' });
    assert.deepEqual(await ann.settled(), []);
    await put(`/classes/Note/${id}`, { private: 'no' });
    const entered = await ann.event();
    assert.equal(entered.op, 'enter');
    assert.equal(entered.original, undefined); // what it was while it was out of sight
  });

  test('a record that becomes somebody else\'s leaves the one and enters the other', async () => {
    const ann = await live('ann');
    const bob = await live('bob');
    const id = await note('ann');
    await publish(id);
    await ann.subscribe('Note');
    await bob.subscribe('Note');
    await put(`/classes/Note/${id}`, { patient: records.bob, text: 'of bob' });
    assert.deepEqual((await ann.event()).object, { className: 'Note', objectId: id });
    const entered = await bob.event();
    assert.deepEqual([entered.op, entered.object.text, entered.original], ['enter', 'of bob', undefined]);
  });

  test('an assignment that ends stops the flow at once, and what was shown leaves', async () => {
    const doctor = await live('doctor');
    const assignment = await context.api.create('CareAssignment', { patient: records.bob, provider: who.doctor.pointer }, master);
    const subscription = await doctor.subscribe('Note', { patient: records.bob });
    const id = await note('bob');
    assert.equal((await doctor.event()).op, 'create');
    await put(`/classes/CareAssignment/${assignment}`, { endsAt: date(Date.now() - 1000) });
    await put(`/classes/Note/${id}`, { text: 'not for the doctor any more' });
    const left = await doctor.event(subscription);
    assert.deepEqual([left.op, left.object], ['leave', { className: 'Note', objectId: id }]);
    assert.deepEqual(await doctor.settled(), []);
  });

  test('a grant ends by the clock: nobody writes, and what was shown leaves', async () => {
    let reader;
    let ends;
    let id;
    for (let lasts = 2500, shown; !shown; lasts *= 2) { // until something was shown in its time: a machine may be slow
      ends = Date.now() + lasts;
      await context.api.create('Share', { patient: records.ann, reader: who.reader.pointer, topics: ['notes'], ends: date(ends) }, { session: who.ann.session });
      reader = await live('reader');
      await reader.subscribe('Note');
      id = await note('ann');
      await publish(id);
      const events = await reader.settled();
      if (Date.now() >= ends) continue;
      assert.equal(events[0].object.objectId, id);
      shown = true;
    }
    const left = await reader.event();
    assert.ok(Date.now() >= ends - 50);
    assert.deepEqual([left.op, left.object], ['leave', { className: 'Note', objectId: id }]);
    await put(`/classes/Note/${id}`, { text: 'too late' });
    assert.deepEqual(await reader.settled(), []);
  });

  test('a role that is taken away stops the flow, and one that is given begins it', async () => {
    const clerk = await live('clerk');
    await clerk.subscribe('Patient');
    await put(`/classes/Patient/${records.bob.objectId}`, { sex: 'male' });
    assert.equal((await clerk.event()).op, 'update');
    await setRole('clerks', 'RemoveRelation', who.clerk);
    await put(`/classes/Patient/${records.bob.objectId}`, { sex: 'other' });
    assert.equal((await clerk.event()).op, 'leave');
    assert.deepEqual(await clerk.settled(), []);
    await setRole('clerks', 'AddRelation', who.clerk);
    await put(`/classes/Patient/${records.bob.objectId}`, { sex: 'male' });
    assert.ok(['enter', 'update'].includes((await clerk.event()).op));
  });

  test('a session that is revoked ends its subscriptions, which are told', async () => {
    const second = await context.api.call('GET', `/login?username=${who.ann.username}&password=${encodeURIComponent(who.ann.password)}`);
    const ann = await live('ann');
    // GraphQL has one session a connection.
    const also = Client.isGraphql ? await live(null, { token: second.json.sessionToken }) : ann;
    const own = await ann.subscribe('Note');
    const other = await also.subscribe('Note', {}, { token: second.json.sessionToken });
    await publish(await note('ann'));
    await ann.event(own);
    await also.event(other);
    assertStatus(await context.api.call('POST', '/logout', { session: second.json.sessionToken }), 200);
    await publish(await note('ann', { text: 'after the end' }));
    const said = await also.next(({ op }) => op === 'error');
    assert.deepEqual([said.code, said.requestId, said.reconnect], [209, other, false]);
    await ann.event(own);
    assert.deepEqual(await ann.settled(), []);
  });

  test('a session that ends is told of, though nothing happens to a row', async () => {
    const { json } = await context.api.call('GET', `/login?username=${who.ann.username}&password=${encodeURIComponent(who.ann.password)}`);
    const client = await live(null, { token: json.sessionToken });
    const subscription = await client.subscribe('Note');
    assertStatus(await context.api.call('POST', '/logout', { session: json.sessionToken }), 200);
    const said = await client.next();
    assert.deepEqual([said.op, said.code, said.requestId], ['error', 209, subscription]);
  });

  test('a session that has ended is refused, and an expired one says nothing of the class', async () => {
    const gone = await context.api.call('GET', `/login?username=${who.ann.username}&password=${encodeURIComponent(who.ann.password)}`);
    assertStatus(await context.api.call('POST', '/logout', { session: gone.json.sessionToken }), 200);
    if (Client.isGraphql) {
      await assert.rejects(live(null, { token: gone.json.sessionToken }), /"code":4403,"reason":"Forbidden"/);
      return;
    }
    const client = await live(null, { token: gone.json.sessionToken });
    for (const name of ['Note', 'News', 'Nowhere']) assert.equal((await client.ask(name)).code, 209);
  });

  test('users, sessions, roles, devices and the trail are never live, not even for the master key', async () => {
    const client = await live(null, master);
    for (const name of ['_User', '_Session', '_Role', '_Installation']) {
      const answer = await client.ask(name);
      assert.deepEqual([answer.op, answer.code], ['error', Client.never], name);
    }
    assert.equal((await client.ask('Nowhere')).code, Client.never);
    assert.equal((await client.ask('_Credential')).code, Client.never);
  });

  test('a class that a sentence switches off is refused; others in it are not', async () => {
    const client = await live('ann');
    const { op, code, error } = await client.ask('Diary');
    assert.deepEqual([op, code], ['error', Client.never]);
    assert.match(error, Client.isGraphql ? /^Cannot query field "diaries" on type "Subscription"/ : /^Class Diary has no live queries\.$/);
    await client.subscribe('Paper');
  });

  test('rows are told in the order in which they were written', async () => {
    const client = await live(null, master);
    await client.subscribe('News');
    const id = await context.api.create('News', { title: 't', rank: 0 }, master);
    const requests = Array.from({ length: 40 }, (_, i) => ({ method: 'PUT', path: `/parse/classes/News/${id}`, body: { rank: i + 1 } }));
    assertStatus(await context.api.call('POST', '/batch', { ...master, body: { requests } }), 200);
    await Promise.all(Array.from({ length: 40 }, () => put(`/classes/News/${id}`, { rank: { __op: 'Increment', amount: 1 } })));
    const ranks = (await client.settled()).map(({ object }) => object.rank);
    assert.deepEqual(ranks, Array.from({ length: 81 }, (_, i) => i));
  });

  test('what is undone is told to nobody: a refused write, a transaction', async () => {
    const client = await live(null, master);
    await client.subscribe('News');
    const requests = [
      { method: 'POST', path: '/parse/classes/News', body: { title: 'undone' } }, { method: 'PUT', path: '/parse/classes/News/nosuchrow1', body: { title: 'x' } },
    ];
    const answer = await context.api.call('POST', '/batch', { ...master, body: { requests, transaction: true } });
    assert.ok(answer.json.error);
    assert.deepEqual(await client.settled(), []);
    await context.api.call('POST', '/batch', { ...master, body: { requests } });
    assert.deepEqual((await client.settled()).map(({ op }) => op), ['create']);
  });

  test('all rows of a class go at once: who follows it is to subscribe anew', async () => {
    const client = await live(null, master);
    await client.subscribe('Letter');
    assertStatus(await context.api.call('DELETE', '/purge/Letter', master), 200);
    assert.equal((await client.isClosed()).code, 1013);
  });
});

describeLive('live queries and ACLs', 'kitchen_owner', (context, Client) => {
  const open = [];
  after(() => open.forEach((client) => client.close()));

  test('a private object is its owner\'s, until its ACL says otherwise', async () => {
    const ann = await context.api.signUp();
    const bob = await context.api.signUp();
    const clients = await Promise.all([ann, bob].map(({ session }) => Client.connect(context.server, { token: session })));
    open.push(...clients);
    const className = 'Item';
    for (const client of clients) await client.subscribe(className);
    const id = await context.api.create(className, { name: 'x' }, { session: ann.session });
    assert.equal((await clients[0].event()).op, 'create');
    assert.deepEqual(await clients[1].settled(), []);
    const share = (ids) => context.api.call('PUT', `/classes/${className}/${id}`, { session: ann.session, body: { ACL: Object.fromEntries(ids.map((one) => [one, { read: true, write: true }])) } });
    assertStatus(await share([ann.id, bob.id]), 200);
    const entered = await clients[1].event();
    assert.deepEqual([entered.op, entered.original], ['enter', undefined]);
    assertStatus(await share([ann.id]), 200);
    const left = await clients[1].event();
    assert.deepEqual([left.op, left.object, left.original], ['leave', { className, objectId: id }, undefined]);
    assertStatus(await context.api.call('DELETE', `/classes/${className}/${id}`, { session: ann.session }), 200);
    assert.deepEqual((await clients[0].settled()).map(({ op }) => op), ['update', 'update', 'delete']);
    assert.deepEqual(await clients[1].settled(), []);
  });
});
