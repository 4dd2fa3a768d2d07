/* audit_verify.c - see audit_verify.h. The chain first, entry by entry; then what the engine
 * remembers, which shows an end that was cut off; then the tables' own definitions and indexes, by
 * which entries could be hidden from queries without being touched; and the anchors. */
#include "program/audit_verify.h"

#include "formats/date.h"
#include "guard/audit_chain.h"
#include "guard/audit_head.h"
#include "program/audit_anchor.h"
#include "program/migrate.h"
#include "program/system_tables.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct verification {
    FILE *out; /* NULL: nothing is said */
    const struct app *app;
    struct context *context; /* its error, set once the file cannot be read, is a fault */
    struct store_connection *store;
    const char *data;
    int64_t faults;
    struct audit_chain chain;
    struct audit_head head; /* what the file beside the database says; number 0: nothing */
};

static void say(const struct verification *verification, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

static void say(const struct verification *verification, const char *format, va_list arguments)
{
    if (!verification->out)
        return;
    vfprintf(verification->out, format, arguments);
    putc('\n', verification->out);
}

__attribute__((format(printf, 2, 3))) static void fault(struct verification *verification,
                                                        const char *format, ...)
{
    va_list arguments;

    verification->faults++;
    va_start(arguments, format);
    say(verification, format, arguments);
    va_end(arguments);
}

/* What is no fault. */
__attribute__((format(printf, 2, 3))) static void remark(const struct verification *verification,
                                                         const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(verification, format, arguments);
    va_end(arguments);
}

/* The numbers between the last entry and this one have no entry. */
static void say_gap(struct verification *verification, int64_t first, int64_t last,
                    const char *what)
{
    if (first == last)
        fault(verification, "entry %" PRId64 ": %s", first, what);
    else
        fault(verification, "entries %" PRId64 " to %" PRId64 ": %s", first, last, what);
}

static void check_head(struct verification *verification, int64_t number, struct text hash)
{
    if (number == verification->head.number &&
        memcmp(hash.bytes, verification->head.hash, AUDIT_HASH_BYTES) != 0)
        fault(verification, "entry %" PRId64 ": not the one that audit-head names", number);
}

static bool check_entry(void *state, const struct audit_record *record)
{
    struct verification *verification = state;
    int64_t number = record->entry.number;
    struct audit_flaws flaws;

    audit_chain_add(&verification->chain, record, &flaws);
    if (flaws.missing_from) {
        say_gap(verification, flaws.missing_from, number - 1, "missing");
        remark(verification,
               "entry %" PRId64 ": cannot be checked alone, since the one before it is missing",
               number);
    }
    if (flaws.has_no_hash)
        fault(verification, "entry %" PRId64 ": changed: its hash is no hash", number);
    else if (flaws.is_changed)
        fault(verification,
              "entry %" PRId64 ": changed or moved: its hash does not fit what it says"
              " and the hash of entry %" PRId64,
              number, number - 1);
    else if (flaws.behind)
        fault(verification,
              "entry %" PRId64 ": its time is %" PRId64 " ms before that of an earlier entry",
              number, flaws.behind);
    if (!flaws.has_no_hash)
        check_head(verification, number, record->hash);
    return true;
}

/* What cannot be read may hide anything. */
static void say_unread(struct verification *verification, const char *what)
{
    fault(verification, "%s cannot be read: %s", what, store_error(verification->store));
    verification->context->error = (struct parse_error){0};
}

static struct store_statement *ask(struct verification *verification, const char *sql,
                                   const struct sql_value *values)
{
    return sql_statement(verification->context, verification->store, sql, values);
}

static void check_chain(struct verification *verification)
{
    struct context *context = verification->context;
    int64_t given;
    int64_t strays;

    /* Before the walk: a server that runs meanwhile adds entries. */
    if (!sql_number(context,
                    ask(verification,
                        "SELECT \"seq\" FROM \"sqlite_sequence\" WHERE \"name\" = '_AuditEntry'",
                        NULL),
                    &given))
        say_unread(verification, "the highest number given");
    if (!sql_number(
            context,
            ask(verification, "SELECT count(*) FROM \"_AuditEntry\" WHERE \"number\" < 1", NULL),
            &strays))
        say_unread(verification, "the number of entries");
    /* A number below 1 is none. */
    if (strays > 0)
        fault(verification, "%" PRId64 " entries whose number is no number of the chain", strays);
    if (!audit_trail_walk(context, verification->store, 0, check_entry, verification))
        fault(verification, "entry %" PRId64 ": the file cannot be read from here on: %s",
              verification->chain.last_number + 1, store_error(verification->store));
    else if (given > verification->chain.last_number)
        say_gap(verification, verification->chain.last_number + 1, given, "cut off at the end");
    else if (verification->head.number > verification->chain.last_number)
        say_gap(verification, verification->chain.last_number + 1, verification->head.number,
                "missing at the end: this is not all of the database (a copy needs the file ending "
                "in -wal, too)");
    context->error = (struct parse_error){0};
}

/* Definitions. */

static bool is_about_trail(const char *statement)
{
    return strstr(statement, "\"_AuditEntry\"") != NULL;
}

/* Whether a statement of the migrations is one that the database has. */
static bool is_made(struct verification *verification, const char *statement)
{
    bool found;

    if (!sql_exists(verification->context,
                    ask(verification, "SELECT 1 FROM \"sqlite_schema\" WHERE \"sql\" = ?1",
                        SQL_VALUES(sql_text(text_of(statement)))),
                    &found))
        say_unread(verification, "the database's schema");
    return found;
}

static bool is_from_migrations(const struct migration *migrations, size_t count, struct text sql)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < migrations[i].statement_count; j++)
            if (text_is(sql, migrations[i].statements[j]))
                return true;
    return false;
}

