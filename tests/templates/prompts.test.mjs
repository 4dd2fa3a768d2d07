// Agent prompts as people paste them: English, and Chinese on many lines or on one. Their Schema part is
// read as it stands; what their other sentences ask for may be 'not understood', which is a warning.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';

const folder = join(root, 'tests/schemas/prompts');
const check = (spec) => run(generator, ['check', '--spec', spec, '--format=text'], { cwd: root });

for (const name of ['trial.en', 'trial.zh', 'phr.zh', 'behavioral.zh']) {
  test(`${name} is read as it stands`, async () => {
    const { code, stdout, stderr } = await check(join(folder, `${name}.md`));
    assert.equal(code, 0, stdout + stderr);
    assert.doesNotMatch(stdout + stderr, /error\[/);
  });
}

test('a prompt whose names are not ASCII is told to map them, and is read once it does', async () => {
  const plain = await check(join(folder, 'portal.zh.md'));
  assert.equal(plain.code, 1);
  assert.match(plain.stdout + plain.stderr, /portal\.zh\.md:1:\d+: error\[E025\]/);
  const temporary = mkdtempSync(join(tmpdir(), 'caregen-test-'));
  try {
    const file = join(temporary, 'portal.md');
    writeFileSync(file, ['portal.zh.md', 'portal.names.md'].map((part) => readFileSync(join(folder, part), 'utf8')).join(''));
    const { code, stdout, stderr } = await check(file);
    assert.equal(code, 0, stdout + stderr);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});
