/* emergency_held.c - see emergency_held.h. */
#include "guard/emergency_held.h"

#include "store/sql.h"

/* Appends the emitted text with :user and :now bound. */
static void add_bound(struct request *request, struct sql *sql, const char *text)
{
    static const char user_mark[] = ":user";
    static const char now_mark[] = ":now";

    while (*text) {
        size_t length = strcspn(text, ":");
        buffer_add(&sql->text, text, length);
        text += length;
        if (strncmp(text, user_mark, sizeof user_mark - 1) == 0) {
            sql_add_text(sql, request->principal.user_id);
            text += sizeof user_mark - 1;
        } else if (strncmp(text, now_mark, sizeof now_mark - 1) == 0) {
            sql_add_int64(sql, request->now);
            text += sizeof now_mark - 1;
        } else if (*text) {
            buffer_add(&sql->text, text++, 1);
        }
    }
}

static bool look_up(struct request *request)
{
    struct store_statement *row;
    struct sql sql;
    bool held;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT 1 ");
    add_bound(request, &sql, request->app->emergency_held);
    sql_add(&sql, " LIMIT 1");
    if (!sql_prepare(&request->context, &sql, request->store, &row) ||
        !sql_exists(&request->context, row, &held))
        return false;
    request->emergency = held ? EMERGENCY_HELD : EMERGENCY_NONE;
    return true;
}

bool emergency_is_held(struct request *request, bool *held)
{
    *held = false;
    if (!request->app->emergency_held || !principal_signed_in(&request->principal))
        return true;
    if (request->emergency == EMERGENCY_UNKNOWN && !look_up(request))
        return false;
    *held = request->emergency == EMERGENCY_HELD;
    return true;
}
