/* build.c - runs the steps of draft.h and closes the model. See build.h. */
#include "build.h"

#include "draft/check_indexes.h"
#include "draft/check_names.h"
#include "draft/check_permissions.h"
#include "draft/check_pointers.h"
#include "draft/check_values.h"
#include "draft/draft.h"
#include "draft/merge.h"
#include "draft/plan_names.h"
#include "draft/plan_ownership.h"
#include "prose/reading.h"
#include "rules/check_rules.h"
#include "rules/lint.h"
#include "rules/plan_additions.h"
#include "rules/plan_assignment.h"
#include "rules/plan_audit.h"
#include "rules/plan_fields.h"

static void close_class(struct draft *draft, struct draft_class *class)
{
    struct model_class *model = &class->model;
    const struct model_field **fields =
        arena_alloc_array(draft->arena, class->fields.count, sizeof(struct model_field *));
    for (size_t i = 0; i < class->fields.count; i++) {
        struct draft_field *field = draft_field_at(class, i);
        field->model.type = (enum field_type)field->type.kind;
        field->model.element_type = field->type.element;
        fields[i] = &field->model;
    }
    model->fields = fields;
    model->field_count = class->fields.count;
    model->rules = (const struct model_rule *const *)class->rules.items;
    model->rule_count = class->rules.count;
}

/* What the checks have kept about the sentence. */
static void add_notes(const struct draft *draft, struct model_sentence *sentence)
{
    for (size_t i = 0; i < draft->sentence_notes.count; i++) {
        const struct sentence_note *note = draft->sentence_notes.items[i];
        if (note->span.offset < sentence->span.offset ||
            note->span.offset >= sentence->span.offset + sentence->span.length)
            continue;
        sentence->names = sentence->names || !note->missing;
        if (note->missing) {
            sentence->missing = !sentence->missing ? note->missing
                                                   : arena_printf(draft->arena, "%s, %s",
                                                                  sentence->missing, note->missing);
        }
    }
}

static void close_readings(struct arena *arena, const struct ast_sentence *written,
                           struct model_sentence *sentence)
{
    static const int kinds[] = {
        [AST_LINE_BECOMES] = READING_BECOMES,           [AST_LINE_REPEATED] = READING_BECOMES,
        [AST_LINE_ASSUMED] = READING_ASSUMED,           [AST_LINE_LEFT] = READING_LEFT,
        [AST_LINE_UNENFORCED] = READING_UNENFORCED,     [AST_LINE_FAULT] = READING_FAULT,
        [AST_LINE_NOTHING] = READING_NOTHING,           [AST_LINE_DELIVERED] = READING_DELIVERED,
        [AST_LINE_NOT_PROVIDED] = READING_NOT_PROVIDED, [AST_LINE_DROPPED] = -1,
    };
    size_t count = 0;
    for (const struct ast_line *line = written->lines; line; line = line->next)
        count++;
    struct model_reading *readings = arena_alloc_array(arena, count, sizeof *readings);
    sentence->readings = readings;
    for (const struct ast_line *line = written->lines; line; line = line->next)
        if (kinds[line->kind] >= 0)
            readings[sentence->reading_count++] =
                (struct model_reading){.kind = (enum reading_kind)kinds[line->kind],
                                       .text = line->text,
                                       .asked = line->asked};
}

static void close_sentences(struct model *model, const struct draft *draft)
{
    struct arena *arena = draft->arena;
    const struct ast *spec = draft->spec;
    size_t count = 0;
    for (const struct ast_sentence *at = spec->sentences; at; at = at->next)
        count++;
    struct model_sentence *sentences = arena_alloc_array(arena, count, sizeof *sentences);
    size_t i = 0;
    for (const struct ast_sentence *at = spec->sentences; at; at = at->next) {
        sentences[i] = (struct model_sentence){.span = at->span,
                                               .section = at->section,
                                               .text = at->text,
                                               .has_form = at->has_form,
                                               .understood = at->understood};
        close_readings(arena, at, &sentences[i]);
        add_notes(draft, &sentences[i++]);
    }
    model->sentences = sentences;
    model->sentence_count = count;
}

static const struct model *close_model(struct draft *draft, const struct build_options *options)
{
    struct model *model = arena_alloc(draft->arena, sizeof *model);
    *model = (struct model){.name = options->name,
                            .title = options->title,
                            .access = options->access,
                            .sample_json = options->sample_json,
                            .hooks_c = options->hooks_c,
                            .migrations = options->migrations,
                            .migration_count = options->migration_count};
    const struct model_class **classes =
        arena_alloc_array(draft->arena, draft->classes.count, sizeof(struct model_class *));
    struct map *class_of = arena_alloc(draft->arena, sizeof *class_of);
    map_init(class_of, draft->arena);
    for (size_t i = 0; i < draft->classes.count; i++) {
        struct draft_class *class = draft_class_at(draft, i);
        close_class(draft, class);
        classes[i] = &class->model;
        map_add(class_of, class->model.name, &class->model);
    }
    model->class_of = class_of;
    model->classes = classes;
    model->class_count = draft->classes.count;
    model->rules = (const struct model_rule *const *)draft->rules.items;
    model->rule_count = draft->rules.count;
    model->audit_log = !draft->audit_log ? NULL : &draft->audit_log->model;
    model->schema = !draft->schema ? NULL : draft->schema->source;
    if (draft->spec) {
        model->spec = draft->spec->source;
        close_sentences(model, draft);
    }
    return model;
}

struct draft *model_read(struct diag *diag, const struct ast *schema, const struct ast *spec)
{
    if (schema)
        check_names(diag, schema);
    if (spec)
        check_names(diag, spec);
    struct draft *draft = merge(diag, schema, spec);
    /* Of sentences about classes that have no names yet nothing can be said. */
    if (!spec || !ast_needs_names(spec))
        prose_read(draft);
    return draft;
}

const struct model *model_build(struct diag *diag, const struct build_options *options,
                                const struct ast *schema, const struct ast *spec)
{
    struct draft *draft = model_read(diag, schema, spec);
    plan_assignment(draft);
    plan_additions(draft);
    plan_audit(draft);
    plan_fields(draft);
    check_pointers(draft);
    check_values(draft);
    check_permissions(draft);
    plan_names(draft, options->former);
    plan_ownership(draft);
    check_rules(draft);
    check_indexes(draft);
    if (diag->error_count > 0)
        return NULL;
    const struct model *model = close_model(draft, options);
    lint(diag, model);
    return model;
}
