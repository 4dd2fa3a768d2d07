/* erase_rows.c - see erase_rows.h. */
#include "write/erase_rows.h"

#include "files/file_record.h"
#include "formats/json.h"
#include "guard/owners.h"
#include "guard/rules.h"
#include "model/class_access.h"
#include "model/class_checks.h"
#include "model/columns.h"
#include "model/file_value.h"
#include "model/value.h"
#include "read/ownership.h"
#include "write/retention.h"
#include "write/row_write.h"

static bool run(struct request *request, const struct sql *sql)
{
    struct store_statement *statement;

    return sql_prepare(&request->context, sql, request->store, &statement) &&
           sql_run(&request->context, statement);
}

/* The first column of the first row: a list. */
static bool read_list(struct request *request, const struct sql *sql, struct text *list)
{
    struct store_statement *row;

    return sql_prepare(&request->context, sql, request->store, &row) &&
           sql_word(&request->context, row, list) &&
           (list->bytes || fail_internal(&request->context, "a list of ids cannot be read"));
}

static void add_is_listed(struct sql *sql, struct text ids)
{
    sql_add(sql, " IN (SELECT value FROM json_each(");
    sql_add_text(sql, ids);
    sql_add(sql, "))");
}

bool erase_rows_find(struct request *request, const struct class *class, struct text user_id,
                     struct text *ids)
{
    struct sql sql;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT json_group_array(" COLUMN_NAME_OBJECT_ID ") FROM ");
    sql_add(&sql, class->table);
    sql_add(&sql, " WHERE TRUE");
    rows_add_owned(request, &sql, class, user_id);
    return read_list(request, &sql, ids);
}

/* Has the class's table stand for what objects that have gone were last: as with those that are there, it is the last
 * owner who has the versions of before, too. */
static void add_gone(struct sql *sql, const struct class *class)
{
    sql_add(sql, "WITH ");
    sql_add(sql, class->table);
    sql_add(sql, " AS (SELECT * FROM ");
    sql_add(sql, class->version_table);
    sql_add(sql, " AS last WHERE last." COLUMN_NAME_OBJECT_ID
                 " NOT IN (SELECT " COLUMN_NAME_OBJECT_ID " FROM main.");
    sql_add(sql, class->table);
    sql_add(sql, ") AND last.\"_version\" = (SELECT max(\"_version\") FROM ");
    sql_add(sql, class->version_table);
    sql_add(sql,
            " AS each WHERE each." COLUMN_NAME_OBJECT_ID " = last." COLUMN_NAME_OBJECT_ID ")) ");
}

bool erase_rows_shared(struct request *request, const struct class *class, struct text user_id,
                       struct text ids, bool are_gone, struct text *shared)
{
    const struct class *user = request->app->user;
    struct owners_query query = {.class = class, .ids = ids, .path = "$"};
    struct sql sql;

    *shared = text_of("[]");
    if (are_gone && text_is(ids, "[]"))
        return true;
    sql_init(&sql, request->context.arena);
    if (are_gone)
        add_gone(&sql, class);
    sql_add(&sql, "SELECT json_group_array(id) FROM (SELECT id, max(owner = ");
    sql_add_text(&sql, user_id);
    sql_add(&sql, " AND NOT helps) AS is_about, max(owner <> ");
    sql_add_text(&sql, user_id);
    sql_add(&sql, " AND there) AS is_others, max(owner <> ");
    sql_add_text(&sql, user_id);
    sql_add(&sql, " AND there AND NOT helps) AS is_about_others FROM (SELECT id, owner, helps, "
                  "owner IN (SELECT " COLUMN_NAME_OBJECT_ID " FROM ");
    sql_add(&sql, user->table);
    sql_add(&sql, ") AS there FROM (");
    owners_add(request, &sql, &query);
    sql_add(&sql, ")) WHERE owner IS NOT NULL GROUP BY id) WHERE is_about_others OR "
                  "(is_others AND NOT is_about)");
    return read_list(request, &sql, shared);
}

