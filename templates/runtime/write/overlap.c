/* overlap.c - see overlap.h. A rule takes one statement, which joins the row to the others;
 * the index over what they share and their beginning serves it. */
#include "write/overlap.h"

#include "guard/rules.h"
#include "model/class_checks.h"
#include "model/columns.h"
#include "store/sql.h"

/* "one"."startAt": a column of the row that is written, which has that name in the statement. */
static void add_own(struct sql *sql, const char *column)
{
    sql_add(sql, "\"one\".");
    sql_add(sql, column);
}

/* The end of the time of a row: its column, or its beginning where it has none. */
static void add_end(struct sql *sql, const struct class *class, const struct no_overlap *rule,
                    bool own)
{
    const char *table = own ? "\"one\"" : class->table;

    sql_add(sql, "coalesce(");
    if (rule->to >= 0) {
        sql_add(sql, table);
        sql_add(sql, ".");
        sql_add(sql, class->fields[rule->to].column_name);
        sql_add(sql, ", ");
    }
    sql_add(sql, table);
    sql_add(sql, ".");
    sql_add(sql, class->fields[rule->from].column_name);
    sql_add(sql, rule->to >= 0 ? ")" : ", NULL)");
}

/* "EXISTS (SELECT 1 FROM class WHERE ...)": another row that overlaps "one". */
static void add_other(struct request *request, struct sql *sql, const struct class *class,
                      const struct no_overlap *rule)
{
    const char *from = class->fields[rule->from].column_name;

    sql_add(sql, "EXISTS (SELECT 1 FROM ");
    sql_add(sql, class->table);
    sql_add(sql, " WHERE ");
    for (size_t i = 0; i < rule->same_count; i++) {
        const char *column = class->fields[rule->same[i]].column_name;
        sql_add_column(sql, class, column);
        sql_add(sql, " = ");
        add_own(sql, column);
        sql_add(sql, " AND ");
    }
    /* The first comparison is for the index: nothing that begins later overlaps. */
    sql_add_column(sql, class, from);
    sql_add(sql, " <= ");
    add_end(sql, class, rule, true);
    sql_add(sql, " AND (");
    sql_add_column(sql, class, from);
    sql_add(sql, " = ");
    add_own(sql, from);
    sql_add(sql, " OR (");
    sql_add_column(sql, class, from);
    sql_add(sql, " < ");
    add_end(sql, class, rule, true);
    sql_add(sql, " AND ");
    add_end(sql, class, rule, false);
    sql_add(sql, " > ");
    add_own(sql, from);
    sql_add(sql, ")) AND ");
    sql_add_column(sql, class, COLUMN_NAME_OBJECT_ID);
    sql_add(sql, " <> ");
    add_own(sql, COLUMN_NAME_OBJECT_ID);
    sql_add(sql, " AND ");
    rules_add_predicate(request, sql, rule->when);
    sql_add(sql, ")");
}

/* The row under the name "one", where the rule is about it. */
static void add_row(struct request *request, struct sql *sql, const struct class *class,
                    const struct no_overlap *rule, struct text object_id)
{
    sql_add(sql, " FROM (SELECT * FROM ");
    sql_add(sql, class->table);
    sql_add(sql, " WHERE ");
    sql_add_column(sql, class, COLUMN_NAME_OBJECT_ID);
    sql_add(sql, " = ");
    sql_add_text(sql, object_id);
    sql_add(sql, " AND ");
    rules_add_predicate(request, sql, rule->when);
    sql_add(sql, ") AS \"one\"");
}

static bool fail_overlap(struct request *request, const struct class *class,
                         const struct no_overlap *rule)
{
    struct buffer names;

    buffer_init(&names, request->context.arena, 64);
    for (size_t i = 0; i < rule->same_count; i++) {
        buffer_add_string(&names, i == 0 ? "" : " and ");
        buffer_add_text(&names, class->fields[rule->same[i]].name);
    }
    return fail(&request->context, PARSE_DUPLICATE_VALUE,
                "Another %.*s of the same %.*s overlaps this one", TEXT_PRINTED(class->name),
                TEXT_PRINTED(buffer_text(&names)));
}

static bool fail_order(struct request *request, const struct class *class,
                       const struct no_overlap *rule)
{
    struct text from = class->fields[rule->from].name;
    struct text to = class->fields[rule->to].name;

    return fail(&request->context, PARSE_VALIDATION, "%.*s is before %.*s", TEXT_PRINTED(to),
                TEXT_PRINTED(from));
}

/* Of a time, one end is written: the other one is what the outcome tells. */
static bool sees_times(struct row_change *change, const struct no_overlap *rule)
{
    return rule->to < 0 ||
           ((!change_has(change, rule->from) || change_sees_other(change, rule->to)) &&
            (!change_has(change, rule->to) || change_sees_other(change, rule->from)));
}

bool overlap_check(struct row_change *change, const struct no_overlap *rule)
{
    struct text object_id = ((const struct object *)change->object)->object_id;
    const struct class *class = change->class;
    struct request *request = change->request;
    struct store_statement *row;
    struct sql sql;
    bool found;

    if (!sees_times(change, rule))
        return false;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT ");
    add_end(&sql, class, rule, true);
    sql_add(&sql, " < ");
    add_own(&sql, class->fields[rule->from].column_name);
    sql_add(&sql, ", ");
    add_other(request, &sql, class, rule);
    add_row(request, &sql, class, rule, object_id);
    if (!sql_prepare(&request->context, &sql, request->store, &row))
        return false;
    bool done = sql_next(&request->context, row, &found);
    if (found && store_column_int64(row, 0) != 0)
        done = fail_order(request, class, rule);
    else if (found && store_column_int64(row, 1) != 0)
        done = fail_overlap(request, class, rule);
    store_release(row);
    return done;
}
