/* where_compare.c - see where_compare.h. First operands are read, then the operators follow, and
 * last the table of them.
 *
 * Missing values are NULL in a row, where SQL's comparisons are neither true nor false; the query
 * language's $ne and $nin do match them (as in MongoDB, whose semantics Parse has). An operand of
 * another type than the field's is an error rather than a query that matches nothing or all. */
#include "where_compare.h"

#include "columns.h"
#include "date.h"
#include "json.h"
#include "value.h"

#define TYPE(type) (1U << FIELD_##type)

enum {
    ANY_TYPE = TYPE(STRING) | TYPE(NUMBER) | TYPE(BOOLEAN) | TYPE(DATE) | TYPE(OBJECT) |
               TYPE(ARRAY) | TYPE(POINTER) | TYPE(FILE) | TYPE(GEOPOINT) | TYPE(POLYGON) |
               TYPE(BYTES),
    ORDERED_TYPE = TYPE(STRING) | TYPE(NUMBER) | TYPE(DATE) | TYPE(POINTER)
};

#undef TYPE

/* An operand, as the column of its key holds it. */
struct operand {
    struct text text; /* String, Pointer, File; Object, Array, Polygon: JSON; Bytes: the bytes */
    double number;
    int64_t integer; /* Boolean, Date */
    struct geopoint point;
};

static bool fail_type(struct where *where, const struct where_key *key, const char *expected)
{
    return fail(&where->request->context, PARSE_INVALID_QUERY,
                "bad value for %.*s in the query; expected %s", (int)key->name.length,
                key->name.bytes, expected);
}

/* A Date is {"__type":"Date"} or, as parse-server accepts too, its ISO text. */
static bool read_date(struct where *where, const struct where_key *key, const cJSON *json,
                      struct operand *operand)
{
    const cJSON *iso = json;

    if (cJSON_IsObject(json)) {
        const cJSON *type = cJSON_GetObjectItemCaseSensitive(json, "__type");
        if (!cJSON_IsString(type) || strcmp(type->valuestring, "Date") != 0)
            return fail_type(where, key, "Date");
        iso = cJSON_GetObjectItemCaseSensitive(json, "iso");
    }
    if (!cJSON_IsString(iso) || !date_parse(text_of(iso->valuestring), &operand->integer))
        return fail_type(where, key, "Date");
    return true;
}

/* Takes the operand out of the scratch object's member. */
static void take_member(const struct where_key *key, const void *object, struct operand *operand)
{
    const char *member = (const char *)object + key->field->offset;

    switch (key->type) {
    case FIELD_NUMBER:
        operand->number = *(const double *)(const void *)member;
        break;
    case FIELD_BOOLEAN:
        operand->integer = *(const bool *)(const void *)member;
        break;
    case FIELD_GEOPOINT:
        operand->point = *(const struct geopoint *)(const void *)member;
        break;
    default:
        operand->text = *(const struct text *)(const void *)member;
        break;
    }
}

/* Reads an operand that is not null. */
static bool read_operand(struct where *where, const struct where_key *key, const cJSON *json,
                         struct operand *operand)
{
    struct context *context = &where->request->context;
    bool names_itself = key->type == FIELD_POINTER || key->type == FIELD_FILE || !key->field;

    if (key->type == FIELD_DATE)
        return read_date(where, key, json, operand);
    if (cJSON_IsString(json) && names_itself) {
        operand->text = text_of(json->valuestring);
        return true;
    }
    if (!key->field)
        return fail_type(where, key, "String");
    if (!value_from_json(context, where->class, key->field, json, where->scratch)) {
        if (context->error.code == PARSE_INCORRECT_TYPE)
            context->error.code = PARSE_INVALID_QUERY;
        return false;
    }
    take_member(key, where->scratch, operand);
    return true;
}

static void add_column(struct where *where, const struct where_key *key)
{
    sql_add_column(where->sql, where->class, key->column);
}

