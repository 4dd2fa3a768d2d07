/* json_tree.c - see json_tree.h. cJSON's own parser allocates and copies a value several times;
 * since the text is known to be valid, what is left is to follow it. */
#include "formats/json_tree.h"

#include "base/utf8.h"
#include "formats/json_plain.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

enum {
    EXACT_DIGITS = 15,   /* so many decimal digits fit a double exactly */
    COMPARED_MEMBERS = 8 /* of an object with more, the names are sorted to find namesakes */
};

struct builder {
    struct context *context;
    const char *at;
    const char *end; /* of the text */
};

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
    else if (parent->child)
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
static bool merge_many(struct arena *arena, cJSON *object, size_t count)
{
    struct member *members = arena_alloc_array(arena, count, sizeof *members);
    size_t i = 0;

    if (!members)
        return false;
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

static void merge_few(cJSON *object)
{
    for (cJSON *child = object->child; child; child = child->next) {
        cJSON *first = object->child;
        while (first != child && strcmp(first->string, child->string) != 0)
            first = first->next;
        if (first != child)
            take_over(object, first, child);
    }
}

static void skip_space(struct builder *builder)
{
    while (builder->at < builder->end && (*builder->at == ' ' || *builder->at == '\t' ||
                                          *builder->at == '\n' || *builder->at == '\r'))
        builder->at++;
}

/* Past the space behind what was taken, and what stands there. */
static char next_mark(struct builder *builder)
{
    skip_space(builder);
    return builder->at < builder->end ? *builder->at : '\0';
}

static unsigned hex4(const char *digits)
{
    unsigned unit = 0;

    for (int i = 0; i < 4; i++) {
        char c = digits[i];
        unsigned digit = c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a') + 10;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* Behind the "u" of an escape, which may be the first of a pair (RFC 8259, section 7). */
static char *write_unicode(struct builder *builder, char *write)
{
    unsigned code = hex4(builder->at);

    builder->at += 4;
    if (code >= 0xD800 && code <= 0xDBFF) {
        code = 0x10000 + ((code - 0xD800) << 10) + (hex4(builder->at + 2) - 0xDC00);
        builder->at += 6;
    }
    return write + utf8_encode(code, write);
}

/* Behind the backslash. */
static char *write_escape(struct builder *builder, char *write)
{
    static const char meanings[] = {
        ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
        ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
    };
    unsigned char escape = (unsigned char)*builder->at++;

    if (escape == 'u')
        return write_unicode(builder, write);
    *write++ = meanings[escape];
    return write;
}

/* The string at the opening quote, with a NUL behind it; NULL when out of memory. */
static char *take_string(struct builder *builder)
{
    const char *start = ++builder->at;
    const char *close = start;
    char *string, *write;

    close += json_plain_length(close, (size_t)(builder->end - close));
    while (*close != '"')
        close += *close == '\\' ? 2 : 1;
    /* No escape is shorter than what it stands for. */
    string = write = arena_alloc_bytes(builder->context->arena, (size_t)(close - start) + 1);
    if (!string)
        return NULL;
    while (builder->at < close) {
        const char *escape = memchr(builder->at, '\\', (size_t)(close - builder->at));
        size_t plain = (size_t)((escape ? escape : close) - builder->at);
        memcpy(write, builder->at, plain);
        write += plain;
        builder->at += plain;
        if (escape) {
            builder->at++;
            write = write_escape(builder, write);
        }
    }
    *write = '\0';
    builder->at = close + 1;
    return string;
}

/* A number of few digits and nothing else; false, and nothing is taken, when it is another one. */
static bool take_whole_number(struct builder *builder, double *number)
{
    const char *at = builder->at;
    bool negative = *at == '-';
    const char *digits = at += negative;
    int64_t value = 0;

    while (at < builder->end && *at >= '0' && *at <= '9' && at - digits <= EXACT_DIGITS)
        value = 10 * value + (*at++ - '0');
    if (at - digits > EXACT_DIGITS ||
        (at < builder->end && (*at == '.' || *at == 'e' || *at == 'E')))
        return false;
    *number = negative ? -(double)value : (double)value;
    builder->at = at;
    return true;
}

static bool take_number(struct builder *builder, cJSON *node)
{
    const char *end = builder->at;
    struct text copy;

    if (!take_whole_number(builder, &node->valuedouble)) {
        while (end < builder->end && strchr("+-.eE0123456789", *end) && *end)
            end++;
        copy = arena_copy(builder->context->arena,
                          (struct text){builder->at, (size_t)(end - builder->at)});
        if (!copy.bytes)
            return fail_internal(builder->context, "out of memory for JSON");
        node->valuedouble = strtod(copy.bytes, NULL);
        builder->at = end;
    }
    if (!isfinite(node->valuedouble))
        return fail(builder->context, PARSE_INVALID_JSON,
                    "Invalid JSON: a number is out of range.");
    node->type = cJSON_Number;
    if (node->valuedouble >= INT_MAX)
        node->valueint = INT_MAX;
    else if (node->valuedouble <= INT_MIN)
        node->valueint = INT_MIN;
    else
        node->valueint = (int)node->valuedouble;
    return true;
}

static bool build_value(struct builder *builder, cJSON *node);

/* A new last child. */
static cJSON *add_child(struct builder *builder, cJSON *parent)
{
    cJSON *child = arena_alloc(builder->context->arena, sizeof *child);

    if (!child)
        return NULL;
    if (parent->child) {
        child->prev = parent->child->prev;
        child->prev->next = child;
        parent->child->prev = child;
    } else {
        parent->child = child->prev = child;
    }
    return child;
}

/* An object or array at its opening bracket. */
static bool build_members(struct builder *builder, cJSON *node, char close)
{
    bool is_object = close == '}';
    size_t count = 0;

    node->type = is_object ? cJSON_Object : cJSON_Array;
    builder->at++;
    while (next_mark(builder) != close) {
        cJSON *child = add_child(builder, node);
        count++;
        if (child && is_object) {
            child->string = take_string(builder);
            skip_space(builder);
            builder->at++; /* the colon */
            skip_space(builder);
        }
        if (!child || (is_object && !child->string))
            return fail_internal(builder->context, "out of memory for JSON");
        if (!build_value(builder, child))
            return false;
        if (next_mark(builder) == ',')
            builder->at++;
    }
    builder->at++;
    if (is_object && count <= COMPARED_MEMBERS)
        merge_few(node);
    else if (is_object && !merge_many(builder->context->arena, node, count))
        return fail_internal(builder->context, "out of memory for JSON");
    return true;
}

/* Bounded by the depth that the check allows. */
static bool build_value(struct builder *builder, cJSON *node)
{
    switch (*builder->at) {
    case '{':
        return build_members(builder, node, '}');
    case '[':
        return build_members(builder, node, ']');
    case '"':
        node->type = cJSON_String;
        node->valuestring = take_string(builder);
        return node->valuestring || fail_internal(builder->context, "out of memory for JSON");
    case 't':
        node->type = cJSON_True;
        node->valueint = 1; /* as cJSON's parser has it */
        builder->at += sizeof "true" - 1;
        return true;
    case 'f':
        node->type = cJSON_False;
        builder->at += sizeof "false" - 1;
        return true;
    case 'n':
        node->type = cJSON_NULL;
        builder->at += sizeof "null" - 1;
        return true;
    default:
        return take_number(builder, node);
    }
}

cJSON *json_tree_build(struct context *context, struct text valid)
{
    struct builder builder = {context, valid.bytes, valid.bytes + valid.length};
    cJSON *tree = arena_alloc(context->arena, sizeof *tree);

    if (!tree) {
        fail_internal(context, "out of memory for JSON");
        return NULL;
    }
    skip_space(&builder);
    return build_value(&builder, tree) ? tree : NULL;
}
