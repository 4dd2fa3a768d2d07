/* json.h - JSON in and out.
 *
 * In: a strict check first (RFC 8259, UTF-8, bounded depth, no NUL), then a cJSON tree is built in
 * the request's arena. cJSON's own parser would accept malformed numbers, cut strings at \u0000 and
 * keep invalid UTF-8, and takes three times as long. Out: straight into a buffer, no tree. */
#ifndef RUNTIME_FORMATS_JSON_H
#define RUNTIME_FORMATS_JSON_H

#include "base/buffer.h"
#include "base/context.h"

#include <cjson/cJSON.h>

/* A tree takes some 64 bytes for a value that may be two bytes of text, so values are limited too.
 */
enum { JSON_DEPTH_LIMIT = 64, JSON_VALUE_LIMIT = 1000000 };

/* To be called once at start, before any thread: makes cJSON allocate from the arena that
 * json_parse() is given. */
void json_init(void);

/* What cJSON allocates on this thread from now on comes from this arena; json_parse() does it
 * itself, code that builds trees calls it first. */
void json_use_arena(struct arena *arena);

/* Parses a whole text; fails with 107, saying what is wrong at which byte. Of members with one name
 * the last one counts, as in ECMAScript; a number that no double can hold is refused. The tree
 * lives in the context's arena and is never deleted. */
cJSON *json_parse(struct context *context, struct text text);

/* Whether the text is one JSON value by RFC 8259, valid UTF-8, no deeper than the limit, and
 * without \u0000 or lone surrogates. */
bool json_is_valid(struct text text);

/* Append values, in JSON.stringify's form. Bytes that are not UTF-8 become U+FFFD, so that what is
 * written is always JSON; a number that is not finite becomes null. */
void json_write_string(struct buffer *buffer, struct text text);
/* The same, or null where there is no text. */
void json_write_string_or_null(struct buffer *buffer, struct text text);
/* The same as a member behind others; the name is of the program's own, and plain. */
void json_write_named(struct buffer *buffer, const char *name, struct text text);
void json_write_number(struct buffer *buffer, double number);
void json_write_tree(struct buffer *buffer, const cJSON *tree);

#endif
