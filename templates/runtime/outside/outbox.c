/* outbox.c - see outbox.h. */
#include "outside/outbox.h"

#include "base/wait.h"
#include "crypto/seal.h"
#include "formats/encoding.h"
#include "outside/outbox_rows.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum {
    ID_CHARACTERS = 32,
    HOUR = 3600000,
    MOST_HOURS = 10 * 366 * 24,
    MARKS = 4 /* which of the keys that are derived from one of KEY_SEAL */
};

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

/* Equal texts have equal marks, which tell nothing without the key: the oldest of the ring, which stays the same when
 * another one is the newest. */
static bool mark(enum outbox_kind kind, struct text to, struct text order, struct outbox_mark *mark)
{
    const unsigned char parts[] = {(unsigned char)kind, 0};
    const struct ring_key *key = key_ring_next(KEY_SEAL, NULL);
    unsigned char derived[KEY_BYTES];
    crypto_generichash_state state;

    if (!key)
        return false;
    ring_key_derive(key, MARKS, derived);
    crypto_generichash_init(&state, derived, sizeof derived, sizeof mark->bytes);
    crypto_generichash_update(&state, parts, 1);
    crypto_generichash_update(&state, (const unsigned char *)to.bytes, to.length);
    crypto_generichash_update(&state, parts + 1, 1);
    crypto_generichash_update(&state, (const unsigned char *)order.bytes, order.length);
    crypto_generichash_final(&state, mark->bytes, sizeof mark->bytes);
    sodium_memzero(derived, sizeof derived);
    return true;
}

static struct sql_value mark_value(const struct outbox_mark *mark)
{
    return sql_bytes((struct text){(const char *)mark->bytes, sizeof mark->bytes});
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
        "INSERT INTO \"_Outbox\" (\"id\", \"kind\", \"about\", \"subject\", \"receiver\", "
        "\"line\", "
        "\"letter\", \"bytes\", \"createdAt\", \"until\", \"dueAt\", \"attempts\") "
        "VALUES (?1, ?2, ?3, ?10, ?4, ?5, ?6, ?7, ?8, ?9, ?8, 0)";
    /* All mails go to one server. */
    struct text receiver = letter->kind == OUTBOX_MAIL ? text_of("") : letter->to;
    struct outbox_mark marks[2];
    struct text sealed;

    if (!mark(letter->kind, receiver, text_of(""), &marks[0]) ||
        !mark(letter->kind, letter->to, letter->order, &marks[1]))
        return fail_internal(&request->context, "a letter could not be sealed");
    return outbox_seal(&request->context, letter, &sealed) &&
           sql_run(
               &request->context,
               request_statement(
                   request, statement,
                   SQL_VALUES(sql_text(letter->id), sql_int64(letter->kind),
                              sql_text(text_of(letter->about)), mark_value(&marks[0]),
                              mark_value(&marks[1]), sql_bytes(sealed),
                              sql_int64((int64_t)sealed.length), sql_int64(request->now),
                              sql_int64(until(request, letter)),
                              sql_text(letter->subject.bytes ? letter->subject : text_of("")))));
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

bool outbox_forget(struct request *request, struct text subject)
{
    return sql_run(&request->context,
                   request_statement(request, "DELETE FROM \"_Outbox\" WHERE \"subject\" = ?1",
                                     SQL_VALUES(sql_text(subject))));
}

bool outbox_forget_mails(struct request *request, struct text user_id)
{
    return sql_run(&request->context,
                   request_statement(
                       request, "DELETE FROM \"_Outbox\" WHERE \"subject\" = ?1 AND \"kind\" = ?2",
                       SQL_VALUES(sql_text(user_id), sql_int64(OUTBOX_MAIL))));
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
