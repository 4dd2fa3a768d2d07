/* auth_data.c - see auth_data.h. Reading a body, then the table, then both together. */
#include "accounts/auth_data.h"

#include "accounts/auth_adapters.h"
#include "accounts/lockout.h"

#include "crypto/seal.h"
#include "formats/json.h"
#include "objects/object_edit.h"
#include "read/rows.h"
#include "request/server.h"
#include "write/row_write.h"

#include <stdlib.h>

/* The body. */

static const cJSON *member_of(const cJSON *body)
{
    return body ? cJSON_GetObjectItemCaseSensitive(body, "authData") : NULL;
}

bool auth_data_is_given(const cJSON *body)
{
    const cJSON *provider;

    cJSON_ArrayForEach(provider, member_of(body))
    {
        if (cJSON_IsObject(provider) && provider->child)
            return true;
    }
    return false;
}

static bool fail_unsupported(struct request *request)
{
    return fail(&request->context, PARSE_UNSUPPORTED_SERVICE,
                "This authentication method is unsupported.");
}

static int compare_attempts(const void *left, const void *right)
{
    const struct auth_attempt *a = left;
    const struct auth_attempt *b = right;

    return text_compare(a->provider, b->provider);
}

static bool read_attempt(struct request *request, const cJSON *data, struct auth_data *auth)
{
    struct auth_attempt *attempt = &auth->attempts[auth->count];

    if (auth->count == AUTH_ATTEMPT_LIMIT)
        return fail_unsupported(request);
    *attempt = (struct auth_attempt){.provider = text_of(data->string), .data = data};
    auth->count++;
    if (cJSON_IsNull(data))
        return true;
    attempt->adapter = auth_adapter_find(request, attempt->provider);
    if (!attempt->adapter || !cJSON_IsObject(data))
        return fail_unsupported(request);
    return !attempt->adapter->identify ||
           attempt->adapter->identify(request, attempt->provider, data, &attempt->id);
}

bool auth_data_read(struct request *request, const cJSON *body, struct auth_data *auth)
{
    static const char path[] = "authData.";
    const cJSON *authData = member_of(body);
    const cJSON *member;

    auth->count = 0;
    cJSON_ArrayForEach(member, body)
    {
        if (strncmp(member->string, path, sizeof path - 1) == 0)
            return fail(&request->context, PARSE_INVALID_KEY_NAME, "Invalid key name: %s",
                        member->string);
    }
    if (!authData)
        return true;
    if (!cJSON_IsObject(authData))
        return fail_unsupported(request);
    cJSON_ArrayForEach(member, authData)
    {
        if (!read_attempt(request, member, auth))
            return false;
    }
    qsort(auth->attempts, auth->count, sizeof *auth->attempts, compare_attempts);
    return true;
}

struct text auth_data_providers(struct arena *arena, const struct auth_data *auth)
{
    struct buffer names;

    buffer_init(&names, arena, 64);
    for (size_t i = 0; i < auth->count; i++) {
        if (!auth->attempts[i].adapter)
            continue; /* a name with null: it is taken away, and proves nothing */
        buffer_add_string(&names, names.length ? "," : "");
        buffer_add_text(&names, auth->attempts[i].provider);
    }
    buffer_add_char(&names, '\0');
    if (names.failed)
        return text_none();
    return (struct text){names.bytes, names.length - 1};
}

/* The table. */

static bool read_record(struct request *request, struct text user_id, struct text provider,
                        struct auth_record *record)
{
    struct arena *arena = request->context.arena;
    struct store_statement *row =
        request_statement(request,
                          "SELECT \"id\", \"secret\" FROM \"_AuthData\" "
                          "WHERE \"userId\" = ?1 AND \"provider\" = ?2",
                          SQL_VALUES(sql_text(user_id), sql_text(provider)));
    struct text sealed = text_none();

    *record = (struct auth_record){.exists = false};
    bool done = sql_next(&request->context, row, &record->exists);
    if (record->exists) {
        record->id = arena_copy(arena, store_column_text(row, 0));
        sealed = arena_copy(arena, store_column_bytes(row, 1));
    }
    store_release(row);
    if (!done)
        return false;
    return !sealed.bytes || unseal(&request->context, KEY_SEAL, user_id, sealed, &record->secret);
}

bool auth_data_has(struct request *request, struct text user_id, struct text provider, bool *has)
{
    struct auth_record record;

    *has = false;
    if (!read_record(request, user_id, provider, &record))
        return false;
    *has = record.exists;
    return true;
}

