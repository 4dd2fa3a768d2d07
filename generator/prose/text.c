/* text.c - see text.h. */
#include "prose/text.h"

#include "prose/says_which.h"

#include <string.h>

enum { LONGEST_PHRASE = 9 };

struct text *text_new(struct arena *arena, const struct world *world, struct units units)
{
    struct text *text = arena_alloc(arena, sizeof *text);
    size_t places = units.count + 1;
    *text =
        (struct text){.arena = arena, .world = world, .units = units.items, .count = units.count};
    text->meanings = arena_alloc_array(arena, places * LONGEST_PHRASE, sizeof *text->meanings);
    text->things = arena_alloc_array(arena, places, sizeof *text->things);
    text->subjects = arena_alloc_array(arena, places, sizeof *text->subjects);
    text->acts = arena_alloc_array(arena, places, sizeof *text->acts);
    text->classes = arena_alloc_array(arena, places, sizeof *text->classes);
    text->fields = arena_alloc_array(arena, places, sizeof *text->fields);
    text->skips = arena_alloc_array(arena, places, sizeof *text->skips);
    text->longest = arena_alloc_array(arena, places, SENSE_COUNT);
    text->persons = arena_alloc_array(arena, places, sizeof *text->persons);
    for (size_t at = 0; at < units.count; at++) {
        for (size_t length = 1; length <= LONGEST_PHRASE && at + length <= units.count; length++) {
            if (units.items[at + length - 1].kind == UNIT_MARK)
                break;
            const struct meaning *meaning = lexicon_find(world->lexicon, &units.items[at], length);
            text->meanings[at * LONGEST_PHRASE + length - 1] = meaning;
            for (size_t sense = 0; meaning && sense < SENSE_COUNT; sense++)
                if (meaning->senses[sense])
                    text->longest[at * SENSE_COUNT + sense] = (unsigned char)length;
        }
    }
    return text;
}

/* 掛號單（Registration）: the class again, in the other language. */
static size_t class_again(const struct text *text, size_t at, const struct draft_class *class)
{
    size_t taken = 0;
    bool is_short = false;
    if (!class || !text_is_mark(text, at, "(") || at + 1 >= text->count)
        return 0;
    bool is_same = world_class(text->world, &text->units[at + 1], text->count - at - 1, &taken,
                               &is_short) == class;
    return is_same && text_is_mark(text, at + 1 + taken, ")") ? taken + 2 : 0;
}

struct draft_class *text_class(const struct text *text, size_t at, size_t *taken, bool *is_short)
{
    *taken = 0;
    *is_short = false;
    if (at >= text->count)
        return NULL;
    const struct class_at *known = text->classes[at];
    if (!known) {
        struct class_at *found = arena_alloc(text->arena, sizeof *found);
        found->class = world_class(text->world, &text->units[at], text->count - at, &found->taken,
                                   &found->is_short);
        found->taken += class_again(text, at + found->taken, found->class);
        text->classes[at] = found;
        known = found;
    }
    *taken = known->taken;
    *is_short = known->is_short;
    return known->class;
}

struct draft_field *text_field(const struct text *text, size_t at, const struct draft_class *class,
                               size_t *taken)
{
    const struct draft *draft = text->world->draft;
    const struct unit *first = &text->units[at];
    size_t rest = text->count - at;
    const struct field_named *found = text->fields[at];
    if (!found) {
        struct field_named *all =
            arena_alloc_array(text->arena, draft->classes.count + 1, sizeof *all);
        world_fields(text->world, first, rest, all);
        text->fields[at] = found = all;
    }
    for (; found->class; found++) {
        if (found->class != class || found->field_count != class->fields.count)
            continue;
        *taken = found->taken;
        return found->field;
    }
    return world_field(text->world, class, first, rest, taken); /* it was added since */
}

const struct meaning *text_meaning(const struct text *text, size_t at, size_t length)
{
    if (length == 0 || length > LONGEST_PHRASE || at + length > text->count)
        return NULL;
    return text->meanings[at * LONGEST_PHRASE + length - 1];
}

size_t text_says(const struct text *text, size_t at, enum sense sense, size_t below)
{
    for (size_t length = below > LONGEST_PHRASE ? LONGEST_PHRASE : below - 1; length > 0;
         length--) {
        const struct meaning *meaning = text_meaning(text, at, length);
        if (meaning && sense < SENSE_COUNT && meaning->senses[sense])
            return length;
    }
    return 0;
}

size_t text_has(const struct text *text, size_t at, enum sense sense)
{
    return at < text->count && sense < SENSE_COUNT ? text->longest[at * SENSE_COUNT + sense] : 0;
}

