/* emergency_held.c - see emergency_held.h. */
#include "guard/emergency_held.h"

#include "guard/rules.h"
#include "store/sql.h"

static bool look_up(struct request *request)
{
    struct store_statement *row;
    struct sql sql;
    bool held;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT 1 ");
    rules_add_predicate(request, &sql, request->app->emergency_held);
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
