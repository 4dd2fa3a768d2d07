import { test } from 'node:test';
import { compile, runProgram } from '../lib/c_program.mjs';

test('names in other languages, and the nearest name', () => {
  const sources = ['names', 'nearest', 'source', 'diag', 'excerpt', 'utf8', 'arena', 'buffer', 'format'].map((name) => `generator/base/${name}.c`);
  runProgram(compile(['tests/unit/names.c', ...sources], { includes: ['generator'] }));
});
