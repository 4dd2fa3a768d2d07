/* runtime_base64.c - any bytes encode and decode to themselves; what decodes encodes to itself. */
#include "formats/encoding.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text text = {(const char *)bytes, size};
    struct text decoded;
    struct arena arena;
    struct buffer encoded;

    arena_init(&arena);
    struct context context = {.arena = &arena};
    buffer_init(&encoded, &arena, 0);
    base64_write(&encoded, text);
    require(base64_read(&context, buffer_text(&encoded), &decoded), "what is encoded decodes");
    require(text_equal(decoded, text), "to what it was");
    if (base64_read(&context, text, &decoded)) {
        encoded.length = 0;
        base64_write(&encoded, decoded);
        require(text_equal(buffer_text(&encoded), text), "there is one encoding only");
    } else {
        require(context.error.code == 111, "what is no base64 fails with 111");
    }
    arena_release(&arena);
    return 0;
}
