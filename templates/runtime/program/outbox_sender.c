/* outbox_sender.c - see outbox_sender.h. */
#include "program/outbox_sender.h"

#include "base/log.h"
#include "base/pool.h"
#include "base/wait.h"
#include "formats/date.h"
#include "outside/outbox_file.h"
#include "outside/transfer.h"
#include "program/outbox_delivery.h"
#include "program/own_write.h"
#include "request/counts.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>

enum {
    MAIL_THREADS = 1,
    WEBHOOK_THREADS = 8,
    MOST_UNDER_WAY = MAIL_THREADS + WEBHOOK_THREADS,
    MOST_OF_ONE = 4,         /* at a time to one receiver */
    RECEIVERS = 1024,        /* whose failures are remembered */
    LONGEST_ANSWERED = 5000, /* ms, that a receiver is left alone that fails, */
    LONGEST_SILENT = 60000,  /* or gives no answer */
    LOOK_PAUSE = 500,        /* ms, while something waits */
    IDLE_PAUSE = 60000,      /* ms */
    WRITE_PAUSE = 1000,      /* ms, when the database takes nothing */
    TIDY_PAUSE = 60000,      /* ms */
    COUNT_PAUSE = 1000,      /* ms, where there are many: */
    MANY = 1000
};

struct receiver {
    struct outbox_mark mark;
    int64_t failures;  /* in a row */
    int64_t paused_to; /* wait_clock() */
    int under_way;
};

struct outbox_sender {
    struct server *server;
    struct store_connection *store;
    struct pool *pools[OUTBOX_KINDS];
    pthread_t thread;
    atomic_int_fast64_t stop_at; /* wait_clock(); 0: it is not to stop */
    int64_t since;               /* ms: what was put before is left to another server */
    /* The thread's own. */
    struct delivery *under_way[MOST_UNDER_WAY];
    int under_way_count[OUTBOX_KINDS];
    struct receiver *receivers;
    size_t receiver_count;
    int64_t counted_at;
    int64_t tidied_at;
    bool has_failed; /* what ended last did not arrive */
};

/* Receivers. */

/* The receiver's place; one that is not needed gives way to a new one. */
static struct receiver *find_receiver(struct outbox_sender *sender, const struct outbox_mark *mark)
{
    struct receiver *least = NULL;

    for (size_t i = 0; i < sender->receiver_count; i++) {
        struct receiver *at = &sender->receivers[i];
        if (memcmp(&at->mark, mark, sizeof *mark) == 0)
            return at;
        if (!at->under_way && (!least || at->paused_to < least->paused_to))
            least = at;
    }
    if (sender->receiver_count < RECEIVERS)
        least = &sender->receivers[sender->receiver_count++];
    if (least)
        *least = (struct receiver){.mark = *mark};
    return least;
}

/* Who answers may have refused this one alone: the others wait no longer than a moment. To a mail server that does not
 * take mails to one mailbox there are others. */
static void note_receiver(struct outbox_sender *sender, const struct delivery *delivery)
{
    struct receiver *receiver = find_receiver(sender, &delivery->receiver);
    bool is_mail = delivery->row.kind == OUTBOX_MAIL;

    if (!receiver)
        return;
    receiver->under_way -= receiver->under_way > 0;
    if (delivery->state == DELIVERY_CUT_OFF)
        return;
    if (delivery->state == DELIVERY_LATER && !(is_mail && delivery->is_answered)) {
        receiver->failures++;
        receiver->paused_to = wait_clock() + delivery_pause(receiver->failures,
                                                            delivery->is_answered ? LONGEST_ANSWERED
                                                                                  : LONGEST_SILENT);
    } else {
        receiver->failures = 0;
        receiver->paused_to = 0;
    }
}

/* What has ended. */

/* Those that are to be noted: the first of the sender's that have ended. */
struct ended {
    struct delivery *deliveries[MOST_UNDER_WAY];
    size_t count;
};

