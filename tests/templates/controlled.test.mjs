// The templates' specs are prompts in prose, with the sentences that they do not say. controlled/ has the same four written in
// the controlled language alone, sentence by sentence: every rule of those is a rule of the templates, with the JSON schema
// beside them and without, and the templates have no other ones but those that are listed here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generator, root, run, templates } from '../lib/builds.mjs';

const OPERATIONS = ['get', 'find', 'count', 'create', 'update', 'delete'];

/** One rule of a dumped model as what it says piece by piece: one operation, one field. */
function piecesOf(kind, text) {
  const conditions = [...text.matchAll(/ where \w+ is(?: not)? (?:(?! where | over | grant | = ).)+/g)].map(([one]) => one).sort();
  const rest = conditions.reduce((all, one) => all.replace(one, ''), text) + conditions.join('');
  const published = /^(all \w+) - of (\S+) (over \S+) = published$/.exec(rest);
  if (kind === 'publish action' && published) return [`publish action: ${published[1]} - of ${published[2]} = published`, `notification: ${published[1]} - ${published[3]} = published`];
  const fields = / of ([\w.]+(?:, [\w.]+)*)/.exec(rest);
  const each = fields && ['access', 'encryption', 'signed URLs'].includes(kind) ? fields[1].split(', ').map((field) => rest.replace(fields[0], ` of ${field}`)) : [rest];
  if (!['access', 'audit', 'grant'].includes(kind)) return each.map((one) => `${kind}: ${one.trim()}`);
  const operations = OPERATIONS.filter((one) => new RegExp(`\\b${one}\\b`).test(rest));
  return each.flatMap((one) => {
    const bare = operations.reduce((all, operation) => all.replace(new RegExp(`\\b${operation}\\b ?`), ''), one).trim();
    return operations.map((operation) => `${kind}: ${operation} ${bare}`);
  });
}

/** All that a spec's model says, but for the sentences that say it. */
async function piecesOfSpec(spec, schema) {
  const { code, stdout, stderr } = await run(generator, ['check', '--dump', 'model', '--spec', spec, ...(schema ? ['--schema', schema] : [])], { cwd: root });
  assert.equal(code, 0, stderr);
  const pieces = new Set();
  let name = '';
  for (const line of stdout.split('\n').filter((one) => one && !one.startsWith('sentence'))) {
    const rule = /^rule S\d+ ([^:]+): (.*)$/.exec(line);
    if (line.startsWith('class ')) pieces.add(`class ${(name = line.split(' ')[1])}`);
    else if (line.startsWith('  ')) pieces.add(`${name}: ${line.trim().replace(/\((?:schema and spec|schema|spec|built in|rules)[^)]*\)/, '').trim()}`);
    else for (const piece of rule ? piecesOf(rule[1], rule[2]) : [line]) pieces.add(piece);
  }
  return pieces;
}

/** What the prompts are read as beyond that: why it is right is said with each. */
const more = {
  // Every change is in the trail as soon as there is one.
  all: [/^audit: (?:create|update|delete) all \w+ -$/],
  trial: [],
  portal: [],
  behavioral: [],
  // "支持具有有限權限的 Provider 帳戶": a role that waits for approval.
  phr: [/^class RoleRequest$/, /^RoleRequest: /, /^(?:access|lifecycle): .*\bRoleRequest\b/, /^(?:role|approval): all - Providers$/],
};

for (const name of templates) {
  for (const schema of [`schemas/${name}/schema.json`, undefined]) {
    test(`${name}, ${schema ? 'with' : 'without'} the JSON schema, has the rules that are written in the controlled language`, async () => {
      const [controlled, prompt] = [await piecesOfSpec(`tests/templates/controlled/${name}.md`, schema), await piecesOfSpec(`schemas/${name}/agent.md`, schema)];
      assert.ok(controlled.size > 80, `${controlled.size} pieces`);
      assert.deepEqual([...controlled].filter((piece) => !prompt.has(piece)), [], 'lost');
      const allowed = [...more.all, ...more[name]];
      const extra = [...prompt].filter((piece) => !controlled.has(piece));
      assert.deepEqual(extra.filter((piece) => !allowed.some((one) => one.test(piece))), [], 'more');
      for (const one of more[name]) assert.ok(extra.some((piece) => one.test(piece)), `${one} is no longer so`);
    });
  }

  test(`${name} is the prompt as it was given, and what is beyond it stands under headings of its own`, () => {
    const spec = readFileSync(join(root, `schemas/${name}/agent.md`), 'utf8');
    const given = readFileSync(join(root, `tests/reading/seed-${name}/prompt.md`), 'utf8');
    const words = (text) => text.replaceAll(/\s+/g, '');
    assert.ok(words(spec).startsWith(words(given)));
    assert.match(words(spec).slice(words(given).length), /^(Names:.*?)?(Schemabeyondtheprompt:.*?)?WiththeJSONschema:.*Beyondtheprompt:/s);
  });
}
