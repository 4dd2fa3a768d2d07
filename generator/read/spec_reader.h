/* spec_reader.h - what the parts of the spec reader share. Nobody else includes this.
 *
 * spec_read.c     finds the sections and calls the others in order
 * spec_schema.c   the Schema section: classes with their names as written
 * spec_names.c    the Names section, and renaming what the others have read
 * spec_sentence.c the sentences of all other sections
 * rule_read.c     the sentences among them that are rules
 * rule_hint.c     what a sentence that is none was probably meant to be
 * rule_example.c  a form in the reader's own names */
#ifndef GENERATOR_READ_SPEC_READER_H
#define GENERATOR_READ_SPEC_READER_H

#include "base/diag.h"
#include "base/map.h"
#include "read/ast.h"
#include "read/spec_lex.h"
#include "read/spec_words.h"

/* A line of the Names section: "class.from = to", or "from = to" with an empty class. */
struct name_mapping {
    const char *class_name; /* as written; "" when there is none */
    struct ast_name from;
    struct ast_name to;
    bool names_class; /* a class is called so, so it maps no field */
    bool names_field; /* a field is, so it maps no value */
    bool used;
    struct name_mapping *next;
};

struct spec_reader {
    struct diag *diag;
    struct arena *arena;
    const struct source *source;
    struct ast *ast;
    struct ast_class **last_class; /* where the next one of each list goes */
    struct ast_sentence **last_sentence;
    struct ast_alias **last_alias;
    struct ast_type_choice **last_type_choice;
    struct ast_need **last_need;
    struct ast_rule **last_rule;
    size_t sentence_count;
    bool is_more; /* the classes that are being read are beyond the prompt's */
    struct name_mapping *mappings;
    struct name_mapping **last_mapping;
    struct map mapping_of; /* "class.from" or "from" -> struct name_mapping */
    struct ast_unnamed **last_unnamed;
    struct map class_of; /* a class's name as written -> struct ast_class */
};

/* Reads the classes between two offsets. */
void spec_read_schema(struct spec_reader *reader, size_t start, size_t end);

/* Adds the fields of classes beyond the prompt's to those of the same name. */
void spec_join_classes(struct spec_reader *reader);

/* Reads the mappings between two offsets. */
void spec_read_names(struct spec_reader *reader, size_t start, size_t end);

/* Applies all mappings to the tree, and takes out what needs a name and has none (ast->unnamed). */
void spec_apply_names(struct spec_reader *reader);

/* Reads the sentences of a section between two offsets. */
void spec_read_sentences(struct spec_reader *reader, enum spec_section section, size_t start,
                         size_t end);

/* Reads one statement such as "Author.name is displayName" between two offsets. Returns whether it
 * has one of the known forms. */
bool spec_read_statement(struct spec_reader *reader, size_t start, size_t end);

/* The forms of rules (rule_forms.def). */
struct rule_form {
    enum rule_kind kind;
    enum rule_scope scope;
    const char *pattern;
    const char *example;
};
extern const struct rule_form rule_forms[];
extern const size_t rule_form_count;

/* Adds a note with what the sentence was probably meant to be, or with the forms that it comes nearest
 * to, in the reader's own words, at the word that does not fit. */
void spec_note_nearest_rules(struct diag *diag, const struct ast_sentence *sentence);

/* Reads a sentence as a rule; returns whether it has one of the forms (rule_forms.def). */
bool spec_read_rule(struct spec_reader *reader, const struct ast_sentence *sentence);

/* The phrase between two offsets, with its place; spaces around it are not part of either. */
struct ast_name spec_name_between(struct spec_reader *reader, size_t start, size_t end);

/* Whether a field is Parse's own in that class, such as createdAt, with or without its type, and so
 * no field of the tree. Reports a type that is not Parse's. */
bool spec_is_own_field(struct spec_reader *reader, const char *class_name,
                       const struct ast_field *field);

/* Whether the text is letters, digits and '_' of ASCII, a letter or '_' first. */
bool spec_is_wire_name(const char *text);

#endif
