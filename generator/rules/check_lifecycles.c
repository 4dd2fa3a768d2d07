/* check_lifecycles.c - rules about the values that a field may have and how it moves from one to
 * the next; see rule_roles.h. */
#include "rules/check_lifecycles.h"

#include "base/json.h"
#include "rules/check_rules.h"

#include <string.h>

/* The String field of "Message.status", or NULL; its class in *class. */
static struct draft_field *read_property(struct rule_checker *checker,
                                         const struct ast_rule *written, struct draft_class **class)
{
    *class = rule_class(checker, &written->slots[SLOT_CLASSES]->name);
    struct draft_field *field =
        !*class ? NULL : rule_field(checker, *class, &written->slots[SLOT_TARGET]->name);
    if (field && field->type.kind != FIELD_STRING) {
        diag_report(checker->diag, DIAG_RULE_FIELD, written->slots[SLOT_TARGET]->name.span,
                    field->model.name, "only a String has listed values");
        return NULL;
    }
    return field;
}

static void keep_field(struct rule_checker *checker, struct model_rule *rule,
                       struct draft_field *field)
{
    const struct model_field **fields = arena_alloc_array(checker->arena, 1, sizeof *fields);
    fields[0] = &field->model;
    rule->fields = fields;
    rule->field_count = 1;
}

/* Adds a value, or those between slashes of the only one: "mild/severe". */
static void add_listed(struct rule_checker *checker, struct vector *values, const char *text,
                       bool is_only)
{
    for (const char *end = text; *end != '\0'; text = *end == '/' ? end + 1 : end) {
        end = text + (is_only ? strcspn(text, "/") : strlen(text));
        vector_add(values, checker->arena, arena_copy(checker->arena, text, (size_t)(end - text)));
    }
}

void check_one_of_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    struct draft_class *class;
    struct draft_field *field = read_property(checker, written, &class);
    if (!field)
        return;
    if (field->model.one_of_count > 0) {
        diag_report(checker->diag, DIAG_RULE_CONFLICT, written->sentence->span,
                    arena_printf(checker->arena, "the values of '%s' are listed already",
                                 field->model.name));
        return;
    }
    struct vector values = {0};
    const struct ast_value *first = written->slots[SLOT_VALUES];
    for (const struct ast_value *at = first; at; at = at->next)
        add_listed(checker, &values, at->name.text, !first->next);
    field->model.one_of = (const char *const *)values.items;
    field->model.one_of_count = values.count;
    keep_field(checker, rule_add(checker, written, class), field);
}

bool rule_is_arrow(const struct ast_value *item)
{
    return strcmp(item->name.text, "->") == 0 || strcmp(item->name.text, "→") == 0;
}

const struct ast_rule *rule_draft_lifecycle(const struct draft *draft,
                                            const struct draft_class *class)
{
    const struct ast_rule *at = draft->spec->rules;
    for (; at; at = at->next)
        if (at->kind == RULE_LIFECYCLE &&
            draft_find_class(draft, at->slots[SLOT_CLASSES]->name.text) == class &&
            strcmp(at->slots[SLOT_STATES]->name.text, "draft") == 0 &&
            rule_find_field(draft, class, at->slots[SLOT_TARGET]->name.text, NAMES_SAME_BUT_NUMBER))
            return at;
    return NULL;
}

/* The first state after the next arrow, or NULL. */
static const struct ast_value *next_group(const struct ast_value *item)
{
    while (item && !rule_is_arrow(item))
        item = item->next;
    return !item ? NULL : item->next;
}

