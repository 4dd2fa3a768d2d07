/* models.h - the walk over a model that the clients over the SDKs' own classes share: what listed values, classes and
 * fields are called and which types they have is found here, how that is written is the language's. */
#ifndef GENERATOR_EMIT_CLIENTS_MODELS_H
#define GENERATOR_EMIT_CLIENTS_MODELS_H

#include "emit/clients/language.h"

struct client_class {
    const struct model_class *class;
    const char *name;
    bool is_user; /* _User, over the SDK's class of users */
};

struct client_field {
    const struct client_class *owner;
    const struct model_field *field;
    const char *name;
    const char *type;   /* of its value */
    const char *target; /* of a pointer or relation: the class; else NULL */
    const char *values; /* of a String: the type of its listed values; else NULL */
};

/* The listed values of a String, or of an Array's elements. */
struct client_values {
    const char *name; /* of the type */
    const struct client_class *owner;
    const struct model_field *field;
    const char *const *names; /* of field->one_of */
};

/* How listed values are written: before the name, between it and the literal, behind all but the last, and behind that. */
struct client_list {
    const char *before;
    const char *between;
    const char *behind;
    const char *last;
};

/* How a language writes a model; each function appends. */
struct client_writer {
    enum language language;
    const char *pointer_format;  /* "Pointer<%s>" of the class; NULL: the class */
    const char *relation_format; /* the same, of the class that is related */
    const char *any_object;      /* an object of a class that nothing says */
    /* What the SDK calls _Role, _Session and _Installation; NULL: they are written as others are. */
    const char *builtin_types[3];
    void (*open)(struct buffer *buffer, const struct model *model);
    void (*add_values)(struct buffer *buffer, const struct client_values *values);
    void (*open_class)(struct buffer *buffer, const struct client_class *class);
    void (*add_field)(struct buffer *buffer, const struct client_field *field);
    /* What a class has behind its fields; NULL: nothing. */
    void (*add_methods)(struct buffer *buffer, const struct client_class *class,
                        const struct client_field *fields, size_t count);
    const char *class_end;
    /* What tells the SDK of the classes; NULL: nothing has to. */
    void (*close)(struct buffer *buffer, const struct client_class *classes, size_t count);
    /* Around the lists of names that the file ends with: of roles, then of functions. */
    const char *before_roles;
    const char *before_functions;
    const char *end;
};

/* Appends the client of the model. */
void models_write(struct buffer *buffer, const struct model *model,
                  const struct client_writer *writer);

/* Appends a comment's text: the class, and where it comes from. */
void models_origin(struct buffer *buffer, const struct client_class *class);

/* Appends the listed values. */
void models_list_values(struct buffer *buffer, enum language language,
                        const struct client_values *values, const struct client_list *list);

#endif
