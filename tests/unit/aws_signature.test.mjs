import { test } from 'node:test';
import { compile, runProgram } from '../lib/c_program.mjs';

test('signatures for stores of objects', () => {
  const sources = ['crypto/aws_signature', 'base/arena', 'base/buffer'].map((name) => `templates/runtime/${name}.c`);
  runProgram(compile(['tests/unit/aws_signature.c', ...sources], { libraries: ['sodium'] }));
});
