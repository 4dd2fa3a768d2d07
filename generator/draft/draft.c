/* draft.c - small things that the steps share; see draft.h. */
#include "draft/draft.h"

#include "base/nearest.h"

#include <string.h>

struct draft_class *draft_add_class(struct draft *draft, const char *name)
{
    struct draft_class *class = arena_alloc(draft->arena, sizeof *class);
    class->model.name = name;
    map_init(&class->field_of, draft->arena);
    map_init_ignoring_case(&class->field_of_folded, draft->arena);
    map_init(&class->alias_of, draft->arena);
    vector_add(&draft->classes, draft->arena, class);
    map_add(&draft->class_of, name, class);
    return class;
}

struct draft_field *draft_add_field(struct draft *draft, struct draft_class *class,
                                    const char *name, enum field_type type, const char *target)
{
    struct draft_field *field = arena_alloc(draft->arena, sizeof *field);
    field->model =
        (struct model_field){.name = name, .type = type, .element_type = AST_ELEMENT_UNSTATED};
    field->type = (struct ast_type){
        .kind = (int)type, .element = AST_ELEMENT_UNSTATED, .target = {.text = target}};
    vector_add(&class->fields, draft->arena, field);
    map_add(&class->field_of, name, field);
    map_add(&class->field_of_folded, name, field);
    return field;
}

struct draft_class *draft_class(const struct draft *draft, const char *name)
{
    return map_get(&draft->class_of, name);
}

struct draft_class *draft_find_class(const struct draft *draft, const char *name)
{
    struct draft_class *best = draft_class(draft, name);
    enum names_likeness likeness = best ? NAMES_EQUAL : NAMES_DIFFER;
    for (size_t i = 0; likeness != NAMES_EQUAL && i < draft->classes.count; i++) {
        struct draft_class *class = draft_class_at(draft, i);
        enum names_likeness other = names_likeness(class->model.name, name);
        if (other != NAMES_DIFFER && other >= likeness) {
            best = other == likeness ? NULL : class;
            likeness = other;
        }
    }
    return best;
}

struct draft_field *draft_find_field(const struct draft_class *class, const char *name,
                                     enum names_likeness least)
{
    struct draft_field *best = map_get(&class->field_of, name);
    enum names_likeness likeness = best ? NAMES_EQUAL : NAMES_DIFFER;
    for (size_t i = 0; likeness != NAMES_EQUAL && i < class->fields.count; i++) {
        struct draft_field *field = draft_field_at(class, i);
        enum names_likeness other = names_likeness(field->model.name, name);
        for (size_t j = 0; j < field->model.alias_count; j++) {
            enum names_likeness alias = names_likeness(field->model.aliases[j], name);
            other = alias > other ? alias : other;
        }
        if (other >= least && other >= likeness) {
            best = other == likeness ? NULL : field;
            likeness = other;
        }
    }
    return best;
}

static void add_note(struct draft *draft, struct span span, const char *missing)
{
    struct sentence_note *note = arena_alloc(draft->arena, sizeof *note);
    *note = (struct sentence_note){.span = span, .missing = missing};
    vector_add(&draft->sentence_notes, draft->arena, note);
}

void draft_note_names(struct draft *draft, struct span span)
{
    add_note(draft, span, NULL);
}

void draft_note_missing(struct draft *draft, struct span span, const char *name)
{
    add_note(draft, span, name);
}

bool draft_is_of_schema(const struct draft *draft, const char *class, const char *field)
{
    const struct ast_rule *rule = !draft->spec ? NULL : draft->spec->rules;
    for (; rule; rule = rule->next) {
        const struct ast_value *at =
            rule->kind == RULE_FROM_SCHEMA ? rule->slots[SLOT_FIELDS] : NULL;
        for (; at; at = at->next) {
            const char *point = strchr(at->name.text, '.');
            size_t length = point ? (size_t)(point - at->name.text) : strlen(at->name.text);
            if (names_likeness(arena_copy(draft->arena, at->name.text, length), class) !=
                    NAMES_DIFFER &&
                (!point || (field && names_likeness(point + 1, field) != NAMES_DIFFER)))
                return true;
        }
    }
    return false;
}

/* Reports the name, and the one that was meant or else how to say that the schema has it. */
static void report_unknown(struct draft *draft, const struct ast_name *name, const char *what,
                           const char *full_name, bool is_schemas, const struct nearest *nearest)
{
    if (is_schemas && !draft->schema) {
        draft_note_missing(draft, name->span, full_name);
        diag_report(draft->diag, DIAG_RULE_PASSED_OVER, name->span, what, full_name);
    } else {
        diag_report(draft->diag, DIAG_UNKNOWN_NAME, name->span, what, full_name);
        if (!nearest->best && !draft->schema) {
            diag_note(draft->diag, (struct span){0},
                      "if the schema has it, say so: '%s comes from the schema.'", full_name);
        }
    }
    nearest_note(nearest, draft->diag);
}

void draft_report_unknown_class(struct draft *draft, const struct ast_name *name)
{
    struct nearest nearest = nearest_to(name->text);
    for (size_t i = 0; i < draft->classes.count && !diag_is_full(draft->diag); i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        nearest_consider(&nearest, class->model.name, draft_class_span(class));
    }
    report_unknown(draft, name, "class", name->text, draft_is_of_schema(draft, name->text, NULL),
                   &nearest);
}

void draft_report_unknown_field(struct draft *draft, const struct draft_class *class,
                                const struct ast_name *name)
{
    struct nearest nearest = nearest_to(name->text);
    for (size_t i = 0; i < class->fields.count && !diag_is_full(draft->diag); i++) {
        const struct draft_field *field = draft_field_at(class, i);
        nearest_consider(&nearest, field->model.name, draft_field_span(field));
    }
    report_unknown(draft, name, "field",
                   arena_printf(draft->arena, "%s.%s", class->model.name, name->text),
                   draft_is_of_schema(draft, class->model.name, name->text), &nearest);
}

bool draft_asks_for_trail(const struct ast_rule *rule)
{
    switch (rule->kind) {
    case RULE_AUDIT:
    case RULE_SIGNATURE:
    case RULE_BREAK_GLASS:
    case RULE_DISCLOSURE:
        return true;
    case RULE_ACCESS_REPORT:
        return rule->slots[SLOT_ROLES] != NULL;
    case RULE_PUBLISH:
        return strcasestr(ast_rule_text(rule), "audit it") != NULL;
    default:
        return false;
    }
}

struct draft_class *draft_class_at(const struct draft *draft, size_t i)
{
    return draft->classes.items[i];
}

struct draft_field *draft_field_at(const struct draft_class *class, size_t i)
{
    return class->fields.items[i];
}

struct span draft_class_span(const struct draft_class *class)
{
    return class->schema ? class->schema->name.span
           : class->spec ? class->spec->name.span
                         : (struct span){0};
}

struct span draft_field_span(const struct draft_field *field)
{
    return field->schema ? field->schema->name.span
           : field->spec ? field->spec->name.span
                         : (struct span){0};
}

const char *ast_type_text(struct arena *arena, const struct ast_type *type)
{
    if (type->kind == AST_TYPE_FAULTY)
        return "?";
    const char *name = field_type_name((enum field_type)type->kind);
    if (type->target.text)
        return arena_printf(arena, "%s<%s>", name, type->target.text);
    if (type->element != AST_ELEMENT_UNSTATED)
        return arena_printf(arena, "%s<%s>", name, field_type_name((enum field_type)type->element));
    return name;
}
