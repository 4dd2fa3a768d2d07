/* deliver.c - see deliver.h. A sentence is gone through from left to right; at each place the longest
 * phrase of the table, or the name of a class, is taken. Commas and "and" part the things asked for; what
 * the table does not know is told as not provided, under its own words. */
#include "prose/deliver.h"

#include <string.h>

#define LENGTH_OF(table) (sizeof(table) / sizeof((table)[0]))

enum condition {
    CONDITION_ALWAYS,
    CONDITION_NEVER,
    CONDITION_TRAIL,
    CONDITION_PUBLISHING,
    CONDITION_NOTIFYING,
    CONDITION_VERSIONS,
    CONDITION_EXPORT,
    CONDITION_ENCRYPTED,
};

struct deliverable {
    enum condition condition;
    const char *words;
    const char *places;
    const char *why;
};

#define DELIVERABLE(condition, words, places, why) {CONDITION_##condition, words, places, why},
#define SCREEN(kind, words)
#define WORDS(role, words)
static const struct deliverable deliverables[] = {
#include "prose/deliver.def"
};
#undef DELIVERABLE
#undef SCREEN
#undef WORDS

#define DELIVERABLE(condition, words, places, why)
#define WORDS(role, words)
#define SCREEN(kind, words) words "|"
static const char screens[] =
#include "prose/deliver.def"
    "";
#undef SCREEN
#define STARTER(words) words "|"
#define OTHER(words)
#define SCREEN(kind, words) kind(words)
static const char starter_screens[] =
#include "prose/deliver.def"
    "";
#undef SCREEN
#undef STARTER
#undef OTHER
#undef WORDS

enum part { PART_SEPARATOR, PART_PURPOSE, PART_NEGATION, PART_FILLER, PART_COUNT };

#define SCREEN(kind, words)
#define WORDS(role, words) [PART_##role] = (words),
static const char *const parts[PART_COUNT] = {
#include "prose/deliver.def"
};
#undef DELIVERABLE
#undef SCREEN
#undef WORDS

/* One thing that is asked for, as far as it was read. */
struct item {
    size_t first; /* its units */
    size_t end;
    bool is_known;    /* the table has something of it */
    bool is_unknown;  /* some word of it is not accounted for */
    bool is_unwanted; /* "no frontend" */
    bool is_purpose;
    size_t screen; /* where a word for a screen begins, and before which unit it ends; none: 0, 0 */
    size_t screen_end;
    const struct draft_class *class;
};

struct reader {
    struct arena *arena;
    struct world *world;
    const struct ast *spec;
    struct ast_line **end;
    struct units units;
    struct item item;
    bool told[LENGTH_OF(deliverables)];
};

/* Whether the unit says the word of the table in any form. */
static bool says(struct arena *arena, const struct unit *unit, const struct unit *word)
{
    if (strcmp(unit->text, word->text) == 0)
        return true;
    if (unit->kind != UNIT_WORD)
        return false;
    const char *forms[LEXICON_FORMS];
    size_t count = lexicon_forms(arena, unit->text, forms);
    for (size_t i = 0; i < count; i++)
        if (strcmp(forms[i], word->text) == 0)
            return true;
    return false;
}

/* The units that the longest of some phrases takes at a place; 0: none stands there. */
static size_t phrase_at(const struct reader *reader, const char *phrases, size_t at)
{
    size_t longest = 0;
    while (*phrases != '\0') {
        size_t length = strcspn(phrases, "|");
        struct units words =
            lexicon_units(reader->world->lexicon, arena_copy(reader->arena, phrases, length));
        size_t i = 0;
        while (i < words.count && at + i < reader->units.count &&
               says(reader->arena, &reader->units.items[at + i], &words.items[i]))
            i++;
        longest = i == words.count && i > longest ? i : longest;
        phrases += length + (phrases[length] == '|' ? 1 : 0);
    }
    return longest;
}

/* The words of some units as they are written. */
static const char *written(const struct reader *reader, size_t first, size_t end)
{
    const struct unit *from = &reader->units.items[first];
    const struct unit *to = &reader->units.items[end - 1];
    size_t length = (size_t)to->span.offset + to->span.length - from->span.offset;
    char *text = arena_copy(reader->arena, from->span.source->bytes + from->span.offset, length);
    for (char *c = text; *c != '\0'; c++)
        *c = *c == '\n' ? ' ' : *c;
    return text;
}

