// The runtime's memory: arena, buffer, errors, SQL texts, and running out of memory at every point.
import { test } from 'node:test';
import { compile, runProgram, valueLayer } from '../lib/c_program.mjs';

const program = compile(
  ['tests/unit/runtime_memory.c', 'tests/unit/fake_store.c', 'tests/unit/sample_class.c', ...valueLayer],
  { includes: ['templates/runtime', 'tests/unit'], libraries: ['cjson', 'sodium', 'm'], extra: ['-Wl,--wrap=malloc,--wrap=realloc'] },
);

for (const name of ['arena', 'pieces', 'texts', 'buffer', 'context', 'class', 'sql', 'include', 'exhaustion', 'plain']) {
  test(`runtime memory: ${name}`, () => void runProgram(program, [name]));
}
