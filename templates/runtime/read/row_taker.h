/* row_taker.h - who takes the rows that a find or a get shows, where they are not to become the answer's JSON.
 *
 * Everything before a row is shown is as ever: permissions, rules, hooks, the audit trail, notices. */
#ifndef RUNTIME_READ_ROW_TAKER_H
#define RUNTIME_READ_ROW_TAKER_H

#include "read/shown_row.h"

struct row_owners;

struct row_taker {
    /* Takes a row that is shown. False, with an error, when it cannot. */
    bool (*take)(struct row_taker *taker, struct request *request, const struct row *row,
                 const struct shown_row *found);
    const struct class *class;    /* whose rows it takes */
    const unsigned char *columns; /* what it looks at of a row: struct row_query; NULL: all */
    int64_t count;                /* what `count` came to, where it was asked for */
    bool damaged;                 /* a row cannot be read, and was left out */
    /* Of a find over the relations of several objects, rows.h; NULL: of another one. Then whose a row is says
     * row_taker_owner(), and take_count() has what `count` came to for each that has any. */
    const struct row_owners *each;
    bool (*take_count)(struct row_taker *taker, struct request *request, struct text owner_id,
                       int64_t count);
    void (*note_damaged)(struct row_taker *taker, struct text owner_id);
};

/* The id of the one of taker->each whose the row is. */
static inline struct text row_taker_owner(const struct row_taker *taker,
                                          struct store_statement *rows)
{
    return store_column_text(rows, taker->class->column_count);
}

#endif
