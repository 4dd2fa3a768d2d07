/* tally.c - see tally.h. */
#include "http/tally.h"

#include "http/exposition.h"
#include "http/router.h"

#include <stdio.h>
#include <time.h>

/* How an answer came out. */
enum outcome { OUTCOME_DONE, OUTCOME_REFUSED, OUTCOME_FAILED, OUTCOMES };

static const char *const outcome_names[OUTCOMES] = {"done", "refused", "failed"};

/* The counters of a route, from its first on. */
enum {
    ROUTE_OUTCOMES,
    ROUTE_PARTS = ROUTE_OUTCOMES + OUTCOMES,
    ROUTE_TIMES = ROUTE_PARTS + OUTCOMES,
    ROUTE_MICROSECONDS = ROUTE_TIMES + COUNT_TIME_BUCKETS,
    ROUTE_COUNTERS
};

/* Behind the routes: what no route answers, and pages. */
enum { NO_ROUTE, PAGES, BESIDES };

const int64_t tally_limits[COUNT_TIME_BUCKETS - 1] = {
    500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 10000000};

static size_t first_of(size_t route)
{
    return COUNT_FIXED + route * ROUTE_COUNTERS;
}

void tally_start(const struct app *app)
{
    counters_start(first_of(router_count(app) + BESIDES));
}

