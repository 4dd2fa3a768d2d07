/* where_compare.c - a key compared with a value or a list of values; see where_operator.h.
 *
 * Missing values are NULL in a row, where SQL's comparisons are neither true nor false; the query
 * language's $ne and $nin do match them (as in MongoDB, whose semantics Parse has). An operand of
 * another type than the field's is an error rather than a query that matches nothing or all. */
#include "read/where_operator.h"

#include "formats/json.h"
#include "formats/relative_time.h"
#include "model/columns.h"
#include "read/rows.h"

static struct text tree_text(struct where *where, const cJSON *tree)
{
    struct buffer text;

    buffer_init(&text, where->request->context.arena, 64);
    json_write_tree(&text, tree);
    return buffer_text(&text);
}

static void add_point_equal(struct where *where, const struct where_key *key,
                            const struct where_operand *operand)
{
    sql_add(where->sql, "(");
    where_add_column(where->sql, where->class, key);
    sql_add(where->sql, " = ");
    sql_add_double(where->sql, operand->point.latitude);
    sql_add(where->sql, " AND ");
    sql_add_column(where->sql, where->class, key->second_column);
    sql_add(where->sql, " = ");
    sql_add_double(where->sql, operand->point.longitude);
    sql_add(where->sql, ")");
}

void where_add_is_null(struct where *where, const struct where_key *key, bool null)
{
    if (key->type == FIELD_RELATION) {
        sql_add(where->sql, null ? "FALSE" : "TRUE");
        return;
    }
    if (key->path.bytes) {
        sql_add(where->sql, "COALESCE(");
        where_add_function(where->sql, where->class, key, "json_type");
        sql_add(where->sql, null ? ", 'null') = 'null'" : ", 'null') <> 'null'");
        return;
    }
    where_add_column(where->sql, where->class, key);
    sql_add(where->sql, null ? " IS NULL" : " IS NOT NULL");
}

/* The JSON array of one id. */
static struct text list_of_id(struct where *where, struct text id)
{
    struct buffer list;

    buffer_init(&list, where->request->context.arena, 32);
    buffer_add_char(&list, '[');
    json_write_string(&list, id);
    buffer_add_char(&list, ']');
    return buffer_text(&list);
}

/* The row's relation holds an object whose id is in the list, a JSON array. */
static void add_owns(struct where *where, const struct where_key *key, struct text list)
{
    rows_add_owns(where->sql, where->class, key->field);
    sql_add(where->sql, "SELECT value FROM json_each(");
    sql_add_text(where->sql, list);
    sql_add(where->sql, ")))");
}

/* {"$relativeTime":"3 days ago"}, which only comparisons by order take. */
static const cJSON *relative_time(const cJSON *json)
{
    return cJSON_GetObjectItemCaseSensitive(json, "$relativeTime");
}

static bool fail_relative(struct where *where)
{
    return fail(&where->request->context, PARSE_INVALID_JSON,
                "$relativeTime can only be used with the $lt, $lte, $gt, and $gte operators");
}

bool where_add_equal(struct where *where, const struct where_key *key, const cJSON *json)
{
    struct where_operand operand = {.number = 0};

    if (relative_time(json))
        return fail_relative(where);
    if (cJSON_IsNull(json)) {
        where_add_is_null(where, key, true);
        return true;
    }
    if (key->type == FIELD_RELATION) {
        if (!where_read_operand(where, key, json, &operand))
            return false;
        add_owns(where, key, list_of_id(where, operand.text));
        return true;
    }
    if (key->type == FIELD_ARRAY && !cJSON_IsArray(json)) {
        where_add_array_has(where, key, where_list_of(where, json));
        return true;
    }
    if (key->path.bytes)
        operand.text = tree_text(where, json);
    else if (!where_read_operand(where, key, json, &operand))
        return false;
    if (key->type == FIELD_GEOPOINT) {
        add_point_equal(where, key, &operand);
        return true;
    }
    where_add_column(where->sql, where->class, key);
    sql_add(where->sql, " = ");
    where_add_operand(where->sql, key, &operand);
    return true;
}

bool where_add_not_equal(struct where *where, const struct where_key *key, const cJSON *json)
{
    if (cJSON_IsNull(json)) {
        where_add_is_null(where, key, false);
        return true;
    }
    sql_add(where->sql, "(");
    where_add_is_null(where, key, true);
    sql_add(where->sql, " OR NOT ");
    if (!where_add_equal(where, key, json))
        return false;
    sql_add(where->sql, ")");
    return true;
}

