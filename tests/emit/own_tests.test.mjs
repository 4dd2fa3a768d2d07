// The tests that a server brings along pass on it, for specs of every shape: random ones that are correct. The
// seed is in the test's name; CAREGEN_SEED=N tries that spec alone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { generator, root, run } from '../lib/builds.mjs';
import { randomSpec } from './random_spec.mjs';

const HOW_MANY = 3;
const SEEDS = 1e6;
const seeds = process.env.CAREGEN_SEED
  ? [Number(process.env.CAREGEN_SEED)]
  : Array.from({ length: HOW_MANY }, () => Math.floor(Math.random() * SEEDS));

describe('what a server brings along as its tests passes on it', { concurrency: 1 }, () => {
  seeds.forEach((seed, i) => {
    test(`random spec, seed ${seed}`, async () => {
      const folder = join(root, 'build/tests/own', String(i));
      const spec = await randomSpec(seed, folder);
      const tree = join(folder, 'tree');
      for (const command of [
        [generator, 'generate', '--spec', spec, '--name', 'own', '--out', tree],
        ['make', '-s', '-C', tree, 'CFLAGS=-O1'],
        ['make', '-s', '-C', tree, 'CFLAGS=-O1', 'test'],
      ]) {
        const { code, stdout, stderr } = await run(command[0], command.slice(1));
        assert.equal(code, 0, `${command.join(' ')}\n${stdout.slice(0, 2000)}${stderr.slice(0, 2000)}\n${readFileSync(spec, 'utf8')}`);
      }
    });
  });
});
