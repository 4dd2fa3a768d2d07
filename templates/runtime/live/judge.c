/* judge.c - see judge.h: a change as one subscriber is told of it.
 *
 * The guard is asked by the statements that find and get are made of, with an image of the row in the
 * place of the table (row_image.h): what a where means, which rules and ACLs open the row, what hooks
 * keep back, which fields are hidden, what is audited and disclosed is said in one place for all
 * ways. Nothing is remembered from one change to the next. */
#include "live/judge.h"

#include "accounts/session_cache.h"
#include "formats/date.h"
#include "formats/json.h"
#include "guard/guard.h"
#include "http/writer.h"
#include "model/class_access.h"
#include "read/disclosure.h"
#include "read/projection.h"
#include "read/rows.h"
#include "read/shown_row.h"
#include "read/where_operand.h"
#include "request/hook_run.h"
#include "resolve/fetch.h"
#include "write/file_references.h"

enum {
    /* What judging one change for one subscriber may cost: it keeps all others waiting. A busy machine
     * may take much longer for the same steps. */
    JUDGE_STEPS = 2000000,
    JUDGE_MICROSECONDS = 200000
};

struct principal live_principal(const struct live_client *client)
{
    struct principal principal = {.no_acl_is_public =
                                      !client->live->server->app->private_by_default};

    if (client->master) {
        principal.master = true;
        principal.read_only = client->read_only;
        principal.by_master_key = true;
    }
    return principal;
}

struct live_request *live_request_new(struct live_client *client, struct arena *arena,
                                      struct text token, bool is_use)
{
    struct live *live = client->live;
    struct live_request *own = arena_alloc(arena, sizeof *own);
    struct request *request;
    bool is_due = false;

    if (!own)
        return NULL;
    own->budget = (struct budget){.steps = JUDGE_STEPS, .microseconds = JUDGE_MICROSECONDS};
    request = &own->request;
    request->context.arena = arena;
    request->server = live->server;
    request->app = live->server->app;
    request->path = text_of("/");
    request->address = client->counted;
    request->scheme = client->scheme;
    request->host = text_of(client->host);
    request->installation_id = text_of(client->installation_id);
    request->now = date_now();
    request->store = live->store;
    request->audit = &own->audit;
    request->budget = &own->budget;
    request->response.status = 200;
    request->principal = live_principal(client);
    if (client->master)
        return own;
    request->session_token = token.length ? token : text_of(client->token);
    if (!request->session_token.length)
        return own;
    if (session_cache_find(live->sessions, request, atomic_load(&live->server->session_generation),
                           is_use ? &is_due : NULL) &&
        is_due)
        writer_note_use(live->server->writer, request);
    return own;
}

/* Whether anybody is told of the class's rows. */
static bool is_live(const struct app *app, const struct class *class)
{
    return class != app->user && class != app->role && class != app->session &&
           class != app->installation && class != app->audit_log && !class->access->is_silent;
}

static bool check_watch(struct request *request, const struct class *class, const cJSON *watch)
{
    const cJSON *name;
    struct where_key key;

    cJSON_ArrayForEach(name, watch)
    {
        if (!where_find_key(request, class, text_of(name->valuestring), &key) ||
            !where_check_readable(request, key.field))
            return false;
    }
    return true;
}

static struct row_query query_of(const struct class *class, const cJSON *where)
{
    return (struct row_query){
        .class = class,
        .operation = where_is_of_one(where) ? OPERATION_GET : OPERATION_FIND,
        .where = where,
        .limit = -1,
    };
}

bool judge_subscription(struct request *request, const struct class *class,
                        const struct live_message *message)
{
    struct row_query query = query_of(class, message->where);
    const struct projection *projection;
    struct store_statement *rows;
    bool found;
    bool done;

    if (!is_live(request->app, class))
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Class %.*s has no live queries.",
                    (int)class->name.length, class->name.bytes);
    query.image = row_image_blank(request->context.arena, class);
    if (!query.image)
        return fail_internal(&request->context, "out of memory");
    request->image = query.image;
    if (!guard_permits(request, class, query.operation) ||
        !file_references_note(request, message->where) ||
        !check_watch(request, class, message->watch) ||
        !projection_build(request, class, &projection) ||
        !shown_row_narrow(request, class, &query.extra_where) ||
        !audit_read(request, class, query.operation, "live", text_none()))
        return false;
    if (message->where->child && !disclosure_enter_query(request, class))
        return false;
    if (!rows_select(request, &query, &rows))
        return false;
    done = sql_next(&request->context, rows, &found);
    store_release(rows);
    return done;
}

/* What judging one change for one subscription works with. */
struct judging {
    struct request *request;
    const struct subscription *subscription;
    const struct projection *projection;
    struct row_query query;
    const cJSON *where;
};

