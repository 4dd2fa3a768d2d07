// parse-server's published security advisories about queries, each as a case: hidden fields as an oracle,
// internal columns as keys, classes reached by a side door, SQL and patterns. The advisory's id is in the title.
import {
  Parse, access, api, assert, assertError, assertStatus, cases, either, faulty, make, makeThings, master, pointer, query, server,
  signUp, suite, test, unique,
} from './lib/sdk.mjs';

const get = (path, parameters, options) => api.call('GET', `${path}${query(parameters)}`, options);
/** Refused, or answered with nothing; never found. */
function tellsNothing(answer) {
  if (answer.status === 200) assert.deepEqual(answer.json.results, [], answer.text);
  else assert.ok([400, 403, 404, 500].includes(answer.status), answer.text);
}

suite('advisories: hidden fields as an oracle', () => {
  const oracles = [
    ['GHSA-2m6g-crv8-p3c6: a protected field in where', { where: { secret: { $regex: '^s' } } }],
    ['GHSA-72hp-qff8-4pvv: inside $or', { where: { $or: [{ secret: { $regex: '^s' } }] } }],
    ['GHSA-72hp-qff8-4pvv: inside $and inside $nor', { where: { $nor: [{ $and: [{ secret: 's' }] }] } }],
    ['GHSA-r2m8-pxm9-9c4g: under a dotted key', { where: { 'details.pin': { $regex: '^1' } } }],
    ['GHSA-r2m8-pxm9-9c4g: in an order under a dotted key', { order: '-details.pin' }],
    ['GHSA-mmg8-87c5-jrc2: $or as an object that looks like an array', { where: { $or: { 0: { secret: 's' }, length: 1 } } }],
    ['an order by a hidden field', { order: 'secret' }],
    ['a count by a hidden field', { where: { secret: 's' }, count: 1, limit: 0 }],
  ];
  cases(oracles, async (parameters) => {
    await make('Hidden', { secret: 's', details: { pin: '1' } }, master);
    for (const options of [{}, { session: (await signUp()).getSessionToken() }]) {
      const answer = await get('/classes/Hidden', parameters, options);
      assert.equal(answer.status, 400, answer.text);
      assert.ok([102, 119].includes(answer.json.code), answer.text);
    }
  });
});

suite('advisories: internal columns as keys', () => {
  const internal = ['_hashed_password', '_email_verify_token', '_perishable_token', '_session_token', '_failed_login_count', '_account_lockout_expires_at', '_password_history', '_auth_data_anonymous', '_id', '_acl'];
  for (const key of internal) {
    test(`GHSA-2m6g-crv8-p3c6: where ${key} is error 105`, async () => {
      assertError(await get('/users', { where: { [key]: { $regex: '^.' } } }), 400, 105, `Invalid key name: ${key}`);
    });
    test(`order by ${key} is error 105`, async () => {
      assertError(await get('/users', { order: key }), 400, 105);
    });
    test(`keys ${key} brings nothing more`, async () => {
      const user = await signUp();
      const answer = await get('/users', { where: { objectId: user.id }, keys: key }, { session: user.getSessionToken() });
      for (const found of answer.json.results ?? []) assert.equal(key in found, false);
    });
  }
  for (const key of ['_rperm', '_wperm']) {
    test(`where ${key} finds nobody who is private`, async () => {
      const user = await signUp();
      const answer = await get('/users', { where: { objectId: user.id, [key]: user.id } });
      tellsNothing(answer);
    });
    test(`${key} cannot be written`, async () => {
      const user = await signUp();
      const options = { session: user.getSessionToken() };
      assertError(await api.call('POST', '/classes/Thing', { body: { [key]: ['*'] } }), 400, [105, 119]);
      assertError(await api.call('PUT', `/users/${user.id}`, { body: { [key]: ['*'] }, ...options }), 400, [105, 119]);
      assert.deepEqual((await api.fetch('_User', user.id, options)).ACL, access(user.id));
    });
  }
  test('CVE-2026-116164: a user cannot write his own lockout or password history', faulty('some of these names are taken'), async () => {
    const user = await signUp();
    const options = { session: user.getSessionToken() };
    for (const key of ['_hashed_password', '_failed_login_count', '_account_lockout_expires_at', '_password_history', '_perishable_token', '_password_changed_at']) {
      for (const value of [0, { __op: 'Delete' }]) {
        assertError(await api.call('PUT', `/users/${user.id}`, { body: { [key]: value }, ...options }), 400, [105, 119]);
      }
    }
  });
  for (const key of ['password', 'sessionToken', 'authData']) {
    test(`GHSA-h4mf-75hf-67w4: where ${key} of users tells nothing`, async () => {
      const user = await signUp({ ACL: new Parse.ACL({ '*': { read: true } }) });
      tellsNothing(await get('/users', { where: { objectId: user.id, [key]: { $regex: '^.' } } }));
      tellsNothing(await get('/users', { where: { objectId: user.id, [key]: { $ne: 'x' } }, limit: 0 }));
    });
  }
});

