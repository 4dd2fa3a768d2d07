/* runtime_graphql_message.c - any bytes as a client's message of graphql-transport-ws: either it is one, with all that
 * its type needs, or there is an error that fits into a closing frame. */
#include "formats/json.h"
#include "live/graphql_message.h"
#include "require.h"

enum { REASON_LIMIT = 123 };

static void require_credentials(const cJSON *payload)
{
    struct live_message credentials;
    const cJSON *member;

    if (!graphql_message_credentials(payload, &credentials)) {
        require(payload && payload->child, "what is wrong is there");
        return;
    }
    if (credentials.session_token.bytes)
        require(payload->child != NULL, "a token is somebody's");
    cJSON_ArrayForEach(member, payload)
    {
        if (strcmp(member->string, "X-Parse-Application-Id") == 0)
            require(credentials.application_id.bytes != NULL, "the app's id is read");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text text = {(const char *)bytes, size};
    struct graphql_message message;
    struct arena arena;

    json_init();
    arena_init(&arena);
    struct context context = {.arena = &arena};
    if (!graphql_message_read(&context, text, &message)) {
        struct text why = context.error.message;
        require(context.error.code != 0 && why.length > 0, "an error has words");
        require(why.length <= REASON_LIMIT && !why.bytes[why.length], "that fit into a frame");
        for (size_t i = 0; i < why.length; i++)
            require(why.bytes[i] >= ' ' && why.bytes[i] <= '~', "and are printable");
    } else {
        bool has_id = message.type == GRAPHQL_SUBSCRIBE || message.type == GRAPHQL_COMPLETE;
        require(context.error.code == 0, "either a message or an error");
        require(json_is_valid(text), "a message is JSON");
        require(has_id == (message.id.bytes != NULL), "an operation has an id, and nothing else");
        require(!has_id || message.id.length > 0, "which is not empty");
        require(!message.payload || cJSON_IsObject(message.payload), "a payload is an object");
        require(message.payload || message.type != GRAPHQL_SUBSCRIBE, "what is asked is there");
        require_credentials(message.payload);
    }
    arena_release(&arena);
    return 0;
}
