/* session_cache.c - see session_cache.h.
 *
 * The statements here read sessions, users and roles without the guard: they establish who is asking,
 * which the guard has to know before it can judge. */
#include "accounts/session_cache.h"

#include "accounts/session_use.h"
#include "crypto/session_token.h"
#include "formats/date.h"
#include "request/server.h"

#include <stdlib.h>

/* A token belongs in one set of slots. With one slot a set, two busy sessions that share it would
 * push each other out by turns. */
enum {
    SET_COUNT = 256,
    SLOTS_IN_SET = 4,
    SLOT_COUNT = SET_COUNT * SLOTS_IN_SET,
    ROLE_LIMIT = 1000
};

static const char session_sql[] =
    "SELECT s.\"objectId\", s.\"user\", s.\"expiresAt\", s.\"restricted\", t.\"usedAt\" "
    "FROM \"_SessionToken\" t "
    "JOIN \"_Session\" s ON s.\"objectId\" = t.\"sessionId\" "
    "JOIN \"_User\" u ON u.\"objectId\" = s.\"user\" WHERE t.\"tokenHash\" = ?1";

/* The same of a session whose token is not at hand. */
static const char session_by_id_sql[] =
    "SELECT s.\"expiresAt\", s.\"restricted\", t.\"usedAt\" FROM \"_Session\" s "
    "JOIN \"_SessionToken\" t ON t.\"sessionId\" = s.\"objectId\" "
    "JOIN \"_User\" u ON u.\"objectId\" = s.\"user\" "
    "WHERE s.\"objectId\" = ?1 AND s.\"user\" = ?2";

/* A role's `roles` relation names the roles whose members are also its own members. */
static const char roles_sql[] =
    "WITH RECURSIVE member(id) AS ("
    "SELECT \"owningId\" FROM \"_Join:users:_Role\" WHERE \"relatedId\" = ?1 "
    "UNION SELECT j.\"owningId\" FROM \"_Join:roles:_Role\" j JOIN member ON j.\"relatedId\" = "
    "member.id) "
    "SELECT r.\"name\" FROM member JOIN \"_Role\" r ON r.\"objectId\" = member.id";

struct entry {
    unsigned char token_hash[SESSION_TOKEN_HASH_BYTES];
    uint64_t generation;
    struct arena arena; /* of the principal's texts */
    struct principal principal;
    int64_t used_at; /* as far as is known here */
    bool used;
};

struct session_cache {
    struct entry slots[SLOT_COUNT];
    unsigned char next_victim[SET_COUNT];
};

/* The token's entry, or the one to be overwritten with it. */
static struct entry *find_slot(struct session_cache *cache, const unsigned char *token_hash,
                               uint64_t generation, bool *found)
{
    struct entry *set;
    size_t number;

    memcpy(&number, token_hash, sizeof number);
    number %= SET_COUNT;
    set = &cache->slots[number * SLOTS_IN_SET];
    *found = true;
    for (int i = 0; i < SLOTS_IN_SET; i++)
        if (set[i].used && set[i].generation == generation &&
            memcmp(set[i].token_hash, token_hash, SESSION_TOKEN_HASH_BYTES) == 0)
            return &set[i];
    *found = false;
    for (int i = 0; i < SLOTS_IN_SET; i++)
        if (!set[i].used || set[i].generation != generation)
            return &set[i];
    return &set[cache->next_victim[number]++ % SLOTS_IN_SET];
}

struct session_cache *session_cache_new(void)
{
    return calloc(1, sizeof(struct session_cache));
}

void session_cache_free(struct session_cache *cache)
{
    if (!cache)
        return;
    for (int i = 0; i < SLOT_COUNT; i++)
        if (cache->slots[i].used)
            arena_release(&cache->slots[i].arena);
    free(cache);
}

static bool copy_principal(struct arena *arena, const struct principal *from, struct principal *to)
{
    struct text *roles = arena_alloc_array(arena, from->role_count + 1, sizeof *roles);

    *to = *from;
    to->user_id = arena_copy(arena, from->user_id);
    to->session_id = arena_copy(arena, from->session_id);
    if (!roles)
        return false;
    for (size_t i = 0; i < from->role_count; i++)
        roles[i] = arena_copy(arena, from->roles[i]);
    to->roles = roles;
    return !arena->failed;
}

static bool read_roles(struct request *request, struct principal *principal)
{
    struct context *context = &request->context;
    struct text *roles = arena_alloc_array(context->arena, ROLE_LIMIT, sizeof *roles);
    struct store_statement *rows;
    bool found;
    bool done = true;

    if (!roles)
        return fail_internal(context, "out of memory");
    rows = request_statement(request, roles_sql, SQL_VALUES(sql_text(principal->user_id)));
    while (principal->role_count < ROLE_LIMIT && (done = sql_next(context, rows, &found)) && found)
        roles[principal->role_count++] = arena_copy(context->arena, store_column_text(rows, 0));
    store_release(rows);
    principal->roles = roles;
    return done;
}

/* Looks for the session by its token as it is kept under that key. */
static bool find_session(struct request *request, const struct ring_key *key,
                         struct principal *principal, int64_t *used_at, bool *found)
{
    struct context *context = &request->context;
    struct kept_token kept;
    struct store_statement *row;
    bool done;

