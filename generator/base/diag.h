/* diag.h - the faults found in the inputs, collected and then shown in order of place.
 *
 * A reader or check reports a fault and goes on, so that one run shows them all:
 *
 *     diag_report(diag, DIAG_UNKNOWN_TYPE, type->span, type->text);
 *     diag_note(diag, nearest_span, "did you mean '%s'?", nearest);
 *
 * The codes with their messages are rows of diagnostics.def. */
#ifndef GENERATOR_BASE_DIAG_H
#define GENERATOR_BASE_DIAG_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/source.h"

#include <stdbool.h>
#include <stddef.h>

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

#define DIAGNOSTIC(name, code, severity, message, explanation, example) DIAG_##name,
enum diagnostic_code {
#include "base/diagnostics.def"
    DIAG_COUNT
};
#undef DIAGNOSTIC

struct diagnostic;

struct diag {
    struct arena *arena;
    bool strict;             /* what is not understood is an error */
    struct diagnostic *kept; /* at most DIAG_LIMIT, in order of report */
    size_t kept_count;
    size_t error_count; /* all of them, kept or not */
    size_t warning_count;
    bool last_was_kept;
};

void diag_init(struct diag *diag, struct arena *arena, bool strict);

/* Reports a fault, once: the same message of the same place is dropped, and so are its notes. The
 * further arguments are the strings that the code's message takes. */
void diag_report(struct diag *diag, enum diagnostic_code code, struct span span, ...);

/* Adds a note to the fault reported last. A span without a source makes a note without a place. */
void diag_note(struct diag *diag, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Whether further faults are only counted: then looking for a helpful note is wasted work. */
bool diag_is_full(const struct diag *diag);

/* Renders everything for people: message, line and caret. */
void diag_render_text(const struct diag *diag, struct buffer *out, bool colour);

/* Renders everything as one JSON array, for tools. */
void diag_render_json(const struct diag *diag, struct buffer *out);

/* Renders the table of codes as docs/diagnostics.md. */
void diag_render_manual(struct buffer *out);

#endif
