// Readers keep their views of the database across commits: what was answered is seen all the same, by every
// reader and within other statements, and the log stays as short as if they did not (store_views.c).
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { compile, runProgram, storeLayer } from '../lib/c_program.mjs';

test('what was answered is seen, though readers keep their views', () => {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'caregen-views-'));
  try {
    const program = compile(['tests/unit/store_views.c', ...storeLayer], { libraries: ['cjson', 'sodium', 'sqlite3', 'pcre2-8', 'unistring', 'm'] });
    runProgram(program, [join(folder, 'views.db')]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
