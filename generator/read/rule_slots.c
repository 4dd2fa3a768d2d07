/* rule_slots.c - see rule_slots.h. Lists take all they can. */
#include "read/rule_slots.h"

#include <string.h>
#include <strings.h>

#define LENGTH_OF(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
    const char *word;
    unsigned operations;
} operation_words[] = {
    {"read", 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT},
    {"see", 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT},
    {"view", 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT},
    {"get", 1U << OPERATION_GET},
    {"find", 1U << OPERATION_FIND | 1U << OPERATION_COUNT},
    {"create", 1U << OPERATION_CREATE},
    {"update", 1U << OPERATION_UPDATE},
    {"delete", 1U << OPERATION_DELETE},
};

unsigned rule_operations_of(const char *word)
{
    for (size_t i = 0; i < LENGTH_OF(operation_words); i++)
        if (strcasecmp(operation_words[i].word, word) == 0)
            return operation_words[i].operations;
    return 0;
}

void matcher_note_misfit(struct rule_matcher *matcher, size_t at)
{
    if (at >= matcher->reached) {
        matcher->reached = at;
        matcher->expected = matcher->element;
    }
}

/* Adds the tokens from first to before end as one item of a list. */
static void add_item(struct rule_matcher *matcher, struct ast_value **list, size_t first,
                     size_t end)
{
    if (!matcher->captures)
        return;
    const struct rule_text *text = matcher->text;
    const struct token *last = &text->tokens[end - 1];
    size_t start = text->tokens[first].offset;
    size_t length = last->offset + last->length - start;
    struct ast_value *item = arena_alloc(text->arena, sizeof *item);
    item->name.text = arena_copy(text->arena, text->source->bytes + start, length);
    if (text->tokens[first].kind == TOKEN_QUOTED && end == first + 1)
        item->name.text = spec_unquoted(text->arena, text->source->bytes + start, length);
    item->name.span = span_of(text->source, start, length);
    while (*list)
        list = &(*list)->next;
    *list = item;
}

/* Each take_ function below takes one item of its kind from the text, adds it to the list and
 * returns how many tokens it took; 0: there is none. */
typedef size_t take_item(struct rule_matcher *matcher, size_t at, struct ast_value **list);

static size_t take_word(struct rule_matcher *matcher, size_t at, struct ast_value **list)
{
    if (!rule_text_is_name(matcher->text, at))
        return 0;
    add_item(matcher, list, at, at + 1);
    return 1;
}

static size_t take_role(struct rule_matcher *matcher, size_t at, struct ast_value **list)
{
    size_t first = rule_text_is_article(matcher->text, at) ? at + 1 : at;
    bool is_pair = rule_text_is_word(matcher->text, first, "signed-in", 9) &&
                   rule_text_is_word(matcher->text, first + 1, "users", 5);
    if (is_pair)
        first++;
    return take_word(matcher, first, list) == 0 ? 0 : first + 1 - at;
}

/* "String", or "Pointer to User". */
static size_t take_type(struct rule_matcher *matcher, size_t at, struct ast_value **list)
{
    static const char *const links[] = {"to", "of"};
    bool is_name_first = rule_text_is_name(matcher->text, at);
    bool has_target = rule_text_is_one_of(matcher->text, at + 1, links, LENGTH_OF(links)) &&
                      rule_text_is_name(matcher->text, at + 2);
    if (!is_name_first)
        return 0;
    add_item(matcher, list, at, at + (has_target ? 3 : 1));
    return has_target ? 3 : 1;
}

static size_t take_operation(struct rule_matcher *matcher, size_t at, struct ast_value **list)
{
    for (size_t i = 0; i < LENGTH_OF(operation_words); i++) {
        if (rule_text_is_word(matcher->text, at, operation_words[i].word,
                              strlen(operation_words[i].word))) {
            add_item(matcher, list, at, at + 1);
            return 1;
        }
    }
    return 0;
}

static size_t take_event(struct rule_matcher *matcher, size_t at, struct ast_value **list)
{
    static const char *const events[] = {"created", "updated", "deleted", "published"};
    if (!rule_text_is_one_of(matcher->text, at, events, LENGTH_OF(events)))
        return 0;
    add_item(matcher, list, at, at + 1);
    return 1;
}

