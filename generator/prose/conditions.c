/* conditions.c - phrases for which objects of a class are meant: "whose status is final", "once they
 * are published", "unless cancelled". See text.h. */
#include "prose/conditions.h"

#include "prose/people.h"
#include "prose/subjects.h"

#include <string.h>

/* "published" and "draft" can be said of any class: of those without such a value they mean whether
 * they are published at all (compose.h). */
static const char *publication(const struct text *text, size_t at, size_t *taken)
{
    *taken = text_has(text, at, SENSE_DRAFT);
    if (*taken > 0)
        return "draft";
    *taken = text_has(text, at, SENSE_PUBLISH);
    /* "unless publish them": what is done, and no state */
    if (*taken == 1 && strcmp(text->units[at].text, "publish") == 0)
        *taken = 0;
    return *taken > 0 ? "published" : NULL;
}

/* A Boolean that a word names: "read" names isRead, 已讀, too. */
static const struct draft_field *boolean_named(const struct text *text, size_t at,
                                               const struct draft_class *class, size_t *taken)
{
    bool is_chinese = text->units[at].kind == UNIT_CHARACTER;
    *taken = 1;
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        if (field->type.kind != FIELD_BOOLEAN)
            continue;
        const char *words = world_name(text->world, field->model.name);
        if (strncmp(words, "is ", 3) == 0)
            words += 3;
        if (strcmp(words, text->units[at].text) == 0)
            return field;
        *taken = is_chinese
                     ? world_says(text->world, words, &text->units[at], text->count - at, false)
                     : 0;
        if (*taken > 0)
            return field;
        *taken = 1;
    }
    return NULL;
}

static const char *one_value(const struct text *text, size_t at, const struct draft_class *class,
                             bool by_verb, size_t *taken, const char **field)
{
    const struct draft *draft = text->world->draft;
    *taken = 0;
    if (at >= text->count || text->units[at].kind == UNIT_MARK)
        return NULL;
    for (size_t i = 0; i < draft->classes.count; i++) {
        const struct draft_class *candidate = draft_class_at(draft, i);
        if (candidate->model.builtin || (class && candidate != class))
            continue;
        struct draft_field *found = NULL;
        const char *value = world_value(text->world, candidate, &text->units[at], text->count - at,
                                        by_verb, taken, &found);
        if (value) {
            *field = class ? found->model.name : NULL;
            return value;
        }
        const struct draft_field *boolean = boolean_named(text, at, candidate, taken);
        if (boolean) {
            *field = boolean->model.name;
            return "true";
        }
    }
    *field = NULL;
    return publication(text, at, taken);
}

/* 已釋出（released）: the value again, in the other language. */
static size_t value_again(const struct text *text, size_t at, const struct draft_class *class,
                          const char *value)
{
    size_t taken = 0;
    const char *field = NULL;
    if (!text_is_mark(text, at, "("))
        return 0;
    const char *again = one_value(text, at + 1, class, false, &taken, &field);
    bool is_same = again && strcmp(again, value) == 0;
    return is_same && text_is_mark(text, at + 1 + taken, ")") ? taken + 2 : 0;
}

/* Whether an English participle, "cancelled", ends before a place. */
static bool is_participle(const struct text *text, size_t end)
{
    if (end == 0 || end > text->count || text->units[end - 1].kind != UNIT_WORD)
        return false;
    const char *word = text->units[end - 1].text;
    size_t length = strlen(word);
    return length > 3 && strcmp(word + length - 2, "ed") == 0;
}

/* 獲確認或被取消 */
static size_t chinese_be(const struct text *text, size_t at)
{
    if (at >= text->count || text->units[at].kind != UNIT_CHARACTER)
        return 0;
    size_t be = text_has(text, at, SENSE_BE);
    return be > 0 ? be : text_has(text, at, SENSE_HAVE);
}

