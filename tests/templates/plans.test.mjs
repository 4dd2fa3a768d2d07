// What the rules cost: SQLite reaches the rows that rules open by indexes, for every rule of every template and for
// all that the rules of somebody's roles are together, and never looks at all rows of a class to find them. The SQL
// is what docs/trace.md says a server uses, and what its tables have.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findBuild, templates } from '../lib/builds.mjs';
import { describeServer, differs } from '../lib/fixture.mjs';

/** The predicates of the trace by class table: [{ table, sql }]. */
function predicates(name) {
  const trace = readFileSync(join(findBuild(name).folder, 'docs/trace.md'), 'utf8');
  return [...trace.matchAll(/`classes\/\w+\/access\.c` rules: `("(\w+)".*?)`/g)].map(([, sql, table]) => ({ table, sql: sql.replaceAll('\\|', '|') }));
}

/** The rules of a class as its emitted table has them: [{ finds, role, sql }]; role undefined: whoever is signed in. */
function rulesOf(source) {
  const [, table] = /^static const struct class_rule rules\[\] = \{\n(.*?)^\};/ms.exec(source) ?? [];
  return (table ?? '').split(/^ {4}\{$/m).slice(1).map((rule) => {
    const text = (member) => {
      const [, literals] = new RegExp(`\\.${member} = ((?:"(?:[^"\\\\]|\\\\.)*"\\s*)+)`).exec(rule) ?? [];
      return literals && [...literals.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => part.replaceAll('\\"', '"')).join('');
    };
    return {
      finds: /OPERATION_FIND/.test(rule), role: /AUDIENCE_ROLE,\s+\.role = TEXT\("([^"]*)"/.exec(rule)?.[1],
      sql: [text('rows'), text('when'), text('rows') && /acl_narrows/.test(rule) && `"_acl" IS NULL OR "_acl" LIKE 'u'`].filter(Boolean).map((part) => `(${part})`).join(' AND '),
    };
  });
}

/** All sets of some roles, the empty one among them. */
const subsets = (roles) => roles.reduce((sets, role) => [...sets, ...sets.map((set) => [...set, role])], [[]]);

/** What a server asks the database for when somebody in these roles finds all they may: [{ table, roles, where }]. */
function finds(name) {
  const folder = join(findBuild(name).folder, 'classes');
  return readdirSync(folder).filter((name_) => existsSync(join(folder, name_, 'access.c'))).flatMap((file) => {
    const rules = rulesOf(readFileSync(join(folder, file, 'access.c'), 'utf8')).filter((rule) => rule.finds);
    const [, table] = /\.table = "\\"(\w+)\\""/.exec(readFileSync(join(folder, file, 'model.c'), 'utf8'));
    return subsets([...new Set(rules.map((rule) => rule.role).filter(Boolean))]).map((roles) => {
      const applying = rules.filter((rule) => !rule.role || roles.includes(rule.role));
      const isOpen = applying.some((rule) => !rule.sql); // to all rows: there is nothing to look for
      return { table, roles, where: isOpen ? undefined : applying.map((rule) => `(${rule.sql})`).join(' OR ') };
    }).filter(({ where }) => where);
  });
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

    test('each find is served by indexes, in whatever roles somebody is', () => {
      const database = join(context.server.dataFolder, readdirSync(context.server.dataFolder).find((file) => file.endsWith('.db')));
      const asked = finds(name);
      assert.ok(asked.length > 10 && asked.some(({ where }) => where.includes(') OR (')), `${asked.length}`);
      for (const { table, roles, where } of asked) {
        const bound = where.replaceAll(':user', "'u'").replaceAll(':now', '1');
        for (const rest of ['', ' ORDER BY "createdAt" LIMIT 100']) {
          const explain = `EXPLAIN QUERY PLAN SELECT * FROM "${table}" WHERE TRUE AND (${bound})${rest}`;
          const plan = execFileSync('sqlite3', ['-readonly', database, explain], { encoding: 'utf8' });
          for (const line of plan.split('\n').filter((text) => /SCAN (?!word)/.test(text))) assert.fail(`in the roles ${roles}: ${line.trim()}\n${explain}\n${plan}`);
          assert.match(plan, new RegExp(`SEARCH ${table} USING`), explain);
        }
      }
    });
  }, differs('the rules are ours'));
}