/* Each state with each of those after the arrow. */
static void read_steps(struct rule_checker *checker, const struct ast_value *states,
                       struct model_rule *rule)
{
    struct vector steps = {0};
    for (const struct ast_value *from = states; from; from = from->next) {
        const struct ast_value *to = rule_is_arrow(from) ? NULL : next_group(from);
        for (; to && !rule_is_arrow(to); to = to->next) {
            struct model_step *step = arena_alloc(checker->arena, sizeof *step);
            *step = (struct model_step){.from = from->name.text, .to = to->name.text};
            vector_add(&steps, checker->arena, step);
        }
    }
    struct model_step *list = arena_alloc_array(checker->arena, steps.count, sizeof *list);
    for (size_t i = 0; i < steps.count; i++)
        list[i] = *(const struct model_step *)steps.items[i];
    rule->steps = list;
    rule->step_count = steps.count;
}

/* "by the recipient and admins": a field of the class where it has one of that name, else a role. One who
 * cannot be made out stays, as nobody: a step that is nobody's by name is everybody's. */
static bool read_actor(struct rule_checker *checker, const struct draft_class *class,
                       const struct ast_name *name, struct model_actor *actor)
{
    if (rule_is_field(checker, class, name->text))
        (void)rule_path_of_name(checker, class, name, &actor->path);
    else
        actor->role = rule_role(checker, name);
    return true;
}

/* The first lifecycle of a field, or NULL. */
static const struct model_rule *first_lifecycle(const struct draft_class *class,
                                                const struct model_field *field)
{
    for (size_t i = 0; i < class->rules.count; i++) {
        const struct model_rule *rule = class->rules.items[i];
        if (rule->kind == RULE_LIFECYCLE && rule->fields[0] == field)
            return rule;
    }
    return NULL;
}

/* An object starts in the first state, so that is the field's default. */
static void set_initial(struct rule_checker *checker, struct draft_field *field,
                        const struct ast_name *state)
{
    struct buffer json;
    buffer_init(&json, checker->arena);
    buffer_quote_json(&json, state->text);
    if (!field->model.default_json) {
        field->model.default_json = json.bytes;
    } else if (strcmp(field->model.default_json, json.bytes) != 0) {
        diag_report(checker->diag, DIAG_RULE_CONFLICT, state->span,
                    arena_printf(checker->arena, "'%s' starts as %s by default", field->model.name,
                                 field->model.default_json));
    }
}

void check_lifecycle_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    struct draft_class *class;
    struct draft_field *field = read_property(checker, written, &class);
    const struct ast_value *states = written->slots[SLOT_STATES];
    if (!field || !states)
        return;
    for (const struct ast_value *at = states; at; at = at->next)
        if (!rule_is_arrow(at) && !rule_check_value(checker, field, &at->name))
            return;
    bool is_first = !first_lifecycle(class, &field->model);
    if (is_first)
        set_initial(checker, field, &states->name);
    struct model_rule *rule = rule_add(checker, written, class);
    keep_field(checker, rule, field);
    read_steps(checker, states, rule);
    rule_actors(checker, written, class, read_actor, rule);
    rule->value = states->name.text;
}

void check_requirement_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    struct draft_class *class;
    const struct draft_field *field = read_property(checker, written, &class);
    struct vector fields = {0};
    if (!field)
        return;
    vector_add(&fields, checker->arena, (void *)(uintptr_t)&field->model);
    for (const struct ast_value *at = written->slots[SLOT_FIELDS]; at; at = at->next) {
        struct draft_field *needed = rule_field(checker, class, &at->name);
        if (needed && needed->type.kind == FIELD_RELATION) {
            diag_report(checker->diag, DIAG_RULE_FIELD, at->name.span, at->name.text,
                        "a Relation is never missing");
        } else if (needed) {
            vector_add(&fields, checker->arena, &needed->model);
        }
    }
    for (const struct ast_value *at = written->slots[SLOT_VALUES]; at; at = at->next) {
        if (fields.count > 1 && rule_check_value(checker, field, &at->name)) {
            struct model_rule *rule = rule_add(checker, written, class);
            rule->value = at->name.text;
            rule->fields = (const struct model_field *const *)fields.items;
            rule->field_count = fields.count;
        }
    }
}