/* "contact" or "profile.user". */
static size_t take_path(struct rule_matcher *matcher, size_t at, struct ast_value **list)
{
    size_t end = at;
    if (!rule_text_is_name(matcher->text, at))
        return 0;
    for (end++; rule_text_is_punctuation(matcher->text, end, '.') &&
                rule_text_is_name(matcher->text, end + 1);)
        end += 2;
    add_item(matcher, list, at, end);
    return end - at;
}

static size_t take_actor(struct rule_matcher *matcher, size_t at, struct ast_value **list)
{
    size_t article = rule_text_is_article(matcher->text, at) ? 1 : 0;
    size_t taken = take_path(matcher, at + article, list);
    return taken == 0 ? 0 : article + taken;
}

static size_t take_value(struct rule_matcher *matcher, size_t at, struct ast_value **list)
{
    const struct rule_text *text = matcher->text;
    bool is_literal = at < text->count && (text->tokens[at].kind == TOKEN_NUMBER ||
                                           text->tokens[at].kind == TOKEN_QUOTED);
    if (!is_literal && !rule_text_is_name(text, at))
        return 0;
    add_item(matcher, list, at, at + 1);
    return 1;
}

/* What stands between two items of a list: "," "|" "and" "or", or a comma with one of these. */
static size_t separator_length(const struct rule_text *text, size_t at)
{
    static const char *const words[] = {"and", "or"};
    size_t comma =
        rule_text_is_punctuation(text, at, ',') || rule_text_is_punctuation(text, at, '|') ? 1 : 0;
    return comma + (rule_text_is_one_of(text, at + comma, words, LENGTH_OF(words)) ? 1 : 0);
}

static size_t take_list(struct rule_matcher *matcher, size_t at, struct ast_value **list,
                        take_item *take)
{
    size_t start = at;
    size_t taken = take(matcher, at, list);
    while (taken > 0) {
        at += taken;
        while (*list)
            list = &(*list)->next;
        size_t separator = separator_length(matcher->text, at);
        taken = separator == 0 ? 0 : take(matcher, at + separator, list);
        if (separator > 0 && taken == 0)
            matcher_note_misfit(matcher, at + separator);
        at += taken == 0 ? 0 : separator;
    }
    return at - start;
}

/* "Message.status" */
static size_t take_property(struct rule_matcher *matcher, size_t at)
{
    struct ast_rule *rule = matcher->rule;
    if (!rule_text_is_name(matcher->text, at) ||
        !rule_text_is_punctuation(matcher->text, at + 1, '.'))
        return 0;
    if (!rule_text_is_name(matcher->text, at + 2))
        return 0;
    add_item(matcher, &rule->slots[SLOT_CLASSES], at, at + 1);
    add_item(matcher, &rule->slots[SLOT_TARGET], at + 2, at + 3);
    return 3;
}

/* "->" or the arrow's own sign. */
static size_t arrow_length(const struct rule_text *text, size_t at)
{
    if (rule_text_is_punctuation(text, at, '-') && rule_text_is_punctuation(text, at + 1, '>'))
        return 2;
    return rule_text_is_word(text, at, "→", strlen("→")) ? 1 : 0;
}

/* States between arrows, of which some may be alternatives: "a -> b or c". */
static size_t take_states(struct rule_matcher *matcher, size_t at)
{
    struct ast_value **list = &matcher->rule->slots[SLOT_STATES];
    size_t start = at;
    for (;;) {
        size_t taken = take_value(matcher, at, list);
        while (taken > 0 && rule_text_is_word(matcher->text, at + taken, "or", 2)) {
            size_t more = take_value(matcher, at + taken + 1, list);
            taken = more == 0 ? 0 : taken + 1 + more;
        }
        size_t arrow = taken == 0 ? 0 : arrow_length(matcher->text, at + taken);
        if (taken == 0)
            return 0;
        while (*list)
            list = &(*list)->next;
        at += taken;
        if (arrow == 0)
            return at - start;
        add_item(matcher, list, at, at + arrow);
        at += arrow;
    }
}

