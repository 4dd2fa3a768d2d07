/* rates.c - see rates.h. Every kind is a row of the table. */
#include "request/rates.h"

#include "base/rate.h"
#include "base/wait.h"
#include "request/options.h"
#include "request/server.h"

#include <pthread.h>
#include <stdlib.h>

enum { SECOND = 1000, REQUESTS_SECONDS = 10, HOUR = 3600 * SECOND, TOO_MANY_REQUESTS = 429 };

static const struct {
    size_t address_limit; /* in struct options; 0 there: none */
    size_t user_limit;
    int64_t times;        /* what the options name is to be had so many times */
    int64_t milliseconds; /* in so long */
    const char *what;
} kinds[RATE_KINDS] = {
    [RATE_SIGN_UPS] = {offsetof(struct options, address_sign_ups),
                       offsetof(struct options, user_sign_ups), 1, HOUR, "sign-ups"},
    [RATE_UPLOADS] = {offsetof(struct options, address_uploads),
                      offsetof(struct options, user_uploads), 1, HOUR, "uploads"},
    [RATE_UPLOAD_BYTES] = {offsetof(struct options, address_upload_bytes),
                           offsetof(struct options, user_upload_bytes), 1, HOUR, "bytes uploaded"},
    [RATE_REQUESTS] = {offsetof(struct options, address_requests),
                       offsetof(struct options, user_requests), REQUESTS_SECONDS,
                       INT64_C(1) * REQUESTS_SECONDS *SECOND, "requests"},
};

struct rates {
    pthread_mutex_t lock;
    struct rate *of_address[RATE_KINDS]; /* NULL: any number */
    struct rate *of_user[RATE_KINDS];
};

/* False when out of memory. */
static bool make(const struct options *options, size_t limit, int kind, struct rate **rate)
{
    int64_t number = *(const int64_t *)(const void *)((const char *)options + limit);
    int64_t times = kinds[kind].times;

    if (number == 0 || number > INT64_MAX / times)
        return true;
    *rate = rate_new(number * times, kinds[kind].milliseconds);
    return *rate != NULL;
}

struct rates *rates_start(const struct options *options)
{
    struct rates *rates = calloc(1, sizeof *rates);

    if (!rates || pthread_mutex_init(&rates->lock, NULL) != 0) {
        free(rates);
        return NULL;
    }
    for (int i = 0; i < RATE_KINDS; i++)
        if (!make(options, kinds[i].address_limit, i, &rates->of_address[i]) ||
            !make(options, kinds[i].user_limit, i, &rates->of_user[i])) {
            rates_stop(rates);
            return NULL;
        }
    return rates;
}

void rates_stop(struct rates *rates)
{
    if (!rates)
        return;
    for (int i = 0; i < RATE_KINDS; i++) {
        rate_free(rates->of_address[i]);
        rate_free(rates->of_user[i]);
    }
    pthread_mutex_destroy(&rates->lock);
    free(rates);
}

static bool refuse(struct request *request, enum rate_kind kind, int64_t milliseconds)
{
    int64_t seconds = (milliseconds + SECOND - 1) / SECOND;
    bool first = request->context.error.code == 0;

    fail(&request->context, PARSE_REQUEST_LIMIT_EXCEEDED, "Too many %s: try again in %lld seconds.",
         kinds[kind].what, (long long)seconds);
    if (first && request->context.error.code == PARSE_REQUEST_LIMIT_EXCEEDED) {
        request->context.error.status = TOO_MANY_REQUESTS;
        request->context.error.retry_seconds = seconds;
    }
    return false;
}

/* 0: nobody is signed in. */
static uint64_t user_number(const struct request *request)
{
    return principal_signed_in(&request->principal) ? text_number(request->principal.user_id) : 0;
}

bool rates_take(struct request *request, enum rate_kind kind, int64_t amount)
{
    struct rates *rates = request->server->rates;
    struct {
        struct rate *rate;
        uint64_t client;
    } counted[2] = {{NULL, request->address}, {NULL, user_number(request)}};
    int64_t now = wait_clock();
    int64_t wait = 0;

    if (!rates || request->principal.master || amount <= 0)
        return true;
    counted[0].rate = rates->of_address[kind];
    counted[1].rate = rates->of_user[kind];
    pthread_mutex_lock(&rates->lock);
    for (int i = 0; i < 2; i++)
        if (counted[i].rate && counted[i].client) {
            int64_t longer = rate_wait(counted[i].rate, counted[i].client, amount, now);
            wait = longer > wait ? longer : wait;
        }
    for (int i = 0; i < 2 && wait == 0; i++)
        if (counted[i].rate && counted[i].client)
            rate_take(counted[i].rate, counted[i].client, amount, now);
    pthread_mutex_unlock(&rates->lock);
    return wait == 0 || refuse(request, kind, wait);
}
