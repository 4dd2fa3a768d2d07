/* outbox_rows.c - see outbox_rows.h. What is sealed is "LENGTH TO BODY", where LENGTH is that of TO. */
#include "outside/outbox_rows.h"

#include "crypto/seal.h"
#include "formats/date.h"
#include "formats/json.h"

#include <stdlib.h>

#define WAITS "\"givenUpAt\" IS NULL"
#define GIVEN_UP "\"givenUpAt\" IS NOT NULL"
#define HELD WAITS " AND \"dueAt\" = ?1"

enum { DAY = 86400000 };

static const char *const kind_names[] = {[OUTBOX_MAIL] = "mail", [OUTBOX_WEBHOOK] = "webhook"};

/* Letters. */

static struct text owner_of(struct arena *arena, struct text id)
{
    return arena_printf(arena, "outbox %.*s", TEXT_PRINTED(id));
}

bool outbox_seal(struct context *context, const struct outbox_letter *letter, struct text *sealed)
{
    struct text owner = owner_of(context->arena, letter->id);
    struct buffer secret;

    buffer_init(&secret, context->arena, letter->to.length + letter->body.length + 32);
    buffer_add_text(&secret, arena_printf(context->arena, "%zu ", letter->to.length));
    buffer_add_text(&secret, letter->to);
    buffer_add_text(&secret, letter->body);
    if (!owner.bytes || secret.failed || context->arena->failed)
        return fail_internal(context, "out of memory");
    return seal(context, KEY_SEAL, owner, buffer_text(&secret), sealed);
}

static bool split(struct arena *arena, struct text secret, struct outbox_row *row)
{
    const char *end = secret.bytes + secret.length;
    char *rest = NULL;
    unsigned long length = secret.length ? strtoul(secret.bytes, &rest, 10) : 0;

    if (!rest || rest >= end || *rest != ' ' || length > (size_t)(end - rest - 1))
        return false;
    row->to = arena_copy(arena, (struct text){rest + 1, length});
    row->body = (struct text){rest + 1 + length, (size_t)(end - rest) - 1 - length};
    return row->to.bytes != NULL;
}

/* Of one row; what cannot be opened is no error of the reading. */
static void open_letter(struct context *context, struct text sealed, struct outbox_row *row)
{
    struct context own = {.arena = context->arena};
    struct text secret;

    row->is_open = unseal(&own, KEY_SEAL, owner_of(context->arena, row->id), sealed, &secret) &&
                   split(context->arena, secret, row);
}

/* Reading. */

static struct text mark_text(const struct outbox_mark *mark)
{
    return (struct text){(const char *)mark->bytes, sizeof mark->bytes};
}

bool outbox_next_receiver(struct context *context, struct store_connection *store,
                          struct outbox_mark *receiver, bool *found)
{
    struct text next;

    if (!sql_word(context,
                  sql_statement(context, store,
                                "SELECT min(\"receiver\") FROM \"_Outbox\" WHERE " WAITS
                                " AND \"receiver\" > ?1",
                                SQL_VALUES(sql_bytes(mark_text(receiver)))),
                  &next))
        return false;
    *found = next.bytes && next.length == sizeof receiver->bytes;
    if (*found)
        memcpy(receiver->bytes, next.bytes, sizeof receiver->bytes);
    return true;
}

