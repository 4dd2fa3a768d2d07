/* flags.c - see flags.h. */
#include "prose/flags.h"

#include "prose/steps.h"
#include "prose/whose.h"

const struct draft_field *flag_of(const struct composer *composer, const struct draft_class *class,
                                  const struct act *act)
{
    const struct text *text = composer->at->text;
    size_t taken = 0;
    size_t length = act->words.end - act->words.first;
    if (act->words.end > text->count || length == 0)
        return NULL;
    const struct draft_field *flag =
        world_flag(composer->world, class, &text->units[act->words.first],
                   text->count - act->words.first, &taken);
    return taken == length ? flag : NULL;
}

/* "nurses resolve alerts", which have a Boolean that says whether they are resolved. */
bool case_set_flag(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                   const struct act *act)
{
    const struct draft_field *flag = case_is_never(one) ? NULL : flag_of(one->composer, class, act);
    return flag && case_open_field(one, thing, class, flag->model.name);
}