/* Reports what the migrations make about the trail and the database does not have. */
static void check_made(struct verification *verification, const struct migration *migrations,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < migrations[i].statement_count; j++) {
            const char *statement = migrations[i].statements[j];
            if (is_about_trail(statement) && !is_made(verification, statement))
                fault(verification, "the database's schema: not as the server made it: %.60s",
                      statement);
        }
}

/* Tables, indexes, triggers and views that have to do with the trail are those of the migrations, the
 * server's own and the app's. */
static void check_definitions(struct verification *verification)
{
    const struct app *app = verification->app;
    struct migration_state state;
    struct store_statement *rows;
    bool found;
    bool done;

    check_made(verification, system_migrations, system_migration_count);
    /* A backup may be made, and verified, before an update's migrations are applied. */
    if (!migration_state_read(app, verification->store, &state))
        state.applied = (int)app->migration_count;
    check_made(verification, app->migrations, state.applied > 1 ? (size_t)state.applied : 1);
    rows = ask(verification,
               "SELECT \"name\", \"sql\" FROM \"sqlite_schema\" WHERE "
               "instr(\"sql\", '_AuditEntry') > 0",
               NULL);
    while ((done = sql_next(verification->context, rows, &found)) && found) {
        struct text name = store_column_text(rows, 0);
        struct text sql = store_column_text(rows, 1);
        if (!is_from_migrations(system_migrations, system_migration_count, sql) &&
            !is_from_migrations(app->migrations, app->migration_count, sql))
            fault(verification, "the database's schema: %.*s is not the server's",
                  TEXT_PRINTED(name));
    }
    if (!done)
        say_unread(verification, "the database's schema");
    store_release(rows);
}

/* Queries go by indexes: one that lacks an entry hides it. */
static void check_indexes(struct verification *verification)
{
    struct store_statement *rows =
        ask(verification, "PRAGMA integrity_check(\"_AuditEntry\")", NULL);
    bool found;
    bool done;

    while ((done = sql_next(verification->context, rows, &found)) && found) {
        struct text finding = store_column_text(rows, 0);
        if (!text_is(finding, "ok"))
            fault(verification, "the table or its indexes: %.*s", TEXT_PRINTED(finding));
    }
    if (!done)
        say_unread(verification, "the table or its indexes");
    store_release(rows);
}

/* Anchors. */

