/* sentence_difference.h - which sentences an edit of a spec has changed, and by which words: two lists of
 * sentences, each new one with the one that it was most likely made of. */
#ifndef GENERATOR_EVOLVE_SENTENCE_DIFFERENCE_H
#define GENERATOR_EVOLVE_SENTENCE_DIFFERENCE_H

#include "base/vector.h"
#include "model/model.h"

struct sentence_difference {
    const struct model_sentence *now; /* which was not there then */
    const char *was;                  /* what it said then; NULL: it is new */
};

struct sentence_differences {
    struct vector changed; /* of struct sentence_difference, in the order of now */
    struct vector gone;    /* of const char *: sentences of then that nothing was made of */
};

void sentence_differences_find(struct sentence_differences *differences, struct arena *arena,
                               const struct model *before, const struct model *after);

/* The difference of the sentence; NULL when it was there then as it is. */
const struct sentence_difference *
sentence_difference_of(const struct sentence_differences *differences,
                       const struct model_sentence *sentence);

/* What has changed in it, "'all' stands where 'their own' stood"; NULL when it is new. */
const char *sentence_difference_text(struct arena *arena,
                                     const struct sentence_difference *difference);

/* The place of the words that are new in it; that of the whole sentence where none are, or all. */
struct span sentence_difference_span(const struct sentence_difference *difference);

#endif
