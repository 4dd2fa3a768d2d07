/* owners.h - whose the rows of a class are, by all ways in which the app's rules find it. */
#ifndef RUNTIME_GUARD_OWNERS_H
#define RUNTIME_GUARD_OWNERS_H

#include "model/class.h"
#include "request/request.h"
#include "store/sql.h"

/* What is asked of which rows besides. */
struct owners_query {
    const struct class *class;
    struct text object_id; /* one row; or no text, and then ... */
    struct text ids;       /* ... those whose ids are in this JSON, at the path */
    const char *path;      /* "$", "$.objectIds" */
    /* Appends ", ... AS ..." for each further column; NULL: there are none. */
    void (*add_more)(struct request *request, struct sql *sql, const void *state);
    const void *state;
};

/* Appends "SELECT ... UNION SELECT ...": the columns id, owner and helps, then the further ones; a row for each
 * owner of a row. The class must have owners (class_access.h). An owner may be null; one who `helps` is there by a
 * role or a grant, and not whom the row is about. */
void owners_add(struct request *request, struct sql *sql, const struct owners_query *query);

/* Whether a way from the rows of the class to a user leads over other rows. */
bool owners_are_far(const struct class *class);

#endif
