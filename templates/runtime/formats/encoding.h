/* encoding.h - object ids, tokens, base64 and hex. */
#ifndef RUNTIME_FORMATS_ENCODING_H
#define RUNTIME_FORMATS_ENCODING_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/context.h"

enum { OBJECT_ID_LENGTH = 10 };

/* A new object id: 10 characters of [A-Za-z0-9], from libsodium's generator, without bias. Ids made
 * one after another share their first four. An id is a name, not a secret: what protects a row is
 * the guard. */
struct text new_object_id(struct arena *arena);

/* Random letters and digits, from the same source. */
struct text random_name(struct arena *arena, size_t characters);

/* Random hex of the given number of characters. */
struct text random_hex(struct arena *arena, size_t characters);

/* Base64 (RFC 4648, padded). Reading is strict and fails with 111; the bytes are the arena's. */
void base64_write(struct buffer *buffer, struct text bytes);
bool base64_read(struct context *context, struct text encoded, struct text *bytes);

#endif
