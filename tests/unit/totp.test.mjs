import { test } from 'node:test';
import { compile, runProgram } from '../lib/c_program.mjs';

test('one-time codes', () => {
  const sources = ['crypto/totp', 'base/arena'].map((name) => `templates/runtime/${name}.c`);
  runProgram(compile(['tests/unit/totp.c', ...sources], { libraries: ['gnutls', 'sodium'] }));
});
