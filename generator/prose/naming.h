/* naming.h - names in ASCII for the classes and fields of a prompt that have none: what a Names section
 * could say, proposed by the dictionary of terms (terms.def).
 *
 * 病人資料 is 病人 and 資料, so PatientProfile. Where a word has several terms, the first row of the
 * table is taken, unless the schema beside the prompt has a class or field of another's name, or it is
 * taken. Nothing is guessed: where a word is in no row, there is no proposal. */
#ifndef GENERATOR_PROSE_NAMING_H
#define GENERATOR_PROSE_NAMING_H

#include "base/diag.h"
#include "base/vector.h"
#include "read/ast.h"

/* What is proposed for one name, wherever it occurs. */
struct proposal {
    const struct ast_unnamed *of; /* the first place */
    const char *from;             /* as a line of Names has it: "病人資料", "書.頁數" */
    const char *name;             /* "PatientProfile"; NULL: there is none, see trouble */
    const char *others;           /* what else it could be, "Drug, Medicine"; "" */
    const char *trouble;          /* "no term is known for '甲乙'"; NULL: there is a name */
};

/* The proposals (struct proposal) for all names of the spec that Names does not have, in their order.
 * The schema may be NULL. */
struct vector naming_propose(struct arena *arena, const struct ast *spec, const struct ast *schema);

/* Reports the names that are needed and have no proposal. */
void naming_report(struct diag *diag, const struct vector *proposals);

/* The lines of a Names section, each proposal marked as such; names without one are comments. */
void naming_show_lines(const struct vector *proposals, struct buffer *out);

/* The same as a JSON array, one object a name. */
void naming_show_json(const struct vector *proposals, struct buffer *out);

/* The prompt with the lines in its Names section, which is added where there is none. */
void naming_show_spec(const struct ast *spec, const struct vector *proposals, struct buffer *out);

#endif
