/* spec_sentence.c - the sentences of a spec; see spec_reader.h.
 *
 * Sentences are split by their ends, and each is offered to the forms of the table below in turn,
 * which join the two inputs, and then to the forms of rules (rule_read.c). What no form takes is
 * kept as a sentence that is not understood. */
#include "read/spec_sentence.h"
#include "read/rule_hint.h"
#include "read/rule_read.h"
#include "read/spec_heading.h"
#include "read/spec_read.h"
#include "read/spec_reader.h"
#include "read/spec_table.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* A statement "CLASS.FIELD is REST", taken apart. */
struct statement {
    struct ast_name class_name;
    struct ast_name field;
    struct ast_name rest;
};

static bool read_need(struct spec_reader *reader, const struct statement *statement);
static bool read_type_choice(struct spec_reader *reader, const struct statement *statement);
static bool read_alias(struct spec_reader *reader, const struct statement *statement);

static const struct sentence_form {
    const char *example; /* what may stand behind "is", for hints */
    bool (*read)(struct spec_reader *reader, const struct statement *statement);
} forms[] = {
    {"optional", read_need},
    {"String", read_type_choice},
    {"otherField", read_alias},
};

/* "Message.patient is optional", or required. */
static bool read_need(struct spec_reader *reader, const struct statement *statement)
{
    const char *rest = "";
    enum spec_clause clause = spec_clause_of(statement->rest.text, &rest);
    if (clause != CLAUSE_OPTIONAL && clause != CLAUSE_REQUIRED)
        return false;
    struct ast_need *need = arena_alloc(reader->arena, sizeof *need);
    need->class_name = statement->class_name;
    need->field = statement->field;
    need->required = clause == CLAUSE_REQUIRED;
    *reader->last_need = need;
    reader->last_need = &need->next;
    return true;
}

/* "Book.pages is String": a type in English has its capital letter here, since "name is file" may
 * well speak of a field. */
static bool read_type_choice(struct spec_reader *reader, const struct statement *statement)
{
    struct spec_type_words words;
    if (islower((unsigned char)statement->rest.text[0]) ||
        !spec_type_of(reader->arena, statement->rest.text, &words))
        return false;
    struct ast_type_choice *choice = arena_alloc(reader->arena, sizeof *choice);
    choice->class_name = statement->class_name;
    choice->field = statement->field;
    choice->type = (struct ast_type){
        .kind = words.kind,
        .element = words.element,
        .target = {.text = words.target, .span = statement->rest.span},
        .span = statement->rest.span,
    };
    *reader->last_type_choice = choice;
    reader->last_type_choice = &choice->next;
    return true;
}

/* Words that say how a field is, and so are not its other name: "Note.text is encrypted." */
static bool is_property(const char *word)
{
    static const char *const words[] = {
        "append-only", "audited",   "confidential", "encrypted", "hidden",    "immutable",
        "indexed",     "mandatory", "masked",       "optional",  "private",   "protected",
        "public",      "read-only", "readonly",     "required",  "secret",    "sensitive",
        "signed",      "system",    "unique",       "versioned", "write-once"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(words[i], word) == 0)
            return true;
    return false;
}

static bool read_alias(struct spec_reader *reader, const struct statement *statement)
{
    if (strpbrk(statement->rest.text, " .") || is_property(statement->rest.text))
        return false;
    struct ast_alias *alias = arena_alloc(reader->arena, sizeof *alias);
    alias->class_name = statement->class_name;
    alias->second = statement->field;
    alias->first = statement->rest;
    *reader->last_alias = alias;
    reader->last_alias = &alias->next;
    return true;
}

/* The length of the verb at an offset, with the space before it: " is " or "是"; 0: none. */
static size_t verb_length(const struct source *source, size_t at, size_t end)
{
    static const char *const verbs[] = {" is ", " 是", "是"};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        size_t length = strlen(verbs[i]);
        if (length < end - at && memcmp(source->bytes + at, verbs[i], length) == 0)
            return length;
    }
    return 0;
}

