/* merge.c - one draft from the built-in classes, the schema and the spec. See draft.h.
 *
 * A class in both inputs is the union of their fields. A field that both have, under one name or
 * under two that an alias joins, is one field; combine() decides what it is. Read from the bottom.
 */
#include "draft/merge.h"

#include "base/nearest.h"
#include "model/builtin.h"
#include "read/spec_words.h"

#include <string.h>

struct merger {
    struct draft *draft;
    struct diag *diag;
    struct arena *arena;
    bool has_both;        /* inputs: only then is a name that neither has a fault */
    struct map choice_of; /* "Class.field" -> struct ast_type_choice */
    struct map need_of;   /* the same -> struct ast_need */
};

static const char *path_of(struct merger *merger, const char *class_name, const char *field)
{
    return arena_printf(merger->arena, "%s.%s", class_name, field);
}

static void add_builtin_classes(struct draft *draft)
{
    for (size_t i = 0; i < builtin_class_count; i++)
        draft_add_class(draft, builtin_classes[i])->model.builtin = true;
    for (size_t i = 0; i < builtin_field_count; i++) {
        const struct builtin_field *row = &builtin_fields[i];
        struct draft_field *field = draft_add_field(draft, draft_class(draft, row->class_name),
                                                    row->name, row->type, row->target);
        field->model.required = row->required;
        field->model.unique = row->unique;
        field->model.server_set = row->server_set;
    }
}

/* A field that Parse gives the class: the input may list it with its own type. */
static void check_builtin_field(struct merger *merger, const struct draft_field *builtin,
                                const struct ast_field *written)
{
    if (written->type.kind == AST_TYPE_FAULTY)
        return;
    const char *own = ast_type_text(merger->arena, &builtin->type);
    const char *other = ast_type_text(merger->arena, &written->type);
    if (strcmp(own, other) != 0) {
        diag_report(merger->diag, DIAG_RESERVED_FIELD, written->type.span, written->name.text, own,
                    other);
    }
}

static void add_alias(struct draft *draft, struct draft_field *field, const char *second)
{
    const char **aliases =
        arena_alloc_array(draft->arena, field->model.alias_count + 1, sizeof *aliases);
    for (size_t i = 0; i < field->model.alias_count; i++)
        aliases[i] = field->model.aliases[i];
    aliases[field->model.alias_count] = second;
    field->model.aliases = aliases;
    field->model.alias_count++;
}

/* Reports a field that is in the class already. */
static void report_duplicate(struct merger *merger, const struct draft_class *class,
                             const struct ast_field *written, struct span first)
{
    diag_report(merger->diag, DIAG_DUPLICATE_FIELD, written->name.span, written->name.text,
                class->model.name);
    diag_note(merger->diag, first, "the first one");
}

/* Adds one input's field to a class. */
static void merge_field(struct merger *merger, struct draft_class *class,
                        const struct ast_field *written, bool from_schema)
{
    struct draft *draft = merger->draft;
    const struct ast_alias *alias = map_get(&class->alias_of, written->name.text);
    const char *name = !alias ? written->name.text : alias->first.text;
    struct draft_field *field = map_get(&class->field_of, name);
    if (!field) {
        field = arena_alloc(draft->arena, sizeof *field);
        field->model.name = name;
        const struct draft_field *folded = map_add(&class->field_of_folded, name, field);
        if (folded && !from_schema && folded->schema) {
            diag_report(merger->diag, DIAG_FIELD_CASE, written->name.span, folded->model.name,
                        written->name.text, class->model.name);
            diag_note(merger->diag, draft_field_span(folded), "the other one");
        }
        map_add(&class->field_of, name, field);
        vector_add(&class->fields, draft->arena, field);
    } else if (class->model.builtin && !field->schema && !field->spec) {
        check_builtin_field(merger, field, written);
        return;
    }
    const struct ast_field **place = from_schema ? &field->schema : &field->spec;
    if (*place) {
        report_duplicate(merger, class, written, (*place)->name.span);
        return;
    }
    *place = written;
    if (alias) {
        add_alias(draft, field, alias->second.text);
        map_add(&class->field_of, alias->second.text, field);
    }
}

