/* file_contents.c - see file_contents.h. */
#include "files/file_contents.h"

#include "crypto/seal.h"

#include <sodium.h>

enum { CONTENTS_KEY = 1 /* which of the keys derived from DATA/file-key */ };

void file_contents_make_key(struct file_record *record)
{
    randombytes_buf(record->key, KEY_BYTES);
}

/* Whether the first byte is there under that key: the first chunk opens. */
static bool opens(const struct file_record *record, const unsigned char *key)
{
    struct file_reader *reader =
        file_store_read(file_record_id(record->name), key, record->size, 0, 0);
    char byte;
    bool done = reader && file_reader_take(reader, &byte, 1) == 1;

    file_reader_close(reader);
    return done;
}

bool file_contents_find_key(const struct file_record *record, unsigned char *key)
{
    const struct ring_key *at = NULL;

    /* It is the oldest one, unless rings were mixed up, which is not asked of another machine. */
    if (file_store_is_elsewhere() && (at = key_ring_next(KEY_FILE, NULL))) {
        ring_key_derive(at, CONTENTS_KEY, key);
        return true;
    }
    while ((at = key_ring_next(KEY_FILE, at))) {
        ring_key_derive(at, CONTENTS_KEY, key);
        if (opens(record, key))
            return true;
    }
    return false;
}

static bool open_key(struct context *context, const struct file_record *record, unsigned char *key)
{
    struct text opened;

    if (!record->sealed_key.bytes)
        return file_contents_find_key(record, key);
    if (!unseal(context, KEY_FILE, file_record_id(record->name), record->sealed_key, &opened))
        return false;
    if (opened.length != KEY_BYTES)
        return fail_internal(context, "the key of a file's contents is none");
    memcpy(key, opened.bytes, KEY_BYTES);
    return true;
}

struct file_reader *file_contents_read(struct context *context, const struct file_record *record,
                                       int64_t first, int64_t last)
{
    unsigned char key[KEY_BYTES];
    struct file_reader *reader = NULL;

    if (open_key(context, record, key))
        reader = file_store_read(file_record_id(record->name), key, record->size, first, last);
    sodium_memzero(key, sizeof key);
    return reader;
}
