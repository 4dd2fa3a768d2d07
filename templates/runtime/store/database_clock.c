/* database_clock.c - see database_clock.h. */
#include "store/database_clock.h"

#include "base/log.h"
#include "formats/date.h"
#include "store/sql.h"

/* The time is kept so seldom; what is written until the next time may be as much later. */
enum { INTERVAL = 1000, WORTH_SAYING = 60000 }; /* ms */

bool database_clock_resume(struct store_connection *connection)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    int64_t latest = 0;
    int64_t behind;
    bool done;

    arena_init(&arena);
    done = sql_number(
        &context, sql_statement(&context, connection, "SELECT \"latest\" FROM \"_Clock\"", NULL),
        &latest);
    arena_release(&arena);
    if (!done) {
        log_error("the database cannot be read: %s", store_error(connection));
        return false;
    }
    if (latest == 0)
        return true;
    date_resume(latest + INTERVAL);
    behind = latest - date_wall();
    if (behind > WORTH_SAYING)
        log_error("this machine's clock is %lld s behind the times in the database: time goes on "
                  "from there; set the clock right, or find out when it was wrong",
                  (long long)(behind / 1000));
    return true;
}

bool database_clock_note(struct store_connection *connection, int64_t *noted_at)
{
    int64_t now = date_now();
    struct arena arena;
    struct context context = {.arena = &arena};
    bool done;

    if (now - *noted_at < INTERVAL)
        return true;
    arena_init(&arena);
    done = sql_run(&context, sql_statement(&context, connection,
                                           "UPDATE \"_Clock\" SET \"latest\" = "
                                           "max(\"latest\", ?1)",
                                           SQL_VALUES(sql_int64(now))));
    arena_release(&arena);
    *noted_at = now;
    return done;
}
