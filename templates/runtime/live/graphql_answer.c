/* graphql_answer.c - see graphql_answer.h. */
#include "live/graphql_answer.h"

#include "formats/json.h"
#include "live/subscribing.h"

void graphql_write_head(struct buffer *message, struct text id, const char *type)
{
    buffer_add_string(message, "{\"id\":");
    json_write_string(message, id);
    buffer_add_string(message, ",\"type\":\"");
    buffer_add_string(message, type);
    buffer_add_string(message, "\"");
}

void graphql_write_error(struct buffer *message, struct text id, const struct parse_error *error)
{
    graphql_write_head(message, id, "error");
    buffer_add_string(message, ",\"payload\":[{\"message\":");
    json_write_string(message, error->message);
    buffer_add_string(message, ",\"extensions\":{\"code\":");
    buffer_add_int64(message, parse_code_on_wire(error->code));
    buffer_add_string(message, "}}]}");
}

void graphql_write_extensions(struct buffer *message, const struct request *request)
{
    struct buffer disclosed;

    buffer_init(&disclosed, message->arena, 128);
    if (!live_write_disclosure(&disclosed, request))
        return;
    message->failed = message->failed || disclosed.failed;
    if (message->failed)
        return;
    buffer_add_string(message, ",\"extensions\":{");
    buffer_add(message, disclosed.bytes + 1, disclosed.length - 1); /* without its comma */
    buffer_add_char(message, '}');
}