bool erase_rows_without(struct request *request, struct text ids, struct text others,
                        struct text *left)
{
    struct sql sql;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT json_group_array(value) FROM json_each(");
    sql_add_text(&sql, ids);
    sql_add(&sql, ") WHERE value NOT");
    add_is_listed(&sql, others);
    return read_list(request, &sql, left);
}

bool erase_rows_versions_of_gone(struct request *request, const struct class *class,
                                 struct text user_id, struct text *ids)
{
    struct sql sql;

    *ids = text_of("[]");
    if (!class_keeps_versions(class))
        return true;
    sql_init(&sql, request->context.arena);
    add_gone(&sql, class);
    sql_add(&sql, "SELECT json_group_array(" COLUMN_NAME_OBJECT_ID ") FROM ");
    sql_add(&sql, class->table);
    sql_add(&sql, " WHERE TRUE");
    retention_add_without_signature(&sql, class);
    rows_add_owned(request, &sql, class, user_id);
    return read_list(request, &sql, ids);
}

bool erase_rows_must_stay(struct request *request, const struct class *class, struct text object_id,
                          struct text *reason)
{
    *reason = text_none();
    if (class->checks->append_only) {
        *reason = text_of("its class is append-only");
        return true;
    }
    if (!class->checks->check_delete || class->checks->check_delete(request, object_id))
        return true;
    *reason = request->context.error.message;
    return forgive(&request->context);
}

/* Files. */

static bool mark_file(void *state, struct text name)
{
    struct request *request = state;

    return file_record_give_up(request, name);
}

static bool mark_files_of(struct request *request, const struct class *class,
                          struct store_statement *row)
{
    struct context *context = &request->context;
    void *object = arena_alloc(context->arena, class->object_size);

    if (!object)
        return fail_internal(context, "out of memory");
    if (!value_read_row(context, class, row, object))
        return false;
    for (int i = 0; i < class->field_count; i++) {
        enum field_type type = class->fields[i].type;
        if ((type == FIELD_FILE || type == FIELD_ARRAY || type == FIELD_OBJECT) &&
            !file_value_each(context, class, &class->fields[i], object, mark_file, request))
            return context->error.code == 0;
    }
    return true;
}

static bool mark_files_in(struct request *request, const struct class *class, const char *table,
                          struct text ids)
{
    struct store_statement *rows;
    struct sql sql;
    bool found;
    bool done;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT ");
    sql_add(&sql, class->columns);
    sql_add(&sql, " FROM ");
    sql_add(&sql, table);
    sql_add(&sql, " WHERE " COLUMN_NAME_OBJECT_ID);
    add_is_listed(&sql, ids);
    if (!sql_prepare(&request->context, &sql, request->store, &rows))
        return false;
    while ((done = sql_next(&request->context, rows, &found)) && found &&
           (done = mark_files_of(request, class, rows)))
        ;
    store_release(rows);
    return done;
}

bool erase_rows_mark_files(struct request *request, const struct class *class, struct text ids)
{
    return mark_files_in(request, class, class->table, ids) &&
           (!class_keeps_versions(class) ||
            mark_files_in(request, class, class->version_table, ids));
}

/* Versions. */

/* The triggers that keep versions from being deleted: their names, and what makes them. */
static bool find_triggers(struct request *request, const struct class *class, struct text *drops,
                          struct text *makes)
{
    struct store_statement *row = request_statement(
        request,
        "SELECT group_concat('DROP TRIGGER \"' || replace(name, '\"', '\"\"') || '\"', ';'), "
        "group_concat(sql, ';') FROM sqlite_master WHERE type = 'trigger' AND "
        "'\"' || replace(tbl_name, '\"', '\"\"') || '\"' = ?1",
        SQL_VALUES(sql_text(text_of(class->version_table))));
    bool found;
    bool done = sql_next(&request->context, row, &found);

