// A client of Parse's REST protocol, no larger than the tests need, and a raw socket for requests that
// no well-behaved client would send. Nothing here throws on an error status: tests look at the answer.
import http from 'node:http';
import https from 'node:https';
import assert from 'node:assert/strict';
import { connectTo, trusted } from './wire.mjs';

const KEPT_MILLISECONDS = 5000; // a server keeps a silent one for 20 s, or as long as a test says

/** Takes no connection again that the server may have closed while this process stood still: node would not know yet. */
const keeping = (Agent) => class extends Agent {
  keepSocketAlive(socket) {
    socket.keptSince = performance.now();
    return super.keepSocketAlive(socket);
  }

  addRequest(request, options, ...more) {
    for (const socket of this.freeSockets[this.getName(options)] ?? []) if (performance.now() - socket.keptSince > KEPT_MILLISECONDS) socket.destroy();
    return super.addRequest(request, options, ...more);
  }
};

// Connections are kept open, as apps do; not to a reference server, which drops some after an error.
const keepAlive = !process.env.CAREGEN_TEST_BASE;
const agents = { 'http:': new (keeping(http.Agent))({ keepAlive }), 'https:': new (keeping(https.Agent))({ keepAlive }) };

/** Sends one HTTP request as it is given and returns { status, headers, bytes, text, json }. */
export function send(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const { protocol } = new URL(url);
    const request = (protocol === 'https:' ? https : http).request(url, { method, headers, agent: agents[protocol], ca: trusted() }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString('utf8');
        let json;
        try {
          json = JSON.parse(text);
        } catch {
          json = undefined; // some answers have no body, and what is not JSON is seen in `text`
        }
        resolve({ status: response.statusCode, headers: response.headers, bytes, text, json });
      });
    });
    request.on('error', (error) => {
      // A kept connection may be closed for idleness at the moment it is used again: ask anew.
      if (request.reusedSocket && method === 'GET' && error.code === 'ECONNRESET') resolve(send(url, { method, headers, body }));
      else reject(error);
    });
    request.setTimeout(60000, () => request.destroy(new Error(`${method} ${url}: no answer in a minute`)));
    if (body !== undefined) request.write(body);
    request.end();
  });
}

/** The client of one server: call(method, path, { body, session, master, headers }). */
export function client(server) {
  const parseHeaders = ({ session, master, headers }) => {
    const all = { 'X-Parse-Application-Id': server.appId };
    if (server.restKey) all['X-Parse-REST-API-Key'] = server.restKey;
    if (session) all['X-Parse-Session-Token'] = session;
    if (master) all['X-Parse-Master-Key'] = server.masterKey;
    for (const [name, value] of Object.entries(headers ?? {})) {
      const same = Object.keys(all).find((key) => key.toLowerCase() === name.toLowerCase());
      if (same) delete all[same];
      if (value !== undefined) all[name] = value;
    }
    return all;
  };
  /** `body` is sent as JSON; a string or a Buffer is sent as it is. */
  const call = (method, path, options = {}) => {
    const headers = parseHeaders(options);
    let { body } = options;
    if (body !== undefined) {
      if (typeof body !== 'string' && !Buffer.isBuffer(body)) body = JSON.stringify(body);
      headers['Content-Type'] ??= 'application/json';
      headers['Content-Length'] ??= Buffer.byteLength(body);
    }
    return send(server.base + path, { method, headers, body });
  };
  return {
    server,
    call,
    /** Creates an object and returns its objectId; fails the test when it is not created. */
    async create(className, object, options = {}) {
      const answer = await call('POST', classPath(className), { body: object, ...options });
      assert.equal(answer.status, 201, `create ${className}: ${answer.text}`);
      return answer.json.objectId;
    },
    /** One object, as the caller sees it; fails the test when there is none. */
    async fetch(className, objectId, options = {}) {
      const answer = await call('GET', `${classPath(className)}/${objectId}`, options);
      assert.equal(answer.status, 200, `get ${className} ${objectId}: ${answer.text}`);
      return answer.json;
    },
    /** The results of a query; fails the test when it is refused. */
    async find(className, parameters = {}, options = {}) {
      const answer = await call('GET', classPath(className) + query(parameters), options);
      assert.equal(answer.status, 200, `find ${className} ${JSON.stringify(parameters)}: ${answer.text}`);
      return answer.json.results;
    },
    /** Signs a new user up: { id, username, password, session, pointer }. */
    async signUp(username = unique('user'), extra = {}) {
      const password = `password of ${username}`;
      const answer = await call('POST', '/users', { body: { username, password, ...extra } });
      assert.equal(answer.status, 201, `sign up ${username}: ${answer.text}`);
      const { objectId: id, sessionToken: session } = answer.json;
      return { id, username, password, session, pointer: pointer('_User', id) };
    },
    /** Creates a role with the master key; users are those of signUp(), roles are objectIds. */
    async createRole(name, users = [], roles = []) {
      const relation = (className, ids) => ({
        __op: 'AddRelation',
        objects: ids.map((id) => pointer(className, id)),
      });
      const role = { name, ACL: {} };
      if (users.length) role.users = relation('_User', users.map((user) => user.id));
      if (roles.length) role.roles = relation('_Role', roles);
      const answer = await call('POST', '/roles', { body: role, master: true });
      assert.equal(answer.status, 201, `role ${name}: ${answer.text}`);
      return answer.json.objectId;
    },
  };
}

