/* keys.c - see keys.h. A ring's file is written before the database is told of its keys, and others use a key when both
 * are on disk: so nothing is ever written under a key that a crash could take. The ring in memory is what a request
 * makes the file from, so each is alone in its commit: the next finds the ring with what the one before has done. */
#include "routes/keys.h"

#include "accounts/sessions.h"
#include "crypto/key_ring_file.h"
#include "formats/date.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "guard/audit_handover.h"
#include "request/server.h"
#include "write/data_keys.h"
#include "write/sealed_places.h"

#include <sodium.h>
#include <sys/stat.h>

/* Of one ring; nothing of it is secret. */
struct ring_report {
    struct {
        char id[KEY_ID_CHARACTERS + 1];
        char fingerprint[KEY_FINGERPRINT_CHARACTERS + 1];
        int64_t made_at;
    } keys[KEY_RING_LIMIT];
    struct sealed_count counts[KEY_RING_LIMIT];
    struct data_keys known;
    size_t count;
};

/* What the stages of a request hand to each other. */
struct keys_request {
    enum key_purpose purpose; /* KEY_PURPOSE_COUNT: all of them */
    bool ends_sessions;
    struct ring_report rings[KEY_OUTER];
};

/* On the writer: the key that is the newest as soon as all is on disk. */
static struct ring_key next[KEY_OUTER];

static bool has_ring(const struct request *request, enum key_purpose purpose)
{
    return purpose != KEY_AUDIT || request->app->is_audited;
}

/* Makes the request's state; refuses all but operators. */
static bool begin(struct request *request, bool names_purpose)
{
    struct keys_request *state = arena_alloc(request->context.arena, sizeof *state);

    if (!request->is_operators) {
        request->context.error = (struct parse_error){
            .code = -1, .status = 403, .message = text_of("Permission denied")};
        return false;
    }
    if (!state)
        return fail_internal(&request->context, "out of memory");
    memset(state, 0, sizeof *state);
    request->call_state = state;
    state->purpose = KEY_PURPOSE_COUNT;
    request->alone = true;
    if (!names_purpose)
        return true;
    if (!key_purpose_find(request->segments[0], &state->purpose) ||
        !has_ring(request, state->purpose))
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND,
                    "There is no such key: there are seal, file, session%s.",
                    request->app->is_audited ? " and audit" : "");
    return true;
}

/* Counting, which reads all that is sealed: on a thread for what takes long, with a connection of its own. */

static bool report_ring(struct context *context, struct store_connection *store,
                        const struct sealed_place *places, enum key_purpose purpose,
                        struct ring_report *report)
{
    struct key_list ring;
    bool done;

    key_ring_list(purpose, &ring);
    report->count = ring.count;
    for (size_t i = 0; i < ring.count; i++) {
        sodium_bin2hex(report->keys[i].id, sizeof report->keys[i].id, ring.keys[i].id,
                       KEY_ID_BYTES);
        memcpy(report->keys[i].fingerprint, ring.keys[i].fingerprint,
               sizeof report->keys[i].fingerprint);
        report->keys[i].made_at = ring.keys[i].made_at;
    }
    done = data_keys_read(context, store, purpose, &report->known) &&
           sealed_places_count(context, store, places, purpose, &ring, report->counts);
    key_list_wipe(&ring);
    return done;
}

static bool count(struct request *request)
{
    struct keys_request *state = request->call_state;
    struct context *context = &request->context;
    const struct sealed_place *places;
    const char *reason;
    struct store_connection *store =
        store_open(request->server->database_path, STORE_READ, &reason);
    bool done = store && sealed_places_list(context, request->app, store, &places);

    for (int i = 0; done && i < KEY_OUTER; i++)
        done = !has_ring(request, (enum key_purpose)i) ||
               (state->purpose != KEY_PURPOSE_COUNT && state->purpose != (enum key_purpose)i) ||
               report_ring(context, store, places, (enum key_purpose)i, &state->rings[i]);
    store_close(store);
    return done || context->error.code || fail_internal(context, "keys cannot be counted");
}

/* GET /keys */

bool keys_list_prepare(struct request *request)
{
    request->call = count;
    return begin(request, false);
}

static void write_key(struct buffer *body, const struct ring_report *ring, size_t i)
{
    const struct data_key *known = data_keys_find(&ring->known, ring->keys[i].fingerprint);

    buffer_add_string(body, i ? ",{\"id\":\"" : "{\"id\":\"");
    buffer_add_string(body, ring->keys[i].id);
    buffer_add_string(body, "\",\"fingerprint\":\"");
    buffer_add_string(body, ring->keys[i].fingerprint);
    buffer_add_string(body, i ? "\",\"state\":\"older\"" : "\",\"state\":\"newest\"");
    if (ring->keys[i].made_at) {
        buffer_add_string(body, ",\"madeAt\":");
        date_write_json(body, ring->keys[i].made_at);
    }
    buffer_add_string(body, ",\"needed\":");
    buffer_add_int64(body, ring->counts[i].needed);
    buffer_add_string(body, ",\"fixed\":");
    buffer_add_int64(body, ring->counts[i].fixed);
    buffer_add_string(body, ",\"retired\":");
    buffer_add_int64(body, ring->counts[i].retired);
    if (known && known->idle_at) {
        buffer_add_string(body, ",\"unneededSince\":");
        date_write_json(body, known->idle_at);
    }
    buffer_add_char(body, '}');
}