bool outbox_each_due(struct context *context, struct store_connection *store,
                     const struct outbox_mark *receiver, int64_t now, int64_t limit,
                     void (*take)(void *state, const struct outbox_row *row), void *state)
{
    struct store_statement *rows =
        sql_statement(context, store,
                      "SELECT \"id\", \"kind\", \"attempts\", \"letter\", \"createdAt\" FROM "
                      "\"_Outbox\" AS \"o\" "
                      "WHERE \"receiver\" = ?1 AND " WAITS
                      " AND \"dueAt\" <= ?2 AND \"until\" > ?2 AND NOT EXISTS "
                      "(SELECT 1 FROM \"_Outbox\" AS \"e\" WHERE \"e\".\"line\" = \"o\".\"line\" "
                      "AND \"e\"." WAITS " AND \"e\".\"number\" < \"o\".\"number\" "
                      /* A mail that is held keeps no later one from who waits for that. */
                      "AND (\"e\".\"dueAt\" <> ?4 OR \"e\".\"kind\" = ?5)) "
                      "ORDER BY \"dueAt\", \"number\" LIMIT ?3",
                      SQL_VALUES(sql_bytes(mark_text(receiver)), sql_int64(now), sql_int64(limit),
                                 sql_int64(OUTBOX_HELD), sql_int64(OUTBOX_WEBHOOK)));
    bool found;
    bool done;

    while ((done = sql_next(context, rows, &found)) && found) {
        struct outbox_row row = {
            .id = arena_copy(context->arena, store_column_text(rows, 0)),
            .kind = store_column_int64(rows, 1) == OUTBOX_MAIL ? OUTBOX_MAIL : OUTBOX_WEBHOOK,
            .attempts = store_column_int64(rows, 2),
            .created_at = store_column_int64(rows, 4),
        };
        open_letter(context, store_column_bytes(rows, 3), &row);
        if (context->arena->failed)
            break;
        take(state, &row);
    }
    store_release(rows);
    return done && !context->arena->failed;
}

bool outbox_count(struct context *context, struct store_connection *store,
                  struct outbox_counts *counts)
{
    struct store_statement *rows =
        sql_statement(context, store,
                      "SELECT \"kind\", " WAITS ", count(*), sum(\"bytes\"), min(\"createdAt\") "
                      "FROM \"_Outbox\" GROUP BY \"kind\", " WAITS,
                      NULL);
    bool found;
    bool done;

    *counts = (struct outbox_counts){.waiting = {0}};
    while ((done = sql_next(context, rows, &found)) && found) {
        int64_t kind = store_column_int64(rows, 0);
        if (kind < 0 || kind >= OUTBOX_KINDS)
            continue;
        counts->bytes[kind] += store_column_int64(rows, 3);
        if (store_column_int64(rows, 1)) {
            counts->waiting[kind] = store_column_int64(rows, 2);
            counts->oldest[kind] = store_column_int64(rows, 4);
        } else {
            counts->given_up[kind] = store_column_int64(rows, 2);
        }
    }
    store_release(rows);
    return done;
}

/* Holding. */

bool outbox_is_in(struct context *context, struct store_connection *store, bool *is_there)
{
    return sql_exists(context,
                      sql_statement(context, store,
                                    "SELECT 1 FROM sqlite_schema WHERE \"name\" = '_Outbox'", NULL),
                      is_there);
}

bool outbox_count_held(struct context *context, struct store_connection *store, int64_t *count)
{
    return sql_number(context,
                      sql_statement(context, store, "SELECT count(*) FROM \"_Outbox\" WHERE " HELD,
                                    SQL_VALUES(sql_int64(OUTBOX_HELD))),
                      count);
}

bool outbox_hold(struct context *context, struct store_connection *store)
{
    return sql_run(context, sql_statement(context, store,
                                          "UPDATE \"_Outbox\" SET \"dueAt\" = ?1, \"reason\" = "
                                          "'held since a restore' WHERE " WAITS,
                                          SQL_VALUES(sql_int64(OUTBOX_HELD))));
}

/* On the writer. */

bool outbox_note_sent(struct request *request, struct text id)
{
    return sql_run(&request->context,
                   request_statement(request, "DELETE FROM \"_Outbox\" WHERE \"id\" = ?1",
                                     SQL_VALUES(sql_text(id))));
}

bool outbox_note_failed(struct request *request, struct text id, int64_t due_at, const char *reason)
{
    return sql_run(
        &request->context,
        request_statement(request,
                          "UPDATE \"_Outbox\" SET \"attempts\" = \"attempts\" + 1, "
                          "\"dueAt\" = ?2, \"reason\" = ?3 WHERE \"id\" = ?1",
                          SQL_VALUES(sql_text(id), sql_int64(due_at), sql_text(text_of(reason)))));
}

