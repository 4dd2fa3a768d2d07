/* key_fingerprints.h - which keys a database goes with.
 *
 * The table _DataKey keeps a fingerprint of each key that data depend on. A key that is missing, or
 * another one, is found before anything is read or written with it. */
#ifndef RUNTIME_PROGRAM_KEY_FINGERPRINTS_H
#define RUNTIME_PROGRAM_KEY_FINGERPRINTS_H

#include "base/context.h"
#include "base/text.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>

/* A key as it is found; no text when there is none. */
struct data_key {
    const char *name; /* of its file */
    struct text key;
};

/* A key's fingerprint, as a text in the arena; no text when out of memory. */
struct text key_fingerprint_of(struct arena *arena, const struct data_key *key);

/* Whether these are the keys that the database was made with, as far as it knows them. False, with
 * the reason and what to do in the log, when one of them is missing or another. */
bool key_fingerprints_check(struct store_connection *connection, const char *folder,
                            const struct data_key *keys, size_t count);

/* The fingerprint of the key of that name, in the context's arena; no text when the database knows none. */
bool key_fingerprint_find(struct context *context, struct store_connection *connection,
                          const char *name, struct text *fingerprint);

/* Notes the keys that are not known yet. False, with the reason in the log, when that fails. */
bool key_fingerprints_note(struct store_connection *connection, const struct data_key *keys,
                           size_t count);

#endif
