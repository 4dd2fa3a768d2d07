/* regex.c - see regex.h. PCRE2 does the matching; this file sees to it that it ends.
 *
 * A pattern that backtracks can take longer than anybody will wait, and PCRE2's own match limit
 * counts anew at each place in the text. So each item of a pattern gets a callout
 * (pcre2callout(3)), which counts what was done since the last one: the item itself, how far in the
 * text it went, and how far the next one may go before it calls. All matches of one expression
 * share one budget, so the number of rows does not matter either. No JIT: compiling would cost more
 * than it saves, and it counts nothing. */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "formats/regex.h"

#include "base/budget.h"

#include <pcre2.h>
#include <stdlib.h>

enum {
    PATTERN_LIMIT = 10000,     /* bytes */
    PARENTHESES_LIMIT = 50,    /* nested */
    STEP_LIMIT = 50 * 1000000, /* well below a second */
    HEAP_LIMIT = 8192,         /* kibibytes, of one match */
    DEPTH_LIMIT = 100000,
    MATCH_LIMIT = 10000000,
    STEPS_A_LOOK = 20000, /* a part of a millisecond */
    STEP_COST = 10        /* of the request's budget; what callouts count takes a while */
};

struct regex {
    pcre2_code *code;
    pcre2_match_data *match;
    pcre2_match_context *context;
    char *pattern; /* as callouts refer to it */
    size_t steps;
    size_t spent; /* of the steps, from the request's budget */
    size_t place; /* in the text, of the last callout */
};

/* Whether there are steps left, of the expression's own and of the request's. */
static bool may_go_on(struct regex *regex)
{
    size_t unspent = regex->steps - regex->spent;

    if (regex->steps > STEP_LIMIT)
        return false;
    if (unspent < STEPS_A_LOOK)
        return true;
    regex->spent = regex->steps;
    return budget_spend((int64_t)unspent * STEP_COST);
}

bool regex_options_are_valid(struct text options)
{
    for (size_t i = 0; i < options.length; i++)
        if (!strchr("imxsu", options.bytes[i]))
            return false;
    return options.length > 0;
}

static uint32_t read_options(struct text options)
{
    uint32_t flags = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_AUTO_CALLOUT |
                     PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY;

    for (size_t i = 0; i < options.length; i++) {
        switch (options.bytes[i]) {
        case 'i':
            flags |= PCRE2_CASELESS;
            break;
        case 'm':
            flags |= PCRE2_MULTILINE;
            break;
        case 'x':
            flags |= PCRE2_EXTENDED;
            break;
        case 's':
            flags |= PCRE2_DOTALL;
            break;
        case 'u':
            flags |= PCRE2_UCP;
            break;
        default:
            break;
        }
    }
    return flags;
}

/* How far an item goes before it first calls out: {n} items try n times what they repeat. */
static size_t least_repeat(const struct regex *regex, const pcre2_callout_block *block)
{
    const char *item = regex->pattern + block->pattern_position;
    size_t length = block->next_item_length;

    if (!length || item[length - 1] != '}')
        return 0;
    while (length > 0 && item[length - 1] != '{')
        length--;
    return (size_t)strtoul(item + length, NULL, 10);
}

static int count_steps(pcre2_callout_block *block, void *data)
{
    struct regex *regex = data;
    size_t place = block->current_position;
    size_t left = block->subject_length - place;
    size_t ahead = least_repeat(regex, block);

    regex->steps += 1 + (place > regex->place ? place - regex->place : regex->place - place) +
                    (ahead < left ? ahead : left);
    regex->place = place;
    return may_go_on(regex) ? 0 : PCRE2_ERROR_CALLOUT;
}

static pcre2_code *compile(struct text pattern, struct text options, char *reason)
{
    pcre2_compile_context *limits = pcre2_compile_context_create(NULL);
    pcre2_code *code = NULL;
    PCRE2_SIZE at;
    int error;

    memcpy(reason, "out of memory", sizeof "out of memory");
    if (!limits)
        return NULL;
    pcre2_set_max_pattern_length(limits, PATTERN_LIMIT);
    pcre2_set_parens_nest_limit(limits, PARENTHESES_LIMIT);
    code = pcre2_compile((PCRE2_SPTR)pattern.bytes, pattern.length, read_options(options), &error,
                         &at, limits);
    if (!code)
        pcre2_get_error_message(error, (PCRE2_UCHAR *)reason, REGEX_REASON_SIZE);
    pcre2_compile_context_free(limits);
    return code;
}

struct regex *regex_compile(struct text pattern, struct text options, char *reason)
{
    struct regex *regex = calloc(1, sizeof *regex);

    if (!regex) {
        memcpy(reason, "out of memory", sizeof "out of memory");
        return NULL;
    }
    regex->code = compile(pattern, options, reason);
    if (regex->code) {
        regex->match = pcre2_match_data_create(1, NULL);
        regex->context = pcre2_match_context_create(NULL);
        regex->pattern = malloc(pattern.length + 1);
    }
    if (!regex->match || !regex->context || !regex->pattern) {
        regex_free(regex);
        return NULL;
    }
    memcpy(regex->pattern, pattern.bytes, pattern.length);
    regex->pattern[pattern.length] = '\0';
    pcre2_set_match_limit(regex->context, MATCH_LIMIT);
    pcre2_set_depth_limit(regex->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(regex->context, HEAP_LIMIT);
    pcre2_set_callout(regex->context, count_steps, regex);
    return regex;
}

void regex_free(struct regex *regex)
{
    if (!regex)
        return;
    free(regex->pattern);
    pcre2_match_context_free(regex->context);
    pcre2_match_data_free(regex->match);
    pcre2_code_free(regex->code);
    free(regex);
}

enum regex_result regex_match(struct regex *regex, struct text subject)
{
    int result;

    regex->place = 0;
    regex->steps += 1 + subject.length / 16;
    if (!may_go_on(regex))
        return REGEX_TOO_MANY_STEPS;
    result = pcre2_match(regex->code, (PCRE2_SPTR)subject.bytes, subject.length, 0, 0, regex->match,
                         regex->context);
    if (result >= 0)
        return REGEX_MATCH;
    switch (result) {
    case PCRE2_ERROR_NOMATCH:
        return REGEX_NO_MATCH;
    case PCRE2_ERROR_NOMEMORY:
        return REGEX_OUT_OF_MEMORY;
    default:
        return REGEX_TOO_MANY_STEPS;
    }
}
