/* where_operator.c - the table of operators. */
#include "read/where_operator.h"

/* Sets of field types. */
enum {
    WITHIN = WHERE_WITHIN,
    ANY_TYPE = (WITHIN | (WITHIN - 1)) & ~(1 << FIELD_RELATION),
    ANY_OR_RELATION = ANY_TYPE | 1 << FIELD_RELATION,
    ORDERED_TYPE =
        1 << FIELD_STRING | 1 << FIELD_NUMBER | 1 << FIELD_DATE | 1 << FIELD_POINTER | WITHIN,
    ARRAY_TYPE = 1 << FIELD_ARRAY | WITHIN,
    TEXT_TYPE = 1 << FIELD_STRING | 1 << FIELD_FILE | ARRAY_TYPE,
    SELECT_TYPE = ORDERED_TYPE | 1 << FIELD_BOOLEAN | 1 << FIELD_FILE | ARRAY_TYPE,
    REFERENCE_TYPE = 1 << FIELD_POINTER | 1 << FIELD_RELATION | ARRAY_TYPE,
    POINT_TYPE = 1 << FIELD_GEOPOINT,
    POLYGON_TYPE = 1 << FIELD_POLYGON
};

/* $options says how $regex is meant, which reads it; alone it means nothing. So do the distances of
 * $nearSphere. */
static bool add_modifier(struct where *where, const struct where_key *key, const cJSON *operand)
{
    const char *modified = strcmp(operand->string, "$options") == 0 ? "$regex" : "$nearSphere";

    if (!cJSON_GetObjectItemCaseSensitive(key->constraint, modified))
        return fail(&where->request->context, PARSE_INVALID_QUERY, "%s needs %s", operand->string,
                    modified);
    sql_add(where->sql, "TRUE");
    return true;
}

static const struct where_operator operators[] = {
    {"$eq", ANY_OR_RELATION, WHERE_COMPARES, where_add_equal},
    {"$ne", ANY_OR_RELATION, WHERE_COMPARES, where_add_not_equal},
    {"$lt", ORDERED_TYPE, WHERE_COMPARES, where_add_less},
    {"$lte", ORDERED_TYPE, WHERE_COMPARES, where_add_less_or_equal},
    {"$gt", ORDERED_TYPE, WHERE_COMPARES, where_add_greater},
    {"$gte", ORDERED_TYPE, WHERE_COMPARES, where_add_greater_or_equal},
    {"$in", ANY_OR_RELATION, WHERE_COMPARES, where_add_in},
    {"$nin", ANY_OR_RELATION, WHERE_COMPARES, where_add_not_in},
    {"$exists", ANY_TYPE, WHERE_COMPARES, where_add_exists},
    {"$all", ANY_TYPE, WHERE_COMPUTES, where_add_all},
    {"$containedBy", ARRAY_TYPE, WHERE_COMPUTES, where_add_contained_by},
    {"$regex", TEXT_TYPE, WHERE_COMPUTES, where_add_regex},
    {"$options", TEXT_TYPE, WHERE_COMPARES, add_modifier},
    {"$text", 1 << FIELD_STRING, WHERE_COMPUTES, where_add_text},
    {"$inQuery", REFERENCE_TYPE, WHERE_LISTS, where_add_in_query},
    {"$notInQuery", REFERENCE_TYPE, WHERE_COMPUTES, where_add_not_in_query},
    {"$select", SELECT_TYPE, WHERE_COMPUTES, where_add_select},
    {"$dontSelect", SELECT_TYPE, WHERE_COMPUTES, where_add_dont_select},
    {"$nearSphere", POINT_TYPE, WHERE_COMPUTES, where_add_near},
    {"$maxDistance", POINT_TYPE, WHERE_COMPUTES, add_modifier},
    {"$maxDistanceInRadians", POINT_TYPE, WHERE_COMPUTES, add_modifier},
    {"$maxDistanceInMiles", POINT_TYPE, WHERE_COMPUTES, add_modifier},
    {"$maxDistanceInKilometers", POINT_TYPE, WHERE_COMPUTES, add_modifier},
    {"$within", POINT_TYPE, WHERE_COMPUTES, where_add_within},
    {"$geoWithin", POINT_TYPE, WHERE_COMPUTES, where_add_geo_within},
    {"$geoIntersects", POLYGON_TYPE, WHERE_COMPUTES, where_add_geo_intersects},
};

const struct where_operator *where_find_operator(const char *name)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strcmp(operators[i].name, name) == 0)
            return &operators[i];
    return NULL;
}
