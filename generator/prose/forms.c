/* forms.c - see forms.h. The text of patterns is ours, so they nest little and always close. */
#include "prose/forms.h"

#include <ctype.h>
#include <string.h>

#define CLAUSE(saying, pattern, example, becomes) {SAYS_##saying, pattern},
static const struct clause_form forms[] = {
#include "prose/clauses.def"
};
#undef CLAUSE

enum { FORM_COUNT = sizeof forms / sizeof forms[0] };

/* The end of the part in brackets that a pattern starts with. */
static const char *closing(const char *pattern)
{
    int depth = 0;
    for (;; pattern++) {
        depth += *pattern == '[' ? 1 : *pattern == ']' ? -1 : 0;
        if (depth == 0)
            return pattern + 1;
    }
}

static enum form_element_kind kind_of(const char *name, size_t length)
{
    static const struct {
        const char *name;
        enum form_element_kind kind;
    } kinds[] = {{"START", ELEMENT_START}, {"END", ELEMENT_END},   {"WHO", ELEMENT_WHO},
                 {"TO", ELEMENT_TO},       {"WHAT", ELEMENT_WHAT}, {"ACTS", ELEMENT_ACTS},
                 {"DEEDS", ELEMENT_DEEDS}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strlen(kinds[i].name) == length && memcmp(kinds[i].name, name, length) == 0)
            return kinds[i].kind;
    if (name[0] == ',' || name[0] == ':' || name[0] == '?')
        return ELEMENT_MARK;
    return isupper((unsigned char)name[0]) ? ELEMENT_PHRASE : ELEMENT_WORD;
}

static struct form_element element_of(const char *name, size_t length)
{
    static const char thread[] = "thread";
    struct form_element element = {.flag = -1, .sense = SENSE_COUNT};
    element.is_thread = length == strlen(thread) && memcmp(name, thread, length) == 0;
    if (name[0] == 'F' && length > 3 && name[2] == ':') {
        element.flag = name[1] - '0';
        name += 3;
        length -= 3;
    }
    element.kind = kind_of(name, length);
    element.mark[0] = name[0];
    if (element.kind == ELEMENT_WORD)
        element.sense = sense_of(name, length);
    if (element.kind == ELEMENT_PHRASE)
        element.take = element_named(name, length);
    return element;
}

/* The parts from a place of a pattern on, up to its end, and then those behind. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as a pattern has parts. */
static const struct form_part *parts_of(struct arena *arena, const char *pattern, const char *end,
                                        const struct form_part *behind)
{
    while (pattern < end && *pattern == ' ')
        pattern++;
    if (pattern == end)
        return behind;
    struct form_part *part = arena_alloc(arena, sizeof *part);
    if (*pattern == '[') {
        const char *closed = closing(pattern);
        part->next = parts_of(arena, closed, end, behind);
        part->option = parts_of(arena, pattern + 1, closed - 1, part->next);
        return part;
    }
    const char *over = pattern;
    size_t count = 1;
    for (; over < end && *over != ' '; over++)
        count += *over == '|' ? 1 : 0;
    struct form_element *elements = arena_alloc_array(arena, count, sizeof *elements);
    for (size_t i = 0; i < count; i++) {
        size_t length = 0;
        while (pattern + length < over && pattern[length] != '|')
            length++;
        elements[i] = element_of(pattern, length);
        pattern += length + 1;
    }
    part->elements = elements;
    part->element_count = count;
    part->next = parts_of(arena, over, end, behind);
    return part;
}

struct forms forms_new(struct arena *arena)
{
    struct forms all = {.forms = forms, .count = FORM_COUNT};
    all.parts = arena_alloc_array(arena, FORM_COUNT, sizeof *all.parts);
    for (size_t i = 0; i < FORM_COUNT; i++) {
        const char *pattern = forms[i].pattern;
        all.parts[i] = parts_of(arena, pattern, pattern + strlen(pattern), NULL);
    }
    return all;
}
