/* signature.h - the records of electronic signatures: who signed which version of what, when, in what
 * sense (21 CFR 11.50), bound to what the version says and to each other (11.70).
 *
 * They are kept in a table that no query names. There is no function that changes or deletes one, and
 * the engine refuses to. */
#ifndef RUNTIME_ROUTES_SIGNATURE_H
#define RUNTIME_ROUTES_SIGNATURE_H

#include "request/request.h"
#include "write/version_hash.h"

struct signature {
    struct text id;
    const struct class *class;
    struct text object_id;
    int64_t version;
    struct text signer_id;
    struct text signer_name; /* as it was then */
    int64_t at;              /* ms */
    struct text meaning;
    unsigned char content_hash[VERSION_HASH_BYTES]; /* of the version, version_hash.h */
    unsigned char record_hash[VERSION_HASH_BYTES];  /* of all of the above */
};

/* Signs a version for the request's user, on the writer. *signature is what was recorded. */
bool signature_add(struct request *request, const struct class *class, struct text object_id,
                   int64_t version, struct text meaning, struct signature *signature);

/* Appends the signatures of an object, oldest first, as JSON objects with commas between: those of
 * versions that the principal may get. Each is recomputed from what its version says now: `valid`
 * tells whether anything has been changed. */
bool signatures_write(struct request *request, struct buffer *buffer, const struct class *class,
                      struct text object_id, size_t *written);

/* Whether the principal may have the hashes of a signature: is shown all that they are over. */
bool signature_shows_hashes(struct request *request, const struct signature *signature,
                            bool *hashes);

/* Appends one, as a JSON object, with its hashes or without. */
void signature_write(struct buffer *buffer, const struct request *request,
                     const struct signature *signature, bool valid, bool hashes);

#endif
