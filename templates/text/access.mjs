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
// user: create, delete, then the class's `changes`; `signs` the changes again, by an electronic signature. a: allowed; d: refused, or as if it were not there; i: no
// state that a row may be in; e: both of these.
import { readFileSync } from 'node:fs';
import { eachOf, query, startServer } from './server.mjs';

const world = JSON.parse(readFileSync(new URL('access.json', import.meta.url), 'utf8'));
const MASTER = world.asking - 1;
const MOST_SAID = process.argv.includes('--all') ? Infinity : 60; // faults; --ways says what was tried in each way
const ALL = 100000;
const DAY = 86400000;
const PAST = '2020-01-01T00:00:00.000Z';
const FUTURE = '2090-01-01T00:00:00.000Z';

const server = await startServer();
const ids = new Map(); // row → objectId
const asking = world.users.slice(0, world.asking).map((user, i) => ({ ...user, i, who: i === MASTER ? { master: true } : {} }));
const rowsOf = Object.fromEntries(Object.keys(world.classes).map((name) => [name, []]));
world.rows.forEach((row, i) => {
  Object.assign(row, { i, reads: row.reads.split(' ') });
  rowsOf[row.class].push(row);
});
const isTried = (row, user) => row.tries?.[user.i] !== undefined;
const tried = (name, user) => rowsOf[name].filter((row) => isTried(row, user));

// What became of the cells.

const paths = new Map(); // way → { allowed, refused, failed }
const faults = [];
let unmade = 0;

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

// Rows on the wire.

let made = 0; // so that unique values and dates differ from row to row
let file; // what File fields hold: of whom the request is

function sample(name, { type, of, one, unique }, nth) {
  const day = Date.UTC(2031, 0, 1) + made * DAY;
  const samples = {
    String: () => one ?? (unique ? `${name} ${made}` : `some ${name}`),
    Number: () => (unique ? made : 7),
    Boolean: () => true,
    Date: () => ({ __type: 'Date', iso: new Date(day + nth * 60000).toISOString() }),
    Object: () => ({ some: name }),
    Array: () => (one ? [one] : of ? [] : [`some ${name}`]),
    File: () => file,
    GeoPoint: () => ({ __type: 'GeoPoint', latitude: 1, longitude: 2 }),
    Polygon: () => ({ __type: 'Polygon', coordinates: [[0, 0], [0, 1], [1, 1]] }),
    Bytes: () => ({ __type: 'Bytes', base64: 'AAAA' }),
  };
  return samples[type]?.();
}

function wire(name, field, value, nth) {
  const pointer = (objectId) => ({ __type: 'Pointer', className: field.to, objectId });
  if (value?.user !== undefined) return pointer(world.users[value.user].id);
  if (value?.row !== undefined) return pointer(ids.get(value.row));
  if (value?.date) return { __type: 'Date', iso: value.date === 'past' ? PAST : FUTURE };
  return value?.any ? sample(name, field, nth) : value;
}

/** The object with which a user makes the row; `of` is told by its text, so that a subquery can ask for it. */
function body(row, user = asking[MASTER]) {
  file = user.file ?? asking[MASTER].file;
  const { fields, text } = world.classes[row.class];
  const object = {};
  made += 1;
  Object.entries(fields).forEach(([name, field], nth) => {
    if (row.fields[name] !== undefined) object[name] = wire(name, field, row.fields[name], nth);
    else if (name === text && row.of !== undefined) object[name] = textOf(row);
    else if (field.fill) object[name] = sample(name, field, nth);
  });
  if (row.acl !== undefined) object.ACL = { [world.users[row.acl].id]: { read: true, write: true } };
  return object;
}

const usernameOf = (i) => `test user ${i}`;
/** The name of whom the row is about; what is nobody's is the stranger's to ask for. */
const textOf = (row) => usernameOf(row.of < world.asking ? row.of : 1);
const path = (row, id = ids.get(row.i)) => `/classes/${row.class}/${id}`;

const password = 'a long enough password';

async function makeUsers() {
  await eachOf(world.users, async (user, i) => {
    if (i === 0 || i === MASTER) return;
    const { status, json } = await server.call({ master: true }, 'POST', '/users', { username: usernameOf(i), password });
    if (status !== 201) throw new Error(`a user is not made: ${JSON.stringify(json)}`);
    user.id = json.objectId;
    if (i > MASTER) return;
    const entered = await server.call({}, 'POST', '/login', { username: usernameOf(i), password });
    asking[i].who.session = entered.json.sessionToken;
    asking[i].id = user.id;
  });
  for (const user of asking.slice(1)) { // files are named by whom they are from
    const { status, json } = await server.call(user.who, 'POST', '/files/some.txt', { base64: 'c29tZQ==', _ContentType: 'text/plain' });
    if (status === 201) user.file = { __type: 'File', ...json };
  }
  for (const name of new Set(world.users.map((user) => user.role).filter(Boolean))) {
    const objects = world.users.filter((user) => user.role === name).map((user) => ({ __type: 'Pointer', className: '_User', objectId: user.id }));
    const role = { name, ACL: {}, users: { __op: 'AddRelation', objects } };
    const { status, json } = await server.call({ master: true }, 'POST', '/roles', role);
    if (status !== 201) throw new Error(`the role ${name} is not made: ${JSON.stringify(json)}`);
  }
}

function unmake(row, { json }) {
  unmade += 1;
  faults.push(`${row.class}, ${row.is ?? 'a row'}: the master key cannot make it: ${JSON.stringify(json)}`);
}

