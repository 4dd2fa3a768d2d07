/* units.c - a text spelled by its units, beside the units that it is split into: for every row of the lexicon, and for
 * texts that are more than words. Says what differs and ends with 1. */
#include "prose/units.h"
#include "base/buffer.h"

#include <stdio.h>
#include <string.h>

static const char *const texts[] = {
#define WORD(sense, words, example) words,
#include "prose/lexicon.def"
#define PERSON(kind, noun, words, example) words,
#include "prose/people.def"
#define TERM(english, words) words,
#define FIELD(english, words) words,
#include "prose/terms.def"
    "",
    " ",
    " a  b ",
    "Capital letters",
    "can't",
    "patient's",
    "the patients'",
    "follow-up",
    "a, b",
    "2 weeks",
    "a1",
    "病人s",
    "a病b",
    "病 人",
    "临床",
    "臨床 a 床",
    "é",
    "café au lait",
    "a\tb",
    "\xff",
    "病\xe7\x97",
    "？",
    "　",
    "a　b",
    "_",
    "{",
    "\xef\xa4\x80",
};

static bool is_same(struct arena *arena, const char *text, size_t length)
{
    struct units units = units_of_text(arena, arena_copy(arena, text, length));
    struct buffer expected;
    buffer_init(&expected, arena);
    buffer_add_string(&expected, "");
    for (size_t i = 0; i < units.count; i++) {
        buffer_add_string(&expected, i == 0 ? "" : " ");
        buffer_add_string(&expected, units.items[i].text);
    }
    size_t count = 0;
    const char *spelled = units_spelled(arena, text, length, &count);
    if (count == units.count && strcmp(spelled, expected.bytes) == 0)
        return true;
    fprintf(stderr, "\"%.*s\": \"%s\", not \"%s\"\n", (int)length, text, spelled, expected.bytes);
    return false;
}

int main(void)
{
    struct arena arena;
    size_t differing = 0;
    size_t count = 0;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *text = texts[i];
        for (bool is_over = false; !is_over; count++) {
            size_t length = strcspn(text, "|");
            differing += !is_same(&arena, text, length);
            is_over = text[length] == '\0';
            text += length + 1;
        }
    }
    arena_release(&arena);
    printf("%zu texts\n", count);
    return differing > 0 || count < 8000;
}
