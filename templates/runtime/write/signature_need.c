/* signature_need.c - see signature_need.h. */
#include "write/signature_need.h"

#include "guard/rules.h"
#include "model/columns.h"

struct signing *rows_signing_of(const struct request *request, const struct class *class,
                                struct text object_id)
{
    struct signing *signing = request->signing;

    return signing && signing->class == class && text_equal(signing->object_id, object_id) &&
                   signing->hook_depth == request->hook_depth
               ? signing
               : NULL;
}

/* The first column of a select's first row, or no text. */
static bool read_name(struct request *request, const struct sql *sql, struct text *name)
{
    struct store_statement *row;

    *name = text_none();
    return sql_prepare(&request->context, sql, request->store, &row) &&
           sql_word(&request->context, row, name);
}

bool change_corrects(const struct row_change *change)
{
    const struct class *class = change->class;
    bool changes = false;

    if (((const struct object *)change->object)->has_acl)
        return true;
    for (int field = 0; field < class->field_count; field++) {
        if (!change_has(change, field))
            continue;
        if (!class->fields[field].reserved)
            return true;
        changes = true;
    }
    return !changes;
}

bool signature_is_made(const struct row_change *change, const char *what)
{
    const struct class *class = change->class;
    struct text object_id = ((const struct object *)change->object)->object_id;

    return rows_signing_of(change->request, class, object_id) ||
           fail(change->context, PARSE_OPERATION_FORBIDDEN,
                "%s %.*s needs an electronic signature, by the function sign", what,
                TEXT_PRINTED(class->name));
}

bool signature_publishes(const struct row_change *change)
{
    const struct request *request = change->request;

    /* What the master key creates in a later state comes from elsewhere, as lifecycles have it: it
     * takes no step. */
    return (change->is_new && request->principal.master && request->hook_depth == 0) ||
           signature_is_made(change, "Publishing");
}

bool rows_printed_name(struct request *request, struct text user_id, struct text *name)
{
    const struct class *user = request->app->user;
    struct request of_user = *request;
    struct text username;
    struct sql sql;

    of_user.principal.user_id = user_id;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT ");
    sql_add(&sql, class_find_field(user, text_of("username"))->column_name);
    sql_add(&sql, " FROM ");
    sql_add(&sql, user->table);
    sql_add(&sql, " WHERE \"objectId\" = ");
    sql_add_text(&sql, user_id);
    if (!read_name(request, &sql, &username))
        return false;
    *name = username.bytes ? username : user_id;
    for (size_t i = 0; i < request->app->printed_name_count; i++) {
        struct text full;
        sql_init(&sql, request->context.arena);
        rules_add_predicate(&of_user, &sql, request->app->printed_names[i]);
        if (!read_name(request, &sql, &full))
            return false;
        if (!full.length)
            continue;
        *name = arena_printf(request->context.arena, "%.*s (%.*s)", TEXT_PRINTED(full),
                             TEXT_PRINTED(*name));
        break;
    }
    return name->bytes ? true : fail_internal(&request->context, "out of memory");
}
