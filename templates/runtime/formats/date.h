/* date.h - dates as Parse writes them: ISO 8601, UTC, milliseconds, "2026-11-21T08:30:00.000Z". */
#ifndef RUNTIME_FORMATS_DATE_H
#define RUNTIME_FORMATS_DATE_H

#include "base/buffer.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { DATE_LENGTH = 24 };

/* Milliseconds since 1970-01-01 UTC, now, for everything that is kept: it never goes backwards. When
 * the machine's clock is set back, time goes on from where it was, a tenth slower, until the clock has
 * caught up; so what began before ends when it should. */
int64_t date_now(void);

/* What has been kept is as late as that: date_now() goes on from there. */
void date_resume(int64_t milliseconds);

/* What the machine's clock says, for what is compared with other machines' clocks. */
int64_t date_wall(void);

/* Reads ISO 8601: a date, or a date, a time (seconds and their fraction may be left out) and Z or an
 * offset. A date alone is its midnight UTC, as ECMAScript's Date has it; a time without Z is UTC too,
 * as a parse-server whose machine's zone is UTC takes it, and not the machine's time. Years 0000 to 9999; what is
 * no date of the calendar is refused. */
bool date_parse(struct text text, int64_t *milliseconds);

/* Writes exactly DATE_LENGTH bytes; what lies outside of the years 0000 to 9999 becomes their end. */
void date_format(int64_t milliseconds, char *bytes);

/* Appends the quoted text. */
void date_write_json(struct buffer *buffer, int64_t milliseconds);

#endif
