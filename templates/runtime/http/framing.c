/* framing.c - see framing.h.
 *
 * libmicrohttpd before 1.0 ends a line at a bare CR or LF and a header's value at a NUL, and says
 * nothing of it. But it leaves the head where it was received and cuts it into texts there, so that
 * it can be told from their places: two bytes, CR and LF, are between the end of one line's last
 * text and the next line's first. Version 1.0 refuses such heads itself, when it is asked to (http.c).
 */
#include "http/framing.h"

#include "base/text.h"

#include <microhttpd.h>
#include <string.h>
#include <strings.h>

enum { LINE_END = 2 };

struct reading {
    const char *end; /* of the last text so far */
    const char *error;
    int hosts;
    int lengths;
    int encodings;
    bool chunked;
};

/* Most of what a name is made of, whatever else one may have. */
static bool is_letter_or_hyphen(unsigned char byte)
{
    unsigned char small = byte | 0x20;

    return (small >= 'a' && small <= 'z') || byte == '-';
}

/* A header's name is a token (RFC 9110, 5.6.2): a space before the colon hides it (RFC 9112, 5.1).
 */
static bool is_token(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        unsigned char byte = (unsigned char)name.bytes[i];
        if (!is_letter_or_hyphen(byte) &&
            (byte <= ' ' || byte >= 0x7f || memchr("\"(),/:;<=>?@[\\]{}", byte, 17)))
            return false;
    }
    return name.length > 0;
}

/* No control character but a tab (RFC 9110, 5.5). */
static bool is_value(struct text value)
{
    for (size_t i = 0; i < value.length; i++) {
        unsigned char byte = (unsigned char)value.bytes[i];
        if ((byte < ' ' && byte != '\t') || byte == 0x7f)
            return false;
    }
    return true;
}

static bool is_named(struct text name, const char *expected)
{
    return name.length == strlen(expected) && strncasecmp(name.bytes, expected, name.length) == 0;
}

static bool lines_meet(const char *end, const char *next)
{
    return MHD_VERSION >= 0x01000000 || next - end == LINE_END;
}

static enum MHD_Result read_header(void *closure, enum MHD_ValueKind kind, const char *name,
                                   size_t name_length, const char *value, size_t value_length)
{
    struct reading *reading = closure;
    struct text name_text = {name, name_length};
    struct text value_text = {value ? value : "", value ? value_length : 0};

    (void)kind;
    if (!lines_meet(reading->end, name))
        reading->error = "A line of the head has no proper end.";
    else if (!is_token(name_text) || !is_value(value_text))
        reading->error = "A header has a character that none may have.";
    reading->end = value ? value + value_length : name + name_length;
    if (is_named(name_text, "Host"))
        reading->hosts++;
    else if (is_named(name_text, "Content-Length"))
        reading->lengths++;
    else if (is_named(name_text, "Transfer-Encoding")) {
        reading->encodings++;
        reading->chunked = is_named(value_text, "chunked");
    }
    return reading->error ? MHD_NO : MHD_YES;
}

/* Whether the empty line is all that follows the last header. */
static bool ends_well(struct MHD_Connection *connection, const char *method, const char *end)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

    return info && lines_meet(end + LINE_END, method + info->header_size);
}

static const char *judge_counts(const struct reading *reading, bool is_newest)
{
    if (reading->lengths > 1) /* RFC 9112, 6.3 */
        return "There is more than one Content-Length.";
    if (reading->lengths && reading->encodings) /* 6.1 */
        return "There are both Content-Length and Transfer-Encoding.";
    if (reading->encodings > 1 || (reading->encodings && (!reading->chunked || !is_newest)))
        return "The Transfer-Encoding is not understood.";    /* 6.1 */
    if (reading->hosts > 1 || (is_newest && !reading->hosts)) /* 3.2 */
        return "There is not one Host.";
    return NULL;
}

struct framing framing_judge(struct MHD_Connection *connection, const char *method,
                             const char *version)
{
    struct reading reading = {.end = version + strlen(version)};

    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, read_header, &reading);
    if (!reading.error && !ends_well(connection, method, reading.end))
        reading.error = "A line of the head has no proper end.";
    if (!reading.error)
        reading.error = judge_counts(&reading, strcmp(version, MHD_HTTP_VERSION_1_1) == 0);
    return (struct framing){.error = reading.error, .chunked = reading.chunked};
}
