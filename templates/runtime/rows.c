/* rows.c - see rows.h. With its kin, rows_check.c and rows_version.c, the only file whose statements
 * name class tables and join tables.
 *
 * Each statement's text is put together anew, which is a few copies of constant text, and found in
 * the connection's cache by that text. */
#include "rows.h"

#include "account_name.h"
#include "acl.h"
#include "audit.h"
#include "columns.h"
#include "file_references.h"
#include "guard.h"
#include "rows_check.h"
#include "rows_keep.h"
#include "rows_overlap.h"
#include "rows_owner.h"
#include "rows_signature.h"
#include "rows_stamp.h"
#include "rows_version.h"
#include "value.h"
#include "where_operand.h"

/* Repeats a part of the statement's text. */
static void add_part(struct sql *sql, struct where_part part)
{
    struct text copy =
        arena_copy(sql->text.arena, (struct text){sql->text.bytes + part.start, part.length});

    buffer_add_text(&sql->text, copy);
}

static void add_order_key(struct sql *sql, const struct class *class, const struct order_key *key)
{
    static const char *const builtin_names[] = {
        [COLUMN_OBJECT_ID] = COLUMN_NAME_OBJECT_ID,
        [COLUMN_CREATED_AT] = COLUMN_NAME_CREATED_AT,
        [COLUMN_UPDATED_AT] = COLUMN_NAME_UPDATED_AT,
    };

    if (key->path)
        where_add_function(sql, class, key->path, "json_extract");
    else
        sql_add_column(sql, class,
                       key->field ? key->field->column_name : builtin_names[key->builtin_column]);
    if (key->descending)
        sql_add(sql, " DESC");
}

/* Rows that are equal by the keys come in the order of their insertion, or backwards when the last
 * key descends: pages then fit together whatever plan the engine chooses, and an index that serves
 * the keys serves this too, since its entries end with the row's number. */
static void add_order(struct sql *sql, const struct row_query *query, const struct where_rank *rank)
{
    const char *separator = " ORDER BY ";
    bool descending = false;

    for (size_t i = 0; i < query->order_count; i++) {
        const struct order_key *key = &query->order[i];
        if (key->relevance && !rank->relevance.length)
            continue;
        sql_add(sql, separator);
        separator = ", ";
        descending = key->descending && !key->relevance;
        if (key->relevance) {
            add_part(sql, rank->relevance);
            sql_add(sql, " DESC");
        } else {
            add_order_key(sql, query->class, key);
        }
    }
    if (!query->order_count && rank->distance.length) {
        sql_add(sql, separator);
        separator = ", ";
        add_part(sql, rank->distance);
    }
    if (separator[0] == ',') {
        sql_add(sql, separator);
        sql_add_column(sql, query->class, COLUMN_NAME_ROW_NUMBER);
        if (descending)
            sql_add(sql, " DESC");
    }
}

/* The ids of audit entries are made of their numbers, by which alone they are found. */
static void add_entry_number(struct sql *sql, const struct row_query *query)
{
    sql_add_column(sql, query->class, COLUMN_NAME_ROW_NUMBER);
    sql_add(sql, " = CAST(substr(");
    sql_add_text(sql, query->object_id);
    sql_add(sql, ", 2) AS INTEGER) AND ");
}

/* " FROM table WHERE ...": the rows that the query asks for and the principal may have. */
static bool add_source(struct request *request, struct sql *sql, const struct row_query *query,
                       struct where_rank *rank)
{
    sql_add(sql, " FROM ");
    sql_add(sql, query->class->table);
    sql_add(sql, " WHERE ");
    if (query->object_id.bytes) {
        if (query->class == request->app->audit_log)
            add_entry_number(sql, query);
        sql_add_column(sql, query->class, COLUMN_NAME_OBJECT_ID);
        sql_add(sql, " = ");
        sql_add_text(sql, query->object_id);
    } else {
        sql_add(sql, "TRUE");
    }
    if (!where_add_predicate(request, sql, query->class, query->where, query->outer_where, rank) ||
        !where_add_predicate(request, sql, query->class, query->extra_where, query->outer_where,
                             rank))
        return false;
    if (query->owned_by.bytes)
        rows_add_owned(request, sql, query->class, query->owned_by);
    guard_add_predicate(request, sql, query->class, query->operation);
    return true;
}

