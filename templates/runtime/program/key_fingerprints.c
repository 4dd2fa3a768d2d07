/* key_fingerprints.c - see key_fingerprints.h. Keys are random, so that a short hash gives nothing
 * away. */
#include "program/key_fingerprints.h"

#include "base/context.h"
#include "base/log.h"
#include "formats/date.h"
#include "store/sql.h"

#include <sodium.h>

enum { FINGERPRINT_BYTES = 16, FINGERPRINT_TEXT = 2 * FINGERPRINT_BYTES + 1 };

static void fingerprint_of(const struct data_key *key, char *fingerprint)
{
    unsigned char hash[FINGERPRINT_BYTES];
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    /* The NUL too, so that where the name ends counts. */
    crypto_generichash_update(&state, (const unsigned char *)key->name, strlen(key->name) + 1);
    crypto_generichash_update(&state, (const unsigned char *)key->key.bytes, key->key.length);
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(fingerprint, FINGERPRINT_TEXT, hash, sizeof hash);
}

struct text key_fingerprint_of(struct arena *arena, const struct data_key *key)
{
    char fingerprint[FINGERPRINT_TEXT];

    fingerprint_of(key, fingerprint);
    return arena_copy(arena, text_of(fingerprint));
}

static bool has_table(struct context *context, struct store_connection *connection, bool *has)
{
    return sql_exists(context,
                      sql_statement(context, connection,
                                    "SELECT 1 FROM \"sqlite_schema\" WHERE \"name\" = '_DataKey'",
                                    NULL),
                      has);
}

static bool read_known(struct context *context, struct store_connection *connection,
                       const struct data_key *key, struct text *known)
{
    return sql_word(context,
                    sql_statement(context, connection,
                                  "SELECT \"fingerprint\" FROM \"_DataKey\" WHERE \"name\" = ?1",
                                  SQL_VALUES(sql_text(text_of(key->name)))),
                    known);
}

bool key_fingerprint_find(struct context *context, struct store_connection *connection,
                          const char *name, struct text *fingerprint)
{
    struct data_key key = {.name = name};
    bool known;

    *fingerprint = text_none();
    return has_table(context, connection, &known) &&
           (!known || read_known(context, connection, &key, fingerprint));
}

/* Whether the key is the known one; says what to do when it is not. */
static bool check_key(const struct data_key *key, struct text known, const char *folder)
{
    char fingerprint[FINGERPRINT_TEXT];

    if (!known.bytes)
        return true;
    if (!key->key.bytes) {
        log_error("%s/%s is missing, and there are data that need it: put it back from where you "
                  "keep the keys (its fingerprint is %.*s)",
                  folder, key->name, TEXT_PRINTED(known));
        return false;
    }
    fingerprint_of(key, fingerprint);
    if (text_is(known, fingerprint))
        return true;
    log_error("%s/%s is not the key that these data were made with: put that one back from where "
              "you keep the keys (its fingerprint is %.*s; this one's is %s)",
              folder, key->name, TEXT_PRINTED(known), fingerprint);
    return false;
}

bool key_fingerprints_check(struct store_connection *connection, const char *folder,
                            const struct data_key *keys, size_t count)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    bool known = false;
    bool good = true;

    arena_init(&arena);
    if (!has_table(&context, connection, &known))
        good = false;
    for (size_t i = 0; good && known && i < count; i++) {
        struct text fingerprint;
        good = read_known(&context, connection, &keys[i], &fingerprint) &&
               check_key(&keys[i], fingerprint, folder);
    }
    if (context.error.code)
        log_error("the database cannot be read: %s", store_error(connection));
    arena_release(&arena);
    return good;
}

bool key_fingerprints_note(struct store_connection *connection, const struct data_key *keys,
                           size_t count)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    bool done = true;

    arena_init(&arena);
    for (size_t i = 0; done && i < count; i++) {
        char fingerprint[FINGERPRINT_TEXT];
        if (!keys[i].key.bytes)
            continue;
        fingerprint_of(&keys[i], fingerprint);
        done = sql_run(
            &context,
            sql_statement(&context, connection,
                          "INSERT INTO \"_DataKey\" (\"name\", \"fingerprint\", "
                          "\"notedAt\") VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                          SQL_VALUES(sql_text(text_of(keys[i].name)),
                                     sql_text(text_of(fingerprint)), sql_int64(date_now()))));
    }
    if (!done)
        log_error("the keys' fingerprints cannot be noted: %s", store_error(connection));
    arena_release(&arena);
    return done;
}