static bool note_one(struct request *request, struct delivery *delivery)
{
    switch ((enum delivery_state)atomic_load(&delivery->state)) {
    case DELIVERY_ARRIVED:
        return outbox_note_sent(request, delivery->row.id);
    case DELIVERY_LATER:
        return outbox_note_failed(request, delivery->row.id, delivery->due_at, delivery->reason);
    case DELIVERY_REFUSED:
        return outbox_give_up(request, delivery->row.id, delivery->reason);
    case DELIVERY_RUNS:
    case DELIVERY_CUT_OFF:
        break;
    }
    return true;
}

static bool note_all(struct request *request)
{
    const struct ended *ended = request->state;

    for (size_t i = 0; i < ended->count; i++)
        if (!note_one(request, ended->deliveries[i]))
            return false;
    return true;
}

static void tally(struct outbox_sender *sender, struct delivery *delivery)
{
    bool is_mail = delivery->row.kind == OUTBOX_MAIL;
    int state = atomic_load(&delivery->state);

    sender->has_failed = state != DELIVERY_ARRIVED && state != DELIVERY_REFUSED;
    if (state == DELIVERY_ARRIVED)
        counters_add(is_mail ? COUNT_MAILS_SENT : COUNT_WEBHOOKS_SENT, 1);
    else
        counters_add(is_mail ? COUNT_MAILS_FAILED : COUNT_WEBHOOKS_FAILED, 1);
    if (state == DELIVERY_REFUSED)
        log_error("the %s %.*s is given up: %s", is_mail ? "mail" : "webhook",
                  TEXT_PRINTED(delivery->row.id), delivery->reason);
}

static void collect_ended(const struct outbox_sender *sender, struct ended *ended)
{
    ended->count = 0;
    for (size_t i = 0; i < MOST_UNDER_WAY; i++)
        if (sender->under_way[i] && atomic_load(&sender->under_way[i]->state) != DELIVERY_RUNS)
            ended->deliveries[ended->count++] = sender->under_way[i];
}

static void forget(struct outbox_sender *sender, struct delivery *delivery)
{
    for (size_t i = 0; i < MOST_UNDER_WAY; i++)
        if (sender->under_way[i] == delivery)
            sender->under_way[i] = NULL;
    sender->under_way_count[delivery->row.kind]--;
    delivery_free(delivery);
}

/* False when it cannot be noted now: until then it counts as under way, so that it is not sent again. */
static bool settle(struct outbox_sender *sender)
{
    struct ended ended;

    collect_ended(sender, &ended);
    if (ended.count && !own_write(sender->server, note_all, &ended))
        return false;
    for (size_t i = 0; i < ended.count; i++) {
        note_receiver(sender, ended.deliveries[i]);
        tally(sender, ended.deliveries[i]);
        forget(sender, ended.deliveries[i]);
    }
    return true;
}

/* What is sent next. */

struct starting {
    struct outbox_sender *sender;
    struct receiver *receiver;
    int most; /* that may be under way to the receiver */
};

static bool is_under_way(const struct outbox_sender *sender, struct text id)
{
    for (size_t i = 0; i < MOST_UNDER_WAY; i++)
        if (sender->under_way[i] && text_equal(sender->under_way[i]->row.id, id))
            return true;
    return false;
}

static int threads_for(enum outbox_kind kind)
{
    return kind == OUTBOX_MAIL ? MAIL_THREADS : WEBHOOK_THREADS;
}

static void start_one(void *state, const struct outbox_row *row)
{
    const struct starting *starting = state;
    struct outbox_sender *sender = starting->sender;
    struct delivery *delivery;
    size_t place = 0;

    if (starting->receiver->under_way >= starting->most ||
        sender->under_way_count[row->kind] >= threads_for(row->kind) ||
        row->created_at < sender->since || is_under_way(sender, row->id) ||
        (row->kind == OUTBOX_MAIL && !sender->server->options.smtp_url))
        return;
    while (sender->under_way[place])
        place++;
    delivery = delivery_new(sender->server, &starting->receiver->mark, row);
    if (!delivery)
        return;
    if (!pool_submit(sender->pools[row->kind], 0, delivery)) {
        delivery_free(delivery);
        return;
    }
    sender->under_way[place] = delivery;
    sender->under_way_count[row->kind]++;
    starting->receiver->under_way++;
}

