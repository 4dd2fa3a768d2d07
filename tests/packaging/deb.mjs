// The Debian package of a server: lintian finds nothing, it holds what is installed, its bytes are the same each
// time, and what the server kept outlives it. Run by `make deb-test`, which installs debhelper and lintian.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';

describe('make deb', () => {
  let folder;
  const app = (name) => join(folder, name, 'app');
  const file = (name) => join(app(name), 'text-server_1.2.3_amd64.deb').replace('amd64', execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim());

  async function made(name) {
    const steps = [
      [generator, 'generate', '--schema', join(root, 'tests/schemas/text.schema.json'), '--name', 'text', '--access', 'owner', '--out', app(name)],
      ['make', '-s', '-C', app(name), 'deb', 'PAGES=', 'VERSION=1.2.3', 'MAINTAINER=Ann Ops <ann@debian.org>'],
    ];
    for (const [command, ...words] of steps) {
      const { code, stdout, stderr } = await run(command, words, { cwd: root, env: { ...process.env, SOURCE_DATE_EPOCH: '1795824000', CCACHE_DISABLE: '1' } });
      assert.equal(code, 0, stdout + stderr);
    }
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'caregen-deb-'));
    await made('one');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('lintian finds nothing', async () => {
    const { code, stdout, stderr } = await run('lintian', ['--fail-on', 'error,warning', '--allow-root', file('one')]);
    assert.equal(stdout, '', stderr);
    assert.equal(code, 0);
  });

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
