/* row_check.c - see row_check.h. What is asked of a row is put into one statement, a probe, as
 * the columns of its result; the answers are read in the order of the questions. */
#include "write/row_check.h"

#include "guard/guard.h"
#include "guard/rules.h"
#include "model/class_access.h"
#include "model/columns.h"

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
    const char *member = object_value(object, &class->fields[field]);

    if (object_state_of(class, object, field) != FIELD_SET)
        return text_none();
    return *(const struct text *)(const void *)member;
}

/* Rules: before. */

/* Whether the change sets or unsets a member; relations have none. */
static bool sets(const struct row_change *change, int field)
{
    return change->class->fields[field].type != FIELD_RELATION && change_has(change, field);
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
    if (rule->field_count > 0 || class->fields[field].reserved)
        return lists_field(rule, field);
    return !rule->who.rows || !is_guarding(class, field);
}

/* Whether there is something to ask: some rule is about certain fields only, or the ACL is set, a
 * field that is the server's or a pointer by which rules find whose the row is. */
static bool has_limits(const struct row_change *change)
{
    const struct principal *principal = &change->request->principal;
    const struct class *class = change->class;

    if (principal->master)
        return false;
    for (int field = 0; field < class->field_count; field++)
        if (sets(change, field) && class->fields[field].reserved)
            return true;
    if (!class->access->is_ruled)
        return false;
    if (((const struct object *)change->object)->has_acl)
        return true;
    for (size_t i = 0; i < class->access->guarding_count; i++)
        if (sets(change, class->access->guarding[i]))
            return true;
    for (size_t i = 0; i < class->access->rule_count; i++)
        if (class->access->rules[i].field_count &&
            rule_applies(&class->access->rules[i], OPERATION_UPDATE, principal))
            return true;
    return false;
}

/* Asks for each rule whether it opens the row, then for each guarding pointer that is set whether it
 * stays as it is. */
static void ask_limits(struct probe *probe, const struct row_change *change)
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
        struct text value = value_of(class, change->object, field);
        if (!sets(change, field))
            continue;
        sql_add_column(probe_next(probe), class, class->fields[field].column_name);
        sql_add(&probe->sql, value.bytes ? " = " : " IS ");
        sql_add_text(&probe->sql, value);
    }
}

/* Marks the fields that may be changed; *acl tells whether the ACL may, too. */
static void read_limits(const struct probe *probe, const struct row_change *change, bool *acl,
                        bool *allowed)
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
        if (sets(change, class->access->guarding[i]) &&
            store_column_int64(probe->row, column++) != 0)
            allowed[class->access->guarding[i]] = true;
}

static bool fail_field(const struct probe *probe, struct text name)
{
    return guard_refuse_field(probe->request, probe->class, OPERATION_UPDATE, name,
                              "no rule lets this user change it");
}

static bool check_limits(const struct probe *probe, const struct row_change *change)
{
    const struct class *class = probe->class;
    struct request *request = probe->request;
    bool *allowed =
        arena_alloc_array(request->context.arena, (size_t) class->field_count + 1, sizeof *allowed);
    bool acl = false;

    if (!allowed)
        return fail_internal(&request->context, "out of memory");
    read_limits(probe, change, &acl, allowed);
    for (int field = 0; !class->access->is_ruled && field < class->field_count; field++)
        allowed[field] = !class->fields[field].reserved;
    if (class->access->is_ruled && ((const struct object *)change->object)->has_acl && !acl)
        return fail_field(probe, text_of("ACL"));
    for (int field = 0; field < class->field_count; field++)
        if (change_has(change, field) && !allowed[field])
            return fail_field(probe, class->fields[field].name);
    return true;
}

/* A hidden field can be written. It can't be where the outcome depends on what it holds: what a rule
 * reserves, and pointers by which rules find whose the row is. Else the outcome would tell it. */
