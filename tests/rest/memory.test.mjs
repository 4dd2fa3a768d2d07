// What answers take of the server's memory: about their size while they are sent, nothing afterwards, and
// never more than a request may have.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { differs, sanitized } from '../lib/fixture.mjs';
import { assertError, assertStatus, client, query } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const MEGABYTE = 1 << 20;
const ROW = 4 * MEGABYTE;
const ROWS = 12;
const LIMIT = 100 * MEGABYTE;

describe('memory', sanitized ? { skip: 'sanitizers take memory, too' } : differs('it is the server\'s own'), () => {
  let server;
  let api;
  const ids = [];
  before(async () => {
    server = await startServer('kitchen', { arguments: ['--request-memory', String(LIMIT), '--workers', '2'] });
    api = client(server);
    for (let i = 0; i < ROWS; i++) ids.push(await api.create('Item', { name: `row ${i}`, text: String.fromCharCode(97 + i).repeat(ROW) }));
  });
  after(() => server?.stop());

  const status = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) * 1024;
  /** What a request adds to the server's memory at its height, in bytes. */
  async function height(ask) {
    writeFileSync(`/proc/${server.pid}/clear_refs`, '5'); // the peak is counted anew: proc(5)
    const start = status('VmRSS');
    const answer = await ask();
    return { answer, bytes: status('VmHWM') - start, start };
  }
  const readAll = () => api.call('GET', `/classes/Item${query({ order: 'name' })}`);
  const readsInBatch = (count) => api.call('POST', '/batch', {
    body: { requests: Array.from({ length: count }, (_, i) => ({ method: 'GET', path: `/parse/classes/Item/${ids[i % ROWS]}` })) },
  });
  /** The memory is given back by whoever ends the connection's request, a moment after the answer. */
  async function comesBackTo(bytes) {
    for (let i = 0; i < 100 && status('VmRSS') > bytes; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    return status('VmRSS');
  }

  test('an answer takes hardly more than its size, and nothing when it is sent', async () => {
    await readAll();
    const { answer, bytes, start } = await height(readAll);
    assertStatus(answer, 200);
    assert.equal(answer.json.results.length, ROWS);
    assert.ok(answer.json.results.every(({ text }) => text.length === ROW));
    assert.ok(bytes < 1.4 * answer.bytes.length, `${bytes} bytes for ${answer.bytes.length}`);
    const rest = await comesBackTo(start + 0.1 * answer.bytes.length);
    assert.ok(rest - start < 0.1 * answer.bytes.length, `${rest - start} bytes stay of ${answer.bytes.length}`);
  });

  test('so does the answer of a batch', async () => {
    const { answer, bytes, start } = await height(() => readsInBatch(10));
    assertStatus(answer, 200);
    assert.ok(answer.json.every((part) => part.success.text.length === ROW));
    assert.ok(bytes < 1.8 * answer.bytes.length, `${bytes} bytes for ${answer.bytes.length}`);
    const rest = await comesBackTo(start + 0.1 * answer.bytes.length);
    assert.ok(rest - start < 0.1 * answer.bytes.length, `${rest - start} bytes stay of ${answer.bytes.length}`);
  });

  test('a request that wants more than it may have is refused, and its memory comes back', async () => {
    for (const ask of [() => readsInBatch(60), () => readsInBatch(1000)]) {
      const { answer, bytes, start } = await height(ask);
      assertError(answer, 400, 155, /memory/);
      assert.ok(bytes < 1.5 * LIMIT, `${bytes} bytes`);
      const rest = await comesBackTo(start + 0.1 * LIMIT);
      assert.ok(rest - start < 0.1 * LIMIT, `${rest - start} bytes stay`);
    }
    assertStatus(await api.call('GET', `/classes/Item/${ids[0]}${query({ keys: 'name' })}`), 200);
  });
});