/* Adds one input's classes; their fields come when all aliases are known. */
static void merge_classes(struct merger *merger, struct map *folded, const struct ast *ast,
                          bool from_schema)
{
    for (const struct ast_class *written = ast->classes; written; written = written->next) {
        struct draft_class *class = draft_class(merger->draft, written->name.text);
        if (!class) {
            class = draft_add_class(merger->draft, written->name.text);
            const struct draft_class *other = map_add(folded, written->name.text, class);
            if (other && !from_schema && other->schema) {
                diag_report(merger->diag, DIAG_CLASS_CASE, written->name.span, other->model.name,
                            written->name.text);
                diag_note(merger->diag, draft_class_span(other), "the other one");
            }
        }
        const struct ast_class **place = from_schema ? &class->schema : &class->spec;
        if (*place) {
            diag_report(merger->diag, DIAG_DUPLICATE_CLASS, written->name.span, written->name.text);
            diag_note(merger->diag, (*place)->name.span, "the first one");
            continue;
        }
        *place = written;
    }
}

static const struct ast_field *find_field(const struct ast_class *class, const char *name)
{
    const struct ast_field *field = !class ? NULL : class->fields;
    while (field && strcmp(field->name.text, name) != 0)
        field = field->next;
    return field;
}

/* The field of the class that a sentence means by the name, under the name that it has in an input;
 * NULL: no input has it, or has two that are as like it. */
static const char *find_written(const struct draft_class *class, const char *name)
{
    const struct ast_class *inputs[] = {class->schema, class->spec};
    const char *best = NULL;
    enum names_likeness likeness = NAMES_SAME_BUT_NUMBER;
    for (size_t i = 0; i < 2; i++) {
        const struct ast_field *field = !inputs[i] ? NULL : inputs[i]->fields;
        for (; field; field = field->next) {
            enum names_likeness other = names_likeness(field->name.text, name);
            bool is_other = best && strcmp(best, field->name.text) != 0;
            if (other > likeness)
                best = field->name.text;
            else if (other == likeness && is_other)
                best = NULL;
            likeness = other > likeness ? other : likeness;
        }
    }
    return best;
}

/* Reports a name of a sentence that neither input has. One input alone is taken to lack what the
 * other has, since that is what such sentences are about. */
static void report_unknown_field(struct merger *merger, const struct draft_class *class,
                                 const struct ast_name *field)
{
    const char *name = path_of(merger, class->model.name, field->text);
    if (!merger->has_both) {
        draft_note_missing(merger->draft, field->span, name);
        diag_report(merger->diag, DIAG_RULE_PASSED_OVER, field->span, "field", name);
        return;
    }
    diag_report(merger->diag, DIAG_UNKNOWN_NAME, field->span, "field", name);
    const struct ast_class *inputs[] = {class->schema, class->spec};
    struct nearest nearest = nearest_to(field->text);
    for (size_t i = 0; i < 2; i++) {
        const struct ast_field *other = !inputs[i] ? NULL : inputs[i]->fields;
        for (; other; other = other->next)
            nearest_consider(&nearest, other->name.text, other->name.span);
    }
    nearest_note(&nearest, merger->diag);
}

/* Finds the class, and replaces the field's name by the one that an input has; NULL when one of them
 * is missing. */
static struct draft_class *find_mention(struct merger *merger, const struct ast_name *class_name,
                                        struct ast_name *field)
{
    struct draft_class *class = draft_find_class(merger->draft, class_name->text);
    const char *name = !class ? NULL : find_written(class, field->text);
    if (!class)
        draft_report_unknown_class(merger->draft, class_name);
    else if (!name)
        report_unknown_field(merger, class, field);
    else
        field->text = name;
    return name ? class : NULL;
}