static void add_line(struct reader *reader, enum ast_line_kind kind, const char *asked,
                     const char *text)
{
    struct ast_line *line = arena_alloc(reader->arena, sizeof *line);
    *line = (struct ast_line){.kind = kind, .asked = asked, .text = text};
    *reader->end = line;
    reader->end = &line->next;
}

static bool has_rule(const struct ast *spec, enum rule_kind kind)
{
    for (const struct ast_rule *rule = spec->rules; rule; rule = rule->next)
        if (rule->kind == kind)
            return true;
    return false;
}

static bool has_trail(const struct ast *spec)
{
    for (const struct ast_rule *rule = spec->rules; rule; rule = rule->next)
        if (draft_asks_for_trail(rule))
            return true;
    return false;
}

static bool holds(const struct ast *spec, enum condition condition)
{
    switch (condition) {
    case CONDITION_ALWAYS:
        return true;
    case CONDITION_NEVER:
        return false;
    case CONDITION_TRAIL:
        return has_trail(spec);
    case CONDITION_PUBLISHING:
        return has_rule(spec, RULE_PUBLISH);
    case CONDITION_NOTIFYING:
        return has_rule(spec, RULE_NOTIFY);
    case CONDITION_VERSIONS:
        return has_rule(spec, RULE_VERSIONS) || has_rule(spec, RULE_SIGNATURE);
    case CONDITION_EXPORT:
        return has_rule(spec, RULE_EXPORT);
    case CONDITION_ENCRYPTED:
        return has_rule(spec, RULE_ENCRYPTED);
    }
    return false;
}

static void tell(struct reader *reader, size_t row, size_t first, size_t end)
{
    const struct deliverable *deliverable = &deliverables[row];
    const char *asked = written(reader, first, end);
    reader->item.is_known = true;
    if (reader->told[row])
        return;
    reader->told[row] = true;
    if (reader->item.is_unwanted)
        add_line(reader, AST_LINE_NOTHING, NULL,
                 arena_printf(reader->arena, "%s is not asked for", asked));
    else if (holds(reader->spec, deliverable->condition))
        add_line(reader, AST_LINE_DELIVERED, asked, deliverable->places);
    else
        add_line(reader, AST_LINE_NOT_PROVIDED, asked, deliverable->why);
}

static const char *data_of(const struct reader *reader)
{
    const char *name = reader->item.class->model.name;
    return arena_printf(reader->arena, "GET /classes/%s", name);
}

/* Something that people look at: in the starter app, or nowhere. */
static void tell_screen(struct reader *reader)
{
    static const char starter[] = "PAGE /app; api/model.json";
    static const char none[] =
        "no such front end is emitted; api/openapi.json and Parse's SDKs are "
        "what one is made with, and the page /app is an example";
    const struct item *item = &reader->item;
    const char *asked = written(reader, item->first, item->screen_end);
    bool is_starter =
        phrase_at(reader, starter_screens, item->screen) == item->screen_end - item->screen;
    if (item->is_unwanted)
        add_line(reader, AST_LINE_NOTHING, NULL,
                 arena_printf(reader->arena, "%s is not asked for", asked));
    else if (is_starter)
        add_line(reader, AST_LINE_DELIVERED, asked,
                 item->class ? arena_printf(reader->arena, "%s; %s", starter, data_of(reader))
                             : starter);
    else
        add_line(reader, AST_LINE_NOT_PROVIDED, asked,
                 item->class ? arena_printf(reader->arena, "%s; what it shows is at %s", none,
                                            data_of(reader))
                             : none);
}

/* Ends a thing that is asked for: what it is on the whole is known by now. */
static void close_item(struct reader *reader, size_t end)
{
    struct item *item = &reader->item;
    if (item->screen_end > 0) {
        tell_screen(reader);
    } else if (!item->is_known && !item->is_purpose && item->class && !item->is_unwanted) {
        add_line(reader, AST_LINE_DELIVERED, written(reader, item->first, end), data_of(reader));
    } else if (!item->is_known && !item->is_purpose && item->is_unknown) {
        add_line(reader, AST_LINE_NOT_PROVIDED, written(reader, item->first, end),
                 "nothing that is emitted is known by these words");
    }
    *item = (struct item){.is_purpose = item->is_purpose, .is_unwanted = item->is_unwanted};
}