size_t text_values(struct text *text, size_t at, const struct draft_class *class, bool by_verb,
                   struct condition_said *condition)
{
    enum { MOST = sizeof condition->values / sizeof condition->values[0] };
    size_t start = at;
    size_t end = at;
    for (;;) {
        size_t taken = 0;
        const char *field = NULL;
        at = text_skip(text, at);
        at += text_has(text, at, SENSE_ALL);
        at += condition->value_count > 0 ? chinese_be(text, at) : 0;
        /* "as received and evaluate them": behind a participle a bare verb is another clause's. */
        bool is_verb = by_verb && !(condition->value_count > 0 && is_participle(text, end));
        const char *value = one_value(
            text, at, class, is_verb || (by_verb && is_participle(text, at + 1)), &taken, &field);
        if (!value || condition->value_count == MOST)
            return end - start;
        /* 定稿,定稿後: the second one is of something else that is said */
        for (size_t i = 0; i < condition->value_count; i++)
            if (strcmp(condition->values[i], value) == 0)
                return end - start;
        condition->field = field;
        condition->values[condition->value_count++] = value;
        end = at + taken;
        end += value_again(text, end, class, value);
        size_t separator = text_separator(text, end);
        if (separator == 0)
            return end - start;
        at = end + separator;
    }
}

size_t text_value(struct text *text, size_t at, struct condition_said *condition)
{
    size_t taken = 0;
    const char *field = NULL;
    const char *value = one_value(text, text_skip(text, at), NULL, false, &taken, &field);
    if (!value)
        return 0;
    condition->values[condition->value_count++] = value;
    return text_skip(text, at) + taken - at;
}

/* A negation of what is so: "not", "no longer", "without being", but not that of "they without have". */
static size_t negation_of_state(const struct text *text, size_t at)
{
    size_t taken = text_has(text, at, SENSE_NOT);
    if (taken == 0 || strcmp(text->units[at].text, "without") != 0)
        return taken;
    const char *next = at + 1 < text->count ? text->units[at + 1].text : "";
    return strcmp(next, "being") == 0 || strcmp(next, "having") == 0 ? taken : 0;
}

/* "after it has never been issued": nothing that could become so. */
static bool is_never_yet(const struct text *text, size_t first, size_t end)
{
    static const char *const words[] = {"after", "once", "soon", "upon", NULL};
    bool becomes = false;
    bool never = false;
    for (size_t at = first; at < end; at++) {
        for (size_t i = 0; words[i]; i++)
            becomes = becomes || strcmp(text->units[at].text, words[i]) == 0;
        never = never || strcmp(text->units[at].text, "never") == 0;
    }
    return becomes && never;
}

/* Whether one of some words, the last of them NULL, stands in a stretch. */
static bool has_word(const struct text *text, size_t first, size_t end, const char *const *words)
{
    for (size_t at = first; at < end && at < text->count; at++)
        for (size_t i = 0; words[i]; i++)
            if (strcmp(text->units[at].text, words[i]) == 0)
                return true;
    return false;
}

/* Whether it is said of what was so once: "once signed", "have been signed"; "not yet", "while not signed". */
static bool is_of_time(const struct text *text, struct stretch when, size_t end, bool negated)
{
    static const char *const then[] = {"once", "after", "soon", "upon", "following", "moment",
                                       "經",   "旦",    "待",   "等",   NULL};
    static const char *const so_far[] = {"yet", "have", "has", "been", "尚", "還", NULL};
    static const char *const lasting[] = {"while", "long", NULL};
    bool becomes = has_word(text, when.first, when.end, then);
    return negated ? !becomes && (has_word(text, when.first, when.end, lasting) ||
                                  has_word(text, when.first, end, so_far))
                   : becomes || has_word(text, when.first, end, so_far);
}

