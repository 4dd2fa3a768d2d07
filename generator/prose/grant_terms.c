/* grant_terms.c - phrases for what a grant says of itself: its scope, and until when; see elements.h. */
#include "prose/grant_terms.h"

#include "prose/clause.h"
#include "prose/people.h"

/* ", and revoke it": something that they do, and no term. */
static bool takes_back(const struct text *text, size_t at)
{
    size_t joint = text_separator(text, at);
    if (joint == 0)
        return false;
    at = text_skip(text, at + joint);
    at = text_skip(text, at + text_has(text, at, SENSE_MAY));
    size_t revoke = text_has(text, at, SENSE_REVOKE);
    at = text_skip(text, at + revoke);
    return revoke > 0 &&
           (text_has(text, at, SENSE_THEM) > 0 || text_has(text, at, SENSE_ACCESS) > 0);
}

/* "until expiresAt": a date of the grant; its length, or 0. */
static size_t date_of_grant(const struct text *text, size_t at)
{
    const struct draft_class *grant = world_grant(text->world);
    size_t taken = 0;
    const struct draft_field *field =
        grant && at < text->count ? text_field(text, at, grant, &taken) : NULL;
    return field && field->type.kind == FIELD_DATE ? taken : 0;
}

/* "with consent and not": a word that leads on to what is missing. */
static bool joins(const struct text *text, size_t at)
{
    static const enum sense words[] = {SENSE_AND,   SENSE_NOT, SENSE_NO,   SENSE_NOR,
                                       SENSE_IN,    SENSE_OF,  SENSE_WITH, SENSE_ONLY,
                                       SENSE_UNTIL, SENSE_FOR, SENSE_WHEN};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (text->units[at].kind == UNIT_WORD && text_has(text, at, words[i]) > 0)
            return true;
    return false;
}

/* "within the scope of the consent and until it expires": how long and how far a grant reaches,
 * which its own fields say. */
size_t grant_terms_take(const struct text *text, size_t at, struct said *said)
{
    /* "and give consents" is something else that they do. */
    if (text_separator(text, text_skip(text, at)) > 0 && !text_is_mark(text, at, ","))
        return 0;
    static const enum sense words[] = {
        SENSE_IN,    SENSE_TERMS,  SENSE_OF,     SENSE_CONSENT,   SENSE_ACCESS,
        SENSE_SHARE, SENSE_SHARED, SENSE_AND,    SENSE_UNTIL,     SENSE_WHEN,
        SENSE_HAVE,  SENSE_NOT,    SENSE_EXPIRE, SENSE_REVOKE,    SENSE_BE,
        SENSE_THEM,  SENSE_THEIR,  SENSE_WHO,    SENSE_CONSENTED, SENSE_WITH,
        SENSE_ONLY,  SENSE_NO,     SENSE_NOR,    SENSE_FOR,       SENSE_AFTER};
    size_t start = at;
    size_t end = at; /* behind the last word that joins nothing */
    bool tells = false;
    for (;;) {
        at = text_skip(text, at);
        if (takes_back(text, at))
            return tells ? at - start : 0;
        at += text_is_mark(text, at, ",") ? 1 : 0;
        size_t taken = date_of_grant(text, at);
        tells = tells || taken > 0;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            size_t length = text_has(text, at, words[i]);
            taken = length > taken ? length : taken;
            bool is_telling = words[i] == SENSE_TERMS || words[i] == SENSE_CONSENT ||
                              words[i] == SENSE_EXPIRE || words[i] == SENSE_CONSENTED;
            tells = tells || (length > 0 && is_telling);
            bool is_end = words[i] == SENSE_NOT || words[i] == SENSE_UNTIL ||
                          words[i] == SENSE_EXPIRE || words[i] == SENSE_REVOKE;
            said->flags[FLAG_WITHOUT] = said->flags[FLAG_WITHOUT] || (length > 0 && is_end);
        }
        enum person_kind kind = PERSON_STAFF;
        const char *noun = NULL;
        size_t person = taken == 0 ? text_person(text, at, &kind, &noun) : 0;
        taken = person > 0 && (kind == PERSON_CLIENT || kind == PERSON_USER) ? person : taken;
        if (taken == 0)
            return tells ? end - start : 0;
        at += taken;
        end = joins(text, at - taken) ? end : at;
    }
}

/* 經患者同意後: on the strength of a grant that there is, and of none that ended. */
size_t granted_take(const struct text *text, size_t at, struct said *said)
{
    size_t taken = grant_terms_take(text, at, said);
    return said->flags[FLAG_WITHOUT] ? 0 : taken;
}

/* 未經患者同意 */
size_t ungranted_take(const struct text *text, size_t at, struct said *said)
{
    at = text_skip(text, at);
    size_t not_yet = text_has(text, at, SENSE_UNTIL);
    size_t none = text_has(text, at, SENSE_NOT);
    size_t taken = not_yet + none > 0 ? grant_terms_take(text, at, said) : 0;
    return said->flags[FLAG_WITHOUT] ? taken : 0;
}
