/* json.c - a recursive scanner; see json.h.
 *
 * Read from the bottom: json_parse() reads one value and expects the end. The first fault of the
 * grammar ends the reading, since whatever follows it would be guesswork. */
#include "base/json.h"

#include "base/map.h"
#include "base/utf8.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_LIMIT = 64 };
#define DEPTH_LIMIT_TEXT "64"

struct scanner {
    struct diag *diag;
    const struct source *source;
    size_t at;
    size_t end;
    unsigned depth;
    struct arena keys; /* for the check of one object's keys at a time */
};

static struct json_value *scan_value(struct scanner *scanner);

static bool at_end(const struct scanner *scanner)
{
    return scanner->at >= scanner->end;
}

/* The byte at the scanner, or NUL at the end; a NUL in the text was refused before. */
static char peek(const struct scanner *scanner)
{
    return at_end(scanner) ? '\0' : scanner->source->bytes[scanner->at];
}

static void skip_space(struct scanner *scanner)
{
    while (!at_end(scanner) && strchr(" \t\r\n", peek(scanner)))
        scanner->at++;
}

/* Reports what stands at the scanner: a word, a character, or the end. */
static void report(struct scanner *scanner, const char *expected)
{
    const char *start = scanner->source->bytes + scanner->at;
    size_t left = at_end(scanner) ? 0 : scanner->end - scanner->at;
    size_t length = 0;
    while (length < left && length < 30 && isalnum((unsigned char)start[length]))
        length++;
    uint32_t code_point = 0;
    if (length == 0 && left > 0)
        length = utf8_decode(start, left, &code_point);
    const char *found = "the end of the text";
    if (left > 0)
        found = arena_printf(scanner->diag->arena, "'%.*s'", (int)length, start);
    diag_report(scanner->diag, DIAG_BAD_JSON, span_of(scanner->source, scanner->at, length),
                expected, found);
}

static struct json_value *new_value(struct scanner *scanner, enum json_kind kind, size_t start)
{
    struct json_value *value = arena_alloc(scanner->diag->arena, sizeof *value);
    value->kind = kind;
    value->offset = (uint32_t)start;
    value->length = (uint32_t)(scanner->at - start);
    return value;
}

/* Four hexadecimal digits after \u. */
static bool scan_hex(struct scanner *scanner, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        char c = peek(scanner);
        if (!isxdigit((unsigned char)c)) {
            report(scanner, "four hexadecimal digits");
            return false;
        }
        uint32_t digit = c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a' + 10);
        *unit = *unit * 16 + digit;
        scanner->at++;
    }
    return true;
}

/* What follows \u: one unit, or a surrogate pair (RFC 8259, section 7). */
static bool scan_unicode_escape(struct scanner *scanner, struct buffer *text)
{
    size_t start = scanner->at - 2;
    uint32_t code_point = 0;
    if (!scan_hex(scanner, &code_point))
        return false;
    if (code_point == 0) {
        diag_report(scanner->diag, DIAG_NUL_BYTE,
                    span_of(scanner->source, start, scanner->at - start));
        return true;
    }
    if (code_point >= 0xD800 && code_point <= 0xDFFF) {
        uint32_t low = 0;
        bool is_pair = code_point < 0xDC00 && scanner->end - scanner->at >= 6 &&
                       memcmp(scanner->source->bytes + scanner->at, "\\u", 2) == 0;
        if (is_pair) {
            scanner->at += 2;
            if (!scan_hex(scanner, &low))
                return false;
        }
        if (low < 0xDC00 || low > 0xDFFF) {
            scanner->at = start;
            report(scanner, "a pair of surrogates");
            return false;
        }
        code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
    }
    char bytes[4];
    buffer_add(text, bytes, utf8_encode(code_point, bytes));
    return true;
}

static bool scan_escape(struct scanner *scanner, struct buffer *text)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    scanner->at++;
    char c = peek(scanner);
    if (c == 'u') {
        scanner->at++;
        return scan_unicode_escape(scanner, text);
    }
    const char *letter = c == '\0' ? NULL : strchr(letters, c);
    if (!letter) {
        report(scanner, "one of \"\\/bfnrtu after a backslash");
        return false;
    }
    buffer_add(text, &meanings[letter - letters], 1);
    scanner->at++;
    return true;
}

/* A string, from its first quote. Returns NULL after a fault. */
static const char *scan_string(struct scanner *scanner)
{
    const char *bytes = scanner->source->bytes;
    size_t start = ++scanner->at;
    while (!at_end(scanner) && bytes[scanner->at] != '"' && bytes[scanner->at] != '\\' &&
           (unsigned char)bytes[scanner->at] >= 0x20)
        scanner->at++;
    if (peek(scanner) == '"') {
        scanner->at++;
        return arena_copy(scanner->diag->arena, bytes + start, scanner->at - 1 - start);
    }
    struct buffer text;
    buffer_init(&text, scanner->diag->arena);
    buffer_add(&text, bytes + start, scanner->at - start);
    while (peek(scanner) != '"') {
        if (at_end(scanner) || (unsigned char)peek(scanner) < 0x20) {
            report(scanner, "the closing '\"' of a string");
            return NULL;
        }
        if (peek(scanner) == '\\') {
            if (!scan_escape(scanner, &text))
                return NULL;
        } else {
            buffer_add(&text, bytes + scanner->at, 1);
            scanner->at++;
        }
    }
    scanner->at++;
    return text.bytes;
}

