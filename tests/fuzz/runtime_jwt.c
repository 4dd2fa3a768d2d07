/* runtime_jwt.c - whatever is taken for a key file or a token, nothing breaks, and nothing that is not
 * signed is believed. The input is a key file and a token with a byte 1 between; without one it is both. */
#include "formats/json.h"
#include "crypto/jwt.h"
#include "require.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const uint8_t *middle = size ? memchr(bytes, '\1', size) : NULL;
    struct text file = {(const char *)bytes, middle ? (size_t)(middle - bytes) : size};
    struct text token = file;
    struct jwt_keys keys;
    struct arena arena;

    if (middle)
        token = (struct text){(const char *)middle + 1, size - file.length - 1};
    json_init();
    arena_init(&arena);
    jwt_keys_read(&arena, file, &keys);
    require(keys.count <= JWT_KEY_LIMIT, "no more keys than there is room for");
    require(!jwt_verify(&arena, &keys, token), "nobody signed this");
    jwt_keys_release(&keys);
    arena_release(&arena);
    return 0;
}
