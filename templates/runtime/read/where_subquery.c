/* where_subquery.c - queries in queries: $inQuery, $notInQuery, $select, $dontSelect; see
 * where_operator.h.
 *
 * The inner query is one of its own: the principal needs the find permission on its class, sees
 * only the rows that are theirs to see, and cannot select or compare what is hidden from them. What
 * the app's hook narrows a find of that class to holds for it too; a hook that keeps single rows
 * back is not asked. As in parse-server its limit, skip and order mean nothing. */
#include "read/where_operator.h"

#include "model/columns.h"
#include "read/redirect.h"
#include "read/rows.h"
#include "read/shown_row.h"

struct subquery {
    const struct class *class;
    const cJSON *where;
    struct where_key key; /* what $select compares with */
};

static bool fail_usage(struct where *where, const cJSON *operand)
{
    fail(&where->request->context, PARSE_INVALID_QUERY, "improper usage of %s", operand->string);
    return false;
}

/* {"className":...,"where":{...}}; of $select's query the where may be missing. */
static bool read_query(struct where *where, const cJSON *operand, const cJSON *query,
                       struct subquery *subquery)
{
    const cJSON *class_name = cJSON_GetObjectItemCaseSensitive(query, "className");
    const cJSON *redirect = cJSON_GetObjectItemCaseSensitive(query, "redirectClassNameForKey");

    *subquery = (struct subquery){.where = cJSON_GetObjectItemCaseSensitive(query, "where")};
    if (!cJSON_IsString(class_name) || (operand == query && !cJSON_IsObject(subquery->where)))
        return fail_usage(where, operand);
    subquery->class = app_find_class(where->request->app, text_of(class_name->valuestring));
    if (subquery->class)
        return !cJSON_IsString(redirect) ||
               redirect_class(where->request, &subquery->class, text_of(redirect->valuestring));
    fail(&where->request->context, PARSE_OPERATION_FORBIDDEN,
         "This user is not allowed to access non-existent class: %.64s", class_name->valuestring);
    return false;
}

/* Appends " FROM ... WHERE ..." of the inner query. */
static bool add_source(struct where *where, const struct subquery *subquery)
{
    struct row_query query = {
        .class = subquery->class,
        .operation = OPERATION_FIND,
        .where = subquery->where,
        .outer_where = where,
    };
    bool done = where_enter(where) &&
                shown_row_narrow(where->request, subquery->class, &query.extra_where) &&
                rows_add_source(where->request, where->sql, &query);

    where->depth--;
    return done;
}

/* Appends the ids that the inner query finds, as "(SELECT ...)". */
static bool add_ids(struct where *where, const struct subquery *subquery)
{
    struct buffer outer = sql_begin_part(where->sql);

    sql_add(where->sql, "SELECT ");
    sql_add_column(where->sql, subquery->class, COLUMN_NAME_OBJECT_ID);
    if (!add_source(where, subquery))
        return false;
    sql_end_part(where->sql, outer);
    return true;
}

/* Appends that an array holds a pointer to a row of the inner query. */
static bool add_points_among(struct where *where, const struct where_key *key,
                             const struct subquery *subquery)
{
    struct sql *sql = where->sql;

    sql_add(sql, "EXISTS (SELECT 1 FROM json_each(");
    where_add_elements(sql, where->class, key);
    sql_add(sql, ") AS element WHERE CASE element.type WHEN 'object' THEN"
                 " json_extract(element.value, '$.__type') = 'Pointer'"
                 " AND json_extract(element.value, '$.className') = ");
    sql_add_text(sql, subquery->class->name);
    sql_add(sql, " AND json_extract(element.value, '$.objectId') IN ");
    if (!add_ids(where, subquery))
        return false;
    sql_add(sql, " END)");
    return true;
}

/* Appends that the key points to a row of the inner query. */
static bool add_refers(struct where *where, const struct where_key *key,
                       const struct subquery *subquery)
{
    if (key->type == FIELD_ARRAY)
        return add_points_among(where, key, subquery);
    if (key->type == FIELD_RELATION) {
        if (key->field->target != subquery->class)
            return where_fail_type(where, key, "a query of the relation's class");
        rows_add_owns(where->sql, where->class, key->field);
        if (!add_ids(where, subquery))
            return false;
        sql_add(where->sql, "))");
        return true;
    }
    if (key->field->target != subquery->class)
        return where_fail_type(where, key, "a query of the pointer's class");
    where_add_column(where->sql, where->class, key);
    sql_add(where->sql, " IN ");
    return add_ids(where, subquery);
}

bool where_add_in_query(struct where *where, const struct where_key *key, const cJSON *operand)
{
    struct subquery subquery;

    return read_query(where, operand, operand, &subquery) && add_refers(where, key, &subquery);
}

/* Opens a negation that a missing value passes; ")" closes it. */
static void add_not(struct where *where, const struct where_key *key)
{
    sql_add(where->sql, "(");
    where_add_is_null(where, key, true);
    sql_add(where->sql, " OR NOT ");
}

bool where_add_not_in_query(struct where *where, const struct where_key *key, const cJSON *operand)
{
    struct subquery subquery;

    if (!read_query(where, operand, operand, &subquery))
        return false;
    add_not(where, key);
    if (!add_refers(where, key, &subquery))
        return false;
    sql_add(where->sql, ")");
    return true;
}

