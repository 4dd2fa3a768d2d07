#!/usr/bin/env node
// What the server does by itself, keeps, and refuses to everybody, tried on the server of this folder: `make test`,
// or `node tests/rules.mjs` once it is built. Plain Node 18 or later, no packages. Generated.
//
// rules.json has an entry for each rule that is not about who may do what (access.mjs tries those). It names rows
// and users of the world of access.json (world.mjs): a row is copied, and what the rule speaks of is done to the copy.
// Whatever does not happen is said in words, and the exit code is 1. --rules lists every rule that was shown.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { program, query, startServer } from './server.mjs';
import { MASTER, asking, body, copies, fileBody, fileName, found, makeRows, makeUsers, password, sample, server, usernameOf, wire, world } from './world.mjs';

const { app, rules } = JSON.parse(readFileSync(new URL('rules.json', import.meta.url), 'utf8'));
const master = asking[MASTER];
const HOUR = 3600000;
const IDLE_DEADLINE = 10000; // ms; the limit is one second
const TIME_OF_OVERLAPS = Date.UTC(2200, 0, 1); // when no row of the world is

function expect(holds, what) {
  if (!holds) throw new Error(what);
}

/** What is answered; an answer that is an error fails the rule. */
async function done(user, method, path, object) {
  const { status, json } = await server.call(user.who, method, path, object);
  expect(status < 300, `${method} ${path} as ${user.name} is answered ${status} ${JSON.stringify(json)}`);
  return json;
}

const at = (name, id) => `/classes/${name}/${id}`;
const make = async (name, object) => (await done(master, 'POST', `/classes/${name}`, object)).objectId;
const pointer = (className, objectId) => ({ __type: 'Pointer', className, objectId });
const user = (id) => pointer('_User', id);
const date = (time) => ({ __type: 'Date', iso: new Date(time).toISOString() });

async function copy(row, more) {
  const [id] = await copies([world.rows[row]], more);
  expect(id, `a row like number ${row} of access.json is not made`);
  return id;
}

/** Makes the change of the act to the object, as its user; resolves to when it began. */
async function change(name, id, act) {
  const { field, value } = world.classes[name].changes[act.change];
  const changes = { [field]: wire(field, world.classes[name].fields[field], value, 0) };
  const who = asking[act.user];
  const start = Date.now();
  if (act.signed) await done(who, 'POST', '/functions/sign', { className: name, objectId: id, changes, meaning: 'approval', password });
  else await done(who, 'PUT', at(name, id), changes);
  return start;
}

/** What an answer, or a file below a folder, has of a text. */
const holds = (value, text) => JSON.stringify(value)?.includes(text);
function filesWith(folder, text) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesWith(path, text);
    return entry.isFile() && readFileSync(path).includes(text) ? [path] : [];
  });
}

// Stamps.

/** Makes the row, in which the field is to be set, as the act's user. */
async function create(name, field, act) {
  const object = body(world.rows[act.row], asking[act.user]);
  delete object[field];
  return (await done(asking[act.user], 'POST', `/classes/${name}`, object)).objectId;
}

async function stamp({ class: name, fields: [field], value, act }) {
  const begin = Date.now();
  const { type } = world.classes[name].fields[field];
  // A field that is kept from some has a value in every row, which may be the very one that is to be set.
  const isSaid = act.creates || field in world.rows[act.row].fields;
  const more = type === 'Boolean' && !isSaid ? { [field]: !value } : {};
  const id = act.creates ? await create(name, field, act) : await copy(act.row, more);
  const before = act.creates ? {} : await done(master, 'GET', at(name, id));
  const start = act.creates ? begin : await change(name, id, act);
  const after = await done(master, 'GET', at(name, id));
  const right = {
    Date: (is) => Date.parse(is?.iso) >= start && Date.parse(is?.iso) <= Date.now(),
    Pointer: (is) => is?.objectId === asking[act.user].id,
  }[type] ?? ((is) => is === value);
  expect(!right(before[field]), `${field} was ${JSON.stringify(before[field])} already`);
  expect(right(after[field]), `${field} is ${JSON.stringify(after[field])}`);
}

// Notifications.

const events = {
  created: (name, { row }) => copy(row),
  updated: async (name, act) => changed(name, act),
  published: async (name, act) => changed(name, act),
  deleted: async (name, act) => {
    const id = await copy(act.row);
    await done(asking[act.user], 'DELETE', at(name, id));
    return id;
  },
};

async function changed(name, act) {
  const id = await copy(act.row);
  await change(name, id, act);
  return id;
}