bool text_is_chinese(const struct text *text, size_t at, const char *words)
{
    enum { BYTES = 3 }; /* of a character */
    size_t length = strlen(words) / BYTES;
    bool fits = at + length <= text->count;
    for (size_t i = 0; i < length && fits; i++)
        fits = strncmp(text->units[at + i].text, words + BYTES * i, BYTES) == 0;
    return fits;
}

bool text_is_mark(const struct text *text, size_t at, const char *marks)
{
    return at < text->count && unit_is_mark(&text->units[at], marks);
}

/* Whether a longer phrase begins at a place: 會 carries nothing, and 會員 is a member. */
static bool begins_more(const struct text *text, size_t at, size_t taken)
{
    for (size_t length = taken + 1; length <= LONGEST_PHRASE; length++)
        if (text_meaning(text, at, length))
            return true;
    return false;
}

/* "create an and delete it": an article without a noun shows that a word is missing. */
static bool is_stray_article(const struct text *text, size_t at)
{
    const char *word = text->units[at].text;
    bool is_article = strcmp(word, "a") == 0 || strcmp(word, "an") == 0 || strcmp(word, "the") == 0;
    size_t next = at + 1;
    return is_article &&
           (next == text->count || text->units[next].kind == UNIT_MARK ||
            text_has(text, next, SENSE_MAY) == 1 || text_has(text, next, SENSE_AND) > 0 ||
            text_has(text, next, SENSE_OTHERWISE) > 0);
}

static size_t find_skip(const struct text *text, size_t at)
{
    for (;;) {
        size_t taken = text_has(text, at, SENSE_EMPTY);
        if (taken > 0 && (begins_more(text, at, taken) || is_stray_article(text, at) ||
                          text_says_which(text, at, taken)))
            return at;
        if (taken == 0 && at < text->count && text->units[at].kind == UNIT_MARK &&
            !text_is_mark(text, at, ",;:./-=>+&"))
            taken = 1;
        if (taken == 0)
            return at;
        at += taken;
    }
}

size_t text_skip(const struct text *text, size_t at)
{
    if (at >= text->count)
        return at;
    if (text->skips[at] == 0)
        text->skips[at] = find_skip(text, at) + 1;
    return text->skips[at] - 1;
}

size_t text_separator(const struct text *text, size_t at)
{
    size_t start = at;
    at += text_is_mark(text, at, ",/+&") ? 1 : 0;
    /* "OR managers" are those of the operating room. */
    bool is_name = at < text->count && strcmp(text->units[at].raw, "OR") == 0;
    at += is_name ? 0 : text_has(text, at, SENSE_AND);
    return at - start;
}

bool text_is_joint(const struct text *text, size_t at)
{
    static const char *const words[] = {"together", "along", "jointly"};
    bool is_with = at + 1 < text->count && strcmp(text->units[at + 1].text, "with") == 0;
    for (size_t i = 0; is_with && i < sizeof words / sizeof words[0]; i++)
        if (strcmp(text->units[at].text, words[i]) == 0)
            return true;
    return false;
}

bool text_is_unknown(const struct text *text, size_t at)
{
    if (at >= text->count || text->units[at].kind == UNIT_MARK)
        return false;
    for (size_t length = 1; length <= LONGEST_PHRASE; length++)
        if (text_meaning(text, at, length))
            return false;
    size_t taken = 0;
    bool is_short = false;
    return !text_class(text, at, &taken, &is_short);
}

bool text_ends_phrase(const struct text *text, size_t at)
{
    for (size_t length = 2; length <= LONGEST_PHRASE && length <= at + 1; length++)
        if (text_meaning(text, at + 1 - length, length))
            return true;
    return false;
}

/* Whether a phrase of the lexicon of several units begins, or ends, at a place. */
static bool meets_phrase(const struct text *text, size_t at, bool ends)
{
    enum { LONGEST = 6 };
    for (size_t length = 2; length <= LONGEST; length++) {
        bool fits = !ends || at + 1 >= length;
        if (fits && text_meaning(text, ends ? at + 1 - length : at, length))
            return true;
    }
    return false;
}

bool text_is_repeated(const struct text *text, size_t at)
{
    if (at == 0 || text->units[at].kind == UNIT_MARK ||
        strcmp(text->units[at].text, text->units[at - 1].text) != 0)
        return false;
    return !meets_phrase(text, at - 1, false) &&
           !(meets_phrase(text, at - 1, true) && meets_phrase(text, at, false));
}

bool text_repeats_itself(const struct text *text)
{
    for (size_t at = 1; at < text->count; at++)
        if (text_is_repeated(text, at))
            return true;
    return false;
}
