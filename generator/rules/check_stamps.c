/* check_stamps.c - rules about values that the server sets, times that do not overlap, and how rows
 * are listed; see rule_roles.h. */
#include "rules/check_stamps.h"

#include "base/json.h"
#include "rules/check_rules.h"

#include <string.h>

/* Whether a stamp can set the field to the value; reports it when not. */
static bool check_stamped_value(struct rule_checker *checker, const struct draft_field *field,
                                const struct ast_name *target, const struct ast_value *value)
{
    const char *wanted = NULL;
    if (value->next) {
        diag_report(checker->diag, DIAG_RULE_CONFLICT, value->next->name.span,
                    "a field becomes one value");
        return false;
    }
    switch (field->type.kind) {
    case FIELD_DATE:
        wanted = strcmp(value->name.text, "now") == 0 ? NULL : "a Date becomes 'now'";
        break;
    case FIELD_POINTER:
        wanted = strcmp(value->name.text, "user") == 0 && field->model.target &&
                         strcmp(field->model.target->name, "_User") == 0
                     ? NULL
                     : "a Pointer to _User becomes 'the user', others nothing";
        break;
    case FIELD_STRING:
    case FIELD_BOOLEAN:
        return rule_check_value(checker, field, &value->name);
    default:
        wanted = "only a String, Boolean, Date or Pointer to _User can be set so";
    }
    if (wanted)
        diag_report(checker->diag, DIAG_RULE_FIELD, target->span, field->model.name, wanted);
    return !wanted;
}

bool rule_trigger(struct rule_checker *checker, const struct draft_class *class,
                  const struct ast_name *name, const struct ast_value *reached,
                  struct model_condition *trigger)
{
    const struct draft_field *field = rule_field(checker, class, name);
    struct vector values = {0};
    bool fits = true;
    if (!field)
        return false;
    if (field->type.kind != FIELD_STRING && field->type.kind != FIELD_BOOLEAN) {
        diag_report(checker->diag, DIAG_RULE_FIELD, name->span, field->model.name,
                    "what is waited for is a String or a Boolean");
        return false;
    }
    for (const struct ast_value *at = reached; at; at = at->next) {
        fits = rule_check_value(checker, field, &at->name) && fits;
        vector_add(&values, checker->arena, (void *)(uintptr_t)at->name.text);
    }
    *trigger = (struct model_condition){.field = &field->model,
                                        .values = (const char *const *)values.items,
                                        .value_count = values.count};
    return fits;
}

void check_stamp_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    struct draft_class *class = rule_class(checker, &written->slots[SLOT_CLASSES]->name);
    const struct ast_name *target = &written->slots[SLOT_TARGET]->name;
    const struct ast_value *value = written->slots[SLOT_VALUES];
    struct model_condition *trigger = arena_alloc(checker->arena, sizeof *trigger);
    const struct ast_name *cause = &written->slots[SLOT_TRIGGER]->name;
    if (!class || !rule_trigger(checker, class, cause, written->slots[SLOT_REACHED], trigger))
        return;
    struct draft_field *field = rule_field(checker, class, target);
    if (!field || !check_stamped_value(checker, field, target, value))
        return;
    if (&field->model == trigger->field) {
        diag_report(checker->diag, DIAG_RULE_CONFLICT, target->span,
                    "a field cannot wait for itself");
        return;
    }
    const struct model_field **fields = arena_alloc_array(checker->arena, 1, sizeof *fields);
    fields[0] = &field->model;
    struct model_rule *rule = rule_add(checker, written, class);
    rule->fields = fields;
    rule->field_count = 1;
    rule->value = value->name.text;
    rule->conditions = trigger;
    rule->condition_count = 1;
    if (field->type.kind == FIELD_DATE || field->type.kind == FIELD_POINTER)
        field->model.required = false; /* it comes with time */
    else if (field->type.kind == FIELD_BOOLEAN && !field->model.default_json)
        field->model.default_json = strcmp(rule->value, "true") == 0 ? "false" : "true";
}

/* Whether some rule about an update lists the field. */
static bool is_listed(const struct draft_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->rules.count; i++) {
        const struct model_rule *rule = class->rules.items[i];
        for (size_t j = 0; rule->kind == RULE_ACCESS && j < rule->field_count; j++)
            if (rule->fields[j] == field)
                return true;
    }
    return false;
}

void close_stamps(struct draft_class *class)
{
    for (size_t i = 0; i < class->fields.count; i++) {
        struct draft_field *field = draft_field_at(class, i);
        bool is_planned = !field->schema && !field->spec && !class->model.builtin;
        if (is_planned && is_listed(class, &field->model))
            field->model.server_set = false;
    }
}

/* A field of the rule; a class without it, in this input, has none. */
static const struct model_field *read_moment(struct rule_checker *checker,
                                             const struct draft_class *class,
                                             const struct ast_value *name)
{
    const struct draft_field *field = !name ? NULL : rule_field(checker, class, &name->name);
    if (field && field->type.kind != FIELD_DATE) {
        diag_report(checker->diag, DIAG_RULE_FIELD, name->name.span, field->model.name,
                    "it is no Date");
        return NULL;
    }
    return !field ? NULL : &field->model;
}

/* The fields that a rule lists, in order. */
static struct vector read_fields(struct rule_checker *checker, const struct ast_rule *written,
                                 const struct draft_class *class)
{
    struct vector fields = {0};
    for (const struct ast_value *at = written->slots[SLOT_FIELDS]; at; at = at->next) {
        struct draft_field *field = rule_field(checker, class, &at->name);
        if (field && (field->type.kind == FIELD_RELATION || field->type.kind == FIELD_GEOPOINT)) {
            diag_report(checker->diag, DIAG_RULE_FIELD, at->name.span, field->model.name,
                        "rows cannot be told apart by it");
        } else if (field) {
            vector_add(&fields, checker->arena, &field->model);
        }
    }
    return fields;
}

static void add_no_overlap(struct rule_checker *checker, const struct ast_rule *written,
                           struct draft_class *class)
{
    struct ast_value start = {.name = {"startAt", written->sentence->span}};
    struct ast_value end = {.name = {"endAt", written->sentence->span}};
    const struct ast_value *from = written->slots[SLOT_FROM];
    const struct ast_value *to = written->slots[SLOT_TO];
    if (!from && !to && rule_find_field(checker->draft, class, "endAt", NAMES_EQUAL))
        to = &end;
    struct vector fields = read_fields(checker, written, class);
    struct model_rule checked = {
        .from = read_moment(checker, class, !from ? &start : from),
        .to = read_moment(checker, class, to),
    };
    if (fields.count == 0 || !checked.from ||
        !rule_conditions(checker, class, written->conditions, &checked))
        return;
    struct model_rule *rule = rule_add(checker, written, class);
    rule->fields = (const struct model_field *const *)fields.items;
    rule->field_count = fields.count;
    rule->from = checked.from;
    rule->to = checked.to;
    rule->conditions = checked.conditions;
    rule->condition_count = checked.condition_count;
}

void check_no_overlap_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (class)
            add_no_overlap(checker, written, class);
    }
}

void check_listing_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (!class)
            continue;
        struct vector fields = read_fields(checker, written, class);
        if (fields.count > 0) {
            struct model_rule *rule = rule_add(checker, written, class);
            rule->fields = (const struct model_field *const *)fields.items;
            rule->field_count = fields.count;
        }
    }
}