static void merge_alias(struct merger *merger, const struct ast_alias *written)
{
    struct ast_alias *alias = arena_alloc(merger->arena, sizeof *alias);
    *alias = *written;
    struct draft_class *class = find_mention(merger, &alias->class_name, &alias->second);
    if (!class || !find_mention(merger, &alias->class_name, &alias->first))
        return;
    const struct ast_class *inputs[] = {class->schema, class->spec};
    for (size_t i = 0; i < 2; i++) {
        const struct ast_field *second = find_field(inputs[i], alias->second.text);
        const struct ast_field *first = find_field(inputs[i], alias->first.text);
        if (second && first) {
            diag_report(merger->diag, DIAG_ALIAS_BOTH, alias->second.span, alias->second.text,
                        alias->first.text);
            diag_note(merger->diag, second->name.span, "'%s' is here", alias->second.text);
            diag_note(merger->diag, first->name.span, "'%s' is here", alias->first.text);
            return;
        }
    }
    draft_note_names(merger->draft, alias->class_name.span);
    const struct ast_alias *earlier = map_add(&class->alias_of, alias->second.text, alias);
    if (!earlier)
        earlier = map_get(&class->alias_of, alias->first.text);
    if (earlier) {
        diag_report(merger->diag, DIAG_ALIAS_TWICE, alias->second.span, class->model.name,
                    earlier->second.text, earlier->first.text);
        diag_note(merger->diag, earlier->second.span, "said here");
    }
}

static void merge_type_choice(struct merger *merger, const struct ast_type_choice *choice)
{
    struct ast_name field = choice->field;
    const struct draft_class *class = find_mention(merger, &choice->class_name, &field);
    if (!class)
        return;
    const char *path = path_of(merger, class->model.name, field.text);
    const struct ast_type_choice *earlier =
        map_add(&merger->choice_of, path, (void *)(uintptr_t)choice);
    if (earlier) {
        diag_report(merger->diag, DIAG_RULE_CONFLICT, choice->field.span,
                    arena_printf(merger->arena, "it is said already what type '%s' has", path));
        diag_note(merger->diag, earlier->field.span, "here");
    }
}

static void merge_need(struct merger *merger, const struct ast_need *need)
{
    struct ast_name field = need->field;
    const struct draft_class *class = find_mention(merger, &need->class_name, &field);
    if (!class)
        return;
    const char *path = path_of(merger, class->model.name, field.text);
    const struct ast_need *earlier = map_add(&merger->need_of, path, (void *)(uintptr_t)need);
    if (earlier) {
        diag_report(
            merger->diag, DIAG_RULE_CONFLICT, need->field.span,
            arena_printf(merger->arena, "it is said already whether '%s' is required", path));
        diag_note(merger->diag, earlier->field.span, "here");
    }
}

static void merge_statements(struct merger *merger)
{
    const struct ast *spec = merger->draft->spec;
    if (!spec)
        return;
    for (const struct ast_alias *alias = spec->aliases; alias; alias = alias->next)
        merge_alias(merger, alias);
    for (const struct ast_type_choice *choice = spec->type_choices; choice; choice = choice->next)
        merge_type_choice(merger, choice);
    for (const struct ast_need *need = spec->needs; need; need = need->next)
        merge_need(merger, need);
}

static bool same_types(const struct ast_type *a, const struct ast_type *b)
{
    bool same_target =
        a->target.text == b->target.text ||
        (a->target.text && b->target.text && strcmp(a->target.text, b->target.text) == 0);
    bool same_element = a->element == b->element || a->element == AST_ELEMENT_UNSTATED ||
                        b->element == AST_ELEMENT_UNSTATED;
    return a->kind == b->kind && same_target && same_element;
}

/* What a map from "Class.field" has of a field under any of its names, or NULL. */
static const void *said_of(struct merger *merger, const struct map *map,
                           const struct draft_class *class, const struct draft_field *field)
{
    if (map->count == 0)
        return NULL;
    const char *class_name = class->model.name;
    const void *said = map_get(map, path_of(merger, class_name, field->model.name));
    for (size_t i = 0; i < field->model.alias_count && !said; i++)
        said = map_get(map, path_of(merger, class_name, field->model.aliases[i]));
    return said;
}

