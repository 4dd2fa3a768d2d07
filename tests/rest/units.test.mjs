// The emitted systemd units: what systemd says of them, and whether the server does without all that they take from it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildServer, root, run } from '../lib/builds.mjs';
import { newCertificate } from '../lib/certificates.mjs';
import { differs, sanitized } from '../lib/fixture.mjs';
import { LiveClient } from '../lib/live.mjs';
import { assertStatus, client, send } from '../lib/rest.mjs';

const has = async (command, ...given) => run(command, given).then(({ code }) => code === 0, () => false);
const noSystemd = !(await has('systemd-analyze', '--version')) && 'there is no systemd-analyze';
const noStrace = (sanitized && 'sanitizers need more than the server') || (!(await has('strace', '-f', '-o', '/dev/null', 'true')) && 'strace cannot trace here');
const noSysusers = !(await has('systemd-sysusers', '--version')) && 'there is no systemd-sysusers';
const isRoot = process.getuid() === 0;
const LEAST = 2.0; // of systemd-analyze security: 10 is unsafe, 0 safe

describe('the emitted units', differs('they are for our servers'), () => {
  let build;
  let folder; // the units as they would be installed, with the program where it is
  before(async () => {
    build = await buildServer('files');
    folder = mkdtempSync(join(tmpdir(), 'caregen-units-'));
    for (const file of readdirSync(join(build.folder, 'systemd'))) {
      writeFileSync(join(folder, file), readFileSync(join(build.folder, 'systemd', file), 'utf8').replaceAll('/usr/local/bin/files-server', build.program));
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const unit = (name) => readFileSync(join(folder, name), 'utf8');
  const setting = (name, key) => [...unit(name).matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value);

  test('are a service, its socket, its user and its backups', () => {
    assert.deepEqual(readdirSync(folder).sort(), [
      'files-backup.service', 'files-backup.timer', 'files-server.service', 'files-server.socket', 'files-server.sysusers.conf', 'files-server.tmpfiles.conf',
    ]);
    for (const file of readdirSync(folder)) assert.doesNotMatch(unit(file), /@[A-Z]+@/, file);
  });

  test('are understood by systemd', { skip: noSystemd }, async () => {
    const units = readdirSync(folder).filter((name) => /\.(service|socket|timer)$/.test(name)).map((name) => join(folder, name));
    const { code, stdout, stderr } = await run('systemd-analyze', ['verify', '--man=no', ...units]);
    assert.deepEqual([code, (stdout + stderr).split('\n').filter((line) => /files-(server|backup)/.test(line) && !/User .* not found/.test(line))], [0, []]);
  });

  for (const name of ['files-server.service', 'files-backup.service']) {
    test(`${name} is as closed as it is to be`, { skip: noSystemd }, async () => {
      const { code, stdout } = await run('systemd-analyze', ['security', '--offline=true', `--threshold=${LEAST * 10}`, join(folder, name)]);
      assert.equal(code, 0, stdout);
      assert.ok(Number(/exposure level for \S+: ([\d.]+)/.exec(stdout)[1]) <= LEAST, stdout);
    });
  }

  test('are installed as docs/operating.md and the README say', async () => {
    const root_ = mkdtempSync(join(tmpdir(), 'caregen-root-'));
    for (const place of ['usr/local/bin', 'etc/sysusers.d', 'etc/tmpfiles.d', 'etc/systemd/system']) mkdirSync(join(root_, place), { recursive: true });
    const lines = (text, name) => [...text.matchAll(/^ {4}(install .*|systemd-sysusers .*|systemctl enable .*)$/gm)].map(([, line]) => line.replaceAll(name, 'files'));
    const commands = lines(readFileSync(join(root, 'docs/operating.md'), 'utf8'), 'NAME');
    assert.equal(commands.length, 6);
    assert.deepEqual(lines(readFileSync(join(build.folder, 'README.md'), 'utf8'), 'files'), commands);
    for (const line of commands.filter((one) => one.startsWith('install '))) {
      const { code, stderr } = await run('sh', ['-c', line.replaceAll(/ \/(usr|etc)/g, ` ${root_}/$1`)], { cwd: build.folder });
      assert.equal(code, 0, stderr);
    }
    assert.deepEqual(readdirSync(join(root_, 'etc/systemd/system')).sort(), ['files-backup.service', 'files-backup.timer', 'files-server.service', 'files-server.socket']);
    assert.deepEqual(readdirSync(join(root_, 'usr/local/bin')), ['files-server']);
    for (const name of commands.at(-1).split(' ').slice(3)) assert.match(readFileSync(join(root_, 'etc/systemd/system', name), 'utf8'), /^WantedBy=/m, name);
    rmSync(root_, { recursive: true });
  });

  test('make the user and the folder for backups', { skip: noSysusers }, async () => {
    const tree = mkdtempSync(join(tmpdir(), 'caregen-root-'));
    mkdirSync(join(tree, 'etc'));
    const users = await run('systemd-sysusers', [`--root=${tree}`, join(folder, 'files-server.sysusers.conf')]);
    assert.equal(users.code, 0, users.stderr);
    assert.match(readFileSync(join(tree, 'etc/passwd'), 'utf8'), /^files-server:x:\d+:\d+:files-server:\/var\/lib\/files-server:/m);
    assert.equal(setting('files-server.service', 'User')[0], 'files-server');
    const made = await run('systemd-tmpfiles', [`--root=${tree}`, '--create', join(folder, 'files-server.tmpfiles.conf')]);
    if (isRoot) {
      assert.equal(made.code, 0, made.stderr);
      assert.deepEqual(readdirSync(join(tree, 'var/backups')), ['files-server']);
    }
    rmSync(tree, { recursive: true });
  });

  /** The calls that are left of a filter: lists and groups of calls, those with ~ taken away. */
  async function allowedCalls(filters) {
    const { stdout } = await run('systemd-analyze', ['syscall-filter', '--no-pager']);
    const groups = new Map([...stdout.matchAll(/^(@\S+)\n((?: .*\n?)*)/gm)].map(([, name, body]) => [name, body.split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('#'))]));
    const expand = (word) => (word.startsWith('@') ? groups.get(word).flatMap(expand) : [word]);
    const allowed = new Set();
    for (const filter of filters) {
      const words = filter.replace('~', '').split(' ').flatMap(expand);
      words.forEach((word) => (filter.startsWith('~') ? allowed.delete(word) : allowed.add(word)));
    }
    return allowed;
  }

  /** What a program did, by strace: the lines of its calls. */
  const callsIn = (file) => readFileSync(file, 'utf8').split('\n').map((line) => line.replace(/^\d+ +/, '')).filter((line) => /^\w+\(/.test(line));

  /** What of these calls the unit takes from the program. */
  async function refusedBy(name, calls) {
    const allowed = await allowedCalls(setting(name, 'SystemCallFilter'));
    const families = setting(name, 'RestrictAddressFamilies')[0].split(' ');
    assert.ok(calls.length > 1000 && allowed.size > 200);
    const refused = calls.filter((call) => {
      const called = /^\w+/.exec(call)[0];
      if (isRoot && /^fchown\(\d+, 0, 0(?:\)| <unfinished)/.test(call)) return false; // SQLite, for root alone
      if (!allowed.has(called)) return true;
      if (called === 'socket') return !families.includes(/^socket\((\w+)/.exec(call)[1]);
      return /^(mmap|mprotect)\(/.test(call) && /PROT_WRITE\|PROT_EXEC/.test(call);
    });
    return [...new Set(refused.map((call) => call.slice(0, 60)))];
  }

  test('take nothing from the server that it uses: requests, files, live queries, TLS, backups', { skip: noSystemd || noStrace, timeout: 600000 }, async () => {
    const data = mkdtempSync(join(tmpdir(), 'caregen-traced-'));
    const certificate = newCertificate();
    const traced = (name, ...given) => spawn('strace', ['-f', '-qq', '-o', join(data, name), build.program, ...given], { stdio: ['ignore', 'pipe', 'inherit'] });
    const server = traced('serve', 'serve', '--listen', '127.0.0.1:0', '--app-id', 'app', '--data', join(data, 'data'), ...certificate.arguments);
    try {
      let text = '';
      let listening;
      server.stdout.on('data', (chunk) => { text += chunk; });
      while (!(listening = /listening on (\S+)/.exec(text))) await once(server.stdout, 'data');
      const context = { base: listening[1], appId: 'app' };
      const api = client(context);
      const { session, username, password } = await api.signUp();
      assertStatus(await api.call('POST', '/login', { body: { username, password } }), 200);
      const upload = await api.call('POST', '/files/x.txt', { session, body: Buffer.alloc(200000, 'x'), headers: { 'Content-Type': 'text/plain' } });
      assertStatus(upload, 201);
      assertStatus(await send(upload.json.url), 200);
      const live = await LiveClient.connect(context, { token: session });
      assertStatus(await api.call('GET', '/classes/Document?count=1', { session }), 200);
      process.kill(Number(readFileSync(join(data, 'data/lock'), 'utf8')), 'SIGHUP');
      const backup = traced('backup', 'backup', join(data, 'backups'), '--data', join(data, 'data'));
      backup.stdout.resume();
      assert.deepEqual(await once(backup, 'close'), [0, null]);
      live.close();
      const closed = once(server, 'close');
      process.kill(Number(readFileSync(join(data, 'data/lock'), 'utf8')), 'SIGTERM');
      assert.deepEqual(await closed, [0, null]);
      assert.deepEqual(await refusedBy('files-server.service', callsIn(join(data, 'serve'))), []);
      assert.deepEqual(await refusedBy('files-backup.service', callsIn(join(data, 'backup'))), []);
    } finally {
      server.kill('SIGKILL');
      rmSync(data, { recursive: true, force: true });
    }
  });

  test('the backup is what its unit says', async () => {
    const data = mkdtempSync(join(tmpdir(), 'caregen-units-'));
    const place = (name) => setting(name, 'ExecStart')[0].replaceAll('/var/lib/files-server', join(data, 'data')).replaceAll('/var/backups/files-server', join(data, 'backups'));
    const server = spawn('sh', ['-c', `exec ${place('files-server.service')} --listen 127.0.0.1:0`], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    server.stdout.on('data', (chunk) => { text += chunk; });
    while (!text.includes('listening on')) await once(server.stdout, 'data');
    chmodSync(data, 0o700);
    for (let i = 0; i < 2; i++) assert.equal((await run('sh', ['-c', place('files-backup.service')])).code, 0);
    assert.equal(readdirSync(join(data, 'backups')).filter((name) => name.startsWith('20')).length, 2);
    server.kill('SIGTERM');
    await once(server, 'close');
    rmSync(data, { recursive: true });
  });
});
