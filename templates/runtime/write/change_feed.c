/* change_feed.c - see change_feed.h. A ring of the last changes under one mutex, which is held for the
 * time of a few assignments; the rows are read on the writer, within the transaction that writes
 * them. */
#include "write/change_feed.h"

#include "base/log.h"
#include "base/wait.h"
#include "model/columns.h"
#include "request/server.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    CHANGE_LIMIT = 32768,
    BYTE_LIMIT = 64 * 1024 * 1024,
    KEPT_MILLISECONDS = 5 * 60 * 1000 /* and a class is followed so long behind its last follower */
};

struct followed {
    atomic_int followers;
    atomic_int_fast64_t until; /* ms by wait_clock(), once there are none */
    struct change_place from;  /* since it is followed without a gap */
};

struct change_feed {
    const struct app *app;
    int wake;
    struct followed *followed; /* for each class */
    uint64_t era;              /* of the class that was the last to begin */
    pthread_mutex_t lock;
    struct change *ring[CHANGE_LIMIT];
    uint64_t first; /* the number of the oldest */
    uint64_t next;  /* the number that the next one gets */
    size_t bytes;
};

struct change_feed *change_feed_new(const struct app *app, int wake)
{
    struct change_feed *feed = calloc(1, sizeof *feed);

    if (!feed)
        return NULL;
    feed->app = app;
    feed->wake = wake;
    feed->first = feed->next = 1;
    feed->followed = calloc(app->class_count + 1, sizeof *feed->followed);
    if (feed->followed && pthread_mutex_init(&feed->lock, NULL) == 0)
        return feed;
    free(feed->followed);
    free(feed);
    return NULL;
}

void change_release(struct change *change)
{
    if (!change || atomic_fetch_sub(&change->holders, 1) > 1)
        return;
    free(change->before);
    free(change->after);
    free(change);
}

static struct change **slot(struct change_feed *feed, uint64_t number)
{
    return &feed->ring[number % CHANGE_LIMIT];
}

static size_t change_size(const struct change *change)
{
    return sizeof *change + (change->before ? change->before->size : 0) +
           (change->after ? change->after->size : 0);
}

static void drop_first(struct change_feed *feed)
{
    struct change **oldest = slot(feed, feed->first++);

    feed->bytes -= change_size(*oldest);
    change_release(*oldest);
    *oldest = NULL;
}

void change_feed_free(struct change_feed *feed)
{
    if (!feed)
        return;
    while (feed->first < feed->next)
        drop_first(feed);
    pthread_mutex_destroy(&feed->lock);
    free(feed->followed);
    free(feed);
}

static struct followed *followed_of(struct change_feed *feed, const struct class *class)
{
    for (size_t i = 0; i < feed->app->class_count; i++)
        if (feed->app->classes[i] == class)
            return &feed->followed[i];
    return NULL;
}

static bool is_followed(struct change_feed *feed, const struct class *class)
{
    struct followed *followed = feed ? followed_of(feed, class) : NULL;

    return followed &&
           (atomic_load(&followed->followers) > 0 || atomic_load(&followed->until) > wait_clock());
}

void change_feed_follow(struct change_feed *feed, const struct class *class, bool *fresh)
{
    struct followed *followed = followed_of(feed, class);

    *fresh = true;
    if (!followed)
        return;
    /* Counted first, so that no write falls between the asking and the counting. */
    *fresh = atomic_fetch_add(&followed->followers, 1) == 0 &&
             atomic_load(&followed->until) <= wait_clock();
    if (!*fresh)
        return;
    feed->era++;
    followed->from = change_feed_place(feed);
}

void change_feed_leave(struct change_feed *feed, const struct class *class)
{
    struct followed *followed = followed_of(feed, class);

    if (!followed)
        return;
    atomic_store(&followed->until, wait_clock() + KEPT_MILLISECONDS);
    atomic_fetch_sub(&followed->followers, 1);
}

uint64_t change_feed_last(struct change_feed *feed)
{
    uint64_t next;

    pthread_mutex_lock(&feed->lock);
    next = feed->next;
    pthread_mutex_unlock(&feed->lock);
    return next - 1;
}

struct change_place change_feed_place(struct change_feed *feed)
{
    return (struct change_place){.number = change_feed_last(feed), .era = feed->era};
}

bool change_feed_goes_on(struct change_feed *feed, const struct class *class,
                         struct change_place place)
{
    const struct followed *followed = followed_of(feed, class);
    bool there;