/* The key that $select compares with; "author.objectId" is the id that a pointer holds. */
static bool read_selected_key(struct where *where, struct text name, struct subquery *subquery)
{
    static const char id[] = ".objectId";
    enum { LENGTH = sizeof id - 1 };
    struct where_key *key = &subquery->key;
    struct text pointer = {name.bytes, name.length > LENGTH ? name.length - LENGTH : 0};
    const struct class_field *field = pointer.length && strcmp(name.bytes + pointer.length, id) == 0
                                          ? class_find_field(subquery->class, pointer)
                                          : NULL;
    bool of_pointer = field && field->type == FIELD_POINTER;

    if (!where_find_key(where->request, subquery->class, of_pointer ? pointer : name, key) ||
        !where_check_readable(where->request, key->field))
        return false;
    if (of_pointer)
        key->type = FIELD_STRING;
    return true;
}

/* {"query":{...},"key":"name"} and nothing else. */
static bool read_select(struct where *where, const cJSON *operand, struct subquery *subquery)
{
    const cJSON *query = cJSON_GetObjectItemCaseSensitive(operand, "query");
    const cJSON *key = cJSON_GetObjectItemCaseSensitive(operand, "key");

    if (!cJSON_IsObject(query) || !cJSON_IsString(key) || cJSON_GetArraySize(operand) != 2)
        return fail_usage(where, operand);
    return read_query(where, operand, query, subquery) &&
           read_selected_key(where, text_of(key->valuestring), subquery);
}

/* Whether columns can be compared as they are. */
static bool is_alike(const struct where_key *a, const struct where_key *b)
{
    if (a->type == FIELD_ARRAY || a->type != b->type)
        return false;
    return a->type != FIELD_POINTER || a->field->target == b->field->target;
}

/* Appends a JSON array with the key's value, or with the elements of an array; false for types that
 * have no such form. */
static bool add_as_elements(struct sql *sql, const struct class *class, const struct where_key *key)
{
    switch (key->type) {
    case FIELD_ARRAY:
        where_add_elements(sql, class, key);
        return true;
    case FIELD_STRING:
    case FIELD_NUMBER:
        sql_add(sql, "json_array(");
        where_add_column(sql, class, key);
        sql_add(sql, ")");
        return true;
    case FIELD_BOOLEAN:
        sql_add(sql, "CASE ");
        where_add_column(sql, class, key);
        sql_add(sql, " WHEN 1 THEN '[true]' WHEN 0 THEN '[false]' END");
        return true;
    case FIELD_POINTER:
        sql_add(sql, "CASE WHEN ");
        where_add_column(sql, class, key);
        sql_add(sql, " IS NOT NULL THEN json_array(json_object('__type', 'Pointer', 'className', ");
        sql_add_text(sql, key->field->target->name);
        sql_add(sql, ", 'objectId', ");
        where_add_column(sql, class, key);
        sql_add(sql, ")) END");
        return true;
    default:
        return false;
    }
}

/* Compares as elements of arrays are. The inner arrays become an array of arrays, whose elements'
 * elements are listed. */
static bool add_shares_element(struct where *where, const struct where_key *key,
                               const struct subquery *subquery)
{
    struct sql *sql = where->sql;
    struct buffer outer;

    sql_add(sql, "EXISTS (SELECT 1 FROM json_each(");
    if (!add_as_elements(sql, where->class, key))
        return where_fail_type(where, key, "a query that selects values of its type");
    sql_add(sql,
            ") AS element JOIN (SELECT item.type AS type, item.value AS value FROM json_each(");
    outer = sql_begin_part(sql);
    sql_add(sql, "SELECT json_group_array(json(");
    if (!add_as_elements(sql, subquery->class, &subquery->key))
        return where_fail_type(where, key, "a query that selects values of its type");
    sql_add(sql, "))");
    if (!add_source(where, subquery))
        return false;
    sql_end_part(sql, outer);
    sql_add(sql, ") AS list, json_each(list.value) AS item) AS listed ON ");
    where_add_same_element(sql);
    sql_add(sql, ")");
    return true;
}

/* Appends that the key's value is one that the inner query selects. */
static bool add_selected(struct where *where, const struct where_key *key,
                         const struct subquery *subquery)
{
    struct sql *sql = where->sql;
    struct buffer outer;

    if (!is_alike(key, &subquery->key))
        return add_shares_element(where, key, subquery);
    where_add_column(sql, where->class, key);
    sql_add(sql, " IN ");
    outer = sql_begin_part(sql);
    sql_add(sql, "SELECT ");
    where_add_column(sql, subquery->class, &subquery->key);
    if (!add_source(where, subquery))
        return false;
    /* NOT IN is never true among missing values. */
    sql_add(sql, " AND ");
    where_add_column(sql, subquery->class, &subquery->key);
    sql_add(sql, " IS NOT NULL");
    sql_end_part(sql, outer);
    return true;
}

bool where_add_select(struct where *where, const struct where_key *key, const cJSON *operand)
{
    struct subquery subquery;

    return read_select(where, operand, &subquery) && add_selected(where, key, &subquery);
}

bool where_add_dont_select(struct where *where, const struct where_key *key, const cJSON *operand)
{
    struct subquery subquery;

    if (!read_select(where, operand, &subquery))
        return false;
    add_not(where, key);
    if (!add_selected(where, key, &subquery))
        return false;
    sql_add(where->sql, ")");
    return true;
}