/* "(have) (been|are|is) (not|still)" before a value. */
size_t text_verb_before_value(const struct text *text, size_t at, bool *negated)
{
    size_t start = at;
    /* "that's", "it's" */
    at += at > 0 && at < text->count && strcmp(text->units[at].text, "'s") == 0 ? 1 : 0;
    for (size_t taken = 1; taken > 0; at += taken) {
        at = text_skip(text, at);
        taken = text_has(text, at, SENSE_HAVE);
        taken = taken > 0 ? taken : text_has(text, at, SENSE_BE);
        if (taken == 0) {
            taken = negation_of_state(text, at);
            *negated = taken > 0 ? !*negated : *negated;
        }
        /* "as long as it is only requested" */
        bool is_only = taken == 0 && at > start && at < text->count && !*negated &&
                       (strcmp(text->units[at].text, "only") == 0 ||
                        strcmp(text->units[at].text, "merely") == 0);
        taken += is_only ? 1 : 0;
    }
    return at - start;
}

/* "whose status is final", "with the status final" */
static size_t by_field(struct text *text, size_t at, const struct draft_class *class,
                       struct condition_said *condition)
{
    size_t start = at;
    size_t whose = text_has(text, at, SENSE_WHOSE);
    if (!class || at >= text->count)
        return 0;
    at = text_skip(text, at + whose);
    at += text_has(text, at, SENSE_THEIR);
    size_t taken = 0;
    const struct draft_field *field = at < text->count ? text_field(text, at, class, &taken) : NULL;
    if (!field)
        return 0;
    at += taken;
    size_t verb = text_verb_before_value(text, at, &condition->negated);
    if (verb + whose == 0)
        return 0;
    size_t values = text_truth(text, at + verb, field, condition);
    values = values > 0 ? values : text_values(text, at + verb, class, false, condition);
    if (values == 0 || !condition->field || strcmp(condition->field, field->model.name) != 0)
        return 0;
    return at + verb + values - start;
}

/* 在定稿前, 定稿之前 and 在定稿後: before and after it is final, which the last word says. */
static size_t chinese_frame(struct text *text, size_t at, const struct draft_class *class,
                            struct condition_said *condition)
{
    static const char *const ends[] = {"前", "以前", "之前", "後", "以後", "之後"};
    size_t until = text_has(text, at, SENSE_UNTIL);
    size_t start = at;
    if (at >= text->count || text->units[at].kind != UNIT_CHARACTER)
        return 0;
    /* 未經藥師審核通過: as long as it is not approved, which only those do who take that step */
    bool is_not_yet =
        until > 0 &&
        (strcmp(text->units[at].text, "未") == 0 || strcmp(text->units[at].text, "尚") == 0 ||
         strcmp(text->units[at].text, "還") == 0 || strcmp(text->units[at].text, "沒") == 0);
    at = text_skip(text, at + until);
    if (is_not_yet) {
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        at += text_person(text, at, &kind, &noun);
        struct condition_said not_yet = {.negated = true, .is_time = true};
        size_t taken = text_values(text, at, class, true, &not_yet);
        if (taken > 0)
            *condition = not_yet;
        at += taken;
        /* 未簽署的除外: all but those that are not so */
        size_t of = text_has(text, at, SENSE_OF);
        of = of > 0 ? of : text_has(text, at, SENSE_WHO);
        size_t except = taken > 0 ? text_has(text, at + of, SENSE_EXCEPT) : 0;
        condition->negated = condition->negated && except == 0;
        at += except > 0 ? of + except : 0;
        /* 沒交付之前 */
        for (size_t i = 0; i < 3 && taken > 0; i++)
            if (text_is_chinese(text, at, ends[i]))
                return at + strlen(ends[i]) / 3 - start;
        return taken > 0 ? at - start : 0;
    }
    struct condition_said said = {.negated = false};
    size_t values = text_values(text, at, class, true, &said);
    if (values == 0) { /* 在回診完成之前: of the class that it is about */
        size_t length = 0;
        bool is_short = false;
        const struct draft_class *named =
            at < text->count ? text_class(text, at, &length, &is_short) : NULL;
        bool is_named = named && (!class || class == named);
        values = is_named ? text_values(text, at + length, named, true, &said) : 0;
        said.class = values > 0 ? named : NULL;
        at += values > 0 ? length : 0;
    }
    if (values == 0) { /* 在醫生簽署之前: which only those do who take that step */
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        size_t person = text_person(text, at, &kind, &noun);
        at = person > 0 ? text_skip(text, at + person) : at;
        values = person > 0 ? text_values(text, at, class, true, &said) : 0;
    }
    if (values == 0)
        return 0;
    at += values;
    /* 定稿後 without 在 before it goes on with what happens then. */
    for (size_t i = 0; i < (until > 0 ? sizeof ends / sizeof ends[0] : 3); i++) {
        if (!text_is_chinese(text, at, ends[i]))
            continue;
        said.negated = i < 3;
        said.is_time = true;
        *condition = said;
        return at + strlen(ends[i]) / 3 - start;
    }
    return 0;
}

