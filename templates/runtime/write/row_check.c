/* row_check.c - see row_check.h. What is asked of a row is put into one statement, a probe, as
 * the columns of its result; the answers are read in the order of the questions. */
#include "write/row_check.h"

#include "guard/rules.h"
#include "model/class_access.h"
#include "model/class_checks.h"
#include "model/columns.h"
#include "read/shown_row.h"
#include "request/hook_run.h"
#include "write/stamps.h"

struct probe {
    struct request *request;
    const struct class *class;
    struct sql sql;
    int count; /* of columns asked for */
    struct store_statement *row;
};

static void probe_init(struct probe *probe, struct request *request, const struct class *class)
{
    *probe = (struct probe){.request = request, .class = class};
    sql_init(&probe->sql, request->context.arena);
    sql_add(&probe->sql, "SELECT ");
}

/* Starts another column; its text follows. */
static struct sql *probe_next(struct probe *probe)
{
    sql_add(&probe->sql, probe->count++ ? ", " : "");
    return &probe->sql;
}

/* Reads the row, and tells in *found whether there is one; *row is to be released. */
static bool probe_run(struct probe *probe, struct text object_id, bool *found)
{
    struct request *request = probe->request;

    sql_add(&probe->sql, " FROM ");
    sql_add(&probe->sql, probe->class->table);
    sql_add(&probe->sql, " WHERE ");
    sql_add_column(&probe->sql, probe->class, COLUMN_NAME_OBJECT_ID);
    sql_add(&probe->sql, " = ");
    sql_add_text(&probe->sql, object_id);
    return sql_prepare(&request->context, &probe->sql, request->store, &probe->row) &&
           sql_next(&request->context, probe->row, found);
}

static struct text value_of(const struct class *class, const void *object, int field)
{
    const char *member = (const char *)object + class->fields[field].offset;

    if (*object_state(class, (void *)(uintptr_t)object, field) != FIELD_SET)
        return text_none();
    return *(const struct text *)(const void *)member;
}

/* Rules: before. */

static bool changes_field(const struct class *class, const void *object, const bool *related,
                          int field)
{
    if (class->fields[field].type == FIELD_RELATION)
        return related && related[field];
    return *object_state(class, (void *)(uintptr_t)object, field) != FIELD_ABSENT;
}

static bool lists_field(const struct class_rule *rule, int field)
{
    for (size_t i = 0; i < rule->field_count; i++)
        if (rule->fields[i] == field)
            return true;
    return false;
}

static bool is_guarding(const struct class *class, int field)
{
    for (size_t i = 0; i < class->access->guarding_count; i++)
        if (class->access->guarding[i] == field)
            return true;
    return false;
}

/* Whether a rule that opens a row lets the field be changed. What only the server may set has been
 * set by it: object_edit.c takes it from no client. */
static bool lets_change(const struct class *class, const struct class_rule *rule, int field)
{
    if (class->fields[field].server_set)
        return true;
    if (rule->field_count > 0 || rows_is_reserved(class, field))
        return lists_field(rule, field);
    return !rule->who.rows || !is_guarding(class, field);
}

/* Whether there is something to ask: some rule is about certain fields only, or the ACL is set, a
 * field that is the server's or a pointer by which rules find whose the row is. */
static bool has_limits(const struct class *class, const void *object,
                       const struct principal *principal)
{
    if (principal->master)
        return false;
    for (int field = 0; field < class->field_count; field++)
        if (changes_field(class, object, NULL, field) && rows_is_reserved(class, field))
            return true;
    if (!class->access->is_ruled)
        return false;
    if (((const struct object *)object)->has_acl)
        return true;
    for (size_t i = 0; i < class->access->guarding_count; i++)
        if (changes_field(class, object, NULL, class->access->guarding[i]))
            return true;
    for (size_t i = 0; i < class->access->rule_count; i++)
        if (class->access->rules[i].field_count &&
            rule_applies(&class->access->rules[i], OPERATION_UPDATE, principal))
            return true;
    return false;
}

/* Asks for each rule whether it opens the row, then for each guarding pointer that is set whether it
 * stays as it is. */
