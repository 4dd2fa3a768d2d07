/* spec_heading.c - see spec_heading.h. A line is taken apart from the left: marks, a number, the words,
 * marks again. What it is made of decides whether it is a heading. */
#include "read/spec_heading.h"

#include "base/text_check.h"
#include "read/spec_lex.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* A line that may be a heading. */
struct line {
    const struct source *source;
    size_t at;
    size_t level;     /* how many '#' */
    bool has_bullet;  /* "- Security:" */
    bool is_numbered; /* "2. Security" */
};

static const char *text_at(const struct line *line)
{
    return line->source->bytes + line->at;
}

static size_t left_of(const struct line *line)
{
    return line->source->length - line->at;
}

static void skip_spaces(struct line *line)
{
    for (size_t size = 1; size > 0; line->at += size)
        size = spec_space(text_at(line), left_of(line));
}

/* The length of the run of a character, which is none of another script. */
static size_t run_of(const struct line *line, char mark)
{
    size_t length = 0;
    while (length < left_of(line) && text_at(line)[length] == mark)
        length++;
    return length;
}

/* Passes over what frames a heading; a single '-' is a bullet. */
static void skip_frame(struct line *line)
{
    for (skip_spaces(line); left_of(line) > 0; skip_spaces(line)) {
        size_t size = 0;
        const char *text = text_at(line);
        char mark = spec_punctuation(text, left_of(line), &size);
        bool is_bracket = mark == '[' || mark == ']';
        if (!is_bracket && !strchr("#*=-_~", *text))
            return;
        size_t run = is_bracket ? size : run_of(line, *text);
        line->level += *text == '#' ? run : 0;
        line->has_bullet = line->has_bullet || (run == 1 && strchr("-*", *text));
        line->at += run;
    }
}

/* Passes over one of some words, without regard to ASCII case; false when there is none. */
static bool skip_one_of(struct line *line, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(words[i]);
        if (length <= left_of(line) && strncasecmp(text_at(line), words[i], length) == 0) {
            line->at += length;
            return true;
        }
    }
    return false;
}

