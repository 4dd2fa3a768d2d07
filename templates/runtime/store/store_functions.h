/* store_functions.h - the functions of this server that its statements call, on SQLite.
 *
 * - acl_reads(_acl, principal), acl_writes(_acl, principal): whether the ACL lets the principal.
 * - regex_matches(text, pattern, options): regex.h; NULL when it is no text.
 * - geo_angle(latitude, longitude, latitude, longitude): geo.h; NULL when one is missing.
 * - polygon_holds(polygon, latitude, longitude): geo.h; NULL when one is missing.
 * - text_score(text, term, options): how well a text answers a search: above 0 when it does at all.
 * - text_query(term): what to ask a full-text index for, to find at least what text_score() finds.
 *
 * Patterns, polygons and search terms are read once for a statement. An expression that takes too
 * many steps ends the statement with SQLITE_ABORT, which nothing else does. */
#ifndef RUNTIME_STORE_STORE_FUNCTIONS_H
#define RUNTIME_STORE_STORE_FUNCTIONS_H

#include <stdbool.h>

struct sqlite3;

/* The type of the pointers by which principals are bound (sqlite.org/bindptr.html). */
extern const char store_principal_type[];

/* Options of text_score(), ored. */
enum {
    TEXT_SCORE_CASE = 1,       /* minds case, and with it diacritics */
    TEXT_SCORE_DIACRITICS = 2, /* minds diacritics */
    TEXT_SCORE_STEMS = 4       /* takes English words by their stems */
};

/* Makes the functions known to a connection. */
bool store_register_functions(struct sqlite3 *database);

#endif
