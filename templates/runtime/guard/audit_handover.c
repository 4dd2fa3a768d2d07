/* audit_handover.c - see audit_handover.h. */
#include "guard/audit_handover.h"

#include "formats/date.h"
#include "formats/json.h"

#include <sodium.h>

enum { PUBLIC_HEX = 2 * AUDIT_PUBLIC_KEY_BYTES + 1, SIGNATURE_HEX = 2 * crypto_sign_BYTES + 1 };

struct handover {
    unsigned char from[AUDIT_PUBLIC_KEY_BYTES];
    unsigned char to[AUDIT_PUBLIC_KEY_BYTES];
    struct text at;
};

void audit_key_public(const struct ring_key *key, unsigned char *public_key)
{
    unsigned char secret_key[crypto_sign_SECRETKEYBYTES];

    crypto_sign_seed_keypair(public_key, secret_key, key->bytes);
    sodium_memzero(secret_key, sizeof secret_key);
}

static struct text message_of(struct arena *arena, const char *app, const struct handover *handover)
{
    char from[PUBLIC_HEX];
    char to[PUBLIC_HEX];

    sodium_bin2hex(from, sizeof from, handover->from, sizeof handover->from);
    sodium_bin2hex(to, sizeof to, handover->to, sizeof handover->to);
    return arena_printf(arena, "caregen audit key 1\n%s\n%s\n%s\n%.*s\n", app, from, to,
                        TEXT_PRINTED(handover->at));
}

static void add_hex(struct buffer *buffer, const char *name, const unsigned char *bytes,
                    size_t length)
{
    char hex[SIGNATURE_HEX];

    buffer_add_string(buffer, name);
    buffer_add_string(buffer, sodium_bin2hex(hex, sizeof hex, bytes, length));
    buffer_add_char(buffer, '"');
}

static void add_signature(struct buffer *buffer, const char *name, const struct ring_key *key,
                          struct text message)
{
    unsigned char public_key[AUDIT_PUBLIC_KEY_BYTES];
    unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
    unsigned char signature[crypto_sign_BYTES];

    crypto_sign_seed_keypair(public_key, secret_key, key->bytes);
    crypto_sign_detached(signature, NULL, (const unsigned char *)message.bytes, message.length,
                         secret_key);
    sodium_memzero(secret_key, sizeof secret_key);
    add_hex(buffer, name, signature, sizeof signature);
}

void audit_handover_write(struct buffer *buffer, const char *app, const struct ring_key *from,
                          const struct ring_key *to, int64_t now)
{
    struct handover handover;
    char date[DATE_LENGTH];
    struct text message;

    date_format(now, date);
    handover.at = (struct text){date, DATE_LENGTH};
    audit_key_public(from, handover.from);
    audit_key_public(to, handover.to);
    message = message_of(buffer->arena, app, &handover);
    if (!message.bytes) {
        buffer->failed = true;
        return;
    }
    add_hex(buffer, "\"fromPublicKey\":\"", handover.from, sizeof handover.from);
    add_hex(buffer, ",\"publicKey\":\"", handover.to, sizeof handover.to);
    buffer_add_string(buffer, ",\"at\":\"");
    buffer_add_text(buffer, handover.at);
    buffer_add_char(buffer, '"');
    add_signature(buffer, ",\"fromSignature\":\"", from, message);
    add_signature(buffer, ",\"signature\":\"", to, message);
}

/* Reading. */

static bool read_hex(const cJSON *object, const char *name, unsigned char *bytes, size_t size)
{
    struct text hex = text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name)));
    size_t length = 0;

    return hex.length == 2 * size &&
           sodium_hex2bin(bytes, size, hex.bytes, hex.length, NULL, &length, NULL) == 0 &&
           length == size;
}

static bool is_signed(const cJSON *json, const char *name, const unsigned char *public_key,
                      struct text message)
{
    unsigned char signature[crypto_sign_BYTES];

    return read_hex(json, name, signature, sizeof signature) &&
           crypto_sign_verify_detached(signature, (const unsigned char *)message.bytes,
                                       message.length, public_key) == 0;
}

/* Reads a payload, which anybody may have written who can write the database. False when it is no handover that both
 * keys have signed. */
static bool read_handover(struct arena *arena, const char *app, struct text payload,
                          struct handover *handover)
{
    struct context context = {.arena = arena};
    const cJSON *json = json_parse(&context, payload);
    struct text message;

    handover->at = text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "at")));
    if (!handover->at.length || handover->at.length > DATE_LENGTH ||
        !read_hex(json, "fromPublicKey", handover->from, sizeof handover->from) ||
        !read_hex(json, "publicKey", handover->to, sizeof handover->to))
        return false;
    message = message_of(arena, app, handover);
    return message.bytes && is_signed(json, "fromSignature", handover->from, message) &&
           is_signed(json, "signature", handover->to, message);
}

bool audit_keys_have(const struct audit_keys *keys, const unsigned char *public_key)
{
    for (size_t i = 0; i < keys->count; i++)
        if (memcmp(keys->keys[i], public_key, AUDIT_PUBLIC_KEY_BYTES) == 0)
            return true;
    return false;
}

static void add_key(struct audit_keys *keys, const unsigned char *public_key)
{
    if (keys->count < sizeof keys->keys / sizeof *keys->keys && !audit_keys_have(keys, public_key))
        memcpy(keys->keys[keys->count++], public_key, AUDIT_PUBLIC_KEY_BYTES);
}

bool audit_keys_collect(struct context *context, struct store_connection *store, const char *app,
                        struct audit_keys *keys)
{
    unsigned char public_key[AUDIT_PUBLIC_KEY_BYTES];
    const struct ring_key *key = NULL;
    struct store_statement *rows;
    struct arena arena;
    bool found;
    bool done;

    keys->count = 0;
    while ((key = key_ring_next(KEY_AUDIT, key))) {
        audit_key_public(key, public_key);
        add_key(keys, public_key);
    }
    /* The last one first: each leads from a key that is known to the one before it. */
    rows = sql_statement(context, store,
                         "SELECT \"payload\" FROM \"_AuditEntry\" WHERE \"entityType\" = "
                         "'_DataKey' AND \"action\" = 'rotate-key' ORDER BY \"number\" DESC",
                         NULL);
    arena_init(&arena);
    while ((done = sql_next(context, rows, &found)) && found) {
        struct handover handover;
        if (read_handover(&arena, app, store_column_text(rows, 0), &handover) &&
            audit_keys_have(keys, handover.to))
            add_key(keys, handover.from);
        arena_reset(&arena);
    }
    arena_release(&arena);
    store_release(rows);
    return done;
}
