/* graphql_names.c - see graphql_names.h. A class whose names are taken, by the schema's own types or by those
 * of a class before it, gets "Class" behind its own. */
#include "emit/graphql_names.h"

#include "emit/permissions.h"
#include "emit/plural.h"

#include <string.h>

/* The types that every schema has. */
static const char *const own_types[] = {
    "Any",
    "Object",
    "Date",
    "Bytes",
    "File",
    "Upload",
    "CloudCodeFunction",
    "FileInfo",
    "FileInput",
    "GeoPoint",
    "GeoPointInput",
    "UserACLInput",
    "RoleACLInput",
    "PublicACLInput",
    "ACLInput",
    "UserACL",
    "RoleACL",
    "PublicACL",
    "ACL",
    "Node",
    "ParseObject",
    "Viewer",
    "PageInfo",
    "Element",
    "ArrayResult",
    "ReadPreference",
    "ReadOptionsInput",
    "SubqueryInput",
    "SelectInput",
    "SearchInput",
    "TextInput",
    "BoxInput",
    "WithinInput",
    "CenterSphereInput",
    "GeoWithinInput",
    "GeoIntersectsInput",
    "KeyValueInput",
    "IdWhereInput",
    "StringWhereInput",
    "NumberWhereInput",
    "BooleanWhereInput",
    "ArrayWhereInput",
    "ObjectWhereInput",
    "DateWhereInput",
    "BytesWhereInput",
    "FileWhereInput",
    "GeoPointWhereInput",
    "PolygonWhereInput",
    "UserLoginWithInput",
    "SignUpInput",
    "SignUpPayload",
    "LogInWithInput",
    "LogInWithPayload",
    "LogInInput",
    "LogInPayload",
    "LogOutInput",
    "LogOutPayload",
    "ResetPasswordInput",
    "ResetPasswordPayload",
    "SendVerificationEmailInput",
    "SendVerificationEmailPayload",
    "ChallengeInput",
    "ChallengePayload",
    "CreateFileInput",
    "CreateFilePayload",
    "CallCloudCodeInput",
    "CallCloudCodePayload",
    "Query",
    "Mutation",
    "Subscription",
    "SubscriptionEvent",
    "String",
    "Int",
    "Float",
    "Boolean",
    "ID",
};

/* The queries and mutations that every schema has. */
static const char *const own_fields[] = {
    "health",    "viewer",        "node",
    "signUp",    "logInWith",     "logIn",
    "logOut",    "resetPassword", "sendVerificationEmail",
    "challenge", "createFile",    "callCloudCode",
};

/* The types of class X; % stands for it. */
static const char *const class_types[] = {
    "%",
    "%Edge",
    "%Connection",
    "%Order",
    "%WhereInput",
    "%RelationWhereInput",
    "%PointerInput",
    "%RelationInput",
    "Create%FieldsInput",
    "Update%FieldsInput",
    "Create%Input",
    "Create%Payload",
    "Update%Input",
    "Update%Payload",
    "Delete%Input",
    "Delete%Payload",
    "%SubscriptionPayload",
};

enum { CLASS_TYPE_COUNT = sizeof class_types / sizeof class_types[0] };

static const char *fill(struct arena *arena, const char *form, const char *name)
{
    const char *mark = strchr(form, '%');
    return arena_printf(arena, "%.*s%s%s", (int)(mark - form), form, name, mark + 1);
}

/* "_User" -> "User", "note" -> "Note" */
static const char *type_name(struct arena *arena, const char *class_name)
{
    char *name = arena_strdup(arena, class_name + (class_name[0] == '_' ? 1 : 0));
    if (name[0] >= 'a' && name[0] <= 'z')
        name[0] = (char)(name[0] - 'a' + 'A');
    return name;
}

static const char *field_name(struct arena *arena, const char *type)
{
    char *name = arena_strdup(arena, type);
    if (name[0] >= 'A' && name[0] <= 'Z')
        name[0] = (char)(name[0] - 'A' + 'a');
    return name;
}

/* Says what all types of a class are called; whether none of them is taken. */
static bool are_free(struct arena *arena, const struct map *taken, const char *type,
                     const char *all[CLASS_TYPE_COUNT])
{
    bool free = true;
    for (size_t i = 0; free && i < CLASS_TYPE_COUNT; i++) {
        all[i] = fill(arena, class_types[i], type);
        free = !map_get(taken, all[i]);
    }
    return free;
}

static void take(struct map *taken, const char *name)
{
    static char mark;
    (void)map_add(taken, name, &mark);
}

/* A name that is free and begins so. */
static const char *free_field(struct arena *arena, struct map *taken, const char *name)
{
    while (map_get(taken, name))
        name = arena_printf(arena, "%sClass", name);
    take(taken, name);
    return name;
}

static void name_class(struct arena *arena, const struct model *model, struct map *types,
                       struct map *fields, struct graphql_names *names)
{
    static const enum class_operation changes[] = {OPERATION_CREATE, OPERATION_UPDATE,
                                                   OPERATION_DELETE};
    const char *type = type_name(arena, names->class->name);
    const char *all[CLASS_TYPE_COUNT];
    while (!are_free(arena, types, type, all))
        type = arena_printf(arena, "%sClass", type);
    for (size_t i = 0; i < CLASS_TYPE_COUNT; i++)
        take(types, all[i]);
    names->type = type;
    names->get = free_field(arena, fields, field_name(arena, type));
    const char *plural = plural_of(arena, field_name(arena, type));
    if (map_get(fields, plural))
        plural = arena_printf(arena, "%sList", field_name(arena, type));
    names->find = free_field(arena, fields, plural);
    names->is_live = class_is_live(model, names->class);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
        names->mutates[changes[i]] = class_can(model, names->class, changes[i]) &&
                                     class_is_open(model, names->class, changes[i]);
}

struct graphql_naming graphql_naming(struct arena *arena, const struct model *model)
{
    struct graphql_names *names = arena_alloc_array(arena, model->class_count + 1, sizeof *names);
    struct graphql_naming naming = {.classes = names};
    struct map types;
    struct map fields;
    map_init(&types, arena);
    map_init(&fields, arena);
    map_init(&naming.by_class, arena);
    for (size_t i = 0; i < sizeof own_types / sizeof own_types[0]; i++)
        take(&types, own_types[i]);
    for (size_t i = 0; i < sizeof own_fields / sizeof own_fields[0]; i++)
        take(&fields, own_fields[i]);
    for (size_t i = 0; i < model->class_count; i++) {
        names[i].class = model->classes[i];
        name_class(arena, model, &types, &fields, &names[i]);
        (void)map_add(&naming.by_class, names[i].class->name, &names[i]);
    }
    return naming;
}

const struct graphql_names *graphql_names_of(const struct graphql_naming *naming,
                                             const struct model_class *class)
{
    return map_get(&naming->by_class, class->name);
}

const char *graphql_type_of(const struct graphql_naming *naming, const struct model_class *class)
{
    return graphql_names_of(naming, class)->type;
}

bool graphql_has_name(const char *name)
{
    static const char *const taken[] = {"id", "objectId", "createdAt", "updatedAt", "ACL"};
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        if (strcmp(name, taken[i]) == 0)
            return false;
    return strncmp(name, "__", 2) != 0;
}
