/* where_operand.c - see where_operand.h. */
#include "where_operand.h"

#include "columns.h"
#include "date.h"
#include "value.h"

bool where_fail_type(struct where *where, const struct where_key *key, const char *expected)
{
    return fail(&where->request->context, PARSE_INVALID_QUERY,
                "bad value for %.*s in the query; expected %s", (int)key->name.length,
                key->name.bytes, expected);
}

/* A Date is {"__type":"Date"} or, as parse-server accepts too, its ISO text. */
static bool read_date(struct where *where, const struct where_key *key, const cJSON *json,
                      struct where_operand *operand)
{
    const cJSON *iso = json;

    if (cJSON_IsObject(json)) {
        const cJSON *type = cJSON_GetObjectItemCaseSensitive(json, "__type");
        if (!cJSON_IsString(type) || strcmp(type->valuestring, "Date") != 0)
            return where_fail_type(where, key, "Date");
        iso = cJSON_GetObjectItemCaseSensitive(json, "iso");
    }
    if (!cJSON_IsString(iso) || !date_parse(text_of(iso->valuestring), &operand->integer))
        return where_fail_type(where, key, "Date");
    return true;
}

/* Takes the operand out of the scratch object's member. */
static void take_member(const struct where_key *key, const void *object,
                        struct where_operand *operand)
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

/* A relation is compared with pointers to its target. */
static bool read_related(struct where *where, const struct where_key *key, const cJSON *json,
                         struct where_operand *operand)
{
    const cJSON *class_name = cJSON_GetObjectItemCaseSensitive(json, "className");
    const cJSON *object_id = cJSON_GetObjectItemCaseSensitive(json, "objectId");

    if (!cJSON_IsString(class_name) || !cJSON_IsString(object_id) ||
        !text_is(key->field->target->name, class_name->valuestring))
        return where_fail_type(where, key, "a pointer to the relation's class");
    operand->text = text_of(object_id->valuestring);
    return true;
}

bool where_read_operand(struct where *where, const struct where_key *key, const cJSON *json,
                        struct where_operand *operand)
{
    struct context *context = &where->request->context;
    bool names_itself = key->type == FIELD_POINTER || key->type == FIELD_FILE || !key->field;

    if (key->type == FIELD_DATE)
        return read_date(where, key, json, operand);
    if (key->field && key->type == FIELD_RELATION)
        return read_related(where, key, json, operand);
    if (cJSON_IsString(json) && names_itself) {
        operand->text = text_of(json->valuestring);
        return true;
    }
    if (!key->field)
        return where_fail_type(where, key, "String");
    if (!value_from_json(context, where->class, key->field, json, where->scratch)) {
        if (context->error.code == PARSE_INCORRECT_TYPE)
            context->error.code = PARSE_INVALID_QUERY;
        return false;
    }
    take_member(key, where->scratch, operand);
    return true;
}

void where_add_function(struct where *where, const struct where_key *key, const char *function)
{
    sql_add(where->sql, function);
    sql_add(where->sql, "(");
    sql_add_column(where->sql, where->class, key->column);
    sql_add(where->sql, ", ");
    sql_add_text(where->sql, key->path);
    sql_add(where->sql, ")");
}

void where_add_column(struct where *where, const struct where_key *key)
{
    sql_add(where->sql, key->path.bytes ? "(" : "");
    sql_add_column(where->sql, where->class, key->column);
    if (!key->path.bytes)
        return;
    sql_add(where->sql, " -> ");
    sql_add_text(where->sql, key->path);
    sql_add(where->sql, ")");
}

void where_add_elements(struct where *where, const struct where_key *key)
{
    if (!key->path.bytes) {
        where_add_column(where, key);
        return;
    }
    sql_add(where->sql, "CASE ");
    where_add_function(where, key, "json_type");
    sql_add(where->sql, " WHEN 'array' THEN ");
    where_add_column(where, key);
    sql_add(where->sql, " ELSE '[' || ");
    where_add_column(where, key);
    sql_add(where->sql, " || ']' END");
}

void where_add_operand(struct sql *sql, const struct where_key *key,
                       const struct where_operand *operand)
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
