/* class_access.c - see class_access.h. */
#include "model/class_access.h"

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
