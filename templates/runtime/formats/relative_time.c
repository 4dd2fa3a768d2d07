/* relative_time.c - see relative_time.h. A year has 365 days; there are no months. */
#include "formats/relative_time.h"

#include <math.h>
#include <stdlib.h>

enum { WORD_LIMIT = 64, LONGEST_NUMBER = 31, SHOWN_LENGTH = 64 };

/* ECMAScript's dates end there, in ms before and after 1970. */
static const double last_date = 8.64e15;

static const struct unit {
    const char *names[4];
    double seconds;
} units[] = {
    {{"yr", "yrs", "year", "years"}, 365.0 * 24 * 60 * 60},
    {{"wk", "wks", "week", "weeks"}, 7.0 * 24 * 60 * 60},
    {{"d", "day", "days"}, 24.0 * 60 * 60},
    {{"hr", "hrs", "hour", "hours"}, 60.0 * 60},
    {{"min", "mins", "minute", "minutes"}, 60},
    {{"sec", "secs", "second", "seconds"}, 1},
};

static bool is_word(struct text text, const char *word)
{
    return text.length == strlen(word) && strncasecmp(text.bytes, word, text.length) == 0;
}

static const struct unit *find_unit(struct text name)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        for (size_t j = 0; j < sizeof units[i].names / sizeof *units[i].names; j++)
            if (units[i].names[j] && is_word(name, units[i].names[j]))
                return &units[i];
    return NULL;
}

/* A whole number as ECMAScript reads one, hexadecimal ones apart: "3", "-3", "3.0", "3e1". */
static bool read_number(struct text word, double *number)
{
    char copy[LONGEST_NUMBER + 1];
    char *end;

    if (word.length > LONGEST_NUMBER)
        return false;
    memcpy(copy, word.bytes, word.length);
    copy[word.length] = '\0';
    if (strspn(copy, "0123456789+-.eE") != word.length)
        return false;
    *number = strtod(copy, &end);
    return *end == '\0' && isfinite(*number) && *number == floor(*number);
}

/* As much of a word as a message repeats. */
static int shown(struct text word)
{
    return word.length < SHOWN_LENGTH ? (int)word.length : SHOWN_LENGTH;
}

static bool fail_time(struct context *context, const char *operator_name, const char *why)
{
    return fail(context, PARSE_INVALID_JSON, "bad $relativeTime (%s) value. %s", operator_name,
                why);
}

/* The sum of pairs of a number and a unit. */
static bool read_pairs(struct context *context, const char *operator_name, const struct text *words,
                       size_t count, double *seconds)
{
    *seconds = 0;
    for (size_t i = 0; i + 1 < count; i += 2) {
        const struct unit *unit = find_unit(words[i + 1]);
        double number;
        if (!read_number(words[i], &number))
            return fail(context, PARSE_INVALID_JSON,
                        "bad $relativeTime (%s) value. '%.*s' is not an integer.", operator_name,
                        shown(words[i]), words[i].bytes);
        if (!unit)
            return fail(context, PARSE_INVALID_JSON,
                        "bad $relativeTime (%s) value. Invalid interval: '%.*s'", operator_name,
                        shown(words[i + 1]), words[i + 1].bytes);
        *seconds += number * unit->seconds;
    }
    return true;
}

/* Splits at spaces; false when there are too many words. */
static bool read_words(struct text text, struct text *words, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < text.length;) {
        const char *word = text.bytes + i;
        const char *end = memchr(word, ' ', text.length - i);
        size_t length = end ? (size_t)(end - word) : text.length - i;
        if (length && *count == WORD_LIMIT)
            return false;
        if (length)
            words[(*count)++] = (struct text){word, length};
        i += length + 1;
    }
    return true;
}

bool relative_time_read(struct context *context, const char *operator_name, struct text text,
                        int64_t now, int64_t *milliseconds)
{
    struct text words[WORD_LIMIT];
    size_t count;
    double seconds;
    double time;

    *milliseconds = now;
    if (is_word(text, "now"))
        return true;
    if (!read_words(text, words, &count))
        return fail_time(context, operator_name, "It has too many words.");
    bool future = count && is_word(words[0], "in");
    bool past = count && is_word(words[count - 1], "ago");
    if (!future && !past)
        return fail_time(context, operator_name,
                         "Time should either start with 'in' or end with 'ago'");
    if (future && past)
        return fail_time(context, operator_name, "Time cannot have both 'in' and 'ago'");
    if ((count - 1) % 2)
        return fail_time(context, operator_name, "Invalid time string. Dangling unit or number.");
    if (!read_pairs(context, operator_name, future ? words + 1 : words, count - 1, &seconds))
        return false;
    time = (double)now + (future ? seconds : -seconds) * 1000;
    if (!(fabs(time) <= last_date))
        return fail_time(context, operator_name, "There is no such date.");
    *milliseconds = (int64_t)time;
    return true;
}
