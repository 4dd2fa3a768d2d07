/* verbs.h - what a verb can mean of a class, where a word has several meanings; see deeds.c. */
#ifndef GENERATOR_PROSE_VERBS_H
#define GENERATOR_PROSE_VERBS_H

#include "prose/access.h"
#include "prose/compose.h"

/* Whether a verb for reading is one for what is done with something, too. */
bool verb_looks_over(const char *word);

/* "draft clearances and issue them": a verb that could make them is a step where they are there already,
 * if it leads to a value that is not the first. */
bool verb_leads_on(const struct case_ *one, const struct thing *thing,
                   const struct draft_class *class, const struct act *act);

/* Whether the verb leads to the first value of the class: "open" to open. */
bool verb_starts_so(const struct case_ *one, const struct draft_class *class,
                    const struct act *act);

/* "rename", "annotate", "choose": a verb that changes one part of what it is about, and does not say which. */
bool verb_changes_part(const struct case_ *one, const struct thing *thing, const struct act *act);

/* Whether a clause is about access, and not about seeing alone: "no access to the diagnosis". */
bool verb_is_access(const struct case_ *one);

/* "nurses look after the patients assigned to them" says nothing of what they write. */
bool verb_cares(const struct case_ *one, const struct thing *thing, const struct act *act);

/* Whether the verb can make what it is about: people are registered, and not made by writing to them, reporting them or
 * handing them over. */
bool verb_can_make(const struct case_ *one, const struct thing *thing,
                   const struct draft_class *class, const struct act *act);

#endif
