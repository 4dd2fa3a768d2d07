/* rows.c - see rows.h: how rows are read.
 *
 * Each statement's text is put together anew, which is a few copies of constant text, and found in
 * the connection's cache by that text. */
#include "read/rows.h"

#include "formats/json.h"
#include "guard/audit.h"
#include "guard/guard.h"
#include "model/columns.h"
#include "read/disclosure.h"
#include "read/ownership.h"
#include "read/row_image.h"
#include "read/where_operand.h"

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

/* What the guard says, as a text that may stand in several places: its parameters are numbered. */
static bool write_guard(struct request *request, struct sql *sql, const struct row_query *query,
                        struct text *guard)
{
    size_t start = sql->text.length;

    guard_add_predicate(request, sql, query->class, query->operation);
    *guard = arena_copy(request->context.arena,
                        (struct text){sql->text.bytes + start, sql->text.length - start});
    if (sql->text.failed || !guard->bytes)
        return fail_internal(&request->context, "out of memory");
    sql->text.length = start;
    return true;
}

/* What joins the owners to a statement over their relations' rows; no class or field is called so. */
static const char owner_columns[] = "\"~owners\".\"~owner\", \"~owners\".\"~skip\"";

static bool add_owners(struct request *request, struct sql *sql, const struct row_query *query);

/* " FROM table WHERE ...": the rows that the query asks for and the principal may have. */
static bool add_source(struct request *request, struct sql *sql, const struct row_query *query,
                       struct where_rank *rank)
{
    struct text guard;

    sql_add(sql, " FROM ");
    if (query->image)
        row_image_add(sql, query->image);
    else
        sql_add(sql, query->class->table);
    if (query->each && !add_owners(request, sql, query))
        return false;
    sql_add(sql, " WHERE ");
    if (query->each) {
        sql_add_column(sql, query->class, COLUMN_NAME_OBJECT_ID);
        sql_add(sql, " = \"~owners\".\"~related\" AND ");
    }
    if (!write_guard(request, sql, query, &guard) ||
        !where_add_predicate(request, sql, query->class, query->where, query->outer_where, guard,
                             rank) ||
        !where_add_predicate(request, sql, query->class, query->extra_where, query->outer_where,
                             guard, rank))
        return false;
    if (query->object_id.bytes) {
        if (query->class == request->app->audit_log)
            add_entry_number(sql, query);
        sql_add_column(sql, query->class, COLUMN_NAME_OBJECT_ID);
        sql_add(sql, " = ");
        sql_add_text(sql, query->object_id);
    } else {
        sql_add(sql, "TRUE");
    }
    if (query->object_ids.bytes) {
        sql_add(sql, " AND ");
        sql_add_column(sql, query->class, COLUMN_NAME_OBJECT_ID);
        sql_add(sql, " IN (SELECT value FROM json_each(");
        sql_add_text(sql, query->object_ids);
        sql_add(sql, "))");
    }
    if (query->owned_by.bytes)
        rows_add_owned(request, sql, query->class, query->owned_by);
    buffer_add_text(&sql->text, guard);
    return true;
}

/* ", (SELECT ...)": the owner and the id of what is in its relation, of owners that the principal may get. */
static bool add_owners(struct request *request, struct sql *sql, const struct row_query *query)
{
    const struct row_owners *owners = query->each;
    const struct class *class = owners->class;
    struct row_query own = {.class = class, .operation = OPERATION_GET, .object_ids = owners->ids};

    if (guard_hides_field(request, class, class_field_index(class, owners->relation)))
        return guard_refuse(request, class, OPERATION_FIND, "the field is hidden from this user");
    sql_add(sql, ", (SELECT \"~each\".key AS \"~owner\", \"~each\".value AS \"~skip\", "
                 "\"~join\".\"relatedId\" AS \"~related\" FROM json_each(");
    sql_add_text(sql, owners->skips);
    sql_add(sql, ") AS \"~each\", ");
    sql_add(sql, owners->relation->join_table);
    sql_add(sql, " AS \"~join\" WHERE \"~join\".\"owningId\" = \"~each\".key AND ");
    if (owners->relation->target != query->class || !guard_permits(request, class, OPERATION_GET)) {
        sql_add(sql, "FALSE) AS \"~owners\"");
        return forgive(&request->context);
    }
    sql_add(sql, "\"~each\".key IN (SELECT ");
    sql_add_column(sql, class, COLUMN_NAME_OBJECT_ID);
    if (!audit_read(request, class, OPERATION_GET, "relatedTo", text_none()) ||
        !disclosure_enter_query(request, class) || !add_source(request, sql, &own, NULL))
        return false;
    sql_add(sql, ")) AS \"~owners\"");
    return true;
}

