// A server that stops: quiesce.c says what is expected.
import { test } from 'node:test';
import { compile, runProgram } from '../lib/c_program.mjs';

test('a daemon stops listening, whatever its workers do meanwhile', () => {
  runProgram(compile(['tests/unit/quiesce.c', 'templates/runtime/http/quiesce.c'], { libraries: ['microhttpd'] }));
});
