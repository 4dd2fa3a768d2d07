/* lock_apply.c - what stays of a class and a field through all edits; see lock.h. */
#include "evolve/difference.h"
#include "evolve/lock.h"

#include <string.h>

/* Whether another field of the class was first called so. */
static bool is_taken(const struct model_class *class, const char *name)
{
    for (size_t i = 0; i < class->field_count; i++)
        if (class->fields[i]->record && strcmp(class->fields[i]->record, name) == 0)
            return true;
    return false;
}

/* `next` is the number of the migration that new fields come with. */
static void apply_to_class(struct arena *arena, const struct model_class *former,
                           struct model_class *class, unsigned next)
{
    class->record = former->record;
    class->kept = former->kept;
    class->kept_count = former->kept_count;
    if (class->keeps_versions) {
        class->retired = former->retired;
        class->retired_count = former->retired_count;
    }
    for (size_t i = 0; i < class->field_count; i++) {
        struct model_field *field = (struct model_field *)(uintptr_t) class->fields[i];
        const struct model_field *was = difference_former_field(former, class, field);
        /* A field of another type is another one to signatures: its old values are retired. */
        if (was && was->type == field->type && was->sealed == field->sealed)
            field->record = was->record;
    }
    /* A new field may have the name that another one had first. No field is called so. */
    for (size_t i = 0; i < class->field_count; i++) {
        struct model_field *field = (struct model_field *)(uintptr_t) class->fields[i];
        if (!field->record && is_taken(class, field->name))
            field->record = arena_printf(arena, "%s:%u", field->name, next);
    }
}

void lock_apply(const struct lock *lock, const struct model *model, struct arena *arena)
{
    struct model *changed = (struct model *)(uintptr_t)model;
    changed->kept_tables = lock->model->kept_tables;
    changed->kept_table_count = lock->model->kept_table_count;
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *former =
            difference_former_class(lock->model, model, model->classes[i]);
        if (former)
            apply_to_class(arena, former, (struct model_class *)(uintptr_t)model->classes[i],
                           lock->migration + 1);
    }
}
