/* general.c - see general.h. */
#include "prose/general.h"

#include "prose/opening_rows.h"
#include "prose/reading.h"

/* Whether something is opened besides the rows of a condition. */
static bool has_others(const struct opening *particular, const struct opening *general)
{
    struct opening others = *particular;
    if (particular->condition_count != 1)
        return true;
    others.conditions[0].negated = !others.conditions[0].negated;
    return rows_meet(&others, general);
}

/* "Patients can still see cancelled visits": besides the others. */
static bool says_besides(const struct prose_sentence *sentence)
{
    for (size_t at = 0; sentence->text && at < sentence->text->count; at++)
        if (text_has(sentence->text, at, SENSE_BESIDES) > 0)
            return true;
    return false;
}

/* Whether a sentence about seeing alone has words left over: they may say when, or of which. */
static bool has_unread_condition(const struct composer *composer, const struct opening *particular)
{
    bool is_of_seeing = particular->sentence->is_partial;
    for (size_t i = 0; i < composer->openings.count && is_of_seeing; i++) {
        const struct opening *other = composer->openings.items[i];
        is_of_seeing = other->sentence != particular->sentence || other->operations == DEED_READ;
    }
    return is_of_seeing;
}

void compose_yield(struct composer *composer, const struct opening *particular,
                   struct opening *general)
{
    bool is_of_these = particular->class == general->class && particular->role == general->role &&
                       particular->role && particular->sentence != general->sentence &&
                       !says_besides(particular->sentence);
    bool is_narrower =
        general->is_general && !particular->is_general && particular->operations == DEED_READ &&
        (particular->condition_count > 0 || has_unread_condition(composer, particular));
    if (!is_of_these || !is_narrower || general->is_dropped || !(general->operations & DEED_READ) ||
        !has_others(particular, general))
        return;
    general->operations &= ~(unsigned)DEED_READ;
    general->is_dropped = general->operations == 0;
    composer->at = particular->sentence;
    compose_assumption(composer, "of %s '%s' means these alone", general->class->model.name,
                       general->vague ? general->vague : "all");
}
