/* permission_difference.c - see permission_difference.h. Read from the bottom. Everything is compared twice,
 * from either model to the other: what the one has and the other lacks, opens or closes. */
#include "evolve/permission_difference.h"

#include "emit/permissions.h"
#include "evolve/difference.h"
#include "evolve/lock.h"

#include <string.h>

/* What one of the models says of a class. */
struct side {
    const struct model *model;
    const struct model_class *class;
};

/* What `has` lets people do beyond what `lacks` does. */
struct comparison {
    struct access_differences *differences;
    struct arena *arena;
    bool opens; /* `has` is the model of now */
    struct side has;
    struct side lacks;
};

static void tell(const struct comparison *comparison, const char *who, const char *operation,
                 const char *what)
{
    const char *class_name =
        comparison->opens ? comparison->has.class->name : comparison->lacks.class->name;
    struct access_difference *difference = arena_alloc(comparison->arena, sizeof *difference);
    *difference = (struct access_difference){
        .class_name = class_name,
        .who = who,
        .operation = operation,
        .text = arena_printf(comparison->arena, "%s may %s %s %s%s", who,
                             comparison->opens ? "now" : "no longer", operation, class_name, what)};
    vector_add(comparison->opens ? &comparison->differences->opened
                                 : &comparison->differences->closed,
               comparison->arena, difference);
}

/* The field of `lacks` that is the field of `has`, or NULL. */
static const struct model_field *counterpart(const struct comparison *comparison,
                                             const struct model_field *field)
{
    const struct model_class *other = comparison->lacks.class;
    if (comparison->opens)
        return difference_former_field(other, comparison->has.class, field);
    for (size_t i = 0; i < other->field_count; i++)
        if (difference_former_field(comparison->has.class, other, other->fields[i]) == field)
            return other->fields[i];
    return NULL;
}

/* Operations. */

static bool names_principal(const struct model_permission *permission, const char *principal)
{
    for (size_t i = 0; i < permission->principal_count; i++)
        if (strcmp(permission->principals[i], principal) == 0)
            return true;
    return false;
}

static bool names_pointer(const struct model_permission *permission,
                          const struct model_field *field)
{
    for (size_t i = 0; i < permission->pointer_field_count; i++)
        if (permission->pointer_fields[i] == field)
            return true;
    return false;
}

static void compare_operation(const struct comparison *comparison, enum class_operation operation)
{
    static const char why[] = ": by class-level permissions";
    const char *name = operation_names[operation];
    struct model_permission has =
        permission_of(comparison->has.model, comparison->has.class, operation);
    struct model_permission lacks =
        permission_of(comparison->lacks.model, comparison->lacks.class, operation);
    if (lacks.everyone || (lacks.requires_authentication && !has.everyone))
        return;
    if (has.everyone || has.requires_authentication) {
        tell(comparison, has.everyone ? "everyone" : "everyone who is signed in", name, why);
        return;
    }
    for (size_t i = 0; i < has.principal_count; i++)
        if (!names_principal(&lacks, has.principals[i]))
            tell(comparison, has.principals[i], name, why);
    for (size_t i = 0; i < has.pointer_field_count; i++)
        if (!names_pointer(&lacks, counterpart(comparison, has.pointer_fields[i])))
            tell(comparison,
                 arena_printf(comparison->arena, "the user in %s", has.pointer_fields[i]->name),
                 name, why);
}

/* Fields. */

static bool lists(const struct model_protected *group, const char *name)
{
    for (size_t i = 0; i < group->field_count; i++)
        if (strcmp(group->fields[i], name) == 0)
            return true;
    return false;
}

/* Whether a field is hidden from one who is in the group, and in that of everyone: it is when each that
 * is stated hides it. */
static bool is_hidden(struct arena *arena, const struct model_class *class, const char *principal,
                      const char *field)
{
    size_t count;
    bool is_stated = false;
    const struct model_protected *groups = protected_of(arena, class, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(groups[i].principal, "*") != 0 && strcmp(groups[i].principal, principal) != 0)
            continue;
        if (!lists(&groups[i], field))
            return false;
        is_stated = true;
    }
    return is_stated;
}

