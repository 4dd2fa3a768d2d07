// The audit trail's chain once more, from the description in docs/audit.md alone: BLAKE2b-256 as RFC 7693 has
// it, and the bytes that an entry is hashed as. Node's own blake2b512 is another hash: the length of the
// output is one of its parameters.

const MASK = (1n << 64n) - 1n;
const IV = [
  0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n,
];
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const COLUMNS = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15]];
const DIAGONALS = [[0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];
const rotate = (value, bits) => ((value >> BigInt(bits)) | (value << BigInt(64 - bits))) & MASK;

function compress(state, block, counter, isLast) {
  const words = Array.from({ length: 16 }, (_, i) => block.readBigUInt64LE(8 * i));
  const v = [...state, ...IV];
  v[12] ^= BigInt(counter);
  if (isLast) v[14] ^= MASK;
  for (let round = 0; round < 12; round += 1) {
    const order = SIGMA[round % 10];
    [...COLUMNS, ...DIAGONALS].forEach(([a, b, c, d], i) => {
      v[a] = (v[a] + v[b] + words[order[2 * i]]) & MASK;
      v[d] = rotate(v[d] ^ v[a], 32);
      v[c] = (v[c] + v[d]) & MASK;
      v[b] = rotate(v[b] ^ v[c], 24);
      v[a] = (v[a] + v[b] + words[order[2 * i + 1]]) & MASK;
      v[d] = rotate(v[d] ^ v[a], 16);
      v[c] = (v[c] + v[d]) & MASK;
      v[b] = rotate(v[b] ^ v[c], 63);
    });
  }
  return state.map((word, i) => word ^ v[i] ^ v[i + 8]);
}

/** BLAKE2b of the bytes, with an output of that many bytes and no key. */
export function blake2b(bytes, outputBytes = 32) {
  let state = [...IV];
  state[0] ^= 0x01010000n ^ BigInt(outputBytes);
  const blocks = Math.max(1, Math.ceil(bytes.length / 128));
  for (let i = 0; i < blocks; i += 1) {
    const block = Buffer.alloc(128);
    bytes.copy(block, 0, 128 * i, Math.min(bytes.length, 128 * (i + 1)));
    state = compress(state, block, Math.min(bytes.length, 128 * (i + 1)), i === blocks - 1);
  }
  const output = Buffer.alloc(64);
  state.forEach((word, i) => output.writeBigUInt64LE(word, 8 * i));
  return output.subarray(0, outputBytes);
}

const integer = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
};

const text = (value) => {
  if (value === null || value === undefined) return Buffer.alloc(8, 0xff);
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([integer(bytes.length), bytes]);
};

/** The hash of an entry { number, at (ms), actor, action, entityType, entityId, payload (text) }. */
export function entryHash(previous, entry) {
  return blake2b(Buffer.concat([
    previous,
    integer(entry.number),
    integer(entry.at),
    ...[entry.actor, entry.action, entry.entityType, entry.entityId, entry.payload].map(text),
  ]));
}