suite('advisories: classes reached by a side door', () => {
  const internalClasses = ['_Hooks', '_GlobalConfig', '_JobStatus', '_JobSchedule', '_PushStatus', '_Audience', '_GraphQLConfig', '_Idempotency', '_SCHEMA', '_Installation', '_Join:users:_Role', '_Join:friends:Thing'];
  for (const className of internalClasses) {
    test(`GHSA-5f92-jrq3-28rc, GHSA-7xg7-rqf6-pw6c: ${className} is closed`, async () => {
      const path = `/classes/${encodeURIComponent(className)}`;
      const user = await signUp();
      const body = { owningId: 'x', relatedId: user.id, name: 'x' };
      for (const options of [{}, { session: user.getSessionToken() }]) {
        assertError(await api.call('GET', path, options), 400, 119);
        if (className === '_Installation') continue; // devices register themselves
        assertError(await api.call('POST', path, { body, ...options }), 400, 119);
      }
    });
  }
  test('GHSA-5f92-jrq3-28rc: nobody joins a role through its join table', async () => {
    const user = await signUp();
    const role = new Parse.Role(unique('role'), new Parse.ACL());
    await role.save(null, master);
    await api.call('POST', `/classes/${encodeURIComponent('_Join:users:_Role')}`, {
      body: { owningId: role.id, relatedId: user.id }, session: user.getSessionToken(),
    });
    assert.equal(await role.getUsers().query().count(master), 0);
  });
  test('GHSA-6r2j-cxgf-495f: redirectClassNameForKey leads to no other class', async () => {
    const user = await signUp();
    for (const className of ['Thing', '_Session', 'Locked']) {
      const answer = await get(`/classes/${className}`, { redirectClassNameForKey: 'owner' });
      assert.ok(!answer.text.includes('sessionToken'), answer.text);
    }
    const answer = await get('/classes/_Session', { redirectClassNameForKey: 'user' }, { session: user.getSessionToken() });
    assert.ok(!/"username"/.test(answer.text) || !/password/.test(answer.text), answer.text);
  });
  test('GHSA-fcv6-fg5r-jm9q: an include of a pointer to an internal class shows nothing', async () => {
    const id = await api.create('Thing', { array: [pointer('_Hooks', 'x'), pointer('_SCHEMA', 'Thing'), pointer('_Session', 'x')] });
    const answer = await get(`/classes/Thing/${id}`, { include: 'array' });
    assert.ok(!/"url"|"sessionToken"|"isParseClass"/.test(answer.text), answer.text);
  });
  const subqueries = [
    ['$inQuery', { locked: { $inQuery: { className: 'Locked', where: { secret: 's' } } } }],
    ['$notInQuery', { locked: { $notInQuery: { className: 'Locked', where: { secret: 's' } } } }],
    ['$select', { group: { $select: { query: { className: 'Locked', where: {} }, key: 'secret' } } }],
    ['$dontSelect', { group: { $dontSelect: { query: { className: 'Locked', where: {} }, key: 'secret' } } }],
    ['$inQuery inside $or', { $or: [{ locked: { $inQuery: { className: 'Locked', where: { secret: 's' } } } }] }],
  ];
  cases(subqueries.map(([title, where]) => [`${title} into a class that one may not find is refused`, where]), async (where) => {
    assertError(await get('/classes/Holder', { where }), 400, 119, either({ parseServer: 'Permission denied', ours: 'Permission denied for action find on class Locked.' }));
  });
  test('$inQuery finds only what the caller may read', async () => {
    const group = unique('group');
    const note = await make('Note', { title: 'closed', ACL: new Parse.ACL() }, master);
    await make('Thing', { group, note: pointer('Note', note.id) });
    const where = { group, note: { $inQuery: { className: 'Note', where: { title: 'closed' } } } };
    assert.deepEqual(await api.find('Thing', { where }), []);
    assert.equal((await api.find('Thing', { where }, { master: true })).length, 1);
  });
  test('a subquery into sessions shows none of others', async () => {
    const [victim, user] = [await signUp(), await signUp()];
    const group = unique('group');
    const where = { group, text: { $select: { query: { className: '_Session', where: { user: pointer('_User', victim.id) } }, key: 'sessionToken' } } };
    await make('Thing', { group, text: victim.getSessionToken() });
    tellsNothing(await get('/classes/Thing', { where }, { session: user.getSessionToken() }));
    tellsNothing(await get('/classes/Thing', { where }));
  });
  test('explain is for the master key', async () => {
    assertError(await get('/classes/Thing', { explain: 'true' }), 400, 102);
  });
});

