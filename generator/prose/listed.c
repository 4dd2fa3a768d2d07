/* listed.c - see listed.h.
 *
 * An item is one of the list only where nothing but its bullet stands between it and the title, or the item
 * before it: what stands under another title, even one that is not understood, is nothing of these people. */
#include "prose/listed.h"

#include "prose/acts.h"
#include "prose/elements.h"
#include "prose/subjects.h"

#include <ctype.h>
#include <string.h>

/* How a sentence stands in its line. */
struct place {
    bool begins_line;
    bool is_item; /* a bullet or a number stands before it */
    bool is_heading;
    size_t indent;
};

/* The title that is being looked for items under. */
struct title {
    struct prose_sentence *sentence; /* NULL: there is none */
    size_t indent;                   /* of its own bullet */
    bool is_item;
    size_t end; /* of what was read last */
    bool has_items;
};

static size_t end_of(const struct ast_sentence *sentence)
{
    return (size_t)sentence->span.offset + sentence->span.length;
}

static struct place place_of(const struct ast_sentence *sentence)
{
    const char *bytes = sentence->span.source->bytes;
    size_t start = sentence->span.offset;
    while (start > 0 && bytes[start - 1] != '\n')
        start--;
    struct place place = {.begins_line = true};
    size_t at = start;
    while (at < sentence->span.offset && (bytes[at] == ' ' || bytes[at] == '\t'))
        at++;
    place.indent = at - start;
    place.is_heading = bytes[at] == '#';
    bool is_bold = bytes[at] == '*' && bytes[at + 1] == '*';
    size_t letters = 0;
    for (size_t i = at; i < sentence->span.offset; i++)
        letters += isalpha((unsigned char)bytes[i]) ? 1 : 0;
    enum { LONGEST_BULLET = 6 };
    place.begins_line = letters <= 1 && sentence->span.offset - at <= LONGEST_BULLET;
    place.is_item =
        place.begins_line && !place.is_heading && !is_bold && at < sentence->span.offset;
    return place;
}

/* Whether nothing but marks stands between two places, and no empty line unless that may be. */
static bool is_next(const struct ast_sentence *sentence, size_t end, bool may_be_parted)
{
    const char *bytes = sentence->span.source->bytes;
    size_t lines = 0;
    for (size_t at = end; at < sentence->span.offset; at++) {
        if (isalpha((unsigned char)bytes[at]) || strchr("#|", bytes[at]))
            return false;
        lines += bytes[at] == '\n' ? 1 : 0;
    }
    return end <= sentence->span.offset && (may_be_parted || lines <= 1);
}

/* How many units of a title name people, and say that they may or must not: all of them but its colon; 0: it
 * says something else. */
static size_t people_of(struct text *text)
{
    size_t end = text->count;
    while (end > 0 && text_is_mark(text, end - 1, ":*"))
        end--;
    const struct subject_ends *ends = text_subjects(text, 0);
    for (size_t i = 0; i < ends->count && end > 0; i++) {
        struct said said = {.mode = MODE_UNSAID};
        size_t behind = ends->items[i].end;
        size_t mode = behind < end ? element_named("MODE", 4)(text, behind, &said) : 0;
        bool is_named = true;
        for (const struct subject *at = ends->items[i].list; at; at = at->next)
            is_named = is_named && !at->is_same && !at->is_rest;
        if (is_named && behind + mode == end)
            return end;
    }
    return 0;
}

/* Whether a sentence is a title by its looks. */
static bool is_title(const struct prose_sentence *sentence, const struct place *place)
{
    const struct text *text = sentence->text;
    bool has_colon = text && text->count > 0 && text_is_mark(text, text->count - 1, ":*");
    return text && (place->is_heading || sentence->sentence->is_aside || has_colon);
}

/* Whether an item leaves open who: it begins with what is done, or may be. */
static bool lacks_people(struct text *text)
{
    struct said said = {.mode = MODE_UNSAID};
    return text_subjects(text, 0)->count == 0 &&
           (text_acts(text, 0)->count > 0 || element_named("MODE", 4)(text, 0, &said) > 0);
}

/* The units of a title and of an item under it as those of one sentence. */
static struct text *joined(struct units title, const struct text *item)
{
    size_t count = title.count + item->count;
    struct units units = {arena_alloc_array(item->arena, count, sizeof *units.items), 0};
    for (size_t i = 0; i < title.count; i++)
        units.items[units.count++] = title.items[i];
    for (size_t i = 0; i < item->count; i++)
        units.items[units.count++] = item->units[i];
    return text_new(item->arena, item->world, units);
}

/* Looks for whose list an item is of: that of the title, or of none. */
static void find_people(struct title *title, struct prose_sentence *sentence, bool is_titled)
{
    struct prose_sentence *last = title->sentence;
    const struct ast_sentence *at = sentence->sentence;
    struct place place = place_of(at);
    bool is_of_list = last && place.is_item && at->span.source == last->sentence->span.source &&
                      is_next(at, title->end, !title->has_items) &&
                      (!title->is_item || place.indent > title->indent);
    title->end = end_of(at);
    if (!place.begins_line)
        return;
    bool lacks = sentence->text && lacks_people(sentence->text);
    title->sentence = is_of_list ? last : NULL;
    title->has_items = true;
    sentence->under = is_of_list && lacks ? last : NULL;
    sentence->is_titled = is_titled && place.is_item && lacks;
}

void compose_find_lists(struct composer *composer)
{
    struct title title = {.sentence = NULL};
    const char *section = "";
    bool is_titled = false; /* there is a title in the section */
    for (size_t i = 0; i < composer->sentences.count; i++) {
        struct prose_sentence *sentence = composer->sentences.items[i];
        const struct ast_sentence *at = sentence->sentence;
        struct place place = place_of(at);
        bool is_here = strcmp(at->section, section) == 0;
        section = at->section;
        is_titled = is_titled && is_here;
        title.sentence = is_here ? title.sentence : NULL;
        if (!is_title(sentence, &place)) {
            find_people(&title, sentence, is_titled);
            continue;
        }
        size_t people = people_of(sentence->text);
        is_titled = true;
        title = (struct title){people > 0 ? sentence : NULL, place.indent, place.is_item,
                               end_of(at), false};
        sentence->people = (struct units){(struct unit *)(uintptr_t)sentence->text->units, people};
    }
}

struct clauses listed_read(const struct forms *forms, struct prose_sentence *sentence)
{
    struct clauses alone = clauses_read(forms, sentence->whole);
    struct prose_sentence *title = sentence->under;
    const struct said *first = alone.first;
    bool is_whole = alone.left_count == 0 && first &&
                    (first->who || first->flags[FLAG_NOBODY] || first->saying != SAYS_ACCESS);
    if (!title || is_whole)
        return alone;
    sentence->whole = joined(title->people, sentence->whole);
    title->text = title->whole = NULL;
    title->clauses = (struct clauses){.first = NULL};
    title->is_partial = false;
    sentence->is_joined = true;
    title->sentence->understood = true;
    return clauses_read(forms, sentence->whole);
}