bool outbox_give_up(struct request *request, struct text id, const char *reason)
{
    return sql_run(
        &request->context,
        request_statement(
            request,
            "UPDATE \"_Outbox\" SET \"attempts\" = \"attempts\" + 1, "
            "\"givenUpAt\" = ?2, \"reason\" = ?3 WHERE \"id\" = ?1 AND " WAITS,
            SQL_VALUES(sql_text(id), sql_int64(request->now), sql_text(text_of(reason)))));
}

/* How many rows the last statement changed. */
static bool add_changes(struct request *request, int64_t *count)
{
    int64_t changes;

    if (!sql_number(&request->context, request_statement(request, "SELECT changes()", NULL),
                    &changes))
        return false;
    *count += changes;
    return true;
}

static bool give_up_late(struct request *request, int64_t *given_up)
{
    return sql_run(&request->context,
                   request_statement(
                       request,
                       "UPDATE \"_Outbox\" SET \"givenUpAt\" = ?1, \"reason\" = "
                       "coalesce(\"reason\" || '; then it was too late', 'too late') WHERE " WAITS
                       " AND \"until\" <= ?1",
                       SQL_VALUES(sql_int64(request->now)))) &&
           add_changes(request, given_up);
}

/* How many of the oldest have to go. */
static int64_t excess_of(const struct options *options, int64_t count, int64_t bytes)
{
    if (count > options->outbox_limit)
        return count - options->outbox_limit;
    return bytes > options->outbox_bytes ? count / 10 + 1 : 0;
}

static bool tidy_kind(struct request *request, enum outbox_kind kind,
                      const struct outbox_counts *counts, int64_t *given_up)
{
    const struct options *options = &request->server->options;
    int64_t dead = counts->given_up[kind]
                       ? excess_of(options, counts->given_up[kind], counts->bytes[kind])
                       : 0;
    int64_t late = excess_of(options, counts->waiting[kind], dead ? 0 : counts->bytes[kind]);

    if (late &&
        (!sql_run(&request->context,
                  request_statement(
                      request,
                      "UPDATE \"_Outbox\" SET \"givenUpAt\" = ?2, \"reason\" = "
                      "'too many wait' WHERE \"number\" IN (SELECT \"number\" FROM "
                      "\"_Outbox\" WHERE \"kind\" = ?1 AND " WAITS
                      " ORDER BY \"createdAt\" LIMIT ?3)",
                      SQL_VALUES(sql_int64(kind), sql_int64(request->now), sql_int64(late)))) ||
         !add_changes(request, given_up)))
        return false;
    if (!sql_run(&request->context,
                 request_statement(
                     request, "DELETE FROM \"_Outbox\" WHERE \"kind\" = ?1 AND \"givenUpAt\" < ?2",
                     SQL_VALUES(sql_int64(kind),
                                sql_int64(request->now - (int64_t)OUTBOX_KEPT_DAYS * DAY)))))
        return false;
    return !dead ||
           sql_run(&request->context,
                   request_statement(
                       request,
                       "DELETE FROM \"_Outbox\" WHERE \"number\" IN (SELECT \"number\" FROM "
                       "\"_Outbox\" WHERE \"kind\" = ?1 AND " GIVEN_UP
                       " ORDER BY \"givenUpAt\" LIMIT ?2)",
                       SQL_VALUES(sql_int64(kind), sql_int64(dead))));
}

bool outbox_tidy(struct request *request, int64_t *given_up)
{
    struct outbox_counts counts;

    *given_up = 0;
    if (!give_up_late(request, given_up) ||
        !outbox_count(&request->context, request->store, &counts))
        return false;
    for (int kind = 0; kind < OUTBOX_KINDS; kind++)
        if (!tidy_kind(request, (enum outbox_kind)kind, &counts, given_up))
            return false;
    return true;
}

/* Erasing a caller. */