/* Adds the condition "FIELD is [not] VALUES" that begins at a token. */
static size_t take_condition(struct rule_matcher *matcher, size_t at,
                             struct ast_condition *condition)
{
    struct ast_value *field = NULL;
    if (take_word(matcher, at, &field) == 0 || !rule_text_is_word(matcher->text, at + 1, "is", 2))
        return 0;
    condition->negated = rule_text_is_word(matcher->text, at + 2, "not", 3);
    if (field)
        condition->field = field->name;
    size_t values = condition->negated ? 3 : 2;
    size_t taken = take_list(matcher, at + values, &condition->values, take_value);
    return taken == 0 ? 0 : values + taken;
}

/* "whose status is not draft and whose visibility is patient-only or shared" */
static size_t take_conditions(struct rule_matcher *matcher, size_t at)
{
    const struct rule_text *text = matcher->text;
    struct ast_condition **last = &matcher->rule->conditions;
    size_t start = at;
    while (rule_text_is_word(text, at, "whose", 5)) {
        struct ast_condition condition = {.negated = false};
        size_t taken = take_condition(matcher, at + 1, &condition);
        if (taken == 0)
            return 0;
        if (matcher->captures) {
            *last = arena_alloc(text->arena, sizeof condition);
            **last = condition;
            last = &(*last)->next;
        }
        at += 1 + taken;
        if (rule_text_is_word(text, at, "and", 3) && rule_text_is_word(text, at + 1, "whose", 5))
            at++;
    }
    return at - start;
}

static size_t take_duration(struct rule_matcher *matcher, size_t at)
{
    static const char *const units[] = {"minute", "minutes", "hour",   "hours", "day",
                                        "days",   "month",   "months", "year",  "years"};
    const struct rule_text *text = matcher->text;
    if (at >= text->count || text->tokens[at].kind != TOKEN_NUMBER ||
        !rule_text_is_one_of(text, at + 1, units, LENGTH_OF(units)))
        return 0;
    add_item(matcher, &matcher->rule->slots[SLOT_NUMBER], at, at + 1);
    add_item(matcher, &matcher->rule->slots[SLOT_UNIT], at + 1, at + 2);
    return 2;
}

size_t matcher_take_slot(struct rule_matcher *matcher, const char *name, size_t length, size_t at)
{
    static const struct {
        const char *name;
        take_item *take;
        enum rule_slot slot;
        bool is_list;
    } lists[] = {
        {"ROLES", take_role, SLOT_ROLES, true},
        {"OPERATIONS", take_operation, SLOT_OPERATIONS, true},
        {"CLASSES", take_word, SLOT_CLASSES, true},
        {"FIELDS", take_path, SLOT_FIELDS, true},
        {"ACTORS", take_actor, SLOT_ACTORS, true},
        {"VALUES", take_value, SLOT_VALUES, true},
        {"REACHED", take_value, SLOT_REACHED, true},
        {"EVENT", take_event, SLOT_EVENT, true},
        {"TRIGGER", take_word, SLOT_TRIGGER, false},
        {"FROM", take_word, SLOT_FROM, false},
        {"TO", take_word, SLOT_TO, false},
        {"TYPE", take_type, SLOT_TYPE, false},
        {"PATIENTS", take_word, SLOT_PATIENTS, false},
        {"NAME", take_word, SLOT_NAME, false},
        {"TARGET", take_word, SLOT_TARGET, false},
        {"UNTIL", take_word, SLOT_UNTIL, true},
        {"GRANT", take_word, SLOT_GRANT, false},
        {"RECORDS", take_word, SLOT_RECORDS, true},
    };
    static const struct {
        const char *name;
        size_t (*take)(struct rule_matcher *matcher, size_t at);
    } others[] = {
        {"PROPERTY", take_property},
        {"STATES", take_states},
        {"CONDITIONS", take_conditions},
        {"DURATION", take_duration},
    };
    for (size_t i = 0; i < LENGTH_OF(lists); i++) {
        if (strlen(lists[i].name) == length && memcmp(lists[i].name, name, length) == 0) {
            struct ast_value **list = &matcher->rule->slots[lists[i].slot];
            *list = NULL;
            return lists[i].is_list ? take_list(matcher, at, list, lists[i].take)
                                    : lists[i].take(matcher, at, list);
        }
    }
    for (size_t i = 0; i < LENGTH_OF(others); i++)
        if (strlen(others[i].name) == length && memcmp(others[i].name, name, length) == 0)
            return others[i].take(matcher, at);
    return 0;
}
