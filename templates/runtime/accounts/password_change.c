/* password_change.c - see password_change.h. */
#include "accounts/password_change.h"

#include "accounts/email_token.h"
#include "accounts/lockout.h"
#include "accounts/password_policy.h"
#include "accounts/sessions.h"
#include "crypto/password.h"
#include "read/rows.h"

/* The name that the user has got. */
static bool read_username(struct request *request, struct text user_id, struct text *username)
{
    struct row_query query = {
        .class = request->app->user, .operation = OPERATION_GET, .object_id = user_id, .limit = -1};
    int column = class_find_field(query.class, text_of("username"))->column;
    struct principal before = request_act_as_server(request);
    struct store_statement *row;
    bool found = false;
    bool done = rows_select(request, &query, &row) && sql_next(&request->context, row, &found);

    if (found)
        *username = arena_copy(request->context.arena, store_column_text(row, column));
    store_release(row);
    request_act_as(request, before);
    return done;
}

bool password_change_prepare(struct request *request, struct password_change *change,
                             struct text user_id, struct text username)
{
    if (!username.bytes && user_id.bytes && !read_username(request, user_id, &username))
        return false;
    if (!password_policy_check(request, change->password, username))
        return false;
    return !user_id.bytes ||
           credential_read_former(request, user_id, change->former, &change->former_count);
}

bool password_change_hash(struct request *request, struct password_change *change)
{
    return password_policy_check_history(request, change->password, change->former,
                                         change->former_count) &&
           password_hash(&request->context, change->password, &change->hash);
}

bool password_change_keep(struct request *request, const struct password_change *change,
                          struct text user_id)
{
    struct text account = lockout_account(request, user_id, text_none(), text_none());

    if (!account.bytes)
        return fail_internal(&request->context, "out of memory");
    return credential_keep(request, user_id, change->hash) && lockout_clear(request, account) &&
           email_token_drop(request, EMAIL_RESET, user_id) &&
           email_token_drop(request, EMAIL_INVITE, user_id) && sessions_end_all(request, user_id);
}
