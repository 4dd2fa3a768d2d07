/* builtin.c - see builtin.h. */
#include "model/builtin.h"

#include <string.h>

/* Each of the three tables below takes its own rows of builtin.def. */
#define HIDDEN_FIELD(class_name, name, type)
#define INDEXED_FIELD(class_name, name)
#define BUILTIN_FIELD(class_name, name, type, target, required, unique, server_set)                \
    {class_name, name, type, target, required, unique, server_set},
const struct builtin_field builtin_fields[] = {
#include "model/builtin.def"
};
#undef BUILTIN_FIELD
#undef HIDDEN_FIELD
const size_t builtin_field_count = sizeof builtin_fields / sizeof builtin_fields[0];

struct hidden_field {
    const char *class_name;
    const char *name;
    const char *type;
};

#define HIDDEN_FIELD(class_name, name, type) {class_name, name, type},
#define BUILTIN_FIELD(class_name, name, type, target, required, unique, server_set)
static const struct hidden_field hidden_fields[] = {
#include "model/builtin.def"
};
#undef INDEXED_FIELD
#undef HIDDEN_FIELD

#define HIDDEN_FIELD(class_name, name, type)
#define INDEXED_FIELD(class_name, name) {class_name, name},
static const char *const indexed_fields[][2] = {
#include "model/builtin.def"
};
#undef BUILTIN_FIELD
#undef HIDDEN_FIELD
#undef INDEXED_FIELD

const char *const builtin_classes[] = {"_User", "_Role", "_Session", "_Installation"};
const size_t builtin_class_count = sizeof builtin_classes / sizeof builtin_classes[0];

bool builtin_is_class(const char *name)
{
    for (size_t i = 0; i < builtin_class_count; i++)
        if (strcmp(builtin_classes[i], name) == 0)
            return true;
    return false;
}

bool builtin_is_unserved_class(const char *name)
{
    static const char *const names[] = {
        "_Product",      "_PushStatus",    "_JobStatus", "_JobSchedule", "_Hooks",
        "_GlobalConfig", "_GraphQLConfig", "_Audience",  "_Idempotency",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

bool builtin_is_indexed(const char *class_name, const char *field_name)
{
    for (size_t i = 0; i < sizeof indexed_fields / sizeof indexed_fields[0]; i++)
        if (strcmp(indexed_fields[i][0], class_name) == 0 &&
            strcmp(indexed_fields[i][1], field_name) == 0)
            return true;
    return false;
}

const char *builtin_hidden_type(const char *class_name, const char *field_name)
{
    for (size_t i = 0; i < sizeof hidden_fields / sizeof hidden_fields[0]; i++) {
        const struct hidden_field *hidden = &hidden_fields[i];
        bool in_class =
            hidden->class_name[0] == '\0' || strcmp(hidden->class_name, class_name) == 0;
        if (in_class && strcmp(hidden->name, field_name) == 0)
            return hidden->type;
    }
    return NULL;
}
