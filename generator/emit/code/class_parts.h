/* class_parts.h - what the emitters of a class's files share. */
#ifndef GENERATOR_EMIT_CODE_CLASS_PARTS_H
#define GENERATOR_EMIT_CODE_CLASS_PARTS_H

#include "emit/output.h"
#include "model/model.h"

/* The runtime's constants for the operations, as C has them. */
extern const char *const operation_constants[OPERATION_TOTAL];

/* The runtime's constant for a type, "FIELD_STRING"; of none, "-1". */
const char *field_type_constant(int type);

/* Starts a file of the class, "classes/message/NAME", with the comment that says what it has:
 * @ in `about` stands for the class's name. */
struct buffer *class_file(struct output *output, const struct model_class *class, const char *name,
                          const char *about);

/* Appends the includes of a class's file: its own header, those of the classes that its fields point
 * at, in alphabetical order, and one of the runtime's or "". */
void add_class_includes(struct buffer *buffer, const struct model_class *class,
                        const char *room_header);

/* Appends the includes of a header of all classes, in alphabetical order: "model.h", or "handlers.h"
 * of those that are not built in. */
void add_all_includes(struct buffer *buffer, const struct model *model, const char *header);

/* Every class, sorted by its name on the wire as the runtime's text_compare() does. */
const struct model_class **classes_by_name(struct arena *arena, const struct model *model);

/* Appends the include guard of a header of the class, CLASSES_MESSAGE_MODEL_H. */
void add_guard(struct buffer *buffer, const struct model_class *class, const char *header);

/* Appends const struct TYPE NAME = {...}, with the members' lines, of which there may be none. */
void add_table(struct buffer *buffer, const char *type, const char *name, const char *members);

/* Whether the rule opens rows. */
bool rule_opens_rows(const struct model_rule *rule);

/* The first rule of the kind, or NULL. */
const struct model_rule *class_first_rule(const struct model_class *class, enum rule_kind kind);

/* Appends {.audience = ...}: the role, or for NULL every user, and the rows, which may be "". */
void add_rule_who(struct buffer *buffer, const struct model_role *role, const char *rows);

/* A text as part of a format: each % twice. */
const char *format_text(struct arena *arena, const char *text);

#endif
