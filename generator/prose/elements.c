/* elements.c - see elements.h. */
#include "prose/elements.h"

#include "prose/clause.h"
#include "prose/conditions.h"
#include "prose/durations.h"
#include "prose/people.h"
#include "prose/states.h"
#include "prose/things.h"
#include "prose/things_behind.h"

#include <string.h>

/* "may", "must not", "can only": what they say, and how many units; 0: nothing. */
static size_t take_mode(const struct text *text, size_t at, struct said *said)
{
    size_t start = at;
    size_t end = at;
    bool may = false;
    bool nots = false;
    bool only = false;
    for (;;) {
        at = text_skip(text, at);
        size_t cannot = text_has(text, at, SENSE_CANNOT);
        size_t taken = text_has(text, at, SENSE_MAY);
        size_t other = text_has(text, at, SENSE_SHOULD);
        taken = other > taken ? other : taken;
        other = text_has(text, at, SENSE_MUST);
        taken = other > taken ? other : taken;
        size_t negation = text_has(text, at, SENSE_NOT);
        /* "can neither be changed nor deleted" */
        bool is_neither = may && !nots && negation == 0 && at < text->count &&
                          strcmp(text->units[at].text, "neither") == 0;
        negation = is_neither ? 1 : negation;
        size_t onlys = text_has(text, at, SENSE_ONLY);
        if (cannot > 0 && cannot >= taken) {
            if (nots)
                return 0;
            nots = may = true;
            at += cannot;
        } else if (taken > 0) {
            may = true;
            at += taken;
        } else if (negation > 0 && !nots) {
            nots = true;
            at += negation;
        } else if (onlys > 0 && !only) {
            only = true;
            at += onlys;
        } else {
            break;
        }
        end = at;
    }
    /* "not only" says nothing clear, nor does "nobody cannot". */
    bool is_never = said->mode == MODE_NEVER;
    if ((!may && !nots && !only) || (nots && only) || (is_never && (nots || only)))
        return 0;
    if (is_never)
        return end - start;
    /* "must be able to": two in a row say the same. */
    if (said->mode == MODE_ONLY && !nots)
        return end - start;
    said->mode = nots ? MODE_NEVER : only ? MODE_ONLY : MODE_MAY;
    return end - start;
}

/* The audit log, as a class or by name. */
static size_t take_trail(const struct text *text, size_t at, struct said *said)
{
    at = text_skip(text, at);
    size_t taken = 0;
    bool is_short = false;
    if (at >= text->count)
        return 0;
    const struct draft_class *class = text_class(text, at, &taken, &is_short);
    bool is_trail = class && !is_short && strcmp(class->model.name, AUDIT_CLASS) == 0;
    size_t entry = text_has(text, at, SENSE_AUDIT_ENTRY);
    taken = is_trail && taken > entry ? taken : entry;
    said->flags[FLAG_TRAIL] = true;
    return taken == 0 ? 0 : taken + text_has(text, at + taken, SENSE_RECORDS);
}

/* "encryption and signed URLs" */
static size_t take_means(const struct text *text, size_t at, struct said *said)
{
    size_t start = at;
    for (;;) {
        at = text_skip(text, at);
        size_t encryption = text_has(text, at, SENSE_ENCRYPTION);
        size_t url = text_has(text, at, SENSE_SIGNED_URL);
        if (encryption + url == 0)
            return 0;
        said->flags[FLAG_ENCRYPTION] = said->flags[FLAG_ENCRYPTION] || encryption > 0;
        said->flags[FLAG_SIGNED_URL] = said->flags[FLAG_SIGNED_URL] || url > 0;
        at += encryption > 0 ? encryption : url;
        size_t separator = text_separator(text, at);
        if (separator == 0)
            return at - start;
        size_t next = text_skip(text, at + separator);
        if (text_has(text, next, SENSE_ENCRYPTION) + text_has(text, next, SENSE_SIGNED_URL) == 0)
            return at - start;
        at = next;
    }
}

/* "only", but not that of "only after they are sent". */
static size_t only_of_people(const struct text *text, size_t at)
{
    static const char *const words[] = {"once", "when", "if", "after", "while"};
    size_t only = text_has(text, at, SENSE_ONLY);
    for (size_t i = 0; i < sizeof words / sizeof words[0] && at + only < text->count; i++)
        if (only > 0 && strcmp(text->units[at + only].text, words[i]) == 0)
            return 0;
    return text_has(text, at, SENSE_WHEN) > only ? 0 : only;
}

static size_t take_only(const struct text *text, size_t at, struct said *said)
{
    said->exclusive = true;
    return only_of_people(text, at);
}

static size_t take_only_that(const struct text *text, size_t at, struct said *said)
{
    if (said->mode == MODE_NEVER)
        return 0; /* "cannot view only their own visits" */
    said->mode = MODE_ONLY;
    return only_of_people(text, at);
}

static size_t take_none(const struct text *text, size_t at, struct said *said)
{
    size_t no = text_has(text, at, SENSE_NO);
    said->mode = MODE_NEVER;
    return no > 0 ? no : text_has(text, at, SENSE_NOT);
}

