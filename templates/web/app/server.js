// The one way to the server: Parse's JavaScript SDK, and what it has no call for (versions, signatures, the export) by
// its own REST controller. Rows come out as plain JSON in the protocol's form, with a className each; what a typed
// client would do for one app is done here for all, so a team that emits one swaps this file.
import Parse from 'parse';

export const SESSION_ENDED = 209; // Parse's INVALID_SESSION_TOKEN
const NOT_CONNECTED = 100; // CONNECTION_FAILED
const SETTLE = 120; // ms in which events of one change come together
const ACCEPTABLE_NAME = /[^A-Za-z0-9@. ~_-]+/g; // what may not stand in the name of a stored file

export const base = new URL('.', location.href); // a proxy may have put a path in front

/** The SDK keeps what it wants to keep in the page's memory: nothing of a record is left behind on the machine. */
const memory = new Map();
const storage = {
  async: 0,
  getItem: (key) => memory.get(key) ?? null,
  setItem: (key, value) => memory.set(key, value),
  removeItem: (key) => memory.delete(key),
  getAllKeys: () => [...memory.keys()],
  clear: () => memory.clear(),
};

const listeners = { ended: new Set(), offline: new Set(), notice: new Set() };
const tell = (what, ...values) => listeners[what].forEach((listener) => listener(...values));

/** Calls the listener when the session has ended, when the server is out of reach and when it is there again, and when
 * an answer carries a notice of disclosure; returns what takes the listener away again. */
export function listen(what, listener) {
  listeners[what].add(listener);
  return () => listeners[what].delete(listener);
}

let isOffline = false;
function setOffline(value) {
  if (isOffline === value) return;
  isOffline = value;
  tell('offline', value);
}

/**
 * What the SDK does not tell: a disclosure comes with a notice in a header, which has to be shown with it; and a request
 * that was not answered gets Parse's code for that, which the SDK leaves out.
 */
function watchAnswers() {
  const plain = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (...request) => {
    const answer = await plain(...request).catch((error) => {
      throw Object.assign(new Error(error.message), { code: NOT_CONNECTED });
    });
    const notice = answer.headers.get('X-Disclosure-Notice');
    if (notice) tell('notice', notice);
    return answer;
  };
}

/** To be called once, with what app/settings.json says. */
export function connect({ applicationId, javascriptKey, apiPath }) {
  Parse.CoreManager.setStorageController(storage);
  Parse.Object.disableSingleInstance();
  Parse.initialize(applicationId, javascriptKey);
  Parse.serverURL = new URL(`.${apiPath || '/'}`, base).href.replace(/\/$/, '');
  Parse.enableLocalDatastore(); // in memory, as everything: it lasts as long as the page
  watchAnswers();
}

/** Runs what asks the server: tells when a session has ended, and whether the server was there. */
async function ask(run) {
  try {
    const answer = await run();
    setOffline(false);
    return answer;
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Parse.Error(NOT_CONNECTED, String(thrown?.error ?? thrown));
    if (isUnreachable(error)) setOffline(true);
    if (error.code === SESSION_ENDED && Parse.User.current()) tell('ended', error);
    throw error;
  }
}

export const isUnreachable = (error) => error.code === NOT_CONNECTED;

const rest = (method, path, body = {}) => ask(() => Parse.CoreManager.getRESTController().request(method, path, body, {}));

// Accounts.

const identityOf = (user) => ({ token: user.getSessionToken(), userId: user.id, username: user.getUsername() });

/** Signs in, with the code of a second factor where there is one: { token, userId, username }. */
export async function signIn(username, password, code) {
  const user = code ? () => Parse.User.logInWithAdditionalAuth(username, password, { mfa: { token: code } }) : () => Parse.User.logIn(username, password);
  return identityOf(await ask(user));
}

export async function signUp(username, password, email) {
  const user = new Parse.User();
  user.set({ username, password, ...(email ? { email } : {}) });
  return identityOf(await ask(() => user.signUp()));
}

/** Goes on with a session that was kept for this tab; null when it has ended. */
export async function goOn(token) {
  try {
    return identityOf(await ask(() => Parse.User.become(token)));
  } catch (error) {
    if (error.code === SESSION_ENDED) return null;
    throw error;
  }
}

/** Forgets the user and all that was read; the session itself ends where the server can be reached. */
export async function signOut({ isEnded = false } = {}) {
  const sessionToken = Parse.User.current()?.getSessionToken();
  closeLive();
  isPinning = false;
  memory.clear();
  Parse.User._clearCache();
  // Last, since it may take long: whoever signs in meanwhile is left alone.
  if (sessionToken && !isEnded) await Parse.CoreManager.getRESTController().request('POST', 'logout', {}, { sessionToken }).catch(() => {});
}

/** The names of the Parse roles that the user is in. */
export async function roleNames() {
  const query = new Parse.Query(Parse.Role).equalTo('users', Parse.User.current());
  return (await ask(() => query.find())).map((role) => role.getName());
}

// Rows.

/** A Parse.Object as plain JSON, included rows as well. */
function plainOf(object) {
  return { className: object.className, ...object._toFullJSON() };
}

/** What a query asks for is in the protocol's form, as the rows are. */
const queryOf = (className, { where = {}, order, include, limit = 200, skip }) => Parse.Query.fromJSON(className, {
  where, limit, ...(order ? { order } : {}), ...(include ? { include: include.join() } : {}), ...(skip ? { skip } : {}),
});

const pinName = (className, options) => JSON.stringify([className, options]);

let isPinning = false;

/** Whether what is read is pinned, in this page's memory, to be read on while the server is out of reach. */
export const isKept = () => isPinning;
export async function keepForOffline(isOn) {
  isPinning = isOn;
  if (!isOn) await forgetPinned();
}

