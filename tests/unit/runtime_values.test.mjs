// The runtime's value layer against JavaScript itself: JSON, numbers, dates, base64, ACLs, and each of
// Parse's types from JSON through a row and back. Random cases come from a fixed seed.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compile, runProgram, valueLayer } from '../lib/c_program.mjs';
import { randomFrom } from '../lib/random.mjs';

const program = compile(
  ['tests/unit/runtime_values.c', 'tests/unit/fake_store.c', 'tests/unit/sample_class.c', ...valueLayer],
  { includes: ['templates/runtime', 'tests/unit'], libraries: ['cjson', 'sodium', 'm'] },
);

/** Asks [command, bytes] pairs; answers { ok, bytes, text, code, message } each. */
function ask(questions) {
  const input = questions.map(([command, bytes]) => `${command} ${Buffer.from(bytes).toString('hex')}\n`).join('');
  const lines = runProgram(program, [], input).toString('latin1').split('\n').slice(0, -1);
  assert.equal(lines.length, questions.length);
  return lines.map((line) => {
    const [state, ...rest] = line.split(' ');
    const bytes = Buffer.from(rest.at(-1), 'hex');
    if (state === 'ok') return { ok: true, bytes, text: bytes.toString('utf8') };
    return { ok: false, code: Number(rest[0]), message: bytes.toString('utf8') };
  });
}

const askAll = (command, list) => ask(list.map((bytes) => [command, bytes]));
const askOne = (command, bytes) => askAll(command, [bytes])[0];

function doubleBytes(number) {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(number);
  return bytes;
}

describe('JSON check', () => {
  const valid = [
    '{}', '[]', ' { "a" : [ 1 , 2.5 , -0 , 1e5 , 1E+5, 0.5e-7 , true , false , null ] } ', '"x"', '0', '-1', '\t\r\n1\n', '{"":{"":""}}', '[[],[{}]]',
    '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\uD83D\\uDE00\\ud83d\\ude00"', '"\u{10FFFF}\u007F\u0080\u07FF\u0800\uFFFF"', '{"a":1,"a":2}',
    '['.repeat(64) + ']'.repeat(64), `${'{"a":'.repeat(64)}1${'}'.repeat(64)}`,
  ];
  const invalid = [
    '', ' ', '{', '}', '[', ']', '[1', '[1,', '[1,]', '[,1]', '{"a"}', '{"a":}', '{"a":1,}', '{a:1}', "{'a':1}", '{"a":1]', '[1}', '1 2', '{}{}', '{} x', '01', '-', '+1',
    '1.', '.5', '1e', '1e+', '0x1', '00', '-01', 'NaN', 'Infinity', '-Infinity', 'tru', 'TRUE', 'truex', 'nul', 'undefined', '"', '"a', '"\\"', '"\\x"', '"\\u12"',
    '"\\u12G4"', '"\\u0000"', '"\\uD800"', '"\\uDC00"', '"\\uD800\\u0041"', '"\\uD800x"', '"\\uD83D\\uD83D"', '"a\nb"', '"a\tb"', '"\u0000"', '\u0000', '{}\u0000',
    '\uFEFF{}', '/* c */ 1', '1 // c', '[1 2]', '{"a" 1}', '{"a"::1}', '{"a":1 "b":2}', '{1:2}', '[1,,2]', '\u00A01', '\v1',
    '['.repeat(65) + ']'.repeat(65), '['.repeat(100000), '{"a":'.repeat(65), '1'.repeat(10) + 'e', "'a'", '[1;2]', '"\\', '"\\u', '"\\uD800\\', '"\\uD800\\u',
  ];
  const notUtf8 = ['80', 'bf', 'c0af', 'c1bf', 'e080af', 'eda080', 'edbfbf', 'f08080af', 'f4908080', 'f5808080', 'ff', 'fe', 'c3', 'e282', 'f09f98', 'c328', 'e228a1', 'e28228'];

  test('accepts JSON', () => {
    askAll('json-check', valid).forEach(({ text }, i) => assert.equal(text, 'valid', valid[i]));
  });

  test('refuses all else', () => {
    askAll('json-check', invalid).forEach(({ text }, i) => assert.equal(text, 'invalid', invalid[i].slice(0, 60)));
  });

  test('refuses what is not UTF-8', () => {
    const texts = notUtf8.map((hex) => Buffer.concat([Buffer.from('"'), Buffer.from(hex, 'hex'), Buffer.from('"')]));
    askAll('json-check', texts).forEach(({ text }, i) => assert.equal(text, 'invalid', notUtf8[i]));
    const bare = notUtf8.map((hex) => Buffer.from(hex, 'hex'));
    askAll('utf8-check', bare).forEach(({ text }, i) => assert.equal(text, 'invalid', notUtf8[i]));
    assert.equal(askOne('utf8-check', 'Grüße 你好 🙂').text, 'valid');
  });

  test('agrees with JSON.parse about damaged texts', () => {
    const random = randomFrom(1);
    const texts = Array.from({ length: 4000 }, () => random.damaged(JSON.stringify(random.json(4))));
    askAll('json-check', texts.map((text) => Buffer.from(text, 'latin1'))).forEach(({ text: answer }, i) => {
      let valid = true;
      try {
        JSON.parse(texts[i]);
      } catch {
        valid = false;
      }
      // Latin-1 text is no UTF-8 above 7F, and JSON.parse allows what the check refuses on purpose.
      if (/[\x80-\xFF]|\\u/.test(texts[i])) return;
      assert.equal(answer, valid ? 'valid' : 'invalid', JSON.stringify(texts[i]));
    });
  });

  test('a refusal says what and where', () => {
    const faults = { '{"a":1,}': [/key in quotes/, 7], '[1,2': [/',' or '\]'/, 4], '"\u0001"': [/control character/, 1], '{"a":tru}': [/unexpected/, 5] };
    for (const [text, [reason, position]] of Object.entries(faults)) {
      const answer = askOne('json-copy', text);
      assert.equal(answer.code, 107);
      assert.match(answer.message, reason);
      assert.match(answer.message, new RegExp(`at byte ${position}\\.`));
    }
  });
});

