/* file_seal.c - see file_seal.h. */
#include "files/file_seal.h"

#include <string.h>

enum {
    /* The two parts of a secretstream's nonce. */
    COUNTER = 4,
    CHAINED = crypto_stream_chacha20_ietf_NONCEBYTES - COUNTER
};

_Static_assert(KEY_BYTES == crypto_secretstream_xchacha20poly1305_KEYBYTES, "a key is a key");

int64_t file_seal_size(int64_t size)
{
    int64_t chunks = size > 0 ? (size - 1) / FILE_CHUNK + 1 : 1;

    if (size < 0 || size > INT64_MAX / 2)
        return -1;
    return FILE_HEADER + size + chunks * (FILE_CHUNK_SEALED - FILE_CHUNK);
}

int64_t file_seal_offset(int64_t chunk)
{
    return FILE_HEADER + chunk * FILE_CHUNK_SEALED;
}

void file_seal_begin(struct file_seal *seal, const unsigned char *key, const char *id,
                     unsigned char header[FILE_HEADER])
{
    memcpy(seal->id, id, sizeof seal->id);
    crypto_secretstream_xchacha20poly1305_init_push(&seal->state, header, key);
}

size_t file_seal_push(struct file_seal *seal, unsigned char *chunk, size_t length, bool is_last)
{
    unsigned long long sealed = 0;

    crypto_secretstream_xchacha20poly1305_push(
        &seal->state, chunk, &sealed, chunk + FILE_CHUNK_TAG, length,
        (const unsigned char *)seal->id, sizeof seal->id,
        is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
    return (size_t)sealed;
}

bool file_seal_open(struct file_seal *seal, const unsigned char *key, const char *id,
                    const unsigned char header[FILE_HEADER])
{
    memcpy(seal->id, id, sizeof seal->id);
    return crypto_secretstream_xchacha20poly1305_init_pull(&seal->state, header, key) == 0;
}

bool file_seal_pull(struct file_seal *seal, unsigned char *chunk, size_t sealed, bool *is_last)
{
    unsigned char tag = 0;

    if (sealed < crypto_secretstream_xchacha20poly1305_ABYTES ||
        crypto_secretstream_xchacha20poly1305_pull(&seal->state, chunk + FILE_CHUNK_TAG, NULL, &tag,
                                                   chunk, sealed, (const unsigned char *)seal->id,
                                                   sizeof seal->id) != 0)
        return false;
    *is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return true;
}

/* As libsodium does behind each chunk that asks for no new key, of which only the last does. */
void file_seal_skip(struct file_seal *seal, const unsigned char mac[FILE_CHUNK_MAC])
{
    for (size_t i = 0; i < CHAINED; i++)
        seal->state.nonce[COUNTER + i] ^= mac[i];
    sodium_increment(seal->state.nonce, COUNTER);
}
