/* connections.c - see connections.h. Whoever may find and count may here: what is read goes through the route that
 * REST has for it. A relation is one find for all of its owners (read/rows.h), with a page of each. */
#include "resolve/connections.h"

#include "formats/json.h"
#include "read/rows.h"
#include "resolve/arguments.h"
#include "resolve/fetch.h"

/* A find on its way: of one connection, or of those of a relation. */
struct paging {
    struct run *run;
    const struct connection_plan *plan;
    struct connection *const *connections;
    size_t count;
    const struct member *member;   /* that is the relation; NULL: it is none */
    const struct class *owners_of; /* whose objects the owners are */
    const struct text *owner_ids;  /* of each connection */
};

/* Takes the rows of a find. */
struct page_taker {
    struct row_taker taker; /* first */
    struct paging *paging;
};

static bool out_of_memory(struct run *run)
{
    return fail_internal(&run->request->context, "out of memory");
}

static struct connection *connection_of(const struct paging *paging, struct text owner_id)
{
    return paging->member ? graphql_names_find(&paging->member->found, owner_id)
                          : paging->connections[0];
}

static bool take(struct row_taker *taker, struct request *request, const struct row *row,
                 const struct shown_row *found)
{
    const struct paging *paging = ((struct page_taker *)taker)->paging;
    struct text owner_id = paging->member ? row_taker_owner(taker, row->statement) : text_none();
    struct connection *connection = connection_of(paging, owner_id);
    struct node *node = connection ? fetch_row(request, row, found) : NULL;

    if (!node)
        return connection ? false : fail_internal(&request->context, "a row of no owner");
    return fetch_add_node(request->context.arena, &connection->list, node) ||
           fail_internal(&request->context, "out of memory");
}

static bool take_count(struct row_taker *taker, struct request *request, struct text owner_id,
                       int64_t count)
{
    struct connection *connection = connection_of(((struct page_taker *)taker)->paging, owner_id);

    if (!connection)
        return fail_internal(&request->context, "a count of no owner");
    connection->count = count;
    return true;
}

static void note_damaged(struct row_taker *taker, struct text owner_id)
{
    struct connection *connection = connection_of(((struct page_taker *)taker)->paging, owner_id);

    if (connection)
        connection->damaged = true;
}

/* What is asked. */

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

/* The body of a request that lists. */
static cJSON *find_body(const struct paging *paging, int64_t limit, bool counts)
{
    const struct connection_plan *plan = paging->plan;
    struct run *run = paging->run;
    int64_t skip = paging->member ? 0 : paging->connections[0]->skip;
    cJSON *body;

    json_use_arena(run->request->context.arena);
    body = cJSON_CreateObject();
    if (!body ||
        (plan->where && !add_item(run, body, "where", cJSON_Duplicate(plan->where, true))) ||
        (plan->order.length &&
         !add_item(run, body, "order", cJSON_CreateString(plan->order.bytes))))
        return NULL;
    if ((limit >= 0 && !add_item(run, body, "limit", cJSON_CreateNumber((double)limit))) ||
        (skip > 0 && !add_item(run, body, "skip", cJSON_CreateNumber((double)skip))) ||
        (counts && !add_item(run, body, "count", cJSON_CreateNumber(1))))
        return NULL;
    return body;
}

/* Whose relations are read, and from which place on. */
static bool fill_owners(const struct paging *paging, struct row_owners *owners)
{
    struct arena *arena = paging->run->request->context.arena;
    struct buffer ids;
    struct buffer skips;

    buffer_init(&ids, arena, 16 * paging->count + 16);
    buffer_init(&skips, arena, 24 * paging->count + 16);
    for (size_t i = 0; i < paging->count; i++) {
        buffer_add_char(&ids, i ? ',' : '[');
        json_write_string(&ids, paging->owner_ids[i]);
        buffer_add_char(&skips, i ? ',' : '{');
        json_write_string(&skips, paging->owner_ids[i]);
        buffer_add_char(&skips, ':');
        buffer_add_int64(&skips, paging->connections[i]->skip);
    }
    buffer_add_char(&ids, ']');
    buffer_add_char(&skips, '}');
    *owners = (struct row_owners){.class = paging->owners_of,
                                  .relation = paging->member->field,
                                  .ids = buffer_text(&ids),
                                  .skips = buffer_text(&skips)};
    return (!ids.failed && !skips.failed) || out_of_memory(paging->run);
}

