/* map.c - a hash table with open addressing and linear probing; see map.h. */
#include "base/map.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

struct map_entry {
    const char *key; /* NULL: free */
    void *value;
    uint64_t hash;
};

void map_init(struct map *map, struct arena *arena)
{
    *map = (struct map){.arena = arena};
}

void map_init_ignoring_case(struct map *map, struct arena *arena)
{
    *map = (struct map){.arena = arena, .ignore_case = true};
}

static unsigned char fold(const struct map *map, char c)
{
    return (unsigned char)(map->ignore_case && c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* FNV-1a, with a last mix because the low bits choose the slot. */
static uint64_t hash_folded(const struct map *map, const char *key)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (const char *c = key; *c != '\0'; c++)
        hash = (hash ^ fold(map, *c)) * UINT64_C(1099511628211);
    return hash ^ (hash >> 32);
}

/* The same idea, eight bytes at a time: nobody sees a map's order. */
static uint64_t hash_key(const struct map *map, const char *key)
{
    if (map->ignore_case)
        return hash_folded(map, key);
    size_t length = strlen(key);
    uint64_t hash = UINT64_C(14695981039346656037) ^ length;
    for (; length > 0; key += sizeof(uint64_t)) {
        uint64_t part = 0;
        size_t count = length < sizeof part ? length : sizeof part;
        memcpy(&part, key, count);
        hash = (hash ^ part) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
        length -= count;
    }
    return hash;
}

static bool same_key(const struct map *map, const char *a, const char *b)
{
    if (!map->ignore_case)
        return strcmp(a, b) == 0;
    for (; *a != '\0' && fold(map, *a) == fold(map, *b); a++, b++) {
    }
    return fold(map, *a) == fold(map, *b);
}

/* The entry of a key, or the free entry where it belongs. The table is never full. */
static struct map_entry *find_slot(const struct map *map, const char *key, uint64_t hash)
{
    size_t slot = (size_t)hash & (map->capacity - 1);
    for (;;) {
        struct map_entry *entry = &map->entries[slot];
        if (!entry->key || (entry->hash == hash && same_key(map, entry->key, key)))
            return entry;
        slot = (slot + 1) & (map->capacity - 1);
    }
}

static void grow(struct map *map)
{
    struct map old = *map;
    map->capacity = old.capacity == 0 ? 16 : old.capacity * 2;
    map->entries = arena_alloc_array(map->arena, map->capacity, sizeof *map->entries);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.entries[i].key)
            *find_slot(map, old.entries[i].key, old.entries[i].hash) = old.entries[i];
}

void *map_get(const struct map *map, const char *key)
{
    if (map->capacity == 0)
        return NULL;
    return find_slot(map, key, hash_key(map, key))->value;
}

void *map_add(struct map *map, const char *key, void *value)
{
    if (map->count >= map->capacity / 4 * 3)
        grow(map);
    uint64_t hash = hash_key(map, key);
    struct map_entry *entry = find_slot(map, key, hash);
    if (entry->key)
        return entry->value;
    *entry = (struct map_entry){.key = key, .value = value, .hash = hash};
    map->count++;
    return NULL;
}
