/* conditions_state.c - what a field is, in Chinese: 狀態為草稿的報告, 報告的狀態為草稿時; see conditions.h. */
#include "prose/conditions.h"

#include <string.h>

/* 變為, 從草稿改為: how a field comes to a value. */
static size_t change_to_value(struct text *text, size_t at, const struct draft_class *class)
{
    size_t from = text_has(text, at, SENSE_FROM);
    struct condition_said said = {.negated = false};
    size_t value = from > 0 ? text_values(text, at + from, class, false, &said) : 0;
    size_t start = at;
    at += value > 0 ? from + value : 0;
    size_t go = text_has(text, at, SENSE_GO);
    size_t mark = text_has(text, at, SENSE_MARK_AS);
    size_t verb = go > mark ? go : mark;
    return verb > 0 ? at + verb - start : 0;
}

size_t text_truth(const struct text *text, size_t at, const struct draft_field *field,
                  struct condition_said *condition)
{
    static const char *const truths[][2] = {{"真", "true"},     {"是", "true"},  {"true", "true"},
                                            {"yes", "true"},    {"假", "false"}, {"否", "false"},
                                            {"false", "false"}, {"no", "false"}};
    for (size_t i = 0; i < sizeof truths / sizeof truths[0] && at < text->count; i++) {
        if (field->type.kind != FIELD_BOOLEAN || strcmp(text->units[at].text, truths[i][0]) != 0)
            continue;
        condition->field = field->model.name;
        condition->values[0] = truths[i][1];
        condition->value_count = 1;
        return 1;
    }
    return 0;
}

/* 狀態為已簽署, status 從 draft 改為 signed: a field of the class and its values, without what comes behind. */
static size_t field_is_value(struct text *text, size_t at, const struct draft_class *class,
                             struct condition_said *condition)
{
    size_t length = 0;
    size_t start = at;
    const struct draft_field *field = at < text->count && text->units[at].kind != UNIT_MARK
                                          ? text_field(text, at, class, &length)
                                          : NULL;
    if (!field || at + length >= text->count || text->units[at + length].kind != UNIT_CHARACTER)
        return 0;
    at += length;
    size_t verb = text_verb_before_value(text, at, &condition->negated);
    verb = verb > 0 ? verb : change_to_value(text, at, class);
    size_t values = verb > 0 ? text_truth(text, at + verb, field, condition) : 0;
    values =
        values > 0 || verb == 0 ? values : text_values(text, at + verb, class, false, condition);
    bool is_of_field =
        values > 0 && condition->field && strcmp(condition->field, field->model.name) == 0;
    return is_of_field ? at + verb + values - start : 0;
}

/* The same of the class, or, where there is none, of the first one that has it. */
static size_t state_of_some(struct text *text, size_t at, const struct draft_class *class,
                            struct condition_said *condition)
{
    const struct draft *draft = text->world->draft;
    if (class)
        return field_is_value(text, at, class, condition);
    for (size_t i = 0; i < draft->classes.count; i++) {
        const struct draft_class *candidate = draft_class_at(draft, i);
        struct condition_said said = {.negated = false};
        size_t taken = candidate->model.builtin ? 0 : field_is_value(text, at, candidate, &said);
        if (taken == 0)
            continue;
        *condition = said;
        bool is_truth = strcmp(said.values[0], "true") == 0 || strcmp(said.values[0], "false") == 0;
        condition->field = is_truth ? said.field : NULL; /* else it goes by the value */
        return taken;
    }
    return 0;
}

size_t text_state_before(struct text *text, size_t at, const struct draft_class *class,
                         struct condition_said *condition)
{
    return field_is_value(text, at, class, condition);
}

size_t text_state_while(struct text *text, size_t at, const struct draft_class *class,
                        struct condition_said *condition)
{
    static const char *const before[] = {"之前", "以前", "前"};
    size_t start = at;
    struct condition_said said = {.negated = false};
    size_t when = text_has(text, at, SENSE_WHEN);
    bool is_when = when > 0 && text->units[at].kind == UNIT_CHARACTER;
    at = text_skip(text, at + when);
    size_t taken = state_of_some(text, at, class, &said);
    at += taken;
    size_t end = taken > 0 ? text_has(text, at, SENSE_WHILE) : 0;
    end = end > 0 || taken == 0 ? end : text_has(text, at, SENSE_SINCE);
    for (size_t i = 0; taken > 0 && end == 0 && i < sizeof before / sizeof before[0]; i++) {
        if (!text_is_chinese(text, at, before[i]))
            continue;
        end = strlen(before[i]) / 3;
        said.negated = !said.negated;
    }
    /* 須待狀態為已簽署, */
    bool is_framed = is_when && taken > 0 && text_is_mark(text, at, ",");
    if (end == 0 && !is_framed)
        return 0;
    *condition = said;
    return at + end - start;
}

size_t text_except_behind(const struct text *text, size_t at, const struct draft_class *class,
                          const struct draft_class **which)
{
    size_t length = 0;
    bool is_short = false;
    size_t of = text_has(text, at, SENSE_OF);
    size_t who = of > 0 ? 0 : text_has(text, at, SENSE_WHO);
    size_t end = text_skip(text, at + of + who);
    if (end >= text->count)
        return 0;
    const struct draft_class *named = of > 0 && text->units[at].kind == UNIT_CHARACTER
                                          ? text_class(text, end, &length, &is_short)
                                          : NULL;
    if (named && class && named != class)
        return 0; /* of something else than what was named before */
    end = named ? text_skip(text, end + length) : end;
    size_t except = text_has(text, end, SENSE_EXCEPT);
    if (except == 0 || text->units[end].kind != UNIT_CHARACTER)
        return 0;
    *which = named ? named : *which;
    return end + except - at;
}

/* What is left out by a state, 狀態為草稿者除外, as a class is named behind it or not. */
size_t text_state_except(struct text *text, size_t at, const struct draft_class *class,
                         struct condition_said *condition)
{
    struct condition_said said = {.negated = false};
    size_t taken = state_of_some(text, at, class, &said);
    bool is_chinese = at + taken < text->count && text->units[at + taken].kind == UNIT_CHARACTER;
    said.class = NULL;
    size_t except =
        taken > 0 && is_chinese ? text_except_behind(text, at + taken, class, &said.class) : 0;
    if (except == 0)
        return 0;
    said.negated = !said.negated;
    *condition = said;
    return taken + except;
}
