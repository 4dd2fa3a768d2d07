/* spec_table.h - the rows of a Markdown table in a section of sentences; see spec_table.c. */
#ifndef GENERATOR_READ_SPEC_TABLE_H
#define GENERATOR_READ_SPEC_TABLE_H

#include "read/spec_reader.h"

/* A row: the text between its outer bars, and whether its heads say nothing that its cells do not. */
struct spec_row {
    size_t start;
    size_t end;
    bool is_plain;
};

/* Whether a line that starts at an offset is one of a table. */
bool spec_is_row(const struct source *source, size_t at, size_t end);

/* Calls back for each row that says something, in their order: the cells of one are read as a
 * sentence. The heads are a row, too, where they are no plain ones. Returns where the table ends. */
size_t spec_read_table(const struct source *source, size_t at, size_t end,
                       void (*row)(void *context, const struct spec_row *), void *context);

#endif
