/* shown_row.h - a row on its way to a client, and the app's hooks of finding, which may narrow what is
 * found, change what is shown of a row, and keep it back. */
#ifndef RUNTIME_READ_SHOWN_ROW_H
#define RUNTIME_READ_SHOWN_ROW_H

#include "read/object_writer.h"
#include "request/request.h"

/* Before a find or get: *narrow is what every object must meet as well, or NULL. */
bool shown_row_narrow(struct request *request, const struct class *class, const cJSON **narrow);

/* A row that is about to be written to a client. */
struct shown_row {
    const struct projection *projection; /* what is written from the row */
    const void *object;                  /* the hook's, NULL when it changed nothing */
    const bool *changed;                 /* for each field: written from the object */
};

/* Asks the hook about a row, *shown whether it may be shown at all; nothing is entered. */
bool shown_row_ask(struct request *request, const struct projection *projection,
                   const struct row *row, struct shown_row *found, bool *shown);

/* Asks the hook about a row, *shown whether it is written at all. One that is goes into the audit
 * trail where reads of the class do, with the way by which it is reached: "get", "find", "include";
 * NULL: it is only looked at, and not written. */
bool shown_row_open(struct request *request, const struct projection *projection,
                    const struct row *row, const char *way, struct shown_row *found, bool *shown);

/* What the principal would be shown of a row of the table as it is now: what the answer to a write may
 * tell of it, and what a change may depend on. *shown is false where a get would answer 101 or 119.
 * The row is only looked at. */
bool shown_row_find(struct request *request, const struct class *class, struct text object_id,
                    struct shown_row *found, bool *shown);

/* The object that holds what is shown of a field: the hook's where it changed the field, else
 * `written`, which has the row's values. NULL: the field is not shown, or the hook took it out. */
const void *shown_row_source(const struct shown_row *found, int field, const void *written);

/* Fails with 119 when the principal would not be shown the field in the row: a change whose outcome
 * depends on what is there would tell it, by failing or by what follows from it. */
bool shown_row_require(struct request *request, const struct class *class, struct text object_id,
                       const struct class_field *field);

/* Writes the members of such a row. */
void shown_row_write(struct object_writer *writer, const struct row *row,
                     const struct shown_row *found);

#endif