/* "submission", "approval", "signing": what happens, as a noun */
static bool is_noun_of_event(const struct text *text, size_t at)
{
    static const char *const ends[] = {"ion", "al", "ment", "ing"};
    const char *word =
        at < text->count && text->units[at].kind == UNIT_WORD ? text->units[at].text : "";
    size_t length = strlen(word);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t end = strlen(ends[i]);
        if (length > end + 3 && strcmp(word + length - end, ends[i]) == 0)
            return true;
    }
    return false;
}

/* ", a physicist checks it": a step that somebody takes, at a place. */
static bool is_step_behind(struct text *text, size_t at)
{
    const struct subject_ends *who =
        text_is_mark(text, at, ",") ? text_subjects(text, text_skip(text, at + 1)) : NULL;
    for (size_t i = 0; who && i < who->count; i++) {
        size_t taken = 0;
        const char *field = NULL;
        if (one_value(text, text_skip(text, who->items[i].end), NULL, true, &taken, &field) &&
            !field)
            return true;
    }
    return false;
}

/* "the draft is ready": what is a draft, of which "ready" says no more where it is no value. */
static size_t draft_is_ready(struct text *text, size_t at, struct condition_said *condition)
{
    static const char *const words[] = {"ready", "finished", "complete", "written", NULL};
    size_t draft = text_has(text, at, SENSE_DRAFT);
    size_t be = draft > 0 ? text_has(text, at + draft, SENSE_BE) : 0;
    size_t end = at + draft + be;
    size_t taken = 0;
    const char *field = NULL;
    bool is_ready = be == 1 && end < text->count && has_word(text, end, end + 1, words) && at > 0 &&
                    strcmp(text->units[at - 1].text, "the") == 0;
    if (!is_ready || one_value(text, end, NULL, false, &taken, &field) ||
        !is_step_behind(text, end + 1))
        return 0;
    condition->values[condition->value_count++] = "draft";
    return draft + be + 1;
}

/* 已取消的除外, behind values that end at a place: but for those that are so. How many units from the start; 0: none. */
static size_t except_behind_values(const struct text *text, size_t start, size_t end,
                                   const struct draft_class *class,
                                   struct condition_said *condition)
{
    size_t except = text_except_behind(text, end, class, &condition->class);
    condition->negated = !condition->negated; /* 未取消的除外: but for those that are not so */
    return except > 0 ? end + except - start : 0;
}

