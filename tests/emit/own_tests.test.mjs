// The tests that a server brings along pass on it, for specs of every shape: random ones that are correct. The
// seed is in the test's name; CAREGEN_SEED=N tries that spec alone, CAREGEN_TEST_SEED others than each run does.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { generator, makeServer, root, run } from '../lib/builds.mjs';
import { randomFrom } from '../lib/random.mjs';
import { randomSpec } from './random_spec.mjs';

const EACH_RUN = [612694, 716389, 412976];
const LONG = [622906]; // some minutes: a field is stamped that is kept from some, and many signings are tried
const HOW_MANY = 5; // more, in a long run
const SEEDS = 1e6;

function seedsToTry() {
  if (process.env.CAREGEN_SEED) return [Number(process.env.CAREGEN_SEED)];
  if (!process.env.CAREGEN_TEST_SEED) return EACH_RUN;
  const random = randomFrom(Number(process.env.CAREGEN_TEST_SEED));
  return [...LONG, ...Array.from({ length: HOW_MANY }, () => random.below(SEEDS))];
}
const seeds = seedsToTry();

describe('what a server brings along as its tests passes on it', { concurrency: 1 }, () => {
  seeds.forEach((seed, i) => {
    test(`random spec, seed ${seed}`, async () => {
      const folder = join(root, 'build/tests/own', String(i));
      const spec = await randomSpec(seed, folder);
      const tree = join(folder, 'tree');
      const end = async (command) => {
        const { code, stdout, stderr } = await run(command[0], command.slice(1));
        return code === 0 ? undefined : `${command.join(' ')}\n${stdout.slice(0, 2000)}${stderr.slice(0, 2000)}`;
      };
      const fault = await end([generator, 'generate', '--spec', spec, '--name', 'own', '--out', tree])
        ?? await makeServer(tree, ['PAGES='])
        ?? await end(['make', '-s', '-C', tree, 'PAGES=', 'test']);
      assert.equal(fault, undefined, readFileSync(spec, 'utf8'));
    });
  });
});
