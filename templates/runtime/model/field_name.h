/* field_name.h - what may be a field's name on the wire: letters, digits and underscores, the first
 * a letter; "length" and "className" are taken (parse-server's own rule). */
#ifndef RUNTIME_MODEL_FIELD_NAME_H
#define RUNTIME_MODEL_FIELD_NAME_H

#include "base/text.h"

static inline bool is_ascii_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static inline bool is_ascii_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline bool field_name_is_valid(struct text name)
{
    if (!name.length || !is_ascii_letter(name.bytes[0]))
        return false;
    for (size_t i = 1; i < name.length; i++)
        if (!is_ascii_letter(name.bytes[i]) && !is_ascii_digit(name.bytes[i]) &&
            name.bytes[i] != '_')
            return false;
    return !text_is(name, "length") && !text_is(name, "className");
}

/* The part of a dotted name before its first dot, which is all of it when there is none. */
static inline struct text field_name_root(struct text name)
{
    const char *dot = name.length ? (const char *)memchr(name.bytes, '.', name.length) : NULL;

    if (dot)
        name.length = (size_t)(dot - name.bytes);
    return name;
}

#endif
