/* access_rows.c - making the rows of the world, with all that they point at; see access_world.h.
 *
 * A row that is to lead to somebody does so by one way, and by all others to an outsider. */
#include "emit/tests/access_rows.h"

#include "emit/tests/access_judge.h"
#include "emit/tests/access_stamps.h"

#include <string.h>

enum { DEEPEST = 8, MOST_VARIANTS = 24 };

struct access_class *access_class_in(const struct access_world *world,
                                     const struct model_class *class)
{
    return map_get(&world->class_of, class->name);
}

/* Variants: each value of each field that rules ask about with each of the others'. */

size_t access_variant_count(const struct access_class *class)
{
    size_t count = 1;
    for (size_t i = 0; i < class->asked.count; i++) {
        count *= ((const struct access_question *)class->asked.items[i])->values.count;
        if (count > MOST_VARIANTS)
            return MOST_VARIANTS;
    }
    return count;
}

void access_set_variant(struct access_row *row, const struct access_class *class, size_t variant)
{
    for (size_t i = 0; i < class->asked.count; i++) {
        const struct access_question *question = class->asked.items[i];
        const char *value = question->values.items[variant % question->values.count];
        *access_value_of(row, question->field) =
            (struct access_value){.kind = !value ? VALUE_UNSET : VALUE_TEXT, .text = value};
        variant /= question->values.count;
    }
}

const char *access_variant_text(struct arena *arena, const struct access_class *class,
                                size_t variant)
{
    const char *text = "";
    for (size_t i = 0; i < class->asked.count; i++) {
        const struct access_question *question = class->asked.items[i];
        const char *value = question->values.items[variant % question->values.count];
        text = arena_printf(arena, "%s%s%s is %s", text, i == 0 ? "" : ", ", question->field->name,
                            !value ? "not set" : value);
        variant /= question->values.count;
    }
    return text;
}

/* Rows. */

/* What a grant must say: were it left to the runner, the judge would not know of it. */
static void set_required_of_grant(const struct access_world *world, struct access_row *row)
{
    for (size_t i = 0; i < world->model->rule_count; i++) {
        const struct model_grant *grant = world->model->rules[i]->grant;
        if (!grant || grant->class != row->class)
            continue;
        if (grant->scope && grant->scope->required && grant->scope->one_of_count > 0) {
            *access_value_of(row, grant->scope) =
                (struct access_value){.kind = VALUE_WORDS, .text = grant->scope->one_of[0]};
        }
        if (grant->from && grant->from->required)
            access_value_of(row, grant->from)->kind = VALUE_PAST;
        if (grant->until && grant->until->required)
            access_value_of(row, grant->until)->kind = VALUE_FUTURE;
    }
}

struct access_row *access_new_row(struct access_world *world, const struct model_class *class)
{
    struct access_row *row = arena_alloc(world->arena, sizeof *row);
    row->class = class;
    row->acl_user = ACL_NONE;
    row->values = arena_alloc_array(world->arena, class->field_count + 1, sizeof *row->values);
    access_set_variant(row, access_class_in(world, class), 0);
    set_required_of_grant(world, row);
    (void)access_stamp(world, row);
    return row;
}

struct access_value access_add_row(struct access_world *world, struct access_row *row)
{
    row->number = world->rows.count;
    vector_add(&world->rows, world->arena, row);
    vector_add(&access_class_in(world, row->class)->rows, world->arena, row);
    return (struct access_value){.kind = VALUE_ROW, .index = row->number};
}

struct access_value access_user_value(size_t user)
{
    return (struct access_value){.kind = VALUE_USER, .index = user};
}

struct access_value access_new_user(struct access_world *world, const char *name)
{
    struct access_user *user = arena_alloc(world->arena, sizeof *user);
    user->name = name;
    vector_add(&world->users, world->arena, user);
    return access_user_value(world->users.count - 1);
}

/* Whether some row of the class has the value in the field already. */
bool access_is_taken(const struct access_world *world, const struct model_class *class,
                     const struct model_field *field, struct access_value value)
{
    const struct vector *rows = &access_class_in(world, class)->rows;
    for (size_t i = 0; i < rows->count; i++) {
        const struct access_value *other = access_value_of(rows->items[i], field);
        if (other->kind == value.kind && other->index == value.index)
            return true;
    }
    return false;
}

