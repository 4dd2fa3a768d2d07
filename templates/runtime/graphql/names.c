/* names.c - an open hash table in an arena, by SipHash. */
#include "graphql/names.h"

#include <pthread.h>
#include <sodium.h>

enum { LEAST_CAPACITY = 8 };

struct graphql_names_entry {
    struct text name; /* no text: the place is free */
    uint64_t hash;
    void *value;
};

static pthread_once_t key_made = PTHREAD_ONCE_INIT;
static unsigned char key[crypto_shorthash_KEYBYTES];

static void make_key(void)
{
    randombytes_buf(key, sizeof key);
}

static uint64_t hash_of(struct text name)
{
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t hash;

    pthread_once(&key_made, make_key);
    crypto_shorthash(bytes, (const unsigned char *)name.bytes, name.length, key);
    memcpy(&hash, bytes, sizeof hash);
    return hash;
}

/* The entry of the name, or the free one where it would be. The table has a free one. */
static struct graphql_names_entry *place_of(const struct graphql_names *names, struct text name,
                                            uint64_t hash)
{
    size_t at = (size_t)hash & (names->capacity - 1);

    while (names->entries[at].name.bytes &&
           (names->entries[at].hash != hash || !text_equal(names->entries[at].name, name)))
        at = (at + 1) & (names->capacity - 1);
    return &names->entries[at];
}

void *graphql_names_find(const struct graphql_names *names, struct text name)
{
    if (!names->count || !name.bytes)
        return NULL;
    return place_of(names, name, hash_of(name))->value;
}

/* At least a third of the places stay free. */
static bool make_room(struct graphql_names *names, struct arena *arena)
{
    struct graphql_names larger = {.count = names->count};

    if (names->count + 1 <= names->capacity / 3 * 2)
        return true;
    larger.capacity = names->capacity ? names->capacity * 2 : LEAST_CAPACITY;
    larger.entries = arena_alloc_array(arena, larger.capacity, sizeof *larger.entries);
    if (!larger.entries)
        return false;
    for (size_t i = 0; i < names->capacity; i++)
        if (names->entries[i].name.bytes)
            *place_of(&larger, names->entries[i].name, names->entries[i].hash) = names->entries[i];
    *names = larger;
    return true;
}

void **graphql_names_add(struct graphql_names *names, struct arena *arena, struct text name)
{
    uint64_t hash = hash_of(name);
    struct graphql_names_entry *entry;

    if (!make_room(names, arena))
        return NULL;
    entry = place_of(names, name, hash);
    if (!entry->name.bytes) {
        *entry = (struct graphql_names_entry){.name = name, .hash = hash};
        names->count++;
    }
    return &entry->value;
}