static bool start_for(struct outbox_sender *sender, struct context *context,
                      const struct outbox_mark *mark)
{
    struct receiver *receiver = find_receiver(sender, mark);
    struct starting starting = {.sender = sender, .receiver = receiver};

    if (!receiver || wait_clock() < receiver->paused_to)
        return true;
    starting.most = receiver->failures ? 1 : MOST_OF_ONE;
    return receiver->under_way >= starting.most ||
           outbox_each_due(context, sender->store, mark, date_now(),
                           receiver->under_way + starting.most, start_one, &starting);
}

static bool start_all(struct outbox_sender *sender)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    struct outbox_mark mark = {{0}};
    bool found = true;
    bool done = true;

    arena_init(&arena);
    while (done && (done = outbox_next_receiver(&context, sender->store, &mark, &found)) && found) {
        done = start_for(sender, &context, &mark);
        arena_reset(&arena);
    }
    arena_release(&arena);
    return done;
}

/* What is too much, and how much there is. */

static bool tidy(struct request *request)
{
    int64_t given_up;

    if (!outbox_tidy(request, &given_up))
        return false;
    if (given_up)
        log_error("%" PRId64 " mails and webhooks are given up: NAME-server queue list says why",
                  given_up);
    return true;
}

static bool is_too_much(const struct options *options, const struct outbox_counts *counts)
{
    for (int kind = 0; kind < OUTBOX_KINDS; kind++)
        if (counts->waiting[kind] > options->outbox_limit ||
            counts->given_up[kind] > options->outbox_limit ||
            counts->bytes[kind] > options->outbox_bytes)
            return true;
    return false;
}

static int64_t waiting_in(const struct outbox_counts *counts)
{
    int64_t waiting = 0;

    for (int kind = 0; kind < OUTBOX_KINDS; kind++)
        waiting += counts->waiting[kind];
    return waiting;
}

/* How many wait. */
static int64_t count(struct outbox_sender *sender)
{
    struct outbox_counts counts = outbox_counts(sender->server->outbox);
    struct arena arena;
    struct context context = {.arena = &arena};

    if (waiting_in(&counts) > MANY && wait_clock() < sender->counted_at + COUNT_PAUSE)
        return waiting_in(&counts);
    arena_init(&arena);
    if (outbox_count(&context, sender->store, &counts))
        outbox_set_counts(sender->server->outbox, &counts);
    arena_release(&arena);
    sender->counted_at = wait_clock();
    return waiting_in(&counts);
}

static bool is_empty(const struct outbox_counts *counts)
{
    int64_t given_up = 0;

    for (int kind = 0; kind < OUTBOX_KINDS; kind++)
        given_up += counts->given_up[kind];
    return !given_up && !waiting_in(counts);
}

static void tidy_now_and_then(struct outbox_sender *sender)
{
    struct outbox_counts counts = outbox_counts(sender->server->outbox);
    int64_t pause = is_too_much(&sender->server->options, &counts) ? COUNT_PAUSE : TIDY_PAUSE;

    if (is_empty(&counts) || (sender->tidied_at && wait_clock() < sender->tidied_at + pause))
        return;
    (void)own_write(sender->server, tidy, NULL);
    sender->tidied_at = wait_clock();
}

/* The thread. */

/* Nothing of it goes before an operator has looked at it. */
static void say_held(const struct outbox_sender *sender)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    int64_t count = 0;

    arena_init(&arena);
    if (outbox_count_held(&context, sender->store, &count) && count)
        log_info("%" PRId64 " mails and webhooks that waited are held since a restore, as they "
                 "may have been sent: NAME-server queue list shows them, queue release has them "
                 "sent, queue drop takes them away",
                 count);
    arena_release(&arena);
}

