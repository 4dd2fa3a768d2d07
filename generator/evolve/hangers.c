/* hangers.c - see hangers.h. */
#include "evolve/hangers.h"

#include <string.h>

static void add_hanger(struct vector *list, struct arena *arena, struct hanger hanger)
{
    struct hanger *copy = arena_alloc(arena, sizeof *copy);
    *copy = hanger;
    vector_add(list, arena, copy);
}

void hangers_list(struct vector *list, struct arena *arena, const struct model *model)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        if (class == model->audit_log) {
            add_hanger(list, arena, (struct hanger){HANGER_TRAIL, class, NULL, NULL});
            continue;
        }
        for (size_t j = 0; j < class->field_count; j++) {
            const struct model_field *field = class->fields[j];
            if (field->type != FIELD_RELATION && model_field_has_index(class, field))
                add_hanger(list, arena, (struct hanger){HANGER_FIELD_INDEX, class, field, NULL});
            if (field->text_indexed)
                add_hanger(list, arena, (struct hanger){HANGER_WORDS, class, field, NULL});
        }
        for (size_t j = 0; j < class->index_count; j++)
            add_hanger(list, arena, (struct hanger){HANGER_INDEX, class, NULL, &class->indexes[j]});
    }
}

/* What a hanger is, whole: of two that are the same text, one can stand for the other. */
static const char *hanger_text(struct arena *arena, const struct hanger *hanger)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_printf(&text, "%d %s", (int)hanger->kind, hanger->class->table);
    if (hanger->field)
        buffer_printf(&text, " %s %d %d %d", hanger->field->column, (int)hanger->field->type,
                      hanger->field->unique, hanger->field->sealed);
    for (size_t i = 0; hanger->index && i < hanger->index->column_count; i++) {
        const struct model_field *field = hanger->index->fields[i];
        buffer_printf(&text, " %s %s %d %d", hanger->index->name, hanger->index->columns[i],
                      hanger->index->unique, field ? (int)field->type : -1);
    }
    for (size_t i = 0; hanger->kind == HANGER_TRAIL && i < hanger->class->field_count; i++) {
        const struct model_field *field = hanger->class->fields[i];
        buffer_printf(&text, " %s %s %d", field->name, field->column, (int)field->type);
        for (size_t j = 0; j < field->alias_count; j++)
            buffer_printf(&text, "/%s", field->aliases[j]);
    }
    return text.bytes;
}

bool hangers_have(struct arena *arena, const struct vector *list, const struct hanger *hanger)
{
    const char *text = hanger_text(arena, hanger);
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(hanger_text(arena, list->items[i]), text) == 0)
            return true;
    return false;
}
