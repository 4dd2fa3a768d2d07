#!/usr/bin/env node
// Who may do what with which rows, tried on the server of this folder: `make test`, or `node tests/access.mjs`
// once it is built. Plain Node 18 or later, no packages. Generated.
//
// access.json holds a small world (users, and rows in every relation to them that the rules know) and what is
// right in it, told from the rules and not from the server's code. This makes that world with the master key,
// then tries each operation on each row as each of those users, in each way that leads to rows: a cell is one
// class, user, row and way. Whatever is shown, hidden, done or refused against the rules is said in words, and
// the exit code is 1.
//
// In access.json, `reads` of a row has three letters for each of those who ask: get, find, count; `tries` has by
// user: create, delete, then the class's `changes`; `signs` the changes again, by an electronic signature. a: allowed;
// d: refused, or as if it were not there; i: no state that a row may be in; e: both of these.
//
// Each signing checks a password, which takes long on purpose: of very many, a part is tried, spread evenly over all
// of them; --signings tries each.
import { ALL, MASTER, asking, body, copies, found, ids, makeRows, makeUsers, password, path, rowsOf, sample, server, textOf, unmade, unmake, usernameOf, wire, world } from './world.mjs';
import * as graphql from './graphql.mjs';
import { Closed } from './live.mjs';
import { eachOf, query } from './server.mjs';

const MOST_SAID = process.argv.includes('--all') ? Infinity : 60; // faults; --ways says what was tried in each way
for (const row of world.rows) row.reads = row.reads.split(' ');
const isTried = (row, user) => row.tries?.[user.i] !== undefined;
const tried = (name, user) => rowsOf[name].filter((row) => isTried(row, user));

// What became of the cells.

const paths = new Map(); // way → { allowed, refused, failed }
const faults = [];

const MOST_SIGNINGS = 2000;
const signings = world.rows.flatMap(({ signs }) => Object.values(signs ?? {})).join('').replaceAll('-', '').length;
const share = process.argv.includes('--signings') ? 1 : MOST_SIGNINGS / signings;
let reached = 0;

/** Whether this signing is tried; which ones are is the same each time. */
const isSigned = () => (Math.imul(++reached, 0x9e3779b1) >>> 0) / 2 ** 32 < share;

const meaning = { a: 'allowed', d: 'refused', i: 'refused as no state of it', e: 'refused' };

/** One cell: `right` and `happened` are letters; what happened may also be an answer. */
function judge(user, row, way, right, answer) {
  const happened = typeof answer === 'string' ? answer : letter(answer);
  const kept = happened === right || (right === 'e' && (happened === 'd' || happened === 'i'));
  const path = paths.get(way) ?? paths.set(way, { allowed: 0, refused: 0, failed: 0 }).get(way);
  path[right === 'a' ? 'allowed' : 'refused'] += 1;
  if (kept) return;
  path.failed += 1;
  const said = meaning[happened] ? `is ${meaning[happened]}` : `is answered ${happened}`;
  faults.push(`${row.class} as ${user.name}, ${row.is ?? 'a row'}: ${way} ${said}; the rules say ${meaning[right]}`);
}

/** What an answer says: a, d, i, or in words what it should not have been. */
function letter({ status, json }) {
  if (status < 300) return 'a';
  if (json.code === 142) return 'i';
  return [101, 119, 209].includes(json.code) || status === 403 ? 'd' : `${status} ${JSON.stringify(json)}`;
}

// Reading.

/** Whether exactly the rows that the user may find are among those found, of all that the class has. */
function judgeFound(user, name, way, results) {
  const present = new Set(results.map((result) => result.objectId));
  for (const row of rowsOf[name]) {
    const right = row.reads[user.i][1];
    const happened = present.has(ids.get(row.i)) ? 'a' : 'd';
    if (isTried(row, user) || right !== happened) judge(user, row, way, right, happened);
  }
}

async function tryFinds(user, name) {
  const all = await found(user, name, { keys: 'objectId' });
  judgeFound(user, name, 'find', all);
  // Were hidden rows ordered with the others, they would take the places of some of them.
  const limit = Math.max(1, all.length);
  for (const order of ['createdAt', '-createdAt']) judgeFound(user, name, 'find in order, up to a limit', await found(user, name, { keys: 'objectId', order, limit }));
  const inBatch = await server.batch(user.who, [['GET', `/classes/${name}${query({ limit: ALL })}`]]);
  judgeFound(user, name, 'find in a batch', inBatch[0].json.results ?? []);
  judgeFound(user, name, 'find by GraphQL', await graphql.find(user, name));
}

