/* rule_match.c - see rule_match.h. A pattern is followed token by token. What may be left out is
 * tried first as there and then as missing; lists take all they can. */
#include "read/rule_match.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define LENGTH_OF(table) (sizeof(table) / sizeof((table)[0]))

enum { LONGEST_WORD = 40 };

struct matcher {
    const struct rule_text *text;
    struct ast_rule *rule;
    bool captures;        /* false: it only looks whether the pattern fits, and allocates nothing */
    const char *element;  /* of the pattern, that is being followed */
    size_t reached;       /* the last token that did not fit */
    const char *expected; /* the element that it did not fit */
};

/* Words that belong to forms and can be no name in a list. */
static const char *const reserved[] = {
    "and",    "or",    "can",  "of",      "their",  "own",   "only",  "is",
    "are",    "its",   "it",   "lets",    "when",   "by",    "with",  "whose",
    "within", "until", "goes", "becomes", "keep",   "keeps", "audit", "notify",
    "the",    "a",     "an",   "not",     "covers", "all",   "every", "any",
};

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

struct rule_text rule_text_of(struct arena *arena, struct span sentence)
{
    struct token_list list =
        spec_lex(arena, sentence.source, sentence.offset, sentence.offset + sentence.length);
    struct token *tokens = list.tokens;
    size_t count = 0;
    for (size_t i = 0; i < list.count; i++)
        if (tokens[i].kind != TOKEN_LINE_END && tokens[i].kind != TOKEN_END)
            tokens[count++] = tokens[i];
    while (count > 0 && tokens[count - 1].kind == TOKEN_PUNCTUATION &&
           tokens[count - 1].punctuation == '.')
        count--;
    return (struct rule_text){
        .arena = arena, .source = sentence.source, .tokens = tokens, .count = count};
}

/* Whether the token is that word, whatever its case. */
static bool is_word(const struct rule_text *text, size_t at, const char *word, size_t length)
{
    return at < text->count && text->tokens[at].kind == TOKEN_WORD &&
           text->tokens[at].length == length &&
           strncasecmp(text->source->bytes + text->tokens[at].offset, word, length) == 0;
}

