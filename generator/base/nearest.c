/* nearest.c - edit distance with transpositions, ASCII case counting as nothing; see nearest.h. */
#include "base/nearest.h"

#include <string.h>

enum { LONGEST = 64 };

struct nearest nearest_to(const char *wanted)
{
    size_t length = strlen(wanted);
    /* A third of the name may be wrong; a candidate at this distance is not near any more. */
    return (struct nearest){.wanted = wanted, .distance = (length + 2) / 3 + 1};
}

static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The optimal string alignment distance of two strings of at most LONGEST bytes. */
static size_t distance_of(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            bool same = fold(a[i - 1]) == fold(b[j - 1]);
            size_t cost = above[j - 1] + (same ? 0 : 1);
            cost = smaller(cost, smaller(above[j], row[j - 1]) + 1);
            bool swapped = i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) &&
                           fold(a[i - 2]) == fold(b[j - 1]);
            row[j] = swapped ? smaller(cost, two_above[j - 2] + 1) : cost;
        }
    }
    return rows[a_length % 3][b_length];
}

void nearest_consider(struct nearest *nearest, const char *candidate, struct span span)
{
    size_t wanted_length = strlen(nearest->wanted);
    size_t length = strlen(candidate);
    size_t difference = length > wanted_length ? length - wanted_length : wanted_length - length;
    if (wanted_length > LONGEST || length > LONGEST || difference >= nearest->distance)
        return;
    size_t distance = distance_of(nearest->wanted, wanted_length, candidate, length);
    /* Nothing of a short name is left when all of it has changed. */
    if (distance < nearest->distance && distance < wanted_length) {
        nearest->best = candidate;
        nearest->span = span;
        nearest->distance = distance;
    }
}

void nearest_note(const struct nearest *nearest, struct diag *diag)
{
    if (nearest->best)
        diag_note(diag, nearest->span, "did you mean '%s'?", nearest->best);
}
