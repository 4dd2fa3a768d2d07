/* object_request.h - one request to a bucket: signed, sent, and tried again while it fails for the moment. For what
 * object_store.h offers. */
#ifndef RUNTIME_OUTSIDE_OBJECT_REQUEST_H
#define RUNTIME_OUTSIDE_OBJECT_REQUEST_H

#include "base/buffer.h"
#include "outside/object_store.h"

struct object_request {
    const struct object_store *store;
    const char *method;
    const char *path;  /* encoded */
    const char *query; /* the same, in the order of its names */
    const char *hash;  /* SHA-256 of the body, in hex */
    const char *range; /* a header, or NULL */
    int body;
    int64_t body_at;
    int64_t body_size;
    int answer_file;
    struct text *etag; /* NULL: not wanted */
    struct buffer answer;
    struct arena *arena;
};

/* A request about the key, or the bucket, without a body. The arena is begun, and the caller's to release whatever
 * this returns; false when out of memory. */
bool object_request_begin(struct object_request *request, const struct object_store *store,
                          struct arena *arena, const char *method, const char *key);

/* Sends it: the status of the last attempt, 0 when there was no answer. */
long object_request_ask(struct object_request *request);

bool object_request_is_done(long status);

/* The text of the next element of that name behind *at, which goes behind it; no text when there is none. Keys that are
 * ours need no decoding: letters, digits, and ". - _ /". */
struct text object_answer_element(const char **at, const char *end, const char *name);

#endif