/* Whether the token is one of the words, as they are written: "A" may well be a class. */
static bool is_exactly_one_of(const struct rule_text *text, size_t at, const char *const *words,
                              size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_word(text, at, words[i], strlen(words[i])) &&
            memcmp(text->source->bytes + text->tokens[at].offset, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

static bool is_one_of(const struct rule_text *text, size_t at, const char *const *words,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_word(text, at, words[i], strlen(words[i])))
            return true;
    return false;
}

static bool is_article(const struct rule_text *text, size_t at)
{
    static const char *const articles[] = {"a", "an", "the", "each", "every"};
    return at == 0 ? is_one_of(text, at, articles, LENGTH_OF(articles))
                   : is_exactly_one_of(text, at, articles, LENGTH_OF(articles));
}

static bool is_punctuation(const struct rule_text *text, size_t at, char punctuation)
{
    return at < text->count && text->tokens[at].kind == TOKEN_PUNCTUATION &&
           text->tokens[at].punctuation == punctuation;
}

static bool is_name(const struct rule_text *text, size_t at)
{
    return at < text->count && text->tokens[at].kind == TOKEN_WORD &&
           !is_exactly_one_of(text, at, reserved, LENGTH_OF(reserved));
}

/* Adds the tokens from first to before end as one item of a list. */
static void add_item(struct matcher *matcher, struct ast_value **list, size_t first, size_t end)
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

static void note_misfit(struct matcher *matcher, size_t at)
{
    if (at >= matcher->reached) {
        matcher->reached = at;
        matcher->expected = matcher->element;
    }
}

/* Each take_ function below takes one item of its kind from the text, adds it to the list and
 * returns how many tokens it took; 0: there is none. */
typedef size_t take_item(struct matcher *matcher, size_t at, struct ast_value **list);

static size_t take_word(struct matcher *matcher, size_t at, struct ast_value **list)
{
    if (!is_name(matcher->text, at))
        return 0;
    add_item(matcher, list, at, at + 1);
    return 1;
}

static size_t take_role(struct matcher *matcher, size_t at, struct ast_value **list)
{
    size_t first = is_article(matcher->text, at) ? at + 1 : at;
    bool is_pair = is_word(matcher->text, first, "signed-in", 9) &&
                   is_word(matcher->text, first + 1, "users", 5);
    if (is_pair)
        first++;
    return take_word(matcher, first, list) == 0 ? 0 : first + 1 - at;
}

/* "String", or "Pointer to User". */
static size_t take_type(struct matcher *matcher, size_t at, struct ast_value **list)
{
    static const char *const links[] = {"to", "of"};
    bool is_name_first = is_name(matcher->text, at);
    bool has_target =
        is_one_of(matcher->text, at + 1, links, LENGTH_OF(links)) && is_name(matcher->text, at + 2);
    if (!is_name_first)
        return 0;
    add_item(matcher, list, at, at + (has_target ? 3 : 1));
    return has_target ? 3 : 1;
}

static size_t take_operation(struct matcher *matcher, size_t at, struct ast_value **list)
{
    for (size_t i = 0; i < LENGTH_OF(operation_words); i++) {
        if (is_word(matcher->text, at, operation_words[i].word, strlen(operation_words[i].word))) {
            add_item(matcher, list, at, at + 1);
            return 1;
        }
    }
    return 0;
}

static size_t take_event(struct matcher *matcher, size_t at, struct ast_value **list)
{
    static const char *const events[] = {"created", "updated", "deleted", "published"};
    if (!is_one_of(matcher->text, at, events, LENGTH_OF(events)))
        return 0;
    add_item(matcher, list, at, at + 1);
    return 1;
}

/* "contact" or "profile.user". */
static size_t take_path(struct matcher *matcher, size_t at, struct ast_value **list)
{
    size_t end = at;
    if (!is_name(matcher->text, at))
        return 0;
    for (end++; is_punctuation(matcher->text, end, '.') && is_name(matcher->text, end + 1);)
        end += 2;
    add_item(matcher, list, at, end);
    return end - at;
}

static size_t take_actor(struct matcher *matcher, size_t at, struct ast_value **list)
{
    size_t article = is_article(matcher->text, at) ? 1 : 0;
    size_t taken = take_path(matcher, at + article, list);
    return taken == 0 ? 0 : article + taken;
}

static size_t take_value(struct matcher *matcher, size_t at, struct ast_value **list)
{
    const struct rule_text *text = matcher->text;
    bool is_literal = at < text->count && (text->tokens[at].kind == TOKEN_NUMBER ||
                                           text->tokens[at].kind == TOKEN_QUOTED);
    if (!is_literal && !is_name(text, at))
        return 0;
    add_item(matcher, list, at, at + 1);
    return 1;
}

/* What stands between two items of a list: "," "|" "and" "or", or a comma with one of these. */
static size_t separator_length(const struct rule_text *text, size_t at)
{
    static const char *const words[] = {"and", "or"};
    size_t comma = is_punctuation(text, at, ',') || is_punctuation(text, at, '|') ? 1 : 0;
    return comma + (is_one_of(text, at + comma, words, LENGTH_OF(words)) ? 1 : 0);
}

static size_t take_list(struct matcher *matcher, size_t at, struct ast_value **list,
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
            note_misfit(matcher, at + separator);
        at += taken == 0 ? 0 : separator;
    }
    return at - start;
}

/* "Message.status" */
static size_t take_property(struct matcher *matcher, size_t at)
{
    struct ast_rule *rule = matcher->rule;
    if (!is_name(matcher->text, at) || !is_punctuation(matcher->text, at + 1, '.'))
        return 0;
    if (!is_name(matcher->text, at + 2))
        return 0;
    add_item(matcher, &rule->slots[SLOT_CLASSES], at, at + 1);
    add_item(matcher, &rule->slots[SLOT_TARGET], at + 2, at + 3);
    return 3;
}

/* "->" or the arrow's own sign. */
static size_t arrow_length(const struct rule_text *text, size_t at)
{
    if (is_punctuation(text, at, '-') && is_punctuation(text, at + 1, '>'))
        return 2;
    return is_word(text, at, "→", strlen("→")) ? 1 : 0;
}

