// Live queries are reads: they are entered where reads are, disclose what finds disclose, ask the app's hooks of
// finding, hide what is encrypted from conditions, and end with sessions that nobody uses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { describeLive } from '../lib/graphql_live.mjs';
import { assertStatus, date, pointer, send, unique } from '../lib/rest.mjs';

const master = { master: true };
const NOTICE = '42 CFR part 2 prohibits unauthorized use or disclosure of these records.'; // 2.32(a)(2)

describeLive('live queries and the audit trail', 'audit', (context, Client) => {
  const who = {};
  let patient;
  const open = [];
  const live = async (options) => {
    const client = await Client.connect(context.server, options);
    open.push(client);
    return client;
  };
  const entries = (entityId, action = 'read') => context.api.find('AuditLog', { where: { entityId, action }, order: 'objectId' }, master);
  before(async () => {
    for (const name of ['ann', 'doctor', 'stranger']) who[name] = await context.api.signUp();
    await context.api.createRole('doctor', [who.doctor]);
    patient = pointer('Patient', await context.api.create('Patient', { user: who.ann.pointer, name: 'Ann' }, master));
    await context.api.create('CareAssignment', { patient, provider: who.doctor.pointer }, master);
  });
  after(() => open.forEach((client) => client.close()));

  test('a subscription and each event are entered, for whom they were, before they are sent', async () => {
    const doctor = await live({ token: who.doctor.session });
    const stranger = await live({ token: who.stranger.session });
    const about = (actor) => context.api.find('AuditLog', { where: { entityType: 'Result', action: 'read', actor: actor.pointer } }, master);
    await doctor.subscribe('Result');
    await stranger.subscribe('Result');
    assert.deepEqual((await about(who.doctor)).map(({ payload }) => payload), [{ path: 'live' }]);
    const id = await context.api.create('Result', { patient, test: 'iron' }, master);
    assert.equal((await doctor.event()).object.objectId, id);
    assert.deepEqual((await entries(id)).map(({ actor, payload }) => [actor.objectId, payload]), [[who.doctor.id, { objectIds: [id], path: 'live' }]]);
    assertStatus(await context.api.call('PUT', `/classes/Result/${id}`, { ...master, body: { value: 2 } }), 200);
    assert.equal((await doctor.event()).op, 'update');
    assert.equal((await entries(id)).length, 2);
    assert.deepEqual(await stranger.settled(), []);
    assert.equal((await about(who.stranger)).length, 1); // that it subscribed
  });

  test('what a hook keeps back is neither told nor entered', async () => {
    const doctor = await live({ token: who.doctor.session });
    await doctor.subscribe('Result');
    const id = await context.api.create('Result', { patient, test: 'kept back' }, master);
    assert.deepEqual(await doctor.settled(), []);
    assert.deepEqual(await entries(id), []);
    assertStatus(await context.api.call('PUT', `/classes/Result/${id}`, { ...master, body: { test: 'iron' } }), 200);
    const event = await doctor.event();
    assert.deepEqual([event.op, event.object.test, event.original], ['update', 'iron', undefined]);
  });

  test('of reads that are entered only when they are gets, only subscriptions to one object are', async () => {
    const ann = await live({ token: who.ann.session });
    const id = await context.api.create('Plan', { patient, aim: 'x' }, master);
    await ann.subscribe('Plan', { aim: 'x' });
    assert.equal((await entries('', 'read')).filter(({ entityType }) => entityType === 'Plan').length, 0);
    await ann.subscribe('Plan', { objectId: id });
    assertStatus(await context.api.call('PUT', `/classes/Plan/${id}`, { ...master, body: { aim: 'y' } }), 200);
    await ann.settled();
    assert.ok((await entries(id)).length > 0);
  });

  test('events of audited rows keep their order', async () => {
    const doctor = await live({ token: who.doctor.session });
    await doctor.subscribe('Result', { test: 'order' });
    await Promise.all(Array.from({ length: 30 }, (_, value) => context.api.create('Result', { patient, test: 'order', value }, master)));
    const told = (await doctor.settled()).map(({ object }) => object.objectId);
    const trail = await context.api.find('AuditLog', { where: { action: 'create', entityType: 'Result', entityId: { $in: told } }, order: 'objectId', limit: 1000 }, master);
    assert.deepEqual(told, trail.map(({ entityId }) => entityId));
    assert.equal(told.length, 30);
  });

  test('the trail itself is not live', async () => {
    const client = await live({ master: true });
    assert.equal((await client.ask('AuditLog')).code, Client.never);
  });
});