static bool check_hidden(struct row_change *change)
{
    const struct class *class = change->class;
    const struct class_access *access = class->access;
    bool any = false;

    for (int field = 0; field < class->field_count; field++)
        if (class->fields[field].reserved && sets(change, field) && !change_sees(change, field))
            return false;
    for (size_t i = 0; i < access->guarding_count; i++)
        any = any || sets(change, access->guarding[i]);
    for (size_t i = 0; any && i < access->guarding_count; i++)
        if ((access->same_owner || sets(change, access->guarding[i])) &&
            !change_sees(change, access->guarding[i]))
            return false;
    return true;
}

/* A role that the app's rules speak of is what they give people. Whoever could make one, or call his
 * own by its name, would give it to himself. */
static bool check_role_name(const struct row_change *change)
{
    const struct request *request = change->request;
    const struct class *class = change->class;
    const struct class_field *field;
    struct text name;

    if (class != request->app->role || request->principal.master)
        return true;
    field = class_find_field(class, text_of("name"));
    name = value_of(class, change->object, class_field_index(class, field));
    for (size_t i = 0; name.bytes && i < request->app->role_name_count; i++)
        if (text_equal(name, request->app->role_names[i]))
            return guard_refuse(change->request, class,
                                change->is_new ? OPERATION_CREATE : OPERATION_UPDATE,
                                "the app's rules speak of a role of this name");
    return true;
}

bool row_check_change(struct row_change *change)
{
    struct request *request = change->request;
    struct probe probe;
    bool found = false;

    if (!check_role_name(change) || !check_hidden(change))
        return false;
    if (!has_limits(change))
        return true;
    probe_init(&probe, request, change->class);
    ask_limits(&probe, change);
    if (probe.count == 0)
        return true;
    if (probe_run(&probe, ((const struct object *)change->object)->object_id, &found) && found)
        check_limits(&probe, change);
    store_release(probe.row);
    return request->context.error.code == 0;
}

bool row_check_new(struct row_change *change)
{
    return check_role_name(change);
}

/* Afterwards. */

static const char would_be_closed[] = "the row would be none that the rules open";

/* Whether the row, as it is now, is one that the rules open for the operation, and has one owner: who owns what its
 * pointers lead to is nothing for those to whom they would not open it. */
static bool check_written(struct request *request, const struct class *class, struct text object_id,
                          enum operation operation, enum rules_part part)
{
    bool ruled = class->access->is_ruled && !request->principal.master;
    struct probe probe;
    bool found = false;

    if (!ruled && !class->access->same_owner)
        return true;
    probe_init(&probe, request, class);
    sql_add(probe_next(&probe), class->access->same_owner ? class->access->same_owner : "TRUE");
    sql_add(probe_next(&probe), "TRUE");
    if (ruled)
        rules_add_ceiling(request, &probe.sql, class, operation, part);
    if (probe_run(&probe, object_id, &found) && found) {
        if (store_column_int64(probe.row, probe.count - 1) == 0)
            guard_refuse(request, class, operation, would_be_closed);
        else if (store_column_int64(probe.row, probe.count - 2) == 0)
            fail(&request->context, PARSE_VALIDATION, "the pointers lead to two different owners");
    }
    store_release(probe.row);
    return request->context.error.code == 0;
}

bool row_check_inserted(struct request *request, const struct class *class, struct text object_id)
{
    return check_written(request, class, object_id, OPERATION_CREATE, RULES_OF_CREATED);
}

bool row_check_taken(struct request *request, const struct row_image *image)
{
    const struct class *class = image->class;
    struct store_statement *row;
    struct sql sql;
    bool opened;

    if (!class->access->is_ruled || request->principal.master)
        return true;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT 1 FROM ");
    row_image_add(&sql, image);
    sql_add(&sql, " WHERE TRUE");
    rules_add_ceiling(request, &sql, class, OPERATION_CREATE, RULES_OF_CREATED);
    return sql_prepare(&request->context, &sql, request->store, &row) &&
           sql_exists(&request->context, row, &opened) &&
           (opened || guard_refuse(request, class, OPERATION_CREATE, would_be_closed));
}

bool row_check_updated(struct request *request, const struct class *class, struct text object_id)
{
    return check_written(request, class, object_id, OPERATION_UPDATE, RULES_OF_CHANGED);
}