bool rows_add_source(struct request *request, struct sql *sql, const struct row_query *query)
{
    return guard_permits(request, query->class, query->operation) &&
           audit_read(request, query->class, query->operation, "subquery", text_none()) &&
           disclosure_enter_query(request, query->class) && add_source(request, sql, query, NULL);
}

/* The class's columns in their order, with null for those of fields that nobody wants. */
static void add_wanted_columns(struct sql *sql, const struct class *class,
                               const unsigned char *wanted)
{
    sql_add(sql, COLUMN_NAME_OBJECT_ID ", " COLUMN_NAME_CREATED_AT ", " COLUMN_NAME_UPDATED_AT
                                       ", " COLUMN_NAME_ACL);
    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        if (field->column < 0)
            continue;
        sql_add(sql, ", ");
        sql_add(sql, wanted[i] ? field->column_name : "NULL");
        if (!field->second_column_name)
            continue;
        sql_add(sql, ", ");
        sql_add(sql, wanted[i] ? field->second_column_name : "NULL");
    }
}

/* The order within the rows of an owner, as the text of a window. */
static void add_place(struct sql *sql, const struct row_query *query, struct text order)
{
    sql_add(sql, ", ");
    sql_add(sql, owner_columns);
    sql_add(sql, ", row_number() OVER (PARTITION BY \"~owners\".\"~owner\"");
    if (order.length) {
        buffer_add_text(&sql->text, order);
    } else {
        sql_add(sql, " ORDER BY ");
        sql_add_column(sql, query->class, COLUMN_NAME_OBJECT_ID);
    }
    sql_add(sql, ") AS \"~place\"");
}

/* Puts "SELECT ..." before what the text says so far; `order` is of the rows of each owner. */
static void add_columns(struct sql *sql, const struct row_query *query,
                        const struct where_rank *rank, struct text order)
{
    struct buffer source = sql->text;

    if (source.failed)
        return;
    buffer_init(&sql->text, source.arena, source.length + 512);
    sql_add(sql, query->each ? "SELECT * FROM (SELECT " : "SELECT ");
    if (query->columns)
        add_wanted_columns(sql, query->class, query->columns);
    else
        sql_add(sql, query->class->columns);
    if (query->score) {
        sql_add(sql, ", ");
        if (rank->relevance.length)
            buffer_add(&sql->text, source.bytes + rank->relevance.start, rank->relevance.length);
        else
            sql_add(sql, "NULL");
    }
    if (query->each)
        add_place(sql, query, order);
    buffer_add_text(&sql->text, buffer_text(&source));
}

/* Takes what has been appended behind that place back out of the text. */
static struct text cut(struct sql *sql, size_t start)
{
    struct text piece = arena_copy(
        sql->text.arena, (struct text){sql->text.bytes + start, sql->text.length - start});

    sql->text.length = start;
    sql->text.failed = sql->text.failed || !piece.bytes;
    return piece;
}

/* Ends a statement over the relations of several owners: a page of each. */
static void add_pages(struct sql *sql, const struct row_query *query)
{
    sql_add(sql, ") WHERE \"~place\" > \"~skip\"");
    if (query->limit >= 0) {
        sql_add(sql, " AND \"~place\" - \"~skip\" <= ");
        sql_add_int64(sql, query->limit);
    }
    sql_add(sql, " ORDER BY \"~place\"");
}

static void add_page(struct sql *sql, const struct row_query *query)
{
    if (query->limit >= 0 || query->skip > 0) {
        sql_add(sql, " LIMIT ");
        sql_add_int64(sql, query->limit >= 0 ? query->limit : INT64_MAX);
    }
    if (query->skip > 0) {
        sql_add(sql, " OFFSET ");
        sql_add_int64(sql, query->skip);
    }
}

bool rows_select(struct request *request, const struct row_query *query,
                 struct store_statement **rows)
{
    struct where_rank rank = {.distance = {0, 0}};
    struct text order = text_none();
    struct sql sql;
    size_t start;

