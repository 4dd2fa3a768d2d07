/* things_consented.c - see things_consented.h. What a patient consented to is read by the object that says so:
 * the thing is one that was shared. */
#include "prose/things_consented.h"

#include "prose/people.h"

#include <string.h>

/* A word or phrase for consent; an approved or invited patient is another matter. */
static size_t consented_at(const struct text *text, size_t at)
{
    size_t length = text_has(text, at, SENSE_CONSENTED);
    bool is_consent = length > 0 && text->units[at].kind == UNIT_CHARACTER;
    for (size_t i = at; i < at + length && !is_consent; i++)
        is_consent = strncmp(text->units[i].text, "consent", 7) == 0 ||
                     strncmp(text->units[i].text, "authori", 7) == 0;
    return is_consent ? length : 0;
}

static size_t client_at(const struct text *text, size_t at)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    size_t person = text_person(text, at, &kind, &noun);
    return kind == PERSON_CLIENT ? person : 0;
}

static bool is_or(const struct text *text, size_t at)
{
    return at < text->count &&
           (strcmp(text->units[at].text, "or") == 0 || strcmp(text->units[at].text, "或") == 0);
}

/* 給自己, "to them" */
static size_t to_them(const struct text *text, size_t at)
{
    size_t to = text_has(text, at, SENSE_TO);
    size_t whom = text_skip(text, at + to);
    enum person_kind kind = PERSON_CLIENT;
    const char *noun = NULL;
    size_t them = text_has(text, whom, SENSE_THEM);
    size_t person = them > 0 ? them : text_person(text, whom, &kind, &noun);
    bool is_staff = them > 0 || (person > 0 && kind == PERSON_STAFF);
    return to > 0 && is_staff ? whom + person - at : 0;
}

size_t thing_consented_before(const struct text *text, size_t start, struct thing *thing)
{
    bool is_more = thing->whose == WHOSE_ASSIGNED;
    size_t at = text_skip(text, start);
    size_t joint = is_more && is_or(text, at) ? 1 : 0;
    /* "assigned consented patients" are both, which no grant says; "their consented patients" are theirs by that. */
    bool is_their =
        thing->whose == WHOSE_OWN && at < text->count && text->units[at].kind == UNIT_WORD;
    bool is_free = thing->whose == WHOSE_UNSAID || thing->whose == WHOSE_ALL || is_their;
    if (!is_free && joint == 0)
        return 0;
    at = text_skip(text, at + joint);
    size_t consented = consented_at(text, at);
    if (consented == 0)
        return 0;
    at += consented;
    at += to_them(text, at);
    at = text_skip(text, at + text_has(text, at, SENSE_OF));
    size_t or_assigned = joint == 0 && is_or(text, at) ? text_has(text, at + 1, SENSE_ASSIGNED) : 0;
    at = text_skip(text, at + (or_assigned > 0 ? 1 + or_assigned : 0));
    if (client_at(text, at) == 0)
        return 0;
    thing->is_shared_too = is_more || or_assigned > 0;
    thing->whose = thing->is_shared_too ? WHOSE_ASSIGNED : WHOSE_SHARED;
    return at - start;
}

size_t thing_consented_behind(const struct text *text, size_t start, struct thing *thing)
{
    if (!thing->people ||
        (thing->whose != WHOSE_UNSAID && thing->whose != WHOSE_ALL && thing->whose != WHOSE_OWN))
        return 0;
    size_t at = text_skip(text, start);
    size_t consented = consented_at(text, at); /* "with an active consent" */
    if (consented < 2) {
        size_t who = text_has(text, at, SENSE_WHO);
        at += who;
        at += who > 0 ? text_has(text, at, SENSE_HAVE) : 0;
        consented = who > 0 ? consented_at(text, at) : 0;
    }
    if (consented == 0)
        return 0;
    at += consented;
    thing->whose = WHOSE_SHARED;
    return at + to_them(text, at) - start;
}
