// The Debian packages of a server and of caregen itself: lintian finds nothing, they hold what is installed, their
// bytes are the same each time, and what a server kept outlives it. Run by `make deb-test`, which installs debhelper
// and lintian.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';

const architecture = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
const maintainer = 'MAINTAINER=Ann Ops <ann@debian.org>';
const environment = { ...process.env, SOURCE_DATE_EPOCH: '1795824000', CCACHE_DISABLE: '1' };

async function lints(file) {
  const { code, stdout, stderr } = await run('lintian', ['--fail-on', 'error,warning', '--allow-root', file]);
  assert.equal(stdout, '', stderr);
  assert.equal(code, 0);
}

async function runs(steps) {
  for (const [command, ...words] of steps) {
    const { code, stdout, stderr } = await run(command, words, { cwd: root, env: environment });
    assert.equal(code, 0, `${command} ${words.join(' ')}\n${stdout}${stderr}`);
  }
}

describe('make deb of a server', () => {
  let folder;
  const app = (name) => join(folder, name, 'app');
  const file = (name) => join(app(name), `text-server_1.2.3_${architecture}.deb`);

  const made = (name) => runs([
    [generator, 'generate', '--schema', join(root, 'tests/schemas/text.schema.json'), '--name', 'text', '--access', 'owner', '--out', app(name)],
    ['make', '-s', '-C', app(name), 'deb', 'PAGES=', 'VERSION=1.2.3', maintainer],
  ]);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-deb-'));
    await made('one');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('lintian finds nothing', () => lints(file('one')));

  test('it has the program, the units, the user and the page', () => {
    const list = execFileSync('dpkg', ['-c', file('one')], { encoding: 'utf8' });
    for (const path of ['/usr/bin/text-server', '/lib/systemd/system/text-server.service', '/lib/systemd/system/text-server.socket', '/lib/systemd/system/text-backup.timer', '/usr/lib/sysusers.d/text-server.conf', '/usr/share/man/man8/text-server.8.gz'])
      assert.ok(list.includes(`.${path}\n`), path);
    const out = join(folder, 'unpacked');
    execFileSync('dpkg', ['-x', file('one'), out]);
    assert.match(readFileSync(join(out, 'lib/systemd/system/text-server.service'), 'utf8'), /^ExecStart=\/usr\/bin\/text-server serve /m);
    assert.match(execFileSync(join(out, 'usr/bin/text-server'), ['--version'], { encoding: 'utf8' }), /^text-server: caregen /);
  });

  test('the data stay when it is purged', () => {
    const scripts = join(folder, 'scripts');
    execFileSync('dpkg', ['-e', file('one'), scripts]);
    for (const name of ['postinst', 'prerm', 'postrm']) assert.doesNotMatch(readFileSync(join(scripts, name), 'utf8'), /rm -[a-z]*r/, name);
  });

  test('built again elsewhere, it is the same bytes', async () => {
    await made('another-folder');
    assert.ok(readFileSync(file('one')).equals(readFileSync(file('another-folder'))));
  });
});

describe('make deb of caregen', () => {
  let folder;
  const version = execFileSync(generator, ['--version'], { encoding: 'utf8' }).trim().split(' ')[1];
  const file = (name) => join(folder, name, `build/caregen_${version}_${architecture}.deb`);
  const made = (name) => runs([
    ['git', 'clone', '-q', root, join(folder, name)],
    ['make', '-s', '-C', join(folder, name), 'deb', 'PAGES=', maintainer],
  ]);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-deb-'));
    await made('one');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('lintian finds nothing', () => lints(file('one')));

  test('what is unpacked makes a server, anywhere', async () => {
    const out = join(folder, 'unpacked');
    execFileSync('dpkg', ['-x', file('one'), out]);
    const caregen = join(out, 'usr/bin/caregen');
    writeFileSync(join(folder, 'clinic.md'), execFileSync(caregen, ['init'], { encoding: 'utf8' }));
    execFileSync(caregen, ['new', 'clinic', '--from', join(folder, 'clinic.md'), '--out', join(folder, 'clinic')], { cwd: folder, stdio: 'pipe' });
    execFileSync(caregen, ['generate', join(folder, 'clinic'), '--out', join(folder, 'tree')], { cwd: folder, stdio: 'pipe' });
    assert.ok(existsSync(join(folder, 'tree/Makefile')));
    assert.ok(existsSync(join(out, 'usr/share/man/man1/caregen.1.gz')));
  });

  test('built again elsewhere, it is the same bytes', async () => {
    await made('another-folder');
    assert.ok(readFileSync(file('one')).equals(readFileSync(file('another-folder'))));
  });
});
