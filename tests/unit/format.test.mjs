// The generator's own printf.
import { test } from 'node:test';
import { compile, runProgram } from '../lib/c_program.mjs';

const program = compile(['tests/unit/format.c', 'generator/base/format.c'], { includes: ['generator'] });

test('formats are written as printf writes them', () => void runProgram(program, []));
