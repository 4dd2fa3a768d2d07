/* fetch.c - see fetch.h. What REST has a route for goes through that route (fetch_request()), so that whoever
 * may find, get or count there may here. Targets of pointers come as included ones do (read/targets.h). */
#include "resolve/fetch.h"

#include "formats/json.h"
#include "guard/guard.h"
#include "model/class_access.h"
#include "model/value.h"
#include "read/disclosure.h"
#include "read/targets.h"
#include "request/hook_run.h"
#include "resolve/connections.h"
#include "routes/parts.h"

enum { FIRST_CAPACITY = 16 };

/* Whether the run is to end: its time is over, here or for good, or the server has failed. */
static bool must_end(const struct run *run)
{
    const struct request *request = run->request;

    return request->budget->leaves || request->budget->spent || request->context.error.internal;
}

static bool out_of_memory(struct run *run)
{
    return fail_internal(&run->request->context, "out of memory");
}

bool fetch_keep_refusal(struct run *run, struct parse_error *error)
{
    if (must_end(run))
        return false;
    *error = run->request->context.error;
    return forgive(&run->request->context);
}

/* Lists. */

bool fetch_add_node(struct arena *arena, struct node_list *list, struct node *node)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : FIRST_CAPACITY;
        struct node **nodes = arena_alloc_array(arena, capacity, sizeof *nodes);
        if (!nodes)
            return false;
        if (list->count)
            memcpy(nodes, list->nodes, list->count * sizeof *nodes);
        list->nodes = nodes;
        list->capacity = capacity;
    }
    list->nodes[list->count++] = node;
    return true;
}

struct node *fetch_row(struct request *request, const struct row *row,
                       const struct shown_row *found)
{
    const struct class *class = found->projection->class;
    struct node *node = arena_alloc(request->context.arena, sizeof *node);

    if (node)
        node->object = arena_alloc(request->context.arena, class->object_size);
    if (!node || !node->object) {
        fail_internal(&request->context, "out of memory");
        return NULL;
    }
    node->class = class;
    node->found = *found;
    return value_read_row(&request->context, class, row->statement, node->object) ? node : NULL;
}

struct list_taker {
    struct row_taker taker; /* first */
    struct node_list *list;
};

static bool take(struct row_taker *taker, struct request *request, const struct row *row,
                 const struct shown_row *found)
{
    struct node_list *list = ((struct list_taker *)taker)->list;
    struct node *node = fetch_row(request, row, found);

    if (!node)
        return false;
    return fetch_add_node(request->context.arena, list, node) ||
           fail_internal(&request->context, "out of memory");
}

unsigned char *fetch_new_columns(struct run *run, const struct class *class)
{
    unsigned char *columns;

    if (hook_wants(class, HOOK_AFTER_FIND))
        return NULL;
    columns = arena_alloc(run->request->context.arena, (size_t) class->field_count + 1);
    if (!columns) {
        out_of_memory(run);
        return NULL;
    }
    for (size_t i = 0; i < class->access->protected_count; i++) {
        const struct class_field *field =
            guard_user_field(class, &class->access->protected_fields[i]);
        if (field)
            columns[class_field_index(class, field)] = 1;
    }
    return columns;
}

/* Requests of REST. */

static bool run_request(struct run *run, struct request *inner)
{
    struct request *request = run->request;
    bool done =
        request->server->find_route(inner) && request_prepare(inner) && request_execute(inner);

    if (inner->sought.class)
        request->sought = inner->sought;
    if (!done)
        request->context.error = inner->context.error;
    return done && disclosure_hand_on(request, inner);
}

bool fetch_request(struct run *run, struct text path, cJSON *body, struct row_taker *taker)
{
    struct request inner;
    bool done;

    part_begin(run->request, &inner);
    inner.method = METHOD_GET;
    inner.path = path;
    inner.body = body;
    inner.taker = taker;
    done = run_request(run, &inner);
    buffer_release(&inner.response.body);
    return done;
}

bool fetch_object(struct run *run, const struct object_plan *plan, struct text path,
                  struct node_list *list)
{
    unsigned char *columns = fetch_new_columns(run, plan->class);
    struct list_taker taker = {.taker = {.take = take, .class = plan->class, .columns = columns},
                               .list = list};

    *list = (struct node_list){0};
    if (run->request->context.error.code)
        return false;
    if (columns)
        plan_mark_columns(plan, columns);
    return fetch_request(run, path, NULL, &taker.taker);
}

/* Targets. */

/* The name of an object in a member's table: of an Array's elements the class is part of it. */
static struct text key_of(const struct member *member, const struct class *class,
                          struct text object_id, struct arena *arena)
{
    const struct text parts[] = {class->name, TEXT(":"), object_id};

    return member->target ? object_id : arena_join(arena, parts, 3);
}

const struct node *fetch_find(const struct member *member, const struct class *class,
                              struct text object_id, struct arena *arena)
{
    struct text key = key_of(member, class, object_id, arena);

    return key.bytes ? graphql_names_find(&member->found, key) : NULL;
}

/* Ids of one class that are to be read: a JSON array, each once. */
struct wanted {
    struct buffer json;
    struct graphql_names seen;
};

