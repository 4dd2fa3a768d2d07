/* where_geo.c - places: $nearSphere, $within, $geoWithin, $geoIntersects; see where_operator.h.
 *
 * The functions that judge a row are in geo.h. A condition on the latitude alone goes before them
 * where one follows, since an index on the field serves it. */
#include "read/where_operator.h"

#include "formats/json.h"
#include "model/columns.h"

enum { CORNER_LIMIT = 1000 };

static const double kilometers_of_radian = 6371; /* as parse-server has them */
static const double miles_of_radian = 3959;
static const double degrees_of_radian = 180 / 3.14159265358979323846;

static bool fail_geo(struct where *where, const char *message)
{
    return fail(&where->request->context, PARSE_INVALID_JSON, "%s", message);
}

/* Fails when the coordinates are none, as the SDKs' GeoPoint does. */
static bool check_point(struct where *where, struct geopoint point)
{
    if (point.latitude < -90 || point.latitude > 90)
        return fail_geo(where, "GeoPoint latitude out of bounds");
    if (point.longitude < -180 || point.longitude > 180)
        return fail_geo(where, "GeoPoint longitude out of bounds");
    return true;
}

/* {"__type":"GeoPoint","latitude":...,"longitude":...} */
static bool read_point(const cJSON *json, struct geopoint *point)
{
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(json, "__type");
    const cJSON *latitude = cJSON_GetObjectItemCaseSensitive(json, "latitude");
    const cJSON *longitude = cJSON_GetObjectItemCaseSensitive(json, "longitude");

    if (!cJSON_IsString(type) || strcmp(type->valuestring, "GeoPoint") != 0 ||
        !cJSON_IsNumber(latitude) || !cJSON_IsNumber(longitude))
        return false;
    *point = (struct geopoint){latitude->valuedouble, longitude->valuedouble};
    return true;
}

/* The same, or [longitude, latitude]. */
static bool read_point_or_pair(const cJSON *json, struct geopoint *point)
{
    const cJSON *longitude = cJSON_IsArray(json) ? json->child : NULL;
    const cJSON *latitude = longitude ? longitude->next : NULL;

    if (!latitude || latitude->next || !cJSON_IsNumber(longitude) || !cJSON_IsNumber(latitude))
        return read_point(json, point);
    *point = (struct geopoint){latitude->valuedouble, longitude->valuedouble};
    return true;
}

/* "(low <= column AND column <= high)" */
static void add_between(struct where *where, const char *column, double low, double high)
{
    sql_add(where->sql, "(");
    sql_add_column(where->sql, where->class, column);
    sql_add(where->sql, " >= ");
    sql_add_double(where->sql, low);
    sql_add(where->sql, " AND ");
    sql_add_column(where->sql, where->class, column);
    sql_add(where->sql, " <= ");
    sql_add_double(where->sql, high);
    sql_add(where->sql, ")");
}

static void add_point_columns(struct where *where, const struct where_key *key)
{
    sql_add_column(where->sql, where->class, key->column);
    sql_add(where->sql, ", ");
    sql_add_column(where->sql, where->class, key->second_column);
}

/* Appends that the key's point is no further away than the distance in radians (negative: that
 * there is one), and says where the expression of the distance stands. */
static struct where_part add_distance(struct where *where, const struct where_key *key,
                                      struct geopoint center, double distance)
{
    struct sql *sql = where->sql;
    double degrees = distance * degrees_of_radian + 1e-6; /* more than rounding takes away */
    struct where_part part;

    sql_add(sql, "(");
    if (distance >= 0) {
        add_between(where, key->column, center.latitude - degrees, center.latitude + degrees);
        sql_add(sql, " AND ");
    }
    part.start = sql->text.length;
    sql_add(sql, "geo_angle(");
    add_point_columns(where, key);
    sql_add(sql, ", ");
    sql_add_double(sql, center.latitude);
    sql_add(sql, ", ");
    sql_add_double(sql, center.longitude);
    sql_add(sql, ")");
    part.length = sql->text.length - part.start;
    if (distance >= 0) {
        sql_add(sql, " <= ");
        sql_add_double(sql, distance);
    } else {
        sql_add(sql, " IS NOT NULL");
    }
    sql_add(sql, ")");
    return part;
}

/* The furthest that $nearSphere takes, in radians; negative when there is no such limit. */
static bool read_distance(struct where *where, const struct where_key *key, double *distance)
{
    static const struct {
        const char *name;
        const double *unit; /* how many in a radian; NULL: it is in radians */
    } names[] = {
        {"$maxDistance", NULL},
        {"$maxDistanceInRadians", NULL},
        {"$maxDistanceInMiles", &miles_of_radian},
        {"$maxDistanceInKilometers", &kilometers_of_radian},
    };

    *distance = -1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const cJSON *given = cJSON_GetObjectItemCaseSensitive(key->constraint, names[i].name);
        if (!given)
            continue;
        if (!cJSON_IsNumber(given) || given->valuedouble < 0)
            return fail(&where->request->context, PARSE_INVALID_QUERY, "bad %s value",
                        names[i].name);
        *distance = given->valuedouble / (names[i].unit ? *names[i].unit : 1);
    }
    return true;
}

bool where_add_near(struct where *where, const struct where_key *key, const cJSON *operand)
{
    struct where_part part;
    struct geopoint center;
    double distance;

    if (!read_point(operand, &center))
        return fail_geo(where, "bad $nearSphere value");
    if (!check_point(where, center) || !read_distance(where, key, &distance))
        return false;
    part = add_distance(where, key, center, distance);
    if (where->rank && !where->rank->distance.length)
        where->rank->distance = part;
    return true;
}

