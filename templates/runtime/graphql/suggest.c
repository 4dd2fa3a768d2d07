/* suggest.c - see suggest.h. How far names are apart, and in which order they come, is as
 * graphql-js has it: edits, with two neighbours that changed places as one, in lower case. */
#include "graphql/suggest.h"

#include <stdlib.h>

enum {
    SHOWN = 5,
    LONGEST_NAME = 64,
    /* Steps of comparison that one request's suggestions may take. */
    WORK_LIMIT = 2000000
};

struct suggestion {
    struct text name;
    unsigned distance;
};

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static bool equal_but_case(struct text a, struct text b)
{
    if (a.length != b.length)
        return false;
    for (size_t i = 0; i < a.length; i++)
        if (lower(a.bytes[i]) != lower(b.bytes[i]))
            return false;
    return true;
}

/* The distance of two names that are no longer than LONGEST_NAME; more than the threshold is any
 * larger number. */
static unsigned edits(struct text a, struct text b, unsigned threshold)
{
    unsigned rows[3][LONGEST_NAME + 1];

    for (size_t j = 0; j <= b.length; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a.length; i++) {
        const unsigned *up = rows[(i - 1) % 3];
        unsigned *row = rows[i % 3];
        unsigned smallest = row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.length; j++) {
            unsigned cost = lower(a.bytes[i - 1]) != lower(b.bytes[j - 1]);
            row[j] = least(least(up[j], row[j - 1]) + 1, up[j - 1] + cost);
            if (i > 1 && j > 1 && lower(a.bytes[i - 1]) == lower(b.bytes[j - 2]) &&
                lower(a.bytes[i - 2]) == lower(b.bytes[j - 1]))
                row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
            smallest = least(smallest, row[j]);
        }
        if (smallest > threshold)
            return threshold + 1;
    }
    return rows[a.length % 3][b.length];
}

static unsigned distance(struct text name, struct text option, unsigned threshold)
{
    struct text longer = name.length < option.length ? option : name;
    struct text shorter = name.length < option.length ? name : option;

    if (equal_but_case(name, option))
        return text_equal(name, option) ? 0 : 1;
    if (longer.length > LONGEST_NAME || longer.length - shorter.length > threshold)
        return threshold + 1;
    return edits(longer, shorter, threshold);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The length of the digits at a place; *first is behind the zeros that they begin with. */
static size_t digits(struct text text, size_t at, size_t *first)
{
    size_t end = at;

    while (end < text.length && is_digit(text.bytes[end]))
        end++;
    *first = at;
    while (*first + 1 < end && text.bytes[*first] == '0')
        (*first)++;
    return end - at;
}

/* The order in which people look for names: numbers in them by their value. */
static int compare_names(struct text a, struct text b)
{
    size_t i = 0;
    size_t j = 0;

    while (i < a.length && j < b.length) {
        if (is_digit(a.bytes[i]) && is_digit(b.bytes[j])) {
            size_t from_a, from_b;
            size_t end_a = i + digits(a, i, &from_a);
            size_t end_b = j + digits(b, j, &from_b);
            struct text number_a = {a.bytes + from_a, end_a - from_a};
            struct text number_b = {b.bytes + from_b, end_b - from_b};
            if (number_a.length != number_b.length)
                return number_a.length < number_b.length ? -1 : 1;
            if (text_compare(number_a, number_b) != 0)
                return text_compare(number_a, number_b);
            i = end_a;
            j = end_b;
        } else if (a.bytes[i] != b.bytes[j]) {
            return (unsigned char)a.bytes[i] < (unsigned char)b.bytes[j] ? -1 : 1;
        } else {
            i++;
            j++;
        }
    }
    return (i < a.length) - (j < b.length);
}

static int compare(const void *left, const void *right)
{
    const struct suggestion *a = left;
    const struct suggestion *b = right;

    if (a->distance != b->distance)
        return a->distance < b->distance ? -1 : 1;
    return compare_names(a->name, b->name);
}

struct text graphql_did_you_mean(struct arena *arena, const char *prefix, const struct text *names,
                                 size_t count)
{
    struct buffer words;

    buffer_init(&words, arena, 0);
    if (count > SHOWN)
        count = SHOWN;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_string(&words, i + 1 < count ? ", " : count > 2 ? ", or " : " or ");
        buffer_add_char(&words, '"');
        buffer_add_text(&words, names[i]);
        buffer_add_char(&words, '"');
    }
    if (!count || words.failed)
        return (struct text)TEXT("");
    return graphql_message(arena, " Did you mean {}{}?",
                           GRAPHQL_TEXTS(text_of(prefix), buffer_text(&words)));
}

struct text graphql_suggest(struct graphql_errors *errors, const char *prefix, struct text name,
                            const struct graphql_options *options)
{
    unsigned threshold = (unsigned)(name.length * 2 / 5) + 1;
    struct text shown[SHOWN];
    struct suggestion *found;
    size_t count = 0;

    errors->looked_through += options->count * (name.length + 1) * 16;
    if (name.length > LONGEST_NAME || errors->looked_through > WORK_LIMIT)
        return (struct text)TEXT("");
    found = arena_alloc_array(errors->arena, options->count, sizeof *found);
    if (!found)
        return (struct text)TEXT("");
    for (size_t i = 0; i < options->count; i++) {
        struct text option = options->name(options->list, i);
        unsigned far = distance(name, option, threshold);
        if (far <= threshold)
            found[count++] = (struct suggestion){option, far};
    }
    qsort(found, count, sizeof *found, compare);
    if (count > SHOWN)
        count = SHOWN;
    for (size_t i = 0; i < count; i++)
        shown[i] = found[i].name;
    return graphql_did_you_mean(errors->arena, prefix, shown, count);
}
