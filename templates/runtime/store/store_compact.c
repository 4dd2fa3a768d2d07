/* store_compact.c - see store_compact.h. */
#include "store/store_compact.h"

#include "store/store_connection.h"
#include "store/store_snapshot.h"

#include <sqlite3.h>
#include <time.h>

enum { TRIES = 200, PAUSE_NANOSECONDS = 50000000 };

/* Readers' views, and who follows the log, are in the way of the first tries. */
static bool cut_log(struct store_connection *connection)
{
    const struct timespec pause = {.tv_nsec = PAUSE_NANOSECONDS};

    for (int i = 0; i < TRIES; i++) {
        (void)snapshots_end();
        if (sqlite3_wal_checkpoint_v2(connection->database, "main", SQLITE_CHECKPOINT_TRUNCATE,
                                      NULL, NULL) == SQLITE_OK)
            return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

bool store_compact(struct store_connection *connection)
{
    return store_execute(connection, "VACUUM") && cut_log(connection);
}
