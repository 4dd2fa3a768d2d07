/* openings.h - what an edit opens since the last migration, said where it was edited.
 *
 * A prompt is changed a word at a time, and a word decides who sees what: without 'not', a sentence is as
 * good a sentence. So whatever lets somebody do more than the model of the last migration did is a warning at
 * the sentence that changed, with the words that did, until the lock is written anew. */
#ifndef GENERATOR_EVOLVE_OPENINGS_H
#define GENERATOR_EVOLVE_OPENINGS_H

#include "base/diag.h"
#include "model/model.h"

/* Reports what opens in `after` beside `before`, the model of what `since` names: "migration 2 (triage)". */
void openings_report(struct diag *diag, const struct model *before, const struct model *after,
                     const char *since);

#endif
