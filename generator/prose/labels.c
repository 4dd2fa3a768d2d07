/* labels.c - see labels.h.
 *
 * A label is a title of what follows and no part of it. It may go only where nothing could be lost: none of
 * its words narrows anything, and the sentence names its people and things itself. */
#include "prose/labels.h"

#include "prose/people.h"

#include <string.h>

enum { LONGEST_LABEL = 6 };

/* Whether a word could narrow what follows. */
static bool narrows(const struct text *text, size_t at)
{
    static const enum sense senses[] = {
        SENSE_ONLY,   SENSE_NOT,       SENSE_CANNOT,  SENSE_NO,     SENSE_NOBODY,  SENSE_NOR,
        SENSE_EXCEPT, SENSE_UNLESS,    SENSE_UNTIL,   SENSE_WHEN,   SENSE_MAY,     SENSE_MUST,
        SENSE_SHOULD, SENSE_ASSIGNED,  SENSE_SHARED,  SENSE_OTHER,  SENSE_DRAFT,   SENSE_SELECTED,
        SENSE_LATEST, SENSE_EMERGENCY, SENSE_PREVENT, SENSE_UNSEEN, SENSE_IN_ROLE, SENSE_AFTER,
        SENSE_THEIR,  SENSE_CONSENTED};
    for (size_t i = 0; i < sizeof senses / sizeof senses[0]; i++)
        if (text_has(text, at, senses[i]) > 0 &&
            !(senses[i] == SENSE_CONSENTED && text_has(text, at, SENSE_CONSENT) > 0))
            return true;
    /* "TODO: doctors can delete visits": not yet, or not at all */
    static const char *const undone[] = {"todo",  "tbd",      "wip",        "wrong",    "false",
                                         "old",   "obsolete", "deprecated", "rejected", "idea",
                                         "ideas", "question", "proposal",   "optional", "later"};
    for (size_t i = 0; i < sizeof undone / sizeof undone[0]; i++)
        if (strcmp(text->units[at].text, undone[i]) == 0)
            return true;
    for (size_t i = 0; i < text->world->draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(text->world->draft, i);
        struct draft_field *field = NULL;
        size_t taken = 0;
        if (!class->model.builtin && world_value(text->world, class, &text->units[at],
                                                 text->count - at, false, &taken, &field))
            return true;
    }
    return false;
}

struct text *label_dropped(struct text *text)
{
    size_t end = 0;
    bool is_people = true; /* "Doctors: ..." says who */
    while (end < text->count && end <= LONGEST_LABEL && !text_is_mark(text, end, ":")) {
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        size_t person = text_person(text, end, &kind, &noun);
        bool is_joint = text_has(text, end, SENSE_AND) > 0;
        if (text->units[end].kind == UNIT_MARK || text->units[end].kind == UNIT_NUMBER ||
            narrows(text, end))
            return NULL;
        is_people = is_people && (person > 0 || is_joint);
        end += person > 0 ? person : 1;
    }
    if (end == 0 || end + 1 >= text->count || is_people || !text_is_mark(text, end, ":"))
        return NULL;
    struct units units = {arena_alloc_array(text->arena, text->count, sizeof *units.items), 0};
    size_t *origin = arena_alloc_array(text->arena, text->count, sizeof *origin);
    for (size_t i = end + 1; i < text->count; i++) {
        origin[units.count] = i;
        units.items[units.count++] = text->units[i];
    }
    struct text *behind = text_new(text->arena, text->world, units);
    behind->origin = origin;
    behind->steps = text->steps;
    return behind;
}

bool label_says_nothing(const struct clauses *behind)
{
    const struct said *said = behind->first;
    if (behind->gave_up || behind->left_count > 0 || !said)
        return false;
    bool is_same = (said->who && said->who->is_same) ||
                   (said->what && said->what->kind == THING_SAME && !said->when);
    bool is_session = said->saying == SAYS_SESSION_END;
    bool is_whole = said->saying == SAYS_ACCESS
                        ? (said->who || said->flags[FLAG_NOBODY]) && said->what
                        : said->who || said->what || said->to;
    return (is_whole || is_session) && !is_same;
}