/* Takes "CLASS.FIELD is REST" apart; false when the text is nothing of that shape. */
static bool split_statement(struct spec_reader *reader, size_t start, size_t end,
                            struct statement *statement)
{
    const char *bytes = reader->source->bytes;
    size_t point = start;
    while (point < end && bytes[point] != '.' && bytes[point] != ' ' && bytes[point] != '\n')
        point++;
    if (point == start || point >= end || bytes[point] != '.')
        return false;
    size_t verb = point + 1;
    size_t length = 0;
    while (verb < end && (length = verb_length(reader->source, verb, end)) == 0 &&
           bytes[verb] != ' ' && bytes[verb] != '.')
        verb++;
    if (length == 0 || verb == point + 1)
        return false;
    statement->class_name = spec_name_between(reader, start, point);
    statement->field = spec_name_between(reader, point + 1, verb);
    statement->rest = spec_name_between(reader, verb + length, end);
    return statement->rest.text[0] != '\0';
}

bool spec_read_statement(struct spec_reader *reader, size_t start, size_t end)
{
    static const char wide_stop[] = "。";
    const char *bytes = reader->source->bytes;
    size_t wide = sizeof wide_stop - 1;
    if (end > start && bytes[end - 1] == '.')
        end--;
    else if (end >= start + wide && memcmp(bytes + end - wide, wide_stop, wide) == 0)
        end -= wide;
    struct statement statement;
    if (!split_statement(reader, start, end, &statement))
        return false;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (forms[i].read(reader, &statement))
            return true;
    return false;
}

/* How a sentence stands there. */
enum standing {
    STANDS_AS_SENTENCE,
    STANDS_UNREAD, /* it is not to be read, and has no form either */
    STANDS_ASIDE   /* a title, or a part of an introduction: it may say nothing */
};

static void keep_sentence(struct spec_reader *reader, enum spec_section section, size_t start,
                          size_t end, enum standing standing)
{
    struct ast_name text = spec_name_between(reader, start, end);
    if (text.text[0] == '\0')
        return;
    struct ast_sentence *sentence = arena_alloc(reader->arena, sizeof *sentence);
    sentence->span = text.span;
    sentence->section = spec_section_name(section);
    sentence->text = text.text;
    sentence->tree = reader->ast;
    sentence->is_unread = standing == STANDS_UNREAD;
    sentence->is_aside = standing == STANDS_ASIDE;
    sentence->understood = standing != STANDS_UNREAD &&
                           (spec_read_statement(reader, text.span.offset,
                                                (size_t)text.span.offset + text.span.length) ||
                            spec_read_rule(reader, sentence));
    sentence->has_form = sentence->understood;
    *reader->last_sentence = sentence;
    reader->last_sentence = &sentence->next;
    reader->sentence_count++;
}

void spec_note_nearest(struct diag *diag, const struct ast_sentence *sentence)
{
    struct spec_reader reader = {
        .diag = diag, .arena = diag->arena, .source = sentence->span.source};
    struct statement statement;
    if (diag_is_full(diag))
        return;
    spec_note_nearest_rules(diag, sentence);
    if (split_statement(&reader, sentence->span.offset,
                        (size_t)sentence->span.offset + sentence->span.length, &statement))
        for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
            diag_note(diag, (struct span){0}, "there is '%s.%s is %s.'", statement.class_name.text,
                      statement.field.text, forms[i].example);
}

/* The length of "1. ", "1) ", "(1) ", "a) " or "(a) "; 0: it is none. */
static size_t number_length(const char *text, size_t length)
{
    size_t open = length > 0 && text[0] == '(' ? 1 : 0;
    size_t at = open;
    while (at < length && isdigit((unsigned char)text[at]))
        at++;
    bool is_letter = at == open && at < length && isalpha((unsigned char)text[at]);
    at += is_letter ? 1 : 0;
    bool is_number = at > open && at + 1 < length &&
                     (text[at] == ')' || (text[at] == '.' && open == 0 && !is_letter)) &&
                     text[at + 1] == ' ';
    return is_number ? at + 2 : 0;
}

