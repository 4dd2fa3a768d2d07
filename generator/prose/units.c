/* units.c - see units.h. */
#include "prose/units.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "base/vector.h"
#include "read/spec_lex.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define HAN(variant, canonical) {variant, canonical},
static const struct {
    const char *variant;
    const char *canonical;
} han[] = {
#include "prose/han.def"
};
#undef HAN

/* CJK ideographs, with the extension A and the compatibility forms. */
static bool is_han(uint32_t code)
{
    return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF);
}

enum { FIRST_HAN = 0x3400, LAST_HAN = 0x9FFF };

/* The code of a character of three bytes. */
static uint32_t code_of(const char *character)
{
    const unsigned char *bytes = (const unsigned char *)character;
    return (bytes[0] & 0x0FU) << 12 | (bytes[1] & 0x3FU) << 6 | (bytes[2] & 0x3FU);
}

/* The canonical form of a character of three bytes, in place where it is its own. Every character of the
 * lexicon is looked up, so the rows are spread out once. */
static const char *canonical(const char *character)
{
    static const char *canonical_of[LAST_HAN - FIRST_HAN + 1];
    static bool is_spread;
    for (size_t i = 0; !is_spread && i < sizeof han / sizeof han[0]; i++) {
        const char *from = han[i].variant;
        const char *to = han[i].canonical;
        for (; *from != '\0' && *to != '\0'; from += 3, to += 3) {
            const char **slot = &canonical_of[code_of(from) - FIRST_HAN];
            *slot = *slot ? *slot : to;
        }
    }
    is_spread = true;
    uint32_t code = code_of(character);
    const char *found =
        code >= FIRST_HAN && code <= LAST_HAN ? canonical_of[code - FIRST_HAN] : NULL;
    return found ? found : character;
}

/* The length of an apostrophe, plain or curled, 0: there is none. */
static size_t apostrophe(const char *text, size_t length)
{
    static const char curled[] = "\xE2\x80\x99";
    if (length > 0 && text[0] == '\'')
        return 1;
    return length >= 3 && memcmp(text, curled, 3) == 0 ? 3 : 0;
}

/* Whether a word may have the character: letters and digits of any script but Chinese. */
static bool is_letter(uint32_t code)
{
    bool is_wide_mark = (code >= 0x2000 && code <= 0x206F) || (code >= 0x3000 && code <= 0x303F) ||
                        (code >= 0xFF00 && code <= 0xFFEF);
    return code < 0x80 ? isalnum((int)code) || code == '_' : !is_han(code) && !is_wide_mark;
}

static size_t word_length(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length) {
        uint32_t code = 0;
        size_t size = utf8_decode(text + at, length - at, &code);
        size_t mark = 0;
        if (size == 0 || !is_letter(code) ||
            spec_punctuation(text + at, length - at, &mark) != '\0' ||
            spec_space(text + at, length - at) > 0)
            break;
        at += size;
    }
    return at;
}

/* The length of "n't" or "'s" behind a word; of a plain apostrophe behind an s, too. */
static size_t contraction(const char *text, size_t length)
{
    size_t size = apostrophe(text, length);
    if (size == 0)
        return 0;
    size_t letters = word_length(text + size, length - size);
    return size + (letters <= 2 ? letters : 0);
}

static char *lower(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_copy(arena, text, length);
    for (size_t i = 0; i < length; i++)
        copy[i] = (char)tolower((unsigned char)copy[i]);
    return copy;
}

struct splitter {
    struct arena *arena;
    const struct source *source;
    struct vector units;
};

static void add(struct splitter *splitter, enum unit_kind kind, size_t at, size_t length,
                const char *text)
{
    struct unit *unit = arena_alloc(splitter->arena, sizeof *unit);
    const char *bytes = splitter->source->bytes + at;
    *unit = (struct unit){.kind = kind,
                          .text = text,
                          .raw = arena_copy(splitter->arena, bytes, length),
                          .span = span_of(splitter->source, at, length)};
    vector_add(&splitter->units, splitter->arena, unit);
}

/* What an apostrophe and these letters stand for: "they're" are two words, and "patient's" are, too. */
static const char *joined_word(const char *letters, size_t length)
{
    static const char *const words[][2] = {
        {"re", "are"}, {"m", "am"}, {"ve", "have"}, {"ll", "will"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i][0]) == length && strncasecmp(words[i][0], letters, length) == 0)
            return words[i][1];
    return "'s";
}

/* Adds a word with what an apostrophe joins to it: "can't" is one word, "patient's" are two. */
static size_t add_word(struct splitter *splitter, size_t at, size_t end)
{
    const char *text = splitter->source->bytes + at;
    size_t length = word_length(text, end - at);
    if (length == 0)
        return 0;
    size_t joined = contraction(text + length, end - at - length);
    bool is_not = joined > 0 && tolower((unsigned char)text[length + joined - 1]) == 't';
    if (is_not) {
        char *word = arena_printf(splitter->arena, "%.*s't", (int)length, text);
        add(splitter, UNIT_WORD, at, length + joined, lower(splitter->arena, word, strlen(word)));
        return length + joined;
    }
    bool is_number = strspn(text, "0123456789") >= length;
    add(splitter, is_number ? UNIT_NUMBER : UNIT_WORD, at, length,
        lower(splitter->arena, text, length));
    size_t mark = apostrophe(text + length, joined);
    if (joined > 0)
        add(splitter, UNIT_WORD, at + length, joined,
            joined_word(text + length + mark, joined - mark));
    return length + joined;
}

