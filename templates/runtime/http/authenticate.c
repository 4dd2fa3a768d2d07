/* authenticate.c - see authenticate.h. */
#include "http/authenticate.h"

#include "accounts/session_cache.h"
#include "formats/json.h"
#include "http/writer.h"
#include "request/server.h"

bool authenticate_client_key(const struct options *options, const struct credentials *credentials)
{
    const struct {
        struct text configured;
        struct text given;
    } keys[] = {
        {options->rest_key, credentials->rest_key},
        {options->js_key, credentials->js_key},
        {options->client_key, credentials->client_key},
        {options->dotnet_key, credentials->dotnet_key},
    };
    bool configured = false;

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        configured = configured || keys[i].configured.bytes;
        if (secret_matches(keys[i].given, keys[i].configured))
            return true;
    }
    return !configured;
}

static bool read_cloud_context(struct request *request, struct text json)
{
    struct context scratch = {.arena = request->context.arena};

    if (!json.bytes)
        return true;
    request->cloud_context = json_parse(&scratch, json);
    if (cJSON_IsObject(request->cloud_context))
        return true;
    return fail(&request->context, PARSE_INVALID_JSON, "Invalid object for context.");
}

bool authenticate_app(struct request *request, const struct credentials *credentials)
{
    const struct options *options = &request->server->options;
    bool master = secret_matches(credentials->master_key, options->master_key);
    bool reader = secret_matches(credentials->master_key, options->read_only_master_key);

    if (master || reader) {
        /* A proxy on this machine speaks for others. */
        if (!options->master_key_anywhere && !credentials->is_near)
            return credentials_refuse(request);
        request->principal.master = true;
        request->principal.read_only = !master;
        request->principal.by_master_key = true;
    } else if (!authenticate_client_key(options, credentials)) {
        return credentials_refuse(request);
    }
    request->session_token = credentials->session_token;
    request->installation_id = credentials->installation_id;
    return read_cloud_context(request, credentials->cloud_context);
}

bool authenticate_operator(struct request *request)
{
    request->principal.master = true;
    request->principal.by_master_key = true;
    return true;
}

bool authenticate_session(struct request *request, struct session_cache *sessions)
{
    uint64_t generation;
    bool use_is_due;

    if (!request->session_token.length || request->principal.master)
        return true;
    if (text_is(request->path, "/login"))
        return true;
    generation = atomic_load(&request->server->session_generation);
    if (!session_cache_find(sessions, request, generation, &use_is_due))
        return false;
    if (use_is_due)
        writer_note_use(request->server->writer, request);
    return true;
}
