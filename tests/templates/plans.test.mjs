// What the rules cost: SQLite reaches the rows that a rule opens by an index, for every rule of every template,
// and never looks at all rows of a class to find them. The SQL is what docs/trace.md says a server uses.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findBuild, templates } from '../lib/builds.mjs';
import { describeServer, differs } from '../lib/fixture.mjs';

/** The predicates of the trace by class table: [{ table, sql }]. */
function predicates(name) {
  const trace = readFileSync(join(findBuild(name).folder, 'docs/trace.md'), 'utf8');
  return [...trace.matchAll(/`classes\/\w+\.c` rules: `("(\w+)".*?)`/g)].map(([, sql, table]) => ({ table, sql: sql.replaceAll('\\|', '|') }));
}

for (const name of templates) {
  describeServer(`the plans of ${name}`, name, (context) => {
    test('each rule is served by indexes', () => {
      const database = join(context.server.dataFolder, readdirSync(context.server.dataFolder).find((file) => file.endsWith('.db')));
      const rules = predicates(name);
      assert.ok(rules.length > 15);
      for (const { table, sql } of rules) {
        const bound = sql.replaceAll(':user', "'u'").replaceAll(':now', '1');
        const explain = `EXPLAIN QUERY PLAN SELECT * FROM "${table}" WHERE TRUE AND (${bound})`;
        const plan = execFileSync('sqlite3', ['-readonly', database, explain], { encoding: 'utf8' });
        for (const line of plan.split('\n').filter((text) => /SCAN (?!word)/.test(text))) assert.fail(`${line.trim()}\n${explain}\n${plan}`);
        assert.match(plan, new RegExp(`SEARCH ${table} USING`), explain);
      }
    });
  }, differs('the rules are ours'));
}
