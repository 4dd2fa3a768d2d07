/* batch.c - see batch.h. */
#include "http/batch.h"

#include "accounts/lockout.h"
#include "accounts/session_cache.h"
#include "formats/json.h"
#include "formats/query_string.h"
#include "guard/audit.h"
#include "http/refusals.h"
#include "http/router.h"
#include "http/tally.h"
#include "read/disclosure.h"
#include "request/rates.h"
#include "request/server.h"
#include "routes/pages.h"

enum {
    BATCH_LIMIT = 1000,
    /* What a transaction's reads may take of the writer, all together. */
    TRANSACTION_READ_MICROSECONDS = 250000
};

struct batch {
    struct request *parts;
    struct afterwards *afterwards; /* one for each part */
    struct audit_dues *audit;      /* the same */
    size_t count;
    size_t hashed;   /* parts that are past that stage */
    size_t executed; /* the same */
    int64_t reading; /* microseconds that a transaction's reads have left */
    bool transaction;
    bool writes; /* one of the parts does */
};

/* Parts that were executed together: what they left for afterwards. */
struct stretch {
    struct batch *batch;
    size_t from;
    size_t to;
};

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

/* What files hold, pages and numbers for Prometheus do not fit among JSON. */
static bool is_no_json(struct text path)
{
    static const char prefix[] = "/files";

    if (text_is(path, "/metrics") || pages_has_path(path))
        return true;
    return path.length >= sizeof prefix - 1 && memcmp(path.bytes, prefix, sizeof prefix - 1) == 0;
}

/* Turns one description into a request that shares the batch's arena and principal. A fault in the
 * description itself fails the whole batch; what the route refuses fails the part. */
static bool prepare_part(struct request *request, const cJSON *description,
                         struct audit_dues *audit, struct request *part)
{
    struct text query = text_none();

    *part = *request;
    part->context = (struct context){.arena = request->context.arena};
    part->file_sources = NULL;
    part->parameters = NULL;
    part->parameter_count = 0;
    part->state = NULL;
    part->call = NULL;
    part->route = NULL;
    part->writes = part->needs_hash = part->session_changes = false;
    part->failed_log_in = text_none();
    part->audit = audit;
    part->method = method_from_text(text_of(method_of(description)));
    if (!part_path(request, description, &part->path, &query))
        return false;
    if (!query_parse(request->context.arena, query, &part->parameters, &part->parameter_count))
        return fail_internal(&request->context, "out of memory");
    part->body = cJSON_GetObjectItemCaseSensitive(description, "body");
    if (part->body && !cJSON_IsObject(part->body))
        part->body = NULL;
    part->response = (struct response){.status = 200, .location = text_none()};
    buffer_init(&part->response.body, request->context.arena, 256);
    if (part->method == METHOD_POST && text_is(part->path, "/batch"))
        return fail(&request->context, PARSE_INVALID_JSON, "nested batch requests are not allowed");
    if (!is_no_json(part->path) && router_find(part)) {
        if (rates_take(part, RATE_REQUESTS, 1))
            request_prepare(part);
    } else if (!part->route)
        return fail(&request->context, PARSE_INVALID_JSON, "cannot route %s %.*s",
                    method_of(description), TEXT_PRINTED(part->path));
    return true;
}

static bool batch_call(struct request *request)
{
    struct batch *batch = request->state;

    for (size_t i = 0; i < batch->count; i++)
        request_call(&batch->parts[i]);
    return true;
}

/* Where a part is executed: on the writer when it writes, and otherwise where reading keeps nobody
 * from writing. A transaction is one piece, reads and all. */
static bool part_is_for_writer(const struct batch *batch, const struct request *part)
{
    return part->writes || (batch->transaction && batch->writes);
}

/* What has failed already is at home everywhere. */
static bool belongs_here(const struct request *request, const struct request *part)
{
    return part->context.error.code ||
           part_is_for_writer(request->state, part) == store_writes(request->store);
}

/* The first part that is to be executed says where the batch goes first. */
static void begin_where_parts_belong(struct request *request, struct batch *batch)
{
    batch->writes = request->writes;
    for (size_t i = 0; i < batch->count; i++) {
        const struct request *part = &batch->parts[i];
        if (part->context.error.code)
            continue;
        request->writes = part_is_for_writer(batch, part);
        return;
    }
    request->writes = false;
}

bool batch_prepare(struct request *request)
{
    const cJSON *list =
        request->body ? cJSON_GetObjectItemCaseSensitive(request->body, "requests") : NULL;
    struct batch *batch = arena_alloc(request->context.arena, sizeof *batch);
    const cJSON *description;

    if (!batch)
        return fail_internal(&request->context, "out of memory");
    if (!cJSON_IsArray(list))
        return fail(&request->context, PARSE_INVALID_JSON, "requests must be an array");
    batch->transaction =
        cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(request->body, "transaction"));
    batch->count = (size_t)cJSON_GetArraySize(list);
    if (batch->count > BATCH_LIMIT)
        return fail(&request->context, PARSE_INVALID_JSON,
                    "Batch request contains %zu sub-requests, which exceeds the limit of %d.",
                    batch->count, BATCH_LIMIT);
    batch->parts =
        arena_alloc_array(request->context.arena, batch->count + 1, sizeof *batch->parts);
    batch->afterwards =
        arena_alloc_array(request->context.arena, batch->count + 1, sizeof *batch->afterwards);
    batch->audit =
        arena_alloc_array(request->context.arena, batch->count + 1, sizeof *batch->audit);
    if (!batch->parts || !batch->afterwards || !batch->audit)
        return fail_internal(&request->context, "out of memory");
    request->state = batch;
    request->by_parts = true;
    request->writes = false;
    batch->reading = TRANSACTION_READ_MICROSECONDS;
    batch->count = 0;
    cJSON_ArrayForEach(description, list)
    {
        struct request *part = &batch->parts[batch->count++];
        if (!prepare_part(request, description, &batch->audit[batch->count - 1], part))
            return false;
        part->afterwards = &batch->afterwards[batch->count - 1];
        request->writes = request->writes || part->writes;
        request->needs_hash = request->needs_hash || part->needs_hash;
        if (part->call)
            request->call = batch_call;
    }
    begin_where_parts_belong(request, batch);
    return true;
}