    *rows = NULL;
    if (query->object_id.bytes && !request->principal.master)
        request->sought = (struct sought){query->class, query->operation, query->object_id};
    if (!guard_permits(request, query->class, query->operation))
        return false;
    sql_init(&sql, request->context.arena);
    if (!add_source(request, &sql, query, &rank))
        return false;
    start = sql.text.length;
    add_order(&sql, query, &rank);
    if (query->each) {
        order = cut(&sql, start);
        add_pages(&sql, query);
    } else {
        add_page(&sql, query);
    }
    add_columns(&sql, query, &rank, order);
    sql.explain = query->explain;
    return sql_prepare(&request->context, &sql, request->store, rows);
}

bool rows_require(struct request *request, const struct class *class, enum operation operation,
                  struct text object_id)
{
    struct row_query query = {
        .class = class, .operation = operation, .object_id = object_id, .limit = -1};
    struct store_statement *row;
    bool found;

    return rows_select(request, &query, &row) && sql_exists(&request->context, row, &found) &&
           (found || fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found."));
}

bool rows_find_id(struct request *request, const struct class *class, const char *field,
                  struct text value, struct text *object_id)
{
    struct row_query query = {.class = class, .operation = OPERATION_FIND, .limit = 1};
    struct text copy = arena_copy(request->context.arena, value);
    struct store_statement *rows;
    cJSON *where;
    bool found;

    *object_id = text_none();
    json_use_arena(request->context.arena);
    where = cJSON_CreateObject();
    if (!copy.bytes || !where || !cJSON_AddStringToObject(where, field, copy.bytes))
        return fail_internal(&request->context, "out of memory");
    query.where = where;
    if (!rows_select(request, &query, &rows))
        return false;
    if (sql_next(&request->context, rows, &found) && found)
        *object_id = arena_copy(request->context.arena, store_column_text(rows, COLUMN_OBJECT_ID));
    store_release(rows);
    return request->context.error.code == 0;
}

bool rows_count(struct request *request, const struct row_query *query, int64_t *count)
{
    struct store_statement *row;
    struct sql sql;

    if (!guard_permits(request, query->class, query->operation))
        return false;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT count(*)");
    return audit_read(request, query->class, OPERATION_COUNT, "count", text_none()) &&
           disclosure_enter_query(request, query->class) &&
           add_source(request, &sql, query, NULL) &&
           sql_prepare(&request->context, &sql, request->store, &row) &&
           sql_number(&request->context, row, count);
}

bool rows_count_each(struct request *request, const struct row_query *query,
                     bool (*take)(struct row_taker *taker, struct request *request,
                                  struct text owner_id, int64_t count),
                     struct row_taker *taker)
{
    struct store_statement *rows;
    struct sql sql;
    bool found;
    bool done;

    if (!guard_permits(request, query->class, query->operation))
        return false;
    sql_init(&sql, request->context.arena);
    sql_add(&sql, "SELECT \"~owners\".\"~owner\", count(*)");
    if (!audit_read(request, query->class, OPERATION_COUNT, "count", text_none()) ||
        !disclosure_enter_query(request, query->class) || !add_source(request, &sql, query, NULL))
        return false;
    sql_add(&sql, " GROUP BY \"~owners\".\"~owner\"");
    if (!sql_prepare(&request->context, &sql, request->store, &rows))
        return false;
    while ((done = sql_next(&request->context, rows, &found)) && found)
        if (!take(taker, request, store_column_text(rows, 0), store_column_int64(rows, 1))) {
            done = false;
            break;
        }
    store_release(rows);
    return done;
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
        sql_add(sql, "FALSE");
        return forgive(&request->context);
    }
    sql_add_column(sql, class, COLUMN_NAME_OBJECT_ID);
    sql_add(sql, " IN (SELECT \"relatedId\" FROM ");
    sql_add(sql, relation->join_table);
    sql_add(sql, " WHERE \"owningId\" = ");
    sql_add_text(sql, owning_id);
    sql_add(sql, " AND EXISTS (SELECT 1");
    if (!audit_read(request, owner, OPERATION_GET, "relatedTo", text_none()) ||
        !disclosure_enter_query(request, owner) || !add_source(request, sql, &query, NULL))
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
