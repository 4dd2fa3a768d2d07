/* auth_mfa.c - a second factor by one-time codes, set up and used as parse-server's "mfa" adapter
 * has it:
 *
 *   set up    {"secret": BASE32, "token": CODE}    answers two recovery codes, once
 *   log in    {"token": CODE}                      or a recovery code, which works once
 *   replace   {"secret": .., "token": .., "old": CODE OF THE SECRET BEFORE}
 *
 * Two things are stricter. A code that let somebody in does not do so again (RFC 6238, 5.2), and of
 * recovery codes only hashes are kept. The master key sets up anew without the old code. */
#include "accounts/auth_mfa.h"

#include "crypto/totp.h"
#include "formats/date.h"
#include "formats/encoding.h"
#include "formats/json.h"

#include <sodium.h>

enum {
    SECRET_CHARACTERS_LEAST = 20,
    SECRET_CHARACTERS_MOST = 256,
    RECOVERY_CODES = 2,
    RECOVERY_CHARACTERS = 30,
    RECOVERY_HASH_BYTES = 32
};

/* The secret part of a record: {"secret": BASE32, "step": N, "recovery": [HEX, ..]}. */
struct mfa {
    struct text secret;
    int64_t step; /* the last one whose code let somebody in */
    struct text recovery[RECOVERY_CODES];
    size_t recovery_count;
};

static bool fail_token(struct request *request)
{
    return fail(&request->context, PARSE_SCRIPT_FAILED, "Invalid MFA token");
}

static struct text member_text(const cJSON *object, const char *name)
{
    return text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name)));
}

static bool read_mfa(struct request *request, const struct auth_record *record, struct mfa *mfa)
{
    const cJSON *json = json_parse(&request->context, record->secret);
    const cJSON *code;

    if (!json)
        return fail_internal(&request->context, "a second factor could not be read");
    *mfa = (struct mfa){.secret = member_text(json, "secret")};
    mfa->step = (int64_t)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(json, "step"));
    cJSON_ArrayForEach(code, cJSON_GetObjectItemCaseSensitive(json, "recovery"))
    {
        if (cJSON_IsString(code) && mfa->recovery_count < RECOVERY_CODES)
            mfa->recovery[mfa->recovery_count++] = text_of(code->valuestring);
    }
    return true;
}

static bool write_mfa(struct request *request, const struct mfa *mfa, struct auth_record *record)
{
    struct buffer json;

    buffer_init(&json, request->context.arena, 256);
    buffer_add_string(&json, "{\"secret\":");
    json_write_string(&json, mfa->secret);
    buffer_add_string(&json, ",\"step\":");
    buffer_add_int64(&json, mfa->step);
    buffer_add_string(&json, ",\"recovery\":[");
    for (size_t i = 0; i < mfa->recovery_count; i++) {
        buffer_add_string(&json, i ? "," : "");
        json_write_string(&json, mfa->recovery[i]);
    }
    buffer_add_string(&json, "]}");
    record->secret = buffer_text(&json);
    return json.failed ? fail_internal(&request->context, "out of memory") : true;
}

/* The hash of a recovery code, in hex. The codes are random, so a fast hash will do. */
static struct text hash_recovery(struct arena *arena, struct text code)
{
    unsigned char hash[RECOVERY_HASH_BYTES];
    char hex[2 * RECOVERY_HASH_BYTES + 1];

    crypto_generichash(hash, sizeof hash, (const unsigned char *)code.bytes, code.length, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    return arena_copy(arena, text_of(hex));
}

/* Takes a recovery code out of the list; false when it is none. */
static bool use_recovery(struct request *request, struct mfa *mfa, struct text code)
{
    struct text hash = hash_recovery(request->context.arena, code);

    for (size_t i = 0; hash.bytes && i < mfa->recovery_count; i++)
        if (text_equal(mfa->recovery[i], hash)) {
            mfa->recovery[i] = mfa->recovery[--mfa->recovery_count];
            return true;
        }
    return false;
}

/* Checks a code of the kept secret, or a recovery code, and keeps that it was used. */
static bool use_code(struct request *request, const cJSON *token, struct auth_record *record)
{
    struct text code = text_of(cJSON_GetStringValue(token));
    struct mfa mfa = {.secret = text_none()};
    struct text key;
    int64_t step;

    if (!code.bytes)
        return fail_token(request);
    if (!read_mfa(request, record, &mfa))
        return false;
    if (use_recovery(request, &mfa, code))
        return write_mfa(request, &mfa, record);
    key = totp_read_secret(request->context.arena, mfa.secret);
    step = key.bytes ? totp_find_step(key, code, date_wall()) : -1;
    if (step < 0 || step <= mfa.step)
        return fail_token(request);
    mfa.step = step;
    return write_mfa(request, &mfa, record);
}

/* Makes new recovery codes: their hashes for the record, and the codes for the answer. */
static bool make_recovery(struct request *request, struct mfa *mfa, struct text *response)
{
    struct arena *arena = request->context.arena;
    struct text codes[RECOVERY_CODES] = {{0}};
    struct buffer both;
    struct buffer json;

    for (mfa->recovery_count = 0; mfa->recovery_count < RECOVERY_CODES; mfa->recovery_count++) {
        struct text *code = &codes[mfa->recovery_count];
        *code = random_name(arena, RECOVERY_CHARACTERS);
        if (!code->bytes)
            return fail_internal(&request->context, "out of memory");
        mfa->recovery[mfa->recovery_count] = hash_recovery(arena, *code);
    }
    buffer_init(&both, arena, 64);
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        buffer_add_string(&both, i ? ", " : "");
        buffer_add_text(&both, codes[i]);
    }
    buffer_init(&json, arena, 96);
    buffer_add_string(&json, "{\"recovery\":");
    json_write_string(&json, buffer_text(&both));
    buffer_add_char(&json, '}');
    *response = buffer_text(&json);
    return both.failed || json.failed ? fail_internal(&request->context, "out of memory") : true;
}

static bool set_up(struct request *request, const cJSON *data, struct auth_record *record,
                   struct text *response)
{
    struct text secret = member_text(data, "secret");
    struct text code = member_text(data, "token");
    struct mfa mfa = {.secret = secret};
    struct text key;

    if (!code.length || secret.length < SECRET_CHARACTERS_LEAST ||
        secret.length > SECRET_CHARACTERS_MOST)
        return fail(&request->context, PARSE_SCRIPT_FAILED, "Invalid MFA data");
    key = totp_read_secret(request->context.arena, secret);
    if (!key.bytes)
        return fail(&request->context, PARSE_SCRIPT_FAILED, "Invalid MFA data");
    mfa.step = totp_find_step(key, code, date_wall());
    if (mfa.step < 0)
        return fail_token(request); /* else the code is used up: it lets nobody in once more */
    return make_recovery(request, &mfa, response) && write_mfa(request, &mfa, record);
}

bool mfa_verify(struct request *request, const cJSON *data, enum auth_use use,
                struct auth_record *record, struct text *response)
{
    if (use == AUTH_LOG_IN)
        return use_code(request, cJSON_GetObjectItemCaseSensitive(data, "token"), record);
    if (use == AUTH_UPDATE && !request->principal.master &&
        !use_code(request, cJSON_GetObjectItemCaseSensitive(data, "old"), record))
        return false;
    if (use == AUTH_UPDATE && cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(data, "remove"))) {
        record->secret = text_none();
        return true;
    }
    return set_up(request, data, record, response);
}