static void report_conflict(struct merger *merger, const struct draft_class *class,
                            const struct draft_field *field)
{
    const char *here = ast_type_text(merger->arena, &field->spec->type);
    const char *there = ast_type_text(merger->arena, &field->schema->type);
    const char *name = field->spec->name.text;
    const char *other = field->schema->name.text;
    if (strcmp(name, other) == 0) {
        diag_report(merger->diag, DIAG_TYPE_CONFLICT, field->spec->type.span, class->model.name,
                    name, here, there);
    } else {
        diag_report(merger->diag, DIAG_ALIAS_CONFLICT, field->spec->type.span, class->model.name,
                    name, here, other, there);
    }
    diag_note(merger->diag, field->schema->type.span, "%s is %s here", other, there);
}

static void combine_types(struct merger *merger, const struct draft_class *class,
                          struct draft_field *field)
{
    if (!field->schema || !field->spec) {
        field->type = (field->schema ? field->schema : field->spec)->type;
        return;
    }
    const struct ast_type *a = &field->schema->type;
    const struct ast_type *b = &field->spec->type;
    field->type = a->kind == AST_TYPE_FAULTY ? *b : *a;
    if (a->kind == AST_TYPE_FAULTY || b->kind == AST_TYPE_FAULTY || b->is_assumed)
        return;
    if (same_types(a, b)) {
        field->type.element = a->element != AST_ELEMENT_UNSTATED ? a->element : b->element;
        return;
    }
    const struct ast_type_choice *choice = said_of(merger, &merger->choice_of, class, field);
    if (choice) {
        field->type = choice->type;
        draft_note_names(merger->draft, choice->field.span);
    } else {
        report_conflict(merger, class, field);
    }
}

static const char *default_text(struct merger *merger, const struct ast_field *field)
{
    if (!field || !field->default_value)
        return NULL;
    struct buffer text;
    buffer_init(&text, merger->arena);
    json_write(&text, field->default_value);
    return text.bytes;
}

static bool same_values(const struct ast_value *a, const struct ast_value *b)
{
    while (a && b && strcmp(a->name.text, b->name.text) == 0) {
        a = a->next;
        b = b->next;
    }
    return !a && !b;
}

/* Reports defaults and lists of values that differ; check_values() takes them into the model. */
static void compare_values(struct merger *merger, const struct draft_class *class,
                           const struct draft_field *field)
{
    const struct ast_field *schema = field->schema;
    const struct ast_field *spec = field->spec;
    if (!schema || !spec)
        return;
    const char *there = default_text(merger, schema);
    const char *here = default_text(merger, spec);
    if (here && there && strcmp(here, there) != 0) {
        diag_report(merger->diag, DIAG_DEFAULT_CONFLICT,
                    json_span(merger->draft->spec->source, spec->default_value), class->model.name,
                    spec->name.text, here, there);
        diag_note(merger->diag, json_span(merger->draft->schema->source, schema->default_value),
                  "the other default");
    }
    if (schema->values && spec->values && !same_values(schema->values, spec->values)) {
        diag_report(merger->diag, DIAG_VALUES_CONFLICT, spec->values->name.span, class->model.name,
                    spec->name.text);
        diag_note(merger->diag, schema->values->name.span, "the other values");
    }
}

/* A field that both inputs have is required when both require it, another as its input says, unless
 * a sentence says whether it is. That one is optional changes nothing where one input is read alone:
 * the sentence is for the clients of the other. */
static void combine_needs(struct merger *merger, const struct draft_class *class,
                          struct draft_field *field)
{
    const struct ast_field *schema = field->schema;
    const struct ast_field *spec = field->spec;
    struct model_field *model = &field->model;
    const struct ast_need *need = said_of(merger, &merger->need_of, class, field);
    model->required_by = (schema && schema->required ? INPUT_SCHEMA : INPUT_NONE) |
                         (spec && spec->required ? INPUT_SPEC : INPUT_NONE);
    model->required = (!schema || schema->required) && (!spec || spec->required);
    if (need && (merger->has_both || need->required) && need->required != model->required) {
        model->required = need->required;
        model->need_span = need->field.span;
        draft_note_names(merger->draft, need->field.span);
    }
}

