/* permissions.c - class-level permissions, stated or by default; see permissions.h. */
#include "emit/permissions.h"

#include <string.h>

enum default_permission { MASTER_KEY_ONLY, SIGNED_IN, EVERYONE };

/* Parse's own classes do not follow the access default in all operations: signing up must be open
 * to everyone (each user's ACL keeps the account private), sessions are made by signing in only,
 * and a device registers itself before anybody has signed in, but nobody lists devices. */
struct builtin_permissions {
    const char *class_name;
    enum access_default access;
    enum default_permission operations[OPERATION_TOTAL];
};

static const struct builtin_permissions builtin_permissions[] = {
    {"_User", ACCESS_OWNER, {EVERYONE, EVERYONE, EVERYONE, EVERYONE, EVERYONE, EVERYONE}},
    {"_User", ACCESS_PUBLIC, {EVERYONE, EVERYONE, EVERYONE, EVERYONE, EVERYONE, EVERYONE}},
    {"_Role", ACCESS_OWNER, {SIGNED_IN, SIGNED_IN, SIGNED_IN}},
    {"_Role", ACCESS_PUBLIC, {EVERYONE, EVERYONE, EVERYONE, EVERYONE, EVERYONE, EVERYONE}},
    {"_Session",
     ACCESS_OWNER,
     {SIGNED_IN, SIGNED_IN, SIGNED_IN, MASTER_KEY_ONLY, SIGNED_IN, SIGNED_IN}},
    {"_Session",
     ACCESS_PUBLIC,
     {SIGNED_IN, SIGNED_IN, SIGNED_IN, MASTER_KEY_ONLY, SIGNED_IN, SIGNED_IN}},
    {"_Installation",
     ACCESS_OWNER,
     {EVERYONE, MASTER_KEY_ONLY, MASTER_KEY_ONLY, EVERYONE, EVERYONE, MASTER_KEY_ONLY}},
    {"_Installation",
     ACCESS_PUBLIC,
     {EVERYONE, MASTER_KEY_ONLY, MASTER_KEY_ONLY, EVERYONE, EVERYONE, MASTER_KEY_ONLY}},
};

static enum default_permission default_permission(const struct model *model,
                                                  const struct model_class *class,
                                                  enum class_operation operation)
{
    if (class->builtin) {
        for (size_t i = 0; i < sizeof builtin_permissions / sizeof builtin_permissions[0]; i++) {
            const struct builtin_permissions *row = &builtin_permissions[i];
            if (row->access == model->access && strcmp(row->class_name, class->name) == 0)
                return row->operations[operation];
        }
    }
    return model->access == ACCESS_PUBLIC ? EVERYONE : SIGNED_IN;
}

/* Where the app has rules, they decide row by row; the class is open to those whom one of them may
 * let in. */
static enum default_permission ruled_permission(const struct model_class *class,
                                                enum class_operation operation)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if ((rule->operations & 1U << operation) != 0 && rule->role &&
            rule->role->members == MEMBERS_EVERYONE)
            return EVERYONE;
    }
    return SIGNED_IN;
}

struct model_permission permission_of(const struct model *model, const struct model_class *class,
                                      enum class_operation operation)
{
    struct model_permission permission = {0};
    if (operation == OPERATION_ADD_FIELD)
        return permission;
    if (class->has_permissions)
        return class->permissions[operation];
    enum default_permission by_default = class->has_access_rules
                                             ? ruled_permission(class, operation)
                                             : default_permission(model, class, operation);
    permission.everyone = by_default == EVERYONE;
    permission.requires_authentication = by_default == SIGNED_IN;
    return permission;
}

bool class_can(const struct model *model, const struct model_class *class,
               enum class_operation operation)
{
    if (operation == OPERATION_CREATE)
        return class != model->audit_log;
    if (operation == OPERATION_UPDATE || operation == OPERATION_DELETE)
        return !class->append_only;
    return true;
}

/* Whether a rule opens some row of the class to the operation. */
static bool is_ruled_open(const struct model_class *class, enum class_operation operation)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if ((rule->kind == RULE_ACCESS || rule->kind == RULE_GRANT) &&
            (rule->operations & 1U << operation) != 0)
            return true;
    }
    return false;
}

bool class_is_live(const struct model *model, const struct model_class *class)
{
    return !class->builtin && !class->is_silent && class != model->audit_log;
}

bool class_is_open(const struct model *model, const struct model_class *class,
                   enum class_operation operation)
{
    struct model_permission permission = permission_of(model, class, operation);
    return (permission.everyone || permission.requires_authentication ||
            permission.principal_count > 0 || permission.pointer_field_count > 0) &&
           (!class->has_access_rules || is_ruled_open(class, operation));
}

/* The fields of the group with `email` among them. */
static struct model_protected with_email(struct arena *arena, const struct model_protected *group)
{
    const char **fields = arena_alloc_array(arena, group->field_count + 1, sizeof *fields);
    size_t count = 0;
    for (size_t i = 0; i < group->field_count; i++)
        if (strcmp(group->fields[i], "email") != 0)
            fields[count++] = group->fields[i];
    fields[count++] = "email";
    return (struct model_protected){group->principal, fields, count};
}

const struct model_protected *protected_of(struct arena *arena, const struct model_class *class,
                                           size_t *count)
{
    *count = class->protected_count;
    if (strcmp(class->name, "_User") != 0)
        return class->protected_fields;
    struct model_protected *groups =
        arena_alloc_array(arena, class->protected_count + 1, sizeof *groups);
    bool has_everyone = false;
    for (size_t i = 0; i < class->protected_count; i++) {
        bool is_everyone = strcmp(class->protected_fields[i].principal, "*") == 0;
        groups[i] = class->protected_fields[i];
        if (is_everyone)
            groups[i] = with_email(arena, &groups[i]);
        has_everyone = has_everyone || is_everyone;
    }
    if (!has_everyone)
        groups[(*count)++] = with_email(arena, &(struct model_protected){.principal = "*"});
    return groups;
}

bool field_may_be_hidden(struct arena *arena, const struct model_class *class,
                         const struct model_field *field)
{
    size_t count;
    const struct model_protected *protected = protected_of(arena, class, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < protected[i].field_count; j++)
            if (model_find_field(class, protected[i].fields[j]) == field)
                return true;
    return false;
}