static void ask_limits(struct probe *probe, const void *object)
{
    const struct class *class = probe->class;

    for (size_t i = 0; i < class->access->rule_count; i++) {
        const struct class_rule *rule = &class->access->rules[i];
        if (rule_applies(rule, OPERATION_UPDATE, &probe->request->principal))
            rules_add_rows(probe->request, probe_next(probe), class, rule, OPERATION_UPDATE,
                           RULES_OF_STORED);
    }
    for (size_t i = 0; i < class->access->guarding_count; i++) {
        int field = class->access->guarding[i];
        struct text value = value_of(class, object, field);
        if (!changes_field(class, object, NULL, field))
            continue;
        sql_add_column(probe_next(probe), class, class->fields[field].column_name);
        sql_add(&probe->sql, value.bytes ? " = " : " IS ");
        sql_add_text(&probe->sql, value);
    }
}

/* Marks the fields that may be changed; *acl tells whether the ACL may, too. */
static int read_limits(const struct probe *probe, const void *object, bool *acl, bool *allowed)
{
    const struct class *class = probe->class;
    int column = 0;

    for (size_t i = 0; i < class->access->rule_count; i++) {
        const struct class_rule *rule = &class->access->rules[i];
        if (!rule_applies(rule, OPERATION_UPDATE, &probe->request->principal) ||
            store_column_int64(probe->row, column++) == 0)
            continue;
        *acl = *acl || (rule->field_count == 0 && rule->of_owner);
        for (int field = 0; field < class->field_count; field++)
            allowed[field] = allowed[field] || lets_change(class, rule, field);
    }
    for (size_t i = 0; i < class->access->guarding_count; i++)
        if (changes_field(class, object, NULL, class->access->guarding[i]) &&
            store_column_int64(probe->row, column++) != 0)
            allowed[class->access->guarding[i]] = true;
    return column;
}

static bool fail_field(struct request *request, struct text name)
{
    return fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied to change %.*s",
                (int)name.length, name.bytes);
}

static bool check_limits(struct probe *probe, const void *object, const bool *related, int *column)
{
    const struct class *class = probe->class;
    struct request *request = probe->request;
    bool *allowed =
        arena_alloc_array(request->context.arena, (size_t) class->field_count + 1, sizeof *allowed);
    bool acl = false;

    if (!allowed)
        return fail_internal(&request->context, "out of memory");
    *column = read_limits(probe, object, &acl, allowed);
    for (int field = 0; !class->access->is_ruled && field < class->field_count; field++)
        allowed[field] = !rows_is_reserved(class, field);
    if (class->access->is_ruled && ((const struct object *)object)->has_acl && !acl)
        return fail_field(request, text_of("ACL"));
    for (int field = 0; field < class->field_count; field++)
        if (changes_field(class, object, related, field) && !allowed[field])
            return fail_field(request, class->fields[field].name);
    return true;
}

/* Lifecycles: before. */

static bool is_moved(const struct class *class, const void *object, int field)
{
    return *object_state(class, (void *)(uintptr_t)object, field) != FIELD_ABSENT;
}

static bool is_bound(const struct request *request, const struct lifecycle *lifecycle)
{
    return lifecycle->actor_count > 0 && !request->principal.master;
}

static void ask_lifecycles(struct probe *probe, const void *object)
{
    struct request *request = probe->request;

    for (size_t i = 0; i < probe->class->checks->lifecycle_count; i++) {
        const struct lifecycle *lifecycle = &probe->class->checks->lifecycles[i];
        if (!is_moved(probe->class, object, lifecycle->field))
            continue;
        sql_add_column(probe_next(probe), probe->class,
                       probe->class->fields[lifecycle->field].column_name);
        for (size_t j = 0; is_bound(request, lifecycle) && j < lifecycle->actor_count; j++)
            if (rules_address(&lifecycle->actors[j], &request->principal))
                rules_add_predicate(request, probe_next(probe), lifecycle->actors[j].rows);
    }
}

