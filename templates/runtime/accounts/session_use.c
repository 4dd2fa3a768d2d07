/* session_use.c - see session_use.h. */
#include "accounts/session_use.h"

#include "crypto/session_token.h"
#include "formats/date.h"
#include "formats/json.h"
#include "read/rows.h"
#include "request/server.h"

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

bool session_use_begin(struct request *request, struct text token, struct text session_id)
{
    unsigned char hash[SESSION_TOKEN_HASH_BYTES];
    struct text hash_text = {(const char *)hash, sizeof hash};
    struct store_statement *statement = store_prepare(
        request->store, text_of("INSERT INTO \"_SessionToken\" (\"tokenHash\", \"sessionId\", "
                                "\"usedAt\") VALUES (?1, ?2, ?3)"));
    bool done;

    session_token_hash(token, hash);
    done = statement && store_bind_bytes(statement, 1, hash_text) &&
           store_bind_text(statement, 2, session_id) &&
           store_bind_int64(statement, 3, request->now) && store_step(statement) == STORE_DONE;
    store_release(statement);
    return done || fail_internal(&request->context, "a session token could not be kept");
}

bool session_use_end(struct request *request, struct text session_id)
{
    struct store_statement *statement = store_prepare(
        request->store, text_of("DELETE FROM \"_SessionToken\" WHERE \"sessionId\" = ?1"));
    bool done = statement && store_bind_text(statement, 1, session_id) &&
                store_step(statement) == STORE_DONE;

    store_release(statement);
    return done || fail_internal(&request->context, "a session token could not be dropped");
}

static int64_t interval_of(int64_t limit)
{
    int64_t part = limit / INTERVALS_IN_LIMIT;

    return part < LONGEST_INTERVAL ? part : LONGEST_INTERVAL;
}

static bool read_use(struct request *request, const unsigned char *token_hash, int64_t *used_at)
{
    struct store_statement *statement =
        store_prepare(request->store,
                      text_of("SELECT \"usedAt\" FROM \"_SessionToken\" WHERE \"tokenHash\" = ?1"));
    struct text bytes = {(const char *)token_hash, SESSION_TOKEN_HASH_BYTES};
    enum store_step step = STORE_ERROR;

    if (statement && store_bind_bytes(statement, 1, bytes))
        step = store_step(statement);
    if (step == STORE_ROW)
        *used_at = store_column_int64(statement, 0);
    store_release(statement);
    if (step == STORE_DONE)
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Invalid session token");
    return step == STORE_ROW || fail_internal(&request->context, "a session could not be read");
}

bool session_use_check(struct request *request, const unsigned char *token_hash, int64_t *used_at,
                       bool *is_due)
{
    int64_t limit = session_idle_limit(request->server);

    *is_due = false;
    if (!limit || request->now - *used_at < interval_of(limit))
        return true;
    /* Other workers may have seen it used since. */
    if (!read_use(request, token_hash, used_at))
        return false;
    if (request->now - *used_at >= limit)
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Session token is expired.");
    *is_due = request->now - *used_at >= interval_of(limit);
    return true;
}

bool session_use_keep(struct store_connection *store, const unsigned char *token_hash,
                      int64_t used_at)
{
    struct store_statement *statement =
        store_prepare(store, text_of("UPDATE \"_SessionToken\" SET \"usedAt\" = ?2 "
                                     "WHERE \"tokenHash\" = ?1 AND \"usedAt\" < ?2"));
    struct text bytes = {(const char *)token_hash, SESSION_TOKEN_HASH_BYTES};
    bool done = statement && store_bind_bytes(statement, 1, bytes) &&
                store_bind_int64(statement, 2, used_at) && store_step(statement) == STORE_DONE;

    store_release(statement);
    return done;
}

/* The ids of sessions to be pruned. */
struct pruned {
    struct text ids[PRUNED_AT_ONCE];
    int count;
};

/* Takes the first column of what the statement finds, and releases it. */
static bool collect(struct request *request, struct store_statement *rows, struct pruned *pruned)
{
    enum store_step step = STORE_ROW;

    while (pruned->count < PRUNED_AT_ONCE && (step = store_step(rows)) == STORE_ROW)
        pruned->ids[pruned->count++] =
            arena_copy(request->context.arena, store_column_text(rows, 0));
    store_release(rows);
    return step == STORE_ROW || step == STORE_DONE ||
           fail_internal(&request->context, store_error(request->store));
}

static bool collect_idle(struct request *request, struct pruned *pruned)
{
    int64_t limit = session_idle_limit(request->server);
    struct store_statement *rows;

    if (!limit)
        return true;
    rows = store_prepare(
        request->store,
        text_of("SELECT \"sessionId\" FROM \"_SessionToken\" WHERE \"usedAt\" <= ?1"));
    if (!rows || !store_bind_int64(rows, 1, request->now - limit)) {
        store_release(rows);
        return fail_internal(&request->context, "idle sessions could not be looked for");
    }
    return collect(request, rows, pruned);
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
    struct request system = *request;
    struct pruned pruned = {.count = 0};
    bool done;

    system.principal.master = true;
    done = collect_idle(&system, &pruned) && collect_expired(&system, &pruned);
    /* What workers remember of these sessions refuses them as well: nothing has to be read anew. */
    for (int i = 0; done && i < pruned.count; i++)
        done = session_use_end(&system, pruned.ids[i]) &&
               rows_delete(&system, request->app->session, pruned.ids[i]);
    request->context.error = system.context.error;
    return done;
}