static void add_operand(struct sql *sql, const struct where_key *key, const struct operand *operand)
{
    switch (key->type) {
    case FIELD_NUMBER:
        sql_add_double(sql, operand->number);
        break;
    case FIELD_BOOLEAN:
    case FIELD_DATE:
        sql_add_int64(sql, operand->integer);
        break;
    case FIELD_BYTES:
        sql_add_bytes(sql, operand->text);
        break;
    default:
        sql_add_text(sql, operand->text);
        break;
    }
}

/* An array's row has an element that is in the list, a JSON array: of the same type and value, or a
 * pointer to the same object. CASE, because AND promises no order, and json_extract() fails on what
 * is no object. */
static void add_array_has(struct where *where, const struct where_key *key, struct text list)
{
    struct sql *sql = where->sql;

    sql_add(sql, "EXISTS (SELECT 1 FROM json_each(");
    add_column(where, key);
    sql_add(sql, ") AS element JOIN json_each(");
    sql_add_text(sql, list);
    sql_add(sql,
            ") AS listed ON CASE"
            " WHEN element.type = 'object' AND listed.type = 'object' THEN"
            " element.value = listed.value OR"
            " (json_extract(element.value, '$.__type') = 'Pointer'"
            " AND json_extract(listed.value, '$.__type') = 'Pointer'"
            " AND json_extract(element.value, '$.className') ="
            " json_extract(listed.value, '$.className')"
            " AND json_extract(element.value, '$.objectId') ="
            " json_extract(listed.value, '$.objectId'))"
            " WHEN element.type IN ('integer', 'real') AND listed.type IN ('integer', 'real') THEN"
            " element.value = listed.value"
            " ELSE element.type = listed.type AND element.value = listed.value END)");
}

/* The JSON array of one value. */
static struct text list_of(struct where *where, const cJSON *value)
{
    struct buffer list;

    buffer_init(&list, where->request->context.arena, 64);
    buffer_add_char(&list, '[');
    json_write_tree(&list, value);
    buffer_add_char(&list, ']');
    return buffer_text(&list);
}

static void add_point_equal(struct where *where, const struct where_key *key,
                            const struct operand *operand)
{
    sql_add(where->sql, "(");
    add_column(where, key);
    sql_add(where->sql, " = ");
    sql_add_double(where->sql, operand->point.latitude);
    sql_add(where->sql, " AND ");
    sql_add_column(where->sql, where->class, key->second_column);
    sql_add(where->sql, " = ");
    sql_add_double(where->sql, operand->point.longitude);
    sql_add(where->sql, ")");
}

static void add_is_null(struct where *where, const struct where_key *key, bool null)
{
    add_column(where, key);
    sql_add(where->sql, null ? " IS NULL" : " IS NOT NULL");
}

bool where_add_equal(struct where *where, const struct where_key *key, const cJSON *json)
{
    struct operand operand = {.number = 0};

    if (key->type == FIELD_RELATION)
        return fail_type(where, key, "no constraint on a relation");
    if (cJSON_IsNull(json)) {
        add_is_null(where, key, true);
        return true;
    }
    if (key->type == FIELD_ARRAY && !cJSON_IsArray(json)) {
        add_array_has(where, key, list_of(where, json));
        return true;
    }
    if (!read_operand(where, key, json, &operand))
        return false;
    if (key->type == FIELD_GEOPOINT) {
        add_point_equal(where, key, &operand);
        return true;
    }
    add_column(where, key);
    sql_add(where->sql, " = ");
    add_operand(where->sql, key, &operand);
    return true;
}

static bool add_not_equal(struct where *where, const struct where_key *key, const cJSON *json)
{
    if (cJSON_IsNull(json)) {
        add_is_null(where, key, false);
        return true;
    }
    sql_add(where->sql, "(");
    add_is_null(where, key, true);
    sql_add(where->sql, " OR NOT ");
    if (!where_add_equal(where, key, json))
        return false;
    sql_add(where->sql, ")");
    return true;
}

