/* spec_read.c - the sections of a spec, one after the other; see spec_read.h and spec_reader.h. */
#include "read/spec_read.h"

#include "base/text_check.h"
#include "read/markdown.h"
#include "read/schema_guess.h"
#include "read/spec_heading.h"
#include "read/spec_names.h"
#include "read/spec_reader.h"
#include "read/spec_schema.h"
#include "read/spec_sentence.h"

#include <ctype.h>
#include <string.h>

bool spec_is_wire_name(const char *text)
{
    if (!isalpha((unsigned char)*text) && *text != '_')
        return false;
    for (; *text != '\0'; text++)
        if (!isalnum((unsigned char)*text) && *text != '_')
            return false;
    return true;
}

struct ast_name spec_name_between(struct spec_reader *reader, size_t start, size_t end)
{
    const char *bytes = reader->source->bytes;
    size_t size = 0;
    while (start < end &&
           (size = bytes[start] == '\n' ? 1 : spec_space(bytes + start, end - start)) > 0)
        start += size;
    while (end > start && strchr(" \t\r\n", bytes[end - 1]))
        end--;
    return (struct ast_name){.text = spec_phrase(reader->arena, reader->source, start, end),
                             .span = span_of(reader->source, start, end - start)};
}

static void read_section(struct spec_reader *reader, const struct spec_heading *heading, size_t end)
{
    switch (heading->section) {
    case SECTION_SCHEMA:
    case SECTION_SCHEMA_MORE:
        reader->is_more = heading->section == SECTION_SCHEMA_MORE;
        spec_read_schema(reader, heading->body, end);
        break;
    case SECTION_NAMES:
        spec_read_names(reader, heading->body, end);
        break;
    case SECTION_RULES:
    case SECTION_MERGE:
    case SECTION_BEYOND:
    case SECTION_SECURITY:
    case SECTION_AUTH:
    case SECTION_BEHAVIOR:
    case SECTION_DELIVER:
    case SECTION_INTRODUCTION:
        spec_read_sentences(reader, heading->section, heading->body, end);
        break;
    }
}

/* The source with spaces in the place of comments, "<!-- ... -->"; itself where there are none. What
 * is not closed is no comment: nothing of a spec is passed over by a slip. */
static const struct source *without_comments(struct arena *arena, const struct source *source)
{
    static const char open[] = "<!--";
    static const char close[] = "-->";
    const char *start = memmem(source->bytes, source->length, open, sizeof open - 1);
    if (!start)
        return source;
    char *bytes = arena_copy(arena, source->bytes, source->length);
    while (start) {
        const char *behind = start + sizeof open - 1;
        size_t left = source->length - (size_t)(behind - source->bytes);
        const char *end = memmem(behind, left, close, sizeof close - 1);
        if (!end)
            break;
        end += sizeof close - 1;
        size_t at = (size_t)(start - source->bytes);
        for (; source->bytes + at < end; at++)
            bytes[at] = bytes[at] == '\n' ? '\n' : ' ';
        start = memmem(end, source->length - at, open, sizeof open - 1);
    }
    struct source *plain = arena_alloc(arena, sizeof *plain);
    source_init(plain, arena, source->name, bytes, source->length);
    return plain;
}

/* An offset as one in the file. */
static size_t place_of(const struct spec_reader *reader, size_t offset)
{
    return span_written(span_of(reader->source, offset, 0)).offset;
}

static void add_section(struct spec_reader *reader, struct ast_section ***last,
                        const struct spec_heading *heading, size_t end)
{
    struct ast_section *section = arena_alloc(reader->arena, sizeof *section);
    *section = (struct ast_section){.has_sentences = heading->section != SECTION_SCHEMA &&
                                                     heading->section != SECTION_SCHEMA_MORE &&
                                                     heading->section != SECTION_NAMES,
                                    .has_names = heading->section == SECTION_NAMES,
                                    .start = place_of(reader, heading->start),
                                    .body = place_of(reader, heading->body),
                                    .end = place_of(reader, end)};
    **last = section;
    *last = &section->next;
}

struct ast *spec_read(struct diag *diag, const struct source *source)
{
    struct ast *ast = arena_alloc(diag->arena, sizeof *ast);
    ast->source = source;
    if (!text_check(diag, source))
        return ast;
    ast->whole = source;
    source = markdown_strip(diag->arena, without_comments(diag->arena, source));
    ast->source = source;
    struct ast_section **last_section = &ast->sections;
    struct spec_reader reader = {.diag = diag,
                                 .arena = diag->arena,
                                 .source = source,
                                 .ast = ast,
                                 .last_class = &ast->classes,
                                 .last_sentence = &ast->sentences,
                                 .last_alias = &ast->aliases,
                                 .last_type_choice = &ast->type_choices,
                                 .last_need = &ast->needs,
                                 .last_rule = &ast->rules,
                                 .last_unnamed = &ast->unnamed,
                                 .last_mapping = &reader.mappings,
                                 .last_open_type = &reader.open_types};
    map_init(&reader.mapping_of, diag->arena);
    map_init(&reader.class_of, diag->arena);
    for (size_t i = 0; i < sizeof reader.schema_classes / sizeof reader.schema_classes[0]; i++)
        map_init(&reader.schema_classes[i], diag->arena);

    bool has_schema = false;
    size_t start = text_start(source);
    struct spec_heading heading;
    bool found = spec_heading_next(source, start, NULL, &heading);
    struct spec_heading introduction = {
        .section = SECTION_INTRODUCTION, .start = start, .body = start};
    if (found && heading.start > start) {
        add_section(&reader, &last_section, &introduction, heading.start);
        read_section(&reader, &introduction, heading.start);
    }
    while (found) {
        struct spec_heading next;
        bool more = spec_heading_next(source, heading.body, &heading, &next);
        size_t end = more ? next.start : source->length;
        add_section(&reader, &last_section, &heading, end);
        read_section(&reader, &heading, end);
        has_schema = has_schema || heading.section == SECTION_SCHEMA;
        heading = next;
        found = more;
    }
    if (!has_schema)
        diag_report(diag, DIAG_NO_SCHEMA_SECTION, span_of(source, text_start(source), 0));
    else if (!ast->classes && diag->error_count == 0)
        diag_report(diag, DIAG_EMPTY_SCHEMA, span_of(source, text_start(source), 0), "spec");
    schema_guess_types(&reader);
    spec_join_classes(&reader);
    spec_apply_names(&reader);
    return ast;
}
