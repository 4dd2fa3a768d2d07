/* signature_need.c - see signature_need.h. */
#include "write/signature_need.h"

#include "guard/rules.h"
#include "model/class_checks.h"
#include "model/columns.h"
#include "write/stamps.h"

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
    return (class->checks->signed_changes & 1U << change) != 0;
}

static bool fail_unsigned(struct request *request, const struct class *class, const char *change)
{
    return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                "%s %.*s needs an electronic signature, by the function sign", change,
                (int)class->name.length, class->name.bytes);
}

/* The first column of a select's first row, or no text. */
static bool read_name(struct request *request, const struct sql *sql, struct text *name)
{
    struct store_statement *row;

    *name = text_none();
    return sql_prepare(&request->context, sql, request->store, &row) &&
           sql_word(&request->context, row, name);
}

static unsigned char state_of(const struct class *class, const void *object, int field)
{
    return *object_state(class, (void *)(uintptr_t)object, field);
}

/* Whether the update changes more than what is said about the object: its acknowledgement, and fields
 * that sentences reserve for certain people. */
static bool corrects(const struct class *class, const void *object, const bool *related)
{
    bool changes = false;

    if (((const struct object *)object)->has_acl)
        return true;
    for (int field = 0; field < class->field_count; field++) {
        bool changed = state_of(class, object, field) != FIELD_ABSENT;
        if ((changed || (related && related[field])) && !rows_is_reserved(class, field))
            return true;
        changes = changes || changed;
    }
    return !changes;
}

bool signature_need_check_new(struct request *request, const struct class *class,
                              const void *object)
{
    if (!needs(class, SIGNED_CREATION) ||
        rows_signing_of(request, class, ((const struct object *)object)->object_id))
        return true;
    return fail_unsigned(request, class, "Creating");
}

bool signature_need_check_change(struct request *request, const struct class *class,
                                 const void *object, const bool *related)
{
    if (class->checks->signed_changes == 0 ||
        rows_signing_of(request, class, ((const struct object *)object)->object_id))
        return true;
    if (needs(class, SIGNED_UPDATE))
        return fail_unsigned(request, class, "Updating");
    if (needs(class, SIGNED_CORRECTION) && corrects(class, object, related))
        return fail_unsigned(request, class, "Correcting");
    return true;
}

/* Whether the row is still a draft, or nothing is said of it. */
static bool is_draft(struct request *request, const struct class *class, struct text object_id,
                     bool *draft)
{
    const struct publication *publication = class->checks->publication;
    struct text state;
    struct sql sql;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT ");
    sql_add(&sql, class->fields[publication->field].column_name);
    sql_add(&sql, " FROM ");
    sql_add(&sql, class->table);
    sql_add(&sql, " WHERE \"objectId\" = ");
    sql_add_text(&sql, object_id);
    if (!read_name(request, &sql, &state))
        return false;
    *draft = !state.bytes || text_equal(state, publication->draft);
    return true;
}

bool signature_need_check_published(struct request *request, const struct class *class,
                                    const void *object, bool is_new)
{
    const struct publication *publication = class->checks->publication;
    struct text object_id = ((const struct object *)object)->object_id;
    const struct text *state;
    bool draft = true;

    /* What the master key creates in a later state comes from elsewhere, as row_check_new() has it:
     * it takes no step. */
    if (is_new && request->principal.master && request->hook_depth == 0)
        return true;
    if (!needs(class, SIGNED_PUBLICATION) || !publication ||
        rows_signing_of(request, class, object_id) ||
        state_of(class, object, publication->field) != FIELD_SET)
        return true;
    state = (const void *)((const char *)object + class->fields[publication->field].offset);
    if (text_equal(*state, publication->draft))
        return true;
    if (!is_new && !is_draft(request, class, object_id, &draft))
        return false;
    return !draft || fail_unsigned(request, class, "Publishing");
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