describe('JSON in and out', () => {
  test('is what JSON.stringify(JSON.parse()) makes of it', () => {
    const random = randomFrom(2);
    const texts = Array.from({ length: 2000 }, () => JSON.stringify(random.json(5), null, random.below(2)));
    askAll('json-copy', texts).forEach(({ text }, i) => assert.equal(text, JSON.stringify(JSON.parse(texts[i]))));
  });

  test('the last of several members with one name counts, in the first one\'s place', () => {
    const random = randomFrom(3);
    const texts = ['{"a":1,"b":2,"a":3}', '{"a":{"x":1,"x":[]},"a":null,"a":{"y":1,"y":2}}', '{"a":1,"a":2}', '[{"":1,"":2,"b":3,"":4}]'];
    for (let i = 0; i < 300; i++) {
      const members = Array.from({ length: random.below(40) }, () => `"${random.pick(['k', 'l', 'm', 'nn', 'o', 'é'])}":${random.below(9)}`);
      texts.push(`{${members.join(',')}}`);
    }
    askAll('json-copy', texts).forEach(({ text }, i) => assert.equal(text, JSON.stringify(JSON.parse(texts[i]))));
  });

  test('a hundred thousand members with one name are one member, soon', () => {
    const started = process.hrtime.bigint();
    const text = `{${Array.from({ length: 100000 }, (_, i) => `"a":${i}`).join(',')},"b":0}`;
    assert.equal(askOne('json-copy', text).text, '{"a":99999,"b":0}');
    assert.ok(Number(process.hrtime.bigint() - started) < 10e9);
  });

  test('a number that no double holds is refused', () => {
    for (const text of ['1e999', '-1e309', '{"a":[1e400]}', '1' + '0'.repeat(400)]) {
      const answer = askOne('json-copy', text);
      assert.equal(answer.code, 107, text);
      assert.match(answer.message, /out of range/);
    }
    assert.equal(askOne('json-copy', '1e-999').text, '0');
  });

  test('strings are escaped as JSON.stringify escapes them', () => {
    const everyByte = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i));
    const texts = [...everyByte, everyByte.join(''), '\u2028\u2029', '🙂'.repeat(50), '', 'a'.repeat(5000), '\u0000x', '"'.repeat(1000), '\uFFFD'];
    askAll('json-string', texts).forEach(({ text }, i) => assert.equal(text, JSON.stringify(texts[i])));
  });

  test('bytes that are not UTF-8 become U+FFFD', () => {
    assert.equal(askOne('json-string', Buffer.from('61ff62', 'hex')).text, '"a\uFFFDb"');
    assert.equal(askOne('json-string', Buffer.from('c3', 'hex')).text, '"\uFFFD"');
    assert.equal(askOne('json-string', Buffer.from('eda080', 'hex')).text, '"\uFFFD\uFFFD\uFFFD"');
  });
});

