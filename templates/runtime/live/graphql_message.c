/* graphql_message.c - see graphql_message.h. */
#include "live/graphql_message.h"

#include "formats/json.h"

#include <stddef.h>
#include <strings.h>

static const struct {
    const char *name;
    bool has_id;
    bool needs_payload;
} types[] = {
    [GRAPHQL_CONNECTION_INIT] = {"connection_init", false, false},
    [GRAPHQL_PING] = {"ping", false, false},
    [GRAPHQL_PONG] = {"pong", false, false},
    [GRAPHQL_SUBSCRIBE] = {"subscribe", true, true},
    [GRAPHQL_COMPLETE] = {"complete", true, false},
};

static bool refuse(struct context *context, const char *why)
{
    return fail(context, PARSE_INVALID_JSON, "%s", why);
}

static bool read_type(struct context *context, const cJSON *json, struct graphql_message *message)
{
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "type"));

    if (!name)
        return refuse(context, "Message is missing the 'type' property");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name) == 0) {
            message->type = (enum graphql_message_type)i;
            return true;
        }
    return refuse(context, "Invalid message 'type' property");
}

bool graphql_message_read(struct context *context, struct text text,
                          struct graphql_message *message)
{
    struct context scratch = {.arena = context->arena};
    const cJSON *json = json_parse(&scratch, text);
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(json, "id");
    const cJSON *payload = cJSON_GetObjectItemCaseSensitive(json, "payload");

    *message = (struct graphql_message){.payload = NULL};
    if (!cJSON_IsObject(json))
        return refuse(context, "Message is expected to be a JSON object");
    if (!read_type(context, json, message))
        return false;
    if (payload && !cJSON_IsObject(payload) && !cJSON_IsNull(payload))
        return refuse(context, "Message's 'payload' property must be an object");
    message->payload = cJSON_IsObject(payload) ? payload : NULL;
    if (types[message->type].needs_payload && !message->payload)
        return refuse(context, "Message is missing the 'payload' property");
    if (!types[message->type].has_id)
        return true;
    if (!cJSON_IsString(id) || !id->valuestring[0])
        return refuse(context, "Message's 'id' property must be a string that is not empty");
    message->id = text_of(id->valuestring);
    return true;
}

bool graphql_message_credentials(const cJSON *payload, struct live_message *credentials)
{
    static const struct {
        const char *name;
        size_t place;
    } headers[] = {
        {"X-Parse-Application-Id", offsetof(struct live_message, application_id)},
        {"X-Parse-Session-Token", offsetof(struct live_message, session_token)},
        {"X-Parse-Master-Key", offsetof(struct live_message, master_key)},
        {"X-Parse-REST-API-Key", offsetof(struct live_message, rest_key)},
        {"X-Parse-JavaScript-Key", offsetof(struct live_message, javascript_key)},
        {"X-Parse-Client-Key", offsetof(struct live_message, client_key)},
        {"X-Parse-Windows-Key", offsetof(struct live_message, windows_key)},
        {"X-Parse-Installation-Id", offsetof(struct live_message, installation_id)},
    };
    const cJSON *member;

    *credentials = (struct live_message){.request_id = 0};
    cJSON_ArrayForEach(member, payload)
    {
        for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
            char *place = (char *)credentials + headers[i].place;
            if (strcasecmp(member->string, headers[i].name) != 0)
                continue;
            if (!cJSON_IsString(member))
                return false;
            *(struct text *)(void *)place = text_of(member->valuestring);
        }
    }
    return true;
}