/* {"$box":[southwest, northeast]} */
bool where_add_within(struct where *where, const struct where_key *key, const cJSON *operand)
{
    const cJSON *box = cJSON_GetObjectItemCaseSensitive(operand, "$box");
    struct geopoint a;
    struct geopoint b;

    if (!cJSON_IsArray(box) || cJSON_GetArraySize(box) != 2 || !read_point(box->child, &a) ||
        !read_point(box->child->next, &b))
        return fail_geo(where, "malformatted $within arg");
    if (!check_point(where, a) || !check_point(where, b))
        return false;
    sql_add(where->sql, "(");
    add_between(where, key->column, a.latitude < b.latitude ? a.latitude : b.latitude,
                a.latitude < b.latitude ? b.latitude : a.latitude);
    sql_add(where->sql, " AND ");
    add_between(where, key->second_column, a.longitude < b.longitude ? a.longitude : b.longitude,
                a.longitude < b.longitude ? b.longitude : a.longitude);
    sql_add(where->sql, ")");
    return true;
}

/* Reads the corners into the stored form of a polygon; also how far south and north it reaches. */
static bool read_corners(struct where *where, const cJSON *corners, struct buffer *polygon,
                         double *south, double *north)
{
    const cJSON *corner;
    struct geopoint point;

    *south = 90;
    *north = -90;
    buffer_init(polygon, where->request->context.arena, 128);
    cJSON_ArrayForEach(corner, corners)
    {
        if (!read_point_or_pair(corner, &point))
            return fail_geo(where, "bad $geoWithin value");
        if (!check_point(where, point))
            return false;
        *south = point.latitude < *south ? point.latitude : *south;
        *north = point.latitude > *north ? point.latitude : *north;
        buffer_add_string(polygon, corner == corners->child ? "[[" : ",[");
        json_write_number(polygon, point.latitude);
        buffer_add_char(polygon, ',');
        json_write_number(polygon, point.longitude);
        buffer_add_char(polygon, ']');
    }
    buffer_add_char(polygon, ']');
    return true;
}

/* A Polygon's pairs are read as longitude and latitude here, as parse-server does. */
static bool add_polygon(struct where *where, const struct where_key *key, const cJSON *json)
{
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(json, "__type");
    bool is_polygon = cJSON_IsString(type) && strcmp(type->valuestring, "Polygon") == 0;
    const cJSON *corners =
        is_polygon ? cJSON_GetObjectItemCaseSensitive(json, "coordinates") : json;
    struct buffer polygon;
    double south;
    double north;

    if (!is_polygon && !cJSON_IsArray(json))
        return fail_geo(where, "bad $geoWithin value; $polygon should be Polygon object or Array of"
                               " Parse.GeoPoint's");
    if (!cJSON_IsArray(corners) || cJSON_GetArraySize(corners) < 3)
        return fail_geo(where, is_polygon
                                   ? "bad $geoWithin value; Polygon.coordinates should contain at"
                                     " least 3 lon/lat pairs"
                                   : "bad $geoWithin value; $polygon should contain at least 3"
                                     " GeoPoints");
    if (cJSON_GetArraySize(corners) > CORNER_LIMIT)
        return fail_geo(where, "bad $geoWithin value; $polygon has too many corners");
    if (!read_corners(where, corners, &polygon, &south, &north))
        return false;
    sql_add(where->sql, "(");
    add_between(where, key->column, south, north);
    sql_add(where->sql, " AND polygon_holds(");
    sql_add_text(where->sql, buffer_text(&polygon));
    sql_add(where->sql, ", ");
    add_point_columns(where, key);
    sql_add(where->sql, "))");
    return true;
}

/* [center, distance in radians] */
static bool add_circle(struct where *where, const struct where_key *key, const cJSON *json)
{
    const cJSON *distance;
    struct geopoint center;

    if (!cJSON_IsArray(json) || cJSON_GetArraySize(json) < 2)
        return fail_geo(where, "bad $geoWithin value; $centerSphere should be an array of"
                               " Parse.GeoPoint and distance");
    if (!read_point_or_pair(json->child, &center))
        return fail_geo(where, "bad $geoWithin value; $centerSphere geo point invalid");
    if (!check_point(where, center))
        return false;
    distance = json->child->next;
    if (!cJSON_IsNumber(distance) || distance->valuedouble < 0)
        return fail_geo(where, "bad $geoWithin value; $centerSphere distance invalid");
    add_distance(where, key, center, distance->valuedouble);
    return true;
}

bool where_add_geo_within(struct where *where, const struct where_key *key, const cJSON *operand)
{
    const cJSON *polygon = cJSON_GetObjectItemCaseSensitive(operand, "$polygon");
    const cJSON *circle = cJSON_GetObjectItemCaseSensitive(operand, "$centerSphere");

    if (polygon)
        return add_polygon(where, key, polygon);
    if (circle)
        return add_circle(where, key, circle);
    return fail_geo(where, "bad $geoWithin value");
}

/* {"$point":...}: the polygons that hold it. */
bool where_add_geo_intersects(struct where *where, const struct where_key *key,
                              const cJSON *operand)
{
    struct geopoint point;

    if (!read_point(cJSON_GetObjectItemCaseSensitive(operand, "$point"), &point))
        return fail_geo(where, "bad $geoIntersect value; $point should be GeoPoint");
    if (!check_point(where, point))
        return false;
    sql_add(where->sql, "polygon_holds(");
    where_add_column(where->sql, where->class, key);
    sql_add(where->sql, ", ");
    sql_add_double(where->sql, point.latitude);
    sql_add(where->sql, ", ");
    sql_add_double(where->sql, point.longitude);
    sql_add(where->sql, ")");
    return true;
}