/* The path of a date's text below the date's own. */
static struct text iso_of(struct where *where, struct text path)
{
    if (!path.bytes)
        return path;
    return arena_printf(where->request->context.arena, "%.*s.iso", TEXT_PRINTED(path));
}

/* Compares a value within an Object or Array: numbers with numbers, texts with texts, dates by
 * their ISO texts, which sort as they do. */
static bool add_ordered_within(struct where *where, const struct where_key *key, const cJSON *json,
                               const char *comparison)
{
    const cJSON *iso = cJSON_GetObjectItemCaseSensitive(json, "iso");
    struct where_key date = *key;
    struct text operand;

    if (cJSON_IsNumber(json)) {
        sql_add(where->sql, "CASE WHEN ");
        where_add_function(where->sql, where->class, key, "json_type");
        sql_add(where->sql, " IN ('integer', 'real') THEN ");
        where_add_function(where->sql, where->class, key, "json_extract");
        sql_add(where->sql, comparison);
        sql_add_double(where->sql, json->valuedouble);
        sql_add(where->sql, " END");
        return true;
    }
    if (cJSON_IsString(json)) {
        operand = text_of(json->valuestring);
    } else if (cJSON_IsString(iso)) {
        operand = text_of(iso->valuestring);
        date.path = iso_of(where, key->path);
        date.member_path = iso_of(where, key->member_path);
    } else {
        return where_fail_type(where, key, "a number, a text or a date");
    }
    sql_add(where->sql, "CASE ");
    where_add_function(where->sql, where->class, &date, "json_type");
    sql_add(where->sql, " WHEN 'text' THEN ");
    where_add_function(where->sql, where->class, &date, "json_extract");
    sql_add(where->sql, comparison);
    sql_add_text(where->sql, operand);
    sql_add(where->sql, " END");
    return true;
}

/* The moment that such an operand means, counted from the request's own time. */
static bool read_relative(struct where *where, const struct where_key *key, const cJSON *json,
                          struct where_operand *operand)
{
    struct context *context = &where->request->context;
    const cJSON *text = relative_time(json);

    if (key->type != FIELD_DATE)
        return fail(context, PARSE_INVALID_JSON, "$relativeTime can only be used with Date field");
    if (!cJSON_IsString(text))
        return fail(context, PARSE_INVALID_JSON, "bad $relativeTime (%s) value. It is not a text.",
                    json->string);
    return relative_time_read(context, json->string, text_of(text->valuestring),
                              where->request->now, &operand->integer);
}

static bool read_ordered(struct where *where, const struct where_key *key, const cJSON *json,
                         struct where_operand *operand)
{
    return relative_time(json) ? read_relative(where, key, json, operand)
                               : where_read_operand(where, key, json, operand);
}

static bool add_ordered(struct where *where, const struct where_key *key, const cJSON *json,
                        const char *comparison)
{
    struct where_operand operand = {.number = 0};

    if (cJSON_IsNull(json)) {
        sql_add(where->sql, "FALSE");
        return true;
    }
    if (key->path.bytes && !relative_time(json))
        return add_ordered_within(where, key, json, comparison);
    if (!read_ordered(where, key, json, &operand))
        return false;
    where_add_column(where->sql, where->class, key);
    sql_add(where->sql, comparison);
    where_add_operand(where->sql, key, &operand);
    return true;
}

bool where_add_less(struct where *where, const struct where_key *key, const cJSON *json)
{
    return add_ordered(where, key, json, " < ");
}

bool where_add_less_or_equal(struct where *where, const struct where_key *key, const cJSON *json)
{
    return add_ordered(where, key, json, " <= ");
}

bool where_add_greater(struct where *where, const struct where_key *key, const cJSON *json)
{
    return add_ordered(where, key, json, " > ");
}

bool where_add_greater_or_equal(struct where *where, const struct where_key *key, const cJSON *json)
{
    return add_ordered(where, key, json, " >= ");
}

/* The list that an $in or $nin names, as JSON for json_each(). */
struct list {
    struct buffer json;
    size_t count;
    bool has_null;
};

static void write_hex(struct buffer *buffer, struct text bytes)
{
    static const char digits[] = "0123456789ABCDEF";

    buffer_add_char(buffer, '"');
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.bytes[i];
        buffer_add_char(buffer, digits[byte >> 4]);
        buffer_add_char(buffer, digits[byte & 15]);
    }
    buffer_add_char(buffer, '"');
}

static bool add_list_element(struct where *where, const struct where_key *key, const cJSON *json,
                             struct list *list)
{
    struct where_operand operand = {.number = 0};

