/* general.h - general rights yield to what is said of one class. */
#ifndef GENERATOR_PROSE_GENERAL_H
#define GENERATOR_PROSE_GENERAL_H

#include "prose/compose.h"

/* "Patients can read their own records" leaves visits to "patients see visits once they are signed":
 * who says of one class when it is seen has not meant the rest of its rows before. */
void compose_yield(struct composer *composer, const struct opening *particular,
                   struct opening *general);

#endif
