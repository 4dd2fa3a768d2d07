/* key_ring.c - see key_ring.h. Keys stand in memory that libsodium guards, the oldest first; one that is
 * forgotten keeps its place until the process ends, since somebody may just be using it. */
#include "crypto/key_ring.h"

#include "base/log.h"
#include "formats/date.h"

#include <sodium.h>
#include <stdatomic.h>

struct place {
    struct ring_key key;
    atomic_bool gone;
};

static struct ring {
    struct place *places;
    atomic_size_t count; /* of places that are filled */
} rings[KEY_PURPOSE_COUNT];

static const struct {
    const char *name;
    const char *file;
} purposes[KEY_PURPOSE_COUNT] = {
    [KEY_SEAL] = {"seal", "seal-key"},    [KEY_FILE] = {"file", "file-key"},
    [KEY_AUDIT] = {"audit", "audit-key"}, [KEY_SESSION] = {"session", "session-key"},
    [KEY_OUTER] = {"outer", "outer-key"},
};

const char *key_purpose_name(enum key_purpose purpose)
{
    return purposes[purpose].name;
}

const char *key_purpose_file(enum key_purpose purpose)
{
    return purposes[purpose].file;
}

bool key_purpose_find(struct text name, enum key_purpose *purpose)
{
    for (int i = 0; i < KEY_OUTER; i++)
        if (text_is(name, purposes[i].name)) {
            *purpose = (enum key_purpose)i;
            return true;
        }
    return false;
}

/* Keys are random, so that a short hash gives nothing away. It is over the text, as it was before there were
 * rings: databases know keys by it. */
static void identify(enum key_purpose purpose, struct ring_key *key)
{
    unsigned char hash[KEY_FINGERPRINT_CHARACTERS / 2];
    const char *name = purposes[purpose].file;
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    /* The NUL too, so that where the name ends counts. */
    crypto_generichash_update(&state, (const unsigned char *)name, strlen(name) + 1);
    crypto_generichash_update(&state, (const unsigned char *)key->text, KEY_CHARACTERS);
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(key->fingerprint, sizeof key->fingerprint, hash, sizeof hash);
    memcpy(key->id, hash, KEY_ID_BYTES);
}

/* Reads "KEY" or "KEY DATE". */
static bool read_line(enum key_purpose purpose, struct text line, struct ring_key *key)
{
    size_t length = 0;
    struct text date = {line.bytes + KEY_CHARACTERS + 1, DATE_LENGTH};

    *key = (struct ring_key){.made_at = 0};
    if (line.length < KEY_CHARACTERS ||
        sodium_hex2bin(key->bytes, KEY_BYTES, line.bytes, KEY_CHARACTERS, NULL, &length, NULL) !=
            0 ||
        length != KEY_BYTES)
        return false;
    memcpy(key->text, line.bytes, KEY_CHARACTERS);
    identify(purpose, key);
    if (line.length == KEY_CHARACTERS)
        return true;
    return line.length == KEY_CHARACTERS + 1 + DATE_LENGTH && line.bytes[KEY_CHARACTERS] == ' ' &&
           date_parse(date, &key->made_at) && key->made_at > 0;
}

static bool has_key(const struct key_list *list, const unsigned char *id)
{
    for (size_t i = 0; i < list->count; i++)
        if (memcmp(list->keys[i].id, id, KEY_ID_BYTES) == 0)
            return true;
    return false;
}

/* Takes the next line, without its end; false when there is none. */
static bool next_line(struct text *rest, struct text *line)
{
    const char *end = rest->length ? memchr(rest->bytes, '\n', rest->length) : NULL;

    if (!rest->length)
        return false;
    *line = *rest;
    if (!end) {
        *rest = text_none();
        return true;
    }
    line->length = (size_t)(end - rest->bytes);
    *rest = (struct text){end + 1, rest->length - line->length - 1};
    return true;
}

static const char no_key[] = "no key of 64 hex digits";
_Static_assert(KEY_CHARACTERS == 64 && KEY_RING_LIMIT == 64, "as the faults say");

/* Reads the next line of the list; NULL, or what is wrong with it. */
static const char *add_line(enum key_purpose purpose, struct text line, struct key_list *list)
{
    struct ring_key *key = &list->keys[list->count];

    if (list->count == KEY_RING_LIMIT)
        return "more than 64 keys";
    if (!read_line(purpose, line, key))
        return no_key;
    if (has_key(list, key->id))
        return "the same key twice";
    list->count++;
    return NULL;
}

