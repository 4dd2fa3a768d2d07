// So much in a period: rate.c says what is expected.
import { test } from 'node:test';
import { compile, runProgram } from '../lib/c_program.mjs';

test('a client has so much in a period, however many others there are', () => {
  runProgram(compile(['tests/unit/rate.c', 'templates/runtime/base/rate.c'], { libraries: ['m'] }));
});
