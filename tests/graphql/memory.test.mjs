// Wherever memory runs out, a schema or a document is refused by the arena that says so, and never taken
// for something else.
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compile, graphqlLayer, runProgram } from '../lib/c_program.mjs';
import { invalid, syntax, valid } from './cases/invalid.mjs';

test('memory runs out at every point', () => {
  const program = compile(['tests/graphql/memory.c', ...graphqlLayer], {
    libraries: ['cjson', 'sodium', 'm'], extra: ['-Wl,--wrap=arena_alloc,--wrap=arena_alloc_bytes,--wrap=arena_alloc_array,--wrap=arena_copy'],
  });
  const definitions = readFileSync(new URL('cases/schema.graphql', import.meta.url), 'utf8');
  const documents = [...valid, ...Object.values(invalid).flat(), ...syntax].filter((_, i) => i % 3 === 0).filter(Boolean);
  runProgram(program, [definitions, ...documents], '', { seconds: 300 });
});
