/* text_check.c - see text_check.h. */
#include "base/text_check.h"

#include "base/utf8.h"

#include <string.h>

bool text_check(struct diag *diag, const struct source *source)
{
    enum { SHOWN = 10 };
    size_t faults = 0;
    for (size_t i = 0; i < source->length && faults < SHOWN;) {
        uint32_t code_point = 0;
        size_t size = utf8_decode(source->bytes + i, source->length - i, &code_point);
        if (size == 0) {
            diag_report(diag, DIAG_INVALID_UTF8, span_of(source, i, 1));
            faults++;
        } else if (code_point == 0) {
            diag_report(diag, DIAG_NUL_BYTE, span_of(source, i, 1));
            faults++;
        }
        i += size == 0 ? 1 : size;
    }
    return faults == 0;
}

size_t text_start(const struct source *source)
{
    bool has_mark = source->length >= 3 && memcmp(source->bytes, "\xEF\xBB\xBF", 3) == 0;
    return has_mark ? 3 : 0;
}