async function tryGets(user, name) {
  const rows = tried(name, user);
  const direct = await eachOf(rows, (row) => server.call(user.who, 'GET', path(row)));
  const inBatch = await server.batch(user.who, rows.map((row) => ['GET', path(row)]));
  const byGraphql = await graphql.get(user, name, rows);
  rows.forEach((row, i) => {
    judge(user, row, 'get', row.reads[user.i][0], direct[i]);
    judge(user, row, 'get in a batch', row.reads[user.i][0], inBatch[i]);
    judge(user, row, 'get by GraphQL', row.reads[user.i][0], byGraphql[i]);
    for (const [field, letters] of Object.entries(world.classes[name].hidden ?? {})) {
      const is = row.fields[field] !== undefined || world.classes[name].fields[field].fill;
      if (!is || row.reads[user.i][0] !== 'a') continue;
      judge(user, row, `get shows ${field}`, letters[user.i], direct[i].json[field] === undefined ? 'd' : 'a');
      if (world.classes[name].fields[field].type !== 'Pointer') judge(user, row, `GraphQL shows ${field}`, letters[user.i], (byGraphql[i].json[field] ?? null) === null ? 'd' : 'a');
    }
  });
  const { fields, hidden } = world.classes[name];
  const files = Object.keys(fields).filter((field) => fields[field].type === 'File' && fields[field].fill);
  for (const field of files.filter(() => user.i !== MASTER)) {
    const shown = rows.map((row, i) => direct[i].json[field]).filter(Boolean);
    const answers = await eachOf(shown, ({ url }) => server.fetch(url));
    const others = await server.call(user.who, 'GET', `/files/test/${asking[MASTER].files?.txt?.name}`); // without a URL of a row
    let next = 0;
    rows.forEach((row, i) => {
      const right = hidden?.[field]?.[user.i] === 'd' ? 'd' : row.reads[user.i][0];
      judge(user, row, `download ${field}`, right, direct[i].json[field] ? answers[next++] : others);
    });
  }
  for (const [field, letters] of Object.entries(world.classes[name].hidden ?? {})) {
    const { type, sealed } = world.classes[name].fields[field];
    const asks = [{ where: { [field]: { $exists: true } } }];
    if (['String', 'Number', 'Boolean', 'Date'].includes(type) && !sealed) {
      asks.push({ where: { [field]: sample(field, world.classes[name].fields[field], 0) } }, { order: field });
    }
    for (const parameters of asks) {
      const answer = await server.call(user.who, 'GET', `/classes/${name}${query(parameters)}`);
      if (user.i > 0) judge(user, { class: name }, `find asks for ${field}`, letters[user.i], answer);
    }
    for (const answer of await graphql.askFor(user, name, field)) {
      if (user.i > 0) judge(user, { class: name }, `GraphQL asks for ${field}`, letters[user.i], answer);
    }
  }
}

/** Counts those who should count, and those who should not: each for itself only where a sum is wrong. */
async function tryCounts(user, name) {
  const count = async (rows) => {
    const where = { objectId: { $in: rows.map((row) => ids.get(row.i)) } };
    const { status, json } = await server.call(user.who, 'POST', `/classes/${name}`, { _method: 'GET', where, count: 1, limit: 0 });
    return status < 300 ? json.count : 0;
  };
  for (const right of ['a', 'd']) {
    const rows = tried(name, user).filter((row) => row.reads[user.i][2] === right);
    const sum = rows.length ? await count(rows) : 0;
    const isRight = sum === (right === 'a' ? rows.length : 0);
    for (const row of rows) judge(user, row, 'count', right, isRight ? right : (await count([row])) ? 'a' : 'd');
    const asked = rows.length ? await graphql.count(user, name, rows) : 0;
    for (const row of rows) judge(user, row, 'count by GraphQL', right, asked === sum ? right : (await graphql.count(user, name, [row])) ? 'a' : 'd');
  }
}

