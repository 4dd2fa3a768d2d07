// The layers hold, and the check that says so can fail.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../lib/builds.mjs';

const check = (folder) => spawnSync('sh', [join(folder, 'tests/check/layers.sh')], { encoding: 'utf8' });

/** A copy of what the check reads, with a line more in one of its files. */
function checkWith(file, line) {
  const copy = mkdtempSync(join(tmpdir(), 'caregen-layers-'));
  try {
    for (const part of ['generator', 'templates/runtime', 'tests/check']) cpSync(join(root, part), join(copy, part), { recursive: true });
    appendFileSync(join(copy, file), `${line}\n`);
    return check(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

describe('layers', () => {
  test('hold', () => {
    const { status, stdout } = check(root);
    assert.equal(stdout, '');
    assert.equal(status, 0);
  });

  const breaches = [
    ['a statement over a class table outside of read/ and write/', 'templates/runtime/accounts/users.c', 'static const char *t(const struct class *c) { return c->table; }', /behind the guard/],
    ['a statement that names a class table outside of read/ and write/', 'templates/runtime/accounts/users.c', 'static const char sql[] = "SELECT 1 FROM \\"_User\\"";', /behind the guard/],
    ['a statement over versions outside of read/ and write/', 'templates/runtime/routes/versions.c', 'static const char *t(const struct class *c) { return c->version_table; }', /behind the guard/],
    ['emitted SQL outside of read/, write/ and guard/', 'templates/runtime/accounts/users.c', 'static const char *t(const struct app *a) { return a->emergency_held; }', /emitted ones too/],
    ['an error dropped by hand', 'templates/runtime/accounts/users.c', 'static void f(struct context *context) { context->error = (struct parse_error){0}; }', /forgive\(\)/],
    ['a step outside of the store', 'templates/runtime/accounts/users.c', 'static int s(struct store_statement *t) { return store_step(t); }', /tell every outcome/],
    ['a statement prepared by hand', 'templates/runtime/accounts/users.c', 'static void *s(struct store_connection *c) { return store_prepare(c, text_of("")); }', /sql_statement\(\)/],
    ['the member of a field taken by hand', 'templates/runtime/accounts/users.c', 'static void *m(char *o, const struct class_field *f) { return (char *)o + f->offset; }', /object_member\(\)/],
    ['a text taken apart for a format', 'templates/runtime/accounts/users.c', 'static void m(struct text t) { fprintf(stderr, "%.*s", (int)t.length, t.bytes); }', /TEXT_PRINTED\(\)/],
    ['SQLite outside of its room', 'templates/runtime/http/http.c', '#include <sqlite3.h>', /only the store knows SQLite/],
    ['libcurl outside of its file', 'templates/runtime/outside/mail.c', '#include <curl/curl.h>', /only transfer\.c knows libcurl/],
    ['libmicrohttpd outside of its room', 'templates/runtime/routes/files.c', '#include <microhttpd.h>', /only the room http knows libmicrohttpd/],
    ['signatures read elsewhere', 'templates/runtime/routes/files.c', 'static const char sql[] = "SELECT 1 FROM \\"_Signature\\"";', /in signature\.c/],
    ['a signature that is changed', 'templates/runtime/routes/signature.c', 'static const char sql[] = "UPDATE \\"_Signature\\" SET x = 1";', /stay as they are/],
    ['an arrow upwards', 'templates/runtime/model/value.c', '#include "http/http.h"', /model\/value\.c includes http\/http\.h, a room below/],
    ['the generator in the runtime', 'templates/runtime/model/value.c', '#include "emit/emit.h"', /no room of this tree/],
    ['an include that names no room', 'templates/runtime/model/value.c', '#include "arena.h"', /names no room/],
    ['an emitter with a clock', 'generator/emit/code/app.c', '#include <time.h>', /an emitter sees/],
    ['an emitter that looks around', 'generator/emit/docs/trace.c', 'static const char *home(void) { return getenv("HOME"); }', /emission is pure/],
    ['a text in JSON by a format', 'templates/runtime/routes/files.c', 'static const char f[] = "{\\"a\\":\\"%s\\"}";', /a writer that escapes/],
    ['a text in SQL by a format', 'templates/runtime/routes/files.c', 'static const char f[] = "SELECT 1 WHERE a = %.*s";', /a writer that escapes/],
    ['a text in a header by a format', 'templates/runtime/routes/files.c', 'static const char f[] = "X-Some-Header: %s";', /a writer that escapes/],
    ['a text in a mail by a format', 'templates/runtime/routes/files.c', 'static const char f[] = "Dear %s,\\r\\n";', /a writer that escapes/],
    ['a banned function', 'templates/runtime/model/value.c', 'void f(char *a, const char *b) { strcpy(a, b); }', /banned/],
  ];
  for (const [title, file, line, message] of breaches) {
    test(`${title} is a breach`, () => {
      const { status, stdout } = checkWith(file, line);
      assert.match(stdout, message);
      assert.equal(status, 1);
    });
  }
});