bool key_list_read(enum key_purpose purpose, struct text text, struct key_list *list,
                   const char **fault)
{
    struct text rest = text_trim(text, " \t\r\n");
    struct text line;

    list->count = 0;
    *fault = rest.length > 0 && rest.length <= KEY_RING_TEXT_LIMIT ? NULL : no_key;
    while (!*fault && next_line(&rest, &line))
        *fault = add_line(purpose, text_trim(line, " \t\r"), list);
    if (*fault)
        key_list_wipe(list);
    return !*fault;
}

void key_list_write(struct buffer *buffer, const struct key_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        char date[DATE_LENGTH];
        buffer_add(buffer, list->keys[i].text, KEY_CHARACTERS);
        if (list->keys[i].made_at) {
            date_format(list->keys[i].made_at, date);
            buffer_add_char(buffer, ' ');
            buffer_add(buffer, date, DATE_LENGTH);
        }
        buffer_add_char(buffer, '\n');
    }
}

bool key_list_make(enum key_purpose purpose, struct key_list *list, int64_t now)
{
    struct ring_key *key = &list->keys[0];

    if (list->count == KEY_RING_LIMIT)
        return false;
    memmove(&list->keys[1], key, list->count * sizeof *key);
    *key = (struct ring_key){.made_at = now};
    randombytes_buf(key->bytes, KEY_BYTES);
    sodium_bin2hex(key->text, sizeof key->text, key->bytes, KEY_BYTES);
    identify(purpose, key);
    list->count++;
    return true;
}

void key_list_wipe(struct key_list *list)
{
    sodium_memzero(list, sizeof *list);
}

bool key_ring_set(enum key_purpose purpose, const struct key_list *list)
{
    struct ring *ring = &rings[purpose];

    if (!ring->places)
        ring->places = sodium_malloc(KEY_RING_LIMIT * sizeof *ring->places);
    if (!ring->places) {
        log_error("out of memory");
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct place *place = &ring->places[i];
        place->key = list->keys[list->count - 1 - i];
        atomic_init(&place->gone, false);
    }
    atomic_store(&ring->count, list->count);
    return true;
}

void key_ring_list(enum key_purpose purpose, struct key_list *list)
{
    const struct ring_key *key = NULL;
    size_t count = 0;

    while ((key = key_ring_next(purpose, key)))
        count++;
    list->count = count;
    while (count && (key = key_ring_next(purpose, key)))
        list->keys[--count] = *key;
}

bool key_ring_has_room(enum key_purpose purpose)
{
    return rings[purpose].places && atomic_load(&rings[purpose].count) < KEY_RING_LIMIT;
}

bool key_ring_add(enum key_purpose purpose, const struct ring_key *key)
{
    struct ring *ring = &rings[purpose];
    size_t count = atomic_load(&ring->count);

    if (!key_ring_has_room(purpose))
        return false;
    ring->places[count].key = *key;
    atomic_init(&ring->places[count].gone, false);
    atomic_store(&ring->count, count + 1);
    return true;
}

void key_ring_forget(enum key_purpose purpose, const unsigned char *id)
{
    struct ring *ring = &rings[purpose];
    size_t count = atomic_load(&ring->count);

    for (size_t i = 0; i + 1 < count; i++)
        if (memcmp(ring->places[i].key.id, id, KEY_ID_BYTES) == 0)
            atomic_store(&ring->places[i].gone, true);
}

const struct ring_key *key_ring_newest(enum key_purpose purpose)
{
    const struct ring *ring = &rings[purpose];
    size_t count = atomic_load(&ring->count);

    return count ? &ring->places[count - 1].key : NULL;
}

const struct ring_key *key_ring_next(enum key_purpose purpose, const struct ring_key *key)
{
    const struct ring *ring = &rings[purpose];
    size_t count = atomic_load(&ring->count);
    bool is_behind = !key;

    for (size_t i = 0; i < count; i++) {
        const struct place *place = &ring->places[i];
        if (is_behind && !atomic_load(&place->gone))
            return &place->key;
        is_behind = is_behind || &place->key == key;
    }
    return NULL;
}

const struct ring_key *key_ring_find(enum key_purpose purpose, const unsigned char *id)
{
    const struct ring *ring = &rings[purpose];

    /* The newest first: it is asked for most. */
    for (size_t i = atomic_load(&ring->count); i-- > 0;)
        if (memcmp(ring->places[i].key.id, id, KEY_ID_BYTES) == 0 &&
            !atomic_load(&ring->places[i].gone))
            return &ring->places[i].key;
    return NULL;
}

void ring_key_derive(const struct ring_key *key, uint64_t use, unsigned char *derived)
{
    crypto_kdf_derive_from_key(derived, KEY_BYTES, use, "caregenf", key->bytes);
}