async function tryAggregates(user, name) {
  for (const [way, parameters] of [['aggregate', { pipeline: [{ $match: {} }] }], ['distinct', { distinct: 'objectId' }]]) {
    judge(user, { class: name }, way, user.i === MASTER ? 'a' : 'd', await server.call(user.who, 'GET', `/aggregate/${name}${query(parameters)}`));
  }
}

/** From rows that point at those of the class: what is included, and what a subquery finds. */
async function tryPointers(user, name) {
  for (const [other, { fields }] of Object.entries(world.classes)) {
    for (const [field] of Object.entries(fields).filter(([, { type, to }]) => type === 'Pointer' && to === name)) {
      const pointedAt = new Set(); // by rows that the user may find
      for (const row of rowsOf[other]) {
        const target = row.fields[field]?.row;
        if (target !== undefined && row.reads[user.i][1] === 'a') pointedAt.add(target);
      }
      const shown = new Set((await found(user, other, { include: field })).filter((row) => row[field]?.__type === 'Object').map((row) => row[field].objectId));
      const where = { [field]: { $inQuery: { className: name, where: {} } } };
      const matched = new Set((await found(user, other, { where })).map((row) => row[field]?.objectId));
      const led = new Set((await graphql.find(user, other, `${field} { objectId }`)).map((row) => row[field]?.objectId));
      for (const target of pointedAt) {
        const row = world.rows[target];
        const id = ids.get(target);
        judge(user, row, `include by ${other}.${field}`, row.reads[user.i][0], shown.has(id) ? 'a' : 'd');
        judge(user, row, `GraphQL by ${other}.${field}`, row.reads[user.i][0], led.has(id) ? 'a' : 'd');
        judge(user, row, `$inQuery by ${other}.${field}`, row.reads[user.i][1], matched.has(id) ? 'a' : 'd');
      }
    }
  }
}

/** The user asks for himself, where his name is among the texts of a row. */
async function trySelects(user, name) {
  const { text } = world.classes[name];
  if (!text || !user.id) return;
  const rows = tried(name, user).filter((row) => textOf(row) === usernameOf(user.i) && row.fields[text] === undefined);
  const asks = rows.map((row) => {
    const $select = { query: { className: name, where: { objectId: ids.get(row.i) } }, key: text };
    return ['GET', `/users${query({ where: { objectId: user.id, username: { $select } } })}`];
  });
  const answers = await server.batch(user.who, asks);
  rows.forEach((row, i) => judge(user, row, '$select', row.reads[user.i][1], answers[i].json.results?.length ? 'a' : 'd'));
}

// Live queries.

/** Who was told of the objects, by the number of his client: for each id; and what each was shown. */
async function eventsOf(clients) {
  const told = new Map();
  for (const { client } of clients) {
    for (const { op, object } of await client.events()) {
      if (op === 'leave' || op === 'delete') continue;
      if (!told.has(object.objectId)) told.set(object.objectId, new Map());
      told.get(object.objectId).set(client, object);
    }
  }
  return told;
}

/** Whether what was told shows what is hidden from some; pointers of GraphQL's say so by themselves. */
function judgeShown(row, told, { user, way, byGraphql }) {
  const { fields, hidden = {} } = world.classes[row.class];
  for (const [field, letters] of Object.entries(hidden)) {
    const is = row.fields[field] !== undefined || fields[field].fill;
    if (is && told && !(byGraphql && fields[field].type === 'Pointer')) judge(user, row, `${way} shows ${field}`, letters[user.i], told[field] === undefined ? 'd' : 'a');
  }
}

