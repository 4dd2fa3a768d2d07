/* migrate.c - see migrate.h. The table _Migration keeps what was applied, with a fingerprint of its
 * statements, so that a database and a server that do not belong together never meet. */
#include "program/migrate.h"

#include "base/log.h"
#include "formats/date.h"
#include "program/system_tables.h"
#include "store/database_clock.h"
#include "store/sql.h"

#include <inttypes.h>
#include <sodium.h>

enum { FINGERPRINT_BYTES = 32, FINGERPRINT_TEXT = FINGERPRINT_BYTES * 2 + 1 };

static const char table_sql[] =
    "CREATE TABLE IF NOT EXISTS \"_Migration\" (\"history\" TEXT NOT NULL, "
    "\"version\" INTEGER NOT NULL, \"name\" TEXT NOT NULL, \"fingerprint\" TEXT NOT NULL, "
    "\"appliedAt\" INTEGER NOT NULL, PRIMARY KEY (\"history\", \"version\")) STRICT";

static const char question[] = "-- must be empty: ";

/* The server's own migrations, or the app's. */
struct history {
    const char *name; /* in _Migration */
    const struct migration *migrations;
    size_t count;
};

static struct history system_history(void)
{
    return (struct history){"server", system_migrations, system_migration_count};
}

static struct history app_history(const struct app *app)
{
    return (struct history){"app", app->migrations, app->migration_count};
}

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

/* The last migration of the history that the database has: its number, 0 when there is none. */
static bool read_last(struct context *context, struct store_connection *connection,
                      const struct history *history, int *last)
{
    int64_t number;
    bool done = sql_number(context,
                           sql_statement(context, connection,
                                         "SELECT coalesce(max(\"version\"), 0) FROM "
                                         "\"_Migration\" WHERE \"history\" = ?1",
                                         SQL_VALUES(sql_text(text_of(history->name)))),
                           &number);

    *last = (int)number;
    return done;
}

/* Whether the database's migration of that number is the one given. */
static bool is_same(struct context *context, struct store_connection *connection,
                    const struct history *history, const struct migration *migration, bool *same)
{
    char fingerprint[FINGERPRINT_TEXT];
    struct text recorded;
    bool done = sql_word(
        context,
        sql_statement(context, connection,
                      "SELECT \"fingerprint\" FROM \"_Migration\" WHERE "
                      "\"history\" = ?1 AND \"version\" = ?2",
                      SQL_VALUES(sql_text(text_of(history->name)), sql_int64(migration->version))),
        &recorded);

    fingerprint_of(migration, fingerprint);
    *same = text_is(recorded, fingerprint);
    return done && !context->arena->failed;
}

/* How far the database has come, and that it is this history in which it has. */
static bool check_history(struct context *context, struct store_connection *connection,
                          const struct history *history, int *last)
{
    if (!read_last(context, connection, history, last)) {
        log_error("the database cannot be read: %s", store_error(connection));
        return false;
    }
    if (*last > (int)history->count) {
        log_error("the database is newer than this server: it has migration %d of the %s, this "
                  "server knows %zu; run the newer server",
                  *last, history->name, history->count);
        return false;
    }
    for (int i = 0; i < *last; i++) {
        const struct migration *migration = &history->migrations[i];
        bool same;
        if (!is_same(context, connection, history, migration, &same)) {
            log_error("the database cannot be read: %s", store_error(connection));
            return false;
        }
        if (!same) {
            log_error("the database was made by another migration %d of the %s than this server's "
                      "(%s): an applied migration never changes. Where the schema was edited, "
                      "`caregen migrate` writes the next one; or use another --data folder",
                      migration->version, history->name, migration->name);
            return false;
        }
    }
    return true;
}

static bool record(struct context *context, struct store_connection *connection,
                   const struct history *history, const struct migration *migration)
{
    static const char insert[] = "INSERT INTO \"_Migration\" (\"history\", \"version\", \"name\", "
                                 "\"fingerprint\", \"appliedAt\") VALUES (?1, ?2, ?3, ?4, ?5)";
    char fingerprint[FINGERPRINT_TEXT];

    fingerprint_of(migration, fingerprint);
    return sql_run(
        context,
        sql_statement(context, connection, insert,
                      SQL_VALUES(sql_text(text_of(history->name)), sql_int64(migration->version),
                                 sql_text(text_of(migration->name)), sql_text(text_of(fingerprint)),
                                 sql_int64(date_now()))));
}

/* Runs a question. Where it selects something, that is said, and the migration is refused. A row's
 * first column is an id, so that no patient's data gets into the log. */
static bool ask(struct context *context, struct store_connection *connection,
                const struct migration *migration, const char *sql)
{
    enum { SHOWN = 10 };
    const char *what = sql + strlen(question);
    int length = (int)strcspn(what, "\n");
    struct store_statement *rows = sql_statement(context, connection, what + length, NULL);
    int64_t count = 0;
    bool found;
    bool done;

    for (; (done = sql_next(context, rows, &found)) && found; count++) {
        struct text id = store_column_text(rows, 0);
        if (count < SHOWN)
            log_error("migration %d (%s): %.*s: %.*s", migration->version, migration->name, length,
                      what, TEXT_PRINTED(id));
    }
    if (!done)
        log_error("migration %d (%s) failed: %s", migration->version, migration->name,
                  store_error(connection));
    else if (count > 0)
        log_error("migration %d (%s) is refused: %" PRId64 " rows: %.*s. Mend them and start again",
                  migration->version, migration->name, count, length, what);
    store_release(rows);
    return done && count == 0;
}