bool rows_add_source(struct request *request, struct sql *sql, const struct row_query *query)
{
    return guard_permits(request, query->class, query->operation) &&
           audit_read(request, query->class, query->operation, "subquery", text_none()) &&
           add_source(request, sql, query, NULL);
}

/* Puts "SELECT ..." before what the text says so far. */
static void add_columns(struct sql *sql, const struct row_query *query,
                        const struct where_rank *rank)
{
    struct buffer source = sql->text;

    if (source.failed)
        return;
    buffer_init(&sql->text, source.arena, source.length + 512);
    sql_add(sql, "SELECT ");
    sql_add(sql, query->class->columns);
    if (query->score) {
        sql_add(sql, ", ");
        if (rank->relevance.length)
            buffer_add(&sql->text, source.bytes + rank->relevance.start, rank->relevance.length);
        else
            sql_add(sql, "NULL");
    }
    buffer_add_text(&sql->text, buffer_text(&source));
}

bool rows_select(struct request *request, const struct row_query *query,
                 struct store_statement **rows)
{
    struct where_rank rank = {.distance = {0, 0}};
    struct sql sql;

    *rows = NULL;
    if (!guard_permits(request, query->class, query->operation))
        return false;
    sql_init(&sql, request->context.arena);
    if (!add_source(request, &sql, query, &rank))
        return false;
    add_order(&sql, query, &rank);
    if (query->limit >= 0 || query->skip > 0) {
        sql_add(&sql, " LIMIT ");
        sql_add_int64(&sql, query->limit >= 0 ? query->limit : INT64_MAX);
    }
    if (query->skip > 0) {
        sql_add(&sql, " OFFSET ");
        sql_add_int64(&sql, query->skip);
    }
    add_columns(&sql, query, &rank);
    sql.explain = query->explain;
    return sql_prepare(&request->context, &sql, request->store, rows);
}

bool rows_step(struct request *request, struct store_statement *rows, bool *found)
{
    enum store_step step = store_step(rows);

    *found = step == STORE_ROW;
    if (step == STORE_ROW || step == STORE_DONE)
        return true;
    if (step == STORE_STOPPED)
        return fail(&request->context, PARSE_INVALID_QUERY, "The query takes too long.");
    return fail_internal(&request->context, store_error(request->store));
}

bool rows_count(struct request *request, const struct row_query *query, int64_t *count)
{
    struct store_statement *rows;
    struct sql sql;
    bool found;

    if (!guard_permits(request, query->class, query->operation))
        return false;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT count(*)");
    if (!audit_read(request, query->class, OPERATION_COUNT, "count", text_none()) ||
        !add_source(request, &sql, query, NULL) ||
        !sql_prepare(&request->context, &sql, request->store, &rows))
        return false;
    if (rows_step(request, rows, &found) && found)
        *count = store_column_int64(rows, 0);
    store_release(rows);
    return request->context.error.code == 0;
}

static bool fail_not_unique(struct request *request)
{
    const char *conflict = store_conflict(request->store);

    if (conflict && strcmp(conflict, "_User.username") == 0)
        return fail(&request->context, PARSE_USERNAME_TAKEN,
                    "Account already exists for this username.");
    if (conflict && strcmp(conflict, "_User.email") == 0)
        return fail(&request->context, PARSE_EMAIL_TAKEN,
                    "Account already exists for this email address.");
    return fail(&request->context, PARSE_DUPLICATE_VALUE,
                "A duplicate value for a field with unique values was provided");
}

