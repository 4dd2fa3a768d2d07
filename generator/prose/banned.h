/* banned.h - whom a ban binds besides those whom it names. */
#ifndef GENERATOR_PROSE_BANNED_H
#define GENERATOR_PROSE_BANNED_H

#include "prose/compose.h"

/* Whether a word means whoever has an account: "users", "people", "employees". */
bool banned_are_users(const struct subject *who);

/* "Users must not edit signed visits": who has a role is a user, too, but for admins. */
bool banned_as_user(const struct opening *ban, const struct opening *opening);

/* "Clinicians must not see invoices", where only doctors and nurses were spoken of: these. */
bool banned_by_other_word(const struct composer *composer, const struct opening *ban,
                          const struct opening *opening);

#endif
