/* byte_range.h - the Range header of a download (RFC 9110, section 14). */
#ifndef RUNTIME_FORMATS_BYTE_RANGE_H
#define RUNTIME_FORMATS_BYTE_RANGE_H

#include "base/text.h"

#include <stdint.h>

enum byte_range_result {
    RANGE_WHOLE,        /* no range that counts: the whole file is answered */
    RANGE_PART,         /* *first to *last, both included */
    RANGE_UNSATISFIABLE /* the range begins behind the file's end */
};

/* Reads "bytes=0-99", "bytes=100-" or "bytes=-50" for a file of that size. What is malformed, in other units or
 * of several parts does not count, as the RFC permits. */
enum byte_range_result byte_range_read(struct text header, int64_t size, int64_t *first,
                                       int64_t *last);

#endif
