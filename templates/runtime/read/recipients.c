/* recipients.c - see recipients.h. */
#include "read/recipients.h"

#include "model/class_checks.h"
#include "read/rows.h"
#include "store/sql.h"

/* Appends the select with the object's id for each :row. */
static void add_select(struct sql *sql, const char *select, struct text object_id)
{
    static const char mark[] = ":row";
    const char *found;

    while ((found = strstr(select, mark))) {
        buffer_add(&sql->text, select, (size_t)(found - select));
        sql_add_text(sql, object_id);
        select = found + sizeof mark - 1;
    }
    sql_add(sql, select);
}

static bool add_user(struct request *request, struct text user, struct text **users, size_t *count,
                     size_t *capacity)
{
    for (size_t i = 0; i < *count; i++)
        if (text_equal((*users)[i], user))
            return true;
    if (*count == *capacity) {
        size_t longer = *capacity ? 2 * *capacity : 4;
        struct text *list = arena_alloc_array(request->context.arena, longer, sizeof *list);
        if (!list)
            return fail_internal(&request->context, "out of memory");
        if (*count)
            memcpy(list, *users, *count * sizeof *list);
        *users = list;
        *capacity = longer;
    }
    (*users)[(*count)++] = arena_copy(request->context.arena, user);
    return true;
}

bool recipients_find(struct request *request, const struct class_notice *notice,
                     struct text object_id, struct text **users, size_t *count)
{
    struct store_statement *rows;
    struct sql sql;
    size_t capacity = 0;
    bool found;
    bool done;

    *users = NULL;
    *count = 0;
    sql_init(&sql, request->context.arena);
    add_select(&sql, notice->told, object_id);
    if (!sql_prepare(&request->context, &sql, request->store, &rows))
        return false;
    while ((done = sql_next(&request->context, rows, &found)) && found &&
           (done = store_column_is_null(rows, 0) ||
                   add_user(request, store_column_text(rows, 0), users, count, &capacity)))
        ;
    store_release(rows);
    return done;
}
