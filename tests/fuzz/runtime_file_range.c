/* runtime_file_range.c - any bytes as a Range header: what is answered lies within the file. */
#include "formats/byte_range.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const int64_t sizes[] = {0, 1, 100, 65536, INT64_MAX};
    struct text header = {(const char *)bytes, size};

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int64_t first;
        int64_t last;
        enum byte_range_result result = byte_range_read(header, sizes[i], &first, &last);
        if (result == RANGE_PART)
            require(first >= 0 && first <= last && last < sizes[i], "a part lies within the file");
        if (result == RANGE_WHOLE)
            require(first == 0 && last == sizes[i] - 1, "no part is the whole file");
    }
    return 0;
}