/** Classes of Parse's own have paths of their own. */
export function classPath(className) {
  return { _User: '/users', _Role: '/roles', _Session: '/sessions' }[className] ?? `/classes/${className}`;
}

/** "?where=…&order=…": strings and numbers as they are, anything else as JSON. */
export function query(parameters) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    search.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

export const pointer = (className, objectId) => ({ __type: 'Pointer', className, objectId });
export const date = (iso) => ({ __type: 'Date', iso: new Date(iso).toISOString() });
export const geoPoint = (latitude, longitude) => ({ __type: 'GeoPoint', latitude, longitude });

/** Only the given users may read and write; "*" stands for everyone. */
export const access = (...ids) => Object.fromEntries(ids.map((id) => [id, { read: true, write: true }]));

let counter = 0;
/** A name that no other test, process or run uses. */
export function unique(prefix) {
  counter += 1;
  return `${prefix}_${process.pid.toString(36)}_${Date.now().toString(36)}_${counter}`;
}

const describeAnswer = ({ status, text }) => `answered ${status} ${text.slice(0, 500)}`;

/**
 * The answer is an error with this status, code and message (a string, or a pattern). An array of codes
 * means any of them: where the protocol says that something is refused, but not with which code.
 */
export function assertError(answer, status, code, message) {
  const said = describeAnswer(answer);
  assert.equal(answer.status, status, said);
  if (Array.isArray(code)) assert.ok(code.includes(answer.json?.code), `${said}, not one of ${code}`);
  else assert.equal(answer.json?.code, code, said);
  assert.equal(typeof answer.json.error, 'string', said);
  if (message instanceof RegExp) assert.match(answer.json.error, message);
  else if (message !== undefined) assert.equal(answer.json.error, message);
}

/** The answer is a success with this status. */
export function assertStatus(answer, status) {
  assert.equal(answer.status, status, describeAnswer(answer));
}

/**
 * Writes bytes to the server's socket and returns all it answers until it closes the connection.
 * With `halfClose` the server sees that nothing more will come. The deadline is below what the server waits for a head (20 s).
 */
export function raw(server, bytes, { halfClose = false, deadline = 18000 } = {}) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    const socket = connectTo(server.base);
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`the connection was still open after ${deadline} ms`));
    }, deadline);
    const finish = () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString('latin1'));
    };
    socket.on(socket.encrypted ? 'secureConnect' : 'connect', () => (halfClose ? socket.end(bytes) : socket.write(bytes)));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', finish); // a server may well reset a connection that sent it garbage
    socket.on('close', finish);
  });
}