static bool add_ordered(struct where *where, const struct where_key *key, const cJSON *json,
                        const char *comparison)
{
    struct operand operand = {.number = 0};

    if (cJSON_IsNull(json)) {
        sql_add(where->sql, "FALSE");
        return true;
    }
    if (!read_operand(where, key, json, &operand))
        return false;
    add_column(where, key);
    sql_add(where->sql, comparison);
    add_operand(where->sql, key, &operand);
    return true;
}

static bool add_less(struct where *where, const struct where_key *key, const cJSON *json)
{
    return add_ordered(where, key, json, " < ");
}

static bool add_less_or_equal(struct where *where, const struct where_key *key, const cJSON *json)
{
    return add_ordered(where, key, json, " <= ");
}

static bool add_greater(struct where *where, const struct where_key *key, const cJSON *json)
{
    return add_ordered(where, key, json, " > ");
}

static bool add_greater_or_equal(struct where *where, const struct where_key *key,
                                 const cJSON *json)
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
    struct operand operand = {.number = 0};

    if (cJSON_IsNull(json)) {
        list->has_null = true;
        return true;
    }
    if (key->type != FIELD_ARRAY && !read_operand(where, key, json, &operand))
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
        add_array_has(where, key, json);
        return;
    }
    if (key->type == FIELD_GEOPOINT) {
        sql_add(sql, "EXISTS (SELECT 1 FROM json_each(");
        sql_add_text(sql, json);
        sql_add(sql, ") AS listed WHERE json_extract(listed.value, '$[0]') = ");
        add_column(where, key);
        sql_add(sql, " AND json_extract(listed.value, '$[1]') = ");
        sql_add_column(sql, where->class, key->second_column);
        sql_add(sql, ")");
        return;
    }
    if (key->type == FIELD_BYTES) {
        sql_add(sql, "(");
        add_is_null(where, key, false);
        sql_add(sql, " AND hex(");
    }
    add_column(where, key);
    sql_add(sql, key->type == FIELD_BYTES ? ")" : "");
    sql_add(sql, " IN (SELECT value FROM json_each(");
    sql_add_text(sql, json);
    sql_add(sql, key->type == FIELD_BYTES ? ")))" : "))");
}

static bool add_in(struct where *where, const struct where_key *key, const cJSON *json)
{
    struct list list;

    if (!read_list(where, key, json, &list))
        return false;
    sql_add(where->sql, "(");
    add_is_listed(where, key, &list);
    if (list.has_null) {
        sql_add(where->sql, " OR ");
        add_is_null(where, key, true);
    }
    sql_add(where->sql, ")");
    return true;
}

static bool add_not_in(struct where *where, const struct where_key *key, const cJSON *json)
{
    struct list list;

    if (!read_list(where, key, json, &list))
        return false;
    sql_add(where->sql, "(");
    add_is_null(where, key, !list.has_null);
    sql_add(where->sql, list.has_null ? " AND NOT " : " OR NOT ");
    add_is_listed(where, key, &list);
    sql_add(where->sql, ")");
    return true;
}

static bool add_exists(struct where *where, const struct where_key *key, const cJSON *json)
{
    if (!cJSON_IsBool(json) && !cJSON_IsNumber(json))
        return fail(&where->request->context, PARSE_INVALID_QUERY, "bad $exists value");
    add_is_null(where, key, cJSON_IsBool(json) ? !cJSON_IsTrue(json) : json->valuedouble == 0);
    return true;
}

static const struct where_operator operators[] = {
    {"$eq", ANY_TYPE, where_add_equal}, {"$ne", ANY_TYPE, add_not_equal},
    {"$lt", ORDERED_TYPE, add_less},    {"$lte", ORDERED_TYPE, add_less_or_equal},
    {"$gt", ORDERED_TYPE, add_greater}, {"$gte", ORDERED_TYPE, add_greater_or_equal},
    {"$in", ANY_TYPE, add_in},          {"$nin", ANY_TYPE, add_not_in},
    {"$exists", ANY_TYPE, add_exists},
};

const struct where_operator *where_find_operator(const char *name)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strcmp(operators[i].name, name) == 0)
            return &operators[i];
    return NULL;
}
