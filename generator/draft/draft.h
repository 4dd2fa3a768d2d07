/* draft.h - a model in the making, and the steps that make it.
 *
 * model_build() (build.h) runs the steps below in this order. Each reports the faults it finds and
 * goes on; after the checks, a draft with faults is dropped. */
#ifndef GENERATOR_DRAFT_DRAFT_H
#define GENERATOR_DRAFT_DRAFT_H

#include "base/diag.h"
#include "base/map.h"
#include "base/names.h"
#include "base/vector.h"
#include "model/model.h"
#include "read/ast.h"

struct draft_field {
    struct model_field model;
    struct ast_type type;           /* the one that holds */
    const struct ast_field *schema; /* as each input has it, or NULL */
    const struct ast_field *spec;
};

struct draft_class {
    struct model_class model;
    const struct ast_class *schema; /* as each input has it, or NULL */
    const struct ast_class *spec;
    struct vector fields;       /* of struct draft_field */
    struct map field_of;        /* names and aliases -> struct draft_field */
    struct map field_of_folded; /* the same without regard to case, aliases left out */
    struct map alias_of;        /* second name -> struct ast_alias */
    struct vector rules;        /* of struct model_rule */
    bool is_brought;            /* by a sentence (additions.h): it keeps no records of patients */
};

struct draft {
    struct arena *arena;
    struct diag *diag;
    const struct ast *schema; /* or NULL */
    const struct ast *spec;
    struct vector classes;         /* of struct draft_class */
    struct map class_of;           /* name -> struct draft_class */
    struct vector rules;           /* of struct model_rule */
    struct draft_class *audit_log; /* NULL: no sentence asks for an audit trail */
    struct vector sentence_notes;  /* of struct sentence_note */
};

/* What became of a sentence beside its rules: what it says of names holds, or a name that it has is
 * not in this input. */
struct sentence_note {
    struct span span;    /* somewhere in the sentence */
    const char *missing; /* the name; NULL: it holds */
};

/* Adds a class, and a field of a given type to a class, that no input has. */
struct draft_class *draft_add_class(struct draft *draft, const char *name);
struct draft_field *draft_add_field(struct draft *draft, struct draft_class *class,
                                    const char *name, enum field_type type, const char *target);

/* The class with that name, or NULL. */
struct draft_class *draft_class(const struct draft *draft, const char *name);

/* The class, or field, that people mean by the name: the one of that name, else the one that is most
 * like it. NULL: there is none, or several. */
struct draft_class *draft_find_class(const struct draft *draft, const char *name);
struct draft_field *draft_find_field(const struct draft_class *class, const char *name,
                                     enum names_likeness least);

/* Reports a name of a sentence that no input has. A name that the spec says to be the schema's is
 * passed over where the schema is not read. */
void draft_report_unknown_class(struct draft *draft, const struct ast_name *name);
void draft_report_unknown_field(struct draft *draft, const struct draft_class *class,
                                const struct ast_name *name);

/* Keeps that what the sentence at the span says of names holds, or that a name of it is not there. */
void draft_note_names(struct draft *draft, struct span span);
void draft_note_missing(struct draft *draft, struct span span, const char *name);

/* Whether the spec says that the class, or that field of it (NULL: the class), comes from the schema. */
bool draft_is_of_schema(const struct draft *draft, const char *class, const char *field);

/* Whether a rule brings the audit trail. */
bool draft_asks_for_trail(const struct ast_rule *rule);

/* The i'th class, and the i'th field of a class. */
struct draft_class *draft_class_at(const struct draft *draft, size_t i);
struct draft_field *draft_field_at(const struct draft_class *class, size_t i);

/* Where the class or field was named first; nowhere for those that are built in. */
struct span draft_class_span(const struct draft_class *class);
struct span draft_field_span(const struct draft_field *field);

/* "Pointer<_User>": a type as messages say it. */
const char *ast_type_text(struct arena *arena, const struct ast_type *type);

#endif
