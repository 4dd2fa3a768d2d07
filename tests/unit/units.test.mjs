// What the lexicon's words are looked up by.
import { test } from 'node:test';
import { compile, runProgram } from '../lib/c_program.mjs';

const program = compile(['tests/unit/units.c', 'generator/prose/units.c', 'generator/read/spec_lex.c',
  ...['arena', 'buffer', 'format', 'source', 'utf8', 'vector'].map((name) => `generator/base/${name}.c`)], { includes: ['generator'], libraries: ['m'] });

test('a text is spelled by the units that it is split into', () => void runProgram(program, []));
