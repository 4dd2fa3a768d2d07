/* ownership.c - see ownership.h. */
#include "read/ownership.h"

#include "guard/rules.h"
#include "model/class_access.h"

void rows_add_owned(struct request *request, struct sql *sql, const struct class *class,
                    struct text user_id)
{
    struct request of_user = *request;

    of_user.principal.user_id = user_id;
    sql_add(sql, " AND (");
    rules_add_predicate(&of_user, sql, class->access->owned ? class->access->owned : "FALSE");
    sql_add(sql, ")");
}

bool rows_may_export(struct request *request, bool *may)
{
    const struct app *app = request->app;
    struct store_statement *row;
    int64_t opened;
    struct sql sql;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT FALSE");
    for (size_t i = 0; i < app->exporter_count; i++) {
        if (!rules_address(&app->exporters[i], &request->principal))
            continue;
        sql_add(&sql, " OR (");
        rules_add_predicate(request, &sql, app->exporters[i].rows);
        sql_add(&sql, ")");
    }
    if (!sql_prepare(&request->context, &sql, request->store, &row) ||
        !sql_number(&request->context, row, &opened))
        return false;
    *may = opened != 0;
    return true;
}
