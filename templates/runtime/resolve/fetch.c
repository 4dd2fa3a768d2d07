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
#include "resolve/arguments.h"
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

/* Takes back what was refused, and keeps it for the places where it would have been shown. */
static bool keep_refusal(struct run *run, struct parse_error *error)
{
    if (must_end(run))
        return false;
    *error = run->request->context.error;
    return forgive(&run->request->context);
}

/* Lists. */

static bool add_node(struct arena *arena, struct node_list *list, struct node *node)
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
    return add_node(request->context.arena, list, node) ||
           fail_internal(&request->context, "out of memory");
}

/* Which columns of a class are to be read, for plans that mark theirs: none where a hook looks at whole rows. Those
 * by which a row's fields are shown to more are among them. */
static unsigned char *new_columns(struct run *run, const struct class *class)
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

/* Reads by a request of REST within the run's own, "/classes/X/id" or "/users/me" say, whose answer is the list's
 * rows. False when it fails, which is then the run's request's failure. */
static bool fetch_request(struct run *run, struct text path, cJSON *body, const struct class *class,
                          const unsigned char *columns, struct node_list *list, int64_t *count,
                          bool *damaged)
{
    struct list_taker taker = {.taker = {.take = take, .class = class, .columns = columns},
                               .list = list};
    struct request inner;
    bool done;

    *list = (struct node_list){0};
    part_begin(run->request, &inner);
    inner.method = METHOD_GET;
    inner.path = path;
    inner.body = body;
    inner.taker = &taker.taker;
    done = run_request(run, &inner);
    buffer_release(&inner.response.body);
    if (count)
        *count = taker.taker.count;
    if (damaged)
        *damaged = taker.taker.damaged;
    return done;
}

bool fetch_object(struct run *run, const struct object_plan *plan, struct text path,
                  struct node_list *list)
{
    unsigned char *columns = new_columns(run, plan->class);

    if (run->request->context.error.code)
        return false;
    if (columns)
        plan_mark_columns(plan, columns);
    return fetch_request(run, path, NULL, plan->class, columns, list, NULL, NULL);
}

/* Connections. */

static void mark_columns(const struct connection_member *member, unsigned char *columns)
{
    for (; member; member = member->next) {
        if (member->node)
            plan_mark_columns(member->node, columns);
        mark_columns(member->below, columns);
    }
}

static bool add_item(struct run *run, cJSON *object, const char *name, cJSON *value)
{
    return (value && cJSON_AddItemToObject(object, name, value)) || out_of_memory(run);
}

/* {"$relatedTo": {"object": the owner, "key": the relation}} */
static bool add_related_to(struct run *run, cJSON *where, const struct class_field *relation,
                           const struct node *owner)
{
    const struct object *object = owner->object;
    cJSON *related = cJSON_CreateObject();
    cJSON *pointer = cJSON_CreateObject();

    return related && pointer && add_item(run, pointer, "__type", cJSON_CreateString("Pointer")) &&
           add_item(run, pointer, "className", cJSON_CreateString(owner->class->name.bytes)) &&
           add_item(run, pointer, "objectId", cJSON_CreateString(object->object_id.bytes)) &&
           add_item(run, related, "object", pointer) &&
           add_item(run, related, "key", cJSON_CreateString(relation->name.bytes)) &&
           add_item(run, where, "$relatedTo", related);
}

/* What a find is asked: the body of a request that lists. */
static cJSON *find_body(struct run *run, const struct connection_plan *plan,
                        const struct class_field *relation, const struct node *owner)
{
    cJSON *body = cJSON_CreateObject();
    cJSON *where;

    json_use_arena(run->request->context.arena);
    if (!body)
        return NULL;
    if (relation || plan->where) {
        where = plan->where ? cJSON_Duplicate(plan->where, true) : cJSON_CreateObject();
        if (!add_item(run, body, "where", where) ||
            (relation && !add_related_to(run, where, relation, owner)))
            return NULL;
    }
    if (plan->order.length && !add_item(run, body, "order", cJSON_CreateString(plan->order.bytes)))
        return NULL;
    return body;
}

