/* signature_need.h - which changes of rows need an electronic signature, and whether one is being
 * made. rows.c asks before each insert and update, whoever wants it: the master key, a hook, a part of
 * a batch. */
#ifndef RUNTIME_WRITE_SIGNATURE_NEED_H
#define RUNTIME_WRITE_SIGNATURE_NEED_H

#include "write/row_change.h"

/* The change that a request is signing (signing.h). It covers one row, written by the request itself
 * and not by a hook of it: what is signed must be what the signer asked for. */
struct signing {
    const struct class *class;
    struct text object_id;
    int hook_depth;  /* of the request that signs */
    int64_t version; /* set by the write: the version that came of it */
};

/* The request's own signing of that row, or NULL. */
struct signing *rows_signing_of(const struct request *request, const struct class *class,
                                struct text object_id);

/* For a class's own checks (its validate.c), each of which says when it asks. The change is being
 * signed; fails with 119, naming it ("Updating"). */
bool signature_is_made(const struct row_change *change, const char *what);

/* The same for what publishes an object. */
bool signature_publishes(const struct row_change *change);

/* Whether the update changes more than what is said about the object: its acknowledgement, and fields
 * that sentences reserve for certain people. */
bool change_corrects(const struct row_change *change);

/* What people call the user: the name of a profile with the username, or the username alone. */
bool rows_printed_name(struct request *request, struct text user_id, struct text *name);

#endif
