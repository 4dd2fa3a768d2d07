/* generator_json.c - the schema reader and all checks behind it. */
#include "generator.h"
#include "read/json_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    fuzz_generator(bytes, size, json_read, 1);
    return 0;
}
