/* flags.c - see flags.h. */
#include "prose/flags.h"

#include "prose/steps.h"
#include "prose/whose.h"

/* "nurses resolve alerts", which have a Boolean that says whether they are resolved. */
bool case_set_flag(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                   const struct act *act)
{
    const struct text *text = one->composer->at->text;
    size_t taken = 0;
    size_t length = act->words.end - act->words.first;
    if (act->words.end > text->count || length == 0 || case_is_never(one))
        return false;
    const struct draft_field *flag =
        world_flag(one->composer->world, class, &text->units[act->words.first],
                   text->count - act->words.first, &taken);
    return flag && taken == length && case_open_field(one, thing, class, flag->model.name);
}