static size_t scan_digits(struct scanner *scanner)
{
    size_t start = scanner->at;
    while (isdigit((unsigned char)peek(scanner)))
        scanner->at++;
    return scanner->at - start;
}

static struct json_value *scan_number(struct scanner *scanner)
{
    size_t start = scanner->at;
    if (peek(scanner) == '-')
        scanner->at++;
    bool leading_zero = peek(scanner) == '0';
    size_t digits = scan_digits(scanner);
    if (digits == 0 || (leading_zero && digits > 1)) {
        scanner->at -= digits;
        report(scanner, digits == 0 ? "a digit" : "a number without leading zeros");
        return NULL;
    }
    if (peek(scanner) == '.') {
        scanner->at++;
        if (scan_digits(scanner) == 0) {
            report(scanner, "a digit");
            return NULL;
        }
    }
    if (peek(scanner) == 'e' || peek(scanner) == 'E') {
        scanner->at++;
        if (peek(scanner) == '+' || peek(scanner) == '-')
            scanner->at++;
        if (scan_digits(scanner) == 0) {
            report(scanner, "a digit");
            return NULL;
        }
    }
    struct json_value *value = new_value(scanner, JSON_NUMBER, start);
    value->text =
        arena_copy(scanner->diag->arena, scanner->source->bytes + start, scanner->at - start);
    if (!isfinite(strtod(value->text, NULL))) {
        scanner->at = start;
        report(scanner, "a number that a double can hold");
        return NULL;
    }
    return value;
}

static struct json_value *scan_word(struct scanner *scanner)
{
    static const struct {
        const char *text;
        enum json_kind kind;
        bool boolean;
    } words[] = {
        {"true", JSON_BOOLEAN, true}, {"false", JSON_BOOLEAN, false}, {"null", JSON_NULL, false}};
    size_t start = scanner->at;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i].text);
        if (scanner->end - start >= length &&
            memcmp(scanner->source->bytes + start, words[i].text, length) == 0) {
            scanner->at += length;
            struct json_value *value = new_value(scanner, words[i].kind, start);
            value->boolean = words[i].boolean;
            return value;
        }
    }
    report(scanner, "a value");
    return NULL;
}

/* The member before this one that has its key. Short objects, which is nearly all, are searched
 * directly; longer ones keep a map of their keys. */
static struct json_value *earlier_member(struct map *keys, struct json_value *object,
                                         struct json_value *member)
{
    enum { SHORT = 12 };
    if (object->count > SHORT)
        return map_add(keys, member->key, member);
    struct json_value *other = object->first;
    while (other != member && strcmp(other->key, member->key) != 0)
        other = other->next;
    return other == member ? NULL : other;
}

/* Reports keys that appear twice, and takes all but the first of each out. */
static void check_keys(struct scanner *scanner, struct json_value *object)
{
    struct map keys;
    map_init(&keys, &scanner->keys);
    struct json_value **link = &object->first;
    while (*link) {
        struct json_value *member = *link;
        struct json_value *earlier = earlier_member(&keys, object, member);
        if (!earlier) {
            link = &member->next;
            continue;
        }
        diag_report(scanner->diag, DIAG_DUPLICATE_KEY, json_key_span(scanner->source, member),
                    member->key);
        diag_note(scanner->diag, json_key_span(scanner->source, earlier), "the first one");
        *link = member->next;
    }
    arena_clear(&scanner->keys);
}

/* A key and its colon. */
static bool scan_key(struct scanner *scanner, const char *expected, struct json_value *key)
{
    if (peek(scanner) != '"') {
        report(scanner, expected);
        return false;
    }
    size_t start = scanner->at;
    key->key = scan_string(scanner);
    if (!key->key)
        return false;
    key->key_offset = (uint32_t)start;
    key->key_length = (uint32_t)(scanner->at - start);
    skip_space(scanner);
    if (peek(scanner) != ':') {
        report(scanner, "':' after a key");
        return false;
    }
    scanner->at++;
    skip_space(scanner);
    return true;
}

