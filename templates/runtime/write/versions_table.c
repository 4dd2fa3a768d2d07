/* versions_table.c - see versions_table.h.
 *
 * The guard's predicates name columns by their class's table. A select over versions gives their
 * table that name, so the same predicates judge a version; within its EXISTS the name means the
 * class's table again, and they judge the row as it is now. */
#include "write/versions_table.h"

#include "guard/guard.h"
#include "model/columns.h"
#include "read/where.h"
#include "write/signature_need.h"

#define VERSION_COLUMNS "\"_version\", \"_by\", \"_at\", \"_means\""

/* By which means the request writes. */
static const char *means_of(const struct request *request, const struct class *class,
                            struct text object_id)
{
    if (rows_signing_of(request, class, object_id))
        return "signature";
    if (request->hook_depth > 0)
        return "hook";
    if (request->principal.master)
        return "masterKey";
    return principal_signed_in(&request->principal) ? "session" : "anonymous";
}

static bool run(struct request *request, struct sql *sql)
{
    struct store_statement *statement;

    return sql_prepare(&request->context, sql, request->store, &statement) &&
           sql_run(&request->context, statement);
}

bool version_newest(struct request *request, const struct class *class, struct text object_id,
                    int64_t *number)
{
    struct store_statement *row;
    struct sql sql;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT max(\"_version\") FROM ");
    sql_add(&sql, class->version_table);
    sql_add(&sql, " WHERE \"objectId\" = ");
    sql_add_text(&sql, object_id);
    return sql_prepare(&request->context, &sql, request->store, &row) &&
           sql_number(&request->context, row, number);
}

static bool set_field(struct request *request, const struct class *class, struct text object_id,
                      int64_t number)
{
    struct sql sql;

    if (class->version_field < 0)
        return true;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "UPDATE ");
    sql_add(&sql, class->table);
    sql_add(&sql, " SET ");
    sql_add(&sql, class->fields[class->version_field].column_name);
    sql_add(&sql, " = ");
    sql_add_double(&sql, (double)number);
    sql_add(&sql, " WHERE \"objectId\" = ");
    sql_add_text(&sql, object_id);
    return run(request, &sql);
}

static bool copy_row(struct request *request, const struct class *class, struct text object_id,
                     int64_t number)
{
    struct sql sql;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "INSERT INTO ");
    sql_add(&sql, class->version_table);
    sql_add(&sql, " (");
    sql_add(&sql, class->columns);
    sql_add(&sql, ", " VERSION_COLUMNS ") SELECT ");
    sql_add(&sql, class->columns);
    sql_add(&sql, ", ");
    sql_add_int64(&sql, number);
    sql_add(&sql, ", ");
    sql_add_text(&sql, request->principal.user_id);
    sql_add(&sql, ", ");
    sql_add_int64(&sql, request->now);
    sql_add(&sql, ", ");
    sql_add_text(&sql, text_of(means_of(request, class, object_id)));
    sql_add(&sql, " FROM ");
    sql_add(&sql, class->table);
    sql_add(&sql, " WHERE \"objectId\" = ");
    sql_add_text(&sql, object_id);
    return run(request, &sql);
}

bool version_append(struct request *request, const struct class *class, struct text object_id)
{
    struct signing *signing = rows_signing_of(request, class, object_id);
    int64_t number;

    if (!class_keeps_versions(class))
        return true;
    if (!version_newest(request, class, object_id, &number) ||
        !set_field(request, class, object_id, number + 1) ||
        !copy_row(request, class, object_id, number + 1))
        return false;
    if (signing)
        signing->version = number + 1;
    return true;
}

/* Of the table that has the class's name there: the row's id, the query's conditions, the guard. */
static bool add_conditions(struct request *request, struct sql *sql,
                           const struct version_query *query)
{
    sql_add(sql, " WHERE ");
    if (!where_add_predicate(request, sql, query->class, query->extra_where, NULL, text_none(),
                             NULL))
        return false;
    sql_add_column(sql, query->class, COLUMN_NAME_OBJECT_ID);
    sql_add(sql, " = ");
    sql_add_text(sql, query->object_id);
    guard_add_predicate(request, sql, query->class, OPERATION_GET);
    return true;
}

/* " FROM versions WHERE ...": those that the query asks for and the principal may have. */
static bool add_source(struct request *request, struct sql *sql, const struct version_query *query)
{
    const struct class *class = query->class;

    sql_add(sql, " FROM ");
    sql_add(sql, class->version_table);
    sql_add(sql, " AS ");
    sql_add(sql, class->table);
    if (!add_conditions(request, sql, query))
        return false;
    if (query->number > 0) {
        sql_add(sql, " AND ");
        sql_add_column(sql, class, "\"_version\" = ");
        sql_add_int64(sql, query->number);
    }
    if (request->principal.master)
        return true;
    sql_add(sql, " AND EXISTS (SELECT 1 FROM ");
    sql_add(sql, class->table);
    if (!add_conditions(request, sql, query))
        return false;
    sql_add(sql, ")");
    return true;
}

static bool may_ask(struct request *request, const struct class *class)
{
    if (!class->version_table)
        return fail(&request->context, PARSE_INVALID_CLASS_NAME,
                    "The objects of class %.*s have no versions.", TEXT_PRINTED(class->name));
    return guard_permits(request, class, OPERATION_GET);
}

bool version_select(struct request *request, const struct version_query *query,
                    struct store_statement **rows)
{
    struct sql sql;

    *rows = NULL;
    if (!may_ask(request, query->class))
        return false;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT ");
    sql_add(&sql, query->class->columns);
    sql_add(&sql, ", " VERSION_COLUMNS);
    if (query->class->retired_columns)
        sql_add(&sql, query->class->retired_columns);
    if (!add_source(request, &sql, query))
        return false;
    sql_add(&sql, " ORDER BY ");
    sql_add_column(&sql, query->class, "\"_version\"");
    sql_add(&sql, query->descending ? " DESC LIMIT " : " LIMIT ");
    sql_add_int64(&sql, query->limit >= 0 ? query->limit : INT64_MAX);
    sql_add(&sql, " OFFSET ");
    sql_add_int64(&sql, query->skip);
    return sql_prepare(&request->context, &sql, request->store, rows);
}

bool version_count(struct request *request, const struct version_query *query, int64_t *count)
{
    struct store_statement *row;
    struct sql sql;

    if (!may_ask(request, query->class))
        return false;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT count(*)");
    return add_source(request, &sql, query) &&
           sql_prepare(&request->context, &sql, request->store, &row) &&
           sql_number(&request->context, row, count);
}

bool version_select_naming(struct request *request, const struct class *class,
                           struct text file_name, struct store_statement **rows)
{
    struct sql sql;

    *rows = NULL;
    if (!class->version_table)
        return true;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT ");
    sql_add(&sql, class->columns);
    sql_add(&sql, " FROM ");
    sql_add(&sql, class->version_table);
    sql_add(&sql, " WHERE FALSE");
    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        bool is_tree = field->type == FIELD_OBJECT || field->type == FIELD_ARRAY;
        if (field->type != FIELD_FILE && !is_tree)
            continue;
        sql_add(&sql, is_tree && !field->sealed ? " OR instr(" : " OR ");
        sql_add(&sql, field->column_name);
        if (field->sealed) {
            sql_add(&sql, " IS NOT NULL");
            continue;
        }
        sql_add(&sql, is_tree ? ", " : " = ");
        sql_add_text(&sql, file_name);
        sql_add(&sql, is_tree ? ") > 0" : "");
    }
    return sql_prepare(&request->context, &sql, request->store, rows);
}
