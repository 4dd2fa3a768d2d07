// A client of live queries (Parse's LiveQuery protocol over a WebSocket), no larger than the tests need. Plain Node 18
// or later, no packages. Generated.
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

function open(url) {
  const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': 13, 'Sec-WebSocket-Key': randomBytes(16).toString('base64') };
  return new Promise((resolve, reject) => {
    http.get(url, { headers }, () => reject(new Error('there is no WebSocket'))).on('upgrade', (_answer, socket) => resolve(socket)).on('error', reject);
  });
}

/**
 * Connects somebody, by members of the first message. `subscribe(className)` resolves to whether it may be, `events()`
 * to those that have come since it was last asked: all of what was written before.
 */
export async function liveClient(url, who) {
  const socket = await open(url);
  const messages = [];
  const waiting = []; // one for each message that is to be answered, in order
  let bytes = Buffer.alloc(0);
  let number = 0;
  const take = (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let one = bytes.length > 1 && firstFrame(bytes); one; one = bytes.length > 1 && firstFrame(bytes)) {
      bytes = one.rest;
      if (one.opcode === PING) socket.write(frame(PONG, one.payload));
      if (one.opcode === CLOSE) socket.destroy();
      if (one.opcode !== 1) continue;
      const message = JSON.parse(one.payload.toString());
      if (message.object) messages.push(message);
      else waiting.shift()?.resolve(message);
    }
  };
  const ask = (message) => new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    socket.write(frame(TEXT, Buffer.from(JSON.stringify(message))));
  });
  socket.on('data', take);
  socket.on('error', () => {});
  socket.on('close', () => waiting.splice(0).forEach(({ reject }) => reject(new Error('a live query was closed'))));
  const answer = await ask({ op: 'connect', applicationId: 'test', ...who });
  if (answer.op !== 'connected') throw new Error(`a live query was answered ${JSON.stringify(answer)}`);
  return {
    async subscribe(className, where = {}) {
      const { op, code } = await ask({ op: 'subscribe', requestId: ++number, query: { className, where } });
      if (op === 'error' && ![101, 119, 209].includes(code)) throw new Error(`a live query of ${className} was answered ${code}`);
      return op === 'subscribed';
    },
    async events() {
      await ask({ op: 'unsubscribe', requestId: -1 }); // its answer comes behind them
      return messages.splice(0);
    },
    close: () => socket.destroy(),
  };
}
