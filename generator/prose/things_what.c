/* things_what.c - see things_what.h. */
#include "prose/things_what.h"

#include "prose/people.h"

#include <string.h>

/* "what a patient has shared with them" */
static size_t shared_head(const struct text *text, size_t start, struct thing *thing)
{
    bool is_what = start < text->count && (strcmp(text->units[start].text, "what") == 0 ||
                                           strcmp(text->units[start].text, "whatever") == 0);
    size_t all = is_what ? 1 : text_has(text, start, SENSE_EVERYTHING);
    if (all == 0 || text->units[start].kind != UNIT_WORD)
        return 0;
    size_t at = text_skip(text, start + all);
    at = text_skip(text, at + text_has(text, at, SENSE_WHO));
    at = text_skip(text, at + text_has(text, at, SENSE_THEIR));
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    size_t person = text_person(text, at, &kind, &noun);
    if (person == 0 || (kind != PERSON_CLIENT && kind != PERSON_USER))
        return 0;
    at = text_skip(text, at + person);
    at = text_skip(text, at + text_has(text, at, SENSE_HAVE));
    size_t shared = text_has(text, at, SENSE_SHARED);
    size_t them = shared > 0 ? text_has(text, at + shared, SENSE_THEM) : 0;
    if (them == 0)
        return 0;
    thing->kind = THING_RECORDS;
    thing->whose = WHOSE_SHARED;
    return at + shared + them - start;
}

/* "what is theirs", "what belongs to them" */
static size_t own_head(const struct text *text, size_t start, struct thing *thing)
{
    bool is_what = start + 2 < text->count && (strcmp(text->units[start].text, "what") == 0 ||
                                               strcmp(text->units[start].text, "whatever") == 0);
    if (!is_what)
        return 0;
    size_t at = start + 1;
    size_t be = text_has(text, at, SENSE_BE);
    bool is_theirs = be > 0 && at + be < text->count &&
                     (strcmp(text->units[at + be].text, "theirs") == 0 ||
                      text_has(text, at + be, SENSE_THEIR) > 1);
    size_t belong = text_has(text, at, SENSE_BELONG);
    size_t them = belong > 0 ? text_has(text, at + belong, SENSE_THEM) : 0;
    if (!is_theirs && them == 0)
        return 0;
    size_t theirs = is_theirs ? text_has(text, at + be, SENSE_THEIR) : 0;
    thing->kind = THING_RECORDS;
    thing->whose = WHOSE_OWN;
    return (is_theirs ? at + be + (theirs > 0 ? theirs : 1) : at + belong + them) - start;
}

size_t thing_what_head(const struct text *text, size_t at, struct thing *thing)
{
    size_t shared = shared_head(text, at, thing);
    return shared > 0 ? shared : own_head(text, at, thing);
}