static bool write_record(struct request *request, struct text user_id, struct text provider,
                         const struct auth_record *record)
{
    static const char upsert[] =
        "INSERT INTO \"_AuthData\" (\"userId\", \"provider\", \"id\", \"secret\") "
        "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (\"userId\", \"provider\") DO UPDATE SET "
        "\"id\" = excluded.\"id\", \"secret\" = excluded.\"secret\"";
    struct text sealed = text_none();
    bool unique;

    if (record->secret.bytes &&
        !seal(&request->context, KEY_SEAL, user_id, record->secret, &sealed))
        return false;
    if (!sql_run_unique(&request->context,
                        request_statement(request, upsert,
                                          SQL_VALUES(sql_text(user_id), sql_text(provider),
                                                     sql_text(record->id), sql_bytes(sealed))),
                        &unique))
        return false;
    return unique ||
           fail(&request->context, PARSE_ACCOUNT_ALREADY_LINKED, "this auth is already used");
}

/* Drops one provider's record, or with no text all of the user's. */
static bool drop_records(struct request *request, struct text user_id, struct text provider)
{
    return sql_run(&request->context,
                   request_statement(request,
                                     "DELETE FROM \"_AuthData\" WHERE \"userId\" = ?1 AND "
                                     "(?2 IS NULL OR \"provider\" = ?2)",
                                     SQL_VALUES(sql_text(user_id), sql_text(provider))));
}

bool auth_data_forget(struct request *request, struct text user_id)
{
    return drop_records(request, user_id, text_none());
}

/* Who has the attempt's account; no text: nobody. */
static bool find_owner(struct request *request, const struct auth_attempt *attempt,
                       struct text *user_id)
{
    return sql_word(
        &request->context,
        request_statement(request,
                          "SELECT \"userId\" FROM \"_AuthData\" "
                          "WHERE \"provider\" = ?1 AND \"id\" = ?2",
                          SQL_VALUES(sql_text(attempt->provider), sql_text(attempt->id))),
        user_id);
}

bool auth_data_find_user(struct request *request, const struct auth_data *auth,
                         struct text *user_id)
{
    *user_id = text_none();
    for (size_t i = 0; i < auth->count; i++) {
        struct text owner;
        if (!auth->attempts[i].id.bytes)
            continue;
        if (!find_owner(request, &auth->attempts[i], &owner))
            return false;
        if (owner.bytes && user_id->bytes && !text_equal(owner, *user_id))
            return fail(&request->context, PARSE_ACCOUNT_ALREADY_LINKED,
                        "this auth is already used");
        if (owner.bytes)
            *user_id = owner;
    }
    return true;
}

/* Steps through the providers and ids of a user; the caller releases the statement. */
static struct store_statement *select_records(struct request *request, struct text user_id)
{
    return request_statement(request,
                             "SELECT \"provider\", \"id\" FROM \"_AuthData\" "
                             "WHERE \"userId\" = ?1 ORDER BY \"provider\"",
                             SQL_VALUES(sql_text(user_id)));
}

static bool brings(const struct auth_data *auth, struct text provider)
{
    for (size_t i = 0; i < auth->count; i++)
        if (auth->attempts[i].adapter && text_equal(auth->attempts[i].provider, provider))
            return true;
    return false;
}

bool auth_data_check_additional(struct request *request, const struct auth_data *auth,
                                struct text user_id)
{
    struct store_statement *rows = select_records(request, user_id);
    struct text missing = text_none();
    bool brought = false;
    bool lacks = false;
    bool found;
    bool done;

    while ((done = sql_next(&request->context, rows, &found)) && found) {
        struct text provider = store_column_text(rows, 0);
        const struct auth_adapter *adapter = auth_adapter_find(request, provider);
        if (!adapter || !adapter->additional)
            continue;
        if (brings(auth, provider)) {
            brought = true;
        } else {
            lacks = true;
            missing = arena_copy(request->context.arena, provider);
        }
    }
    store_release(rows);
    if (!done)
        return false;
    if (brought || !lacks)
        return true;
    return fail(&request->context, PARSE_OTHER_CAUSE, "Missing additional authData %.*s",
                TEXT_PRINTED(missing));
}

/* Both. */

/* The JSON that the user sees; no text when nothing is kept. */
static bool write_shown(struct request *request, struct text user_id, struct text *shown)
{
    struct store_statement *rows = select_records(request, user_id);
    const char *separator = "{";
    struct buffer json;
    bool found;
    bool done;

    buffer_init(&json, request->context.arena, 128);
    while ((done = sql_next(&request->context, rows, &found)) && found) {
        buffer_add_string(&json, separator);
        separator = ",";
        json_write_string(&json, store_column_text(rows, 0));
        if (store_column_is_null(rows, 1)) {
            buffer_add_string(&json, ":{\"status\":\"enabled\"}");
            continue;
        }
        buffer_add_string(&json, ":{\"id\":");
        json_write_string(&json, store_column_text(rows, 1));
        buffer_add_string(&json, "}");
    }
    store_release(rows);
    *shown = text_none();
    if (json.length) {
        buffer_add_string(&json, "}");
        *shown = buffer_text(&json);
    }
    return done && (!json.failed || fail_internal(&request->context, "out of memory"));
}