describeLive('live queries and disclosure', 'accounts', (context, Client) => {
  const who = {};
  let patient;
  const open = [];
  const live = async (name) => {
    const client = await Client.connect(context.server, { token: who[name].session });
    open.push(client);
    return client;
  };
  const trail = (where) => context.api.find('AuditLog', { where, order: 'objectId', limit: 1000 }, master);
  before(async () => {
    for (const name of ['ann', 'lawyer', 'doctor', 'admin']) who[name] = await context.api.signUp(unique(name));
    await context.api.createRole('admin', [who.admin]);
    await context.api.createRole('provider', [who.doctor]);
    patient = pointer('Patient', await context.api.create('Patient', { user: who.ann.pointer, name: 'ann' }, { session: who.ann.session }));
  });
  after(() => open.forEach((client) => client.close()));

  test('an event by a consent has its notice and its consent, is entered, and the flow ends with the consent', async () => {
    const consent = await context.api.create('DisclosureConsent', {
      patient, recipient: who.lawyer.pointer, purpose: 'a claim', scope: ['assessments'], expiresAt: date(Date.now() + 3600000),
    }, { session: who.ann.session });
    const lawyer = await live('lawyer');
    const ann = await live('ann');
    await lawyer.subscribe('Assessment');
    await ann.subscribe('Assessment');
    const id = await context.api.create('Assessment', { patient, text: 'x' }, master);
    const event = await lawyer.event();
    assert.deepEqual([event.op, event.object.text, event.disclosureNotice, event.disclosureConsents], ['create', 'x', NOTICE, [consent]]);
    assert.equal((await ann.event()).disclosureNotice, undefined); // it is her own
    const entered = await trail({ action: 'disclose', entityId: id });
    assert.deepEqual(entered.map(({ actor, payload }) => [actor.objectId, payload]), [[who.lawyer.id, { consent, recipient: who.lawyer.id, purpose: 'a claim' }]]);
    // Of a row that is gone no consent can be named: only that it is gone is told.
    assertStatus(await context.api.call('DELETE', `/classes/Assessment/${id}`, master), 200);
    assert.deepEqual((await lawyer.event()).object, { className: 'Assessment', objectId: id });
    assert.equal((await ann.event()).object.text, 'x');
    const second = await context.api.create('Assessment', { patient, text: 'y' }, master);
    await lawyer.event();
    assertStatus(await context.api.call('PUT', `/classes/DisclosureConsent/${consent}`, { session: who.ann.session, body: { revokedAt: date(Date.now()) } }), 200);
    assertStatus(await context.api.call('PUT', `/classes/Assessment/${second}`, { ...master, body: { text: 'z' } }), 200);
    const left = await lawyer.event();
    assert.deepEqual([left.op, left.object], ['leave', { className: 'Assessment', objectId: second }]);
    assert.deepEqual(await lawyer.settled(), []);
    assert.equal((await trail({ action: 'disclose', entityId: second })).length, 1);
  });

  test('a condition on such rows carries the notice where others\' can be found', async () => {
    await context.api.create('Assessment', { patient, text: 'asked for' }, master);
    await context.api.create('DisclosureConsent', {
      patient, recipient: who.lawyer.pointer, purpose: 'a claim', scope: ['assessments'], expiresAt: date(Date.now() + 3600000),
    }, { session: who.ann.session });
    const lawyer = await live('lawyer');
    const answer = await lawyer.ask('Assessment', { text: 'asked for' });
    assert.equal(answer.op, 'subscribed');
    // GraphQL's protocol does not answer a subscription; each event has its own notice.
    if (!Client.isGraphql) assert.equal(answer.disclosureNotice, NOTICE);
    const ann = await live('ann');
    assert.equal((await ann.ask('Assessment', { text: 'asked for' })).disclosureNotice, undefined);
  });

  test('in an emergency the events are entered as its reads are', async () => {
    const doctor = await live('doctor');
    await doctor.subscribe('Visit');
    const access = await context.api.create('EmergencyAccess', { provider: who.doctor.pointer, patient, reason: 'unconscious' }, { session: who.admin.session });
    const id = await context.api.create('Visit', { patient, reason: 'fall' }, master);
    assert.equal((await doctor.event()).object.objectId, id);
    assert.deepEqual((await trail({ action: 'read', entityId: id })).map(({ actor }) => actor.objectId), [who.doctor.id]);
    assertStatus(await context.api.call('PUT', `/classes/EmergencyAccess/${access}`, { session: who.admin.session, body: { endedAt: date(Date.now()) } }), 200);
    assertStatus(await context.api.call('PUT', `/classes/Visit/${id}`, { ...master, body: { reason: 'over' } }), 200);
    assert.deepEqual((await doctor.event()).op, 'leave');
    assert.deepEqual(await doctor.settled(), []);
  });
});

