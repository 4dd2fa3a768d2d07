/* utf8.c - see utf8.h. The bounds are those of RFC 3629, section 4: a lead byte says how many bytes
 * follow, and which second bytes it allows; every later byte is 80..BF. */
#include "base/utf8.h"

size_t utf8_character_length(struct text text, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes + at;
    size_t left = text.length - at;
    unsigned char lead = bytes[0];
    unsigned char least = 0x80; /* bounds of the second byte */
    unsigned char most = 0xBF;
    size_t length;

    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        if (lead == 0xE0)
            least = 0xA0; /* below: overlong */
        if (lead == 0xED)
            most = 0x9F; /* above: surrogates */
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        if (lead == 0xF0)
            least = 0x90; /* below: overlong */
        if (lead == 0xF4)
            most = 0x8F; /* above: past U+10FFFF */
    } else {
        return 0;
    }
    if (left < length || bytes[1] < least || bytes[1] > most)
        return 0;
    for (size_t i = 2; i < length; i++)
        if (bytes[i] < 0x80 || bytes[i] > 0xBF)
            return 0;
    return length;
}

bool utf8_is_valid(struct text text)
{
    size_t at = 0;

    while (at < text.length) {
        size_t length = utf8_character_length(text, at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

size_t utf8_encode(unsigned code, char *bytes)
{
    if (code < 0x80) {
        bytes[0] = (char)code;
        return 1;
    }

    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {[2] = 0xC0, [3] = 0xE0, [4] = 0xF0};
    for (size_t i = length - 1; i > 0; i--, code >>= 6)
        bytes[i] = (char)(0x80 | (code & 0x3F));
    bytes[0] = (char)(leads[length] | code);
    return length;
}