/** Each row after those that it points at: a batch for each distance. */
async function makeRows() {
  const depth = [];
  for (const row of world.rows.filter((one) => world.classes[one.class].kept)) { // the server has made some
    const [entry] = await found(asking[MASTER], row.class, { order: 'createdAt', limit: 1 });
    ids.set(row.i, entry.objectId);
  }
  for (const row of world.rows) {
    depth[row.i] = 1 + Math.max(-1, ...Object.values(row.fields).map((value) => depth[value?.row] ?? -1));
  }
  for (let level = 0; level <= Math.max(...depth); level++) {
    const rows = world.rows.filter((row) => depth[row.i] === level && !world.classes[row.class].kept);
    const answers = await server.batch({ master: true }, rows.map((row) => ['POST', `/classes/${row.class}`, body(row)]));
    answers.forEach(({ status, json }, i) => {
      if (status < 300) ids.set(rows[i].i, json.objectId);
      else unmake(rows[i], { json });
    });
  }
}

/** Copies of rows, for writes that succeed, with copies of the assignments and grants that lead to them. */
async function copies(rows) {
  const answers = await server.batch({ master: true }, rows.map((row) => ['POST', `/classes/${row.class}`, body(row)]));
  const copied = answers.map((answer, i) => {
    if (answer.status >= 300) unmake(rows[i], answer);
    return answer.json.objectId;
  });
  const links = rows.flatMap((row, i) => (row.links ?? []).map((link) => {
    const original = ids.get(row.i);
    ids.set(row.i, copied[i]);
    const part = ['POST', `/classes/${world.rows[link].class}`, body(world.rows[link])];
    ids.set(row.i, original);
    return part;
  }));
  await server.batch({ master: true }, links);
  return copied;
}

// Reading.

const found = async (user, name, parameters) => {
  const { status, json } = await server.call(user.who, 'GET', `/classes/${name}${query({ limit: ALL, ...parameters })}`);
  return status < 300 ? json.results : [];
};

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
}

async function tryGets(user, name) {
  const rows = tried(name, user);
  const direct = await eachOf(rows, (row) => server.call(user.who, 'GET', path(row)));
  const inBatch = await server.batch(user.who, rows.map((row) => ['GET', path(row)]));
  rows.forEach((row, i) => {
    judge(user, row, 'get', row.reads[user.i][0], direct[i]);
    judge(user, row, 'get in a batch', row.reads[user.i][0], inBatch[i]);
    for (const [field, letters] of Object.entries(world.classes[name].hidden ?? {})) {
      if (row.reads[user.i][0] === 'a') judge(user, row, `get shows ${field}`, letters[user.i], direct[i].json[field] === undefined ? 'd' : 'a');
    }
  });
  const { fields, hidden } = world.classes[name];
  const files = Object.keys(fields).filter((field) => fields[field].type === 'File' && fields[field].fill);
  for (const field of files.filter(() => user.i !== MASTER)) {
    const shown = rows.map((row, i) => direct[i].json[field]).filter(Boolean);
    const answers = await eachOf(shown, ({ url }) => server.fetch(url));
    const others = await server.call(user.who, 'GET', `/files/test/${asking[MASTER].file?.name}`); // without a URL of a row
    let next = 0;
    rows.forEach((row, i) => {
      const right = hidden?.[field]?.[user.i] === 'd' ? 'd' : row.reads[user.i][0];
      judge(user, row, `download ${field}`, right, direct[i].json[field] ? answers[next++] : others);
    });
  }
  for (const [field, letters] of Object.entries(world.classes[name].hidden ?? {})) {
    for (const asks of [{ where: { [field]: 'x' } }, { order: field }]) {
      const answer = await server.call(user.who, 'GET', `/classes/${name}${query(asks)}`);
      if (user.i > 0) judge(user, { class: name }, `find asks for ${field}`, letters[user.i], answer);
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
      for (const target of pointedAt) {
        const row = world.rows[target];
        const id = ids.get(target);
        judge(user, row, `include by ${other}.${field}`, row.reads[user.i][0], shown.has(id) ? 'a' : 'd');
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
    ].filter(([, right]) => right !== '-');
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
  const copied = await copies([...writes, ...again].filter(needsCopy).map(([row]) => row));
  copied.reverse(); // to be taken in the order of the writes
  const parts = (some) => some.map((write) => write[3](needsCopy(write) ? copied.pop() : ids.get(write[0].i)));
  const direct = await eachOf(parts(writes), (part) => server.call(user.who, ...part));
  writes.forEach(([row, right, way], i) => judge(user, row, way, right, direct[i]));
  const inBatch = await server.batch(user.who, parts(again));
  again.forEach(([row, right, way], i) => judge(user, row, `${way} in a batch`, right, inBatch[i]));
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
  for (const fault of faults.slice(0, MOST_SAID)) console.log(`✗ ${fault}`);
  if (faults.length > MOST_SAID) console.log(`✗ and ${faults.length - MOST_SAID} more`);
  if (process.argv.includes('--ways')) {
    for (const [way, { allowed, refused, failed }] of paths) console.log(`${way}: ${allowed} allowed, ${refused} refused${failed ? `, ${failed} FAILED` : ''}`);
  }
  const count = sum('allowed') + sum('refused');
  const unjudged = Object.keys(world.classes).filter((name) => world.classes[name].unjudged);
  if (unjudged.length) console.log(`not judged: ${unjudged}`);
  const outcome = `${sum('allowed')} to be allowed, ${sum('refused')} to be refused, ${sum('failed')} failed, ${unmade} rows not judged`;
  console.log(`${world.app}: ${count} cells of the access matrix: ${outcome} (${seconds.toFixed(1)} s)`);
  return faults.length === 0 && unmade === 0 && count > 0;
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
  for (const name of Object.keys(world.classes)) await tryEarlierVersions(name);
  await tryAllWrites();
  process.exitCode = report((Date.now() - start) / 1000) ? 0 : 1;
} finally {
  await server.stop();
}