/* "that are final", "once they have been released", "unless cancelled", "if not final" */
static size_t by_value(struct text *text, size_t at, const struct draft_class *class,
                       struct condition_said *condition)
{
    size_t start = at;
    size_t unless = text_has(text, at, SENSE_UNLESS);
    size_t until = text_has(text, at, SENSE_UNTIL);
    size_t when = text_has(text, at, SENSE_WHEN);
    size_t who = text_has(text, at, SENSE_WHO);
    size_t frame = chinese_frame(text, at, class, condition);
    if (frame > 0 || (until > 0 && text->units[at].kind == UNIT_CHARACTER))
        return frame;
    if (unless + until > 0) {
        condition->negated = true;
        at += unless > 0 ? unless : until;
    } else if (when + who > 0) {
        at += when > 0 ? when : who;
    }
    /* "estimates in draft" */
    bool is_in = at == start && at < text->count && strcmp(text->units[at].text, "in") == 0;
    at += is_in ? 1 : 0;
    bool is_linked = at > start;
    at = text_skip(text, at);
    size_t ready = when > 0 && unless + until == 0 ? draft_is_ready(text, at, condition) : 0;
    if (ready > 0)
        return at + ready - start;
    size_t them = text_has(text, at, SENSE_THEM);
    bool is_one =
        is_linked && at < text->count &&
        (strcmp(text->units[at].text, "one") == 0 || strcmp(text->units[at].text, "either") == 0);
    at = text_skip(text, at + (is_one ? 1 : them));
    /* "unless one of them is cancelled" */
    size_t of_them = is_one ? text_has(text, at, SENSE_OF) : 0;
    of_them += of_them > 0 ? text_has(text, at + of_them, SENSE_THEM) : 0;
    at += of_them > 1 ? of_them : 0;
    /* "while a job is requested": of the class that it is about */
    size_t head = 0;
    bool by_last = false;
    const struct draft_class *named = is_linked && unless + until + when > 0 && them == 0 &&
                                              at < text->count && text->units[at].kind == UNIT_WORD
                                          ? text_class(text, at, &head, &by_last)
                                          : NULL;
    bool is_named = named && (!class || class == named) &&
                    text_has(text, text_skip(text, at + head), SENSE_BE) +
                            text_has(text, text_skip(text, at + head), SENSE_HAVE) >
                        0;
    at = is_named ? text_skip(text, at + head) : at;
    class = is_named ? named : class;
    condition->class = is_named ? named : condition->class;
    size_t verb = text_verb_before_value(text, at, &condition->negated);
    /* 一旦付清: once it is paid */
    bool by_verb = is_linked && when > 0 && text->units[start].kind == UNIT_CHARACTER;
    /* 未取消的 */
    by_verb = by_verb || (!is_linked && verb > 0 && condition->negated &&
                          text->units[start].kind == UNIT_CHARACTER);
    /* "prior to triage", of what is triaged */
    bool is_bare = verb + them == 0 && !is_named;
    by_verb = by_verb || (until > 0 && is_bare);
    /* "after submission", of what is submitted */
    by_verb = by_verb || (when > 0 && is_bare && is_noun_of_event(text, at));
    size_t values = text_values(text, at + verb, class, by_verb, condition);
    condition->is_time =
        until > 0 || (unless == 0 && is_of_time(text, (struct stretch){start, start + when},
                                                at + verb + values, condition->negated));
    /* 狀態為草稿者除外 is of the field that is named, see text_state_except() */
    bool is_of_field = verb > 0 && start > 0 && text->units[start - 1].kind != UNIT_MARK;
    if (!is_linked)
        return values == 0 || is_of_field
                   ? 0
                   : except_behind_values(text, start, at + verb + values, class, condition);
    return values == 0 || is_never_yet(text, start, at + verb) ? 0 : at + verb + values - start;
}

size_t text_condition(struct text *text, size_t at, const struct draft_class *class,
                      const struct condition_said **condition)
{
    struct condition_said said = {.negated = false};
    size_t only = text_has(text, at, SENSE_ONLY);
    size_t start = at;
    at = text_skip(text, at + only);
    size_t taken = text_state_while(text, at, class, &said);
    if (taken == 0)
        taken = text_state_except(text, at, class, &said);
    if (taken == 0)
        taken = by_field(text, at, class, &said);
    if (taken == 0) {
        said = (struct condition_said){.negated = false};
        taken = by_value(text, at, class, &said);
    }
    if (taken == 0)
        return 0;
    said.words = (struct stretch){start, at + taken};
    struct condition_said *kept = arena_alloc(text->arena, sizeof *kept);
    *kept = said;
    *condition = kept;
    return at + taken - start;
}