/* Digits, a Roman number or a letter, or Chinese numerals. */
static bool skip_numeral(struct line *line)
{
    static const char *const han[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    size_t length = 0;
    while (length < left_of(line) && isdigit((unsigned char)text_at(line)[length]))
        length++;
    if (length == 0)
        while (length < left_of(line) && length < 4 && strchr("IVX", text_at(line)[length]))
            length++;
    if (length == 0 && left_of(line) > 0 && isupper((unsigned char)*text_at(line)))
        length = 1;
    line->at += length;
    while (length == 0 && skip_one_of(line, han, 10)) {
        while (skip_one_of(line, han, 10)) {
        }
        return true;
    }
    return length > 0;
}

/* Passes over "2.", "(2)", "B)", "IV.", "Part 2:", "二、" or "第二部分". */
static void skip_number(struct line *line)
{
    static const char *const parts[] = {"part ", "section ", "step ", "chapter ", "第", "§"};
    static const char *const han_parts[] = {"部分", "章", "節", "节"};
    struct line rest = *line;
    size_t size = 0;
    bool is_part = skip_one_of(&rest, parts, 6);
    bool is_open = spec_punctuation(text_at(&rest), left_of(&rest), &size) == '(';
    rest.at += is_open ? size : 0;
    if (!skip_numeral(&rest))
        return;
    bool is_han = skip_one_of(&rest, han_parts, 4);
    skip_spaces(&rest);
    char mark = spec_punctuation(text_at(&rest), left_of(&rest), &size);
    bool ends = mark != '\0' && strchr(is_open ? ")" : ".):,-", mark);
    if (!ends && !is_part && !is_han)
        return;
    rest.at += ends ? size : 0;
    skip_spaces(&rest);
    *line = rest;
    line->is_numbered = true;
}

/* Passes over "and", "&", "/" or 與 between two headings; false when there is none. */
static bool skip_joint(struct line *line)
{
    static const char *const joints[] = {"and ", "& ", "&",  "/",  "+",  ",",
                                         "，",   "、", "與", "与", "和", "及"};
    struct line rest = *line;
    skip_spaces(&rest);
    bool found = skip_one_of(&rest, joints, sizeof joints / sizeof joints[0]);
    skip_spaces(&rest);
    if (found)
        *line = rest;
    return found;
}

/* Passes over the words of one heading or of several, "Security & privacy", the first of which counts. */
static bool skip_words(struct line *line, enum spec_section *section, enum heading_place *place)
{
    size_t length = spec_heading(text_at(line), left_of(line), section, place);
    line->at += length;
    for (struct line rest = *line; length > 0 && skip_joint(&rest);) {
        enum spec_section other;
        enum heading_place other_place;
        size_t more = spec_heading(text_at(&rest), left_of(&rest), &other, &other_place);
        if (more == 0)
            break;
        rest.at += more;
        *line = rest;
    }
    return length > 0;
}

/* Passes over "(classes)" behind the words. Returns where a remark begins that is long enough to say what holds,
 * "(patients must never see the notes)"; else 0. */
static size_t skip_remark(struct line *line)
{
    enum { SHORT_REMARK = 3 }; /* words */
    size_t words = 1;
    size_t size = 0;
    skip_spaces(line);
    size_t start = line->at;
    if (spec_punctuation(text_at(line), left_of(line), &size) != '(')
        return 0;
    for (size_t i = size; i < left_of(line) && text_at(line)[i] != '\n'; i += size) {
        words += spec_space(text_at(line) + i, left_of(line) - i) > 0 ||
                 (unsigned char)text_at(line)[i] >= 0x80;
        if (spec_punctuation(text_at(line) + i, left_of(line) - i, &size) == ')') {
            line->at += i + size;
            return words > SHORT_REMARK ? start : 0;
        }
    }
    return 0;
}

static bool ends_line(const struct line *line)
{
    return left_of(line) == 0 || *text_at(line) == '\n';
}

/* Passes over a colon; false when there is none. */
static bool skip_colon(struct line *line)
{
    size_t size = 0;
    skip_frame(line);
    if (spec_punctuation(text_at(line), left_of(line), &size) != ':')
        return false;
    line->at += size;
    return true;
}

static bool is_of_schema(enum spec_section section)
{
    return section == SECTION_SCHEMA || section == SECTION_SCHEMA_MORE || section == SECTION_NAMES;
}

/* Whether a line that is nothing but the words, with what stands before them, is a heading. */
static bool stands_alone(const struct line *before, const struct spec_heading *heading,
                         const struct spec_heading *within, enum heading_place place,
                         bool has_colon)
{
    bool is_in_schema = within && is_of_schema(within->section);
    bool is_of_its_level = before->level > 0 && within && before->level <= within->level;
    unsigned char first = (unsigned char)*text_at(before);
    if (is_in_schema && place == HEADING_IS_NO_CLASS && !is_of_its_level)
        return false;
    if (has_colon || before->level > 0)
        return true;
    /* "tables": the end of a line of prose; "Tables": a class. */
    return !before->has_bullet && (isupper(first) || first >= 0x80) &&
           !(is_in_schema && is_of_schema(heading->section));
}

/* Whether words with a colon and something behind it are a heading. */
static bool stands_before(const struct line *before, const struct spec_heading *within,
                          enum heading_place place, bool starts_line)
{
    if (before->is_numbered || before->has_bullet)
        return false;
    return place == HEADING_ANYWHERE ||
           (place == HEADING_ON_A_LINE && starts_line && within && !is_of_schema(within->section));
}

/* The heading that starts at an offset where one may start. */
static bool heading_at(const struct source *source, size_t at, bool starts_line,
                       const struct spec_heading *within, struct spec_heading *heading)
{
    struct line line = {.source = source, .at = at};
    enum heading_place place = HEADING_ANYWHERE;
    skip_frame(&line);
    if (starts_line)
        skip_number(&line);
    struct line before = line;
    if (!skip_words(&line, &heading->section, &place))
        return false;
    struct line alone = line;
    size_t remark = skip_remark(&alone);
    bool has_colon = skip_colon(&alone);
    skip_frame(&alone);
    heading->start = at;
    heading->level = before.level;
    heading->body = remark > 0 && !is_of_schema(heading->section) ? remark : alone.at;
    if (starts_line && ends_line(&alone))
        return stands_alone(&before, heading, within, place, has_colon);
    has_colon = skip_colon(&line);
    heading->body = line.at;
    return has_colon && stands_before(&before, within, place, starts_line);
}

/* Whether a section may start after the punctuation that ends at an offset: the end of a sentence
 * and a space. */
static bool ends_sentence(const struct source *source, size_t at, char punctuation, size_t size)
{
    return punctuation == '.' &&
           spec_space(source->bytes + at + size, source->length - at - size) > 0;
}

bool spec_heading_next(const struct source *source, size_t at, const struct spec_heading *within,
                       struct spec_heading *heading)
{
    bool starts_line = at == text_start(source);
    bool may_start = starts_line;
    while (at < source->length) {
        if (may_start && heading_at(source, at, starts_line, within, heading))
            return true;
        size_t size = 0;
        char punctuation = spec_punctuation(source->bytes + at, source->length - at, &size);
        starts_line = source->bytes[at] == '\n';
        may_start = starts_line || ends_sentence(source, at, punctuation, size);
        at += size;
    }
    return false;
}

bool spec_heading_line(const struct source *source, size_t at, size_t *end)
{
    size_t marks = at;
    while (marks < source->length && source->bytes[marks] == '#')
        marks++;
    if (marks == at || spec_space(source->bytes + marks, source->length - marks) == 0)
        return false;
    const char *line_end = memchr(source->bytes + marks, '\n', source->length - marks);
    *end = line_end ? (size_t)(line_end - source->bytes) : source->length;
    return true;
}