/* Whether the principal sees the row of the image, and, with_where, it is one that is asked for. A
 * refusal is an answer; only what the server cannot know fails. */
static bool sees(struct judging *judging, const struct row_image *image, bool with_where,
                 bool *seen)
{
    struct request *request = judging->request;
    struct store_statement *rows;
    bool done;

    *seen = false;
    if (!image)
        return true;
    judging->query.image = image;
    judging->query.where = with_where ? judging->where : NULL;
    if (!rows_select(request, &judging->query, &rows))
        return request->context.error.code == PARSE_INVALID_QUERY ? false
                                                                  : forgive(&request->context);
    done = sql_next(&request->context, rows, seen);
    store_release(rows);
    return done;
}

/* Whether the principal may still get the row, as it is in the table now. */
static bool sees_now(struct judging *judging, struct text object_id, bool *seen)
{
    struct row_query query = judging->query;
    struct store_statement *rows;
    bool done;

    *seen = false;
    query.image = NULL;
    query.where = NULL;
    query.object_id = object_id;
    if (!rows_select(judging->request, &query, &rows))
        return forgive(&judging->request->context);
    done = sql_next(&judging->request->context, rows, seen);
    store_release(rows);
    return done;
}

static bool write_shown(struct judging *judging, const struct row_image *image,
                        const struct row *row, const struct shown_row *found,
                        struct shown_image *shown)
{
    struct request *request = judging->request;
    struct object_writer writer = {.request = request};
    struct buffer buffer;

    buffer_init(&buffer, request->context.arena, 512);
    writer.buffer = &buffer;
    buffer_add_string(&buffer, "{\"className\":");
    json_write_string(&buffer, image->class->name);
    buffer_add_char(&buffer, ',');
    shown_row_write(&writer, row, found);
    buffer_add_char(&buffer, '}');
    shown->json = buffer_text(&buffer);
    return !buffer.failed || fail_internal(&request->context, "out of memory");
}

/* The row, with what a client sees of it; not shown where he does not see it, or a hook keeps it back. What is
 * shown is entered as read and disclosed. */
static bool write_image(struct judging *judging, const struct row_image *image,
                        struct shown_image *shown)
{
    struct request *request = judging->request;
    struct store_statement *rows;
    struct shown_row shown_row;
    bool found;

    *shown = (struct shown_image){.is_shown = false};
    judging->query.image = request->image = image;
    judging->query.where = NULL;
    if (!rows_select(request, &judging->query, &rows))
        return forgive(&request->context);
    if (sql_next(&request->context, rows, &found) && found) {
        struct row row = {.statement = rows};
        if (shown_row_open(request, judging->projection, &row, "live", &shown_row,
                           &shown->is_shown) &&
            shown->is_shown) {
            if (!judging->subscription->asked.bytes)
                (void)write_shown(judging, image, &row, &shown_row, shown);
            else
                shown->node = fetch_row(request, &row, &shown_row);
        }
    }
    store_release(rows);
    return request->context.error.code == 0;
}

/* Whether a hook lets the subscriber, who sees the row of the image, be shown it. */
static bool is_let_through(struct judging *judging, const struct row_image *image, bool *shown)
{
    struct request *request = judging->request;
    struct store_statement *rows;
    struct shown_row shown_row;
    bool found;

    *shown = true;
    if (!hook_wants(image->class, HOOK_AFTER_FIND))
        return true;
    *shown = false;
    judging->query.image = request->image = image;
    judging->query.where = NULL;
    if (!rows_select(request, &judging->query, &rows))
        return forgive(&request->context);
    if (sql_next(&request->context, rows, &found) && found) {
        struct row row = {.statement = rows};
        (void)shown_row_ask(request, judging->projection, &row, &shown_row, shown);
    }
    store_release(rows);
    return request->context.error.code == 0;
}

/* A row that the subscriber sees no more: which one it was, and nothing else; not shown where a hook kept it back,
 * so that he never knew of it. */
static bool write_bare(struct judging *judging, const struct row_image *image,
                       struct shown_image *bare)
{
    struct buffer buffer;
    bool shown;

    *bare = (struct shown_image){.is_shown = false};
    if (!is_let_through(judging, image, &shown))
        return false;
    if (!shown)
        return true;
    buffer_init(&buffer, judging->request->context.arena, 128);
    buffer_add_string(&buffer, "{\"className\":");
    json_write_string(&buffer, image->class->name);
    buffer_add_string(&buffer, ",\"objectId\":");
    json_write_string(&buffer, row_image_id(image));
    buffer_add_char(&buffer, '}');
    bare->is_shown = true;
    bare->json = buffer_text(&buffer);
    return buffer.failed ? fail_internal(&judging->request->context, "out of memory") : true;
}

