/* outbox_delivery.c - see outbox_delivery.h. */
#include "program/outbox_delivery.h"

#include "formats/date.h"
#include "outside/transfer.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_PAUSE = 1000, LONGEST_PAUSE = 300000 /* ms */ };

struct delivery *delivery_new(const struct server *server, const struct outbox_mark *receiver,
                              const struct outbox_row *row)
{
    struct delivery *delivery = calloc(1, sizeof *delivery);

    if (!delivery)
        return NULL;
    arena_init(&delivery->arena);
    delivery->server = server;
    delivery->receiver = *receiver;
    delivery->row = *row;
    delivery->row.id = arena_copy(&delivery->arena, row->id);
    if (row->is_open) {
        delivery->row.to = arena_copy(&delivery->arena, row->to);
        delivery->row.body = arena_copy(&delivery->arena, row->body);
    }
    if (!delivery->arena.failed)
        return delivery;
    delivery_free(delivery);
    return NULL;
}

void delivery_free(struct delivery *delivery)
{
    arena_release(&delivery->arena);
    free(delivery);
}

int64_t delivery_pause(int64_t failures, int64_t longest)
{
    int64_t pause = FIRST_PAUSE;

    for (int64_t i = 1; i < failures && pause < longest; i++)
        pause *= 2;
    if (pause > longest)
        pause = longest;
    return pause / 2 + (int64_t)randombytes_uniform((uint32_t)(pause / 2) + 1);
}

static enum delivery_state send_mail(struct delivery *delivery, const struct options *options)
{
    const struct transfer_mail mail = {
        .url = options->smtp_url,
        .user = options->smtp_user,
        .password = options->smtp_password.bytes,
        .from = options->mail_from,
        .to = delivery->row.to.bytes,
        .message = delivery->row.body,
    };

    enum transfer_result result;
    long status = 0;

    result = transfer_mail(&mail, &status);
    delivery->is_answered = status != 0;
    switch (result) {
    case TRANSFER_DONE:
        return DELIVERY_ARRIVED;
    case TRANSFER_REFUSED:
        snprintf(delivery->reason, sizeof delivery->reason, "the mail server refused it");
        return DELIVERY_REFUSED;
    case TRANSFER_LATER:
        break;
    }
    snprintf(delivery->reason, sizeof delivery->reason, "the mail server did not take it");
    return DELIVERY_LATER;
}

static enum delivery_state tell(struct delivery *delivery, const struct options *options)
{
    const struct transfer_post post = {
        .url = delivery->row.to,
        .key = options->webhook_key,
        .id = delivery->row.id,
        .body = delivery->row.body,
        .milliseconds = options->webhook_seconds * 1000,
        .answer_limit = (size_t)options->body_limit,
    };
    struct arena arena;
    struct buffer answer;
    long status = 0;
    bool done;

    arena_init(&arena);
    buffer_init(&answer, &arena, 256);
    done = transfer_post(&post, &answer, &status);
    arena_release(&arena);
    delivery->is_answered = status != 0;
    if (done)
        return DELIVERY_ARRIVED;
    if (status)
        snprintf(delivery->reason, sizeof delivery->reason, "answered with status %ld", status);
    else
        snprintf(delivery->reason, sizeof delivery->reason, "no answer");
    return DELIVERY_LATER;
}

static enum delivery_state deliver(struct delivery *delivery, const struct options *options)
{
    enum delivery_state state;

    if (!delivery->row.is_open) {
        snprintf(delivery->reason, sizeof delivery->reason, "sealed with another key");
        return DELIVERY_REFUSED;
    }
    state =
        delivery->row.kind == OUTBOX_MAIL ? send_mail(delivery, options) : tell(delivery, options);
    if (state != DELIVERY_LATER)
        return state;
    delivery->due_at = date_now() + delivery_pause(delivery->row.attempts + 1, LONGEST_PAUSE);
    return transfer_has_given_up() ? DELIVERY_CUT_OFF : DELIVERY_LATER;
}

void delivery_run(void *job)
{
    struct delivery *delivery = job;
    struct outbox *outbox = delivery->server->outbox;

    atomic_store(&delivery->state, (int)deliver(delivery, &delivery->server->options));
    /* It may be gone from here on. */
    outbox_wake(outbox);
}
