/* data_keys.h - which keys a database goes with: the table _DataKey.
 *
 * It has a fingerprint of each key that something in the database is written under. So a key that is missing, or
 * another one, is found before anything is read or written with it. Of one that nothing needs any more it says so:
 * the data can do without it, though backups that were made before may not. */
#ifndef RUNTIME_WRITE_DATA_KEYS_H
#define RUNTIME_WRITE_DATA_KEYS_H

#include "crypto/key_ring.h"
#include "store/sql.h"

struct data_key {
    char fingerprint[KEY_FINGERPRINT_CHARACTERS + 1];
    int64_t idle_at; /* since when nothing needs it, ms; 0: something may */
};

struct data_keys {
    struct data_key keys[KEY_RING_LIMIT];
    size_t count;
};

/* The keys of that purpose that the database knows; none where it is older than the table. */
bool data_keys_read(struct context *context, struct store_connection *store,
                    enum key_purpose purpose, struct data_keys *keys);

/* That one of them; NULL: it is not among them. */
const struct data_key *data_keys_find(const struct data_keys *keys, const char *fingerprint);

/* From now on something may be written under the key. */
bool data_keys_note(struct context *context, struct store_connection *store,
                    enum key_purpose purpose, const struct ring_key *key, int64_t now);

/* Nothing needs the key any more. */
bool data_keys_note_idle(struct context *context, struct store_connection *store,
                         const char *fingerprint, int64_t now);

/* The database knows nothing of it any more. */
bool data_keys_forget(struct context *context, struct store_connection *store,
                      const char *fingerprint);

#endif
