// `caregen new`: an app from a prompt alone, outside of caregen's folder and within it, served with its sample data.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { generator, root } from '../lib/builds.mjs';
import { client } from '../lib/rest.mjs';
import { launch } from '../lib/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'caregen-new-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const prompt = join(root, 'tests/reading/dental/prompt.md');

const run = (command, args, cwd = folder) => new Promise((resolve) => {
  const environment = { ...process.env, PATH: `${dirname(generator)}:${process.env.PATH}` };
  execFile(command, args, { cwd, env: environment, maxBuffer: 1 << 26 }, (error, stdout, stderr) => resolve({ code: error ? error.code : 0, text: stdout + stderr }));
});
const caregen = (...args) => run(generator, args);

test('what is not given is a wrong command line where nobody can be asked', async () => {
  for (const args of [[], ['clinic'], ['--from', prompt]]) {
    const { code, text } = await caregen('new', ...args);
    assert.equal(code, 2, text);
    assert.match(text, /new: (which NAME|from what)\?/);
  }
  assert.deepEqual(readdirSync(folder), []);
});

test('within caregen it is one more template', async () => {
  const cwd = join(folder, 'repository');
  mkdirSync(join(cwd, 'templates/apps'), { recursive: true });
  mkdirSync(join(cwd, 'schemas'));
  const { code, text } = await run(generator, ['new', 'clinic', '--from', prompt], cwd);
  assert.equal(code, 0, text);
  assert.match(text, /templates\/apps\/clinic is there: make serve TEMPLATE=clinic/);
  assert.deepEqual(readdirSync(join(cwd, 'schemas/clinic')).sort(), ['agent.md', 'migrations', 'schema.lock.json']);
  assert.deepEqual(readdirSync(join(cwd, 'templates/apps/clinic')).sort(), ['app.json', 'hooks.c', 'sample.json']);
  const checked = await run(generator, ['generate', 'clinic'], cwd);
  assert.equal(checked.code, 0, checked.text);
  const again = await run(generator, ['new', 'clinic', '--from', prompt], cwd);
  assert.equal(again.code, 1);
  assert.match(again.text, /'templates\/apps\/clinic' is there already/);
});

test('anywhere else it is a folder of its own that serves its sample data', async () => {
  const made = await caregen('new', 'clinic', '--from', prompt);
  assert.equal(made.code, 0, made.text);
  const app = join(folder, 'clinic');
  assert.deepEqual(readdirSync(app).sort(), ['.gitignore', 'Makefile', 'README.md', 'agent.md', 'app.json', 'ci.sh', 'hooks.c', 'migrations', 'sample.json', 'schema.lock.json']);
  assert.equal(readFileSync(join(app, 'agent.md'), 'utf8'), readFileSync(prompt, 'utf8'));
  const built = await run('make', ['-s', 'build', ...(process.env.CAREGEN_TEST_MAKE ?? '').split(/\s+/).filter(Boolean)], app);
  assert.equal(built.code, 0, built.text);
  assert.ok(existsSync(join(app, 'out/hooks.c')));
  const server = await launch(join(app, 'out/clinic-server'), { demo: true });
  const api = client(server);
  const { objects } = JSON.parse(readFileSync(join(app, 'sample.json'), 'utf8'));
  assert.ok(objects.length > 3);
  for (const { class: name } of objects) {
    const { json } = await api.call('GET', `/classes/${name}`, { master: true });
    assert.equal(json.results.length, 1, name);
  }
  await server.stop();
});
