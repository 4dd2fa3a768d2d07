/* purge.c - see purge.h. */
#include "routes/purge.h"

#include "accounts/sessions.h"
#include "accounts/users.h"
#include "read/rows.h"
#include "write/row_write.h"

/* Users go one by one, since each takes credentials and sessions along. */
static bool purge_users(struct request *request)
{
    struct row_query query = {
        .class = request->app->user, .operation = OPERATION_DELETE, .limit = 1};
    struct store_statement *rows;
    bool found = true;

    while (found) {
        struct text user_id = text_none();
        if (!rows_select(request, &query, &rows))
            return false;
        if (sql_next(&request->context, rows, &found) && found)
            user_id = arena_copy(request->context.arena, store_column_text(rows, COLUMN_OBJECT_ID));
        store_release(rows);
        if (request->context.error.code || (found && !users_delete_one(request, user_id)))
            return false;
    }
    return true;
}

bool purge_class(struct request *request)
{
    const struct class *class = app_find_class(request->app, request->segments[0]);
    bool done;

    /* A class that is not there is empty, as in parse-server. */
    if (!class)
        done = true;
    else if (class == request->app->user)
        done = purge_users(request);
    else if (class == request->app->session)
        done = sessions_forget_tokens(request) && rows_delete_all(request, class);
    else
        done = rows_delete_all(request, class);
    if (done)
        buffer_add_string(&request->response.body, "{}");
    return done;
}
