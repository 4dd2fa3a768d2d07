/* lint_covered.c - sentences that open nothing which another sentence does not open already, or only
 * what it opens under a condition that another one does not ask for. See lint.h.
 *
 * A rule covers another where it opens the same operation of every row that the other opens, to
 * everybody whom the other opens it to. In doubt it does not: an ACL narrows what is open to all, and
 * not what is open to a role; a grant opens no more than the rules of its grantor's own. */
#include "rules/lint.h"

#include "base/vector.h"

#include <string.h>

enum { SHOWN = 3 };

static bool has_value(const struct model_condition *condition, const char *value)
{
    for (size_t i = 0; i < condition->value_count; i++)
        if (strcmp(condition->values[i], value) == 0)
            return true;
    return false;
}

static bool has_all(const struct model_condition *condition, const struct model_condition *others)
{
    for (size_t i = 0; i < others->value_count; i++)
        if (!has_value(condition, others->values[i]))
            return false;
    return true;
}

static bool has_none(const struct model_condition *condition, const struct model_condition *others)
{
    for (size_t i = 0; i < others->value_count; i++)
        if (has_value(condition, others->values[i]))
            return false;
    return true;
}

/* Whether the one holds wherever the other does. */
static bool follows(const struct model_condition *one, const struct model_condition *from)
{
    if (one->field != from->field)
        return false;
    if (one->negated)
        return from->negated ? has_all(from, one) : has_none(one, from);
    return !from->negated && has_all(one, from);
}

static bool covers_conditions(const struct model_rule *wide, const struct model_rule *narrow)
{
    for (size_t i = 0; i < wide->condition_count; i++) {
        bool holds = false;
        for (size_t j = 0; j < narrow->condition_count && !holds; j++)
            holds = follows(&wide->conditions[i], &narrow->conditions[j]);
        if (!holds)
            return false;
    }
    return true;
}

static bool lists(const struct model_rule *rule, const struct model_field *field)
{
    for (size_t i = 0; i < rule->field_count; i++)
        if (rule->fields[i] == field)
            return true;
    return false;
}

/* An update of all fields is none of a pointer that says whose a row is, nor of a field that has to be
 * listed, and one of the ACL only by some rules. */
static bool covers_fields(const struct model_rule *wide, const struct model_rule *narrow)
{
    bool needs_acl = narrow->field_count == 0 && model_rule_is_owners(narrow);
    if ((wide->field_count > 0 && narrow->field_count == 0) ||
        (needs_acl && !model_rule_is_owners(wide)))
        return false;
    for (size_t i = 0; i < narrow->field_count; i++) {
        const struct model_field *field = narrow->fields[i];
        bool is_free = wide->field_count == 0 && !field->reserved && !field->server_set &&
                       (field->type != FIELD_POINTER || wide->scope == SCOPE_ALL);
        if (!is_free && !lists(wide, field))
            return false;
    }
    return true;
}

static bool covers_rows(const struct model_rule *wide, const struct model_rule *narrow)
{
    bool same_role = wide->role && wide->role == narrow->role;
    bool is_wider =
        wide->role && narrow->role && model_is_for_all(wide->role) &&
        model_is_for_all(narrow->role) &&
        (wide->role->members == MEMBERS_EVERYONE || narrow->role->members == MEMBERS_SIGNED_IN);
    switch (wide->scope) {
    case SCOPE_ALL:
        return model_is_for_all(wide->role) ? is_wider && narrow->scope == SCOPE_ALL : same_role;
    case SCOPE_OWN:
        return narrow->scope == SCOPE_OWN && model_same_path(&wide->path, &narrow->path) &&
               (!wide->role || same_role || model_is_for_all(wide->role));
    case SCOPE_ASSIGNED:
        return narrow->scope == SCOPE_ASSIGNED && same_role &&
               model_same_path(&wide->path, &narrow->path);
    case SCOPE_GRANTED:
        break;
    }
    return false;
}

static bool covers(const struct model_rule *wide, const struct model_rule *narrow,
                   enum class_operation operation)
{
    return lint_opens(wide, operation) && covers_rows(wide, narrow) &&
           covers_conditions(wide, narrow) &&
           (operation != OPERATION_UPDATE || covers_fields(wide, narrow));
}

/* Whether two rules come of one sentence, or of one of those that prose became. */
static bool are_together(const struct model_rule *a, const struct model_rule *b)
{
    return a->sentence == b->sentence && a->reading == b->reading;
}

/* What is looked through, and the rules, one of a sentence, of those that are told to be covered: they
 * cover nothing themselves, since then both might go. */
struct search {
    struct diag *diag;
    const struct model *model;
    struct vector told;
};