/* One part at a time: others who wait for the same threads have their turns in between. */
bool batch_hash(struct request *request)
{
    struct batch *batch = request->state;
    bool hashed = false;

    for (; batch->hashed < batch->count; batch->hashed++) {
        struct request *part = &batch->parts[batch->hashed];
        if (!part->needs_hash || part->context.error.code)
            continue;
        if (hashed) {
            request->unfinished = true;
            return true;
        }
        if (--request->budget->hashes < 0 && !part->principal.master)
            fail(&part->context, PARSE_REQUEST_LIMIT_EXCEEDED,
                 "A batch may take no more passwords than that.");
        else
            hashed = true, request_hash(part);
    }
    return true;
}

/* Judges a part by what is so now: parts before it may have taken time, or the session away. */
static void confirm_part(struct request *request, struct request *part)
{
    bool confirmed = session_confirm(request, request->session_changes);

    part->principal = request->principal;
    part->session_generation = request->session_generation;
    part->now = request->now;
    part->emergency = request->emergency;
    if (!confirmed && !part->context.error.code)
        part->context.error = request->context.error;
    request->context.error = (struct parse_error){0};
}

static void execute_read(struct request *request, struct request *part)
{
    struct batch *batch = request->state;
    int64_t kept = 0;

    if (store_writes(request->store))
        kept = budget_cut(batch->reading);
    request_execute(part);
    if (store_writes(request->store))
        batch->reading = budget_restore(kept);
}

/* Executes a part that writes, in a savepoint of its own. */
static bool execute_write(struct request *request, struct request *part)
{
    const struct batch *batch = request->state;

    if (!store_savepoint(request->store))
        return fail_internal(&request->context, "no savepoint");
    if (request_execute(part)) {
        request->session_changes = request->session_changes || part->session_changes;
        return store_savepoint_release(request->store)
                   ? true
                   : fail_internal(&request->context, "savepoint not released");
    }
    if (!store_savepoint_rollback(request->store))
        return fail_internal(&request->context, "savepoint not rolled back");
    return batch->transaction || part->context.error.internal || lockout_count(part) ||
           fail_internal(&request->context, "a failed log-in could not be counted");
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

/* With "transaction": the first fault of a part is the batch's. */
static bool fail_transaction(struct request *request, const struct request *part)
{
    request->context.error = part->context.error;
    request->failed_log_in = part->failed_log_in;
    return false;
}

static void run_afterwards(struct request *request, void *state)
{
    const struct stretch *stretch = state;

    (void)request;
    for (size_t i = stretch->from; i < stretch->to; i++)
        if (!stretch->batch->parts[i].context.error.code)
            request_run_afterwards(&stretch->batch->parts[i]);
}

/* What has been executed in this stretch leaves tasks for when it is on disk. */
static bool leave_afterwards(struct request *request, size_t from)
{
    struct batch *batch = request->state;
    struct stretch *stretch = arena_alloc(request->context.arena, sizeof *stretch);

    if (!stretch)
        return fail_internal(&request->context, "out of memory");
    *stretch = (struct stretch){batch, from, batch->executed};
    return request_afterwards(request, run_afterwards, stretch);
}

/* False, and without an error, when there is no time for the part here: it is to be executed elsewhere,
 * and is as it was before, also where judging it took the time. */
static bool execute_part(struct request *request, struct request *part)
{
    const struct batch *batch = request->state;
    struct request before = *part;
    struct audit_dues audit = *part->audit;
    struct afterwards afterwards = *part->afterwards;

    part->store = request->store;
    confirm_part(request, part);
    if (!part->context.error.code && !part->writes)
        execute_read(request, part);
    else if (!part->context.error.code && !execute_write(request, part))
        return false;
    if (request->budget->leaves) {
        *part = before;
        *part->audit = audit;
        *part->afterwards = afterwards;
        return false;
    }
    audit_hand_on(request, part, batch->transaction);
    if (part->context.error.code && batch->transaction)
        return fail_transaction(request, part);
    return disclosure_hand_on(request, part);
}

static bool write_answers(struct request *request)
{
    struct batch *batch = request->state;
    struct buffer *body = &request->response.body;

    buffer_add_string(body, "[");
    for (size_t i = 0; i < batch->count; i++) {
        if (i)
            buffer_add_string(body, ",");
        write_answer(body, &batch->parts[i]);
        buffer_release(&batch->parts[i].response.body);
    }
    buffer_add_string(body, "]");
    return true;
}

bool batch_execute(struct request *request)
{
    struct batch *batch = request->state;
    size_t from = batch->executed;

    for (; batch->executed < batch->count; batch->executed++) {
        struct request *part = &batch->parts[batch->executed];
        if (!belongs_here(request, part) ||
            (!execute_part(request, part) && !request->context.error.code)) {
            request->unfinished = true;
            request->writes = part_is_for_writer(batch, part);
            break;
        }
        if (request->context.error.code)
            return false;
    }
    if (batch->executed > from && !leave_afterwards(request, from))
        return false;
    return request->unfinished || write_answers(request);
}
