// Random values from a seed: the same ones in every run, so that a failure can be seen again.

/** A generator with the methods that tests of values need. */
export function randomFrom(seed) {
  let state = (seed * 2654435769) >>> 0;

  /** From 0 to below 1: a multiplication and a xor-shift mix a counter. */
  function unit() {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
  }
  const below = (limit) => Math.floor(unit() * limit);
  const pick = (list) => list[below(list.length)];

  const letters = ['a', 'B', '7', ' ', '"', '\\', '/', '\n', '\t', '\u0001', '\u001f', '\u007f', 'é', '你', '\u2028', '🙂', '{', ']', ':', "'", ';', '%', '<'];
  const string = () => Array.from({ length: below(12) }, () => pick(letters)).join('');
  const number = () => pick([() => below(1000), () => -below(1e9), () => below(1e6) / 100, () => unit() * 1e-9, () => unit() * 1e25, () => 0])();
  const key = () => pick(['a', 'b', 'key', 'Ünï', 'with space', 'quote"', '', 'back\\slash']);
  const atom = () => pick([string, number, () => true, () => false, () => null])();
  const array = (depth) => Array.from({ length: below(5) }, () => json(depth - 1));
  const object = (depth) => Object.fromEntries(Array.from({ length: below(5) }, () => [key(), json(depth - 1)]));

  /** Any JSON value, nested at most so deep. */
  function json(depth) {
    return depth > 0 ? pick([atom, () => array(depth), () => object(depth)])() : atom();
  }

  /** The text with some bytes lost, doubled, swapped or replaced. */
  function damaged(text) {
    const bytes = Array.from(text);
    for (let i = below(3); i >= 0; i--) {
      const at = below(bytes.length);
      pick([
        () => bytes.splice(at, 1),
        () => bytes.splice(at, 0, bytes[at] ?? ''),
        () => bytes.splice(at, 1, String.fromCharCode(below(128))),
        () => bytes.splice(at, 2, bytes[at + 1] ?? '', bytes[at] ?? ''),
        () => bytes.splice(at, bytes.length),
      ])();
    }
    return bytes.join('');
  }

  return { unit, below, pick, string, number, array, object, json, damaged };
}
