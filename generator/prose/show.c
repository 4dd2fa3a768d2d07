/* show.c - see show.h. */
#include "prose/show.h"

#include "base/utf8.h"
#include "read/spec_lex.h"

#include <string.h>

static bool is_left(const struct ast_sentence *sentence, size_t offset)
{
    for (const struct ast_line *line = sentence->lines; line; line = line->next)
        if (line->kind == AST_LINE_LEFT && offset >= line->span.offset &&
            offset < (size_t)line->span.offset + line->span.length)
            return true;
    return false;
}

static bool has_left(const struct ast_sentence *sentence)
{
    for (const struct ast_line *line = sentence->lines; line; line = line->next)
        if (line->kind == AST_LINE_LEFT)
            return true;
    return false;
}

/* The sentence on one line, or the marks below its words that nothing accounts for. */
static void add_sentence(struct buffer *out, const struct ast_sentence *sentence, bool marks)
{
    const char *bytes = sentence->span.source->bytes + sentence->span.offset;
    size_t at = 0;
    while (at < sentence->span.length) {
        size_t space = bytes[at] == '\n' ? 1 : spec_space(bytes + at, sentence->span.length - at);
        uint32_t code = ' ';
        size_t size = space > 0 ? 1 : utf8_decode(bytes + at, sentence->span.length - at, &code);
        size = size == 0 ? 1 : size;
        bool is_marked = is_left(sentence, sentence->span.offset + at);
        if (!marks && space > 0)
            buffer_add_string(out, " ");
        else if (!marks)
            buffer_add(out, bytes + at, size);
        else
            for (unsigned i = 0; i < utf8_width(code); i++)
                buffer_add_string(out, is_marked ? "~" : " ");
        at += space > 0 ? space : size;
        while (space > 0 && at < sentence->span.length &&
               (bytes[at] == '\n' || spec_space(bytes + at, sentence->span.length - at) > 0))
            at += bytes[at] == '\n' ? 1 : spec_space(bytes + at, sentence->span.length - at);
    }
    while (marks && out->length > 0 && out->bytes[out->length - 1] == ' ')
        out->length--;
    buffer_add_string(out, "\n");
}

void reading_show_text(const struct ast *spec, struct buffer *out)
{
    const char *section = "";
    for (const struct ast_sentence *at = spec->sentences; at; at = at->next) {
        if (strcmp(section, at->section) != 0)
            buffer_printf(out, "%s%s:\n", *section == '\0' ? "" : "\n", at->section);
        section = at->section;
        buffer_add_string(out, "\n  ");
        add_sentence(out, at, false);
        if (has_left(at)) {
            buffer_add_string(out, "  ");
            add_sentence(out, at, true);
        }
        for (const struct ast_line *line = at->lines; line; line = line->next)
            if (line->kind == AST_LINE_BECOMES || line->kind == AST_LINE_REPEATED)
                buffer_printf(out, "    = %s\n", line->text);
        for (const struct ast_line *line = at->lines; line; line = line->next)
            if (line->kind == AST_LINE_ASSUMED || line->kind == AST_LINE_NOTHING)
                buffer_printf(out, "    %s %s\n", line->kind == AST_LINE_ASSUMED ? "~" : "-",
                              line->text);
        for (const struct ast_line *line = at->lines; line; line = line->next)
            if (line->kind == AST_LINE_DELIVERED || line->kind == AST_LINE_NOT_PROVIDED)
                buffer_printf(out, "    > %s: %s%s\n", line->asked,
                              line->kind == AST_LINE_DELIVERED ? "" : "not provided: ", line->text);
        for (const struct ast_line *line = at->lines; line; line = line->next)
            if (line->kind == AST_LINE_LEFT || line->kind == AST_LINE_FAULT)
                buffer_printf(out, "    %s %s\n", line->kind == AST_LINE_LEFT ? "?" : "!",
                              line->text);
        for (const struct ast_line *line = at->lines; line; line = line->next)
            if (line->kind == AST_LINE_UNENFORCED)
                buffer_printf(out, "    ! not enforced: %s\n", line->text);
    }
}

/* What it became; a sentence that has a form is one of these itself. */
static void add_becomes(struct buffer *out, const struct ast_sentence *sentence)
{
    const char *separator = "";
    buffer_add_string(out, ",\n    \"becomes\": [");
    if (sentence->has_form) {
        buffer_quote_json(out, sentence->text);
        separator = ", ";
    }
    for (const struct ast_line *line = sentence->lines; line; line = line->next) {
        if (line->kind != AST_LINE_BECOMES && line->kind != AST_LINE_REPEATED)
            continue;
        buffer_add_string(out, separator);
        buffer_quote_json(out, line->text);
        separator = ", ";
    }
    buffer_add_string(out, "]");
}

