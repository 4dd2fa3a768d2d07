/* geo.c - see geo.h. */
#include "formats/geo.h"

#include <math.h>
#include <stdlib.h>

static const double radians_of_degree = 3.14159265358979323846 / 180;

/* The haversine formula, which keeps its precision for points that are close. */
double geo_angle(struct geopoint a, struct geopoint b)
{
    double height = sin((b.latitude - a.latitude) * radians_of_degree / 2);
    double width = sin((b.longitude - a.longitude) * radians_of_degree / 2);
    double square = height * height + cos(a.latitude * radians_of_degree) *
                                          cos(b.latitude * radians_of_degree) * width * width;

    return 2 * asin(sqrt(square < 1 ? square : 1));
}

/* Twice the area of the triangle, positive when c is to the left of the way from a to b. */
static double turn(struct geopoint a, struct geopoint b, struct geopoint c)
{
    return (b.longitude - a.longitude) * (c.latitude - a.latitude) -
           (b.latitude - a.latitude) * (c.longitude - a.longitude);
}

static bool is_between(double a, double b, double value)
{
    return (a <= value && value <= b) || (b <= value && value <= a);
}

static bool is_on_edge(struct geopoint a, struct geopoint b, struct geopoint point)
{
    return turn(a, b, point) == 0 && is_between(a.latitude, b.latitude, point.latitude) &&
           is_between(a.longitude, b.longitude, point.longitude);
}

/* A ray from the point towards growing longitudes crosses the boundary an odd number of times. */
bool geo_polygon_holds(const struct geopoint *corners, size_t count, struct geopoint point)
{
    bool inside = false;

    for (size_t i = 0; i < count; i++) {
        struct geopoint a = corners[i];
        struct geopoint b = corners[(i + 1) % count];
        bool upward = a.latitude <= b.latitude;
        if (is_on_edge(a, b, point))
            return true;
        if ((a.latitude > point.latitude) != (b.latitude > point.latitude) &&
            (turn(a, b, point) > 0) == upward)
            inside = !inside;
    }
    return inside;
}

/* Moves past the character; false when it is not there. */
static bool skip(const char **at, const char *end, char expected)
{
    if (*at >= end || **at != expected)
        return false;
    (*at)++;
    return true;
}

static bool read_number(const char **at, const char *end, double *number)
{
    char *after;

    *number = strtod(*at, &after);
    if (after == *at || after > end)
        return false;
    *at = after;
    return true;
}

size_t geo_read_polygon(struct text stored, struct geopoint *corners, size_t capacity)
{
    const char *at = stored.bytes;
    const char *end = stored.bytes + stored.length;
    size_t count = 0;

    if (!skip(&at, end, '['))
        return 0;
    do {
        struct geopoint corner;
        if (count == capacity || !skip(&at, end, '[') || !read_number(&at, end, &corner.latitude) ||
            !skip(&at, end, ',') || !read_number(&at, end, &corner.longitude) ||
            !skip(&at, end, ']'))
            return 0;
        corners[count++] = corner;
    } while (skip(&at, end, ','));
    return skip(&at, end, ']') ? count : 0;
}