describe('numbers', () => {
  const agree = (numbers) =>
    askAll('json-number', numbers.map(doubleBytes)).forEach(({ text }, i) => assert.equal(text, JSON.stringify(numbers[i]), `${numbers[i]}`));

  test('the edges are written as JavaScript writes them', () => {
    agree([
      0, -0, 1, -1, 0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, 98.6, 36.65, -273.15, 1e-6, 1e-7, 1.5e-7, 123e-20, 1e20, 1e21, 1.5e21, 123456789012345680000, 1e22, 1e300, 5e-324,
      1e-323, 2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308, 2 ** 53, 2 ** 53 + 2, -(2 ** 53), 2 ** 63, 2 ** 64, 999999999999999.9, 9007199254740993,
      0.000001234, 0.00000123, 1e15, 1e16, 1e17, 123456.789, 4.35, 1.005, 0.5, 1e-5, 100.000001, 99999999.999999, 0.0000010000001, NaN, Infinity, -Infinity, Math.PI, Math.E,
      1.7976931348623155e308, 4.9406564584124654e-320, 8.41e21, 9.999999999999999e22, 5e-7,
    ]);
  });

  test('powers of two and of ten', () => {
    const numbers = [];
    for (let i = -1074; i < 1024; i++) numbers.push(2 ** i, -(2 ** i), 2 ** i + 2 ** (i - 52), 2 ** i - 2 ** (i - 53));
    for (let i = -323; i < 309; i++) numbers.push(Number(`1e${i}`), Number(`9.5e${i}`), Number(`123456789e${i - 8}`));
    agree(numbers.filter(Number.isFinite));
  });

  test('random ones', () => {
    const random = randomFrom(4);
    const numbers = [];
    for (let i = 0; i < 20000; i++) {
      const bytes = Buffer.alloc(8);
      for (let j = 0; j < 8; j++) bytes[j] = random.below(256);
      numbers.push(bytes.readDoubleLE()); // any double
      numbers.push(random.below(1e9) / 10 ** random.below(8)); // a measurement
      numbers.push((random.unit() - 0.5) * 10 ** random.below(20));
    }
    agree(numbers);
  });
});

