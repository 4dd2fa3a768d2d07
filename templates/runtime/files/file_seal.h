/* file_seal.h - how the contents of a file are sealed: a header, and chunks of libsodium's secretstream
 * (XChaCha20-Poly1305).
 *
 * The key is the file's own (file_contents.h), and each chunk is bound to the file's id and to those before it: contents
 * that are changed, cut short, put together anew or moved to another file's place do not open. */
#ifndef RUNTIME_FILES_FILE_SEAL_H
#define RUNTIME_FILES_FILE_SEAL_H

#include "base/text.h"
#include "crypto/key_ring.h"
#include "files/file_name.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    FILE_CHUNK = 65536,
    FILE_CHUNK_TAG = 1, /* bytes before a sealed chunk's contents */
    FILE_CHUNK_SEALED = FILE_CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES,
    FILE_CHUNK_MAC = FILE_CHUNK_SEALED - FILE_CHUNK - FILE_CHUNK_TAG, /* and behind them */
    FILE_HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES
};

struct file_seal {
    crypto_secretstream_xchacha20poly1305_state state;
    char id[FILE_ID_LENGTH];
};

/* How many bytes contents of that size are when they are sealed; -1: there are none of that size. */
int64_t file_seal_size(int64_t size);

/* How many bytes come before the chunk of that number, counted from 0. */
int64_t file_seal_offset(int64_t chunk);

/* Begins contents, by a key of KEY_BYTES: what they begin with is written to `header`. */
void file_seal_begin(struct file_seal *seal, const unsigned char *key, const char *id,
                     unsigned char header[FILE_HEADER]);

/* Seals a chunk where it lies: its contents, of that length, stand behind FILE_CHUNK_TAG bytes of `chunk`, which has
 * room for FILE_CHUNK_SEALED. Returns the length of what it becomes. */
size_t file_seal_push(struct file_seal *seal, unsigned char *chunk, size_t length, bool is_last);

/* Begins to open contents; false when they cannot begin so. */
bool file_seal_open(struct file_seal *seal, const unsigned char *key, const char *id,
                    const unsigned char header[FILE_HEADER]);

/* Opens a chunk where it lies: its contents stand behind FILE_CHUNK_TAG bytes then. False when it is not what was
 * sealed. */
bool file_seal_pull(struct file_seal *seal, unsigned char *chunk, size_t sealed, bool *is_last);

/* Passes over a chunk that is not wanted, of which this is the end. Those behind it open only if it is the one that
 * was sealed. */
void file_seal_skip(struct file_seal *seal, const unsigned char mac[FILE_CHUNK_MAC]);

#endif
