/* titles.c - what stands before a clause and says nothing more: a title, a question; see elements.h. */
#include "prose/titles.h"

#include "prose/clause.h"
#include "prose/people.h"

#include <string.h>

/* "Access to visits:", 衛教師權限: a title, whose words are names or say what it is about. One that could
 * narrow what is said, "Emergency:", is none, and nothing behind it may lean on it. */
size_t title_take(const struct text *text, size_t at, struct said *said)
{
    static const enum sense about[] = {SENSE_ACCESS,
                                       SENSE_RECORDS,
                                       SENSE_RULES,
                                       SENSE_ENCRYPTION,
                                       SENSE_ENCRYPT,
                                       SENSE_AUDIT,
                                       SENSE_AUDIT_ENTRY,
                                       SENSE_SIGN_UP,
                                       SENSE_LOG_IN,
                                       SENSE_APPROVE,
                                       SENSE_ROLE_ASSIGNMENT,
                                       SENSE_SESSION,
                                       SENSE_VERSION,
                                       SENSE_NOTIFICATION,
                                       SENSE_NOTIFY,
                                       SENSE_SESSIONS_MANAGED,
                                       SENSE_EXPORT,
                                       SENSE_KEEP,
                                       SENSE_SEND,
                                       SENSE_SHARE,
                                       SENSE_CONSENT,
                                       SENSE_READ,
                                       SENSE_CREATE,
                                       SENSE_UPDATE,
                                       SENSE_DELETE,
                                       SENSE_MANAGE,
                                       SENSE_BOOK,
                                       SENSE_CANCEL,
                                       SENSE_PUBLISH,
                                       SENSE_ASSIGN,
                                       SENSE_FILES,
                                       SENSE_PROFILE,
                                       SENSE_ACCOUNT,
                                       SENSE_PERMISSIONS,
                                       SENSE_FEEDBACK,
                                       SENSE_SIGNED_URL,
                                       SENSE_ACTION,
                                       SENSE_AND,
                                       SENSE_OF,
                                       SENSE_OVERLAP};
    static const char *const leaning[] = {"them",  "it",   "they", "these", "those",
                                          "their", "this", "她們", "這",    "此"};
    size_t start = at;
    (void)said;
    while (at < text->count && !text_is_mark(text, at, ":")) {
        size_t taken = 0;
        bool is_short = false;
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        (void)text_class(text, at, &taken, &is_short);
        size_t person = text_person(text, at, &kind, &noun);
        taken = person > taken ? person : taken;
        struct said field = {.states = NULL};
        size_t named = element_named("FIELD", 5)(text, at, &field);
        taken = named > taken ? named : taken;
        for (size_t i = 0; i < sizeof about / sizeof about[0]; i++) {
            size_t length = text_has(text, at, about[i]);
            taken = length > taken ? length : taken;
        }
        if (taken == 0)
            return 0;
        at = text_skip(text, at + taken);
    }
    for (size_t i = at; i < text->count; i++)
        for (size_t j = 0; j < sizeof leaning / sizeof leaning[0]; j++)
            if (strcmp(text->units[i].text, leaning[j]) == 0)
                return 0;
    /* Whoever it is said of stands behind it. */
    bool is_chinese = start < text->count && text->units[start].kind == UNIT_CHARACTER;
    return is_chinese && at > start && at + 1 < text->count ? at + 1 - start : 0;
}

/* "Q: what may patients see? A:": what is asked says nothing, and what is answered stands behind. */
size_t question_take(const struct text *text, size_t at, struct said *said)
{
    (void)said;
    size_t start = at;
    at += text_has(text, at, SENSE_QUESTION);
    if (at == start || !text_is_mark(text, at, ":"))
        return 0;
    while (at < text->count && !text_is_mark(text, at, "?"))
        at++;
    size_t answer = text_has(text, at + 1, SENSE_ANSWER);
    bool is_answered = answer > 0 && text_is_mark(text, at + 1 + answer, ":");
    return is_answered ? at + answer + 2 - start : 0;
}

/* Whether an answer stands behind the mark at a place: "Q: ...? A: ...". */
static bool is_answered(const struct text *text, size_t at)
{
    size_t answer = text_has(text, at + 1, SENSE_ANSWER);
    return answer > 0 && text_is_mark(text, at + 1 + answer, ":");
}

bool text_says_nothing(const struct text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        const char *mark = text->units[i].kind == UNIT_MARK ? text->units[i].text : "";
        bool is_struck = strcmp(mark, "~") == 0 && i > 0 && text_is_mark(text, i - 1, "~");
        bool is_asked = strcmp(mark, "?") == 0;
        if (is_struck || (is_asked && !is_answered(text, i)))
            return true;
    }
    return false;
}