/* Adds what stands at an offset; returns its length. */
static size_t add_next(struct splitter *splitter, size_t at, size_t end)
{
    const char *text = splitter->source->bytes + at;
    size_t space = text[0] == '\n' ? 1 : spec_space(text, end - at);
    if (space > 0)
        return space;
    size_t size = 0;
    char mark = spec_punctuation(text, end - at, &size);
    if (mark == '-' && size == 1 && at > 0 && isalnum((unsigned char)text[-1]))
        return size;
    if (text[0] == '|') { /* between the cells of a table: "Patients | read their own visits" */
        add(splitter, UNIT_MARK, at, 1, ":");
        return 1;
    }
    if (mark != '\0') {
        add(splitter, UNIT_MARK, at, size, arena_printf(splitter->arena, "%c", mark));
        return size;
    }
    static const char asked[] = "？";
    if (end - at >= sizeof asked - 1 && memcmp(text, asked, sizeof asked - 1) == 0) {
        add(splitter, UNIT_MARK, at, sizeof asked - 1, "?");
        return sizeof asked - 1;
    }
    size_t quote = apostrophe(text, end - at);
    bool is_possessive = quote > 0 && end - at > quote && text[quote] == 's' &&
                         word_length(text + quote, end - at - quote) == 1;
    if (is_possessive) {
        add(splitter, UNIT_WORD, at, quote + 1, "'s");
        return quote + 1;
    }
    uint32_t code = 0;
    size = utf8_decode(text, end - at, &code);
    if (size == 3 && is_han(code)) {
        add(splitter, UNIT_CHARACTER, at, size,
            arena_copy(splitter->arena, canonical(arena_copy(splitter->arena, text, size)), size));
        return size;
    }
    size_t word = add_word(splitter, at, end);
    if (word > 0)
        return word;
    size = size == 0 ? 1 : size;
    add(splitter, UNIT_MARK, at, size, arena_copy(splitter->arena, text, size));
    return size;
}

struct units units_of(struct arena *arena, struct span span)
{
    struct splitter splitter = {.arena = arena, .source = span.source};
    size_t end = (size_t)span.offset + span.length;
    for (size_t at = span.offset; at < end;)
        at += add_next(&splitter, at, end);
    struct units units = {arena_alloc_array(arena, splitter.units.count + 1, sizeof(struct unit)),
                          splitter.units.count};
    for (size_t i = 0; i < units.count; i++)
        units.items[i] = *(struct unit *)splitter.units.items[i];
    return units;
}

struct units units_of_text(struct arena *arena, const char *text)
{
    struct source *source = arena_alloc(arena, sizeof *source);
    size_t length = strlen(text);
    *source = (struct source){.name = "", .bytes = text, .length = length};
    return units_of(arena, (struct span){.source = source, .length = (uint32_t)length});
}

/* units_spelled() of a text of small letters, Chinese characters and spaces; NULL where there is more
 * in it. */
static const char *plainly_spelled(struct arena *arena, const char *text, size_t length,
                                   size_t *count)
{
    char *spelled = arena_alloc(arena, 2 * length + 1);
    char *end = spelled;
    bool is_within_word = false;
    *count = 0;
    for (size_t at = 0, size = 1; at < length; at += size) {
        uint32_t code = 0;
        size = utf8_decode(text + at, length - at, &code);
        bool is_character = size == 3 && is_han(code);
        bool is_small = code >= 'a' && code <= 'z';
        if (size == 0 || (!is_character && !is_small && code != ' '))
            return NULL;
        if (is_character || (is_small && !is_within_word)) {
            if ((*count)++ > 0)
                *end++ = ' ';
        }
        is_within_word = is_small;
        if (code != ' ')
            end = (char *)memcpy(end, is_character ? canonical(text + at) : text + at, size) + size;
    }
    return spelled;
}

const char *units_spelled(struct arena *arena, const char *text, size_t length, size_t *count)
{
    const char *plain = plainly_spelled(arena, text, length, count);
    if (plain)
        return plain;
    struct units units = units_of_text(arena, arena_copy(arena, text, length));
    struct buffer spelled;
    buffer_init(&spelled, arena);
    buffer_add_string(&spelled, "");
    for (size_t i = 0; i < units.count; i++) {
        buffer_add_string(&spelled, i == 0 ? "" : " ");
        buffer_add_string(&spelled, units.items[i].text);
    }
    *count = units.count;
    return spelled.bytes;
}

bool unit_is_mark(const struct unit *unit, const char *marks)
{
    return unit->kind == UNIT_MARK && unit->text[1] == '\0' && strchr(marks, unit->text[0]);
}
