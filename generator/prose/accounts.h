/* accounts.h - clauses about who signs up, who lets whom in, and whose patients somebody's are. */
#ifndef GENERATOR_PROSE_ACCOUNTS_H
#define GENERATOR_PROSE_ACCOUNTS_H

#include "prose/compose.h"

/* The functions of the sayings. */
void compose_sign_up(struct composer *composer, const struct said *said);
void compose_approval(struct composer *composer, const struct said *said);
void compose_assigning(struct composer *composer, const struct said *said);
void compose_accounts(struct composer *composer, const struct said *said);
void compose_sign_up_as(struct composer *composer, const struct said *said);
void compose_sign_up_approved(struct composer *composer, const struct said *said);
void compose_accounts_by(struct composer *composer, const struct said *said);

/* "Nurses cannot sign up on their own; an admin appoints them", where the second clause is about who may do
 * what by its form: they wait for approval. False: it is nothing of the kind. */
bool compose_approve_signed_up(struct composer *composer, const struct said *said);

#endif
