// One-time codes (RFC 6238) as an authenticator app makes them.
import { createHmac, randomBytes } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret of 160 bits in base32 (RFC 4648). */
export const totpSecret = () => [...randomBytes(32)].map((byte) => BASE32[byte % 32]).join('');

const STEP = 30000; // ms
const MARGIN = 8000;

/**
 * The 6-digit code of a secret now, or some 30-second steps away. One of the past is taken when the present step goes on for
 * a while: in the next one it is too old for a server, and this process may stand still before that sees it.
 */
export function totp(secret, steps = 0) {
  const left = STEP - (Date.now() % STEP);
  if (steps < 0 && left < MARGIN) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, left);
  let bits = '';
  for (const letter of secret) bits += BASE32.indexOf(letter).toString(2).padStart(5, '0');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP) + steps));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = digest[19] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1000000).padStart(6, '0');
}
