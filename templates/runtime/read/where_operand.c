/* where_operand.c - see where_operand.h. The key comes first, then the operand.
 *
 * The engine bounds the depth of an expression and the size of its parser's stack, and each
 * condition costs time, so levels and conditions are bounded. */
#include "read/where_operand.h"

#include "formats/date.h"
#include "guard/guard.h"
#include "model/columns.h"
#include "model/field_name.h"
#include "model/value.h"

bool where_spend(struct where *where, int conditions)
{
    *where->conditions += conditions;
    if (*where->conditions <= WHERE_CONDITION_LIMIT)
        return true;
    return fail(&where->request->context, PARSE_INVALID_QUERY,
                "A query may have at most %d conditions.", WHERE_CONDITION_LIMIT);
}

bool where_enter(struct where *where)
{
    if (where->depth < WHERE_DEPTH_LIMIT) {
        where->depth++;
        return true;
    }
    return fail(&where->request->context, PARSE_INVALID_QUERY,
                "Query condition nesting depth exceeds maximum allowed depth of %d",
                WHERE_DEPTH_LIMIT);
}

static bool fail_key(struct request *request, struct text name)
{
    return fail(&request->context, PARSE_INVALID_KEY_NAME, "Invalid key name: %.*s",
                TEXT_PRINTED(name));
}

static bool is_word(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_ascii_letter(text.bytes[i]) && !is_ascii_digit(text.bytes[i]) &&
            text.bytes[i] != '_')
            return false;
    return text.length > 0;
}

static bool is_index(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_ascii_digit(text.bytes[i]))
            return false;
    return text.length > 0;
}

static struct text extend_path(struct arena *arena, struct text path, struct text component,
                               bool is_element)
{
    struct buffer longer;

    buffer_init(&longer, arena, path.length + component.length + 4);
    buffer_add_text(&longer, path);
    buffer_add_string(&longer, is_element ? "[" : ".\"");
    buffer_add_text(&longer, component);
    buffer_add_string(&longer, is_element ? "]" : "\"");
    return longer.failed ? text_none() : buffer_text(&longer);
}

/* "x.y" behind an Object field's name, or "0" behind an Array's, as a path of the engine's JSON
 * functions: $."x"."y", $[0]. Only letters, digits and underscores, so that nothing needs quoting.
 * A number further on may be an index or a name: the row decides about the first one, the others
 * are taken for indexes. */
static bool read_path(struct request *request, struct where_key *key)
{
    struct arena *arena = request->context.arena;
    struct text rest = key->name;
    struct text component = field_name_root(rest);
    bool first = true;

    if (key->type != FIELD_OBJECT && key->type != FIELD_ARRAY)
        return fail_key(request, key->name);
    key->path = text_of("$");
    while (component.length < rest.length) {
        bool element;
        rest.bytes += component.length + 1;
        rest.length -= component.length + 1;
        component = field_name_root(rest);
        element = is_index(component);
        if (!is_word(component) || component.length > 64 ||
            (first && key->type == FIELD_ARRAY && !element))
            return fail_key(request, key->name);
        if (first && key->type == FIELD_OBJECT)
            element = false;
        if (element && !first && !key->array_path.bytes) {
            key->array_path = key->path;
            key->member_path = extend_path(arena, key->path, component, false);
        } else if (key->array_path.bytes) {
            key->member_path = extend_path(arena, key->member_path, component, element);
        }
        key->path = extend_path(arena, key->path, component, element);
        first = false;
    }
    key->type = FIELD_ARRAY; /* what is in an Object may be anything, as in an Array */
    return key->path.bytes ? true : fail_internal(&request->context, "out of memory");
}

bool where_check_readable(struct request *request, const struct class_field *field)
{
    if (!field || !field->sealed)
        return true;
    return fail(&request->context, PARSE_INVALID_QUERY, "%.*s is encrypted and can't be searched",
                TEXT_PRINTED(field->name));
}

bool where_find_key(struct request *request, const struct class *class, struct text name,
                    struct where_key *key)
{
    struct text root = field_name_root(name);

    *key = (struct where_key){.name = name, .type = FIELD_DATE};
    if (text_is(name, "ACL"))
        return fail(&request->context, PARSE_INVALID_QUERY, "Cannot query on ACL.");
    if (text_is(name, "objectId")) {
        key->type = FIELD_STRING;
        key->column = COLUMN_NAME_OBJECT_ID;
        return true;
    }
    if (text_is(name, "createdAt") || text_is(name, "updatedAt")) {
        key->column = name.bytes[0] == 'c' ? COLUMN_NAME_CREATED_AT : COLUMN_NAME_UPDATED_AT;
        return true;
    }
    key->field = field_name_is_valid(root) ? class_find_field(class, root) : NULL;
    if (!key->field)
        return fail_key(request, name);
    if (guard_hides_field(request, class, class_field_index(class, key->field)))
        return guard_refuse(request, class, OPERATION_FIND, "the field is hidden from this user");
    key->type = key->field->type;
    key->column = key->field->column_name;
    key->second_column = key->field->second_column_name;
    return root.length == name.length || read_path(request, key);
}

bool where_fail_type(struct where *where, const struct where_key *key, const char *expected)
{
    return fail(&where->request->context, PARSE_INVALID_QUERY,
                "bad value for %.*s in the query; expected %s", TEXT_PRINTED(key->name), expected);
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
    const char *member = object_value(object, key->field);

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

/* The path of the key as an expression. */
static void add_path(struct sql *sql, const struct class *class, const struct where_key *key)
{
    if (!key->array_path.bytes) {
        sql_add_text(sql, key->path);
        return;
    }
    sql_add(sql, "CASE json_type(");
    sql_add_column(sql, class, key->column);
    sql_add(sql, ", ");
    sql_add_text(sql, key->array_path);
    sql_add(sql, ") WHEN 'array' THEN ");
    sql_add_text(sql, key->path);
    sql_add(sql, " ELSE ");
    sql_add_text(sql, key->member_path);
    sql_add(sql, " END");
}

void where_add_function(struct sql *sql, const struct class *class, const struct where_key *key,
                        const char *function)
{
    sql_add(sql, function);
    sql_add(sql, "(");
    sql_add_column(sql, class, key->column);
    sql_add(sql, ", ");
    add_path(sql, class, key);
    sql_add(sql, ")");
}

void where_add_column(struct sql *sql, const struct class *class, const struct where_key *key)
{
    sql_add(sql, key->path.bytes ? "(" : "");
    sql_add_column(sql, class, key->column);
    if (!key->path.bytes)
        return;
    sql_add(sql, " -> ");
    add_path(sql, class, key);
    sql_add(sql, ")");
}

void where_add_elements(struct sql *sql, const struct class *class, const struct where_key *key)
{
    if (!key->path.bytes) {
        where_add_column(sql, class, key);
        return;
    }
    sql_add(sql, "CASE ");
    where_add_function(sql, class, key, "json_type");
    sql_add(sql, " WHEN 'array' THEN ");
    where_add_column(sql, class, key);
    sql_add(sql, " ELSE '[' || ");
    where_add_column(sql, class, key);
    sql_add(sql, " || ']' END");
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