/* The first webhook behind that number, opened; *number is its, or 0 when there is none. */
static bool next_webhook(struct context *context, struct request *request, int64_t *number,
                         struct outbox_row *row)
{
    /* By its number, whatever indexes there are. */
    struct store_statement *rows = sql_statement(
        context, request->store,
        "SELECT \"number\", \"id\", \"letter\" FROM \"_Outbox\" WHERE \"number\" > ?1 "
        "AND +\"kind\" = ?2 ORDER BY \"number\" LIMIT 1",
        SQL_VALUES(sql_int64(*number), sql_int64(OUTBOX_WEBHOOK)));
    bool found;
    bool done = sql_next(context, rows, &found);

    *number = 0;
    if (done && found) {
        *number = store_column_int64(rows, 0);
        *row = (struct outbox_row){.id = arena_copy(context->arena, store_column_text(rows, 1)),
                                   .kind = OUTBOX_WEBHOOK};
        open_letter(context, store_column_bytes(rows, 2), row);
    }
    store_release(rows);
    return done && (!context->arena->failed || fail_internal(context, "out of memory"));
}

/* Whether the body names the user as who wrote; *rest is the body without. */
static bool is_caller(struct context *context, struct text body, struct text user_id,
                      struct buffer *rest)
{
    struct context scratch = {.arena = context->arena};
    cJSON *json = memmem(body.bytes, body.length, user_id.bytes, user_id.length)
                      ? json_parse(&scratch, body)
                      : NULL;
    const cJSON *user = cJSON_GetObjectItemCaseSensitive(json, "user");
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(user, "objectId"));

    if (!id || !text_is(user_id, id))
        return false;
    cJSON_DeleteItemFromObjectCaseSensitive(json, "user");
    json_write_tree(rest, json);
    return true;
}

static bool forget_caller_in(struct context *context, struct request *request, int64_t number,
                             const struct outbox_row *row, struct text user_id)
{
    struct outbox_letter letter = {.kind = row->kind, .id = row->id, .to = row->to};
    struct buffer rest;
    struct text sealed;

    buffer_init(&rest, context->arena, row->body.length + 1);
    if (!row->is_open || !is_caller(context, row->body, user_id, &rest))
        return true;
    letter.body = buffer_text(&rest);
    if (rest.failed)
        return fail_internal(context, "out of memory");
    return outbox_seal(context, &letter, &sealed) &&
           sql_run(context,
                   sql_statement(context, request->store,
                                 "UPDATE \"_Outbox\" SET \"letter\" = ?2, \"bytes\" = ?3 WHERE "
                                 "\"number\" = ?1",
                                 SQL_VALUES(sql_int64(number), sql_bytes(sealed),
                                            sql_int64((int64_t)sealed.length))));
}

bool outbox_forget_caller(struct request *request, struct text user_id)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    struct outbox_row row;
    int64_t number = 0;
    bool done;

    arena_init(&arena);
    do {
        arena_reset(&arena);
        json_use_arena(&arena);
        done = next_webhook(&context, request, &number, &row) &&
               (!number || forget_caller_in(&context, request, number, &row, user_id));
    } while (done && number);
    json_use_arena(request->context.arena);
    arena_release(&arena);
    return done || fail_internal(&request->context, "the outbox cannot be read");
}

/* For operators. */

static void write_time(struct buffer *body, const char *name, struct store_statement *rows,
                       int column)
{
    buffer_add_string(body, name);
    if (store_column_is_null(rows, column))
        buffer_add_string(body, "null");
    else
        date_write_json(body, store_column_int64(rows, column));
}

