// NAME-server doctor: that it calls well what is well, finds what is not, and changes nothing.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildServer, run } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';
import { assertStatus, client } from '../lib/rest.mjs';
import { startServer } from '../lib/server.mjs';

const root = mkdtempSync(join(tmpdir(), 'caregen-doctor-'));
after(() => rmSync(root, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(root, 'x-'));

/** All that stands in a folder, with what would tell of a change. */
function stateOf(folder) {
  return readdirSync(folder, { recursive: true }).sort().map((name) => {
    const path = join(folder, name);
    const { mode, mtimeMs, size, ino } = statSync(path);
    const bytes = statSync(path).isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
    return [name, mode, mtimeMs, size, ino, bytes].join(' ');
  });
}

describe('doctor', differs('our server\'s own command'), () => {
  const all = ['folder', 'disk', 'clock', 'keys', 'database', 'migrations', 'files', 'queue', 'audit', 'backups', 'settings'];
  const started = []; // servers, so that none stays behind a test that fails
  let data;
  let program;

  const start = async (...given) => {
    const server = await startServer(...given);
    started.push(server);
    return server;
  };
  after(() => Promise.all(started.map((server) => server.kill())));

  const command = (...given) => {
    const environment = { ...process.env };
    for (const name of Object.keys(environment)) if (name.startsWith('CAREGEN_')) delete environment[name];
    return run(program, ['doctor', ...given], { env: environment });
  };
  /** What it says of a folder: { code, status, of(check): [findings] }. */
  async function examine(folder, ...given) {
    const { code, stdout, stderr } = await command('--data', folder, '--format', 'json', ...given);
    assert.equal(stderr, '');
    const report = JSON.parse(stdout);
    assert.equal(code, ['well', 'warning', 'broken'].indexOf(report.status), stdout);
    return { code, ...report, of: (check) => report.checks.filter((finding) => finding.check === check && finding.status !== 'well') };
  }
  const copy = () => {
    const folder = join(newFolder(), 'data');
    cpSync(data, folder, { recursive: true, preserveTimestamps: true });
    return folder;
  };
  const sql = async (folder, text) => assert.equal((await run('sqlite3', [join(folder, 'audit.db'), text])).code, 0);

  before(async () => {
    ({ program } = await buildServer('audit'));
    data = join(newFolder(), 'data');
    mkdirSync(data, { mode: 0o700 });
    const server = await start('audit', { dataFolder: data });
    const api = client(server);
    const { session } = await api.signUp();
    assertStatus(await api.call('POST', '/files/x.bin', { session, body: Buffer.alloc(1000) }), 201);
    await server.stop();
    renameSync(join(data, 'test-master-key'), join(data, 'master-key'));
  });

  test('calls a folder well, whether a server runs over it or not, and leaves it as it is', async () => {
    const folder = copy();
    for (const running of [false, true]) {
      const server = running ? await start('audit', { dataFolder: folder }) : null;
      if (server) await client(server).signUp();
      const before_ = stateOf(folder);
      // SQLite's readers note in -shm where they are.
      const unmoved = (state) => state.filter((line) => !running || !line.startsWith('audit.db-shm'));
      const report = await examine(folder);
      assert.deepEqual(report.checks.filter(({ status }) => status !== 'well'), []);
      assert.deepEqual([...new Set(report.checks.map(({ check }) => check))], all);
      assert.match(report.checks[0].detail, running ? /a server runs/ : /no server runs/);
      const key = report.checks.find(({ detail }) => detail.startsWith('seal-key'));
      const { stdout } = await run('sqlite3', ['-readonly', join(copy(), 'audit.db'), 'SELECT fingerprint FROM _DataKey WHERE name = \'seal-key\'']);
      assert.ok(key.detail.includes(stdout.trim()));
      assert.deepEqual(unmoved(stateOf(folder)), unmoved(before_));
      const text = await command('--data', folder);
      assert.equal(text.code, 0);
      assert.deepEqual(text.stdout.trimEnd().split('\n').map((line) => line.slice(0, 9).trim()), report.checks.map(() => 'well'));
      assert.deepEqual(unmoved(stateOf(folder)), unmoved(before_));
      await server?.stop();
    }
  });

  test('is in nobody\'s way while a server writes', async () => {
    const server = await start('audit', { dataFolder: copy() });
    const api = client(server);
    const user = await api.signUp();
    let done = false;
    const writing = (async () => {
      let count = 0;
      for (; !done; count += 1) await api.create('Diary', { owner: user.pointer }, { session: user.session });
      return count;
    })();
    for (let i = 0; i < 5; i += 1) assert.equal((await examine(server.dataFolder)).status, 'well');
    done = true;
    assert.ok(await writing > 1);
    await server.stop();
  });

  for (const [what, spoil, status, check, said] of [
    ['a key that is gone', (folder) => rmSync(join(folder, 'file-key')), 'broken', 'keys', /file-key is missing/],
    ['another key', (folder) => writeFileSync(join(folder, 'seal-key'), 'a'.repeat(64)), 'broken', 'keys', /seal-key is not the key/],
    ['a key that others can read', (folder) => chmodSync(join(folder, 'audit-key'), 0o640), 'broken', 'keys', /can be read by others/],
    ['a master key that others can read', (folder) => chmodSync(join(folder, 'master-key'), 0o640), 'broken', 'keys', /master key .* can be read by others/],
    ['a folder that others can enter', (folder) => chmodSync(folder, 0o750), 'warning', 'folder', /may be entered by others \(mode 0750\)/],
    ['a database that others can read', (folder) => chmodSync(join(folder, 'audit.db'), 0o644), 'warning', 'folder', /audit\.db may be read by others/],
    ['a restore that was cut off', (folder) => writeFileSync(join(folder, 'restore-unfinished'), ''), 'broken', 'folder', /not restored to its end/],
    ['a database that is gone', (folder) => rmSync(join(folder, 'audit.db')), 'broken', 'folder', /audit\.db is not there/],
    ['a clock that is behind', (folder) => sql(folder, `UPDATE _Clock SET latest = ${Date.now() + 3600000}`), 'warning', 'clock', /3[56]\d\d s behind/],
    ['migrations that are pending', (folder) => sql(folder, 'DELETE FROM _Migration WHERE history = \'server\' AND version > 3'), 'warning', 'migrations', /own are pending/],
    ['a database of a newer server', (folder) => sql(folder, 'INSERT INTO _Migration SELECT history, 99, name, fingerprint, appliedAt FROM _Migration WHERE history = \'app\' LIMIT 1'), 'broken', 'migrations', /newer/],
    ['a file without contents', (folder) => rmSync(join(folder, 'files', readdirSync(join(folder, 'files')).find((name) => name.length === 32))), 'broken', 'files', /1 of 1 files have no contents/],
    ['an audit trail that was changed', (folder) => sql(folder, 'DROP TRIGGER "_Keep:UPDATE:_AuditEntry"; UPDATE _AuditEntry SET actor = \'x\' WHERE number = 1'), 'broken', 'audit', /has 2 faults/],
    ['sample data', (folder) => writeFileSync(join(folder, 'demo-accounts'), '', { mode: 0o600 }), 'warning', 'settings', /demo accounts/],
    ['a master key that is short', (folder) => writeFileSync(join(folder, 'master-key'), 'short'), 'warning', 'settings', /is short/],
  ]) {
    test(`finds ${what}`, async () => {
      const folder = copy();
      await spoil(folder);
      const before_ = stateOf(folder);
      const report = await examine(folder);
      assert.equal(report.status, status, JSON.stringify(report.checks));
      assert.match(report.of(check).map(({ detail }) => detail).join('\n'), said);
      assert.deepEqual(stateOf(folder), before_);
    });
  }

  test('finds a database that is damaged', async () => {
    const folder = copy();
    const file = openSync(join(folder, 'audit.db'), 'r+');
    const pages = Math.floor(statSync(join(folder, 'audit.db')).size / 4096);
    for (let page = pages - 30; page < pages; page += 1) writeSync(file, Buffer.alloc(4096, 0xaa), 0, 4096, page * 4096);
    closeSync(file);
    const report = await examine(folder);
    assert.equal(report.status, 'broken');
    assert.match(report.of('database')[0].detail, /is damaged|cannot be read/);
  });

  test('looks at backups', async () => {
    const backups = join(newFolder(), 'backups');
    const of = async (...given) => (await examine(data, '--backups', backups, ...given)).checks.find(({ check }) => check === 'backups');
    assert.deepEqual([(await of()).status, (await of()).detail.includes('cannot be opened')], ['broken', true]);
    assert.equal((await run(program, ['backup', backups, '--data', copy()])).code, 0);
    assert.equal((await of()).status, 'well');
    const [name] = readdirSync(backups).filter((entry) => /^\d{8}T/.test(entry));
    renameSync(join(backups, name), join(backups, `2020${name.slice(4)}`));
    assert.equal((await of()).status, 'warning');
    assert.equal((await of('--backup-hours', '999999')).status, 'well');
    writeFileSync(join(backups, 'caregen-backups'), 'backups of another\n');
    assert.equal((await of()).status, 'broken');
  });

  test('tells of settings that are unsafe, by the server that runs', async () => {
    const settings = async (...given) => (await examine(data, ...given)).of('settings').map(({ detail }) => detail).join('\n');
    const unsafe = [
      [['--listen', '0.0.0.0:1337'], /without TLS/], [['--master-key-anywhere'], /from any address/], [['--lockout-threshold', '0'], /ever locked/],
      [['--file-upload', 'public'], /may upload files/], [['--password-min-length', '4'], /shorter than 8/], [['--demo-anywhere'], /from anywhere/],
    ];
    for (const [given, said] of unsafe) assert.match(await settings(...given), said);
    for (const listen of ['127.0.0.1:1', '[::1]:1', 'localhost:1']) assert.equal(await settings('--listen', listen), '');
    const folder = copy();
    const server = await start('audit', { dataFolder: folder, arguments: ['--lockout-threshold', '0'], environment: { CAREGEN_FILE_UPLOAD: 'public' } });
    const told = (await examine(folder, '--demo-anywhere')).of('settings').map(({ detail }) => detail);
    assert.equal(told.length, 2, told.join('\n'));
    assert.match(told.join('\n'), /ever locked[^]*may upload files/);
    await server.stop();
    const { program: kitchen } = await buildServer('kitchen');
    const open = newFolder();
    const opened = await start('kitchen', { dataFolder: open });
    await opened.stop();
    const { code, stdout } = await run(kitchen, ['doctor', '--data', open]);
    assert.equal(code, 1);
    assert.match(stdout, /everybody, without signing in, may use a class/);
    const key = readFileSync(join(data, 'master-key'), 'utf8').trim();
    const told_ = await run(program, ['doctor', '--data', data], { env: { ...process.env, SOME_KEY: key } });
    assert.match(told_.stdout, /a master key is in the environment/);
    assert.ok(!told_.stdout.includes(key));
  });

  test('says what it does not understand', async () => {
    for (const given of [['--format', 'xml'], ['--backup-hours', 'x'], ['--backup-hours', '0'], ['--nothing'], ['--backups']]) {
      assert.equal((await command(...given)).code, 3, given.join(' '));
    }
    const { code, stdout } = await command('--data', join(root, 'nowhere'));
    assert.equal(code, 2);
    assert.match(stdout, /^broken {3}folder .*nowhere: No such file/);
    assert.equal(stdout.trimEnd().split('\n').length, 2);
  });
});
