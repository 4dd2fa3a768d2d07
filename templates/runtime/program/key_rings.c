/* key_rings.c - see key_rings.h. */
#include "program/key_rings.h"

#include "base/log.h"
#include "crypto/session_token.h"
#include "formats/date.h"
#include "program/key_source.h"
#include "write/data_keys.h"

/* How each file was found; those that do not fit what comes from outside are written anew. */
static enum ring_form forms[KEY_OUTER];

bool key_rings_has(const struct app *app, enum key_purpose purpose)
{
    return purpose != KEY_AUDIT || app->is_audited;
}

/* Without these some data could not be read again: they are made for a new folder alone. */
static bool is_needed_by_data(enum key_purpose purpose)
{
    return purpose == KEY_SEAL || purpose == KEY_FILE;
}

static enum ring_found fill(const struct options *options, enum key_purpose purpose)
{
    struct key_list list;
    enum ring_found found = key_ring_file_read(options->data, purpose, &list, &forms[purpose]);

    if (found == RING_FOUND && !key_ring_set(purpose, &list))
        found = RING_UNUSABLE;
    key_list_wipe(&list);
    return found;
}

/* Makes a ring of one key; with that of sessions of before, where there may be some. */
static bool make(const struct options *options, enum key_purpose purpose, bool with_keyless)
{
    struct key_list list = {.count = 0};
    bool done = key_list_make(purpose, &list, date_now()) &&
                (!with_keyless || session_token_take_keyless(&list)) &&
                key_ring_file_write(options->data, purpose, &list) && key_ring_set(purpose, &list);

    forms[purpose] = key_ring_newest(KEY_OUTER) ? RING_WRAPPED : RING_PLAIN;
    key_list_wipe(&list);
    return done;
}

static bool open_one(const struct options *options, enum key_purpose purpose, bool is_new)
{
    switch (fill(options, purpose)) {
    case RING_FOUND:
        return true;
    case RING_UNUSABLE:
        return false;
    case RING_MISSING:
        break;
    }
    if (!is_needed_by_data(purpose))
        return true;
    if (is_new)
        return make(options, purpose, false);
    log_error("%s/%s is missing, and there are data that need it: put it back from where you keep "
              "the keys",
              options->data, key_purpose_file(purpose));
    return false;
}

bool key_rings_open(const struct options *options, const struct app *app, bool is_new)
{
    if (!key_source_open(options))
        return false;
    for (int i = 0; i < KEY_OUTER; i++)
        if (key_rings_has(app, (enum key_purpose)i) &&
            !open_one(options, (enum key_purpose)i, is_new))
            return false;
    return true;
}

/* Held against the database. */

static bool is_in_ring(enum key_purpose purpose, const char *fingerprint)
{
    const struct ring_key *key = NULL;

    while ((key = key_ring_next(purpose, key)))
        if (strcmp(key->fingerprint, fingerprint) == 0)
            return true;
    return false;
}

static void say_lacking(const struct options *options, enum key_purpose purpose,
                        const char *fingerprint)
{
    const struct ring_key *newest = key_ring_newest(purpose);
    const char *file = key_purpose_file(purpose);

    if (!newest)
        log_error("%s/%s is missing, and there are data that need it: put it back from where you "
                  "keep the keys (its fingerprint is %s)",
                  options->data, file, fingerprint);
    else if (key_ring_next(purpose, NULL) == newest)
        log_error("%s/%s is not the key that these data were made with: put that one back from "
                  "where you keep the keys (its fingerprint is %s; this one's is %s)",
                  options->data, file, fingerprint, newest->fingerprint);
    else
        log_error("%s/%s lacks a key that these data were made with: put the file back from where "
                  "you keep the keys, or add a line with that key behind the others (its "
                  "fingerprint is %s)",
                  options->data, file, fingerprint);
}

static bool check_one(struct context *context, struct store_connection *store,
                      const struct options *options, enum key_purpose purpose)
{
    struct data_keys known;

    if (!data_keys_read(context, store, purpose, &known)) {
        log_error("the database cannot be read: %s", store_error(store));
        return false;
    }
    for (size_t i = 0; i < known.count; i++) {
        const struct data_key *key = &known.keys[i];
        if (key->idle_at || is_in_ring(purpose, key->fingerprint))
            continue;
        if (purpose != KEY_SESSION) {
            say_lacking(options, purpose, key->fingerprint);
            return false;
        }
        log_info("%s/%s lacks a key: whoever was signed in under it signs in again", options->data,
                 key_purpose_file(purpose));
    }
    return true;
}