/* Runs a statement that changes rows, and releases it. */
static bool run(struct request *request, struct store_statement *statement)
{
    enum store_step step = store_step(statement);

    if (step == STORE_NOT_UNIQUE)
        fail_not_unique(request);
    else if (step != STORE_DONE)
        fail_internal(&request->context, store_error(request->store));
    store_release(statement);
    return step == STORE_DONE;
}

/* The roles that other threads remember are out of date once roles change. */
static void note_change(struct request *request, const struct class *class)
{
    if (class == request->app->role)
        request->session_changes = true;
}

static struct store_statement *prepare(struct request *request, const struct buffer *text)
{
    struct store_statement *statement = NULL;

    if (!text->failed)
        statement = store_prepare(request->store, buffer_text(text));
    if (!statement)
        fail_internal(&request->context, "a statement could not be prepared");
    return statement;
}

static bool bind_acl(struct store_statement *statement, int parameter, const struct object *object)
{
    return object->has_acl ? store_bind_text(statement, parameter, object->acl)
                           : store_bind_null(statement, parameter);
}

/* Parameters are numbered as the class's columns are, from 1. */
static bool bind_all(struct context *context, struct store_statement *statement,
                     const struct class *class, const struct object *object)
{
    if (!store_bind_text(statement, COLUMN_OBJECT_ID + 1, object->object_id) ||
        !store_bind_int64(statement, COLUMN_CREATED_AT + 1, object->created_at) ||
        !store_bind_int64(statement, COLUMN_UPDATED_AT + 1, object->updated_at) ||
        !bind_acl(statement, COLUMN_ACL + 1, object))
        return false;
    for (int i = 0; i < class->field_count; i++)
        if (value_columns(&class->fields[i]) > 0 &&
            !value_bind(context, statement, class->fields[i].column + 1, class, &class->fields[i],
                        object))
            return false;
    return true;
}

bool rows_insert(struct request *request, const struct class *class, void *object)
{
    struct store_statement *statement;
    struct buffer text;

    if (!guard_permits(request, class, OPERATION_CREATE) ||
        !rows_check_new(request, class, object) ||
        !file_references_check(request, class, object, true) ||
        !rows_signature_check_new(request, class, object) ||
        !rows_stamp_new(request, class, object) ||
        !rows_signature_check_published(request, class, object, true))
        return false;
    buffer_init(&text, request->context.arena, 1024);
    buffer_add_string(&text, "INSERT INTO ");
    buffer_add_string(&text, class->table);
    buffer_add_string(&text, " (");
    buffer_add_string(&text, class->columns);
    buffer_add_string(&text, ") VALUES (?1");
    for (int i = 1; i < class->column_count; i++) {
        buffer_add_string(&text, ", ?");
        buffer_add_int64(&text, i + 1);
    }
    buffer_add_char(&text, ')');
    statement = prepare(request, &text);
    if (!statement)
        return false;
    if (!bind_all(&request->context, statement, class, object)) {
        store_release(statement);
        return fail_internal(&request->context, "an object could not be bound");
    }
    note_change(request, class);
    return run(request, statement) &&
           (class != request->app->user || account_names_keep(request, object)) &&
           rows_check_inserted(request, class, ((const struct object *)object)->object_id) &&
           rows_check_overlap(request, class, ((const struct object *)object)->object_id) &&
           rows_version_append(request, class, ((const struct object *)object)->object_id) &&
           audit_insert(request, class, ((const struct object *)object)->object_id);
}

/* Whether an update writes the field. */
static bool is_changed(const struct class *class, const void *object, int field)
{
    return value_columns(&class->fields[field]) > 0 &&
           *object_state(class, (void *)object, field) != FIELD_ABSENT;
}

static void add_assignment(struct buffer *text, const char *column, int parameter)
{
    buffer_add_string(text, parameter > 1 ? ", " : " SET ");
    buffer_add_string(text, column);
    buffer_add_string(text, " = ?");
    buffer_add_int64(text, parameter);
}

