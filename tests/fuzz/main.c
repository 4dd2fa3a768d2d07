/* main.c - drives a fuzz target without libFuzzer, the same way in every run.
 *
 *   TARGET ROUNDS SEED...     each seed is one input; ROUNDS times, one of them is damaged and
 * tried
 *
 * With clang, -fsanitize=fuzzer in place of this file makes the same target one of libFuzzer's.
 * Each input gets a block of exactly its size, so that the address sanitizer sees a byte read too
 * many. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { LONGEST = 4096 };

static uint64_t state = 1;

/* Xorshift: any fixed sequence will do. */
static size_t below(size_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state % limit);
}

static void try_input(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);

    if (!copy)
        exit(2);
    memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

/* Loses, doubles or replaces a few bytes. */
static size_t damage(uint8_t *bytes, size_t size)
{
    for (size_t changes = 1 + below(4); changes > 0; changes--) {
        size_t at = below(size + 1);
        size_t run = 1 + below(8);
        switch (below(4)) {
        case 0: /* lose a run */
            if (at + run <= size) {
                memmove(bytes + at, bytes + at + run, size - at - run);
                size -= run;
            }
            break;
        case 1: /* double a run */
            if (at + run <= size && size + run <= LONGEST) {
                memmove(bytes + at + run, bytes + at, size - at);
                size += run;
            }
            break;
        case 2: /* replace by any byte */
            if (at < size)
                bytes[at] = (uint8_t)below(256);
            break;
        default: /* replace by another of the input's own bytes */
            if (at < size)
                bytes[at] = bytes[below(size)];
        }
    }
    return size;
}

int main(int argument_count, char **arguments)
{
    uint8_t bytes[LONGEST] = {0};

    if (argument_count < 3)
        return 2;
    size_t seeds = (size_t)argument_count - 2;
    try_input(bytes, 0);
    for (size_t i = 0; i < seeds; i++)
        try_input((const uint8_t *)arguments[i + 2], strlen(arguments[i + 2]));
    for (long round = strtol(arguments[1], NULL, 10); round > 0; round--) {
        const char *seed = arguments[2 + below(seeds)];
        size_t size = strlen(seed) < LONGEST ? strlen(seed) : LONGEST;
        memcpy(bytes, seed, size);
        try_input(bytes, damage(bytes, size));
    }
    return 0;
}
