/* rule_roles.c - see rule_roles.h: names first, then ways over pointers, then conditions.
 *
 * A way is found by a breadth-first search from the class, of at most LONGEST_PATH pointers. */
#include "rules/rule_roles.h"

#include "base/names.h"
#include "base/nearest.h"
#include "rules/check_rules.h"

#include <string.h>

enum { LONGEST_PATH = 4 };

bool rule_role_is_called(const char *name, const char *word)
{
    return names_likeness(name, word) != NAMES_DIFFER;
}

struct draft_class *rule_class(struct rule_checker *checker, const struct ast_name *name)
{
    struct draft_class *class = draft_find_class(checker->draft, name->text);
    if (!class)
        draft_report_unknown_class(checker->draft, name);
    return class;
}

bool rule_names_class(const struct draft *draft, const struct ast_rule *rule,
                      const struct draft_class *class)
{
    for (const struct ast_value *at = rule->slots[SLOT_CLASSES]; at; at = at->next)
        if (draft_find_class(draft, at->name.text) == class)
            return true;
    return false;
}

void rule_actors(struct rule_checker *checker, const struct ast_rule *written,
                 const struct draft_class *class, rule_read_actor *read, struct model_rule *rule)
{
    size_t count = 0;
    for (const struct ast_value *at = written->slots[SLOT_ACTORS]; at; at = at->next)
        count++;
    struct model_actor *actors = arena_alloc_array(checker->arena, count, sizeof *actors);
    rule->actors = actors;
    for (const struct ast_value *at = written->slots[SLOT_ACTORS]; at; at = at->next) {
        struct model_actor actor = {0};
        if (read(checker, class, &at->name, &actor))
            actors[rule->actor_count++] = actor;
    }
}

struct draft_field *rule_find_field(const struct draft *draft, const struct draft_class *class,
                                    const char *name, enum names_likeness least)
{
    struct draft_field *field = draft_find_field(class, name, least);
    const struct ast_alias *alias = !draft->spec ? NULL : draft->spec->aliases;
    for (; !field && alias; alias = alias->next) {
        if (names_likeness(alias->class_name.text, class->model.name) == NAMES_DIFFER)
            continue;
        if (names_likeness(alias->first.text, name) >= least)
            field = draft_find_field(class, alias->second.text, least);
        else if (names_likeness(alias->second.text, name) >= least)
            field = draft_find_field(class, alias->first.text, least);
    }
    return field;
}

struct draft_field *rule_field(struct rule_checker *checker, const struct draft_class *class,
                               const struct ast_name *name)
{
    struct draft_field *field =
        rule_find_field(checker->draft, class, name->text, NAMES_SAME_BUT_NUMBER);
    if (!field)
        draft_report_unknown_field(checker->draft, class, name);
    return field;
}

/* Roles. */

/* The role of that name, or NULL. */
static struct model_role *rule_find_role(const struct rule_checker *checker, const char *word)
{
    for (size_t i = 0; i < checker->roles.count; i++) {
        struct model_role *role = checker->roles.items[i];
        if (rule_role_is_called(role->name, word))
            return role;
    }
    return NULL;
}

static struct model_role *add_role(struct rule_checker *checker, const char *name,
                                   enum role_members members)
{
    struct model_role *role = arena_alloc(checker->arena, sizeof *role);
    role->name = name;
    role->members = members;
    vector_add(&checker->roles, checker->arena, role);
    return role;
}