static void add_assignments(struct buffer *text, const struct class *class, const void *object)
{
    int parameter = 2;

    add_assignment(text, COLUMN_NAME_UPDATED_AT, 1);
    if (((const struct object *)object)->has_acl)
        add_assignment(text, COLUMN_NAME_ACL, parameter++);
    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        if (!is_changed(class, object, i))
            continue;
        add_assignment(text, field->column_name, parameter++);
        if (field->second_column_name)
            add_assignment(text, field->second_column_name, parameter++);
    }
    buffer_add_string(text, " WHERE ");
    buffer_add_string(text, COLUMN_NAME_OBJECT_ID);
    buffer_add_string(text, " = ?");
    buffer_add_int64(text, parameter);
}

/* Binds in the order of add_assignments(). */
static bool bind_assignments(struct context *context, struct store_statement *statement,
                             const struct class *class, const void *object)
{
    const struct object *head = object;
    int parameter = 2;

    if (!store_bind_int64(statement, 1, head->updated_at))
        return false;
    if (head->has_acl && !bind_acl(statement, parameter++, head))
        return false;
    for (int i = 0; i < class->field_count; i++) {
        if (!is_changed(class, object, i))
            continue;
        if (!value_bind(context, statement, parameter, class, &class->fields[i], object))
            return false;
        parameter += value_columns(&class->fields[i]);
    }
    return store_bind_text(statement, parameter, head->object_id);
}

bool rows_update(struct request *request, const struct class *class, void *object,
                 const bool *related)
{
    struct store_statement *statement;
    struct buffer text;

    if (!rows_check_change(request, class, object, related) ||
        !file_references_check(request, class, object, false) ||
        !rows_signature_check_change(request, class, object, related) ||
        !rows_stamp_change(request, class, object, related) ||
        !rows_signature_check_published(request, class, object, false))
        return false;
    buffer_init(&text, request->context.arena, 512);
    buffer_add_string(&text, "UPDATE ");
    buffer_add_string(&text, class->table);
    add_assignments(&text, class, object);
    statement = prepare(request, &text);
    if (!statement)
        return false;
    if (!bind_assignments(&request->context, statement, class, object)) {
        store_release(statement);
        return fail_internal(&request->context, "an object could not be bound");
    }
    note_change(request, class);
    return run(request, statement) &&
           (class != request->app->user || account_names_keep(request, object)) &&
           rows_check_updated(request, class, ((const struct object *)object)->object_id) &&
           rows_check_overlap(request, class, ((const struct object *)object)->object_id) &&
           rows_version_append(request, class, ((const struct object *)object)->object_id) &&
           audit_update(request, class, object, related);
}

/* Runs "<before><table><after>" with up to two texts as its parameters. */
static bool run_with_texts(struct request *request, const char *before, const char *table,
                           const char *after, struct text first, struct text second)
{
    struct store_statement *statement;
    struct buffer text;

    buffer_init(&text, request->context.arena, 128);
    buffer_add_string(&text, before);
    buffer_add_string(&text, table);
    buffer_add_string(&text, after);
    statement = prepare(request, &text);
    if (!statement)
        return false;
    if ((first.bytes && !store_bind_text(statement, 1, first)) ||
        (second.bytes && !store_bind_text(statement, 2, second))) {
        store_release(statement);
        return fail_internal(&request->context, "a text could not be bound");
    }
    return run(request, statement);
}

/* Takes an object out of the relations that it owns and of those that it belongs to. */
static bool delete_relations(struct request *request, const struct class *class,
                             struct text object_id)
{
    const struct app *app = request->app;

