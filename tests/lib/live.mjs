// A WebSocket client for tests of live queries: speaks RFC 6455 by hand, so that it can also break it, and
// waits for messages instead of sleeping.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { connectTo } from './wire.mjs';

const DEADLINE = 60000; // ms; sanitizers are slow, and so is a busy machine
const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

/** The bytes of one frame as a client sends it; `mask: false` and the like break the rules. */
export function frame(opcode, payload = '', { fin = true, rsv = 0, mask = true, length } = {}) {
  const bytes = Buffer.from(payload);
  const claimed = length ?? bytes.length;
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | (opcodes[opcode] ?? opcode)];
  const masked = mask ? 0x80 : 0;
  if (claimed < 126) head.push(masked | claimed);
  else if (claimed < 65536) head.push(masked | 126, claimed >> 8, claimed & 255);
  else {
    const long = Buffer.alloc(8);
    long.writeBigUInt64BE(BigInt(claimed));
    head.push(masked | 127, ...long);
  }
  if (!mask) return Buffer.concat([Buffer.from(head), bytes]);
  const key = randomBytes(4);
  return Buffer.concat([Buffer.from(head), key, bytes.map((byte, at) => byte ^ key[at % 4])]);
}

/** A frame at the start of the bytes, and what follows; null when it is not there as a whole. */
function parseFrame(bytes) {
  if (bytes.length < 2) return null;
  let length = bytes[1] & 0x7f;
  let at = 2;
  if (length === 126) {
    if (bytes.length < 4) return null;
    length = bytes.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (bytes.length < 10) return null;
    length = Number(bytes.readBigUInt64BE(2));
    at = 10;
  }
  if (bytes.length < at + length) return null;
  assert.equal(bytes[1] & 0x80, 0, 'a server masks nothing');
  return { fin: Boolean(bytes[0] & 0x80), opcode: bytes[0] & 15, payload: bytes.subarray(at, at + length), rest: bytes.subarray(at + length) };
}

