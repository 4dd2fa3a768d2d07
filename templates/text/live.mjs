// Clients of live queries, by Parse's LiveQuery protocol and by GraphQL's graphql-transport-ws, no larger than the tests
// need. Plain Node 18 or later, no packages. Generated.
import { randomBytes } from 'node:crypto';
import http from 'node:http';

const MASKED = 0x80;
const TEXT = 0x81; // one whole frame
const [CLOSE, PING, PONG] = [8, 9, 0x8a];

/** A frame as a client sends it: masked. */
function frame(head, payload) {
  const mask = randomBytes(4);
  const length = payload.length < 126 ? [MASKED | payload.length] : [MASKED | 126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([head, ...length]), mask, payload.map((byte, i) => byte ^ mask[i % 4])]);
}

/** The first frame of the bytes, and the rest; null when it is not there as a whole. */
function firstFrame(bytes) {
  const short = bytes[1] & 127;
  const at = { 126: 4, 127: 10 }[short] ?? 2;
  if (bytes.length < at) return null;
  const length = { 4: () => bytes.readUInt16BE(2), 10: () => Number(bytes.readBigUInt64BE(2)) }[at]?.() ?? short;
  return bytes.length < at + length ? null : { opcode: bytes[0] & 15, payload: bytes.subarray(at, at + length), rest: bytes.subarray(at + length) };
}

function open(url, protocol) {
  const headers = { ...(protocol ? { 'Sec-WebSocket-Protocol': protocol } : {}), Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': 13, 'Sec-WebSocket-Key': randomBytes(16).toString('base64') };
  return new Promise((resolve, reject) => {
    http.get(url, { headers }, () => reject(new Error('there is no WebSocket'))).on('upgrade', (_answer, socket) => resolve(socket)).on('error', reject);
  });
}

/** A WebSocket whose messages are JSON: `take` has those that come, `end` is told when there will be none. */
async function connect(url, protocol, take, end) {
  const socket = await open(url, protocol);
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let one = bytes.length > 1 && firstFrame(bytes); one; one = bytes.length > 1 && firstFrame(bytes)) {
      bytes = one.rest;
      if (one.opcode === PING) socket.write(frame(PONG, one.payload));
      if (one.opcode === CLOSE) socket.destroy();
      if (one.opcode === 1) take(JSON.parse(one.payload.toString()));
    }
  });
  socket.on('error', () => {});
  socket.on('close', end);
  return { send: (message) => socket.write(frame(TEXT, Buffer.from(JSON.stringify(message)))), close: () => socket.destroy() };
}

/** Whoever does not read in time, or takes the server too long to tell, is closed: on a busy machine that happens to a test, too. */
export class Closed extends Error {}

/** What waits for answers, which come in the order of what was asked, until there will be none. */
function answers() {
  const waiting = [];
  let isOver = false;
  return {
    next: () => new Promise((resolve, reject) => {
      if (isOver) reject(new Closed('a live query was closed'));
      else waiting.push({ resolve, reject });
    }),
    take: (message) => waiting.shift()?.resolve(message),
    end: () => {
      isOver = true;
      waiting.splice(0).forEach(({ reject }) => reject(new Closed('a live query was closed')));
    },
  };
}

/**
 * Connects somebody, by members of the first message. `subscribe(className)` resolves to whether it may be, `events()`
 * to those that have come since it was last asked: all of what was written before.
 */
export async function liveClient(url, who) {
  const messages = [];
  const open = new Set(); // subscriptions, by number
  let isEnded = false; // one of them was, by the server
  const waiting = answers();
  const take = (message) => {
    if (message.object) messages.push(message);
    else if (message.op === 'error' && open.has(message.requestId)) isEnded = true;
    else waiting.take(message);
  };
  const socket = await connect(url, null, take, waiting.end);
  let number = 0;
  const ask = (message) => {
    const answer = waiting.next();
    socket.send(message);
    return answer;
  };
  const answer = await ask({ op: 'connect', applicationId: 'test', ...who });
  if (answer.op !== 'connected') throw new Error(`a live query was answered ${JSON.stringify(answer)}`);
  return {
    async subscribe(className, where = {}) {
      const requestId = ++number;
      const { op, code } = await ask({ op: 'subscribe', requestId, query: { className, where } });
      if (op === 'error' && ![101, 119, 209].includes(code)) throw new Error(`a live query of ${className} was answered ${code}`);
      if (op === 'subscribed') open.add(requestId);
      return op === 'subscribed';
    },
    async events() {
      await ask({ op: 'unsubscribe', requestId: -1 }); // its answer comes behind them
      if (isEnded) throw new Closed('a subscription was ended');
      return messages.splice(0);
    },
    close: socket.close,
  };
}

/**
 * The same by GraphQL: `who` is the payload of connection_init, `documentOf(className)` the subscription, whose field is
 * called `told`, or nothing where the schema has none; events are as of Parse's protocol.
 */
export async function graphqlClient(url, who, documentOf) {
  const messages = [];
  const refused = new Map(); // by the operation's id: the code
  const open = new Set(); // operations that were not
  let isEnded = false; // one of them was, since
  const waiting = answers();
  const take = ({ type, id, payload }) => {
    const told = payload?.data?.told;
    if (open.has(id) && !told) isEnded = true;
    else if (type === 'error') refused.set(id, payload[0].extensions?.code);
    else if (type !== 'next') waiting.take({ type });
    else messages.push({ op: told.event, object: { objectId: told.objectId, ...Object.fromEntries(Object.entries(told.node ?? {}).filter(([, value]) => value !== null)) } });
  };
  const socket = await connect(`${url}/graphql`, 'graphql-transport-ws', take, waiting.end);
  let number = 0;
  const ask = (message) => {
    const answer = waiting.next();
    socket.send(message);
    return answer;
  };
  await ask({ type: 'connection_init', payload: { 'X-Parse-Application-Id': 'test', ...who } });
  return {
    async subscribe(className) {
      const query = documentOf(className);
      const id = String(++number);
      if (!query) return false;
      socket.send({ type: 'subscribe', id, payload: { query } });
      await ask({ type: 'ping' }); // its answer comes behind a refusal, and behind events
      if (refused.has(id) && ![101, 119, 209].includes(refused.get(id))) throw new Error(`a subscription to ${className} was answered ${refused.get(id)}`);
      if (!refused.has(id)) open.add(id);
      return !refused.has(id);
    },
    async events() {
      await ask({ type: 'ping' });
      if (isEnded) throw new Closed('a subscription was ended');
      return messages.splice(0);
    },
    close: socket.close,
  };
}
