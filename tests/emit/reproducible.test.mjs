// The same inputs give the same server, whatever the folder and the hour it is built in.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generator, run } from '../lib/builds.mjs';
import { root, temporaryFolder } from './tools.mjs';

async function builtIn(folder, environment) {
  mkdirSync(folder, { recursive: true });
  const app = join(folder, 'app');
  const steps = [
    [generator, 'generate', '--schema', join(root, 'tests/schemas/text.schema.json'), '--name', 'text', '--access', 'owner', '--out', app],
    ['make', '-s', '-j2', '-C', app, 'CFLAGS=-O0 -g', 'PAGES='],
  ];
  for (const [command, ...words] of steps) {
    const { code, stdout, stderr } = await run(command, words, { cwd: root, env: { ...process.env, ...environment } });
    assert.equal(code, 0, stdout + stderr);
  }
  return readFileSync(join(app, 'text-server'));
}

test('two builds in two folders are one program', async (t) => {
  const folder = temporaryFolder(t);
  // A cache of compilations would compare a build with itself.
  const one = await builtIn(join(folder, 'one'), { CCACHE_DISABLE: '1', TZ: 'UTC', LC_ALL: 'C' });
  const other = await builtIn(join(folder, 'another/and/deeper'), { CCACHE_DISABLE: '1', TZ: 'Asia/Taipei', LC_ALL: 'C.UTF-8' });
  assert.ok(one.equals(other), `of ${one.length} and ${other.length} bytes some differ`);
  assert.ok(!one.includes(folder), 'the folder is in the program');
});

test('caregen says nothing of the folder that it was built in', () => {
  assert.ok(!readFileSync(generator).includes(`${root}/`));
});