async function forgetPinned() {
  await Parse.LocalDatastore._clear();
  for (const key of memory.keys()) if (key.startsWith('order:')) memory.delete(key);
}

async function pin(name, objects) {
  await Parse.Object.unPinAllObjectsWithName(name);
  await Parse.Object.pinAllWithName(name, objects);
  memory.set(`order:${name}`, { ids: objects.map(({ id }) => id), at: new Date() });
}

/** { rows, since } of a query; what was read before, and since when it is so, while the server is out of reach. */
export async function find(className, options = {}) {
  const name = pinName(className, options);
  try {
    const objects = await ask(() => queryOf(className, options).find());
    if (isPinning) await pin(name, objects);
    return { rows: objects.map(plainOf) };
  } catch (error) {
    const kept = memory.get(`order:${name}`);
    if (!isUnreachable(error) || !kept) throw error;
    const objects = await new Parse.Query(className).fromPinWithName(name).find();
    return { rows: kept.ids.map((id) => objects.find((one) => one.id === id)).filter(Boolean).map(plainOf), since: kept.at };
  }
}

export const first = async (className, options) => (await find(className, { ...options, limit: 1 })).rows[0];

/** Creates a row, or changes one; values are in the protocol's form, null takes one away. Returns its id. */
export async function save(className, objectId, values) {
  const object = objectId ? Parse.Object.fromJSON({ className, objectId }) : new Parse.Object(className);
  for (const [name, value] of Object.entries(values)) {
    if (value === null) object.unset(name);
    else object.set(name, Parse._decode(name, value));
  }
  await ask(() => object.save(null, { cascadeSave: false }));
  touch(className);
  return object.id;
}

export async function remove(className, objectId) {
  await ask(() => Parse.Object.fromJSON({ className, objectId }).destroy());
  touch(className);
}

/** Makes a change with an electronic signature: { className, objectId, version, changes, meaning, password }. */
export async function sign(request) {
  await ask(() => Parse.Cloud.run('sign', request));
  touch(request.className);
}

const rowPath = (className, objectId) => `classes/${className}/${encodeURIComponent(objectId)}`;

/** The versions of a row, the newest first. */
export async function versions(className, objectId) {
  const { results } = await rest('GET', `${rowPath(className, objectId)}/versions`, { order: '-_version' });
  return results;
}

export async function signatures(className, objectId) {
  const { results } = await rest('GET', `${rowPath(className, objectId)}/signatures`);
  return results;
}

export const exportRecord = () => rest('GET', 'export');

/** Who has had to do with the user's own record: { results, next }, the latest first, a page behind `after`. */
export const accessReport = (after) => ask(() => Parse.Cloud.run('accessReport', { limit: 30, ...(after ? { after } : {}) }));

/** Stores a file, and returns the File that a field takes. */
export async function upload(file) {
  const [, stem, extension] = /^(.*?)(\.[A-Za-z0-9]+)?$/.exec(file.name);
  const name = `${stem.normalize('NFKD').replaceAll(ACCEPTABLE_NAME, '').replace(/^[^A-Za-z0-9]+/, '') || 'file'}${extension ?? ''}`;
  const stored = await ask(() => new Parse.File(name, file, file.type || undefined).save());
  return stored.toJSON();
}

// Live updates.

const EVENTS = ['create', 'update', 'enter', 'leave', 'delete'];

let live; // the session's connection; the SDK's default one is made anew by each of several that ask at once
const followed = new Map(); // what is followed already, by class and condition: { className, listeners, subscription }

async function liveClient() {
  const applicationId = Parse.CoreManager.get('APPLICATION_ID');
  const javascriptKey = Parse.CoreManager.get('JAVASCRIPT_KEY') ?? undefined;
  const sessionToken = Parse.User.current().getSessionToken();
  live ??= new Parse.LiveQueryClient({ applicationId, javascriptKey, sessionToken, serverURL: Parse.serverURL.replace(/^http/, 'ws') });
  if (live.shouldOpen()) live.open();
  return live;
}

function closeLive() {
  live?.close();
  live = undefined;
  followed.clear();
}

async function subscribe(one, className, where) {
  const client = await liveClient();
  one.subscription = client.subscribe(queryOf(className, { where }), Parse.User.current().getSessionToken());
  // Events of one change come together; after a connection that broke, what happened meanwhile is to be found.
  let timer;
  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(() => one.listeners.forEach((listener) => listener()), SETTLE);
  };
  for (const event of EVENTS) one.subscription.on(event, settle);
  // The subscription is gone: the session has ended, or the rows may not be followed. A question tells which.
  one.subscription.on('error', settle);
  let hasOpened = false;
  one.subscription.on('open', () => {
    if (hasOpened) settle();
    hasOpened = true;
  });
  await one.subscription.subscribePromise;
}

/** What this page has changed itself is told at once. */
function touch(className) {
  for (const one of followed.values()) if (one.className === className) one.listeners.forEach((listener) => listener());
}

/**
 * Calls `changed` when something has happened to the rows of a query, or may have. Returns what ends it. Without live
 * updates (isLive) the page is told of its own changes alone.
 */
export function follow(className, { where = {} } = {}, changed, isLive = true) {
  const key = JSON.stringify([className, where]);
  const one = followed.get(key) ?? { className, listeners: new Set() };
  one.listeners.add(changed);
  if (!followed.has(key)) {
    followed.set(key, one);
    if (isLive) subscribe(one, className, where).catch(() => {});
  }
  return () => {
    one.listeners.delete(changed);
    if (one.listeners.size || followed.get(key) !== one) return;
    followed.delete(key);
    if (one.subscription) live?.unsubscribe(one.subscription).catch(() => {});
  };
}