static void write_row(struct buffer *body, struct store_statement *rows)
{
    int64_t kind = store_column_int64(rows, 1);

    buffer_add_string(body, "{\"id\":");
    json_write_string(body, store_column_text(rows, 0));
    buffer_add_string(body, ",\"kind\":");
    json_write_string(
        body, text_of(kind == OUTBOX_MAIL ? kind_names[OUTBOX_MAIL] : kind_names[OUTBOX_WEBHOOK]));
    buffer_add_string(body, ",\"about\":");
    json_write_string(body, store_column_text(rows, 2));
    write_time(body, ",\"createdAt\":", rows, 3);
    write_time(body, ",\"dueAt\":", rows, 4);
    write_time(body, ",\"givenUpAt\":", rows, 6);
    buffer_add_string(body, ",\"held\":");
    buffer_add_string(body, store_column_int64(rows, 8) ? "true" : "false");
    buffer_add_string(body, ",\"attempts\":");
    buffer_add_int64(body, store_column_int64(rows, 5));
    buffer_add_string(body, ",\"reason\":");
    json_write_string(body, store_column_text(rows, 7));
    buffer_add_char(body, '}');
}

bool outbox_write_list(struct request *request, int64_t limit)
{
    struct buffer *body = &request->response.body;
    struct store_statement *rows = request_statement(
        request,
        "SELECT \"id\", \"kind\", \"about\", \"createdAt\", \"dueAt\", \"attempts\", "
        "\"givenUpAt\", coalesce(\"reason\", ''), " HELD " FROM \"_Outbox\" "
        "ORDER BY " WAITS ", \"createdAt\", \"number\" LIMIT ?2",
        SQL_VALUES(sql_int64(OUTBOX_HELD), sql_int64(limit)));
    bool found;
    bool done;

    buffer_add_string(body, "{\"results\":[");
    for (bool first = true; (done = sql_next(&request->context, rows, &found)) && found;
         first = false) {
        if (!first)
            buffer_add_char(body, ',');
        write_row(body, rows);
    }
    store_release(rows);
    buffer_add_string(body, "]}");
    return done;
}

bool outbox_retry(struct request *request, struct outbox_choice choice, int64_t *count)
{
    int64_t until = request->now + outbox_longest(&request->server->options);

    *count = 0;
    return sql_run(&request->context,
                   request_statement(request,
                                     "UPDATE \"_Outbox\" SET \"givenUpAt\" = NULL, \"attempts\" = "
                                     "0, \"dueAt\" = ?2, \"until\" = ?3 WHERE (?1 IS NULL OR "
                                     "\"id\" = ?1) AND " GIVEN_UP,
                                     SQL_VALUES(sql_text(choice.id), sql_int64(request->now),
                                                sql_int64(until)))) &&
           add_changes(request, count);
}

bool outbox_release(struct request *request, struct outbox_choice choice, int64_t *count)
{
    *count = 0;
    return sql_run(&request->context,
                   request_statement(request,
                                     "UPDATE \"_Outbox\" SET \"dueAt\" = ?2, \"reason\" = NULL "
                                     "WHERE (?3 IS NULL OR \"id\" = ?3) AND " HELD,
                                     SQL_VALUES(sql_int64(OUTBOX_HELD), sql_int64(request->now),
                                                sql_text(choice.id)))) &&
           add_changes(request, count);
}

bool outbox_drop(struct request *request, struct outbox_choice choice, int64_t *count)
{
    static const char *const statements[] = {
        [OUTBOX_GIVEN_UP] = "DELETE FROM \"_Outbox\" WHERE " GIVEN_UP,
        [OUTBOX_WAITING] = "DELETE FROM \"_Outbox\" WHERE " WAITS,
        [OUTBOX_WAITING_HELD] = "DELETE FROM \"_Outbox\" WHERE " HELD,
    };
    bool is_one = choice.id.bytes != NULL;
    struct sql_value value = is_one ? sql_text(choice.id) : sql_int64(OUTBOX_HELD);

    *count = 0;
    return sql_run(
               &request->context,
               request_statement(
                   request,
                   is_one ? "DELETE FROM \"_Outbox\" WHERE \"id\" = ?1" : statements[choice.part],
                   is_one || choice.part == OUTBOX_WAITING_HELD ? SQL_VALUES(value) : NULL)) &&
           add_changes(request, count);
}
