/* show.h - a prompt with what its sentences were read as: for people, for tools, and as a spec. */
#ifndef GENERATOR_PROSE_SHOW_H
#define GENERATOR_PROSE_SHOW_H

#include "base/buffer.h"
#include "read/ast.h"

#include <stdbool.h>

/* Under each sentence what it became, what was assumed, and the words that nothing accounts for,
 * underlined. */
void reading_show_text(const struct ast *spec, struct buffer *out);

/* The same as a JSON array, one object a sentence. */
void reading_show_json(const struct ast *spec, struct buffer *out);

/* The prompt as a spec of the controlled language: its own sentences are comments. */
void reading_show_spec(const struct ast *spec, struct buffer *out);

/* Whether some sentence was read as prose. */
bool reading_has_prose(const struct ast *spec);

/* "9 of 10 sentences enforced, as 31 rules; 4 assumptions; not understood: 'purple'" */
void reading_show_summary(const struct ast *spec, struct buffer *out);

#endif
