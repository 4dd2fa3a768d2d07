/* occasions.c - see occasions.h. What people make on an occasion they may make at any time, since the server
 * does not know of it; what they may see from then on is another matter, and stays unread. */
#include "prose/occasions.h"

#include "prose/people.h"
#include "prose/subjects.h"

#include <string.h>

/* Whether a word is one of several. */
static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

/* "the parcel is there": something that is no person, and has come. */
static size_t come(const struct text *text, size_t at)
{
    static const char *const articles[] = {"the", "a", "an", "their", NULL};
    size_t start = at;
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    at += at < text->count && is_one_of(text->units[at].text, articles) ? 1 : 0;
    bool is_noun = at > start && at < text->count && text->units[at].kind == UNIT_WORD &&
                   text_person(text, at, &kind, &noun) == 0;
    size_t come = is_noun ? text_has(text, at + 1, SENSE_COME) : 0;
    return come > 0 ? at + 1 + come - start : 0;
}

/* 服務結束後, 在上門時: an occasion, with the word behind it that says when. */
static size_t chinese_occasion_at(const struct text *text, size_t at)
{
    static const enum sense links[] = {SENSE_TO, SENSE_WHEN, SENSE_UNTIL};
    size_t start = at;
    size_t link = 0;
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        size_t length = text_has(text, at, links[i]);
        link = length > link ? length : link;
    }
    size_t all = text_has(text, at + link, SENSE_ALL); /* 每次訪視後 */
    at += text_has(text, at + link + all, SENSE_OCCASION) > 0 ? link + all : 0;
    size_t occasion = text_has(text, at, SENSE_OCCASION);
    size_t when = text_has(text, at + occasion, SENSE_SINCE);
    when = when > 0 ? when : text_has(text, at + occasion, SENSE_WHILE);
    return occasion > 0 && when > 0 ? at + occasion + when - start : 0;
}

/* "Before treatment ...; after it, they": after that occasion, which was spoken of before. */
static bool is_occasion_before(const struct text *text, size_t at)
{
    bool is_it = at + 1 < text->count && strcmp(text->units[at].text, "it") == 0 &&
                 text_is_mark(text, at + 1, ",") && at >= 2 && text_is_mark(text, at - 2, ";,");
    for (size_t i = 1; is_it && i + 2 < at; i++)
        if (text_has(text, i, SENSE_OCCASION) > 0 &&
            (strcmp(text->units[i - 1].text, "before") == 0 ||
             strcmp(text->units[i - 1].text, "during") == 0))
            return true;
    return false;
}

/* "on arrival", "after each attack", "if something hurts" */
static size_t occasion_at(const struct text *text, size_t at)
{
    static const char *const links[] = {"on",   "upon", "before", "after", "during",   "when",
                                        "once", "if",   "for",    "at",    "whenever", NULL};
    static const char *const articles[] = {"a", "an", "the", "each", "every", "any", NULL};
    size_t start = at;
    if (at < text->count && text->units[at].kind == UNIT_CHARACTER)
        return chinese_occasion_at(text, at);
    if (at >= text->count || !is_one_of(text->units[at].text, links))
        return 0;
    at++;
    size_t arrived = come(text, at);
    if (arrived > 0)
        return at + arrived - start;
    if (is_occasion_before(text, at))
        return at + 1 - start;
    at += at < text->count && is_one_of(text->units[at].text, articles) ? 1 : 0;
    size_t occasion = text_has(text, at, SENSE_OCCASION);
    return occasion > 0 ? at + occasion - start : 0;
}

/* Whether something is made or set to a value at a place, and not seen, changed or deleted. */
static bool is_making(const struct text *text, size_t at)
{
    bool makes = text_has(text, at, SENSE_CREATE) > 0 || text_has(text, at, SENSE_MARK_AS) > 0 ||
                 text_has(text, at, SENSE_REGISTER) > 0 ||
                 (text_has(text, at, SENSE_STEP) > 0 && text->units[at].kind == UNIT_WORD);
    bool does_other = text_has(text, at, SENSE_READ) > 0 || text_has(text, at, SENSE_DELETE) > 0 ||
                      text_has(text, at, SENSE_SHARE) > 0;
    return makes && !does_other;
}

/* "On arrival | the receptionist sets": who makes something stands behind. */
static bool makes_behind(const struct text *text, size_t at)
{
    at = text_skip(text, at);
    if (at < text->count && text->units[at].kind == UNIT_CHARACTER && is_making(text, at))
        return true;                    /* 服務結束後改為 finished */
    at += text_has(text, at, SENSE_BY); /* 換藥後由護理師記錄 */
    const struct subject_ends *who = text_subjects((struct text *)(uintptr_t)text, at);
    for (size_t i = 0; i < who->count; i++)
        if (is_making(text, who->items[i].end) ||
            is_making(text, text_skip(text, who->items[i].end)))
            return true;
    return false;
}

/* "Patients write an entry | for each attack": it stands behind what they make, and nothing else. */
static bool makes_before(const struct text *text, size_t at)
{
    static const enum sense others[] = {SENSE_READ,   SENSE_DELETE,  SENSE_UPDATE, SENSE_NOT,
                                        SENSE_CANNOT, SENSE_NOTIFY,  SENSE_ONLY,   SENSE_NOBODY,
                                        SENSE_SHARE,  SENSE_ENCRYPT, SENSE_KEEP};
    bool makes = false;
    while (at > 0 && text->units[at - 1].kind != UNIT_MARK) {
        at--;
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
            if (text_has(text, at, others[i]) > 0)
                return false;
        makes = makes || is_making(text, at);
    }
    return makes;
}

size_t occasion_take(const struct text *text, size_t at, struct said *said)
{
    (void)said;
    at = text_skip(text, at);
    size_t taken = occasion_at(text, at);
    if (taken == 0)
        return 0;
    size_t end = at + taken;
    end += text_is_mark(text, end, ",") ? 1 : 0;
    if (makes_behind(text, end))
        return end - at;
    size_t next = text_skip(text, at + taken);
    bool is_over = next >= text->count || text_is_mark(text, next, ",;.") ||
                   text_separator(text, next) > 0 || text_has(text, next, SENSE_OTHERWISE) > 0;
    return is_over && makes_before(text, at) ? taken : 0;
}