static void take_up_file(const struct outbox_sender *sender)
{
    const struct options *options = &sender->server->options;

    if (outbox_file_is_there(options) && own_write(sender->server, outbox_file_take, NULL))
        (void)outbox_file_remove(options);
}

static bool is_under_way_any(const struct outbox_sender *sender)
{
    for (size_t i = 0; i < MOST_UNDER_WAY; i++)
        if (sender->under_way[i])
            return true;
    return false;
}

/* One turn; returns how long to wait for the next, ms. */
static int64_t work(struct outbox_sender *sender)
{
    bool stops = atomic_load(&sender->stop_at) != 0;

    if (!settle(sender))
        return WRITE_PAUSE;
    tidy_now_and_then(sender);
    if ((!stops || !sender->has_failed) && !start_all(sender))
        log_error("the outbox cannot be read: %s", store_error(sender->store));
    return count(sender) ? LOOK_PAUSE : IDLE_PAUSE;
}

/* Told to stop, it goes on until nothing is under way: what is due is begun while it arrives. */
static bool goes_on(const struct outbox_sender *sender)
{
    int64_t at = atomic_load(&sender->stop_at);

    return !at || (is_under_way_any(sender) && wait_clock() < at);
}

static void *send_forever(void *argument)
{
    struct outbox_sender *sender = argument;

    take_up_file(sender);
    (void)count(sender);
    say_held(sender);
    for (;;) {
        int64_t pause = work(sender);
        int64_t at = atomic_load(&sender->stop_at);
        if (!goes_on(sender))
            return NULL;
        if (at && at - wait_clock() < pause)
            pause = at - wait_clock();
        outbox_wait(sender->server->outbox, pause > 0 ? pause : 0);
    }
}

static void release(struct outbox_sender *sender)
{
    for (int kind = 0; kind < OUTBOX_KINDS; kind++) {
        pool_stop(sender->pools[kind]);
        pool_free(sender->pools[kind]);
    }
    for (size_t i = 0; i < MOST_UNDER_WAY; i++)
        if (sender->under_way[i])
            delivery_free(sender->under_way[i]);
    store_close(sender->store);
    free(sender->receivers);
    free(sender);
}

static bool start(struct outbox_sender *sender, const char **reason)
{
    sender->receivers = calloc(RECEIVERS, sizeof *sender->receivers);
    sender->store = store_open(sender->server->database_path, STORE_READ, reason);
    for (int kind = 0; kind < OUTBOX_KINDS; kind++) {
        sender->pools[kind] = pool_start(&(struct pool_plan){
            .run = delivery_run, .threads = threads_for((enum outbox_kind)kind)});
        if (!sender->pools[kind])
            return false;
    }
    return sender->receivers && sender->store &&
           pthread_create(&sender->thread, NULL, send_forever, sender) == 0;
}

struct outbox_sender *outbox_sender_start(struct server *server)
{
    struct outbox_sender *sender = calloc(1, sizeof *sender);
    const char *reason = "out of memory";

    if (sender) {
        sender->server = server;
        /* It may lack the options, and an operator may want to look at what waits before it is sent. */
        sender->since = server->is_alone ? date_now() : 0;
        if (start(sender, &reason))
            return sender;
        release(sender);
    }
    log_error("mails and webhooks cannot be sent: %s", reason);
    return NULL;
}

void outbox_sender_stop(struct outbox_sender *sender, int64_t milliseconds)
{
    if (!sender)
        return;
    atomic_store(&sender->stop_at, wait_clock() + (milliseconds > 0 ? milliseconds : 0));
    outbox_wake(sender->server->outbox);
    pthread_join(sender->thread, NULL);
    if (is_under_way_any(sender))
        transfer_give_up();
    for (int kind = 0; kind < OUTBOX_KINDS; kind++)
        pool_stop(sender->pools[kind]);
    /* What arrived is not to come again. */
    if (!settle(sender))
        log_error("what was sent last could not be noted, and will be sent again");
    release(sender);
}
