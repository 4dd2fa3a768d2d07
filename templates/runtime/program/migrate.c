/* migrate.c - see migrate.h. The table _Migration keeps what was applied, with a fingerprint of its
 * statements, so that a database and a server that do not belong together never meet. */
#include "program/migrate.h"

#include "base/log.h"
#include "formats/date.h"

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

static bool is_newer_than(struct store_connection *connection, int64_t version)
{
    struct store_statement *statement = store_prepare(
        connection,
        text_of("SELECT \"version\", \"name\" FROM \"_Migration\" WHERE \"version\" > ?1 "
                "ORDER BY \"version\" DESC LIMIT 1"));
    bool newer = !statement || !store_bind_int64(statement, 1, version) ||
                 store_step(statement) != STORE_DONE;

    if (newer && statement) {
        struct text name = store_column_text(statement, 1);
        log_error("the database is newer than this server: it has migration %" PRId64
                  " (%.*s), this server knows %" PRId64 "; run the newer server",
                  store_column_int64(statement, 0), (int)name.length, name.bytes, version);
    }
    store_release(statement);
    return newer;
}

enum applied { APPLIED, NOT_APPLIED, APPLIED_ANOTHER };

static enum applied state_of(struct store_connection *connection, const struct migration *migration,
                             const char *fingerprint)
{
    struct store_statement *statement = store_prepare(
        connection, text_of("SELECT \"fingerprint\" FROM \"_Migration\" WHERE \"version\" = ?1"));
    enum applied state = APPLIED_ANOTHER;

    if (statement && store_bind_int64(statement, 1, migration->version)) {
        enum store_step step = store_step(statement);
        if (step == STORE_DONE)
            state = NOT_APPLIED;
        else if (step == STORE_ROW && text_is(store_column_text(statement, 0), fingerprint))
            state = APPLIED;
    }
    store_release(statement);
    return state;
}

static bool record(struct store_connection *connection, const struct migration *migration,
                   const char *fingerprint)
{
    struct store_statement *statement = store_prepare(
        connection, text_of("INSERT INTO \"_Migration\" (\"version\", \"name\", "
                            "\"fingerprint\", \"appliedAt\") VALUES (?1, ?2, ?3, ?4)"));
    bool done = statement && store_bind_int64(statement, 1, migration->version) &&
                store_bind_text(statement, 2, text_of(migration->name)) &&
                store_bind_text(statement, 3, text_of(fingerprint)) &&
                store_bind_int64(statement, 4, date_now()) && store_step(statement) == STORE_DONE;

    store_release(statement);
    return done;
}

static bool apply(struct store_connection *connection, const struct migration *migration,
                  const char *fingerprint)
{
    bool done = store_begin(connection);

    for (size_t i = 0; done && i < migration->statement_count; i++)
        done = store_execute(connection, migration->statements[i]);
    done = done && record(connection, migration, fingerprint) && store_commit(connection);
    if (!done) {
        log_error("migration %d (%s) failed: %s", migration->version, migration->name,
                  store_error(connection));
        store_rollback(connection);
    }
    return done;
}

bool migrate(const struct app *app, struct store_connection *connection)
{
    if (!store_execute(connection, table_sql)) {
        log_error("the database cannot be written: %s", store_error(connection));
        return false;
    }
    if (is_newer_than(connection, (int64_t)app->migration_count))
        return false;
    for (size_t i = 0; i < app->migration_count; i++) {
        const struct migration *migration = &app->migrations[i];
        char fingerprint[FINGERPRINT_TEXT];

        fingerprint_of(migration, fingerprint);
        switch (state_of(connection, migration, fingerprint)) {
        case APPLIED:
            break;
        case NOT_APPLIED:
            if (!apply(connection, migration, fingerprint))
                return false;
            break;
        case APPLIED_ANOTHER:
            log_error("the database was made by another migration %d than this server's (%s): the "
                      "schema has changed since; use another --data folder",
                      migration->version, migration->name);
            return false;
        }
    }
    return true;
}
