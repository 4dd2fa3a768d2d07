/* planner.c - see planner.h. */
#include "evolve/planner.h"

struct step *planner_add(struct planner *planner, enum step_kind kind,
                         const struct difference *difference)
{
    struct step *step = arena_alloc(planner->arena, sizeof *step);
    *step = (struct step){.kind = kind};
    if (difference) {
        step->class = difference->class;
        step->former = difference->former;
        step->field = difference->field;
        step->was = difference->was;
        step->why = difference->text;
    }
    vector_add(planner->steps, planner->arena, step);
    return step;
}

const char *planner_retired(struct planner *planner, const char *name)
{
    return steps_retired_name(planner->arena, planner->number, name);
}

void planner_ask(struct planner *planner, const struct difference *difference)
{
    vector_add(planner->problems, planner->arena, (void *)(uintptr_t)difference);
}
