// Random operations on a server, each judged by a reference model (world.mjs): no row is shown or changed that the
// model forbids, and none is hidden or refused that it allows.
import assert from 'node:assert/strict';
import { overGraphql } from '../../lib/over_graphql.mjs';
import { randomFrom } from '../../lib/random.mjs';
import { classPath, pointer, query } from '../../lib/rest.mjs';
import { awayFromTimes, World } from './world.mjs';

// The seed of a run is printed; CAREGEN_TEST_SEED repeats it, CAREGEN_TEST_OPERATIONS sets how many operations there are.
export const seed = Number(process.env.CAREGEN_TEST_SEED ?? Date.now() % 1e9);
export const operationCount = (standard) => Number(process.env.CAREGEN_TEST_OPERATIONS ?? standard);
const USERS = 12;

/** A world on a server: its users signed up and in their roles, its rows those that the server has. */
export async function settle(api, makeModel) {
  const random = randomFrom(seed);
  const world = new World(random, { classes: {} });
  const model = makeModel(() => Object.assign(world, { random }));
  Object.assign(world, new World(random, model), { users: world.users });
  for (let i = 0; i < USERS; i++) {
    const { id, session, password } = await api.signUp();
    const roles = new Set(model.roles.filter(() => random.below(3) === 0));
    world.users.push({ id, session, password, roles });
  }
  world.roleIds = new Map();
  for (const role of model.roles) world.roleIds.set(role, await api.createRole(role, world.users.filter((user) => user.roles.has(role))));
  for (const name of Object.keys(model.classes)) {
    for (let i = 0; i < 10; i++) await add(api, world, name, { master: true });
  }
  world.graphql = await overGraphql(api);
  return world;
}

function someAcl(world, user) {
  const { random } = world;
  if (random.below(4) > 0) return undefined;
  const entry = () => ({ read: true, ...(random.below(2) ? { write: true } : {}) });
  const acl = { [user?.id ?? random.pick(world.users).id]: { read: true, write: true } };
  acl[random.pick(['*', 'role:provider', random.pick(world.users).id])] = entry();
  return acl;
}

/** Those whom a sentence names, and nobody else, have been told of an event. */
async function told(api, world, className, id, kind) {
  const recipients = world.model.classes[className].tells?.[kind];
  if (!recipients) return;
  const notices = await api.find('Notification', { where: { entityType: className, entityId: id, kind } }, { master: true });
  assert.deepEqual(notices.map(({ recipient }) => recipient.objectId), recipients(world.row(className, id)), `${kind} ${className}`);
}

/** Half of the time one of those who may do something instead of somebody: at random hardly anybody may. */
function favoured(world, user, may) {
  const able = world.random.below(2) ? world.users.filter(may) : [];
  return able.length ? world.random.pick(able) : user;
}

/** Creates a row as the user, or with the master key, and expects what the model says. */
async function add(api, world, className, options, somebody) {
  const rules = world.model.classes[className];
  const fields = rules.make();
  const user = somebody && favoured(world, somebody, (one) => rules.create?.(one, fields));
  const acl = someAcl(world, user);
  const row = { ...fields, ...(acl ? { acl } : {}) };
  const answer = await api.call('POST', classPath(className), { ...options, session: user?.session, body: world.wire(className, row) });
  const codes = world.refusesCreate(user, className, row);
  if (codes) {
    assert.ok(codes.includes(answer.json?.code), `${answer.text}: expected ${codes}`);
    return;
  }
  assert.equal(answer.status, 201, answer.text);
  world.keep(className, answer.json.objectId, row);
  await told(api, world, className, answer.json.objectId, 'created');
}

/** What the server sets by itself is what the model says. */
function sameStates(world, className, row, object) {
  for (const name of world.model.classes[className].states ?? []) assert.equal(object[name], row[name], `${name} of ${JSON.stringify(object)}`);
}

