// The one way to the server: the emitted typed client over Parse's JavaScript SDK. What is asked of a template's class is
// asked by that class (client/trial.ts and its like), so that its names and types are checked; what goes by the model
// alone has classOf(name). Rows come out as plain JSON in the protocol's form, with a className each.
import Parse from 'parse';
import { accessReport as accessesOf, exportRecord as recordOf, Query, sign as signObject, signaturesOf, versionsOf, type Model, type ModelClass } from './client/query.ts';
import type { Asked, Changes, FileValue, Made, Row } from './row_types.ts';

interface Fault extends Error {
  code?: number;
}

/** What the SDK has and does not tell the compiler. */
const sdk = Parse as any;

export const SESSION_ENDED = 209; // Parse's INVALID_SESSION_TOKEN
const NOT_CONNECTED = 100; // CONNECTION_FAILED
const SETTLE = 120; // ms in which events of one change come together
const ACCEPTABLE_NAME = /[^A-Za-z0-9@. ~_-]+/g; // what may not stand in the name of a stored file

export const base = new URL('.', location.href); // a proxy may have put a path in front

/** The SDK keeps what it wants to keep in the page's memory: nothing of a record is left behind on the machine. */
const memory = new Map<string, any>();
const storage = {
  async: 0,
  getItem: (key: string) => memory.get(key) ?? null,
  setItem: (key: string, value: unknown) => memory.set(key, value),
  removeItem: (key: string) => memory.delete(key),
  getAllKeys: () => [...memory.keys()],
  clear: () => memory.clear(),
};

type Listener = (value: any) => void;
const listeners = { ended: new Set<Listener>(), offline: new Set<Listener>(), notice: new Set<Listener>() };
const tell = (what: keyof typeof listeners, value: unknown) => listeners[what].forEach((listener) => listener(value));

/** Calls the listener when the session has ended, when the server is out of reach and when it is there again, and when
 * an answer carries a notice of disclosure; returns what takes the listener away again. */
export function listen(what: keyof typeof listeners, listener: Listener) {
  listeners[what].add(listener);
  return () => listeners[what].delete(listener);
}

let isOffline = false;
function setOffline(value: boolean) {
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
    const answer = await plain(...request).catch((error: Error) => {
      throw Object.assign(new Error(error.message), { code: NOT_CONNECTED });
    });
    const notice = answer.headers.get('X-Disclosure-Notice');
    if (notice) tell('notice', notice);
    return answer;
  };
}

/** To be called once, with what app/settings.json says. */
export function connect({ applicationId, javascriptKey, apiPath }: { applicationId: string; javascriptKey?: string; apiPath?: string }) {
  sdk.CoreManager.setStorageController(storage);
  Parse.Object.disableSingleInstance();
  Parse.initialize(applicationId, javascriptKey as string);
  Parse.serverURL = new URL(`.${apiPath || '/'}`, base).href.replace(/\/$/, '');
  Parse.enableLocalDatastore(); // in memory, as everything: it lasts as long as the page
  watchAnswers();
  globalThis.addEventListener('online', askAnew);
}

/** Runs what asks the server: tells when a session has ended, and whether the server was there. */
async function ask<T>(run: () => Promise<T>): Promise<T> {
  try {
    const answer = await run();
    setOffline(false);
    return answer;
  } catch (thrown) {
    const error: Fault = thrown instanceof Error ? thrown : new Parse.Error(NOT_CONNECTED, String((thrown as any)?.error ?? thrown));
    if (isUnreachable(error)) setOffline(true);
    if (error.code === SESSION_ENDED && Parse.User.current()) tell('ended', error);
    throw error;
  }
}

export const isUnreachable = (error: Fault) => error.code === NOT_CONNECTED;

// Accounts.

const identityOf = (user: Parse.User) => ({ token: user.getSessionToken(), userId: user.id, username: user.getUsername() });

/** Signs in, with the code of a second factor where there is one: { token, userId, username }. */
export async function signIn(username: string, password: string, code?: string) {
  const user = code ? () => Parse.User.logInWithAdditionalAuth(username, password, { mfa: { token: code } } as any) : () => Parse.User.logIn(username, password);
  return identityOf(await ask(user));
}

export async function signUp(username: string, password: string, email?: string) {
  const user = new Parse.User();
  user.set({ username, password, ...(email ? { email } : {}) });
  return identityOf(await ask(() => user.signUp()));
}

