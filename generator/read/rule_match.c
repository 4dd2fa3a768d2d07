/* rule_match.c - see rule_match.h. A pattern is followed token by token. What may be left out is
 * tried first as there and then as missing. */
#include "read/rule_match.h"

#include "read/rule_slots.h"

#include <ctype.h>
#include <string.h>

#define LENGTH_OF(table) (sizeof(table) / sizeof((table)[0]))

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
        if (rule_text_is_word(text, at, words, size))
            return true;
        words += !bar ? size : size + 1;
        length -= !bar ? size : size + 1;
    }
    return false;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the pattern has parts that may be left out. */
static bool follow(struct rule_matcher *matcher, const char *pattern, size_t at)
{
    for (;;) {
        pattern += strspn(pattern, " ]");
        matcher->element = pattern;
        if (*pattern == '\0') {
            matcher_note_misfit(matcher, at);
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
            at += rule_text_is_article(matcher->text, at) ? 1 : 0;
            pattern += length;
            continue;
        }
        if (is_slot(pattern))
            taken = matcher_take_slot(matcher, pattern, length, at);
        else if (*pattern == ',')
            taken = rule_text_is_punctuation(matcher->text, at, ',') ? 1 : 0;
        else
            taken = fits_words(matcher->text, at, pattern, length) ? 1 : 0;
        if (taken == 0) {
            matcher_note_misfit(matcher, at);
            return false;
        }
        at += taken;
        pattern += length;
    }
}

bool rule_match(const struct rule_text *text, const char *pattern, struct ast_rule *rule)
{
    struct rule_matcher matcher = {.text = text, .rule = rule, .captures = false};
    if (!follow(&matcher, pattern, 0))
        return false;
    matcher.captures = true;
    return follow(&matcher, pattern, 0);
}

size_t rule_misfit(const struct rule_text *text, const char *pattern, const char **expected)
{
    struct ast_rule rule = {0};
    struct rule_matcher matcher = {.text = text, .rule = &rule, .captures = false};
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
