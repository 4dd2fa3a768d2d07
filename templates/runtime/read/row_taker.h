/* row_taker.h - who takes the rows that a find or a get shows, where they are not to become the answer's JSON.
 *
 * Everything before a row is shown is as ever: permissions, rules, hooks, the audit trail, notices. */
#ifndef RUNTIME_READ_ROW_TAKER_H
#define RUNTIME_READ_ROW_TAKER_H

#include "read/shown_row.h"

struct row_taker {
    /* Takes a row that is shown. False, with an error, when it cannot. */
    bool (*take)(struct row_taker *taker, struct request *request, const struct row *row,
                 const struct shown_row *found);
    const struct class *class;    /* whose rows it takes */
    const unsigned char *columns; /* what it looks at of a row: struct row_query; NULL: all */
    int64_t count;                /* what `count` came to, where it was asked for */
    bool damaged;                 /* a row cannot be read, and was left out */
};

#endif
