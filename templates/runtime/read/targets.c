/* targets.c - see targets.h. */
#include "read/targets.h"

#include "read/projection.h"
#include "read/rows.h"

/* False when the row cannot be shown, which is no error where it alone is damaged. */
static bool take_row(struct request *request, const struct projection *projection,
                     struct store_statement *rows, struct row_taker *taker)
{
    struct row row = {.statement = rows, .class = projection->class};
    struct shown_row found;
    bool shown;

    if (shown_row_open(request, projection, &row, "include", &found, &shown) &&
        (!shown || taker->take(taker, request, &row, &found)))
        return true;
    if (!context_pass_over_row(&request->context))
        return false;
    taker->damaged = true;
    return true;
}

bool targets_take(struct request *request, const struct class *class, struct text ids_json,
                  struct row_taker *taker)
{
    struct row_query query = {.class = class,
                              .operation = OPERATION_GET,
                              .object_ids = ids_json,
                              .columns = taker->columns,
                              .limit = -1};
    const struct projection *projection;
    struct store_statement *rows;
    bool found = false;
    bool done;

    if (!projection_all(request, class, &projection) ||
        !shown_row_narrow(request, class, &query.extra_where) ||
        !rows_select(request, &query, &rows))
        return false;
    while ((done = sql_next(&request->context, rows, &found)) && found)
        if (!take_row(request, projection, rows, taker)) {
            done = false;
            break;
        }
    store_release(rows);
    return done;
}