describeLive('live queries and hooks', 'hooks', (context, Client) => {
  const open = [];
  after(() => open.forEach((client) => client.close()));
  const make = (task) => context.api.create('Task', task, master);

  test('hooks of finding narrow, change and keep back what is told', async () => {
    const client = await Client.connect(context.server);
    const all = await Client.connect(context.server, master);
    open.push(client, all);
    await client.subscribe('Task');
    await all.subscribe('Task');
    await make({ title: 'hidden', status: 'hidden' });
    await make({ title: 'unshown' });
    const shown = await make({ title: 'shown', secret: 'plain' });
    assertStatus(await context.api.call('PUT', `/classes/Task/${shown}`, { ...master, body: { title: 'shown again' } }), 200);
    const events = await client.settled();
    assert.deepEqual(events.map(({ op, object, original }) => [op, object.title, object.secret, original?.secret]), [['create', 'shown', '***', undefined], ['update', 'shown again', '***', '***']]);
    assert.deepEqual((await all.settled()).map(({ object }) => [object.title, object.secret]), [['hidden', undefined], ['shown', 'plain'], ['shown again', 'plain']]);
  });

  test('a row that a hook keeps back neither leaves nor is deleted: nobody is told its id', async () => {
    const client = await Client.connect(context.server);
    open.push(client);
    const title = unique('unshown');
    const put = async (id, body) => assertStatus(await context.api.call('PUT', `/classes/Task/${id}`, { ...master, body }), 200);
    const ids = [await make({ title }), await make({ title }), await make({ title })];
    await client.subscribe('Task', { title });
    await put(ids[0], { title: 'unshown and not asked for' });
    await put(ids[1], { status: 'hidden' });
    await put(ids[2], { ACL: {} });
    assertStatus(await context.api.call('DELETE', `/classes/Task/${ids[2]}`, master), 200);
    assert.deepEqual(await client.settled(), []);
    const shown = await make({ title: 'a row that is let through' });
    await client.subscribe('Task', { objectId: shown });
    await put(shown, { ACL: {} });
    assert.deepEqual((await client.event()).object, { className: 'Task', objectId: shown });
  });

  test('a row that a hook deletes on the way to its update is deleted, and nothing else', async () => {
    const client = await Client.connect(context.server, master);
    open.push(client);
    const id = await make({ title: 'vanishing' });
    await client.subscribe('Task');
    await context.api.call('PUT', `/classes/Task/${id}`, { ...master, body: { count: 1 } });
    assert.deepEqual((await client.settled()).map(({ op, object }) => [op, object.objectId]), [['delete', id]]);
  });

  test('what a hook wrote is told as any other write, and what was undone with it is not', async () => {
    const client = await Client.connect(context.server, master);
    open.push(client);
    await client.subscribe('Journal');
    const id = await make({ title: 'written' });
    assert.deepEqual((await client.settled()).map(({ op, object }) => [op, object.event, object.about]), [['create', 'created', id]]);
    await make({ title: 'too late' });
    assert.deepEqual(await client.settled(), []);
  });
});

describeLive('live queries and what is hidden', 'guard', (context, Client) => {
  test('an encrypted field is told to whom it is shown, and no condition may be about it', async () => {
    const doctor = await context.api.signUp();
    await context.api.createRole('doctor', [doctor]);
    const ann = await context.api.signUp();
    const patient = pointer('Patient', await context.api.create('Patient', { user: ann.pointer, name: 'Ann' }, master));
    const clients = await Promise.all([doctor, ann].map(({ session }) => Client.connect(context.server, { token: session })));
    for (const [options, where] of [[{}, { vault: { a: 1 } }], [{ watch: ['vault'] }, {}]]) {
      const inSchema = !Client.isGraphql || options.watch; // no WhereInput has such a field
      assert.equal((await clients[0].ask('Note', where, options)).code, inSchema ? 102 : 'BAD_USER_INPUT');
    }
    await clients[0].subscribe('Note', Client.isGraphql ? {} : { vault: { $exists: true } });
    await clients[1].subscribe('Note');
    const id = await context.api.create('Note', { patient, text: 't', vault: { code: 7 } }, master);
    const [event, other] = [await clients[0].event(), await clients[1].event()];
    assert.deepEqual([event.object.objectId, event.object.vault], [id, { code: 7 }]);
    assert.equal('vault' in other.object, false);
    clients.forEach((client) => client.close());
  });
});

describeLive('live queries and files', 'files', (context, Client) => {
  test('a file\'s URL is the subscriber\'s own, and good while he may read the row', async () => {
    const [ann, bob] = [await context.api.signUp(), await context.api.signUp()];
    const upload = await context.api.call('POST', '/files/scan.pdf', { session: ann.session, body: 'content', headers: { 'Content-Type': 'application/pdf' } });
    assertStatus(upload, 201);
    const client = await Client.connect(context.server, { token: bob.session });
    await client.subscribe('Letter');
    await context.api.create('Letter', { sender: ann.pointer, recipient: bob.pointer, body: 'x', attachments: [{ __type: 'File', name: upload.json.name, url: upload.json.url }] }, { session: ann.session });
    const { object } = await client.event();
    assert.equal((await send(object.attachments[0].url)).text, 'content');
    client.close();
  });
});

describeLive('live queries and idle sessions', 'kitchen_owner', (context, Client) => {
  test('events are no use of a session: it ends as if nobody were there', async () => {
    const ann = await context.api.signUp();
    const client = await Client.connect(context.server, { token: ann.session });
    await client.subscribe('Item');
    let writes = 0;
    const timer = setInterval(() => { writes += 1; context.api.create('Item', { name: 'x', ACL: { [ann.id]: { read: true } } }, master).catch(() => {}); }, 200);
    const said = await client.next(({ op }) => op === 'error');
    clearInterval(timer);
    assert.deepEqual([said.code, said.error], [209, 'Session token is expired.']);
    assert.ok(writes > 2);
    client.close();
  });
}, { arguments: ['--session-idle-seconds', '5'] });
