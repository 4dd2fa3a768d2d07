/* where.c - see where.h. From the outside in: a where is conditions that all hold; a condition is
 * $or, $and or $nor over further wheres, or a key with a value or with operators
 * (where_compare.c).
 *
 * Whoever sends a where may make it as large as a request may be, so its nesting and the number of
 * its conditions are bounded here: the engine bounds the depth of an expression. */
#include "where.h"

#include "columns.h"
#include "field_name.h"
#include "guard.h"
#include "rows.h"
#include "where_compare.h"

enum { WHERE_DEPTH_LIMIT = 16, WHERE_CONDITION_LIMIT = 256 };

struct logic {
    const char *name;
    const char *before;
    const char *between;
    const char *after;
};

/* A condition on a missing value is NULL, which $nor takes for false, as MongoDB does. */
static const struct logic logics[] = {
    {"$or", "(", " OR ", ")"},
    {"$and", "(", " AND ", ")"},
    {"$nor", "NOT COALESCE((", " OR ", "), FALSE)"},
};

static bool add_conditions(struct where *where, const cJSON *object, int depth);

static bool add_logic(struct where *where, const struct logic *logic, const cJSON *list, int depth)
{
    struct context *context = &where->request->context;
    const cJSON *element;

    if (!cJSON_IsArray(list))
        return fail(context, PARSE_INVALID_QUERY, "Bad %s format - use an array value.",
                    logic->name);
    if (!list->child)
        return fail(context, PARSE_INVALID_QUERY,
                    "Bad %s format - use an array of at least 1 value.", logic->name);
    if (depth >= WHERE_DEPTH_LIMIT)
        return fail(context, PARSE_INVALID_QUERY,
                    "Query condition nesting depth exceeds maximum allowed depth of %d",
                    WHERE_DEPTH_LIMIT);
    sql_add(where->sql, logic->before);
    cJSON_ArrayForEach(element, list)
    {
        if (!cJSON_IsObject(element))
            return fail(context, PARSE_INVALID_QUERY, "Bad %s format - use an array of objects.",
                        logic->name);
        sql_add(where->sql, element == list->child ? "" : logic->between);
        if (!add_conditions(where, element, depth + 1))
            return false;
    }
    sql_add(where->sql, logic->after);
    return true;
}

static bool fail_key(struct where *where, struct text name)
{
    return fail(&where->request->context, PARSE_INVALID_KEY_NAME, "Invalid key name: %.*s",
                (int)name.length, name.bytes);
}

/* "x.y" behind an Object field's name, or "0" behind an Array's, as a path of the engine's JSON
 * functions: $."x"."y", $[0]. Only letters, digits and underscores, so that nothing needs quoting.
 */
static bool read_path(struct where *where, struct where_key *key)
{
    struct text root = field_name_root(key->name);
    struct buffer path;
    size_t start = root.length + 1;

    if (key->type != FIELD_OBJECT && key->type != FIELD_ARRAY)
        return fail_key(where, key->name);
    buffer_init(&path, where->request->context.arena, 64);
    buffer_add_char(&path, '$');
    for (size_t i = start; i <= key->name.length; i++) {
        bool digits = key->type == FIELD_ARRAY && start == root.length + 1;
        if (i < key->name.length && key->name.bytes[i] != '.')
            continue;
        if (i == start)
            return fail_key(where, key->name);
        for (size_t j = start; j < i; j++) {
            char byte = key->name.bytes[j];
            if (!is_ascii_digit(byte) && (digits || (!is_ascii_letter(byte) && byte != '_')))
                return fail_key(where, key->name);
        }
        buffer_add_string(&path, digits ? "[" : ".\"");
        buffer_add(&path, key->name.bytes + start, i - start);
        buffer_add_string(&path, digits ? "]" : "\"");
        start = i + 1;
    }
    key->path = buffer_text(&path);
    key->type = FIELD_ARRAY; /* what is in an Object may be anything, as in an Array */
    return true;
}

/* What the key stands for; fails when it is none, or hidden from the principal. */
static bool find_key(struct where *where, struct text name, struct where_key *key)
{
    struct request *request = where->request;

    *key = (struct where_key){.name = name, .type = FIELD_DATE};
    if (text_is(name, "ACL"))
        return fail(&request->context, PARSE_INVALID_QUERY, "Cannot query on ACL.");
    if (text_is(name, "objectId")) {
        key->type = FIELD_STRING;
        key->column = COLUMN_NAME_OBJECT_ID;
    } else if (text_is(name, "createdAt")) {
        key->column = COLUMN_NAME_CREATED_AT;
    } else if (text_is(name, "updatedAt")) {
        key->column = COLUMN_NAME_UPDATED_AT;
    } else {
        struct text root = field_name_root(name);
        key->field = field_name_is_valid(root) ? class_find_field(where->class, root) : NULL;
        if (!key->field)
            return fail_key(where, name);
        if (guard_hides_field(request, where->class, (int)(key->field - where->class->fields)))
            return fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied");
        key->type = key->field->type;
        key->column = key->field->column_name;
        key->second_column = key->field->second_column_name;
        if (root.length < name.length)
            return read_path(where, key);
    }
    return true;
}

