/* json_check.h - the strict check of RFC 8259 that json_parse() makes before it builds a tree. */
#ifndef RUNTIME_FORMATS_JSON_CHECK_H
#define RUNTIME_FORMATS_JSON_CHECK_H

#include "base/text.h"

struct json_fault {
    const char *reason; /* static text */
    size_t position;    /* in bytes, from 0 */
};

/* What json_is_valid() answers; *fault is set when the answer is no. */
bool json_check(struct text text, struct json_fault *fault);

#endif
