/* operations.c - see operations.h. An operation belongs to this room's thread until it is begun, and again once it
 * is in live->answered; in between it is the threads' that execute it. */
#include "live/operations.h"

#include "base/log.h"
#include "formats/json.h"
#include "http/detached.h"
#include "live/clients.h"
#include "live/graphql_answer.h"
#include "live/subscribing.h"

#include <stdlib.h>
#include <unistd.h>

enum { OPERATION_LIMIT = 16 /* of one client, that are under way */ };

struct live_execution {
    struct live *live;
    struct live_client *client;  /* NULL: nobody waits for it */
    struct live_execution *next; /* of the client's */
    struct live_execution *next_answered;
    struct exchange *exchange;
    struct text id;    /* the exchange's */
    bool is_forgotten; /* its answer is not wanted; until it is there, it counts as under way */
};

static void free_operation(struct live_execution *operation)
{
    detached_free(operation->exchange);
    free(operation);
}

/* On the thread that was the last to work on it. */
static void on_done(struct exchange *exchange)
{
    static const uint64_t one = 1;
    struct live_execution *operation = exchange->carrier;
    struct live *live = operation->live;

    pthread_mutex_lock(&live->lock);
    operation->next_answered = live->answered;
    live->answered = operation;
    pthread_mutex_unlock(&live->lock);
    if (write(live->wake, &one, sizeof one) != sizeof one)
        log_error("the live queries do not wake");
}

struct live_execution *live_operation_find(const struct live_client *client, struct text id)
{
    struct live_execution *operation = client->operations;

    while (operation && (operation->is_forgotten || !text_equal(operation->id, id)))
        operation = operation->next;
    return operation;
}

static void unlink_operation(struct live_execution *operation)
{
    struct live_execution **place = &operation->client->operations;

    while (*place != operation)
        place = &(*place)->next;
    *place = operation->next;
    operation->client->operation_count--;
    operation->client = NULL;
}

void live_operation_forget(struct live_execution *operation)
{
    if (operation)
        operation->is_forgotten = true;
}

void live_operations_abandon(struct live_client *client)
{
    while (client->operations)
        unlink_operation(client->operations);
}

/* Answers. */

static void send_error(struct live_client *client, struct text id, const struct parse_error *error)
{
    struct buffer message;

    buffer_init(&message, &client->live->arena, 256);
    graphql_write_error(&message, id, error);
    live_send(client, &message);
}

/* What was not executed has errors alone, which the protocol has a message for. */
static void send_errors(struct live_client *client, struct text id, struct text body)
{
    static const char begin[] = "{\"errors\":";
    struct buffer message;

    buffer_init(&message, &client->live->arena, body.length + 128);
    graphql_write_head(&message, id, "error");
    buffer_add_string(&message, ",\"payload\":");
    buffer_add(&message, body.bytes + sizeof begin - 1, body.length - sizeof begin);
    buffer_add_char(&message, '}');
    live_send(client, &message);
}

static void send_result(struct live_client *client, struct text id, const struct request *request)
{
    struct text body = buffer_text(&request->response.body);
    struct buffer message;

    buffer_init(&message, &client->live->arena, body.length + 128);
    graphql_write_head(&message, id, "next");
    buffer_add_string(&message, ",\"payload\":");
    buffer_add(&message, body.bytes, body.length - 1);
    graphql_write_extensions(&message, request);
    buffer_add_string(&message, "}}");
    live_send(client, &message);
    buffer_init(&message, &client->live->arena, 128);
    graphql_write_head(&message, id, "complete");
    buffer_add_char(&message, '}');
    live_send(client, &message);
}

static void answer(struct live_execution *operation)
{
    const struct request *request = &operation->exchange->request;
    struct live_client *client = operation->client;

    detached_note(operation->exchange);
    if (!client)
        return;
    unlink_operation(operation);
    if (operation->is_forgotten)
        return;
    arena_reset(&client->live->arena);
    if (request->context.error.code)
        send_error(client, operation->id, &request->context.error);
    else if (!request->state)
        send_errors(client, operation->id, buffer_text(&request->response.body));
    else
        send_result(client, operation->id, request);
    live_attend(client);
}

static struct live_execution *take_answered(struct live *live)
{
    struct live_execution *newest;
    struct live_execution *oldest = NULL;

    pthread_mutex_lock(&live->lock);
    newest = live->answered;
    live->answered = NULL;
    pthread_mutex_unlock(&live->lock);
    while (newest) {
        struct live_execution *next = newest->next_answered;
        newest->next_answered = oldest;
        oldest = newest;
        newest = next;
    }
    return oldest;
}

void live_operations_answer(struct live *live)
{
    struct live_execution *operation = take_answered(live);

    while (operation) {
        struct live_execution *next = operation->next_answered;
        answer(operation);
        free_operation(operation);
        operation = next;
    }
}

void live_operations_free(struct live *live)
{
    struct live_execution *operation = take_answered(live);

    while (operation) {
        struct live_execution *next = operation->next_answered;
        free_operation(operation);
        operation = next;
    }
}

/* Beginning. */

/* The request of REST that the message stands for. What it holds outlives the client. */
static bool fill_request(struct live_client *client, const struct graphql_message *message,
                         struct exchange *exchange)
{
    struct request *request = &exchange->request;
    struct arena *arena = &exchange->arena;
    struct buffer body;

    buffer_init(&body, arena, 512);
    json_write_tree(&body, message->payload);
    request->method = METHOD_POST;
    request->path = text_of("/graphql");
    request->content_type = text_of("application/json");
    request->address = client->counted;
    request->scheme = client->scheme;
    request->host = arena_copy(arena, text_of(client->host));
    request->installation_id = arena_copy(arena, text_of(client->installation_id));
    request->session_token = arena_copy(arena, text_of(client->token));
    request->principal = live_principal(client);
    exchange->peer = arena_copy(arena, text_of(client->peer)).bytes;
    if (body.failed || arena->failed)
        return false;
    request->body_text = buffer_text(&body);
    request->body = json_parse(&request->context, request->body_text);
    return request->body != NULL;
}

static struct live_execution *new_operation(struct live_client *client,
                                            const struct graphql_message *message)
{
    struct live_execution *operation = calloc(1, sizeof *operation);

    if (operation)
        operation->exchange = detached_new(client->workers);
    if (operation && operation->exchange) {
        operation->live = client->live;
        operation->id = arena_copy(&operation->exchange->arena, message->id);
        if (operation->id.bytes && fill_request(client, message, operation->exchange))
            return operation;
        detached_free(operation->exchange);
    }
    free(operation);
    return NULL;
}

void live_operation_begin(struct live_client *client, const struct graphql_message *message)
{
    struct live_execution *operation;

    if (client->operation_count == OPERATION_LIMIT) {
        send_error(client, message->id,
                   &(struct parse_error){
                       .code = PARSE_REQUEST_LIMIT_EXCEEDED,
                       .message = text_of("Too many operations of this client are under way.")});
        return;
    }
    operation = new_operation(client, message);
    if (!operation) {
        live_close_for_memory(client);
        return;
    }
    operation->client = client;
    operation->next = client->operations;
    client->operations = operation;
    client->operation_count++;
    detached_begin(operation->exchange, on_done, operation);
}
