/* session_use.c - see session_use.h. */
#include "accounts/session_use.h"

#include "formats/date.h"
#include "formats/json.h"
#include "read/rows.h"
#include "request/server.h"
#include "write/row_write.h"

enum {
    LONGEST_INTERVAL = 60000, /* ms */
    INTERVALS_IN_LIMIT = 10,
    PRUNED_AT_ONCE = 16 /* more than a sign-in adds, so that the tables shrink */
};

int64_t session_idle_limit(const struct server *server)
{
    int64_t rules = server->app->session_idle_ms;
    int64_t options = server->options.session_idle_seconds * 1000;

    if (!rules || !options)
        return rules ? rules : options;
    return rules < options ? rules : options;
}

static struct text kept_text(const struct kept_token *kept)
{
    return (struct text){(const char *)kept->bytes, kept->length};
}

bool session_use_begin(struct request *request, struct text token, struct text session_id)
{
    const struct ring_key *key = key_ring_newest(KEY_SESSION);
    struct kept_token kept;

    if (!key)
        return fail_internal(&request->context, "there is no session-key");
    session_token_keep(key, token, &kept);
    return sql_run(&request->context,
                   request_statement(request,
                                     "INSERT INTO \"_SessionToken\" (\"tokenHash\", "
                                     "\"sessionId\", \"usedAt\") VALUES (?1, ?2, ?3)",
                                     SQL_VALUES(sql_bytes(kept_text(&kept)), sql_text(session_id),
                                                sql_int64(request->now))));
}

bool session_use_end(struct request *request, struct text session_id)
{
    return sql_run(&request->context,
                   request_statement(request,
                                     "DELETE FROM \"_SessionToken\" WHERE \"sessionId\" = ?1",
                                     SQL_VALUES(sql_text(session_id))));
}

static int64_t interval_of(int64_t limit)
{
    int64_t part = limit / INTERVALS_IN_LIMIT;

    return part < LONGEST_INTERVAL ? part : LONGEST_INTERVAL;
}

static bool read_use(struct request *request, struct text session_id, int64_t *used_at)
{
    struct store_statement *row = request_statement(
        request, "SELECT \"usedAt\" FROM \"_SessionToken\" WHERE \"sessionId\" = ?1",
        SQL_VALUES(sql_text(session_id)));
    bool found;
    bool done = sql_next(&request->context, row, &found);

    if (found)
        *used_at = store_column_int64(row, 0);
    store_release(row);
    return done &&
           (found || fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Invalid session token"));
}

bool session_use_check(struct request *request, struct text session_id, int64_t *used_at,
                       bool *is_due)
{
    int64_t limit = session_idle_limit(request->server);

    *is_due = false;
    if (!limit || request->now - *used_at < interval_of(limit))
        return true;
    /* Other workers may have seen it used since. */
    if (!read_use(request, session_id, used_at))
        return false;
    if (request->now - *used_at >= limit)
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Session token is expired.");
    *is_due = request->now - *used_at >= interval_of(limit);
    return true;
}

bool session_use_keep(struct context *context, struct store_connection *store,
                      struct text session_id, const struct kept_token *kept, int64_t used_at)
{
    const struct ring_key *key = key_ring_newest(KEY_SESSION);

    /* Nothing goes back to an older key: the session's next use has the newest. */
    if (!key || kept->length < KEY_ID_BYTES || memcmp(kept->bytes, key->id, KEY_ID_BYTES) != 0)
        return true;
    return sql_run(context,
                   sql_statement(context, store,
                                 "UPDATE \"_SessionToken\" SET \"usedAt\" = max(\"usedAt\", ?3), "
                                 "\"tokenHash\" = ?2 WHERE \"sessionId\" = ?1 AND "
                                 "(\"usedAt\" < ?3 OR \"tokenHash\" <> ?2)",
                                 SQL_VALUES(sql_text(session_id), sql_bytes(kept_text(kept)),
                                            sql_int64(used_at))));
}

/* The ids of sessions to be pruned. */
struct pruned {
    struct text ids[PRUNED_AT_ONCE];
    int count;
};

/* Takes the first column of what the statement finds, and releases it. */
static bool collect(struct request *request, struct store_statement *rows, struct pruned *pruned)
{
    bool found;
    bool done = true;

    while (pruned->count < PRUNED_AT_ONCE && (done = sql_next(&request->context, rows, &found)) &&
           found)
        pruned->ids[pruned->count++] =
            arena_copy(request->context.arena, store_column_text(rows, 0));
    store_release(rows);
    return done;
}

static bool collect_idle(struct request *request, struct pruned *pruned)
{
    int64_t limit = session_idle_limit(request->server);

    return !limit ||
           collect(request,
                   request_statement(
                       request,
                       "SELECT \"sessionId\" FROM \"_SessionToken\" WHERE \"usedAt\" <= ?1",
                       SQL_VALUES(sql_int64(request->now - limit))),
                   pruned);
}

/* {"expiresAt": {"$lt": now}} */
static cJSON *where_expired(struct request *request)
{
    char iso[DATE_LENGTH + 1] = "";
    cJSON *where;
    cJSON *date;

    json_use_arena(request->context.arena);
    where = cJSON_CreateObject();
    date = cJSON_AddObjectToObject(cJSON_AddObjectToObject(where, "expiresAt"), "$lt");
    date_format(request->now, iso);
    if (!date || !cJSON_AddStringToObject(date, "__type", "Date") ||
        !cJSON_AddStringToObject(date, "iso", iso))
        return NULL;
    return where;
}

static bool collect_expired(struct request *request, struct pruned *pruned)
{
    struct row_query query = {.class = request->app->session,
                              .operation = OPERATION_DELETE,
                              .where = where_expired(request),
                              .limit = PRUNED_AT_ONCE};
    struct store_statement *rows;

    if (!query.where)
        return fail_internal(&request->context, "out of memory");
    return rows_select(request, &query, &rows) && collect(request, rows, pruned);
}

bool session_use_prune(struct request *request)
{
    struct principal before = request_act_as_server(request);
    struct pruned pruned = {.count = 0};
    bool done = collect_idle(request, &pruned) && collect_expired(request, &pruned);

    /* What workers remember of these sessions refuses them as well: nothing has to be read anew. */
    for (int i = 0; done && i < pruned.count; i++)
        done = session_use_end(request, pruned.ids[i]) &&
               rows_delete(request, request->app->session, pruned.ids[i]);
    request_act_as(request, before);
    return done;
}
