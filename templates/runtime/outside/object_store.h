/* object_store.h - a bucket of S3, or of what speaks like it: objects are put into it, fetched, listed, and deleted.
 *
 * Requests are signed (crypto/aws_signature.h), and address the bucket in the path. What fails for the moment is tried
 * again, for about half a minute. */
#ifndef RUNTIME_OUTSIDE_OBJECT_STORE_H
#define RUNTIME_OUTSIDE_OBJECT_STORE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { OBJECT_HASH_BYTES = 32 };

struct object_store {
    const char *endpoint; /* https://HOST[:PORT] */
    const char *bucket;
    const char *prefix; /* of all keys, "" or with '/' at its end */
    const char *region;
    const char *key_id;
    const char *secret;
    const char *token;       /* or NULL */
    int attempts;            /* to do a thing; 0: as many as take half a minute */
    int64_t stalled_seconds; /* after which an attempt has failed; 0: half a minute */
};

struct object_store_words {
    const char *url;      /* s3://BUCKET[/PREFIX] */
    const char *endpoint; /* NULL: Amazon's, of the region */
    const char *region;   /* NULL: of AWS_REGION, or us-east-1 */
    const char *
        credentials; /* a file, or NULL: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN */
};

/* Reads what tells of a bucket; nobody is asked yet. False, with the reason in the log. What it keeps is the
 * arena's. */
bool object_store_open(struct object_store *store, const struct object_store_words *words,
                       struct arena *arena);

/* Puts the file, of that size and SHA-256, under the key; the store holds it against that. A large one goes in parts,
 * and is there when all are. False, with the reason in the log. */
bool object_store_put(const struct object_store *store, const char *key, int file, int64_t size,
                      const unsigned char sha256[OBJECT_HASH_BYTES]);

/* The same of a file whose SHA-256 nobody knows yet. */
bool object_store_put_file(const struct object_store *store, const char *key, int file,
                           int64_t size);

/* Writes bytes of an object to a file, which is empty: `length` of them, from `at` on; *found whether there is such an
 * object. False, with the reason in the log. */
bool object_store_get_range(const struct object_store *store, const char *key, int64_t at,
                            int64_t length, int file, bool *found);

/* Writes an object to a file, which is empty; *found whether there is one. False, with the reason in the log. */
bool object_store_get(const struct object_store *store, const char *key, int file, bool *found);

bool object_store_delete(const struct object_store *store, const char *key);

/* Calls `take` with the key, without the store's prefix, and the size of each object whose key begins so, in the order
 * of the keys. False, with the reason in the log, when not all can be listed, or `take` returned false. */
bool object_store_list(const struct object_store *store, const char *begins,
                       bool (*take)(void *state, struct text key, int64_t size), void *state);

#endif
