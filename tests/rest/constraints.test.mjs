// What a spec adds to Parse's checks: unique and one-of fields, defaults, second names of a field.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, query, unique } from '../lib/rest.mjs';

describeServer('constraints of the spec', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);
  const create = (body, options) => call('POST', '/classes/Coded', { body, ...options });
  const update = (id, body) => call('PUT', `/classes/Coded/${id}`, { body });
  const fetch = (id) => context.api.fetch('Coded', id);
  const duplicate = [400, 137, /duplicate value/i];
  let serial = 0;
  const nextSerial = () => (serial += 1);

  test('a value of a unique field is taken once', async () => {
    const code = unique('code');
    const id = await context.api.create('Coded', { code });
    assertError(await create({ code }), ...duplicate);
    assertError(await create({ code }, { master: true }), ...duplicate);
    const other = await context.api.create('Coded', { code: unique('code') });
    assertError(await update(other, { code }), ...duplicate);
    assert.notEqual((await fetch(other)).code, code);
    assertStatus(await update(id, { code, state: 'open' }), 200); // its own value is no duplicate
    assertStatus(await call('DELETE', `/classes/Coded/${id}`), 200);
    assertStatus(await create({ code }), 201); // a deleted object's value is free again
  });

  test('unique means the same value, to the letter', async () => {
    const code = unique('code');
    for (const value of [code, code.toUpperCase(), ` ${code}`, `${code} `]) assertStatus(await create({ code: value }), 201);
  });

  test('unique holds for numbers, and no value is no duplicate', async () => {
    const value = nextSerial();
    assertStatus(await create({ code: unique('code'), serial: value }), 201);
    assertError(await create({ code: unique('code'), serial: value }), ...duplicate);
    for (let i = 0; i < 2; i += 1) assertStatus(await create({ code: unique('code') }), 201);
  });

  test('of many who ask for one value at once, one gets it', async () => {
    const code = unique('code');
    const answers = await Promise.all(Array.from({ length: 20 }, () => create({ code })));
    assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
    for (const answer of answers) if (answer.status !== 201) assertError(answer, ...duplicate);
    assert.equal((await context.api.find('Coded', { where: { code } })).length, 1);
  });

  test('within a batch as well, and only that part fails', async () => {
    const code = unique('code');
    const path = `${new URL(context.server.base).pathname}/classes/Coded`;
    const requests = [code, code, unique('code')].map((value) => ({ method: 'POST', path, body: { code: value } }));
    const answer = await call('POST', '/batch', { body: { requests } });
    assertStatus(answer, 200);
    assert.deepEqual(answer.json.map((part) => part.error?.code ?? 'made'), ['made', 137, 'made']);
  });

  test('a one-of field takes its values only', async () => {
    for (const state of ['new', 'open', 'done']) assertStatus(await create({ code: unique('code'), state }), 201);
    const code = unique('code');
    for (const state of ['New', 'closed', '', ' new', 'new,open']) {
      const answer = await create({ code, state });
      assertError(answer, 400, [111, 142], /state/);
    }
    assertError(await create({ code, state: 'new\u0000' }), 400, 107); // no string here holds a NUL
    assert.deepEqual(await context.api.find('Coded', { where: { code } }), []);
    const id = await context.api.create('Coded', { code, state: 'open' });
    assertError(await update(id, { state: 'lost' }), 400, [111, 142], /state/);
    assert.equal((await fetch(id)).state, 'open');
    assertError(await create({ code: unique('code'), state: 'lost' }, { master: true }), 400, [111, 142], /state/);
  });

  test('the spec\'s default fills in', async () => {
    const answer = await create({ code: unique('code') });
    assertStatus(answer, 201);
    assert.equal(answer.json.state, 'new');
    assert.equal((await fetch(answer.json.objectId)).state, 'new');
  });

  test('a second name writes the same field, and both are returned', async () => {
    const ticket = unique('ticket');
    const id = await context.api.create('Coded', { ticket });
    const object = await fetch(id);
    assert.equal(object.code, ticket);
    assert.equal(object.ticket, ticket);
    const changed = unique('ticket');
    assertStatus(await update(id, { code: changed }), 200);
    assert.equal((await fetch(id)).ticket, changed);
    assertError(await create({ ticket: changed }), ...duplicate);
  });

  test('a second name finds, orders and chooses', async () => {
    const prefix = unique('ticket');
    for (const letter of ['b', 'a', 'c']) await context.api.create('Coded', { code: prefix + letter });
    const codes = async (parameters) => (await context.api.find('Coded', parameters)).map((row) => row.code.slice(-1)).join('');
    assert.equal(await codes({ where: { ticket: `${prefix}a` } }), 'a');
    assert.equal(await codes({ where: { ticket: { $gte: prefix, $lt: `${prefix}d` } }, order: '-ticket' }), 'cba');
    const [row] = await context.api.find('Coded', { where: { code: `${prefix}a` }, keys: 'ticket' });
    assert.equal(row.ticket, `${prefix}a`);
    assert.ok(!('state' in row));
  });

  test('both names with one value are one value; with two they are an error', async () => {
    const value = unique('both');
    assertStatus(await create({ code: value, ticket: value }), 201);
    const answer = await create({ code: unique('one'), ticket: unique('two') });
    assert.equal(answer.status, 400, answer.text);
    const id = await context.api.create('Coded', { code: unique('one') });
    const before = await fetch(id);
    assert.equal((await update(id, { code: unique('one'), ticket: unique('two') })).status, 400);
    assert.deepEqual(await fetch(id), before);
  });

  test('a required field may be given by its second name', async () => {
    assertStatus(await create({ ticket: unique('ticket') }), 201);
    assertError(await create({ state: 'open' }), 400, 142, /code|ticket/);
  });

  test('the query string is no way around', async () => {
    const code = unique('code');
    const answer = await call('POST', `/classes/Coded${query({ code, state: 'lost' })}`, { body: {} });
    assert.equal(answer.status, 400, answer.text);
  });
}, differs('Parse has no such constraints'));
