// protectedFields: for everyone, for the signed-in, for a role, for whom a field of the object points at.
// The class Hidden protects secret, score and details; what is hidden from somebody is what all of the groups
// that he is in hide.
import {
  Parse, access, api, assert, assertError, assertStatus, cases, either, faulty, joinRole, make, master, pointer, query, signUp,
  suite, test, unique,
} from './lib/sdk.mjs';

const refusal = (className) => either({ parseServer: 'Permission denied', ours: `Permission denied for action find on class ${className}.` });
const PROTECTED = ['secret', 'score', 'details']; // and the relation circle

/** An object of Hidden with an owner, a partner, an auditor and a stranger; one for all cases of a table. */
let prepared;
const fixture = () => (prepared ??= (async () => {
  const [owner, partner, auditor, stranger] = [await signUp(), await signUp(), await signUp(), await signUp()];
  await joinRole('sdk_auditor', auditor);
  const group = unique('group');
  const object = await make('Hidden', {
    group, name: 'shown', secret: 's3cret', score: 5, details: { colour: 'red' },
    owner: owner.toPointer(), partners: [partner.toPointer()],
  }, master);
  return { group, id: object.id, callers: { anonymous: undefined, owner, partner, auditor, stranger } };
})());
/** The options of a call as one of the callers. */
async function by(caller) {
  const { callers } = await fixture();
  if (caller === 'master') return { master: true };
  return callers[caller] ? { session: callers[caller].getSessionToken() } : {};
}
const shown = (object) => PROTECTED.filter((field) => field in object);

// Who sees which of the protected fields, once it is known which object is meant.
const sees = [
  ['anonymous', []],
  ['stranger', ['score']],
  ['partner', ['secret', 'score', 'details']],
  ['auditor', ['secret', 'score']],
  ['owner', ['secret', 'score', 'details']],
  ['master', ['secret', 'score', 'details']],
];
// Who may ask by which: in a query it is not known yet which objects, so userField: does not count.
const mayAsk = { anonymous: [], stranger: ['score'], partner: ['score'], auditor: ['secret', 'score'], owner: ['score'], master: PROTECTED };

suite('protected fields: what is shown', () => {
  for (const [caller, fields] of sees) {
    test(`get by the ${caller} shows ${fields.join(', ') || 'none'}`, async () => {
      const { id } = await fixture();
      const object = await api.fetch('Hidden', id, await by(caller));
      assert.equal(object.name, 'shown');
      assert.deepEqual(shown(object), fields);
    });
    test(`find by the ${caller} shows the same`, async () => {
      const { group } = await fixture();
      const [object] = await api.find('Hidden', { where: { group } }, await by(caller));
      assert.deepEqual(shown(object), fields);
    });
    test(`include by the ${caller} shows the same`, async () => {
      const { id } = await fixture();
      const holder = await make('Holder', { hidden: pointer('Hidden', id) });
      const answer = await api.call('GET', `/classes/Holder/${holder.id}${query({ include: 'hidden' })}`, await by(caller));
      assert.deepEqual(shown(answer.json.hidden), fields);
    });
  }
  test('keys do not bring them', async () => {
    const { group } = await fixture();
    const [object] = await api.find('Hidden', { where: { group }, keys: 'name,secret,details.colour' });
    assert.deepEqual(shown(object), []);
  });
  test('of several objects each shows its own', async () => {
    const { callers: { owner, stranger } } = await fixture();
    const group = unique('group');
    await make('Hidden', { group, name: 'own', secret: '1', owner: owner.toPointer() }, master);
    await make('Hidden', { group, name: 'other', secret: '2', owner: stranger.toPointer() }, master);
    const found = await api.find('Hidden', { where: { group }, order: 'name' }, await by('owner'));
    const secrets = Object.fromEntries(found.map(({ name, secret }) => [name, secret]));
    assert.equal(secrets.other, undefined);
  });
});

suite('protected fields: what may be asked by', () => {
  const values = { secret: 's3cret', score: 5, details: { colour: 'red' } };
  for (const [caller, allowed] of Object.entries(mayAsk)) {
    for (const field of ['secret', 'score']) {
      const open = allowed.includes(field);
      test(`where ${field} by the ${caller} is ${open ? 'answered' : 'refused'}`, async () => {
        const { group } = await fixture();
        const where = { group, [field]: values[field] };
        const answer = await api.call('GET', `/classes/Hidden${query({ where })}`, await by(caller));
        if (open) assert.equal(answer.json.results.length, 1, answer.text);
        else assertError(answer, 400, 119, refusal('Hidden'));
      });
      test(`order by ${field} by the ${caller} is ${open ? 'answered' : 'refused'}`, async () => {
        const { group } = await fixture();
        const answer = await api.call('GET', `/classes/Hidden${query({ where: { group }, order: `-${field}` })}`, await by(caller));
        if (open) assertStatus(answer, 200);
        else assertError(answer, 400, 119, refusal('Hidden'));
      });
    }
  }
  const hiddenWays = [
    ['inside $or', { where: { $or: [{ secret: 's3cret' }, { name: 'x' }] } }],
    ['inside $and', { where: { $and: [{ secret: 's3cret' }] } }],
    ['inside $nor', { where: { $nor: [{ secret: 's3cret' }] } }],
    ['two deep', { where: { $and: [{ $or: [{ name: 'x' }, { $and: [{ secret: 's3cret' }] }] }] } }],
    ['under a dotted key', { where: { 'details.colour': 'red' } }],
    ['under a dotted key inside $or', { where: { $or: [{ 'details.colour': 'red' }] } }],
    ['by $regex', { where: { secret: { $regex: '^s' } } }],
    ['by $exists', { where: { secret: { $exists: true } } }],
    ['by $in', { where: { secret: { $in: ['s3cret'] } } }],
    ['by $ne', { where: { secret: { $ne: 'x' } } }],
    ['by $gt', { where: { score: { $gt: 1 } } }],
    ['in a count', { where: { secret: 's3cret' }, count: 1, limit: 0 }],
    ['in an order beside others', { order: 'name,secret' }],
    ['in an order under a dotted key', { order: 'details.colour' }],
    ['in a $select', { where: { name: { $select: { query: { className: 'Hidden', where: { secret: 's3cret' } }, key: 'name' } } } }],
  ];
  cases(hiddenWays, async (parameters) => {
    assertError(await api.call('GET', `/classes/Hidden${query(parameters)}`), 400, 119, refusal('Hidden'));
  });
  test('$or that is no array is refused', async () => {
    assertError(await api.call('GET', `/classes/Hidden${query({ where: { $or: { secret: 's3cret' } } })}`), 400, 102);
  });
  test('in a subquery of another class', async () => {
    const where = { hidden: { $inQuery: { className: 'Hidden', where: { secret: 's3cret' } } } };
    assertError(await api.call('GET', `/classes/Holder${query({ where })}`), 400, 119);
  });
  test('as the key of a $select of another class it selects nothing', async () => {
    const { group } = await fixture();
    const thing = await make('Thing', { text: 's3cret', group });
    const where = { group, text: { $select: { query: { className: 'Hidden', where: { group } }, key: 'secret' } } };
    const answer = await api.call('GET', `/classes/Thing${query({ where })}`);
    if (answer.status === 200) assert.deepEqual(answer.json.results, [], thing.id);
    else assert.ok([400, 500].includes(answer.status), answer.text);
  });
});