/** Goes on with a session that was kept for this tab; null when it has ended. */
export async function goOn(token: string) {
  try {
    return identityOf(await ask(() => Parse.User.become(token)));
  } catch (error) {
    if ((error as Fault).code === SESSION_ENDED) return null;
    throw error;
  }
}

/** Forgets the user and all that was read; the session itself ends where the server can be reached. */
export async function signOut({ isEnded = false } = {}) {
  const sessionToken = Parse.User.current()?.getSessionToken();
  closeLive();
  isPinning = false;
  memory.clear();
  sdk.User._clearCache();
  // Last, since it may take long: whoever signs in meanwhile is left alone.
  if (sessionToken && !isEnded) await sdk.CoreManager.getRESTController().request('POST', 'logout', {}, { sessionToken }).catch(() => {});
}

/** The names of the Parse roles that the user is in. */
export async function roleNames() {
  const query = new Parse.Query(Parse.Role).equalTo('users' as never, Parse.User.current() as never);
  return (await ask(() => query.find())).map((role) => role.getName());
}

// Classes.

const named = new Map<string, ModelClass<Model>>();

/** A class of which nothing is known but its name. */
export function classOf(name: string): ModelClass<Model> {
  const type = named.get(name) ?? class extends Parse.Object {
    constructor() {
      super(name);
    }
  };
  named.set(name, type);
  return type;
}

const names = new WeakMap<ModelClass<any>, string>();

export function nameOf(type: ModelClass<any>): string {
  const name = names.get(type) ?? new type().className;
  names.set(type, name);
  return name;
}

// Rows.

/** A Parse.Object as plain JSON, included rows as well. */
const plainOf = <T extends Model>(object: T) => ({ className: object.className, ...(object as any)._toFullJSON() }) as Row<T>;

function queryOf<T extends Model>(type: ModelClass<T>, { where = {}, order, include, limit = 200, skip }: Asked<T>): Query<T> {
  const query = new Query(type).where(where).limit(limit);
  for (const key of [order ?? []].flat() as string[]) {
    if (key.startsWith('-')) query.descending(key.slice(1) as never);
    else query.ascending(key as never);
  }
  if (include) query.include(...include);
  return skip ? query.skip(skip) : query;
}

const pinName = (className: string, options: object) => JSON.stringify([className, options]);

let isPinning = false;

/** Whether what is read is pinned, in this page's memory, to be read on while the server is out of reach. */
export const isKept = () => isPinning;
export async function keepForOffline(isOn: boolean) {
  isPinning = isOn;
  if (!isOn) await forgetPinned();
}

async function forgetPinned() {
  await sdk.LocalDatastore._clear();
  for (const key of memory.keys()) if (key.startsWith('order:')) memory.delete(key);
}

async function pin(name: string, objects: Parse.Object[]) {
  await Parse.Object.unPinAllObjectsWithName(name);
  await Parse.Object.pinAllWithName(name, objects);
  memory.set(`order:${name}`, { ids: objects.map(({ id }) => id), at: new Date() });
}

/** { rows, since } of a query; what was read before, and since when it is so, while the server is out of reach. */
export async function find<T extends Model>(type: ModelClass<T>, options: Asked<T> = {}): Promise<{ rows: Row<T>[]; since?: Date }> {
  const name = pinName(nameOf(type), options);
  try {
    const objects = await ask(() => queryOf(type, options).find());
    if (isPinning) await pin(name, objects);
    return { rows: objects.map(plainOf) };
  } catch (error) {
    const kept = memory.get(`order:${name}`);
    if (!isUnreachable(error as Fault) || !kept) throw error;
    const objects = await new Parse.Query(type).fromPinWithName(name).find();
    return { rows: kept.ids.map((id: string) => objects.find((one) => one.id === id)).filter(Boolean).map(plainOf), since: kept.at };
  }
}

export const first = async <T extends Model>(type: ModelClass<T>, options: Asked<T>) => (await find(type, { ...options, limit: 1 })).rows[0];

const objectOf = <T extends Model>(type: ModelClass<T>, objectId: string): T => Object.assign(new type(), { id: objectId });

async function store(object: Model, values: object) {
  for (const [name, value] of Object.entries(values)) {
    if (value === null) object.unset(name);
    else object.set(name, sdk._decode(name, value));
  }
  await ask(() => object.save(null, { cascadeSave: false }));
  touch(object.className);
  return object.id as string;
}

/** Makes a row of values in the protocol's form. Returns its id. */
export const create = <T extends Model>(type: ModelClass<T>, values: Made<T>) => store(new type(), values);

