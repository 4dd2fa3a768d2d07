/* steps.c - see steps.h. Read from the bottom: steps_plan() has the order. */
#include "evolve/steps.h"

#include "evolve/hangers.h"
#include "evolve/planner.h"
#include "evolve/steps_columns.h"

#include <string.h>

static const char retired_prefix[] = "_Retired:";

const char *steps_retired_name(struct arena *arena, unsigned number, const char *name)
{
    return arena_printf(arena, "%s%u:%s", retired_prefix, number, name);
}

bool steps_is_retired_name(const char *name)
{
    return strncmp(name, retired_prefix, strlen(retired_prefix)) == 0;
}

/* Hangers. */

/* Those of the one model that the other has not, each as a step. */
static void plan_hangers(struct planner *planner, const struct vector *list,
                         const struct vector *others, enum step_kind kind)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct hanger *hanger = list->items[i];
        if (hangers_have(planner->arena, others, hanger))
            continue;
        struct step *step = planner_add(planner, kind, NULL);
        step->hanger = hanger;
        step->class = hanger->class;
        step->why = kind == STEP_ADD_HANGER ? "as the model has it now" : "as the model had it";
    }
}

/* Tables. */

static void plan_relations(struct planner *planner, const struct difference *difference)
{
    const struct model_class *class = difference->class;
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *was =
            difference_former_field(difference->former, class, class->fields[i]);
        if (!was || was->type != FIELD_RELATION || class->fields[i]->type != FIELD_RELATION)
            continue;
        struct step *step = planner_add(planner, STEP_RENAME_JOIN, difference);
        step->field = class->fields[i];
        step->was = was;
    }
}

static void plan_tables(struct planner *planner)
{
    const struct differences *differences = planner->differences;
    for (size_t i = 0; i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        struct step *step;
        switch (difference->kind) {
        case DIFFERENCE_CLASS_REMOVED:
            if (difference->former == differences->before->audit_log)
                break;
            step = planner_add(planner, STEP_RETIRE_CLASS, difference);
            step->retired = planner_retired(planner, difference->former->table);
            break;
        case DIFFERENCE_TRAIL_ON:
            step = planner_add(planner, STEP_RETIRE_CLASS, difference);
            step->retired = planner_retired(planner, difference->former->table);
            break;
        case DIFFERENCE_CLASS_RENAMED:
            if (difference->former == differences->before->audit_log)
                break;
            planner_add(planner, STEP_RENAME_CLASS, difference);
            plan_relations(planner, difference);
            break;
        default:
            break;
        }
    }
}

static void plan_new_tables(struct planner *planner)
{
    const struct differences *differences = planner->differences;
    for (size_t i = 0; i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        if ((difference->kind == DIFFERENCE_CLASS_ADDED &&
             difference->class != differences->after->audit_log) ||
            difference->kind == DIFFERENCE_TRAIL_OFF)
            planner_add(planner, STEP_ADD_CLASS, difference);
    }
}

/* Steps of rows stand together in enum step_kind. */
static bool changes_values(const struct planner *planner, const struct model_class *class)
{
    for (size_t i = 0; i < planner->steps->count; i++) {
        const struct step *step = planner->steps->items[i];
        if (step->class == class && step->kind >= STEP_CONVERT && step->kind <= STEP_UNSEAL)
            return true;
    }
    return false;
}

/* The versions of rows: from now on, or, where a migration has changed values, one more. */
static void plan_versions(struct planner *planner)
{
    const struct differences *differences = planner->differences;
    const struct model *after = differences->after;
    for (size_t i = 0; i < after->class_count; i++) {
        const struct model_class *class = after->classes[i];
        const struct model_class *former =
            difference_former_class(differences->before, after, class);
        if (!former || !former->keeps_versions || !class->keeps_versions ||
            !changes_values(planner, class))
            continue;
        struct step *step = planner_add(planner, STEP_APPEND_VERSIONS, NULL);
        step->class = class;
        step->former = former;
        step->why = "its rows have changed";
    }
    for (size_t i = 0; i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        if (difference->kind == DIFFERENCE_VERSIONS_ON)
            planner_add(planner, STEP_ADD_VERSIONS, difference);
    }
}

/* A lifecycle that comes to rows that are there: they begin where it does, or are in one of its
 * states. */
static void plan_lifecycles(struct planner *planner)
{
    const struct model *after = planner->differences->after;
    for (size_t i = 0; i < after->class_count; i++) {
        const struct model_class *class = after->classes[i];
        const struct model_class *former =
            difference_former_class(planner->differences->before, after, class);
        for (size_t j = 0; former && j < class->field_count; j++) {
            const struct model_field *field = class->fields[j];
            const struct model_field *was = difference_former_field(former, class, field);
            const char *first = model_first_state(class, field);
            if (!first || (was && model_first_state(former, was)) || field->sealed)
                continue;
            struct buffer value;
            buffer_init(&value, planner->arena);
            buffer_quote_sql_text(&value, first);
            struct step *step = planner_add(planner, STEP_FILL, NULL);
            step->class = class;
            step->former = former;
            step->field = field;
            step->text = value.bytes;
            step->why = "where its lifecycle begins";
        }
    }
}

static void plan_questions(struct planner *planner)
{
    const struct differences *differences = planner->differences;
    for (size_t i = 0; i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        if (difference->kind == DIFFERENCE_UNIQUE && difference->field)
            planner_add(planner, STEP_ASK_UNIQUE, difference);
    }
    const struct model *after = differences->after;
    for (size_t i = 0; i < after->class_count; i++) {
        const struct model_class *class = after->classes[i];
        const struct model_class *former =
            difference_former_class(differences->before, after, class);
        for (size_t j = 0; former && j < class->index_count; j++) {
            struct hanger hanger = {HANGER_INDEX, class, NULL, &class->indexes[j]};
            struct vector old = {0};
            hangers_list(&old, planner->arena, differences->before);
            if (!class->indexes[j].unique || hangers_have(planner->arena, &old, &hanger))
                continue;
            struct step *step = planner_add(planner, STEP_ASK_UNIQUE, NULL);
            step->class = class;
            step->hanger = arena_alloc(planner->arena, sizeof hanger);
            memcpy((void *)(uintptr_t)step->hanger, &hanger, sizeof hanger);
            step->why = arena_printf(planner->arena, "the index %s is unique", hanger.index->name);
        }
    }
}

struct vector *steps_plan(const struct differences *differences, unsigned number,
                          const struct step_options *options, struct vector *problems)
{
    struct arena *arena = differences->arena;
    struct planner planner = {
        arena, differences, number, options, arena_alloc(arena, sizeof(struct vector)), problems};
    struct vector before = {0};
    struct vector after = {0};
    hangers_list(&before, arena, differences->before);
    hangers_list(&after, arena, differences->after);
    plan_hangers(&planner, &before, &after, STEP_DROP_HANGER);
    for (size_t i = 0; i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        if (difference->kind == DIFFERENCE_VERSIONS_OFF)
            planner_add(&planner, STEP_RETIRE_VERSIONS, difference)->retired = planner_retired(
                &planner, arena_printf(arena, "_Version:%s", difference->former->table));
    }
    plan_tables(&planner);
    plan_new_tables(&planner);
    steps_plan_columns(&planner);
    plan_lifecycles(&planner);
    plan_questions(&planner);
    plan_versions(&planner);
    plan_hangers(&planner, &after, &before, STEP_ADD_HANGER);
    return planner.steps;
}
