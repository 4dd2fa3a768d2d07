/* generator_spec.c - the spec reader and all checks behind it. */
#include "generator.h"
#include "read/spec_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    fuzz_generator(bytes, size, spec_read, 0);
    return 0;
}
