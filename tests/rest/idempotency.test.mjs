// X-Parse-Request-Id: a write that is sent twice is done once, across restarts too.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { describeServer, differs } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, unique } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const ours = differs('request ids are an option of our test server');
const withId = (id, more) => ({ headers: { 'X-Parse-Request-Id': id }, ...more });

describeServer('request ids', 'kitchen', (context) => {
  const call = (...args) => context.api.call(...args);
  const mountOf = () => new URL(context.server.base).pathname;
  const repeated = (answer) => assertError(answer, 400, 159, 'Duplicate request');

  test('a repeated create, update and sign-up is refused', async () => {
    const [first, second, third] = [unique('id'), unique('id'), unique('id')];
    const created = await call('POST', '/classes/Item', withId(first, { body: { name: 'x', number: 1 } }));
    assertStatus(created, 201);
    repeated(await call('POST', '/classes/Item', withId(first, { body: { name: 'x' } })));
    const path = `/classes/Item/${created.json.objectId}`;
    const increment = withId(second, { body: { number: { __op: 'Increment', amount: 1 } } });
    assertStatus(await call('PUT', path, increment), 200);
    repeated(await call('PUT', path, increment));
    assert.equal((await context.api.fetch('Item', created.json.objectId)).number, 2);
    const body = { username: unique('user'), password: 'secret' };
    assertStatus(await call('POST', '/users', withId(third, { body })), 201);
    repeated(await call('POST', '/users', withId(third, { body })));
  });

  test('a write that failed may be repeated', async () => {
    const id = unique('id');
    assertError(await call('POST', '/classes/Item', withId(id, { body: {} })), 400, 142);
    assertError(await call('PUT', '/classes/Item/nothing', withId(id, { body: { name: 'x' } })), 404, 101);
    assertStatus(await call('POST', '/classes/Item', withId(id, { body: { name: 'x' } })), 201);
    repeated(await call('POST', '/classes/Item', withId(id, { body: { name: 'x' } })));
  });

  test('an id is of whoever sends it: nobody uses up another\'s, or hears of it', async () => {
    const id = unique('id');
    const [ann, bob] = [await context.api.signUp(), await context.api.signUp()];
    for (const options of [{ session: ann.session }, { session: bob.session }, { master: true }, {}]) {
      const create = () => call('POST', '/classes/Item', { ...options, ...withId(id, { body: { name: 'x' } }) });
      assertStatus(await create(), 201);
      repeated(await create());
    }
    const { username, password } = ann;
    const again = (await call('POST', '/login', { body: { username, password } })).json.sessionToken;
    repeated(await call('POST', '/classes/Item', { session: again, ...withId(id, { body: { name: 'x' } }) }));
  });

  test('a batch is one write', async () => {
    const [id, label] = [unique('id'), unique('label')];
    const requests = [1, 2].map(() => ({ method: 'POST', path: `${mountOf()}/classes/Item`, body: { name: 'x', label } }));
    assertStatus(await call('POST', '/batch', withId(id, { body: { requests } })), 200);
    repeated(await call('POST', '/batch', withId(id, { body: { requests } })));
    assert.equal((await context.api.find('Item', { where: { label } })).length, 2);
  });

  test('reads, deletes and log-ins are not held back', async () => {
    const [id, user] = [unique('id'), await context.api.signUp()];
    const item = await context.api.create('Item', { name: 'x' });
    for (let round = 0; round < 2; round += 1) {
      assertStatus(await call('GET', `/classes/Item/${item}`, withId(id)), 200);
      assertStatus(await call('POST', `/classes/Item/${item}`, withId(id, { body: { _method: 'GET' } })), 200);
      assertStatus(await call('POST', '/login', withId(id, { body: { username: user.username, password: user.password } })), 200);
    }
    assertStatus(await call('DELETE', `/classes/Item/${item}`, withId(id)), 200);
    assertStatus(await call('POST', '/classes/Item', withId(id, { body: { name: 'x' } })), 201);
  });

  test('an id is any text, an empty one is none', async () => {
    for (const id of ["'; DROP TABLE \"_Idempotency\"; --", 'x'.repeat(3000)]) {
      assertStatus(await call('POST', '/classes/Item', withId(id, { body: { name: 'x' } })), 201);
      repeated(await call('POST', '/classes/Item', withId(id, { body: { name: 'x' } })));
    }
    for (let round = 0; round < 2; round += 1) assertStatus(await call('POST', '/classes/Item', withId('', { body: { name: 'x' } })), 201);
  });

  test('the ids are in no class', async () => {
    assert.deepEqual((await call('GET', '/classes/_Idempotency', { master: true })).json, { results: [] });
    assertError(await call('GET', '/classes/_Idempotency'), 400, 119);
  });
}, { arguments: ['--idempotency-seconds', '300'], ...ours });

describeServer('request ids without the option', 'kitchen', (context) => {
  test('say nothing', async () => {
    const id = unique('id');
    for (let round = 0; round < 2; round += 1) assertStatus(await context.api.call('POST', '/classes/Item', withId(id, { body: { name: 'x' } })), 201);
  });
}, ours);

test('request ids outlive a power cut, and end with their time', ours, async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'caregen-test-'));
  after(() => rmSync(dataFolder, { recursive: true, force: true }));
  const start = (seconds) => startServer('kitchen', { dataFolder, arguments: ['--idempotency-seconds', String(seconds)] });
  const create = (server, id) => client(server).call('POST', '/classes/Item', withId(id, { body: { name: 'x' } }));
  const first = await start(300);
  assertStatus(await create(first, 'kept'), 201);
  await first.kill();
  const second = await start(1);
  assertError(await create(second, 'kept'), 400, 159);
  // The time is the server's own; asking until it has passed is all that a client can do.
  let id;
  for (let isInTime = false, n = 0; !isInTime; n += 1) {
    id = `short${n}`;
    const began = Date.now();
    assertStatus(await create(second, id), 201);
    const again = await create(second, id);
    if (Date.now() - began >= 1000) continue;
    assertError(again, 400, 159);
    isInTime = true;
  }
  const deadline = Date.now() + 60000;
  let answer = await create(second, id);
  while (answer.status !== 201 && Date.now() < deadline) answer = await create(second, id);
  assertStatus(answer, 201);
  await second.stop();
});
