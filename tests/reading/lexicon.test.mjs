// Each row of the lexicon has an example, and each example is read: no word of it is left over.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/builds.mjs';
import { read } from './judge.mjs';
import { schema } from './schema.mjs';

/** A class that is called by a noun, where the schema has none. */
function classOf(noun) {
  const name = noun[0].toUpperCase() + noun.slice(1);
  return new RegExp(name).test(schema) ? '' : `8. ${name}: patient (Pointer to PatientProfile, required), label (String); objectId, createdAt, updatedAt.\n`;
}

for (const [file, least] of [['lexicon', 240], ['people', 200], ['synonyms', 20]]) {
  test(`the examples of ${file}.def are read whole`, async () => {
    const table = readFileSync(join(root, `generator/prose/${file}.def`), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
    const rows = [...table.matchAll(/^(?:WORD|PERSON|SYNONYM)\((.*?)\)\n/gms)].map(([, row]) => [...row.matchAll(/"([^"]*)"/g)].map(([, text]) => text));
    assert.ok(rows.length >= least, `${rows.length} examples`);
    const found = [];
    for (const row of rows) {
      const example = row.at(-1);
      const own = file === 'synonyms' ? classOf(row[0]) : '';
      const [, ...sentences] = await read(`${schema}${own}\nRules:\n- Clinicians can read all visits.\n- ${example}\n`);
      if (!example || sentences.some(({ left, diagnostics }) => left.length + diagnostics.length > 0)) found.push(example);
    }
    assert.deepEqual(found, []);
  });
}