static bool want(struct run *run, struct wanted *wanted, struct text object_id)
{
    struct arena *arena = run->request->context.arena;
    void **place;

    if (!wanted->json.arena)
        buffer_init(&wanted->json, arena, 256);
    place = graphql_names_add(&wanted->seen, arena, object_id);
    if (!place)
        return out_of_memory(run);
    if (*place)
        return true;
    *place = wanted;
    buffer_add_char(&wanted->json, wanted->json.length ? ',' : '[');
    json_write_string(&wanted->json, object_id);
    return true;
}

/* Reads targets of one class into the member's table and a list. */
static bool read_targets(struct run *run, struct member *member, const struct object_plan *plan,
                         struct wanted *wanted, struct node_list *list)
{
    struct request *request = run->request;
    struct arena *arena = request->context.arena;
    unsigned char *columns = fetch_new_columns(run, plan->class);
    struct list_taker taker = {.taker = {.take = take, .class = plan->class}, .list = list};

    if (request->context.error.code)
        return false;
    if (columns)
        plan_mark_columns(plan, columns);
    taker.taker.columns = columns;
    buffer_add_char(&wanted->json, ']');
    if (wanted->json.failed)
        return out_of_memory(run);
    if (!targets_take(request, plan->class, buffer_text(&wanted->json), &taker.taker))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        struct node *node = list->nodes[i];
        struct text id = ((const struct object *)node->object)->object_id;
        void **place =
            graphql_names_add(&member->found, arena, key_of(member, plan->class, id, arena));
        if (!place)
            return out_of_memory(run);
        *place = node;
    }
    return true;
}

/* The text of a member's field in an object; no text when it is not shown or has no value. */
static struct text shown_text(const struct node *node, const struct class_field *field)
{
    int index = class_field_index(node->class, field);
    const void *source = shown_row_source(&node->found, index, node->object);

    if (!source || object_state_of(node->class, source, index) != FIELD_SET)
        return text_none();
    return *(const struct text *)object_value(source, field);
}

static bool fetch_pointers(struct run *run, struct member *member, struct node *const *nodes,
                           size_t count)
{
    struct wanted wanted = {0};
    struct node_list list = {0};

    for (size_t i = 0; i < count; i++) {
        struct text id = shown_text(nodes[i], member->field);
        if (id.bytes && !want(run, &wanted, id))
            return false;
    }
    if (!wanted.json.length)
        return true;
    if (!read_targets(run, member, member->target, &wanted, &list))
        return fetch_keep_refusal(run, &member->error);
    return fetch_below(run, member->target, list.nodes, list.count);
}

/* Elements of arrays that are pointers, by the places of their classes in the app's table. */
static bool gather_elements(struct run *run, struct wanted *wanted, struct text json)
{
    const struct app_graphql *app = run->request->app->graphql;
    const cJSON *element;

    cJSON_ArrayForEach(element, json_parse(&run->request->context, json))
    {
        const char *type =
            cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(element, "__type"));
        const char *class =
            cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(element, "className"));
        const char *id =
            cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(element, "objectId"));
        if (!type || !class || !id || strcmp(type, "Pointer") != 0)
            continue;
        for (size_t i = 0; i < app->class_count; i++)
            if (text_is(app->classes[i].class->name, class) && !want(run, &wanted[i], text_of(id)))
                return false;
    }
    return !run->request->context.error.code;
}

static bool fetch_elements(struct run *run, struct member *member, struct node *const *nodes,
                           size_t count)
{
    const struct app_graphql *app = run->request->app->graphql;
    struct wanted *wanted =
        arena_alloc_array(run->request->context.arena, app->class_count, sizeof *wanted);

    if (!wanted)
        return out_of_memory(run);
    for (size_t i = 0; i < count; i++) {
        struct text json = shown_text(nodes[i], member->field);
        if (json.bytes && !gather_elements(run, wanted, json))
            return false;
    }
    for (size_t i = 0; i < app->class_count; i++) {
        struct node_list list = {0};
        if (!wanted[i].json.length)
            continue;
        if (!read_targets(run, member, member->elements[i], &wanted[i], &list)) {
            if (!fetch_keep_refusal(run, &member->error))
                return false;
            continue;
        }
        if (!fetch_below(run, member->elements[i], list.nodes, list.count))
            return false;
    }
    return true;
}

bool fetch_below(struct run *run, struct object_plan *plan, struct node *const *nodes, size_t count)
{
    for (struct member *member = plan->members; member && count; member = member->next) {
        bool done = true;
        if (member->target)
            done = fetch_pointers(run, member, nodes, count);
        else if (member->elements)
            done = fetch_elements(run, member, nodes, count);
        else if (member->connection)
            done = connections_fetch(run, member, nodes, count);
        if (!done)
            return false;
    }
    return true;
}

static bool below_members(struct run *run, const struct connection_member *member,
                          struct node *const *nodes, size_t count)
{
    for (; member; member = member->next)
        if ((member->node && !fetch_below(run, member->node, nodes, count)) ||
            !below_members(run, member->below, nodes, count))
            return false;
    return true;
}

bool fetch_below_connection(struct run *run, const struct connection_plan *plan,
                            struct node *const *nodes, size_t count)
{
    return below_members(run, plan->members, nodes, count);
}
