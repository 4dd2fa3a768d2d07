// The command `caregen generate`, from the inputs of a template to a tree that stands alone.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root, temporaryFolder } from './tools.mjs';
import { syntheticSchema } from './scale/schema.mjs';

const program = process.env.CAREGEN ?? join(root, 'build/caregen');

function generate(inputs, out, options = [], spawnOptions = {}) {
  return spawnSync(program, ['generate', '--schema', join(inputs, 'schema.json'), '--spec', join(inputs, 'agent.md'),
    '--name', 'trial', '--access', 'owner', '--out', out, ...options], { encoding: 'utf8', ...spawnOptions });
}

describe('caregen generate', () => {
  const template = join(root, 'schemas/trial');

  test('the same inputs in another folder, time zone and locale give the same bytes', (t) => {
    const folder = temporaryFolder(t);
    const copy = join(folder, 'copy of inputs');
    cpSync(template, copy, { recursive: true });
    assert.equal(generate(template, join(folder, 'one')).status, 0);
    const elsewhere = { cwd: folder, env: { TZ: 'Pacific/Chatham', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' } };
    assert.equal(generate(copy, 'two', [], elsewhere).status, 0);
    execFileSync('diff', ['-r', join(folder, 'one'), join(folder, 'two')]);
    const first = statSync(join(folder, 'one/app.c')).mtimeMs;
    assert.equal(generate(template, join(folder, 'one')).status, 0);
    assert.equal(statSync(join(folder, 'one/app.c')).mtimeMs, first);
  });

  test('--check exits 0 when the folder is as it would be, 1 on drift, and writes nothing', (t) => {
    const out = join(temporaryFolder(t), 'out');
    assert.equal(generate(template, out, ['--check']).status, 1);
    assert.ok(!existsSync(out));
    assert.equal(generate(template, out).status, 0);
    assert.equal(generate(template, out, ['--check']).status, 0);
    appendFileSync(join(out, 'app.c'), '\n');
    const result = generate(template, out, ['--check']);
    assert.equal(result.status, 1);
    assert.match(result.stdout, /differs: app\.c/);
    assert.ok(readFileSync(join(out, 'app.c'), 'utf8').endsWith('\n\n'));
    assert.equal(generate(template, out).status, 1);
  });

  test('a copy of the tree builds by itself, and a second make has nothing to do', (t) => {
    const folder = temporaryFolder(t);
    assert.equal(generate(template, join(folder, 'out')).status, 0);
    const copy = join(folder, 'elsewhere/my tree');
    cpSync(join(folder, 'out'), copy, { recursive: true });
    const env = { PATH: process.env.PATH, CFLAGS: '-O0' };
    execFileSync('make', ['--silent', '-j2'], { cwd: copy, env });
    assert.ok(statSync(join(copy, 'trial-server')).mode & 0o100);
    // What a class may never do, however one asks, is not in the program.
    const handlers = execFileSync('nm', [join(copy, 'trial-server')], { encoding: 'utf8' }).match(/(?<= T )\w+_handle_\w+$/gm);
    const of = (name) => handlers.filter((one) => one.startsWith(`${name}_handle_`)).map((one) => one.split('_handle_')[1]).sort();
    assert.deepEqual(of('audit_log'), ['find', 'get']);
    assert.deepEqual(of('message'), ['create', 'create_prepare', 'delete', 'delete_prepare', 'find', 'get', 'update', 'update_prepare']);
    assert.equal(execFileSync('make', ['-j2'], { cwd: copy, env, encoding: 'utf8' }).includes(' -c '), false);
    execFileSync('make', ['--silent', 'clean'], { cwd: copy, env });
    execFileSync('diff', ['-r', join(folder, 'out'), copy]);
  });

  test('a thousand classes take time in proportion, and stay within 115 MB', (t) => {
    const folder = temporaryFolder(t);
    // Time is the processor's, since the machine may be busy elsewhere. The limit on memory is on address space, of
    // which sanitizers take a lot for themselves: it is left out when another build of the program is tested.
    const seconds = (classes) => {
      const schema = join(folder, `${classes}.json`);
      writeFileSync(schema, JSON.stringify(syntheticSchema(classes), null, 2));
      const command = 'ulimit -v "$1"; shift; "$@" >&2; status=$?; times; exit $status';
      const limit = process.env.CAREGEN ? 'unlimited' : '115000'; // kilobytes of address space
      const result = spawnSync('sh', ['-c', command, 'sh', limit, program, 'generate', '--schema', schema, '--name',
        'scale', '--access', 'owner', '--out', join(folder, `out${classes}`)], { encoding: 'utf8' });
      assert.equal(result.status, 0, result.stderr);
      const [, ofChildren] = result.stdout.trim().split('\n');
      return ofChildren.split(' ').reduce((sum, time) => sum + 60 * parseInt(time) + parseFloat(time.split('m')[1]), 0);
    };
    let [hundred, thousand] = [Infinity, Infinity]; // the best of both, round by round: others have the processor's caches, too
    const isSoon = () => thousand < 5 && thousand < 30 * Math.max(hundred, 0.05);
    for (let i = 0; i < 5 && !isSoon(); i++) {
      hundred = Math.min(hundred, seconds(100));
      thousand = Math.min(thousand, seconds(1000));
    }
    assert.ok(thousand > 0 && isSoon(), `${hundred} s, then ${thousand} s`);
  });
});
