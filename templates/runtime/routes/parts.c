/* parts.c - see parts.h. */
#include "routes/parts.h"

#include "accounts/lockout.h"
#include "accounts/session_cache.h"
#include "read/disclosure.h"

enum {
    /* What a transaction's reads may take of the writer, all together. */
    TRANSACTION_READ_MICROSECONDS = 250000
};

/* Parts that were executed together: what they left for afterwards. */
struct stretch {
    struct parts *parts;
    size_t from;
    size_t to;
};

struct parts *parts_new(struct request *request, size_t count, bool transaction)
{
    struct arena *arena = request->context.arena;
    struct parts *parts = arena_alloc(arena, sizeof *parts);

    if (parts) {
        parts->list = arena_alloc_array(arena, count + 1, sizeof *parts->list);
        parts->afterwards = arena_alloc_array(arena, count + 1, sizeof *parts->afterwards);
        parts->audit = arena_alloc_array(arena, count + 1, sizeof *parts->audit);
        parts->transaction = transaction;
        parts->reading = TRANSACTION_READ_MICROSECONDS;
    }
    if (!parts || !parts->list || !parts->afterwards || !parts->audit) {
        fail_internal(&request->context, "out of memory");
        return NULL;
    }
    request->by_parts = true;
    request->writes = false;
    return parts;
}

void part_begin(const struct request *request, struct request *part)
{
    *part = *request;
    part->context = (struct context){.arena = request->context.arena};
    part->file_sources = NULL;
    part->parameters = NULL;
    part->parameter_count = 0;
    part->body = NULL;
    part->state = NULL;
    part->call = NULL;
    part->route = NULL;
    part->by_parts = part->writes = part->needs_hash = part->session_changes = false;
    part->failed_log_in = text_none();
    part->response = (struct response){.status = 200, .location = text_none()};
    buffer_init(&part->response.body, request->context.arena, 256);
}

struct request *parts_add(struct request *request, struct parts *parts)
{
    struct request *part = &parts->list[parts->count];

    part_begin(request, part);
    part->audit = &parts->audit[parts->count];
    part->afterwards = &parts->afterwards[parts->count++];
    return part;
}

/* Where a part is executed: on the writer when it writes, and otherwise where reading keeps nobody
 * from writing. A transaction is one piece, reads and all. */
static bool part_is_for_writer(const struct parts *parts, const struct request *part)
{
    return part->writes || (parts->transaction && parts->writes);
}

/* What has failed already is at home everywhere. */
static bool belongs_here(const struct request *request, const struct parts *parts,
                         const struct request *part)
{
    return part->context.error.code ||
           part_is_for_writer(parts, part) == store_writes(request->store);
}

/* The first part that is to be executed says where the request goes first. */
static void begin_where_parts_belong(struct request *request, struct parts *parts)
{
    parts->writes = request->writes;
    for (size_t i = 0; i < parts->count; i++) {
        const struct request *part = &parts->list[i];
        if (part->context.error.code)
            continue;
        request->writes = part_is_for_writer(parts, part);
        return;
    }
    request->writes = false;
}

bool parts_prepared(struct request *request, struct parts *parts)
{
    bool calls = false;

    for (size_t i = 0; i < parts->count; i++) {
        const struct request *part = &parts->list[i];
        request->writes = request->writes || part->writes;
        request->needs_hash = request->needs_hash || part->needs_hash;
        calls = calls || part->call;
    }
    begin_where_parts_belong(request, parts);
    return calls;
}

bool parts_call(struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        request_call(&parts->list[i]);
    return true;
}

/* One part at a time: others who wait for the same threads have their turns in between. */
bool parts_hash_next(struct request *request, struct parts *parts)
{
    bool hashed = false;

    for (; parts->hashed < parts->count; parts->hashed++) {
        struct request *part = &parts->list[parts->hashed];
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

static void execute_read(struct request *request, struct parts *parts, struct request *part)
{
    int64_t kept = 0;

    if (store_writes(request->store))
        kept = budget_cut(parts->reading);
    request_execute(part);
    if (store_writes(request->store))
        parts->reading = budget_restore(kept);
}

/* Executes a part that writes, in a savepoint of its own. */
static bool execute_write(struct request *request, const struct parts *parts, struct request *part)
{
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
    return parts->transaction || part->context.error.internal || lockout_count(part) ||
           fail_internal(&request->context, "a failed log-in could not be counted");
}

/* Of a transaction: the first fault of a part is the request's. */
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
        if (!stretch->parts->list[i].context.error.code)
            request_run_afterwards(&stretch->parts->list[i]);
}

/* What has been executed in this stretch leaves tasks for when it is on disk. */
static bool leave_afterwards(struct request *request, struct parts *parts, size_t from)
{
    struct stretch *stretch = arena_alloc(request->context.arena, sizeof *stretch);

    if (!stretch)
        return fail_internal(&request->context, "out of memory");
    *stretch = (struct stretch){parts, from, parts->executed};
    return request_afterwards(request, run_afterwards, stretch);
}

/* False, and without an error, when there is no time for the part here: it is to be executed elsewhere,
 * and is as it was before, also where judging it took the time. */
static bool execute_part(struct request *request, struct parts *parts, struct request *part)
{
    struct request before = *part;
    struct audit_dues audit = *part->audit;
    struct afterwards afterwards = *part->afterwards;

    part->store = request->store;
    confirm_part(request, part);
    if (!part->context.error.code && !part->writes)
        execute_read(request, parts, part);
    else if (!part->context.error.code && !execute_write(request, parts, part))
        return false;
    if (request->budget->leaves) {
        *part = before;
        *part->audit = audit;
        *part->afterwards = afterwards;
        return false;
    }
    audit_hand_on(request, part, parts->transaction);
    if (part->context.error.code && parts->transaction)
        return fail_transaction(request, part);
    return disclosure_hand_on(request, part);
}

bool parts_execute(struct request *request, struct parts *parts)
{
    size_t from = parts->executed;

    for (; parts->executed < parts->count; parts->executed++) {
        struct request *part = &parts->list[parts->executed];
        if (!belongs_here(request, parts, part) ||
            (!execute_part(request, parts, part) && !request->context.error.code)) {
            request->unfinished = true;
            request->writes = part_is_for_writer(parts, part);
            break;
        }
        if (request->context.error.code)
            return false;
    }
    return parts->executed == from || leave_afterwards(request, parts, from);
}