/* States between arrows, of which some may be alternatives: "a -> b or c". */
static size_t take_states(struct matcher *matcher, size_t at)
{
    struct ast_value **list = &matcher->rule->slots[SLOT_STATES];
    size_t start = at;
    for (;;) {
        size_t taken = take_value(matcher, at, list);
        while (taken > 0 && is_word(matcher->text, at + taken, "or", 2)) {
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
static size_t take_condition(struct matcher *matcher, size_t at, struct ast_condition *condition)
{
    struct ast_value *field = NULL;
    if (take_word(matcher, at, &field) == 0 || !is_word(matcher->text, at + 1, "is", 2))
        return 0;
    condition->negated = is_word(matcher->text, at + 2, "not", 3);
    if (field)
        condition->field = field->name;
    size_t values = condition->negated ? 3 : 2;
    size_t taken = take_list(matcher, at + values, &condition->values, take_value);
    return taken == 0 ? 0 : values + taken;
}

/* "whose status is not draft and whose visibility is patient-only or shared" */
static size_t take_conditions(struct matcher *matcher, size_t at)
{
    const struct rule_text *text = matcher->text;
    struct ast_condition **last = &matcher->rule->conditions;
    size_t start = at;
    while (is_word(text, at, "whose", 5)) {
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
        if (is_word(text, at, "and", 3) && is_word(text, at + 1, "whose", 5))
            at++;
    }
    return at - start;
}

static size_t take_duration(struct matcher *matcher, size_t at)
{
    static const char *const units[] = {"minute", "minutes", "hour",   "hours", "day",
                                        "days",   "month",   "months", "year",  "years"};
    const struct rule_text *text = matcher->text;
    if (at >= text->count || text->tokens[at].kind != TOKEN_NUMBER ||
        !is_one_of(text, at + 1, units, LENGTH_OF(units)))
        return 0;
    add_item(matcher, &matcher->rule->slots[SLOT_NUMBER], at, at + 1);
    add_item(matcher, &matcher->rule->slots[SLOT_UNIT], at + 1, at + 2);
    return 2;
}

/* Fills a slot; returns how many tokens it took, 0: it does not fit. */
static size_t take_slot(struct matcher *matcher, const char *name, size_t length, size_t at)
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
        size_t (*take)(struct matcher *matcher, size_t at);
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

size_t rule_element_length(const char *pattern)
{
    return *pattern == ',' ? 1 : strcspn(pattern, " ,[]");
}

static bool is_slot(const char *pattern)
{
    return isupper((unsigned char)*pattern) != 0;
}

/* Whether the token is one of the words of "word|other". */
static bool fits_words(const struct rule_text *text, size_t at, const char *words, size_t length)
{
    while (length > 0) {
        const char *bar = memchr(words, '|', length);
        size_t size = !bar ? length : (size_t)(bar - words);
        if (is_word(text, at, words, size))
            return true;
        words += !bar ? size : size + 1;
        length -= !bar ? size : size + 1;
    }
    return false;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the pattern has parts that may be left out. */
static bool follow(struct matcher *matcher, const char *pattern, size_t at)
{
    for (;;) {
        pattern += strspn(pattern, " ]");
        matcher->element = pattern;
        if (*pattern == '\0') {
            note_misfit(matcher, at);
            return at == matcher->text->count;
        }
        if (*pattern == '[') {
            struct ast_rule before = *matcher->rule;
            if (follow(matcher, pattern + 1, at))
                return true;
            *matcher->rule = before;
            pattern = strchr(pattern, ']');
            continue;
        }
        size_t length = rule_element_length(pattern);
        size_t taken = 0;
        if (length == 1 && *pattern == 'a') {
            at += is_article(matcher->text, at) ? 1 : 0;
            pattern += length;
            continue;
        }
        if (is_slot(pattern))
            taken = take_slot(matcher, pattern, length, at);
        else if (*pattern == ',')
            taken = is_punctuation(matcher->text, at, ',') ? 1 : 0;
        else
            taken = fits_words(matcher->text, at, pattern, length) ? 1 : 0;
        if (taken == 0) {
            note_misfit(matcher, at);
            return false;
        }
        at += taken;
        pattern += length;
    }
}

bool rule_match(const struct rule_text *text, const char *pattern, struct ast_rule *rule)
{
    struct matcher matcher = {.text = text, .rule = rule, .captures = false};
    if (!follow(&matcher, pattern, 0))
        return false;
    matcher.captures = true;
    return follow(&matcher, pattern, 0);
}

size_t rule_misfit(const struct rule_text *text, const char *pattern, const char **expected)
{
    struct ast_rule rule = {0};
    struct matcher matcher = {.text = text, .rule = &rule, .captures = false};
    (void)follow(&matcher, pattern, 0);
    *expected = matcher.expected;
    return matcher.reached;
}

size_t rule_likeness(const struct rule_text *text, const char *pattern)
{
    static const char *const common[] = {"a",    "is|are", "of",  "and",  "in",  "to",
                                         "when", "are",    "for", "with", "not", "do"};
    size_t found = 0;
    size_t telling = 0;
    size_t at = 0;
    while (*pattern != '\0') {
        /* What may be left out tells nothing. */
        size_t length = *pattern == '[' ? strcspn(pattern, "]") : rule_element_length(pattern);
        bool is_common = is_slot(pattern) || length <= 1 || *pattern == '[';
        for (size_t i = 0; i < LENGTH_OF(common); i++) {
            is_common = is_common ||
                        (strlen(common[i]) == length && memcmp(common[i], pattern, length) == 0);
        }
        if (!is_common) {
            size_t place = at;
            telling++;
            while (place < text->count && !fits_words(text, place, pattern, length))
                place++;
            if (place < text->count) {
                found++;
                at = place + 1;
            }
        }
        pattern += length == 0 ? 1 : length;
    }
    return telling == 0 ? 0 : found * 100 / telling;
}
