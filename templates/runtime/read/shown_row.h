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

/* Asks the hook about a row, *shown whether it is written at all. One that is goes into the audit
 * trail where reads of the class do, with the way by which it is reached: "get", "find", "include";
 * NULL: it is only looked at, and not written. */
bool shown_row_open(struct request *request, const struct projection *projection,
                    const struct row *row, const char *way, struct shown_row *found, bool *shown);

/* Writes the members of such a row. */
void shown_row_write(struct object_writer *writer, const struct row *row,
                     const struct shown_row *found);

#endif
