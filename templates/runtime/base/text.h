/* text.h - a piece of text that somebody else owns.
 *
 * A text knows its length and is not necessarily NUL-terminated. Where it comes from (a request's
 * arena, a row, a table in the program) decides how long it lives; whoever keeps it longer copies
 * it. A text whose bytes are NULL is "no text", which is not the same as an empty one. */
#ifndef RUNTIME_BASE_TEXT_H
#define RUNTIME_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
    const char *bytes;
    size_t length;
};

/* The initialiser of a text whose bytes are a literal; (struct text)TEXT("x") is a value. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* The two arguments of a text for "%.*s"; no text is printed as an empty one. */
#define TEXT_PRINTED(text) (int)(text).length, (text).bytes ? (text).bytes : ""

/* The text of a C string; NULL gives no text. */
static inline struct text text_of(const char *string)
{
    struct text text = {string, string ? strlen(string) : 0};
    return text;
}

static inline struct text text_none(void)
{
    struct text text = {NULL, 0};
    return text;
}

static inline bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

static inline bool text_is(struct text a, const char *string)
{
    return text_equal(a, text_of(string));
}

/* The text without blanks around it, as HTTP knows them: spaces and tabs. */
static inline struct text text_trim(struct text text)
{
    while (text.length && (text.bytes[0] == ' ' || text.bytes[0] == '\t')) {
        text.bytes++;
        text.length--;
    }
    while (text.length &&
           (text.bytes[text.length - 1] == ' ' || text.bytes[text.length - 1] == '\t'))
        text.length--;
    return text;
}

/* Takes the next item of a list that is written with commas; false when there is none left. */
static inline bool text_next_item(struct text *list, struct text *item)
{
    const char *comma;

    if (!list->bytes)
        return false;
    *item = *list;
    comma = memchr(list->bytes, ',', list->length);
    if (!comma) {
        *list = text_none();
        return true;
    }
    item->length = (size_t)(comma - list->bytes);
    *list = (struct text){comma + 1, list->length - item->length - 1};
    return true;
}

/* Bytewise order, as memcmp and SQLite's BINARY collation have it. */
static inline int text_compare(struct text a, struct text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;
    if (order)
        return order;
    return a.length < b.length ? -1 : a.length > b.length;
}

/* A number that stands for the text, never 0: FNV-1a. Whoever chooses texts can make two have one. */
static inline uint64_t text_number(struct text text)
{
    uint64_t hash = 14695981039346656037u;

    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.bytes[i]) * 1099511628211u;
    return hash ? hash : 1;
}

#endif
