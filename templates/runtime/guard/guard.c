/* guard.c - see guard.h. The first half is about classes, the second about rows, the third about
 * fields. */
#include "guard/guard.h"

#include "guard/rules.h"
#include "model/class_access.h"
#include "model/class_checks.h"
#include "model/columns.h"

static const char denied[] = "Permission denied";

const char *guard_operation_name(enum operation operation)
{
    static const char *const names[OPERATION_TOTAL] = {
        [OPERATION_GET] = "get",
        [OPERATION_FIND] = "find",
        [OPERATION_COUNT] = "count",
        [OPERATION_CREATE] = "create",
        [OPERATION_UPDATE] = "update",
        [OPERATION_DELETE] = "delete",
        [OPERATION_ADD_FIELD] = "addField",
    };

    return names[operation];
}

/* The first error stays, with its own reason. */
static bool give_reason(struct request *request, bool first, const char *why)
{
    if (first && request->context.error.code == PARSE_OPERATION_FORBIDDEN)
        request->context.error.refused_by = why;
    return false;
}

bool guard_refuse(struct request *request, const struct class *class, enum operation operation,
                  const char *why)
{
    bool first = request->context.error.code == 0;

    fail(&request->context, PARSE_OPERATION_FORBIDDEN, "%s for action %s on class %.*s.", denied,
         guard_operation_name(operation), TEXT_PRINTED(class->name));
    return give_reason(request, first, why);
}

bool guard_refuse_field(struct request *request, const struct class *class,
                        enum operation operation, struct text field, const char *why)
{
    bool first = request->context.error.code == 0;

    fail(&request->context, PARSE_OPERATION_FORBIDDEN,
         "%s for action %s on class %.*s: field %.*s.", denied, guard_operation_name(operation),
         TEXT_PRINTED(class->name), TEXT_PRINTED(field));
    return give_reason(request, first, why);
}

/* What follows the prefix, or no text when the name does not begin with it. */
static struct text after_prefix(struct text name, const char *prefix)
{
    size_t length = strlen(prefix);

    if (name.length < length || memcmp(name.bytes, prefix, length) != 0)
        return text_none();
    return (struct text){name.bytes + length, name.length - length};
}

/* Whether a user id or "role:NAME" in a permission or a group means the principal. */
static bool is_principal(const struct principal *principal, struct text name)
{
    struct text role = after_prefix(name, "role:");

    if (role.bytes)
        return principal_has_role(principal, role);
    return principal_signed_in(principal) && text_equal(principal->user_id, name);
}

/* Whether everyone, the user's id or one of the roles is named outright, so that neither signing in
 * nor a pointer to the user is asked for. */
bool guard_permits_by_name(const struct permission *permission, const struct principal *principal)
{
    if (permission->everyone)
        return true;
    for (size_t i = 0; i < permission->principal_count; i++)
        if (is_principal(principal, permission->principals[i]))
            return true;
    return false;
}

/* Restricted sessions, as devices get them, may not write what accounts are made of (Parse REST
 * guide, "Sessions"). */
static bool is_kept_from_restricted(const struct app *app, const struct class *class,
                                    enum operation operation)
{
    bool writes = operation == OPERATION_CREATE || operation == OPERATION_UPDATE ||
                  operation == OPERATION_DELETE;

    return writes && (class == app->user || class == app->role || class == app->session ||
                      class == app->role_request);
}

/* Listing and deleting devices is the master key's, whatever the schema says (parse-server,
 * SharedRest.enforceRoleSecurity). */
static bool is_devices_list(enum operation operation)
{
    return operation == OPERATION_FIND || operation == OPERATION_COUNT ||
           operation == OPERATION_DELETE;
}

