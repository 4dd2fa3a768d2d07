// What ships a server, and caregen: `make install`, manual pages, what shells complete. Debian packages are deb.mjs's.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildServer, generator, root as project, run } from '../lib/builds.mjs';
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

describe('caregen, installed', () => {
  let root;
  const installed = (path) => join(root, 'usr', path);
  const caregen = (...words) => execFileSync(installed('bin/caregen'), words, { encoding: 'utf8', cwd: root, stdio: 'pipe' });

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'caregen-install-'));
    const { code, stdout, stderr } = await run('make', ['-s', '-C', project, '-o', 'build/caregen', 'install', `DESTDIR=${root}`, 'PREFIX=/usr']);
    assert.equal(code, 0, stdout + stderr);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('its manual page is read without a warning, and has every command and its flags', () => {
    const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-cbou', installed('share/man/man1/caregen.1')], { encoding: 'utf8' });
    assert.equal(stderr, '');
    const commands = [...caregen('--help').matchAll(/^ {2}caregen ([a-z]+) /gm)].map(([, name]) => name);
    assert.ok(commands.length > 9, `${commands}`);
    for (const command of commands) for (const flag of caregen(command, '--help').match(/--[a-z-]+/g) ?? []) assert.ok(stdout.includes(flag), `${command} ${flag}`);
  });

  test('bash completes commands, and the flags of each', () => {
    const complete = (...words) => execFileSync('bash', ['-c', `source ${installed('share/bash-completion/completions/caregen')}; COMP_WORDS=(caregen ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _caregen; printf '%s\\n' "\${COMPREPLY[@]}"`], { encoding: 'utf8', cwd: root }).trim().split('\n');
    assert.deepEqual(complete('mi'), ['migrate']);
    assert.deepEqual(complete('diff', '--f'), ['--format', '--fail-on']);
    assert.deepEqual(complete('init', '--'), ['--help']);
    assert.deepEqual(complete('check', 'u'), ['usr']);
  });

  test('each flag that is completed is one that the command takes', () => {
    const flags = [...caregen('completion', 'fish').matchAll(/__fish_seen_subcommand_from (\w+)' -l (\S+)$/gm)];
    assert.ok(flags.length > 50, `${flags.length}`);
    for (const [, command, flag] of flags) assert.doesNotMatch(spawnSync(installed('bin/caregen'), [command, `--${flag}`, '--help'], { encoding: 'utf8' }).stderr, /what is/, `${command} --${flag}`);
  });

  test('an app is named by its folder, wherever it is', () => {
    writeFileSync(join(root, 'clinic.md'), caregen('init'));
    caregen('new', 'clinic', '--from', 'clinic.md');
    for (const name of ['clinic', './clinic', 'clinic/', 'clinic/app.json']) caregen('generate', name, '--out', 'tree', '--dump', 'files');
    assert.equal(spawnSync(installed('bin/caregen'), ['check', 'clinics'], { encoding: 'utf8', cwd: root }).status, 3);
  });

  test('a shell that it knows nothing of is wrong usage', () => {
    for (const words of [['completion'], ['completion', 'tcsh'], ['manual', 'page']]) assert.equal(spawnSync(installed('bin/caregen'), words).status, 2, words.join(' '));
  });
});
