// A line of the log is JSON of one line, whatever texts are in it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { compile } from '../lib/c_program.mjs';

test('what is logged adds nothing to the log', () => {
  const sources = ['log', 'utf8'].map((name) => `templates/runtime/base/${name}.c`);
  const program = compile(['tests/unit/log.c', ...sources]);
  const texts = ['plain', '"', '\\', '","level":"info","x":"', '"}\n{"level":"info"}', '\r\n', '\u0007', '%s%n', '診'.repeat(2000)];
  const { status, stderr } = spawnSync(program, texts, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const lines = stderr.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(Object.keys), texts.map(() => ['time', 'level', 'message']));
  assert.deepEqual([...new Set(lines.map(({ level }) => level))], ['error']);
  assert.equal(lines[0].message, 'about ?plain?');
});