static void read_role(struct rule_checker *checker, const struct ast_rule *written)
{
    const struct ast_value *role_name = written->slots[SLOT_NAME];
    const struct ast_value *profile = written->slots[SLOT_CLASSES];
    for (const struct ast_value *at = written->slots[SLOT_ROLES]; at; at = at->next) {
        const struct model_role *earlier = rule_find_role(checker, at->name.text);
        if (earlier) {
            diag_report(
                checker->diag, DIAG_RULE_CONFLICT, at->name.span,
                arena_printf(checker->arena, "it is said already who '%s' are", at->name.text));
            if (earlier->span.source)
                diag_note(checker->diag, earlier->span, "here");
            continue;
        }
        struct model_role *role = add_role(checker, at->name.text,
                                           role_name ? MEMBERS_ROLE
                                           : profile ? MEMBERS_PROFILE
                                                     : MEMBERS_SIGNED_IN);
        role->span = written->sentence->span;
        role->role_name = !role_name ? NULL : role_name->name.text;
        struct draft_class *class = !profile ? NULL : rule_class(checker, &profile->name);
        const struct draft_class *user = draft_class(checker->draft, "_User");
        if (class && rule_path(checker, profile->name.span, &class->model, &user->model,
                               &role->profile_user))
            role->profile = &class->model;
        rule_add(checker, written, NULL)->role = role;
    }
}

void rule_roles_read(struct rule_checker *checker)
{
    add_role(checker, "everyone", MEMBERS_EVERYONE);
    add_role(checker, "anyone", MEMBERS_EVERYONE);
    add_role(checker, "user", MEMBERS_SIGNED_IN);
    for (const struct ast_rule *at = checker->draft->spec->rules; at; at = at->next)
        if (at->kind == RULE_ROLE)
            read_role(checker, at);
}

bool rule_is_field(const struct rule_checker *checker, const struct draft_class *class,
                   const char *name)
{
    if (strchr(name, '.') || rule_find_field(checker->draft, class, name, NAMES_EQUAL))
        return true;
    return !rule_find_role(checker, name) &&
           rule_find_field(checker->draft, class, name, NAMES_SAME_BUT_NUMBER);
}

const struct model_role *rule_role(struct rule_checker *checker, const struct ast_name *name)
{
    const struct model_role *role = rule_find_role(checker, name->text);
    if (!role) {
        diag_report(checker->diag, DIAG_UNKNOWN_ROLE, name->span, name->text);
        struct nearest nearest = nearest_to(name->text);
        for (size_t i = 0; i < checker->roles.count; i++) {
            const struct model_role *other = checker->roles.items[i];
            nearest_consider(&nearest, other->name, other->span);
        }
        nearest_note(&nearest, checker->diag);
        return NULL;
    }
    return role->members == MEMBERS_PROFILE && !role->profile ? NULL : role;
}

/* Ways over pointers. */

/* A class that a search has reached, and the last steps of the first two shortest ways to it. */
struct place {
    const struct draft_class *class;
    size_t distance;
    struct {
        struct place *from;
        const struct model_field *step;
    } ways[2];
    size_t way_count; /* at most 2 */
};

struct search {
    struct rule_checker *checker;
    const struct model_class *to;
    struct map place_of;  /* class name -> struct place */
    struct vector places; /* in the order in which they were reached, so by distance */
};

static struct place *reach(struct search *search, const struct draft_class *class, size_t distance)
{
    struct place *place = map_get(&search->place_of, class->model.name);
    if (!place) {
        place = arena_alloc(search->checker->arena, sizeof *place);
        place->class = class;
        place->distance = distance;
        map_add(&search->place_of, class->model.name, place);
        vector_add(&search->places, search->checker->arena, place);
    }
    return place;
}

/* Reaches on from a place. Nothing leads on from Parse's own classes, nor from the end. */
static void look_around(struct search *search, struct place *from)
{
    const struct draft_class *class = from->class;
    if (from->distance == LONGEST_PATH || (from->distance > 0 && class->model.builtin) ||
        &class->model == search->to)
        return;
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        /* What the server sets, such as who has published a row, says nothing of whose it is. */
        if (field->type.kind != FIELD_POINTER || !field->model.target ||
            (field->model.server_set && !class->model.builtin))
            continue;
        struct place *place =
            reach(search, draft_class(search->checker->draft, field->model.target->name),
                  from->distance + 1);
        if (place->distance == from->distance + 1 && place->way_count < 2) {
            place->ways[place->way_count].from = from;
            place->ways[place->way_count].step = &field->model;
            place->way_count++;
        }
    }
}