/* "No patient can delete a visit", and "not patients can" only in Chinese, where it is said so. */
static size_t take_no(const struct text *text, size_t at, struct said *said)
{
    size_t taken = take_none(text, at, said);
    bool is_other = taken > 0 && text_has(text, at, SENSE_NO) == 0;
    return is_other && text->units[at].kind != UNIT_CHARACTER ? 0 : taken;
}

static size_t take_exception(const struct text *text, size_t at, struct said *said)
{
    said->mode = MODE_NEVER;
    said->is_exception = true;
    return text_has(text, at, SENSE_EXCEPT);
}

/* "not ... anything but", "no ... other than those": only that. What goes on is for the form to say. */
static size_t take_but(const struct text *text, size_t at, struct said *said)
{
    size_t taken = take_mode(text, at, said);
    if (taken > 0 && said->mode == MODE_NEVER) {
        said->mode = MODE_ONLY;
        return taken;
    }
    return 0;
}

/* "no deliveries except those assigned to them" */
static size_t take_no_but(const struct text *text, size_t at, struct said *said)
{
    said->mode = MODE_ONLY;
    return text_has(text, at, SENSE_NO);
}

/* 除了 ... 以外,什麼都看不到: only that. */
static size_t take_except_only(const struct text *text, size_t at, struct said *said)
{
    said->mode = MODE_ONLY;
    return text_has(text, at, SENSE_EXCEPT);
}

/* "nor may they delete visits" */
static size_t take_nor(const struct text *text, size_t at, struct said *said)
{
    said->mode = MODE_NEVER;
    return text_has(text, at, SENSE_NOR);
}

static size_t take_nothing(const struct text *text, size_t at, struct said *said)
{
    said->mode = MODE_NEVER;
    return text_has(text, at, SENSE_NOTHING);
}

/* "nothing apart from their visits": only that */
static size_t take_nothing_but(const struct text *text, size_t at, struct said *said)
{
    said->mode = MODE_ONLY;
    return text_has(text, at, SENSE_NOTHING);
}

static size_t take_forbid(const struct text *text, size_t at, struct said *said)
{
    said->mode = MODE_NEVER;
    return text_has(text, at, SENSE_PREVENT);
}

static size_t take_never(const struct text *text, size_t at, struct said *said)
{
    size_t taken = take_mode(text, at, said);
    return said->mode == MODE_NEVER ? taken : 0;
}

static size_t take_nobody(const struct text *text, size_t at, struct said *said)
{
    struct subject *everyone = arena_alloc(text->arena, sizeof *everyone);
    size_t taken = text_has(text, at, SENSE_NOBODY);
    *everyone =
        (struct subject){.kind = PERSON_EVERYONE, .noun = "everyone", .words = {at, at + taken}};
    said->who = everyone;
    said->mode = MODE_NEVER;
    size_t other = taken > 0 ? text_has(text, at + taken, SENSE_OTHER) : 0;
    everyone->is_rest = other > 0;
    return taken + other;
}

/* "anyone" behind a ban: it is everybody's. */
static size_t take_nobody_else(const struct text *text, size_t at, struct said *said)
{
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    at = text_skip(text, at);
    size_t taken = text_person(text, at, &kind, &noun);
    said->flags[FLAG_NOBODY] = true;
    return kind == PERSON_EVERYONE ? taken : 0;
}

static size_t take_scope(const struct text *text, size_t at, struct said *said)
{
    return text_scope((struct text *)(uintptr_t)text, at, &said->scope);
}

static size_t take_values(const struct text *text, size_t at, struct said *said)
{
    struct condition_said *when = arena_alloc(text->arena, sizeof *when);
    size_t taken = text_values((struct text *)(uintptr_t)text, at, NULL, true, when);
    when->words = (struct stretch){at, at + taken};
    said->when = when;
    return taken;
}

/* ", and revoke it": something that they do, and no term. */
static bool takes_back(const struct text *text, size_t at)
{
    size_t joint = text_separator(text, at);
    if (joint == 0)
        return false;
    at = text_skip(text, at + joint);
    at = text_skip(text, at + text_has(text, at, SENSE_MAY));
    size_t revoke = text_has(text, at, SENSE_REVOKE);
    return revoke > 0 && text_has(text, text_skip(text, at + revoke), SENSE_THEM) > 0;
}

/* "within the scope of the consent and until it expires": how long and how far a grant reaches,
 * which its own fields say. */
static size_t take_grant_terms(const struct text *text, size_t at, struct said *said)
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
    bool tells = false;
    for (;;) {
        at = text_skip(text, at);
        if (takes_back(text, at))
            return tells ? at - start : 0;
        at += text_is_mark(text, at, ",") ? 1 : 0;
        size_t taken = 0;
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
            return tells ? at - start : 0;
        at += taken;
    }
}

/* 經患者同意後: on the strength of a grant that there is, and of none that ended. */
static size_t take_granted(const struct text *text, size_t at, struct said *said)
{
    size_t taken = take_grant_terms(text, at, said);
    return said->flags[FLAG_WITHOUT] ? 0 : taken;
}

