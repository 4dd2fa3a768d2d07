// Inputs that nobody means well: each ends in diagnostics and exit status 1, soon, and never in a crash.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generator, run } from '../lib/builds.mjs';
import { caregen, caregenWithin, codesOf, oneClass } from './lib.mjs';

const megabytes = 10 * 1024 * 1024;
const fill = (text) => text.repeat(Math.ceil(megabytes / text.length));

const large = {
  'an array of numbers': { schema: `{"classes": [${fill('1,')}1]}` },
  'one string': { schema: `{"classes": "${fill('x')}"}` },
  'opening brackets': { schema: fill('[') },
  'opening braces': { schema: fill('{"a":') },
  'one object with a million keys': { schema: `{"classes": [{"className": "A", "fields": {${fill('"a": {"type": "Strng"}, ').slice(0, -2)}}}]}` },
  'unknown classes': { schema: JSON.stringify({ classes: Array.from({ length: 60000 }, (_, i) => ({ className: `A${i}`, fields: { p: { type: 'Pointer', targetClass: `B${i}` }, q: { type: 'Strng' } } })) }) },
  spaces: { schema: fill(' ') },
  'bytes that are no text': { schema: Buffer.alloc(megabytes, 0xff) },
  NULs: { spec: Buffer.alloc(megabytes) },
  'a spec of brackets': { spec: `Schema:\n1. A: a (${fill('(')}` },
  'a spec of braces': { spec: `Schema:\n${fill('A {\n')}` },
  'a spec of words in braces': { spec: `Schema:\n${fill('A { b }\n')}` },
  'a spec of headings': { spec: `Schema:\n${fill('## Schema\n')}` },
  'a spec of values': { spec: `Schema:\n1. A: a (Number: ${fill('x, ')}y).` },
  'a spec of classes': { spec: `Schema:\n${fill('1. A: b\n')}` },
  'a spec of fields': { spec: `Schema:\n1. A: ${fill('b (String), ')}` },
  'a spec without sections': { spec: fill('Words and words. ') },
  'a spec of sentences, strict': { spec: `Schema:\n1. A: b (String).\nRules:\n${fill('- Words.\n')}`, flags: ['--strict'] },
  'a spec of aliases': { spec: `Schema:\n1. A: b (String), c (String).\nRules:\n${fill('- A.b is c.\n')}` },
  'a spec of names': { spec: `Schema:\n1. A: b (String).\nNames:\n${fill('x = y\n')}` },
};

test('10 MB of anything is answered soon', { concurrency: 2 }, async (t) => {
  await Promise.all(Object.entries(large).map(([name, { flags = [], ...inputs }]) => t.test(name, async () => {
    // It takes five seconds at most; sanitizers take their time.
    const { code, stderr } = await caregenWithin(30, 'check', inputs, ...flags);
    assert.equal(code, 1, `exit ${code}: ${stderr.slice(0, 500)}`);
    assert.match(stderr, /error\[E\d+\]|error\[W051\]/);
    assert.ok(stderr.length < 1 << 20, `${stderr.length} bytes of diagnostics`);
  })));
});

test('a schema cut off at any byte', { concurrency: 4 }, async (t) => {
  const whole = JSON.stringify(oneClass({ title: { type: 'String', required: true, defaultValue: 'é\u0001' }, p: { type: 'Pointer', targetClass: '_User' } }, { indexes: { a: { title: 1 } } }));
  const bytes = Buffer.from(whole);
  assert.equal((await caregen('check', { schema: bytes })).code, 0);
  const lengths = Array.from(bytes.keys());
  await Promise.all([0, 1, 2, 3].map((part) => t.test(`part ${part}`, async () => {
    for (const length of lengths.filter((n) => n % 4 === part)) {
      const { code, stderr } = await caregen('check', { schema: bytes.subarray(0, length) });
      assert.equal(code, 1, `cut at ${length}: exit ${code}: ${stderr}`);
    }
  })));
});

test('a thousand diagnostics are shown, the others counted', async () => {
  const schema = { classes: Array.from({ length: 1500 }, (_, i) => ({ className: `A${i}`, fields: { a: { type: 'Strng' } } })) };
  const { code, stderr } = await caregen('check', { schema });
  assert.equal(code, 1);
  assert.equal(stderr.match(/error\[E012\]/g).length, 1000);
  assert.match(stderr, /^\.\.\. and 500 more\n1500 errors, 0 warnings\n$/m);
});

test('text from an input cannot steer a terminal', async () => {
  const { stderr } = await caregen('check', { schema: '{"classes": [{"className": "\\u001b[2J\\u202e", "fields": {}}, {"className": "B", "fields": {}}]}' });
  assert.match(stderr, /E020/);
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(stderr, /[\x00-\x09\x0b-\x1f\x7f\u202e]/);
});

test('a thousand classes of twenty fields are checked in no time', async () => {
  const types = ['String', 'Number', 'Boolean', 'Date', 'Object', 'Array', 'File', 'GeoPoint', 'Bytes'];
  const classes = Array.from({ length: 1000 }, (_, i) => ({
    className: `Class${i}`,
    fields: Object.fromEntries(Array.from({ length: 20 }, (__, j) => [`field${j}`, j === 0 ? { type: 'Pointer', targetClass: i ? `Class${i >> 1}` : '_User', required: true } : { type: types[(i + j) % types.length] }])),
  }));
  const { code, stderr } = await caregenWithin(2, 'check', { schema: { classes } });
  assert.equal(code, 0, `exit ${code}: ${stderr}`);
});

test('exit statuses of the command line', async () => {
  const status = async (...words) => (await run(generator, words)).code;
  assert.equal(await status('--version'), 0);
  assert.equal(await status('--help'), 0);
  assert.equal(await status('check', '--help'), 0);
  assert.equal(await status(), 2);
  assert.equal(await status('chek'), 2);
  assert.equal(await status('check'), 2);
  assert.equal(await status('check', '--schema'), 2);
  assert.equal(await status('check', '--out', 'x'), 2);
  assert.equal(await status('check', '--schema', 'x', '--format=xml'), 2);
  assert.equal(await status('generate', '--schema', 'x', '--name', '../x'), 2);
  assert.equal(await status('check', '--schema', '/nonexistent.json'), 3);
  assert.equal(await status('check', '--schema', '/'), 3);
});
