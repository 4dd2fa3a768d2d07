/* outbox_seal.c - a line of the file DATA/outbox as servers up to 0.2.0 wrote it: seals its second argument with the key
 * that is the first, and prints it in base64, without the key's id. */
#include "base/buffer.h"
#include "crypto/seal.h"
#include "formats/encoding.h"

#include <sodium.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    static struct key_list list;
    struct arena arena;
    struct context context = {.arena = &arena};
    struct buffer line;
    struct text sealed;
    const char *fault;

    if (argc != 3 || sodium_init() < 0 ||
        !key_list_read(KEY_SEAL, text_of(argv[1]), &list, &fault) || !key_ring_set(KEY_SEAL, &list))
        return 2;
    arena_init(&arena);
    buffer_init(&line, &arena, 256);
    if (!seal(&context, KEY_SEAL, text_of("outbox"), text_of(argv[2]), &sealed))
        return 1;
    base64_write(&line, (struct text){sealed.bytes + KEY_ID_BYTES, sealed.length - KEY_ID_BYTES});
    printf("%.*s\n", (int)line.length, line.bytes);
    arena_release(&arena);
    return 0;
}
