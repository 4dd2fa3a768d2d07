/* exposition.c - see exposition.h. The first label of a sample opens the brace. */
#include "http/exposition.h"

#include "http/tally.h"

#include <inttypes.h>
#include <stdio.h>

void exposition_family(struct buffer *out, const char *name, const char *type, const char *help)
{
    buffer_add_string(out, "# HELP ");
    buffer_add_string(out, name);
    buffer_add_char(out, ' ');
    buffer_add_string(out, help);
    buffer_add_string(out, "\n# TYPE ");
    buffer_add_string(out, name);
    buffer_add_char(out, ' ');
    buffer_add_string(out, type);
    buffer_add_char(out, '\n');
}

void exposition_begin(struct buffer *out, const char *name)
{
    buffer_add_string(out, name);
}

static bool has_labels(const struct buffer *out)
{
    return out->length && out->bytes[out->length - 1] == '"';
}

/* Values are names of classes, operations and the like, which need no quoting; should one, it is said
 * with question marks. */
void exposition_label(struct buffer *out, const char *name, struct text value)
{
    buffer_add_char(out, has_labels(out) ? ',' : '{');
    buffer_add_string(out, name);
    buffer_add_string(out, "=\"");
    for (size_t i = 0; i < value.length; i++) {
        bool is_plain = (unsigned char)value.bytes[i] >= ' ' && value.bytes[i] != '"' &&
                        value.bytes[i] != '\\' && value.bytes[i] != 0x7f;
        buffer_add_char(out, is_plain ? value.bytes[i] : '?');
    }
    buffer_add_char(out, '"');
}

static void end_labels(struct buffer *out)
{
    buffer_add_string(out, has_labels(out) ? "} " : " ");
}

void exposition_number(struct buffer *out, uint64_t number)
{
    char digits[24];

    end_labels(out);
    snprintf(digits, sizeof digits, "%" PRIu64 "\n", number);
    buffer_add_string(out, digits);
}

void exposition_seconds(struct buffer *out, uint64_t microseconds)
{
    char digits[40];

    end_labels(out);
    snprintf(digits, sizeof digits, "%" PRIu64 ".%06" PRIu64 "\n", microseconds / 1000000,
             microseconds % 1000000);
    buffer_add_string(out, digits);
}

void exposition_sample(struct buffer *out, const char *name, uint64_t number)
{
    exposition_begin(out, name);
    exposition_number(out, number);
}

void exposition_alone(struct buffer *out, const char *name, const char *type, const char *help,
                      uint64_t number)
{
    exposition_family(out, name, type, help);
    exposition_sample(out, name, number);
}

static void begin(struct buffer *out, const char *name, const char *suffix,
                  void (*label)(struct buffer *out, const struct app *app, size_t route),
                  const struct app *app, size_t route)
{
    exposition_begin(out, name);
    buffer_add_string(out, suffix);
    if (label)
        label(out, app, route);
}

void exposition_times(struct buffer *out, const char *name, size_t first_bucket, size_t sum,
                      void (*label)(struct buffer *out, const struct app *app, size_t route),
                      const struct app *app, size_t route)
{
    uint64_t count = 0;

    for (size_t i = 0; i < COUNT_TIME_BUCKETS; i++) {
        char limit[24] = "+Inf";
        if (i < COUNT_TIME_BUCKETS - 1)
            snprintf(limit, sizeof limit, "%g", (double)tally_limits[i] / 1000000);
        count += counters_sum(first_bucket + i);
        begin(out, name, "_bucket", label, app, route);
        exposition_label(out, "le", text_of(limit));
        exposition_number(out, count);
    }
    begin(out, name, "_sum", label, app, route);
    exposition_seconds(out, counters_sum(sum));
    begin(out, name, "_count", label, app, route);
    exposition_number(out, count);
}