static void compare_group(const struct comparison *comparison, const char *principal)
{
    const struct model_class *class = comparison->has.class;
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        const struct model_field *other = counterpart(comparison, field);
        if (!other || is_hidden(comparison->arena, class, principal, field->name) ||
            !is_hidden(comparison->arena, comparison->lacks.class, principal, other->name))
            continue;
        const char *now = comparison->opens ? field->name : other->name;
        tell(comparison, strcmp(principal, "*") == 0 ? "everyone" : principal, "see",
             arena_printf(comparison->arena, ".%s: by protectedFields", now));
    }
}

/* Every group that one of the models states. */
static void compare_groups(const struct comparison *comparison)
{
    const struct side *sides[] = {&comparison->lacks, &comparison->has};
    struct map seen;
    map_init(&seen, comparison->arena);
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
        size_t count;
        const struct model_protected *groups =
            protected_of(comparison->arena, sides[i]->class, &count);
        for (size_t j = 0; j < count; j++)
            if (!map_add(&seen, groups[j].principal, (void *)(uintptr_t)sides[i]))
                compare_group(comparison, groups[j].principal);
    }
}

/* New objects. */

/* The ACL of objects that are created without one, as model.h has it. */
static const char *acl_of(const struct side *side)
{
    if (side->class->default_acl)
        return side->class->default_acl;
    return side->model->access == ACCESS_PUBLIC ? "b*\n" : "bcurrentUser\n";
}

/* Whether the ACL gives the right, 'r' or 'w', to the one of the line, or to everyone. */
static bool gives(const char *acl, char right, const char *who, size_t length)
{
    for (; *acl; acl += strcspn(acl, "\n"), acl += *acl == '\n') {
        size_t end = strcspn(acl, "\n") - 1;
        bool is_theirs =
            (end == 1 && acl[1] == '*') || (end == length && strncmp(acl + 1, who, length) == 0);
        if (is_theirs && (*acl == right || *acl == 'b'))
            return true;
    }
    return false;
}

static void compare_acls(const struct comparison *comparison)
{
    static const char rights[] = {'r', 'w'};
    const char *lacks = acl_of(&comparison->lacks);
    const char *acl = acl_of(&comparison->has);
    for (; *acl; acl += strcspn(acl, "\n"), acl += *acl == '\n') {
        const char *who = acl + 1;
        size_t length = strcspn(who, "\n");
        const char *name = arena_copy(comparison->arena, who, length);
        name = strcmp(name, "*") == 0             ? "everyone"
               : strcmp(name, "currentUser") == 0 ? "whoever creates it"
                                                  : name;
        for (size_t i = 0; i < sizeof rights; i++)
            if ((*acl == rights[i] || *acl == 'b') && !gives(lacks, rights[i], who, length))
                tell(comparison, name, rights[i] == 'r' ? "read" : "write",
                     ": a new object without an ACL");
    }
}

static void compare(const struct comparison *comparison)
{
    if (comparison->has.class->has_permissions || comparison->lacks.class->has_permissions)
        for (int i = 0; i < OPERATION_TOTAL; i++)
            compare_operation(comparison, (enum class_operation)i);
    compare_groups(comparison);
    if (comparison->has.class->default_acl || comparison->lacks.class->default_acl)
        compare_acls(comparison);
}

void permission_differences_find(struct access_differences *differences, struct arena *arena,
                                 const struct model *before, const struct model *after)
{
    for (size_t i = 0; i < after->class_count; i++) {
        const struct model_class *class = after->classes[i];
        const struct model_class *former = difference_former_class(before, after, class);
        if (!former)
            continue;
        struct side then = {before, former};
        struct side now = {after, class};
        compare(&(struct comparison){differences, arena, true, now, then});
        compare(&(struct comparison){differences, arena, false, then, now});
    }
}