/** Changes a row; values are in the protocol's form, null takes one away. */
export const save = <T extends Model>(type: ModelClass<T>, objectId: string, changes: Changes<T>) => store(objectOf(type, objectId), changes);

export async function remove(type: ModelClass<Model>, objectId: string) {
  await ask(() => objectOf(type, objectId).destroy());
  touch(nameOf(type));
}

/** Makes a change, or without an objectId a row, with an electronic signature. */
export async function sign<T extends Model>(type: ModelClass<T>, { objectId, changes, ...given }: { objectId?: string; version?: number; changes: Changes<T>; meaning: string; password: string }) {
  const object = objectId ? objectOf(type, objectId) : new type();
  await ask(() => signObject(object, { ...given, changes: changes as never })); // the protocol's form is what the SDK would make of it
  touch(nameOf(type));
}

/** The versions of a row, the newest first. */
export const versions = (type: ModelClass<Model>, objectId: string) => ask(() => versionsOf(objectOf(type, objectId), { order: '-_version' }));

export const signatures = (type: ModelClass<Model>, objectId: string) => ask(() => signaturesOf(objectOf(type, objectId)));

export const exportRecord = () => ask(() => recordOf());

/** Who has had to do with the user's own record: { results, next }, the latest first, a page behind `after`. */
export const accessReport = (after?: string) => ask(() => accessesOf({ limit: 30, ...(after ? { after } : {}) }));

/** Stores a file, and returns the File that a field takes. */
export async function upload(file: File): Promise<FileValue> {
  const [, stem = '', extension = ''] = /^(.*?)(\.[A-Za-z0-9]+)?$/.exec(file.name) ?? [];
  const name = `${stem.normalize('NFKD').replaceAll(ACCEPTABLE_NAME, '').replace(/^[^A-Za-z0-9]+/, '') || 'file'}${extension}`;
  const stored = await ask(() => Promise.resolve(new Parse.File(name, file as any, file.type || undefined).save()));
  return (stored as Parse.File).toJSON() as FileValue;
}

// Live updates.

const EVENTS = ['create', 'update', 'enter', 'leave', 'delete'];

interface Followed {
  className: string;
  listeners: Set<() => void>;
  subscription?: any;
}

let live: any; // the session's connection; the SDK's default one is made anew by each of several that ask at once
const followed = new Map<string, Followed>(); // what is followed already, by class and condition

async function liveClient() {
  const applicationId = sdk.CoreManager.get('APPLICATION_ID');
  const javascriptKey = sdk.CoreManager.get('JAVASCRIPT_KEY') ?? undefined;
  const sessionToken = Parse.User.current()?.getSessionToken();
  live ??= new sdk.LiveQueryClient({ applicationId, javascriptKey, sessionToken, serverURL: (Parse.serverURL as string).replace(/^http/, 'ws') });
  if (live.shouldOpen()) live.open();
  return live;
}

function closeLive() {
  live?.close();
  live = undefined;
  followed.clear();
}

async function subscribe<T extends Model>(one: Followed, type: ModelClass<T>, where: Asked<T>['where']) {
  const client = await liveClient();
  one.subscription = client.subscribe(queryOf(type, { where }).sdk, Parse.User.current()?.getSessionToken());
  // Events of one change come together; after a connection that broke, what happened meanwhile is to be found.
  let timer: ReturnType<typeof setTimeout>;
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

/** A device that is connected again asks for all that is shown: it may have been told of no change meanwhile. */
function askAnew() {
  for (const one of followed.values()) one.listeners.forEach((listener) => listener());
}

/** What this page has changed itself is told at once. */
function touch(className: string) {
  for (const one of followed.values()) if (one.className === className) one.listeners.forEach((listener) => listener());
}

/**
 * Calls `changed` when something has happened to the rows of a query, or may have. Returns what ends it. Without live
 * updates (isLive) the page is told of its own changes alone.
 */
export function follow<T extends Model>(type: ModelClass<T>, { where }: Asked<T>, changed: () => void, isLive = true) {
  const className = nameOf(type);
  const key = JSON.stringify([className, where ?? {}]);
  const one = followed.get(key) ?? { className, listeners: new Set() };
  one.listeners.add(changed);
  if (!followed.has(key)) {
    followed.set(key, one);
    if (isLive) subscribe(one, type, where).catch(() => {});
  }
  return () => {
    one.listeners.delete(changed);
    if (one.listeners.size || followed.get(key) !== one) return;
    followed.delete(key);
    if (one.subscription) live?.unsubscribe(one.subscription).catch(() => {});
  };
}
