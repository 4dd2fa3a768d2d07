// Backups and updates: a newer server backs an older one's data up before it migrates them, restores them, and brings
// them along; an older server takes no newer data.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { generator, makeServer, run } from '../lib/builds.mjs';
import { client } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'caregen-update-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (name) => join(folder, name);
const makeArguments = (process.env.CAREGEN_TEST_MAKE ?? '').split(/\s+/).filter(Boolean);
const masterKey = 'the same at each start';

async function build(version, spec) {
  writeFileSync(at('app.json'), '{"name": "clinic", "title": "Clinic", "spec": "spec.md"}');
  writeFileSync(at('spec.md'), spec);
  const environment = { ...process.env, PATH: `${dirname(generator)}:${process.env.PATH}` };
  const execute = promisify(execFile);
  await execute(generator, ['migrate', './app.json', '-m', version], { cwd: folder, env: environment });
  await execute(generator, ['generate', './app.json', '--out', 'out'], { cwd: folder, env: environment });
  assert.equal(await makeServer(join(folder, 'out'), makeArguments), undefined);
  copyFileSync(at('out/clinic-server'), at(version));
}

/** What the version's command says; it ends with that code. */
async function command(version, code, ...words) {
  const result = await run(at(version), words);
  assert.equal(result.code, code, `${words.join(' ')}: ${result.stdout}${result.stderr}`);
  return result.stdout + result.stderr;
}

async function with_(version, data, body) {
  const server = await launch(at(version), { dataFolder: data, masterKey });
  try {
    return await body(client(server));
  } finally {
    await server.stop();
  }
}

const names = (api) => api.find('Ward', {}, { master: true }).then((wards) => wards.map(({ name }) => name));

test('backups around an update that brings an audit trail', async () => {
  const data = at('data');
  mkdirSync(data);
  await build('older', 'Schema:\n1. Ward: name (String, required).\n');
  await with_('older', data, (api) => api.create('Ward', { name: 'north' }, { master: true }));
  await command('older', 0, 'backup', at('backups'), '--data', data);

  await build('newer', 'Schema:\n1. Ward: name (String, required), floor (Number).\n\nSecurity:\n- Users can read all Ward.\n- Audit every update of Ward.\n');
  await command('newer', 0, 'backup', at('backups'), '--data', data);
  for (const [name, words] of Object.entries({ last: [], first: ['--at', (JSON.parse((await command('newer', 0, 'backup', '--list', at('backups'), '--format=json')).split('\n')[0])).at] })) {
    await command('newer', 0, 'restore', at('backups'), '--data', at(name), ...words);
    for (const key of ['seal-key', 'file-key', 'audit-key']) if (existsSync(join(data, key))) copyFileSync(join(data, key), join(at(name), key));
    assert.deepEqual(await with_('newer', at(name), names), ['north']);
  }

  await with_('newer', data, (api) => api.create('Ward', { name: 'south', floor: 1 }, { master: true }));
  await command('newer', 0, 'backup', at('backups'), '--data', data, '--keep', '3');
  assert.match(await command('older', 1, 'backup', at('more'), '--data', data), /the database is newer than this server.*run the newer server/);
  assert.match(await command('older', 1, 'restore', at('backups'), '--data', at('not')), /the database is newer than this server.*run the newer server/);
  assert.ok(!existsSync(at('not')));
});

test('who follows goes on over an update', async () => {
  const data = at('followed');
  mkdirSync(data);
  await with_('older', data, (api) => api.create('Ward', { name: 'north' }, { master: true }));
  const follower = spawn(at('older'), ['backup', '--follow', at('log'), '--data', data], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = [];
  follower.stderr.on('data', (chunk) => said.push(String(chunk)));
  const ended = once(follower, 'close');
  try {
    const until = async (what, holds) => {
      for (const deadline = Date.now() + 120000; !(await holds());) assert.ok(Date.now() < deadline, `${what}: ${said.join('')}`);
    };
    const through = async () => Date.parse(JSON.parse((await command('newer', 0, 'backup', '--list', at('log'), '--format=json')).trim().split('\n').at(-1)).through);
    const caughtUp = async () => {
      const now = Date.now();
      await until('it catches up', async () => (await through()) >= now);
      return now;
    };
    await until('it follows', async () => (await new Promise((resolve) => setTimeout(resolve, 50)), said.join('').includes('is followed into')));
    await with_('older', data, (api) => api.create('Ward', { name: 'west' }, { master: true }));
    const before = await caughtUp();
    await with_('newer', data, (api) => api.create('Ward', { name: 'south', floor: 1 }, { master: true }));
    await caughtUp();
    follower.kill('SIGTERM');
    assert.equal((await ended)[0], 0);
    for (const [name, version, expected, words] of [['then', 'older', ['north', 'west'], ['--at', new Date(before).toISOString()]], ['now', 'newer', ['north', 'west', 'south'], []]]) {
      await command(version, 0, 'restore', at('log'), '--data', at(name), ...words);
      for (const key of ['seal-key', 'file-key', 'audit-key']) if (existsSync(join(data, key))) copyFileSync(join(data, key), join(at(name), key));
      assert.deepEqual(await with_(version, at(name), names), expected);
    }
    assert.match(await command('older', 1, 'restore', at('log'), '--data', at('neither')), /the database is newer than this server/);
  } finally {
    follower.kill('SIGKILL');
  }
});
