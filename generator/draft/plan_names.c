/* plan_names.c - the names that classes and fields have in C and SQL. See draft.h.
 *
 * Parse tells upper case from lower; SQL and C names, as they are made here, do not. So a name that is
 * taken gets a number, or in SQL an underscore. What databases have stays: classes and fields of the
 * last migration's model are visited first, in its order, and keep their tables and columns; then the
 * others, in the order of the model. So the same inputs and lock give the same names. */
#include "draft/plan_names.h"

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

/* Whether a table or column of then does for the name: SQLite renames none to a name that differs only
 * in case. */
static bool is_same_to_sql(const char *former, const char *name)
{
    return former && strcasecmp(former, name) == 0;
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

/* By its own name; a second name is another field's. */
static const struct model_field *former_called(const struct model_class *former, const char *name)
{
    for (size_t i = 0; former && name && i < former->field_count; i++)
        if (strcmp(former->fields[i]->name, name) == 0)
            return former->fields[i];
    return NULL;
}

/* The column that the field has in databases; NULL: it has none yet, or gets another name. */
static const char *former_column(const struct draft_class *class, const struct model_class *former,
                                 const struct draft_field *field)
{
    const struct model_field *was = former_called(former, field->model.name);
    const char *name = field->model.renamed_from;
    if (was)
        return was->column;
    was = !name || map_get(&class->field_of, name) ? NULL : former_called(former, name);
    return was && is_same_to_sql(was->column, field->model.name) ? was->column : NULL;
}

/* The fields of the class, those first that databases have. */
static struct vector fields_in_order(struct draft *draft, const struct draft_class *class,
                                     const struct model_class *former)
{
    struct vector order = {0};
    for (size_t i = 0; former && i < former->field_count; i++) {
        struct draft_field *field = map_get(&class->field_of, former->fields[i]->name);
        if (field && strcmp(field->model.name, former->fields[i]->name) == 0)
            vector_add(&order, draft->arena, field);
    }
    for (size_t i = 0; i < class->fields.count; i++) {
        struct draft_field *field = draft_field_at(class, i);
        if (!former_called(former, field->model.name))
            vector_add(&order, draft->arena, field);
    }
    return order;
}

static void name_columns(struct draft *draft, const struct draft_class *class,
                         const struct model_class *former, const struct vector *order)
{
    static const char *const own[] = {"objectId", "createdAt", "updatedAt", "ACL"};
    struct map columns;
    map_init_ignoring_case(&columns, draft->arena);
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        map_add(&columns, own[i], (void *)(uintptr_t)own[i]);
    for (size_t i = 0; i < order->count; i++) {
        struct draft_field *field = order->items[i];
        const char *column = former_column(class, former, field);
        if (column && take_columns(draft, &columns, column, field->type.kind))
            field->model.column = column;
    }
    /* Plain columns first: the two of a GeoPoint must give way to a field that is called so. */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < order->count; i++) {
            struct draft_field *field = order->items[i];
            if (field->model.column || (field->type.kind == FIELD_GEOPOINT) != (pass == 1))
                continue;
            const char *column = field->model.name;
            while (!take_columns(draft, &columns, column, field->type.kind))
                column = arena_printf(draft->arena, "%s_", column);
            field->model.column = column;
        }
    }
}

static void name_members(struct draft *draft, const struct vector *order)
{
    static const char *const own[] = {"object_id", "created_at", "updated_at", "acl"};
    struct map members;
    map_init(&members, draft->arena);
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        map_add(&members, own[i], (void *)(uintptr_t)own[i]);
    for (size_t i = 0; i < order->count; i++) {
        struct draft_field *field = order->items[i];
        char *member = names_snake(draft->arena, field->model.name);
        if (names_is_c_word(member))
            member = arena_printf(draft->arena, "%s_", member);
        field->model.c_name = free_name(draft->arena, &members, member);
    }
}

/* The class in the model of the last migration, or NULL. */
static const struct model_class *former_class(const struct draft *draft, const struct model *former,
                                              const struct draft_class *class)
{
    const char *name = class->model.renamed_from;
    const struct model_class *was = !former ? NULL : model_find_class(former, class->model.name);
    bool is_renamed = former && !was && name && !draft_class(draft, name);
    return is_renamed ? model_find_class(former, name) : was;
}

/* The classes, those first that databases have. */
static struct vector classes_in_order(const struct draft *draft, const struct model *former)
{
    struct vector order = {0};
    for (size_t i = 0; former && i < former->class_count; i++) {
        struct draft_class *class = draft_class(draft, former->classes[i]->name);
        if (class)
            vector_add(&order, draft->arena, class);
    }
    for (size_t i = 0; i < draft->classes.count; i++) {
        struct draft_class *class = draft_class_at(draft, i);
        if (!former || !model_find_class(former, class->model.name))
            vector_add(&order, draft->arena, class);
    }
    return order;
}

/* The tables that databases have first: no other class may take their names. */
static void name_tables(struct draft *draft, const struct model *former, const struct vector *order)
{
    struct map tables;
    map_init_ignoring_case(&tables, draft->arena);
    for (size_t i = 0; i < order->count; i++) {
        struct draft_class *class = order->items[i];
        const struct model_class *was = former_class(draft, former, class);
        const char *table = !was ? NULL : table_name(draft->arena, was->table);
        bool stays = table && (strcmp(was->name, class->model.name) == 0 ||
                               is_same_to_sql(table, class->model.name));
        if (stays && !map_add(&tables, table, class))
            class->model.table = table;
    }
    for (size_t i = 0; i < order->count; i++) {
        struct draft_class *class = order->items[i];
        const char *table = table_name(draft->arena, class->model.name);
        while (!class->model.table && map_add(&tables, table, class))
            table = arena_printf(draft->arena, "%s_", table);
        if (!class->model.table)
            class->model.table = table;
    }
}

void plan_names(struct draft *draft, const struct model *former)
{
    struct map taken;
    map_init(&taken, draft->arena);
    struct vector order = classes_in_order(draft, former);
    name_tables(draft, former, &order);
    for (size_t i = 0; i < order.count; i++) {
        struct draft_class *class = order.items[i];
        const struct model_class *was = former_class(draft, former, class);
        char *name = names_snake(draft->arena, class->model.name);
        if (names_is_c_word(name) || names_is_c_prefix(name))
            name = arena_printf(draft->arena, "%s_", name);
        class->model.c_name = free_name(draft->arena, &taken, name);
        struct vector fields = fields_in_order(draft, class, was);
        name_columns(draft, class, was, &fields);
        name_members(draft, &fields);
    }
}
