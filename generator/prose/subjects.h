/* subjects.h - phrases for people that something is said of. */
#ifndef GENERATOR_PROSE_SUBJECTS_H
#define GENERATOR_PROSE_SUBJECTS_H

#include "prose/text.h"

/* The people whose phrase begins at a place, and where it can end. */
const struct subject_ends *text_subjects(struct text *text, size_t at);

#endif