/* An array or object, from its opening bracket. */
static struct json_value *scan_container(struct scanner *scanner)
{
    size_t start = scanner->at;
    bool is_object = peek(scanner) == '{';
    char close = is_object ? '}' : ']';
    const char *expected = is_object ? "',' or '}'" : "',' or ']'";
    struct json_value *container = new_value(scanner, is_object ? JSON_OBJECT : JSON_ARRAY, start);
    struct json_value **end = &container->first;
    scanner->at++;
    skip_space(scanner);
    while (peek(scanner) != close || container->count > 0) {
        struct json_value key = {0};
        if (is_object && !scan_key(scanner, container->count == 0 ? "a key or '}'" : "a key", &key))
            return NULL;
        struct json_value *item = scan_value(scanner);
        if (!item)
            return NULL;
        item->key = key.key;
        item->key_offset = key.key_offset;
        item->key_length = key.key_length;
        *end = item;
        end = &item->next;
        container->count++;
        skip_space(scanner);
        if (peek(scanner) == close)
            break;
        if (peek(scanner) != ',') {
            report(scanner, expected);
            return NULL;
        }
        scanner->at++;
        skip_space(scanner);
    }
    scanner->at++;
    container->length = (uint32_t)(scanner->at - start);
    if (is_object)
        check_keys(scanner, container);
    return container;
}

static struct json_value *scan_value(struct scanner *scanner)
{
    char c = peek(scanner);
    if (c == '{' || c == '[') {
        if (scanner->depth == DEPTH_LIMIT) {
            diag_report(scanner->diag, DIAG_NESTED_TOO_DEEP,
                        span_of(scanner->source, scanner->at, 1), DEPTH_LIMIT_TEXT);
            return NULL;
        }
        scanner->depth++;
        struct json_value *container = scan_container(scanner);
        scanner->depth--;
        return container;
    }
    if (c == '"') {
        size_t start = scanner->at;
        const char *text = scan_string(scanner);
        if (!text)
            return NULL;
        struct json_value *value = new_value(scanner, JSON_STRING, start);
        value->text = text;
        return value;
    }
    if (c == '-' || isdigit((unsigned char)c))
        return scan_number(scanner);
    return scan_word(scanner);
}

struct json_value *json_parse(struct diag *diag, const struct source *source, size_t start,
                              size_t end)
{
    struct scanner scanner = {.diag = diag, .source = source, .at = start, .end = end};
    arena_init(&scanner.keys);
    skip_space(&scanner);
    struct json_value *value = scan_value(&scanner);
    arena_release(&scanner.keys);
    if (!value)
        return NULL;
    skip_space(&scanner);
    if (!at_end(&scanner)) {
        report(&scanner, "nothing after the value");
        return NULL;
    }
    return value;
}

struct json_value *json_string(struct arena *arena, struct span span, const char *text)
{
    struct json_value *value = arena_alloc(arena, sizeof *value);
    value->kind = JSON_STRING;
    value->offset = span.offset;
    value->length = span.length;
    value->text = text;
    return value;
}

const struct json_value *json_member(const struct json_value *object, const char *key)
{
    if (object->kind != JSON_OBJECT)
        return NULL;
    for (const struct json_value *member = object->first; member; member = member->next)
        if (strcmp(member->key, key) == 0)
            return member;
    return NULL;
}

struct span json_span(const struct source *source, const struct json_value *value)
{
    return span_of(source, value->offset, value->length);
}

struct span json_key_span(const struct source *source, const struct json_value *member)
{
    return span_of(source, member->key_offset, member->key_length);
}

const char *json_kind_name(enum json_kind kind)
{
    static const char *const names[] = {
        [JSON_NULL] = "null",       [JSON_BOOLEAN] = "a boolean", [JSON_NUMBER] = "a number",
        [JSON_STRING] = "a string", [JSON_ARRAY] = "an array",    [JSON_OBJECT] = "an object",
    };
    return names[kind];
}

/* The fewest digits that read back as the same double, as JavaScript does it. */
static void write_number(struct buffer *out, const char *text)
{
    double number = strtod(text, NULL);
    if (number == 0) {
        buffer_add_string(out, "0");
        return;
    }
    if (fabs(number) < 1e15 && number == floor(number)) {
        buffer_printf(out, "%.0f", number);
        return;
    }
    char shortest[40];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(shortest, sizeof shortest, "%.*g", digits, number);
        if (strtod(shortest, NULL) == number)
            break;
    }
    buffer_add_string(out, shortest);
}

void json_write(struct buffer *out, const struct json_value *value)
{
    switch (value->kind) {
    case JSON_NULL:
        buffer_add_string(out, "null");
        break;
    case JSON_BOOLEAN:
        buffer_add_string(out, value->boolean ? "true" : "false");
        break;
    case JSON_NUMBER:
        write_number(out, value->text);
        break;
    case JSON_STRING:
        buffer_quote_json(out, value->text);
        break;
    case JSON_ARRAY:
    case JSON_OBJECT:
        buffer_add_string(out, value->kind == JSON_OBJECT ? "{" : "[");
        for (const struct json_value *item = value->first; item; item = item->next) {
            if (value->kind == JSON_OBJECT) {
                buffer_quote_json(out, item->key);
                buffer_add_string(out, ":");
            }
            json_write(out, item);
            if (item->next)
                buffer_add_string(out, ",");
        }
        buffer_add_string(out, value->kind == JSON_OBJECT ? "}" : "]");
        break;
    }
}