static void add_list(struct buffer *out, const struct ast_sentence *sentence, const char *name,
                     enum ast_line_kind kind)
{
    bool is_first = true;
    buffer_printf(out, ",\n    \"%s\": [", name);
    for (const struct ast_line *line = sentence->lines; line; line = line->next) {
        if (line->kind != kind)
            continue;
        buffer_add_string(out, is_first ? "" : ", ");
        buffer_quote_json(out, line->text);
        is_first = false;
    }
    buffer_add_string(out, "]");
}

/* What is to be delivered, each with its places or with why it is not there. */
static void add_delivered(struct buffer *out, const struct ast_sentence *sentence)
{
    bool is_first = true;
    buffer_add_string(out, ",\n    \"deliver\": [");
    for (const struct ast_line *line = sentence->lines; line; line = line->next) {
        if (line->kind != AST_LINE_DELIVERED && line->kind != AST_LINE_NOT_PROVIDED)
            continue;
        buffer_printf(out, "%s{\"asked\": ", is_first ? "" : ", ");
        buffer_quote_json(out, line->asked);
        is_first = false;
        if (line->kind == AST_LINE_NOT_PROVIDED) {
            buffer_add_string(out, ", \"where\": [], \"why\": ");
            buffer_quote_json(out, line->text);
            buffer_add_string(out, "}");
            continue;
        }
        buffer_add_string(out, ", \"where\": [");
        for (const char *place = line->text; *place != '\0';) {
            size_t length = strcspn(place, ";");
            buffer_add_string(out, place == line->text ? "" : ", ");
            buffer_quote_json(out, arena_copy(out->arena, place, length));
            place += length;
            place += strspn(place, "; ");
        }
        buffer_add_string(out, "]}");
    }
    buffer_add_string(out, "]");
}

void reading_show_json(const struct ast *spec, struct buffer *out)
{
    buffer_add_string(out, "[");
    for (const struct ast_sentence *at = spec->sentences; at; at = at->next) {
        buffer_printf(out, "%s\n  {\"section\": ", at == spec->sentences ? "" : ",");
        buffer_quote_json(out, at->section);
        buffer_printf(out, ", \"line\": %u,\n    \"sentence\": ", span_position(at->span).line);
        buffer_quote_json(out, at->text);
        buffer_printf(out, ",\n    \"hasForm\": %s", at->has_form ? "true" : "false");
        add_becomes(out, at);
        add_list(out, at, "assumed", AST_LINE_ASSUMED);
        add_list(out, at, "left", AST_LINE_LEFT);
        add_list(out, at, "unenforced", AST_LINE_UNENFORCED);
        add_list(out, at, "faults", AST_LINE_FAULT);
        add_delivered(out, at);
        buffer_add_string(out, "}");
    }
    buffer_add_string(out, "\n]\n");
}

/* A sentence as a comment, which nothing in it can end. */
static void add_comment(struct buffer *out, const char *before, const char *text)
{
    buffer_printf(out, "<!-- %s", before);
    for (const char *c = text; *c != '\0'; c++) {
        bool ends = c[0] == '-' && c[1] == '-';
        buffer_add(out, c, 1);
        buffer_add_string(out, ends ? " " : "");
    }
    buffer_add_string(out, " -->\n");
}

static bool is_prose(const struct ast_sentence *sentence)
{
    return !sentence->has_form && strcmp(sentence->section, "Deliver") != 0;
}

/* What a sentence became, a line each; a sentence that has a form stays. */
static void add_reading(struct buffer *out, const struct ast_sentence *sentence)
{
    static const struct {
        enum ast_line_kind kind;
        const char *before;
    } comments[] = {{AST_LINE_ASSUMED, "assumed: "},
                    {AST_LINE_LEFT, "not understood: "},
                    {AST_LINE_UNENFORCED, "not enforced: "},
                    {AST_LINE_FAULT, "fault: "}};
    if (is_prose(sentence))
        add_comment(out, "", sentence->text);
    else
        buffer_printf(out, "- %s\n", sentence->text);
    for (const struct ast_line *line = sentence->lines; line; line = line->next)
        if (line->kind == AST_LINE_BECOMES)
            buffer_printf(out, "- %s\n", line->text);
    for (size_t i = 0; i < sizeof comments / sizeof comments[0]; i++)
        for (const struct ast_line *line = sentence->lines; line; line = line->next)
            if (line->kind == comments[i].kind && is_prose(sentence))
                add_comment(out, comments[i].before, line->text);
}

bool reading_has_prose(const struct ast *spec)
{
    for (const struct ast_sentence *at = spec->sentences; at; at = at->next)
        if (is_prose(at) || (at->lines && strcmp(at->section, "Deliver") != 0))
            return true;
    return false;
}

static size_t place_of(const struct ast_sentence *sentence)
{
    return span_written(sentence->span).offset;
}

