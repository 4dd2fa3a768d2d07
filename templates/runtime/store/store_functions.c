/* store_functions.c - see store_functions.h; text_score() is in store_text.c. */
#include "store/store_functions.h"

#include "formats/acl.h"
#include "formats/geo.h"
#include "formats/regex.h"
#include "store/store_text.h"

#include <sqlite3.h>
#include <stdlib.h>

const char store_principal_type[] = "principal";

/* No text when the value is none, or when out of memory. */
static struct text text_value(sqlite3_value *value)
{
    struct text text = text_none();

    if (sqlite3_value_type(value) == SQLITE_TEXT) {
        text.bytes = (const char *)sqlite3_value_text(value);
        text.length = text.bytes ? (size_t)sqlite3_value_bytes(value) : 0;
    }
    return text;
}

/* The right is the user data. */
static void judge_acl(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    const enum acl_right *right = sqlite3_user_data(context);
    const struct principal *principal =
        count == 2 ? sqlite3_value_pointer(arguments[1], store_principal_type) : NULL;
    struct text acl = text_none();

    if (!principal) {
        sqlite3_result_int(context, 0);
        return;
    }
    if (sqlite3_value_type(arguments[0]) != SQLITE_NULL) {
        acl.bytes = (const char *)sqlite3_value_text(arguments[0]);
        acl.length = (size_t)sqlite3_value_bytes(arguments[0]);
        if (!acl.bytes) {
            sqlite3_result_error_nomem(context);
            return;
        }
    }
    sqlite3_result_int(context, acl_allows(acl, principal, *right));
}

static void free_regex(void *regex)
{
    regex_free(regex);
}

/* The pattern's expression, compiled when it is first asked for; NULL: the error is set. */
static struct regex *find_regex(sqlite3_context *context, sqlite3_value **arguments)
{
    struct regex *regex = sqlite3_get_auxdata(context, 1);
    char reason[REGEX_REASON_SIZE];

    if (regex)
        return regex;
    regex = regex_compile(text_value(arguments[1]), text_value(arguments[2]), reason);
    if (!regex) {
        sqlite3_result_error(context, reason, -1);
        return NULL;
    }
    sqlite3_set_auxdata(context, 1, regex, free_regex);
    /* It is gone already when there was no memory for it. */
    regex = sqlite3_get_auxdata(context, 1);
    if (!regex)
        sqlite3_result_error_nomem(context);
    return regex;
}

static void match_regex(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct text subject = text_value(arguments[0]);
    struct regex *regex;

    (void)count;
    if (!subject.bytes)
        return;
    regex = find_regex(context, arguments);
    if (!regex)
        return;
    switch (regex_match(regex, subject)) {
    case REGEX_NO_MATCH:
        sqlite3_result_int(context, 0);
        break;
    case REGEX_MATCH:
        sqlite3_result_int(context, 1);
        break;
    case REGEX_TOO_MANY_STEPS:
        sqlite3_result_error(context, "a regular expression takes too many steps", -1);
        sqlite3_result_error_code(context, SQLITE_ABORT);
        break;
    case REGEX_OUT_OF_MEMORY:
        sqlite3_result_error_nomem(context);
        break;
    }
}

static bool read_point(sqlite3_value **arguments, struct geopoint *point)
{
    point->latitude = sqlite3_value_double(arguments[0]);
    point->longitude = sqlite3_value_double(arguments[1]);
    return sqlite3_value_type(arguments[0]) != SQLITE_NULL &&
           sqlite3_value_type(arguments[1]) != SQLITE_NULL;
}

static void measure_angle(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct geopoint a;
    struct geopoint b;

    (void)count;
    if (read_point(arguments, &a) && read_point(arguments + 2, &b))
        sqlite3_result_double(context, geo_angle(a, b));
}

struct polygon {
    size_t count;
    struct geopoint corners[];
};

/* NULL when out of memory. */
static struct polygon *read_polygon(struct text stored)
{
    size_t capacity = 1;
    struct polygon *polygon;

    for (size_t i = 0; i < stored.length; i++)
        capacity += stored.bytes[i] == '[';
    polygon = malloc(sizeof *polygon + capacity * sizeof *polygon->corners);
    if (polygon)
        polygon->count = geo_read_polygon(stored, polygon->corners, capacity);
    return polygon;
}

static void test_polygon(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    struct polygon *known = sqlite3_get_auxdata(context, 0);
    struct polygon *polygon = known;
    struct text stored = text_value(arguments[0]);
    struct geopoint point;

    (void)count;
    if (!read_point(arguments + 1, &point) || !stored.bytes)
        return;
    if (!polygon)
        polygon = read_polygon(stored);
    if (!polygon) {
        sqlite3_result_error_nomem(context);
        return;
    }
    sqlite3_result_int(context, geo_polygon_holds(polygon->corners, polygon->count, point));
    /* Kept only when the argument is constant; freed at once otherwise. */
    if (!known)
        sqlite3_set_auxdata(context, 0, polygon, free);
}

bool store_register_functions(struct sqlite3 *database)
{
    static enum acl_right read_right = ACL_READ;
    static enum acl_right write_right = ACL_WRITE;
    static const struct {
        const char *name;
        int arguments;
        void *data;
        void (*call)(sqlite3_context *context, int count, sqlite3_value **arguments);
    } functions[] = {
        {"acl_reads", 2, &read_right, judge_acl}, {"acl_writes", 2, &write_right, judge_acl},
        {"regex_matches", 3, NULL, match_regex},  {"geo_angle", 4, NULL, measure_angle},
        {"polygon_holds", 3, NULL, test_polygon},
    };
    int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY | SQLITE_DETERMINISTIC;

    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (sqlite3_create_function(database, functions[i].name, functions[i].arguments, flags,
                                    functions[i].data, functions[i].call, NULL, NULL) != SQLITE_OK)
            return false;
    return store_register_text_functions(database);
}
