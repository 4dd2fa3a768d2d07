/* json_check.c - is this JSON, and nothing but JSON? See json_check.h.
 *
 * One pass, no recursion: a stack of bits remembers for each open bracket whether it is an
 * object's, and `state` says what may come next. */
#include "formats/json_check.h"

#include "base/utf8.h"
#include "formats/json.h"
#include "formats/json_plain.h"

#include <stdint.h>

enum state {
    WANTS_VALUE,
    WANTS_VALUE_OR_END, /* behind '[' */
    WANTS_KEY,
    WANTS_KEY_OR_END, /* behind '{' */
    WANTS_COMMA_OR_END,
    WANTS_NOTHING /* the outermost value is complete */
};

struct check {
    struct text text;
    size_t at;
    const char *reason; /* NULL: no fault so far */
    enum state state;
    int depth;
    int values;       /* seen so far */
    uint64_t objects; /* bit 0: whether the innermost bracket is an object's */
};

_Static_assert(JSON_DEPTH_LIMIT <= 64, "the stack of open brackets is one uint64_t");

static bool fault(struct check *check, const char *reason)
{
    check->reason = reason;
    return false;
}

/* The byte at the cursor, or -1 at the end. */
static int peek(const struct check *check)
{
    return check->at < check->text.length ? (unsigned char)check->text.bytes[check->at] : -1;
}

static bool is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

static bool take_hex4(struct check *check, unsigned *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        int byte = peek(check);
        unsigned digit;
        if (is_digit(byte))
            digit = (unsigned)(byte - '0');
        else if (byte >= 'a' && byte <= 'f')
            digit = (unsigned)(byte - 'a' + 10);
        else if (byte >= 'A' && byte <= 'F')
            digit = (unsigned)(byte - 'A' + 10);
        else
            return fault(check, "\\u needs four hexadecimal digits");
        *unit = *unit * 16 + digit;
        check->at++;
    }
    return true;
}

/* Behind "\u". A surrogate must be the first of a pair (RFC 8259, section 7). */
static bool take_unicode_escape(struct check *check)
{
    unsigned unit;

    if (!take_hex4(check, &unit))
        return false;
    if (unit == 0)
        return fault(check, "\\u0000 is not allowed");
    if (unit < 0xD800 || unit > 0xDFFF)
        return true;
    if (unit > 0xDBFF || check->text.length - check->at < 6 ||
        memcmp(check->text.bytes + check->at, "\\u", 2) != 0)
        return fault(check, "a surrogate stands alone");
    check->at += 2;
    if (!take_hex4(check, &unit))
        return false;
    if (unit < 0xDC00 || unit > 0xDFFF)
        return fault(check, "a surrogate stands alone");
    return true;
}

static bool take_escape(struct check *check)
{
    switch (peek(check)) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
        check->at++;
        return true;
    case 'u':
        check->at++;
        return take_unicode_escape(check);
    default:
        return fault(check, "unknown escape");
    }
}

static bool take_string(struct check *check)
{
    check->at++; /* the opening quote */
    for (;;) {
        check->at +=
            json_plain_length(check->text.bytes + check->at, check->text.length - check->at);
        int byte = peek(check);
        if (byte < 0)
            return fault(check, "a string without its end");
        if (byte < 0x20)
            return fault(check, "a control character in a string");
        if (byte < 0x80) {
            check->at++;
            if (byte == '"')
                return true;
            if (byte == '\\' && !take_escape(check))
                return false;
        } else {
            size_t length = utf8_character_length(check->text, check->at);
            if (length == 0)
                return fault(check, "invalid UTF-8");
            check->at += length;
        }
    }
}

static bool take_digits(struct check *check)
{
    if (!is_digit(peek(check)))
        return fault(check, "a digit is missing");
    while (is_digit(peek(check)))
        check->at++;
    return true;
}