/* Sets the pointers that a row must have and does not have yet: to what is the user's. */
void access_fill(struct access_world *world, struct access_row *row, size_t user, int depth)
{
    for (size_t i = 0; i < row->class->field_count; i++) {
        const struct model_field *field = row->class->fields[i];
        if (field->type != FIELD_POINTER || !field->required || row->values[i].kind != VALUE_UNSET)
            continue;
        struct access_value value = access_base(world, field->target, user, depth + 1);
        bool is_new = !field->unique || !access_is_taken(world, row->class, field, value);
        row->values[i] = is_new ? value : access_new_user(world, "one more outsider");
    }
}

const char *access_key_of(struct access_world *world, const char *what,
                          const struct model_class *class, const char *rest,
                          struct access_value end)
{
    return arena_printf(world->arena, "%s|%s|%s|%d|%zu", what, class->name, rest, (int)end.kind,
                        end.index);
}

struct access_value access_base(struct access_world *world, const struct model_class *class,
                                size_t user, int depth)
{
    if (strcmp(class->name, "_User") == 0)
        return access_user_value(user);
    if (class->builtin || depth > DEEPEST)
        return (struct access_value){.kind = VALUE_UNSET};
    const char *key = access_key_of(world, "base", class, "", access_user_value(user));
    struct access_row *row = map_get(&world->made, key);
    if (row)
        return (struct access_value){.kind = VALUE_ROW, .index = row->number};
    row = access_new_row(world, class);
    access_fill(world, row, user, depth);
    map_add(&world->made, key, row);
    return access_add_row(world, row);
}

static struct access_value lead(struct access_world *world, const struct model_class *class,
                                struct model_path path, struct access_value end);

/* The path without its first step. */
static struct model_path rest_of(struct model_path path)
{
    return (struct model_path){.steps = path.steps + 1, .length = path.length - 1};
}

static bool is_owner_step(const struct model_rule *rule, const struct model_field *field)
{
    return rule->kind == RULE_OWNER && rule->path.length > 0 && rule->path.steps[0] == field;
}

/* Where sentences name several ways to a row's owner, all that are set lead to the same one. */
static void agree(struct access_world *world, struct access_row *row, struct model_path path,
                  struct access_value end)
{
    bool is_owners = false;
    for (size_t i = 0; i < row->class->rule_count; i++)
        is_owners = is_owners || is_owner_step(row->class->rules[i], path.steps[0]);
    for (size_t i = 0; is_owners && end.kind == VALUE_USER && i < row->class->rule_count; i++) {
        const struct model_rule *rule = row->class->rules[i];
        if (rule->kind == RULE_OWNER && rule->path.length > 0 &&
            rule->path.steps[0] != path.steps[0] && rule->path.steps[0]->required) {
            *access_value_of(row, rule->path.steps[0]) =
                lead(world, rule->path.steps[0]->target, rest_of(rule->path), end);
        }
    }
}

/* Points a row to the end by the path, and by all others to the outsider. */
void access_point(struct access_world *world, struct access_row *row, struct model_path path,
                  struct access_value end)
{
    if (path.length > 0) {
        *access_value_of(row, path.steps[0]) =
            lead(world, path.steps[0]->target, rest_of(path), end);
        agree(world, row, path, end);
    }
    access_fill(world, row, world->outsider, 0);
}

/* What leads to the end by the path: a row of the class, always the same one. */
static struct access_value lead(struct access_world *world, const struct model_class *class,
                                struct model_path path, struct access_value end)
{
    if (path.length == 0)
        return end;
    const char *key =
        access_key_of(world, "lead", class, access_path_text(world->arena, &path), end);
    struct access_row *row = map_get(&world->made, key);
    if (row)
        return (struct access_value){.kind = VALUE_ROW, .index = row->number};
    row = access_new_row(world, class);
    access_point(world, row, path, end);
    map_add(&world->made, key, row);
    return access_add_row(world, row);
}

void access_add_profile(struct access_world *world, size_t user)
{
    const struct model_role *role = access_user_at(world, user)->role;
    if (role && role->profile && !role->profile->builtin)
        (void)lead(world, role->profile, role->profile_user, access_user_value(user));
}