describe('dates', () => {
  const least = Date.UTC(2000, 0, 1) - 63082281600000 - 31622400000; // 0000-01-01
  const most = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

  test('are written as JavaScript writes them', () => {
    const random = randomFrom(5);
    const times = [0, -1, 1, least, most, Date.UTC(2000, 1, 29), Date.UTC(1900, 1, 28, 23, 59, 59, 999), Date.UTC(2100, 2, 1)];
    for (let year = 0; year <= 9999; year++) {
      const date = new Date(0);
      times.push(date.setUTCFullYear(year, 0, 1), date.setUTCFullYear(year, 1, 28) + 86400000, date.setUTCFullYear(year, 2, 1), date.setUTCFullYear(year, 11, 31));
    }
    for (let i = 0; i < 5000; i++) times.push(least + Math.floor(random.unit() * (most - least)));
    askAll('date-format', times.map(String)).forEach(({ text }, i) => assert.equal(text, new Date(times[i]).toISOString()));
    askAll('date-parse', times.map((time) => new Date(time).toISOString())).forEach(({ text }, i) => assert.equal(text, String(times[i])));
  });

  test('outside of the years 0 to 9999 become the nearest that can be written', () => {
    assert.equal(askOne('date-format', String(most + 1)).text, '9999-12-31T23:59:59.999Z');
    assert.equal(askOne('date-format', String(least - 1)).text, '0000-01-01T00:00:00.000Z');
    assert.equal(askOne('date-format', '9223372036854775807').text, '9999-12-31T23:59:59.999Z');
    assert.equal(askOne('date-format', '-9223372036854775808').text, '0000-01-01T00:00:00.000Z');
  });

  test('are read with and without seconds, fraction and offset', () => {
    const texts = [
      '2026-11-21T08:30:00.000Z', '2026-11-21T08:30:00Z', '2026-11-21T08:30Z', '2026-11-21', '2026-11-21T08:30:00.5Z', '2026-11-21T08:30:00.123456789Z',
      '2026-11-21T08:30:00+08:00', '2026-11-21T08:30:00.250-03:30', '2024-02-29T00:00:00Z', '2000-02-29T23:59:59.999-12:00', '0000-01-01T00:00:00Z',
    ];
    askAll('date-parse', texts).forEach(({ text }, i) => assert.equal(text, String(Date.parse(texts[i])), texts[i]));
    assert.equal(askOne('date-parse', '2026-11-21T08:30:00+0800').text, String(Date.parse('2026-11-21T08:30:00+08:00')));
  });

  test('without an offset are UTC, whatever the zone of the machine', () => {
    for (const text of ['2026-11-21T08:30', '2026-11-21T08:30:00', '2026-11-21T08:30:00.25']) {
      assert.equal(askOne('date-parse', text).text, String(Date.parse(`${text}Z`)), text);
    }
  });

  test('that are none are refused', () => {
    const texts = [
      '', ' ', '2026', '2026-11', '2026-13-01', '2026-00-01', '2026-01-00', '2026-01-32', '2026-02-30', '2023-02-29', '1900-02-29', '2100-02-29', '2026-04-31', '2026-11-21T',
      '2026-11-21T08Z', '2026-11-21T24:00:00Z', '2026-11-21T08:60:00Z', '2026-11-21T08:30:60Z', '2026-11-21T08:30:00.Z',
      '2026-11-21T08:30:00.000z', '2026-11-21t08:30:00Z', '2026-11-21 08:30:00Z', '2026-11-21T08:30:00Z ', ' 2026-11-21T08:30:00Z', '2026-11-21T08:30:00ZZ', '20261121T083000Z',
      '2026-11-21T08:30:00+24:00', '2026-11-21T08:30:00+08:60', '2026-11-21T08:30:00+8', '2026-11-21T08:30:00+', '+002026-11-21T08:30:00Z', '-000001-01-01T00:00:00Z',
      '12026-01-01T00:00:00Z', '0000-01-01T00:00:00+00:01', '9999-12-31T23:59:59-00:01', '２０２６-11-21', '2026-11-21\u0000', 'yesterday', '2026-1-1', '0x7e-01-01',
    ];
    askAll('date-parse', texts).forEach(({ ok }, i) => assert.equal(ok, false, texts[i]));
  });
});

