/* outbox.c - see outbox.h. */
#include "outside/outbox.h"

#include "base/wait.h"
#include "crypto/seal.h"
#include "formats/encoding.h"
#include "outside/outbox_rows.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { ID_CHARACTERS = 32, HOUR = 3600000, MOST_HOURS = 10 * 366 * 24 };

struct outbox {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_woken;
    struct outbox_counts counts;
};

/* Putting. */

struct text outbox_new_id(struct request *request)
{
    struct text id = random_hex(request->context.arena, ID_CHARACTERS);

    if (!id.bytes)
        fail_internal(&request->context, "out of memory");
    return id;
}

/* Equal texts have equal marks, which tell nothing without the key. */
static void mark(struct text key, enum outbox_kind kind, struct text to, struct text order,
                 unsigned char bytes[OUTBOX_MARK_BYTES])
{
    const unsigned char parts[] = {(unsigned char)kind, 0};
    crypto_generichash_state state;

    crypto_generichash_init(&state, (const unsigned char *)key.bytes, key.length,
                            OUTBOX_MARK_BYTES);
    crypto_generichash_update(&state, parts, 1);
    crypto_generichash_update(&state, (const unsigned char *)to.bytes, to.length);
    crypto_generichash_update(&state, parts + 1, 1);
    crypto_generichash_update(&state, (const unsigned char *)order.bytes, order.length);
    crypto_generichash_final(&state, bytes, OUTBOX_MARK_BYTES);
}

int64_t outbox_longest(const struct options *options)
{
    int64_t hours = options->outbox_hours < MOST_HOURS ? options->outbox_hours : MOST_HOURS;

    return hours * HOUR;
}

static int64_t until(const struct request *request, const struct outbox_letter *letter)
{
    int64_t longest = outbox_longest(&request->server->options);
    bool is_short = letter->seconds && letter->seconds < longest / 1000;

    return request->now + (is_short ? letter->seconds * 1000 : longest);
}

static bool insert(struct request *request, const struct outbox_letter *letter)
{
    static const char statement[] =
        "INSERT INTO \"_Outbox\" (\"id\", \"kind\", \"about\", \"receiver\", \"line\", "
        "\"letter\", \"bytes\", \"createdAt\", \"until\", \"dueAt\", \"attempts\") "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?8, 0)";
    struct text key = request->server->options.seal_key;
    /* All mails go to one server. */
    struct text receiver = letter->kind == OUTBOX_MAIL ? text_of("") : letter->to;
    unsigned char marks[2][OUTBOX_MARK_BYTES];
    struct text sealed;

    mark(key, letter->kind, receiver, text_of(""), marks[0]);
    mark(key, letter->kind, letter->to, letter->order, marks[1]);
    return outbox_seal(&request->context, key, letter, &sealed) &&
           sql_run(
               &request->context,
               request_statement(
                   request, statement,
                   SQL_VALUES(sql_text(letter->id), sql_int64(letter->kind),
                              sql_text(text_of(letter->about)),
                              sql_bytes((struct text){(const char *)marks[0], OUTBOX_MARK_BYTES}),
                              sql_bytes((struct text){(const char *)marks[1], OUTBOX_MARK_BYTES}),
                              sql_bytes(sealed), sql_int64((int64_t)sealed.length),
                              sql_int64(request->now), sql_int64(until(request, letter)))));
}

static void wake(struct request *request, void *state)
{
    (void)state;
    outbox_wake(request->server->outbox);
}

bool outbox_put(struct request *request, const struct outbox_letter *letter)
{
    /* Nobody is told of rows that are there before the server is. */
    return !request->afterwards ||
           (insert(request, letter) &&
            (!request->server->outbox || request_afterwards(request, wake, NULL)));
}

bool outbox_put_nothing(struct request *request, const struct outbox_letter *letter)
{
    return insert(request, letter) &&
           sql_run(&request->context,
                   request_statement(request, "DELETE FROM \"_Outbox\" WHERE \"id\" = ?1",
                                     SQL_VALUES(sql_text(letter->id))));
}

/* What is shared. */

struct outbox *outbox_open(void)
{
    struct outbox *outbox = calloc(1, sizeof *outbox);

    if (outbox && pthread_mutex_init(&outbox->lock, NULL) == 0 && wait_init(&outbox->changed))
        return outbox;
    free(outbox);
    return NULL;
}

void outbox_close(struct outbox *outbox)
{
    if (!outbox)
        return;
    pthread_cond_destroy(&outbox->changed);
    pthread_mutex_destroy(&outbox->lock);
    free(outbox);
}

void outbox_wake(struct outbox *outbox)
{
    pthread_mutex_lock(&outbox->lock);
    outbox->is_woken = true;
    pthread_cond_broadcast(&outbox->changed);
    pthread_mutex_unlock(&outbox->lock);
}

void outbox_wait(struct outbox *outbox, int64_t milliseconds)
{
    struct timespec deadline = wait_deadline(milliseconds);
    bool in_time = true;

    pthread_mutex_lock(&outbox->lock);
    while (in_time && !outbox->is_woken)
        in_time = pthread_cond_timedwait(&outbox->changed, &outbox->lock, &deadline) == 0;
    outbox->is_woken = false;
    pthread_mutex_unlock(&outbox->lock);
}

struct outbox_counts outbox_counts(struct outbox *outbox)
{
    struct outbox_counts counts;

    pthread_mutex_lock(&outbox->lock);
    counts = outbox->counts;
    pthread_mutex_unlock(&outbox->lock);
    return counts;
}

void outbox_set_counts(struct outbox *outbox, const struct outbox_counts *counts)
{
    pthread_mutex_lock(&outbox->lock);
    outbox->counts = *counts;
    pthread_mutex_unlock(&outbox->lock);
}
