/* elements.c - see elements.h. */
#include "prose/elements.h"

#include "prose/clause.h"
#include "prose/conditions.h"
#include "prose/durations.h"
#include "prose/grant_terms.h"
#include "prose/occasions.h"
#include "prose/people.h"
#include "prose/states.h"
#include "prose/things.h"
#include "prose/things_behind.h"
#include "prose/titles.h"

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

/* "but not while these are drafts": neither "no while" nor "without while" says so. */
static size_t take_not(const struct text *text, size_t at, struct said *said)
{
    bool is_not = at < text->count && strcmp(text->units[at].text, "without") != 0;
    said->mode = MODE_NEVER;
    return is_not ? text_has(text, at, SENSE_NOT) : 0;
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

/* "read and edit but never" delete visits: what is read stands behind what must not be done. */
static size_t take_but_never(const struct text *text, size_t at, struct said *said)
{
    struct said behind = *said;
    size_t start = at;
    at = text_skip(text, at);
    at = text_skip(text, at + (text_is_mark(text, at, ",") ? 1 : 0));
    size_t joint = text_has(text, at, SENSE_OTHERWISE);
    joint = joint > 0 ? joint : text_has(text, at, SENSE_AND);
    at = text_skip(text, at + joint);
    bool is_never = joint > 0 && take_mode(text, at, &behind) > 0 && behind.mode == MODE_NEVER;
    return is_never ? at - start : 0;
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

/* 就自己的 Visit, 對於 Visit: what it is about, of which the clause names fields. */
static size_t take_about(const struct text *text, size_t at, struct said *said)
{
    size_t regarding = text_has(text, at, SENSE_REGARDING);
    const struct thing_ends *things = text_things((struct text *)(uintptr_t)text, at + regarding);
    for (size_t i = 0; i < things->count && regarding > 0; i++) {
        said->scope = things->items[i].list;
        if (said->scope->kind == THING_CLASS && !said->scope->next)
            return things->items[i].end - at;
    }
    return 0;
}

static size_t take_values(const struct text *text, size_t at, struct said *said)
{
    struct condition_said *when = arena_alloc(text->arena, sizeof *when);
    size_t taken = text_values((struct text *)(uintptr_t)text, at, NULL, true, when);
    when->words = (struct stretch){at, at + taken};
    size_t then = at + taken + (taken > 0 && text_has(text, at + taken, SENSE_AFTER) > 1 ? 1 : 0);
    when->is_time = then < text->count && strcmp(text->units[then].text, "後") == 0;
    said->when = when;
    return taken;
}

/* 預約, 下單: a verb that says what is made as well. */
static size_t take_making(const struct text *text, size_t at, struct said *said)
{
    at = text_skip(text, at);
    size_t create = text_has(text, at, SENSE_CREATE);
    size_t book = text_has(text, at, SENSE_BOOK);
    size_t create_or_book = create > book ? create : book;
    size_t nominal = text_has(text, at, SENSE_NOMINAL);
    size_t taken = 0;
    bool is_short = false;
    struct draft_class *class = text_class(text, at, &taken, &is_short);
    bool is_made = class && (taken == create_or_book || taken == nominal) &&
                   text->units[at].kind == UNIT_CHARACTER;
    if (!is_made)
        return 0;
    struct act *act = arena_alloc(text->arena, sizeof *act);
    struct thing *thing = arena_alloc(text->arena, sizeof *thing);
    struct units verb = units_of_text(text->arena, "建立");
    *act = (struct act){.meaning = taken == nominal && taken > create_or_book
                                       ? lexicon_find(text->world->lexicon, verb.items, 2)
                                       : text_meaning(text, at, taken),
                        .words = {at, at + taken}};
    *thing = (struct thing){.kind = THING_CLASS, .class = class, .words = {at, at + taken}};
    said->acts = act;
    said->what = thing;
    return taken;
}

static size_t take_when(const struct text *text, size_t at, struct said *said)
{
    size_t taken = text_condition((struct text *)(uintptr_t)text, at, NULL, &said->when);
    /* 草稿的 Visit 除外: an exception of that class, and no condition on what else is named */
    bool is_exception = taken > 0 && said->when->class && said->when->negated &&
                        strcmp(text->units[at + taken - 1].text, "外") == 0;
    return is_exception ? 0 : taken;
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

/* 簽署時間: signedAt, of what is signed. */
static size_t take_when_field(const struct text *text, size_t at, struct said *said)
{
    static const char *const times[] = {"時間", "日期", "時點", "時刻"};
    struct condition_said value = {.negated = false};
    size_t taken = text_values((struct text *)(uintptr_t)text, at, NULL, true, &value);
    size_t end = at + taken;
    bool is_time = false;
    for (size_t i = 0; i < sizeof times / sizeof times[0] && taken > 0; i++)
        is_time = is_time || text_is_chinese(text, end, times[i]);
    if (!is_time || value.value_count != 1)
        return 0;
    said->states = arena_printf(text->arena, "%sAt", value.values[0]);
    return taken + 2;
}

/* "times" in "the times of sessions": nothing more than what overlaps anyway. */
static size_t take_time(const struct text *text, size_t at, struct said *said)
{
    static const char *const seconds[] = {"間", "段", "點"};
    (void)said;
    bool is_time = at + 1 < text->count && strcmp(text->units[at].text, "時") == 0;
    for (size_t i = 0; i < sizeof seconds / sizeof seconds[0] && is_time; i++)
        if (strcmp(text->units[at + 1].text, seconds[i]) == 0)
            return 2;
    return 0;
}

/* "consent", as a class or by name. */
static size_t take_consent(const struct text *text, size_t at, struct said *said)
{
    size_t taken = 0;
    bool is_short = false;
    (void)said;
    at = text_skip(text, at);
    const struct draft_class *class =
        at < text->count ? text_class(text, at, &taken, &is_short) : NULL;
    if (class && taken > text_has(text, at, SENSE_CONSENT)) /* ShareGrant */
        return !is_short && world_is_grant(text->world, class) ? taken : 0;
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
    {"NOT", take_not},
    {"EXCEPTION", take_exception},
    {"NOTHING", take_nothing},
    {"NOTHINGBUT", take_nothing_but},
    {"NEVERBUT", take_but},
    {"NONEBUT", take_no_but},
    {"EXCEPTONLY", take_except_only},
    {"NOR", take_nor},
    {"FORBID", take_forbid},
    {"NEVER", take_never},
    {"BUTNEVER", take_but_never},
    {"NOBODY", take_nobody},
    {"WHEN", take_when},
    {"FIELD", take_field},
    {"WHENFIELD", take_when_field},
    {"STATES", states_take},
    {"TYPES", take_types},
    {"SKIP", take_time},
    {"CONSENT", take_consent},
    {"SCOPE", take_scope},
    {"ABOUT", take_about},
    {"VALUES", take_values},
    {"GRANTTERMS", grant_terms_take},
    {"GRANTED", granted_take},
    {"MAKING", take_making},
    {"OCCASION", occasion_take},
    {"QUESTION", question_take},
    {"LABEL", title_take},
    {"UNGRANTED", ungranted_take},
    {"NOBODYELSE", take_nobody_else},
};

element_function *element_named(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
        if (strlen(phrases[i].name) == length && memcmp(phrases[i].name, name, length) == 0)
            return phrases[i].take;
    return NULL;
}
