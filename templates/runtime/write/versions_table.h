/* versions_table.h - the versions of a row: every state that it was ever in, and who brought it there.
 *
 * A class that keeps versions has a second table of the same columns. rows.c appends to it in each
 * insert and update, in the same transaction, whoever asks; nothing changes or deletes what is there,
 * and the engine itself refuses to (the triggers of the migration). A row that is deleted leaves its
 * versions.
 *
 * A version is shown to whom the guard opens it as a row of the class, and the row as it is now, too:
 * neither a draft of what was published later, nor a record that has become somebody else's. */
#ifndef RUNTIME_WRITE_VERSIONS_TABLE_H
#define RUNTIME_WRITE_VERSIONS_TABLE_H

#include "request/request.h"

/* The columns behind the class's own: from class->column_count on. Those of retired fields follow. */
enum version_column {
    VERSION_NUMBER, /* from 1 */
    VERSION_BY,     /* the user's id; NULL: nobody was signed in */
    VERSION_AT,     /* ms */
    VERSION_MEANS   /* "session", "masterKey", "hook", "signature", "anonymous", "migration" */
};

struct version_query {
    const struct class *class;
    struct text object_id;
    int64_t number;           /* 0: all of them */
    const cJSON *extra_where; /* what both rows must meet as well, or NULL */
    bool descending;          /* the newest first */
    int64_t limit;            /* negative: no limit */
    int64_t skip;
};

/* Appends the row as it is now, after it was inserted or updated, and sets the field that counts
 * versions. Does nothing where the class keeps none. */
bool version_append(struct request *request, const struct class *class, struct text object_id);

/* The number of the row's newest version; 0: it has none. */
bool version_newest(struct request *request, const struct class *class, struct text object_id,
                    int64_t *number);

/* Selects the versions that the principal may get, in the order of their numbers, as rows_select()
 * does. Those of a row that is gone are the master key's. Fails with 103 where the class keeps none.
 */
bool version_select(struct request *request, const struct version_query *query,
                    struct store_statement **rows);

/* How many there are, limit and skip apart. */
bool version_count(struct request *request, const struct version_query *query, int64_t *count);

/* Selects the class's columns of all versions, of rows that are gone, too, that may name the file: those of which
 * SQL can tell, and those where a sealed value may. For the server itself; no guard is asked.
 * *rows is NULL where the class keeps no versions. */
bool version_select_naming(struct request *request, const struct class *class,
                           struct text file_name, struct store_statement **rows);

#endif