suite('protected fields: a relation', () => {
  /** A Hidden object whose circle holds a Thing; and a user. */
  async function circled() {
    const thing = await make('Thing', { name: 'inside' });
    const object = new Parse.Object('Hidden', { name: 'x' });
    object.relation('circle').add(thing);
    await object.save(null, master);
    const where = { $relatedTo: { object: object.toPointer(), key: 'circle' } };
    return { where, user: await signUp(), thing };
  }
  const nothing = (answer) => {
    if (answer.status === 200) assert.deepEqual([answer.json.results, answer.json.count ?? 0], [[], 0], answer.text);
    else assertError(answer, 400, 119);
  };
  test('its members are not found by others', async () => {
    const { where, user } = await circled();
    nothing(await api.call('GET', `/classes/Thing${query({ where })}`));
    nothing(await api.call('GET', `/classes/Thing${query({ where })}`, { session: user.getSessionToken() }));
    assert.equal((await api.find('Thing', { where }, { master: true })).length, 1);
  });
  test('nor counted by everyone', async () => {
    const { where } = await circled();
    nothing(await api.call('GET', `/classes/Thing${query({ where, count: 1, limit: 0 })}`));
  });
  test('CVE-2026-109303: nor counted by the signed-in', faulty('counts what it hides'), async () => {
    const { where, user } = await circled();
    nothing(await api.call('GET', `/classes/Thing${query({ where, count: 1, limit: 0 })}`, { session: user.getSessionToken() }));
  });
  test('nor asked by', async () => {
    const { thing } = await circled();
    const where = { circle: pointer('Thing', thing.id) };
    assertError(await api.call('GET', `/classes/Hidden${query({ where })}`), 400, 119);
  });
});

suite('protected fields: writing', () => {
  test('they are written all the same', async () => {
    const object = await make('Hidden', { name: 'a', secret: 'mine' });
    await object.save({ secret: 'changed' });
    assert.equal((await api.fetch('Hidden', object.id, { master: true })).secret, 'changed');
  });
});

suite('protected fields: of users', () => {
  test('e-mail address and phone are one\'s own', async () => {
    const email = `${unique('e')}@example.com`;
    const [user, other] = [await signUp({ email, phone: '555', ACL: new Parse.ACL({ '*': { read: true } }) }), await signUp()];
    const own = await api.fetch('_User', user.id, { session: user.getSessionToken() });
    assert.deepEqual([own.email, own.phone], [email, '555']);
    for (const options of [{}, { session: other.getSessionToken() }]) {
      const seen = await api.fetch('_User', user.id, options);
      assert.deepEqual(['email' in seen, 'phone' in seen], [false, false]);
      assert.equal(seen.username, user.get('username'));
    }
  });
  const questions = [
    ['where email', { where: { email: 'a@example.com' } }],
    ['where email inside $or', { where: { $or: [{ email: 'a@example.com' }] } }],
    ['where email by $regex', { where: { email: { $regex: '^a' } } }],
    ['where phone', { where: { phone: '555' } }],
    ['order by email', { order: 'email' }],
    ['order by phone', { order: '-phone' }],
    ['count by email', { where: { email: 'a@example.com' }, count: 1, limit: 0 }],
  ];
  cases(questions, async (parameters) => {
    const user = await signUp();
    for (const options of [{}, { session: user.getSessionToken() }]) {
      assertError(await api.call('GET', `/users${query(parameters)}`, options), 400, 119, refusal('_User'));
    }
  });
  test('users who read each other by ACL do not read each other\'s e-mail address', async () => {
    const other = await signUp();
    const user = await signUp({ email: `${unique('e')}@example.com` });
    await user.save({ ACL: new Parse.ACL(access(user.id, other.id)) }, { sessionToken: user.getSessionToken() });
    const seen = await api.fetch('_User', user.id, { session: other.getSessionToken() });
    assert.equal('email' in seen, false);
  });
});
