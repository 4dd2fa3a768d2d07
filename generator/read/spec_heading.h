/* spec_heading.h - where the sections of a spec begin: their headings, as people set them. */
#ifndef GENERATOR_READ_SPEC_HEADING_H
#define GENERATOR_READ_SPEC_HEADING_H

#include "base/source.h"
#include "read/spec_words.h"

#include <stdbool.h>
#include <stddef.h>

struct spec_heading {
    enum spec_section section;
    size_t level; /* how many '#' it has */
    size_t start;
    size_t body; /* behind the heading, and its colon */
};

/* The next heading at or after an offset of a source without Markdown (markdown.h), in a section that
 * begins with `within` (NULL: in none). A heading counts
 * - with a colon at the start of a line or after the end of a sentence, since a prompt may come as one
 *   long line: "Schema: 1. Patient: ..." (words of HEADING only);
 * - on a line of its own: "## Schema", "2) Access control", "Part 3: Workflow", "SECURITY",
 *   "=== Security & privacy ===", "【安全】", "二、權限".
 * Words that classes are called by, too, are none inside of the schema: "Notifications" is a class there,
 * unless its line has as few '#' as the schema's own. */
bool spec_heading_next(const struct source *source, size_t at, const struct spec_heading *within,
                       struct spec_heading *heading);

/* Whether the line at an offset is a Markdown heading of whatever words; *end is where it ends. */
bool spec_heading_line(const struct source *source, size_t at, size_t *end);

#endif
