/* c_code.h - the names and literals of emitted C.
 *
 * Names must not collide, whatever a schema calls its classes and fields: neither with each other,
 * nor with the runtime's, nor with those of a system header. Hence, for class MessageThread and its
 * field lastPost:
 *
 *     struct message_thread_object      its struct
 *     message_thread_model              its table, a const struct class, with its parts
 *     message_thread_codec, _access, _checks, _notices
 *     message_thread_LAST_POST          the field's number: the class in lower case, the field in
 *                                       upper case, so that the border between them is certain
 *     message_thread_field_count        how many fields there are
 *     message_thread_hooks              the app's own code for it: a struct and a table (hooks.h)
 *     message_thread_hook_class         the way from the runtime to that table
 *     message_thread_object_get, _find, _save, _delete
 *     message_thread_handle_get, ...    what routes ask of it (handlers.h)
 *
 * The runtime has no external name that ends in _model, _codec, _access, _checks, _notices, _hooks or
 * _hook_class or has _object_ or _handle_ in its middle, and no struct that ends in _object or _hooks. The
 * members `object` and `state` of the struct are taken; c_member() steps aside for them. */
#ifndef GENERATOR_EMIT_C_CODE_H
#define GENERATOR_EMIT_C_CODE_H

#include "base/buffer.h"
#include "model/model.h"

/* How wide lines get, with room for brackets and a comma behind what is broken over them. */
enum { C_WIDTH = 96 };

/* "message_thread_LAST_POST" */
void c_constant(struct buffer *buffer, const struct model_class *class,
                const struct model_field *field);

/* The same as a text; and "given->last_post", and a literal "\"last post\"". */
const char *c_constant_text(struct arena *arena, const struct model_class *class,
                            const struct model_field *field);
const char *c_member_text(struct arena *arena, const char *object, const struct model_field *field);
const char *c_literal_text(struct arena *arena, const char *string);

/* "last_post" */
void c_member(struct buffer *buffer, const struct model_field *field);

/* A string constant of any length, broken after each line end and at spaces where the line gets long;
 * its further lines stand below its beginning. C17 compilers need not take literals of more than
 * 4,095 bytes (5.2.4.1), so a longer one becomes an array of bytes. */
void c_string(struct buffer *buffer, const char *string);

/* A text that is too long for one constant as the members of an array of them, a line each; returns how many
 * there are. */
size_t c_pieces(struct buffer *buffer, const char *text);

/* The initialiser of a struct text: TEXT("lastPost") */
void c_text(struct buffer *buffer, const char *string);

/* (const struct text[]){TEXT("sent"), TEXT("read")} */
void c_text_array(struct buffer *buffer, const char *const *strings, size_t count);

/* (const int[]){message_FROM, message_TO} */
void c_constants(struct buffer *buffer, const struct model_class *class,
                 const struct model_field *const *fields, size_t count);

/* Items with commas between them, or conditions with " &&" or " ||", broken over lines where they get
 * long: further lines stand below the first item. */
struct c_list {
    struct buffer *buffer;
    const char *separator;
    size_t column;
    size_t count;
};

struct c_list c_list_open(struct buffer *buffer);
struct c_list c_chain_open(struct buffer *buffer, const char *separator);
void c_list_add(struct c_list *list, const char *item);

/* The same for an item of that width which the caller appends. */
void c_list_next(struct c_list *list, size_t width);

/* Where the next byte of a line comes to stand, from 0. */
size_t c_column(const struct buffer *buffer);

/* Starts a line, indented by so many spaces. */
void c_align(struct buffer *buffer, size_t column);

/* A comment on lines of its own. */
void c_comment(struct buffer *buffer, int indent, const char *text);

/* The place that a class or a field comes from, as such a comment. */
void c_origin_comment(struct buffer *buffer, int indent, struct span schema_span,
                      struct span spec_span);

/* The line of a rule's sentence, and the sentence itself, as such a comment. */
void c_sentence(struct buffer *buffer, int indent, const struct model *model,
                const struct model_rule *rule);

/* The same text by itself. */
const char *c_sentence_text(struct arena *arena, const struct model *model,
                            const struct model_rule *rule);

/* "schema.json:12, agent.md:9" for within a comment, or "built in" when there is no place. */
void c_origin(struct buffer *buffer, struct span schema_span, struct span spec_span);

/* How many columns a field of that type takes. */
int column_count(enum field_type type);

#endif
