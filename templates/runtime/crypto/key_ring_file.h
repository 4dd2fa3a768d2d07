/* key_ring_file.h - a ring as it is kept: DATA/seal-key and the like, mode 0600.
 *
 * The file is the ring's text (key_ring.h). Where keys come from outside of the folder (the ring KEY_OUTER has keys),
 * it is "caregen-wrapped BASE64", of that text sealed under the newest of these, for an owner that is the file's name:
 * whoever has the folder alone has no key. */
#ifndef RUNTIME_CRYPTO_KEY_RING_FILE_H
#define RUNTIME_CRYPTO_KEY_RING_FILE_H

#include "crypto/key_ring.h"

enum ring_found {
    RING_FOUND,
    RING_MISSING, /* there is no such file; nothing was said */
    RING_UNUSABLE /* the reason, and what to do, went to the log */
};

enum ring_form {
    RING_PLAIN,
    RING_WRAPPED,       /* under the newest key from outside */
    RING_WRAPPED_BEFORE /* under an older one */
};

/* Reads the ring's file. The list is to be wiped. */
enum ring_found key_ring_file_read(const char *data, enum key_purpose purpose,
                                   struct key_list *list, enum ring_form *form);

/* Writes it, whole or not at all, and puts it on disk. False, with the reason in the log, when that fails. */
bool key_ring_file_write(const char *data, enum key_purpose purpose, const struct key_list *list);

#endif
