/* runtime_key_ring.c - any bytes as a ring's text. What is read is written and read again as it was, names each key once,
 * and what is sealed by its newest key opens with it. */
#include "crypto/key_ring.h"
#include "crypto/seal.h"
#include "require.h"

#include <sodium.h>
#include <string.h>

static void check_sealing(struct arena *arena, const struct key_list *list)
{
    struct context context = {.arena = arena};
    struct text owner = text_of("owner");
    struct text secret = text_of("secret");
    struct text sealed;
    struct text opened;

    require(key_ring_set(KEY_SEAL, list), "the ring is filled");
    require(seal(&context, KEY_SEAL, owner, secret, &sealed), "seals");
    require(sealed.length == secret.length + SEAL_MORE_BYTES, "as much more as is said");
    require(seal_is_newest(KEY_SEAL, sealed), "under the newest");
    require(memcmp(sealed.bytes, list->keys[0].id, KEY_ID_BYTES) == 0, "which it names");
    require(unseal(&context, KEY_SEAL, owner, sealed, &opened) && text_equal(opened, secret),
            "opens");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text text = {(const char *)bytes, size};
    struct key_list list;
    struct key_list again;
    struct buffer written;
    struct arena arena;
    const char *fault = NULL;

    require(sodium_init() >= 0, "libsodium");
    if (!key_list_read(KEY_SEAL, text, &list, &fault)) {
        require(fault != NULL, "what is wrong is said");
        require(list.count == 0 && sodium_is_zero((const unsigned char *)&list, sizeof list),
                "what is refused is wiped");
        return 0;
    }
    arena_init(&arena);
    buffer_init(&written, &arena, 64);
    key_list_write(&written, &list);
    require(key_list_read(KEY_SEAL, buffer_text(&written), &again, &fault), "what is written can be read");
    require(again.count == list.count && list.count > 0 && list.count <= KEY_RING_LIMIT, "so many");
    for (size_t i = 0; i < list.count; i++) {
        require(memcmp(&list.keys[i], &again.keys[i], sizeof list.keys[i]) == 0, "and the same");
        for (size_t j = 0; j < i; j++)
            require(memcmp(list.keys[i].id, list.keys[j].id, KEY_ID_BYTES) != 0, "each once");
    }
    check_sealing(&arena, &list);
    if (list.count < KEY_RING_LIMIT)
        require(key_list_make(KEY_SEAL, &again, 1) && again.count == list.count + 1, "one more");
    else
        require(!key_list_make(KEY_SEAL, &again, 1), "no more");
    arena_release(&arena);
    return 0;
}
