/* told_rows.c - see told_rows.h. */
#include "read/told_rows.h"

#include "formats/json.h"
#include "guard/rules.h"
#include "model/class_access.h"
#include "model/columns.h"
#include "read/projection.h"
#include "read/rows.h"
#include "read/shown_row.h"

static void add_id(struct buffer *json, struct text id, size_t *count)
{
    buffer_add_string(json, (*count)++ ? "," : "");
    json_write_string(json, id);
}

static bool add_shown(struct request *request, const struct projection *projection,
                      struct store_statement *rows, struct buffer *json, size_t *count)
{
    struct shown_row seen;
    bool shown;
    bool found;

    while (sql_next(&request->context, rows, &found) && found) {
        struct row row = {.statement = rows, .class = projection->class};
        if (!shown_row_ask(request, projection, &row, &seen, &shown))
            return false;
        if (shown)
            add_id(json, store_column_text(rows, COLUMN_OBJECT_ID), count);
    }
    return !request->context.error.code;
}

static bool add_present(struct request *request, const struct class *class, struct text ids,
                        struct buffer *json, size_t *count)
{
    struct row_query query = {.class = class,
                              .operation = OPERATION_GET,
                              .object_ids = ids,
                              .owned_by = request->principal.user_id,
                              .limit = -1};
    const struct projection *projection;
    struct store_statement *rows;
    bool done;

    if (!projection_all(request, class, &projection) ||
        !shown_row_narrow(request, class, &query.extra_where) ||
        !rows_select(request, &query, &rows))
        return !request->context.error.internal && forgive(&request->context);
    done = add_shown(request, projection, rows, json, count);
    store_release(rows);
    return done;
}

/* Whether the rule lets the principal get rows of its own, whatever they hold. */
static bool gets_own(const struct request *request, const struct class_rule *rule)
{
    return rule->ground == GROUND_OWN && rule->who.rows && !rule->when && !rule->acl_narrows &&
           rule_applies(rule, OPERATION_GET, &request->principal);
}

/* Whether the principal may get all rows of the class that are its own. By which way one that is gone was its own is
 * not known any more, so there must be such a rule for each way. */
static bool gets_all_own(const struct request *request, const struct class *class)
{
    const struct class_rule *rules = class->access->rules;
    size_t ways = 0;

    for (size_t i = 0; i < class->access->rule_count; i++) {
        size_t before = 0;
        if (!gets_own(request, &rules[i]))
            continue;
        while (before < i && !(gets_own(request, &rules[before]) &&
                               strcmp(rules[before].who.rows, rules[i].who.rows) == 0))
            before++;
        ways += before == i; /* another sentence may be about the same way */
    }
    return ways > 0 && ways >= class->access->owner_count;
}

static bool add_gone(struct request *request, const struct class *class, struct text ids,
                     struct buffer *json, size_t *count)
{
    struct store_statement *rows;
    struct sql sql;
    bool found;
    bool done;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT value FROM json_each(");
    sql_add_text(&sql, ids);
    sql_add(&sql, ") WHERE value NOT IN (SELECT " COLUMN_NAME_OBJECT_ID " FROM ");
    sql_add(&sql, class->table);
    sql_add(&sql, ")");
    if (!sql_prepare(&request->context, &sql, request->store, &rows))
        return false;
    while ((done = sql_next(&request->context, rows, &found)) && found)
        add_id(json, store_column_text(rows, 0), count);
    store_release(rows);
    return done;
}

bool told_rows_write(struct request *request, const struct class *class, struct text ids,
                     struct buffer *json, size_t *count)
{
    *count = 0;
    buffer_add_char(json, '[');
    if (!add_present(request, class, ids, json, count) ||
        (gets_all_own(request, class) && !add_gone(request, class, ids, json, count)))
        return false;
    buffer_add_char(json, ']');
    return !json->failed || fail_internal(&request->context, "out of memory");
}

bool told_name_find(struct request *request, struct text user_id, struct text *name)
{
    struct request of_user = *request;
    struct store_statement *row;
    struct sql sql;

    of_user.principal.user_id = user_id;
    *name = text_none();
    for (size_t i = 0; i < request->app->report_name_count && !name->bytes; i++) {
        sql_init(&sql, request->context.arena);
        rules_add_predicate(&of_user, &sql, request->app->report_names[i]);
        if (!sql_prepare(&request->context, &sql, request->store, &row) ||
            !sql_word(&request->context, row, name))
            return false;
    }
    return true;
}
