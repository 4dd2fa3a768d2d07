/* lock_reader.c - see lock_reader.h. */
#include "evolve/lock_reader.h"

#include "base/text_check.h"
#include "evolve/steps.h"

#include <stdlib.h>
#include <string.h>

/* Reports the fault; the first one is enough to say that the file is none of ours. */
void lock_fail(struct lock_reader *reader, const struct json_value *at, const char *what)
{
    if (!reader->failed)
        diag_report(reader->diag, DIAG_BAD_LOCK, json_span(reader->source, at), what);
    reader->failed = true;
}

/* The member's text, or NULL when it is not there. */
const char *lock_text_of(struct lock_reader *reader, const struct json_value *object,
                         const char *key)
{
    const struct json_value *member = json_member(object, key);
    if (!member)
        return NULL;
    if (member->kind != JSON_STRING) {
        lock_fail(reader, member, arena_printf(reader->arena, "'%s' is no string", key));
        return NULL;
    }
    return member->text;
}

const char *lock_name_of(struct lock_reader *reader, const struct json_value *object,
                         const char *key)
{
    const char *text = lock_text_of(reader, object, key);
    if (!text)
        lock_fail(reader, object, arena_printf(reader->arena, "'%s' is missing", key));
    return text ? text : "";
}

bool lock_flag_of(const struct json_value *object, const char *key)
{
    const struct json_value *member = json_member(object, key);
    return member && member->kind == JSON_BOOLEAN && member->boolean;
}

int64_t lock_number_of(const struct json_value *object, const char *key)
{
    const struct json_value *member = json_member(object, key);
    return member && member->kind == JSON_NUMBER ? strtoll(member->text, NULL, 10) : 0;
}

/* The elements of a list; an empty one when it is not there. */
const struct json_value *lock_list_of(struct lock_reader *reader, const struct json_value *object,
                                      const char *key)
{
    static const struct json_value none = {.kind = JSON_ARRAY};
    const struct json_value *member = json_member(object, key);
    if (member && member->kind != JSON_ARRAY)
        lock_fail(reader, member, arena_printf(reader->arena, "'%s' is no list", key));
    return member && member->kind == JSON_ARRAY ? member : &none;
}

const char *const *lock_texts_of(struct lock_reader *reader, const struct json_value *object,
                                 const char *key, size_t *count)
{
    const struct json_value *list = lock_list_of(reader, object, key);
    const char **texts = arena_alloc_array(reader->arena, list->count, sizeof *texts);
    *count = 0;
    for (const struct json_value *item = list->first; item; item = item->next)
        if (item->kind == JSON_STRING)
            texts[(*count)++] = item->text;
        else
            lock_fail(reader, item, "a list of texts has something else in it");
    return texts;
}

int lock_type_of(struct lock_reader *reader, const struct json_value *object, const char *key)
{
    const char *name = lock_text_of(reader, object, key);
    for (int type = 0; name && type < FIELD_TYPE_COUNT; type++)
        if (strcmp(field_type_name((enum field_type)type), name) == 0)
            return type;
    if (name)
        lock_fail(reader, object, arena_printf(reader->arena, "'%s' is no type", name));
    return -1;
}

struct model_class *lock_class_named(struct lock_reader *reader, const char *name)
{
    return name ? map_get(&reader->class_of, name) : NULL;
}

const struct model_field *lock_field_named(struct lock_reader *reader, const struct json_value *at,
                                           const struct model_class *class, const char *name)
{
    const struct model_field *field = class && name ? model_find_field(class, name) : NULL;
    if (!field)
        lock_fail(reader, at,
                  arena_printf(reader->arena, "there is no field '%s' in %s", name ? name : "",
                               class ? class->name : "it"));
    return field;
}

/* The names under which an edit has kept something: what a purge drops. */
const char *const *lock_kept_of(struct lock_reader *reader, const struct json_value *object,
                                const char *key, size_t *count)
{
    const char *const *names = lock_texts_of(reader, object, key, count);
    for (size_t i = 0; i < *count; i++)
        if (!steps_is_retired_name(names[i]))
            lock_fail(reader, object,
                      arena_printf(reader->arena, "'%s' is no name under which something is kept",
                                   names[i]));
    return names;
}

/* A member that names a field of the class; NULL when it is not there. */
const struct model_field *lock_field_of(struct lock_reader *reader, const struct json_value *object,
                                        const char *key, const struct model_class *class)
{
    const char *name = lock_text_of(reader, object, key);
    return name ? lock_field_named(reader, object, class, name) : NULL;
}

/* Members that name fields of the class; of an index, null is none of them but objectId or a date. */
const struct model_field *const *lock_fields_of(struct lock_reader *reader,
                                                const struct json_value *object, const char *key,
                                                const struct model_class *class, size_t *count)
{
    const struct json_value *list = lock_list_of(reader, object, key);
    const struct model_field **fields =
        arena_alloc_array(reader->arena, list->count, sizeof *fields);
    *count = 0;
    for (const struct json_value *item = list->first; item; item = item->next)
        fields[(*count)++] =
            item->kind == JSON_NULL ? NULL : lock_field_named(reader, item, class, item->text);
    return fields;
}

/* The same, without any that is null. */
const struct model_field *const *
lock_named_fields_of(struct lock_reader *reader, const struct json_value *object, const char *key,
                     const struct model_class *class, size_t *count)
{
    const struct model_field *const *fields = lock_fields_of(reader, object, key, class, count);
    for (size_t i = 0; i < *count; i++)
        if (!fields[i])
            lock_fail(reader, object, "a list of fields has something else in it");
    return fields;
}

/* Each step is a pointer of the class that the one before leads to. */
struct model_path lock_path_of(struct lock_reader *reader, const struct json_value *object,
                               const char *key, const struct model_class *class)
{
    const struct json_value *list = lock_list_of(reader, object, key);
    const struct model_field **steps = arena_alloc_array(reader->arena, list->count, sizeof *steps);
    struct model_path path = {.steps = steps};
    for (const struct json_value *item = list->first; item && !reader->failed; item = item->next) {
        const struct model_field *field = lock_field_named(reader, item, class, item->text);
        if (!field)
            break;
        steps[path.length++] = field;
        class = field->target;
    }
    return path;
}
