/* world_compounds.c - names whose words stand in another order, or apart; see world.h. */
#include "prose/world.h"

#include <string.h>

/* Some words in the singular, as in the names of classes. */
static const char *words_of(const struct world *world, const struct unit *first, size_t count)
{
    struct arena *arena = world->arena;
    const char *words = "";
    for (size_t i = 0; i < count; i++)
        words = arena_printf(arena, "%s%s%s", words, i == 0 ? "" : " ",
                             world_singular(arena, first[i].text));
    return words;
}

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(word, *words) == 0)
            return true;
    return false;
}

struct draft_class *world_compound(const struct world *world, const struct unit *first,
                                   size_t count, size_t *taken)
{
    static const char *const links[] = {"of", "to", "for", "in", "at", "from", NULL};
    static const char *const articles[] = {"the", "a", "an", "their", NULL};
    enum { LONGEST_HEAD = 2 };
    for (size_t head = 1; head <= LONGEST_HEAD && head + 1 < count; head++) {
        if (first[0].kind != UNIT_WORD || !is_one_of(first[head].text, links))
            continue;
        size_t at = head + 1;
        at += at + 1 < count && is_one_of(first[at].text, articles) ? 1 : 0;
        for (size_t length = LONGEST_HEAD; length > 0; length--) {
            if (at + length > count || first[at].kind != UNIT_WORD)
                continue;
            const char *words =
                arena_printf(world->arena, "%s %s", words_of(world, first + at, length),
                             words_of(world, first, head));
            *taken = at + length;
            struct draft_class *class = map_get(&world->class_of, words);
            if (class)
                return class;
        }
    }
    *taken = 0;
    return NULL;
}

struct draft_class *world_object_of(const struct world *world, const char *verb,
                                    const struct unit *first, size_t count, size_t *taken)
{
    enum { LONGEST_OBJECT = 2 };
    for (*taken = LONGEST_OBJECT; *taken > 0; (*taken)--) {
        if (*taken > count || first[0].kind != UNIT_WORD)
            continue;
        struct draft_class *class =
            map_get(&world->class_of,
                    arena_printf(world->arena, "%s %s", words_of(world, first, *taken), verb));
        if (!class) /* "book a chair" makes a ChairBooking */
            class = map_get(&world->class_of, arena_printf(world->arena, "%s %sing",
                                                           words_of(world, first, *taken), verb));
        if (class)
            return class;
    }
    return NULL;
}

/* What a verb makes, by the noun of it: "damage report". */
static struct draft_class *class_made(const struct world *world, const char *object,
                                      const struct meaning *verb)
{
    static const char *const nouns[] = {"log", "record", "entry", "diary", "note"};
    for (size_t i = 0; i < verb->terms.count; i++) {
        const char *noun = ((const struct term *)verb->terms.items[i])->english;
        struct draft_class *class =
            map_get(&world->class_of, arena_printf(world->arena, "%s %s", object, noun));
        if (class)
            return class;
    }
    for (size_t i = 0; verb->senses[SENSE_AUDIT] && i < sizeof nouns / sizeof nouns[0]; i++) {
        struct draft_class *class =
            map_get(&world->class_of, arena_printf(world->arena, "%s %s", object, nouns[i]));
        if (class)
            return class;
    }
    return NULL;
}

/* The one class of what is booked, or whose name begins with the object; NULL: none, or several. */
static struct draft_class *class_booked(const struct world *world, const char *object)
{
    static const char *const ends[] = {"appointment", "booking", "reservation"};
    struct draft_class *found = NULL;
    for (size_t i = 0; i < world->draft->classes.count; i++) {
        struct draft_class *class = draft_class_at(world->draft, i);
        const char *name = class->model.builtin ? "" : world_name(world, class->model.name);
        const char *last = strrchr(name, ' ');
        bool is_booked = false;
        for (size_t j = 0; j < sizeof ends / sizeof ends[0]; j++)
            is_booked = is_booked || strcmp(last ? last + 1 : name, ends[j]) == 0;
        bool is_of_object = last && strncmp(name, object, strlen(object)) == 0 &&
                            name[strlen(object)] == ' ' && world_pointer(class, "_User");
        if (!is_booked && !is_of_object)
            continue;
        if (found)
            return NULL;
        found = class;
    }
    return found;
}

struct draft_class *world_made_by(const struct world *world, const struct meaning *verb,
                                  const struct unit *first, size_t count, size_t *taken)
{
    size_t most = count < world->lexicon->longest ? count : world->lexicon->longest;
    for (*taken = most; *taken > 0; (*taken)--) {
        const struct meaning *object = lexicon_find(world->lexicon, first, *taken);
        for (size_t i = 0; object && i < object->terms.count; i++) {
            const char *noun = ((const struct term *)object->terms.items[i])->english;
            struct draft_class *class = class_made(world, noun, verb);
            class = class || !verb->senses[SENSE_BOOK] ? class : class_booked(world, noun);
            if (class)
                return class;
        }
    }
    return NULL;
}

/* The words that say a part of a name at a place, and how many units they are: one of English, or a
 * Chinese term, of which there can be several. */
static const char *part_at(const struct world *world, const struct unit *first, size_t count,
                           size_t length, size_t which)
{
    if (first[0].kind == UNIT_WORD)
        return length == 1 && which == 0 ? words_of(world, first, 1) : NULL;
    const struct meaning *meaning = first[0].kind == UNIT_CHARACTER && length > 1 && length < count
                                        ? lexicon_find(world->lexicon, first, length)
                                        : NULL;
    return meaning && which < meaning->terms.count
               ? ((const struct term *)meaning->terms.items[which])->english
               : NULL;
}

/* The one field that stands behind a part of its class's name; NULL: none, or several. */
static struct draft_field *field_behind(const struct world *world, const char *part,
                                        const struct unit *behind, size_t count, size_t *length,
                                        struct draft_class **class)
{
    struct draft_field *found = NULL;
    for (size_t i = 0; i < world->draft->classes.count; i++) {
        struct draft_class *candidate = draft_class_at(world->draft, i);
        size_t taken = 0;
        bool is_named = !candidate->model.builtin &&
                        world_has_word(world_name(world, candidate->model.name), part);
        struct draft_field *field =
            is_named ? world_field(world, candidate, behind, count, &taken) : NULL;
        if (!field)
            continue;
        if (found)
            return NULL;
        found = field;
        *class = candidate;
        *length = taken;
    }
    return found;
}

struct draft_field *world_field_of_part(const struct world *world, const struct unit *first,
                                        size_t count, size_t *taken, struct draft_class **class)
{
    enum { SHORTEST = 3 };
    if (count < 2 || (first[0].kind == UNIT_WORD && strlen(first[0].text) < SHORTEST))
        return NULL;
    size_t most = count < world->lexicon->longest ? count : world->lexicon->longest;
    for (size_t length = most; length > 0; length--) {
        const char *part = part_at(world, first, count, length, 0);
        for (size_t which = 0; part; part = part_at(world, first, count, length, ++which)) {
            size_t behind = 0;
            struct draft_field *field =
                field_behind(world, part, first + length, count - length, &behind, class);
            *taken = length + behind;
            if (field)
                return field;
        }
    }
    return NULL;
}