static bool take_number(struct check *check)
{
    if (peek(check) == '-')
        check->at++;
    if (peek(check) == '0')
        check->at++; /* no digit may follow, RFC 8259, section 6: what follows is refused later */
    else if (!take_digits(check))
        return false;
    if (peek(check) == '.') {
        check->at++;
        if (!take_digits(check))
            return false;
    }
    if (peek(check) == 'e' || peek(check) == 'E') {
        check->at++;
        if (peek(check) == '+' || peek(check) == '-')
            check->at++;
        if (!take_digits(check))
            return false;
    }
    return true;
}

static bool take_word(struct check *check, const char *word)
{
    size_t length = strlen(word);

    if (check->text.length - check->at < length ||
        memcmp(check->text.bytes + check->at, word, length) != 0)
        return fault(check, "unexpected character");
    check->at += length;
    return true;
}

static bool open_bracket(struct check *check, bool object)
{
    if (check->depth == JSON_DEPTH_LIMIT)
        return fault(check, "nested too deeply");
    check->at++;
    check->depth++;
    check->objects = check->objects << 1 | object;
    check->state = object ? WANTS_KEY_OR_END : WANTS_VALUE_OR_END;
    return true;
}

static void end_value(struct check *check)
{
    check->state = check->depth > 0 ? WANTS_COMMA_OR_END : WANTS_NOTHING;
}

static bool close_bracket(struct check *check)
{
    check->at++;
    check->depth--;
    check->objects >>= 1;
    end_value(check);
    return true;
}

static bool take_value(struct check *check)
{
    bool good;

    if (++check->values > JSON_VALUE_LIMIT)
        return fault(check, "too many values");
    switch (peek(check)) {
    case '{':
        return open_bracket(check, true);
    case '[':
        return open_bracket(check, false);
    case '"':
        good = take_string(check);
        break;
    case 't':
        good = take_word(check, "true");
        break;
    case 'f':
        good = take_word(check, "false");
        break;
    case 'n':
        good = take_word(check, "null");
        break;
    default:
        if (peek(check) != '-' && !is_digit(peek(check)))
            return fault(check, "a value is missing");
        good = take_number(check);
    }
    end_value(check);
    return good;
}

static void skip_space(struct check *check)
{
    int byte = peek(check);

    while (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r') {
        check->at++;
        byte = peek(check);
    }
}

static bool take_key(struct check *check)
{
    if (peek(check) != '"')
        return fault(check, "a key in quotes is missing");
    if (!take_string(check))
        return false;
    skip_space(check);
    if (peek(check) != ':')
        return fault(check, "':' is missing");
    check->at++;
    check->state = WANTS_VALUE;
    return true;
}

/* Takes one value, key or mark; false at a fault. */
static bool take_next(struct check *check)
{
    bool in_object = check->objects & 1;

    switch (check->state) {
    case WANTS_VALUE_OR_END:
        return peek(check) == ']' ? close_bracket(check) : take_value(check);
    case WANTS_VALUE:
        return take_value(check);
    case WANTS_KEY_OR_END:
        return peek(check) == '}' ? close_bracket(check) : take_key(check);
    case WANTS_KEY:
        return take_key(check);
    case WANTS_COMMA_OR_END:
        if (peek(check) == (in_object ? '}' : ']'))
            return close_bracket(check);
        if (peek(check) != ',')
            return fault(check, in_object ? "',' or '}' is missing" : "',' or ']' is missing");
        check->at++;
        check->state = in_object ? WANTS_KEY : WANTS_VALUE;
        return true;
    case WANTS_NOTHING:
        break;
    }
    return fault(check, "something follows the value");
}

bool json_check(struct text text, struct json_fault *found)
{
    struct check check = {.text = text, .state = WANTS_VALUE};

    for (;;) {
        skip_space(&check);
        if (check.state == WANTS_NOTHING && check.at == text.length)
            return true;
        if (!take_next(&check))
            break;
    }
    found->reason = check.reason;
    found->position = check.at;
    return false;
}

bool json_is_valid(struct text text)
{
    struct json_fault ignored;

    return json_check(text, &ignored);
}
