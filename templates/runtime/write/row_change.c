/* row_change.c - see row_change.h. */
#include "write/row_change.h"

#include "guard/guard.h"
#include "guard/rules.h"
#include "model/class_access.h"
#include "model/columns.h"
#include "model/value.h"
#include "request/hook_run.h"
#include "write/stamps.h"

static unsigned char state_in(const struct class *class, const void *object, int field)
{
    return object_state_of(class, object, field);
}

static struct text text_in(const struct class *class, const void *object, int field)
{
    const char *member = object_value(object, &class->fields[field]);

    if (state_in(class, object, field) != FIELD_SET)
        return text_none();
    return *(const struct text *)(const void *)member;
}

static struct text id_of(const struct row_change *change)
{
    return ((const struct object *)change->object)->object_id;
}

bool change_has(const struct row_change *change, int field)
{
    if (change->class->fields[field].type == FIELD_RELATION)
        return change->related && change->related[field];
    return state_in(change->class, change->object, field) != FIELD_ABSENT;
}

/* The row as it is and as it becomes. */

static bool make_room(struct row_change *change)
{
    const struct class *class = change->class;
    struct arena *arena = change->context->arena;

    change->fired = arena_alloc_array(arena, class->checks->stamp_count + 1, sizeof(bool));
    change->stamped = arena_alloc_array(arena, (size_t) class->field_count + 1, sizeof(bool));
    return (change->fired && change->stamped) || fail_internal(change->context, "out of memory");
}

bool row_change_new(struct row_change *change, struct request *request, const struct class *class,
                    void *object)
{
    *change = (struct row_change){.request = request,
                                  .context = &request->context,
                                  .class = class,
                                  .object = object,
                                  .is_new = true};
    if (class->checks->watched_count == 0)
        return true;
    change->before = arena_alloc(request->context.arena, class->object_size);
    change->after = object;
    return (change->before || fail_internal(&request->context, "out of memory")) &&
           make_room(change);
}

/* Whether the checks have something to look at. An acknowledgement goes with any change. */
static bool concerns(const struct row_change *change)
{
    const struct class_checks *checks = change->class->checks;

    for (size_t i = 0; i < checks->watched_count; i++)
        if (checks->acknowledgement || change_has(change, checks->watched[i]))
            return true;
    return false;
}

/* Takes a field from the row: words that are compared; of others only that they are there. */
static void take_column(struct arena *arena, const struct class *class, void *object, int field,
                        struct store_statement *row, int column)
{
    const struct class_field *described = &class->fields[field];
    void *member = object_member(object, described);

    if (store_column_is_null(row, column))
        return;
    *object_state(class, object, field) = FIELD_SET;
    if (described->sealed)
        return;
    if (described->type == FIELD_BOOLEAN)
        *(bool *)member = store_column_int64(row, column) != 0;
    else if (described->type == FIELD_STRING)
        *(struct text *)member = arena_copy(arena, store_column_text(row, column));
}

static bool read_before(struct row_change *change, void *before, bool *found)
{
    const struct class *class = change->class;
    const struct class_checks *checks = class->checks;
    struct store_statement *row;
    struct sql sql;

    sql_init(&sql, change->context->arena);
    for (size_t i = 0; i < checks->watched_count; i++) {
        sql_add(&sql, i == 0 ? "SELECT " : ", ");
        sql_add_column(&sql, class, class->fields[checks->watched[i]].column_name);
    }
    sql_add(&sql, " FROM ");
    sql_add(&sql, class->table);
    sql_add(&sql, " WHERE \"objectId\" = ");
    sql_add_text(&sql, id_of(change));
    if (!sql_prepare(change->context, &sql, change->request->store, &row))
        return false;
    if (sql_next(change->context, row, found) && *found)
        for (size_t i = 0; i < checks->watched_count; i++)
            take_column(change->context->arena, class, before, checks->watched[i], row, (int)i);
    store_release(row);
    return change->context->error.code == 0;
}

/* What the object sets of the watched fields comes over what the row has. */
static void overlay(struct row_change *change)
{
    const struct class *class = change->class;

    memcpy(change->after, change->before, class->object_size);
    for (size_t i = 0; i < class->checks->watched_count; i++) {
        int field = class->checks->watched[i];
        const struct class_field *described = &class->fields[field];
        unsigned char state = state_in(class, change->object, field);
        char *member = object_member(change->after, described);
        if (state == FIELD_ABSENT)
            continue;
        *object_state(class, change->after, field) = state == FIELD_SET ? FIELD_SET : FIELD_ABSENT;
        if (state == FIELD_SET)
            memcpy(member, object_value(change->object, described), value_member_size(described));
        else
            memset(member, 0, value_member_size(described));
    }
}

bool row_change_of(struct row_change *change, struct request *request, const struct class *class,
                   void *object, const bool *related)
{
    struct arena *arena = request->context.arena;
    void *before;
    bool found;

    *change = (struct row_change){.request = request,
                                  .context = &request->context,
                                  .class = class,
                                  .object = object,
                                  .related = related};
    if (!concerns(change))
        return true;
    before = arena_alloc(arena, class->object_size);
    change->after = arena_alloc(arena, class->object_size);
    if (!before || !change->after)
        return fail_internal(&request->context, "out of memory");
    if (!read_before(change, before, &found))
        return false;
    if (!found)
        return true;
    change->before = before;
    overlay(change);
    return make_room(change);
}

