/* where_precedence.c - see where_precedence.h. What an operator costs is a column of the table in
 * where_operator.c. A condition that is not understood costs most here: the translation, which comes
 * afterwards, says what is wrong with it. */
#include "read/where_precedence.h"

#include "read/where_operator.h"

enum {
    FEW = 64,        /* values of one condition */
    MANY = 4 * FEW,  /* of all that are looked at first */
    SINGLE = 4,      /* a pointer has four members */
    VALUE_BYTES = 64 /* a longer text counts as several */
};

static enum where_cost dearer(enum where_cost a, enum where_cost b)
{
    return a > b ? a : b;
}

/* How many values there are in some JSON. */
static size_t count_values(const cJSON *json)
{
    size_t count = cJSON_IsString(json) ? 1 + strlen(json->valuestring) / VALUE_BYTES : 1;
    const cJSON *element;

    if (!json->child)
        return count;
    count = 0;
    cJSON_ArrayForEach(element, json)
    {
        count += count_values(element);
    }
    return count;
}

static enum where_cost cost_of_operator(enum field_type type, const cJSON *constraint,
                                        const cJSON *member)
{
    const struct where_operator *operator= where_find_operator(member->string);

    if (!operator)
        return WHERE_COMPUTES;
    if (type == FIELD_RELATION)
        return dearer(operator->cost, WHERE_LISTS);
    if (strcmp(operator->name, "$regex") == 0)
        return type == FIELD_STRING && where_is_prefix(constraint) ? WHERE_COMPARES
                                                                   : WHERE_COMPUTES;
    if (cJSON_IsArray(member) && count_values(member) > FEW)
        return dearer(operator->cost, WHERE_LISTS);
    return operator->cost;
}

/* Whether it is a search that a full-text index helps. */
static bool is_indexed_search(const struct class *class, const cJSON *member)
{
    const struct class_field *field = class_find_field(class, text_of(member->string));

    return field && field->text_index && cJSON_GetObjectItemCaseSensitive(member, "$text");
}

/* False: nothing is known about the key, or it is one whose values have parts. */
static bool find_type(const struct class *class, const char *name, enum field_type *type)
{
    const struct class_field *field = class_find_field(class, text_of(name));

    *type = field ? field->type : FIELD_STRING;
    if (!field)
        return strcmp(name, "objectId") == 0 || strcmp(name, "createdAt") == 0 ||
               strcmp(name, "updatedAt") == 0;
    return *type == FIELD_STRING || *type == FIELD_NUMBER || *type == FIELD_BOOLEAN ||
           *type == FIELD_DATE || *type == FIELD_POINTER || *type == FIELD_RELATION;
}

static enum where_cost cost_of_key(const struct class *class, const cJSON *member)
{
    enum where_cost cost = WHERE_COMPARES;
    bool has_value = false;
    int operators = 0;
    enum field_type type;
    const cJSON *inner;

    if (!find_type(class, member->string, &type))
        return WHERE_COMPUTES;
    if (is_indexed_search(class, member))
        return WHERE_LISTS;
    if (type == FIELD_RELATION)
        cost = WHERE_LISTS;
    if (cJSON_IsArray(member))
        return WHERE_COMPUTES;
    if (!cJSON_IsObject(member))
        return cost;
    cJSON_ArrayForEach(inner, member)
    {
        if (inner->string[0] != '$') {
            has_value = true;
            continue;
        }
        cost = dearer(cost, cost_of_operator(type, member, inner));
        operators++;
    }
    /* What stands beside a list decides whether it is made. */
    return cost == WHERE_LISTS && operators + has_value > 1 ? WHERE_COMPUTES : cost;
}

/* An $or of few comparisons is one of them. */
static enum where_cost cost_of_choice(const struct class *class, const cJSON *list)
{
    const cJSON *element;
    const cJSON *member;

    if (count_values(list) > FEW)
        return WHERE_COMPUTES;
    cJSON_ArrayForEach(element, list)
    {
        if (!cJSON_IsObject(element))
            return WHERE_COMPUTES;
        cJSON_ArrayForEach(member, element)
        {
            if (member->string[0] == '$' || cost_of_key(class, member) != WHERE_COMPARES)
                return WHERE_COMPUTES;
        }
    }
    return WHERE_COMPARES;
}

static enum where_cost cost_of(const struct class *class, const cJSON *member)
{
    if (strcmp(member->string, "$or") == 0)
        return cost_of_choice(class, member);
    if (strcmp(member->string, "$relatedTo") == 0)
        return WHERE_LISTS;
    return member->string[0] == '$' ? WHERE_COMPUTES : cost_of_key(class, member);
}

bool where_is_conjunction(const cJSON *member)
{
    const cJSON *element;

    if (strcmp(member->string, "$and") != 0 || !cJSON_IsArray(member) || !member->child)
        return false;
    cJSON_ArrayForEach(element, member)
    {
        if (!cJSON_IsObject(element))
            return false;
    }
    return true;
}

/* Looks for the first list or subquery, and counts the values of comparisons; in $and, too, as deep
 * as the translation will go. */
static void survey(struct where_precedence *precedence, const cJSON *where, size_t *values,
                   int depth)
{
    const cJSON *member;
    const cJSON *element;

    if (depth > WHERE_DEPTH_LIMIT)
        return;
    cJSON_ArrayForEach(member, where)
    {
        enum where_cost cost = cost_of(precedence->class, member);
        if (where_is_conjunction(member)) {
            cJSON_ArrayForEach(element, member)
            {
                survey(precedence, element, values, depth + 1);
            }
            continue;
        }
        if (cost == WHERE_LISTS && !precedence->list)
            precedence->list = member;
        *values += cost == WHERE_COMPARES ? count_values(member) : 0;
    }
}

struct where_precedence where_precedence_of(const struct class *class, const cJSON *where)
{
    struct where_precedence precedence = {.class = class};
    size_t values = 0;

    survey(&precedence, where, &values, 0);
    precedence.many = values > MANY;
    precedence.searches = precedence.list && is_indexed_search(class, precedence.list);
    return precedence;
}

/* {"objectId":"..."}, or with $eq or $in: rows whose ids are known. Others could be searched for by
 * ranges until all of them are. */
static bool names_rows(const cJSON *member)
{
    const cJSON *inner = member->child;

    if (strcmp(member->string, "objectId") != 0)
        return false;
    return !cJSON_IsObject(member) ||
           (inner && !inner->next &&
            (strcmp(inner->string, "$eq") == 0 || strcmp(inner->string, "$in") == 0));
}

bool where_waits(const struct where_precedence *precedence, const cJSON *member)
{
    if (member == precedence->list)
        return precedence->searches;
    if (cost_of(precedence->class, member) != WHERE_COMPARES)
        return true;
    if (count_values(member) > SINGLE && precedence->many)
        return true;
    /* That there is a row tells nothing of what it holds, and its id cannot be guessed. */
    return precedence->list && !names_rows(member);
}