static bool is_told(const struct search *search, const struct model_rule *rule)
{
    for (size_t i = 0; i < search->told.count; i++)
        if (are_together(search->told.items[i], rule))
            return true;
    return false;
}

/* The rule of another sentence that covers an operation of the rule, or NULL. */
static const struct model_rule *covering(const struct search *search, const struct model_rule *rule,
                                         enum class_operation operation)
{
    const struct model_class *class = rule->class;
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *other = class->rules[i];
        if (!are_together(other, rule) && covers(other, rule, operation) && !is_told(search, other))
            return other;
    }
    return NULL;
}

/* Whether something rests on it that the rule is about somebody's own rows, and the one that covers
 * it is not: a grant opens what they let its grantor do, an export has them, and an erasure takes them away. */
static bool is_leaned_on(const struct model *model, const struct model_rule *rule,
                         const struct model_rule *wide)
{
    if (rule->scope != SCOPE_OWN || wide->scope == SCOPE_OWN)
        return false;
    for (size_t i = 0; i < model->rule_count; i++)
        if (model->rules[i]->within == rule || model->rules[i]->kind == RULE_EXPORT ||
            model->rules[i]->kind == RULE_ERASURE)
            return true;
    return false;
}

/* The rules that cover all operations of a rule, at most SHOWN of them; 0: not all are covered. */
static size_t coverers(const struct search *search, const struct model_rule *rule,
                       const struct model_rule *found[SHOWN])
{
    size_t count = 0;
    if (rule->kind != RULE_ACCESS || !rule->class || rule->class->rule_count > LINT_MOST_RULES)
        return 0;
    for (int operation = 0; operation < OPERATION_TOTAL; operation++) {
        if (!lint_opens(rule, (enum class_operation)operation))
            continue;
        const struct model_rule *other = covering(search, rule, (enum class_operation)operation);
        bool is_known = !other;
        for (size_t i = 0; i < count; i++)
            is_known = is_known || are_together(found[i], other);
        if (!other || is_leaned_on(search->model, rule, other))
            return 0;
        if (!is_known && count < SHOWN)
            found[count++] = other;
    }
    return count;
}

static void report(struct diag *diag, const struct model_rule *rule, const char *what,
                   const struct model_rule *const *others, size_t count)
{
    diag_report(diag, DIAG_OPEN_ALREADY, rule->span, what);
    for (size_t i = 0; i < count; i++)
        if (others[i]->reading)
            diag_note(diag, others[i]->span, "by this, read as '%s'", others[i]->reading);
        else
            diag_note(diag, others[i]->span, "by this");
}

/* Whether the sentence does nothing but open: one of another kind brings more along. */
static bool is_all_access(const struct model *model, const struct model_rule *rule)
{
    for (size_t i = 0; i < model->rule_count; i++)
        if (are_together(model->rules[i], rule) && model->rules[i]->kind != RULE_ACCESS)
            return false;
    return true;
}

/* The rules of one sentence stand together, from first to before end. */
static void check_together(struct search *search, size_t first, size_t end)
{
    const struct model *model = search->model;
    const struct model_rule *shown[SHOWN];
    const struct model_rule *others[SHOWN];
    const struct model_rule *partly = NULL;
    size_t shown_count = 0;
    bool is_whole = true;
    for (size_t i = first; i < end; i++) {
        const struct model_rule *rule = model->rules[i];
        size_t count = coverers(search, rule, others);
        is_whole = is_whole && count > 0;
        if (count > 0 && shown_count == 0) {
            memcpy(shown, others, sizeof shown);
            shown_count = count;
        }
        if (count > 0 && !partly && rule->condition_count > others[0]->condition_count)
            partly = rule;
    }
    /* Prose says things twice; what it asks for and another sentence does not is told all the same. */
    is_whole = is_whole && !model->rules[first]->reading;
    if (!(is_whole || partly) || !is_all_access(model, model->rules[first]))
        return;
    if (is_whole) {
        report(search->diag, model->rules[first], "all that this opens", shown, shown_count);
        vector_add(&search->told, search->diag->arena, (void *)(uintptr_t)model->rules[first]);
    } else if (partly) {
        size_t count = coverers(search, partly, others);
        report(search->diag, partly,
               arena_printf(search->diag->arena, "what this opens of '%s'", partly->class->name),
               others, count);
    }
}

/* From the last to the first, so that of two that say the same the first one stays. */
void lint_covered(struct diag *diag, const struct model *model)
{
    struct search search = {.diag = diag, .model = model};
    size_t end = model->rule_count;
    while (end > 0 && !diag_is_full(diag)) {
        size_t first = end - 1;
        while (first > 0 && are_together(model->rules[first - 1], model->rules[end - 1]))
            first--;
        check_together(&search, first, end);
        end = first;
    }
}
