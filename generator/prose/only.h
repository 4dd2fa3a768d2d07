/* only.h - "nurses may only read them": what a sentence leaves of what others open to the same people. */
#ifndef GENERATOR_PROSE_ONLY_H
#define GENERATOR_PROSE_ONLY_H

#include "prose/access.h"

/* Whether only those of the clause may: "can only be changed by doctors". */
bool case_is_exclusive(const struct case_ *one);

/* The same, and not "by doctors for their patients only", which says of what. */
bool case_is_for_these(const struct case_ *one);

/* What "only" says of an opening: "may only read visits", "may read only visits of their patients". */
void compose_note_only(const struct case_ *one, const struct thing *thing, struct opening *opening);

/* The same where it cannot be told which rows are meant: these alone, so that none are opened. */
void compose_only_unread(const struct case_ *one, const struct thing *thing,
                         struct draft_class *class, unsigned operations);

/* The same of all classes of a thing: "only recent visits". */
void compose_only_of_some(const struct case_ *one, const struct thing *thing,
                          const struct act *act);

/* Takes what others open wider from the people of whom a sentence says "only". */
void compose_apply_only(struct composer *composer);

#endif
