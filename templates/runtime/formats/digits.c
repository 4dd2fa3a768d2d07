/* digits.c - see digits.h. */
#include "formats/digits.h"

int64_t digits_read(struct text text, size_t most)
{
    int64_t number = 0;

    if (!text.length || text.length > most)
        return -1;
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return -1;
        number = 10 * number + (text.bytes[i] - '0');
    }
    return number;
}
