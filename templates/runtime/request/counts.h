/* counts.h - which counter is which (counters.h). Those of the routes come behind these: http/tally.h.
 *
 * They say how much happens and how long it takes, never to whom. */
#ifndef RUNTIME_REQUEST_COUNTS_H
#define RUNTIME_REQUEST_COUNTS_H

#include "base/counters.h"

enum {
    COUNT_GROUP_BUCKETS = 10, /* of up to 1, 2, 4, ... 256 writes; beyond */
    COUNT_TIME_BUCKETS = 12,  /* what took up to so long: counts_limits; beyond */
    COUNT_CODES = 300         /* of errors, Parse's; 0: those that have none */
};

enum count {
    COUNT_GROUPS,                                            /* groups by their size */
    COUNT_GROUP_WRITES = COUNT_GROUPS + COUNT_GROUP_BUCKETS, /* writes in all of them */
    COUNT_GROUPS_LOST,                                       /* that were not committed */
    COUNT_COMMITS,                                           /* groups by what they took */
    COUNT_COMMIT_MICROSECONDS = COUNT_COMMITS + COUNT_TIME_BUCKETS,
    COUNT_SLOW_READS,    /* reads that were handed to a thread for such */
    COUNT_BYTES_OUT,     /* of answers */
    COUNT_LIVE_CLIENTS,  /* now */
    COUNT_SUBSCRIPTIONS, /* now */
    COUNT_LIVE_EVENTS,   /* told */
    COUNT_LIVE_DROPPED,  /* clients that have to subscribe anew */
    COUNT_LIVE_REFUSED,  /* WebSockets for which there was no room */
    COUNT_AUDIT_SENT,    /* the number of the last entry that was sent to syslog */
    COUNT_MAILS_SENT,
    COUNT_MAILS_FAILED, /* attempts, as are: */
    COUNT_WEBHOOKS_SENT,
    COUNT_WEBHOOKS_FAILED,
    COUNT_ERRORS, /* answered, by code */
    COUNT_FIXED = COUNT_ERRORS + COUNT_CODES
};

#endif