const operations = {
  async get(api, world, user, className) {
    const row = world.pick(className);
    const answer = await api.call('GET', `${classPath(className)}/${row.id}`, { session: user.session });
    if (world.sees(user, className, row)) {
      assert.equal(answer.json?.objectId, row.id, answer.text);
      sameStates(world, className, row, answer.json);
    } else assert.equal(answer.json?.code, 101, answer.text);
  },
  async find(api, world, user, className) {
    const answer = await api.call('GET', classPath(className) + query({ limit: 10000, keys: 'objectId' }), { session: user.session });
    assert.deepEqual(answer.json.results.map((row) => row.objectId).sort(), world.visible(user, className));
  },
  async count(api, world, user, className) {
    const answer = await api.call('GET', classPath(className) + query({ count: 1, limit: 0 }), { session: user.session });
    assert.equal(answer.json.count, world.visible(user, className).length);
  },
  async order(api, world, user, className) {
    const visible = world.visible(user, className);
    const order = world.random.pick(['createdAt', '-createdAt', '-updatedAt']);
    const answer = await api.call('GET', classPath(className) + query({ order, limit: Math.max(1, visible.length), keys: 'objectId' }), { session: user.session });
    assert.deepEqual(answer.json.results.map((row) => row.objectId).sort(), visible, 'hidden rows take no places');
  },
  async batch(api, world, user, className) {
    const row = world.pick(className);
    const paths = [classPath(className) + query({ limit: 10000, keys: 'objectId' }), `${classPath(className)}/${row.id}`];
    const requests = paths.map((path) => ({ method: 'GET', path: `/parse${path}` }));
    const [found, got] = (await api.call('POST', '/batch', { session: user.session, body: { requests } })).json;
    assert.deepEqual(found.success.results.map((one) => one.objectId).sort(), world.visible(user, className));
    if (world.sees(user, className, row)) assert.equal(got.success?.objectId, row.id);
    else assert.equal(got.error?.code, 101);
  },
  /** Somebody comes into a role, or leaves it. */
  async role(api, world, user) {
    const [name, id] = world.random.pick([...world.roleIds]);
    const __op = user.roles.delete(name) ? 'RemoveRelation' : 'AddRelation';
    if (__op === 'AddRelation') user.roles.add(name);
    const answer = await api.call('PUT', `/roles/${id}`, { master: true, body: { users: { __op, objects: [pointer('_User', user.id)] } } });
    assert.equal(answer.status, 200, answer.text);
  },
  async include(api, world, user, className) {
    const [field, target] = world.random.pick(Object.entries(world.model.classes[className].pointers));
    if (target === '_User') return;
    const answer = await api.call('GET', classPath(className) + query({ include: field, limit: 50 }), { session: user.session });
    for (const row of answer.json.results) {
      if (!row[field]) continue;
      const expected = world.sees(user, target, world.row(target, row[field].objectId)) ? 'Object' : 'Pointer';
      assert.equal(row[field].__type, expected, `${className}.${field} of ${row.objectId}`);
    }
  },
  /** What pointers of all rows lead to, read together. */
  async pointers(api, world, user, className) {
    const [field, target] = world.random.pick(Object.entries(world.model.classes[className].pointers));
    if (target === '_User') return;
    const query_ = `{ ${world.graphql.names[className].find}(first: 10000) { edges { node { objectId ${field} { objectId } } } } }`;
    const answer = await api.call('POST', '/graphql', { session: user.session, body: { query: query_ } });
    for (const { node } of Object.values(answer.json.data)[0].edges) {
      const value = world.row(className, node.objectId)[field];
      const expected = value !== undefined && world.sees(user, target, world.row(target, value)) ? value : null;
      assert.equal(node[field]?.objectId ?? null, expected, `${className}.${field} of ${node.objectId}`);
    }
  },
  async where(api, world, user, className) {
    const [field, target] = world.random.pick(Object.entries(world.model.classes[className].pointers));
    const value = world.pick(className)[field];
    if (value === undefined) return;
    const where = { [field]: pointer(target, value) };
    const answer = await api.call('GET', classPath(className) + query({ where, limit: 10000, keys: 'objectId' }), { session: user.session });
    const expected = world.visible(user, className).filter((id) => world.row(className, id)[field] === value);
    assert.deepEqual(answer.json.results.map((row) => row.objectId).sort(), expected);
  },
  async inQuery(api, world, user, className) {
    const [field, target] = world.random.pick(Object.entries(world.model.classes[className].pointers));
    if (target === '_User') return;
    const where = { [field]: { $inQuery: { className: target, where: {}, limit: 10000 } } };
    const answer = await api.call('GET', classPath(className) + query({ where, limit: 10000, keys: 'objectId' }), { session: user.session });
    const leadsToSeen = (row) => row[field] !== undefined && world.sees(user, target, world.row(target, row[field]));
    const expected = world.visible(user, className).filter((id) => leadsToSeen(world.row(className, id)));
    assert.deepEqual(answer.json.results?.map((row) => row.objectId).sort(), expected, answer.text.slice(0, 200));
  },
  create: (api, world, user, className) => add(api, world, className, {}, user),
  async update(api, world, somebody, className) {
    const row = world.pick(className);
    const rules = world.model.classes[className];
    const user = favoured(world, somebody, (one) => rules.update?.(one, row));
    const made = rules.make();
    const name = world.random.pick(Object.keys(made));
    const change = rules.changes?.() ?? { [name]: made[name] };
    const body = world.wire(className, change);
    let answer = await api.call('PUT', `${classPath(className)}/${row.id}`, { session: user.session, body });
    const codes = world.refusesUpdate(user, className, row, change);
    if (rules.signed?.(row, change)) {
      assert.ok([...(codes ?? []), 119].includes(answer.json?.code), `without a signature: ${answer.text}`);
      const signature = { className, objectId: row.id, changes: body, meaning: 'corrected', password: user.password };
      answer = await api.call('POST', '/functions/sign', { session: user.session, body: signature });
    }
    if (codes) assert.ok(codes.includes(answer.json?.code), `${answer.text}: expected ${codes} for ${JSON.stringify(change)}`);
    else {
      assert.equal(answer.status, 200, answer.text);
      const wasDraft = world.isDraft(className, row);
      world.change(className, row, change);
      if (rules.states) sameStates(world, className, row, await api.fetch(className, row.id, { master: true }));
      if (wasDraft && !world.isDraft(className, row)) await told(api, world, className, row.id, 'published');
    }
  },
  async delete(api, world, user, className) {
    const row = world.pick(className);
    if (world.all(className).length < 5) return; // pointers at it are to lead somewhere
    const isTarget = Object.values(world.model.classes).some(({ pointers }) => Object.values(pointers).includes(className));
    const codes = world.refusesDelete(user, className, row);
    if (!codes && isTarget) return;
    const answer = await api.call('DELETE', `${classPath(className)}/${row.id}`, { session: user.session });
    if (codes) assert.ok(codes.includes(answer.json?.code), `${answer.text}: expected ${codes}`);
    else {
      assert.equal(answer.status, 200, answer.text);
      world.rows.get(className).delete(row.id);
    }
  },
};
const weights = ['get', 'get', 'find', 'order', 'batch', 'role', 'count', 'include', 'pointers', 'where', 'inQuery', 'create', 'update', 'update', 'update', 'delete'];

/** Sends so many random operations, of the classes that the model has. */
export async function tryOperations(api, world, count) {
  for (let i = 0; i < count; i++) {
    await awayFromTimes();
    const user = world.random.pick(world.users);
    const className = world.random.pick(Object.keys(world.model.classes));
    const operation = world.random.pick(weights);
    try {
      // Every third goes over GraphQL, as far as that has the words for it.
      await operations[operation](i % 3 ? api : world.graphql, world, user, className);
    } catch (error) {
      error.message = `seed ${seed}, operation ${i}: ${operation} ${className} as ${[...user.roles]}: ${error.message}`;
      throw error;
    }
  }
}
