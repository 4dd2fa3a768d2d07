/* lock_reader.h - takes the members of a lock apart, with care: whatever does not fit is reported once,
 * as one fault of the file, and nothing is read further. */
#ifndef GENERATOR_EVOLVE_LOCK_READER_H
#define GENERATOR_EVOLVE_LOCK_READER_H

#include "base/json.h"
#include "base/map.h"
#include "base/vector.h"
#include "evolve/lock.h"

struct lock_reader {
    struct diag *diag;
    struct arena *arena;
    const struct source *source;
    struct model *model;
    struct vector classes; /* of struct model_class */
    struct vector roles;   /* of struct model_role */
    struct map class_of;
    bool failed;
};

/* Reports the fault; the first one is enough to say that the file is none of ours. */
void lock_fail(struct lock_reader *reader, const struct json_value *at, const char *what);

/* The member's text, or NULL when it is not there. */
const char *lock_text_of(struct lock_reader *reader, const struct json_value *object,
                         const char *key);

const char *lock_name_of(struct lock_reader *reader, const struct json_value *object,
                         const char *key);

bool lock_flag_of(const struct json_value *object, const char *key);

int64_t lock_number_of(const struct json_value *object, const char *key);

/* The elements of a list; an empty one when it is not there. */
const struct json_value *lock_list_of(struct lock_reader *reader, const struct json_value *object,
                                      const char *key);

const char *const *lock_texts_of(struct lock_reader *reader, const struct json_value *object,
                                 const char *key, size_t *count);

int lock_type_of(struct lock_reader *reader, const struct json_value *object, const char *key);

struct model_class *lock_class_named(struct lock_reader *reader, const char *name);

const struct model_field *lock_field_named(struct lock_reader *reader, const struct json_value *at,
                                           const struct model_class *class, const char *name);

/* The names under which an edit has kept something: what a purge drops. */
const char *const *lock_kept_of(struct lock_reader *reader, const struct json_value *object,
                                const char *key, size_t *count);

/* A member that names a field of the class; NULL when it is not there. */
const struct model_field *lock_field_of(struct lock_reader *reader, const struct json_value *object,
                                        const char *key, const struct model_class *class);

/* Members that name fields of the class; of an index, null is none of them but objectId or a date. */
const struct model_field *const *lock_fields_of(struct lock_reader *reader,
                                                const struct json_value *object, const char *key,
                                                const struct model_class *class, size_t *count);

/* The same, without any that is null. */
const struct model_field *const *
lock_named_fields_of(struct lock_reader *reader, const struct json_value *object, const char *key,
                     const struct model_class *class, size_t *count);

/* Each step is a pointer of the class that the one before leads to. */
struct model_path lock_path_of(struct lock_reader *reader, const struct json_value *object,
                               const char *key, const struct model_class *class);

#endif
