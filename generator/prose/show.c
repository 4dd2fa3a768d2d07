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
            if (line->kind == AST_LINE_LEFT || line->kind == AST_LINE_FAULT)
                buffer_printf(out, "    %s %s\n", line->kind == AST_LINE_LEFT ? "?" : "!",
                              line->text);
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
        add_list(out, at, "faults", AST_LINE_FAULT);
        buffer_add_string(out, "}");
    }
    buffer_add_string(out, "\n]\n");
}
