/* rows_signature.c - see rows_signature.h. */
#include "rows_signature.h"

#include "columns.h"
#include "rules.h"

struct signing *rows_signing_of(const struct request *request, const struct class *class,
                                struct text object_id)
{
    struct signing *signing = request->signing;

    return signing && signing->class == class && text_equal(signing->object_id, object_id) &&
                   signing->hook_depth == request->hook_depth
               ? signing
               : NULL;
}

static bool needs(const struct class *class, enum signed_change change)
{
    return (class->signed_changes & 1U << change) != 0;
}

static bool fail_unsigned(struct request *request, const struct class *class, const char *change)
{
    return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                "%s %.*s needs an electronic signature, by the function sign", change,
                (int)class->name.length, class->name.bytes);
}

bool rows_signature_check_new(struct request *request, const struct class *class,
                              const void *object)
{
    if (!needs(class, SIGNED_CREATION) ||
        rows_signing_of(request, class, ((const struct object *)object)->object_id))
        return true;
    return fail_unsigned(request, class, "Creating");
}

bool rows_signature_check_change(struct request *request, const struct class *class,
                                 const void *object, const bool *related)
{
    (void)related;
    if (rows_signing_of(request, class, ((const struct object *)object)->object_id))
        return true;
    if (needs(class, SIGNED_UPDATE))
        return fail_unsigned(request, class, "Updating");
    if (needs(class, SIGNED_CORRECTION))
        return fail_unsigned(request, class, "Correcting");
    return true;
}

/* The first column of a select's first row, or no text. */
static bool read_name(struct request *request, const struct sql *sql, struct text *name)
{
    struct store_statement *row;
    enum store_step step;

    *name = text_none();
    if (!sql_prepare(&request->context, sql, request->store, &row))
        return false;
    step = store_step(row);
    if (step == STORE_ROW && !store_column_is_null(row, 0))
        *name = arena_copy(request->context.arena, store_column_text(row, 0));
    store_release(row);
    return step == STORE_ROW || step == STORE_DONE
               ? true
               : fail_internal(&request->context, store_error(request->store));
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
        *name = arena_printf(request->context.arena, "%.*s (%.*s)", (int)full.length, full.bytes,
                             (int)name->length, name->bytes);
        break;
    }
    return name->bytes ? true : fail_internal(&request->context, "out of memory");
}