/* What an update may tell of fields that are hidden from whoever makes it. */

static bool find_shown(struct row_change *change)
{
    if (!change->asked && !shown_row_find(change->request, change->class, id_of(change),
                                          &change->found, &change->shown))
        return false;
    change->asked = true;
    return true;
}

bool change_asks(struct row_change *change, int field, bool *sees)
{
    *sees = true;
    if (change->is_new || change->request->principal.master)
        return true;
    if (!find_shown(change))
        return false;
    *sees = change->shown && shown_row_source(&change->found, field, change->class);
    return true;
}

bool change_sees(struct row_change *change, int field)
{
    const struct class *class = change->class;
    struct text name = class->fields[field].name;

    if (change->is_new || change->request->principal.master ||
        (class->access->protected_count == 0 && !hook_wants(class, HOOK_AFTER_FIND)))
        return true;
    if (!find_shown(change))
        return false;
    /* Whoever is shown nothing of the row has the right to write it blindly, and none to read. */
    if (!change->shown || shown_row_source(&change->found, field, class))
        return true;
    return guard_refuse_field(
        change->request, class, OPERATION_UPDATE, name,
        class_said_or(class, SENTENCE_HIDES, field, "the field is hidden from this user"));
}

bool change_sees_other(struct row_change *change, int field)
{
    return change_has(change, field) || change_sees(change, field);
}

/* Who makes the change. */

bool change_is_by_role(const struct row_change *change, const char *role)
{
    const struct principal *principal = &change->request->principal;

    return principal->master ||
           (principal_signed_in(principal) && principal_has_role(principal, text_of(role)));
}

bool change_is_by_user(struct row_change *change, const char *predicate)
{
    struct request *request = change->request;
    struct store_statement *row;
    struct sql sql;
    bool holds = false;

    if (request->principal.master)
        return true;
    if (!principal_signed_in(&request->principal))
        return false;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT 1 FROM ");
    sql_add(&sql, change->class->table);
    sql_add(&sql, " WHERE ");
    sql_add_column(&sql, change->class, COLUMN_NAME_OBJECT_ID);
    sql_add(&sql, " = ");
    sql_add_text(&sql, id_of(change));
    sql_add(&sql, " AND (");
    rules_add_predicate(request, &sql, predicate);
    sql_add(&sql, ")");
    return sql_prepare(&request->context, &sql, request->store, &row) &&
           sql_exists(&request->context, row, &holds) && holds;
}

/* Lifecycles. */

bool lifecycle_starts(const struct row_change *change, int field, const char *initial)
{
    struct text name = change->class->fields[field].name;
    struct text value = text_in(change->class, change->object, field);

    return (value.bytes && text_is(value, initial)) ||
           fail(change->context, PARSE_VALIDATION, "%.*s starts as %s", TEXT_PRINTED(name),
                initial);
}

/* Who may not read the row is not told where the step would have begun. */
static bool fail_step(struct row_change *change, int field, struct text from, struct text to)
{
    struct text name = change->class->fields[field].name;
    struct shown_row found;
    bool shown;

    if (!shown_row_find(change->request, change->class, id_of(change), &found, &shown))
        return false;
    return fail(change->context, PARSE_VALIDATION, "%.*s cannot go%s%.*s to %.*s",
                TEXT_PRINTED(name), shown ? " from " : "", shown ? (int)from.length : 0,
                from.bytes ? from.bytes : "", TEXT_PRINTED(to));
}

bool lifecycle_moves(struct row_change *change, int field, const char *initial,
                     enum step (*step)(struct row_change *change, struct text from, struct text to))
{
    const struct class *class = change->class;
    struct text name = class->fields[field].name;
    struct text from = text_in(class, change->before, field);
    struct text to = text_in(class, change->after, field);

    if (!change_has(change, field))
        return true;
    if (!change_sees(change, field))
        return false;
    if (from.bytes && to.bytes && text_equal(from, to))
        return true;
    if (!from.bytes && to.bytes && text_is(to, initial))
        return true;
    switch (from.bytes && to.bytes ? step(change, from, to) : STEP_UNKNOWN) {
    case STEP_TAKEN:
        return change->context->error.code == 0;
    case STEP_REFUSED:
        return guard_refuse_field(
            change->request, class, OPERATION_UPDATE, name,
            class_said_or(class, SENTENCE_STEPS, field, "the step is another role's"));
    default:
        return fail_step(change, field, from, to);
    }
}

/* Requirements. */

bool requirement_holds(struct row_change *change, int field, const char *value, int need)
{
    const struct class *class = change->class;
    struct text name = class->fields[field].name;
    struct text needed = class->fields[need].name;
    struct text given = text_in(class, change->object, field);
    struct text becomes = text_in(class, change->after, field);
    bool reached = given.bytes && text_is(given, value);
    bool unset = state_in(class, change->object, need) == FIELD_UNSET;

    if ((reached && !change_sees_other(change, need)) ||
        (unset && !change_sees_other(change, field)))
        return false;
    return !becomes.bytes || !text_is(becomes, value) ||
           state_in(class, change->after, need) == FIELD_SET ||
           fail(change->context, PARSE_VALIDATION, "%.*s is required where %.*s is %s",
                TEXT_PRINTED(needed), TEXT_PRINTED(name), value);
}
