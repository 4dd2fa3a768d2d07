/* rule_acts.c - see rule_acts.h. */
#include "emit/tests/rule_acts.h"

#include "emit/tests/access_accounts.h"
#include "emit/tests/access_binding.h"
#include "emit/tests/access_judge.h"
#include "emit/tests/access_stamps.h"

#include <string.h>

static bool is_among(const char *text, const char *const *values, size_t count)
{
    for (size_t i = 0; text && i < count; i++)
        if (strcmp(text, values[i]) == 0)
            return true;
    return false;
}

bool rule_find_told(const struct access_world *world, const struct access_row *row,
                    const struct model_actor *actor, size_t *user)
{
    struct access_value at = {.kind = VALUE_ROW, .index = row->number};
    for (size_t i = 0; i < actor->path.length; i++) {
        if (at.kind != VALUE_ROW)
            return false;
        at = *access_value_of(access_row_at(world, at.index), actor->path.steps[i]);
    }
    *user = at.index;
    return at.kind == VALUE_USER;
}

bool rule_tells_somebody(const struct access_world *world, const struct access_row *row,
                         const struct model_actor *actor)
{
    size_t user;
    return !actor || actor->role || rule_find_told(world, row, actor, &user);
}

const struct access_class *rule_test_class(const struct access_world *world,
                                           const struct model_class *class)
{
    const struct access_class *found = !class ? NULL : map_get(&world->class_of, class->name);
    bool is_usable = found && found->rows.count > 0 && !found->is_unjudged &&
                     !found->is_kept_by_server && !access_is_single(world->model, class);
    return is_usable ? found : NULL;
}

static bool is_wanted_row(const struct access_world *world, const struct access_row *row,
                          const struct rule_wanted *wanted)
{
    const struct model_rule *stamp = wanted->stamp;
    if (wanted->is_publication) {
        const char *text = access_text_of(world, row, wanted->field);
        return text && strcmp(text, "draft") == 0 && rule_tells_somebody(world, row, wanted->told);
    }
    if (wanted->field &&
        is_among(access_text_of(world, row, wanted->field), wanted->values, wanted->value_count))
        return false;
    if (stamp) {
        const char *text = access_text_of(world, row, stamp->fields[0]);
        if (text && strcmp(text, stamp->value) == 0)
            return false;
    }
    return rule_tells_somebody(world, row, wanted->told);
}

static bool is_wanted_change(const struct access_change *change, const struct rule_wanted *wanted)
{
    if (!wanted->field)
        return change->field != NULL;
    if (change->field != wanted->field || change->value.kind != VALUE_TEXT)
        return false;
    return wanted->is_publication
               ? strcmp(change->value.text, "draft") != 0
               : is_among(change->value.text, wanted->values, wanted->value_count);
}

/* Whether the user may make the change, and how. */
static bool is_allowed(const struct access_world *world, const struct access_row *row,
                       const struct access_change *change, struct rule_act *act)
{
    bool is_master = act->user + 1 == world->principal_count;
    act->is_signed = false;
    if (access_judge_change(world, row, change, act->user, false) == VERDICT_ALLOW)
        return true;
    act->is_signed = true;
    return !is_master && access_needs_signature(world, row, change) &&
           access_judge_change(world, row, change, act->user, true) == VERDICT_ALLOW;
}

/* How many of those who ask may be tried: where a stamp is the user, the master key is none. */
static size_t count_users(const struct access_world *world, const struct model_rule *stamp)
{
    bool needs_user = stamp && stamp->fields[0]->type == FIELD_POINTER;
    return world->principal_count - (needs_user ? 1 : 0);
}

/* The first user who may make the change: those who sign in come before the master key. */
static bool find_user(const struct access_world *world, const struct access_row *row,
                      const struct access_change *change, const struct rule_wanted *wanted,
                      struct rule_act *act)
{
    size_t count = count_users(world, wanted->stamp);
    for (act->user = ACCESS_STRANGER; act->user < count; act->user++)
        if (is_allowed(world, row, change, act))
            return true;
    return false;
}

bool rule_find_change(const struct access_world *world, const struct access_class *class,
                      const struct rule_wanted *wanted, struct rule_act *act)
{
    for (size_t i = 0; class && i < class->rows.count; i++) {
        const struct access_row *row = class->rows.items[i];
        act->row = row->number;
        for (act->change = 0; row->relation && is_wanted_row(world, row, wanted) &&
                              act->change < class->changes.count;
             act->change++) {
            const struct access_change *change = class->changes.items[act->change];
            if (is_wanted_change(change, wanted) && find_user(world, row, change, wanted, act))
                return true;
        }
    }
    return false;
}

bool rule_find_deletion(const struct access_world *world, const struct access_class *class,
                        const struct model_actor *told, struct rule_act *act)
{
    for (size_t i = 0; class && i < class->rows.count; i++) {
        const struct access_row *row = class->rows.items[i];
        act->row = row->number;
        for (act->user = ACCESS_STRANGER; row->relation && act->user < world->principal_count;
             act->user++)
            if (access_judge(world, OPERATION_DELETE, row, act->user) == VERDICT_ALLOW &&
                rule_tells_somebody(world, row, told))
                return true;
    }
    return false;
}

bool rule_find_creation(const struct access_world *world, const struct access_class *class,
                        const struct model_rule *stamp, struct rule_act *act)
{
    const struct model_condition *trigger = &stamp->conditions[0];
    bool is_word = stamp->fields[0]->type != FIELD_DATE && stamp->fields[0]->type != FIELD_POINTER;
    act->is_creation = true;
    for (size_t i = 0; class && !is_word && i < class->rows.count; i++) {
        const struct access_row *row = class->rows.items[i];
        const char *text = access_text_of(world, row, trigger->field);
        act->row = row->number;
        for (act->user = ACCESS_STRANGER;
             row->relation && is_among(text, trigger->values, trigger->value_count) &&
             act->user < count_users(world, stamp);
             act->user++)
            if (access_judge(world, OPERATION_CREATE, row, act->user) == VERDICT_ALLOW)
                return true;
    }
    return false;
}