bool guard_permits(struct request *request, const struct class *class, enum operation operation)
{
    const struct permission *permission = &class->access->permissions[operation];
    const struct principal *principal = &request->principal;

    if (class->checks->append_only &&
        (operation == OPERATION_UPDATE || operation == OPERATION_DELETE))
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                    "The objects of class %.*s do not change.", TEXT_PRINTED(class->name));
    if (class == request->app->audit_log && operation == OPERATION_CREATE)
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                    "Audit entries are the server's own.");
    if (principal->master || (operation == OPERATION_CREATE && class == request->makes))
        return true;
    /* Of rows that are there the rules hide what they do not open; a create has none to hide. */
    if (operation == OPERATION_CREATE && !rules_permit(class, operation, principal))
        return guard_refuse(request, class, operation, "no rule opens it to this user's roles");
    if (class == request->app->session && !principal_signed_in(principal))
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, denied);
    if (class == request->app->installation && is_devices_list(operation))
        return guard_refuse(request, class, operation, "lists of devices are the master key's");
    if (principal->restricted && is_kept_from_restricted(request->app, class, operation))
        return guard_refuse(request, class, operation, "the session is restricted");
    if (guard_permits_by_name(permission, principal))
        return true;
    if (permission->requires_authentication)
        return principal_signed_in(principal)
                   ? true
                   : fail(&request->context, PARSE_OBJECT_NOT_FOUND, denied);
    /* The rows decide, and before a create there is no row whose pointer could. */
    if (permission->pointer_field_count > 0 && operation != OPERATION_CREATE)
        return true;
    return guard_refuse(request, class, operation, "the class-level permissions");
}

/* The principal's id as a parameter. */
static void add_user(struct sql *sql, const struct principal *principal)
{
    if (principal_signed_in(principal))
        sql_add_text(sql, principal->user_id);
    else
        sql_add(sql, "NULL");
}

/* A field that names the user: a pointer to it, or an array with such a pointer. */
static void add_field_names_user(struct sql *sql, const struct class *class,
                                 const struct class_field *field, const struct principal *principal)
{
    if (field->type == FIELD_POINTER) {
        sql_add_column(sql, class, field->column_name);
        sql_add(sql, " = ");
        add_user(sql, principal);
        return;
    }
    if (field->type != FIELD_ARRAY) {
        sql_add(sql, "FALSE");
        return;
    }
    sql_add(sql, "EXISTS (SELECT 1 FROM json_each(");
    sql_add_column(sql, class, field->column_name);
    /* CASE, because AND promises no order, and json_extract() fails on what is no object. */
    sql_add(sql, ") AS element WHERE CASE element.type WHEN 'object' THEN"
                 " json_extract(element.value, '$.__type') = 'Pointer'"
                 " AND json_extract(element.value, '$.className') = '_User'"
                 " AND json_extract(element.value, '$.objectId') = ");
    add_user(sql, principal);
    sql_add(sql, " END)");
}

/* Class-level permissions that name fields: rows where one of them names the user. */
static void add_pointer_permission(struct sql *sql, const struct class *class,
                                   const struct permission *permission,
                                   const struct principal *principal)
{
    sql_add(sql, " AND (");
    for (size_t i = 0; i < permission->pointer_field_count; i++) {
        sql_add(sql, i ? " OR " : "");
        add_field_names_user(sql, class, &class->fields[permission->pointer_fields[i]], principal);
    }
    sql_add(sql, ")");
}

/* What is asked of single rows. A count is of rows that could be found: where finding is for those whom
 * a row names, nobody else learns from a number what the others hold. */
static void add_pointer_permissions(struct sql *sql, const struct class *class,
                                    enum operation operation, const struct principal *principal)
{
    const struct permission *asked[] = {
        &class->access->permissions[operation],
        operation == OPERATION_COUNT ? &class->access->permissions[OPERATION_FIND] : NULL,
    };

    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        if (asked[i] && asked[i]->pointer_field_count > 0 &&
            !guard_permits_by_name(asked[i], principal))
            add_pointer_permission(sql, class, asked[i], principal);
}

/* In a private app an installation is its device's: requests that name its installation id may get
 * and update it, signed in or not. So a missing ACL closes it to nobody, as in Parse. */
static bool is_devices(const struct request *request, const struct class *class)
{
    return class == request->app->installation && request->app->private_by_default;
}

/* The row's installation has the id that the request names. One that has no id yet is of whoever
 * registers its device token, who may then give it one. */