bool keys_list(struct request *request)
{
    const struct keys_request *state = request->call_state;
    struct buffer *body = &request->response.body;
    const char *separator = "";

    buffer_add_string(body, "{\"rings\":[");
    for (int i = 0; i < KEY_OUTER; i++) {
        const struct ring_report *ring = &state->rings[i];
        if (!ring->count)
            continue;
        buffer_add_string(body, separator);
        buffer_add_string(body, "{\"purpose\":\"");
        buffer_add_string(body, key_purpose_name((enum key_purpose)i));
        buffer_add_string(body, "\",\"keys\":[");
        for (size_t j = 0; j < ring->count; j++)
            write_key(body, ring, j);
        buffer_add_string(body, "]}");
        separator = ",";
    }
    buffer_add_string(body,
                      key_ring_newest(KEY_OUTER) ? "],\"wrapped\":true" : "],\"wrapped\":false");
    buffer_add_string(body, atomic_load(&request->server->rewrapping) ? ",\"rewrapping\":true}"
                                                                      : ",\"rewrapping\":false}");
    return true;
}

/* POST /keys/:purpose/rotate */

bool keys_rotate_prepare(struct request *request)
{
    struct keys_request *state;
    cJSON *ends = NULL;

    if (!begin(request, true) || !request_json_parameter(request, "endSessions", &ends))
        return false;
    state = request->call_state;
    state->ends_sessions = cJSON_IsTrue(ends);
    if (state->ends_sessions && state->purpose != KEY_SESSION)
        return fail(&request->context, PARSE_INVALID_QUERY, "endSessions is for session");
    return true;
}

static void add_id(struct buffer *payload, const char *name, const struct ring_key *key)
{
    char id[KEY_ID_CHARACTERS + 1];

    buffer_add_string(payload, name);
    buffer_add_string(payload, sodium_bin2hex(id, sizeof id, key->id, KEY_ID_BYTES));
    buffer_add_char(payload, '"');
}

/* Enters it in the trail; of the trail's own key, with what both sign. */
static bool note(struct request *request, const char *action, enum key_purpose purpose,
                 const struct ring_key *from, const struct ring_key *to)
{
    const struct ring_key *about = to ? to : from;
    char id[KEY_ID_CHARACTERS + 1];
    struct buffer payload;

    sodium_bin2hex(id, sizeof id, about->id, KEY_ID_BYTES);
    buffer_init(&payload, request->context.arena, 1024);
    buffer_add_string(&payload, "{\"purpose\":\"");
    buffer_add_string(&payload, key_purpose_name(purpose));
    buffer_add_char(&payload, '"');
    if (to) {
        add_id(&payload, ",\"from\":\"", from);
        add_id(&payload, ",\"to\":\"", to);
    }
    if (to && purpose == KEY_AUDIT) {
        buffer_add_char(&payload, ',');
        audit_handover_write(&payload, request->app->name, from, to, request->now);
    }
    buffer_add_char(&payload, '}');
    if (payload.failed)
        return fail_internal(&request->context, "out of memory");
    return audit_note(request, action, text_of("_DataKey"), text_of(id), buffer_text(&payload));
}

/* Of the keys in the list, all but the first go. */
static bool forget_older(struct request *request, struct key_list *list)
{
    for (size_t i = 1; i < list->count; i++)
        if (!data_keys_forget(&request->context, request->store, list->keys[i].fingerprint))
            return false;
    sodium_memzero(&list->keys[1], (KEY_RING_LIMIT - 1) * sizeof *list->keys);
    list->count = 1;
    return true;
}

/* All is on disk: from here on the key is written under. */
static void adopt(struct request *request, void *carrier)
{
    const struct keys_request *state = carrier;
    const struct ring_key *key = NULL;

    (void)key_ring_add(state->purpose, &next[state->purpose]);
    sodium_memzero(&next[state->purpose], sizeof next[state->purpose]);
    while (state->ends_sessions && (key = key_ring_next(state->purpose, key)))
        key_ring_forget(state->purpose, key->id);
    request->server->keys_changed(request->server);
}

static bool rotate(struct request *request, struct keys_request *state, struct key_list *list)
{
    const struct ring_key *former = key_ring_newest(state->purpose);
    struct context *context = &request->context;

    if (!former || !key_ring_has_room(state->purpose) ||
        !key_list_make(state->purpose, list, request->now))
        return fail(context, PARSE_OPERATION_FORBIDDEN,
                    "There are too many keys: drop those that nothing needs, and start the server "
                    "anew.");
    if (!note(request, "rotate-key", state->purpose, former, &list->keys[0]) ||
        (state->purpose == KEY_AUDIT &&
         !data_keys_note_idle(context, request->store, former->fingerprint, request->now)) ||
        (state->ends_sessions &&
         (!sessions_end_everybodys(request) || !forget_older(request, list))) ||
        !data_keys_note(context, request->store, state->purpose, &list->keys[0], request->now))
        return false;
    if (!key_ring_file_write(request->server->options.data, state->purpose, list))
        return fail_internal(context, "the keys cannot be written");
    next[state->purpose] = list->keys[0];
    return request_afterwards(request, adopt, state);
}