suite('advisories: SQL', () => {
  const marker = () => unique('sql');
  const names = [`na'me`, 'na"me', `name"; DROP TABLE "Thing"; --`, 'name) OR (1=1', 'object.a\' OR \'1\'=\'1', `object.a"b`, 'name\u0000x'];
  for (const key of names) {
    test(`GHSA-qpr4-jrj4-6f27: where ${JSON.stringify(key)} finds nothing`, async () => {
      await make('Thing', { name: marker(), object: { a: 1 } });
      tellsNothing(await get('/classes/Thing', { where: { [key]: 'x' } }));
    });
    test(`order by ${JSON.stringify(key)} is refused or has no effect`, async () => {
      const answer = await get('/classes/Thing', { order: key, limit: 1, where: { name: marker() } });
      tellsNothing(answer);
    });
    test(`GHSA-gqpp-xgvh-9h7h, GHSA-q3vj-96h2-gwvg: Increment of ${JSON.stringify(key)} changes no other object`, async () => {
      const [victim, own] = [await make('Thing', { number: 1, object: { a: 1 } }), await make('Thing', { number: 1, object: { a: 1 } })];
      await api.call('PUT', `/classes/Thing/${own.id}`, { body: { [key]: { __op: 'Increment', amount: 1 } } });
      await victim.fetch();
      assert.deepEqual([victim.get('number'), victim.get('object')], [1, { a: 1 }]);
    });
  }
  test('GHSA-q3vj-96h2-gwvg: an amount that is SQL is no amount', async () => {
    const [victim, own] = [await make('Thing', { number: 1 }), await make('Thing', { number: 1, object: { a: 1 } })];
    for (const amount of ['1); UPDATE "Thing" SET number=9; --', '1', null, { $gt: 0 }, [1]]) {
      await api.call('PUT', `/classes/Thing/${own.id}`, { body: { 'object.a': { __op: 'Increment', amount } } });
    }
    assert.equal((await victim.fetch()).get('number'), 1);
  });
  const patterns = [`x' OR '1'='1`, `\\Qx\\E' OR 1=1 --`, `^\\Qx' OR 'a'~'a\\E`, `'; SELECT pg_sleep(9); --`, `A' B'BA' --`];
  for (const pattern of patterns) {
    test(`GHSA-6927-3vr9-fxf2, GHSA-c2hr-cqg6-8j6r: $regex ${JSON.stringify(pattern)} finds nothing`, async () => {
      const { group } = await makeThings([{ name: 'innocent', text: 'y' }]);
      tellsNothing(await get('/classes/Thing', { where: { group, text: { $regex: pattern } } }));
    });
  }
  test('values are values', async () => {
    const text = `'; DROP TABLE "Thing"; --`;
    const { group } = await makeThings([{ name: 'a', text }, { name: 'b', text: 'other' }]);
    assert.deepEqual((await api.find('Thing', { where: { group, text } })).map(({ name }) => name), ['a']);
  });
  test('GHSA-9cp7-3q5w-j92g: an error tells nothing of the database', async () => {
    for (const where of [{ text: { $regex: '(' } }, { text: { $regex: '[' } }, { number: 'x' }, { date: 'x' }]) {
      const answer = await get('/classes/Thing', { where });
      assert.ok(!/postgres|sqlite|syntax error|relation "|column|SELECT/i.test(answer.text.replaceAll('Postgres doesn\'t support', '')), answer.text);
    }
  });
});

suite('advisories: requests that run for ever', () => {
  const BOUND = 30000; // ms; without one it would be years
  /** The work is done within the bound, and the server still answers. */
  async function within(work) {
    const start = Date.now();
    await work();
    assert.ok(Date.now() - start < BOUND, `${Date.now() - start} ms`);
    assert.equal((await api.call('GET', '/health')).status, 200);
  }
  const evil = ['(a+)+$', '(a|a)*$', '(a|aa)+$', '([a-zA-Z]+)*$', '(.*a){12}$'];
  for (const pattern of evil) {
    test(`GHSA-mf3j-86qx-cq5j: $regex ${pattern} is bounded`, async () => {
      const { group } = await makeThings([{ text: `${'a'.repeat(40)}!` }]);
      await within( () => get('/classes/Thing', { where: { group, text: { $regex: pattern } } }));
    });
  }
  test('CVE-2026-57480: a deep nest of $or is bounded', async () => {
    let where = { name: 'x' };
    for (let depth = 0; depth < 60; depth += 1) where = { $or: [where, { name: `n${depth}` }] };
    await within( () => api.call('POST', '/classes/Thing', { body: { _method: 'GET', where, limit: 0 } }));
  });
  test('a nest of a thousand is bounded', async () => {
    let where = { name: 'x' };
    for (let depth = 0; depth < 1000; depth += 1) where = { $and: [where] };
    await within( () => api.call('POST', '/classes/Thing', { body: { _method: 'GET', where, limit: 0 } }));
  });
  test('GHSA-cmj3-wx7h-ffvg: a thousand conditions are bounded', async () => {
    const where = { $or: Array.from({ length: 1000 }, (_, index) => ({ name: `n${index}` })) };
    await within( () => api.call('POST', '/classes/Thing', { body: { _method: 'GET', where, limit: 0 } }));
  });
  test('CVE-2026-47138: a client version of a hundred thousand letters is bounded', async () => {
    const version = `js${'1'.repeat(100000)}x`;
    const body = { _ApplicationId: server.appId, _JavaScriptKey: server.javascriptKey, _ClientVersion: version, _method: 'GET', limit: 0 };
    await within( () => api.call('POST', '/classes/Thing', {
      body, headers: { 'X-Parse-Application-Id': undefined, 'X-Parse-REST-API-Key': undefined },
    }));
  });
  test('an include that goes round in circles ends', async () => {
    const thing = await make('Thing', { name: 'round' });
    await thing.save({ parent: thing.toPointer() });
    const include = Array.from({ length: 50 }, () => 'parent').join('.');
    await within( () => get(`/classes/Thing/${thing.id}`, { include }));
  });
  test('a limit of a billion is no more than what there is', async () => {
    const { group } = await makeThings([{ name: 'a' }]);
    assert.equal((await api.find('Thing', { where: { group }, limit: 1000000000 })).length, 1);
    assertStatus(await get('/classes/Thing', { where: { group }, skip: 1000000000 }), 200);
  });
});
