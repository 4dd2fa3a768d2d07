// Each form of a clause has an example, and each example is read: no word of it is left over.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { read } from './judge.mjs';
import { schema } from './schema.mjs';

const table = readFileSync(join(root, 'generator/prose/clauses.def'), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
const rows = [...table.matchAll(/^CLAUSE\((\w+),\s*("(?:[^"]|"\s+")*"),\s*("(?:[^"]|"\s+")*"),/gm)];
const joined = (literal) => literal.slice(1, -1).replaceAll(/"\s+"/g, '');

test('the examples of the forms of clauses are read whole', async () => {
  const examples = rows.map(([, , , example]) => joined(example)).filter(Boolean);
  assert.ok(examples.length > 130, `${examples.length} examples`);
  const found = [];
  for (const text of examples) {
    const [, ...sentences] = await read(`${schema}\nRules:\n- Clinicians can read all visits.\n- ${text}\n`);
    assert.ok(sentences.length > 0, text);
    if (sentences.some(({ left }) => left.length > 0)) found.push(text);
  }
  assert.deepEqual(found, []);
});
