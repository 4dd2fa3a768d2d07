/* auth_oidc.c - signing in with an OpenID provider (OpenID Connect Core 1.0).
 *
 * The client has got an ID token from the provider and sends {"id": SUB, "id_token": JWT}, as Parse's
 * SDKs do for Google, Apple or Keycloak; "id" may be left out. The token must be signed by one of the
 * keys in --oidc-keys and be from --oidc-issuer for --oidc-audience (core 3.1.3.7). Nothing is
 * fetched from the network: whoever runs the server keeps the key file up to date, which is read
 * anew for each token. Of the token only its subject is kept. */
#include "accounts/auth_oidc.h"

#include "base/log.h"
#include "crypto/jwt.h"
#include "formats/date.h"
#include "formats/json.h"
#include "request/server.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    KEYS_FILE_LIMIT = 256 * 1024,
    TOKEN_BYTES_LIMIT = 16 * 1024,
    SUBJECT_BYTES_LIMIT = 255, /* core 2, "sub" */
    LEEWAY_SECONDS = 60        /* clocks differ */
};

bool oidc_serves(const struct request *request, struct text provider)
{
    const struct options *options = &request->server->options;

    return options->oidc_issuer.length && text_equal(provider, options->oidc_provider);
}

/* The file's content; no text when it cannot be read or is too large. */
static struct text read_file(struct arena *arena, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct text text = text_none();
    struct stat status;
    char *bytes;
    ssize_t got = -1;

    if (file < 0)
        return text;
    if (fstat(file, &status) == 0 && status.st_size > 0 && status.st_size <= KEYS_FILE_LIMIT &&
        (bytes = arena_alloc_bytes(arena, (size_t)status.st_size)) != NULL) {
        got = read(file, bytes, (size_t)status.st_size);
        if (got > 0)
            text = (struct text){bytes, (size_t)got};
    }
    close(file);
    return text;
}

static bool read_keys(struct arena *arena, const char *path, struct jwt_keys *keys)
{
    struct text file = read_file(arena, path);

    return file.bytes && jwt_keys_read(arena, file, keys);
}

bool oidc_check_options(const struct options *options)
{
    struct jwt_keys keys;
    struct arena arena;
    bool done;

    if (!options->oidc_issuer.length && !options->oidc_audience.length && !options->oidc_keys)
        return true;
    if (!options->oidc_issuer.length || !options->oidc_audience.length || !options->oidc_keys) {
        log_error("--oidc-issuer, --oidc-audience and --oidc-keys go together");
        return false;
    }
    if (text_is(options->oidc_provider, "mfa") || text_is(options->oidc_provider, "anonymous")) {
        log_error("--oidc-provider may not be one of the server's own");
        return false;
    }
    for (size_t i = 0; i < options->oidc_provider.length; i++) {
        char byte = options->oidc_provider.bytes[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        if (!letter && (i == 0 || !((byte >= '0' && byte <= '9') || byte == '_'))) {
            log_error("--oidc-provider is letters, digits and underscores");
            return false;
        }
    }
    arena_init(&arena);
    done = read_keys(&arena, options->oidc_keys, &keys);
    if (done)
        jwt_keys_release(&keys);
    else
        log_error("%s holds no public key that can be used", options->oidc_keys);
    arena_release(&arena);
    return done;
}

/* Whether "aud" is our audience, or a list with it. In a list "azp" must then be us (core 3.1.3.7). */
static bool is_for(const cJSON *claims, struct text audience)
{
    const cJSON *aud = cJSON_GetObjectItemCaseSensitive(claims, "aud");
    const cJSON *azp = cJSON_GetObjectItemCaseSensitive(claims, "azp");
    const cJSON *element;

    if (cJSON_IsString(aud))
        return text_is(audience, aud->valuestring);
    cJSON_ArrayForEach(element, aud)
    {
        if (cJSON_IsArray(aud) && cJSON_IsString(element) &&
            text_is(audience, element->valuestring))
            return !aud->child->next ||
                   (cJSON_IsString(azp) && text_is(audience, azp->valuestring));
    }
    return false;
}

/* Whether it is now between "nbf", if there is one, and "exp", which there must be. */
static bool is_in_time(const cJSON *claims, int64_t now)
{
    const cJSON *expires = cJSON_GetObjectItemCaseSensitive(claims, "exp");
    const cJSON *begins = cJSON_GetObjectItemCaseSensitive(claims, "nbf");
    double seconds = (double)now / 1000;

    if (!cJSON_IsNumber(expires) || expires->valuedouble + LEEWAY_SECONDS <= seconds)
        return false;
    return !begins || (cJSON_IsNumber(begins) && begins->valuedouble - LEEWAY_SECONDS <= seconds);
}

static bool fail_token(struct request *request)
{
    return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "id token is invalid for this user.");
}

bool oidc_identify(struct request *request, struct text provider, const cJSON *data,
                   struct text *id)
{
    const struct options *options = &request->server->options;
    struct arena *arena = request->context.arena;
    const cJSON *token = cJSON_GetObjectItemCaseSensitive(data, "id_token");
    const cJSON *given = cJSON_GetObjectItemCaseSensitive(data, "id");
    const cJSON *issuer;
    struct jwt_keys keys;
    cJSON *claims;

    (void)provider;
    if (!cJSON_IsString(token) || strlen(token->valuestring) > TOKEN_BYTES_LIMIT)
        return fail_token(request);
    if (!read_keys(arena, options->oidc_keys, &keys))
        return fail_internal(&request->context, "the keys of the OpenID provider cannot be read");
    claims = jwt_verify(arena, &keys, text_of(token->valuestring));
    jwt_keys_release(&keys);
    issuer = cJSON_GetObjectItemCaseSensitive(claims, "iss");
    if (!claims || !cJSON_IsString(issuer) || !text_is(options->oidc_issuer, issuer->valuestring) ||
        !is_for(claims, options->oidc_audience) || !is_in_time(claims, date_wall()))
        return fail_token(request);
    *id = text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(claims, "sub")));
    if (!id->length || id->length > SUBJECT_BYTES_LIMIT)
        return fail_token(request);
    if (given && !(cJSON_IsString(given) && text_is(*id, given->valuestring)))
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "auth is invalid for this user.");
    return true;
}
