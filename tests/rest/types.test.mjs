// Each field type: what goes in comes out, and what is not of the type does not go in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, date, geoPoint, pointer, unique } from '../lib/rest.mjs';

const bytes = (base64) => ({ __type: 'Bytes', base64 });
const polygon = (...coordinates) => ({ __type: 'Polygon', coordinates });

describeServer('field types', 'kitchen', (context) => {
  const create = (object) => context.api.call('POST', '/classes/Item', { body: { name: 'typed', ...object } });

  /** The value comes back from a get, a find and after a change. */
  async function roundTrip(field, value, expected = value) {
    const answer = await create({ [field]: value });
    assertStatus(answer, 201);
    const id = answer.json.objectId;
    assert.deepEqual((await context.api.fetch('Item', id))[field], expected, 'get');
    const [found] = await context.api.find('Item', { where: { objectId: id } });
    assert.deepEqual(found[field], expected, 'find');
    const other = await context.api.create('Item', { name: 'changed' });
    assertStatus(await context.api.call('PUT', `/classes/Item/${other}`, { body: { [field]: value } }), 200);
    assert.deepEqual((await context.api.fetch('Item', other))[field], expected, 'changed');
  }

  for (const text of [
    '', 'plain', 'quote " back \\ slash / solidus', "it's", 'tab\tnew\nline\r\f\b', 'Grüße 你好 🙂 \u{1F468}\u200D\u{1F469}', '\u0001\u001F\u007F',
    '\u2028\u2029\uFEFF\uFFFD', 'a'.repeat(100000), '%s%n%d ; -- /* */', 'null', 'true', '0', '{"__type":"Date"}', '<script>&amp;',
  ]) {
    test(`String ${JSON.stringify(text).slice(0, 40)}`, () => roundTrip('text', text));
  }

  for (const number of [0, 1, -1, 0.1, 1.5, -273.15, 1e21, 1e-7, 123456789.125, 2 ** 53, -(2 ** 53), 2 ** 31, 1.7976931348623157e308, 5e-324, Math.PI]) {
    test(`Number ${number}`, () => roundTrip('number', number));
  }

  test('Number 1.0 is 1', async () => {
    const answer = await context.api.call('POST', '/classes/Item', { body: '{"name":"x","number":1.0}' });
    assertStatus(answer, 201);
    const { text } = await context.api.call('GET', `/classes/Item/${answer.json.objectId}`);
    assert.match(text, /"number":1[,}]/);
  });

  for (const flag of [true, false]) test(`Boolean ${flag}`, () => roundTrip('flag', flag));

  for (const iso of ['2020-02-29T12:34:56.789Z', '1970-01-01T00:00:00.000Z', '1969-12-31T23:59:59.999Z', '1900-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z']) {
    test(`Date ${iso}`, () => roundTrip('date', { __type: 'Date', iso }));
  }

  test('Date with less than milliseconds, or with an offset, is the same instant', async () => {
    await roundTrip('date', { __type: 'Date', iso: '2020-01-02T03:04:05Z' }, date('2020-01-02T03:04:05Z'));
    await roundTrip('date', { __type: 'Date', iso: '2020-01-02T03:04:05.000+02:00' }, date('2020-01-02T01:04:05Z'));
  });

  for (const object of [{}, { a: 1, b: { c: ['x', null, true, 1.5] }, 'key with "quotes"': "it's" }, { list: [[], [{}]] }]) {
    test(`Object ${JSON.stringify(object).slice(0, 40)}`, () => roundTrip('object', object));
  }

  for (const array of [[], [1, 'two', false, null, [3], { four: 4 }], [date('2020-01-01'), geoPoint(1, 2)], [[[[]]]]]) {
    test(`Array ${JSON.stringify(array).slice(0, 40)}`, () => roundTrip('array', array));
  }

  test('Array of pointers', async () => {
    const id = await context.api.create('Order', { from: 'x' });
    await roundTrip('array', [pointer('Order', id), 1]);
  });

  test('Pointer', async () => {
    const id = await context.api.create('Order', { from: 'x' });
    await roundTrip('order', pointer('Order', id));
    const user = await context.api.signUp();
    await roundTrip('user', user.pointer);
  });

  test('Pointer given as a whole object keeps the pointer', async () => {
    const id = await context.api.create('Order', { from: 'x' });
    await roundTrip('order', { ...pointer('Order', id), from: 'ignored' }, pointer('Order', id));
  });

  for (const [latitude, longitude] of [[0, 0], [45.5, -122.675], [-90, 180], [90, -180], [1e-9, 179.999999]]) {
    test(`GeoPoint ${latitude}, ${longitude}`, () => roundTrip('place', geoPoint(latitude, longitude)));
  }

  test('Polygon is closed', async () => {
    const closed = polygon([0, 0], [0, 10], [10, 10], [0, 0]);
    await roundTrip('area', polygon([0, 0], [0, 10], [10, 10]), closed);
    await roundTrip('area', closed, closed);
  });

  for (const base64 of ['aGVsbG8=', 'AAH/', 'AAAA', Buffer.alloc(10000, 7).toString('base64')]) {
    test(`Bytes ${base64.slice(0, 20)}`, differs('on PostgreSQL parse-server cannot change Bytes'), () => roundTrip('data', bytes(base64)));
  }

  test('File keeps its name', async () => {
    const file = { __type: 'File', name: 'letter.pdf', url: 'https://files.example.com/letter.pdf' };
    const id = await context.api.create('Item', { name: 'x', file });
    const read = (await context.api.fetch('Item', id)).file;
    assert.equal(read.__type, 'File');
    assert.equal(read.name, 'letter.pdf');
  });

  const wrong = {
    text: [5, true, {}, [], date('2020-01-01'), pointer('Order', 'x')],
    number: ['5', true, {}, [], date('2020-01-01')],
    flag: ['true', 1, 0, {}, []],
    date: ['2020-01-01T00:00:00.000Z', 1577836800000, {}, [], { __type: 'Date' }],
    object: ['x', 5, true, [], geoPoint(0, 0)],
    array: ['x', 5, {}, true],
    order: ['x', 5, {}, [], pointer('Group', 'x'), pointer('_User', 'x'), { __type: 'Pointer', objectId: 'x' }],
    user: [pointer('Order', 'x')],
    file: ['x', 5, {}, { __type: 'File' }],
    place: ['x', [0, 0], {}, { __type: 'GeoPoint' }, { __type: 'GeoPoint', latitude: 1 }],
    area: ['x', [[0, 0]], {}, { __type: 'Polygon' }],
    data: ['aGVsbG8=', {}, { __type: 'Bytes' }],
    friends: [[], 'x', pointer('Order', 'x'), {}],
  };
  for (const [field, values] of Object.entries(wrong)) {
    test(`${field}: what is not of its type is refused with 111`, async () => {
      const label = unique('wrong');
      for (const value of values) {
        const answer = await create({ label, [field]: value });
        assertError(answer, 400, 111);
      }
      assert.deepEqual(await context.api.find('Item', { where: { label } }), []);
    });
  }

  test('a refusal says which field, and which types', async () => {
    assertError(await create({ text: 5 }), 400, 111, 'schema mismatch for Item.text; expected String but got Number');
    assertError(
      await create({ user: pointer('Item', 'x') }), 400, 111,
      'schema mismatch for Item.user; expected Pointer<_User> but got Pointer<Item>',
    );
  });

  test('a change of the wrong type changes nothing', async () => {
    const id = await context.api.create('Item', { name: 'x', text: 'old', number: 1 });
    const before = await context.api.fetch('Item', id);
    const body = { text: 'new', number: 'two' };
    assertError(await context.api.call('PUT', `/classes/Item/${id}`, { body }), 400, 111);
    assert.deepEqual(await context.api.fetch('Item', id), before);
  });

  test('a polygon of two points is refused', async () => {
    assertError(await create({ area: polygon([0, 0], [1, 1]) }), 400, [107, 111]);
  });

  const impossible = {
    date: [{ __type: 'Date', iso: 'yesterday' }, { __type: 'Date', iso: '' }, { __type: 'Date', iso: '2020-13-01T00:00:00.000Z' },
      { __type: 'Date', iso: '2020-02-30T00:00:00.000Z' }, { __type: 'Date', iso: 5 }, { __type: 'Date', iso: null }],
    place: [geoPoint(90.5, 0), geoPoint(0, 180.5), geoPoint('1', 2), geoPoint(null, 0)],
    area: [polygon([0, 0], [95, 0], [1, 1]), polygon([0, 0], [0, 'x'], [1, 1]), polygon([0], [1], [2]), polygon('x')],
    data: [bytes('!!'), bytes(5), bytes('aGVsbG8')],
    order: [{ __type: 'Pointer', className: 'Order' }, pointer('Order', 5), pointer('Order', ''), pointer('Order', null)],
    file: [{ __type: 'File', name: 5 }, { __type: 'File', name: '' }],
    text: [{ __type: 'Nope' }, { __type: 5 }, { __type: null }],
  };
  for (const [field, values] of Object.entries(impossible)) {
    test(`${field}: an impossible value is refused`, differs('parse-server stores most of these, or fails with 500'), async () => {
      const label = unique('impossible');
      for (const value of values) {
        const answer = await create({ label, [field]: value });
        assert.equal(answer.status, 400, `${JSON.stringify(value)}: ${answer.status} ${answer.text}`);
        assert.ok([105, 106, 107, 111].includes(answer.json.code), answer.text);
      }
      assert.deepEqual(await context.api.find('Item', { where: { label } }), []);
    });
  }
});
