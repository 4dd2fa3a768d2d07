/* opening_rows.c - see opening_rows.h. */
#include "prose/opening_rows.h"

#include <string.h>

bool rows_same_condition(const struct prose_condition *a, const struct prose_condition *b)
{
    if (strcmp(a->field, b->field) != 0 || a->negated != b->negated ||
        a->value_count != b->value_count || a->is_time != b->is_time)
        return false;
    for (size_t i = 0; i < a->value_count; i++)
        if (strcmp(a->values[i], b->values[i]) != 0)
            return false;
    return true;
}

bool rows_have_value(const struct prose_condition *condition, const char *value)
{
    for (size_t i = 0; i < condition->value_count; i++)
        if (strcmp(condition->values[i], value) == 0)
            return true;
    return false;
}

/* Whether rows that fit the condition never have the value. */
bool rows_exclude(const struct prose_condition *condition, const char *field, const char *value)
{
    return strcmp(condition->field, field) == 0 &&
           rows_have_value(condition, value) == condition->negated;
}

/* Whether the first condition holds wherever the second does: "not draft", of what is published. */
static bool follows_from(const struct prose_condition *condition,
                         const struct prose_condition *other)
{
    if (other->negated || other->value_count == 0 || strcmp(condition->field, other->field) != 0)
        return false;
    for (size_t i = 0; i < condition->value_count && condition->negated; i++)
        if (rows_have_value(other, condition->values[i]))
            return false;
    for (size_t i = 0; i < other->value_count && !condition->negated; i++)
        if (!rows_have_value(condition, other->values[i]))
            return false;
    return true;
}

bool rows_are_within(const struct opening *inner, const struct opening *outer)
{
    bool same_actor = inner->actor == outer->actor ||
                      (inner->actor && outer->actor && strcmp(inner->actor, outer->actor) == 0);
    bool is_inside = inner->whose == outer->whose && same_actor;
    for (size_t i = 0; i < outer->condition_count && is_inside; i++) {
        const struct prose_condition *condition = &outer->conditions[i];
        is_inside = false;
        for (size_t j = 0; j < inner->condition_count && !is_inside; j++)
            is_inside = rows_same_condition(condition, &inner->conditions[j]) ||
                        follows_from(condition, &inner->conditions[j]);
    }
    return is_inside;
}

void rows_add_condition(struct opening *opening, struct prose_condition condition)
{
    for (size_t i = 0; i < opening->condition_count; i++) {
        if (rows_same_condition(&opening->conditions[i], &condition) ||
            follows_from(&condition, &opening->conditions[i]))
            return;
        if (follows_from(&opening->conditions[i], &condition)) {
            opening->conditions[i] = condition;
            return;
        }
    }
    if (opening->condition_count < MOST_CONDITIONS)
        opening->conditions[opening->condition_count++] = condition;
    else
        opening->is_dropped = true;
}

/* Whether no row that is opened has another value than those that the ban leaves. */
static bool has_no_other(const struct prose_condition *left, const struct opening *opening)
{
    const struct draft_field *field = map_get(&opening->class->field_of, left->field);
    const struct ast_value *at = field && left->negated ? world_values(field) : NULL;
    bool has_none = at != NULL;
    for (; at && has_none; at = at->next) {
        has_none = rows_have_value(left, at->name.text);
        for (size_t i = 0; i < opening->condition_count && !has_none; i++)
            has_none = rows_exclude(&opening->conditions[i], left->field, at->name.text);
    }
    return has_none;
}

/* Whether what is banned and what is opened can be the same row. */
bool rows_meet(const struct opening *ban, const struct opening *opening)
{
    for (size_t i = 0; i < ban->condition_count; i++) {
        const struct prose_condition *condition = &ban->conditions[i];
        if (has_no_other(condition, opening))
            return false;
        bool apart = condition->value_count > 0;
        for (size_t j = 0; j < opening->condition_count && apart; j++) {
            bool all = opening->conditions[j].value_count > 0;
            for (size_t k = 0; k < condition->value_count; k++)
                all = all &&
                      rows_exclude(&opening->conditions[j], condition->field, condition->values[k]);
            if (all && !condition->negated)
                return false;
        }
    }
    return true;
}

/* Whether what is opened is of rows that all have one of the condition's values. */
bool rows_are_of_these(const struct opening *opening, const struct prose_condition *condition)
{
    for (size_t i = 0; i < opening->condition_count; i++) {
        const struct prose_condition *own = &opening->conditions[i];
        bool is_inside = strcmp(own->field, condition->field) == 0 && !own->negated;
        for (size_t j = 0; j < own->value_count && is_inside; j++)
            is_inside = rows_have_value(condition, own->values[j]);
        if (is_inside)
            return true;
    }
    return false;
}