int64_t tally_clock(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void tally_time(size_t first_bucket, int64_t microseconds)
{
    size_t bucket = 0;

    while (bucket < COUNT_TIME_BUCKETS - 1 && microseconds > tally_limits[bucket])
        bucket++;
    counters_add(first_bucket + bucket, 1);
}

static enum outcome outcome_of(const struct request *request)
{
    int status =
        request->context.error.code ? request->context.error.status : request->response.status;

    return status < 400 ? OUTCOME_DONE : status < 500 ? OUTCOME_REFUSED : OUTCOME_FAILED;
}

static void count_error(const struct request *request)
{
    int code = request->context.error.code;

    if (code)
        counters_add(COUNT_ERRORS + (code > 0 && code < COUNT_CODES ? (size_t)code : 0), 1);
}

static size_t route_of(const struct request *request)
{
    return request->route ? router_number(request->app, request->route)
                          : router_count(request->app) + NO_ROUTE;
}

static void count_answer(size_t first, uint64_t bytes, int64_t microseconds)
{
    counters_add(COUNT_BYTES_OUT, bytes);
    counters_add(first + ROUTE_MICROSECONDS, (uint64_t)microseconds);
    tally_time(first + ROUTE_TIMES, microseconds);
}

void tally_answer(const struct request *request, uint64_t bytes, int64_t microseconds)
{
    size_t first = first_of(route_of(request));

    counters_add(first + ROUTE_OUTCOMES + outcome_of(request), 1);
    count_answer(first, bytes, microseconds);
    count_error(request);
}

void tally_page(const struct app *app, uint64_t bytes, int64_t microseconds)
{
    size_t first = first_of(router_count(app) + PAGES);

    counters_add(first + ROUTE_OUTCOMES + OUTCOME_DONE, 1);
    count_answer(first, bytes, microseconds);
}

void tally_part(const struct request *part)
{
    counters_add(first_of(route_of(part)) + ROUTE_PARTS + outcome_of(part), 1);
    count_error(part);
}

/* What it is called. */

static struct text from(struct text text, size_t at)
{
    return (struct text){text.bytes + at, text.length - at};
}

static bool begins_with(struct text text, const char *start)
{
    size_t length = strlen(start);

    return text.length >= length && memcmp(text.bytes, start, length) == 0 &&
           (text.length == length || text.bytes[length] == '/');
}

/* What is done with a class's objects by what stands behind the class in the pattern. */
static struct text operation_of(enum http_method method, struct text rest)
{
    static const char *const on_class[] = {
        [METHOD_GET] = "find", [METHOD_POST] = "create", [METHOD_PUT] = "", [METHOD_DELETE] = ""};
    static const char *const on_object[] = {[METHOD_GET] = "get",
                                            [METHOD_POST] = "create",
                                            [METHOD_PUT] = "update",
                                            [METHOD_DELETE] = "delete"};
    struct text id = TEXT("/:id");

    if (!rest.length)
        return text_of(on_class[method]);
    if (text_equal(rest, id))
        return text_of(on_object[method]);
    if (begins_with(rest, "/:id"))
        rest = from(rest, id.length);
    rest = from(rest, 1);
    for (size_t i = 0; i < rest.length; i++)
        if (rest.bytes[i] == '/')
            rest.length = i;
    return rest;
}

/* Of a route that is about no class: its pattern without what varies. */
static struct text words_of(struct text pattern)
{
    struct text words = from(pattern, 1);

    for (size_t i = 0; i + 1 < words.length; i++)
        if (words.bytes[i] == '/' && words.bytes[i + 1] == ':')
            words.length = i;
    return words;
}

static const char *method_name(enum http_method method)
{
    static const char *const names[] = {[METHOD_GET] = "GET",
                                        [METHOD_POST] = "POST",
                                        [METHOD_PUT] = "PUT",
                                        [METHOD_DELETE] = "DELETE"};

    return method <= METHOD_DELETE ? names[method] : "";
}

/* What a route is about. */
struct tally_label {
    struct text class_name; /* "": none, or none that there is */
    struct text operation;  /* "get", "find", ..., "login", "batch", ... */
    const char *method;     /* "" where any is meant */
};

static struct tally_label tally_label_of(const struct app *app, size_t number)
{
    static const struct {
        const char *path;
        const char *class_name;
    } own_paths[] = {{"/users", "_User"},
                     {"/sessions", "_Session"},
                     {"/roles", "_Role"},
                     {"/installations", "_Installation"}};
    static const char classes[] = "/classes/";
    size_t prefix = sizeof classes - 1;
    size_t count = router_count(app);
    const struct route *route = number < count ? router_route(app, number) : NULL;
    struct tally_label label = {.class_name = text_of(""), .method = ""};

    if (!route) {
        label.operation = text_of(number == count + PAGES ? "page" : "none");
        return label;
    }
    label.method = method_name(route->method);
    for (size_t i = 0; i < sizeof own_paths / sizeof *own_paths; i++)
        if (begins_with(route->pattern, own_paths[i].path)) {
            label.class_name = text_of(own_paths[i].class_name);
            label.operation =
                operation_of(route->method, from(route->pattern, strlen(own_paths[i].path)));
            return label;
        }
    if (route->pattern.length > prefix && memcmp(route->pattern.bytes, classes, prefix) == 0) {
        struct text rest = from(route->pattern, prefix);
        const char *slash = memchr(rest.bytes, '/', rest.length);
        size_t length = slash ? (size_t)(slash - rest.bytes) : rest.length;
        if (rest.bytes[0] != ':')
            label.class_name = (struct text){rest.bytes, length};
        label.operation = operation_of(route->method, from(rest, length));
        return label;
    }
    label.operation = words_of(route->pattern);
    return label;
}

/* Writing. */

static void write_labels(struct buffer *out, const struct app *app, size_t route)
{
    struct tally_label label = tally_label_of(app, route);

    exposition_label(out, "class", label.class_name);
    exposition_label(out, "operation", label.operation);
    exposition_label(out, "method", text_of(label.method));
}

static void write_outcomes(struct buffer *out, const struct app *app, const char *name,
                           size_t offset)
{
    for (size_t route = 0; route < router_count(app) + BESIDES; route++)
        for (size_t outcome = 0; outcome < OUTCOMES; outcome++) {
            uint64_t count = counters_sum(first_of(route) + offset + outcome);
            if (!count)
                continue;
            exposition_begin(out, name);
            write_labels(out, app, route);
            exposition_label(out, "outcome", text_of(outcome_names[outcome]));
            exposition_number(out, count);
        }
}

static void write_times(struct buffer *out, const struct app *app, const char *name)
{
    for (size_t route = 0; route < router_count(app) + BESIDES; route++) {
        size_t first = first_of(route);
        uint64_t count = 0;
        for (size_t i = 0; i < COUNT_TIME_BUCKETS; i++)
            count += counters_sum(first + ROUTE_TIMES + i);
        if (!count)
            continue;
        exposition_times(out, name, first + ROUTE_TIMES, first + ROUTE_MICROSECONDS, write_labels,
                         app, route);
    }
}

static void write_errors(struct buffer *out, const char *name)
{
    for (size_t code = 0; code < COUNT_CODES; code++) {
        uint64_t count = counters_sum(COUNT_ERRORS + code);
        char digits[8];
        if (!count)
            continue;
        snprintf(digits, sizeof digits, "%zu", code);
        exposition_begin(out, name);
        exposition_label(out, "code", text_of(code ? digits : "none"));
        exposition_number(out, count);
    }
}

void tally_write(struct buffer *out, const struct app *app)
{
    static const char requests[] = "caregen_requests_total";
    static const char parts[] = "caregen_batch_parts_total";
    static const char times[] = "caregen_request_duration_seconds";
    static const char errors[] = "caregen_errors_total";

    exposition_family(out, requests, "counter",
                      "Requests that were answered; refused: status 4xx, failed: 5xx.");
    write_outcomes(out, app, requests, ROUTE_OUTCOMES);
    exposition_family(out, parts, "counter", "Parts of batches, likewise.");
    write_outcomes(out, app, parts, ROUTE_PARTS);
    exposition_family(out, times, "histogram",
                      "From a whole request to its answer, what it waited included.");
    write_times(out, app, times);
    exposition_family(out, errors, "counter",
                      "Answers and parts of batches by Parse's error code.");
    write_errors(out, errors);
}
