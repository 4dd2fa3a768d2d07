/* access_counts.c - see access_tests.h. */
#include "emit/tests/access_counts.h"

#include "emit/tests/access_binding.h"
#include "emit/tests/access_judge.h"
#include "emit/tests/access_tests.h"

static const enum class_operation operations[] = {OPERATION_GET,    OPERATION_FIND,
                                                  OPERATION_COUNT,  OPERATION_CREATE,
                                                  OPERATION_UPDATE, OPERATION_DELETE};
enum { OPERATIONS = sizeof operations / sizeof operations[0] };

bool access_is_tried(const struct access_world *world, const struct access_row *row, size_t user)
{
    return row->relation && (row->of == user || row->of == world->outsider);
}

static size_t rule_number(const struct model *model, const struct model_rule *rule)
{
    size_t i = 0;
    while (i < model->rule_count && model->rules[i] != rule)
        i++;
    return i;
}

/* What is allowed of an operation: the changes of an update are tried one by one. */
static size_t count_allowed(const struct access_world *world, enum class_operation operation,
                            const struct access_row *row, size_t user)
{
    const struct access_class *class = map_get(&world->class_of, row->class->name);
    if (operation != OPERATION_UPDATE)
        return access_judge(world, operation, row, user) == VERDICT_ALLOW;
    size_t count = 0;
    for (size_t i = 0; i < class->changes.count; i++) {
        const struct access_change *change = class->changes.items[i];
        count += access_judge_change(world, row, change, user, false) == VERDICT_ALLOW;
        /* What has to be signed is allowed by the function for that. */
        if (access_has_signatures(row->class) && access_needs_signature(world, row, change))
            count += access_judge_change(world, row, change, user, true) == VERDICT_ALLOW;
    }
    return count;
}

static void count_row(const struct access_world *world, const struct access_row *row, size_t user,
                      struct access_counts *counts)
{
    for (size_t i = 0; i < OPERATIONS; i++) {
        size_t allowed = count_allowed(world, operations[i], row, user);
        for (size_t j = 0; allowed > 0 && j < row->class->rule_count; j++) {
            const struct model_rule *rule = row->class->rules[j];
            if ((rule->kind == RULE_ACCESS || rule->kind == RULE_GRANT) &&
                (rule->operations & 1U << operations[i]) != 0 &&
                (operations[i] == OPERATION_CREATE ? access_opens(world, rule, row, user, true)
                                                   : access_opens_stored(world, rule, row, user)))
                counts->of_rule[rule_number(world->model, rule)] += allowed;
        }
    }
}

struct access_counts access_count(const struct access_world *world)
{
    const struct model *model = world->model;
    struct access_counts counts = {
        .of_class = arena_alloc_array(world->arena, model->class_count + 1, sizeof(size_t)),
        .of_rule = arena_alloc_array(world->arena, model->rule_count + 1, sizeof(size_t)),
    };
    for (size_t i = 0; i < model->class_count; i++) {
        const struct access_class *class = map_get(&world->class_of, model->classes[i]->name);
        for (size_t j = 0; class && j < class->rows.count; j++) {
            const struct access_row *row = class->rows.items[j];
            for (size_t user = 0; user < world->principal_count; user++) {
                if (access_is_tried(world, row, user))
                    counts.of_class[i] += OPERATIONS - 1 + class->changes.count;
                if (access_is_tried(world, row, user) && user + 1 < world->principal_count)
                    count_row(world, row, user, &counts);
            }
        }
    }
    return counts;
}
