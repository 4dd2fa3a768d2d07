/* access_forms.h - what the form of a clause about access says by itself, apart from the words in it. */
#ifndef GENERATOR_PROSE_ACCESS_FORMS_H
#define GENERATOR_PROSE_ACCESS_FORMS_H

#include "prose/access.h"

/* What is done where the form says it, or else what the clause before says. */
const struct act *access_act_of_form(struct composer *composer, const struct said *said);

/* "Not the signed ones.", as a sentence of its own: of what the sentence before lets its people do. */
bool access_stands_alone(const struct composer *composer, const struct said *said);

/* "Notes are unseen by patients" */
bool access_is_unseen(const struct said *said);

/* Whether a clause says what no rule can, though it looks like a right: "both a nurse and a doctor must sign". */
bool access_gives_nothing(const struct composer *composer, const struct said *said);

/* What a clause is about; of "can read but never delete visits" it stands in the next one. NULL: nothing says. */
const struct thing *access_what(struct composer *composer, const struct said *said);

/* "Messages are between patients and doctors": who sends one and to whom it goes, and not all of these people; NULL: it says
 * no such thing. */
const struct subject *access_parties(const struct composer *composer, const struct said *said,
                                     const struct thing *what);

/* "and to nurses", which goes on from "can be read by doctors" */
bool access_is_more_by(const struct clause_form *form);

/* 主任可以查看所有報告,但不能修改: those who may see them, and not everybody. */
bool access_goes_on_of_readers(const struct composer *composer, const struct said *said);

/* "Admins have full access", to what is not said: to everything. What clients have is their own. Else what is
 * given. */
const struct thing *access_full(struct composer *composer, const struct said *said,
                                const struct thing *what);

/* The same things, whose they are being unsaid: "their own visits, and nobody else but nurses may see these"; or which of
 * them. */
const struct thing *access_of_anybody(struct composer *composer, const struct thing *what);
const struct thing *access_of_any_state(struct composer *composer, const struct thing *what);

/* "Nurses edit visits on behalf of doctors": of some rows, and nobody knows of which. The words that say so, or nothing. */
struct stretch access_for_colleagues(const struct text *text, const struct said *said);

/* "researchers request data": who asks for records makes none. */
bool access_asks_for(const struct composer *composer, const struct act *act);

/* "Patients share their studies": what is made are the objects that let others read them. */
bool access_is_sharing(const struct composer *composer, const struct thing *what,
                       const struct act *acts);

/* Who, what or what is done with it is not said: the words are left over, but where they are of the trail that the rules
 * bring along. */
void access_of_nothing(struct composer *composer, const struct said *said, const struct thing *what,
                       const struct act *acts);

#endif
