/* store_slow.c - see store_slow.h (sqlite.org/eqp.html). A plan is made anew from the text: with another
 * schema than the one that the statement ran over it could differ, but that never changes in a server. */
#include "store/store_slow.h"

#include "base/log.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <time.h>

enum { PLAN_BYTES = 4096 };

int64_t store_slow_limit;

void store_log_slow(int64_t milliseconds)
{
    store_slow_limit = milliseconds * 1000;
}

int64_t store_slow_clock(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The plan's lines, one behind the other; what does not fit is left out. */
static struct text read_plan(sqlite3_stmt *explain, char *plan)
{
    enum { DETAIL = 3 };
    size_t length = 0;

    while (sqlite3_step(explain) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(explain, DETAIL);
        size_t more = detail ? strlen(detail) : 0;
        if (length + more + 2 > PLAN_BYTES)
            break;
        if (length) {
            memcpy(plan + length, "; ", 2);
            length += 2;
        }
        if (more)
            memcpy(plan + length, detail, more);
        length += more;
    }
    return (struct text){plan, length};
}

void store_slow_tell(const struct store_statement *statement, int64_t microseconds)
{
    struct text text = {statement->text, statement->text_length};
    char plan_bytes[PLAN_BYTES];
    struct text plan = text_of("");
    sqlite3_stmt *explain = NULL;
    char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", statement->text);

    if (sql &&
        sqlite3_prepare_v2(statement->connection->database, sql, -1, &explain, NULL) == SQLITE_OK)
        plan = read_plan(explain, plan_bytes);
    (void)sqlite3_finalize(explain);
    sqlite3_free(sql);
    log_members("slow statement",
                (const struct log_member[]){{.name = "milliseconds", .number = microseconds / 1000},
                                            {.name = "statement", .value = text},
                                            {.name = "plan", .value = plan}},
                3);
}
