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

/* Whether the principal is in one of the audiences. */
static bool is_addressed(struct request *request, const struct rule_who *audiences, size_t count,
                         bool *may)
{
    struct store_statement *row;
    int64_t opened;
    struct sql sql;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT FALSE");
    for (size_t i = 0; i < count; i++) {
        if (!rules_address(&audiences[i], &request->principal))
            continue;
        sql_add(&sql, " OR (");
        rules_add_predicate(request, &sql, audiences[i].rows);
        sql_add(&sql, ")");
    }
    if (!sql_prepare(&request->context, &sql, request->store, &row) ||
        !sql_number(&request->context, row, &opened))
        return false;
    *may = opened != 0;
    return true;
}

bool rows_may_export(struct request *request, bool *may)
{
    return is_addressed(request, request->app->exporters, request->app->exporter_count, may);
}

bool rows_may_see_report(struct request *request, bool *may)
{
    return is_addressed(request, request->app->report_readers, request->app->report_reader_count,
                        may);
}

bool rows_may_erase(struct request *request, bool *may)
{
    return is_addressed(request, request->app->erasers, request->app->eraser_count, may);
}