    pthread_mutex_lock(&feed->lock);
    there = place.number < feed->next && place.number + 1 >= feed->first;
    pthread_mutex_unlock(&feed->lock);
    return there && followed && place.number >= followed->from.number &&
           place.era >= followed->from.era;
}

bool change_feed_read(struct change_feed *feed, uint64_t from, struct change **changes,
                      size_t limit, size_t *count)
{
    bool there;

    *count = 0;
    pthread_mutex_lock(&feed->lock);
    there = from >= feed->first;
    for (uint64_t at = from; there && at < feed->next && *count < limit; at++) {
        struct change *change = *slot(feed, at);
        atomic_fetch_add(&change->holders, 1);
        changes[(*count)++] = change;
    }
    pthread_mutex_unlock(&feed->lock);
    return there;
}

/* Puts a change at the end; NULL: one that cannot be told, with which all that came before it is
 * gone. */
static void append(struct change_feed *feed, struct change *change)
{
    static const uint64_t one = 1;

    pthread_mutex_lock(&feed->lock);
    while (feed->first < feed->next &&
           (!change || feed->next - feed->first == CHANGE_LIMIT || feed->bytes > BYTE_LIMIT ||
            (*slot(feed, feed->first))->at < wait_clock() - KEPT_MILLISECONDS))
        drop_first(feed);
    if (change) {
        change->number = feed->next++;
        *slot(feed, change->number) = change;
        feed->bytes += change_size(change);
    } else {
        feed->first = ++feed->next;
    }
    pthread_mutex_unlock(&feed->lock);
    if (write(feed->wake, &one, sizeof one) != sizeof one)
        log_error("a change could not be told of: the live queries do not wake");
}

/* Between the write and its commit. */

struct noted {
    const struct class *class;
    const struct row_image *before;
    const struct row_image *after;
};

/* On the writer, after the commit. */
static void append_noted(struct request *request, void *state)
{
    const struct noted *noted = state;
    struct change *change = malloc(sizeof *change);

    if (change) {
        *change = (struct change){
            .at = wait_clock(),
            .class = noted->class,
            .before = noted->before ? row_image_copy(noted->before) : NULL,
            .after = noted->after ? row_image_copy(noted->after) : NULL,
        };
        atomic_init(&change->holders, 1);
    }
    if (change && ((noted->before && !change->before) || (noted->after && !change->after))) {
        change_release(change);
        change = NULL;
    }
    append(request->server->changes, change);
}

static void append_loss(struct request *request, void *state)
{
    (void)state;
    append(request->server->changes, NULL);
}

static bool read_image(struct request *request, const struct class *class, struct text object_id,
                       const struct row_image **image)
{
    struct store_statement *row;
    struct sql sql;
    bool found;
    bool done;

    *image = NULL;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT ");
    sql_add(&sql, class->columns);
    sql_add(&sql, " FROM ");
    sql_add(&sql, class->table);
    sql_add(&sql, " WHERE ");
    sql_add_column(&sql, class, COLUMN_NAME_OBJECT_ID);
    sql_add(&sql, " = ");
    sql_add_text(&sql, object_id);
    if (!sql_prepare(&request->context, &sql, request->store, &row))
        return false;
    done = sql_next(&request->context, row, &found);
    if (found)
        *image = row_image_read(request->context.arena, class, row);
    store_release(row);
    return done && (!found || *image || fail_internal(&request->context, "out of memory"));
}

bool change_begin(struct request *request, const struct class *class, struct text object_id,
                  const struct row_image **before)
{
    *before = NULL;
    return !request->afterwards || !is_followed(request->server->changes, class) ||
           read_image(request, class, object_id, before);
}

bool change_note(struct request *request, const struct class *class, struct text object_id,
                 const struct row_image *before, bool gone)
{
    struct noted *noted;

    if (!request->afterwards || !is_followed(request->server->changes, class))
        return true;
    noted = arena_alloc(request->context.arena, sizeof *noted);
    if (!noted)
        return fail_internal(&request->context, "out of memory");
    *noted = (struct noted){.class = class, .before = before};
    if (!gone && !read_image(request, class, object_id, &noted->after))
        return false;
    /* Nobody followed when the deletion began, which is then before what a new follower is told; or a
     * hook has deleted what was to be updated. */
    return (!before && !noted->after) || request_afterwards(request, append_noted, noted);
}

bool change_note_all(struct request *request, const struct class *class)
{
    return !request->afterwards || !is_followed(request->server->changes, class) ||
           request_afterwards(request, append_loss, NULL);
}
