/* where.c - see where.h. From the outside in: a where is conditions that all hold; a condition is
 * $or, $and or $nor over further wheres, or a key with a value or with operators
 * (where_compare.c).
 *
 * Whoever sends a where may make it as large as a request may be, so its nesting and the number of
 * its conditions are bounded (where_operand.c). */
#include "read/where.h"

#include "guard/guard.h"
#include "read/rows.h"
#include "read/where_operator.h"
#include "read/where_precedence.h"

struct logic {
    const char *name;
    const char *before;
    const char *between;
    const char *after;
};

/* A condition on a missing value is NULL, which $nor takes for false, as MongoDB does. */
static const struct logic logics[] = {
    {"$or", "(", " OR ", ")"},
    {"$and", "", " AND ", ""},
    {"$nor", "(", " OR ", ") IS NOT TRUE"},
};

static bool add_conditions(struct where *where, const cJSON *object);

static bool add_logic(struct where *where, const struct logic *logic, const cJSON *list)
{
    struct context *context = &where->request->context;
    const cJSON *element;

    if (!cJSON_IsArray(list))
        return fail(context, PARSE_INVALID_QUERY, "Bad %s format - use an array value.",
                    logic->name);
    if (!list->child)
        return fail(context, PARSE_INVALID_QUERY,
                    "Bad %s format - use an array of at least 1 value.", logic->name);
    if (!where_enter(where))
        return false;
    sql_add(where->sql, logic->before);
    cJSON_ArrayForEach(element, list)
    {
        if (!cJSON_IsObject(element))
            return fail(context, PARSE_INVALID_QUERY, "Bad %s format - use an array of objects.",
                        logic->name);
        sql_add(where->sql, element == list->child ? "" : logic->between);
        if (!add_conditions(where, element))
            return false;
    }
    sql_add(where->sql, logic->after);
    where->depth--;
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
    unsigned type = key->path.bytes ? WHERE_WITHIN : 1U << key->type;

    if (!found)
        return fail(context, PARSE_INVALID_JSON, "bad constraint: %s", member->string);
    if (!(found->types & type))
        return fail(context, PARSE_INVALID_QUERY, "%s cannot be used with %.*s", found->name,
                    TEXT_PRINTED(key->name));
    return found->add(where, key, member);
}

/* {"$exists":...} of a whole field, which can be told of an encrypted one, too. */
static bool asks_existence(const struct where_key *key, const cJSON *value)
{
    return !key->path.bytes && cJSON_IsObject(value) && value->child && !value->child->next &&
           strcmp(value->child->string, "$exists") == 0;
}

/* What of {"__type":"Pointer",...,"$in":[...]} is the value: its members without operators, as
 * parse-server takes them for an $eq. NULL when there is no memory. */
static const cJSON *value_beside_operators(const cJSON *json)
{
    cJSON *value = cJSON_CreateObject();
    const cJSON *member;

    cJSON_ArrayForEach(member, json)
    {
        if (member->string[0] != '$' &&
            !cJSON_AddItemReferenceToObject(value, member->string, (cJSON *)(uintptr_t)member))
            return NULL;
    }
    return value;
}

/* "... AND ..." of a value, if there is one, and operators under one key. */
static bool add_operators(struct where *where, const struct where_key *key, const cJSON *json)
{
    bool has_value = cJSON_GetObjectItemCaseSensitive(json, "__type") != NULL;
    const char *separator = "";
    const cJSON *member;

    if (has_value) {
        const cJSON *value = value_beside_operators(json);
        if (!value)
            return fail_internal(&where->request->context, "out of memory");
        if (!where_add_equal(where, key, value))
            return false;
        separator = " AND ";
    }
    cJSON_ArrayForEach(member, json)
    {
        if (has_value && member->string[0] != '$')
            continue;
        sql_add(where->sql, separator);
        separator = " AND ";
        if (!add_operator(where, key, member))
            return false;
    }
    return true;
}

static bool add_key(struct where *where, const cJSON *value)
{
    struct where_key key;

    if (!where_find_key(where->request, where->class, text_of(value->string), &key))
        return false;
    key.constraint = value;
    if (!asks_existence(&key, value) && !where_check_readable(where->request, key.field))
        return false;
    return has_operators(value) ? add_operators(where, &key, value)
                                : where_add_equal(where, &key, value);
}

/* {"$relatedTo":{"object":pointer,"key":"members"}}: what is in a relation of an object that the
 * principal may get. An object that was never saved has no id, and nothing in its relations. */