/* Whether one of the watched fields has changed; of one that has been hidden since the subscription
 * nothing is told. */
static bool watch_fires(struct request *request, const struct subscription *subscription,
                        const struct change *change)
{
    static const char *const builtin[] = {"objectId", "createdAt", "updatedAt", "ACL"};
    const struct row_image *blank = change->before ? change->before : change->after;

    if (!subscription->watch_count || !change->after)
        return true;
    for (size_t i = 0; i < subscription->watch_count; i++) {
        struct text name = subscription->watch[i];
        const char *dot = memchr(name.bytes, '.', name.length);
        const struct class_field *field;
        if (dot)
            name.length = (size_t)(dot - name.bytes);
        field = class_find_field(change->class, name);
        if (field &&
            guard_hides_field(request, change->class, class_field_index(change->class, field)))
            continue;
        if (field && (!change->before ? !row_image_is_null(blank, field)
                                      : !row_image_agrees(change->before, change->after, field)))
            return true;
        for (int column = 0; !field && column < COLUMN_FIRST_FIELD; column++)
            if (text_is(name, builtin[column]) &&
                (!change->before ||
                 !row_image_columns_agree(change->before, change->after, column)))
                return true;
    }
    return false;
}

/* What a change is to somebody who found the row, or finds it, or both. */
static const char *event_of(const struct change *change, bool was, bool is)
{
    if (!change->after)
        return "delete";
    if (!is)
        return "leave";
    return was ? "update" : change->before ? "enter" : "create";
}

/* A leave, by which a row is seen no more, or is no more one that is asked for. */
static bool judge_leave(struct judging *judging, const struct change *change, bool visible,
                        struct verdict *verdict)
{
    if (visible && (!write_image(judging, change->after, &verdict->object) ||
                    !write_image(judging, change->before, &verdict->original)))
        return false;
    if (!verdict->object.is_shown && !write_bare(judging, change->before, &verdict->object))
        return false;
    verdict->event = verdict->object.is_shown ? "leave" : NULL;
    return true;
}

/* An object that a hook keeps back is none; an original of which that is so is left out. */
static bool judge_shown(struct judging *judging, const struct change *change, bool was,
                        struct verdict *verdict)
{
    if (!write_image(judging, change->after, &verdict->object))
        return false;
    if (!verdict->object.is_shown)
        return true;
    verdict->event = event_of(change, was, true);
    return !change->before || write_image(judging, change->before, &verdict->original);
}

/* Of a row that is gone no consent can be named, by which it would be disclosed. */
static bool judge_delete(struct judging *judging, const struct change *change,
                         struct verdict *verdict)
{
    const struct class *class = change->class;
    bool own;

    judging->request->image = change->before;
    if (!disclosure_is_own(judging->request, class, row_image_id(change->before), &own))
        return false;
    if (!(own ? write_image : write_bare)(judging, change->before, &verdict->object))
        return false;
    verdict->event = verdict->object.is_shown ? "delete" : NULL;
    return true;
}

static bool judge(struct judging *judging, const struct change *change, bool late,
                  struct verdict *verdict)
{
    bool was;
    bool is;
    bool visible = true;

    if (!sees(judging, change->before, true, &was) || !sees(judging, change->after, true, &is))
        return false;
    if (late && change->after && !sees_now(judging, row_image_id(change->after), &visible))
        return false;
    is = is && visible;
    if ((!was && !is) || !subscription_wants(judging->subscription, event_of(change, was, is)))
        return true;
    if (!change->after)
        return judge_delete(judging, change, verdict);
    if (is && (was || !change->before) &&
        !watch_fires(judging->request, judging->subscription, change))
        return true;
    if (is)
        return judge_shown(judging, change, was, verdict);
    return (!visible || sees(judging, change->after, false, &visible)) &&
           judge_leave(judging, change, visible, verdict);
}

bool judge_change(struct request *request, const struct subscription *subscription,
                  const struct change *change, bool late, struct verdict *verdict)
{
    struct judging judging = {.request = request, .subscription = subscription};

    *verdict = (struct verdict){.event = NULL};
    judging.where = json_parse(&request->context, subscription->where);
    if (!judging.where || !file_references_note(request, judging.where))
        return false;
    judging.query = query_of(subscription->class, judging.where);
    request->image = change->after ? change->after : change->before;
    if (!guard_permits(request, subscription->class, judging.query.operation))
        return forgive(&request->context);
    return projection_build(request, subscription->class, &judging.projection) &&
           shown_row_narrow(request, subscription->class, &judging.query.extra_where) &&
           judge(&judging, change, late, verdict);
}