static void add_device(struct request *request, struct sql *sql, const struct class *class)
{
    const struct class_field *id = class_find_field(class, text_of("installationId"));
    const struct class_field *token = class_find_field(class, text_of("deviceToken"));

    if (!is_devices(request, class) || !id || !token)
        return;
    sql_add(sql, " AND (");
    sql_add_column(sql, class, id->column_name);
    sql_add(sql, " = ");
    if (request->installation_id.length) {
        sql_add(sql, "lower(");
        sql_add_text(sql, request->installation_id);
        sql_add(sql, ")");
    } else {
        sql_add(sql, "NULL");
    }
    if (request->device_token.length) {
        sql_add(sql, " OR ");
        sql_add_column(sql, class, id->column_name);
        sql_add(sql, " IS NULL AND ");
        sql_add_column(sql, class, token->column_name);
        sql_add(sql, " = ");
        sql_add_text(sql, request->device_token);
    }
    sql_add(sql, ")");
}

/* Sessions are their users' own, whatever their ACL says. */
static void add_owner(struct request *request, struct sql *sql, const struct class *class)
{
    const struct class_field *owner =
        class == request->app->session ? class_find_field(class, text_of("user")) : NULL;

    if (!owner)
        return;
    sql_add(sql, " AND ");
    sql_add_column(sql, class, owner->column_name);
    sql_add(sql, " = ");
    add_user(sql, &request->principal);
}

/* Where there are rules, they say what an ACL may take of them. */
static void add_acl(struct request *request, struct sql *sql, const struct class *class,
                    enum operation operation)
{
    const struct principal *principal = &request->principal;
    struct principal *device;

    if (class->access->is_ruled)
        return;
    if (is_devices(request, class) &&
        (device = arena_alloc(request->context.arena, sizeof *device))) {
        *device = request->principal;
        device->no_acl_is_public = true;
        principal = device;
    }
    sql_add(sql, " AND ");
    rules_add_acl(sql, class, operation, principal);
}

void guard_add_part(struct request *request, struct sql *sql, const struct class *class,
                    enum operation operation, enum guard_part part)
{
    if (request->principal.master)
        return;
    switch (part) {
    case GUARD_DEVICE:
        add_device(request, sql, class);
        break;
    case GUARD_RULES:
        rules_add_ceiling(request, sql, class, operation, RULES_OF_STORED);
        break;
    case GUARD_POINTERS:
        add_pointer_permissions(sql, class, operation, &request->principal);
        break;
    case GUARD_OWNER:
        add_owner(request, sql, class);
        break;
    case GUARD_ACL:
        add_acl(request, sql, class, operation);
        break;
    case GUARD_PART_COUNT:
        break;
    }
}

void guard_add_predicate(struct request *request, struct sql *sql, const struct class *class,
                         enum operation operation)
{
    for (int part = 0; part < GUARD_PART_COUNT; part++)
        guard_add_part(request, sql, class, operation, (enum guard_part)part);
}

const struct class_field *guard_user_field(const struct class *class,
                                           const struct protected_fields *group)
{
    struct text name = after_prefix(group->principal, "userField:");

    return name.bytes ? class_find_field(class, name) : NULL;
}

static bool belongs_to_group(const struct principal *principal, struct text group)
{
    return text_is(group, "*") ||
           (text_is(group, "authenticated") && principal_signed_in(principal)) ||
           is_principal(principal, group);
}

static bool group_hides(const struct protected_fields *group, int field)
{
    for (size_t i = 0; i < group->field_count; i++)
        if (group->fields[i] == field)
            return true;
    return false;
}

bool guard_hides_field_in_row(struct request *request, const struct class *class, int field,
                              const bool *groups)
{
    const struct principal *principal = &request->principal;
    bool hidden = false;

    if (principal->master)
        return false;
    if (class == request->app->user && text_is(class->fields[field].name, "authData"))
        return true;
    for (size_t i = 0; i < class->access->protected_count; i++) {
        const struct protected_fields *group = &class->access->protected_fields[i];
        bool in_group = belongs_to_group(principal, group->principal);
        if (!in_group && !(groups && groups[i]))
            continue;
        if (!group_hides(group, field))
            return false;
        hidden = hidden || in_group;
    }
    return hidden;
}

bool guard_hides_field(struct request *request, const struct class *class, int field)
{
    return guard_hides_field_in_row(request, class, field, NULL);
}
