/* runtime_date.c - any bytes as a date: what is one formats to a text that is the same date. Any
 * eight bytes as a time format to a date. */
#include "formats/date.h"
#include "require.h"

static struct text format(int64_t milliseconds, char *bytes)
{
    date_format(milliseconds, bytes);
    return (struct text){bytes, DATE_LENGTH};
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char text[DATE_LENGTH];
    int64_t milliseconds;
    int64_t again;

    if (date_parse((struct text){(const char *)bytes, size}, &milliseconds)) {
        require(date_parse(format(milliseconds, text), &again), "what is written can be read");
        require(again == milliseconds, "and is the same date");
    }
    if (size >= sizeof milliseconds) {
        memcpy(&milliseconds, bytes, sizeof milliseconds);
        require(date_parse(format(milliseconds, text), &again), "any time is written as a date");
    }
    return 0;
}
