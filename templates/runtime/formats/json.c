/* json.c - from checked text to a cJSON tree, and from trees and values to text; see json.h.
 *
 * What ECMAScript's JSON.parse and JSON.stringify do decides where RFC 8259 leaves room: of two
 * members with one name the last one counts, and numbers are written in ECMAScript's shortest form.
 */
#include "formats/json.h"

#include "base/utf8.h"
#include "formats/json_check.h"
#include "formats/json_plain.h"
#include "formats/json_tree.h"

enum { TREE_DEPTH_LIMIT = 2 * JSON_DEPTH_LIMIT }; /* of what may be written */

/* Where cJSON's memory comes from on this thread. */
static _Thread_local struct arena *tree_arena;

static void *allocate_for_tree(size_t size)
{
    return tree_arena ? arena_alloc(tree_arena, size) : NULL;
}

static void free_nothing(void *memory)
{
    (void)memory; /* the arena's */
}

void json_init(void)
{
    cJSON_Hooks hooks = {.malloc_fn = allocate_for_tree, .free_fn = free_nothing};

    cJSON_InitHooks(&hooks);
}

void json_use_arena(struct arena *arena)
{
    tree_arena = arena;
}

cJSON *json_parse(struct context *context, struct text text)
{
    struct json_fault fault;

    if (!json_check(text, &fault)) {
        fail(context, PARSE_INVALID_JSON, "Invalid JSON: %s at byte %zu.", fault.reason,
             fault.position);
        return NULL;
    }
    json_use_arena(context->arena);
    return json_tree_build(context, text);
}

/* How many bytes from `at` on stand for themselves in a JSON string. */
static size_t plain_run(struct text text, size_t at)
{
    size_t end = at;

    for (;;) {
        end += json_plain_length(text.bytes + end, text.length - end);
        size_t length = end < text.length && (unsigned char)text.bytes[end] >= 0x80
                            ? utf8_character_length(text, end)
                            : 0;
        if (length == 0)
            return end - at;
        end += length;
    }
}

/* Writes the byte that ended a plain run. */
static void write_escaped(struct buffer *buffer, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    static const char shorter[0x20] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};

    if (byte >= 0x80) {
        buffer_add_string(buffer, "\xEF\xBF\xBD"); /* not UTF-8: U+FFFD stands for it */
    } else if (byte >= 0x20 || shorter[byte]) {
        char escape[2] = {'\\', byte < 0x20 ? shorter[byte] : (char)byte};
        buffer_add(buffer, escape, sizeof escape);
    } else {
        char escape[6] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 0x0F]};
        buffer_add(buffer, escape, sizeof escape);
    }
}

void json_write_string(struct buffer *buffer, struct text text)
{
    size_t at = 0;

    if (text.length > SIZE_MAX / 8 || !buffer_reserve(buffer, text.length + 2)) {
        buffer->failed = true;
        return;
    }
    buffer_add_char(buffer, '"');
    while (at < text.length) {
        size_t run = plain_run(text, at);
        buffer_add(buffer, text.bytes + at, run);
        at += run;
        if (at < text.length)
            write_escaped(buffer, (unsigned char)text.bytes[at++]);
    }
    buffer_add_char(buffer, '"');
}

void json_write_string_or_null(struct buffer *buffer, struct text text)
{
    if (text.bytes)
        json_write_string(buffer, text);
    else
        buffer_add_string(buffer, "null");
}

void json_write_named(struct buffer *buffer, const char *name, struct text text)
{
    buffer_add_string(buffer, ",\"");
    buffer_add_string(buffer, name);
    buffer_add_string(buffer, "\":");
    json_write_string_or_null(buffer, text);
}

static void write_members(struct buffer *buffer, const cJSON *tree, int depth);

static void write_tree(struct buffer *buffer, const cJSON *tree, int depth)
{
    if (depth > TREE_DEPTH_LIMIT) {
        buffer->failed = true;
        return;
    }
    switch (tree->type & 0xFF) { /* cJSON keeps flags above */
    case cJSON_True:
        buffer_add_string(buffer, "true");
        break;
    case cJSON_False:
        buffer_add_string(buffer, "false");
        break;
    case cJSON_Number:
        json_write_number(buffer, tree->valuedouble);
        break;
    case cJSON_String:
        json_write_string(buffer, text_of(tree->valuestring));
        break;
    case cJSON_Array:
    case cJSON_Object:
        write_members(buffer, tree, depth);
        break;
    default:
        buffer_add_string(buffer, "null");
    }
}

static void write_members(struct buffer *buffer, const cJSON *tree, int depth)
{
    bool object = cJSON_IsObject(tree);

    buffer_add_char(buffer, object ? '{' : '[');
    for (const cJSON *child = tree->child; child; child = child->next) {
        if (child != tree->child)
            buffer_add_char(buffer, ',');
        if (object) {
            json_write_string(buffer, text_of(child->string));
            buffer_add_char(buffer, ':');
        }
        write_tree(buffer, child, depth + 1);
    }
    buffer_add_char(buffer, object ? '}' : ']');
}

void json_write_tree(struct buffer *buffer, const cJSON *tree)
{
    write_tree(buffer, tree, 1);
}