describe('base64 and random names', () => {
  test('agrees with Buffer both ways', () => {
    const random = randomFrom(6);
    const blobs = Array.from({ length: 300 }, (_, i) => Buffer.from(Array.from({ length: i }, () => random.below(256))));
    const encoded = blobs.map((blob) => blob.toString('base64'));
    askAll('base64-encode', blobs).forEach(({ text }, i) => assert.equal(text, encoded[i]));
    askAll('base64-decode', encoded).forEach(({ bytes }, i) => assert.deepEqual(bytes, blobs[i]));
  });

  test('what is no base64 is refused', () => {
    const texts = ['a', 'aa', 'aaa', 'aa=', 'a===', 'aa==a', 'aaaa=', 'a aa', 'aaa\n', '!!!!', 'aa-_', '=', '====', 'aaaaa', 'ab==', 'aab=', 'é', 'aaaa\u0000'];
    for (let byte = 0x80; byte <= 0xff; byte++) texts.push(Buffer.from([0x41, byte, 0x41, 0x41]));
    askAll('base64-decode', texts).forEach(({ ok, code }, i) => assert.deepEqual([ok, code], [false, 111], texts[i]));
  });

  test('object ids differ, and use every letter and digit alike', () => {
    const ids = askAll('object-id', Array(6200).fill('')).map(({ text }) => text);
    assert.equal(new Set(ids).size, ids.length);
    const counts = new Map();
    for (const id of ids) {
      assert.match(id, /^[A-Za-z0-9]{10}$/);
      // Ids made one after another share their first four letters.
      for (const letter of id.slice(4)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    assert.equal(counts.size, 62);
    // 37,200 letters: six hundred of each, give or take; six standard deviations are 147.
    for (const [letter, count] of counts) assert.ok(count > 450 && count < 750, `${letter}: ${count}`);
  });

  test('hex has the length asked for', () => {
    const answers = askAll('hex', ['0', '1', '31', '32', '2000']).map(({ text }) => text);
    assert.deepEqual(answers.map((hex) => hex.length), [0, 1, 31, 32, 2000]);
    for (const hex of answers) assert.match(hex, /^[0-9a-f]*$/);
    assert.notEqual(askOne('hex', '32').text, askOne('hex', '32').text);
  });
});

describe('ACLs', () => {
  const store = (acl) => askOne('acl-store', typeof acl === 'string' ? acl : JSON.stringify(acl));

  test('go to the stored form and back', () => {
    const acl = { '*': { read: true }, u1: { read: true, write: true }, 'role:Care team-1_x': { write: true } };
    assert.equal(store(acl).text, 'r*\nbu1\nwrole:Care team-1_x\n');
    assert.deepEqual(JSON.parse(askOne('acl-show', store(acl).text).text), acl);
    assert.equal(store({}).text, '');
    assert.equal(askOne('acl-show', '').text, '{}');
    assert.equal(store('null').text, '(none)');
  });

  test('drop what grants nothing', () => {
    assert.equal(store({ '*': {}, a: { read: false, write: false }, b: { read: false, write: true } }).text, 'wb\n');
  });

  test('that are none are refused with 123', () => {
    const wrong = [
      '5', '"x"', '[]', 'true', { '*': true }, { '*': null }, { '*': [] }, { '*': { read: 1 } }, { '*': { read: 'true' } }, { '*': { read: null } }, { '*': { admin: true } },
      { '': { read: true } }, { 'a b': { read: true } }, { 'a\nb': { read: true } }, { 'role:': { read: true } }, { 'role:a\nb*': { read: true } }, { 'role:a;b': { read: true } },
      { '*unresolved': { read: true } }, { '**': { read: true } }, { 'é': { read: true } }, { ['x'.repeat(65)]: { read: true } }, { "'": { read: true } }, { 'Role:x': { read: true } },
    ];
    for (const acl of wrong) {
      const answer = store(acl);
      assert.deepEqual([answer.ok, answer.code, answer.message], [false, 123, 'Invalid ACL.'], JSON.stringify(acl));
    }
  });

  test('allow what their entries say', () => {
    const random = randomFrom(7);
    const names = ['*', 'u1', 'u2', 'u', 'u11', 'role:a', 'role:b', 'role:ab'];
    const questions = [];
    const expected = [];
    for (let i = 0; i < 3000; i++) {
      const acl = {};
      for (const name of names) if (random.below(4) === 0) acl[name] = { read: random.below(2) === 0, write: random.below(2) === 0 };
      const user = random.pick([undefined, 'u1', 'u2', 'role:a', '*']);
      const roles = ['a', 'b', 'ab', 'u1'].filter(() => random.below(3) === 0);
      const write = random.below(2) === 0;
      const mine = new Set(['*', ...(user === undefined ? [] : [user]), ...roles.map((role) => `role:${role}`)]);
      expected.push(Object.entries(acl).some(([name, rights]) => mine.has(name) && rights[write ? 'write' : 'read']) ? 'yes' : 'no');
      const lines = Object.entries(acl).filter(([, { read, write: writes }]) => read || writes)
        .map(([name, { read, write: writes }]) => `${read && writes ? 'b' : read ? 'r' : 'w'}${name}\n`);
      questions.push(JSON.stringify({ stored: lines.join(''), user, roles, write }));
    }
    askAll('acl-ask', questions).forEach(({ text }, i) => assert.equal(text, expected[i], questions[i]));
    assert.ok(expected.includes('yes') && expected.includes('no'));
  });

  test('do not bind the master key; none at all means what the app says', () => {
    const answer = (question) => askOne('acl-ask', JSON.stringify(question)).text;
    assert.equal(answer({ stored: '', user: 'u1', master: true, write: true }), 'yes');
    assert.equal(answer({ stored: '', user: 'u1', open: true }), 'no');
    assert.equal(answer({ user: 'u1', open: true }), 'yes');
    assert.equal(answer({ user: 'u1', open: false }), 'no');
    assert.equal(answer({ open: false, master: true }), 'yes');
  });
});

describe("Parse's types", () => {
  const date = (iso) => ({ __type: 'Date', iso });
  const pointer = (className, objectId) => ({ __type: 'Pointer', className, objectId });
  const relation = { __type: 'Relation', className: 'Other' };
  const point = (latitude, longitude) => ({ __type: 'GeoPoint', latitude, longitude });
  const polygon = (...coordinates) => ({ __type: 'Polygon', coordinates });
  const bytes = (base64) => ({ __type: 'Bytes', base64 });
  const put = (list) => askAll('value', list.map(([field, value]) => JSON.stringify({ field, value })));

  /** The value as it must come back. */
  function meaning(value) {
    if (value?.__type === 'Date') return date(new Date(value.iso).toISOString());
    if (value?.__type === 'Pointer') return pointer(value.className, value.objectId);
    if (value?.__type === 'File') return { __type: 'File', name: value.name };
    if (value?.__type === 'Polygon') {
      const [first, last] = [value.coordinates[0], value.coordinates.at(-1)];
      const closed = first[0] === last[0] && first[1] === last[1];
      return polygon(...value.coordinates, ...(closed ? [] : [first]));
    }
    return value;
  }

  function assertCarried(list) {
    put(list).forEach((answer, i) => {
      const [field, value] = list[i];
      const label = JSON.stringify(list[i]).slice(0, 200);
      assert.ok(answer.ok, `${label}: ${answer.code} ${answer.message}`);
      const [read, stored, object] = JSON.parse(answer.text);
      // -0 is written 0, as JSON.stringify does.
      const expected = JSON.parse(JSON.stringify(meaning(value)));
      assert.deepEqual(read, expected, label);
      assert.deepEqual(stored, expected, label);
      const { objectId, createdAt, updatedAt, friends, ...members } = object;
      assert.deepEqual([objectId, createdAt, updatedAt, friends], ['abc', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.001Z', relation]);
      const name = field === 'state' ? 'status' : field;
      // Only answers have URLs.
      if (expected?.__type === 'File') expected.url = `http://localhost/files/app/${encodeURIComponent(expected.name)}`;
      assert.deepEqual(members, value === null ? {} : { [name]: expected }, label);
    });
  }

  test('come back as they went in', () => {
    assertCarried([
      ['text', ''], ['text', 'Grüße "你好" \\ \n\u0001 🙂'], ['number', 0], ['number', -1.5], ['number', 1e21], ['flag', true], ['flag', false],
      ['date', date('2020-02-29T12:34:56.789Z')], ['date', date('1969-12-31T23:59:59.999Z')], ['map', {}], ['map', { b: 1, a: { c: [null, date('x'), pointer('Any', 'y')] } }],
      ['array', []], ['array', [1, 'x', null, [[]], { a: 1 }, point(1, 2)]], ['numbers', []], ['numbers', [1, 2.5]], ['other', pointer('Other', 'id1')],
      ['other', { ...pointer('Other', 'id1'), more: 1 }], ['file', { __type: 'File', name: 'a b/../c?.pdf', url: 'ignored' }], ['place', point(0, 0)], ['place', point(-90, 180)],
      ['place', point(45.5, -122.675)], ['area', polygon([0, 0], [0, 1], [1, 1])], ['area', polygon([0, 0], [0, 1.5], [1, 1], [0, 0])], ['data', bytes('AAH/')], ['data', bytes('')],
      ['status', 'sent'], ['state', 'read'], ['map', { __type: null, a: 1 }], ['map', { __type: '' }],
    ]);
  });

  test('null takes a value away', () => {
    assertCarried(['text', 'number', 'flag', 'date', 'map', 'array', 'other', 'file', 'place', 'area', 'data', 'status'].map((field) => [field, null]));
  });

  test('random values come back with the same meaning', () => {
    const random = randomFrom(8);
    const degrees = (limit) => Math.round((random.unit() * 2 - 1) * limit * 1e6) / 1e6;
    const makers = {
      text: () => random.string(),
      number: () => random.number(),
      flag: () => random.below(2) === 0,
      date: () => date(new Date(Math.floor((random.unit() - 0.2) * 4e12)).toISOString()),
      map: () => random.object(4),
      array: () => random.array(4),
      numbers: () => Array.from({ length: random.below(5) }, () => random.number()),
      other: () => pointer('Other', random.string() || 'x'),
      file: () => ({ __type: 'File', name: `n${random.below(1e6)}.pdf` }),
      place: () => point(degrees(90), degrees(180)),
      area: () => polygon([1, 2], [3, 4], [5, -6], ...Array.from({ length: random.below(9) }, () => [degrees(90), degrees(180)])),
      data: () => bytes(Buffer.from(random.string()).toString('base64')),
    };
    const list = [];
    for (const [field, make] of Object.entries(makers)) for (let i = 0; i < 150; i++) list.push([field, make()]);
    assertCarried(list);
  });

  test('a value of another type is refused with 111, in parse-server\'s words', () => {
    const samples = {
      String: 'x', Number: 5, Boolean: true, Array: [], Object: {}, Date: date('2020-01-01T00:00:00Z'), 'Pointer<Other>': pointer('Other', 'x'), File: { __type: 'File', name: 'f' },
      GeoPoint: point(0, 0), Polygon: polygon([0, 0], [0, 1], [1, 1]), Bytes: bytes('AA=='), 'Relation<Other>': relation,
    };
    const types = {
      text: 'String', number: 'Number', flag: 'Boolean', array: 'Array', map: 'Object', date: 'Date', other: 'Pointer<Other>', file: 'File', place: 'GeoPoint', area: 'Polygon',
      data: 'Bytes', friends: 'Relation<Other>',
    };
    const list = [];
    for (const [field, expected] of Object.entries(types)) {
      for (const [got, value] of Object.entries(samples)) if (got !== expected) list.push([field, value, expected, got]);
    }
    list.push(['other', pointer('Wrong', 'x'), 'Pointer<Other>', 'Pointer<Wrong>'], ['friends', { ...relation, className: 'Wrong' }, 'Relation<Other>', 'Relation<Wrong>']);
    put(list).forEach((answer, i) => {
      const [field, , expected, got] = list[i];
      assert.deepEqual([answer.ok, answer.code, answer.message], [false, 111, `schema mismatch for Sample.${field}; expected ${expected} but got ${got}`]);
    });
  });

  const refused = (name, code, pattern, list) =>
    test(name, () => {
      put(list).forEach((answer, i) => {
        const label = `${JSON.stringify(list[i]).slice(0, 120)}: ${answer.text ?? answer.message}`;
        assert.deepEqual([answer.ok, answer.code], [false, code], label);
        assert.match(answer.message, pattern, label);
      });
    });

  refused('what claims a type that it is not is refused', 111, /^This is not a valid (Date|Pointer|File|GeoPoint|Polygon|Bytes|Relation|Nope|Object|__type)$/, [
    ['date', { __type: 'Date' }], ['date', date('')], ['date', date(5)], ['date', date(null)], ['date', date('yesterday')], ['date', date('2020-02-30T00:00:00Z')],
    ['other', { __type: 'Pointer', objectId: 'x' }], ['other', pointer('Other', '')], ['other', pointer('Other', 5)], ['other', { __type: 'Pointer', className: 'Other' }],
    ['other', pointer(null, 'x')], ['other', { ...pointer('Other', 'x'), __type: 'Object' }], ['file', { __type: 'File' }], ['file', { __type: 'File', name: '' }],
    ['place', { __type: 'GeoPoint' }], ['place', point('1', 2)], ['place', point(1, null)], ['area', { __type: 'Polygon', coordinates: 'x' }],
    ['area', polygon([0], [1], [2])], ['area', polygon([0, 0, 0], [1, 1, 1], [2, 2, 2])], ['area', polygon([0, 0], [0, 'x'], [1, 1])], ['data', { __type: 'Bytes' }],
    ['data', bytes(5)], ['text', { __type: 'Nope' }], ['map', { __type: 'Nope' }], ['text', { __type: 5 }], ['friends', { __type: 'Relation' }],
  ]);

  refused('places outside of the earth are refused', 111, /^GeoPoint (latitude|longitude) out of bounds: -?[\d.]+ [<>] -?(90|180)\.0\.$/, [
    ['place', point(90.5, 0)], ['place', point(-91, 0)], ['place', point(0, 180.001)], ['place', point(0, -1000)], ['area', polygon([0, 0], [0, 95], [91, 1])],
  ]);
  refused('a polygon needs three corners', 107, /at least 3/, [['area', polygon()], ['area', polygon([0, 0])], ['area', polygon([0, 0], [1, 1])]]);
  refused('three different ones', 111, /3 different vertices/, [['area', polygon([0, 0], [1, 1], [0, 0])], ['area', polygon([0, 0], [0, 0], [0, 0], [1, 1])]]);
  refused('broken base64 is refused', 111, /base64/, [['data', bytes('!!')], ['data', bytes('aGVsbG8')]]);
  refused('keys with $ or . inside of a value are refused', 121, /Nested keys should not contain the '\$' or '\.' characters/, [
    ['map', { 'a.b': 1 }], ['map', { $a: 1 }], ['map', { a: { b: [{ 'c.': 1 }] } }], ['array', [{ a: { 'x$': 1 } }]], ['array', [[[{ '.': 1 }]]]],
  ]);
  refused('elements of another type are refused', 111, /^schema mismatch for Sample\.numbers\[1\]; expected Number but got (String|null|Array|Object|Pointer<X>)$/, [
    ['numbers', [1, 'x']], ['numbers', [1, null]], ['numbers', [1, []]], ['numbers', [1, {}]], ['numbers', [1, pointer('X', 'y')]],
  ]);
  refused('only the values of a list are taken', 142, /^Sample\.status must be one of: sent, read\.$/, [['status', 'lost'], ['state', ''], ['status', 'sent ']]);
  refused('a name that is no field', 105, /no such field/, [['nope', 1], ['', 1], ['tex', 1], ['texts', 1], ['a', 1], ['zzz', 1]]);
});
