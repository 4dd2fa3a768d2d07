/* retention.c - see retention.h. */
#include "write/retention.h"

#include "formats/date.h"
#include "model/columns.h"
#include "store/sql.h"

static bool ask(struct request *request, const struct sql *sql, int64_t *answer)
{
    struct store_statement *row;

    return sql_prepare(&request->context, sql, request->store, &row) &&
           sql_number(&request->context, row, answer);
}

/* The newest of the rows stays longest. */
bool retention_is_over(struct request *request, const struct class *class, struct text object_id,
                       int64_t kept_ms)
{
    char date[DATE_LENGTH];
    int64_t created_at;
    struct sql sql;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT max(\"createdAt\") FROM ");
    sql_add(&sql, class->table);
    if (object_id.bytes) {
        sql_add(&sql, " WHERE \"objectId\" = ");
        sql_add_text(&sql, object_id);
    }
    if (!ask(request, &sql, &created_at))
        return false;
    if (created_at == 0 || request->now - created_at >= kept_ms)
        return true;
    date_format(created_at + kept_ms, date);
    return fail(&request->context, PARSE_OPERATION_FORBIDDEN, "%.*s has to be kept until %.*s",
                TEXT_PRINTED(class->name), DATE_LENGTH, date);
}

static void add_has_signature(struct sql *sql, const struct class *class)
{
    sql_add(sql, "EXISTS (SELECT 1 FROM \"_Signature\" AS signature WHERE"
                 " signature.\"className\" = ");
    sql_add_text(sql, class->name);
    sql_add(sql, " AND signature.\"objectId\" = ");
    sql_add_column(sql, class, COLUMN_NAME_OBJECT_ID);
    sql_add(sql, ")");
}

void retention_add_without_signature(struct sql *sql, const struct class *class)
{
    sql_add(sql, " AND NOT ");
    add_has_signature(sql, class);
}

bool retention_is_unsigned(struct request *request, const struct class *class,
                           struct text object_id, bool changes_are)
{
    int64_t is_signed;
    struct sql sql;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT EXISTS (SELECT 1 FROM ");
    sql_add(&sql, class->table);
    sql_add(&sql, " WHERE ");
    if (object_id.bytes) {
        sql_add_column(&sql, class, COLUMN_NAME_OBJECT_ID);
        sql_add(&sql, " = ");
        sql_add_text(&sql, object_id);
    } else {
        sql_add(&sql, "TRUE");
    }
    if (!changes_are) {
        sql_add(&sql, " AND ");
        add_has_signature(&sql, class);
    }
    sql_add(&sql, ")");
    if (!ask(request, &sql, &is_signed))
        return false;
    return !is_signed ||
           fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                "%.*s is not deleted: its changes are signed", TEXT_PRINTED(class->name));
}
