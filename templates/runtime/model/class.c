/* class.c - look-ups in the tables that the generator emits; see class.h. */
#include "model/class.h"

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
