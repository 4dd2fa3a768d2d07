/* migrate.c - see migrate.h. The table _Migration keeps what was applied, with a fingerprint of its
 * statements, so that a database and a server that do not belong together never meet. */
#include "program/migrate.h"

#include "base/log.h"
#include "formats/date.h"
#include "store/sql.h"

#include <inttypes.h>
#include <sodium.h>

enum { FINGERPRINT_BYTES = 32, FINGERPRINT_TEXT = FINGERPRINT_BYTES * 2 + 1 };

static const char table_sql[] =
    "CREATE TABLE IF NOT EXISTS \"_Migration\" (\"version\" INTEGER PRIMARY KEY NOT NULL, "
    "\"name\" TEXT NOT NULL, \"fingerprint\" TEXT NOT NULL, \"appliedAt\" INTEGER NOT NULL) STRICT";

static void fingerprint_of(const struct migration *migration, char *fingerprint)
{
    unsigned char hash[FINGERPRINT_BYTES];
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    for (size_t i = 0; i < migration->statement_count; i++) {
        const char *statement = migration->statements[i];
        /* The NUL too, so that where a statement ends counts. */
        crypto_generichash_update(&state, (const unsigned char *)statement, strlen(statement) + 1);
    }
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(fingerprint, FINGERPRINT_TEXT, hash, sizeof hash);
}

/* Whether the database has migrations that this server does not know, which the log is told. */
static bool is_newer_than(struct context *context, struct store_connection *connection,
                          int64_t version, bool *newer)
{
    struct store_statement *row =
        sql_statement(context, connection,
                      "SELECT \"version\", \"name\" FROM \"_Migration\" WHERE \"version\" > ?1 "
                      "ORDER BY \"version\" DESC LIMIT 1",
                      SQL_VALUES(sql_int64(version)));
    bool done = sql_next(context, row, newer);

    if (*newer) {
        struct text name = store_column_text(row, 1);
        log_error("the database is newer than this server: it has migration %" PRId64
                  " (%.*s), this server knows %" PRId64 "; run the newer server",
                  store_column_int64(row, 0), (int)name.length, name.bytes ? name.bytes : "",
                  version);
    }
    store_release(row);
    return done;
}

enum applied { APPLIED, NOT_APPLIED, APPLIED_ANOTHER };

static bool state_of(struct context *context, struct store_connection *connection,
                     const struct migration *migration, const char *fingerprint,
                     enum applied *state)
{
    struct text recorded;
    bool done =
        sql_word(context,
                 sql_statement(context, connection,
                               "SELECT \"fingerprint\" FROM \"_Migration\" WHERE \"version\" = ?1",
                               SQL_VALUES(sql_int64(migration->version))),
                 &recorded);

    if (!recorded.bytes)
        *state = NOT_APPLIED;
    else
        *state = text_is(recorded, fingerprint) ? APPLIED : APPLIED_ANOTHER;
    return done && !context->arena->failed;
}

static bool record(struct context *context, struct store_connection *connection,
                   const struct migration *migration, const char *fingerprint)
{
    return sql_run(
        context,
        sql_statement(context, connection,
                      "INSERT INTO \"_Migration\" (\"version\", \"name\", "
                      "\"fingerprint\", \"appliedAt\") VALUES (?1, ?2, ?3, ?4)",
                      SQL_VALUES(sql_int64(migration->version), sql_text(text_of(migration->name)),
                                 sql_text(text_of(fingerprint)), sql_int64(date_now()))));
}

static bool apply(struct context *context, struct store_connection *connection,
                  const struct migration *migration, const char *fingerprint)
{
    bool done = store_begin(connection);

    for (size_t i = 0; done && i < migration->statement_count; i++)
        done = store_execute(connection, migration->statements[i]);
    done = done && record(context, connection, migration, fingerprint) && store_commit(connection);
    if (!done) {
        log_error("migration %d (%s) failed: %s", migration->version, migration->name,
                  store_error(connection));
        store_rollback(connection);
    }
    return done;
}

static bool apply_once(struct context *context, struct store_connection *connection,
                       const struct migration *migration)
{
    char fingerprint[FINGERPRINT_TEXT];
    enum applied state;

    fingerprint_of(migration, fingerprint);
    if (!state_of(context, connection, migration, fingerprint, &state))
        return false;
    switch (state) {
    case APPLIED:
        break;
    case NOT_APPLIED:
        return apply(context, connection, migration, fingerprint);
    case APPLIED_ANOTHER:
        log_error("the database was made by another migration %d than this server's (%s): the "
                  "schema has changed since; use another --data folder",
                  migration->version, migration->name);
        return false;
    }
    return true;
}

bool migrate(const struct app *app, struct store_connection *connection)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    bool newer;
    bool done;

    if (!store_execute(connection, table_sql)) {
        log_error("the database cannot be written: %s", store_error(connection));
        return false;
    }
    arena_init(&arena);
    done = is_newer_than(&context, connection, (int64_t)app->migration_count, &newer) && !newer;
    for (size_t i = 0; done && i < app->migration_count; i++)
        done = apply_once(&context, connection, &app->migrations[i]);
    arena_release(&arena);
    return done;
}
