/* builtin.h - the classes and fields that every server has, as Parse names them (builtin.def). */
#ifndef GENERATOR_MODEL_BUILTIN_H
#define GENERATOR_MODEL_BUILTIN_H

#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

struct builtin_field {
    const char *class_name;
    const char *name;
    enum field_type type;
    const char *target;
    bool required;
    bool unique;
    bool server_set;
};

extern const struct builtin_field builtin_fields[];
extern const size_t builtin_field_count;

/* _User, _Role, _Session, _Installation, in that order. */
extern const char *const builtin_classes[];
extern const size_t builtin_class_count;

bool builtin_is_class(const char *name);

/* A class of Parse's that these servers do not have: _PushStatus and the like. */
bool builtin_is_unserved_class(const char *name);

/* Whether the server itself looks objects of a class up by that field of Parse's. */
bool builtin_is_indexed(const char *class_name, const char *field_name);

/* The name of the type of a field that is Parse's own in that class but no column that emitters
 * see, such as createdAt anywhere and password in _User; else NULL. */
const char *builtin_hidden_type(const char *class_name, const char *field_name);

#endif