/* The way to a place: the first one, or one that differs from it where that can be. */
static struct model_path path_to(struct arena *arena, const struct place *place, bool differs)
{
    const struct model_field **steps =
        arena_alloc_array(arena, place->distance, sizeof(struct model_field *));
    size_t length = place->distance;
    for (size_t i = length; i > 0; i--) {
        size_t way = differs && place->way_count > 1 ? 1 : 0;
        differs = differs && way == 0;
        steps[i - 1] = place->ways[way].step;
        place = place->ways[way].from;
    }
    return (struct model_path){.steps = steps, .length = length};
}

/* Whether some place on the first way to this one can be reached in two ways. */
static bool is_ambiguous(const struct place *place)
{
    while (place->distance > 0 && place->way_count == 1)
        place = place->ways[0].from;
    return place->distance > 0;
}

size_t rule_paths(struct rule_checker *checker, const struct model_class *from,
                  const struct model_class *to, struct model_path *path, struct model_path *other)
{
    struct search search = {.checker = checker, .to = to};
    *path = *other = (struct model_path){0};
    if (from == to)
        return 1;
    map_init(&search.place_of, checker->arena);
    (void)reach(&search, draft_class(checker->draft, from->name), 0);
    for (size_t i = 0; i < search.places.count; i++)
        look_around(&search, search.places.items[i]);
    const struct place *end = map_get(&search.place_of, to->name);
    if (!end)
        return 0;
    *path = path_to(checker->arena, end, false);
    if (!is_ambiguous(end))
        return 1;
    *other = path_to(checker->arena, end, true);
    return 2;
}

static const char *path_text(struct arena *arena, const struct model_path *path)
{
    const char *text = "";
    for (size_t i = 0; i < path->length; i++)
        text = arena_printf(arena, "%s%s%s", text, i == 0 ? "" : ".", path->steps[i]->name);
    return text;
}

static const char *class_text(const struct model_class *class)
{
    return strcmp(class->name, "_User") == 0 ? "a user" : class->name;
}

bool rule_path(struct rule_checker *checker, struct span span, const struct model_class *from,
               const struct model_class *to, struct model_path *path)
{
    struct model_path other;
    size_t count = rule_paths(checker, from, to, path, &other);
    if (count == 0) {
        diag_report(checker->diag, DIAG_NO_PATH, span, from->name, class_text(to));
    } else if (count > 1) {
        diag_report(checker->diag, DIAG_AMBIGUOUS_PATH, span, from->name, class_text(to),
                    arena_printf(checker->arena, "'%s' and '%s'", path_text(checker->arena, path),
                                 path_text(checker->arena, &other)));
    }
    return count == 1;
}

struct model_path rule_path_join(struct arena *arena, struct model_path first,
                                 struct model_path second)
{
    const struct model_field **steps =
        arena_alloc_array(arena, first.length + second.length, sizeof(struct model_field *));
    for (size_t i = 0; i < first.length + second.length; i++)
        steps[i] = i < first.length ? first.steps[i] : second.steps[i - first.length];
    return (struct model_path){.steps = steps, .length = first.length + second.length};
}

bool rule_path_of_name(struct rule_checker *checker, const struct draft_class *class,
                       const struct ast_name *name, struct model_path *path)
{
    struct draft *draft = checker->draft;
    const char *rest = name->text;
    *path = (struct model_path){0};
    while (*rest != '\0') {
        size_t length = strcspn(rest, ".");
        struct ast_name step = {.text = arena_copy(checker->arena, rest, length),
                                .span = name->span};
        const struct draft_field *field = rule_field(checker, class, &step);
        if (!field)
            return false;
        if (field->type.kind != FIELD_POINTER || !field->model.target) {
            diag_report(checker->diag, DIAG_RULE_FIELD, name->span, step.text, "it is no Pointer");
            return false;
        }
        const struct model_field *steps[] = {&field->model};
        *path =
            rule_path_join(checker->arena, *path, (struct model_path){.steps = steps, .length = 1});
        class = draft_class(draft, field->model.target->name);
        rest += length + (rest[length] == '.' ? 1 : 0);
    }
    const struct draft_class *user = draft_class(draft, "_User");
    struct model_path on;
    if (!rule_path(checker, name->span, &class->model, &user->model, &on))
        return false;
    *path = rule_path_join(checker->arena, *path, on);
    return true;
}

