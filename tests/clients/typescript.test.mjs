// The TypeScript client: it compiles under the strictest options whatever a schema calls its classes, its types refuse
// what the server would, and it does against a server what it says.
import assert from 'node:assert/strict';
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { run } from '../lib/builds.mjs';
import { assertQuiet, compileTypescript, demoServer, treeOf, trees } from './world.mjs';

for (const name of trees) {
  test(`the TypeScript client of ${name} compiles`, async (t) => {
    assertQuiet(await compileTypescript(await treeOf(name, t)));
  });
}

test('a query, a create, a signature and a live update, by types that refuse the rest', async (t) => {
  const tree = await treeOf('trial', t);
  const client = join(tree, 'clients/typescript');
  renameSync(join(client, 'tsconfig.json'), join(client, 'tsconfig.emitted.json'));
  assertQuiet(await compileTypescript(tree, ['uses.ts']));
  const { server, patient, provider } = await demoServer('trial', t);
  const { code, stdout, stderr } = await run(process.execPath, ['dist/uses.js', server.base, patient.password, provider.password], { cwd: client });
  assert.equal(stderr, '');
  assert.equal(stdout, 'done\n');
  assert.equal(code, 0);
});

test('functions of hooks and roles of rules are names that the compiler knows', async (t) => {
  const classes = async (name) => readFileSync(join(await treeOf(name, t), 'clients/typescript/classes.ts'), 'utf8');
  const hooks = await classes('hooks');
  for (const [, name] of readFileSync(new URL('../schemas/hooks.c', import.meta.url), 'utf8').split('hook_functions[]')[1].matchAll(/\{"(\w+)"/g)) {
    assert.match(hooks, new RegExp(`^  ${name}: \\{ parameters`, 'm'));
  }
  const [, roles] = /^export const roleNames = (.*) as const;$/m.exec(await classes('trial'));
  assert.deepEqual(JSON.parse(roles).sort(), ['admin', 'provider']);
});
