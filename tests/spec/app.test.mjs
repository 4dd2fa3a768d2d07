// An app.json names its files from its own folder, wherever caregen is called.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';

test('the files of an app.json are found beside it, from any folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-app-'));
  const app = join(folder, 'shop');
  mkdirSync(app);
  writeFileSync(join(app, 'app.json'), JSON.stringify({ name: 'shop', schema: 'schema.json', spec: 'agent.md' }));
  writeFileSync(join(app, 'schema.json'), JSON.stringify({ classes: [{ className: 'Item', fields: { name: { type: 'String' } } }] }));
  writeFileSync(join(app, 'agent.md'), 'Schema:\n1. Item: name (String).\n\nRules:\n- Users can read all Item.\n');
  for (const [cwd, path] of [[folder, 'shop/app.json'], [app, './app.json'], [app, 'app.json'], [root, join(app, 'app.json')]]) {
    const { code, stderr } = await run(generator, ['check', path, '--strict'], { cwd });
    assert.equal(code, 0, `${cwd} ${path}\n${stderr}`);
  }
  rmSync(folder, { recursive: true });
});

test('the templates, which name theirs from the project, are found by name and by path', async () => {
  for (const app of ['trial', 'templates/apps/trial/app.json']) assert.equal((await run(generator, ['check', app], { cwd: root })).code, 0, app);
});