/* Whether the entry with the anchor's number has the anchor's hash; *found whether there is one. */
static bool has_hash(struct verification *verification, const struct audit_anchor *anchor,
                     bool *found)
{
    struct store_statement *row =
        ask(verification, "SELECT \"hash\" FROM \"_AuditEntry\" WHERE \"number\" = ?1",
            SQL_VALUES(sql_int64(anchor->number)));
    struct text expected = {(const char *)anchor->hash, sizeof anchor->hash};
    bool fits = false;

    if (!sql_next(verification->context, row, found))
        say_unread(verification, "an entry that an anchor names");
    if (*found)
        fits = text_equal(store_column_bytes(row, 0), expected);
    store_release(row);
    return fits;
}

static void check_anchor(struct verification *verification, const struct audit_anchor *anchor,
                         size_t line, const struct audit_keys *keys)
{
    bool found;

    if (!text_is(anchor->app, verification->app->name)) {
        fault(verification, "anchor %zu: is of another app", line);
        return;
    }
    if (keys->count && !audit_keys_have(keys, anchor->public_key))
        fault(verification,
              "anchor %zu: is signed with another key than %s/audit-key, or one before it", line,
              verification->data);
    if (anchor->number == 0 || has_hash(verification, anchor, &found))
        return;
    if (found)
        fault(verification,
              "entry %" PRId64 ": not the one of anchor %zu: it, or one before it, was changed"
              " and the chain made anew",
              anchor->number, line);
    else if (anchor->number > verification->chain.last_number)
        say_gap(verification, verification->chain.last_number + 1, anchor->number,
                "cut off at the end; an anchor has seen it");
    else
        fault(verification, "entry %" PRId64 ": missing; anchor %zu has seen it", anchor->number,
              line);
}

static bool check_anchors(struct verification *verification, const char *path)
{
    struct audit_keys keys;
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    size_t count = 0;
    struct arena arena;
    ssize_t length;

    if (!file)
        return false;
    arena_init(&arena);
    if (!audit_keys_collect(verification->context, verification->store, verification->app->name,
                            &keys))
        say_unread(verification, "entries about keys");
    while ((length = getline(&line, &capacity, file)) > 0) {
        struct context context = {.arena = &arena};
        struct audit_anchor anchor;
        if (line[0] == '\n')
            continue;
        count++;
        if (audit_anchor_read(&context, (struct text){line, (size_t)length}, &anchor))
            check_anchor(verification, &anchor, count, &keys);
        else
            fault(verification, "anchor %zu: %.*s", count, TEXT_PRINTED(context.error.message));
        arena_reset(&arena);
    }
    if (count == 0)
        fault(verification, "%s: holds no anchor", path);
    if (!keys.count)
        remark(verification,
               "there is no %s/audit-key: by whom the anchors are signed was not checked",
               verification->data);
    free(line);
    fclose(file);
    arena_release(&arena);
    return true;
}

static void sum_up(struct verification *verification)
{
    char hash[2 * AUDIT_HASH_BYTES + 1];
    char date[DATE_LENGTH];

    if (verification->faults > 0) {
        remark(verification, "%" PRId64 " entries, %" PRId64 " %s", verification->chain.entries,
               verification->faults, verification->faults == 1 ? "fault" : "faults");
        return;
    }
    sodium_bin2hex(hash, sizeof hash, verification->chain.last_hash, AUDIT_HASH_BYTES);
    date_format(verification->chain.last_at, date);
    if (verification->chain.entries > 0)
        remark(verification, "%" PRId64 " entries, no fault; the last is %" PRId64 " of %.*s, %s",
               verification->chain.entries, verification->chain.last_number, (int)DATE_LENGTH, date,
               hash);
    else
        remark(verification, "0 entries, no fault; nothing was entered yet");
}

int64_t audit_verify(const struct app *app, struct context *context, struct store_connection *store,
                     const char *data, const char *anchors, FILE *out)
{
    struct verification verification = {.out = out,
                                        .app = app,
                                        .context = context,
                                        .store = store,
                                        .data = data,
                                        .chain.last_is_known = true};

    /* Before the chain, to which a server that runs meanwhile adds. */
    if (!audit_head_read(data, &verification.head))
        verification.head.number = 0;
    check_chain(&verification);
    check_definitions(&verification);
    check_indexes(&verification);
    if (anchors && !check_anchors(&verification, anchors))
        return -1;
    sum_up(&verification);
    return verification.faults;
}
