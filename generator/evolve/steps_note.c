/* steps_note.c - what a migration leaves behind, noted in the model for its lock; see steps.h. */
#include "emit/schema_sql.h"
#include "evolve/steps.h"

#include <string.h>

/* Adds to the classes of the model the fields that go with this migration and whose columns stay in
 * versions: removed, or of another type now. */
static void note_retired(const struct differences *differences, unsigned number)
{
    struct arena *arena = differences->arena;
    for (size_t i = 0; i < differences->list.count; i++) {
        const struct difference *difference = difference_at(differences, i);
        bool goes = difference->kind == DIFFERENCE_FIELD_REMOVED ||
                    difference->kind == DIFFERENCE_TYPE_CHANGED ||
                    difference->kind == DIFFERENCE_ENCRYPTED ||
                    difference->kind == DIFFERENCE_NOT_ENCRYPTED;
        const struct model_class *class = difference->class;
        if (!goes || !difference->former->keeps_versions || !class->keeps_versions ||
            difference->was->type == FIELD_RELATION)
            continue;
        struct model_class *changed = (struct model_class *)(uintptr_t) class;
        const struct model_field **list =
            arena_alloc_array(arena, class->retired_count + 1, sizeof *list);
        struct model_field *field = arena_alloc(arena, sizeof *field);
        *field = (struct model_field){
            .name = steps_retired_name(arena, number, difference->was->column),
            .column = steps_retired_name(arena, number, difference->was->column),
            .record = difference->was->record,
            .type = difference->was->type,
            .element_type = difference->was->element_type,
            .sealed = difference->was->sealed,
        };
        for (size_t j = 0; j < class->retired_count; j++)
            list[j] = class->retired[j];
        list[class->retired_count] = field;
        changed->retired = list;
        changed->retired_count++;
    }
}

static const char *const *with_text(struct arena *arena, const char *const *texts, size_t count,
                                    const char *text)
{
    const char **list = arena_alloc_array(arena, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = texts[i];
    list[count] = text;
    return list;
}

static void keep_column(struct arena *arena, const struct model_class *class, const char *column)
{
    struct model_class *changed = (struct model_class *)(uintptr_t) class;
    changed->kept = with_text(arena, class->kept, class->kept_count, column);
    changed->kept_count++;
}

static void keep_table(struct arena *arena, const struct model *model, const char *table)
{
    struct model *changed = (struct model *)(uintptr_t)model;
    changed->kept_tables = with_text(arena, model->kept_tables, model->kept_table_count, table);
    changed->kept_table_count++;
}

static bool is_dropped(const struct vector *steps, const struct step *retired)
{
    for (size_t i = 0; i < steps->count; i++) {
        const struct step *step = steps->items[i];
        if (step->kind == STEP_DROP_PLAIN && step->class == retired->class &&
            strcmp(step->retired, retired->retired) == 0)
            return true;
    }
    return false;
}

static void keep_columns(struct arena *arena, const struct step *step)
{
    struct model_field other = *step->was;
    const char *names[2];
    other.column = step->retired;
    size_t count = schema_sql_column_names(arena, &other, names);
    for (size_t i = 0; i < count; i++)
        keep_column(arena, step->class, names[i]);
}

/* The tables of a class that is gone: its own, its versions, and its relations. */
static void keep_class(struct arena *arena, const struct model *model, const struct step *step)
{
    keep_table(arena, model, step->retired);
    if (step->former->keeps_versions)
        keep_table(arena, model, arena_printf(arena, "%s:versions", step->retired));
    for (size_t i = 0; i < step->former->field_count; i++)
        if (step->former->fields[i]->type == FIELD_RELATION)
            keep_table(
                arena, model,
                arena_printf(arena, "%s:%s", step->retired, step->former->fields[i]->column));
}

void steps_note(const struct differences *differences, const struct vector *steps, unsigned number)
{
    struct arena *arena = differences->arena;
    const struct model *model = differences->after;
    note_retired(differences, number);
    for (size_t i = 0; i < steps->count; i++) {
        const struct step *step = steps->items[i];
        if (step->kind == STEP_RETIRE_COLUMN && !is_dropped(steps, step))
            keep_columns(arena, step);
        else if (step->kind == STEP_RETIRE_CLASS)
            keep_class(arena, model, step);
        else if (step->kind == STEP_RETIRE_VERSIONS)
            keep_table(arena, model, step->retired);
        else if (step->kind == STEP_RETIRE_JOIN)
            keep_table(arena, model,
                       arena_printf(arena, "%s:%s", step->retired, step->class->table));
    }
}

static void add_purge(struct vector *steps, struct arena *arena, const struct model_class *class,
                      const char *name)
{
    struct step *step = arena_alloc(arena, sizeof *step);
    *step = (struct step){
        .kind = STEP_PURGE, .class = class, .retired = name, .why = "what earlier migrations kept"};
    vector_add(steps, arena, step);
}

struct vector *steps_purge(struct arena *arena, const struct model *model)
{
    struct model *changed = (struct model *)(uintptr_t)model;
    struct vector *steps = arena_alloc(arena, sizeof *steps);
    for (size_t i = 0; i < model->class_count; i++) {
        struct model_class *class = (struct model_class *)(uintptr_t)model->classes[i];
        for (size_t j = 0; j < class->kept_count; j++)
            add_purge(steps, arena, class, class->kept[j]);
        class->kept_count = 0;
    }
    for (size_t i = 0; i < model->kept_table_count; i++)
        add_purge(steps, arena, NULL, model->kept_tables[i]);
    changed->kept_table_count = 0;
    return steps;
}