/* Writes what the user may see into the user's row. */
static bool show(struct request *request, struct text user_id)
{
    const struct class *class = request->app->user;
    const struct class_field *field = class_find_field(class, text_of("authData"));
    struct object *user = arena_alloc(request->context.arena, class->object_size);
    struct principal before;
    struct text shown;
    bool done;

    if (!user)
        return fail_internal(&request->context, "out of memory");
    if (!write_shown(request, user_id, &shown))
        return false;
    user->object_id = user_id;
    user->updated_at = request->now;
    *object_state(class, user, class_field_index(class, field)) =
        shown.bytes ? FIELD_SET : FIELD_UNSET;
    *(struct text *)object_member(user, field) = shown;
    before = request_act_as_server(request);
    done = rows_update(request, class, user, NULL);
    request_act_as(request, before);
    return done;
}

/* Whether somebody tries a code of a second factor. */
static bool tries_code(const struct auth_attempt *attempt, enum auth_use use)
{
    const char *name = use == AUTH_LOG_IN ? "token" : "old";

    return attempt->adapter->additional && use != AUTH_SET_UP &&
           cJSON_IsString(cJSON_GetObjectItemCaseSensitive(attempt->data, name));
}

/* Has the adapter verify an attempt. Wrong codes are counted: with nothing but a password, or a session,
 * known, they could be tried without end. */
static bool verify(struct request *request, const struct auth_attempt *attempt, struct text user_id,
                   enum auth_use use, struct auth_record *record, struct text *response)
{
    struct text account = lockout_second_factor(request, user_id);
    struct parse_error error;

    if (!tries_code(attempt, use) || request->principal.master)
        return attempt->adapter->verify(request, attempt->data, use, record, response);
    if (!account.bytes)
        return fail_internal(&request->context, "out of memory");
    if (!lockout_check(request, account))
        return false;
    if (attempt->adapter->verify(request, attempt->data, use, record, response))
        return lockout_clear(request, account);
    error = request->context.error;
    if (error.code == PARSE_SCRIPT_FAILED && forgive(&request->context) &&
        lockout_note_failure(request, account))
        request->context.error = error;
    return false;
}

/* Takes a provider away. A second factor goes only with one of its codes: else whoever has a session
 * for a moment would have the account. */
static bool take_away(struct request *request, struct text user_id, struct text provider)
{
    const struct auth_adapter *adapter = auth_adapter_find(request, provider);
    bool has;

    if (adapter && adapter->additional && !request->principal.master) {
        if (!auth_data_has(request, user_id, provider, &has))
            return false;
        if (has)
            return fail(&request->context, PARSE_SCRIPT_FAILED,
                        "Taking a second factor away needs one of its codes: {\"old\": CODE, "
                        "\"remove\": true}");
    }
    return drop_records(request, user_id, provider);
}

/* Verifies and keeps one attempt. Sets *shows when what the user may see of it has changed. */
static bool apply(struct request *request, const struct auth_attempt *attempt, struct text user_id,
                  enum auth_use use, struct text *response, bool *shows)
{
    struct auth_record record;

    if (!attempt->adapter && use == AUTH_LOG_IN)
        return true;
    if (!attempt->adapter) {
        *shows = true;
        return take_away(request, user_id, attempt->provider);
    }
    if (!read_record(request, user_id, attempt->provider, &record))
        return false;
    if (!record.exists)
        use = AUTH_SET_UP;
    if (!record.exists || !text_equal(record.id, attempt->id))
        *shows = true;
    else if (!attempt->adapter->verify)
        return true;
    if (attempt->adapter->verify && !verify(request, attempt, user_id, use, &record, response))
        return false;
    if (attempt->adapter->additional && !record.secret.bytes) {
        *shows = true;
        return drop_records(request, user_id, attempt->provider);
    }
    record.id = attempt->id;
    return write_record(request, user_id, attempt->provider, &record);
}

bool auth_data_apply(struct request *request, const struct auth_data *auth, struct text user_id,
                     enum auth_use use, struct text *response)
{
    struct buffer responses;
    bool shows = false;

    *response = text_none();
    buffer_init(&responses, request->context.arena, 128);
    for (size_t i = 0; i < auth->count; i++) {
        struct text one = text_none();
        if (!apply(request, &auth->attempts[i], user_id, use, &one, &shows))
            return false;
        if (!one.bytes)
            continue;
        buffer_add_string(&responses, responses.length ? "," : "{");
        json_write_string(&responses, auth->attempts[i].provider);
        buffer_add_string(&responses, ":");
        buffer_add_text(&responses, one);
    }
    if (responses.length) {
        buffer_add_string(&responses, "}");
        *response = buffer_text(&responses);
    }
    if (responses.failed)
        return fail_internal(&request->context, "out of memory");
    return !shows || show(request, user_id);
}
