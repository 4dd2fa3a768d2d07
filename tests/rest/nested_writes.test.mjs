// Keys with dots that lead through arrays: {"list.0.count": ...}. A number is the place of an element where there is
// an array, and a member's name where there is an object; no write turns an array into an object.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer } from '../lib/fixture.mjs';
import { assertError, assertStatus, unique } from '../lib/rest.mjs';

describeServer('nested writes', 'sdk', (context) => {
  const increment = { __op: 'Increment', amount: 2 };
  const gone = { __op: 'Delete' };
  const add = (...objects) => ({ __op: 'Add', objects });
  const put = (id, body, options) => context.api.call('PUT', `/classes/Thing/${id}`, { body, ...options });
  const after = async (values, change) => {
    const id = await context.api.create('Thing', values);
    const answer = await put(id, change);
    assertStatus(answer, 200);
    const { array, object } = await context.api.fetch('Thing', id);
    return { array, object, answer: answer.json };
  };

  const arrays = [
    // what it does, the array before, the change, the array after
    ['sets a member of an element', [{ a: 1, b: 2 }, 3], { 'array.0.a': 9 }, [{ a: 9, b: 2 }, 3]],
    ['sets an element', [1, 2, 3], { 'array.1': 'x' }, [1, 'x', 3]],
    ['increments a member', [{ count: 1 }, { count: 5 }], { 'array.1.count': increment }, [{ count: 1 }, { count: 7 }]],
    ['increments an element', [1, 2], { 'array.0': increment }, [3, 2]],
    ['adds to a list in an element', [{ tags: ['a'] }], { 'array.0.tags': add('b') }, [{ tags: ['a', 'b'] }]],
    ['deletes a member', [{ a: 1, b: 2 }], { 'array.0.a': gone }, [{ b: 2 }]],
    ['leaves null for an element that is deleted', [1, 2, 3], { 'array.1': gone }, [1, null, 3]],
    ['deletes nothing behind the end', [1], { 'array.5': gone }, [1]],
    ['deletes nothing below what is no object', [1], { 'array.0.a': gone }, [1]],
    ['appends', [1], { 'array.1': 2 }, [1, 2]],
    ['fills up with nulls', [1], { 'array.3.a': 2 }, [1, null, null, { a: 2 }]],
    ['makes the array', undefined, { 'array.0.a': 1 }, [{ a: 1 }]],
    ['leads through arrays in arrays', [[1, [2]], 3], { 'array.0.1.0': increment }, [[1, [4]], 3]],
    ['two keys at once', [{ a: 1 }, { a: 2 }], { 'array.0.a': 8, 'array.1.a': 9 }, [{ a: 8 }, { a: 9 }]],
  ];
  for (const [what, before, change, expected] of arrays) {
    test(`an Array: ${what}`, async () => assert.deepEqual((await after({ array: before }, change)).array, expected));
  }

  const objects = [
    ['sets within an array', { list: [{ count: 1 }, 2] }, { 'object.list.0.count': 9 }, { list: [{ count: 9 }, 2] }],
    ['increments within an array', { list: [{ count: 1 }, 2] }, { 'object.list.0.count': increment }, { list: [{ count: 3 }, 2] }],
    ['a number is a name where there is an object', { list: { 0: { count: 1 } } }, { 'object.list.0.count': increment }, { list: { 0: { count: 3 } } }],
    ['a number is a name where there is nothing', {}, { 'object.list.0': 1 }, { list: { 0: 1 } }],
    ['a name in an array deletes nothing', { list: [1] }, { 'object.list.a': gone, 'object.list.b.c': gone }, { list: [1] }],
  ];
  for (const [what, before, change, expected] of objects) {
    test(`an Object: ${what}`, async () => assert.deepEqual((await after({ object: before }, change)).object, expected));
  }

  test('an increment is answered', async () => {
    const { answer } = await after({ array: [{ count: 1 }] }, { 'array.0.count': increment });
    assert.deepEqual(answer.array, [{ count: 3 }]);
  });

  test('a name does not lead into an array, which stays as it is', async () => {
    const values = { array: [1, { a: 1 }], object: { list: [1, 2] } };
    const id = await context.api.create('Thing', values);
    for (const change of [
      { 'array.name': 1 }, { 'array.a.0': 1 }, { 'array.00001': 1 }, { 'array.-1': 1 }, { 'object.list.name': 1 }, { 'object.list.name.0': increment },
      { 'object.list.12345': 1 }, { 'array.0': add(1) }, { 'array.1': increment }, { name: unique('name'), 'object.list.name': gone, 'object.list.x': 1 },
    ]) assertError(await put(id, change), 400, 111);
    for (const change of [{ 'array.': 1 }, { 'array..0': 1 }, { 'array.0.': 1 }, { 'array.0.$a': 1 }]) assertError(await put(id, change), 400, [105, 111, 121]);
    const { array, object, name } = await context.api.fetch('Thing', id);
    assert.deepEqual({ array, object, name }, { ...values, name: undefined });
  });

  test('whoever is not shown the field is told nothing of it', async () => {
    const master = { master: true };
    const id = await context.api.create('Hidden', { details: { list: [1], map: {} } }, master);
    const change = (key) => context.api.call('PUT', `/classes/Hidden/${id}`, { body: { [key]: 1 } });
    const answers = [await change('details.list.name'), await change('details.map.name')];
    for (const { status, json } of answers) assert.deepEqual([status, Object.keys(json)], [200, ['updatedAt']]);
    for (const key of ['details.list.0', 'details.map.0']) {
      assertError(await context.api.call('PUT', `/classes/Hidden/${id}`, { body: { [key]: increment } }), 400, 119);
    }
  });
});
