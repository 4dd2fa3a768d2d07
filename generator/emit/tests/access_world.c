/* access_world.c - see access_world.h: the users, what each class is asked, and where ways lead. */
#include "emit/tests/access_world.h"

#include "emit/tests/access_questions.h"
#include "emit/tests/access_relations.h"
#include "emit/tests/access_rows.h"

size_t access_field_index(const struct model_class *class, const struct model_field *field)
{
    size_t i = 0;
    while (i < class->field_count && class->fields[i] != field)
        i++;
    return i;
}

const char *access_path_text(struct arena *arena, const struct model_path *path)
{
    const char *text = "";
    for (size_t i = 0; i < path->length; i++)
        text = arena_printf(arena, "%s%s%s", text, i == 0 ? "" : ".", path->steps[i]->name);
    return text;
}

static void add_user(struct access_world *world, const char *name, const struct model_role *role)
{
    struct access_user *user = arena_alloc(world->arena, sizeof *user);
    *user = (struct access_user){.name = name, .role = role};
    vector_add(&world->users, world->arena, user);
}

static void add_role(struct access_world *world, const struct model_role *role)
{
    if (!role || role->members == MEMBERS_EVERYONE)
        return;
    for (size_t i = 0; i < world->users.count; i++)
        if (access_user_at(world, i)->role == role)
            return;
    add_user(world, role->name, role);
}

/* One user for each role that a sentence introduces or speaks of; where there is none, a user. */
static void add_users(struct access_world *world)
{
    const struct model *model = world->model;
    add_user(world, "nobody", NULL);
    add_user(world, "a stranger", NULL);
    for (size_t i = 0; i < model->rule_count; i++) {
        add_role(world, model->rules[i]->role);
        for (size_t j = 0; j < model->rules[i]->actor_count; j++)
            add_role(world, model->rules[i]->actors[j].role);
    }
    if (world->users.count == ACCESS_FIRST_ROLE)
        add_user(world, "a user", NULL);
    add_user(world, "the master key", NULL);
    world->principal_count = world->users.count;
    world->outsider = world->users.count;
    add_user(world, "an outsider", NULL);
    world->another = world->users.count;
    add_user(world, "another outsider", NULL);
}

static void add_classes(struct access_world *world)
{
    for (size_t i = 0; i < world->model->class_count; i++) {
        const struct model_class *model = world->model->classes[i];
        if (model->builtin)
            continue;
        struct access_class *class = arena_alloc(world->arena, sizeof *class);
        class->model = model;
        class->is_kept_by_server = model == world->model->audit_log;
        vector_add(&world->classes, world->arena, class);
        map_add(&world->class_of, model->name, class);
        access_read_questions(world, class);
    }
}

struct access_world *access_world_new(struct arena *arena, const struct model *model)
{
    struct access_world *world = arena_alloc(arena, sizeof *world);
    world->arena = arena;
    world->model = model;
    const struct model_class *assignment = model_find_class(model, ASSIGNMENT_CLASS);
    if (assignment)
        in_force_terms(arena, assignment, &world->assigned);
    map_init(&world->class_of, arena);
    map_init(&world->made, arena);
    add_users(world);
    add_classes(world);
    for (size_t i = ACCESS_FIRST_ROLE; i < world->principal_count; i++)
        access_add_profile(world, i);
    for (size_t i = 0; i < world->classes.count; i++)
        access_add_relations(world, world->classes.items[i]);
    for (size_t i = 0; i < world->classes.count; i++)
        access_read_changes(world, world->classes.items[i]);
    return world;
}

const struct vector *access_rows_of(const struct access_world *world,
                                    const struct model_class *class)
{
    static const struct vector none = {0};
    const struct access_class *known = map_get(&world->class_of, class->name);
    return !known ? &none : &known->rows;
}

struct access_value access_follow(const struct access_world *world, const struct access_row *row,
                                  const struct model_path *path)
{
    struct access_value at = {.kind = VALUE_ROW, .index = row->number};
    for (size_t i = 0; i < path->length; i++) {
        if (at.kind != VALUE_ROW)
            return (struct access_value){.kind = VALUE_UNSET};
        const struct access_row *from = i == 0 ? row : access_row_at(world, at.index);
        at = *access_value_of(from, path->steps[i]);
    }
    return at;
}

bool access_same(struct access_value one, struct access_value other)
{
    return one.kind == other.kind && one.index == other.index && one.kind != VALUE_UNSET;
}

bool access_is_user(struct access_value value, size_t user)
{
    return value.kind == VALUE_USER && value.index == user;
}
