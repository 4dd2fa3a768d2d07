/* access_grants.c - see access_grants.h: whose what is granted is, then which rows it opens, then to whom. */
#include "emit/tests/access_grants.h"

#include "emit/tests/access_judge.h"
#include "emit/tests/access_stamps.h"

#include <string.h>

static bool is_over(const struct access_row *row, const struct model_field *end)
{
    return end && access_value_of(row, end)->kind == VALUE_PAST;
}

/* Whose record what is granted belongs to: the user at the end of the way from it. */
static struct access_value grantor_of(const struct access_world *world, struct access_value target)
{
    if (target.kind != VALUE_ROW)
        return target;
    const struct access_row *row = access_row_at(world, target.index);
    for (size_t i = 0; i < row->class->rule_count; i++)
        if (row->class->rules[i]->kind == RULE_OWNER)
            return access_follow(world, row, &row->class->rules[i]->path);
    const struct model_path own = {.steps = row->class->ownership,
                                   .length = row->class->ownership_length};
    return access_follow(world, row, &own);
}

/* Whether a draft is still one: nobody is shown those in an emergency. */
static bool is_draft(const struct access_world *world, const struct access_row *row)
{
    for (size_t i = 0; i < row->class->rule_count; i++) {
        const struct model_rule *rule = row->class->rules[i];
        if (rule->kind != RULE_LIFECYCLE || strcmp(rule->value, "draft") != 0)
            continue;
        const char *state = access_text_of(world, row, rule->fields[0]);
        if (!state || strcmp(state, "draft") == 0)
            return true;
    }
    return false;
}

/* Whether a way begins with another. */
static bool begins_with(const struct model_path *way, const struct model_path *beginning)
{
    struct model_path head = {way->steps, beginning->length};
    return way->length >= beginning->length && model_same_path(&head, beginning);
}

/* Whether rows of the rule's class are somebody's own by its way because they are what is granted: that way
 * goes there, or sentences have both belong to their owner. Who reaches a row in another part (as its author,
 * though it is his record, too) shares nothing by that. */
static bool is_way_of_owner(const struct model_rule *rule, const struct model_rule *grant)
{
    bool is_owners = false;
    bool has_granted = false;
    for (size_t i = 0; i < rule->class->rule_count; i++) {
        const struct model_rule *owner = rule->class->rules[i];
        if (owner->kind != RULE_OWNER)
            continue;
        is_owners = is_owners || model_same_path(&owner->path, &rule->path);
        has_granted = has_granted || begins_with(&owner->path, &grant->path);
    }
    return begins_with(&rule->path, &grant->path) || (is_owners && has_granted);
}

/* Whether the grantor reaches the row as one of his own, for what is granted. */
static bool is_grantors(const struct access_world *world, const struct model_rule *grant,
                        const struct access_row *row, struct access_value target, bool whole)
{
    struct access_value grantor = grantor_of(world, target);
    for (size_t i = 0; i < row->class->rule_count; i++) {
        const struct model_rule *rule = row->class->rules[i];
        if (rule->kind == RULE_ACCESS && rule->scope == SCOPE_OWN &&
            (rule->operations & grant->operations) != 0 && is_way_of_owner(rule, grant) &&
            access_same(access_follow(world, row, &rule->path), grantor) &&
            (!whole || access_meets(world, rule, row)))
            return true;
    }
    return false;
}

/* Whether the row is among those that a grant may open. */
static bool may_be_granted(const struct access_world *world, const struct model_rule *rule,
                           const struct access_row *row, bool whole)
{
    return rule->grant->is_emergency
               ? !whole || !is_draft(world, row)
               : is_grantors(world, rule, row, access_follow(world, row, &rule->path), whole);
}

/* Whether a row of the grant's class shares with the user what the value means, now. */
static bool is_granted(const struct access_world *world, const struct model_rule *rule,
                       struct access_value target, size_t user)
{
    const struct model_grant *grant = rule->grant;
    const struct vector *rows = access_rows_of(world, grant->class);
    for (size_t i = 0; i < rows->count; i++) {
        const struct access_row *row = rows->items[i];
        bool covers = true;
        if (grant->scope) {
            const struct access_value *words = access_value_of(row, grant->scope);
            covers =
                words->kind == VALUE_WORDS && words->text && strcmp(words->text, grant->word) == 0;
        }
        bool has_begun = !grant->from || access_value_of(row, grant->from)->kind != VALUE_FUTURE;
        bool lasts = has_begun && !is_over(row, grant->until) && !is_over(row, grant->or_until);
        if (covers && lasts && access_same(*access_value_of(row, grant->target), target) &&
            access_is_user(access_follow(world, row, &grant->grantee), user) &&
            access_meets(world, rule, row))
            return true;
    }
    return false;
}

bool access_grants(const struct access_world *world, const struct model_rule *rule,
                   const struct access_row *row, size_t user, bool whole)
{
    return may_be_granted(world, rule, row, whole) &&
           is_granted(world, rule, access_follow(world, row, &rule->path), user);
}