static bool find(struct paging *paging, int64_t limit, bool counts)
{
    const struct connection_plan *plan = paging->plan;
    struct run *run = paging->run;
    const struct text parts[] = {TEXT("/classes/"), plan->class->name};
    struct text path = arena_join(run->request->context.arena, parts, 2);
    unsigned char *columns = fetch_new_columns(run, plan->class);
    cJSON *body = find_body(paging, limit, counts);
    struct row_owners owners;
    struct page_taker taker = {.taker = {.take = take,
                                         .class = plan->class,
                                         .columns = columns,
                                         .take_count = take_count,
                                         .note_damaged = note_damaged},
                               .paging = paging};

    if (!path.bytes || !body || run->request->context.error.code)
        return out_of_memory(run);
    if (columns)
        mark_columns(plan->members, columns);
    if (paging->member && !fill_owners(paging, &owners))
        return false;
    taker.taker.each = paging->member ? &owners : NULL;
    if (!fetch_request(run, path, body, &taker.taker))
        return false;
    if (!paging->member) {
        paging->connections[0]->damaged = taker.taker.damaged;
        if (counts)
            paging->connections[0]->count = taker.taker.count;
    }
    for (size_t i = 0; counts && i < paging->count; i++)
        paging->connections[i]->has_count = true;
    return true;
}

/* The last page's place is told by the number of all rows, which is asked for first. */
static bool find_end(struct paging *paging, const struct page *page)
{
    if (!find(paging, 0, true))
        return false;
    for (size_t i = 0; i < paging->count; i++) {
        struct connection *connection = paging->connections[i];
        if (page->skip + page->limit < connection->count)
            connection->skip = connection->count - page->limit;
    }
    return true;
}

static bool find_pages(struct paging *paging)
{
    const struct connection_plan *plan = paging->plan;
    struct page page;
    bool counts;

    if (!arguments_page(paging->run, plan->collected->field, plan->arguments, &page))
        return false;
    for (size_t i = 0; i < paging->count; i++)
        paging->connections[i]->skip = page.skip;
    if (page.from_end && !find_end(paging, &page))
        return false;
    if ((page.limit == 0 || !plan->wants_rows) && !plan->wants_count)
        return true;
    counts = plan->wants_count && !paging->connections[0]->has_count;
    return find(paging, plan->wants_rows ? page.limit : 0, counts);
}

bool connection_fetch(struct run *run, const struct connection_plan *plan,
                      struct connection *connection)
{
    struct connection *const connections[] = {connection};
    struct paging paging = {.run = run, .plan = plan, .connections = connections, .count = 1};

    *connection = (struct connection){.skip = 0};
    return find_pages(&paging) || fetch_keep_refusal(run, &connection->error);
}

/* Relations. */

/* Objects of which the relation is shown, each once, with a connection of its own in the member's table. */
static bool gather_owners(struct run *run, struct member *member, struct node *const *nodes,
                          size_t count, struct connection **connections, struct text *ids,
                          size_t *gathered)
{
    struct arena *arena = run->request->context.arena;

    *gathered = 0;
    for (size_t i = 0; i < count; i++) {
        struct text id = ((const struct object *)nodes[i]->object)->object_id;
        int index = class_field_index(nodes[i]->class, member->field);
        void **place;
        if (!shown_row_source(&nodes[i]->found, index, nodes[i]->object))
            continue;
        place = graphql_names_add(&member->found, arena, id);
        if (!place)
            return out_of_memory(run);
        if (*place)
            continue;
        *place = connections[*gathered] = arena_alloc(arena, sizeof **connections);
        if (!*place)
            return out_of_memory(run);
        ids[(*gathered)++] = id;
    }
    return true;
}

static bool fetch_nodes_below(struct run *run, const struct connection_plan *plan,
                              struct connection *const *connections, size_t count)
{
    struct node_list all = {0};

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < connections[i]->list.count; j++)
            if (!fetch_add_node(run->request->context.arena, &all, connections[i]->list.nodes[j]))
                return out_of_memory(run);
    return fetch_below_connection(run, plan, all.nodes, all.count);
}

bool connections_fetch(struct run *run, struct member *member, struct node *const *nodes,
                       size_t count)
{
    struct arena *arena = run->request->context.arena;
    struct connection **connections = arena_alloc_array(arena, count + 1, sizeof *connections);
    struct text *ids = arena_alloc_array(arena, count + 1, sizeof *ids);
    struct paging paging = {.run = run,
                            .plan = member->connection,
                            .connections = connections,
                            .member = member,
                            .owners_of = nodes[0]->class,
                            .owner_ids = ids};
    struct parse_error error;

    if (!connections || !ids)
        return out_of_memory(run);
    if (!gather_owners(run, member, nodes, count, connections, ids, &paging.count))
        return false;
    if (!paging.count)
        return true;
    if (!find_pages(&paging)) {
        if (!fetch_keep_refusal(run, &error))
            return false;
        for (size_t i = 0; i < paging.count; i++)
            *connections[i] = (struct connection){.error = error};
        return true;
    }
    return fetch_nodes_below(run, member->connection, connections, paging.count);
}
