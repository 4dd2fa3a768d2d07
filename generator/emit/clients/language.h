/* language.h - how names and texts of the model are said in the languages of the clients.
 *
 * A schema may call its classes and fields anything; a language has words that name nothing, types
 * that the emitted code means by itself, and members that Parse's SDK has. names_take() steps aside for
 * all of them, and for names that were given already, by underscores behind the name. On the wire
 * everything keeps its own name: only the program calls it otherwise. */
#ifndef GENERATOR_EMIT_CLIENTS_LANGUAGE_H
#define GENERATOR_EMIT_CLIENTS_LANGUAGE_H

#include "base/buffer.h"
#include "base/map.h"
#include "model/model.h"

#define LANGUAGE(id, ...) LANGUAGE_##id,
enum language {
#include "emit/clients/languages.def"
    LANGUAGE_COUNT
};
#undef LANGUAGE

/* How the members of a class go together with each other and with types. */
enum member_names {
    MEMBERS_APART,       /* with nothing: a member may be called as a type is */
    MEMBERS_AMONG_TYPES, /* a name is looked up among the members first, also that of a type */
    MEMBERS_CAPITALS,    /* they begin with a capital, and none is called as its class is */
    MEMBERS_ACCESSORS    /* getX() and setX() are theirs, so that x, X and isX are one */
};

/* What has members: users have more than other objects, and listed values what enumerations have. */
enum members_of { MEMBERS_OF_OBJECT, MEMBERS_OF_USER, MEMBERS_OF_VALUES };

/* A language's words, looked up (languages.def). */
struct words {
    struct map keywords;
    struct map types;
    struct map members;
    struct map user_members;
};

/* The names that were given so far, of classes or of one class's members. */
struct names {
    enum language language;
    bool are_members;
    const struct names *types; /* of members: the names of classes */
    enum members_of of;
    const struct words *words;
    struct map taken;
};

/* Starts with none, of classes, and of the members of the class that is called so. */
void names_of_classes(struct names *names, struct arena *arena, enum language language);
void names_of_members(struct names *names, const struct names *types, const char *class_name,
                      enum members_of of);

/* A name that nothing else has there, the wanted one if that is free. */
const char *names_take(struct names *names, const char *wanted);

/* A name made of a text: a listed value, say. Letters, digits and underscores stay, a run of anything else
 * becomes one underscore, and what would be empty or begin with a digit begins with one. */
const char *names_of_text(struct names *names, const char *text);

/* What the classes of a model are called. */
struct named_classes {
    const char **names; /* in the model's order */
    struct map of;      /* by their names on the wire */
};

/* Names them all: Parse's are User, Role, Session and Installation. */
void names_of_model(struct named_classes *named, struct names *names, struct arena *arena,
                    const struct model *model);
const char *name_of_class(const struct named_classes *named, const struct model_class *class);

/* What the client of a language calls a class and, of those that it writes itself, one of its members; NULL for no
 * field. */
const char *name_of_member(struct arena *arena, enum language language, const struct model *model,
                           const struct model_class *class, const struct model_field *field,
                           const char **class_name);

/* What values of the type are there; and arrays of such elements. */
const char *language_type(enum language language, enum field_type type);
const char *language_array(struct arena *arena, enum language language, const char *element);

/* Appends a string literal with its quotes. */
void language_quote(struct buffer *buffer, enum language language, const char *text);

/* Appends the literals of texts with a separator between them. */
void language_quote_all(struct buffer *buffer, enum language language, const char *const *texts,
                        size_t count, const char *separator);

/* Whether clients get an accessor for the field: the SDK has its own for Parse's fields of sessions, roles and
 * installations. */
bool has_accessor(const struct model_class *class, const struct model_field *field);

/* Whether a client may say the field's value when it makes an object, and afterwards. */
bool is_given_at_first(const struct model_field *field);
bool is_settable(const struct model_field *field);

/* The names of Parse roles that rules speak of, in the order of the rules, each once. */
const char *const *role_names(struct arena *arena, const struct model *model, size_t *count);

/* The functions that the app's own code has (hook_functions in its hooks.c), in its order, and the
 * server's own that take no password. */
const char *const *function_names(struct arena *arena, const struct model *model, size_t *count);

#endif
