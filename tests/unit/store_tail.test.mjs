// Who follows a database: that nothing has been committed is said only by who could look (store_tail.c).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { compile, runProgram, storeLayer } from '../lib/c_program.mjs';

test('a log that cannot be looked at is not one in which nothing has come', () => {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-tail-'));
  try {
    const program = compile(['tests/unit/store_tail.c', ...storeLayer], { libraries: ['cjson', 'sodium', 'sqlite3', 'pcre2-8', 'unistring', 'm'] });
    runProgram(program, [join(folder, 'tail.db')]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
