/* diag.c - collecting diagnostics and rendering them; see diag.h.
 *
 * Read diag_report() for how one is kept, then the renderers from the bottom up. How a source line
 * and its caret are drawn is in excerpt.c. */
#include "base/diag.h"

#include "base/excerpt.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { DIAG_LIMIT = 1000 };

struct note {
    struct note *next;
    struct span span;
    const char *message;
};

struct diagnostic {
    enum diagnostic_code code;
    enum severity severity;
    struct span span;
    const char *message;
    struct note *notes;
    size_t order; /* of report, to keep the sort stable */
};

struct code_row {
    const char *code;
    enum severity severity;
    const char *message;
    const char *explanation;
    const char *example;
};

#define DIAGNOSTIC(name, code, severity, message, explanation, example)                            \
    [DIAG_##name] = {code, SEVERITY_##severity, message, explanation, example},
static const struct code_row codes[DIAG_COUNT] = {
#include "base/diagnostics.def"
};
#undef DIAGNOSTIC

void diag_init(struct diag *diag, struct arena *arena, bool strict)
{
    *diag = (struct diag){.arena = arena, .strict = strict};
    diag->kept = arena_alloc_array(arena, DIAG_LIMIT, sizeof *diag->kept);
}

/* Whether the same is said of the same place already: a name may be looked up for each of the rules that
 * a sentence becomes. */
static bool is_said(const struct diag *diag, enum diagnostic_code code, struct span span,
                    const char *message)
{
    for (size_t i = 0; i < diag->kept_count; i++) {
        const struct diagnostic *kept = &diag->kept[i];
        if (kept->code == code && kept->span.source == span.source &&
            kept->span.offset == span.offset && kept->span.length == span.length &&
            strcmp(kept->message, message) == 0)
            return true;
    }
    return false;
}

void diag_report(struct diag *diag, enum diagnostic_code code, struct span span, ...)
{
    enum severity severity = codes[code].severity;
    const char *message = "";
    if (diag->strict &&
        (code == DIAG_NOT_UNDERSTOOD || code == DIAG_PARTLY_READ || code == DIAG_UNENFORCED))
        severity = SEVERITY_ERROR;
    diag->last_was_kept = !diag_is_full(diag);
    if (diag->last_was_kept) {
        va_list arguments;
        va_start(arguments, span);
        message = arena_vprintf(diag->arena, codes[code].message, arguments);
        va_end(arguments);
        diag->last_was_kept = !is_said(diag, code, span, message);
        if (!diag->last_was_kept)
            return;
    }
    if (severity == SEVERITY_ERROR)
        diag->error_count++;
    else
        diag->warning_count++;
    if (diag->last_was_kept)
        diag->kept[diag->kept_count] = (struct diagnostic){.code = code,
                                                           .severity = severity,
                                                           .span = span,
                                                           .message = message,
                                                           .order = diag->kept_count};
    diag->kept_count += diag->last_was_kept ? 1 : 0;
}

void diag_note(struct diag *diag, struct span span, const char *format, ...)
{
    if (!diag->last_was_kept)
        return;
    struct note *note = arena_alloc(diag->arena, sizeof *note);
    va_list arguments;
    va_start(arguments, format);
    note->message = arena_vprintf(diag->arena, format, arguments);
    va_end(arguments);
    note->span = span;
    struct note **end = &diag->kept[diag->kept_count - 1].notes;
    while (*end)
        end = &(*end)->next;
    *end = note;
}

bool diag_is_full(const struct diag *diag)
{
    return diag->kept_count == DIAG_LIMIT;
}

/* By file, place, and order of report. */
static int compare_places(const void *left, const void *right)
{
    const struct diagnostic *a = left;
    const struct diagnostic *b = right;
    if (a->span.source != b->span.source) {
        const char *a_name = !a->span.source ? "" : a->span.source->name;
        const char *b_name = !b->span.source ? "" : b->span.source->name;
        int by_name = strcmp(a_name, b_name);
        if (by_name != 0)
            return by_name;
    }
    if (a->span.offset != b->span.offset)
        return a->span.offset < b->span.offset ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static struct diagnostic *sorted(const struct diag *diag, struct arena *arena)
{
    struct diagnostic *list = arena_alloc_array(arena, diag->kept_count + 1, sizeof *list);
    if (diag->kept_count > 0) {
        memcpy(list, diag->kept, diag->kept_count * sizeof *list);
        qsort(list, diag->kept_count, sizeof *list, compare_places);
    }
    return list;
}

static const char *severity_name(enum severity severity)
{
    return severity == SEVERITY_ERROR ? "error" : "warning";
}

static void render_place(struct buffer *out, struct span span)
{
    if (span.source) {
        struct position position = span_position(span);
        excerpt_add_clean(out, span.source->name, strlen(span.source->name));
        buffer_printf(out, ":%u:%u: ", position.line, position.column);
    }
}

static void render_message(struct buffer *out, const char *message)
{
    excerpt_add_clean(out, message, strlen(message));
    buffer_add_string(out, "\n");
}

static void render_diagnostic(struct buffer *out, const struct diagnostic *diagnostic, bool colour)
{
    const char *red = diagnostic->severity == SEVERITY_ERROR ? "\033[1;31m" : "\033[1;35m";
    const char *cyan = "\033[1;36m";
    const char *plain = "\033[0m";
    if (!colour)
        red = cyan = plain = "";
    render_place(out, diagnostic->span);
    buffer_printf(out, "%s%s[%s]:%s ", red, severity_name(diagnostic->severity),
                  codes[diagnostic->code].code, plain);
    render_message(out, diagnostic->message);
    excerpt_add(out, diagnostic->span);
    for (const struct note *note = diagnostic->notes; note; note = note->next) {
        render_place(out, note->span);
        buffer_printf(out, "%snote:%s ", cyan, plain);
        render_message(out, note->message);
        excerpt_add(out, note->span);
    }
}

static void render_count(struct buffer *out, size_t count, const char *what)
{
    buffer_printf(out, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

void diag_render_text(const struct diag *diag, struct buffer *out, bool colour)
{
    struct diagnostic *list = sorted(diag, out->arena);
    for (size_t i = 0; i < diag->kept_count; i++)
        render_diagnostic(out, &list[i], colour);
    size_t total = diag->error_count + diag->warning_count;
    if (total > diag->kept_count)
        buffer_printf(out, "... and %zu more\n", total - diag->kept_count);
    if (total > 0) {
        render_count(out, diag->error_count, "error");
        buffer_add_string(out, ", ");
        render_count(out, diag->warning_count, "warning");
        buffer_add_string(out, "\n");
    }
}

/* The members "file", "line", "column" and "endColumn"; a span that goes on past its line ends
 * with the line. */
static void render_json_place(struct buffer *out, struct span span)
{
    if (!span.source) {
        buffer_add_string(out, "\"file\":null,\"line\":null,\"column\":null,\"endColumn\":null");
        return;
    }
    span = span_written(span);
    const char *start = span.source->bytes + span.offset;
    const char *line_end = memchr(start, '\n', span.length);
    size_t length = !line_end ? span.length : (size_t)(line_end - start);
    struct position first = span_position(span);
    struct position last = span_position(span_of(span.source, span.offset + length, 0));
    buffer_add_string(out, "\"file\":");
    buffer_quote_json(out, span.source->name);
    buffer_printf(out, ",\"line\":%u,\"column\":%u,\"endColumn\":%u", first.line, first.column,
                  last.column);
}

void diag_render_json(const struct diag *diag, struct buffer *out)
{
    struct diagnostic *list = sorted(diag, out->arena);
    buffer_add_string(out, "[");
    for (size_t i = 0; i < diag->kept_count; i++) {
        buffer_add_string(out, i == 0 ? "\n {" : ",\n {");
        render_json_place(out, list[i].span);
        buffer_printf(out, ",\"severity\":\"%s\",\"code\":\"%s\",\"message\":",
                      severity_name(list[i].severity), codes[list[i].code].code);
        buffer_quote_json(out, list[i].message);
        buffer_add_string(out, ",\"notes\":[");
        for (const struct note *note = list[i].notes; note; note = note->next) {
            buffer_add_string(out, "{");
            render_json_place(out, note->span);
            buffer_add_string(out, ",\"message\":");
            buffer_quote_json(out, note->message);
            buffer_add_string(out, !note->next ? "}" : "},");
        }
        buffer_add_string(out, "]}");
    }
    buffer_add_string(out, diag->kept_count == 0 ? "]\n" : "\n]\n");
}

/* A message with an ellipsis for each of its arguments. */
static void render_form(struct buffer *out, const char *message)
{
    const char *rest = message;
    for (const char *hole = strstr(rest, "%s"); hole; hole = strstr(rest, "%s")) {
        buffer_add(out, rest, (size_t)(hole - rest));
        buffer_add_string(out, "…");
        rest = hole + 2;
    }
    buffer_add_string(out, rest);
}

/* Adds a text of one line as lines of at most 100 bytes. */
static void add_wrapped(struct buffer *out, const char *text)
{
    enum { COLUMNS = 100 };
    size_t column = 0;
    while (*text) {
        size_t length = strcspn(text, " ");
        if (column && column + 1 + length > COLUMNS) {
            buffer_add_string(out, "\n");
            column = 0;
        } else if (column) {
            buffer_add_string(out, " ");
            column++;
        }
        buffer_add(out, text, length);
        column += length;
        text += length + (text[length] == ' ');
    }
}

void diag_render_manual(struct buffer *out)
{
    buffer_add_string(
        out,
        "# Diagnostics\n\n"
        "What `caregen` says about faults in its inputs. This page is emitted from\n"
        "`generator/base/diagnostics.def` by `caregen diagnostics --markdown`; edit it there.\n"
        "A code that starts with E stops the run with exit status 1, one that starts with W does\n"
        "not. Each code has an example that runs as a test, in `tests/diagnostics/`.\n");
    for (size_t i = 0; i < DIAG_COUNT; i++) {
        buffer_printf(out, "\n## %s: ", codes[i].code);
        struct buffer form;
        buffer_init(&form, out->arena);
        render_form(&form, codes[i].message);
        buffer_quote_markdown(out, form.bytes);
        buffer_add_string(out, "\n\n");
        struct buffer explanation;
        buffer_init(&explanation, out->arena);
        buffer_quote_markdown(&explanation, codes[i].explanation);
        add_wrapped(out, explanation.bytes);
        buffer_printf(out, "\n\n    %s\n", codes[i].example);
    }
}
