/* json.c - from checked text to a cJSON tree, and from trees and values to text; see json.h.
 *
 * What ECMAScript's JSON.parse and JSON.stringify do decides where RFC 8259 leaves room: of two
 * members with one name the last one counts, and numbers are written in ECMAScript's shortest form.
 */
#include "formats/json.h"

#include "base/utf8.h"
#include "formats/json_check.h"

#include <math.h>
#include <stdlib.h>

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

struct member {
    cJSON *node;
    size_t position;
};

static int compare_members(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    int order = strcmp(a->node->string, b->node->string);

    if (order != 0)
        return order;
    return a->position < b->position ? -1 : a->position > b->position;
}

/* Takes out a child that is not the first. */
static void unlink_child(cJSON *parent, cJSON *child)
{
    child->prev->next = child->next;
    if (child->next)
        child->next->prev = child->prev;
    else
        parent->child->prev = child->prev; /* in cJSON's lists the first child knows the last */
}

/* The member keeps its first place and gets the last value, as in ECMAScript. */
static void take_over(cJSON *parent, cJSON *first, cJSON *last)
{
    first->type = last->type;
    first->child = last->child;
    first->valuestring = last->valuestring;
    first->valueint = last->valueint;
    first->valuedouble = last->valuedouble;
    unlink_child(parent, last);
}

/* Sorting makes namesakes neighbours, in n log n steps whatever the names are. */
static bool merge_namesakes(struct arena *arena, cJSON *object)
{
    size_t count = 0;

    for (const cJSON *child = object->child; child; child = child->next)
        count++;
    if (count < 2)
        return true;

    struct member *members = arena_alloc_array(arena, count, sizeof *members);
    if (!members)
        return false;
    size_t i = 0;
    for (cJSON *child = object->child; child; child = child->next, i++)
        members[i] = (struct member){child, i};
    qsort(members, count, sizeof *members, compare_members);
    cJSON *first = members[0].node;
    for (i = 1; i < count; i++)
        if (strcmp(first->string, members[i].node->string) == 0)
            take_over(object, first, members[i].node);
        else
            first = members[i].node;
    return true;
}

/* Namesakes in every object, and numbers that no double can hold. Bounded by the depth limit. */
static bool settle(struct context *context, cJSON *tree)
{
    if (cJSON_IsNumber(tree) && !isfinite(tree->valuedouble))
        return fail(context, PARSE_INVALID_JSON, "Invalid JSON: a number is out of range.");
    if (cJSON_IsObject(tree) && !merge_namesakes(context->arena, tree))
        return fail_internal(context, "out of memory for JSON");
    for (cJSON *child = tree->child; child; child = child->next)
        if (!settle(context, child))
            return false;
    return true;
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
    cJSON *tree = cJSON_ParseWithLengthOpts(text.bytes, text.length, NULL, 0);
    if (!tree) {
        fail_internal(context, "out of memory for JSON");
        return NULL;
    }
    return settle(context, tree) ? tree : NULL;
}

/* How many bytes from `at` on stand for themselves in a JSON string. */
static size_t plain_run(struct text text, size_t at)
{
    size_t end = at;

    while (end < text.length) {
        unsigned char byte = (unsigned char)text.bytes[end];
        if (byte < 0x20 || byte == '"' || byte == '\\')
            break;
        if (byte < 0x80) {
            end++;
            continue;
        }
        size_t length = utf8_character_length(text, end);
        if (length == 0)
            break;
        end += length;
    }
    return end - at;
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
