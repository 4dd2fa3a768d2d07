/* fold.c - see fold.h. The tables are libunistring's. */
#include "base/fold.h"

#include <stdlib.h>
#include <unicase.h>

bool text_fold(struct context *context, struct text text, struct text *folded)
{
    size_t length = 0;
    uint8_t *bytes =
        u8_casefold((const uint8_t *)text.bytes, text.length, NULL, UNINORM_NFKC, NULL, &length);

    *folded = text_none();
    if (bytes)
        *folded = arena_copy(context->arena, (struct text){(const char *)bytes, length});
    free(bytes);
    return folded->bytes ? true : fail_internal(context, "a name could not be folded");
}
