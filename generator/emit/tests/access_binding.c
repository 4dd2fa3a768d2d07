/* access_binding.c - what binds everybody, the master key included: signatures and retention; see
 * access_judge.h. */
#include "emit/tests/access_binding.h"

#include "emit/tests/access_stamps.h"

#include <string.h>

static bool is_signed_for(const struct model_class *class, const char *what)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind == RULE_SIGNATURE && strcmp(rule->value, what) == 0)
            return true;
    }
    return false;
}

bool access_has_signatures(const struct model_class *class)
{
    return is_signed_for(class, "updating") || is_signed_for(class, "correcting") ||
           is_signed_for(class, "publishing");
}

bool access_is_kept(const struct model_class *class)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == RULE_RETENTION)
            return true;
    return class->append_only || is_signed_for(class, "updating") ||
           is_signed_for(class, "correcting");
}

/* Whether the change is the step out of the draft. */
static bool publishes(const struct access_world *world, const struct access_row *row,
                      const struct access_change *change)
{
    for (size_t i = 0; i < row->class->rule_count; i++) {
        const struct model_rule *rule = row->class->rules[i];
        if (rule->kind == RULE_PUBLISH && rule->fields[0] == change->field) {
            const char *from = access_text_of(world, row, change->field);
            return from && strcmp(from, "draft") == 0 && strcmp(change->value.text, "draft") != 0;
        }
    }
    return false;
}

/* Whether the change is one of what was recorded, and not an acknowledgement or a remark on it. */
static bool corrects(const struct access_row *row, const struct access_change *change)
{
    return !change->field || !access_is_reserved(row->class, change->field);
}

bool access_needs_signature(const struct access_world *world, const struct access_row *row,
                            const struct access_change *change)
{
    return is_signed_for(row->class, "updating") ||
           (is_signed_for(row->class, "correcting") && corrects(row, change)) ||
           (is_signed_for(row->class, "publishing") && publishes(world, row, change));
}