/* Whether an object is {"$gt":...} and not a value. */
static bool has_operators(const cJSON *value)
{
    const cJSON *member;

    if (!cJSON_IsObject(value))
        return false;
    cJSON_ArrayForEach(member, value)
    {
        if (member->string[0] == '$')
            return true;
    }
    return false;
}

static bool add_operator(struct where *where, const struct where_key *key, const cJSON *member)
{
    struct context *context = &where->request->context;
    const struct where_operator *found = where_find_operator(member->string);

    if (!found)
        return fail(context, PARSE_INVALID_JSON, "bad constraint: %s", member->string);
    if (!(found->types & (1U << key->type)) && !key->path.bytes)
        return fail(context, PARSE_INVALID_QUERY, "%s cannot be used with %.*s", found->name,
                    (int)key->name.length, key->name.bytes);
    return found->add(where, key, member);
}

static bool add_key(struct where *where, const cJSON *value)
{
    struct where_key key;
    const cJSON *member;

    if (!find_key(where, text_of(value->string), &key))
        return false;
    if (!has_operators(value))
        return where_add_equal(where, &key, value);
    cJSON_ArrayForEach(member, value)
    {
        sql_add(where->sql, member == value->child ? "" : " AND ");
        if (!add_operator(where, &key, member))
            return false;
    }
    return true;
}

/* {"$relatedTo":{"object":pointer,"key":"members"}}: what is in a relation of an object that the
 * principal may get. */
static bool add_related_to(struct where *where, const cJSON *value)
{
    struct request *request = where->request;
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(value, "object");
    const cJSON *class_name = cJSON_GetObjectItemCaseSensitive(object, "className");
    const cJSON *object_id = cJSON_GetObjectItemCaseSensitive(object, "objectId");
    const cJSON *key = cJSON_GetObjectItemCaseSensitive(value, "key");
    const struct class *owner = NULL;
    const struct class_field *relation = NULL;

    if (cJSON_IsString(class_name))
        owner = app_find_class(request->app, text_of(class_name->valuestring));
    if (owner && cJSON_IsString(key))
        relation = class_find_field(owner, text_of(key->valuestring));
    if (!relation || relation->type != FIELD_RELATION || !cJSON_IsString(object_id))
        return fail(&request->context, PARSE_INVALID_QUERY, "improper usage of $relatedTo");
    if (guard_hides_field(request, owner, (int)(relation - owner->fields)))
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied");
    return rows_add_is_related(request, where->sql, where->class, owner, relation,
                               text_of(object_id->valuestring));
}

static bool add_condition(struct where *where, const cJSON *member, int depth)
{
    if (++where->conditions > WHERE_CONDITION_LIMIT)
        return fail(&where->request->context, PARSE_INVALID_QUERY,
                    "A query may have at most %d conditions.", WHERE_CONDITION_LIMIT);
    for (size_t i = 0; i < sizeof logics / sizeof *logics; i++)
        if (strcmp(member->string, logics[i].name) == 0)
            return add_logic(where, &logics[i], member, depth);
    if (strcmp(member->string, "$relatedTo") == 0)
        return add_related_to(where, member);
    return add_key(where, member);
}

/* "(... AND ...)" of all members; of none, TRUE. */
static bool add_conditions(struct where *where, const cJSON *object, int depth)
{
    const cJSON *member;

    if (!object->child) {
        sql_add(where->sql, "TRUE");
        return true;
    }
    sql_add(where->sql, "(");
    cJSON_ArrayForEach(member, object)
    {
        sql_add(where->sql, member == object->child ? "" : " AND ");
        if (!add_condition(where, member, depth))
            return false;
    }
    sql_add(where->sql, ")");
    return true;
}

bool where_add_predicate(struct request *request, struct sql *sql, const struct class *class,
                         const cJSON *where)
{
    struct where translation = {.request = request, .sql = sql, .class = class};

    if (!where)
        return true;
    if (!cJSON_IsObject(where))
        return fail(&request->context, PARSE_INVALID_QUERY, "where must be an object");
    if (!where->child)
        return true;
    translation.scratch = arena_alloc(request->context.arena, class->object_size);
    if (!translation.scratch)
        return fail_internal(&request->context, "out of memory");
    sql_add(sql, " AND ");
    return add_conditions(&translation, where, 0);
}
