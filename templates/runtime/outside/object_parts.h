/* object_parts.h - a large object goes into a bucket in parts (S3's multipart upload), each of which is tried again by
 * itself. For what object_store.h offers. */
#ifndef RUNTIME_OUTSIDE_OBJECT_PARTS_H
#define RUNTIME_OUTSIDE_OBJECT_PARTS_H

#include "outside/object_store.h"

/* Whether an object of that size is more than one part. */
bool object_parts_are_many(int64_t size);

/* Puts the file: it is there when this returns true, and else not even in parts, unless the store fails at that, too. */
bool object_parts_put(const struct object_store *store, const char *key, int file, int64_t size);

/* The SHA-256 of bytes of a file. False, with the reason in the log. */
bool object_parts_hash(int file, int64_t at, int64_t size, unsigned char sha256[OBJECT_HASH_BYTES]);

/* Takes away the parts of what was not put to its end, and was begun before that time, in ms. False, with the reason in
 * the log; also where the store keeps no list of them. */
bool object_parts_abort(const struct object_store *store, int64_t before);

#endif
