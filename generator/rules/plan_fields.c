/* plan_fields.c - fields that only sentences name: those that one adds, and those that stamps set. See
 * draft.h.
 *
 * A stamp's field may be what another stamp waits for, so they are gone through until nothing comes
 * of it. What the server sets is no client's to write, unless a rule lists it (close_stamps()). */
#include "rules/plan_fields.h"

#include "read/spec_words.h"
#include "rules/rule_roles.h"

#include <string.h>

/* Adds the field to the class, in the place of the sentence. */
static struct draft_field *add(struct draft *draft, struct draft_class *class,
                               const struct ast_name *name, enum field_type type,
                               const char *target)
{
    struct draft_field *field = draft_add_field(draft, class, name->text, type, target);
    field->type.span = name->span;
    field->type.target.span = name->span;
    field->model.inputs = INPUT_SPEC;
    field->model.spec_span = name->span;
    return field;
}

/* "AdherenceLog also has feedback, a String." */
static void add_named(struct draft *draft, const struct ast_rule *rule)
{
    const struct ast_name *name = &rule->slots[SLOT_TARGET]->name;
    const struct ast_name *type = &rule->slots[SLOT_TYPE]->name;
    struct spec_type_words words;
    if (!spec_type_of(draft->arena, type->text, &words)) {
        diag_report(draft->diag, DIAG_RULE_FIELD, type->span, type->text, "it is no type");
        return;
    }
    for (const struct ast_value *at = rule->slots[SLOT_CLASSES]; at; at = at->next) {
        struct draft_class *class = draft_find_class(draft, at->name.text);
        if (!class)
            continue; /* reported with the rules */
        if (rule_find_field(draft, class, name->text, NAMES_SAME_LETTERS)) {
            diag_report(
                draft->diag, DIAG_RULE_CONFLICT, name->span,
                arena_printf(draft->arena, "'%s' has '%s' already", class->model.name, name->text));
            continue;
        }
        add(draft, class, name, (enum field_type)words.kind, words.target)->model.reserved = true;
    }
}

/* What a stamp of that value sets. */
static enum field_type type_of(const char *value)
{
    return strcmp(value, "now") == 0                                   ? FIELD_DATE
           : strcmp(value, "user") == 0                                ? FIELD_POINTER
           : strcmp(value, "true") == 0 || strcmp(value, "false") == 0 ? FIELD_BOOLEAN
                                                                       : FIELD_STRING;
}

/* Adds the field that the stamp sets, once what it waits for is there. */
static bool add_stamped(struct draft *draft, const struct ast_rule *rule)
{
    struct draft_class *class = draft_find_class(draft, rule->slots[SLOT_CLASSES]->name.text);
    const struct ast_name *name = &rule->slots[SLOT_TARGET]->name;
    if (!class || rule_find_field(draft, class, name->text, NAMES_SAME_LETTERS) ||
        !rule_find_field(draft, class, rule->slots[SLOT_TRIGGER]->name.text, NAMES_SAME_BUT_NUMBER))
        return false;
    enum field_type type = type_of(rule->slots[SLOT_VALUES]->name.text);
    struct draft_field *field =
        add(draft, class, name, type, type == FIELD_POINTER ? "_User" : NULL);
    field->model.server_set = true;
    return true;
}

void plan_fields(struct draft *draft)
{
    const struct ast_rule *first = !draft->spec ? NULL : draft->spec->rules;
    for (const struct ast_rule *rule = first; rule; rule = rule->next)
        if (rule->kind == RULE_ADDED_FIELD)
            add_named(draft, rule);
    for (bool added = true; added;) {
        added = false;
        for (const struct ast_rule *rule = first; rule; rule = rule->next)
            added = (rule->kind == RULE_STAMP && add_stamped(draft, rule)) || added;
    }
}
