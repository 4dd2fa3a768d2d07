// Commits of inserts do not walk through SQLite's page cache, and what is behind a database's end is dropped
// from it all the same (store_pages.c).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { compile, runProgram } from '../lib/c_program.mjs';

test('the page cache drops pages where there are some, and is not asked to elsewhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'caregen-pages-'));
  try {
    const program = compile(['tests/unit/store_pages.c', 'templates/runtime/store/store_pages.c'], { libraries: ['sqlite3'] });
    runProgram(program, [join(folder, 'pages.db')]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
