/* schema_parser.h - where the reading of a Schema section stands, and what its tokens are. */
#ifndef GENERATOR_READ_SCHEMA_PARSER_H
#define GENERATOR_READ_SCHEMA_PARSER_H

#include "read/spec_reader.h"

/* A class, and where its next field goes: lines further on may belong to it. */
struct schema_class {
    struct ast_class *class;
    struct ast_field **last_field;
};

struct schema_parser {
    struct spec_reader *reader;
    const struct token *tokens;
    size_t at;
    struct schema_class *open; /* the class that further lines may belong to, or NULL */
    size_t open_indent;        /* of its line */
    enum schema_opening { OPENED_BY_FIELDS, OPENED_BY_NAME, OPENED_BY_HEADING } opening;
};

/* Tokens from first up to end. */
struct token_range {
    size_t first;
    size_t end;
};

bool schema_is_punctuation(const struct schema_parser *parser, size_t i, char wanted);

/* "," or ";" */
bool schema_is_separator(const struct schema_parser *parser, size_t i);

/* The text of a range, with its place. */
struct ast_name schema_name(struct schema_parser *parser, struct token_range range);

/* A name in two scripts, "病人 Patient" or "姓名 name": the first, the second is noted as its name for the
 * wire (spec_names.h), of a field where the class, as written, is not "". Any other name as it is. */
struct ast_name schema_name_of_two(struct schema_parser *parser, const char *written_class,
                                   struct ast_name name);

/* Adds a class, whose name is as written, to the tree, and opens it. */
void schema_add_class(struct schema_parser *parser, struct ast_class *class);

/* The first class that is written so, in this section or one of its kind; NULL: there is none. */
struct schema_class *schema_class_written(const struct schema_parser *parser, const char *name);

/* Appends a field to the class. */
void schema_add_field(struct schema_class *class, struct ast_field *field);

/* Reports what was found where something else was expected. */
void schema_report(struct schema_parser *parser, const char *expected, struct token_range found);

#endif