static bool add_related_to(struct where *where, const cJSON *value)
{
    struct request *request = where->request;
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(value, "object");
    const cJSON *class_name = cJSON_GetObjectItemCaseSensitive(object, "className");
    const cJSON *object_id = cJSON_GetObjectItemCaseSensitive(object, "objectId");
    const char *id = cJSON_GetStringValue(object_id);
    const cJSON *key = cJSON_GetObjectItemCaseSensitive(value, "key");
    const struct class *owner = NULL;
    const struct class_field *relation = NULL;

    if (cJSON_IsString(class_name))
        owner = app_find_class(request->app, text_of(class_name->valuestring));
    if (owner && cJSON_IsString(key))
        relation = class_find_field(owner, text_of(key->valuestring));
    if (!relation || relation->type != FIELD_RELATION ||
        (object_id && !cJSON_IsNull(object_id) && !id))
        return fail(&request->context, PARSE_INVALID_QUERY, "improper usage of $relatedTo");
    if (guard_hides_field(request, owner, class_field_index(owner, relation)))
        return guard_refuse(request, owner, OPERATION_FIND, "the field is hidden from this user");
    if (!id) {
        sql_add(where->sql, "FALSE");
        return true;
    }
    return rows_add_is_related(request, where->sql, where->class, owner, relation, text_of(id));
}

static bool add_condition(struct where *where, const cJSON *member)
{
    if (!where_spend(where, 1))
        return false;
    for (size_t i = 0; i < sizeof logics / sizeof *logics; i++)
        if (strcmp(member->string, logics[i].name) == 0)
            return add_logic(where, &logics[i], member);
    if (strcmp(member->string, "$relatedTo") == 0)
        return add_related_to(where, member);
    return add_key(where, member);
}

/* "... AND ..." of all members; of none, TRUE. Without parentheses, which would make the engine's
 * parser run out of stack sooner: AND binds before OR, and what an operator adds binds before AND. */
static bool add_conditions(struct where *where, const cJSON *object)
{
    const cJSON *member;

    if (!object->child) {
        sql_add(where->sql, "TRUE");
        return true;
    }
    cJSON_ArrayForEach(member, object)
    {
        sql_add(where->sql, member == object->child ? "" : " AND ");
        if (!add_condition(where, member))
            return false;
    }
    return true;
}

/* Appends those of the where's conditions that wait for the guard, or those that don't. What an $and
 * holds is looked through in both rounds, and counted in the first one. */
static bool add_round(struct where *where, const cJSON *object,
                      const struct where_precedence *precedence, bool waiting, bool *any)
{
    const cJSON *member;
    const cJSON *element;

    cJSON_ArrayForEach(member, object)
    {
        if (!where_is_conjunction(member)) {
            if (where_waits(precedence, member) != waiting)
                continue;
            sql_add(where->sql, *any ? " AND " : "");
            *any = true;
            if (!add_condition(where, member))
                return false;
            continue;
        }
        if (!where_enter(where) || !where_spend(where, waiting ? 1 : 0))
            return false;
        cJSON_ArrayForEach(element, member)
        {
            if (!add_round(where, element, precedence, waiting, any))
                return false;
        }
        where->depth--;
    }
    return true;
}

/* Appends what waits behind the guard, and what is looked at first: of a CASE, other than of an AND, the
 * engine takes the parts in their order. The deepest part comes where least is open before it: the
 * stack of the engine's parser is small. */
static bool add_guarded(struct where *where, const cJSON *object, struct text guard)
{
    struct where_precedence precedence = where_precedence_of(where->class, object);
    struct buffer *text = &where->sql->text;
    size_t start = text->length;
    bool waits = false;
    bool any = false;

    sql_add(where->sql, "CASE WHEN (TRUE");
    buffer_add_text(text, guard);
    sql_add(where->sql, ") IS NOT TRUE THEN FALSE ELSE ");
    if (!add_round(where, object, &precedence, true, &waits))
        return false;
    if (waits)
        sql_add(where->sql, " END AND ");
    else
        text->length = start;
    if (!add_round(where, object, &precedence, false, &any))
        return false;
    sql_add(where->sql, any ? " AND " : "");
    return !precedence.searches || where->request->image || /* which is in no index */
           where_add_candidates(where, precedence.list);
}

bool where_add_predicate(struct request *request, struct sql *sql, const struct class *class,
                         const cJSON *json, const struct where *outer, struct text guard,
                         struct where_rank *rank)
{
    int conditions = 0;
    struct where where = {
        .request = request,
        .sql = sql,
        .class = class,
        .conditions = outer ? outer->conditions : &conditions,
        .depth = outer ? outer->depth : 0,
        .rank = rank,
    };

    if (!json)
        return true;
    if (!cJSON_IsObject(json))
        return fail(&request->context, PARSE_INVALID_QUERY, "where must be an object");
    if (!json->child)
        return true;
    where.scratch = arena_alloc(request->context.arena, class->object_size);
    if (!where.scratch)
        return fail_internal(&request->context, "out of memory");
    if (guard.length)
        return add_guarded(&where, json, guard);
    if (!add_conditions(&where, json))
        return false;
    sql_add(sql, " AND ");
    return true;
}
