/* key_ring.h - the keys of one purpose: the newest, under which all is written, and older ones, for what was
 * written under them.
 *
 * A key has an id, which is made from it, so what names its key by the id (seal.h) needs no other list. Rings are
 * the process's: filled once at start, before any other thread; then keys are only added, or forgotten, by one
 * thread (the writer), while all others use them without a lock.
 *
 * As text a ring has a line for each key, the newest first: 64 hex digits, and when it was made (ISO 8601).
 * Earlier versions kept one key and no time, which is such a ring. */
#ifndef RUNTIME_CRYPTO_KEY_RING_H
#define RUNTIME_CRYPTO_KEY_RING_H

#include "base/buffer.h"
#include "base/context.h"

enum key_purpose {
    KEY_SEAL,    /* encrypted fields, second factors, mails and webhooks that wait */
    KEY_FILE,    /* the keys of files' contents; files' URLs */
    KEY_AUDIT,   /* signs anchors of the audit trail */
    KEY_SESSION, /* hashes session tokens */
    KEY_OUTER,   /* from outside of the data folder: wraps the rings that are kept there */
    KEY_PURPOSE_COUNT
};

enum {
    KEY_BYTES = 32,
    KEY_CHARACTERS = 2 * KEY_BYTES, /* hex */
    KEY_ID_BYTES = 8,
    KEY_FINGERPRINT_CHARACTERS = 32, /* hex; an id is its first half */
    KEY_ID_CHARACTERS = 2 * KEY_ID_BYTES,
    KEY_RING_LIMIT = 64, /* keys */
    KEY_RING_TEXT_LIMIT = 8192
};

struct ring_key {
    unsigned char bytes[KEY_BYTES];
    unsigned char id[KEY_ID_BYTES];
    char text[KEY_CHARACTERS + 1]; /* as it was written */
    char fingerprint[KEY_FINGERPRINT_CHARACTERS + 1];
    int64_t made_at; /* ms; 0: not known, an earlier version made it */
};

/* Keys out of use: read, or to be written; the newest first. Whoever fills one wipes it (key_list_wipe). */
struct key_list {
    struct ring_key keys[KEY_RING_LIMIT];
    size_t count;
};

/* "seal", "file", "audit", "session", "outer"; that of its file with "-key" behind it. */
const char *key_purpose_name(enum key_purpose purpose);
const char *key_purpose_file(enum key_purpose purpose);

/* False when there is no such purpose. KEY_OUTER is none that anybody may name. */
bool key_purpose_find(struct text name, enum key_purpose *purpose);

/* Reads a ring's text. False when it is none, and *fault is what it has instead, as words behind "holds". */
bool key_list_read(enum key_purpose purpose, struct text text, struct key_list *list,
                   const char **fault);

/* Appends the ring's text. */
void key_list_write(struct buffer *buffer, const struct key_list *list);

/* Puts a new random key before the others. False when there is no room. */
bool key_list_make(enum key_purpose purpose, struct key_list *list, int64_t now);

void key_list_wipe(struct key_list *list);

/* Fills the ring, which has been empty or is replaced: to be called before there are other threads. False, with the
 * reason in the log, when there is no memory. */
bool key_ring_set(enum key_purpose purpose, const struct key_list *list);

/* The keys as they are now. */
void key_ring_list(enum key_purpose purpose, struct key_list *list);

/* Whether there is room for another key: those that were forgotten keep their places until the process ends. */
bool key_ring_has_room(enum key_purpose purpose);

/* From now on the key is the newest. False when there is no room. */
bool key_ring_add(enum key_purpose purpose, const struct ring_key *key);

/* Nobody finds the key any more. The newest one stays. */
void key_ring_forget(enum key_purpose purpose, const unsigned char *id);

/* The newest key; NULL: the ring is empty. */
const struct ring_key *key_ring_newest(enum key_purpose purpose);

/* The key with the id; NULL: there is none. */
const struct ring_key *key_ring_find(enum key_purpose purpose, const unsigned char *id);

/* The keys from the oldest on: the one behind `key`, or the first (NULL); NULL at the end. */
const struct ring_key *key_ring_next(enum key_purpose purpose, const struct ring_key *key);

/* A key of KEY_BYTES that is derived from one of the ring, for one use of it (libsodium's crypto_kdf). */
void ring_key_derive(const struct ring_key *key, uint64_t use, unsigned char *derived);

#endif
