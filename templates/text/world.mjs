// The world of access.json (users, and rows in every relation to them that the rules know) on a server of its own,
// made with the master key. Plain Node 18 or later, no packages. Generated.
import { readFileSync } from 'node:fs';
import { eachOf, query, startServer } from './server.mjs';

export const world = JSON.parse(readFileSync(new URL('access.json', import.meta.url), 'utf8'));
export const MASTER = world.asking - 1;
export const ALL = 100000;
const DAY = 86400000;
const PAST = '2020-01-01T00:00:00.000Z';
const FUTURE = '2090-01-01T00:00:00.000Z';

export const server = await startServer();
export const ids = new Map(); // row → objectId
export const asking = world.users.slice(0, world.asking).map((user, i) => ({ ...user, i, who: i === MASTER ? { master: true } : {} }));
export const rowsOf = Object.fromEntries(Object.keys(world.classes).map((name) => [name, []]));
world.rows.forEach((row, i) => {
  row.i = i;
  rowsOf[row.class].push(row);
});
export const unmade = []; // what is said of rows that could not be made

/** What the user finds in the class; nothing where he may not. */
export const found = async (user, name, parameters) => {
  const { status, json } = await server.call(user.who, 'GET', `/classes/${name}${query({ limit: ALL, ...parameters })}`);
  return status < 300 ? json.results : [];
};

// Rows on the wire.

let made = 0; // so that unique values and dates differ from row to row
let files; // what File fields hold: of whom the request is

// What contents of a type begin with, where there is a sign.
const signs = {
  pdf: '%PDF-1.4\n', png: '\x89PNG\r\n\x1a\n', jpg: '\xff\xd8\xff', jpeg: '\xff\xd8\xff', gif: 'GIF89a', webp: 'RIFF\0\0\0\0WEBP', bmp: 'BM', tif: 'II*\0', tiff: 'II*\0',
  heic: '\0\0\0\0ftypheic', zip: 'PK\x03\x04', gz: '\x1f\x8b', rtf: '{\\rtf', doc: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', xls: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', ppt: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
  docx: 'PK\x03\x04', xlsx: 'PK\x03\x04', pptx: 'PK\x03\x04', odt: 'PK\x03\x04', ods: 'PK\x03\x04', dcm: `${'\0'.repeat(128)}DICM`, mp3: 'ID3', m4a: '\0\0\0\0ftypM4A ',
  wav: 'RIFF\0\0\0\0WAVE', ogg: 'OggS', mp4: '\0\0\0\0ftypisom', mov: '\0\0\0\0ftypqt  ', webm: '\x1a\x45\xdf\xa3',
};

/** What is sent to store a file with the text, such as fields described so take. */
export const fileBody = (text, { files: type = 'txt' } = {}) => Buffer.from((signs[type] ?? '') + text, 'latin1');
export const fileName = ({ files: type = 'txt' } = {}) => `some.${type}`;

export function sample(name, { type, of, one, unique, files: fileType = 'txt' }, nth) {
  const day = Date.UTC(2031, 0, 1) + made * DAY;
  const samples = {
    String: () => one ?? (unique ? `${name} ${made}` : `some ${name}`),
    Number: () => (unique ? made : 7),
    Boolean: () => true,
    Date: () => ({ __type: 'Date', iso: new Date(day + nth * 60000).toISOString() }),
    Object: () => ({ some: name }),
    Array: () => (one ? [one] : of ? [] : [`some ${name}`]),
    File: () => files?.[fileType],
    GeoPoint: () => ({ __type: 'GeoPoint', latitude: 1, longitude: 2 }),
    Polygon: () => ({ __type: 'Polygon', coordinates: [[0, 0], [0, 1], [1, 1]] }),
    Bytes: () => ({ __type: 'Bytes', base64: 'AAAA' }),
  };
  return samples[type]?.();
}

export function wire(name, field, value, nth) {
  const pointer = (objectId) => ({ __type: 'Pointer', className: field.to, objectId });
  if (value?.user !== undefined) return pointer(world.users[value.user].id);
  if (value?.row !== undefined) return pointer(ids.get(value.row));
  if (value?.date) return { __type: 'Date', iso: value.date === 'past' ? PAST : FUTURE };
  return value?.any ? sample(name, field, nth) : value;
}

/** The object with which a user makes the row; `of` is told by its text, so that a subquery can ask for it. */
export function body(row, user = asking[MASTER]) {
  files = user.files ?? asking[MASTER].files;
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

export const usernameOf = (i) => `test user ${i}`;
/** The name of whom the row is about; what is nobody's is the stranger's to ask for. */
export const textOf = (row) => usernameOf(row.of < world.asking ? row.of : 1);
export const path = (row, id = ids.get(row.i)) => `/classes/${row.class}/${id}`;

export const password = 'a long enough password';

/** Plain text, and what else fields take. */
const fileTypes = new Set(['txt', ...Object.values(world.classes).flatMap(({ fields }) => Object.values(fields).flatMap(({ files: type }) => type ?? []))]);

export async function makeUsers() {
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
    for (const type of fileTypes) {
      const { status, json } = await server.call(user.who, 'POST', `/files/${fileName({ files: type })}`, fileBody('some', { files: type }));
      if (status === 201) user.files = { ...user.files, [type]: { __type: 'File', ...json } };
    }
  }
  for (const name of new Set(world.users.map((user) => user.role).filter(Boolean))) {
    const objects = world.users.filter((user) => user.role === name).map((user) => ({ __type: 'Pointer', className: '_User', objectId: user.id }));
    const role = { name, ACL: {}, users: { __op: 'AddRelation', objects } };
    const { status, json } = await server.call({ master: true }, 'POST', '/roles', role);
    if (status !== 201) throw new Error(`the role ${name} is not made: ${JSON.stringify(json)}`);
  }
}

export function unmake(row, { json }) {
  unmade.push(`${row.class}, ${row.is ?? 'a row'}: the master key cannot make it: ${JSON.stringify(json)}`);
}

/** Each row after those that it points at: a batch for each distance. */
export async function makeRows() {
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

/** Copies of rows, with `more` fields, and copies of the assignments and grants that lead to them; resolves to their ids. */
export async function copies(rows, more = {}) {
  const answers = await server.batch({ master: true }, rows.map((row) => ['POST', `/classes/${row.class}`, { ...body(row), ...more }]));
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