static bool has_step(const struct lifecycle *lifecycle, struct text from, struct text to)
{
    for (size_t i = 0; i < lifecycle->step_count; i++)
        if (text_equal(lifecycle->steps[i].from, from) && text_equal(lifecycle->steps[i].to, to))
            return true;
    return false;
}

/* Whether the principal may take the lifecycle's steps; takes its answers from *column on. */
static bool may_step(const struct probe *probe, const struct lifecycle *lifecycle, int *column)
{
    const struct request *request = probe->request;
    bool may = !is_bound(request, lifecycle);

    for (size_t j = 0; is_bound(request, lifecycle) && j < lifecycle->actor_count; j++)
        if (rules_address(&lifecycle->actors[j], &request->principal) &&
            store_column_int64(probe->row, (*column)++) != 0)
            may = true;
    return may;
}

/* What is known of the step that a field takes, over all of its lifecycles. */
struct step_taken {
    struct text from;
    struct text to;
    bool known;
    bool allowed;
};

/* Who may not read the row is not told where the step would have begun. */
static bool fail_step(struct request *request, const struct class *class, struct text object_id,
                      struct text name, const struct step_taken *step)
{
    struct shown_row found;
    bool shown;

    if (!shown_row_find(request, class, object_id, &found, &shown))
        return false;
    return fail(&request->context, PARSE_VALIDATION, "%.*s cannot go%s%.*s to %.*s",
                (int)name.length, name.bytes, shown ? " from " : "",
                shown ? (int)step->from.length : 0, step->from.bytes ? step->from.bytes : "",
                (int)step->to.length, step->to.bytes ? step->to.bytes : "");
}

static bool check_step(struct request *request, const struct class *class, struct text object_id,
                       const struct lifecycle *lifecycle, const struct step_taken *step)
{
    struct text name = class->fields[lifecycle->field].name;

    if (step->from.bytes && step->to.bytes && text_equal(step->from, step->to))
        return true;
    if (!step->from.bytes && step->to.bytes && text_equal(step->to, lifecycle->initial))
        return true; /* a row from before there was a lifecycle starts with it */
    if (!step->known)
        return fail_step(request, class, object_id, name, step);
    return step->allowed ? true : fail_field(request, name);
}

static bool check_lifecycles(const struct probe *probe, const void *object, int column)
{
    const struct class *class = probe->class;
    struct step_taken *steps = arena_alloc_array(probe->request->context.arena,
                                                 (size_t) class->field_count + 1, sizeof *steps);

    if (!steps)
        return fail_internal(&probe->request->context, "out of memory");
    for (size_t i = 0; i < class->checks->lifecycle_count; i++) {
        const struct lifecycle *lifecycle = &class->checks->lifecycles[i];
        struct step_taken *step = &steps[lifecycle->field];
        bool known;
        if (!is_moved(class, object, lifecycle->field))
            continue;
        step->from = store_column_text(probe->row, column++);
        step->to = value_of(class, object, lifecycle->field);
        known = step->from.bytes && step->to.bytes && has_step(lifecycle, step->from, step->to);
        step->known = step->known || known;
        /* The answers are read in any case, to get past them. */
        if (may_step(probe, lifecycle, &column) && known)
            step->allowed = true;
    }
    for (size_t i = 0; i < class->checks->lifecycle_count; i++) {
        const struct lifecycle *lifecycle = &class->checks->lifecycles[i];
        if (is_moved(class, object, lifecycle->field) &&
            !check_step(probe->request, class, ((const struct object *)object)->object_id,
                        lifecycle, &steps[lifecycle->field]))
            return false;
    }
    return true;
}

/* What an update may tell of fields that are hidden from whoever makes it. */

/* The fields of the row that the principal is shown, asked for once they matter. */
struct sight {
    struct request *request;
    const struct class *class;
    const void *object;
    struct shown_row found;
    bool asked;
    bool shown;
};

static bool require_shown(struct sight *sight, int field)
{
    const struct class *class = sight->class;

    if (!sight->asked &&
        !shown_row_find(sight->request, class, ((const struct object *)sight->object)->object_id,
                        &sight->found, &sight->shown))
        return false;
    sight->asked = true;
    /* Whoever is shown nothing of the row has the right to write it blindly, and none to read. */
    if (!sight->shown || shown_row_source(&sight->found, field, class))
        return true;
    return fail_field(sight->request, class->fields[field].name);
}

