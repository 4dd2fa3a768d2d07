/* c_code.h - the names and literals of emitted C.
 *
 * Names must not collide, whatever a schema calls its classes and fields: neither with each other,
 * nor with the runtime's, nor with those of a system header. Hence, for class MessageThread and its
 * field lastPost:
 *
 *     struct message_thread_object      its struct
 *     message_thread_model              its table, a const struct class
 *     message_thread_LAST_POST          the field's number: the class in lower case, the field in
 *                                       upper case, so that the border between them is certain
 *     message_thread_field_count        how many fields there are
 *     message_thread_hooks              the app's own code for it: a struct and a table (hooks.h)
 *     message_thread_hook_class         the way from the runtime to that table
 *     message_thread_object_get, _find, _save, _delete
 *
 * The runtime has no external name that ends in _model, _hooks or _hook_class or has _object_
 * in its middle, and no struct that ends in _object or _hooks. The
 * members `object` and `state` of the struct are taken; c_member() steps aside for them. */
#ifndef GENERATOR_EMIT_C_CODE_H
#define GENERATOR_EMIT_C_CODE_H

#include "base/buffer.h"
#include "model/model.h"

/* "message_thread_LAST_POST" */
void c_constant(struct buffer *buffer, const struct model_class *class,
                const struct model_field *field);

/* "last_post" */
void c_member(struct buffer *buffer, const struct model_field *field);

/* A string constant of any length: broken over lines, each further one indented by `indent` spaces,
 * after each line end and at spaces where it gets long. C17 compilers need not take literals of
 * more than 4,095 bytes (5.2.4.1), so a longer one becomes an array of bytes. */
void c_string(struct buffer *buffer, const char *string, int indent);

/* The initialiser of a struct text: {"lastPost", 8} */
void c_text(struct buffer *buffer, const char *string);

/* (const struct text[]){{"sent", 4}, {"read", 4}} */
void c_text_array(struct buffer *buffer, const char *const *strings, size_t count);

/* "C comment-safe "schema.json:12, agent.md:9", or "built in" when there is no place. */
void c_origin(struct buffer *buffer, struct span schema_span, struct span spec_span);

/* Whether an app may have hooks for the class: for all but sessions, which only the server makes. */
bool class_has_hooks(const struct model_class *class);

/* How many columns a field of that type takes. */
int column_count(enum field_type type);

#endif
