// The access matrix that a build brings along, run on it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildServer, run } from './builds.mjs';

/** Runs the emitted tests; fails when one of them does. Returns way → [allowed, refused]. */
export async function runMatrix(name) {
  const { folder } = await buildServer(name);
  const { code, stdout, stderr } = await run('node', [join(folder, 'tests/access.mjs'), '--ways']);
  assert.equal(code, 0, stdout + stderr);
  console.log(stdout.trim().split('\n').at(-1)); // how many cells there are
  return new Map([...stdout.matchAll(/^(.+): (\d+) allowed, (\d+) refused/gm)].map(([, way, ...counts]) => [way, counts.map(Number)]));
}

/**
 * Every rule opens something, and everybody but the master key is refused something of every class, unless a sentence
 * gives them all of it. `unjudged` are the classes of which the tests can make no row.
 */
export async function assertMatrixIsComplete(name, unjudged = []) {
  const { folder } = await buildServer(name);
  const { classes, users, asking, rows } = JSON.parse(readFileSync(join(folder, 'tests/access.json'), 'utf8'));
  assert.deepEqual(users.slice(0, 2).map((user) => user.name), ['nobody', 'a stranger']);
  assert.deepEqual(Object.keys(classes).filter((className) => classes[className].unjudged), unjudged);
  const trace = readFileSync(join(folder, 'docs/trace.md'), 'utf8');
  const hasAll = (name, className) => trace.includes(`access: ${className}, ${name}: get, find, count, create, update, delete`);
  for (const className of Object.keys(classes).filter((one) => !unjudged.includes(one))) {
    const own = rows.filter((row) => row.class === className && row.is);
    for (let user = 0; user < asking; user++) {
      const letters = own.filter((row) => row.tries[user]).map((row) => row.reads.split(' ')[user] + row.tries[user]).join('');
      if (user === asking - 1) assert.match(letters, /a/, `the master key reads ${className}`);
      else if (!hasAll(users[user].name, className)) assert.match(letters, /d/, `${users[user].name} is refused something of ${className}`);
    }
  }
  const opens = [...trace.matchAll(/opens (\d+) of (\w+)/g)];
  assert.ok(opens.length > 0);
  for (const [said, count, className] of opens) assert.ok(Number(count) > 0 || unjudged.includes(className), said);
}