static size_t end_of(const struct ast_sentence *sentence)
{
    struct span last = sentence->span;
    last.offset += last.length - 1;
    last.length = 1;
    return (size_t)span_written(last).offset + 1;
}

/* The first aside at or behind an offset, or NULL. */
static const struct ast_sentence *aside_from(const struct ast *spec, size_t start)
{
    const struct ast_sentence *first = NULL;
    for (const struct ast_sentence *aside = spec->asides; aside; aside = aside->next)
        if (place_of(aside) >= start && (!first || place_of(aside) < place_of(first)))
            first = aside;
    return first;
}

/* The comments and asides that stand between two offsets, a line each. */
static void keep_others(struct buffer *out, const struct ast *spec, size_t start, size_t end)
{
    const struct source *source = spec->whole;
    const struct ast_sentence *aside = aside_from(spec, start);
    for (size_t at = start; at < end; at++) {
        const char *text = source->bytes + at;
        if (aside && place_of(aside) == at) {
            size_t length = end_of(aside) - at;
            size_t marks = at;
            while (marks > start && strchr("# ", source->bytes[marks - 1]))
                marks--;
            /* A title is one only where a paragraph begins. */
            buffer_add_string(out, marks == 0 || source->bytes[marks] == '#' ? "" : "\n");
            buffer_add(out, source->bytes + marks, at - marks + length);
            buffer_add_string(out, "\n");
            at += length - 1;
            aside = aside_from(spec, at);
        } else if (end - at >= 4 && memcmp(text, "<!--", 4) == 0) {
            const char *close = memmem(text, end - at, "-->", 3);
            size_t length = close ? (size_t)(close - text) + 3 : end - at;
            if (close) {
                buffer_add(out, text, length);
                buffer_add_string(out, "\n");
            }
            at += length - 1;
        }
    }
}

void reading_show_spec(const struct ast *spec, struct buffer *out)
{
    const char *bytes = spec->whole->bytes;
    size_t done = 0;
    if (!reading_has_prose(spec)) {
        buffer_add(out, bytes, spec->whole->length);
        return;
    }
    for (const struct ast_section *section = spec->sections; section; section = section->next) {
        size_t until = section->has_sentences ? section->body : section->end;
        buffer_add(out, bytes + done, until - done);
        done = section->end;
        if (!section->has_sentences)
            continue;
        buffer_add_string(out, section->body == section->start ? "" : "\n");
        size_t behind = section->body;
        for (const struct ast_sentence *at = spec->sentences; at; at = at->next) {
            if (place_of(at) < section->body || place_of(at) >= section->end)
                continue;
            keep_others(out, spec, behind, place_of(at));
            add_reading(out, at);
            behind = end_of(at);
        }
        keep_others(out, spec, behind, section->end);
        buffer_add_string(out, "\n");
    }
    buffer_add(out, bytes + done, spec->whole->length - done);
}

/* How many of the things that a reading is made of there are. */
struct tally {
    size_t sentences; /* that could say a rule */
    size_t read;      /* wholly */
    size_t rules;
    size_t assumptions;
    size_t unenforced; /* restrictions */
};

static struct tally count(const struct ast *spec)
{
    struct tally tally = {0};
    for (const struct ast_sentence *at = spec->sentences; at; at = at->next) {
        if (strcmp(at->section, "Deliver") == 0)
            continue;
        tally.sentences++;
        tally.read += at->understood ? 1 : 0;
        for (const struct ast_line *line = at->lines; line; line = line->next) {
            tally.assumptions += line->kind == AST_LINE_ASSUMED ? 1 : 0;
            tally.unenforced += line->kind == AST_LINE_UNENFORCED ? 1 : 0;
        }
    }
    for (const struct ast_rule *rule = spec->rules; rule; rule = rule->next)
        tally.rules++;
    return tally;
}

void reading_show_summary(const struct ast *spec, struct buffer *out)
{
    struct tally tally = count(spec);
    const char *separator = "; not understood: ";
    buffer_printf(out, "%zu of %zu sentences enforced, as %zu rules; %zu assumption%s", tally.read,
                  tally.sentences, tally.rules, tally.assumptions,
                  tally.assumptions == 1 ? "" : "s");
    if (tally.unenforced > 0)
        buffer_printf(out, "; %zu restriction%s not enforced", tally.unenforced,
                      tally.unenforced == 1 ? " is" : "s are");
    for (const struct ast_sentence *at = spec->sentences; at; at = at->next) {
        for (const struct ast_line *line = at->lines; line; line = line->next) {
            if (line->kind != AST_LINE_LEFT)
                continue;
            buffer_printf(out, "%s'%s'", separator, line->text);
            separator = ", ";
        }
    }
    buffer_add_string(out, "; `caregen read` shows all\n");
}
