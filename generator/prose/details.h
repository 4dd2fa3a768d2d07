/* details.h - "their contact details", "their personal details": some fields of what says who people are. */
#ifndef GENERATOR_PROSE_DETAILS_H
#define GENERATOR_PROSE_DETAILS_H

#include "prose/access.h"

/* The thing as it is meant for an operation (of enum deed), or for what must never be: its fields where these can be told
 * apart, and the whole profile where they are but read or made, as whoever signs up makes it. NULL: nothing can be meant. */
const struct thing *details_of(const struct case_ *one, const struct thing *thing,
                               unsigned operations);

#endif