    *drops = *makes = text_none();
    if (done && found && !store_column_is_null(row, 0)) {
        *drops = arena_copy(request->context.arena, store_column_text(row, 0));
        *makes = arena_copy(request->context.arena, store_column_text(row, 1));
    }
    store_release(row);
    return done;
}

bool erase_rows_drop_versions(struct request *request, const struct class *class, struct text ids)
{
    struct text drops;
    struct text makes;
    struct sql sql;

    if (!class_keeps_versions(class) || text_is(ids, "[]"))
        return true;
    if (!find_triggers(request, class, &drops, &makes))
        return false;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "DELETE FROM ");
    sql_add(&sql, class->version_table);
    sql_add(&sql, " WHERE " COLUMN_NAME_OBJECT_ID);
    add_is_listed(&sql, ids);
    if (drops.bytes && !store_execute(request->store, drops.bytes))
        return fail_internal(&request->context, store_error(request->store));
    return run(request, &sql) && (!makes.bytes || store_execute(request->store, makes.bytes) ||
                                  fail_internal(&request->context, store_error(request->store)));
}

/* Elsewhere. */

static bool may_be_unset(const struct class *owner, const struct class_field *field,
                         const struct class *target)
{
    return field->type == FIELD_POINTER && field->target == target && !field->required &&
           !field->stamped && !field->server_set && !class_keeps_versions(owner);
}

bool erase_rows_unset_pointers(struct request *request, const struct class *class, struct text ids)
{
    const struct app *app = request->app;

    if (text_is(ids, "[]"))
        return true;
    for (size_t i = 0; i < app->class_count; i++) {
        const struct class *owner = app->classes[i];
        for (int j = 0; j < owner->field_count; j++) {
            struct sql sql;
            if (owner == app->audit_log || !may_be_unset(owner, &owner->fields[j], class))
                continue;
            sql_init(&sql, request->context.arena);
            sql_add(&sql, "UPDATE ");
            sql_add(&sql, owner->table);
            sql_add(&sql, " SET ");
            sql_add(&sql, owner->fields[j].column_name);
            sql_add(&sql, " = NULL WHERE ");
            sql_add(&sql, owner->fields[j].column_name);
            add_is_listed(&sql, ids);
            if (!run(request, &sql))
                return false;
        }
    }
    return true;
}

bool erase_rows_devices(struct request *request, struct text user_id)
{
    const struct class *device = request->app->installation;
    const struct class *session = request->app->session;
    const struct class_field *of_device = class_find_field(device, text_of("installationId"));
    const struct class_field *of_session = class_find_field(session, text_of("installationId"));
    const struct class_field *user = class_find_field(session, text_of("user"));
    struct sql sql;

    sql_init(&sql, request->context.arena);
    sql_add(&sql, "DELETE FROM ");
    sql_add(&sql, device->table);
    sql_add(&sql, " WHERE ");
    sql_add(&sql, of_device->column_name);
    sql_add(&sql, " IN (SELECT ");
    sql_add(&sql, of_session->column_name);
    sql_add(&sql, " FROM ");
    sql_add(&sql, session->table);
    sql_add(&sql, " WHERE ");
    sql_add(&sql, user->column_name);
    sql_add(&sql, " = ");
    sql_add_text(&sql, user_id);
    sql_add(&sql, ")");
    return run(request, &sql);
}

bool erase_rows_text_indexes(struct request *request)
{
    const struct app *app = request->app;

    for (size_t i = 0; i < app->class_count; i++) {
        for (int j = 0; j < app->classes[i]->field_count; j++) {
            const char *index = app->classes[i]->fields[j].text_index;
            struct sql sql;
            if (!index)
                continue;
            sql_init(&sql, request->context.arena);
            sql_add(&sql, "INSERT INTO ");
            sql_add(&sql, index);
            sql_add(&sql, " (");
            sql_add(&sql, index);
            sql_add(&sql, ") VALUES ('optimize')");
            if (!run(request, &sql))
                return false;
        }
    }
    return true;
}