/* The length of a bullet or number with the space after it, where a line or section begins. */
static size_t bullet_length(const struct source *source, size_t at, size_t end)
{
    static const char *const bullets[] = {"•", "·", "–", "—", "▪", "○", "●"};
    const char *text = source->bytes + at;
    size_t length = end - at;
    size_t size = 0;
    char mark = spec_punctuation(text, length, &size);
    if (mark == '-' || mark == '*')
        return spec_space(text + size, length - size) > 0 ? size + 1 : 0;
    for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++) {
        size = strlen(bullets[i]);
        if (size < length && memcmp(text, bullets[i], size) == 0 && text[size] == ' ')
            return size + 1;
    }
    return number_length(text, length);
}

/* Whether the point at an offset is that of "i.e." or "e.g.". */
static bool is_abbreviation(const struct source *source, size_t at)
{
    const char *bytes = source->bytes;
    bool has_letters = at >= 4 && isalpha((unsigned char)bytes[at - 1]) && bytes[at - 2] == '.' &&
                       isalpha((unsigned char)bytes[at - 3]);
    return has_letters && !isalnum((unsigned char)bytes[at - 4]);
}

/* Whether an answer stands behind a question: "Q: ...? A: ..." is one sentence. */
static bool is_answered(const struct source *source, size_t at, size_t end)
{
    static const char *const words[] = {"答", "A", "Answer", "回答", "解答"};
    while (at < end && isspace((unsigned char)source->bytes[at]))
        at++;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i]), mark = 0;
        if (length >= end - at || memcmp(source->bytes + at, words[i], length) != 0)
            continue;
        if (spec_punctuation(source->bytes + at + length, end - at - length, &mark) == ':')
            return true;
    }
    return false;
}

/* The length of the sentence end at an offset; 0: none. An ASCII point ends a sentence before a
 * space, a line end or text of another script, and not inside "Author.name". */
static size_t stop_length(const struct source *source, size_t at, size_t end)
{
    static const char *const wide[] = {"。", "！", "？"};
    const char *text = source->bytes + at;
    static const char question[] = "？";
    size_t asks = *text == '?'                                                        ? 1
                  : end - at >= 3 && memcmp(text, question, sizeof question - 1) == 0 ? 3
                                                                                      : 0;
    if (asks > 0 && is_answered(source, at + asks, end))
        return 0;
    if (strchr(".!?", *text)) {
        bool is_last = at + 1 >= end;
        unsigned char next = is_last ? 0 : (unsigned char)text[1];
        bool goes_on = !is_last && is_abbreviation(source, at);
        return !goes_on && (is_last || isspace(next) || next >= 0x80) ? 1 : 0;
    }
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        size_t length = strlen(wide[i]);
        if (length <= end - at && memcmp(text, wide[i], length) == 0)
            return length;
    }
    return 0;
}

static size_t skip_blanks(const struct source *source, size_t at, size_t end)
{
    size_t size = 0;
    while (at < end && (size = spec_space(source->bytes + at, end - at)) > 0)
        at += size;
    return at;
}

struct table_reader {
    struct spec_reader *reader;
    enum spec_section section;
};

static void add_row(void *context, const struct spec_row *row)
{
    struct table_reader *table = context;
    keep_sentence(table->reader, table->section, row->start, row->end,
                  row->is_plain ? STANDS_AS_SENTENCE : STANDS_UNREAD);
}