async function notification({ class: name, event, told }) {
  for (const { role, user: only, act } of told) {
    const id = await events[event](name, act);
    const recipients = role ? world.users.filter((one) => one.role === role) : [world.users[only]];
    expect(recipients.length > 0, `there is nobody in the role ${role}`);
    for (const recipient of recipients) {
      const where = { recipient: user(recipient.id), kind: event, entityType: name, entityId: id };
      const { length } = await found(master, 'Notification', { where });
      expect(length === 1, `${recipient.name} has ${length} notifications of it`);
    }
  }
}

/** What the fields are in an object like the row, each of them set. */
function valuesOf(name, row, fields, ends = {}) {
  const given = body(world.rows[row]);
  return Object.fromEntries(fields.map((field, nth) => {
    const type = world.classes[name].fields[field];
    const value = given[field] ?? (ends[field] ? wire(field, type, ends[field], nth) : sample(field, type, nth));
    expect(value !== undefined, `there is nothing to set ${field} to`);
    return [field, value];
  }));
}

// Times that do not overlap.

async function noOverlap({ class: name, row, outside, fields, ends, from, to, sentence }) {
  const first = TIME_OF_OVERLAPS + sentence * 24 * HOUR;
  const during = (begin) => ({ [from]: date(begin), ...(to && { [to]: date(begin + HOUR) }) });
  const same = valuesOf(name, row, fields, ends);
  const like = (number, begin) => ({ ...body(world.rows[number]), ...same, ...during(begin) });
  await make(name, like(row, first));
  const second = await server.call(master.who, 'POST', `/classes/${name}`, like(row, to ? first + HOUR / 2 : first));
  expect(second.json.code === 137, `a second at the same time is answered ${second.status} ${JSON.stringify(second.json)}`);
  if (outside !== undefined) await make(name, like(outside, first));
  await make(name, like(row, first + HOUR));
}

// Lists.

async function listing({ class: name, row, fields, ends }) {
  const object = { ...body(world.rows[row]), ...valuesOf(name, row, fields, ends) };
  const id = await make(name, object);
  const where = Object.fromEntries(fields.map((field) => [field, object[field]]));
  const results = await found(master, name, { where, keys: 'objectId' });
  expect(results.some(({ objectId }) => objectId === id), `it is not found by ${fields}`);
}

// What is kept so that nobody else reads it.

const holdsFiles = ({ type, of }) => type === 'File' || of === 'File';
const urlOf = (value) => [value].flat()[0]?.url;

/** A new row with a file that has the text in the field. */
async function withFile(name, field, row, text) {
  const described = world.classes[name].fields[field];
  const file = { __type: 'File', ...await done(master, 'POST', `/files/${fileName(described)}`, fileBody(text, described)) };
  return copy(row, { [field]: described.type === 'Array' ? [file] : file });
}

async function encryption({ class: name, fields, row }) {
  for (const field of fields) {
    const described = world.classes[name].fields[field];
    const marker = `marker${randomBytes(12).toString('hex')}`;
    const value = { String: marker, Object: { text: marker }, Array: [marker] }[described.type];
    const id = holdsFiles(described) ? await withFile(name, field, row, marker) : await copy(row, { [field]: value });
    const shown = (await done(master, 'GET', at(name, id)))[field];
    const read = holdsFiles(described) ? (await server.fetch(urlOf(shown))).json : shown;
    expect(holds(read, marker), `${field} is answered ${JSON.stringify(read)}`);
    const files = filesWith(server.data, marker);
    expect(files.length === 0, `${field} is to be read in ${files}`);
  }
  expect(filesWith(server.data, usernameOf(1)).length > 0, 'not even what is not encrypted is found in the data folder');
}

async function signedUrls({ class: name, fields, row, user: reader }) {
  for (const field of fields) {
    const marker = randomBytes(12).toString('hex');
    const id = await withFile(name, field, row, marker);
    const url = urlOf((await done(asking[reader], 'GET', at(name, id)))[field]);
    expect(holds((await server.fetch(url)).json, marker), `${url} does not give the file`);
    const others = [url.replace(/\?.*$/, ''), url.replace(/.$/, (last) => (last === '0' ? '1' : '0'))];
    for (const other of others) {
      const { status, json } = await server.fetch(other);
      expect(status >= 400 && !holds(json, marker), `${other} is answered ${status}`);
    }
  }
}

// The audit trail.

