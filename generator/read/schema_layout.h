/* schema_layout.h - how people lay out the classes of a Schema section, line by line.
 *
 *     1. Patient: user (Pointer to User), name.      one class in one line
 *     - Patient (user, name)                         its fields in parentheses
 *     - Patient                                      or one to a line below it,
 *       - name: String, required                     deeper,
 *     ### Patient                                    or below a heading
 *     - name: String, required
 *
 * A line is told by its mark, by how deep it stands, and by what its first words are. */
#ifndef GENERATOR_READ_SCHEMA_LAYOUT_H
#define GENERATOR_READ_SCHEMA_LAYOUT_H

#include "read/schema_parser.h"

enum schema_mark { MARK_NONE, MARK_BULLET, MARK_NUMBER, MARK_HEADING, MARK_ROW };

struct schema_line {
    enum schema_mark mark;
    size_t first;  /* the token behind the mark */
    size_t end;    /* the end of the line */
    size_t indent; /* columns before the mark; a tab is four */
};

/* The line that begins at a token. */
struct schema_line schema_line_at(struct schema_parser *parser, size_t i);

/* The next line that has something in it; its first token is that of the section's end where there is none. */
struct schema_line schema_line_after(struct schema_parser *parser, const struct schema_line *line);

/* Whether a word says that what it stands before is a class: "class", "entity". */
bool schema_is_kind(const char *word);

bool schema_begins_line(const struct schema_parser *parser, size_t i);

/* "-", "–" or "—" between spaces. */
bool schema_is_dash(const struct schema_parser *parser, size_t i);

/* How many tokens of an arrow there are: "->", "→". */
size_t schema_arrow(const struct schema_parser *parser, size_t i);

/* Whether a class starts at a token by its number or bullet, where a line or class may begin. */
bool schema_has_class_mark(const struct schema_parser *parser, size_t i);

/* The end of the line that a token is in. */
size_t schema_line_end(const struct schema_parser *parser, size_t i);

/* The closing parenthesis that belongs to the one at a token; else where a line begins with the mark of a class, or the
 * limit. */
size_t schema_closing(const struct schema_parser *parser, size_t open, size_t limit);

/* Where the name that starts at a token ends: at what comes between it and what is said of it. */
size_t schema_name_end(const struct schema_parser *parser, size_t first, size_t limit);

/* Whether a range says a type; or what may be said behind one, such as "required". */
bool schema_says_type(struct schema_parser *parser, struct token_range range);
bool schema_says_clause(struct schema_parser *parser, struct token_range range);

/* Whether one word in parentheses at a token is what the word before it is called in the other script: 病人（Patient）. */
bool schema_other_name_at(struct schema_parser *parser, size_t open);

/* One word of another script in parentheses at a token that is neither a type nor a clause, "String（姓名）": what the
 * field is called besides. NULL: there is none. */
const char *schema_gloss_at(struct schema_parser *parser, size_t open);

/* Whether the line is a class with its fields: a name, and behind it what can be no type. */
bool schema_declares_class(struct schema_parser *parser, const struct schema_line *line);

/* Whether the line is a class whose fields stand in the lines below it: nothing but a name. */
bool schema_heads_class(struct schema_parser *parser, const struct schema_line *line);

#endif
