/* signature_need.h - which changes of rows need an electronic signature, and whether one is being
 * made. rows.c asks before each insert and update, whoever wants it: the master key, a hook, a part of
 * a batch. */
#ifndef RUNTIME_WRITE_SIGNATURE_NEED_H
#define RUNTIME_WRITE_SIGNATURE_NEED_H

#include "request/request.h"

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

/* Refuses (119) the insert of an object that has to be signed and is not. */
bool signature_need_check_new(struct request *request, const struct class *class,
                              const void *object);

/* The same for an update, before it and before the server's stamps; `related` is as in
 * rows_update(). */
bool signature_need_check_change(struct request *request, const struct class *class,
                                 const void *object, const bool *related);

/* The same for what publishes an object, an insert or an update, with the server's stamps set. */
bool signature_need_check_published(struct request *request, const struct class *class,
                                    const void *object, bool is_new);

/* What people call the user: the name of a profile with the username, or the username alone. */
bool rows_printed_name(struct request *request, struct text user_id, struct text *name);

#endif
