/* credentials.c - see credentials.h. The names are Parse's (REST guide, "Request Format"); which
 * place counts when is parse-server's rule. */
#include "http/credentials.h"

#include "formats/encoding.h"
#include "formats/json.h"
#include "http/peer.h"
#include "request/server.h"

#include <microhttpd.h>
#include <sodium.h>
#include <stddef.h>
#include <strings.h>

static const struct {
    const char *name;
    size_t length;
    size_t place;
} headers[] = {
    {"X-Parse-Application-Id", 22, offsetof(struct credentials, app_id)},
    {"X-Parse-Master-Key", 18, offsetof(struct credentials, master_key)},
    {"X-Parse-REST-API-Key", 20, offsetof(struct credentials, rest_key)},
    {"X-Parse-Javascript-Key", 22, offsetof(struct credentials, js_key)},
    {"X-Parse-Client-Key", 18, offsetof(struct credentials, client_key)},
    {"X-Parse-Windows-Key", 19, offsetof(struct credentials, dotnet_key)},
    {"X-Parse-Session-Token", 21, offsetof(struct credentials, session_token)},
    {"X-Parse-Installation-Id", 23, offsetof(struct credentials, installation_id)},
    {"X-Parse-Cloud-Context", 21, offsetof(struct credentials, cloud_context)},
    {"X-Parse-Request-Id", 18, offsetof(struct credentials, request_id)},
};

/* Members of a body that must be strings where they say anything at all. */
static const struct {
    const char *name;
    size_t place;
} members[] = {
    {"_InstallationId", offsetof(struct credentials, installation_id)},
    {"_SessionToken", offsetof(struct credentials, session_token)},
    {"_MasterKey", offsetof(struct credentials, master_key)},
};

/* What SDKs say of themselves, and nobody asks. */
static const char *const dropped_members[] = {"_ApplicationId",    "_JavaScriptKey",
                                              "_ClientVersion",    "_ContentType",
                                              "_RevocableSession", NULL};

struct gathering {
    struct credentials *credentials;
    struct text authorization;
    bool is_proxied;
};

static struct text *text_at(struct credentials *credentials, size_t place)
{
    return (struct text *)(void *)((char *)credentials + place);
}

/* Headers that only proxies add. */
static bool is_of_proxy(const char *name, size_t length)
{
    static const char forwarded[] = "X-Forwarded-";
    size_t prefix = sizeof forwarded - 1;

    if (length > prefix)
        return strncasecmp(name, forwarded, prefix) == 0;
    return (length == 9 && (strncasecmp(name, "Forwarded", length) == 0 ||
                            strncasecmp(name, "X-Real-IP", length) == 0)) ||
           (length == 3 && strncasecmp(name, "Via", length) == 0);
}

static enum MHD_Result gather(void *closure, enum MHD_ValueKind kind, const char *name,
                              size_t name_length, const char *value, size_t value_length)
{
    struct gathering *gathering = closure;
    struct text text = {value ? value : "", value ? value_length : 0};

    (void)kind;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (name_length == headers[i].length &&
            strncasecmp(name, headers[i].name, name_length) == 0) {
            *text_at(gathering->credentials, headers[i].place) = text;
            return MHD_YES;
        }
    if (name_length == 13 && strncasecmp(name, "Authorization", name_length) == 0)
        gathering->authorization = text;
    else if (is_of_proxy(name, name_length))
        gathering->is_proxied = true;
    return MHD_YES;
}

/* The text behind a prefix; no text when it begins otherwise. Case counts only when asked for. */
static struct text behind(struct text text, const char *prefix, bool exactly)
{
    size_t length = strlen(prefix);

    if (text.length < length || (exactly ? strncmp(text.bytes, prefix, length)
                                         : strncasecmp(text.bytes, prefix, length)) != 0)
        return text_none();
    return (struct text){text.bytes + length, text.length - length};
}

static void read_basic(struct credentials *credentials, struct arena *arena,
                       struct text authorization, struct text app_id)
{
    struct context scratch = {.arena = arena};
    struct text encoded = behind(authorization, "Basic ", false);
    struct text pair;
    struct text key;
    const char *colon;

    if (!encoded.bytes || !base64_read(&scratch, encoded, &pair) || !pair.length)
        return;
    colon = memchr(pair.bytes, ':', pair.length);
    if (!colon || !text_equal((struct text){pair.bytes, (size_t)(colon - pair.bytes)}, app_id))
        return;
    credentials->app_id = app_id;
    key = (struct text){colon + 1, pair.length - (size_t)(colon + 1 - pair.bytes)};
    if (behind(key, "javascript-key=", true).bytes)
        credentials->js_key = behind(key, "javascript-key=", true);
    else if (key.length)
        credentials->master_key = key;
}

void credentials_read_headers(struct credentials *credentials, struct MHD_Connection *connection,
                              struct arena *arena, struct text app_id)
{
    struct gathering gathering = {.credentials = credentials};

    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, gather, &gathering);
    credentials->is_near = !gathering.is_proxied && peer_is_loopback(connection);
    if (gathering.authorization.bytes)
        read_basic(credentials, arena, gathering.authorization, app_id);
}

bool secret_matches(struct text given, struct text expected)
{
    return given.bytes && expected.bytes && given.length == expected.length &&
           sodium_memcmp(given.bytes, expected.bytes, expected.length) == 0;
}

bool credentials_refuse(struct request *request)
{
    request->context.error =
        (struct parse_error){.code = -1, .status = 403, .message = text_of("unauthorized")};
    return false;
}

/* JavaScript's notion of a member that says nothing. */
static bool says_nothing(const cJSON *member)
{
    return !member || cJSON_IsNull(member) || cJSON_IsFalse(member) ||
           (cJSON_IsString(member) && !*member->valuestring) ||
           (cJSON_IsNumber(member) && member->valuedouble == 0);
}

/* A _context is an object, or the JSON of one. */
static bool take_context(struct credentials *credentials, struct request *request)
{
    cJSON *member = cJSON_DetachItemFromObjectCaseSensitive(request->body, "_context");
    struct buffer json;

    if (says_nothing(member))
        return true;
    if (cJSON_IsString(member)) {
        credentials->cloud_context = text_of(member->valuestring);
        return true;
    }
    buffer_init(&json, request->context.arena, 64);
    json_write_tree(&json, member);
    credentials->cloud_context = buffer_text(&json);
    return json.failed ? fail_internal(&request->context, "out of memory") : true;
}

static bool body_names_app(const struct credentials *credentials, const struct request *request)
{
    const struct options *options = &request->server->options;
    const char *app_id =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(request->body, "_ApplicationId"));

    return app_id && text_is(options->app_id, app_id) &&
           (!credentials->master_key.length ||
            secret_matches(credentials->master_key, options->master_key));
}

bool credentials_take_from_body(struct credentials *credentials, struct request *request)
{
    const char *js_key;

    if (!request->body || !body_names_app(credentials, request))
        return credentials_refuse(request);
    credentials->app_id = request->server->options.app_id;
    js_key =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(request->body, "_JavaScriptKey"));
    credentials->js_key = text_of(js_key ? js_key : "");
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        cJSON *member = cJSON_DetachItemFromObjectCaseSensitive(request->body, members[i].name);
        if (says_nothing(member))
            continue;
        if (!cJSON_IsString(member))
            return credentials_refuse(request);
        *text_at(credentials, members[i].place) = text_of(member->valuestring);
    }
    for (const char *const *name = dropped_members; *name; name++)
        (void)cJSON_DetachItemFromObjectCaseSensitive(request->body, *name);
    return take_context(credentials, request);
}