/* The longest row at a place. */
static size_t deliverable_at(const struct reader *reader, size_t at, size_t *row)
{
    size_t longest = 0;
    for (size_t i = 0; i < LENGTH_OF(deliverables); i++) {
        size_t length = phrase_at(reader, deliverables[i].words, at);
        if (length > longest) {
            longest = length;
            *row = i;
        }
    }
    return longest;
}

/* A word that parts or qualifies things; returns how many units it takes, 0: there is none. */
static size_t read_part(struct reader *reader, size_t at)
{
    size_t length = 0;
    enum part part = PART_SEPARATOR;
    for (size_t i = 0; i < PART_COUNT; i++) {
        size_t other = phrase_at(reader, parts[i], at);
        if (other > length) {
            length = other;
            part = (enum part)i;
        }
    }
    if (length == 0)
        return 0;
    bool is_inside = reader->item.end > reader->item.first;
    if (part == PART_SEPARATOR)
        close_item(reader, reader->item.end);
    if (part == PART_NEGATION && !is_inside)
        reader->item.is_unwanted = true;
    if (part == PART_PURPOSE && is_inside) {
        close_item(reader, reader->item.end);
        reader->item.is_purpose = true;
    }
    return length;
}

/* Takes some units into the thing at hand. */
static void take(struct reader *reader, size_t at, size_t length)
{
    if (reader->item.end == 0)
        reader->item.first = at;
    reader->item.end = at + length;
}

/* The units that name people, which are whom a thing is for. */
static size_t person_at(const struct reader *reader, size_t at)
{
    size_t most = reader->units.count - at;
    most = most < reader->world->lexicon->longest ? most : reader->world->lexicon->longest;
    for (size_t length = most; length > 0; length--) {
        const struct meaning *meaning =
            lexicon_find(reader->world->lexicon, &reader->units.items[at], length);
        if (meaning && meaning->person)
            return length;
    }
    return 0;
}

/* What stands at a place, the longest of what it can be; returns its units. */
static size_t read_at(struct reader *reader, size_t at)
{
    const struct unit *unit = &reader->units.items[at];
    size_t row = 0;
    size_t known = deliverable_at(reader, at, &row);
    size_t screen = phrase_at(reader, screens, at);
    size_t named = 0;
    bool is_short = false;
    const struct draft_class *class =
        world_class(reader->world, unit, reader->units.count - at, &named, &is_short);
    named = is_short ? 0 : named;
    if (unit->kind == UNIT_MARK) {
        bool is_end = unit_is_mark(unit, ",;.:");
        if (is_end && reader->item.end > 0)
            close_item(reader, reader->item.end);
        if (is_end)
            reader->item = (struct item){0};
        return 1;
    }
    if (known > 0 && known >= screen && known >= named) {
        take(reader, at, known);
        tell(reader, row, at, at + known);
        return known;
    }
    if (screen > 0 && screen >= named) {
        take(reader, at, screen);
        reader->item.screen = at;
        reader->item.screen_end = at + screen;
        return screen;
    }
    if (named > 0) {
        take(reader, at, named);
        reader->item.class = class;
        return named;
    }
    size_t part = read_part(reader, at);
    if (part > 0)
        return part;
    size_t person = person_at(reader, at);
    take(reader, at, person > 0 ? person : 1);
    reader->item.is_unknown = reader->item.is_unknown || person == 0;
    return person > 0 ? person : 1;
}

void deliver_read(struct world *world, struct ast *spec)
{
    for (struct ast_sentence *at = spec->sentences; at; at = at->next) {
        if (strcmp(at->section, "Deliver") != 0 || at->has_form || at->lines)
            continue;
        struct reader reader = {.arena = world->arena,
                                .world = world,
                                .spec = spec,
                                .end = &at->lines,
                                .units = units_of(world->arena, at->span)};
        for (size_t i = 0; i < reader.units.count;)
            i += read_at(&reader, i);
        if (reader.item.end > 0)
            close_item(&reader, reader.item.end);
    }
}