/* Whether a statement encrypts what was plain. Opening, unseal_value(), is another matter. */
static bool seals(const char *sql)
{
    static const char name[] = "seal_value(";
    const char *at = sql;

    while ((at = strstr(at, name)))
        if (at == sql || strchr(" (,=", at[-1]))
            return true;
        else
            at += sizeof name - 1;
    return false;
}

bool migrations_seal(const struct app *app, int from, int to)
{
    for (int i = from; i < to; i++)
        for (size_t j = 0; j < app->migrations[i].statement_count; j++)
            if (seals(app->migrations[i].statements[j]))
                return true;
    return false;
}

/* Values that were plain may still be in parts of the file that nothing uses. Writing the file anew leaves
 * them out; the mark, which is part of the migration, has an interrupted one do it at the next start. */
static bool forget_plain(struct context *context, struct store_connection *connection)
{
    int64_t marked;

    if (!sql_number(context,
                    sql_statement(context, connection,
                                  "SELECT \"user_version\" FROM pragma_user_version", NULL),
                    &marked))
        return false;
    if (marked && (!store_execute(connection, "VACUUM; PRAGMA user_version = 0") ||
                   !store_execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)")))
        log_error(
            "values that are encrypted now may still be in unused parts of the database, which "
            "cannot be written anew: %s",
            store_error(connection));
    return true;
}

static bool apply(struct context *context, struct store_connection *connection,
                  const struct history *history, const struct migration *migration, bool tells)
{
    bool done = store_begin(connection);
    bool refused = false;

    for (size_t i = 0; done && i < migration->statement_count; i++) {
        const char *sql = migration->statements[i];
        if (tells)
            log_info("migration %d (%s): statement %zu of %zu", migration->version, migration->name,
                     i + 1, migration->statement_count);
        if (strncmp(sql, question, strlen(question)) == 0)
            refused = !(done = ask(context, connection, migration, sql));
        else
            done = store_execute(connection, sql) &&
                   (!seals(sql) || store_execute(connection, "PRAGMA user_version = 1"));
    }
    done = done && record(context, connection, history, migration) && store_commit(connection);
    if (!done) {
        if (!refused)
            log_error("migration %d (%s) failed: %s", migration->version, migration->name,
                      store_error(connection));
        store_rollback(connection);
    }
    return done;
}

static bool bring_up(struct context *context, struct store_connection *connection,
                     const struct history *history, int to)
{
    int last = 0;

    if (!check_history(context, connection, history, &last))
        return false;
    for (int i = last; i < to; i++) {
        int64_t began = date_now();
        if (!apply(context, connection, history, &history->migrations[i], last > 0))
            return false;
        /* The first ones make an empty database, of which there is nothing to tell. */
        if (last > 0)
            log_info("migration %d (%s) of the %s was applied in %" PRId64 " ms",
                     history->migrations[i].version, history->migrations[i].name, history->name,
                     date_now() - began);
    }
    return true;
}

static bool make_table(struct store_connection *connection)
{
    if (store_execute(connection, table_sql))
        return true;
    log_error("the database cannot be written: %s", store_error(connection));
    return false;
}

bool migration_state_read(const struct app *app, struct store_connection *connection,
                          struct migration_state *state)
{
    struct history own = system_history();
    struct history history = app_history(app);
    struct arena arena;
    struct context context = {.arena = &arena};
    int last = 0;
    bool done;

    arena_init(&arena);
    *state = (struct migration_state){.known = (int)app->migration_count};
    done = make_table(connection) && check_history(&context, connection, &own, &last) &&
           check_history(&context, connection, &history, &state->applied);
    state->is_own_complete = last == (int)own.count;
    arena_release(&arena);
    return done;
}

bool migration_is_complete(const struct app *app, struct store_connection *connection)
{
    struct migration_state state;

    if (!migration_state_read(app, connection, &state))
        return false;
    if (state.applied < state.known)
        log_error("the database has %d of %d migrations: start the server, or run `migrate`",
                  state.applied, state.known);
    else if (!state.is_own_complete)
        log_error("the database is an older server's: start the server, or run `migrate`");
    return state.applied == state.known && state.is_own_complete;
}

bool migrate(const struct app *app, struct store_connection *connection, int to)
{
    struct history own = system_history();
    struct history history = app_history(app);
    int last = to == 0 ? (int)history.count : to;
    struct arena arena;
    struct context context = {.arena = &arena};
    bool done;

    arena_init(&arena);
    /* When something was retired is later than all that was kept before (file_holders.c). */
    done = make_table(connection) && bring_up(&context, connection, &own, (int)own.count) &&
           database_clock_resume(connection) && bring_up(&context, connection, &history, last) &&
           forget_plain(&context, connection);
    arena_release(&arena);
    return done;
}