static bool find(struct run *run, const struct connection_plan *plan,
                 const struct class_field *relation, const struct node *owner, int64_t skip,
                 int64_t limit, bool counts, struct connection *connection)
{
    const struct text parts[] = {TEXT("/classes/"), plan->class->name};
    struct text path = arena_join(run->request->context.arena, parts, 2);
    unsigned char *columns = new_columns(run, plan->class);
    cJSON *body = find_body(run, plan, relation, owner);

    if (!path.bytes || !body || run->request->context.error.code)
        return out_of_memory(run);
    if (columns)
        mark_columns(plan->members, columns);
    if ((limit >= 0 && !add_item(run, body, "limit", cJSON_CreateNumber((double)limit))) ||
        (skip > 0 && !add_item(run, body, "skip", cJSON_CreateNumber((double)skip))) ||
        (counts && !add_item(run, body, "count", cJSON_CreateNumber(1))))
        return false;
    return fetch_request(run, path, body, plan->class, columns, &connection->list,
                         &connection->count, &connection->damaged);
}

/* The last page's place is told by the number of all rows, which is asked for first. */
static bool find_end(struct run *run, const struct connection_plan *plan,
                     const struct class_field *relation, const struct node *owner,
                     struct page *page, struct connection *connection)
{
    if (!find(run, plan, relation, owner, 0, 0, true, connection))
        return false;
    connection->has_count = true;
    if (page->skip + page->limit < connection->count)
        page->skip = connection->count - page->limit;
    return true;
}

static bool find_page(struct run *run, const struct connection_plan *plan,
                      const struct class_field *relation, const struct node *owner,
                      const struct graphql_field *field, struct connection *connection)
{
    struct page page;
    int64_t count;

    if (!arguments_page(run, field, plan->arguments, &page) ||
        (page.from_end && !find_end(run, plan, relation, owner, &page, connection)))
        return false;
    connection->skip = page.skip;
    if (page.limit == 0 && !plan->wants_count)
        return true;
    if (!plan->wants_rows && !plan->wants_count)
        return true;
    count = connection->count;
    if (!find(run, plan, relation, owner, page.skip, plan->wants_rows ? page.limit : 0,
              plan->wants_count && !connection->has_count, connection))
        return false;
    if (connection->has_count)
        connection->count = count;
    connection->has_count = connection->has_count || plan->wants_count;
    return true;
}

bool fetch_connection(struct run *run, const struct connection_plan *plan,
                      const struct class_field *relation, const struct node *owner,
                      struct connection *connection)
{
    *connection = (struct connection){.skip = 0};
    return find_page(run, plan, relation, owner, plan->collected->field, connection) ||
           keep_refusal(run, &connection->error);
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
    unsigned char *columns = new_columns(run, plan->class);
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
        return keep_refusal(run, &member->error);
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
            if (!keep_refusal(run, &member->error))
                return false;
            continue;
        }
        if (!fetch_below(run, member->elements[i], list.nodes, list.count))
            return false;
    }
    return true;
}

/* A relation is read for each of its owners: each has a page of its own. */
static bool fetch_relations(struct run *run, struct member *member, struct node *const *nodes,
                            size_t count)
{
    struct arena *arena = run->request->context.arena;
    struct node_list all = {0};

    for (size_t i = 0; i < count; i++) {
        struct connection *connection = arena_alloc(arena, sizeof *connection);
        struct text id = ((const struct object *)nodes[i]->object)->object_id;
        void **place = connection ? graphql_names_add(&member->found, arena, id) : NULL;
        int index = class_field_index(nodes[i]->class, member->field);
        if (!place)
            return out_of_memory(run);
        if (*place || !shown_row_source(&nodes[i]->found, index, nodes[i]->object))
            continue;
        *place = connection;
        if (!fetch_connection(run, member->connection, member->field, nodes[i], connection))
            return false;
        for (size_t j = 0; j < connection->list.count; j++)
            if (!add_node(arena, &all, connection->list.nodes[j]))
                return out_of_memory(run);
    }
    return fetch_below_connection(run, member->connection, all.nodes, all.count);
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
            done = fetch_relations(run, member, nodes, count);
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