    for (size_t i = 0; i < app->class_count; i++) {
        const struct class *owner = app->classes[i];
        for (int j = 0; j < owner->field_count; j++) {
            const struct class_field *field = &owner->fields[j];
            if (!field->join_table)
                continue;
            if (owner == class &&
                !run_with_texts(request, "DELETE FROM ", field->join_table,
                                " WHERE \"owningId\" = ?1", object_id, text_none()))
                return false;
            if (field->target == class &&
                !run_with_texts(request, "DELETE FROM ", field->join_table,
                                " WHERE \"relatedId\" = ?1", object_id, text_none()))
                return false;
        }
    }
    return true;
}

bool rows_delete(struct request *request, const struct class *class, struct text object_id)
{
    note_change(request, class);
    return rows_keep_check(request, class, object_id) &&
           run_with_texts(request, "DELETE FROM ", class->table, " WHERE \"objectId\" = ?1",
                          object_id, text_none()) &&
           delete_relations(request, class, object_id) &&
           (class != request->app->user || account_names_forget(request, object_id)) &&
           audit_delete(request, class, object_id);
}

bool rows_delete_all(struct request *request, const struct class *class)
{
    const struct app *app = request->app;

    if (!request->principal.master)
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied");
    if (!guard_permits(request, class, OPERATION_DELETE) ||
        !rows_keep_check(request, class, text_none()))
        return false;
    note_change(request, class);
    for (size_t i = 0; i < app->class_count; i++) {
        const struct class *owner = app->classes[i];
        for (int j = 0; j < owner->field_count; j++) {
            const struct class_field *field = &owner->fields[j];
            if (field->join_table && (owner == class || field->target == class) &&
                !run_with_texts(request, "DELETE FROM ", field->join_table, "", text_none(),
                                text_none()))
                return false;
        }
    }
    return run_with_texts(request, "DELETE FROM ", class->table, "", text_none(), text_none()) &&
           audit_delete_all(request, class, store_changes(request->store));
}

bool rows_relate(struct request *request, const struct class *class,
                 const struct class_field *relation, struct text owning_id, struct text related_id,
                 bool add)
{
    bool done;

    note_change(request, class);
    if (add)
        done = run_with_texts(request, "INSERT INTO ", relation->join_table,
                              " (\"owningId\", \"relatedId\") VALUES (?1, ?2)"
                              " ON CONFLICT DO NOTHING",
                              owning_id, related_id);
    else
        done = run_with_texts(request, "DELETE FROM ", relation->join_table,
                              " WHERE \"owningId\" = ?1 AND \"relatedId\" = ?2", owning_id,
                              related_id);
    return done && audit_relate(request, class, relation, owning_id, related_id, add);
}

bool rows_add_is_related(struct request *request, struct sql *sql, const struct class *class,
                         const struct class *owner, const struct class_field *relation,
                         struct text owning_id)
{
    struct row_query query = {
        .class = owner,
        .operation = OPERATION_GET,
        .object_id = owning_id,
    };

    if (relation->target != class || !guard_permits(request, owner, OPERATION_GET)) {
        request->context.error = (struct parse_error){0};
        sql_add(sql, "FALSE");
        return true;
    }
    sql_add_column(sql, class, COLUMN_NAME_OBJECT_ID);
    sql_add(sql, " IN (SELECT \"relatedId\" FROM ");
    sql_add(sql, relation->join_table);
    sql_add(sql, " WHERE \"owningId\" = ");
    sql_add_text(sql, owning_id);
    sql_add(sql, " AND EXISTS (SELECT 1");
    if (!audit_read(request, owner, OPERATION_GET, "relatedTo", text_none()) ||
        !add_source(request, sql, &query, NULL))
        return false;
    sql_add(sql, "))");
    return true;
}

void rows_add_owns(struct sql *sql, const struct class *class, const struct class_field *relation)
{
    sql_add_column(sql, class, COLUMN_NAME_OBJECT_ID);
    sql_add(sql, " IN (SELECT \"owningId\" FROM ");
    sql_add(sql, relation->join_table);
    sql_add(sql, " WHERE \"relatedId\" IN (");
}