/** Copies are made and written to, while each user follows the class: those are told who may find the row. */
async function tryLive(name) {
  const { kept, single, silent } = world.classes[name];
  const clients = [];
  try {
    for (const user of asking) {
      const client = await server.live(user.who);
      const allowed = await client.subscribe(name);
      for (let more = 0; more < 3; more++) await client.subscribe(name); // where there are many, all are asked about at once
      clients.push({ user, way: 'a live query', client });
      const byGraphql = await server.subscriptions(user.who, graphql.subscription);
      const subscribed = await byGraphql.subscribe(name);
      clients.push({ user, way: 'a subscription by GraphQL', byGraphql: true, client: byGraphql });
      if (silent) judge(user, { class: name }, 'a live query', 'd', allowed ? 'a' : 'd');
      if (silent) judge(user, { class: name }, 'a subscription by GraphQL', 'd', subscribed ? 'a' : 'd');
    }
    if (kept || silent) return;
    const rows = rowsOf[name].filter((row) => row.tries && ids.has(row.i));
    const copied = single ? rows.map((row) => ids.get(row.i)) : await copies(rows);
    const made = await eventsOf(clients);
    const written = await server.batch({ master: true }, copied.map((id) => ['PUT', `/classes/${name}/${id}`, {}]));
    const changed = await eventsOf(clients);
    rows.forEach((row, i) => {
      const isWritten = written[i].status < 300;
      if (!isWritten && (single || row.links)) return; // what leads to it came behind it
      const told = (isWritten ? changed : made).get(copied[i]) ?? new Map();
      for (const one of clients.filter(({ user }) => isTried(row, user))) {
        judge(one.user, row, one.way, row.reads[one.user.i][1], told.has(one.client) ? 'a' : 'd');
        judgeShown(row, told.get(one.client), one);
      }
    });
  } finally {
    clients.forEach(({ client }) => client.close());
  }
}

/** A client that the machine was too busy to read for is closed: then nothing is known of that class, and it is said. */
async function tryLiveIfRead(name) {
  try {
    await tryLive(name);
  } catch (error) {
    if (!(error instanceof Closed)) throw error;
    console.log(`live queries of ${name} are not judged: ${error.message}, since its messages were not read in time`);
  }
}

// The export.

/** A record holds what leads to its owner, and of that what who asks may find; nothing is in it that may not be. */
async function tryExports(user) {
  if (!world.exports || user.i === 0) return;
  for (const owner of asking.filter((one) => one.id)) {
    const { status, json } = await server.call(user.who, 'GET', `/export?user=${owner.id}`);
    if (owner === user && json.code === 119) continue; // no sentence names the role
    const present = new Set(status < 300 ? Object.values(json.classes).flat().map((result) => result.objectId) : []);
    for (const row of Object.keys(world.classes).flatMap((name) => tried(name, user))) {
      const leads = row.of === owner.i && /^own by (?!ACL)/.test(row.is);
      const right = row.reads[user.i][1];
      const happened = present.has(ids.get(row.i)) ? 'a' : 'd';
      if (leads || right !== 'a') judge(user, row, `export of ${leads ? 'whose it is' : 'anybody'}`, right, happened);
    }
  }
}

// Values.

/** What no object may be like, whoever makes it: the master key tries. */
async function tryValues(name) {
  const { fields, needs = [], kept, unjudged, single } = world.classes[name];
  const [row] = rowsOf[name];
  if (!row || kept || unjudged || single) return;
  const master = asking[MASTER];
  const make = (changes) => server.call(master.who, 'POST', `/classes/${name}`, { ...body(row), ...changes });
  for (const [field, { one, type, unique }] of Object.entries(fields)) {
    if (one) judge(master, row, `create with a wrong ${field}`, 'i', await make({ [field]: type === 'Array' ? ['none of them'] : 'none of them' }));
    if (!unique || !['String', 'Number'].includes(type)) continue;
    const twice = { [field]: type === 'String' ? 'said twice' : 424242 };
    judge(master, row, `create with a ${field} of its own`, 'a', await make(twice));
    const { status, json } = await make(twice);
    judge(master, row, `create with another's ${field}`, 'i', json.code === 137 ? 'i' : letter({ status, json }));
  }
  for (const { field, value, need } of needs) {
    judge(master, row, `create with ${field} ${value} and ${need}`, 'a', await make({ [field]: value }));
    judge(master, row, `create with ${field} ${value} without ${need}`, 'i', await make({ [field]: value, [need]: undefined }));
  }
}

// Versions.

/** The versions of a row are shown to whom the row is shown. */
async function tryVersions(user, name) {
  if (!world.classes[name].versions) return;
  const rows = tried(name, user);
  for (const way of ['versions', 'versions/1']) {
    const answers = await eachOf(rows, (row) => server.call(user.who, 'GET', `${path(row)}/${way}`));
    rows.forEach((row, i) => judge(user, row, way, row.reads[user.i][0], answers[i]));
  }
}