const struct vector *rule_own_paths(struct rule_checker *checker, struct span span,
                                    const struct draft_class *class, const struct model_role *role)
{
    const struct vector *stated = map_get(&checker->owner_of, class->model.name);
    if (stated)
        return stated;
    struct vector *paths = arena_alloc(checker->arena, sizeof *paths);
    struct model_path *path = arena_alloc(checker->arena, sizeof *path);
    struct model_path other;
    bool by_profile = role && role->profile &&
                      rule_paths(checker, &class->model, role->profile, path, &other) > 0;
    if (by_profile && rule_path(checker, span, &class->model, role->profile, path)) {
        *path = rule_path_join(checker->arena, *path, role->profile_user);
        vector_add(paths, checker->arena, path);
    }
    if (!by_profile &&
        rule_path(checker, span, &class->model, &draft_class(checker->draft, "_User")->model, path))
        vector_add(paths, checker->arena, path);
    return paths;
}

/* Conditions. */

bool rule_check_value(struct rule_checker *checker, const struct draft_field *field,
                      const struct ast_name *value)
{
    bool fits = true;
    struct nearest nearest = nearest_to(value->text);
    if (field->type.kind == FIELD_BOOLEAN) {
        fits = strcmp(value->text, "true") == 0 || strcmp(value->text, "false") == 0;
    } else if (field->type.kind == FIELD_NUMBER) {
        fits = value->text[strspn(value->text, "0123456789.")] == '\0';
    } else if (field->model.one_of_count > 0) {
        fits = false;
        for (size_t i = 0; i < field->model.one_of_count; i++) {
            fits = fits || strcmp(field->model.one_of[i], value->text) == 0;
            nearest_consider(&nearest, field->model.one_of[i], (struct span){0});
        }
    }
    if (!fits) {
        diag_report(checker->diag, DIAG_RULE_VALUE, value->span, value->text, field->model.name);
        nearest_note(&nearest, checker->diag);
    }
    return fits;
}

bool rule_conditions(struct rule_checker *checker, const struct draft_class *class,
                     const struct ast_condition *written, struct model_rule *rule)
{
    size_t count = 0;
    for (const struct ast_condition *at = written; at; at = at->next)
        count++;
    struct model_condition *conditions =
        arena_alloc_array(checker->arena, count, sizeof *conditions);
    bool fits = true;
    rule->conditions = conditions;
    rule->condition_count = count;
    for (const struct ast_condition *at = written; at; at = at->next, conditions++) {
        const struct draft_field *field = rule_field(checker, class, &at->field);
        if (!field) {
            fits = false;
            continue;
        }
        if (field->type.kind != FIELD_STRING && field->type.kind != FIELD_NUMBER &&
            field->type.kind != FIELD_BOOLEAN) {
            diag_report(checker->diag, DIAG_RULE_FIELD, at->field.span, field->model.name,
                        "a condition is about a String, a Number or a Boolean");
            fits = false;
            continue;
        }
        struct vector values = {0};
        for (const struct ast_value *value = at->values; value; value = value->next) {
            fits = rule_check_value(checker, field, &value->name) && fits;
            vector_add(&values, checker->arena, (void *)(uintptr_t)value->name.text);
        }
        *conditions = (struct model_condition){.field = &field->model,
                                               .negated = at->negated,
                                               .values = (const char *const *)values.items,
                                               .value_count = values.count};
    }
    return fits;
}
