/* written.h - sentences of a prompt that have a form of the language as they stand. */
#ifndef GENERATOR_PROSE_WRITTEN_H
#define GENERATOR_PROSE_WRITTEN_H

#include "prose/compose.h"

/* The first of whom they speak whose records they are; NULL: of none. */
struct prose_role *compose_written_client(struct composer *composer);

/* What prose needs to know of them before it is composed: whose patients are assigned (look_ahead.h). */
void compose_look_ahead_written(struct composer *composer);

/* Says who there is for the roles that these speak of, and takes what they open among the openings, so
 * that drafts and bans hold for them, too. */
void compose_written(struct composer *composer);

/* Notes of whom and what a sentence with a form speaks, for the one behind it: "They may only ...". */
void compose_speak_of_written(struct composer *composer, const struct ast_sentence *sentence);

/* The sentences of openings that became others lose their form; their lines say what is left. */
void compose_rewrite(struct composer *composer);

/* Brings the rules that were added, from the first one on, among the others: all in the order of their
 * sentences. */
void compose_sort_rules(struct composer *composer, struct ast_rule **first);

/* Takes back the sign-up of those who must not, and says that the two sentences contradict. */
void compose_close_sign_up(struct composer *composer);

#endif