/** The fields in which two rows of one relation differ, or undefined. */
function difference(row, other) {
  const relation = ({ is }) => is?.split(';')[0];
  if (!other || row.of !== other.of || relation(row) !== relation(other)) return undefined;
  const { fields } = world.classes[row.class];
  const names = Object.keys(fields).filter((name) => JSON.stringify(row.fields[name]) !== JSON.stringify(other.fields[name]));
  return Object.fromEntries(names.map((name, nth) => [name, wire(name, fields[name], other.fields[name] ?? null, nth)]));
}

/** An earlier version is shown to whom the row as it was and the row as it is are both shown. */
async function tryEarlierVersions(name) {
  if (!world.classes[name].versions) return;
  const rows = rowsOf[name].filter((row) => row.tries);
  for (const step of [1, -1]) {
    const pairs = rows.map((row, i) => [row, rows[i + step]]).filter((pair) => difference(...pair));
    const copied = await copies(pairs.map(([row]) => row));
    const changed = await server.batch({ master: true }, pairs.map((pair, i) => ['PUT', `/classes/${name}/${copied[i]}`, difference(...pair)]));
    for (const user of asking) {
      const known = pairs.map((pair, i) => [...pair, i]).filter(([row, , i]) => isTried(row, user) && changed[i].status < 300); // not every state follows every other
      const answers = await eachOf(known, ([, , i]) => server.call(user.who, 'GET', `/classes/${name}/${copied[i]}/versions/1`));
      known.forEach(([row, now], i) => {
        const right = row.reads[user.i][0] === 'a' && now.reads[user.i][0] === 'a' ? 'a' : 'd';
        judge(user, { ...row, is: `${row.is}, and now ${now.is}` }, 'an earlier version', right, answers[i]);
      });
    }
  }
}

// Writing.

/** The writes of a class that are tried: [row, letter, way, function of an id that makes the request]. */
function writesOf(user, name) {
  const { changes, fields } = world.classes[name];
  return tried(name, user).flatMap((row) => {
    const letters = row.tries[user.i];
    const at = (id) => `/classes/${name}/${id}`;
    const put = ({ field, value }, nth) => ({ [field]: field === 'ACL' ? { '*': { read: true, write: true } } : wire(field, fields[field], value, nth) });
    return [
      [row, letters[0], 'create', () => ['POST', `/classes/${name}`, body(row, user)]],
      [row, letters[1], 'delete', (id) => ['DELETE', at(id)]],
      ...changes.map((change, i) => [row, letters[2 + i], `update ${change.name}`, (id) => ['PUT', at(id), put(change, i)]]),
      ...changes.map((change, i) => [row, row.signs?.[user.i][i] ?? '-', `sign ${change.name}`, (id) => (
        ['POST', '/functions/sign', { className: name, objectId: id, changes: put(change, i), meaning: 'approval', password }]
      )]),
    ].filter(([, right, way]) => right !== '-' && (!way.startsWith('sign ') || isSigned()));
  });
}

/** Of what there can be one only there are no copies: it is made anew after each write that was to succeed. */
async function tryWritesOfOne(user, name) {
  const master = asking[MASTER];
  const remove = (row) => server.call(master.who, 'DELETE', path(row));
  for (const [row, right, way, request] of writesOf(user, name)) {
    if (right === 'a' && way === 'create') await remove(row);
    const answer = await server.call(user.who, ...request(ids.get(row.i)));
    const isThere = answer.json.code === 137; // which is said before who may make it
    judge(user, row, way, right, right !== 'a' && isThere ? (right === 'i' ? 'i' : 'd') : answer);
    if (right !== 'a') continue;
    if (way === 'create') ids.set(row.i, answer.json.objectId);
    await remove(row);
    const again = await server.call(master.who, 'POST', `/classes/${name}`, body(row));
    if (again.status < 300) ids.set(row.i, again.json.objectId);
    else unmake(row, again);
  }
}

