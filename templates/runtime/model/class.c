/* class.c - look-ups in the tables that the generator emits; see class.h. */
#include "model/class.h"

#include "model/class_access.h"

const struct class_field *class_find_field(const struct class *class, struct text name)
{
    size_t low = 0;
    size_t high = class->name_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_compare(name, class->names[middle].name);
        if (order == 0)
            return &class->fields[class->names[middle].field];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct class *app_find_class(const struct app *app, struct text name)
{
    size_t low = 0;
    size_t high = app->class_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_compare(name, app->classes[middle]->name);
        if (order == 0)
            return app->classes[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static bool is_about(const struct class_sentence *sentence, int field)
{
    for (size_t i = 0; i < sentence->field_count; i++)
        if (sentence->fields[i] == field)
            return true;
    return false;
}

const char *class_said(const struct class *class, enum sentence_kind kind, int field)
{
    const char *of_class = NULL;
    const char *of_field = NULL;
    int count = 0;

    for (size_t i = 0; i < class->access->sentence_count; i++) {
        const struct class_sentence *sentence = &class->access->sentences[i];
        if (sentence->kind != kind)
            continue;
        if (is_about(sentence, field)) {
            count++;
            of_field = sentence->said;
        } else if (sentence->field_count == 0) {
            of_class = sentence->said;
        }
    }
    return count == 0 ? of_class : count == 1 ? of_field : NULL;
}