    session_token_keep(key, request->session_token, &kept);
    row = request_statement(
        request, session_sql,
        SQL_VALUES(sql_bytes((struct text){(const char *)kept.bytes, kept.length})));
    done = sql_next(context, row, found);
    if (*found) {
        principal->session_id = arena_copy(context->arena, store_column_text(row, 0));
        principal->user_id = arena_copy(context->arena, store_column_text(row, 1));
        principal->expires_at = store_column_int64(row, 2);
        principal->restricted = store_column_int64(row, 3) != 0;
        *used_at = store_column_int64(row, 4);
    }
    store_release(row);
    return done;
}

/* Reads the session from the database into a principal in the request's arena. *is_old says that its token is kept under
 * an older key. */
static bool read_session(struct request *request, struct principal *principal, int64_t *used_at,
                         bool *is_old)
{
    const struct ring_key *newest = key_ring_newest(KEY_SESSION);
    const struct ring_key *key = newest;
    bool found = false;

    *is_old = false;
    if (key && !find_session(request, key, principal, used_at, &found))
        return false;
    for (key = NULL; !found && (key = key_ring_next(KEY_SESSION, key)) && key != newest;) {
        if (!find_session(request, key, principal, used_at, &found))
            return false;
        *is_old = found;
    }
    if (!found)
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Invalid session token");
    if (request->context.arena->failed)
        return fail_internal(&request->context, "out of memory");
    return read_roles(request, principal);
}

static void keep(struct entry *entry, const unsigned char *token_hash, uint64_t generation,
                 const struct principal *principal, int64_t used_at)
{
    if (entry->used)
        arena_release(&entry->arena);
    arena_init(&entry->arena);
    entry->used = copy_principal(&entry->arena, principal, &entry->principal);
    entry->generation = generation;
    entry->used_at = used_at;
    memcpy(entry->token_hash, token_hash, SESSION_TOKEN_HASH_BYTES);
    if (!entry->used)
        arena_release(&entry->arena);
}

bool session_cache_find(struct session_cache *cache, struct request *request, uint64_t generation,
                        bool *use_is_due)
{
    unsigned char token_hash[SESSION_TOKEN_HASH_BYTES];
    struct principal found = {.no_acl_is_public = !request->app->private_by_default};
    struct entry *entry;
    int64_t used_at = 0;
    bool is_cached;
    bool is_old = false;
    bool is_due;

    if (use_is_due)
        *use_is_due = false;
    session_token_hash(request->session_token, token_hash);
    entry = find_slot(cache, token_hash, generation, &is_cached);
    if (is_cached) {
        if (!copy_principal(request->context.arena, &entry->principal, &found))
            return fail_internal(&request->context, "out of memory");
    } else {
        if (!read_session(request, &found, &used_at, &is_old))
            return false;
        keep(entry, token_hash, generation, &found, used_at);
    }
    if (found.expires_at <= request->now)
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Session token is expired.");
    if (!session_use_check(request, found.session_id, &entry->used_at, &is_due))
        return false;
    is_due = is_due || is_old;
    if (use_is_due && is_due)
        entry->used_at = request->now;
    if (use_is_due)
        *use_is_due = is_due;
    request->principal = found;
    request->session_generation = generation;
    return true;
}

bool session_confirm(struct request *request, bool changed)
{
    struct principal found = {.no_acl_is_public = !request->app->private_by_default};
    uint64_t generation = atomic_load(&request->server->session_generation);
    int64_t used_at;
    bool is_old;

    request->now = date_now();
    request->emergency = EMERGENCY_UNKNOWN;
    if (!request->principal.session_id.bytes)
        return true;
    if (changed || request->session_generation != generation) {
        if (!read_session(request, &found, &used_at, &is_old))
            return false;
        request->principal = found;
        request->session_generation = generation;
    }
    return request->principal.expires_at > request->now ||
           fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Session token is expired.");
}

bool session_principal_of_session(struct request *request, struct text session_id,
                                  struct text user_id, struct principal *principal, bool *known)
{
    int64_t idle_limit = session_idle_limit(request->server);
    struct store_statement *row = request_statement(
        request, session_by_id_sql, SQL_VALUES(sql_text(session_id), sql_text(user_id)));
    bool done = sql_next(&request->context, row, known);

    *principal = (struct principal){.no_acl_is_public = !request->app->private_by_default};
    if (*known) {
        principal->session_id = session_id;
        principal->user_id = user_id;
        principal->expires_at = store_column_int64(row, 0);
        principal->restricted = store_column_int64(row, 1) != 0;
        *known = principal->expires_at > request->now &&
                 (!idle_limit || request->now - store_column_int64(row, 2) < idle_limit);
    }
    store_release(row);
    return done && (!*known || read_roles(request, principal));
}

bool session_principal_of_user(struct request *request, struct text user_id,
                               struct principal *principal, bool *known)
{
    *principal = (struct principal){
        .user_id = user_id,
        .expires_at = INT64_MAX,
        .no_acl_is_public = !request->app->private_by_default,
    };
    if (!sql_exists(&request->context,
                    request_statement(request, "SELECT 1 FROM \"_User\" WHERE \"objectId\" = ?1",
                                      SQL_VALUES(sql_text(user_id))),
                    known))
        return false;
    return !*known || read_roles(request, principal);
}
