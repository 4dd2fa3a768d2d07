/* world_ways.c - the pointers between classes, and what classes are by them; see world.h. */
#include "prose/world.h"

#include <string.h>

enum { LONGEST_WAY = 4 };

const char *world_target(const struct draft_field *field)
{
    return field->type.kind == FIELD_POINTER ? field->type.target.text : NULL;
}

struct draft_field *world_pointer(const struct draft_class *class, const char *target)
{
    for (size_t i = 0; i < class->fields.count; i++) {
        struct draft_field *field = draft_field_at(class, i);
        const char *to = world_target(field);
        if (to && !field->model.server_set && strcmp(to, target) == 0)
            return field;
    }
    return NULL;
}

int world_distance(const struct world *world, const struct draft_class *from, const char *to)
{
    struct vector reached = {0};
    struct map seen;
    size_t at = 0;
    map_init(&seen, world->arena);
    vector_add(&reached, world->arena, (void *)(uintptr_t)from->model.name);
    map_add(&seen, from->model.name, world->arena);
    for (int distance = 0; distance <= LONGEST_WAY; distance++) {
        for (size_t end = reached.count; at < end; at++) {
            const char *name = reached.items[at];
            const struct draft_class *class = draft_class(world->draft, name);
            if (strcmp(name, to) == 0)
                return distance;
            if (!class || class->model.builtin)
                continue;
            for (size_t i = 0; i < class->fields.count; i++) {
                const struct draft_field *field = draft_field_at(class, i);
                const char *target = world_target(field);
                if (target && !field->model.server_set && !map_add(&seen, target, world->arena))
                    vector_add(&reached, world->arena, (void *)(uintptr_t)target);
            }
        }
    }
    return -1;
}

struct draft_class *world_profile(const struct world *world, const char *noun)
{
    static const char *const ends[] = {"", " profile", " record", " account", " info", " card"};
    for (size_t i = 0; noun && i < sizeof ends / sizeof ends[0]; i++) {
        const char *words = arena_printf(world->arena, "%s%s", noun, ends[i]);
        struct draft_class *class = map_get(&world->class_of, words);
        if (class)
            return class;
    }
    return NULL;
}

bool world_has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = strstr(words, word); at; at = strstr(at + 1, word)) {
        bool starts = at == words || at[-1] == ' ';
        if (starts && (at[length] == '\0' || at[length] == ' '))
            return true;
    }
    return false;
}

bool world_is_grant(const struct world *world, const struct draft_class *class)
{
    static const char *const words[] = {"consent",       "share",  "shared", "grant",
                                        "authorization", "access", "permit"};
    const char *name = world_name(world, class->model.name);
    bool is_named = false;
    size_t pointers = 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        is_named = is_named || world_has_word(name, words[i]);
    for (size_t i = 0; i < class->fields.count; i++)
        pointers += world_target(draft_field_at(class, i)) ? 1 : 0;
    return is_named && pointers >= 2;
}

struct draft_class *world_grant(const struct world *world)
{
    struct draft_class *found = NULL;
    for (size_t i = 0; i < world->draft->classes.count; i++) {
        struct draft_class *class = draft_class_at(world->draft, i);
        if (class->model.builtin || !world_is_grant(world, class))
            continue;
        if (found)
            return NULL;
        found = class;
    }
    return found;
}

bool world_has_files(const struct draft_class *class)
{
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        if (field->type.kind == FIELD_FILE ||
            (field->type.kind == FIELD_ARRAY && field->type.element == FIELD_FILE))
            return true;
    }
    return false;
}
