/* account_lock.c - see account_lock.h. */
#include "accounts/account_lock.h"

#include "accounts/lockout.h"
#include "accounts/sessions.h"
#include "formats/date.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "read/rows.h"

static bool is_locked(struct request *request, struct text user_id, bool *locked)
{
    return sql_exists(&request->context,
                      request_statement(request,
                                        "SELECT 1 FROM \"_AccountLock\" WHERE \"userId\" = ?1",
                                        SQL_VALUES(sql_text(user_id))),
                      locked);
}

bool account_lock_check(struct request *request, struct text user_id)
{
    bool locked;

    if (!is_locked(request, user_id, &locked))
        return false;
    if (!locked)
        return true;
    return audit_note_failure(request, "sign-in-failed", request->app->user->name, user_id,
                              text_none()) &&
           fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Your account is locked.");
}

bool account_lock_forget(struct request *request, struct text user_id)
{
    return sql_run(&request->context,
                   request_statement(request, "DELETE FROM \"_AccountLock\" WHERE \"userId\" = ?1",
                                     SQL_VALUES(sql_text(user_id))));
}

static bool answer(struct request *request)
{
    buffer_add_string(&request->response.body, "{}");
    return true;
}

bool account_lock_lock(struct request *request)
{
    struct text user_id = request->segments[0];

    return rows_require(request, request->app->user, OPERATION_UPDATE, user_id) &&
           sql_run(&request->context,
                   request_statement(request,
                                     "INSERT INTO \"_AccountLock\" (\"userId\", \"lockedAt\") "
                                     "VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                                     SQL_VALUES(sql_text(user_id), sql_int64(request->now)))) &&
           sessions_end_all(request, user_id) &&
           audit_note(request, "lock", request->app->user->name, user_id, text_none()) &&
           answer(request);
}

bool account_lock_unlock(struct request *request)
{
    struct text user_id = request->segments[0];
    struct text account = lockout_account(request, user_id, text_none(), text_none());
    struct text code = lockout_second_factor(request, user_id);

    if (!account.bytes || !code.bytes)
        return fail_internal(&request->context, "out of memory");
    return rows_require(request, request->app->user, OPERATION_UPDATE, user_id) &&
           account_lock_forget(request, user_id) && lockout_clear(request, account) &&
           lockout_clear(request, code) &&
           audit_note(request, "unlock", request->app->user->name, user_id, text_none()) &&
           answer(request);
}

bool account_lock_find(struct request *request)
{
    struct buffer *body = &request->response.body;
    struct store_statement *rows = request_statement(
        request, "SELECT \"userId\", \"lockedAt\" FROM \"_AccountLock\" ORDER BY \"userId\"", NULL);
    bool found;
    bool done;

    buffer_add_string(body, "{\"results\":[");
    for (bool first = true; (done = sql_next(&request->context, rows, &found)) && found;
         first = false) {
        buffer_add_string(body, first ? "{\"objectId\":" : ",{\"objectId\":");
        json_write_string(body, store_column_text(rows, 0));
        buffer_add_string(body, ",\"lockedAt\":");
        date_write_json(body, store_column_int64(rows, 1));
        buffer_add_char(body, '}');
    }
    store_release(rows);
    buffer_add_string(body, "]}");
    return done;
}