async function audit(rule) {
  const { class: name, row, grant } = rule;
  const entries = async (action, more) => {
    const where = { action, entityType: name, ...more };
    return (await done(master, 'GET', `/classes/AuditLog${query({ where, count: 1, limit: 0 })}`)).count;
  };
  const read = async (way, path) => {
    const before = await entries('read');
    await done(master, 'GET', path);
    const left = await entries('read') - before;
    expect(left === 1, `${way} leaves ${left} entries`);
  };
  const wrote = async (action, id, by) => {
    const actor = by === undefined || by === MASTER ? {} : { actor: user(asking[by].id) };
    expect(await entries(action, { entityId: id, ...actor }) > 0, `there is no entry "${action}"`);
  };
  const id = await copy(row);
  if (rule.create) await wrote(grant ? 'share' : 'create', id);
  if (rule.get) await read('get', at(name, id));
  if (rule.find) await read('find', `/classes/${name}${query({ where: { objectId: id } })}`);
  if (rule.count) await read('count', `/classes/${name}${query({ where: { objectId: id }, count: 1, limit: 0 })}`);
  if (rule.update) await wrote('update', await changed(name, rule.update), rule.update.user);
  if (rule.delete) await wrote(grant ? 'revoke' : 'delete', await events.deleted(name, rule.delete), rule.delete.user);
}

/** After all else: the trail of everything that was done holds. */
function verifyTrail() {
  const { status, stdout, stderr } = spawnSync(program, ['audit', 'verify', '--data', server.data], { encoding: 'utf8' });
  expect(status === 0, `audit verify ends with ${status}: ${stdout}${stderr}`);
}

// Accounts and sessions.

let signedUp = 0;

async function signUp() {
  signedUp += 1;
  const { status, json } = await server.call({}, 'POST', '/users', { username: `signed up ${signedUp}`, password });
  expect(status === 201, `signing up is answered ${status} ${JSON.stringify(json)}`);
  const me = await server.call({ session: json.sessionToken }, 'GET', '/users/me');
  expect(me.json.objectId === json.objectId, 'the new session is nobody\'s');
}

async function absoluteTimeout({ ms }) {
  const { json } = await server.call({}, 'POST', '/login', { username: usernameOf(1), password });
  const session = await server.call({ session: json.sessionToken }, 'GET', '/sessions/me');
  const lasts = Date.parse(session.json.expiresAt?.iso) - Date.parse(session.json.createdAt);
  expect(lasts > 0 && lasts <= ms, `a session lasts ${lasts} ms`);
}

/** On another server, whose sessions end sooner: polled at ever longer intervals, which count as uses. */
async function idleTimeout() {
  const other = await startServer(['--session-idle-seconds', '1']);
  try {
    await other.call({ master: true }, 'POST', '/users', { username: 'idle', password });
    const { json } = await other.call({}, 'POST', '/login', { username: 'idle', password });
    const me = () => other.call({ session: json.sessionToken }, 'GET', '/users/me');
    expect((await me()).status === 200, 'a new session is refused');
    let answer;
    for (let interval = 1000; interval < IDLE_DEADLINE && answer?.json.code !== 209; interval *= 2) {
      await delay(interval);
      answer = await me();
    }
    expect(answer.json.code === 209, `an unused session is answered ${answer.status}`);
  } finally {
    await other.stop();
  }
}

// All of it.

const checks = {
  stamp, notification, listing, encryption, audit,
  'no overlap': noOverlap, 'signed URLs': signedUrls, 'sign-up': signUp, 'idle time-out': idleTimeout, 'absolute time-out': absoluteTimeout,
};
const start = Date.now();
const faults = [];
let shown = 0;

async function tryRule(rule) {
  const name = `S${rule.sentence}, ${rule.kind}${rule.class ? ` of ${rule.class}` : ''}${rule.fields?.length ? ` (${rule.fields.join(', ')})` : ''}`;
  try {
    await checks[rule.kind](rule);
    shown += 1;
    if (process.argv.includes('--rules')) console.log(`shown: ${name}`);
  } catch (error) {
    faults.push(`${name}: ${error.message}`);
  }
}

try {
  if (rules.length > 0) await makeUsers();
  if (rules.length > 0) await makeRows();
  for (const rule of rules) await tryRule(rule);
  await server.halt();
  if (rules.some(({ kind }) => kind === 'audit')) verifyTrail();
} catch (error) {
  faults.push(error.message);
} finally {
  await server.stop();
}
for (const fault of faults) console.log(`✗ ${fault}`);
console.log(`${app}: ${shown} of ${rules.length} rules about what the server does by itself are shown, ${faults.length} faults (${((Date.now() - start) / 1000).toFixed(1)} s)`);
process.exitCode = faults.length > 0 ? 1 : 0;
