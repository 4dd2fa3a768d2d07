// What ships a server: `make install`, its manual page, what shells complete. The Debian package is deb.mjs's.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildServer, run } from '../lib/builds.mjs';
import { filesBelow } from '../emit/tools.mjs';

describe('a server that is installed', () => {
  let build;
  let root;
  const installed = (path) => join(root, 'usr', path);

  before(async () => {
    build = await buildServer('text');
    root = mkdtempSync(join(tmpdir(), 'caregen-install-'));
    const { code, stdout, stderr } = await run('make', ['-s', '-C', dirname(build.program), 'PAGES=', 'install', `DESTDIR=${root}`, 'PREFIX=/usr']);
    assert.equal(code, 0, stdout + stderr);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('has its program, its page and its completions, and nothing else', () => {
    assert.deepEqual(filesBelow(root), [
      'usr/bin/text-server', 'usr/share/bash-completion/completions/text-server', 'usr/share/fish/vendor_completions.d/text-server.fish',
      'usr/share/man/man8/text-server.8', 'usr/share/zsh/site-functions/_text-server',
    ]);
    assert.equal(statSync(installed('bin/text-server')).mode & 0o777, 0o755);
  });

  test('its manual page is read without a warning, and has every command and option', () => {
    const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-cbou', installed('share/man/man8/text-server.8')], { encoding: 'utf8' });
    assert.equal(stderr, '');
    const page = stdout.replaceAll(/\s+/g, ' ');
    const help = execFileSync(installed('bin/text-server'), ['serve', '--help'], { encoding: 'utf8' });
    const flags = help.match(/^ {2}--[\w-]+/gm).map((flag) => flag.trim());
    assert.ok(flags.length > 50);
    for (const flag of flags) assert.ok(page.includes(` ${flag} `), flag);
    const usage = execFileSync(installed('bin/text-server'), ['--help'], { encoding: 'utf8' });
    for (const [, command] of usage.matchAll(/text-server ([a-z]+) /g)) assert.ok(page.includes(` ${command} `), command);
  });

  test('bash completes commands, options and files', () => {
    const complete = (...words) => execFileSync('bash', ['-c', `source ${installed('share/bash-completion/completions/text-server')}; COMP_WORDS=(text-server ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _text; printf '%s\\n' "\${COMPREPLY[@]}"`], { encoding: 'utf8', cwd: root }).trim().split('\n');
    assert.deepEqual(complete('res'), ['restore']);
    assert.deepEqual(complete('serve', '--tls-').sort(), ['--tls-cert', '--tls-key']);
    assert.deepEqual(complete('backup', 'u'), ['usr']);
  });

  test('what the other shells are given names each command and option, quoted', () => {
    for (const path of ['share/zsh/site-functions/_text-server', 'share/fish/vendor_completions.d/text-server.fish']) {
      const script = readFileSync(installed(path), 'utf8');
      for (const word of ['restore', 'listen']) assert.ok(script.includes(word), `${path}: ${word}`);
      const plain = path.includes('zsh') ? script.replaceAll("'\\''", '') : script.replaceAll("\\'", '');
      for (const line of plain.split('\n')) assert.equal((line.match(/'/g) ?? []).length % 2, 0, `${path}: ${line}`);
    }
  });

  test('another shell, and words too many, are wrong usage', async () => {
    for (const words of [['completion'], ['completion', 'tcsh'], ['manual', 'page']]) assert.equal((await run(build.program, words)).code, 2, words.join(' '));
  });
});