/* 未經患者同意 */
static size_t take_ungranted(const struct text *text, size_t at, struct said *said)
{
    at = text_skip(text, at);
    size_t not_yet = text_has(text, at, SENSE_UNTIL);
    size_t none = text_has(text, at, SENSE_NOT);
    size_t taken = not_yet + none > 0 ? take_grant_terms(text, at, said) : 0;
    return said->flags[FLAG_WITHOUT] ? taken : 0;
}

static size_t take_when(const struct text *text, size_t at, struct said *said)
{
    return text_condition((struct text *)(uintptr_t)text, at, NULL, &said->when);
}

/* A pointer's name, "clinician", which the clause keeps as its states. */
static size_t take_field(const struct text *text, size_t at, struct said *said)
{
    const struct draft *draft = text->world->draft;
    size_t longest = 0;
    at = text_skip(text, at);
    for (size_t i = 0; at < text->count && i < draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        size_t taken = 0;
        const struct draft_field *field =
            class->model.builtin ? NULL : text_field(text, at, class, &taken);
        if (field && taken > longest) {
            longest = taken;
            said->states = field->model.name;
        }
    }
    size_t taken = 0;
    const struct draft_field *pointer =
        longest == 0 ? thing_pointer_at(text, at, NULL, &taken) : NULL;
    if (pointer)
        said->states = pointer->model.name;
    return longest > 0 ? longest : taken;
}

/* "times" in "the times of sessions": nothing more than what overlaps anyway. */
static size_t take_time(const struct text *text, size_t at, struct said *said)
{
    (void)said;
    bool is_time = at + 1 < text->count && strcmp(text->units[at].text, "時") == 0 &&
                   strcmp(text->units[at + 1].text, "間") == 0;
    return is_time ? 2 : 0;
}

/* "consent", as a class or by name. */
static size_t take_consent(const struct text *text, size_t at, struct said *said)
{
    size_t taken = 0;
    bool is_short = false;
    (void)said;
    at = text_skip(text, at);
    if (at < text->count && text_class(text, at, &taken, &is_short) &&
        taken > text_has(text, at, SENSE_CONSENT))
        return 0;
    return text_has(text, at, SENSE_CONSENT);
}

/* "pdf, png and jpeg": types of files, which the clause keeps as its states. */
static size_t take_types(const struct text *text, size_t at, struct said *said)
{
    static const char *const types[] = {"pdf",  "png",  "jpeg", "jpg",  "gif", "tiff", "tif",
                                        "webp", "heic", "dcm",  "mp4",  "mov", "mp3",  "wav",
                                        "m4a",  "csv",  "txt",  "docx", "xlsx"};
    size_t start = at;
    size_t end = at;
    const char *list = NULL;
    for (;;) {
        at = text_skip(text, at);
        const char *found = NULL;
        for (size_t i = 0; at < text->count && i < sizeof types / sizeof types[0]; i++)
            found = strcmp(text->units[at].text, types[i]) == 0 ? types[i] : found;
        if (!found)
            break;
        list = list ? arena_printf(text->arena, "%s|%s", list, found) : found;
        end = at + 1;
        /* "pdf or png": one of these each is */
        size_t separator = text_separator(text, end);
        separator +=
            separator == 0 && end < text->count && strcmp(text->units[end].text, "or") == 0 ? 1 : 0;
        if (separator == 0)
            break;
        at = end + separator;
    }
    said->states = list;
    return end - start;
}

/* The phrases that end at one place; they may skip empty words themselves. */
static const struct {
    const char *name;
    element_function *take;
} phrases[] = {
    {"MODE", take_mode},
    {"DURATION", duration_take},
    {"TRAIL", take_trail},
    {"MEANS", take_means},
    {"ONLY", take_only},
    {"ONLYTHAT", take_only_that},
    {"NO", take_no},
    {"NONE", take_none},
    {"EXCEPTION", take_exception},
    {"NOTHING", take_nothing},
    {"NOTHINGBUT", take_nothing_but},
    {"NEVERBUT", take_but},
    {"NONEBUT", take_no_but},
    {"EXCEPTONLY", take_except_only},
    {"NOR", take_nor},
    {"FORBID", take_forbid},
    {"NEVER", take_never},
    {"NOBODY", take_nobody},
    {"WHEN", take_when},
    {"FIELD", take_field},
    {"STATES", states_take},
    {"TYPES", take_types},
    {"SKIP", take_time},
    {"CONSENT", take_consent},
    {"SCOPE", take_scope},
    {"VALUES", take_values},
    {"GRANTTERMS", take_grant_terms},
    {"GRANTED", take_granted},
    {"UNGRANTED", take_ungranted},
    {"NOBODYELSE", take_nobody_else},
};

element_function *element_named(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
        if (strlen(phrases[i].name) == length && memcmp(phrases[i].name, name, length) == 0)
            return phrases[i].take;
    return NULL;
}
