/* geo.h - distances on a sphere, and polygons that hold a point. */
#ifndef RUNTIME_FORMATS_GEO_H
#define RUNTIME_FORMATS_GEO_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* In degrees. */
struct geopoint {
    double latitude;
    double longitude;
};

/* The angle between two points as seen from the Earth's centre, in radians. */
double geo_angle(struct geopoint a, struct geopoint b);

/* Whether the polygon holds the point, its boundary included. Degrees are taken for plane
 * coordinates, as MongoDB's $polygon and PostgreSQL's polygons do. */
bool geo_polygon_holds(const struct geopoint *corners, size_t count, struct geopoint point);

/* Reads a polygon in its stored form, "[[latitude,longitude],...]", up to `capacity` corners;
 * returns how many there are, or 0 when it is not of that form. */
size_t geo_read_polygon(struct text stored, struct geopoint *corners, size_t capacity);

#endif
