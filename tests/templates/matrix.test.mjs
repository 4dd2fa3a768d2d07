// The access matrix that each server brings along (tests/access.json, told from the model) holds on that server:
// for the four templates from both inputs, from the prompt alone and from the JSON alone, and for the spec that
// has a rule of every form.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { buildServer, run, templates } from '../lib/builds.mjs';
import { differs } from '../lib/fixture.mjs';

/** Ways that lead to rows: in each of them something is allowed, and something refused. */
const WAYS = ['get', 'get in a batch', 'find', 'find in order, up to a limit', 'find in a batch', 'count', 'aggregate', 'distinct', '$select',
  'create', 'create in a batch', 'delete', 'delete in a batch', 'update ACL', 'update ACL in a batch'];
const POINTER_WAYS = ['include by', '$inQuery by'];

const builds = [...templates.flatMap((name) => [name, `${name}_spec`, `${name}_schema`]), 'rules'];
const isRuled = (name) => !name.endsWith('_schema');

/** The runner's lines "WAY: N allowed, N refused" as way → [N, N]. */
function waysOf(output) {
  return new Map([...output.matchAll(/^(.+): (\d+) allowed, (\d+) refused/gm)].map(([, way, ...counts]) => [way, counts.map(Number)]));
}

describe('the access matrix', differs('the rules are ours'), () => {
  for (const name of builds) {
    test(`holds on ${name}`, async (context) => {
      const { folder } = await buildServer(name);
      const { code, stdout, stderr } = await run('node', [join(folder, 'tests/access.mjs'), '--ways']);
      assert.equal(code, 0, stdout + stderr);
      context.diagnostic(stdout.trim().split('\n').at(-1));
      console.log(stdout.trim().split('\n').at(-1));
      const ways = waysOf(stdout);
      for (const way of WAYS) {
        const [allowed, refused] = ways.get(way) ?? [0, 0];
        assert.ok(allowed > 0 && refused > 0, `${way}: ${allowed} allowed, ${refused} refused`);
      }
      for (const way of templates.includes(name) ? POINTER_WAYS : []) {
        const all = [...ways].filter(([one]) => one.startsWith(way)).map(([, counts]) => counts);
        assert.ok([0, 1].every((i) => all.some((counts) => counts[i] > 0)), `${way}: ${JSON.stringify(all)}`);
      }
    });
  }

  for (const name of builds.filter(isRuled)) {
    test(`has rows of every relation for every class of ${name} with rules`, async () => {
      const { folder } = await buildServer(name);
      const { classes, users, asking, rows } = JSON.parse(readFileSync(join(folder, 'tests/access.json'), 'utf8'));
      assert.deepEqual(users.slice(0, 2).map((user) => user.name), ['nobody', 'a stranger']);
      for (const className of Object.keys(classes)) {
        const own = rows.filter((row) => row.class === className && row.is);
        for (let user = 0; user < asking; user++) {
          const letters = own.filter((row) => row.tries[user]).map((row) => row.reads.split(' ')[user] + row.tries[user]).join('');
          if (user === asking - 1) assert.match(letters, /a/, `the master key reads ${className}`);
          else assert.match(letters, /d/, `${users[user].name} is refused something of ${className}`);
        }
      }
    });

    test(`has rows that each rule of ${name} opens`, async () => {
      const { folder } = await buildServer(name);
      const trace = readFileSync(join(folder, 'docs/trace.md'), 'utf8');
      const opens = [...trace.matchAll(/opens (\d+) of (\w+)/g)];
      assert.ok(opens.length > 15);
      for (const [said, count] of opens) assert.ok(Number(count) > 0, said);
    });
  }
});
