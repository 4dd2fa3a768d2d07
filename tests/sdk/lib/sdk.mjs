// What every file here needs: a running server, Parse's own SDK pointed at it, and makers of test data.
//
// The server is started for the test file (the build "sdk"), or is the one that the environment names:
//
//   CAREGEN_TEST_BASE       http://127.0.0.1:1337/parse, and keys as in keys.mjs
//   CAREGEN_TEST_TARGET     "parse-server" (the default with a base) or "caregen"
//
// Every case makes its own users and objects, so that files may run side by side and twice on one server.
// What a case expects is what parse-server answers; where ours is meant to differ, `differs` says why,
// and docs/parse-compatibility.md has the same list.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, describe, test } from 'node:test';
import { findBuild } from '../../lib/builds.mjs';
import { client, pointer, unique } from '../../lib/rest.mjs';
import { keys as configured } from './keys.mjs';
import { launchOurs } from './ours.mjs';

export * from '../../lib/rest.mjs';
export * from '../../lib/totp.mjs';
export { after, assert, test };

const base = process.env.CAREGEN_TEST_BASE;

function isBuilt() {
  if (process.env.CAREGEN_TEST_SDK_SERVER) return true;
  try {
    return Boolean(findBuild('sdk'));
  } catch {
    return false; // no such build: there is nothing to run these cases against
  }
}

const skip = !base && !isBuilt() && 'no server: CAREGEN_TEST_BASE is not set';
export const server = skip ? { base: 'http://127.0.0.1:9/parse', ...configured }
  : base ? { base: base.replace(/\/$/, ''), ...configured, async stop() {} } : await launchOurs();
after(() => server.stop?.());

export const againstParseServer =
  (process.env.CAREGEN_TEST_TARGET ?? (base ? 'parse-server' : 'caregen')) === 'parse-server';

/** The option of a case that ours is meant to answer otherwise, and why. */
export const differs = (why) => ({ skip: !againstParseServer && `differs: ${why}` });

/** The option of a case that parse-server on PostgreSQL fails by a fault of its own, and which. */
export const faulty = (what) => ({ skip: againstParseServer && `fault of parse-server: ${what}` });

/** One of two expected values, for what ours answers otherwise on purpose. */
export const either = ({ parseServer, ours }) => (againstParseServer ? parseServer : ours);

const require = createRequire(import.meta.url);
export const Parse = require('parse/node');
Parse.initialize(server.appId, server.javascriptKey, server.masterKey);
Parse.serverURL = server.base;

/** The REST client of tests/lib/rest.mjs. */
export const api = client(server);

/** A suite; skipped when there is no server to run it against. */
export const suite = (title, define) => describe(title, { skip }, define);

export const master = { useMasterKey: true };
export const as = (user) => ({ sessionToken: user.getSessionToken() });

export const Thing = Parse.Object.extend('Thing');
export const Note = Parse.Object.extend('Note');

/** A new object of a class with these values, saved. */
export async function make(className, values = {}, options = {}) {
  const object = new Parse.Object(className);
  await object.save(values, options);
  return object;
}

/** Saves one Thing for each of the values, in one group; returns { group, things, query() }. */
export async function makeThings(rows, className = 'Thing') {
  const group = unique('group');
  const things = rows.map((row) => new Parse.Object(className, { ...row, group }));
  await Parse.Object.saveAll(things, master);
  return { group, things, query: () => new Parse.Query(className).equalTo('group', group) };
}

/** The names of what a query finds, sorted unless told to keep their order. */
export async function names(query, options = {}) {
  const found = await query.find(options);
  return found.map((object) => object.get('name'));
}
export const sortedNames = async (query, options) => (await names(query, options)).sort();

/** The names that a raw `where` finds in a group of Things. */
export async function whereNames(group, where, options = {}) {
  const found = await api.find(options.className ?? 'Thing', { where: { ...where, group } }, options);
  return found.map(({ name }) => name).sort();
}

/** A new user, signed up and with a session. */
export async function signUp(values = {}) {
  const user = new Parse.User();
  const username = values.username ?? unique('user');
  await user.signUp({ password: passwordOf(username), ...values, username });
  return user;
}

export const passwordOf = (username) => `secret of ${username}`.split('').reverse().join('');

/** A role with these users, made with the master key. */
export async function makeRole(name = unique('role'), users = [], roles = []) {
  const role = new Parse.Role(name, new Parse.ACL());
  if (users.length) role.getUsers().add(users);
  if (roles.length) role.getRoles().add(roles);
  await role.save(null, master);
  return role;
}

/** Puts a user in the role of that fixed name, which the schema's permissions speak of. */
export async function joinRole(name, user) {
  const find = () => new Parse.Query(Parse.Role).equalTo('name', name).first(master);
  let role = await find();
  if (!role) {
    try {
      role = await makeRole(name);
    } catch (error) {
      assert.equal(error.code, Parse.Error.DUPLICATE_VALUE); // another file made it just now
      role = await find();
    }
  }
  const users = { __op: 'AddRelation', objects: [pointer('_User', user.id)] };
  const answer = await api.call('PUT', `/roles/${role.id}`, { master: true, body: { users } });
  assert.equal(answer.status, 200, answer.text);
}

/** The promise is rejected with a Parse error of this code (and message: a string or pattern). */
export async function rejects(promise, code, message) {
  const error = await promise.then(
    (value) => assert.fail(`not refused: ${JSON.stringify(value)}`),
    (reason) => reason,
  );
  const said = `refused with ${error.code} ${error.message}`;
  assert.equal(error.code, code, said);
  if (message instanceof RegExp) assert.match(error.message, message);
  else if (message !== undefined) assert.deepEqual(error.message, message);
}

/** A table of cases, one test a row: [title, ...arguments] given to `check`. */
export function cases(rows, check) {
  for (const [title, ...rest] of rows) test(title, () => check(...rest));
}