bool keys_rotate(struct request *request)
{
    struct keys_request *state = request->call_state;
    struct key_list list;
    bool done;

    key_ring_list(state->purpose, &list);
    done = rotate(request, state, &list);
    if (done)
        add_id(&request->response.body, "{\"id\":\"", &list.keys[0]);
    buffer_add_char(&request->response.body, '}');
    key_list_wipe(&list);
    return done;
}

/* DELETE /keys/:purpose/:id */

bool keys_drop_prepare(struct request *request)
{
    request->call = count;
    return begin(request, true);
}

/* Which of the ring's keys has the id; the number of them when there is none. */
static size_t find_key(const struct ring_report *ring, struct text id)
{
    size_t at = 0;

    while (at < ring->count && !text_is(id, ring->keys[at].id))
        at++;
    return at;
}

/* What waits in the file outbox is sealed, too, where a stop has left it and no start has come since. */
static bool has_outbox(struct request *request)
{
    const char *path =
        arena_printf(request->context.arena, "%s/outbox", request->server->options.data).bytes;
    struct stat status;

    return !path || stat(path, &status) == 0;
}

static bool check_unneeded(struct request *request, const struct keys_request *state, size_t at)
{
    const struct ring_report *ring = &state->rings[state->purpose];
    const struct sealed_count *needed = &ring->counts[at];

    if (at == ring->count)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "There is no such key.");
    if (at == 0)
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                    "This is the newest key: rotate it first.");
    if (needed->needed)
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                    "%lld values need this key: %lld are sealed anew, %lld stay as they are "
                    "(versions), of which %lld are in retired columns and may be no sealed ones.",
                    (long long)needed->needed, (long long)(needed->needed - needed->fixed),
                    (long long)needed->fixed, (long long)needed->retired);
    if (state->purpose == KEY_SEAL && has_outbox(request))
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                    "Mails and webhooks wait in outbox, which may need this key: start the server, "
                    "which sends them.");
    return true;
}

static void forget(struct request *request, void *carrier)
{
    const struct keys_request *state = carrier;
    const struct ring_report *ring = &state->rings[state->purpose];
    const struct ring_key *key = NULL;
    size_t at = find_key(ring, request->segments[1]);

    while (at < ring->count && (key = key_ring_next(state->purpose, key)))
        if (strcmp(key->fingerprint, ring->keys[at].fingerprint) == 0)
            key_ring_forget(state->purpose, key->id);
}

/* A rotation may have come since they were counted: what the newest key then was is not the one to go, and to an older
 * one nothing is ever added. */
static bool drop(struct request *request, struct keys_request *state, struct key_list *list)
{
    const char *fingerprint =
        state->rings[state->purpose]
            .keys[find_key(&state->rings[state->purpose], request->segments[1])]
            .fingerprint;
    size_t at = 0;

    while (at < list->count && strcmp(list->keys[at].fingerprint, fingerprint) != 0)
        at++;
    if (at == list->count)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "There is no such key.");
    if (!note(request, "drop-key", state->purpose, &list->keys[at], NULL) ||
        !data_keys_forget(&request->context, request->store, fingerprint))
        return false;
    memmove(&list->keys[at], &list->keys[at + 1], (list->count - at - 1) * sizeof *list->keys);
    list->count--;
    return key_ring_file_write(request->server->options.data, state->purpose, list)
               ? request_afterwards(request, forget, state)
               : fail_internal(&request->context, "the keys cannot be written");
}

bool keys_drop(struct request *request)
{
    struct keys_request *state = request->call_state;
    const struct ring_report *ring = &state->rings[state->purpose];
    struct key_list list;
    bool done;

    if (!check_unneeded(request, state, find_key(ring, request->segments[1])))
        return false;
    key_ring_list(state->purpose, &list);
    done = drop(request, state, &list);
    key_list_wipe(&list);
    buffer_add_string(&request->response.body, "{}");
    return done;
}

/* POST /keys/rewrap */

static bool ask_source(struct request *request)
{
    return request->server->keys_ask(request->server) ||
           fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                "No key could be had from outside: the log says why.");
}

bool keys_rewrap_prepare(struct request *request)
{
    request->call = ask_source;
    return begin(request, false);
}

bool keys_rewrap(struct request *request)
{
    buffer_add_string(&request->response.body, "{}");
    if (!request->server->keys_rewrap(request->server))
        return fail_internal(&request->context, "the keys cannot be wrapped");
    return audit_note(request, "rewrap-keys", text_of("_DataKey"), text_of(""), text_none());
}
