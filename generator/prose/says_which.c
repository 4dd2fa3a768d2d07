/* says_which.c - see says_which.h. What is not skipped is read as what it is, or left over, so that it opens nothing. */
#include "prose/says_which.h"

#include "prose/people.h"

#include <string.h>

/* Whether the units of a phrase are these words. */
static bool is_phrase(const struct text *text, size_t at, size_t taken, const char *words)
{
    for (size_t i = at; i < at + taken; i++) {
        size_t length = strlen(text->units[i].text);
        if (strncmp(words, text->units[i].text, length) != 0)
            return false;
        words += length;
        words += *words == ' ' ? 1 : 0;
    }
    return *words == '\0';
}

static bool is_one_of(const struct text *text, size_t at, size_t taken, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (is_phrase(text, at, taken, *phrases))
            return true;
    return false;
}

bool text_is_value(const struct text *text, size_t at, size_t taken)
{
    static const char *const articles[] = {"a", "an", "the", NULL}; /* also of hemophilia "A" */
    const struct draft_class *last = NULL;
    for (size_t i = 0; i < text->count && !is_one_of(text, at, taken, articles); i++) {
        size_t length = 0;
        bool is_short = false;
        struct draft_field *field = NULL;
        const struct draft_class *class = text_class(text, i, &length, &is_short);
        if (!class || class == last)
            continue;
        last = class;
        size_t behind = 0;
        bool is_value = world_value(text->world, class, &text->units[at], text->count - at, false,
                                    &length, &field) != NULL;
        /* "a draft" is one by its last word */
        bool is_by_rest = is_value && at + taken < text->count &&
                          world_value(text->world, class, &text->units[at + taken],
                                      text->count - at - taken, false, &behind, &field) &&
                          behind + taken == length;
        if (is_value && length >= taken && !is_by_rest)
            return true;
    }
    return false;
}

/* Whether what is done makes something, or publishes it: when, and as what, is for those who do to say. */
static bool is_of_making(const struct text *text)
{
    static const enum sense others[] = {SENSE_READ, SENSE_UPDATE, SENSE_DELETE};
    static const enum sense making[] = {SENSE_CREATE, SENSE_BOOK, SENSE_PUBLISH, SENSE_SEND,
                                        SENSE_SHARE};
    bool makes = false;
    bool does_else = false;
    for (size_t at = 0; at < text->count; at++) {
        bool is_making = false;
        for (size_t i = 0; i < sizeof making / sizeof making[0]; i++)
            is_making = is_making || text_has(text, at, making[i]) > 0;
        for (size_t i = 0; i < sizeof others / sizeof others[0] && !is_making; i++)
            does_else = does_else || text_has(text, at, others[i]) > 0;
        makes = makes || is_making;
    }
    return makes && !does_else;
}

/* "as needed", "once ready": on which occasion, where no more is done than to look at something or to change it. */
static bool says_when(const struct text *text, size_t at, size_t taken)
{
    static const char *const phrases[] = {"as needed",
                                          "when ready",
                                          "once ready",
                                          "when they're ready",
                                          "when they are ready",
                                          "once they are ready",
                                          "必要時",
                                          "如有需要",
                                          "需要時",
                                          "有需要時",
                                          NULL};
    return is_one_of(text, at, taken, phrases) && !is_of_making(text);
}

/* "as drafts", of what is not made, says which are meant. */
static bool says_drafts(const struct text *text, size_t at, size_t taken)
{
    const struct unit *last = &text->units[at + taken - 1];
    if (taken == 1 || strcmp(text->units[at].text, "as") != 0 ||
        strncmp(last->text, "draft", 5) != 0)
        return false;
    size_t verb = at;
    while (verb > 0 && text_has(text, verb, SENSE_READ) + text_has(text, verb, SENSE_CREATE) == 0)
        verb--;
    return text_has(text, verb, SENSE_CREATE) == 0;
}

/* The people who end right before a place, or begin there, if they are of a profession. */
static bool is_staff_at(const struct text *text, size_t at, bool ends)
{
    enum { LONGEST = 4 };
    for (size_t length = 1; length <= LONGEST; length++) {
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        if (ends && length > at)
            return false;
        size_t taken = text_person(text, ends ? at - length : at, &kind, &noun);
        if (taken > 0 && (!ends || taken == length) &&
            (kind == PERSON_STAFF || kind == PERSON_ADMIN))
            return true;
    }
    return false;
}

/* Whether the sentence says "all": whose things are meant is not left to who is concerned by them. */
static bool says_all(const struct text *text)
{
    for (size_t at = 0; at < text->count; at++)
        if (text_has(text, at, SENSE_ALL) > 0)
            return true;
    return false;
}

/* "the respective doctors", "the doctor concerned", 相關醫師 may do something with all: not each of them may. And
 * 相關的就診紀錄, 對應病人 are not all. */
static bool says_who(const struct text *text, size_t at, size_t taken)
{
    static const char *const before[] = {"respective", "said", "the said", "該",
                                         "該名",       "該位", NULL};
    static const char *const behind[] = {"concerned", "in question", NULL};
    static const char *const related[] = {"相關", "相應", "對應", NULL};
    if (is_one_of(text, at, taken, related)) {
        size_t next = at + taken + text_has(text, at + taken, SENSE_OF);
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        size_t length = 0;
        bool is_short = false;
        return text_class(text, next, &length, &is_short) ||
               text_person(text, next, &kind, &noun) > 0;
    }
    return says_all(text) &&
           ((is_one_of(text, at, taken, before) && is_staff_at(text, at + taken, false)) ||
            (is_one_of(text, at, taken, behind) && is_staff_at(text, at, true)));
}

/* "all online visits", 線上就診紀錄: which of them, where something of the kind is not made: "book online visits". */
static bool says_kind(const struct text *text, size_t at, size_t taken)
{
    static const char *const kinds[] = {"online", "standard", "線上", "標準", NULL};
    size_t length = 0;
    bool is_short = false;
    return is_one_of(text, at, taken, kinds) && text_class(text, at + taken, &length, &is_short) &&
           !is_of_making(text);
}

bool text_says_which(const struct text *text, size_t at, size_t taken)
{
    return says_when(text, at, taken) || says_drafts(text, at, taken) ||
           says_who(text, at, taken) || says_kind(text, at, taken) ||
           text_is_value(text, at, taken);
}
