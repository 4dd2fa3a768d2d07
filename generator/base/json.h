/* json.h - JSON (RFC 8259) as a tree that knows its places.
 *
 * The generator does not use cJSON: cJSON keeps no positions, takes the first of two equal keys
 * without a word, and stops at a NUL, and finding positions again means scanning the text a second
 * time with the same grammar. One strict scanner is shorter than that, and reports better. */
#ifndef GENERATOR_BASE_JSON_H
#define GENERATOR_BASE_JSON_H

#include "base/buffer.h"
#include "base/diag.h"
#include "base/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum json_kind { JSON_NULL, JSON_BOOLEAN, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_value {
    enum json_kind kind;
    bool boolean;
    uint32_t count;  /* of elements or members */
    uint32_t offset; /* in the source */
    uint32_t length;
    uint32_t key_offset; /* of a member's key, with its quotes */
    uint32_t key_length;
    const char *text;         /* a string's value, decoded; a number as written */
    const char *key;          /* of a member of an object */
    struct json_value *first; /* element or member */
    struct json_value *next;  /* after this one in the same array or object */
};

/* Reads the part of a source from start to end, which must hold one value. Reports what is wrong
 * and returns NULL when there is no value; duplicate keys are reported, and the first one kept. */
struct json_value *json_parse(struct diag *diag, const struct source *source, size_t start,
                              size_t end);

/* A string that stands for text not written as JSON. */
struct json_value *json_string(struct arena *arena, struct span span, const char *text);

/* The member of an object with that key, or NULL; also NULL when the value is no object. */
const struct json_value *json_member(const struct json_value *object, const char *key);

struct span json_span(const struct source *source, const struct json_value *value);
struct span json_key_span(const struct source *source, const struct json_value *member);

/* "an object", "a string", ... for messages. */
const char *json_kind_name(enum json_kind kind);

/* Appends a value without spaces, numbers in their shortest form, keys in the order written. */
void json_write(struct buffer *out, const struct json_value *value);

#endif