bool key_rings_check_one(struct store_connection *store, const struct options *options,
                         enum key_purpose purpose)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    bool good;

    arena_init(&arena);
    good = check_one(&context, store, options, purpose);
    arena_release(&arena);
    return good;
}

bool key_rings_check(struct store_connection *store, const struct options *options,
                     const struct app *app)
{
    bool good = true;

    for (int i = 0; good && i < KEY_OUTER; i++)
        good = !key_rings_has(app, (enum key_purpose)i) ||
               key_rings_check_one(store, options, (enum key_purpose)i);
    return good;
}

/* Settled. */

/* What the database knows of keys that are gone is of no use any more: of sessions', which it can do without. */
static bool forget_gone(struct context *context, struct store_connection *store,
                        const struct data_keys *known)
{
    for (size_t i = 0; i < known->count; i++)
        if (!is_in_ring(KEY_SESSION, known->keys[i].fingerprint) &&
            !data_keys_forget(context, store, known->keys[i].fingerprint))
            return false;
    return true;
}

static bool settle_one(struct context *context, struct store_connection *store,
                       const struct options *options, enum key_purpose purpose, bool is_new)
{
    enum ring_form form = key_ring_newest(KEY_OUTER) ? RING_WRAPPED : RING_PLAIN;
    struct data_keys known;
    struct key_list list;
    bool done;

    if (!data_keys_read(context, store, purpose, &known))
        return false;
    if (!key_ring_newest(purpose)) {
        if (!make(options, purpose, purpose == KEY_SESSION && !is_new && !known.count))
            return false;
    } else if (forms[purpose] != form) {
        key_ring_list(purpose, &list);
        done = key_ring_file_write(options->data, purpose, &list);
        key_list_wipe(&list);
        if (!done)
            return false;
        if (forms[purpose] == RING_PLAIN)
            log_info("%s/%s is wrapped from now on: its copies that are not still open the data",
                     options->data, key_purpose_file(purpose));
        forms[purpose] = form;
    }
    return (purpose != KEY_SESSION || forget_gone(context, store, &known)) &&
           data_keys_note(context, store, purpose, key_ring_newest(purpose), date_now());
}

bool key_rings_settle(struct store_connection *store, const struct options *options,
                      const struct app *app, bool is_new)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    bool done = true;

    arena_init(&arena);
    for (int i = 0; done && i < KEY_OUTER; i++)
        done = !key_rings_has(app, (enum key_purpose)i) ||
               settle_one(&context, store, options, (enum key_purpose)i, is_new);
    if (context.error.code)
        log_error("the keys' fingerprints cannot be noted: %s", store_error(store));
    arena_release(&arena);
    return done;
}

enum ring_found key_rings_fill(const struct options *options, enum key_purpose purpose)
{
    return key_source_open(options) ? fill(options, purpose) : RING_UNUSABLE;
}

bool key_rings_open_one(struct store_connection *store, const struct options *options,
                        enum key_purpose purpose)
{
    if (key_rings_fill(options, purpose) == RING_UNUSABLE ||
        (store && !key_rings_check_one(store, options, purpose)))
        return false;
    if (key_ring_newest(purpose))
        return true;
    log_error("%s/%s is missing: put it back from where you keep the keys", options->data,
              key_purpose_file(purpose));
    return false;
}

bool key_rings_wrap(const struct options *options, const struct app *app,
                    const struct key_list *outer)
{
    const struct ring_key *newest;
    struct key_list list;
    bool done = true;

    for (size_t i = outer->count; done && i-- > 0;)
        done =
            key_ring_find(KEY_OUTER, outer->keys[i].id) || key_ring_add(KEY_OUTER, &outer->keys[i]);
    /* One that is there already is the newest again, when the source has gone back to it. */
    newest = key_ring_newest(KEY_OUTER);
    if (done && memcmp(newest->id, outer->keys[0].id, KEY_ID_BYTES) != 0)
        done = key_ring_add(KEY_OUTER, &outer->keys[0]);
    if (!done)
        log_error("there have been too many keys from outside: start the server anew");
    for (int i = 0; done && i < KEY_OUTER; i++) {
        if (!key_rings_has(app, (enum key_purpose)i))
            continue;
        key_ring_list((enum key_purpose)i, &list);
        done = key_ring_file_write(options->data, (enum key_purpose)i, &list);
        key_list_wipe(&list);
    }
    return done;
}