/** Sends the head of an upgrade; resolves to { socket, head, rest }. */
export function handshake(base, { path, headers = {}, key = randomBytes(16).toString('base64') } = {}) {
  const url = new URL(base);
  const socket = connectTo(base);
  const lines = {
    Host: url.host, Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Key': key, 'Sec-WebSocket-Version': '13', ...headers,
  };
  socket.write(`GET ${path ?? url.pathname} HTTP/1.1\r\n${Object.entries(lines).filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const onData = (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', onData);
      socket.pause();
      resolve({ socket, key, head: bytes.subarray(0, end).toString(), rest: bytes.subarray(end + 4) });
    };
    socket.on('data', onData);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed during the handshake')));
  });
}

/** A connection to the live queries of a server. */
export class LiveClient {
  static never = 119; // the code by which a class that has no live queries is refused

  constructor({ socket, rest }, server) {
    this.socket = socket;
    this.server = server;
    this.messages = [];
    this.pongs = [];
    this.closed = null; // { code, reason } of the closing frame; code 0 when there was none
    this.requestId = 0;
    this.events = new EventEmitter().setMaxListeners(0);
    this.bytes = rest;
    socket.on('data', (chunk) => this.#receive(Buffer.concat([this.bytes, chunk])));
    socket.on('error', () => {});
    socket.on('close', () => this.#end(0, ''));
    this.#receive(this.bytes);
    socket.resume();
  }

  /** What is done with a message that has come. */
  take(message) { this.messages.push(message); }

  /** Opens a WebSocket; nothing is said on it yet. */
  static async open(server, options = {}) { return new LiveClient(await LiveClient.shake(server, options), server); }

  static async shake(server, options = {}) {
    const shaken = await handshake(options.base ?? server.base, options);
    assert.match(shaken.head, /^HTTP\/1\.1 101 /);
    const accept = createHash('sha1').update(`${shaken.key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    assert.equal(/^sec-websocket-accept: (.*)$/im.exec(shaken.head)?.[1], accept, shaken.head);
    return shaken;
  }

  /** Opens one and connects it: with `token`, `master`, or other members of the message. */
  static async connect(server, { token, master, message = {}, ...options } = {}) {
    const client = await LiveClient.open(server, options);
    client.send({
      op: 'connect', applicationId: server.appId, ...(server.javascriptKey ? { javascriptKey: server.javascriptKey } : {}),
      ...(master ? { masterKey: server.masterKey } : {}), ...(token ? { sessionToken: token } : {}), ...message,
    });
    client.connected = await client.next(({ op }) => op === 'connected');
    return client;
  }

  #end(code, reason) {
    this.closed ??= { code, reason };
    this.events.emit('news');
  }

  #receive(bytes) {
    this.bytes = bytes;
    for (let parsed = parseFrame(this.bytes); parsed; parsed = parseFrame(this.bytes)) {
      this.bytes = parsed.rest;
      if (parsed.opcode === opcodes.text) this.take(JSON.parse(parsed.payload.toString()));
      else if (parsed.opcode === opcodes.pong) this.pongs.push(parsed.payload.toString());
      else if (parsed.opcode === opcodes.ping && this.answersPings !== false) this.socket.write(frame('pong', parsed.payload));
      else if (parsed.opcode === opcodes.close) this.#end(parsed.payload.readUInt16BE(0), parsed.payload.subarray(2).toString());
      this.events.emit('news');
    }
  }

  raw(bytes) { this.socket.write(bytes); }

  send(message) { this.raw(frame('text', JSON.stringify(message))); }

  /** Waits until something holds. */
  async until(holds, what = 'what was waited for') {
    const deadline = Date.now() + DEADLINE;
    for (;;) {
      const value = holds();
      if (value) return value;
      if (Date.now() > deadline) throw new Error(`${what} did not come; there were ${JSON.stringify(this.messages.slice(-5))}, closed: ${JSON.stringify(this.closed)}`);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, 500);
        this.events.once('news', () => { clearTimeout(timer); resolve(); });
      });
    }
  }

  /** Takes the first message that fits off the list, waiting for it. */
  next(fits = () => true) {
    return this.until(() => {
      const at = this.messages.findIndex(fits);
      if (at < 0 && this.closed) throw new Error(`closed: ${JSON.stringify(this.closed)}`);
      return at < 0 ? null : this.messages.splice(at, 1)[0];
    }, String(fits));
  }

  /** Subscribes, and resolves to the answer: "subscribed", or an error. */
  async ask(className, where = {}, { keys, watch, token, since, op = 'subscribe', requestId = ++this.requestId } = {}) {
    this.send({
      op, requestId, query: { className, where, ...(keys ? { keys } : {}), ...(watch ? { watch } : {}) },
      ...(token ? { sessionToken: token } : {}), ...(since ? { since } : {}),
    });
    return this.next((message) => message.requestId === requestId && ['subscribed', 'error'].includes(message.op));
  }

  /** Subscribes, and resolves to the subscription's number. */
  async subscribe(className, where, options) {
    const answer = await this.ask(className, where, options);
    assert.equal(answer.op, 'subscribed', JSON.stringify(answer));
    return answer.requestId;
  }

  /** The next event, of a subscription where its number is given. */
  event(requestId) {
    return this.next(({ op, requestId: of }) => ['create', 'enter', 'update', 'leave', 'delete'].includes(op) && (requestId === undefined || of === requestId));
  }

  /** All events that have come and were not taken: an answer comes behind the events of what was written before. */
  async settled() {
    this.send({ op: 'unsubscribe', requestId: -1 });
    await this.next(({ op, error }) => op === 'error' && error.includes('subscriptionId -1.'));
    return this.messages.splice(0).filter(({ op }) => ['create', 'enter', 'update', 'leave', 'delete'].includes(op));
  }

  async isClosed() {
    await this.until(() => this.closed, 'the end of the connection');
    return this.closed;
  }

  close() { this.socket.destroy(); }
}
