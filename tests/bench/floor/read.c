/* read.c - the read floor: a session and the rows it may see, by prepared statements.
 *
 * usage: floor_read DATABASE
 *
 * The database is made anew (rows.h). Each thread has its own connection. Every request reads its
 * session by token. GET /ID then reads one row by its key; GET / reads the patient's rows, newest
 * first, and keeps the first VISIBLE that the session may read. */
#include "rows.h"

#include <stdio.h>

static enum MHD_Result handle(void *closure, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *data_size, void **state)
{
    static int begun;
    struct worker *worker = rows_worker();
    char user[ID_LENGTH + 1];
    unsigned status;

    (void)closure, (void)method, (void)version, (void)data;
    if (!*state) {
        *state = &begun;
        return MHD_YES;
    }
    if (*data_size) {
        *data_size = 0;
        return MHD_YES;
    }
    worker->length = 0;
    if (!rows_session(
            worker,
            MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "X-Parse-Session-Token"),
            user)) {
        status = MHD_HTTP_FORBIDDEN;
        rows_add(worker, "{\"code\":209,\"error\":\"Invalid session token\"}");
    } else if (url[1]) {
        status = rows_get(worker, url + 1, user);
    } else {
        status = rows_find(worker, user);
    }
    return floor_answer(connection, status, worker->body, worker->length);
}

int main(int argc, char **argv)
{
    static const struct floor floor = {.handle = handle};

    if (argc != 2) {
        fprintf(stderr, "usage: floor_read DATABASE\n");
        return 2;
    }
    rows_make(argv[1], true);
    return floor_serve(&floor);
}