/** What is to succeed is done to copies, what is to be refused to the rows themselves. */
async function tryWrites(user, name) {
  const writes = writesOf(user, name);
  const again = writes.filter(([, , way]) => !way.startsWith('sign ')); // each signing checks a password, which takes long
  const needsCopy = ([, right, way]) => right === 'a' && way !== 'create';
  const copied = await copies([...writes, ...again, ...again].filter(needsCopy).map(([row]) => row));
  copied.reverse(); // to be taken in the order of the writes
  const parts = (some) => some.map((write) => write[3](needsCopy(write) ? copied.pop() : ids.get(write[0].i)));
  const direct = await eachOf(parts(writes), (part) => server.call(user.who, ...part));
  writes.forEach(([row, right, way], i) => judge(user, row, way, right, direct[i]));
  const inBatch = await server.batch(user.who, parts(again));
  again.forEach(([row, right, way], i) => judge(user, row, `${way} in a batch`, right, inBatch[i]));
  const said = parts(again);
  const byGraphql = await graphql.write(user, name, said);
  again.forEach(([row, right, way], i) => {
    if (graphql.isMastersAlone(user, name, said[i]) || !graphql.canSay(name, said[i])) return;
    judge(user, row, `${way} by GraphQL`, right, byGraphql[i]);
  });
}

/** The rows of a class as they are, to see that what was refused changed nothing. */
async function snapshot(name) {
  const results = await found(asking[MASTER], name, {});
  const withoutUrls = (_name, value) => (value?.__type === 'File' ? value.name : value); // each answer signs them anew
  return new Map(results.map((result) => [result.objectId, JSON.stringify(result, withoutUrls)]));
}

async function tryAllWrites() {
  const linking = new Set(world.rows.flatMap((row) => row.links ?? []).map((link) => world.rows[link].class));
  const names = Object.keys(world.classes);
  for (const name of [...names.filter((one) => !linking.has(one)), ...linking]) { // what gives access changes last
    const before = await snapshot(name);
    for (const user of asking) await (world.classes[name].single ? tryWritesOfOne : tryWrites)(user, name);
    if (world.classes[name].single) continue;
    const after = await snapshot(name);
    for (const row of rowsOf[name]) {
      const id = ids.get(row.i);
      if (before.get(id) !== after.get(id)) faults.push(`${name}, ${row.is ?? 'a row'}: it changed though every change was refused`);
    }
  }
}

// All of it.

function report(seconds) {
  const sum = (what) => [...paths.values()].reduce((total, one) => total + one[what], 0);
  const said = [...unmade, ...faults];
  for (const fault of said.slice(0, MOST_SAID)) console.log(`✗ ${fault}`);
  if (said.length > MOST_SAID) console.log(`✗ and ${said.length - MOST_SAID} more`);
  if (process.argv.includes('--ways')) {
    for (const [way, { allowed, refused, failed }] of paths) console.log(`${way}: ${allowed} allowed, ${refused} refused${failed ? `, ${failed} FAILED` : ''}`);
  }
  const count = sum('allowed') + sum('refused');
  const unjudged = Object.keys(world.classes).filter((name) => world.classes[name].unjudged);
  if (share < 1) console.log(`a signing was tried for ${MOST_SIGNINGS} in ${signings}; --signings tries each`);
  if (unjudged.length) console.log(`not judged: ${unjudged}`);
  const outcome = `${sum('allowed')} to be allowed, ${sum('refused')} to be refused, ${sum('failed')} failed, ${unmade.length} rows not judged`;
  console.log(`${world.app}: ${count} cells of the access matrix: ${outcome} (${seconds.toFixed(1)} s)`);
  return faults.length === 0 && unmade.length === 0 && count > 0;
}

const start = Date.now();
try {
  await makeUsers();
  await makeRows();
  for (const name of Object.keys(world.classes)) {
    for (const user of asking) {
      for (const tries of [tryGets, tryFinds, tryCounts, tryAggregates, tryPointers, trySelects, tryVersions]) await tries(user, name);
    }
  }
  for (const user of asking) await tryExports(user);
  for (const name of Object.keys(world.classes)) await tryLiveIfRead(name);
  for (const name of Object.keys(world.classes)) await tryEarlierVersions(name);
  for (const name of Object.keys(world.classes)) await tryValues(name);
  await tryAllWrites();
  process.exitCode = report((Date.now() - start) / 1000) ? 0 : 1;
} finally {
  await server.stop();
}
