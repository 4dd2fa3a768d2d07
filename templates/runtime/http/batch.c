/* batch.c - see batch.h. */
#include "http/batch.h"

#include "formats/json.h"
#include "formats/query_string.h"
#include "http/router.h"
#include "http/tally.h"
#include "request/rates.h"
#include "request/server.h"
#include "resolve/endpoint.h"
#include "routes/pages.h"
#include "routes/parts.h"
#include "routes/refusals.h"

void error_write_json(struct buffer *buffer, const struct parse_error *error)
{
    buffer_add_string(buffer, "{");
    if (error->code != -1) {
        buffer_add_string(buffer, "\"code\":");
        buffer_add_int64(buffer, parse_code_on_wire(error->code));
        buffer_add_string(buffer, ",");
    }
    buffer_add_string(buffer, "\"error\":");
    if (error->is_json)
        buffer_add_text(buffer, error->message);
    else
        json_write_string(buffer, error->message);
    buffer_add_string(buffer, "}");
}

/* The method as it is written, which is "undefined" when it is not. */
static const char *method_of(const cJSON *description)
{
    const char *method =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(description, "method"));

    return method ? method : "undefined";
}

/* Cuts the mount path off the part's path, and the query off its end. */
static bool part_path(struct request *request, const cJSON *description, struct text *path,
                      struct text *query)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(description, "path");
    struct text mount = request->server->options.mount;
    const char *mark;

    if (!cJSON_IsString(member))
        return fail(&request->context, PARSE_INVALID_JSON, "batch request path must be a string");
    *path = text_of(member->valuestring);
    if (path->length < mount.length || memcmp(path->bytes, mount.bytes, mount.length) != 0)
        return fail(&request->context, PARSE_INVALID_JSON, "cannot route batch path %.*s",
                    TEXT_PRINTED(*path));
    path->bytes += mount.length;
    path->length -= mount.length;
    mark = path->length ? memchr(path->bytes, '?', path->length) : NULL;
    *query = text_none();
    if (mark) {
        query->bytes = mark + 1;
        query->length = path->length - (size_t)(mark + 1 - path->bytes);
        path->length = (size_t)(mark - path->bytes);
    }
    *path = router_tidy_path(*path);
    return true;
}

/* What files hold, pages and numbers for Prometheus do not fit among JSON, and an operation of GraphQL is made of
 * parts itself: what runs here and what elsewhere is decided for one kind of parts at a time. */
static bool is_no_part(struct text path)
{
    static const char prefix[] = "/files";

    if (text_is(path, "/metrics") || pages_has_path(path) || graphql_has_path(path))
        return true;
    return path.length >= sizeof prefix - 1 && memcmp(path.bytes, prefix, sizeof prefix - 1) == 0;
}

/* Turns one description into a part. A fault in the description itself fails the whole batch; what the
 * route refuses fails the part. */
static bool prepare_part(struct request *request, struct parts *parts, const cJSON *description)
{
    struct request *part = parts_add(request, parts);
    struct text query = text_none();

    part->method = method_from_text(text_of(method_of(description)));
    if (!part_path(request, description, &part->path, &query))
        return false;
    if (!query_parse(request->context.arena, query, &part->parameters, &part->parameter_count))
        return fail_internal(&request->context, "out of memory");
    part->body = cJSON_GetObjectItemCaseSensitive(description, "body");
    if (part->body && !cJSON_IsObject(part->body))
        part->body = NULL;
    if (part->method == METHOD_POST && text_is(part->path, "/batch"))
        return fail(&request->context, PARSE_INVALID_JSON, "nested batch requests are not allowed");
    if (!is_no_part(part->path) && router_find(part)) {
        if (rates_take(part, RATE_REQUESTS, 1))
            request_prepare(part);
    } else if (!part->route)
        return fail(&request->context, PARSE_INVALID_JSON, "cannot route %s %.*s",
                    method_of(description), TEXT_PRINTED(part->path));
    return true;
}

static bool batch_call(struct request *request)
{
    return parts_call(request->state);
}

bool batch_prepare(struct request *request)
{
    const cJSON *list =
        request->body ? cJSON_GetObjectItemCaseSensitive(request->body, "requests") : NULL;
    struct parts *parts;
    const cJSON *description;
    size_t count;

    if (!cJSON_IsArray(list))
        return fail(&request->context, PARSE_INVALID_JSON, "requests must be an array");
    count = (size_t)cJSON_GetArraySize(list);
    if (count > PARTS_LIMIT)
        return fail(&request->context, PARSE_INVALID_JSON,
                    "Batch request contains %zu sub-requests, which exceeds the limit of %d.",
                    count, PARTS_LIMIT);
    parts = parts_new(request, count,
                      cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(request->body, "transaction")));
    if (!parts)
        return false;
    request->state = parts;
    cJSON_ArrayForEach(description, list)
    {
        if (!prepare_part(request, parts, description))
            return false;
    }
    if (parts_prepared(request, parts))
        request->call = batch_call;
    return true;
}

bool batch_hash(struct request *request)
{
    return parts_hash_next(request, request->state);
}

static void write_answer(struct buffer *body, const struct request *part)
{
    tally_part(part);
    if (part->context.error.code) {
        refusal_note(part);
        buffer_add_string(body, "{\"error\":");
        error_write_json(body, &part->context.error);
    } else {
        buffer_add_string(body, "{\"success\":");
        buffer_add_text(body, buffer_text(&part->response.body));
    }
    buffer_add_string(body, "}");
}

static bool write_answers(struct request *request, struct parts *parts)
{
    struct buffer *body = &request->response.body;

    buffer_add_string(body, "[");
    for (size_t i = 0; i < parts->count; i++) {
        if (i)
            buffer_add_string(body, ",");
        write_answer(body, &parts->list[i]);
        buffer_release(&parts->list[i].response.body);
    }
    buffer_add_string(body, "]");
    return true;
}

bool batch_execute(struct request *request)
{
    struct parts *parts = request->state;

    return parts_execute(request, parts) && (request->unfinished || write_answers(request, parts));
}
