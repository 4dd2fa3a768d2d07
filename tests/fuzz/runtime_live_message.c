/* runtime_live_message.c - any bytes as a client's message of live queries: either it is one, with all
 * that its operation needs, or there is an error with words. */
#include "formats/json.h"
#include "live/message.h"
#include "require.h"

static void require_names(const cJSON *list)
{
    const cJSON *name;

    require(!list || (cJSON_IsArray(list) && list->child), "a list has an element");
    cJSON_ArrayForEach(name, list)
    {
        require(cJSON_IsString(name), "a list is of texts");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text text = {(const char *)bytes, size};
    struct live_message message;
    struct arena arena;

    json_init();
    arena_init(&arena);
    struct context context = {.arena = &arena};
    if (!live_message_read(&context, text, &message)) {
        require(context.error.code == PARSE_INTERNAL, "an error has parse-server's code");
        require(context.error.message.length > 0, "and words");
    } else {
        require(context.error.code == 0, "either a message or an error");
        require(json_is_valid(text), "a message is JSON");
        if (message.operation == LIVE_CONNECT)
            require(message.application_id.bytes != NULL, "a connect names the app");
        if (message.operation == LIVE_SUBSCRIBE || message.operation == LIVE_UPDATE) {
            require(message.class_name.bytes != NULL, "a subscription names a class");
            require(cJSON_IsObject(message.where), "and has a where");
        }
        require_names(message.keys);
        require_names(message.watch);
    }
    arena_release(&arena);
    return 0;
}
