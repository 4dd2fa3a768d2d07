/* table_changes.c - see table_changes.h.
 *
 * Each table has the number of the last commit that changed it, written before the commit begins.
 * `last` follows when the commit is there. In between a table's number is greater than any view's,
 * so that every statement over it looks anew. A view takes `last` before it is opened, so that it
 * never claims to be newer than it is. */
#include "store/table_changes.h"

#include <stdatomic.h>

static atomic_uint_fast64_t changed[TABLE_NUMBERS];
static atomic_uint_fast64_t last = 1;

/* FNV-1a (datatracker.ietf.org/doc/html/draft-eastlake-fnv). */
static unsigned number_of(const char *name)
{
    uint32_t hash = 2166136261u;

    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    return (hash ^ (hash >> 16)) % TABLE_NUMBERS;
}

void table_set_add(struct table_set *tables, const char *name)
{
    unsigned number = number_of(name);

    tables->bits[number / 64] |= UINT64_C(1) << number % 64;
}

void table_set_add_all(struct table_set *tables, const struct table_set *others)
{
    for (int i = 0; i < TABLE_NUMBERS / 64; i++)
        tables->bits[i] |= others->bits[i];
}

uint64_t table_changes_last(void)
{
    return atomic_load(&last);
}

bool table_changes_since(const struct table_set *tables, uint64_t commit)
{
    for (int i = 0; i < TABLE_NUMBERS / 64; i++)
        for (uint64_t bits = tables->bits[i]; bits; bits &= bits - 1)
            if (atomic_load(&changed[64 * i + __builtin_ctzll(bits)]) > commit)
                return true;
    return false;
}

void table_changes_begin(const struct table_set *tables)
{
    uint64_t commit = atomic_load(&last) + 1;

    for (int i = 0; i < TABLE_NUMBERS / 64; i++)
        for (uint64_t bits = tables->bits[i]; bits; bits &= bits - 1)
            atomic_store(&changed[64 * i + __builtin_ctzll(bits)], commit);
}

void table_changes_end(void)
{
    atomic_fetch_add(&last, 1);
}