/* What a spec calls a class or field before its Names, where that is another name. */
static const char *own_name(const char *written, const char *name)
{
    return written && strcmp(written, name) != 0 && !spec_is_user(written) ? written : NULL;
}

/* Decides what a field is from what the inputs say of it. */
static void combine(struct merger *merger, const struct draft_class *class,
                    struct draft_field *field)
{
    const struct ast_field *schema = field->schema;
    const struct ast_field *spec = field->spec;
    if (!schema && !spec)
        return; /* built in */
    combine_types(merger, class, field);
    compare_values(merger, class, field);
    struct model_field *model = &field->model;
    combine_needs(merger, class, field);
    model->unique = (schema && schema->unique) || (spec && spec->unique);
    model->indexed = (schema && schema->indexed) || (spec && spec->indexed);
    model->server_set = (schema && schema->server_set) || (spec && spec->server_set);
    model->renamed_from = schema && schema->renamed_from ? schema->renamed_from
                          : spec                         ? spec->renamed_from
                                                         : NULL;
    if (schema) {
        model->inputs |= INPUT_SCHEMA;
        model->schema_span = schema->name.span;
    }
    if (spec) {
        model->inputs |= INPUT_SPEC;
        model->spec_span = spec->name.span;
        model->written = own_name(spec->written, spec->name.text);
    }
}

/* Says once for a class which types nobody has said. */
static void report_assumed(struct merger *merger, const struct draft_class *class)
{
    struct buffer list;
    struct span first = {0};
    buffer_init(&list, merger->arena);
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        if (!field->spec || !field->type.is_assumed)
            continue;
        first = list.length == 0 ? field->spec->name.span : first;
        buffer_printf(&list, "%s%s (%s)", list.length == 0 ? "" : ", ", field->model.name,
                      ast_type_text(merger->arena, &field->type));
    }
    if (list.length > 0)
        diag_report(merger->diag, DIAG_TYPE_ASSUMED, first, class->model.name, list.bytes);
}

static void merge_fields(struct merger *merger, struct draft_class *class)
{
    const struct ast_class *inputs[] = {class->schema, class->spec};
    for (size_t i = 0; i < 2; i++) {
        const struct ast_field *field = !inputs[i] ? NULL : inputs[i]->fields;
        for (; field; field = field->next)
            merge_field(merger, class, field, i == 0);
    }
    for (size_t i = 0; i < 2; i++)
        if (inputs[i] && inputs[i]->renamed_from)
            class->model.renamed_from = inputs[i]->renamed_from;
    if (class->schema) {
        class->model.inputs |= INPUT_SCHEMA;
        class->model.schema_span = class->schema->name.span;
    }
    if (class->spec) {
        class->model.inputs |= INPUT_SPEC;
        class->model.spec_span = class->spec->name.span;
        class->model.written = own_name(class->spec->written, class->spec->name.text);
    }
    for (size_t i = 0; i < class->fields.count; i++)
        combine(merger, class, draft_field_at(class, i));
    report_assumed(merger, class);
}

struct draft *merge(struct diag *diag, const struct ast *schema, const struct ast *spec)
{
    struct draft *draft = arena_alloc(diag->arena, sizeof *draft);
    draft->arena = diag->arena;
    draft->diag = diag;
    draft->schema = schema;
    draft->spec = spec;
    map_init(&draft->class_of, diag->arena);
    struct merger merger = {
        .draft = draft, .diag = diag, .arena = diag->arena, .has_both = schema && spec};
    map_init(&merger.choice_of, diag->arena);
    map_init(&merger.need_of, diag->arena);
    struct map folded;
    map_init_ignoring_case(&folded, diag->arena);

    add_builtin_classes(draft);
    if (schema)
        merge_classes(&merger, &folded, schema, true);
    if (spec)
        merge_classes(&merger, &folded, spec, false);
    merge_statements(&merger);
    for (size_t i = 0; i < draft->classes.count; i++)
        merge_fields(&merger, draft_class_at(draft, i));
    return draft;
}
