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
        key->field = field_name_is_valid(name) ? class_find_field(where->class, name) : NULL;
        if (!key->field)
            return fail_key(where, name);
        if (guard_hides_field(request, where->class, (int)(key->field - where->class->fields)))
            return fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied");
        key->type = key->field->type;
        key->column = key->field->column_name;
        key->second_column = key->field->second_column_name;
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
    if (!(found->types & (1U << key->type)))
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

static bool add_condition(struct where *where, const cJSON *member, int depth)
{
    if (++where->conditions > WHERE_CONDITION_LIMIT)
        return fail(&where->request->context, PARSE_INVALID_QUERY,
                    "A query may have at most %d conditions.", WHERE_CONDITION_LIMIT);
    for (size_t i = 0; i < sizeof logics / sizeof *logics; i++)
        if (strcmp(member->string, logics[i].name) == 0)
            return add_logic(where, &logics[i], member, depth);
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
