/* plan_ownership.c - from each class to the user that owns its objects. See draft.h.
 *
 * A breadth-first search from _User against the direction of the pointers finds for each class the
 * shortest chain of required pointers; of two that are equally short, the one declared first. */
#include "draft/plan_ownership.h"

/* A required pointer, listed with the class that it leads to. */
struct incoming {
    size_t owner; /* number of the class that has the field */
    const struct model_field *field;
    struct incoming *next;
};

struct node {
    struct draft_class *class;
    struct incoming *incoming;
    const struct model_field *first_step;
    size_t distance; /* 0: none found; _User itself has 1 */
};

struct graph {
    struct arena *arena;
    struct node *nodes;
    size_t count;
    struct map node_of; /* class name -> struct node */
};

static void add_pointers(struct graph *graph, size_t owner)
{
    const struct draft_class *class = graph->nodes[owner].class;
    for (size_t i = 0; i < class->fields.count; i++) {
        struct draft_field *field = draft_field_at(class, i);
        if (field->type.kind != FIELD_POINTER || !field->model.required || !field->model.target)
            continue;
        struct node *target = map_get(&graph->node_of, field->model.target->name);
        struct incoming *incoming = arena_alloc(graph->arena, sizeof *incoming);
        *incoming =
            (struct incoming){.owner = owner, .field = &field->model, .next = target->incoming};
        target->incoming = incoming;
    }
}

/* The first declared of the pointers that lead one step nearer. */
static const struct model_field *choose_step(struct graph *graph, const struct node *node)
{
    for (size_t i = 0; i < node->class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(node->class, i);
        if (field->type.kind != FIELD_POINTER || !field->model.required || !field->model.target)
            continue;
        const struct node *target = map_get(&graph->node_of, field->model.target->name);
        if (target->distance > 0 && target->distance + 1 == node->distance)
            return &field->model;
    }
    return NULL;
}

static void measure(struct graph *graph, struct node *user)
{
    struct node **queue = arena_alloc_array(graph->arena, graph->count, sizeof(struct node *));
    size_t first = 0;
    size_t end = 0;
    user->distance = 1;
    queue[end++] = user;
    while (first < end) {
        const struct node *node = queue[first++];
        for (const struct incoming *step = node->incoming; step; step = step->next) {
            struct node *owner = &graph->nodes[step->owner];
            if (owner->distance == 0) {
                owner->distance = node->distance + 1;
                queue[end++] = owner;
            }
        }
    }
}

static void write_chain(struct graph *graph, const struct node *node)
{
    size_t length = node->distance - 1;
    const struct model_field **chain =
        arena_alloc_array(graph->arena, length, sizeof(struct model_field *));
    const struct node *at = node;
    for (size_t i = 0; i < length; i++) {
        chain[i] = at->first_step;
        at = map_get(&graph->node_of, chain[i]->target->name);
    }
    node->class->model.ownership = chain;
    node->class->model.ownership_length = length;
}

void plan_ownership(struct draft *draft)
{
    struct graph graph = {.arena = draft->arena, .count = draft->classes.count};
    graph.nodes = arena_alloc_array(draft->arena, graph.count, sizeof *graph.nodes);
    map_init(&graph.node_of, draft->arena);
    for (size_t i = 0; i < graph.count; i++) {
        graph.nodes[i].class = draft_class_at(draft, i);
        map_add(&graph.node_of, graph.nodes[i].class->model.name, &graph.nodes[i]);
    }
    for (size_t i = 0; i < graph.count; i++)
        add_pointers(&graph, i);
    struct node *user = map_get(&graph.node_of, "_User");
    measure(&graph, user);
    for (size_t i = 0; i < graph.count; i++) {
        struct node *node = &graph.nodes[i];
        if (node->distance > 1)
            node->first_step = choose_step(&graph, node);
    }
    for (size_t i = 0; i < graph.count; i++)
        if (graph.nodes[i].distance > 1)
            write_chain(&graph, &graph.nodes[i]);
}
