/* plan_names.c - the names that classes and fields have in C and SQL. See draft.h.
 *
 * A name that is taken gets a number, or for columns an underscore; classes and fields are visited
 * in the order of the model, so the same inputs give the same names. */
#include "draft/draft.h"

#include "base/names.h"
#include "model/builtin.h"

#include <string.h>
#include <strings.h>

static const char *free_name(struct arena *arena, struct map *taken, const char *wanted)
{
    char *name = arena_strdup(arena, wanted);
    for (unsigned i = 2; map_add(taken, name, name); i++)
        name = arena_printf(arena, "%s_%u", wanted, i);
    return name;
}

/* SQLite keeps the names that start with sqlite_ for itself, and no class name starts with '_'. */
static const char *table_name(struct arena *arena, const char *class_name)
{
    bool is_kept = strncasecmp(class_name, "sqlite_", strlen("sqlite_")) == 0;
    return is_kept ? arena_printf(arena, "_class_%s", class_name) : class_name;
}

/* Takes the columns of a field if all of them are free. */
static bool take_columns(struct draft *draft, struct map *taken, const char *column, int type)
{
    const char *names[] = {column, NULL};
    if (type == FIELD_GEOPOINT) {
        names[0] = arena_printf(draft->arena, "%s_latitude", column);
        names[1] = arena_printf(draft->arena, "%s_longitude", column);
    }
    for (size_t i = 0; i < 2 && names[i]; i++)
        if (map_get(taken, names[i]))
            return false;
    for (size_t i = 0; i < 2 && names[i]; i++)
        map_add(taken, names[i], (void *)(uintptr_t)names[i]);
    return true;
}

static void name_fields(struct draft *draft, struct draft_class *class)
{
    static const char *const own[] = {"objectId", "createdAt", "updatedAt", "ACL"};
    struct map members;
    map_init(&members, draft->arena);
    struct map columns;
    map_init_ignoring_case(&columns, draft->arena);
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        map_add(&columns, own[i], (void *)(uintptr_t)own[i]);
        char *member = names_snake(draft->arena, own[i]);
        map_add(&members, member, member);
    }
    /* Plain columns first: the two of a GeoPoint must give way to a field that is called so. */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < class->fields.count; i++) {
            struct draft_field *field = draft_field_at(class, i);
            if ((field->type.kind == FIELD_GEOPOINT) != (pass == 1))
                continue;
            const char *column = field->model.name;
            while (!take_columns(draft, &columns, column, field->type.kind))
                column = arena_printf(draft->arena, "%s_", column);
            field->model.column = column;
        }
    }
    for (size_t i = 0; i < class->fields.count; i++) {
        struct draft_field *field = draft_field_at(class, i);
        char *member = names_snake(draft->arena, field->model.name);
        if (names_is_c_word(member))
            member = arena_printf(draft->arena, "%s_", member);
        field->model.c_name = free_name(draft->arena, &members, member);
    }
}

void plan_names(struct draft *draft)
{
    struct map taken;
    map_init(&taken, draft->arena);
    for (size_t i = 0; i < draft->classes.count; i++) {
        struct draft_class *class = draft_class_at(draft, i);
        char *name = names_snake(draft->arena, class->model.name);
        if (names_is_c_word(name) || names_is_c_prefix(name))
            name = arena_printf(draft->arena, "%s_", name);
        class->model.c_name = free_name(draft->arena, &taken, name);
        class->model.table = table_name(draft->arena, class->model.name);
        name_fields(draft, class);
    }
}
