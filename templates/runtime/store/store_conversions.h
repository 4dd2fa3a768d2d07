/* store_conversions.h - the functions that the statements of migrations call, on SQLite.
 *
 * - number_text(number): the shortest text that is read as that number again, as JSON has it.
 * - date_text(milliseconds): ISO 8601 in UTC, as Parse writes dates.
 * - seal_value(class, field, id, value): what an encrypted column holds for the value
 *   (model/sealed_value.h); numbers and dates by their 8 bytes.
 * - unseal_value(class, field, id, sealed, type): the value again: type is REAL, INTEGER (a date), TEXT
 *   or BLOB. What was not sealed for that place ends the statement. */
#ifndef RUNTIME_STORE_STORE_CONVERSIONS_H
#define RUNTIME_STORE_STORE_CONVERSIONS_H

#include <stdbool.h>

struct sqlite3;

/* Makes them known to a connection; the ring KEY_SEAL must be filled. */
bool store_register_conversions(struct sqlite3 *database);

#endif
