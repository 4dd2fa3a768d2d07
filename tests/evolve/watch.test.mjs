// `caregen generate --watch`: what is saved is served, a fault leaves the server that runs, and a migration that
// is written is taken up.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generator } from '../lib/builds.mjs';
import { send } from '../lib/rest.mjs';
import { ownAddress } from '../lib/wire.mjs';

const folder = mkdtempSync(join(tmpdir(), 'caregen-watch-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const save = (fields) => writeFileSync(join(folder, 'spec.md'), `Schema:\n1. Visit: patient (Pointer to User, required), ${fields}.\n`);

const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, ownAddress, () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

test('an edit becomes a running server', async () => {
  const port = await freePort();
  save('notes (String)');
  writeFileSync(join(folder, 'app.json'), '{"name": "visits", "spec": "spec.md"}');
  execFileSync(generator, ['migrate', './app.json'], { cwd: folder });
  const child = spawn(generator, ['generate', './app.json', '--out', 'out', '--watch', '--listen', `${ownAddress}:${port}`], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let wake = () => {};
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { said += chunk; wake(); });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const seen = async (pattern, from) => {
    while (!pattern.test(said.slice(from))) await new Promise((resolve) => { wake = resolve; });
  };
  try {
    await seen(/listening on/, 0);
    const schemas = async () => {
      const { json } = await send(`http://${ownAddress}:${port}/parse/health`);
      return json?.status;
    };
    assert.equal(await schemas(), 'ok');

    let from = said.length;
    save('notes (Strng)');
    await seen(/unknown type 'Strng'[^]*the server goes on as it was/, from);
    assert.equal(await schemas(), 'ok');

    from = said.length;
    save('notes (String), seen (Boolean)');
    await seen(/E092[^]*the server goes on as it was/, from);

    from = said.length;
    execFileSync(generator, ['migrate', './app.json', '-m', 'seen'], { cwd: folder });
    await seen(/the server of these inputs was started[^]*listening on/, from);
    const tables = execFileSync('sqlite3', [join(folder, 'out/data/visits.db'), "SELECT name FROM pragma_table_info('Visit') WHERE name = 'seen'"], { encoding: 'utf8' });
    assert.equal(tables.trim(), 'seen');

    // What is emitted beside the inputs, and an editor's own file, are no edits: each start had its reason.
    writeFileSync(join(folder, 'spec.md.swp'), 'x');
    from = said.length;
    const migration = join(folder, 'migrations/0002_seen.sql');
    const written = readFileSync(migration);
    appendFileSync(migration, 'not yet\n');
    await seen(/E091[^]*the server goes on as it was/, from);
    from = said.length;
    writeFileSync(migration, written);
    await seen(/the server of these inputs was started[^]*listening on/, from);
    assert.equal(said.match(/the server of these inputs was started/g).length, 3, said);
  } finally {
    child.kill('SIGTERM');
  }
  assert.equal(await ended, 0, said);
  await assert.rejects(send(`http://${ownAddress}:${port}/parse/health`));
});
