/* spec_reader.h - what the parts of the spec reader share. Nobody else includes this.
 *
 * spec_heading.c  the headings that begin the sections
 * spec_read.c     calls the others for each section, in order
 * spec_schema.c   the Schema section: classes with their names as written (schema_layout.h, schema_field.h)
 * schema_guess.c  types that the Schema section leaves to be told from names
 * spec_names.c    the Names section, and renaming and joining what the others have read
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

/* A field whose type is told when all classes are known. */
struct open_type {
    struct ast_field *field;
    struct ast_name phrase; /* what stands in the type's place; "": nothing does */
    struct open_type *next;
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
    bool is_more;                 /* the classes that are being read are beyond the prompt's */
    struct map schema_classes[2]; /* by is_more: as written -> struct schema_class */
    struct name_mapping *mappings;
    struct name_mapping **last_mapping;
    struct map mapping_of; /* "class.from" or "from" -> struct name_mapping */
    struct ast_unnamed **last_unnamed;
    struct open_type *open_types;
    struct open_type **last_open_type;
    struct map class_of; /* a class's name as written -> struct ast_class */
};

/* The forms of rules (rule_forms.def). */
struct rule_form {
    enum rule_kind kind;
    enum rule_scope scope;
    const char *pattern;
    const char *example;
};
extern const struct rule_form rule_forms[];
extern const size_t rule_form_count;

#endif