    if (cJSON_IsNull(json)) {
        list->has_null = true;
        return true;
    }
    if (key->type != FIELD_ARRAY && !where_read_operand(where, key, json, &operand))
        return false;
    if (list->count++)
        buffer_add_char(&list->json, ',');
    switch (key->type) {
    case FIELD_ARRAY:
        json_write_tree(&list->json, json);
        break;
    case FIELD_NUMBER:
        json_write_number(&list->json, operand.number);
        break;
    case FIELD_BOOLEAN:
    case FIELD_DATE:
        buffer_add_int64(&list->json, operand.integer);
        break;
    case FIELD_GEOPOINT:
        buffer_add_char(&list->json, '[');
        json_write_number(&list->json, operand.point.latitude);
        buffer_add_char(&list->json, ',');
        json_write_number(&list->json, operand.point.longitude);
        buffer_add_char(&list->json, ']');
        break;
    case FIELD_BYTES:
        write_hex(&list->json, operand.text);
        break;
    default:
        json_write_string(&list->json, operand.text);
        break;
    }
    return true;
}

/* Lists in the list are flattened by one level, as parse-server does. */
static bool read_list(struct where *where, const struct where_key *key, const cJSON *json,
                      struct list *list)
{
    const cJSON *element;
    const cJSON *inner;

    *list = (struct list){.count = 0};
    if (!cJSON_IsArray(json))
        return fail(&where->request->context, PARSE_INVALID_JSON, "bad %s value", json->string);
    buffer_init(&list->json, where->request->context.arena, 128);
    buffer_add_char(&list->json, '[');
    cJSON_ArrayForEach(element, json)
    {
        if (!cJSON_IsArray(element)) {
            if (!add_list_element(where, key, element, list))
                return false;
            continue;
        }
        cJSON_ArrayForEach(inner, element)
        {
            if (!add_list_element(where, key, inner, list))
                return false;
        }
    }
    buffer_add_char(&list->json, ']');
    return true;
}

/* The row's value is in the list, NULL apart. */
static void add_is_listed(struct where *where, const struct where_key *key, const struct list *list)
{
    struct sql *sql = where->sql;
    struct text json = buffer_text(&list->json);

    if (key->type == FIELD_ARRAY) {
        where_add_array_has(where, key, json);
        return;
    }
    if (key->type == FIELD_RELATION) {
        add_owns(where, key, json);
        return;
    }
    if (key->type == FIELD_GEOPOINT) {
        sql_add(sql, "EXISTS (SELECT 1 FROM json_each(");
        sql_add_text(sql, json);
        sql_add(sql, ") AS listed WHERE json_extract(listed.value, '$[0]') = ");
        where_add_column(where->sql, where->class, key);
        sql_add(sql, " AND json_extract(listed.value, '$[1]') = ");
        sql_add_column(sql, where->class, key->second_column);
        sql_add(sql, ")");
        return;
    }
    if (key->type == FIELD_BYTES) {
        sql_add(sql, "(");
        where_add_is_null(where, key, false);
        sql_add(sql, " AND hex(");
    }
    where_add_column(where->sql, where->class, key);
    sql_add(sql, key->type == FIELD_BYTES ? ")" : "");
    sql_add(sql, " IN (SELECT value FROM json_each(");
    sql_add_text(sql, json);
    sql_add(sql, key->type == FIELD_BYTES ? ")))" : "))");
}

bool where_add_in(struct where *where, const struct where_key *key, const cJSON *json)
{
    struct list list;

    if (!read_list(where, key, json, &list))
        return false;
    sql_add(where->sql, "(");
    add_is_listed(where, key, &list);
    if (list.has_null) {
        sql_add(where->sql, " OR ");
        where_add_is_null(where, key, true);
    }
    sql_add(where->sql, ")");
    return true;
}

bool where_add_not_in(struct where *where, const struct where_key *key, const cJSON *json)
{
    struct list list;

    if (!read_list(where, key, json, &list))
        return false;
    sql_add(where->sql, "(");
    where_add_is_null(where, key, !list.has_null);
    sql_add(where->sql, list.has_null ? " AND NOT " : " OR NOT ");
    add_is_listed(where, key, &list);
    sql_add(where->sql, ")");
    return true;
}

bool where_add_exists(struct where *where, const struct where_key *key, const cJSON *json)
{
    if (relative_time(json))
        return fail_relative(where);
    if (!cJSON_IsBool(json) && !cJSON_IsNumber(json))
        return fail(&where->request->context, PARSE_INVALID_QUERY, "bad $exists value");
    where_add_is_null(where, key,
                      cJSON_IsBool(json) ? !cJSON_IsTrue(json) : json->valuedouble == 0);
    return true;
}