/* Of two fields that are judged together, one is written: the other one, unless it is as well, is what
 * the outcome tells. */
static bool require_other(struct sight *sight, int field)
{
    return changes_field(sight->class, sight->object, NULL, field) || require_shown(sight, field);
}

static bool require_for_requirement(struct sight *sight, const struct requirement *requirement)
{
    const struct class *class = sight->class;
    struct text value = value_of(class, sight->object, requirement->field);
    bool reached = value.bytes && text_equal(value, requirement->value);

    for (size_t i = 0; i < requirement->need_count; i++) {
        int need = requirement->needs[i];
        bool unset = *object_state(class, (void *)(uintptr_t)sight->object, need) == FIELD_UNSET;
        if ((reached && !require_other(sight, need)) ||
            (unset && !require_other(sight, requirement->field)))
            return false;
    }
    return true;
}

static bool require_for_guarding(struct sight *sight)
{
    const struct class *class = sight->class;
    bool any = false;

    for (size_t i = 0; i < class->access->guarding_count; i++)
        any = any || changes_field(class, sight->object, NULL, class->access->guarding[i]);
    for (size_t i = 0; any && i < class->access->guarding_count; i++)
        if ((class->access->same_owner ||
             changes_field(class, sight->object, NULL, class->access->guarding[i])) &&
            !require_shown(sight, class->access->guarding[i]))
            return false;
    return true;
}

/* A hidden field can be written. It can't be where the outcome depends on what it holds: a step of a
 * lifecycle from the state that it is in, what it is required for, with what it is compared. Else
 * the outcome would tell it. */
static bool check_hidden(struct request *request, const struct class *class, const void *object)
{
    struct sight sight = {.request = request, .class = class, .object = object};

    if (request->principal.master ||
        (class->access->protected_count == 0 && !hook_wants(class, HOOK_AFTER_FIND)))
        return true;
    for (size_t i = 0; i < class->checks->lifecycle_count; i++)
        if (is_moved(class, object, class->checks->lifecycles[i].field) &&
            !require_shown(&sight, class->checks->lifecycles[i].field))
            return false;
    for (int field = 0; field < class->field_count; field++)
        if (changes_field(class, object, NULL, field) && rows_is_reserved(class, field) &&
            !require_shown(&sight, field))
            return false;
    for (size_t i = 0; i < class->checks->requirement_count; i++)
        if (!require_for_requirement(&sight, &class->checks->requirements[i]))
            return false;
    for (size_t i = 0; i < class->checks->no_overlap_count; i++) {
        const struct no_overlap *times = &class->checks->no_overlaps[i];
        if (times->to >= 0 && ((changes_field(class, object, NULL, times->from) &&
                                !require_other(&sight, times->to)) ||
                               (changes_field(class, object, NULL, times->to) &&
                                !require_other(&sight, times->from))))
            return false;
    }
    return require_for_guarding(&sight);
}

/* A role that the app's rules speak of is what they give people. Whoever could make one, or call his
 * own by its name, would give it to himself. */
static bool check_role_name(struct request *request, const struct class *class, const void *object)
{
    const struct class_field *field;
    struct text name;

    if (class != request->app->role || request->principal.master)
        return true;
    field = class_find_field(class, text_of("name"));
    name = value_of(class, object, (int)(field - class->fields));
    for (size_t i = 0; name.bytes && i < request->app->role_name_count; i++)
        if (text_equal(name, request->app->role_names[i]))
            return fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied");
    return true;
}

bool row_check_change(struct request *request, const struct class *class, const void *object,
                      const bool *related)
{
    bool limited = has_limits(class, object, &request->principal);
    struct probe probe;
    bool found = false;
    int column = 0;

    if (!check_role_name(request, class, object) || !check_hidden(request, class, object))
        return false;
    if (!limited && class->checks->lifecycle_count == 0)
        return true;
    probe_init(&probe, request, class);
    if (limited)
        ask_limits(&probe, object);
    ask_lifecycles(&probe, object);
    if (probe.count == 0)
        return true;
    if (probe_run(&probe, ((const struct object *)object)->object_id, &found) && found) {
        if (!limited || check_limits(&probe, object, related, &column))
            check_lifecycles(&probe, object, column);
    }
    store_release(probe.row);
    return request->context.error.code == 0;
}

