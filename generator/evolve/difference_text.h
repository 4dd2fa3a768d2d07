/* difference_text.h - differences for people, and as JSON for tools. */
#ifndef GENERATOR_EVOLVE_DIFFERENCE_TEXT_H
#define GENERATOR_EVOLVE_DIFFERENCE_TEXT_H

#include "evolve/access_difference.h"
#include "evolve/difference.h"

/* In words, with what to do about each, and then what opens and what closes. `since` names the
 * migration: "4 (add_notes)". */
void differences_render(struct buffer *out, const struct differences *differences,
                        const struct access_differences *access, const char *since);

/* {"differences": [{"kind", "class", "field", "safety", "breaking", "migration", "text", "hint"}],
 * "opens": [{"class", "who", "operation", "text"}], "closes": [...]} */
void differences_render_json(struct buffer *out, const struct differences *differences,
                             const struct access_differences *access);

#endif