/* Whether a paragraph that no point ends is a title: a few words on one line, without a bullet. */
static bool is_title(const struct source *source, size_t start, size_t end)
{
    enum { MOST_BYTES_OF_TITLE = 60 };
    const char *text = source->bytes + start;
    size_t length = end - start;
    size_t size = 0;
    while (length > 0 && strchr(" \t\r\n", text[0])) {
        text++;
        length--;
    }
    while (length > 0 && strchr(" \t\r", text[length - 1]))
        length--;
    if (length == 0 || length > MOST_BYTES_OF_TITLE || memchr(text, '\n', length))
        return false;
    bool ends_wide =
        length > 2 && spec_punctuation(text + length - 3, 3, &size) != '\0' && size == 3;
    /* "(rules by role):", what a heading had behind its words */
    if (text[0] == '(' && text[length - 1] == ':')
        length--;
    return !ends_wide && !strchr(".,:;!?", text[length - 1]);
}

/* Reading the sentences of a section. */
struct sentence_reader {
    struct spec_reader *reader;
    enum spec_section section;
    size_t end;
    size_t start;      /* of the sentence that is being read */
    bool may_be_title; /* it begins a paragraph, and without a bullet */
};

/* Begins a sentence at the next text at or after an offset; returns where it begins. */
static size_t begin_sentence(struct sentence_reader *sentences, size_t at)
{
    const struct source *source = sentences->reader->source;
    at = skip_blanks(source, at, sentences->end);
    size_t bullet = at < sentences->end ? bullet_length(source, at, sentences->end) : 0;
    sentences->may_be_title = bullet == 0;
    sentences->start = at + bullet;
    return at + bullet;
}

static void end_sentence(struct sentence_reader *sentences, size_t at, enum standing standing)
{
    if (sentences->section == SECTION_INTRODUCTION)
        standing = STANDS_ASIDE;
    if (sentences->section == SECTION_DELIVER)
        standing = STANDS_AS_SENTENCE;
    keep_sentence(sentences->reader, sentences->section, sentences->start, at, standing);
    sentences->start = at;
}

/* Reads the table or the heading line at an offset where a sentence begins; returns where it ends, or
 * the offset when there is none. */
static size_t read_lines(struct sentence_reader *sentences, size_t at)
{
    const struct source *source = sentences->reader->source;
    size_t end = at;
    if (source->bytes[at] == '|') {
        struct table_reader table = {sentences->reader, sentences->section};
        end = spec_read_table(source, at, sentences->end, add_row, &table);
    } else if (spec_heading_line(source, at, &end)) {
        while (source->bytes[sentences->start] == '#')
            sentences->start++;
        end_sentence(sentences, end, STANDS_ASIDE);
    }
    return end;
}

void spec_read_sentences(struct spec_reader *reader, enum spec_section section, size_t start,
                         size_t end)
{
    const struct source *source = reader->source;
    struct sentence_reader sentences = {.reader = reader, .section = section, .end = end};
    size_t at = begin_sentence(&sentences, start);
    while (at < end) {
        size_t behind = at == sentences.start ? read_lines(&sentences, at) : at;
        if (behind > at) {
            at = begin_sentence(&sentences, behind);
            continue;
        }
        size_t stop = stop_length(source, at, end);
        if (stop > 0) {
            at += stop;
            end_sentence(&sentences, at, STANDS_AS_SENTENCE);
            sentences.may_be_title = false;
            continue;
        }
        if (source->bytes[at] != '\n') {
            at++;
            continue;
        }
        /* A line break ends a sentence only where a paragraph, a heading or a bullet begins. */
        size_t next = skip_blanks(source, at + 1, end);
        size_t line_end = 0;
        bool is_end = next >= end || source->bytes[next] == '\n';
        bool is_other =
            !is_end && (bullet_length(source, next, end) > 0 || spec_is_row(source, next, end) ||
                        spec_heading_line(source, next, &line_end));
        if (is_end || is_other) {
            bool is_aside = sentences.may_be_title && is_title(source, sentences.start, at);
            end_sentence(&sentences, at, is_aside ? STANDS_ASIDE : STANDS_AS_SENTENCE);
            next = begin_sentence(&sentences, next);
        }
        at = next > at ? next : at + 1;
    }
    end_sentence(&sentences, end, STANDS_AS_SENTENCE);
}