bool row_check_new(struct request *request, const struct class *class, const void *object)
{
    if (request->principal.master)
        return true;
    if (!check_role_name(request, class, object))
        return false;
    for (size_t i = 0; i < class->checks->lifecycle_count; i++) {
        const struct lifecycle *lifecycle = &class->checks->lifecycles[i];
        struct text value = value_of(class, object, lifecycle->field);
        struct text name = class->fields[lifecycle->field].name;
        if (!value.bytes || !text_equal(value, lifecycle->initial))
            return fail(&request->context, PARSE_VALIDATION, "%.*s starts as %.*s",
                        (int)name.length, name.bytes, (int)lifecycle->initial.length,
                        lifecycle->initial.bytes);
    }
    return true;
}

/* Afterwards. */

static void ask_requirements(struct probe *probe)
{
    const struct class *class = probe->class;

    for (size_t i = 0; i < class->checks->requirement_count; i++) {
        const struct requirement *requirement = &class->checks->requirements[i];
        for (size_t j = 0; j < requirement->need_count; j++) {
            struct sql *sql = probe_next(probe);
            sql_add_column(sql, class, class->fields[requirement->field].column_name);
            sql_add(sql, " = ");
            sql_add_text(sql, requirement->value);
            sql_add(sql, " AND ");
            sql_add_column(sql, class, class->fields[requirement->needs[j]].column_name);
            sql_add(sql, " IS NULL");
        }
    }
}

static bool check_requirements(const struct probe *probe)
{
    const struct class *class = probe->class;
    int column = 0;

    for (size_t i = 0; i < class->checks->requirement_count; i++) {
        const struct requirement *requirement = &class->checks->requirements[i];
        for (size_t j = 0; j < requirement->need_count; j++) {
            struct text need = class->fields[requirement->needs[j]].name;
            struct text name = class->fields[requirement->field].name;
            if (store_column_int64(probe->row, column++) != 0)
                return fail(&probe->request->context, PARSE_VALIDATION,
                            "%.*s is required where %.*s is %.*s", (int)need.length, need.bytes,
                            (int)name.length, name.bytes, (int)requirement->value.length,
                            requirement->value.bytes);
        }
    }
    return true;
}

/* Whether the row, as it is now, keeps the class's own conditions, and is one that the rules open for
 * the operation. */
static bool check_written(struct request *request, const struct class *class, struct text object_id,
                          enum operation operation, enum rules_part part)
{
    bool ruled = class->access->is_ruled && !request->principal.master;
    struct probe probe;
    bool found = false;

    if (!ruled && class->checks->requirement_count == 0 && !class->access->same_owner)
        return true;
    probe_init(&probe, request, class);
    ask_requirements(&probe);
    sql_add(probe_next(&probe), class->access->same_owner ? class->access->same_owner : "TRUE");
    sql_add(probe_next(&probe), "TRUE");
    if (ruled)
        rules_add_ceiling(request, &probe.sql, class, operation, part);
    if (probe_run(&probe, object_id, &found) && found && check_requirements(&probe)) {
        if (store_column_int64(probe.row, probe.count - 2) == 0)
            fail(&request->context, PARSE_VALIDATION, "the pointers lead to two different owners");
        else if (store_column_int64(probe.row, probe.count - 1) == 0)
            fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied");
    }
    store_release(probe.row);
    return request->context.error.code == 0;
}

bool row_check_inserted(struct request *request, const struct class *class, struct text object_id)
{
    return check_written(request, class, object_id, OPERATION_CREATE, RULES_OF_CREATED);
}

bool row_check_updated(struct request *request, const struct class *class, struct text object_id)
{
    return check_written(request, class, object_id, OPERATION_UPDATE, RULES_OF_CHANGED);
}
