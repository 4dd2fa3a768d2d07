/* where_array.c - arrays: $all, $containedBy, and an element among others; see where_operator.h. */
#include "read/where_operator.h"

#include "formats/json.h"

enum { LIST_LIMIT = 1000 };

/* CASE, because AND promises no order, and json_extract() fails on what is no object. */
void where_add_same_element(struct sql *sql)
{
    sql_add(sql,
            "CASE WHEN element.type = 'object' AND listed.type = 'object' THEN"
            " element.value = listed.value OR"
            " (json_extract(element.value, '$.__type') = 'Pointer'"
            " AND json_extract(listed.value, '$.__type') = 'Pointer'"
            " AND json_extract(element.value, '$.className') ="
            " json_extract(listed.value, '$.className')"
            " AND json_extract(element.value, '$.objectId') ="
            " json_extract(listed.value, '$.objectId'))"
            " WHEN element.type IN ('integer', 'real') AND listed.type IN ('integer', 'real') THEN"
            " element.value = listed.value"
            " ELSE element.type = listed.type AND element.value IS listed.value END");
}

void where_add_array_has(struct where *where, const struct where_key *key, struct text list)
{
    struct sql *sql = where->sql;

    sql_add(sql, "EXISTS (SELECT 1 FROM json_each(");
    where_add_elements(sql, where->class, key);
    sql_add(sql, ") AS element JOIN json_each(");
    sql_add_text(sql, list);
    sql_add(sql, ") AS listed ON ");
    where_add_same_element(sql);
    sql_add(sql, ")");
}

struct text where_list_of(struct where *where, const cJSON *value)
{
    struct buffer list;

    buffer_init(&list, where->request->context.arena, 64);
    buffer_add_char(&list, '[');
    json_write_tree(&list, value);
    buffer_add_char(&list, ']');
    return buffer_text(&list);
}

/* The list as JSON; fails when it is too long to be compared with each element of each row. */
static bool read_list(struct where *where, const cJSON *json, struct text *list)
{
    struct buffer text;

    if (cJSON_GetArraySize(json) > LIST_LIMIT)
        return fail(&where->request->context, PARSE_INVALID_QUERY,
                    "%s may have at most %d elements.", json->string, LIST_LIMIT);
    buffer_init(&text, where->request->context.arena, 128);
    json_write_tree(&text, json);
    *list = buffer_text(&text);
    return true;
}

static size_t count_patterns(const cJSON *list)
{
    const cJSON *element;
    size_t count = 0;

    cJSON_ArrayForEach(element, list)
    {
        count += cJSON_GetObjectItemCaseSensitive(element, "$regex") != NULL;
    }
    return count;
}

/* Each condition on its own: patterns, and the values of a field that is no array. */
static bool add_each(struct where *where, const struct where_key *key, const cJSON *list,
                     bool patterns)
{
    const cJSON *element;

    if (!where_spend(where, cJSON_GetArraySize(list)))
        return false;
    sql_add(where->sql, "(");
    cJSON_ArrayForEach(element, list)
    {
        sql_add(where->sql, element == list->child ? "" : " AND ");
        if (patterns ? !where_add_matches(where, key, element)
                     : !where_add_equal(where, key, element))
            return false;
    }
    sql_add(where->sql, ")");
    return true;
}

bool where_add_all(struct where *where, const struct where_key *key, const cJSON *json)
{
    struct context *context = &where->request->context;
    struct sql *sql = where->sql;
    struct text list = text_none();
    size_t patterns;

    if (!cJSON_IsArray(json))
        return fail(context, PARSE_INVALID_JSON, "bad $all value");
    patterns = count_patterns(json);
    if (patterns && patterns != (size_t)cJSON_GetArraySize(json))
        return fail(context, PARSE_INVALID_JSON, "All $all values must be of regex type or none");
    if (!json->child) {
        sql_add(sql, "FALSE");
        return true;
    }
    if (patterns || key->type != FIELD_ARRAY)
        return add_each(where, key, json, patterns > 0);
    if (!read_list(where, json, &list))
        return false;
    sql_add(sql, "NOT EXISTS (SELECT 1 FROM json_each(");
    sql_add_text(sql, list);
    sql_add(sql, ") AS listed WHERE NOT EXISTS (SELECT 1 FROM json_each(");
    where_add_elements(sql, where->class, key);
    sql_add(sql, ") AS element WHERE ");
    where_add_same_element(sql);
    sql_add(sql, "))");
    return true;
}

bool where_add_contained_by(struct where *where, const struct where_key *key, const cJSON *json)
{
    struct sql *sql = where->sql;
    struct text list = text_none();

    if (!cJSON_IsArray(json))
        return fail(&where->request->context, PARSE_INVALID_JSON,
                    "bad $containedBy: should be an array");
    if (!read_list(where, json, &list))
        return false;
    sql_add(sql, "(");
    if (key->path.bytes) {
        where_add_function(sql, where->class, key, "json_type");
        sql_add(sql, " = 'array'");
    } else {
        where_add_is_null(where, key, false);
    }
    sql_add(sql, " AND NOT EXISTS (SELECT 1 FROM json_each(");
    where_add_elements(sql, where->class, key);
    sql_add(sql, ") AS element WHERE NOT EXISTS (SELECT 1 FROM json_each(");
    sql_add_text(sql, list);
    sql_add(sql, ") AS listed WHERE ");
    where_add_same_element(sql);
    sql_add(sql, ")))");
    return true;
}
